//! Finds what holds between the sums of several indicators, organisation by organisation: jobs net are jobs gained less
//! jobs lost.
//!
//! What holds for every organisation in every period where all of its terms are known is taken as known to everybody, whether
//! a definition says so or a form. What definitions say is found by [`super::law`]; what they do not is looked for here, between
//! two or three sums. Where it holds for all but few, as between a sum and the larger of it and another, those few are what the
//! sums differ by: by how much each of them does is a secret like what it gave.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::sums::is_base;
use crate::measure::{Breakdown, Observation};
use crate::value::Decimal;

/// Organisations for whom an identity must say something, so that it is no chance.
const LEAST: usize = 3;
/// Of so many organisations, one may differ from what it said of a year when it was asked again a year later, or from what holds
/// for all others.
const REMEMBERED: usize = 8;

/// From this number on stand sums of rows, which nobody gives and everybody knows: how many answered is told beside every figure.
const ROWS: usize = usize::MAX / 2;
/// From this number on stand those of them that stand beside several sums.
const ALL_ROWS: usize = usize::MAX / 8 * 5;
/// From this number on stand the differences of identities.
const DIFFERENCES: usize = usize::MAX / 4 * 3;

/// True for a sum of rows.
pub(super) fn is_of_rows(sum: usize) -> bool {
    (ROWS..DIFFERENCES).contains(&sum)
}

/// True for a sum of rows that stands beside several sums.
pub(super) fn is_of_all_rows(sum: usize) -> bool {
    (ALL_ROWS..DIFFERENCES).contains(&sum)
}

/// True for what the terms of an identity differ by.
pub(super) fn is_difference(sum: usize) -> bool {
    sum >= DIFFERENCES
}

/// All that is asked in the file together.
static WHOLE: Breakdown = Breakdown::new();

/// Terms are added or subtracted.
const SIGNS: [i32; 2] = [-1, 1];

/// Every sum, by number, and every part of it that is asked in the file: what each organisation gives to it.
pub(super) struct Sums<'a> {
    periods: Vec<&'a str>,
    organisations: Vec<&'a str>,
    nodes: Vec<Node<'a>>,
    /// Decimals that values are counted in.
    scale: u32,
}

/// A sum, or a part of it.
struct Node<'a> {
    sum: usize,
    part: &'a Breakdown,
    /// By period and organisation, in units of the last decimal; `None` where it is not known.
    values: Vec<Option<i128>>,
    /// Those that answered and give nothing: no row of theirs is one of those it is made of.
    without: BTreeSet<usize>,
}

/// Rows of a dataset that are looked at: of all sums, beside several of them, or those that one count leaves.
pub(super) struct Rows {
    /// The position of the count.
    pub left_by: Option<usize>,
    /// The sums of the same rows, by their positions.
    pub among: Vec<usize>,
}

/// A node, whether of the period before, and its factor.
pub(super) type Place = (usize, bool, i32);

/// One term of what holds: of which sum and which part, whether of the period before, and its factor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'a> {
    pub sum: usize,
    pub part: &'a Breakdown,
    pub is_earlier: bool,
    pub factor: i32,
}

/// Terms that add up to zero, and for whom.
pub(super) struct Identity {
    terms: Vec<Place>,
    /// Period and organisation, as one number.
    rows: Vec<usize>,
    /// Those by whom the terms differ from zero.
    apart: Vec<usize>,
    /// The number of a sum that nothing tells: by how much they do.
    difference: usize,
}

/// What one organisation gives to a sum in a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share<'a> {
    pub sum: usize,
    pub part: &'a Breakdown,
    pub period: &'a str,
    pub organisation: &'a str,
    pub value: Decimal,
}

