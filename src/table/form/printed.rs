//! What is printed on a form: its headings in the languages of the program.

use super::stamped::COLUMNS;
use crate::table::spelling::words::plain;

/// Headings by language, in the order of [`COLUMNS`]. The period before has its name where the project knows it.
const HEADINGS: [(&str, [&str; COLUMNS.len()]); 6] = [
    (
        "en",
        [
            "Question",
            "Your answer",
            "Unit",
            "Last year",
            "What to count",
            "Where to find it",
            "Explanation, if the figure is unusual",
        ],
    ),
    (
        "sv",
        [
            "Fråga",
            "Ert svar",
            "Enhet",
            "Förra året",
            "Så räknar ni",
            "Här finns uppgiften",
            "Förklaring, om talet är ovanligt",
        ],
    ),
    (
        "fr",
        [
            "Question",
            "Votre réponse",
            "Unité",
            "L’an dernier",
            "Ce qu’il faut compter",
            "Où le trouver",
            "Justification, si le chiffre est inhabituel",
        ],
    ),
    (
        "it",
        [
            "Domanda",
            "La vostra risposta",
            "Unità",
            "Anno scorso",
            "Che cosa contare",
            "Dove trovare il dato",
            "Motivazione, se il dato è insolito",
        ],
    ),
    (
        "ro",
        [
            "Întrebare",
            "Răspunsul dumneavoastră",
            "Unitate",
            "Anul trecut",
            "Ce se numără",
            "Unde găsiți datele",
            "Justificare, dacă cifra este neobișnuită",
        ],
    ),
    (
        "sl",
        [
            "Vprašanje",
            "Vaš odgovor",
            "Enota",
            "Lani",
            "Kaj se šteje",
            "Kje je podatek",
            "Pojasnilo, če je število nenavadno",
        ],
    ),
];

/// The headings of a form in a language, in the order of [`COLUMNS`]; the English ones where it has none of its own.
pub fn headings(language: &str) -> [&'static str; COLUMNS.len()] {
    let of = |wanted: &str| HEADINGS.iter().find(|(language, _)| *language == wanted);
    let (_, headings) = of(language).or_else(|| of("en")).expect("there are English ones");
    *headings
}

/// The column whose heading a text is, in any of the languages.
pub(super) fn column(text: &str) -> Option<&'static str> {
    let written = plain(text);
    let among = |headings: &[&str]| headings.iter().position(|heading| plain(heading) == written);
    let at = HEADINGS.iter().find_map(|(_, headings)| among(headings))?;
    Some(COLUMNS[at])
}
