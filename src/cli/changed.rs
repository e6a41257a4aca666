//! What became of the enterprises of a figure since the period before, and what that adds to it: as a cell, as JSON and in words.

use serde_json::{Value, json};

use super::words::Language;
use crate::disclosure::release::{CHANGES, Changed};
use crate::pipeline::Loaded;
use crate::value::Decimal;

/// The kinds in the order in which they are told, with their enterprises and what they add.
fn told(change: &Changed) -> impl Iterator<Item = (&'static str, u32, Decimal)> {
    CHANGES.into_iter().filter_map(|kind| change.get(kind).map(|(enterprises, value)| (kind, *enterprises, *value)))
}

/// The cell of a tidy table: `continuing: 14 (20); founded: 4 (2)`, with the number of enterprises in brackets.
pub(super) fn cell(change: &Changed) -> String {
    let part =
        |(kind, enterprises, value): (&str, u32, Decimal)| format!("{kind}: {} ({enterprises})", value.normalize());
    told(change).map(part).collect::<Vec<_>>().join("; ")
}

/// By kind, how many enterprises and what they add.
pub(super) fn json(change: &Changed) -> Value {
    let part = |(kind, enterprises, value): (&str, u32, Decimal)| {
        (kind.to_owned(), json!({"enterprises": enterprises, "value": value.normalize().to_string()}))
    };
    Value::Object(told(change).map(part).collect())
}

/// What enterprises of a kind are called, and in brackets how many there are.
fn named(kind: &str, enterprises: u32, language: Language) -> String {
    let words = match kind {
        "continuing" => [
            "answered both times",
            "svarade båda gångerna",
            "ont répondu les deux fois",
            "hanno risposto entrambe le volte",
            "au răspuns de ambele ori",
            "odgovorila obakrat",
        ],
        "founded" => ["started", "nystartade", "créées", "nate", "înființate", "ustanovljena"],
        "closed" => ["closed", "nedlagda", "fermées", "cessate", "închise", "zaprta"],
        "merged" => ["merged", "sammanslagna", "fusionnées", "fuse", "fuzionate", "združena"],
        "other_year" => [
            "financial year of another length",
            "räkenskapsår av annan längd",
            "exercice d’une autre durée",
            "esercizio di altra durata",
            "exercițiu de altă durată",
            "poslovno leto druge dolžine",
        ],
        "first_report" => [
            "not in last time's answers",
            "inte med förra gången",
            "absentes la dernière fois",
            "non presenti la volta scorsa",
            "absente data trecută",
            "prejšnjič ne med odgovori",
        ],
        "left" => [
            "no longer asked",
            "tillfrågas inte längre",
            "ne sont plus interrogées",
            "non più interpellate",
            "nu mai sunt întrebate",
            "niso več vprašana",
        ],
        _ => [
            "answered last time, not now",
            "svarade förra gången, inte nu",
            "ont répondu la dernière fois, pas cette fois",
            "hanno risposto la volta scorsa, non ora",
            "au răspuns data trecută, nu acum",
            "odgovorila prejšnjič, zdaj ne",
        ],
    };
    format!("{} ({enterprises})", language.of_six(words))
}

/// The change in words: `since 2024: +14 answered both times (20), +4 started (2)`.
pub(super) fn said(change: &Changed, period: &str, loaded: &Loaded, language: Language) -> String {
    let before = loaded.definitions.project.before(period).map_or("", |before| before.period.as_str());
    let part = |(kind, enterprises, value): (&str, u32, Decimal)| {
        let sign = if value > Decimal::ZERO { "+" } else { "" };
        let number = super::spoken::amount(&value.normalize().to_string(), language);
        format!("{sign}{number} {}", named(kind, enterprises, language))
    };
    let parts = told(change).map(part).collect::<Vec<_>>().join(", ");
    let since = ["since", "sedan", "depuis", "dal", "din", "od"];
    format!("{} {before}{} {parts}", language.of_six(since), language.common().colon())
}
