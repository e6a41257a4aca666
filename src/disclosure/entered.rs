//! What each figure says of who answered, among the counts of its period and of the one before: its coverage, how many are
//! in its panel and how many of each kind of change there are.

use super::block::Block;
use super::panel::{Both, Number};
use super::roster::Who;
use super::silent::{Counts, Members, Weight};
use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::measure::Observation;
use crate::register::Register;

/// The counts of one figure.
pub(super) struct Entered<'a> {
    pub coverage: Number<'a>,
    /// Where some said that the question does not apply, that they answered is to be told, too.
    pub spared: Option<Number<'a>>,
    /// Those that must be told for the panel to be.
    pub panel: Vec<Number<'a>>,
    /// Those that must be told, too, for the split of the change to be.
    pub change: Vec<Number<'a>>,
}

/// All figures, to be entered.
pub(super) struct Entries<'b, 'a> {
    pub definitions: &'b Definitions,
    pub register: &'b Register,
    pub blocks: &'b [&'b Block<'a>],
}

/// Where a figure's counts stand.
struct Place<'a> {
    period: &'a str,
    indicator: &'a str,
    family: String,
    table: String,
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
        let coverage = self.coverage(now, block.period, wanted, who);
        let (mut panel, mut change) = (Vec::new(), Vec::new());
        if let Some(then) = self.before(block, at).filter(|_| block.panels[at]) {
            panel = self.panel([now, then], [block.period, &then.period], who);
            if block.changes[at] {
                change = self.change([now, then], [block.period, &then.period], who);
                // What kinds leave of all that answered is told with the kinds.
                change.extend([coverage, self.coverage(then, &then.period, Some(weight), who)]);
            }
        }
        let spared = self.spared(now, block.period, wanted, who);
        Entered { coverage, spared, panel, change }
    }

    fn place(&self, of: &'a Observation, period: &'a str) -> Place<'a> {
        let (areas, parts): (Vec<_>, Vec<_>) =
            of.breakdown.iter().partition(|(name, _)| self.definitions.is_of_register(name));
        Place {
            period,
            indicator: &of.indicator,
            family: format!("{} {parts:?}", of.indicator),
            table: areas.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("*"),
        }
    }

    fn coverage(&self, of: &'a Observation, period: &'a str, wanted: Option<Weight>, who: &mut Who<'a>) -> Number<'a> {
        let asked: Members<'_> = of.asked.iter().map(|(one, answered)| (one.as_str(), *answered)).collect();
        self.place(of, period).enter("", &asked, wanted, who)
    }

    /// All to whom a question may apply, if some said that it does not: they answered, and everybody can count them.
    fn spared(
        &self,
        of: &'a Observation,
        period: &'a str,
        wanted: Option<Weight>,
        who: &mut Who<'a>,
    ) -> Option<Number<'a>> {
        let spared = of.spared.iter().map(|one| (one.as_str(), true));
        let asked = of.asked.iter().map(|(one, answered)| (one.as_str(), *answered));
        let all: Members<'_> = asked.chain(spared).collect();
        (!of.spared.is_empty()).then(|| self.place(of, period).enter("all", &all, wanted, who))
    }

    /// The panel of a figure, as it is seen from both periods.
    fn panel(
        &self,
        [now, then]: [&'a Observation; 2],
        [late, early]: [&'a str; 2],
        who: &mut Who<'a>,
    ) -> Vec<Number<'a>> {
        let merged = self.register.merged_in(self.period(late));
        let panel = now.panel.as_ref().map_or(0, |panel| panel.organisations.len());
        let mut numbers = Vec::new();
        for (here, there, period, other) in [(now, then, late, early), (then, now, early, late)] {
            let members = here.asked.iter().filter(|(one, _)| there.asked.contains_key(*one));
            let members = members.filter(|(one, _)| !merged.contains(one.as_str()));
            let open = counts(who, other).open(there.asked.keys().map(String::as_str));
            let answered = there.asked.iter().filter(|(_, answered)| **answered);
            let known = answered.clone().map(|(one, _)| one.as_str());
            let of_panel = Both {
                members: members.map(|(one, answered)| (one.as_str(), *answered)).collect(),
                panel,
                other: (answered.count(), open),
                known: known.filter(|one| self.consents(one, other)).collect(),
            };
            let entered = of_panel.enter(Some(&now.indicator), counts(who, period));
            numbers.extend(entered.map(|number| (period, number)));
        }
        numbers
    }

    /// How many of each kind of change the register could tell answered.
    fn change(
        &self,
        [now, then]: [&'a Observation; 2],
        [late, early]: [&'a str; 2],
        who: &mut Who<'a>,
    ) -> Vec<Number<'a>> {
        let year = self.period(late);
        let merged = self.register.merged_in(year);
        let some = |of: &'a Observation, is: &dyn Fn(&str) -> bool| -> Members<'a> {
            let some = of.asked.iter().filter(|(one, _)| is(one));
            some.map(|(one, answered)| (one.as_str(), *answered)).collect()
        };
        let founded = |one: &str| self.register.founded_in(one, year) && !merged.contains(one);
        let kinds = [
            (now, late, "founded", some(now, &founded)),
            (now, late, "merged", some(now, &|one| merged.contains(one))),
            (then, early, "closed", some(then, &|one| self.register.closed_in(one, year))),
        ];
        let kinds = kinds.into_iter().filter(|(.., members)| !members.is_empty());
        kinds
            .map(|(of, period, kind, members)| self.place(of, period).enter(kind, &members, Some(Weight::Beside), who))
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

    fn consents(&self, organisation: &str, period: &str) -> bool {
        self.register.at(organisation, self.period(period)).is_some_and(|one| one.consent_to_be_named)
    }
}

impl<'a> Place<'a> {
    fn enter(self, kind: &str, members: &[(&'a str, bool)], wanted: Option<Weight>, who: &mut Who<'a>) -> Number<'a> {
        let table = (self.family, format!("{kind} {}", self.table));
        (self.period, counts(who, self.period).coverage(self.indicator, table, members, wanted))
    }
}

fn counts<'w, 'a>(who: &'w mut Who<'a>, period: &str) -> &'w mut Counts<'a> {
    &mut who.get_mut(period).expect("observations are of these periods").1
}
