//! The contributor in the joint attack: to enterprises that know what they gave themselves less is left unknown.
//!
//! A world that nobody can rule out is one for them as well, as far as it takes nothing of what they gave: so far towards it from
//! the truth the others can be. Only for those to whom that is too near a world of their own is sought.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::joint::{Joint, Kind, Secret, number_of, total};
use super::leeway::{Leeway, World};
use super::primary::{Rule, Shares};
use crate::value::Decimal;

/// Enterprises that put together what they gave; none for somebody who gave nothing.
pub(super) type Together = Vec<u32>;

/// How much a sum may be off, as a part of itself, for binary numbers.
const OFF: f64 = 1e-7;

/// What each enterprise gave to the unknowns.
#[derive(Default)]
pub(super) struct Enterprises {
    numbers: BTreeMap<String, u32>,
    names: Vec<String>,
    /// Of each enterprise the unknowns that it gave to, in their order, and how much.
    gave: Vec<Vec<(u32, Decimal)>>,
    /// Of each unknown the enterprises that gave to it.
    givers: BTreeMap<u32, Vec<u32>>,
}

impl Enterprises {
    /// Says what was given to an unknown, which is a later one than all before.
    pub fn give(&mut self, unknown: u32, shares: &Shares) {
        for (name, share) in shares {
            if !self.numbers.contains_key(name) {
                let next = u32::try_from(self.names.len()).expect("organisations are fewer than that");
                self.numbers.insert(name.clone(), next);
                self.names.push(name.clone());
                self.gave.push(Vec::new());
            }
            let number = self.numbers[name];
            self.gave[number as usize].push((unknown, *share));
            self.givers.entry(unknown).or_default().push(number);
        }
    }

    /// What some gave to an unknown, and whether nobody else gave to it; `None` where they gave nothing to it.
    fn own(&self, together: &[u32], unknown: u32) -> Option<(Decimal, bool)> {
        let share = |one: &u32| {
            let gave = &self.gave[*one as usize];
            gave.binary_search_by_key(&unknown, |(number, _)| *number).ok().map(|at| gave[at].1)
        };
        let shares: Vec<Decimal> = together.iter().filter_map(share).collect();
        (!shares.is_empty()).then(|| (shares.iter().sum(), shares.len() == self.givers[&unknown].len()))
    }

    /// Everything that some gave.
    fn all(&self, together: &[u32]) -> BTreeMap<u32, (Decimal, bool)> {
        let unknowns = together.iter().flat_map(|one| &self.gave[*one as usize]).map(|(unknown, _)| *unknown);
        unknowns.filter_map(|unknown| Some((unknown, self.own(together, unknown)?))).collect()
    }

    /// Those who gave to what is another in some worlds, each alone and then each so many together; who gave most first: what is a
    /// world for them is one for most others.
    fn of(&self, worlds: &[World], most: usize) -> Vec<Together> {
        let unknowns: BTreeSet<u32> = worlds.iter().flatten().map(|(unknown, _)| *unknown).collect();
        let mut gave: BTreeMap<u32, Decimal> = BTreeMap::new();
        for unknown in unknowns {
            for giver in self.givers.get(&unknown).into_iter().flatten() {
                let (share, _) = self.own(&[*giver], unknown).expect("it gave to it");
                *gave.entry(*giver).or_default() += share.abs();
            }
        }
        let mut ones: Vec<u32> = gave.keys().copied().collect();
        ones.sort_by_key(|one| (std::cmp::Reverse(gave[one]), *one));
        let pairs = ones.iter().enumerate().flat_map(|(at, one)| ones[at + 1..].iter().map(|other| vec![*one, *other]));
        let pairs: Vec<Together> = if most > 1 { pairs.collect() } else { Vec::new() };
        ones.iter().map(|one| vec![*one]).chain(pairs).collect()
    }

    /// What was given to an unknown.
    fn shares(&self, unknown: u32) -> Shares {
        let givers = self.givers.get(&unknown).into_iter().flatten();
        let share = |one: &u32| Some((self.names[*one as usize].clone(), self.own(&[*one], unknown)?.0));
        givers.filter_map(share).collect()
    }
}

