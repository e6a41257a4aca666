//! Versions of an indicator: each has one before it, begins in a period of the project, and stays the same kind of figure.

use crate::definition::file::Loaded;
use crate::definition::indicator::Indicator;
use crate::definition::load::Material;
use crate::definition::word;
use crate::diagnostic::Diagnostic;

/// Checks the versions of all indicators, whose expressions were read.
pub fn check(material: &Material, indicators: &[Loaded<Indicator>], findings: &mut Vec<Diagnostic>) {
    for Loaded { file, value } in indicators {
        let first = indicators.iter().find(|one| one.value.from.is_none() && is_same(&one.value, value));
        let Some(from) = &value.from else {
            if value.comparable.is_some() {
                let values = [("value", "comparable"), ("other", "indicator"), ("field", value.indicator.as_str())];
                findings.push(Diagnostic::new("keys-do-not-fit", file.key("comparable"), &values));
            }
            continue;
        };
        let at = || file.at(&value.indicator);
        let known: Vec<&str> = material.project.value.periods.iter().map(|period| period.period.as_str()).collect();
        if !known.contains(&from.as_str()) {
            findings.push(word::unknown(at(), from, known, word::PERIODS));
        }
        if value.comparable.is_none() {
            findings.push(Diagnostic::new("missing-key", at(), &[("key", "comparable")]));
        }
        match first {
            Some(first) => other_kind(first, (file, value), findings),
            None if material.unread.contains(value.indicator.as_str()) => {}
            None => {
                let missing = file.name().replace(&format!("@{from}"), "");
                findings.push(Diagnostic::new("missing-file", at(), &[("file", &missing)]));
            }
        }
    }
}

fn is_same(one: &Indicator, other: &Indicator) -> bool {
    *one.indicator == *other.indicator
}

/// A version may count in another way; what is no longer the same kind of figure is another indicator.
fn other_kind(
    first: &Loaded<Indicator>,
    (file, version): (&crate::definition::file::File, &Indicator),
    findings: &mut Vec<Diagnostic>,
) {
    let (was, is) = (&first.value, version);
    let units = |one: &Indicator| one.figures().map(|figure| figure.kind().unit).collect::<Vec<_>>();
    let figure = if is.is_ratio() { "numerator" } else { "value" };
    let keys = [
        ("section", *was.section == *is.section),
        ("dataset", was.is_derived() == is.is_derived() && was.is_of_figures() == is.is_of_figures()),
        (figure, was.is_ratio() == is.is_ratio() && units(was) == units(is)),
        ("scale", was.scale == is.scale),
        ("unit", *was.unit == *is.unit),
        ("signed", was.signed == is.signed),
        ("over_time", was.over_time == is.over_time),
        ("sensitivity", was.sensitivity == is.sensitivity),
    ];
    for (key, _) in keys.into_iter().filter(|(_, is_alike)| !is_alike) {
        let name = file.name().rsplit('/').next().unwrap_or_default();
        let values = [("value", key), ("other", first.file.name()), ("field", name)];
        findings.push(Diagnostic::new("keys-do-not-fit", file.key(key), &values));
    }
}

/// Puts the versions of each indicator into its last one, at the place of the first.
pub fn fold(material: &Material, indicators: Vec<Loaded<Indicator>>) -> Vec<Indicator> {
    let begins = |one: &Indicator| {
        let from = one.from.as_deref()?;
        material.project.value.periods.iter().position(|period| *period.period == from)
    };
    let mut folded: Vec<Vec<Indicator>> = Vec::new();
    for Loaded { value, .. } in indicators {
        match folded.iter_mut().find(|versions| is_same(&versions[0], &value)) {
            Some(versions) => versions.push(value),
            None => folded.push(vec![value]),
        }
    }
    let last = |mut versions: Vec<Indicator>| {
        versions.sort_by_key(begins);
        let mut last = versions.pop()?;
        last.earlier = versions;
        Some(last)
    };
    folded.into_iter().filter_map(last).collect()
}
