//! Evaluates an expression with Arrow's kernels: one value per row, or one per group.

use std::sync::Arc;

use arrow_arith::boolean::{and_kleene, is_not_null, is_null, not, or, or_kleene};
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Datum, Decimal128Array, StringArray, UInt32Array, new_null_array,
};
use arrow_ord::cmp;
use arrow_schema::DataType;
use arrow_select::nullif::nullif;
use arrow_select::take::take;
use arrow_select::zip::zip;

use super::aggregate::{self, Groups, Rows};
use super::number::{self, MAX_SCALE};
use super::tree::{Aggregation, Arithmetic, Comparison, Function, Logic, Node, What};
use super::{Columns, EvaluationError, Reference, peers};

/// Why a kernel cannot fail: the checker saw the types, `column` the lengths, and branches are put on one scale.
const CHECKED: &str = "kinds, scales and lengths agree";

/// What an expression is evaluated over.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    /// The text of the whole expression.
    pub text: &'a str,
    pub columns: &'a dyn Columns,
    /// `None`: one value per row.
    pub groups: Option<Groups<'a>>,
    /// An aggregate without a value adds nothing to others.
    pub by_share: bool,
}

impl Frame<'_> {
    /// True for two parts that one of them can stand for where the other has no value.
    fn adds_shares(&self, left: &Node, right: &Node) -> bool {
        let is_aggregate = |node: &Node| node.any(&|node| matches!(node.what, What::Aggregate(_)));
        self.by_share && self.groups.is_some() && is_aggregate(left) && is_aggregate(right)
    }

    fn length(&self) -> usize {
        self.groups.map_or_else(|| self.columns.rows(), |groups| groups.number)
    }
}

/// The value of a part in every row or group; a number that grows too large is told with the innermost part it is in.
pub(super) fn evaluate(node: &Node, frame: &Frame) -> Result<ArrayRef, EvaluationError> {
    value(node, frame).map_err(|error| match error {
        EvaluationError::Overflow(part) if part.is_empty() => {
            EvaluationError::Overflow(frame.text[node.bytes.0..node.bytes.1].to_owned())
        }
        other => other,
    })
}

fn value(node: &Node, frame: &Frame) -> Result<ArrayRef, EvaluationError> {
    let length = frame.length();
    Ok(match &node.what {
        What::Number(value) | What::Parameter { value, .. } => Arc::new(number::constant(*value, length)),
        What::Text(text) => Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, length))),
        What::Date(day) => Arc::new(Date32Array::from_value(*day, length)),
        What::Boolean(truth) => Arc::new(BooleanArray::from(vec![*truth; length])),
        What::Null => new_null_array(&DataType::Null, length),
        What::Column(reference) => column(reference, frame)?,
        What::Negate(value) => Arc::new(number::map(&numbers(value, frame)?, |value| -value)),
        What::Not(value) => Arc::new(not(&truths(value, frame)?).expect(CHECKED)),
        What::Arithmetic(binary) => {
            let (left, right) = (numbers(&binary.left, frame)?, numbers(&binary.right, frame)?);
            let add = if frame.adds_shares(&binary.left, &binary.right) { number::add_shares } else { number::add };
            Arc::new(match binary.operator {
                Arithmetic::Add => add(&left, &right, false)?,
                Arithmetic::Subtract => add(&left, &right, true)?,
                Arithmetic::Multiply => number::multiply(&left, &right)?,
                Arithmetic::Divide => {
                    // One row with nothing to divide by must not stop a report: it has no figure.
                    let zero = number::constant(super::tree::Number { digits: 0, scale: 0 }, length);
                    let (aligned, zero) = number::align(&right, &zero)?;
                    let safe = nullif(&right, &cmp::eq(&aligned, &zero).expect(CHECKED)).expect(CHECKED);
                    number::divide(&left, safe.as_primitive::<Decimal128Type>())?
                }
            })
        }
        What::Compare(binary) => {
            let (left, right) = (Side::each(&binary.left, frame)?, Side::of(&binary.right, frame)?);
            Arc::new(compare(binary.operator, &left, &right)?)
        }
        What::Logic(binary) => {
            let (left, right) = (truths(&binary.left, frame)?, truths(&binary.right, frame)?);
            let kernel = if binary.operator == Logic::And { and_kleene } else { or_kleene };
            Arc::new(kernel(&left, &right).expect(CHECKED))
        }
        What::IsNull { value, negated } => {
            let value = evaluate(value, frame)?;
            Arc::new(if *negated { is_not_null(&value) } else { is_null(&value) }.expect(CHECKED))
        }
        What::In { value, list, negated } => {
            let value = Side::each(value, frame)?;
            let mut found = BooleanArray::from(vec![false; length]);
            for item in list {
                let equal = compare(Comparison::Equal, &value, &Side::of(item, frame)?)?;
                found = or_kleene(&found, &equal).expect(CHECKED);
            }
            Arc::new(negate(found, *negated))
        }
        What::Between { value, low, high, negated } => {
            let value = Side::each(value, frame)?;
            let above = compare(Comparison::GreaterOrEqual, &value, &Side::of(low, frame)?)?;
            let below = compare(Comparison::LessOrEqual, &value, &Side::of(high, frame)?)?;
            Arc::new(negate(and_kleene(&above, &below).expect(CHECKED), *negated))
        }
        What::Case { operand, branches, otherwise } => case(operand.as_deref(), branches, otherwise.as_deref(), frame)?,
        What::Call { function, arguments } => call(*function, arguments, frame)?,
        What::Aggregate(aggregation) => together(aggregation, frame)?,
        What::Peers { value, among } => {
            let codes = among.as_deref().map(|among| evaluate(among, frame)).transpose()?;
            let codes = codes.as_ref().map(AsArray::as_string::<i32>);
            Arc::new(peers::scores(&numbers(value, frame)?, codes))
        }
    })
}

