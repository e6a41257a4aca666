//! How far what is withheld can move while all that is told stays true: the worlds an attacker cannot rule out.
//!
//! A world is sought near the true one. First only what stands in the same sums as a secret may be another, then what stands in
//! sums with that, and so on; the rest is as it truly is. A world that is found so is a world for whoever looks at everything,
//! so that most secrets are safe after a small programme. Where no world is found within the limits of work, there is none.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive as _;

use super::simplex::{Row, Simplex};
use crate::value::Decimal;

/// Most unknowns that may be another in one search.
const MOST: usize = 400;
/// How many of each sum may be another where a secret is looked for further away.
const FEW: [usize; 2] = [3, 4];
/// The same where few unknowns around a secret are known, and most unknowns of such a search.
const FEWER: [(usize, usize); 2] = [(3, 60), (4, 120)];
/// Terms of a sum that says no more than how far something is from a bound.
const BOUND: usize = 2;
/// How far a sum may be off what is told, as a part of the largest number in it, for binary numbers.
const OFF: f64 = 1e-7;

/// A sum of unknowns with factors.
pub(super) type Sum = Vec<(u32, f64)>;

/// Sums that are told, of what is not.
#[derive(Default)]
pub(super) struct Leeway {
    /// Each unknown as it truly is, less what is known of it, and whether it may be below zero.
    unknowns: Vec<(f64, bool)>,
    /// Unknowns that are none to whoever looks.
    known: BTreeSet<u32>,
    told: Arc<Vec<Sum>>,
    /// The sums that each unknown stands in.
    of: Arc<Vec<Vec<u32>>>,
}

/// Another world: what is another in it, by how much.
pub(super) type World = Vec<(u32, f64)>;

/// An end of what a secret can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum End {
    /// So far from the truth.
    At(f64),
    /// As far as anybody likes.
    Nowhere,
}

/// A value as a binary number.
pub(super) fn number_of(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::MAX)
}

impl Leeway {
    /// Begins with unknowns as they truly are, of which some may be below zero; nothing is told.
    pub fn new(unknowns: Vec<(f64, bool)>) -> Self {
        let of = Arc::new(vec![Vec::new(); unknowns.len()]);
        Self { unknowns, known: BTreeSet::new(), told: Arc::default(), of }
    }

    /// The same for who gave so much to some unknowns: what others gave is not below zero either. Where nobody else gave anything,
    /// which is said as well, the unknown is none.
    pub fn known_to(&self, own: Vec<(u32, f64, bool)>) -> Self {
        let (mut unknowns, mut known) = (self.unknowns.clone(), self.known.clone());
        for (unknown, share, is_all) in own {
            if is_all {
                known.insert(unknown);
            }
            let (value, is_net) = &mut unknowns[unknown as usize];
            if !*is_net {
                *value = (*value - share).max(0.0);
            }
        }
        Self { unknowns, known, told: self.told.clone(), of: self.of.clone() }
    }

    /// An unknown as it truly is, and whether it may be below zero.
    pub fn truth(&self, unknown: u32) -> (f64, bool) {
        self.unknowns[unknown as usize]
    }

    /// Tells a sum.
    pub fn tell(&mut self, sum: Sum) {
        if sum.is_empty() {
            return;
        }
        let at = u32::try_from(self.told.len()).expect("sums are fewer than that");
        let of = Arc::make_mut(&mut self.of);
        for (unknown, _) in &sum {
            of[*unknown as usize].push(at);
        }
        Arc::make_mut(&mut self.told).push(sum);
    }

    /// Worlds between which a secret differs by at least so much, the true one left out; `None` where none are found.
    pub fn worlds(&self, secret: &[(u32, f64)], width: f64) -> Option<Vec<World>> {
        let mut near: BTreeSet<u32> = secret.iter().map(|(unknown, _)| *unknown).collect();
        for round in 0.. {
            let is_all = !self.grow(&mut near);
            let is_most = near.len() >= MOST;
            // What stands in the same sums alone can hardly ever move.
            if round > 0 || is_all || is_most {
                let found = self.apart(&near, secret, width);
                if found.is_some() || is_all {
                    return found;
                }
                if round <= 1 && self.is_pinned(secret, width) {
                    return None;
                }
                if is_most {
                    break;
                }
            }
        }
        FEW.into_iter().find_map(|few| self.apart(&self.far(secret, few, MOST), secret, width))
    }

