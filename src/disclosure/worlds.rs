//! Whether an enterprise that did not answer in a period could have answered, to an attacker who knows counts of all periods
//! and tries in which ways they can come true; also to two enterprises that put together what they know of themselves.
//!
//! What is unknown is whether each enterprise answered in each period. A world is a way in which all counts come true. The
//! true one is known, so another one is told by the answers that are false in it; it is sought by changing as little of the
//! true one as must be. An enterprise is safe if worlds in which it answered are found such that no two others can refute
//! them all: a world is refuted by whom it speaks falsely of. What was found stays true until a count is told that it does
//! not fit.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::set::Set;

/// Enterprises that may put together what they know of themselves without being able to tell of another.
pub(super) const INSIDERS: usize = 2;
/// Most answers that are false in a world. Where so many are not enough, an enterprise counts as told.
const FALSE: usize = 20;
/// Steps of one search. Where they are not enough, too.
const STEPS: u32 = 250;

/// In how many of some periods an enterprise must have answered to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Often {
    /// The places of the periods.
    pub places: Vec<usize>,
    pub least: usize,
}

/// What is told of how many of some enterprises answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub members: Set,
    /// Where it is told how many answered in so many of several periods; the members are answers of these then, and others of
    /// the same enterprises do not count.
    pub often: Option<Often>,
    /// At least so many.
    pub least: u32,
    /// At most so many.
    pub most: u32,
}

/// The worlds in which an enterprise answered that are known, by the enterprises that are spoken truly of whatever it costs;
/// each with how much of what is told it is known to fit.
type Found = BTreeMap<Vec<usize>, (Vec<usize>, usize)>;

/// Who answered when, and what is told of it.
pub(super) struct Worlds {
    /// The periods of one enterprise after another.
    answered: Vec<bool>,
    periods: usize,
    told: Vec<Told>,
    /// How many answered of each that is told of.
    counts: Vec<i64>,
    /// What is told of each answer.
    of: Vec<Vec<usize>>,
    /// Answers of which the same is told have the same number.
    kinds: Vec<usize>,
    /// Answers that were given for certain.
    certain: Vec<bool>,
    /// For each answer that an enterprise did not give.
    found: Vec<(usize, Found)>,
}

impl Worlds {
    /// Whether each enterprise answered in each of so many periods, and which answers they should have given and did not;
    /// nothing is told.
    pub fn new(answered: Vec<bool>, periods: usize, silent: impl Iterator<Item = usize>) -> Self {
        let found = silent.map(|at| (at, Found::new())).collect();
        let of = vec![Vec::new(); answered.len()];
        let (kinds, certain) = (vec![0; answered.len()], vec![false; answered.len()]);
        Self { answered, periods, told: Vec::new(), counts: Vec::new(), of, kinds, certain, found }
    }

