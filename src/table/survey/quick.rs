//! The rows of a large text that are surely rows, looked at on all cores; every other line is looked at by itself.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Cut, Survey, words};
use crate::definition::dataset::FieldType;
use crate::personal::{self, Place};
use crate::source::Span;
use crate::table::SheetReading;
use crate::table::bytes::encoding::is_no_character;
use crate::table::bytes::figure::{self, Figure};
use crate::table::bytes::piece::{Csv, Piece};
use crate::table::bytes::plain::{Cell, Cells, Spellings, TILE};
use crate::table::cell::parse::Parser;
use crate::table::cell::plainly::Plainly;
use crate::table::layout::header::Headers;
use crate::table::layout::{Candidate, rows};
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::number::Marks;

/// A longer line is looked at by itself.
const LONGEST: usize = 64 * 1024;

/// Of so many plain pieces one is looked at where that need not be done with all of them.
const SAMPLED: usize = 32;

/// Something stands in the cell.
const FILLED: u8 = 1;
/// Something stands in two cells of the line.
const SECOND: u8 = 2;
/// It has a digit, as no header has.
const DIGIT: u8 = 4;
/// The line is to be looked at by itself.
const ODD: u8 = 8;
/// What a cell tells in which digits stand.
pub(in crate::table) const OF_DIGITS: u8 = FILLED | DIGIT;

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
        self.cut = Some(Cut { pieces: pieces.clone(), by_sample: false });
        if pieces.iter().all(|piece| !piece.plain) {
            return None;
        }
        let look = |piece: &Piece| piece.plain.then(|| seen(self, csv, *piece));
        let sample = csv.by_sample.then(|| self.sample(csv, &pieces)).flatten();
        let by_sample = sample.is_some();
        let seen: Vec<Option<Seen>> = sample.unwrap_or_else(|| pieces.par_iter().map(look).collect());
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
        // The first of such cells may stand where nothing was looked at.
        if by_sample && self.parsers.values().any(Parser::tells_of_first) {
            (*self, *sheet) = before;
            return None;
        }
        self.cut = Some(Cut { pieces, by_sample });
        Some(walk.last)
    }

    /// Looks at some of the pieces, and takes the others for the same; `None` where not all that is seen is surely rows.
    fn sample(&self, csv: Csv, pieces: &[Piece]) -> Option<Vec<Option<Seen<'d>>>> {
        let last = pieces.len() - 1;
        // Below the last line end stands what may be no whole row.
        let is_even = |(at, piece): (usize, &Piece)| piece.plain || (at == last && piece.next_row - piece.row == 1);
        if !pieces.iter().enumerate().all(is_even) {
            return None;
        }
        let look = |(at, piece): (usize, &Piece)| {
            if !piece.plain {
                return Some(None);
            }
            let rows = Part::Rows((piece.row, piece.next_row - 1), false);
            if at % SAMPLED != 0 && at + 1 < last {
                return Some(Some(Seen { parts: vec![rows], parsers: BTreeMap::new() }));
            }
            let seen = seen(self, csv, *piece);
            matches!(seen.parts.as_slice(), [Part::Rows(..)]).then_some(Some(seen))
        };
        pieces.par_iter().enumerate().map(look).collect()
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

/// Looks at a plain piece.
fn seen<'d>(survey: &Survey<'d>, csv: Csv, piece: Piece) -> Seen<'d> {
    let cells = Cells::of(&csv.text.as_bytes()[piece.from..piece.to], csv.delimiter);
    Pass::new(survey, &cells).seen(piece)
}

/// One piece on its way.
pub(in crate::table) struct Pass<'p, 'd, 't> {
    survey: &'p Survey<'d>,
    cells: &'p Cells<'t>,
    /// What is known of each line.
    pub lines: Vec<u8>,
}

impl<'p, 'd, 't> Pass<'p, 'd, 't> {
    pub(in crate::table) fn new(survey: &'p Survey<'d>, cells: &'p Cells<'t>) -> Self {
        let width = survey.columns.headers.len();
        let nothing_odd = !cells.has_nul();
        let line = |line: usize| {
            let long = cells.stop(line) - cells.begin(line) > LONGEST;
            if cells.count(line) == width && nothing_odd && !long { 0 } else { ODD }
        };
        let lines = (0..cells.lines()).map(line).collect();
        Self { survey, cells, lines }
    }

