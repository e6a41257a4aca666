//! Each cell by itself: required, within its range, with a code that is valid in the period.

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;

use super::round::{Finding, Round};
use crate::definition::codelist::Codelist;
use crate::definition::dataset::{ColumnDefinition, Field, FieldType};
use crate::diagnostic::figure::said;
use crate::table::Column;
use crate::text::Text;
use crate::value::{Decimal, Missing, State};

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    for definition in &round.dataset.columns {
        let Some(column) = round.batch.columns.get(&definition.name) else { continue };
        let Some(field) = round.dataset.field(&definition.field) else { continue };
        let codes = field.codelist.as_ref().and_then(|list| round.definitions.codelists.get(list.as_str()));
        let in_range = (field.minimum.is_none() && field.maximum.is_none()) || is_in_range(column, field);
        let lacks = may_lack(round, definition) && column.states.iter().any(|state| matches!(state, State::Missing(_)));
        if !lacks && in_range && codes.is_none_or(are_timeless) {
            continue;
        }
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

/// True where all numbers of a column are surely within the range of their field.
fn is_in_range(column: &Column, field: &Field) -> bool {
    let Some(numbers) = column.values.as_primitive_opt::<Decimal128Type>() else { return false };
    let scaled = |limit: &Decimal| {
        let shift = u32::try_from(numbers.scale()).ok()?.checked_sub(limit.scale())?;
        limit.mantissa().checked_mul(10_i128.checked_pow(shift)?)
    };
    let limit = |limit: &Option<Decimal>, none: i128| limit.as_ref().map_or(Some(none), scaled);
    let range = limit(&field.minimum, i128::MIN).zip(limit(&field.maximum, i128::MAX));
    range.is_some_and(|(minimum, maximum)| {
        // What stands where there is none may be out of it: then each is looked at.
        numbers.values().iter().all(|number| minimum <= *number && *number <= maximum)
    })
}

/// True for codes that hold at all times.
fn are_timeless(codes: &Codelist) -> bool {
    codes.codes.iter().all(|code| code.valid_from.is_none() && code.valid_to.is_none())
}

/// The finding that a required value is missing. Where the file lacks the whole column, that is the one finding.
fn missing(round: &Round, definition: &ColumnDefinition, row: usize) -> Option<Finding> {
    let has_column = round.batch.places[row].origin.headers.contains_key(&definition.name);
    if !has_column || !is_lacking(round, definition, row) {
        return None;
    }
    let name = &definition.name;
    let is_key = round.dataset.key.iter().any(|key| **key == *name);
    if is_key && is_nameless(round, row) {
        return without_key(round, name, row);
    }
    let begins = round.dataset.start() == Some(name.as_str());
    let day = if begins { round.period.start } else { round.period.end }.to_string();
    // Something stands there; that it says too little is another fault than that nothing does.
    let is_blank = round.state(row, name) == Some(State::Missing(Missing::NotCollected));
    let rule = if is_blank { "required-value-missing" } else { "missing-word-in-key" };
    let values = match round.dataset.field(&definition.field).map(|field| field.kind) {
        Some(FieldType::Date) => [("day", day.as_str())],
        Some(kind) if kind.is_number() && is_blank => [("zero", "0")],
        _ => {
            return Some(round.worded(rule, row, name, &[], &[("answer", &round.name(row, name))]));
        }
    };
    Some(round.finding(rule, row, name, &values))
}

/// True for a row of figures in which nothing but words stands where something should name it, as in one of sums without a
/// word for them. In a form whose questions stand below each other each of them is asked by itself.
fn is_nameless(round: &Round, row: usize) -> bool {
    let names_nothing = |name: &str| match round.state(row, name) {
        Some(State::Missing(kind)) => kind == Missing::NotCollected,
        Some(State::Unreadable) => !round.written(row, name).contains(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    let has_figure = || round.batch.columns.values().any(|column| column.number(row).is_some());
    round.dataset.key.len() > 1
        && round.dataset.key.iter().all(|name| names_nothing(name))
        && !round.batch.span(row).turned
        && has_figure()
}

/// The one finding about such a row: at the words in it, else at the first cell that is blank.
fn without_key(round: &Round, column: &str, row: usize) -> Option<Finding> {
    let is_blank = |name: &&str| round.state(row, name) == Some(State::Missing(Missing::NotCollected));
    let mut blank = round.dataset.key.iter().map(|name| name.as_str()).filter(is_blank);
    let names: Vec<Text> = blank.clone().map(|name| round.name(row, name)).collect();
    let is_first = blank.next() == Some(column);
    let said = round.dataset.key.iter().find(|name| round.state(row, name) == Some(State::Unreadable));
    is_first.then(|| {
        let place = said.map_or(column, |name| name.as_str());
        let finding = round.worded("row-without-key", row, place, &[], &[("keys", &Text::quoted(&names))]);
        finding.about(said.map(|_| column).into_iter().chain(blank).map(str::to_owned))
    })
}

/// True for a column that a row must have a value in.
pub(super) fn may_lack(round: &Round, definition: &ColumnDefinition) -> bool {
    definition.required || round.dataset.key.iter().any(|name| **name == definition.name)
}

/// True when a row lacks a value it must have. An answer such as "not known" satisfies a required field, unless the
/// field names the row.
pub(super) fn is_lacking(round: &Round, definition: &ColumnDefinition, row: usize) -> bool {
    match round.state(row, &definition.name) {
        Some(State::Missing(kind)) => {
            let is_key = || round.dataset.key.iter().any(|name| **name == definition.name);
            (definition.required && kind == Missing::NotCollected) || is_key()
        }
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
