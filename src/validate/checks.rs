//! The dataset's own checks: false is a finding, null is not compared.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};

use super::round::{Finding, Round, faulted};
use super::stamps::is_other_form;
use crate::definition::dataset::Check;
use crate::diagnostic::figure::said;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::{Columns, Expression, Reference};
use crate::number::Numbers;
use crate::table::Column;
use crate::table::columns::RowColumns;
use crate::text::{Text, places};
use crate::value::{Missing, State};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>, not_compared: &mut BTreeMap<String, u32>) {
    let columns = round.columns();
    let mut found = Vec::new();
    let faults = faulted(findings);
    let strange: BTreeSet<usize> =
        findings.iter().filter(|one| is_strange(&one.diagnostic)).map(|one| one.row).collect();
    for check in &round.dataset.checks {
        let Some(condition) = &check.condition else { continue };
        let rule = format!("{}.{}", round.dataset.dataset.value, check.check.value);
        let Some(held) = truth(condition, &columns) else { continue };
        if check.guard.is_none() && held.null_count() == 0 && held.true_count() == held.len() {
            continue;
        }
        let guard = check.guard.as_ref().and_then(|guard| truth(guard, &columns));
        let names = spoken_of(check, condition);
        let looks_elsewhere = condition.references().iter().any(|reference| !reference.is_row());
        for row in 0..round.batch.rows() {
            let applies = guard.as_ref().is_none_or(|guard| guard.is_null(row) || guard.value(row));
            let unknown = held.is_null(row) || guard.as_ref().is_some_and(|guard| guard.is_null(row));
            if !applies || (!unknown && held.value(row)) {
                continue;
            }
            // A row of another year or enterprise is told first; what it differs in from other rows follows from it.
            if (looks_elsewhere && strange.contains(&row))
                || names.iter().any(|name| faults.contains(&(row, name.as_str())))
            {
                continue;
            }
            if unknown {
                *not_compared.entry(rule.clone()).or_default() += 1;
            } else {
                found.push(finding(round, &columns, check, &rule, &names, row));
            }
        }
    }
    findings.extend(found);
}

/// True for a finding that the whole row is somebody else's or of another year.
fn is_strange(finding: &Diagnostic) -> bool {
    let rules = ["wrong-period", "unknown-organisation", "duplicate-key", "second-year-in-period"];
    rules.contains(&finding.rule.as_str()) || is_other_form(finding)
}

/// A condition for each row; none where it cannot be calculated at all.
fn truth(condition: &Expression, columns: &RowColumns) -> Option<BooleanArray> {
    condition.rows(columns).ok()?.as_boolean_opt().cloned()
}

/// The columns of this period that a check speaks of, in the order of its text.
fn spoken_of(check: &Check, condition: &Expression) -> Vec<String> {
    let names = condition.references().into_iter().filter(Reference::is_row);
    let mut names: Vec<(usize, String)> =
        names.map(|reference| (position(&check.that, &reference.name), reference.name)).collect();
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

/// Where a whole word first stands in a text.
fn position(text: &str, word: &str) -> usize {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word)
        .find(|(at, _)| {
            !part_of_word(text[..*at].chars().next_back()) && !part_of_word(text[at + word.len()..].chars().next())
        })
        .map_or(usize::MAX, |(at, _)| at)
}

/// The column a finding stands at: the first that the check speaks of, or among answers of yes and no the first no.
fn place<'n>(round: &Round, names: &'n [String], row: usize) -> Option<&'n String> {
    let answer = |name: &String| round.batch.columns.get(name).and_then(|column| column.boolean(row));
    let no = names.iter().find(|name| answer(name) == Some(false));
    let first = || names.iter().find(|name| round.batch.columns.contains_key(name.as_str()));
    no.filter(|_| names.iter().all(|name| answer(name).is_some())).or_else(first)
}

fn finding(round: &Round, columns: &RowColumns, check: &Check, rule: &str, names: &[String], row: usize) -> Finding {
    let shown = place(round, names, row);
    let cell = shown.and_then(|name| round.batch.cell(row, name));
    let (header, span) = round.place(cell.as_ref(), row);
    let mut values = BTreeMap::new();
    for text in check.message.0.values().chain(check.hint.0.values()) {
        for place in places(text) {
            let languages = check.message.0.keys().chain(check.hint.0.keys());
            values.entry(place.to_owned()).or_insert_with(|| value(round, columns, place, row, languages));
        }
    }
    let severity =
        if check.beta { Severity::Note } else { Severity::parse(&check.severity).unwrap_or(Severity::Warning) };
    let diagnostic = Diagnostic {
        rule: rule.to_owned(),
        severity,
        span,
        also: Vec::new(),
        column: header,
        field: shown.cloned(),
        is_figure: shown.is_some_and(|name| round.is_figure(cell.as_ref(), row, name)),
        value: shown.map(|name| round.written(row, name)).filter(|value| !value.is_empty()),
        message: fill(&check.message, &values).into(),
        hint: fill(&check.hint, &values).into(),
    };
    Finding { row, columns: names.to_vec(), diagnostic }
}

/// A row's value for a place of a message: `{hired}`, or `{PREVIOUS(hired)}` for that of the period before, or
/// `{OTHER(other.hired)}` for that of another dataset.
///
/// A number stands as each language writes what was read, anything else as its sender wrote it.
fn value<'l>(
    round: &Round,
    columns: &RowColumns,
    place: &str,
    row: usize,
    languages: impl Iterator<Item = &'l String>,
) -> Option<Text> {
    let reference = Reference::read(place);
    if !reference.is_row() {
        let values = columns.column(&reference)?;
        let column = Column { values, states: Vec::new() };
        let Some(number) = column.number(row).map(|number| number.normalize()) else {
            return column.written(row).map(|text| Text::same(&text));
        };
        let said = |language: &String| (language.clone(), Numbers::of(language).decimal(number, number.scale()));
        return Some(Text(languages.map(said).collect()));
    }
    // As written `350.000` leaves open what was read, and `4 845 tkr kronor` says a unit twice, and another one.
    let number = round.batch.columns.get(place).and_then(|column| column.number(row));
    // A dash that counts as 0 is said as what it counts.
    let counted = || {
        let is_nothing = round.state(row, place) == Some(State::Missing(Missing::NothingToReport));
        let values = columns.column(&reference).filter(|_| is_nothing)?;
        Column { values, states: Vec::new() }.number(row)
    };
    let number = number.or_else(counted);
    let shown = match number {
        Some(number) => said(number),
        None => Text::same(&round.written(row, place)),
    };
    Some(shown).filter(|text| !text.is_empty())
}

/// Fills the places; one without a value becomes a dash.
fn fill(text: &Text, values: &BTreeMap<String, Option<Text>>) -> Text {
    let in_language = |(language, text): (&String, &String)| {
        let said = |value: &Option<Text>| value.as_ref().map_or("–", |value| value.in_language(&[language])).to_owned();
        let values = values.iter().map(|(name, value)| (name.clone(), said(value))).collect();
        (language.clone(), crate::text::fill(text, &values))
    };
    Text(text.0.iter().map(in_language).collect())
}
