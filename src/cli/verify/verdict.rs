//! What came of it, for programs, spreadsheets and people.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::output;
use super::super::words::Language;
use crate::ENGINE;
use crate::diagnostic::terminal::plain;
use crate::personal::masked;
use crate::pipeline::verify::{FigureDifference, TextDifference, Verdict};
use crate::report::provenance::Provenance;

/// Most differences of a kind that are printed for people.
const SHOWN: usize = 40;
/// Most letters of a text that are printed for people.
const LETTERS: usize = 160;

/// The verdict as data.
pub(super) fn data(verdict: &Verdict, carried: &Provenance) -> Value {
    let figure = |one: &FigureDifference| {
        let entries =
            one.entries.iter().map(|(name, said, given)| json!({"entry": name, "report": said, "project": given}));
        json!({
            "indicator": one.indicator, "period": one.period, "breakdown": one.breakdown, "pages": one.pages,
            "entries": entries.collect::<Vec<_>>(),
        })
    };
    let text = |one: &TextDifference| {
        json!({
            "page": one.page, "indicator": one.indicator, "period": one.period, "breakdown": one.breakdown,
            "heading": one.place.heading, "row": one.place.row, "column": one.place.column,
            "report": one.said, "project": one.given,
        })
    };
    json!({
        "schema": 1,
        "exact": verdict.is_exact,
        "added_to": verdict.is_added_to,
        "report": carried.report, "period": carried.period, "language": masked(&carried.language),
        "engine": masked(&carried.engine), "edition": carried.edition.as_deref().map(masked),
        "figures_compared": verdict.figures_compared,
        "pages_compared": verdict.pages_compared,
        "figures": verdict.figures.iter().map(figure).collect::<Vec<_>>(),
        "texts": verdict.texts.iter().map(text).collect::<Vec<_>>(),
        "looks": verdict.looks,
        "defined_otherwise": verdict.defined_otherwise,
        "changed": verdict.changed,
        "other_secret": verdict.is_other_secret,
        "editions_since": verdict.editions_since,
        "editions_gone": verdict.editions_gone,
    })
}

