//! Scalars: kinds of missing, units, organisation numbers.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use rust_decimal::Decimal;

/// Why a value is not there. Missing is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The enterprise had nothing to report: counts as 0 for flows, never for stocks or ratios.
    NothingToReport,
    /// The question does not apply to the enterprise.
    NotApplicable,
    /// The question was not asked, or its cell is blank.
    NotCollected,
    /// Asked; the enterprise does not know.
    Unknown,
    /// Asked; the enterprise would not say.
    Refused,
}

impl Missing {
    /// The name in YAML and in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::NothingToReport => "nothing_to_report",
            Self::NotApplicable => "not_applicable",
            Self::NotCollected => "not_collected",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }
}

/// What a cell holds besides its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A value that could be read.
    Value,
    /// No value, of a kind.
    Missing(Missing),
    /// Something stands there that cannot be read; later rules skip it.
    Unreadable,
}

/// A unit of measure as a product of named units with exponents; no names is a bare number.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit(BTreeMap<String, i8>);

impl Unit {
    /// The unit of a bare number.
    pub fn none() -> Self {
        Self::default()
    }

    /// A named unit: `persons`, `fte`, `hours`, `money`, …
    pub fn named(name: &str) -> Self {
        if name.is_empty() { Self::none() } else { Self(BTreeMap::from([(name.to_owned(), 1)])) }
    }

    /// True for a bare number.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The unit of a product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, 1)
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn per(&self, other: &Self) -> Self {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Self, sign: i8) -> Self {
        let mut powers = self.0.clone();
        for (name, power) in &other.0 {
            let sum = powers.entry(name.clone()).or_insert(0);
            *sum = sum.saturating_add(power.saturating_mul(sign));
        }
        powers.retain(|_, power| *power != 0);
        Self(powers)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("a bare number");
        }
        let side = |sign: i8| {
            let names: Vec<&str> =
                self.0.iter().filter(|(_, power)| power.signum() == sign).map(|(name, _)| name.as_str()).collect();
            names.join("·")
        };
        let (over, under) = (side(1), side(-1));
        match (over.is_empty(), under.is_empty()) {
            (_, true) => f.write_str(&over),
            (true, false) => write!(f, "1/{under}"),
            (false, false) => write!(f, "{over}/{under}"),
        }
    }
}

/// A Swedish organisation number: ten digits, the third at least 2, the last a Luhn check digit.
///
/// A number with a third digit of 0 or 1 is a person's and is never accepted here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OrganisationNumber(String);

/// Why something is not an organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOrganisation {
    /// Not ten digits, with or without the prefix `16` and a hyphen.
    Form,
    /// The check digit is another.
    CheckDigit,
    /// A personal identity number, well written or mistyped. Its text must never be shown.
    Person,
}

impl OrganisationNumber {
    /// Reads a number as people write it: `556016-0680`, `5560160680`, `16556016-0680`.
    pub fn parse(written: &str) -> Result<Self, NotOrganisation> {
        let digits: String = written
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '+'))
            .collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotOrganisation::Form);
        }
        let ten = match digits.len() {
            10 => &digits[..],
            12 if digits.starts_with("16") => &digits[2..],
            12 if digits.starts_with("19") || digits.starts_with("20") => return Err(NotOrganisation::Person),
            _ => return Err(NotOrganisation::Form),
        };
        if ten.as_bytes()[2] < b'2' {
            return Err(NotOrganisation::Person);
        }
        if luhn(ten) { Ok(Self(ten.to_owned())) } else { Err(NotOrganisation::CheckDigit) }
    }

    /// The ten digits without a hyphen.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..6], &self.0[6..])
    }
}

/// The Luhn check: from the right every second digit doubled, the digit sum a multiple of ten.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match (at % 2, digit) {
                (0, _) => digit,
                (_, 5..) => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Reads yes or no as people write it in Swedish and English.
pub fn yes_or_no(written: &str) -> Option<bool> {
    match written.trim().to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "sant" | "1" | "x" => Some(true),
        "nej" | "n" | "no" | "false" | "falskt" | "0" => Some(false),
        _ => None,
    }
}
