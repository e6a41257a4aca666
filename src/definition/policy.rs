//! What may be published, by sensitivity class.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::indicator::Sensitivity;

/// What counts of persons may be rounded to.
pub const BASES: [u32; 2] = [3, 5];

/// The finest area of sensitive figures, and of what is preliminary.
pub const COUNTY: &str = "county";

/// What counts of a preliminary period are rounded to, where the policy names no base.
const ROUNDED_TO: u32 = 5;

/// What a figure needs to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Published only if at least this many enterprises gave a value other than zero.
    pub contributors: u32,
    /// A count of persons is published only if it is 0 or at least this.
    pub count: u32,
    /// A percentage or mean is published only on a base of at least this many.
    pub base: u32,
    /// The finest area it is broken down by.
    pub finest: Option<String>,
    /// The only dimensions that it is broken down by beside areas; by any where there is none.
    pub split_by: Option<BTreeSet<String>>,
    /// Beside these it is broken down by the codelists that are themselves what is sensitive, if it is by any.
    pub by_subject: bool,
    /// The most dimensions of one table, area included.
    pub dimensions: u32,
    /// Of an amount, all but the two largest must give at least so many per cent of what the largest gives (p % rule): else the
    /// second largest could reckon the largest too closely. 0 asks for nothing. Counts of persons are not amounts.
    pub p_percent: u32,
    /// How much of an amount the largest may give.
    pub dominance: Option<Dominance>,
    /// How far apart the least and the most that a withheld sum could be must lie at least, in per cent of it; of persons as many
    /// as the least count, too. Sums that may be below zero have no such bounds.
    pub width: u32,
    /// Whether it may be told that none of them gave anything.
    pub zeros: Zeros,
    /// How many enterprises may put together what they know without being able to reckon another's figure.
    pub insiders: u32,
    /// Every count of persons is published as the nearest multiple of this, one of [`BASES`]; as it is where there is none.
    pub round: Option<u32>,
    /// What is published of a period that is preliminary.
    pub preliminary: Preliminary,
}

/// How much of an amount its largest contributors may give ((n, k) rule).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dominance {
    /// How many enterprises are looked at, from the largest down.
    pub largest: u32,
    /// Which side of the limit is withheld.
    pub withheld_when: Comparison,
    /// The limit, as a share of the amount.
    pub percent: u32,
}

/// Which side of a limit the limit itself belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Above the limit.
    MoreThan,
    /// At the limit or above.
    AtLeast,
}

/// Which side of a least number that number itself belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// Below it is withheld: of 3, one and two.
    #[default]
    LessThan,
    /// At it or below: of 3, one, two and three.
    AtMost,
}

impl Threshold {
    /// The least number that is published.
    fn least(self, limit: u32) -> u32 {
        limit.saturating_add(u32::from(self == Self::AtMost))
    }
}

/// What becomes of a sum to which all gave zero, and of a share of persons that is none or all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// It is published where enough enterprises say so.
    #[default]
    Shown,
    /// It is withheld.
    Withheld,
}

/// What is published of a period that is preliminary: what may change yet should not tell by its change who changed it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Preliminary {
    /// No area below the county, and counts of persons rounded.
    #[default]
    Rounded,
    /// The same as of a period that is final.
    AsFinal,
}

impl Preliminary {
    /// The word in a project.
    fn word(self) -> &'static str {
        match self {
            Self::Rounded => "rounded",
            Self::AsFinal => "as_final",
        }
    }
}

impl Zeros {
    /// The word in a project.
    fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Withheld => "withheld",
        }
    }
}

/// A setting by which less is withheld than by the default of its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weaker {
    /// Its key.
    pub key: &'static str,
    /// What the project sets, as it is written.
    pub set: String,
    /// What the default is, as it would be written.
    pub default: String,
}

