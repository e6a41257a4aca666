//! Counts of who answered, those of the roster and of all figures of a period together: none may tell who did not.
//!
//! Who is registered, where and in what form is open: everybody may count it, and it is published without limit. What is
//! protected is which of them did not answer. So "answered" is told of a group only if at least three answered and at
//! least as many as did not. Everyone in it is then more likely to have answered than not. What two know of themselves
//! and put together is not reckoned with: where several groups overlap, it may tell of a third. Of groups of one or two it is never told, not even that all of them
//! answered: else its absence would tell that one did not. It is also why "all of them" is no exception of the rule.
//!
//! The same holds of every group that follows: what parts leave of a whole, whichever table or figure each stands in, and
//! whatever else an attacker gets by adding and subtracting, who knows the register by heart and assumes that who answered
//! at all answered each question, where that is so. Who closed without an answer is in the register too, and not silent.

use std::collections::{BTreeMap, BTreeSet};

use super::attacker::{Attacker, Terms};
use super::told::plus;

/// Least number of answers in a group of which their number is told.
pub(super) const LEAST: u32 = 3;
/// Rounds of bound propagation; more could only make bounds narrower by ever smaller steps.
const ROUNDS: usize = 24;

/// True when "so many of so many answered" names no one: at least three answered, and at least as many as did not.
pub(super) fn may_tell(answered: u32, expected: u32) -> bool {
    answered >= LEAST && answered.saturating_mul(2) >= expected
}

/// How many of a group answered.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// What the count is of: a question, or anything at all.
    answered: u32,
    /// Anything at all.
    reported: u32,
    expected: u32,
}

impl Count {
    /// True when the count may follow from others: enough answered, and at least half are not silent. More than half may
    /// have left the question blank.
    fn may_follow(self) -> bool {
        self.answered >= LEAST && self.reported.saturating_mul(2) >= self.expected
    }

    fn add(&mut self, answered: bool, reported: bool) {
        self.answered += u32::from(answered);
        self.reported += u32::from(reported);
        self.expected += 1;
    }

    fn remove(&mut self, part: Self) {
        self.answered -= part.answered;
        self.reported -= part.reported;
        self.expected -= part.expected;
    }
}

/// Whether one enterprise answered: at all, or where that differs, the questions of an indicator.
type Unknown<'a> = (&'a str, Option<&'a str>);

/// A table of which the groups lie beside each other: what it is of, and by which properties of the enterprises.
pub(super) type Table = (String, String);

/// Counts of who answered in one period.
pub(super) struct Counts<'a> {
    /// Whether each enterprise answered at all.
    answered: BTreeSet<&'a str>,
    /// Enterprises that closed without an answer.
    closed: BTreeSet<&'a str>,
    unknowns: BTreeMap<Unknown<'a>, usize>,
    /// Enterprise and answer of each unknown.
    facts: Vec<(Unknown<'a>, bool)>,
    /// Unknowns of a question that was left blank.
    blanks: Set,
    numbers: BTreeMap<Set, usize>,
    groups: Vec<Group>,
    /// Groups of each table.
    tables: BTreeMap<Table, BTreeSet<usize>>,
}

/// A set of unknowns, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Set(Vec<u64>);

/// Some enterprises, of whom is told how many answered.
struct Group {
    set: Set,
    count: Count,
    is_shown: bool,
    /// It is printed whatever it tells.
    is_fixed: bool,
    /// How much the reader would miss it.
    weight: Weight,
    /// Whose counts it stands among: the roster's, those of an indicator.
    families: BTreeSet<String>,
}

/// Where a count stands, what is easiest to do without first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// At a figure of an area, or of a part of what is asked.
    Part,
    /// In the roster.
    Roster,
    /// At the figure of the whole region.
    Whole,
}

/// A group that follows from some others.
struct Left {
    set: Set,
    count: Count,
    from: Vec<usize>,
}

