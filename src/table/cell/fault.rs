//! What leaves a cell without a value, whatever is asked for in it.

use crate::table::lines::LineCell;
use crate::table::spelling::words::visible;
use crate::table::workbook::Kind;

/// The rule of a cell that has no value of its own in its workbook, whatever it shows, or shows only that it has none.
pub(crate) fn of_cell(cell: &LineCell) -> Option<&'static str> {
    of_kind(cell.kind).or_else(|| of_text(visible(&cell.text).trim()))
}

/// The rule of what a workbook says that a cell holds.
pub(super) fn of_kind(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Covered => Some("merged-cell"),
        Kind::Uncalculated => Some("formula-without-value"),
        Kind::Error => Some("cell-holds-error"),
        _ => None,
    }
}

/// The rule of a text that stands for a value which was not saved.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    if is_error(text) {
        return Some("cell-holds-error");
    }
    (!text.is_empty() && text.bytes().all(|byte| byte == b'#')).then_some("column-too-narrow")
}

/// True for the name of a failed formula as programs show it: `#REF!`, `#SAKNAS!`, `#N/A`, `Err:502`.
fn is_error(text: &str) -> bool {
    let named = text.starts_with('#') && (text.ends_with(['!', '?']) || text == "#N/A");
    let numbered = ["Err:", "Fel:"].iter().find_map(|prefix| text.strip_prefix(prefix));
    named || numbered.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
