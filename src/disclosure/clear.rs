//! Clears all figures of all periods together: by themselves, within their tables, and in a last audit over everything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::audit::Audit;
use super::base::Rules;
use super::block::{Block, Verdict};
use super::identity::{Identity, Share, Sums, Term};
use super::joint::{Joint, Site};
use super::known::Known;
use super::narrow::Narrow;
use super::order::{Orders, orders};
use super::past::Past;
use super::proof::Proof;
use super::sums::Numbers;
use super::told::{Item, ItemKind, Teller};
use super::{around, assured, law, piece, revision, secondary};
use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::measure::{Breakdown, Observation};
use crate::register::Register;

/// What one organisation gives to some sums, which add up to nothing with their factors.
type Equation<'a> = Vec<(Share<'a>, i32)>;

/// What the reader misses: of which kind, how many wholes, and enterprises in all.
type Cost = (ItemKind, usize, usize);

/// Blocks of indicators that share sums, or whose sums follow from each other, which are cleared and audited together.
pub(super) struct Cluster<'a> {
    pub blocks: Vec<Block<'a>>,
    /// Why what is withheld in each stays unknown.
    proofs: Vec<Vec<Proof>>,
    sums: Vec<Vec<usize>>,
    /// What holds between the sums for each organisation.
    identities: Vec<Equation<'a>>,
    /// The same, of any organisation.
    laws: Vec<Vec<Term<'a>>>,
    orders: &'a Orders,
    known: &'a Known<'a>,
    periods: Vec<&'a str>,
    before: Vec<Option<usize>>,
    of_register: BTreeSet<String>,
    banned: BTreeSet<Item>,
    /// Figures that are known, or nearly, whatever is withheld: block and cell.
    pub open: BTreeSet<(usize, usize)>,
}

/// Observations with what holds between their sums, and what everybody knows of them.
pub(super) struct Links<'a> {
    observations: &'a [Observation],
    numbers: &'a Numbers<'a>,
    sums: Sums<'a>,
    identities: Vec<Identity>,
    orders: Orders,
    pub known: Known<'a>,
}

impl<'a> Links<'a> {
    /// Finds what holds between the sums of observations, and what is known of them on some day.
    pub fn new(
        (definitions, register): (&'a Definitions, &'a Register),
        (rules, numbers): (&Rules<'_>, &'a Numbers<'a>),
        observations: &'a [Observation],
        day: NaiveDate,
    ) -> Self {
        let of = |indicator: &str, period: &str| numbers.get(&(indicator, period)).cloned().unwrap_or_default();
        let periods = definitions.project.periods.iter().map(|period| period.period.as_str()).collect();
        let mut sums = Sums::new(periods, observations, of, |name| !definitions.is_of_register(name));
        let nodes = sums.nodes();
        let laws = law::laws(definitions, numbers, &nodes);
        let rows = piece::rows(definitions, numbers, &nodes);
        let of_kinds = piece::laws(definitions, numbers, &nodes, &rows);
        let identities = sums.identities(&laws, &of_kinds, &rows);
        let mut known = Known::new((definitions, register), rules, numbers, observations, day);
        if !known.is_nothing() {
            let equations: Vec<_> = identities.iter().flat_map(|identity| sums.equations(identity)).collect();
            known.conclude(&equations);
        }
        Self { observations, numbers, sums, identities, orders: orders(definitions, numbers), known }
    }

    /// What holds for each organisation, of what is not known.
    fn equations(&self, identity: &Identity) -> impl Iterator<Item = Equation<'a>> {
        let unknown = |mut equation: Equation<'a>| {
            equation.retain(|(share, _)| !self.known.has_share(share));
            equation
        };
        self.sums.equations(identity).into_iter().map(unknown).filter(|equation| !equation.is_empty())
    }
}

/// Clears observations: what may be shown of each stands in the blocks that come back, in the order of the indicators.
pub(super) fn clear<'a>(
    (definitions, assurances): (&'a Definitions, &Assurances),
    rules: &'a Rules<'a>,
    links: &'a Links<'a>,
    past: &Past<'a>,
) -> Vec<Cluster<'a>> {
    let mut by_block: BTreeMap<(&str, &str), Vec<&Observation>> = BTreeMap::new();
    for observation in links.observations {
        by_block.entry((&observation.indicator, &observation.period)).or_default().push(observation);
    }
    let (identities, sums) = (&links.identities, &links.sums);
    let linked = identities.iter().map(|identity| sums.sums(identity));
    let linked = linked.chain(links.orders.iter().map(|sums| BTreeSet::from(*sums)));
    let mut clusters: Vec<Cluster<'a>> = clusters(definitions, links.numbers, linked)
        .into_iter()
        .map(|(linked, members)| {
            let mine = || identities.iter().filter(|identity| !sums.sums(identity).is_disjoint(&linked));
            let laws = mine().map(|identity| sums.law(identity)).collect();
            let identities = mine().flat_map(|identity| links.equations(identity)).collect();
            Cluster::new(definitions, (rules, &members), &by_block, links, (laws, identities))
        })
        .filter(|cluster| !cluster.blocks.is_empty())
        .collect();
    clusters.par_iter_mut().for_each(|cluster| {
        cluster.blocks.iter_mut().for_each(|block| assured::grade(definitions, block, assurances));
        cluster.clear(past);
        cluster.clear_evidence(past);
    });
    clusters
}

