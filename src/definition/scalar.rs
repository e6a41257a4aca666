//! Numbers and days of a YAML file, read from their letters so that 0.1 is 0.1.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

use crate::value::Decimal;

/// What is expected of a number.
pub const A_NUMBER: &str = "a decimal number";
/// What is expected of per cent.
pub const A_PERCENTAGE: &str = "per cent";
/// What is expected of a day.
pub const A_DAY: &str = "a day";

struct Number(Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        plain(&written).map(Self).ok_or_else(|| Error::invalid_value(Unexpected::Str(&written), &A_NUMBER))
    }
}

/// A number of digits, with a point and decimals or without.
fn plain(written: &str) -> Option<Decimal> {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    is_plain.then(|| Decimal::from_str(written).ok()).flatten()
}

/// How per cent may be written, for editors: `30` or `30 %`.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is described, never made")]
pub enum Percent {
    /// The number alone.
    Number(f64),
    /// The number with its sign.
    Signed(String),
}

/// Reads per cent, with or without the sign: `30` or `30 %`.
pub fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let written = String::deserialize(deserializer)?;
    let number = written.strip_suffix('%').map_or(written.as_str(), str::trim_end);
    plain(number).ok_or_else(|| Error::invalid_value(Unexpected::Str(&written), &A_PERCENTAGE))
}

/// Reads a decimal.
pub fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    Number::deserialize(deserializer).map(|number| number.0)
}

/// Reads a decimal that may be absent.
pub fn optional_decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    Ok(Option::<Number>::deserialize(deserializer)?.map(|number| number.0))
}

/// Reads named decimals.
pub fn decimals<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Decimal>, D::Error> {
    let named = BTreeMap::<String, Number>::deserialize(deserializer)?;
    Ok(named.into_iter().map(|(name, number)| (name, number.0)).collect())
}

/// Reads a day as `2025-12-31`.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let written = String::deserialize(deserializer)?;
    // Chrono would take 2025-1-5 too; one way of writing is enough.
    let day = (written.len() == 10).then(|| NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok()).flatten();
    day.ok_or_else(|| Error::invalid_value(Unexpected::Str(&written), &A_DAY))
}
