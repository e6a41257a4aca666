//! An indicator made of other indicators: what it may be made of, its tables, and how carefully it is published.

use std::collections::{BTreeMap, BTreeSet};

use super::dataset::missing_made_number;
use super::indicator::{BARE, PERCENT, unit};
use super::project::unique;
use crate::definition::file::{File, Loaded};
use crate::definition::indicator::{Indicator, Sensitivity};
use crate::definition::load::Material;
use crate::definition::located::Located;
use crate::definition::order::order;
use crate::definition::scope::Names;
use crate::definition::word;
use crate::diagnostic::Diagnostic;
use crate::expression::{Expression, Kind, Type};
use crate::value::Unit;

/// An indicator, as others may be made of it.
#[derive(Debug, Clone)]
pub struct Part {
    unit: Unit,
    /// A sum that is counted in a dataset: no ratio, and not made of others itself.
    is_sum: bool,
    /// A share in per cent.
    is_percent: bool,
    /// The dimensions of each of its tables.
    tables: BTreeSet<BTreeSet<String>>,
    sensitivity: Sensitivity,
}

impl Part {
    fn of(indicator: &Indicator) -> Self {
        let ratio = indicator.numerator_expression.as_ref().zip(indicator.denominator_expression.as_ref());
        let unit = match ratio {
            Some((over, under)) => over.kind().unit.per(&under.kind().unit),
            None if indicator.is_ratio() || BARE.contains(&indicator.unit.as_str()) || is_percent(indicator) => {
                Unit::none()
            }
            None => Unit::named(&indicator.unit),
        };
        Self {
            unit,
            is_sum: !indicator.is_ratio() && !indicator.is_derived(),
            is_percent: is_percent(indicator),
            tables: tables(indicator).map(|(_, dimensions)| dimensions).collect(),
            sensitivity: indicator.sensitivity,
        }
    }
}

fn is_percent(indicator: &Indicator) -> bool {
    *indicator.unit == PERCENT
}

/// Checks all indicators that are made of others, each after those that it is made of, and reads their expressions. Of those that
/// are made of each other in a circle, the circle alone is told.
pub fn check_all(material: &Material, indicators: &mut [Loaded<Indicator>], findings: &mut Vec<Diagnostic>) {
    let names: BTreeSet<String> = indicators.iter().map(|one| one.value.indicator.value.clone()).collect();
    let mut made: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Loaded { value, .. } in indicators.iter().filter(|one| one.value.is_derived()) {
        made.entry(value.indicator.value.clone()).or_default().extend(named(value, &names));
    }
    let order = order(&made);
    let mut in_circles = BTreeSet::new();
    for circle in &order.circles {
        in_circles.extend(circle.iter().cloned());
        findings.extend(circular(indicators, circle));
    }
    let part = |one: &Loaded<Indicator>| (one.value.indicator.value.clone(), Part::of(&one.value));
    let mut parts: BTreeMap<String, Part> = indicators.iter().map(part).collect();
    for name in order.names.iter().filter(|name| !in_circles.contains(*name)) {
        let is_it = |one: &&mut Loaded<Indicator>| *one.value.indicator == **name && one.value.is_derived();
        for Loaded { file, value } in indicators.iter_mut().filter(is_it) {
            check(file, value, (material, &parts), findings);
            parts.insert(name.clone(), Part::of(value));
        }
    }
}

/// The indicators that the expressions of one name, as far as can be seen before they are read.
fn named<'n>(indicator: &Indicator, names: &'n BTreeSet<String>) -> impl Iterator<Item = String> + use<'n> {
    let texts = [&indicator.value, &indicator.numerator, &indicator.denominator].into_iter().flatten();
    let words: BTreeSet<String> = texts.flat_map(|text| words(text)).map(|(_, word)| word.to_owned()).collect();
    words.into_iter().filter(|word| names.contains(word))
}

/// The words of a text, as names are written, each with the byte that it begins at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_between = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
    let mut next = 0;
    text.split_inclusive(is_between).map(move |part| {
        let at = next;
        next += part.len();
        (at, part.trim_end_matches(is_between))
    })
}

/// The finding of a circle, at the indicator that closes it.
fn circular(indicators: &[Loaded<Indicator>], circle: &[String]) -> Option<Diagnostic> {
    let (last, first) = circle.last().zip(circle.first())?;
    let is_it = |one: &&Loaded<Indicator>| *one.value.indicator == **last && one.value.is_derived();
    let Loaded { file, value } = indicators.iter().find(is_it)?;
    let texts = [&value.value, &value.numerator, &value.denominator].into_iter().flatten();
    let at = |text: &str| words(text).find(|(_, word)| word == first).map(|(at, _)| at);
    let place = texts.into_iter().find_map(|text| Some((text, at(text)?)));
    let span = place.map_or_else(|| file.at(&value.indicator), |(text, at)| file.within(text, (at, at + first.len())));
    let names: Vec<&str> = circle.iter().chain([first]).map(String::as_str).collect();
    Some(Diagnostic::new("circular-indicators", span, &[("circle", &names.join(" → "))]))
}

fn tables(indicator: &Indicator) -> impl Iterator<Item = (&Located<String>, BTreeSet<String>)> {
    let dimensions = indicator.tables().map(|table| table.into_iter().map(str::to_owned).collect());
    indicator.breakdown.iter().zip(dimensions)
}

