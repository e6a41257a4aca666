//! Tells as many counts of who answered as it can, those that the reader would miss most first, and withholds each that would
//! tell of an enterprise that did not, with all that are told already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::set::Set;
use super::silent::{Count, Counts, Group, Said};
use super::worlds::{INSIDERS, Told, Worlds};

/// A group that follows: what the parts of a table leave of another group.
struct Left {
    set: Set,
    count: Count,
    /// It follows from counts of the same question.
    is_one: bool,
    /// Some left the question of the other group blank.
    is_of_blanks: bool,
}

/// What is decided: which counts are told, and what they tell of enterprises.
pub(super) struct Shown<'a> {
    numbers: BTreeMap<&'a str, usize>,
    worlds: Worlds,
}

impl Shown<'_> {
    /// Tells that some answered, if nobody is known not to have then.
    fn tell_names(&mut self, names: &BTreeSet<&str>) -> bool {
        let members: Set = names.iter().filter_map(|one| self.numbers.get(one)).copied().collect();
        let count = u32::try_from(members.iter().count()).expect("organisations are fewer than that");
        self.worlds.tell(&[Told { members, least: count, most: count }])
    }
}

impl<'a> Counts<'a> {
    /// Decides which counts are told. Of some enterprises it is known in any case that they answered.
    pub fn protect(&mut self, known: &BTreeSet<&str>) -> Shown<'a> {
        let enterprises: BTreeSet<&str> = self.facts.iter().map(|((one, _), _)| *one).collect();
        let answered = enterprises.iter().map(|one| self.has_answered(one)).collect();
        let numbers = enterprises.into_iter().enumerate().map(|(at, one)| (one, at)).collect();
        let mut shown = Shown { numbers, worlds: Worlds::new(answered) };
        shown.tell_names(known);
        let mut parts = vec![usize::MAX; self.groups.len()];
        for table in self.tables.values() {
            for at in table {
                parts[*at] = parts[*at].min(table.len());
            }
        }
        let mut wanted: Vec<usize> = (0..self.groups.len()).filter(|at| self.groups[*at].is_wanted).collect();
        // Coarse tables first: one that is told whole is worth more than pieces of several.
        wanted.sort_by_key(|at| {
            let group = &self.groups[*at];
            (Reverse(group.weight), parts[*at], Reverse(group.count.expected), *at)
        });
        let tables: BTreeSet<&BTreeSet<usize>> = self.tables.values().collect();
        let tables: Vec<Vec<usize>> = tables.into_iter().map(|table| table.iter().copied().collect()).collect();
        for at in wanted {
            self.groups[at].is_shown = true;
            let left: Vec<Left> = self.left(&tables, Some(at)).collect();
            // Of other counts than those of the same question, some answered that it does not apply, which tells of no one.
            let tells =
                |left: &Left| !left.count.may_follow() && (left.is_one || left.count.answered < left.count.expected);
            // Of a question that some left blank, what is left says more than the counts that it follows from.
            let blank = left.iter().filter(|left| left.is_one && left.is_of_blanks);
            let blank = blank.map(|left| (&left.set, left.count, Said::Exactly));
            let group = &self.groups[at];
            let more: Vec<Told> = [(&group.set, group.count, group.said)]
                .into_iter()
                .chain(blank)
                .map(|(set, count, said)| self.told_of(set, count, said, &shown.numbers))
                .collect();
            self.groups[at].is_shown = !left.iter().any(tells) && shown.worlds.tell(&more);
        }
        shown
    }

    fn told_of(&self, set: &Set, count: Count, said: Said, numbers: &BTreeMap<&str, usize>) -> Told {
        let (least, most) = match said {
            Said::Exactly => (count.answered, count.answered),
            Said::Between(least, most) => (least, most),
        };
        // Where some left the question blank at least so many answered at all, and they know of themselves that they did.
        let insiders = u32::try_from(INSIDERS).expect("they are few");
        let (least, most) = if self.is_of_enterprises(set) {
            (least, most)
        } else {
            (count.reported.min(least + insiders), count.expected)
        };
        Told { members: set.iter().map(|at| numbers[self.facts[at].0.0]).collect(), least, most }
    }

    /// Of some enterprises that answered, those that may be named: with the names, too, nobody can tell who did not answer.
    /// Nor do the names of a group whose count is told leave fewer than so many others that answered, unless all did.
    pub fn names(&self, mut shown: Shown<'a>, mut names: BTreeSet<&'a str>, unnamed: usize) -> BTreeSet<&'a str> {
        let tables: Vec<Vec<usize>> = self.tables.values().map(|table| table.iter().copied().collect()).collect();
        let groups = self.groups.iter().filter(|group| group.is_shown && group.said == Said::Exactly);
        let groups = groups.map(|group| group.set.clone()).chain(self.left(&tables, None).map(|left| left.set));
        let name = |at: usize| (self.facts[at].0.0, self.has_answered(self.facts[at].0.0));
        let groups: BTreeSet<Vec<(&str, bool)>> = groups.map(|set| set.iter().map(name).collect()).collect();
        let mut groups: Vec<_> =
            groups.into_iter().filter(|group| group.iter().any(|(_, answered)| !answered)).collect();
        // Small groups first: what they leave unnamed counts in the larger ones around them.
        groups.sort_by_key(Vec::len);
        let drop = |group: &[(&str, bool)], names: &mut BTreeSet<&str>| {
            names.retain(|one| group.iter().all(|(other, _)| other != one));
        };
        for group in &groups {
            let others = group.iter().filter(|(one, answered)| *answered && !names.contains(one));
            if others.count() < unnamed {
                drop(group, &mut names);
            }
        }
        for group in &groups {
            if shown.tell_names(&names) {
                return names;
            }
            drop(group, &mut names);
        }
        if shown.tell_names(&names) { names } else { BTreeSet::new() }
    }

    /// What the groups of each table leave of any group that they lie in, if it is another one; where one of them is a certain
    /// one, if so wanted.
    fn left<'s>(&'s self, tables: &'s [Vec<usize>], of: Option<usize>) -> impl Iterator<Item = Left> + use<'s, 'a> {
        let is_told = |group: &Group| group.is_shown && group.said == Said::Exactly;
        let wholes = self.groups.iter().enumerate().filter(move |(_, group)| is_told(group));
        let wholes = wholes.filter(move |(at, whole)| {
            of.is_none_or(|of| *at == of || is_told(&self.groups[of]) && self.groups[of].set.is_in(&whole.set))
        });
        wholes.flat_map(move |(at, whole)| {
            let tables = tables.iter().filter(move |table| of.is_none_or(|of| at == of || table.contains(&of)));
            tables.filter_map(move |table| {
                let is_part = |part: &usize| {
                    let group = &self.groups[*part];
                    *part != at && is_told(group) && group.set.is_in(&whole.set)
                };
                let is_of_blanks = !self.is_of_enterprises(&whole.set);
                let mut left = Left { set: whole.set.clone(), count: whole.count, is_one: false, is_of_blanks };
                let mut families = whole.families.clone();
                let mut parts = table.iter().filter(|part| is_part(part)).peekable();
                parts.peek()?;
                for part in parts {
                    let part = &self.groups[*part];
                    left.set.remove(&part.set);
                    left.count.remove(part.count);
                    families.retain(|family| part.families.contains(family));
                }
                left.is_one = !families.is_empty();
                (left.count.expected > 0).then_some(left)
            })
        })
    }
}
