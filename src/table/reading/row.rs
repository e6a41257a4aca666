//! The cells of one line as values, and the findings of those that cannot be read as they stand.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::figure::{said, written};
use crate::source::Span;
use crate::table::cell::display::{showing, shown};
use crate::table::cell::parse::{Instead, Parsed, Parser, Value};
use crate::table::lines::{Line, LineCell};
use crate::table::persons::PERSON;
use crate::table::spelling::words::visible;
use crate::table::survey::Survey;
use crate::table::workbook::Kind;
use crate::text::Text;
use crate::value::Missing;

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
    let Parsed { value, finding: fault } = parser.read_of_row(cell);
    if let Some((rule, more)) = fault {
        let finding = finding(rule, line.span(file, at), cell, parser, &more);
        findings.push(finding.in_column(survey.columns.header(at), &survey.columns.known[&at].name));
    }
    Some(value)
}

/// The finding of a cell that cannot be read as it stands. A number that a workbook holds is shown as each language
/// writes it: how it is kept there nobody sees.
fn finding(rule: &str, span: Span, cell: &LineCell, parser: &Parser, more: &str) -> Diagnostic {
    if rule == PERSON || rule == "sole-trader" {
        return Diagnostic::new(rule, span, &[]);
    }
    let (place, value) = (span.cell().unwrap_or_default(), shown(&cell.seen()));
    let others = ["more", "known", "last", "word"].map(|place| (place, more));
    let example = parser.example().filter(|_| matches!(rule, "not-a-date" | "year-as-day")).map(|day| day.to_string());
    let own = [("codelist", parser.codelist()), ("cell", &place), ("day", example.as_deref().unwrap_or(more))];
    let is_figure = parser.is_number() && cell.kind == Kind::Number;
    showing(rule, span, (&value, is_figure), [&others[..], &own].concat(), words(rule, parser, cell, more))
}

/// What the rule of a cell says that differs between languages. To write a number in each of them takes long beside all
/// else, and a column may have as many findings as rows.
fn words(rule: &str, parser: &Parser, cell: &LineCell, more: &str) -> Vec<(&'static str, Text)> {
    let unknown = || ("unknown", parser.word_for(Missing::Unknown));
    match rule {
        "hidden-value" | "shown-smaller" => vec![("shown", written(more))],
        "wrong-unit" => vec![("fraction", written(more))],
        "not-a-whole-number" if parser.counts_persons() => vec![("people", Text::in_each(PEOPLE)), unknown()],
        "not-a-whole-number" => vec![("whole", written(more)), unknown()],
        "not-yes-or-no" => vec![unknown()],
        "ambiguous-number" if more.is_empty() => {
            let [smaller, larger] = parser.both(visible(&cell.text).trim()).unwrap_or_default();
            vec![("smaller", said(smaller)), ("larger", said(larger))]
        }
        // The cell shows the day that a workbook has made of the year.
        "year-as-day" if cell.text.trim() != more => vec![("shown", Text::same(cell.text.trim()))],
        "not-a-number" => {
            match parser.instead(cell) {
                Some(Instead::Zero) => return vec![("zero", Text::same("0")), unknown()],
                Some(Instead::Less(number)) if number.scale() == 0 => {
                    return vec![("negative", Text::same(&number.to_string()))];
                }
                Some(Instead::Less(number)) => return vec![("negative", said(number))],
                Some(Instead::Hours(hours)) if hours.scale() == 0 => {
                    return vec![("hours", Text::same(&hours.to_string()))];
                }
                Some(Instead::Hours(hours)) => return vec![("hours", said(hours))],
                None => {}
            }
            let figure = if parser.has_decimals() { ("decimal", written("12.5")) } else { ("whole", Text::same("12")) };
            // Whoever has written a day knows the number.
            let missing = [unknown(), ("not_applicable", parser.word_for(Missing::NotApplicable))];
            std::iter::once(figure).chain(missing.into_iter().filter(|_| more.is_empty())).collect()
        }
        _ => Vec::new(),
    }
}
