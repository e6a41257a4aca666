//! What is written in a form's own columns beside an answer, where it says that another number should stand there.

use super::super::date::{self, Order};
use super::super::lines::LineCell;
use super::super::number::{self, Decimals, NotNumber};
use super::super::unit::Asked;
use super::super::words::words;
use super::super::workbook::Kind;
use crate::definition::dataset::{Field, FieldType};
use crate::value::Decimal;

/// Words that say that what follows is right, or should be, in the languages of the program; without accents.
const SAYS: [&str; 49] = [
    "ratt",
    "ratta",
    "rattelse",
    "rattat",
    "korrekt",
    "korrekta",
    "korrigering",
    "korrigerat",
    "ska vara",
    "skall vara",
    "borde vara",
    "ska sta",
    "andras till",
    "rattas till",
    "right",
    "correct",
    "corrected",
    "correction",
    "should be",
    "ought to be",
    "should read",
    "correcte",
    "corrige",
    "montant exact",
    "chiffre exact",
    "rectification",
    "devrait etre",
    "doit etre",
    "corretto",
    "corretta",
    "correzione",
    "rettifica",
    "importo giusto",
    "importo esatto",
    "dovrebbe essere",
    "deve essere",
    "corect",
    "corecta",
    "corectie",
    "rectificare",
    "ar trebui sa fie",
    "trebuie sa fie",
    "pravilno",
    "pravilen",
    "pravilna",
    "pravilni",
    "popravek",
    "mora biti",
    "moralo bi biti",
];
/// Words for what is counted, which may stand between.
const NOUNS: [&str; 31] = [
    "belopp", "beloppet", "siffra", "siffran", "svar", "svaret", "antal", "antalet", "varde", "vardet", "summa",
    "summan", "amount", "figure", "number", "value", "answer", "total", "montant", "chiffre", "nombre", "valeur",
    "importo", "cifra", "numero", "valore", "suma", "numar", "valoare", "znesek", "stevilo",
];
/// Words that join what is right and the number.
const JOINS: [&str; 6] = ["ar", "is", "est", "e", "este", "je"];
/// Most words between what says it and its number.
const BETWEEN: usize = 3;
/// Numbers that are of the size of a year.
const OF_YEARS: [u32; 2] = [200, 20_000];

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Word(String),
    /// A number with the word behind it, and by itself.
    Number([String; 2]),
    Colon,
    /// Here ends what belongs together.
    End,
}

/// How an answer is written: its unit, the power of ten that stands over that, and the decimal mark of the form's language.
pub(super) struct Written<'a> {
    pub asked: &'a Asked,
    pub power: u32,
    pub decimal: char,
}

/// True where a cell says that another number, or another day, is the answer: alone, or behind words for a correction.
pub(super) fn corrects(cell: &LineCell, answer: &LineCell, field: &Field, written: &Written) -> bool {
    if field.kind == FieldType::Date {
        let day = |cell: &LineCell| date::read(cell.text.trim(), Order::default());
        return day(cell).zip(day(answer)).is_some_and(|(one, other)| one != other);
    }
    if !field.kind.is_number() {
        return false;
    }
    let own = written.value(&answer.text, answer.kind).ok();
    let differs = |text: &str, kind: Kind| match written.value(text, kind) {
        Ok(value) => Some(own.is_none_or(|own| !written.is_same(own, value) && !is_year(text, own))),
        Err(NotNumber::Ambiguous) => Some(true),
        Err(NotNumber::Unit) => Some(false),
        Err(NotNumber::Form) => None,
    };
    if let Some(differs) = differs(&cell.text, cell.kind) {
        return differs;
    }
    let numbers = if cell.kind == Kind::Text { corrections(&cell.text) } else { Vec::new() };
    numbers.iter().any(|number| number.iter().find_map(|text| differs(text, cell.kind)).unwrap_or(false))
}

impl Written<'_> {
    fn value(&self, text: &str, kind: Kind) -> Result<Decimal, NotNumber> {
        let mark = if kind == Kind::Number { '.' } else { self.decimal };
        let number = number::read(text, Decimals { mark: Some(mark), most: u32::MAX }, self.asked);
        number.map(|number| number.value)
    }

    /// True for the answer itself, also where its thousands are written out.
    fn is_same(&self, answer: Decimal, value: Decimal) -> bool {
        answer == value || number::times_ten(answer, self.power) == Some(value)
    }
}