impl Set {
    fn insert(&mut self, at: usize) {
        self.0.resize(self.0.len().max(at / 64 + 1), 0);
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn is_in(&self, other: &Self) -> bool {
        self.0.iter().enumerate().all(|(at, word)| word & !other.0.get(at).copied().unwrap_or(0) == 0)
    }

    fn is_disjoint(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(word, other)| word & other == 0)
    }

    fn remove(&mut self, other: &Self) {
        for (word, gone) in self.0.iter_mut().zip(&other.0) {
            *word &= !gone;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        };
        self.0.iter().enumerate().flat_map(bits)
    }

    fn terms(&self) -> Terms {
        plus(self.iter().map(|at| u32::try_from(at).expect("organisations are fewer than that")).collect())
    }
}

impl<'a> Counts<'a> {
    /// Begins with who answered at all, and who closed without an answer.
    pub fn new(answered: BTreeSet<&'a str>, closed: BTreeSet<&'a str>) -> Self {
        let (unknowns, facts, blanks, numbers) = (BTreeMap::new(), Vec::new(), Set::default(), BTreeMap::new());
        Self { answered, closed, unknowns, facts, blanks, numbers, groups: Vec::new(), tables: BTreeMap::new() }
    }

    /// A cell of the roster: the enterprises of it.
    pub fn roster(&mut self, list: &str, members: impl Iterator<Item = &'a str>) -> usize {
        let members: Vec<(&str, bool)> = members.map(|one| (one, self.answered.contains(one))).collect();
        self.add((String::new(), list.to_owned()), None, members.into_iter(), Some(Weight::Roster))
    }

    /// The whole of the roster, which is printed whatever it tells.
    pub fn whole(&mut self, members: impl Iterator<Item = &'a str>) {
        let at = self.roster("", members);
        self.groups[at].is_fixed = true;
    }

