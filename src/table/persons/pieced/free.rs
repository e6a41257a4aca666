//! Persons' numbers whose pieces stand beside each other where no figure is expected: in columns that nobody asks for, and
//! among explanations.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::halves::{First, Second};
use super::{MOST, PERSON, Piece, ROWS, WITHIN, day, is_checked, marked, said};
use crate::definition::Definitions;
use crate::definition::codelist::Codelist;
use crate::diagnostic::Diagnostic;
use crate::identifier::sweden;
use crate::personal::{is_of_old, is_year};
use crate::source::Span;
use crate::table::lines::{Content, Line, LineCell};

/// Years of whoever has a part in an enterprise at least: a later day is that of something else.
const YOUNGEST: i32 = 16;
/// Most blank columns between two halves.
const BLANK: usize = 1;
/// Longest words of a header.
const OF_HEADER: usize = 60;

/// Columns beside each other in which the pieces of numbers may stand.
#[derive(Default)]
struct Columns {
    /// Where the last piece of a number stands, and that piece.
    found: Vec<(Span, String)>,
    /// The same where their headers say something else of them.
    shielded: Vec<(Span, String)>,
    /// How many rows hold other digits in all of them.
    others: usize,
}

impl Columns {
    /// True where so many rows have a check digit, and no other, that it is none by chance.
    fn is_certain(&self) -> bool {
        let last: BTreeSet<&str> = self.found.iter().chain(&self.shielded).map(|(_, last)| last.as_str()).collect();
        self.others == 0 && last.len() >= ROWS
    }
}

/// What stands above the digits of a column.
#[derive(Default)]
struct Head {
    text: String,
    /// Digits stand below it.
    is_done: bool,
}

/// The last pieces of persons' numbers in cells that are free, by their line and position. By chance one day in ten has before
/// four digits the check digit that they need. So a day too late for a birth is none, no columns are taken for persons' that hold
/// figures in more rows, and neither a day or figures in columns whose headers say something else of them nor the codes of a
/// codelist are any, but where several rows have the check digit and none is without. So it is with days in a column that is
/// asked for, which `asks_for_day` tells.
pub(in crate::table) fn persons(
    content: &Content,
    file: &Span,
    definitions: &Definitions,
    is_free: impl Fn(&Line, usize) -> bool,
    asks_for_day: impl Fn(usize) -> bool,
) -> Vec<Diagnostic> {
    let project = &definitions.project;
    let period = file.file.as_deref().and_then(|path| project.period_of_path(path)).or(project.periods.last());
    let last = period.map_or_else(|| project.first_year(), |period| period.end.year()) - YOUNGEST;
    let mut heads: BTreeMap<usize, Head> = BTreeMap::new();
    let mut columns: BTreeMap<(usize, usize), Columns> = BTreeMap::new();
    let mut stacks: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for line in content.lines().take(WITHIN).filter(|line| !line.turned) {
        see_heads(&line, &mut heads);
        let filled: Vec<(usize, &LineCell)> = line.filled().collect();
        for (at, piece) in Piece::of_line(&line, file).filter(|(at, _)| is_free(&line, *at)) {
            stacks.entry(at).or_default().push(piece);
        }
        for from in 0..filled.len() {
            for pieces in [2, 3, 4].into_iter().filter_map(|length| filled.get(from..from + length)) {
                let (first, end) = (pieces[0].0, pieces[pieces.len() - 1].0);
                let gaps = end - first + 1 - pieces.len();
                let are_beside = gaps == 0 || (pieces.len() == 2 && gaps <= BLANK);
                let is_asked = asks_for_day(first);
                let are_free =
                    (is_asked || is_free(&line, first)) && pieces[1..].iter().all(|(at, _)| is_free(&line, *at));
                if !are_beside || !are_free || !holds_digit(pieces[0].1) {
                    continue;
                }
                match number(pieces, last, is_asked || is_else(&heads, first, end), &heads) {
                    Number::Is(last) => {
                        let column = columns.entry((first, end)).or_default();
                        column.found.push((line.span(file, end), last));
                    }
                    Number::Shielded(last) => {
                        let column = columns.entry((first, end)).or_default();
                        column.shielded.push((line.span(file, end), last));
                    }
                    Number::Other => columns.entry((first, end)).or_default().others += 1,
                    Number::None => {}
                }
            }
        }
    }
    let is_code = |(column, of): &((usize, usize), Columns)| {
        let has_all = |list: &Codelist| of.found.iter().all(|(_, digits)| list.code(digits).is_some());
        heads.contains_key(&column.1) && definitions.codelists.values().any(has_all)
    };
    let told = columns.into_iter().flat_map(|column| {
        let is_certain = column.1.is_certain();
        let is_told = is_certain || (column.1.found.len() >= column.1.others && !is_code(&column));
        let Columns { found, shielded, .. } = column.1;
        found.into_iter().filter(move |_| is_told).chain(shielded.into_iter().filter(move |_| is_certain))
    });
    let stacked = stacks.iter().filter(|(at, pieces)| !is_else(&heads, **at, **at) && are_stacked(pieces));
    let of_stacks = stacked.flat_map(|(_, pieces)| pieces.iter().skip(1).step_by(2)).map(|piece| piece.span.clone());
    let spans = told.map(|(span, _)| span).chain(of_stacks);
    spans.take(MOST).map(|span| Diagnostic::new(PERSON, span, &[])).collect()
}

