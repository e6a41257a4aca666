//! Table batches against their dataset, the register, earlier periods and the reasons given.

mod cells;
mod checks;
mod closing;
mod core;
mod explanations;
mod founding;
mod keys;
mod members;
mod pairs;
mod parts;
mod round;
mod settle;
mod stamps;
mod totals;
mod watch;

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset};
use crate::definition::project::Period;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::expression::Expression;
use crate::register::Register;
use crate::source::Span;
use crate::table::Batch;
pub use crate::table::accepted::{Accepted, Reason};
use crate::table::columns::record_keys;
use crate::value::State;
use round::{Finding, Round};
use settle::Settled;

/// Reasons that settle warnings, from `explanations.csv`.
#[derive(Debug, Clone, Default)]
pub struct Explanations {
    /// The reasons, in the order of the file.
    pub reasons: Vec<Explanation>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Ten digits.
    pub organisation: String,
    /// Period it is for.
    pub period: String,
    /// Dataset it is for.
    pub dataset: String,
    /// Record within it; empty for the only one.
    pub record: String,
    /// Check it answers, with or without its dataset: `fte_chain`.
    pub check: String,
    /// Values it was given for, `fte_opening=3.5`; when they change it no longer holds. Empty holds for all.
    pub values: BTreeMap<String, String>,
    /// Code of the codelist `reason`.
    pub reason_code: String,
    /// In the enterprise's own words.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub date: String,
    /// Column of the form it stands beside, for whatever is to be explained there; then it names no check.
    pub beside: Option<String>,
    /// The words may be printed.
    pub publish: bool,
    /// Where it stands.
    pub span: Span,
    /// Where its words stand, or its code where it has none.
    pub said: Span,
}

/// What validating one dataset and period gave.
#[derive(Debug, Clone)]
pub struct Validated {
    /// The rows that count.
    pub accepted: Accepted,
    /// Rows accepted and rejected, by file.
    pub counts: BTreeMap<String, (u32, u32)>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Checks whose condition was NULL, with how often: not compared.
    pub not_compared: BTreeMap<String, u32>,
}

/// Rows that are validated together at least, where batches are as small as one form.
const TOGETHER: usize = 8_192;

/// What rows of a period are held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The period.
    pub period: &'a Period,
    /// The project's definitions.
    pub definitions: &'a Definitions,
    /// The project's register.
    pub register: &'a Register,
    /// The accepted rows of the period before.
    pub previous: Option<&'a Accepted>,
    /// Reasons that settle warnings.
    pub explanations: &'a Explanations,
    /// Rows that count are kept; else only what was found is.
    pub keeps: bool,
}

/// Validates all batches of one dataset and period.
///
/// Rows with an error, or with a cell that could not be read, are rejected. Findings come in the order of their places.
pub fn validate<B: Borrow<Batch> + Sync>(batches: &[B], dataset: &str, against: &Against<'_>) -> Validated {
    let Against { period, definitions, register, previous, explanations, keeps } = *against;
    let definition = definitions.datasets.get(dataset).expect("a dataset that was read is defined");
    let population: BTreeSet<&str> =
        register.population(period).into_iter().map(|row| row.organisation.as_str()).collect();
    let keys = previous.map(|previous| record_keys(&previous.batch, definition)).unwrap_or_default();
    let previous = previous.map(|previous| (previous, keys.as_slice()));
    let begin = |batch| Round::new(batch, definition, period, definitions, register, previous, &population);
    let together = together(batches, definition);
    let mut held: Vec<Held> = together.into_par_iter().map(|batch| Held::new(begin(batch))).collect();
    if held.is_empty() {
        held.push(Held::new(begin(Cow::Owned(closing::blank(definition, None, 0)))));
    }
    let (rounds, mut findings): (Vec<Round>, Vec<Vec<Finding>>) =
        held.into_iter().map(|held| (held.round, held.findings)).unzip();
    keys::check(&rounds, &mut findings);
    let checked: Vec<(Vec<bool>, BTreeMap<String, u32>)> =
        rounds.par_iter().zip(&mut findings).map(|(round, findings)| across_columns(round, findings)).collect();
    let (accepted_rows, not_compared): (Vec<Vec<bool>>, Vec<BTreeMap<String, u32>>) = checked.into_iter().unzip();
    let mut settled = settle::settle(&rounds, &mut findings, explanations, &accepted_rows);
    let counts = counts(&rounds, &accepted_rows);
    let accepted = if keeps {
        accepted(&rounds, &findings, &accepted_rows, &mut settled)
    } else {
        Accepted::none(closing::blank(definition, None, 0))
    };
    let findings = findings.into_iter().flatten().map(|finding| finding.diagnostic);
    let mut diagnostics: Vec<Diagnostic> = findings.chain(settled.notes).collect();
    diagnostic::sort(&mut diagnostics);
    Validated { accepted, counts, diagnostics, not_compared: sums(not_compared) }
}

/// Rows that were held against what each of their cells must be.
struct Held<'a> {
    round: Round<'a>,
    findings: Vec<Finding>,
}

impl<'a> Held<'a> {
    fn new(mut round: Round<'a>) -> Self {
        let mut findings = Vec::new();
        stamps::check(&round, &mut findings);
        founding::fill(&mut round, &mut findings);
        totals::fill(&mut round);
        cells::check(&round, &mut findings);
        members::check(&round, &mut findings);
        Self { round, findings }
    }
}

