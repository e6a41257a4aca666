//! Persons' numbers whose two halves stand beside each other where no figure is expected: in columns that nobody asks for, and
//! among explanations.

use std::collections::BTreeMap;

use super::{MOST, PERSON, WITHIN, day, is_of_digits, marked};
use crate::diagnostic::Diagnostic;
use crate::identifier::sweden;
use crate::personal::{is_of_old, is_year};
use crate::source::Span;
use crate::table::lines::{Content, Line, LineCell};
use crate::table::workbook::Kind;

/// Two columns beside each other.
#[derive(Default)]
struct Columns {
    /// Where the second half of a number stands that has its check digit.
    halves: Vec<Span>,
    /// How many rows hold other digits in both.
    others: usize,
}

/// The second halves of persons' numbers in cells that are free, by their line and position. `first` is the year in which the
/// project begins: what was born since is told by no digits, as its days are those of vouchers.
///
/// By chance one day in ten has before four digits the check digit that they need. So the two cells hold nothing else, and no
/// columns are taken for persons' that hold figures in more rows.
pub(in crate::table) fn persons(
    content: &Content,
    file: &Span,
    first: i32,
    is_free: impl Fn(&Line, usize) -> bool,
) -> Vec<Diagnostic> {
    let mut columns: BTreeMap<usize, Columns> = BTreeMap::new();
    for line in content.lines().take(WITHIN).filter(|line| !line.turned) {
        for (at, pair) in line.cells.windows(2).enumerate() {
            let is_filled = pair.iter().all(|cell| is_of_digits(cell.text.trim().trim_start_matches(['-', '+'])));
            if !is_filled || !is_free(&line, at) || !is_free(&line, at + 1) {
                continue;
            }
            let column = columns.entry(at).or_default();
            if is_number(&pair[0], &pair[1], first) {
                column.halves.push(line.span(file, at + 1));
            } else {
                column.others += 1;
            }
        }
    }
    let told = columns.into_values().filter(|column| column.halves.len() >= column.others);
    told.flat_map(|column| column.halves).take(MOST).map(|span| Diagnostic::new(PERSON, span, &[])).collect()
}

/// True for a day of birth and the four digits behind it, by their check digit.
fn is_number(before: &LineCell, behind: &LineCell, first: i32) -> bool {
    let Some(day) = day(before.text.trim()).filter(|day| is_of_old(day) || year(day) < first) else { return false };
    let text = behind.text.trim();
    // A workbook drops the zero that a number begins with.
    let whole = if behind.kind == Kind::Number && text.len() == 3 { format!("0{text}") } else { text.to_owned() };
    let last = marked(&whole).filter(|last| !is_year(last));
    last.is_some_and(|last| sweden::person(&format!("{}{last}", &day[day.len() - 6..])))
}

/// True for a cell of a line that may be half of a person's number whose check digit has a slip: no message shows it.
pub(in crate::table) fn is_half(line: &Line, at: usize) -> bool {
    let text = |at: usize| line.cells.get(at).map_or("", |cell| cell.text.trim());
    let is_pair = |at: usize| {
        day(text(at)).is_some_and(|day| is_of_old(&day)) && marked(text(at + 1)).is_some_and(|last| !is_year(last))
    };
    is_pair(at) || at.checked_sub(1).is_some_and(is_pair)
}

/// The year of a day of this century in six digits or eight.
fn year(day: &str) -> i32 {
    let digits: i32 = day[..day.len() - 4].parse().unwrap_or_default();
    if day.len() == 6 { 2000 + digits } else { digits }
}
