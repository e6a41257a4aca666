//! Words of scale in a text that is neither a header nor an amount: `Belopp i tkr`, `Årsbokslut TSEK`, `i tusental kronor`.

use chrono::{Datelike, NaiveDate};

use super::words::words;
use super::{date, unit};

/// Units that say by themselves that they are thousands or millions of money, in their plain form.
const UNITS: [&str; 16] = [
    "tkr", "kkr", "tsek", "ksek", "keur", "teur", "mkr", "mnkr", "msek", "mnsek", "meur", "mneur", "sekk", "sekm",
    "eurk", "eurm",
];
/// Letters and shortened words before a currency, as in `t kr` and `mio. €`, with the power of ten that they stand for.
const SHORT: [(&str, u32); 6] = [("t", 3), ("k", 3), ("m", 6), ("mn", 6), ("mio", 6), ("mil", 6)];
/// Currencies behind which such a letter may stand: `SEK m`. Behind others it is something else: `kr m.m.`.
const CODES: [&str; 6] = ["sek", "eur", "ron", "dkk", "nok", "gbp"];
/// Words in or of which amounts are given.
const IN: [&str; 6] = ["i", "in", "en", "v", "som", "as"];
/// Words between a number of something and its currency.
const OF: [&str; 6] = ["of", "de", "d", "di", "svenska", "swedish"];
/// Words that tell that amounts are spoken of.
const AMOUNTS: [&str; 13] = [
    "belopp",
    "beloppen",
    "siffror",
    "siffrorna",
    "varden",
    "amounts",
    "figures",
    "montants",
    "chiffres",
    "importi",
    "sume",
    "sumele",
    "zneski",
];
/// Words that speak of all there is, whatever that be.
const ALL: [&str; 9] = ["alla", "allt", "samtliga", "all", "everything", "tous", "tutti", "toate", "vsi"];
/// Words with which it is said that something is not so.
const NOT: [&str; 7] = ["inte", "ej", "icke", "not", "non", "ne", "pas"];
/// Words that count something: a unit behind them is that of an amount, as behind a number.
const COUNTS: [&str; 46] = [
    "nagra",
    "flera",
    "fa",
    "par",
    "halv",
    "halvt",
    "halva",
    "manga",
    "ett",
    "tva",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "atta",
    "nio",
    "tio",
    "tjugo",
    "femtio",
    "hundra",
    "several",
    "few",
    "some",
    "half",
    "one",
    "two",
    "three",
    "four",
    "five",
    "ten",
    "hundred",
    "quelques",
    "plusieurs",
    "demi",
    "un",
    "deux",
    "trois",
    "alcuni",
    "mezzo",
    "cateva",
    "doi",
    "doua",
    "nekaj",
    "dva",
    "dve",
];
/// Swedish units, before which `en` is one and not the French `en`.
const SWEDISH: [&str; 10] = ["tkr", "kkr", "mkr", "mnkr", "tsek", "ksek", "msek", "mnsek", "milj", "miljon"];
/// What a small number may be the number of, with no word of scale as its unit: `bilaga 2, tkr`.
const NUMBERED: [&str; 26] = [
    "bilaga", "not", "sida", "sid", "s", "rapport", "tabell", "blad", "del", "nr", "annex", "appendix", "note", "page",
    "report", "table", "annexe", "tableau", "allegato", "pagina", "tabella", "nota", "anexa", "tabel", "priloga",
    "stran",
];
/// Digits that the number of a page or an annex has at most.
const NUMBERED_DIGITS: usize = 3;

/// What a text says of amounts that stand somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) struct Scale {
    /// The power of ten, 3 for thousands.
    pub power: u32,
    /// Nothing else is said: `tkr`, `(i tkr)`.
    pub is_alone: bool,
    /// Amounts are said to be given so: `belopp i tkr`, not `Kassa (tkr)`.
    pub is_said: bool,
}

/// A word of a text.
struct Word<'t> {
    plain: String,
    /// Nothing but space parts it from the word before.
    follows: bool,
    /// What stands before it, up to a space.
    before: &'t str,
}

