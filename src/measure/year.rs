//! How many months the financial years last in which each organisation gives to a figure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::sheet::Sheet;
use crate::definition::dataset::Dataset;

/// Whole months of the financial years in an organisation's own rows that count, by the nearest number of days: 52 weeks are
/// twelve months. Years that several rows are about are taken once. Nothing of a dataset whose key has no first day.
pub(super) fn months<'a>(
    dataset: &Dataset,
    sheet: &Sheet<'a>,
    counts: impl Fn(usize) -> bool,
) -> BTreeMap<&'a str, i64> {
    let column = |name: &str| sheet.accepted.batch.columns.get(name);
    let Some((start, end)) = dataset.start().and_then(column).zip(column(&dataset.period)) else {
        return BTreeMap::new();
    };
    let mut years: BTreeMap<&str, BTreeSet<(NaiveDate, NaiveDate)>> = BTreeMap::new();
    for (row, at) in sheet.whose.iter().enumerate() {
        if !counts(row) || sheet.accepted.from_register[row] {
            continue;
        }
        if let Some(year) = start.date(row).zip(end.date(row)) {
            years.entry(sheet.organisations[*at as usize]).or_default().insert(year);
        }
    }
    let days = |years: &BTreeSet<(NaiveDate, NaiveDate)>| -> i64 {
        years.iter().map(|(start, end)| (*end - *start).num_days() + 1).sum()
    };
    years.iter().map(|(one, years)| (*one, months_of(days(years)))).collect()
}

/// The whole months that are nearest to some days, of 365.25 a year.
fn months_of(days: i64) -> i64 {
    (days * 4 * 12 + 1461 / 2).div_euclid(1461)
}
