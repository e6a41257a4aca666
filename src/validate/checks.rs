//! The dataset's own checks: false is a finding, null is not compared.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};

use super::round::{Finding, Round, faulted};
use super::slips::{self, Slips};
use super::{stamps, wholes};
use crate::definition::dataset::Check;
use crate::diagnostic::figure::said;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::{Columns, Expression, Reference, decimal_at};
use crate::table::Column;
use crate::table::columns::RowColumns;
use crate::text::{Text, places};
use crate::value::{Missing, State};

/// Finds what fails the checks that tell of slips, and what was meant in their stead.
pub(super) fn slips(
    round: &Round,
    findings: &mut Vec<Finding>,
    slips: &mut Slips,
    not_compared: &mut BTreeMap<String, u32>,
) {
    let checks: Vec<&Check> = round.dataset.checks.iter().filter(|check| check.slip.is_some()).collect();
    if checks.is_empty() {
        return;
    }
    let columns = round.columns();
    for check in checks {
        let from = findings.len();
        run(round, &columns, &[check], (findings, slips), not_compared);
        let Some(slip) = check.slip.as_ref().filter(|_| findings.len() > from) else { continue };
        let meant = slip.expression.as_ref().and_then(|meant| meant.rows(&columns).ok());
        for (told, finding) in findings.iter().enumerate().skip(from) {
            let value = meant.as_ref().and_then(|meant| decimal_at(meant, finding.row).ok().flatten());
            slips.add(finding.row, &slip.field, value, told);
        }
    }
}

/// Finds what fails the other checks.
pub(super) fn check(
    round: &Round,
    findings: &mut Vec<Finding>,
    slips: &Slips,
    not_compared: &mut BTreeMap<String, u32>,
) {
    let checks: Vec<&Check> = round.dataset.checks.iter().filter(|check| check.slip.is_none()).collect();
    run(round, &round.columns(), &checks, (findings, slips), not_compared);
}

/// Finds what fails some checks; what would not, had the sender written what was meant, the finding on the slip stands for.
fn run(
    round: &Round,
    columns: &RowColumns,
    checks: &[&Check],
    (findings, slips): (&mut Vec<Finding>, &Slips),
    not_compared: &mut BTreeMap<String, u32>,
) {
    let as_meant = slips.meant(round);
    let meant = as_meant.as_ref().map(Round::columns);
    let (mut found, mut wholes_told) = (Vec::new(), BTreeSet::new());
    // What a slip stands for is asked of the slip: its own cell is no other fault.
    let others =
        findings.iter().filter(|finding| finding.columns.first().is_none_or(|one| !slips.has(finding.row, one)));
    let faults: BTreeSet<(usize, String)> =
        faulted(others).into_iter().map(|(row, column)| (row, column.to_owned())).collect();
    let strange = stamps::strange(findings);
    for check in checks {
        let Some(condition) = &check.condition else { continue };
        let rule = format!("{}.{}", round.dataset.dataset.value, check.check.value);
        let Some(truths) = Truths::of(check, condition, columns) else { continue };
        if truths.hold_everywhere() {
            continue;
        }
        let names = spoken_of(check, condition);
        let looks_elsewhere = condition.references().iter().any(|reference| !reference.is_row());
        let mut otherwise: Option<Option<Truths>> = None;
        for row in (0..round.batch.rows()).filter(|row| truths.of_row(*row) != Some(true)) {
            // A row of another year or enterprise is told first; what it differs in from other rows follows from it.
            let is_fault = |name: &String| faults.contains(&(row, name.clone()));
            if (looks_elsewhere && strange.contains(&row)) || names.iter().any(is_fault) {
                continue;
            }
            if truths.of_row(row).is_none() {
                let told = whole_not_answered(round, check, condition, row);
                found.extend(told.filter(|one| wholes_told.insert((row, one.columns[0].clone()))));
                *not_compared.entry(rule.clone()).or_default() += 1;
                continue;
            }
            let one = finding(round, columns, check, &rule, &names, row);
            let all = check.expressions().flat_map(Expression::references).filter(Reference::is_row);
            let root = slips.told(row, all.map(|reference| reference.name)).filter(|_| {
                let meant = otherwise.get_or_insert_with(|| Truths::of(check, condition, meant.as_ref()?));
                meant.as_ref().is_some_and(|truths| truths.of_row(row) != Some(false))
            });
            match root {
                Some(root) => slips::absorb(&mut findings[root], one),
                None => found.push(one),
            }
        }
    }
    findings.extend(found);
}

/// A check that a part is at most its whole could not be made, because the whole is said not to be there.
fn whole_not_answered(round: &Round, check: &Check, condition: &Expression, row: usize) -> Option<Finding> {
    let is_error = !check.beta && Severity::parse(&check.severity) == Some(Severity::Error);
    let (part, whole) = condition.part_and_whole().filter(|_| is_error)?;
    wholes::contradicted(round, row, whole, &[(part, round.number(row, part)?)], false)
}

/// What a check comes to in each row.
struct Truths {
    held: BooleanArray,
    guard: Option<BooleanArray>,
}

impl Truths {
    /// None where it cannot be calculated at all.
    fn of(check: &Check, condition: &Expression, columns: &RowColumns) -> Option<Self> {
        let held = truth(condition, columns)?;
        Some(Self { held, guard: check.guard.as_ref().and_then(|guard| truth(guard, columns)) })
    }

    fn hold_everywhere(&self) -> bool {
        self.guard.is_none() && self.held.null_count() == 0 && self.held.true_count() == self.held.len()
    }

    /// True where it holds or is not for the row, none where that is not known.
    fn of_row(&self, row: usize) -> Option<bool> {
        let of = |truths: &BooleanArray| truths.is_valid(row).then(|| truths.value(row));
        match (self.guard.as_ref().map(of), of(&self.held)) {
            (Some(Some(false)), _) => Some(true),
            (Some(None), _) => None,
            (_, held) => held,
        }
    }
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
            values.entry(place.to_owned()).or_insert_with(|| value(round, columns, place, row));
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
    Finding { row, columns: names.to_vec(), implied: Vec::new(), diagnostic }
}

/// A row's value for a place of a message: `{hired}`, or `{PREVIOUS(hired)}` for that of the period before, or
/// `{OTHER(other.hired)}` for that of another dataset.
///
/// A number stands as each language writes what was read, anything else as its sender wrote it.
fn value(round: &Round, columns: &RowColumns, place: &str, row: usize) -> Option<Text> {
    let reference = Reference::read(place);
    if !reference.is_row() {
        let values = columns.column(&reference)?;
        let column = Column { values, states: Vec::new() };
        return column.number(row).map(said).or_else(|| column.written(row).map(|text| Text::same(&text)));
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
