//! The rows of a large text as batches, made on all cores: cells that are written as most are by their bytes, others each
//! as a line's are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::builder::Making;
use super::figure::{self, Figure};
use super::lines::{Content, LineCell};
use super::parse::{Parser, Plainly, Value};
use super::piece::{Cells, Csv, Piece};
use super::survey::Survey;
use super::{BATCH_ROWS, Batch, Column, Origin, RowPlace, row};
use crate::definition::dataset::{ColumnDefinition, Dataset, FieldType};
use crate::diagnostic::Diagnostic;
use crate::value::Missing;

/// Most spellings of one column that are remembered.
const SPELLINGS: usize = 4_096;

/// What the rows of a text are.
#[derive(Default)]
pub(super) struct Typed {
    pub batches: Vec<Batch>,
    pub findings: Vec<Diagnostic>,
    /// Lines of which it cannot be told which cell stands under which header: their first byte and row.
    pub broken: Vec<(usize, u32)>,
}

/// What is read, and by what.
#[derive(Clone, Copy)]
struct Task<'a, 'd> {
    csv: Csv<'a>,
    dataset: &'a Dataset,
    origin: &'a Arc<Origin>,
    survey: &'a Survey<'d>,
    /// Rows that are not read, in order.
    passed_over: &'a [u32],
}

/// Reads the rows of a text that was surveyed, from the byte on where a record of known row begins; `None` where nothing
/// is won by reading it in pieces.
pub(super) fn read(
    csv: Csv,
    (from, row): (usize, u32),
    dataset: &Dataset,
    origin: &Arc<Origin>,
    survey: &Survey,
) -> Option<Typed> {
    let pieces = csv.pieces(from, row);
    if pieces.iter().all(|piece| !piece.plain) {
        return None;
    }
    let passed_over = survey.passed_over();
    let end = pieces.last().map_or(row, |last| last.next_row);
    let read = |rows: &Range<u32>| {
        // Each batch has its own, so that no two cores count its users at once.
        let origin = Arc::new(Origin::clone(origin));
        let task = Task { csv, dataset, origin: &origin, survey, passed_over: &passed_over };
        task.batch(&pieces, rows)
    };
    let read: Vec<Typed> = batches(row..end, &passed_over).par_iter().map(read).collect();
    let mut all = Typed::default();
    for typed in read {
        all.batches.extend(typed.batches);
        all.findings.extend(typed.findings);
        all.broken.extend(typed.broken);
    }
    Some(all)
}

/// The rows of each batch; all but the last are full.
fn batches(rows: Range<u32>, passed_over: &[u32]) -> Vec<Range<u32>> {
    let full = u32::try_from(BATCH_ROWS).expect("a batch is small");
    let (mut batches, mut begin, mut at, mut kept) = (Vec::new(), rows.start, rows.start, 0);
    let below = passed_over.iter().copied().filter(|row| rows.contains(row));
    for gap in below.chain([rows.end]) {
        while gap - at > full - kept {
            at += full - kept;
            batches.push(begin..at);
            (begin, kept) = (at, 0);
        }
        kept += gap - at;
        at = gap.saturating_add(1);
    }
    if begin < rows.end {
        batches.push(begin..rows.end);
    }
    batches
}

/// A batch in the making.
struct Made<'a> {
    places: Vec<RowPlace>,
    columns: Vec<(&'a ColumnDefinition, Making)>,
    findings: Vec<Diagnostic>,
    broken: Vec<(usize, u32)>,
}

