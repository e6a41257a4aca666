//! Numbers as people write them in a column.

use super::unit::{Asked, Beside};
use crate::value::Decimal;

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotNumber {
    /// It is none.
    Form,
    /// The mark in it could part thousands or decimals, and nothing in its column tells which.
    Ambiguous,
    /// It is one, of another unit than its column is asked in.
    Unit,
}

/// Which decimal marks the values of a column give away, also those that stand in none: `1.250.000` gives away a comma.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    comma: bool,
    point: bool,
    fractions: Fractions,
}

/// How many digits stand behind decimal marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Fractions {
    /// Behind some one or two.
    short: bool,
    /// Behind some that are surely decimal three or more.
    long: bool,
}

/// How a column writes its decimals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decimals {
    /// The mark, where its values have given one away.
    pub mark: Option<char>,
    /// How many decimals may be meant where a mark with three digits behind it could part thousands too.
    pub most: u32,
}

impl Marks {
    /// Takes a value of the column into account.
    pub(crate) fn see(&mut self, text: &str, asked: &Asked) {
        let whole = with_part(text).map(|(whole, _)| whole);
        let Ok(Written { digits, .. }) = written(whole.as_deref().unwrap_or(text), asked) else { return };
        if let Some(Mark::Decimal(mark)) = mark_of(&digits) {
            self.comma |= mark == ',';
            self.point |= mark == '.';
            self.see_fraction(digits.split_once(mark).map_or(0, |(_, fraction)| fraction.len()));
        }
    }

    /// Takes a decimal mark and how many digits stand behind it into account.
    pub(crate) fn see_mark(&mut self, mark: u8, fraction: usize) {
        self.comma |= mark == b',';
        self.point |= mark == b'.';
        self.see_fraction(fraction);
    }

    fn see_fraction(&mut self, digits: usize) {
        self.fractions.short |= (1..GROUP as usize).contains(&digits);
        self.fractions.long |= digits >= GROUP as usize;
    }

    /// How many decimals a column has of which at most `scale` are kept: where values have three or more behind a mark that is
    /// surely decimal, and none has fewer, `1,234` has three as well, though the last may have to be 0. Otherwise it has no
    /// more than are kept.
    pub(crate) fn most(self, scale: u32) -> u32 {
        if self.fractions.long && !self.fractions.short { scale.max(GROUP) } else { scale }
    }

    /// What two columns give away together.
    pub(crate) fn with(self, other: Self) -> Self {
        let Self { comma, point, fractions: Fractions { short, long } } = other;
        let fractions = Fractions { short: self.fractions.short || short, long: self.fractions.long || long };
        Self { comma: self.comma || comma, point: self.point || point, fractions }
    }

    /// True where comma and point do not mean the same in all values: `1,5` and `1.5`, or `12,5` and `1,250,000`.
    pub(crate) fn are_mixed(self) -> bool {
        self.comma && self.point
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

/// Digits between the marks of thousands.
const GROUP: u32 = 3;

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

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its value, its own unit counted in: `2 tkr` is 2,000.
    pub value: Decimal,
    /// The power of ten its own unit multiplied it with; `None` where no unit stands beside it.
    pub power: Option<u32>,
}

/// Reads a number; `decimals` is what its column has given away.
pub(crate) fn read(text: &str, decimals: Decimals, asked: &Asked) -> Result<Number, NotNumber> {
    if let Some((whole, part)) = with_part(text) {
        return read(&whole, decimals, asked).and_then(|number| number.and(part, &whole));
    }
    let Written { negative, digits, power } = written(text, asked)?;
    let mark = match mark_of(&digits).ok_or(NotNumber::Form)? {
        Mark::None => '.',
        Mark::Decimal(mark) => mark,
        Mark::Either(mark) => {
            let may_be = |decimal: &char| *decimal != mark || decimals.most.saturating_add(power.unwrap_or(0)) >= GROUP;
            decimals.mark.filter(may_be).ok_or(NotNumber::Ambiguous)?
        }
    };
    let (whole, fraction) = digits.split_once(mark).unwrap_or((&digits, ""));
    let whole = ungrouped(whole).ok_or(NotNumber::Form)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(NotNumber::Form);
    }
    let number = Decimal::from_str_exact(&format!("0{whole}.{fraction}0")).map_err(|_| NotNumber::Form)?;
    let mut value = times_ten(number, power.unwrap_or(0)).ok_or(NotNumber::Form)?.normalize();
    value.set_sign_negative(negative && !value.is_zero());
    Ok(Number { value, power })
}

/// Parts of a whole that are one character.
const PARTS: [(char, Decimal); 4] = [
    ('½', Decimal::from_parts(5, 0, 0, false, 1)),
    ('¼', Decimal::from_parts(25, 0, 0, false, 2)),
    ('¾', Decimal::from_parts(75, 0, 0, false, 2)),
    ('⅛', Decimal::from_parts(125, 0, 0, false, 3)),
];

/// A whole number without the part of one that stands behind its last digit, and that part: `9½`, `1 ¼`.
fn with_part(text: &str) -> Option<(String, Decimal)> {
    // Most numbers are plain, and every cell of a column of numbers is asked.
    let (sign, part) = PARTS.iter().find(|(sign, _)| !text.is_ascii() && text.contains(*sign))?;
    let (before, behind) = text.split_once(*sign)?;
    let before = before.strip_suffix([' ', '\u{a0}']).unwrap_or(before);
    let is_whole = before.ends_with(|c: char| c.is_ascii_digit()) && !behind.contains(|c: char| c.is_numeric());
    is_whole.then(|| (format!("{before}{behind}"), *part))
}

