//! A file as JSON tells of it: how it was understood, its rows, its findings (DESIGN: the contract of `validate` and `read`).

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::json::Finding;
use crate::personal::masked;
use crate::table::look::{Look, Table};
use crate::table::{Reading, SheetReading};

/// All that a command found.
#[derive(Serialize)]
pub(super) struct Document<'l> {
    schema: u32,
    diagnostics: Vec<Finding>,
    files: Vec<FileDocument<'l>>,
}

/// One file.
#[derive(Serialize)]
pub(super) struct FileDocument<'l> {
    file: String,
    dataset: Option<String>,
    pub organisation: Option<String>,
    pub period: Option<String>,
    rows_read: u32,
    rows_accepted: u32,
    rows_rejected: u32,
    rows_blank: u32,
    rows_other: u32,
    encoding: Option<String>,
    delimiter: Option<char>,
    sheets: Vec<SheetDocument<'l>>,
    columns: Vec<ColumnDocument>,
    diagnostics: Vec<Finding>,
    #[serde(flatten)]
    records: Option<Records<'l>>,
}

/// What stands in a file, where it is asked for: written row by row, and never all in memory.
#[derive(Serialize)]
pub(super) struct Records<'l> {
    #[serde(flatten)]
    of_file: Rows<'l>,
    /// Sheet of each record; null in a file without sheets.
    #[serde(serialize_with = "record_sheets")]
    record_sheets: Tables<'l>,
}

/// Records, and the row of each as the spreadsheet shows it.
#[derive(Serialize)]
struct Rows<'l> {
    #[serde(serialize_with = "records")]
    records: Tables<'l>,
    #[serde(serialize_with = "record_rows")]
    record_rows: Tables<'l>,
}

/// The tables of a file, or of one of its sheets.
#[derive(Clone, Copy)]
struct Tables<'l> {
    look: &'l Look,
    sheet: Option<&'l str>,
}

impl<'l> Records<'l> {
    /// The records of a file.
    pub fn of(look: &'l Look) -> Self {
        let tables = Tables { look, sheet: None };
        Self { of_file: Rows::of(tables), record_sheets: tables }
    }

    /// Those of one of its sheets.
    fn of_sheet(&self, sheet: &'l str) -> Rows<'l> {
        Rows::of(Tables { sheet: Some(sheet), ..self.record_sheets })
    }
}

impl<'l> Rows<'l> {
    fn of(tables: Tables<'l>) -> Self {
        Self { records: tables, record_rows: tables }
    }
}

impl<'l> Tables<'l> {
    fn each(self) -> impl Iterator<Item = &'l Table> {
        let is_in = move |table: &&Table| self.sheet.is_none_or(|sheet| table.sheet.as_deref() == Some(sheet));
        self.look.tables.iter().filter(is_in)
    }
}

/// A row by the names of its columns.
struct Record<'l>(&'l [String], Vec<Option<String>>);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(&self.1))
    }
}

fn records<S: Serializer>(tables: &Tables<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let of = |table| tables.look.rows(table).map(|(_, cells)| Record(&table.names, cells));
    serializer.collect_seq(tables.each().flat_map(of))
}

fn record_rows<S: Serializer>(tables: &Tables<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(tables.each().flat_map(|table| tables.look.row_numbers(table)))
}

fn record_sheets<S: Serializer>(tables: &Tables<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let sheets = tables.each().map(|table| (table.sheet.as_deref(), table.length));
    serializer.collect_seq(sheets.flat_map(|(sheet, length)| std::iter::repeat_n(sheet, length)))
}

#[derive(Serialize)]
struct SheetDocument<'l> {
    sheet: Option<String>,
    header_rows: Vec<u32>,
    encoding: Option<String>,
    delimiter: Option<char>,
    rows_read: u32,
    #[serde(flatten)]
    judged: Option<Judged>,
    rows_blank: u32,
    rows_other: u32,
    /// Of a workbook: the only sheet of a text holds what the file does.
    #[serde(flatten)]
    records: Option<Rows<'l>>,
}

/// Rows of a sheet that were accepted and rejected. Validation judges those of a file, not of its sheets.
#[derive(Serialize)]
struct Judged {
    rows_accepted: u32,
    rows_rejected: u32,
}

#[derive(Serialize)]
struct ColumnDocument {
    cell: String,
    header: String,
    field: Option<String>,
    decimal: Option<char>,
}

impl<'l> Document<'l> {
    /// Findings of no file, and the files.
    pub fn new(others: &[Diagnostic], files: Vec<FileDocument<'l>>, languages: &[String]) -> Self {
        let diagnostics = others.iter().map(|diagnostic| Finding::with_file(diagnostic, languages)).collect();
        Self { schema: 1, diagnostics, files }
    }

    /// The document as text.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("findings are JSON");
        text.push('\n');
        text
    }

    /// Writes the document bit by bit.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *to, self)?;
        to.write_all(b"\n")
    }
}

impl<'l> FileDocument<'l> {
    /// A file with its findings, and how many of its rows are accepted and rejected; with its records where it was only read.
    pub fn new(
        reading: &'l Reading,
        (rows_accepted, rows_rejected): (u32, u32),
        diagnostics: &[Diagnostic],
        languages: &[String],
        records: Option<Records<'l>>,
    ) -> Self {
        let sheets = &reading.sheets;
        let sum = |of: fn(&SheetReading) -> u32| sheets.iter().map(of).sum();
        let columns = sheets.iter().flat_map(|sheet| &sheet.columns).map(|column| ColumnDocument {
            cell: column.cell.clone(),
            header: masked(&column.header),
            field: column.field.clone(),
            decimal: column.decimal,
        });
        Self {
            file: masked(&reading.file),
            dataset: reading.dataset.clone(),
            organisation: None,
            period: None,
            rows_read: sum(|sheet| sheet.rows_read),
            rows_accepted,
            rows_rejected,
            rows_blank: sum(|sheet| sheet.rows_blank),
            rows_other: sum(|sheet| sheet.rows_other),
            encoding: sheets.first().and_then(|sheet| sheet.encoding.clone()),
            delimiter: sheets.first().and_then(|sheet| sheet.delimiter),
            columns: columns.collect(),
            sheets: sheets.iter().map(|sheet| SheetDocument::new(sheet, records.as_ref())).collect(),
            diagnostics: diagnostics.iter().map(|diagnostic| Finding::new(diagnostic, languages)).collect(),
            records,
        }
    }
}

impl<'l> SheetDocument<'l> {
    fn new(sheet: &'l SheetReading, records: Option<&Records<'l>>) -> Self {
        let judged = Judged { rows_accepted: readable(sheet), rows_rejected: sheet.rows_rejected };
        Self {
            sheet: sheet.sheet.as_deref().map(masked),
            header_rows: sheet.header_rows.clone(),
            encoding: sheet.encoding.clone(),
            delimiter: sheet.delimiter,
            rows_read: sheet.rows_read,
            judged: records.is_some().then_some(judged),
            rows_blank: sheet.rows_blank,
            rows_other: sheet.rows_other,
            records: records.zip(sheet.sheet.as_deref()).map(|(records, sheet)| records.of_sheet(sheet)),
        }
    }
}

/// Rows of a sheet that could be read; which of them count is for validation to say.
pub(super) fn readable(sheet: &SheetReading) -> u32 {
    sheet.rows_read - sheet.rows_blank - sheet.rows_rejected
}
