//! What one line of a table is: a row, or sums, a remark, a header.

use super::{Survey, is_figure};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::parse::Value;
use crate::table::layout::rows::{self, Other};
use crate::table::lines::{Line, LineCell};

impl Survey<'_> {
    /// Tells that a row is crossed out, or cells of it are.
    pub(super) fn tell_struck(&mut self, line: &Line, file: &Span) {
        if !line.cells.iter().any(LineCell::is_struck) {
            return;
        }
        if !line.turned && line.filled().all(|(_, cell)| cell.is_struck()) {
            return self.tell(Diagnostic::new("crossed-out", line.whole(file), &[]));
        }
        for (at, _) in line.filled().filter(|(_, cell)| cell.is_struck()) {
            let finding = Diagnostic::new("crossed-out", line.span(file, at), &[]);
            match self.columns.known.get(&at) {
                Some(column) => self.tell(finding.in_column(self.columns.header(at), &column.name)),
                // What nobody asks for may be crossed out.
                None if self.parsers.is_empty() => self.tell(finding),
                None => {}
            }
        }
    }

    /// What a line is that is no row of figures.
    pub(super) fn other(&self, line: &Line) -> Option<Other> {
        if rows::repeats(line, &self.columns.headers) {
            return Some(Other::Header);
        }
        let is_total = || rows::is_total(line) || rows::named_total(line).is_some_and(|at| !self.is_keyed(line, at));
        let is_asked = !self.parsers.is_empty();
        let sums = if is_asked { is_total() && !self.names_record(line) } else { Self::is_bare_total(line) };
        if sums {
            return Some(Other::Total);
        }
        let has_figures = || {
            if is_asked { self.holds_figures(line) } else { line.filled().any(|(_, cell)| is_figure(cell)) }
        };
        if line.turned && !self.stamped && !has_figures() {
            return Some(Other::Remark);
        }
        // In two columns a name may lack its figure: only what begins as a footnote is none.
        let (at, marked) =
            rows::remark(line).filter(|(_, marked)| self.columns.width > 2 || (*marked && self.columns.width == 2))?;
        let readable = match self.parsers.get(&at) {
            Some(parser) => !matches!(parser.read(&line.cells[at]).value, Value::Unreadable),
            // Without a dataset nobody knows what a column holds: only a line without delimiters is surely no row.
            None if self.parsers.is_empty() => line.cells.len() > 1 || !line.is_record(),
            None => self.columns.header(at).is_some_and(|header| !header.is_empty()),
        };
        (marked || !readable).then_some(Other::Remark)
    }

    /// True when something stands in a line that is more than words.
    pub(super) fn holds_figures(&self, line: &Line) -> bool {
        let read = |(at, cell): (usize, &LineCell)| self.parsers.get(&at).map(|parser| parser.read(cell).value);
        line.filled().filter_map(read).any(|value| !matches!(value, Value::Unreadable | Value::Text(_)))
            || self.names_record(line)
    }

    /// True when anything is written in a line, besides its name, that a row is known by: beside sums nothing is.
    fn is_keyed(&self, line: &Line, name: usize) -> bool {
        let is_written = |at: &usize| line.cells.get(*at).is_some_and(|cell| !cell.text.trim().is_empty());
        self.columns.key.iter().any(|at| *at != name && is_written(at))
    }

    /// True when an organisation number stands in a line where one should.
    pub(super) fn names_record(&self, line: &Line) -> bool {
        self.parsers.iter().any(|(at, parser)| {
            let cell = line.cells.get(*at);
            cell.is_some_and(|cell| parser.names_organisation(&cell.text) || parser.masks(&cell.text))
        })
    }

    /// True for the header of a table that nobody asked for: words in at least two cells, and nothing that can be read.
    pub(super) fn is_foreign_header(&self, line: &Line) -> bool {
        let reads = |(at, cell): (usize, &LineCell)| {
            self.parsers.get(&at).is_some_and(|parser| !matches!(parser.read(cell).value, Value::Unreadable))
        };
        rows::is_wordy(line)
            && !line.turned
            && !rows::repeats(line, &self.columns.headers)
            && !line.filled().any(reads)
            && !rows::is_total(line)
            && line.filled().any(|(at, _)| self.parsers.contains_key(&at))
    }

    /// True when it can be told which cell stands under which header.
    pub(super) fn fits(&self, line: &Line) -> bool {
        let (count, all) = (line.cells.len(), self.columns.headers.len());
        if !line.is_record() || count == all {
            return true;
        }
        let surplus = line.cells.iter().skip(all).any(|cell| !cell.is_blank());
        count >= self.columns.width && !surplus && self.usual == Some(count)
    }
}
