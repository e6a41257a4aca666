//! The texts that a form prints beside its questions, known again.

use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::table::spelling::words::plain;
use crate::text::Text;

/// Digits of a day.
const DAY: usize = 8;

/// True for what a dataset itself says of its fields: what is counted, and where it is found. Before that of a day a form writes
/// how one is written.
pub(in crate::table) fn is_help(text: &str, dataset: &Dataset) -> bool {
    let written = plain(text);
    let says = |field: &Field, said: &Text| {
        let known = said.0.values().map(|said| plain(said)).filter(|said| !said.is_empty());
        known
            .filter_map(|said| written.strip_suffix(&said))
            .any(|before| before.is_empty() || (field.kind == FieldType::Date && tells_a_day(before)))
    };
    dataset.fields.iter().any(|field| says(field, &field.help) || says(field, &field.where_to_find))
}

/// True for words, without what parts them, and a day behind them.
fn tells_a_day(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    !words.is_empty() && text.len() - words.len() == DAY && !words.contains(|c: char| c.is_ascii_digit())
}
