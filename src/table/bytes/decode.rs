//! Which encoding a file is written in: the one in which known words and letters of its languages come out.

mod sense;

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memchr3_iter;

use super::encoding::{Decoded, Encoding, is_marked, is_no_character};
use crate::definition::Definitions;
use crate::source::Bytes;
use crate::table::stamp::language_in;
use sense::score;

/// Bytes that are looked at for a choice; lines in plain ASCII tell nothing and are not counted.
const SAMPLE: usize = 64 * 1024;
/// What a known word is worth that comes out.
const WORD: f64 = 8.0;
/// What a letter or sign in well-formed UTF-8 is worth beside the sense it makes: those of other encodings hardly ever form one.
const WELL_FORMED: f64 = 16.0;
/// So many well-formed letters and signs to a fault leave a text UTF-8, rather than one of two encodings.
const FORMED_BY_FAULT: usize = 3;
/// What the letters beyond ASCII of a line are worth at least where it makes sense.
const SOUND: f64 = 1.5;
/// What a letter makes that alone decides for an encoding: the frequent ones of the languages.
const TELLING: f64 = 3.0;
/// Less than this between two encodings leaves both plausible.
const PLAUSIBLE: f64 = 3.0;
/// More than this between two encodings is more than a byte that belongs to neither can make.
const DECIDED: f64 = 24.0;

/// A text with how it was decoded, and how else it could have been.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The text.
    pub decoded: Decoded,
    /// Another encoding in which the text makes as much sense.
    pub rival: Option<Encoding>,
    /// Some of it may be UTF-8 among what is not.
    pub mixed: bool,
}

/// What is known of the words and letters that a file may hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// Labels with letters beyond ASCII, in lower case.
    words: BTreeSet<String>,
    /// Letters beyond ASCII of the languages, in lower case, with what one is worth.
    letters: Vec<(char, f64)>,
    /// The languages, the likeliest first.
    languages: Vec<String>,
}

impl Expected {
    /// What the definitions of a project let expect.
    pub(crate) fn new(definitions: &Definitions) -> Self {
        let columns = definitions.datasets.values().flat_map(|dataset| &dataset.columns);
        let headers = columns.flat_map(|column| column.label.0.values().chain(&column.aliases));
        let codes = definitions.codelists.values().flat_map(|list| &list.codes);
        let labels = codes.flat_map(|code| code.label.0.values());
        let words = headers.chain(labels).filter(|word| !word.is_ascii()).map(|word| word.trim().to_lowercase());
        Self { words: words.collect(), ..Self::of_languages(&definitions.project.languages) }
    }

    /// What languages alone let expect, the likeliest first.
    pub(crate) fn of_languages(languages: &[String]) -> Self {
        let mut expected = Self { languages: languages.to_vec(), ..Self::default() };
        for (rank, language) in languages.iter().enumerate() {
            let (frequent, rare) = letters(language);
            let weights = if rank == 0 { (4.0, 2.0) } else { (3.0, 1.0) };
            for (letters, weight) in [(frequent, weights.0), (rare, weights.1)] {
                let new: Vec<char> = letters.chars().filter(|c| !expected.knows(*c)).collect();
                expected.letters.extend(new.into_iter().map(|c| (c, weight)));
            }
        }
        expected
    }

    /// The same where one language is likelier than all others.
    fn led_by(&self, language: &str) -> Self {
        let others = self.languages.iter().filter(|other| *other != language).cloned();
        let languages: Vec<String> = std::iter::once(language.to_owned()).chain(others).collect();
        Self { words: self.words.clone(), ..Self::of_languages(&languages) }
    }

    /// The likeliest language is written in Central Europe.
    fn is_central(&self) -> bool {
        self.languages.first().is_some_and(|language| matches!(language.as_str(), "ro" | "sl"))
    }

    fn knows(&self, letter: char) -> bool {
        self.letters.iter().any(|(known, _)| *known == letter)
    }

    fn worth(&self, letter: char) -> Option<f64> {
        self.letters.iter().find(|(known, _)| *known == letter).map(|(_, worth)| *worth)
    }

    /// The known words among the cells of a text.
    fn words_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let cells = text.split([';', ',', '\t', '|', '\n', '\r', '"']).map(str::trim);
        cells.filter(|cell| !cell.is_ascii() && self.words.contains(&cell.to_lowercase()))
    }
}

/// The letters beyond ASCII of a language: those of every sentence, and those of some.
fn letters(language: &str) -> (&'static str, &'static str) {
    match language {
        "sv" => ("åäö", "éüàè"),
        "fr" => ("éèàêç", "âëîïôùûüœæ"),
        "it" => ("àèéìòù", ""),
        // Windows-1250 writes a cedilla for the comma below.
        "ro" => ("ăâîșțşţ", ""),
        "sl" => ("čšž", "ćđ"),
        _ => ("", "é"),
    }
}