/// The values of a condition.
pub(super) fn truths(node: &Node, frame: &Frame) -> Result<BooleanArray, EvaluationError> {
    Ok(evaluate(node, frame)?.as_boolean().clone())
}

/// The values of a number.
pub(super) fn numbers(node: &Node, frame: &Frame) -> Result<Decimal128Array, EvaluationError> {
    Ok(evaluate(node, frame)?.as_primitive::<Decimal128Type>().clone())
}

/// The value of an aggregate function in each group; without groups, that of all rows together in every row.
fn together(aggregation: &Aggregation, frame: &Frame) -> Result<ArrayRef, EvaluationError> {
    let by_row = Frame { groups: None, ..*frame };
    let rows = Rows {
        values: aggregation.argument.as_ref().map(|argument| evaluate(argument, &by_row)).transpose()?,
        filter: aggregation.filter.as_ref().map(|filter| truths(filter, &by_row)).transpose()?,
    };
    let length = frame.columns.rows();
    if let Some(groups) = frame.groups {
        let of_rows = &groups.of_rows[..length.min(groups.of_rows.len())];
        return aggregate::evaluate(aggregation, &rows, Groups { of_rows, ..groups });
    }
    let everyone = vec![Some(0); length];
    let one = aggregate::evaluate(aggregation, &rows, Groups { of_rows: &everyone, number: 1 })?;
    let first = UInt32Array::from_value(0, length);
    Ok(take(&one, &first, None).expect("there is one group"))
}

fn column(reference: &Reference, frame: &Frame) -> Result<ArrayRef, EvaluationError> {
    let missing = || EvaluationError::NoColumn(reference.name.clone());
    if frame.groups.is_some() {
        return Err(missing());
    }
    let array = frame.columns.column(reference).filter(|array| array.len() == frame.columns.rows());
    let array = array.ok_or_else(missing)?;
    match array.data_type() {
        DataType::Decimal128(..) => {
            let numbers = array.as_primitive::<Decimal128Type>();
            let scale = numbers.scale().clamp(0, MAX_SCALE);
            Ok(Arc::new(number::rescale(numbers, scale)?))
        }
        DataType::Utf8 | DataType::Date32 | DataType::Boolean => Ok(array),
        _ => Err(missing()),
    }
}

/// One side of a comparison: a value in every row or group, or one that stands for all of them.
struct Side {
    values: ArrayRef,
    is_constant: bool,
}

impl Side {
    /// A value in every row or group.
    fn each(node: &Node, frame: &Frame) -> Result<Self, EvaluationError> {
        Ok(Self { values: evaluate(node, frame)?, is_constant: false })
    }

    /// A constant once, anything else as [`Side::each`].
    fn of(node: &Node, frame: &Frame) -> Result<Self, EvaluationError> {
        let is_constant = matches!(
            node.what,
            What::Number(_) | What::Parameter { .. } | What::Text(_) | What::Date(_) | What::Boolean(_)
        );
        let one = Frame { groups: Some(Groups { of_rows: &[], number: 1 }), ..*frame };
        Ok(Self { values: evaluate(node, if is_constant { &one } else { frame })?, is_constant })
    }
}

impl Datum for Side {
    fn get(&self) -> (&dyn Array, bool) {
        (&self.values, self.is_constant)
    }
}

