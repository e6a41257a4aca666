//! Whose row a finding is about, in a file that several organisations share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{File, Validation};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// A record of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Record {
    sheet: Option<Arc<str>>,
    /// It is a column of a form whose fields stand below each other.
    is_column: bool,
    /// Its row or column.
    number: u32,
}

/// Findings of a file by the organisation whose rows they are about.
///
/// An error of the whole file, such as a missing column, is everybody's; what stands in a row whose organisation
/// cannot be read is nobody's.
pub fn findings_by_sender(file: &File) -> BTreeMap<&str, Vec<&Diagnostic>> {
    let mut found: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    let wanted: BTreeSet<Record> = file.diagnostics.iter().flat_map(|one| records(&one.span)).collect();
    let senders = senders(file, &wanted);
    for diagnostic in &file.diagnostics {
        let span = &diagnostic.span;
        let of_sheet = file.reading.sheets.iter().filter(|one| one.sheet.as_deref() == span.sheet.as_deref());
        let mut headers = of_sheet.flat_map(|sheet| &sheet.header_rows);
        if let Some(sender) = records(span).find_map(|record| senders.get(&record).copied().flatten()) {
            found.entry(sender).or_default().push(diagnostic);
        } else if (span.row.is_none_or(|row| headers.any(|header| row <= *header)) || is_line_of_all(span))
            && diagnostic.severity == Severity::Error
        {
            for sender in &file.organisations {
                found.entry(sender).or_default().push(diagnostic);
            }
        }
    }
    found
}

/// How many warnings of a period still wait for a reason: those about what counts, and none about a row that is rejected.
pub fn unexplained(validation: &Validation, period: &str) -> usize {
    let of_period = || validation.files.iter().filter(|file| file.period == period && file.accepted > 0);
    let warnings = |file: &File| -> Vec<BTreeSet<Record>> {
        let of_file = file.diagnostics.iter().filter(|one| one.severity == Severity::Warning);
        of_file.map(|one| records(&one.span).collect()).collect()
    };
    let mut accepted: BTreeMap<&str, BTreeSet<Record>> = BTreeMap::new();
    let mut wanted: BTreeMap<&str, BTreeSet<Record>> =
        of_period().map(|file| (file.reading.file.as_str(), warnings(file).into_iter().flatten().collect())).collect();
    wanted.retain(|_, records| !records.is_empty());
    for ((_, _), rows) in validation.rows.iter().filter(|((_, of), _)| of == period) {
        for at in (0..rows.batch.rows()).filter(|at| !rows.from_register[*at]) {
            let origin = &rows.batch.places[at].origin;
            let Some(file) = origin.span.file.as_deref() else { continue };
            let Some((file, wanted)) = wanted.get_key_value(file) else { continue };
            accepted.entry(*file).or_default().extend(records(&rows.batch.span(at)).filter(|one| wanted.contains(one)));
        }
    }
    let none = BTreeSet::new();
    let count = |file: &File| {
        let (warnings, name) = (warnings(file), file.reading.file.as_str());
        let wanted = wanted.get(name).unwrap_or(&none);
        let mut rejected: BTreeSet<Record> = if file.reading.batches.is_empty() {
            // Its rows were let go; of each that was rejected an error is told.
            let errors = file.diagnostics.iter().filter(|one| one.severity == Severity::Error);
            let of_rows = errors.flat_map(|one| records(&one.span)).filter(|record| !record.is_column);
            of_rows.filter(|record| is_below_headers(file, record)).collect()
        } else {
            senders(file, wanted).into_keys().collect()
        };
        rejected.retain(|record| !accepted.get(name).unwrap_or(&none).contains(record));
        warnings.iter().filter(|of_one| of_one.is_disjoint(&rejected)).count()
    };
    of_period().map(count).sum()
}

/// True for a whole line of a form whose fields stand below each other: it holds an answer of each.
fn is_line_of_all(span: &Span) -> bool {
    span.turned && span.column.is_none()
}

fn is_below_headers(file: &File, record: &Record) -> bool {
    file.reading.sheets.iter().flat_map(|sheet| &sheet.header_rows).all(|header| record.number > *header)
}

/// The records that a place may be in.
fn records(span: &Span) -> impl Iterator<Item = Record> {
    let record = |is_column| move |number| Record { sheet: span.sheet.clone(), is_column, number };
    span.row.map(record(false)).into_iter().chain(span.column.map(record(true)))
}

/// Which of some records are rows, and their senders where they can be read.
fn senders<'f>(file: &'f File, wanted: &BTreeSet<Record>) -> BTreeMap<Record, Option<&'f str>> {
    let of_batches = file.reading.batches.iter().flat_map(|batch| {
        (0..batch.rows()).filter_map(|at| {
            let mut of_row = records(&batch.span(at)).filter(|record| wanted.contains(record)).collect::<Vec<_>>();
            Some((of_row.pop()?, batch.sender(at)))
        })
    });
    let unread = file.reading.unread.iter().map(|((sheet, number), sender)| {
        let of_sheet = file.reading.sheets.iter().find(|one| one.sheet.as_deref() == sheet.as_deref());
        let is_column = of_sheet.is_some_and(|sheet| sheet.header_rows.is_empty());
        (Record { sheet: sheet.clone(), is_column, number: *number }, Some(sender.as_str()))
    });
    of_batches.chain(unread).collect()
}
