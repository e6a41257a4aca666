//! An expression over many rows as sums of columns, each times a number, where it is that and no more.

use std::collections::BTreeMap;

use super::tree::{Aggregate, Aggregation, Arithmetic, Binary, Node, Number, What};
use super::{Expression, Reference};
use crate::value::common_divisor;

/// Sums of columns, each times a whole number and all divided by another; what is added besides, for each row or once, is left
/// out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear {
    /// How often the sum of each column is taken; never zero times.
    pub times: BTreeMap<Reference, i128>,
    /// What all of it is divided by; above zero.
    pub divisor: i128,
}

impl Expression {
    /// The expression as sums of columns; `None` where it makes something else of them, or its numbers are too long for that.
    pub fn linear(&self) -> Option<Linear> {
        of(&self.root, false).map(|part| part.sums)
    }
}

/// A part of an expression: a number, and sums of columns beside it.
struct Part {
    sums: Linear,
    /// What it is where it takes nothing of any column: so many, divided by so many.
    constant: Option<(i128, i128)>,
}

fn of(node: &Node, is_of_row: bool) -> Option<Part> {
    match &node.what {
        What::Number(number) | What::Parameter { value: number, .. } => Some(constant(*number)),
        What::Column(reference) if is_of_row => {
            Some(Part { sums: Linear { times: [(reference.clone(), 1)].into(), divisor: 1 }, constant: None })
        }
        What::Negate(value) => of(value, is_of_row)?.times((-1, 1)),
        What::Arithmetic(Binary { operator, left, right, .. }) => {
            let (left, right) = (of(left, is_of_row)?, of(right, is_of_row)?);
            match operator {
                Arithmetic::Add => left.plus(right, 1),
                Arithmetic::Subtract => left.plus(right, -1),
                Arithmetic::Multiply => match (left.constant, right.constant) {
                    (_, Some(by)) => left.times(by),
                    (Some(by), None) => right.times(by),
                    (None, None) => None,
                },
                Arithmetic::Divide => right.constant.and_then(|(digits, divisor)| left.times((divisor, digits))),
            }
        }
        What::Aggregate(Aggregation { function, argument, distinct: false, filter: None }) => match function {
            Aggregate::Sum => {
                let part = of(argument.as_ref()?, true)?;
                // The same number for each row is more with every row.
                Some(Part { constant: None, ..part })
            }
            // How many rows there are is everybody's knowledge.
            Aggregate::Count => Some(Part { sums: Linear { times: BTreeMap::new(), divisor: 1 }, constant: None }),
            Aggregate::Average | Aggregate::Minimum | Aggregate::Maximum | Aggregate::Median => None,
        },
        _ => None,
    }
}

fn constant(number: Number) -> Part {
    let divisor = 10_i128.pow(u32::from(number.scale.unsigned_abs()));
    Part { sums: Linear { times: BTreeMap::new(), divisor: 1 }, constant: Some((number.digits, divisor)) }
}

impl Part {
    /// The part times a number, which is a quotient of two.
    fn times(self, (digits, divisor): (i128, i128)) -> Option<Self> {
        if divisor == 0 {
            return None;
        }
        let (digits, divisor) =
            if divisor < 0 { (digits.checked_neg()?, divisor.checked_neg()?) } else { (digits, divisor) };
        let constant = match self.constant {
            Some((mine, of)) => Some((mine.checked_mul(digits)?, of.checked_mul(divisor)?)),
            None => None,
        };
        let mut times = BTreeMap::new();
        for (reference, by) in self.sums.times.into_iter().filter(|_| digits != 0) {
            times.insert(reference, by.checked_mul(digits)?);
        }
        let divisor = self.sums.divisor.checked_mul(divisor)?;
        Some(Self { sums: Linear { times, divisor }.shortened(), constant })
    }

    /// The part and another, which is taken from it where `sign` is below zero.
    fn plus(self, other: Self, sign: i128) -> Option<Self> {
        let constant = match (self.constant, other.constant) {
            (Some((a, of)), Some((b, by))) => {
                let b = b.checked_mul(of)?.checked_mul(sign)?;
                Some((a.checked_mul(by)?.checked_add(b)?, of.checked_mul(by)?))
            }
            _ => None,
        };
        let (mine, theirs) = (self.sums.divisor, other.sums.divisor);
        let mut times = BTreeMap::new();
        for (reference, by) in self.sums.times {
            times.insert(reference, by.checked_mul(theirs)?);
        }
        for (reference, by) in other.sums.times {
            let more = by.checked_mul(mine)?.checked_mul(sign)?;
            let sum = times.entry(reference).or_insert(0_i128);
            *sum = sum.checked_add(more)?;
        }
        times.retain(|_, by| *by != 0);
        Some(Self { sums: Linear { times, divisor: mine.checked_mul(theirs)? }.shortened(), constant })
    }
}

impl Linear {
    /// The same with the shortest numbers.
    fn shortened(self) -> Self {
        let common = self.times.values().fold(self.divisor, |common, by| common_divisor(common, *by));
        let times = self.times.into_iter().map(|(reference, by)| (reference, by / common)).collect();
        Self { times, divisor: self.divisor / common }
    }
}
