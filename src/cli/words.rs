//! What commands say themselves, in the languages that the program speaks.

use crate::rule::Severity;

/// A language the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Swedish,
}

impl Language {
    /// The language of an argument: `sv`, or with a country as in `sv-SE`.
    pub fn parse(written: &str) -> Result<Self, String> {
        let code = written.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        let country = &written[code.len().min(written.len())..];
        let is_plain = country.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        match code.as_str() {
            "en" if is_plain => Ok(Self::English),
            "sv" if is_plain => Ok(Self::Swedish),
            _ => Err("the languages are 'en' and 'sv' (språken är 'en' och 'sv')".to_owned()),
        }
    }

    /// The first of some languages that the program speaks; English when it speaks none of them.
    pub fn of(languages: &[impl AsRef<str>]) -> Self {
        let spoken = languages.iter().find_map(|language| Self::parse(language.as_ref()).ok());
        spoken.unwrap_or(Self::English)
    }

    /// The code that texts and file names carry.
    pub fn code(self) -> &'static str {
        self.of_two("en", "sv")
    }

    /// The one of two that is in this language.
    pub fn of_two<T>(self, english: T, swedish: T) -> T {
        match self {
            Self::English => english,
            Self::Swedish => swedish,
        }
    }

    /// A count with its word: `1 file`, `2 files`; in Swedish `1 fil`, `2 filer`.
    pub fn counted(self, count: usize, noun: Noun) -> String {
        let (english, swedish) = noun.forms();
        let (one, many) = self.of_two(english, swedish);
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// What commands count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    File,
    Row,
    Indicator,
    Dataset,
    Codelist,
    Organisation,
    AnyFinding,
    Finding(Severity),
}

type Forms = (&'static str, &'static str);

impl Noun {
    /// The word for one.
    pub fn one(self, language: Language) -> &'static str {
        let (english, swedish) = self.forms();
        language.of_two(english, swedish).0
    }

    fn forms(self) -> (Forms, Forms) {
        match self {
            Self::File => (("file", "files"), ("fil", "filer")),
            Self::Row => (("row", "rows"), ("rad", "rader")),
            Self::Indicator => (("indicator", "indicators"), ("indikator", "indikatorer")),
            Self::Dataset => (("dataset", "datasets"), ("dataset", "dataset")),
            Self::Codelist => (("codelist", "codelists"), ("kodlista", "kodlistor")),
            Self::Organisation => (("organisation", "organisations"), ("organisation", "organisationer")),
            Self::AnyFinding => (("finding", "findings"), ("fynd", "fynd")),
            Self::Finding(Severity::Error) => (("error", "errors"), ("fel", "fel")),
            Self::Finding(Severity::Warning) => (("warning", "warnings"), ("varning", "varningar")),
            Self::Finding(Severity::Note) => (("note", "notes"), ("notis", "notiser")),
        }
    }
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    english: String,
    swedish: String,
}

impl Words {
    /// The words in one language.
    pub fn spoken(&self, language: Language) -> &str {
        language.of_two(&self.english, &self.swedish)
    }
}

impl<E: Into<String>, S: Into<String>> From<(E, S)> for Words {
    fn from((english, swedish): (E, S)) -> Self {
        Self { english: english.into(), swedish: swedish.into() }
    }
}
