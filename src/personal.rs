//! Personal identity numbers in cells, which must not be shown, stored or passed on.

/// Letters that stand for the first digit of the serial number of a person without a number of their own.
const INTERIM: &[u8] = b"TRSUWXJKLMN";

/// True when a personal identity number stands somewhere in a text.
///
/// Numbers are told by a date with a valid month and day (a coordination number's day is 60 more) and four more
/// characters. The check digit is not asked: a mistyped number is somebody's too. Where `bare` is false ten or twelve
/// digits without a separator are no person, because they may be an amount.
pub fn holds_person(text: &str, bare: bool) -> bool {
    text.len() >= 10 && first(text, bare).is_some()
}

/// The text with every personal identity number in it made unreadable, for messages that repeat what was written.
pub fn masked(text: &str) -> String {
    let mut masked = text.to_owned();
    while let Some((at, length)) = first(&masked, true) {
        masked = masked
            .chars()
            .enumerate()
            .map(|(place, c)| if (at..at + length).contains(&place) && c.is_alphanumeric() { '•' } else { c })
            .collect();
    }
    masked
}

/// The first character and the length of the first personal identity number.
fn first(text: &str, bare: bool) -> Option<(usize, usize)> {
    let characters: Vec<u8> = text.chars().map(|c| if c.is_ascii() { c as u8 } else { plain(c) }).collect();
    (0..characters.len()).find_map(|at| {
        let fresh = at == 0 || !characters[at - 1].is_ascii_alphanumeric();
        let length = || [8, 6].iter().find_map(|&length| number_at(&characters[at..], length, bare));
        fresh.then(length).flatten().map(|length| (at, length))
    })
}

/// An ASCII stand-in for hyphens and spaces of other kinds.
fn plain(c: char) -> u8 {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
        '\u{a0}' | '\u{2009}' | '\u{202f}' => b' ',
        c if c.is_alphanumeric() => b'a',
        _ => 0,
    }
}

/// The length of a date of some digits, perhaps a separator, and a serial number of four that stand at the beginning.
fn number_at(text: &[u8], date: usize, bare: bool) -> Option<usize> {
    let (day, rest) = text.split_at_checked(date)?;
    if !day.iter().all(u8::is_ascii_digit) || !is_date(day) {
        return None;
    }
    let separated = matches!(rest.first(), Some(b'-' | b'+' | b' '));
    let serial = if separated { &rest[1..] } else { rest };
    let (serial, rest) = serial.split_at_checked(4)?;
    let digits = serial.iter().all(u8::is_ascii_digit);
    let interim = INTERIM.contains(&serial[0]) && serial[2..].iter().all(u8::is_ascii_digit);
    let ends = !rest.first().is_some_and(u8::is_ascii_alphanumeric);
    (ends && if digits { separated || bare } else { interim }).then(|| date + usize::from(separated) + 4)
}

/// True for `YYMMDD` and `YYYYMMDD` that can be a day of birth.
fn is_date(digits: &[u8]) -> bool {
    let number = |part: &[u8]| part.iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let (year, rest) = digits.split_at(digits.len() - 4);
    let (month, day) = (number(&rest[..2]), number(&rest[2..]) % 60);
    let century = year.len() == 2 || (1800..2100).contains(&number(year));
    century && (1..=12).contains(&month) && (1..=31).contains(&day)
}
