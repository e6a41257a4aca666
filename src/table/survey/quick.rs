//! The rows of a large text that are surely rows, looked at on all cores; every other line is looked at by itself.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memchr;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::SheetReading;
use super::super::encoding::is_no_character;
use super::super::figure::{self, Figure};
use super::super::header::Headers;
use super::super::layout::Candidate;
use super::super::lines::{Content, Line, LineCell};
use super::super::number::Marks;
use super::super::parse::{Parser, Plainly};
use super::super::piece::{Csv, Piece};
use super::super::plain::{Cell, Cells, Spellings, TILE};
use super::super::rows;
use super::{Survey, words};
use crate::definition::dataset::FieldType;
use crate::personal::{self, Place};
use crate::source::Span;

/// A longer line is looked at by itself.
const LONGEST: usize = 64 * 1024;

/// Something stands in the cell.
const FILLED: u8 = 1;
/// Something stands in two cells of the line.
const SECOND: u8 = 2;
/// It has a digit, as no header has.
const DIGIT: u8 = 4;
/// The line is to be looked at by itself.
const ODD: u8 = 8;

/// What lines of a piece are, in their order.
enum Part {
    /// Rows, from the first to the last; one of them may end with an empty cell.
    Rows((u32, u32), bool),
    /// A line that is to be looked at by itself: its row and its first byte.
    Line(u32, usize),
}

/// A piece that was looked at.
struct Seen<'d> {
    parts: Vec<Part>,
    parsers: BTreeMap<usize, Parser<'d>>,
}

impl<'d> Survey<'d> {
    /// Looks through all lines below a header, and gives the row of the last, or 0. `None` where that must be done line by
    /// line: then nothing has been taken notice of.
    pub(super) fn quickly(
        &mut self,
        content: &Content,
        header: &Candidate,
        headers: &[Headers],
        file: &Span,
        sheet: &mut SheetReading,
    ) -> Option<u32> {
        let csv = content.csv().filter(|_| !self.parsers.is_empty() && self.columns.width > 1)?;
        let below = header.last();
        let start = content.in_text(below.end);
        let pieces = csv.pieces(start, below.row.saturating_add(1));
        self.pieces = Some(pieces.clone());
        if pieces.iter().all(|piece| !piece.plain) {
            return None;
        }
        let look = |piece: &Piece| if piece.plain { Some(Pass::new(self, csv, *piece).seen()) } else { None };
        let seen: Vec<Option<Seen>> = pieces.par_iter().map(look).collect();
        let odd = |seen: &Seen| seen.parts.iter().filter(|part| matches!(part, Part::Line(..))).count();
        let lines = pieces.last().map_or(0, |last| last.next_row - pieces[0].row) as usize;
        if seen.iter().flatten().map(odd).sum::<usize>() > lines / 4 + 100 {
            return None;
        }
        let before = (self.clone(), sheet.clone());
        let mut walk = Walk { content, header, headers, file, last: 0, blank: false };
        for (piece, seen) in pieces.iter().zip(seen) {
            let whole = if let Some(seen) = seen {
                self.take_piece(seen, &mut walk, sheet)
            } else {
                let mut lines = csv.of_piece(*piece).filter_map(|record| content.line_of_record(record));
                lines.all(|line| self.take_line(&line, &mut walk, sheet))
            };
            if !whole {
                (*self, *sheet) = before;
                return None;
            }
        }
        Some(walk.last)
    }

    /// Takes notice of a piece; false where another table begins in it.
    fn take_piece(&mut self, seen: Seen<'d>, walk: &mut Walk, sheet: &mut SheetReading) -> bool {
        for part in seen.parts {
            match part {
                Part::Rows((first, last), ends_blank) => {
                    self.tell_short();
                    self.shorter.see_rows((first, last), ends_blank);
                    sheet.rows_read += last - first + 1;
                    (walk.last, walk.blank) = (last, false);
                }
                Part::Line(row, at) => {
                    let line = walk.content.line_of_text(at, row);
                    if line.is_some_and(|line| !self.take_line(&line, walk, sheet)) {
                        return false;
                    }
                }
            }
        }
        for (at, seen) in &seen.parsers {
            self.parsers.get_mut(at).expect("it was made of these").join(seen);
        }
        true
    }

    /// Looks at one line by itself; false where another table begins with it.
    fn take_line(&mut self, line: &Line, walk: &mut Walk, sheet: &mut SheetReading) -> bool {
        let total = walk.content.length();
        let mut below = || walk.content.line_of_text(walk.content.in_text(line.end), line.row + 1);
        if self.begins(line, walk.blank, &mut below, Some(walk.header), walk.headers).is_some() {
            return false;
        }
        let end = (line.end == total.0).then_some(total.1);
        (walk.last, walk.blank) = (line.row, line.is_blank());
        self.take(line, walk.content, end, walk.file, sheet);
        true
    }
}

