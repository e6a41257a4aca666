//! Rows that no batch holds, and whose sender is known all the same: they were sent, and are to be corrected.

use std::collections::BTreeSet;

use super::lines::Content;
use super::{Batch, Reading};
use crate::identifier;
use crate::source::column_letters;

/// The column that names the sender of a row.
const SENDER: &str = "organisation";

/// Keeps the senders of lines of a CSV file that could not become rows, such as those with too many fields.
pub(super) fn keep_broken(content: &Content, country: &str, reading: &mut Reading) {
    let Some(sheet) = reading.sheets.last().filter(|sheet| sheet.rows_rejected > 0) else { return };
    let Some(column) = sheet.columns.iter().find(|column| column.field.as_deref() == Some(SENDER)) else { return };
    let header = sheet.header_rows.last().copied().unwrap_or_default();
    let letters = column.cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let read: BTreeSet<u32> = reading.batches.iter().flat_map(|batch| &batch.places).map(|place| place.row).collect();
    for line in content.lines().filter(|line| line.row > header && !read.contains(&line.row)) {
        let cell = (1..).zip(&line.cells).find(|(at, _)| column_letters(*at) == letters);
        if let Some(Ok(number)) = cell.map(|(_, cell)| identifier::organisation(cell.text.trim(), country)) {
            reading.unread.insert((None, line.row), number);
        }
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
}
