//! Opening values of enterprises that started in the period.

use std::collections::BTreeSet;

use arrow_array::{Array, ArrayRef, BooleanArray};

use super::round::{Finding, Round, faulted};
use crate::diagnostic::figure::said;
use crate::expression::Expression;
use crate::table::Column;
use crate::text::Text;
use crate::value::State;

/// Fills the values that an enterprise founded in the period left out, and finds those that differ.
pub(super) fn fill(round: &mut Round, findings: &mut Vec<Finding>) {
    if round.dataset.fields.iter().all(|field| field.founding.is_none()) {
        return;
    }
    // A day that is wrong says nothing about when an enterprise started.
    let days = [round.dataset.start(), Some(round.dataset.period.as_str())];
    let misdated = faulted(&*findings).into_iter().filter(|(_, column)| days.contains(&Some(*column)));
    let misdated: BTreeSet<usize> = misdated.map(|(row, _)| row).collect();
    let founded: Vec<bool> = (0..round.batch.rows()).map(|row| round.is_founded(row)).collect();
    if !founded.contains(&true) {
        return;
    }
    for field in &round.dataset.fields {
        let (name, Some(expression)) = (field.field.as_str(), &field.founding) else { continue };
        let Some(expected) = expected(round, name, expression) else { continue };
        for row in (0..founded.len()).filter(|row| founded[*row] && expected.values.is_valid(*row)) {
            let (value, number) = (round.batch.columns[name].written(row), expected.number(row));
            let expected = expected.written(row);
            if value.is_some() && value != expected && !misdated.contains(&row) {
                let expected = number.map_or_else(|| Text::same(&expected.unwrap_or_default()), said);
                findings.push(round.worded("founding-value-differs", row, name, &[], &[("expected", &expected)]));
            }
        }
        let column = filled(&round.batch.columns[name], &expected, &founded);
        round.batch.to_mut().columns.insert(name.to_owned(), column);
    }
}

/// What an expression gives for the rows of a column, in the type of that column.
fn expected(round: &Round, name: &str, expression: &Expression) -> Option<Column> {
    let column = round.batch.columns.get(name)?;
    let values = expression.rows(&round.columns()).ok()?;
    as_type_of(&values, &column.values)
}

/// Values in the type of others, each null not applicable.
pub(super) fn as_type_of(values: &ArrayRef, like: &ArrayRef) -> Option<Column> {
    let values = arrow_cast::cast(values, like.data_type()).ok()?;
    let state = |row| {
        if values.is_valid(row) { State::Value } else { State::Missing(crate::value::Missing::NotApplicable) }
    };
    let states = (0..values.len()).map(state).collect();
    Some(Column { values, states })
}

/// The column with the expected values where founded enterprises gave none.
fn filled(column: &Column, expected: &Column, founded: &[bool]) -> Column {
    let mask: Vec<bool> = (0..founded.len())
        .map(|row| founded[row] && expected.values.is_valid(row) && matches!(column.states[row], State::Missing(_)))
        .collect();
    let states =
        (column.states.iter().zip(&mask)).map(|(state, filled)| if *filled { State::Value } else { *state }).collect();
    let mask = BooleanArray::from(mask);
    let values = arrow_select::zip::zip(&mask, &expected.values, &column.values)
        .expect("both columns have one type and as many rows");
    Column { values, states }
}
