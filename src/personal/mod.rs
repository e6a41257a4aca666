//! Traces of persons in cells and texts, which must not be shown, stored or passed on.
//!
//! What is looked for: personal identity numbers of the partner countries, e-mail addresses and telephone numbers.
//! Names are not: nothing tells them from other words.

mod birth;
mod contact;
mod glance;
mod number;
mod odd;
mod protected;
mod spelt;
mod tabbed;
mod worded;
pub(crate) mod words;

pub use glance::cannot_hold;
pub(crate) use number::{is_of_old, is_year, names_document};

use crate::identifier::sweden;

/// What digits in a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Free text, a header, a comment, a file's name: digits may be anything.
    Text,
    /// A cell for an organisation's number: digits alone are no telephone number.
    Identifier,
    /// A cell for a count, or a number where nothing is asked for: only one that is a person's beyond doubt is taken for one.
    Number,
    /// A cell for an amount: ten digits are an amount.
    Amount,
    /// A message: whatever has the form of a trace is hidden, also with a wrong check digit.
    Message,
}

/// What kind of trace it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// A personal identity number.
    Number,
    /// An e-mail address.
    Address,
    /// A telephone number.
    Telephone,
}

/// A trace in a text: characters from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    trace: Trace,
    at: usize,
    length: usize,
}

/// Contacts that are no person's, such as the publisher's own: they stand in every form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spared(Vec<String>);

impl Spared {
    /// Every e-mail address and telephone number that some texts hold.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut spared = Vec::new();
        for text in texts {
            let text: Vec<char> = text.chars().collect();
            spared.extend(contact::all(&text).into_iter().map(|found| key(&text, found)));
        }
        Self(spared)
    }
}

/// A contact without the marks that people write differently.
fn key(text: &[char], found: Found) -> String {
    let written = &text[found.at..found.at + found.length];
    if found.trace == Trace::Address {
        return spelt::plainly(written);
    }
    written.iter().filter(|c| c.is_ascii_digit()).collect()
}

/// The first trace of a person in a text.
pub fn trace(text: &str, place: Place, spared: &Spared) -> Option<Trace> {
    if cannot_hold(text.as_bytes(), place) {
        return None;
    }
    let text = letters(text);
    first(&text, place, spared).map(|found| found.trace)
}

/// True for a text in which a personal identity number stands, whatever contacts stand there too.
pub fn holds_number(text: &str) -> bool {
    !cannot_hold(text.as_bytes(), Place::Text) && a_number(&letters(text), Place::Text).is_some()
}

/// True for a text, such as a header, that says that a person's number stands there.
pub(crate) fn says_number(text: &str) -> bool {
    number::is_labelled(&letters(text))
}

/// True for a text in which a person's number with its check digit stands, where any other digits may be: a formula, a path.
pub fn holds_checked_number(text: &str) -> bool {
    if cannot_hold(text.as_bytes(), Place::Amount) {
        return false;
    }
    let text = letters(text);
    let mut rest = &text[..];
    while let Some(found) = a_number(rest, Place::Amount) {
        let (number, behind) = (&rest[found.at..found.at + found.length], &rest[found.at + found.length..]);
        if is_checked(number) {
            return true;
        }
        rest = behind;
    }
    false
}

/// True for a number of another country than Sweden, which is found by its check digit, and for one that has its own.
fn is_checked(number: &[char]) -> bool {
    let digits: String = number.iter().filter(|c| c.is_ascii_digit()).collect();
    !matches!(digits.len(), 10 | 12) || sweden::person(&digits[digits.len() - 10..]) || sweden::has_vat_form(&digits)
}

/// True for a text in which a person's e-mail address stands.
pub fn holds_address(text: &str, spared: &Spared) -> bool {
    let is_address =
        |text: &[char], found: Found| found.trace == Trace::Address && may_stand(text, found, Place::Amount, spared);
    (text.contains(['@', '(', '[', '{', '\u{ff20}']) || spelt::may_stand(text.as_bytes())) && {
        let text = letters(text);
        contact::all(&text).into_iter().any(|found| is_address(&text, found))
    }
}

/// The text with every trace of a person in it made unreadable, for messages that repeat what was written.
pub fn masked(text: &str) -> String {
    let whole = hidden(text);
    if !whole.contains('/') {
        return whole;
    }
    // Between the parts of a path a number begins anew.
    let parts: Vec<String> = whole.split('/').map(hidden).collect();
    parts.join("/")
}