/// True for four digits that are a year, where the answer is far from the size of one.
fn is_year(text: &str, answer: Decimal) -> bool {
    let text = text.trim();
    let [least, most] = OF_YEARS.map(Decimal::from);
    let is_one = text.len() == 4 && text.parse().is_ok_and(|year: u32| (1990..2100).contains(&year));
    is_one && !(least..=most).contains(&answer.abs())
}

/// The numbers that a text says are right.
fn corrections(text: &str) -> Vec<[String; 2]> {
    let parts = parts(text);
    let is_word =
        |part: Option<&Part>, known: &[&str]| matches!(part, Some(Part::Word(word)) if known.contains(&word.as_str()));
    let mut numbers = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        numbers.extend(said(&parts[at..]).and_then(number_behind));
        // `5 350 000 är rätt`
        if let Part::Number(number) = part
            && is_word(parts.get(at + 1), &JOINS)
            && said(parts.get(at + 2..).unwrap_or_default()).is_some()
        {
            numbers.push(number.clone());
        }
    }
    numbers
}

/// What stands behind words for a correction, where some parts begin with them.
fn said(parts: &[Part]) -> Option<&[Part]> {
    SAYS.iter().find_map(|known| {
        let mut rest = parts;
        for word in known.split(' ') {
            let (Part::Word(first), behind) = rest.split_first()? else { return None };
            rest = Some(behind).filter(|_| first == word)?;
        }
        Some(rest)
    })
}

/// The number that some parts begin with, behind no more than a few words that lead to it.
fn number_behind(parts: &[Part]) -> Option<[String; 2]> {
    let at = parts.iter().take(BETWEEN + 2).position(|part| matches!(part, Part::Number(_)))?;
    let (before, Part::Number(number)) = (&parts[..at], &parts[at]) else { return None };
    let leads = |part: &Part, known: &[&str]| matches!(part, Part::Word(word) if known.contains(&word.as_str()));
    let is_near = !before.contains(&Part::End)
        && (before.iter().all(|part| leads(part, &NOUNS) || leads(part, &JOINS) || *part == Part::Colon)
            || before.last().is_some_and(|last| *last == Part::Colon || leads(last, &JOINS)));
    is_near.then(|| number.clone())
}

/// A text in its parts.
fn parts(text: &str) -> Vec<Part> {
    let characters: Vec<char> = text.chars().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        let length = |from: usize, same: fn(&char) -> bool| characters[from..].iter().take_while(|c| same(c)).count();
        if c.is_ascii_digit() {
            let signed = at.checked_sub(1).is_some_and(|sign| matches!(characters[sign], '-' | '\u{2212}'));
            let from = at - usize::from(signed);
            at += number_length(&characters[at..]);
            // `2026-01-15` is no number.
            let is_joined = matches!(characters.get(at), Some('-' | '/' | ':'));
            if is_joined && characters.get(at + 1).is_some_and(char::is_ascii_digit) {
                at += length(at, |c| c.is_ascii_digit() || matches!(c, '-' | '/' | ':'));
                parts.push(Part::End);
                continue;
            }
            let space = usize::from(characters.get(at) == Some(&' '));
            let word = length(at + space, |c| c.is_alphabetic() || *c == '€' || *c == '%');
            let of = |to: usize| characters[from..to].iter().collect::<String>();
            parts.push(Part::Number([of(at + space + word), of(at)]));
        } else if c.is_alphabetic() {
            let word = length(at, |c| c.is_alphanumeric());
            parts.push(Part::Word(words(&characters[at..at + word].iter().collect::<String>()).concat()));
            at += word;
        } else {
            match c {
                ':' | '=' => parts.push(Part::Colon),
                '.' | ',' | ';' | '!' | '?' | '(' | '\n' => parts.push(Part::End),
                _ => {}
            }
            at += 1;
        }
    }
    parts
}

/// How many characters a number takes from its first digit on: marks in it, and spaces before three digits.
fn number_length(characters: &[char]) -> usize {
    let digits = |from: usize| characters.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let mut end = digits(0);
    loop {
        let more = digits(end + 1);
        let goes_on = match characters.get(end) {
            Some('.' | ',') => more > 0,
            Some(' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}') => more == 3,
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += 1 + more;
    }
}
