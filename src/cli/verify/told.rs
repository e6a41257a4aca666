//! What came of it, for people.

use std::fmt::Write as _;

use super::super::spoken::{status, total};
use super::super::words::{Language, Noun};
use super::spoken::{
    ANOTHER_SECRET, CHANGED, CHANGED_IN_REPORT, CHANGED_OR_SINCE, DEFINED_OTHERWISE, FIGURES_DIFFER, FILES_DIFFER,
    GIVEN, GONE, LOOKS_DIFFER, NOT_ALIKE, NOTHING, OTHER_DATA, PAGE, PAGES, SAID, SINCE, UNKEYED, entry_of,
    of_another_file, of_data_alone, of_exact, of_figures_alike, of_looks, of_more, of_texts, why_another,
};
use crate::ENGINE;
use crate::diagnostic::terminal::plain;
use crate::pipeline::verify::{FigureDifference, TextDifference, Verdict};
use crate::report::provenance::Provenance;

/// What a figure is, and how it is told, among the entries that may differ.
const VALUE: &str = "value";
const STATUS: &str = "status";
/// Most differences of a kind that are printed for people.
const SHOWN: usize = 40;
/// Most letters of a text that are printed for people.
const LETTERS: usize = 160;

pub(super) fn text(verdict: &Verdict, carried: &Provenance, language: Language) -> String {
    let mut out = format!("{}\n", conclusion(verdict, carried, language));
    if verdict.is_exact {
        return out;
    }
    let colon = language.common().colon();
    if !verdict.figures.is_empty() {
        let _ = writeln!(out, "\n{}{colon} {}", language.of_six(FIGURES_DIFFER), verdict.figures.len());
        for one in verdict.figures.iter().take(SHOWN) {
            figure_difference(&mut out, one, language);
        }
        more(&mut out, verdict.figures.len(), language);
    }
    if !verdict.texts.is_empty() {
        let changes = changes(&verdict.texts);
        let (places, count) = (verdict.texts.len(), changes.len());
        let places = (places, language.counted(places, Noun::Place));
        let _ = writeln!(out, "\n{}", language.of_six(of_texts(count, &places)));
        for places in changes.iter().take(SHOWN) {
            text_difference(&mut out, places, language);
        }
        more(&mut out, count, language);
    }
    if !verdict.looks.is_empty() {
        let pages = verdict.looks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "\n{}{colon} {pages}", language.of_six(LOOKS_DIFFER));
    }
    if !verdict.files.is_empty() {
        let files = verdict.files.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "\n{}{colon} {files}", language.of_six(FILES_DIFFER));
    }
    since(&mut out, verdict, language);
    out
}

/// What is to be made of it, in a sentence or two.
fn conclusion(verdict: &Verdict, carried: &Provenance, language: Language) -> String {
    let figures = language.counted(verdict.figures_compared, Noun::Figure);
    let pages = language.counted(verdict.pages_compared, Noun::Page);
    let is_of_another = carried.engine != ENGINE;
    let are_texts_alike = verdict.texts.is_empty();
    match () {
        () if verdict.is_exact => language.of_six(of_exact(&figures, &pages)),
        () if is_of_another && !verdict.figures.is_empty() => language.of_six(OTHER_DATA).to_owned(),
        () if !verdict.files.is_empty() => language.of_six(NOT_ALIKE).to_owned(),
        () if !verdict.figures.is_empty() && are_texts_alike && verdict.looks.is_empty() => {
            language.of_six(of_data_alone(&pages))
        }
        () if !verdict.figures.is_empty() || !are_texts_alike => language.of_six(NOT_ALIKE).to_owned(),
        () if is_of_another => language.of_six(of_figures_alike(&figures)),
        () if !verdict.looks.is_empty() => language.of_six(of_looks(&figures)),
        () => {
            let has_changed =
                verdict.is_other_secret || !verdict.editions_since.is_empty() || !verdict.editions_gone.is_empty();
            let why = language.of_six(why_another(verdict.is_added_to, has_changed));
            language.of_six(of_another_file(&figures, &pages, why))
        }
    }
}

/// Texts that differ, those that say one thing instead of another together, in the order of the pages.
fn changes(texts: &[TextDifference]) -> Vec<Vec<&TextDifference>> {
    let mut changes: Vec<Vec<&TextDifference>> = Vec::new();
    for one in texts {
        // The same numbers under the headings of two indicators are two changes.
        let is_same = |other: &&TextDifference| {
            let is_of_one = one.indicator.is_none() || other.indicator.is_none() || one.indicator == other.indicator;
            is_of_one && (&other.said, &other.given) == (&one.said, &one.given)
        };
        match changes.iter_mut().find(|places| places.first().is_some_and(is_same)) {
            Some(places) => places.push(one),
            None => changes.push(vec![one]),
        }
    }
    changes
}

