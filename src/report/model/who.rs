//! Who reported: the chain from register to panel, tables by area, form and size, names with consent.

use serde::Serialize;

use super::alt;
use super::blocks::{Bar, Block, Head};
use super::composition::{Breakdown, Composition};
use super::naming::lower;
use super::table::{self, Draft};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::{AnsweredOf, CHANGES};
use crate::report::amount::Amount;
use crate::report::sentences::share_of;
use crate::report::target::length;
use crate::report::voice::capital;
use crate::value::Decimal;

#[derive(Debug, Serialize)]
pub(super) struct Who {
    id: &'static str,
    title: String,
    lead: String,
    chain: Block,
    tables: Vec<Block>,
    changes: Vec<Block>,
    named: Option<Named>,
    silent: String,
}

#[derive(Debug, Serialize)]
struct Named {
    title: String,
    text: String,
    names: Vec<String>,
}

/// Makes the part.
pub(super) fn who(composition: &mut Composition) -> Who {
    let voice = composition.voice();
    let roster = composition.from.release.roster();
    let year = composition.year();
    let chain = roster.chain.get(year).copied().unwrap_or_default();
    let written = |number: u32| voice.numbers.integer(number);
    let number = composition.next_figure();
    let (answered, registered) = (chain.answered.map(written), written(chain.registered));
    let places = [("answered", answered.as_deref().unwrap_or_default()), ("registered", &registered)];
    // What is not told of who answered has no step.
    let steps = [
        ("chain_registered", Some(chain.registered)),
        ("chain_sent", chain.sent),
        ("chain_answered", chain.answered),
        ("chain_panel", chain.panel),
    ];
    let before = composition.year_before().unwrap_or_default();
    let bars: Vec<Bar> = steps
        .into_iter()
        .filter_map(|(key, count)| Some((key, count?)))
        .map(|(key, count)| Bar {
            label: voice.say(key, &[("before", before)]),
            y: length(Decimal::from(count)),
            text: written(count),
            mark: None,
            strong: true,
        })
        .collect();
    let told: Vec<(String, String)> = bars.iter().map(|bar| (bar.text.clone(), bar.label.clone())).collect();
    let head = Head {
        number: number.label.clone(),
        title: voice.say("chain_title", &[]),
        subtitle: voice.say("chain_subtitle", &[("region", composition.region()), ("period", year)]),
        alt: alt::parts(voice, "alt_steps", &told, &[]),
        notes: Vec::new(),
        source: composition.source(None),
    };
    let tables = tables(composition);
    let size = composition
        .headline()
        .into_iter()
        .find_map(|indicator| composition.figure(indicator, year, &Breakdown::new())?.coverage?.size_percent);
    let lead = match size {
        Some(percent) => {
            let percent = voice.percent(Decimal::from(percent));
            voice.say("who_lead_size", &[("percent", &percent), ("references", &number.reference)])
        }
        None => voice.say("who_lead", &[("references", &number.reference)]),
    };
    let silent = chain.answered.map(|answered| chain.registered.saturating_sub(answered + chain.closed));
    let names: Vec<String> = roster.named.iter().map(|(name, _)| name.clone()).collect();
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let with_consent = (!names.is_empty()).then(|| Named {
        title: voice.say("named_title", &[]),
        text: match &answered {
            Some(answered) => voice.begin("named_text", count, &[("answered", answered)]),
            None => voice.begin("named_text_withheld", count, &[]),
        },
        names,
    });
    Who {
        id: "coverage",
        title: voice.say(if answered.is_some() { "who_title" } else { "who_title_withheld" }, &places),
        lead,
        chain: Block::Steps { head, bars },
        tables,
        changes: changes(composition),
        named: with_consent,
        silent: {
            let silent = match silent {
                None => voice.say("silent_withheld", &[]),
                Some(0) => voice.say("silent_none", &[]),
                Some(silent) => voice.begin("silent", silent, &[]),
            };
            let key = if chain.merged > 0 { "silent_closed_or_merged" } else { "silent_closed" };
            let closed = (chain.closed > 0).then(|| voice.begin(key, chain.closed, &[]));
            [silent].into_iter().chain(closed).chain(composition.mergers()).collect::<Vec<_>>().join(" ")
        },
    }
}

