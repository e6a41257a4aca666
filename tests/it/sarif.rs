//! What is written as SARIF is held against the schema of the format (`tests/corpus/sarif`).

use std::sync::Arc;

use nytta::diagnostic::{Diagnostic, sarif};
use nytta::source::Span;
use nytta::table::read;
use nytta::table::workbook::InProcess;
use serde_json::Value;

use crate::table::definitions;

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/sarif/schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON")
}

/// Words of the schema that say nothing of a value, or only what no JSON of ours can break: how an address or a time is spelt.
const SILENT: [&str; 9] =
    ["$schema", "$id", "title", "description", "definitions", "default", "format", "pattern", "maximum"];

/// Every fault of a value by a part of a schema, each with its place.
fn faults(value: &Value, part: &Value, whole: &Value, place: &str, found: &mut Vec<String>) {
    let mut tell = |what: String| found.push(format!("{place}: {what}"));
    for (word, said) in part.as_object().expect("a part of a schema is an object") {
        match word.as_str() {
            "$ref" => {
                let pointer = said.as_str().and_then(|to| to.strip_prefix('#')).expect("a place in the schema");
                faults(value, whole.pointer(pointer).expect("it is there"), whole, place, found);
                return;
            }
            "type" if !is_of(value, said) => tell(format!("is no {said}")),
            "enum" if !said.as_array().expect("a list").contains(value) => tell(format!("{value} is none of {said}")),
            "required" => {
                let names = said.as_array().into_iter().flatten().filter_map(Value::as_str);
                names.filter(|name| value.get(name).is_none()).for_each(|name| tell(format!("lacks {name}")));
            }
            "minimum" if value.as_i64() < said.as_i64() => tell(format!("{value} is below {said}")),
            "minItems"
                if value.as_array().map_or(0, Vec::len)
                    < usize::try_from(said.as_u64().expect("a count")).expect("small") =>
            {
                tell(format!("has fewer than {said}"));
            }
            "uniqueItems" => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let is_twice = (1..items.len()).any(|at| items[..at].contains(&items[at]));
                if is_twice && said == true {
                    tell("has an item twice".to_owned());
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |one: &&Value| {
                    let mut found = Vec::new();
                    faults(value, one, whole, place, &mut found);
                    found.is_empty()
                };
                let count = said.as_array().into_iter().flatten().filter(fits).count();
                if count == 0 || (word == "oneOf" && count > 1) {
                    tell(format!("fits {count} of {word}"));
                }
            }
            "properties" | "additionalProperties" | "items" | "type" | "enum" | "minimum" | "minItems" => {}
            word => assert!(SILENT.contains(&word), "the schema says {word}"),
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let place = format!("{place}/{name}");
        match part["properties"].get(name).unwrap_or(&part["additionalProperties"]) {
            Value::Bool(false) => found.push(format!("{place}: is not known")),
            Value::Bool(true) | Value::Null => {}
            known => faults(inner, known, whole, &place, found),
        }
    }
    for (at, inner) in value.as_array().into_iter().flatten().enumerate().filter(|_| part["items"].is_object()) {
        faults(inner, &part["items"], whole, &format!("{place}/{at}"), found);
    }
}

fn is_of(value: &Value, kind: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => panic!("a type that the checker does not know: {kind}"),
    }
}

/// What is found in a table with faults of many kinds, and one in a workbook.
fn written() -> String {
    let text = "orgnr;räkenskapsårets slut;anställda;anställda;egen\n556016-0681;ingen dag;ca 3;4;x\n556016-0680;2025-12-31;\"5\n";
    let mut found = read("mapp/å b.csv", text.as_bytes(), &definitions(), &InProcess).diagnostics;
    let rules: std::collections::BTreeSet<&str> = found.iter().map(|one| one.rule.as_str()).collect();
    assert!(rules.len() > 3, "{rules:?}");
    let sheet = Span { sheet: Some("Blad 1".into()), ..Span::file("bok.xlsx") };
    found.push(Diagnostic::new("not-a-date", sheet.at(14, 6), &[("value", "i juni"), ("day", "2025-12-31")]));
    let all: Vec<&Diagnostic> = found.iter().collect();
    sarif::document(&all, &["sv".to_owned()], &|file| (file != "bok.xlsx").then(|| Arc::new(text.to_owned())))
}

#[test]
fn what_is_written_as_sarif_keeps_to_its_schema() {
    let (whole, log) = (schema(), serde_json::from_str::<Value>(&written()).expect("JSON"));
    let mut found = Vec::new();
    faults(&log, &whole, &whole, "", &mut found);
    assert!(found.is_empty(), "{found:#?}");
    // Each of these is a fault that the schema knows.
    let broken: [&dyn Fn(&mut Value); 6] = [
        &|log| log["runs"][0]["results"][0]["level"] = "fatal".into(),
        &|log| drop(log["runs"][0]["tool"].as_object_mut().expect("an object").remove("driver")),
        &|log| log["runs"][0]["results"][0]["place"] = "A1".into(),
        &|log| log["version"] = "2.0".into(),
        &|log| log["runs"][0]["results"][0]["message"] = "text".into(),
        &|log| log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into(),
    ];
    for (at, change) in broken.iter().enumerate() {
        let (mut changed, mut found) = (log.clone(), Vec::new());
        change(&mut changed);
        faults(&changed, &whole, &whole, "", &mut found);
        assert!(!found.is_empty(), "the fault {at} is not seen");
    }
}
