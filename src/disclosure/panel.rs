//! How many enterprises answered in two periods, which is told like for like, or in several.

use std::collections::{BTreeMap, BTreeSet};

use super::silent::{Table, Weight};

/// Some enterprises, of whom is told how many answered in a period and in the one before.
pub(super) struct Panel<'a> {
    /// The one before first.
    pub periods: [&'a str; 2],
    /// Where it stands; panels of a table lie beside each other, and `of` the same question are in the same family.
    pub table: Table,
    /// Those that could have.
    pub members: BTreeSet<&'a str>,
    /// Those of them that answered in either period, but not this question.
    pub blank: BTreeSet<&'a str>,
    /// How many answered it in both.
    pub answered: usize,
    /// How much the reader would miss it.
    pub weight: Weight,
    /// An edition kept it back, and hardly anything has come since; or it would tell of few that have.
    pub is_barred: bool,
    pub is_shown: bool,
}

/// How many of some answered in both periods: at least so many, or exactly where none of them left the question blank.
pub(super) struct OfBoth<'a> {
    pub periods: [&'a str; 2],
    pub members: BTreeSet<&'a str>,
    pub answered: usize,
    pub is_exact: bool,
}

/// Enterprises of several periods, of whom is told how many answered in at least so many of them.
pub(super) struct Often<'a> {
    pub periods: Vec<&'a str>,
    pub least: usize,
    /// Enterprises with those of the periods in which they could have answered.
    pub members: BTreeSet<(&'a str, &'a str)>,
    /// How many did so often.
    pub answered: usize,
    /// Beside what editions told of these periods it would tell of too few; or it cannot be said what an edition counted.
    pub is_barred: bool,
    pub is_shown: bool,
}

/// Enterprises, and the periods of each.
pub(super) type Members<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

impl<'a> Often<'a> {
    /// Of those that could have answered so often.
    pub fn new(
        (periods, least): (&[&'a str], usize),
        could: &Members<'a>,
        has_answered: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let could = could.iter().filter(|(_, could)| could.len() >= least);
        let is_one =
            |(one, could): &(&&str, &BTreeSet<&str>)| could.iter().filter(|of| has_answered(one, of)).count() >= least;
        Self {
            periods: periods.to_vec(),
            least,
            answered: could.clone().filter(is_one).count(),
            members: could.flat_map(|(one, could)| could.iter().map(move |period| (*one, *period))).collect(),
            is_barred: false,
            is_shown: false,
        }
    }
}

impl<'a> Panel<'a> {
    /// What it tells of itself.
    pub fn whole(&self) -> OfBoth<'a> {
        let is_exact = self.blank.is_empty();
        OfBoth { periods: self.periods, members: self.members.clone(), answered: self.answered, is_exact }
    }
}

/// What a panel tells with those that are told already: of itself, and of what the panels of a table leave of another one
/// where nobody left the question blank, though somebody did in that other one.
pub(super) fn told<'a>(panels: &[Panel<'a>], at: usize) -> Vec<OfBoth<'a>> {
    let one = &panels[at];
    let is_told = |(other, panel): &(usize, &Panel<'_>)| {
        (panel.is_shown || *other == at) && panel.table.0 == one.table.0 && panel.periods == one.periods
    };
    let others: Vec<&Panel<'a>> = panels.iter().enumerate().filter(is_told).map(|(_, panel)| panel).collect();
    let mut told = vec![one.whole()];
    let tables: BTreeSet<&Table> = others.iter().map(|panel| &panel.table).collect();
    for whole in others.iter().filter(|whole| !whole.blank.is_empty() && one.members.is_subset(&whole.members)) {
        for table in &tables {
            let is_part = |part: &&&Panel<'_>| part.table == **table && part.members.is_subset(&whole.members);
            let mut left = whole.whole();
            for part in others.iter().filter(is_part).filter(|part| part.members != whole.members) {
                left.members.retain(|one| !part.members.contains(one));
                left.answered -= part.answered;
            }
            left.is_exact = left.members.is_disjoint(&whole.blank);
            if left.is_exact && !left.members.is_empty() {
                told.push(left);
            }
        }
    }
    told
}
