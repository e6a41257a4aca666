//! Of how many periods a report tells, with its own.

/// Most periods of which totals are told.
pub(super) const TOTALS: usize = 12;
/// Most periods of which cells of breakdowns are told.
pub(super) const CELLS: usize = 6;
