//! Persons' numbers in pieces: a day of birth in one cell, the digits behind it in the next, or a column that says what it holds.

pub(in crate::table) mod free;
mod halves;
mod said;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::PERSON;
use crate::diagnostic::Diagnostic;
use crate::identifier::sweden;
use crate::personal::words::{NUMBER, NUMBER_IN_WORDS, says_birth, says_last_digits};
use crate::personal::{is_of_old, is_year};
use crate::source::Span;
use crate::table::lines::{Content, Line};
use crate::table::spelling::date::{self, Order};
use crate::table::spelling::words::words;

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
/// Most words of one that stands alone in its line.
const OF_TITLE: usize = 2;

/// What asks for a person's number in several words, without the spaces between them.
static NUMBER_TOGETHER: LazyLock<Vec<String>> =
    LazyLock::new(|| NUMBER_IN_WORDS.iter().map(|phrase| phrase.replace(' ', "")).collect());

/// The word that is short for a person's number, and for that of a place.
const SHORT: &str = "pnr";
/// Words that tell nothing in a header, without accents.
const ARTICLES: [&str; 9] = ["de", "den", "the", "les", "le", "i", "in", "av", "of"];
/// Words by which a header asks for something else, or that a number is not to be sent; without accents.
const OTHER: [&str; 42] = [
    "antal",
    "inga",
    "ingen",
    "inget",
    "inte",
    "ej",
    "aldrig",
    "utan",
    "har",
    "bort",
    "radera",
    "undvik",
    "ersatt",
    "no",
    "not",
    "never",
    "dont",
    "don",
    "without",
    "remove",
    "delete",
    "avoid",
    "nombre",
    "sans",
    "pas",
    "jamais",
    "supprimez",
    "enlevez",
    "senza",
    "non",
    "mai",
    "eliminare",
    "rimuovere",
    "fara",
    "nu",
    "niciodata",
    "stergeti",
    "brez",
    "ne",
    "nikoli",
    "odstranite",
    "stevilo",
];
/// Longest day with the name of its month.
const OF_DAY: usize = 24;
/// Fewest digits behind a header in its own line that are a person's number by it.
const FEWEST_DIGITS: usize = 6;

/// What a header says of the cells below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// Persons' numbers.
    Number,
    /// Perhaps those, perhaps those of places.
    Short,
    /// Their last digits.
    Last,
    /// Days of birth.
    Born,
}

impl Heading {
    /// True where days of birth may stand below it.
    fn has_days(self) -> bool {
        self != Self::Last
    }

    /// True where the last digits may stand below it.
    fn has_last(self) -> bool {
        self != Self::Born
    }
}

