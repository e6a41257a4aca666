//! Questions of a form that its sender wrote over: the hidden name beside them still says which field they asked for.

use super::asks::asks_for;
use super::astray::Asking;
use super::{Questions, shown};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::display;
use crate::table::layout::header::Match;
use crate::table::lines::Content;

impl Questions {
    /// Tells of answered questions whose words are other than the form's in any of its languages; `told` are the places of
    /// questions of which something else is told.
    pub(in crate::table) fn tell_changed(
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
