//! Tells as many counts of who answered as it can, those that the reader would miss most first, and withholds each that would
//! tell of an enterprise that did not, with all that are told already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::panel::{self, OfBoth, Often};
use super::set::Set;
use super::silent::{Count, Counts, Members, Weight};
use super::who::Who;
use super::worlds::{self, INSIDERS, Told, Worlds};

/// Least number of enterprises that answered and are not named, wherever one is named.
const UNNAMED: usize = 3;

/// A group that follows: what the parts of a table leave of another group.
struct Left {
    set: Set,
    count: Count,
    /// It follows from counts of the same question.
    is_one: bool,
    /// Some left the question of the other group blank.
    is_of_blanks: bool,
}

/// Something that may be told.
enum Wanted<'a> {
    /// A count of a period.
    Count(&'a str, usize),
    /// A panel.
    Panel(usize),
    /// How many answered in all of some periods, or in any.
    Often(usize),
}

/// The numbers of answers: each enterprise's in each period.
struct Answers<'a> {
    enterprises: BTreeMap<&'a str, usize>,
    periods: Vec<&'a str>,
}

/// What is decided: what all that is told tells of enterprises.
struct Shown<'a> {
    answers: Answers<'a>,
    worlds: Worlds,
}

impl Answers<'_> {
    fn number(&self, enterprise: &str, period: &str) -> Option<usize> {
        let place = self.periods.iter().position(|one| *one == period)?;
        Some(self.enterprises.get(enterprise)? * self.periods.len() + place)
    }
}

impl Shown<'_> {
    /// What a panel tells. Where some left the question blank at least so many answered in both periods, and they know of
    /// themselves that they did.
    fn of_both(&self, told: &OfBoth<'_>) -> Told {
        let answers = |one: &&str| {
            let [then, now] = told.periods.map(|period| self.answers.number(one, period));
            Some([then?, now?])
        };
        let answers: Vec<[usize; 2]> = told.members.iter().filter_map(answers).collect();
        let in_both = answers.iter().filter(|answers| answers.iter().all(|at| self.worlds.is_given(*at))).count();
        let (least, most) = if told.is_exact {
            (told.answered, told.answered)
        } else {
            (in_both.min(told.answered + INSIDERS), answers.len())
        };
        let often = Some(self.often(&told.periods, 2));
        let small = |count: usize| u32::try_from(count).expect("organisations are fewer than that");
        Told { members: answers.into_iter().flatten().collect(), often, least: small(least), most: small(most) }
    }

    fn often(&self, periods: &[&str], least: usize) -> worlds::Often {
        let place = |period: &&str| self.answers.periods.iter().position(|one| one == period);
        let places = periods.iter().map(|period| place(period).expect("it is one of them")).collect();
        worlds::Often { places, least }
    }

    /// What it tells that so many answered in at least so many of some periods.
    fn of_often(&self, told: &Often<'_>) -> Told {
        let count = u32::try_from(told.answered).expect("organisations are fewer than that");
        Told {
            members: told.members.iter().filter_map(|(one, period)| self.answers.number(one, period)).collect(),
            often: Some(self.often(&told.periods, told.least)),
            least: count,
            most: count,
        }
    }

    /// Tells that some answered in a period, if nobody is known not to have then.
    fn tell_names(&mut self, period: &str, names: &BTreeSet<&str>) -> bool {
        let members: Set = names.iter().filter_map(|one| self.answers.number(one, period)).collect();
        let count = u32::try_from(members.iter().count()).expect("organisations are fewer than that");
        self.worlds.tell(&[Told { members, often: None, least: count, most: count }])
    }
}

