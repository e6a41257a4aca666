//! How good the data are: rows, findings, questions answered, reasons.

use std::collections::BTreeSet;

use serde::Serialize;

use super::blocks::Block;
use super::composition::{Composition, Numbered};
use super::table::{self, Draft};
use crate::disclosure::release::{Figure, Status, ToldBefore};
use crate::report::periods::{CELLS, TOTALS};
use crate::report::voice::{Voice, capital};
use crate::rule;
use crate::text::places;
use crate::value::Decimal;

/// Findings in the table; the rest are added up, with those of which it is not told what they are.
const FINDINGS: usize = 10;

#[derive(Debug, Serialize)]
pub(super) struct Quality {
    id: &'static str,
    title: String,
    lead: String,
    blocks: Vec<Block>,
    paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Serialize)]
struct Paragraph {
    title: String,
    text: String,
}

/// Makes the part.
pub(super) fn quality(composition: &mut Composition) -> Quality {
    let is_told =
        composition.from.release.roster().chain.get(composition.year()).is_some_and(|it| it.answered.is_some());
    let number = composition.next_table();
    let mut blocks = Vec::new();
    if is_told {
        blocks.push(Block::Table(rows(composition).finish(composition, &number)));
        blocks.extend(findings(composition));
        blocks.extend(fields(composition));
    }
    let voice = composition.voice();
    Quality {
        id: "quality",
        title: voice.say("quality_title", &[]),
        lead: if is_told { lead(composition, &number.reference) } else { voice.say("silent_withheld", &[]) },
        blocks,
        paragraphs: paragraphs(composition),
    }
}

/// How many rows were read and counted, and why others were not.
fn lead(composition: &Composition, references: &str) -> String {
    let voice = composition.voice();
    let (read, accepted, rejected, blank) = composition.from.release.quality().rows;
    let mut rejection = match rejected {
        0 => voice.say("quality_rejected_none", &[]),
        count => voice.begin("quality_rejected", count, &[]),
    };
    if blank > 0 {
        let empty = voice.begin("quality_empty", blank, &[]);
        rejection = format!("{rejection} {empty}");
    }
    let (accepted, read) = (voice.numbers.integer(accepted), voice.numbers.integer(read));
    let said = [("accepted", accepted.as_str()), ("read", &read), ("references", references), ("rejected", &rejection)];
    voice.say("quality_lead", &said)
}

/// What is said of fields, warnings, withheld figures, revisions and breaks.
fn paragraphs(composition: &Composition) -> Vec<Paragraph> {
    let (voice, quality, year) = (composition.voice(), composition.from.release.quality(), composition.year());
    let mut paragraphs = Vec::new();
    if !quality.answered_fields.is_empty() && quality.answered_fields.values().all(|percent| *percent == 100) {
        let title = voice.say("quality_fields_all_title", &[]);
        let count = u32::try_from(quality.answered_fields.len()).unwrap_or(u32::MAX);
        paragraphs.push(Paragraph { title, text: voice.say("quality_fields_all", &[("count", &voice.word(count))]) });
    }
    if quality.settled + quality.unsettled > 0 {
        paragraphs.push(Paragraph {
            title: voice.say("quality_settled_title", &[]),
            text: settled(voice, (quality.settled, quality.unsettled), composition.is_preliminary(year)),
        });
    }
    let (withheld, total) = withheld(composition);
    let (withheld, total) = (voice.numbers.integer(withheld), voice.numbers.integer(total));
    paragraphs.push(Paragraph {
        title: voice.say("quality_withheld_title", &[]),
        text: voice.say("quality_withheld", &[("withheld", &withheld), ("total", &total), ("period", year)]),
    });
    paragraphs.extend(revised(composition));
    paragraphs.extend(standing(composition));
    paragraphs
}

