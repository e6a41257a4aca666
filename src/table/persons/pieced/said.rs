//! What a header says of days that are nobody's birth, and of figures that are no part of anybody's number.

use crate::table::spelling::unit;
use crate::table::spelling::words::words;

/// How words begin by which a day is told as something else than a birth, in their plain form.
const DAYS: [&str; 42] = [
    "bildat",
    "bildad",
    "bildand",
    "grundat",
    "grundad",
    "start",
    "regist",
    "bokslut",
    "avtal",
    "kontrakt",
    "etabler",
    "stiftad",
    "stiftat",
    "beslut",
    "giltig",
    "faktura",
    "betal",
    "forfall",
    "inkop",
    "byggt",
    "byggar",
    "rakenskap",
    "verksam",
    "medlem",
    "found",
    "establ",
    "creat",
    "contract",
    "agreement",
    "built",
    "fonde",
    "immatric",
    "fondat",
    "costitu",
    "iscri",
    "inizio",
    "infiint",
    "inregistr",
    "incep",
    "ustanov",
    "vpis",
    "zacet",
];
/// Whole words that lead to such a day.
const SINCE: [&str; 12] =
    ["sedan", "since", "from", "fran", "until", "till", "depuis", "dal", "dalla", "din", "od", "do"];
/// How words begin by which figures are told that are no amounts, in their plain form.
const FIGURES: [&str; 31] = [
    "kommun", "region", "post", "konto", "antal", "yta", "kvm", "kod", "sni", "timmar", "besok", "municip", "county",
    "code", "account", "hours", "area", "commun", "heures", "compte", "comune", "codice", "ore", "conto", "cod",
    "comuna", "cont", "obcin", "sifra", "ure", "volont",
];

/// True for words by which a day is told as something else than a birth: `Bildat`, `Medlem sedan`.
pub(super) fn tells_other_day(text: &str) -> bool {
    words(text).iter().any(|word| DAYS.iter().any(|begin| word.starts_with(begin)) || SINCE.contains(&word.as_str()))
}

/// True for words by which figures are told: `Kommun`, `Hyra (kr)`.
pub(super) fn tells_figures(text: &str) -> bool {
    let begins = |word: &String| FIGURES.iter().any(|begin| word.starts_with(begin));
    words(text).iter().any(begins) || tells_amounts(text)
}

/// True for words by which amounts are told, which are no days either: `Lokalhyra`, `Hyra (kr)`.
pub(super) fn tells_amounts(text: &str) -> bool {
    unit::says_amount(text) || text.split_whitespace().any(unit::is_word)
}

/// True for words by which a part of a day is told: `År`, `Mån`, `Dag`.
pub(super) fn tells_part_of_day(text: &str) -> bool {
    const PARTS: [&str; 24] = [
        "ar",
        "fodelsear",
        "man",
        "manad",
        "dag",
        "year",
        "month",
        "day",
        "annee",
        "mois",
        "jour",
        "anno",
        "mese",
        "giorno",
        "an",
        "anul",
        "luna",
        "zi",
        "ziua",
        "leto",
        "mesec",
        "dan",
        "aar",
        "yyyy",
    ];
    matches!(words(text).as_slice(), [word] if PARTS.contains(&word.as_str()))
}
