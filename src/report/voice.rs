//! Whole sentences of one language: the message catalogue with numbers, dates and lists put into it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::template::{self, fault};
use crate::definition::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::number::Numbers;
use crate::project::Folder;
use crate::source::Span;
use crate::text::{Text, fill};
use crate::value::Decimal;

/// What a report says and how it writes numbers, in one language.
#[derive(Debug)]
pub struct Voice {
    /// Language code.
    pub language: String,
    /// ISO 4217 code of the project's currency.
    pub currency: String,
    /// Number formats.
    pub numbers: Numbers,
    catalogue: Catalogue,
    fallback: Vec<String>,
}

impl Voice {
    /// Reads the catalogue of a language; a project's own sentences stand in place of those that ship with the program.
    pub fn of(folder: &Folder, language: &str, fallback: &[String], currency: &str) -> Result<Self, Vec<Diagnostic>> {
        let path = format!("texts/{language}.yaml");
        let read =
            |bytes: &[u8]| Catalogue::read(&format!("{}{path}", template::FOLDER), &String::from_utf8_lossy(bytes));
        let mut catalogue = template::embedded(&path).map_or_else(|| Ok(Catalogue::default()), read)?;
        if let Some(own) = folder.bytes(&format!("{}{path}", template::FOLDER)) {
            catalogue.extend(read(own)?);
        }
        if catalogue.0.is_empty() {
            let file = format!("{}{path}", template::FOLDER);
            let reason = Text::only("en", &format!("there are no texts in the language '{language}' ('{file}')"))
                .and("sv", &format!("det finns inga texter på språket '{language}' ('{file}')"));
            return Err(vec![fault(Span::default(), &reason)]);
        }
        let fallback = std::iter::once(language.to_owned()).chain(fallback.iter().cloned()).collect();
        let (language, currency) = (language.to_owned(), currency.to_owned());
        Ok(Self { numbers: Numbers::of(&language), language, currency, catalogue, fallback })
    }

    /// The sentence of a key with its places filled.
    pub fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        self.form(key, "other", places)
    }

    /// The sentence of a key in the plural form of a number, which also fills the place `n`.
    pub fn count(&self, key: &str, number: impl Into<Decimal>, places: &[(&str, &str)]) -> String {
        let number = number.into();
        let written = self.numbers.decimal(number, 0);
        let places: Vec<(&str, &str)> = places.iter().copied().chain([("n", written.as_str())]).collect();
        self.form(key, self.numbers.plural(number), &places)
    }

    /// The sentence of a key that begins with a number, with the number as a word in the place `number`.
    pub fn begin(&self, key: &str, number: u32, places: &[(&str, &str)]) -> String {
        let word = self.word(number);
        let places: Vec<(&str, &str)> = places.iter().copied().chain([("number", word.as_str())]).collect();
        capital(&self.count(key, number, &places))
    }

    /// The sentence of a key, if the catalogue has one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.catalogue.text(key, "other").map(str::to_owned)
    }

    fn form(&self, key: &str, form: &str, places: &[(&str, &str)]) -> String {
        let text = self.catalogue.text(key, form).unwrap_or(key);
        let places: BTreeMap<String, String> =
            places.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        fill(text, &places)
    }

    /// A text of the definitions in this language.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.in_language(&self.fallback).trim()
    }

    /// A day in the long form: `15 mars 2026`.
    pub fn date(&self, date: NaiveDate) -> String {
        let month = self.catalogue.entry("months", usize::try_from(date.month0()).unwrap_or(0)).unwrap_or("?");
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.say("date", &[("day", &day), ("month", month), ("year", &year)])
    }

    /// A month written as `2026-07` in the long form: `juli 2026`.
    pub fn month(&self, written: &str) -> String {
        let (year, month) = written.split_once('-').unwrap_or_default();
        let at = month.parse::<usize>().ok().and_then(|month| month.checked_sub(1));
        let name = at.and_then(|at| self.catalogue.entry("months", at)).unwrap_or(month);
        self.say("month", &[("month", name), ("year", year)])
    }

    /// A whole number below ten in words, else in digits.
    pub fn word(&self, number: u32) -> String {
        let word = usize::try_from(number).ok().and_then(|at| self.catalogue.entry("words", at));
        word.map_or_else(|| self.numbers.integer(number), str::to_owned)
    }

    /// `A, B och C`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{}{last}", first.join(", "), self.say("and", &[])),
        }
    }

    /// Names of which one is meant: "a, b or c".
    pub fn any_of(&self, items: &[String]) -> String {
        match items {
            [first @ .., last] if !first.is_empty() => format!("{}{}{last}", first.join(", "), self.say("or", &[])),
            items => items.concat(),
        }
    }

    /// A percentage without decimals.
    pub fn percent(&self, value: Decimal) -> String {
        self.numbers.percent(value, 0)
    }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
