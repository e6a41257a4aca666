//! Which sums indicators tell: the same expression over the same rows is the same sum.
//!
//! Who knows a mean and its sum knows of how many rows it is, and of whole numbers the mean alone may tell it. Therefore a mean of some
//! rows tells how many they are as well, after what is added up for it.

use std::collections::BTreeMap;

use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::expression::Expression;

/// The numbers of sums, by indicator and period.
pub(super) type Numbers<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// From this number on stand bases of means.
const BASES: usize = usize::MAX / 4;

/// True for how many rows a mean is of.
pub(super) fn is_base(sum: usize) -> bool {
    (BASES..BASES * 2).contains(&sum)
}

/// The sums each indicator tells in each period, by number: the same expression over the same rows is the same sum.
pub(super) fn numbers<'d>(definitions: &'d Definitions) -> Numbers<'d> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut number = |(key, is_base): (String, bool)| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(if is_base { BASES + next } else { next })
    };
    let periods = || definitions.project.periods.iter().map(|period| period.period.as_str());
    let indicators = definitions.indicators.iter();
    let all = indicators.flat_map(|indicator| periods().map(move |period| (indicator, period)));
    let of = |(indicator, period): (&'d Indicator, &'d str)| {
        let keys = keys(definitions.version(indicator, period));
        ((indicator.indicator.as_str(), period), keys.into_iter().map(&mut number).collect())
    };
    all.map(of).collect()
}

/// Names of the sums an indicator tells, each with whether it is the base of a mean: the same expression over the same rows is the
/// same sum.
fn keys(indicator: &Indicator) -> Vec<(String, bool)> {
    let text = |of: &Option<crate::definition::located::Located<String>>| -> String {
        of.as_ref().map_or(String::new(), |text| text.split_whitespace().collect())
    };
    let rows = [indicator.dataset.as_str(), &text(&indicator.filter), &text(&indicator.applies_to)].join("|");
    let key = |layer: String| (format!("{rows}|{layer}"), false);
    if indicator.is_ratio() {
        return [&indicator.numerator, &indicator.denominator].map(|layer| key(text(layer))).into();
    }
    let value = text(&indicator.value);
    let base = base(indicator).map(|_| (format!("{rows}|{value}|base"), true));
    std::iter::once(key(value)).chain(base).collect()
}

/// How many rows an indicator that is a mean of some of them is of.
pub(super) fn base(indicator: &Indicator) -> Option<Expression> {
    base_of(
        indicator,
        indicator.value_expression.as_ref().filter(|_| !indicator.is_ratio() && !indicator.is_derived())?,
    )
}

/// The same of what it makes of one part of what is asked in the file.
pub(super) fn base_of(indicator: &Indicator, value: &Expression) -> Option<Expression> {
    value.base(indicator.filter_expression.is_some() || indicator.applies_expression.is_some())
}
