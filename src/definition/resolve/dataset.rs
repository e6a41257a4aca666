//! What a dataset says: keys that fit together, references, columns; and its expressions.

use std::collections::{BTreeMap, BTreeSet};

use super::project::{identifiers, unique};
use crate::definition::codelist::{Codelist, Origin, Relation};
use crate::definition::columns;
use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::definition::file::{File, Loaded};
use crate::definition::located::Located;
use crate::definition::order::order;
use crate::definition::scope::{Names, kind};
use crate::definition::{word, yaml};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::{Expression, Kind, Of, Reference, Scope};
use crate::identifier::Scheme;
use crate::text::{Text, places};
use crate::value::Unit;

/// The code for persons whose group is not known.
const NOT_STATED: &str = "not_stated";

type Codelists = BTreeMap<String, Loaded<Codelist>>;

/// Checks a dataset; `is_pack_unread` says that codelists may be missing for another reason.
pub fn check(
    file: &File,
    dataset: &Dataset,
    (codelists, in_checks): (&Codelists, &Names),
    is_pack_unread: bool,
    findings: &mut Vec<Diagnostic>,
) {
    identifiers(file, std::iter::once(&dataset.dataset), findings);
    let fields = || dataset.fields.iter().map(|field| &field.field);
    identifiers(file, fields(), findings);
    unique(file, fields(), findings);
    identifiers(file, dataset.checks.iter().map(|check| &check.check), findings);
    unique(file, dataset.checks.iter().map(|check| &check.check), findings);
    let names = |keep: &dyn Fn(&Field) -> bool| {
        dataset.fields.iter().filter(|field| keep(field)).map(|field| field.field.as_str()).collect::<Vec<_>>()
    };
    let mut expect = |name: &Located<String>, known: Vec<&str>, kind: word::Word| {
        if !known.contains(&name.as_str()) {
            findings.push(word::unknown(file.at(name), name, known, kind));
        }
    };
    for key in &dataset.key {
        expect(key, names(&|_| true), word::FIELDS);
    }
    expect(&dataset.period, names(&|field| field.kind == FieldType::Date), word::DATE_FIELDS);
    if let Some(size) = &dataset.size {
        expect(size, names(&|field| field.kind.is_number()), word::NUMBER_FIELDS);
    }
    for field in &dataset.fields {
        if let Some(total) = &field.total_of {
            expect(total, names(&|other| other.kind.is_number() && *other.field != *field.field), word::NUMBER_FIELDS);
        }
        for method in &field.counted_by {
            expect(method, names(&|other| *other.field != *field.field), word::FIELDS);
        }
        if !is_pack_unread {
            for list in field.codelist.iter().chain(&field.by).filter(|list| !codelists.contains_key(&list.value)) {
                expect(list, codelists.keys().map(String::as_str).collect(), word::CODELISTS);
            }
        }
    }
    let is_organisation =
        |name: &Located<String>| dataset.field(name).is_some_and(|field| field.kind == FieldType::OrganisationNumber);
    if dataset.key.iter().filter(|key| is_organisation(key)).count() != 1 {
        findings.push(Diagnostic::new("key-without-organisation", file.key("key"), &[("value", &dataset.dataset)]));
    }
    for (at, field) in dataset.fields.iter().enumerate() {
        keys_fit(file, at, field, findings);
        split(file, field, codelists, findings);
    }
    unique_columns(file, dataset, findings);
    for (at, check) in dataset.checks.iter().enumerate() {
        if Severity::parse(&check.severity).is_none() {
            findings.push(yaml::unknown_word(file.at(&check.severity), &check.severity, &["error", "warning", "note"]));
        }
        if let Some(slip) = &check.slip {
            let is_number = |name: &str| dataset.field(name).is_some_and(|field| field.kind.is_number());
            let numbers =
                || dataset.columns.iter().filter(|column| is_number(&column.field)).map(|column| &column.name);
            if !numbers().any(|name| *name == *slip.field) {
                let known = numbers().map(String::as_str);
                findings.push(word::unknown(file.at(&slip.field), &slip.field, known, word::NUMBER_FIELDS));
            }
        }
        for (key, text) in [("message", &check.message), ("hint", &check.hint)] {
            known_places(file, (&format!("checks.{at}.{key}"), text), dataset, in_checks, findings);
        }
    }
}

