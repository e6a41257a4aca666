//! Whether an enterprise that did not answer could have answered, to an attacker who knows counts and tries in which ways
//! they can come true; also to two enterprises that put together what they know of themselves.
//!
//! A world is a way in which all counts come true. The true one is known, so another one is told by whose answers are false
//! in it; it is sought by changing as little of the true one as must be. An enterprise is safe if worlds in which it answered
//! are found such that no two others can refute them all: a world is refuted by whom it speaks falsely of.
//! What was found stays true until a count is told that it does not fit.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::set::Set;

/// Enterprises that may put together what they know of themselves without being able to tell of another.
pub(super) const INSIDERS: usize = 2;
/// Most enterprises of which a world speaks falsely. Where so many are not enough, an enterprise counts as told.
const FALSE: usize = 8;
/// Steps of one search. Where they are not enough, too.
const STEPS: u32 = 250;

/// What is told of how many of some enterprises answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub members: Set,
    /// At least so many.
    pub least: u32,
    /// At most so many.
    pub most: u32,
}

/// The worlds in which an enterprise answered that are known, by those that are spoken truly of whatever it costs; each with
/// how much of what is told it is known to fit.
type Found = BTreeMap<Vec<usize>, (Vec<usize>, usize)>;

/// Who answered, and what is told of it.
pub(super) struct Worlds {
    answered: Vec<bool>,
    told: Vec<Told>,
    /// How many answered of each that is told of.
    counts: Vec<i64>,
    /// What is told of each enterprise.
    of: Vec<Vec<usize>>,
    /// For each enterprise that did not answer.
    found: Vec<(usize, Found)>,
}

impl Worlds {
    /// Enterprises and whether each answered; nothing is told.
    pub fn new(answered: Vec<bool>) -> Self {
        let silent = answered.iter().enumerate().filter(|(_, answered)| !**answered);
        let found = silent.map(|(at, _)| (at, Found::new())).collect();
        let of = vec![Vec::new(); answered.len()];
        Self { answered, told: Vec::new(), counts: Vec::new(), of, found }
    }

    /// Tells some more if all who did not answer stay safe, and says whether they do.
    pub fn tell(&mut self, more: &[Told]) -> bool {
        let before = self.told.len();
        for told in more {
            if self.told.contains(told) {
                continue;
            }
            let answered = told.members.iter().filter(|at| self.answered[*at]).count();
            self.counts.push(i64::try_from(answered).expect("organisations are fewer than that"));
            for at in told.members.iter() {
                self.of[at].push(self.told.len());
            }
            self.told.push(told.clone());
        }
        let sought = |(silent, found): &(usize, Found)| {
            let mut new = Found::new();
            self.resists(*silent, (found, &mut new), &mut Vec::new()).then_some(new)
        };
        // The one that was told of last stands first: it is likely to be told of again.
        let is_first_safe = self.found.first().is_none_or(|first| sought(first).is_some());
        let all = || self.found.par_iter().enumerate().map(|(at, one)| sought(one).ok_or(at)).collect();
        let new: Result<Vec<Found>, usize> = if is_first_safe { all() } else { Err(0) };
        let is_safe = new.is_ok();
        match new {
            Ok(new) => {
                for ((_, found), new) in self.found.iter_mut().zip(new) {
                    found.extend(new);
                }
            }
            Err(at) => {
                self.found.swap(0, at);
                for told in self.told.drain(before..) {
                    for at in told.members.iter() {
                        self.of[at].pop();
                    }
                }
                self.counts.truncate(before);
            }
        }
        is_safe
    }

    /// Whoever refutes every world in which one answered must be among those that the first such world speaks falsely of,
    /// and so on with the next one.
    fn resists(&self, silent: usize, (found, new): (&Found, &mut Found), known: &mut Vec<usize>) -> bool {
        let mut key = known.clone();
        key.sort_unstable();
        let before = new.get(&key).or_else(|| found.get(&key));
        let before = before.filter(|(world, fitted)| self.fits(world, *fitted)).map(|(world, _)| world.clone());
        let Some(world) = before.or_else(|| Search::new(self, &key).from(silent)) else { return false };
        new.insert(key, (world.clone(), self.told.len()));
        known.len() == INSIDERS
            || world.into_iter().filter(|at| *at != silent).all(|insider| {
                known.push(insider);
                let resists = self.resists(silent, (found, new), known);
                known.pop();
                resists
            })
    }

