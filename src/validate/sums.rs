//! Rows that count, added up as soon as they are read, where no figure can tell them from their sum.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, Decimal128Array};
use arrow_buffer::NullBuffer;
use rustc_hash::FxHashMap;

use super::round::{Finding, Round};
use super::unsettled;
use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field};
use crate::definition::indicator::Indicator;
use crate::expression::Expression;
use crate::table::accepted::Accepted;
use crate::table::{Batch, Column};
use crate::value::State;

/// What parts the texts of a key.
const PART: u8 = 0x1F;

/// How the rows of a dataset are added up: those of one organisation that answer the same questions.
pub(super) struct Adding<'d> {
    /// Columns of which no figure takes more than the sum.
    summed: Vec<&'d str>,
    /// Columns in which the rows must hold the same.
    alike: Vec<&'d str>,
    /// Columns in which they must all hold something, or all lack it for the same reason.
    answered: Vec<&'d str>,
}

impl<'d> Adding<'d> {
    /// Finds how the rows of a dataset are added up; `None` where a figure or a check needs each of them.
    pub fn new(definitions: &'d Definitions, dataset: &'d Dataset) -> Option<Self> {
        let looks_back = |expression: &Expression| expression.references().iter().any(|one| one.previous);
        let checks = dataset.checks.iter().flat_map(|check| [&check.condition, &check.guard]).flatten();
        let needs_rows = |field: &Field| field.watch.is_some() || field.closing.is_some() || field.founding.is_some();
        if dataset.size.is_some() || dataset.fields.iter().any(needs_rows) || checks.into_iter().any(looks_back) {
            return None;
        }
        let (mut summed, mut alike) = (BTreeSet::new(), dataset.counted_by(|_| true).collect::<BTreeSet<_>>());
        let name = dataset.dataset.as_str();
        for indicator in definitions.indicators.iter().flat_map(Indicator::versions) {
            if indicator.dataset.as_str() != name {
                continue;
            }
            for formula in indicator.figures() {
                for field in formula.summed()? {
                    summed.extend(columns_of(dataset, &field));
                }
            }
            let conditions = [&indicator.filter_expression, &indicator.provisional_expression];
            if conditions.into_iter().flatten().any(Expression::looks_across) {
                return None;
            }
            for reference in conditions.into_iter().flatten().flat_map(Expression::references) {
                if reference.previous {
                    return None;
                }
                alike.extend(
                    dataset.columns.iter().map(|column| column.name.as_str()).find(|one| *one == reference.name),
                );
            }
        }
        let core = dataset.fields.iter().filter(|field| field.core).map(|field| field.field.as_str());
        let answered: BTreeSet<&str> = core.chain(summed.iter().copied()).chain(alike.iter().copied()).collect();
        summed.is_disjoint(&alike).then(|| Self {
            summed: summed.into_iter().collect(),
            alike: alike.into_iter().collect(),
            answered: answered.into_iter().collect(),
        })
    }
}

/// The columns of a field, and of those that split it once more.
fn columns_of<'d>(dataset: &'d Dataset, name: &str) -> Vec<&'d str> {
    let splits = |of: &str| {
        of == name
            || dataset.field(of).is_some_and(|field| field.total_of.as_ref().is_some_and(|total| **total == *name))
    };
    let of = |column: &&ColumnDefinition| *column.name == *name || splits(&column.field);
    dataset.columns.iter().filter(of).map(|column| column.name.as_str()).collect()
}

/// Rows that were added up so far, in the order of the first of each.
#[derive(Default)]
pub(super) struct Sums {
    /// The first row of each.
    first: Vec<Batch>,
    rows: Vec<Added>,
    known: FxHashMap<Vec<u8>, usize>,
}

/// Some rows as one.
struct Added {
    /// What they have in common; empty for a row that stands alone.
    key: Vec<u8>,
    organisation: String,
    unsettled: BTreeSet<String>,
    /// Sum of each column that is summed, in digits of its scale.
    sums: Vec<i128>,
    count: u32,
}

impl Added {
    /// Adds others; false where a number grows too long.
    fn add(&mut self, sums: &[i128], count: u32) -> bool {
        let sum = |(one, other): (&i128, &i128)| one.checked_add(*other).filter(|sum| sum.unsigned_abs() < MOST);
        let Some(sums) = self.sums.iter().zip(sums).map(sum).collect::<Option<Vec<i128>>>() else { return false };
        self.sums = sums;
        self.count += count;
        true
    }
}

