//! Any file as it is understood, with a dataset or without one.

mod form;
mod header;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bytes::decode::{Choice, Expected, decode};
use super::bytes::foreign;
use super::form::stamped;
use super::layout::{self, Columns, Said, usual_count};
use super::lines::{Content, Line, LineCell};
use super::persons::{self, pieced};
use super::reading::{self, Wishes, beside, sheet};
use super::survey::Survey;
use super::workbook::{self, Workbooks};
use super::{Batch, Reading, SheetReading};
use crate::definition::Definitions;
use crate::diagnostic::{self, Diagnostic};
use crate::personal::{Place, Spared, masked};
use crate::source::{Bytes, Span, column_letters};
use crate::value::State;

/// The option by which somebody who reads a file without a project can say in which language it is written.
const LANGUAGE: &str = "--language";
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

/// A table whose rows [`Look::rows`] gives one by one: its cells as text stand nowhere all at once.
#[derive(Debug, Clone)]
pub struct Table {
    /// A name for each column: its field where there is one, else its header, else its letters.
    pub names: Vec<String>,
    /// How many rows it has.
    pub length: usize,
    /// The sheet it stands in; none of a file of text.
    pub sheet: Option<String>,
    source: Source,
}

/// A row as the spreadsheet numbers it, with its cells. A personal identity number in them is made unreadable.
pub type Row = (u32, Vec<Option<String>>);

/// What the rows of a table are read from.
#[derive(Debug, Clone)]
enum Source {
    /// Batches of the reading, by their position.
    Batches(Vec<usize>),
    /// Lines below the last of a header, but for some rows, and the positions of their cells.
    Lines(Arc<Content>, Option<Line>, BTreeSet<u32>, Vec<usize>),
}

/// Looks at a file as one of the datasets of a project, where it is one of them.
///
/// Values are what was read: numbers with a decimal point, days as `2025-12-31`, codes; `None` is missing or
/// unreadable. Columns that are no fields are text as written.
pub fn look_in(name: &str, bytes: &[u8], definitions: &Definitions, workbooks: &dyn Workbooks, wishes: Wishes) -> Look {
    let reading = reading::read_as(name, bytes, definitions, workbooks, wishes);
    if reading.dataset.is_none() && !reading.sheets.is_empty() {
        let spared = persons::spared(definitions);
        let other = look_sparing(name, bytes, (&definitions.project.languages, None), workbooks, wishes, &spared);
        let mut reading = reading;
        let known = |finding: &Diagnostic| reading.diagnostics.contains(finding);
        let more: Vec<Diagnostic> = other.reading.diagnostics.into_iter().filter(|finding| !known(finding)).collect();
        reading.diagnostics.extend(more);
        diagnostic::sort(&mut reading.diagnostics);
        reading.sheets = other.reading.sheets;
        persons::refuse(&mut reading);
        return Look { reading, tables: other.tables };
    }
    let mut tables: Vec<Table> = Vec::new();
    for (at, batch) in reading.batches.iter().enumerate().filter(|(_, batch)| batch.rows() > 0) {
        let names = distinct(columns(batch).into_iter().map(|(_, _, name)| name).collect());
        let sheet = batch.places.first().and_then(|place| place.origin.span.sheet.as_deref()).map(masked);
        match tables.last_mut().filter(|last| last.names == names && last.sheet == sheet) {
            Some(Table { length, source: Source::Batches(batches), .. }) => {
                *length += batch.rows();
                batches.push(at);
            }
            _ => tables.push(Table { names, length: batch.rows(), sheet, source: Source::Batches(vec![at]) }),
        }
    }
    Look { reading, tables }
}

/// The columns of a batch in the order of its file: position, field and name.
fn columns(batch: &Batch) -> Vec<(usize, Option<String>, String)> {
    let Some(origin) = batch.places.first().map(|place| place.origin.clone()) else { return Vec::new() };
    let field_at = |at: usize| {
        let is_it = |(_, (position, _)): &(&String, &(u32, String))| *position as usize == at + 1;
        origin.headers.iter().find(is_it).map(|(name, _)| name.clone())
    };
    let width = origin.written.len();
    (0..width)
        .map(|at| {
            let field = field_at(at);
            let header = origin.written.get(at).cloned().unwrap_or_default();
            let name = field.clone().unwrap_or_else(|| name(&header, at));
            (at, field, name)
        })
        .filter(|(at, field, _)| field.is_some() || origin.written.get(*at).is_some_and(|header| !header.is_empty()))
        .collect()
}

