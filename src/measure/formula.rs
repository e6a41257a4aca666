//! What an indicator calculates, for one part of the dimensions that are asked in the file.

use std::collections::BTreeMap;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};

use super::Breakdown;
use crate::definition::dataset::Dataset;
use crate::definition::indicator::Indicator;
use crate::expression::{Columns, EvaluationError, Expression, Reference};
use crate::value::Decimal;

/// Decimals that a quotient is rounded to before it is printed.
const QUOTIENT_DECIMALS: u32 = 10;

/// The expressions of an indicator, with the columns of one part put in for the fields.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    value: Option<Expression>,
    numerator: Option<Expression>,
    denominator: Option<Expression>,
    scale: Decimal,
}

/// What a formula gives for one group of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// The figure; of a ratio the quotient times its scale.
    pub value: Option<Decimal>,
    /// Upper part of a ratio.
    pub numerator: Option<Decimal>,
    /// Lower part of a ratio.
    pub denominator: Option<Decimal>,
}

impl Amount {
    /// What is added up to it: its upper part, or its value.
    pub fn given(&self) -> Option<Decimal> {
        self.numerator.or(self.value)
    }
}

/// A quotient times its scale, with as many decimals as a figure has before it is printed; none of a base of zero, nor where a
/// number grows too long.
pub fn quotient(numerator: Decimal, denominator: Decimal, scale: Decimal) -> Option<Decimal> {
    let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let quotient = numerator.checked_mul(scale)?.checked_div(denominator)?;
    Some(quotient.round_dp_with_strategy(QUOTIENT_DECIMALS, away))
}

/// The expressions of an indicator for one part of what is asked in the file, its value or numerator and denominator; as they are
/// written where it has no dataset. `None` when it is not split that way.
pub fn layers(indicator: &Indicator, dataset: Option<&Dataset>, part: &Breakdown) -> Option<Vec<Expression>> {
    let Formula { value, numerator, denominator, .. } = match dataset {
        Some(dataset) => Formula::new(indicator, dataset, part)?,
        None => Formula::whole(indicator),
    };
    Some(if indicator.is_ratio() {
        [numerator, denominator].into_iter().flatten().collect()
    } else {
        Vec::from_iter(value)
    })
}

/// What a layer takes of a column, group by group: the layer, the column, the values.
pub type OfColumn = (usize, Reference, Vec<Option<Decimal>>);

impl Formula {
    /// The formula as it is written.
    pub fn whole(indicator: &Indicator) -> Self {
        Self {
            value: indicator.value_expression.clone(),
            numerator: indicator.numerator_expression.clone(),
            denominator: indicator.denominator_expression.clone(),
            scale: indicator.scale.unwrap_or(Decimal::ONE),
        }
    }

    /// The formula for one part; `None` when no field of it is split that way.
    pub fn new(indicator: &Indicator, dataset: &Dataset, part: &Breakdown) -> Option<Self> {
        let whole = Self::whole(indicator);
        if part.is_empty() {
            return Some(whole);
        }
        let names: BTreeMap<String, String> = whole
            .references()
            .into_iter()
            .filter_map(|reference| Some((reference.name.clone(), part_column(dataset, &reference.name, part)?)))
            .collect();
        let rename = |expression: &Option<Expression>| expression.as_ref().map(|one| one.rename(&names));
        (!names.is_empty()).then(|| Self {
            value: rename(&whole.value),
            numerator: rename(&whole.numerator),
            denominator: rename(&whole.denominator),
            scale: whole.scale,
        })
    }

    /// The same without what everybody knows, see [`Expression::core`]; `None` where there is nothing of that.
    pub fn core(&self) -> Option<Self> {
        let parts = [&self.value, &self.numerator, &self.denominator];
        let cores = parts.map(|part| part.as_ref().and_then(Expression::core));
        if cores.iter().all(Option::is_none) {
            return None;
        }
        let [value, numerator, denominator] = cores;
        Some(Self {
            value: value.or_else(|| self.value.clone()),
            numerator: numerator.or_else(|| self.numerator.clone()),
            denominator: denominator.or_else(|| self.denominator.clone()),
            scale: self.scale,
        })
    }

