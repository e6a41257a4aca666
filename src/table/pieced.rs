//! Persons' numbers in pieces: a day of birth in one cell, the digits behind it in the next, or a column that says what it holds.

use std::collections::BTreeMap;

use super::lines::{Content, Line};
use super::persons::PERSON;
use super::words::words;
use crate::diagnostic::Diagnostic;
use crate::identifier::sweden;
use crate::personal::{is_last, is_of_old, is_year};
use crate::source::Span;

/// Lines among which headers are looked for.
const HEADERS_WITHIN: usize = 30;
/// Lines that are looked through where no header asks for more.
const WITHIN: usize = 1_000;
/// Most places that are told: nobody needs more to know which columns to remove.
const MOST: usize = 100;
/// Rows from which check digits alone tell: by chance one of a thousand such columns has them.
const ROWS: usize = 3;
/// Most words of a header; longer texts say what is not to be sent.
const WORDS: usize = 5;

/// Words for a person's number, without accents.
const NUMBER: [&str; 9] =
    ["personnummer", "personnr", "personnumret", "persnr", "pnr", "samordningsnummer", "cnp", "emso", "jmbg"];
/// The same in several words, written together.
const NUMBERS: [&str; 6] = [
    "personalnumber",
    "personalidentitynumber",
    "socialsecuritynumber",
    "numerodesecuritesociale",
    "codnumericpersonal",
    "maticnastevilkaobcana",
];
/// How words for a day of birth begin.
const BORN: [&str; 14] = [
    "fodelsedatum",
    "fodelsedag",
    "fodelsetid",
    "birth",
    "dob",
    "naissance",
    "nascita",
    "nasterii",
    "nastere",
    "rojstva",
    "rojstni",
    "rojen",
    "fodd",
    "born",
];
/// Words for how many the last digits are.
const FOUR: [&str; 7] = ["fyra", "four", "quatre", "quattro", "patru", "stiri", "4"];
/// Words by which a header asks for something else.
const OTHER: [&str; 16] = [
    "antal", "inga", "ingen", "inte", "ej", "utan", "har", "no", "not", "without", "nombre", "sans", "senza", "fara",
    "brez", "stevilo",
];

/// What a header says of the cells below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// Persons' numbers.
    Number,
    /// Their last digits.
    Last,
    /// Days of birth.
    Born,
}

/// Looks for persons' numbers whose pieces stand in cells of their own.
pub(super) fn persons(content: &Content, file: &Span) -> Vec<Diagnostic> {
    let mut headings: BTreeMap<usize, Heading> = BTreeMap::new();
    // By the column of the serial numbers: where they stand, and whether each has its check digit.
    let mut unsaid: BTreeMap<usize, Vec<(Span, bool)>> = BTreeMap::new();
    let mut told = Vec::new();
    let mut columns: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for (count, line) in content.lines().enumerate() {
        if count < WITHIN {
            let is_alone = line.filled().nth(1).is_none();
            for (at, cell) in line.filled().filter(|(_, cell)| is_of_digits(cell.text.trim())) {
                let piece =
                    Piece { row: line.row, text: cell.text.trim().to_owned(), span: line.span(file, at), is_alone };
                columns.entry(at).or_default().push(piece);
            }
        }
        if told.len() >= MOST || (count >= WITHIN && headings.is_empty()) {
            break;
        }
        let headed = if count < HEADERS_WITHIN { headings_of(&line) } else { BTreeMap::new() };
        let is_header = !headed.is_empty();
        headings.extend(headed);
        if is_header {
            continue;
        }
        for at in pieces(&line, &headings) {
            told.push(Diagnostic::new(PERSON, line.span(file, at), &[]));
        }
        if count < WITHIN {
            for (at, day, serial) in pairs(&line).filter(|(_, day, _)| is_of_old(day)) {
                let is_checked = sweden::person(&format!("{}{serial}", &day[day.len() - 6..]));
                unsaid.entry(at).or_default().push((line.span(file, at), is_checked));
            }
        }
    }
    let is_told = |places: &[(Span, bool)]| places.len() >= ROWS && places.iter().all(|(_, is_checked)| *is_checked);
    told.extend(columns.values().flat_map(|pieces| below(pieces)).map(|span| Diagnostic::new(PERSON, span, &[])));
    let known: Vec<Span> = told.iter().map(|one| one.span.clone()).collect();
    let further = unsaid.into_values().filter(|places| is_told(places)).flatten().map(|(span, _)| span);
    told.extend(further.filter(|span| !known.contains(span)).take(MOST).map(|span| Diagnostic::new(PERSON, span, &[])));
    told
}

/// A cell of digits that may be a piece of a number.
struct Piece {
    row: u32,
    text: String,
    span: Span,
    /// Nothing else stands in its row.
    is_alone: bool,
}

