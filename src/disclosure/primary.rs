//! What a figure needs to be shown, whatever stands beside it: the policy of its sensitivity class.

use std::collections::{BTreeMap, BTreeSet};

use super::piece::{MOST, filters};
use crate::definition::Definitions;
use crate::definition::dataset::FieldType;
use crate::definition::indicator::{Indicator, Sensitivity};
use crate::definition::located::Located;
use crate::definition::policy::{Comparison, Dominance, Policy, Zeros};
use crate::definition::project::ReportPlan;
use crate::definition::tables::Tables;
use crate::expression::Expression;
use crate::measure::Observation;
use crate::value::{Decimal, Unit};

/// What each organisation gives to one sum.
pub(super) type Shares = BTreeMap<String, Decimal>;

/// The policy of one indicator, with what it must know of the indicator.
pub(super) struct Rule<'a> {
    pub indicator: &'a Indicator,
    /// How much the reader would miss it: most what reports open with, then what else they print.
    pub weight: usize,
    policy: Policy,
    /// For the value, or for both parts of a ratio: whether it counts persons.
    counts: Vec<bool>,
    /// The base that each of these is rounded to, if it is: first by its own class, then by what [`super::base`] finds.
    pub bases: Vec<Option<u32>>,
    /// The counts of persons that it reads: dataset and field.
    pub persons: BTreeSet<(String, String)>,
    /// Any of these is published rounded.
    pub reads_rounded: bool,
    /// All that it is made of are sums, each of rows of some kinds.
    pub is_of_sums: bool,
    /// The periods in which it parts rows into so many kinds that what it leaves of other sums cannot be found.
    pub unfathomed: BTreeSet<String>,
    /// It takes each value once, but for organisations.
    takes_once: bool,
    /// The tables that may be made.
    tables: Tables,
}

impl<'a> Rule<'a> {
    /// For one of these periods: those that are told alike.
    pub fn new(definitions: &Definitions, indicator: &'a Indicator, period: &str) -> Self {
        let policy = definitions.policy_in(indicator.sensitivity, period);
        let persons = Unit::named("persons");
        let is_count = |expression: &Option<Expression>| {
            expression.as_ref().is_none_or(|expression| expression.kind().unit == persons)
        };
        let counts = if indicator.is_ratio() {
            vec![is_count(&indicator.numerator_expression), is_count(&indicator.denominator_expression)]
        } else {
            vec![indicator.unit.as_str() == "persons"]
        };
        let tables = definitions.tables(&policy);
        let name = indicator.indicator.as_str();
        let weight = |report: &ReportPlan| {
            let among = |names: &[Located<String>]| names.iter().any(|one| one.as_str() == name);
            match (among(&report.headline), report.indicators.is_empty() || among(&report.indicators)) {
                (true, _) => 4,
                (false, true) => 2,
                (false, false) => 1,
            }
        };
        let weight = definitions.project.reports.iter().map(weight).max().unwrap_or(1);
        let persons = indicator.versions().flat_map(|version| persons_of(definitions, version)).collect();
        let bases = counts.iter().map(|is_count| policy.round.filter(|_| *is_count)).collect();
        let are_sums = |version: &Indicator| {
            let mut figures = version.figures();
            figures.all(|one| one.core().as_ref().unwrap_or(one).kinds(&filters(version), MOST).is_ok())
        };
        let takes_once = indicator.versions().any(|version| takes_once(definitions, version));
        Self {
            indicator,
            weight,
            policy,
            counts,
            bases,
            persons,
            reads_rounded: false,
            is_of_sums: !takes_once && indicator.versions().all(are_sums),
            unfathomed: BTreeSet::new(),
            takes_once,
            tables,
        }
    }

    /// Asks for more enterprises than so many sums could tell apart, beside those that put together what they know.
    pub fn ask_beside(&mut self, sums: usize) {
        let least = u32::try_from(sums).map_or(u32::MAX, |sums| sums.saturating_add(1 + self.policy.insiders));
        if !self.is_open() {
            self.policy.contributors = self.policy.contributors.max(least);
        }
    }

    /// The base that a layer is rounded to.
    pub fn base(&self, layer: usize) -> Option<u32> {
        self.bases.get(layer).copied().flatten()
    }

    /// True where so many enterprises may come to a figure or leave it between two releases: none, or enough to hide in each other.
    pub fn may_change_by(&self, enterprises: u32) -> bool {
        enterprises == 0 || enterprises >= self.policy.contributors
    }

    /// How many enterprises must have given something other than zero.
    pub fn contributors(&self) -> usize {
        self.policy.contributors as usize
    }

    /// The base that any of its layers is rounded to.
    pub fn rounding(&self) -> Option<u32> {
        self.bases.iter().copied().max().flatten()
    }

    /// The least number of persons other than zero that is published: as a count, or as the base of a share.
    pub fn least(&self, layer: usize) -> u32 {
        if layer == 1 { self.policy.count.max(self.policy.base) } else { self.policy.count }
    }

    /// True when a table of these dimensions may be made at all.
    pub fn allows(&self, breakdown: &BTreeMap<String, String>) -> bool {
        self.tables.allow(breakdown.keys().map(String::as_str))
    }

