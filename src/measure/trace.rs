//! One figure's way back: the rows it is made of, their cells, and who is not in it.

use std::collections::{BTreeMap, BTreeSet};

use super::part::{Answer, Part};
use super::sheet::Sheet;
use super::{AcceptedRows, Breakdown, Contribution, Observation};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::Period;
use crate::expression::{EvaluationError, Expression, Reference};
use crate::register::Register;
use crate::source::Span;
use crate::table::{Batch, Cell};
use crate::value::{Decimal, Missing};

/// What a figure is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The figure; a ratio is already multiplied by its scale.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
    /// The accepted rows of its organisations, in the order of the files.
    pub rows: Vec<TracedRow>,
    /// Organisations that are asked and have no accepted row, ten digits each.
    pub silent: Vec<String>,
    /// The figures of the indicators it is made of, by name; it has no rows of its own then.
    pub parts: BTreeMap<String, Option<Decimal>>,
}

/// One accepted row, and what it is to the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedRow {
    /// Whose it is, ten digits.
    pub organisation: String,
    /// Where it stands; a place without a file is the register's.
    pub span: Span,
    /// What it is to the figure.
    pub role: Role,
    /// The cells the figure speaks of.
    pub cells: Vec<TracedCell>,
}

/// What a row is to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It counts; with what its organisation gives, told at the organisation's first row.
    Counts(Option<Contribution>),
    /// The question is not for it.
    NotAsked,
    /// Something the figure needs is missing.
    Missing(Missing),
}

/// One value that a figure is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedCell {
    /// Column of the dataset, or property of the register.
    pub column: String,
    /// It is of the period before.
    pub previous: bool,
    /// The cell in its file; none where the file lacks the column or the register says it.
    pub cell: Option<Cell>,
    /// The value that was measured, exact, with a decimal point.
    pub value: Option<String>,
}

/// Follows a figure back to its rows; `None` where the indicator has no such figure.
pub fn trace(
    definitions: &Definitions,
    register: &Register,
    rows: &AcceptedRows,
    indicator: &Indicator,
    period: &Period,
    breakdown: &Breakdown,
) -> Result<Option<Trace>, EvaluationError> {
    let Some(dataset) = definitions.dataset_of(indicator) else { return Ok(None) };
    let Some(sheet) = Sheet::new(definitions, register, rows, dataset, period) else { return Ok(None) };
    let (area, code): (Breakdown, Breakdown) =
        breakdown.clone().into_iter().partition(|(name, _)| definitions.is_of_register(name));
    let Some(part) = Part::new(indicator, dataset, &sheet, &code)? else { return Ok(None) };
    let dimensions: Vec<String> = area.keys().cloned().collect();
    let places = sheet.places(&dimensions, std::slice::from_ref(&area));
    let amount = part.amounts(&places, 1)?.into_iter().next().unwrap_or_default();
    let filter = indicator.filter_expression.as_ref().map_or_else(Vec::new, Expression::references);
    let mut references: Vec<Reference> = part.formula.references().into_iter().chain(filter).collect();
    let mut seen = BTreeSet::new();
    references.retain(|reference| seen.insert(reference.clone()));
    let mut told = BTreeSet::new();
    let accepted = sheet.accepted;
    let is_inside = |row: usize| sheet.member(row).is_some_and(|at| places[at].is_some());
    let of_members = accepted.organisations.iter().enumerate().filter(|(row, _)| is_inside(*row));
    let traced = of_members
        .map(|(row, organisation)| TracedRow {
            organisation: organisation.clone(),
            span: accepted.batch.span(row),
            role: match part.answers[row] {
                Answer::Given if told.insert(organisation) => Role::Counts(part.contribution(organisation)),
                Answer::Given => Role::Counts(None),
                Answer::NotAsked => Role::NotAsked,
                Answer::Missing(kind) => Role::Missing(kind),
            },
            cells: references.iter().map(|reference| cell(&sheet, organisation, row, reference)).collect(),
        })
        .collect();
    let sent: BTreeSet<&str> = accepted.organisations.iter().map(String::as_str).collect();
    let of_population = sheet.population.iter().zip(&part.asked).zip(&places);
    let asked = of_population.filter(|((_, asked), place)| **asked && place.is_some()).map(|(((one, _), _), _)| *one);
    let silent = asked.filter(|one| !sent.contains(one));
    Ok(Some(Trace {
        value: amount.value,
        numerator: amount.numerator,
        denominator: amount.denominator,
        rows: traced,
        silent: silent.map(str::to_owned).collect(),
        parts: BTreeMap::new(),
    }))
}

/// Follows the figure of an indicator that is made of others back to their figures.
pub fn parts(
    observations: &[Observation],
    indicator: &Indicator,
    period: &Period,
    breakdown: &Breakdown,
) -> Option<Trace> {
    let of = |name: &str| {
        let is_it = |one: &&Observation| one.indicator == name && one.period == *period.period;
        observations.iter().filter(is_it).find(|one| one.breakdown == *breakdown)
    };
    let made = of(&indicator.indicator)?;
    let parts = indicator.parts().into_iter().map(|name| (of(&name).and_then(|part| part.value), name));
    Some(Trace {
        value: made.value,
        numerator: made.numerator,
        denominator: made.denominator,
        rows: Vec::new(),
        silent: Vec::new(),
        parts: parts.map(|(value, name)| (name, value)).collect(),
    })
}

fn cell(sheet: &Sheet, organisation: &str, row: usize, reference: &Reference) -> TracedCell {
    let found = |batch: &Batch, row: usize| {
        let value = batch.columns.get(&reference.name).and_then(|column| column.written(row));
        (batch.cell(row, &reference.name), value)
    };
    let (cell, value) = if reference.is_previous() {
        sheet.columns.previous(row).map_or((None, None), |(batch, row)| found(batch, row))
    } else if sheet.accepted.batch.columns.contains_key(&reference.name) {
        found(&sheet.accepted.batch, row)
    } else {
        let codes = sheet.codes(organisation);
        (None, codes.and_then(|codes| codes.get(&reference.name)).cloned())
    };
    TracedCell { column: reference.name.clone(), previous: reference.is_previous(), cell, value }
}
