//! Personal identity numbers, in the spellings that people use.

use std::cell::LazyCell;

use super::words::{NUMBER, NUMBER_IN_WORDS};
use super::{Found, Place, Trace};
use crate::identifier::{france, italy, romania, slovenia, sweden};

/// Words beside a number of persons and enterprises alike that say what it is, besides those for a person's number.
const LABELS: [&str; 2] = ["codice fiscale", "c.f."];
/// Units that make an amount, or a number of hours or things, of the number before them.
const UNITS: [&str; 21] = [
    "kr", "sek", "kronor", "tkr", "kkr", "tsek", "ksek", "mkr", "mnkr", "€", "eur", "euro", "euros", "evrov", "lei",
    "ron", "tim", "timmar", "hours", "heures", "st",
];
/// Words for documents that have a day and a number of their own.
const DOCUMENTS: [&str; 48] = [
    "verifikat",
    "verifikatet",
    "verifikation",
    "ver",
    "vernr",
    "faktura",
    "fakturan",
    "kvitto",
    "order",
    "dnr",
    "diarienr",
    "diarienummer",
    "ärende",
    "protokoll",
    "voucher",
    "invoice",
    "receipt",
    "facture",
    "fattura",
    "ricevuta",
    "factura",
    "chitanță",
    "račun",
    "fakturanr",
    "fakturanummer",
    "kvittonr",
    "kvittonummer",
    "verifikatnr",
    "verifikationsnr",
    "verifikationsnummer",
    "ordernr",
    "ordernummer",
    "ärendenr",
    "ärendenummer",
    "avtal",
    "avtalsnr",
    "avtalsnummer",
    "ocr",
    "ocrnr",
    "projekt",
    "projektnr",
    "projektnummer",
    "project",
    "contract",
    "projet",
    "progetto",
    "proiect",
    "pogodba",
];
/// Words between such a word and the number.
const OF_NUMBERS: [&str; 8] = ["nr", "no", "n", "nummer", "number", "numéro", "numero", "št"];
/// Longest text in one number: fifteen characters with marks between them.
const LONGEST: usize = 40;

/// Digits behind a mark that are a fraction and no part of a person's number: the longest part of one has six.
pub(super) const LONG_FRACTION: usize = 7;
/// Digits from which on a row of them may be a person's number or telephone.
pub(super) const WHOLE: usize = 9;

/// Characters from a place on, as far as they may be one number.
struct Run {
    /// Letters and digits, in capitals.
    text: String,
    /// How many of them each group has; groups are parted by marks.
    groups: Vec<usize>,
    /// The first mark before each group but the first.
    marks: Vec<char>,
    /// For each of them, how many characters of the text have been passed behind it.
    ends: Vec<usize>,
}

/// The first personal identity number in a text.
pub(super) fn first(text: &[char], place: Place) -> Option<Found> {
    let dated = text.iter().filter(|c| c.is_ascii_digit()).count() >= 6;
    let labelled = LazyCell::new(|| place == Place::Message || is_labelled(text));
    (0..text.len()).find_map(|at| {
        let before = at.checked_sub(1).map(|at| text[at]);
        // Behind letters only figures begin anew: `pnr850101-2384`.
        let joined = before.is_some_and(char::is_alphabetic) && text[at].is_ascii_digit();
        if !text[at].is_ascii_alphanumeric()
            || (before.is_some_and(char::is_alphanumeric) && !joined)
            || !may_begin(&text[at..], dated)
        {
            return None;
        }
        let run = run(&text[at..]);
        if is_fraction(&text[..at], &run) {
            return None;
        }
        if joined {
            let length = spelt(&run, place).filter(|_| matches!(run.marks.first(), Some('-' | '+')));
            let length = length.or_else(|| vat(&run, place));
            let length = length.or_else(|| day_and_serial(&run, &text[at..], place, &|| *labelled, false))?;
            return Some(Found { trace: Trace::Number, at, length });
        }
        // Ten digits inside a longer row are none: only a spelling that says so itself begins in its midst.
        let inside = before.is_some_and(is_mark) && at >= 2 && text[at - 2].is_ascii_digit();
        let is_someones = |_: &usize| *labelled || !is_numbered(&text[..at], &run);
        let length = spelt(&run, place)
            .filter(is_someones)
            .or_else(|| vat(&run, place))
            .or_else(|| {
                let found = day_and_serial(&run, &text[at..], place, &|| *labelled, inside);
                found.filter(|_| place == Place::Message || *labelled || !is_of_document(&text[..at], &run))
            })
            .or_else(|| before_word(&run, &text[at..], place, &|| *labelled))
            .or_else(|| loose(&run, place, &|| *labelled, inside))?;
        Some(Found { trace: Trace::Number, at, length })
    })
}

