//! Parameters that the project gives under a name which nothing asks for.

use std::collections::BTreeSet;

use crate::definition::file::Loaded;
use crate::definition::indicator::Indicator;
use crate::definition::load::Material;
use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::text::nearest;

/// The rule of a parameter that is asked for and not given.
const LACKING: &str = "unknown-parameter";

/// Where the project gives a parameter that nothing asks for, and a pack that ships with the program asks for one of nearly
/// that name, its name is misspelt: that is told once, where the project says it, and not wherever it is asked for.
pub fn misspelt(
    folder: &Folder,
    material: &Material,
    indicators: &[Loaded<Indicator>],
    findings: &mut Vec<Diagnostic>,
) {
    let is_own = |one: &Diagnostic| one.span.file.as_deref().is_some_and(|file| folder.files.contains_key(file));
    let lacking = |one: &&Diagnostic| one.rule == LACKING && !is_own(one);
    let asked: BTreeSet<String> = findings.iter().filter(lacking).filter_map(|one| one.value.clone()).collect();
    if asked.is_empty() {
        return;
    }
    let datasets = material.all_datasets().map(|loaded| &*loaded.file.source.text);
    let texts: Vec<&str> = datasets.chain(indicators.iter().map(|loaded| &*loaded.file.source.text)).collect();
    let project = &material.project;
    let names = project.value.parameters.keys().map(String::as_str);
    for name in names.filter(|name| !texts.iter().any(|text| mentions(text, name))) {
        let Some(meant) = nearest(name, asked.iter().map(String::as_str)) else { continue };
        findings.retain(|one| one.rule != LACKING || one.value.as_deref() != Some(meant));
        let values = [("value", name), ("nearest", meant)];
        findings.push(Diagnostic::new("unknown-key", project.file.key(&format!("parameters.{name}")), &values));
    }
}

/// True where a text has a name as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}
