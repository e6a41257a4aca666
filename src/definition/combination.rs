//! How the figures that an indicator has of several periods make one.

use super::Definitions;
use super::indicator::{Indicator, OverTime};
use crate::expression::Expression;
use crate::value::Decimal;

/// How figures of several periods make one of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// They are added: a flow.
    Sum,
    /// Numerators and denominators are each added: a ratio of flows.
    Quotient,
    /// It is the last one: a stock, and a ratio of which a part is one.
    Last,
    /// It is made of the figures that its parts have of all the periods.
    Anew,
    /// They make none: means, middle values and extremes do not add up, nor does what is counted once for each value.
    None,
}

impl Combination {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Quotient => "quotient_of_sums",
            Self::Last => "last",
            Self::Anew => "anew",
            Self::None => "none",
        }
    }
}

impl Definitions {
    /// How the figures that an indicator has of several periods make one.
    pub fn combination(&self, indicator: &Indicator) -> Combination {
        let adds_up = |one: &Expression| one.is_of_sums() && !one.counts_distinct();
        let all_add_up = indicator.figures().all(adds_up);
        match indicator.over_time {
            OverTime::Stock => Combination::Last,
            OverTime::Ratio if indicator.is_of_figures() && !indicator.is_ratio() => Combination::Anew,
            OverTime::Ratio if !self.is_of_flows(indicator) => Combination::Last,
            OverTime::Flow | OverTime::Ratio if !all_add_up => Combination::None,
            OverTime::Flow | OverTime::Ratio if indicator.is_ratio() => Combination::Quotient,
            OverTime::Flow => Combination::Sum,
            OverTime::Ratio => Combination::None,
        }
    }

    /// True where an indicator's figures are at least as large as the number of persons they are about: sums over enterprises, in
    /// which one who is in several counts in each. A balance is none, nor is what is counted once however often it is there.
    pub fn is_upper_bound(&self, indicator: &Indicator) -> bool {
        let adds_up = |one: &Expression| one.is_of_sums() && !one.counts_distinct();
        let is_of_bounds = || {
            let parts = indicator.parts();
            let is_it = |name: &String| self.indicator(name).is_some_and(|part| self.is_upper_bound(part));
            !indicator.figures().any(Expression::subtracts) && parts.iter().all(is_it)
        };
        let is_sum = !indicator.is_ratio() && !indicator.signed && indicator.figures().all(adds_up);
        *indicator.unit == "persons" && is_sum && (!indicator.is_derived() || is_of_bounds())
    }

    /// True where a figure of an indicator is such a bound: of none at all there is nothing to count twice.
    pub fn bounds(&self, indicator: &Indicator, value: Option<Decimal>) -> bool {
        value.is_some_and(|value| !value.is_zero()) && self.is_upper_bound(indicator)
    }

    /// True where all that an indicator takes sums of are flows: fields that say so, or indicators that add over periods.
    fn is_of_flows(&self, indicator: &Indicator) -> bool {
        let references = || indicator.figures().flat_map(Expression::references);
        if indicator.is_derived() {
            let mut parts = references().map(|one| self.indicator(&one.name));
            return parts.all(|part| part.is_some_and(|part| self.combination(part) == Combination::Sum));
        }
        let dataset = self.dataset_of(indicator);
        let is_flow = |name: &str| {
            let column = dataset.and_then(|dataset| dataset.field(&dataset.column(name)?.field));
            column.is_some_and(|field| field.flow)
        };
        references().all(|one| is_flow(&one.name))
    }
}
