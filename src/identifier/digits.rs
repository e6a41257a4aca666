//! Check digits: what several countries calculate alike.

/// A number without space and the marks that people put into it, in capital letters.
pub fn compact(written: &str) -> String {
    let mark = |c: &char| {
        c.is_whitespace() || matches!(c, '-' | '.' | '/' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}')
    };
    written.chars().filter(|c| !mark(c)).flat_map(char::to_uppercase).collect()
}

/// True for a text of so many digits and nothing else.
pub fn all_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The value of a digit.
pub(super) fn digit(byte: u8) -> u32 {
    u32::from(byte.wrapping_sub(b'0'))
}

/// The number that some digits are.
pub fn number(digits: &str) -> u64 {
    digits.bytes().fold(0, |number, byte| number.wrapping_mul(10).wrapping_add(u64::from(digit(byte))))
}

/// The Luhn check: from the right every second digit doubled, the digit sum a multiple of ten.
pub fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| match (at % 2, digit(byte)) {
            (0, digit) => digit,
            (_, digit @ 5..) => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The sum of digits times their weights; digits beyond the weights are left out.
pub(super) fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits.bytes().zip(weights).map(|(byte, weight)| digit(byte) * weight).sum()
}

/// True for a day that the calendar has. Of a year that is not told in full, 29 February is always taken for one.
pub fn is_day(year: Option<u32>, month: u32, day: u32) -> bool {
    let leap = year.is_none_or(|year| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}
