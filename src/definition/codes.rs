//! The codes of codelists, from their CSV files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::codelist::{Code, Codelist};
use super::file::Loaded;
use super::word;
use crate::diagnostic::{Diagnostic, Severity};
use crate::record::{self, Row};
use crate::source::Span;
use crate::text::{Text, nearest};

const COLUMNS: [&str; 6] = ["code", "parent", "valid_from", "valid_to", "grid_row", "grid_column"];

/// Reads the codes of one file in its order, each with the place of its parent.
pub fn read(path: &str, text: &str, languages: &[String], findings: &mut Vec<Diagnostic>) -> Vec<(Code, Span)> {
    let rows = record::table(path, text, None);
    let is_empty = rows.is_empty();
    findings.extend(rows.diagnostics);
    let header = Span::file(path).at_row(rows.row.max(1));
    if !rows.headers.iter().any(|name| name == "code") {
        findings.push(Diagnostic::new("missing-key", header, &[("key", "code")]));
        return Vec::new();
    }
    for (at, name) in (1..).zip(&rows.headers) {
        if !COLUMNS.contains(&name.as_str()) && !name.starts_with("label_") {
            let near = nearest(name, COLUMNS).unwrap_or_default();
            let known = format!("{}, label_sv, label_en", COLUMNS.join(", "));
            let values = [("value", name.as_str()), ("nearest", near), ("known", &known)];
            findings.push(Diagnostic::new("unknown-key", Span::file(path).at(rows.row, at), &values));
        }
    }
    if is_empty {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".csv");
        findings.push(Diagnostic::new("empty-codelist", header.clone(), &[("value", name)]));
    }
    let column = |language: &String| format!("label_{language}");
    let (there, absent): (Vec<&String>, Vec<&String>) =
        languages.iter().partition(|language| rows.headers.contains(&column(language)));
    for language in absent {
        let finding = Diagnostic::new("missing-column", header.clone(), &[("header", &column(language))]);
        findings.push(finding.with_severity(Severity::Warning));
    }
    let mut seen = BTreeSet::new();
    let mut codes = Vec::new();
    for row in &rows.rows {
        let code = read_row(row, &rows.headers, findings);
        if code.code.is_empty() {
            findings.push(Diagnostic::new("missing-key", row.span("code"), &[("key", "code")]));
        } else if !seen.insert(code.code.clone()) {
            let values = [("value", code.code.as_str()), ("file", path)];
            findings.push(Diagnostic::new("duplicate-identifier", row.span("code"), &values));
        } else {
            for language in there.iter().filter(|language| !code.label.0.contains_key(**language)) {
                let values = [("key", code.code.as_str()), ("language", language)];
                findings.push(Diagnostic::new("missing-text", row.span(&column(language)), &values));
            }
            codes.push((code, row.span(if row.get("parent").is_empty() { "code" } else { "parent" })));
        }
    }
    codes
}

fn read_row(row: &Row, headers: &[String], findings: &mut Vec<Diagnostic>) -> Code {
    let labels = headers.iter().filter_map(|header| {
        let language = header.strip_prefix("label_")?;
        let label = row.get(header);
        (!label.is_empty()).then(|| (language.to_owned(), label.to_owned()))
    });
    let label = Text(labels.collect());
    let mut grid = |column| {
        let text = row.get(column);
        let number = text.parse::<u32>().ok().filter(|number| *number > 0);
        if number.is_none() && !text.is_empty() {
            findings.push(wrong_type(row, column, word::A_WHOLE_NUMBER));
        }
        number
    };
    let grid = grid("grid_row").zip(grid("grid_column"));
    let mut day = |column| {
        let text = row.get(column);
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() && !text.is_empty() {
            findings.push(wrong_type(row, column, word::A_DAY));
        }
        day
    };
    let (valid_from, valid_to) = (day("valid_from"), day("valid_to"));
    let parent = Some(row.get("parent")).filter(|parent| !parent.is_empty()).map(str::to_owned);
    Code { code: row.get("code").to_owned(), parent, valid_from, valid_to, label, grid }
}

fn wrong_type(row: &Row, column: &str, expected: word::Word) -> Diagnostic {
    word::finding("wrong-type", row.span(column), &[("value", row.get(column))], "expected", expected)
}

/// Checks that coarser lists and parents are there, and that no code contains itself.
///
/// `places` are those of each list's codes, in their order.
pub fn check(
    codelists: &BTreeMap<String, Loaded<Codelist>>,
    places: &BTreeMap<String, Vec<Span>>,
    findings: &mut Vec<Diagnostic>,
) {
    for (name, loaded) in codelists {
        let list = &loaded.value;
        let places = places.get(name).map_or(&[][..], Vec::as_slice);
        let parents = match &list.coarser {
            None => Some(list),
            Some(name) => {
                let coarser = codelists.get(&name.value).map(|coarser| &coarser.value);
                if coarser.is_none() {
                    let known = codelists.keys().map(String::as_str);
                    findings.push(word::unknown(loaded.file.at(name), name, known, word::CODELISTS));
                } else if contains_itself(codelists, list) {
                    let values = [("value", name.as_str())];
                    findings.push(Diagnostic::new("circular-parent", loaded.file.at(name), &values));
                }
                coarser
            }
        };
        // A list without codes has its own finding already.
        let Some(parents) = parents.filter(|parents| !parents.codes.is_empty()) else { continue };
        for (code, place) in list.codes.iter().zip(places) {
            let span = || place.clone();
            match &code.parent {
                Some(parent) if parents.code(parent).is_none() => {
                    let known = parents.codes.iter().map(|code| code.code.as_str());
                    findings.push(word::unknown(span(), parent, known, word::CODES));
                }
                None if list.coarser.is_some() => {
                    let values = [("value", code.code.as_str()), ("coarser", parents.codelist.as_str())];
                    findings.push(Diagnostic::new("code-without-parent", span(), &values));
                }
                _ => {}
            }
            if list.coarser.is_none() && is_own_parent(list, code) {
                findings.push(Diagnostic::new("circular-parent", span(), &[("value", &code.code)]));
            }
        }
    }
}

fn contains_itself(codelists: &BTreeMap<String, Loaded<Codelist>>, list: &Codelist) -> bool {
    let coarser = |list: &Codelist| codelists.get(&list.coarser.as_ref()?.value).map(|loaded| &loaded.value);
    let mut next = coarser(list);
    for _ in 0..codelists.len() {
        let Some(above) = next else { return false };
        if *above.codelist == *list.codelist {
            return true;
        }
        next = coarser(above);
    }
    false
}

fn is_own_parent(list: &Codelist, code: &Code) -> bool {
    let parent = |code: &Code| code.parent.as_deref().and_then(|parent| list.code(parent));
    let mut next = parent(code);
    for _ in 0..list.codes.len() {
        let Some(above) = next else { return false };
        if above.code == code.code {
            return true;
        }
        next = parent(above);
    }
    false
}
