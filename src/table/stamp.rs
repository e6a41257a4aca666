//! The stamp of a form: for which dataset, version, period and organisation it was made.

use std::fmt;

use memchr::memmem;

/// How the cell begins that stamps a form.
pub(super) const MARK: &str = "nytta-form ";
/// How it says its language.
const LANGUAGE: &str = " language=";
/// First bytes of a file among which a stamp stands.
const HEAD: usize = 1_024;

/// What a form is: for which dataset, version, period and organisation it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Dataset it asks for.
    pub dataset: String,
    /// Version of the dataset when the form was made.
    pub version: u32,
    /// Period it was made for.
    pub period: String,
    /// Organisation it was made for, ten digits; none on a form for anybody.
    pub organisation: Option<String>,
    /// Language of its texts.
    pub language: String,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}dataset={} version={} period={}", self.dataset, self.version, escaped(&self.period))?;
        if let Some(organisation) = &self.organisation {
            write!(f, " organisation={organisation}")?;
        }
        write!(f, "{LANGUAGE}{}", self.language)
    }
}

impl Stamp {
    /// Reads a stamp back; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut stamp = Self::default();
        for (name, value) in text.trim().strip_prefix(MARK)?.split_whitespace().filter_map(|part| part.split_once('='))
        {
            match name {
                "dataset" => value.clone_into(&mut stamp.dataset),
                "version" => stamp.version = value.parse().ok()?,
                "period" => stamp.period = unescaped(value),
                "organisation" => stamp.organisation = Some(value.to_owned()),
                "language" => value.clone_into(&mut stamp.language),
                _ => {}
            }
        }
        (!stamp.dataset.is_empty()).then_some(stamp)
    }
}

/// The language of a form by the bytes that it begins with, in any encoding whose first half is ASCII.
pub(super) fn language_in(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let stamp = &head[memmem::find(head, MARK.as_bytes())?..];
    let said = &stamp[memmem::find(stamp, LANGUAGE.as_bytes())? + LANGUAGE.len()..];
    let end = said.iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(said.len());
    std::str::from_utf8(&said[..end]).ok().filter(|language| !language.is_empty())
}

/// Written so that neither a space nor a delimiter parts it.
fn escaped(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '/');
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!("%{:X}%", u32::from(c)) }).collect()
}

fn unescaped(text: &str) -> String {
    let character = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    let parts = text.split('%').enumerate();
    parts
        .map(|(at, part)| match character(part).filter(|_| at % 2 == 1) {
            Some(c) => c.to_string(),
            None => part.to_owned(),
        })
        .collect()
}