impl Joint {
    /// To whom a secret is nearly known, as things stand: to anybody, or to enterprises that know what they gave.
    pub fn known_to(&self, leeway: &Leeway, blocks: &[Block<'_>], at: usize) -> Option<Together> {
        let secret = &self.secrets[at];
        let Some(mut worlds) = leeway.worlds(&[(secret.number, 1.0)], secret.width) else {
            return Some(Together::new());
        };
        if secret.kind == Kind::Rounded {
            return None;
        }
        let rule = blocks[secret.figure.block].rule;
        for together in self.enterprises.of(&worlds, rule.insiders()) {
            let Some(width) = self.width_to(rule, secret, &together) else { continue };
            if self.reach(leeway, &worlds, (secret.number, &together)) >= width || secret.told_to.contains(&together) {
                continue;
            }
            if self.may_know(rule, secret, &together) {
                continue;
            }
            match self.worlds_to(leeway, secret, (&together, width)) {
                Some(more) => worlds.extend(more),
                None => return Some(together),
            }
        }
        None
    }

    /// True where a secret is not nearly known to some.
    pub fn is_wide_to(&self, leeway: &Leeway, (blocks, at): (&[Block<'_>], usize), together: &[u32]) -> bool {
        let secret = &self.secrets[at];
        let rule = blocks[secret.figure.block].rule;
        if together.is_empty() {
            return leeway.worlds(&[(secret.number, 1.0)], secret.width).is_some();
        }
        let width = self.width_to(rule, secret, together);
        width.is_none_or(|width| self.worlds_to(leeway, secret, (together, width)).is_some())
    }

    /// Worlds between which what others gave to a secret differs by so much, for those who know what they gave.
    fn worlds_to(&self, leeway: &Leeway, secret: &Secret, (together, width): (&[u32], f64)) -> Option<Vec<World>> {
        let own = self.enterprises.all(together).into_iter();
        let own = own.map(|(unknown, (share, is_all))| (unknown, number_of(share), is_all));
        leeway.known_to(own).worlds(&[(secret.number, 1.0)], width)
    }

    /// How far apart the bounds of what others gave to a secret must be; `None` where these gave nothing.
    fn width_to(&self, rule: &Rule<'_>, secret: &Secret, together: &[u32]) -> Option<f64> {
        let own = self.enterprises.own(together, secret.number);
        let others = self.unknowns[secret.number as usize].value - own.map_or(Decimal::ZERO, |(share, _)| share);
        let is_all = own.is_some_and(|(_, is_all)| is_all);
        (!is_all && others > Decimal::ZERO).then(|| number_of(rule.width_of_others(secret.layer, others)))
    }

    /// True where some may know a secret even as it is.
    fn may_know(&self, rule: &Rule<'_>, secret: &Secret, together: &[u32]) -> bool {
        let shares = self.enterprises.shares(secret.number);
        debug_assert_eq!(
            total(&shares),
            self.unknowns[secret.number as usize].value,
            "a secret is a sum of what was given"
        );
        let names: Vec<&str> = together.iter().map(|one| self.enterprises.names[*one as usize].as_str()).collect();
        rule.may_know(secret.layer, &shares, &names)
    }

    /// How far apart a secret can be in worlds that lie between the truth and known ones, to those who know what they gave.
    fn reach(&self, leeway: &Leeway, worlds: &[World], (secret, together): (u32, &[u32])) -> f64 {
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        for world in worlds {
            let mut part = 1.0_f64;
            let mut of_secret = 0.0;
            for (unknown, by) in world {
                if *unknown == secret {
                    of_secret = *by;
                }
                let Some((share, is_all)) = self.enterprises.own(together, *unknown) else { continue };
                let (value, is_net) = leeway.truth(*unknown);
                if is_all {
                    part = 0.0;
                } else if *by < 0.0 && !is_net {
                    part = part.min((value - number_of(share)).max(0.0) / -by);
                }
            }
            up = up.max(part * of_secret);
            down = down.max(-part * of_secret);
        }
        (up + down) * (1.0 + OFF)
    }
}
