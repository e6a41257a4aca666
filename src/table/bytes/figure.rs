//! Cells that are written as most are, told by their bytes; whatever else they may be is read by
//! [`crate::table::cell::parse`].

use arrow_array::types::Date32Type;
use chrono::NaiveDate;

use super::plain::{Cell, below, each};

/// Most characters of a number that is read by its bytes.
const LONGEST: usize = 18;

/// Most digits before a mark that can be no person's number, however many stand behind it.
const FEW: usize = 9;

/// Digits with at most one mark between them, and perhaps a minus before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    negative: bool,
    /// Its digits without the mark.
    digits: i64,
    /// How many stand before the mark.
    whole: usize,
    /// How many stand behind it.
    pub fraction: usize,
    /// The mark, or 0.
    pub mark: u8,
    zero_first: bool,
}

impl Figure {
    /// Reads a cell, if it is such a number.
    #[expect(clippy::inline_always, reason = "every number of a large file comes by, and must not be moved once more")]
    #[inline(always)]
    pub(crate) fn read(cell: Cell) -> Option<Self> {
        let negative = cell.bytes.first() == Some(&b'-');
        let number = if negative { cell.rest() } else { cell };
        let read = match number.word() {
            Some(word) => Self::of_word(word, number.bytes.len()),
            None => Self::of_many(number.bytes),
        };
        read.map(|read| Self { negative, zero_first: number.bytes[0] == b'0', ..read })
    }

    /// Reads more than eight bytes.
    #[inline(never)]
    fn of_many(number: &[u8]) -> Option<Self> {
        if number.is_empty() || number.len() > LONGEST {
            return None;
        }
        let (mut digits, mut mark, mut at) = (0_i64, 0, number.len());
        for (place, byte) in number.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                digits = digits.wrapping_mul(10).wrapping_add(i64::from(digit));
            } else if mark == 0 && matches!(byte, b',' | b'.') {
                (mark, at) = (*byte, place);
            } else {
                return None;
            }
        }
        let fraction = (number.len() - at).saturating_sub(1);
        (at > 0 && (mark == 0 || fraction > 0)).then_some(Self { digits, whole: at, fraction, mark, ..Self::default() })
    }

    /// Reads one to eight bytes at once.
    #[expect(clippy::inline_always, reason = "as that which calls it")]
    #[inline(always)]
    fn of_word(word: u64, length: usize) -> Option<Self> {
        // As zeros stand what is below.
        let digits = word ^ each(b'0') << below(length)?;
        let others = others(digits);
        if others == 0 {
            return Some(Self { digits: of_eight(digits), whole: length, ..Self::default() });
        }
        // All before the mark moves up to where it stood.
        let at = others.trailing_zeros() / 8 * 8;
        let (mark, fraction) = ((digits >> at).to_le_bytes()[0], 7 - (at / 8) as usize);
        let behind = u64::MAX << at;
        let moved = digits & behind << 8 | (digits & !behind) << 8;
        let is_figure = (mark == COMMA || mark == POINT) && others.is_power_of_two();
        (is_figure && fraction > 0 && fraction + 1 < length).then(|| Self {
            digits: of_eight(moved),
            whole: length - 1 - fraction,
            fraction,
            mark: mark ^ b'0',
            ..Self::default()
        })
    }

    /// Reads more than eight bytes at once where they are of few digits, in which nobody can be named.
    #[inline]
    fn of_two_words(number: Cell) -> Option<Self> {
        let length = number.bytes.len();
        let first = u64::from_le_bytes(*number.bytes.first_chunk()?);
        let over = u32::try_from(16_usize.checked_sub(length)?).ok()? * 8;
        let (before, behind) = ((first ^ each(b'0')) << over, number.last() ^ each(b'0'));
        if others(before) != 0 {
            return None;
        }
        let marks = others(behind);
        if marks == 0 {
            return (length <= FEW).then(|| Self {
                digits: of_sixteen(before, behind),
                whole: length,
                ..Self::default()
            });
        }
        let at = marks.trailing_zeros() / 8 * 8;
        let (mark, fraction) = ((behind >> at).to_le_bytes()[0], 7 - (at / 8) as usize);
        let whole = length - 1 - fraction;
        let is_figure = marks.is_power_of_two() && (mark == COMMA || (mark == POINT && length < 10));
        let above = u64::MAX << at;
        let moved = behind & above << 8 | (behind & !above) << 8 | before >> 56;
        (is_figure && whole <= FEW && (1..=2).contains(&fraction)).then(|| Self {
            digits: of_sixteen(before << 8, moved),
            whole,
            fraction,
            mark: mark ^ b'0',
            ..Self::default()
        })
    }

    /// Reads a cell of few digits, up to two of them behind a mark: its value on a scale, and the mark, which is surely decimal.
    /// Nobody can be named in it.
    #[expect(clippy::inline_always, reason = "as that which calls it")]
    #[inline(always)]
    pub(crate) fn short(cell: Cell, scale: usize) -> Option<(i64, u8)> {
        let negative = cell.bytes.first() == Some(&b'-');
        let number = if negative { cell.rest() } else { cell };
        let Self { digits, fraction, mark, .. } = match number.word() {
            Some(word) => Self::of_word(word, number.bytes.len())?,
            None => Self::of_two_words(number)?,
        };
        let power = *POWERS.get(scale.checked_sub(fraction).filter(|_| fraction <= 2)?)?;
        let digits = digits.checked_mul(power)?;
        Some((if negative { digits.wrapping_neg() } else { digits }, mark))
    }

    /// True where its mark could part thousands as well as decimals.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.fraction == 3 && (1..=3).contains(&self.whole) && !self.zero_first
    }

    /// True where no person's number and no telephone number can be in it, in a column of numbers.
    #[inline]
    pub(crate) fn names_nobody(&self) -> bool {
        // Of these lengths are the numbers of persons; a point may part a telephone number.
        let named = |digits: usize| matches!(digits, 10 | 12 | 13 | 15 | 16);
        self.whole + self.fraction <= 8 || (self.mark != b'.' && !named(self.whole) && !named(self.fraction))
    }

    /// Its value on a scale, where its mark is surely decimal and it has no more digits than that.
    #[inline]
    pub(crate) fn scaled(&self, scale: usize, decimal: Option<char>) -> Option<i128> {
        let is_decimal = self.mark == 0 || !self.is_open() || decimal == Some(char::from(self.mark));
        let shift = scale.checked_sub(self.fraction).filter(|_| is_decimal)?;
        let digits = if self.negative { -self.digits } else { self.digits };
        // At most eighteen digits and ten zeros are far from the limit.
        Some(i128::from(digits) * i128::from(*POWERS.get(shift)?))
    }
}

