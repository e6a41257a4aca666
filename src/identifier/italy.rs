//! Italian numbers: partita IVA, codice fiscale of entities and of persons.

use super::Fault;
use super::digits::{all_digits, luhn, number};

/// A partita IVA or the codice fiscale of an entity: eleven digits, an office, Luhn.
pub fn entity(text: &str) -> Result<String, Fault> {
    if has_person_form(text) {
        return Err(Fault::Person);
    }
    if !all_digits(text, 11) {
        return Err(Fault::Form);
    }
    let office = matches!(number(&text[7..10]), 1..=100 | 120 | 121 | 888 | 999);
    if office && luhn(text) { Ok(text.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// Letters that stand for the digits 0 to 9 where two persons would have the same code.
const OMOCODIA: &[u8] = b"LMNPQRSTUV";
/// Letters of the months.
const MONTHS: &[u8] = b"ABCDEHLMPRST";
/// Values of characters at the first, third, … place: of the digits 0–9, and of A–Z.
const ODD_DIGITS: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
const ODD_LETTERS: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// What a character may be in a person's code: a letter, a digit or what stands for one, a month.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const MONTH: u8 = 4;
/// What stands at each place of it.
const FORM: [u8; 16] = [
    LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, DIGIT, DIGIT, MONTH, DIGIT, DIGIT, LETTER, DIGIT, DIGIT, DIGIT,
    LETTER,
];
/// What each byte may be in it, also as a small letter; nothing for what is no letter and no digit.
const MAY_BE: [u8; 256] = {
    let mut may_be = [0; 256];
    let mut byte = 0;
    while byte < 26 {
        let capital = b'A' + byte;
        let kinds =
            LETTER | if has(MONTHS, capital) { MONTH } else { 0 } | if has(OMOCODIA, capital) { DIGIT } else { 0 };
        may_be[capital as usize] = kinds;
        may_be[capital.to_ascii_lowercase() as usize] = kinds;
        byte += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        may_be[digit as usize] = DIGIT;
        digit += 1;
    }
    may_be
};

const fn has(some: &[u8], byte: u8) -> bool {
    let mut at = 0;
    while at < some.len() {
        if some[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

/// True for a letter or a digit that may stand at a place of a person's codice fiscale, from 0; behind its end for all.
pub fn fits_person_form(c: char, at: usize) -> bool {
    let may_be = u8::try_from(c).map_or(0, |byte| MAY_BE[usize::from(byte)]);
    FORM.get(at).map_or(may_be != 0, |form| may_be & form != 0)
}

/// At which places of a person's codice fiscale each byte may stand, a bit for each; none for what is no letter and no digit.
const PLACES: [u16; 256] = {
    let mut places = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut at = 0;
        while at < FORM.len() {
            if MAY_BE[byte] & FORM[at] != 0 {
                places[byte] |= 1 << at;
            }
            at += 1;
        }
        byte += 1;
    }
    places
};

/// True for a text, by its bytes, in which from the beginning of a word on the characters of a person's codice fiscale stand,
/// whatever else stands between them but what parts the words of a list.
pub fn may_hold_person(text: &[u8]) -> bool {
    const LAST: u16 = 1 << (FORM.len() - 1);
    // Every word that fits so far has a bit at the place its next character must fit.
    let (mut fitting, mut begins) = (0_u16, 1);
    for byte in text {
        let places = PLACES[usize::from(*byte)];
        if places == 0 {
            begins = 1;
            if matches!(byte, b',' | b'\'' | b'"') {
                fitting = 0;
            }
            continue;
        }
        fitting = ((fitting << 1) | begins) & places;
        if fitting & LAST != 0 {
            return true;
        }
        begins = 0;
    }
    false
}

/// True for sixteen characters in the form of a person's codice fiscale, whatever the check character.
pub fn has_person_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 16
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| !byte.is_ascii_lowercase() && fits_person_form(char::from(*byte), at))
        && {
            let day = 10 * plain(bytes[9]) + plain(bytes[10]);
            (1..=31).contains(&day) || (41..=71).contains(&day)
        }
}

/// True for a person's codice fiscale with its check character.
pub fn is_person(text: &str) -> bool {
    has_person_form(text) && {
        let bytes = text.as_bytes();
        let sum: u32 = bytes[..15].iter().enumerate().map(|(at, byte)| value(*byte, at % 2 == 0)).sum();
        sum % 26 == u32::from(bytes[15] - b'A')
    }
}

/// The digit that a digit or a letter of the omocodia stands for.
fn plain(byte: u8) -> u32 {
    let letter = OMOCODIA.iter().position(|known| *known == byte);
    letter.map_or_else(|| u32::from(byte.wrapping_sub(b'0')), |at| u32::try_from(at).unwrap_or(0))
}

fn value(byte: u8, odd: bool) -> u32 {
    let is_digit = byte.is_ascii_digit();
    let at = usize::from(if is_digit { byte - b'0' } else { byte - b'A' });
    match (odd, is_digit) {
        (true, true) => ODD_DIGITS[at],
        (true, false) => ODD_LETTERS[at],
        (false, _) => u32::try_from(at).unwrap_or(0),
    }
}
