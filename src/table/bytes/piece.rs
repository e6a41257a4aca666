//! A text cut at line ends into pieces that are read on all cores.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};
use rayon::prelude::*;

use crate::record::{Record, Records};

/// Bytes that are looked through together.
const BLOCK: usize = 4_096;

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
    /// Before its rows are read only some of them need be looked at.
    pub by_sample: bool,
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
            if piece.plain && !has_lone_return(bytes) {
                return (memchr_iter(b'\n', bytes).count(), true);
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

/// True where a CR stands before something else than LF.
fn has_lone_return(bytes: &[u8]) -> bool {
    if memchr(b'\r', bytes).is_none() {
        return false;
    }
    let next = bytes.get(1..).unwrap_or_default();
    // Without an early end within a block many bytes are compared at once.
    let lone = |(block, next): (&[u8], &[u8])| {
        let both = block.iter().zip(next);
        both.fold(0_u8, |lone, (byte, next)| lone | u8::from(*byte == b'\r') & u8::from(*next != b'\n')) != 0
    };
    bytes.last() == Some(&b'\r') || bytes.chunks(BLOCK).zip(next.chunks(BLOCK)).any(lone)
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
