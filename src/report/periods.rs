//! Of how many periods a report tells, with its own.

use crate::definition::project::Project;

/// Most periods of which totals are told.
pub(super) const TOTALS: usize = 12;
/// Most periods of which cells of breakdowns are told.
pub(super) const CELLS: usize = 6;

/// Names of at most so many periods of a project up to one of them, oldest first.
pub(super) fn told_until<'d>(project: &'d Project, period: &str, most: usize) -> Vec<&'d str> {
    let all: Vec<&str> = project.periods.iter().map(|one| one.period.as_str()).collect();
    let until = all.iter().position(|one| *one == period).map_or(0, |at| at + 1);
    all[until.saturating_sub(most)..until].to_vec()
}
