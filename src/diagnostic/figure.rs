//! Numbers in a message, as each language writes them.

use crate::number::Numbers;
use crate::personal::masked;
use crate::text::{LANGUAGES, Text};
use crate::value::Decimal;

/// Numbers that were worked out, joined by what stands between them.
pub fn joined(numbers: &[Decimal], between: &str) -> Text {
    let in_language = |language: &str| {
        let format = Numbers::of(language);
        let written = numbers.iter().map(Decimal::normalize).map(|number| format.decimal(number, number.scale()));
        (language.to_owned(), written.collect::<Vec<_>>().join(between))
    };
    Text(LANGUAGES.into_iter().map(in_language).collect())
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
        Some(number) => {
            let in_language = |language: &str| {
                let said = Numbers::of(language).decimal(number, number.scale());
                (language.to_owned(), said + unit)
            };
            Text(LANGUAGES.into_iter().map(in_language).collect())
        }
        None => Text::same(text),
    }
}
