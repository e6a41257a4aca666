//! Tells again what need not be withheld: once no attacker finds anything, each figure that was withheld for the sake of linked
//! ones is tried, those first that the reader misses most.
//!
//! What was withheld early may be of no use beside what was later, and with a whole all its parts were withheld: where the whole
//! was only for the sake of other figures, a part of it may stand alone, as long as nobody learns anything from it. Where two linked
//! figures of a cell are the same, either would give back the other: they are tried together before each is by itself. Several cells
//! are tried at once, and one by one only where they may not be told together. Work is counted, so that two runs choose alike.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::Audit;
use super::block::{Block, Verdict};
use super::clear::{Cluster, own_cost};
use super::joint::Joint;
use super::told::{Item, ItemKind};
use super::{area, secondary};

/// Figures that may be looked at, those of each trial anew.
const WORK: usize = 3_000;

/// A figure: its block and cell.
type Place = (usize, usize);

/// What is held against each trial.
struct Trial<'t, 'a> {
    /// What became of each figure within its own tables.
    alone: &'t [Vec<Verdict>],
    audit: &'t Audit<'a>,
    joint: &'t mut Joint,
    /// Secrets that are nearly known whatever is withheld.
    lost: BTreeSet<usize>,
    /// What follows in each block whatever is withheld.
    open: BTreeMap<usize, BTreeSet<secondary::Follows>>,
}

impl<'a> Cluster<'a> {
    /// Tells again what need not be withheld. `alone` is what became of each figure within its own tables.
    pub fn tell_again(&mut self, alone: &[Vec<Verdict>], audit: &Audit<'a>, joint: &mut Joint) {
        let mut places: Vec<Place> = Vec::new();
        for (at, (block, alone)) in self.blocks.iter().zip(alone).enumerate() {
            let is_one = |cell: &usize| block.verdicts[*cell] == Verdict::Secondary && alone[*cell] == Verdict::Shown;
            places.extend((0..alone.len()).filter(is_one).map(|cell| (at, cell)));
        }
        let cells: usize = self.blocks.iter().map(|block| block.cells.len()).sum();
        let mut left = WORK.checked_div(cells).unwrap_or(0);
        if places.is_empty() || left == 0 {
            return;
        }
        let mut of_cell: BTreeMap<_, Vec<Place>> = BTreeMap::new();
        for (at, cell) in &places {
            let block = &self.blocks[*at];
            of_cell.entry((block.period, &block.cells[*cell].observation.breakdown)).or_default().push((*at, *cell));
        }
        let mut cells: Vec<Vec<Place>> = of_cell.into_values().collect();
        let cost = |some: &Vec<Place>| some.iter().map(|(at, cell)| own_cost(&self.blocks[*at], *cell)).max();
        cells.sort_by_key(|some| std::cmp::Reverse(cost(some)));
        let lost = joint.unsafe_anew(&self.blocks);
        let blocks: BTreeSet<usize> = places.iter().map(|(at, _)| *at).collect();
        let open = blocks.into_iter().map(|at| {
            let mut open = secondary::all_open(&self.blocks[at], &mut self.proofs[at]);
            // What follows from what is told again may be told as well, in its turn.
            let mine = places.iter().filter(|(of, _)| *of == at);
            let layers = self.blocks[at].layers();
            open.extend(mine.flat_map(|(_, cell)| (0..layers).map(move |layer| (layer, *cell))));
            (at, open)
        });
        let before: Vec<Vec<Verdict>> = self.blocks.iter().map(|block| block.verdicts.clone()).collect();
        let mut trial = Trial { alone, audit, joint, lost, open: open.collect() };
        // Where two indicators differ by few, either may be told whole, and the other but where these are.
        let mut of_block: BTreeMap<_, Vec<Place>> = BTreeMap::new();
        for (at, cell) in &places {
            let weight = std::cmp::Reverse(self.blocks[*at].rule.weight);
            of_block.entry((weight, *at)).or_default().push((*at, *cell));
        }
        for of_block in of_block.values().take(left) {
            self.tell(of_block, &mut trial);
        }
        left = left.saturating_sub(of_block.len());
        let mut waiting = vec![cells];
        while let Some(mut some) = waiting.pop().filter(|_| left > 0) {
            left -= 1;
            if self.tell(&some.concat(), &mut trial) {
                continue;
            }
            let others = if some.len() > 1 {
                some.split_off(some.len() / 2)
            } else {
                let mut each = some.concat().into_iter().map(|place| vec![place]);
                some = each.next().into_iter().collect();
                each.collect()
            };
            if !others.is_empty() {
                waiting.extend([others, some]);
            }
        }
        // What follows and was not told in its turn, as the work was done before.
        if !audit.find(&self.blocks).is_empty() {
            self.blocks.iter_mut().zip(before).for_each(|(block, before)| block.verdicts = before);
            (0..self.blocks.len()).for_each(|at| self.clear_around(at));
        }
    }

    /// Tells some figures again if nobody learns anything from them.
    fn tell(&mut self, places: &[Place], trial: &mut Trial<'_, 'a>) -> bool {
        let is_withheld = |(at, cell): &&Place| self.blocks[*at].verdicts[*cell] == Verdict::Secondary;
        let places: Vec<Place> = places.iter().filter(is_withheld).copied().collect();
        let blocks: BTreeSet<usize> = places.iter().map(|(at, _)| *at).collect();
        let around: Vec<usize> = (0..self.blocks.len())
            .filter(|at| blocks.contains(at) || self.before[*at].is_some_and(|of| blocks.contains(&of)))
            .collect();
        for (at, cell) in &places {
            self.blocks[*at].verdicts[*cell] = Verdict::Shown;
        }
        let is_whole = places.iter().all(|(at, cell)| is_whole(&self.blocks[*at], *cell, &trial.alone[*at]));
        let is_safe = is_whole && {
            let is_as_safe =
                |at: &usize| secondary::is_as_safe(&self.blocks[*at], &mut self.proofs[*at], &trial.open[at]);
            blocks.iter().all(is_as_safe) && {
                around.iter().for_each(|at| self.clear_around(*at));
                let may_follow = |item: Item| {
                    let (alone, now) =
                        (trial.alone[item.block][item.cell], self.blocks[item.block].verdicts[item.cell]);
                    item.kind == ItemKind::Figure && alone == Verdict::Shown && now == Verdict::Secondary
                };
                trial.audit.find_but(&self.blocks, &may_follow).is_empty()
                    && trial.joint.unsafe_anew(&self.blocks).is_subset(&trial.lost)
            }
        };
        if !is_safe {
            for (at, cell) in &places {
                self.blocks[*at].verdicts[*cell] = Verdict::Secondary;
            }
            around.iter().for_each(|at| self.clear_around(*at));
        }
        is_safe
    }
}

/// True where what the sums around a figure give back of withheld parts is safe. A part may stand without its whole where that could
/// be told but for other figures.
fn is_whole(block: &Block<'_>, cell: usize, alone: &[Verdict]) -> bool {
    block.near[cell].iter().map(|sum| &block.sums[*sum]).all(|sum| {
        let stands_alone = block.is_hidden(sum.whole) && alone[sum.whole] == Verdict::Shown;
        stands_alone || area::next(block, sum).is_none()
    })
}
