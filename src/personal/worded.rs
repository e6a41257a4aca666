//! Days whose month is a word: `20 mars 1988`, `20-mar-88`, `March 20, 1988`, `1988 mars 20`.

use super::number::{digits, written};
use crate::month;

/// Most signs between the parts of such a day.
const SIGNS: usize = 3;
/// What stands behind the number of a day: `20:e`, `1er`, `20th`.
const ORDINALS: [&str; 8] = ["a", "e", "er", "st", "nd", "rd", "th", "de"];
/// Years in two digits up to this one are of this century.
const THIS_CENTURY: u32 = 31;

/// The digits of a day whose month is a word, where its first figure has so many digits, and where it ends.
pub(super) fn day(text: &[char], at: usize, first: usize) -> Option<(String, usize)> {
    let figure = written(text, at, first);
    let behind = behind_signs(text, at + first);
    if let Some((month, end)) = month_at(text, behind) {
        let last = behind_signs(text, end);
        let length = digits(text, last);
        return match (first, length) {
            (1 | 2, 2 | 4) => Some((digits_of(&written(text, last, length), month, &figure)?, last + length)),
            (4, 1 | 2) => Some((digits_of(&figure, month, &written(text, last, length))?, last + length)),
            _ => None,
        };
    }
    // `March 20, 1988`: the month stands before.
    let month = month_before(text, at).filter(|_| first <= 2 && behind > at + first)?;
    let is_year = digits(text, behind) == 4;
    is_year.then(|| Some((digits_of(&written(text, behind, 4), month, &figure)?, behind + 4)))?
}

fn digits_of(year: &str, month: u32, day: &str) -> Option<String> {
    let century = match year.parse::<u32>().ok()? {
        _ if year.len() == 4 => "",
        year if year <= THIS_CENTURY => "20",
        _ => "19",
    };
    Some(format!("{century}{year}{month:0>2}{day:0>2}"))
}

/// Where something follows behind the signs and the ending of a number that may stand between two parts of a day.
fn behind_signs(text: &[char], at: usize) -> usize {
    let signs = |at: usize| {
        let is_sign = |c: &&char| matches!(c, ' ' | '.' | ',' | '-' | '/' | ':' | '\u{200b}');
        at + text[at..].iter().take(SIGNS).take_while(is_sign).count()
    };
    let from = signs(at);
    let word: String = letters(text, from).iter().flat_map(|c| c.to_lowercase()).collect();
    if ORDINALS.contains(&word.as_str()) { signs(from + word.chars().count()) } else { from }
}

fn letters(text: &[char], at: usize) -> &[char] {
    let length = text[at..].iter().take_while(|c| c.is_alphabetic()).count();
    &text[at..at + length]
}

/// The month whose name begins at a place, and where the name ends.
fn month_at(text: &[char], at: usize) -> Option<(u32, usize)> {
    let name = letters(text, at);
    Some((month::of(&plain(name))?, at + name.len()))
}

/// The month whose name ends just before a place.
fn month_before(text: &[char], at: usize) -> Option<u32> {
    let before = text[..at].iter().rposition(|c| !matches!(c, ' ' | '.')).map(|last| &text[..=last])?;
    let length = before.iter().rev().take_while(|c| c.is_alphabetic()).count();
    (before.len() < at).then(|| month::of(&plain(&before[before.len() - length..])))?
}

/// A name of a month without case and accents.
fn plain(name: &[char]) -> String {
    let folded = |c: char| match c {
        'é' | 'è' => 'e',
        'û' | 'ù' => 'u',
        c => c,
    };
    name.iter().flat_map(|c| c.to_lowercase()).map(folded).collect()
}
