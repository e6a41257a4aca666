//! Exact decimal arithmetic over Arrow columns: one scale rule, one rounding rule, no silent overflow.

use arrow_arith::arity::{try_binary, try_unary};
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, Decimal128Array};
use arrow_buffer::i256;
use arrow_schema::ArrowError;
use rust_decimal::RoundingStrategy;

use super::EvaluationError;
use super::tree::Number;
use crate::value::Decimal;

/// Most decimals of any number in an expression.
pub(super) const MAX_SCALE: i8 = 10;
/// Digits of a number, decimals included.
pub(super) const DIGITS: u8 = 38;

/// A parameter's value, rounded when it has more decimals than any number may have.
pub(super) fn from_decimal(value: Decimal) -> Number {
    let most = u32::from(MAX_SCALE.unsigned_abs());
    let value = value.round_dp_with_strategy(most, RoundingStrategy::MidpointAwayFromZero).normalize();
    Number { digits: value.mantissa(), scale: i8::try_from(value.scale()).expect("at most ten decimals are left") }
}

/// The number in a row of a result; `None` when it is missing.
///
/// # Errors
/// [`EvaluationError::Overflow`] when it has more digits than a [`Decimal`] holds.
pub fn decimal_at(array: &dyn Array, row: usize) -> Result<Option<Decimal>, EvaluationError> {
    let Some(numbers) = array.as_any().downcast_ref::<Decimal128Array>().filter(|numbers| numbers.is_valid(row)) else {
        return Ok(None);
    };
    let scale = u32::try_from(numbers.scale()).map_err(|_| EvaluationError::Overflow(String::new()))?;
    let (mut digits, mut scale) = (numbers.value(row), scale);
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal::try_from_i128_with_scale(digits, scale).map(Some).map_err(|_| EvaluationError::Overflow(String::new()))
}

/// A column of one number.
pub(super) fn constant(number: Number, rows: usize) -> Decimal128Array {
    with_scale(Decimal128Array::from_value(number.digits, rows), number.scale)
}

/// Puts values on a scale.
pub(super) fn with_scale(array: Decimal128Array, scale: i8) -> Decimal128Array {
    array.with_precision_and_scale(DIGITS, scale).expect("a scale from 0 to 10 fits 38 digits")
}

/// The same numbers with other decimals; fewer are rounded half away from zero.
pub(super) fn rescale(array: &Decimal128Array, scale: i8) -> Result<Decimal128Array, EvaluationError> {
    let from = array.scale();
    if from == scale && array.precision() == DIGITS {
        return Ok(array.clone());
    }
    let change = i32::from(scale) - i32::from(from);
    let scaled = if change >= 0 {
        let power = 10_i128.pow(change.unsigned_abs());
        try_unary::<_, _, Decimal128Type>(array, |value| within(multiplied(value, power)))
    } else {
        let power = power_of_ten(change.unsigned_abs());
        try_unary::<_, _, Decimal128Type>(array, |value| fit(quotient(i256::from_i128(value), power)))
    };
    finish(scaled, scale)
}

/// Two columns on the larger of their scales.
pub(super) fn align(
    left: &Decimal128Array,
    right: &Decimal128Array,
) -> Result<(Decimal128Array, Decimal128Array), EvaluationError> {
    let scale = left.scale().max(right.scale());
    Ok((rescale(left, scale)?, rescale(right, scale)?))
}

/// Sum or difference, on the larger of the two scales.
pub(super) fn add(
    left: &Decimal128Array,
    right: &Decimal128Array,
    subtract: bool,
) -> Result<Decimal128Array, EvaluationError> {
    let (left, right) = align(left, right)?;
    let scale = left.scale();
    let sum = try_binary::<_, _, _, Decimal128Type>(&left, &right, |left, right| {
        within(if subtract { left.checked_sub(right) } else { left.checked_add(right) })
    });
    finish(sum, scale)
}

