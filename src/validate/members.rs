//! Rows against the register and the calendar: a known organisation, of the population, in its period.

use chrono::{Days, Months};
use rustc_hash::FxHashSet;

use super::parties::Party;
use super::round::{Finding, Round};
use super::stamps;
use crate::table::Column;

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let others = stamps::of_other_forms(findings);
    let mut usual: FxHashSet<[Option<i32>; 2]> = FxHashSet::default();
    let days = |name: &str| round.batch.columns.get(name).map(Column::days);
    let mut years = [round.dataset.start().and_then(days), days(round.dataset.period.as_str())];
    let organisation_column = round.dataset.organisation();
    let mut last = None;
    for (row, party) in round.parties.of_rows().enumerate() {
        let year = years.each_mut().map(|days| days.as_mut()?.next()?);
        if others.contains(&row) {
            continue;
        }
        if let (Some(column), Some(party @ Party::Stranger(_))) = (organisation_column, party) {
            let name = round.parties.name(party, round.population).as_str();
            findings.push(if round.register.organisations.contains_key(name) {
                round.finding("outside-population", row, column, &[("period", round.period.period.as_str())])
            } else {
                round.finding("unknown-organisation", row, column, &[])
            });
        }
        // Most rows are of one year.
        if last.replace(year) != Some(year) && !usual.contains(&year) {
            let finding = misplaced(round, row).or_else(|| unusual_year(round, row));
            if finding.is_none() {
                usual.insert(year);
            } else {
                last = None;
            }
            findings.extend(finding);
        }
    }
}

/// The day that places a row lies outside the period.
fn misplaced(round: &Round, row: usize) -> Option<Finding> {
    let column = round.dataset.period.as_str();
    let day = round.day(row, column)?;
    let period = round.period;
    if period.start <= day && day <= period.end {
        return None;
    }
    let project = &round.definitions.project;
    let Some(right) = project.period_of(day) else {
        let known: Vec<&str> = project.periods.iter().map(|period| period.period.as_str()).collect();
        return Some(round.finding("day-in-no-period", row, column, &[("known", &known.join(", "))]));
    };
    let (start, end) = (period.start.to_string(), period.end.to_string());
    let values =
        [("period", period.period.as_str()), ("start", &start), ("end", &end), ("right", right.period.as_str())];
    Some(round.finding("wrong-period", row, column, &values))
}

/// A financial year that is not twelve months, or longer than any. One that ends before it starts is left to the dataset's own check.
fn unusual_year(round: &Round, row: usize) -> Option<Finding> {
    let column = round.dataset.start()?;
    let (start, end) = (round.day(row, column)?, round.day(row, &round.dataset.period)?);
    let next = end.checked_add_days(Days::new(1))?;
    if start >= end || start.checked_add_months(Months::new(12))? == next {
        return None;
    }
    let is_short_of = |months: &u32| start.checked_add_months(Months::new(*months)).is_some_and(|last| last < next);
    if let Some(months) = round.definitions.project.longest_year.filter(is_short_of) {
        let (start, end, months) = (start.to_string(), end.to_string(), months.to_string());
        let values = [("start", start.as_str()), ("end", &end), ("months", &months)];
        return Some(round.finding("year-too-long", row, column, &values));
    }
    let days = (next - start).num_days().to_string();
    let values = [("start", start.to_string()), ("end", end.to_string()), ("days", days)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(round.finding("unusual-year", row, column, &values))
}
