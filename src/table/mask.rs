//! Takes a sole trader's number out of what was read, so that no room above can show it.

use std::sync::Arc;

use super::lines::{Content, Line};

/// Stands for each character that was taken away; one byte, so that every place stays what it was.
const TAKEN: char = '*';

/// True for a cell whose text was taken away.
pub(super) fn is_masked(text: &str) -> bool {
    text.len() >= 6 && text.chars().all(|c| c == TAKEN)
}

/// The same content without the text of some cells: the line's row and the cell's position from 0.
pub(super) fn without(content: Content, cells: &[(u32, usize)]) -> Content {
    if cells.is_empty() {
        return content;
    }
    match content {
        Content::Csv { text, delimiter } => {
            let places = places(&Content::Csv { text: text.clone(), delimiter }, cells);
            let mut bytes = text.as_bytes().to_vec();
            for (from, to) in places {
                bytes[from..to].fill(TAKEN as u8);
            }
            let text = String::from_utf8(bytes).expect("whole cells were replaced by ASCII");
            Content::Csv { text: Arc::from(text), delimiter }
        }
        Content::Sheet(mut rows) => {
            for (row, at) in cells {
                let of_row = rows.iter_mut().filter(|sheet_row| sheet_row.row == *row);
                let column = u32::try_from(at + 1).unwrap_or(u32::MAX);
                for cell in of_row.flat_map(|row| &mut row.cells).filter(|cell| cell.column == column) {
                    cell.text = TAKEN.to_string().repeat(cell.text.chars().count().max(6));
                }
            }
            Content::Sheet(rows)
        }
        Content::Form(mut lines) => {
            for (row, at) in cells {
                for cell in lines.iter_mut().filter(|line| line.row == *row).filter_map(|line| line.cells.get_mut(*at))
                {
                    cell.text = TAKEN.to_string().repeat(cell.text.chars().count().max(6));
                }
            }
            Content::Form(lines)
        }
    }
}

/// The bytes of some cells.
fn places(content: &Content, cells: &[(u32, usize)]) -> Vec<(usize, usize)> {
    let bytes = |line: Line| {
        let of_line: Vec<_> =
            cells.iter().filter(|(row, _)| *row == line.row).filter_map(|(_, at)| line.cells.get(*at)?.bytes).collect();
        of_line
    };
    content.lines().flat_map(bytes).collect()
}
