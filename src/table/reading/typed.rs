//! The rows of a large text as batches, made on all cores: cells that are written as most are by their bytes, others each
//! as a line's are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::memchr_iter;
use rayon::prelude::*;

use super::builder::Making;
use super::row;
use super::totals::Totals;
use crate::definition::dataset::{ColumnDefinition, Dataset, FieldType};
use crate::diagnostic::Diagnostic;
use crate::shelf::Shelved;
use crate::table::bytes::figure::{self, Figure};
use crate::table::bytes::piece::{Csv, Piece};
use crate::table::bytes::plain::{Cell, Cells, Spellings, TILE};
use crate::table::cell::parse::{Parser, Value};
use crate::table::cell::plainly::{Plainly, Unit};
use crate::table::layout::Columns;
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::number::Marks;
use crate::table::survey::quick::{self, Looked, OF_DIGITS, Pass};
use crate::table::survey::{Cut, Survey};
use crate::table::{BATCH_ROWS, Batch, Column, Origin, RowPlace};
use crate::value::Missing;

/// Pieces with at most so many rows are read together.
const TOGETHER: u32 = 1_024;

/// Rows of one file: at hand, or to be read when they are needed.
#[derive(Clone, Copy)]
pub enum Rows<'r> {
    /// A batch that was read.
    Held(&'r Batch),
    /// A batch of a large text, by its number.
    Later(&'r Later<'r>, usize),
}

/// The rows of a large text that was surveyed: each batch can be read at any time, and as often as it is needed.
///
/// Where only some of its rows were looked at, each batch is looked at as it is read, and must be as those were.
pub struct Later<'d> {
    dataset: &'d Dataset,
    origin: Origin,
    survey: Survey<'d>,
    pieces: Vec<Piece>,
    /// Only some of them were looked at.
    by_sample: bool,
    /// Rows that are not read, in order.
    passed_over: Vec<u32>,
    /// The rows of each batch.
    batches: Vec<Range<u32>>,
}

impl<'d> Later<'d> {
    /// Knows the rows of a text by its pieces, the first of which begins below the header.
    pub(super) fn new(cut: Cut, dataset: &'d Dataset, origin: Origin, survey: Survey<'d>) -> Self {
        let Cut { pieces, by_sample } = cut;
        let passed_over = survey.passed_over();
        let batches = batches(&pieces, &passed_over);
        Self { dataset, origin, survey, pieces, by_sample, passed_over, batches }
    }

    /// How many batches there are; none of them is empty.
    pub fn batches(&self) -> usize {
        self.batches.len()
    }

    /// The file.
    pub fn file(&self) -> &str {
        self.origin.span.file.as_deref().unwrap_or_default()
    }

    /// Only some of its rows were looked at.
    pub(super) fn is_by_sample(&self) -> bool {
        self.by_sample
    }

    /// Reads a batch, with the findings on its cells; `None` where it is not as the rows that were looked at, so that all
    /// must be, and where the file is lost by now.
    pub fn read(&self, number: usize) -> Option<(Batch, Vec<Diagnostic>)> {
        self.batch(&*self.content()?, number)
    }

    fn batch(&self, content: &Content, number: usize) -> Option<(Batch, Vec<Diagnostic>)> {
        // Each batch has its own origin, so that no two cores count its users at once.
        let task = Task { later: self, content, csv: csv(content), origin: &Arc::new(self.origin.clone()) };
        task.batch(&self.batches[number])
    }

    /// Reads all batches, on all cores.
    pub(super) fn read_all(&self) -> Vec<(Batch, Vec<Diagnostic>)> {
        let Some(content) = self.content() else { return Vec::new() };
        let read = |number| self.batch(&content, number).expect("all rows were looked at");
        (0..self.batches()).into_par_iter().map(read).collect()
    }

    /// The lines of which it cannot be told which cell stands under which header.
    pub(super) fn broken(&self) -> Vec<Line> {
        let Some(content) = self.content() else { return Vec::new() };
        let of_piece = |piece: &Piece| self.broken_of(&content, *piece);
        self.pieces.par_iter().flat_map_iter(of_piece).collect()
    }

