//! The fields of a dataset as columns of a file: parts beside totals.

use std::collections::BTreeMap;

use super::codelist::Codelist;
use super::dataset::{ColumnDefinition, Dataset, Field, TotalColumn};
use super::file::Loaded;
use crate::text::Text;

/// Expands fields into columns, in the order of the form: a total before its parts.
///
/// A split by a codelist that is not there has no parts; that is a finding elsewhere.
pub fn expand(dataset: &Dataset, codelists: &BTreeMap<String, Loaded<Codelist>>) -> Vec<ColumnDefinition> {
    dataset.fields.iter().flat_map(|field| of_field(field, codelists)).collect()
}

fn of_field(field: &Field, codelists: &BTreeMap<String, Loaded<Codelist>>) -> Vec<ColumnDefinition> {
    let mut columns = Vec::new();
    if field.by.is_empty() || field.total != TotalColumn::None {
        columns.push(ColumnDefinition {
            name: field.field.value.clone(),
            field: field.field.value.clone(),
            part: BTreeMap::new(),
            required: field.required || (!field.by.is_empty() && field.total == TotalColumn::Required),
            label: field.label.clone(),
            aliases: field.aliases.clone(),
        });
    }
    if field.by.is_empty() {
        return columns;
    }
    let lists: Vec<&Codelist> =
        field.by.iter().filter_map(|by| codelists.get(&by.value)).map(|loaded| &loaded.value).collect();
    if lists.len() < field.by.len() {
        return columns;
    }
    let mut parts = vec![(BTreeMap::new(), field.label.clone())];
    for list in lists {
        parts = parts
            .iter()
            .flat_map(|(part, label)| list.codes.iter().map(move |code| (part, label, code)))
            .map(|(part, label, code)| {
                let mut part: BTreeMap<String, String> = part.clone();
                part.insert(list.codelist.value.clone(), code.code.clone());
                (part, joined(label, &code.label))
            })
            .collect();
    }
    let pattern = pattern(field);
    columns.extend(parts.into_iter().map(|(part, label)| ColumnDefinition {
        name: crate::text::fill(&pattern, &part),
        field: field.field.value.clone(),
        required: field.required && field.total == TotalColumn::None,
        label,
        aliases: Vec::new(),
        part,
    }));
    columns
}

/// The pattern of a split field's column names: its own, or field and codes joined.
pub fn pattern(field: &Field) -> String {
    field.columns.as_ref().map_or_else(
        || field.by.iter().fold(field.field.value.clone(), |name, by| format!("{name}_{{{}}}", by.value)),
        |columns| columns.value.clone(),
    )
}

/// "Nyanställda" and "Kvinnor" as "Nyanställda, kvinnor"; an acronym keeps its capitals.
fn joined(label: &Text, code: &Text) -> Text {
    let languages = label.0.keys().filter(|language| code.0.contains_key(*language));
    Text(
        languages
            .map(|language| (language.clone(), format!("{}, {}", label.0[language], lower(&code.0[language]))))
            .collect(),
    )
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
