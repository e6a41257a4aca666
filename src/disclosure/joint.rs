//! The interval attack over everything at once: the tables of all linked indicators and all periods, like-for-like panels, and
//! what earlier releases told, to an attacker who knows that nothing is below zero but what is a net figure, and to each enterprise
//! that knows what it gave besides ([`super::nearly`]).
//!
//! Unknown is each figure that is withheld, and what is left of one that is told in part. What holds between sums for every
//! enterprise of a cell holds between the cells. A count that is told rounded is unknown as well, between the bounds that leaves,
//! and must stay so: at least two whole numbers must be possible.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::block::{Block, Cell, Verdict};
use super::givers::{Enterprises, Together};
use super::identity::Term;
use super::key;
use super::known::Known;
use super::leeway::{Equations, Leeway, Room, Sum, World, number_of};
use super::past::Past;
use super::primary::{Shares, is_sum};
use super::rounding::bounds;
use super::told::{Item, ItemKind};
use crate::measure::Breakdown;
use crate::value::Decimal;

/// Where figures are found: the blocks, the sums their layers are, and the blocks of the periods before.
pub(super) struct Site<'s, 'a> {
    pub blocks: &'s [Block<'a>],
    pub sums: &'s [Vec<usize>],
    pub before: &'s [Option<usize>],
    pub of_register: &'s BTreeSet<String>,
    pub periods: &'s [&'a str],
    /// Sums that are at most others, for every enterprise.
    pub orders: &'s [[usize; 2]],
    pub known: &'s Known<'a>,
}

impl Site<'_, '_> {
    /// The figures that are told in the period before as well: block and cell of each, now and then.
    pub fn compared(&self) -> impl Iterator<Item = [(usize, usize); 2]> {
        let blocks = self.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, block, self.before[at]?)));
        blocks.flat_map(move |(at, block, before)| {
            let earlier = move |cell: &Cell<'_>| self.blocks[before].places.get(&cell.observation.breakdown).copied();
            let cells = block.cells.iter().enumerate();
            cells.filter_map(move |(cell, figure)| Some([(at, cell), (before, earlier(figure)?)]))
        })
    }
}

/// A number that is told or not.
pub(super) struct Unknown {
    pub value: Decimal,
    pub is_net: bool,
    /// What tells it; nothing can tell what is only left of something.
    pub told_by: Vec<Item>,
    /// What tells that it lies between bounds, because it is rounded; nothing where an earlier release told it so.
    pub rounded_by: Vec<(Option<Item>, [f64; 2])>,
    /// It is known whatever is shown: an earlier release told it, or that nothing is there is told.
    pub is_known: bool,
}

/// A number that must not be known nearly.
pub(super) struct Secret {
    /// What it is, or what tells it rounded.
    pub figure: Item,
    pub layer: usize,
    pub number: u32,
    /// How far apart its bounds must be.
    pub width: f64,
    pub kind: Kind,
    /// Enterprises that know it nearly whatever is shown.
    pub told_to: BTreeSet<Together>,
}

/// Why a figure must not be known nearly.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is withheld.
    Withheld,
    /// It is told, but rounded.
    Rounded,
    /// An earlier release withheld it.
    Earlier,
    /// It is what rests on something of a figure, or has come to since, and could not be told by itself.
    Part,
}

/// How far apart the bounds of a count that is told rounded must be, so that two are possible.
const TWO_COUNTS: f64 = 1.0;

/// Everything that could be told, and what holds between it.
#[derive(Default)]
pub(super) struct Joint {
    pub unknowns: Vec<Unknown>,
    pub sums: Vec<Sum>,
    pub secrets: Vec<Secret>,
    pub enterprises: Enterprises,
    /// The sums, once there are no more of them.
    pub equations: Arc<Equations>,
    /// The unknowns that each item tells something of.
    pub tells: BTreeMap<Item, Vec<u32>>,
    /// Secrets that were safe when they were looked at last. Most stay so, as no figure is shown again.
    pub safe: BTreeSet<usize>,
    /// Any count can be told rounded.
    pub has_rounded: bool,
    /// The worlds that showed it.
    pub worlds: BTreeMap<usize, Vec<World>>,
}