/// Names as they are written in a project: `[gender, sector]`.
pub fn listed(names: &BTreeSet<String>) -> String {
    format!("[{}]", names.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
}

impl PolicyChange {
    /// The settings by which less of a class is withheld than by default. Neither the finest area, as which of two is finer the
    /// codelists say, nor the dimensions, of which they say whether a figure is about them.
    pub fn weaker(&self, class: Sensitivity) -> Vec<Weaker> {
        let default = Policy::default_of(class);
        let set = default.clone().with(self);
        let numbers = [
            ("contributors", self.contributors, default.contributors, set.contributors < default.contributors),
            ("count", self.count, default.count, set.count < default.count),
            ("base", self.base, default.base, set.base < default.base),
            ("dimensions", self.dimensions, default.dimensions, set.dimensions > default.dimensions),
            ("p_percent", self.p_percent, default.p_percent, set.p_percent < default.p_percent),
            ("width", self.width, default.width, set.width < default.width),
        ];
        let weaker = numbers.into_iter().filter(|(.., is_weaker)| *is_weaker);
        let number = |(key, set, default, _): (&'static str, Option<u32>, u32, bool)| {
            Some(Weaker { key, set: set?.to_string(), default: default.to_string() })
        };
        let zeros = (default.zeros == Zeros::Withheld && set.zeros == Zeros::Shown).then(|| Weaker {
            key: "zeros",
            set: Zeros::Shown.word().to_owned(),
            default: Zeros::Withheld.word().to_owned(),
        });
        let is_fuller = default.preliminary == Preliminary::Rounded && set.preliminary == Preliminary::AsFinal;
        let preliminary = is_fuller.then(|| Weaker {
            key: "preliminary",
            set: set.preliminary.word().to_owned(),
            default: default.preliminary.word().to_owned(),
        });
        weaker.filter_map(number).chain(zeros).chain(preliminary).collect()
    }

    /// Numbers that must lie within limits, by their keys: the number, the least and the most it may be.
    pub fn limited(&self) -> Vec<(&'static str, u32, u32, u32)> {
        let of_dominance = self.dominance.iter().flat_map(|rule| {
            [("dominance.largest", rule.largest, 1, 100), ("dominance.percent", rule.percent, 1, 100)]
        });
        let percent = self.p_percent.map(|percent| ("p_percent", percent, 0, 100));
        let insiders = self.insiders.map(|insiders| ("insiders", insiders, 1, 2));
        let width = self.width.map(|width| ("width", width, 0, 100));
        percent.into_iter().chain(width).chain(insiders).chain(of_dominance).collect()
    }
}

impl Policy {
    /// The default of a class.
    ///
    /// Open: no limit. Business: 3 enterprises, and a p % rule of 15. Persons: 3 enterprises and no counts of 1–2.
    /// Sensitive: 5 enterprises and 5 persons, no zeros and so neither none nor all of a group, county level, by gender
    /// alone or by what it is about.
    /// Shares of persons or enterprises and means on a base of at least 20. No tables of three dimensions. What is withheld cannot be worked
    /// out to within 15 % of it.
    pub fn default_of(class: Sensitivity) -> Self {
        let (contributors, count, base, finest, dimensions) = match class {
            Sensitivity::Open => (0, 0, 0, None, 2),
            Sensitivity::Business => (3, 0, 20, None, 2),
            Sensitivity::Persons => (3, 3, 20, None, 2),
            Sensitivity::Sensitive => (5, 5, 20, Some(COUNTY), 2),
        };
        let p_percent = if class == Sensitivity::Business { 15 } else { 0 };
        let finest = finest.map(str::to_owned);
        let (zeros, split_by) = if class == Sensitivity::Sensitive {
            (Zeros::Withheld, Some(BTreeSet::from(["gender".to_owned()])))
        } else {
            (Zeros::Shown, None)
        };
        Self {
            contributors,
            count,
            base,
            finest,
            by_subject: split_by.is_some(),
            split_by,
            dimensions,
            p_percent,
            dominance: None,
            width: 15,
            zeros,
            insiders: 1,
            round: None,
            preliminary: if class == Sensitivity::Open { Preliminary::AsFinal } else { Preliminary::Rounded },
        }
    }

    /// The same for a period that is preliminary, where the coarser areas of the county are these.
    #[must_use]
    pub fn while_preliminary(self, coarser: &[&str]) -> Self {
        if self.preliminary == Preliminary::AsFinal {
            return self;
        }
        let finest = self.finest.filter(|finest| coarser.contains(&finest.as_str()));
        Self { finest: finest.or(Some(COUNTY.to_owned())), round: self.round.or(Some(ROUNDED_TO)), ..self }
    }

    /// The same with what a project changes.
    #[must_use]
    pub fn with(self, change: &PolicyChange) -> Self {
        let least = |limit: Option<u32>| limit.map(|limit| change.withheld_when.least(limit));
        // Of as many enterprises as put together what they know and one more, the one would be known.
        let others = change.insiders.map_or(0, |insiders| insiders + 2);
        Self {
            contributors: least(change.contributors).unwrap_or(self.contributors).max(others),
            count: least(change.count).unwrap_or(self.count),
            base: change.base.unwrap_or(self.base),
            finest: change.finest.clone().or(self.finest),
            split_by: change.split_by.as_ref().map(|names| names.iter().cloned().collect()).or(self.split_by),
            by_subject: self.by_subject && change.split_by.is_none(),
            dimensions: change.dimensions.unwrap_or(self.dimensions),
            p_percent: change.p_percent.unwrap_or(self.p_percent),
            dominance: change.dominance.or(self.dominance),
            width: change.width.unwrap_or(self.width),
            zeros: change.zeros.unwrap_or(self.zeros),
            insiders: change.insiders.unwrap_or(self.insiders),
            round: change.round.or(self.round),
            preliminary: change.preliminary.unwrap_or(self.preliminary),
        }
    }
}

/// What a project changes of a class.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// Least number of enterprises with a value other than zero.
    #[serde(default)]
    pub contributors: Option<u32>,
    /// Least count of persons that is not 0.
    #[serde(default)]
    pub count: Option<u32>,
    /// Which side of `contributors` and `count` the limit itself is on, where these stand beside it.
    #[serde(default)]
    pub withheld_when: Threshold,
    /// Least base of a percentage or mean.
    #[serde(default)]
    pub base: Option<u32>,
    /// Finest area.
    #[serde(default)]
    pub finest: Option<String>,
    /// The only dimensions of a table beside areas.
    #[serde(default)]
    pub split_by: Option<Vec<String>>,
    /// Most dimensions of one table.
    #[serde(default)]
    pub dimensions: Option<u32>,
    /// Least share of the largest that all but the two largest give to an amount, in per cent; 0 asks for nothing.
    #[serde(default)]
    pub p_percent: Option<u32>,
    /// How much of an amount the largest may give.
    #[serde(default)]
    pub dominance: Option<Dominance>,
    /// How far apart the least and the most that a withheld sum could be must lie at least, in per cent of it.
    #[serde(default)]
    pub width: Option<u32>,
    /// What becomes of a sum to which all gave zero.
    #[serde(default)]
    pub zeros: Option<Zeros>,
    /// How many enterprises may put together what they know, 1 or 2; a figure needs two more that gave something then.
    #[serde(default)]
    pub insiders: Option<u32>,
    /// What every count of persons is rounded to, 3 or 5; totals are rounded by themselves, so that figures need not add up.
    #[serde(default)]
    #[schemars(extend("enum" = [3, 5, null]))]
    pub round: Option<u32>,
    /// What is published of a period that is preliminary.
    #[serde(default)]
    pub preliminary: Option<Preliminary>,
}