/// What differs as lines of a table: figures of the data first, then texts of pages.
pub(super) fn csv(verdict: &Verdict) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["page", "indicator", "period", "breakdown", "entry", "heading", "row", "column", "report", "project"];
    writer.write_record(header).expect("memory takes every record");
    let text = output::plain;
    for one in &verdict.figures {
        let pages = one.pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for (entry, said, given) in &one.entries {
            let place = [&pages, &one.indicator, &one.period, &one.breakdown, entry].map(|cell| text(cell));
            let [page, indicator, period, breakdown, entry] = &place;
            let record = [page, indicator, period, breakdown, entry, "", "", "", &text(said), &text(given)];
            writer.write_record(record).expect("memory takes every record");
        }
    }
    for one in &verdict.texts {
        let or_empty = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let record = [
            one.page.to_string(),
            or_empty(&one.indicator),
            or_empty(&one.period),
            or_empty(&one.breakdown),
            "text".to_owned(),
            text(&one.place.heading),
            text(&one.place.row),
            text(&one.place.column),
            text(&one.said),
            text(&one.given),
        ];
        writer.write_record(record).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

pub(super) fn text(verdict: &Verdict, carried: &Provenance, language: Language) -> String {
    let two = |english: &'static str, swedish: &'static str| language.of_two(english, swedish);
    let (figures, pages) = (verdict.figures_compared, verdict.pages_compared);
    if verdict.is_exact {
        return language.of_two(
            format!("the report is exactly what the project gives: {figures} figures, {pages} pages, every byte\n"),
            format!("rapporten är exakt vad projektet ger: {figures} uppgifter, {pages} sidor, varje byte\n"),
        );
    }
    let mut out = format!("{}\n", conclusion(verdict, carried, language));
    if !verdict.figures.is_empty() {
        let head = two(
            "figures that differ in the data that the report carries",
            "uppgifter som skiljer sig i de data som rapporten har med sig",
        );
        let _ = writeln!(out, "\n{head}: {}", verdict.figures.len());
        for one in verdict.figures.iter().take(SHOWN) {
            figure_difference(&mut out, one, language);
        }
        more(&mut out, verdict.figures.len(), language);
    }
    if !verdict.texts.is_empty() {
        let changes = changes(&verdict.texts);
        let (places, count) = (verdict.texts.len(), changes.len());
        let head = language.of_two(
            format!("texts on its pages that differ: {count}, in {places} places"),
            format!("texter på sidorna som skiljer sig: {count}, på {places} ställen"),
        );
        let _ = writeln!(out, "\n{head}");
        for places in changes.iter().take(SHOWN) {
            text_difference(&mut out, places, language);
        }
        more(&mut out, count, language);
    }
    if !verdict.looks.is_empty() {
        let pages = verdict.looks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let head = two(
            "pages that say the same and are drawn otherwise; hold them beside the project's own report by eye",
            "sidor som säger detsamma men är ritade på annat sätt; jämför dem för ögat med projektets egen rapport",
        );
        let _ = writeln!(out, "\n{head}: {pages}");
    }
    since(&mut out, verdict, language);
    out
}

/// What is to be made of it, in a sentence or two.
fn conclusion(verdict: &Verdict, carried: &Provenance, language: Language) -> String {
    let (figures, pages) = (verdict.figures_compared, verdict.pages_compared);
    let is_of_another = carried.engine != ENGINE;
    if is_of_another && !verdict.figures.is_empty() {
        return language
            .of_two(
                "the report's attached data are not what the project gives; nothing is said about its pages",
                "rapportens bifogade data är inte vad projektet ger; om sidorna sägs ingenting",
            )
            .to_owned();
    }
    if !verdict.figures.is_empty() || !verdict.texts.is_empty() {
        return language
            .of_two("the report is not what the project gives", "rapporten är inte vad projektet ger")
            .to_owned();
    }
    if is_of_another {
        return language.of_two(
            format!(
                "all {figures} figures in the report's attached data are as the project gives them; nothing is said about its pages"
            ),
            format!(
                "alla {figures} uppgifter i rapportens bifogade data är som projektet ger dem; om sidorna sägs ingenting"
            ),
        );
    }
    if !verdict.looks.is_empty() {
        return language.of_two(
            format!(
                "all {figures} figures and all texts are as the project gives them; some pages are drawn otherwise, as by another program or by a hand"
            ),
            format!(
                "alla {figures} uppgifter och alla texter är som projektet ger dem; några sidor är ritade på annat sätt, av ett annat program eller av någon"
            ),
        );
    }
    let (english, swedish) = if verdict.is_added_to {
        ("something was added behind it, such as a signature", "något är tillagt efter den, som en underskrift")
    } else if verdict.is_other_secret || !verdict.editions_since.is_empty() || !verdict.editions_gone.is_empty() {
        ("the project has changed", "projektet har ändrats")
    } else {
        (
            "another program has saved it, or changed what no page shows",
            "ett annat program har sparat den, eller ändrat det som ingen sida visar",
        )
    };
    language.of_two(
        format!("all {figures} figures and all {pages} pages are as the project gives them, but the file is another: {english}"),
        format!("alla {figures} uppgifter och alla {pages} sidor är som projektet ger dem, men filen är en annan: {swedish}"),
    )
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
    let mut pages: Vec<String> = places.iter().map(|one| one.page.to_string()).collect();
    pages.dedup();
    let (page, many) = language.of_two(("page", "pages"), ("sidan", "sidorna"));
    let page = if pages.len() > 1 { many } else { page };
    let named = [one.indicator.as_ref(), one.breakdown.as_ref(), one.period.as_ref()];
    let named: Vec<String> = named.into_iter().flatten().map(|part| plain(part)).collect();
    let words = [&place.heading, &place.row, &place.column];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).map(|word| short(word)).collect();
    let _ = writeln!(out, "{}", format!("  {page} {}  {}", pages.join(", "), named.join(" ")).trim_end());
    if !words.is_empty() {
        let _ = writeln!(out, "    {}", words.join(" / "));
    }
    says(out, "", &one.said, &one.given, language);
}

fn figure_difference(out: &mut String, one: &FigureDifference, language: Language) {
    let cell = if one.breakdown.is_empty() { language.of_two("total", "totalt") } else { &one.breakdown };
    let pages = one.pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let _ = write!(out, "  {} {} {}", plain(&one.indicator), plain(&one.period), plain(cell));
    if !pages.is_empty() {
        let _ = write!(out, "  ({} {pages})", language.of_two("pages", "sidorna"));
    }
    out.push('\n');
    for (entry, said, given) in &one.entries {
        says(out, &plain(language.of_two(entry, swedish(entry))), said, given, language);
    }
}

