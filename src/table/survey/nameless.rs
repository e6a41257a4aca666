//! Columns without a header: those in which something stands all the same, and an empty one before others.

use std::ops::RangeInclusive;

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

    /// Tells of the columns with nothing in them, those beside each other together.
    pub(super) fn tell_empty_columns(&mut self, header: &Line, file: &Span) {
        let is_empty = |at: &usize| self.columns.headers[*at].is_empty() && !self.nameless.contains(at);
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for at in (0..self.columns.headers.len()).filter(is_empty).filter(|_| !header.turned) {
            match runs.last_mut().filter(|(_, last)| last + 1 == at) {
                Some((_, last)) => *last = at,
                None => runs.push((at, at)),
            }
        }
        let letters = |at: usize| header.span(file, at).column.map(column_letters).unwrap_or_default();
        for (first, last) in runs {
            let columns =
                if first == last { letters(first) } else { format!("{}\u{2013}{}", letters(first), letters(last)) };
            // Of headers of which none is known nobody can tell whether those behind are another table's.
            let parts_tables = self.parsers.is_empty() && self.are_two_each_side(first, last);
            let beside = if parts_tables { letters(last + 1) } else { String::new() };
            let values = [("column", columns.as_str()), ("beside", &beside)];
            self.tell(Diagnostic::new("empty-column", header.span(file, first), &values));
        }
    }

    /// True where two columns with headers at least stand beside each other on both sides of some.
    fn are_two_each_side(&self, first: usize, last: usize) -> bool {
        let are_named = |range: RangeInclusive<usize>| {
            self.columns.headers.get(range).is_some_and(|headers| headers.iter().all(|header| !header.is_empty()))
        };
        first >= 2 && are_named(first - 2..=first - 1) && are_named(last + 1..=last + 2)
    }
}
