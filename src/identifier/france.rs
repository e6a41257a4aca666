//! French numbers: SIREN, SIRET, TVA; NIR and SPI of persons.

use super::Fault;
use super::digits::{all_digits, digit, luhn, number};

/// La Poste, whose many establishments have another check.
const LA_POSTE: &str = "356000000";

/// A SIREN: nine digits, Luhn.
pub fn siren(text: &str) -> Result<String, Fault> {
    if is_nir(text) {
        return Err(Fault::Person);
    }
    if !all_digits(text, 9) {
        return Err(Fault::Form);
    }
    if luhn(text) { Ok(text.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// A SIRET: fourteen digits, a SIREN and five more, Luhn; of La Poste the digit sum is a multiple of five.
pub fn siret(text: &str) -> Result<String, Fault> {
    if !all_digits(text, 14) {
        return Err(Fault::Form);
    }
    let post = text.starts_with(LA_POSTE) && text != "35600000000048";
    let checks = if post { text.bytes().map(digit).sum::<u32>().is_multiple_of(5) } else { luhn(text) };
    if checks && luhn(&text[..9]) { Ok(text.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// Characters of the key of a VAT number: no I and no O.
const KEY: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A VAT number, as the SIREN in it: `FR`, a key of two characters, the SIREN.
pub fn vat(text: &str) -> Result<String, Fault> {
    let rest = text.strip_prefix("FR").filter(|rest| rest.len() == 11 && rest.is_ascii()).ok_or(Fault::Form)?;
    let (key, siren) = rest.split_at(2);
    let place = |at: usize| KEY.bytes().position(|known| known == key.as_bytes()[at]).map(|at| at as u64);
    let (one, two) = place(0).zip(place(1)).ok_or(Fault::Form)?;
    if !all_digits(siren, 9) {
        return Err(Fault::Form);
    }
    let monaco = siren.starts_with("000");
    let checks = if one < 10 && two < 10 {
        one * 10 + two == (12 + 3 * (number(siren) % 97)) % 97
    } else {
        let value = if one < 10 { 24 * one + two } else { 34 * one + two };
        let value = value.checked_sub(if one < 10 { 10 } else { 100 });
        value.is_some_and(|value| (number(siren) + 1 + value / 11) % 11 == value % 11)
    };
    if checks && (monaco || luhn(siren)) { Ok(siren.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// True for the fifteen characters of a NIR, a person's number of the social insurance, with its key.
pub fn is_nir(text: &str) -> bool {
    if text.len() != 15 || !text.is_ascii() || !matches!(text.as_bytes()[0], b'1'..=b'4' | b'7' | b'8') {
        return false;
    }
    // Corsica writes its départements with a letter.
    let numeric = match &text[5..7] {
        "2A" => format!("{}19{}", &text[..5], &text[7..]),
        "2B" => format!("{}18{}", &text[..5], &text[7..]),
        _ => text.to_owned(),
    };
    if !all_digits(&numeric, 15) {
        return false;
    }
    let month = number(&numeric[3..5]);
    let dated = matches!(month, 1..=12 | 20 | 30..=42 | 50..=99);
    dated && 97 - number(&numeric[..13]) % 97 == number(&numeric[13..])
}

/// True for the thirteen digits of an SPI, a person's number of the tax administration.
pub fn is_spi(text: &str) -> bool {
    all_digits(text, 13) && text.as_bytes()[0] <= b'3' && number(&text[..10]) % 511 == number(&text[10..])
}
