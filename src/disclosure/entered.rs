//! What each figure says of who answered, among the counts of its period and of the one before: its coverage, how many are
//! in its panel and how many of each kind of change there are.

use std::collections::BTreeSet;

use super::block::Block;
use super::continuing::{Both, Recalled};
use super::panel::Panel;
use super::past::Past;
use super::silent::{Counted, Counts, Members, Table, Weight, may_tell};
use super::who::{Number, Who};
use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::ledger::{Answers, Key};
use crate::measure::{Breakdown, Observation};
use crate::register::Register;

/// The counts of one figure.
pub(super) struct Entered<'a> {
    pub coverage: Number<'a>,
    /// Where some said that the question does not apply, that they answered is to be told, too.
    pub spared: Option<Number<'a>>,
    /// The number of its panel.
    pub panel: Option<usize>,
    /// Those that must be told, too, for the split of the change to be.
    pub change: Vec<Number<'a>>,
}

/// All figures, to be entered.
pub(super) struct Entries<'b, 'a> {
    pub definitions: &'b Definitions,
    pub register: &'b Register,
    pub blocks: &'b [&'b Block<'a>],
    pub past: &'b Past<'b>,
}

impl<'a> Entries<'_, 'a> {
    /// Enters the figures of a block.
    pub fn enter(&self, block: usize, who: &mut Who<'a>) -> Vec<Entered<'a>> {
        let block = self.blocks[block];
        (0..block.cells.len()).map(|at| self.cell(block, at, who)).collect()
    }

    fn cell(&self, block: &Block<'a>, at: usize, who: &mut Who<'a>) -> Entered<'a> {
        let now = block.cells[at].observation;
        let weight = if now.breakdown.is_empty() { Weight::Whole } else { Weight::Part };
        let wanted = (!block.verdicts[at].is_withheld()).then_some(weight);
        let coverage = self.coverage(now, wanted, who);
        let (mut panel, mut change) = (None, Vec::new());
        if let Some(then) = self.before(block, at).filter(|_| block.panels[at]) {
            panel = Some(self.panel(now, then, who));
            if block.changes[at] {
                change = self.change(now, then, who);
                // What kinds leave of all that answered is told with the kinds.
                change.extend([coverage, self.coverage(then, Some(weight), who)]);
            }
        }
        let spared = self.spared(now, wanted, who);
        Entered { coverage, spared, panel, change }
    }

    /// Enters how many of some answered a question: those it is asked of, or a kind of them.
    fn count(
        &self,
        of: &'a Observation,
        kind: &str,
        members: &[(&'a str, bool)],
        (wanted, before): (Option<Weight>, Counted),
        who: &mut Who<'a>,
    ) -> Number<'a> {
        (&of.period, counts(who, &of.period).coverage(&of.indicator, self.table(of, kind), members, wanted, before))
    }

    /// Where a count stands: what it is of, and by which properties of the enterprises.
    fn table(&self, of: &Observation, kind: &str) -> Table {
        let (areas, parts): (Vec<_>, Vec<_>) =
            of.breakdown.iter().partition(|(name, _)| self.definitions.is_of_register(name));
        let areas: Vec<&str> = areas.iter().map(|(name, _)| name.as_str()).collect();
        (format!("{} {parts:?}", of.indicator), format!("{kind} {}", areas.join("*")))
    }

    fn coverage(&self, of: &'a Observation, wanted: Option<Weight>, who: &mut Who<'a>) -> Number<'a> {
        let before = self.counted(of, who);
        self.count(of, "", &asked(of, |_| true), (wanted, before), who)
    }

    /// What earlier releases told of how many answered.
    fn counted(&self, of: &Observation, who: &Who<'_>) -> Counted {
        let now = (of.coverage.answered, of.coverage.expected);
        self.past.counted(&key(of), now, who.whole(&of.period), self.is_asked_by_answers(of))
    }

    /// True for an indicator that counts some rows by what is given in them: who is asked says what it gave.
    fn is_asked_by_answers(&self, of: &Observation) -> bool {
        let indicator = self.definitions.indicator(&of.indicator);
        indicator.is_some_and(|one| self.definitions.version(one, &of.period).filter_expression.is_some())
    }

    /// All to whom a question may apply, if some said that it does not: they answered, and everybody can count them.
    fn spared(&self, of: &'a Observation, wanted: Option<Weight>, who: &mut Who<'a>) -> Option<Number<'a>> {
        let mut all = asked(of, |_| true);
        all.extend(of.spared.iter().map(|one| (one.as_str(), true)));
        let before = self.counted(of, who);
        (!of.spared.is_empty()).then(|| self.count(of, "all", &all, (wanted, before), who))
    }

    /// Enters the panel of a figure.
    fn panel(&self, now: &'a Observation, then: &'a Observation, who: &mut Who<'a>) -> usize {
        let merged = self.register.merged_in(self.period(&now.period));
        let could = |one: &&str| then.asked.contains_key(*one) && !merged.contains(*one);
        let blank = |one: &&str| {
            let left_it = |of: &Observation| !of.asked[*one] && who.of[of.period.as_str()].1.has_answered(one);
            left_it(now) || left_it(then) || now.unlike.contains_key(*one)
        };
        let members: BTreeSet<&str> = now.asked.keys().map(String::as_str).filter(could).collect();
        let answered = now.panel.as_ref().map_or(0, |panel| panel.organisations.len());
        let recalled = self.recalled(now, then, members.clone());
        let before = self.past.counted_in_both(&key(now), who.whole(&now.period), recalled.counted);
        let weight = match before {
            Counted::Told => Weight::Told,
            _ if now.breakdown.is_empty() => Weight::Panel,
            _ => Weight::Beside,
        };
        let panel = Panel {
            periods: [&then.period, &now.period],
            table: self.table(now, ""),
            blank: members.iter().copied().filter(blank).collect(),
            members,
            answered,
            weight,
            is_barred: before == Counted::Barred,
            is_shown: false,
        };
        who.enter(panel, recalled.told)
    }

    /// What earlier releases told of the panel of a figure.
    fn recalled(&self, now: &'a Observation, then: &'a Observation, mut members: BTreeSet<&'a str>) -> Recalled<'a> {
        let panel: BTreeSet<&str> = now.panel.iter().flat_map(|one| &one.organisations).map(String::as_str).collect();
        let given = [then, now].map(|of| of.contributions.keys().map(String::as_str).collect::<BTreeSet<&str>>());
        // What cannot be compared is in no panel, though it was given.
        members.retain(|one| panel.contains(one) || !given.iter().all(|given| given.contains(one)));
        let mut part = now.breakdown.clone();
        part.retain(|name, _| !self.definitions.is_of_register(name));
        let key = key(now);
        let told = self.past.panels(&key).map(|(count, _, answers)| {
            (count, answers.map(|answers| [then, now].map(|of| given_then(of, &part, answers))))
        });
        Both { members, answered: given }.recall(told)
    }

    /// How many of each kind of change the register could tell answered.
    fn change(&self, now: &'a Observation, then: &'a Observation, who: &mut Who<'a>) -> Vec<Number<'a>> {
        let year = self.period(&now.period);
        let merged = self.register.merged_in(year);
        let founded = |one: &str| self.register.founded_in(one, year) && !merged.contains(one);
        let kinds = [
            (now, "founded", asked(now, founded)),
            (now, "merged", asked(now, |one| merged.contains(one))),
            (then, "closed", asked(then, |one| self.register.closed_in(one, year))),
        ];
        let kinds = kinds.into_iter().filter(|(.., members)| !members.is_empty());
        kinds
            .map(|(of, kind, members)| self.count(of, kind, &members, (Some(Weight::Beside), Counted::New), who))
            .collect()
    }

    /// The same figure in the period before.
    fn before(&self, block: &Block<'a>, at: usize) -> Option<&'a Observation> {
        let now = block.cells[at].observation;
        let before = &self.definitions.project.before(block.period)?.period;
        let is_same = |other: &&&Block<'a>| {
            other.period == before.as_str()
                && other.cells.first().is_some_and(|cell| cell.observation.indicator == now.indicator)
        };
        self.blocks.iter().filter(is_same).find_map(|other| {
            let place = other.places.get(&now.breakdown)?;
            Some(other.cells[*place].observation)
        })
    }

    fn period(&self, name: &str) -> &Period {
        self.definitions.project.period(name).expect("observations are of these periods")
    }
}

impl Entered<'_> {
    /// True where it may be told how many answered, and what is said of those.
    pub fn is_told(&self, who: &Who<'_>) -> bool {
        [self.coverage].into_iter().chain(self.spared).all(|number| who.is_shown(number))
    }

    /// True where the panel may be told.
    pub fn has_panel(&self, who: &Who<'_>) -> bool {
        self.panel.is_some_and(|panel| who.panels[panel].is_shown)
    }

    /// True where the split of the change may be told.
    pub fn has_change(&self, who: &Who<'_>) -> bool {
        self.has_panel(who) && self.change.iter().all(|number| who.is_shown(*number))
    }

    /// True where it may be told that nobody gave anything, and why: enough answered at all, or it is asked of no one.
    pub fn is_reason_told(&self, of: &Observation, who: &Who<'_>) -> bool {
        let (_, counts) = &who.of[of.period.as_str()];
        let answered = of.asked.keys().filter(|one| counts.has_answered(one)).count() + of.spared.len();
        let all = of.asked.len() + of.spared.len();
        let small = |count: usize| u32::try_from(count).expect("organisations are fewer than that");
        let is_spared_told = self.spared.is_none_or(|number| who.is_shown(number));
        all == 0 || may_tell(small(answered), small(all)) && is_spared_told
    }
}

/// Who had given anything to a part of a figure.
fn given_then<'g>(of: &Observation, part: &Breakdown, answers: &'g Answers) -> BTreeSet<&'g str> {
    let given = answers.get(&(of.indicator.clone(), of.period.clone(), part.clone()));
    let given = given.into_iter().flatten().filter(|(_, answer)| answer.value.is_some());
    given.map(|(one, _)| one.as_str()).collect()
}

fn key(of: &Observation) -> Key {
    (of.indicator.clone(), of.period.clone(), of.breakdown.clone())
}

/// Some of those that a question is asked of, and whether they answered it.
fn asked(of: &Observation, is: impl Fn(&str) -> bool) -> Members<'_> {
    of.asked.iter().filter(|(one, _)| is(one)).map(|(one, answered)| (one.as_str(), *answered)).collect()
}

fn counts<'w, 'a>(who: &'w mut Who<'a>, period: &str) -> &'w mut Counts<'a> {
    &mut who.of.get_mut(period).expect("observations are of these periods").1
}
