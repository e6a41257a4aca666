//! A YAML document as a tree that knows where every key and value stands.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Marker, Parser};

use crate::source::Source;

/// A key or value of a YAML document.
#[derive(Debug, Clone)]
pub struct Node {
    /// Bytes of the file.
    pub bytes: Range<usize>,
    /// What it is.
    pub content: Content,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Content {
    /// A word, number or text, after quotes and escapes.
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values.
    Mapping(Vec<(Node, Node)>),
    /// A value that stands elsewhere.
    Alias,
}

impl Node {
    /// Reads the first document of a text; `None` when it is no YAML.
    pub fn read(source: &Source) -> Option<Self> {
        let mut open: Vec<(Range<usize>, bool, Vec<Node>)> = Vec::new();
        for event in Parser::new_from_str(&source.text) {
            let (event, span) = event.ok()?;
            let at = |marker: Marker| source.offset(marker.line(), marker.col() + 1);
            let bytes = at(span.start)..at(span.end);
            let done = match event {
                Event::Scalar(text, ..) => Node { bytes, content: Content::Scalar(text.into_owned()) },
                Event::Alias(_) => Node { bytes, content: Content::Alias },
                Event::SequenceStart(..) => {
                    open.push((bytes, false, Vec::new()));
                    continue;
                }
                Event::MappingStart(..) => {
                    open.push((bytes, true, Vec::new()));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let (start, is_mapping, children) = open.pop()?;
                    let end = children.last().map_or(bytes.end, |child| child.bytes.end.max(bytes.start));
                    let content = if is_mapping { pairs(children) } else { Content::Sequence(children) };
                    Node { bytes: start.start..end.max(start.end), content }
                }
                _ => continue,
            };
            match open.last_mut() {
                Some((_, _, children)) => children.push(done),
                None => return Some(done),
            }
        }
        None
    }

    /// Key and value of a mapping.
    pub fn entry(&self, name: &str) -> Option<(&Node, &Node)> {
        let Content::Mapping(entries) = &self.content else { return None };
        entries.iter().map(|(key, value)| (key, value)).find(|(key, _)| key.text() == Some(name))
    }

    /// The item of a list.
    pub fn item(&self, at: usize) -> Option<&Node> {
        let Content::Sequence(items) = &self.content else { return None };
        items.get(at)
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        let Content::Scalar(text) = &self.content else { return None };
        Some(text)
    }

    /// Follows keys and positions such as `fields.3.label` as far as they are there.
    pub fn follow(&self, path: &str) -> &Node {
        let mut node = self;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let next = node.entry(step).map(|(_, value)| value).or_else(|| node.item(step.parse().ok()?));
            let Some(next) = next else { break };
            node = next;
        }
        node
    }

    /// The scalar that begins at a byte.
    pub fn scalar_at(&self, byte: usize) -> Option<&Node> {
        match &self.content {
            Content::Scalar(_) | Content::Alias => (self.bytes.start == byte).then_some(self),
            _ => self.children().into_iter().find_map(|child| child.scalar_at(byte)),
        }
    }

    /// The value of the key that begins at a byte.
    pub fn value_of_key_at(&self, byte: usize) -> Option<&Node> {
        if let Content::Mapping(entries) = &self.content
            && let Some((_, value)) = entries.iter().find(|(key, _)| key.bytes.start == byte)
        {
            return Some(value);
        }
        self.children().into_iter().find_map(|child| child.value_of_key_at(byte))
    }

    /// The innermost mapping a byte stands in.
    pub fn mapping_at(&self, byte: usize) -> Option<&Node> {
        let inner = self.children().into_iter().find_map(|child| child.mapping_at(byte));
        let is_here = matches!(self.content, Content::Mapping(_)) && self.bytes.contains(&byte);
        inner.or_else(|| is_here.then_some(self))
    }

    fn children(&self) -> Vec<&Node> {
        match &self.content {
            Content::Mapping(entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
            Content::Sequence(items) => items.iter().collect(),
            _ => Vec::new(),
        }
    }
}

fn pairs(children: Vec<Node>) -> Content {
    let mut entries = Vec::with_capacity(children.len() / 2);
    let mut children = children.into_iter();
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        entries.push((key, value));
    }
    Content::Mapping(entries)
}
