//! The fields of a dataset as the questions of a form.

use super::words::Words;
use super::{Answer, Before, Part, Question, Request};
use crate::definition::Definitions;
use crate::definition::codelist::Codelist;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field, FieldType};
use crate::definition::missing::recommended;
use crate::table::Batch;
use crate::text::fill;
use crate::value::{Missing, State};

/// Name of the list of yes and no.
pub(super) const YES_NO: &str = "yes_no";
/// Name of the codelist of reasons.
const REASON: &str = "reason";

/// The questions and what may be chosen in them.
pub(super) struct Asked {
    pub parts: Vec<Part>,
    pub lists: Vec<(String, Vec<String>)>,
    pub reasons: Option<String>,
}

/// The words for missing answers: one to recommend of each kind, and all that are understood.
pub(super) struct MissingWords {
    pub nothing_to_report: String,
    pub not_applicable: String,
    pub unknown: String,
    pub refused: String,
    pub all: Vec<String>,
}

/// Which words a dataset takes for missing answers.
pub(super) fn missing_words(dataset: &Dataset, language: &str) -> MissingWords {
    let best = |kind: Missing| recommended(&dataset.missing, kind, language).to_owned();
    MissingWords {
        nothing_to_report: best(Missing::NothingToReport),
        not_applicable: best(Missing::NotApplicable),
        unknown: best(Missing::Unknown),
        refused: best(Missing::Refused),
        all: dataset.missing.values().flatten().cloned().collect(),
    }
}

/// The questions of a dataset: those for everybody first, then the voluntary ones, each in the dataset's order.
pub(super) fn questions(request: &Request, words: &Words, languages: &[String]) -> Asked {
    let asking = Asking { request, words, languages, missing: missing_words(request.dataset, request.language) };
    let part = |title: &str, core: bool| Part {
        title: title.to_owned(),
        lines: request
            .dataset
            .fields
            .iter()
            .filter(|field| field.core == core)
            .flat_map(|f| asking.of_field(f))
            .collect(),
    };
    let parts: Vec<Part> = [part(words.core, true), part(words.voluntary, false)]
        .into_iter()
        .filter(|part| !part.lines.is_empty())
        .collect();
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for line in parts.iter().flat_map(|part| &part.lines) {
        if let Answer::Choice(list) = &line.answer
            && !lists.iter().any(|(name, _)| name == list)
        {
            lists.push((list.clone(), asking.entries(list)));
        }
    }
    let reasons = request.definitions.codelist(REASON).map(|list| {
        lists.push((REASON.to_owned(), asking.labels(list)));
        REASON.to_owned()
    });
    Asked { parts, lists, reasons }
}

struct Asking<'a> {
    request: &'a Request<'a>,
    words: &'a Words,
    languages: &'a [String],
    missing: MissingWords,
}

