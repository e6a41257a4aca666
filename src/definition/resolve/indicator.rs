//! What an indicator says: references, unit, tables; and its expressions.

use std::collections::{BTreeMap, BTreeSet};

use super::dataset::{condition, missing_made_number};
use super::project::{identifiers, unique};
use crate::definition::codelist::{Codelist, Origin};
use crate::definition::dataset::Dataset;
use crate::definition::file::File;
use crate::definition::indicator::{Indicator, Sensitivity};
use crate::definition::load::Material;
use crate::definition::located::Located;
use crate::definition::project::Section;
use crate::definition::scope::Names;
use crate::definition::word;
use crate::diagnostic::Diagnostic;
use crate::expression::{Expression, Kind};
use crate::value::{Decimal, Unit};

/// Most dimensions of one table.
const MAX_DIMENSIONS: usize = 3;
/// The unit of a share that is multiplied by 100.
pub(super) const PERCENT: &str = "percent";
/// The unit of people who are counted.
const PERSONS: &str = "persons";
/// The units a number without a unit may be printed in: what COUNT gives, and plain quotients.
pub(super) const BARE: [&str; 3] = ["enterprises", "number", "ratio"];

/// What an indicator is held against.
pub struct Scene<'a> {
    /// Everything else that was loaded.
    pub material: &'a Material,
    /// Sections of all packs.
    pub sections: &'a [Section],
    /// Section and name of each indicator that stands under a heading of its own.
    pub hosts: &'a [(String, String)],
    /// Names of the register's columns.
    pub register: &'a Names<'a>,
    /// The same with those of each dataset.
    pub datasets: &'a BTreeMap<String, Names<'a>>,
    /// Each dataset as its versions make it together.
    pub wholes: &'a BTreeMap<String, Dataset>,
}

/// Checks an indicator and reads its expressions, but for those that are made of other indicators.
pub fn check(file: &File, indicator: &mut Indicator, scene: &Scene, findings: &mut Vec<Diagnostic>) {
    let material = scene.material;
    identifiers(file, std::iter::once(&indicator.indicator), findings);
    let sections = || scene.sections.iter().map(|section| section.section.as_str());
    if !material.is_pack_unread && !sections().any(|section| section == indicator.section.as_str()) {
        findings.push(word::unknown(file.at(&indicator.section), &indicator.section, sections(), word::SECTIONS));
    }
    if let Some(host) = indicator.shown_with.as_ref().filter(|_| !material.is_pack_unread) {
        let known = scene.hosts.iter().filter(|(section, _)| *section == *indicator.section);
        let known: Vec<&str> = known.map(|(_, name)| name.as_str()).collect();
        if !known.contains(&host.as_str()) {
            findings.push(word::unknown(file.at(host), host, known, word::HOSTS));
        }
    }
    keys_fit(file, indicator, findings);
    let codelist = |name: &str| material.codelists.get(name).map(|loaded| &loaded.value);
    findings.extend(of_subjects(file, indicator, codelist));
    if indicator.is_derived() {
        return;
    }
    if let Some(text) = indicator.applies_to.clone() {
        indicator.applies_expression = condition(file, &text, scene.register, findings);
    }
    let Some(dataset) = scene.wholes.get(&indicator.dataset.value) else {
        if !material.unread.contains(&indicator.dataset.value) {
            let known = material.datasets.keys().map(String::as_str);
            findings.push(word::unknown(file.at(&indicator.dataset), &indicator.dataset, known, word::DATASETS));
        }
        return;
    };
    let names = &scene.datasets[indicator.dataset.as_str()];
    let mut figure = |text: &Option<Located<String>>| {
        let text = text.as_ref()?;
        let expression = names.parse(file, text, findings)?;
        if !expression.is_aggregate() || expression.kind().kind != Kind::Number {
            let values = [("value", text.as_str())];
            findings.push(word::finding("wrong-expression", file.at(text), &values, "expected", word::A_SUM));
        } else if expression.divides_by_many() {
            let values = [("value", text.as_str())];
            findings.push(word::finding("wrong-expression", file.at(text), &values, "expected", word::A_SHARE));
        }
        missing_made_number(file, text, &expression, findings);
        Some(expression)
    };
    indicator.value_expression = figure(&indicator.value);
    indicator.numerator_expression = figure(&indicator.numerator);
    indicator.denominator_expression = figure(&indicator.denominator);
    let mut row = |text: &Option<Located<String>>| condition(file, text.as_ref()?, names, findings);
    indicator.filter_expression = row(&indicator.filter);
    indicator.provisional_expression = row(&indicator.provisional_when);
    unit(file, indicator, findings);
    tables(file, indicator, dataset, scene, findings);
    findings.extend(unprotected(file, indicator, dataset));
}

