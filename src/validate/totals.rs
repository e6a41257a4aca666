//! Totals that a form leaves to their parts: where all parts are given and exclude each other, their sum is the total.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::Decimal128Builder;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;

use super::round::Round;
use crate::definition::codelist::Relation;
use crate::definition::dataset::{Field, TotalColumn};
use crate::table::Column;
use crate::value::{Decimal, Missing, State};

/// Fills optional totals that were left blank. A part that is missing leaves its total missing.
pub(super) fn fill(round: &mut Round) {
    for field in round.dataset.fields.iter().filter(|field| field.total == TotalColumn::Optional) {
        let name = field.field.as_str();
        if field.by.is_empty() || !adds_up(round, field) {
            continue;
        }
        let sums: Vec<Option<Decimal>> = (0..round.batch.rows()).map(|row| sum(round, field, row)).collect();
        if sums.iter().all(Option::is_none) {
            continue;
        }
        let column = round.batch.columns.get(name).and_then(|column| filled(column, &sums));
        round.batch.to_mut().columns.extend(column.map(|column| (name.to_owned(), column)));
    }
}

fn adds_up(round: &Round, field: &Field) -> bool {
    let relation = |list: &str| round.definitions.codelists.get(list).map(|list| list.relation);
    field.by.iter().all(|list| relation(list) == Some(Relation::Exclusive))
}

/// The sum of the parts in a row whose total is blank.
fn sum(round: &Round, field: &Field, row: usize) -> Option<Decimal> {
    let name = field.field.as_str();
    if round.state(row, name) != Some(State::Missing(Missing::NotCollected)) {
        return None;
    }
    let parts = round.dataset.columns.iter().filter(|column| column.field == name && !column.part.is_empty());
    parts.map(|part| round.number(row, &part.name)).sum()
}

fn filled(column: &Column, sums: &[Option<Decimal>]) -> Option<Column> {
    let old = column.values.as_primitive_opt::<Decimal128Type>()?;
    let scale = u32::try_from(old.scale()).ok()?;
    let mut values = Decimal128Builder::with_capacity(sums.len()).with_data_type(column.values.data_type().clone());
    let mut states = column.states.clone();
    for (row, sum) in sums.iter().enumerate() {
        let number = sum.or_else(|| column.number(row)).map(|mut number| {
            number.rescale(scale);
            number.mantissa()
        });
        values.append_option(number);
        if sum.is_some() {
            states[row] = State::Value;
        }
    }
    let values: ArrayRef = Arc::new(values.finish());
    Some(Column { values, states })
}
