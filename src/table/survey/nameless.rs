//! Columns without a header: those in which something stands all the same, and an empty one before others.

use super::Survey;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, column_letters};
use crate::table::lines::Line;

impl Survey<'_> {
    /// Tells where a header is wanting for a cell, of each column once: there it is to be written.
    pub(super) fn tell_nameless(&mut self, line: &Line, at: usize, file: &Span) {
        let is_nameless = self.columns.header(at).is_none_or(str::is_empty);
        if is_nameless && self.nameless.insert(at) {
            let cell = line.span(file, at).cell().unwrap_or_default();
            let place = self.header.as_ref().unwrap_or(line).span(file, at);
            self.tell(Diagnostic::new("column-without-header", place, &[("cell", &cell)]));
        }
    }

    /// Tells of the first column with nothing in it.
    pub(super) fn tell_empty_columns(&mut self, header: &Line, file: &Span) {
        let empty = (0..self.columns.headers.len())
            .find(|at| self.columns.headers[*at].is_empty() && !self.nameless.contains(at) && !header.turned);
        if let Some(at) = empty {
            let span = header.span(file, at);
            let column = span.column.map(column_letters).unwrap_or_default();
            self.tell(Diagnostic::new("empty-column", span, &[("column", &column)]));
        }
    }
}
