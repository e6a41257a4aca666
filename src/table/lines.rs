//! Lines of a CSV file and rows of a sheet, seen alike, and found again from their offset.

use std::sync::Arc;

use super::decode::is_no_character;
use super::workbook::{Kind, SheetRow};
use super::{Cell, Origin, RowPlace};
use crate::record::{Fault, Record, Records};
use crate::source::Span;

/// What cells are read from again.
#[derive(Debug)]
pub(crate) enum Content {
    /// Text of a CSV file and its delimiter.
    Csv { text: Arc<str>, delimiter: u8 },
    /// Rows of a sheet that are not empty, in order.
    Sheet(Vec<SheetRow>),
    /// A form, turned: a line of its questions and one of its answers.
    Form(Vec<Line>),
}

/// One record or sheet row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// Byte of the record, or position among the rows of the sheet.
    pub offset: u64,
    /// Byte after it; 0 for a sheet.
    pub end: usize,
    /// The cells from the first column on.
    pub cells: Vec<LineCell>,
    /// Faults in its quotes.
    pub faults: Vec<Fault>,
}

/// One cell of a line.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineCell {
    /// Text as written.
    pub text: String,
    /// What a workbook says that it holds.
    pub kind: Kind,
    /// Bytes of a CSV file.
    pub bytes: Option<(usize, usize)>,
    /// Row and column where it stands, if not in its line and position.
    pub place: Option<(u32, u32)>,
}

impl Line {
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(LineCell::is_blank)
    }

    /// Position of the first cell with something in it that is no character.
    pub(crate) fn undecodable(&self) -> Option<usize> {
        self.cells.iter().position(|cell| cell.text.contains(is_no_character))
    }

    /// The place of a cell by its position from 0.
    pub(crate) fn span(&self, file: &Span, at: usize) -> Span {
        let cell = self.cells.get(at);
        let here = || (self.row, u32::try_from(at + 1).unwrap_or(u32::MAX));
        let (row, column) = cell.and_then(|cell| cell.place).unwrap_or_else(here);
        Span { bytes: cell.and_then(|cell| cell.bytes), ..file.at(row, column) }
    }
}

impl LineCell {
    pub(crate) fn is_blank(&self) -> bool {
        self.kind != Kind::Error && self.text.trim().is_empty()
    }
}

impl From<Record> for Line {
    fn from(record: Record) -> Self {
        let cells = record.fields.into_iter();
        Self {
            row: record.row,
            offset: record.offset as u64,
            end: record.end,
            cells: cells
                .map(|field| LineCell { text: field.text, kind: Kind::Text, bytes: Some(field.bytes), place: None })
                .collect(),
            faults: record.faults,
        }
    }
}

impl Line {
    fn of_sheet(position: usize, row: &SheetRow) -> Self {
        let width = row.cells.iter().map(|cell| cell.column as usize).max().unwrap_or(0);
        let mut cells = vec![LineCell::default(); width];
        for cell in &row.cells {
            if let Some(place) = (cell.column as usize).checked_sub(1).and_then(|at| cells.get_mut(at)) {
                *place = LineCell { text: cell.text.clone(), kind: cell.kind, bytes: None, place: None };
            }
        }
        Self { row: row.row, offset: position as u64, end: 0, cells, faults: Vec::new() }
    }
}

impl Content {
    /// All lines, in order.
    pub(crate) fn lines(&self) -> Box<dyn Iterator<Item = Line> + '_> {
        match self {
            Self::Csv { text, delimiter } => Box::new(Records::new(text, *delimiter).map(Line::from)),
            Self::Sheet(rows) => Box::new(rows.iter().enumerate().map(|(at, row)| Line::of_sheet(at, row))),
            Self::Form(lines) => Box::new(lines.iter().cloned()),
        }
    }

    /// The line at an offset.
    fn line(&self, offset: u64, row: u32) -> Option<Line> {
        let offset = usize::try_from(offset).ok()?;
        match self {
            Self::Csv { text, delimiter } => Records::from(text, *delimiter, offset, row).next().map(Line::from),
            Self::Sheet(rows) => rows.get(offset).map(|row| Line::of_sheet(offset, row)),
            Self::Form(lines) => lines.get(offset).cloned(),
        }
    }
}

impl Origin {
    /// Reads a cell again; `None` where the file lacks the column.
    pub(super) fn cell(&self, place: &RowPlace, column: &str) -> Option<Cell> {
        let (position, header) = self.headers.get(column)?;
        let line = self.content.line(place.offset, place.row)?;
        let at = (*position as usize).checked_sub(1)?;
        let text = line.cells.get(at).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
        Some(Cell { span: line.span(&self.span, at), header: header.clone(), text })
    }
}