/// The rows of a batch.
fn typed(batch: &Batch) -> impl Iterator<Item = Row> + '_ {
    let columns = columns(batch);
    batch.places.iter().enumerate().map(move |(row, place)| {
        let line = (place.origin.content.hold().ok())
            .and_then(|content| content.line(place.offset, place.row))
            .unwrap_or_default();
        let cell = |(at, field, _): &(usize, Option<String>, String)| match field {
            Some(field) => {
                let column = &batch.columns[field];
                column.written(row).filter(|_| column.states[row] == State::Value).map(|value| masked(&value))
            }
            None => line.cells.get(*at).map(|cell| masked(&cell.text)),
        };
        (place.row, columns.iter().map(cell).collect())
    })
}

/// Looks at a file that nothing is known of, but the languages it may be written in; its cells are text as written. Of one in
/// which a person stands only where is told.
pub fn look(name: &str, bytes: &[u8], languages: &[String], workbooks: &dyn Workbooks, wishes: Wishes) -> Look {
    look_sparing(name, bytes, (languages, Some(LANGUAGE)), workbooks, wishes, &Spared::default())
}

/// Looks at a file of some languages, which an option may change.
fn look_sparing(
    name: &str,
    bytes: &[u8],
    (languages, option): (&[String], Option<&str>),
    workbooks: &dyn Workbooks,
    wishes: Wishes,
    spared: &Spared,
) -> Look {
    let mut look = Look { reading: Reading { file: name.to_owned(), ..Reading::default() }, tables: Vec::new() };
    let file = Span::file(name);
    look.reading.diagnostics.extend(persons::in_name(name));
    if let Some(foreign) = foreign::of_bytes(bytes) {
        look.reading.diagnostics.push(foreign::no_table(name, foreign));
    } else if workbook::is_workbook(bytes) {
        match workbooks.sheets(bytes) {
            Ok(sheets) => {
                persons::look_outside(bytes, spared, &[], &mut look.reading);
                look.sheets(sheets, wishes.said, &file, spared);
            }
            Err(refusal) => look.reading.diagnostics.push(refusal.diagnostic(name)),
        }
    } else if let Some(too_large) = reading::too_large(name, bytes.len()) {
        look.reading.diagnostics.push(too_large);
    } else {
        let choice = decode(&Bytes::from(bytes), wishes.encoding, &Expected::of_languages(languages));
        look.text(bytes, (&choice, wishes.said), &file, option, spared);
    }
    if look.tables.is_empty() && look.reading.diagnostics.is_empty() {
        look.reading.diagnostics.push(Diagnostic::new("empty-file", file, &[("file", name)]));
    }
    diagnostic::sort(&mut look.reading.diagnostics);
    if persons::stand_in(&look.reading) {
        // Beside a number stands whose it is.
        persons::refuse(&mut look.reading);
        look.tables.clear();
    }
    look
}

impl Look {
    /// Keeps one of its sheets, with what was found there and in the file as a whole.
    pub fn keep_sheet(&mut self, name: &str) {
        self.reading.sheets.retain(|sheet| sheet.sheet.as_deref() == Some(name));
        self.tables.retain(|table| table.sheet.as_deref() == Some(name));
        self.reading.diagnostics.retain(|finding| finding.span.sheet.as_deref().is_none_or(|sheet| sheet == name));
    }

    /// The rows of one of its tables, each read when it is asked for.
    pub fn rows<'l>(&'l self, table: &'l Table) -> Box<dyn Iterator<Item = Row> + 'l> {
        match &table.source {
            Source::Batches(batches) => Box::new(batches.iter().flat_map(|at| typed(&self.reading.batches[*at]))),
            Source::Lines(content, header, left_out, positions) => {
                let lines = rows_below(content, header.as_ref(), left_out);
                Box::new(lines.map(|line| {
                    let cell = |at: &usize| line.cells.get(*at).map(|cell: &LineCell| masked(&cell.text));
                    (line.row, positions.iter().map(cell).collect())
                }))
            }
        }
    }