    fn seen(mut self, piece: Piece) -> Seen<'d> {
        let width = self.survey.columns.headers.len();
        let mut parsers = self.look_at_columns();
        self.look_at_first_cells();
        if !self.lines.iter().copied().all(is_sure) {
            // What such lines would tell of their columns is told when each is looked at by itself.
            self.lines.iter_mut().filter(|known| !is_sure(**known)).for_each(|known| *known |= ODD);
            parsers = self.look_at_columns();
        }
        let last_blank = |line: usize| self.cells.cell(line, width - 1).is_some_and(Cell::is_blank);
        let mut parts: Vec<Part> = Vec::new();
        for (line, known) in self.lines.iter().enumerate() {
            let row = piece.row + u32::try_from(line).unwrap_or(u32::MAX);
            let sure = is_sure(*known);
            match parts.last_mut() {
                Some(Part::Rows((_, last), ends_blank)) if sure => {
                    *last = row;
                    *ends_blank = *ends_blank || last_blank(line);
                }
                _ if sure => parts.push(Part::Rows((row, row), last_blank(line))),
                _ => parts.push(Part::Line(row, piece.from + self.cells.begin(line))),
            }
        }
        Seen { parts, parsers }
    }

    /// Its columns, to be looked at.
    pub(in crate::table) fn columns(&self) -> Vec<Looked<'p, 'd, 't>> {
        (0..self.survey.columns.headers.len()).map(|at| Looked::of(self.survey, at)).collect()
    }

    fn look_at_columns(&mut self) -> BTreeMap<usize, Parser<'d>> {
        let mut columns = self.columns();
        for tile in (0..self.lines.len()).step_by(TILE) {
            let lines = tile..self.lines.len().min(tile + TILE);
            for column in &mut columns {
                column.look_at(lines.clone(), self.cells, &mut self.lines);
            }
        }
        columns.into_iter().filter_map(Looked::parser).collect()
    }

    /// True where all its lines are surely rows, and its columns told nothing that was not known of them.
    pub(in crate::table) fn tells_nothing_new(mut self, columns: impl Iterator<Item = Looked<'p, 'd, 't>>) -> bool {
        self.look_at_first_cells();
        let mut parsers = columns.filter_map(Looked::parser);
        self.lines.iter().copied().all(is_sure)
            && parsers.all(|(at, parser)| parser.tells_no_more_than(&self.survey.parsers[&at]))
    }

    /// Finds the lines whose first text is a word of a header or of sums.
    fn look_at_first_cells(&mut self) {
        let headers = &self.survey.columns.headers;
        let plain_header: Vec<bool> = headers
            .iter()
            .map(|header| !header.starts_with(|c: char| c.is_ascii_digit()) && !header.contains(" / "))
            .collect();
        let mut known: FxHashMap<(usize, &[u8]), bool> = FxHashMap::default();
        let (cells, lines) = (self.cells, &mut self.lines);
        for (line, told) in lines.iter_mut().enumerate().filter(|(_, told)| **told & ODD == 0) {
            let mut filled = (0..headers.len()).filter_map(|at| Some((at, cells.cell(line, at)?)));
            let Some((at, cell)) = filled.find(|(_, cell)| !cell.is_blank()) else { continue };
            let cell = cell.bytes;
            if plain_header[at] && cell[0].is_ascii_digit() {
                continue;
            }
            let may_be_other = *known
                .entry((at, cell))
                .or_insert_with(|| std::str::from_utf8(cell).is_ok_and(|text| rows::may_be_other(&headers[at], text)));
            if may_be_other {
                *told |= ODD;
            }
        }
    }
}

/// True for a line that is surely a row.
fn is_sure(known: u8) -> bool {
    known & (SECOND | DIGIT | ODD) == SECOND | DIGIT
}

/// One column on its way.
pub(in crate::table) struct Looked<'p, 'd, 't> {
    survey: &'p Survey<'d>,
    at: usize,
    parser: Option<Parser<'d>>,
    nameless: bool,
    plainly: Option<Plainly>,
    known: Spellings<'t, u8>,
    /// Which decimal marks its plain numbers have.
    marks: Marks,
}

