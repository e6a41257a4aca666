//! Days of birth that a text tells as such: with the last digits of a number crossed out behind them, or a word before them.

use super::number::{digits, is_of_old, names_document, written};
use super::odd::in_parts;
use super::words::{NUMBER, says_birth};
use super::{Found, Place, Trace};
use crate::identifier::sweden;

/// Signs by which digits are crossed out.
const CROSSES: [char; 7] = ['x', '*', '#', '?', '_', '•', 'n'];
/// Digits and crosses behind a day.
const LAST: usize = 4;
/// Words before a day among which one tells of a birth: `född den`.
const WORDS: usize = 2;
/// Words by which those born are counted.
const COUNTED: [&str; 4] = ["antal", "number", "nombre", "numero"];

/// The first day of birth in a text that is told as one.
pub(super) fn first(text: &[char], place: Place) -> Option<Found> {
    let begins = |at: &usize| {
        let before = at.checked_sub(1).map(|at| text[at]);
        let is_apart = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ',' | '/' | ':'));
        text[*at].is_ascii_digit() && is_apart
    };
    (0..text.len()).filter(begins).find_map(|at| {
        let (day, until) = match digits(text, at) {
            length @ (6 | 8) => (written(text, at, length), at + length),
            length @ (1 | 2 | 4) => in_parts(text, at, length).map(|(day, until, _)| (day, until))?,
            _ => return None,
        };
        if !sweden::birth(&day) {
            return None;
        }
        let is_told = || is_free(place) && is_of_old(&day) && ends(text, until) && tells_birth(&text[..at]);
        let is_whole = day.len() == until - at;
        let dotted = || dotted_out(text, until).filter(|_| is_whole && is_of_old(&day) && !names_document(&text[..at]));
        let end = crossed_out(text, until).or_else(dotted).or_else(|| is_told().then_some(until))?;
        Some(Found { trace: Trace::Number, at, length: end - at })
    })
}

/// True for places where words may stand.
fn is_free(place: Place) -> bool {
    matches!(place, Place::Text | Place::Message)
}

/// True where no digits of a number go on.
fn ends(text: &[char], at: usize) -> bool {
    !text.get(at).is_some_and(|c| c.is_alphanumeric())
}

/// The end of four crosses, or of digits with crosses for the last of them, behind a day: `-XXXX`, ` ****`, `-98XX`.
fn crossed_out(text: &[char], from: usize) -> Option<usize> {
    let mark = text.get(from).filter(|c| matches!(c, '-' | '+' | ' '));
    let at = from + usize::from(mark.is_some());
    let last = text.get(at..at + LAST)?;
    let known = last.iter().take_while(|c| c.is_ascii_digit()).count();
    let sign = last.get(known)?.to_ascii_lowercase();
    let are_crosses = last[known..].iter().all(|c| c.to_ascii_lowercase() == sign) && CROSSES.contains(&sign);
    // Behind a space begins something else, such as an amount.
    let is_joined = known == 0 || matches!(mark, Some('-' | '+'));
    let goes_on = text.get(at + LAST).is_some_and(|c| c.is_alphanumeric() || *c == sign);
    (are_crosses && is_joined && !goes_on).then_some(at + LAST)
}

/// The end of points for the last digits behind a day of birth: `-....`, `-…`. Behind other days they tell that it goes on.
fn dotted_out(text: &[char], from: usize) -> Option<usize> {
    let at = from + usize::from(matches!(text.get(from), Some('-' | '+')));
    let points = text[at..].iter().take_while(|c| matches!(c, '.' | '…')).count();
    let is_all = text[at..at + points].contains(&'…') || points >= LAST - 1;
    (at > from && is_all && ends(text, at + points)).then_some(at + points)
}

/// True where the words just before a day tell that somebody was born on it, or that a person's number begins with it.
fn tells_birth(before: &[char]) -> bool {
    let lower: String =
        before.iter().rev().take(60).collect::<Vec<_>>().into_iter().rev().flat_map(|c| c.to_lowercase()).collect();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = &words[words.len().saturating_sub(WORDS)..];
    // `pers.nr` is one word.
    let says_number = || near.iter().any(|word| NUMBER.contains(word)) || NUMBER.contains(&near.concat().as_str());
    (says_birth(near) || says_number()) && !near.iter().any(|word| COUNTED.contains(word))
}