    /// The same where it is likely that only some unknowns around a secret keep it from moving: others are tried first, few of each
    /// sum.
    pub fn worlds_beside(&self, secret: &[(u32, f64)], width: f64) -> Option<Vec<World>> {
        let found = FEWER.into_iter().find_map(|(few, most)| self.apart(&self.far(secret, few, most), secret, width));
        found.or_else(|| self.worlds(secret, width))
    }

    /// True where the sums around a secret and the bounds of what stands in them keep it from differing by so much, whatever all
    /// the rest is: no world has to be sought.
    fn is_pinned(&self, secret: &[(u32, f64)], width: f64) -> bool {
        let (mut near, mut sums): (BTreeSet<u32>, BTreeSet<u32>) =
            (secret.iter().map(|one| one.0).collect(), BTreeSet::new());
        for most in [usize::MAX, BOUND] {
            let of = near.iter().flat_map(|one| &self.of[*one as usize]).copied();
            sums.extend(of.filter(|sum| self.told[*sum as usize].len() <= most));
            near.extend(sums.iter().flat_map(|sum| &self.told[*sum as usize]).map(|(unknown, _)| *unknown));
        }
        if near.len() >= MOST {
            return false;
        }
        let Some(mut programme) = Programme::of(self, near, sums, width) else { return false };
        let ends = [true, false].map(|is_up| programme.go(secret, is_up, f64::INFINITY).map(|(end, _)| end));
        matches!(ends, [Some(End::At(up)), Some(End::At(down))] if up + down < width - OFF * width.max(1.0))
    }

    /// Unknowns that hang together with a secret near and far: of each sum only so many as it needs to stay true while one of
    /// them is another, those with the most room.
    fn far(&self, secret: &[(u32, f64)], few: usize, most: usize) -> BTreeSet<u32> {
        let mut near: BTreeSet<u32> = secret.iter().map(|(unknown, _)| *unknown).collect();
        let mut size = 0;
        while size < near.len() && near.len() < most {
            size = near.len();
            let sums: BTreeSet<u32> = near.iter().flat_map(|one| &self.of[*one as usize]).copied().collect();
            for sum in sums.into_iter().map(|sum| &self.told[sum as usize]) {
                let unknown = sum.iter().map(|(unknown, _)| *unknown).filter(|one| !self.known.contains(one));
                let (known, mut others): (Vec<u32>, Vec<u32>) = unknown.partition(|one| near.contains(one));
                let room = |one: &u32| self.unknowns[*one as usize].0.abs();
                others.sort_by(|a, b| room(b).total_cmp(&room(a)).then(a.cmp(b)));
                near.extend(others.into_iter().take(few.saturating_sub(known.len())));
            }
        }
        near
    }

    /// How far a secret can go up or down, with all that hangs together free to be another.
    pub fn end(&self, secret: &[(u32, f64)], is_up: bool) -> End {
        let mut near: BTreeSet<u32> = secret.iter().map(|(unknown, _)| *unknown).collect();
        let mut size = 0;
        while near.len() > size {
            size = near.len();
            let next: Vec<u32> = near.iter().flat_map(|one| &self.of[*one as usize]).copied().collect();
            near.extend(next.into_iter().flat_map(|sum| &self.told[sum as usize]).map(|(unknown, _)| *unknown));
        }
        let Some(mut programme) = Programme::new(self, &near, f64::INFINITY) else { return End::At(0.0) };
        programme.go(secret, is_up, f64::INFINITY).map_or(End::At(0.0), |(end, _)| end)
    }

    /// Adds what stands in sums with some unknowns, up to the most; says whether anything was added.
    fn grow(&self, near: &mut BTreeSet<u32>) -> bool {
        let before = near.len();
        let sums: BTreeSet<u32> = near.iter().flat_map(|one| &self.of[*one as usize]).copied().collect();
        for (unknown, _) in sums.into_iter().flat_map(|sum| &self.told[sum as usize]) {
            if near.len() >= MOST {
                break;
            }
            near.insert(*unknown);
        }
        near.len() > before
    }

    /// The same where only some unknowns may be another.
    pub fn apart(&self, near: &BTreeSet<u32>, secret: &[(u32, f64)], width: f64) -> Option<Vec<World>> {
        let mut programme = Programme::new(self, near, width)?;
        let (mut apart, mut worlds) = (0.0, Vec::new());
        for is_up in [true, false] {
            let Some((end, world)) = programme.go(secret, is_up, width - apart) else { continue };
            apart += if let End::At(by) = end { by } else { width };
            worlds.push(world);
            if apart >= width - OFF * width.max(1.0) && apart > 0.0 {
                return Some(worlds);
            }
        }
        None
    }
}

