//! What a dataset's file holds, in the words of other standards: Table Schema and CSV on the Web.

use serde_json::{Map, Value, json};

use crate::definition::Definitions;
use crate::definition::dataset::{ColumnDefinition, Dataset, Field, FieldType};
use crate::text::Text;

/// Pattern of an organisation number as it is read.
const ORGANISATION: &str = "^[0-9]{6}-?[0-9]{4}$";

/// A dataset as a Table Schema of the Data Package standard, version 2, with texts in the first of `languages`.
///
/// It describes the file as `nytta read` writes it: columns by their names, a decimal point, days as `2025-12-31`. A
/// blank cell and the words for missing answers are missing values.
pub fn table_schema(dataset: &Dataset, definitions: &Definitions, languages: &[String]) -> Value {
    let fields: Vec<Value> = columns(dataset)
        .map(|(column, field)| {
            let mut out = Map::new();
            out.insert("name".to_owned(), json!(column.name));
            out.insert("type".to_owned(), json!(table_type(field)));
            if field.kind == FieldType::Boolean {
                out.insert("trueValues".to_owned(), json!(["true", "yes", "ja"]));
                out.insert("falseValues".to_owned(), json!(["false", "no", "nej"]));
            }
            text_into(&mut out, "title", &column.label, languages);
            text_into(&mut out, "description", &field.help, languages);
            if let Some(unit) = field.unit_name() {
                out.insert("unit".to_owned(), json!(unit_code(unit, definitions)));
            }
            let constraints = constraints(column, field, definitions);
            if !constraints.is_empty() {
                out.insert("constraints".to_owned(), Value::Object(constraints));
            }
            if let Some(list) = field.codelist.as_ref().and_then(|list| definitions.codelist(list)) {
                let label = |label: &Text| label.in_language(languages).to_owned();
                let codes = list.codes.iter().map(|code| json!({ "value": code.code, "label": label(&code.label) }));
                out.insert("categories".to_owned(), codes.collect());
            }
            Value::Object(out)
        })
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": dataset.dataset.value,
        "title": dataset.title.in_language(languages),
        "description": dataset.description.in_language(languages).trim(),
        "version": dataset.version.to_string(),
        "fields": fields,
        "fieldsMatch": "partial",
        "missingValues": missing_values(dataset),
        "primaryKey": key(dataset),
    })
}

/// A dataset as metadata of CSV on the Web, with texts in every language they exist in. Columns are known there by their
/// place, so it tells of a file that has all of them in the order of the form, as `nytta read` writes one.
pub fn csvw(dataset: &Dataset, definitions: &Definitions) -> Value {
    let mut asked: Vec<(&ColumnDefinition, &Field)> = columns(dataset).collect();
    asked.sort_by_key(|(_, field)| !field.core);
    let columns: Vec<Value> = asked
        .into_iter()
        .map(|(column, field)| {
            let mut out = Map::new();
            out.insert("name".to_owned(), json!(column.name));
            let mut titles = Map::new();
            // The name is the header that `nytta read` writes; labels are what people write.
            for (language, label) in &column.label.0 {
                titles.insert(language.clone(), json!([label, column.name]));
            }
            out.insert("titles".to_owned(), if titles.is_empty() { json!(column.name) } else { Value::Object(titles) });
            if !field.help.is_empty() {
                out.insert("dc:description".to_owned(), in_languages(&field.help));
            }
            out.insert("datatype".to_owned(), datatype(field, definitions));
            out.insert("required".to_owned(), json!(column.required));
            out.insert("null".to_owned(), json!(missing_values(dataset)));
            Value::Object(out)
        })
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": format!("{}.csv", dataset.dataset.value),
        "dc:title": in_languages(&dataset.title),
        "dc:description": in_languages(&dataset.description),
        "dialect": { "delimiter": ",", "encoding": "utf-8", "header": true },
        "tableSchema": { "columns": columns, "primaryKey": key(dataset) },
    })
}

