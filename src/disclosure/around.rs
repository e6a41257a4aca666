//! What is said around a figure: the like-for-like panel, the split of the change and coverage.
//!
//! Panels and parts of a change are figures like any other: what is left beside them must be safe as well.

use std::collections::BTreeMap;

use super::block::{Block, Cell, Verdict, union};
use super::primary::{Shares, is_sum};
use super::release::{CoverageShown, PanelShown};
use crate::measure::{ChangeKind, Coverage, Observation};
use crate::value::Decimal;

/// Shares of size are told when none or at least this many did not answer.
const SILENT: u32 = 3;

/// What the period before says of a cell: whether it is shown, and what organisations gave.
pub(super) type Before<'b, 'a> = Option<&'b Block<'a>>;

/// Decides which panels and changes are shown, apart from some that gave something away.
pub(super) fn clear(block: &mut Block<'_>, before: Before<'_, '_>, banned: &dyn Fn(usize, bool) -> bool) {
    for at in 0..block.cells.len() {
        block.panels[at] = !banned(at, false) && panel_passes(block, before, at);
    }
    loop {
        let unsafe_sum = block.sums.iter().find_map(|sum| {
            if !block.panels[sum.whole] || panels_pass(block, sum) {
                return None;
            }
            let shown = sum.parts.iter().copied().filter(|part| block.panels[*part]);
            Some(shown.min_by_key(|part| (block.cells[*part].total(), *part)).unwrap_or(sum.whole))
        });
        let Some(at) = unsafe_sum else { break };
        block.panels[at] = false;
    }
    for at in 0..block.cells.len() {
        block.changes[at] = block.panels[at] && !banned(at, true) && change_passes(block, before, at);
    }
}

/// A panel is shown where its figures and those of all others are safe, in both periods.
fn panel_passes(block: &Block<'_>, before: Before<'_, '_>, at: usize) -> bool {
    let cell = &block.cells[at];
    let (Some([now, then]), Some(before)) = (&cell.panel, before) else { return false };
    let Some(&earlier) = before.places.get(&cell.observation.breakdown) else { return false };
    // The middle or mean of a few is one enterprise's own figure or nearly so.
    if !is_sum(cell.observation) {
        return false;
    }
    if block.verdicts[at] != Verdict::Shown || before.verdicts[earlier] != Verdict::Shown {
        return false;
    }
    // Whose value is known would be known to have been silent, if nothing but that were left beside the panel.
    let members = |one: &str| cell.observation.panel.iter().any(|panel| panel.organisations.iter().any(|of| of == one));
    let rest = |of: &Cell<'_>, panel: &[Shares]| {
        let others = without(&of.layers, panel);
        let is_nothing = |layers: &[Shares]| layers.iter().flat_map(Shares::values).all(Decimal::is_zero);
        let are_others = of.observation.contributions.keys().any(|one| !members(one));
        !are_others || is_nothing(&of.given(block.layers() > 1)) || block.rule.group_passes(&others)
    };
    let base = |layers: &[Shares]| block.layers() == 1 || block.rule.base_passes(&layers[1]);
    block.rule.group_passes(now)
        && block.rule.group_passes(then)
        && base(now)
        && base(then)
        && rest(cell, now)
        && rest(&before.cells[earlier], then)
}

/// What a panel and the panels of its parts leave must be safe.
fn panels_pass(block: &Block<'_>, sum: &super::block::Sum) -> bool {
    let Some(whole) = &block.cells[sum.whole].panel else { return true };
    let shown = || sum.parts.iter().filter(|part| block.panels[**part]);
    if shown().next().is_none() {
        return true;
    }
    (0..2).all(|side| {
        let parts = shown().filter_map(|part| block.cells[*part].panel.as_ref()).map(|panel| &panel[side]);
        let mut left = whole[side].clone();
        for (into, shares) in left.iter_mut().zip(union(parts)) {
            for (organisation, share) in shares {
                *into.entry(organisation).or_default() -= share;
            }
            into.retain(|_, share| !share.is_zero());
        }
        left.iter().all(Shares::is_empty) || block.rule.group_passes(&left)
    })
}

