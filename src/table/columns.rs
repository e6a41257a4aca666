//! The rows of a batch as the columns of expressions: with the period before and the register beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::Decimal128Builder;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, StringArray, UInt32Array, new_null_array};
use arrow_schema::DataType;

use super::{Batch, Column};
use crate::definition::dataset::{Dataset, FieldType};
use crate::expression::{Columns, Reference};
use crate::value::{Missing, State};

/// The rows of a batch as the columns of expressions.
#[derive(Debug, Clone)]
pub struct RowColumns<'a> {
    batch: &'a Batch,
    dataset: &'a Dataset,
    previous: Option<(&'a Batch, UInt32Array)>,
    /// Columns from elsewhere: of the register and of other datasets.
    given: BTreeMap<Reference, ArrayRef>,
}

impl<'a> RowColumns<'a> {
    /// The rows alone; `PREVIOUS` is null everywhere.
    pub fn new(batch: &'a Batch, dataset: &'a Dataset) -> Self {
        Self { batch, dataset, previous: None, given: BTreeMap::new() }
    }

    /// Puts the rows of the period before beside them; `rows` says for each row which of them is its own.
    #[must_use]
    pub fn with_previous(mut self, previous: &'a Batch, rows: Vec<Option<u32>>) -> Self {
        self.previous = Some((previous, UInt32Array::from(rows)));
        self
    }

    /// Puts a column of the register beside them, such as `municipality`; one code per row, as it is and as it was in the
    /// period before.
    #[must_use]
    pub fn with_register(mut self, name: &str, now: Vec<Option<&str>>, before: Vec<Option<&str>>) -> Self {
        for (codes, reference) in [(now, Reference::row(name)), (before, Reference::previous(name))] {
            self.given.insert(reference, Arc::new(StringArray::from(codes)));
        }
        self
    }

    /// Puts a column of another dataset beside them, one value per row.
    #[must_use]
    pub fn with_other(mut self, reference: Reference, values: ArrayRef) -> Self {
        self.given.insert(reference, values);
        self
    }

    /// The row of the period before that stands beside a row, if there is one.
    pub fn previous(&self, row: usize) -> Option<(&'a Batch, usize)> {
        let (batch, rows) = self.previous.as_ref()?;
        rows.is_valid(row).then(|| (*batch, rows.value(row) as usize))
    }
}

impl Columns for RowColumns<'_> {
    fn rows(&self) -> usize {
        self.batch.rows()
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        if !reference.is_previous() {
            let own = reference.is_row().then(|| counted(self.batch, self.dataset, &reference.name)).flatten();
            return own.or_else(|| self.given.get(reference).cloned());
        }
        let before = self.previous.as_ref().and_then(|(batch, rows)| {
            let values = counted(batch, self.dataset, &reference.name)?;
            Some(arrow_select::take::take(&values, rows, None).expect("rows of the period before are there"))
        });
        before.or_else(|| {
            let Some(now) = self.batch.columns.get(&reference.name) else {
                return self.given.get(reference).cloned();
            };
            Some(new_null_array(now.values.data_type(), self.rows()))
        })
    }
}

/// The values of a column of a dataset as expressions take them: nothing to report is 0 where it counts over the year.
pub fn counted(batch: &Batch, dataset: &Dataset, name: &str) -> Option<ArrayRef> {
    let column = batch.columns.get(name)?;
    Some(if is_flow(dataset, name) { column.counted() } else { column.values.clone() })
}

/// The type of the values of a field; text where the dataset has none of the name.
pub fn type_of(dataset: &Dataset, field: &str) -> DataType {
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

/// True for a column whose field counts over the year, so that nothing to report is 0.
pub fn is_flow(dataset: &Dataset, column: &str) -> bool {
    let field = dataset.column(column).map_or(column, |column| column.field.as_str());
    dataset.field(field).is_some_and(|field| field.flow)
}

/// What names a row from one period to the next: the fields of its key but the days, organisation numbers as ten digits.
pub fn record_keys(batch: &Batch, dataset: &Dataset) -> Vec<String> {
    let columns = lasting_columns(batch, dataset);
    (0..batch.rows()).map(|row| record_key(&columns, row)).collect()
}

/// The columns of a dataset's key but the days.
pub fn lasting_columns<'b>(batch: &'b Batch, dataset: &Dataset) -> Vec<&'b Column> {
    let lasting = dataset.key.iter().filter(|name| {
        dataset.field(name).is_some_and(|field| field.kind != FieldType::Date)
            && batch.columns.contains_key(name.as_str())
    });
    lasting.map(|name| &batch.columns[name.as_str()]).collect()
}

/// What names a row by those columns.
pub fn record_key(columns: &[&Column], row: usize) -> String {
    let parts = columns.iter().map(|column| column.written(row).unwrap_or_default());
    parts.collect::<Vec<_>>().join("\u{1f}")
}

/// For each key, the row of the same one among those of the period before.
pub fn align(keys: &[String], previous: &[String]) -> Vec<Option<u32>> {
    let rows: BTreeMap<&str, u32> = previous.iter().zip(0..).map(|(key, row)| (key.as_str(), row)).collect();
    keys.iter().map(|key| rows.get(key.as_str()).copied()).collect()
}

impl Column {
    /// A value as text: exact decimals with a point and no zeros at the end, days as `2025-12-31`.
    pub fn written(&self, row: usize) -> Option<String> {
        (self.text(row).map(str::to_owned))
            .or_else(|| self.number(row).map(|number| number.normalize().to_string()))
            .or_else(|| self.date(row).map(|day| day.to_string()))
            .or_else(|| self.boolean(row).map(|yes| yes.to_string()))
    }

    /// The values of a flow: nothing to report is 0, every other kind of missing stays null.
    pub fn counted(&self) -> ArrayRef {
        let nothing = State::Missing(Missing::NothingToReport);
        let Some(numbers) = self.values.as_primitive_opt::<Decimal128Type>() else { return self.values.clone() };
        if !self.states.contains(&nothing) {
            return self.values.clone();
        }
        let mut counted = Decimal128Builder::with_capacity(numbers.len()).with_data_type(numbers.data_type().clone());
        for (row, state) in self.states.iter().enumerate() {
            match state {
                State::Missing(Missing::NothingToReport) => counted.append_value(0),
                _ if numbers.is_valid(row) => counted.append_value(numbers.value(row)),
                _ => counted.append_null(),
            }
        }
        Arc::new(counted.finish())
    }
}
