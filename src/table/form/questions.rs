//! What a form asks, line by line, with the answers and reasons beside its questions.

mod asks;
pub(in crate::table) mod astray;
mod changed;
mod contrary;
pub(in crate::table) mod correction;
mod cut;
pub(in crate::table) mod second;
mod unit;
mod wording;

use std::collections::BTreeMap;

use crate::definition::dataset::FieldType;
use crate::diagnostic::Diagnostic;
use crate::personal::Place;
use crate::source::Span;
use crate::table::layout::header::{Headers, Match};
use crate::table::lines::{Content, Line, LineCell, TURNED_WITHIN};
use crate::table::persons::{persons, spared};
use crate::table::workbook::Kind;
use crate::table::{Remark, SheetReading};
use astray::Asking;

/// The questions of a form, by whatever means they are known.
#[derive(Debug, Clone)]
pub(crate) struct Questions {
    /// Names of the columns of the dataset that are asked for, by their row.
    pub names: BTreeMap<u32, String>,
    /// Positions of the form's columns; those of questions and answers are among them.
    pub columns: BTreeMap<&'static str, usize>,
    /// Language of its texts; empty where nothing tells it.
    pub language: String,
    /// Rows of a text that are broken off, each with the one in which it goes on.
    pub broken: BTreeMap<u32, u32>,
}

impl Questions {
    /// The form as a table of one row, turned: the column of its questions, and that of its answers.
    ///
    /// `None` where no line of it names a field, or one that is further down than any form.
    pub(in crate::table) fn table(&self, content: &Content, asking: Asking) -> Option<[Line; 2]> {
        let Asking { known, definitions, .. } = asking;
        let (answer, question) = (self.columns["answer"], self.columns["question"]);
        let column = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        let mut header = Line { row: column(question), turned: true, ..Line::default() };
        let mut answers = Line { row: column(answer), offset: 1, turned: true, ..Line::default() };
        let first = *self.names.keys().next()?;
        for line in content.lines().filter(|line| line.row >= first) {
            answers.faults.extend(line.faults.iter().copied());
            let Some(name) = self.names.get(&line.row) else { continue };
            if line.row as usize > TURNED_WITHIN {
                return None;
            }
            // Between the fields stand rows without an answer.
            let fields = line.row as usize - 1;
            header.cells.resize(fields, LineCell::default());
            answers.cells.resize(fields, LineCell::default());
            let text = self.with_unit(shown(name, known, &self.language, &definitions.project.languages), &line, known);
            header.cells.push(LineCell { text, ..LineCell::default() });
            let astray = LineCell { kind: Kind::Astray, ..LineCell::default() };
            let is_lost = self.is_broken(&line) || (self.is_due(&line, known) && self.astray(&line, asking).is_some());
            let found = is_lost.then_some(astray);
            answers.cells.push(found.or_else(|| line.cells.get(answer).cloned()).unwrap_or_default());
        }
        Some([header, answers])
    }

    /// The column for what explains the answers, from 1.
    pub(crate) fn explanations(&self) -> Option<u32> {
        self.columns.get("explanation").and_then(|at| u32::try_from(at + 1).ok())
    }

    /// True for the column of explanations and those to the right of the form: there are words and no figures.
    pub(in crate::table) fn is_aside(&self, at: usize) -> bool {
        self.columns.get("explanation") == Some(&at) || self.columns.values().all(|column| at > *column)
    }

    /// What was written beside the answers to explain them.
    pub(crate) fn remarks(&self, content: &Content, file: &Span) -> Vec<Remark> {
        let Some(&at) = self.columns.get("explanation") else { return Vec::new() };
        let of_line = |line: Line| {
            let text = line.cells.get(at)?.text.trim().to_owned();
            let column = self.names.get(&line.row)?.clone();
            let span = Span { turned: true, ..line.span(file, at) };
            (!text.is_empty()).then_some(Remark { column, text, span })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// Counts the lines of a form, and looks for persons in all that is no answer.
    pub(in crate::table) fn look_around(
        &self,
        content: &Content,
        file: &Span,
        asking: Asking,
        sheet: &mut SheetReading,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let spared = spared(asking.definitions);
        let (answer, last_year) = (self.columns["answer"], self.columns.get("last_year"));
        for mut line in content.lines() {
            sheet.rows_other += 1;
            if self.names.contains_key(&line.row) && !self.is_broken(&line) && answer < line.cells.len() {
                line.cells[answer] = LineCell::default();
            }
            // Ten digits of last year are the amount that the form was made with, where it asks for one.
            let is_amount = self.field(&line, asking.known).is_none_or(|field| field.kind == FieldType::Money);
            let place = |at: usize| match line.cells[at].kind {
                _ if Some(&at) == last_year => {
                    if is_amount {
                        Place::Amount
                    } else {
                        Place::Number
                    }
                }
                Kind::Number => Place::Number,
                _ => Place::Text,
            };
            diagnostics.extend(persons(&line, content, file, &spared, place));
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
