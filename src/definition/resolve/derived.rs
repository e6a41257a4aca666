//! An indicator made of other indicators: what it may be made of, its tables, and how carefully it is published.

use std::collections::{BTreeMap, BTreeSet};

use super::dataset::missing_made_number;
use super::indicator::{BARE, unit};
use super::project::unique;
use crate::definition::file::{File, Loaded};
use crate::definition::indicator::{Indicator, Sensitivity};
use crate::definition::load::Material;
use crate::definition::located::Located;
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
    /// The dimensions of each of its tables.
    tables: BTreeSet<BTreeSet<String>>,
    sensitivity: Sensitivity,
}

/// All indicators by name, as others may be made of them.
pub fn parts(indicators: &[Loaded<Indicator>]) -> BTreeMap<String, Part> {
    let part = |Loaded { value, .. }: &Loaded<Indicator>| {
        let is_bare = value.is_ratio() || BARE.contains(&value.unit.as_str());
        let part = Part {
            unit: if is_bare { Unit::none() } else { Unit::named(&value.unit) },
            is_sum: !value.is_ratio() && !value.is_derived(),
            tables: tables(value).map(|(_, dimensions)| dimensions).collect(),
            sensitivity: value.sensitivity,
        };
        (value.indicator.value.clone(), part)
    };
    indicators.iter().map(part).collect()
}

fn tables(indicator: &Indicator) -> impl Iterator<Item = (&Located<String>, BTreeSet<String>)> {
    let dimensions = indicator.tables().map(|table| table.into_iter().map(str::to_owned).collect());
    indicator.breakdown.iter().zip(dimensions)
}

/// Checks an indicator made of others and reads its expressions.
pub fn check(
    file: &File,
    indicator: &mut Indicator,
    (material, known): (&Material, &BTreeMap<String, Part>),
    findings: &mut Vec<Diagnostic>,
) {
    rows_alone(file, indicator, findings);
    let texts = [&indicator.value, &indicator.numerator, &indicator.denominator];
    // What cannot be read has its own finding; it may well be a part.
    let is_unread = |text: &Located<String>| material.unread.iter().any(|name| text.contains(name.as_str()));
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
    unit(file, indicator, findings);
    let of_it: Vec<&Part> = indicator.parts().iter().filter_map(|name| known.get(name)).collect();
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
    let places = expression.places().into_iter();
    let unfit = places.filter(|(reference, _)| !reference.is_row() || !is_sum(&reference.name));
    findings.extend(unfit.map(|(_, bytes)| wrong(file, text, bytes, word::A_PART)));
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
