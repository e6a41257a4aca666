//! The header of a table of which nothing is known: its words above figures, or beside them where it is turned.

use std::collections::BTreeSet;

use crate::table::layout::{Candidate, HEADER_WITHIN, Said, joined, rows};
use crate::table::lines::{Content, Line, LineCell, TURNED_WITHIN};
use crate::table::spelling::{date, number};
use crate::table::survey::is_figure;
use crate::table::workbook::Kind;

/// Least rows of a turned form.
const QUESTIONS: usize = 3;

/// The first of some lines that names most columns, in words, or the one that is said to; together with the line above or below
/// it where one names what the other leaves open.
pub(super) fn find(lines: &[Line], (width, delimiter): (usize, u8), said: Said) -> Option<Candidate> {
    let at = match said.header_row {
        Some(row) => {
            let at = lines.iter().position(|line| line.row == row)?;
            at + usize::from(lines.get(at + 1).is_some_and(|below| groups(&lines[at], below)))
        }
        None => first_full(lines, width)?,
    };
    let (header, below) = (&lines[at], lines.get(at + 1));
    (said.header_row.is_some() || names_columns(header, below)).then_some(())?;
    let above = at.checked_sub(1).and_then(|at| lines.get(at)).filter(|above| groups(above, header));
    let above = above.filter(|above| said.header_row.is_none_or(|row| row == above.row));
    let second = below.filter(|below| names_rest(header, below, lines.get(at + 2)));
    let (written, whole) = match (above, second) {
        (_, Some(second)) => (vec![header, second], joined(header, second, named)),
        (Some(above), None) => (vec![above, header], joined(above, header, named)),
        (None, None) => (vec![header], header.clone()),
    };
    let units = lines.get(at + 1 + usize::from(second.is_some()));
    let units = units.filter(|line| rows::is_unit_line_below(&whole, line));
    Some(Candidate {
        lines: written.into_iter().chain(units).cloned().collect(),
        units: units.is_some(),
        ..of_line(whole, delimiter)
    })
}

/// The first line that has most cells filled.
fn first_full(lines: &[Line], width: usize) -> Option<usize> {
    let fullest = lines.iter().map(|line| line.filled().count()).max()?.min(width);
    let full = |line: &Line| line.filled().count() * 10 >= fullest * 6 && line.cells.len() * 10 >= width * 6;
    lines.iter().take(HEADER_WITHIN).position(full)
}

fn of_line(header: Line, delimiter: u8) -> Candidate {
    Candidate {
        dataset: String::new(),
        matches: 0,
        lines: vec![header.clone()],
        units: false,
        delimiter,
        turned: header.turned,
        header,
        stamp: None,
        is_unsure: false,
        is_form: false,
    }
}

/// True for a line of words and years; two of them alike only where a figure below tells it from a row.
fn names_columns(line: &Line, below: Option<&Line>) -> bool {
    let begins_as_figure = |cell: &LineCell| cell.text.trim().starts_with(|c: char| c.is_ascii_digit());
    let below_figures = below.is_some_and(|below| below.filled().any(|(_, cell)| begins_as_figure(cell)));
    let mut seen: Vec<&str> = Vec::new();
    let mut words = 0;
    for (_, cell) in line.filled() {
        let text = cell.text.trim();
        let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let worded = matches!(cell.kind, Kind::Text | Kind::Covered) && text.chars().any(char::is_alphabetic);
        let dated = text.bytes().filter(u8::is_ascii_digit).count() > 6;
        let twice = seen.contains(&text) && (year || !below_figures);
        if !(year || worded) || dated || twice {
            return false;
        }
        words += usize::from(worded);
        seen.push(text);
    }
    words > 0
}

/// True where a header leaves a column open that the line below it names, and the next has a figure there or in another of
/// those columns: so that line is no row.
fn names_rest(header: &Line, second: &Line, third: Option<&Line>) -> bool {
    let Some(third) = third.filter(|_| second.row == header.row + 1 && names_columns(second, third)) else {
        return false;
    };
    let is_open = |at: usize| header.cells.get(at).is_none_or(LineCell::is_blank);
    let has_figure = |at: usize| third.cells.get(at).is_some_and(is_figure);
    !rows::is_unit_line(second)
        && second.filled().any(|(at, _)| is_open(at))
        && second.filled().any(|(at, _)| has_figure(at))
}

