//! Two columns that mean the same: one is enough where the other says nothing else.

use super::lines::{Content, Line, LineCell};

/// The position of two that holds, below the header, all that either of them does, the first of equals; `None` where they differ.
/// What stands in both differs too where their headers do not count alike.
pub(super) fn holds_all(
    content: &Content,
    header: &Line,
    (first, second): (usize, usize),
    count_alike: bool,
) -> Option<usize> {
    let (mut only_first, mut only_second) = (false, false);
    for line in content.lines_after(Some(header)) {
        let filled = |at: usize| line.cells.get(at).filter(|cell| !cell.is_blank());
        match (filled(first), filled(second)) {
            (Some(one), Some(other)) if !count_alike || !are_same(one, other) => return None,
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

fn are_same(one: &LineCell, other: &LineCell) -> bool {
    one.kind == other.kind && one.seen().trim() == other.seen().trim() && one.is_struck() == other.is_struck()
}
