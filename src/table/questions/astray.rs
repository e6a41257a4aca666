//! Figures that stand in another column of a form than that of the answers, beside a question whose answer is blank.

use std::collections::BTreeSet;

use super::super::header::{Headers, Match};
use super::super::lines::{Content, Line, LineCell};
use super::super::workbook::Kind;
use super::super::{LastYear, date, display, number};
use super::{Questions, shown};
use crate::definition::Definitions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// What is known of a form's questions, and of the columns beside them.
#[derive(Clone, Copy)]
pub(in super::super) struct Asking<'a> {
    pub known: &'a Headers<'a>,
    pub definitions: &'a Definitions,
    /// Columns in which something else than answers stands.
    pub others: &'a BTreeSet<usize>,
}

impl Questions {
    /// Position of a figure or a day in a column where none is asked for, beside a question whose answer is blank.
    ///
    /// Last year's figure stands in a column of its own, and the texts of the form may hold digits.
    pub(super) fn astray(&self, line: &Line, asking: Asking) -> Option<usize> {
        let written = ["question", "last_year", "help", "where_to_find"].map(|name| self.columns.get(name).copied());
        let is_free = |at: usize| !written.contains(&Some(at)) && !asking.others.contains(&at);
        let mut free = line.filled().filter(|(at, _)| self.is_blank(line) && is_free(*at));
        free.find(|(_, cell)| is_figure(cell)).map(|(at, _)| at)
    }

    fn is_blank(&self, line: &Line) -> bool {
        line.cells.get(self.columns["answer"]).is_none_or(LineCell::is_blank)
    }

    /// Tells of answers that stand in another column than theirs. Beside a voluntary question a figure may be a remark: the others
    /// count without it.
    pub(in super::super) fn tell_astray(&self, content: &Content, file: &Span, asking: Asking) -> Vec<Diagnostic> {
        let of_line = |line: Line| {
            let (_, finding) = self.told("answer-astray", (&line, self.astray(&line, asking)?), file, asking)?;
            let is_due = self.is_due(&line, asking.known);
            Some(if is_due { finding } else { finding.with_severity(Severity::Warning) })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// True for a line that asks what everybody is asked.
    pub(super) fn is_due(&self, line: &Line, known: &Headers) -> bool {
        let Some(Match::Column(column)) = self.names.get(&line.row).map(|name| known.find(name)) else { return false };
        known.dataset.field(&column.field).is_some_and(|field| field.core || field.required)
    }

    /// The figures in last year's column beside blank answers, with what is told of one that is not last year's.
    pub(in super::super) fn last_year(&self, content: &Content, file: &Span, asking: Asking) -> Vec<LastYear> {
        let Some(&at) = self.columns.get("last_year") else { return Vec::new() };
        let of_line = |line: Line| {
            let is_astray = self.astray(&line, asking).is_some();
            let cell = line.cells.get(at).filter(|_| self.is_blank(&line) && !is_astray)?;
            let decimal = if cell.kind == Kind::Number || self.language == "en" { '.' } else { ',' };
            let value = number::plain(&cell.text, decimal)?;
            let (column, finding) = self.told("last-year-differs", (&line, at), file, asking)?;
            Some(LastYear { column, value, finding })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// The field that a line asks for, and what is told of the figure at a position of it.
    fn told(
        &self,
        rule: &str,
        (line, at): (&Line, usize),
        file: &Span,
        asking: Asking,
    ) -> Option<(String, Diagnostic)> {
        let Asking { known, definitions, .. } = asking;
        let name = self.names.get(&line.row)?;
        let Match::Column(column) = known.find(name) else { return None };
        let cell = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let place = Span { turned: true, ..line.span(file, at) };
        let (value, is_figure) = (display::shown(&line.cells[at].seen()), line.cells[at].kind == Kind::Number);
        let finding = display::showing(rule, place, (&value, is_figure), vec![("cell", &cell)], Vec::new());
        let label = shown(name, known, &self.language, &definitions.project.languages);
        Some((column.name.clone(), finding.in_column(Some(&label), &column.name)))
    }
}

/// True for a number, with or without a unit, and for a day.
pub(super) fn is_figure(cell: &LineCell) -> bool {
    let text = cell.text.trim();
    match cell.kind {
        Kind::Number | Kind::Date | Kind::Duration => true,
        Kind::Text => number::is_one(text) || date::is_day(text),
        _ => false,
    }
}
