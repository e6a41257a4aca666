//! Rows with fewer cells than the header: broken in the middle, cut off, or without the empty cells at their end.
//!
//! Excel saves text in blocks of sixteen rows, and leaves out the columns at the end in which a block has nothing; other
//! programs leave out the empty cells at the end of each row. A delimiter that was lost looks alike in one row, and moves
//! all values behind it to the left. So such rows are read only where the whole file shows the habit, every value is of
//! its column's type, and nothing that must be answered is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::Survey;
use crate::diagnostic::Diagnostic;
use crate::record;
use crate::source::Span;
use crate::table::SheetReading;
use crate::table::cell::parse::Value;
use crate::table::layout::usual_count;
use crate::table::lines::{Content, Line, LineCell};

/// Rows of which Excel decides together which columns they have.
const BLOCK: u32 = 16;
/// Rows without their last cells that make a habit of it.
pub(in crate::table) const HABIT: usize = 3;

/// A row with too few cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    row: u32,
    /// Bytes of the file.
    bytes: (usize, usize),
    /// How many cells it has.
    count: usize,
    /// It can be read as it stands: what is missing stands at its end.
    whole: bool,
    /// Its last cell has something in it.
    filled: bool,
}

/// All rows with too few cells, and what the others say about them.
#[derive(Debug, Clone, Default)]
pub(super) struct Shorter {
    rows: Vec<Short>,
    /// Rows with all cells.
    full: usize,
    /// Blocks with such rows among those with too few cells.
    mixed: BTreeSet<u32>,
    /// The last of them.
    last_full: Option<u32>,
    /// Such a row ends with an empty cell.
    ends_blank: bool,
}

/// The rows with which Excel saves one, by their number.
pub(in crate::table) fn block(row: u32) -> u32 {
    row.saturating_sub(1) / BLOCK
}

impl Shorter {
    /// Takes notice of a row that fits its header.
    pub(super) fn see(&mut self, line: &Line, all: usize) {
        if !line.is_record() {
            return;
        }
        self.full += 1;
        self.last_full = Some(line.row);
        self.ends_blank |= line.cells.len() == all && line.cells.last().is_some_and(LineCell::is_blank);
        if self.rows.last().is_some_and(|short| block(short.row) == block(line.row)) {
            self.mixed.insert(block(line.row));
        }
    }

    /// Takes notice of some rows below each other that fit their header.
    pub(super) fn see_rows(&mut self, (first, last): (u32, u32), ends_blank: bool) {
        self.full += (last - first) as usize + 1;
        self.last_full = Some(last);
        self.ends_blank |= ends_blank;
        if self.rows.last().is_some_and(|short| block(short.row) == block(first)) {
            self.mixed.insert(block(first));
        }
    }

    /// Takes a row with too few cells.
    fn take(&mut self, short: Short) {
        if self.last_full.is_some_and(|full| block(full) == block(short.row)) {
            self.mixed.insert(block(short.row));
        }
        self.rows.push(short);
    }

    /// True where every row of a file ends with something: its empty last cells are left out.
    fn is_trimmed(&self, headers_known: bool) -> bool {
        let whole = self.rows.iter().filter(|short| short.whole).count();
        let often = whole >= HABIT && whole * 10 >= self.full && whole * 10 >= self.rows.len() * 9;
        often && !self.ends_blank && self.rows.iter().all(|short| short.filled) && (self.full > 0 || headers_known)
    }

    /// True where no row has the last cells of the header.
    fn is_narrow(&self, headers_known: bool) -> bool {
        let first = self.rows.first().map(|first| first.count);
        let alike = self.rows.iter().all(|short| short.whole && Some(short.count) == first);
        self.full == 0 && self.rows.len() >= 2 && alike && headers_known
    }

    /// How many cells the rows of a block have that lack the same ones; one row alone proves nothing.
    fn blocks(&self) -> BTreeMap<u32, usize> {
        let mut counts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for short in self.rows.iter().filter(|short| short.whole && !self.mixed.contains(&block(short.row))) {
            counts.entry(block(short.row)).or_default().push(short.count);
        }
        // The first block has the header in it.
        counts.remove(&0);
        let usual = |(block, counts): (u32, Vec<usize>)| {
            let usual = usual_count(counts.iter().copied())?;
            (counts.iter().filter(|count| **count == usual).count() > 1).then_some((block, usual))
        };
        counts.into_iter().filter_map(usual).collect()
    }
}

