//! Amounts told beside their figure in another currency and in the prices of one year, with all that they were made by.

use super::composition::{Breakdown, Composition, is_by};
use crate::definition::codelist::Code;
use crate::definition::indicator::Indicator;
use crate::definition::money::{Conversion, MonthRule};
use crate::disclosure::release::Status;
use crate::money::{Constant, Converted, Lack, Parts};
use crate::report::amount::{amount_in, short_currency};
use crate::report::periods::TOTALS;
use crate::report::voice::Voice;
use crate::value::Decimal;

/// Headings and texts of what the report's plan asks for; nothing of what is no amount of money, or is not shown.
pub(super) fn sides(composition: &Composition, indicator: &Indicator) -> Vec<(String, String)> {
    if !composition.amount(indicator).is_money() {
        return Vec::new();
    }
    converted(composition, indicator).into_iter().chain(constant(composition, indicator)).collect()
}

/// The amount of a card in the currency that the report is told in, too, or that its rate is missing.
pub(super) fn card(composition: &Composition, indicator: &Indicator, breakdown: &Breakdown) -> Option<String> {
    let (from, voice, year) = (&composition.from, composition.voice(), composition.year());
    let conversion = from.definitions.project.conversion(from.plan)?;
    let amount = composition.amount(indicator);
    let value = composition.figure(indicator, year, breakdown)?.value.filter(|_| amount.is_money())?;
    let parts = parts(composition, conversion, indicator);
    if parts.is_some() && !breakdown.is_empty() {
        // Of an area nothing is shown month by month.
        return None;
    }
    Some(match from.money.told(conversion, (year, value), parts.as_ref()) {
        Ok(told) => {
            let amount = amount_in(voice, &conversion.to, &voice.numbers.decimal(sum(&told), 0));
            match told.as_slice() {
                [one] => voice.say("card_converted", &[("amount", &amount), ("month", &voice.month(one.month))]),
                _ => voice.say("card_converted_parts", &[("amount", &amount)]),
            }
        }
        Err(Lack::Parts) => voice.say("parts_hidden", &[]),
        Err(Lack::Month | Lack::Rate(_)) => {
            voice.say("card_not_converted", &[("currency", &short_currency(voice, &conversion.to))])
        }
    })
}

/// What an amount is by the months of a conversion, where it has a table by them. What is not there in a month is nothing.
fn parts(composition: &Composition, conversion: &Conversion, indicator: &Indicator) -> Option<Parts> {
    let by = conversion.by.as_ref().filter(|by| is_by(indicator, &[by.as_str()]))?;
    let part = |code: &Code| {
        let cell = Breakdown::from([(by.value.clone(), code.code.clone())]);
        let figure = composition.figure(indicator, composition.year(), &cell)?;
        let is_nothing = matches!(figure.status, Status::Missing(_));
        (!is_nothing).then(|| (code.code.clone(), figure.value))
    };
    Some(composition.codelist(by)?.codes.iter().filter_map(part).collect())
}

fn sum(told: &[Converted]) -> Decimal {
    told.iter().map(|one| one.amount).sum()
}

fn shown(composition: &Composition, indicator: &Indicator, period: &str) -> Option<Decimal> {
    composition.figure(indicator, period, &Breakdown::new())?.value
}

fn converted(composition: &Composition, indicator: &Indicator) -> Option<(String, String)> {
    let (from, voice, year) = (&composition.from, composition.voice(), composition.year());
    let conversion = from.definitions.project.conversion(from.plan)?;
    let value = shown(composition, indicator, year)?;
    let short = short_currency(voice, &conversion.to);
    let parts = parts(composition, conversion, indicator);
    let text = match from.money.told(conversion, (year, value), parts.as_ref()) {
        Ok(told) if told.is_empty() => return None,
        Ok(told) => by_rates(voice, conversion, value, &told),
        Err(Lack::Rate(month)) => voice.say("rate_missing", &[("currency", &short), ("month", &voice.month(&month))]),
        Err(Lack::Month) => voice.say("rate_month_missing", &[("currency", &short), ("period", year)]),
        Err(Lack::Parts) => voice.say("parts_hidden", &[]),
    };
    Some((voice.say("label_converted", &[("currency", &short)]), text))
}

/// Sources, each where it is named first.
fn each_once<'s>(sources: impl Iterator<Item = &'s str>) -> String {
    let mut found: Vec<&str> = Vec::new();
    for source in sources {
        if !found.contains(&source) {
            found.push(source);
        }
    }
    found.join("; ")
}

