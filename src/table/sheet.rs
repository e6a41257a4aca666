//! The tables of a CSV file or a sheet: their lines looked through, then read as rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builder::Batches;
use super::header::Headers;
use super::layout::{self, Candidate};
use super::lines::{Content, Line, LineCell};
use super::parse::{Parser, Value};
use super::survey::{Survey, persons};
use super::unread;
use super::workbook::Kind;
use super::{ColumnReading, Origin, Reading, RowPlace, SheetReading};
use crate::definition::Definitions;
use crate::definition::dataset::FieldType;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, column_letters};

pub(crate) use super::survey::PERSON;

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
    reading.dataset = Some(first.dataset.clone());
    let content = Arc::new(content);
    let mut next = Some(first);
    while let Some(candidate) = next.take() {
        let of = |known: &&Headers| known.dataset.dataset.value == candidate.dataset;
        let known = headers.iter().find(of).expect("the candidate is one of them");
        let dataset = known.dataset;
        let mut diagnostics = Vec::new();
        let columns = layout::columns(&candidate.header, known, definitions, file, &mut diagnostics);
        let parsers = columns.known.iter().filter_map(|(at, column)| {
            Some((*at, Parser::new(dataset.field(&column.field)?, dataset, definitions)))
        });
        let identifiers = columns.known.iter().filter(|(_, column)| {
            dataset.field(&column.field).is_some_and(|field| field.kind == FieldType::OrganisationNumber)
        });
        let identifiers = identifiers.map(|(at, _)| *at).collect();
        let mut survey = Survey::new(parsers.collect(), columns, diagnostics);
        survey.identifiers = identifiers;
        next = survey.look_through(&content, Some(&candidate), headers, file, &mut sheet);
        sheet.columns.extend(column_readings(&survey, &candidate.header));
        let positions = survey.columns.known.iter().map(|(at, column)| {
            let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
            (column.name.clone(), (position, survey.columns.headers[*at].clone()))
        });
        let origin = Arc::new(Origin {
            span: file.clone(),
            headers: positions.collect(),
            written: survey.columns.headers.clone(),
            content: content.clone(),
        });
        let mut batches = Batches::new(dataset);
        let last = next.as_ref().map(|next| next.lines.first().map_or(0, |line| line.offset));
        let here = |line: &Line| last.is_none_or(|last| line.offset < last);
        for line in content.lines_after(Some(candidate.last())).take_while(here) {
            if survey.is_broken(&line) {
                unread::keep_broken(&line, file.sheet.as_ref(), &survey.columns, reading);
            }
            if line.is_blank() || survey.is_left_out(&line) {
                continue;
            }
            let cells = row(&mut survey, &line, file);
            batches.push(RowPlace { origin: origin.clone(), row: line.row, offset: line.offset }, &cells);
        }
        reading.batches.extend(batches.finish());
        reading.diagnostics.append(&mut survey.diagnostics);
    }
    reading.sheets.push(sheet);
}

/// Counts the lines of a table that is not read, and looks for persons in it.
pub(crate) fn leave_out(content: &Content, file: &Span, sheet: &mut SheetReading, diagnostics: &mut Vec<Diagnostic>) {
    for line in content.lines() {
        sheet.rows_other += 1;
        diagnostics.extend(persons(&line, file, |_| true));
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
            let known = [("more", more.as_str()), ("known", &more), ("codelist", parser.codelist())];
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
    if rule == PERSON {
        return Diagnostic::new(PERSON, span, &[]);
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
