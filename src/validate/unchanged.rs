//! A row whose figures are all those of the period before: last year's row, sent again with new dates.

use super::round::{Finding, Round, organisation_column};
use crate::table::Column;
use crate::value::Decimal;

/// With fewer figures than this other than 0, a year like the last is nothing strange.
const FIGURES: usize = 5;

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let (Some(previous), Some(organisation)) = (round.previous, organisation_column(round.dataset)) else { return };
    let is_number = |name: &&String| {
        let field = round.dataset.column(name).and_then(|column| round.dataset.field(&column.field));
        field.is_some_and(|field| field.kind.is_number())
    };
    let columns: Vec<(&Column, &Column)> = (round.batch.columns.keys().filter(is_number))
        .filter_map(|name| Some((&round.batch.columns[name], previous.batch.columns.get(name)?)))
        .collect();
    for (row, before) in round.before.iter().enumerate() {
        let Some(before) = before.map(|before| before as usize) else { continue };
        let same = |(now, then): &(&Column, &Column)| {
            now.states[row] == then.states[before] && now.number(row) == then.number(before)
        };
        let figures =
            columns.iter().filter(|(now, _)| now.number(row).is_some_and(|number| number != Decimal::ZERO)).count();
        if figures >= FIGURES && columns.iter().all(same) {
            findings.push(round.finding("same-as-last-year", row, organisation, &[("count", &figures.to_string())]));
        }
    }
}
