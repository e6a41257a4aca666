//! The contributor in the joint attack: to enterprises that know what they gave themselves less is left unknown.
//!
//! A world that nobody can rule out is one for them as well, as far as it takes nothing of what they gave: so far towards it from
//! the truth the others can be. Only for those to whom that is too near a world of their own is sought.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::givers::{Enterprises, Together};
use super::joint::{Joint, Kind, Secret};
use super::leeway::{Leeway, World, number_of};
use super::primary::Rule;
use crate::value::Decimal;

/// Worlds that keep a secret, or to whom it is nearly known.
pub(super) type Kept = Result<Vec<World>, Together>;

/// How much a sum may be off, as a part of itself, for binary numbers.
const OFF: f64 = 1e-7;

/// Worlds of a secret, as far as they are worlds for those who know what they gave.
#[derive(Default)]
struct Pool {
    worlds: Vec<Part>,
}

/// A world.
struct Part {
    /// By how much the secret is another in it.
    by: f64,
    /// For each enterprise that gave to what is another: how far towards it the others can be, and the largest part of anything
    /// that becomes less which it gave.
    of: BTreeMap<u32, (f64, f64)>,
    /// Two that gave all of something.
    pairs: BTreeSet<[u32; 2]>,
}

impl Pool {
    /// Adds worlds of a secret.
    fn add(&mut self, worlds: &[World], secret: u32, (leeway, enterprises): (&Leeway, &Enterprises)) {
        for world in worlds {
            let by = world.iter().find(|(unknown, _)| *unknown == secret).map_or(0.0, |(_, by)| *by);
            let mut part = Part { by, of: BTreeMap::new(), pairs: BTreeSet::new() };
            for (unknown, by) in world {
                let givers = enterprises.givers(*unknown);
                if let [(one, _), (other, _)] = givers {
                    part.pairs.insert([*one, *other]);
                }
                let (value, is_net) = leeway.truth(*unknown);
                for (one, share) in givers {
                    let (reach, largest) = part.of.entry(*one).or_insert((1.0, 0.0));
                    if givers.len() == 1 {
                        *reach = 0.0;
                    } else if *by < 0.0 && !is_net {
                        *reach = reach.min((value - share).max(0.0) / -by);
                        *largest = largest.max(share / value);
                    }
                }
            }
            self.worlds.push(part);
        }
    }

    /// How far apart the secret can be at least in worlds that lie between the truth and these, to those who know what they gave.
    fn reach(&self, together: &[u32]) -> f64 {
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        for world in &self.worlds {
            let of = |one: &u32| world.of.get(one).copied().unwrap_or((1.0, 0.0));
            let part = match together {
                [one] => of(one).0,
                // What becomes less becomes nothing at most: of each so much is left as is another part of it.
                [one, other] => {
                    let ([first, second], pair) = ([of(one), of(other)], [*one.min(other), *one.max(other)]);
                    let is_none = first.0 == 0.0 || second.0 == 0.0 || world.pairs.contains(&pair);
                    if is_none { 0.0 } else { (1.0 - first.1 - second.1).max(0.0) }
                }
                _ => 0.0,
            };
            up = up.max(part * world.by);
            down = down.max(-part * world.by);
        }
        (up + down) * (1.0 + OFF)
    }
}