/// Layers without the organisations of other layers.
fn without(layers: &[Shares], others: &[Shares]) -> Vec<Shares> {
    let is_other = |organisation: &String| others.iter().any(|shares| shares.contains_key(organisation));
    let keep =
        |shares: &Shares| shares.iter().filter(|(one, _)| !is_other(one)).map(|(o, s)| (o.clone(), *s)).collect();
    layers.iter().map(keep).collect()
}

/// The change is split only for the whole region, and only where each part is safe, before and now and as a difference.
fn change_passes(block: &Block<'_>, before: Before<'_, '_>, at: usize) -> bool {
    let cell = &block.cells[at];
    let (Some(change), Some(before)) = (&cell.observation.change, before) else { return false };
    let Some(&earlier) = before.places.get(&cell.observation.breakdown) else { return false };
    cell.observation.breakdown.is_empty()
        && change.parts.keys().all(|kind| {
            let of = |layers: &[Shares]| -> Vec<Shares> {
                let belongs = |one: &String| change.kinds.get(one) == Some(kind);
                let keep = |shares: &Shares| {
                    shares.iter().filter(|(one, _)| belongs(one)).map(|(one, share)| (one.clone(), *share)).collect()
                };
                layers.iter().map(keep).collect()
            };
            let cells = [cell, &before.cells[earlier]];
            let unknown = differing(cells.map(|cell| of(&cell.layers)));
            let all = differing(cells.map(|cell| of(&cell.given(block.layers() > 1))));
            let is_nothing = |layers: &[Shares]| layers.iter().all(|shares| shares.values().all(Decimal::is_zero));
            unknown.iter().zip(&all).all(|(unknown, all)| is_nothing(all) || block.rule.group_passes(unknown))
        })
}

/// What is given now and then, and what these differ by.
fn differing([now, then]: [Vec<Shares>; 2]) -> [Vec<Shares>; 3] {
    let mut by = now.clone();
    for (by, then) in by.iter_mut().zip(&then) {
        for (one, share) in then {
            *by.entry(one.clone()).or_default() -= share;
        }
    }
    [now, then, by]
}

/// The panel as it is printed.
pub(super) fn panel(observation: &Observation) -> Option<PanelShown> {
    let panel = observation.panel.as_ref()?;
    Some(PanelShown {
        enterprises: u32::try_from(panel.organisations.len()).ok()?,
        previous: panel.previous?,
        current: panel.current?,
        previous_base: panel.previous_base,
        between: None,
    })
}

/// The split of the change as it is printed.
pub(super) fn change(observation: &Observation) -> Option<BTreeMap<String, (u32, Decimal)>> {
    let parts = &observation.change.as_ref()?.parts;
    let print = |(kind, part): (&ChangeKind, &crate::measure::ChangePart)| {
        (kind.name().to_owned(), (part.enterprises, part.value))
    };
    Some(parts.iter().map(print).collect())
}

/// Who answered, as it is printed where it may be told; of sizes only if so wanted.
pub(super) fn covered(coverage: Coverage, with_size: bool) -> CoverageShown {
    let percent = || {
        let share = (coverage.answered_size * Decimal::ONE_HUNDRED).checked_div(coverage.expected_size)?;
        u32::try_from(share.round().mantissa()).ok()
    };
    CoverageShown {
        answered: coverage.answered,
        expected: coverage.expected,
        size_percent: if with_size && may_tell_size(coverage) { percent() } else { None },
    }
}

/// How large an enterprise is can be known from elsewhere: a share that is low because of a single one would name it. All of
/// them may be told of, or at least three of which none is larger than the others together.
fn may_tell_size(coverage: Coverage) -> bool {
    let silent = coverage.expected - coverage.answered.min(coverage.expected);
    let size = coverage.expected_size - coverage.answered_size;
    silent == 0 || silent >= SILENT && coverage.largest_silent + coverage.largest_silent <= size
}
