//! Personal identity numbers in spellings that nobody asks for: something else between a day and its serial number, letters
//! glued on, letters for digits, days that never were.

use super::number::{all_digits, digits, is_labelled, is_mark, is_of_old, is_recent_time, is_time, is_year, written};
use super::words::{NUMBER, says_birth, says_last_digits};
use super::{Found, Place, TAB, Trace, number, worded};
use crate::identifier::{france, romania, slovenia, sweden};

/// Words that people glue to a person's number besides those for one, in small letters.
const GLUED: [&str; 6] = ["nr", "no", "nummer", "number", "född", "fodd"];
/// Words that announce any number.
const ANNOUNCING: [&str; 8] = ["nr", "no", "n", "num", "nummer", "number", "numéro", "numero"];
/// Most characters between a day and its serial number.
const BETWEEN: usize = 28;
/// Most signs between them that are no words, beside spaces.
const SIGNS: usize = 3;
/// Most letters that stand for digits in one number: with more, most of it was never typed as one.
const LETTERS: usize = 3;

/// What stands between a day and a serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Hyphen,
    /// Another mark that parts groups of digits.
    Mark,
    Bracket,
    Comma,
    /// Any other sign.
    Sign,
    /// Words that say that the last digits follow.
    Last,
    /// A word that announces a number.
    Number,
    Words,
}

/// What stands at digits without a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    Nothing,
    Letters,
    /// Letters that say what they are.
    Label,
}

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Its digits at once.
    Whole,
    /// In its parts, the year first.
    YearFirst,
    /// In its parts, the year last.
    YearLast,
}

/// A day and four digits that may belong to it.
struct Pair {
    /// Six or eight digits.
    day: String,
    serial: String,
    between: Between,
    spelling: Spelling,
    glued: Glue,
    end: usize,
}

/// The first personal identity number in a text that is oddly spelt.
pub(super) fn first(text: &[char], place: Place) -> Option<Found> {
    let plain = digits_first(text, place);
    let lettered = with_digits(text).and_then(|digits| {
        let found = number::first(&digits, place).into_iter().chain(digits_first(&digits, place));
        let is_lettered = |found: &Found| {
            let range = found.at..found.at + found.length;
            let letters = range.filter(|at| digits[*at] != text[*at]).count();
            (1..=LETTERS).contains(&letters)
        };
        found.filter(is_lettered).min_by_key(|found| found.at)
    });
    plain.into_iter().chain(lettered).min_by_key(|found| found.at)
}

/// The text with digits for letters that look like them and stand among digits.
fn with_digits(text: &[char]) -> Option<Vec<char>> {
    let alike = |c: char| match c {
        'O' | 'o' => Some('0'),
        'I' | 'l' => Some('1'),
        _ => None,
    };
    let of_number = |c: Option<&char>| c.is_none_or(|c| !c.is_alphabetic() || alike(*c).is_some());
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let read = |(at, c): (usize, &char)| {
        let digit = alike(*c)?;
        let (before, behind) = (at.checked_sub(1).and_then(|at| text.get(at)), text.get(at + 1));
        let fits = of_number(before) && of_number(behind) && (is_digit(before) || is_digit(behind));
        fits.then_some(digit)
    };
    let is_lettered = text.iter().enumerate().any(|each| read(each).is_some());
    is_lettered.then(|| text.iter().enumerate().map(|(at, c)| read((at, c)).unwrap_or(*c)).collect())
}

fn digits_first(text: &[char], place: Place) -> Option<Found> {
    let begins = |at: &usize| {
        let before = |back: usize| at.checked_sub(back).map(|at| text[at]);
        let is_inside = before(1).is_some_and(|c| c != ' ' && (is_mark(c) || c == ','))
            && before(2).is_some_and(|c| c.is_ascii_digit());
        text[*at].is_ascii_digit() && !before(1).is_some_and(|c| c.is_ascii_digit()) && !is_inside
    };
    (0..text.len()).filter(begins).find_map(|at| {
        let end = foreign(text, at).or_else(|| {
            let pairs = [glued(text, at), parted(text, at)];
            let told = pairs.into_iter().flatten().find(|pair| is_told(pair, text, place)).map(|pair| pair.end);
            told.or_else(|| reversed(text, at, place))
        })?;
        Some(Found { trace: Trace::Number, at, length: end - at })
    })
}