/// Decides which counts and panels are told, and which of some enterprises that answered in a period are named. Of some it is
/// known in any case that they answered.
pub(super) fn protect<'a>(
    who: &mut Who<'a>,
    known: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    (period, names): (&str, BTreeSet<&'a str>),
) -> BTreeSet<&'a str> {
    let asked = who.of.iter().flat_map(|(period, (_, counts))| {
        counts.facts.iter().map(|((one, _), _)| (*one, *period, counts.has_answered(one)))
    });
    let asked: BTreeSet<(&str, &str, bool)> = asked.collect();
    let enterprises: BTreeSet<&str> = asked.iter().map(|(one, ..)| *one).collect();
    let enterprises: BTreeMap<&str, usize> = enterprises.into_iter().enumerate().map(|(at, one)| (one, at)).collect();
    let answers = Answers { periods: who.of.keys().copied().collect(), enterprises };
    let mut answered = vec![false; answers.enterprises.len() * answers.periods.len()];
    let mut silent = Vec::new();
    for (one, period, has_answered) in asked {
        let number = answers.number(one, period).expect("it is one of them");
        if has_answered {
            answered[number] = true;
        } else {
            silent.push(number);
        }
    }
    let worlds = Worlds::new(answered, answers.periods.len(), silent.into_iter());
    let mut shown = Shown { answers, worlds };
    for (period, names) in known {
        shown.tell_names(period, names);
    }
    let wanted = in_order(who);
    let (told, wanted) = wanted.split_at(wanted.partition_point(|(weight, _)| *weight == Weight::Told));
    if !decide(who, told, &mut shown) {
        // What else is told could not be held against all that is known already.
        let before = known.get(period).cloned().unwrap_or_default();
        return names.intersection(&before).copied().collect();
    }
    recall_panels(who, &mut shown);
    recall_often(who, &mut shown);
    // Whom the report may name is worth more than counts of parts and of kinds of change.
    let (whole, parts) = wanted.split_at(wanted.partition_point(|(weight, _)| *weight > Weight::Beside));
    decide(who, whole, &mut shown);
    let counts = &who.of[period].1;
    let names = counts.names((period, &mut shown), counts.with_unnamed(names));
    decide(who, parts, &mut shown);
    // What they tell of several periods comes last: it takes nothing from the counts of one.
    let often = who.often.iter().enumerate().filter(|(_, often)| !often.is_barred).map(|(at, _)| at);
    let often: Vec<_> = often.map(|at| (Weight::Part, Wanted::Often(at))).collect();
    decide(who, &often, &mut shown);
    who.of[period].1.with_unnamed(names)
}

/// Tells what editions told like for like, and bars what is of the same periods as what can be held against nothing.
fn recall_panels(who: &mut Who<'_>, shown: &mut Shown<'_>) {
    let mut barred = BTreeSet::new();
    for told in &who.panels_told {
        if !shown.worlds.tell(&[shown.of_both(&told.whole())]) {
            barred.insert(told.periods);
        }
    }
    for panel in who.panels.iter_mut().filter(|panel| panel.weight != Weight::Told) {
        panel.is_barred |= barred.contains(&panel.periods);
    }
}

/// Tells what editions told of several periods, and bars what shares a period with what can be held against nothing.
fn recall_often(who: &mut Who<'_>, shown: &mut Shown<'_>) {
    let mut barred = BTreeSet::new();
    for told in &who.told {
        if told.is_barred || !shown.worlds.tell(&[shown.of_often(told)]) {
            barred.extend(told.periods.iter().copied());
        }
    }
    for often in &mut who.often {
        often.is_barred |= often.periods.iter().any(|period| barred.contains(period));
    }
}

