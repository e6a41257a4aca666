//! Each cell by itself: required, within its range, with a code that is valid in the period.

use super::round::{Finding, Round, said};
use crate::definition::codelist::Codelist;
use crate::definition::dataset::{ColumnDefinition, Field};
use crate::value::{Decimal, Missing, State};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    for definition in &round.dataset.columns {
        let Some(column) = round.batch.columns.get(&definition.name) else { continue };
        let Some(field) = round.dataset.field(&definition.field) else { continue };
        let codes = field.codelist.as_ref().and_then(|list| round.definitions.codelists.get(list.as_str()));
        for row in 0..round.batch.rows() {
            match column.states[row] {
                State::Missing(_) => findings.extend(missing(round, definition, row)),
                State::Value => {
                    findings.extend(range(round, definition, field, row));
                    findings.extend(codes.and_then(|codes| code(round, definition, codes, row)));
                }
                State::Unreadable => {}
            }
        }
    }
}

/// The finding that a required value is missing. Where the file lacks the whole column, that is the one finding.
fn missing(round: &Round, definition: &ColumnDefinition, row: usize) -> Option<Finding> {
    let has_column = round.batch.places[row].origin.headers.contains_key(&definition.name);
    (has_column && is_lacking(round, definition, row))
        .then(|| round.finding("required-value-missing", row, &definition.name, &[]))
}

/// True when a row lacks a value it must have. An answer such as "not known" satisfies a required field, unless the
/// field names the row.
pub(super) fn is_lacking(round: &Round, definition: &ColumnDefinition, row: usize) -> bool {
    let is_key = round.dataset.key.iter().any(|name| **name == definition.name);
    match round.state(row, &definition.name) {
        Some(State::Missing(kind)) => is_key || (definition.required && kind == Missing::NotCollected),
        _ => false,
    }
}

fn range(round: &Round, definition: &ColumnDefinition, field: &Field, row: usize) -> Option<Finding> {
    let value = round.batch.columns.get(&definition.name)?.number(row)?;
    let limit =
        |rule: &str, limit: &Decimal| round.worded(rule, row, &definition.name, &[], &[("limit", &said(*limit))]);
    match (&field.minimum, &field.maximum) {
        (Some(minimum), _) if value < *minimum => Some(limit("value-too-small", minimum)),
        (_, Some(maximum)) if value > *maximum => Some(limit("value-too-large", maximum)),
        _ => None,
    }
}

/// Codes that are not in the list are found when a cell is read; here those out of their time.
fn code(round: &Round, definition: &ColumnDefinition, codes: &Codelist, row: usize) -> Option<Finding> {
    let code = codes.code(round.batch.columns.get(&definition.name)?.text(row)?)?;
    let early = code.valid_from.filter(|from| *from > round.period.end);
    let late = code.valid_to.filter(|to| *to < round.period.start);
    let day = early.or(late)?;
    Some(round.finding("outdated-code", row, &definition.name, &[("day", &day.to_string())]))
}
