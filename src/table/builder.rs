//! Parsed cells gathered into Arrow columns and batches.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Date32Builder, Decimal128Builder, StringBuilder};
use arrow_array::types::Date32Type;

use super::parse::Value;
use super::{BATCH_ROWS, Batch, Column, RowPlace};
use crate::definition::dataset::{Dataset, FieldType};
use crate::value::{Missing, State};

/// Most digits of an Arrow decimal.
const PRECISION: u8 = 38;

/// Values of one kind in the making.
enum Values {
    Number(Decimal128Builder, u32),
    Text(StringBuilder),
    Date(Date32Builder),
    Boolean(BooleanBuilder),
}

/// A column in the making.
pub(super) struct Making {
    values: Values,
    states: Vec<State>,
}

impl Making {
    /// Begins without values, with room for some rows.
    pub(super) fn new(kind: FieldType, scale: u32, rows: usize) -> Self {
        let values = match kind {
            FieldType::Integer | FieldType::Decimal | FieldType::Money => {
                let digits = i8::try_from(scale).expect("a field keeps at most ten decimals");
                let builder = Decimal128Builder::with_capacity(rows).with_precision_and_scale(PRECISION, digits);
                Values::Number(builder.expect("the scale is within the precision"), scale)
            }
            FieldType::Date => Values::Date(Date32Builder::with_capacity(rows)),
            FieldType::Boolean => Values::Boolean(BooleanBuilder::with_capacity(rows)),
            FieldType::Text | FieldType::Code | FieldType::OrganisationNumber => {
                Values::Text(StringBuilder::with_capacity(rows, rows * 4))
            }
        };
        Self { values, states: Vec::with_capacity(rows) }
    }

    /// Adds a value that was read.
    pub(super) fn push(&mut self, value: &Value) {
        self.states.push(match value {
            Value::Missing(kind) => State::Missing(*kind),
            Value::Unreadable => State::Unreadable,
            _ => State::Value,
        });
        match (&mut self.values, value) {
            (Values::Number(builder, scale), Value::Number(number)) => {
                let mut scaled = *number;
                scaled.rescale(*scale);
                if scaled.scale() == *scale {
                    builder.append_value(scaled.mantissa());
                } else {
                    // Too large to keep its decimals beside 28 digits; shift the digits by hand.
                    let shift = 10_i128.pow(*scale - scaled.scale());
                    builder.append_value(scaled.mantissa() * shift);
                }
            }
            (Values::Text(builder), Value::Text(text)) => builder.append_value(text),
            (Values::Date(builder), Value::Date(day)) => builder.append_value(Date32Type::from_naive_date(*day)),
            (Values::Boolean(builder), Value::Boolean(yes)) => builder.append_value(*yes),
            (Values::Number(builder, _), _) => builder.append_null(),
            (Values::Text(builder), _) => builder.append_null(),
            (Values::Date(builder), _) => builder.append_null(),
            (Values::Boolean(builder), _) => builder.append_null(),
        }
    }

    /// Adds a number, in digits of the column's scale.
    pub(super) fn push_number(&mut self, digits: i128) {
        if let Values::Number(builder, _) = &mut self.values {
            builder.append_value(digits);
            self.states.push(State::Value);
        }
    }

    /// Adds a text.
    pub(super) fn push_text(&mut self, text: &str) {
        if let Values::Text(builder) = &mut self.values {
            builder.append_value(text);
            self.states.push(State::Value);
        }
    }

    /// Adds a day, as Arrow counts days.
    pub(super) fn push_day(&mut self, day: i32) {
        if let Values::Date(builder) = &mut self.values {
            builder.append_value(day);
            self.states.push(State::Value);
        }
    }

    /// The column.
    pub(super) fn finish(self) -> Column {
        let values: ArrayRef = match self.values {
            Values::Number(mut builder, _) => Arc::new(builder.finish()),
            Values::Text(mut builder) => Arc::new(builder.finish()),
            Values::Date(mut builder) => Arc::new(builder.finish()),
            Values::Boolean(mut builder) => Arc::new(builder.finish()),
        };
        Column { values, states: self.states }
    }
}

/// Batches of one dataset in the making.
pub(crate) struct Batches<'d> {
    dataset: &'d Dataset,
    places: Vec<RowPlace>,
    columns: BTreeMap<&'d str, Making>,
    full: Vec<Batch>,
}

impl<'d> Batches<'d> {
    /// Begins without rows.
    pub(crate) fn new(dataset: &'d Dataset) -> Self {
        let mut batches = Self { dataset, places: Vec::new(), columns: BTreeMap::new(), full: Vec::new() };
        batches.begin();
        batches
    }

    fn begin(&mut self) {
        let dataset = self.dataset;
        self.columns = dataset
            .columns
            .iter()
            .filter_map(|column| {
                let field = dataset.field(&column.field)?;
                Some((column.name.as_str(), Making::new(field.kind, field.decimals(), 0)))
            })
            .collect();
    }

    /// Adds a row; columns without a cell were not collected.
    pub(crate) fn push(&mut self, place: RowPlace, cells: &BTreeMap<&'d str, Value>) {
        for (name, column) in &mut self.columns {
            column.push(cells.get(name).unwrap_or(&Value::Missing(Missing::NotCollected)));
        }
        self.places.push(place);
        if self.places.len() == BATCH_ROWS {
            self.close();
        }
    }

    fn close(&mut self) {
        let columns = std::mem::take(&mut self.columns);
        self.full.push(Batch {
            dataset: self.dataset.dataset.value.clone(),
            places: std::mem::take(&mut self.places),
            columns: columns.into_iter().map(|(name, making)| (name.to_owned(), making.finish())).collect(),
        });
        self.begin();
    }

    /// The batches, without an empty one.
    pub(crate) fn finish(mut self) -> Vec<Batch> {
        if !self.places.is_empty() {
            self.close();
        }
        self.full
    }
}
