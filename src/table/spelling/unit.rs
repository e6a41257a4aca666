//! Words for units beside a number or in a header: what they measure, and how many thousands they hold.

use super::words::words;

/// What a word for a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// An amount in the currency of this ISO 4217 code.
    Money(&'static str),
    /// A unit of a field, by its name.
    Named(&'static str),
    /// Single things, whatever they are.
    Count,
    /// Nothing in particular: thousands of whatever is asked.
    Any,
}

/// A word for a unit and the power of ten that it multiplies with.
type Word = (&'static str, Measure, u32);

const SEK: Measure = Measure::Money("SEK");
const EUR: Measure = Measure::Money("EUR");
const RON: Measure = Measure::Money("RON");

/// Words that stand beside a number, in small letters.
const BESIDE: [Word; 130] = [
    ("kr", SEK, 0),
    ("kr.", SEK, 0),
    ("sek", SEK, 0),
    ("kronor", SEK, 0),
    ("couronnes", SEK, 0),
    ("corone", SEK, 0),
    ("coroane", SEK, 0),
    ("krone", SEK, 0),
    (":-", SEK, 0),
    (",-", SEK, 0),
    (".-", SEK, 0),
    ("tkr", SEK, 3),
    ("tkr.", SEK, 3),
    ("kkr", SEK, 3),
    ("tsek", SEK, 3),
    ("ksek", SEK, 3),
    ("t sek", SEK, 3),
    ("tusen kr", SEK, 3),
    ("tusen kronor", SEK, 3),
    ("tusenkronor", SEK, 3),
    ("mkr", SEK, 6),
    ("mkr.", SEK, 6),
    ("mnkr", SEK, 6),
    ("mnkr.", SEK, 6),
    ("mn kr", SEK, 6),
    ("msek", SEK, 6),
    ("miljoner kr", SEK, 6),
    ("milj kr", SEK, 6),
    ("milj. kr", SEK, 6),
    ("milj. kr.", SEK, 6),
    ("miljoner kronor", SEK, 6),
    ("€", EUR, 0),
    ("eur", EUR, 0),
    ("euro", EUR, 0),
    ("euros", EUR, 0),
    ("evrov", EUR, 0),
    ("evri", EUR, 0),
    ("evro", EUR, 0),
    ("evrih", EUR, 0),
    ("k€", EUR, 3),
    ("t€", EUR, 3),
    ("keur", EUR, 3),
    ("teur", EUR, 3),
    ("k eur", EUR, 3),
    ("mila euro", EUR, 3),
    ("mila €", EUR, 3),
    ("m€", EUR, 6),
    ("mn€", EUR, 6),
    ("mio €", EUR, 6),
    ("mio. €", EUR, 6),
    ("meur", EUR, 6),
    ("lei", RON, 0),
    ("leu", RON, 0),
    ("ron", RON, 0),
    ("mii lei", RON, 3),
    ("mii ron", RON, 3),
    ("mil. lei", RON, 6),
    ("milioane lei", RON, 6),
    ("dkk", Measure::Money("DKK"), 0),
    ("nok", Measure::Money("NOK"), 0),
    ("$", Measure::Money("USD"), 0),
    ("usd", Measure::Money("USD"), 0),
    ("£", Measure::Money("GBP"), 0),
    ("gbp", Measure::Money("GBP"), 0),
    ("chf", Measure::Money("CHF"), 0),
    ("tusen", Measure::Any, 3),
    ("thousand", Measure::Any, 3),
    ("miljoner", Measure::Any, 6),
    ("milj", Measure::Any, 6),
    ("milj.", Measure::Any, 6),
    ("million", Measure::Any, 6),
    ("st", Measure::Count, 0),
    ("st.", Measure::Count, 0),
    ("huvuden", Measure::Named("persons"), 0),
    ("heads", Measure::Named("persons"), 0),
    ("headcount", Measure::Named("persons"), 0),
    ("head count", Measure::Named("persons"), 0),
    ("pers", Measure::Named("persons"), 0),
    ("pers.", Measure::Named("persons"), 0),
    ("person", Measure::Named("persons"), 0),
    ("personer", Measure::Named("persons"), 0),
    ("persons", Measure::Named("persons"), 0),
    ("people", Measure::Named("persons"), 0),
    ("personnes", Measure::Named("persons"), 0),
    ("persone", Measure::Named("persons"), 0),
    ("persoane", Measure::Named("persons"), 0),
    ("oseb", Measure::Named("persons"), 0),
    ("personne", Measure::Named("persons"), 0),
    ("persona", Measure::Named("persons"), 0),
    ("persoană", Measure::Named("persons"), 0),
    ("osebe", Measure::Named("persons"), 0),
    ("oseba", Measure::Named("persons"), 0),
    ("tim", Measure::Named("hours"), 0),
    ("tim.", Measure::Named("hours"), 0),
    ("timmar", Measure::Named("hours"), 0),
    ("h", Measure::Named("hours"), 0),
    ("hours", Measure::Named("hours"), 0),
    ("heures", Measure::Named("hours"), 0),
    ("ore", Measure::Named("hours"), 0),
    ("ur", Measure::Named("hours"), 0),
    ("timme", Measure::Named("hours"), 0),
    ("hour", Measure::Named("hours"), 0),
    ("heure", Measure::Named("hours"), 0),
    ("ora", Measure::Named("hours"), 0),
    ("oră", Measure::Named("hours"), 0),
    ("ura", Measure::Named("hours"), 0),
    ("ure", Measure::Named("hours"), 0),
    ("fte", Measure::Named("fte"), 0),
    ("åa", Measure::Named("fte"), 0),
    ("årsarbetskrafter", Measure::Named("fte"), 0),
    ("heltidstjänster", Measure::Named("fte"), 0),
    ("etp", Measure::Named("fte"), 0),
    ("ula", Measure::Named("fte"), 0),
    ("full-time jobs", Measure::Named("fte"), 0),
    ("équivalents temps plein", Measure::Named("fte"), 0),
    ("equivalenti a tempo pieno", Measure::Named("fte"), 0),
    ("norme întregi", Measure::Named("fte"), 0),
    ("ekvivalent polnega delovnega časa", Measure::Named("fte"), 0),
    ("%", Measure::Named("percent"), 0),
    ("procent", Measure::Named("percent"), 0),
    ("percent", Measure::Named("percent"), 0),
    ("per cent", Measure::Named("percent"), 0),
    ("pour cent", Measure::Named("percent"), 0),
    ("pourcent", Measure::Named("percent"), 0),
    ("per cento", Measure::Named("percent"), 0),
    ("percento", Measure::Named("percent"), 0),
    ("la sută", Measure::Named("percent"), 0),
    ("procente", Measure::Named("percent"), 0),
    ("odstotki", Measure::Named("percent"), 0),
    ("odstotkov", Measure::Named("percent"), 0),
];

/// Words for thousands in a header, in their plain form.
const THOUSANDS: [&str; 23] = [
    "tkr",
    "kkr",
    "tsek",
    "ksek",
    "keur",
    "teur",
    "tusen",
    "tusental",
    "tusentals",
    "thousand",
    "thousands",
    "000",
    "000s",
    "milliers",
    "migliaia",
    "mii",
    "tisoc",
    "tisocih",
    "tron",
    "mila",
    "tusenkronor",
    "sekk",
    "eurk",
];
/// Words for millions in a header, in their plain form.
const MILLIONS: [&str; 18] = [
    "mkr",
    "mnkr",
    "msek",
    "meur",
    "mnsek",
    "miljon",
    "miljoner",
    "million",
    "millions",
    "mio",
    "milioni",
    "milioane",
    "milijon",
    "milijonov",
    "milijonih",
    "milj",
    "sekm",
    "eurm",
];

/// Words for a currency, in their plain form.
const CURRENCIES: [&str; 25] = [
    "kr",
    "sek",
    "kronor",
    "couronnes",
    "corone",
    "coroane",
    "kron",
    "dkk",
    "nok",
    "eur",
    "euro",
    "euros",
    "evro",
    "evrih",
    "evrov",
    "lei",
    "leu",
    "ron",
    "usd",
    "dollar",
    "dollars",
    "gbp",
    "pund",
    "pounds",
    "chf",
];

/// Words for amounts that are no longer only begin others: `rent` stands in `current`.
const BEGINS: usize = 4;
/// Words by which a header tells of amounts, in their plain form: they begin others, and longer ones stand in them.
const AMOUNTS: [&str; 46] = [
    "lokalhyra",
    "hyror",
    "avgift",
    "forsakring",
    "premie",
    "loner",
    "insurance",
    "belopp",
    "summa",
    "pris",
    "hyra",
    "kostnad",
    "omsattning",
    "intakt",
    "amount",
    "price",
    "rent",
    "cost",
    "turnover",
    "montant",
    "importo",
    "suma",
    "znesek",
    "nettoomsattning",
    "lonekostnad",
    "bidrag",
    "resultat",
    "overskott",
    "underskott",
    "utgift",
    "inkomst",
    "revenue",
    "income",
    "expens",
    "surplus",
    "profit",
    "depens",
    "recette",
    "chiffre",
    "fatturato",
    "ricav",
    "costi",
    "venit",
    "cheltuiel",
    "prihod",
    "odhod",
];

/// What a word beside a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The unit that is asked, or so many powers of ten of it.
    Power(u32),
    /// Another unit.
    Other,
    /// Nothing that is known.
    Nothing,
}

/// What the numbers of a column measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    unit: Option<String>,
    currency: String,
}