/// The finding that a figure made of persons whom enterprises count is of the class that protects nothing.
fn unprotected(file: &File, indicator: &Indicator, dataset: &Dataset) -> Option<Diagnostic> {
    if indicator.sensitivity != Sensitivity::Open {
        return None;
    }
    let read = [&indicator.value_expression, &indicator.numerator_expression, &indicator.denominator_expression];
    let mut fields = read.into_iter().flatten().flat_map(Expression::references).filter_map(|reference| {
        let column = dataset.column(&reference.name)?;
        dataset.field(&column.field)
    });
    let persons = Unit::named(PERSONS);
    let counted = fields.find(|field| field.unit() == persons)?;
    let values = [("field", counted.field.as_str())];
    Some(Diagnostic::new("open-counts-persons", file.place("sensitivity"), &values))
}

/// The findings that a figure is of a weaker class than the codes it is broken down by.
fn of_subjects<'a>(
    file: &'a File,
    indicator: &'a Indicator,
    codelist: impl Fn(&str) -> Option<&'a Codelist>,
) -> Vec<Diagnostic> {
    if indicator.sensitivity == Sensitivity::Sensitive {
        return Vec::new();
    }
    let named = indicator.breakdown.iter().flat_map(|table| table.split('*')).map(str::trim);
    let subjects: BTreeSet<&str> = named.filter(|name| codelist(name).is_some_and(|list| list.sensitive)).collect();
    let finding = |list: &str| {
        let values = [("list", list), ("class", indicator.sensitivity.word())];
        Diagnostic::new("subject-not-sensitive", file.place("sensitivity"), &values)
    };
    subjects.into_iter().map(finding).collect()
}

/// Either a value, or numerator and denominator.
fn keys_fit(file: &File, indicator: &Indicator, findings: &mut Vec<Diagnostic>) {
    let mut not_together = |key: &str, other: &str| {
        let values = [("value", key), ("other", other), ("field", indicator.indicator.as_str())];
        findings.push(Diagnostic::new("keys-do-not-fit", file.key(key), &values));
    };
    match (&indicator.value, &indicator.numerator, &indicator.denominator) {
        (Some(_) | None, None, None) | (None, Some(_), Some(_)) => {}
        (Some(_), Some(_), _) => not_together("numerator", "value"),
        (Some(_), _, Some(_)) => not_together("denominator", "value"),
        (None, Some(_), None) => not_together("numerator", "denominator"),
        (None, None, Some(_)) => not_together("denominator", "numerator"),
    }
    if indicator.scale.is_some() && indicator.numerator.is_none() {
        not_together("scale", "numerator");
    }
    if indicator.value.is_none() && indicator.numerator.is_none() && indicator.denominator.is_none() {
        findings.push(Diagnostic::new("missing-key", file.at(&indicator.indicator), &[("key", "value")]));
    }
}

