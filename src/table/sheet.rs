//! One table, of a CSV file or on a sheet: its lines looked through, then read as rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::builder::Batches;
use super::header::Headers;
use super::layout::{self, Columns};
use super::lines::{Content, Line};
use super::mask;
use super::number::Marks;
use super::parse::{Parser, Value};
use super::{ColumnReading, Origin, Reading, RowPlace, SheetReading};
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::{self, Place, Spared, Trace};
use crate::record;
use crate::source::{Span, column_letters};

/// The rule that refuses a file.
pub(crate) const PERSON: &str = "personal-number";
/// The rule that refuses a file for an address or a telephone number.
pub(crate) const CONTACT: &str = "personal-contact";
/// The rule that refuses a workbook for a person outside its cells.
pub(crate) const OUTSIDE: &str = "person-outside-cells";
/// Longest value that is shown in a finding.
const SHOWN: usize = 60;

/// A header that was found, and the dataset it is of.
pub(crate) struct Found<'d, 'h> {
    /// The line.
    pub header: &'h Line,
    /// What its dataset is known by.
    pub headers: &'h Headers<'d>,
}

/// What looking through all lines has told.
struct Survey<'d> {
    columns: Columns<'d>,
    parsers: BTreeMap<usize, Parser<'d>>,
    spared: Spared,
    /// Cells whose text is to be taken away, by row and position from 0.
    masked: Vec<(u32, usize)>,
    /// Columns without a header in which something or nothing stands.
    nameless: BTreeSet<usize>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a table whose header is known into a reading.
pub(crate) fn read<'d>(
    content: Content,
    found: &Found<'d, '_>,
    file: &Span,
    definitions: &'d Definitions,
    mut sheet: SheetReading,
    reading: &mut Reading,
) {
    let dataset = found.headers.dataset;
    reading.dataset = Some(dataset.dataset.value.clone());
    let mut diagnostics = Vec::new();
    let columns = layout::columns(found.header, found.headers, definitions, file, &mut diagnostics);
    let parsers = columns
        .known
        .iter()
        .filter_map(|(at, column)| {
            let parser = Parser::new(dataset.field(&column.field)?, dataset, definitions);
            Some((*at, parser.under(columns.header(*at).unwrap_or_default(), column)))
        })
        .collect();
    let spared = spared(definitions);
    let mut survey = Survey { columns, parsers, spared, masked: Vec::new(), nameless: BTreeSet::new(), diagnostics };
    survey.look_through(&content, found.header, file, &mut sheet);
    sheet.columns = survey.column_readings(found.header, file);
    let headers = survey.columns.known.iter().map(|(at, column)| {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        (column.name.clone(), (position, survey.columns.headers[*at].clone()))
    });
    let content = mask::without(content, &survey.masked);
    let origin = Arc::new(Origin { span: file.clone(), headers: headers.collect(), content });
    let mut batches = Batches::new(dataset);
    for line in origin.content.lines().filter(|line| line.row > found.header.row) {
        if line.is_blank() || survey.is_broken(&line) {
            continue;
        }
        let cells = survey.row(&line, file);
        batches.push(RowPlace { origin: origin.clone(), row: line.row, offset: line.offset }, &cells);
    }
    reading.batches.extend(batches.finish());
    reading.diagnostics.append(&mut survey.diagnostics);
    reading.sheets.push(sheet);
}

/// Counts the lines of a table that is not read, and looks for persons in it.
pub(crate) fn leave_out(
    content: &Content,
    file: &Span,
    definitions: &Definitions,
    sheet: &mut SheetReading,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let spared = spared(definitions);
    for line in content.lines() {
        sheet.rows_other += 1;
        diagnostics.extend(persons(&line, file, &spared, |_| Place::Text));
    }
}

/// Contacts that stand in the forms themselves.
pub(crate) fn spared(definitions: &Definitions) -> Spared {
    let project = &definitions.project;
    let texts = [&project.contact, &project.publisher, &project.notice];
    Spared::of(texts.into_iter().flat_map(|text| text.0.values()).map(String::as_str))
}

