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
/// Most unknowns of a search among all that hangs together with a secret, where no smaller one finds anything.
const ALL: usize = 3_000;
/// How many of each sum may be another where a secret is looked for further away.
const FEW: [usize; 2] = [3, 4];
/// The same where few unknowns around a secret are known, and most unknowns of such a search.
const FEWER: [(usize, usize); 2] = [(3, 60), (4, 120)];
/// Most unknowns around a secret among which it is sought what keeps it, and how many sums away.
const AROUND: usize = 200;
const ROUNDS: usize = 2;
/// How far a sum may be off what is told, as a part of the largest number in it, for binary numbers.
pub(super) const OFF: f64 = 1e-7;
/// Least move that is looked for, as a part of all that may move.
const LEAST: f64 = 1e-6;

/// A sum of unknowns with factors.
pub(super) type Sum = Vec<(u32, f64)>;

/// An unknown as it truly is, and how far down and up it may be another to whoever looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub value: f64,
    /// It may be below zero.
    pub is_net: bool,
    ends: [f64; 2],
}

/// Sums that hold between unknowns.
#[derive(Default)]
pub(super) struct Equations {
    sums: Vec<Sum>,
    /// The sums that each unknown stands in.
    of: Vec<Vec<u32>>,
}

/// What is left unknown by all that is told.
#[derive(Clone)]
pub(super) struct Leeway {
    rooms: Vec<Room>,
    equations: Arc<Equations>,
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

impl Room {
    /// An unknown as it truly is, which is not below zero unless it is a net figure.
    pub fn new(value: f64, is_net: bool) -> Self {
        Self { value, is_net, ends: [if is_net { f64::INFINITY } else { value.max(0.0) }, f64::INFINITY] }
    }

    /// The same where it is told.
    pub fn told(self) -> Self {
        Self { ends: [0.0; 2], ..self }
    }

    /// The same where it is told that it lies between bounds.
    pub fn within(self, [low, high]: [f64; 2]) -> Self {
        let [down, up] = self.ends;
        Self { ends: [down.min((self.value - low).max(0.0)), up.min((high - self.value).max(0.0))], ..self }
    }

    /// The same to who gave so much of it: what others gave is not below zero either. Where nobody else gave anything, which is
    /// said as well, it is told.
    pub fn beside(self, (share, is_all): (f64, bool)) -> Self {
        let [down, up] = self.ends;
        match (is_all, self.is_net) {
            (true, _) => self.told(),
            (false, true) => self,
            (false, false) => Self { ends: [down.min((self.value - share).max(0.0)), up], ..self },
        }
    }

    fn is_told(&self) -> bool {
        self.ends.iter().all(|end| *end <= 0.0)
    }

    /// How far it may move either way.
    fn least(&self) -> f64 {
        self.ends[0].min(self.ends[1])
    }
}

impl Equations {
    /// Sums that hold between so many unknowns.
    pub fn new(unknowns: usize, sums: Vec<Sum>) -> Self {
        let mut of = vec![Vec::new(); unknowns];
        for (at, sum) in (0..).zip(&sums) {
            for (unknown, _) in sum {
                of[*unknown as usize].push(at);
            }
        }
        Self { sums, of }
    }

    /// What stands in sums with an unknown.
    pub fn beside(&self, unknown: u32) -> impl Iterator<Item = u32> + '_ {
        self.of[unknown as usize].iter().flat_map(|sum| &self.sums[*sum as usize]).map(|(one, _)| *one)
    }
}

impl Leeway {
    /// Unknowns and the sums that hold between them.
    pub fn new(rooms: Vec<Room>, equations: Arc<Equations>) -> Self {
        Self { rooms, equations }
    }

    /// The room of an unknown, to be made another.
    pub fn room(&mut self, unknown: u32) -> &mut Room {
        &mut self.rooms[unknown as usize]
    }

    /// The same for who gave so much to some unknowns, where nobody else gave anything, which is said as well.
    pub fn known_to(&self, own: Vec<(u32, f64, bool)>) -> Self {
        let mut known = self.clone();
        for (unknown, share, is_all) in own {
            let room = known.room(unknown);
            *room = room.beside((share, is_all));
        }
        known
    }

