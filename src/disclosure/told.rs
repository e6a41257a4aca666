//! What figures, panels and changes tell, as sums of unknowns: what each organisation gave to each sum, in each period and
//! each part of what is asked in the file.

use std::collections::{BTreeMap, BTreeSet};

use super::attacker::{Terms, terms};
use super::block::{Block, SumKind};
use super::identity::Share;
use super::sums::is_base;
use crate::measure::{Breakdown, Observation};
use crate::value::Decimal;

/// Something that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub kind: ItemKind,
    pub block: usize,
    pub cell: usize,
}

/// What is published, what is easiest to do without first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemKind {
    /// What a figure rests on.
    Evidence,
    Change,
    Panel,
    Figure,
}

impl Item {
    /// True for what tells a number, not shares of one.
    pub fn is_number(self) -> bool {
        self.kind != ItemKind::Evidence
    }

    /// Whether it is shown as things stand.
    pub fn is_shown(self, blocks: &[Block<'_>]) -> bool {
        let block = &blocks[self.block];
        match self.kind {
            ItemKind::Figure => (0..block.layers()).any(|layer| block.tells(self.cell, layer)),
            ItemKind::Panel => block.panels[self.cell],
            ItemKind::Change => block.changes[self.cell],
            ItemKind::Evidence => block.evidence[self.cell],
        }
    }

    /// Whether it would be of any use to withhold it: everybody knows what an earlier release told.
    pub fn may_be_withheld(self, blocks: &[Block<'_>]) -> bool {
        let block = &blocks[self.block];
        let is_past = self.kind == ItemKind::Figure && block.past[self.cell];
        !is_past && (!block.rule.is_open() || block.rule.rounding().is_some())
    }
}

/// Where unknowns stand: the number of a sum, a period, codes asked in the file.
pub(super) type Place<'a> = (usize, &'a str, Vec<(&'a str, &'a str)>);

/// Whose an unknown is; and where it is another by now, what was given when that was told.
pub(super) type Whose<'a> = (&'a str, Option<Decimal>);

/// The unknowns by number, with where each was first met and what it is.
#[derive(Default)]
pub(super) struct Unknowns<'a> {
    pub numbers: BTreeMap<Place<'a>, BTreeMap<Whose<'a>, u32>>,
    pub homes: Vec<(usize, usize)>,
    pub values: Vec<Decimal>,
    owners: Vec<&'a str>,
}

/// Blocks as they are told, whatever of them is shown in the end.
pub(super) struct Teller<'b, 'a> {
    pub blocks: &'b [Block<'a>],
    /// The number of the sum that each layer is.
    pub sums: &'b [Vec<usize>],
    pub before: &'b [Option<usize>],
    pub of_register: &'b BTreeSet<String>,
}

impl<'a> Unknowns<'a> {
    /// The number of an unknown, which is a new one if it was not met before.
    pub fn number(&mut self, place: &Place<'a>, whose: Whose<'a>, home: (usize, usize), value: Decimal) -> u32 {
        if !self.numbers.contains_key(place) {
            self.numbers.insert(place.clone(), BTreeMap::new());
        }
        let next = u32::try_from(self.homes.len()).expect("organisations are fewer than that");
        let at = *self.numbers.get_mut(place).expect("it is there now").entry(whose).or_insert(next);
        if at == next {
            self.homes.push(home);
            self.values.push(value);
            self.owners.push(whose.0);
        }
        at
    }

    /// Every unknown by its number, with where it stands and whose it is.
    pub fn all(&self) -> impl Iterator<Item = (&Place<'a>, &Whose<'a>, u32)> {
        self.numbers.iter().flat_map(|(place, of)| of.iter().map(move |(whose, number)| (place, whose, *number)))
    }

