//! How much of a sum somebody has checked, in coarse shares and only where each part of it could be told.

use std::collections::BTreeMap;

use super::block::{Block, Verdict};
use super::primary::{Shares, is_sum};
use super::release::Portion;
use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Evidence;
use crate::value::Decimal;

/// Says of each whole of a block what it rests on; nothing of those of which nothing has been checked, and of what may be below
/// zero.
pub(super) fn grade(definitions: &Definitions, block: &mut Block<'_>, assurances: &Assurances) {
    if assurances.is_empty() {
        return;
    }
    let name = block.rule.indicator.indicator.as_str();
    let default = definitions.evidence(definitions.version(block.rule.indicator, block.period), block.period).evidence;
    let wholes = block.cells.iter_mut().filter(|cell| cell.observation.breakdown.is_empty() && cell.layers.len() == 1);
    for cell in wholes.filter(|cell| is_sum(cell.observation)) {
        let shares = cell.given(false).swap_remove(0);
        if shares.values().any(Decimal::is_sign_negative) {
            continue;
        }
        let mut parts: BTreeMap<Evidence, Shares> = BTreeMap::new();
        for (organisation, share) in shares {
            let grade = grade_of(definitions, (name, block.period), &organisation, assurances).unwrap_or(default);
            parts.entry(grade).or_default().insert(organisation, share);
        }
        if parts.iter().any(|(grade, part)| *grade != default && is_some(part)) {
            cell.graded = parts;
        }
    }
}

/// What rests under what an organisation gave to an indicator in a period: what has been checked of it, or what is so by definition.
pub(super) fn grade_of(
    definitions: &Definitions,
    (indicator, period): (&str, &str),
    organisation: &str,
    assurances: &Assurances,
) -> Option<Evidence> {
    let indicator = definitions.version(definitions.indicator(indicator)?, period);
    let default = definitions.evidence(indicator, period).evidence;
    Some(assurances.of(definitions, indicator, (organisation, period)).unwrap_or(default))
}

/// True for a figure that is shown, each part of which could be told by itself.
pub(super) fn may_be_told(block: &Block<'_>, at: usize) -> bool {
    let cell = &block.cells[at];
    let is_safe = |part: &Shares| block.rule.group_passes(&[cell.unknown(part)]);
    let mut parts = cell.graded.values().filter(|part| is_some(part));
    block.verdicts[at] == Verdict::Shown && !cell.graded.is_empty() && parts.all(is_safe)
}

/// True for a part to which anybody gave anything. Who gave nothing to it stands in it all the same: to another figure of the same
/// enterprises they may have.
fn is_some(part: &Shares) -> bool {
    part.values().any(|share| !share.is_zero())
}

/// On what a sum rests, and about how much of it on each; empty where that is not told.
pub(super) fn assured(block: &Block<'_>, at: usize) -> BTreeMap<Evidence, Portion> {
    let graded = &block.cells[at].graded;
    let whole: Decimal = graded.values().flat_map(Shares::values).sum();
    let portion = |(grade, part): (&Evidence, &Shares)| (*grade, Portion::of(part.values().sum::<Decimal>(), whole));
    let told = graded.iter().filter(|(_, part)| block.evidence[at] && is_some(part));
    told.map(portion).collect()
}
