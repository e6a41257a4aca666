//! Slovenian numbers: davčna številka, matična številka; EMŠO of persons.

use super::Fault;
use super::digits::{all_digits, digit, is_day, number, weighted};

/// A davčna številka: eight digits, the last a check digit; perhaps `SI` before it.
pub fn tax(text: &str) -> Result<String, Fault> {
    let text = text.strip_prefix("SI").unwrap_or(text);
    if has_emso_form(text) {
        return Err(Fault::Person);
    }
    if !all_digits(text, 8) || text.starts_with('0') {
        return Err(Fault::Form);
    }
    let check = match 11 - weighted(text, &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => 0,
        check => check,
    };
    if check == digit(text.as_bytes()[7]) { Ok(text.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// A matična številka: seven digits, the last a check digit, or ten characters with the three of a unit.
pub fn registration(text: &str) -> Result<String, Fault> {
    let (head, unit) = text.split_at_checked(7).ok_or(Fault::Form)?;
    let unit_known = unit.is_empty()
        || (unit.len() == 3
            && unit.is_ascii()
            && unit.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()));
    if !all_digits(head, 7) || !unit_known {
        return Err(Fault::Form);
    }
    let rest = weighted(head, &[7, 6, 5, 4, 3, 2]) % 11;
    let check = (11 - rest) % 10;
    let checks = rest != 0 && check == digit(head.as_bytes()[6]);
    // The head office is the enterprise.
    let number = if unit.is_empty() || unit == "000" { head } else { text };
    if checks { Ok(number.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// True for thirteen digits in the form of an EMŠO: a day that was, a region.
pub fn has_emso_form(text: &str) -> bool {
    if !all_digits(text, 13) {
        return false;
    }
    let part = |from: usize, to: usize| u32::try_from(number(&text[from..to])).unwrap_or(u32::MAX);
    let year = part(4, 7);
    let year = if year >= 800 { 1000 + year } else { 2000 + year };
    year < 2100 && is_day(Some(year), part(2, 4), part(0, 2))
}

/// True for an EMŠO with its check digit.
pub fn is_emso(text: &str) -> bool {
    has_emso_form(text) && {
        let rest = weighted(text, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        (11 - rest) % 11 == digit(text.as_bytes()[12])
    }
}
