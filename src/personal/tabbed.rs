//! Personal identity numbers that a tab breaks: it may also part the cells of a row that a fault made one.

use super::number::is_of_old;
use super::{Found, Place, TAB, is_checked, number, odd};

/// A sign without width, which parts nothing.
const NOTHING: char = '\u{200b}';

/// The first number in a text that goes on behind a tab. With its check digit it is one where it is of a past century, or its
/// hyphen stands at the tab; a message hides whatever has the form of one.
pub(super) fn first(text: &[char], place: Place) -> Option<Found> {
    if !text.contains(&TAB) {
        return None;
    }
    let joined: Vec<char> = text.iter().map(|c| if *c == TAB { NOTHING } else { *c }).collect();
    let mut from = 0;
    while let Some(found) = next(&joined[from..], place) {
        let (begin, end) = (from + found.at, from + found.at + found.length);
        if text[begin..end].contains(&TAB) && (place == Place::Message || is_one(&text[begin..end])) {
            return Some(Found { at: begin, ..found });
        }
        from = end;
    }
    None
}

fn next(text: &[char], place: Place) -> Option<Found> {
    let found = number::first(text, place).into_iter().chain(odd::first(text, place));
    found.min_by_key(|found| found.at)
}

/// True for a broken number that is a person's beyond doubt.
fn is_one(number: &[char]) -> bool {
    let digits: String = number.iter().filter(|c| c.is_ascii_digit()).collect();
    let is_hyphen = |c: Option<&char>| matches!(c, Some('-' | '+'));
    let is_at_tab =
        |at: usize| is_hyphen(number.get(at + 1)) || at.checked_sub(1).is_some_and(|at| is_hyphen(number.get(at)));
    let has_hyphen = || (0..number.len()).filter(|at| number[*at] == TAB).any(is_at_tab);
    let day = || digits.get(..digits.len().saturating_sub(4)).filter(|day| matches!(day.len(), 6 | 8));
    is_checked(number) && (has_hyphen() || day().is_none_or(is_of_old))
}
