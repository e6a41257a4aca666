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

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::register::Register;
use crate::source::Span;
use crate::table::Batch;
pub use crate::table::accepted::{Accepted, Reason};
use crate::value::State;
use round::{Finding, Round};

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

/// Validates all batches of one dataset and period; `previous` are the accepted rows of the period before.
///
/// Rows with an error, or with a cell that could not be read, are rejected. Findings come in the order of their places.
pub fn validate(
    batches: &[Batch],
    dataset: &str,
    period: &Period,
    definitions: &Definitions,
    register: &Register,
    previous: Option<&Accepted>,
    explanations: &Explanations,
) -> Validated {
    let definition = definitions.datasets.get(dataset).expect("a dataset that was read is defined");
    let batch = Batch::concat(batches).unwrap_or_else(|| closing::blank(definition, None, 0));
    let mut round = Round::new(batch, definition, period, definitions, register, previous);

    let mut findings = Vec::new();
    let mut not_compared = BTreeMap::new();
    stamps::check(&round, &mut findings);
    founding::fill(&mut round, &mut findings);
    totals::fill(&mut round);
    cells::check(&round, &mut findings);
    members::check(&round, &mut findings);
    keys::check(&round, &mut findings);
    parts::check(&round, &mut findings, &mut not_compared);
    checks::check(&round, &mut findings, &mut not_compared);
    pairs::check(&round, &mut findings);
    watch::check(&round, &mut findings);
    core::check(&round, &mut findings);
    let accepted_rows = accepted_rows(&round, &findings);
    let settled = settle::settle(&round, &mut findings, explanations, &accepted_rows);

    let counts = counts(&round, &accepted_rows);
    let mut unsettled = vec![BTreeSet::new(); round.batch.rows()];
    for finding in findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Warning) {
        // A warning about no column in particular is about the whole row.
        match finding.columns.as_slice() {
            [] => unsettled[finding.row].extend(round.batch.columns.keys().cloned()),
            about => unsettled[finding.row].extend(about.iter().cloned()),
        }
    }
    let mut accepted = Accepted {
        batch: round.batch.filter(&accepted_rows),
        organisations: keep(&round.organisations, &accepted_rows).into_iter().flatten().collect(),
        unsettled: keep(&unsettled, &accepted_rows),
        reasons: keep(&settled.reasons, &accepted_rows),
        from_register: Vec::new(),
    };
    accepted.from_register = vec![false; accepted.organisations.len()];
    closing::append(&round, &mut accepted);

    let mut diagnostics: Vec<Diagnostic> =
        findings.into_iter().map(|finding| finding.diagnostic).chain(settled.notes).collect();
    diagnostic::sort(&mut diagnostics);
    Validated { accepted, counts, diagnostics, not_compared }
}

/// Rows without an error and without a cell that could not be read.
fn accepted_rows(round: &Round, findings: &[Finding]) -> Vec<bool> {
    let lacks = |row| round.dataset.columns.iter().any(|column| cells::is_lacking(round, column, row));
    let mut accepted: Vec<bool> =
        round.organisations.iter().enumerate().map(|(row, known)| known.is_some() && !lacks(row)).collect();
    for column in round.batch.columns.values() {
        for (row, state) in column.states.iter().enumerate() {
            accepted[row] &= *state != State::Unreadable;
        }
    }
    for finding in findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Error) {
        accepted[finding.row] = false;
    }
    accepted
}

fn counts(round: &Round, accepted: &[bool]) -> BTreeMap<String, (u32, u32)> {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (place, accepted) in round.batch.places.iter().zip(accepted) {
        let file = place.origin.span.file.as_deref().unwrap_or_default();
        let count = counts.entry(file.to_owned()).or_default();
        if *accepted {
            count.0 += 1;
        } else {
            count.1 += 1;
        }
    }
    counts
}

fn keep<T: Clone>(items: &[T], rows: &[bool]) -> Vec<T> {
    items.iter().zip(rows).filter(|(_, keep)| **keep).map(|(item, _)| item.clone()).collect()
}
