//! The cells of one line as values, and the findings of those that cannot be read as they stand.

use std::collections::BTreeMap;

use super::lines::{Line, LineCell};
use super::parse::Value;
use super::persons::PERSON;
use super::survey::Survey;
use super::workbook::Kind;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Longest value that is shown in a finding.
const SHOWN: usize = 60;

/// Reads the cells of a line by the names of their columns.
pub(super) fn read<'d>(
    survey: &Survey<'d>,
    line: &Line,
    file: &Span,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<&'d str, Value> {
    let mut cells = BTreeMap::new();
    for at in survey.parsers.keys() {
        if let Some(value) = cell(survey, line, *at, file, findings) {
            cells.insert(survey.columns.known[at].name.as_str(), value);
        }
    }
    cells
}

/// Reads the cell at a position of a line.
pub(super) fn cell(
    survey: &Survey,
    line: &Line,
    at: usize,
    file: &Span,
    findings: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let (parser, cell) = (survey.parsers.get(&at)?, line.cells.get(at)?);
    let (value, fault) = if let Some(rule) = spoilt(cell) {
        (Value::Unreadable, Some((rule, String::new())))
    } else {
        let parsed = parser.read(cell);
        (parsed.value, parsed.finding)
    };
    if let Some((rule, more)) = fault {
        let places = ["more", "known", "last", "day", "fraction", "shown", "word"].map(|place| (place, more.as_str()));
        let known = [&places[..], &[("codelist", parser.codelist())]].concat();
        let finding = finding(rule, line.span(file, at), &cell.seen(), &known);
        findings.push(finding.in_column(survey.columns.header(at), &survey.columns.known[&at].name));
    }
    Some(value)
}

/// What keeps a workbook's cell from having a value of its own.
fn spoilt(cell: &LineCell) -> Option<&'static str> {
    match cell.kind {
        Kind::Covered => Some("merged-cell"),
        Kind::Uncalculated => Some("formula-without-value"),
        _ => None,
    }
}

/// The finding of a cell that cannot be read as it stands.
fn finding(rule: &str, span: Span, text: &str, known: &[(&str, &str)]) -> Diagnostic {
    if rule == PERSON || rule == "sole-trader" {
        return Diagnostic::new(rule, span, &[]);
    }
    let cell = span.cell().unwrap_or_default();
    let shown = shown(text);
    let value: &[(&str, &str)] = if shown.is_empty() { &[] } else { &[("value", &shown)] };
    let values = [value, &[("cell", &cell)], known].concat();
    Diagnostic::new(rule, span, &values)
}

/// The beginning of a text, as far as a finding shows it.
pub(crate) fn shown(text: &str) -> String {
    let text = text.trim();
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
