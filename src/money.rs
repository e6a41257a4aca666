//! Currency rates and price indices of a project, each dated and with its source; and amounts told by them.

use std::collections::BTreeMap;

use rust_decimal::RoundingStrategy;

use crate::definition::Definitions;
use crate::definition::file::File;
use crate::definition::located::Located;
use crate::definition::money::{Conversion, MonthRule, Prices, is_month};
use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::record;
use crate::source::Span;
use crate::value::Decimal;

/// The file of rates: what one unit of a currency costs in the project's own, by month.
const RATES: &str = "rates.csv";
/// The file of price indices, by period.
const INDICES: &str = "indices.csv";
const RATE_HEADERS: [&str; 4] = ["currency", "month", "rate", "source"];
const INDEX_HEADERS: [&str; 4] = ["index", "period", "value", "source"];
/// Where definitions of a project stand.
const PROJECT: &str = "nytta.yaml";
/// Decimals of an amount that was converted.
const DECIMALS: u32 = 2;
/// No currency costs so many times more or less than in another month; one that does was turned over, or misplaced its point.
const JUMP: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Digits of a rate that is turned over for a reader.
const DIGITS: u32 = 4;

/// Rates and indices of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    rates: BTreeMap<(String, String), Dated>,
    indices: BTreeMap<(String, String), Dated>,
}

/// A published number with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dated {
    value: Decimal,
    source: String,
    /// Where the number stands.
    place: Span,
}

/// An amount in another currency, with all that it was converted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converted<'a> {
    /// The amount in the project's own currency.
    pub own: Decimal,
    /// The amount, rounded half away from zero to two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: &'a str,
    /// What one unit of that currency costs in the project's own.
    pub rate: Decimal,
    /// The month whose rate it is, `2026-07`.
    pub month: &'a str,
    /// Why it is that month's.
    pub rule: MonthRule,
    /// Where the rate is published.
    pub source: &'a str,
}

/// An amount in the prices of another period, with all that it was made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant<'a> {
    /// The amount, rounded half away from zero to two decimals.
    pub amount: Decimal,
    /// The period in whose prices it is.
    pub base: &'a str,
    /// The index, as the project names it.
    pub index: &'a str,
    /// Its value in the amount's own period, and in that in whose prices it is told.
    pub values: [Decimal; 2],
    /// Where its values are published: that of the own period, and the other one where that is published elsewhere.
    pub sources: Vec<&'a str>,
}

/// What an amount is made of by the months in which it was submitted or booked; `None` for a part that is not shown.
pub type Parts = BTreeMap<String, Option<Decimal>>;

/// Why an amount is not converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// No month is named for its period.
    Month,
    /// There is no rate of this month.
    Rate(String),
    /// Not all of it is shown month by month.
    Parts,
}

impl Money {
    /// Reads `rates.csv` and `indices.csv`, if they are there; with a finding for each value that the project needs and that is
    /// not in them.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let rates = read(folder, (RATES, RATE_HEADERS), &mut diagnostics);
        diagnostics.extend(out_of_line(&rates, &definitions.project.currency));
        let indices = read(folder, (INDICES, INDEX_HEADERS), &mut diagnostics);
        let money = Self { rates, indices };
        money.missing(folder, definitions, &mut diagnostics);
        (money, diagnostics)
    }

    /// What one unit of a currency costs in a month, and where that is published.
    pub fn rate(&self, currency: &str, month: &str) -> Option<(Decimal, &str)> {
        of(&self.rates, currency, month)
    }

    /// A price index of a period, and where it is published.
    pub fn index(&self, index: &str, period: &str) -> Option<(Decimal, &str)> {
        of(&self.indices, index, period)
    }

    /// An amount of a period in another currency: divided by what one unit of that costs; none without a month or its rate.
    pub fn converted<'a>(&'a self, conversion: &'a Conversion, period: &str, amount: Decimal) -> Option<Converted<'a>> {
        self.at(conversion, conversion.months.get(period)?, amount)
    }

    /// An amount by the rate of one month.
    pub fn at<'a>(&'a self, conversion: &'a Conversion, month: &'a str, own: Decimal) -> Option<Converted<'a>> {
        let (rate, source) = self.rate(&conversion.to, month)?;
        let amount = rounded(own.checked_div(rate)?);
        Some(Converted { own, amount, currency: &conversion.to, rate, month, rule: conversion.rule, source })
    }

    /// An amount by the rate of the period's month, or, where it has parts by month, each part by the rate of its own: the amount
    /// is then their sum. Only what is shown month by month is converted so, and only where it is all of it.
    pub fn told<'a>(
        &'a self,
        conversion: &'a Conversion,
        (period, amount): (&str, Decimal),
        parts: Option<&'a Parts>,
    ) -> Result<Vec<Converted<'a>>, Lack> {
        let Some(parts) = parts else {
            let month = conversion.months.get(period).ok_or(Lack::Month)?;
            return Ok(vec![self.at(conversion, month, amount).ok_or_else(|| Lack::Rate(month.value.clone()))?]);
        };
        let whole: Option<Decimal> = parts.values().copied().sum();
        if whole != Some(amount) {
            return Err(Lack::Parts);
        }
        let some = parts.iter().filter_map(|(month, part)| Some((month, part.filter(|part| !part.is_zero())?)));
        some.map(|(month, part)| self.at(conversion, month, part).ok_or_else(|| Lack::Rate(month.clone()))).collect()
    }

    /// An amount of a period in the prices of another: times the index of that, by the index of its own; none without them.
    pub fn constant<'a>(&'a self, prices: &'a Prices, period: &str, amount: Decimal) -> Option<Constant<'a>> {
        let ((own, source), (base, other)) =
            (self.index(&prices.index, period)?, self.index(&prices.index, &prices.base)?);
        let amount = rounded(amount.checked_mul(base)?.checked_div(own)?);
        let mut sources = vec![source, other];
        sources.dedup();
        Some(Constant { amount, base: &prices.base, index: &prices.index, values: [own, base], sources })
    }

    /// Rates of the months that conversions name, and indices of the periods of reports, that are not there.
    fn missing(&self, folder: &Folder, definitions: &Definitions, diagnostics: &mut Vec<Diagnostic>) {
        let project = &definitions.project;
        let file = File::new(PROJECT, folder.text(PROJECT).unwrap_or_default());
        let mut tell = |at: &Located<String>, path: &str, name: &str, of: &str| {
            let values = [("file", path), ("value", name), ("period", of)];
            let finding = Diagnostic::new("value-not-in-file", file.at(at), &values);
            if !diagnostics.contains(&finding) {
                diagnostics.push(finding);
            }
        };
        for conversion in &project.conversions {
            for month in conversion.months.values() {
                if self.rate(&conversion.to, month).is_none() {
                    tell(month, RATES, &conversion.to, month);
                }
            }
            for (by, month) in definitions.months_of(conversion) {
                if self.rate(&conversion.to, month).is_none() {
                    tell(by, RATES, &conversion.to, month);
                }
            }
        }
        for prices in project.reports.iter().filter_map(|report| report.prices.as_ref()) {
            let periods = project.periods.iter().map(|period| period.period.as_str());
            for period in periods.chain([prices.base.as_str()]) {
                if self.index(&prices.index, period).is_none() {
                    tell(&prices.index, INDICES, &prices.index, period);
                }
            }
        }
    }
}

