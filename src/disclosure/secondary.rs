//! Withholds more until no withheld figure follows from those that are shown, exactly or nearly.
//!
//! All tables of an indicator and period are one system of sums: the total, districts, municipalities, gender, gender by
//! district. After each step the system is looked at again ([`super::proof`]). What was withheld greedily is then looked
//! through: what need not be withheld is shown again, and the fewest figures are sought that are as safe ([`super::optimum`]).
//! Where that takes more work than is allowed, one figure is put in the place of two.

use std::collections::BTreeSet;

use super::area::{self, coarsen};
use super::block::{Block, Verdict};
use super::optimum::{self, Condition, Found};
use super::proof::{Open, Proof};
use crate::value::Decimal;

/// Figures that may be looked at while the fewest are sought, those of each attack anew.
const WORK: usize = 8_000;
/// Figures that may be looked at while one is sought in the place of two.
const STEPS: usize = 2_400;

/// A withheld figure that follows, and its layer.
type Follows = (usize, usize);

/// Withholds what must be in one indicator and period.
pub(super) fn protect(block: &mut Block<'_>, proofs: &mut [Proof]) {
    let all = (0..block.sums.len()).collect();
    protect_around(block, proofs, all);
}

/// The same where a figure was withheld, everything else being safe.
pub(super) fn protect_beside(block: &mut Block<'_>, proofs: &mut [Proof], at: usize) {
    let near = block.near[at].iter().copied().collect();
    protect_around(block, proofs, near);
}

fn protect_around(block: &mut Block<'_>, proofs: &mut [Proof], sums: BTreeSet<usize>) {
    coarsen(block, sums);
    loop {
        let more = proofs.iter_mut().map(|proof| next(block, proof)).find(|more| !more.is_empty());
        let Some(more) = more else { break };
        for at in more {
            block.verdicts[at] = Verdict::Secondary;
            coarsen(block, block.near[at].iter().copied().collect());
        }
    }
}

/// Withholds what must be, and then as few figures for the sake of others as are found; every set that is left is as safe as the
/// first.
pub(super) fn protect_tightly(block: &mut Block<'_>, proofs: &mut [Proof]) {
    let is_free = |at: &usize| block.verdicts[*at] == Verdict::Shown && !block.past[*at];
    let free: BTreeSet<usize> = (0..block.cells.len()).filter(is_free).collect();
    protect(block, proofs);
    let mut chosen: Vec<usize> = free.iter().copied().filter(|&at| block.verdicts[at] == Verdict::Secondary).collect();
    if chosen.is_empty() {
        return;
    }
    let open = all_open(block, proofs);
    // What the reader would miss most first.
    chosen.sort_by_key(|&at| std::cmp::Reverse((block.cells[at].total(), at)));
    chosen.retain(|&at| !try_verdicts(block, proofs, (&[at], Verdict::Shown), &open));
    let greedy = block.verdicts.clone();
    let known = chosen.len() as u64;
    let rounds = WORK / block.cells.len();
    let found = optimum::search(
        |_| 1,
        known,
        rounds,
        |choice| {
            for at in &free {
                block.verdicts[*at] = if choice.contains(at) { Verdict::Secondary } else { Verdict::Shown };
            }
            attack(block, proofs, &free, &open)
        },
    );
    if !matches!(found, Found::Best(_)) {
        block.verdicts = greedy;
    }
    if found == Found::GivenUp {
        tighten(block, proofs, &mut chosen, &open);
    }
}

/// What follows although it is withheld and nothing more can be done, by layer.
fn all_open(block: &Block<'_>, proofs: &mut [Proof]) -> BTreeSet<Follows> {
    let of = |proof: &mut Proof| {
        let Open { exact, narrow } = proof.open(block, |_| false);
        let layer = proof.layer();
        exact.into_iter().chain(narrow).map(move |at| (layer, at))
    };
    proofs.iter_mut().flat_map(of).collect()
}

/// Figures that are withheld for their own sake and known, or nearly, although nothing more can be withheld.
pub(super) fn left_open(block: &Block<'_>, proofs: &mut [Proof]) -> BTreeSet<usize> {
    if block.rule.is_open() {
        return BTreeSet::new();
    }
    let is_secret = |(layer, at): &Follows| {
        let Some(cell) = block.cells.get(*at) else { return false };
        block.verdicts[*at] == Verdict::Primary && !cell.layers[*layer].values().all(Decimal::is_zero)
    };
    all_open(block, proofs).into_iter().filter(is_secret).map(|(_, at)| at).collect()
}

/// What is wrong with what is withheld now, as conditions on some figures of which it may be chosen; `None` where nothing helps.
fn attack(
    block: &Block<'_>,
    proofs: &mut [Proof],
    free: &BTreeSet<usize>,
    open: &BTreeSet<Follows>,
) -> Option<Vec<Condition>> {
    let mut wrong = Vec::new();
    for sum in &block.sums {
        let Some(part) = area::next(block, sum) else { continue };
        if block.is_hidden(sum.whole) {
            let shown = free.get(&sum.whole).copied().into_iter().collect();
            wrong.push(Condition { withheld: BTreeSet::from([part]), shown });
            continue;
        }
        let (hidden, others): (Vec<usize>, Vec<usize>) = sum.parts.iter().partition(|part| block.is_hidden(**part));
        let withheld = others.into_iter().filter(|at| free.contains(at)).collect();
        let has_rest = sum.rest.iter().any(|rest| !rest.is_empty());
        let is_fixed = has_rest || hidden.iter().any(|at| !free.contains(at));
        let shown = if is_fixed { BTreeSet::new() } else { hidden.into_iter().collect() };
        wrong.push(Condition { withheld, shown });
    }
    for proof in proofs {
        if !wrong.is_empty() {
            break;
        }
        let layer = proof.layer();
        let found = proof.open(block, |at| !open.contains(&(layer, at)));
        let news = |at: &usize| !open.contains(&(layer, *at));
        let exact: Vec<usize> = found.exact.into_iter().filter(news).collect();
        for (at, withheld) in exact.iter().zip(proof.grounds(&exact)) {
            let shown = free.get(at).copied().into_iter().collect();
            wrong.push(Condition { withheld: &withheld & free, shown });
        }
        for at in found.narrow.into_iter().filter(news) {
            wrong.push(Condition { withheld: &proof.around(at) & free, shown: BTreeSet::new() });
        }
    }
    let is_hopeless = |one: &Condition| one.withheld.is_empty() && one.shown.is_empty();
    (!wrong.iter().any(is_hopeless)).then_some(wrong)
}

