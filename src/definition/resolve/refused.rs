//! Says which tables of indicators are never made, because the disclosure policy of their class does not let them be.

use std::collections::BTreeSet;

use crate::definition::file::Loaded;
use crate::definition::indicator::Indicator;
use crate::definition::load::Material;
use crate::definition::policy::{Policy, listed};
use crate::definition::tables::{List, Tables};
use crate::diagnostic::Diagnostic;

/// Looks at every table that could be made otherwise.
pub fn check(material: &Material, indicators: &[Loaded<Indicator>], findings: &mut Vec<Diagnostic>) {
    if material.is_pack_unread {
        return;
    }
    let lists = &material.codelists;
    let outlines: Vec<List<'_>> = lists.values().map(|list| list.value.outline()).collect();
    for Loaded { file, value: indicator } in indicators {
        let class = indicator.sensitivity;
        let default = Policy::default_of(class);
        let policy = material.project.value.policy.get(&class).map_or(default.clone(), |own| default.with(own));
        let tables = Tables::new(&policy, &outlines);
        for (table, dimensions) in indicator.breakdown.iter().zip(indicator.tables()) {
            let unlike: BTreeSet<&str> = dimensions.iter().copied().collect();
            let is_known = dimensions.iter().all(|name| lists.contains_key(*name)) && unlike.len() == dimensions.len();
            let Some(key) = tables.refuse(dimensions).filter(|_| is_known) else { continue };
            let limit = match key {
                "finest" => policy.finest.clone().unwrap_or_default(),
                "split_by" => tables.split_by().map(listed).unwrap_or_default(),
                _ => policy.dimensions.to_string(),
            };
            let values = [("value", table.as_str()), ("class", class.word()), ("key", key), ("limit", &limit)];
            findings.push(Diagnostic::new("table-never-made", file.at(table), &values));
        }
    }
}
