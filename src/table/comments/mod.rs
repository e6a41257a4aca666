//! Texts of a workbook outside its cells: comments, text boxes, page headers and footers, its properties, and what nothing
//! shows. They are looked through for persons, what is printed of them for words of scale, and otherwise not read.

mod annotations;
pub(super) mod elsewhere;
mod embedded;
pub(super) mod noted;
pub(super) mod own;
pub(super) mod owners;
mod records;
mod unseen;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::workbook::xls;
use super::workbook::xlsx::place_of;
use annotations::ANNOTATION;
pub(super) use unseen::Sense;

/// Bytes of a sheet that are looked through together.
const PIECE: usize = 8 * 1024 * 1024;
/// Most bytes of all parts together: a workbook that is read unpacks to no more.
const ALL: u64 = 128 * 1024 * 1024;

/// What of a workbook a text outside its cells is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A remark at a cell.
    Comment,
    /// Who wrote it, and when.
    Author,
    /// A text box or another drawing.
    Box,
    /// One of these: an older workbook keeps them alike.
    CommentOrBox,
    /// A style of cells, which may show a text.
    Style,
    /// A page header or footer.
    Page,
    /// A link, or what a linked workbook lends.
    Link,
    /// A chart.
    Chart,
    /// A rule for what a cell may hold, and its messages.
    Validation,
    /// A format that depends on what a cell holds.
    Condition,
    /// A name for cells or a value, or what it stands for.
    Name,
    /// A format for numbers.
    Format,
    /// A formula.
    Formula,
    /// What a pivot table keeps.
    Pivot,
    /// The name or description of a picture or shape.
    Picture,
    /// A file of its own within the workbook.
    Embedded,
    /// Anything else that no cell shows.
    Part,
}

/// A line outside the cells of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outside {
    /// What it stands in.
    pub kind: Kind,
    /// The part of the workbook's archive.
    pub part: String,
    /// The sheet, where the part itself tells it.
    pub sheet: Option<String>,
    /// Row and column of the cell that it belongs to, where that is told.
    pub cell: Option<(u32, u32)>,
    /// What stands there.
    pub text: String,
}

/// The texts outside the cells of a workbook, a line each.
pub(super) fn texts(bytes: &[u8]) -> Vec<Outside> {
    let mut found = Vec::new();
    let is_archive = parts(bytes, taken, &mut |part, (kind, element), xml| {
        if element == ANNOTATION {
            found.extend(of_annotations(part, xml));
            return found.extend(of_boxes(part, xml));
        }
        let (styles, pages) = xml.split_once(PAGES).unwrap_or((xml, ""));
        let split = [(Kind::Style, styles), (Kind::Page, pages)];
        let whole: &[(Kind, &str)] = if kind == Kind::Style { &split } else { &[(kind, xml)] };
        for (kind, piece) in
            whole.iter().flat_map(|(kind, xml)| pieces(xml, element).into_iter().map(|piece| (*kind, piece)))
        {
            for (cell, piece) in at_cells(piece) {
                let lines = lines(&piece).map(|line| if element == HEADER { uncoded(&line) } else { line });
                let outside =
                    |text: &str| Outside { kind, part: part.to_owned(), sheet: None, cell, text: text.to_owned() };
                found.extend(lines.flat_map(|text| filled(&text).map(outside).collect::<Vec<_>>()));
            }
        }
    });
    if !is_archive {
        for one in xls::outside::texts(bytes) {
            let (sheet, cell) = (one.sheet, one.cell);
            let (kind, text) = match one.kind {
                xls::outside::Kind::Page => (Kind::Page, uncoded(&one.text)),
                xls::outside::Kind::Box => (Kind::CommentOrBox, one.text),
                xls::outside::Kind::Comment => (Kind::Comment, one.text),
                xls::outside::Kind::Author => (Kind::Author, one.text),
            };
            let outside =
                |line: &str| Outside { kind, part: String::new(), sheet: sheet.clone(), cell, text: line.to_owned() };
            found.extend(filled(&text).map(outside));
        }
    }
    found
}

/// The comments of a workbook whose sheets stand in one part, by sheet, and row and column from 1.
pub(crate) fn of_cells(bytes: &[u8]) -> BTreeMap<(String, u32, u32), String> {
    let mut comments: BTreeMap<(String, u32, u32), String> = BTreeMap::new();
    for one in texts(bytes).into_iter().filter(|one| one.kind == Kind::Comment) {
        let Some((sheet, (row, column))) = one.sheet.zip(one.cell) else { continue };
        let comment = comments.entry((sheet, row, column)).or_default();
        if !comment.is_empty() {
            comment.push('\n');
        }
        comment.push_str(&one.text);
    }
    comments
}