    fn broken_of(&self, content: &Content, piece: Piece) -> Vec<Line> {
        let csv = csv(content);
        let rows = || self.survey.broken_rows(piece.row..piece.next_row);
        if rows().next().is_none() {
            return Vec::new();
        }
        if !piece.plain {
            let records = csv.of_piece(piece).filter(|record| self.survey.is_broken(record.row));
            return records.filter_map(|record| content.line_of_record(record)).collect();
        }
        let ends = memchr_iter(b'\n', &csv.text.as_bytes()[piece.from..piece.to]);
        let mut begins = (piece.row..).zip([0].into_iter().chain(ends.map(|end| end + 1)));
        let mut begin = |row| begins.find(|(of, _)| *of == row).map(|(_, begin)| piece.from + begin);
        rows().filter_map(|row| content.line_of_text(begin(row)?, row)).collect()
    }

    /// The rows of sums among its rows.
    pub(super) fn totals(&self) -> Totals {
        Totals::of(&self.survey, self.dataset, &self.origin.span)
    }

    /// The columns of the text.
    pub(super) fn columns(&self) -> &Columns<'d> {
        &self.survey.columns
    }

    /// True where a person's number may stand in a cell for that of an organisation, though nothing tells of it yet.
    pub(super) fn may_name_person(&self) -> bool {
        self.survey.names_person
    }

    /// Where its text lies when it is let go.
    pub fn shelved(&self) -> Option<&Arc<Shelved>> {
        self.origin.content.shelved()
    }

    fn content(&self) -> Option<Cow<'_, Content>> {
        self.origin.content.hold().ok()
    }
}

fn csv(content: &Content) -> Csv<'_> {
    content.csv().expect("the rows are those of a text")
}

/// One batch on its way.
#[derive(Clone, Copy)]
struct Task<'a, 'd> {
    later: &'a Later<'d>,
    content: &'a Content,
    csv: Csv<'a>,
    origin: &'a Arc<Origin>,
}

/// The rows of each batch: those of whole pieces, as far as a piece is not larger than a batch. None is empty.
fn batches(pieces: &[Piece], passed_over: &[u32]) -> Vec<Range<u32>> {
    let full = u32::try_from(BATCH_ROWS).expect("a batch is small");
    let mut batches: Vec<Range<u32>> = Vec::new();
    for piece in pieces {
        match batches.last_mut() {
            Some(last) if piece.next_row - last.start <= TOGETHER => last.end = piece.next_row,
            _ => {
                let parts = (piece.row..piece.next_row).step_by(BATCH_ROWS);
                batches.extend(parts.map(|row| row..piece.next_row.min(row.saturating_add(full))));
            }
        }
    }
    let passed = |row: u32| passed_over.partition_point(|passed| *passed < row);
    batches.retain(|rows| passed(rows.end) - passed(rows.start) < rows.len());
    batches
}

/// A batch in the making.
struct Made<'a> {
    places: Vec<RowPlace>,
    columns: Vec<(&'a ColumnDefinition, Making)>,
    findings: Vec<Diagnostic>,
}

