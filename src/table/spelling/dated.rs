//! The year that a header names, and what the header says without it.

use std::iter::successors;
use std::ops::Range;

use super::words::words;
use super::{stated, unit};

/// Words that may lead to a year without saying more of it, in the languages of the program; without accents. Those that name a
/// part of it, or a day, are not among them: `in början av 2025` is another question than `2025`.
const LEADING: [&str; 82] = [
    "ar",
    "aret",
    "helar",
    "hela",
    "verksamhetsar",
    "verksamhetsaret",
    "rakenskapsar",
    "rakenskapsaret",
    "bokslutsar",
    "bokslutsaret",
    "kalenderar",
    "kalenderaret",
    "for",
    "under",
    "avseende",
    "i",
    "year",
    "fy",
    "the",
    "full",
    "whole",
    "financial",
    "fiscal",
    "calendar",
    "reporting",
    "in",
    "during",
    "of",
    "annee",
    "an",
    "exercice",
    "civile",
    "comptable",
    "en",
    "pour",
    "pendant",
    "durant",
    "au",
    "cours",
    "de",
    "l",
    "d",
    "anno",
    "esercizio",
    "solare",
    "finanziario",
    "nel",
    "nell",
    "corso",
    "del",
    "dell",
    "per",
    "durante",
    "anul",
    "anului",
    "exercitiul",
    "exercitiului",
    "financiar",
    "calendaristic",
    "pe",
    "pentru",
    "cursul",
    "din",
    "leto",
    "leta",
    "letu",
    "poslovno",
    "poslovnega",
    "poslovnem",
    "koledarsko",
    "koledarskega",
    "koledarskem",
    "v",
    "za",
    "med",
    "letom",
    "obdobje",
    "perioden",
    "period",
    "periode",
    "perioada",
    "periodo",
];
/// The first month of a year as people write it.
const FIRST: [&str; 10] =
    ["jan", "januari", "january", "janvier", "janv", "gennaio", "gen", "ianuarie", "ian", "januar"];
/// The last.
const LAST: [&str; 6] = ["dec", "december", "decembre", "dicembre", "dic", "decembrie"];
/// Words that may stand between the two.
const TO: [&str; 8] = ["till", "to", "through", "a", "au", "al", "la", "do"];
/// Years of which figures may be asked.
const YEARS: Range<i32> = 1990..2100;

/// A header that names one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    /// The year.
    pub year: i32,
    /// Its other words.
    words: Vec<String>,
    /// How many of them stand before the year.
    before: usize,
}

impl Dated {
    /// The one year that a header names, with its other words: `Omsättning (2025)`, `Anställda år 2025`, `Turnover FY2025`.
    pub(crate) fn of(header: &str) -> Option<Self> {
        let mut words = words_and_years(stated::without_note(header).unwrap_or(header))?;
        let (at, year) = words.iter().enumerate().find_map(|(at, word)| Some((at, year(word)?)))?;
        words.remove(at);
        // Swedish says `2025 års omsättning`.
        if words.get(at).is_some_and(|word| word == "ars") {
            words.remove(at);
        }
        // Of a day, or of several years, it is not known what they say of the figures.
        let is_vague = words.iter().any(|word| is_figure(word) && !unit::is_scale(word));
        (!is_vague && !words.is_empty()).then_some(Self { year, words, before: at })
    }

    /// What the header may say without its year: as much of it as possible first, and then without the words that lead to it.
    pub(crate) fn bare(&self) -> impl Iterator<Item = String> {
        let ends = successors(Some(self.before), |kept| Some(kept - leading(&self.words[..*kept])?));
        ends.map(|kept| [&self.words[..kept], &self.words[self.before..]].concat().join(" "))
            .filter(|bare| !bare.is_empty())
    }
}

/// The words of a header that names years with what else may be its name: from the most of them to the fewest, those at its
/// beginning before those at its end. `Omsättning jan–jun 2025` begins with a name. Nothing of a header without a year.
pub(crate) fn parts(header: &str) -> impl Iterator<Item = String> {
    let words = words_and_years(header).filter(|words| words.iter().any(|word| year(word).is_some()));
    let words: Vec<String> = words.into_iter().flatten().filter(|word| !is_figure(word)).collect();
    let ends = (1..=words.len()).rev().flat_map(|most| [(0, most), (words.len() - most, words.len())]);
    ends.map(|(from, to)| words[from..to].join(" ")).collect::<Vec<_>>().into_iter()
}

/// The words of a header that may name a year, which is a word of its own there: `FY2025` is two. `None` where it has too few
/// digits for a year.
fn words_and_years(header: &str) -> Option<Vec<String>> {
    if header.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return None;
    }
    let parted = |word: String| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let is_name_and_year = letters > 0 && year(&word[letters..]).is_some();
        let (name, year) = word.split_at(if is_name_and_year { letters } else { word.len() });
        [name, year].map(str::to_owned).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>()
    };
    Some(words(&unit::spelt(header)).into_iter().flat_map(parted).collect())
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// How many words at the end lead to a year: one, or the months of a whole one.
fn leading(words: &[String]) -> Option<usize> {
    let last: Vec<&str> = words.iter().rev().take(3).map(String::as_str).collect();
    match last[..] {
        [last, first, ..] if LAST.contains(&last) && FIRST.contains(&first) => Some(2),
        [last, to, first] if LAST.contains(&last) && TO.contains(&to) && FIRST.contains(&first) => Some(3),
        [last, ..] if LEADING.contains(&last) => Some(1),
        _ => None,
    }
}
