//! The audit at the end: what an attacker learns from figures, panels and changes of all periods together.
//!
//! Indicators that share a sum, such as a ratio and the figure that is its base, are audited together, and so are those
//! whose sums follow from each other ([`super::identity`]). What earlier releases told is known to the attacker as well
//! ([`super::revision`]), and each enterprise is an attacker who knows its own figures besides ([`super::insider`]). Last comes
//! one who knows that nothing is below zero ([`super::joint`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::attacker::{Attacker, Terms, factor, negative};
use super::block::Block;
use super::identity::{Share, is_difference, is_of_all_rows, is_of_rows};
use super::insider::{self, Secret};
use super::own;
use super::past::Past;
use super::primary::{Shares, is_sum};
use super::revision::Site;
use super::told::{Item, ItemKind, Teller, Unknowns, plus};
use crate::value::Decimal;

/// What identities differ by, by whose it is and of which period, each with what it is the difference of.
type Differences<'a> = BTreeMap<(usize, &'a str), Vec<(u32, Vec<u32>)>>;

/// All that could be told of some blocks, and what everybody knows beside it.
pub(super) struct Audit<'a> {
    unknowns: Unknowns<'a>,
    /// What holds for each organisation by itself.
    laws: Attacker,
    pieces: Vec<Piece>,
    /// Figures that must stay withheld once they are.
    figures: Vec<(Item, Terms)>,
    /// Each unknown with the laws put in.
    reduced: Vec<Terms>,
    differences: Differences<'a>,
    /// What must not follow beside what earlier releases told.
    earlier: BTreeSet<Terms>,
}

/// A sum that is told.
struct Piece {
    /// What tells it; nothing where an earlier release did.
    item: Option<Item>,
    /// Over single organisations.
    terms: Terms,
    /// The same with the laws put in.
    reduced: Terms,
}

