//! The audit at the end: what an attacker learns from figures, panels and changes of all periods together.
//!
//! Unknown is what each organisation gave to each sum, in each period and each part of what is asked in the file.
//! Indicators that share a sum, such as a ratio and the figure that is its base, are audited together. A contributor who
//! knows its own figures is not an attacker here yet.

use std::collections::{BTreeMap, BTreeSet};

use super::attacker::{Attacker, Terms, terms};
use super::block::{Block, Verdict};
use super::primary::Shares;
use crate::measure::Breakdown;

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
    Change,
    Panel,
    Figure,
}

/// One unknown: a sum's expressions, a period, codes asked in the file, an organisation.
type Unknown<'b> = (&'b str, &'b str, Vec<(&'b str, &'b str)>, &'b str);

/// An unknown without its organisation.
type Place<'u> = (&'u str, &'u str, &'u [(&'u str, &'u str)]);

/// The unknowns by number, with where each was first met.
#[derive(Default)]
struct Unknowns<'b> {
    numbers: BTreeMap<Unknown<'b>, u32>,
    homes: Vec<(usize, usize)>,
    values: Vec<rust_decimal::Decimal>,
}

/// Blocks of indicators that share sums, with the period before each one.
pub(super) struct Audit<'b, 'a> {
    pub blocks: &'b [Block<'a>],
    /// The expressions of each layer, as one name.
    pub keys: &'b [Vec<String>],
    pub before: &'b [Option<usize>],
    pub of_register: &'b BTreeSet<String>,
}

impl<'b> Audit<'b, '_> {
    /// Something to withhold, if what is published gives back what is withheld.
    pub fn find(&self) -> Option<Item> {
        let mut unknowns = Unknowns::default();
        let mut told: Vec<(Terms, Option<Item>)> = self.equations(&mut unknowns);
        let given: Vec<(Terms, Item)> = self.items(&mut unknowns);
        let classes = classes(&given, unknowns.homes.len());
        let nothing = unknowns.nothing(&given);
        told.extend(given.into_iter().map(|(terms, item)| (terms, Some(item))));
        told.sort_by_key(|(terms, _)| terms.len());
        let mut attacker = Attacker::default();
        for (number, (terms, _)) in told.iter().enumerate() {
            attacker.learn(terms.clone(), u32::try_from(number).expect("figures are fewer than that"));
        }
        let targets = self.withheld(&mut unknowns).into_iter().chain(self.small(&unknowns, &classes, &nothing));
        let origin = targets.filter(|target| !target.is_empty()).find_map(|target| attacker.derive(target))?;
        let items = origin.iter().filter_map(|number| told[*number as usize].1);
        items.min_by_key(|item| {
            let cell = &self.blocks[item.block].cells[item.cell];
            (item.kind, cell.observation.breakdown.is_empty(), cell.total(), *item)
        })
    }

    /// Numbers of what organisations give to a layer of a figure.
    fn sum(
        &self,
        unknowns: &mut Unknowns<'b>,
        (block, cell, layer): (usize, usize, usize),
        shares: &'b Shares,
    ) -> Vec<u32> {
        let key = self.keys[block][layer].as_str();
        let (breakdown, period) = (&self.blocks[block].cells[cell].observation.breakdown, self.blocks[block].period);
        let part = self.part(breakdown);
        let number = |share: (&'b String, &rust_decimal::Decimal)| {
            unknowns.number((key, period, part.clone(), share.0.as_str()), (block, layer), Some(share))
        };
        shares.iter().map(number).collect()
    }

    fn part(&self, breakdown: &'b Breakdown) -> Vec<(&'b str, &'b str)> {
        let asked = breakdown.iter().filter(|(name, _)| !self.of_register.contains(*name));
        asked.map(|(name, code)| (name.as_str(), code.as_str())).collect()
    }

    /// What everybody knows: an organisation's parts add up to its total, where they do.
    fn equations(&self, unknowns: &mut Unknowns<'b>) -> Vec<(Terms, Option<Item>)> {
        let (mut equations, mut done) = (Vec::new(), BTreeSet::new());
        for (at, block) in self.blocks.iter().enumerate() {
            for sum in block.sums.iter().filter(|sum| !sum.of_areas) {
                for (layer, shares) in block.cells[sum.whole].layers.iter().enumerate() {
                    let whole = self.sum(unknowns, (at, sum.whole, layer), shares);
                    for (number, organisation) in whole.into_iter().zip(shares.keys()) {
                        if sum.rest[layer].contains_key(organisation) {
                            continue;
                        }
                        let mut factors = vec![(number, -1)];
                        for part in &sum.parts {
                            let one = block.cells[*part].layers[layer].get_key_value(organisation);
                            let Some((name, _)) = one else { continue };
                            let key = (self.keys[at][layer].as_str(), block.period);
                            let part = self.part(&block.cells[*part].observation.breakdown);
                            factors.push((unknowns.number((key.0, key.1, part, name), (at, layer), one), 1));
                        }
                        if factors.len() > 1 && done.insert(factors.clone()) {
                            equations.push((terms(factors.into_iter()), None));
                        }
                    }
                }
            }
        }
        equations
    }

    /// The sums that figures, panels and changes tell.
    fn items(&self, unknowns: &mut Unknowns<'b>) -> Vec<(Terms, Item)> {
        let mut items = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                let item = |kind| Item { kind, block: at, cell };
                let earlier = self.before[at]
                    .and_then(|before| Some((before, *self.blocks[before].places.get(&figure.observation.breakdown)?)));
                for layer in 0..figure.layers.len() {
                    if block.verdicts[cell] == Verdict::Shown {
                        let sum = self.sum(unknowns, (at, cell, layer), &figure.layers[layer]);
                        items.push((plus(sum), item(ItemKind::Figure)));
                    }
                    let Some((before, earlier)) = earlier else { continue };
                    if let Some([now, then]) = figure.panel.as_ref().filter(|_| block.panels[cell]) {
                        let now = self.sum(unknowns, (at, cell, layer), &now[layer]);
                        let then = self.sum(unknowns, (before, earlier, layer), &then[layer]);
                        items.extend([(plus(now), item(ItemKind::Panel)), (plus(then), item(ItemKind::Panel))]);
                    }
                    let Some(change) = figure.observation.change.as_ref().filter(|_| block.changes[cell]) else {
                        continue;
                    };
                    let now_shares = &figure.layers[layer];
                    let then_shares = &self.blocks[before].cells[earlier].layers[layer];
                    let now = self.sum(unknowns, (at, cell, layer), now_shares);
                    let then = self.sum(unknowns, (before, earlier, layer), then_shares);
                    for kind in change.parts.keys() {
                        let of = |name: &String| change.kinds.get(name) == Some(kind);
                        let plus = now.iter().zip(now_shares).filter(|(_, (name, _))| of(name)).map(|(n, _)| (*n, 1));
                        let minus =
                            then.iter().zip(then_shares).filter(|(_, (name, _))| of(name)).map(|(n, _)| (*n, -1));
                        items.push((terms(plus.chain(minus)), item(ItemKind::Change)));
                    }
                }
            }
        }
        items
    }

    /// Figures that are withheld.
    fn withheld(&self, unknowns: &mut Unknowns<'b>) -> Vec<Terms> {
        let mut targets = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                if !block.verdicts[cell].is_withheld() || block.is_known(cell) {
                    continue;
                }
                for (layer, shares) in figure.layers.iter().enumerate() {
                    targets.push(plus(self.sum(unknowns, (at, cell, layer), shares)));
                }
            }
        }
        targets
    }

    /// Organisations that stand in the same published sums, where they are too few to be known together.
    fn small(&self, unknowns: &Unknowns<'b>, classes: &[Vec<u32>], nothing: &BTreeSet<u32>) -> Vec<Terms> {
        let mut groups: BTreeMap<(Place<'_>, usize), BTreeMap<u32, &str>> = BTreeMap::new();
        let class_of: BTreeMap<u32, usize> =
            classes.iter().enumerate().flat_map(|(at, class)| class.iter().map(move |one| (*one, at))).collect();
        for ((key, period, part, organisation), number) in &unknowns.numbers {
            if let Some(class) = class_of.get(number).filter(|_| !nothing.contains(number)) {
                groups.entry(((key, period, part), *class)).or_default().insert(*number, organisation);
            }
        }
        let too_few = |group: &BTreeMap<u32, &str>| {
            let (block, layer) = unknowns.homes[*group.keys().next()? as usize];
            let share = |(number, name): (&u32, &&str)| ((*name).to_owned(), unknowns.values[*number as usize]);
            let shares: Shares = group.iter().map(share).collect();
            let is_small = !self.blocks[block].rule.layer_passes(layer, &shares);
            is_small.then(|| plus(group.keys().copied().collect()))
        };
        groups.values().filter(|group| !group.is_empty()).filter_map(too_few).collect()
    }
}