    /// An unknown as it truly is, and whether it may be below zero.
    pub fn truth(&self, unknown: u32) -> (f64, bool) {
        let Room { value, is_net, .. } = self.rooms[unknown as usize];
        (value, is_net)
    }

    /// True for a world that was found when the same sums held, if nothing that is told rules it out.
    pub fn is_possible(&self, world: &World) -> bool {
        let off =
            OFF * world.iter().map(|(unknown, _)| self.rooms[*unknown as usize].value.abs()).sum::<f64>().max(1.0);
        let is_within = |(unknown, by): &(u32, f64)| {
            let [down, up] = self.rooms[*unknown as usize].ends;
            -by <= down + off && *by <= up + off
        };
        world.iter().all(is_within)
    }

    /// Worlds between which a secret differs by at least so much, the true one left out; `None` where none are found.
    pub fn worlds(&self, secret: u32, width: f64) -> Option<Vec<World>> {
        self.search(secret, width).map(|(worlds, _)| worlds)
    }

    /// The same, with the unknowns among which they were found, of which others may be asked.
    pub fn search(&self, secret: u32, width: f64) -> Option<(Vec<World>, Programme<'_>)> {
        let mut near = BTreeSet::from([secret]);
        for round in 0.. {
            let is_all = !self.grow(&mut near, MOST);
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
        let far = FEW.into_iter().find_map(|few| self.apart(&self.far(secret, few, MOST), secret, width));
        far.or_else(|| self.apart(&self.all(secret, ALL), secret, width))
    }

    /// The same where it is likely that only some unknowns around a secret keep it from moving: others are tried first, few of each
    /// sum.
    pub fn worlds_beside(&self, secret: u32, width: f64) -> Option<Vec<World>> {
        self.search_beside(secret, width).map(|(worlds, _)| worlds)
    }

    /// The same, with the unknowns among which they were found.
    pub fn search_beside(&self, secret: u32, width: f64) -> Option<(Vec<World>, Programme<'_>)> {
        self.search_near(secret, width).or_else(|| self.search(secret, width))
    }

    /// The programme of what stands around a secret, and of some that are told in the same sums and may be given room.
    pub fn around(&self, secret: u32, told: &BTreeSet<u32>, width: f64) -> Programme<'_> {
        let mut near = BTreeSet::from([secret]);
        for _ in 0..ROUNDS {
            self.grow(&mut near, AROUND);
        }
        let sums = self.sums_of(&near);
        let terms = sums.iter().flat_map(|sum| &self.equations.sums[*sum as usize]);
        let beside: Vec<u32> = terms.map(|(unknown, _)| *unknown).filter(|unknown| told.contains(unknown)).collect();
        near.extend(beside);
        Programme::new(self, &near, width)
    }

    /// Worlds between which a secret differs by at least so much, sought among few unknowns around it alone.
    pub fn worlds_near(&self, secret: u32, width: f64) -> Option<Vec<World>> {
        self.search_near(secret, width).map(|(worlds, _)| worlds)
    }