/// How many answered, by each codelist of the register and by size.
fn tables(composition: &mut Composition) -> Vec<Block> {
    let voice = composition.voice();
    let roster = composition.from.release.roster();
    let year = composition.year();
    let chain = roster.chain.get(year).copied().unwrap_or_default();
    let mut blocks = Vec::new();
    let mut told: Vec<(&str, &AnsweredOf)> = roster.told().collect();
    // Areas first, from the finest, then what they are, then how large.
    told.sort_by_key(|(name, _)| (*name == "size", !composition.is_area(name), *name));
    for (name, counts) in told {
        // Where nothing is told, who is registered is all there is to read.
        let with_answers = counts.values().any(Option::is_some);
        let registered = roster.registered.get(name);
        let list = composition.codelist(name);
        let dimension = list.map_or_else(|| voice.say(name, &[]), |list| lower(voice.text(&list.title)));
        let mut codes: Vec<&String> = counts.keys().collect();
        codes.sort_by_key(|code| list.and_then(|list| list.codes.iter().position(|known| known.code == **code)));
        if let Some(list) = list.filter(|list| list.coarser.is_some() && list.codes.len() > 5) {
            codes.sort_by_key(|code| list.code(code).map(|code| voice.text(&code.label)));
        }
        let columns = if with_answers { 2 } else { 1 };
        let cells = |counts: [Option<u32>; 2]| {
            let cell = |count: Option<u32>| count.map_or_else(table::withheld, |count| table::count(voice, count));
            counts.into_iter().take(columns).map(cell).collect()
        };
        let mut rows = Vec::new();
        for code in codes {
            let label = list.and_then(|list| list.code(code)).map(|code| voice.text(&code.label).to_owned());
            let (answered, of) = counts[code].unzip();
            let registered = of.or_else(|| registered.and_then(|counts| counts.get(code)).copied());
            let label = label.unwrap_or_else(|| size_label(composition, code));
            rows.push(table::row(label, cells([registered, answered])));
        }
        let all = if composition.is_area(name) { composition.region().to_owned() } else { voice.say("all", &[]) };
        rows.push(table::total(all, cells([Some(chain.registered), chain.answered])));
        let number = composition.next_table();
        let stub = list.map_or_else(|| voice.say("size_stub", &[]), |list| voice.text(&list.title).to_owned());
        let title = if with_answers { "roster_title" } else { "roster_title_registered" };
        let heads = ["column_registered", "column_answered"].into_iter().take(columns);
        let draft = Draft {
            title: capital(&voice.say(title, &[("dimension", &dimension)])),
            subtitle: voice.say("roster_subtitle", &[("period", year)]),
            stub,
            heads: heads.map(|head| voice.say(head, &[])).collect(),
            rows,
            remarks: if with_answers { Vec::new() } else { vec![voice.say("roster_withheld", &[])] },
            source: composition.source(None),
            ..Draft::default()
        };
        blocks.push(Block::Table(draft.finish(composition, &number)));
    }
    blocks
}

/// The words of a size class such as `2-5`, where the catalogue has them.
fn size_label(composition: &Composition, code: &str) -> String {
    composition.voice().find(&format!("size_{code}")).unwrap_or_else(|| code.replace('-', "–"))
}

/// The change of each headline figure of which it may be shown, by what became of the enterprises.
fn changes(composition: &mut Composition) -> Vec<Block> {
    composition.headline().into_iter().filter_map(|indicator| change(composition, indicator)).collect()
}

fn change(composition: &mut Composition, indicator: &Indicator) -> Option<Block> {
    let voice = composition.voice();
    let year = composition.year();
    let before = composition.year_before()?;
    let figure = composition.figure(indicator, year, &Breakdown::new()).filter(|figure| figure.value.is_some())?;
    let parts = figure.change.as_ref()?;
    let amount: Amount = composition.amount(indicator);
    let case = composition.case(indicator, &Breakdown::new());
    let beside = case.value().unwrap_or_default();
    let cells = |enterprises: u32, value: Decimal| {
        vec![table::count(voice, enterprises), table::text(amount.change(voice, value, beside))]
    };
    let mut rows = Vec::new();
    for kind in CHANGES {
        if let Some((enterprises, value)) = parts.get(kind) {
            rows.push(table::row(voice.say(&format!("change_{kind}"), &[]), cells(*enterprises, *value)));
        }
    }
    let all = parts.values().fold((0, Decimal::ZERO), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    rows.push(table::total(voice.say("change_total", &[]), cells(all.0, all.1)));
    let number = composition.next_table();
    let unit = capital(&amount.heading(voice, false));
    let draft = Draft {
        title: voice.say("change_title", &[("title", &lower(voice.text(&indicator.title)))]),
        subtitle: voice.say("change_subtitle", &[("unit", &unit), ("before", before), ("period", year)]),
        stub: capital(&voice.say("quality_kind", &[])),
        heads: vec![voice.say("column_enterprises", &[]), voice.say("column_change", &[])],
        rows,
        remarks: case
            .is_doubtful()
            .then(|| voice.say("uncertain", &[]))
            .into_iter()
            .chain(composition.mergers())
            .chain(composition.rounded(&[indicator]))
            .collect(),
        source: composition.source(None),
        ..Draft::default()
    };
    Some(Block::Table(draft.finish(composition, &number)))
}

/// ` (74 %)` of the enterprises of the register.
pub(super) fn answered_percent(composition: &Composition) -> String {
    let chain = composition.from.release.roster().chain.get(composition.year()).copied().unwrap_or_default();
    chain.answered.map_or_else(String::new, |answered| share_of(composition.voice(), answered, chain.registered))
}
