//! Holds definitions against each other: references, units, texts; and reads their expressions.

mod dataset;
mod dataset_version;
mod derived;
mod indicator;
mod parameter;
mod project;
mod refused;
mod text;
mod valuation;
mod version;
mod watch;

use std::collections::BTreeMap;

use super::Definitions;
use super::columns;
use super::dataset::Dataset;
use super::file::Loaded;
use super::load::Material;
use super::project::Section;
use super::scope::{DatasetColumns, Names};
use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::value::Decimal;

/// Makes definitions of what was loaded, and says what does not fit together.
pub fn resolve(folder: &Folder, mut material: Material, findings: &mut Vec<Diagnostic>) -> Definitions {
    let sections = sections(&material);
    let parameters = material.project.value.parameters.clone();
    datasets(&mut material, &parameters, findings);
    let register = Names::of_register(&material.codelists, &parameters);
    let versions = dataset_version::versions(&material);
    let wholes = dataset_version::wholes(&material);
    let with_register =
        |(name, whole): (&String, &Dataset)| (name.clone(), register.clone().with_dataset(whole, &material.codelists));
    let names: BTreeMap<String, Names> = wholes.iter().map(with_register).collect();
    let mut indicators = std::mem::take(&mut material.indicators);
    let hosts: Vec<(String, String)> = indicators
        .iter()
        .filter(|loaded| loaded.value.shown_with.is_none())
        .map(|loaded| (loaded.value.section.value.clone(), loaded.value.indicator.value.clone()))
        .collect();
    let (register, names) = (&register, &names);
    let scene = indicator::Scene {
        material: &material,
        sections: &sections,
        hosts: &hosts,
        register,
        datasets: names,
        wholes: &wholes,
    };
    for Loaded { file, value } in &mut indicators {
        indicator::check(file, value, &scene, findings);
    }
    derived::check_all(&material, &mut indicators, findings);
    parameter::misspelt(folder, &material, &indicators, findings);
    refused::check(&material, &indicators, findings);
    text::check(folder, &material, &indicators, findings);
    version::check(&material, &indicators, findings);
    valuation::check(&material, &indicators, findings);
    let section = |name: &str| sections.iter().position(|section| *section.section == name);
    let mut indicators = version::fold(&material, indicators);
    indicators.sort_by_key(|indicator| section(&indicator.section));
    Definitions {
        project: material.project.value,
        datasets: wholes,
        dataset_versions: versions,
        codelists: material.codelists.into_iter().map(|(name, loaded)| (name, loaded.value)).collect(),
        indicators,
        valuations: (material.valuations.into_iter())
            .map(|loaded| (loaded.value.valuation.value.clone(), loaded.value))
            .collect(),
        sections,
    }
}

/// Checks all versions of all datasets, and reads their expressions.
fn datasets(material: &mut Material, parameters: &BTreeMap<String, Decimal>, findings: &mut Vec<Diagnostic>) {
    for loaded in material.datasets.values_mut().chain(&mut material.later) {
        loaded.value.columns = columns::expand(&loaded.value, &material.codelists);
    }
    project::check(material, findings);
    let register = Names::of_register(&material.codelists, parameters);
    let columns_of = |whole: &Dataset| DatasetColumns::of(whole, &material.codelists);
    let wholes = dataset_version::wholes(material);
    let columns: BTreeMap<String, DatasetColumns> =
        wholes.iter().map(|(name, whole)| (name.clone(), columns_of(whole))).collect();
    for Loaded { file, value } in material.datasets.values_mut().chain(&mut material.later) {
        let names = register.clone().with_dataset(value, &material.codelists);
        let in_checks = names.clone().with_others(columns.iter().filter(|(other, _)| **other != *value.dataset));
        dataset::check(file, value, (&material.codelists, &in_checks), material.is_pack_unread, findings);
        dataset::parse(file, value, (&names, &in_checks), findings);
        watch::check(file, value, parameters, findings);
    }
    dataset_version::check(material, findings);
    dataset::circles(&material.datasets, findings);
}

/// Sections of all packs in order; a pack may put its indicators into a section of another.
fn sections(material: &Material) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for section in material.packs.iter().flat_map(|pack| &pack.value.sections) {
        if !sections.iter().any(|known| *known.section == *section.section) {
            sections.push(section.clone());
        }
    }
    sections
}
