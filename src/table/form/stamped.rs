//! Forms that this program made: known by their stamp, read by the names beside their answers.

use std::collections::BTreeMap;

use memchr::memmem;

use super::questions::Questions;
use crate::table::bytes::encoding::Decoded;
use crate::table::lines::{Content, Line, LineCell, TURNED_WITHIN};
use crate::table::stamp::MARK;
pub use crate::table::stamp::Stamp;
use crate::table::workbook::SheetRow;

/// Lines among which the stamp is looked for: somebody may have written above it.
pub(crate) const WITHIN: usize = 10;
/// Bytes within which it stands in a text.
const BEGIN: usize = 1024 * 1024;
/// What may part the cells of a form that was saved as CSV.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Names of a form's columns, which stand in the row of the stamp, right of it.
pub const COLUMNS: [&str; 7] = ["question", "answer", "unit", "last_year", "help", "where_to_find", "explanation"];

/// A stamped form that was found among the lines of a sheet or a text.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Its stamp.
    pub stamp: Stamp,
    /// Delimiter of a form that was saved as CSV.
    pub delimiter: Option<u8>,
    row: u32,
    /// Position of the names of its fields.
    names: usize,
    /// Positions of its other columns.
    columns: BTreeMap<&'static str, usize>,
}

/// The form on a sheet.
pub(crate) fn find(content: &Content) -> Option<Form> {
    among(content.lines().take(WITHIN))
}

/// The form in the text of a CSV file.
pub(crate) fn find_in_text(decoded: &Decoded) -> Option<Form> {
    let begin = &decoded.text.as_bytes()[..decoded.text.len().min(BEGIN)];
    memmem::find(begin, MARK.as_bytes())?;
    DELIMITERS.into_iter().find_map(|delimiter| {
        let content = Content::Csv { decoded: decoded.clone(), delimiter, width: None };
        among(content.lines().take(WITHIN)).map(|form| Form { delimiter: Some(delimiter), ..form })
    })
}

/// Where the parts of a form stand on its sheet, rows and columns counted from 1.
#[derive(Debug, Clone)]
pub struct Places {
    /// Row of the stamp and of the names of its columns.
    pub row: u32,
    /// Column of the names of its fields.
    pub names: u32,
    /// Its other columns by their names in [`COLUMNS`].
    pub columns: BTreeMap<&'static str, u32>,
}

/// Where the parts of a form stand among the rows of a sheet; `None` where it is no stamped form.
pub fn places(rows: &[SheetRow]) -> Option<Places> {
    let Form { row, names, columns, .. } = find(&Content::Sheet(rows.iter().take(WITHIN).cloned().collect()))?;
    let column = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    let columns = columns.into_iter().map(|(name, at)| (name, column(at))).collect();
    Some(Places { row, names: column(names), columns })
}

fn among(mut lines: impl Iterator<Item = Line>) -> Option<Form> {
    lines.find_map(|line| {
        let (names, stamp) =
            line.cells.iter().enumerate().find_map(|(at, cell)| Some((at, Stamp::parse(&cell.text)?)))?;
        let columns = columns(&line)?;
        Some(Form { stamp, delimiter: None, row: line.row, names, columns })
    })
}

impl Form {
    /// True for the line that the stamp stands in.
    pub(crate) fn is_header(&self, line: &Line) -> bool {
        line.row == self.row
    }

    /// The names of its columns, with another text for the stamp.
    pub(crate) fn header(&self, line: &Line, names: &str) -> Vec<LineCell> {
        let mut cells = line.cells.clone();
        cells[self.names] = LineCell { text: names.to_owned(), ..LineCell::default() };
        cells
    }

    /// True for a line that asks something.
    pub(crate) fn asks(&self, line: &Line) -> bool {
        line.row > self.row && line.cells.get(self.names).is_some_and(|cell| !cell.text.trim().is_empty())
    }

    /// True for the columns of the answers and of last year's.
    pub(crate) fn holds_figures(&self, column: usize) -> bool {
        ["answer", "last_year"].iter().any(|name| self.columns.get(name) == Some(&column))
    }

    /// What it asks. `None` where no line of it names a field, or one that is further down than any form.
    pub(crate) fn questions(&self, content: &Content) -> Option<Questions> {
        let mut names = BTreeMap::new();
        for line in content.lines().filter(|line| self.asks(line)) {
            if line.row as usize > TURNED_WITHIN {
                return None;
            }
            names.insert(line.row, line.cells[self.names].text.trim().to_owned());
        }
        let mut columns = self.columns.clone();
        columns.entry("question").or_insert(self.names);
        (!names.is_empty()).then(|| Questions {
            names,
            columns,
            language: self.stamp.language.clone(),
            broken: BTreeMap::new(),
        })
    }
}

/// Positions of a form's columns by the names that stand in a line.
pub(super) fn columns(line: &Line) -> Option<BTreeMap<&'static str, usize>> {
    let position = |name: &str| line.cells.iter().position(|cell| cell.text.trim() == name);
    let columns: BTreeMap<_, _> = COLUMNS.into_iter().filter_map(|name| Some((name, position(name)?))).collect();
    columns.contains_key("answer").then_some(columns)
}
