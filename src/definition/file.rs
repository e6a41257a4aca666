//! A definition file: its text, and the places of what was read from it.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::located::Located;
use super::node::Node;
use crate::source::{Source, Span};

/// A definition file with the places of its keys and values.
#[derive(Debug, Clone)]
pub struct File {
    /// Path and text.
    pub source: Source,
    /// Keys and values, read when the first place is asked for: most files have nothing to be told of.
    tree: OnceCell<Option<Node>>,
}

/// Something read, with the file it stands in.
#[derive(Debug, Clone)]
pub struct Loaded<T> {
    /// The file.
    pub file: Rc<File>,
    /// What it says.
    pub value: T,
}

impl File {
    /// Takes a YAML text.
    pub fn new(name: &str, text: &str) -> Self {
        Self { source: Source::new(name, text), tree: OnceCell::new() }
    }

    /// Keys and values; `None` when it is no YAML.
    pub fn tree(&self) -> Option<&Node> {
        self.tree.get_or_init(|| Node::read(&self.source)).as_ref()
    }

    /// Path inside the project.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The whole file.
    pub fn whole(&self) -> Span {
        Span::file(&self.source.name)
    }

    /// Where a value stands; the whole file for one that was not written.
    pub fn at<T>(&self, located: &Located<T>) -> Span {
        match self.start(located) {
            Some(start) => self.source.span(self.token(start)),
            None => self.whole(),
        }
    }

    /// Where the value at a path such as `fields.3.label` stands, or what is nearest above it.
    pub fn place(&self, path: &str) -> Span {
        let Some(tree) = self.tree() else { return self.whole() };
        let node = tree.follow(path);
        if node.text().is_some() {
            return self.source.span(node.bytes.clone());
        }
        // A whole block says little: its first line is enough to find it.
        self.source.span(self.first_line(&node.bytes))
    }

    /// Where the key at a path stands, or the nearest thing above it.
    pub fn key(&self, path: &str) -> Span {
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let entry = self.tree().and_then(|tree| tree.follow(parent).entry(name));
        entry.map_or_else(|| self.place(path), |(key, _)| self.source.span(key.bytes.clone()))
    }

    /// Where some bytes of a text's value stand in the file, quotes, escapes and folded lines considered.
    pub fn within(&self, located: &Located<String>, bytes: (usize, usize)) -> Span {
        let Some(start) = self.start(located) else { return self.whole() };
        let token = self.token(start);
        let places = self.source.text.get(token.clone()).map_or_else(Vec::new, |raw| align(&located.value, raw));
        let Some(&(_, from)) = places.iter().find(|(value, _)| *value >= bytes.0) else {
            // What is missing at the end stands before the closing quote.
            let end = places.last().map_or(token.end, |(_, raw)| token.start + raw + 1);
            return self.source.span(end..end);
        };
        let to = places
            .iter()
            .rev()
            .find(|(value, _)| *value < bytes.1)
            .map_or(from, |(value, raw)| raw + located.value[*value..].chars().next().map_or(0, char::len_utf8));
        self.source.span(token.start + from..token.start + to.max(from))
    }

    /// The first line of some bytes.
    pub fn first_line(&self, bytes: &Range<usize>) -> Range<usize> {
        let text = self.source.text.get(bytes.clone()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        bytes.start..bytes.start + line.len()
    }

    fn start<T>(&self, located: &Located<T>) -> Option<usize> {
        let (line, column) = (usize::try_from(located.line).ok()?, usize::try_from(located.column).ok()?);
        (line > 0).then(|| self.source.offset(line, column))
    }

    fn token(&self, start: usize) -> Range<usize> {
        self.tree().and_then(|tree| tree.scalar_at(start)).map_or(start..start, |node| node.bytes.clone())
    }
}

/// Each character of a value, as byte of the value and byte of its notation.
fn align(value: &str, raw: &str) -> Vec<(usize, usize)> {
    let mut rest = match raw.chars().next() {
        Some('"' | '\'') => 1,
        Some('|' | '>') => raw.find('\n').map_or(0, |at| at + 1),
        _ => 0,
    };
    let mut places = Vec::with_capacity(value.len());
    for (at, wanted) in value.char_indices() {
        let is_it = |c: char| c == wanted || (c.is_whitespace() && wanted.is_whitespace());
        let Some(skipped) = raw[rest..].find(is_it) else { break };
        places.push((at, rest + skipped));
        rest += skipped + raw[rest + skipped..].chars().next().map_or(0, char::len_utf8);
    }
    places
}
