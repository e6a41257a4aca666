//! What the number of enterprises that answered in two periods tells of who answered in either.

use std::collections::BTreeSet;

use super::silent::{Counts, Members};
use super::worlds::INSIDERS;

/// The number of a count, and its period.
pub(super) type Number<'a> = (&'a str, usize);

/// How many answered in two periods, seen from one of them.
pub(super) struct Both<'a> {
    /// Of those that could, and whether each answered in this period.
    pub members: Members<'a>,
    /// How many answered in both.
    pub panel: usize,
    /// How many answered in the other period, and how many could.
    pub other: (usize, usize),
    /// Those that answered in the other period, as may be known: names of some are told, or were.
    pub known: BTreeSet<&'a str>,
}

impl<'a> Both<'a> {
    /// Enters what follows from a panel for the period it is seen from. At least those in both answered; and so many of those
    /// that did not are left as it takes for the other period's answers. Of those that are known to have answered in the other
    /// period, as many are in the panel as must be, and no more.
    ///
    /// What two know of themselves makes it narrower: that they answered in one of the periods alone, or in both.
    pub fn enter(&self, indicator: Option<&'a str>, counts: &mut Counts<'a>) -> [usize; 2] {
        let (answered, could) = self.other;
        let alone = answered.saturating_sub(self.panel);
        let all = (self.panel + INSIDERS, could.saturating_sub(alone + INSIDERS));
        let known: Members<'_> = self.members.iter().filter(|(one, _)| self.known.contains(one)).copied().collect();
        let unknown = answered.saturating_sub(self.known.len());
        // Only one that did not answer in one of the periods could raise the least.
        let of_known = (self.panel.saturating_sub(unknown), self.panel.saturating_sub(INSIDERS));
        [counts.between(indicator, &self.members, all), counts.between(indicator, &known, of_known)]
    }
}
