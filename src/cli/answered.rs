//! A filled form as `nytta read` shows it: whose it is, then its questions with their answers.

use std::fmt::Write as _;

use super::words::Language;
use crate::definition::Definitions;
use crate::diagnostic::figure::said;
use crate::personal::masked;
use crate::pipeline::Loaded;
use crate::source::column_letters;
use crate::table::Batch;
use crate::table::look::{Look, Table};
use crate::text::Text;
use crate::value::{Missing, State};

/// What stands for an answer that was left blank.
const BLANK: &str = "–";
const YES: [&str; 6] = ["yes", "ja", "oui", "sì", "da", "da"];
const NO: [&str; 6] = ["no", "nej", "non", "no", "nu", "ne"];
/// Behind an answer that says nothing that can be used.
const UNREADABLE: [&str; 6] =
    ["cannot be read", "kan inte läsas", "illisible", "illeggibile", "nu se poate citi", "ni berljivo"];
/// Before what a sender wrote beside an answer.
const EXPLANATION: [&str; 6] = ["explanation", "förklaring", "explication", "spiegazione", "explicație", "pojasnilo"];

/// A form that was filled in, with what is known of its project.
pub(super) struct Answered<'l> {
    look: &'l Look,
    loaded: Option<&'l Loaded>,
    languages: &'l [String],
    language: Language,
}

impl<'l> Answered<'l> {
    /// The form that a file is; `None` for any other file, and for one of a project's that was refused.
    pub(super) fn of(
        look: &'l Look,
        loaded: Option<&'l Loaded>,
        languages: &'l [String],
        language: Language,
    ) -> Option<Self> {
        let reading = &look.reading;
        let is_known = reading.dataset.is_some() && reading.sheets.iter().any(|sheet| sheet.explanations.is_some());
        let is_form = is_known && loaded.is_some() && !reading.batches.is_empty();
        let is_unknown = reading.dataset.is_none() && reading.stamp.is_some();
        (is_form || is_unknown).then_some(Self { look, loaded, languages, language })
    }

    /// What it asks for, for which period, and who filled it in, as far as that is known.
    pub(super) fn head(&self) -> String {
        let (reading, definitions) = (&self.look.reading, self.loaded.map(|loaded| &loaded.definitions));
        let stamp = reading.stamp.as_ref();
        let known = reading.dataset.as_ref().and_then(|name| definitions?.datasets.get(name));
        let title = known.map(|dataset| dataset.title.in_language(self.languages)).filter(|title| !title.is_empty());
        let asked = reading.dataset.as_deref().or(stamp.map(|stamp| stamp.dataset.as_str())).unwrap_or_default();
        let asked = masked(title.unwrap_or(asked));
        let of = self.language.of_six([
            format!("a form of '{asked}'"),
            format!("en blankett för '{asked}'"),
            format!("un formulaire '{asked}'"),
            format!("un modulo '{asked}'"),
            format!("un formular '{asked}'"),
            format!("obrazec '{asked}'"),
        ]);
        let made = stamp.map(|stamp| {
            let period = masked(&stamp.period);
            self.language.of_six([
                format!(" for {period}"),
                format!(", {period}"),
                format!(" pour {period}"),
                format!(" per {period}"),
                format!(" pentru {period}"),
                format!(" za {period}"),
            ])
        });
        let who = self.who().into_iter().map(|who| format!(", {who}"));
        std::iter::once(of).chain(made).chain(who).collect()
    }

    /// Name and number of who filled it in, or for whom it was made.
    fn who(&self) -> Vec<String> {
        let reading = &self.look.reading;
        let made_for = reading.stamp.as_ref().and_then(|stamp| stamp.organisation.clone());
        let senders = reading.batches.iter().flat_map(Batch::senders);
        let numbers: Vec<String> = senders.chain(made_for).take(1).collect();
        let name = |number: &String| {
            let loaded = self.loaded?;
            let made = reading.stamp.as_ref().and_then(|stamp| loaded.definitions.project.period(&stamp.period));
            let period = made.or(loaded.definitions.project.periods.last())?;
            Some(loaded.register.at(number, period)?.name.clone())
        };
        numbers.iter().flat_map(|number| name(number).into_iter().chain([masked(number)])).collect()
    }