/// Puts one figure in the place of two while that is as safe.
fn tighten(block: &mut Block<'_>, proofs: &mut [Proof], chosen: &mut Vec<usize>, open: &BTreeSet<Follows>) {
    let mut steps = STEPS / block.cells.len();
    while let Some((pair, one)) = exchange(block, proofs, chosen, (open, &mut steps)) {
        chosen.retain(|at| !pair.contains(at));
        chosen.push(one);
    }
}

/// The first two figures that can be shown where another one is withheld, which is done.
fn exchange(
    block: &mut Block<'_>,
    proofs: &mut [Proof],
    chosen: &[usize],
    (open, steps): (&BTreeSet<Follows>, &mut usize),
) -> Option<([usize; 2], usize)> {
    for (place, &first) in chosen.iter().enumerate() {
        for &second in &chosen[place + 1..] {
            if *steps == 0 {
                return None;
            }
            let pair = [first, second];
            for at in pair {
                block.verdicts[at] = Verdict::Shown;
            }
            let near =
                pair.iter().flat_map(|at| &block.near[*at]).flat_map(|sum| block.sums[*sum].parts.iter().copied());
            let near: BTreeSet<usize> = near.collect();
            for one in near.into_iter().filter(|one| !pair.contains(one)) {
                if block.verdicts[one] != Verdict::Shown || block.past[one] {
                    continue;
                }
                if *steps > 0 && try_verdicts(block, proofs, (&[one, first, second], Verdict::Secondary), open) {
                    return Some((pair, one));
                }
                *steps = steps.saturating_sub(1);
            }
            for at in pair {
                block.verdicts[at] = Verdict::Secondary;
            }
        }
    }
    None
}

/// Gives the first of some figures another verdict if no more follows then than what is open anyway. The others have changed too.
fn try_verdicts(
    block: &mut Block<'_>,
    proofs: &mut [Proof],
    (changed, verdict): (&[usize], Verdict),
    open: &BTreeSet<Follows>,
) -> bool {
    let before = std::mem::replace(&mut block.verdicts[changed[0]], verdict);
    let mut sums = changed.iter().flat_map(|at| &block.near[*at]);
    let is_whole = sums.all(|sum| area::next(block, &block.sums[*sum]).is_none());
    let is_safe = is_whole && is_as_safe(block, proofs, open);
    if !is_safe {
        block.verdicts[changed[0]] = before;
    }
    is_safe
}

/// True if no more follows than what is open anyway; else the proofs are as they were.
fn is_as_safe(block: &Block<'_>, proofs: &mut [Proof], open: &BTreeSet<Follows>) -> bool {
    let mut kept = Vec::new();
    for at in 0..proofs.len() {
        let (layer, before) = (proofs[at].layer(), proofs[at].keep());
        kept.push(before);
        let found = proofs[at].open(block, |at| !open.contains(&(layer, at)));
        if found.exact.iter().chain(&found.narrow).any(|at| !open.contains(&(layer, *at))) {
            for (proof, before) in proofs.iter_mut().zip(kept) {
                proof.restore(before);
            }
            return false;
        }
    }
    true
}

/// The next figures to withhold for the sake of others: for some of which follows, in sums of their own.
fn next(block: &Block<'_>, proof: &mut Proof) -> Vec<usize> {
    let Open { exact, narrow } = proof.open(block, |at| neighbour(block, at).is_some());
    let mut chosen: Vec<usize> = Vec::new();
    let mut touched: BTreeSet<usize> = BTreeSet::new();
    for at in exact {
        let near = near(block, at);
        if near.iter().any(|sum| touched.contains(sum)) {
            continue;
        }
        if let Some(more) = neighbour(block, at) {
            chosen.push(more);
            touched.extend(&block.near[more]);
            touched.extend(near);
        }
    }
    if !chosen.is_empty() {
        return chosen;
    }
    // A figure can be bounded by others that stand in none of its own sums.
    let farther = |at| neighbour(block, at).or_else(|| block.smallest(0..block.cells.len()));
    narrow.into_iter().find_map(farther).into_iter().collect()
}

/// The sums that a figure stands in, or the one of which it is what the parts leave.
fn near(block: &Block<'_>, at: usize) -> Vec<usize> {
    at.checked_sub(block.cells.len()).map_or_else(|| block.near[at].clone(), |sum| vec![sum])
}

/// The smallest figure that is shown and stands in a sum with a withheld one: a part rather than a whole.
fn neighbour(block: &Block<'_>, at: usize) -> Option<usize> {
    let near = near(block, at);
    block
        .smallest(near.iter().flat_map(|sum| block.sums[*sum].parts.iter().copied()))
        .or_else(|| block.smallest(near.iter().map(|sum| block.sums[*sum].whole)))
}
