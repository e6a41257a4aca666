//! Scalars: kinds of missing, units, yes and no.

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

    /// A named unit: `persons`, `fte`, `hours`, `money`, …; also one of several, as it is shown: `hours/persons`.
    pub fn named(name: &str) -> Self {
        let (over, under) = name.split_once('/').unwrap_or((name, ""));
        let mut unit = Self::none();
        for (side, sign) in [(over, 1), (under, -1)] {
            for factor in side.split('·').map(str::trim).filter(|factor| !factor.is_empty() && *factor != "1") {
                let name = factor.trim_end_matches(EXPONENTS);
                let digits =
                    factor[name.len()..].chars().filter_map(|c| EXPONENTS.iter().position(|known| *known == c));
                let power = digits.fold(0, |power: i8, digit| {
                    power.saturating_mul(10).saturating_add(i8::try_from(digit).unwrap_or(0))
                });
                unit = unit.combine(&Self(BTreeMap::from([(name.to_owned(), power.max(1))])), sign);
            }
        }
        unit
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
            let of_it = self.0.iter().filter(|(_, power)| power.signum() == sign);
            let names: Vec<String> = of_it.map(|(name, power)| format!("{name}{}", exponent(*power))).collect();
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

/// Digits of a power.
const EXPONENTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A power as it is written behind a unit; the first is not.
fn exponent(power: i8) -> String {
    let power = power.unsigned_abs();
    let digits = power.to_string().bytes().map(|digit| EXPONENTS[usize::from(digit - b'0')]).collect();
    if power == 1 { String::new() } else { digits }
}

/// Reads yes or no as people and spreadsheets write it in the languages of the program.
pub fn yes_or_no(written: &str) -> Option<bool> {
    const YES: [&str; 23] = [
        "ja",
        "j",
        "yes",
        "y",
        "true",
        "sant",
        "1",
        "x",
        "oui",
        "o",
        "vrai",
        "si",
        "sì",
        "s",
        "vero",
        "da",
        "d",
        "adevărat",
        "adevarat",
        "res",
        "✓",
        "✔",
        "☑",
    ];
    const NO: [&str; 17] = [
        "nej", "n", "no", "false", "falskt", "0", "non", "faux", "falso", "nu", "fals", "ne", "napak", "neres", "✗",
        "✘", "☐",
    ];
    let written = written.trim().trim_end_matches(['.', '!']).to_lowercase();
    let is = |words: &[&str]| words.contains(&written.as_str());
    if is(&YES) {
        return Some(true);
    }
    is(&NO).then_some(false)
}

/// The greatest common divisor of two numbers, not below zero; 0 of two zeros.
pub fn common_divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.unsigned_abs(), other.unsigned_abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    // Only the smallest number there is has no opposite.
    i128::try_from(one).unwrap_or(1)
}
