//! Any file as it is understood, with a dataset or without one.

use std::sync::Arc;

use super::decode::{Expected, decode};
use super::layout::{self, Candidate, Columns, HEADER_WITHIN, usual_count};
use super::lines::{Content, Line, LineCell};
use super::reading::{self, Wishes};
use super::survey::Survey;
use super::workbook::{self, Kind, Workbooks};
use super::{Batch, Reading, SheetReading, persons, rows, sheet};
use crate::definition::Definitions;
use crate::diagnostic::{self, Diagnostic};
use crate::personal::{Spared, masked};
use crate::source::{Span, column_letters};
use crate::value::State;

/// Lines by which the usual number of cells is told.
const USUAL_WITHIN: usize = 200;

/// A file as it is understood.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// How it was read, with what is wrong in it.
    pub reading: Reading,
    /// Its tables, one of each sheet in which rows were found.
    pub tables: Vec<Table>,
}

/// A table with its cells as text. A personal identity number in it is made unreadable.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// A name for each column: its field where there is one, else its header, else its letters.
    pub names: Vec<String>,
    /// Rows as the spreadsheet shows them, with their cells.
    pub rows: Vec<(u32, Vec<Option<String>>)>,
}

/// Looks at a file as one of the datasets of a project, where it is one of them.
///
/// Values are what was read: numbers with a decimal point, days as `2025-12-31`, codes; `None` is missing or
/// unreadable. Columns that are no fields are text as written.
pub fn look_in(name: &str, bytes: &[u8], definitions: &Definitions, workbooks: &dyn Workbooks, wishes: Wishes) -> Look {
    let reading = reading::read_as(name, bytes, definitions, workbooks, wishes);
    if reading.dataset.is_none() && !reading.sheets.is_empty() {
        let spared = persons::spared(definitions);
        let other = look_sparing(name, bytes, &definitions.project.languages, workbooks, wishes, &spared);
        let mut reading = reading;
        let known = |finding: &Diagnostic| reading.diagnostics.contains(finding);
        let more: Vec<Diagnostic> = other.reading.diagnostics.into_iter().filter(|finding| !known(finding)).collect();
        reading.diagnostics.extend(more);
        diagnostic::sort(&mut reading.diagnostics);
        reading.sheets = other.reading.sheets;
        return Look { reading, tables: other.tables };
    }
    let mut tables: Vec<Table> = Vec::new();
    for batch in &reading.batches {
        let table = typed(batch);
        match tables.last_mut().filter(|last| last.names == table.names) {
            Some(last) => last.rows.extend(table.rows),
            None => tables.push(table),
        }
    }
    Look { reading, tables }
}

/// The rows of a batch, in the order of the file's columns.
fn typed(batch: &Batch) -> Table {
    let Some(origin) = batch.places.first().map(|place| place.origin.clone()) else { return Table::default() };
    let field_at = |at: usize| {
        let is_it = |(_, (position, _)): &(&String, &(u32, String))| *position as usize == at + 1;
        origin.headers.iter().find(is_it).map(|(name, _)| name.clone())
    };
    let width = origin.written.len();
    let named: Vec<(usize, Option<String>, String)> = (0..width)
        .map(|at| {
            let field = field_at(at);
            let header = origin.written.get(at).cloned().unwrap_or_default();
            let name = field.clone().unwrap_or_else(|| name(&header, at));
            (at, field, name)
        })
        .filter(|(at, field, _)| field.is_some() || origin.written.get(*at).is_some_and(|header| !header.is_empty()))
        .collect();
    let mut rows = Vec::new();
    for (row, place) in batch.places.iter().enumerate() {
        let line = place.origin.content.line(place.offset, place.row).unwrap_or_default();
        let cell = |(at, field, _): &(usize, Option<String>, String)| match field {
            Some(field) => {
                let column = &batch.columns[field];
                column.written(row).filter(|_| column.states[row] == State::Value).map(|value| masked(&value))
            }
            None => line.cells.get(*at).map(|cell| masked(&cell.text)),
        };
        rows.push((place.row, named.iter().map(cell).collect()));
    }
    Table { names: distinct(named.into_iter().map(|(_, _, name)| name).collect()), rows }
}

/// Looks at a file that nothing is known of, but the languages it may be written in; its cells are text as written.
pub fn look(name: &str, bytes: &[u8], languages: &[String], workbooks: &dyn Workbooks, wishes: Wishes) -> Look {
    look_sparing(name, bytes, languages, workbooks, wishes, &Spared::default())
}