/// True where a word of a text says that a number in it is a person's: then a wrong check digit is a slip, and it is somebody's
/// all the same.
pub(super) fn is_labelled(text: &[char]) -> bool {
    let lower: String = text.iter().flat_map(|c| c.to_lowercase()).collect();
    let mut labels = NUMBER.iter().chain(&NUMBER_IN_WORDS).chain(&LABELS);
    labels.any(|label| has_word(&lower, label))
}

/// False where no number can begin, told at once: every spelling has the six digits of a day, which the text has or has not,
/// or is a codice fiscale, and most texts are words.
fn may_begin(text: &[char], dated: bool) -> bool {
    let (mut digits, mut characters, mut is_code) = (0, 0, true);
    for c in text.iter().take(LONGEST).filter(|c| !is_mark(**c)) {
        if !c.is_ascii_alphanumeric() || !(is_code || dated) {
            break;
        }
        is_code &= italy::fits_person_form(*c, characters);
        characters += 1;
        digits += usize::from(c.is_ascii_digit());
        if digits >= 6 || (is_code && characters == 16) {
            return true;
        }
    }
    false
}

/// True where a word stands in a text, perhaps with digits behind it at once.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphabetic)
    })
}

/// True for what people set between the groups of one number.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '-' | '+' | '.' | '/' | '_' | '\u{200b}')
}

/// True for digits behind a decimal mark, too many for a part of a person's number, in a number of just one mark.
fn is_fraction(before: &[char], run: &Run) -> bool {
    let [number @ .., '.' | ','] = before else { return false };
    let whole = number.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let is_alone =
        !number[..number.len() - whole].last().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ','));
    (1..WHOLE).contains(&whole)
        && is_alone
        && run.groups[..] == [run.text.len()]
        && run.text.len() >= LONG_FRACTION
        && all_digits(&run.text)
}

