//! What a page model is composed from, and the running numbers of its figures and tables.

use std::collections::BTreeMap;

use super::blocks::Words;
use crate::definition::Definitions;
use crate::definition::codelist::{Code, Codelist, Origin};
use crate::definition::indicator::{Indicator, OverTime};
use crate::definition::project::{Period, PeriodState, ReportPlan};
use crate::disclosure::Release;
use crate::disclosure::release::{CoverageShown, Figure};
use crate::money::Money;
use crate::number::NBSP;
use crate::plan::{Comments, Targets};
use crate::report::amount::Amount;
use crate::report::periods::told_until;
use crate::report::sentences::{self, Case, Subject};
use crate::report::target::Judged;
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

/// Codes by dimension; empty for the total.
pub(super) type Breakdown = BTreeMap<String, String>;

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Material<'a> {
    /// Cleared figures.
    pub release: &'a Release,
    /// Definitions.
    pub definitions: &'a Definitions,
    /// Targets and baselines.
    pub targets: &'a Targets,
    /// The region's own words.
    pub comments: &'a Comments,
    /// Currency rates and price indices.
    pub money: &'a Money,
    /// Which report it is.
    pub plan: &'a ReportPlan,
    /// Its language.
    pub voice: &'a Voice,
    /// Its period.
    pub period: &'a Period,
    /// Name under which it is published; none for a draft.
    pub edition: Option<&'a str>,
}

/// A page model in the making.
#[derive(Debug)]
pub(crate) struct Composition<'a> {
    /// What it is made from.
    pub from: Material<'a>,
    figures: u32,
    tables: u32,
}

/// A number such as `Figur 3`, and how a sentence refers to it.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub label: String,
    pub reference: String,
}

/// True when the indicator is broken down by exactly these dimensions, in any order.
pub(super) fn is_by(indicator: &Indicator, dimensions: &[&str]) -> bool {
    indicator.tables().any(|mut table| {
        let mut dimensions = dimensions.to_vec();
        table.sort_unstable();
        dimensions.sort_unstable();
        table == dimensions
    })
}

impl<'a> Composition<'a> {
    /// Begins a page model.
    pub fn new(from: Material<'a>) -> Self {
        Self { from, figures: 0, tables: 0 }
    }

