//! Numbers in a message, as each language writes them.

use std::array;

use crate::number::Numbers;
use crate::personal::masked;
use crate::text::{LANGUAGES, Text};
use crate::value::Decimal;

thread_local! {
    /// The formats of all languages: to look one up takes longer than to write a number with it.
    static FORMATS: [Numbers; LANGUAGES.len()] = array::from_fn(|at| Numbers::of(LANGUAGES[at]));
}

/// What is written of numbers in each language.
fn in_each(write: impl Fn(&Numbers) -> String) -> Text {
    FORMATS.with(|formats| {
        let languages = LANGUAGES.into_iter().map(str::to_owned);
        Text(languages.zip(formats.iter().map(&write)).collect())
    })
}

/// Numbers that were worked out, joined by what stands between them.
pub fn joined(numbers: &[Decimal], between: &str) -> Text {
    in_each(|format| {
        let written = numbers.iter().map(Decimal::normalize).map(|number| format.decimal(number, number.scale()));
        written.collect::<Vec<_>>().join(between)
    })
}

/// A number that was worked out, or that a workbook holds.
pub fn said(number: Decimal) -> Text {
    joined(&[number], "")
}

/// A text that begins with a number in digits and a decimal point, perhaps with a unit behind: `4845.5 tkr`. Any other
/// stays as it is, and so does one that could be the number of a person. Zeros at its end are kept: they are shown too.
pub fn written(text: &str) -> Text {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(' ').unwrap_or(text.len()));
    match digits.parse::<Decimal>().ok().filter(|_| masked(text) == text) {
        Some(number) => in_each(|format| format.decimal(number, number.scale()) + unit),
        None => Text::same(text),
    }
}
