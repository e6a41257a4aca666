//! What a project's `nytta.yaml` says: who publishes, for which periods, by which rules.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::located::Located;
use super::money::{Conversion, Prices};
use super::policy::PolicyChange;
use super::scalar;
use crate::definition::indicator::Sensitivity;
use crate::project::SUBMISSIONS;
use crate::text::{Text, nearest};
use crate::value::Decimal;

/// Between the first and the last period of a span, as `2023..2025` is written.
pub const BETWEEN: &str = "..";

/// What a project's `nytta.yaml` says.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Identifier.
    pub project: Located<String>,
    /// What it is called.
    pub title: Text,
    /// The region it covers.
    pub region: Text,
    /// Who publishes.
    pub publisher: Text,
    /// Whom to ask.
    #[serde(default)]
    pub contact: Text,
    /// Printed on every page, when given.
    #[serde(default)]
    pub notice: Text,
    /// Languages in order of preference.
    #[validate(length(min = 1))]
    pub languages: Vec<String>,
    /// ISO 4217 code of all amounts.
    #[validate(length(equal = 3))]
    pub currency: String,
    /// ISO 3166 code of the country whose organisations report; Sweden when absent.
    #[serde(default)]
    pub country: Option<Located<String>>,
    /// What happens to a sole trader's number, which is a personal identity number.
    #[serde(default)]
    pub sole_traders: SoleTraders,
    /// Reporting periods, oldest first.
    #[validate(length(min = 1))]
    pub periods: Vec<Period>,
    /// Most months that a financial year may have, as the law of the country says; a longer one is an error. No limit when
    /// absent.
    #[serde(default)]
    #[validate(range(min = 12))]
    pub longest_year: Option<u32>,
    /// Packs of definitions it uses.
    #[validate(length(min = 1))]
    pub packs: Vec<Located<String>>,
    /// Named numbers that expressions may use.
    #[serde(default, deserialize_with = "scalar::decimals")]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub parameters: BTreeMap<String, Decimal>,
    /// What differs from the default disclosure policy, by sensitivity class.
    #[serde(default)]
    pub policy: BTreeMap<Sensitivity, PolicyChange>,
    /// Colours.
    #[serde(default)]
    pub theme: Theme,
    /// Encodings of submitted files, by path or folder, where they should not be found out.
    #[serde(default)]
    pub encodings: BTreeMap<String, Located<String>>,
    /// Ways of telling amounts in another currency.
    #[serde(default)]
    #[validate(nested)]
    pub conversions: Vec<Conversion>,
    /// The reports it makes.
    #[serde(default)]
    #[validate(nested)]
    pub reports: Vec<ReportPlan>,
}

/// What happens to a file in which a sole trader reports under a personal identity number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SoleTraders {
    /// The whole file is refused.
    #[default]
    Refuse,
    /// The number is made unreadable and its row rejected; the other rows are received.
    Mask,
}

impl Project {
    /// The country whose organisations report.
    pub fn country(&self) -> &str {
        self.country.as_ref().map_or("SE", |country| country.value.as_str())
    }

    /// The year in which its first period begins; zero without a period.
    pub fn first_year(&self) -> i32 {
        self.periods.iter().map(|period| period.start.year()).min().unwrap_or_default()
    }

    /// The period of a name.
    pub fn period(&self, name: &str) -> Option<&Period> {
        self.periods.iter().find(|period| *period.period == name)
    }

    /// The period for which a file was sent, by the folder that it lies in.
    pub fn period_of_path(&self, path: &str) -> Option<&Period> {
        let (folder, _) = path.strip_prefix(SUBMISSIONS)?.split_once('/')?;
        self.period(folder)
    }

    /// The encoding that the project says a file has: of its path, else of the innermost folder that is named.
    pub fn encoding(&self, path: &str) -> Option<&str> {
        let holds = |place: &&String| {
            let rest = path.strip_prefix(place.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let place = self.encodings.keys().filter(holds).max_by_key(|place| place.len())?;
        self.encodings.get(place).map(|encoding| encoding.as_str())
    }

    /// The way of telling amounts in another currency that a report asks for.
    pub fn conversion(&self, plan: &ReportPlan) -> Option<&Conversion> {
        let name = plan.conversion.as_ref()?;
        self.conversions.iter().find(|one| *one.conversion == **name)
    }

    /// The period immediately before one.
    pub fn before(&self, name: &str) -> Option<&Period> {
        let at = self.periods.iter().position(|period| *period.period == name)?;
        at.checked_sub(1).and_then(|at| self.periods.get(at))
    }

    /// The periods from one to another, both included, oldest first, as `2023..2025` asks for; nothing where one of them is
    /// not of the project, or the first comes after the last.
    pub fn span(&self, written: &str) -> Option<&[Period]> {
        let (first, last) = written.split_once(BETWEEN)?;
        let at = |name: &str| self.periods.iter().position(|period| *period.period == name.trim());
        self.periods.get(at(first)?..=at(last)?).filter(|periods| !periods.is_empty())
    }

    /// The periods of each span that a report asks for, as far as they have come by one of them, oldest first, with the span's last
    /// period. A span of which fewer than two have come is left out.
    pub fn spans_until<'d>(&'d self, plan: &ReportPlan, period: &str) -> Vec<(Vec<&'d str>, &'d str)> {
        let until = |span: &'d [Period]| {
            let all: Vec<&str> = span.iter().map(|one| one.period.as_str()).collect();
            let come = all.iter().position(|one| *one == period).map_or(0, |at| at + 1);
            Some((all[..come].to_vec(), *all.last()?)).filter(|(come, _)| come.len() > 1)
        };
        plan.spans.iter().filter_map(|span| until(self.span(span)?)).collect()
    }

