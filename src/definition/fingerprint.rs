//! A short name for exactly what an indicator was defined as when a figure was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::dataset::{Dataset, Field};
use super::indicator::Indicator;
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
    let columns = expressions.into_iter().flatten().flat_map(crate::expression::Expression::references);
    let column = |name: String| dataset.and_then(|dataset| dataset.column(&name)).map(|column| column.field.as_str());
    let names: BTreeSet<&str> = columns.filter_map(|reference| column(reference.name)).collect();
    let is_part = |field: &&Field| {
        names.contains(field.field.as_str())
            || field.total_of.as_ref().is_some_and(|total| names.contains(total.as_str()))
    };
    let fields = dataset.map_or_else(Vec::new, |dataset| dataset.fields.iter().filter(is_part).collect());
    let defined = Defined { indicator, fields, parameters, parts };
    let text = serde_json::to_string(&defined).expect("definitions have text keys and finite numbers");
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes every write");
        hex
    })
}
