//! What commands say themselves, in the languages that the program speaks.

use std::io;

use crate::diagnostic::words::{Forms, Words as Common, words};
use crate::rule::Severity;
use crate::text::Text;

/// A language of texts. Findings, what commands answer, and what any says of the period, of drafts, of figures for staff or that
/// wait, of what it wrote and why a form is not written, are said in each; why another command stopped in English where it is
/// not Swedish.
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

    /// The words in this language, of all six in the order of [`crate::text::LANGUAGES`].
    pub fn of_six<T>(self, words: [T; 6]) -> T {
        let [english, swedish, french, italian, romanian, slovenian] = words;
        match self {
            Self::English => english,
            Self::Swedish => swedish,
            Self::French => french,
            Self::Italian => italian,
            Self::Romanian => romanian,
            Self::Slovenian => slovenian,
        }
    }

    /// The words that findings are told with.
    pub fn common(self) -> &'static Common {
        words(&[self.code().to_owned()])
    }

    /// A count with its word: `1 file`, `2 files`; in Swedish `1 fil`, `2 filer`.
    pub fn counted(self, count: usize, noun: Noun) -> String {
        self.common().counted(count, noun.forms(self))
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
    Figure,
    Page,
    Place,
    AnyFinding,
    Finding(Severity),
}

impl Noun {
    /// The word for one.
    pub fn one(self, language: Language) -> &'static str {
        self.forms(language).one
    }

    fn forms(self, language: Language) -> Forms {
        let slovenian = |one, two, few, other| Forms { one, two, few, other };
        match self {
            Self::File => language.common().file,
            Self::Row => language.common().row,
            Self::Finding(severity) => language.common().of(severity),
            Self::Indicator => language.of_six([
                Forms::of("indicator", "indicators"),
                Forms::of("indikator", "indikatorer"),
                Forms::of("indicateur", "indicateurs"),
                Forms::of("indicatore", "indicatori"),
                Forms::with_few("indicator", "indicatori", "de indicatori"),
                slovenian("kazalnik", "kazalnika", "kazalniki", "kazalnikov"),
            ]),
            Self::Dataset => language.of_six([
                Forms::of("dataset", "datasets"),
                Forms::of("dataset", "dataset"),
                Forms::of("jeu de données", "jeux de données"),
                Forms::of("insieme di dati", "insiemi di dati"),
                Forms::with_few("set de date", "seturi de date", "de seturi de date"),
                slovenian("nabor podatkov", "nabora podatkov", "nabori podatkov", "naborov podatkov"),
            ]),
            Self::Codelist => language.of_six([
                Forms::of("codelist", "codelists"),
                Forms::of("kodlista", "kodlistor"),
                Forms::of("liste de codes", "listes de codes"),
                Forms::of("elenco di codici", "elenchi di codici"),
                Forms::with_few("listă de coduri", "liste de coduri", "de liste de coduri"),
                slovenian("šifrant", "šifranta", "šifranti", "šifrantov"),
            ]),
            Self::Organisation => language.of_six([
                Forms::of("organisation", "organisations"),
                Forms::of("organisation", "organisationer"),
                Forms::of("organisation", "organisations"),
                Forms::of("organizzazione", "organizzazioni"),
                Forms::with_few("organizație", "organizații", "de organizații"),
                slovenian("organizacija", "organizaciji", "organizacije", "organizacij"),
            ]),
            Self::Place => language.common().place,
            Self::Figure => language.of_six([
                Forms::of("figure", "figures"),
                Forms::of("uppgift", "uppgifter"),
                Forms::of("chiffre", "chiffres"),
                Forms::of("cifra", "cifre"),
                Forms::with_few("cifră", "cifre", "de cifre"),
                slovenian("podatek", "podatka", "podatki", "podatkov"),
            ]),
            Self::Page => language.of_six([
                Forms::of("page", "pages"),
                Forms::of("sida", "sidor"),
                Forms::of("page", "pages"),
                Forms::of("pagina", "pagine"),
                Forms::with_few("pagină", "pagini", "de pagini"),
                slovenian("stran", "strani", "strani", "strani"),
            ]),
            Self::AnyFinding => language.of_six([
                Forms::of("finding", "findings"),
                Forms::of("fynd", "fynd"),
                Forms::of("constat", "constats"),
                Forms::of("segnalazione", "segnalazioni"),
                Forms::with_few("constatare", "constatări", "de constatări"),
                slovenian("ugotovitev", "ugotovitvi", "ugotovitve", "ugotovitev"),
            ]),
        }
    }
}

/// Before the path of a file that was made.
pub(super) const WROTE: [&str; 6] = ["wrote", "skrev", "écrit", "scritto", "scris", "zapisano"];

/// Words in English and Swedish, or in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words(Text);

impl Words {
    /// The language in which they are said to a reader of one: English where they are not there in that.
    pub fn spoken_in(&self, language: Language) -> Language {
        if self.0.0.contains_key(language.code()) { language } else { Language::English }
    }

    /// The words in one language.
    pub fn spoken(&self, language: Language) -> &str {
        self.0.in_language(&[language.code()])
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
        Self(Text::only("en", &english.into()).and("sv", &swedish.into()))
    }
}

impl From<[&str; 6]> for Words {
    fn from(words: [&str; 6]) -> Self {
        Self(Text::in_each(words))
    }
}

impl From<[String; 6]> for Words {
    fn from(words: [String; 6]) -> Self {
        Self(Text::in_each(words.each_ref().map(String::as_str)))
    }
}
