//! Counts of persons that are rounded: what of a figure is published, and between which bounds a reader knows the true one.
//!
//! Each figure is rounded by itself to the nearest multiple of its base, totals too, so that the same count is the same number
//! wherever it stands and whenever it is published; figures need not add up. This is what is left after small counts are
//! withheld, as in the 10-5 rule of the Office for National Statistics (withhold below 10, round the rest to 5); bases 3 and 5
//! are the common ones (tau-ARGUS manual, 2.14). What is reckoned from counts is reckoned from the rounded ones.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::primary::{Rule, Shares};
use super::release::PanelShown;
use crate::measure::{Amount, Observation, quotient};
use crate::value::Decimal;

/// The nearest multiple of a base; of two as near the one farther from zero.
pub(super) fn nearest(value: Decimal, base: u32) -> Decimal {
    let base = Decimal::from(base);
    let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    ((value / base).round_dp_with_strategy(0, away) * base).normalize()
}

/// A figure as it is published: its counts rounded, and a share or mean of them made of the rounded ones.
pub(super) fn printed(rule: &Rule<'_>, of: Amount, scale: Decimal) -> Amount {
    if rule.rounding().is_none() {
        return of;
    }
    let round = |layer: usize, value: Decimal| rule.base(layer).map_or(value, |base| nearest(value, base));
    match (of.numerator, of.denominator) {
        (Some(upper), Some(lower)) => {
            let (upper, lower) = (round(0, upper), round(1, lower));
            let value = of.value.and_then(|_| quotient(upper, lower, scale)).map(|value| value.normalize());
            Amount { value, numerator: Some(upper), denominator: Some(lower) }
        }
        _ => Amount { value: of.value.map(|value| round(0, value)), ..of },
    }
}

/// The bounds that a published count leaves: half a base to either side, and no count that would have been withheld. `None` for
/// what is not rounded, and for a zero that a reader knows to be one, as the least count that is published lies above half the
/// base.
pub(super) fn bounds(rule: &Rule<'_>, layer: usize, value: Decimal) -> Option<[Decimal; 2]> {
    left_by(rule.base(layer)?, rule.least(layer), value)
}

/// The bounds that a count leaves which is rounded to a base, where the least that is published is known, as [`bounds`] says.
pub(super) fn left_by(base: u32, least: u32, value: Decimal) -> Option<[Decimal; 2]> {
    let (shown, least) = (nearest(value, base), Decimal::from(least));
    // Of whole numbers none lies in the middle.
    let half = if value.fract().is_zero() { Decimal::from(base / 2) } else { Decimal::from(base) / Decimal::TWO };
    let (low, high) = (shown - half, shown + half);
    match shown.cmp(&Decimal::ZERO) {
        Ordering::Greater => Some([low.max(least.min(value)), high]),
        Ordering::Less => Some([low, high.min(-least.min(-value))]),
        Ordering::Equal => Some([low, high]).filter(|_| least <= half),
    }
}

/// Between which numbers a figure lies for who knows what is published of it; `None` for what is not rounded.
pub(super) fn between(rule: &Rule<'_>, printed: Amount, scale: Decimal) -> Option<[Decimal; 2]> {
    rule.rounding()?;
    let ends = |layer: usize, value: Decimal| bounds(rule, layer, value).unwrap_or([value; 2]);
    let (Some(upper), Some(lower)) = (printed.numerator, printed.denominator) else {
        return Some(ends(0, printed.value?));
    };
    let corners = ends(0, upper).map(|upper| ends(1, lower).map(|lower| quotient(upper, lower, scale)));
    span(corners.into_iter().flatten())
}

/// The least and the largest of some numbers; `None` where one of them is none.
pub(super) fn span(numbers: impl Iterator<Item = Option<Decimal>>) -> Option<[Decimal; 2]> {
    let numbers = numbers.collect::<Option<Vec<Decimal>>>()?;
    Some([numbers.iter().min()?.normalize(), numbers.iter().max()?.normalize()])
}

/// The panel of a figure as it is published, from what its enterprises gave now and a period before.
pub(super) fn panel(
    (rule, scale): (&Rule<'_>, Decimal),
    [now, then]: &[Vec<Shares>; 2],
    known: PanelShown,
) -> Option<PanelShown> {
    if rule.rounding().is_none() {
        return Some(known);
    }
    let printed = |layers: &[Shares]| {
        let sums: Vec<Decimal> = layers.iter().map(|shares| shares.values().sum()).collect();
        let amount = match sums.as_slice() {
            [upper, lower] => Amount { value: Some(*upper), numerator: Some(*upper), denominator: Some(*lower) },
            sums => Amount { value: sums.first().copied(), ..Amount::default() },
        };
        printed(rule, amount, scale)
    };
    let (now, then) = (printed(now), printed(then));
    Some(PanelShown {
        previous: then.value?,
        current: now.value?,
        previous_base: known.previous_base.and(then.denominator),
        between: between(rule, then, scale).zip(between(rule, now, scale)).map(|(then, now)| [then, now]),
        ..known
    })
}

/// The split of a change as it is published: each part is rounded by itself.
pub(super) fn change(rule: &Rule<'_>, parts: BTreeMap<String, (u32, Decimal)>) -> BTreeMap<String, (u32, Decimal)> {
    let Some(base) = rule.base(0) else { return parts };
    parts.into_iter().map(|(kind, (enterprises, value))| (kind, (enterprises, nearest(value, base)))).collect()
}

/// What was measured of a figure.
pub(super) fn measured(observation: &Observation) -> Amount {
    let Observation { value, numerator, denominator, .. } = observation;
    Amount { value: *value, numerator: *numerator, denominator: *denominator }
}
