//! Further columns of `nytta measure` for a span of periods, and what is said of figures that several periods make together.

use super::Stop;
use super::words::Language;
use crate::definition::combination::Combination;
use crate::definition::project::Period;
use crate::disclosure::combined::Combined;

/// The columns, after all others: how the figure is made; the periods without a figure that it needs; those in which the indicator
/// was defined anew; and how many answered in each period.
pub(super) const HEADERS: [&str; 4] = ["combined", "without", "breaks", "coverage_by_period"];

/// What a span is called: `2023..2025`.
pub(super) fn name(span: &[Period]) -> String {
    let ends = span.first().zip(span.last());
    ends.map(|(first, last)| format!("{}..{}", *first.period, *last.period)).unwrap_or_default()
}

/// The cells of a figure; lists have `; ` between.
pub(super) fn cells(figure: &Combined) -> [String; 4] {
    let covered = figure.coverage.iter().map(|(period, counts)| match counts {
        Some((answered, expected)) => format!("{period}: {answered}/{expected}"),
        None => format!("{period}: –"),
    });
    [
        figure.how.word().to_owned(),
        figure.without.join("; "),
        figure.breaks.join("; "),
        covered.collect::<Vec<_>>().join("; "),
    ]
}

/// How the figures of an indicator are made, after its unit; nothing for those of one period. Where they count persons, sums count
/// someone in each period.
pub(super) fn how(word: &str, is_of_persons: bool, language: Language) -> String {
    let all = [Combination::Sum, Combination::Quotient, Combination::Last, Combination::Anew, Combination::None];
    let Some(how) = all.into_iter().find(|how| how.word() == word) else { return String::new() };
    let said = language.of_six(match how {
        Combination::Sum => [
            "sum of the periods",
            "summan av perioderna",
            "somme des périodes",
            "somma dei periodi",
            "suma perioadelor",
            "vsota obdobij",
        ],
        Combination::Quotient => [
            "from the sums of both its parts over the periods",
            "av de båda delarnas summor över perioderna",
            "à partir des sommes de ses deux parties sur les périodes",
            "dalle somme delle sue due parti nei periodi",
            "din sumele celor două părți ale sale pe perioade",
            "iz vsot obeh delov po obdobjih",
        ],
        Combination::Last => [
            "as it was in the last period",
            "som det var den sista perioden",
            "tel que dans la dernière période",
            "com’era nell’ultimo periodo",
            "așa cum era în ultima perioadă",
            "kot je bilo v zadnjem obdobju",
        ],
        Combination::Anew => [
            "made of what its parts are over all periods",
            "av vad dess delar är över alla perioder",
            "à partir de ses parties sur toutes les périodes",
            "dalle sue parti su tutti i periodi",
            "din părțile sale pe toate perioadele",
            "iz njegovih delov za vsa obdobja",
        ],
        Combination::None => [
            "a mean, a median, an extreme or each value once: periods make none together",
            "ett medelvärde, en median, en ytterlighet eller varje värde en gång: perioder ger ingen siffra ihop",
            "une moyenne, une médiane, un extrême ou chaque valeur une fois\u{a0}: les périodes n’en donnent pas ensemble",
            "una media, una mediana, un estremo o ogni valore una volta: i periodi non ne danno una insieme",
            "o medie, o mediană, o extremă sau fiecare valoare o dată: perioadele nu dau una împreună",
            "povprečje, mediana, skrajnost ali vsaka vrednost enkrat: obdobja skupaj ne dajo podatka",
        ],
    });
    let bound = language.of_six([
        "; a person counts once in each period: at most so many different persons",
        "; en person räknas en gång i varje period: högst så många olika personer",
        "\u{a0}; une personne compte une fois par période\u{a0}: au plus autant de personnes différentes",
        "; una persona conta una volta per periodo: al massimo tante persone diverse",
        "; o persoană contează o dată în fiecare perioadă: cel mult atâtea persoane diferite",
        "; oseba šteje enkrat v vsakem obdobju: največ toliko različnih oseb",
    ]);
    format!(", {said}{}", if is_of_persons && how == Combination::Sum { bound } else { "" })
}

/// Which periods stand in the way of a figure; nothing where none does.
pub(super) fn why_none(without: &str, breaks: &str, language: Language) -> String {
    let mut said = String::new();
    if !without.is_empty() {
        said.push_str("  ");
        said.push_str(&language.of_six([
            format!("no figure for {without}"),
            format!("ingen siffra för {without}"),
            format!("aucun chiffre pour {without}"),
            format!("nessuna cifra per {without}"),
            format!("nicio cifră pentru {without}"),
            format!("ni podatka za {without}"),
        ]));
    }
    if !breaks.is_empty() {
        said.push_str("  ");
        said.push_str(&language.of_six([
            format!("defined anew in {breaks}, so not added"),
            format!("ny definition {breaks}, så det läggs inte ihop"),
            format!("nouvelle définition en {breaks}, donc non additionné"),
            format!("definito di nuovo nel {breaks}, perciò non sommato"),
            format!("definit din nou în {breaks}, deci nu se adună"),
            format!("na novo opredeljeno v {breaks}, zato ni sešteto"),
        ]));
    }
    said
}

/// Amounts of several years are not told in another currency or in other prices.
pub(super) fn not_priced() -> Stop {
    Stop::new(
        (
            "amounts of several periods are not converted: each period has its own rate and prices",
            "belopp för flera perioder räknas inte om: varje period har sin egen kurs och sina egna priser",
        ),
        ("leave --report out, or ask for one period", "ta bort --report, eller fråga efter en period"),
    )
}