    /// Its questions in their order, a line each: cell, question, answer and what was written beside it.
    pub(super) fn write(&self, out: &mut String) {
        let definitions = self.loaded.map(|loaded| &loaded.definitions);
        match definitions.filter(|_| self.look.reading.dataset.is_some()) {
            Some(definitions) => {
                for batch in &self.look.reading.batches {
                    (0..batch.rows()).for_each(|row| self.row(batch, row, definitions, out));
                }
            }
            None => self.look.tables.iter().for_each(|table| self.table(table, out)),
        }
        out.push('\n');
    }

    /// The answers of one row.
    fn row(&self, batch: &Batch, row: usize, definitions: &Definitions, out: &mut String) {
        let mut asked: Vec<(&u32, &String, &String)> =
            batch.places[row].origin.headers.iter().map(|(name, (at, header))| (at, name, header)).collect();
        asked.sort();
        for (_, name, header) in asked {
            let Some(cell) = batch.cell(row, name) else { continue };
            let place = cell.span.cell().unwrap_or_default();
            let answer = self.answer(batch, row, name, &cell.text, definitions);
            let remark = self.look.reading.remarks.iter().find(|remark| remark.column == *name);
            self.line(&place, header, &answer, remark.map(|remark| remark.text.as_str()), out);
        }
    }

    /// An answer in the reader's language, as it was understood.
    fn answer(&self, batch: &Batch, row: usize, name: &str, text: &str, definitions: &Definitions) -> String {
        let column = &batch.columns[name];
        let field = definitions.datasets.get(&batch.dataset).and_then(|dataset| {
            let asked = dataset.column(name)?;
            dataset.field(&asked.field)
        });
        let label = |code: &str| {
            let list = field?.codelist.as_ref()?;
            Some(definitions.label(list.as_str(), code).in_language(self.languages).to_owned())
        };
        let in_language = |text: Text| text.in_language(&[self.language.code()]).to_owned();
        match column.states[row] {
            State::Missing(Missing::NotCollected) => BLANK.to_owned(),
            State::Missing(_) => masked(text),
            State::Unreadable => format!("{} ({})", masked(text), self.language.of_six(UNREADABLE)),
            State::Value => (column.number(row).map(|number| in_language(said(number))))
                .or_else(|| column.date(row).map(|day| day.to_string()))
                .or_else(|| column.boolean(row).map(|yes| self.language.of_six(if yes { YES } else { NO }).to_owned()))
                .or_else(|| column.text(row).and_then(label))
                .unwrap_or_else(|| masked(text)),
        }
    }

    /// The answers of a form whose questions are not known, as they are written.
    fn table(&self, table: &Table, out: &mut String) {
        let position = |wanted: &str| table.names.iter().position(|name| name == wanted);
        let Some((question, answer)) = position("question").zip(position("answer")) else { return };
        let explanation = position("explanation");
        for (row, cells) in self.look.rows(table) {
            let text = |at: usize| cells.get(at).cloned().flatten().filter(|text| !text.trim().is_empty());
            let place = format!("{}{row}", column_letters(u32::try_from(answer + 1).unwrap_or(u32::MAX)));
            let answer = text(answer).unwrap_or_else(|| BLANK.to_owned());
            let remark = explanation.and_then(text);
            self.line(&place, &text(question).unwrap_or_default(), &answer, remark.as_deref(), out);
        }
    }

    fn line(&self, place: &str, question: &str, answer: &str, remark: Option<&str>, out: &mut String) {
        let colon = self.language.common().colon();
        let one_line = |text: &str| masked(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let _ = writeln!(out, "    {place:<5} {}{colon} {}", one_line(question), one_line(answer));
        if let Some(remark) = remark {
            let _ = writeln!(out, "          {}{colon} {}", self.language.of_six(EXPLANATION), one_line(remark));
        }
    }
}
