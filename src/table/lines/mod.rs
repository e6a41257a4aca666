//! Lines of a CSV file and rows of a sheet, seen alike, and found again from their offset.

pub(super) mod lasting;
pub(super) mod mask;

use std::collections::BTreeSet;

use super::bytes::encoding::{Decoded, is_no_character};
use super::bytes::piece::Csv;
use super::workbook::{Kind, SheetRow, Style};
use super::{Cell, Origin, RowPlace};
use crate::record::{Fault, FaultKind, Record, Records};
use crate::source::Span;

/// Lines of a table that is turned: as many fields as a form can have.
pub(crate) const TURNED_WITHIN: usize = 5_000;
/// Bytes of a text too long to be kept that are looked at together.
const PIECE: usize = 64 * 1024;
/// Bytes of one piece that are looked at again with the next: longer than any trace of a person.
const OVERLAP: usize = 512;

/// What cells are read from again.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Text of a CSV file, its delimiter, and how many cells a row should have.
    Csv { decoded: Decoded, delimiter: u8, width: Option<usize> },
    /// Rows of a sheet that are not empty, in order.
    Sheet(Vec<SheetRow>),
    /// The columns of a form whose fields stand below each other, as lines.
    Turned(Vec<Line>),
    /// Another content without the cells at some positions: those of a table beside.
    Part(Box<Content>, BTreeSet<usize>),
}

/// One record or sheet row, or one column of a form whose fields stand below each other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Row as the spreadsheet shows it; the column of a turned line.
    pub row: u32,
    /// Byte of the record in the file, or position among the rows of the sheet.
    pub offset: u64,
    /// Byte after it; 0 for a sheet.
    pub end: usize,
    /// The cells from the first column on; from the first row on of a turned line.
    pub cells: Vec<LineCell>,
    /// What is wrong with the record by itself.
    pub faults: Vec<Fault>,
    /// It is a column.
    pub turned: bool,
    /// It is hidden in its workbook.
    pub hidden: bool,
    /// Cells that are too long to be kept, as bytes of the text.
    pub long: Vec<(usize, usize)>,
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
    /// What a workbook shows of it besides.
    pub style: Option<Box<Style>>,
}

impl Line {
    /// True where nothing stands in it; a lone quote is something, though it leaves all cells empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.faults.is_empty() && self.cells.iter().all(LineCell::is_blank)
    }

    /// The cells with something in them, with their position from 0.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &LineCell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }
    /// Position of the first cell with something in it that is no character.
    pub(crate) fn undecodable(&self) -> Option<usize> {
        self.cells.iter().position(|cell| cell.text.contains(is_no_character))
    }

    /// The same line with nothing in the cells at some positions.
    pub(crate) fn without(mut self, positions: &BTreeSet<usize>) -> Self {
        for (_, cell) in self.cells.iter_mut().enumerate().filter(|(at, _)| positions.contains(at)) {
            *cell = LineCell { bytes: cell.bytes, ..LineCell::default() };
        }
        self
    }

    /// True for a record of a CSV file, whose cells are counted.
    pub(crate) fn is_record(&self) -> bool {
        self.end > 0 && !self.turned
    }

    /// The place of a cell by its position from 0.
    pub(crate) fn span(&self, file: &Span, at: usize) -> Span {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let place = if self.turned { file.at(position, self.row) } else { file.at(self.row, position) };
        Span { bytes: self.cells.get(at).and_then(|cell| cell.bytes), turned: self.turned, ..place }
    }

    /// The place of the whole line.
    pub(crate) fn whole(&self, file: &Span) -> Span {
        if self.turned {
            return Span { column: Some(self.row), turned: true, ..file.clone() };
        }
        let bytes = self.is_record().then(|| (usize::try_from(self.offset).unwrap_or(usize::MAX), self.end));
        Span { bytes, ..file.at_row(self.row) }
    }
}

impl LineCell {
    pub(crate) fn is_blank(&self) -> bool {
        !self.kind.is_fault() && self.text.trim().is_empty()
    }

    /// True where it is crossed out.
    pub(crate) fn is_struck(&self) -> bool {
        self.style.as_ref().is_some_and(|style| style.struck)
    }

    /// Its text with the unit that its workbook shows beside it.
    pub(crate) fn seen(&self) -> String {
        match &self.style {
            Some(style) if !style.unit.is_empty() => format!("{} {}", self.text.trim(), style.unit),
            _ => self.text.clone(),
        }
    }
}