fn columns(dataset: &Dataset) -> impl Iterator<Item = (&ColumnDefinition, &Field)> {
    dataset.columns.iter().filter_map(|column| Some((column, dataset.field(&column.field)?)))
}

fn key(dataset: &Dataset) -> Vec<&str> {
    dataset.key.iter().map(|field| field.value.as_str()).collect()
}

/// A blank cell and every word for a missing answer.
fn missing_values(dataset: &Dataset) -> Vec<&str> {
    std::iter::once("").chain(dataset.missing.values().flatten().map(String::as_str)).collect()
}

fn table_type(field: &Field) -> &'static str {
    match field.kind {
        FieldType::OrganisationNumber | FieldType::Text | FieldType::Code => "string",
        FieldType::Integer => "integer",
        FieldType::Decimal | FieldType::Money => "number",
        FieldType::Date => "date",
        FieldType::Boolean => "boolean",
    }
}

fn constraints(column: &ColumnDefinition, field: &Field, definitions: &Definitions) -> Map<String, Value> {
    let mut out = Map::new();
    if column.required {
        out.insert("required".to_owned(), json!(true));
    }
    for (name, limit) in [("minimum", field.minimum), ("maximum", field.maximum)] {
        out.extend(limit.map(|limit| (name.to_owned(), number(limit))));
    }
    if field.kind == FieldType::OrganisationNumber {
        out.insert("pattern".to_owned(), json!(ORGANISATION));
    }
    if let Some(list) = field.codelist.as_ref().and_then(|list| definitions.codelist(list)) {
        out.insert("enum".to_owned(), list.codes.iter().map(|code| code.code.as_str()).collect());
    }
    out
}

fn datatype(field: &Field, definitions: &Definitions) -> Value {
    let mut out = Map::new();
    let base = match field.kind {
        FieldType::OrganisationNumber | FieldType::Text | FieldType::Code => "string",
        FieldType::Integer => "integer",
        FieldType::Decimal | FieldType::Money => "decimal",
        FieldType::Date => "date",
        FieldType::Boolean => "boolean",
    };
    out.insert("base".to_owned(), json!(base));
    let codes = field.codelist.as_ref().and_then(|list| definitions.codelist(list));
    let format = match field.kind {
        FieldType::OrganisationNumber => Some(ORGANISATION.to_owned()),
        FieldType::Date => Some("yyyy-MM-dd".to_owned()),
        FieldType::Boolean => Some("true|false".to_owned()),
        _ => codes.map(|list| {
            let codes: Vec<String> = list.codes.iter().map(|code| escaped(&code.code)).collect();
            format!("^({})$", codes.join("|"))
        }),
    };
    out.extend(format.map(|format| ("format".to_owned(), json!(format))));
    for (name, limit) in [("minimum", field.minimum), ("maximum", field.maximum)] {
        out.extend(limit.map(|limit| (name.to_owned(), number(limit))));
    }
    Value::Object(out)
}

/// A text as a regular expression that matches it alone.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| r"\.+*?^$|()[]{}".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

/// A limit as a JSON number; whole ones without a fraction.
fn number(limit: crate::value::Decimal) -> Value {
    serde_json::from_str(&limit.normalize().to_string()).unwrap_or(Value::Null)
}

fn unit_code<'a>(unit: &'a str, definitions: &'a Definitions) -> &'a str {
    if unit == "money" { &definitions.project.currency } else { unit }
}

fn text_into(out: &mut Map<String, Value>, name: &str, text: &Text, languages: &[String]) {
    let text = text.in_language(languages).trim();
    if !text.is_empty() {
        out.insert(name.to_owned(), json!(text));
    }
}

/// A text in all its languages, as CSV on the Web writes it.
fn in_languages(text: &Text) -> Value {
    let one = |(language, text): (&String, &String)| json!({ "@value": text.trim(), "@language": language });
    text.0.iter().map(one).collect()
}