impl Number {
    /// The number, as it is written, with a part of a whole behind it: further from zero by that.
    fn and(self, part: Decimal, written: &str) -> Result<Self, NotNumber> {
        let part = times_ten(part, self.power.unwrap_or(0)).ok_or(NotNumber::Form)?;
        // A number with decimals of its own has no further part.
        if written.contains(['.', ',']) && !(self.value % Decimal::ONE).is_zero() {
            return Err(NotNumber::Form);
        }
        let is_negative = self.value.is_sign_negative();
        Ok(Self { value: (if is_negative { self.value - part } else { self.value + part }).normalize(), ..self })
    }
}

/// True for a number, whatever is counted with it.
pub(crate) fn is_one(text: &str) -> bool {
    let whole = with_part(text).map_or_else(|| text.to_owned(), |(whole, _)| whole);
    let text = whole.as_str();
    !matches!(written(text, &Asked::new(None, "")), Err(NotNumber::Form))
}

/// A number beside which nothing stands, whose decimals are parted by a mark.
pub(crate) fn plain(text: &str, decimal: char) -> Option<Decimal> {
    let decimals = Decimals { mark: Some(decimal), most: u32::MAX };
    read(text, decimals, &Asked::new(None, "")).ok().map(|number| number.value)
}

/// A number times a power of ten, where that can still be told exactly.
pub(crate) fn times_ten(number: Decimal, power: u32) -> Option<Decimal> {
    number.checked_mul(Decimal::from(10_u64.checked_pow(power)?))
}

/// A number by a power of ten, as a workbook shows it, with a decimal point.
pub(crate) fn parted_by_ten(number: Decimal, power: u32) -> Decimal {
    let ten = 10_u64.checked_pow(power).map(Decimal::from);
    let shown = ten.and_then(|ten| number.checked_div(ten)).unwrap_or(number);
    shown.normalize()
}

/// A number in its parts.
struct Written {
    negative: bool,
    /// Digits and marks; every kind of space or apostrophe is a space.
    digits: String,
    power: Option<u32>,
}

/// Takes sign, brackets and unit away from the digits and marks of a number.
fn written(text: &str, asked: &Asked) -> Result<Written, NotNumber> {
    // What a web page or a mail leaves around a number says only in which direction it is read.
    let is_direction =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_direction(c));
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = text.find(is_digit).zip(text.rfind(is_digit)).ok_or(NotNumber::Form)?;
    // `,5` and `5,` are numbers: a mark at the edge belongs to them. That of `kr.5` belongs to its word.
    let marked = text[..first].strip_suffix([',', '.']).is_some_and(|before| !before.ends_with(char::is_alphabetic));
    let first = first - usize::from(marked);
    let (before, number, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    // A sign on a line of its own may be meant for anything.
    let is_torn = |beside: &str| beside.contains(['\n', '\r']) && beside.contains(SIGNS);
    if is_torn(before) || is_torn(after) {
        return Err(NotNumber::Form);
    }
    let (minus, bracket, before) = signs(before)?;
    let (closed, after) = match after.trim_end().strip_suffix(')') {
        Some(after) => (true, after.trim()),
        None => (false, after.trim()),
    };
    // Some programs put the minus behind: `250-`.
    let behind = is_minus(after);
    let after = if behind || after == "," || after == "." { "" } else { after };
    if bracket != closed || (u8::from(minus) + u8::from(bracket) + u8::from(behind)) > 1 {
        return Err(NotNumber::Form);
    }
    let mut power = None;
    for word in [before, after].into_iter().filter(|word| !word.is_empty()) {
        let found = match asked.beside(word) {
            Beside::Power(power) => power,
            Beside::Other => return Err(NotNumber::Unit),
            Beside::Nothing => return Err(NotNumber::Form),
        };
        if power.replace(found).is_some() {
            return Err(NotNumber::Form);
        }
    }
    let plain = |c: char| match c {
        '0'..='9' | '.' | ',' => Some(c),
        ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' => Some(' '),
        _ => None,
    };
    let digits = number.chars().map(plain).collect::<Option<String>>().ok_or(NotNumber::Form)?;
    Ok(Written { negative: minus || bracket || behind, digits, power })
}

/// The signs before a number: a minus, an opening bracket, and the unit that is left.
fn signs(before: &str) -> Result<(bool, bool, &str), NotNumber> {
    let (mut minus, mut plus, mut bracket, mut rest) = (false, false, false, before.trim());
    // Signs stand before a unit or behind it: `-€ 5`, `€ -5`.
    loop {
        let (sign, left) = if let Some(left) = rest.strip_prefix(SIGNS).or_else(|| rest.strip_suffix(SIGNS)) {
            let from_start = rest.starts_with(SIGNS);
            (if from_start { rest.chars().next() } else { rest.chars().next_back() }, left)
        } else {
            return Ok((minus, bracket, rest));
        };
        let seen = match sign {
            Some('(') => &mut bracket,
            Some('+') => &mut plus,
            _ => &mut minus,
        };
        if std::mem::replace(seen, true) || (minus && plus) {
            return Err(NotNumber::Form);
        }
        rest = left.trim();
    }
}

/// Signs before a number.
pub(crate) const SIGNS: [char; 5] = ['-', '\u{2212}', '\u{2013}', '+', '('];

fn is_minus(text: &str) -> bool {
    matches!(text, "-" | "\u{2212}" | "\u{2013}")
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
    // `0,234` and `1234,567` part no thousands, and `12 345,678` parts them by space.
    let thousands = fraction.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && whole.bytes().all(|byte| byte.is_ascii_digit());
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
