//! Findings as SARIF 2.1.0, for tools that gather the results of many checkers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Diagnostic, Severity};
use crate::personal::masked;
use crate::rule;

/// Where the schema of the format stands.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Name of the tool that found them.
const NAME: &str = env!("CARGO_PKG_NAME");

#[derive(Debug, Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    language: String,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    results: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    default_configuration: Level,
}

#[derive(Debug, Serialize)]
struct Level {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Artifact {
    location: Place,
}

#[derive(Debug, Serialize)]
struct Place {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<String, Value>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

/// Findings as one run of SARIF, with texts in the first of `languages` they exist in.
///
/// A finding in a text has the line where it stands and, where `text` gives the file's text, the characters. One in a
/// workbook has its sheet and cell as a logical location, because a workbook has no lines.
pub fn document(
    diagnostics: &[&Diagnostic],
    languages: &[String],
    text: &dyn Fn(&str) -> Option<Arc<String>>,
) -> String {
    let used: BTreeMap<&str, &Diagnostic> = diagnostics.iter().rev().map(|one| (one.rule.as_str(), *one)).collect();
    let places: BTreeMap<&str, usize> = used.keys().enumerate().map(|(at, name)| (*name, at)).collect();
    let files: BTreeMap<&str, &str> =
        diagnostics.iter().filter_map(|one| one.span.file.as_deref()).map(|file| (file, file)).collect();
    let positions: BTreeMap<&str, usize> = files.keys().enumerate().map(|(at, file)| (*file, at)).collect();
    let results = diagnostics.iter().map(|one| Finding {
        rule_id: one.rule.clone(),
        rule_index: places[one.rule.as_str()],
        level: level(one.severity),
        message: Message { text: message(one, languages) },
        locations: location(one, &positions, text).into_iter().collect(),
        properties: properties(one),
    });
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: NAME,
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: used.iter().map(|(name, one)| rule(name, one, languages)).collect(),
                },
            },
            language: languages.first().map_or("en", String::as_str).to_owned(),
            column_kind: "unicodeCodePoints",
            artifacts: files.keys().map(|file| Artifact { location: Place { uri: uri(file), index: None } }).collect(),
            results: results.collect(),
        }],
    };
    let mut text = serde_json::to_string_pretty(&log).expect("findings are JSON");
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    severity.word()
}

/// What is wrong and what to do: readers of SARIF show but the message.
fn message(diagnostic: &Diagnostic, languages: &[String]) -> String {
    let message = diagnostic.message.in_language(languages);
    let hint = diagnostic.hint.in_language(languages);
    if hint.is_empty() { message.into_owned() } else { format!("{message}\n{hint}") }
}

fn rule(name: &str, example: &Diagnostic, languages: &[String]) -> Rule {
    let known = rule::find(name);
    let page = known.map(|known| known.page.in_language(languages).to_owned());
    Rule {
        id: name.to_owned(),
        short_description: known
            .map(|known| known.message.in_language(languages).to_owned())
            .filter(|text| !text.is_empty())
            .map(|text| Message { text }),
        help: page.map(|page| Help { text: page.clone(), markdown: page }),
        default_configuration: Level { level: level(known.map_or(example.severity, |known| known.severity)) },
    }
}

fn properties(diagnostic: &Diagnostic) -> Map<String, Value> {
    let known = [
        ("column", diagnostic.column.as_deref()),
        ("field", diagnostic.field.as_deref()),
        ("value", diagnostic.value.as_deref()),
    ];
    known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect()
}

fn location(
    diagnostic: &Diagnostic,
    positions: &BTreeMap<&str, usize>,
    text: &dyn Fn(&str) -> Option<Arc<String>>,
) -> Option<Location> {
    let span = &diagnostic.span;
    let file = span.file.as_deref()?;
    let cell = span.cell().or_else(|| span.row.map(|row| row.to_string()));
    let sheet = span.sheet.as_deref();
    let name = cell.clone().or_else(|| sheet.map(str::to_owned));
    let logical = name.map(|name| Logical {
        fully_qualified_name: match (sheet, &cell) {
            (Some(sheet), Some(cell)) => format!("'{}'!{cell}", sheet.replace('\'', "''")),
            _ => name.clone(),
        },
        kind: if span.column.is_some() {
            "cell"
        } else if span.row.is_some() {
            "row"
        } else {
            "sheet"
        },
        name,
    });
    let region = span.row.filter(|_| sheet.is_none()).map(|row| {
        let exact = span.bytes.zip(text(file)).and_then(|(bytes, text)| region(&text, bytes));
        exact.unwrap_or(Region { start_line: row, start_column: None, end_column: None })
    });
    Some(Location {
        physical_location: Physical {
            artifact_location: Place { uri: uri(file), index: positions.get(file).copied() },
            region,
        },
        logical_locations: logical.into_iter().collect(),
    })
}

/// The line and characters of some bytes of a text: a row of a table may begin lines later than its number says.
fn region(text: &str, (from, to): (usize, usize)) -> Option<Region> {
    let before = text.get(..from)?;
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[start..].trim_start_matches('\u{feff}').chars().count() + 1;
    let within = text.get(from..to)?;
    let number = |number: usize| u32::try_from(number).ok();
    let end = (!within.contains('\n')).then(|| column + within.chars().count());
    Some(Region { start_line: number(line)?, start_column: number(column), end_column: end.and_then(number) })
}

/// A path as a relative reference, with what a reference may not hold written in hexadecimal.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in masked(path).bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