impl Asked {
    /// The unit of a field, in a project with this currency.
    pub(crate) fn new(unit: Option<&str>, currency: &str) -> Self {
        Self { unit: unit.map(str::to_owned), currency: currency.to_owned() }
    }

    /// The currency of amounts.
    pub(crate) fn currency(&self) -> &str {
        &self.currency
    }

    /// True when the numbers are amounts.
    pub(crate) fn is_money(&self) -> bool {
        self.unit.as_deref() == Some("money")
    }

    /// True when numbers of this measure may stand here.
    fn is(&self, measure: Measure) -> bool {
        match measure {
            Measure::Money(code) => self.is_money() && self.currency == code,
            Measure::Count => !self.is_money() && self.unit.as_deref() != Some("percent"),
            // Who is counted may have a unit of its own.
            Measure::Named("persons") => {
                !self.is_money() && !matches!(self.unit.as_deref(), Some("percent" | "hours" | "fte"))
            }
            Measure::Named(name) => self.unit.as_deref() == Some(name),
            Measure::Any => self.is_money(),
        }
    }

    /// What a word beside a number says.
    pub(crate) fn beside(&self, word: &str) -> Beside {
        let word = word.to_lowercase();
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        // Crowns of several countries share their word.
        let is_crowns = matches!(word.as_str(), "kr" | "kr." | "couronnes" | "corone" | "coroane" | "krone");
        let crowns = is_crowns && matches!(self.currency.as_str(), "DKK" | "NOK" | "ISK");
        match BESIDE.iter().find(|(known, ..)| *known == word) {
            Some((_, measure, power)) if self.is(*measure) || (crowns && self.is_money()) => Beside::Power(*power),
            Some(_) => Beside::Other,
            // A unit that only this field has is known by its name.
            None if self.unit.as_deref() == Some(word.as_str()) => Beside::Power(0),
            None => Beside::Nothing,
        }
    }