impl Survey<'_> {
    pub(super) fn tell_broken(&mut self, line: &Line, cut: bool, file: &Span) {
        if !line.faults.is_empty() || line.undecodable().is_some() {
            self.tell_short();
            self.tell_faults(line, file);
            return;
        }
        let offset = usize::try_from(line.offset).unwrap_or(usize::MAX);
        let (count, all) = (line.cells.len(), self.columns.headers.len());
        let whole = count < all && self.stands_alone(line);
        if let Some(before) = self.short {
            // A line break inside a cell parts a row into two that are too short, and is one fault.
            let one = !whole && (before.count + count == all + 1 || before.count + count == all);
            if before.row + 1 == line.row && one {
                self.short = None;
                let place = Span { bytes: Some((before.bytes.0, line.end)), ..file.at_row(before.row) };
                self.tell(Diagnostic::new("split-row", place, &[("next", &line.row.to_string())]));
                return;
            }
        }
        self.tell_short();
        if count < all && !cut {
            let filled = line.cells.last().is_some_and(|cell| !cell.is_blank());
            self.short = Some(Short { row: line.row, bytes: (offset, line.end), count, whole, filled });
        } else if count < all {
            self.tell(Diagnostic::new("cut-off-row", line.whole(file), &[]));
        } else if self.has_room("wrong-field-count", || line.whole(file)) {
            let place = (line.row, offset, line.end);
            self.diagnostics.push(record::wrong_field_count(file, place, count, all));
        }
    }

    /// Keeps a row that was too short and whose rest did not come.
    pub(super) fn tell_short(&mut self) {
        if let Some(short) = self.short.take() {
            self.shorter.take(short);
        }
    }

    /// True for a row that can be read as far as it goes, and lacks nothing that must be answered.
    fn stands_alone(&self, line: &Line) -> bool {
        let there = |at: usize| line.cells.get(at).is_some_and(|cell| !cell.is_blank());
        let answered = self.columns.known.iter().all(|(at, column)| !column.required || there(*at));
        let readable = self.parsers.iter().all(|(at, parser)| {
            let value = line.cells.get(*at).map(|cell| parser.read(cell).value);
            !matches!(value, Some(Value::Unreadable))
        });
        !self.parsers.is_empty() && answered && readable
    }

    /// Reads the rows that lack only empty cells at their end, and tells of the others.
    pub(super) fn settle_shorter(&mut self, content: &Content, file: &Span, sheet: &mut SheetReading) {
        let shorter = std::mem::take(&mut self.shorter);
        let written = self.columns.headers.iter().filter(|header| !header.is_empty()).count();
        let headers_known = self.columns.known.len() == written;
        let (trimmed, narrow) = (shorter.is_trimmed(headers_known), shorter.is_narrow(headers_known));
        let blocks = shorter.blocks();
        let is_habit =
            |short: &&Short| narrow || (trimmed && short.whole) || blocks.get(&block(short.row)) == Some(&short.count);
        let (read, broken): (Vec<&Short>, Vec<&Short>) = shorter.rows.iter().partition(is_habit);
        let all = self.columns.headers.len();
        for short in broken {
            let line = content.line(short.bytes.0 as u64, short.row);
            if line.is_some_and(|line| self.takes_back_above(&line, content, file, sheet)) {
                continue;
            }
            if self.has_room("wrong-field-count", || file.at_row(short.row)) {
                let place = (short.row, short.bytes.0, short.bytes.1);
                self.diagnostics.push(record::wrong_field_count(file, place, short.count, all));
            }
        }
        for short in &read {
            self.left_out.remove(&short.row);
            self.broken.remove(&short.row);
            sheet.rows_rejected -= 1;
            if let Some(line) = content.line(short.bytes.0 as u64, short.row) {
                self.look_at_cells(&line, file);
            }
        }
        if let Some(first) = read.first() {
            let count = read.len().to_string();
            let place = Span { bytes: Some(first.bytes), ..file.at_row(first.row) };
            self.tell(Diagnostic::new("last-cells-left-out", place, &[("count", &count)]));
        }
    }
}