impl<'a> Sums<'a> {
    /// Sorts what organisations give by sum and part. `sums` says which sums an indicator tells in a period: its value, or
    /// numerator and denominator, and of how many rows a mean is; `is_asked` which dimensions are asked in the file.
    pub fn new(
        periods: Vec<&'a str>,
        observations: &'a [Observation],
        sums: impl Fn(&str, &str) -> Vec<usize>,
        is_asked: impl Fn(&str) -> bool,
    ) -> Self {
        let asked = || observations.iter().filter(|one| one.breakdown.keys().all(|name| is_asked(name)));
        let answered = |one: &'a Observation| one.asked.iter().filter(|(_, answered)| **answered).map(|(one, _)| one);
        let of = |one: &'a Observation| one.contributions.keys().chain(answered(one)).chain(&one.spared);
        let organisations: BTreeSet<&str> = asked().flat_map(of).map(String::as_str).collect();
        let organisations: Vec<&str> = organisations.into_iter().collect();
        let mut values: BTreeMap<(usize, &Breakdown), Vec<Option<Decimal>>> = BTreeMap::new();
        let mut without: BTreeMap<(usize, &Breakdown), BTreeSet<usize>> = BTreeMap::new();
        for observation in asked() {
            let Some(period) = periods.iter().position(|period| *period == observation.period) else { continue };
            for (layer, sum) in sums(&observation.indicator, &observation.period).into_iter().enumerate() {
                let node = values
                    .entry((sum, &observation.breakdown))
                    .or_insert_with(|| vec![None; periods.len() * organisations.len()]);
                for (organisation, share) in &observation.contributions {
                    let Ok(at) = organisations.binary_search(&organisation.as_str()) else { continue };
                    // Who has no row of those that a denominator is made of gives nothing to it.
                    let value = share.core(layer).or((layer == 1).then_some(Decimal::ZERO));
                    let value = if is_base(sum) { Some(Decimal::ONE) } else { value };
                    node[period * organisations.len() + at] = value;
                }
                let others = answered(observation).chain(&observation.spared);
                let others = others.filter(|one| !observation.contributions.contains_key(*one));
                let places = others.filter_map(|one| organisations.binary_search(&one.as_str()).ok());
                let without = without.entry((sum, &observation.breakdown)).or_default();
                without.extend(places.map(|at| period * organisations.len() + at));
            }
        }
        let scale = values.values().flatten().flatten().map(Decimal::scale).max().unwrap_or(0);
        let whole = |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?);
        let nodes = values.into_iter().map(|((sum, part), values)| Node {
            sum,
            part,
            values: values.into_iter().map(|value| value.and_then(whole)).collect(),
            without: without.remove(&(sum, part)).unwrap_or_default(),
        });
        let nodes = nodes.filter(|node| node.values.iter().flatten().any(|value| *value != 0)).collect();
        Self { periods, organisations, nodes, scale }
    }

    /// Each sum, and each part of one, that anything is given to.
    pub fn nodes(&self) -> Vec<(usize, &'a Breakdown)> {
        self.nodes.iter().map(|node| (node.sum, node.part)).collect()
    }

    /// Adds how many rows there are: one of each who answered any of some sums. What a count leaves of them is a secret like what was
    /// given.
    fn add_rows(&mut self, rows: &[Rows]) {
        let unit = 10_i128.pow(self.scale);
        let made = |(number, rows): (usize, &Rows)| {
            let has_row = |row: usize| {
                let gives = |node: &Node<'_>| node.values[row].is_some() || node.without.contains(&row);
                rows.among.iter().any(|at| gives(&self.nodes[*at]))
            };
            let count = self.periods.len() * self.organisations.len();
            let values = (0..count).map(|row| has_row(row).then_some(unit)).collect();
            let first = if rows.left_by.is_none() { ALL_ROWS } else { ROWS };
            Node { sum: first + number, part: &WHOLE, values, without: BTreeSet::new() }
        };
        let added: Vec<Node<'a>> = rows.iter().enumerate().map(made).collect();
        self.nodes.extend(added);
    }

    /// What holds between the sums by their definitions, as far as it holds for what is given; what does but for rows of one kind,
    /// by which they differ, also of the `rows` there are in all; and what holds between two or three of them besides, also of a
    /// sum and itself a period before.
    pub fn identities(&mut self, defined: &[Vec<Place>], of_kinds: &[Vec<Place>], rows: &[Rows]) -> Vec<Identity> {
        let found = self.found();
        self.add_rows(rows);
        // Who gives nothing to one of them tells of a kind: what holds for those who give to all says less.
        let mut identities: Vec<Identity> = of_kinds.par_iter().filter_map(|terms| self.of_kind(terms)).collect();
        for mut others in
            [defined.par_iter().filter_map(|terms| self.is_given(terms)).collect::<Vec<Identity>>(), found]
        {
            let known: BTreeSet<&Vec<Place>> = identities.iter().map(|one| &one.terms).collect();
            others.retain(|one| !known.contains(&one.terms));
            identities.extend(others);
        }
        for (at, identity) in identities.iter_mut().enumerate() {
            identity.difference = usize::MAX - at;
        }
        identities
    }

    /// What holds for all that answered, or at least for those who give to all of its terms: a condition leaves others out.
    fn found(&self) -> Vec<Identity> {
        let holds = |terms: &[Place]| {
            let of_all = self.holds(terms, |row, term| self.value_or_nothing(row, term));
            of_all.or_else(|| self.holds(terms, |row, term| self.value(row, term)))
        };
        let count = self.nodes.len();
        let found = (0..count).into_par_iter().flat_map_iter(|a| {
            let mut found = Vec::new();
            for b in a + 1..count {
                found.extend(SIGNS.iter().filter_map(|s| holds(&[(a, false, 1), (b, false, *s)])));
                for c in b + 1..count {
                    let terms = |b_by, c_by| [(a, false, 1), (b, false, b_by), (c, false, c_by)];
                    let signs = SIGNS.iter().flat_map(|b_by| SIGNS.iter().map(|c_by| (*b_by, *c_by)));
                    found.extend(signs.filter_map(|(b_by, c_by)| holds(&terms(b_by, c_by))));
                }
            }
            for b in (0..count).filter(|b| *b != a) {
                found.extend(SIGNS.iter().filter_map(|s| holds(&[(a, false, 1), (b, true, *s)])));
                let moved = SIGNS.iter().filter_map(|s| holds(&[(a, false, 1), (a, true, -1), (b, false, *s)]));
                found.extend(moved);
            }
            found
        });
        found.collect()
    }

    /// The sums of an identity.
    pub fn sums(&self, identity: &Identity) -> BTreeSet<usize> {
        identity.terms.iter().map(|(node, ..)| self.nodes[*node].sum).collect()
    }

    /// What an identity says of any organisation.
    pub fn law(&self, identity: &Identity) -> Vec<Term<'a>> {
        let term = |(node, is_earlier, factor): &Place| {
            let Node { sum, part, .. } = &self.nodes[*node];
            Term { sum: *sum, part, is_earlier: *is_earlier, factor: *factor }
        };
        identity.terms.iter().map(term).collect()
    }

    /// An identity for each organisation and period it holds for.
    pub fn equations(&self, identity: &Identity) -> Vec<Vec<(Share<'a>, i32)>> {
        let organisations = self.organisations.len();
        let share = |row: usize, (node, earlier, factor): Place| {
            let share = Share {
                sum: self.nodes[node].sum,
                part: self.nodes[node].part,
                period: self.periods[row / organisations - usize::from(earlier)],
                organisation: self.organisations[row % organisations],
                value: self.decimal(row, (node, earlier, 1)),
            };
            (share, factor)
        };
        let is_given = move |row: usize, term: &Place| self.value(row, *term).is_some();
        let terms = |row: usize| {
            let given = identity.terms.iter().filter(move |term| is_given(row, term));
            given.map(move |term| share(row, *term))
        };
        let held = identity.rows.iter().map(|row| terms(*row).collect());
        let apart = identity.apart.iter().map(|row| {
            let mut terms: Vec<(Share<'a>, i32)> = terms(*row).collect();
            let value = terms.iter().map(|(share, factor)| share.value * Decimal::from(*factor)).sum();
            terms.push((Share { sum: identity.difference, value, ..terms[0].0 }, -1));
            terms
        });
        held.chain(apart).collect()
    }

    fn decimal(&self, row: usize, term: Place) -> Decimal {
        let value = self.value(row, term).unwrap_or_default();
        Decimal::try_from_i128_with_scale(value, self.scale).expect("it was a decimal of at most this scale")
    }

    fn value(&self, row: usize, (node, earlier, factor): Place) -> Option<i128> {
        let row = if earlier { row.checked_sub(self.organisations.len())? } else { row };
        self.nodes[node].values[row]?.checked_mul(i128::from(factor))
    }

    /// The same, and nothing where somebody answered and has nothing to give.
    fn value_or_nothing(&self, row: usize, term: Place) -> Option<i128> {
        let (node, earlier, _) = term;
        let is_without = !earlier && self.nodes[node].without.contains(&row);
        self.value(row, term).or(is_without.then_some(0))
    }

    /// What holds by definition, where what is given agrees and says something. Sums to which a number is added for each row differ
    /// by that, the same for all.
    fn is_given(&self, terms: &[Place]) -> Option<Identity> {
        let (mut held, mut says, mut apart) = (Vec::new(), false, None);
        for row in 0..self.periods.len() * self.organisations.len() {
            let values = terms.iter().map(|term| self.value(row, *term));
            let Some(values) = values.collect::<Option<Vec<i128>>>() else { continue };
            let sum = values.iter().try_fold(0_i128, |sum, value| sum.checked_add(*value))?;
            if *apart.get_or_insert(sum) != sum {
                return None;
            }
            says |= values.iter().any(|value| *value != 0);
            held.push(row);
        }
        says.then(|| Identity { terms: terms.to_vec(), rows: held, apart: Vec::new(), difference: 0 })
    }

    /// What sums come to together that add up rows of some kind: who gives nothing to one of them has no row of its kind. Where it
    /// is something, that is a secret like what was given.
    fn of_kind(&self, terms: &[Place]) -> Option<Identity> {
        let (mut held, mut apart, mut says) = (Vec::new(), Vec::new(), false);
        for row in 0..self.periods.len() * self.organisations.len() {
            let given: Vec<i128> = terms.iter().filter_map(|term| self.value(row, *term)).collect();
            let sum = given.iter().try_fold(0_i128, |sum, value| sum.checked_add(*value))?;
            says |= sum == 0 && given.iter().any(|value| *value != 0);
            match given.is_empty() {
                false if sum != 0 => apart.push(row),
                false => held.push(row),
                true => {}
            }
        }
        says.then(|| Identity { terms: terms.to_vec(), rows: held, apart, difference: 0 })
    }

    /// The identity, if it holds and says something, for all or all but few of whom every value is there.
    fn holds(&self, terms: &[Place], value: impl Fn(usize, Place) -> Option<i128>) -> Option<Identity> {
        let rows = self.periods.len() * self.organisations.len();
        let is_earlier = terms.iter().any(|(_, earlier, _)| *earlier);
        // Of three sums many are alike by chance, where few give anything.
        let most = if is_earlier || terms.len() == 2 { rows / REMEMBERED } else { 0 }.max(LEAST - 1);
        let (mut held, mut told, mut apart) = (Vec::new(), BTreeSet::new(), Vec::new());
        // Two values of different kind, such as one gained and one lost, or 2 and 3: else it may be that all are alike.
        let (mut first, mut is_various) = (None, false);
        for row in 0..rows {
            let mut values = [0; 3];
            let known = terms.iter().zip(&mut values).all(|(term, into)| {
                value(row, *term).is_some_and(|found| {
                    *into = found;
                    true
                })
            });
            if !known {
                continue;
            }
            if values.iter().sum::<i128>() != 0 {
                apart.push(row);
                if apart.len() > most {
                    return None;
                }
                continue;
            }
            held.push(row);
            if values == [0; 3] {
                continue;
            }
            told.insert(row % self.organisations.len());
            let [a, b] = *first.get_or_insert([values[0], values[1]]);
            is_various |= match terms.len() {
                2 => a != values[0],
                _ => a.checked_mul(values[1]) != b.checked_mul(values[0]),
            };
        }
        let differ: BTreeSet<usize> = apart.iter().map(|row| row % self.organisations.len()).collect();
        let are_few = if is_earlier { apart.len() } else { differ.len() } * REMEMBERED <= told.len();
        let are_fewer = !is_earlier && terms.len() == 2 && differ.len() < LEAST;
        let holds = is_various && told.len() >= LEAST && (are_few || are_fewer);
        // Who said another thing a year later is not told apart by that.
        let apart = if is_earlier { Vec::new() } else { apart };
        holds.then(|| Identity { terms: terms.to_vec(), rows: held, apart, difference: 0 })
    }
}