impl Joint {
    /// Worlds that keep a secret, as things stand, or to whom it is nearly known: to anybody, or to enterprises that know what they
    /// gave. Worlds that kept it before keep it still where nothing that has been told since rules one of them out: the sums are
    /// the same.
    pub fn known_to(&self, leeway: &Leeway, blocks: &[Block<'_>], at: usize) -> Kept {
        let secret = &self.secrets[at];
        let before = self.worlds.get(&at).filter(|worlds| worlds.iter().all(|world| leeway.is_possible(world)));
        if secret.kind == Kind::Rounded {
            // Nobody else is asked, so that a few unknowns will do, and most counts have room at once.
            let worlds = before.cloned().or_else(|| leeway.worlds_beside(secret.number, secret.width));
            return worlds.ok_or_else(Together::new);
        }
        let (mut worlds, mut programme) = match before {
            Some(worlds) => (worlds.clone(), None),
            None => match leeway.search_beside(secret.number, secret.width) {
                Some((worlds, programme)) => (worlds, Some(programme)),
                None => return Err(Together::new()),
            },
        };
        let rule = blocks[secret.figure.block].rule;
        let mut pool = Pool::default();
        pool.add(&worlds, secret.number, (leeway, &self.enterprises));
        for together in self.enterprises.of(&worlds, rule.insiders()) {
            let reach = pool.reach(&together);
            if reach >= secret.width || secret.was_told_to(&together) {
                continue;
            }
            let Some(width) = self.width_to(rule, secret, &together).filter(|width| reach < *width) else { continue };
            if self.may_know(rule, secret, &together) {
                continue;
            }
            // What was another to nobody else is likely to be another to them as well.
            let among_few = programme.as_mut().and_then(|programme| {
                programme.look_as(|unknown| {
                    self.enterprises.own(&together, unknown).map(|(share, is_all)| (number_of(share), is_all))
                });
                programme.apart(secret.number, width)
            });
            match among_few.or_else(|| self.worlds_to(leeway, secret, (&together, width))) {
                Some(more) => {
                    pool.add(&more, secret.number, (leeway, &self.enterprises));
                    worlds.extend(more);
                }
                None => return Err(together),
            }
        }
        Ok(worlds)
    }

    /// True where a secret is not nearly known to some, as far as worlds are sought.
    pub fn is_wide_to(&self, leeway: &Leeway, (blocks, at): (&[Block<'_>], usize), together: &[u32]) -> bool {
        let secret = &self.secrets[at];
        if together.is_empty() {
            return leeway.worlds_beside(secret.number, secret.width).is_some();
        }
        let width = self.width_to(blocks[secret.figure.block].rule, secret, together);
        width.is_none_or(|width| self.worlds_to(leeway, secret, (together, width)).is_some())
    }

    /// True where all that hangs together with a secret proves that some know it nearly; what is too much for a search proves nothing.
    pub fn is_narrow_to(&self, leeway: &Leeway, (blocks, at): (&[Block<'_>], usize), together: &[u32]) -> bool {
        let secret = &self.secrets[at];
        self.width_to(blocks[secret.figure.block].rule, secret, together).is_some_and(|width| {
            let to_them = leeway.known_to(self.enterprises.all(together));
            to_them.whole(secret.number, width).is_some_and(|mut whole| whole.keeps(secret.number, width))
        })
    }

    /// Worlds between which what others gave to a secret differs by so much, for those who know what they gave.
    fn worlds_to(&self, leeway: &Leeway, secret: &Secret, (together, width): (&[u32], f64)) -> Option<Vec<World>> {
        leeway.known_to(self.enterprises.all(together)).worlds_beside(secret.number, width)
    }

    /// How far apart the bounds of what others gave to a secret must be; `None` where these gave nothing.
    pub fn width_to(&self, rule: &Rule<'_>, secret: &Secret, together: &[u32]) -> Option<f64> {
        let own = self.enterprises.own(together, secret.number);
        let others = self.unknowns[secret.number as usize].value - own.map_or(Decimal::ZERO, |(share, _)| share);
        let is_all = own.is_some_and(|(_, is_all)| is_all);
        (!is_all && others > Decimal::ZERO).then(|| number_of(rule.width_of_others(secret.layer, others)))
    }

    /// True where some may know a secret even as it is.
    fn may_know(&self, rule: &Rule<'_>, secret: &Secret, together: &[u32]) -> bool {
        let names = self.enterprises.names(together);
        rule.may_know(secret.layer, &self.enterprises.shares(secret.number), &names)
    }
}
