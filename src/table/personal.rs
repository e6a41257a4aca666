//! Personal identity numbers in cells, which must not be shown, stored or passed on.

/// Letters that stand for the first digit of the serial number of a person without a number of their own.
const INTERIM: &[u8] = b"TRSUWXJKLMN";

/// True when a personal identity number stands somewhere in a text.
///
/// Numbers are told by a date with a valid month and day (a coordination number's day is 60 more) and four more
/// characters. The check digit is not asked: a mistyped number is somebody's too. Where `bare` is false ten or twelve
/// digits without a separator are no person, because they may be an amount.
pub(crate) fn holds_person(text: &str, bare: bool) -> bool {
    if text.len() < 10 {
        return false;
    }
    let characters: Vec<u8> = text.chars().map(|c| if c.is_ascii() { c as u8 } else { plain(c) }).collect();
    (0..characters.len()).any(|at| {
        let fresh = at == 0 || !characters[at - 1].is_ascii_alphanumeric();
        fresh && [8, 6].iter().any(|&length| is_number_at(&characters[at..], length, bare))
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

/// True when a date of some digits, perhaps a separator, and a serial number of four stand at the beginning.
fn is_number_at(text: &[u8], date: usize, bare: bool) -> bool {
    let Some((day, rest)) = text.split_at_checked(date) else { return false };
    if !day.iter().all(u8::is_ascii_digit) || !is_date(day) {
        return false;
    }
    let separated = matches!(rest.first(), Some(b'-' | b'+' | b' '));
    let serial = if separated { &rest[1..] } else { rest };
    let Some((serial, rest)) = serial.split_at_checked(4) else { return false };
    let digits = serial.iter().all(u8::is_ascii_digit);
    let interim = INTERIM.contains(&serial[0]) && serial[2..].iter().all(u8::is_ascii_digit);
    let ends = !rest.first().is_some_and(u8::is_ascii_alphanumeric);
    ends && if digits { separated || bare } else { interim }
}

/// True for `YYMMDD` and `YYYYMMDD` that can be a day of birth.
fn is_date(digits: &[u8]) -> bool {
    let number = |part: &[u8]| part.iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let (year, rest) = digits.split_at(digits.len() - 4);
    let (month, day) = (number(&rest[..2]), number(&rest[2..]) % 60);
    let century = year.len() == 2 || (1800..2100).contains(&number(year));
    century && (1..=12).contains(&month) && (1..=31).contains(&day)
}
