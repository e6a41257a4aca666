//! Table batches against their dataset, the register, earlier periods and the reasons given.

mod cells;
mod checks;
mod closing;
mod core;
mod explanations;
mod founding;
mod keys;
mod known;
mod members;
mod pairs;
mod parties;
mod parts;
mod passing;
mod round;
mod settle;
mod slips;
mod stamps;
mod sums;
mod totals;
mod watch;
mod wholes;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset};
use crate::definition::project::Period;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::register::Register;
use crate::shelf;
use crate::source::Span;
pub use crate::table::accepted::{Accepted, Reason};
use crate::table::{Batch, Rows};
use crate::value::{Missing, State};
use known::Known;
use round::{Finding, Round};
use settle::Settled;
use slips::Slips;
use sums::{Adding, Sums};

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
    /// What was told by reading the rows that were not at hand.
    pub read: Vec<Read>,
}

/// What reading a batch told, where it was read when it was needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The file, by its path.
    pub file: String,
    /// Organisations of its rows, ten digits.
    pub senders: BTreeSet<String>,
    /// Findings on its cells.
    pub findings: Vec<Diagnostic>,
}

/// A file with rows that are not as those that were looked at, by its path: it is to be read once more, every row looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlike(pub String);

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
    /// The accepted rows of what was validated before, by dataset and period.
    pub known: &'a BTreeMap<(String, String), Accepted>,
    /// Reasons that settle warnings.
    pub explanations: &'a Explanations,
    /// What is kept of rows that count.
    pub keeps: Keep,
}

/// What is kept of rows that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: what was found is all that is asked for.
    Nothing,
    /// Enough for every figure: where none can tell them apart, the sums of those that are read here.
    Sums,
    /// Each of them.
    All,
}

/// Validates all rows of one dataset and period.
///
/// Rows with an error, or with a cell that could not be read, are rejected. Findings come in the order of their places. Rows
/// that are read here are let go as soon as nobody needs them. Nothing comes of them where
/// a file turns out to be unlike what some of its rows told.
pub fn validate(rows: &[Rows], dataset: &str, against: &Against<'_>) -> Result<Validated, Unlike> {
    let Against { period, definitions, explanations, keeps, .. } = *against;
    let definition = definitions.datasets.get(dataset).expect("a dataset that was read is defined");
    let known = Known::of(definition, against);
    let begin = |batch| Round::new(batch, definition, against, &known);
    // Of a dataset with versions a figure may need columns that this one has not.
    let adds = keeps == Keep::Sums && !definitions.dataset_versions.contains_key(dataset);
    let adding = if adds { Adding::new(definitions, definition) } else { None };
    let keeps_each = keeps == Keep::All || (keeps == Keep::Sums && adding.is_none());
    let (parts, read) = passing::parts(rows, definition, keeps_each)?;
    let explained = explanations.organisations(dataset, &period.period);
    let mut passed = passing::pass(parts, read, &begin, &explained, adding.as_ref())?;
    if adding.is_some() && !passed.twice.is_empty() {
        // What was added up holds rows that another one of their key takes with it.
        return validate(rows, dataset, &Against { keeps: Keep::All, ..*against });
    }
    if passed.held.is_empty() {
        passed.held.push(Held::new(begin(Cow::Owned(closing::blank(definition, None, 0)))));
    }
    let (rounds, mut findings): (Vec<Round>, Vec<Vec<Finding>>) =
        passed.held.into_iter().map(|held| (held.round, held.findings)).unzip();
    keys::check(&rounds, &mut findings, &passed.twice);
    let mut checked: Vec<(Vec<bool>, BTreeMap<String, u32>)> = Vec::new();
    for turn in shelf::turns(rounds.iter().map(|round| round.batch.shelved())) {
        let of_turn = rounds[turn.clone()].par_iter().zip(&mut findings[turn]);
        checked.par_extend(of_turn.map(|(round, findings)| across_columns(round, findings)));
    }
    let (accepted_rows, not_compared): (Vec<Vec<bool>>, Vec<BTreeMap<String, u32>>) = checked.into_iter().unzip();
    let mut settled = settle::settle(&rounds, &mut findings, explanations, &accepted_rows);
    let accepted = if keeps == Keep::Nothing {
        Accepted::none(closing::blank(definition, None, 0))
    } else {
        let mut accepted = accepted(&rounds, &findings, &accepted_rows, &mut settled);
        if let Some(adding) = &adding {
            Sums::append(passed.sums, adding, &mut accepted);
        }
        let others = passed.read.iter().flat_map(|read| &read.senders).map(String::as_str).collect();
        closing::append(&rounds, &others, &mut accepted);
        accepted
    };
    let of_rounds = rounds.iter().zip(findings).zip(accepted_rows).zip(not_compared);
    let Told { counts, mut diagnostics, not_compared } = of_rounds
        .map(|(((round, findings), accepted), not_compared)| Told::of(round, findings, &accepted, not_compared))
        .fold(passed.told, Told::and);
    diagnostics.extend(settled.notes);
    diagnostic::sort(&mut diagnostics);
    Ok(Validated { accepted, counts, diagnostics, not_compared, read: passed.read })
}

