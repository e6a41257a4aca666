//! Rows that no batch holds, and whose sender is known all the same: they were sent, and are to be corrected.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::layout::Columns;
use super::lines::Line;
use super::{Batch, Column, Reading};
use crate::definition::dataset::ColumnDefinition;
use crate::identifier;

/// Keeps the sender of a line that could not become a row, such as one with too many cells.
pub(super) fn keep_broken(
    line: &Line,
    sheet: Option<&Arc<str>>,
    columns: &Columns,
    (organisation, country): (Option<&str>, &str),
    reading: &mut Reading,
) {
    let is_sender = |column: &ColumnDefinition| Some(column.name.as_str()) == organisation;
    let position = columns.known.iter().find(|(_, column)| is_sender(column)).map(|(at, _)| *at);
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
        self.columns.get(self.organisation.as_ref()?)?.text(row)
    }

    /// The organisation of each row.
    pub fn organisations(&self) -> impl Iterator<Item = Option<&str>> {
        let column = self.organisation.as_ref().and_then(|name| self.columns.get(name));
        let mut texts = column.map(Column::texts);
        (0..self.rows()).map(move |_| texts.as_mut()?.next()?)
    }

    /// The organisations of all rows, each once.
    pub fn senders(&self) -> BTreeSet<String> {
        let known: FxHashSet<&str> = self.organisations().flatten().collect();
        known.into_iter().map(str::to_owned).collect()
    }
}
