//! Tables with one answer a row, beside its question and who gave it: they are told once, and no row is read.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet;
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::identifier;
use crate::source::Span;
use crate::table::layout::Candidate;
use crate::table::layout::header::{Headers, Match};
use crate::table::lines::{Content, Line};
use crate::table::{Reading, SheetReading};

/// Fewest rows beside whose questions the number of an organisation stands.
const FEWEST: usize = 3;

/// Tells of a table with one answer a row, where it is one, and leaves it out.
pub(super) fn leaves_out(
    content: &Content,
    header: &Candidate,
    headers: &[Headers],
    file: &Span,
    definitions: &Definitions,
    sheet: &mut SheetReading,
    reading: &mut Reading,
) -> bool {
    let Some((finding, senders)) = told(content, header, headers, file, definitions) else { return false };
    sheet::leave_out(content, file, definitions, sheet, &mut reading.diagnostics);
    reading.dataset = Some(header.dataset.clone());
    reading.diagnostics.push(finding);
    reading.unread.extend(senders.into_iter().map(|(row, number)| ((file.sheet.clone(), row), number)));
    true
}

/// The finding of a table with one answer a row, and the organisations that it names, by their rows. In other tables whose questions
/// stand below each other each is asked once, and the numbers of all organisations stand beside one of them.
fn told(
    content: &Content,
    header: &Candidate,
    headers: &[Headers],
    file: &Span,
    definitions: &Definitions,
) -> Option<(Diagnostic, BTreeMap<u32, String>)> {
    let known = headers.iter().find(|known| known.dataset.dataset.value == header.dataset && header.turned)?;
    let named = |line: Line| {
        let at = (line.row as usize).checked_sub(1)?;
        match known.find_dated(&header.header.cells.get(at)?.text, None) {
            Match::Column(column) => Some((line, column.name.as_str())),
            _ => None,
        }
    };
    let asking: Vec<(Line, &str)> = content.lines().filter_map(named).collect();
    let asked: BTreeSet<&str> = asking.iter().map(|(_, name)| *name).collect();
    let senders = senders(&asking, definitions.project.country());
    let is_of_each = senders.len() >= FEWEST && senders.len() * 2 > asking.len();
    let sender = known.dataset.organisation();
    let asks_for_sender = sender.is_some_and(|name| asked.contains(name));
    let is_repeated = asked.len() >= FEWEST && asking.len() >= asked.len() * 2 && !asks_for_sender;
    // Its headers may look like the question for a number.
    let first = asking.iter().find(|(_, name)| Some(*name) != sender);
    let (first, _) = first.filter(|_| is_of_each || is_repeated)?;
    let place = first.span(file, header.header.row.checked_sub(1)? as usize);
    Some((Diagnostic::new("one-answer-per-row", place, &[]), senders))
}

/// The numbers of organisations in the column that holds most of them.
fn senders(asking: &[(Line, &str)], country: &str) -> BTreeMap<u32, String> {
    let mut columns: BTreeMap<usize, BTreeMap<u32, String>> = BTreeMap::new();
    for (line, _) in asking {
        for (at, cell) in line.filled() {
            if let Ok(number) = identifier::organisation(cell.text.trim(), country) {
                columns.entry(at).or_default().insert(line.row, number);
            }
        }
    }
    columns.into_values().rev().max_by_key(BTreeMap::len).unwrap_or_default()
}