/// How far the lines have been taken notice of.
struct Walk<'a, 'd> {
    content: &'a Content,
    header: &'a Candidate,
    headers: &'a [Headers<'d>],
    file: &'a Span,
    last: u32,
    blank: bool,
}

/// One piece on its way.
struct Pass<'p, 'd, 't> {
    survey: &'p Survey<'d>,
    piece: Piece,
    cells: Cells<'t>,
    /// What is known of each line.
    lines: Vec<u8>,
    parsers: BTreeMap<usize, Parser<'d>>,
}

impl<'p, 'd, 't> Pass<'p, 'd, 't> {
    fn new(survey: &'p Survey<'d>, csv: Csv<'t>, piece: Piece) -> Self {
        let bytes = &csv.text.as_bytes()[piece.from..piece.to];
        let cells = Cells::of(bytes, csv.delimiter);
        let width = survey.columns.headers.len();
        let nothing_odd = memchr(0, bytes).is_none();
        let line = |line: usize| {
            let long = cells.stop(line) - cells.begin(line) > LONGEST;
            if cells.count(line) == width && nothing_odd && !long { 0 } else { ODD }
        };
        let lines = (0..cells.lines()).map(line).collect();
        Self { survey, piece, cells, lines, parsers: survey.parsers.clone() }
    }

    fn seen(mut self) -> Seen<'d> {
        let width = self.survey.columns.headers.len();
        self.look_at_columns();
        self.look_at_first_cells();
        let is_unsure = |known: &u8| known & (SECOND | DIGIT | ODD) != SECOND | DIGIT;
        if self.lines.iter().any(is_unsure) {
            // What such lines would tell of their columns is told when each is looked at by itself.
            self.lines.iter_mut().filter(|known| is_unsure(known)).for_each(|known| *known |= ODD);
            self.parsers = self.survey.parsers.clone();
            self.look_at_columns();
        }
        let last_blank = |line: usize| self.cells.cell(line, width - 1).is_some_and(Cell::is_blank);
        let mut parts: Vec<Part> = Vec::new();
        for (line, known) in self.lines.iter().enumerate() {
            let row = self.piece.row + u32::try_from(line).unwrap_or(u32::MAX);
            let sure = known & (SECOND | DIGIT | ODD) == SECOND | DIGIT;
            match parts.last_mut() {
                Some(Part::Rows((_, last), ends_blank)) if sure => {
                    *last = row;
                    *ends_blank = *ends_blank || last_blank(line);
                }
                _ if sure => parts.push(Part::Rows((row, row), last_blank(line))),
                _ => parts.push(Part::Line(row, self.piece.from + self.cells.begin(line))),
            }
        }
        Seen { parts, parsers: self.parsers }
    }

    fn look_at_columns(&mut self) {
        let parsers = std::mem::take(&mut self.parsers);
        let survey = self.survey;
        let looked_at = |at: usize| Looked::of(survey, at, parsers.get(&at).cloned());
        let mut columns: Vec<Looked> = (0..survey.columns.headers.len()).map(looked_at).collect();
        for tile in (0..self.lines.len()).step_by(TILE) {
            let lines = tile..self.lines.len().min(tile + TILE);
            for column in &mut columns {
                column.look_at(lines.clone(), &self.cells, &mut self.lines);
            }
        }
        self.parsers = columns.into_iter().filter_map(Looked::parser).collect();
    }

    /// Finds the lines whose first text is a word of a header or of sums.
    fn look_at_first_cells(&mut self) {
        let headers = &self.survey.columns.headers;
        let plain_header: Vec<bool> = headers
            .iter()
            .map(|header| !header.starts_with(|c: char| c.is_ascii_digit()) && !header.contains(" / "))
            .collect();
        let mut known: FxHashMap<(usize, &[u8]), bool> = FxHashMap::default();
        for line in 0..self.lines.len() {
            if self.lines[line] & ODD != 0 {
                continue;
            }
            let mut cells = (0..headers.len()).filter_map(|at| Some((at, self.cells.cell(line, at)?)));
            let Some((at, cell)) = cells.find(|(_, cell)| !cell.is_blank()) else { continue };
            let cell = cell.bytes;
            if plain_header[at] && cell[0].is_ascii_digit() {
                continue;
            }
            let may_be_other = *known
                .entry((at, cell))
                .or_insert_with(|| std::str::from_utf8(cell).is_ok_and(|text| rows::may_be_other(&headers[at], text)));
            if may_be_other {
                self.lines[line] |= ODD;
            }
        }
    }
}

/// One column on its way.
struct Looked<'p, 'd, 't> {
    survey: &'p Survey<'d>,
    at: usize,
    parser: Option<Parser<'d>>,
    nameless: bool,
    plainly: Option<Plainly>,
    known: Spellings<'t, u8>,
    marks: Marks,
}

