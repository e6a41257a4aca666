//! Values that were surely meant otherwise: what follows from them alone is not told beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, Decimal128Array};

use super::round::{Finding, Round};
use crate::definition::dataset::FieldType;
use crate::table::Column;
use crate::value::{Decimal, Missing, State};

/// The values of rows that have been told as slips, with what was meant instead, as far as that is known.
#[derive(Default)]
pub(super) struct Slips {
    /// By column and row.
    meant: BTreeMap<String, BTreeMap<usize, Meant>>,
}

struct Meant {
    value: Option<Decimal>,
    /// Position of the finding that tells of it.
    told: usize,
}

impl Slips {
    /// Adds a value that a finding tells of.
    pub fn add(&mut self, row: usize, column: &str, value: Option<Decimal>, told: usize) {
        self.meant.entry(column.to_owned()).or_default().entry(row).or_insert(Meant { value, told });
    }

    /// True for a value that has been told.
    pub fn has(&self, row: usize, column: &str) -> bool {
        self.meant.get(column).is_some_and(|rows| rows.contains_key(&row))
    }

    /// The finding that tells of an amount of a row.
    pub fn of_amount(&self, round: &Round, row: usize) -> Option<usize> {
        let is_money = |name: &str| round.dataset.field(name).is_some_and(|field| field.kind == FieldType::Money);
        let amounts = self.meant.iter().filter(|(name, _)| is_money(name));
        amounts.filter_map(|(_, rows)| Some(rows.get(&row)?.told)).min()
    }

    /// The finding that a fault of some columns of a row may follow from.
    pub fn told(&self, row: usize, columns: impl Iterator<Item = String>) -> Option<usize> {
        columns.filter_map(|name| Some(self.meant.get(&name)?.get(&row)?.told)).min()
    }

    /// The rows as they were meant; none where nothing has slipped.
    pub fn meant<'a>(&self, round: &Round<'a>) -> Option<Round<'a>> {
        let replaced = |(name, rows): (&String, &BTreeMap<usize, Meant>)| {
            Some((name.clone(), replaced(round.batch.columns.get(name)?, rows)?))
        };
        let columns: BTreeMap<String, Column> = self.meant.iter().filter_map(replaced).collect();
        (!columns.is_empty()).then(|| round.with_columns(columns))
    }
}

/// A column of numbers with others in some rows.
fn replaced(column: &Column, rows: &BTreeMap<usize, Meant>) -> Option<Column> {
    let nothing = State::Missing(Missing::NotCollected);
    let numbers = column.values.as_primitive_opt::<Decimal128Type>()?;
    let scale = u32::try_from(numbers.scale()).ok()?;
    let digits = |mut value: Decimal| {
        value.rescale(scale);
        (value.scale() == scale).then(|| value.mantissa())
    };
    let of_row = |row: usize| match rows.get(&row) {
        Some(Meant { value, .. }) => value.and_then(digits),
        None => numbers.is_valid(row).then(|| numbers.value(row)),
    };
    let values: Decimal128Array = (0..numbers.len()).map(of_row).collect();
    let values = Arc::new(values.with_precision_and_scale(numbers.precision(), numbers.scale()).ok()?);
    let state = |(row, state): (usize, &State)| match rows.get(&row) {
        Some(Meant { value: Some(_), .. }) => State::Value,
        Some(Meant { value: None, .. }) => nothing,
        None => *state,
    };
    Some(Column { values, states: column.states.iter().enumerate().map(state).collect() })
}

/// Lets a finding stand for another that follows from it: it is as severe, and speaks of the same columns.
pub(super) fn absorb(root: &mut Finding, other: Finding) {
    root.diagnostic.severity = root.diagnostic.severity.min(other.diagnostic.severity);
    let known: BTreeSet<String> = root.columns.iter().cloned().collect();
    root.columns.extend(other.columns.into_iter().filter(|name| !known.contains(name)));
    root.implied.push(other.diagnostic.rule);
}
