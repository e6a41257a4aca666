//! Columns that nobody has asked for: what their cells give away of how they are written, and which lines are no rows of them.

use std::collections::BTreeMap;

use super::Survey;
use crate::personal;
use crate::table::layout::rows;
use crate::table::lines::{Line, LineCell};
use crate::table::spelling::date;
use crate::table::spelling::number::{self, Marks};
use crate::table::spelling::unit::{self, Asked};
use crate::table::workbook::Kind;

/// What the cells of such columns have given away, by their position.
#[derive(Clone)]
pub(super) struct Unasked {
    marks: BTreeMap<usize, Marks>,
    /// Whether each has only figures so far.
    figures: BTreeMap<usize, bool>,
    /// What is asked for where nobody knows.
    anything: Asked,
}

impl Default for Unasked {
    fn default() -> Self {
        Self { marks: BTreeMap::new(), figures: BTreeMap::new(), anything: Asked::new(None, "") }
    }
}

impl Unasked {
    /// Takes a cell into account.
    pub(super) fn see(&mut self, at: usize, cell: &LineCell) {
        if cell.kind == Kind::Text {
            self.marks.entry(at).or_default().see(&cell.text, &self.anything);
        }
        *self.figures.entry(at).or_insert(true) &= is_figure(cell);
    }

    /// The decimal mark of a column.
    pub(super) fn decimal(&self, at: usize) -> Option<char> {
        self.marks.get(&at).and_then(|marks| marks.decimal())
    }
}

impl Survey<'_> {
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

/// True for a number, a day or a duration.
pub(crate) fn is_figure(cell: &LineCell) -> bool {
    match cell.kind {
        Kind::Number | Kind::Date | Kind::Duration => true,
        Kind::Text => date::is_day(cell.text.trim()) || number::is_one(&cell.text),
        _ => false,
    }
}
