//! What is counted, how, in which unit, and what it is aligned with.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::located::Located;
use super::scalar;
use crate::expression::Expression;
use crate::text::Text;
use crate::value::Decimal;

/// The word that stands for a dataset where an indicator is made of other indicators.
pub const INDICATORS: &str = "indicators";

/// What is counted, how, in which unit, and what it is aligned with.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Identifier, equal to the file's name.
    pub indicator: Located<String>,
    /// Whether figures by this version can be compared with those by the one before; said by versions after the first alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparable: Option<Comparable>,
    /// Section of the pack it belongs to.
    pub section: Located<String>,
    /// The indicator under whose heading it is told in reports: one of the same people, split in another way.
    #[serde(default)]
    pub shown_with: Option<Located<String>>,
    /// A short noun phrase for headings.
    pub title: Text,
    /// Fits a card: at most 40 characters.
    pub short: Text,
    /// What is counted, in lower case and plural, for the middle of a sentence.
    pub noun: Text,
    /// What is counted, precisely.
    pub definition: Text,
    /// How it is calculated, in at most 40 words.
    pub method: Text,
    /// Whom it covers.
    pub population: Text,
    /// How to read it with care.
    #[serde(default)]
    pub caution: Text,
    /// Where it stands in the chain of results.
    pub level: Level,
    /// Dataset its expressions speak of; `indicators` where they speak of other indicators.
    pub dataset: Located<String>,
    /// The figure, when it is no ratio.
    #[serde(default)]
    pub value: Option<Located<String>>,
    /// Upper part of a ratio.
    #[serde(default)]
    pub numerator: Option<Located<String>>,
    /// Lower part of a ratio.
    #[serde(default)]
    pub denominator: Option<Located<String>>,
    /// What a ratio is multiplied by: 100 for per cent.
    #[serde(default, deserialize_with = "scalar::optional_decimal")]
    #[schemars(with = "Option<f64>")]
    pub scale: Option<Decimal>,
    /// Rows that count; all when absent.
    #[serde(default, rename = "where")]
    pub filter: Option<Located<String>>,
    /// Organisations the question applies to; all when absent.
    #[serde(default)]
    pub applies_to: Option<Located<String>>,
    /// Rows that make the figure provisional.
    #[serde(default)]
    pub provisional_when: Option<Located<String>>,
    /// Unit of the figure: `persons`, `fte`, `hours`, `money`, `percent`, `enterprises`, …
    pub unit: Located<String>,
    /// Decimals that are printed.
    #[serde(default)]
    #[validate(range(max = 4))]
    pub decimals: u32,
    /// A balance of gains and losses: printed with its sign.
    #[serde(default)]
    pub signed: bool,
    /// What one unit is; sums of unique persons over organisations are upper bounds.
    pub counts: String,
    /// How figures of several periods relate.
    pub over_time: OverTime,
    /// Which way is wanted; without one no status is ever shown.
    #[serde(default)]
    pub direction: Direction,
    /// The tables that are made: `gender`, `district`, `gender*district`.
    #[serde(default)]
    pub breakdown: Vec<Located<String>>,
    /// How carefully it is published.
    pub sensitivity: Sensitivity,
    /// What the figures rest on at best: a field or indicator that they are made of may say less.
    #[serde(default)]
    pub evidence: Evidence,
    /// Codes of other standards, with how well they match.
    #[serde(default)]
    pub aligned: Vec<Alignment>,
    /// The period from which this version holds, by its file's name; none for the first.
    #[serde(skip)]
    pub from: Option<String>,
    /// The versions before it, oldest first; only the last one has them.
    #[serde(skip)]
    pub earlier: Vec<Indicator>,
    /// `value`, checked.
    #[serde(skip)]
    pub value_expression: Option<Expression>,
    /// `numerator`, checked.
    #[serde(skip)]
    pub numerator_expression: Option<Expression>,
    /// `denominator`, checked.
    #[serde(skip)]
    pub denominator_expression: Option<Expression>,
    /// `where`, checked.
    #[serde(skip)]
    pub filter_expression: Option<Expression>,
    /// `applies_to`, checked over the register's columns.
    #[serde(skip)]
    pub applies_expression: Option<Expression>,
    /// `provisional_when`, checked.
    #[serde(skip)]
    pub provisional_expression: Option<Expression>,
}

