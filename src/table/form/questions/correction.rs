//! What is written beside an answer of a form, where it says that another answer should stand there.

use super::wording::{
    BE, BUT, CLOSING, FEWEST_LETTERS, INSTEAD, INSTEAD_OF, JOINS, NOT, NOUNS, Part, SOURCES, Sure, THAT_IS, WHY, What,
    is_after_check, parts, phrase, said,
};
use crate::definition::codelist::Codelist;
use crate::definition::dataset::{Field, FieldType};
use crate::table::lines::LineCell;
use crate::table::spelling::code::code_of;
use crate::table::spelling::date::{self, Order};
use crate::table::spelling::number::{self, Decimals, NotNumber};
use crate::table::spelling::unit::Asked;
use crate::table::spelling::words::words;
use crate::table::workbook::Kind;
use crate::text::Text;
use crate::value::{Decimal, yes_or_no};

/// Most words between what says it and its answer.
const BETWEEN: usize = 3;
/// Most words of the name of a code.
const OF_CODE: usize = 12;
/// Most parts of a day behind its first.
const OF_DAY: usize = 2;
/// Most words of a unit.
const OF_UNIT: usize = 2;
/// Numbers that are of the size of a year.
const OF_YEARS: [u32; 2] = [200, 20_000];
/// Fewest words that explain something beside a correction with which they are in one breath.
const EXPLAINING: usize = 3;

/// What a cell beside an answer says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing that corrects it.
    Nothing,
    /// Another number, which may be meant for an answer, and nothing that may be a reason.
    Unexplained,
    /// Another answer should stand there.
    Other,
    /// Another answer should stand there, and something that may be a reason.
    OtherAndWhy,
}

/// A question with its answer, and how that is written.
pub(in crate::table) struct Answered<'a> {
    pub field: &'a Field,
    /// What the form calls the question.
    pub label: &'a Text,
    /// The answers that it can have, where they are on a list.
    pub codes: Option<&'a Codelist>,
    pub answer: &'a LineCell,
    pub asked: &'a Asked,
    /// The power of ten that stands over the unit.
    pub power: u32,
    /// The decimal mark of the form's language.
    pub decimal: char,
}

/// An answer in a text: whether it is another than the one that was given, and the part behind it.
#[derive(Debug, Clone, Copy)]
struct Found {
    is_other: bool,
    next: usize,
    /// Four digits that could be a year.
    is_year: bool,
    /// A number with a fraction.
    is_broken: bool,
}

impl Answered<'_> {
    /// What a cell says of the answer: another one alone, or behind words for a correction.
    pub(super) fn says(&self, cell: &LineCell) -> Says {
        let whole = self.is_other_whole(cell);
        if whole == Some(true) {
            return Says::Other;
        }
        if whole.is_some() || cell.kind != Kind::Text {
            return Says::Nothing;
        }
        let text: Vec<char> = cell.text.chars().collect();
        let labels = self.label.0.values().flat_map(|label| words(label));
        let labels: Vec<String> = labels.filter(|word| word.chars().count() >= FEWEST_LETTERS).collect();
        Remark { answered: self, parts: parts(&text), text, labels }.says()
    }

    /// The first of some lines that says that another answer is right.
    pub(in crate::table) fn first_other<'t>(&self, lines: &'t [String]) -> Option<&'t str> {
        let cell = |line: &String| LineCell { text: line.clone(), ..LineCell::default() };
        let is_other = |says: Says| matches!(says, Says::Other | Says::OtherAndWhy);
        lines.iter().find(|line| is_other(self.says(&cell(line)))).map(String::as_str)
    }

    /// True for a cell that is another answer and nothing else, false for the answer itself; `None` for any other text.
    pub(super) fn is_other_whole(&self, cell: &LineCell) -> Option<bool> {
        let text = cell.text.trim();
        match self.field.kind {
            kind if kind.is_number() => match self.number(text, cell.kind) {
                Ok(value) => Some(self.is_other(value) && !self.is_year(text)),
                Err(NotNumber::Ambiguous) => Some(true),
                Err(NotNumber::Unit) => Some(false),
                Err(NotNumber::Form) => None,
            },
            FieldType::Date => {
                let other = date::read(text, Order::default())?;
                Some(date::read(self.answer.text.trim(), Order::default()).is_some_and(|own| own != other))
            }
            _ => self.choice(text),
        }
    }

    /// True for a text that names another answer of those that can be chosen, false for the answer itself.
    fn choice(&self, text: &str) -> Option<bool> {
        let own = self.answer.text.trim();
        match self.field.kind {
            // A cross or a figure may be a mark of another kind.
            FieldType::Boolean if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) => {
                Some(yes_or_no(own) != Some(yes_or_no(text)?))
            }
            FieldType::Code => {
                let codes = self.codes?;
                let other = code_of(codes, text)?;
                Some(code_of(codes, own).is_none_or(|own| own.code != other.code))
            }
            _ => None,
        }
    }

    /// The number that a text is, in the unit that is asked for.
    pub(super) fn number(&self, text: &str, kind: Kind) -> Result<Decimal, NotNumber> {
        let mark = if kind == Kind::Number { '.' } else { self.decimal };
        let number = number::read(text, Decimals { mark: Some(mark), most: u32::MAX }, self.asked);
        number.map(|number| number.value)
    }

    /// True for another number than the answer, also than that with its thousands written out.
    fn is_other(&self, value: Decimal) -> bool {
        let own = self.number(&self.answer.text, self.answer.kind);
        own.is_ok_and(|own| own != value && number::times_ten(own, self.power) != Some(value)) || own.is_err()
    }

    /// True for four digits that are a year, where the answer is far from the size of one.
    fn is_year(&self, text: &str) -> bool {
        let [least, most] = OF_YEARS.map(Decimal::from);
        let own = self.number(&self.answer.text, self.answer.kind);
        is_plain_year(text) && own.is_ok_and(|own| !(least..=most).contains(&own.abs()))
    }
}