    pub(super) fn voice(&self) -> &'a Voice {
        self.from.voice
    }

    pub(super) fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        self.voice().say(key, places)
    }

    /// True when the indicator is broken down by exactly these dimensions, and its policy lets that be told of the release's period.
    pub(super) fn is_told_by(&self, indicator: &Indicator, dimensions: &[&str]) -> bool {
        let definitions = self.from.definitions;
        let tables = || definitions.tables(&definitions.policy_in(indicator.sensitivity, self.year()));
        is_by(indicator, dimensions) && tables().allow(dimensions.iter().copied())
    }

    /// The next figure's number.
    pub(super) fn next_figure(&mut self) -> Numbered {
        self.figures += 1;
        self.numbered("figure", self.figures)
    }

    /// The next table's number.
    pub(super) fn next_table(&mut self) -> Numbered {
        self.tables += 1;
        self.numbered("table", self.tables)
    }

    fn numbered(&self, key: &str, n: u32) -> Numbered {
        let n = n.to_string();
        let say = |key: &str| self.say(key, &[("n", &n)]).replace(' ', &NBSP.to_string());
        Numbered { label: say(key), reference: say(&format!("{key}_reference")) }
    }

    /// Name of the release's period.
    pub(super) fn year(&self) -> &'a str {
        self.from.period.period.as_str()
    }

    /// Name of the period before.
    pub(super) fn year_before(&self) -> Option<&'a str> {
        self.from.definitions.project.before(self.year()).map(|period| period.period.as_str())
    }

    /// Names of at most so many periods up to the release's, oldest first; how many at most, `report::periods` says.
    pub(super) fn years(&self, most: usize) -> Vec<&'a str> {
        told_until(&self.from.definitions.project, self.year(), most)
    }

    /// True when all figures of the period may still change.
    pub(super) fn is_preliminary(&self, period: &str) -> bool {
        let is_it = |one: &&Period| *one.period == period;
        let period = self.from.definitions.project.periods.iter().find(is_it);
        period.is_some_and(|period| period.state == PeriodState::Preliminary)
    }

    /// The sentence that says so once instead of a mark at every number, and where to read why of a period that is final.
    pub(super) fn preliminary(&self, periods: &[String]) -> Option<String> {
        let is_open = periods.iter().all(|period| self.is_preliminary(period));
        let key = if is_open { "preliminary" } else { "preliminary_though_final" };
        (!periods.is_empty()).then(|| self.say(key, &[("period", &self.voice().list(periods))]))
    }

    pub(super) fn region(&self) -> &'a str {
        self.voice().text(&self.from.definitions.project.region)
    }

    pub(super) fn publisher(&self) -> &'a str {
        self.voice().text(&self.from.definitions.project.publisher)
    }

    /// Indicators with a section, in order.
    pub(super) fn indicators(&self) -> Vec<&'a Indicator> {
        let plan = self.from.plan;
        let chosen = |indicator: &&Indicator| {
            plan.indicators.is_empty() || plan.indicators.iter().any(|name| **name == *indicator.indicator)
        };
        self.from.definitions.indicators.iter().filter(chosen).collect()
    }

    /// The indicator of the report under whose heading one is told: another's, its own, or none.
    pub(super) fn host(&self, indicator: &'a Indicator) -> Option<&'a Indicator> {
        let told = self.indicators();
        let named = |name: &str| told.iter().copied().find(|one| *one.indicator == name);
        indicator.shown_with.as_ref().and_then(|host| named(host)).or_else(|| named(&indicator.indicator))
    }

    /// The other indicators of the report told under an indicator's heading.
    pub(super) fn guests(&self, indicator: &Indicator) -> Vec<&'a Indicator> {
        let of_it = |guest: &&Indicator| {
            guest.indicator != indicator.indicator
                && self.host(guest).is_some_and(|host| host.indicator == indicator.indicator)
        };
        self.indicators().into_iter().filter(|guest| of_it(guest)).collect()
    }

    /// Where an indicator is told in full.
    pub(super) fn place(&self, indicator: &'a Indicator) -> Option<String> {
        self.host(indicator).map(|host| host.indicator.value.clone())
    }

    /// Indicators on cards: those of the plan, else the first of the report.
    pub(super) fn headline(&self) -> Vec<&'a Indicator> {
        let named: Vec<&Indicator> =
            self.from.plan.headline.iter().filter_map(|name| self.from.definitions.indicator(name)).collect();
        let named = if named.is_empty() { self.indicators() } else { named };
        named.into_iter().take(6).collect()
    }

    pub(super) fn subject(&self, indicator: &Indicator) -> Subject {
        let voice = self.voice();
        Subject {
            title: voice.text(&indicator.title).to_owned(),
            noun: voice.text(&indicator.noun).to_owned(),
            amount: self.amount(indicator),
        }
    }

    /// How an indicator's amounts are written, all over the report: work is told in whole full-time equivalents where
    /// the region has ten of them in any year, so that a column never mixes decimals.
    pub(super) fn amount(&self, indicator: &Indicator) -> Amount {
        let total = |year: &&str| self.figure(indicator, year, &Breakdown::new())?.value;
        let years = self.years(usize::MAX);
        let is_large = years.iter().filter_map(total).any(|total| total.abs() >= Decimal::TEN);
        let decimals = if *indicator.unit == "fte" && is_large { 0 } else { indicator.decimals };
        let is_bound = self.from.definitions.is_upper_bound(indicator);
        Amount { unit: indicator.unit.value.clone(), decimals, signed: indicator.signed, is_bound }
    }

    pub(super) fn figure(&self, indicator: &Indicator, period: &str, breakdown: &Breakdown) -> Option<&'a Figure> {
        self.from.release.figure(&indicator.indicator, period, breakdown)
    }

    /// The figure of the release's period, with the one before.
    pub(super) fn case(&self, indicator: &Indicator, breakdown: &Breakdown) -> Case<'a> {
        let before = self.year_before();
        Case {
            period: self.year(),
            before,
            figure: self.figure(indicator, self.year(), breakdown),
            earlier: before.and_then(|before| self.figure(indicator, before, breakdown)),
            broken: self.from.definitions.is_broken(indicator, self.year()),
        }
    }

    /// True for a flow that is counted over financial years: where one lasts longer than another, the two are not compared.
    pub(super) fn compares_years(&self, indicator: &Indicator) -> bool {
        let dataset = self.from.definitions.dataset_of(indicator);
        indicator.over_time == OverTime::Flow && dataset.is_some_and(|dataset| dataset.start().is_some())
    }

    /// Which indicators were defined anew within some years so that the years before cannot be compared, a sentence for each.
    pub(super) fn breaks(&self, indicators: &[&Indicator], years: &[&str]) -> Vec<String> {
        let says = |indicator: &&Indicator, year: &&str| {
            let title = self.voice().text(&indicator.short);
            let is_broken = self.from.definitions.is_broken(indicator, year);
            is_broken.then(|| self.say("series_break", &[("title", title), ("year", year)]))
        };
        let later = years.get(1..).unwrap_or_default();
        indicators.iter().flat_map(|indicator| later.iter().filter_map(move |year| says(indicator, year))).collect()
    }

    /// What must be said under a table of some indicators: where a series breaks, and that counts are rounded.
    pub(super) fn remarks(&self, indicators: &[&Indicator], years: &[&str]) -> Vec<String> {
        self.breaks(indicators, years).into_iter().chain(self.rounded(indicators)).collect()
    }

    /// That counts of some indicators are rounded, if any is, and to what.
    pub(super) fn rounded(&self, indicators: &[&Indicator]) -> Option<String> {
        let voice = self.voice();
        let mut bases: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for indicator in indicators {
            let figures = self.from.release.figures().iter().filter(|((name, ..), _)| *indicator.indicator == *name);
            let Some(base) = figures.filter_map(|(_, figure)| figure.rounded).max() else { continue };
            let (titles, title) = (bases.entry(base).or_default(), voice.text(&indicator.short).to_owned());
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let number = |base: u32| voice.numbers.integer(base);
        if bases.len() == 1 {
            return Some(self.say("counts_rounded", &[("base", &number(*bases.keys().next()?))]));
        }
        let part = |(base, titles): (&u32, &Vec<String>)| {
            self.say("counts_rounded_to", &[("base", &number(*base)), ("titles", &voice.list(titles))])
        };
        let parts: Vec<String> = bases.iter().map(part).collect();
        (!parts.is_empty()).then(|| self.say("counts_rounded_each", &[("parts", &parts.join("; "))]))
    }

    /// The figure of the release's period against its target, if it has one.
    pub(super) fn judged(&self, indicator: &Indicator, breakdown: &Breakdown) -> Option<Judged<'a>> {
        let (target, replaced) = self.from.targets.in_force(&indicator.indicator, self.year(), breakdown)?;
        let figure = self.figure(indicator, self.year(), breakdown);
        Some(Judged::new(target, replaced, indicator.direction, figure))
    }

    pub(super) fn codelist(&self, name: &str) -> Option<&'a Codelist> {
        self.from.definitions.codelists.get(name)
    }

    /// Codes of a list that hold in the release's period.
    pub(super) fn codes(&self, list: &'a Codelist) -> Vec<&'a Code> {
        let (start, end) = (self.from.period.start, self.from.period.end);
        let holds =
            |code: &&Code| code.valid_from.is_none_or(|from| from <= end) && code.valid_to.is_none_or(|to| to >= start);
        list.codes.iter().filter(holds).collect()
    }

    /// The finest area and the one above it: municipality and district.
    pub(super) fn areas(&self) -> Option<(&'a Codelist, &'a Codelist)> {
        let lists = &self.from.definitions.codelists;
        let is_coarser =
            |name: &str| lists.values().any(|list| list.coarser.as_ref().is_some_and(|coarser| coarser.value == name));
        let fine = lists
            .values()
            .find(|list| list.of == Origin::Register && list.coarser.is_some() && !is_coarser(&list.codelist))?;
        let coarse = self.codelist(fine.coarser.as_ref()?)?;
        (!coarse.codes.is_empty() && !fine.codes.is_empty()).then_some((fine, coarse))
    }

    /// True for areas of any level.
    pub(super) fn is_area(&self, dimension: &str) -> bool {
        let of = |list: &Codelist| list.coarser.is_some();
        let lists = &self.from.definitions.codelists;
        let above = lists.values().any(|list| list.coarser.as_ref().is_some_and(|coarser| coarser.value == dimension));
        above || self.codelist(dimension).is_some_and(of)
    }

    /// Where figures come from, and how many enterprises they cover.
    pub(super) fn source(&self, coverage: Option<&CoverageShown>) -> String {
        let publisher = self.publisher();
        match coverage {
            Some(_) => {
                let covered = sentences::coverage(self.voice(), coverage);
                let first = covered.split_inclusive(". ").next().unwrap_or_default().trim_end();
                let first = if first.ends_with('.') { first.to_owned() } else { format!("{first}.") };
                self.say("source", &[("publisher", publisher), ("coverage", &first)])
            }
            None => self.say("source_plain", &[("publisher", publisher)]),
        }
    }

    /// Of which key figures of an area the change comes mostly from which enterprises are in it.
    pub(super) fn other_enterprises(&self, area: &Breakdown) -> Vec<String> {
        let of = |one: &&'a Indicator| {
            sentences::other_enterprises_of(self.voice(), &self.subject(one), &self.case(one, area))
        };
        self.headline().iter().filter_map(of).collect()
    }

    /// That a change of an area may come from which enterprises are in it, where that is not shown.
    pub(super) fn may_be_others(&self, area: &Breakdown) -> Option<String> {
        let is_open = |one: &&'a Indicator| sentences::is_open_why(&self.amount(one), &self.case(one, area));
        let before = self.year_before().filter(|_| self.headline().iter().any(is_open))?;
        Some(self.say("area_may_differ", &[("before", before)]))
    }

    /// How many enterprises were taken over in the period, and how their jobs count.
    pub(super) fn mergers(&self) -> Option<String> {
        let chain = self.from.release.roster().chain.get(self.year()).copied().unwrap_or_default();
        let number = self.voice().word(chain.merged);
        (chain.merged > 0).then(|| capital(&self.voice().count("mergers", chain.merged, &[("number", &number)])))
    }

    /// The region's comments on a figure.
    pub(super) fn comments(&self, indicator: Option<&Indicator>, breakdown: &Breakdown) -> Vec<Words> {
        let on = self.from.comments.rows.iter().filter(|comment| {
            comment.period == self.year()
                && comment.breakdown == *breakdown
                && indicator.is_none_or(|indicator| comment.indicator == *indicator.indicator)
        });
        let words =
            |text: &str| text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let by = |by: &str, date| match date {
            Some(date) => format!("{by}, {}", self.voice().date(date)),
            None => by.to_owned(),
        };
        on.map(|comment| Words {
            text: words(&comment.text),
            by: by(&comment.by, comment.date),
            // The region writes in its first language, whatever the report's.
            language: self.from.definitions.project.languages.first().unwrap_or(&self.voice().language).clone(),
        })
        .collect()
    }
}
