//! What counts of persons are rounded to: a sum to one base wherever it is shown.
//!
//! Classes may round to different bases, or not at all, and show the same sum: that figure would give back what the other rounds.
//! Therefore the largest base of all classes that show a sum holds for it, and for all that is told beside it in one figure.

use std::collections::{BTreeMap, BTreeSet};

use super::primary::Rule;
use super::sums::numbers;
use crate::definition::Definitions;

/// The policy of every indicator, with the bases that hold for its sums.
pub(super) fn rules(definitions: &Definitions) -> Vec<Rule<'_>> {
    let mut rules: Vec<Rule<'_>> =
        definitions.indicators.iter().map(|indicator| Rule::new(definitions, indicator)).collect();
    agree(definitions, &mut rules);
    let rounded = rules.iter().filter(|rule| rule.rounding().is_some()).flat_map(|rule| rule.persons.clone());
    let rounded: BTreeSet<(String, String)> = rounded.collect();
    for rule in &mut rules {
        rule.reads_rounded = !rule.persons.is_disjoint(&rounded);
    }
    rules
}

/// Raises bases until each sum has one, in all indicators, and each indicator has one, in both parts of a ratio and in all periods.
fn agree(definitions: &Definitions, rules: &mut [Rule<'_>]) {
    let numbers = numbers(definitions);
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
