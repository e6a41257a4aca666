//! Which sums indicators tell: the same expression over the same rows is the same sum.

use std::collections::BTreeMap;

use crate::definition::Definitions;
use crate::definition::indicator::Indicator;

/// The numbers of sums, by indicator and period.
pub(super) type Numbers<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// The sums each indicator tells in each period, by number: the same expression over the same rows is the same sum.
pub(super) fn numbers<'d>(definitions: &'d Definitions) -> Numbers<'d> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut number = |key: String| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
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

/// Names of the sums an indicator tells: the same expression over the same rows is the same sum.
fn keys(indicator: &Indicator) -> Vec<String> {
    let text = |of: &Option<crate::definition::located::Located<String>>| -> String {
        of.as_ref().map_or(String::new(), |text| text.split_whitespace().collect())
    };
    let rows = [indicator.dataset.as_str(), &text(&indicator.filter), &text(&indicator.applies_to)].join("|");
    let layers = if indicator.is_ratio() {
        vec![text(&indicator.numerator), text(&indicator.denominator)]
    } else {
        vec![text(&indicator.value)]
    };
    layers.into_iter().map(|layer| format!("{rows}|{layer}")).collect()
}
