//! What outcomes are reckoned to be worth, from published figures alone: a model, kept apart from all counts.
//!
//! The value of an outcome in its first year is quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution),
//! in year t that × (1 − drop-off)^(t−1), and its present value the sum of these over (1 + r)^t, or (1 + r)^(t−1) where the
//! first year is not discounted (Guide to SROI, 2012). A figure that is withheld is not there to be valued, so no valuation can
//! give it back.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::RoundingStrategy;

use crate::definition::valuation::{Assumption, FirstYear, Outcome, Range, Valuation};
use crate::disclosure::Release;
use crate::disclosure::release::Status;
use crate::value::Decimal;

/// A valuation of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valued {
    /// How many of each outcome, in the order of the definition.
    pub quantities: Vec<Decimal>,
    /// Value of each outcome in its first year, not discounted.
    pub first_year: Vec<Decimal>,
    /// Present value of each outcome.
    pub present: Vec<Decimal>,
    /// Amount of each input.
    pub inputs: Vec<Decimal>,
    /// Present value of all outcomes.
    pub value: Decimal,
    /// All inputs.
    pub invested: Decimal,
    /// Present value for each unit put in; none where nothing was.
    pub ratio: Option<Decimal>,
    /// What falls to each payer, in the order of the definition.
    pub payers: Vec<Account>,
    /// Ratio and value at both ends of each range, in the order of the definition.
    pub sensitivity: Vec<[Ends; 2]>,
    /// One of the figures may still change.
    pub is_provisional: bool,
    /// The bases that counts it is made of were rounded to; empty where none was.
    pub rounded: BTreeSet<u32>,
}

/// What falls to one payer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Value of each year, not discounted.
    pub years: Vec<Decimal>,
    /// Present value of them.
    pub value: Decimal,
    /// What it bears.
    pub cost: Decimal,
}

/// Where a valuation ends with one assumption changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Present value of all outcomes.
    pub value: Decimal,
    /// The same for each unit put in.
    pub ratio: Option<Decimal>,
}

/// Why nothing is valued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no published figure of this indicator.
    NotShown(String),
    /// A number grew too long.
    TooLarge,
}

/// Decimals of amounts, and of a ratio.
const DECIMALS: u32 = 2;
const RATIO_DECIMALS: u32 = 4;

/// Values the published figures of a period.
pub fn value(valuation: &Valuation, release: &Release, period: &str) -> Result<Valued, Refusal> {
    let (mut is_provisional, mut bases) = (false, BTreeSet::new());
    let mut of = |number: Option<Decimal>, indicator: Option<&str>| match (number, indicator) {
        (Some(number), _) => Ok(number),
        (None, name) => {
            let name = name.unwrap_or_default();
            let figure = release.figure(name, period, &BTreeMap::new());
            is_provisional |= figure.is_some_and(|figure| figure.status == Status::Provisional);
            bases.extend(figure.and_then(|figure| figure.rounded));
            figure.and_then(|figure| figure.value).ok_or_else(|| Refusal::NotShown(name.to_owned()))
        }
    };
    let quantities =
        valuation.outcomes.iter().map(|one| of(one.quantity, one.indicator.as_deref().map(String::as_str)));
    let quantities: Vec<Decimal> = quantities.collect::<Result<_, _>>()?;
    let inputs = valuation.inputs.iter().map(|one| of(one.amount, one.indicator.as_deref().map(String::as_str)));
    let inputs: Vec<Decimal> = inputs.collect::<Result<_, _>>()?;
    let valued = reckon(valuation, quantities, inputs).ok_or(Refusal::TooLarge)?;
    Ok(Valued { is_provisional, rounded: bases, ..valued })
}

/// What comes of figures of which none may change and none is rounded.
fn reckon(valuation: &Valuation, quantities: Vec<Decimal>, inputs: Vec<Decimal>) -> Option<Valued> {
    let invested = sum(inputs.iter().copied())?;
    let outcomes = || valuation.outcomes.iter().zip(&quantities);
    let worth = |outcome: &Outcome| sum(outcome.values.iter().map(|one| one.amount));
    let first_year = outcomes().map(|(one, quantity)| in_year(one, *quantity, worth(one)?, 1).map(rounded));
    let present = outcomes().map(|(one, quantity)| present(valuation, one, *quantity, worth(one)?).map(rounded));
    let whole = ends(valuation, &quantities, invested)?;
    let payers = valuation.payers.iter().map(|payer| account(valuation, &quantities, &inputs, &payer.payer));
    let changed = |range: &Range| {
        let at = |value| {
            let (valuation, quantities) = with(valuation, &quantities, range, value)?;
            ends(&valuation, &quantities, invested)
        };
        Some([at(range.low)?, at(range.high)?])
    };
    Some(Valued {
        first_year: first_year.collect::<Option<_>>()?,
        present: present.collect::<Option<_>>()?,
        payers: payers.collect::<Option<_>>()?,
        sensitivity: valuation.sensitivity.iter().map(changed).collect::<Option<_>>()?,
        value: whole.value,
        ratio: whole.ratio,
        invested: rounded(invested),
        inputs,
        quantities,
        is_provisional: false,
        rounded: BTreeSet::new(),
    })
}

