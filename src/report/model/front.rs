//! What stands first: cover, the year in brief, key figures; and the fixed words of the template.

use chrono::Datelike;
use serde_json::{Map, Value, json};

use super::blocks::Card;
use super::composition::{Breakdown, Composition};
use super::method::while_preliminary;
use super::table::DOUBT;
use super::{goals, who};
use crate::definition::indicator::{Direction, Indicator};
use crate::definition::project::PeriodState;
use crate::diagnostic::Diagnostic;
use crate::number::NBSP;
use crate::report::moved::Finding;
use crate::report::provenance;
use crate::report::sentences;
use crate::report::theme::{self, Checked};
use crate::report::voice::capital;
use crate::source::Span;

/// Findings on the page of the year in brief.
const FINDINGS: usize = 7;

/// Fixed words that the template asks for, by key of the catalogue without `label_`.
const LABELS: [&str; 22] = [
    "contents",
    "page",
    "continued",
    "source",
    "how_counted",
    "definition",
    "target",
    "reasons",
    "comment",
    "marks",
    "notes",
    "unit",
    "counts",
    "over_time",
    "population",
    "evidence",
    "alignment",
    "match",
    "calculation",
    "caution",
    "see_definition",
    "see_district",
];

/// The project's colours, as far as they can be read.
pub(super) fn theme(composition: &Composition) -> (Value, Vec<Diagnostic>) {
    let written = composition.from.definitions.project.theme.primary.as_ref();
    let mut diagnostics = Vec::new();
    let primary = match written.map(|colour| (colour, theme::check(colour))) {
        None => theme::PRIMARY.to_owned(),
        Some((_, Checked::Used(colour))) => colour,
        Some((colour, Checked::Refused)) => {
            let span = Span::file("nytta.yaml").at(colour.line, colour.column);
            diagnostics.push(Diagnostic::new("theme-too-light", span, &[("value", colour)]));
            theme::PRIMARY.to_owned()
        }
    };
    (json!({"primary": primary, "accent": null}), diagnostics)
}

/// Everything before the numbered parts, and what the document is called.
pub(super) fn front(composition: &Composition) -> Value {
    let voice = composition.voice();
    let say = |key: &str| voice.say(key, &[]);
    let (year, region, publisher) = (composition.year(), composition.region(), composition.publisher());
    let project = &composition.from.definitions.project;
    let period = composition.from.period;
    let title = match voice.text(&composition.from.plan.title) {
        "" => voice.text(&project.title),
        own => own,
    };
    let (word, text) = status(composition);
    let places = [("region", region), ("period", year), ("publisher", publisher), ("title", title)];
    let edition = composition.from.edition;
    let (key, name) = edition.map_or(("footer", ""), |name| ("footer_edition", name));
    let footer = [("deadline", &*voice.date(period.deadline)), ("status", &word), ("edition", name)];
    let footer = voice.say(key, &footer);
    let notice = voice.text(&project.notice);
    let labels: Map<String, Value> =
        LABELS.iter().map(|key| ((*key).to_owned(), Value::String(say(&format!("label_{key}"))))).collect();
    let found = findings(composition);
    let first = found.first().map(|(text, _)| text.clone()).unwrap_or_default();
    let findings: Vec<Value> = found.into_iter().map(|(text, goto)| json!({"text": text, "goto": goto})).collect();
    json!({
        "model": 1,
        "language": voice.language,
        "country": voice.find("country"),
        "title": format!("{title} {year}"),
        "description": voice.say("description", &places),
        "keywords": [say("keyword"), region, year],
        "author": publisher,
        "date": {"year": period.release.year(), "month": period.release.month(), "day": period.release.day()},
        "logos": [],
        "attachments": [{
            "path": format!("/{}", provenance::NAME),
            "name": provenance::NAME,
            "mime": "application/json",
            "relationship": "data",
            "description": say("provenance"),
        }],
        "notice": if notice.is_empty() { Value::Null } else { Value::String(notice.to_owned()) },
        "header": {"left": voice.say("header", &places), "right": year},
        "footer": {"left": footer, "draft": edition.is_none().then(|| say("draft"))},
        "labels": labels,
        "cover": cover(composition, title, &first),
        "brief": brief(composition, &findings, &text),
        "cards": cards(composition),
        "contents": {"title": say("contents")},
    })
}