/// Holds the cells of a row against each other; gives the rows that are accepted, and how often which check could not be
/// made.
fn across_columns(round: &Round, findings: &mut Vec<Finding>) -> (Vec<bool>, BTreeMap<String, u32>) {
    let mut not_compared = BTreeMap::new();
    parts::check(round, findings, &mut not_compared);
    checks::check(round, findings, &mut not_compared);
    pairs::check(round, findings);
    watch::check(round, findings);
    core::check(round, findings);
    (accepted_rows(round, findings), not_compared)
}

/// Batches put together so that none is tiny; all of them where a rule looks at all rows of the period.
fn together<'b, B: Borrow<Batch>>(batches: &'b [B], dataset: &Dataset) -> Vec<Cow<'b, Batch>> {
    let checks = dataset.checks.iter().flat_map(|check| [&check.condition, &check.guard]);
    let rules = checks.chain(dataset.fields.iter().map(|field| &field.founding));
    let most = if rules.flatten().any(Expression::looks_across) { usize::MAX } else { TOGETHER };
    let mut groups: Vec<(usize, Vec<&Batch>)> = Vec::new();
    for batch in batches.iter().map(Borrow::borrow) {
        match groups.last_mut().filter(|(rows, _)| *rows < most && batch.rows() < most) {
            Some((rows, group)) => {
                *rows += batch.rows();
                group.push(batch);
            }
            None => groups.push((batch.rows(), vec![batch])),
        }
    }
    let one = |(_, group): (usize, Vec<&'b Batch>)| match group[..] {
        [batch] => Cow::Borrowed(batch),
        _ => Cow::Owned(Batch::concat(&group).expect("a group has batches")),
    };
    groups.into_iter().map(one).collect()
}

/// The rows that count, with what is known of them.
fn accepted(
    rounds: &[Round],
    findings: &[Vec<Finding>],
    accepted_rows: &[Vec<bool>],
    settled: &mut Settled,
) -> Accepted {
    let filter = |(round, rows): (&Round, &Vec<bool>)| round.batch.filter(rows);
    let batches: Vec<Batch> = rounds.par_iter().zip(accepted_rows).map(filter).collect();
    let mut accepted = Accepted::none(Batch::concat(&batches).expect("there is a round"));
    drop(batches);
    for (at, ((round, findings), rows)) in rounds.iter().zip(findings).zip(accepted_rows).enumerate() {
        let mut unsettled: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Warning) {
            let unsettled = unsettled.entry(finding.row).or_default();
            // A warning about no column in particular is about the whole row.
            match finding.columns.as_slice() {
                [] => unsettled.extend(round.batch.columns.keys().cloned()),
                about => unsettled.extend(about.iter().cloned()),
            }
        }
        for (row, organisation) in round.organisations().enumerate().filter(|(row, _)| rows[*row]) {
            accepted.organisations.extend(organisation.map(str::to_owned));
            accepted.unsettled.push(unsettled.remove(&row).unwrap_or_default());
            accepted.reasons.push(settled.reasons.remove(&(at, row)).unwrap_or_default());
        }
    }
    accepted.from_register = vec![false; accepted.organisations.len()];
    closing::append(rounds, &mut accepted);
    accepted
}

fn sums(counts: Vec<BTreeMap<String, u32>>) -> BTreeMap<String, u32> {
    let mut sums = BTreeMap::new();
    for (name, count) in counts.into_iter().flatten() {
        *sums.entry(name).or_default() += count;
    }
    sums
}

/// Rows without an error and without a cell that could not be read.
fn accepted_rows(round: &Round, findings: &[Finding]) -> Vec<bool> {
    let mut accepted: Vec<bool> = round.organisations().map(|known| known.is_some()).collect();
    let is_missing = |definition: &&ColumnDefinition| {
        let column = round.batch.columns.get(&definition.name);
        column.is_some_and(|column| column.states.iter().any(|state| matches!(state, State::Missing(_))))
    };
    for definition in round.dataset.columns.iter().filter(|column| cells::may_lack(round, column)).filter(is_missing) {
        for (row, accepted) in accepted.iter_mut().enumerate() {
            *accepted = *accepted && !cells::is_lacking(round, definition, row);
        }
    }
    for column in round.batch.columns.values() {
        for (accepted, state) in accepted.iter_mut().zip(&column.states) {
            *accepted &= *state != State::Unreadable;
        }
    }
    for finding in findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Error) {
        accepted[finding.row] = false;
    }
    accepted
}

fn counts(rounds: &[Round], accepted: &[Vec<bool>]) -> BTreeMap<String, (u32, u32)> {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (round, accepted) in rounds.iter().zip(accepted) {
        let rows: Vec<(&str, bool)> = round
            .batch
            .places
            .iter()
            .map(|place| place.origin.span.file.as_deref().unwrap_or_default())
            .zip(accepted.iter().copied())
            .collect();
        for of_file in rows.chunk_by(|one, next| one.0 == next.0) {
            let good = of_file.iter().filter(|(_, accepted)| *accepted).count();
            let count = counts.entry(of_file[0].0.to_owned()).or_default();
            count.0 += small(good);
            count.1 += small(of_file.len() - good);
        }
    }
    counts
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("a file has fewer rows than that")
}
