//! How far a value lies from those of its peers: in robust deviations, which one wild value cannot move.

use std::collections::BTreeMap;

use arrow_array::{Array, Decimal128Array, StringArray};
use arrow_buffer::i256;

use super::number::{self, MAX_SCALE};

/// Fewer peers than this say nothing, and a hint about them could tell what one of them reported.
const LEAST: usize = 10;

/// For each row, (value − median) / (1.4826 × median absolute deviation) among the rows of its group, a bare number.
///
/// The factor makes the deviation that of a normal distribution. There is no score where a group has fewer than ten
/// values, where more than half of them are equal, and for a row without a value or a group.
pub(super) fn scores(values: &Decimal128Array, among: Option<&StringArray>) -> Decimal128Array {
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for row in (0..values.len()).filter(|row| values.is_valid(*row)) {
        match among {
            None => groups.entry(None).or_default().push(row),
            Some(codes) if codes.is_valid(row) => groups.entry(Some(codes.value(row))).or_default().push(row),
            Some(_) => {}
        }
    }
    let mut scores = vec![None; values.len()];
    for rows in groups.values().filter(|rows| rows.len() >= LEAST) {
        let twice = |row: usize| i256::from_i128(values.value(row)).wrapping_add(i256::from_i128(values.value(row)));
        let median = twice_middle(rows.iter().map(|row| i256::from_i128(values.value(*row))).collect());
        let away: Vec<i256> = rows.iter().map(|row| twice(*row).wrapping_sub(median).wrapping_abs()).collect();
        let deviation = twice_middle(away);
        if deviation == i256::ZERO {
            continue;
        }
        // Both are counted twice over: the median once, the deviation once more.
        let by = deviation.wrapping_mul(i256::from_i128(14_826));
        let power = number::power_of_ten(u32::from(MAX_SCALE.unsigned_abs()) + 4);
        for row in rows {
            let off = twice(*row).wrapping_sub(median);
            let score = number::quotient(off.wrapping_add(off).wrapping_mul(power), by);
            scores[*row] = number::fit(score).ok();
        }
    }
    number::with_scale(Decimal128Array::from(scores), MAX_SCALE)
}

/// Twice the middle of some values, which is exact also where two stand in the middle.
fn twice_middle(mut values: Vec<i256>) -> i256 {
    values.sort_unstable();
    let half = values.len() / 2;
    let other = if values.len() % 2 == 1 { half } else { half - 1 };
    values[half].wrapping_add(values[other])
}
