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

/// True for a capital or a digit that may stand at a place of a person's codice fiscale, from 0; behind its end for all.
pub fn fits_person_form(c: char, at: usize) -> bool {
    let Ok(byte) = u8::try_from(c) else { return false };
    match at {
        0..=5 | 11 | 15 => byte.is_ascii_uppercase(),
        8 => MONTHS.contains(&byte),
        6..=14 => byte.is_ascii_digit() || OMOCODIA.contains(&byte),
        _ => true,
    }
}

/// True for sixteen characters in the form of a person's codice fiscale, whatever the check character.
pub fn has_person_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 16 && bytes.iter().enumerate().all(|(at, byte)| fits_person_form(char::from(*byte), at)) && {
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