/// True for four digits that are a year.
fn is_plain_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
}

/// A text beside an answer, taken apart.
struct Remark<'a> {
    answered: &'a Answered<'a>,
    text: Vec<char>,
    parts: Vec<Part>,
    /// Words that the question is asked with.
    labels: Vec<String>,
}

impl Remark<'_> {
    fn says(&self) -> Says {
        let found = (0..self.parts.len()).find_map(|at| {
            let behind = || said(&self.parts, at).into_iter().find_map(|(sure, next)| self.behind(sure, next));
            Some((at, behind().or_else(|| self.before(at)).or_else(|| self.instead(at)).or_else(|| self.led_to(at))?))
        });
        match found {
            None if self.is_whole() => Says::Other,
            None if self.is_unexplained() => Says::Unexplained,
            None => Says::Nothing,
            Some((at, end)) if self.explains(at, end) => Says::OtherAndWhy,
            Some(_) => Says::Other,
        }
    }

    /// True for another answer beside which stands no more than what it is, or where it was found: `5 istället`, `= 5?`,
    /// `5 enligt lönelistan`.
    fn is_whole(&self) -> bool {
        let is_empty =
            |part: &Part| part.is_end() || part.what == What::Colon || part.is_of(&NOUNS) || self.is_label(part);
        let leads = |part: &Part| is_empty(part) || (part.leads() && !part.is_about());
        let begin = self.parts.iter().take_while(|part| leads(part)).count();
        let Some(found) = self.answer(begin).filter(|found| found.is_other && !found.is_year) else { return false };
        // `12 as of May` is no source.
        let is_source = |part: &&Part| part.is_of(&SOURCES) && !part.is_of(&["as"]);
        let behind = self.parts.iter().skip(found.next).take_while(|part| !is_source(part));
        behind.into_iter().all(|part| is_empty(part) || part.is_of(&INSTEAD))
    }

    /// True for another number among words of which none may be a reason.
    fn is_unexplained(&self) -> bool {
        let (mut at, mut is_source, mut is_other) = (0, false, false);
        while let Some(part) = self.parts.get(at) {
            is_source = !part.is_end() && (is_source || part.is_of(&SOURCES) || is_after_check(&self.parts, at));
            let number = self.number(at).filter(|_| self.answered.field.kind.is_number());
            if let Some(number) = number {
                is_other |= number.is_other && !number.is_year;
                at = number.next;
                continue;
            }
            let is_word = matches!(part.what, What::Word(_));
            if is_word && !is_source && !part.tells_nothing() && !self.is_label(part) {
                return false;
            }
            at += 1;
        }
        is_other
    }

    /// The part behind another answer that stands behind words for a correction: `ska vara 12`.
    fn behind(&self, sure: Sure, from: usize) -> Option<usize> {
        let ends = self.parts.iter().skip(from).take(BETWEEN + 1).take_while(|part| !part.is_end()).count();
        let is_near = |before: &[Part]| {
            let is_joined = |last: &Part| last.what == What::Colon || last.is_of(&JOINS);
            before.iter().all(|part| part.leads() || self.is_label(part)) || before.last().is_some_and(is_joined)
        };
        let (found, before) = (from..=from + ends).find_map(|at| {
            let before = &self.parts[from..at];
            Some((self.answer(at)?, before)).filter(|_| is_near(before))
        })?;
        let is_led = before.iter().any(|part| part.what == What::Colon || part.is_of(&NOUNS) || part.is_of(&JOINS));
        // `rättat 2025`, `korrekt 2026-01-15`: when that was.
        let is_dated = found.is_year && (sure == Sure::Mended || !is_led)
            || self.answered.field.kind == FieldType::Date && !is_led
            || found.is_broken && sure == Sure::Mended && !is_led;
        let is_whole = self.ends(found.next, sure == Sure::Should);
        let is_meant = found.is_other && is_whole && (sure == Sure::Should || !is_dated);
        // Of a choice `rätt` alone may praise it.
        let is_number = self.answered.field.kind.is_number() || self.answered.field.kind == FieldType::Date;
        Some(found.next).filter(|_| is_meant && (is_number || is_led || sure == Sure::Should))
    }

    /// The part behind another answer before words that say that it is right: `5 350 000 är rätt`, `12 (rätt)`.
    fn before(&self, at: usize) -> Option<usize> {
        let found = self.answer(at).filter(|found| found.is_other)?;
        let is_bracket = self.parts.get(found.next)?.what == What::Bracket && self.begins(at);
        let behind = [Some(found.next + 1).filter(|_| is_bracket), phrase(&self.parts, found.next, &THAT_IS)];
        let (_, mut next) = said(&self.parts, behind.into_iter().flatten().next()?).into_iter().next()?;
        while self.parts.get(next).is_some_and(|part| part.is_of(&NOUNS)) {
            next += 1;
        }
        Some(next).filter(|next| self.ends(*next, false))
    }

    /// The part behind another answer that is set against the one that was given: `inte 450 utan 12`, `12, inte 450`.
    fn instead(&self, at: usize) -> Option<usize> {
        let past_end = |at: usize| at + usize::from(self.parts.get(at).is_some_and(Part::is_end));
        if self.parts[at].is_of(&NOT) {
            // `ska inte vara 450 utan 12`
            let denied = at + 1 + self.parts[at + 1..].iter().take_while(|part| part.is_of(&BE)).count();
            let own = self.answer(denied).filter(|found| !found.is_other)?;
            let but = past_end(own.next);
            let mut other = Some(but + 1).filter(|_| self.parts.get(but).is_some_and(|part| part.is_of(&BUT)))?;
            while self.parts.get(other).is_some_and(Part::leads) {
                other += 1;
            }
            let other = self.answer(other).filter(|found| found.is_other)?;
            return Some(other.next).filter(|next| self.ends(*next, true));
        }
        // Whatever leads to it, `Det är 22, inte 21` says so of the answer itself.
        let other = self.answer(at).filter(|found| found.is_other && !found.is_year)?;
        let own = self.answer(phrase(&self.parts, past_end(other.next), &INSTEAD_OF)?)?;
        Some(own.next).filter(|next| !own.is_other && self.ends(*next, true))
    }

    /// The part behind another number that a text begins with, behind words that draw attention to it or where none was given:
    /// `OBS! 5 350 000`, `cirka 5 350 000` beside `vet ej`.
    fn led_to(&self, at: usize) -> Option<usize> {
        if !self.answered.field.kind.is_number() {
            return None;
        }
        let is_unknown = self.answered.number(&self.answered.answer.text, self.answered.answer.kind).is_err();
        let is_said = |part: &Part| part.draws_attention() || part.is_end() || part.leads() || self.is_label(part);
        let before = &self.parts[..at];
        let is_led = before.iter().all(is_said) && (is_unknown || before.iter().any(Part::draws_attention));
        let found = self.number(at).filter(|found| is_led && found.is_other && !found.is_year)?;
        Some(found.next).filter(|next| self.ends(*next, is_unknown))
    }

    /// True for a part that nothing stands before but words that lead to it.
    fn begins(&self, at: usize) -> bool {
        self.parts[..at].iter().rev().take_while(|part| !part.is_end()).all(|part| part.leads() || self.is_label(part))
    }

    /// True where nothing goes on that makes something else of what stands before: `442 slutade`, `15 januari`.
    fn ends(&self, mut at: usize, is_sure: bool) -> bool {
        let mut may_be_noun = is_sure;
        while let Some(part) = self.parts.get(at) {
            if part.is_end() || part.is_of(&SOURCES) {
                return true;
            }
            let is_first = may_be_noun == is_sure;
            if is_first && (part.is_of(&WHY) || phrase(&self.parts, at, &INSTEAD_OF).is_some()) {
                return true;
            }
            if is_sure && (phrase(&self.parts, at, &CLOSING).is_some() || is_after_check(&self.parts, at)) {
                return true;
            }
            // What is counted has a name: `ska vara 12 nyanställda`.
            let is_apart = part.from > self.parts[at - 1].to && !date::is_day(&self.written(at - 1, at));
            let is_noun = may_be_noun && matches!(part.what, What::Word(_)) && is_apart;
            if is_noun && !self.is_label(part) {
                may_be_noun = false;
            } else if !(self.is_label(part) || part.what == What::Colon || part.is_of(&["istallet", "instead"])) {
                return false;
            }
            at += 1;
        }
        true
    }

    fn is_label(&self, part: &Part) -> bool {
        matches!(&part.what, What::Word(word) if self.labels.contains(word))
    }

    /// True where words stand beside a correction, from one part to another, that may tell a reason.
    fn explains(&self, from: usize, end: usize) -> bool {
        let is_clause_end = |at: &usize| self.parts[*at].is_end();
        let begin = (0..from).rev().find(is_clause_end).map_or(0, |at| at + 1);
        let close = (end..self.parts.len()).find(is_clause_end).unwrap_or(self.parts.len());
        let (mut within, mut beside, mut is_source, mut is_why) = (0, 0, false, false);
        for (at, part) in self.parts.iter().enumerate() {
            is_source = !part.is_end() && (is_source || part.is_of(&SOURCES) || is_after_check(&self.parts, at));
            is_why = !part.is_end() && (is_why || (at >= end && part.is_of(&WHY)));
            let letters = matches!(&part.what, What::Word(word) if word.chars().count() >= FEWEST_LETTERS);
            if letters && !is_source && !part.tells_nothing() && !self.is_label(part) {
                let is_within = (begin..close).contains(&at) && !is_why;
                *(if is_within { &mut within } else { &mut beside }) += 1;
            }
        }
        beside > 0 || within >= EXPLAINING
    }

    /// The answer that stands at a part.
    fn answer(&self, at: usize) -> Option<Found> {
        let part = self.parts.get(at)?;
        match self.answered.field.kind {
            kind if kind.is_number() => self.number(at),
            FieldType::Date => self.day(at),
            FieldType::Boolean | FieldType::Code if matches!(part.what, What::Word(_) | What::Figure { .. }) => {
                let last = self.parts.len().min(at + OF_CODE);
                (at..last).rev().find_map(|to| {
                    let is_other = self.answered.choice(&self.written(at, to))?;
                    Some(Found { is_other, next: to + 1, is_year: false, is_broken: false })
                })
            }
            _ => None,
        }
    }

    /// The number at a part, with its unit behind or before it.
    fn number(&self, at: usize) -> Option<Found> {
        let is_number = |at: usize| self.parts.get(at).is_some_and(Part::is_number);
        let is_unit = |at: &usize| matches!(self.parts.get(*at), Some(Part { what: What::Word(_), .. }));
        let number = if is_unit(&at) { at + 1 } else { at };
        let units = (number + 1..).take(OF_UNIT).take_while(is_unit).count();
        if !is_number(number) {
            return None;
        }
        let plain = self.written(number, number);
        for to in (number..=number + units).rev() {
            let is_broken = |value: Decimal| self.answered.field.kind == FieldType::Integer && !value.fract().is_zero();
            let is_year = is_plain_year(&plain);
            let (is_other, is_broken) = match self.answered.number(&self.written(at, to), Kind::Text) {
                Ok(value) => (self.answered.is_other(value) && !self.answered.is_year(&plain), is_broken(value)),
                Err(NotNumber::Ambiguous) => (true, false),
                Err(NotNumber::Unit) => return None,
                Err(NotNumber::Form) => continue,
            };
            return Some(Found { is_other, next: to + 1, is_year, is_broken });
        }
        None
    }

    /// The day at a part: of the answer's year where it names none.
    fn day(&self, at: usize) -> Option<Found> {
        let own = date::read(self.answered.answer.text.trim(), Order::default())?;
        let last = self.parts.len().min(at + 1 + OF_DAY);
        let in_year = |text: &str| date::read(&format!("{text} {}", own.format("%Y")), Order::default());
        (at..last).rev().filter(|_| matches!(self.parts[at].what, What::Figure { .. })).find_map(|to| {
            let text = self.written(at, to);
            let yearless = || Some(&text).filter(|text| date::is_day(text)).and_then(|text| in_year(text));
            let day = date::read(&text, Order::default()).or_else(yearless)?;
            Some(Found { is_other: day != own, next: to + 1, is_year: false, is_broken: false })
        })
    }

    /// The text from one part to another, with a minus for a word for it.
    fn written(&self, from: usize, to: usize) -> String {
        let Some((first, last)) = self.parts.get(from).zip(self.parts.get(to)) else { return String::new() };
        let text: String = self.text[first.from..last.to].iter().collect();
        let is_negative = self.parts[from..=to].iter().any(|part| part.is_negative);
        if is_negative { format!("-{text}") } else { text }
    }
}
