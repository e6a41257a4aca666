//! A header, or a name of a column, in the forms in which the two are compared.

use super::unit;
use super::words::words;

/// Words that may stand around a header without changing what it means.
const DECORATION: [&str; 26] = [
    "antal", "antalet", "number", "of", "no", "st", "styck", "tim", "timmar", "personer", "persons", "hours", "fte",
    "nombre", "de", "numero", "di", "numar", "stevilo", "procent", "percent", "totalt", "total", "summa", "i", "in",
];

/// True for a plain word that counts for nothing where a header is compared loosely, in a project of some currency.
pub(in crate::table) fn is_uncounted(word: &str, currency: &str) -> bool {
    DECORATION.contains(&word) || unit::currency_words(currency).contains(&word)
}

/// How a header is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Form {
    /// With every word of it.
    Plain,
    /// Without the words that tell only the unit.
    Loose,
}

/// One name of a column, or a header, in its forms.
#[derive(Debug, Clone)]
pub(in crate::table) struct Name {
    /// Without case, accents and punctuation, the signs of units spelt out.
    pub plain: String,
    /// The same without the words that tell only the unit; empty where nothing else stands there.
    pub kept: String,
}

impl Name {
    /// The forms of what is written, in a project of some currency.
    pub fn new(written: &str, currency: &str) -> Self {
        let all = words(&unit::spelt(written));
        let bare = |word: &&str| !is_uncounted(word, currency) && !unit::is_scale(word);
        let kept = all.iter().map(String::as_str).filter(bare).collect();
        Self { plain: all.concat(), kept }
    }

    /// The name as it is compared when units do not count.
    pub fn loose(&self) -> &String {
        if self.kept.is_empty() { &self.plain } else { &self.kept }
    }

    /// The name in a form; nothing where no word is left of it.
    pub fn in_form(&self, form: Form) -> &str {
        match form {
            Form::Plain => &self.plain,
            Form::Loose => &self.kept,
        }
    }

    /// One name and another behind it.
    pub fn before(&self, other: &Self) -> Self {
        Self { plain: [&*self.plain, &*other.plain].concat(), kept: [&*self.kept, &*other.kept].concat() }
    }
}