/// Indicators, by number, that have a sum in common or linked ones, directly or through others, with these sums.
fn clusters(
    definitions: &Definitions,
    sums: &Numbers<'_>,
    links: impl Iterator<Item = BTreeSet<usize>>,
) -> Vec<(BTreeSet<usize>, Vec<usize>)> {
    let mut clusters: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    let of = |(number, indicator): (usize, &Indicator)| {
        let mine = sums.iter().filter(|((name, _), _)| *name == indicator.indicator.as_str());
        (mine.flat_map(|(_, numbers)| numbers.iter().copied()).collect(), vec![number])
    };
    let indicators = definitions.indicators.iter().enumerate().map(of);
    for (mut sums, mut members) in links.map(|link| (link, Vec::new())).chain(indicators) {
        let (linked, apart): (Vec<_>, Vec<_>) = clusters.into_iter().partition(|(known, _)| !known.is_disjoint(&sums));
        for (known, others) in linked {
            sums.extend(known);
            members.extend(others);
        }
        clusters = apart;
        clusters.push((sums, members));
    }
    clusters
}

impl<'a> Cluster<'a> {
    fn new(
        definitions: &'a Definitions,
        (rules, members): (&'a Rules<'a>, &[usize]),
        observations: &BTreeMap<(&'a str, &'a str), Vec<&'a Observation>>,
        links: &'a Links<'a>,
        (laws, identities): (Vec<Vec<Term<'a>>>, Vec<Equation<'a>>),
    ) -> Self {
        let (mut blocks, mut block_sums, mut before) = (Vec::new(), Vec::new(), Vec::new());
        for &number in members {
            let mut earlier: Option<(usize, &str)> = None;
            for period in &definitions.project.periods {
                let rule = rules.rule(number, &period.period).expect("every indicator has one in every period");
                let name = rule.indicator.indicator.as_str();
                let Some((&(_, period_name), found)) = observations.get_key_value(&(name, period.period.as_str()))
                else {
                    earlier = None;
                    continue;
                };
                let past: BTreeMap<&Breakdown, &Observation> = earlier
                    .and_then(|(_, period)| observations.get(&(name, period)))
                    .into_iter()
                    .flatten()
                    .map(|one| (&one.breakdown, *one))
                    .collect();
                before.push(earlier.map(|(at, _)| at));
                earlier = Some((blocks.len(), period_name));
                blocks.push(Block::new(definitions, rule, period_name, (found, &past), &links.known));
                block_sums.push(links.numbers[&(name, period_name)].clone());
            }
        }
        let of_register =
            definitions.codelists.keys().filter(|name| definitions.is_of_register(name)).cloned().collect();
        let periods = definitions.project.periods.iter().map(|period| period.period.as_str()).collect();
        let (proofs, sums) = (Vec::new(), block_sums);
        let (banned, open) = (BTreeSet::new(), BTreeSet::new());
        let known = &links.known;
        let orders = &links.orders;
        Self { blocks, proofs, sums, identities, laws, orders, known, periods, before, of_register, banned, open }
    }

    /// Withholds until the audit finds nothing. Every round withholds one thing more, so it ends.
    fn clear(&mut self, past: &Past<'a>) {
        self.blocks.iter_mut().for_each(|block| revision::recall(block, past));
        self.proofs = self.blocks.iter().map(Proof::of).collect();
        let blocks = self.blocks.par_iter_mut().zip(&mut self.proofs);
        blocks.for_each(|(block, proofs)| secondary::protect_tightly(block, proofs));
        (0..self.blocks.len()).for_each(|at| self.clear_around(at));
        if self.blocks.iter().all(|block| block.rule.is_open() && block.rule.rounding().is_none()) {
            return;
        }
        let teller =
            Teller { blocks: &self.blocks, sums: &self.sums, before: &self.before, of_register: &self.of_register };
        let audit = Audit::new(&teller, &self.identities, past);
        let mut joint = Joint::new(&self.site(), &self.laws, past);
        loop {
            let found = audit.find(&self.blocks);
            if !found.is_empty() {
                self.withhold_each(found);
                continue;
            }
            let (lost, mended): (Vec<Narrow>, Vec<Narrow>) =
                joint.narrow(&self.blocks).into_iter().partition(|one| one.items.is_empty());
            if mended.is_empty() {
                self.open = lost.into_iter().map(|one| (one.figure.block, one.figure.cell)).collect();
                break;
            }
            self.withhold_each(mended.into_iter().map(|one| one.items).collect());
        }
        for (at, (block, proofs)) in self.blocks.iter().zip(&mut self.proofs).enumerate() {
            self.open.extend(secondary::left_open(block, proofs).into_iter().map(|cell| (at, cell)));
        }
    }

