//! The definition files as JSON Schemas, for editors that check and complete YAML.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::dataset::Dataset;
use super::indicator::Indicator;
use super::project::{Pack, Project};
use super::valuation::Valuation;

/// JSON Schemas (draft 7, the newest that YAML editors understand) of each kind of definition file.
pub fn schemas() -> BTreeMap<&'static str, serde_json::Value> {
    BTreeMap::from([
        ("dataset", of::<Dataset>()),
        ("indicator", of::<Indicator>()),
        ("pack", of::<Pack>()),
        ("project", of::<Project>()),
        ("valuation", of::<Valuation>()),
    ])
}

/// The JSON Schema of one kind of file.
pub fn of<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}
