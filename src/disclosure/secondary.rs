//! Withholds more until no withheld figure follows from those that are shown, exactly or nearly.
//!
//! All tables of an indicator and period are one system of sums: the total, districts, municipalities, gender, gender by
//! district. After each step the system is solved again; greedy, so not the fewest possible figures.

use std::collections::{BTreeMap, BTreeSet};

use super::area::coarsen;
use super::block::{Block, Verdict};
use super::linear::{Interval, System};
use crate::value::Decimal;

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

/// The next figure to withhold for the sake of another.
fn next(block: &Block<'_>, layer: usize) -> Option<usize> {
    let (system, withheld) = system(block, layer);
    if withheld.is_empty() {
        return None;
    }
    let determined = system.determined(&withheld);
    let exact = determined.into_iter().filter(|&at| must_stay(block, at));
    let narrow = || narrow(block, layer, &system, &withheld);
    // A figure can be bounded by others that stand in none of its own sums.
    let farther = |at| neighbour(block, at).or_else(|| block.smallest(0..block.cells.len()));
    exact.into_iter().find_map(|at| neighbour(block, at)).or_else(|| narrow().into_iter().find_map(farther))
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
