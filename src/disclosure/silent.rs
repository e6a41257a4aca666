//! Counts of who answered, those of the roster and of all figures of a period together: none may tell who did not.
//!
//! Here they are entered; `withhold` decides which are told.
//!
//! Who is registered, where and in what form is open: everybody may count it, and it is published without limit. What is
//! protected is which of them did not answer. So "answered" is told of a group only if at least three answered and at
//! least as many as did not. Everyone in it is then more likely to have answered than not. Of groups of one or two it is
//! never told, not even that all of them answered: else its absence would tell that one did not. It is also why "all of
//! them" is no exception of the rule. The same holds of what the parts of a table leave of a whole.
//!
//! All that is told of all periods together may not tell of anyone either: not to an attacker who knows the register by heart, assumes that
//! who answered at all answered each question, where that is so, and knows what two enterprises know of themselves. Who
//! closed without an answer is not silent. What earlier releases told and still holds is told first; what differs from it by too
//! few of those that are asked is not told, nor what an edition kept back, as long as hardly anything has come since. Not reckoned
//! with is which counts are withheld, that a published figure says that as many answered as its policy asks for, and that more
//! answered than an earlier release told: it says that somebody came late, and what that one gave is the audit's to keep. Whether
//! that one had answered the year before is kept as well (`continuing`).

use std::collections::{BTreeMap, BTreeSet};

use super::set::Set;

/// What earlier releases told of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// The same.
    Told,
    /// Nothing.
    New,
    /// Something beside which it would tell of too few.
    Barred,
}

/// Least number of answers in a group of which their number is told.
pub(super) const LEAST: u32 = 3;

/// True when "so many of so many answered" names no one: at least three answered, and at least as many as did not.
pub(super) fn may_tell(answered: u32, expected: u32) -> bool {
    answered >= LEAST && answered.saturating_mul(2) >= expected
}

/// How many of a group answered.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// What the count is of: a question, or anything at all.
    pub answered: u32,
    /// Anything at all.
    pub reported: u32,
    pub expected: u32,
}

impl Count {
    /// True when the count may follow from others: enough answered, and at least half are not silent. More than half may
    /// have left the question blank.
    pub fn may_follow(self) -> bool {
        self.answered >= LEAST && self.reported.saturating_mul(2) >= self.expected
    }

    pub fn add(&mut self, answered: bool, reported: bool) {
        self.answered += u32::from(answered);
        self.reported += u32::from(reported);
        self.expected += 1;
    }

    pub fn remove(&mut self, part: Self) {
        self.answered -= part.answered;
        self.reported -= part.reported;
        self.expected -= part.expected;
    }
}

/// Whether one enterprise answered: at all, or where that differs, the questions of an indicator.
type Unknown<'a> = (&'a str, Option<&'a str>);

/// A table of which the groups lie beside each other: what it is of, and by which properties of the enterprises.
pub(super) type Table = (String, String);

/// Some enterprises and whether each answered.
pub(super) type Members<'a> = Vec<(&'a str, bool)>;

/// Counts of who answered in one period.
pub(super) struct Counts<'a> {
    /// Whether each enterprise answered at all.
    answered: BTreeSet<&'a str>,
    /// Enterprises that closed without an answer.
    closed: BTreeSet<&'a str>,
    unknowns: BTreeMap<Unknown<'a>, usize>,
    /// Enterprise and answer of each unknown.
    pub(super) facts: Vec<(Unknown<'a>, bool)>,
    /// Unknowns of a question that was left blank.
    blanks: Set,
    pub(super) numbers: BTreeMap<Set, usize>,
    pub(super) groups: Vec<Group>,
    /// Groups of each table.
    pub(super) tables: BTreeMap<Table, BTreeSet<usize>>,
}

/// Some enterprises, of whom is told how many answered.
pub(super) struct Group {
    pub set: Set,
    pub count: Count,
    /// It would be told if it told of no one.
    pub is_wanted: bool,
    /// Beside what earlier releases told it would tell of too few.
    pub is_barred: bool,
    pub is_shown: bool,
    /// How much the reader would miss it.
    pub weight: Weight,
    /// Whose counts it stands among: the roster's, those of an indicator.
    pub families: BTreeSet<String>,
}

