//! What the codes of a font stand for.

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Dict, Name, Stream};

/// A font, as far as its codes are letters.
#[derive(Debug)]
pub(super) struct Font {
    /// Codes are of two bytes.
    is_wide: bool,
    letters: Option<CMap>,
}

impl Font {
    pub(super) fn new(font: &Dict) -> Self {
        let is_wide = font.get::<Name>("Subtype").is_some_and(|kind| kind.as_str() == "Type0");
        let map = font.get::<Stream>("ToUnicode").and_then(|map| map.decoded().ok());
        Self { is_wide, letters: map.and_then(|map| CMap::parse(&map, |_| None)) }
    }

    /// The text of some codes. A code that stands for nothing known is �, so that it equals no letter.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let mut text = String::new();
        for code in codes.chunks(if self.is_wide { 2 } else { 1 }) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            match self.letters.as_ref().map(|letters| letters.lookup_bf_string(code)) {
                Some(Some(BfString::Char(letter))) => text.push(letter),
                Some(Some(BfString::String(letters))) => text.push_str(&letters),
                None if !self.is_wide => text.extend(char::from_u32(code)),
                _ => text.push(char::REPLACEMENT_CHARACTER),
            }
        }
        text
    }
}
