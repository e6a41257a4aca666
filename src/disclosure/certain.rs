//! Figures that are what they are by definition: a share of which both parts are the same sum is all of it whatever was answered,
//! and one of which the upper part is nothing is none of it. They tell nothing, so that nothing is withheld for their sake.

use std::collections::{BTreeMap, BTreeSet};

use super::around;
use super::base::Rules;
use super::inside::{self, InsideFigure, InsideStatus};
use super::key;
use super::primary::Rule;
use super::release::{Figure, Key, Status};
use super::sums::{Numbers, numbers};
use crate::definition::Definitions;
use crate::ledger::Ledger;
use crate::measure::{Observation, quotient};
use crate::value::{Decimal, Missing};

/// Parts observations from those that are certain. One whose parts an edition has told is no such figure: they must be reckoned
/// with.
pub(super) fn apart(
    observations: Vec<Observation>,
    definitions: &Definitions,
    ledger: &Ledger,
) -> (Vec<Observation>, Vec<Observation>) {
    let numbers = numbers(definitions);
    let told = ledger.editions.iter().flat_map(|edition| &edition.told).filter(|(_, told)| told.numerator.is_some());
    let told: BTreeSet<&str> = told.map(|((indicator, ..), _)| indicator.as_str()).collect();
    let is_open = |one: &Observation| {
        told.contains(one.indicator.as_str()) || certainly(one, definitions, &numbers, &observations).is_none()
    };
    let is_open: Vec<bool> = observations.iter().map(is_open).collect();
    let (mut open, mut certain) = (Vec::new(), Vec::new());
    for (one, is_open) in observations.into_iter().zip(is_open) {
        if is_open { open.push(one) } else { certain.push(one) }
    }
    (open, certain)
}

/// What a figure is by definition.
fn certainly(
    one: &Observation,
    definitions: &Definitions,
    numbers: &Numbers<'_>,
    observations: &[Observation],
) -> Option<Decimal> {
    let indicator = definitions.version(definitions.indicator(&one.indicator)?, &one.period);
    let sums = numbers.get(&(one.indicator.as_str(), one.period.as_str()))?;
    let [over, under] = sums.as_slice() else { return None };
    if over == under {
        return quotient(Decimal::ONE, Decimal::ONE, indicator.scale.unwrap_or(Decimal::ONE))
            .map(|all| all.normalize());
    }
    let reads_nothing = indicator.numerator_expression.as_ref().is_some_and(|upper| upper.references().is_empty());
    let of_it = || observations.iter().filter(|other| other.indicator == one.indicator && other.period == one.period);
    let mut given = of_it().flat_map(|other| other.contributions.values());
    (reads_nothing && given.all(|share| share.value.is_zero())).then_some(Decimal::ZERO)
}

/// Whether the figures of an indicator and period are told: all of them or none, so that none tells of those in it. That there is
/// anything to take a share of is told where enough enterprises gave it, and where a release did not tell it where more came.
fn is_told(whole: &Observation, rule: &Rule<'_>, ledger: &Ledger) -> bool {
    let key = key(whole);
    let is_withheld = |told: &crate::ledger::Told| told.status == Status::Withheld.word();
    let was_withheld = ledger.editions.iter().any(|edition| edition.told.get(&key).is_some_and(is_withheld));
    let least = rule.contributors() * if was_withheld { 2 } else { 1 };
    inside::contributors(whole) as usize >= least
}

/// Adds the figures that are certain.
pub(super) fn release(
    certain: &[Observation],
    (definitions, rules): (&Definitions, &Rules<'_>),
    figures: &mut BTreeMap<Key, Figure>,
    ledger: &Ledger,
) {
    let numbers = numbers(definitions);
    for one in certain {
        let status = status(one, certain, rules, ledger);
        let value = certainly(one, definitions, &numbers, certain).filter(|_| status == Status::Published);
        figures.insert(key(one), Figure { value, ..Figure::without(status) });
    }
}

/// Whether and how a figure is told.
fn status(one: &Observation, certain: &[Observation], rules: &Rules<'_>, ledger: &Ledger) -> Status {
    let is_whole = |other: &&Observation| {
        other.indicator == one.indicator && other.period == one.period && other.breakdown.is_empty()
    };
    let whole = certain.iter().find(is_whole);
    let rule = rules.named(&one.indicator, &one.period).filter(|rule| rule.allows(&one.breakdown));
    match (whole, rule) {
        (Some(whole), _) if whole.contributions.is_empty() => {
            Status::Missing(whole.missing.unwrap_or(Missing::NotCollected))
        }
        (Some(whole), Some(rule)) if is_told(whole, rule, ledger) => Status::Published,
        _ => Status::Withheld,
    }
}

/// The same for staff.
pub(super) fn inside(
    certain: &[Observation],
    rules: &Rules<'_>,
    figures: &mut BTreeMap<Key, InsideFigure>,
    ledger: &Ledger,
) {
    for one in certain {
        let figure = InsideFigure {
            status: match (one.value, status(one, certain, rules, ledger)) {
                (None, _) => InsideStatus::Missing(one.missing.unwrap_or(Missing::NotCollected)),
                (Some(_), Status::Published) => InsideStatus::Published,
                (Some(_), _) => InsideStatus::Primary,
            },
            value: one.value,
            numerator: one.numerator,
            denominator: one.denominator,
            told_before: None,
            contributors: inside::contributors(one),
            answered: one.coverage.answered,
            expected: one.coverage.expected,
            change: around::change(one),
            freed_by: BTreeSet::new(),
        };
        figures.insert(key(one), figure);
    }
}