    /// The power of ten that a header multiplies the numbers below it with: 3 for `Omsättning (tkr)`, else 0.
    pub(crate) fn power_of_header(&self, header: &str) -> u32 {
        if self.is_money() { scale(&words(&spelt(header))) } else { 0 }
    }
}

/// True for a word that may stand beside a number as its unit.
pub(crate) fn is_word(word: &str) -> bool {
    let word = word.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    BESIDE.iter().any(|(known, ..)| *known == word)
}

/// The power of ten that words tell of.
fn scale(words: &[String]) -> u32 {
    words.iter().map(|word| power(word)).max().unwrap_or(0)
}

/// True for a sign that [`spelt`] spells out.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '€' | '%' | '$' | '£')
}

/// A header with the signs of currencies spelt out, because signs do not count in headers.
pub(crate) fn spelt(header: &str) -> String {
    if !header.contains(is_sign) {
        return header.to_owned();
    }
    header
        .to_lowercase()
        .replace("k€", " keur ")
        .replace("t€", " teur ")
        .replace("m€", " meur ")
        .replace('€', " eur ")
        .replace('%', " procent ")
        .replace('$', " usd ")
        .replace('£', " gbp ")
}

/// True for a plain word that tells of thousands or millions.
pub(crate) fn is_scale(word: &str) -> bool {
    power(word) > 0
}