    /// The rows of one of its tables as the spreadsheet numbers them.
    pub fn row_numbers<'l>(&'l self, table: &'l Table) -> Box<dyn Iterator<Item = u32> + 'l> {
        match &table.source {
            Source::Batches(batches) => {
                let places = batches.iter().flat_map(|at| &self.reading.batches[*at].places);
                Box::new(places.map(|place| place.row))
            }
            Source::Lines(content, header, left_out, _) => {
                Box::new(rows_below(content, header.as_ref(), left_out).map(|line| line.row))
            }
        }
    }

    /// Looks at the sheets of a workbook.
    fn sheets(&mut self, sheets: Vec<workbook::Sheet>, said: Said, file: &Span, spared: &Spared) {
        let sheets: Vec<_> = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
        let has_form = sheets.iter().any(|sheet| is_form(&sheet.rows));
        for workbook::Sheet { name, rows, hidden, hidden_columns } in sheets {
            let name = persons::look_at_name(&name, spared, &mut self.reading);
            let file = Span { sheet: Some(Arc::from(name.as_str())), ..file.clone() };
            let about = SheetReading { sheet: Some(name.clone()), ..SheetReading::default() };
            let content = Content::Sheet(rows);
            self.reading.diagnostics.extend(pieced::persons(&content, &file));
            match stamped::find(&content).filter(|_| said.fits_form(said.delimiter)) {
                Some(form) => self.form(&form, content, &file, about, spared),
                // The lists that a form's answers are chosen from are no table.
                None if has_form && hidden => self.aside(&content, &file, about, spared),
                None => {
                    self.reading.diagnostics.extend(reading::hidden_sheet(&name, hidden, &file));
                    self.table(content, (b';', said), (&file, &hidden_columns), about, spared);
                }
            }
        }
    }

    /// Looks at a file of text.
    fn text(
        &mut self,
        bytes: &[u8],
        (choice, said): (&Choice, Said),
        file: &Span,
        option: Option<&str>,
        spared: &Spared,
    ) {
        let decoded = choice.decoded.clone();
        let likely = said.delimiter.unwrap_or_else(|| layout::likely_delimiter(&decoded));
        let encoding = Some(decoded.encoding.name().to_owned());
        let about =
            |delimiter| SheetReading { encoding, delimiter: Some(char::from(delimiter)), ..SheetReading::default() };
        let content = |delimiter| Content::Csv { decoded: decoded.clone(), delimiter, width: None };
        reading::tell_rival(bytes, choice, &content(likely), file, option, &mut self.reading.diagnostics);
        self.reading.diagnostics.extend(pieced::persons(&content(likely), file));
        match stamped::find_in_text(&decoded).filter(|form| said.fits_form(form.delimiter)) {
            Some(form) => {
                let delimiter = form.delimiter.unwrap_or(likely);
                self.form(&form, content(delimiter), file, about(delimiter), spared);
            }
            None => self.table(content(likely), (likely, said), (file, &[]), about(likely), spared),
        }
    }