impl Validated {
    /// The same with the columns of other versions of its dataset, which were not collected here.
    #[must_use]
    pub fn with_all_of(mut self, whole: &Dataset) -> Self {
        let batch = &mut self.accepted.batch;
        let rows = batch.rows();
        let lacks = whole.columns.iter().any(|column| !batch.columns.contains_key(&column.name));
        if lacks && !batch.columns.is_empty() {
            for (name, mut column) in closing::blank(whole, None, rows).columns {
                column.states.fill(State::Missing(Missing::NotCollected));
                batch.columns.entry(name).or_insert(column);
            }
        }
        self
    }
}

/// What was told of rows, once nothing else can be.
#[derive(Default)]
struct Told {
    counts: BTreeMap<String, (u32, u32)>,
    diagnostics: Vec<Diagnostic>,
    not_compared: BTreeMap<String, u32>,
}

impl Told {
    fn of(round: &Round, findings: Vec<Finding>, accepted: &[bool], not_compared: BTreeMap<String, u32>) -> Self {
        let diagnostics = findings.into_iter().map(|finding| finding.diagnostic).collect();
        Self { counts: counts(round, accepted), diagnostics, not_compared }
    }

    fn and(mut self, other: Self) -> Self {
        for (file, (accepted, rejected)) in other.counts {
            let count = self.counts.entry(file).or_default();
            *count = (count.0 + accepted, count.1 + rejected);
        }
        for (check, times) in other.not_compared {
            *self.not_compared.entry(check).or_default() += times;
        }
        self.diagnostics.extend(other.diagnostics);
        self
    }
}

impl Explanations {
    /// The organisations with a reason for a dataset and period.
    fn organisations(&self, dataset: &str, period: &str) -> BTreeSet<&str> {
        let reasons = self.reasons.iter().filter(|reason| reason.is_for(dataset, period));
        reasons.map(|reason| reason.organisation.as_str()).collect()
    }
}

impl Explanation {
    fn is_for(&self, dataset: &str, period: &str) -> bool {
        self.dataset == dataset && self.period == period
    }
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
        members::check(&round, &mut findings);
        founding::fill(&mut round, &mut findings);
        totals::fill(&mut round);
        cells::check(&round, &mut findings);
        Self { round, findings }
    }

    /// Some of the rows.
    fn filter(&self, keep: &[bool], findings: Vec<Finding>) -> Self {
        let place = |next: &mut usize, keep: &bool| Some(std::mem::replace(next, *next + usize::from(*keep)));
        let places: Vec<usize> = keep.iter().scan(0, place).collect();
        let findings = findings.into_iter().map(|finding| Finding { row: places[finding.row], ..finding });
        Self { round: self.round.filter(keep), findings: findings.collect() }
    }
}

/// Holds the cells of a row against each other; gives the rows that are accepted, and how often which check could not be
/// made.
fn across_columns(round: &Round, findings: &mut Vec<Finding>) -> (Vec<bool>, BTreeMap<String, u32>) {
    let mut not_compared = BTreeMap::new();
    parts::check(round, findings, &mut not_compared);
    // What has slipped is told first: of what follows from it nothing is.
    let mut slips = Slips::default();
    pairs::nothing(round, findings, &mut slips);
    checks::slips(round, findings, &mut slips, &mut not_compared);
    watch::slips(round, findings, &mut slips);
    checks::check(round, findings, &slips, &mut not_compared);
    pairs::check(round, findings);
    watch::check(round, findings, &slips);
    core::check(round, findings);
    (accepted_rows(round, findings), not_compared)
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
        let mut unsettled = unsettled(round, findings);
        for (row, organisation) in round.organisations().enumerate().filter(|(row, _)| rows[*row]) {
            accepted.organisations.extend(organisation.map(str::to_owned));
            accepted.unsettled.push(unsettled.remove(&row).unwrap_or_default());
            accepted.reasons.push(settled.reasons.remove(&(at, row)).unwrap_or_default());
        }
    }
    accepted.from_register = vec![false; accepted.organisations.len()];
    accepted.stands_for = vec![1; accepted.organisations.len()];
    accepted
}

/// Columns of each row that a warning without a reason speaks of.
fn unsettled(round: &Round, findings: &[Finding]) -> BTreeMap<usize, BTreeSet<String>> {
    let mut unsettled: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Warning) {
        let unsettled = unsettled.entry(finding.row).or_default();
        // A warning about no column in particular is about the whole row.
        match finding.columns.as_slice() {
            [] => unsettled.extend(round.batch.columns.keys().cloned()),
            about => unsettled.extend(about.iter().cloned()),
        }
    }
    unsettled
}

/// Rows without an error and without a cell that could not be read, under headers each of which stands once.
fn accepted_rows(round: &Round, findings: &[Finding]) -> Vec<bool> {
    let rows = round.organisations().zip(&round.batch.places);
    let mut accepted: Vec<bool> = rows.map(|(known, place)| known.is_some() && !place.origin.is_unsure).collect();
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

/// Rows accepted and rejected, by file.
fn counts(round: &Round, accepted: &[bool]) -> BTreeMap<String, (u32, u32)> {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut from = 0;
    for of_file in round.batch.places.chunk_by(|one, next| Arc::ptr_eq(&one.origin, &next.origin)) {
        let rows = &accepted[from..from + of_file.len()];
        from += of_file.len();
        let good = rows.iter().filter(|accepted| **accepted).count();
        let count = counts.entry(of_file[0].origin.span.file.as_deref().unwrap_or_default().to_owned()).or_default();
        count.0 += small(good);
        count.1 += small(rows.len() - good);
    }
    counts
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("a file has fewer rows than that")
}