impl Line {
    /// A record of a text, with places of the file that it was decoded from; `here` is counted on.
    fn of_record(record: Record, decoded: &Decoded, here: &mut (usize, usize)) -> Self {
        let mut place = |at: usize| {
            let (next, file) = decoded.counted_on(*here, at);
            *here = next;
            file
        };
        let mut line = Self { row: record.row, offset: place(record.offset) as u64, ..Self::default() };
        let long = record.faults.iter().filter(|fault| fault.kind == FaultKind::LongField);
        line.long = long.map(|fault| fault.bytes).collect();
        line.cells.reserve_exact(record.fields.len());
        for field in record.fields {
            let bytes = Some((place(field.bytes.0), place(field.bytes.1)));
            line.cells.push(LineCell { text: field.text, bytes, ..LineCell::default() });
        }
        line.end = place(record.end);
        line.faults = record.faults;
        for fault in &mut line.faults {
            fault.bytes = (decoded.in_file(fault.bytes.0), decoded.in_file(fault.bytes.1));
        }
        line
    }

    fn of_sheet(position: usize, row: &SheetRow) -> Self {
        let width = row.cells.iter().map(|cell| cell.column as usize).max().unwrap_or(0);
        let mut cells = vec![LineCell::default(); width];
        for cell in &row.cells {
            if let Some(place) = (cell.column as usize).checked_sub(1).and_then(|at| cells.get_mut(at)) {
                *place = LineCell { text: cell.text.clone(), kind: cell.kind, bytes: None, style: cell.style.clone() };
            }
        }
        Self { row: row.row, offset: position as u64, cells, hidden: row.hidden, ..Self::default() }
    }
}

/// The pieces of a text that is too long to be looked at as a whole; each begins before the last one's end.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.at >= self.text.len() {
            return None;
        }
        let end = self.text.ceil_char_boundary(self.at + PIECE);
        let piece = &self.text[self.at..end];
        self.at = if end == self.text.len() { end } else { self.text.ceil_char_boundary(end - OVERLAP) };
        Some(piece)
    }
}