/// Takes a text with its part, what it stands in, the cell that it is about, and what it is.
pub(super) type Give<'g> = &'g mut dyn FnMut(&str, Kind, Option<(u32, u32)>, Sense, &str);

/// Gives the texts of a workbook that no cell, comment or page shows, each with its part, what it stands in, the cell that it is
/// about, and what it is. The files within it that nobody can look through come back by their names.
pub(super) fn unseen(bytes: &[u8], give: Give) -> Vec<String> {
    let is_archive = parts(bytes, unseen::taken, &mut |part, kind, xml| {
        let whole = part.to_lowercase().starts_with("object");
        // An object of an ODS workbook is a chart or a document of its own.
        let kind = if whole && !xml.contains("<office:chart") { Kind::Embedded } else { kind };
        unseen::look(part, kind, whole, xml, &mut |kind, cell, sense, text| give(part, kind, cell, sense, text));
    });
    if !is_archive {
        records::look(bytes, &mut |kind, sense, text| give("", kind, None, sense, text));
    }
    embedded::look(bytes, &mut |kind, sense, text| give("", kind, None, sense, text))
}

/// The comments of an ODS workbook, a line each.
fn of_annotations(part: &str, xml: &str) -> Vec<Outside> {
    let mut found = Vec::new();
    for (sheet, one) in annotations::all(xml) {
        for (kind, xml) in [(Kind::Author, one.author), (Kind::Comment, one.words)] {
            let lines = lines(xml).filter(|line| !line.trim().is_empty());
            let outside =
                |text| Outside { kind, part: part.to_owned(), sheet: Some(sheet.clone()), cell: Some(one.cell), text };
            found.extend(lines.map(outside));
        }
    }
    found
}

/// The texts of the boxes and shapes of an ODS workbook, a line each.
fn of_boxes(part: &str, xml: &str) -> Vec<Outside> {
    let outside = |(sheet, xml): (String, &str)| {
        let outside =
            |text| Outside { kind: Kind::Box, part: part.to_owned(), sheet: Some(sheet.clone()), cell: None, text };
        lines(xml).filter(|line| !line.trim().is_empty()).map(outside).collect::<Vec<_>>()
    };
    annotations::boxes(xml).into_iter().flat_map(outside).collect()
}

