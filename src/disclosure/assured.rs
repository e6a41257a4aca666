//! How much of a sum somebody has checked, in coarse shares and only where each part of it could be told.

use std::collections::BTreeMap;

use super::block::{Block, Verdict};
use super::primary::{Shares, is_sum};
use super::release::Portion;
use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Evidence;
use crate::value::Decimal;

/// On what a sum rests, and about how much of it on each; empty where nothing is said of any of it, and where a part of it
/// would tell of too few. Of the whole alone, and not of what may be below zero.
pub(super) fn assured(
    definitions: &Definitions,
    block: &Block<'_>,
    at: usize,
    assurances: &Assurances,
) -> BTreeMap<Evidence, Portion> {
    let (cell, indicator) = (&block.cells[at], definitions.version(block.rule.indicator, block.period));
    let is_whole = block.verdicts[at] == Verdict::Shown && cell.observation.breakdown.is_empty();
    let [unknown] = cell.layers.as_slice() else { return BTreeMap::new() };
    let shares = &cell.given(false)[0];
    let is_plain = is_sum(cell.observation) && !shares.values().any(Decimal::is_sign_negative);
    if assurances.is_empty() || !is_whole || !is_plain {
        return BTreeMap::new();
    }
    let default = definitions.evidence(indicator, block.period).evidence;
    let mut parts: BTreeMap<Evidence, Shares> = BTreeMap::new();
    for (organisation, share) in shares.iter().filter(|(_, share)| !share.is_zero()) {
        let grade = assurances.of(definitions, indicator, (organisation, block.period)).unwrap_or(default);
        parts.entry(grade).or_default().insert(organisation.clone(), *share);
    }
    let whole: Decimal = shares.values().sum();
    let is_safe = |part: &Shares| {
        let unknown = part.iter().filter(|(one, _)| unknown.contains_key(*one));
        block.rule.group_passes(&[unknown.map(|(one, share)| (one.clone(), *share)).collect()])
    };
    if whole.is_zero() || parts.keys().all(|grade| *grade == default) || !parts.values().all(is_safe) {
        return BTreeMap::new();
    }
    parts.iter().map(|(grade, part)| (*grade, Portion::of(part.values().sum(), whole))).collect()
}
