//! What outcomes are reckoned to be worth in money: a model of the project's own, with every assumption and its source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::located::Located;
use super::scalar;
use crate::text::Text;
use crate::value::Decimal;

/// Most years that an outcome may last.
pub const MOST_YEARS: u32 = 50;

/// A valuation: a model, never a count.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Valuation {
    /// Identifier, equal to the file's name.
    pub valuation: Located<String>,
    /// What it tells.
    pub kind: ValuationKind,
    /// A short noun phrase for headings.
    pub title: Text,
    /// What is valued, for whom, and what is left out.
    pub definition: Text,
    /// Interest in per cent a year, by which later years count less.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub discount_rate: Decimal,
    /// Whether the first year is discounted, too.
    pub first_year: FirstYear,
    /// Those to whom the value falls, and who bear the cost.
    #[serde(default)]
    pub payers: Vec<Payer>,
    /// What was put in.
    #[validate(length(min = 1))]
    pub inputs: Vec<Input>,
    /// What came of it.
    #[validate(length(min = 1), nested)]
    pub outcomes: Vec<Outcome>,
    /// Assumptions that may be otherwise, each changed alone.
    #[serde(default)]
    pub sensitivity: Vec<Range>,
}

/// What a valuation tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValuationKind {
    /// The present value of the outcomes for each unit put in (social return on investment).
    Sroi,
    /// What each payer gains and bears, year by year (in Swedish: socioekonomiskt bokslut).
    Accounts,
}

impl ValuationKind {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sroi => "sroi",
            Self::Accounts => "accounts",
        }
    }
}

/// Whether the first year is discounted: the Guide to SROI divides year t by (1+r)^t, others by (1+r)^(t−1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstYear {
    /// By one year.
    Discounted,
    /// Not at all.
    Undiscounted,
}

/// One to whom value falls: the state, the region, the municipalities.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// Identifier.
    pub payer: Located<String>,
    /// What it is called.
    pub title: Text,
}

/// Something that was put in, in the first year.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it is.
    pub title: Text,
    /// The amount, where it is no indicator.
    #[serde(default, deserialize_with = "scalar::optional_decimal")]
    #[schemars(with = "Option<f64>")]
    pub amount: Option<Decimal>,
    /// The indicator whose published figure it is.
    #[serde(default)]
    pub indicator: Option<Located<String>>,
    /// Who bears it.
    #[serde(default)]
    pub payer: Option<Located<String>>,
    /// Where that is written.
    pub source: Located<String>,
}

/// Something that came of it. Shares are per cent, best written with the sign: `30 %`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Identifier.
    pub outcome: Located<String>,
    /// What it is.
    pub title: Text,
    /// How many, where it is no indicator.
    #[serde(default, deserialize_with = "scalar::optional_decimal")]
    #[schemars(with = "Option<f64>")]
    pub quantity: Option<Decimal>,
    /// The indicator whose published figure it is.
    #[serde(default)]
    pub indicator: Option<Located<String>>,
    /// What would have happened anyway.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub deadweight: Decimal,
    /// What was pushed out elsewhere.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub displacement: Decimal,
    /// What is due to others.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub attribution: Decimal,
    /// What is lost from each year to the next, from the second on.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub drop_off: Decimal,
    /// How many years it lasts.
    #[validate(range(min = 1, max = MOST_YEARS))]
    pub years: u32,
    /// Where these shares are written.
    pub source: Located<String>,
    /// What one of it is worth a year.
    #[validate(length(min = 1))]
    pub values: Vec<Proxy>,
}

/// What one of an outcome is worth a year, to somebody.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// What it is.
    pub title: Text,
    /// Money for one and a year.
    #[serde(deserialize_with = "scalar::decimal")]
    #[schemars(with = "f64")]
    pub amount: Decimal,
    /// To whom it falls.
    #[serde(default)]
    pub payer: Option<Located<String>>,
    /// Where that is written.
    pub source: Located<String>,
}

/// An assumption that may be otherwise.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Which assumption.
    pub of: Assumption,
    /// Of one outcome; of all when absent.
    #[serde(default)]
    pub outcome: Option<Located<String>>,
    /// The least it may be.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub low: Decimal,
    /// The most it may be.
    #[serde(deserialize_with = "scalar::percent")]
    #[schemars(with = "scalar::Percent")]
    pub high: Decimal,
}

/// Something that is assumed, in per cent but for a number of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of outcomes")]
pub enum Assumption {
    Deadweight,
    Displacement,
    Attribution,
    DropOff,
    DiscountRate,
    /// How many years it lasts.
    Years,
    /// How many there are, in per cent of the number or figure that is taken.
    Quantity,
    /// What one is worth, in per cent of what is assumed.
    Value,
}

impl Assumption {
    /// True for what is told in per cent of what is assumed, which may be more than all of it.
    pub fn is_of_assumed(self) -> bool {
        matches!(self, Self::Quantity | Self::Value)
    }

    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deadweight => "deadweight",
            Self::Displacement => "displacement",
            Self::Attribution => "attribution",
            Self::DropOff => "drop_off",
            Self::DiscountRate => "discount_rate",
            Self::Years => "years",
            Self::Quantity => "quantity",
            Self::Value => "value",
        }
    }
}
