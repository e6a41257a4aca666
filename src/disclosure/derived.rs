//! Figures that are made of other figures: shown only where all of those are, so that they tell nothing that is not told.

use std::collections::{BTreeMap, BTreeSet};

use super::around;
use super::inside::{self, InsideFigure, InsideStatus};
use super::key;
use super::release::{CoverageShown, Figure, Key, Status, ToldBefore};
use super::revision::told_before;
use super::rounding::span;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::ledger::Ledger;
use crate::measure::{Amount, Observation, of_figures};
use crate::value::{Decimal, Missing};

/// Most rounded parts whose ends are put together; who needs more than that of a figure is not in sight.
const CORNERS: usize = 8;

/// Parts observations from those that are made of the figures of others, each after those it is made of. They need no audit of
/// their own: from what is shown anybody could calculate them.
pub(super) fn apart(observations: Vec<Observation>, definitions: &Definitions) -> (Vec<Observation>, Vec<Observation>) {
    let is_made = |one: &Observation| definitions.indicator(&one.indicator).is_some_and(Indicator::is_of_figures);
    let (own, mut made): (Vec<_>, Vec<_>) = observations.into_iter().partition(|one| !is_made(one));
    let order = definitions.derived_in_order();
    made.sort_by_key(|one| order.iter().position(|name| *name == one.indicator));
    (own, made)
}

/// The figures that an observation is made of, of the same period and cell; `None` where one of them is not there.
fn parts<'f, F>(made: &Observation, definitions: &Definitions, figures: &'f BTreeMap<Key, F>) -> Option<Vec<&'f F>> {
    let names = definitions.version(definitions.indicator(&made.indicator)?, &made.period).parts();
    names.into_iter().map(|name| figures.get(&(name, made.period.clone(), made.breakdown.clone()))).collect()
}

/// Adds the figures that are made of those that are there. One that an edition told otherwise is revised, unless it was made of
/// counts rounded otherwise.
pub(super) fn release(
    made: &[Observation],
    definitions: &Definitions,
    figures: &mut BTreeMap<Key, Figure>,
    ledger: &Ledger,
) {
    for one in made {
        let parts = parts(one, definitions, figures).unwrap_or_default();
        let mut figure = figure(&parts, made_of(one, definitions, figures, &|part| part.value));
        figure.between = between(one, definitions, figures).filter(|_| figure.rounded.is_some());
        let key = key(one);
        let last = ledger.last_told(&key).filter(|(_, told)| told.rounded == figure.rounded);
        if figure.value.is_some() && last.is_some_and(|(_, told)| told.value != figure.value) {
            figure.status = Status::Revised;
        }
        figures.insert(key, figure);
    }
}

/// What is made of the parts, of each as much as is said.
fn made_of(
    made: &Observation,
    definitions: &Definitions,
    figures: &BTreeMap<Key, Figure>,
    of: &dyn Fn(&Figure) -> Option<Decimal>,
) -> Amount {
    let Some(indicator) = definitions.indicator(&made.indicator) else { return Amount::default() };
    let indicator = definitions.version(indicator, &made.period);
    let value = |name: String| {
        let figure = figures.get(&(name.clone(), made.period.clone(), made.breakdown.clone()))?;
        Some((name, of(figure)?))
    };
    of_figures(indicator, &indicator.parts().into_iter().filter_map(value).collect())
}

/// Between which numbers it lies: from what is made of the ends of those parts that are rounded, as it grows with each of them or
/// falls.
fn between(made: &Observation, definitions: &Definitions, figures: &BTreeMap<Key, Figure>) -> Option<[Decimal; 2]> {
    let parts = parts(made, definitions, figures)?;
    let rounded: Vec<&Figure> = parts.into_iter().filter(|part| part.between.is_some()).take(CORNERS).collect();
    let corner = |corner: u32| {
        let end = |part: &Figure| {
            let at = rounded.iter().position(|one| std::ptr::eq(*one, part))?;
            part.between.map(|ends| ends[(corner >> at & 1) as usize])
        };
        made_of(made, definitions, figures, &|part| end(part).or(part.value)).value
    };
    span((0..1 << rounded.len()).map(corner))
}