    /// True for a period whose figures are told as preliminary: it is so itself, or one before it, beside which they are told.
    pub fn may_change(&self, name: &str) -> bool {
        let until = self.periods.iter().position(|period| *period.period == name).map_or(0, |at| at + 1);
        self.periods[..until].iter().any(|period| period.state == PeriodState::Preliminary)
    }

    /// The period that was probably meant: the one nearest in writing, and of those as near the newest.
    pub fn nearest_period(&self, written: &str) -> &str {
        let newest_first = || self.periods.iter().rev().map(|period| period.period.as_str());
        nearest(written, newest_first()).or_else(|| newest_first().next()).unwrap_or_default()
    }

    /// The period a day falls in.
    pub fn period_of(&self, day: NaiveDate) -> Option<&Period> {
        self.periods.iter().find(|period| period.start <= day && day <= period.end)
    }
}

/// One reporting period.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// What it is called, `2025`.
    pub period: Located<String>,
    /// First day.
    #[serde(deserialize_with = "scalar::day")]
    pub start: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "scalar::day")]
    pub end: NaiveDate,
    /// Last day to send in.
    #[serde(deserialize_with = "scalar::day")]
    pub deadline: NaiveDate,
    /// Day its report is published.
    #[serde(deserialize_with = "scalar::day")]
    pub release: NaiveDate,
    /// How far it has come.
    #[serde(default)]
    pub state: PeriodState,
}

/// How far a period has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    /// Figures may still change.
    #[default]
    Preliminary,
    /// Figures are decided.
    Final,
}

/// Colours of a region.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Brand colour, `#RRGGBB`.
    #[serde(default)]
    pub primary: Option<Located<String>>,
}

/// One report a project makes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ReportPlan {
    /// What it is called on the command line.
    pub report: Located<String>,
    /// Template it is set with.
    pub template: Located<String>,
    /// Title on the cover; the project's when absent.
    #[serde(default)]
    pub title: Text,
    /// Indicators on cards, at most six.
    #[serde(default)]
    #[validate(length(max = 6))]
    pub headline: Vec<Located<String>>,
    /// Indicators with a section; all of the packs when empty.
    #[serde(default)]
    pub indicators: Vec<Located<String>>,
    /// Spans of periods whose figures it tells together: `2023..2025`.
    #[serde(default)]
    pub spans: Vec<Located<String>>,
    /// Valuations it tells in a chapter of their own.
    #[serde(default)]
    pub valuations: Vec<Located<String>>,
    /// How its amounts are told in another currency, too.
    #[serde(default)]
    pub conversion: Option<Located<String>>,
    /// The prices in which its amounts of other years are told, too.
    #[serde(default)]
    pub prices: Option<Prices>,
}

impl ReportPlan {
    /// True for an indicator with a section of the report.
    pub fn tells_of(&self, indicator: &str) -> bool {
        self.indicators.is_empty() || self.indicators.iter().any(|name| **name == indicator)
    }
}

/// What a pack's `pack.yaml` says.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name, equal to its folder's.
    pub pack: Located<String>,
    /// Version of the pack.
    #[validate(range(min = 1))]
    pub version: u32,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    #[serde(default)]
    pub description: Text,
    /// Sections of a report, in order.
    #[validate(length(min = 1))]
    pub sections: Vec<Section>,
    /// Codelists it uses.
    #[serde(default)]
    pub codelists: Vec<super::codelist::Codelist>,
    /// Parameters its expressions use, with the values a new project begins with.
    #[serde(default, deserialize_with = "super::scalar::decimals")]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub parameters: BTreeMap<String, Decimal>,
}

/// One section of a report.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Identifier.
    pub section: Located<String>,
    /// Heading.
    pub title: Text,
}
