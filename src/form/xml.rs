//! Tags of an XML text with their bytes, so that a few can be changed and all else stays as it is.

use std::ops::Range;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Empty,
}

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct Tag<'x> {
    pub kind: Kind,
    /// Name without its prefix.
    pub name: &'x str,
    /// Prefix with its colon; empty without one.
    pub prefix: &'x str,
    /// Bytes of the whole tag.
    pub range: Range<usize>,
    /// How many elements are open around it.
    pub depth: usize,
    text: &'x str,
}

impl<'x> Tag<'x> {
    /// An attribute as it is written, by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&'x str> {
        let range = self.value(name)?;
        self.text.get(range)
    }

    /// Bytes of an attribute's value inside the tag.
    fn value(&self, name: &str) -> Option<Range<usize>> {
        let mut at = 1 + self.prefix.len() + self.name.len();
        loop {
            let rest = self.text.get(at..)?;
            let equals = at + rest.find('=')?;
            let written = self.text[at..equals].trim();
            let open = equals + 1 + self.text[equals + 1..].find(['"', '\''])?;
            let quote = &self.text[open..=open];
            let close = open + 1 + self.text[open + 1..].find(quote)?;
            if written == name || written.rsplit_once(':').is_some_and(|(_, local)| local == name) {
                return Some(open + 1..close);
            }
            at = close + 1;
        }
    }

    /// The tag with another value of an attribute.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        if let Some(range) = self.value(name) {
            return format!("{}{value}{}", &self.text[..range.start], &self.text[range.end..]);
        }
        let end = self.text.trim_end_matches('>').trim_end_matches('/').trim_end().len();
        format!("{} {name}=\"{value}\"{}", &self.text[..end], &self.text[end..])
    }

    /// The tag without an attribute.
    pub(super) fn without(&self, name: &str) -> String {
        let Some(range) = self.value(name) else { return self.text.to_owned() };
        let start = self.text[..range.start].rfind(char::is_whitespace).unwrap_or(range.start);
        format!("{}{}", &self.text[..start], &self.text[range.end + 1..])
    }

    /// The tag as it is written.
    pub(super) fn text(&self) -> &'x str {
        self.text
    }
}

/// The tags of a text in order; what is no well-formed tag ends them.
#[derive(Debug)]
pub(super) struct Tags<'x> {
    text: &'x str,
    at: usize,
    depth: usize,
}

/// Begins at the first tag of a text.
pub(super) fn tags(text: &str) -> Tags<'_> {
    Tags { text, at: 0, depth: 0 }
}

impl<'x> Iterator for Tags<'x> {
    type Item = Tag<'x>;

    fn next(&mut self) -> Option<Tag<'x>> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = &self.text[start..];
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
            if let Some((open, close)) = skipped.iter().find(|(open, _)| rest.starts_with(open)) {
                self.at = start + open.len() + rest[open.len()..].find(close)? + close.len();
                continue;
            }
            let end = start + end_of_tag(rest)?;
            self.at = end;
            let text = &self.text[start..end];
            let kind = match (text.starts_with("</"), text.ends_with("/>")) {
                (true, _) => Kind::Close,
                (_, true) => Kind::Empty,
                _ => Kind::Open,
            };
            let inner = text.trim_start_matches("</").trim_start_matches('<');
            let name = inner.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next()?;
            let colon = name.find(':').map_or(0, |at| at + 1);
            if kind == Kind::Close {
                self.depth = self.depth.saturating_sub(1);
            }
            let depth = self.depth;
            if kind == Kind::Open {
                self.depth += 1;
            }
            return Some(Tag { kind, name: &name[colon..], prefix: &name[..colon], range: start..end, depth, text });
        }
    }
}

/// The byte after a tag's `>`, which may stand in a quoted value too.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Changes of a text, put in at the end.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text in the place of some bytes.
    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// Puts a text before a byte.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// The text with all changes; those at one place in the order they were made.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for (range, new) in self.0 {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// A text that XML wrote, with its five entities and numbered characters; other entities stay.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';') else { break };
        let entity = &rest[1..end];
        let number = entity.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let number = number.or_else(|| entity.strip_prefix('#').map(str::parse));
        match (entity, number.and_then(Result::ok).and_then(char::from_u32)) {
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            (_, Some(c)) => out.push(c),
            _ => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}
