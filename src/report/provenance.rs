//! The figures of a report with where they come from, as the data that the report carries with it.
//!
//! Made of the release alone: what is withheld on the pages is withheld here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::periods::{CELLS, TOTALS, told_until};
use crate::ENGINE;
use crate::definition::Definitions;
use crate::definition::combination::Combination;
use crate::definition::indicator::Indicator;
use crate::definition::money::Prices;
use crate::definition::project::ReportPlan;
use crate::digest;
use crate::disclosure::Release;
use crate::disclosure::combined::{Combined, combine};
use crate::disclosure::release::{Figure, Line};
use crate::money::Money;
use crate::value::Decimal;

/// What the file is called inside a report.
pub const NAME: &str = "provenance.json";

/// The entry of [`Provenance::inputs`] by which another secret is known: a keyed digest of a fixed word.
pub const SECRET: &str = "secret";

/// The version of how it is written. Another number is written when a reader of this one would misread it.
pub const SCHEMA: u32 = 1;

/// Digits of a fingerprint.
const DIGITS: usize = 12;

/// A report's figures and where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Version of how this is written.
    pub schema: u32,
    /// The program that made the report, with its version: `nytta 1.2.0`.
    pub engine: String,
    /// The project.
    pub project: String,
    /// The report of the project.
    pub report: String,
    /// The period it is about.
    pub period: String,
    /// The language of its texts.
    pub language: String,
    /// The release date it prints.
    pub released: NaiveDate,
    /// Name under which it is published; none for a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Editions that its figures were held against, in the order of their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<String>,
    /// First twelve hexadecimal digits of SHA-256 of what the report comes from in the project, as the report prints it; in an
    /// edition of that with its name, so that two editions do not tell whether anything has changed.
    pub fingerprint: String,
    /// Keyed digests of what the figures come from, by what it is, and by `secret` that of a fixed word; only who has the
    /// project's secret can make them. In an edition they are SHA-256 of its name with these.
    #[serde(default)]
    pub inputs: BTreeMap<String, String>,
    /// By indicator, what decides its figures.
    pub indicators: BTreeMap<String, Defined>,
    /// The price index by which amounts are told in the prices of one period, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<PricesUsed>,
    /// Who answered in the period, of the whole and by each code of the register and size: as the pages tell it.
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// The figures of the report's indicators: of the periods that the report can print, the last 12 of totals and the last 6
    /// of the cells of breakdowns.
    pub figures: Vec<Told>,
}

/// A price index as a report uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PricesUsed {
    /// The index, as the project names it.
    pub index: String,
    /// The period in whose prices amounts are told.
    pub of: String,
    /// Its values by period, with where each is published; of a period without one nothing is told in other prices.
    pub values: BTreeMap<String, IndexValue>,
}

/// The value of a price index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IndexValue {
    /// The value.
    pub value: String,
    /// Where it is published.
    pub source: String,
}

/// How many enterprises answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Which, such as `sector=reuse` or `size=2-5`; empty for all.
    pub breakdown: String,
    /// In the register; of a size only where it is told how many answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<u32>,
    /// With accepted answers; none where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<u32>,
}

/// What decides the figures of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Defined {
    /// The unit of its figures.
    pub unit: String,
    /// SHA-256 of its definition, the fields it speaks of and the project's parameters.
    pub definition: String,
    /// SHA-256 of how it was defined in those earlier periods, by period, where that was otherwise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, String>,
    /// The dataset it is measured from; `indicators` where it is made of others.
    pub dataset: String,
    /// Version of the dataset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset_version: Option<u32>,
    /// SHA-256 of the rules by which rows of the dataset count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
}

/// One figure as it is published. Numbers are texts with a decimal point, so that no program rounds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// The indicator.
    pub indicator: String,
    /// The period, or of a figure that several make together the first and the last of them, such as `2023..2025`.
    pub period: String,
    /// The cell, such as `district=18N;gender=women`; empty for the total.
    pub breakdown: String,
    /// `published`, `provisional`, `revised`, `withheld` or `missing`.
    pub status: String,
    /// The figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// It is an upper bound for the number of persons it is about: someone in several enterprises counts in each.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upper_bound: bool,
    /// Upper part of a ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// Lower part of a ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The base that its counts of persons are rounded to; it is made of the rounded ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded: Option<u32>,
    /// The last edition that told the figure, where it is another now or withheld, or is told as that edition told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_edition: Option<String>,
    /// What it was, as that edition told it, where it is another now; the same as the figure where that still stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The base that its counts of persons were rounded to then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_rounded: Option<u32>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Enterprises with a value other than zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contributors: Option<u32>,
    /// Enterprises that answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_answered: Option<u32>,
    /// Enterprises to whom the question applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_expected: Option<u32>,
    /// Its change since the period before by what became of the enterprises: `continuing`, `founded`, `closed`, `merged`,
    /// `other_year`, `first_report`, `left`, `silent`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub change: BTreeMap<String, Part>,
    /// Dimensions by which some enterprise did not split what it gave: the parts are not all of it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub undivided: BTreeSet<String>,
    /// By which methods enterprises counted it, where that is asked: what they answered to the fields that ask, with `;` between,
    /// the most used first; `other` for those of few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// Why it is told though it would not be otherwise: `consent` where those who gave it let it be told, `public` where what it
    /// is made of is public already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed_by: Vec<String>,
    /// How it is made of the figures of several periods: `sum`, `quotient_of_sums`, `last` or `anew`; none of one period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combined: Option<String>,
    /// The periods whose figures it is made of, oldest first; each has a figure of its own here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_of: Vec<String>,
}

