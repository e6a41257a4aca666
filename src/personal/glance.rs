//! Texts that hold no trace of a person, told by their bytes in passing: most cells and most words are of them.

use super::{Place, number, spelt};
use crate::identifier::italy;

/// Bits of what a byte may be.
const DIGIT: u8 = 1;
const LETTER: u8 = 2;
const BEYOND_ASCII: u8 = 4;
/// The last one of a sign that [`holds_other_sign`] tells.
const OF_A_SIGN: u8 = 8;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = u8::MIN;
    loop {
        let is_of_a_sign = other_sign(byte).is_some();
        kinds[byte as usize] = if byte.is_ascii_digit() {
            DIGIT
        } else if byte.is_ascii_alphabetic() {
            LETTER
        } else if byte.is_ascii() {
            0
        } else {
            BEYOND_ASCII
        } | if is_of_a_sign { OF_A_SIGN } else { 0 };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

/// True for a text, by its bytes, in which too little stands for a trace, told without looking closely.
pub fn cannot_hold(text: &[u8], place: Place) -> bool {
    let seen = text.iter().fold(0, |seen, byte| seen | KINDS[usize::from(*byte)]);
    let count = |kinds: u8| text.iter().filter(|byte| KINDS[usize::from(**byte)] & kinds != 0).count();
    let digits = if seen & DIGIT == 0 { 0 } else { count(DIGIT) };
    let worded = (seen & OF_A_SIGN == 0 || !holds_other_sign(text)) && (seen & LETTER == 0 || !spelt::may_stand(text));
    let plain = worded && seen & BEYOND_ASCII == 0;
    // A telephone number of seven digits needs a word beside it that says so.
    let wordless = matches!(place, Place::Number | Place::Amount) && digits < 8 && seen & LETTER == 0;
    let few = digits < 6 || wordless;
    // A codice fiscale has sixteen characters and may have no digit at all. A person's number has ten characters, and so
    // have the digits of a telephone number and the word that says that it is one; without the word it has nine digits. A day
    // of birth has six, and the shortest word for it three letters.
    let short = || plain && digits < 9 && count(DIGIT | LETTER) < 9;
    // Words, however long, hold a code of letters or nothing.
    let in_words = || worded && digits < 6 && !italy::may_hold_person(text);
    (plain && few && text.len() < 16) || in_words() || short() || is_share(text)
}

/// What a byte stands behind where it tells of `@`, of `(at)`, or of a digit that is none of ours.
enum Behind {
    Anything,
    This(u8),
    Bracket,
    Itself,
}

const fn other_sign(byte: u8) -> Option<Behind> {
    Some(match byte {
        // Of double width, of other scripts, and of formulas.
        b'@' | 0xef | 0xd9 | 0xdb | 0xf0 => Behind::Anything,
        b'a' | b'A' => Behind::Bracket,
        // Crosses for the last digits of a number.
        b'*' | b'#' | b'?' | b'_' | b'.' => Behind::Itself,
        0xa2 | 0xa6 => Behind::This(0x80),
        // Raised, lowered, and in circles.
        0xb2 | 0xb3 | 0xb9 => Behind::This(0xc2),
        0x81 | 0x82 | 0x91 | 0x93 => Behind::This(0xe2),
        _ => return None,
    })
}

/// True for a text with `@`, `(at)` or a digit that is none of ours, perhaps.
fn holds_other_sign(text: &[u8]) -> bool {
    let ends = |(_, byte): &(&u8, &u8)| KINDS[usize::from(**byte)] & OF_A_SIGN != 0;
    std::iter::once(&0).chain(text).zip(text).filter(ends).any(|(before, byte)| match other_sign(*byte) {
        None => false,
        Some(Behind::Anything) => true,
        Some(Behind::This(other)) => *before == other,
        Some(Behind::Bracket) => matches!(before, b'(' | b'[' | b'{'),
        Some(Behind::Itself) => before == byte,
    })
}

/// True for a number with a mark as programs reckon them, `0.0142363763154724`: less than one, or with too few digits for a
/// person's before its mark and a fraction behind it.
fn is_share(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let number = text.strip_prefix(b"-").unwrap_or(text);
    let Some(mark) = number.iter().position(|byte| matches!(byte, b'.' | b',')) else { return false };
    let (whole, fraction) = (&number[..mark], &number[mark + 1..]);
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_short = |whole: &[u8]| whole[0] != b'0' && whole.len() < number::WHOLE;
    digits(whole) && digits(fraction) && (whole == b"0" || (is_short(whole) && fraction.len() >= number::LONG_FRACTION))
}
