//! Columns that nobody has asked for: what their cells give away of how they are written, and which lines are no rows of them.

use std::collections::BTreeMap;

use super::{MOST, Survey};
use crate::diagnostic::Diagnostic;
use crate::personal;
use crate::source::Span;
use crate::table::cell::display::{showing, shown};
use crate::table::cell::fault;
use crate::table::layout::rows;
use crate::table::lines::{Line, LineCell};
use crate::table::spelling::date;
use crate::table::spelling::number::{self, Decimals, Marks, NotNumber};
use crate::table::spelling::unit::{self, Asked};
use crate::table::workbook::Kind;

/// What the cells of such columns have given away, by their position.
#[derive(Clone)]
pub(super) struct Unasked {
    marks: BTreeMap<usize, Marks>,
    /// Whether each has only figures so far.
    figures: BTreeMap<usize, bool>,
    /// Cells whose one mark could part thousands or decimals, as many as are told of, by their column.
    either: BTreeMap<usize, Vec<(Span, String)>>,
    /// What is asked for where nobody knows.
    anything: Asked,
}

impl Default for Unasked {
    fn default() -> Self {
        Self {
            marks: BTreeMap::new(),
            figures: BTreeMap::new(),
            either: BTreeMap::new(),
            anything: Asked::new(None, ""),
        }
    }
}

impl Unasked {
    /// Takes a cell into account.
    fn see(&mut self, at: usize, cell: &LineCell, place: impl FnOnce() -> Span) {
        if cell.kind == Kind::Text {
            self.marks.entry(at).or_default().see(&cell.text, &self.anything);
            let either = self.either.entry(at).or_default();
            if either.len() < MOST && self.figures.get(&at) != Some(&false) && is_either(&cell.text, &self.anything) {
                either.push((place(), cell.text.trim().to_owned()));
            }
        }
        *self.figures.entry(at).or_insert(true) &= is_figure(cell);
    }

    /// The decimal mark of a column.
    pub(super) fn decimal(&self, at: usize) -> Option<char> {
        self.marks.get(&at).and_then(|marks| marks.decimal())
    }
}

impl Survey<'_> {
    /// Takes the cells of a line into account, and tells which of them have no value.
    pub(super) fn see_unasked(&mut self, line: &Line, file: &Span) {
        for (at, cell) in line.cells.iter().enumerate() {
            if let Some(rule) = fault::of_cell(cell) {
                let place = line.span(file, at);
                let (value, name) = (shown(&cell.text), place.cell().unwrap_or_default());
                let finding = showing(rule, place, (&value, false), vec![("cell", &name)], Vec::new());
                self.tell_under(finding, at);
            } else if !cell.is_blank() {
                self.unasked.see(at, cell, || line.span(file, at));
            }
        }
    }

    /// Tells of numbers that can be read in two ways, in columns of figures in which no other tells which is meant.
    pub(super) fn tell_ambiguous(&mut self) {
        for (at, cells) in std::mem::take(&mut self.unasked.either) {
            if self.unasked.figures.get(&at) != Some(&true) || self.unasked.decimal(at).is_some() {
                continue;
            }
            for (place, text) in cells {
                let more = text.replace([',', '.'], "");
                let finding =
                    showing("ambiguous-number", place, (&shown(&text), false), vec![("more", &more)], Vec::new());
                self.tell_under(finding, at);
            }
        }
    }

    fn tell_under(&mut self, finding: Diagnostic, at: usize) {
        let header = self.columns.header(at).filter(|header| !header.is_empty());
        let finding = match header {
            Some(header) => finding.under(header),
            None => finding,
        };
        self.tell(finding);
    }

    /// Columns in whose numbers comma and point do not mean the same, by their position.
    pub(crate) fn mixed(&self) -> impl Iterator<Item = usize> {
        self.unasked.marks.iter().filter(|(_, marks)| marks.are_mixed()).map(|(at, _)| *at)
    }

    /// True for sums: beside the word for them stand only figures, and nothing that says whose they are.
    pub(super) fn is_bare_total(line: &Line) -> bool {
        rows::is_total(line) && line.filled().skip(1).all(|(_, cell)| is_figure(cell))
    }

    /// True for the header of another table: words where only figures have stood, above a figure.
    pub(super) fn heads_another(&self, line: &Line, below: Option<&Line>) -> bool {
        let is_of_figures = |at: usize| self.unasked.figures.get(&at) == Some(&true);
        rows::is_wordy(line)
            && !line.turned
            && !rows::repeats(line, &self.columns.headers)
            && !rows::is_total(line)
            && line.filled().any(|(at, _)| is_of_figures(at))
            && below.is_some_and(|below| below.filled().any(|(_, cell)| is_figure(cell)))
    }
}

/// True for a header of amounts that nobody asked for.
pub(super) fn heads_amounts(header: &str) -> bool {
    unit::says_amount(header) && !personal::says_number(header)
}

/// True for a number whose one mark could part thousands or decimals.
fn is_either(text: &str, anything: &Asked) -> bool {
    number::read(text, Decimals { mark: None, most: 0 }, anything) == Err(NotNumber::Ambiguous)
}

/// True for a number, a day or a duration.
pub(crate) fn is_figure(cell: &LineCell) -> bool {
    match cell.kind {
        Kind::Number | Kind::Date | Kind::Duration => true,
        Kind::Text => date::is_day(cell.text.trim()) || number::is_one(&cell.text),
        _ => false,
    }
}
