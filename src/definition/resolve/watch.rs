//! What a dataset says of slips and pairs, held against its columns and the project's parameters.

use std::collections::BTreeMap;

use crate::definition::dataset::Dataset;
use crate::definition::file::File;
use crate::definition::word;
use crate::diagnostic::Diagnostic;
use crate::text::nearest;
use crate::value::Decimal;

/// Checks the names that `watch` and `pairs` use, and that only numbers are watched.
pub fn check(file: &File, dataset: &Dataset, parameters: &BTreeMap<String, Decimal>, findings: &mut Vec<Diagnostic>) {
    for (at, field) in dataset.fields.iter().enumerate() {
        let Some(watch) = &field.watch else { continue };
        if !field.kind.is_number() {
            let values = [("value", "watch"), ("other", "type"), ("field", field.field.as_str())];
            findings.push(Diagnostic::new("keys-do-not-fit", file.key(&format!("fields.{at}.watch")), &values));
        }
        let unknown = watch.change.as_ref().map(|change| &change.parameter);
        if let Some(name) = unknown.filter(|name| !parameters.contains_key(name.as_str())) {
            let known = || parameters.keys().map(String::as_str);
            let near = nearest(name, known()).map_or_else(|| known().collect::<Vec<_>>().join(", "), str::to_owned);
            let values = [("name", name.as_str()), ("value", name), ("suggestion", near.as_str())];
            findings.push(Diagnostic::new("unknown-parameter", file.at(name), &values));
        }
    }
    for name in dataset.pairs.iter().flat_map(|pair| pair.together.iter().chain(&pair.apart)) {
        if dataset.column(name).is_none() {
            let known = dataset.columns.iter().map(|column| column.name.as_str());
            findings.push(word::unknown(file.at(name), name, known, word::COLUMNS));
        }
    }
}
