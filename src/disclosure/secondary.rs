//! Withholds more until no withheld figure follows from those that are shown, exactly or nearly.
//!
//! All tables of an indicator and period are one system of sums: the total, districts, municipalities, gender, gender by
//! district. After each step the system is solved again. What was withheld greedily is then looked through: what need not be
//! withheld is shown again, and one figure takes the place of two where that is as safe ([`tighten`]).

use std::collections::{BTreeMap, BTreeSet};

use super::area::{self, coarsen};
use super::block::{Block, Sum, Verdict};
use super::linear::{Interval, System};
use crate::value::Decimal;

/// Steps of looking for one figure in the place of two.
const STEPS: usize = 40;

/// Withholds what must be in one indicator and period.
pub(super) fn protect(block: &mut Block<'_>) {
    loop {
        if coarsen(block) {
            continue;
        }
        let Some(neighbour) = (0..block.layers()).find_map(|layer| next(block, layer)) else { return };
        block.verdicts[neighbour] = Verdict::Secondary;
    }
}

/// Withholds what must be, and then as few figures for the sake of others as are found in so many steps; every set that is left is
/// as safe as the first.
pub(super) fn protect_tightly(block: &mut Block<'_>) {
    let shown: Vec<bool> = block.verdicts.iter().map(|verdict| *verdict == Verdict::Shown).collect();
    protect(block);
    let mut chosen: Vec<usize> =
        (0..block.cells.len()).filter(|&at| shown[at] && block.verdicts[at] == Verdict::Secondary).collect();
    if chosen.is_empty() {
        return;
    }
    let open = all_open(block);
    // What the reader would miss most first.
    chosen.sort_by_key(|&at| std::cmp::Reverse((block.cells[at].total(), at)));
    chosen.retain(|&at| !try_verdict(block, at, Verdict::Shown, &open));
    tighten(block, &mut chosen, &open);
}

/// What follows although it is withheld and nothing more can be done, by layer.
fn all_open(block: &Block<'_>) -> BTreeSet<(usize, usize)> {
    let of = |layer| {
        let (exact, narrow) = open(block, layer);
        exact.into_iter().chain(narrow).map(move |at| (layer, at))
    };
    (0..block.layers()).flat_map(of).collect()
}

/// Puts one figure in the place of two while that is as safe.
fn tighten(block: &mut Block<'_>, chosen: &mut Vec<usize>, open: &BTreeSet<(usize, usize)>) {
    let mut steps = STEPS;
    while let Some((pair, one)) = exchange(block, chosen, open, &mut steps) {
        chosen.retain(|at| !pair.contains(at));
        chosen.push(one);
    }
}

