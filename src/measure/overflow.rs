//! Where a calculation grew too long: the first row with which it has more digits than a number may have, or the largest number
//! of all that it is made of.

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;

use super::formula::Formula;
use super::sheet::Sheet;
use crate::definition::indicator::Indicator;
use crate::expression::{Columns, EvaluationError, Reference};
use crate::source::Span;
use crate::value::Decimal;

/// The first rows of a table alone.
struct First<'c> {
    columns: &'c dyn Columns,
    rows: usize,
}

impl Columns for First<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        self.columns.column(reference).map(|values| values.slice(0, self.rows))
    }
}

/// The cell with which a formula grows too long over the rows up to it, or its row; nothing where it does not over all of them.
///
/// What a part is over all rows that come first is not always more than over fewer. But of the two that the search ends with,
/// one row apart, the longer one is too long and the shorter one is not.
pub(super) fn place(indicator: &Indicator, sheet: &Sheet<'_>) -> Option<Span> {
    let formula = Formula::whole(indicator);
    let is_too_long = |rows: usize| {
        let first = First { columns: &sheet.columns, rows };
        matches!(amounts(indicator, &formula, &first), Err(EvaluationError::Overflow(_)))
    };
    let (mut fits, mut fails) = (0, sheet.columns.rows());
    if fails == 0 || !is_too_long(fails) {
        return None;
    }
    while fails - fits > 1 {
        let middle = fits + (fails - fits) / 2;
        if is_too_long(middle) { fails = middle } else { fits = middle }
    }
    Some(largest_of(&formula, sheet, fails - 1).1)
}

/// Where the largest number stands that an organisation gives to an indicator; nothing where it has no row.
pub(super) fn largest(indicator: &Indicator, sheet: &Sheet<'_>, organisation: &str) -> Option<Span> {
    let formula = Formula::whole(indicator);
    let is_its = |row: &usize| sheet.organisations[sheet.whose[*row] as usize] == organisation;
    let rows = (0..sheet.whose.len()).filter(is_its).map(|row| largest_of(&formula, sheet, row));
    rows.max_by_key(|(size, _)| *size).map(|(_, place)| place)
}

/// The size of the largest number of a row that a formula speaks of, with its cell, or its row where no cell holds it.
fn largest_of(formula: &Formula, sheet: &Sheet<'_>, row: usize) -> (Option<Decimal>, Span) {
    let batch = &sheet.accepted.batch;
    let size = |one: &Reference| batch.columns.get(&one.name)?.number(row).map(|number| number.abs());
    let largest = formula.references().into_iter().filter(Reference::is_row).max_by_key(size);
    let cell = largest.as_ref().and_then(|one| batch.cell(row, &one.name));
    (largest.as_ref().and_then(size), cell.map_or_else(|| batch.span(row), |cell| cell.span))
}

/// The figure of all rows that the indicator counts.
fn amounts(indicator: &Indicator, formula: &Formula, columns: &First<'_>) -> Result<(), EvaluationError> {
    let counts = match &indicator.filter_expression {
        Some(filter) => filter.rows(columns)?.as_boolean_opt().map(|counts| counts.iter().collect::<Vec<_>>()),
        None => None,
    };
    let is_counted = |row: usize| counts.as_ref().is_none_or(|counts| counts[row] == Some(true));
    let group: Vec<Option<u32>> = (0..columns.rows).map(|row| is_counted(row).then_some(0)).collect();
    formula.amounts(columns, &group, 1).map(|_| ())
}
