//! Answers that belong together or exclude each other, and rows in which nothing is reported.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;

use super::round::{Finding, Round, faulted};
use super::slips::Slips;
use crate::definition::dataset::{ColumnDefinition, Pair};
use crate::text::Text;
use crate::value::{Decimal, Missing, State};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let faults = faulted(&*findings);
    let mut found = Vec::new();
    if round.dataset.pairs.is_empty() {
        return;
    }
    for row in 0..round.batch.rows() {
        for pair in &round.dataset.pairs {
            let columns: Vec<&str> = pair.together.iter().chain(&pair.apart).map(|name| name.as_str()).collect();
            // A cell with a fault of its own says nothing about its pair.
            if !columns.iter().any(|name| faults.contains(&(row, *name)) || is_unreadable(round, row, name)) {
                found.extend(half(round, row, pair).or_else(|| both(round, row, pair)));
            }
        }
    }
    findings.extend(found);
}

/// Rows whose every figure is zero or missing: a nil return, or a form that was sent too early. None of the figures says
/// anything else.
pub(super) fn nothing(round: &Round, findings: &mut Vec<Finding>, slips: &mut Slips) {
    for (row, _) in something(round).into_iter().enumerate().filter(|(_, something)| !something) {
        let Some(finding) = nil(round, row) else { continue };
        for column in numbers(round) {
            slips.add(row, &column.name, None, findings.len());
        }
        findings.push(finding);
    }
}

/// The columns of figures.
fn numbers<'r>(round: &'r Round) -> impl Iterator<Item = &'r ColumnDefinition> {
    let is_number =
        |column: &&ColumnDefinition| round.dataset.field(&column.field).is_some_and(|field| field.kind.is_number());
    round.dataset.columns.iter().filter(is_number)
}

/// The rows in which some number is surely more than zero or less.
fn something(round: &Round) -> Vec<bool> {
    let mut something = vec![false; round.batch.rows()];
    for column in round.batch.columns.values() {
        if something.iter().all(|told| *told) {
            break;
        }
        if let Some(numbers) = column.values.as_primitive_opt::<Decimal128Type>() {
            if numbers.null_count() == 0 {
                something.iter_mut().zip(numbers.values()).for_each(|(told, number)| *told |= *number != 0);
                continue;
            }
            for (told, number) in something.iter_mut().zip(numbers) {
                *told |= number.is_some_and(|number| number != 0);
            }
        }
    }
    something
}

fn is_unreadable(round: &Round, row: usize, column: &str) -> bool {
    round.state(row, column) == Some(State::Unreadable)
}

/// One column of several that belong together is left blank. An answer such as "not known" is an answer.
fn half(round: &Round, row: usize, pair: &Pair) -> Option<Finding> {
    let blank = |name: &&str| round.state(row, name) == Some(State::Missing(Missing::NotCollected));
    let columns: Vec<&str> = pair.together.iter().map(|name| name.as_str()).collect();
    let left_out = columns.iter().copied().find(|name| blank(name))?;
    let given = columns.iter().copied().find(|name| is_more(round, row, name))?;
    Some(told(round, "half-of-a-pair", row, left_out, given))
}

/// More than one of several columns that exclude each other holds more than nothing.
fn both(round: &Round, row: usize, pair: &Pair) -> Option<Finding> {
    let mut given = pair.apart.iter().map(|name| name.as_str()).filter(|name| is_more(round, row, name));
    let (first, second) = (given.next()?, given.next()?);
    Some(told(round, "excluding-answers", row, first, second))
}

/// True for a cell that holds more than nothing: a number other than zero, yes, any other value.
fn is_more(round: &Round, row: usize, column: &str) -> bool {
    let Some(values) = round.batch.columns.get(column) else { return false };
    match (values.number(row), values.boolean(row)) {
        (Some(number), _) => !number.is_zero(),
        (_, Some(yes)) => yes,
        _ => values.states[row] == State::Value,
    }
}

fn told(round: &Round, rule: &str, row: usize, column: &str, other: &str) -> Finding {
    let name: Text = round.name(row, other);
    let written = round.written(row, other);
    round.worded(rule, row, column, &[("given", &written)], &[("other", &name)]).about([other.to_owned()])
}

fn nil(round: &Round, row: usize) -> Option<Finding> {
    let mut asked = None;
    for column in numbers(round) {
        match (round.state(row, &column.name)?, round.number(row, &column.name)) {
            (State::Unreadable, _) => return None,
            (_, Some(number)) if number != Decimal::ZERO => return None,
            (State::Missing(Missing::NotCollected), _) => {}
            _ => asked = asked.or(Some(column.name.as_str())),
        }
    }
    // A row without any answer has other findings: what is required is missing.
    Some(round.finding("nil-return", row, asked?, &[]))
}
