//! Two columns that mean the same: one is enough where the other says nothing else.

use crate::table::cell::parse::{Parser, Value};
use crate::table::lines::{Content, Line, LineCell};

/// The position of two that holds, below the header, all that either of them does, the first of equals; `None` where they differ.
/// Each comes with its position and with how it is read under its own header, of which its cells have told nothing yet.
pub(super) fn holds_all(content: &Content, header: &Line, twins: [(usize, Parser); 2]) -> Option<usize> {
    let [(first, one), (second, other)] = twins.map(|(at, parser)| (at, settled(content, header, at, parser)));
    let (mut only_first, mut only_second) = (false, false);
    for line in content.lines_after(Some(header)) {
        let filled = |at: usize| line.cells.get(at).filter(|cell| !cell.is_blank());
        match (filled(first), filled(second)) {
            (Some(cell), Some(twin)) if !are_same((&one, cell), (&other, twin)) => return None,
            (Some(_), None) => only_first = true,
            (None, Some(_)) => only_second = true,
            _ => {}
        }
        if only_first && only_second {
            return None;
        }
    }
    Some(if only_second { second } else { first })
}

/// How a column is read, after what its cells give away.
fn settled<'d>(content: &Content, header: &Line, at: usize, mut parser: Parser<'d>) -> Parser<'d> {
    for line in content.lines_after(Some(header)) {
        if let Some(cell) = line.cells.get(at) {
            parser.see(cell);
        }
    }
    parser.settle();
    parser
}

/// True for two cells that hold one value, however each is written; what cannot be read must be written alike.
fn are_same((parser, cell): (&Parser, &LineCell), (other_parser, other): (&Parser, &LineCell)) -> bool {
    let is_same = match (parser.read_of_row(cell).value, other_parser.read_of_row(other).value) {
        (Value::Unreadable, Value::Unreadable) => cell.kind == other.kind && cell.seen().trim() == other.seen().trim(),
        (value, other) => value == other,
    };
    is_same && cell.is_struck() == other.is_struck()
}
