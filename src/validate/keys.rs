//! One row for each key: within a file and across the files of a period.

use std::collections::BTreeMap;

use super::round::{Finding, Round, faulted, organisation_column};
use super::stamps;
use crate::definition::dataset::FieldType;
use crate::diagnostic::words::words;
use crate::source::{Span, column_letters};
use crate::table::columns::record_keys;
use crate::text::{LANGUAGES, Text};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let Some(organisation) = organisation_column(round.dataset) else { return };
    let mut rows: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let others = stamps::of_other_forms(findings);
    for row in 0..round.batch.rows() {
        // A form that somebody else filled in takes no other row with it.
        if others.contains(&row) {
            continue;
        }
        // A row whose key is not whole is another fault.
        rows.entry(key(round, row).unwrap_or_default()).or_default().push(row);
    }
    rows.remove(&Vec::new());
    let mut twins: Vec<bool> = (0..round.batch.rows()).map(|row| others.contains(&row)).collect();
    for same in rows.values().filter(|same| same.len() > 1) {
        for row in same {
            twins[*row] = true;
            findings.push(twin(round, "duplicate-key", organisation, *row, same));
        }
    }
    second_years(round, findings, organisation, &twins);
}

/// Two financial years of one record in one period: flows would be counted twice, stocks taken twice.
fn second_years(round: &Round, findings: &mut Vec<Finding>, organisation: &str, twins: &[bool]) {
    let misplaced: Vec<usize> = faulted(findings)
        .into_iter()
        .filter(|(_, column)| *column == round.dataset.period.as_str())
        .map(|(row, _)| row)
        .collect();
    let mut records: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (row, record) in record_keys(&round.batch, round.dataset).into_iter().enumerate() {
        if !twins[row] && !misplaced.contains(&row) && key(round, row).is_some() {
            records.entry(record).or_default().push(row);
        }
    }
    for same in records.values().filter(|same| same.len() > 1) {
        for row in same {
            findings.push(twin(round, "second-year-in-period", organisation, *row, same));
        }
    }
}

/// The finding on one of several rows; it names the first of the others.
fn twin(round: &Round, rule: &str, organisation: &str, row: usize, same: &[usize]) -> Finding {
    let other = same.iter().copied().find(|other| *other != row).unwrap_or(row);
    let place = place(&round.batch.span(other), &round.batch.span(row));
    round.worded(rule, row, organisation, &[("period", &round.period.period)], &[("other", &place)])
}

/// Where another row is, as seen from a row: the file is left out where it is the same.
fn place(other: &Span, here: &Span) -> Text {
    let in_words = |language: &str| {
        let words = words(&[language.to_owned()]);
        let mut place = String::new();
        if let Some(file) = other.file.as_ref().filter(|_| other.file != here.file) {
            place = format!("{file}, ");
        }
        if let Some(name) = other.sheet.as_ref().filter(|_| other.file != here.file || other.sheet != here.sheet) {
            place = format!("{place}{} '{name}', ", words.sheet);
        }
        let at = match (other.row, other.column) {
            // The answers of a form stand below each other.
            (None, Some(letters)) => format!("{} {}", words.column, column_letters(letters)),
            (number, _) => format!("{} {}", words.row.one, number.unwrap_or_default()),
        };
        (language.to_owned(), format!("{place}{at}"))
    };
    Text(LANGUAGES.into_iter().map(in_words).collect())
}

fn key(round: &Round, row: usize) -> Option<Vec<String>> {
    let of_organisation = |name: &str| {
        round.dataset.field(name).is_some_and(|field| field.kind == FieldType::OrganisationNumber)
            && organisation_column(round.dataset) == Some(name)
    };
    (round.dataset.key.iter())
        .map(|name| {
            if of_organisation(name) {
                round.organisations[row].clone()
            } else {
                round.batch.columns.get(name.as_str())?.written(row)
            }
        })
        .collect()
}