/// Decodes a file: in the encoding asked for, else by its byte order mark, else in the likeliest.
pub(crate) fn decode(bytes: &Bytes, asked: Option<Encoding>, expected: &Expected) -> Choice {
    let sure = |encoding: Encoding| Choice { decoded: encoding.decode(bytes), rival: None, mixed: false };
    if let Some(encoding) = asked.or_else(|| by_form(bytes)) {
        return sure(encoding);
    }
    if let Some(decoded) = Encoding::Utf8.whole(bytes) {
        return Choice { decoded, rival: None, mixed: false };
    }
    // A form says in plain letters which language it is in, whatever those of the project are.
    let of_form = language_in(bytes).map(|language| expected.led_by(language));
    let expected = of_form.as_ref().unwrap_or(expected);
    let sample = sample(bytes);
    let mut candidates: Vec<(f64, Encoding, String)> = single_byte(expected)
        .map(|(prior, encoding)| {
            let text = encoding.text(&sample);
            let form = if encoding == Encoding::Utf8 { well_formed(&sample, expected) } else { 0.0 };
            (prior + form + score(&text, None, expected), encoding, text)
        })
        .collect();
    // The first of equals is the likelier before anything was read.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (most, best, text) = &candidates[0];
    let others = || candidates[1..].iter();
    let rival = if *best == Encoding::Utf8 {
        // Its characters stand beside those of no other.
        others().find(|(worth, _, other)| most - worth < PLAUSIBLE && !other.contains(is_no_character))
    } else {
        let odd = others().find(|(worth, _, other)| most - worth < DECIDED && is_at_odds(text, other, expected));
        let odd = odd.or_else(|| others().find(|(_, _, other)| is_plausible(text, other, expected)));
        let is_other = |other: &str| text != other && !other.contains(is_no_character);
        let left_open = || is_left_open(*best, text, expected).then(|| others().find(|(_, _, other)| is_other(other)));
        odd.or_else(|| left_open().flatten())
    };
    let rival = rival.map(|(_, encoding, _)| *encoding);
    Choice { decoded: best.decode(bytes), rival, mixed: *best != Encoding::Utf8 && may_be_mixed(bytes) }
}

/// True where two bytes stand side by side that are one letter of our alphabets, or begin one sign, in UTF-8.
fn may_be_mixed(bytes: &[u8]) -> bool {
    memchr3_iter(0xC2, 0xC3, 0xE2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x80..=0xBF)))
}

/// What the well-formed letters and signs of a text speak for UTF-8, where next to nothing else in it speaks against it.
fn well_formed(bytes: &[u8], expected: &Expected) -> f64 {
    let (mut formed, mut broken, mut is_broken) = (0, 0, false);
    for chunk in bytes.utf8_chunks() {
        formed += chunk.valid().chars().filter(|c| is_telling(*c, expected)).count();
        // What is left of one character, or of its neighbour too, is one fault.
        is_broken &= chunk.valid().is_empty();
        broken += usize::from(!is_broken && !chunk.invalid().is_empty());
        is_broken = !chunk.invalid().is_empty();
    }
    let is_fault = broken <= 1 || broken * FORMED_BY_FAULT <= formed;
    if is_fault { WELL_FORMED * f64::from(u32::try_from(formed).unwrap_or(u32::MAX)) } else { 0.0 }
}

/// True for a letter of the languages and for the letters and signs whose bytes are no word's in any other encoding.
fn is_telling(c: char, expected: &Expected) -> bool {
    matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{20ac}')
        || (!c.is_ascii() && c.to_lowercase().next().is_some_and(|lower| expected.knows(lower)))
}

/// A text that was cut out of a file of another encoding, where it is likely to be UTF-8: letters of our alphabets and signs,
/// and what is broken only beside them.
pub(crate) fn as_utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let is_likely = |c: char| matches!(c, '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{2010}'..='\u{20ac}');
    let text = String::from_utf8_lossy(bytes);
    let mut beyond = text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).peekable();
    (beyond.peek().is_some() && beyond.all(is_likely)).then_some(text)
}

/// True for bytes that their form alone shows to be UTF-16, of which many look like control characters.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    matches!(by_form(bytes), Some(Encoding::Utf16Le | Encoding::Utf16Be))
}

/// The encoding that marks or zeros among the bytes alone give away.
fn by_form(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ if is_marked(bytes) => Some(Encoding::Utf8WithMark),
        _ => wide(bytes),
    }
}