/// Keys that need or exclude each other.
fn keys_fit(file: &File, at: usize, field: &Field, findings: &mut Vec<Diagnostic>) {
    let path = |key: &str| format!("fields.{at}.{key}");
    let is_number = field.kind.is_number();
    let mut not_together = |key: &str, other: &str| {
        let values = [("value", key), ("other", other), ("field", field.field.as_str())];
        findings.push(Diagnostic::new("keys-do-not-fit", file.key(&path(key)), &values));
    };
    for (key, is_given) in [
        ("unit", field.unit.is_some()),
        ("minimum", field.minimum.is_some()),
        ("maximum", field.maximum.is_some()),
        ("scale", field.scale.is_some()),
        ("flow", field.flow),
        ("by", !field.by.is_empty()),
    ] {
        if is_given && !is_number {
            not_together(key, "type");
        }
    }
    for (key, is_given) in [("columns", field.columns.is_some()), ("total_of", field.total_of.is_some())] {
        if is_given && field.by.is_empty() {
            not_together(key, "by");
        }
    }
    if field.scale.is_some_and(|scale| scale > 0) && field.kind == FieldType::Integer {
        not_together("scale", "type");
    }
    if field.codelist.is_some() != (field.kind == FieldType::Code) {
        not_together(
            if field.codelist.is_some() { "codelist" } else { "type" },
            if field.codelist.is_some() { "type" } else { "codelist" },
        );
    }
    if field.scheme.is_some() && field.kind != FieldType::OrganisationNumber {
        not_together("scheme", "type");
    }
    if field.minimum.zip(field.maximum).is_some_and(|(minimum, maximum)| minimum > maximum) {
        not_together("minimum", "maximum");
    }
    if field.kind == FieldType::Money && field.unit() != Unit::named("money") {
        not_together("unit", "type");
    }
    if let Some(scheme) = field.scheme.as_ref().filter(|scheme| Scheme::named(scheme).is_none()) {
        let known: Vec<&str> = Scheme::names().collect();
        findings.push(yaml::unknown_word(file.at(scheme), scheme, &known));
    }
}

/// Codelists a field is split by, and the pattern of its columns.
fn split(file: &File, field: &Field, codelists: &Codelists, findings: &mut Vec<Diagnostic>) {
    for by in &field.by {
        let Some(list) = codelists.get(&by.value).map(|loaded| &loaded.value) else { continue };
        let values = [("value", by.as_str()), ("field", field.field.as_str())];
        let counts_persons = field.unit() == Unit::named("persons") && list.relation == Relation::Exclusive;
        if list.of == Origin::Register {
            findings.push(Diagnostic::new("split-by-register", file.at(by), &values));
        } else if counts_persons && !list.codes.is_empty() && list.code(NOT_STATED).is_none() {
            findings.push(Diagnostic::new("missing-not-stated", file.at(by), &values));
        }
    }
    let Some(written) = &field.columns else { return };
    let pattern = columns::pattern(field);
    let wanted: BTreeSet<&str> = field.by.iter().map(|by| by.value.as_str()).collect();
    if places(&pattern).into_iter().collect::<BTreeSet<_>>() != wanted {
        let wanted: Vec<String> = wanted.iter().map(|list| format!("{{{list}}}")).collect();
        let values = [("value", pattern.as_str()), ("expected", &wanted.join(", "))];
        findings.push(Diagnostic::new("column-pattern", file.at(written), &values));
    }
}

/// Every column has a name of its own.
fn unique_columns(file: &File, dataset: &Dataset, findings: &mut Vec<Diagnostic>) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for column in &dataset.columns {
        let Some(other) = owners.insert(&column.name, &column.field) else { continue };
        // Two fields of one name have their finding already.
        if (other == column.field && column.part.is_empty()) || !told.insert(&column.field) {
            continue;
        }
        if let Some(field) = dataset.field(&column.field) {
            let place = field.columns.as_ref().unwrap_or(&field.field);
            let values = [("value", column.name.as_str()), ("file", file.name())];
            findings.push(Diagnostic::new("duplicate-identifier", file.at(place), &values));
        }
    }
}

