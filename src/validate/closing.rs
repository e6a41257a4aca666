//! Rows of enterprises that closed in the period and sent nothing: made from the register, and marked so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, UInt32Array, new_null_array};
use arrow_schema::DataType;

use super::founding::as_type_of;
use super::round::{Round, organisation_column};
use crate::definition::dataset::{Dataset, FieldType};
use crate::source::Span;
use crate::table::accepted::Accepted;
use crate::table::columns::RowColumns;
use crate::table::{Batch, Column, Origin, RowPlace};
use crate::value::{Missing, State};

/// Appends a row for each record of the period before whose enterprise has closed without a response.
pub(super) fn append(rounds: &[Round], accepted: &mut Accepted) {
    let Some(round) = rounds.first() else { return };
    let Some(previous) = round.previous else { return };
    let answered: BTreeSet<&str> = rounds.iter().flat_map(Round::organisations).flatten().collect();
    let closed: Vec<u32> = (0..)
        .zip(&previous.organisations)
        .filter(|(_, organisation)| {
            let organisation = organisation.as_str();
            !answered.contains(organisation)
                && round.population.contains(organisation)
                && round.register.closed_in(organisation, round.period)
        })
        .map(|(row, _)| row)
        .collect();
    if closed.is_empty() {
        return;
    }
    let made = made(round, previous, &closed);
    accepted.batch = Batch::concat(&[accepted.batch.clone(), made]).expect("two batches are some");
    for row in closed {
        accepted.organisations.push(previous.organisations[row as usize].clone());
        accepted.unsettled.push(BTreeSet::new());
        accepted.reasons.push(Vec::new());
        accepted.from_register.push(true);
    }
}

/// The closing values of some records of the period before; the rest is not applicable.
fn made(round: &Round, previous: &Accepted, closed: &[u32]) -> Batch {
    let dataset = round.dataset;
    let mut batch = blank(dataset, Some(&round.batch), closed.len());
    let rows = UInt32Array::from(closed.to_vec());
    for name in dataset.key.iter().map(|name| name.as_str()).chain(organisation_column(dataset)) {
        let is_day = dataset.field(name).is_none_or(|field| field.kind == FieldType::Date);
        let Some(column) = previous.batch.columns.get(name).filter(|_| !is_day) else { continue };
        let values = arrow_select::take::take(&column.values, &rows, None).expect("the rows were found there");
        let states = closed.iter().map(|row| column.states[*row as usize]).collect();
        batch.columns.insert(name.to_owned(), Column { values, states });
    }
    let before = closed.iter().copied().map(Some).collect();
    let mut values = BTreeMap::new();
    {
        let columns = RowColumns::new(&batch, dataset).with_previous(&previous.batch, before);
        for field in &dataset.fields {
            let name = field.field.as_str();
            let (Some(expression), Some(column)) = (&field.closing, batch.columns.get(name)) else { continue };
            let column = expression.rows(&columns).ok().and_then(|value| as_type_of(&value, &column.values));
            values.extend(column.map(|column| (name.to_owned(), column)));
        }
    }
    batch.columns.extend(values);
    for (place, row) in batch.places.iter_mut().zip(closed) {
        let span = (round.register.at(&previous.organisations[*row as usize], round.period))
            .map_or_else(|| Span::file("organisations.csv"), |known| known.span.clone());
        place.row = span.row.unwrap_or_default();
    }
    batch
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
        places: (0..rows).map(|_| RowPlace { origin: origin.clone(), row: 0, offset: 0 }).collect(),
        columns: dataset.columns.iter().map(column).collect(),
    }
}

fn type_of(dataset: &Dataset, field: &str) -> DataType {
    let Some(field) = dataset.field(field) else { return DataType::Utf8 };
    match field.kind {
        FieldType::Integer | FieldType::Decimal | FieldType::Money => {
            DataType::Decimal128(38, i8::try_from(field.decimals()).unwrap_or_default())
        }
        FieldType::Date => DataType::Date32,
        FieldType::Boolean => DataType::Boolean,
        FieldType::OrganisationNumber | FieldType::Text | FieldType::Code => DataType::Utf8,
    }
}
