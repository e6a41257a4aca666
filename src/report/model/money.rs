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

/// The amount of a card in the currency that the report is told in, too, or that its rate is missing.
pub(super) fn card(composition: &Composition, indicator: &Indicator, breakdown: &Breakdown) -> Option<String> {
    let (from, voice, year) = (&composition.from, composition.voice(), composition.year());
    let conversion = from.definitions.project.conversion(from.plan)?;
    let amount = composition.amount(indicator);
    let value = composition.figure(indicator, year, breakdown)?.value.filter(|_| amount.is_money())?;
    let currency = short_currency(voice, &conversion.to);
    Some(match from.money.converted(conversion, year, value) {
        Some(one) => {
            let amount = amount_in(voice, one.currency, &voice.numbers.decimal(one.amount, 0));
            voice.say("card_converted", &[("amount", &amount), ("month", &voice.month(one.month))])
        }
        None => voice.say("card_not_converted", &[("currency", &currency)]),
    })
}

fn shown(composition: &Composition, indicator: &Indicator, period: &str) -> Option<Decimal> {
    composition.figure(indicator, period, &Breakdown::new())?.value
}

fn converted(composition: &Composition, indicator: &Indicator) -> Option<(String, String)> {
    let (from, voice) = (&composition.from, composition.voice());
    let conversion = from.definitions.project.conversion(from.plan)?;
    let value = shown(composition, indicator, composition.year())?;
    let short = short_currency(voice, &conversion.to);
    let heading = voice.say("label_converted", &[("currency", &short)]);
    let Some(Converted { amount, currency, rate, month, rule, source }) =
        from.money.converted(conversion, composition.year(), value)
    else {
        let text = match conversion.months.get(composition.year()) {
            Some(month) => voice.say("rate_missing", &[("currency", &short), ("month", &voice.month(month))]),
            None => voice.say("rate_month_missing", &[("currency", &short), ("period", composition.year())]),
        };
        return Some((heading, text));
    };
    let rule = match rule {
        MonthRule::MonthSubmitted => "rule_month_submitted",
        MonthRule::MonthBooked => "rule_month_booked",
    };
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
    Some((heading, voice.say("converted", &places)))
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
    let places = |years: &[String], source: &str| {
        [("years", voice.list(years)), ("index", prices.index.value.clone()), ("source", source.to_owned())]
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
        let mut sources: Vec<&str> = told.iter().map(|(_, one)| one.source).collect();
        sources.dedup();
        parts.push(say("constant", &places(&years.collect::<Vec<_>>(), &sources.join("; "))));
    }
    if told.len() < shown.len() {
        let lacks = |year: &str| from.money.index(&prices.index, year).is_none();
        let own = shown.iter().map(|(year, _)| *year);
        let lacking = own.chain([prices.base.as_str()]).filter(|year| lacks(year)).map(str::to_owned);
        parts.push(say("index_missing", &places(&lacking.collect::<Vec<_>>(), "")));
    }
    (!parts.is_empty()).then(|| (voice.say("label_constant", &[("year", &prices.base)]), parts.join(" ")))
}
