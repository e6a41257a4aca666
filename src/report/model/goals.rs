//! All targets of the period: how far each figure has come, and the region's word on it.

use serde::Serialize;

use super::alt;
use super::blocks::{Block, Head, Progress, Standing};
use super::composition::{Breakdown, Composition};
use super::naming::{lower, named};
use super::paths;
use super::table::{self, Draft, Over, cell};
use crate::definition::indicator::Indicator;
use crate::plan::TargetKind;
use crate::report::target::{Judged, Verdict, length};
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

#[derive(Debug, Serialize)]
pub(super) struct Targets {
    id: &'static str,
    title: String,
    lead: String,
    figure: Option<Block>,
    rows: Vec<Row>,
    table: Option<Block>,
    path: Option<Block>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    text: String,
    why: Option<String>,
    language: String,
    changed: Option<String>,
    goto: Option<String>,
}

struct Goal<'a> {
    indicator: &'a Indicator,
    breakdown: Breakdown,
    name: String,
    judged: Judged<'a>,
}

/// Targets of the period, in the order of the report's indicators.
fn goals<'a>(composition: &Composition<'a>) -> Vec<Goal<'a>> {
    let mut goals = Vec::new();
    for indicator in composition.indicators() {
        let mut breakdowns: Vec<&Breakdown> = composition
            .from
            .targets
            .rows
            .iter()
            .filter(|row| row.indicator == *indicator.indicator && row.period == composition.year())
            .filter(|row| row.kind != TargetKind::Baseline)
            .map(|row| &row.breakdown)
            .collect();
        breakdowns.sort();
        breakdowns.dedup();
        for breakdown in breakdowns {
            let Some(judged) = composition.judged(indicator, breakdown) else { continue };
            let name = named(composition, indicator, breakdown);
            goals.push(Goal { indicator, breakdown: breakdown.clone(), name, judged });
        }
    }
    goals
}

/// The first target that was not met, as a sentence with where it is told; for the front page.
pub(super) fn missed(composition: &Composition) -> Option<(String, Option<String>)> {
    let goal = goals(composition).into_iter().find(|goal| goal.judged.verdict == Some(Verdict::Missed))?;
    let voice = composition.voice();
    let text = goal.judged.row(voice, &composition.amount(goal.indicator));
    Some((voice.say("finding", &[("title", &goal.name), ("text", &text)]), composition.place(goal.indicator)))
}

/// Makes the part; none without targets for the period or for later years.
pub(super) fn targets(composition: &mut Composition) -> Option<Targets> {
    let goals = goals(composition);
    if goals.is_empty() {
        let path = paths::table(composition)?;
        let (title, lead) = (composition.say("paths_title", &[]), composition.say("paths_lead", &[]));
        return Some(Targets {
            id: "targets",
            title,
            lead,
            figure: None,
            rows: Vec::new(),
            table: None,
            path: Some(path),
        });
    }
    let voice = composition.voice();
    let year = composition.year();
    let figure = composition.next_figure();
    let mut told = Vec::new();
    let mut progress = Vec::new();
    let mut rows = Vec::new();
    for goal in &goals {
        let amount = composition.amount(goal.indicator);
        let verdict = goal.judged.verdict.unwrap_or(Verdict::Unknown);
        let word = goal.judged.verdict.map_or_else(|| voice.say("status_none", &[]), |verdict| verdict.word(voice));
        let share = goal.judged.share_text(voice, &amount);
        let text = share.clone().unwrap_or_else(|| word.clone());
        told.push((lower(&goal.name), text.clone()));
        let status = Standing { kind: verdict.kind(), word };
        progress.push(Progress { label: goal.name.clone(), share: goal.judged.share().map(length), text, status });
        let why = composition.comments(Some(goal.indicator), &goal.breakdown);
        let language = why.first().map_or_else(|| voice.language.clone(), |words| words.language.clone());
        let why = why.first().and_then(|words| words.text.first().cloned());
        rows.push(Row {
            name: goal.name.clone(),
            text: goal.judged.row(voice, &amount),
            why: why.filter(|_| !goal.judged.is_reached()),
            language,
            changed: goal.judged.changed(voice, &amount),
            goto: composition.place(goal.indicator),
        });
    }
    let table = table(composition, &goals);
    let references = match &table {
        Block::Table(table) => voice.list(&[figure.reference.clone(), lower(&table.number)]),
        _ => figure.reference.clone(),
    };
    let places = [("period", year), ("region", composition.region())];
    let head = Head {
        number: figure.label,
        title: voice.say("targets_figure", &[]),
        subtitle: voice.say("targets_figure_subtitle", &places),
        alt: alt::parts(voice, "alt_progress", &told, &[]),
        notes: Vec::new(),
        source: composition.source(None),
    };
    let (title, sentence) = summary(voice, &goals, year);
    Some(Targets {
        id: "targets",
        title,
        lead: voice.say("targets_lead", &[("sentence", &sentence), ("references", &references)]).trim().to_owned(),
        figure: Some(Block::Progress { head, rows: progress }),
        rows,
        table: Some(table),
        path: paths::table(composition),
    })
}