/// The present value of everything, and that for each unit put in.
fn ends(valuation: &Valuation, quantities: &[Decimal], invested: Decimal) -> Option<Ends> {
    let of = |(one, quantity): (&Outcome, &Decimal)| {
        present(valuation, one, *quantity, sum(one.values.iter().map(|one| one.amount))?)
    };
    let value = valuation.outcomes.iter().zip(quantities).map(of).collect::<Option<Vec<_>>>()?;
    let value = sum(value.into_iter())?;
    let ratio = value
        .checked_div(invested)
        .map(|ratio| ratio.round_dp_with_strategy(RATIO_DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize());
    Some(Ends { value: rounded(value), ratio })
}

/// What falls to one payer, year by year, and what it bears.
fn account(valuation: &Valuation, quantities: &[Decimal], inputs: &[Decimal], payer: &str) -> Option<Account> {
    let is_its = |of: Option<&String>| of.is_some_and(|one| one == payer);
    let last = valuation.outcomes.iter().map(|outcome| outcome.years).max().unwrap_or(0);
    let (mut years, mut value) = (vec![Decimal::ZERO; usize::try_from(last).ok()?], Decimal::ZERO);
    for (outcome, quantity) in valuation.outcomes.iter().zip(quantities) {
        let its = outcome.values.iter().filter(|one| is_its(one.payer.as_deref()));
        let worth = sum(its.map(|one| one.amount))?;
        for (year, into) in (1..=outcome.years).zip(&mut years) {
            *into = into.checked_add(in_year(outcome, *quantity, worth, year)?)?;
        }
        value = value.checked_add(present(valuation, outcome, *quantity, worth)?)?;
    }
    let costs = valuation.inputs.iter().zip(inputs).filter(|(input, _)| is_its(input.payer.as_deref()));
    let cost = sum(costs.map(|(_, amount)| *amount))?;
    let years = years.into_iter().map(rounded).collect();
    Some(Account { years, value: rounded(value), cost: rounded(cost) })
}

/// The present value of all years of an outcome.
fn present(valuation: &Valuation, outcome: &Outcome, quantity: Decimal, worth: Decimal) -> Option<Decimal> {
    let growth = Decimal::ONE.checked_add(valuation.discount_rate.checked_div(Decimal::ONE_HUNDRED)?)?;
    let years = (1..=outcome.years).map(|year| {
        let away = if valuation.first_year == FirstYear::Discounted { year } else { year - 1 };
        in_year(outcome, quantity, worth, year)?.checked_div(power(growth, away)?)
    });
    sum(years.collect::<Option<Vec<_>>>()?.into_iter())
}

/// What an outcome is worth in one of its years, not discounted.
fn in_year(outcome: &Outcome, quantity: Decimal, worth: Decimal, year: u32) -> Option<Decimal> {
    let rest = |percent: Decimal| Decimal::ONE.checked_sub(percent.checked_div(Decimal::ONE_HUNDRED)?);
    let shares = [rest(outcome.deadweight)?, rest(outcome.displacement)?, rest(outcome.attribution)?];
    let first = shares.into_iter().try_fold(quantity.checked_mul(worth)?, Decimal::checked_mul)?;
    first.checked_mul(power(rest(outcome.drop_off)?, year - 1)?)
}

fn power(base: Decimal, times: u32) -> Option<Decimal> {
    (0..times).try_fold(Decimal::ONE, |power, _| power.checked_mul(base))
}

fn sum(mut values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    values.try_fold(Decimal::ZERO, Decimal::checked_add)
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// The same with one assumption changed: of one outcome, or of all.
fn with(
    valuation: &Valuation,
    quantities: &[Decimal],
    range: &Range,
    value: Decimal,
) -> Option<(Valuation, Vec<Decimal>)> {
    let (mut changed, mut quantities) = (valuation.clone(), quantities.to_vec());
    if range.of == Assumption::DiscountRate {
        changed.discount_rate = value;
    }
    let part = |of: Decimal| of.checked_mul(value)?.checked_div(Decimal::ONE_HUNDRED);
    let is_meant = |one: &Outcome| range.outcome.as_ref().is_none_or(|name| **name == *one.outcome);
    let meant = changed.outcomes.iter_mut().zip(&mut quantities).filter(|(one, _)| is_meant(one));
    for (outcome, quantity) in meant {
        match range.of {
            Assumption::Deadweight => outcome.deadweight = value,
            Assumption::Displacement => outcome.displacement = value,
            Assumption::Attribution => outcome.attribution = value,
            Assumption::DropOff => outcome.drop_off = value,
            Assumption::Years => outcome.years = value.try_into().ok()?,
            Assumption::Quantity => *quantity = part(*quantity)?,
            Assumption::Value => {
                for one in &mut outcome.values {
                    one.amount = part(one.amount)?;
                }
            }
            Assumption::DiscountRate => {}
        }
    }
    Some((changed, quantities))
}
