//! The tables of a CSV file or a sheet: their lines looked through, then read as rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builder::Batches;
use super::header::Headers;
use super::layout::{self, Candidate};
use super::lines::{Content, Line, LineCell};
use super::parse::{Parser, Value};
use super::persons::{self, PERSON};
use super::survey::Survey;
use super::workbook::Kind;
use super::{ColumnReading, Origin, Reading, RowPlace, SheetReading, beside, mask, unread};
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::Place;
use crate::source::{Span, column_letters};

/// Longest value that is shown in a finding.
const SHOWN: usize = 60;

/// Reads the tables of one dataset that stand below each other, from the header that was found on.
pub(crate) fn read<'d>(
    content: Content,
    first: Candidate,
    headers: &[Headers<'d>],
    file: &Span,
    definitions: &'d Definitions,
    mut sheet: SheetReading,
    reading: &mut Reading,
) {
    let (content, first) = beside::left_out(content, first, headers, file, definitions, &mut reading.diagnostics);
    reading.dataset = Some(first.dataset.clone());
    let mut tables: Vec<(Candidate, Survey)> = Vec::new();
    let mut next = Some(first);
    while let Some(candidate) = next.take() {
        let mut survey = survey(&candidate, headers, file, definitions);
        next = survey.look_through(&content, Some(&candidate), headers, file, &mut sheet);
        sheet.columns.extend(column_readings(&survey, &candidate.header));
        tables.push((candidate, survey));
    }
    let masked: Vec<(u32, usize)> = tables.iter().flat_map(|(_, survey)| survey.masked.iter().copied()).collect();
    let content = Arc::new(mask::without(content, &masked));
    let ends: Vec<Option<u64>> =
        tables.iter().skip(1).map(|(next, _)| next.lines.first().map(|line| line.offset)).chain([None]).collect();
    for ((candidate, mut survey), end) in tables.into_iter().zip(ends) {
        rows(&content, &candidate, &mut survey, end, file, headers, definitions, reading);
        reading.diagnostics.append(&mut survey.diagnostics);
    }
    reading.sheets.push(sheet);
}

fn of<'d, 'h>(candidate: &Candidate, headers: &'h [Headers<'d>]) -> &'h Headers<'d> {
    let of = |known: &&Headers| known.dataset.dataset.value == candidate.dataset;
    headers.iter().find(of).expect("the candidate is one of them")
}

/// A survey that knows the columns of a header.
fn survey<'d>(candidate: &Candidate, headers: &[Headers<'d>], file: &Span, definitions: &'d Definitions) -> Survey<'d> {
    let known = of(candidate, headers);
    let dataset = known.dataset;
    let mut diagnostics = Vec::new();
    let columns = layout::columns(&candidate.header, known, definitions, file, &mut diagnostics);
    let parsers = columns.known.iter().filter_map(|(at, column)| {
        let parser = Parser::new(dataset.field(&column.field)?, dataset, definitions);
        Some((*at, parser.under(columns.header(*at).unwrap_or_default(), column)))
    });
    let parsers = parsers.collect();
    Survey::new(parsers, columns, persons::spared(definitions), diagnostics)
}

/// Reads the rows of a table that was surveyed, up to an offset.
#[expect(clippy::too_many_arguments, reason = "what is read, by what, and into what")]
fn rows<'d>(
    content: &Arc<Content>,
    candidate: &Candidate,
    survey: &mut Survey<'d>,
    end: Option<u64>,
    file: &Span,
    headers: &[Headers<'d>],
    definitions: &Definitions,
    reading: &mut Reading,
) {
    let positions = survey.columns.known.iter().map(|(at, column)| {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        (column.name.clone(), (position, survey.columns.headers[*at].clone()))
    });
    let origin = Arc::new(Origin {
        span: file.clone(),
        headers: positions.collect(),
        written: survey.columns.headers.clone(),
        misspelt: survey.columns.misspelt.clone(),
        stamp: candidate.stamp.clone(),
        content: content.clone(),
    });
    let mut batches = Batches::new(of(candidate, headers).dataset);
    let here = |line: &Line| end.is_none_or(|end| line.offset < end);
    for line in content.lines_after(Some(candidate.last())).take_while(here) {
        if survey.is_broken(&line) {
            let country = definitions.project.country();
            unread::keep_broken(&line, file.sheet.as_ref(), &survey.columns, country, reading);
        }
        if line.is_blank() || survey.is_left_out(&line) {
            continue;
        }
        let cells = row(survey, &line, file);
        batches.push(RowPlace { origin: origin.clone(), row: line.row, offset: line.offset }, &cells);
    }
    reading.batches.extend(batches.finish());
}

/// Counts the lines of a table that is not read, and looks for persons in it.
pub(crate) fn leave_out(
    content: &Content,
    file: &Span,
    definitions: &Definitions,
    sheet: &mut SheetReading,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let spared = persons::spared(definitions);
    for line in content.lines() {
        sheet.rows_other += 1;
        diagnostics.extend(persons::persons(&line, content, file, &spared, |_| Place::Text));
    }
}

/// How the columns of a table were understood.
pub(crate) fn column_readings(survey: &Survey, header: &Line) -> Vec<ColumnReading> {
    let cell = |at: usize| {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let (column, row) = if header.turned { (header.row, position) } else { (position, header.row) };
        format!("{}{row}", column_letters(column))
    };
    let headers = survey.columns.headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
    headers
        .map(|(at, header)| ColumnReading {
            cell: cell(at),
            header: header.clone(),
            field: survey.columns.known.get(&at).map(|column| column.name.clone()),
            decimal: survey.decimal(at),
        })
        .collect()
}

/// Reads the cells of a line by the names of their columns.
fn row<'d>(survey: &mut Survey<'d>, line: &Line, file: &Span) -> BTreeMap<&'d str, Value> {
    let mut cells = BTreeMap::new();
    for (at, parser) in &survey.parsers {
        let Some(cell) = line.cells.get(*at) else { continue };
        let column = survey.columns.known[at];
        let (value, fault) = if let Some(rule) = spoilt(cell) {
            (Value::Unreadable, Some((rule, String::new())))
        } else {
            let parsed = parser.read(cell);
            (parsed.value, parsed.finding)
        };
        if let Some((rule, more)) = fault {
            let places = ["more", "known", "last", "day", "fraction"].map(|place| (place, more.as_str()));
            let known = [&places[..], &[("codelist", parser.codelist())]].concat();
            let finding = finding(rule, line.span(file, *at), &cell.text, &known);
            survey.diagnostics.push(finding.in_column(survey.columns.header(*at), &column.name));
        }
        cells.insert(column.name.as_str(), value);
    }
    cells
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
