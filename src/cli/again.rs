//! An edition that is set again must tell what it told: its figures, and the rates, targets and valuations beside them.

use super::Stop;
use super::output::Output;
use crate::ledger::Edition;

/// Kinds of what is printed that are texts: told where they differ, and no reason to stop.
const TEXTS: [&str; 2] = ["definition", "comment"];
/// So many differences are named.
const NAMED: usize = 3;

/// Stops where an edition would be published once more with other figures, or with other numbers beside them; warns where its
/// texts are others by now. What an edition of an earlier version of the program printed is not known.
pub(super) fn tells_the_same(edition: &Edition, before: &Edition, output: &Output) -> Result<(), Stop> {
    let name = &edition.name;
    if let Some(message) = of_another(edition, before) {
        return Err(other(message));
    }
    if !is_same(edition, before) {
        return Err(other((
            format!("the edition '{name}' has been published with other figures"),
            format!("utgåvan '{name}' har publicerats med andra uppgifter"),
        )));
    }
    let is_text = |difference: &Difference| TEXTS.contains(&difference.kind);
    let (texts, numbers): (Vec<Difference>, Vec<Difference>) =
        differences(edition, before).into_iter().partition(is_text);
    if !texts.is_empty() {
        let [english, swedish] = listed(&texts);
        output.warn((
            format!("the edition '{name}' was published with another {english}"),
            format!("utgåvan '{name}' publicerades med annan {swedish}"),
        ));
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let [english, swedish] = listed(&numbers);
    Err(other((
        format!("the edition '{name}' has been published with another {english}"),
        format!("utgåvan '{name}' har publicerats med annan {swedish}"),
    )))
}

/// True where an edition tells the same figures as it did before.
pub(super) fn is_same(edition: &Edition, before: &Edition) -> bool {
    edition.told == before.told && (&edition.report, edition.date) == (&before.report, before.date)
}

/// An edition that tells of something else than one of its name: in another report, of other periods or on another day.
fn of_another(edition: &Edition, before: &Edition) -> Option<(String, String)> {
    let name = &edition.name;
    if edition.report != before.report {
        let report = &before.report;
        return Some((
            format!("the edition '{name}' has been published of the report '{report}'"),
            format!("utgåvan '{name}' har publicerats av rapporten '{report}'"),
        ));
    }
    let last = |edition: &Edition| edition.told.keys().map(|(_, period, _)| period.clone()).max();
    if let (now, Some(then)) = (last(edition), last(before))
        && now.as_ref() != Some(&then)
    {
        return Some((
            format!("the edition '{name}' has been published of {then}"),
            format!("utgåvan '{name}' har publicerats för {then}"),
        ));
    }
    let day = before.date;
    (edition.told == before.told && edition.date != day).then(|| {
        (
            format!("the edition '{name}' has been published with the date {day}"),
            format!("utgåvan '{name}' har publicerats med datumet {day}"),
        )
    })
}

fn other(message: (String, String)) -> Stop {
    let hint = (
        "what was published stays published: give the new one a name of its own",
        "det som har publicerats är publicerat: ge den nya ett eget namn",
    );
    Stop::new(message, hint)
}

/// Something that is printed otherwise: what it was, and what it would be.
struct Difference<'e> {
    kind: &'e str,
    name: &'e str,
    then: &'e str,
    now: &'e str,
}

fn differences<'e>(edition: &'e Edition, before: &'e Edition) -> Vec<Difference<'e>> {
    let (Some(now), Some(then)) = (&edition.printed, &before.printed) else { return Vec::new() };
    let text = |printed: Option<&'e String>| printed.map_or("", String::as_str);
    let keys: std::collections::BTreeSet<_> = now.keys().chain(then.keys()).collect();
    let difference = |key: &'e (String, String)| {
        let (then, now) = (text(then.get(key)), text(now.get(key)));
        (then != now).then_some(Difference { kind: &key.0, name: &key.1, then, now })
    };
    keys.into_iter().filter_map(difference).collect()
}

/// The first differences in English and in Swedish, and how many there are besides.
fn listed(differences: &[Difference]) -> [String; 2] {
    let named = |swedish: bool| {
        let one = |one: &Difference| {
            let kind = if swedish { self::swedish(one.kind) } else { one.kind };
            if TEXTS.contains(&one.kind) {
                return format!("{kind} '{}'", one.name);
            }
            let now = if swedish { "nu" } else { "now" };
            format!("{kind} '{}': '{}', {now} '{}'", one.name, one.then, one.now)
        };
        let mut parts: Vec<String> = differences.iter().take(NAMED).map(one).collect();
        let rest = differences.len().saturating_sub(NAMED);
        if rest > 0 {
            parts.push(format!(
                "{} {rest} {}",
                if swedish { "och" } else { "and" },
                if swedish { "till" } else { "more" }
            ));
        }
        parts.join("; ")
    };
    [named(false), named(true)]
}

fn swedish(kind: &str) -> &str {
    match kind {
        "rate" => "kurs",
        "conversion" => "omräkning",
        "target" => "målnivå",
        "baseline" => "utgångspunkt",
        "valuation" => "värdering",
        "comment" => "kommentar",
        // "index" and "definition" are Swedish words as well.
        other => other,
    }
}