    /// What each of its layers takes of each column, group by group, where it adds up several.
    pub fn parts(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<Vec<OfColumn>, EvaluationError> {
        let layers = [self.numerator.as_ref().or(self.value.as_ref()), self.denominator.as_ref()];
        let parts = layers.into_iter().enumerate().filter_map(|(layer, of)| Some((layer, of?.parts())));
        let parts = parts.flat_map(|(layer, parts)| parts.into_iter().map(move |(column, of)| (layer, column, of)));
        let given = |(layer, column, of): (usize, Reference, Expression)| {
            let values = numbers(&of.groups(columns, group, groups)?, groups, of.text())?;
            Ok((layer, column, values))
        };
        parts.map(given).collect()
    }

    /// The columns it speaks of.
    pub fn references(&self) -> Vec<Reference> {
        [&self.value, &self.numerator, &self.denominator]
            .into_iter()
            .flatten()
            .flat_map(Expression::references)
            .collect()
    }

    /// The figure of each group of rows.
    pub fn amounts(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<Vec<Amount>, EvaluationError> {
        self.each(groups, |expression| expression.groups(columns, group, groups))
    }

    /// What each group gives to the figure of all of them.
    pub fn shares(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<Vec<Amount>, EvaluationError> {
        self.each(groups, |expression| expression.shares(columns, group, groups))
    }

    /// The figure of each row, of a formula without aggregate functions.
    pub fn of_rows(&self, columns: &dyn Columns) -> Result<Vec<Amount>, EvaluationError> {
        self.each(columns.rows(), |expression| expression.rows(columns))
    }

    fn each(
        &self,
        count: usize,
        evaluate: impl Fn(&Expression) -> Result<ArrayRef, EvaluationError>,
    ) -> Result<Vec<Amount>, EvaluationError> {
        let numbers = |expression: &Option<Expression>| -> Result<Vec<Option<Decimal>>, EvaluationError> {
            match expression {
                Some(expression) => numbers(&evaluate(expression)?, count, expression.text()),
                None => Ok(vec![None; count]),
            }
        };
        let (values, numerators, denominators) =
            (numbers(&self.value)?, numbers(&self.numerator)?, numbers(&self.denominator)?);
        (0..count)
            .map(|at| {
                let (numerator, denominator) = (numerators[at], denominators[at]);
                let value = match (numerator, denominator) {
                    (Some(upper), Some(lower)) => self.quotient(upper, lower)?,
                    _ => values[at],
                };
                Ok(Amount { value: value.map(|value| value.normalize()), numerator, denominator })
            })
            .collect()
    }

    /// The quotient; none of a base of zero.
    fn quotient(&self, numerator: Decimal, denominator: Decimal) -> Result<Option<Decimal>, EvaluationError> {
        if denominator.is_zero() {
            return Ok(None);
        }
        let texts = [&self.numerator, &self.denominator].map(|part| part.as_ref().map_or("", Expression::text));
        let quotient = quotient(numerator, denominator, self.scale);
        quotient.map(Some).ok_or_else(|| EvaluationError::Overflow(texts.join(" / ")))
    }
}

/// The column of a field for one part: its own, or that of a field that splits it once more.
fn part_column(dataset: &Dataset, field: &str, part: &Breakdown) -> Option<String> {
    let splits = |name: &str| {
        name == field
            || dataset.field(name).is_some_and(|other| other.total_of.as_ref().is_some_and(|total| **total == field))
    };
    let column = dataset.columns.iter().find(|column| column.part == *part && splits(&column.field))?;
    Some(column.name.clone())
}

fn numbers(values: &ArrayRef, rows: usize, text: &str) -> Result<Vec<Option<Decimal>>, EvaluationError> {
    if let Some(values) = values.as_primitive_opt::<Decimal128Type>() {
        let number =
            |value: i128| decimal(value, values.scale()).ok_or_else(|| EvaluationError::Overflow(text.to_owned()));
        return values.iter().map(|value| value.map(number).transpose()).collect();
    }
    if let Some(values) = values.as_primitive_opt::<Int64Type>() {
        return Ok(values.iter().map(|value| value.map(Decimal::from)).collect());
    }
    Ok(vec![None; rows])
}

/// A number of at most 38 digits as a decimal of at most 28, rounded half away from zero where it must be.
fn decimal(mut value: i128, scale: i8) -> Option<Decimal> {
    let mut scale = u32::try_from(scale).ok()?;
    loop {
        if let Ok(number) = Decimal::try_from_i128_with_scale(value, scale) {
            return Some(number);
        }
        scale = scale.checked_sub(1)?;
        value = value / 10 + (value % 10) / 5;
    }
}