impl Content {
    /// All lines, in order.
    pub(crate) fn lines(&self) -> Box<dyn Iterator<Item = Line> + '_> {
        self.lines_after(None)
    }

    /// The lines that come after one, or all.
    pub(crate) fn lines_after(&self, last: Option<&Line>) -> Box<dyn Iterator<Item = Line> + '_> {
        match self {
            Self::Csv { decoded, delimiter, width } => {
                let (text, delimiter) = (&decoded.text, *delimiter);
                let mut records = match last {
                    None => Records::new(text, delimiter),
                    Some(last) => Records::from(text, delimiter, decoded.in_text(last.end), last.row.saturating_add(1)),
                }
                .of_width(*width);
                let mut here = (0, 0);
                Box::new(std::iter::from_fn(move || {
                    records.next().map(|record| Line::of_record(record, decoded, &mut here))
                }))
            }
            Self::Sheet(rows) => {
                let from = last.map_or(0, |last| usize::try_from(last.offset + 1).unwrap_or(usize::MAX));
                Box::new(rows.iter().enumerate().skip(from).map(|(at, row)| Line::of_sheet(at, row)))
            }
            Self::Turned(lines) => {
                let from = last.map_or(0, |last| usize::try_from(last.offset + 1).unwrap_or(usize::MAX));
                Box::new(lines.iter().skip(from).cloned())
            }
            Self::Part(whole, left_out) => Box::new(whole.lines_after(last).map(|line| line.without(left_out))),
        }
    }

    /// The text of a long cell in pieces that overlap.
    pub(super) fn pieces(&self, (from, to): (usize, usize)) -> Pieces<'_> {
        let text = match self {
            Self::Csv { decoded, .. } => decoded.text.get(from..to).unwrap_or_default(),
            Self::Part(whole, _) => return whole.pieces((from, to)),
            Self::Sheet(_) | Self::Turned(_) => "",
        };
        Pieces { text, at: 0 }
    }

    /// The byte of the file after the last line, and whether that line has no end of its own.
    pub(crate) fn length(&self) -> (usize, bool) {
        match self {
            Self::Csv { decoded, .. } => {
                (decoded.in_file(decoded.text.len()), !decoded.text.is_empty() && !decoded.text.ends_with(['\n', '\r']))
            }
            Self::Part(whole, _) => whole.length(),
            Self::Sheet(_) | Self::Turned(_) => (0, false),
        }
    }

    /// The text of a CSV file as it is cut into pieces.
    pub(super) fn csv(&self) -> Option<Csv<'_>> {
        let Self::Csv { decoded, delimiter, width } = self else { return None };
        let (size, by_sample) = (decoded.piece, decoded.by_sample);
        Some(Csv { text: &decoded.text, delimiter: *delimiter, width: *width, size, by_sample })
    }

    /// The byte of a CSV file's text at a byte of the file.
    pub(super) fn in_text(&self, file: usize) -> usize {
        if let Self::Csv { decoded, .. } = self { decoded.in_text(file).min(decoded.text.len()) } else { file }
    }

    /// The byte of a CSV file at a byte of its text.
    pub(super) fn in_file(&self, text: usize) -> usize {
        if let Self::Csv { decoded, .. } = self { decoded.in_file(text) } else { text }
    }

    /// A record of a CSV file's text as a line.
    pub(super) fn line_of_record(&self, record: Record) -> Option<Line> {
        let Self::Csv { decoded, .. } = self else { return None };
        Some(Line::of_record(record, decoded, &mut (0, 0)))
    }

    /// The line at a byte of a CSV file's text.
    pub(super) fn line_of_text(&self, at: usize, row: u32) -> Option<Line> {
        self.line_of_record(self.csv()?.records(at, row).next()?)
    }

    /// The line directly above another, as far as the line end between them tells where it begins.
    pub(super) fn line_above(&self, line: &Line) -> Option<Line> {
        let offset = usize::try_from(line.offset).ok()?;
        let row = line.row.checked_sub(1)?;
        match self {
            Self::Csv { decoded, .. } => {
                let before = &decoded.text[..decoded.in_text(offset)];
                let above = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']))?;
                self.line_of_text(above.rfind(['\n', '\r']).map_or(0, |end| end + 1), row)
            }
            Self::Sheet(rows) => {
                let at = offset.checked_sub(1)?;
                rows.get(at).filter(|above| above.row == row).map(|above| Line::of_sheet(at, above))
            }
            Self::Turned(_) => None,
            Self::Part(whole, left_out) => whole.line_above(line).map(|above| above.without(left_out)),
        }
    }

    /// The line at an offset.
    pub(super) fn line(&self, offset: u64, row: u32) -> Option<Line> {
        let offset = usize::try_from(offset).ok()?;
        match self {
            Self::Csv { decoded, delimiter, width } => {
                let records = Records::from(&decoded.text, *delimiter, decoded.in_text(offset), row);
                records.of_width(*width).next().map(|record| Line::of_record(record, decoded, &mut (0, 0)))
            }
            Self::Sheet(rows) => rows.get(offset).map(|row| Line::of_sheet(offset, row)),
            Self::Turned(lines) => lines.get(offset).cloned(),
            Self::Part(whole, left_out) => whole.line(offset as u64, row).map(|line| line.without(left_out)),
        }
    }

    /// The columns of some lines as lines: a form whose fields stand below each other, turned.
    pub(crate) fn turned(lines: &[Line]) -> Self {
        let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
        let height = lines.last().map_or(0, |line| line.row as usize);
        let columns = (0..width).map(|at| {
            let mut cells = vec![LineCell::default(); height];
            for line in lines {
                if let (Some(cell), Some(place)) = (line.cells.get(at), cells.get_mut(line.row as usize - 1)) {
                    *place = cell.clone();
                }
            }
            let row = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let faults = lines.iter().flat_map(|line| &line.faults).filter(|fault| fault.column == row).copied();
            Line { row, offset: at as u64, cells, faults: faults.collect(), turned: true, ..Line::default() }
        });
        Self::Turned(columns.collect())
    }
}

impl Origin {
    /// Reads a cell again; `None` where the file lacks the column, or is lost by now.
    pub(super) fn cell(&self, place: &RowPlace, column: &str) -> Option<Cell> {
        let (position, header) = self.headers.get(column)?;
        let line = self.content.hold().ok()?.line(place.offset, place.row)?;
        let at = (*position as usize).checked_sub(1)?;
        let text = line.cells.get(at).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
        let is_number = line.cells.get(at).is_some_and(|cell| cell.kind == Kind::Number);
        Some(Cell { span: line.span(&self.span, at), header: header.clone(), text, is_number })
    }
}
