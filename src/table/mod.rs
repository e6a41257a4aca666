//! Bytes to typed batches: CSV and workbooks become columns that know their places.

pub mod accepted;
pub mod bytes;
mod cell;
pub mod columns;
mod comments;
pub mod form;
mod layout;
mod lines;
pub mod look;
mod persons;
pub mod raw;
mod reading;
pub mod select;
pub(crate) mod spelling;
mod stamp;
mod survey;
mod unread;
pub mod workbook;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type};
use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::shelf::Shelved;
use crate::source::Span;
use crate::value::{Decimal, State};
use comments::elsewhere::Elsewhere;
use comments::noted::Noted;
pub(crate) use comments::of_cells as comments_of_cells;
pub use layout::Said;
use lines::Content;
use lines::lasting::Lasting;
pub(crate) use persons::in_name as person_in_name;
pub use reading::typed::{Later, Rows};
pub use reading::{Reader, Wishes, read, read_as, read_in_pieces};
pub(crate) use spelling::code::{code_of, nearest_code};
pub(crate) use spelling::date::last_of_written_month;
use stamp::Stamp;
pub use workbook::{Refusal, Workbooks};

/// At most this many rows travel together.
pub const BATCH_ROWS: usize = 65_536;

/// Rows of one dataset as typed columns.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Dataset the rows are of.
    pub dataset: String,
    /// Column that names the organisation of each row.
    pub organisation: Option<String>,
    /// Where each row stands.
    pub places: Vec<RowPlace>,
    /// Columns by their name in expressions; all are there, also those the file lacks.
    pub columns: BTreeMap<String, Column>,
}

/// Where a row stands.
#[derive(Debug, Clone)]
pub struct RowPlace {
    /// The file it was read from.
    pub origin: Arc<Origin>,
    /// Row as the spreadsheet shows it; the column of a form whose fields stand below each other.
    pub row: u32,
    /// Byte of the file where the record begins; position in the sheet for a workbook.
    pub offset: u64,
}

/// Values of one column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Arrow values: numbers `Decimal128(38, scale)`, text and codes `Utf8`, days `Date32`, yes/no `Boolean`.
    pub values: ArrayRef,
    /// Why a null is null.
    pub states: Vec<State>,
}

impl Column {
    /// The number in a row.
    pub fn number(&self, row: usize) -> Option<Decimal> {
        let values = self.values.as_primitive_opt::<Decimal128Type>()?;
        values
            .is_valid(row)
            .then(|| Decimal::try_from_i128_with_scale(values.value(row), u32::try_from(values.scale()).ok()?).ok())
            .flatten()
    }

    /// The text or code in a row.
    pub fn text(&self, row: usize) -> Option<&str> {
        let values = self.values.as_string_opt::<i32>()?;
        values.is_valid(row).then(|| values.value(row))
    }

    /// The texts or codes of all rows.
    pub fn texts(&self) -> impl Iterator<Item = Option<&str>> {
        let values = self.values.as_string_opt::<i32>();
        (0..self.values.len())
            .map(move |row| values.filter(|values| values.is_valid(row)).map(|values| values.value(row)))
    }

    /// The day in a row.
    pub fn date(&self, row: usize) -> Option<NaiveDate> {
        let values = self.values.as_primitive_opt::<Date32Type>()?;
        if !values.is_valid(row) {
            return None;
        }
        Date32Type::to_naive_date_opt(values.value(row))
    }

    /// The days of all rows, as Arrow counts them.
    pub fn days(&self) -> impl Iterator<Item = Option<i32>> {
        let values = self.values.as_primitive_opt::<Date32Type>();
        (0..self.values.len())
            .map(move |row| values.filter(|values| values.is_valid(row)).map(|values| values.value(row)))
    }

    /// The yes or no in a row.
    pub fn boolean(&self, row: usize) -> Option<bool> {
        let values = self.values.as_boolean_opt()?;
        values.is_valid(row).then(|| values.value(row))
    }
}