    /// Whose an unknown is.
    pub fn organisation(&self, number: u32) -> &'a str {
        self.owners[number as usize]
    }

    /// What holds between sums for one organisation. A sum that nothing tells is an unknown as well, at home with those before it.
    pub fn identity(&mut self, of: &[(Share<'a>, i32)]) -> Terms {
        let mut home = (0, 0);
        let number = |(share, factor): &(Share<'a>, i32)| {
            let part = share.part.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
            let number = self.number(&(share.sum, share.period, part), (share.organisation, None), home, share.value);
            home = self.homes[number as usize];
            (number, *factor)
        };
        terms(of.iter().map(number))
    }
}

impl<'a> Teller<'_, 'a> {
    /// What is known of any figure, panel or change, if it is shown; in one piece for each of its sums.
    pub fn items(&self, unknowns: &mut Unknowns<'a>) -> Vec<(Terms, Item)> {
        let mut items = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                for (layer, shares) in figure.layers.iter().enumerate() {
                    if block.tells(cell, layer) {
                        let sum = self.numbers(unknowns, (at, cell, layer), shares);
                        items.push((plus(sum), Item { kind: ItemKind::Figure, block: at, cell }));
                    }
                    self.compared(unknowns, (at, cell, layer), &mut items);
                }
                items.extend(self.base(unknowns, (at, cell)));
            }
        }
        items
    }

    /// Of how many rows a mean is: it is told with it. Each enterprise has one.
    fn base(&self, unknowns: &mut Unknowns<'a>, (at, cell): (usize, usize)) -> Option<(Terms, Item)> {
        let sum = self.sums[at].iter().copied().find(|sum| is_base(*sum)).filter(|_| self.blocks[at].tells(cell, 0))?;
        let observation = self.blocks[at].cells[cell].observation;
        let place = (sum, self.blocks[at].period, self.part(observation));
        let number =
            |organisation: &'a String| unknowns.number(&place, (organisation.as_str(), None), (at, 0), Decimal::ONE);
        let rows = observation.contributions.keys().map(number).collect();
        Some((plus(rows), Item { kind: ItemKind::Figure, block: at, cell }))
    }

    /// The codes of a figure that are asked in the file.
    fn part(&self, observation: &'a Observation) -> Vec<(&'a str, &'a str)> {
        let asked = observation.breakdown.iter().filter(|(name, _)| !self.of_register.contains(*name));
        asked.map(|(name, code)| (name.as_str(), code.as_str())).collect()
    }

    /// The panel and the change of a figure, in one of its sums.
    fn compared(
        &self,
        unknowns: &mut Unknowns<'a>,
        (at, cell, layer): (usize, usize, usize),
        items: &mut Vec<(Terms, Item)>,
    ) {
        let figure = &self.blocks[at].cells[cell];
        let Some(before) = self.before[at] else { return };
        let Some(&earlier) = self.blocks[before].places.get(&figure.observation.breakdown) else { return };
        if let Some([now, then]) = &figure.panel {
            let item = Item { kind: ItemKind::Panel, block: at, cell };
            let now = self.numbers(unknowns, (at, cell, layer), &now[layer]);
            let then = self.numbers(unknowns, (before, earlier, layer), &then[layer]);
            items.extend([(plus(now), item), (plus(then), item)]);
        }
        let Some(change) = figure.observation.change.as_ref().filter(|_| figure.observation.breakdown.is_empty())
        else {
            return;
        };
        let (now_shares, then_shares) = (&figure.layers[layer], &self.blocks[before].cells[earlier].layers[layer]);
        let now = self.numbers(unknowns, (at, cell, layer), now_shares);
        let then = self.numbers(unknowns, (before, earlier, layer), then_shares);
        for kind in change.parts.keys() {
            let of = |name: &String| change.kinds.get(name) == Some(kind);
            let plus = now.iter().zip(now_shares).filter(|(_, (name, _))| of(name)).map(|(n, _)| (*n, 1));
            let minus = then.iter().zip(then_shares).filter(|(_, (name, _))| of(name)).map(|(n, _)| (*n, -1));
            items.push((terms(plus.chain(minus)), Item { kind: ItemKind::Change, block: at, cell }));
        }
    }

    /// What everybody knows: an organisation's parts add up to its total, where they do.
    pub fn parts(&self, unknowns: &mut Unknowns<'a>) -> Vec<Terms> {
        let mut equations = BTreeSet::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for sum in block.sums.iter().filter(|sum| sum.kind == SumKind::Codes) {
                for (layer, shares) in block.cells[sum.whole].layers.iter().enumerate() {
                    for organisation in block.cells[sum.whole].observation.contributions.keys() {
                        if sum.rest[layer].contains_key(organisation) {
                            continue;
                        }
                        let mut factors = Vec::new();
                        for part in &sum.parts {
                            let share = block.cells[*part].layers[layer].get_key_value(organisation);
                            let part = self.numbers(unknowns, (at, *part, layer), share);
                            factors.extend(part.into_iter().map(|number| (number, 1)));
                        }
                        if !factors.is_empty() {
                            // A total that is known stands for nothing.
                            let whole = shares.get_key_value(organisation);
                            let whole = self.numbers(unknowns, (at, sum.whole, layer), whole);
                            factors.extend(whole.into_iter().map(|number| (number, -1)));
                            equations.insert(terms(factors.into_iter()));
                        }
                    }
                }
            }
        }
        equations.into_iter().collect()
    }

    /// Every figure, in one piece for each of its sums.
    pub fn figures(&self, unknowns: &mut Unknowns<'a>) -> Vec<(Item, Terms)> {
        let mut figures = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                for (layer, shares) in figure.layers.iter().enumerate() {
                    let sum = self.numbers(unknowns, (at, cell, layer), shares);
                    figures.push((Item { kind: ItemKind::Figure, block: at, cell }, plus(sum)));
                }
            }
        }
        figures
    }

    /// Who answered anything in the whole or in an area in a period, also who had nothing to give or was not asked.
    pub fn members(&self, period: &str) -> BTreeMap<&'a Breakdown, BTreeSet<&'a str>> {
        let mut members: BTreeMap<&Breakdown, BTreeSet<&str>> = BTreeMap::new();
        for cell in self.blocks.iter().filter(|block| block.period == period).flat_map(|block| &block.cells) {
            let observation = cell.observation;
            if observation.breakdown.keys().all(|name| self.of_register.contains(name)) {
                let answered = observation.asked.iter().filter(|(_, answered)| **answered).map(|(one, _)| one);
                let all = observation.contributions.keys().chain(answered).chain(&observation.spared);
                members.entry(&observation.breakdown).or_default().extend(all.map(String::as_str));
            }
        }
        members
    }

    /// Numbers of what organisations give to a layer of a figure.
    fn numbers<'s>(
        &self,
        unknowns: &mut Unknowns<'a>,
        (block, cell, layer): (usize, usize, usize),
        shares: impl IntoIterator<Item = (&'s String, &'s Decimal)>,
    ) -> Vec<u32> {
        let (observation, period) = (self.blocks[block].cells[cell].observation, self.blocks[block].period);
        let place = (self.sums[block][layer], period, self.part(observation));
        let number = |(organisation, value): (&String, &Decimal)| {
            let (organisation, _) = observation.contributions.get_key_value(organisation)?;
            Some(unknowns.number(&place, (organisation, None), (block, layer), *value))
        };
        shares.into_iter().filter_map(number).collect()
    }
}

/// The sum of some unknowns.
pub(super) fn plus(numbers: Vec<u32>) -> Terms {
    terms(numbers.into_iter().map(|number| (number, 1)))
}