/// What became of the rows that were sent.
fn rows(composition: &Composition) -> Draft {
    let (voice, quality) = (composition.voice(), composition.from.release.quality());
    let (read, accepted, rejected, blank) = quality.rows;
    let rows = [
        ("quality_files", quality.files),
        ("quality_read", read),
        ("quality_accepted", accepted),
        ("quality_rejected_column", rejected),
        ("quality_blank", blank),
    ];
    let rows = rows.into_iter();
    Draft {
        title: voice.say("quality_rows", &[]),
        subtitle: voice.say("quality_rows_subtitle", &[("period", composition.year())]),
        stub: voice.say("quality_stub", &[]),
        heads: vec![voice.say("quality_count", &[])],
        rows: rows.map(|(key, count)| table::row(voice.say(key, &[]), vec![table::count(voice, count)])).collect(),
        source: composition.source(None),
        ..Draft::default()
    }
}

/// How many figures of the report's indicators are withheld in its period, and of how many.
fn withheld(composition: &Composition) -> (u32, u32) {
    let of_report: BTreeSet<&str> =
        composition.indicators().into_iter().map(|indicator| indicator.indicator.as_str()).collect();
    let year = composition.year();
    let figures = composition.from.release.figures().iter();
    let figures = figures.filter(|((indicator, of, _), _)| of == year && of_report.contains(indicator.as_str()));
    let told = figures.filter(|(_, figure)| !matches!(figure.status, Status::Missing(_)));
    told.fold((0, 0), |(withheld, all), (_, figure)| (withheld + u32::from(figure.is_hidden()), all + 1))
}

/// How many figures of the report are another than the edition said that told them last, and which editions those are.
fn revised(composition: &Composition) -> Option<Paragraph> {
    of_editions(composition, "quality_revised", &|figure| {
        figure.told_before.as_ref().filter(|_| figure.status == Status::Revised)
    })
}

/// How many figures of the report stand as an earlier edition told them, and which editions those are.
fn standing(composition: &Composition) -> Option<Paragraph> {
    of_editions(composition, "quality_stands", &Figure::stands)
}

