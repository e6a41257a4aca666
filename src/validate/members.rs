//! Rows against the register and the calendar: a known organisation, of the population, in its period.

use chrono::{Days, Months};

use super::round::{Finding, Round, organisation_column};
use super::stamps;

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let population: std::collections::BTreeSet<&str> =
        round.register.population(round.period).into_iter().map(|row| row.organisation.as_str()).collect();
    let others = stamps::of_other_forms(findings);
    for row in 0..round.batch.rows() {
        if others.contains(&row) {
            continue;
        }
        if let (Some(column), Some(organisation)) =
            (organisation_column(round.dataset), round.organisations[row].as_deref())
        {
            if !round.register.organisations.contains_key(organisation) {
                findings.push(round.finding("unknown-organisation", row, column, &[]));
            } else if !population.contains(organisation) {
                findings.push(round.finding("outside-population", row, column, &[("period", &round.period.period)]));
            }
        }
        findings.extend(misplaced(round, row).or_else(|| unusual_year(round, row)));
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

/// A financial year that is not twelve months. One that ends before it starts is left to the dataset's own check.
fn unusual_year(round: &Round, row: usize) -> Option<Finding> {
    let column = round.start_field()?;
    let (start, end) = (round.day(row, column)?, round.day(row, &round.dataset.period)?);
    let next = end.checked_add_days(Days::new(1))?;
    if start >= end || start.checked_add_months(Months::new(12))? == next {
        return None;
    }
    let days = (next - start).num_days().to_string();
    let values = [("start", start.to_string()), ("end", end.to_string()), ("days", days)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(round.finding("unusual-year", row, column, &values))
}
