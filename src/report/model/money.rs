//! Amounts told beside their figure in another currency and in the prices of one year, with all that they were made by.

use super::composition::{Breakdown, Composition};
use crate::definition::indicator::Indicator;
use crate::definition::money::MonthRule;
use crate::money::{Constant, Converted};
use crate::report::amount::{amount_in, short_currency};
use crate::report::periods::TOTALS;
use crate::value::Decimal;

/// Headings and texts of what the report's plan asks for; nothing of what is no amount of money, or is not shown.
pub(super) fn sides(composition: &Composition, indicator: &Indicator) -> Vec<(String, String)> {
    if !composition.amount(indicator).is_money() {
        return Vec::new();
    }
    converted(composition, indicator).into_iter().chain(constant(composition, indicator)).collect()
}

fn shown(composition: &Composition, indicator: &Indicator, period: &str) -> Option<Decimal> {
    composition.figure(indicator, period, &Breakdown::new())?.value
}

fn converted(composition: &Composition, indicator: &Indicator) -> Option<(String, String)> {
    let (from, voice) = (&composition.from, composition.voice());
    let conversion = from.definitions.project.conversion(from.plan)?;
    let value = shown(composition, indicator, composition.year())?;
    let Converted { amount, currency, rate, month, rule, source } =
        from.money.converted(conversion, composition.year(), value)?;
    let rule = match rule {
        MonthRule::MonthSubmitted => "rule_month_submitted",
        MonthRule::MonthBooked => "rule_month_booked",
    };
    let short = short_currency(voice, currency);
    let own = amount_in(voice, &voice.currency, &voice.numbers.decimal(rate.normalize(), rate.normalize().scale()));
    let places = [
        ("own", amount_in(voice, &voice.currency, &voice.numbers.decimal(value, 0))),
        ("amount", amount_in(voice, currency, &voice.numbers.decimal(amount, 0))),
        ("one", amount_in(voice, currency, "1")),
        ("rate", own),
        ("month", voice.month(month)),
        ("rule", voice.say(rule, &[])),
        ("source", source.to_owned()),
    ];
    let places: Vec<(&str, &str)> = places.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Some((voice.say("label_converted", &[("currency", &short)]), voice.say("converted", &places)))
}

/// The amounts of other years in the prices of one.
fn constant(composition: &Composition, indicator: &Indicator) -> Option<(String, String)> {
    let (from, voice) = (&composition.from, composition.voice());
    let (prices, amount) = (from.plan.prices.as_ref()?, composition.amount(indicator));
    let years = composition.years(TOTALS).into_iter();
    let told: Vec<(&str, Constant)> = years
        .filter(|year| *year != prices.base.as_str())
        .filter_map(|year| Some((year, from.money.constant(prices, year, shown(composition, indicator, year)?)?)))
        .collect();
    if told.is_empty() {
        return None;
    }
    let years: Vec<String> = told
        .iter()
        .map(|(year, one)| voice.say("constant_year", &[("year", year), ("amount", &amount.full(voice, one.amount))]))
        .collect();
    let mut sources: Vec<&str> = told.iter().map(|(_, one)| one.source).collect();
    sources.dedup();
    let source = sources.join("; ");
    let places = [("years", voice.list(&years)), ("index", prices.index.value.clone()), ("source", source)];
    let places: Vec<(&str, &str)> = places.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Some((voice.say("label_constant", &[("year", &prices.base)]), voice.say("constant", &places)))
}
