//! What can be told of the cells of a column by their bytes alone.

use super::missing;
use crate::definition::dataset::FieldType;
use crate::personal::Place;

/// What can be told of the cells of a column by their bytes alone.
#[derive(Debug, Clone)]
pub(crate) struct Plainly {
    /// What they hold.
    pub kind: FieldType,
    /// What digits in them may be.
    pub place: Place,
    /// Decimals that are kept.
    pub scale: usize,
    /// Their decimal mark.
    pub decimal: Option<char>,
    /// They hold Swedish organisation numbers.
    pub swedish: bool,
    /// The header says in which thousands, or in which other unit, they are.
    pub by_header: bool,
    /// Digits are never a word for something missing.
    pub digits_count: bool,
    /// Words that mean a kind of missing, in small letters.
    pub words: Vec<String>,
}

impl Plainly {
    /// True for a text in ASCII with something in it that is surely no word for something missing and no failed formula.
    pub(crate) fn is_text(&self, cell: &[u8]) -> bool {
        let edges = cell.first().zip(cell.last());
        let said = missing::without_end(cell);
        edges.is_some_and(|(first, last)| {
            first.is_ascii_alphanumeric() && last.is_ascii_graphic() && !missing::is_quote(*last)
        }) && cell.is_ascii()
            && !cell.starts_with(b"Err:")
            && !cell.starts_with(b"Fel:")
            && !self.words.iter().any(|word| [cell, said].iter().any(|cell| cell.eq_ignore_ascii_case(word.as_bytes())))
    }
}
