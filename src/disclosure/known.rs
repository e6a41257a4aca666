//! What everybody knows of single enterprises beside what is published: values that they let be told, values that are public
//! anyway, and what follows from these.
//!
//! Whoever knows a value takes it out of every sum it stands in. So do all gates here: what is known is in no share of a figure, and
//! what is left must be as safe as if it were all. A value of persons, or of a sum that a figure of persons tells too, is never
//! taken for known.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::base::Rules;
use super::identity::Share;
use super::piece::filters;
use super::primary::{Rule, Shares};
use super::release::Ground;
use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::expression::{Expression, Of, Reference};
use crate::measure::{Breakdown, Given, Observation, layers};
use crate::register::exceptions::Value;
use crate::register::{LEGAL_FORM, Register};
use crate::value::Decimal;

/// Where a value stands: the number of its sum, its period, the codes that are asked in the file.
type Place<'a> = (usize, &'a str, Vec<(&'a str, &'a str)>);

/// What is known.
pub(super) struct Known<'a> {
    definitions: &'a Definitions,
    register: &'a Register,
    /// Day of the release: consents given later do not count.
    day: NaiveDate,
    numbers: &'a Numbers<'a>,
    /// Sums of which nothing is known.
    barred: BTreeSet<usize>,
    of: BTreeMap<Place<'a>, BTreeMap<&'a str, Ground>>,
    /// How much is known of what an enterprise gives, where that is not all of it: what stands in single columns.
    partly: BTreeMap<Place<'a>, BTreeMap<&'a str, Decimal>>,
}

impl<'a> Known<'a> {
    /// Finds what is known of everything that was given.
    pub fn new(
        (definitions, register): (&'a Definitions, &'a Register),
        rules: &Rules<'_>,
        numbers: &'a Numbers<'a>,
        observations: &'a [Observation],
        day: NaiveDate,
    ) -> Self {
        let (barred, of, partly) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        let mut known = Self { definitions, register, day, numbers, barred, of, partly };
        if register.exceptions.is_empty() {
            return known;
        }
        for ((name, period), sums) in numbers {
            let Some(rule) = rules.named(name, period) else { continue };
            let barred = sums.iter().enumerate().filter(|(layer, _)| !rule.may_free(*layer));
            known.barred.extend(barred.map(|(_, sum)| *sum));
        }
        let is_of_register = |name: &String| definitions.is_of_register(name);
        for one in observations.iter().filter(|one| !one.breakdown.keys().any(is_of_register)) {
            let Some(sums) = numbers.get(&(one.indicator.as_str(), one.period.as_str())) else { continue };
            for (layer, sum) in sums.iter().enumerate() {
                for organisation in one.contributions.keys() {
                    let of = (one.indicator.as_str(), one.period.as_str());
                    if let Some(ground) = known.ground(organisation, of, layer, &one.breakdown) {
                        known.add((*sum, &one.period, &one.breakdown), organisation, ground);
                    } else if let Some(part) = known.part(organisation, one, layer, *sum) {
                        let place = (*sum, one.period.as_str(), codes(&one.breakdown));
                        known.partly.entry(place).or_default().insert(organisation, part);
                    }
                }
            }
        }
        known
    }

    /// True where nothing is known.
    pub fn is_nothing(&self) -> bool {
        self.of.is_empty() && self.partly.is_empty()
    }

    /// What everybody knows of what an enterprise gives from single columns; nothing where not even who gives it is known.
    fn part(&self, organisation: &str, one: &Observation, layer: usize, sum: usize) -> Option<Decimal> {
        let (period, of) = (one.period.as_str(), self.definitions.project.period(&one.period)?);
        let version = self.definitions.version(self.definitions.indicator(&one.indicator)?, period);
        let dataset = self.definitions.dataset_of(version)?;
        let is_known = |column: &Reference| self.of_column(organisation, (dataset, column), of).is_some();
        let is_of_dataset = |column: &Reference| dataset.column(&column.name).is_some();
        let mut asked = filters(version).into_iter().flat_map(Expression::references);
        if self.barred.contains(&sum) || !asked.all(|column| !is_of_dataset(&column) || is_known(&column)) {
            return None;
        }
        let columns = || one.columns.iter().filter(|column| column.layer == layer);
        let given = |column: &Given| column.of.get(organisation).copied();
        let all = columns().map(given).sum::<Option<Decimal>>()?;
        let known: Vec<&Given> = columns().filter(|column| is_known(&column.column)).collect();
        let is_all = one.contributions.get(organisation)?.core(layer) == Some(all);
        (is_all && !known.is_empty()).then(|| known.into_iter().filter_map(given).sum())
    }

