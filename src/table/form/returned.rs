//! The sheet on which a marked workbook lists what is to be mended, known again when its sender sends it back.

use crate::diagnostic::words::ALL;
use crate::table::workbook::Sheet;

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