    /// Tells some more if all who did not answer stay safe, and says whether they do.
    pub fn tell(&mut self, more: &[Told]) -> bool {
        let before = self.told.len();
        let (kinds, certain) = (self.kinds.clone(), self.certain.clone());
        for told in more {
            if self.told.contains(told) {
                continue;
            }
            self.counts.push(i64::try_from(self.count(told)).expect("organisations are fewer than that"));
            for at in told.members.iter() {
                self.of[at].push(self.told.len());
            }
            if told.often.is_none() && told.least as usize == told.members.iter().count() {
                told.members.iter().for_each(|at| self.certain[at] = true);
            }
            let mut parted = BTreeMap::new();
            for (at, kind) in self.kinds.iter_mut().enumerate() {
                let next = parted.len();
                *kind = *parted.entry((*kind, told.members.has(at))).or_insert(next);
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
                (self.kinds, self.certain) = (kinds, certain);
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
            || world.into_iter().map(|at| self.enterprise(at)).filter(|one| *one != self.enterprise(silent)).all(
                |insider| {
                    known.push(insider);
                    let resists = self.resists(silent, (found, new), known);
                    known.pop();
                    resists
                },
            )
    }

    /// True for an answer that was given.
    pub fn is_given(&self, at: usize) -> bool {
        self.answered[at]
    }

    /// Whose answer it is.
    fn enterprise(&self, at: usize) -> usize {
        at / self.periods
    }

    /// How many of those that are told of answered.
    fn count(&self, told: &Told) -> usize {
        let Some(often) = &told.often else { return told.members.iter().filter(|at| self.answered[*at]).count() };
        let enterprises: BTreeSet<usize> = told.members.iter().map(|at| self.enterprise(at)).collect();
        let given = |one: usize| {
            let answers = often.places.iter().map(|place| one * self.periods + place);
            answers.filter(|at| told.members.has(*at) && self.answered[*at]).count()
        };
        enterprises.into_iter().filter(|one| given(*one) >= often.least).count()
    }

    /// True where it decides whether an enterprise counts that one of its answers is given, as its others stand.
    fn decides(&self, told: &Told, at: usize, is_given: impl Fn(usize) -> bool) -> bool {
        told.often.as_ref().is_none_or(|often| {
            let others = often.places.iter().map(|place| self.enterprise(at) * self.periods + place);
            let counts = |other: &usize| *other != at && told.members.has(*other) && is_given(*other);
            others.filter(counts).count() + 1 == often.least
        })
    }

    /// By how many more or fewer answered where one answer is false.
    fn change(&self, at: usize) -> i64 {
        if self.answered[at] { -1 } else { 1 }
    }

    /// True for a world that fits all that is told, as it does what was told first.
    fn fits(&self, world: &[usize], fitted: usize) -> bool {
        self.told.iter().zip(&self.counts).skip(fitted).all(|(told, count)| {
            // One after the other becomes false.
            let changes = world.iter().enumerate().filter(|(_, at)| told.members.has(**at)).map(|(place, at)| {
                let is_given = |other: usize| self.answered[other] != world[..place].contains(&other);
                if self.decides(told, *at, is_given) { self.change(*at) } else { 0 }
            });
            told.is_off(count + changes.sum::<i64>()) == 0
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
    /// What may not become false, or not again.
    is_fixed: Vec<bool>,
    /// Which answers are given in the world.
    given: Vec<bool>,
    false_of: Vec<usize>,
    steps: u32,
}

impl<'w> Search<'w> {
    fn new(worlds: &'w Worlds, known: &[usize]) -> Self {
        let mut is_fixed = worlds.certain.clone();
        for one in known {
            is_fixed[one * worlds.periods..][..worlds.periods].fill(true);
        }
        let (counts, given) = (worlds.counts.clone(), worlds.answered.clone());
        Self { worlds, counts, off: Vec::new(), is_fixed, given, false_of: Vec::new(), steps: STEPS }
    }

    /// A world in which one answered that did not.
    fn from(mut self, silent: usize) -> Option<Vec<usize>> {
        self.is_fixed[silent] = true;
        self.flip(silent, 1);
        self.false_of.push(silent);
        self.mend().then_some(self.false_of)
    }

    /// By how many a count changes if one more answer is false.
    fn by(&self, told: &Told, at: usize) -> i64 {
        if self.worlds.decides(told, at, |other| self.given[other]) { self.worlds.change(at) } else { 0 }
    }

    /// Makes an answer false, or true again.
    fn flip(&mut self, at: usize, sign: i64) {
        self.given[at] = !self.given[at];
        for number in &self.worlds.of[at] {
            let told = &self.worlds.told[*number];
            let by = self.by(told, at) * sign;
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
        let is_hopeless = |number: &usize| self.is_off(*number).abs() > left;
        if self.steps == 0 || left == 0 || self.off.iter().any(is_hopeless) {
            return false;
        }
        self.steps -= 1;
        let hardest = self.off.iter().map(|number| (self.options(*number).count(), *number)).min();
        let Some((count, number)) = hardest else { return true };
        if i64::try_from(count).expect("organisations are fewer than that") < self.is_off(number).abs() {
            return false;
        }
        // Of those of which the same is told, one is as good as another.
        let options: BTreeMap<_, usize> = self.options(number).map(|at| (self.kind(at), at)).collect();
        let mut options: Vec<(i64, usize)> = options.into_values().map(|at| (self.cost(at), at)).collect();
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

    fn is_off(&self, number: usize) -> i64 {
        self.worlds.told[number].is_off(self.counts[number])
    }

    /// What is told of an answer, and how the same enterprise's in the periods beside it stand.
    fn kind(&self, at: usize) -> (usize, [Option<(bool, bool)>; 2]) {
        let (place, periods) = (at % self.worlds.periods, self.worlds.periods);
        let beside = [(place > 0).then(|| at - 1), (place + 1 < periods).then_some(at + 1)];
        (self.worlds.kinds[at], beside.map(|at| at.map(|at| (self.given[at], self.is_fixed[at]))))
    }

    /// Answers that bring a count nearer if they are false.
    fn options(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        let told = &self.worlds.told[number];
        let wanted = -told.is_off(self.counts[number]).signum();
        told.members.iter().filter(move |at| !self.is_fixed[*at] && self.by(told, *at) == wanted)
    }

    /// By how much the counts are farther off then.
    fn cost(&self, at: usize) -> i64 {
        let costs = self.worlds.of[at].iter().map(|number| {
            let (told, count) = (&self.worlds.told[*number], self.counts[*number]);
            told.is_off(count + self.by(told, at)).abs() - told.is_off(count).abs()
        });
        costs.sum()
    }
}
