//! The character encodings that spreadsheet programs write, and text made of them that knows its places in the file.

use std::sync::{Arc, OnceLock};

use encoding_rs::{ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP852};

use crate::shelf::Shelved;
use crate::source::Bytes;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Bytes of a text that are read together: its cells and values stay near the core that reads them.
const PIECE: usize = 256 * 1024;
/// Bytes of text between two places that are known without counting.
const STEP: usize = 1024;

/// A character encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark, as Excel writes "CSV UTF-8".
    Utf8WithMark,
    /// UTF-16, low byte first, as Excel writes "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Western Windows, as Excel writes "CSV".
    Windows1252,
    /// Central European Windows.
    Windows1250,
    /// Latin 1.
    Iso8859_1,
    /// Latin 9: Latin 1 with the euro sign.
    Iso8859_15,
    /// Western Mac OS before Unicode, as Excel writes "CSV (Macintosh)".
    MacRoman,
    /// Western DOS, as Excel writes "CSV (MS-DOS)".
    Cp850,
    /// The first DOS.
    Cp437,
    /// Central European DOS.
    Cp852,
}

use Encoding::{
    Cp437, Cp850, Cp852, Iso8859_1, Iso8859_15, MacRoman, Utf8, Utf8WithMark, Utf16Be, Utf16Le, Windows1250,
    Windows1252,
};

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Utf8,
        Utf8WithMark,
        Utf16Le,
        Utf16Be,
        Windows1252,
        Windows1250,
        Iso8859_1,
        Iso8859_15,
        MacRoman,
        Cp850,
        Cp437,
        Cp852,
    ];

    /// Its name, as findings and data show it.
    pub fn name(self) -> &'static str {
        match self {
            Utf8 => "UTF-8",
            Utf8WithMark => "UTF-8 with BOM",
            Utf16Le => "UTF-16LE",
            Utf16Be => "UTF-16BE",
            Windows1252 => "Windows-1252",
            Windows1250 => "Windows-1250",
            Iso8859_1 => "ISO-8859-1",
            Iso8859_15 => "ISO-8859-15",
            MacRoman => "Mac Roman",
            Cp850 => "CP850",
            Cp437 => "CP437",
            Cp852 => "CP852",
        }
    }

    /// The encoding of a name, without case and punctuation; also by the usual other names.
    pub fn named(name: &str) -> Option<Self> {
        let plain = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let asked = plain(name);
        let other = match asked.as_str() {
            "ansi" | "cp1252" | "1252" => Windows1252,
            "cp1250" | "1250" => Windows1250,
            "latin1" | "l1" => Iso8859_1,
            "latin9" | "latin15" => Iso8859_15,
            "macintosh" | "mac" | "xmacroman" => MacRoman,
            "ibm850" | "dos" | "850" => Cp850,
            "ibm437" | "437" => Cp437,
            "ibm852" | "852" => Cp852,
            "utf8sig" | "utf8bom" => Utf8WithMark,
            "utf16" => Utf16Le,
            _ => return Self::ALL.into_iter().find(|encoding| plain(encoding.name()) == asked),
        };
        Some(other)
    }

    /// The characters of the bytes from 128 on; `None` for an encoding of several bytes a character.
    fn table(self) -> Option<&'static [char; 128]> {
        static WESTERN: OnceLock<[char; 128]> = OnceLock::new();
        static CENTRAL: OnceLock<[char; 128]> = OnceLock::new();
        static LATIN1: OnceLock<[char; 128]> = OnceLock::new();
        static LATIN9: OnceLock<[char; 128]> = OnceLock::new();
        static MAC: OnceLock<[char; 128]> = OnceLock::new();
        let of = |encoding: &'static encoding_rs::Encoding| {
            std::array::from_fn(|at| {
                let byte = u8::try_from(at + 128).expect("128 from 128 on are bytes");
                encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
            })
        };
        Some(match self {
            Utf8 | Utf8WithMark | Utf16Le | Utf16Be => return None,
            Windows1252 => WESTERN.get_or_init(|| of(WINDOWS_1252)),
            Windows1250 => CENTRAL.get_or_init(|| of(WINDOWS_1250)),
            Iso8859_1 => LATIN1.get_or_init(|| {
                std::array::from_fn(|at| char::from(u8::try_from(at + 128).expect("128 from 128 on are bytes")))
            }),
            Iso8859_15 => LATIN9.get_or_init(|| of(ISO_8859_15)),
            MacRoman => MAC.get_or_init(|| of(MACINTOSH)),
            Cp850 => &DECODING_TABLE_CP850,
            Cp437 => &DECODING_TABLE_CP437,
            Cp852 => &DECODING_TABLE_CP852,
        })
    }

    /// The text of some bytes, with the replacement character for what is none.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        match self {
            Utf8 | Utf8WithMark => lossy(bytes, &mut Vec::new()),
            Utf16Le => wide(bytes, u16::from_le_bytes),
            Utf16Be => wide(bytes, u16::from_be_bytes),
            _ => single(bytes, self.table().expect("the others have a table")),
        }
    }

    /// A whole file of UTF-8 in which nothing is to be replaced.
    pub(crate) fn whole(self, bytes: &Bytes) -> Option<Decoded> {
        let text = bytes.text()?.clone();
        let places = Places { kind: Kind::Same, marks: Vec::new(), length: bytes.len() };
        Some(Decoded::new(text, self, places))
    }

    /// Decodes a whole file. Its byte order mark stays in the text of UTF-8 and is left out of that of UTF-16.
    pub fn decode(self, bytes: &Bytes) -> Decoded {
        let (text, kind) = match self {
            Utf8 | Utf8WithMark => {
                if let Some(whole) = self.whole(bytes) {
                    return whole;
                }
                let mut replaced = Vec::new();
                (lossy(bytes, &mut replaced), Kind::Replaced(replaced))
            }
            Utf16Le | Utf16Be => {
                let mark: &[u8] = if self == Utf16Le { b"\xFF\xFE" } else { b"\xFE\xFF" };
                let start = if bytes.starts_with(mark) { 2 } else { 0 };
                (self.text(&bytes[start..]), Kind::Wide(start))
            }
            _ => (self.text(bytes), Kind::Single),
        };
        let marks = match &kind {
            Kind::Same | Kind::Replaced(_) => Vec::new(),
            _ => marks(text.as_bytes(), &kind),
        };
        Decoded::new(Arc::new(text), self, Places { kind, marks, length: bytes.len() })
    }
}

