//! Who answered in each period, in all counts that may tell of it.

use std::collections::BTreeMap;

use super::panel::Panel;
use super::roster::Population;
use super::silent::Counts;

/// The number of a count, and its period.
pub(super) type Number<'a> = (&'a str, usize);

/// The enterprises of each period with their counts, and how many answered in two periods.
pub(super) struct Who<'a> {
    pub of: BTreeMap<&'a str, (Population<'a>, Counts<'a>)>,
    pub panels: Vec<Panel<'a>>,
}

impl<'a> Who<'a> {
    /// Enters a panel, and says its number.
    pub fn enter(&mut self, mut panel: Panel<'a>) -> usize {
        // Who closed without an answer is known not to be in it.
        let is_closed = |one: &str| panel.periods.iter().any(|period| self.of[period].1.is_closed(one));
        panel.members.retain(|one| !is_closed(one));
        self.panels.push(panel);
        self.panels.len() - 1
    }

    /// Whether a count is told.
    pub fn is_shown(&self, (period, number): Number<'_>) -> bool {
        self.of[period].1.is_shown(number)
    }
}
