//! What of all that could be told puts a secret between too narrow bounds, as things stand, and what could be withheld for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::block::Block;
use super::givers::Together;
use super::joint::{Joint, Kind, Secret};
use super::leeway::{Leeway, OFF, Programme, World};
use super::nearly::Kept;
use super::told::Item;

/// Counts that are told rounded of which as many are looked at at once.
const AT_ONCE: usize = 64;
/// Of those that are looked at among all that hangs together how many are so one after another.
const IN_TURN: usize = 16;

/// A figure that lies between too narrow bounds.
pub(super) struct Narrow {
    pub figure: Item,
    /// What is told beside it and could be withheld: what would be enough by itself, or all of it.
    pub items: Vec<Item>,
}

/// How far an unknown is moved to one side at most, and by which world.
type Moved = (f64, Option<Arc<World>>);

impl Joint {
    /// The figures that lie between too narrow bounds, as things stand.
    pub fn narrow(&mut self, blocks: &[Block<'_>]) -> Vec<Narrow> {
        let is_first = self.safe.is_empty();
        let mut narrow = self.narrow_now(blocks);
        if !is_first && narrow.iter().all(|one| one.items.is_empty()) {
            // A panel may be shown in the place of another: at the end, also where that is a refusal, all are looked at once more.
            self.safe.clear();
            narrow = self.narrow_now(blocks);
        }
        narrow
    }

    fn narrow_now(&mut self, blocks: &[Block<'_>]) -> Vec<Narrow> {
        loop {
            let found = self.unsafe_now(blocks);
            let told: Vec<(usize, Together)> = found
                .iter()
                .filter(|(at, to)| self.was_told_to(blocks, **at, to))
                .map(|(at, to)| (*at, to.clone()))
                .collect();
            if told.is_empty() {
                return self.narrow_of(blocks, found);
            }
            for (at, to) in told {
                self.secrets[at].told_to.insert(to);
            }
        }
    }

    /// True where nothing that could be withheld now stands beside a secret, and some know it nearly by what earlier releases told
    /// and what they gave themselves: who gave to a figure of three that was told knows since then what the other two gave, also
    /// once its own answer is another and what is left is too few to be told.
    fn was_told_to(&self, blocks: &[Block<'_>], at: usize, to: &[u32]) -> bool {
        !to.is_empty()
            && self.beside(blocks, at).is_empty()
            && self.is_narrow_to(&self.leeway(|_| false), (blocks, at), to)
    }

    /// Of figures that are nearly known what could be withheld for each.
    fn narrow_of(&self, blocks: &[Block<'_>], found: BTreeMap<usize, Together>) -> Vec<Narrow> {
        let leeway = self.leeway(|item| item.is_shown(blocks));
        // One of what is enough for a secret will be withheld. Another secret that it is beside as well may be safe by then:
        // it is looked at again.
        let (mut enough, mut narrow) = (BTreeSet::new(), Vec::new());
        for (at, to) in found {
            let items = self.beside(blocks, at);
            if items.is_disjoint(&enough) {
                let one = self.enough(&leeway, (blocks, at), &items, &to);
                enough.extend(one.items.iter().copied());
                narrow.push((at, one));
            }
        }
        // Of what is withheld now it is said that it is known; what an earlier release withheld is none of its figures.
        let is_none_of_it = |at: usize| self.secrets[at].kind == Kind::Earlier || self.may_be_known(blocks, at);
        narrow.retain(|(at, one)| !one.items.is_empty() || !is_none_of_it(*at));
        narrow.into_iter().map(|(_, one)| one).collect()
    }

    /// True for the base of a share that could be told by itself, while what is a share of it stays unknown: an earlier release may
    /// have told it as a figure of its own.
    fn may_be_known(&self, blocks: &[Block<'_>], at: usize) -> bool {
        let Secret { figure, layer, .. } = self.secrets[at];
        let block = &blocks[figure.block];
        let is_base = layer == 1 && block.rule.layer_passes(layer, &block.cells[figure.cell].layers[layer]);
        let is_part = |one: &&Secret| one.figure == figure && one.layer == 0;
        let mut parts = self.secrets.iter().filter(is_part).peekable();
        let is_unknown = |part: &Secret| !self.is_told(part.number, &|item| item.is_shown(blocks));
        is_base && parts.peek().is_some() && parts.all(is_unknown)
    }

    /// The secrets that are nearly known, and to whom.
    pub fn unsafe_now(&mut self, blocks: &[Block<'_>]) -> BTreeMap<usize, Together> {
        let is_secret = |secret: &Secret| {
            let (block, cell) = (&blocks[secret.figure.block], secret.figure.cell);
            let is_one = match secret.kind {
                Kind::Withheld => block.is_hidden(cell) && !block.is_known(cell),
                Kind::Rounded => secret.figure.is_shown(blocks),
                Kind::Earlier | Kind::Part => true,
            };
            is_one && !self.is_told(secret.number, &|item| item.is_shown(blocks))
        };
        let unsure = (0..self.secrets.len()).filter(|at| !self.safe.contains(at) && is_secret(&self.secrets[*at]));
        let (rounded, others): (Vec<usize>, Vec<usize>) =
            unsure.partition(|at| self.secrets[*at].kind == Kind::Rounded);
        let leeway = self.leeway(|item| item.is_shown(blocks));
        let mut found = self.look(&leeway, blocks, &others);
        found.extend(self.look_at_rounded(&leeway, blocks, rounded));
        let mut narrow = BTreeMap::new();
        for (at, found) in found {
            match found {
                Ok(worlds) => {
                    self.safe.insert(at);
                    self.worlds.insert(at, worlds);
                }
                Err(to) => drop(narrow.insert(at, to)),
            }
        }
        narrow
    }

    /// For each of some secrets worlds that keep it, or to whom it is nearly known.
    fn look(&self, leeway: &Leeway, blocks: &[Block<'_>], secrets: &[usize]) -> Vec<(usize, Kept)> {
        secrets.par_iter().map(|at| (*at, self.known_to(leeway, blocks, *at))).collect()
    }

    /// The same of counts that are told rounded. In a world that is found for one of them others are another as well, mostly by as
    /// much: it is one for these, too, as it breaks nothing that is told, to whomever. So only some are looked at at once, far from
    /// each other, and of the rest those that no world moves by enough.
    fn look_at_rounded(&self, leeway: &Leeway, blocks: &[Block<'_>], secrets: Vec<usize>) -> Vec<(usize, Kept)> {
        let (mut waiting, mut found) = (secrets, Vec::new());
        // How far down and up each unknown is moved by some world, and by which.
        let mut moved: BTreeMap<u32, [Moved; 2]> = BTreeMap::new();
        let mut wholes = Vec::new();
        while !waiting.is_empty() {
            let stride = waiting.len().div_ceil(AT_ONCE);
            let (now, later): (Vec<_>, Vec<_>) =
                waiting.drain(..).enumerate().partition(|(place, _)| place % stride == 0);
            let now: Vec<usize> = now.into_iter().map(|(_, at)| at).collect();
            let looked = self.look_widely(leeway, (blocks, &mut wholes), &now);
            for world in looked.iter().filter_map(|(_, kept)| kept.as_ref().ok()).flatten() {
                let world = Arc::new(world.clone());
                for (unknown, by) in &*world {
                    let ends = moved.entry(*unknown).or_default();
                    let end = &mut ends[usize::from(*by > 0.0)];
                    if by.abs() > end.0 {
                        *end = (by.abs(), Some(world.clone()));
                    }
                }
            }
            found.extend(looked);
            for (_, at) in later {
                let secret = &self.secrets[at];
                match moved.get(&secret.number).filter(|[down, up]| (down.0 + up.0) * (1.0 + OFF) >= secret.width) {
                    Some(ends) => {
                        let worlds = ends.iter().filter_map(|(_, world)| world.as_deref().cloned());
                        found.push((at, Ok(worlds.collect())));
                    }
                    None => waiting.push(at),
                }
            }
        }
        found
    }

    /// For each of some counts that are told rounded worlds that keep it, or that it is known: few unknowns around it are tried first,
    /// then all that hangs together with it. Of these many counts have the programme in common: its equations are brought into shape
    /// once, and each question begins with the shape that the one before left.
    fn look_widely<'l>(
        &self,
        leeway: &'l Leeway,
        (blocks, wholes): (&[Block<'_>], &mut Vec<Programme<'l>>),
        secrets: &[usize],
    ) -> Vec<(usize, Kept)> {
        let near = |at: &usize| {
            let Secret { number, width, .. } = self.secrets[*at];
            let before = self.worlds.get(at).filter(|worlds| worlds.iter().all(|world| leeway.is_possible(world)));
            (*at, before.cloned().or_else(|| leeway.worlds_near(number, width)))
        };
        let looked: Vec<(usize, Option<Vec<World>>)> = secrets.par_iter().map(near).collect();
        let mut found = Vec::new();
        let mut far: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, worlds) in looked {
            match worlds {
                Some(worlds) => found.push((at, Ok(worlds))),
                None => far.entry(whole_of(leeway, wholes, &self.secrets[at])).or_default().push(at),
            }
        }
        for (whole, secrets) in far {
            let Some(whole) = whole.map(|at| &wholes[at]) else {
                found.extend(self.look(leeway, blocks, &secrets));
                continue;
            };
            // So many at a time, on any machine, that two runs find the same.
            let together = |secrets: &[usize]| {
                let mut whole = whole.clone();
                let kept = |at: &usize| (*at, self.kept_by(&mut whole, (leeway, blocks), *at));
                secrets.iter().map(kept).collect::<Vec<_>>()
            };
            found.extend(secrets.par_chunks(IN_TURN).flat_map_iter(together).collect::<Vec<_>>());
        }
        found
    }

    /// Worlds that keep a count that is told rounded, or that it is known: where the programme of all that hangs together with it
    /// shows neither, smaller ones are asked as well.
    fn kept_by(&self, whole: &mut Programme<'_>, (leeway, blocks): (&Leeway, &[Block<'_>]), at: usize) -> Kept {
        let Secret { number, width, .. } = self.secrets[at];
        match whole.apart(number, width) {
            Some(worlds) => Ok(worlds),
            None if whole.keeps(number, width) => Err(Together::new()),
            None => self.known_to(leeway, blocks, at),
        }
    }

    /// What is told beside a figure that some know nearly and could be withheld, or next to that where nothing is.
    pub fn beside(&self, blocks: &[Block<'_>], at: usize) -> BTreeSet<Item> {
        let may_be_withheld = |item: &Item| item.is_shown(blocks) && item.may_be_withheld(blocks);
        let (mut near, mut items, mut size) = (BTreeSet::from([self.secrets[at].number]), BTreeSet::new(), 0);
        for step in 0.. {
            if near.len() == size || (step > 1 && !items.is_empty()) {
                break;
            }
            size = near.len();
            let unknown = near.iter().filter(|one| !self.is_told(**one, &|item| item.is_shown(blocks)));
            let next: Vec<u32> = unknown.flat_map(|one| self.equations.beside(*one)).collect();
            near.extend(next);
            let told = near.iter().flat_map(|one| self.unknowns[*one as usize].tellers());
            items = told.filter(may_be_withheld).collect::<BTreeSet<Item>>();
        }
        items
    }
}

/// Which of some programmes a secret is in, or that of all that hangs together with it, which is added to them.
fn whole_of<'l>(leeway: &'l Leeway, wholes: &mut Vec<Programme<'l>>, secret: &Secret) -> Option<usize> {
    let known = wholes.iter().position(|whole| whole.has(secret.number));
    known.or_else(|| {
        wholes.push(leeway.whole(secret.number, secret.width)?);
        Some(wholes.len() - 1)
    })
}