/// An amount with each rate that it was converted by, its month and source, and the rule.
fn by_rates(voice: &Voice, conversion: &Conversion, value: Decimal, told: &[Converted]) -> String {
    let own = |value: Decimal| amount_in(voice, &voice.currency, &voice.numbers.decimal(value, 0));
    let rate = |one: &Converted| {
        let rate = one.rate.normalize();
        amount_in(voice, &voice.currency, &voice.numbers.decimal(rate, rate.scale()))
    };
    let part = |one: &Converted| {
        let places = [("own", own(one.own)), ("rate", rate(one)), ("month", voice.month(one.month))];
        voice.say("converted_part", &places.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    let rule = match conversion.rule {
        MonthRule::MonthSubmitted => "rule_month_submitted",
        MonthRule::MonthBooked => "rule_month_booked",
    };
    let places = [
        ("own", own(value)),
        ("amount", amount_in(voice, &conversion.to, &voice.numbers.decimal(sum(told), 0))),
        ("one", amount_in(voice, &conversion.to, "1")),
        ("rate", told.first().map(&rate).unwrap_or_default()),
        ("month", told.first().map(|one| voice.month(one.month)).unwrap_or_default()),
        ("parts", voice.list(&told.iter().map(part).collect::<Vec<_>>())),
        ("rule", voice.say(rule, &[])),
        ("source", each_once(told.iter().map(|one| one.source))),
    ];
    let key = if told.len() == 1 { "converted" } else { "converted_parts" };
    voice.say(key, &places.each_ref().map(|(name, text)| (*name, text.as_str())))
}

/// The values of a report's price index in some years and in that in whose prices it tells them: `403.7 in 2024, 411.3 in 2025`.
fn values<'y>(composition: &Composition, years: impl Iterator<Item = &'y str>) -> String {
    let (voice, money) = (composition.voice(), composition.from.money);
    let Some(prices) = &composition.from.plan.prices else { return String::new() };
    let value = |year: &str| {
        let value = money.index(&prices.index, year)?.0.normalize();
        let value = voice.numbers.decimal(value, value.scale());
        Some(voice.say("index_year", &[("value", &value), ("year", year)]))
    };
    let base = prices.base.as_str();
    let other = years.filter(|year| *year != base).filter_map(value).collect::<Vec<_>>().into_iter();
    voice.list(&other.chain(value(base)).collect::<Vec<_>>())
}

/// How amounts are told in the prices of one year, with the values of the index; nothing where they are not.
pub(super) fn price_rule(composition: &Composition) -> Option<String> {
    let prices = composition.from.plan.prices.as_ref()?;
    let money = composition.from.money;
    let years = composition.years(TOTALS);
    let known = |year: &&&str| money.index(&prices.index, year).is_some();
    let named = years.iter().copied().chain([prices.base.as_str()]);
    let source = each_once(named.filter_map(|year| Some(money.index(&prices.index, year)?.1)));
    money.index(&prices.index, &prices.base)?;
    let values = values(composition, years.iter().filter(known).copied());
    let places = [("base", prices.base.as_str()), ("index", &prices.index), ("values", &values)];
    let places: Vec<(&str, &str)> = places.into_iter().chain([("source", source.as_str())]).collect();
    Some(composition.say("price_rule", &places))
}

/// The amounts of other years in the prices of one, and which index is missing for others.
fn constant(composition: &Composition, indicator: &Indicator) -> Option<(String, String)> {
    let (from, voice) = (&composition.from, composition.voice());
    let (prices, amount) = (from.plan.prices.as_ref()?, composition.amount(indicator));
    let years = composition.years(TOTALS).into_iter().filter(|year| *year != prices.base.as_str());
    let shown: Vec<(&str, Decimal)> =
        years.filter_map(|year| Some((year, shown(composition, indicator, year)?))).collect();
    let told: Vec<(&str, Constant)> =
        shown.iter().filter_map(|(year, value)| Some((*year, from.money.constant(prices, year, *value)?))).collect();
    let values = values(composition, told.iter().map(|(year, _)| *year));
    let places = |years: &[String], source: &str| {
        let (index, values) = (prices.index.value.clone(), values.clone());
        [("years", voice.list(years)), ("index", index), ("values", values), ("source", source.to_owned())]
    };
    let say = |key: &str, places: &[(&str, String)]| {
        let places: Vec<(&str, &str)> = places.iter().map(|(name, text)| (*name, text.as_str())).collect();
        voice.say(key, &places)
    };
    let mut parts = Vec::new();
    if !told.is_empty() {
        let years = told.iter().map(|(year, one)| {
            voice.say("constant_year", &[("year", year), ("amount", &amount.full(voice, one.amount))])
        });
        let sources = each_once(told.iter().flat_map(|(_, one)| one.sources.iter().copied()));
        parts.push(say("constant", &places(&years.collect::<Vec<_>>(), &sources)));
    }
    if told.len() < shown.len() {
        let lacks = |year: &str| from.money.index(&prices.index, year).is_none();
        let own = shown.iter().map(|(year, _)| *year);
        let lacking = own.chain([prices.base.as_str()]).filter(|year| lacks(year)).map(str::to_owned);
        parts.push(say("index_missing", &places(&lacking.collect::<Vec<_>>(), "")));
    }
    (!parts.is_empty()).then(|| (voice.say("label_constant", &[("year", &prices.base)]), parts.join(" ")))
}