/// A decoded text that knows where each of its bytes stands in the file.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The text.
    pub text: Arc<String>,
    /// How it was written.
    pub encoding: Encoding,
    /// About how many bytes of it are read together.
    pub(crate) piece: usize,
    /// Before its rows are read only some of them need be looked at.
    pub(crate) by_sample: bool,
    /// Where the text is read again once it was let go.
    pub(crate) shelved: Option<Arc<Shelved>>,
    places: Arc<Places>,
}

/// Where the bytes of a text stand in its file.
#[derive(Debug, Clone)]
struct Places {
    kind: Kind,
    /// Units of the file before each [`STEP`] bytes of text.
    marks: Vec<usize>,
    /// Bytes of the file.
    length: usize,
}

#[derive(Debug, Clone)]
enum Kind {
    /// The file's own bytes.
    Same,
    /// UTF-8 in which each byte that is none was replaced by three, at these places of the text.
    Replaced(Vec<usize>),
    /// One byte a character.
    Single,
    /// Two bytes a unit of UTF-16, after so many bytes.
    Wide(usize),
}

impl Decoded {
    fn new(text: Arc<String>, encoding: Encoding, places: Places) -> Self {
        Self { text, encoding, piece: PIECE, by_sample: false, shelved: None, places: Arc::new(places) }
    }

    /// The same text, which is read again from its file, or decoded again, once it was let go.
    pub(crate) fn lying_on(mut self, file: &Arc<Shelved>) -> Self {
        let encoding = self.encoding;
        let is_whole = matches!(self.places.kind, Kind::Same);
        self.shelved = Some(if is_whole {
            file.clone()
        } else {
            file.made_into(Bytes::Text(self.text.clone()), move |bytes| Bytes::Text(encoding.decode(bytes).text))
        });
        self
    }

    /// The same with another text in its place: none where it is let go, or itself where it is at hand again.
    pub(crate) fn with_text(&self, text: Arc<String>) -> Self {
        Self { text, ..self.clone() }
    }

