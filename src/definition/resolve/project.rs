//! What a project says, held against its packs: periods, colours, reports, names.

use std::collections::BTreeSet;

use crate::definition::file::File;
use crate::definition::indicator::Sensitivity;
use crate::definition::load::Material;
use crate::definition::located::Located;
use crate::definition::money::{Conversion, MonthRule, is_month};
use crate::definition::policy::{BASES, Policy, Weaker, listed};
use crate::definition::project::{BETWEEN, Period};
use crate::definition::tables::{List, Tables};
use crate::definition::{word, yaml};
use crate::diagnostic::Diagnostic;
use crate::identifier;

/// Checks the project and the names its packs give.
pub fn check(material: &Material, findings: &mut Vec<Diagnostic>) {
    let file = &material.project.file;
    periods(material, findings);
    if let Some(colour) = &material.project.value.theme.primary {
        let is_hex = |digits: &str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !colour.strip_prefix('#').is_some_and(is_hex) {
            findings.push(Diagnostic::new("wrong-colour", file.at(colour), &[("value", colour)]));
        }
    }
    if let Some(country) = &material.project.value.country {
        let known: Vec<&str> = identifier::countries().collect();
        if !known.contains(&country.as_str()) {
            findings.push(yaml::unknown_word(file.at(country), country, &known));
        }
    }
    policy(material, findings);
    conversions(material, findings);
    let project = &material.project.value;
    unique(file, project.reports.iter().map(|report| &report.report), findings);
    unique(file, project.packs.iter(), findings);
    let known: BTreeSet<&str> =
        material.indicators.iter().map(|loaded| loaded.value.indicator.value.as_str()).collect();
    for report in &project.reports {
        for name in report.headline.iter().chain(&report.indicators) {
            // A pack that cannot be read has its own finding; its indicators may well exist.
            if !known.contains(name.as_str()) && !material.unread.contains(&name.value) && !material.is_pack_unread {
                findings.push(word::unknown(file.at(name), name, known.iter().copied(), word::INDICATORS));
            }
        }
        findings.extend(report.spans.iter().flat_map(|span| wrong_span(file, &project.periods, span)));
        let is_alone = |name: &&Located<String>| known.contains(name.as_str()) && !report.tells_of(name);
        let alone = report.headline.iter().filter(is_alone);
        findings.extend(alone.map(|name| Diagnostic::new("not-in-report", file.at(name), &[("value", name)])));
    }
    for name in project.parameters.keys().filter(|name| !is_identifier(name)) {
        let span = file.key(&format!("parameters.{name}"));
        findings.push(Diagnostic::new("not-an-identifier", span, &[("value", name)]));
    }
    for pack in &material.packs {
        let sections = pack.value.sections.iter().map(|section| &section.section);
        identifiers(&pack.file, sections.clone(), findings);
        unique(&pack.file, sections, findings);
    }
    for loaded in material.codelists.values() {
        identifiers(&loaded.file, std::iter::once(&loaded.value.codelist), findings);
    }
}

/// What is wrong with a span of periods: an end that is none of them, or ends in the wrong order.
fn wrong_span(file: &File, periods: &[Period], span: &Located<String>) -> Vec<Diagnostic> {
    let known = || periods.iter().map(|period| period.period.as_str());
    let (first, last) = span.split_once(BETWEEN).unwrap_or((span, span));
    let at = |name: &str| known().position(|period| period == name.trim());
    let ends = [first, last].into_iter().filter(|end| at(end).is_none());
    let mut found: Vec<Diagnostic> =
        ends.map(|end| word::unknown(file.at(span), end.trim(), known(), word::PERIODS)).collect();
    found.dedup();
    if at(first).zip(at(last)).is_some_and(|(first, last)| first >= last) {
        let values = [("value", span.as_str())];
        found.push(word::finding("wrong-type", file.at(span), &values, "expected", word::A_SPAN));
    }
    found
}

