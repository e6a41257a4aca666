//! How the blocks of a breakdown are called, and what is said beside all of them.

use super::composition::{Breakdown, Composition};
use crate::definition::codelist::{Code, Codelist};
use crate::definition::indicator::Indicator;
use crate::report::amount::Amount;
use crate::report::voice::capital;

/// The breakdown of one code alone.
pub(super) fn one(list: &Codelist, code: &Code) -> Breakdown {
    Breakdown::from([(list.codelist.value.clone(), code.code.clone())])
}

/// That the year's figures are preliminary, if they are.
pub(super) fn preliminary(composition: &Composition) -> Vec<String> {
    let year = composition.year();
    let said = composition.is_preliminary(year).then(|| composition.preliminary(&[year.to_owned()]));
    said.flatten().into_iter().collect()
}

/// The indicator's short name without how it is split: `Avslutade, efter nästa steg` is `Avslutade`.
pub(super) fn unsplit<'t>(composition: &Composition, name: &'t str) -> &'t str {
    let by = composition.voice().find("by_word");
    by.and_then(|by| name.split_once(by.as_str())).map_or(name, |(before, _)| before)
}

/// Where the indicator's figures come from, and how many enterprises they cover.
pub(super) fn source(composition: &Composition, indicator: &Indicator) -> String {
    let figure = composition.figure(indicator, composition.year(), &Breakdown::new());
    composition.source(figure.and_then(|figure| figure.coverage).as_ref())
}

/// The title of a figure or table by a list.
pub(super) fn breakdown_title(composition: &Composition, indicator: &Indicator, list: &Codelist) -> String {
    let voice = composition.voice();
    let dimension = lower(voice.text(&list.title));
    let short = unsplit(composition, voice.text(&indicator.short));
    capital(&voice.say("breakdown_title", &[("short", short), ("dimension", &dimension)]))
}

/// Its subtitle: unit, place and time.
pub(super) fn breakdown_subtitle(composition: &Composition, amount: &Amount, millions: bool, key: &str) -> String {
    let unit = capital(&amount.heading(composition.voice(), millions));
    composition.say(key, &[("unit", &unit), ("region", composition.region()), ("period", composition.year())])
}

/// Where the figures stand of crossings that have no table in the report: those of three dimensions, and of two others than
/// gender and one more.
pub(super) fn undrawn(composition: &Composition, indicator: &Indicator) -> Option<String> {
    let voice = composition.voice();
    let is_undrawn = |table: &Vec<&str>| table.len() > 2 || table.len() == 2 && !table.contains(&"gender");
    let is_told = |table: &Vec<&str>| {
        let of_table = |breakdown: &Breakdown| {
            breakdown.len() == table.len() && table.iter().all(|name| breakdown.contains_key(*name))
        };
        let mut lines = composition.from.release.lines(composition.year());
        lines.any(|line| line.indicator == *indicator.indicator && line.value.is_some() && of_table(line.breakdown))
    };
    let title = |name: &&str| composition.codelist(name).map(|list| lower(voice.text(&list.title)));
    let names = |table: Vec<&str>| voice.list(&table.iter().filter_map(title).collect::<Vec<_>>());
    let tables = indicator.tables().filter(is_undrawn).filter(is_told).map(names);
    let tables = tables.map(|names| voice.say("undrawn_table", &[("dimensions", &names)]));
    let tables: Vec<String> = tables.collect();
    (!tables.is_empty()).then(|| voice.say("undrawn", &[("tables", &voice.list(&tables))]))
}

/// The text with a small first letter, unless it begins with an abbreviation.
pub(super) fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let (Some(first), second) = (characters.next(), characters.clone().next()) else { return String::new() };
    if second.is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(characters).collect()
}

/// What a target is for: the indicator, and the cell of a table.
pub(super) fn named(composition: &Composition, indicator: &Indicator, breakdown: &Breakdown) -> String {
    let voice = composition.voice();
    let parts = breakdown.iter().map(|(dimension, code)| {
        let label = composition.codelist(dimension).and_then(|list| list.code(code));
        label.map_or_else(|| code.clone(), |code| lower(voice.text(&code.label)))
    });
    let parts: Vec<String> = parts.collect();
    let short = voice.text(&indicator.short);
    if parts.is_empty() { short.to_owned() } else { format!("{short}: {}", parts.join(", ")) }
}
