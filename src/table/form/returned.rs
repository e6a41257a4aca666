//! The sheet on which a marked workbook lists what is to be mended, known again when its sender sends it back.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::words::ALL;
use crate::source::Span;
use crate::table::cell::display::{self, shown};
use crate::table::lines::{Content, Line};
use crate::table::workbook::{Kind, Sheet};

/// Row of the list's headings; its remarks stand below it.
const HEADINGS: u32 = 4;
/// Columns of the list; the last of them holds the rule of each remark.
const COLUMNS: usize = 7;

/// True for that list, in whatever language, also once another program has saved it: its title, below its own name or above
/// its lead.
pub(in crate::table) fn is_list(sheet: &Sheet) -> bool {
    let first_of = |row: u32| {
        let row = sheet.rows.iter().take(2).find(|one| one.row == row)?;
        row.cells.first().filter(|cell| cell.column == 1).map(|cell| cell.text.trim())
    };
    ALL.into_iter().any(|words| {
        let is_lead = |text: &str| {
            // More may be said behind it.
            [words.to_fix_lead, words.refused, words.list_alone].into_iter().any(|lead| text.starts_with(lead))
        };
        first_of(1) == Some(words.to_fix) && (sheet.name.trim() == words.to_fix || first_of(2).is_some_and(is_lead))
    })
}

/// What the sender wrote beside the remarks of the list or below them: it answers no question there.
pub(in crate::table) fn replies(content: &Content, file: &Span) -> Vec<Diagnostic> {
    let is_remark =
        |line: &Line| line.row <= HEADINGS || line.cells.get(COLUMNS - 1).is_some_and(|cell| !cell.is_blank());
    let replies = |line: Line| {
        let first = if is_remark(&line) { COLUMNS } else { 0 };
        let told = line.filled().filter(|(at, _)| *at >= first).map(|(at, cell)| {
            let value = shown(&cell.text);
            let is_figure = cell.kind == Kind::Number;
            display::showing("reply-in-list", line.span(file, at), (&value, is_figure), Vec::new(), Vec::new())
        });
        told.collect::<Vec<_>>()
    };
    content.lines().flat_map(replies).collect()
}
