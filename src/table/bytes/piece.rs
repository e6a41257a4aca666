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
    pub(crate) fn pieces(self, from: usize, mut row: u32) -> Vec<Piece> {
        let simple = self.simple(from);
        let mut at = simple.last().map_or(from, |(piece, _)| piece.to);
        let others: Vec<Piece> = std::iter::from_fn(|| {
            let piece = self.piece(at)?;
            at = piece.to;
            Some(piece)
        })
        .collect();
        let count = |piece: &Piece| self.counted(*piece);
        let others: Vec<(Piece, usize)> = others.par_iter().map(count).collect();
        let mut pieces = Vec::with_capacity(simple.len() + others.len());
        for (piece, rows) in simple.into_iter().chain(others) {
            let next_row = row.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
            pieces.push(Piece { row, next_row, ..piece });
            row = next_row;
        }
        pieces
    }

    /// The pieces before the first that has more than simple lines, with their rows, looked through on all cores.
    fn simple(self, from: usize) -> Vec<(Piece, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let cuts: Vec<Range<usize>> = std::iter::from_fn(|| {
            let cut = at..after_line(bytes, at, self.size.max(1))?;
            at = cut.end;
            Some(cut)
        })
        .collect();
        let look = |cut: Range<usize>| {
            let of_cut = &bytes[cut.clone()];
            let is_simple = memchr(b'"', of_cut).is_none() || is_simple(of_cut, self.delimiter);
            is_simple.then(|| self.counted(Piece::unnumbered(cut, true)))
        };
        let looked: Vec<Option<(Piece, usize)>> = cuts.into_par_iter().map(look).collect();
        looked.into_iter().map_while(|piece| piece).collect()
    }

    /// The piece from a byte on where a record begins; none at the end.
    fn piece(self, at: usize) -> Option<Piece> {
        let (bytes, size) = (self.text.as_bytes(), self.size.max(1));
        if at >= bytes.len() {
            return None;
        }
        let of_lines = after_line(bytes, at, size).filter(|to| {
            let of_piece = &bytes[at..*to];
            memchr(b'"', of_piece).is_none() || is_simple(of_piece, self.delimiter)
        });
        Some(of_lines.map_or_else(
            || {
                // Where records end is told by reading them: a quote may hold line ends.
                let ends = self.records(at, 1).map(|record| record.end);
                let to = ends.take_while(|end| *end < at + size).last().unwrap_or(at);
                let to = self.records(to, 1).next().map_or(bytes.len(), |record| record.end);
                Piece::unnumbered(at..to, false)
            },
            |to| Piece::unnumbered(at..to, true),
        ))
    }

    /// A piece with how many rows it has; it is not plain where it has lines that CR alone ends.
    fn counted(self, piece: Piece) -> (Piece, usize) {
        let bytes = &self.text.as_bytes()[piece.from..piece.to];
        if piece.plain && !has_lone_return(bytes) {
            return (piece, memchr_iter(b'\n', bytes).count());
        }
        let piece = Piece { plain: false, ..piece };
        (piece, self.of_piece(piece).count())
    }
}

impl Piece {
    /// Some bytes, the first record of which is taken for the first of all.
    fn unnumbered(bytes: Range<usize>, plain: bool) -> Self {
        Self { from: bytes.start, to: bytes.end, row: 1, next_row: 1, plain }
    }

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
