//! Named bytes, and a place in them that a person can find again.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// What a file holds: known to be UTF-8 or not, and cheap to hand on.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// UTF-8.
    Text(Arc<String>),
    /// Anything else.
    Other(Arc<Vec<u8>>),
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::from(text),
            Err(other) => Self::Other(Arc::new(other.into_bytes())),
        }
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Self::Text(Arc::new(text))
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Other(bytes) => bytes,
        }
    }
}

impl Bytes {
    /// The text, if it is UTF-8; a byte order mark is part of it.
    pub fn text(&self) -> Option<&Arc<String>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }

    /// True where somebody else has it at hand, too.
    pub fn is_shared(&self) -> bool {
        match self {
            Self::Text(text) => Arc::strong_count(text) > 1,
            Self::Other(bytes) => Arc::strong_count(bytes) > 1,
        }
    }
}

/// Where something stands: in a file, and as far as it is known on a sheet, row, column and byte.
///
/// Rows and columns count from 1 and are what a spreadsheet or an editor shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Path of the file inside its project, with `/` between folders.
    pub file: Option<Arc<str>>,
    /// Sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// Row of a table, line of a text.
    pub row: Option<u32>,
    /// Column of a table, character of a line.
    pub column: Option<u32>,
    /// Bytes of the file.
    pub bytes: Option<(usize, usize)>,
    /// It is in a form whose questions stand below each other: a header is that of its row.
    pub turned: bool,
}

impl Span {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: Some(Arc::from(file)), ..Self::default() }
    }

    /// The same file and sheet, at a row.
    #[must_use]
    pub fn at_row(&self, row: u32) -> Self {
        Self { row: Some(row), column: None, bytes: None, ..self.clone() }
    }

    /// The same file and sheet, at a row and a column.
    #[must_use]
    pub fn at(&self, row: u32, column: u32) -> Self {
        Self { row: Some(row), column: Some(column), bytes: None, ..self.clone() }
    }

    /// The cell as a spreadsheet names it: `F14`.
    pub fn cell(&self) -> Option<String> {
        Some(format!("{}{}", column_letters(self.column?), self.row?))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file.as_deref().unwrap_or("-"))?;
        if let Some(sheet) = &self.sheet {
            write!(f, " [{sheet}]")?;
        }
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

/// The letters a spreadsheet gives to a column that counts from 1: 1 is `A`, 27 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).expect("a remainder of 26 fits a byte"));
        rest /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).expect("letters are ASCII")
}

/// A text file with the starts of its lines, so that bytes become lines and columns.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path inside the project.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    lines: Vec<usize>,
}

impl Source {
    /// Indexes a text.
    pub fn new(name: &str, text: &str) -> Self {
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1))
            .collect();
        Self { name: Arc::from(name), text: Arc::from(text), lines }
    }

    /// The place of some bytes; the column counts characters from 1.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let start = bytes.start.min(self.text.len());
        let line = self.lines.partition_point(|&line| line <= start).max(1);
        let from = self.lines[line - 1];
        let column = self.text.get(from..start).map_or(1, |before| before.chars().count() + 1);
        Span {
            file: Some(self.name.clone()),
            sheet: None,
            row: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            bytes: Some((start, bytes.end.clamp(start, self.text.len()))),
            turned: false,
        }
    }

    /// The bytes of a line and character column that count from 1, to the end of that line.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let Some(&from) = self.lines.get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        self.text[from..].char_indices().nth(column.saturating_sub(1)).map_or(self.text.len(), |(at, _)| from + at)
    }
}