/// Marks of decimals, held against a zero.
const COMMA: u8 = b',' ^ b'0';
const POINT: u8 = b'.' ^ b'0';

/// The highest bit of each of eight bytes that is above nine.
const fn others(eight: u64) -> u64 {
    ((eight & each(0x7F)).wrapping_add(each(0x76)) | eight) & each(0x80)
}

/// The number of eight digits, the last of them highest.
const fn of_eight(digits: u64) -> i64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF).cast_signed()
}

/// The number of sixteen digits, eight before eight.
const fn of_sixteen(before: u64, behind: u64) -> i64 {
    of_eight(before) * 100_000_000 + of_eight(behind)
}

const POWERS: [i64; 11] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];

/// True for a cell written as `2025-12-31` is, whether or not there is such a day.
pub(crate) fn is_day(cell: &[u8]) -> bool {
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    matches!(cell, [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 && digits(year) && digits(&[*m1, *m2, *d1, *d2]))
}

/// The day of a cell written as `2025-12-31` is, as Arrow counts days.
pub(crate) fn day(cell: &[u8]) -> Option<i32> {
    let number = |part: &[u8]| part.iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0'));
    let (year, month, day) = is_day(cell).then(|| (number(&cell[..4]), number(&cell[5..7]), number(&cell[8..])))?;
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(Date32Type::from_naive_date(day))
}

/// The digit sum of twice a digit, as the Luhn check takes every second.
const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/// The ten digits of a Swedish organisation number that is written as most are and has its check digit.
#[inline]
pub(crate) fn swedish(cell: &[u8]) -> Option<[u8; 10]> {
    let digits: [u8; 10] = match cell {
        [day @ .., b'-', s1, s2, s3, s4] if day.len() == 6 => {
            let mut ten = [*s1; 10];
            ten[..6].copy_from_slice(day);
            ten[6..].copy_from_slice(&[*s1, *s2, *s3, *s4]);
            ten
        }
        digits => digits.try_into().ok()?,
    };
    if !digits.iter().all(u8::is_ascii_digit) || digits[2] < b'2' {
        return None;
    }
    let (pairs, _) = digits.as_chunks::<2>();
    let sum: u32 = pairs.iter().map(|[a, b]| DOUBLED[usize::from(a - b'0')] + u32::from(b - b'0')).sum();
    sum.is_multiple_of(10).then_some(digits)
}