impl<'a> Task<'a, '_> {
    /// Reads some rows, which may stand in several pieces.
    fn batch(self, pieces: &[Piece], rows: &Range<u32>) -> Typed {
        let room = (rows.end - rows.start) as usize;
        let column = |column: &'a ColumnDefinition| {
            let field = self.dataset.field(&column.field)?;
            Some((column, Making::new(field.kind, field.decimals(), room.min(BATCH_ROWS))))
        };
        let columns = self.dataset.columns.iter().filter_map(column).collect();
        let mut made = Made {
            places: Vec::with_capacity(room.min(BATCH_ROWS)),
            columns,
            findings: Vec::new(),
            broken: Vec::new(),
        };
        for piece in pieces.iter().filter(|piece| piece.row < rows.end && rows.start < piece.next_row) {
            if piece.plain {
                self.plain(*piece, rows, &mut made);
            } else {
                self.exact(*piece, rows, &mut made);
            }
        }
        let columns = made.columns.into_iter().map(|(column, making)| (column.name.clone(), making.finish()));
        let batch = Batch {
            dataset: self.dataset.dataset.value.clone(),
            places: made.places,
            columns: columns.collect::<BTreeMap<String, Column>>(),
        };
        let batches = if batch.places.is_empty() { Vec::new() } else { vec![batch] };
        Typed { batches, findings: made.findings, broken: made.broken }
    }

    fn is_passed_over(self, row: u32) -> bool {
        self.passed_over.binary_search(&row).is_ok()
    }

    /// The rows of a piece, read line by line.
    fn exact(self, piece: Piece, rows: &Range<u32>, made: &mut Made) {
        let not_collected = Value::Missing(Missing::NotCollected);
        for record in self.csv.of_piece(piece).filter(|record| rows.contains(&record.row)) {
            let at = record.offset;
            let line = self.origin.content.line_of_record(record).expect("the text is that of a CSV file");
            if self.survey.is_broken(&line) {
                made.broken.push((at, line.row));
            }
            if self.is_passed_over(line.row) {
                continue;
            }
            let cells = row::read(self.survey, &line, &self.origin.span, &mut made.findings);
            for (column, making) in &mut made.columns {
                making.push(cells.get(column.name.as_str()).unwrap_or(&not_collected));
            }
            made.places.push(RowPlace { origin: self.origin.clone(), row: line.row, offset: line.offset });
        }
    }

    /// The rows of a plain piece, column by column.
    fn plain(self, piece: Piece, rows: &Range<u32>, made: &mut Made) {
        let cells = Cells::of(&self.csv.text.as_bytes()[piece.from..piece.to], self.csv.delimiter);
        let line = |row: u32| (row.saturating_sub(piece.row) as usize).min(cells.lines());
        let lines = line(rows.start)..line(rows.end);
        let row = |line: usize| piece.row + u32::try_from(line).unwrap_or(u32::MAX);
        let from = self.passed_over.partition_point(|passed| *passed < row(lines.start));
        let mut gaps = self.passed_over[from..].iter().copied().peekable();
        let mut kept = Vec::with_capacity(lines.len());
        for line in lines {
            if gaps.next_if_eq(&row(line)).is_none() {
                kept.push(line);
            } else if self.survey.is_broken_row(row(line)) {
                made.broken.push((piece.from + cells.begin(line), row(line)));
            }
        }
        let content = &*self.origin.content;
        made.places.extend(kept.iter().map(|line| RowPlace {
            origin: self.origin.clone(),
            row: row(*line),
            offset: content.in_file(piece.from + cells.begin(*line)) as u64,
        }));
        let mut reader =
            Reader { content, piece, cells, survey: self.survey, origin: self.origin, findings: Vec::new() };
        for (column, making) in &mut made.columns {
            reader.column(&kept, column, making);
        }
        reader.findings.sort_by_key(|(place, _)| *place);
        made.findings.extend(reader.findings.into_iter().map(|(_, finding)| finding));
    }
}

/// A plain piece on its way to a batch.
struct Reader<'p, 'd, 't> {
    content: &'p Content,
    piece: Piece,
    cells: Cells<'t>,
    survey: &'p Survey<'d>,
    origin: &'p Arc<Origin>,
    /// Findings with their line and the position in it.
    findings: Vec<((usize, usize), Diagnostic)>,
}

impl Reader<'_, '_, '_> {
    fn row(&self, line: usize) -> u32 {
        self.piece.row + u32::try_from(line).unwrap_or(u32::MAX)
    }

    fn column(&mut self, lines: &[usize], column: &ColumnDefinition, making: &mut Making) {
        let is_it = |(_, known): &(&usize, &&ColumnDefinition)| known.name == column.name;
        let at = self.survey.columns.known.iter().find(is_it).map(|(at, _)| *at);
        let parser = at.and_then(|at| Some((at, self.survey.parsers.get(&at)?)));
        let not_collected = Value::Missing(Missing::NotCollected);
        let Some((at, parser)) = parser else {
            for _ in lines {
                making.push(&not_collected);
            }
            return;
        };
        let plainly = parser.plainly();
        let digits_count = plainly.digits_count();
        let mut known: FxHashMap<&[u8], Value> = FxHashMap::default();
        let mut day = (&[][..], 0);
        for &line in lines {
            let Some(cell) = self.cells.cell(line, at).filter(|cell| !cell.is_empty()) else {
                making.push(&not_collected);
                continue;
            };
            if push(cell, &plainly, digits_count, &mut day, making) {
                continue;
            }
            if let Some(value) = known.get(cell) {
                making.push(value);
                continue;
            }
            let (value, is_told) = self.read(cell, line, at, parser);
            making.push(&value);
            if !is_told && known.len() < SPELLINGS {
                known.insert(cell, value);
            }
        }
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

/// Adds a cell that is written as most of its kind are; false where it is not.
fn push<'t>(
    cell: &'t [u8],
    plainly: &Plainly,
    digits_count: bool,
    day: &mut (&'t [u8], i32),
    making: &mut Making,
) -> bool {
    match plainly.kind {
        kind if kind.is_number() => {
            let figure = if digits_count && !plainly.multiplied { Figure::read(cell) } else { None };
            let digits = figure.and_then(|figure| figure.scaled(plainly.scale, plainly.decimal));
            digits.map(|digits| making.push_number(digits)).is_some()
        }
        FieldType::Date if digits_count => {
            if day.0 != cell {
                let Some(read) = figure::day(cell) else { return false };
                *day = (cell, read);
            }
            making.push_day(day.1);
            true
        }
        FieldType::OrganisationNumber if plainly.swedish => {
            let digits = figure::swedish(cell);
            let digits = digits.as_ref().and_then(|digits| std::str::from_utf8(digits).ok());
            digits.map(|digits| making.push_text(digits)).is_some()
        }
        FieldType::Text if plainly.is_text(cell) => {
            std::str::from_utf8(cell).map(|text| making.push_text(text)).is_ok()
        }
        _ => false,
    }
}