/// The number of what some enterprises give, and what that is.
type Number<'s> = (u32, Cow<'s, Shares>);

/// Numbers of what some enterprises give: by what it is of, where several may differ in whose it is; that of a figure first.
pub(super) type Places<'s, 'a> = BTreeMap<(usize, &'a str, &'s Breakdown), Vec<Number<'s>>>;

/// Where figures are found, with the numbers of their sums: block, cell and layer.
pub(super) struct Around<'r, 's, 'a> {
    pub site: &'s Site<'s, 'a>,
    pub numbers: &'r BTreeMap<(usize, usize, usize), u32>,
    pub net: &'r BTreeSet<usize>,
    pub places: Places<'s, 'a>,
}

impl Joint {
    /// Gathers what could be told, with the laws that hold for each enterprise, and what was told before.
    pub fn new(site: &Site<'_, '_>, laws: &[Vec<Term<'_>>], past: &Past<'_>) -> Self {
        Self::of(site, laws, past, false)
    }

    /// The same with what figures rest on.
    pub fn with_evidence(site: &Site<'_, '_>, laws: &[Vec<Term<'_>>], past: &Past<'_>) -> Self {
        Self::of(site, laws, past, true)
    }

    fn of(site: &Site<'_, '_>, laws: &[Vec<Term<'_>>], past: &Past<'_>, with_evidence: bool) -> Self {
        let mut made = Self::default();
        let net = net(site);
        let mut places = Places::new();
        let mut numbers: BTreeMap<(usize, usize, usize), u32> = BTreeMap::new();
        for (at, block) in site.blocks.iter().enumerate() {
            for (cell, figure) in block.cells.iter().enumerate() {
                for (layer, shares) in figure.layers.iter().enumerate() {
                    let sum = site.sums[at][layer];
                    let alike = places.entry((sum, block.period, &figure.observation.breakdown)).or_default();
                    let known = alike.iter().find(|(_, other)| **other == *shares).map(|(number, _)| *number);
                    let number = known.unwrap_or_else(|| made.given(shares, net.contains(&sum)));
                    if known.is_none() {
                        alike.push((number, Cow::Borrowed(shares)));
                    }
                    numbers.insert((at, cell, layer), number);
                    made.add_figure((at, block), (cell, layer), number, past);
                }
            }
        }
        made.add_tables(site, &numbers, &net);
        let mut around = Around { site, numbers: &numbers, net: &net, places };
        made.add_panels(&mut around);
        made.add_changes(&mut around);
        made.add_past(&mut around, laws, past);
        if with_evidence {
            made.add_evidence(&mut around);
            past.editions.iter().for_each(|edition| made.keep_checked(&mut around, edition));
        }
        made.add_parts(&around);
        made.add_laws(site, &around.places, laws);
        made.add_orders(site, &numbers);
        let unknowns = &made.unknowns;
        made.secrets.retain(|secret| secret.kind == Kind::Rounded || !unknowns[secret.number as usize].is_net);
        made.equations = Arc::new(Equations::new(made.unknowns.len(), std::mem::take(&mut made.sums)));
        for (number, unknown) in (0..).zip(&made.unknowns) {
            unknown.tellers().for_each(|item| made.tells.entry(item).or_default().push(number));
        }
        made.has_rounded =
            made.unknowns.iter().any(|one| one.rounded_by.iter().any(|(item, _)| item.is_some_and(Item::is_number)));
        made.leave_known(site.blocks);
        made
    }

    /// Says of a figure what tells it, and whether it is a secret.
    fn add_figure(
        &mut self,
        (at, block): (usize, &Block<'_>),
        (cell, layer): (usize, usize),
        number: u32,
        past: &Past<'_>,
    ) {
        let figure = Item { kind: ItemKind::Figure, block: at, cell };
        let (shares, verdict) = (&block.cells[cell].layers[layer], block.verdicts[cell]);
        let unknown = &mut self.unknowns[number as usize];
        let constant = block.cells[cell].constant(layer);
        let bounds =
            if verdict == Verdict::Missing { None } else { bounds(block.rule, layer, unknown.value + constant) };
        let bounds = bounds.map(|bounds| bounds.map(|bound| number_of(bound - constant)));
        let was_rounded =
            block.past[cell] && past.rounded(&key(block.cells[cell].observation)) == block.rule.rounding();
        unknown.is_known |=
            block.past[cell] && !(was_rounded && bounds.is_some()) || verdict == Verdict::Missing && shares.is_empty();
        match bounds {
            Some(bounds) => {
                unknown.rounded_by.push((Some(figure).filter(|_| !was_rounded), bounds));
                self.keep_rounded((figure, layer), number);
            }
            None => unknown.told_by.push(figure),
        }
        if let Some(width) = width(block, (cell, layer)) {
            self.keep((figure, layer), number, (width, Kind::Withheld));
        }
    }

    /// Keeps a number from being known nearly: what it is, or what tells it rounded, and of which layer.
    pub fn keep(&mut self, (figure, layer): (Item, usize), number: u32, (width, kind): (f64, Kind)) {
        self.secrets.push(Secret { figure, layer, number, width, kind, told_to: BTreeSet::new() });
    }

    /// Keeps what is told rounded from being known as it is.
    pub fn keep_rounded(&mut self, of: (Item, usize), number: u32) {
        self.keep(of, number, (TWO_COUNTS, Kind::Rounded));
    }

    /// A number of what some enterprises gave.
    pub fn given(&mut self, shares: &Shares, is_net: bool) -> u32 {
        let number = self.number(total(shares), is_net);
        self.enterprises.give(number, shares);
        number
    }

    /// A number of which nobody gave a part.
    pub fn number(&mut self, value: Decimal, is_net: bool) -> u32 {
        let (told_by, rounded_by) = (Vec::new(), Vec::new());
        self.unknowns.push(Unknown { value, is_net, told_by, rounded_by, is_known: false });
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
                    terms.push((self.given(rest, net.contains(&site.sums[at][layer])), 1.0));
                }
                self.sums.push(terms);
            }
        }
    }

    /// Leaves out what an earlier release withheld or told rounded if it is known nearly, whatever is withheld now: nothing can
    /// be done about it.
    fn leave_known(&mut self, blocks: &[Block<'_>]) {
        let was_told = |secret: &Secret| {
            let told = &self.unknowns[secret.number as usize].rounded_by;
            secret.kind == Kind::Earlier || told.iter().any(|(item, _)| item.is_none())
        };
        if !self.secrets.iter().any(was_told) {
            return;
        }
        let is_shown = |item: Item| item.is_shown(blocks) && !item.may_be_withheld(blocks);
        let leeway = self.leeway(is_shown);
        let may_be_known = |secret: &Secret| was_told(secret) && !self.is_told(secret.number, &is_shown);
        let mut unsure: Vec<usize> = (0..self.secrets.len()).filter(|at| may_be_known(&self.secrets[*at])).collect();
        let mut known = BTreeSet::new();
        while !unsure.is_empty() {
            let to = |at: &usize| Some((*at, self.known_to(&leeway, blocks, *at).err()?));
            let found: Vec<(usize, Together)> = unsure.par_iter().filter_map(to).collect();
            unsure.clear();
            for (at, together) in found {
                if together.is_empty() {
                    known.insert(at);
                } else {
                    self.secrets[at].told_to.insert(together);
                    unsure.push(at);
                }
            }
        }
        let mut at = 0..;
        self.secrets.retain(|_| at.next().is_some_and(|at| !known.contains(&at)));
    }

    /// What a sum leaves of one that it is at most: nobody leaves less than nothing of it.
    fn add_orders(&mut self, site: &Site<'_, '_>, numbers: &BTreeMap<(usize, usize, usize), u32>) {
        let layer = |at: usize, sum: usize| site.sums[at].iter().position(|known| *known == sum);
        for (at, block) in site.blocks.iter().enumerate() {
            for (other, wider) in site.blocks.iter().enumerate().filter(|(_, wider)| wider.period == block.period) {
                for [part, whole] in site.orders {
                    let Some((mine, theirs)) = layer(at, *part).zip(layer(other, *whole)) else { continue };
                    for (cell, figure) in block.cells.iter().enumerate() {
                        let Some(&beside) = wider.places.get(&figure.observation.breakdown) else { continue };
                        let mut rest = wider.cells[beside].layers[theirs].clone();
                        for (one, share) in &figure.layers[mine] {
                            *rest.entry(one.clone()).or_default() -= share;
                        }
                        rest.retain(|_, share| !share.is_zero());
                        // Who is known in one of them alone would leave too little.
                        if rest.values().all(|share| !share.is_sign_negative()) {
                            let rest = self.given(&rest, false);
                            let terms = [numbers[&(at, cell, mine)], rest, numbers[&(other, beside, theirs)]];
                            self.sums.push(terms.into_iter().zip([1.0, 1.0, -1.0]).collect());
                        }
                    }
                }
            }
        }
    }

    /// What holds between cells because it holds for everyone in them.
    pub fn add_laws(&mut self, site: &Site<'_, '_>, places: &Places<'_, '_>, laws: &[Vec<Term<'_>>]) {
        let breakdowns = site.blocks.iter().flat_map(|block| &block.cells).map(|cell| &cell.observation.breakdown);
        let area = |breakdown: &Breakdown| -> Breakdown {
            let inside = breakdown.iter().filter(|(name, _)| site.of_register.contains(*name));
            inside.map(|(name, code)| (name.clone(), code.clone())).collect()
        };
        let areas: BTreeSet<Breakdown> = breakdowns.map(area).collect();
        for (law, area) in laws.iter().flat_map(|law| areas.iter().map(move |area| (law, area))) {
            for (now, period) in site.periods.iter().enumerate() {
                let cell = |term: &Term<'_>| {
                    let mut breakdown = area.clone();
                    breakdown.extend(term.part.iter().map(|(name, code)| (name.clone(), code.clone())));
                    breakdown
                };
                let cells: Vec<Breakdown> = law.iter().map(cell).collect();
                let of = law.iter().zip(&cells).map(|(term, cell)| {
                    let period = if term.is_earlier { site.periods.get(now.checked_sub(1)?)? } else { period };
                    Some((places.get(&(term.sum, *period, cell))?.as_slice(), term.factor))
                });
                let Some(of) = of.collect::<Option<Vec<_>>>() else { continue };
                // Who is known in one of the cells is no share of it, and it holds for the rest of what is given.
                let is_known = |one: &str| {
                    law.iter().any(|term| {
                        let period = if term.is_earlier { now.checked_sub(1) } else { Some(now) };
                        period.is_some_and(|at| site.known.has(term.sum, site.periods[at], term.part, one))
                    })
                };
                let part = |at: usize, one: &str| {
                    let period = if law[at].is_earlier { now.checked_sub(1) } else { Some(now) };
                    let part = |period: usize| site.known.part_of(law[at].sum, site.periods[period], law[at].part, one);
                    period.map(part).unwrap_or_default()
                };
                self.add_law(&of, &is_known, &part);
            }
        }
    }

    /// What holds for everyone in some cells: it holds for the cells, and for the same enterprises in each of them.
    /// `part` says how much everybody knows of what one gave to a cell, which is in no share of it.
    fn add_law(
        &mut self,
        places: &[(&[Number<'_>], i32)],
        is_known: &dyn Fn(&str) -> bool,
        part: &dyn Fn(usize, &str) -> Decimal,
    ) {
        let Some(((first, _), others)) = places.split_first() else { return };
        let are_same = |shares: &Shares, theirs: &Shares| {
            shares.keys().filter(|one| !is_known(one)).eq(theirs.keys().filter(|one| !is_known(one)))
        };
        for (at, (number, shares)) in first.iter().enumerate() {
            let mut cells: Vec<(u32, &Shares, i32)> = vec![(*number, shares, places[0].1)];
            for (alike, factor) in others {
                let same = alike.iter().enumerate().find(|(other, (_, theirs))| {
                    if at == 0 { *other == 0 } else { *other > 0 && are_same(shares, theirs) }
                });
                cells.extend(same.map(|(_, (number, shares))| (*number, &**shares, *factor)));
            }
            let holds = |one: &String| {
                let given = |(at, (_, shares, factor)): (usize, &(u32, &Shares, i32))| {
                    let whole = shares.get(one).map(|share| share + part(at, one));
                    whole.unwrap_or_default() * Decimal::from(*factor)
                };
                cells.iter().enumerate().map(given).sum::<Decimal>().is_zero()
            };
            if cells.len() == places.len()
                && cells.iter().flat_map(|(_, shares, _)| shares.keys()).all(|one| is_known(one) || holds(one))
            {
                self.sums.push(cells.iter().map(|(number, _, factor)| (*number, f64::from(*factor))).collect());
            }
        }
    }

    pub fn is_told(&self, number: u32, is_shown: &impl Fn(Item) -> bool) -> bool {
        let unknown = &self.unknowns[number as usize];
        unknown.is_known || unknown.told_by.iter().any(|item| is_shown(*item))
    }

    /// What is left unknown, as things stand.
    pub fn leeway(&self, is_shown: impl Fn(Item) -> bool) -> Leeway {
        let numbers = (0..).zip(&self.unknowns).map(|(number, _)| number);
        Leeway::new(numbers.map(|number| self.room(number, &is_shown)).collect(), self.equations.clone())
    }

    /// What is left unknown of a number.
    pub fn room(&self, number: u32, is_shown: &impl Fn(Item) -> bool) -> Room {
        let unknown = &self.unknowns[number as usize];
        let room = Room::new(number_of(unknown.value), unknown.is_net);
        if self.is_told(number, is_shown) {
            return room.told();
        }
        unknown.bounds(is_shown).map_or(room, |bounds| room.within(bounds))
    }
}

impl Secret {
    /// True where some of these know it nearly whatever is shown.
    pub fn was_told_to(&self, together: &[u32]) -> bool {
        self.told_to.iter().any(|told| told.iter().all(|one| together.contains(one)))
    }
}

impl Unknown {
    /// Everything that tells something of it.
    pub fn tellers(&self) -> impl Iterator<Item = Item> + '_ {
        self.told_by.iter().copied().chain(self.rounded_by.iter().filter_map(|(item, _)| *item))
    }

    /// The bounds that what is shown leaves, the narrowest of all.
    fn bounds(&self, is_shown: &impl Fn(Item) -> bool) -> Option<[f64; 2]> {
        let told = self.rounded_by.iter().filter(|(item, _)| item.is_none_or(is_shown)).map(|(_, bounds)| *bounds);
        told.reduce(|[low, high], [lower, higher]| [f64::max(low, lower), f64::min(high, higher)])
    }
}

/// How far apart the bounds of a figure must be, if it is withheld for its own sake and not of zero.
fn width(block: &Block<'_>, (at, layer): (usize, usize)) -> Option<f64> {
    let cell = &block.cells[at];
    let value = total(&cell.layers[layer]);
    let is_secret = block.verdicts[at] == Verdict::Primary
        && !block.rule.is_open()
        && !value.is_zero()
        && (is_sum(cell.observation) || block.rule.is_of_sums)
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

pub(super) fn total(shares: &Shares) -> Decimal {
    shares.values().sum()
}
