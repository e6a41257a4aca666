//! Who answered in each period, in all counts that may tell of it.

use std::collections::{BTreeMap, BTreeSet};

use super::panel::{Often, Panel};
use super::silent::{Counts, Weight};
use crate::definition::project::Period;
use crate::register::Register;

/// The number of a count, and its period.
pub(super) type Number<'a> = (&'a str, usize);

/// The enterprises of a period, in the tables of the roster.
pub(super) struct Population<'a> {
    /// Codes of each.
    pub codes: BTreeMap<&'a str, &'a BTreeMap<String, String>>,
    /// By codelist and code, and the number of their count.
    pub tables: BTreeMap<&'a str, BTreeMap<&'a str, (Vec<&'a str>, usize)>>,
    /// The number of the whole's count, if anything is known of who answered.
    pub whole: Option<usize>,
    /// The number of the panel: how many answered in the period before as well.
    pub panel: Option<usize>,
}

/// The enterprises of each period with their counts, and how many answered in two periods.
pub(super) struct Who<'a> {
    pub of: BTreeMap<&'a str, (Population<'a>, Counts<'a>)>,
    pub panels: Vec<Panel<'a>>,
    /// The same as earlier releases told it, of those that had answered by then or have not since.
    pub panels_told: Vec<Panel<'a>>,
    /// How many answered in all of some periods, and in any of them.
    pub often: Vec<Often<'a>>,
    /// What earlier releases told of that.
    pub told: Vec<Often<'a>>,
}

impl<'a> Who<'a> {
    /// Enters a panel with what earlier releases told of it, and says its number.
    pub fn enter(&mut self, mut panel: Panel<'a>, told: Vec<(BTreeSet<&'a str>, u32)>) -> usize {
        // Who closed without an answer is known not to be in it.
        let is_closed = |one: &str| panel.periods.iter().any(|period| self.of[period].1.is_closed(one));
        panel.members.retain(|one| !is_closed(one));
        for (members, answered) in told {
            let is_one = |one: &&&str| members.contains(**one);
            self.panels_told.push(Panel {
                periods: panel.periods,
                table: panel.table.clone(),
                members: panel.members.iter().filter(is_one).copied().collect(),
                blank: panel.blank.iter().filter(is_one).copied().collect(),
                answered: answered as usize,
                weight: Weight::Told,
                is_barred: false,
                is_shown: true,
            });
        }
        self.panels.push(panel);
        self.panels.len() - 1
    }

    /// How many answered in at least so many of some periods, where that is told.
    pub fn often(&self, periods: &[&str], least: usize) -> Option<u32> {
        let is_it = |often: &&Often<'_>| often.periods == periods && often.least == least;
        let told = self.often.iter().find(is_it).filter(|often| often.is_shown)?;
        u32::try_from(told.answered).ok()
    }

    /// How many of a period answered anything, of how many, if that is known.
    pub fn whole(&self, period: &str) -> Option<(u32, u32)> {
        let (population, counts) = self.of.get(period)?;
        let count = counts.groups[population.whole?].count;
        Some((count.reported, count.expected))
    }

    /// True for a period for which nobody sent anything: to say so sets no one apart.
    pub fn is_silent(&self, period: &str) -> bool {
        let (population, counts) = &self.of[period];
        !population.codes.keys().any(|one| counts.has_answered(one))
    }

    /// Whether a count is told.
    pub fn is_shown(&self, (period, number): Number<'_>) -> bool {
        self.of[period].1.is_shown(number)
    }
}

impl<'a> Population<'a> {
    /// Those of whom everybody knows that they answered: those that closed in the period, as it is told how many of these did
    /// not; and of a past period those that an earlier report may have named.
    pub fn known(&self, register: &Register, period: &Period, is_past: bool, counts: &Counts<'_>) -> BTreeSet<&'a str> {
        let answering =
            self.codes.keys().copied().filter(|one| counts.has_answered(one) && register.closed_in(one, period));
        let consenting = is_past.then(|| self.consenting(register, period, counts));
        answering.chain(consenting.into_iter().flatten()).collect()
    }

    /// Those that answered in a period and consent to be named.
    pub fn consenting(&self, register: &Register, period: &Period, counts: &Counts<'_>) -> BTreeSet<&'a str> {
        let consents = |one: &&str| register.at(one, period).is_some_and(|one| one.consent_to_be_named);
        self.codes.keys().copied().filter(|one| counts.has_answered(one)).filter(consents).collect()
    }
}
