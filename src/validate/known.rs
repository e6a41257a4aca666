//! What rows of a dataset and period are held against, looked up once for all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use arrow_array::{ArrayRef, UInt32Array, new_null_array};

use super::Against;
use super::parties::Population;
use crate::definition::dataset::Dataset;
use crate::expression::Reference;
use crate::table::accepted::Accepted;
use crate::table::columns::{counted, record_keys, type_of};

/// What rows of a dataset and period are held against.
pub(super) struct Known<'a> {
    /// Organisations that are asked in the period, each with its number.
    pub population: Population,
    /// Keys of the accepted rows of the period before.
    pub before: Vec<String>,
    /// The datasets that its checks look at, by name.
    pub others: BTreeMap<String, Other<'a>>,
}

/// Another dataset of the same period.
pub(super) struct Other<'a> {
    /// As all of its versions make it: of a period that does not ask for a column there is nothing in it.
    dataset: Cow<'a, Dataset>,
    accepted: Option<&'a Accepted>,
    /// The one accepted row of an organisation; none where it has several.
    rows: BTreeMap<&'a str, Option<u32>>,
}

impl<'a> Known<'a> {
    pub fn of(dataset: &Dataset, against: &Against<'a>) -> Self {
        let Against { period, definitions, register, previous, known, .. } = *against;
        let names = register.population(period).into_iter().map(|row| row.organisation.as_str());
        let before = previous.map(|previous| record_keys(&previous.batch, dataset)).unwrap_or_default();
        let other = |name: String| {
            let dataset = definitions.in_all_periods(&name)?;
            let accepted = known.get(&(name.clone(), period.period.value.clone()));
            Some((name, Other { dataset, accepted, rows: accepted.map(rows).unwrap_or_default() }))
        };
        Self { population: names.collect(), before, others: dataset.looks_at().into_iter().filter_map(other).collect() }
    }
}

/// The one row that each organisation sent.
fn rows(accepted: &Accepted) -> BTreeMap<&str, Option<u32>> {
    let mut rows: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    // A row that was made from the register is nobody's answer.
    let sent = accepted.organisations.iter().zip(&accepted.from_register).zip(0..).filter(|((_, made), _)| !**made);
    for ((organisation, _), row) in sent {
        rows.entry(organisation).and_modify(|one| *one = None).or_insert(Some(row));
    }
    rows
}

impl Other<'_> {
    /// The value of a column for each of some organisations; null where it has no accepted row, or more than one.
    pub fn values<'o>(
        &self,
        reference: &Reference,
        organisations: impl Iterator<Item = Option<&'o str>>,
    ) -> Option<ArrayRef> {
        let column = self.dataset.column(&reference.name)?;
        let rows: UInt32Array = organisations.map(|one| self.rows.get(one?).copied().flatten()).collect();
        let values = self.accepted.and_then(|accepted| counted(&accepted.batch, &self.dataset, &reference.name));
        Some(match values {
            Some(values) => arrow_select::take::take(&values, &rows, None).expect("the rows were found there"),
            None => new_null_array(&type_of(&self.dataset, &column.field), rows.len()),
        })
    }
}
