//! Kinds of rows: what conditions part them by, and on which side of each a row stands.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::Reference;

/// Longer numbers are not compared.
const LONGEST: i128 = 1 << 62;

/// Most groups that either of two conditions in two partings picks.
const EITHER: usize = 64;

/// What rows are parted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parting {
    /// A sum of columns, each times a number.
    Number(BTreeMap<Reference, i128>),
    /// A column of codes.
    Code(Reference),
    /// A condition that is nothing of these, as it is written.
    Word(String),
}

/// Where a parting parts rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A number: rows below it stand apart from others.
    Cut(Cut),
    /// A code: rows with it stand apart.
    Code(String),
    /// Rows for which the condition holds stand apart.
    True,
}

/// A number that rows stand below or not; with those that are the number itself, or without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    digits: i128,
    /// Above zero.
    divisor: i128,
    or_equal: bool,
}

impl Cut {
    /// At a quotient of two numbers; `None` where they are too long.
    pub fn new(digits: i128, divisor: i128, or_equal: bool) -> Option<Self> {
        let common = crate::value::common_divisor(digits, divisor) * divisor.signum();
        let (digits, divisor) = (digits.checked_div(common)?, divisor.checked_div(common)?);
        (digits.abs() < LONGEST && divisor < LONGEST).then_some(Self { digits, divisor, or_equal })
    }
}

impl Ord for Cut {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mine, theirs) = (self.digits * other.divisor, other.digits * self.divisor);
        mine.cmp(&theirs).then(self.or_equal.cmp(&other.or_equal))
    }
}

impl PartialOrd for Cut {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What parts rows, with where it parts them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKinds {
    partings: BTreeMap<Parting, BTreeSet<Mark>>,
}

/// One kind of row: for each parting, in order, between which of its marks it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKind(Vec<usize>);

impl RowKinds {
    pub(super) fn add(&mut self, parting: Parting, mark: Mark) {
        self.partings.entry(parting).or_default().insert(mark);
    }

    /// True where nothing parts rows.
    pub fn is_one(&self) -> bool {
        self.partings.is_empty()
    }

    /// The kinds that these and others part rows into together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (parting, marks) in &other.partings {
            both.partings.entry(parting.clone()).or_default().extend(marks.iter().cloned());
        }
        both
    }

    /// Every kind; `None` where they are more than `most`.
    pub fn each(&self, most: usize) -> Option<Vec<RowKind>> {
        let mut all = vec![RowKind::default()];
        for marks in self.partings.values() {
            let longer = |kind: &RowKind| {
                let at = |at| RowKind(kind.0.iter().copied().chain([at]).collect());
                (0..=marks.len()).map(at).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
            if all.len() > most {
                return None;
            }
        }
        Some(all)
    }

    /// Groups of kinds that one condition could pick: those that stand beside each other in one parting, but not all.
    pub fn picks(&self, all: &[RowKind]) -> Vec<BTreeSet<usize>> {
        self.picks_by_parting(all).concat()
    }

    /// Groups of kinds that either of two conditions in different partings picks, but not all; of two partings with many marks only so
    /// many.
    pub fn either(&self, all: &[RowKind]) -> Vec<BTreeSet<usize>> {
        let single = self.picks_by_parting(all);
        let pairs =
            single.iter().enumerate().flat_map(|(at, one)| single[at + 1..].iter().map(move |other| (one, other)));
        let unions = pairs.flat_map(|(one, other)| {
            one.iter().flat_map(|first| other.iter().map(move |second| first | second)).take(EITHER)
        });
        unions.filter(|picked| picked.len() < all.len()).collect()
    }

    fn picks_by_parting(&self, all: &[RowKind]) -> Vec<Vec<BTreeSet<usize>>> {
        let of_parting = |(at, marks): (usize, &BTreeSet<Mark>)| {
            let last = marks.len();
            let between = (0..=last).flat_map(move |from| (from..=last).map(move |to| from..=to));
            let pick = |range: RangeInclusive<usize>| {
                let is_in = |(_, kind): &(usize, &RowKind)| range.contains(&kind.0[at]);
                all.iter().enumerate().filter(is_in).map(|(number, _)| number).collect::<BTreeSet<usize>>()
            };
            between.map(pick).filter(|picked| picked.len() < all.len()).collect()
        };
        self.partings.values().enumerate().map(of_parting).collect()
    }

    /// Whether rows of a kind stand below a cut, have a code, or meet a condition; `None` where nothing parts them by it.
    pub(super) fn is_so(&self, kind: &RowKind, parting: &Parting, mark: &Mark) -> Option<bool> {
        let at = self.partings.keys().position(|known| known == parting)?;
        let place = self.partings[parting].iter().position(|known| known == mark)?;
        let stands = kind.0[at];
        Some(if matches!(mark, Mark::Cut(_)) { stands <= place } else { stands == place })
    }
}