impl<'p, 'd, 't> Looked<'p, 'd, 't> {
    fn of(survey: &'p Survey<'d>, at: usize, parser: Option<Parser<'d>>) -> Self {
        let nameless = survey.columns.header(at).is_none_or(str::is_empty);
        let plainly = parser.as_ref().map(Parser::plainly);
        Self { survey, at, parser, nameless, plainly, known: Spellings::new(), marks: Marks::default() }
    }

    /// Adds what its cells tell of some lines.
    fn look_at(&mut self, lines: Range<usize>, cells: &Cells<'t>, told_of: &mut [u8]) {
        let plainly = self.plainly.as_ref();
        match plainly.map(|plainly| plainly.kind) {
            Some(kind) if kind.is_number() && plainly.is_some_and(|plainly| plainly.digits_count) => {
                let mut marks = self.marks;
                self.each(lines, cells, told_of, |cell| {
                    let figure = Figure::read(cell).filter(Figure::names_nobody)?;
                    if figure.mark != 0 && !figure.is_open() {
                        marks.see_mark(figure.mark);
                    }
                    Some(FILLED | DIGIT)
                });
                self.marks = marks;
            }
            Some(FieldType::Date) if plainly.is_some_and(|plainly| plainly.digits_count) => {
                self.each(lines, cells, told_of, |cell| figure::is_day(cell.bytes).then_some(FILLED | DIGIT));
            }
            // In which order its days are written is told by each that is written otherwise.
            Some(FieldType::Date) => self.each(lines, cells, told_of, |_| None),
            Some(FieldType::OrganisationNumber) if plainly.is_some_and(|plainly| plainly.swedish) => {
                self.each(lines, cells, told_of, |cell| figure::swedish(cell.bytes).map(|_| FILLED | DIGIT));
            }
            Some(_) if plainly.is_some_and(|plainly| plainly.place == Place::Text) => {
                self.each(lines, cells, told_of, |cell| {
                    let is_free = cell.bytes[0].is_ascii_graphic()
                        && (cell.names_nobody() || personal::cannot_hold(cell.bytes, Place::Text));
                    is_free.then(|| if cell.has_digit() { FILLED | DIGIT } else { FILLED })
                });
            }
            _ => self.each(lines, cells, told_of, |_| None),
        }
    }

    /// Adds what each cell tells that is written as most of its kind are, and of others what is found by looking closely.
    #[inline]
    fn each(
        &mut self,
        lines: Range<usize>,
        cells: &Cells<'t>,
        told_of: &mut [u8],
        mut plain: impl FnMut(Cell) -> Option<u8>,
    ) {
        let at = self.at;
        cells.column(lines, at, |line, cell| {
            let known = told_of[line];
            let Some(cell) = cell.filter(|cell| known & ODD == 0 && cell.is_filled()) else { return };
            let mut told = plain(cell).unwrap_or_else(|| self.closely(cell));
            if self.nameless && told & FILLED != 0 {
                told |= ODD;
            }
            // Two cells with something in them.
            told_of[line] = known | told | (told & known & FILLED) << 1;
        });
    }

    #[inline(never)]
    fn closely(&mut self, cell: Cell<'t>) -> u8 {
        if let Some(told) = self.known.get(cell) {
            return *told;
        }
        let told = self.survey.look_closely(cell.bytes, self.parser.as_mut());
        self.known.learn(cell, told);
        told
    }

    fn parser(self) -> Option<(usize, Parser<'d>)> {
        let mut parser = self.parser?;
        parser.see_marks(self.marks);
        Some((self.at, parser))
    }
}

impl<'d> Survey<'d> {
    /// What a cell is, by all that is looked for in one.
    fn look_closely(&self, cell: &[u8], parser: Option<&mut Parser<'d>>) -> u8 {
        let Ok(text) = std::str::from_utf8(cell) else { return ODD };
        if text.trim().is_empty() {
            return 0;
        }
        let digit = if cell.iter().any(u8::is_ascii_digit) { DIGIT } else { 0 };
        let place = match &parser {
            Some(parser) if words(text) < 2 => parser.place(),
            _ => Place::Text,
        };
        let named = parser.as_ref().is_some_and(|parser| parser.names_organisation(text));
        let of_person = parser.as_ref().is_some_and(|parser| parser.names_person(text));
        let person = !named && (of_person || personal::trace(text, place, &self.spared).is_some());
        if person || text.contains(is_no_character) {
            return FILLED | ODD;
        }
        if let Some(parser) = parser {
            let first = parser.sees_first(&LineCell { text: text.to_owned(), ..LineCell::default() });
            if first {
                return FILLED | ODD;
            }
        }
        FILLED | digit
    }
}