    /// By how many more or fewer answered in a world that speaks falsely of one enterprise.
    fn change(&self, at: usize) -> i64 {
        if self.answered[at] { -1 } else { 1 }
    }

    /// True for a world that fits all that is told, as it does what was told first.
    fn fits(&self, world: &[usize], fitted: usize) -> bool {
        self.told.iter().zip(&self.counts).skip(fitted).all(|(told, count)| {
            let false_of = world.iter().filter(|at| told.members.has(**at));
            told.is_off(count + false_of.map(|at| self.change(*at)).sum::<i64>()) == 0
        })
    }
}

impl Told {
    /// By how many a count is above the most or below the least.
    fn is_off(&self, count: i64) -> i64 {
        (count - i64::from(self.most)).max(0) + (count - i64::from(self.least)).min(0)
    }
}

/// A search for a world.
struct Search<'w> {
    worlds: &'w Worlds,
    counts: Vec<i64>,
    /// Those that are told of and do not fit as it is.
    off: Vec<usize>,
    /// Of whom nothing false may be said, or not again.
    is_fixed: Vec<bool>,
    false_of: Vec<usize>,
    steps: u32,
}

impl<'w> Search<'w> {
    fn new(worlds: &'w Worlds, known: &[usize]) -> Self {
        let mut is_fixed = vec![false; worlds.answered.len()];
        for at in known {
            is_fixed[*at] = true;
        }
        Self { worlds, counts: worlds.counts.clone(), off: Vec::new(), is_fixed, false_of: Vec::new(), steps: STEPS }
    }

    /// A world in which one answered that did not.
    fn from(mut self, silent: usize) -> Option<Vec<usize>> {
        self.is_fixed[silent] = true;
        self.flip(silent, 1);
        self.false_of.push(silent);
        self.mend().then_some(self.false_of)
    }

    /// Speaks falsely of one, or truly again.
    fn flip(&mut self, at: usize, sign: i64) {
        let by = self.worlds.change(at) * sign;
        for number in &self.worlds.of[at] {
            let told = &self.worlds.told[*number];
            let was_off = told.is_off(self.counts[*number]) != 0;
            self.counts[*number] += by;
            match (was_off, told.is_off(self.counts[*number]) != 0) {
                (false, true) => self.off.push(*number),
                (true, false) => self.off.retain(|other| other != number),
                _ => {}
            }
        }
    }

    /// Makes every count fit.
    fn mend(&mut self) -> bool {
        if self.off.is_empty() {
            return true;
        }
        let left = i64::try_from(FALSE - self.false_of.len()).expect("it is small");
        let is_hopeless = |number: &usize| self.worlds.told[*number].is_off(self.counts[*number]).abs() > left;
        if self.steps == 0 || left == 0 || self.off.iter().any(is_hopeless) {
            return false;
        }
        self.steps -= 1;
        let hardest = self.off.iter().copied().min_by_key(|number| self.options(*number).count());
        let options = hardest.into_iter().flat_map(|number| self.options(number));
        let mut options: Vec<(i64, usize)> = options.map(|at| (self.cost(at), at)).collect();
        options.sort_unstable();
        let mut tried = Vec::new();
        let mut is_mended = false;
        for (_, at) in options {
            self.is_fixed[at] = true;
            tried.push(at);
            self.flip(at, 1);
            self.false_of.push(at);
            is_mended = self.mend();
            if is_mended || self.steps == 0 {
                break;
            }
            self.false_of.pop();
            self.flip(at, -1);
        }
        for at in tried {
            self.is_fixed[at] = false;
        }
        is_mended
    }

    /// Those of whom speaking falsely brings a count nearer.
    fn options(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        let told = &self.worlds.told[number];
        let wanted = -told.is_off(self.counts[number]).signum();
        told.members.iter().filter(move |at| !self.is_fixed[*at] && self.worlds.change(*at) == wanted)
    }

    /// By how much the counts are farther off then.
    fn cost(&self, at: usize) -> i64 {
        let by = self.worlds.change(at);
        let costs = self.worlds.of[at].iter().map(|number| {
            let (told, count) = (&self.worlds.told[*number], self.counts[*number]);
            told.is_off(count + by).abs() - told.is_off(count).abs()
        });
        costs.sum()
    }
}
