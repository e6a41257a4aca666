//! What a header states besides its name: a unit behind it, which may be another than its column is asked in, a number before it,
//! and the mark of a footnote.

use super::name;
use super::unit::{self, Asked, Beside};
use super::words::{is_raised, words};
use crate::definition::dataset::ColumnDefinition;

/// Most words of a unit.
const OF_UNIT: usize = 4;
/// Words that lead to a unit: `Omsättning i euro`.
const LEADING: [&str; 4] = [" i", " in", " en", " v"];
/// Bytes of the mark of a footnote at most: two raised digits.
const NOTE_BYTES: usize = 6;
/// Digits that the number of a question has at most: a year has more.
const NUMBERED_DIGITS: usize = 3;

/// True for a header that states another unit than its column is asked in: `Heltidstjänster (timmar)`, or thousands of what is no
/// amount. A unit by which the column itself is called says nothing of it.
pub(in crate::table) fn is_other(header: &str, column: &ColumnDefinition, asked: &Asked) -> bool {
    let behind = without_unit(header).map(|(_, unit)| unit.to_owned());
    let all = words(&unit::spelt(header));
    let scales = all.iter().filter(|word| !asked.is_money() && unit::is_scale(word)).cloned();
    let uncounted = all.iter().filter(|word| name::is_uncounted(word, asked.currency())).cloned();
    let of_words = behind.into_iter().chain(uncounted).filter(|word| asked.beside(word) == Beside::Other);
    let mut others = of_words.chain(scales).peekable();
    if others.peek().is_none() {
        return false;
    }
    let names = [&column.name].into_iter().chain(column.label.0.values()).chain(&column.aliases);
    let own: Vec<String> = names.flat_map(|name| words(&unit::spelt(name))).collect();
    others.any(|unit| words(&unit::spelt(&unit)).iter().any(|word| !own.contains(word)))
}

/// A header without the unit behind it, and that unit: `Omsättning` and `EUR` for `Omsättning (EUR)`.
pub(in crate::table) fn without_unit(header: &str) -> Option<(&str, &str)> {
    let header = without_note(header).unwrap_or(header);
    let is_part = |c: char| c.is_alphanumeric() || unit::is_sign(c);
    let end = header.trim_end_matches(|c| !is_part(c));
    let begins = |(at, _): &(usize, char)| end[..*at].chars().next_back().is_some_and(|before| !is_part(before));
    let starts: Vec<usize> = end.char_indices().filter(|(_, c)| is_part(*c)).filter(begins).map(|(at, _)| at).collect();
    let longest = starts.len().saturating_sub(OF_UNIT);
    let start = starts[longest..].iter().copied().find(|start| unit::is_word(&end[*start..]))?;
    let bare = end[..start].trim_end_matches(|c| !is_part(c));
    let led = LEADING.iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
    (!led.is_empty()).then_some((led, &end[start..]))
}

/// A header without the mark of a footnote behind it: `Omsättning` for `Omsättning¹`, `Omsättning 1)` and `Omsättning ¹)`. A
/// number in brackets may tell columns apart.
pub(in crate::table) fn without_note(header: &str) -> Option<&str> {
    let header = header.trim_end();
    let open = header.strip_suffix(')').unwrap_or(header);
    let unraised = open.trim_end_matches(is_raised);
    let is_off_line = unraised.len() < open.len();
    let before = if is_off_line { unraised } else { open.trim_end_matches(|c: char| c.is_ascii_digit()) };
    let is_closed = before.matches('(').count() == before.matches(')').count();
    let is_mark = is_off_line || (open.len() < header.len() && is_closed && before.ends_with(char::is_whitespace));
    let bare = before.trim_end();
    (is_mark && (1..=NOTE_BYTES).contains(&(open.len() - before.len())) && !bare.is_empty()).then_some(bare)
}

/// A header without the number that its sender has put before it: `Omsättning` for `10. Omsättning`.
pub(in crate::table) fn without_number(header: &str) -> Option<&str> {
    let header = header.trim_start();
    let digits = header.bytes().take_while(u8::is_ascii_digit).count();
    let rest = header[digits..].strip_prefix(['.', ')'])?.trim_start();
    ((1..=NUMBERED_DIGITS).contains(&digits) && rest.starts_with(char::is_alphabetic)).then_some(rest)
}
