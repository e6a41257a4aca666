//! Letters that a program had read in the wrong encoding before it wrote them: `Ã¥` where somebody wrote `å`.

use encoding_rs::WINDOWS_1252;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::display;
use crate::table::lines::Content;

/// What the first byte of most letters of western languages becomes.
const FIRST: [char; 2] = ['Ã', 'Â'];
/// Most cells that are named.
const NAMED: usize = 20;

/// True where bytes of UTF-8 may hold such letters.
pub(super) fn may_be(bytes: &[u8]) -> bool {
    FIRST.iter().any(|first| memchr::memmem::find(bytes, first.encode_utf8(&mut [0; 4]).as_bytes()).is_some())
}

/// Names the cells with such letters, with what was meant.
pub(super) fn tell(content: &Content, file: &Span, diagnostics: &mut Vec<Diagnostic>) {
    let mut left = NAMED;
    for line in content.lines() {
        for (at, cell) in line.filled() {
            let Some(meant) = meant(&cell.text) else { continue };
            let (value, meant) = (display::shown(&cell.text), display::shown(&meant));
            let values = [("value", value.as_str()), ("meant", &meant)];
            diagnostics.push(Diagnostic::new("garbled-letters", line.span(file, at), &values));
            left -= 1;
            if left == 0 {
                return;
            }
        }
    }
}

/// What a text was before its bytes were taken for Windows-1252; none where that makes no text with other letters.
fn meant(text: &str) -> Option<String> {
    if !text.contains(FIRST) {
        return None;
    }
    let (bytes, _, lacks) = WINDOWS_1252.encode(text);
    let meant = String::from_utf8(bytes.into_owned()).ok().filter(|meant| !lacks && meant != text)?;
    (!meant.contains(char::is_control)).then_some(meant)
}