/// An entry of the data in Swedish.
fn swedish(entry: &str) -> &str {
    match entry {
        "value" => "värde",
        "numerator" => "täljare",
        "denominator" => "nämnare",
        "contributors" => "bidragande företag",
        "coverage_answered" => "företag som svarat",
        "coverage_expected" => "företag som frågan gäller",
        "missing" => "saknas för att",
        // "status" is the same word in Swedish.
        other => other,
    }
}

/// What the report says and what the project gives, under each other.
fn says(out: &mut String, entry: &str, said: &str, given: &str, language: Language) {
    let (report, project) =
        language.of_two(("the report says  ", "the project gives"), ("rapporten säger", "projektet ger  "));
    let entry = if entry.is_empty() { String::new() } else { format!("{entry}: ") };
    let _ = writeln!(out, "    {report} {entry}'{}'", short(said));
    let _ = writeln!(out, "    {project} {entry}'{}'", short(given));
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
        let _ = writeln!(
            out,
            "  {}",
            language.of_two(
                format!("and {rest} more; '--format json' lists all"),
                format!("och {rest} till; '--format json' visar alla"),
            )
        );
    }
}

/// What of the project is no longer what it was when the report was made, by what the report says of itself.
fn since(out: &mut String, verdict: &Verdict, language: Language) {
    if !verdict.defined_otherwise.is_empty() {
        let head = language.of_two("defined otherwise now", "annan definition nu");
        let _ = writeln!(out, "\n{head}: {}", plain(&verdict.defined_otherwise.join(", ")));
    }
    let names = |names: &[String]| plain(&names.join(", "));
    let mut say = |(english, swedish): (String, String)| {
        let _ = writeln!(out, "\n{}", language.of_two(english, swedish));
    };
    if !verdict.editions_since.is_empty() {
        let since = names(&verdict.editions_since);
        say((
            format!("published since this draft was made, so that later figures are held against it: {since}"),
            format!("publicerat sedan utkastet gjordes, så att senare uppgifter prövas mot det: {since}"),
        ));
    }
    if !verdict.editions_gone.is_empty() {
        let gone = names(&verdict.editions_gone);
        say((
            format!("the report was held against editions that the project does not remember: {gone}"),
            format!("rapporten prövades mot utgåvor som projektet inte minns: {gone}"),
        ));
    }
    if verdict.is_other_secret {
        say((
            "the project has another secret now ('nytta.key'): which of its files have changed cannot be told"
                .to_owned(),
            "projektet har en annan hemlighet nu ('nytta.key'): vilka filer som har ändrats går inte att säga"
                .to_owned(),
        ));
        return;
    }
    if verdict.figures.is_empty() && verdict.texts.is_empty() && verdict.looks.is_empty() {
        return;
    }
    match verdict.changed.as_deref() {
        Some([]) if !verdict.editions_since.is_empty() => say((
            "the project's other files are those that the report says it was made from: what differs comes from what was published since, or was changed in the report"
                .to_owned(),
            "projektets övriga filer är de som rapporten säger sig vara gjord av: det som skiljer sig kommer av det som har publicerats sedan dess, eller är ändrat i rapporten"
                .to_owned(),
        )),
        Some([]) => say((
            "the project's files are those that the report says it was made from: what differs was changed in the report"
                .to_owned(),
            "projektets filer är de som rapporten säger sig vara gjord av: det som skiljer sig är ändrat i rapporten"
                .to_owned(),
        )),
        Some(groups) => say((
            format!("by what the report says, the project has changed since it was made: {}", names(groups)),
            format!("enligt rapporten har projektet ändrats sedan den gjordes: {}", names(groups)),
        )),
        None => say(unkeyed()),
    }
}

/// That files of the project cannot be compared with those that a report was made from.
fn unkeyed() -> (String, String) {
    (
        "whether the project's files have changed since cannot be told: the report has no keyed digests, or there is no 'nytta.key' that you may read"
            .to_owned(),
        "om projektets filer har ändrats sedan dess går inte att säga: rapporten saknar nycklade kontrollsummor, eller så finns ingen 'nytta.key' som du får läsa"
            .to_owned(),
    )
}
