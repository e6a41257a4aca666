//! What is told of few enterprises by several sums together, though by none of them alone: who hired women, men, and of both many
//! far from work and others, hired as many in all, which nobody may have asked.
//!
//! Of the sums of an enterprise in one period any combination may follow from what is published. It does where what is left of them,
//! when everything told is taken from them, hangs together otherwise than by what holds anyway. The same is asked of those together
//! that stand in the same published sums.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::attacker::{Attacker, PRIME, Terms, once, sum, times};
use super::identity::is_of_rows;
use super::told::{Place, Unknowns};

/// What an attacker has of each unknown.
pub(super) struct Sight<'s> {
    /// What is left of those that are secrets when all that is told is taken from them.
    pub left: &'s BTreeMap<u32, Terms>,
    /// What is left when only what holds anyway is.
    pub reduced: &'s [Terms],
    /// The same for those that stand in the same published sums.
    pub classes: &'s [Option<usize>],
}

/// The unknowns of one enterprise in one period, by where they stand.
type ByPlace<'u, 'a> = BTreeMap<&'u Place<'a>, u32>;

/// The unknowns of some enterprises in one period, place by place: how many rows they have, and the others.
#[derive(Default)]
struct Own {
    rows: Vec<u32>,
    others: Vec<Vec<u32>>,
}

/// The combinations that follow of what enterprises gave, where fewer than `least` gave anything to one, by any unknown in it.
pub(super) fn opened(unknowns: &Unknowns<'_>, sight: &Sight<'_>, least: impl Fn(u32) -> usize + Sync) -> Vec<Terms> {
    let groups: Vec<Own> = groups(unknowns, sight).into_iter().filter(|own| own.may_hang_together(sight)).collect();
    let is_small = |terms: &Terms| {
        let givers = givers(unknowns, terms);
        let least = terms.iter().map(|(number, _)| least(*number)).max().unwrap_or_default();
        givers.is_none_or(|givers| (1..least).contains(&givers))
    };
    groups.par_iter().flat_map_iter(|own| own.combinations(sight)).filter(is_small).collect()
}

/// Each enterprise by itself, and those that stand in the same published sums.
fn groups(unknowns: &Unknowns<'_>, sight: &Sight<'_>) -> Vec<Own> {
    let mut of: BTreeMap<(&str, &str), ByPlace<'_, '_>> = BTreeMap::new();
    for (place, (organisation, former), number) in unknowns.all() {
        let is_open = |number: &u32| sight.left.get(number).is_some_and(|left| !left.is_empty());
        if is_of_rows(place.0) || former.is_none() && is_open(&number) {
            of.entry((place.1, organisation)).or_default().insert(place, number);
        }
    }
    let mut alike: BTreeMap<Vec<(&Place<'_>, Option<usize>)>, Vec<ByPlace<'_, '_>>> = BTreeMap::new();
    for own in of.into_values() {
        let others = own.iter().filter(|(place, _)| !is_of_rows(place.0));
        let key = others.map(|(place, number)| (*place, sight.classes[*number as usize])).collect();
        alike.entry(key).or_default().push(own);
    }
    let single = |own: &ByPlace<'_, '_>| Own::of(std::slice::from_ref(own));
    let several = alike.values().filter(|group| group.len() > 1).map(|group| Own::of(group));
    alike.values().flatten().map(single).chain(several).collect()
}

impl Own {
    fn of(group: &[ByPlace<'_, '_>]) -> Self {
        let mut made = Self::default();
        let places: BTreeSet<&Place<'_>> = group.iter().flat_map(|own| own.keys().copied()).collect();
        for place in places {
            let numbers = group.iter().filter_map(|own| own.get(place).copied());
            if is_of_rows(place.0) {
                made.rows.extend(numbers);
            } else {
                made.others.push(numbers.collect());
            }
        }
        made
    }

    /// False where what is left of each begins with another unknown, so that none follows from the rest.
    fn may_hang_together(&self, sight: &Sight<'_>) -> bool {
        let first = |numbers: &Vec<u32>| Some(together(numbers, |number| &sight.left[&number]).first()?.0);
        let mut first: Vec<Option<u32>> = self.others.iter().map(first).collect();
        first.sort_unstable();
        first.windows(2).any(|two| two[0] == two[1]) || first.contains(&None)
    }

    /// How each that follows from others does: together with so many times those it comes to what is told.
    fn combinations(&self, sight: &Sight<'_>) -> Vec<Terms> {
        let (mut anyway, mut known, mut found) = (Attacker::default(), Attacker::default(), Vec::new());
        let reduced = |numbers: &[u32]| together(numbers, |number| &sight.reduced[number as usize]);
        self.rows.iter().for_each(|number| anyway.learn(reduced(&[*number]), 0));
        for (at, numbers) in (0..).zip(&self.others) {
            let left = together(numbers, |number| &sight.left[&number]);
            // What holds anyway, or is looked at alone.
            if left.is_empty() || anyway.left(reduced(numbers)).is_empty() {
                continue;
            }
            anyway.learn(reduced(numbers), 0);
            match known.combine(left.clone()) {
                Some(others) => {
                    let all = others.iter().copied().chain([(at, 1)]);
                    let terms = all.flat_map(|(at, by)| self.others[at as usize].iter().map(move |one| (*one, by)));
                    let terms: BTreeMap<u32, u64> = terms.collect();
                    found.push(terms.into_iter().collect());
                }
                None => known.learn(left, at),
            }
        }
        found
    }
}

/// What is left of the sum of some unknowns.
fn together<'t>(numbers: &[u32], of: impl Fn(u32) -> &'t Terms) -> Terms {
    numbers.iter().fold(Terms::new(), |all, number| sum(&all, of(*number)))
}

/// How many enterprises give anything to a combination; `None` where a number grows too long. That some of what one gave is as much
/// as something else of it tells neither.
fn givers(unknowns: &Unknowns<'_>, terms: &Terms) -> Option<usize> {
    let value = |number: u32| unknowns.values[number as usize].normalize();
    let scale = terms.iter().map(|(number, _)| value(*number).scale()).max().unwrap_or_default();
    let mut given: BTreeMap<&str, u64> = BTreeMap::new();
    for (number, factor) in terms {
        let value = value(*number);
        let whole = value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?)?;
        let whole = u64::try_from(whole.rem_euclid(i128::from(PRIME))).ok()?;
        let share = given.entry(unknowns.organisation(*number)).or_default();
        *share = once(*share + times(whole, *factor));
    }
    Some(given.values().filter(|share| **share != 0).count())
}
