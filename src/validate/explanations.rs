//! Reads the reasons that enterprises gave for warnings.

use std::collections::BTreeMap;

use super::{Explanation, Explanations};
use crate::definition::Definitions;
use crate::definition::codelist::{Code, Codelist};
use crate::diagnostic::Diagnostic;
use crate::identifier;
use crate::project::Folder;
use crate::record::{self, Row};
use crate::rule;
use crate::table::{Remark, code_of, nearest_code};
use crate::text::Text;
use crate::value::yes_or_no;

/// Where reasons stand in a project.
const FILE: &str = "explanations.csv";

const HEADERS: [&str; 11] =
    ["organisation", "period", "dataset", "record", "check", "values", "reason_code", "text", "by", "date", "publish"];
const REQUIRED: [&str; 4] = ["organisation", "period", "dataset", "check"];

/// What a reason names, in the languages of the rule pages.
const PERIOD: [&str; 6] = ["period", "period", "période", "periodo", "perioadă", "obdobje"];
const DATASET: [&str; 6] = ["dataset", "dataset", "jeu de données", "dataset", "set de date", "nabor podatkov"];
const CHECK: [&str; 6] = ["check", "kontroll", "contrôle", "controllo", "verificare", "preverjanje"];
const REASON: [&str; 6] = ["reason", "skäl", "justification", "motivazione", "justificare", "razlog"];
/// Name of the codelist of reasons.
const REASONS: &str = "reason";

impl Explanations {
    /// Reads `explanations.csv`, which a project may lack. Codes are held against the codelist `reason`, where it exists.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let mut explanations = Self::default();
        if !folder.files.contains_key(FILE) {
            return (explanations, Vec::new());
        }
        let Some(text) = folder.text(FILE) else {
            return (explanations, vec![Diagnostic::not_utf_8(FILE)]);
        };
        let table = record::table(FILE, text, None);
        let mut diagnostics = table.check_headers(FILE, &HEADERS, &REQUIRED);
        diagnostics.extend(table.diagnostics.iter().cloned());
        for row in &table.rows {
            match read(row, definitions) {
                Ok(reason) => explanations.reasons.push(reason),
                Err(found) => diagnostics.extend(found),
            }
        }
        (explanations, diagnostics)
    }
}

impl Explanation {
    /// What a sender wrote beside an answer of a form, as a reason for whatever is to be explained there.
    pub fn beside(
        remark: &Remark,
        (organisation, period, dataset): (&str, &str, &str),
        definitions: &Definitions,
    ) -> Self {
        let code = definitions.codelists.get(REASONS).and_then(|list| code_of(list, &remark.text));
        Self {
            organisation: organisation.to_owned(),
            period: period.to_owned(),
            dataset: dataset.to_owned(),
            reason_code: code.map(|code| code.code.clone()).unwrap_or_default(),
            text: remark.text.clone(),
            beside: Some(remark.column.clone()),
            span: remark.span.clone(),
            said: remark.span.clone(),
            ..Self::default()
        }
    }
}

/// One reason, or what keeps it from being understood.
fn read(row: &Row, definitions: &Definitions) -> Result<Explanation, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let number = identifier::organisation(row.get("organisation"), definitions.project.country());
    if let Err(fault) = &number {
        found.push(crate::register::not_organisation(*fault, row, "organisation"));
    }
    let mut known = |header: &str, kind: [&str; 6], names: Vec<&str>, is_few: bool| {
        let written = row.get(header);
        if !names.contains(&written) {
            let near = crate::text::nearest(written, names.iter().copied()).filter(|_| !is_few).map(str::to_owned);
            let values = [("value", written), ("known", &near.unwrap_or_else(|| names.join(", ")))];
            let kind = Text::in_each(kind);
            let finding = Diagnostic::worded("reason-names-unknown", row.span(header), &values, &[("kind", &kind)]);
            found.push(finding.in_column(Some(header), header));
        }
    };
    // Years are all as near as each other in writing: each of them may be meant.
    let periods = definitions.project.periods.iter().map(|period| period.period.as_str());
    known("period", PERIOD, periods.collect(), true);
    known("dataset", DATASET, definitions.datasets.keys().map(String::as_str).collect(), false);
    if let Some(dataset) = definitions.datasets.get(row.get("dataset")) {
        let name = row.get("check");
        let own = name.strip_prefix(dataset.dataset.as_str()).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        let checks: Vec<&str> = dataset.checks.iter().map(|check| check.check.as_str()).collect();
        if !checks.contains(&own) && rule::find(name).is_none() {
            known("check", CHECK, checks, false);
        }
    }
    let reason_code = match definitions.codelists.get(REASONS).filter(|_| !row.get("reason_code").is_empty()) {
        Some(list) => reason_code(list, row, &mut found),
        None => row.get("reason_code").to_owned(),
    };
    let publish = yes_or_no(row.get("publish"));
    if publish.is_none() && !row.get("publish").is_empty() {
        let values = [("value", row.get("publish"))];
        let finding = Diagnostic::new("not-yes-or-no", row.span("publish"), &values);
        found.push(finding.in_column(Some("publish"), "publish"));
    }
    found.extend(row.persons(&["record", "values", "text", "by"]));
    let Ok(number) = number else { return Err(found) };
    if !found.is_empty() {
        return Err(found);
    }
    let text = |header: &str| row.get(header).to_owned();
    Ok(Explanation {
        organisation: number,
        period: text("period"),
        dataset: text("dataset"),
        record: text("record"),
        check: text("check"),
        values: values(row.get("values")),
        reason_code,
        text: text("text"),
        by: text("by"),
        date: text("date"),
        beside: None,
        publish: publish.unwrap_or(false),
        span: row.span("check"),
        said: row.span(if row.get("text").is_empty() { "reason_code" } else { "text" }),
    })
}

/// The code of a reason, which may be named by its label in any language.
fn reason_code(list: &Codelist, row: &Row, found: &mut Vec<Diagnostic>) -> String {
    let written = row.get("reason_code");
    if let Some(code) = code_of(list, written) {
        return code.code.clone();
    }
    let known = match nearest_code(list, written) {
        Some(code) => Text::quoted(&[code.called()]),
        None => Text::quoted(&list.codes.iter().map(Code::called).collect::<Vec<_>>()),
    };
    let (values, words) = ([("value", written)], [("kind", &Text::in_each(REASON)), ("known", &known)]);
    let finding = Diagnostic::worded("reason-names-unknown", row.span("reason_code"), &values, &words);
    found.push(finding.in_column(Some("reason_code"), "reason_code"));
    String::new()
}

/// Reads `fte_opening=3.5 fte_closing=9`, also with semicolons or bars between.
fn values(written: &str) -> BTreeMap<String, String> {
    written
        .split([';', '|', ' '])
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}