/// True where a line names groups of columns: it is merged over some or leaves one open between two names, or the header below
/// it tells them apart no other way.
fn groups(above: &Line, header: &Line) -> bool {
    let names: Vec<&str> = header.filled().map(|(_, cell)| cell.text.trim()).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    let is_merged = above.cells.iter().filter(|cell| cell.kind == Kind::Covered).count() >= 2;
    above.row + 1 == header.row
        && rows::is_wordy(above)
        && above.filled().all(|(at, _)| at < header.cells.len())
        && (is_merged || distinct.len() < names.len() || leaves_open(above, header))
}

/// True where a name stands above several headers, as where cells were merged before they became text: nothing stands above the
/// second of them, and another name follows.
fn leaves_open(above: &Line, header: &Line) -> bool {
    let filled: Vec<usize> = above.filled().map(|(at, _)| at).collect();
    let is_named = |at: usize| header.cells.get(at).is_some_and(|cell| !cell.is_blank());
    let is_name =
        |cell: &LineCell| !cell.text.contains(|c: char| c.is_ascii_digit()) && !cell.text.trim().ends_with(':');
    filled.windows(2).any(|pair| pair[1] > pair[0] + 1)
        && filled.first().zip(filled.last()).is_some_and(|(first, last)| (*first..=*last).all(is_named))
        && above.filled().all(|(_, cell)| is_name(cell))
}

/// The header of two lines: both, or the one that is there.
fn named(own: String, group: &str, under: String) -> String {
    match (group.is_empty(), under.is_empty()) {
        (false, false) => format!("{group} / {under}"),
        (_, true) => own,
        (true, false) => under,
    }
}

/// What a cell of a turned form may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Identifier,
    Day,
    Number,
}

/// The questions of a form that stand below each other. In a column of its answers stand what in a table stand in several:
/// days, figures, the number of an organisation.
pub(super) fn turned(content: &Content, delimiter: u8) -> Option<Candidate> {
    let lines: Vec<Line> = content.lines().take(TURNED_WITHIN + 1).collect();
    if lines.len() > TURNED_WITHIN || lines.iter().filter(|line| !line.is_blank()).count() < QUESTIONS {
        return None;
    }
    let Content::Turned(columns) = Content::turned(&lines) else { return None };
    let at = columns.iter().take(HEADER_WITHIN).position(|column| !column.is_blank())?;
    let questions = &columns[at];
    let is_worded = names_columns(questions, None) && questions.filled().count() >= QUESTIONS;
    let sorts = |column: &Line| -> BTreeSet<Sort> { column.filled().filter_map(|(_, cell)| sort(cell)).collect() };
    let of_answers: Vec<BTreeSet<Sort>> = columns[at + 1..].iter().map(sorts).collect();
    // Below headers of their own days and years may stand in one column.
    let first = lines.iter().find(|line| !line.is_blank() && line.filled().count() > 1)?;
    let is_headed = first.filled().all(|(_, cell)| sort(cell).is_none());
    let is_mixed = |sorts: &BTreeSet<Sort>| sorts.len() > 1 && (!is_headed || sorts.contains(&Sort::Identifier));
    (is_worded && of_answers.iter().any(is_mixed)).then(|| of_line(questions.clone(), delimiter))
}

fn sort(cell: &LineCell) -> Option<Sort> {
    let text = cell.text.trim();
    let is_identifier = || {
        text.split_once('-').is_some_and(|(first, last)| {
            (first.len(), last.len()) == (6, 4) && (first.bytes().chain(last.bytes())).all(|byte| byte.is_ascii_digit())
        })
    };
    match cell.kind {
        Kind::Number => Some(Sort::Number),
        Kind::Date => Some(Sort::Day),
        Kind::Text if is_identifier() => Some(Sort::Identifier),
        Kind::Text if date::is_day(text) => Some(Sort::Day),
        Kind::Text if number::is_one(text) => Some(Sort::Number),
        _ => None,
    }
}