    /// Puts a text in the place of this one that is made of it, and is as long wherever a byte of the file stands.
    pub(crate) fn replace(&mut self, make: impl Fn(&str) -> String + Send + Sync + 'static) {
        self.text = Arc::new(make(&self.text));
        if let Some(before) = &self.shelved {
            let again = move |bytes: &Bytes| {
                let text = bytes.text().expect("what was made of a text is one");
                Bytes::from(make(text))
            };
            self.shelved = Some(before.made_into(Bytes::Text(self.text.clone()), again));
        }
    }

    /// The byte of the file at which a byte of the text stands.
    pub fn in_file(&self, at: usize) -> usize {
        self.counted_on((0, 0), at).1
    }

    /// The same, counting on from a place of the text and the units before it, which come back moved.
    pub(crate) fn counted_on(&self, here: (usize, usize), at: usize) -> ((usize, usize), usize) {
        let Places { kind, marks, length } = &*self.places;
        let at = at.min(self.text.len());
        let file = match kind {
            Kind::Same => at,
            Kind::Replaced(replaced) => at - 2 * replaced.partition_point(|place| *place < at),
            Kind::Single | Kind::Wide(_) => {
                let marked = (at / STEP * STEP, marks[at / STEP]);
                let (from, before) = if here.0 <= at && here.0 >= marked.0 { here } else { marked };
                let units = before + units(&self.text.as_bytes()[from..at], kind);
                let file = if let Kind::Wide(start) = kind { start + 2 * units } else { units };
                return ((at, units), file.min(*length));
            }
        };
        ((at, 0), file.min(*length))
    }

    /// The byte of the text at a byte of the file where a character begins.
    pub fn in_text(&self, file: usize) -> usize {
        let Places { kind, marks, .. } = &*self.places;
        let wanted = match kind {
            Kind::Same => return file.min(self.text.len()),
            Kind::Replaced(replaced) => {
                // Each place of the list has moved by two bytes for every one before it.
                let before = replaced.iter().enumerate().take_while(|(at, place)| *place - 2 * at < file).count();
                return (file + 2 * before).min(self.text.len());
            }
            Kind::Single => file,
            Kind::Wide(start) => file.saturating_sub(*start) / 2,
        };
        let step = marks.partition_point(|units| *units <= wanted).saturating_sub(1);
        let (mut at, mut found) = (step * STEP, marks[step]);
        let bytes = self.text.as_bytes();
        while at < bytes.len() && (found < wanted || !self.text.is_char_boundary(at)) {
            found += units(&bytes[at..=at], kind);
            at += 1;
        }
        at
    }
}

/// How many units of the file some bytes of text are: a character counts at its first byte.
fn units(bytes: &[u8], kind: &Kind) -> usize {
    let characters = bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
    // A character of four bytes of UTF-8 is two units of UTF-16.
    let pairs = if matches!(kind, Kind::Wide(_)) { bytes.iter().filter(|byte| **byte >= 0xF0).count() } else { 0 };
    characters + pairs
}

fn marks(text: &[u8], kind: &Kind) -> Vec<usize> {
    let mut marks = vec![0];
    let mut before = 0;
    for chunk in text.chunks(STEP) {
        before += units(chunk, kind);
        marks.push(before);
    }
    marks
}

/// UTF-8 with one replacement character for each byte that is none; tells where these stand in the text.
fn lossy(bytes: &[u8], replaced: &mut Vec<usize>) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            replaced.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut text: String = characters.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn single(bytes: &[u8], table: &[char; 128]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        text.push_str(std::str::from_utf8(&rest[..at]).expect("ASCII is UTF-8"));
        text.push(table[usize::from(rest[at] - 128)]);
        rest = &rest[at + 1..];
    }
    text.push_str(std::str::from_utf8(rest).expect("ASCII is UTF-8"));
    text
}

/// True for bytes that begin with the byte order mark of UTF-8.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    bytes.starts_with(BYTE_ORDER_MARK)
}

/// True for what is no character in a text:
/// NUL, the replacement character, and the control characters that stand for bytes an encoding leaves undefined.
pub(crate) fn is_no_character(c: char) -> bool {
    matches!(c, '\0' | '\u{fffd}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}')
}