/// Decides of each, one after the other. What an earlier release told is told again in any case; false where nobody can be
/// shown to be safe from it.
fn decide<'a>(who: &mut Who<'a>, wanted: &[(Weight, Wanted<'a>)], shown: &mut Shown<'a>) -> bool {
    let mut are_safe = true;
    let tables: BTreeMap<&str, Vec<Vec<usize>>> =
        who.of.iter().map(|(period, (_, counts))| (*period, counts.distinct_tables())).collect();
    for (weight, wanted) in wanted {
        let is_told = *weight == Weight::Told;
        match *wanted {
            Wanted::Count(period, at) => {
                let (_, counts) = who.of.get_mut(period).expect("it is one of them");
                if counts.groups[at].is_shown {
                    continue;
                }
                let (tells, following) = counts.tells_all(&tables[period], at);
                let tells = tells.map(|tells| tells.iter().map(|told| counts.told_of(told, period, shown)).collect());
                if !tells.is_some_and(|tells: Vec<Told>| shown.worlds.tell(&tells)) {
                    for at in following {
                        counts.groups[at].is_shown = false;
                    }
                    counts.groups[at].is_shown = is_told;
                    are_safe &= !is_told;
                }
            }
            Wanted::Panel(at) if who.panels[at].is_barred => {}
            Wanted::Panel(at) => {
                let tells = panel::told(&who.panels, at);
                let tells: Vec<Told> = tells.iter().map(|told| shown.of_both(told)).collect();
                let is_safe = shown.worlds.tell(&tells);
                who.panels[at].is_shown = is_safe || is_told;
                are_safe &= is_safe || !is_told;
            }
            Wanted::Often(at) => {
                let tells = shown.of_often(&who.often[at]);
                who.often[at].is_shown = shown.worlds.tell(&[tells]);
            }
        }
    }
    are_safe
}

/// Takes the names of a group out.
fn leave_out(group: &[(&str, bool)], names: &mut BTreeSet<&str>) {
    names.retain(|one| group.iter().all(|(other, _)| other != one));
}

/// All that may be told, what the reader would miss most first.
fn in_order<'a>(who: &Who<'a>) -> Vec<(Weight, Wanted<'a>)> {
    let mut wanted = Vec::new();
    for (period, (_, counts)) in &who.of {
        let mut parts = vec![usize::MAX; counts.groups.len()];
        for table in counts.tables.values() {
            for at in table {
                parts[*at] = parts[*at].min(table.len());
            }
        }
        for (at, group) in counts.groups.iter().enumerate().filter(|(at, _)| counts.may_be_told(*at)) {
            // Coarse tables first: one that is told whole is worth more than pieces of several.
            let order = (Reverse(group.weight), parts[at], Reverse(group.count.expected as usize), at);
            wanted.push((order, Wanted::Count(period, at)));
        }
    }
    for (at, panel) in who.panels.iter().enumerate().filter(|(_, panel)| !panel.is_barred) {
        wanted.push(((Reverse(panel.weight), usize::MAX, Reverse(panel.members.len()), at), Wanted::Panel(at)));
    }
    wanted.sort_by_key(|(order, _)| *order);
    wanted.into_iter().map(|((Reverse(weight), ..), wanted)| (weight, wanted)).collect()
}

impl<'a> Counts<'a> {
    fn distinct_tables(&self) -> Vec<Vec<usize>> {
        let tables: BTreeSet<&BTreeSet<usize>> = self.tables.values().collect();
        tables.into_iter().map(|table| table.iter().copied().collect()).collect()
    }

    /// What a count would tell with those that are told already and those that would follow from them, such as the last of a
    /// table: these are told with it, or it is not told. All of them count as shown from here on.
    fn tells_all(&mut self, tables: &[Vec<usize>], at: usize) -> (Option<Vec<(Set, Count)>>, Vec<usize>) {
        let (mut waiting, mut shown, mut told) = (vec![at], Vec::new(), Vec::new());
        while let Some(next) = waiting.pop() {
            shown.push(next);
            let Some(tells) = self.tells(tables, next) else { return (None, shown) };
            told.extend(tells);
            let left = self.left(tables, Some(next)).filter_map(|left| self.numbers.get(&left.set).copied());
            let follows = |at: &usize| self.may_be_told(*at) && !self.groups[*at].is_shown && !waiting.contains(at);
            let follows: BTreeSet<usize> = left.filter(follows).collect();
            waiting.extend(follows);
        }
        (Some(told), shown)
    }