fn hidden(text: &str) -> String {
    if cannot_hold(text.as_bytes(), Place::Message) {
        return text.to_owned();
    }
    let mut written: Vec<char> = text.chars().collect();
    let mut plain = letters(text);
    let spared = Spared::default();
    while let Some(found) = first(&plain, Place::Message, &spared) {
        let trace = (found.at..found.at + found.length).filter(|at| plain[*at].is_alphanumeric());
        let places: Vec<usize> = trace.collect();
        for at in &places {
            (written[*at], plain[*at]) = (HIDDEN, HIDDEN);
        }
        if places.is_empty() {
            break;
        }
    }
    written.into_iter().collect()
}

/// A tab, which may part cells that a fault made one: a number that goes on behind it must be one beyond doubt.
const TAB: char = '\t';
/// Stands where a character was hidden.
const HIDDEN: char = '•';

fn first(text: &[char], place: Place, spared: &Spared) -> Option<Found> {
    let numbers = a_number(text, place);
    let contacts = contact::all(text).into_iter().filter(|found| may_stand(text, *found, place, spared));
    numbers.into_iter().chain(contacts).min_by_key(|found| (found.at, found.trace))
}

/// The first personal identity number in a text, or day of birth that is told as one.
fn a_number(text: &[char], place: Place) -> Option<Found> {
    let kinds = [number::first, odd::first, birth::first, protected::first, tabbed::first];
    let numbers = kinds.map(|first| first(text, place));
    numbers.into_iter().flatten().min_by_key(|found| found.at)
}

/// True for a contact that may be a person's at this place.
fn may_stand(text: &[char], found: Found, place: Place, spared: &Spared) -> bool {
    let bare = text[found.at..found.at + found.length].iter().all(char::is_ascii_digit);
    let fits = match place {
        Place::Text | Place::Message => true,
        Place::Identifier => !bare && !contact::is_organisation_with_slip(text),
        // No amount begins with zero and goes on in groups.
        Place::Number | Place::Amount => found.trace == Trace::Address || (!bare && text[found.at] != '+'),
    };
    fits && !spared.0.contains(&key(text, found))
}

/// A text with its characters as their plain ones. Raised and lowered digits and those in circles behind ours are a mark
/// of a footnote.
fn letters(text: &str) -> Vec<char> {
    let mut before = ' ';
    let read = |c: char| {
        let off_line = off_line(c).filter(|_| !before.is_ascii_digit());
        before = c;
        off_line.unwrap_or_else(|| plain(c))
    };
    let mut letters: Vec<char> = text.chars().map(read).collect();
    if text.contains('&') {
        resolve(&mut letters);
    }
    letters
}

/// Names of characters in a page of the web, which come with what is copied from its source.
const NAMED: [(&str, char); 5] = [("ndash", '-'), ("mdash", '-'), ("minus", '-'), ("hyphen", '-'), ("nbsp", ' ')];
/// Longest of such names, and of the number of a character.
const OF_NAME: usize = 8;

/// Puts the character that `&#45;` or `&ndash;` stands for in its place; signs without width keep all others in theirs.
fn resolve(text: &mut [char]) {
    for at in (0..text.len()).filter(|at| text[*at] == '&').collect::<Vec<_>>() {
        let name: String = text[at + 1..].iter().take(OF_NAME).take_while(|c| **c != ';').collect();
        let end = at + 1 + name.chars().count();
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => number.parse().ok(),
        });
        let named = || NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
        let meant = number.and_then(char::from_u32).map(plain).or_else(named);
        if let Some(c) = meant.filter(|_| text.get(end) == Some(&';')) {
            text[at..=end].fill('\u{200b}');
            text[at] = c;
        }
    }
}

/// The digit that a raised or lowered one is, or one in a circle.
fn off_line(c: char) -> Option<char> {
    let value = match c {
        '⁰' | '⓪' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴'..='⁹' => u32::from(c) - u32::from('⁰'),
        '₀'..='₉' => u32::from(c) - u32::from('₀'),
        '①'..='⑨' => u32::from(c) - u32::from('①') + 1,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// A character with hyphens and spaces of every kind as their plain ones; digits of other scripts as ours.
fn plain(c: char) -> char {
    let digit = |zero: u32| char::from_digit((u32::from(c) - zero) % 10, 10).unwrap_or(c);
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\n' | '\r' => ' ',
        '\u{ff0b}' => '+',
        '\u{ff20}' => '@',
        '\u{ff10}'..='\u{ff19}' => digit(0xff10),
        '\u{660}'..='\u{669}' => digit(0x660),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0),
        // Bold, hollow and the like, ten of each.
        '\u{1d7ce}'..='\u{1d7ff}' => digit(0x1d7ce),
        // Signs without width split a number for the eye of a machine only, and a stroke crosses it out.
        '\u{336}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' | '\u{feff}' => '\u{200b}',
        c => c,
    }
}
