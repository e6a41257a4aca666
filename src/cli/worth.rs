//! What is said of valuations in each language.

use std::collections::BTreeSet;

/// A valuation is made of assumptions.
pub(super) const MODELLED: [&str; 6] = ["modelled", "modellerat", "modélisé", "modellato", "modelat", "modelirano"];

/// What it comes to, brought back to the first year.
pub(super) const PRESENT_VALUE: [&str; 6] =
    ["present value", "nuvärde", "valeur actuelle", "valore attuale", "valoare actualizată", "sedanja vrednost"];

/// What was put in.
pub(super) const PUT_IN: [&str; 6] = ["put in", "insats", "investi", "investito", "investit", "vloženo"];

/// What is left of the value.
pub(super) const NET: [&str; 6] = ["net", "netto", "net", "netto", "net", "neto"];

/// How many of an outcome there are.
pub(super) const NUMBER: [&str; 6] = ["number", "antal", "nombre", "numero", "număr", "število"];

/// Before the number of a year.
pub(super) const VALUE_IN_YEAR: [&str; 6] =
    ["value in year", "värde år", "valeur de l’année", "valore nell’anno", "valoarea în anul", "vrednost v letu"];

/// What would have happened in any case.
pub(super) const DEADWEIGHT: [&str; 6] = [
    "would have happened anyway",
    "hade skett ändå",
    "serait arrivé de toute façon",
    "sarebbe accaduto comunque",
    "s-ar fi întâmplat oricum",
    "bi se zgodilo v vsakem primeru",
];

/// What was only moved.
pub(super) const DISPLACEMENT: [&str; 6] = [
    "pushed out elsewhere",
    "trängs undan",
    "déplacé ailleurs",
    "spostato altrove",
    "deplasat în altă parte",
    "izpodrinjeno drugje",
];

/// What others have done.
pub(super) const ATTRIBUTION: [&str; 6] =
    ["due to others", "andras del", "dû à d’autres", "dovuto ad altri", "datorat altora", "zasluga drugih"];

/// What is lost from year to year.
pub(super) const DROP_OFF: [&str; 6] = [
    "lost each year",
    "avtar per år",
    "perdu chaque année",
    "perso ogni anno",
    "pierdut în fiecare an",
    "izgubljeno vsako leto",
];

/// By which later years count less.
pub(super) const DISCOUNT_RATE: [&str; 6] =
    ["interest", "ränta", "taux d’actualisation", "tasso di sconto", "rată de actualizare", "diskontna stopnja"];

/// Over what follows.
pub(super) const ASSUMPTIONS: [&str; 6] =
    ["Assumptions", "Antaganden", "Hypothèses", "Ipotesi", "Ipoteze", "Predpostavke"];

/// The convention of the first year: it counts less by one year's interest.
pub(super) const FIRST_DISCOUNTED: [&str; 6] = [
    "the first year is discounted, too",
    "även första året räknas ned",
    "la première année est actualisée aussi",
    "anche il primo anno è attualizzato",
    "și primul an este actualizat",
    "tudi prvo leto je diskontirano",
];

/// The convention of the first year: it counts as it is.
pub(super) const FIRST_UNDISCOUNTED: [&str; 6] = [
    "the first year is not discounted",
    "första året räknas inte ned",
    "la première année n’est pas actualisée",
    "il primo anno non è attualizzato",
    "primul an nu este actualizat",
    "prvo leto ni diskontirano",
];

/// How long an outcome lasts.
pub(super) const YEARS: [&str; 6] =
    ["years it lasts", "år som det varar", "durée en années", "durata in anni", "durata în ani", "trajanje v letih"];

/// What one of an outcome is worth.
pub(super) const VALUE_OF_EACH: [&str; 6] = [
    "value of each",
    "värde per styck",
    "valeur de chacun",
    "valore di ciascuno",
    "valoarea fiecăruia",
    "vrednost vsakega",
];

/// Counts that a valuation is made of are rounded to these bases; nothing where there are none.
pub(super) fn of_rounded(bases: &BTreeSet<u32>) -> Option<[String; 6]> {
    let bases: Vec<String> = bases.iter().map(u32::to_string).collect();
    let bases = bases.join(" / ");
    let said = [
        format!("rounded: the counts of persons are multiples of {bases}, and the amounts are made of them"),
        format!("avrundat: antalen personer är multiplar av {bases}, och beloppen är räknade på dem"),
        format!(
            "arrondi\u{a0}: les nombres de personnes sont des multiples de {bases}, et les montants en sont calculés"
        ),
        format!("arrotondato: i numeri di persone sono multipli di {bases}, e gli importi sono calcolati su di essi"),
        format!("rotunjit: numerele de persoane sunt multipli de {bases}, iar sumele sunt calculate din ele"),
        format!("zaokroženo: števila oseb so večkratniki {bases}, zneski pa so izračunani iz njih"),
    ];
    (!bases.is_empty()).then_some(said)
}

/// What each unit of a currency that was put in gives.
pub(super) fn for_each(currency: &str) -> [String; 6] {
    [
        format!("for each {currency} put in"),
        format!("per insatt {currency}"),
        format!("pour chaque {currency} investi"),
        format!("per ogni {currency} investito"),
        format!("pentru fiecare {currency} investit"),
        format!("za vsak vloženi {currency}"),
    ]
}
