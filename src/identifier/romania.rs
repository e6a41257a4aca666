//! Romanian numbers: CUI, the trade register; CNP of persons.

use super::Fault;
use super::digits::{all_digits, digit, is_day, number, weighted};

/// A CUI or CIF: two to ten digits, the last a check digit; perhaps `RO` before it.
pub fn cui(text: &str) -> Result<String, Fault> {
    let text = text.strip_prefix("RO").unwrap_or(text);
    if has_cnp_form(text) {
        return Err(Fault::Person);
    }
    if !(2..=10).contains(&text.len()) || !all_digits(text, text.len()) || text.starts_with('0') {
        return Err(Fault::Form);
    }
    let (body, check) = text.split_at(text.len() - 1);
    let sum = weighted(&format!("{body:0>9}"), &[7, 5, 3, 2, 1, 7, 5, 3, 2]);
    if 10 * sum % 11 % 10 == digit(check.as_bytes()[0]) { Ok(text.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// A number in the trade register: `J40/1234/2012`, or fourteen characters with a check digit, `J2012000750528`.
pub fn onrc(written: &str) -> Result<String, Fault> {
    let text = written.trim().to_uppercase();
    let kind = |text: &str| text.starts_with(['J', 'F', 'C']);
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    if let [county, serial, year] = parts[..] {
        let number = |text: &str, most: usize| (1..=most).contains(&text.len()) && all_digits(text, text.len());
        let county_known =
            county.get(1..).is_some_and(|code| number(code, 2) && matches!(number_of(code), 1..=40 | 51 | 52));
        let fits = kind(county) && county_known && number(serial, 7) && all_digits(year, 4);
        return if fits { Ok(parts.join("/")) } else { Err(Fault::Form) };
    }
    let text = super::digits::compact(&text);
    if !kind(&text) || !text.get(1..).is_some_and(|digits| all_digits(digits, 13)) {
        return Err(Fault::Form);
    }
    let bytes = text.as_bytes();
    let sum: u32 = u32::from(bytes[0]) % 10 + bytes[1..13].iter().map(|byte| digit(*byte)).sum::<u32>();
    if sum % 10 == digit(bytes[13]) { Ok(text) } else { Err(Fault::CheckDigit) }
}

fn number_of(digits: &str) -> u64 {
    number(digits)
}

/// True for thirteen digits in the form of a CNP: sex and century, a day that was, a county.
pub fn has_cnp_form(text: &str) -> bool {
    if !all_digits(text, 13) || text.starts_with('0') {
        return false;
    }
    let part = |from: usize, to: usize| u32::try_from(number(&text[from..to])).unwrap_or(u32::MAX);
    let century = match text.as_bytes()[0] {
        b'1' | b'2' => Some(1900),
        b'3' | b'4' => Some(1800),
        b'5' | b'6' => Some(2000),
        _ => None,
    };
    let day = is_day(century.map(|century| century + part(1, 3)), part(3, 5), part(5, 7));
    day && matches!(part(7, 9), 1..=48 | 51 | 52 | 70 | 80..=83)
}

/// True for a CNP with its check digit.
pub fn is_cnp(text: &str) -> bool {
    has_cnp_form(text) && {
        let sum = weighted(text, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        (if sum == 10 { 1 } else { sum }) == digit(text.as_bytes()[12])
    }
}