/// What some enterprises add to a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// How many they are.
    pub enterprises: u32,
    /// What they add.
    pub value: String,
}

impl Part {
    fn of((enterprises, value): (u32, Decimal)) -> Self {
        Self { enterprises, value: value.normalize().to_string() }
    }
}

impl Told {
    fn new(line: &Line, figure: Option<&Figure>, definitions: &Definitions) -> Self {
        let methods = figure.and_then(|figure| figure.methods.as_ref());
        let before = figure.and_then(|figure| figure.told_before.as_ref());
        let number = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        Self {
            indicator: line.indicator.to_owned(),
            period: line.period.to_owned(),
            breakdown: line.cell(),
            status: line.status.to_owned(),
            value: number(line.value),
            upper_bound: definitions.indicator(line.indicator).is_some_and(|one| definitions.bounds(one, line.value)),
            numerator: number(line.numerator),
            denominator: number(line.denominator),
            rounded: line.rounded,
            before_edition: before.map(|told| told.edition.clone()),
            before: number(before.and_then(|told| told.value)),
            before_rounded: before.and_then(|told| told.rounded),
            missing: line.missing.map(str::to_owned),
            contributors: line.contributors,
            coverage_answered: line.coverage_answered,
            coverage_expected: line.coverage_expected,
            change: line.change.into_iter().flatten().map(|(kind, part)| (kind.clone(), Part::of(*part))).collect(),
            undivided: figure.map(|figure| figure.undivided.clone()).unwrap_or_default(),
            methods: methods.map_or_else(Vec::new, |methods| {
                methods.told.iter().cloned().chain(methods.others.then(|| OTHER.to_owned())).collect()
            }),
            freed_by: figure.into_iter().flat_map(|one| &one.freed_by).map(|ground| ground.word().to_owned()).collect(),
            combined: None,
            made_of: Vec::new(),
        }
    }
}

/// The word for methods that few used.
const OTHER: &str = "other";

impl Provenance {
    /// What a report of these figures carries with it.
    pub fn of(
        release: &Release,
        (definitions, money): (&Definitions, &Money),
        plan: &ReportPlan,
        language: &str,
        edition: Option<&str>,
    ) -> Self {
        let is_told = |name: &str| plan.tells_of(name) || plan.headline.iter().any(|one| **one == name);
        let project = &definitions.project;
        let of_report = definitions.indicators.iter().filter(|one| is_told(&one.indicator));
        let periods = told_until(project, release.period(), TOTALS);
        let defined = |one: &Indicator| (one.indicator.value.clone(), defined(definitions, one, &periods));
        let cells = periods.len().saturating_sub(CELLS);
        let is_printed = |at: usize, line: &Line| at >= cells || line.breakdown.is_empty();
        let figures = periods
            .iter()
            .enumerate()
            .flat_map(|(at, period)| release.lines(period).filter(move |line| is_printed(at, line)));
        let figure = |line: &Line| release.figure(line.indicator, line.period, line.breakdown);
        let told = |line: &Line| Told::new(line, figure(line), definitions);
        let inputs = release.quality().inputs.iter();
        Self {
            schema: SCHEMA,
            engine: ENGINE.to_owned(),
            project: project.project.value.clone(),
            report: plan.report.value.clone(),
            period: release.period().to_owned(),
            language: language.to_owned(),
            released: project.period(release.period()).map(|period| period.release).unwrap_or_default(),
            edition: edition.map(str::to_owned),
            against: release.quality().editions.clone(),
            fingerprint: fingerprint(release, edition),
            inputs: inputs.map(|(of, digest)| (of.clone(), bound(digest, edition))).collect(),
            indicators: of_report.map(defined).collect(),
            prices: plan.prices.as_ref().map(|prices| prices_used(prices, money, &periods)),
            answered: answered(release),
            figures: figures
                .filter(|line| is_told(line.indicator))
                .map(|line| told(&line))
                .chain(of_spans(release, definitions, plan).into_iter().filter(|told| is_told(&told.indicator)))
                .collect(),
        }
    }

