//! Texts of a workbook outside its cells: comments, text boxes, page headers and footers, and its properties. They are
//! looked through for persons, what is printed of them for words of scale, and otherwise not read.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use super::workbook::xls;

/// Most bytes of one part that are looked through; a longer one holds more than remarks.
const PART: u64 = 8 * 1024 * 1024;
/// Most bytes of all parts together.
const ALL: u64 = 32 * 1024 * 1024;

/// The texts outside the cells of a workbook, a line each.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Comments, and whatever else is not printed.
    remarks: Vec<String>,
    /// Page headers and footers, and text boxes.
    pub printed: Vec<String>,
}

impl Texts {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.remarks.iter().chain(&self.printed)
    }
}

/// The texts outside the cells of a workbook.
pub(super) fn texts(bytes: &[u8]) -> Texts {
    let mut texts = Texts::default();
    let is_archive = parts(bytes, taken, &mut |take, xml| {
        let is_whole = matches!(take, DRAWING | STYLES);
        let is_printed = matches!(take, DRAWING | HEADER);
        for piece in pieces(xml, if is_whole { "" } else { take }) {
            let piece = if take == HEADER { parted(piece, "&amp;") } else { piece.to_owned() };
            let into = if is_printed { &mut texts.printed } else { &mut texts.remarks };
            into.extend(lines(&piece).filter(|line| !line.trim().is_empty()));
        }
        if take == STYLES
            && let Some((_, pages)) = xml.split_once("<office:master-styles")
        {
            texts.printed.extend(lines(pages).filter(|line| !line.trim().is_empty()));
        }
    });
    if !is_archive {
        let (remarks, headers) = xls::texts(bytes);
        let apart = |text: String| parted(&text, "&").lines().map(str::to_owned).collect::<Vec<_>>();
        texts.remarks.extend(remarks.into_iter().flat_map(apart));
        texts.printed.extend(headers.into_iter().flat_map(apart));
    }
    texts
}

/// The texts of a workbook's properties that somebody wrote: author, title, keywords and the like.
pub(super) fn properties(bytes: &[u8]) -> Vec<String> {
    let is_properties = |name: &str| {
        let name = name.to_lowercase();
        (name == "meta.xml" || name.starts_with("docprops/")).then_some("")
    };
    let mut texts = Vec::new();
    let is_archive = parts(bytes, is_properties, &mut |_, xml| {
        texts.extend(PROPERTIES.iter().flat_map(|element| pieces(xml, element)).map(unescaped));
    });
    if is_archive { texts } else { xls::properties(bytes) }
}

/// Elements of the properties that hold what somebody wrote; others hold dates, versions and keys of programs.
const PROPERTIES: [&str; 15] = [
    "dc:creator",
    "dc:title",
    "dc:subject",
    "dc:description",
    "cp:lastModifiedBy",
    "cp:keywords",
    "cp:category",
    "cp:contentStatus",
    "Company",
    "Manager",
    "meta:initial-creator",
    "meta:printed-by",
    "meta:keyword",
    "meta:user-defined",
    "vt:lpwstr",
];

/// Gives the XML of each part of an archive that is asked for, with what is taken of it; false for anything else.
fn parts(bytes: &[u8], asked: impl Fn(&str) -> Option<&'static str>, give: &mut dyn FnMut(&'static str, &str)) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = ALL;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let name = part.name().map(Cow::into_owned).unwrap_or_default();
        let Some(take) = asked(&name).filter(|_| left > 0) else { continue };
        let mut xml = Vec::new();
        if part.take(PART.min(left)).read_to_end(&mut xml).is_err() {
            continue;
        }
        left = left.saturating_sub(xml.len() as u64);
        let xml = String::from_utf8_lossy(&xml);
        give(take, &xml);
    }
    true
}

/// A page header with its left, middle and right part on lines of their own; a sign and a letter begin each.
fn parted(header: &str, sign: &str) -> String {
    ["L", "C", "R"].iter().fold(header.to_owned(), |text, part| text.replace(&format!("{sign}{part}"), "\n"))
}

/// The element of page headers and footers.
const HEADER: &str = "headerFooter";
/// Stands for the whole of a part with text boxes.
const DRAWING: &str = "a drawing";
/// Stands for the whole of a part with styles, of which the last are pages.
const STYLES: &str = "styles";

/// The elements of a part whose texts are taken; an empty name is the whole part.
fn taken(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let is_xml = name.rsplit('.').next() == Some("xml");
    match name.as_str() {
        name if is_xml && name.contains("comments") => Some(""),
        name if is_xml && name.contains("/drawings/") => Some(DRAWING),
        "styles.xml" => Some(STYLES),
        "content.xml" => Some("office:annotation"),
        name if is_xml && name.starts_with("xl/worksheets/") => Some(HEADER),
        _ => None,
    }
}

/// What stands between the beginning and the end of each element of a name.
fn pieces<'x>(xml: &'x str, element: &str) -> Vec<&'x str> {
    if element.is_empty() {
        return vec![xml];
    }
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut pieces = Vec::new();
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once(open.as_str()) {
        let (piece, next) = after.split_once(close.as_str()).unwrap_or((after, ""));
        // What is left of the opening tag is a tag without its bracket.
        pieces.push(piece.split_once('>').map_or("", |(_, inside)| inside));
        rest = next;
    }
    pieces
}

/// Ends of tags behind which a new line begins; within a line tags are only changes of its look.
const LINE_ENDS: [&str; 7] = ["comment", "threadedComment", "text", "p", "oddHeader", "oddFooter", "author"];

/// The texts of XML without its tags.
fn lines(xml: &str) -> impl Iterator<Item = String> {
    let mut plain = String::with_capacity(xml.len() / 4);
    for (at, part) in xml.split('<').enumerate() {
        let (tag, text) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let name = tag.strip_prefix('/').unwrap_or_default();
        if LINE_ENDS.contains(&name.rsplit(':').next().unwrap_or(name)) {
            plain.push('\n');
        }
        plain.push_str(text);
    }
    let plain = unescaped(&plain);
    plain.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The characters that XML writes with names and numbers.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, next)) = after.split_once(';').filter(|(name, _)| name.len() <= 8) else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => number.parse().ok(),
        });
        out.push(number.and_then(char::from_u32).unwrap_or(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            _ => '\'',
        }));
        rest = next;
    }
    out.push_str(rest);
    out
}
