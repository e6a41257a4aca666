//! A dataset as a form to fill in, and a submission given back with its findings marked.

pub mod annotate;
mod csv;
mod package;
mod paper;
mod question;
pub mod schema;
mod words;
mod workbook;
mod xml;

use chrono::NaiveDate;

use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::table::Batch;
use crate::table::form::printed;
use crate::table::form::stamped::{COLUMNS, Stamp};
use crate::value::Decimal;
pub use csv::csv;
pub use workbook::workbook;

/// What a form is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What it asks.
    pub dataset: &'a Dataset,
    /// The project it belongs to.
    pub definitions: &'a Definitions,
    /// The period it is for.
    pub period: &'a Period,
    /// Who is to fill it in; nobody in particular when absent.
    pub sender: Option<Sender<'a>>,
    /// Language of its texts.
    pub language: &'a str,
}

/// Who is to fill in a form.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// Organisation number, ten digits.
    pub organisation: &'a str,
    /// Name in the register.
    pub name: &'a str,
    /// The accepted row of the period before, with the rows it stands among.
    pub before: Option<(&'a Batch, usize)>,
}

/// A form, before it is set as a workbook or a text.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is stamped with.
    pub stamp: Stamp,
    /// Name of its sheet.
    pub sheet: String,
    /// What it is called.
    pub title: String,
    /// Who is to fill it in, until when.
    pub subtitle: String,
    /// How answers are written.
    pub guide: String,
    /// The same for a form without colours.
    pub guide_of_text: String,
    /// The word for an answer that is not known.
    pub unknown: String,
    /// What happens to what is sent in.
    pub publicity: String,
    /// What to do when all is answered.
    pub ending: Vec<String>,
    /// Headings of its columns, in the order of [`crate::table::form::stamped::COLUMNS`].
    pub headings: [String; 7],
    /// Its parts: the questions for everybody before the voluntary ones.
    pub parts: Vec<Part>,
    /// Words that may stand instead of a number.
    pub missing: Vec<String>,
    /// What may be chosen, by the name of the list.
    pub lists: Vec<(String, Vec<String>)>,
    /// List of reasons for unusual figures, where the project has one.
    pub reasons: Option<String>,
    /// Colour of the publisher, `#RRGGBB`.
    pub colour: String,
    /// First day of the period, which stands for the day the form was made.
    pub made: NaiveDate,
    /// Language of its texts.
    pub language: String,
}

/// One part of a form.
#[derive(Debug, Clone)]
pub struct Part {
    /// Heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Question>,
}

/// One line of a form.
#[derive(Debug, Clone)]
pub struct Question {
    /// Column of the dataset; a line without one only leads its parts.
    pub column: Option<String>,
    /// What is asked.
    pub label: String,
    /// It is one part of the line above.
    pub is_part: bool,
    /// It must be answered.
    pub required: bool,
    /// What is counted, in a sentence or two.
    pub help: String,
    /// Where the figure is found.
    pub where_to_find: String,
    /// Unit of the answer, in words.
    pub unit: String,
    /// How it is answered.
    pub answer: Answer,
    /// What was accepted for the period before.
    pub before: Before,
    /// An answer that is known, because the form is made for one organisation.
    pub given: Option<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With an organisation number.
    Organisation,
    /// With words.
    Text,
    /// With a day.
    Date {
        /// One that it may well be.
        example: NaiveDate,
    },
    /// With a number of so many decimals.
    Number {
        /// Decimals that are kept.
        decimals: u32,
        /// It is an amount.
        money: bool,
        /// Least value.
        minimum: Option<Decimal>,
        /// Largest value.
        maximum: Option<Decimal>,
    },
    /// With an entry of a list.
    Choice(String),
}

/// What was accepted for the period before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// A number.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// A text, the label of a code, or a word for a missing answer.
    Text(String),
}

/// Makes a form of a dataset.
pub fn form(request: &Request) -> Form {
    let Request { dataset, definitions, period, sender, language } = *request;
    let words = words::words(language);
    let project = &definitions.project;
    let languages: Vec<String> =
        std::iter::once(language.to_owned()).chain(project.languages.iter().cloned()).collect();
    let title = dataset.title.in_language(&languages);
    let missing = question::missing_words(dataset, language);
    let asked = question::questions(request, words, &languages);
    let contact = project.contact.in_language(&languages);
    let publisher = project.publisher.in_language(&languages);
    let deadline = period.deadline.format("%Y-%m-%d").to_string();
    let filled = |text: &str| {
        let values = [
            ("unknown", missing.unknown.as_str()),
            ("not_applicable", &missing.not_applicable),
            ("nothing", &missing.nothing_to_report),
            ("refused", &missing.refused),
            ("publisher", publisher),
            ("contact", if contact.is_empty() { publisher } else { contact }),
            ("deadline", &deadline),
        ];
        crate::text::fill(text, &values.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    };
    let who = match sender {
        Some(sender) => format!("{}, {}", sender.name, question::hyphenated(sender.organisation)),
        None => publisher.to_owned(),
    };
    let mut ending: Vec<String> = words.ending.iter().map(|line| filled(line)).collect();
    ending
        .extend([project.notice.in_language(&languages)].iter().filter(|text| !text.is_empty()).map(|&t| t.to_owned()));
    let mut headings = printed::headings(language).map(str::to_owned);
    if let Some((before, at)) = project.before(&period.period).zip(COLUMNS.iter().position(|name| *name == "last_year"))
    {
        headings[at].clone_from(&before.period.value);
    }
    Form {
        stamp: Stamp {
            dataset: dataset.dataset.value.clone(),
            version: dataset.version,
            period: period.period.value.clone(),
            organisation: sender.map(|sender| sender.organisation.to_owned()),
            language: language.to_owned(),
        },
        sheet: sheet_name(title),
        title: format!("{title} {}", period.period.as_str()),
        subtitle: format!("{who}. {}", filled(words.deadline)),
        guide: format!("{} {}", words.guide_cells, filled(words.guide)),
        guide_of_text: format!("{} {}", words.guide_column, filled(words.guide)),
        unknown: missing.unknown.clone(),
        publicity: filled(words.publicity),
        ending,
        headings,
        parts: asked.parts,
        missing: missing.all,
        lists: asked.lists,
        reasons: asked.reasons,
        colour: project.theme.primary.as_ref().map_or("#12436D".to_owned(), |colour| colour.value.clone()),
        made: period.start,
        language: language.to_owned(),
    }
}

/// A title as the name of a sheet, which may neither be long nor hold some marks.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
    let name = name.trim().trim_matches('\'').to_owned();
    if name.is_empty() { "form".to_owned() } else { name }
}