/// The texts of a workbook's properties that somebody wrote: author, title, keywords and the like.
pub(super) fn properties(bytes: &[u8]) -> Vec<String> {
    let is_properties = |name: &str| {
        let name = name.to_lowercase();
        (name == "meta.xml" || name.starts_with("docprops/")).then_some(())
    };
    let mut texts = Vec::new();
    let is_archive = parts(bytes, is_properties, &mut |_, (), xml| {
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

/// Gives the name and the XML of each part of an archive that is asked for, with what is taken of it, a large sheet in pieces; false
/// for anything else.
pub(super) fn parts<T: Copy>(
    bytes: &[u8],
    asked: impl Fn(&str) -> Option<T>,
    give: &mut dyn FnMut(&str, T, &str),
) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = ALL;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let name = part.name().map(Cow::into_owned).unwrap_or_default();
        let Some(take) = asked(&name).filter(|_| left > 0) else { continue };
        let part = part.take(left);
        if name.to_lowercase().starts_with(SHEETS) {
            left -= in_pieces(part, &mut |xml| give(&name, take, xml));
            continue;
        }
        let Ok(xml) = whole(part) else { continue };
        left = left.saturating_sub(xml.len() as u64);
        give(&name, take, &String::from_utf8_lossy(&xml));
    }
    true
}

/// The folder of the sheets of an XLSX workbook, the largest of its parts.
const SHEETS: &str = "xl/worksheets/";

/// All bytes of a part.
fn whole(mut part: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Gives the XML of a sheet in pieces, each of which but the first begins with a row or a cell; how many bytes it has.
fn in_pieces(mut part: impl Read, give: &mut dyn FnMut(&str)) -> u64 {
    let (mut bytes, mut all) = (Vec::new(), 0);
    loop {
        let Ok(more) = part.by_ref().take(PIECE as u64).read_to_end(&mut bytes) else { return all };
        all += more as u64;
        let begins = |at: &usize| [&b"<row"[..], b"<c "].iter().any(|tag| bytes[*at..].starts_with(tag));
        let end = if more < PIECE { bytes.len() } else { (1..bytes.len()).rev().find(begins).unwrap_or(bytes.len()) };
        give(&String::from_utf8_lossy(&bytes[..end]));
        bytes.drain(..end);
        if more < PIECE {
            return all;
        }
    }
}

/// The lines of a text in which something stands.
fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

/// A page header of a spreadsheet without the codes of its look, its left, middle and right part on lines of their own:
/// `Belopp i tkr` of `&L&"Arial,Bold"&10&KFF0000Belopp i tkr`.
fn uncoded(header: &str) -> String {
    let mut text = String::with_capacity(header.len());
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let behind = |c: char| after.strip_prefix(c);
        rest = match after.chars().next() {
            Some(part @ ('L' | 'C' | 'R')) => {
                text.push('\n');
                behind(part).unwrap_or_default()
            }
            Some('"') => after[1..].split_once('"').map_or(&after[1..], |(_, rest)| rest),
            Some('K') => without_colour(&after[1..]),
            Some('0'..='9') => without_size(after),
            Some(code @ 'A'..='Z') => behind(code).unwrap_or_default(),
            // Two of them stand for one, and one before anything else for itself.
            other => {
                text.push('&');
                if other == Some('&') { &after[1..] } else { after }
            }
        };
    }
    text + rest
}

/// What stands behind a colour: `FF0000`, or one of the theme with its shade, `01+000`.
fn without_colour(text: &str) -> &str {
    let is_shade = |code: &[u8]| {
        let is_digit = |at: usize| code[at].is_ascii_digit();
        [0, 1, 3, 4, 5].into_iter().all(is_digit) && matches!(code[2], b'+' | b'-')
    };
    let is_colour = |code: &[u8]| is_shade(code) || code.iter().all(u8::is_ascii_hexdigit);
    text.as_bytes().get(..6).filter(|code| is_colour(code)).map_or(text, |_| &text[6..])
}

/// What stands behind the size of letters, which has at most three digits; of more the last belong to the text.
fn without_size(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    &text[if digits > 3 { 2 } else { digits }..]
}

/// The element that holds the headers and footers of a sheet.
const HEADER: &str = "headerFooter";

/// Behind this stand the headers and footers among the styles of an ODS workbook.
const PAGES: &str = "<office:master-styles";

/// What a part holds, and the elements of it whose texts are taken; an empty name is the whole part.
fn taken(name: &str) -> Option<(Kind, &'static str)> {
    let name = name.to_lowercase();
    let is_xml = name.rsplit('.').next() == Some("xml");
    match name.as_str() {
        "content.xml" => Some((Kind::Comment, ANNOTATION)),
        "styles.xml" => Some((Kind::Style, "")),
        _ if is_xml && name.contains("comments") => Some((Kind::Comment, "")),
        _ if is_xml && name.contains("/drawings/") => Some((Kind::Box, "")),
        name if is_xml && name.starts_with("xl/worksheets/") => Some((Kind::Page, HEADER)),
        _ => None,
    }
}

/// Elements that are a comment at the cell they name.
const AT_CELLS: [&str; 2] = ["comment", "threadedComment"];

/// XML in parts, each with row and column of the cell that it belongs to.
fn at_cells(xml: &str) -> Vec<(Option<(u32, u32)>, String)> {
    let mut parts = vec![(None, String::new())];
    for (at, piece) in xml.split('<').enumerate() {
        let tag = piece.split_once('>').map_or("", |(tag, _)| tag);
        if at > 0 && AT_CELLS.contains(&name_of(tag)) {
            parts.push((
                attribute(tag, "ref").and_then(|cell| place_of(&cell)).map(|(row, column)| (row + 1, column + 1)),
                String::new(),
            ));
        }
        if let Some((_, part)) = parts.last_mut() {
            part.push_str(if at > 0 { "<" } else { "" });
            part.push_str(piece);
        }
    }
    parts
}

/// The name of an element by its opening tag, without its prefix.
pub(super) fn name_of(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute in an opening tag, by its name without prefix.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.match_indices(name).find_map(|(at, _)| {
        let is_begun = tag[..at].ends_with(|c: char| c.is_whitespace() || c == ':');
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| is_begun && matches!(c, '"' | '\''))?;
        value[1..].split_once(quote).map(|(value, _)| unescaped(value))
    })
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

/// Elements before and behind which a new line begins; within a line tags are only changes of its look. Before a text stand
/// numbers that tell where its box is.
const LINE_ENDS: [&str; 7] = ["comment", "threadedComment", "text", "p", "oddHeader", "oddFooter", "author"];

/// The texts of XML without its tags.
fn lines(xml: &str) -> impl Iterator<Item = String> {
    let mut plain = String::with_capacity(xml.len() / 4);
    for (at, part) in xml.split('<').enumerate() {
        let (tag, text) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        if LINE_ENDS.contains(&name_of(tag.strip_prefix('/').unwrap_or(tag))) {
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
