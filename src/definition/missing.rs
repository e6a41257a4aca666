//! The words by which a dataset takes a missing answer, and which of them to recommend in each language.

use std::collections::BTreeMap;

use crate::text::{LANGUAGES, Text};
use crate::value::Missing;

/// What people say in the languages of [`LANGUAGES`], in their order; where a dataset takes it, it is recommended.
const SAID: [(Missing, [&str; 6]); 4] = [
    (
        Missing::NothingToReport,
        [
            "nothing to report",
            "inget att redovisa",
            "rien à déclarer",
            "nulla da rendicontare",
            "nimic de raportat",
            "ni česa sporočiti",
        ],
    ),
    (
        Missing::NotApplicable,
        ["not applicable", "ej tillämpligt", "sans objet", "non applicabile", "nu se aplică", "se ne uporablja"],
    ),
    (Missing::Unknown, ["not known", "vet ej", "non connu", "non noto", "nu se cunoaște", "ni znano"]),
    (
        Missing::Refused,
        [
            "refused",
            "vill ej uppge",
            "refus de répondre",
            "preferiamo non rispondere",
            "nu dorim să răspundem",
            "brez odgovora",
        ],
    ),
];

/// What people say of a kind of missing, by its name, in the languages of [`LANGUAGES`].
pub fn said(kind: &str) -> Option<[&'static str; 6]> {
    SAID.iter().find(|(one, _)| one.name() == kind).map(|(_, said)| *said)
}

/// The word to recommend for a kind of missing among those that a dataset takes: that of a language, else the first; empty
/// where it takes none.
pub fn recommended<'w>(words: &'w BTreeMap<Missing, Vec<String>>, kind: Missing, language: &str) -> &'w str {
    let known = words.get(&kind).map(Vec::as_slice).unwrap_or_default();
    let at = LANGUAGES.iter().position(|one| *one == language).unwrap_or(0);
    let said = SAID.iter().find(|(one, _)| *one == kind).map_or("", |(_, said)| said[at]);
    let same = known.iter().find(|word| word.to_lowercase() == said);
    same.or_else(|| known.first()).map_or("", String::as_str)
}

/// The words to recommend for a kind of missing, in each language.
pub fn recommended_in_each(words: &BTreeMap<Missing, Vec<String>>, kind: Missing) -> Text {
    Text(LANGUAGES.map(|language| (language.to_owned(), recommended(words, kind, language).to_owned())).into())
}