    /// The file: JSON with one figure a line, so that a person can read it and compare two.
    pub fn json(&self) -> String {
        let mut head = serde_json::to_value(self).expect("figures are JSON");
        let figures = head.as_object_mut().and_then(|head| head.remove("figures")).unwrap_or_default();
        let head = serde_json::to_string_pretty(&head).expect("figures are JSON");
        let lines: Vec<String> = figures.as_array().into_iter().flatten().map(|one| format!("    {one}")).collect();
        format!("{},\n  \"figures\": [\n{}\n  ]\n}}\n", head.trim_end_matches("\n}"), lines.join(",\n"))
    }
}

/// A digest as an edition tells it: bound to its name. By two editions nobody can tell whether a file was changed between them,
/// which could be that of one enterprise whose figures are withheld. Drafts, which are not published, can be compared.
fn bound(digest: &str, edition: Option<&str>) -> String {
    edition.map_or_else(|| digest.to_owned(), |name| digest::of_parts([name.as_bytes(), digest.as_bytes()]))
}

/// The fingerprint of the data as a report prints it: twelve hexadecimal digits, others in each edition.
pub(super) fn fingerprint(release: &Release, edition: Option<&str>) -> String {
    bound(&release.quality().fingerprint, edition).chars().take(DIGITS).collect()
}

/// The totals that the periods of a report's spans make together, each span once.
fn of_spans<'r>(release: &'r Release, definitions: &'r Definitions, plan: &ReportPlan) -> Vec<Told> {
    let whole = |period: &'r str| release.lines(period).filter(|line| line.breakdown.is_empty()).collect();
    let spans: BTreeSet<Vec<&'r str>> =
        definitions.project.spans_until(plan, release.period()).into_iter().map(|(periods, _)| periods).collect();
    let of_span = |periods: Vec<&'r str>| {
        let name = format!("{}..{}", periods[0], periods[periods.len() - 1]);
        let lines: Vec<(&str, Vec<Line<'_>>)> = periods.iter().copied().map(|period| (period, whole(period))).collect();
        let told = |one: &Combined<'_>| Told {
            combined: Some(one.how.word().to_owned()),
            made_of: one.coverage.iter().map(|(period, _)| (*period).to_owned()).collect(),
            ..Told::new(&one.line(&name), None, definitions)
        };
        combine(definitions, &lines).iter().filter(|one| one.how != Combination::None).map(told).collect::<Vec<_>>()
    };
    spans.into_iter().flat_map(of_span).collect()
}

/// The values of an index in some periods and in that in whose prices amounts are told.
fn prices_used(prices: &Prices, money: &Money, periods: &[&str]) -> PricesUsed {
    let value = |period: &str| {
        let (value, source) = money.index(&prices.index, period)?;
        Some((period.to_owned(), IndexValue { value: value.normalize().to_string(), source: source.to_owned() }))
    };
    let base = prices.base.as_str();
    let values = periods.iter().copied().chain([base]).filter_map(value).collect();
    PricesUsed { index: prices.index.value.clone(), of: base.to_owned(), values }
}

/// Who answered in a release's period, as its roster tells it.
fn answered(release: &Release) -> Vec<Answered> {
    let roster = release.roster();
    let chain = roster.chain.get(release.period()).copied().unwrap_or_default();
    let whole = Answered { breakdown: String::new(), registered: Some(chain.registered), answered: chain.answered };
    let parts = roster.told().flat_map(|(list, counts)| {
        let registered = roster.registered.get(list);
        counts.iter().map(move |(code, told)| {
            let (answered, of) = told.unzip();
            let registered = of.or_else(|| registered.and_then(|counts| counts.get(code)).copied());
            Answered { breakdown: format!("{list}={code}"), registered, answered }
        })
    });
    std::iter::once(whole).chain(parts).collect()
}

/// What decides the figures of an indicator in some periods, the last of which a report is of.
fn defined(definitions: &Definitions, indicator: &Indicator, periods: &[&str]) -> Defined {
    let (period, before) = periods.split_last().map_or(("", periods), |(last, before)| (*last, before));
    let definition = definitions.fingerprint(indicator, period);
    let own = definitions.in_period(period);
    let dataset = own.dataset_of(indicator);
    let defined = before.iter().map(|one| (definitions.fingerprint(indicator, one), (*one).to_owned()));
    let earlier = defined.filter(|(one, _)| *one != definition).map(|(one, period)| (period, one)).collect();
    Defined {
        unit: indicator.unit.value.clone(),
        definition,
        earlier,
        dataset: indicator.dataset.value.clone(),
        dataset_version: dataset.map(|dataset| dataset.version),
        rules: dataset.map(|dataset| own.fingerprint_of_rules(dataset)),
    }
}
