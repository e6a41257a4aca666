//! What a report prints beside its figures, for the ledger to remember: rates, indices, targets, valuations, definitions, comments.
//!
//! Made of what the pages say and of the release alone, so that nothing is remembered that is not published.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Words;
use super::periods::{TOTALS, told_until};
use crate::definition::Definitions;
use crate::definition::money::Conversion;
use crate::definition::project::ReportPlan;
use crate::digest;
use crate::disclosure::Release;
use crate::plan::TargetKind;
use crate::valuation::{Valued, value};

/// By kind and name, what is printed: the number with its source, or a digest where it is longer than a line.
pub type Printed = BTreeMap<(String, String), String>;

/// Gathers what a report prints beside its figures.
pub fn printed(release: &Release, definitions: &Definitions, words: Words<'_>, plan: &ReportPlan) -> Printed {
    let mut printed = Gathered { printed: Printed::new(), definitions, plan, period: release.period() };
    printed.money(words, release);
    printed.plan(words);
    printed.valuations(release);
    printed.definitions();
    printed.printed
}

struct Gathered<'a> {
    printed: Printed,
    definitions: &'a Definitions,
    plan: &'a ReportPlan,
    period: &'a str,
}

impl Gathered<'_> {
    fn add(&mut self, kind: &str, name: &str, text: String) {
        self.printed.insert((kind.to_owned(), name.trim_end().to_owned()), text);
    }

    /// The months by which amounts of the period are parted, as far as something is shown of them.
    fn months_told<'r>(conversion: &'r Conversion, release: &'r Release) -> impl Iterator<Item = &'r str> {
        let shown = release.figures().iter().filter(|(_, figure)| figure.value.is_some());
        let of_period = shown.map(|(key, _)| key).filter(|key| key.1 == release.period() && key.2.len() == 1);
        let months = of_period.filter_map(|key| key.2.get(conversion.by.as_ref()?.as_str()));
        months.map(String::as_str).collect::<BTreeSet<_>>().into_iter()
    }

    /// Rates and indices, with their sources.
    fn money(&mut self, (_, _, money): Words<'_>, release: &Release) {
        let project = &self.definitions.project;
        if let Some(conversion) = project.conversion(self.plan) {
            let (to, rule) = (conversion.to.value.as_str(), conversion.rule.word());
            let own = conversion.months.get(self.period).map(|month| month.value.as_str());
            if let Some(month) = own {
                self.add("conversion", &conversion.conversion, format!("{to} {month} {rule}"));
            }
            let told: Vec<&str> = Self::months_told(conversion, release).collect();
            if let Some(by) = conversion.by.as_ref().filter(|_| !told.is_empty()) {
                self.add("conversion", &format!("{} {}", *conversion.conversion, **by), rule.to_owned());
            }
            for month in own.into_iter().chain(told) {
                if let Some((rate, source)) = money.rate(to, month) {
                    self.add("rate", &format!("{to} {month}"), format!("{} ({source})", rate.normalize()));
                }
            }
        }
        let Some(prices) = &self.plan.prices else { return };
        let periods = told_until(project, self.period, TOTALS);
        for period in periods.into_iter().chain([prices.base.as_str()]) {
            if let Some((index, source)) = money.index(&prices.index, period) {
                self.add("index", &format!("{} {period}", *prices.index), format!("{} ({source})", index.normalize()));
            }
        }
    }

    /// Targets and baselines, each with those it replaced, and comments as digests.
    fn plan(&mut self, (targets, comments, _): Words<'_>) {
        let (plan, period) = (self.plan, self.period);
        let released = self.definitions.project.period(period).map(|period| period.release);
        let targets = released.map_or_else(|| targets.clone(), |day| targets.by(day));
        for row in targets.rows.iter().filter(|row| is_told(plan, &row.indicator)) {
            let kind = match row.kind {
                TargetKind::Baseline => "baseline",
                TargetKind::Milestone | TargetKind::Target => "target",
            };
            let name = format!("{} {} {}", row.indicator, row.period, cell(&row.breakdown));
            let decided = row.decided.map(|day| format!("{day}, ")).unwrap_or_default();
            let text = format!("{} ({decided}{})", row.value.normalize(), row.source);
            let before = self.printed.get(&(kind.to_owned(), name.trim_end().to_owned()));
            let text = before.map_or_else(|| text.clone(), |before| format!("{before}; {text}"));
            self.add(kind, &name, text);
        }
        for one in comments.rows.iter().filter(|one| is_told(plan, &one.indicator) && one.period == period) {
            let name = format!("{} {}", one.indicator, cell(&one.breakdown));
            let date = one.date.map(|day| day.to_string()).unwrap_or_default();
            let parts = [one.text.as_bytes(), one.by.as_bytes(), date.as_bytes()];
            self.add("comment", &name, short(digest::of_parts(parts)));
        }
    }

    /// Every assumption of a valuation, and what it came to.
    fn valuations(&mut self, release: &Release) {
        for name in &self.plan.valuations {
            let Some(valuation) = self.definitions.valuations.get(&name.value) else { continue };
            let assumed = serde_json::to_value(valuation).expect("a definition is plain data");
            flat(name, &assumed, &mut |path, text| self.add("valuation", path, text));
            if let Ok(Valued { value, invested, ratio, .. }) = value(valuation, release, self.period) {
                let results = [("value", Some(value)), ("invested", Some(invested)), ("ratio", ratio)];
                for (result, number) in results {
                    let number = number.map(|number| number.normalize().to_string()).unwrap_or_default();
                    self.add("valuation", &format!("{}: {result}", **name), number);
                }
            }
        }
    }

    /// How each indicator is defined, as a digest.
    fn definitions(&mut self) {
        let (definitions, plan) = (self.definitions, self.plan);
        for one in definitions.indicators.iter().filter(|one| is_told(plan, &one.indicator)) {
            self.add("definition", &one.indicator, short(definitions.fingerprint(one, self.period)));
        }
    }
}

fn is_told(plan: &ReportPlan, indicator: &str) -> bool {
    plan.tells_of(indicator) || plan.headline.iter().any(|one| **one == indicator)
}

/// Visits each single value of some data with its path.
fn flat(path: &str, data: &Value, visit: &mut impl FnMut(&str, String)) {
    match data {
        Value::Null => {}
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| flat(&format!("{path}.{}", at + 1), item, visit));
        }
        Value::Object(items) => items.iter().for_each(|(key, item)| flat(&format!("{path}.{key}"), item, visit)),
        Value::String(text) => visit(path, text.trim().to_owned()),
        Value::Bool(_) | Value::Number(_) => visit(path, data.to_string()),
    }
}

/// Codes as a tidy table writes them.
fn cell(breakdown: &BTreeMap<String, String>) -> String {
    breakdown.iter().map(|(name, code)| format!("{name}={code}")).collect::<Vec<_>>().join(";")
}

/// First twelve digits of a digest.
fn short(mut digest: String) -> String {
    digest.truncate(12);
    digest
}
