//! Words beside an answer that belie it: a loss beside an amount above zero, a week beside hours of the whole year.

use super::Questions;
use super::astray::Asking;
use super::correction::Answered;
use super::wording::{JOINS, NOUNS};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::display;
use crate::table::comments::noted::Noted;
use crate::table::lines::Line;
use crate::table::spelling::meant;
use crate::table::spelling::words::words;
use crate::value::Decimal;

/// Most words of a text that says no more than that a figure is a loss, and among the first of which that must stand.
const OF_LOSS: usize = 6;
const LOSS_WITHIN: usize = 3;
/// Words by which a text with a loss in it is about another, or about none; how they begin, without accents.
const NO_LOSS: [&str; 39] = [
    "vinst",
    "overskott",
    "inte",
    "ej",
    "inget",
    "ingen",
    "utan",
    "forra",
    "foreg",
    "fjol",
    "tidigare",
    "efter",
    "fore",
    "tack",
    "dotter",
    "not",
    "no",
    "without",
    "last",
    "previous",
    "profit",
    "surplus",
    "after",
    "pas",
    "sans",
    "benefice",
    "preced",
    "dernier",
    "non",
    "senza",
    "utile",
    "scors",
    "nu",
    "fara",
    "trecut",
    "ne",
    "brez",
    "dobic",
    "lan",
];
/// Spans of time that are shorter than a year, without accents.
const SPANS: [&str; 32] = [
    "vecka",
    "veckan",
    "veckovis",
    "v",
    "man",
    "manad",
    "manaden",
    "manadsvis",
    "dag",
    "dagen",
    "week",
    "weekly",
    "wk",
    "month",
    "monthly",
    "day",
    "daily",
    "semaine",
    "hebdomadaire",
    "mois",
    "jour",
    "settimana",
    "settimanale",
    "mese",
    "mensile",
    "giorno",
    "saptamana",
    "luna",
    "teden",
    "tedensko",
    "mesec",
    "mesecno",
];
/// Words that may stand beside them without saying anything else.
const OF_TIME: [&str; 40] = [
    "per",
    "pr",
    "i",
    "om",
    "varje",
    "h",
    "tim",
    "timmar",
    "timme",
    "hour",
    "hours",
    "a",
    "each",
    "every",
    "in",
    "the",
    "par",
    "heure",
    "heures",
    "chaque",
    "al",
    "alla",
    "ogni",
    "ora",
    "ore",
    "pe",
    "fiecare",
    "ura",
    "ur",
    "ure",
    "na",
    "vsak",
    "uppgiften",
    "talet",
    "avser",
    "galler",
    "anger",
    "kr",
    "kronor",
    "snitt",
];
/// Units of what a year adds up to.
const OF_YEAR: [&str; 2] = ["hours", "money"];

/// What words beside an answer say against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    /// That it is a loss.
    Loss,
    /// That it is for less than the whole year.
    Span,
}

/// What is told of such words.
#[derive(Debug, Default)]
pub(in crate::table) struct Contrary {
    pub findings: Vec<Diagnostic>,
    /// Where they stand and nothing that may be a reason besides.
    pub places: Vec<Span>,
}

impl Questions {
    /// Tells of words beside the answers, over the form's questions and units or in comments that belie an answer.
    pub(in crate::table) fn tell_contrary(
        &self,
        content: &super::Content,
        file: &Span,
        asking: Asking,
        noted: &Noted,
    ) -> Contrary {
        let mut contrary = Contrary::default();
        for line in content.lines() {
            for (at, text) in self.said_beside(&line, file, asking, noted) {
                let Some(Some(against)) = self.answered(&line, asking, |answered| answered.against(&text)) else {
                    continue;
                };
                let place = Span { turned: true, ..line.span(file, at) };
                let answer = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
                let rule = if against == Against::Loss { "loss-without-minus" } else { "span-of-time" };
                let value = display::shown(text.trim());
                let finding =
                    display::showing(rule, place.clone(), (&value, false), vec![("answer", &answer)], Vec::new());
                contrary.findings.extend(self.named(finding, &line, asking));
                contrary.places.extend((against == Against::Span || words(&text).len() < LOSS_WITHIN).then_some(place));
            }
        }
        contrary
    }

