//! Sums of products of columns, of which several together tell what each of few enterprises gave.
//!
//! From the sum of a column, of its squares and of its cubes follows what each of three enterprises gave, though none of the sums
//! follows from the others, so that no law tells of it. Therefore a sum of products is told of more enterprises than others are:
//! those that put together what they know left out, they must have given more numbers than there are such sums, of its own columns
//! and of any that other sums connect with them. What is made of other indicators is a sum of their columns; what only conditions
//! ask of is none. Sums of the columns themselves count first, then those of products in the order of the definitions: the last of
//! them is the first to be withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::expression::Expression;

/// Columns, each with its dataset before its name.
type Columns = BTreeSet<(String, String)>;

/// A sum.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sum<'d> {
    is_of_products: bool,
    number: usize,
    of: Columns,
    indicator: &'d str,
}

/// Indicators of sums of products, each with how many such sums, for each column, tell of the same enterprises as it does.
pub(super) fn beside<'d>(definitions: &'d Definitions, numbers: &Numbers<'d>) -> BTreeMap<&'d str, usize> {
    let mut sums: BTreeSet<Sum<'d>> = BTreeSet::new();
    for ((name, period), of) in numbers {
        let Some(indicator) = definitions.indicator(name).map(|one| definitions.version(one, period)) else { continue };
        for (number, expression) in of.iter().zip(indicator.figures()) {
            let of = columns(definitions, (indicator, period), expression);
            let is_of_products = expression.adds_up_products();
            // What is made of others and adds up no products of them follows from their figures.
            if !of.is_empty() && (is_of_products || !indicator.is_derived()) {
                sums.insert(Sum { is_of_products, number: *number, of, indicator: name });
            }
        }
    }
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for sum in sums.iter().filter(|sum| sum.is_of_products) {
        let is_told = |beside: &&Sum<'_>| !beside.is_of_products || beside.number <= sum.number;
        let told: BTreeSet<(usize, &Columns)> =
            sums.iter().filter(is_told).map(|beside| (beside.number, &beside.of)).collect();
        let told = connected(&sum.of, told.into_iter().map(|(_, of)| of).collect());
        let most = (1..=told.len()).take_while(|each| are_so_many(&sum.of, &told, *each)).last().unwrap_or(0);
        let of_indicator = found.entry(sum.indicator).or_default();
        *of_indicator = most.max(*of_indicator);
    }
    found
}

/// The columns of which an expression adds up something; of what is made of other indicators, theirs.
fn columns(definitions: &Definitions, (indicator, period): (&Indicator, &str), expression: &Expression) -> Columns {
    let of = |name: String| -> Columns {
        if indicator.is_derived() {
            let Some(part) = definitions.indicator(&name) else { return Columns::new() };
            let part = definitions.version(part, period);
            return part.figures().flat_map(|one| columns(definitions, (part, period), one)).collect();
        }
        let dataset = definitions.dataset_of(indicator).filter(|dataset| dataset.column(&name).is_some());
        dataset.map(|dataset| (dataset.dataset.value.clone(), name)).into_iter().collect()
    };
    expression.added_up().into_iter().flat_map(|reference| of(reference.name)).collect()
}

/// The sums that speak of some columns, of what stands beside these in other sums, and so on.
fn connected<'s>(of: &'s Columns, mut beside: Vec<&'s Columns>) -> Vec<&'s Columns> {
    let (mut columns, mut found) = (of.iter().collect::<BTreeSet<_>>(), Vec::new());
    loop {
        let is_near = |one: &mut &Columns| one.iter().any(|column| columns.contains(column));
        let near: Vec<&Columns> = beside.extract_if(.., is_near).collect();
        if near.is_empty() {
            return found;
        }
        columns.extend(near.iter().copied().flatten());
        found.extend(near);
    }
}

/// True where there are so many sums for each column: of the columns of a sum, together with any others.
///
/// Others are worth while where their sums are more than so many for each. How many are left then is found by giving to each of
/// the others as many sums as that, in which it stands: those for which there is no place are left.
fn are_so_many(of: &Columns, sums: &[&Columns], each: usize) -> bool {
    let others = sums.iter().map(|sum| sum.difference(of).collect()).collect();
    let mut places = Places { others, each, taken: BTreeMap::new() };
    let left = (0..sums.len()).filter(|sum| !places.give(*sum, &mut BTreeSet::new())).count();
    left >= each * of.len()
}

/// To which column each sum is given.
struct Places<'s> {
    /// Of each sum the columns that it may be given to.
    others: Vec<Vec<&'s (String, String)>>,
    /// Most that are given to one.
    each: usize,
    taken: BTreeMap<&'s (String, String), Vec<usize>>,
}

impl<'s> Places<'s> {
    /// Gives a sum to a column, if need be by giving others to other columns than before; false where that cannot be.
    fn give(&mut self, sum: usize, asked: &mut BTreeSet<&'s (String, String)>) -> bool {
        for column in self.others[sum].clone() {
            if !asked.insert(column) {
                continue;
            }
            let there = self.taken.entry(column).or_default().clone();
            if there.len() < self.each {
                self.taken.entry(column).or_default().push(sum);
                return true;
            }
            for (at, other) in there.into_iter().enumerate() {
                if self.give(other, asked) {
                    self.taken.entry(column).or_default()[at] = sum;
                    return true;
                }
            }
        }
        false
    }
}
