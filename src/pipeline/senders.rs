//! Whose row a finding is about, in a file that several organisations share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::File;
use crate::diagnostic::{Diagnostic, Severity};

/// A row of a file: its sheet and number.
type Row = (Option<Arc<str>>, u32);

/// Findings of a file by the organisation whose rows they are about.
///
/// An error of the whole file, such as a missing column, is everybody's; what stands in a row whose organisation
/// cannot be read is nobody's.
pub fn findings_by_sender(file: &File) -> BTreeMap<&str, Vec<&Diagnostic>> {
    let mut found: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    let rows: BTreeSet<Row> = file.diagnostics.iter().filter_map(row).collect();
    let senders = senders(file, &rows);
    for diagnostic in &file.diagnostics {
        let is_of_file = row(diagnostic).is_none_or(|(sheet, row)| {
            let of_sheet = file.reading.sheets.iter().filter(|one| one.sheet.as_deref() == sheet.as_deref());
            of_sheet.flat_map(|sheet| &sheet.header_rows).any(|header| row <= *header)
        });
        if is_of_file {
            if diagnostic.severity == Severity::Error {
                for sender in &file.organisations {
                    found.entry(sender).or_default().push(diagnostic);
                }
            }
        } else if let Some(sender) = row(diagnostic).and_then(|row| senders.get(&row)) {
            found.entry(sender).or_default().push(diagnostic);
        }
    }
    found
}

fn row(diagnostic: &Diagnostic) -> Option<Row> {
    diagnostic.span.row.map(|row| (diagnostic.span.sheet.clone(), row))
}

/// The senders of some rows.
fn senders<'f>(file: &'f File, rows: &BTreeSet<Row>) -> BTreeMap<Row, &'f str> {
    let of_batches = file.reading.batches.iter().flat_map(|batch| {
        batch.places.iter().enumerate().filter_map(|(at, place)| {
            let row = (place.origin.span.sheet.clone(), place.row);
            rows.contains(&row).then(|| batch.sender(at)).flatten().map(|sender| (row, sender))
        })
    });
    let unread = file.reading.unread.iter().map(|(row, sender)| (row.clone(), sender.as_str()));
    of_batches.chain(unread).collect()
}
