//! Areas coarsen before a cell is withheld: what a sum would give back of its withheld parts must itself be safe.
//!
//! A municipality is shown only where its district is, and only where the municipalities of the district that are not
//! shown, taken together, could be shown too. When no such choice is left, the table stops at the district. Codes that
//! exclude each other, such as gender, follow the same rule.

use std::collections::BTreeSet;

use super::block::{Block, Sum, Verdict, union};
use super::primary::Shares;

/// Withholds parts until every sum that is shown is safe: of some sums, and of those that are touched then.
pub(super) fn coarsen(block: &mut Block<'_>, mut sums: BTreeSet<usize>) {
    while let Some(at) = sums.pop_first() {
        while let Some(part) = next(block, &block.sums[at]) {
            block.verdicts[part] = Verdict::Secondary;
            sums.extend(block.near[part].iter().filter(|sum| **sum != at));
        }
    }
}

/// The next part of a sum that must not be shown.
pub(super) fn next(block: &Block<'_>, sum: &Sum) -> Option<usize> {
    let shown = |part: &&usize| block.verdicts[**part] == Verdict::Shown && !block.past[**part];
    if block.is_hidden(sum.whole) {
        return sum.parts.iter().find(shown).copied();
    }
    if block.verdicts[sum.whole] == Verdict::Missing {
        return None;
    }
    let hidden = sum.parts.iter().filter(|part| block.is_hidden(**part)).map(|part| &block.cells[*part].layers);
    let rest = Some(&sum.rest).filter(|rest| rest.iter().any(|rest| !rest.is_empty()));
    let groups: Vec<&Vec<Shares>> = hidden.chain(rest).collect();
    let is_safe = match groups.as_slice() {
        [] => true,
        [one] => block.rule.group_passes(one),
        groups => block.rule.group_passes(&union(groups.iter().copied())),
    };
    if is_safe {
        return None;
    }
    block.smallest(sum.parts.iter().copied())
}
