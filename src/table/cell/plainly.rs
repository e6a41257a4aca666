//! What can be told of the cells of a column by their bytes alone.

use crate::definition::dataset::FieldType;
use crate::personal::Place;
use crate::table::spelling::missing;

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
    /// What the header says of their unit.
    pub header: Unit,
    /// Digits are never a word for something missing.
    pub digits_count: bool,
    /// Words that mean a kind of missing, in small letters and a space apart.
    pub words: Vec<String>,
}

/// What a header says of the unit of the numbers below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// They are as they are asked for.
    Asked,
    /// They are in thousands or millions.
    Multiple,
    /// They are in another unit.
    Other,
}

impl Plainly {
    /// True for a text in ASCII with something in it that is surely no word for something missing and no failed formula.
    pub(crate) fn is_text(&self, cell: &[u8]) -> bool {
        let edges = cell.first().zip(cell.last());
        let said = missing::without_end(cell);
        let is = |word: &str| [cell, said].iter().any(|cell| cell.eq_ignore_ascii_case(word.as_bytes()));
        // As no word does then.
        let ends_with_digit = self.digits_count && cell.last().is_some_and(u8::is_ascii_digit);
        edges.is_some_and(|(first, last)| {
            first.is_ascii_alphanumeric() && last.is_ascii_graphic() && !missing::is_quote(*last)
        }) && cell.is_ascii()
            && !has_odd_space(cell)
            && !cell.starts_with(b"Err:")
            && !cell.starts_with(b"Fel:")
            && (ends_with_digit || !self.words.iter().any(|word| is(word)))
    }
}

/// True for a text in ASCII whose words are parted by anything but one space.
fn has_odd_space(cell: &[u8]) -> bool {
    let is_odd = |pair: &[u8]| pair[1].is_ascii_whitespace() && (pair[1] != b' ' || pair[0] == b' ');
    cell.contains(&0x0b) || cell.windows(2).any(is_odd)
}