/// True for a column whose digits are days of birth, each with the last digits of a number and its check digit below it.
fn are_stacked(pieces: &[Piece]) -> bool {
    let is_number = |pair: &[Piece]| {
        let [above, under] = pair else { return false };
        above.is_above(under)
            && day(&above.text)
                .filter(|day| is_of_old(day))
                .is_some_and(|day| marked(&under.text).is_some_and(|last| is_checked(&day, last)))
    };
    pieces.chunks(2).all(is_number)
}

/// True where headers tell of a day, or of the digits behind it, as something else than a part of a person's number.
fn is_else(heads: &BTreeMap<usize, Head>, first: usize, end: usize) -> bool {
    let head = |at: usize| heads.get(&at).map_or("", |head| head.text.as_str());
    let is_no_day = said::tells_other_day(head(first)) || said::tells_amounts(head(first));
    is_no_day || said::tells_figures(head(end))
}

/// Takes the words above the digits of each column into account.
fn see_heads(line: &Line, heads: &mut BTreeMap<usize, Head>) {
    for (at, cell) in line.filled().filter(|(_, cell)| cell.text.len() <= OF_HEADER) {
        let count = |is: fn(char) -> bool| cell.text.chars().filter(|c| is(*c)).count();
        if count(|c| c.is_ascii_digit()) >= count(char::is_alphabetic) {
            heads.entry(at).and_modify(|head| head.is_done = true);
        } else if let head = heads.entry(at).or_default()
            && !head.is_done
        {
            head.text.push(' ');
            head.text.push_str(&cell.text);
        }
    }
}

fn holds_digit(cell: &LineCell) -> bool {
    cell.text.contains(|c: char| c.is_ascii_digit())
}

/// What some cells are together.
enum Number {
    /// A person's number with this last piece.
    Is(String),
    /// The same, where headers say something else.
    Shielded(String),
    /// Other digits.
    Other,
    /// Nothing of the kind.
    None,
}

/// What two cells or more are together; `is_else` tells that their headers say something else of them.
fn number(pieces: &[(usize, &LineCell)], last: i32, is_else: bool, heads: &BTreeMap<usize, Head>) -> Number {
    let head = |at: usize| heads.get(&at).map_or("", |head| head.text.as_str());
    let may_be = |first: &First| is_of_old(&first.day) || first.year() <= last;
    let [(_, before), .., (_, behind)] = pieces else { return Number::None };
    let found = if pieces.len() == 2 {
        let halves = First::of(before).filter(may_be).zip(Second::of(behind));
        halves.filter(|(first, second)| first.is_with(second)).map(|(_, second)| second.digits)
    } else {
        let are_parts = pieces[..pieces.len() - 1].iter().all(|(at, _)| said::tells_part_of_day(head(*at)));
        in_pieces(pieces, are_parts)
    };
    match found {
        Some(digits) if is_else => Number::Shielded(digits),
        Some(digits) => Number::Is(digits),
        _ if pieces.iter().all(|(_, cell)| super::is_of_digits(cell.text.trim())) => Number::Other,
        _ => Number::None,
    }
}

/// The last digits of a number of a past century whose day stands in two cells or three, where a zero before its month or day, or
/// the headers, tell that it is one: `79 | 0120 | 9713`.
fn in_pieces(pieces: &[(usize, &LineCell)], are_headed: bool) -> Option<String> {
    let texts: Vec<&str> = pieces.iter().map(|(_, cell)| cell.text.trim()).collect();
    let are_digits = texts.iter().all(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    let lengths: Vec<usize> = texts.iter().map(|text| text.len()).collect();
    let day = match (&texts[..], &lengths[..]) {
        ([year, rest, _], [2 | 4, 4, 4]) => format!("{year}{rest}"),
        ([year, month, day, _], [2 | 4, 1 | 2, 1 | 2, 4]) => format!("{year}{month:0>2}{day:0>2}"),
        _ => return None,
    };
    let is_told = are_headed || texts[1..texts.len() - 1].iter().any(|text| text.starts_with('0'));
    let digits = texts[texts.len() - 1];
    let is_day = are_digits && is_told && sweden::birth(&day) && is_of_old(&day);
    (is_day && is_checked(&day, digits)).then(|| digits.to_owned())
}

/// True for a cell of a line that may be half of a person's number whose check digit has a slip: no message shows it.
pub(in crate::table) fn is_half(line: &Line, at: usize) -> bool {
    let text = |at: usize| line.cells.get(at).map_or("", |cell| cell.text.trim());
    let is_pair = |at: usize| {
        day(text(at)).is_some_and(|day| is_of_old(&day)) && marked(text(at + 1)).is_some_and(|last| !is_year(last))
    };
    is_pair(at) || at.checked_sub(1).is_some_and(is_pair)
}
