//! Figures that stand in another column of a form than that of the answers, beside a question whose answer is blank.

use super::super::header::{Headers, Match};
use super::super::lines::{Content, Line, LineCell};
use super::super::workbook::Kind;
use super::super::{LastYear, date, number, row};
use super::{Questions, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// What speaks of a form's questions.
#[derive(Clone, Copy)]
pub(in super::super) struct Speaking<'a> {
    pub known: &'a Headers<'a>,
    pub languages: &'a [String],
    pub file: &'a Span,
    /// Country whose organisation numbers are read.
    pub country: &'a str,
}

impl Questions {
    /// Position of a figure or a day in a column where none is asked for, beside a question whose answer is blank.
    ///
    /// Last year's figure stands in a column of its own, and the texts of the form may hold digits.
    pub(super) fn astray(&self, line: &Line) -> Option<usize> {
        let written = ["question", "last_year", "help", "where_to_find"].map(|name| self.columns.get(name).copied());
        let is_free = |at: usize| !written.contains(&Some(at));
        let mut free = line.filled().filter(|(at, _)| self.is_blank(line) && is_free(*at));
        free.find(|(_, cell)| is_figure(cell)).map(|(at, _)| at)
    }

    fn is_blank(&self, line: &Line) -> bool {
        line.cells.get(self.columns["answer"]).is_none_or(LineCell::is_blank)
    }

    /// Tells of answers that stand in another column than theirs.
    pub(in super::super) fn tell_astray(&self, content: &Content, speaking: Speaking) -> Vec<Diagnostic> {
        content.lines().filter_map(|line| Some(self.told(&line, self.astray(&line)?, speaking)?.1)).collect()
    }

    /// The figures in last year's column beside blank answers, with what is told of one that is not last year's.
    pub(in super::super) fn last_year(&self, content: &Content, speaking: Speaking) -> Vec<LastYear> {
        let Some(&at) = self.columns.get("last_year") else { return Vec::new() };
        let of_line = |line: Line| {
            let cell = line.cells.get(at).filter(|_| self.is_blank(&line) && self.astray(&line).is_none())?;
            let decimal = if cell.kind == Kind::Number || self.language == "en" { '.' } else { ',' };
            let value = number::plain(&cell.text, decimal)?;
            let (column, finding) = self.told(&line, at, speaking)?;
            Some(LastYear { column, value, finding: finding.with_severity(Severity::Note) })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// The field that a line asks for, and that its answer stands at a position.
    fn told(&self, line: &Line, at: usize, speaking: Speaking) -> Option<(String, Diagnostic)> {
        let Speaking { known, languages, file, .. } = speaking;
        let name = self.names.get(&line.row)?;
        let Match::Column(column) = known.find(name) else { return None };
        let cell = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let place = Span { turned: true, ..line.span(file, at) };
        let (value, is_figure) = (row::shown(&line.cells[at].seen()), line.cells[at].kind == Kind::Number);
        let finding = row::showing("answer-astray", place, (&value, is_figure), vec![("cell", &cell)], Vec::new());
        let label = shown(name, known, &self.language, languages);
        Some((column.name.clone(), finding.in_column(Some(&label), &column.name)))
    }
}

/// True for a number, with or without a unit, and for a day.
pub(super) fn is_figure(cell: &LineCell) -> bool {
    let text = cell.text.trim();
    match cell.kind {
        Kind::Number | Kind::Date => true,
        Kind::Text => number::is_one(text) || date::is_day(text),
        _ => false,
    }
}
