//! Questions of a form that its sender wrote over: the hidden name beside them still says which field they asked for.

use super::super::display;
use super::super::header::{Headers, Match};
use super::super::lines::Content;
use super::super::words::plain;
use super::astray::Asking;
use super::{Questions, shown};
use crate::definition::Definitions;
use crate::definition::dataset::ColumnDefinition;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Most characters of the number of a question.
const OF_NUMBER: usize = 4;

impl Questions {
    /// Tells of answered questions whose words are other than the form's in any of its languages; `told` are the places of
    /// questions of which something else is told.
    pub(in super::super) fn tell_changed(
        &self,
        content: &Content,
        file: &Span,
        asking: Asking,
        told: &[Diagnostic],
    ) -> Vec<Diagnostic> {
        let Asking { known, definitions, .. } = asking;
        let (question, answer) = (self.columns["question"], self.columns["answer"]);
        let mut findings = Vec::new();
        for line in content.lines().filter(|line| self.names.contains_key(&line.row)) {
            let is_answered = line.cells.get(answer).is_some_and(|cell| !cell.is_blank());
            let Some(text) = line.cells.get(question).map(|cell| cell.text.trim()).filter(|_| is_answered) else {
                continue;
            };
            let Match::Column(column) = known.find(&self.names[&line.row]) else { continue };
            let place = Span { turned: true, ..line.span(file, question) };
            let is_told = told.iter().any(|one| one.span == place);
            if text.is_empty() || is_told || asks_for(text, column, known, definitions) {
                continue;
            }
            let label = shown(&column.name, known, &self.language, &definitions.project.languages);
            let (value, cell) = (display::shown(text), line.span(file, answer).cell().unwrap_or_default());
            let values = [("value", value.as_str()), ("question", &label), ("answer", &cell)];
            let finding = Diagnostic::new("question-changed", place, &values);
            findings.push(finding.in_column(Some(&label), &column.name));
        }
        findings
    }
}

/// True for words that ask for a column, whatever their case, punctuation, number or language.
pub(super) fn asks_for(text: &str, column: &ColumnDefinition, known: &Headers, definitions: &Definitions) -> bool {
    let Some(field) = known.dataset.field(&column.field) else { return true };
    let parts = part_labels(column, definitions);
    let is_one = |text: &str| {
        let written = plain(text);
        let labels = column.label.0.values().chain(field.label.0.values()).chain(&parts);
        let is_label = labels.map(|label| plain(label)).any(|label| label == written);
        is_label || matches!(known.find(text), Match::Column(found) if found.name == column.name)
    };
    is_one(text) || is_one(unnumbered(text))
}

/// What a part of a field is called, in each language of its codes.
fn part_labels(column: &ColumnDefinition, definitions: &Definitions) -> Vec<String> {
    let labels: Vec<_> = column.part.iter().map(|(list, code)| definitions.label(list, code)).collect();
    let languages = labels.iter().flat_map(|label| label.0.keys());
    let of =
        |language: &String| labels.iter().map(|label| label.in_language(&[language])).collect::<Vec<_>>().join(", ");
    languages.map(of).collect()
}

/// A question without the number before it: `3. Nettoomsättning`, `b) Nettoomsättning`.
fn unnumbered(text: &str) -> &str {
    let is_number = |word: &str| {
        word.chars().count() <= OF_NUMBER && (word.ends_with([')', '.']) || word.chars().any(|c| c.is_ascii_digit()))
    };
    text.split_once(char::is_whitespace).filter(|(first, _)| is_number(first)).map_or(text, |(_, rest)| rest)
}
