//! Words of messages that differ between languages: what was expected, what was looked for.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::{self, Text};

/// A word in the languages of the rule pages.
pub type Word = &'static [(&'static str, &'static str)];

pub const A_TEXT: Word = &[("en", "a text"), ("sv", "en text")];
pub const A_WHOLE_NUMBER: Word = &[("en", "a whole number"), ("sv", "ett heltal")];
pub const A_NUMBER: Word = &[("en", "a number such as 0.5"), ("sv", "ett tal som 0.5")];
pub const A_DAY: Word = &[("en", "a day such as 2025-12-31"), ("sv", "ett datum som 2025-12-31")];
pub const TRUE_OR_FALSE: Word = &[("en", "true or false"), ("sv", "true eller false")];
pub const A_LIST: Word = &[("en", "a list"), ("sv", "en lista")];
pub const KEYS: Word = &[("en", "keys with values"), ("sv", "nycklar med värden")];
pub const ONE_WORD: Word = &[("en", "one of the allowed words"), ("sv", "ett av de tillåtna orden")];
pub const ANOTHER_VALUE: Word = &[("en", "another kind of value"), ("sv", "ett annat slags värde")];

pub const FIELDS: Word = &[("en", "fields of the dataset"), ("sv", "datasetets fält")];
pub const DATE_FIELDS: Word = &[("en", "date fields of the dataset"), ("sv", "datasetets datumfält")];
pub const NUMBER_FIELDS: Word = &[("en", "number fields of the dataset"), ("sv", "datasetets sifferfält")];
pub const COLUMNS: Word = &[("en", "columns of the dataset"), ("sv", "datasetets kolumner")];
pub const CODELISTS: Word = &[("en", "codelists"), ("sv", "kodlistorna")];
pub const CODES: Word = &[("en", "codes"), ("sv", "koderna")];
pub const DATASETS: Word = &[("en", "datasets"), ("sv", "dataseten")];
pub const SECTIONS: Word = &[("en", "sections"), ("sv", "avsnitten")];
pub const INDICATORS: Word = &[("en", "indicators"), ("sv", "indikatorerna")];
pub const HOSTS: Word = &[
    ("en", "indicators of its section that stand under a heading of their own"),
    ("sv", "indikatorer i dess avsnitt som står under en egen rubrik"),
];
pub const PACKS: Word = &[("en", "packs"), ("sv", "paketen")];

pub const A_BARE_NUMBER: Word = &[("en", "a number without a unit"), ("sv", "ett tal utan enhet")];
pub const A_SUM: Word =
    &[("en", "a figure over many rows, such as SUM(…)"), ("sv", "ett mått över många rader, som SUM(…)")];
pub const A_CONDITION: Word = &[("en", "a condition on one row"), ("sv", "ett villkor på en rad")];
pub const A_ROW_VALUE: Word =
    &[("en", "a value of one row, of the field's own type"), ("sv", "ett värde för en rad, av fältets egen typ")];

/// A finding whose places are filled with values, and one of them with a word of each language.
pub fn finding(rule: &str, span: Span, values: &[(&str, &str)], place: &str, word: Word) -> Diagnostic {
    let word = Text(word.iter().map(|(language, said)| ((*language).to_owned(), (*said).to_owned())).collect());
    Diagnostic::worded(rule, span, values, &[(place, &word)])
}

/// The finding that a name is not among those known, with the nearest of them.
pub fn unknown<'a>(span: Span, value: &str, known: impl IntoIterator<Item = &'a str>, kind: Word) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let nearest = text::nearest(value, known.iter().copied()).unwrap_or_default();
    let few = if known.len() <= 12 { known.join(", ") } else { String::new() };
    finding("unknown-reference", span, &[("value", value), ("nearest", nearest), ("known", &few)], "kind", kind)
}