impl Word<'_> {
    fn is_number(&self) -> bool {
        self.plain.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// True for a text that may say thousands in digits alone: `(000)`, `× 1 000`.
pub(in crate::table) fn is_of_digits(text: &str) -> bool {
    text.contains("(000)") || text.contains('×')
}

/// What a text says of the scale of amounts, where a number that `is_year` is known for a year: behind any other number a word of
/// scale is the unit of that number, as in `500 tkr`.
pub(in crate::table) fn of(text: &str, is_year: &dyn Fn(i32) -> bool) -> Option<Scale> {
    let spelt = unit::spelt(text).replace('×', " x ");
    let words = parted(&spelt);
    let found = (0..words.len()).find_map(|at| {
        let (power, length) = unit_at(&words, at).or_else(|| counted_at(&words, at))?;
        (!is_amount(&words, at, is_year) && !is_denied(&words, at)).then_some((at, power, length))
    });
    let (at, power, length) = found?;
    let is_led = is_led(&words, at);
    let is_alone = at == usize::from(is_led) && at + length == words.len();
    // `Angivet i tkr` says it of amounts; `i tkr räknat 20` tells one.
    let next = words.get(at + length).filter(|next| next.follows);
    let ends = next.is_none_or(|next| next.plain.parse().is_ok_and(is_year));
    let is_said = (is_led && ends) || speaks_of_amounts(&words) || words.iter().any(is_of_all);
    Some(Scale { power, is_alone, is_said })
}

/// True for a word behind one in which amounts are given, or behind a sign that multiplies: `i tkr`, `x 1000`.
fn is_led(words: &[Word], at: usize) -> bool {
    at > 0 && (IN.contains(&words[at - 1].plain.as_str()) || words[at - 1].plain == "x")
}

fn is_of_all(word: &Word) -> bool {
    ALL.contains(&word.plain.as_str())
}

fn speaks_of_amounts(words: &[Word]) -> bool {
    words.iter().any(|word| AMOUNTS.contains(&word.plain.as_str()))
}

/// The words of a text in their plain form.
fn parted(text: &str) -> Vec<Word<'_>> {
    let mut parted: Vec<Word> = Vec::new();
    let mut end = 0;
    let mut rest = text;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        let start = text.len() - rest.len() + begin;
        let length = rest[begin..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - begin);
        let plain = words(&text[start..start + length]).concat();
        let follows = !parted.is_empty() && text[end..start].chars().all(char::is_whitespace);
        let before = text[..start].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        parted.push(Word { plain, follows, before });
        end = start + length;
        rest = &text[end..];
    }
    parted
}

/// A unit at a word: its power of ten, and how many words it has.
fn unit_at(words: &[Word], at: usize) -> Option<(u32, usize)> {
    let word = words[at].plain.as_str();
    if UNITS.contains(&word) {
        return Some((unit::power(word), 1));
    }
    let short = |word: &str| SHORT.into_iter().find(|(short, _)| *short == word).map(|(_, power)| power);
    let next = |more: usize| words.get(at + more).map(|next| next.plain.as_str());
    if CODES.contains(&word) && next(2).is_none_or(|next| short(next).is_none()) {
        return next(1).and_then(short).map(|power| (power, 2));
    }
    let power = short(word)?;
    if next(1).is_some_and(unit::is_currency) {
        return Some((power, 2));
    }
    let is_last = next(1).is_none() && is_led(words, at) && speaks_of_amounts(words);
    is_last.then_some((power, 1))
}

/// Thousands or millions at a word that amounts are counted in. A word for them says so only where it is led by one such as `in`
/// or is all that stands there, and where money is spoken of: `tusentals besökare` is something else.
fn counted_at(words: &[Word], at: usize) -> Option<(u32, usize)> {
    let (power, mut length, needs_money) = thousands_at(words, at)?;
    let next = |length: usize| words.get(at + length).map(|word| word.plain.as_str());
    let is_of = next(length).is_some_and(|word| OF.contains(&word));
    length += usize::from(is_of && next(length + 1).is_some_and(unit::is_currency));
    // Behind a sign that multiplies stands also what is no amount: `modell x 1000`.
    let is_times = at > 0 && words[at - 1].plain == "x";
    let first = at - usize::from(is_times);
    let is_before = first > 0 && unit::is_currency(&words[first - 1].plain);
    let is_behind = next(length).is_some_and(unit::is_currency);
    length += usize::from(is_behind);
    let is_led = is_led(words, at);
    let begins = first == 0 || !words[first].follows || (is_before && (first == 1 || !words[first - 1].follows));
    let ends = words.get(at + length).is_none_or(|next| !next.follows);
    let is_money = is_before || is_behind;
    let is_all = begins && ends && (is_money || !needs_money);
    let is_whole = at == 1 && at + length == words.len();
    let is_phrase = is_led && (is_money || speaks_of_amounts(words) || (ends && (!is_times || is_whole)));
    (is_all || is_phrase || (is_money && speaks_of_amounts(words))).then_some((power, length))
}

