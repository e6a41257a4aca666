//! Bytes of a text file into characters; the choice of encoding is always told.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, with its byte order mark where the bytes are UTF-8, so that places stay those of the file.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
}

/// Decodes a text: by its byte order mark, as UTF-8 where it is valid, else as Windows-1252, as Excel writes "CSV".
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let (text, encoding) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE.decode_without_bom_handling(rest).0.into_owned(), "UTF-16LE"),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE.decode_without_bom_handling(rest).0.into_owned(), "UTF-16BE"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if text.starts_with('\u{feff}') => (text.to_owned(), "UTF-8 with BOM"),
            Ok(text) => (text.to_owned(), "UTF-8"),
            Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), "Windows-1252"),
        },
    };
    Decoded { text, encoding }
}

/// True for what is no character in a text:
/// NUL, the replacement character, and the control characters that stand for bytes Windows-1252 leaves undefined.
pub(crate) fn is_no_character(c: char) -> bool {
    matches!(c, '\0' | '\u{fffd}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}')
}
