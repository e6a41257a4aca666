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
        ("dataset", schema::<Dataset>()),
        ("indicator", schema::<Indicator>()),
        ("pack", schema::<Pack>()),
        ("project", schema::<Project>()),
        ("valuation", schema::<Valuation>()),
    ])
}

fn schema<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}
