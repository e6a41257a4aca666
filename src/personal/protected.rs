//! Codes of persons without a number of their own, or whose identity is protected, that are cut short or crossed out:
//! `880320TF…`, `19880320TFxx`.

use super::number::{digits, is_of_old, written};
use super::{Found, Place, Trace};
use crate::identifier::sweden;

/// Signs that stand for the digits behind the letters.
const CROSSES: [char; 8] = ['x', 'X', '*', '#', '?', '_', '.', '…'];
/// Digits behind the letters.
const LAST: usize = 2;

/// The first such code in a text.
pub(super) fn first(text: &[char], place: Place) -> Option<Found> {
    (0..text.len()).find_map(|at| {
        let is_apart =
            !at.checked_sub(1).is_some_and(|at| text[at].is_alphanumeric() || matches!(text[at], '-' | '.' | ','));
        let length = if is_apart { digits(text, at) } else { 0 };
        if !matches!(length, 6 | 8) {
            return None;
        }
        let day = written(text, at, length);
        let letters = at + length + usize::from(matches!(text.get(at + length), Some('-' | '+')));
        let is_code = matches!(text.get(letters..letters + 2), Some(['T' | 't', 'F' | 'f' | 'M' | 'm']));
        if !is_code || !sweden::birth(&day) || !(length == 8 || is_of_old(&day) || place == Place::Message) {
            return None;
        }
        let end = end(text, letters + 2).or((length == 8).then_some(letters + 2))?;
        let goes_on = text.get(end).is_some_and(|c| c.is_alphanumeric());
        (!goes_on).then_some(Found { trace: Trace::Number, at, length: end - at })
    })
}

/// The end of what stands for the digits of a code.
fn end(text: &[char], from: usize) -> Option<usize> {
    let known = digits(text, from).min(LAST);
    let crosses = text[from + known..].iter().take_while(|c| CROSSES.contains(c)).count();
    (known + crosses > 0).then_some(from + known + crosses)
}
