//! Versions of a dataset: each has one before it, begins in a period of the project, and asks in the same way for what both ask.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::dataset::{Check, Dataset, Field};
use crate::definition::dataset_version;
use crate::definition::file::{File, Loaded};
use crate::definition::load::Material;
use crate::definition::word;
use crate::diagnostic::{Diagnostic, Severity};

/// The versions of each dataset that has several, by name, oldest first.
pub fn versions(material: &Material) -> BTreeMap<String, Vec<Dataset>> {
    let begins = |one: &Dataset| {
        let from = one.from.as_deref()?;
        material.project.value.periods.iter().position(|period| *period.period == from)
    };
    let mut versions: BTreeMap<String, Vec<Dataset>> = BTreeMap::new();
    for Loaded { value, .. } in &material.later {
        let Some(first) = material.datasets.get(&value.dataset.value) else { continue };
        let of_it = versions.entry(value.dataset.value.clone()).or_insert_with(|| vec![first.value.clone()]);
        of_it.push(value.clone());
    }
    for of_it in versions.values_mut() {
        of_it.sort_by_key(begins);
    }
    versions
}

/// Each dataset as its versions make it together.
pub fn wholes(material: &Material) -> BTreeMap<String, Dataset> {
    let versions = versions(material);
    let whole = |(name, loaded): (&String, &Loaded<Dataset>)| {
        let whole = versions.get(name).and_then(|versions| dataset_version::whole(versions));
        (name.clone(), whole.unwrap_or_else(|| loaded.value.clone()))
    };
    material.datasets.iter().map(whole).collect()
}

/// Checks the later versions of all datasets, whose expressions were read.
pub fn check(material: &Material, findings: &mut Vec<Diagnostic>) {
    let versions = versions(material);
    for Loaded { file, value } in &material.later {
        let Some(from) = &value.from else { continue };
        let known: Vec<&str> = material.project.value.periods.iter().map(|period| period.period.as_str()).collect();
        if !known.contains(&from.as_str()) {
            findings.push(word::unknown(file.at(&value.dataset), from, known, word::PERIODS));
        }
        let of_it = versions.get(&value.dataset.value).map_or(&[][..], Vec::as_slice);
        let before = of_it.iter().take_while(|one| one.from != value.from).last();
        match (before, material.datasets.get(&value.dataset.value)) {
            (Some(before), Some(first)) => unlike(before, (file, value), first.file.name(), findings),
            _ if material.unread.contains(value.dataset.as_str()) => {}
            _ => {
                let missing = file.name().replace(&format!("@{from}"), "");
                findings.push(Diagnostic::new("missing-file", file.at(&value.dataset), &[("file", &missing)]));
            }
        }
    }
}

/// What two versions both ask for is the same: what was protected in one period could be worked out in the other.
fn unlike(before: &Dataset, (file, now): (&File, &Dataset), other: &str, findings: &mut Vec<Diagnostic>) {
    let name = file.name().rsplit('/').next().unwrap_or_default();
    let other = match &before.from {
        Some(from) => other.replace(".yaml", &format!("@{from}.yaml")),
        None => other.to_owned(),
    };
    let mut tell = |path: &str, key: &str| {
        let values = [("value", key), ("other", other.as_str()), ("field", name)];
        findings.push(Diagnostic::new("keys-do-not-fit", file.key(path), &values));
    };
    let named = |names: &[crate::definition::located::Located<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).collect()
    };
    let size = |one: &Dataset| one.size.as_ref().map(|size| size.value.clone());
    for (key, is_alike) in [
        // A form is known by the number of its version.
        ("version", now.version > before.version),
        ("key", named(&now.key) == named(&before.key)),
        ("period", *now.period == *before.period),
        ("size", size(now) == size(before)),
        ("checks", orders(now, before) == orders(before, now)),
    ] {
        if !is_alike {
            tell(key, key);
        }
    }
    for (at, field) in now.fields.iter().enumerate() {
        let Some(was) = before.field(&field.field) else { continue };
        for (key, _) in kinds(was, field).into_iter().filter(|(_, is_alike)| !is_alike) {
            tell(&format!("fields.{at}.{key}"), key);
        }
    }
}

/// What makes two fields of a name one, and whether they are alike in it.
fn kinds(was: &Field, is: &Field) -> [(&'static str, bool); 8] {
    let named = |names: &[crate::definition::located::Located<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).collect()
    };
    let one = |name: &Option<crate::definition::located::Located<String>>| name.as_ref().map(|name| name.value.clone());
    [
        ("type", was.kind == is.kind),
        ("unit", was.unit() == is.unit()),
        ("scale", was.scale == is.scale),
        ("codelist", one(&was.codelist) == one(&is.codelist)),
        ("flow", was.flow == is.flow),
        ("by", named(&was.by) == named(&is.by) && one(&was.columns) == one(&is.columns)),
        ("total_of", one(&was.total_of) == one(&is.total_of)),
        ("counted_by", named(&was.counted_by) == named(&is.counted_by)),
    ]
}

/// Which columns that both versions have are at most others by checks that reject rows: from them sums follow that are withheld.
fn orders(of: &Dataset, other: &Dataset) -> BTreeSet<(String, String)> {
    let rejects = |check: &&Check| {
        !check.beta && check.guard.is_none() && Severity::parse(&check.severity) == Some(Severity::Error)
    };
    let pairs = of.checks.iter().filter(rejects).filter_map(|check| check.condition.as_ref()?.part_and_whole());
    let is_in_both = |name: &str| of.column(name).is_some() && other.column(name).is_some();
    let shared = pairs.filter(|(part, whole)| is_in_both(part) && is_in_both(whole));
    shared.map(|(part, whole)| (part.to_owned(), whole.to_owned())).collect()
}
