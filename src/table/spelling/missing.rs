//! Words for a missing answer, as people write them.

use std::collections::BTreeMap;

use crate::value::Missing;

/// Quotes of the forms' languages.
const QUOTES: [char; 9] = ['"', '\'', '”', '“', '„', '»', '«', '’', '‘'];
/// Signs that may stand behind a word.
const ENDS: [char; 2] = ['!', '.'];
/// Most hyphens that still say what one does: programs make a dash of two.
const HYPHENS: usize = 3;

/// The kind of missing that a text means by the words of its dataset, in whatever case and with whatever space between
/// them. It may stand in quotes as a form's help shows it, with a full stop or an exclamation mark, and a dash says what a
/// hyphen does.
pub(in crate::table) fn kind(words: &BTreeMap<Missing, Vec<String>>, text: &str) -> Option<Missing> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Missing::NotCollected);
    }
    let said = alike(text.trim_matches(QUOTES));
    let meant = |said: &str| {
        // Most cells differ from most words in their first letter.
        let begins = |word: &str| word.trim().chars().flat_map(char::to_lowercase).next() == said.chars().next();
        let means = |words: &Vec<String>| words.iter().any(|word| begins(word) && alike(word) == said);
        words.iter().find(|(_, words)| means(words)).map(|(kind, _)| *kind)
    };
    let exact = meant(&said);
    if exact.is_some() {
        return exact;
    }
    let bare = said.trim_end_matches(ENDS).trim_end();
    if is_dash(&said) {
        return meant("-");
    }
    if bare.len() < said.len() && bare.contains(char::is_alphabetic) { meant(bare) } else { None }
}

/// A text in small letters, its words a space apart: programs break lines within a cell, and put a space that does not break.
pub(in crate::table) fn alike(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    if lower.contains(char::is_whitespace) { lower.split_whitespace().collect::<Vec<_>>().join(" ") } else { lower }
}

/// True for a quote in ASCII.
pub(in crate::table) fn is_quote(byte: u8) -> bool {
    QUOTES.contains(&char::from(byte))
}

/// A word in ASCII without the signs that may stand behind it.
pub(in crate::table) fn without_end(word: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| ENDS.contains(&char::from(*byte));
    &word[..word.len() - word.iter().rev().take_while(|byte| is_end(byte)).count()]
}

/// True for a dash, of whatever length and in hyphens, too.
pub(crate) fn is_dash(text: &str) -> bool {
    let is_line = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    !text.is_empty() && text.chars().all(is_line) && text.chars().count() <= HYPHENS
}