/// Whether the figures may still change, in a word and in a sentence.
fn status(composition: &Composition) -> (String, String) {
    let say = |key: &str| composition.voice().say(key, &[]);
    let (word, text) = match composition.from.period.state {
        PeriodState::Final => (say("status_final"), say("status_final_text")),
        PeriodState::Preliminary => (say("status_preliminary"), say("status_preliminary_text")),
    };
    let until = while_preliminary(composition);
    (word, if until.is_empty() { text } else { format!("{text} {until}") })
}

/// The first page: what and where it is about, what was found first, and who stands for it.
fn cover(composition: &Composition, title: &str, finding: &str) -> Value {
    let voice = composition.voice();
    let region = composition.region();
    let (word, text) = status(composition);
    let released = voice.date(composition.from.period.release);
    let contact = voice.text(&composition.from.definitions.project.contact);
    let draft = voice.say("edition_draft", &[]);
    let (edition, dated) = composition.from.edition.map_or((&*draft, "planned"), |name| (name, "published"));
    let facts = [
        ("publisher", composition.publisher()),
        ("edition", edition),
        (dated, &released),
        ("version", &word),
        ("contact", contact),
    ];
    let facts: Vec<Value> = facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| json!({"label": voice.say(key, &[]), "text": text}))
        .collect();
    let status = match composition.from.edition {
        Some(_) => json!({"word": word, "text": text}),
        None => json!({"word": voice.say("draft", &[]), "text": format!("{} {text}", voice.say("draft_text", &[]))}),
    };
    json!({
        "title": title.replace(region, &region.replace(' ', &NBSP.to_string())),
        "period": composition.year(),
        // A title that names the place says it already.
        "place": if title.contains(region) { "" } else { region },
        "finding": finding,
        "status": status,
        "facts": facts,
    })
}

fn brief(composition: &Composition, findings: &[Value], status: &str) -> Value {
    let voice = composition.voice();
    let year = composition.year();
    let chain = composition.from.release.roster().chain.get(year).copied().unwrap_or_default();
    let answered = chain.answered.map(|answered| voice.numbers.integer(answered));
    let registered = voice.numbers.integer(chain.registered);
    let percent = who::answered_percent(composition);
    let key = if answered.is_some() { "brief_lead" } else { "brief_lead_withheld" };
    let about = voice.say("brief_about", &[("period", year), ("status", status)]);
    let about: Vec<String> = std::iter::once(about).chain(composition.rounded(&composition.headline())).collect();
    let lead =
        [("answered", answered.as_deref().unwrap_or_default()), ("registered", &registered), ("percent", &percent)];
    json!({
        "id": "brief",
        "title": voice.say("brief_title", &[("period", year)]),
        "lead": voice.say(key, &lead),
        "findings": findings,
        "about": about.join(" "),
    })
}

/// One finding as a sentence: its title, and its numbers where the title has none.
fn finding<'a>(composition: &Composition<'a>, indicator: &'a Indicator) -> (String, Option<String>) {
    let voice = composition.voice();
    let (subject, case) = (composition.subject(indicator), composition.case(indicator, &Breakdown::new()));
    let judged = composition.judged(indicator, &Breakdown::new());
    let title = sentences::title(voice, &subject, &case, judged.as_ref());
    let reached = judged.as_ref().filter(|judged| judged.is_reached());
    let mut text = match (case.finding(&subject.amount), case.value()) {
        (Finding::Level, Some(_)) if reached.is_none() => {
            let target = judged.as_ref().and_then(|judged| judged.short(voice, &subject.amount));
            std::iter::once(format!("{title}.")).chain(target).collect::<Vec<_>>().join(" ")
        }
        (_, Some(value)) => {
            let level = judged.as_ref().map_or_else(
                || {
                    let written = subject.amount.full(voice, value);
                    voice.say("finding_level", &[("amount", &subject.amount.at_most(voice, value, &written))])
                },
                |judged| judged.row(voice, &subject.amount),
            );
            voice.say("finding", &[("title", &title), ("text", &level)])
        }
        _ => format!("{title}."),
    };
    // A change is only ever told like for like: totals of different enterprises are not held against each other.
    if let Some(change) = sentences::like_for_like(voice, &subject.amount, &case) {
        text = format!("{text} {change}");
    }
    if let Some(rest) = sentences::other_enterprises(voice, &subject.amount, &case).filter(|_| reached.is_some()) {
        text = format!("{text} {rest}");
    }
    (text, composition.place(indicator))
}

