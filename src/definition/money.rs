//! How a project's amounts are told in another currency, and in the prices of one year.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::located::Located;

/// A way of telling amounts in another currency: which, by which rule, and the month that the rule gives for each period.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// What reports call it by.
    pub conversion: Located<String>,
    /// ISO 4217 code of the currency it converts to.
    pub to: Located<String>,
    /// Which month's rate is taken.
    pub rule: MonthRule,
    /// The month by the rule, such as `2026-07`, for each period.
    pub months: BTreeMap<String, Located<String>>,
    /// A codelist of months, where what belongs to one period comes in several: an amount that has a table by it is converted
    /// part by part, each with the rate of its own month.
    #[serde(default)]
    pub by: Option<Located<String>>,
}

/// Which month's rate is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthRule {
    /// The month in which expenditure was submitted for verification: Regulation (EU) 2021/1059, Article 38(5).
    MonthSubmitted,
    /// The month in which it was registered in the accounts: Regulation (EU) 2021/1060, Article 76(1)(c).
    MonthBooked,
}

impl MonthRule {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::MonthSubmitted => "month_submitted",
            Self::MonthBooked => "month_booked",
        }
    }
}

/// The year in whose prices amounts of other years are told, and by which index.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// The index, as `indices.csv` names it.
    pub index: Located<String>,
    /// The period whose prices they are told in.
    #[serde(rename = "of")]
    pub base: Located<String>,
}

/// True for a month written as `2026-07`.
pub fn is_month(written: &str) -> bool {
    let (year, month) = written.split_once('-').unwrap_or_default();
    let is_number = |part: &str, digits| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number(year, 4) && is_number(month, 2) && ("01"..="12").contains(&month)
}