    /// True for a layer of which single values may be told or taken for known: of no class of persons, and no count of them.
    pub fn may_free(&self, layer: usize) -> bool {
        let is_free = matches!(self.indicator.sensitivity, Sensitivity::Open | Sensitivity::Business);
        is_free && !self.counts.get(layer).is_none_or(|counts| *counts)
    }

    /// True when a figure may be shown by itself, with what is given to it beside what everybody knows, and the layers of which
    /// all is known and may be told. What is made of the largest or smallest value is made of one or two enterprises, however
    /// many answered; and what takes each value once leaves of the sum what those gave who are alike.
    pub fn passes(&self, observation: &Observation, layers: &[Shares], free: &[bool]) -> bool {
        let parts = || self.indicator.versions().flat_map(Indicator::figures);
        // What is made of counts, but is neither a sum of them nor a quotient of two sums, would give back what is rounded.
        if self.reads_rounded && !(is_sum(observation) && parts().all(Expression::is_of_sums)) {
            return false;
        }
        self.is_open()
            || !parts().any(Expression::picks_extremes)
                && !self.takes_once
                && !self.unfathomed.contains(&observation.period)
                && self.beside_passes(layers, free)
                && self.has_base(observation)
                && self.is_of_several(observation, layers)
    }

    /// True when the sum over some organisations may become known: enough of them give something other than zero, and it
    /// counts no one or enough persons; of a share, both those it counts and the rest of its base.
    ///
    /// That all of enough organisations gave zero may be known too.
    pub fn group_passes(&self, layers: &[Shares]) -> bool {
        self.beside_passes(layers, &[])
    }

    /// The same where all of some layers is known and may be told.
    fn beside_passes(&self, layers: &[Shares], free: &[bool]) -> bool {
        let is_free = |layer: usize| free.get(layer).is_some_and(|free| *free);
        let sums: Vec<Decimal> = layers.iter().map(|shares| shares.values().sum()).collect();
        let enough = layers.iter().enumerate().all(|(layer, shares)| is_free(layer) || self.is_enough(shares));
        let even = layers.iter().enumerate().all(|(layer, shares)| self.is_even(layer, shares));
        let counted = sums.iter().zip(&self.counts).all(|(sum, counts)| !counts || self.is_count(*sum));
        let rest = match (sums.as_slice(), self.counts.as_slice()) {
            // All of a group tells of everyone in it.
            ([some, all], [true, true]) if some == all => some.is_zero() || self.policy.zeros == Zeros::Shown,
            ([some, all], [true, true]) if some < all => self.is_count(*all - *some),
            _ => true,
        };
        enough && even && counted && rest
    }

    /// The same of one layer alone.
    pub fn layer_passes(&self, layer: usize, shares: &Shares) -> bool {
        let is_count = || !self.counts[layer] || self.is_count(shares.values().sum());
        self.is_enough(shares) && self.is_even(layer, shares) && is_count()
    }

    /// True when as many as must gave something other than zero; or all zero, where that may be told.
    fn is_enough(&self, shares: &Shares) -> bool {
        let some = shares.values().filter(|value| !value.is_zero()).count();
        let least = self.policy.contributors as usize;
        if some > 0 { some >= least } else { shares.len() >= least && self.may_tell_zeros() }
    }

    /// True for an amount of which no enterprise gives nearly all, so that another one could reckon it: by the p % rule and by
    /// the (n, k) rule. Who reckons knows what as many gave as put together what they know. Values below zero count as large as
    /// they are.
    fn is_even(&self, layer: usize, shares: &Shares) -> bool {
        if self.counts[layer] {
            return true;
        }
        let mut sizes: Vec<Decimal> = shares.values().map(Decimal::abs).filter(|size| !size.is_zero()).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let percent = |of: Decimal, percent: u32| of * Decimal::from(percent) / Decimal::ONE_HUNDRED;
        let (largest, rest) =
            (sizes.first().copied().unwrap_or_default(), sizes.iter().skip(1 + self.insiders()).sum::<Decimal>());
        let is_dominated = |rule: &Dominance| {
            let top: Decimal = sizes.iter().take(rule.largest as usize).sum();
            let limit = percent(sizes.iter().sum(), rule.percent);
            match rule.withheld_when {
                Comparison::MoreThan => top > limit,
                Comparison::AtLeast => top >= limit && !top.is_zero(),
            }
        };
        rest >= percent(largest, self.policy.p_percent) && !self.policy.dominance.as_ref().is_some_and(is_dominated)
    }

    /// True when enterprises that know what they gave themselves may know a sum: of the others as many give something as do beside
    /// so many in a figure that is published, and the sum is neither a small count nor nearly that of one of them. More of them
    /// than the policy reckons with do not put together what they know.
    pub fn may_know(&self, layer: usize, shares: &Shares, together: &[&str]) -> bool {
        let is_other = |one: &String| !together.contains(&one.as_str());
        let others = shares.iter().filter(|(one, value)| is_other(one) && !value.is_zero()).count();
        let is_enough = others + together.len() >= self.policy.contributors as usize;
        let is_count = !self.counts[layer] || self.is_count(shares.values().sum());
        self.insiders() < together.len() || others == 0 || is_enough && is_count && self.is_even(layer, shares)
    }

