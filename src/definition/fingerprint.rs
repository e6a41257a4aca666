//! Short names for exactly what an indicator was defined as, and by which rules rows counted, when a figure was made.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::codelist::{Code, Codelist, Origin};
use super::dataset::{Dataset, Field};
use super::indicator::Indicator;
use crate::digest;
use crate::expression::{Expression, Of, Reference};
use crate::value::Decimal;

/// What decides an indicator's figures.
#[derive(Serialize)]
struct Defined<'a> {
    indicator: &'a Indicator,
    fields: Vec<&'a Field>,
    parameters: &'a BTreeMap<String, Decimal>,
    /// Fingerprints of the indicators it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<String>,
}

/// SHA-256 of an indicator, the fields or indicators it speaks of and the project's parameters, as 64 hexadecimal digits.
pub fn of(
    indicator: &Indicator,
    dataset: Option<&Dataset>,
    parameters: &BTreeMap<String, Decimal>,
    parts: Vec<String>,
) -> String {
    let expressions = [
        &indicator.value_expression,
        &indicator.numerator_expression,
        &indicator.denominator_expression,
        &indicator.filter_expression,
        &indicator.provisional_expression,
    ];
    let columns = expressions.into_iter().flatten().flat_map(Expression::references);
    let column = |name: String| dataset.and_then(|dataset| dataset.column(&name)).map(|column| column.field.as_str());
    let names: BTreeSet<&str> = columns.filter_map(|reference| column(reference.name)).collect();
    let is_part = |field: &&Field| {
        names.contains(field.field.as_str())
            || field.total_of.as_ref().is_some_and(|total| names.contains(total.as_str()))
    };
    let fields = dataset.map_or_else(Vec::new, |dataset| dataset.fields.iter().filter(is_part).collect());
    let defined = Defined { indicator, fields, parameters, parts };
    named(&defined)
}

/// What decides which rows count.
#[derive(Serialize)]
struct Ruled<'a> {
    dataset: &'a Dataset,
    codelists: Vec<(&'a Codelist, &'a [Code])>,
    parameters: &'a BTreeMap<String, Decimal>,
    /// Fingerprints of the rules of datasets that its checks look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
}

/// SHA-256 of a dataset with its checks, the codes of the lists that it names and the project's parameters, as 64 hexadecimal digits.
pub fn of_rules(
    dataset: &Dataset,
    codelists: &BTreeMap<String, Codelist>,
    parameters: &BTreeMap<String, Decimal>,
    others: Vec<String>,
) -> String {
    let names = codelists_of(dataset, codelists);
    let codelists = codelists.iter().filter(|(name, _)| names.contains(name.as_str()));
    let codelists = codelists.map(|(_, list)| (list, list.codes.as_slice())).collect();
    named(&Ruled { dataset, codelists, parameters, others })
}

/// Codelists that decide which rows of a dataset count: those that its fields name, and those of the register where an
/// expression of its own speaks of one, as they stand in one another.
fn codelists_of<'d>(dataset: &'d Dataset, codelists: &'d BTreeMap<String, Codelist>) -> BTreeSet<&'d str> {
    let of_fields = dataset.fields.iter().flat_map(|field| field.codelist.iter().chain(&field.by));
    let mut names: BTreeSet<&str> = of_fields.map(|name| name.as_str()).collect();
    let of_fields = dataset.fields.iter().flat_map(|field| field.founding.iter().chain(&field.closing));
    let expressions = of_fields.chain(dataset.of_checks());
    let register = || codelists.iter().filter(|(_, list)| list.of == Origin::Register).map(|(name, _)| name.as_str());
    let is_of_register = |name: &str| dataset.column(name).is_none() && register().any(|list| list == name);
    let is_other = |one: &Reference| matches!(one.of, Of::Other(_));
    if expressions.flat_map(Expression::references).any(|one| !is_other(&one) && is_of_register(&one.name)) {
        names.extend(register());
    }
    names
}

fn named(what: &impl Serialize) -> String {
    digest::plain(serde_json::to_string(what).expect("definitions have text keys and finite numbers"))
}
