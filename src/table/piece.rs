//! A text cut at line ends into pieces that are read on all cores, and the cells of a piece in which quotes stand around
//! whole cells alone.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};
use rayon::prelude::*;

use crate::record::{Record, Records};

/// Some whole records of a text that stand below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First byte of the text.
    pub from: usize,
    /// Byte after the last.
    pub to: usize,
    /// Row of its first record.
    pub row: u32,
    /// Row of the record behind its last.
    pub next_row: u32,
    /// Each of its lines is a record, ends with LF or CRLF and has no quote in it but around whole cells.
    pub plain: bool,
}

/// A text as records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Csv<'t> {
    /// The text.
    pub text: &'t str,
    /// What parts its cells.
    pub delimiter: u8,
    /// How many cells a row should have.
    pub width: Option<usize>,
    /// About how many bytes a piece has.
    pub size: usize,
}

impl<'t> Csv<'t> {
    /// The records from a byte on where one begins.
    pub(crate) fn records(self, from: usize, row: u32) -> Records<'t> {
        Records::from(self.text, self.delimiter, from, row).of_width(self.width)
    }

    /// The records of a piece, read one by one.
    pub(crate) fn of_piece(self, piece: Piece) -> impl Iterator<Item = Record> + 't {
        self.records(piece.from, piece.row).take_while(move |record| record.offset < piece.to)
    }

    /// Cuts the text into pieces, from a byte on where a record of known row begins.
    pub(crate) fn pieces(self, from: usize, row: u32) -> Vec<Piece> {
        let size = self.size.max(1);
        let bytes = self.text.as_bytes();
        let (mut pieces, mut at) = (Vec::new(), from);
        let next_quote = |at: usize| memchr(b'"', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        let mut quote = next_quote(at);
        while at < bytes.len() {
            let (to, plain) = match after_line(bytes, at, size) {
                Some(to) if to <= quote || is_simple(&bytes[at..to], self.delimiter) => (to, true),
                // Where records end is told by reading them: a quote may hold line ends.
                _ => {
                    let ends = self.records(at, row).map(|record| record.end);
                    (ends.take_while(|end| *end < at + size).last().map_or(at, |end| end), false)
                }
            };
            let to = if plain { to } else { self.records(to, row).next().map_or(bytes.len(), |record| record.end) };
            pieces.push(Piece { from: at, to, row, next_row: row, plain });
            at = to;
            if quote < at {
                quote = next_quote(at);
            }
        }
        self.number(&mut pieces, row);
        pieces
    }

    /// Gives the pieces their rows, and finds the lines that CR alone ends.
    fn number(self, pieces: &mut [Piece], mut row: u32) {
        let count = |piece: &Piece| -> (usize, bool) {
            let bytes = &self.text.as_bytes()[piece.from..piece.to];
            if piece.plain {
                let lines = memchr_iter(b'\n', bytes).count();
                let returns = memchr_iter(b'\r', bytes).count();
                let both = |at: &usize| at.checked_sub(1).is_some_and(|before| bytes[before] == b'\r');
                if returns == 0 || memchr_iter(b'\n', bytes).filter(both).count() == returns {
                    return (lines, true);
                }
            }
            (self.of_piece(Piece { row: 1, ..*piece }).count(), false)
        };
        let counts: Vec<(usize, bool)> = pieces.par_iter().map(count).collect();
        for (piece, (rows, plain)) in pieces.iter_mut().zip(counts) {
            (piece.row, piece.plain) = (row, plain);
            row = row.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
            piece.next_row = row;
        }
    }
}

impl Piece {
    /// The part of a plain piece that some rows stand in.
    pub(crate) fn within(self, rows: &Range<u32>, text: &str) -> Self {
        let (row, next_row) = (self.row.max(rows.start), self.next_row.min(rows.end));
        let begin = |from: usize, lines: u32| match lines.checked_sub(1) {
            Some(before) => {
                let mut ends = memchr_iter(b'\n', &text.as_bytes()[from..self.to]);
                ends.nth(before as usize).map_or(self.to, |end| from + end + 1)
            }
            None => from,
        };
        let from = begin(self.from, row - self.row);
        let to = if next_row == self.next_row { self.to } else { begin(from, next_row - row) };
        Self { from, to, row, next_row, plain: true }
    }
}