fn look_sparing(
    name: &str,
    bytes: &[u8],
    languages: &[String],
    workbooks: &dyn Workbooks,
    wishes: Wishes,
    spared: &Spared,
) -> Look {
    let mut look = Look { reading: Reading { file: name.to_owned(), ..Reading::default() }, tables: Vec::new() };
    let file = Span::file(name);
    if workbook::is_workbook(bytes) {
        match workbooks.sheets(bytes) {
            Ok(sheets) => {
                persons::look_outside(bytes, spared, &mut look.reading);
                for workbook::Sheet { name, rows, .. } in sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()) {
                    let name = persons::look_at_name(&name, spared, &mut look.reading);
                    let file = Span { sheet: Some(Arc::from(name.as_str())), ..file.clone() };
                    let about = SheetReading { sheet: Some(name), ..SheetReading::default() };
                    look.table(Content::Sheet(rows), b';', &file, about, spared);
                }
            }
            Err(refusal) => look.reading.diagnostics.push(refusal.diagnostic(name)),
        }
    } else if let Some(too_large) = reading::too_large(name, bytes) {
        look.reading.diagnostics.push(too_large);
    } else {
        let choice = decode(bytes, wishes.encoding, &Expected::of_languages(languages));
        let delimiter = layout::likely_delimiter(&choice.decoded);
        let about = SheetReading {
            encoding: Some(choice.decoded.encoding.name().to_owned()),
            delimiter: Some(char::from(delimiter)),
            ..SheetReading::default()
        };
        let content = Content::Csv { decoded: choice.decoded.clone(), delimiter, width: None };
        reading::tell_rival(bytes, &choice, &content, &file, &mut look.reading.diagnostics);
        look.table(content, delimiter, &file, about, spared);
    }
    if look.tables.is_empty() && look.reading.diagnostics.is_empty() {
        look.reading.diagnostics.push(Diagnostic::new("empty-file", file, &[("file", name)]));
    }
    diagnostic::sort(&mut look.reading.diagnostics);
    look
}

impl Look {
    fn table(&mut self, content: Content, delimiter: u8, file: &Span, mut about: SheetReading, spared: &Spared) {
        let first: Vec<Line> = content.lines().take(USUAL_WITHIN).filter(|line| !line.is_blank()).collect();
        let Some(width) = usual_count(first.iter().map(|line| line.cells.len())) else { return };
        let header = header(&first, width, delimiter);
        let columns = if let Some(header) = &header {
            Columns::of(&header.header)
        } else {
            Columns { headers: (0..width).map(letters).collect(), width, ..Columns::default() }
        };
        let content = match content {
            Content::Csv { decoded, delimiter, .. } => {
                Content::Csv { decoded, delimiter, width: Some(columns.headers.len()) }
            }
            other => other,
        };
        let mut survey = Survey::new([].into(), columns, spared.clone(), Vec::new());
        survey.look_through(&content, header.as_ref(), &[], file, &mut about);
        let line = header.as_ref().map_or_else(|| Line { row: 1, ..Line::default() }, |header| header.header.clone());
        about.columns = sheet::column_readings(&survey, &line);
        let names = survey.columns.headers.iter().enumerate().map(|(at, header)| name(header, at)).collect();
        let mut table = Table { names: distinct(names), rows: Vec::new() };
        for line in content.lines_after(header.as_ref().map(Candidate::last)) {
            if line.is_blank() || survey.is_left_out(&line) {
                continue;
            }
            let cell = |at| line.cells.get(at).map(|cell: &LineCell| masked(&cell.text));
            table.rows.push((line.row, (0..table.names.len()).map(cell).collect()));
        }
        for column in &mut about.columns {
            column.header = masked(&column.header);
        }
        self.reading.diagnostics.append(&mut survey.diagnostics);
        self.reading.sheets.push(about);
        self.tables.push(table);
    }
}

/// The first of some lines that names most columns, in words.
fn header(lines: &[Line], width: usize, delimiter: u8) -> Option<Candidate> {
    let fullest = lines.iter().map(|line| line.filled().count()).max()?.min(width);
    let full = |line: &&Line| line.filled().count() * 10 >= fullest * 6 && line.cells.len() * 10 >= width * 6;
    let header = lines.iter().take(HEADER_WITHIN).find(full).filter(|line| names_columns(line))?;
    let below = lines.iter().find(|line| line.offset > header.offset);
    let units = below.filter(|line| rows::is_unit_line(line));
    Some(Candidate {
        dataset: String::new(),
        matches: 0,
        header: header.clone(),
        lines: std::iter::once(header).chain(units).cloned().collect(),
        units: units.is_some(),
        delimiter,
        turned: false,
        stamp: None,
    })
}

/// True for a line of words and years, no two of them alike.
fn names_columns(line: &Line) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut words = 0;
    for (_, cell) in line.filled() {
        let text = cell.text.trim();
        let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let worded = matches!(cell.kind, Kind::Text | Kind::Covered) && text.chars().any(char::is_alphabetic);
        let dated = text.bytes().filter(u8::is_ascii_digit).count() > 6;
        if !(year || worded) || dated || seen.contains(&text) {
            return false;
        }
        words += usize::from(worded);
        seen.push(text);
    }
    words > 0
}

fn letters(at: usize) -> String {
    column_letters(u32::try_from(at + 1).unwrap_or(u32::MAX))
}

/// The name of a column by its header, or by its letters where it has none.
fn name(header: &str, at: usize) -> String {
    if header.is_empty() { letters(at) } else { masked(header) }
}

/// Names of which no two are alike: the later of two has its letters behind it.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let name = if distinct.contains(&name) { format!("{name} ({})", letters(at)) } else { name };
        distinct.push(name);
    }
    distinct
}