    /// The programme of all that hangs together with a secret; `None` where that is too much for a search.
    pub fn whole(&self, secret: u32, width: f64) -> Option<Programme<'_>> {
        let near = self.all(secret, ALL);
        (near.len() < ALL).then(|| Programme::new(self, &near, width))
    }

    fn search_near(&self, secret: u32, width: f64) -> Option<(Vec<World>, Programme<'_>)> {
        FEWER.into_iter().find_map(|(few, most)| self.apart(&self.far(secret, few, most), secret, width))
    }

    /// True where the sums around a secret and the bounds of what stands in them keep it from differing by so much, whatever all
    /// the rest is: no world has to be sought.
    fn is_pinned(&self, secret: u32, width: f64) -> bool {
        let sums: BTreeSet<u32> = self.equations.of[secret as usize].iter().copied().collect();
        let unknowns = sums.iter().flat_map(|sum| self.unknown(*sum));
        let near: BTreeSet<u32> = unknowns.chain([secret]).collect();
        if near.len() >= MOST {
            return false;
        }
        Programme::of(self, near, &sums, width).keeps(secret, width)
    }

    /// What is unknown of a sum.
    fn unknown(&self, sum: u32) -> impl Iterator<Item = u32> + '_ {
        let terms = self.equations.sums[sum as usize].iter().map(|(unknown, _)| *unknown);
        terms.filter(|unknown| !self.rooms[*unknown as usize].is_told())
    }

    /// The sums that some unknowns stand in.
    fn sums_of(&self, unknowns: &BTreeSet<u32>) -> BTreeSet<u32> {
        unknowns.iter().flat_map(|one| &self.equations.of[*one as usize]).copied().collect()
    }

    /// Unknowns that hang together with a secret near and far: of each sum only so many as it needs to stay true while one of
    /// them is another, those with the most room.
    fn far(&self, secret: u32, few: usize, most: usize) -> BTreeSet<u32> {
        let (mut near, mut size) = (BTreeSet::from([secret]), 0);
        while size < near.len() && near.len() < most {
            size = near.len();
            for sum in self.sums_of(&near) {
                let (known, mut others): (Vec<u32>, Vec<u32>) = self.unknown(sum).partition(|one| near.contains(one));
                let room = |one: &u32| self.rooms[*one as usize].least();
                others.sort_by(|a, b| room(b).total_cmp(&room(a)).then(a.cmp(b)));
                near.extend(others.into_iter().take(few.saturating_sub(known.len())));
            }
        }
        near
    }

    /// How far a secret can go up or down, with all that hangs together free to be another.
    pub fn end(&self, secret: u32, is_up: bool) -> End {
        let mut programme = Programme::new(self, &self.all(secret, usize::MAX), f64::INFINITY);
        programme.go(secret, is_up, f64::INFINITY).map_or(End::At(0.0), |(end, _)| end)
    }

    /// All that hangs together with a secret, up to the most.
    fn all(&self, secret: u32, most: usize) -> BTreeSet<u32> {
        let mut near = BTreeSet::from([secret]);
        while near.len() < most && self.grow(&mut near, most) {}
        near
    }

    /// Adds what stands in sums with some unknowns, up to the most; says whether anything was added.
    fn grow(&self, near: &mut BTreeSet<u32>, most: usize) -> bool {
        let before = near.len();
        for unknown in self.sums_of(near).into_iter().flat_map(|sum| self.unknown(sum)) {
            if near.len() >= most {
                break;
            }
            near.insert(unknown);
        }
        near.len() > before
    }

    /// The same where only some unknowns may be another.
    fn apart(&self, near: &BTreeSet<u32>, secret: u32, width: f64) -> Option<(Vec<World>, Programme<'_>)> {
        let mut programme = Programme::new(self, near, width);
        programme.apart(secret, width).map(|worlds| (worlds, programme))
    }
}

/// The programme of some unknowns that may be another while the rest is as it truly is.
#[derive(Clone)]
pub(super) struct Programme<'l> {
    leeway: &'l Leeway,
    near: Vec<u32>,
    rooms: Vec<Room>,
    /// Sums that any of them stands in, as far as it is of them.
    rows: Vec<Row>,
    simplex: Simplex,
    scale: f64,
    off: f64,
}

impl<'l> Programme<'l> {
    /// A world may be off what is told by a little, for binary numbers: by little beside what is sought.
    fn new(leeway: &'l Leeway, near: &BTreeSet<u32>, width: f64) -> Self {
        Self::of(leeway, near.clone(), &leeway.sums_of(near), width)
    }

    /// The same of some of these sums alone.
    fn of(leeway: &'l Leeway, near: BTreeSet<u32>, sums: &BTreeSet<u32>, width: f64) -> Self {
        let near: Vec<u32> = near.into_iter().collect();
        let rooms: Vec<Room> = near.iter().map(|one| leeway.rooms[*one as usize]).collect();
        let scale = rooms.iter().map(|room| room.value.abs()).sum::<f64>().max(1.0);
        let row = |sum: &u32| -> Row {
            // What is told stands in no sum, unless it is among these to be given room.
            let terms = leeway.equations.sums[*sum as usize].iter();
            terms.filter_map(|(unknown, factor)| Some((near.binary_search(unknown).ok()?, *factor))).collect()
        };
        let rows: Vec<Row> = sums.iter().map(row).collect();
        let simplex = Simplex::new(&rows, ends(&rooms, scale));
        let off = (OFF * scale).min(width / 100.0);
        Self { leeway, near, rooms, rows, simplex, scale, off }
    }