fn periods(material: &Material, findings: &mut Vec<Diagnostic>) {
    let (file, periods) = (&material.project.file, &material.project.value.periods);
    unique(file, periods.iter().map(|period| &period.period), findings);
    for period in periods.iter().filter(|period| period.end < period.start) {
        let values = [("value", period.period.as_str()), ("other", period.period.as_str())];
        findings.push(Diagnostic::new("periods-out-of-order", file.at(&period.period), &values));
    }
    for period in periods {
        let (end, deadline) = (period.end, period.deadline);
        for (column, day, least) in [("deadline", deadline, end), ("release", period.release, deadline.max(end))] {
            if day < least {
                let (day, least) = (day.to_string(), least.to_string());
                let values = [("column", column), ("period", &*period.period), ("value", &day), ("other", &least)];
                findings.push(Diagnostic::new("release-too-early", file.at(&period.period), &values));
            }
        }
    }
    for pair in periods.windows(2).filter(|pair| pair[1].start <= pair[0].end) {
        let values = [("value", pair[1].period.as_str()), ("other", pair[0].period.as_str())];
        findings.push(Diagnostic::new("periods-out-of-order", file.at(&pair[1].period), &values));
    }
}

/// Conversions to another currency, by months of the project's periods, and the reports that ask for them.
fn conversions(material: &Material, findings: &mut Vec<Diagnostic>) {
    let (file, project) = (&material.project.file, &material.project.value);
    unique(file, project.conversions.iter().map(|one| &one.conversion), findings);
    let periods = || project.periods.iter().map(|period| period.period.as_str());
    for (at, one) in project.conversions.iter().enumerate() {
        if *one.to == project.currency {
            let values = [("value", "to"), ("other", "currency"), ("field", one.conversion.as_str())];
            findings.push(Diagnostic::new("keys-do-not-fit", file.at(&one.to), &values));
        }
        for (period, month) in &one.months {
            if !periods().any(|known| known == period) {
                let span = file.key(&format!("conversions.{at}.months.{period}"));
                findings.push(word::unknown(span, period, periods(), word::PERIODS));
            }
            if !is_month(month) {
                let values = [("value", month.as_str())];
                findings.push(word::finding("wrong-type", file.at(month), &values, "expected", word::A_MONTH));
            } else if let Some(period) = project.period(period) {
                findings.extend(not_asked_for(file, one, month, period));
            }
        }
    }
    for by in project.conversions.iter().filter_map(|one| one.by.as_ref()).filter(|_| !material.is_pack_unread) {
        let Some(list) = material.codelists.get(&by.value) else {
            let known = material.codelists.keys().map(String::as_str);
            findings.push(word::unknown(file.at(by), by, known, word::CODELISTS));
            continue;
        };
        for code in list.value.codes.iter().filter(|code| !is_month(&code.code)) {
            let values = [("value", code.code.as_str())];
            findings.push(word::finding("wrong-type", file.at(by), &values, "expected", word::A_MONTH));
        }
    }
    for name in project.reports.iter().filter_map(|report| report.conversion.as_ref()) {
        let known = || project.conversions.iter().map(|one| one.conversion.as_str());
        if !known().any(|one| one == name.as_str()) {
            findings.push(word::unknown(file.at(name), name, known(), word::CONVERSIONS));
        }
    }
}

/// The finding that a conversion takes the rate of a month for a period that its rule cannot ask for: nothing is booked or submitted
/// before the period begins, and what is reported by the deadline was booked by then.
fn not_asked_for(file: &File, conversion: &Conversion, month: &Located<String>, period: &Period) -> Option<Diagnostic> {
    let [first, last] = [period.start, period.deadline].map(|day| day.format("%Y-%m").to_string());
    let is_before = month.as_str() < first.as_str();
    let (is_off, bounds) = match conversion.rule {
        MonthRule::MonthBooked => {
            (is_before || month.as_str() > last.as_str(), vec![("first", first.as_str()), ("last", &last)])
        }
        MonthRule::MonthSubmitted => (is_before, vec![("earliest", first.as_str())]),
    };
    let named =
        [("conversion", conversion.conversion.as_str()), ("value", month.as_str()), ("period", period.period.as_str())];
    let values: Vec<(&str, &str)> = named.into_iter().chain(bounds).collect();
    is_off.then(|| Diagnostic::new("month-not-asked-for", file.at(month), &values))
}