/// The first two figures that can be shown where another one is withheld, which is done.
fn exchange(
    block: &mut Block<'_>,
    chosen: &[usize],
    open: &BTreeSet<(usize, usize)>,
    steps: &mut usize,
) -> Option<([usize; 2], usize)> {
    for (place, &first) in chosen.iter().enumerate() {
        for &second in &chosen[place + 1..] {
            let pair = [first, second];
            for at in pair {
                block.verdicts[at] = Verdict::Shown;
            }
            let is_near = |sum: &&Sum| pair.iter().any(|at| sum.parts.contains(at));
            let near: BTreeSet<usize> =
                block.sums.iter().filter(is_near).flat_map(|sum| sum.parts.iter().copied()).collect();
            for one in near.into_iter().filter(|one| !pair.contains(one)) {
                if block.verdicts[one] != Verdict::Shown || block.past[one] {
                    continue;
                }
                if *steps > 0 && try_verdict(block, one, Verdict::Secondary, open) {
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

/// Gives a figure another verdict if no more follows then than what is open anyway.
fn try_verdict(block: &mut Block<'_>, at: usize, verdict: Verdict, open: &BTreeSet<(usize, usize)>) -> bool {
    let before = std::mem::replace(&mut block.verdicts[at], verdict);
    let is_safe = block.sums.iter().all(|sum| area::next(block, sum).is_none()) && all_open(block).is_subset(open);
    if !is_safe {
        block.verdicts[at] = before;
    }
    is_safe
}

/// The next figure to withhold for the sake of another.
fn next(block: &Block<'_>, layer: usize) -> Option<usize> {
    let (exact, narrow) = open(block, layer);
    // A figure can be bounded by others that stand in none of its own sums.
    let farther = |at| neighbour(block, at).or_else(|| block.smallest(0..block.cells.len()));
    exact.into_iter().find_map(|at| neighbour(block, at)).or_else(|| narrow.into_iter().find_map(farther))
}

/// What is withheld in a layer and follows all the same, exactly, or if nothing does, nearly.
fn open(block: &Block<'_>, layer: usize) -> (Vec<usize>, Vec<usize>) {
    let (system, withheld) = system(block, layer);
    if withheld.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let determined = system.determined(&withheld);
    let exact: Vec<usize> = determined.into_iter().filter(|&at| must_stay(block, at)).collect();
    let is_exact = exact.iter().any(|&at| neighbour(block, at).is_some());
    (exact, if is_exact { Vec::new() } else { narrow(block, layer, &system, &withheld) })
}

/// The sums of one layer: a variable for each figure, then one for what the parts of each sum leave.
fn system(block: &Block<'_>, layer: usize) -> (System, BTreeSet<usize>) {
    let values = block.cells.iter().map(|cell| &cell.layers).chain(block.sums.iter().map(|sum| &sum.rest));
    let values = values.map(|layers| layers.get(layer).map_or(Decimal::ZERO, |shares| shares.values().sum()));
    let mut system = System::new(values.collect());
    let mut withheld: BTreeSet<usize> = (0..block.cells.len()).filter(|&at| block.is_hidden(at)).collect();
    for (at, sum) in block.sums.iter().enumerate() {
        let mut parts = sum.parts.clone();
        if sum.rest[layer.min(sum.rest.len() - 1)].is_empty() {
            system.add_sum(sum.whole, &parts);
            continue;
        }
        parts.push(block.cells.len() + at);
        withheld.insert(block.cells.len() + at);
        system.add_sum(sum.whole, &parts);
    }
    (system, withheld)
}

/// True for a withheld variable that must not be determined. What is left beside the parts of a sum may be known where it
/// could be shown.
fn must_stay(block: &Block<'_>, at: usize) -> bool {
    match at.checked_sub(block.cells.len()) {
        None => !block.is_known(at),
        Some(sum) => !block.rule.group_passes(&block.sums[sum].rest),
    }
}

/// Small figures that an attacker who knows that nothing is below zero could put between too narrow bounds.
fn narrow(block: &Block<'_>, layer: usize, system: &System, withheld: &BTreeSet<usize>) -> Vec<usize> {
    let shares = || block.cells.iter().filter_map(|cell| cell.layers.get(layer)).flat_map(|shares| shares.values());
    if shares().any(Decimal::is_sign_negative) {
        return Vec::new();
    }
    let value =
        |at: usize| block.cells[at].layers.get(layer).map_or(Decimal::ZERO, |shares| shares.values().sum::<Decimal>());
    let is_small = |at: &usize| !block.rule.group_passes(&block.cells[*at].layers) && !value(*at).is_zero();
    let primary = (0..block.cells.len()).filter(|at| block.verdicts[*at] == Verdict::Primary && !block.past[*at]);
    let small: Vec<usize> = primary.filter(|at| must_stay(block, *at) && is_small(at)).collect();
    if small.is_empty() {
        return small;
    }
    let too_narrow = |intervals: &BTreeMap<usize, Interval>| -> Vec<usize> {
        let width = |at: &usize| intervals.get(at).and_then(Interval::width);
        let is_narrow = |at: &usize| width(at).is_some_and(|width| width < block.rule.width(layer, value(*at)));
        small.iter().copied().filter(is_narrow).collect()
    };
    let narrow = too_narrow(&system.bounds(withheld));
    if narrow.is_empty() { too_narrow(&system.intervals(withheld, &small)) } else { narrow }
}

/// The smallest figure that is shown and stands in a sum with a withheld one: a part rather than a whole.
fn neighbour(block: &Block<'_>, at: usize) -> Option<usize> {
    let rest = at.checked_sub(block.cells.len());
    let near = |number: usize| {
        let sum = &block.sums[number];
        rest == Some(number) || sum.whole == at || sum.parts.contains(&at)
    };
    let near: Vec<_> = (0..block.sums.len()).filter(|&number| near(number)).map(|at| &block.sums[at]).collect();
    block
        .smallest(near.iter().flat_map(|sum| sum.parts.iter().copied()))
        .or_else(|| block.smallest(near.iter().map(|sum| sum.whole)))
}