/// The programme of some unknowns that may be another while the rest is as it truly is.
struct Programme<'l> {
    leeway: &'l Leeway,
    near: Vec<u32>,
    /// The first column of each: one that may be below zero has two, by how much it is more and by how much less.
    columns: Vec<usize>,
    /// Sums that any of them stands in.
    sums: Vec<u32>,
    simplex: Simplex,
    scale: f64,
    off: f64,
}

impl<'l> Programme<'l> {
    /// A world may be off what is told by a little, for binary numbers: by little beside what is sought.
    fn new(leeway: &'l Leeway, near: &BTreeSet<u32>, width: f64) -> Option<Self> {
        let sums = near.iter().flat_map(|one| &leeway.of[*one as usize]).copied().collect();
        Self::of(leeway, near.clone(), sums, width)
    }

    /// The same of some of these sums alone.
    fn of(leeway: &'l Leeway, near: BTreeSet<u32>, sums: BTreeSet<u32>, width: f64) -> Option<Self> {
        let near: Vec<u32> = near.into_iter().filter(|one| !leeway.known.contains(one)).collect();
        let value = |unknown: &u32| leeway.unknowns[*unknown as usize].0.abs();
        let scale = near.iter().map(value).sum::<f64>().max(1.0);
        let (mut columns, mut columns_in_all) = (Vec::with_capacity(near.len()), 0);
        for unknown in &near {
            columns.push(columns_in_all);
            columns_in_all += if leeway.unknowns[*unknown as usize].1 { 2 } else { 1 };
        }
        let row = |sum: &u32| -> Row {
            let (mut terms, mut constant) = (Vec::new(), 0.0);
            for (unknown, factor) in &leeway.told[*sum as usize] {
                let Ok(at) = near.binary_search(unknown) else { continue };
                let (value, is_net) = leeway.unknowns[*unknown as usize];
                terms.push((columns[at], *factor));
                if is_net {
                    terms.push((columns[at] + 1, -factor));
                } else {
                    constant += factor * value / scale;
                }
            }
            (terms, constant)
        };
        let rows: Vec<Row> = sums.iter().map(row).collect();
        let simplex = Simplex::new(&rows, columns_in_all)?;
        let off = (OFF * scale).min(width / 100.0);
        Some(Self { leeway, near, columns, sums: sums.into_iter().collect(), simplex, scale, off })
    }

    /// A world in which a secret is as far up or down as can be or as is enough, if one is found that all that is told fits.
    fn go(&mut self, secret: &[(u32, f64)], is_up: bool, enough: f64) -> Option<(End, World)> {
        let sign = if is_up { 1.0 } else { -1.0 };
        let (mut terms, mut truth) = (Vec::new(), 0.0);
        for (unknown, factor) in secret {
            let at = self.near.binary_search(unknown).ok()?;
            let (value, is_net) = self.leeway.unknowns[*unknown as usize];
            terms.push((self.columns[at], sign * factor));
            if is_net {
                terms.push((self.columns[at] + 1, -sign * factor));
            } else {
                truth += sign * factor * value / self.scale;
            }
        }
        let reached = self.simplex.reach(&terms, truth + enough / self.scale);
        let moved = |(at, unknown): (usize, &u32)| {
            let (value, is_net) = self.leeway.unknowns[*unknown as usize];
            let part = |column: usize| reached.solution[column] * self.scale;
            let column = self.columns[at];
            (*unknown, if is_net { part(column) - part(column + 1) } else { part(column) - value })
        };
        let world: World = self.near.iter().enumerate().map(moved).collect();
        if !self.fits(&world) {
            return None;
        }
        let by = secret.iter().map(|(unknown, factor)| {
            let at = self.near.binary_search(unknown).expect("it was found before");
            sign * factor * world[at].1
        });
        let end = if reached.is_unlimited && enough.is_infinite() { End::Nowhere } else { End::At(by.sum()) };
        let is_other = |(_, by): &(u32, f64)| by.abs() > self.off;
        Some((end, world.into_iter().filter(is_other).collect()))
    }

    /// True for a world in which all that is told is true.
    fn fits(&self, world: &[(u32, f64)]) -> bool {
        let off = self.off;
        let is_possible = |(unknown, by): &(u32, f64)| {
            let (value, is_net) = self.leeway.unknowns[*unknown as usize];
            is_net || value + by >= -off
        };
        let sum = |sum: &u32| -> f64 {
            let terms = self.leeway.told[*sum as usize].iter();
            terms.filter_map(|(unknown, by)| Some(by * world[self.near.binary_search(unknown).ok()?].1)).sum()
        };
        world.iter().all(is_possible) && self.sums.iter().all(|one| sum(one).abs() <= off)
    }
}
