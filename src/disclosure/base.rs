//! What counts of persons are rounded to: a sum to one base wherever it is shown.
//!
//! Classes may round to different bases, or not at all, and show the same sum: that figure would give back what the other rounds.
//! Therefore the largest base of all classes that show a sum holds for it, and for all that is told beside it in one figure.

use std::collections::{BTreeMap, BTreeSet};

use super::piece::unfathomed;
use super::powers;
use super::primary::Rule;
use super::sums::{Numbers, numbers};
use crate::definition::Definitions;

/// The policies of all indicators: as they hold for periods that are final, and for those that may change yet.
pub(super) struct Rules<'a> {
    is_preliminary: BTreeMap<&'a str, bool>,
    /// Of the indicators in their order, for either kind of period.
    of: BTreeMap<bool, Vec<Rule<'a>>>,
}

impl<'a> Rules<'a> {
    /// The policies of all periods, with the bases that hold for each sum.
    pub fn new(definitions: &'a Definitions) -> Self {
        let periods = definitions.project.periods.iter().map(|period| period.period.as_str());
        let is_preliminary: BTreeMap<&str, bool> =
            periods.map(|period| (period, definitions.project.may_change(period))).collect();
        let of = is_preliminary.iter().map(|(period, kind)| (*kind, *period)).collect::<BTreeMap<bool, &str>>();
        let of = of.into_iter().map(|(kind, period)| (kind, rules(definitions, period))).collect();
        Self { is_preliminary, of }
    }

    /// The policy of an indicator, by its number, in a period.
    pub fn rule(&self, indicator: usize, period: &str) -> Option<&Rule<'a>> {
        self.of.get(self.is_preliminary.get(period)?)?.get(indicator)
    }

    /// The policy of an indicator of a name in a period.
    pub fn named(&self, indicator: &str, period: &str) -> Option<&Rule<'a>> {
        let mut rules = self.of.get(self.is_preliminary.get(period)?)?.iter();
        rules.find(|rule| *rule.indicator.indicator == indicator)
    }
}

/// The policy of every indicator in a period and those like it, with the bases that hold for its sums.
fn rules<'a>(definitions: &'a Definitions, period: &str) -> Vec<Rule<'a>> {
    let new = |indicator| Rule::new(definitions, indicator, period);
    let mut rules: Vec<Rule<'_>> = definitions.indicators.iter().map(new).collect();
    let numbers = numbers(definitions);
    agree(&numbers, &mut rules);
    let beside = powers::beside(definitions, &numbers);
    for rule in &mut rules {
        if let Some(sums) = beside.get(rule.indicator.indicator.as_str()) {
            rule.ask_beside(*sums);
        }
    }
    let rounded = rules.iter().filter(|rule| rule.rounding().is_some()).flat_map(|rule| rule.persons.clone());
    let rounded: BTreeSet<(String, String)> = rounded.collect();
    let mut unfathomed = unfathomed(definitions);
    for rule in &mut rules {
        rule.reads_rounded = !rule.persons.is_disjoint(&rounded);
        rule.unfathomed = unfathomed.remove(rule.indicator.indicator.as_str()).unwrap_or_default();
    }
    rules
}

/// Raises bases until each sum has one, in all indicators, and each indicator has one, in both parts of a ratio and in all periods.
fn agree(numbers: &Numbers<'_>, rules: &mut [Rule<'_>]) {
    let sums = |rule: &Rule<'_>, layer: usize| -> Vec<usize> {
        let of = numbers.iter().filter(|((name, _), _)| *name == rule.indicator.indicator.as_str());
        of.filter_map(|(_, sums)| sums.get(layer).copied()).collect()
    };
    let mut bases: BTreeMap<usize, u32> = BTreeMap::new();
    loop {
        let before = bases.clone();
        for rule in &mut *rules {
            let layers: Vec<Vec<usize>> = (0..rule.bases.len()).map(|layer| sums(rule, layer)).collect();
            for (base, sums) in rule.bases.iter_mut().zip(&layers) {
                *base = sums.iter().filter_map(|sum| bases.get(sum).copied()).chain(*base).max();
            }
            let most = rule.rounding();
            for (base, sums) in rule.bases.iter_mut().zip(&layers).filter(|(base, _)| base.is_some()) {
                *base = most;
                bases.extend(sums.iter().filter_map(|sum| Some((*sum, most?))));
            }
        }
        if bases == before {
            break;
        }
    }
}