/// The `{places}` of a message are columns of the dataset, also as `{PREVIOUS(column)}`, or `{OTHER(dataset.column)}`.
fn known_places(
    file: &File,
    (path, text): (&str, &Text),
    dataset: &Dataset,
    in_checks: &Names,
    findings: &mut Vec<Diagnostic>,
) {
    for (language, line) in &text.0 {
        let is_known = |place: &str| {
            let Reference { name, of } = Reference::read(place);
            match of {
                Of::Row | Of::Previous => dataset.column(&name).is_some(),
                Of::Other(other) => in_checks.other(&other, &name).is_some(),
            }
        };
        for place in places(line).into_iter().filter(|place| !is_known(place)) {
            let others = in_checks.others().unwrap_or_default().into_iter().map(|other| format!("OTHER({other})"));
            let known: Vec<String> = dataset.columns.iter().map(|column| column.name.clone()).chain(others).collect();
            let span = file.place(&format!("{path}.{language}"));
            findings.push(word::unknown(span, place, known.iter().map(String::as_str), word::COLUMNS));
        }
    }
}

/// Datasets whose checks look at each other: which rows of one count hangs on those of the other that do.
pub fn circles(datasets: &BTreeMap<String, Loaded<Dataset>>, findings: &mut Vec<Diagnostic>) {
    let looks_at = datasets.iter().map(|(name, loaded)| (name.clone(), loaded.value.looks_at())).collect();
    for circle in order(&looks_at).circles {
        // It is told at the check that closes it.
        let Some((last, first)) = circle.last().zip(circle.first()) else { continue };
        let Some(Loaded { file, value }) = datasets.get(last) else { continue };
        let looks = |expression: &Option<Expression>| {
            let references = expression.iter().flat_map(Expression::references);
            references.into_iter().any(|one| matches!(&one.of, Of::Other(other) if other == first))
        };
        let at = value.checks.iter().find_map(|check| {
            let guard = check.when.as_ref().filter(|_| looks(&check.guard));
            Some(&check.that).filter(|_| looks(&check.condition)).or(guard)
        });
        let names: Vec<&str> = circle.iter().chain([first]).map(String::as_str).collect();
        let span = at.map_or_else(|| file.whole(), |at| file.at(at));
        findings.push(Diagnostic::new("circular-checks", span, &[("circle", &names.join(" → "))]));
    }
}

/// Reads the expressions of fields and checks.
pub fn parse(file: &File, dataset: &mut Dataset, (names, in_checks): (&Names, &Names), findings: &mut Vec<Diagnostic>) {
    let mut row_value = |field: &Field, text: &Option<Located<String>>, names: &Names| {
        let text = text.as_ref()?;
        let expression = names.parse(file, text, findings)?;
        let is_fit = if field.kind.is_number() {
            expression.fits(&field.unit())
        } else {
            expression.kind().kind == kind(field.kind)
        };
        if expression.is_aggregate() || !is_fit {
            let values = [("value", text.as_str())];
            findings.push(word::finding("wrong-expression", file.at(text), &values, "expected", word::A_ROW_VALUE));
        }
        Some(expression)
    };
    for field in &mut dataset.fields {
        field.founding = row_value(field, &field.on_founding, names);
        field.closing = row_value(field, &field.on_closing, names);
    }
    let (fields, columns) = (&dataset.fields, &dataset.columns);
    for slip in dataset.checks.iter_mut().filter_map(|check| check.slip.as_mut()) {
        let column = columns.iter().find(|column| *slip.field == column.name);
        let field = column.and_then(|column| fields.iter().find(|field| *field.field == column.field));
        slip.expression = field.and_then(|field| row_value(field, &slip.meant, in_checks));
    }
    for check in &mut dataset.checks {
        check.condition = condition(file, &check.that, in_checks, findings);
        check.guard = check.when.as_ref().and_then(|when| condition(file, when, in_checks, findings));
    }
}

/// Reads a condition on one row.
pub fn condition(
    file: &File,
    text: &Located<String>,
    names: &Names,
    findings: &mut Vec<Diagnostic>,
) -> Option<Expression> {
    let expression = names.parse(file, text, findings)?;
    if expression.is_aggregate() || expression.kind().kind != Kind::Boolean {
        let values = [("value", text.as_str())];
        findings.push(word::finding("wrong-expression", file.at(text), &values, "expected", word::A_CONDITION));
    }
    missing_made_number(file, text, &expression, findings);
    Some(expression)
}

/// Says where an expression turns a missing value into a number.
pub fn missing_made_number(
    file: &File,
    text: &Located<String>,
    expression: &Expression,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(bytes) = expression.missing_made_number() {
        let part = text.get(bytes.0..bytes.1).unwrap_or(text);
        findings.push(Diagnostic::new("missing-made-number", file.within(text, bytes), &[("value", part)]));
    }
}
