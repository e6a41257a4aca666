//! Takes a sole trader's number out of what was read, so that no room above can show it.

use super::{Content, Line};

/// Stand for each character that was taken away, by its length in UTF-8, so that every place stays what it was.
const TAKEN: [char; 4] = ['*', '\u{b7}', '\u{2022}', '\u{10ffff}'];

/// True for a cell whose text was taken away.
pub(in crate::table) fn is_masked(text: &str) -> bool {
    text.len() >= 6 && text.chars().all(|c| TAKEN.contains(&c)) && text.contains(TAKEN[0])
}

/// The same content without the text of some cells: the line's row and the cell's position from 0.
pub(in crate::table) fn without(content: Content, cells: &[(u32, usize)]) -> Content {
    if cells.is_empty() {
        return content;
    }
    match content {
        Content::Csv { mut decoded, delimiter, width } => {
            let places = places(&Content::Csv { decoded: decoded.clone(), delimiter, width }, cells);
            let in_text = |(from, to)| (decoded.in_text(from), decoded.in_text(to));
            let places: Vec<(usize, usize)> = places.into_iter().map(in_text).collect();
            decoded.replace(move |text| without_places(text, &places));
            Content::Csv { decoded, delimiter, width }
        }
        Content::Sheet(mut rows) => {
            for (row, at) in cells {
                let of_row = rows.iter_mut().filter(|sheet_row| sheet_row.row == *row);
                let column = u32::try_from(at + 1).unwrap_or(u32::MAX);
                for cell in of_row.flat_map(|row| &mut row.cells).filter(|cell| cell.column == column) {
                    cell.text = taken(&cell.text);
                }
            }
            Content::Sheet(rows)
        }
        Content::Turned(mut lines) => {
            for (row, at) in cells {
                for cell in lines.iter_mut().filter(|line| line.row == *row).filter_map(|line| line.cells.get_mut(*at))
                {
                    cell.text = taken(&cell.text);
                }
            }
            Content::Turned(lines)
        }
        Content::Part(whole, left_out) => Content::Part(Box::new(without(*whole, cells)), left_out),
    }
}

/// A text without what stands at some places of it, in order.
fn without_places(text: &str, places: &[(usize, usize)]) -> String {
    let (mut without, mut kept) = (String::with_capacity(text.len()), 0);
    for &(from, to) in places {
        without.push_str(&text[kept..from]);
        without.extend(text[from..to].chars().map(|c| TAKEN[c.len_utf8() - 1]));
        kept = to;
    }
    without.push_str(&text[kept..]);
    without
}

/// What stands for the text of a cell.
fn taken(text: &str) -> String {
    TAKEN[0].to_string().repeat(text.chars().count().max(6))
}

/// The bytes of some cells in the file, in order.
fn places(content: &Content, cells: &[(u32, usize)]) -> Vec<(usize, usize)> {
    let bytes = |line: Line| {
        let of_line: Vec<_> =
            cells.iter().filter(|(row, _)| *row == line.row).filter_map(|(_, at)| line.cells.get(*at)?.bytes).collect();
        of_line
    };
    let mut places: Vec<_> = content.lines().flat_map(bytes).collect();
    places.sort_unstable();
    places.dedup();
    places
}
