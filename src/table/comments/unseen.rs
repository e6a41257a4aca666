//! Texts of a workbook that no cell, comment or page shows: links, charts, formats, names, and rules for what cells may hold.

use super::{Kind, name_of, place_of, unescaped};

/// What a text is, and with it what is looked for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Sense {
    /// Somebody's words.
    Words,
    /// A value of the file's own, such as a formula or a path.
    Code,
    /// What a program writes of whoever used it: an address is no reason to refuse a file.
    Program,
}

/// Attributes in which somebody's words stand.
const WORDS: [&str; 20] = [
    "title",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "tooltip",
    "display",
    "display-name",
    "descr",
    "description",
    "name",
    "displayName",
    "caption",
    "alt",
    "comment",
    "string",
    "help",
    "statusBar",
    "totalsRowLabel",
    "text",
];
/// Attributes and elements that hold a formula.
const FORMULAS: [&str; 8] = ["f", "formula", "formula1", "formula2", "definedName", "expression", "condition", "value"];
/// Attributes that hold keys, colours and the outlines of shapes: any digits may stand there.
const KEYS: [&str; 14] = [
    "hashValue",
    "saltValue",
    "checksum",
    "uid",
    "id",
    "guid",
    "d",
    "points",
    "enhanced-path",
    "viewBox",
    "path",
    "coordsize",
    "gfxdata",
    "style",
];
/// Attributes and elements in which a program writes who used it, or where.
const OF_PROGRAMS: [&str; 7] = ["refreshedBy", "userName", "userId", "url", "lastGuid", "creator", "providerId"];
/// What somebody is written to or rung by behind it.
const SCHEMES: [&str; 6] = ["mailto:", "tel:", "sms:", "callto:", "sip:", "skype:"];
/// Elements whose values are words.
const LISTS: [&str; 4] = ["strCache", "strLit", "multiLvlStrCache", "strDim"];

/// An element that is open.
struct Open<'x> {
    name: &'x str,
    kind: Kind,
    /// Row and column of the cell that it is about, from 1.
    cell: Option<(u32, u32)>,
    /// Its text is read elsewhere.
    is_read: bool,
    /// Values in it are words.
    is_list: bool,
}

/// Takes a text with what it stands in, the cell that it is about, and what it is.
pub(super) type Give<'g> = &'g mut dyn FnMut(Kind, Option<(u32, u32)>, Sense, &str);

/// What a part is, where texts of it are nowhere else looked at.
pub(super) fn taken(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    let end = ending(&name);
    let is_read = ["[content_types].xml", "xl/sharedstrings.xml", "meta.xml"].contains(&name.as_str())
        || ["docprops/", "meta-inf/"].iter().any(|begin| name.starts_with(begin))
        || name.contains("comments");
    let has = |part: &str| name.contains(part);
    let kind = match () {
        () if end == "rels" || has("externallinks/") => Kind::Link,
        () if has("/charts/") || has("/chartex") || name.starts_with("object") => Kind::Chart,
        () if has("xl/pivot") => Kind::Pivot,
        () if has("/drawings/") => Kind::Picture,
        () => Kind::Part,
    };
    (is_xml(&name) && !is_read).then_some(kind)
}

/// True for the name, in small letters, of a part that is XML.
pub(super) fn is_xml(name: &str) -> bool {
    matches!(ending(name), "xml" | "rels" | "vml")
}

/// What stands behind the last point of a part's name.
fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// Elements whose texts are one, however it is set.
const PARAGRAPHS: [&str; 3] = ["p", "si", "is"];

/// Gives every text of a part that may be somebody's words or number; of a whole file also what is read elsewhere of a workbook.
pub(super) fn look(part: &str, kind: Kind, is_whole: bool, xml: &str, give: Give) {
    let part = part.to_lowercase();
    let is_of_program = part.starts_with("xl/persons/");
    // The texts of boxes, and those of the styles of an ODS workbook, are read as such.
    let is_read = !is_whole && (part == "styles.xml" || (part.contains("/drawings/") && ending(&part) == "xml"));
    let mut open = vec![Open { name: "", kind, cell: None, is_read, is_list: false }];
    let mut paragraph = String::new();
    let mut give = |kind, cell, sense, text: &str| {
        let sense = if is_of_program { Sense::Program } else { sense };
        if !text.trim().is_empty() {
            give(kind, cell, sense, text);
        }
    };
    for (tag, text) in tokens(xml) {
        if let Some(end) = tag.strip_prefix('/') {
            let name = name_of(end);
            if let Some(at) = open.iter().rposition(|one| one.name == name).filter(|at| *at > 0) {
                if PARAGRAPHS.contains(&name) {
                    give(open[at].kind, open[at].cell, Sense::Words, &unescaped(&std::mem::take(&mut paragraph)));
                }
                open.truncate(at);
            }
        } else if !tag.starts_with(['?', '!']) {
            let one = opened(tag, open.last().expect("the part itself"));
            let is_cell = is_whole && one.name == "c";
            let one = Open { is_read: one.is_read && !is_whole, is_list: one.is_list || is_cell, ..one };
            attributes(tag, |name, value| {
                let kind = if name == "formula" && one.name.ends_with("cell") { Kind::Formula } else { one.kind };
                of_attribute(one.name, name, value, &mut |sense, text| give(kind, one.cell, sense, text));
            });
            if !tag.ends_with('/') {
                open.push(one);
            }
        }
        let here = open.last().expect("the part itself");
        if here.is_read || text.trim().is_empty() {
            continue;
        }
        if open.iter().any(|one| PARAGRAPHS.contains(&one.name)) {
            paragraph.push_str(text);
        } else {
            of_text(here, &unescaped(text), &mut |sense, text| give(here.kind, here.cell, sense, text));
        }
    }
}

