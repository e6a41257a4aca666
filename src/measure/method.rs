//! By which method each organisation counted: what the fields say that its figures are counted by.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::Sheet;
use crate::definition::dataset::Dataset;

/// What an organisation answered to each of the fields in rows that count, blank where it did not; those that answered none
/// are left out.
///
/// Of several rows that say different things it is all of them, so that it is like no single one.
pub(super) fn methods<'a>(
    fields: &BTreeSet<String>,
    dataset: &Dataset,
    sheet: &Sheet<'a>,
    counts: impl Fn(usize) -> bool,
) -> BTreeMap<&'a str, String> {
    let columns: Vec<_> = dataset.counted_by(|field| fields.contains(field)).collect();
    if columns.is_empty() {
        return BTreeMap::new();
    }
    let columns: Vec<_> = columns.into_iter().map(|name| sheet.accepted.batch.columns.get(name)).collect();
    let mut said: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (row, at) in sheet.whose.iter().enumerate() {
        if !counts(row) || sheet.accepted.from_register[row] {
            continue;
        }
        let answers = columns.iter().map(|column| column.and_then(|column| column.written(row)).unwrap_or_default());
        let answers: Vec<String> = answers.collect();
        if answers.iter().any(|answer| !answer.is_empty()) {
            said.entry(sheet.organisations[*at as usize]).or_default().insert(answers.join(";"));
        }
    }
    said.into_iter().map(|(one, said)| (one, said.into_iter().collect::<Vec<_>>().join(" / "))).collect()
}