impl<'a> Task<'a, '_> {
    /// Reads some rows, which may stand in several pieces.
    fn batch(self, rows: &Range<u32>) -> Option<(Batch, Vec<Diagnostic>)> {
        let dataset = self.later.dataset;
        let room = (rows.end - rows.start) as usize;
        let column = |column: &'a ColumnDefinition| {
            let field = dataset.field(&column.field)?;
            Some((column, Making::new(field.kind, field.decimals(), room)))
        };
        let columns = dataset.columns.iter().filter_map(column).collect();
        let mut made = Made { places: Vec::with_capacity(room), columns, findings: Vec::new() };
        for piece in self.later.pieces.iter().filter(|piece| piece.row < rows.end && rows.start < piece.next_row) {
            if !piece.plain {
                self.exact(*piece, rows, &mut made);
            } else if !self.plain(piece.within(rows, self.csv.text), &mut made) {
                return None;
            }
        }
        let columns = made.columns.into_iter().map(|(column, making)| (column.name.clone(), making.finish()));
        let batch = Batch {
            dataset: dataset.dataset.value.clone(),
            organisation: dataset.organisation().map(str::to_owned),
            places: made.places,
            columns: columns.collect::<BTreeMap<String, Column>>(),
        };
        Some((batch, made.findings))
    }

    /// The rows of a piece, read line by line.
    fn exact(self, piece: Piece, rows: &Range<u32>, made: &mut Made) {
        let not_collected = Value::Missing(Missing::NotCollected);
        for record in self.csv.of_piece(piece).filter(|record| rows.contains(&record.row)) {
            if self.later.passed_over.binary_search(&record.row).is_ok() {
                continue;
            }
            let line = self.content.line_of_record(record).expect("the text is that of a CSV file");
            let cells = row::read(&self.later.survey, &line, &self.origin.span, &mut made.findings);
            for (column, making) in &mut made.columns {
                making.push(cells.get(column.name.as_str()).unwrap_or(&not_collected));
            }
            made.places.push(RowPlace { origin: self.origin.clone(), row: line.row, offset: line.offset });
        }
    }

    /// The rows of a plain piece, column by column; false where they are not as those that were looked at.
    fn plain(self, piece: Piece, made: &mut Made) -> bool {
        let cells = Cells::of(&self.csv.text.as_bytes()[piece.from..piece.to], self.csv.delimiter);
        let row = |line: usize| piece.row + u32::try_from(line).unwrap_or(u32::MAX);
        let passed_over = &self.later.passed_over;
        let from = passed_over.partition_point(|passed| *passed < piece.row);
        let mut gaps = passed_over[from..].iter().copied().peekable();
        let kept: Vec<usize> = (0..cells.lines()).filter(|line| gaps.next_if_eq(&row(*line)).is_none()).collect();
        let content = self.content;
        made.places.extend(kept.iter().map(|line| RowPlace {
            origin: self.origin.clone(),
            row: row(*line),
            offset: content.in_file(piece.from + cells.begin(*line)) as u64,
        }));
        let (survey, origin) = (&self.later.survey, self.origin);
        let mut reader = Reader { content, piece, cells: &cells, survey, origin, findings: Vec::new() };
        let mut columns: Vec<Typing> = made.columns.iter_mut().map(|of| Typing::of(survey, of)).collect();
        let as_known = if self.later.by_sample {
            typed_and_looked_at(Pass::new(survey, &cells), columns, &mut reader)
        } else {
            for lines in kept.chunks(TILE) {
                for column in &mut columns {
                    column.read(lines, &mut reader);
                }
            }
            true
        };
        reader.findings.sort_by_key(|(place, _)| *place);
        made.findings.extend(reader.findings.into_iter().map(|(_, finding)| finding));
        as_known
    }
}

/// Reads all lines of a piece and looks at them at once; false where they are not as those that were looked at.
fn typed_and_looked_at<'p, 'd, 't>(
    mut pass: Pass<'p, 'd, 't>,
    mut columns: Vec<Typing<'p, 'd, 't>>,
    reader: &mut Reader<'p, 'd, 't>,
) -> bool {
    let mut others = pass.columns();
    for column in &mut columns {
        let at = column.column.as_ref().map(|(at, ..)| *at);
        column.look = others.iter().position(|other| Some(other.at()) == at).map(|found| others.remove(found));
    }
    let lines: Vec<usize> = (0..pass.lines.len()).collect();
    for lines in lines.chunks(TILE) {
        for column in &mut columns {
            column.add::<true>(lines, reader, &mut pass.lines);
        }
        let (first, next) = (lines[0], lines[0] + lines.len());
        for other in &mut others {
            other.look_at(first..next, reader.cells, &mut pass.lines);
        }
    }
    let looked_at = columns.into_iter().filter_map(|column| Some(column.look?.with_marks(column.marks)));
    pass.tells_nothing_new(looked_at.chain(others))
}

/// A plain piece on its way to a batch.
struct Reader<'p, 'd, 't> {
    content: &'p Content,
    piece: Piece,
    cells: &'p Cells<'t>,
    survey: &'p Survey<'d>,
    origin: &'p Arc<Origin>,
    /// Findings with their line and the position in it.
    findings: Vec<((usize, usize), Diagnostic)>,
}