/// The first number with more digits than a column has room for.
const MOST: u128 = 10_u128.pow(38);

impl Sums {
    /// Adds the rows of a round that are accepted.
    pub fn add(&mut self, adding: &Adding, round: &Round, findings: &[Finding], accepted: &[bool]) {
        let column = |name: &&str| round.batch.columns.get(*name);
        let answered: Vec<&Column> = adding.answered.iter().filter_map(column).collect();
        let alike: Vec<&Column> = adding.alike.iter().filter_map(column).collect();
        let summed: Vec<&[i128]> = adding.summed.iter().filter_map(column).map(digits).collect();
        let mut unsettled = unsettled(round, findings);
        let (mut key, mut sums, mut is_first) = (Vec::new(), Vec::new(), vec![false; accepted.len()]);
        for (row, organisation) in round.organisations().enumerate().filter(|(row, _)| accepted[*row]) {
            let organisation = organisation.unwrap_or_default();
            key.clear();
            key.extend_from_slice(organisation.as_bytes());
            key.push(PART);
            key.extend(answered.iter().map(|column| number_of(column.states[row])));
            for column in &alike {
                key.extend_from_slice(column.written(row).unwrap_or_default().as_bytes());
                key.push(PART);
            }
            sums.clear();
            sums.extend(summed.iter().map(|digits| digits[row]));
            let waits = unsettled.remove(&row).unwrap_or_default();
            let known = if waits.is_empty() { self.known.get(&key).copied() } else { None };
            if known.is_some_and(|known| self.rows[known].add(&sums, 1)) {
                continue;
            }
            is_first[row] = true;
            if waits.is_empty() {
                self.known.insert(key.clone(), self.rows.len());
            }
            self.rows.push(Added {
                key: if waits.is_empty() { key.clone() } else { Vec::new() },
                organisation: organisation.to_owned(),
                unsettled: waits,
                sums: sums.clone(),
                count: 1,
            });
        }
        if is_first.contains(&true) {
            self.first.push(round.batch.filter(&is_first));
        }
    }

    /// Appends what was added up, in parts, to rows that count.
    pub fn append(parts: Vec<Self>, adding: &Adding, accepted: &mut Accepted) {
        let (mut all, mut first, mut keep) = (Self::default(), vec![accepted.batch.clone()], Vec::new());
        keep.resize(accepted.batch.rows(), true);
        for part in parts {
            first.extend(part.first);
            for added in part.rows {
                let known = all.known.get(&added.key).copied().filter(|_| !added.key.is_empty());
                let is_added = known.is_some_and(|known| all.rows[known].add(&added.sums, added.count));
                keep.push(!is_added);
                if !is_added {
                    all.known.insert(added.key.clone(), all.rows.len());
                    all.rows.push(added);
                }
            }
        }
        let before = accepted.organisations.len();
        accepted.batch = Batch::concat(&first).expect("there is one at least").filter(&keep);
        for (at, name) in adding.summed.iter().enumerate() {
            if let Some(column) = accepted.batch.columns.get_mut(*name) {
                column.values = with_sums(column, before, all.rows.iter().map(|added| added.sums[at]));
            }
        }
        for added in all.rows {
            accepted.organisations.push(added.organisation);
            accepted.unsettled.push(added.unsettled);
            accepted.reasons.push(Vec::new());
            accepted.from_register.push(false);
            accepted.stands_for.push(added.count);
        }
    }
}

/// The digits of a column of numbers; what stands where there is none is nobody's.
fn digits(column: &Column) -> &[i128] {
    column.values.as_primitive::<Decimal128Type>().values()
}

/// A column whose rows from one on hold sums.
fn with_sums(column: &Column, from: usize, sums: impl Iterator<Item = i128>) -> ArrayRef {
    let numbers = column.values.as_primitive::<Decimal128Type>();
    let digits: Vec<i128> = numbers.values()[..from].iter().copied().chain(sums).collect();
    let nulls: NullBuffer = column.states.iter().map(|state| *state == State::Value).collect();
    let sums = Decimal128Array::new(digits.into(), Some(nulls)).with_data_type(numbers.data_type().clone());
    Arc::new(sums)
}

/// A number for a state, another for each.
fn number_of(state: State) -> u8 {
    match state {
        State::Value => 0,
        State::Unreadable => 1,
        State::Missing(kind) => 2 + kind as u8,
    }
}