/// Checks an indicator made of others and reads its expressions.
fn check(
    file: &File,
    indicator: &mut Indicator,
    (material, known): (&Material, &BTreeMap<String, Part>),
    findings: &mut Vec<Diagnostic>,
) {
    rows_alone(file, indicator, findings);
    let texts = [&indicator.value, &indicator.numerator, &indicator.denominator];
    // What cannot be read has its own finding; it may well be a part.
    let is_unread = |text: &Located<String>| words(text).any(|(_, word)| material.unread.contains(word));
    if texts.into_iter().flatten().any(is_unread) {
        return;
    }
    let kind = |part: &Part| Type { kind: Kind::Number, unit: part.unit.clone() };
    let columns = known.iter().map(|(name, part)| (name.clone(), kind(part))).collect();
    let names = Names::of_indicators(columns, &material.project.value.parameters);
    let [value, numerator, denominator] = texts.map(|text| figure(file, text.as_ref()?, &names, known, findings));
    (indicator.value_expression, indicator.numerator_expression) = (value, numerator);
    indicator.denominator_expression = denominator;
    if let (Some(over), Some(under)) = (&indicator.numerator_expression, &indicator.denominator_expression)
        && over.is_aggregate() != under.is_aggregate()
    {
        not_together(file, indicator, ("denominator", "numerator"), findings);
    }
    let texts = [&indicator.value, &indicator.numerator].into_iter().flatten();
    if indicator.figures().next().is_some() && indicator.parts().is_empty() {
        findings.extend(texts.map(|text| wrong(file, text, (0, text.len()), word::A_FIGURE)));
    }
    let of_it: Vec<&Part> = indicator.parts().iter().filter_map(|name| known.get(name)).collect();
    // What is added to or taken from a share in per cent is one.
    let is_of_percents = is_percent(indicator) && !of_it.is_empty() && of_it.iter().all(|part| part.is_percent);
    if indicator.is_ratio() || !is_of_percents {
        unit(file, indicator, findings);
    }
    split(file, indicator, &of_it, findings);
    // Of several classes the most careful holds.
    indicator.sensitivity = of_it.iter().map(|part| part.sensitivity).fold(indicator.sensitivity, Ord::max);
}

/// Conditions on rows belong to the indicators that count rows.
fn rows_alone(file: &File, indicator: &Indicator, findings: &mut Vec<Diagnostic>) {
    let keys = [
        ("where", &indicator.filter),
        ("applies_to", &indicator.applies_to),
        ("provisional_when", &indicator.provisional_when),
    ];
    for (key, _) in keys.into_iter().filter(|(_, text)| text.is_some()) {
        not_together(file, indicator, (key, "dataset"), findings);
    }
}

fn not_together(file: &File, indicator: &Indicator, (key, other): (&str, &str), findings: &mut Vec<Diagnostic>) {
    let values = [("value", key), ("other", other), ("field", indicator.indicator.as_str())];
    findings.push(Diagnostic::new("keys-do-not-fit", file.key(key), &values));
}

fn wrong(file: &File, text: &Located<String>, bytes: (usize, usize), expected: word::Word) -> Diagnostic {
    let values = [("value", text.get(bytes.0..bytes.1).unwrap_or(text))];
    word::finding("wrong-expression", file.within(text, bytes), &values, "expected", expected)
}

fn figure(
    file: &File,
    text: &Located<String>,
    names: &Names,
    parts: &BTreeMap<String, Part>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Expression> {
    let expression = names.parse(file, text, findings)?;
    let is_row_wise = expression.looks_across() && !expression.is_aggregate();
    if is_row_wise || expression.kind().kind != Kind::Number {
        findings.push(wrong(file, text, (0, text.len()), word::A_FIGURE));
    }
    let is_sum = |name: &str| parts.get(name).is_some_and(|part| part.is_sum);
    for (reference, bytes) in expression.places() {
        // What each enterprise gives is there of sums alone; figures are there of all.
        if !reference.is_row() {
            findings.push(wrong(file, text, bytes, word::A_FIGURE_OF_THE_PERIOD));
        } else if expression.is_aggregate() && !is_sum(&reference.name) {
            findings.push(wrong(file, text, bytes, word::A_PART));
        }
    }
    missing_made_number(file, text, &expression, findings);
    Some(expression)
}

/// Each table must be one that all of its parts have.
fn split(file: &File, indicator: &Indicator, parts: &[&Part], findings: &mut Vec<Diagnostic>) {
    unique(file, indicator.breakdown.iter(), findings);
    let of_all = |table: &BTreeSet<String>| parts.iter().all(|part| part.tables.contains(table));
    let written = |table: &BTreeSet<String>| table.iter().map(String::as_str).collect::<Vec<_>>().join("*");
    let repeats = |table: &str, dimensions: &BTreeSet<String>| table.split('*').count() != dimensions.len();
    let fits = |table: &str, dimensions: &BTreeSet<String>| of_all(dimensions) && !repeats(table, dimensions);
    for (table, _) in tables(indicator).filter(|(table, dimensions)| !fits(table, dimensions)) {
        let known = parts.first().into_iter().flat_map(|part| &part.tables).filter(|table| of_all(table));
        let known = known.map(written).collect::<Vec<_>>().join(", ");
        findings.push(Diagnostic::new(
            "wrong-breakdown",
            file.at(table),
            &[("value", table.as_str()), ("known", &known)],
        ));
    }
}
