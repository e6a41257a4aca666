//! Questions for everybody that a row leaves blank: told together, since the row counts all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::round::{Finding, Round};
use super::stamps;
use crate::definition::dataset::{ColumnDefinition, Field};
use crate::text::Text;
use crate::value::{Missing, State};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let of_all: Vec<&Field> = round.dataset.fields.iter().filter(|field| field.core && !field.required).collect();
    if of_all.is_empty() {
        return;
    }
    let others = stamps::of_other_forms(findings);
    let totals = unanswered_totals(findings);
    let mut named = Named::new();
    for row in (0..round.batch.rows()).filter(|row| !others.contains(row)) {
        let is_told = |field: &Field| totals.contains(&(row, field.field.value.clone()));
        let is_asked = |field: &&Field| is_blank(round, field, row) && !is_told(field);
        let blank: Vec<&Field> = of_all.iter().copied().filter(is_asked).collect();
        findings.extend(told(round, row, &blank, &mut named));
    }
}

/// Totals that are told to be blank beside their parts, by row.
fn unanswered_totals(findings: &[Finding]) -> BTreeSet<(usize, String)> {
    let totals = findings.iter().filter(|one| one.diagnostic.rule == "unanswered-total");
    totals.flat_map(|one| one.columns.iter().map(|column| (one.row, column.clone()))).collect()
}

/// True where neither the question nor, if it has no cell of its own, any part of it is answered. "Not known" is an
/// answer. A misspelt header has been told and may hold one; so has what a form of another version lacks.
fn is_blank(round: &Round, field: &Field, row: usize) -> bool {
    let asked = asked(round, field);
    let origin = &round.batch.places[row].origin;
    let other = origin.stamp.as_ref().is_some_and(|stamp| stamp.version != round.dataset.version);
    let is_told =
        |name: &String| origin.misspelt.contains(name) || (other && !origin.headers.contains_key(name.as_str()));
    let blank = Some(State::Missing(Missing::NotCollected));
    !asked.is_empty() && asked.iter().all(|one| round.state(row, &one.name) == blank && !is_told(&one.name))
}

/// The columns that a question is answered in: its own, or those of its parts where it has none.
fn asked<'a>(round: &Round<'a>, field: &Field) -> Vec<&'a ColumnDefinition> {
    let columns = || round.dataset.columns.iter().filter(|column| column.field == field.field.as_str());
    match columns().find(|column| column.part.is_empty()) {
        Some(own) => vec![own],
        None => columns().collect(),
    }
}

/// Some questions in words: most rows of a file leave the same blank.
type Named<'d> = BTreeMap<Vec<&'d str>, Text>;

/// One finding for all of them, at every cell that the file has for them.
fn told<'d>(round: &Round, row: usize, blank: &[&'d Field], named: &mut Named<'d>) -> Option<Finding> {
    let has_cell = |field: &&&Field| round.batch.places[row].origin.headers.contains_key(field.field.as_str());
    let at = blank.iter().find(has_cell).or(blank.first())?;
    let others = blank.iter().filter(|field| field.field.value != at.field.value);
    let columns = others.flat_map(|field| asked(round, field)).map(|column| column.name.as_str());
    let fields = blank.iter().map(|field| field.field.as_str()).collect();
    let labels = || blank.iter().map(|field| field.label.clone()).collect::<Vec<_>>();
    let questions = named.entry(fields).or_insert_with(|| Text::quoted(&labels()));
    let about = blank.iter().map(|field| field.field.value.clone()).filter(|name| *name != at.field.value);
    let finding = round.worded("unanswered-questions", row, &at.field, &[], &[("questions", questions)]);
    Some(finding.about(about).also_at(round, columns))
}
