//! Which sums are at most others, because a check takes no row that says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::law::Forms;
use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::dataset::Check;
use crate::diagnostic::Severity;
use crate::expression::{Linear, Reference};
use crate::measure::{Breakdown, layers};

/// Sums by number, each with one that it is at most.
pub(super) type Orders = Vec<[usize; 2]>;

/// The orders that the checks of all datasets make.
pub(super) fn orders(definitions: &Definitions, numbers: &Numbers<'_>) -> Orders {
    let forms = Forms { definitions, numbers };
    let mut of_columns: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for number in numbers.values().flatten().copied().collect::<BTreeSet<usize>>() {
        if let Some(column) = column(&forms, number) {
            of_columns.insert(column, number);
        }
    }
    let rejects = |check: &&Check| {
        !check.beta && check.guard.is_none() && Severity::parse(&check.severity) == Some(Severity::Error)
    };
    let mut orders = Orders::new();
    for dataset in definitions.datasets.values() {
        for (part, whole) in
            dataset.checks.iter().filter(rejects).filter_map(|check| check.condition.as_ref()?.part_and_whole())
        {
            let number = |column: &str| of_columns.get(&(dataset.dataset.as_str(), column.to_owned())).copied();
            orders.extend(number(part).zip(number(whole)).map(|(part, whole)| [part, whole]));
        }
    }
    orders
}

/// The dataset and column whose sum over all rows a number is.
fn column<'d>(forms: &'d Forms<'_, '_>, number: usize) -> Option<(&'d str, String)> {
    let (indicator, _, layer) = forms.told_by(number)?;
    if indicator.is_derived() || indicator.filter_expression.is_some() || indicator.applies_expression.is_some() {
        return None;
    }
    let dataset = forms.definitions.dataset_of(indicator)?;
    let Linear { times, divisor } = layers(indicator, Some(dataset), &Breakdown::new())?.get(layer)?.linear()?;
    let only = times.into_iter().collect::<Vec<(Reference, i128)>>();
    match &only[..] {
        [(column, 1)] if divisor == 1 && column.is_row() => Some((dataset.dataset.as_str(), column.name.clone())),
        _ => None,
    }
}
