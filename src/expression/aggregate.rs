//! Aggregate functions over groups of rows. Missing values are left out; what is left of nothing is null, counted 0.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Decimal128Array, UInt32Array};
use arrow_buffer::i256;
use arrow_ord::rank::rank;
use arrow_schema::DataType;
use arrow_select::take::take;
use rustc_hash::FxHashSet;

use super::EvaluationError;
use super::number::{self, MAX_SCALE};
use super::tree::{Aggregate, Aggregation};

/// Which group each row is in.
#[derive(Clone, Copy)]
pub(super) struct Groups<'a> {
    pub of_rows: &'a [Option<u32>],
    pub number: usize,
}

/// What an aggregate function is applied to: the value of each row, if it has an argument, and the rows that count.
pub(super) struct Rows {
    pub values: Option<ArrayRef>,
    pub filter: Option<BooleanArray>,
}

/// One value per group.
pub(super) fn evaluate(aggregation: &Aggregation, rows: &Rows, groups: Groups) -> Result<ArrayRef, EvaluationError> {
    let mut first = First::new(aggregation.distinct, rows);
    let members = members(rows, groups).filter(move |(row, group)| first.is_new(*row, *group));
    let Some(values) = &rows.values else {
        return Ok(count(members.map(|(_, group)| group), groups.number));
    };
    if aggregation.function == Aggregate::Count {
        return Ok(count(members.map(|(_, group)| group), groups.number));
    }
    if let Aggregate::Minimum | Aggregate::Maximum = aggregation.function {
        return Ok(extreme(values, members, groups.number, aggregation.function == Aggregate::Maximum));
    }
    let numbers = values.as_primitive::<Decimal128Type>();
    let values = members.map(|(row, group)| (numbers.value(row), group));
    let totals = match aggregation.function {
        Aggregate::Median => medians(values, groups.number),
        _ => sums(values, groups.number),
    };
    let scale = match aggregation.function {
        Aggregate::Average => MAX_SCALE,
        Aggregate::Median => (numbers.scale() + 1).min(MAX_SCALE),
        _ => numbers.scale(),
    };
    let power = number::power_of_ten(u32::from((scale - numbers.scale()).unsigned_abs()));
    let results = totals.into_iter().map(|(total, of)| {
        if of == 0 {
            return Ok(None);
        }
        // 38 digits times the rows of any table, with ten decimals more, stay within 256 bits.
        let value = match aggregation.function {
            Aggregate::Sum => total,
            _ => number::quotient(total.wrapping_mul(power), i256::from_i128(i128::from(of))),
        };
        number::fit(value).map(Some).map_err(|_| EvaluationError::Overflow(String::new()))
    });
    let results: Vec<Option<i128>> = results.collect::<Result<_, _>>()?;
    Ok(Arc::new(number::with_scale(Decimal128Array::from(results), scale)))
}

/// The values that were met in each group, where each is taken once.
struct First {
    ranks: Option<Vec<u32>>,
    met: FxHashSet<(usize, u32)>,
}

impl First {
    fn new(is_distinct: bool, rows: &Rows) -> Self {
        Self { ranks: rows.values.as_ref().filter(|_| is_distinct).map(ranks), met: FxHashSet::default() }
    }

    /// True for a row whose value its group has not met; for any where each counts.
    fn is_new(&mut self, row: usize, group: usize) -> bool {
        self.ranks.as_ref().is_none_or(|ranks| self.met.insert((group, ranks[row])))
    }
}

/// The rows that count and have a value, each with its group.
fn members<'a>(rows: &'a Rows, groups: Groups<'a>) -> impl Iterator<Item = (usize, usize)> + 'a {
    let (keep, values) = (rows.filter.as_ref(), rows.values.as_ref());
    let grouped = groups.of_rows.iter().enumerate();
    let grouped = grouped.filter_map(|(row, group)| Some((row, usize::try_from((*group)?).ok()?)));
    grouped.filter(move |(row, group)| {
        *group < groups.number
            && keep.is_none_or(|keep| keep.is_valid(*row) && keep.value(*row))
            && values.is_none_or(|values| values.is_valid(*row))
    })
}

/// The sum of each group, and how many values it is of.
fn sums(values: impl Iterator<Item = (i128, usize)>, number: usize) -> Vec<(i256, u64)> {
    // What 128 bits cannot hold is carried over, so that a sum is exact whatever the order.
    let mut sums = vec![(0_i128, i256::ZERO, 0_u64); number];
    for (value, group) in values {
        let (sum, carried, of) = &mut sums[group];
        *of += 1;
        *sum = sum.checked_add(value).unwrap_or_else(|| {
            *carried = carried.wrapping_add(i256::from_i128(*sum));
            value
        });
    }
    sums.into_iter().map(|(sum, carried, of)| (carried.wrapping_add(i256::from_i128(sum)), of)).collect()
}

/// The sum of the middle one or two values of each group, and how many they are.
fn medians(values: impl Iterator<Item = (i128, usize)>, number: usize) -> Vec<(i256, u64)> {
    let mut parts: Vec<Vec<i128>> = vec![Vec::new(); number];
    for (value, group) in values {
        parts[group].push(value);
    }
    let middle = |part: &mut Vec<i128>| {
        part.sort_unstable();
        let half = part.len() / 2;
        let middle = match part.len() {
            0 => &part[..0],
            length if length % 2 == 1 => &part[half..=half],
            _ => &part[half - 1..=half],
        };
        sums(middle.iter().map(|value| (*value, 0)), 1)[0]
    };
    parts.iter_mut().map(middle).collect()
}

fn count(groups: impl Iterator<Item = usize>, number: usize) -> ArrayRef {
    let mut counts = vec![0_i128; number];
    for group in groups {
        counts[group] += 1;
    }
    Arc::new(number::with_scale(Decimal128Array::from(counts), 0))
}

/// The least or greatest value of every group.
fn extreme(
    values: &ArrayRef,
    members: impl Iterator<Item = (usize, usize)>,
    number: usize,
    greatest: bool,
) -> ArrayRef {
    let ranks = ranks(values);
    let mut chosen: Vec<Option<u32>> = vec![None; number];
    for (row, group) in members {
        let better = chosen[group].is_none_or(|best| {
            let (new, old) = (ranks[row], ranks[best as usize]);
            if greatest { new > old } else { new < old }
        });
        if better {
            chosen[group] = Some(u32::try_from(row).expect("Arrow ranks at most 2^32 rows"));
        }
    }
    take(values, &UInt32Array::from(chosen), None).expect("every row chosen is there")
}

/// A number per row, equal for equal values and larger for larger ones.
fn ranks(values: &ArrayRef) -> Vec<u32> {
    if *values.data_type() == DataType::Null {
        return vec![0; values.len()];
    }
    rank(values, None).expect("numbers, texts, days and truths can be ranked")
}