impl<'t> Reader<'_, '_, 't> {
    fn row(&self, line: usize) -> u32 {
        self.piece.row + u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// Reads a cell, and remembers what it is for others that are written alike.
    #[inline(never)]
    fn learn(
        &mut self,
        cell: Cell<'t>,
        (line, at): (usize, usize),
        parser: &Parser,
        known: &mut Spellings<'t, Value>,
    ) -> Value {
        let (value, is_told) = self.read(cell.bytes, line, at, parser);
        if !is_told {
            known.learn(cell, value.clone());
        }
        value
    }

    /// Reads a cell as that of a line is read, and tells whether there is a finding about it.
    fn read(&mut self, cell: &[u8], line: usize, at: usize, parser: &Parser) -> (Value, bool) {
        let text = std::str::from_utf8(cell).expect("delimiters part no characters").to_owned();
        let parsed = parser.read(&LineCell { text, ..LineCell::default() });
        if parsed.finding.is_none() {
            return (parsed.value, false);
        }
        let (begin, mut findings) = (self.piece.from + self.cells.begin(line), Vec::new());
        let whole = self.content.line_of_text(begin, self.row(line)).expect("it was found there");
        let value = row::cell(self.survey, &whole, at, &self.origin.span, &mut findings);
        self.findings.extend(findings.into_iter().map(|finding| ((line, at), finding)));
        (value.expect("the cell is there"), true)
    }
}

/// One column on its way to a batch.
struct Typing<'p, 'd, 't> {
    /// Where it stands and how it is read; `None` where the file lacks it.
    column: Option<(usize, &'p Parser<'d>, Plainly)>,
    making: &'p mut Making,
    known: Spellings<'t, Value>,
    /// The last day that was read, and how it is written.
    day: Option<([u8; 10], i32)>,
    /// What is seen of it where it is looked at as it is read, and which decimal marks its plain numbers have.
    look: Option<Looked<'p, 'd, 't>>,
    marks: Marks,
    /// Cells that are no short numbers, with their lines and the places of their values; none but while others are read.
    others: Vec<(usize, usize, Cell<'t>)>,
}

/// What the bytes of a cell tell of its line, and whether they were enough to add its value.
type Told = (Option<u8>, bool);

impl<'p, 'd, 't> Typing<'p, 'd, 't> {
    fn of(survey: &'p Survey<'d>, (column, making): &'p mut (&ColumnDefinition, Making)) -> Self {
        let mut known = survey.columns.known.iter();
        let at = known.find(|(_, known)| known.name == column.name).map(|(at, _)| *at);
        let column = at.and_then(|at| survey.parsers.get(&at).map(|parser| (at, parser, parser.plainly())));
        let (marks, others) = Default::default();
        Self { column, making, known: Spellings::new(), day: None, look: None, marks, others }
    }

    /// Adds the cells of some lines.
    fn read(&mut self, lines: &[usize], reader: &mut Reader<'p, 'd, 't>) {
        self.add::<false>(lines, reader, &mut []);
    }

    /// Adds the cells of some lines, and what they tell of these where they are looked at.
    fn add<const LOOKED_AT: bool>(&mut self, lines: &[usize], reader: &mut Reader<'p, 'd, 't>, told_of: &mut [u8]) {
        let Some((_, _, plainly)) = &self.column else {
            for _ in lines {
                self.making.push(&Value::Missing(Missing::NotCollected));
            }
            return;
        };
        match plainly.kind {
            kind if kind.is_number() && plainly.digits_count && plainly.header == Unit::Asked => {
                self.numbers::<LOOKED_AT>(lines, reader, told_of);
            }
            FieldType::Date if plainly.digits_count => {
                let mut day = self.day;
                self.each::<LOOKED_AT>(lines, reader, told_of, |cell, _, making| {
                    let Ok(written) = <&[u8; 10]>::try_from(cell.bytes) else { return (None, false) };
                    let known = day.filter(|(known, _)| known == written).map(|(_, day)| day);
                    let Some(read) = known.or_else(|| figure::day(cell.bytes)) else { return (None, false) };
                    day = Some((*written, read));
                    making.push_day(read);
                    (Some(OF_DIGITS), true)
                });
                self.day = day;
            }
            FieldType::OrganisationNumber if plainly.swedish && plainly.digits_count => {
                self.each::<LOOKED_AT>(lines, reader, told_of, |cell, _, making| {
                    let Some(digits) = figure::swedish(cell.bytes) else { return (None, false) };
                    making.push_text(|bytes| bytes.extend_from_slice(&digits));
                    (Some(OF_DIGITS), true)
                });
            }
            FieldType::Text => self.each::<LOOKED_AT>(lines, reader, told_of, |cell, plainly, making| {
                let is_text = plainly.is_text(cell.bytes);
                if is_text {
                    making.push_text(|bytes| cell.add_to(bytes));
                }
                (if LOOKED_AT { quick::text(cell) } else { None }, is_text)
            }),
            FieldType::Code | FieldType::Boolean => self.each::<LOOKED_AT>(lines, reader, told_of, |cell, _, _| {
                (if LOOKED_AT { quick::text(cell) } else { None }, false)
            }),
            _ => self.each::<LOOKED_AT>(lines, reader, told_of, |_, _, _| (None, false)),
        }
    }