    /// How many enterprises may put together what they know.
    pub fn insiders(&self) -> usize {
        self.policy.insiders as usize
    }

    /// The same of each layer.
    pub fn layers_pass(&self, layers: &[Shares]) -> bool {
        layers.iter().enumerate().all(|(layer, shares)| self.layer_passes(layer, shares))
    }

    /// How far apart the ends of an attacker's interval must be around a withheld sum of non-negative values: the least
    /// count of persons, and so many per cent of the value itself as the policy says.
    pub fn width(&self, layer: usize, value: Decimal) -> Decimal {
        self.apart(layer, self.policy.count, value)
    }

    /// How far apart the ends must be to enterprises that know what they gave, around what others gave: so many per cent of that,
    /// and of persons as many numbers must be possible as the least count.
    pub fn width_of_others(&self, layer: usize, value: Decimal) -> Decimal {
        self.apart(layer, self.policy.count.saturating_sub(1), value)
    }

    fn apart(&self, layer: usize, count: u32, value: Decimal) -> Decimal {
        let count = if self.counts[layer] { Decimal::from(count) } else { Decimal::ZERO };
        count.max(value.abs() * Decimal::from(self.policy.width) / Decimal::ONE_HUNDRED)
    }

    /// True for a base that is large enough for a share or mean.
    pub fn base_passes(&self, base: &Shares) -> bool {
        base.values().sum::<Decimal>() >= Decimal::from(self.policy.base)
    }

    /// True for an indicator that may be shown without any limit; its counts may be rounded all the same.
    pub fn is_open(&self) -> bool {
        let policy = &self.policy;
        policy.contributors == 0
            && policy.count == 0
            && policy.base == 0
            && policy.p_percent == 0
            && policy.dominance.is_none()
    }

    /// True where it may be told that all gave zero, or that none is counted.
    pub fn may_tell_zeros(&self) -> bool {
        self.is_open() || self.policy.zeros == Zeros::Shown
    }

    fn is_count(&self, sum: Decimal) -> bool {
        sum.is_zero() || sum.abs() >= Decimal::from(self.policy.count)
    }

    fn has_base(&self, observation: &Observation) -> bool {
        let base = Decimal::from(self.policy.base);
        match observation.denominator {
            Some(denominator) => denominator >= base,
            None if is_sum(observation) => true,
            None => Decimal::from(observation.contributions.len()) >= base,
        }
    }

    /// True unless a mean is what one organisation of several gave, or a median what too few did: the middle is what one
    /// enterprise gave or lies halfway between two, of which each would know the other's.
    fn is_of_several(&self, observation: &Observation, layers: &[Shares]) -> bool {
        if self.indicator.versions().flat_map(Indicator::figures).any(Expression::picks_middle) {
            let alike = |shares: &Shares| shares.values().filter(|share| observation.value == Some(**share)).count();
            return layers.len() == 1 && alike(&layers[0]) >= self.contributors();
        }
        let given = &observation.contributions;
        let is_one = || given.values().any(|share| observation.value == Some(share.value));
        is_sum(observation) || given.len() == 1 || !is_one()
    }
}

/// True where an indicator takes each value once, and does not only count organisations.
fn takes_once(definitions: &Definitions, indicator: &Indicator) -> bool {
    let dataset = definitions.dataset_of(indicator);
    let is_organisation = |name: &str| {
        let field = || dataset?.field(&dataset?.column(name)?.field);
        field().is_some_and(|field| field.kind == FieldType::OrganisationNumber)
    };
    let counts = |one: &Expression| {
        one.counted_once().is_some_and(|columns| columns.iter().all(|column| is_organisation(&column.name)))
    };
    !indicator.figures().all(counts)
}

/// The fields that count persons and that an indicator is reckoned from, itself or through other indicators: dataset and field.
fn persons_of(definitions: &Definitions, indicator: &Indicator) -> BTreeSet<(String, String)> {
    let persons = Unit::named("persons");
    let field = |name: &str| {
        let dataset = definitions.dataset_of(indicator)?;
        let field = dataset.field(&dataset.column(name)?.field).filter(|field| field.unit() == persons)?;
        Some((dataset.dataset.value.clone(), field.field.value.clone()))
    };
    let mut found = BTreeSet::new();
    for reference in indicator.figures().flat_map(Expression::references) {
        found.extend(field(&reference.name));
        let part = definitions.indicator(&reference.name).filter(|_| indicator.is_derived());
        found.extend(part.into_iter().flat_map(|part| persons_of(definitions, part)));
    }
    found
}

/// True for a figure that is the sum of what organisations give, or the quotient of such sums.
pub(super) fn is_sum(observation: &Observation) -> bool {
    let sum = || observation.contributions.values().map(|share| share.value).sum::<Decimal>();
    observation.denominator.is_some() || observation.value == Some(sum())
}