/// The unit of the figure is that of its expressions.
pub(super) fn unit(file: &File, indicator: &Indicator, findings: &mut Vec<Diagnostic>) {
    let wanted = Unit::named(&indicator.unit);
    let mut mismatch = |found: &Unit| {
        let (span, value) = (file.at(&indicator.unit), indicator.unit.as_str());
        findings.push(if found.is_none() {
            word::finding("wrong-indicator-unit", span, &[("value", value)], "found", word::A_BARE_NUMBER)
        } else {
            Diagnostic::new("wrong-indicator-unit", span, &[("value", value), ("found", &found.to_string())])
        });
    };
    let fits = |found: &Unit| match indicator.unit.as_str() {
        PERCENT => found.is_none() && indicator.scale == Some(Decimal::ONE_HUNDRED),
        name if BARE.contains(&name) => found.is_none(),
        // `hours_per_person` is a name for hours/persons.
        name => *found == wanted || (name.contains("_per_") && !found.is_none()),
    };
    let figure = &indicator.value_expression;
    if let Some(expression) = figure.as_ref().filter(|expression| expression.kind().kind == Kind::Number) {
        let found = expression.kind().unit;
        let is_constant = expression.fits(&wanted) && indicator.unit.as_str() != PERCENT;
        if !fits(&found) && !is_constant {
            mismatch(&found);
        }
    }
    if let (Some(over), Some(under)) = (&indicator.numerator_expression, &indicator.denominator_expression) {
        let found = over.kind().unit.per(&under.kind().unit);
        if !fits(&found) {
            mismatch(&found);
        }
    }
}

/// Every table is made of dimensions that the figure can be broken down by.
fn tables(file: &File, indicator: &Indicator, dataset: &Dataset, scene: &Scene, findings: &mut Vec<Diagnostic>) {
    unique(file, indicator.breakdown.iter(), findings);
    let codelists = &scene.material.codelists;
    for (table, dimensions) in indicator.breakdown.iter().zip(indicator.tables()) {
        let mut asked: Vec<&str> = Vec::new();
        for &dimension in &dimensions {
            match codelists.get(dimension) {
                None if scene.material.is_pack_unread => {}
                None => {
                    let start = table.find(dimension).unwrap_or(0);
                    let span = file.within(table, (start, start + dimension.len()));
                    findings.push(word::unknown(
                        span,
                        dimension,
                        codelists.keys().map(String::as_str),
                        word::CODELISTS,
                    ));
                }
                Some(list) if list.value.of == Origin::File => asked.push(dimension),
                Some(_) => {}
            }
        }
        let unlike: BTreeSet<&str> = dimensions.iter().copied().collect();
        let figures = [&indicator.value_expression, &indicator.numerator_expression, &indicator.denominator_expression];
        let is_split = |figure: &Expression| {
            asked.is_empty()
                || figure.references().iter().any(|reference| {
                    dataset
                        .column(&reference.name)
                        .is_some_and(|column| column.part.is_empty() && splits(dataset, &column.field, &asked))
                })
        };
        let fits = unlike.len() == dimensions.len()
            && dimensions.len() <= MAX_DIMENSIONS
            && figures.into_iter().flatten().all(is_split);
        if !fits {
            let known = possible(indicator, dataset, codelists.keys());
            let values = [("value", table.as_str()), ("known", &known)];
            findings.push(Diagnostic::new("wrong-breakdown", file.at(table), &values));
        }
    }
}

/// True when a field, or one that splits it once more, has a column for each code of all dimensions.
fn splits(dataset: &Dataset, field: &str, dimensions: &[&str]) -> bool {
    dataset.fields.iter().any(|candidate| {
        let is_it = *candidate.field == field || candidate.total_of.as_ref().is_some_and(|total| **total == field);
        is_it && dimensions.iter().all(|dimension| candidate.by.iter().any(|by| **by == **dimension))
    })
}

/// Dimensions of the file that every part of the figure is split by.
fn possible<'a>(indicator: &Indicator, dataset: &Dataset, codelists: impl Iterator<Item = &'a String>) -> String {
    let figures: Vec<&Expression> =
        [&indicator.value_expression, &indicator.numerator_expression, &indicator.denominator_expression]
            .into_iter()
            .flatten()
            .collect();
    let mut fields: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        let columns = figure.references().into_iter().filter_map(|reference| {
            dataset.column(&reference.name).filter(|column| column.part.is_empty()).map(|column| column.field.clone())
        });
        fields.insert(at, columns.collect());
    }
    codelists
        .filter(|list| fields.values().all(|fields| fields.iter().any(|field| splits(dataset, field, &[list]))))
        .cloned()
        .collect::<Vec<_>>()
        .join(", ")
}
