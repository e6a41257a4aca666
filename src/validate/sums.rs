//! Rows that count, added up as soon as they are read, where no figure can tell them from their sum.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, Decimal128Array};
use arrow_buffer::NullBuffer;
use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::parties::Party;
use super::round::{Finding, Round};
use super::unsettled;
use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field};
use crate::definition::indicator::Indicator;
use crate::expression::{Expression, Reference};
use crate::table::accepted::Accepted;
use crate::table::{Batch, Column};
use crate::value::State;

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
        let looks_back = |expression: &Expression| expression.references().iter().any(Reference::is_previous);
        let needs_rows = |field: &Field| field.watch.is_some() || field.closing.is_some() || field.founding.is_some();
        if dataset.size.is_some() || dataset.fields.iter().any(needs_rows) || dataset.of_checks().any(looks_back) {
            return None;
        }
        let (mut summed, mut alike) = (BTreeSet::new(), dataset.counted_by(|_| true).collect::<BTreeSet<_>>());
        // How long a year is says whether it can be compared.
        alike.extend(dataset.start().into_iter().flat_map(|start| [start, dataset.period.as_str()]));
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
                if reference.is_previous() {
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
    /// How many rows each is the sum of.
    counts: Vec<u32>,
    /// Of each of them the sum of every column that is summed, in digits of its scale.
    digits: Vec<i128>,
    organisations: Numbered<EcoString>,
    /// What rows that are added up have in common: which columns hold something, and what those hold that must be the same.
    likenesses: Numbered<Likeness>,
    /// Rows by the numbers of their organisation and likeness.
    known: FxHashMap<(u32, u32), usize>,
    /// Of those that have all that is asked, as nearly all do, the row of each organisation that is asked, by its number.
    usual: Vec<Option<u32>>,
}

/// Some rows as one.
struct Added {
    /// Number of its organisation.
    organisation: u32,
    /// Number of what the rows have in common; none for a row that stands alone.
    likeness: Option<u32>,
    unsettled: BTreeSet<String>,
}

/// What some rows have in common: the same as another, but for one column.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
enum Likeness {
    /// They have all that is asked.
    #[default]
    Whole,
    /// They lack what a column asks for: number of the other, number of the column, why.
    Lacking(u32, usize, State),
    /// They hold the same in a column: number of the other, number of the column, what it is.
    Alike(u32, usize, Option<String>),
}

/// Things with a number each, as they were first seen.
#[derive(Default)]
struct Numbered<T> {
    numbers: FxHashMap<T, u32>,
    all: Vec<T>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, one: T) -> u32 {
        if let Some(number) = self.numbers.get(&one) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).expect("there are no more than rows");
        self.numbers.insert(one.clone(), number);
        self.all.push(one);
        number
    }
}

/// By what the rows of a batch are told apart.
struct Apart<'b> {
    /// Columns that are asked for, and columns in which rows must hold the same, each with its number.
    answered: Vec<(usize, &'b Column)>,
    alike: Vec<(usize, &'b Column)>,
    /// Rows that have all that is asked, where nothing else tells them apart.
    is_whole: Vec<bool>,
}

impl<'b> Apart<'b> {
    fn new(batch: &'b Batch, adding: &Adding) -> Self {
        let columns = |names: &[&str]| -> Vec<(usize, &'b Column)> {
            names.iter().enumerate().filter_map(|(at, name)| Some((at, batch.columns.get(*name)?))).collect()
        };
        let (answered, alike) = (columns(&adding.answered), columns(&adding.alike));
        let mut is_whole = vec![alike.is_empty(); batch.rows()];
        for (_, column) in &answered {
            for (is_whole, state) in is_whole.iter_mut().zip(&column.states) {
                *is_whole &= *state == State::Value;
            }
        }
        Self { answered, alike, is_whole }
    }

    /// The number of what a row has in common with those it may be added to.
    fn likeness(&self, row: usize, whole: u32, known: &mut Numbered<Likeness>) -> u32 {
        if self.is_whole[row] {
            return whole;
        }
        let states = self.answered.iter().map(|(at, column)| (*at, column.states[row]));
        let lacking = states.filter(|(_, state)| *state != State::Value);
        let lacking = lacking.fold(whole, |of, (column, state)| known.number(Likeness::Lacking(of, column, state)));
        let alike = self.alike.iter().map(|(at, column)| (*at, column.written(row)));
        alike.fold(lacking, |of, (column, text)| known.number(Likeness::Alike(of, column, text)))
    }
}

impl Likeness {
    /// The same where the numbers of others are new ones.
    fn renumbered(self, numbers: &[u32]) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::Lacking(of, column, state) => Self::Lacking(numbers[of as usize], column, state),
            Self::Alike(of, column, text) => Self::Alike(numbers[of as usize], column, text),
        }
    }
}

/// The first number with more digits than a column has room for.
const MOST: u128 = 10_u128.pow(38);

/// Adds numbers to others; false, and nothing is added, where one would grow too long.
fn add(sums: &mut [i128], more: impl Iterator<Item = i128> + Clone) -> bool {
    let mut bits = 0;
    for (sum, more) in sums.iter_mut().zip(more.clone()) {
        // Two numbers below the limit that leave the range of their type come out above the limit on the other side.
        *sum = sum.wrapping_add(more);
        bits |= *sum ^ (*sum >> 127);
    }
    // Nearly all numbers lie far below the limit, which is above the 126th power of 2: one look at the bits of all is enough.
    let is_long = bits >> 126 != 0 && sums.iter().any(|sum| sum.unsigned_abs() >= MOST);
    if is_long {
        sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.wrapping_sub(more));
    }
    !is_long
}