fn policy(material: &Material, findings: &mut Vec<Diagnostic>) {
    for (class, change) in &material.project.value.policy {
        let name = class.word();
        let place = |key: &str| material.project.file.place(&format!("policy.{name}.{key}"));
        for (key, number, least, most) in change.limited() {
            if !(least..=most).contains(&number) {
                let (number, limits) = (number.to_string(), format!("{least}–{most}"));
                let values = [("value", number.as_str()), ("limits", &limits)];
                findings.push(Diagnostic::new("value-out-of-limits", place(key), &values));
            }
        }
        if let Some(base) = change.round.filter(|base| !BASES.contains(base)) {
            let bases = BASES.map(|base| base.to_string());
            findings.push(yaml::unknown_word(place("round"), &base.to_string(), &bases.each_ref().map(String::as_str)));
        }
        let mut weaker = change.weaker(*class);
        if let Some(finest) = &change.finest {
            if material.codelists.contains_key(finest) {
                weaker.extend(finer(material, *class, finest));
            } else if !material.is_pack_unread {
                let known = material.codelists.keys().map(String::as_str);
                findings.push(word::unknown(place("finest"), finest, known, word::CODELISTS));
            }
        }
        // Of a pack that cannot be read the names are not known.
        let others = change.split_by.iter().flatten().filter(|name| !material.codelists.contains_key(*name));
        weaker.extend(change.split_by.as_ref().and_then(|names| wider(material, *class, names)));
        for name in others.filter(|_| !material.is_pack_unread) {
            let known = material.codelists.keys().map(String::as_str);
            findings.push(word::unknown(place("split_by"), name, known, word::CODELISTS));
        }
        for Weaker { key, set, default } in weaker {
            let values = [("class", name), ("key", key), ("value", &set), ("default", &default)];
            let contributors = Policy::default_of(*class).with(change).contributors;
            let consequence = word::of_weaker(key, contributors);
            findings.push(word::finding("policy-below-default", place(key), &values, "consequence", consequence));
        }
    }
}

/// A finest area that is finer than the default of a class, or of another hierarchy.
fn finer(material: &Material, class: Sensitivity, finest: &str) -> Option<Weaker> {
    let default = Policy::default_of(class).finest.filter(|default| material.codelists.contains_key(default))?;
    let next = |name: &String| material.codelists.get(name)?.value.coarser.as_ref().map(|list| list.value.clone());
    let mut coarser = std::iter::successors(Some(default.clone()), next).take(material.codelists.len());
    let is_weaker = !coarser.any(|name| name == finest);
    is_weaker.then(|| Weaker { key: "finest", set: finest.to_owned(), default })
}

/// Dimensions of which the default of a class does not allow all.
fn wider(material: &Material, class: Sensitivity, names: &[String]) -> Option<Weaker> {
    let outlines: Vec<List<'_>> = material.codelists.values().map(|list| list.value.outline()).collect();
    let default = Tables::new(&Policy::default_of(class), &outlines);
    let set = names.iter().cloned().collect();
    let known = default.split_by().filter(|_| !default.is_split_by(names))?;
    Some(Weaker { key: "split_by", set: listed(&set), default: listed(known) })
}

/// Says which names are given twice.
pub fn unique<'a>(file: &File, names: impl Iterator<Item = &'a Located<String>>, findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.as_str()) {
            let values = [("value", name.as_str()), ("file", file.name())];
            findings.push(Diagnostic::new("duplicate-identifier", file.at(name), &values));
        }
    }
}

/// Says which names could not stand in an expression.
pub fn identifiers<'a>(file: &File, names: impl Iterator<Item = &'a Located<String>>, findings: &mut Vec<Diagnostic>) {
    for name in names.filter(|name| !is_identifier(name)) {
        findings.push(Diagnostic::new("not-an-identifier", file.at(name), &[("value", name)]));
    }
}

/// True for lower-case letters, digits and `_`, beginning with a letter.
pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