/// The findings of persons in a line; `place` tells what digits in a column may be.
pub(super) fn persons(line: &Line, file: &Span, spared: &Spared, place: impl Fn(usize) -> Place) -> Vec<Diagnostic> {
    let cells = line.cells.iter().enumerate();
    cells
        .filter_map(|(at, cell)| Some(person(line.span(file, at), personal::trace(&cell.text, place(at), spared)?)))
        .collect()
}

impl<'d> Survey<'d> {
    /// Counts the lines, finds what is wrong with their structure and which decimal marks the columns have.
    fn look_through(&mut self, content: &Content, header: &Line, file: &Span, sheet: &mut SheetReading) {
        let mut last = header.row;
        for line in content.lines() {
            self.look_for_persons(&line, header, file);
            self.tell_undecodable(&line, file, sheet);
            if line.row <= header.row {
                sheet.rows_other += 1;
                self.above(&line, header, file, sheet);
                continue;
            }
            // A sheet has no lines for the rows in which nothing stands.
            let gap = line.row - last - 1;
            last = line.row;
            sheet.rows_read += gap + 1;
            sheet.rows_blank += gap;
            if line.is_blank() {
                sheet.rows_blank += 1;
            } else if self.is_broken(&line) {
                sheet.rows_rejected += 1;
                self.tell_broken(&line, file);
            } else {
                self.look_at(&line, file);
            }
        }
        if sheet.rows_read == sheet.rows_blank {
            self.diagnostics.push(Diagnostic::new("no-rows", file.at_row(header.row), &[]));
        }
        self.tell_empty_columns(header, file);
        // The answers of a form are written by one hand: what one of them gives away holds for all.
        let of_form = matches!(content, Content::Form(_))
            .then(|| self.parsers.values().map(Parser::marks).fold(Marks::default(), Marks::with));
        for (at, parser) in &mut self.parsers {
            if let Some(marks) = of_form {
                parser.share(marks);
            }
            parser.settle();
            let written = self.columns.header(*at).unwrap_or_default();
            for (rule, values) in parser.notes(written) {
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let note = Diagnostic::new(rule, header.span(file, *at), &values);
                self.diagnostics.push(note.in_column(Some(written), &self.columns.known[at].name));
            }
        }
    }

    fn above(&mut self, line: &Line, header: &Line, file: &Span, sheet: &mut SheetReading) {
        if line.row == header.row {
            sheet.header_rows.push(line.row);
            self.diagnostics.extend(line.faults.iter().map(|fault| fault.diagnostic(file)));
        } else if !line.is_blank() {
            self.diagnostics.push(Diagnostic::new("row-above-header", file.at_row(line.row), &[]));
        }
    }

    fn look_for_persons(&mut self, line: &Line, header: &Line, file: &Span) {
        let of_form = line.row > header.row && line.faults.is_empty();
        let (mut organisations, mut masked) = (BTreeSet::new(), BTreeSet::new());
        for (at, parser) in self.parsers.iter().filter(|_| of_form) {
            let Some(cell) = line.cells.get(*at) else { continue };
            if parser.names_organisation(&cell.text) {
                organisations.insert(*at);
            } else if parser.masks(&cell.text) {
                masked.insert(*at);
            }
        }
        let place = |at: usize| match self.parsers.get(&at) {
            Some(parser) if of_form => parser.place(),
            _ => Place::Text,
        };
        let mut found = persons(line, file, &self.spared, place);
        let spans: Vec<Span> = organisations.iter().chain(&masked).map(|at| line.span(file, *at)).collect();
        found.retain(|finding| !spans.contains(&finding.span));
        self.diagnostics.extend(found);
        self.masked.extend(masked.into_iter().map(|at| (line.row, at)));
    }

    /// True when it cannot be told which cell stands under which header.
    fn is_broken(&self, line: &Line) -> bool {
        let all = self.columns.headers.len();
        let surplus = line.cells.iter().skip(all).any(|cell| !cell.is_blank());
        let counted = line.cells.iter().any(|cell| cell.bytes.is_some());
        !line.faults.is_empty()
            || line.undecodable().is_some()
            || (counted && (line.cells.len() < self.columns.width || surplus))
    }