impl<'b> Unknowns<'b> {
    fn number(
        &mut self,
        unknown: Unknown<'b>,
        home: (usize, usize),
        share: Option<(&String, &rust_decimal::Decimal)>,
    ) -> u32 {
        let next = u32::try_from(self.homes.len()).expect("organisations are fewer than that");
        let at = *self.numbers.entry(unknown).or_insert(next);
        if at == next {
            self.homes.push(home);
            self.values.push(share.map(|(_, value)| *value).unwrap_or_default());
        }
        at
    }
}

impl Unknowns<'_> {
    /// What is 0 because a published sum of it and others is.
    fn nothing(&self, items: &[(Terms, Item)]) -> BTreeSet<u32> {
        let is_nothing = |terms: &Terms| terms.iter().all(|(number, _)| self.values[*number as usize].is_zero());
        let sums = items.iter().filter(|(terms, item)| item.kind == ItemKind::Figure && is_nothing(terms));
        sums.flat_map(|(terms, _)| terms.iter().map(|(number, _)| *number)).collect()
    }
}

fn plus(numbers: Vec<u32>) -> Terms {
    terms(numbers.into_iter().map(|number| (number, 1)))
}

/// Unknowns that stand in exactly the same published sums.
fn classes(items: &[(Terms, Item)], unknowns: usize) -> Vec<Vec<u32>> {
    let mut signatures: Vec<Vec<(usize, u64)>> = vec![Vec::new(); unknowns];
    for (at, (terms, _)) in items.iter().enumerate() {
        for (unknown, factor) in terms {
            signatures[*unknown as usize].push((at, *factor));
        }
    }
    let mut classes: BTreeMap<&[(usize, u64)], Vec<u32>> = BTreeMap::new();
    for (unknown, signature) in signatures.iter().enumerate().filter(|(_, signature)| !signature.is_empty()) {
        classes.entry(signature).or_default().push(u32::try_from(unknown).expect("unknowns are numbered by u32"));
    }
    classes.into_values().collect()
}
