//! The interval attack over everything at once: the tables of all linked indicators and all periods, like-for-like panels, and
//! what earlier releases told, to an attacker who knows that nothing is below zero but what is a net figure.
//!
//! Unknown is each figure that is withheld, and what is left of one that is told in part. What holds between sums for every
//! enterprise of a cell holds between the cells.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rust_decimal::prelude::ToPrimitive as _;

use super::block::{Block, Verdict};
use super::identity::Term;
use super::leeway::{Leeway, Sum};
use super::past::Past;
use super::primary::{Shares, is_sum};
use super::told::{Item, ItemKind};
use crate::measure::Breakdown;
use crate::value::Decimal;

/// A figure that lies between too narrow bounds.
pub(super) struct Narrow {
    pub figure: Item,
    /// What is told beside it and could be withheld: what would be enough by itself, or all of it.
    pub items: Vec<Item>,
}

/// Where figures are found: the blocks, the sums their layers are, and the blocks of the periods before.
pub(super) struct Site<'s, 'a> {
    pub blocks: &'s [Block<'a>],
    pub sums: &'s [Vec<usize>],
    pub before: &'s [Option<usize>],
    pub of_register: &'s BTreeSet<String>,
    pub periods: &'s [&'a str],
}

/// A number that is told or not.
struct Unknown {
    value: Decimal,
    is_net: bool,
    /// What tells it; nothing can tell what is only left of something.
    told_by: Vec<Item>,
    /// It is known whatever is shown: an earlier release told it, or that nothing is there is told.
    is_known: bool,
}

/// Everything that could be told, and what holds between it.
pub(super) struct Joint {
    unknowns: Vec<Unknown>,
    sums: Vec<Sum>,
    /// Figures that must not be known nearly, and how far apart their bounds must be.
    secrets: Vec<(Item, u32, f64)>,
    /// Secrets that were safe when they were looked at last. Most stay so, as no figure is shown again.
    safe: BTreeSet<usize>,
}