/// The letters of a word around digits, in small letters; nothing where the word has other digits.
fn letters_around(text: &[char], at: usize, end: usize) -> Option<(String, bool)> {
    let before = text[..at].iter().rev().take_while(|c| c.is_alphabetic()).count();
    let behind = text[end..].iter().take_while(|c| c.is_alphabetic()).count();
    let is_digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    let is_one_word = !is_digit(text.get(end + behind)) && (before == 0 || !is_digit(text[..at - before].last()));
    let word = text[at - before..at].iter().flat_map(|c| c.to_lowercase()).collect();
    is_one_word.then_some((word, behind > 0))
}

/// True for a word that says what the digits beside it are.
fn is_label(word: &str) -> bool {
    NUMBER.contains(&word) || GLUED.contains(&word)
}

/// What is glued to digits; nothing where their word has other digits.
fn glue(text: &[char], at: usize, end: usize) -> Option<Glue> {
    let (word, is_behind) = letters_around(text, at, end)?;
    Some(if is_label(&word) {
        Glue::Label
    } else if is_behind || !word.is_empty() {
        Glue::Letters
    } else {
        Glue::Nothing
    })
}

/// The end of a Romanian, Slovenian or French number with letters glued on, `CNP1630615123457`.
fn foreign(text: &[char], at: usize) -> Option<usize> {
    let length = digits(text, at);
    if !matches!(length, 13 | 15) {
        return None;
    }
    let glued = glue(text, at, at + length).filter(|glued| *glued != Glue::Nothing)?;
    let is_labelled = glued == Glue::Label;
    let number = written(text, at, length);
    let is_person = if length == 13 {
        let form = romania::has_cnp_form(&number) || slovenia::has_emso_form(&number);
        romania::is_cnp(&number) || slovenia::is_emso(&number) || (is_labelled && form)
    } else {
        france::is_nir(&number) || is_labelled
    };
    is_person.then_some(at + length)
}

/// Ten or twelve digits with letters glued on, or whose day never was.
fn glued(text: &[char], at: usize) -> Option<Pair> {
    let length = digits(text, at);
    if !matches!(length, 10 | 12) {
        return None;
    }
    let day = written(text, at, length - 4);
    let glued = glue(text, at, at + length)?;
    let is_odd = glued != Glue::Nothing || (has_form(&day) && !sweden::birth(&day));
    let serial = written(text, at + length - 4, 4);
    is_odd.then_some(Pair {
        day,
        serial,
        between: Between::Nothing,
        spelling: Spelling::Whole,
        glued,
        end: at + length,
    })
}

/// A day, something between, and four digits; nothing where that is a usual spelling.
fn parted(text: &[char], at: usize) -> Option<Pair> {
    let length = digits(text, at);
    let (day, until, spelling) = match length {
        6 | 8 => (written(text, at, length), at + length, Spelling::Whole),
        1 | 2 | 4 => in_parts(text, at, length)?,
        _ => return None,
    };
    if !has_form(&day) {
        return None;
    }
    let (between, from) = between(text, until)?;
    let (serial, end) = (written(text, from, 4), from + 4);
    if goes_on(text, end) {
        return None;
    }
    let glued = glue(text, at, end)?;
    let is_usual = matches!(between, Between::Hyphen | Between::Mark) && from - until <= SIGNS;
    let is_odd = match spelling {
        Spelling::Whole => !is_usual || glued != Glue::Nothing || !sweden::birth(&day),
        Spelling::YearFirst => !is_usual,
        Spelling::YearLast => true,
    };
    is_odd.then_some(Pair { day, serial, between, spelling, glued, end })
}

