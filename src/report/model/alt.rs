//! Alternative texts of charts: type, subject, main finding, range, exceptions (report design, F). Never a withheld number.

use crate::report::amount::Amount;
use crate::report::moved::Shown;
use crate::report::target::Judged;
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

/// Characters of an alternative text: what is longer is not listened to. Sentences may follow the parts.
const LONGEST: usize = 320;

/// One year of a trend: its number, or whether it is withheld.
pub(super) struct Year<'a> {
    pub name: &'a str,
    pub value: Option<Shown>,
    pub withheld: bool,
    /// It is what an earlier edition told.
    pub stands: bool,
    /// It cannot be compared with the year before.
    pub broken: bool,
}

/// A trend's.
pub(super) fn trend(
    voice: &Voice,
    (title, amount): (&str, &Amount),
    years: &[Year],
    target: Option<&Judged>,
    table: Option<&str>,
) -> String {
    let known: Vec<(&str, Shown)> = years.iter().filter_map(|year| Some((year.name, year.value?))).collect();
    let (Some((first, from)), Some((last, to))) = (known.first(), known.last()) else { return title.to_owned() };
    let (from, to) = (
        amount.at_most(voice, from.value, &amount.short(voice, from.value)),
        amount.at_most(voice, to.value, &amount.full(voice, to.value)),
    );
    let places = [("title", title), ("first", first), ("last", last), ("from", &from), ("to", &to)];
    let mut sentences = vec![voice.say(if known.len() > 1 { "alt_trend" } else { "alt_trend_alone" }, &places)];
    let highest = known.iter().max_by_key(|(_, shown)| shown.value);
    // Of rounded numbers the highest is the one that every other lies below, whatever the true ones are.
    let is_highest = |(year, shown): &(&str, Shown)| {
        let others = known.iter().filter(|(other, _)| other != year);
        !shown.is_rounded() || others.into_iter().all(|(_, other)| other.between[1] < shown.between[0])
    };
    if let Some((year, shown)) = highest.filter(|one| one.0 != *first && one.0 != *last && is_highest(one)) {
        sentences.push(voice.say("alt_highest", &[("value", &amount.short(voice, shown.value)), ("year", year)]));
    }
    if let Some(target) = target.filter(|target| target.value.is_some() && target.verdict.is_some()) {
        let key = match () {
            () if target.is_about => "target_about_short",
            () if target.is_reached() => "alt_target_met",
            () => "alt_target_not_met",
        };
        sentences.push(voice.say(key, &[("target", &amount.decided_short(voice, target.target.value))]));
    }
    for (key, withheld) in [("alt_no_data", false), ("alt_not_shown", true)] {
        let without = years.iter().filter(|year| year.value.is_none() && year.withheld == withheld);
        let without: Vec<String> = without.map(|year| year.name.to_owned()).collect();
        if !without.is_empty() {
            sentences.push(voice.say(key, &[("years", &voice.list(&without))]));
        }
    }
    let standing: Vec<String> = years.iter().filter(|year| year.stands).map(|year| year.name.to_owned()).collect();
    if !standing.is_empty() {
        sentences.push(voice.say("alt_stands", &[("years", &voice.list(&standing))]));
    }
    for pair in years.windows(2).filter(|pair| pair[1].broken) {
        sentences.push(voice.say("alt_break", &[("a", pair[0].name), ("b", pair[1].name)]));
    }
    sentences.extend(table.map(|table| voice.say("alt_all_in", &[("table", table)])));
    sentences.join(" ")
}

/// A bar chart's; `bars` fall from the highest.
pub(super) fn bars(voice: &Voice, bars: &[(String, String)], omitted: usize) -> String {
    let (Some(high), Some(low)) = (bars.first(), bars.last()) else { return String::new() };
    let count = number(voice, bars.len());
    let places =
        [("count", count.as_str()), ("high", &high.0), ("high_value", &high.1), ("low", &low.0), ("low_value", &low.1)];
    let text = voice.say("alt_bars", &places);
    if omitted == 0 {
        return text;
    }
    let omitted = u32::try_from(omitted).unwrap_or(u32::MAX);
    format!("{text} {}", capital(&voice.count("alt_omitted", omitted, &[])))
}

/// That of a chart whose parts are named one by one: `key` is its sentence with the place `parts`.
pub(super) fn parts(voice: &Voice, key: &str, parts: &[(String, String)], places: &[(&str, &str)]) -> String {
    let count = number(voice, parts.len());
    let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let told = |shown: usize| {
        let more = (shown < parts.len()).then(|| voice.say("alt_more", &[("n", &(parts.len() - shown).to_string())]));
        let parts: Vec<&str> = parts.iter().take(shown).map(String::as_str).chain(more.as_deref()).collect();
        let parts = parts.join(", ");
        let own = [("count", count.as_str()), ("parts", &parts)];
        let places: Vec<(&str, &str)> = places.iter().copied().chain(own).collect();
        capital(&voice.say(key, &places))
    };
    let short = |text: &String| text.chars().count() <= LONGEST;
    (1..=parts.len()).rev().map(told).find(short).unwrap_or_else(|| told(1))
}

/// A group with its two numbers, each as it is written.
pub(super) type Told = (String, (Decimal, String), (Decimal, String));

/// A dot-range chart's; `pairs` hold the group and both numbers with their texts.
pub(super) fn pairs(voice: &Voice, (first, second): (&str, &str), pairs: &[Told], omitted: usize) -> String {
    let gap = pairs.iter().max_by_key(|(_, a, b)| (a.0 - b.0).abs());
    let Some((group, a, b)) = gap else { return String::new() };
    let count = number(voice, pairs.len());
    let places = [("first", first), ("second", second), ("count", &count), ("group", group), ("a", &a.1), ("b", &b.1)];
    let text = voice.say("alt_dotrange", &places);
    if omitted == 0 {
        return text;
    }
    format!("{text} {}", voice.count("alt_omitted", u32::try_from(omitted).unwrap_or(u32::MAX), &[]))
}

fn number(voice: &Voice, count: usize) -> String {
    voice.word(u32::try_from(count).unwrap_or(u32::MAX))
}