impl Indicator {
    /// True when the figure is a quotient of two sums.
    pub fn is_ratio(&self) -> bool {
        self.numerator.is_some()
    }

    /// The expressions its figure is made with: the value, or numerator and denominator.
    pub fn figures(&self) -> impl Iterator<Item = &Expression> {
        [&self.value_expression, &self.numerator_expression, &self.denominator_expression].into_iter().flatten()
    }

    /// Its name with the period from which this version holds, as its file is called: `jobs_net@2025`.
    pub fn name(&self) -> String {
        self.from.as_ref().map_or_else(|| self.indicator.value.clone(), |from| format!("{}@{from}", *self.indicator))
    }

    /// All versions, oldest first.
    pub fn versions(&self) -> impl Iterator<Item = &Self> {
        self.earlier.iter().chain(std::iter::once(self))
    }

    /// True when it is made of other indicators, not of a dataset.
    pub fn is_derived(&self) -> bool {
        self.dataset.as_str() == INDICATORS
    }

    /// True when it is made of the figures of other indicators; else, if derived, of what each organisation gives to them.
    pub fn is_of_figures(&self) -> bool {
        self.is_derived() && !self.figures().any(Expression::is_aggregate)
    }

    /// Names of the indicators it is made of; none when it is made of a dataset.
    pub fn parts(&self) -> BTreeSet<String> {
        let named = self.figures().filter(|_| self.is_derived()).flat_map(Expression::references);
        named.map(|reference| reference.name).collect()
    }

    /// The dimensions of each table it is broken down into.
    pub fn tables(&self) -> impl Iterator<Item = Vec<&str>> {
        self.breakdown.iter().map(|table| table.split('*').map(str::trim).collect())
    }
}

/// Where an indicator stands in the chain of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the field speak for themselves")]
pub enum Level {
    Input,
    Activity,
    Output,
    Outcome,
    Impact,
}

/// Whether figures by a version of a definition can be compared with those by the version before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparable {
    /// They can.
    Yes,
    /// They cannot: the series breaks.
    No,
}

/// How figures of several periods relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    /// Adds over periods.
    Flow,
    /// Takes the last.
    Stock,
    /// Is made anew from its parts.
    Ratio,
}

/// Which way is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Neither.
    #[default]
    None,
}

/// How carefully a figure is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Register facts and filed accounts.
    Open,
    /// Business figures.
    Business,
    /// Counts of persons.
    Persons,
    /// Health, origin and the like.
    Sensitive,
}

impl Sensitivity {
    /// The word in definitions.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Business => "business",
            Self::Persons => "persons",
            Self::Sensitive => "sensitive",
        }
    }
}

/// What figures rest on, the strongest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Audited: accounts or figures that an auditor has signed.
    Audited,
    /// Checked against a register.
    Register,
    /// Documents, sample checked.
    Document,
    /// Reported by the enterprise, plausibility checked.
    #[default]
    Reported,
    /// Estimate or model.
    Modelled,
}

impl Evidence {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] = [Self::Audited, Self::Register, Self::Document, Self::Reported, Self::Modelled];

    /// The word in definitions and in `evidence.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Audited => "audited",
            Self::Register => "register",
            Self::Document => "document",
            Self::Reported => "reported",
            Self::Modelled => "modelled",
        }
    }
}

/// A code of another standard.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alignment {
    /// `sdg`, `iris`, `esf`, `erdf`.
    pub scheme: String,
    /// The code in that scheme.
    pub code: String,
    /// How well it matches.
    #[serde(rename = "match")]
    pub quality: Match,
}

/// How well two definitions match, after SKOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the standard speak for themselves")]
pub enum Match {
    Exact,
    Close,
    Broader,
    Related,
}