/// An element inside another, by its opening tag.
fn opened<'x>(tag: &'x str, parent: &Open) -> Open<'x> {
    let name = name_of(tag);
    let kind = match name {
        "hyperlink" | "hlinkClick" | "hlinkHover" | "a" => Some(Kind::Link),
        "dataValidation" | "content-validation" => Some(Kind::Validation),
        "conditionalFormatting" | "cfRule" | "conditional-format" | "map" => Some(Kind::Condition),
        "definedName" | "named-expression" | "named-range" => Some(Kind::Name),
        "numFmt" | "number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style"
        | "boolean-style" | "text-style" => Some(Kind::Format),
        "cNvPr" => Some(Kind::Picture),
        "f" if parent.name == "c" => Some(Kind::Formula),
        _ => None,
    };
    // The cells themselves, comments, boxes and pages are read elsewhere.
    let is_read = match name {
        "c" | "table-cell" | "annotation" | "headerFooter" | "master-styles" => true,
        "f" => false,
        _ => parent.is_read || tag.starts_with("draw:"),
    };
    let named = |attribute: &str| super::attribute(tag, attribute);
    let cell = match name {
        "c" => named("r"),
        "hyperlink" => named("ref"),
        "dataValidation" | "conditionalFormatting" => named("sqref"),
        _ => None,
    };
    let first = cell.as_deref().and_then(|cells| cells.split([' ', ':']).next()).and_then(place_of);
    let is_list = parent.is_list || LISTS.contains(&name) || (name == "cell" && named("t").is_some());
    Open {
        name,
        kind: kind.unwrap_or(parent.kind),
        cell: first.map(|(row, column)| (row + 1, column + 1)).or(parent.cell),
        is_read,
        is_list,
    }
}

/// Gives what an attribute of an element says.
fn of_attribute(element: &str, name: &str, value: &str, give: &mut dyn FnMut(Sense, &str)) {
    // The names of sheets are looked at as such.
    let is_of_sheet = name == "name" && matches!(element, "sheet" | "table");
    if KEYS.contains(&name) || is_of_sheet || element == "row" || element == "c" {
        return;
    }
    let value = unescaped(value);
    match name {
        "formatCode" => give(Sense::Words, &shown(&value)),
        "Target" | "href" => {
            let target = decoded(&value);
            let scheme = SCHEMES
                .iter()
                .find_map(|scheme| target.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then_some(scheme.len()));
            match scheme {
                Some(length) => give(Sense::Words, &target[length..]),
                None => give(Sense::Code, &target),
            }
        }
        _ if OF_PROGRAMS.contains(&name) => give(Sense::Program, &value),
        _ if FORMULAS.contains(&name) => of_formula(&value, give),
        _ if WORDS.contains(&name) || (element == "s" && name == "v") => give(Sense::Words, &value),
        _ => give(Sense::Code, &value),
    }
}

/// Gives what stands in an element.
fn of_text(here: &Open, text: &str, give: &mut dyn FnMut(Sense, &str)) {
    match here.name {
        "formatCode" => give(Sense::Words, &shown(text)),
        "v" | "t" if here.is_list => give(Sense::Words, text),
        // The last are the words of a number's format.
        "t" | "font" | "div" | "text" => give(Sense::Words, text),
        name if OF_PROGRAMS.contains(&name) => give(Sense::Program, text),
        name if FORMULAS.contains(&name) => of_formula(text, give),
        _ => give(Sense::Code, text),
    }
}

/// Gives a formula, and each text in it.
fn of_formula(formula: &str, give: &mut dyn FnMut(Sense, &str)) {
    formula.split('"').skip(1).step_by(2).for_each(|literal| give(Sense::Words, literal));
    give(Sense::Code, formula);
}

/// What a format for numbers shows of its own: `0 811218-9876` of `0 "811218"\-"9876"`.
pub(super) fn shown(code: &str) -> String {
    code.replace(['"', '\\'], "")
}

/// A target with the characters that it writes as numbers, `%40` for `@`.
fn decoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digits = (*byte == b'%').then(|| target.get(at + 1..at + 3)).flatten();
        let read = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(read.unwrap_or(*byte));
        at += if read.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Each tag without its brackets and the text behind it. Brackets may stand in the value of an attribute.
fn tokens(xml: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = xml.split_once('<').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        for (begin, end) in [("!--", "-->"), ("![CDATA[", "]]>")] {
            if let Some(inside) = rest.strip_prefix(begin) {
                let (text, behind) = inside.split_once(end).unwrap_or((inside, ""));
                rest = behind.split_once('<').map_or("", |(_, rest)| rest);
                return Some(("!", text));
            }
        }
        let mut quote = None;
        let closes = |(_, byte): &(usize, u8)| {
            match (quote, *byte) {
                (None, b'>') => return true,
                (None, b'"' | b'\'') => quote = Some(*byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
            false
        };
        let end = rest.bytes().enumerate().find(closes).map_or(rest.len(), |(at, _)| at);
        let (tag, behind) = rest.split_at(end);
        let behind = behind.strip_prefix('>').unwrap_or(behind);
        let (text, next) = behind.split_once('<').unwrap_or((behind, ""));
        rest = next;
        Some((tag, text))
    })
}

/// Calls a function with the name without prefix, and the value, of each attribute in an opening tag.
fn attributes(tag: &str, mut each: impl FnMut(&str, &str)) {
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return };
        let (value, next) = after[1..].split_once(quote).unwrap_or((&after[1..], ""));
        let name = name.trim();
        if !name.starts_with("xmlns") {
            each(name.rsplit(':').next().unwrap_or(name), value);
        }
        rest = next;
    }
}
