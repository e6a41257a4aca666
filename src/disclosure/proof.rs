//! Why what is withheld in a layer of a block stays unknown: moves that change it, and worlds between which it is far apart.
//!
//! What was found is kept from one trial to the next: with more withheld it stays true, and with one figure shown again it is
//! true where that figure is as it was.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive as _;

use super::block::{Block, Verdict};
use super::kernel::Kernel;
use super::leeway::World;
use super::linear::System;
use super::primary::Shares;
use crate::value::Decimal;

/// The sums of one layer of a block: a cell for each figure, then one for what the parts of each sum leave.
pub(super) struct Proof {
    layer: usize,
    system: System,
    /// What sums leave beside their parts, and whether it may be known.
    rests: BTreeMap<usize, bool>,
    /// Small figures that must not lie between narrow bounds, and how far apart these must be.
    small: BTreeMap<usize, f64>,
    withheld: BTreeSet<usize>,
    kernel: Option<Kernel>,
    worlds: BTreeMap<usize, Vec<World>>,
}

/// What was known before a trial.
pub(super) struct Before {
    withheld: BTreeSet<usize>,
    kernel: Option<Kernel>,
}

/// What is withheld and follows all the same.
#[derive(Default)]
pub(super) struct Open {
    /// Exactly.
    pub exact: Vec<usize>,
    /// Nearly.
    pub narrow: Vec<usize>,
}

impl Proof {
    /// Begins with the sums; nothing is looked at yet.
    pub fn new(block: &Block<'_>, layer: usize) -> Self {
        let values = block.cells.iter().map(|cell| &cell.layers).chain(block.sums.iter().map(|sum| &sum.rest));
        let values: Vec<Decimal> = values.map(|layers| layers.get(layer).map_or(Decimal::ZERO, total)).collect();
        let small = small(block, layer, &values);
        let (mut system, mut rests) = (System::new(values), BTreeMap::new());
        for (at, sum) in block.sums.iter().enumerate() {
            let mut parts = sum.parts.clone();
            if !sum.rest[layer.min(sum.rest.len() - 1)].is_empty() {
                let rest = block.cells.len() + at;
                parts.push(rest);
                rests.insert(rest, block.rule.group_passes(&sum.rest));
            }
            system.add_sum(sum.whole, &parts);
        }
        let (withheld, kernel, worlds) = (BTreeSet::new(), None, BTreeMap::new());
        Self { layer, system, rests, small, withheld, kernel, worlds }
    }

    /// The proofs of all layers.
    pub fn of(block: &Block<'_>) -> Vec<Self> {
        (0..block.layers()).map(|layer| Self::new(block, layer)).collect()
    }

    /// What follows as things stand; what nearly does only where nothing does exactly that `is_open` says matters.
    pub fn open(&mut self, block: &Block<'_>, is_open: impl Fn(usize) -> bool) -> Open {
        self.look(block);
        let Some(kernel) = &self.kernel else { return Open::default() };
        let fixed = kernel.fixed();
        let exact: Vec<usize> = fixed.into_iter().filter(|&at| self.must_stay(block, at)).collect();
        let narrow = if exact.iter().any(|at| is_open(*at)) { Vec::new() } else { self.narrow(block) };
        Open { exact, narrow }
    }

    /// The figures that are told from which a withheld one follows.
    pub fn grounds(&self, wanted: &[usize]) -> Vec<BTreeSet<usize>> {
        self.system.grounds(&self.withheld, wanted)
    }

    /// The figures that are told in sums that hang together with a withheld one.
    pub fn around(&self, at: usize) -> BTreeSet<usize> {
        self.system.around(&self.withheld, at)
    }

    /// What is known now, to go back to.
    pub fn keep(&self) -> Before {
        Before { withheld: self.withheld.clone(), kernel: self.kernel.clone() }
    }

    /// Goes back to what was known.
    pub fn restore(&mut self, before: Before) {
        (self.withheld, self.kernel) = (before.withheld, before.kernel);
    }

    /// The layer it is of.
    pub fn layer(&self) -> usize {
        self.layer
    }

    /// Looks at what is withheld now.
    fn look(&mut self, block: &Block<'_>) {
        let withheld = (0..block.cells.len()).filter(|&at| block.is_hidden(at));
        let withheld: BTreeSet<usize> = withheld.chain(self.rests.keys().copied()).collect();
        match &mut self.kernel {
            Some(kernel) if withheld.is_subset(&self.withheld) => {
                self.withheld.difference(&withheld).for_each(|shown| kernel.keep(*shown));
            }
            kernel => *kernel = (!withheld.is_empty()).then(|| self.system.kernel(&withheld)),
        }
        self.withheld = withheld;
    }

    /// True for a withheld cell that must not be determined. What is left beside the parts of a sum may be known where it
    /// could be shown.
    fn must_stay(&self, block: &Block<'_>, at: usize) -> bool {
        self.rests.get(&at).map_or_else(|| !block.is_known(at), |may_be_known| !may_be_known)
    }

    /// Small figures that an attacker who knows that nothing is below zero could put between too narrow bounds.
    fn narrow(&mut self, block: &Block<'_>) -> Vec<usize> {
        let is_wanted = |at: &usize| block.is_hidden(*at) && !block.is_known(*at);
        let wanted: Vec<(usize, f64)> =
            self.small.iter().map(|(at, width)| (*at, *width)).filter(|(at, _)| is_wanted(at)).collect();
        let stays = |(at, by): &(u32, f64)| *by == 0.0 || self.withheld.contains(&(*at as usize));
        let holds = |at: usize| self.worlds.get(&at).is_some_and(|worlds| worlds.iter().flatten().all(stays));
        let unsure: Vec<(usize, f64)> = wanted.into_iter().filter(|(at, _)| !holds(*at)).collect();
        if unsure.is_empty() {
            return Vec::new();
        }
        let leeway = self.system.leeway(&self.withheld);
        let mut narrow = Vec::new();
        for (at, width) in unsure {
            let secret = u32::try_from(at).expect("cells are fewer than that");
            match leeway.worlds(secret, width) {
                Some(worlds) => drop(self.worlds.insert(at, worlds)),
                None => narrow.push(at),
            }
        }
        narrow
    }
}

/// Figures that are withheld for their own sake and not of zero, with how far apart their bounds must be. Of what may be below
/// zero there are no bounds.
fn small(block: &Block<'_>, layer: usize, values: &[Decimal]) -> BTreeMap<usize, f64> {
    let shares = || block.cells.iter().filter_map(|cell| cell.layers.get(layer)).flat_map(|shares| shares.values());
    if shares().any(Decimal::is_sign_negative) {
        return BTreeMap::new();
    }
    let is_small = |at: &usize| {
        block.verdicts[*at] == Verdict::Primary
            && !values[*at].is_zero()
            && !block.rule.group_passes(&block.cells[*at].layers)
    };
    let width = |at: usize| (at, block.rule.width(layer, values[at]).to_f64().unwrap_or(f64::MAX));
    (0..block.cells.len()).filter(is_small).map(width).collect()
}

fn total(shares: &Shares) -> Decimal {
    shares.values().sum()
}
