//! Texts in several languages.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One text in the languages it exists in, by language code (`sv`, `en`, …).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

/// Languages of the rules' pages, and of all words that are put into their places.
pub const LANGUAGES: [&str; 6] = ["en", "sv", "fr", "it", "ro", "sl"];

impl Text {
    /// A text in each of [`LANGUAGES`], in their order.
    pub fn in_each(texts: [&str; 6]) -> Self {
        Self(LANGUAGES.into_iter().zip(texts).map(|(language, text)| (language.to_owned(), text.to_owned())).collect())
    }

    /// A text that exists in one language.
    pub fn only(language: &str, text: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), text.to_owned())]))
    }

    /// The text in one language more.
    #[must_use]
    pub fn and(mut self, language: &str, text: &str) -> Self {
        self.0.insert(language.to_owned(), text.to_owned());
        self
    }

    /// A text that is the same in every language, such as a name.
    pub fn same(text: &str) -> Self {
        Self::only("", text)
    }

    /// Texts with commas between them, in every language that one of them has.
    pub fn listed(texts: &[Self]) -> Self {
        let languages = texts.iter().flat_map(|text| text.0.keys());
        let listed = |language: &String| {
            let texts: Vec<&str> = texts.iter().map(|text| text.in_language(&[language])).collect();
            (language.clone(), texts.join(", "))
        };
        Self(languages.map(listed).collect())
    }

    /// Names with commas between them, each in quotes: a name may hold a comma itself.
    pub fn quoted(names: &[Self]) -> Self {
        let quoted =
            |name: &Self| Self(name.0.iter().map(|(language, name)| (language.clone(), format!("'{name}'"))).collect());
        Self::listed(&names.iter().map(quoted).collect::<Vec<_>>())
    }

    /// True when there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// The text in the first of `languages` it exists in, then in English, then in any.
    pub fn in_language(&self, languages: &[impl AsRef<str>]) -> &str {
        languages
            .iter()
            .find_map(|language| self.0.get(language.as_ref()))
            .or_else(|| self.0.get(""))
            .or_else(|| self.0.get("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Puts values into the `{name}` places of every language.
    #[must_use]
    pub fn fill(&self, values: &BTreeMap<String, String>) -> Self {
        self.each(|text| fill(text, values))
    }

    /// What becomes of it in each of its languages.
    #[must_use]
    pub fn each(&self, of: impl Fn(&str) -> String) -> Self {
        Self(self.0.iter().map(|(language, text)| (language.clone(), of(text))).collect())
    }
}

/// Text of others as XML and HTML write it, whatever stands in it; characters they have no place for are replaced.
pub fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Puts values into the `{name}` places of a text; a name without a value stays as it is.
pub fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    fill_with(text, |place| values.get(place).map(String::as_str))
}

/// The same with what tells the value of a name.
pub fn fill_with<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        match value(&rest[1..close]) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// The `{name}` places of a text, in order.
pub fn places(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// The known name nearest to what was written, if one is near enough to be a slip of the hand; of several as near, the
/// first.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    known
        .into_iter()
        .filter_map(|name| {
            // Of a few digits another is another number, not a slip; one too many, or two that changed places, may be.
            let is_number = written.chars().all(|c| c.is_ascii_digit());
            if is_number && name.len() == length && sorted(name) != sorted(&written) {
                return None;
            }
            let most = if is_number { 1 } else { 1 + name.chars().count().min(length) / 4 };
            // Names of other lengths are that far away at least; of a whole page of text it need not be measured.
            let may_be_near = name.chars().count().abs_diff(length) <= most;
            let distance = may_be_near.then(|| strsim::damerau_levenshtein(&written, &name.to_lowercase()))?;
            (distance <= most).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// The alphabetical order of a language: in Swedish å, ä and ö stand last, in this order.
#[derive(Debug)]
pub struct Alphabet(CollatorBorrowed<'static>);

impl Alphabet {
    /// The order of a language; of no language in particular when the code is not known.
    pub fn of(language: &str) -> Self {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let collator = Collator::try_new(locale.into(), CollatorOptions::default());
        Self(collator.expect("the orders of all languages ship with the library"))
    }

    /// Which of two texts stands first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.compare(one, other)
    }
}