/// Sum or difference, where a missing number stands for nothing beside one that is there.
pub(super) fn add_shares(
    left: &Decimal128Array,
    right: &Decimal128Array,
    subtract: bool,
) -> Result<Decimal128Array, EvaluationError> {
    let filled = |array: &Decimal128Array| {
        let numbers = array.iter().map(|number| Some(number.unwrap_or_default()));
        with_scale(numbers.collect(), array.scale())
    };
    let sum = add(&filled(left), &filled(right), subtract)?;
    let known = left.iter().zip(right).map(|(left, right)| left.is_some() || right.is_some());
    let numbers = sum.iter().zip(known).map(|(number, is_known)| number.filter(|_| is_known));
    Ok(with_scale(numbers.collect(), sum.scale()))
}

/// Product, on the sum of the scales, rounded to [`MAX_SCALE`] decimals.
pub(super) fn multiply(left: &Decimal128Array, right: &Decimal128Array) -> Result<Decimal128Array, EvaluationError> {
    let exact = left.scale() + right.scale();
    let scale = exact.min(MAX_SCALE);
    let excess = power_of_ten(u32::from((exact - scale).unsigned_abs()));
    let product = try_binary::<_, _, _, Decimal128Type>(left, right, |left, right| {
        let product = i256::from_i128(left).wrapping_mul(i256::from_i128(right));
        fit(if exact > scale { quotient(product, excess) } else { product })
    });
    finish(product, scale)
}

/// Quotient with [`MAX_SCALE`] decimals. A divisor of zero must have been made null before.
pub(super) fn divide(left: &Decimal128Array, right: &Decimal128Array) -> Result<Decimal128Array, EvaluationError> {
    let power = power_of_ten(u32::from((MAX_SCALE + right.scale() - left.scale()).unsigned_abs()));
    let ratio = try_binary::<_, _, _, Decimal128Type>(left, right, |left, right| {
        if right == 0 {
            return Err(too_large());
        }
        fit(quotient(i256::from_i128(left).wrapping_mul(power), i256::from_i128(right)))
    });
    finish(ratio, MAX_SCALE)
}

/// The numbers changed one by one; `change` must not add digits.
pub(super) fn map(array: &Decimal128Array, change: fn(i128) -> i128) -> Decimal128Array {
    with_scale(array.unary(change), array.scale())
}

/// A quotient rounded half away from zero.
pub(super) fn quotient(value: i256, by: i256) -> i256 {
    let whole = value.wrapping_div(by);
    let rest = value.wrapping_rem(by).wrapping_abs();
    if rest.wrapping_add(rest) < by.wrapping_abs() {
        return whole;
    }
    if value.is_negative() == by.is_negative() { whole.wrapping_add(i256::ONE) } else { whole.wrapping_sub(i256::ONE) }
}

/// 10 to a power of at most 20, which with 38 digits stays far within 256 bits.
pub(super) fn power_of_ten(exponent: u32) -> i256 {
    i256::from_i128(10).wrapping_pow(exponent)
}

/// A result that must have at most 38 digits.
pub(super) fn fit(value: i256) -> Result<i128, ArrowError> {
    within(value.to_i128())
}

/// A result that must have at most 38 digits; none is too large.
fn within(value: Option<i128>) -> Result<i128, ArrowError> {
    const LIMIT: u128 = 10_u128.pow(DIGITS as u32);
    value.filter(|value| value.unsigned_abs() < LIMIT).ok_or_else(too_large)
}

/// A product; of two numbers of 64 bits, as nearly all are, in one step.
fn multiplied(left: i128, right: i128) -> Option<i128> {
    match (i64::try_from(left), i64::try_from(right)) {
        (Ok(left), Ok(right)) => Some(i128::from(left) * i128::from(right)),
        _ => left.checked_mul(right),
    }
}

fn too_large() -> ArrowError {
    ArrowError::ArithmeticOverflow(String::new())
}

fn finish(result: Result<Decimal128Array, ArrowError>, scale: i8) -> Result<Decimal128Array, EvaluationError> {
    result.map(|array| with_scale(array, scale)).map_err(|_| EvaluationError::Overflow(String::new()))
}
