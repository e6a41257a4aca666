//! What commands say themselves, in the languages that the program speaks.

use std::io;

use crate::rule::Severity;

/// A language of texts. What commands say themselves is English where it is not Swedish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Swedish,
    French,
    Italian,
    Romanian,
    Slovenian,
}

impl Language {
    const ALL: [Self; 6] = [Self::English, Self::Swedish, Self::French, Self::Italian, Self::Romanian, Self::Slovenian];

    /// The language of an argument: `sv`, or with a country as in `sv-SE`.
    pub fn parse(written: &str) -> Result<Self, String> {
        let code = written.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        let country = &written[code.len().min(written.len())..];
        let is_plain = country.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let known = Self::ALL.into_iter().find(|language| is_plain && language.code() == code);
        known.ok_or_else(|| {
            let codes: Vec<String> = Self::ALL.iter().map(|language| format!("'{}'", language.code())).collect();
            let codes = codes.join(", ");
            format!("the languages are {codes} (språken är {codes})")
        })
    }

    /// The first of some languages that is known; English when none is.
    pub fn of(languages: &[impl AsRef<str>]) -> Self {
        let spoken = languages.iter().find_map(|language| Self::parse(language.as_ref()).ok());
        spoken.unwrap_or(Self::English)
    }

    /// The code that texts and file names carry.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Romanian => "ro",
            Self::Slovenian => "sl",
        }
    }

    /// The Swedish one of two in Swedish, else the English one.
    pub fn of_two<T>(self, english: T, swedish: T) -> T {
        match self {
            Self::Swedish => swedish,
            _ => english,
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

/// Why the machine would not read or write something; what no one here has words for is told as the machine says it.
pub(super) fn why(error: &io::Error) -> (String, String) {
    let (english, swedish) = match error.kind() {
        io::ErrorKind::NotFound => ("it is not there", "det finns inte"),
        io::ErrorKind::PermissionDenied => ("you may not", "du har inte rätt till det"),
        io::ErrorKind::AlreadyExists => ("it is there already", "det finns redan"),
        io::ErrorKind::IsADirectory => ("it is a folder", "det är en mapp"),
        io::ErrorKind::NotADirectory => ("a part of its path is no folder", "en del av sökvägen är ingen mapp"),
        io::ErrorKind::StorageFull => ("the disk is full", "disken är full"),
        io::ErrorKind::ReadOnlyFilesystem => ("the disk can only be read", "disken går bara att läsa"),
        io::ErrorKind::InvalidFilename => ("the name is not allowed here", "namnet är inte tillåtet här"),
        io::ErrorKind::TimedOut => ("it took too long", "det tog för lång tid"),
        _ => return (error.to_string(), format!("datorn säger \"{error}\"")),
    };
    (english.to_owned(), swedish.to_owned())
}

impl<E: Into<String>, S: Into<String>> From<(E, S)> for Words {
    fn from((english, swedish): (E, S)) -> Self {
        Self { english: english.into(), swedish: swedish.into() }
    }
}