/// The power of ten that a plain word tells of: 3 for thousands, 6 for millions, else 0.
pub(crate) fn power(word: &str) -> u32 {
    let of = |known: &[&str], power: u32| if known.contains(&word) { power } else { 0 };
    of(&MILLIONS, 6).max(of(&THOUSANDS, 3))
}

/// True for a plain word that names a currency.
pub(crate) fn is_currency(word: &str) -> bool {
    CURRENCIES.contains(&word)
}

/// True for a header that says the unit of the amounts below it: `Omsättning (kr)`, `Omsättning, tkr`.
pub(crate) fn says_unit(header: &str) -> bool {
    words(&spelt(header)).iter().any(|word| is_scale(word) || is_currency(word))
}

/// True for a header that tells of amounts, by their unit or by a word for them: `Turnover`, `Belopp (kr)`.
pub(crate) fn says_amount(header: &str) -> bool {
    let holds = |word: &str, amount: &str| word.starts_with(amount) || amount.len() > BEGINS && word.contains(amount);
    let tells = |word: &String| AMOUNTS.iter().any(|amount| holds(word, amount));
    says_unit(header) || words(header).iter().any(tells)
}

/// The word for so many powers of ten that a header of amounts in a currency may carry.
pub(crate) fn word_for(power: u32, currency: &str) -> &'static str {
    match (currency, power) {
        ("EUR", 3) => "k€",
        ("EUR", _) => "m€",
        ("RON", 3) => "mii lei",
        ("RON", _) => "milioane lei",
        ("SEK" | "DKK" | "NOK" | "ISK", 3) => "tkr",
        ("SEK" | "DKK" | "NOK" | "ISK", _) => "mkr",
        (_, 3) => "thousand",
        _ => "million",
    }
}

/// The word for a currency that a header of amounts in full may carry.
pub(crate) fn currency_word(currency: &str) -> &str {
    match currency {
        "SEK" | "DKK" | "NOK" | "ISK" => "kr",
        "EUR" => "€",
        "RON" => "lei",
        "GBP" => "£",
        other => other,
    }
}

/// Plain words for a currency that a header may carry.
pub(crate) fn currency_words(currency: &str) -> &'static [&'static str] {
    match currency {
        "SEK" => &["kr", "sek", "kronor", "svenska", "i"],
        "DKK" => &["kr", "dkk", "i"],
        "NOK" => &["kr", "nok", "i"],
        "EUR" => &["eur", "euro", "euros", "en", "in", "v", "evrih"],
        "RON" => &["lei", "ron", "in"],
        "GBP" => &["gbp"],
        _ => &[],
    }
}