/// The headline figures as sentences, and at least one thing that went badly, if anything did.
fn findings(composition: &Composition) -> Vec<(String, Option<String>)> {
    let headline = composition.headline();
    let mut findings: Vec<(String, Option<String>)> = headline.iter().map(|one| finding(composition, one)).collect();
    // What can be told comes before what is withheld.
    let told = |indicator: &&Indicator| composition.case(indicator, &Breakdown::new()).value().is_some();
    let mut order: Vec<usize> = (0..headline.len()).collect();
    order.sort_by_key(|at| !told(&headline[*at]));
    findings = order.iter().map(|at| findings[*at].clone()).collect();
    if let Some(missed) = goals::missed(composition) {
        findings.push(missed);
    } else if !headline.iter().any(|one| is_bad(composition, one))
        && let Some(bad) = composition.indicators().into_iter().find(|one| is_bad(composition, one))
    {
        findings.push(finding(composition, bad));
    }
    findings.truncate(FINDINGS);
    findings
}

/// True when the figure moved the other way than is wanted.
fn is_bad(composition: &Composition, indicator: &Indicator) -> bool {
    let finding = composition.case(indicator, &Breakdown::new()).finding(&composition.amount(indicator));
    matches!(
        (indicator.direction, finding),
        (Direction::Increase, Finding::Fall | Finding::Zero) | (Direction::Decrease, Finding::Rise)
    )
}

fn cards(composition: &Composition) -> Value {
    let voice = composition.voice();
    let say = |key: &str| voice.say(key, &[]);
    let cards: Vec<Card> =
        composition.headline().into_iter().map(|indicator| composition.card(indicator, &Breakdown::new())).collect();
    // In the first period nothing has changed from anything.
    let is_first = composition.from.definitions.project.before(composition.year()).is_none();
    let mut items = Vec::new();
    if !is_first {
        items.push((say("reading_change"), "reading_change_text"));
    }
    if cards.iter().any(|card| card.bar.is_some()) {
        items.push((say("reading_bar"), "reading_bar_text"));
    }
    items.push((say("reading_coverage"), "reading_coverage_text"));
    if cards.iter().any(|card| card.mark == Some("c")) {
        items.push((".. c".to_owned(), "reading_withheld_text"));
    }
    if cards.iter().any(|card| card.mark == Some("p")) {
        items.push(("p".to_owned(), "reading_provisional_text"));
    }
    if cards.iter().any(|card| card.bound.is_some()) {
        items.push((say("card_at_most"), "reading_at_most_text"));
    }
    if cards.iter().any(|card| card.mark == Some(DOUBT)) {
        items.push((DOUBT.to_owned(), "reading_unexplained_text"));
    }
    let preliminary = composition.is_preliminary(composition.year());
    let said_once = preliminary.then(|| composition.preliminary(&[composition.year().to_owned()])).flatten();
    let said_once: Vec<String> = (!is_first).then(|| say("cards_lead")).into_iter().chain(said_once).collect();
    let said_once = said_once.join(" ");
    let chain = composition.from.release.roster().chain.get(composition.year()).copied().unwrap_or_default();
    let registered = voice.numbers.integer(chain.registered);
    let text = |key: &str| match key {
        "reading_coverage_text" if chain.closed > 0 => {
            let closed = if chain.merged > 0 { "reading_closed_or_merged" } else { "reading_closed" };
            let closed = voice.count(closed, chain.closed, &[("registered", &registered)]);
            format!("{} {}", say(key), capital(&closed))
        }
        _ => say(key),
    };
    let items: Vec<Value> = items.into_iter().map(|(term, key)| json!({"term": term, "text": text(key)})).collect();
    json!({
        "id": "key-figures",
        "title": say("cards_title"),
        "lead": said_once,
        "cards": cards,
        "reading": {"title": say("reading_title"), "items": items},
    })
}
