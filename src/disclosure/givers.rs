//! What each enterprise gave to what is unknown to others: it knows that itself.

use std::collections::{BTreeMap, BTreeSet};

use super::leeway::{World, number_of};
use super::primary::Shares;
use crate::value::Decimal;

/// Enterprises that put together what they gave; none for somebody who gave nothing.
pub(super) type Together = Vec<u32>;

/// What each enterprise gave to the unknowns.
#[derive(Default)]
pub(super) struct Enterprises {
    numbers: BTreeMap<String, u32>,
    names: Vec<String>,
    /// Of each enterprise the unknowns that it gave to, in their order, and how much.
    gave: Vec<Vec<(u32, Decimal)>>,
    /// Of each unknown the enterprises that gave to it, and how much.
    givers: Vec<Vec<(u32, f64)>>,
}

impl Enterprises {
    /// Says what was given to an unknown, which is a later one than all before.
    pub fn give(&mut self, unknown: u32, shares: &Shares) {
        self.givers.resize_with(unknown as usize + 1, Vec::new);
        for (name, share) in shares {
            if !self.numbers.contains_key(name) {
                let next = u32::try_from(self.names.len()).expect("organisations are fewer than that");
                self.numbers.insert(name.clone(), next);
                self.names.push(name.clone());
                self.gave.push(Vec::new());
            }
            let number = self.numbers[name];
            self.gave[number as usize].push((unknown, *share));
            self.givers[unknown as usize].push((number, number_of(*share)));
        }
    }

    /// Those who gave to an unknown.
    pub fn givers(&self, unknown: u32) -> &[(u32, f64)] {
        self.givers.get(unknown as usize).map_or(&[], Vec::as_slice)
    }

    /// What an enterprise gave to an unknown.
    fn share(&self, one: u32, unknown: u32) -> Option<Decimal> {
        let gave = &self.gave[one as usize];
        gave.binary_search_by_key(&unknown, |(number, _)| *number).ok().map(|at| gave[at].1)
    }

    /// What some gave to an unknown, and whether nobody else gave to it; `None` where they gave nothing to it.
    pub fn own(&self, together: &[u32], unknown: u32) -> Option<(Decimal, bool)> {
        let shares: Vec<Decimal> = together.iter().filter_map(|one| self.share(*one, unknown)).collect();
        (!shares.is_empty()).then(|| (shares.iter().sum(), shares.len() == self.givers(unknown).len()))
    }

    /// Everything that some gave.
    pub fn all(&self, together: &[u32]) -> Vec<(u32, f64, bool)> {
        let gave = together.iter().flat_map(|one| &self.gave[*one as usize]);
        let unknowns: BTreeSet<u32> = gave.map(|(unknown, _)| *unknown).collect();
        let own = |unknown: u32| self.own(together, unknown).map(|(share, is_all)| (unknown, number_of(share), is_all));
        unknowns.into_iter().filter_map(own).collect()
    }

    /// Those who gave to what is another in some worlds, each alone and then each so many together; who gave most first: what is a
    /// world for them is one for most others.
    pub fn of(&self, worlds: &[World], most: usize) -> Vec<Together> {
        let unknowns: BTreeSet<u32> = worlds.iter().flatten().map(|(unknown, _)| *unknown).collect();
        let mut gave: BTreeMap<u32, f64> = BTreeMap::new();
        for (giver, share) in unknowns.into_iter().flat_map(|unknown| self.givers(unknown)) {
            *gave.entry(*giver).or_default() += share.abs();
        }
        let mut ones: Vec<(u32, f64)> = gave.into_iter().collect();
        ones.sort_by(|(one, a), (other, b)| b.total_cmp(a).then(one.cmp(other)));
        let ones: Vec<u32> = ones.into_iter().map(|(one, _)| one).collect();
        let pairs = ones.iter().enumerate().flat_map(|(at, one)| ones[at + 1..].iter().map(|other| vec![*one, *other]));
        let pairs: Vec<Together> = if most > 1 { pairs.collect() } else { Vec::new() };
        ones.iter().map(|one| vec![*one]).chain(pairs).collect()
    }

    /// Their names.
    pub fn names(&self, together: &[u32]) -> Vec<&str> {
        together.iter().map(|one| self.names[*one as usize].as_str()).collect()
    }

    /// What was given to an unknown.
    pub fn shares(&self, unknown: u32) -> Shares {
        let share = |(one, _): &(u32, f64)| Some((self.names[*one as usize].clone(), self.share(*one, unknown)?));
        self.givers(unknown).iter().filter_map(share).collect()
    }
}