/// How many figures of the report have to do with an earlier edition, and with which.
fn of_editions(
    composition: &Composition,
    key: &str,
    told: &dyn Fn(&Figure) -> Option<&ToldBefore>,
) -> Option<Paragraph> {
    let voice = composition.voice();
    let of_report: BTreeSet<&str> =
        composition.indicators().into_iter().map(|indicator| indicator.indicator.as_str()).collect();
    let (totals, cells) = (composition.years(TOTALS), composition.years(CELLS));
    let is_told = |period: &str, is_total: bool| if is_total { &totals } else { &cells }.contains(&period);
    let figures = composition.from.release.figures().iter().filter(|((indicator, period, breakdown), _)| {
        of_report.contains(indicator.as_str()) && is_told(period, breakdown.is_empty())
    });
    let all: Vec<&str> = figures.filter_map(|(_, figure)| Some(told(figure)?.edition.as_str())).collect();
    let editions: BTreeSet<&str> = all.iter().copied().collect();
    let editions = voice.list(&editions.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    (count > 0).then(|| Paragraph {
        title: voice.say(&format!("{key}_title"), &[]),
        text: voice.begin(key, count, &[("editions", &editions)]),
    })
}

/// How many warnings were given a reason, and how many were not.
fn settled(voice: &Voice, (settled, unsettled): (u32, u32), is_open: bool) -> String {
    let said = |key: &str, count: u32| match count {
        0 => voice.say(&format!("{key}_none"), &[]),
        count => voice.begin(key, count, &[]),
    };
    let rest = if is_open { "quality_waiting" } else { "quality_unexplained" };
    format!("{} {}", said("quality_settled", settled), said(rest, unsettled))
}

fn findings(composition: &mut Composition) -> Option<Block> {
    let voice = composition.voice();
    let quality = composition.from.release.quality();
    let mut sorted: Vec<(&String, &(String, u32))> =
        quality.findings.iter().filter(|(_, (word, _))| word != "note").collect();
    sorted.sort_by_key(|(rule, (word, count))| (word != "error", std::cmp::Reverse(*count), rule.as_str()));
    let others = quality.other_findings.iter().filter(|(word, _)| *word != "note").map(|(word, count)| (word, *count));
    let rest = sorted.iter().skip(FINDINGS).map(|(_, (word, count))| (word, *count)).chain(others);
    let (kinds, counts): (Vec<&String>, Vec<u32>) = rest.unzip();
    let rest: u32 = counts.iter().sum();
    if sorted.is_empty() && rest == 0 {
        return None;
    }
    let mut rows: Vec<super::blocks::Row> = sorted
        .iter()
        .take(FINDINGS)
        .map(|(rule, (word, count))| {
            let kind = table::text(voice.say(&format!("severity_{word}"), &[]));
            table::row(rule_label(composition, rule), vec![kind, table::count(voice, *count)])
        })
        .collect();
    if rest > 0 {
        let kinds: BTreeSet<&String> = kinds.into_iter().collect();
        let kind = match kinds.first().filter(|_| kinds.len() == 1) {
            Some(one) => voice.say(&format!("severity_{one}"), &[]),
            None => voice.say("severity_mixed", &[]),
        };
        let cells = vec![table::text(kind), table::count(voice, rest)];
        rows.push(table::row(voice.say("others", &[]), cells));
    }
    let number: Numbered = composition.next_table();
    let draft = Draft {
        title: voice.say("quality_findings", &[]),
        subtitle: voice.say("quality_findings_subtitle", &[("period", composition.year())]),
        stub: voice.say("quality_finding", &[]),
        heads: vec![voice.say("quality_kind", &[]), voice.say("quality_count", &[])],
        of_words: vec![0],
        rows,
        source: composition.source(None),
        ..Draft::default()
    };
    Some(Block::Table(draft.finish(composition, &number)))
}

/// What a rule says, without the values of a single finding.
fn rule_label(composition: &Composition, name: &str) -> String {
    let voice = composition.voice();
    if let Some(label) = voice.find(&format!("rule_{name}")) {
        return label;
    }
    if let Some((dataset, name)) = name.split_once('.') {
        let checks = composition.from.definitions.datasets.get(dataset).into_iter().flat_map(|dataset| &dataset.checks);
        let title = checks.filter(|check| *check.check == name).map(|check| voice.text(&check.title)).next();
        return title.filter(|title| !title.is_empty()).map_or_else(|| capital(&name.replace('_', " ")), str::to_owned);
    }
    let Some(rule) = rule::find(name) else { return name.to_owned() };
    let mut text = voice.text(&rule.message).to_owned();
    for place in places(&text.clone()) {
        text = text.replace(&format!("'{{{place}}}'"), "…").replace(&format!("{{{place}}}"), "…");
    }
    capital(text.trim_end_matches('.'))
}

fn fields(composition: &mut Composition) -> Option<Block> {
    let voice = composition.voice();
    let answered = &composition.from.release.quality().answered_fields;
    if answered.is_empty() {
        return None;
    }
    let label = |name: &str| {
        let field = composition.from.definitions.datasets.values().find_map(|dataset| dataset.field(name));
        field.map_or_else(|| name.to_owned(), |field| voice.text(&field.label).to_owned())
    };
    // Where everybody answered everything a sentence says it.
    if answered.values().all(|percent| *percent == 100) {
        return None;
    }
    // Those that all answered are only counted.
    let (by_all, others): (Vec<_>, Vec<_>) = answered.iter().partition(|(_, percent)| **percent == 100);
    let rows = others
        .iter()
        .map(|(name, percent)| table::row(label(name), vec![table::text(voice.percent(Decimal::from(**percent)))]));
    let rows = rows.collect();
    let count = u32::try_from(by_all.len()).unwrap_or(u32::MAX);
    let rest = voice.begin("quality_fields_rest", count, &[]);
    let number = composition.next_table();
    let draft = Draft {
        title: voice.say("quality_fields", &[]),
        subtitle: voice.say("quality_fields_subtitle", &[("period", composition.year())]),
        stub: voice.say("quality_field", &[]),
        heads: vec![voice.say("column_share", &[])],
        rows,
        remarks: if by_all.is_empty() { Vec::new() } else { vec![rest] },
        source: composition.source(None),
        ..Draft::default()
    };
    Some(Block::Table(draft.finish(composition, &number)))
}