/// A text that differs: where it stands first, all pages on which it does, and what it says.
fn text_difference(out: &mut String, places: &[&TextDifference], language: Language) {
    let Some(one) = places.first() else { return };
    let place = &one.place;
    let pages: Vec<usize> = places.iter().map(|one| one.page).collect();
    let named = [one.indicator.as_ref(), one.breakdown.as_ref(), one.period.as_ref()];
    let named: Vec<String> = named.into_iter().flatten().map(|part| plain(part)).collect();
    let words = [&place.heading, &place.row, &place.column];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).map(|word| short(word)).collect();
    let _ = writeln!(out, "{}", format!("  {}  {}", on_pages(&pages, language), named.join(" ")).trim_end());
    if !words.is_empty() {
        let _ = writeln!(out, "    {}", words.join(" / "));
    }
    says(out, "", &one.said, &one.given, language);
}

/// `page 3`, or `pages 3, 16`.
fn on_pages(pages: &[usize], language: Language) -> String {
    let mut numbers: Vec<String> = pages.iter().map(ToString::to_string).collect();
    numbers.dedup();
    let word = language.of_six(if numbers.len() > 1 { PAGES } else { PAGE });
    format!("{word} {}", numbers.join(", "))
}

fn figure_difference(out: &mut String, one: &FigureDifference, language: Language) {
    let cell = if one.breakdown.is_empty() { total(language) } else { &one.breakdown };
    let _ = write!(out, "  {} {} {}", plain(&one.indicator), plain(&one.period), plain(cell));
    if !one.pages.is_empty() {
        let _ = write!(out, "  ({})", on_pages(&one.pages, language));
    }
    out.push('\n');
    let lacks = |side: fn(&(String, String, String)) -> &str| one.entries.iter().all(|entry| side(entry).is_empty());
    // Of a figure that one of the two does not know the value says enough, or why there was none.
    let is_of_one = lacks(|(_, said, _)| said) || lacks(|(_, _, given)| given);
    let named = |name: &str| one.entries.iter().find(|(entry, ..)| entry == name);
    let only = named(VALUE).or_else(|| named(STATUS)).filter(|_| is_of_one);
    let entries = only.map_or(one.entries.as_slice(), std::slice::from_ref);
    for (entry, said, given) in entries {
        let spoken = |text: &str| if entry == STATUS { status(text, language).to_owned() } else { text.to_owned() };
        says(out, &plain(entry_of(entry, language)), &spoken(said), &spoken(given), language);
    }
}

/// What the report says and what the project gives, under each other.
fn says(out: &mut String, entry: &str, said: &str, given: &str, language: Language) {
    let lines = [(language.of_six(SAID), said), (language.of_six(GIVEN), given)];
    let width = lines.iter().map(|(who, _)| who.chars().count()).max().unwrap_or_default();
    let entry = if entry.is_empty() { String::new() } else { format!("{entry}{} ", language.common().colon()) };
    for (who, text) in lines {
        let text = if text.is_empty() { language.of_six(NOTHING).to_owned() } else { format!("'{}'", short(text)) };
        let _ = writeln!(out, "    {who:width$} {entry}{text}");
    }
}

/// A text of others, made harmless and not longer than people read.
fn short(text: &str) -> String {
    let whole = plain(text);
    if whole.chars().count() <= LETTERS {
        return whole;
    }
    whole.chars().take(LETTERS).chain(['…']).collect()
}

fn more(out: &mut String, all: usize, language: Language) {
    if let Some(rest) = all.checked_sub(SHOWN).filter(|rest| *rest > 0) {
        let _ = writeln!(out, "  {}", language.of_six(of_more(rest)));
    }
}

/// What of the project is no longer what it was when the report was made, by what the report says of itself.
fn since(out: &mut String, verdict: &Verdict, language: Language) {
    let colon = language.common().colon();
    let mut say = |words: [&str; 6], named: &[String]| {
        let list = if named.is_empty() { String::new() } else { format!("{colon} {}", plain(&named.join(", "))) };
        let _ = writeln!(out, "\n{}{list}", language.of_six(words));
    };
    if !verdict.defined_otherwise.is_empty() {
        say(DEFINED_OTHERWISE, &verdict.defined_otherwise);
    }
    if !verdict.editions_since.is_empty() {
        say(SINCE, &verdict.editions_since);
    }
    if !verdict.editions_gone.is_empty() {
        say(GONE, &verdict.editions_gone);
    }
    if verdict.is_other_secret {
        say(ANOTHER_SECRET, &[]);
        return;
    }
    if verdict.figures.is_empty() && verdict.texts.is_empty() && verdict.looks.is_empty() {
        return;
    }
    match verdict.changed.as_deref() {
        Some([]) if !verdict.editions_since.is_empty() => say(CHANGED_OR_SINCE, &[]),
        Some([]) => say(CHANGED_IN_REPORT, &[]),
        Some(groups) => say(CHANGED, groups),
        None => say(UNKEYED, &[]),
    }
}
