//! One row for each key: within a file and across the files of a period.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashSet, FxHasher};

use super::round::{Finding, Round, faulted};
use super::stamps;
use crate::definition::dataset::FieldType;
use crate::diagnostic::words::words;
use crate::source::{Span, column_letters};
use crate::table::columns::{lasting_columns, record_key};
use crate::text::{LANGUAGES, Text};

/// Parts that numbers of keys are sorted in: as many as six bits can tell.
const PARTS: usize = 64;
/// Numbers that are copied to be sorted at once, about: of more of them some parts after the others, so that not all are there
/// twice.
const AT_ONCE: usize = 4_000_000;

/// A row by the position of its round and its own.
type Place = (usize, usize);

/// Finds the rows of one key, among all rows of a period whose numbers occur twice.
pub(super) fn check(rounds: &[Round], findings: &mut [Vec<Finding>], twice: &FxHashSet<u64>) {
    let Some(organisation) = rounds.first().and_then(|round| round.dataset.organisation()) else { return };
    let suspects = suspects(rounds, twice);
    if suspects.is_empty() {
        return;
    }
    let mut rows: BTreeMap<Vec<String>, Vec<Place>> = BTreeMap::new();
    let others: Vec<BTreeSet<usize>> = findings.iter().map(|findings| stamps::of_other_forms(findings)).collect();
    for &(round, row) in &suspects {
        // A form that somebody else filled in takes no other row with it.
        if others[round].contains(&row) {
            continue;
        }
        // A row whose key is not whole is another fault.
        rows.entry(key(&rounds[round], row).unwrap_or_default()).or_default().push((round, row));
    }
    rows.remove(&Vec::new());
    let is_other = |(round, row): &&Place| others[*round].contains(row);
    let mut twins: BTreeSet<Place> = suspects.iter().filter(is_other).copied().collect();
    for (place, same) in in_order(&rows) {
        twins.insert(place);
        findings[place.0].push(twin(rounds, "duplicate-key", organisation, place, same));
    }
    second_years(rounds, findings, organisation, &suspects, &twins);
}

/// A number for each row, the same for rows of one key: the whole key is the lasting one and days, so that rows which
/// differ in that differ in the whole.
pub(super) fn numbers(round: &Round) -> Vec<u64> {
    let mut hashers = vec![FxHasher::default(); round.batch.rows()];
    for column in lasting_columns(&round.batch, round.dataset) {
        for ((row, hasher), text) in hashers.iter_mut().enumerate().zip(column.texts()) {
            match text {
                Some(text) => text.hash(hasher),
                None => column.written(row).hash(hasher),
            }
        }
    }
    hashers.iter().map(Hasher::finish).collect()
}

/// The numbers that occur twice.
pub(super) fn twice(numbers: &[Vec<u64>]) -> FxHashSet<u64> {
    let count: usize = numbers.iter().map(Vec::len).sum();
    let each = PARTS / count.div_ceil(AT_ONCE).next_power_of_two().min(PARTS);
    (0..PARTS).step_by(each).flat_map(|first| twice_of(numbers, first..first + each)).collect()
}

/// Those that occur twice among the numbers of some parts.
fn twice_of(numbers: &[Vec<u64>], parts: Range<usize>) -> Vec<u64> {
    // Equal ones share their highest bits, and few of these are sorted in less time than all.
    let parted = |numbers: &Vec<u64>| {
        let room = numbers.len() / PARTS * 5 / 4;
        let mut parted: Vec<Vec<u64>> = parts.clone().map(|_| Vec::with_capacity(room)).collect();
        for number in numbers {
            if let Some(part) = parted.get_mut(((number >> 58) as usize).wrapping_sub(parts.start)) {
                part.push(*number);
            }
        }
        parted
    };
    let parted: Vec<Vec<Vec<u64>>> = numbers.par_iter().map(parted).collect();
    let of_part = |part: usize| {
        let mut sorted: Vec<u64> = parted.iter().flat_map(|parts| &parts[part]).copied().collect();
        sorted.sort_unstable();
        sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect::<Vec<u64>>()
    };
    (0..parts.len()).into_par_iter().flat_map_iter(of_part).collect()
}

/// The rows whose key another one may have too.
fn suspects(rounds: &[Round], twice: &FxHashSet<u64>) -> Vec<Place> {
    if twice.is_empty() {
        return Vec::new();
    }
    let of_round = |(at, round): (usize, &Round)| {
        let numbers = numbers(round).into_iter().enumerate();
        numbers.filter(|(_, number)| twice.contains(number)).map(|(row, _)| (at, row)).collect()
    };
    let suspects: Vec<Vec<Place>> = rounds.par_iter().enumerate().map(of_round).collect();
    suspects.concat()
}