/// UTF-16 without a byte order mark: zeros stand on one side of the pairs alone, where the high bytes of delimiters,
/// digits and line ends are, and those of the other characters are such as letters of some script have.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (pairs, _) = sample.as_chunks::<2>();
    let zero = |at: usize| pairs.iter().filter(|pair| pair[at] == 0 && pair[1 - at] != 0).count();
    let (high, low) = (zero(1), zero(0));
    let is_wide = |at: usize, count: usize, other: usize| {
        let one_sided = count > 1 && other * 20 <= count && count * 20 >= pairs.len();
        let share = |fits: fn(u8) -> bool| pairs.iter().filter(|pair| fits(pair[at])).count();
        // No text of one byte a character has control characters at every other place.
        let alphabetic = share(|byte| byte <= 0x20) * 10 >= pairs.len() * 9;
        // Characters of East Asia have all kinds of high bytes, but hardly any that UTF-8 could be made of.
        let eastern = || share(is_eastern) * 50 >= pairs.len() * 49 && std::str::from_utf8(sample).is_err();
        one_sided && (alphabetic || eastern())
    };
    if is_wide(1, high, low) {
        Some(Encoding::Utf16Le)
    } else if is_wide(0, low, high) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// True for the high byte of a character of alphabets, signs, kana, ideographs, Hangul or their forms.
fn is_eastern(high: u8) -> bool {
    matches!(high, 0..=0x33 | 0x4E..=0x9F | 0xAC..=0xD7 | 0xF9 | 0xFA | 0xFE | 0xFF)
}

/// The encodings of one byte a character, and UTF-8 with faults, with a grain of what is likely before reading.
fn single_byte(expected: &Expected) -> impl Iterator<Item = (f64, Encoding)> {
    let central = if expected.is_central() { 0.35 } else { 0.05 };
    [
        (0.3, Encoding::Windows1252),
        (central, Encoding::Windows1250),
        (0.2, Encoding::Cp850),
        (0.15, Encoding::MacRoman),
        (0.1, Encoding::Iso8859_15),
        (central / 2.0, Encoding::Cp852),
        (0.02, Encoding::Cp437),
        (0.0, Encoding::Utf8),
    ]
    .into_iter()
}

/// The lines that hold more than ASCII, up to a size.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_ascii()) {
        let room = SAMPLE - sample.len();
        sample.extend_from_slice(&line[..line.len().min(room)]);
        if sample.len() == SAMPLE {
            break;
        }
    }
    sample
}

/// True when two readings differ and where they do the second makes about as much sense as the first.
fn is_plausible(best: &str, other: &str, expected: &Expected) -> bool {
    let aligned = best.chars().count() == other.chars().count();
    if best == other || !aligned || other.contains(is_no_character) {
        return false;
    }
    let (mine, its) = (score(best, Some(other), expected), score(other, Some(best), expected));
    let words = |text: &str| expected.words_in(text).count();
    its >= 0.0 && (mine - its) / repeated(best, other) < PLAUSIBLE && words(other) >= words(best)
}

/// True where some line makes more sense in a second reading than in the first, though all of them together do not: a byte
/// that belongs to neither may have decided.
fn is_at_odds(best: &str, other: &str, expected: &Expected) -> bool {
    let are_aligned = |(one, other): &(&str, &str)| one != other && one.chars().count() == other.chars().count();
    let ends = ['\n', '\r'];
    let mut lines = best.split_inclusive(ends).zip(other.split_inclusive(ends)).filter(are_aligned);
    lines.any(|(one, other)| {
        let (mine, its) = (score(one, Some(other), expected), score(other, Some(one), expected));
        its >= SOUND && its - mine >= 1.0
    })
}

/// True where one byte, the only one beyond ASCII however often it stands, decided for an encoding in which it makes little
/// sense: it may be no letter at all. Of what most programs write, anything that makes some sense is enough.
fn is_left_open(best: Encoding, text: &str, expected: &Expected) -> bool {
    let mut beyond = text.chars().filter(|c| !c.is_ascii());
    let Some(first) = beyond.next() else { return false };
    let mut times = 1.0;
    for c in beyond {
        if c != first {
            return false;
        }
        times += 1.0;
    }
    let enough = if best == Encoding::Windows1252 { 0.0 } else { TELLING };
    score(text, None, expected) / times < enough
}

/// How often two readings differ where one letter alone decides between them, which proves no more by standing often; else 1.
fn repeated(one: &str, other: &str) -> f64 {
    let mut differing = one.chars().zip(other.chars()).filter(|(one, other)| one != other);
    let first = differing.next();
    let mut times = 1;
    for pair in differing {
        if Some(pair) != first {
            return 1.0;
        }
        times += 1;
    }
    f64::from(times)
}