/// How many targets are met as a title, and how the others stand as a sentence.
fn summary(voice: &Voice, goals: &[Goal], year: &str) -> (String, String) {
    let count = |verdict: Verdict| {
        let of_it = goals.iter().filter(|goal| goal.judged.verdict == Some(verdict)).count();
        u32::try_from(of_it).unwrap_or(u32::MAX)
    };
    let neutral = goals.iter().filter(|goal| goal.judged.verdict.is_none()).count();
    let reached = count(Verdict::Reached);
    let judged = reached + count(Verdict::Close) + count(Verdict::Short) + count(Verdict::Missed);
    let all = voice.word(judged);
    let key = |key: &str| if judged as usize == goals.len() { key.to_owned() } else { format!("{key}_judged") };
    let title = match (judged, reached) {
        (0, _) => voice.say("targets_title_no_status", &[("period", year)]),
        (1, 0) => voice.say("targets_title_one_not", &[]),
        (1, _) => voice.say("targets_title_one", &[]),
        (_, 0) => voice.say(&key("targets_title_none"), &[("count", &all)]),
        _ => voice.count(&key("targets_title"), reached, &[("reached", &voice.word(reached)), ("count", &all)]),
    };
    let others = [
        ("targets_close", count(Verdict::Close)),
        ("targets_missed", count(Verdict::Missed)),
        ("targets_short", count(Verdict::Short)),
        ("targets_about", count(Verdict::About)),
        ("targets_unknown", count(Verdict::Unknown)),
        ("targets_not_judged", u32::try_from(neutral).unwrap_or(u32::MAX)),
    ];
    // A title about the one target tells already that it is not met.
    let others: Vec<String> = match (goals, count(Verdict::Close)) {
        ([_], 1) => vec![voice.say("targets_one_close", &[])],
        ([_], 0) if judged == 1 && count(Verdict::Short) == 0 => Vec::new(),
        _ => others.into_iter().filter(|other| other.1 > 0).map(|(key, count)| voice.begin(key, count, &[])).collect(),
    };
    (capital(&title), others.join(" "))
}

fn table(composition: &mut Composition, goals: &[Goal]) -> Block {
    let voice = composition.voice();
    let year = composition.year();
    let mut rows = Vec::new();
    for goal in goals {
        let amount = composition.amount(goal.indicator);
        let figure = composition.figure(goal.indicator, year, &goal.breakdown);
        let millions = amount.all_in_millions(goal.judged.value.into_iter().chain([goal.judged.target.value]));
        let number = |value: Decimal| table::text(amount.decided(voice, value, millions));
        let baseline = composition.from.targets.baseline(&goal.indicator.indicator, &goal.breakdown);
        let baseline =
            baseline.map_or_else(|| table::missing(crate::value::Missing::NotApplicable), |row| number(row.value));
        let standing = goal.judged.verdict.map_or_else(|| voice.say("status_none", &[]), |verdict| verdict.word(voice));
        let outcome = cell(voice, &amount, figure, millions);
        let label = amount.label(voice, &goal.name, millions);
        rows.push(table::row(label, vec![baseline, number(goal.judged.target.value), outcome, table::text(standing)]));
    }
    let indicators: Vec<&Indicator> = goals.iter().map(|goal| goal.indicator).collect();
    let number = composition.next_table();
    let heads = ["column_baseline", "column_target", "column_outcome", "column_standing"];
    let draft = Draft {
        title: voice.say("targets_table", &[]),
        subtitle: format!("{}, {year}", composition.region()),
        stub: voice.say("stub_indicator", &[]),
        heads: heads.into_iter().map(|key| voice.say(key, &[])).collect(),
        of_words: vec![3],
        rows,
        over: Over::Columns(vec![String::new(), String::new(), year.to_owned()]),
        remarks: composition.rounded(&indicators).into_iter().collect(),
        source: composition.source(None),
        ..Draft::default()
    };
    Block::Table(draft.finish(composition, &number))
}