    fn add(&mut self, (sum, period, part): (usize, &'a str, &'a Breakdown), organisation: &'a str, ground: Ground) {
        let grounds = self.of.entry((sum, period, codes(part))).or_default();
        let known = grounds.entry(organisation).or_insert(ground);
        *known = ground.max(*known);
    }

    /// Adds what follows where all else that stands in an equation is known.
    pub fn conclude(&mut self, equations: &[Vec<(Share<'a>, i32)>]) {
        loop {
            let mut found = Vec::new();
            for equation in equations {
                let mut open = equation.iter().map(|(share, _)| share).filter(|share| !self.has_share(share));
                let (Some(last), None) = (open.next(), open.next()) else { continue };
                if !self.barred.contains(&last.sum) {
                    found.push(*last);
                }
            }
            if found.is_empty() {
                return;
            }
            for Share { sum, part, period, organisation, .. } in found {
                self.add((sum, period, part), organisation, Ground::Public);
            }
        }
    }

    /// True where it is known what an enterprise gives to a sum.
    pub fn has_share(&self, share: &Share<'_>) -> bool {
        self.has(share.sum, share.period, share.part, share.organisation)
    }

    /// The same, of the codes that are asked in the file.
    pub fn has(&self, sum: usize, period: &str, part: &Breakdown, organisation: &str) -> bool {
        self.grounds(sum, period, part, |of| of.contains_key(organisation)).unwrap_or_default()
    }

    fn grounds<T>(
        &self,
        sum: usize,
        period: &str,
        part: &Breakdown,
        look: impl FnOnce(&BTreeMap<&'a str, Ground>) -> T,
    ) -> Option<T> {
        if self.of.is_empty() { None } else { self.of.get(&(sum, period, codes(part))).map(look) }
    }

    /// True where it is known what an enterprise had given to a layer of a figure when that was told.
    pub fn had(&self, organisation: &str, key: (&str, &str, &Breakdown), layer: usize) -> bool {
        let (indicator, period, part) = (key.0, key.1, self.asked(key.2));
        let sum = || self.numbers.get(&(indicator, period))?.get(layer).copied();
        !self.register.exceptions.is_empty()
            && (sum().is_some_and(|sum| self.has(sum, period, &part, organisation))
                || self.ground(organisation, (indicator, period), layer, &part).is_some())
    }

    /// How much everybody knows of what an enterprise gives to a sum, where that is not all of it.
    pub fn part_of(&self, sum: usize, period: &str, part: &Breakdown, organisation: &str) -> Decimal {
        let of = || self.partly.get(&(sum, period, codes(part)))?.get(organisation).copied();
        if self.partly.is_empty() { Decimal::ZERO } else { of().unwrap_or_default() }
    }

    /// The same, of what it had given to a layer of a figure when that was told.
    pub fn part_had(&self, organisation: &str, key: (&str, &str, &Breakdown), layer: usize) -> Decimal {
        let sum = || self.numbers.get(&(key.0, key.1))?.get(layer).copied();
        let sum = if self.partly.is_empty() { None } else { sum() };
        sum.map(|sum| self.part_of(sum, key.1, &self.asked(key.2), organisation)).unwrap_or_default()
    }

    fn asked(&self, breakdown: &Breakdown) -> Breakdown {
        let asked = breakdown.iter().filter(|(name, _)| !self.definitions.is_of_register(name));
        asked.map(|(name, code)| (name.clone(), code.clone())).collect()
    }

    /// Takes out of the layers of a figure what is known, and says why it is, layer by layer: of who gave something.
    pub fn take(&self, observation: &Observation, layers: &mut [Shares]) -> Vec<BTreeMap<&'a str, Ground>> {
        let mut taken = vec![BTreeMap::new(); layers.len()];
        if self.is_nothing() {
            return taken;
        }
        let (period, part) = (observation.period.as_str(), self.asked(&observation.breakdown));
        let sums = self.numbers.get(&(observation.indicator.as_str(), period)).into_iter().flatten();
        for ((shares, taken), sum) in layers.iter_mut().zip(&mut taken).zip(sums) {
            self.grounds(*sum, period, &part, |grounds| {
                for (organisation, ground) in grounds {
                    if shares.remove(*organisation).is_some_and(|share| !share.is_zero()) {
                        taken.insert(*organisation, *ground);
                    }
                }
            });
            for (organisation, known) in self.partly.get(&(*sum, period, codes(&part))).into_iter().flatten() {
                if let Some(share) = shares.get_mut(*organisation) {
                    *share -= known;
                }
            }
        }
        taken
    }

    /// Why everybody knows what an enterprise gives to a layer of an indicator; nothing where not everybody does.
    fn ground(
        &self,
        organisation: &str,
        (name, period): (&str, &str),
        layer: usize,
        part: &Breakdown,
    ) -> Option<Ground> {
        let sum = self.numbers.get(&(name, period))?.get(layer)?;
        let (indicator, of) = (self.definitions.indicator(name)?, self.definitions.project.period(period)?);
        if self.barred.contains(sum) {
            return None;
        }
        let consented = Value::Indicator(name.to_owned());
        if self.register.exceptions.is_consented(organisation, &consented, of, self.day) {
            return Some(Ground::Consent);
        }
        let version = self.definitions.version(indicator, period);
        let dataset = self.definitions.dataset_of(version);
        let expression = layers(version, dataset, part)?.into_iter().nth(layer)?;
        let references = filters(version).into_iter().chain([&expression]).flat_map(Expression::references);
        // What the register says is open.
        let asked = references.filter(|one| {
            dataset.is_none_or(|dataset| matches!(one.of, Of::Other(_)) || dataset.column(&one.name).is_some())
        });
        let grounds = asked.map(|one| match dataset {
            Some(dataset) => self.of_column(organisation, (dataset, &one), of),
            None => self.ground(organisation, (&one.name, &self.period_of(&one, of)?.period), 0, part),
        });
        grounds.collect::<Option<Vec<Ground>>>()?.into_iter().min()
    }

    /// The period that an expression speaks of.
    fn period_of<'p>(&'p self, reference: &Reference, period: &'p Period) -> Option<&'p Period> {
        if reference.is_previous() { self.definitions.project.before(&period.period) } else { Some(period) }
    }

    /// Why everybody knows what an enterprise answered in a column.
    fn of_column(
        &self,
        organisation: &str,
        (dataset, reference): (&Dataset, &Reference),
        period: &Period,
    ) -> Option<Ground> {
        let period = self.period_of(reference, period)?;
        let dataset = match &reference.of {
            Of::Other(other) => self.definitions.datasets.get(other)?,
            Of::Row | Of::Previous => dataset,
        };
        let field = dataset.column(&reference.name)?.field.clone();
        let (value, exceptions) = (Value::Field(dataset.dataset.value.clone(), field), &self.register.exceptions);
        if exceptions.is_consented(organisation, &value, period, self.day) {
            return Some(Ground::Consent);
        }
        let form = self.register.at(organisation, period)?.codes.get(LEGAL_FORM)?;
        exceptions.is_public(form, &value, period).then_some(Ground::Public)
    }
}

/// Layer by layer, whether it may be told what is left of a figure without what is known, as nothing is: all that answered let it
/// be told, or they are as many as a figure needs. Where somebody did not answer, what everybody could reckon would say who.
pub(super) fn free(
    observation: &Observation,
    rule: &Rule<'_>,
    layers: &[Shares],
    taken: &[BTreeMap<&str, Ground>],
) -> Vec<bool> {
    let have_all_answered = observation.coverage.answered >= observation.coverage.expected;
    let is_free = |(shares, taken): (&Shares, &BTreeMap<&str, Ground>)| {
        let are_willing = taken.values().all(|ground| *ground == Ground::Consent);
        let are_enough = taken.len() >= rule.contributors();
        have_all_answered && shares.is_empty() && !taken.is_empty() && (are_willing || are_enough)
    };
    layers.iter().zip(taken).map(is_free).collect()
}

/// Why a figure may be told that could not be told if nothing of it were known: why that is known which it is made of. `all`
/// tells what is given to each layer, known or not.
pub(super) fn freed_by(
    observation: &Observation,
    rule: &Rule<'_>,
    all: &dyn Fn() -> Vec<Shares>,
    taken: &[BTreeMap<&str, Ground>],
) -> BTreeSet<Ground> {
    let grounds: BTreeSet<Ground> = taken.iter().flat_map(BTreeMap::values).copied().collect();
    let is_needed = !grounds.is_empty() && !rule.passes(observation, &all(), &[]);
    if is_needed { grounds } else { BTreeSet::new() }
}

/// Codes that are asked in the file.
fn codes(part: &Breakdown) -> Vec<(&str, &str)> {
    part.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect()
}
