//! Comments at the cells of a workbook.

use std::collections::BTreeMap;

use super::{Kind, Outside};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::display;

/// The lines of comments by the name of their sheet, and row and column from 1.
#[derive(Debug, Clone, Default)]
pub(in crate::table) struct Noted(BTreeMap<(String, u32, u32), Vec<String>>);

impl Noted {
    /// The comments among texts outside the cells; `sheets` names the sheet of a part.
    pub(in crate::table) fn of(texts: &[Outside], sheets: &BTreeMap<String, String>) -> Self {
        let mut noted: BTreeMap<(String, u32, u32), Vec<String>> = BTreeMap::new();
        for one in texts.iter().filter(|one| one.kind == Kind::Comment) {
            let sheet = one.sheet.as_ref().or_else(|| sheets.get(&one.part.to_lowercase()));
            let Some((sheet, (row, column))) = sheet.zip(one.cell) else { continue };
            let lines = noted.entry((sheet.clone(), row, column)).or_default();
            // A conversation at a cell stands in the workbook as a comment too.
            if !lines.contains(&one.text) {
                lines.push(one.text.clone());
            }
        }
        Self(noted)
    }

    /// The comments in a row of a sheet, with their positions from 0.
    pub(in crate::table) fn in_row(&self, file: &Span, row: u32) -> impl Iterator<Item = (usize, &[String])> {
        let sheet = file.sheet.as_deref().unwrap_or_default().to_owned();
        let row = self.0.range((sheet.clone(), row, 0)..(sheet, row.saturating_add(1), 0));
        row.map(|((_, _, column), lines)| (*column as usize - 1, lines.as_slice()))
    }

    /// Those of a sheet, by the line in which they stand and their position in it.
    pub(in crate::table) fn by_line(&self, file: &Span, turned: bool) -> BTreeMap<u32, Vec<(usize, &[String])>> {
        let mut lines: BTreeMap<u32, Vec<_>> = BTreeMap::new();
        for ((_, row, column), said) in self.0.iter().filter(|((sheet, ..), _)| Some(&**sheet) == file.sheet.as_deref())
        {
            let (line, at) = if turned { (*column, *row) } else { (*row, *column) };
            lines.entry(line).or_default().push((at as usize - 1, said.as_slice()));
        }
        lines
    }
}

/// The finding that a comment says that another answer is right than the one at a place.
pub(in crate::table) fn finding(line: &str, place: Span, answer: &str) -> Diagnostic {
    let value = display::shown(line.trim());
    display::showing("second-answer", place, (&value, false), vec![("answer", answer), ("noted", answer)], Vec::new())
}
