//! Lines right below a header that say something of its columns, and nothing of whoever a row is about.

use std::ops::RangeInclusive;

use crate::table::lines::{Line, LineCell};

/// The fewest numbers by which a line is known to count columns, and the fewest cells with one year that is that of them all.
const FEWEST: usize = 4;
/// Signs of which the cells of a line that rules columns off consist.
const RULE: [char; 6] = ['-', '_', '=', '*', '\u{2212}', '\u{2500}'];
/// More of them: hyphens and dashes of every length.
const DASHES: RangeInclusive<char> = '\u{2010}'..='\u{2015}';

/// True for a line right below a header that counts the columns from one, rules them off, or names the year of each.
/// `organisation` is where the header names the number of an organisation, which is neither a count nor a dash: one dash alone is an
/// answer, and small numbers in a row are several. A line with other columns than the header has a fault that must be told.
pub(crate) fn is_of_columns(header: &Line, line: &Line, organisation: Option<usize>) -> bool {
    let is_as_wide = !line.is_record() || line.cells.len() == header.cells.len();
    let names_organisation = || organisation.is_some_and(|at| line.cells.get(at).is_some_and(|cell| !cell.is_blank()));
    is_as_wide
        && ((is_whole(header, line) && (counts(line) || rules(line)) && names_organisation())
            || are_years(header, line))
}

/// True where every column that the header names is filled, and no other.
fn is_whole(header: &Line, line: &Line) -> bool {
    line.filled().map(|(at, _)| at).eq(header.filled().map(|(at, _)| at))
}

fn counts(line: &Line) -> bool {
    line.filled().count() >= FEWEST
        && line.filled().zip(1..).all(|((_, cell), number)| cell.text.trim() == number.to_string())
}

fn rules(line: &Line) -> bool {
    let is_of_rule = |c: char| RULE.contains(&c) || DASHES.contains(&c);
    line.filled().count() >= 2 && line.filled().all(|(_, cell)| cell.text.trim().chars().all(is_of_rule))
}

/// True for a line of nothing but years behind the first column of the header, by which a row is known: each in a group of columns
/// of which the header names the first, or the same in many.
fn are_years(header: &Line, line: &Line) -> bool {
    let years: Vec<(usize, Option<&str>)> = line.filled().map(|(at, cell)| (at, year(&cell.text))).collect();
    let Some(first) = header.filled().next().map(|(at, _)| at) else { return false };
    if !years.iter().all(|(at, year)| *at > first && year.is_some()) {
        return false;
    }
    let of_group = years.iter().filter(|(at, _)| is_of_group(header, line, *at)).count();
    let is_one = || years.len() >= FEWEST - 1 && years.iter().all(|(_, year)| *year == years[0].1);
    let is_named = |(at, _): &(usize, Option<&str>)| header.cells.get(*at).is_some_and(|cell| !cell.is_blank());
    of_group > 0 && years.iter().all(|one| is_named(one) || is_of_group(header, line, one.0))
        || (is_one() && years.iter().all(is_named))
}

/// True for a column whose year tells it from another of the same name: the header stands once above several, or above each.
pub(super) fn is_of_group(header: &Line, line: &Line, at: usize) -> bool {
    let said = |at: usize| header.cells.get(at).map(|cell| cell.text.trim()).unwrap_or_default();
    let has_year = |at: usize| line.cells.get(at).is_some_and(|cell: &LineCell| year(&cell.text).is_some());
    let first = header.filled().next().map(|(at, _)| at);
    let head = (0..=at).rev().find(|at| !said(*at).is_empty());
    let is_named_again = || header.filled().any(|(other, _)| other != at && said(other) == said(at));
    let is_alone = said(at).is_empty() || (said(at + 1).is_empty() && has_year(at + 1)) || is_named_again();
    head.is_some() && head != first && is_alone
}

/// The year that a text is, perhaps with a word before it: `2025`, `År 2025`.
pub(super) fn year(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace().rev();
    let year = words.next().filter(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")))?;
    let is_lead = |word: &str| word.chars().all(char::is_alphabetic);
    (year.bytes().all(|byte| byte.is_ascii_digit()) && words.next().is_none_or(is_lead) && words.next().is_none())
        .then_some(year)
}