/// The number of a figure's sum: by what it is of, where several may differ in whose it is.
type Places<'s, 'a> = BTreeMap<(usize, &'a str, &'s Breakdown), Vec<(u32, &'s Shares)>>;

impl Joint {
    /// Gathers what could be told, with the laws that hold for each enterprise, and what was told before.
    pub fn new(site: &Site<'_, '_>, laws: &[Vec<Term<'_>>], past: &Past<'_>) -> Self {
        let mut made = Self { unknowns: Vec::new(), sums: Vec::new(), secrets: Vec::new(), safe: BTreeSet::new() };
        let net = net(site);
        let mut places = Places::new();
        let mut numbers: BTreeMap<(usize, usize, usize), u32> = BTreeMap::new();
        for (at, block) in site.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                for (layer, shares) in figure.layers.iter().enumerate() {
                    let sum = site.sums[at][layer];
                    let alike = places.entry((sum, block.period, &figure.observation.breakdown)).or_default();
                    let known = alike.iter().find(|(_, other)| *other == shares).map(|(number, _)| *number);
                    let number = known.unwrap_or_else(|| made.number(total(shares), net.contains(&sum)));
                    if known.is_none() {
                        alike.push((number, shares));
                    }
                    numbers.insert((at, cell, layer), number);
                    let item = Item { kind: ItemKind::Figure, block: at, cell };
                    let unknown = &mut made.unknowns[number as usize];
                    unknown.told_by.push(item);
                    unknown.is_known |=
                        block.past[cell] || (block.verdicts[cell] == Verdict::Missing && shares.is_empty());
                    made.secrets.extend(width(block, (cell, layer)).map(|width| (item, number, width)));
                }
            }
        }
        made.add_tables(site, &numbers, &net);
        made.add_panels(site, &numbers, &net);
        made.add_laws(site, &places, laws);
        made.add_past(site, &numbers, past, &net);
        let unknowns = &made.unknowns;
        made.secrets.retain(|(_, number, _)| !unknowns[*number as usize].is_net);
        made
    }

    fn number(&mut self, value: Decimal, is_net: bool) -> u32 {
        self.unknowns.push(Unknown { value, is_net, told_by: Vec::new(), is_known: false });
        u32::try_from(self.unknowns.len() - 1).expect("figures are fewer than that")
    }

    /// The sums within each block.
    fn add_tables(
        &mut self,
        site: &Site<'_, '_>,
        numbers: &BTreeMap<(usize, usize, usize), u32>,
        net: &BTreeSet<usize>,
    ) {
        for (at, block) in site.blocks.iter().enumerate() {
            for (sum, layer) in block.sums.iter().flat_map(|sum| (0..block.layers()).map(move |layer| (sum, layer))) {
                let mut terms = vec![(numbers[&(at, sum.whole, layer)], -1.0)];
                terms.extend(sum.parts.iter().map(|part| (numbers[&(at, *part, layer)], 1.0)));
                if let Some(rest) = sum.rest.get(layer).filter(|rest| !rest.is_empty()) {
                    terms.push((self.number(total(rest), net.contains(&site.sums[at][layer])), 1.0));
                }
                self.sums.push(terms);
            }
        }
    }

    /// Of a figure its panel, now and a period before, and the others.
    fn add_panels(
        &mut self,
        site: &Site<'_, '_>,
        numbers: &BTreeMap<(usize, usize, usize), u32>,
        net: &BTreeSet<usize>,
    ) {
        for (at, block) in site.blocks.iter().enumerate() {
            let Some(before) = site.before[at] else { continue };
            for (cell, figure) in block.cells.iter().enumerate() {
                let earlier = site.blocks[before].places.get(&figure.observation.breakdown);
                let Some((panel, &earlier)) = figure.panel.as_ref().zip(earlier) else { continue };
                let item = Item { kind: ItemKind::Panel, block: at, cell };
                for (layers, (of, place)) in panel.iter().zip([(at, cell), (before, earlier)]) {
                    for (layer, shares) in layers.iter().enumerate() {
                        let is_net = net.contains(&site.sums[of][layer]);
                        let whole = numbers[&(of, place, layer)];
                        let inside = self.number(total(shares), is_net);
                        self.unknowns[inside as usize].told_by.push(item);
                        let others = self.number(self.unknowns[whole as usize].value - total(shares), is_net);
                        self.sums.push(vec![(whole, -1.0), (inside, 1.0), (others, 1.0)]);
                    }
                }
            }
        }
    }

    /// What holds between cells because it holds for everyone in them.
    fn add_laws(&mut self, site: &Site<'_, '_>, places: &Places<'_, '_>, laws: &[Vec<Term<'_>>]) {
        let breakdowns = site.blocks.iter().flat_map(|block| &block.cells).map(|cell| &cell.observation.breakdown);
        let area = |breakdown: &Breakdown| -> Breakdown {
            let inside = breakdown.iter().filter(|(name, _)| site.of_register.contains(*name));
            inside.map(|(name, code)| (name.clone(), code.clone())).collect()
        };
        let areas: BTreeSet<Breakdown> = breakdowns.map(area).collect();
        for (law, area) in laws.iter().flat_map(|law| areas.iter().map(move |area| (law, area))) {
            for (now, period) in site.periods.iter().enumerate() {
                let cells = law.iter().map(|term| {
                    let period = if term.is_earlier { site.periods.get(now.checked_sub(1)?)? } else { period };
                    let mut breakdown = area.clone();
                    breakdown.extend(term.part.iter().map(|(name, code)| (name.clone(), code.clone())));
                    let (number, shares) = places.get(&(term.sum, *period, &breakdown))?.first()?;
                    Some((*number, *shares, term.factor))
                });
                let Some(cells) = cells.collect::<Option<Vec<_>>>() else { continue };
                let holds = |one: &String| {
                    let given = |(_, shares, factor): &(u32, &Shares, i32)| {
                        shares.get(one).copied().unwrap_or_default() * Decimal::from(*factor)
                    };
                    cells.iter().map(given).sum::<Decimal>().is_zero()
                };
                if cells.iter().flat_map(|(_, shares, _)| shares.keys()).all(holds) {
                    self.sums.push(cells.iter().map(|(number, _, factor)| (*number, f64::from(*factor))).collect());
                }
            }
        }
    }

    /// What earlier releases told of figures that are others now: what both have in common, and what either has beside.
    fn add_past(
        &mut self,
        site: &Site<'_, '_>,
        numbers: &BTreeMap<(usize, usize, usize), u32>,
        past: &Past<'_>,
        net: &BTreeSet<usize>,
    ) {
        for (at, block) in site.blocks.iter().enumerate() {
            let told = past.editions.iter().flat_map(|edition| edition.statements.values().flatten());
            let mine = told.filter(|one| {
                one.is_figure && one.key.0 == block.rule.indicator.indicator.as_str() && one.key.1 == block.period
            });
            for one in mine {
                let Some(&cell) = block.places.get(&one.key.2) else { continue };
                let Some(shares) = block.cells[cell].layers.get(one.layer) else { continue };
                let is_net = net.contains(&site.sums[at][one.layer]);
                let is_same = |term: &&super::past::PastTerm<'_>| shares.get(term.organisation) == Some(&term.value);
                let common: Decimal = one.terms.iter().filter(is_same).map(|term| term.value).sum();
                let then: Decimal = one.terms.iter().map(|term| term.value).sum();
                let whole = numbers[&(at, cell, one.layer)];
                let now = self.unknowns[whole as usize].value;
                let [common_to_both, left, added] =
                    [common, then - common, now - common].map(|value| self.number(value, is_net));
                // What was told then is no unknown.
                self.sums.push(vec![(common_to_both, 1.0), (left, 1.0)]);
                self.sums.push(vec![(whole, -1.0), (common_to_both, 1.0), (added, 1.0)]);
            }
        }
    }

    /// The figures that lie between too narrow bounds, as things stand.
    pub fn narrow(&mut self, blocks: &[Block<'_>]) -> Vec<Narrow> {
        let is_first = self.safe.is_empty();
        let mut narrow = self.unsafe_now(blocks);
        if narrow.is_empty() && !is_first {
            // A panel may be shown in the place of another: at the end all are looked at once more.
            self.safe.clear();
            narrow = self.unsafe_now(blocks);
        }
        narrow.into_iter().map(|at| self.beside(blocks, at)).collect()
    }

    fn unsafe_now(&mut self, blocks: &[Block<'_>]) -> BTreeSet<usize> {
        let is_hidden = |item: &Item| {
            let block = &blocks[item.block];
            block.is_hidden(item.cell) && !block.is_known(item.cell)
        };
        let unsure = (0..self.secrets.len()).filter(|at| !self.safe.contains(at) && is_hidden(&self.secrets[*at].0));
        let unsure: Vec<usize> = unsure.collect();
        let leeway = self.leeway(|item| item.is_shown(blocks));
        let narrow: BTreeSet<usize> = unsure.par_iter().copied().filter(|at| !self.is_wide(&leeway, *at)).collect();
        self.safe.extend(unsure.into_iter().filter(|at| !narrow.contains(at)));
        narrow
    }

    fn is_wide(&self, leeway: &Leeway, at: usize) -> bool {
        let (_, number, width) = self.secrets[at];
        leeway.worlds(&[(number, 1.0)], width).is_some()
    }

    /// What is told beside a figure, or next to that where nothing is: each thing that would be enough to withhold, or all if
    /// none is.
    fn beside(&self, blocks: &[Block<'_>], at: usize) -> Narrow {
        let (figure, number, _) = self.secrets[at];
        let may_be_withheld = |item: &Item| {
            let is_past = item.kind == ItemKind::Figure && blocks[item.block].past[item.cell];
            item.is_shown(blocks) && !is_past && !blocks[item.block].rule.is_open()
        };
        let (mut near, mut items, mut size) = (BTreeSet::from([number]), BTreeSet::new(), 0);
        for step in 0.. {
            if near.len() == size || (step > 1 && !items.is_empty()) {
                break;
            }
            size = near.len();
            let sums = self.sums.iter().filter(|sum| {
                sum.iter().any(|(one, _)| near.contains(one) && !self.is_told(*one, &|item| item.is_shown(blocks)))
            });
            let next: Vec<u32> = sums.flatten().map(|(one, _)| *one).collect();
            near.extend(next);
            let told = near.iter().flat_map(|one| &self.unknowns[*one as usize].told_by).copied();
            items = told.filter(may_be_withheld).collect::<BTreeSet<Item>>();
        }
        let is_enough = |one: &&Item| self.is_wide(&self.leeway(|item| item != **one && item.is_shown(blocks)), at);
        let all: Vec<&Item> = items.iter().collect();
        let enough: Vec<Item> = all.into_par_iter().filter(is_enough).copied().collect();
        Narrow { figure, items: if enough.is_empty() { items.into_iter().collect() } else { enough } }
    }

    fn is_told(&self, number: u32, is_shown: &impl Fn(Item) -> bool) -> bool {
        let unknown = &self.unknowns[number as usize];
        unknown.is_known || unknown.told_by.iter().any(|item| is_shown(*item))
    }

    /// What holds between the unknowns that nothing tells, as things stand.
    fn leeway(&self, is_shown: impl Fn(Item) -> bool) -> Leeway {
        let value = |one: &Unknown| (number_of(one.value), one.is_net);
        let mut leeway = Leeway::new(self.unknowns.iter().map(value).collect());
        for sum in &self.sums {
            leeway.tell(sum.iter().filter(|(number, _)| !self.is_told(*number, &is_shown)).copied().collect());
        }
        leeway
    }
}

/// How far apart the bounds of a figure must be, if it is withheld for its own sake and not of zero.
fn width(block: &Block<'_>, (at, layer): (usize, usize)) -> Option<f64> {
    let cell = &block.cells[at];
    let value = total(&cell.layers[layer]);
    let is_secret = block.verdicts[at] == Verdict::Primary
        && !block.rule.is_open()
        && !value.is_zero()
        && is_sum(cell.observation, &cell.layers)
        && !block.rule.group_passes(&cell.layers);
    is_secret.then(|| number_of(block.rule.width(layer, value)))
}

/// The sums of which some enterprise gives less than zero.
fn net(site: &Site<'_, '_>) -> BTreeSet<usize> {
    let layers = site
        .blocks
        .iter()
        .zip(site.sums)
        .flat_map(|(block, sums)| block.cells.iter().flat_map(move |cell| cell.layers.iter().zip(sums)));
    let below = layers.filter(|(shares, _)| shares.values().any(|value| *value < Decimal::ZERO));
    below.map(|(_, sum)| *sum).collect()
}

fn total(shares: &Shares) -> Decimal {
    shares.values().sum()
}

fn number_of(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::MAX)
}