    /// Looks from here on as those do who gave something: how much to each unknown, and whether nobody else gave anything to it.
    pub fn look_as(&mut self, own: impl Fn(u32) -> Option<(f64, bool)>) {
        for (unknown, room) in self.near.iter().zip(&mut self.rooms) {
            let seen = self.leeway.rooms[*unknown as usize];
            *room = own(*unknown).map_or(seen, |own| seen.beside(own));
        }
        self.simplex.bound(ends(&self.rooms, self.scale));
    }

    /// Worlds between which a secret differs by at least so much, the true one left out; `None` where none are found.
    pub fn apart(&mut self, secret: u32, width: f64) -> Option<Vec<World>> {
        let (mut apart, mut worlds) = (0.0, Vec::new());
        for is_up in [true, false] {
            let Some((end, world)) = self.go(secret, is_up, width - apart) else { continue };
            apart += if let End::At(by) = end { by } else { width };
            worlds.push(world);
            if apart >= width - OFF * width.max(1.0) && apart > 0.0 {
                return Some(worlds);
            }
        }
        None
    }

    /// True where a secret is kept from differing by so much: it can go so far up and down and no further.
    pub fn keeps(&mut self, secret: u32, width: f64) -> bool {
        let ends = [true, false].map(|is_up| self.go(secret, is_up, f64::INFINITY).map(|(end, _)| end));
        matches!(ends, [Some(End::At(up)), Some(End::At(down))] if up + down < width - OFF * width.max(1.0))
    }

    /// True for an unknown that may be another in it.
    pub fn has(&self, unknown: u32) -> bool {
        self.near.binary_search(&unknown).is_ok()
    }

    /// The same where some have another room.
    pub fn with(&self, rooms: impl Iterator<Item = (u32, Room)>) -> Self {
        let mut made = self.clone();
        for (unknown, room) in rooms {
            if let Ok(at) = made.near.binary_search(&unknown) {
                made.rooms[at] = room;
            }
        }
        made.simplex.bound(ends(&made.rooms, made.scale));
        made
    }

    /// The unknowns that keep a secret from moving further: with more room for none of the others it would.
    pub fn keeping(&mut self, secret: u32) -> BTreeSet<u32> {
        let Ok(at) = self.near.binary_search(&secret) else { return BTreeSet::new() };
        let mut keeping = BTreeSet::new();
        for sign in [1.0, -1.0] {
            self.simplex.reach(&[(at, sign)], f64::INFINITY);
            keeping.extend(self.simplex.keeping(&[(at, sign)]).into_iter().map(|at| self.near[at]));
        }
        keeping
    }

    /// A world in which a secret is as far up or down as can be or as is enough, if one is found that all that is told fits.
    fn go(&mut self, secret: u32, is_up: bool, enough: f64) -> Option<(End, World)> {
        let at = self.near.binary_search(&secret).ok()?;
        let sign = if is_up { 1.0 } else { -1.0 };
        let (moved, is_unlimited) = self.simplex.reach(&[(at, sign)], (enough / self.scale).max(LEAST));
        let moved: Vec<f64> = moved.iter().map(|by| by * self.scale).collect();
        if !self.fits(&moved) {
            return None;
        }
        let end = if is_unlimited && enough.is_infinite() { End::Nowhere } else { End::At(sign * moved[at]) };
        let world = self.near.iter().copied().zip(moved);
        Some((end, world.filter(|(_, by)| by.abs() > self.off).collect()))
    }

    /// True for a world in which all that is told is true.
    fn fits(&self, moved: &[f64]) -> bool {
        let off = self.off;
        let is_possible = |(room, by): (&Room, &f64)| -by <= room.ends[0] + off && *by <= room.ends[1] + off;
        let sum = |row: &Row| row.iter().map(|(at, factor)| factor * moved[*at]).sum::<f64>();
        self.rooms.iter().zip(moved).all(is_possible) && self.rows.iter().all(|row| sum(row).abs() <= off)
    }
}

/// How far unknowns may move, as parts of a scale.
fn ends(rooms: &[Room], scale: f64) -> Vec<[f64; 2]> {
    rooms.iter().map(|room| room.ends.map(|end| end / scale)).collect()
}