    /// Looks at the lines of a text, or of a sheet with its hidden columns, as one table.
    fn table(
        &mut self,
        content: Content,
        (delimiter, said): (u8, Said),
        (file, hidden): (&Span, &[u32]),
        mut about: SheetReading,
        spared: &Spared,
    ) {
        let within = USUAL_WITHIN.max(said.within());
        let first: Vec<Line> = content.lines().take(within).filter(|line| !line.is_blank()).collect();
        let Some(width) = usual_count(first.iter().map(|line| line.cells.len())) else { return };
        let turned = header::turned(&content, delimiter).filter(|_| said.header_row.is_none());
        let content = if turned.is_some() { self.turn(&content, file, spared) } else { content };
        let header = turned.or_else(|| header::find(&first, (width, delimiter), said));
        let content = match content {
            Content::Csv { decoded, delimiter, .. } => {
                let width = header.as_ref().map_or(width, |header| header.header.cells.len());
                Content::Csv { decoded, delimiter, width: Some(width) }
            }
            other => other,
        };
        let found = &mut self.reading.diagnostics;
        let (content, header) = match header {
            Some(header) => {
                reading::tell_hidden_columns(hidden, &header, file, found);
                let (content, header) = beside::alone(content, header, file, spared, found);
                (content, Some(header))
            }
            None => (content, None),
        };
        let columns = if let Some(header) = &header {
            Columns::of(&header.header)
        } else {
            Columns { headers: (0..width).map(letters).collect(), width, ..Columns::default() }
        };
        let twins = header.as_ref().map(|header| twins(&header.header, &columns, file)).unwrap_or_default();
        let mut survey = Survey::new([].into(), columns, spared.clone(), twins);
        survey.look_through(&content, header.as_ref(), &[], file, &mut about);
        let line = header.as_ref().map_or_else(|| Line { row: 1, ..Line::default() }, |header| header.header.clone());
        let mixed = survey.mixed().map(|at| {
            let header = name(survey.columns.header(at).unwrap_or_default(), at);
            Diagnostic::new("mixed-decimal-marks", line.span(file, at), &[("value", &header)]).under(&header)
        });
        self.reading.diagnostics.extend(mixed);
        about.columns = sheet::column_readings(&survey, &line);
        let positions = shown_columns(&survey.columns, &content, line.turned);
        let names = positions.iter().map(|at| name(&survey.columns.headers[*at], *at)).collect();
        let last = header.as_ref().map(|header| header.last().clone());
        let length = rows_below(&content, last.as_ref(), survey.left_out()).count();
        let source = Source::Lines(Arc::new(content), last, survey.left_out().clone(), positions);
        let table = Table { names: distinct(names), length, sheet: about.sheet.clone(), source };
        for column in &mut about.columns {
            column.header = masked(&column.header);
        }
        self.reading.diagnostics.append(&mut survey.diagnostics);
        self.reading.sheets.push(about);
        self.tables.push(table);
    }

    /// The columns of a content as lines. What is too long to be kept is not there any more then, so that it is looked for
    /// persons before.
    fn turn(&mut self, content: &Content, file: &Span, spared: &Spared) -> Content {
        let lines: Vec<Line> = content.lines().collect();
        for line in lines.iter().filter(|line| !line.long.is_empty()) {
            self.reading.diagnostics.extend(persons::persons(line, content, file, spared, |_| Place::Text));
        }
        Content::turned(&lines)
    }
}

/// Positions of the columns that are a table's own: a row of a turned form that asks nothing is none, nor what stood beside.
fn shown_columns(columns: &Columns, content: &Content, turned: bool) -> Vec<usize> {
    let all = if matches!(content, Content::Part(..)) { columns.width } else { columns.headers.len() };
    (0..all).filter(|at| !turned || !columns.headers[*at].is_empty()).collect()
}

/// True for the rows of a form that this program made.
fn is_form(rows: &[workbook::SheetRow]) -> bool {
    stamped::places(rows).is_some()
}

/// Headers that stand twice.
fn twins(line: &Line, columns: &Columns, file: &Span) -> Vec<Diagnostic> {
    let headers = &columns.headers;
    let twin = |(at, header): (usize, &String)| {
        let first = headers[..at].iter().position(|other| other == header).filter(|_| !header.is_empty())?;
        let cell = line.span(file, first).cell().unwrap_or_default();
        let values = [("header", header.as_str()), ("other", header), ("cell", &cell), ("field", header)];
        Some(Diagnostic::new("duplicate-column", line.span(file, at), &values).under(header))
    };
    headers.iter().enumerate().filter_map(twin).collect()
}

/// The lines of a content that are rows.
fn rows_below<'c>(
    content: &'c Content,
    last: Option<&Line>,
    left_out: &'c BTreeSet<u32>,
) -> impl Iterator<Item = Line> + 'c {
    content.lines_after(last).filter(|line| !line.is_blank() && !left_out.contains(&line.row))
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