/// Looks for persons' numbers whose pieces stand in cells of their own.
pub(in crate::table) fn persons(content: &Content, file: &Span) -> Vec<Diagnostic> {
    let mut headings: BTreeMap<usize, Heading> = BTreeMap::new();
    // By the column of the serial numbers: where they stand, which they are, and whether each has its check digit.
    let mut unsaid: BTreeMap<usize, Vec<(Span, String, bool)>> = BTreeMap::new();
    let mut told = Vec::new();
    let mut columns: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for (count, line) in content.lines().enumerate() {
        if count < WITHIN {
            for (at, piece) in Piece::of_line(&line, file) {
                columns.entry(at).or_default().push(piece);
            }
        }
        if told.len() >= MOST || (count >= WITHIN && headings.is_empty()) {
            break;
        }
        let mut headed = if count < WITHIN { headings_of(&line) } else { BTreeMap::new() };
        for (heading, at) in beside(&line, &headed) {
            // What is asked for beside is not asked for below.
            headed.remove(&heading);
            told.push(Diagnostic::new(PERSON, line.span(file, at), &[]));
        }
        if count < HEADERS_WITHIN && !headed.is_empty() {
            headings.extend(headed);
            continue;
        }
        for at in pieces(&line, &headings) {
            told.push(Diagnostic::new(PERSON, line.span(file, at), &[]));
        }
        if count < WITHIN {
            for (at, day, serial) in pairs(&line).filter(|(_, day, _)| is_of_old(day)) {
                unsaid.entry(at).or_default().push((line.span(file, at), serial.to_owned(), is_checked(&day, serial)));
            }
        }
    }
    let is_told = |places: &[(Span, String, bool)]| {
        let serials: BTreeSet<&String> = places.iter().map(|(_, serial, _)| serial).collect();
        serials.len() >= ROWS && places.iter().all(|(_, _, is_checked)| *is_checked)
    };
    told.extend(columns.values().flat_map(|pieces| below(pieces)).map(|span| Diagnostic::new(PERSON, span, &[])));
    let known: Vec<Span> = told.iter().map(|one| one.span.clone()).collect();
    let further = unsaid.into_values().filter(|places| is_told(places)).flatten().map(|(span, ..)| span);
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

impl Piece {
    /// The cells of a line that may be such pieces, by their positions.
    fn of_line<'l>(line: &'l Line, file: &'l Span) -> impl Iterator<Item = (usize, Self)> + 'l {
        let is_alone = line.filled().nth(1).is_none();
        let cells = line.filled().map(|(at, cell)| (at, cell.text.trim())).filter(|(_, text)| is_of_digits(text));
        cells.map(move |(at, text)| {
            (at, Self { row: line.row, text: text.to_owned(), span: line.span(file, at), is_alone })
        })
    }

    /// True for one in the row above another.
    fn is_above(&self, next: &Self) -> bool {
        next.row == self.row + 1
    }
}

/// True for the last digits of a number, and no year, which have the check digit of a day of birth.
fn is_checked(day: &str, last: &str) -> bool {
    !is_year(last) && sweden::person(&format!("{}{last}", &day[day.len() - 6..]))
}

/// The last pieces of numbers of a past century whose day of birth stands in the cell above, where the check digit tells or nothing
/// else stands in their rows. Among other figures that follow each other at once they are such figures.
fn below(pieces: &[Piece]) -> Vec<Span> {
    let is_pair = |pair: &[Piece]| {
        let [above, under] = pair else { return false };
        let day = day(&above.text).filter(|day| above.is_above(under) && is_of_old(day));
        let serial = serial(&under.text).filter(|serial| !is_year(serial));
        let are_alone = above.is_alone && under.is_alone;
        day.zip(serial).is_some_and(|(day, serial)| {
            // Six digits may be an amount.
            let is_checked = is_checked(&day, serial);
            if day.len() == 8 { are_alone || is_checked } else { are_alone && is_checked }
        })
    };
    let pairs: Vec<usize> = (0..pieces.len().saturating_sub(1)).filter(|at| is_pair(&pieces[*at..at + 2])).collect();
    let is_in_pair = |at: usize| pairs.iter().any(|pair| (*pair..pair + 2).contains(&at));
    let is_alone = |pair: &usize| {
        let before = pair.checked_sub(1).filter(|at| pieces[*at].is_above(&pieces[*pair]));
        let behind = pieces.get(pair + 2).filter(|next| pieces[pair + 1].is_above(next)).map(|_| pair + 2);
        before.into_iter().chain(behind).all(is_in_pair)
    };
    pairs.iter().copied().filter(is_alone).map(|pair| pieces[pair + 1].span.clone()).collect()
}

/// True for digits, perhaps with marks between them.
fn is_of_digits(text: &str) -> bool {
    text.len() <= 20 && text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

/// What the headers in a line say, by their columns. A text alone in its line is one only where it is no sentence.
fn headings_of(line: &Line) -> BTreeMap<usize, Heading> {
    let is_alone = line.filled().nth(1).is_none();
    let most = if is_alone { OF_TITLE } else { WORDS };
    line.filled().filter_map(|(at, cell)| Some((at, heading(&cell.text, most)?))).collect()
}

/// What a text of no more than some words says of the cells below it or beside it.
fn heading(text: &str, most: usize) -> Option<Heading> {
    let is_short = text.len() <= 60 && text.bytes().filter(u8::is_ascii_digit).count() <= 2;
    if !is_short || !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let words = words(text);
    let said: Vec<&str> = words.iter().map(String::as_str).collect();
    if said.len() > most || said.iter().any(|word| word.starts_with("org") || OTHER.contains(word)) {
        return None;
    }
    let together = words.concat();
    let is_number =
        said.iter().any(|word| NUMBER.contains(word)) || NUMBER_TOGETHER.iter().any(|phrase| together.contains(phrase));
    // `Omsättning, sista fyra kunderna`
    let is_enough = is_number || said.iter().filter(|word| !ARTICLES.contains(word)).count() <= 2;
    if says_last_digits(&said, is_enough) {
        Some(Heading::Last)
    } else if is_number {
        Some(if said == [SHORT] { Heading::Short } else { Heading::Number })
    } else {
        // Enterprises have a codice fiscale too: it alone is no reason.
        (says_birth(&said) || together.contains("codicefiscale")).then_some(Heading::Born)
    }
}

/// The cells behind a header in its own line that hold a person's number or the last piece of one, each with that header:
/// `Personnummer | 880320 | 0016`.
fn beside(line: &Line, headed: &BTreeMap<usize, Heading>) -> Vec<(usize, usize)> {
    if headed.is_empty() {
        return Vec::new();
    }
    let filled: Vec<(usize, &str)> = line.filled().map(|(at, cell)| (at, cell.text.trim())).collect();
    let mut found = Vec::new();
    for (place, (at, _)) in filled.iter().enumerate() {
        let Some(heading) = headed.get(at) else { continue };
        let next = |more: usize| filled.get(place + more).filter(|(at, _)| !headed.contains_key(at));
        let Some((first, text)) = next(1) else { continue };
        let is_year = |text: &str| *heading == Heading::Born && serial(text).is_some_and(is_year);
        let last = next(2).filter(|(_, text)| marked(text).is_some() && !is_year(text));
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if *heading == Heading::Last {
            let of_day = |(at, other): &(usize, &str)| at != first && is_likely(other, marked(text));
            found.extend(marked(text).filter(|_| filled.iter().any(of_day)).map(|_| (*at, *first)));
        } else if let Some((last, _)) = last.filter(|_| day(text).is_some()) {
            found.push((*at, *last));
        } else if digits >= FEWEST_DIGITS && is_number_below(*heading, text) {
            found.push((*at, *first));
        }
    }
    found
}

/// The cells of a line that hold a person's number or the last piece of one, by what the headers say.
fn pieces(line: &Line, headings: &BTreeMap<usize, Heading>) -> Vec<usize> {
    if headings.is_empty() {
        return Vec::new();
    }
    let heads = |at: Option<usize>| at.and_then(|at| headings.get(&at)).copied();
    let text = |at: Option<usize>| at.and_then(|at| line.cells.get(at)).map_or("", |cell| cell.text.trim());
    let is_day_below = |at: &usize| heads(Some(*at)).is_some_and(Heading::has_days) && day(text(Some(*at))).is_some();
    let is_piece = |at: &usize| {
        let (here, cell, before) = (heads(Some(*at)), text(Some(*at)), at.checked_sub(1));
        if here.is_some_and(|heading| is_number_below(heading, cell)) {
            return true;
        }
        let is_last = here.is_some_and(Heading::has_last);
        let digits = if is_last { marked(cell) } else { serial(cell).filter(|serial| !is_year(serial)) };
        if digits.is_none() && !(is_last && is_short(cell)) {
            return false;
        }
        // A column that is headed as days of birth holds them; of another the day itself must tell.
        let is_behind_day = before.as_ref().is_some_and(is_day_below);
        let likely = || [before, Some(at + 1)].into_iter().any(|beside| is_likely(text(beside), digits));
        let is_named = here == Some(Heading::Last) && headings.keys().any(is_day_below);
        is_behind_day || is_named || (is_last && likely())
    };
    line.filled().map(|(at, _)| at).filter(is_piece).collect()
}

/// True for a day that is likely one of birth: of a past century, or by the check digit of some last digits.
fn is_likely(text: &str, last: Option<&str>) -> bool {
    let is_checked = |day: &str| last.is_some_and(|last| sweden::person(&format!("{}{last}", &day[day.len() - 6..])));
    day(text).is_some_and(|day| is_of_old(&day) || is_checked(&day))
}

/// True for what is a person's number below a header, or beside it.
fn is_number_below(heading: Heading, text: &str) -> bool {
    match heading {
        Heading::Number => is_number(text),
        // The number of a place has five digits.
        Heading::Short => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            is_number(text) && (day(text).is_some() || matches!(digits, 10 | 12))
        }
        Heading::Last | Heading::Born => false,
    }
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

/// Four digits, perhaps with the mark that parts them from a day.
fn marked(text: &str) -> Option<&str> {
    serial(text.strip_prefix(['-', '+', '\u{2013}', '\u{2212}']).unwrap_or(text))
}

/// Digits of which a workbook has dropped the zeros they began with.
fn is_short(text: &str) -> bool {
    (1..4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day as six or eight digits, the year first.
fn day(text: &str) -> Option<String> {
    // `1 jan 1985`
    let is_worded =
        text.len() <= OF_DAY && text.contains(char::is_alphabetic) && text.contains(|c: char| c.is_ascii_digit());
    if is_worded {
        let day = date::read(text, Order::default())?.format("%Y%m%d").to_string();
        return sweden::birth(&day).then_some(day);
    }
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