impl Batch {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.places.len()
    }

    /// Place, header and text of a cell, read again from its file; `None` where the file lacks the column, or is lost.
    pub fn cell(&self, row: usize, column: &str) -> Option<Cell> {
        let place = self.places.get(row)?;
        place.origin.cell(place, column)
    }

    /// Where the text lies that its first row was read from, where it is let go.
    pub fn shelved(&self) -> Option<&Arc<Shelved>> {
        self.places.first()?.origin.content.shelved()
    }

    /// Place of a row.
    pub fn span(&self, row: usize) -> Span {
        let place = &self.places[row];
        if place.origin.content.is_turned() {
            return Span { column: Some(place.row), turned: true, ..place.origin.span.clone() };
        }
        place.origin.span.at_row(place.row)
    }
}

/// A cell as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it is.
    pub span: Span,
    /// Header as written.
    pub header: String,
    /// Text as written.
    pub text: String,
    /// Its workbook holds it as a number, of which the text is but one way to write it.
    pub is_number: bool,
}

/// A file, or one sheet of it, with what is needed to find a cell again.
#[derive(Debug, Clone)]
pub struct Origin {
    /// File and sheet.
    pub span: Span,
    /// Columns of the file by name in expressions: position from 1 and header as written.
    pub headers: BTreeMap<String, (u32, String)>,
    /// What form it is, where this program made it.
    pub stamp: Option<Stamp>,
    /// Headers of all columns as written, in their order.
    pub(crate) written: Vec<String>,
    /// Columns of the dataset whose headers are told to be misspelt.
    pub(crate) misspelt: Vec<String>,
    /// Two headers name one column of the dataset, or two columns of a form have answers: none of its rows can be trusted.
    pub(crate) is_unsure: bool,
    pub(crate) content: Lasting,
}

impl Origin {
    /// A file that rows are made from without being read from it, such as the register: it has no cells to find again.
    pub fn without_content(span: Span) -> Self {
        let content = Lasting::of(&Arc::new(Content::Sheet(Vec::new())));
        let (headers, written, misspelt) = Default::default();
        Self { span, headers, stamp: None, written, misspelt, is_unsure: false, content }
    }
}

/// What reading one file gave.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Path inside the project.
    pub file: String,
    /// Dataset whose headers match best.
    pub dataset: Option<String>,
    /// The rows.
    pub batches: Vec<Batch>,
    /// Senders, ten digits, of rows that are in no batch, by sheet and row.
    pub unread: BTreeMap<(Option<Arc<str>>, u32), String>,
    /// The sheets; a CSV file is one without a name.
    pub sheets: Vec<SheetReading>,
    /// Stamp of the form, if it is one that this program made.
    pub stamp: Option<Stamp>,
    /// What its sender wrote beside the answers of a form.
    pub remarks: Vec<Remark>,
    /// Figures in a form's column of last year's, beside questions whose answers are blank.
    pub last_year: Vec<LastYear>,
    /// Findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// What its workbook says of scale outside its tables.
    elsewhere: Vec<Elsewhere>,
    /// Comments at its cells.
    noted: Noted,
}

/// A figure in a form's column of last year's, beside a question whose answer is blank: where it is not last year's, it may
/// be this year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYear {
    /// Column of the dataset it stands beside.
    pub column: String,
    /// The figure.
    pub value: Decimal,
    /// What is told where it is not last year's.
    pub finding: Diagnostic,
}

/// What a sender wrote beside an answer of a form to explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Column of the dataset it stands beside.
    pub column: String,
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// How one sheet was understood.
#[derive(Debug, Clone, Default)]
pub struct SheetReading {
    /// Name in the workbook.
    pub sheet: Option<String>,
    /// Rows that hold headers.
    pub header_rows: Vec<u32>,
    /// Character encoding of a CSV file.
    pub encoding: Option<String>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Records below the header, blank ones included.
    pub rows_read: u32,
    /// Records with nothing in them.
    pub rows_blank: u32,
    /// Preamble, header, unit, total and footnote rows.
    pub rows_other: u32,
    /// Records that could not become a row, such as those with too many fields.
    pub rows_rejected: u32,
    /// Column of a form in which answers are explained, from 1.
    pub explanations: Option<u32>,
    /// Columns in order.
    pub columns: Vec<ColumnReading>,
}

/// How one column was understood.
#[derive(Debug, Clone, Default)]
pub struct ColumnReading {
    /// Cell of its header.
    pub cell: String,
    /// Header as written.
    pub header: String,
    /// Column of the dataset it was matched to.
    pub field: Option<String>,
    /// Decimal mark of its numbers.
    pub decimal: Option<char>,
}
