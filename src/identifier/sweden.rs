//! Swedish numbers: organisationsnummer, VAT number, personnummer, samordningsnummer and those that stand in for them.

use super::Fault;
use super::digits::{all_digits, is_day, luhn, number};

/// Letters that stand for the first digit of the serial number of a person without a number of their own.
pub const INTERIM: &[u8] = b"TRSUWXJKLMN";

/// What stands last in a VAT number.
const OF_VAT: &str = "01";

/// An organisationsnummer: ten digits, the third at least 2, the last a Luhn check digit; perhaps `16` before it.
///
/// A number with a third digit of 0 or 1 is a person's: a sole trader reports under it. Where a spreadsheet has dropped
/// the zeros it began with, a person is still told by day and check digit.
pub fn organisation(text: &str) -> Result<String, Fault> {
    if is_interim(text) {
        return Err(Fault::Person);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::Form);
    }
    let ten = match text.len() {
        10 => text,
        12 if has_vat_form(text) && !is_organisation_with_16(text) => return Err(Fault::Person),
        12 if text.starts_with("16") => &text[2..],
        12 if text.starts_with("19") || text.starts_with("20") || text.starts_with("18") => return Err(Fault::Person),
        7..=9 if person(&format!("{text:0>10}")) => return Err(Fault::Person),
        _ => return Err(Fault::Form),
    };
    if ten.as_bytes()[2] < b'2' {
        return Err(Fault::Person);
    }
    if luhn(ten) { Ok(ten.to_owned()) } else { Err(Fault::CheckDigit) }
}

/// True for twelve digits that are an organisation's behind their `16`.
fn is_organisation_with_16(twelve: &str) -> bool {
    twelve.strip_prefix("16").is_some_and(|ten| organisation(ten).is_ok())
}

/// A VAT number, as the organisationsnummer in it: `SE` + ten digits + `01`.
pub fn vat(text: &str) -> Result<String, Fault> {
    let digits = text.strip_prefix("SE").filter(|digits| all_digits(digits, 12)).ok_or(Fault::Form)?;
    let ten = digits.strip_suffix(OF_VAT).ok_or(Fault::Form)?;
    organisation(ten)
}

/// True for twelve digits as a sole trader's VAT number has them behind its `SE`: a day of birth, four digits more, `01`.
pub fn has_vat_form(twelve: &str) -> bool {
    all_digits(twelve, 12) && twelve.ends_with(OF_VAT) && birth(&twelve[..6])
}

/// True for the ten digits of a personnummer or samordningsnummer (its day is 60 more): a day that was, a serial number
/// that is given, the check digit.
pub fn person(ten: &str) -> bool {
    all_digits(ten, 10) && birth(&ten[..6]) && &ten[6..9] != "000" && luhn(ten)
}

/// True for six digits `YYMMDD` or eight `YYYYMMDD` that can be a day of birth; the day may be 60 more.
pub fn birth(day: &str) -> bool {
    let (year, rest) = day.split_at(day.len() - 4);
    let (month, day) = (small(&rest[..2]), small(&rest[2..]));
    let full = (year.len() == 4).then(|| small(year));
    if full.is_some_and(|year| !(1800..2100).contains(&year)) {
        return false;
    }
    // Of two digits nobody knows the century, but a year that four does not divide never has a 29 February.
    let year = full.or_else(|| Some(2000 + small(year)));
    is_day(year, month, if day > 60 { day - 60 } else { day })
}

/// True for an interim or T-number, a number with a letter for a digit, or a code of a protected identity.
pub fn is_interim(text: &str) -> bool {
    let Some((day, serial)) = text.len().checked_sub(4).and_then(|at| text.split_at_checked(at)) else { return false };
    let dated = (all_digits(day, 6) || all_digits(day, 8)) && birth(day);
    let serial = serial.as_bytes();
    let lettered = INTERIM.contains(&serial[0]);
    // `T109`, `TF04`: letter, then digits or `F` for women and `M` for men.
    let second = serial[1].is_ascii_digit() || serial[1].is_ascii_alphabetic();
    dated && lettered && second && serial[2].is_ascii_digit() && serial[3].is_ascii_digit()
}

fn small(digits: &str) -> u32 {
    u32::try_from(number(digits)).unwrap_or(u32::MAX)
}