    /// What a count would tell with those that are told already; nothing if by itself it would tell too much.
    fn tells(&mut self, tables: &[Vec<usize>], at: usize) -> Option<Vec<(Set, Count)>> {
        self.groups[at].is_shown = true;
        let left: Vec<Left> = self.left(tables, Some(at)).collect();
        // Of other counts than those of the same question, some answered that it does not apply, which tells of no one.
        let tells =
            |left: &Left| !left.count.may_follow() && (left.is_one || left.count.answered < left.count.expected);
        let is_barred = |left: &Left| {
            let of = self.numbers.get(&left.set).map(|of| &self.groups[*of]);
            self.groups[at].weight != Weight::Told && of.is_some_and(|of| of.is_barred && !of.is_shown)
        };
        if left.iter().any(|left| tells(left) || is_barred(left)) {
            return None;
        }
        // Of a question that some left blank, what is left says more than the counts that it follows from.
        let blank = left.into_iter().filter(|left| left.is_one && left.is_of_blanks);
        let group = &self.groups[at];
        Some([(group.set.clone(), group.count)].into_iter().chain(blank.map(|left| (left.set, left.count))).collect())
    }

    fn told_of(&self, (set, count): &(Set, Count), period: &str, shown: &Shown<'_>) -> Told {
        // Where some left the question blank at least so many answered at all, and they know of themselves that they did.
        let insiders = u32::try_from(INSIDERS).expect("they are few");
        let (least, most) = if self.is_of_enterprises(set) {
            (count.answered, count.answered)
        } else {
            (count.reported.min(count.answered + insiders), count.expected)
        };
        let number = |at: usize| shown.answers.number(self.facts[at].0.0, period).expect("it is one of them");
        Told { members: set.iter().map(number).collect(), often: None, least, most }
    }

    /// Of some enterprises that answered, those that may be named: with the names, too, nobody can tell who did not answer.
    fn names(&self, (period, shown): (&str, &mut Shown<'a>), mut names: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        for group in self.groups_of_silent() {
            if shown.tell_names(period, &names) {
                return names;
            }
            leave_out(&group, &mut names);
        }
        if shown.tell_names(period, &names) { names } else { BTreeSet::new() }
    }

    /// Without the names of groups whose count is told that leave too few others that answered.
    fn with_unnamed(&self, mut names: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        for group in self.groups_of_silent() {
            let others = group.iter().filter(|(one, answered)| *answered && !names.contains(one));
            if others.count() < UNNAMED {
                leave_out(&group, &mut names);
            }
        }
        names
    }

    /// Groups of which it is told or follows how many answered, where not all did. Small ones first: what they leave unnamed
    /// counts in the larger ones around them.
    fn groups_of_silent(&self) -> Vec<Members<'a>> {
        let tables: Vec<Vec<usize>> = self.tables.values().map(|table| table.iter().copied().collect()).collect();
        let groups = self.groups.iter().filter(|group| group.is_shown);
        let groups = groups.map(|group| group.set.clone()).chain(self.left(&tables, None).map(|left| left.set));
        let name = |at: usize| (self.facts[at].0.0, self.has_answered(self.facts[at].0.0));
        let groups: BTreeSet<Members<'a>> = groups.map(|set| set.iter().map(name).collect()).collect();
        let is_of_silent = |group: &Members<'_>| group.iter().any(|(_, answered)| !answered);
        let mut groups: Vec<Members<'a>> = groups.into_iter().filter(is_of_silent).collect();
        groups.sort_by_key(Vec::len);
        groups
    }

    /// What the groups of each table leave of any group that they lie in, if it is another one; where one of them is a certain
    /// one, if so wanted.
    fn left<'s>(&'s self, tables: &'s [Vec<usize>], of: Option<usize>) -> impl Iterator<Item = Left> + use<'s, 'a> {
        let wholes = self.groups.iter().enumerate().filter(move |(_, group)| group.is_shown);
        let wholes = wholes.filter(move |(at, whole)| {
            of.is_none_or(|of| *at == of || self.groups[of].is_shown && self.groups[of].set.is_in(&whole.set))
        });
        wholes.flat_map(move |(at, whole)| {
            let tables = tables.iter().filter(move |table| of.is_none_or(|of| at == of || table.contains(&of)));
            tables.filter_map(move |table| {
                let is_part = |part: &usize| {
                    let group = &self.groups[*part];
                    *part != at && group.is_shown && group.set.is_in(&whole.set)
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
