//! Rows that no batch holds, and whose sender is known all the same: they were sent, and are to be corrected.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::layout::Columns;
use super::lines::Line;
use super::{Batch, Column, Reading};
use crate::identifier;

/// The column that names the sender of a row.
const SENDER: &str = "organisation";

/// Keeps the sender of a line that could not become a row, such as one with too many cells.
pub(super) fn keep_broken(
    line: &Line,
    sheet: Option<&Arc<str>>,
    columns: &Columns,
    country: &str,
    reading: &mut Reading,
) {
    let position = columns.known.iter().find(|(_, column)| column.name == SENDER).map(|(at, _)| *at);
    let cell = position.and_then(|at| line.cells.get(at));
    if let Some(Ok(number)) = cell.map(|cell| identifier::organisation(cell.text.trim(), country)) {
        reading.unread.insert((sheet.cloned(), line.row), number);
    }
}

/// Takes all rows out of a reading, and keeps their senders.
pub(super) fn take_out(reading: &mut Reading) {
    for batch in std::mem::take(&mut reading.batches) {
        for (row, place) in batch.places.iter().enumerate() {
            if let Some(number) = batch.sender(row) {
                reading.unread.insert((place.origin.span.sheet.clone(), place.row), number.to_owned());
            }
        }
    }
}

impl Batch {
    /// The organisation of a row, ten digits; none where it is missing or cannot be read.
    pub fn sender(&self, row: usize) -> Option<&str> {
        self.columns.get(SENDER)?.text(row)
    }

    /// The organisations of all rows that have one.
    pub fn senders_of_rows(&self) -> impl Iterator<Item = &str> {
        self.columns.get(SENDER).into_iter().flat_map(Column::texts).flatten()
    }

    /// The organisations of all rows, each once.
    pub fn senders(&self) -> BTreeSet<String> {
        let known: FxHashSet<&str> = self.senders_of_rows().collect();
        known.into_iter().map(str::to_owned).collect()
    }
}
