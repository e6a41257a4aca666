//! What a finding says: the text of its rule and what fills its places, put into words when somebody asks.
//!
//! A file may have as many findings as rows, and each is read in one language at most.

use std::borrow::Cow;
use std::sync::Arc;

use super::filled_lines;
use crate::text::{self, Text};

/// What fills the places of a rule's texts. Of persons' numbers nothing stands in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// What is the same in every language, by place.
    pub of_all: Vec<(String, String)>,
    /// What differs between languages, by place.
    pub words: Vec<(String, Text)>,
}

impl Values {
    /// What fills a place in a language.
    fn get(&self, place: &str, language: &str) -> Option<&str> {
        let word = self.words.iter().find(|(name, _)| name == place).map(|(_, word)| word.in_language(&[language]));
        word.or_else(|| self.of_all.iter().find(|(name, _)| name == place).map(|(_, value)| value.as_str()))
    }
}

/// A text of a finding, in every language of its rule.
#[derive(Debug, Clone)]
pub enum Said {
    /// Words of its own.
    Whole(Text),
    /// The text of a rule.
    Filled(Filled),
}

/// The text of a rule with what fills its places.
#[derive(Debug, Clone)]
pub struct Filled {
    text: &'static Text,
    values: Arc<Values>,
    /// Lines with a place that nothing fills are left out.
    by_lines: bool,
}

impl Said {
    pub(super) fn message(text: &'static Text, values: &Arc<Values>) -> Self {
        Self::Filled(Filled { text, values: values.clone(), by_lines: false })
    }

    pub(super) fn hint(text: &'static Text, values: &Arc<Values>) -> Self {
        Self::Filled(Filled { text, values: values.clone(), by_lines: true })
    }

    /// The text in the first of some languages that it has, else as [`Text::in_language`] chooses.
    pub fn in_language(&self, languages: &[impl AsRef<str>]) -> Cow<'_, str> {
        match self {
            Self::Whole(text) => text.in_language(languages).into(),
            Self::Filled(filled) => {
                let known = languages.iter().map(AsRef::as_ref).find(|language| filled.text.0.contains_key(*language));
                filled.in_words(known.unwrap_or("en"), filled.text.in_language(languages)).into()
            }
        }
    }

    /// The text in each of its languages.
    pub fn in_each(&self) -> Text {
        match self {
            Self::Whole(text) => text.clone(),
            Self::Filled(filled) => {
                let of = |(language, text): (&String, &String)| (language.clone(), filled.in_words(language, text));
                Text(filled.text.0.iter().map(of).collect())
            }
        }
    }

    /// True where it says nothing.
    pub fn is_empty(&self) -> bool {
        self.in_language(&["en"]).is_empty()
    }
}

impl Filled {
    fn in_words(&self, language: &str, text: &str) -> String {
        let value = |place: &str| self.values.get(place, language);
        if self.by_lines { filled_lines(text, value) } else { text::fill_with(text, value) }
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self::Whole(text)
    }
}

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        self.in_each() == other.in_each()
    }
}

impl Eq for Said {}
