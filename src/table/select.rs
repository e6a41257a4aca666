//! Batches put together, and rows taken out of them.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use arrow_array::{Array, ArrayRef, BooleanArray};

use super::{Batch, Column};

impl Batch {
    /// All rows of some batches of one dataset, in order; `None` of none.
    pub fn concat<B: Borrow<Self>>(batches: &[B]) -> Option<Self> {
        let batches: Vec<&Self> = batches.iter().map(Borrow::borrow).collect();
        let (first, rest) = batches.split_first()?;
        if rest.is_empty() {
            return Some(Self::clone(first));
        }
        let columns = first.columns.keys().map(|name| {
            let parts: Vec<&Column> = batches.iter().map(|batch| &batch.columns[name]).collect();
            let arrays: Vec<&dyn Array> = parts.iter().map(|part| part.values.as_ref()).collect();
            let values: ArrayRef =
                arrow_select::concat::concat(&arrays).expect("batches of one dataset have columns of one type");
            let states = parts.iter().flat_map(|part| part.states.iter().copied()).collect();
            (name.clone(), Column { values, states })
        });
        Some(Self {
            dataset: first.dataset.clone(),
            organisation: first.organisation.clone(),
            columns: columns.collect(),
            places: batches.iter().flat_map(|batch| batch.places.iter().cloned()).collect(),
        })
    }

    /// The rows that are kept, in order.
    #[must_use]
    pub fn filter(&self, keep: &[bool]) -> Self {
        let mask = BooleanArray::from(keep.to_vec());
        let columns: BTreeMap<String, Column> = self
            .columns
            .iter()
            .map(|(name, column)| {
                let values = arrow_select::filter::filter(&column.values, &mask).expect("a mask has one bit per row");
                (name.clone(), Column { values, states: kept(&column.states, keep) })
            })
            .collect();
        let (dataset, organisation) = (self.dataset.clone(), self.organisation.clone());
        Self { dataset, organisation, places: kept(&self.places, keep), columns }
    }
}

/// The items that are kept, in order.
fn kept<T: Clone>(items: &[T], keep: &[bool]) -> Vec<T> {
    items.iter().zip(keep).filter(|(_, keep)| **keep).map(|(item, _)| item.clone()).collect()
}