/// A word for thousands or millions, or their digits; true where it says nothing without a currency.
fn thousands_at(words: &[Word], at: usize) -> Option<(u32, usize, bool)> {
    let next = |more: usize| words.get(at + more).map(|word| word.plain.as_str());
    let word = words[at].plain.as_str();
    let digits = match word {
        "1000" => 1,
        "1" if next(1) == Some("000") => 2,
        _ => 0,
    };
    if digits > 0 {
        let is_tal = next(digits).is_some_and(|word| matches!(word, "tal" | "tals"));
        // `1 000 kr` is an amount, unless something is given in it.
        let is_led = is_led(words, at);
        return (is_tal || is_led).then_some((3, digits + usize::from(is_tal), !is_tal));
    }
    match unit::power(word) {
        0 => None,
        // Behind other digits it is a part of a number.
        _ if word == "000" && at > 0 && words[at - 1].is_number() => None,
        // To every reader of Swedish it is a belief.
        _ if word == "tron" => None,
        power => Some((power, 1, matches!(word, "000" | "mii" | "mio" | "mila" | "milj") && !is_quoted(words, at))),
    }
}

/// True for three noughts in brackets, or behind an apostrophe, that are all that is said or are said of amounts.
fn is_quoted(words: &[Word], at: usize) -> bool {
    let is_marked = words[at].plain == "000" && words[at].before.ends_with(['(', '[', '\'', '’']);
    is_marked && (words.len() == 1 || speaks_of_amounts(words))
}

/// True behind a number of which a word is the unit.
fn is_amount(words: &[Word], at: usize, is_year: &dyn Fn(i32) -> bool) -> bool {
    // In `3 x 1000 kr` the number stands before the sign.
    let first = at - usize::from(at > 0 && words[at - 1].plain == "x");
    let Some(number) = first.checked_sub(1).map(|before| &words[before]).filter(|_| words[first].follows) else {
        return false;
    };
    let plain = number.plain.as_str();
    if !number.is_number() {
        let is_one = plain == "en" && SWEDISH.contains(&words[at].plain.as_str());
        let is_count = COUNTS.contains(&plain) || plain.ends_with("hundra") || plain.ends_with("hundred");
        return is_count || (is_one && !speaks_of_amounts(words) && !words.iter().any(is_of_all));
    }
    let before = words[first].before;
    let years = before.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let is_dated =
        date::is_day(before) || is_day(before, is_year) || years.filter_map(|year| year.parse().ok()).any(is_year);
    let of_what = first.checked_sub(2).map(|before| words[before].plain.as_str());
    let is_numbered = plain.len() <= NUMBERED_DIGITS && of_what.is_some_and(|word| NUMBERED.contains(&word));
    !is_dated && !is_numbered && !plain.is_empty()
}

/// True for the digits of a day in a year that is known: `20251231`, `251231`.
fn is_day(text: &str, is_year: &dyn Fn(i32) -> bool) -> bool {
    let digits = if text.len() == 6 { &format!("20{text}") } else { text };
    let is_plain = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let day = NaiveDate::parse_from_str(digits, "%Y%m%d").ok().filter(|_| is_plain);
    day.is_some_and(|day| is_year(day.year()))
}

/// True where it is said that something is not given so.
fn is_denied(words: &[Word], at: usize) -> bool {
    let before = &words[at.saturating_sub(2)..at];
    // What is no to a Romanian is now to a Swede.
    let is_romanian = matches!(before, [one, next] if one.plain == "nu" && next.plain == "in");
    // That of Swedish accounts has a number: `not 2, tkr`.
    let is_note = matches!(before, [one, next] if one.plain == "not" && next.is_number());
    is_romanian || (!is_note && before.iter().any(|word| NOT.contains(&word.plain.as_str())))
}