fn run(text: &[char]) -> Run {
    let mut run = Run { text: String::new(), groups: vec![0], marks: Vec::new(), ends: Vec::new() };
    let mut marks = 0;
    for (at, c) in text.iter().enumerate().take(LONGEST) {
        if c.is_ascii_alphanumeric() {
            if marks > 0 && run.groups.last() != Some(&0) {
                run.groups.push(0);
                run.marks.push(text[at - marks]);
            }
            marks = 0;
            run.text.push(c.to_ascii_uppercase());
            *run.groups.last_mut().expect("there is a first group") += 1;
            run.ends.push(at + 1);
        } else if *c == INVISIBLE {
            // It parts nothing.
        } else if (is_mark(*c) || is_before_serial(&text[at..])) && marks < 3 {
            marks += 1;
        } else {
            // `15/12/2006 17:27`: the last group is an hour.
            let minutes = text[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
            if *c == ':' && marks == 0 && minutes == 2 && run.groups.len() > 1 && run.ends_with_hour() {
                run.drop_group();
            }
            break;
        }
    }
    run
}

/// What signs without width are taken for.
const INVISIBLE: char = '\u{200b}';

/// True for a colon before just four digits: no time of day has so many.
fn is_before_serial(text: &[char]) -> bool {
    let digits = text.iter().skip(1).take_while(|c| c.is_ascii_digit()).count();
    text[0] == ':' && digits == 4 && !text.get(5).is_some_and(|c| c.is_alphanumeric())
}

impl Run {
    fn ends_with_hour(&self) -> bool {
        let last = &self.text[self.text.len() - self.groups.last().copied().unwrap_or_default()..];
        last.len() <= 2 && last.parse().is_ok_and(|hour: u32| hour <= 24)
    }

    fn drop_group(&mut self) {
        let left = self.text.len() - self.groups.pop().unwrap_or_default();
        self.marks.pop();
        self.text.truncate(left);
        self.ends.truncate(left);
    }

    /// The number of characters of the text that so many letters and digits take, where they end a group.
    fn whole_groups(&self, length: usize) -> Option<(usize, usize)> {
        let mut sum = 0;
        let groups = self.groups.iter().position(|group| {
            sum += group;
            sum >= length
        })?;
        (sum == length).then(|| (groups + 1, self.ends[length - 1]))
    }
}

/// A number in the spelling of its country, also one with a wrong check digit: that is somebody's too.
fn spelt(run: &Run, place: Place) -> Option<usize> {
    for day in [8, 6] {
        let Some((groups, length)) = run.whole_groups(day + 4) else { continue };
        let (date, serial) = run.text[..day + 4].split_at(day);
        if groups > 2 || (groups == 2 && run.groups[0] != day) || !all_digits(date) || !sweden::birth(date) {
            continue;
        }
        let ten = &run.text[day - 6..day + 4];
        let bare = match place {
            Place::Text | Place::Identifier | Place::Message => true,
            // Nothing that is counted comes to so many.
            Place::Number => day == 8 || sweden::person(ten),
            Place::Amount => day == 8 && sweden::person(ten),
        };
        // `20250115_1430` is when a picture was taken: only a check digit makes a person of what a program parts so.
        let is_parted = groups == 2 && (!matches!(run.marks[0], '_' | ':') || !is_time(serial) || sweden::person(ten));
        let known = if all_digits(serial) {
            is_parted || (groups == 1 && bare)
        } else {
            sweden::is_interim(&run.text[..day + 4])
        };
        // Ten digits that begin as a mobile telephone number does are one, unless the check digit says a person.
        let mobile = groups == 1 && day == 6 && is_mobile(ten) && !sweden::person(ten);
        if known && !mobile {
            return Some(length);
        }
    }
    let (groups, length) = run.whole_groups(16)?;
    let code = &run.text[..16];
    (groups == 1 && italy::has_person_form(code) || groups > 1 && italy::is_person(code)).then_some(length)
}

/// The VAT number of a sole trader, `SE880320001601`: a person's number with two digits behind it. Without the letters only the
/// check digit tells it, and groups that are two days, or a day and a time, are none.
fn vat(run: &Run, place: Place) -> Option<usize> {
    let digits = run.text.strip_prefix("SE").unwrap_or(&run.text);
    // Apart it is the Swedish word for `see`.
    let before = if run.groups[0] > 2 { run.text.len() - digits.len() } else { 0 };
    let twelve = run.text.get(before..before + 12).filter(|twelve| sweden::has_vat_form(twelve))?;
    let (groups, length) = run.whole_groups(before + 12)?;
    let (day, rest) = twelve.split_at(6);
    let is_other = || sweden::birth(rest) || (is_time(&rest[..4]) && !is_of_old(day));
    let is_written = match run.groups[..groups] {
        _ if before > 0 => true,
        [12] | [6, 4, 2] | [10, 2] => true,
        [6, 6] => !is_other(),
        _ => false,
    };
    let is_surely = || before > 0 || place == Place::Message || sweden::person(&twelve[..10]);
    (is_written && is_surely()).then_some(length)
}

/// True for four digits that are an hour and its minutes.
pub(super) fn is_time(serial: &str) -> bool {
    serial.parse().is_ok_and(|time: u32| time / 100 <= 24 && time % 100 <= 59)
}

/// True for a day of this century in eight digits and a time: when something was made.
pub(super) fn is_recent_time(day: &str, serial: &str) -> bool {
    day.len() == 8 && &day[..2] >= CENTURY && is_time(serial)
}

/// A day in its parts and the four digits behind it, `1985-01-01-2384` or `85 01 01 2384`, where no other number follows.
///
/// Behind a hyphen or a plus the digits belong to the day. Behind any other mark they may be a time, an amount or the number of
/// a voucher where the day is one of this century, or could begin with its day of the month, or where they are the minutes of
/// an hour or have a unit, with neither the check digit nor a word that says whose they are: then only a message hides them.
fn day_and_serial(run: &Run, text: &[char], place: Place, labelled: &dyn Fn() -> bool, inside: bool) -> Option<usize> {
    let parts = match run.groups[..] {
        [4 | 2, 2, 2, 4, ..] => 3,
        [2, 2, 2, 2, 4, ..] => 4,
        _ => return None,
    };
    let day = run.groups[..parts].iter().sum::<usize>();
    let (written, behind) = run.text.split_at(day + 4);
    if !all_digits(written) || !sweden::birth(&written[..day]) || !ends_with_serial(run, parts + 1, behind) {
        return None;
    }
    let (serial, length) = (&written[day..], run.ends[day + 3]);
    let is_surely = || sweden::person(&written[day - 6..]) || labelled();
    let is_of_person = match run.marks[parts - 1] {
        '-' | '+' if parts == 3 => true,
        _ if place == Place::Message => !is_recent_time(&written[..day], serial),
        // Of a year beside a day nothing is told, and no serial number begins with three zeros.
        _ if inside || is_year(serial) || serial.starts_with("000") => false,
        _ => is_of_old(&written[..day]) && (!(is_time(serial) || has_unit(&text[length..])) || is_surely()),
    };
    is_of_person.then_some(length)
}

/// A number that a word begins behind at once: `850101-2384Eva`.
fn before_word(run: &Run, text: &[char], place: Place, labelled: &dyn Fn() -> bool) -> Option<usize> {
    let end = run.text.find(|c: char| c.is_ascii_alphabetic()).filter(|end| *end >= 10)?;
    let end = run.ends[end - 1];
    let cut = self::run(&text[..end]);
    let length = spelt(&cut, place).or_else(|| day_and_serial(&cut, &text[..end], place, labelled, false));
    // Behind another mark the word may be a unit: `1998-05-06 2500kr`.
    length.filter(|length| *length == end && matches!(cut.marks.last(), Some('-' | '+')))
}

/// True for the day of a document and its number behind a space, where a word before them says so and the check digit is no
/// person's: `verifikat 1998-03-15 4711`.
fn is_of_document(before: &[char], run: &Run) -> bool {
    let parts = run.groups.iter().position(|group| *group == 4 && run.groups.first() != Some(group)).or(Some(3));
    let digits: usize = parts.map_or(0, |parts| run.groups.iter().take(parts.max(3) + 1).sum());
    let is_parted = parts.and_then(|parts| run.marks.get(parts.max(3) - 1)) == Some(&' ');
    let ten = run.text.get(..digits).and_then(|written| written.get(written.len().checked_sub(10)?..));
    names_document(before) && is_parted && !ten.is_some_and(sweden::person)
}

/// True for ten or twelve digits that are written as a person's number, where a word before them says that they are a document's
/// and the check digit is no person's: `fakturanr 20250131-0042`.
fn is_numbered(before: &[char], run: &Run) -> bool {
    let digits = [12, 10].into_iter().find(|length| run.whole_groups(*length).is_some());
    let ten = digits.and_then(|digits| run.text.get(digits - 10..digits)).filter(|ten| all_digits(ten));
    ten.is_some_and(|ten| !sweden::person(ten)) && names_document(before)
}

/// True where the last word of a text names a document, perhaps with one for its number behind it: `faktura nr`.
pub(crate) fn names_document(text: &[char]) -> bool {
    let lower: String = text.iter().flat_map(|c| c.to_lowercase()).collect();
    let ended = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut words = ended.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.find(|word| !OF_NUMBERS.contains(word)).is_some_and(|word| DOCUMENTS.contains(&word))
}

/// True where an amount or a number of hours goes on or has its unit: ` kr`, `,50`, `:-`.
pub(super) fn has_unit(behind: &[char]) -> bool {
    match behind {
        [',' | ':', next, ..] if next.is_ascii_digit() || *next == '-' => return true,
        ['\u{200b}', rest @ ..] => return has_unit(rest),
        _ => {}
    }
    let word = behind.iter().skip_while(|c| **c == ' ').take_while(|c| c.is_alphabetic() || **c == '€');
    UNITS.contains(&word.flat_map(|c| c.to_lowercase()).collect::<String>().as_str())
}

/// The first two digits of the years of this century.
const CENTURY: &str = "20";

/// True for a day of a past century: in two digits only a year that can be no day of a month surely is of one.
pub(crate) fn is_of_old(day: &str) -> bool {
    &day[..2] < CENTURY && day.len() == 8 || &day[..2] > "31" && day.len() == 6
}

/// True for four digits that are a year of today or of the century before.
pub(crate) fn is_year(serial: &str) -> bool {
    serial.starts_with(CENTURY) || serial.starts_with("19")
}

/// True where the digits of a group are the last, or a number stands apart behind them that is no month and day of theirs.
fn ends_with_serial(run: &Run, groups: usize, behind: &str) -> bool {
    let is_apart = run.marks.get(groups - 1) == Some(&' ');
    let is_day = matches!(run.groups[groups..], [2, 2, ..]);
    behind.bytes().next().is_none_or(|next| next.is_ascii_alphabetic() || (is_apart && !is_day))
}

/// A number in any other spelling: all digits of it, with the check digit that it must have.
fn loose(run: &Run, place: Place, labelled: &dyn Fn() -> bool, inside: bool) -> Option<usize> {
    let mut length = 0;
    // Behind a decimal point stand none of its digits.
    let is_decimal = run.marks.first() == Some(&'.') && run.groups[1] >= LONG_FRACTION;
    let whole = if is_decimal { 1 } else { run.groups.len() };
    // What follows behind a mark may be another number, or a word.
    (1..=whole).find_map(|groups| {
        length += run.groups[groups - 1];
        let behind = run.text[length..].bytes().next();
        let alone = !inside && behind.is_none_or(|next| next.is_ascii_alphabetic());
        is_loose(&run.text[..length], &run.groups[..groups], alone, place, labelled).then(|| run.ends[length - 1])
    })
}

fn is_loose(text: &str, groups: &[usize], alone: bool, place: Place, labelled: &dyn Fn() -> bool) -> bool {
    let strict = |form: bool, checked: bool| checked || (form && labelled());
    let free = matches!(place, Place::Text | Place::Identifier | Place::Message);
    match text.len() {
        10 | 12 => {
            let (day, serial) = text.split_at(text.len() - 4);
            let dated = all_digits(text) && sweden::birth(day);
            let parted = groups.len() > 1 && !is_amount(groups);
            free && alone && parted && dated && strict(!is_time(serial), sweden::person(&text[text.len() - 10..]))
        }
        13 => {
            strict(romania::has_cnp_form(text), romania::is_cnp(text))
                || strict(slovenia::has_emso_form(text), slovenia::is_emso(text))
                || (matches!(place, Place::Text | Place::Message) && france::is_spi(text))
        }
        15 => {
            let form = all_digits(text) && matches!(text.as_bytes()[0], b'1' | b'2');
            france::is_nir(text) || form && labelled()
        }
        _ => false,
    }
}

/// True for digits in groups of three, as amounts are written.
fn is_amount(groups: &[usize]) -> bool {
    groups.iter().skip(1).all(|group| *group == 3) && groups[0] <= 3
}

/// True for ten digits that begin as Swedish mobile numbers do.
fn is_mobile(ten: &str) -> bool {
    matches!(ten.as_bytes(), [b'0', b'7', b'0' | b'2' | b'3' | b'6' | b'9', ..])
}

/// True for nothing but digits.
pub(super) fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many digits stand at a place.
pub(super) fn digits(text: &[char], at: usize) -> usize {
    text.get(at..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count()
}

/// So many characters from a place on.
pub(super) fn written(text: &[char], from: usize, length: usize) -> String {
    text[from..from + length].iter().collect()
}
