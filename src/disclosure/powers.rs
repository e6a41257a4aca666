//! Sums of products of columns, of which several together tell what each of few enterprises gave.
//!
//! From the sum of a column, of its squares and of its cubes follows what each of three enterprises gave, though none of the sums
//! follows from the others, so that no law tells of it. Therefore a sum of products is told of more enterprises than others are:
//! those that put together what they know left out, they must have given more numbers than there are such sums of the same columns.
//! Sums of the columns themselves count first, then those of products in the order of the definitions: the last of them is the
//! first to be withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::expression::Expression;

/// A column: its dataset and name.
type Column = (String, String);

/// A sum.
struct Sum<'d> {
    of: BTreeSet<Column>,
    is_of_products: bool,
    indicator: &'d str,
}

/// Indicators of sums of products, each with how many such sums, for each column, tell of the same enterprises as it does.
pub(super) fn beside<'d>(definitions: &'d Definitions, numbers: &Numbers<'d>) -> BTreeMap<&'d str, usize> {
    let mut sums: BTreeMap<(bool, usize, &str), Sum<'d>> = BTreeMap::new();
    for ((name, period), of) in numbers {
        let Some(indicator) = definitions.indicator(name).map(|one| definitions.version(one, period)) else { continue };
        for (number, expression) in of.iter().zip(indicator.figures()) {
            let sum = Sum::new(definitions, (indicator, name), expression);
            sums.insert((sum.is_of_products, *number, name), sum);
        }
    }
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for ((_, number, _), sum) in sums.iter().filter(|(_, sum)| sum.is_of_products && !sum.of.is_empty()) {
        let is_told = |((is_of_products, other, _), beside): &(&(bool, usize, &str), &Sum<'_>)| {
            (!is_of_products || other <= number) && !beside.of.is_empty() && beside.of.is_subset(&sum.of)
        };
        let told: BTreeSet<usize> = sums.iter().filter(is_told).map(|((_, other, _), _)| *other).collect();
        let most = found.entry(sum.indicator).or_default();
        *most = (*most).max(told.len() / sum.of.len());
    }
    found
}

impl<'d> Sum<'d> {
    fn new(definitions: &Definitions, (of, name): (&Indicator, &'d str), expression: &Expression) -> Self {
        let dataset = definitions.dataset_of(of).filter(|_| !of.is_derived());
        let column = |name: String| {
            let dataset = dataset.filter(|dataset| dataset.column(&name).is_some())?;
            Some((dataset.dataset.value.clone(), name))
        };
        let columns = expression.references().into_iter().filter_map(|reference| column(reference.name)).collect();
        Self { of: columns, is_of_products: expression.adds_up_products(), indicator: name }
    }
}