/// True where digits that end at a place are but the beginning of a number.
fn goes_on(text: &[char], end: usize) -> bool {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    is_digit(end) || (text.get(end).is_some_and(|c| matches!(c, ',' | '.' | '-' | ':' | '/')) && is_digit(end + 1))
}

/// The digits of a day in its parts, whose first has so many digits, and where they end; the month may be a word.
pub(super) fn in_parts(text: &[char], at: usize, first: usize) -> Option<(String, usize, Spelling)> {
    in_figures(text, at, first)
        .or_else(|| worded::day(text, at, first).map(|(day, end)| (day, end, Spelling::YearLast)))
}

fn in_figures(text: &[char], at: usize, first: usize) -> Option<(String, usize, Spelling)> {
    let (second, mark) = (at + first + 1, text.get(at + first).filter(|c| matches!(c, '-' | '.' | '/'))?);
    let third = second + digits(text, second) + 1;
    let lengths = (first, digits(text, second), digits(text, third));
    let part = |from: usize, length: usize| written(text, from, length);
    let (day, spelling) = match lengths {
        (2 | 4, 2, 2) => (part(at, first) + &part(second, 2) + &part(third, 2), Spelling::YearFirst),
        (1 | 2, 1 | 2, 4) => {
            let (day, month) = (part(at, first), part(second, lengths.1));
            (format!("{}{month:0>2}{day:0>2}", part(third, 4)), Spelling::YearLast)
        }
        _ => return None,
    };
    (text.get(third - 1) == Some(mark)).then_some((day, third + lengths.2, spelling))
}

/// The end of the last four digits before their day, `2385-880320`, where the check digit tells a person of a past century.
fn reversed(text: &[char], at: usize, place: Place) -> Option<usize> {
    let day = at + 5;
    let length = digits(text, day);
    if digits(text, at) != 4
        || text.get(at + 4) != Some(&'-')
        || !matches!(length, 6 | 8)
        || goes_on(text, day + length)
    {
        return None;
    }
    let (serial, day) = (written(text, at, 4), written(text, day, length));
    // Behind a zero stands the rest of a telephone number.
    let is_free = !matches!(place, Place::Number | Place::Amount) && !serial.starts_with('0');
    let is_person = is_of_old(&day) && sweden::person(&format!("{}{serial}", &day[length - 6..]));
    let is_apart = glue(text, at, at + 5 + length) == Some(Glue::Nothing);
    (is_free && is_person && is_apart).then_some(at + 5 + length)
}

/// What stands between a day that ends at a place and the next four digits, and where these begin.
fn between(text: &[char], from: usize) -> Option<(Between, usize)> {
    let rest = &text[from..];
    let is_lone_four = |at: usize| rest[at] == '4' && digits(rest, at) == 1;
    let length = (0..rest.len().min(BETWEEN + 1)).find(|at| rest[*at].is_ascii_digit() && !is_lone_four(*at))?;
    let signs = &rest[..length];
    // Behind a quotation mark another value begins, but not behind an apostrophe that joins the two.
    // And cells that a fault joined are two.
    let ends = |c: &char| matches!(*c, '\'' | '"' | '”' | '“' | '»' | '→' | TAB);
    if length == 0 || digits(rest, length) != 4 || (signs != ['\''] && signs.iter().any(ends)) {
        return None;
    }
    Some((kind(signs)?, from + length))
}