    fn site(&self) -> Site<'_, 'a> {
        Site {
            blocks: &self.blocks,
            sums: &self.sums,
            before: &self.before,
            of_register: &self.of_register,
            periods: &self.periods,
            orders: self.orders,
            known: self.known,
        }
    }

    /// Tells what figures rest on, but for what would put a secret between too narrow bounds with all that is shown.
    fn clear_evidence(&mut self, past: &Past<'a>) {
        for block in &mut self.blocks {
            block.evidence = (0..block.cells.len()).map(|at| assured::may_be_told(block, at)).collect();
        }
        if !self.blocks.iter().any(|block| block.evidence.contains(&true)) {
            return;
        }
        let mut joint = Joint::with_evidence(&self.site(), &self.laws, past);
        loop {
            let items = joint.telling(&self.blocks);
            if items.is_empty() {
                break;
            }
            for item in items {
                self.blocks[item.block].evidence[item.cell] = false;
            }
        }
    }

    /// Withholds one item of each of some lists, unless one of them is withheld by then.
    fn withhold_each(&mut self, lists: Vec<Vec<Item>>) {
        for items in lists {
            if items.iter().all(|item| item.is_shown(&self.blocks)) {
                self.withhold(&items);
            }
        }
    }

    /// Withholds the one of some items that the reader misses least.
    fn withhold(&mut self, items: &[Item]) {
        let mut least: Vec<(Cost, Item)> = items.iter().map(|item| (self.least_cost(*item), *item)).collect();
        least.sort_unstable();
        let mut best: Option<(Cost, Item, Vec<Verdict>)> = None;
        for (least, item) in least {
            // None of those that are left could be missed less.
            if best.as_ref().is_some_and(|(cost, other, _)| (*cost, *other) < (least, item)) {
                break;
            }
            let (cost, verdicts) = self.cost(item);
            if best.as_ref().is_none_or(|(least, other, _)| (cost, item) < (*least, *other)) {
                best = Some((cost, item, verdicts));
            }
        }
        let Some((_, item, verdicts)) = best else { return };
        if item.kind == ItemKind::Figure {
            self.blocks[item.block].verdicts = verdicts;
        } else {
            self.banned.insert(item);
        }
        let affected = (0..self.blocks.len()).filter(|&at| at == item.block || self.before[at] == Some(item.block));
        affected.collect::<Vec<_>>().into_iter().for_each(|at| self.clear_around(at));
    }

    /// What the reader misses with an item, and with what must be withheld for its sake in the same tables: changes and
    /// panels before figures, areas before the whole, then figures of few enterprises; less of what a report is about. With it what
    /// becomes of the figures of its block.
    fn cost(&mut self, item: Item) -> (Cost, Vec<Verdict>) {
        let block = &mut self.blocks[item.block];
        let before = block.verdicts.clone();
        if item.kind != ItemKind::Figure {
            return (self.least_cost(item), before);
        }
        block.verdicts[item.cell] = Verdict::Secondary;
        secondary::protect_beside(block, &mut self.proofs[item.block], item.cell);
        let after = std::mem::replace(&mut block.verdicts, before);
        let lost =
            (0..after.len()).filter(|&cell| after[cell] != block.verdicts[cell]).map(|cell| own_cost(block, cell));
        let (wholes, enterprises) = lost.fold((0, 0), |sum, cost| (sum.0 + cost.0, sum.1 + cost.1));
        ((item.kind, wholes, enterprises), after)
    }

    /// What the reader misses with an item alone.
    fn least_cost(&self, item: Item) -> Cost {
        let (wholes, enterprises) = own_cost(&self.blocks[item.block], item.cell);
        (item.kind, wholes, enterprises)
    }

    fn clear_around(&mut self, at: usize) {
        let (earlier, later) = self.blocks.split_at_mut(at);
        let before = self.before[at].map(|before| &earlier[before]);
        let banned = |cell: usize, is_change: bool| {
            let kind = if is_change { ItemKind::Change } else { ItemKind::Panel };
            self.banned.contains(&Item { kind, block: at, cell })
        };
        around::clear(&mut later[0], before, &banned);
    }
}

fn own_cost(block: &Block<'_>, cell: usize) -> (usize, usize) {
    let observation = block.cells[cell].observation;
    let enterprises = observation.contributions.values().filter(|share| !share.value.is_zero()).count();
    (usize::from(observation.breakdown.is_empty()), (enterprises + 1) * block.rule.weight)
}