fn figure(parts: &[&Figure], amount: Amount) -> Figure {
    let status = status(amount.value, parts);
    let is_shown = matches!(status, Status::Published | Status::Provisional);
    let coverages: Option<Vec<CoverageShown>> = parts.iter().map(|part| part.coverage).collect();
    let unexplained: Option<Vec<u32>> = parts.iter().map(|part| part.unexplained).collect();
    Figure {
        status,
        value: amount.value.filter(|_| is_shown),
        numerator: amount.numerator.filter(|_| is_shown),
        denominator: amount.denominator.filter(|_| is_shown),
        rounded: parts.iter().filter_map(|part| part.rounded).max().filter(|_| is_shown),
        told_before: None,
        between: None,
        contributors: None,
        coverage: coverages.filter(|_| status != Status::Withheld).and_then(least),
        panel: None,
        change: None,
        unexplained: unexplained.filter(|_| is_shown).and_then(|all| all.into_iter().max()),
        reasons: BTreeMap::new(),
        undivided: BTreeSet::new(),
        assured: BTreeMap::new(),
        methods: None,
        has_other_years: false,
        freed_by: parts.iter().flat_map(|part| &part.freed_by).copied().filter(|_| is_shown).collect(),
    }
}

/// Withheld if any part is, and missing if any is.
fn status(value: Option<Decimal>, parts: &[&Figure]) -> Status {
    let is_hidden = |part: &&&Figure| part.value.is_none() && !matches!(part.status, Status::Missing(_));
    let missing = parts.iter().find(|part| part.value.is_none());
    match (parts.iter().find(is_hidden), missing, value) {
        (Some(_), ..) => Status::Withheld,
        _ if parts.is_empty() => Status::Withheld,
        (_, Some(part), _) => part.status,
        (.., None) => Status::Missing(Missing::NotApplicable),
        _ if parts.iter().any(|part| part.status == Status::Provisional) => Status::Provisional,
        _ => Status::Published,
    }
}

/// Who answered the part that fewest of those asked did.
fn least(coverages: Vec<CoverageShown>) -> Option<CoverageShown> {
    let share = |one: &CoverageShown| Decimal::from(one.answered) / Decimal::from(one.expected.max(1));
    coverages.into_iter().min_by_key(share)
}

/// The same for staff: where the public sees too little of a part it sees nothing of this.
pub(super) fn inside(
    made: &[Observation],
    definitions: &Definitions,
    figures: &mut BTreeMap<Key, InsideFigure>,
    ledger: &Ledger,
) {
    for one in made {
        let key = key(one);
        let parts = parts(one, definitions, figures).unwrap_or_default();
        let any = |is: fn(InsideStatus) -> bool| parts.iter().any(|part| is(part.status));
        let mut figure = InsideFigure {
            status: match one.value {
                None => InsideStatus::Missing(one.missing.unwrap_or(Missing::NotCollected)),
                _ if any(|status| matches!(status, InsideStatus::Primary | InsideStatus::Secondary)) => {
                    InsideStatus::Secondary
                }
                _ if any(|status| status == InsideStatus::Provisional) => InsideStatus::Provisional,
                Some(_) => InsideStatus::Published,
            },
            value: one.value,
            numerator: one.numerator,
            denominator: one.denominator,
            told_before: None,
            contributors: parts.iter().map(|part| part.contributors).min().unwrap_or(inside::contributors(one)),
            answered: one.coverage.answered,
            expected: one.coverage.expected,
            change: around::change(one),
            freed_by: parts.iter().flat_map(|part| &part.freed_by).copied().collect(),
        };
        // Staff sees the true counts: those that were told rounded may be the same.
        let is_withheld = matches!(figure.status, InsideStatus::Primary | InsideStatus::Secondary);
        let is_another = |told: &ToldBefore| is_withheld || told.rounded.is_none() && told.value != one.value;
        figure.told_before = told_before(ledger, &key).filter(is_another);
        figures.insert(key, figure);
    }
}