/// Where a count stands, what is easiest to do without first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// At a figure of an area, or of a part of what is asked.
    Part,
    /// Beside a figure: those of a part that answered in the period before as well, or are of one kind of change.
    Beside,
    /// In the roster.
    Roster,
    /// Like for like, of the whole region.
    Panel,
    /// At the figure of the whole region.
    Whole,
    /// The whole of the roster, with which reports open.
    Title,
    /// Told in an earlier release.
    Told,
}

impl<'a> Counts<'a> {
    /// Begins with who answered at all, and who closed without an answer.
    pub fn new(answered: BTreeSet<&'a str>, closed: BTreeSet<&'a str>) -> Self {
        let (unknowns, facts, blanks, numbers) = (BTreeMap::new(), Vec::new(), Set::default(), BTreeMap::new());
        Self { answered, closed, unknowns, facts, blanks, numbers, groups: Vec::new(), tables: BTreeMap::new() }
    }

    /// A cell of the roster, or all of it: the enterprises.
    pub fn roster(
        &mut self,
        list: &str,
        members: impl Iterator<Item = &'a str>,
        before: impl Fn(Count) -> Counted,
    ) -> usize {
        let members: Members<'_> = members.map(|one| (one, self.answered.contains(one))).collect();
        let (set, count) = self.count(None, &members);
        let weight = if list.is_empty() { Weight::Title } else { Weight::Roster };
        self.add((String::new(), list.to_owned()), (set, count), Some(weight), before(count))
    }

    /// The coverage of a figure, if it is wanted: those to whom its question applies and whether they answered it.
    pub fn coverage(
        &mut self,
        indicator: &'a str,
        table: Table,
        asked: &[(&'a str, bool)],
        wanted: Option<Weight>,
        before: Counted,
    ) -> usize {
        let (set, count) = self.count(Some(indicator), asked);
        self.add(table, (set, count), wanted, before)
    }

    fn count(&mut self, indicator: Option<&'a str>, members: &[(&'a str, bool)]) -> (Set, Count) {
        let (mut set, mut count) = (Set::default(), Count::default());
        for (organisation, answered) in members.iter().filter(|(one, _)| !self.closed.contains(one)) {
            let reported = self.answered.contains(organisation);
            let unknown = (*organisation, indicator.filter(|_| *answered != reported));
            let next = self.unknowns.len();
            let number = *self.unknowns.entry(unknown).or_insert(next);
            if number == next {
                self.facts.push((unknown, *answered));
                if unknown.1.is_some() {
                    self.blanks.insert(number);
                }
            }
            set.insert(number);
            count.add(*answered, reported);
        }
        (set, count)
    }

    fn add(&mut self, table: Table, (set, count): (Set, Count), wanted: Option<Weight>, before: Counted) -> usize {
        // What was told of how many answered was told with all that belongs to it.
        let wanted = if before == Counted::Told { Some(Weight::Told) } else { wanted };
        let next = self.groups.len();
        let at = *self.numbers.entry(set.clone()).or_insert(next);
        if at == next {
            let (weight, families) = (Weight::Part, BTreeSet::new());
            let (is_wanted, is_barred, is_shown) = (false, false, false);
            self.groups.push(Group { set, count, is_wanted, is_barred, is_shown, weight, families });
        }
        let group = &mut self.groups[at];
        group.is_wanted |= wanted.is_some() && may_tell(count.answered, count.expected);
        group.is_barred |= before == Counted::Barred;
        group.weight = group.weight.max(wanted.unwrap_or(Weight::Part));
        group.families.insert(table.0.clone());
        self.tables.entry(table).or_default().insert(at);
        at
    }

    /// True for a group whose count is wanted, and not barred by what was told before.
    pub(super) fn may_be_told(&self, group: usize) -> bool {
        let group = &self.groups[group];
        group.is_wanted && (!group.is_barred || group.weight == Weight::Told)
    }

    /// Whether a group's count is told; nothing needs to be told of no one.
    pub fn is_shown(&self, group: usize) -> bool {
        self.groups[group].is_shown || self.groups[group].count.expected == 0
    }

    /// True for an enterprise that answered anything at all.
    pub fn has_answered(&self, organisation: &str) -> bool {
        self.answered.contains(organisation)
    }

    /// True for a set in which nobody only left a question blank. Nobody knows who did: other counts are no sums over it.
    pub(super) fn is_of_enterprises(&self, set: &Set) -> bool {
        set.is_disjoint(&self.blanks)
    }

    /// True for an enterprise that is known not to have answered, as it closed.
    pub fn is_closed(&self, organisation: &str) -> bool {
        self.closed.contains(organisation)
    }
}
