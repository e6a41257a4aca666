//! Parsed cells gathered into Arrow columns and batches.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer};
use arrow_schema::DECIMAL128_MAX_PRECISION;

use crate::definition::dataset::{Dataset, FieldType};
use crate::table::cell::parse::{Value, digits_at};
use crate::table::{BATCH_ROWS, Batch, Column, RowPlace};
use crate::value::{Missing, State};

/// Values of one kind in the making.
enum Values {
    Number(Vec<i128>, u32),
    Text(Texts),
    Date(Vec<i32>),
    Boolean(BooleanBufferBuilder),
}

/// Texts one behind the other.
struct Texts {
    bytes: Vec<u8>,
    /// Where each begins, and at last where the next would.
    begins: Vec<i32>,
}

impl Texts {
    #[inline]
    fn push(&mut self, add: impl FnOnce(&mut Vec<u8>)) {
        add(&mut self.bytes);
        self.begins.push(i32::try_from(self.bytes.len()).expect("a batch has less than two gigabytes of text"));
    }
}

/// A column of numbers in the making.
pub(super) struct Numbers<'m> {
    digits: &'m mut Vec<i128>,
    states: &'m mut Vec<State>,
    scale: u32,
}

impl Numbers<'_> {
    /// Adds a number, in digits of the column's scale.
    #[inline]
    pub(super) fn push(&mut self, digits: i128) {
        self.digits.push(digits);
        self.states.push(State::Value);
    }

    /// Leaves a place for what is put there later, if anything: until then it was not collected.
    #[inline]
    pub(super) fn leave(&mut self) -> usize {
        self.digits.push(0);
        self.states.push(State::Missing(Missing::NotCollected));
        self.digits.len() - 1
    }

    /// Puts a number in a place, in digits of the column's scale.
    #[inline]
    pub(super) fn put(&mut self, place: usize, digits: i128) {
        (self.digits[place], self.states[place]) = (digits, State::Value);
    }

    /// Puts what was read in a cell in a place.
    pub(super) fn put_value(&mut self, place: usize, value: &Value) {
        self.states[place] = state(value);
        if let Value::Number(number) = value {
            self.digits[place] = digits_at(*number, self.scale).expect("a cell with more digits is unreadable");
        }
    }
}

fn state(value: &Value) -> State {
    match value {
        Value::Missing(kind) => State::Missing(*kind),
        Value::Unreadable => State::Unreadable,
        _ => State::Value,
    }
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
                Values::Number(Vec::with_capacity(rows), scale)
            }
            FieldType::Date => Values::Date(Vec::with_capacity(rows)),
            FieldType::Boolean => Values::Boolean(BooleanBufferBuilder::new(rows)),
            FieldType::Text | FieldType::Code | FieldType::OrganisationNumber => {
                let mut begins = Vec::with_capacity(rows + 1);
                begins.push(0);
                Values::Text(Texts { bytes: Vec::with_capacity(rows * 4), begins })
            }
        };
        Self { values, states: Vec::with_capacity(rows) }
    }

    /// Adds a value that was read.
    pub(super) fn push(&mut self, value: &Value) {
        match (&mut self.values, value) {
            (Values::Number(digits, scale), _) => {
                let mut numbers = Numbers { digits, states: &mut self.states, scale: *scale };
                let place = numbers.leave();
                return numbers.put_value(place, value);
            }
            (Values::Text(texts), Value::Text(text)) => texts.push(|bytes| bytes.extend_from_slice(text.as_bytes())),
            (Values::Date(days), Value::Date(day)) => days.push(Date32Type::from_naive_date(*day)),
            (Values::Boolean(answers), Value::Boolean(yes)) => answers.append(*yes),
            (Values::Text(texts), _) => texts.push(|_| {}),
            (Values::Date(days), _) => days.push(0),
            (Values::Boolean(answers), _) => answers.append(false),
        }
        self.states.push(state(value));
    }

    /// The numbers of a column of numbers, to which more are added side by side.
    pub(super) fn numbers(&mut self) -> Option<Numbers<'_>> {
        match &mut self.values {
            Values::Number(digits, scale) => Some(Numbers { digits, states: &mut self.states, scale: *scale }),
            _ => None,
        }
    }

    /// Adds a text that adds its bytes to others, which are whole characters.
    #[inline]
    pub(super) fn push_text(&mut self, add: impl FnOnce(&mut Vec<u8>)) {
        if let Values::Text(texts) = &mut self.values {
            texts.push(add);
            self.states.push(State::Value);
        }
    }

    /// Adds a day, as Arrow counts days.
    #[inline]
    pub(super) fn push_day(&mut self, day: i32) {
        if let Values::Date(days) = &mut self.values {
            days.push(day);
            self.states.push(State::Value);
        }
    }

    /// The column.
    pub(super) fn finish(self) -> Column {
        let is_value = |row: usize| self.states[row] == State::Value;
        // Without an early end many are compared at once.
        let lacks = self.states.iter().fold(0, |lacks, state| lacks | u8::from(*state != State::Value)) != 0;
        let nulls = lacks.then(|| NullBuffer::new(BooleanBuffer::collect_bool(self.states.len(), is_value)));
        let values: ArrayRef = match self.values {
            Values::Number(numbers, scale) => {
                let digits = i8::try_from(scale).expect("a field keeps at most ten decimals");
                let array = Decimal128Array::new(numbers.into(), nulls)
                    .with_precision_and_scale(DECIMAL128_MAX_PRECISION, digits);
                Arc::new(array.expect("the scale is within the precision"))
            }
            Values::Text(Texts { bytes, begins }) => {
                Arc::new(StringArray::new(OffsetBuffer::new(begins.into()), bytes.into(), nulls))
            }
            Values::Date(days) => Arc::new(Date32Array::new(days.into(), nulls)),
            Values::Boolean(mut answers) => Arc::new(BooleanArray::new(answers.finish(), nulls)),
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
            organisation: self.dataset.organisation().map(str::to_owned),
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
