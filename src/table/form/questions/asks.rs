//! Whether words ask for a column, as a form does in any of its languages.

use crate::definition::Definitions;
use crate::definition::dataset::ColumnDefinition;
use crate::table::layout::header::{Headers, Match};
use crate::table::spelling::words::plain;

/// Most characters of the number of a question.
const OF_NUMBER: usize = 4;

/// Most bytes of words that ask for anything.
const LONGEST: usize = 1_000;

/// True for words that ask for a column, whatever their case, punctuation, number or language.
pub(super) fn asks_for(text: &str, column: &ColumnDefinition, known: &Headers, definitions: &Definitions) -> bool {
    let Some(field) = known.dataset.field(&column.field) else { return true };
    if text.len() > LONGEST {
        return false;
    }
    let parts = part_labels(column, definitions);
    let is_one = |text: &str| {
        let written = plain(text);
        let labels = column.label.0.values().chain(field.label.0.values()).chain(&parts);
        let is_label = labels.map(|label| plain(label)).any(|label| label == written);
        is_label || matches!(known.find(text), Match::Column(found) if found.name == column.name)
    };
    is_one(text) || is_one(unnumbered(text))
}

/// What a part of a field is called, in each language of its codes.
fn part_labels(column: &ColumnDefinition, definitions: &Definitions) -> Vec<String> {
    let labels: Vec<_> = column.part.iter().map(|(list, code)| definitions.label(list, code)).collect();
    let languages = labels.iter().flat_map(|label| label.0.keys());
    let of =
        |language: &String| labels.iter().map(|label| label.in_language(&[language])).collect::<Vec<_>>().join(", ");
    languages.map(of).collect()
}

/// A question without the number before it: `3. Nettoomsättning`, `b) Nettoomsättning`.
fn unnumbered(text: &str) -> &str {
    let is_number = |word: &str| {
        word.chars().count() <= OF_NUMBER && (word.ends_with([')', '.']) || word.chars().any(|c| c.is_ascii_digit()))
    };
    text.split_once(char::is_whitespace).filter(|(first, _)| is_number(first)).map_or(text, |(_, rest)| rest)
}
