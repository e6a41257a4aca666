//! A message catalogue: the fixed words and whole sentences of reports in one language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The sentences of one language by key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Catalogue(pub BTreeMap<String, Message>);

/// One sentence, or one for each plural form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// The same for every number.
    One(String),
    /// By plural form: `one`, `two`, `few`, `many`, `other`.
    Forms(BTreeMap<String, String>),
    /// A list, such as the names of the months.
    List(Vec<String>),
}

impl Catalogue {
    /// Reads a catalogue; `file` is its path.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        serde_saphyr::from_str(text).map_err(|error| {
            let mut span = Span::file(file);
            if let Some(place) = error.location() {
                span = span.at(u32::try_from(place.line()).unwrap_or(1), u32::try_from(place.column()).unwrap_or(1));
            }
            let reason = error.to_string();
            vec![Diagnostic::new("template-fault", span, &[("reason", reason.lines().next().unwrap_or_default())])]
        })
    }

    /// The text of a key in a plural form; `other` where the language has no such form.
    pub fn text(&self, key: &str, form: &str) -> Option<&str> {
        match self.0.get(key)? {
            Message::One(text) => Some(text),
            Message::Forms(forms) => forms.get(form).or_else(|| forms.get("other")).map(String::as_str),
            Message::List(_) => None,
        }
    }

    /// An entry of a list, from 0.
    pub fn entry(&self, key: &str, at: usize) -> Option<&str> {
        match self.0.get(key)? {
            Message::List(list) => list.get(at).map(String::as_str),
            _ => None,
        }
    }

    /// Puts another catalogue's sentences in place of these.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}
