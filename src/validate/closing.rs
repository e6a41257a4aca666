//! Rows of enterprises that closed in the period and sent nothing: made from the register, and marked so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, StringArray, UInt32Array, new_null_array};

use super::founding::as_type_of;
use super::round::Round;
use crate::definition::dataset::{Dataset, FieldType};
use crate::source::Span;
use crate::table::accepted::Accepted;
use crate::table::columns::{RowColumns, type_of};
use crate::table::{Batch, Column, Origin, RowPlace};
use crate::value::{Missing, State};

/// An enterprise that closed, with its record of the period before where there is one.
type Closed<'a> = (&'a str, Option<u32>);

/// Appends a row for each record of the period before whose enterprise has closed without a response, and one for each such
/// enterprise that has no record there. `others` have sent rows that are in none of the rounds.
pub(super) fn append(rounds: &[Round], others: &BTreeSet<&str>, accepted: &mut Accepted) {
    let Some(round) = rounds.first() else { return };
    // Where nobody has sent anything, there is nothing yet that could be counted.
    if round.previous.is_none() && accepted.organisations.is_empty() {
        return;
    }
    let mut answered: BTreeSet<&str> = rounds.iter().flat_map(Round::organisations).flatten().collect();
    answered.extend(others);
    let is_closed = |organisation: &str| {
        !answered.contains(organisation)
            && round.population.contains(organisation)
            && round.register.closed_in(organisation, round.period)
    };
    let before = round.previous.map_or(&[][..], |previous| &previous.organisations);
    let known: BTreeSet<&str> = before.iter().map(String::as_str).collect();
    let records = (0..).zip(before).map(|(row, organisation)| (organisation.as_str(), Some(row)));
    let asked = round.register.population(round.period).into_iter().map(|row| row.organisation.as_str());
    let others = asked.filter(|one| !known.contains(one)).map(|one| (one, None));
    let closed: Vec<Closed> = records.chain(others).filter(|(organisation, _)| is_closed(organisation)).collect();
    if closed.is_empty() {
        return;
    }
    let made = made(round, &closed);
    accepted.batch = Batch::concat(&[accepted.batch.clone(), made]).expect("two batches are some");
    for (organisation, _) in closed {
        accepted.organisations.push(organisation.to_owned());
        accepted.unsettled.push(BTreeSet::new());
        accepted.reasons.push(Vec::new());
        accepted.from_register.push(true);
        accepted.stands_for.push(1);
    }
}

/// The closing values of some enterprises; the rest is not applicable.
fn made(round: &Round, closed: &[Closed]) -> Batch {
    let dataset = round.dataset;
    let mut batch = blank(dataset, Some(&round.batch), closed.len());
    let before: Vec<Option<u32>> = closed.iter().map(|(_, row)| *row).collect();
    let rows = UInt32Array::from(before.clone());
    for name in dataset.key.iter().map(|name| name.as_str()) {
        let is_day = dataset.field(name).is_none_or(|field| field.kind == FieldType::Date);
        let column = round.previous.and_then(|previous| previous.batch.columns.get(name));
        let Some(column) = column.filter(|_| !is_day) else { continue };
        let values = arrow_select::take::take(&column.values, &rows, None).expect("the rows were found there");
        let state =
            |row: &Option<u32>| row.map_or(State::Missing(Missing::NotApplicable), |row| column.states[row as usize]);
        let states = before.iter().map(state).collect();
        batch.columns.insert(name.to_owned(), Column { values, states });
    }
    if let Some(name) = dataset.organisation() {
        let numbers: StringArray = closed.iter().map(|(organisation, _)| Some(*organisation)).collect();
        let column = Column { values: Arc::new(numbers), states: vec![State::Value; closed.len()] };
        batch.columns.insert(name.to_owned(), column);
    }
    batch.columns.extend(closing(round, &batch, before));
    for (place, (organisation, _)) in batch.places.iter_mut().zip(closed) {
        let span = (round.register.at(organisation, round.period))
            .map_or_else(|| Span::file("organisations.csv"), |known| known.span.clone());
        place.row = span.row.unwrap_or_default();
    }
    batch
}

/// What the fields hold when an enterprise closes; `before` are the records of the period before.
fn closing(round: &Round, batch: &Batch, before: Vec<Option<u32>>) -> BTreeMap<String, Column> {
    let mut columns = RowColumns::new(batch, round.dataset);
    if let Some(previous) = round.previous {
        columns = columns.with_previous(&previous.batch, before);
    }
    let mut values = BTreeMap::new();
    for field in &round.dataset.fields {
        let name = field.field.as_str();
        let (Some(expression), Some(column)) = (&field.closing, batch.columns.get(name)) else { continue };
        let column = expression.rows(&columns).ok().and_then(|value| as_type_of(&value, &column.values));
        values.extend(column.map(|column| (name.to_owned(), column)));
    }
    values
}

/// Rows of a dataset in which nothing applies, with the column types of `like` where there is one.
pub(super) fn blank(dataset: &Dataset, like: Option<&Batch>, rows: usize) -> Batch {
    let origin = Arc::new(Origin::without_content(Span::file("organisations.csv")));
    let column = |definition: &crate::definition::dataset::ColumnDefinition| {
        let known = like.and_then(|batch| batch.columns.get(&definition.name));
        let data_type =
            known.map_or_else(|| type_of(dataset, &definition.field), |column| column.values.data_type().clone());
        let values: ArrayRef = new_null_array(&data_type, rows);
        (definition.name.clone(), Column { values, states: vec![State::Missing(Missing::NotApplicable); rows] })
    };
    Batch {
        dataset: dataset.dataset.value.clone(),
        organisation: dataset.organisation().map(str::to_owned),
        places: (0..rows).map(|_| RowPlace { origin: origin.clone(), row: 0, offset: 0 }).collect(),
        columns: dataset.columns.iter().map(column).collect(),
    }
}