    /// The coverage of a figure, if it is wanted: those to whom its question applies and whether they answered it.
    pub fn coverage(
        &mut self,
        indicator: &'a str,
        table: Table,
        asked: impl Iterator<Item = (&'a str, bool)>,
        wanted: Option<Weight>,
    ) -> usize {
        self.add(table, Some(indicator), asked, wanted)
    }

    fn add(
        &mut self,
        table: Table,
        indicator: Option<&'a str>,
        members: impl Iterator<Item = (&'a str, bool)>,
        wanted: Option<Weight>,
    ) -> usize {
        let mut set = Set::default();
        let mut count = Count::default();
        for (organisation, answered) in members.filter(|(one, _)| !self.closed.contains(one)) {
            let reported = self.answered.contains(organisation);
            let unknown = (organisation, indicator.filter(|_| answered != reported));
            let next = self.unknowns.len();
            let number = *self.unknowns.entry(unknown).or_insert(next);
            if number == next {
                self.facts.push((unknown, answered));
                if unknown.1.is_some() {
                    self.blanks.insert(number);
                }
            }
            set.insert(number);
            count.add(answered, reported);
        }
        let next = self.groups.len();
        let at = *self.numbers.entry(set.clone()).or_insert(next);
        if at == next {
            let families = BTreeSet::new();
            self.groups.push(Group { set, count, is_shown: false, is_fixed: false, weight: Weight::Part, families });
        }
        let group = &mut self.groups[at];
        group.is_shown |= wanted.is_some() && may_tell(count.answered, count.expected);
        group.weight = group.weight.max(wanted.unwrap_or(Weight::Part));
        group.families.insert(table.0.clone());
        self.tables.entry(table).or_default().insert(at);
        at
    }

    /// Whether a group's count is told.
    pub fn is_shown(&self, group: usize) -> bool {
        self.groups[group].is_shown
    }

    /// Enterprises of every group whose count is told or follows at once, with whether they answered.
    pub fn told(&self) -> Vec<Vec<(&'a str, bool)>> {
        let told = self.shown().into_iter().map(|at| &self.groups[at].set);
        let left = self.left();
        let all: BTreeSet<&Set> = told.chain(left.iter().map(|left| &left.set)).collect();
        let name = |at: usize| (self.facts[at].0.0, self.facts[at].1);
        all.into_iter().map(|set| set.iter().map(name).collect()).collect()
    }

    /// Withholds counts until no one who did not answer follows from those that are told. Every round withholds one more.
    pub fn protect(&mut self) {
        loop {
            let left = self.left();
            let follow: Vec<Vec<usize>> = self.follows(&left).map(|left| left.from.clone()).collect();
            let chosen = if let Some(from) = follow.first() {
                self.by_cost(from).first().copied()
            } else if let Some(from) = self.derived() {
                self.by_cost(&from).first().copied()
            } else if let Some(unknown) = self.bounded(&left) {
                self.in_the_way(unknown)
            } else {
                return;
            };
            let Some(chosen) = chosen else {
                // What is printed in any case tells too much already: nothing is added to it.
                self.groups.iter_mut().for_each(|group| group.is_shown = false);
                return;
            };
            self.groups[chosen].is_shown = false;
            for from in follow {
                if from.iter().all(|at| self.groups[*at].is_shown || self.groups[*at].is_fixed) {
                    self.by_cost(&from).first().into_iter().for_each(|at| self.groups[*at].is_shown = false);
                }
            }
        }
    }

    /// Those of some counts that can be withheld, the one that the reader misses least first.
    fn by_cost(&self, among: &[usize]) -> Vec<usize> {
        let free = among.iter().copied().filter(|at| self.groups[*at].is_shown && !self.groups[*at].is_fixed);
        let mut free: Vec<usize> = free.collect();
        free.sort_by_key(|at| (self.groups[*at].weight, self.groups[*at].count.expected, *at));
        free
    }

    /// The count of an enterprise to withhold so that bounds no longer tell of it; the cheapest when no single one will do.
    fn in_the_way(&mut self, unknown: usize) -> Option<usize> {
        let is_around = |set: &Set| set.has(unknown) && self.is_of_enterprises(set);
        let known: Vec<usize> = self.shown().into_iter().filter(|at| is_around(&self.groups[*at].set)).collect();
        let free = self.by_cost(&known);
        let helps = free.iter().copied().find(|at| {
            self.groups[*at].is_shown = false;
            let left = self.left();
            let helps = self.bounded(&left) != Some(unknown);
            self.groups[*at].is_shown = true;
            helps
        });
        helps.or(free.first().copied())
    }

    /// True for a set in which nobody only left a question blank. Nobody knows who did: other counts are no sums over it.
    fn is_of_enterprises(&self, set: &Set) -> bool {
        set.is_disjoint(&self.blanks)
    }

    fn shown(&self) -> Vec<usize> {
        (0..self.groups.len()).filter(|at| self.groups[*at].is_shown || self.groups[*at].is_fixed).collect()
    }

    /// What the groups of each table leave of any group that they lie in, if it is another one.
    fn left(&self) -> Vec<Left> {
        let shown = self.shown();
        let tables: BTreeSet<Vec<usize>> = self
            .tables
            .values()
            .map(|table| table.iter().copied().filter(|at| self.groups[*at].is_shown).collect())
            .collect();
        let left = |whole: usize, table: &Vec<usize>| {
            let group = &self.groups[whole];
            let is_part = |part: &usize| *part != whole && self.groups[*part].set.is_in(&group.set);
            let mut parts = table.iter().copied().filter(is_part).peekable();
            parts.peek()?;
            let (mut set, mut count, mut from) = (group.set.clone(), group.count, vec![whole]);
            for part in parts {
                set.remove(&self.groups[part].set);
                count.remove(self.groups[part].count);
                from.push(part);
            }
            (count.expected > 0).then_some(Left { set, count, from })
        };
        shown.iter().flat_map(|whole| tables.iter().filter_map(move |table| left(*whole, table))).collect()
    }

    /// The groups that follow and tell too much.
    fn follows<'l>(&'l self, left: &'l [Left]) -> impl Iterator<Item = &'l Left> {
        left.iter().filter(|left| {
            // Of other counts than those of the same question, some answered that it does not apply, which tells of no one.
            let has = |family: &String| left.from.iter().all(|at| self.groups[*at].families.contains(family));
            let is_one = self.groups[left.from[0]].families.iter().any(has);
            !left.count.may_follow() && (is_one || left.count.answered < left.count.expected)
        })
    }

    /// What a withheld count, or the answers of enterprises that stand in the same counts, are derived from.
    fn derived(&self) -> Option<Vec<usize>> {
        let shown = self.shown();
        let mut attacker = Attacker::default();
        for at in &shown {
            attacker.learn(self.groups[*at].set.terms(), u32::try_from(*at).expect("counts are fewer than that"));
        }
        let is_small = |group: &&Group| !group.is_shown && !group.is_fixed && !group.count.may_follow();
        let withheld = self.groups.iter().filter(is_small).map(|group| group.set.terms());
        let atoms = self.atoms(&shown);
        let atoms = atoms.iter().filter(|atom| {
            let mut count = Count::default();
            atom.iter().for_each(|at| count.add(self.facts[*at].1, self.answered.contains(self.facts[*at].0.0)));
            count.answered < count.expected && !count.may_follow()
        });
        let number = |at: &usize| u32::try_from(*at).expect("organisations are fewer than that");
        let atoms = atoms.map(|atom| plus(atom.iter().map(number).collect()));
        let follows = |secret: Terms| attacker.derive(secret).filter(|origin| !origin.is_empty());
        let origin = withheld.chain(atoms).filter(|secret| !secret.is_empty()).find_map(follows)?;
        Some(origin.into_iter().map(|at| at as usize).collect())
    }

    /// Unknowns that stand in exactly the same of some groups.
    fn atoms(&self, shown: &[usize]) -> Vec<Vec<usize>> {
        let mut signatures: Vec<Vec<usize>> = vec![Vec::new(); self.facts.len()];
        for group in shown {
            self.groups[*group].set.iter().for_each(|at| signatures[at].push(*group));
        }
        let mut atoms: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
        for (at, signature) in signatures.iter().enumerate().filter(|(_, signature)| !signature.is_empty()) {
            atoms.entry(signature).or_default().push(at);
        }
        atoms.into_values().collect()
    }

    /// An enterprise that did not answer, as follows because no count is below zero or above all.
    fn bounded(&self, left: &[Left]) -> Option<usize> {
        let shown = self.shown();
        let atoms = self.atoms(&shown);
        let mut atom_of = vec![0; self.facts.len()];
        atoms.iter().enumerate().for_each(|(number, atom)| atom.iter().for_each(|at| atom_of[*at] = number));
        let mut bounds: Vec<(u32, u32)> = atoms.iter().map(|atom| (0, small(atom.len()))).collect();
        let told = shown.iter().map(|at| (&self.groups[*at].set, self.groups[*at].count.answered));
        let told = told.chain(left.iter().map(|left| (&left.set, left.count.answered)));
        let told: BTreeMap<&Set, u32> = told.filter(|(set, _)| self.is_of_enterprises(set)).collect();
        let sums: Vec<(BTreeSet<usize>, u32)> =
            told.into_iter().map(|(set, answered)| (set.iter().map(|at| atom_of[at]).collect(), answered)).collect();
        for _ in 0..ROUNDS {
            let before = bounds.clone();
            for (atoms, answered) in &sums {
                let (low, high) = atoms.iter().fold((0, 0), |sum, at| (sum.0 + bounds[*at].0, sum.1 + bounds[*at].1));
                for at in atoms {
                    let (least, most) = bounds[*at];
                    bounds[*at] = (
                        least.max(answered.saturating_sub(high - most)),
                        most.min(answered.saturating_sub(low - least)),
                    );
                }
            }
            if bounds == before {
                break;
            }
        }
        let is_silent = |at: &usize| self.facts[*at].0.1.is_none() && !self.facts[*at].1;
        let exposed = atoms.iter().zip(&bounds).filter(|(_, (_, most))| *most == 0);
        exposed.flat_map(|(atom, _)| atom).copied().find(is_silent)
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("organisations are fewer than that")
}