fn compare(operator: Comparison, left: &Side, right: &Side) -> Result<BooleanArray, EvaluationError> {
    let both = same_scale(vec![left.values.clone(), right.values.clone()])?;
    let sides = both.into_iter().zip([left, right]);
    let sides: Vec<Side> = sides.map(|(values, side)| Side { values, is_constant: side.is_constant }).collect();
    let kernel = match operator {
        Comparison::Equal => cmp::eq,
        Comparison::NotEqual => cmp::neq,
        Comparison::Less => cmp::lt,
        Comparison::LessOrEqual => cmp::lt_eq,
        Comparison::Greater => cmp::gt,
        Comparison::GreaterOrEqual => cmp::gt_eq,
    };
    Ok(kernel(&sides[0], &sides[1]).expect(CHECKED))
}

fn case(
    operand: Option<&Node>,
    branches: &[(Node, Node)],
    otherwise: Option<&Node>,
    frame: &Frame,
) -> Result<ArrayRef, EvaluationError> {
    let operand = operand.map(|operand| Side::each(operand, frame)).transpose()?;
    let mut conditions = Vec::with_capacity(branches.len());
    let mut results = Vec::with_capacity(branches.len() + 1);
    for (when, then) in branches {
        conditions.push(match &operand {
            Some(operand) => compare(Comparison::Equal, operand, &Side::of(when, frame)?)?,
            None => truths(when, frame)?,
        });
        results.push(evaluate(then, frame)?);
    }
    results.push(match otherwise {
        Some(otherwise) => evaluate(otherwise, frame)?,
        None => new_null_array(&DataType::Null, frame.length()),
    });
    let mut results = same_scale(results)?;
    let mut value = results.pop().expect("the last branch was put there");
    for (condition, result) in conditions.iter().zip(&results).rev() {
        value = choose(condition, result, &value);
    }
    Ok(value)
}

fn call(function: Function, arguments: &[Node], frame: &Frame) -> Result<ArrayRef, EvaluationError> {
    match function {
        Function::Absolute => return Ok(Arc::new(number::map(&numbers(&arguments[0], frame)?, i128::abs))),
        Function::Round(decimals) => {
            let value = numbers(&arguments[0], frame)?;
            let scale = value.scale().min(decimals);
            return Ok(Arc::new(number::rescale(&value, scale)?));
        }
        Function::Coalesce | Function::NullIf | Function::Greatest | Function::Least => {}
    }
    let values = arguments.iter().map(|argument| evaluate(argument, frame)).collect::<Result<_, _>>()?;
    let values = same_scale(values)?;
    let (first, rest) = values.split_first().expect("the parser counted the arguments");
    Ok(rest.iter().fold(first.clone(), |value, next| match function {
        Function::Coalesce => choose(&is_not_null(&value).expect(CHECKED), &value, next),
        Function::NullIf => nullif(&value, &cmp::eq(&value, next).expect(CHECKED)).expect(CHECKED),
        _ => {
            let kernel = if function == Function::Greatest { cmp::gt } else { cmp::lt };
            let chosen = choose(&kernel(&value, next).expect(CHECKED), &value, next);
            let missing = or(&is_null(&value).expect(CHECKED), &is_null(next).expect(CHECKED)).expect(CHECKED);
            nullif(&chosen, &missing).expect(CHECKED)
        }
    }))
}

/// One of two values per row: the first where the condition is true, the second where it is false or not known.
fn choose(condition: &BooleanArray, yes: &ArrayRef, no: &ArrayRef) -> ArrayRef {
    zip(condition, yes, no).expect(CHECKED)
}

fn negate(truths: BooleanArray, negated: bool) -> BooleanArray {
    if negated { not(&truths).expect(CHECKED) } else { truths }
}

/// Puts numbers on the largest of their scales; a `NULL` becomes what the others are.
fn same_scale(values: Vec<ArrayRef>) -> Result<Vec<ArrayRef>, EvaluationError> {
    let kind = values.iter().map(Array::data_type).find(|kind| **kind != DataType::Null).cloned();
    let scales =
        values.iter().filter_map(|value| value.as_primitive_opt::<Decimal128Type>().map(Decimal128Array::scale));
    let scale = scales.max();
    values
        .into_iter()
        .map(|value| match (value.as_primitive_opt::<Decimal128Type>(), scale, &kind) {
            (Some(numbers), Some(scale), _) => Ok(Arc::new(number::rescale(numbers, scale)?) as ArrayRef),
            (None, Some(scale), _) => Ok(new_null_array(&DataType::Decimal128(number::DIGITS, scale), value.len())),
            (None, None, Some(kind)) if *value.data_type() == DataType::Null => Ok(new_null_array(kind, value.len())),
            _ => Ok(value),
        })
        .collect()
}