    fn tell_undecodable(&mut self, line: &Line, file: &Span, sheet: &SheetReading) {
        if let Some(at) = line.undecodable() {
            let values = [("encoding", sheet.encoding.as_deref().unwrap_or_default())];
            self.diagnostics.push(Diagnostic::new("undecodable-text", line.span(file, at), &values));
        }
    }

    fn tell_broken(&mut self, line: &Line, file: &Span) {
        self.diagnostics.extend(line.faults.iter().map(|fault| fault.diagnostic(file)));
        if !line.faults.is_empty() || line.undecodable().is_some() {
            return;
        }
        let offset = usize::try_from(line.offset).unwrap_or(usize::MAX);
        let place = (line.row, offset, line.end);
        let finding = record::wrong_field_count(file, place, line.cells.len(), self.columns.headers.len());
        self.diagnostics.push(finding);
    }

    fn look_at(&mut self, line: &Line, file: &Span) {
        for (at, cell) in line.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            let nameless = self.columns.header(at).is_none_or(str::is_empty);
            if nameless && self.nameless.insert(at) {
                let span = line.span(file, at);
                let place = span.cell().unwrap_or_default();
                self.diagnostics.push(Diagnostic::new("column-without-header", span, &[("cell", &place)]));
            }
            if let Some(parser) = self.parsers.get_mut(&at) {
                parser.see(cell);
            }
        }
    }

    fn tell_empty_columns(&mut self, header: &Line, file: &Span) {
        let empty = (0..self.columns.headers.len())
            .find(|at| self.columns.headers[*at].is_empty() && !self.nameless.contains(at));
        if let Some(at) = empty {
            let span = header.span(file, at);
            let column = span.column.map(column_letters).unwrap_or_default();
            self.diagnostics.push(Diagnostic::new("empty-column", span, &[("column", &column)]));
        }
    }

    fn column_readings(&self, header: &Line, file: &Span) -> Vec<ColumnReading> {
        let headers = self.columns.headers.iter().enumerate();
        headers
            .filter(|(_, text)| !text.is_empty())
            .map(|(at, text)| ColumnReading {
                cell: header.span(file, at).cell().unwrap_or_default(),
                header: text.clone(),
                field: self.columns.known.get(&at).map(|column| column.name.clone()),
                decimal: self.parsers.get(&at).and_then(|parser| parser.decimal),
            })
            .collect()
    }

    /// Reads the cells of a line by the names of their columns.
    fn row(&mut self, line: &Line, file: &Span) -> BTreeMap<&'d str, Value> {
        let mut cells = BTreeMap::new();
        for (at, parser) in &self.parsers {
            let Some(cell) = line.cells.get(*at) else { continue };
            let column = self.columns.known[at];
            let parsed = parser.read(cell);
            if let Some((rule, more)) = parsed.finding {
                let known = [("more", more.as_str()), ("known", &more), ("codelist", parser.codelist())];
                let finding = finding(rule, line.span(file, *at), &cell.text, &known);
                self.diagnostics.push(finding.in_column(self.columns.header(*at), &column.name));
            }
            cells.insert(column.name.as_str(), parsed.value);
        }
        cells
    }
}

/// The finding of a cell that cannot be read as it stands.
fn finding(rule: &str, span: Span, text: &str, known: &[(&str, &str)]) -> Diagnostic {
    if rule == PERSON || rule == "sole-trader" {
        return Diagnostic::new(rule, span, &[]);
    }
    let text = text.trim();
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let values = [&[("value", shown.as_str())], known].concat();
    Diagnostic::new(rule, span, &values)
}

/// The finding of a person, without anything that the cell says.
fn person(span: Span, trace: Trace) -> Diagnostic {
    Diagnostic::new(if trace == Trace::Number { PERSON } else { CONTACT }, span, &[])
}