/// Rates that are out of line with most of the same currency. What they should be is told by the other months alone: of two
/// that differ, the one that costs less is asked about.
fn out_of_line(rates: &BTreeMap<(String, String), Dated>, own: &str) -> Vec<Diagnostic> {
    let mut currencies: BTreeMap<&str, Vec<(&str, &Dated)>> = BTreeMap::new();
    for ((currency, month), dated) in rates {
        currencies.entry(currency).or_default().push((month, dated));
    }
    let mut found = Vec::new();
    for (currency, months) in currencies {
        let mut sorted = months.clone();
        sorted.sort_by_key(|(_, dated)| dated.value);
        let (near, usual) = sorted[sorted.len() / 2];
        let is_off = |one: Decimal| one.max(usual.value).checked_div(one.min(usual.value)).is_none_or(|by| by > JUMP);
        for (month, dated) in months.iter().filter(|(_, dated)| is_off(dated.value)) {
            let turned = Decimal::ONE.checked_div(dated.value).and_then(|rate| rate.round_sf(DIGITS));
            let turned = turned.map(|rate| rate.normalize().to_string()).unwrap_or_default();
            let (value, other) = (dated.value.normalize().to_string(), usual.value.normalize().to_string());
            let values = [
                ("value", value.as_str()),
                ("currency", currency),
                ("month", *month),
                ("other", &other),
                ("near", near),
                ("own", own),
                ("turned", &turned),
            ];
            found.push(Diagnostic::new("rate-out-of-line", dated.place.clone(), &values));
        }
    }
    found
}

fn of<'m>(numbers: &'m BTreeMap<(String, String), Dated>, name: &str, date: &str) -> Option<(Decimal, &'m str)> {
    numbers.get(&(name.to_owned(), date.to_owned())).map(|one| (one.value, one.source.as_str()))
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero)
}

/// Numbers with a source by the first two columns of a file; a row with a fault is left out.
fn read(
    folder: &Folder,
    (path, headers): (&str, [&str; 4]),
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<(String, String), Dated> {
    let mut found = BTreeMap::new();
    let Some(text) = folder.text(path) else {
        diagnostics.extend(folder.files.contains_key(path).then(|| Diagnostic::not_utf_8(path)));
        return found;
    };
    let table = record::table(path, text, None);
    diagnostics.extend(table.check_headers(path, &headers, &headers));
    diagnostics.extend(table.diagnostics.iter().cloned());
    let [name, date, number, source] = headers;
    for row in &table.rows {
        let mut faults = row.persons(&[source]);
        let mut unreadable = |header: &str, example: &str| {
            let values = [("value", row.get(header)), ("example", example)];
            faults.push(Diagnostic::new("plan-unreadable", row.span(header), &values).in_column(Some(header), header));
        };
        let value = self::number(row.get(number));
        if value.is_none() {
            unreadable(number, "11.2375");
        }
        if path == RATES && !is_month(row.get(date)) {
            unreadable(date, "2026-07");
        }
        if !row.get(source).chars().any(char::is_alphanumeric) {
            unreadable(source, "InforEuro 2026-07");
        }
        let key = (row.get(name).to_owned(), row.get(date).to_owned());
        if found.contains_key(&key) {
            let values = [("value", &*format!("{} {}", key.0, key.1)), ("file", path)];
            faults.push(Diagnostic::new("duplicate-identifier", row.span(name), &values));
        }
        if let Some(value) = value.filter(|_| faults.is_empty()) {
            found.insert(key, Dated { value, source: row.get(source).to_owned(), place: row.span(number) });
        }
        diagnostics.extend(faults);
    }
    found
}

/// A number above zero, with a decimal point or comma.
fn number(written: &str) -> Option<Decimal> {
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    plain.replace(',', ".").parse().ok().filter(|number| *number > Decimal::ZERO)
}