impl Sums {
    /// Adds the rows of a round that are accepted.
    pub fn add(&mut self, adding: &Adding, round: &Round, findings: &[Finding], accepted: &[bool]) {
        let apart = Apart::new(&round.batch, adding);
        let column = |name: &&str| round.batch.columns.get(*name);
        let summed: Vec<&[i128]> = adding.summed.iter().filter_map(column).map(digits).collect();
        let mut unsettled = unsettled(round, findings);
        let whole = self.likenesses.number(Likeness::Whole);
        self.usual.resize(round.population.len(), None);
        let mut is_first = vec![false; accepted.len()];
        for (row, party) in round.parties.of_rows().enumerate() {
            let Some(party) = party.filter(|_| accepted[row]) else { continue };
            let sums = summed.iter().map(|digits| digits[row]);
            let waits = if unsettled.is_empty() { None } else { unsettled.remove(&row) };
            let member = match party {
                Party::Member(number) if apart.is_whole[row] && waits.is_none() => Some(number),
                _ => None,
            };
            if member.is_some_and(|member| self.add_usual(member, sums.clone())) {
                continue;
            }
            let likeness = match waits {
                Some(_) => None,
                None => Some(apart.likeness(row, whole, &mut self.likenesses)),
            };
            let organisation = self.organisations.number(round.parties.name(party, round.population).clone());
            let added = Added { organisation, likeness, unsettled: waits.unwrap_or_default() };
            is_first[row] = self.put(added, 1, sums);
            if let Some(member) = member {
                self.usual[member as usize] = u32::try_from(self.known[&(organisation, whole)]).ok();
            }
        }
        if is_first.contains(&true) {
            self.first.push(round.batch.filter(&is_first));
        }
    }

    /// Adds to the row of an organisation that has all that is asked; false, and nothing is added, where there is none yet or the
    /// sums would grow too long.
    fn add_usual(&mut self, member: u32, sums: impl ExactSizeIterator<Item = i128> + Clone) -> bool {
        let Some(at) = self.usual[member as usize] else { return false };
        let (at, width) = (at as usize, sums.len());
        let is_added = add(&mut self.digits[at * width..][..width], sums);
        self.counts[at] += u32::from(is_added);
        is_added
    }

    /// Adds to the rows of the same organisation and likeness; true where there are none yet, or where the sums would grow too
    /// long, so that it stands by itself.
    fn put(&mut self, added: Added, count: u32, sums: impl ExactSizeIterator<Item = i128> + Clone) -> bool {
        let key = added.likeness.map(|likeness| (added.organisation, likeness));
        let width = sums.len();
        if let Some(at) = key.and_then(|key| self.known.get(&key).copied())
            && add(&mut self.digits[at * width..][..width], sums.clone())
        {
            self.counts[at] += count;
            return false;
        }
        if let Some(key) = key {
            self.known.insert(key, self.rows.len());
        }
        self.rows.push(added);
        self.counts.push(count);
        self.digits.extend(sums);
        true
    }

    /// Appends what was added up, in parts, to rows that count.
    pub fn append(parts: Vec<Self>, adding: &Adding, accepted: &mut Accepted) {
        let (mut all, mut first) = (Self::default(), vec![accepted.batch.clone()]);
        let width = adding.summed.len();
        for part in parts {
            let mut keep = Vec::with_capacity(part.rows.len());
            let organisations: Vec<u32> =
                part.organisations.all.into_iter().map(|one| all.organisations.number(one)).collect();
            // Whatever one is like has been numbered before it.
            let mut likenesses = Vec::new();
            for one in part.likenesses.all {
                likenesses.push(all.likenesses.number(one.renumbered(&likenesses)));
            }
            for (at, (mut added, count)) in part.rows.into_iter().zip(part.counts).enumerate() {
                added.organisation = organisations[added.organisation as usize];
                added.likeness = added.likeness.map(|likeness| likenesses[likeness as usize]);
                keep.push(all.put(added, count, part.digits[at * width..][..width].iter().copied()));
            }
            let mut keep = keep.as_slice();
            for batch in part.first {
                let (of_batch, rest) = keep.split_at(batch.rows());
                first.extend(of_batch.contains(&true).then(|| batch.filter(of_batch)));
                keep = rest;
            }
        }
        let before = accepted.organisations.len();
        accepted.batch = Batch::concat(&first).expect("there is one at least");
        for (at, name) in adding.summed.iter().enumerate() {
            if let Some(column) = accepted.batch.columns.get_mut(*name) {
                column.values = with_sums(column, before, all.digits.iter().skip(at).step_by(width).copied());
            }
        }
        for (added, count) in all.rows.into_iter().zip(all.counts) {
            accepted.organisations.push(all.organisations.all[added.organisation as usize].to_string());
            accepted.unsettled.push(added.unsettled);
            accepted.reasons.push(Vec::new());
            accepted.from_register.push(false);
            accepted.stands_for.push(count);
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