/// True for lines whose quotes stand around whole cells, with no line end, delimiter or further quote between them.
fn is_simple(bytes: &[u8], delimiter: u8) -> bool {
    let (mut before, mut quoted) = (b'\n', false);
    for byte in bytes {
        let ends = *byte == delimiter || matches!(byte, b'\n' | b'\r');
        match (quoted, byte) {
            (true, b'"') => quoted = false,
            (true, _) if ends => return false,
            (false, b'"') if before == delimiter || before == b'\n' => quoted = true,
            (false, b'"') => return false,
            (false, _) if before == b'"' && !ends => return false,
            _ => {}
        }
        before = *byte;
    }
    !quoted
}

/// The byte after the first LF that makes a piece long enough, or after the last of all.
fn after_line(bytes: &[u8], from: usize, size: usize) -> Option<usize> {
    let enough = (from + size - 1).min(bytes.len());
    let ahead = memchr(b'\n', &bytes[enough..]).map(|found| enough + found);
    ahead.or_else(|| memrchr(b'\n', &bytes[from..]).map(|found| from + found)).map(|at| at + 1)
}

/// The cells of a plain piece as places in it.
#[derive(Debug)]
pub(crate) struct Cells<'t> {
    bytes: &'t [u8],
    /// Where each cell ends: the delimiter or line end behind it.
    ends: Vec<u32>,
    /// For each line the position of its first cell among them, and their number.
    first: Vec<u32>,
}

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);

/// The highest bit of each byte that is zero.
fn zeros(eight: u64) -> u64 {
    !((eight & LOW).wrapping_add(LOW) | eight | LOW)
}

impl<'t> Cells<'t> {
    /// Finds the cells of a plain piece.
    pub(crate) fn of(bytes: &'t [u8], delimiter: u8) -> Self {
        let mut cells = Self { bytes, ends: Vec::with_capacity(bytes.len() / 4), first: vec![0] };
        let (delimiters, lines) = (ONES * u64::from(delimiter), ONES * u64::from(b'\n'));
        let (eights, rest) = bytes.as_chunks::<8>();
        let mut base = 0;
        for eight in eights {
            let eight = u64::from_le_bytes(*eight);
            let ends = zeros(eight ^ lines);
            let mut found = zeros(eight ^ delimiters) | ends;
            while found != 0 {
                let bit = found.trailing_zeros();
                cells.end(base + bit / 8, ends >> bit & 1 == 1);
                found &= found - 1;
            }
            base += 8;
        }
        for (byte, at) in rest.iter().zip(base..) {
            if *byte == delimiter || *byte == b'\n' {
                cells.end(at, *byte == b'\n');
            }
        }
        cells
    }

    fn end(&mut self, at: u32, of_line: bool) {
        self.ends.push(at);
        if of_line {
            self.first.push(u32::try_from(self.ends.len()).expect("a piece has fewer cells than bytes"));
        }
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.first.len() - 1
    }

    /// How many cells a line has.
    pub(crate) fn count(&self, line: usize) -> usize {
        (self.first[line + 1] - self.first[line]) as usize
    }

    /// Where a line begins.
    pub(crate) fn begin(&self, line: usize) -> usize {
        self.after(self.first[line] as usize)
    }

    /// Where its last cell ends.
    pub(crate) fn stop(&self, line: usize) -> usize {
        self.ends[self.first[line + 1] as usize - 1] as usize
    }

    fn after(&self, cell: usize) -> usize {
        cell.checked_sub(1).map_or(0, |before| self.ends[before] as usize + 1)
    }

    /// The bytes of a cell, by its position in its line.
    pub(crate) fn bounds(&self, line: usize, at: usize) -> Option<(usize, usize)> {
        let cell = self.first[line] as usize + at;
        let next = self.first[line + 1] as usize;
        if cell >= next {
            return None;
        }
        let (from, to) = (self.after(cell), self.ends[cell] as usize);
        let to = to - usize::from(cell + 1 == next && to > from && self.bytes[to - 1] == b'\r');
        let quoted = usize::from(to > from && self.bytes[from] == b'"');
        Some((from + quoted, to - quoted))
    }

    /// A cell, by its position in its line.
    pub(crate) fn cell(&self, line: usize, at: usize) -> Option<&'t [u8]> {
        self.bounds(line, at).map(|(from, to)| &self.bytes[from..to])
    }
}

/// True for a cell with nothing in it.
pub(crate) fn is_blank(cell: &[u8]) -> bool {
    match cell.first() {
        None => true,
        Some(first) if first.is_ascii_graphic() => false,
        Some(_) => std::str::from_utf8(cell).is_ok_and(|text| text.trim().is_empty()),
    }
}
