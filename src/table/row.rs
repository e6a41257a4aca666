//! The cells of one line as values, and the findings of those that cannot be read as they stand.

use std::collections::BTreeMap;

use super::lines::{Line, LineCell};
use super::parse::{Parser, Value};
use super::persons::PERSON;
use super::survey::Survey;
use super::workbook::Kind;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::figure::written;
use crate::personal::masked;
use crate::source::Span;
use crate::text::Text;
use crate::value::Missing;

/// Longest value that is shown in a finding.
const SHOWN: usize = 60;
/// Who is counted where a part of one is no answer.
const PEOPLE: [&str; 6] = ["people", "personer", "personnes", "persone", "persoane", "osebe"];

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
    let (value, fault) = if cell.kind == Kind::Astray {
        // It is told where the answer stands.
        (Value::Unreadable, None)
    } else if let Some(rule) = spoilt(cell) {
        (Value::Unreadable, Some((rule, String::new())))
    } else {
        let parsed = parser.read(cell);
        (parsed.value, parsed.finding)
    };
    if let Some((rule, more)) = fault {
        let finding = finding(rule, line.span(file, at), cell, parser, &more);
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

/// The finding of a cell that cannot be read as it stands. A number that a workbook holds is shown as each language
/// writes it: how it is kept there nobody sees.
fn finding(rule: &str, span: Span, cell: &LineCell, parser: &Parser, more: &str) -> Diagnostic {
    if rule == PERSON || rule == "sole-trader" {
        return Diagnostic::new(rule, span, &[]);
    }
    let (place, value) = (span.cell().unwrap_or_default(), shown(&cell.seen()));
    let others = ["more", "known", "last", "word"].map(|place| (place, more));
    let example = parser.example().filter(|_| rule == "not-a-date").map(|day| day.to_string());
    let own = [("codelist", parser.codelist()), ("cell", &place), ("day", example.as_deref().unwrap_or(more))];
    let is_figure = parser.is_number() && cell.kind == Kind::Number;
    showing(rule, span, (&value, is_figure), [&others[..], &own].concat(), words(rule, parser, more))
}

/// A finding that shows what stands in a cell: a number of a workbook, or a text.
pub(super) fn showing<'v>(
    rule: &str,
    span: Span,
    (value, is_figure): (&'v str, bool),
    mut values: Vec<(&str, &'v str)>,
    mut words: Vec<(&'static str, Text)>,
) -> Diagnostic {
    if is_figure {
        words.push(("value", written(value)));
    } else if !value.is_empty() {
        values.push(("value", value));
    }
    let words: Vec<(&str, &Text)> = words.iter().map(|(place, word)| (*place, word)).collect();
    let finding = Diagnostic::worded(rule, span, &values, &words);
    Diagnostic { value: Some(masked(value)).filter(|value| !value.is_empty()), is_figure, ..finding }
}

/// What the rule of a cell says that differs between languages. To write a number in each of them takes long beside all
/// else, and a column may have as many findings as rows.
fn words(rule: &str, parser: &Parser, more: &str) -> Vec<(&'static str, Text)> {
    let unknown = || ("unknown", parser.word_for(Missing::Unknown));
    match rule {
        "hidden-value" | "shown-smaller" => vec![("shown", written(more))],
        "wrong-unit" => vec![("fraction", written(more))],
        "not-a-whole-number" if parser.counts_persons() => vec![("people", Text::in_each(PEOPLE)), unknown()],
        "not-a-whole-number" => vec![("whole", written(more)), unknown()],
        "not-a-number" => {
            let figure = if parser.has_decimals() { ("decimal", written("12.5")) } else { ("whole", Text::same("12")) };
            // Whoever has written a day knows the number.
            let missing = [unknown(), ("not_applicable", parser.word_for(Missing::NotApplicable))];
            std::iter::once(figure).chain(missing.into_iter().filter(|_| more.is_empty())).collect()
        }
        _ => Vec::new(),
    }
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