impl Asking<'_> {
    /// The lines of one field: itself or its total, then its parts.
    fn of_field(&self, field: &Field) -> Vec<Question> {
        let name = &field.field.value;
        let columns: Vec<&ColumnDefinition> =
            self.request.dataset.columns.iter().filter(|column| column.field == *name).collect();
        let mut lines = Vec::new();
        if columns.iter().all(|column| !column.part.is_empty()) {
            lines.push(self.lead(field));
        }
        for column in columns {
            lines.push(if column.part.is_empty() {
                self.whole(field, column)
            } else {
                Question { is_part: true, label: self.part_label(column), ..self.line(field, Some(column)) }
            });
        }
        lines
    }

    fn whole(&self, field: &Field, column: &ColumnDefinition) -> Question {
        let line = self.line(field, Some(column));
        let help = field.help.in_language(self.languages);
        // How a day is written is shown by one of the year that is asked for.
        let help = if let Answer::Date { example } = line.answer {
            let write = fill(self.words.wrong_date, &[("day".to_owned(), example.to_string())].into());
            format!("{write} {help}").trim_end().to_owned()
        } else {
            help.to_owned()
        };
        Question { help, where_to_find: field.where_to_find.in_language(self.languages).to_owned(), ..line }
    }

    /// The line above parts that have no total to be asked for; what they part stands behind the label.
    fn lead(&self, field: &Field) -> Question {
        let text = |text: &crate::text::Text| text.in_language(self.languages).to_owned();
        let by: Vec<String> = field
            .by
            .iter()
            .filter_map(|by| self.request.definitions.codelist(by))
            .map(|list| text(&list.title).to_lowercase())
            .collect();
        Question {
            label: format!("{} ({})", text(&field.label), by.join(", ")),
            help: text(&field.help),
            where_to_find: text(&field.where_to_find),
            unit: String::new(),
            answer: Answer::Text,
            ..self.line(field, None)
        }
    }

    fn line(&self, field: &Field, column: Option<&ColumnDefinition>) -> Question {
        let is_organisation = field.kind == FieldType::OrganisationNumber
            && self.request.dataset.organisation() == Some(field.field.as_str());
        let sender = self.request.sender.filter(|_| is_organisation);
        Question {
            column: column.map(|column| column.name.clone()),
            label: field.label.in_language(self.languages).to_owned(),
            is_part: false,
            required: column.is_some_and(|column| column.required),
            help: String::new(),
            where_to_find: String::new(),
            unit: self.unit(field),
            answer: self.answer(field),
            before: column.map_or(Before::Nothing, |column| self.before(field, &column.name)),
            given: sender.map(|sender| hyphenated(sender.organisation)),
        }
    }

    fn answer(&self, field: &Field) -> Answer {
        let Request { dataset, period, .. } = self.request;
        match field.kind {
            FieldType::OrganisationNumber => Answer::Organisation,
            FieldType::Text => Answer::Text,
            FieldType::Date => {
                let begins = dataset.start() == Some(field.field.as_str());
                Answer::Date { example: if begins { period.start } else { period.end } }
            }
            FieldType::Boolean => Answer::Choice(YES_NO.to_owned()),
            FieldType::Code => field.codelist.as_ref().map_or(Answer::Text, |list| Answer::Choice(list.value.clone())),
            FieldType::Integer | FieldType::Decimal | FieldType::Money => Answer::Number {
                decimals: field.decimals(),
                money: field.kind == FieldType::Money,
                minimum: field.minimum,
                maximum: field.maximum,
            },
        }
    }

    fn part_label(&self, column: &ColumnDefinition) -> String {
        let label = |(list, code): (&String, &String)| {
            self.request.definitions.label(list, code).in_language(self.languages).to_owned()
        };
        column.part.iter().map(label).collect::<Vec<_>>().join(", ")
    }

    fn unit(&self, field: &Field) -> String {
        match (field.kind, field.unit_name()) {
            (FieldType::Money, _) => self.words.unit(&self.request.definitions.project.currency),
            (FieldType::Date, _) => self.words.day.to_owned(),
            (FieldType::Code | FieldType::Boolean, _) => self.words.choose.to_owned(),
            (_, Some(unit)) => self.words.unit(unit),
            (_, None) => String::new(),
        }
    }

    /// What may be chosen: codes or yes and no, then the words for no answer.
    fn entries(&self, list: &str) -> Vec<String> {
        let mut entries = match self.request.definitions.codelist(list) {
            Some(list) => self.labels(list),
            None => vec![self.words.yes.to_owned(), self.words.no.to_owned()],
        };
        let missing = &self.missing;
        let others = [&missing.unknown, &missing.not_applicable, &missing.refused];
        entries.extend(others.into_iter().filter(|word| !word.is_empty()).cloned());
        entries
    }

    /// Labels of the codes that are valid in the period.
    fn labels(&self, list: &Codelist) -> Vec<String> {
        let period = self.request.period;
        let valid = list.codes.iter().filter(|code| {
            code.valid_from.is_none_or(|from| from <= period.end) && code.valid_to.is_none_or(|to| to >= period.start)
        });
        valid
            .map(|code| match code.label.in_language(self.languages) {
                "" => code.code.clone(),
                label => label.to_owned(),
            })
            .collect()
    }

    /// What was accepted for the period before, as it would be written in this form.
    fn before(&self, field: &Field, column: &str) -> Before {
        let Some((batch, row)) = self.request.sender.and_then(|sender| sender.before) else { return Before::Nothing };
        if field.kind == FieldType::OrganisationNumber {
            return Before::Nothing;
        }
        accepted(batch, row, column)
            .unwrap_or_else(|state| match state {
                State::Missing(Missing::NothingToReport) => Before::Text(self.missing.nothing_to_report.clone()),
                State::Missing(Missing::NotApplicable) => Before::Text(self.missing.not_applicable.clone()),
                State::Missing(Missing::Unknown) => Before::Text(self.missing.unknown.clone()),
                State::Missing(Missing::Refused) => Before::Text(self.missing.refused.clone()),
                _ => Before::Nothing,
            })
            .in_words(field, self.request.definitions, self.words, self.languages)
    }
}

/// The value of a column in a row, or why it has none.
fn accepted(batch: &Batch, row: usize, column: &str) -> Result<Before, State> {
    let column = batch.columns.get(column).ok_or(State::Missing(Missing::NotCollected))?;
    match column.states.get(row) {
        Some(State::Value) => {}
        other => return Err(other.copied().unwrap_or(State::Unreadable)),
    }
    let yes = |yes: bool| if yes { "true" } else { "false" }.to_owned();
    None.or_else(|| column.number(row).map(|number| Before::Number(number.normalize())))
        .or_else(|| column.date(row).map(Before::Date))
        .or_else(|| column.boolean(row).map(yes).map(Before::Text))
        .or_else(|| column.text(row).map(|text| Before::Text(text.to_owned())))
        .ok_or(State::Unreadable)
}

impl Before {
    /// Codes, yes and no by their labels.
    fn in_words(self, field: &Field, definitions: &Definitions, words: &Words, languages: &[String]) -> Self {
        match (self, field.kind, &field.codelist) {
            (Self::Text(code), FieldType::Code, Some(list)) => {
                Self::Text(definitions.label(list, &code).in_language(languages).to_owned())
            }
            (Self::Text(yes), FieldType::Boolean, _) if yes == "true" => Self::Text(words.yes.to_owned()),
            (Self::Text(no), FieldType::Boolean, _) if no == "false" => Self::Text(words.no.to_owned()),
            // What somebody wrote freely may hold what the form must not repeat.
            (Self::Text(text), ..) => Self::Text(crate::personal::masked(&text)),
            (other, ..) => other,
        }
    }
}

/// An organisation number as people write it; other identifiers as they are.
pub(super) fn hyphenated(number: &str) -> String {
    match (number.len() == 10 && number.is_ascii()).then(|| number.split_at(6)) {
        Some((first, last)) => format!("{first}-{last}"),
        None => number.to_owned(),
    }
}
