//! Accepted rows into observations: one figure for each indicator, period and breakdown.

mod compare;
mod derived;
mod formula;
mod method;
mod observe;
mod overflow;
mod part;
mod sheet;
mod size;
mod tables;
pub mod trace;
mod year;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::diagnostic::Diagnostic;
use crate::expression::Reference;
use crate::register::Register;
use crate::table::accepted::Accepted;
use crate::value::{Decimal, Missing};
pub use derived::of_figures;
pub use formula::{Amount, layers, quotient};
use sheet::Sheet;
pub use size::size_classes;

/// The codes of one cell of a table, by dimension; empty for the total.
pub type Breakdown = BTreeMap<String, String>;

/// One figure, unprotected. Nothing above `disclosure` may name it.
#[derive(Debug, Clone)]
pub struct Observation {
    /// Indicator.
    pub indicator: String,
    /// Period.
    pub period: String,
    /// Cell.
    pub breakdown: Breakdown,
    /// The figure; a ratio is already multiplied by its scale.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// Why there is no figure.
    pub missing: Option<Missing>,
    /// What each organisation gives to it, by ten digits.
    pub contributions: BTreeMap<String, Contribution>,
    /// What organisations give to it from single columns, where it adds up several and values of single organisations are known;
    /// of the whole alone.
    pub columns: Vec<Given>,
    /// How many answered.
    pub coverage: Coverage,
    /// To whom the question applies, by ten digits, and whether each answered.
    pub asked: BTreeMap<String, bool>,
    /// Who said that the question does not apply, by ten digits.
    pub spared: BTreeSet<String>,
    /// The same organisations a period earlier.
    pub panel: Option<Panel>,
    /// How the figure came from that of the period before.
    pub change: Option<Change>,
    /// It may still change: a contributing row says so, or in a period that is not final one waits for an explanation.
    pub provisional: bool,
    /// Enterprises with a contributing row of which a warning has no reason.
    pub unexplained: u32,
    /// Reasons that settle warnings about rows in it: how many enterprises gave which.
    pub reasons: BTreeMap<String, ReasonCount>,
    /// By which methods it was counted, each with how many enterprises; empty where none is asked.
    pub methods: BTreeMap<String, u32>,
    /// Enterprises of which the figure cannot be compared with that of the period before, by ten digits, and why: they are in
    /// no panel.
    pub unlike: BTreeMap<String, Unlike>,
}

/// Why an enterprise's figure cannot be compared with its figure of the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlike {
    /// It counted by another method.
    Method,
    /// It is a flow over a financial year of another length.
    Year,
}

/// What one organisation gives to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contribution {
    /// Its value, or its numerator in a ratio.
    pub value: Decimal,
    /// Its denominator in a ratio.
    pub denominator: Option<Decimal>,
    /// It stems from the register, not from an answer.
    pub from_register: bool,
    /// What of its value, or of its numerator and denominator, is made of what was answered, and no constant of the definition
    /// nor rounded; nothing where it is all of it.
    pub core: Option<(Decimal, Option<Decimal>)>,
}

impl Contribution {
    /// What of its value or numerator, or of its denominator, is no constant of the definition nor rounded.
    pub fn core(&self, layer: usize) -> Option<Decimal> {
        let (value, denominator) = self.core.unwrap_or((self.value, self.denominator));
        if layer == 0 { Some(value) } else { denominator }
    }
}

/// What organisations give to a figure from one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Of a ratio 0 for its numerator, 1 for its denominator.
    pub layer: usize,
    /// The column.
    pub column: Reference,
    /// What each organisation gives, by ten digits.
    pub of: BTreeMap<String, Decimal>,
}

/// Who answered, of those to whom the question applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Enterprises that answered.
    pub answered: u32,
    /// Enterprises to whom the question applies.
    pub expected: u32,
    /// Size of those that answered, by last known value of the dataset's `size` field.
    pub answered_size: Decimal,
    /// Size of those to whom it applies.
    pub expected_size: Decimal,
    /// Size of the largest of those that did not answer.
    pub largest_silent: Decimal,
}