/// Two financial years of one record in one period: flows would be counted twice, stocks taken twice.
fn second_years(
    rounds: &[Round],
    findings: &mut [Vec<Finding>],
    organisation: &str,
    suspects: &[Place],
    twins: &BTreeSet<Place>,
) {
    let mut misplaced: BTreeSet<Place> = BTreeSet::new();
    for (at, (round, findings)) in rounds.iter().zip(&*findings).enumerate() {
        let of_period = faulted(findings).into_iter().filter(|(_, column)| *column == round.dataset.period.as_str());
        misplaced.extend(of_period.map(|(row, _)| (at, row)));
    }
    let mut records: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for &place in suspects {
        let (round, row) = (&rounds[place.0], place.1);
        if !twins.contains(&place) && !misplaced.contains(&place) && key(round, row).is_some() {
            records.entry(record_key(&lasting_columns(&round.batch, round.dataset), row)).or_default().push(place);
        }
    }
    for (place, same) in in_order(&records) {
        findings[place.0].push(twin(rounds, "second-year-in-period", organisation, place, same));
    }
}

/// Each row that is not the only one of its key, with all that are, in the order of the rows: their cells are read again, and
/// those of one file should be before those of the next.
fn in_order<K>(rows: &BTreeMap<K, Vec<Place>>) -> BTreeMap<Place, &[Place]> {
    let several = rows.values().filter(|same| same.len() > 1);
    several.flat_map(|same| same.iter().map(move |place| (*place, same.as_slice()))).collect()
}

/// The finding on one of several rows; it names the first of the others.
fn twin(rounds: &[Round], rule: &str, organisation: &str, row: Place, same: &[Place]) -> Finding {
    let other = same.iter().copied().find(|other| *other != row).unwrap_or(row);
    let round = &rounds[row.0];
    let (there, here) = (rounds[other.0].batch.span(other.1), round.batch.span(row.1));
    let place = place(&there, &here);
    let period = ("period", round.period.period.as_str());
    // Only whoever keeps the project can move a file; within one its sender takes out what is too much.
    if there.file != here.file {
        // A file with other rows is moved by nobody: what else stands in it would no longer count.
        let files = [(row, &here), (other, &there)];
        let shared =
            files.into_iter().find(|(place, _)| has_company(rounds, *place)).and_then(|(_, at)| at.file.as_deref());
        let way = shared.map_or(("folder", "superseded"), |file| ("shared", file));
        return round.worded(rule, row.1, organisation, &[period, way], &[("other", &place)]);
    }
    let of_sheet = there.sheet.as_deref().filter(|_| there.sheet != here.sheet);
    if let Some(sheet) = of_sheet {
        return round.worded(rule, row.1, organisation, &[period, ("sheet", sheet)], &[("other", &place)]);
    }
    // The answers of an organisation are a row of a table, and a column of a form.
    let what = if there.row.is_some() { "row" } else { "answers" };
    round.worded(rule, row.1, organisation, &[period], &[("other", &place), (what, &place)])
}

/// True for a row of a file with other rows: they stand beside each other, perhaps in the round before or after.
fn has_company(rounds: &[Round], (round, row): Place) -> bool {
    let last = |(at, round): (usize, &Round)| Some((at, round.batch.rows().checked_sub(1)?));
    let first = |(at, round): (usize, &Round)| (round.batch.rows() > 0).then_some((at, 0));
    let before = match row.checked_sub(1) {
        Some(row) => Some((round, row)),
        None => rounds[..round].iter().enumerate().rev().find_map(last),
    };
    let after = if row + 1 < rounds[round].batch.rows() {
        Some((round, row + 1))
    } else {
        rounds.iter().enumerate().skip(round + 1).find_map(first)
    };
    let file = |(round, row): Place| rounds[round].batch.span(row).file;
    let own = file((round, row));
    [before, after].into_iter().flatten().any(|beside| file(beside) == own)
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
            (None, Some(letters)) => format!("{} {}", words.column.one, column_letters(letters)),
            (number, _) => format!("{} {}", words.row.one, number.unwrap_or_default()),
        };
        (language.to_owned(), format!("{place}{at}"))
    };
    Text(LANGUAGES.into_iter().map(in_words).collect())
}

fn key(round: &Round, row: usize) -> Option<Vec<String>> {
    let of_organisation = |name: &str| {
        round.dataset.field(name).is_some_and(|field| field.kind == FieldType::OrganisationNumber)
            && round.dataset.organisation() == Some(name)
    };
    (round.dataset.key.iter())
        .map(|name| {
            if of_organisation(name) {
                round.organisation(row).map(str::to_owned)
            } else {
                round.batch.columns.get(name.as_str())?.written(row)
            }
        })
        .collect()
}