/// What kind of signs or words stands there.
fn kind(signs: &[char]) -> Option<Between> {
    let lower: String = signs.iter().flat_map(|c| c.to_lowercase()).collect();
    if signs.iter().any(|c| c.is_alphanumeric()) {
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        // A word that is glued to the day is a unit, or makes a word of it.
        let is_apart = !signs[0].is_alphanumeric();
        return if says_last_digits(&words, true) {
            Some(Between::Last)
        } else if words.iter().all(|word| ANNOUNCING.contains(word) || is_label(word)) {
            Some(Between::Number)
        } else {
            is_apart.then_some(Between::Words)
        };
    }
    let signs: Vec<char> = signs.iter().copied().filter(|c| *c != '\u{200b}').collect();
    let marks = signs.iter().filter(|c| **c != ' ').count();
    if signs.is_empty() || marks > SIGNS || (marks == 0 && signs.len() > SIGNS) {
        return None;
    }
    let are_marks = signs.iter().all(|c| is_mark(*c) || *c == ':');
    Some(if signs.iter().any(|c| matches!(c, '(' | ')' | '[' | ']' | '{' | '}')) {
        Between::Bracket
    } else if signs.contains(&',') {
        Between::Comma
    } else if are_marks && signs.iter().any(|c| matches!(c, '-' | '+')) {
        Between::Hyphen
    } else if are_marks {
        Between::Mark
    } else {
        Between::Sign
    })
}

/// True for the digits of a day with a month and a day of the month, whether or not there was such a day.
fn has_form(day: &str) -> bool {
    let (year, rest) = day.split_at(day.len() - 4);
    let small = |digits: &str| digits.parse::<u32>().unwrap_or_default();
    let (month, day) = (small(&rest[..2]), small(&rest[2..]));
    let is_year = year.len() == 2 || (1800..2100).contains(&small(year));
    all_digits(rest) && is_year && (1..=12).contains(&month) && (matches!(day, 1..=31) || matches!(day, 61..=91))
}

/// True where words of a text speak of somebody's birth.
fn tells_birth(text: &[char]) -> bool {
    let lower: String = text.iter().flat_map(|c| c.to_lowercase()).collect();
    says_birth(&lower.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>())
}

/// True where a place holds a person's number by such a pair.
fn is_told(pair: &Pair, text: &[char], place: Place) -> bool {
    let Pair { day, serial, between, spelling, glued, .. } = pair;
    if !has_form(day) {
        return false;
    }
    let (there_was, of_old, in_parts) = (sweden::birth(day), is_of_old(day), *spelling != Spelling::Whole);
    let checked = there_was && sweden::person(&format!("{}{serial}", &day[day.len() - 6..]));
    let labelled = *glued == Glue::Label;
    if place == Place::Message {
        let is_time = is_recent_time(day, serial);
        return match between {
            Between::Last => true,
            Between::Words | Between::Sign | Between::Comma if in_parts => checked && of_old,
            Between::Words => there_was && !is_year(serial) && !is_time,
            _ => labelled || checked || !(is_time || (in_parts && is_year(serial))),
        };
    }
    // What was made at a time has its check digit by chance.
    let checked_here = checked && (of_old || !is_time(serial));
    let is_figure = matches!(place, Place::Amount | Place::Number);
    match between {
        // The day of a document and its number are written so too.
        Between::Hyphen if *spelling == Spelling::YearLast => {
            labelled || (there_was && of_old && (checked || !(is_time(serial) || is_year(serial))))
        }
        Between::Mark if *spelling == Spelling::YearLast => checked && of_old,
        Between::Hyphen => !in_parts,
        Between::Last => there_was,
        // With a unit behind it an amount has no space.
        Between::Nothing => there_was && (labelled || (checked_here && (!is_figure || day.len() == 8))),
        Between::Mark => there_was && (labelled || checked_here),
        Between::Bracket | Between::Number if in_parts => checked && of_old,
        Between::Bracket => there_was && (checked || !(is_year(serial) || is_recent_time(day, serial))),
        Between::Number => checked || (there_was && of_old),
        // In a column of numbers it is one.
        Between::Comma | Between::Sign if in_parts => {
            !is_figure && there_was && of_old && ((checked && tells_birth(text)) || is_labelled(text))
        }
        Between::Comma | Between::Sign => !is_figure && (checked || (there_was && is_labelled(text))),
        Between::Words => (checked || (there_was && of_old)) && is_labelled(text),
    }
}