    /// What is said of the answer of a line, with the position of each text: all but last year's figure and the form's own help.
    fn said_beside(&self, line: &Line, file: &Span, asking: Asking, noted: &Noted) -> Vec<(usize, String)> {
        let answer = self.columns["answer"];
        let is_read = |at: usize| {
            let of = self.columns.iter().find(|(_, column)| **column == at).map(|(name, _)| *name);
            match of {
                Some(name) => matches!(name, "question" | "unit" | "explanation"),
                None => at > answer && !asking.others.contains(&at),
            }
        };
        let cells = line.filled().filter(|(at, cell)| is_read(*at) && !cell.is_struck());
        let mut said: Vec<(usize, String)> = cells.map(|(at, cell)| (at, cell.text.clone())).collect();
        let comments = noted.in_row(file, line.row).filter(|(at, _)| *at == answer || is_read(*at));
        said.extend(comments.flat_map(|(at, lines)| lines.iter().map(move |line| (at, line.clone()))));
        said
    }
}

impl Answered<'_> {
    /// What a text says against the answer, which is a number.
    fn against(&self, text: &str) -> Option<Against> {
        let value = self.number(&self.answer.text, self.answer.kind).ok().filter(|_| self.field.kind.is_number())?;
        let (said, own) = (words(text), self.own_words());
        let may_be_below = self.asked.is_money() && self.field.minimum.is_none_or(|least| least < Decimal::ZERO);
        let is_above = value > Decimal::ZERO;
        if may_be_below && is_above && !self.asks_for_loss() && says_loss(&said) {
            return Some(Against::Loss);
        }
        let adds_up = self.field.unit_name().is_some_and(|unit| OF_YEAR.contains(&unit)) && !value.is_zero();
        let is_span = |word: &String| SPANS.contains(&word.as_str());
        let is_spent = |word: &String| word.parse::<Decimal>().is_ok_and(|number| number == value);
        let is_known = |word: &String| {
            let known = [&OF_TIME[..], &NOUNS, &JOINS];
            is_span(word)
                || is_spent(word)
                || own.contains(word)
                || known.iter().any(|known| known.contains(&word.as_str()))
        };
        let is_said =
            said.len() > 1 || text.trim_start().starts_with('/') || said.iter().any(|word| word.len() > FEWEST);
        let spans = adds_up && is_said && said.iter().any(is_span) && !own.iter().any(is_span);
        (spans && said.iter().all(is_known)).then_some(Against::Span)
    }

    /// True for a question for a loss, of which an answer above zero is one.
    fn asks_for_loss(&self) -> bool {
        self.field.label.0.values().any(|label| says_loss(&words(label)))
    }

    /// The words by which its question is known.
    fn own_words(&self) -> Vec<String> {
        let known = self.label.0.values().chain(self.field.label.0.values()).chain(&self.field.aliases);
        known.flat_map(|text| words(text)).collect()
    }
}

/// Letters of a word that may be an abbreviation of something else where it stands alone.
const FEWEST: usize = 3;

/// True for words that say little more than that a figure is a loss.
fn says_loss(said: &[String]) -> bool {
    if let [word] = said
        && meant::is_minus(word)
    {
        return true;
    }
    let is_of = |word: &str, begin: &str| if begin.len() <= FEWEST { word == begin } else { word.starts_with(begin) };
    let is_other = |word: &String| NO_LOSS.iter().any(|begin| is_of(word, begin));
    let is_first = said.iter().take(LOSS_WITHIN).any(|word| meant::is_loss(word));
    said.len() <= OF_LOSS && is_first && !said.iter().any(is_other)
}