/// The enterprises that answered in both periods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    /// Enterprises in both periods, by ten digits.
    pub organisations: Vec<String>,
    /// Their figure in the period before.
    pub previous: Option<Decimal>,
    /// Their figure now.
    pub current: Option<Decimal>,
    /// Base of the figure before, for a ratio.
    pub previous_base: Option<Decimal>,
    /// Base of the figure now, for a ratio.
    pub current_base: Option<Decimal>,
}

/// The change of a figure split by what became of the enterprises; the parts add up to the whole change. Not for ratios.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Part of each kind, with the number of enterprises.
    pub parts: BTreeMap<ChangeKind, ChangePart>,
    /// What became of each enterprise, by ten digits.
    pub kinds: BTreeMap<String, ChangeKind>,
}

/// One part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChangePart {
    /// Enterprises.
    pub enterprises: u32,
    /// What they add to the figure.
    pub value: Decimal,
}

/// What became of an enterprise between two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Answered in both.
    Continuing,
    /// Started in the period.
    Founded,
    /// Closed in the period.
    Closed,
    /// Was taken over, or took over.
    Merged,
    /// Answered in both, over financial years of other lengths.
    OtherYear,
    /// Existed before and had not answered, or was not asked.
    FirstReport,
    /// Answered before, is not asked any more.
    Left,
    /// Answered before, not now.
    Silent,
}

impl ChangeKind {
    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Continuing => "continuing",
            Self::Founded => "founded",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::OtherYear => "other_year",
            Self::FirstReport => "first_report",
            Self::Left => "left",
            Self::Silent => "silent",
        }
    }
}

/// How many enterprises gave a reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReasonCount {
    /// Enterprises.
    pub enterprises: u32,
    /// Those of them whose words may be printed.
    pub cleared: u32,
    /// Words that may be printed.
    pub words: Vec<String>,
}

/// Accepted rows of every dataset, by dataset and period.
pub type AcceptedRows = BTreeMap<(String, String), Accepted>;

/// Measures every indicator in every period and table its definition asks for, in stable order: indicators as they are
/// defined, periods as they are given, the total before its tables, cells in the order of the codelists.
///
/// A period without accepted rows of an indicator's dataset has no observation of it, nor of what is made of it.
pub fn measure(
    definitions: &Definitions,
    register: &Register,
    rows: &AcceptedRows,
    periods: &[String],
) -> (Vec<Observation>, Vec<Diagnostic>) {
    let mut sheets = BTreeMap::new();
    for (name, dataset) in &definitions.datasets {
        for period in &definitions.project.periods {
            if let Some(sheet) = Sheet::new(definitions, register, rows, dataset, period) {
                sheets.insert((name.as_str(), period.period.as_str()), sheet);
            }
        }
    }
    let measured: Vec<_> = definitions
        .indicators
        .par_iter()
        .map(|indicator| observe::indicator(definitions, register, &sheets, indicator, periods))
        .collect();
    let (mut observations, mut diagnostics): (Vec<_>, Vec<_>) = measured.into_iter().unzip();
    let mut waiting = definitions.derived_in_order();
    while !waiting.is_empty() {
        let place = |name: &String| definitions.indicators.iter().position(|one| *one.indicator == **name);
        let is_ready = |name: &String| {
            let versions = definitions.indicator(name).into_iter().flat_map(Indicator::versions);
            !versions.flat_map(Indicator::parts).any(|part| waiting.contains(&part))
        };
        let (ready, rest): (Vec<String>, Vec<String>) = waiting.iter().cloned().partition(is_ready);
        let known = derived::Known::new(observations.iter().flatten());
        let made = ready.iter().filter_map(place).map(|at| {
            let indicator = &definitions.indicators[at];
            (at, known.indicator(definitions, &sheets, indicator, periods))
        });
        for (at, (figures, found)) in made.collect::<Vec<_>>() {
            (observations[at], diagnostics[at]) = (figures, found);
        }
        waiting = rest;
    }
    (observations.into_iter().flatten().collect(), diagnostics.into_iter().flatten().collect())
}
