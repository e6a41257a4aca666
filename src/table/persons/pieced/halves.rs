//! The two halves of a person's number as people set them into cells of their own.

use super::{day, marked};
use crate::identifier::sweden;
use crate::personal::words::NUMBER;
use crate::personal::{is_of_old, is_year, names_document};
use crate::table::lines::LineCell;
use crate::table::spelling::unit;
use crate::table::spelling::words::plain;
use crate::table::workbook::Kind;

/// Marks that part the halves, behind the first or before the second.
const MARKS: [char; 4] = ['-', '+', '\u{2013}', '\u{2212}'];
/// Longest text with a half in it.
const LONGEST: usize = 40;
/// Most words beside a half: `Anna Berg 790120`.
const WORDS: usize = 3;

/// The first half of a number.
pub(super) struct First {
    /// The day of birth in six or eight digits.
    pub day: String,
    /// A word beside it says that it is a person's number.
    is_said: bool,
    /// Words stand beside it.
    is_among_words: bool,
}

/// The second half of a number.
pub(super) struct Second {
    /// Its four digits, the first of which is a letter where the number is for the time being.
    pub digits: String,
    /// Words stand beside it.
    is_among_words: bool,
}

impl First {
    /// The first half that a cell holds: `790120`, `790120-`, `79 01 20`, `20 jan 1979`, `Anna 790120`.
    pub(super) fn of(cell: &LineCell) -> Option<Self> {
        let text = short(cell)?.trim_end_matches(MARKS).trim_end();
        let alone = day(text).or_else(|| day(&parted(text)?));
        if let Some(day) = alone {
            return Some(Self { day, is_said: false, is_among_words: false });
        }
        let (words, last) = text.rsplit_once(' ').filter(|(words, _)| are_words(words) && !is_of_else(words))?;
        let day = day(last).filter(|day| is_of_old(day))?;
        let is_said = words.split_whitespace().any(|word| NUMBER.contains(&plain(word).as_str()));
        Some(Self { day, is_said, is_among_words: true })
    }

    /// True where it and a second half are one number: by the check digit, or by a letter or a word that says so.
    pub(super) fn is_with(&self, second: &Second) -> bool {
        let number = format!("{}{}", &self.day[self.day.len() - 6..], second.digits);
        if self.is_among_words && second.is_among_words {
            return false;
        }
        if sweden::is_interim(&number) {
            return is_of_old(&self.day) && !second.is_among_words;
        }
        !is_year(&second.digits) && (sweden::person(&number) || (self.is_said && !second.is_among_words))
    }

    /// The year of a day of this century in six digits or eight.
    pub(super) fn year(&self) -> i32 {
        let digits: i32 = self.day[..self.day.len() - 4].parse().unwrap_or_default();
        if self.day.len() == 6 { 2000 + digits } else { digits }
    }
}

impl Second {
    /// The second half that a cell holds: `9713`, `-9713`, `T713`, `9713 Anna`. A workbook drops the zero that a number begins
    /// with.
    pub(super) fn of(cell: &LineCell) -> Option<Self> {
        let text = short(cell)?;
        let of = |digits: &str, is_among_words| Some(Self { digits: digits.to_owned(), is_among_words });
        if cell.kind == Kind::Number && text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return of(&format!("0{text}"), false);
        }
        if let Some(digits) = marked(text) {
            return of(digits, false);
        }
        let bare = text.trim_start_matches(MARKS);
        // `T713`: whether such a letter is given is told with the day.
        if bare.len() == 4 && bare.is_ascii() && bare.starts_with(|c: char| c.is_ascii_uppercase()) {
            return of(bare, false);
        }
        let (digits, words) = text.split_once(' ')?;
        // A name, and neither a unit nor what is counted.
        let is_name = words.starts_with(char::is_uppercase) && are_words(words) && !unit::is_word(words);
        of(marked(digits).filter(|_| is_name)?, true)
    }
}

/// The text of a cell, where it is short and has a digit.
fn short(cell: &LineCell) -> Option<&str> {
    let text = cell.text.trim();
    (text.len() <= LONGEST && text.contains(|c: char| c.is_ascii_digit())).then_some(text)
}

/// A day whose parts stand apart, with hyphens between them: `79-01-20` for `79 01 20`.
fn parted(text: &str) -> Option<String> {
    let lengths: Vec<usize> = text.split(' ').map(str::len).collect();
    matches!(lengths[..], [2 | 4, 2, 2]).then(|| text.replace(' ', "-"))
}

/// True for a few words without digits.
fn are_words(text: &str) -> bool {
    let is_of_word = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | ':' | '-' | '\'');
    text.chars().all(is_of_word) && text.split_whitespace().count() <= WORDS && text.contains(char::is_alphabetic)
}

/// True for words before a day that tell of a document, or of something else than a birth.
fn is_of_else(words: &str) -> bool {
    names_document(&words.chars().collect::<Vec<_>>()) || super::said::tells_other_day(words)
}
