//! Numbers as people write them in a column.

use crate::value::Decimal;

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotNumber {
    /// It is none.
    Form,
    /// The mark in it could part thousands or decimals, and nothing in its column tells which.
    Ambiguous,
}

/// Which decimal marks the values of a column give away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    comma: bool,
    point: bool,
}

impl Marks {
    /// Takes a value of the column into account.
    pub(crate) fn see(&mut self, text: &str, unit: Option<&str>) {
        if let Some(Mark::Decimal(mark)) = digits_of(text, unit).and_then(|(_, digits)| mark_of(&digits)) {
            self.comma |= mark == ',';
            self.point |= mark == '.';
        }
    }

    /// What two columns give away together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { comma: self.comma || other.comma, point: self.point || other.point }
    }

    /// The decimal mark, where the values agree on one.
    pub(crate) fn decimal(self) -> Option<char> {
        match (self.comma, self.point) {
            (true, false) => Some(','),
            (false, true) => Some('.'),
            _ => None,
        }
    }
}

/// What the marks in one number tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// There is none.
    None,
    /// The decimal mark must be this one, whether it stands in the number or not.
    Decimal(char),
    /// This one mark could be either.
    Either(char),
}

/// Reads a number; `decimal` is what its column has given away.
pub(crate) fn read(text: &str, decimal: Option<char>, unit: Option<&str>) -> Result<Decimal, NotNumber> {
    let (negative, digits) = digits_of(text, unit).ok_or(NotNumber::Form)?;
    let mark = match mark_of(&digits).ok_or(NotNumber::Form)? {
        Mark::None => '.',
        Mark::Decimal(mark) => mark,
        Mark::Either(_) => decimal.ok_or(NotNumber::Ambiguous)?,
    };
    let (whole, fraction) = digits.split_once(mark).unwrap_or((&digits, ""));
    let whole = ungrouped(whole).ok_or(NotNumber::Form)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(NotNumber::Form);
    }
    let mut number = Decimal::from_str_exact(&format!("0{whole}.{fraction}0")).map_err(|_| NotNumber::Form)?;
    number.set_sign_negative(negative);
    Ok(number.normalize())
}

/// The digits and marks of a number without sign and unit.
fn digits_of(text: &str, unit: Option<&str>) -> Option<(bool, String)> {
    let mut rest = text.trim();
    let parentheses = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    rest = without_unit(parentheses.unwrap_or(rest).trim(), unit);
    let minus = rest.strip_prefix(['-', '\u{2212}', '\u{2013}']);
    rest = minus.or_else(|| rest.strip_prefix('+')).unwrap_or(rest).trim();
    if minus.is_some() && parentheses.is_some() {
        return None;
    }
    let mut digits = String::with_capacity(rest.len());
    for c in rest.chars() {
        match c {
            '0'..='9' | '.' | ',' => digits.push(c),
            ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' => digits.push(' '),
            _ => return None,
        }
    }
    digits.bytes().any(|byte| byte.is_ascii_digit()).then_some((minus.is_some() || parentheses.is_some(), digits))
}

/// The text without the unit that its field is asked in; another unit stays and makes it no number.
fn without_unit<'a>(text: &'a str, unit: Option<&str>) -> &'a str {
    let words: &[&str] = match unit {
        Some("money") => &["kr.", "kr", "sek", ":-"],
        Some("persons" | "enterprises") => &["st.", "st"],
        Some("hours") => &["tim.", "tim", "h"],
        Some("percent") => &["%"],
        _ => &[],
    };
    words
        .iter()
        .find_map(|unit| {
            let at = text.len().checked_sub(unit.len())?;
            let (number, end) = (text.get(..at)?, text.get(at..)?);
            end.eq_ignore_ascii_case(unit).then_some(number.trim_end())
        })
        .unwrap_or(text)
}

/// What the marks tell; `None` where the text can be no number.
fn mark_of(digits: &str) -> Option<Mark> {
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let (mark, other, count) = match (commas, points) {
        (0, 0) => return Some(Mark::None),
        (_, 0) => (',', '.', commas),
        (0, _) => ('.', ',', points),
        (1, _) if digits.rfind(',') > digits.rfind('.') => return Some(Mark::Decimal(',')),
        (_, 1) if digits.rfind('.') > digits.rfind(',') => return Some(Mark::Decimal('.')),
        _ => return None,
    };
    if count > 1 {
        return Some(Mark::Decimal(other));
    }
    let (whole, fraction) = digits.split_once(mark)?;
    let thousands = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    Some(if thousands { Mark::Either(mark) } else { Mark::Decimal(mark) })
}

/// The digits of a whole number whose thousands may be parted, by one mark throughout.
fn ungrouped(whole: &str) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let groups: Vec<&str> = whole.split(mark).collect();
    let proper = groups.iter().enumerate().all(|(at, group)| {
        let length = if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        length && group.bytes().all(|byte| byte.is_ascii_digit())
    });
    proper.then(|| groups.concat())
}