/// The last pieces of numbers of a past century whose day of birth stands in the cell above, where the check digit tells or nothing
/// else stands in their rows. Among other figures that follow each other at once they are such figures.
fn below(pieces: &[Piece]) -> Vec<Span> {
    let follows = |one: &Piece, next: &Piece| next.row == one.row + 1;
    let is_pair = |pair: &[Piece]| {
        let [above, under] = pair else { return false };
        let day = day(&above.text).filter(|day| follows(above, under) && day.len() == 8 && is_of_old(day));
        let serial = serial(&under.text).filter(|serial| !is_year(serial));
        let are_alone = above.is_alone && under.is_alone;
        day.zip(serial).is_some_and(|(day, serial)| are_alone || sweden::person(&format!("{}{serial}", &day[2..])))
    };
    let pairs: Vec<usize> = (0..pieces.len().saturating_sub(1)).filter(|at| is_pair(&pieces[*at..at + 2])).collect();
    let is_in_pair = |at: usize| pairs.iter().any(|pair| (*pair..pair + 2).contains(&at));
    let is_alone = |pair: &usize| {
        let before = pair.checked_sub(1).filter(|at| follows(&pieces[*at], &pieces[*pair]));
        let behind = pieces.get(pair + 2).filter(|next| follows(&pieces[pair + 1], next)).map(|_| pair + 2);
        before.into_iter().chain(behind).all(is_in_pair)
    };
    pairs.iter().copied().filter(is_alone).map(|pair| pieces[pair + 1].span.clone()).collect()
}

/// True for digits, perhaps with marks between them.
fn is_of_digits(text: &str) -> bool {
    text.len() <= 20 && text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

/// What the headers in a line say, by their columns.
fn headings_of(line: &Line) -> BTreeMap<usize, Heading> {
    line.filled().filter_map(|(at, cell)| Some((at, heading(&cell.text)?))).collect()
}

fn heading(text: &str) -> Option<Heading> {
    let is_short = text.len() <= 60 && text.bytes().filter(u8::is_ascii_digit).count() <= 2;
    if !is_short || !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let words = words(text);
    let is_other = |word: &String| word.starts_with("org") || OTHER.contains(&word.as_str());
    if words.len() > WORDS || words.iter().any(is_other) {
        return None;
    }
    let any = |begins: &[&str]| words.iter().any(|word| begins.iter().any(|begin| word.starts_with(begin)));
    let together = words.concat();
    if words.iter().any(|word| is_last(word)) && any(&FOUR) {
        Some(Heading::Last)
    } else if words.iter().any(|word| NUMBER.contains(&word.as_str()))
        || NUMBERS.iter().any(|one| together.contains(one))
    {
        Some(Heading::Number)
    } else {
        // Enterprises have a codice fiscale too: it alone is no reason.
        (any(&BORN) || together.contains("codicefiscale")).then_some(Heading::Born)
    }
}

/// The cells of a line that hold a person's number or the last piece of one, by what the headers say.
fn pieces(line: &Line, headings: &BTreeMap<usize, Heading>) -> Vec<usize> {
    let heads = |at: Option<usize>| at.and_then(|at| headings.get(&at)).copied();
    let text = |at: Option<usize>| at.and_then(|at| line.cells.get(at)).map_or("", |cell| cell.text.trim());
    let is_piece = |at: &usize| {
        let (here, cell) = (heads(Some(*at)), text(Some(*at)));
        if here == Some(Heading::Number) && is_number(cell) {
            return true;
        }
        let before = at.checked_sub(1);
        let is_last = matches!(here, Some(Heading::Last | Heading::Number));
        let is_serial = serial(cell).is_some_and(|serial| is_last || !is_year(serial)) || (is_last && is_short(cell));
        let behind_day = day(text(before)).is_some() && (here.is_some() || heads(before).is_some());
        let before_day = here == Some(Heading::Last) && day(text(Some(at + 1))).is_some();
        is_serial && (behind_day || before_day)
    };
    if headings.is_empty() {
        return Vec::new();
    }
    line.filled().map(|(at, _)| at).filter(is_piece).collect()
}

/// Days with the four digits in the next cell, which are no year, and the position of these.
fn pairs(line: &Line) -> impl Iterator<Item = (usize, String, &str)> {
    let cells = line.cells.windows(2).enumerate();
    cells.filter_map(|(at, pair)| {
        let serial = serial(pair[1].text.trim()).filter(|serial| !is_year(serial))?;
        Some((at + 1, day(pair[0].text.trim())?, serial))
    })
}

/// Digits that may be a person's number or a part of one, and are no organisation's.
fn is_number(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let others = text.chars().filter(|c| !c.is_ascii_digit());
    let is_plain = others.clone().filter(|c| c.is_alphabetic()).count() <= 1
        && others.clone().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '+' | '.' | '/' | '\u{2013}'));
    is_plain && (4..=15).contains(&digits.len()) && sweden::organisation(&digits).is_err()
}

/// Four digits.
fn serial(text: &str) -> Option<&str> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Digits of which a workbook has dropped the zeros they began with.
fn is_short(text: &str) -> bool {
    (1..4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day as six or eight digits, the year first.
fn day(text: &str) -> Option<String> {
    let is_written = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/');
    if !(6..=10).contains(&text.len()) || !text.chars().all(is_written) {
        return None;
    }
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let day = match parts[..] {
        [day] if matches!(day.len(), 6 | 8) => day.to_owned(),
        [year, month, day] if matches!((year.len(), month.len(), day.len()), (2 | 4, 2, 2)) => parts.concat(),
        [day, month, year] if matches!((day.len(), month.len(), year.len()), (1 | 2, 1 | 2, 4)) => {
            format!("{year}{month:0>2}{day:0>2}")
        }
        _ => return None,
    };
    sweden::birth(&day).then_some(day)
}