impl<'p, 'd, 't> Looked<'p, 'd, 't> {
    fn of(survey: &'p Survey<'d>, at: usize) -> Self {
        let nameless = survey.columns.header(at).is_none_or(str::is_empty);
        let parser = survey.parsers.get(&at).cloned();
        let plainly = parser.as_ref().map(Parser::plainly);
        Self { survey, at, parser, nameless, plainly, known: Spellings::new(), marks: Marks::default() }
    }

    /// The position of the column.
    pub(in crate::table) fn at(&self) -> usize {
        self.at
    }

    /// Takes the decimal marks of plain numbers into account.
    pub(in crate::table) fn with_marks(self, marks: Marks) -> Self {
        Self { marks: self.marks.with(marks), ..self }
    }

    /// Adds what its cells tell of some lines.
    pub(in crate::table) fn look_at(&mut self, lines: Range<usize>, cells: &Cells<'t>, told_of: &mut [u8]) {
        let plainly = self.plainly.as_ref();
        match plainly.map(|plainly| plainly.kind) {
            Some(kind) if kind.is_number() && plainly.is_some_and(|plainly| plainly.digits_count) => {
                let mut marks = self.marks;
                self.each(lines, cells, told_of, |cell| number(Figure::read(cell), &mut marks));
                self.marks = marks;
            }
            Some(FieldType::Date) if plainly.is_some_and(|plainly| plainly.digits_count) => {
                self.each(lines, cells, told_of, |cell| figure::is_day(cell.bytes).then_some(OF_DIGITS));
            }
            // In which order its days are written is told by each that is written otherwise.
            Some(FieldType::Date) => self.each(lines, cells, told_of, |_| None),
            Some(FieldType::OrganisationNumber) if plainly.is_some_and(|plainly| plainly.swedish) => {
                self.each(lines, cells, told_of, |cell| figure::swedish(cell.bytes).map(|_| OF_DIGITS));
            }
            Some(_) if plainly.is_some_and(|plainly| plainly.place == Place::Text) => {
                self.each(lines, cells, told_of, text);
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
        for line in lines {
            let known = &mut told_of[line];
            let cell = cells.cell(line, self.at).filter(|cell| *known & ODD == 0 && cell.is_filled());
            if let Some(cell) = cell {
                self.tell(cell, plain(cell), known);
            }
        }
    }

    /// Adds what a cell with something in it tells of its line: what is plain, else what is found by looking closely.
    #[inline]
    pub(in crate::table) fn tell(&mut self, cell: Cell<'t>, plain: Option<u8>, known: &mut u8) {
        let mut told = plain.unwrap_or_else(|| self.closely(cell));
        if self.nameless && told & FILLED != 0 {
            told |= ODD;
        }
        add(known, told);
    }

    /// What a cell of digits tells of its line in which nobody can be named.
    pub(in crate::table) fn told_by_digits(&self) -> u8 {
        if self.nameless { OF_DIGITS | ODD } else { OF_DIGITS }
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

/// Adds what a cell tells of its line to what others told.
#[inline]
pub(in crate::table) fn add(known: &mut u8, told: u8) {
    // Two cells with something in them.
    *known |= told | (told & *known & FILLED) << 1;
}

/// What a cell tells that is a plain number in a column of numbers.
#[inline]
pub(in crate::table) fn number(figure: Option<Figure>, marks: &mut Marks) -> Option<u8> {
    let figure = figure.filter(Figure::names_nobody)?;
    if figure.mark != 0 && !figure.is_open() {
        marks.see_mark(figure.mark, figure.fraction);
    }
    Some(OF_DIGITS)
}

/// What a cell tells that is surely no more than a text.
#[inline]
pub(in crate::table) fn text(cell: Cell) -> Option<u8> {
    let has_digit = match cell.digits_of_few() {
        Some(digits) => digits > 0,
        None if personal::cannot_hold(cell.bytes, Place::Text) => cell.bytes.iter().any(u8::is_ascii_digit),
        None => return None,
    };
    cell.bytes[0].is_ascii_graphic().then_some(if has_digit { OF_DIGITS } else { FILLED })
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