impl<'a> Audit<'a> {
    /// Gathers what could be told.
    pub fn new(teller: &Teller<'_, 'a>, identities: &[Vec<(Share<'a>, i32)>], past: &Past<'a>) -> Self {
        let mut unknowns = Unknowns::default();
        let mut laws = teller.parts(&mut unknowns);
        let items = teller.items(&mut unknowns);
        let figures = teller.figures(&mut unknowns);
        laws.extend(identities.iter().map(|identity| unknowns.identity(identity)));
        let site = Site::new(teller.blocks, teller.sums, teller.of_register);
        let earlier = site.enter(past, &laws, &mut unknowns);
        laws.extend(earlier.laws);
        laws.sort_by_key(Vec::len);
        let mut known = Attacker::default();
        for law in laws {
            known.learn(law, 0);
        }
        let mut told: Vec<(Terms, Option<Item>)> = items.into_iter().map(|(terms, item)| (terms, Some(item))).collect();
        told.extend(earlier.told.into_iter().map(|terms| (terms, None)));
        told.extend(unknowns.rows(teller, identities).into_iter().map(|terms| (terms, None)));
        let differences = unknowns.differences(identities);
        let zeros = unknowns.zeros(&told);
        let piece = |(terms, item): (Terms, Option<Item>)| Piece { item, reduced: known.left(terms.clone()), terms };
        let mut pieces: Vec<Piece> = told.into_iter().chain(zeros).map(piece).collect();
        // What is known already is learnt first: nothing is withheld for its sake.
        pieces.sort_by_key(|piece| (piece.item.is_some(), piece.reduced.len()));
        let numbers = 0..u32::try_from(unknowns.homes.len()).expect("organisations are fewer than that");
        let reduced = numbers.map(|number| known.left(plus(vec![number]))).collect();
        Self { unknowns, laws: known, pieces, figures, reduced, differences, earlier: earlier.secrets }
    }

    /// The items that give something back, as things stand: for each secret that follows, what it follows from.
    pub fn find(&self, blocks: &[Block<'_>]) -> Vec<Vec<Item>> {
        let pieces: Vec<&Piece> =
            self.pieces.iter().filter(|piece| piece.item.is_none_or(|item| item.is_shown(blocks))).collect();
        let mut attacker = Attacker::default();
        for (number, piece) in pieces.iter().enumerate() {
            attacker.learn(piece.reduced.clone(), u32::try_from(number).expect("figures are fewer than that"));
        }
        let nothing = self.nothing(&pieces);
        let origin = |secret: Terms| -> Option<Vec<Item>> {
            let origin = attacker.derive(self.laws.left(secret))?;
            let items = origin.into_iter().filter_map(|number| pieces[number as usize].item);
            let items: BTreeSet<Item> = items.filter(|item| !blocks[item.block].rule.is_open()).collect();
            (!items.is_empty()).then(|| items.into_iter().collect())
        };
        let is_nothing = |secret: &Terms| secret.iter().all(|(number, _)| nothing.contains(number));
        let earlier = self.earlier.iter().filter(|secret| !is_nothing(secret)).cloned();
        let secrets = self.withheld(blocks, &nothing).chain(self.small(blocks, &pieces, &nothing)).chain(earlier);
        let found: Vec<Vec<Item>> = secrets.filter(|secret| !secret.is_empty()).filter_map(origin).collect();
        if !found.is_empty() {
            return found;
        }
        // Looking at every organisation takes longest, and finds little once the rest is withheld.
        let left = self.left(blocks, &attacker);
        let parted = self.parted(blocks, &left, &nothing).into_iter();
        let classes = classes(&pieces, self.unknowns.homes.len());
        let sight = own::Sight { left: &left, reduced: &self.reduced, classes: &classes };
        let least = |number: u32| blocks[self.unknowns.homes[number as usize].0].rule.contributors();
        let own = own::opened(&self.unknowns, &sight, least).into_iter();
        let found: Vec<Vec<Item>> = parted.chain(own).filter_map(origin).collect();
        if !found.is_empty() {
            return found;
        }
        let earlier = self.earlier.iter().filter(|secret| !is_nothing(secret)).cloned();
        let secrets = self.withheld(blocks, &nothing).chain(earlier).filter(|secret| !secret.is_empty());
        let secrets: Vec<Secret> = secrets.map(|terms| self.secret(&attacker, terms)).collect();
        let may_know = |secret: &Secret, together: &[&str]| {
            let (block, layer) = self.unknowns.homes[secret.terms[0].0 as usize];
            blocks[block].rule.may_know(layer, &secret.shares, together)
        };
        let insiders = blocks.iter().map(|block| block.rule.insiders()).max().unwrap_or_default();
        let opened = insider::opened(&self.unknowns, &left, &secrets, (insiders, &may_know));
        opened.into_iter().filter_map(origin).collect()
    }

    /// A withheld figure, and what is left of it when all that is told is taken from it.
    fn secret(&self, attacker: &Attacker, terms: Terms) -> Secret {
        let mut shares = Shares::new();
        for (number, by) in &terms {
            let by = Decimal::from(factor(*by).expect("a figure is made of few times what each gave"));
            let share = shares.entry(self.unknowns.organisation(*number).to_owned()).or_default();
            *share += self.unknowns.values[*number as usize] * by;
        }
        Secret { left: attacker.left(self.laws.left(terms.clone())), terms, shares }
    }

    /// What is left of what each organisation gave when all that is told is taken from it.
    fn left(&self, blocks: &[Block<'_>], attacker: &Attacker) -> BTreeMap<u32, Terms> {
        let numbers = 0..u32::try_from(self.unknowns.homes.len()).expect("organisations are fewer than that");
        let is_secret = |number: &u32| !blocks[self.unknowns.homes[*number as usize].0].rule.is_open();
        let left = |number: u32| (number, attacker.left(self.reduced[number as usize].clone()));
        numbers.into_par_iter().filter(is_secret).map(left).collect()
    }

    /// What is 0 because a published sum of it and others is.
    fn nothing(&self, pieces: &[&Piece]) -> BTreeSet<u32> {
        let figures = pieces.iter().filter(|piece| is_figure(piece.item, &piece.terms));
        let zeros = figures.filter(|piece| self.unknowns.are_zero(&piece.terms));
        zeros.flat_map(|piece| piece.terms.iter().map(|(number, _)| *number)).collect()
    }

    /// Figures that are withheld.
    fn withheld<'s>(&'s self, blocks: &'s [Block<'_>], nothing: &'s BTreeSet<u32>) -> impl Iterator<Item = Terms> + 's {
        let is_secret = |item: &Item| {
            let block = &blocks[item.block];
            let cell = &block.cells[item.cell];
            // Of a largest value or a quotient no sum tells; a mean is withheld for its sum, or because it is of rounded counts.
            let is_mean = || block.rule.is_of_sums && !block.rule.group_passes(&cell.layers);
            let is_sum = is_sum(cell.observation) || is_mean();
            block.is_hidden(item.cell) && !block.is_known(item.cell) && is_sum
        };
        let secrets = self
            .figures
            .iter()
            .filter(move |(item, _)| is_secret(item))
            .map(|(_, terms)| terms)
            .filter(|terms| !terms.is_empty());
        secrets.filter(|terms| !terms.iter().all(|(number, _)| nothing.contains(number))).cloned()
    }

    /// Organisations that stand in the same published sums, where they are too few to be known together.
    ///
    /// Of parts, such as one gender, those as well whose totals stand in the same sums: what the totals and all other parts
    /// tell of them tells of this one.
    fn small(&self, blocks: &[Block<'_>], pieces: &[&Piece], nothing: &BTreeSet<u32>) -> Vec<Terms> {
        let classes = classes(pieces, self.unknowns.homes.len());
        let mut found = Vec::new();
        for ((sum, period, part), numbers) in self.unknowns.numbers.iter().filter(|((sum, ..), _)| !is_of_rows(*sum)) {
            let totals = self.unknowns.numbers.get(&(*sum, *period, Vec::new())).filter(|_| !part.is_empty());
            let mut groups: BTreeMap<(bool, usize, Option<usize>), BTreeMap<u32, &str>> = BTreeMap::new();
            for (whose, number) in numbers {
                let Some(class) = classes[*number as usize].filter(|_| !nothing.contains(number)) else { continue };
                let (organisation, former) = whose;
                let total = totals.filter(|_| former.is_none()).and_then(|totals| totals.get(whose));
                let total = total.and_then(|total| classes[*total as usize]);
                for key in [None].into_iter().chain(total.map(Some)) {
                    groups.entry((former.is_some(), class, key)).or_default().insert(*number, organisation);
                }
            }
            found.extend(groups.values().filter_map(|group| self.too_few(blocks, group)));
        }
        found.extend(self.apart(blocks, &classes, nothing));
        found
    }

    /// What identities differ by, of all by whom they do and of those that stand in the same published sums, where they are too
    /// few to be known together.
    fn apart(&self, blocks: &[Block<'_>], classes: &[Option<usize>], nothing: &BTreeSet<u32>) -> Vec<Terms> {
        let mut found = Vec::new();
        for differences in self.differences.values() {
            let mut groups: BTreeMap<Option<Vec<Option<usize>>>, BTreeMap<u32, &str>> = BTreeMap::new();
            for (number, of) in differences.iter().filter(|(number, _)| !nothing.contains(number)) {
                let class = of.iter().map(|number| classes[*number as usize]).collect();
                for key in [None, Some(class)] {
                    groups.entry(key).or_default().insert(*number, self.unknowns.organisation(*number));
                }
            }
            found.extend(groups.values().filter_map(|group| self.too_few(blocks, group)));
        }
        found
    }

    /// The sum over some organisations, where they are too few to be known together.
    fn too_few(&self, blocks: &[Block<'_>], group: &BTreeMap<u32, &str>) -> Option<Terms> {
        let (block, layer) = self.unknowns.homes[*group.keys().next()? as usize];
        let share = |(number, name): (&u32, &&str)| ((*name).to_owned(), self.unknowns.values[*number as usize]);
        let shares: Shares = group.iter().map(share).collect();
        let is_small = !blocks[block].rule.layer_passes(layer, &shares);
        is_small.then(|| plus(group.keys().copied().collect()))
    }

    /// Organisations that what holds between the sums parts from all others, alone or two together: who has income from
    /// sales and who has any differ in one, whose figure is what two published sums differ by.
    fn parted(&self, blocks: &[Block<'_>], left: &BTreeMap<u32, Terms>, nothing: &BTreeSet<u32>) -> Vec<Terms> {
        let is_secret = |number: u32| {
            let is_zero = nothing.contains(&number) || self.unknowns.values[number as usize].is_zero();
            !is_zero && left.contains_key(&number)
        };
        let mut found = Vec::new();
        for (_, numbers) in self.unknowns.numbers.iter().filter(|((sum, ..), _)| !is_of_rows(*sum)) {
            let mut others: BTreeMap<(bool, &Terms), (u32, &str)> = BTreeMap::new();
            for ((organisation, former), &number) in numbers.iter().filter(|(_, number)| is_secret(**number)) {
                let left = &left[&number];
                let mut group = BTreeMap::from([(number, *organisation)]);
                if !left.is_empty() {
                    let opposite = others.get(&(former.is_some(), &negative(left))).copied();
                    others.insert((former.is_some(), left), (number, organisation));
                    let Some((other, name)) = opposite else { continue };
                    group.insert(other, name);
                }
                found.extend(self.too_few(blocks, &group));
            }
        }
        found
    }
}

impl<'a> Unknowns<'a> {
    /// How many answered of those that some figure is about, where a count of rows of some kind leaves any of them, or several sums
    /// together make them up.
    fn rows(&self, teller: &Teller<'_, 'a>, identities: &[Vec<(Share<'a>, i32)>]) -> Vec<Terms> {
        let mut left: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
        for identity in identities {
            let is_left = identity.last().is_some_and(|(last, _)| is_difference(last.sum));
            for (share, _) in identity.iter().filter(|(share, _)| is_of_rows(share.sum)) {
                if is_left || is_of_all_rows(share.sum) {
                    left.entry((share.sum, share.period)).or_default().insert(share.organisation);
                }
            }
        }
        let mut told = BTreeSet::new();
        for ((sum, period, _), numbers) in &self.numbers {
            let Some(left) = left.get(&(*sum, *period)) else { continue };
            told.insert(plus(numbers.values().copied().collect()));
            for members in teller.members(period).into_values().filter(|members| !members.is_disjoint(left)) {
                let inside = numbers.iter().filter(|((one, _), _)| members.contains(one));
                told.insert(plus(inside.map(|(_, number)| *number).collect()));
            }
        }
        told.into_iter().collect()
    }

    /// What identities differ by, by identity and period, each with what it is the difference of.
    fn differences(&self, identities: &[Vec<(Share<'a>, i32)>]) -> Differences<'a> {
        let mut found = Differences::new();
        let number = |share: &Share<'a>| {
            let part = share.part.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
            self.numbers.get(&(share.sum, share.period, part))?.get(&(share.organisation, None)).copied()
        };
        for identity in identities {
            let Some((last, _)) = identity.last().filter(|(share, _)| is_difference(share.sum)) else { continue };
            let of = identity.iter().map(|(share, _)| share).filter(|share| !is_of_rows(share.sum));
            let mut of: Vec<u32> = of.filter_map(number).collect();
            let Some(difference) = of.pop() else { continue };
            found.entry((last.sum, last.period)).or_default().push((difference, of));
        }
        found
    }
}

impl Unknowns<'_> {
    fn are_zero(&self, terms: &Terms) -> bool {
        terms.iter().all(|(number, _)| self.values[*number as usize].is_zero())
    }

    /// That each of some is 0 where a figure says that their sum is, of what is never below.
    fn zeros(&self, told: &[(Terms, Option<Item>)]) -> Vec<(Terms, Option<Item>)> {
        let now = self.all().filter(|(_, (_, former), _)| former.is_none());
        let below = now.filter(|(.., number)| self.values[*number as usize] < Decimal::ZERO);
        let below: BTreeSet<usize> = below.map(|((sum, ..), ..)| *sum).collect();
        let sums: BTreeMap<u32, usize> = self.all().map(|((sum, ..), _, number)| (number, *sum)).collect();
        let is_never_below = |terms: &Terms| terms.iter().all(|(number, _)| !below.contains(&sums[number]));
        let zero = told.iter().filter(|(terms, item)| is_figure(*item, terms) && self.are_zero(terms));
        zero.filter(|(terms, _)| is_never_below(terms))
            .flat_map(|(terms, item)| terms.iter().map(|term| (vec![*term], *item)))
            .collect()
    }
}

/// True for what a figure tells, of which nothing is subtracted.
fn is_figure(item: Option<Item>, terms: &Terms) -> bool {
    item.map_or_else(|| terms.iter().all(|(_, factor)| *factor == 1), |item| item.kind == ItemKind::Figure)
}

/// For each unknown the number of its class: those that stand in exactly the same published sums.
fn classes(pieces: &[&Piece], unknowns: usize) -> Vec<Option<usize>> {
    let mut signatures: Vec<Vec<(usize, u64)>> = vec![Vec::new(); unknowns];
    for (at, piece) in pieces.iter().enumerate() {
        for (unknown, factor) in &piece.terms {
            signatures[*unknown as usize].push((at, *factor));
        }
    }
    let mut classes: BTreeMap<&[(usize, u64)], usize> = BTreeMap::new();
    signatures
        .iter()
        .map(|signature| {
            let next = classes.len();
            (!signature.is_empty()).then(|| *classes.entry(signature).or_insert(next))
        })
        .collect()
}