    /// Adds numbers: the loop in which a large file spends most of its time, with all that is rare out of it.
    fn numbers<const LOOKED_AT: bool>(&mut self, lines: &[usize], reader: &mut Reader<'p, 'd, 't>, told_of: &mut [u8]) {
        let Self { column: Some((at, parser, plainly)), making, known, look, marks, others, .. } = self else { return };
        let mut numbers = making.numbers().expect("a field of numbers is gathered as numbers");
        let (at, scale, cells) = (*at, plainly.scale, reader.cells);
        let told = look.as_ref().map_or(0, Looked::told_by_digits);
        // Whether short numbers have a point, and whether a comma.
        let (mut points, mut commas) = (false, false);
        for line in lines.iter().copied() {
            let cell = cells.cell(line, at).filter(Cell::is_filled);
            let Some((digits, mark)) = cell.and_then(|cell| Figure::short(cell, scale)) else {
                let place = numbers.leave();
                others.extend(cell.map(|cell| (line, place, cell)));
                continue;
            };
            points |= mark == b'.';
            commas |= mark == b',';
            if LOOKED_AT {
                quick::add(&mut told_of[line], told);
            }
            numbers.push(digits.into());
        }
        for (mark, _) in [(b'.', points), (b',', commas)].into_iter().filter(|(_, is_seen)| *is_seen) {
            marks.see_mark(mark, 1);
        }
        for (line, place, cell) in others.drain(..) {
            let figure = Figure::read(cell);
            if LOOKED_AT && let Some(look) = look {
                look.tell(cell, quick::number(figure, marks), &mut told_of[line]);
            }
            match figure.and_then(|figure| figure.scaled(scale, plainly.decimal)) {
                Some(digits) => numbers.put(place, digits),
                None => match known.get(cell) {
                    Some(value) => numbers.put_value(place, value),
                    None => numbers.put_value(place, &reader.learn(cell, (line, at), parser, known)),
                },
            }
        }
    }

    /// Adds the cells of some lines: by their bytes where they are written as most of their kind are.
    #[inline]
    fn each<const LOOKED_AT: bool>(
        &mut self,
        lines: &[usize],
        reader: &mut Reader<'p, 'd, 't>,
        told_of: &mut [u8],
        mut push: impl FnMut(Cell, &Plainly, &mut Making) -> Told,
    ) {
        let Self { column: Some((at, parser, plainly)), making, known, look, .. } = self else { return };
        for line in lines.iter().copied() {
            let Some(cell) = reader.cells.cell(line, *at).filter(Cell::is_filled) else {
                making.push(&Value::Missing(Missing::NotCollected));
                continue;
            };
            let (told, is_read) = push(cell, plainly, making);
            if LOOKED_AT && let Some(look) = look {
                look.tell(cell, told, &mut told_of[line]);
            }
            if is_read {
                continue;
            }
            match known.get(cell) {
                Some(value) => making.push(value),
                None => making.push(&reader.learn(cell, (line, *at), parser, known)),
            }
        }
    }
}
