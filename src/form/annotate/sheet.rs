//! The cells of a sheet painted: nothing else of its part is touched.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::styles::{Paint, Styles};
use crate::form::xml::{Edits, Kind, Tag, tags};
use crate::source::column_letters;

/// Elements that stand after a sheet's `legacyDrawing`.
const AFTER_DRAWING: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "worksheet",
];

/// What to paint, by row and column from 1.
pub(super) type Painted = BTreeMap<(u32, u32), Paint>;

/// Paints cells; those that are not there yet are added, empty.
pub(super) fn paint(text: &str, painted: &Painted, styles: &mut Styles) -> String {
    let left = painted.clone();
    let mut painting = Painting { text, left, styles, edits: Edits::default(), row: 0, column: 0, base: 0 };
    let mut within = false;
    for tag in tags(text) {
        match (tag.kind, tag.name) {
            (Kind::Open, "sheetData") => within = true,
            (Kind::Empty, "sheetData") if !painting.left.is_empty() => {
                let rows = painting.rows_before(u32::MAX, tag.prefix);
                let open = tag.text().trim_end_matches("/>").to_owned();
                painting.edits.replace(tag.range.clone(), format!("{open}>{rows}</{}sheetData>", tag.prefix));
            }
            (Kind::Close, "sheetData") => {
                let rows = painting.rows_before(u32::MAX, tag.prefix);
                painting.edits.insert(tag.range.start, rows);
                break;
            }
            (Kind::Open | Kind::Empty, "row") if within => painting.row(&tag),
            (Kind::Close, "row") if within => painting.end_of_row(&tag),
            (Kind::Open | Kind::Empty, "c") if within => painting.cell(&tag),
            _ => {}
        }
    }
    painting.edits.apply(text)
}

struct Painting<'s> {
    text: &'s str,
    left: Painted,
    styles: &'s mut Styles,
    edits: Edits,
    row: u32,
    column: u32,
    /// Format of the row, which its cells that are not there have.
    base: u32,
}

impl Painting<'_> {
    fn row(&mut self, tag: &Tag) {
        let row = tag.attribute("r").and_then(|row| row.parse().ok()).unwrap_or(self.row + 1);
        let before = self.rows_before(row, tag.prefix);
        self.edits.insert(tag.range.start, before);
        self.row = row;
        self.column = 0;
        self.base = tag.attribute("s").and_then(|format| format.parse().ok()).unwrap_or(0);
        if !self.left.range((row, 0)..(row + 1, 0)).any(|_| true) {
            return;
        }
        // The span of cells is a hint for readers, which a cell more could belie.
        let open = tag.without("spans");
        if tag.kind == Kind::Empty {
            let cells = self.cells_before(u32::MAX, tag.prefix);
            let open = open.trim_end_matches("/>").to_owned();
            self.edits.replace(tag.range.clone(), format!("{open}>{cells}</{}row>", tag.prefix));
        } else {
            self.edits.replace(tag.range.clone(), open);
        }
    }

    fn end_of_row(&mut self, tag: &Tag) {
        let cells = self.cells_before(u32::MAX, tag.prefix);
        self.edits.insert(tag.range.start, cells);
    }

    fn cell(&mut self, tag: &Tag) {
        let column = tag.attribute("r").and_then(column_of).unwrap_or(self.column + 1);
        let before = self.cells_before(column, tag.prefix);
        self.edits.insert(tag.range.start, before);
        self.column = column;
        if let Some(paint) = self.left.remove(&(self.row, column)) {
            let format = tag.attribute("s").and_then(|format| format.parse().ok()).unwrap_or(0);
            let new = self.styles.painted(format, paint, number(self.text, tag)).to_string();
            self.edits.replace(tag.range.clone(), tag.with("s", &new));
        }
    }

    /// The cells of this row that are to be painted and not there, before a column.
    fn cells_before(&mut self, column: u32, prefix: &str) -> String {
        let mut out = String::new();
        let row = self.row;
        while let Some((&(_, at), &paint)) = self.left.range((row, 0)..(row, column)).next() {
            self.left.remove(&(row, at));
            let format = self.styles.painted(self.base, paint, None);
            let _ = write!(out, "<{prefix}c r=\"{}{row}\" s=\"{format}\"/>", column_letters(at));
        }
        out
    }

    /// The rows that are to be painted and not there, before a row.
    fn rows_before(&mut self, row: u32, prefix: &str) -> String {
        let mut out = String::new();
        while let Some((&(at, _), _)) = self.left.range(..(row, 0)).next() {
            (self.row, self.base) = (at, 0);
            let cells = self.cells_before(u32::MAX, prefix);
            let _ = write!(out, "<{prefix}row r=\"{at}\">{cells}</{prefix}row>");
        }
        out
    }
}

/// The number that a cell holds, as the workbook writes it.
fn number<'t>(text: &'t str, cell: &Tag) -> Option<&'t str> {
    if cell.kind == Kind::Empty || cell.attribute("t").is_some_and(|kind| kind != "n") {
        return None;
    }
    let within = text[cell.range.end..].split_once(&format!("</{}c>", cell.prefix))?.0;
    let (_, value) = within.split_once(&format!("<{}v>", cell.prefix))?;
    value.split('<').next()
}

/// The number of a cell's column: `AB12` is 28.
fn column_of(cell: &str) -> Option<u32> {
    let letters: Vec<u32> = cell
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .map(|b| u32::from(b.to_ascii_uppercase() - b'A') + 1)
        .collect();
    let number = letters.iter().try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(*letter))?;
    (number > 0).then_some(number)
}

/// Row and column of a cell's name: `AB12` is 12 and 28.
pub(super) fn place_of(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    Some((cell[digits..].parse().ok()?, column_of(cell)?))
}

/// The sheet not chosen with others: cells of several chosen sheets are changed together.
pub(super) fn unselected(text: &str) -> Option<String> {
    let tag = tags(text)
        .take_while(|tag| tag.name != "sheetData")
        .find(|tag| tag.name == "sheetView" && tag.attribute("tabSelected").is_some())?;
    Some(format!("{}{}{}", &text[..tag.range.start], tag.without("tabSelected"), &text[tag.range.end..]))
}

/// The sheet with a drawing of comments, which a relationship names.
pub(super) fn with_drawing(text: &str, relationship: &str) -> Option<String> {
    let before = tags(text).find(|tag| {
        // A child of the sheet, or the end of the sheet itself.
        let is_there = if tag.kind == Kind::Close { tag.depth == 0 } else { tag.depth == 1 };
        is_there && AFTER_DRAWING.contains(&tag.name)
    })?;
    let line = format!(
        "<{}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         r:id=\"{relationship}\"/>",
        before.prefix
    );
    Some(format!("{}{line}{}", &text[..before.range.start], &text[before.range.start..]))
}

/// The relationship of the drawing that a sheet has for its comments.
pub(super) fn drawing(text: &str) -> Option<String> {
    let tag = tags(text).find(|tag| tag.name == "legacyDrawing")?;
    tag.attribute("id").map(str::to_owned)
}
