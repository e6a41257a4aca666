//! Forms that this program made: known by their stamp, read by the names beside their answers.

pub(super) mod astray;

use std::collections::BTreeMap;

use memchr::memmem;

use super::encoding::Decoded;
use super::header::{Headers, Match};
use super::lines::{Content, Line, LineCell, TURNED_WITHIN};
use super::persons::persons;
use super::stamp::MARK;
pub use super::stamp::Stamp;
use super::workbook::Kind;
use super::{Remark, SheetReading};
use crate::diagnostic::Diagnostic;
use crate::personal::{Place, Spared};
use crate::source::Span;

/// Lines among which the stamp is looked for: somebody may have written above it.
pub(crate) const WITHIN: usize = 10;
/// Bytes within which it stands in a text.
const BEGIN: usize = 1024 * 1024;
/// What may part the cells of a form that was saved as CSV.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Names of a form's columns, which stand in the row of the stamp, right of it.
pub const COLUMNS: [&str; 7] = ["question", "answer", "unit", "last_year", "help", "where_to_find", "explanation"];

/// A stamped form that was found among the lines of a sheet or a text.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Its stamp.
    pub stamp: Stamp,
    /// Delimiter of a form that was saved as CSV.
    pub delimiter: Option<u8>,
    row: u32,
    /// Position of the names of its fields.
    names: usize,
    /// Positions of its other columns.
    columns: BTreeMap<&'static str, usize>,
}

/// The form on a sheet.
pub(crate) fn find(content: &Content) -> Option<Form> {
    among(content.lines().take(WITHIN))
}

/// The form in the text of a CSV file.
pub(crate) fn find_in_text(decoded: &Decoded) -> Option<Form> {
    let begin = &decoded.text.as_bytes()[..decoded.text.len().min(BEGIN)];
    memmem::find(begin, MARK.as_bytes())?;
    DELIMITERS.into_iter().find_map(|delimiter| {
        let content = Content::Csv { decoded: decoded.clone(), delimiter, width: None };
        among(content.lines().take(WITHIN)).map(|form| Form { delimiter: Some(delimiter), ..form })
    })
}

fn among(mut lines: impl Iterator<Item = Line>) -> Option<Form> {
    lines.find_map(|line| {
        let (names, stamp) =
            line.cells.iter().enumerate().find_map(|(at, cell)| Some((at, Stamp::parse(&cell.text)?)))?;
        let position = |name: &str| line.cells.iter().position(|cell| cell.text.trim() == name);
        let columns: BTreeMap<_, _> = COLUMNS.into_iter().filter_map(|name| Some((name, position(name)?))).collect();
        columns.contains_key("answer").then_some(Form { stamp, delimiter: None, row: line.row, names, columns })
    })
}

impl Form {
    /// True for the line that the stamp stands in.
    pub(crate) fn is_header(&self, line: &Line) -> bool {
        line.row == self.row
    }

    /// The names of its columns, with another text for the stamp.
    pub(crate) fn header(&self, line: &Line, names: &str) -> Vec<LineCell> {
        let mut cells = line.cells.clone();
        cells[self.names] = LineCell { text: names.to_owned(), ..LineCell::default() };
        cells
    }

    /// True for a line that asks something.
    pub(crate) fn asks(&self, line: &Line) -> bool {
        line.row > self.row && line.cells.get(self.names).is_some_and(|cell| !cell.text.trim().is_empty())
    }

    /// The form as a table of one row, turned: the column of its questions, and that of its answers.
    ///
    /// `None` where no line of it names a field, or one that is further down than any form.
    pub(crate) fn table(&self, content: &Content, known: &Headers, languages: &[String]) -> Option<[Line; 2]> {
        let (answer, question) = (self.columns["answer"], self.columns.get("question").copied().unwrap_or(self.names));
        let column = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        let mut header = Line { row: column(question), turned: true, ..Line::default() };
        let mut answers = Line { row: column(answer), offset: 1, turned: true, ..Line::default() };
        for line in content.lines().filter(|line| line.row > self.row) {
            answers.faults.extend(line.faults.iter().copied());
            let Some(name) = line.cells.get(self.names).map(|cell| cell.text.trim()).filter(|name| !name.is_empty())
            else {
                continue;
            };
            if line.row as usize > TURNED_WITHIN {
                return None;
            }
            // Between the fields stand rows without an answer.
            let fields = line.row as usize - 1;
            header.cells.resize(fields, LineCell::default());
            answers.cells.resize(fields, LineCell::default());
            let text = shown(name, known, &self.stamp.language, languages);
            header.cells.push(LineCell { text, ..LineCell::default() });
            let astray = LineCell { kind: Kind::Astray, ..LineCell::default() };
            let found = self.astray(&line).map(|_| astray);
            answers.cells.push(found.or_else(|| line.cells.get(answer).cloned()).unwrap_or_default());
        }
        (!header.cells.is_empty()).then_some([header, answers])
    }

    /// The column for what explains the answers, from 1.
    pub(crate) fn explanations(&self) -> Option<u32> {
        self.columns.get("explanation").and_then(|at| u32::try_from(at + 1).ok())
    }

    /// What was written beside the answers to explain them.
    pub(crate) fn remarks(&self, content: &Content, file: &Span) -> Vec<Remark> {
        let Some(&at) = self.columns.get("explanation") else { return Vec::new() };
        let of_line = |line: Line| {
            let text = line.cells.get(at)?.text.trim().to_owned();
            let column = line.cells.get(self.names)?.text.trim().to_owned();
            let span = Span { turned: true, ..line.span(file, at) };
            (!text.is_empty() && !column.is_empty()).then_some(Remark { column, text, span })
        };
        content.lines().filter(|line| line.row > self.row).filter_map(of_line).collect()
    }

    /// Counts the lines of a form, and looks for persons in all that is no answer.
    pub(crate) fn look_around(
        &self,
        content: &Content,
        file: &Span,
        spared: &Spared,
        sheet: &mut SheetReading,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let (answer, last_year) = (self.columns["answer"], self.columns.get("last_year"));
        for mut line in content.lines() {
            sheet.rows_other += 1;
            if self.asks(&line) && answer < line.cells.len() {
                line.cells[answer] = LineCell::default();
            }
            // Ten digits of last year are the amount that the form was made with.
            let place = |at: usize| {
                let is_amount = Some(&at) == last_year || line.cells[at].kind == Kind::Number;
                if is_amount { Place::Amount } else { Place::Text }
            };
            diagnostics.extend(persons(&line, content, file, spared, place));
        }
    }
}

/// The label by which a finding speaks of a field; its name where the label could mean another.
fn shown(name: &str, known: &Headers, language: &str, languages: &[String]) -> String {
    let Match::Column(column) = known.find(name) else { return name.to_owned() };
    let wanted: Vec<&str> = std::iter::once(language).chain(languages.iter().map(String::as_str)).collect();
    let label = column.label.in_language(&wanted);
    if known.find(label) == Match::Column(column) { label.to_owned() } else { name.to_owned() }
}
