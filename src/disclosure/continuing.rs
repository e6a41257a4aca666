//! How many answered in a period and in the one before, as earlier releases told it.
//!
//! Like for like the same enterprises are counted in two periods. Where their number grows between two editions, those that came late
//! are among those that answered the year before, and where it does not, they are among the others: of few that would tell who they
//! are, or that they did not answer then. What an edition told is a count of those that had answered by then: it is told to every
//! attacker, who is taken to know whose answers have come since.

use std::collections::BTreeSet;

use super::silent::{Counted, LEAST};

/// Some enterprises.
type Members<'a> = BTreeSet<&'a str>;

/// Enterprises that could answer in two periods, and those that did in each, the earlier one first.
pub(super) struct Both<'a> {
    pub members: Members<'a>,
    pub answered: [Members<'a>; 2],
}

/// A count that an edition told, and who of those had answered in each period by then, where that is known.
pub(super) type Then<'a> = (u32, Option<[Members<'a>; 2]>);

/// What was told of how many answered in both of two periods, beside what would be told now.
pub(super) struct Recalled<'a> {
    pub counted: Counted,
    /// Counts that were told, each with those that they are of: none that has answered since is among them.
    pub told: Vec<(Members<'a>, u32)>,
}

impl<'a> Both<'a> {
    /// How many answered in both.
    fn count(&self, [then, now]: &[Members<'_>; 2]) -> u32 {
        let in_both = self.members.iter().filter(|one| then.contains(**one) && now.contains(**one)).count();
        u32::try_from(in_both).expect("organisations are fewer than that")
    }

    /// Holds what would be told now against what editions told.
    pub fn recall<'t>(&self, editions: impl Iterator<Item = Then<'t>>) -> Recalled<'a> {
        let now = self.count(&self.answered);
        let (mut told, mut is_barred, mut is_told) = (Vec::new(), false, false);
        for (count, then) in editions {
            // What nobody remembers, or what something was taken from since, can be held against nothing.
            let Some(then) = then.filter(|then| self.count(then) == count && self.has_all(then)) else {
                is_barred = true;
                continue;
            };
            let answered = self.answered.iter().zip(&then);
            let came = answered.flat_map(|(now, then)| now.iter().filter(|one| !then.contains(**one)));
            let came: Members<'a> = came.copied().filter(|one| self.members.contains(one)).collect();
            is_told |= came.is_empty();
            is_barred |= !came.is_empty() && now - count < LEAST;
            told.push((&self.members - &came, count));
        }
        let counted = match (is_barred, is_told) {
            (true, _) => Counted::Barred,
            (false, true) => Counted::Told,
            (false, false) => Counted::New,
        };
        Recalled { counted, told }
    }

    /// True where all that had answered have still.
    fn has_all(&self, then: &[Members<'_>; 2]) -> bool {
        then.iter()
            .zip(&self.answered)
            .all(|(then, now)| then.iter().filter(|one| self.members.contains(**one)).all(|one| now.contains(*one)))
    }
}
