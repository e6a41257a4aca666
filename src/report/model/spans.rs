//! Several periods together: what their figures make, with the years beside it.

use serde::Serialize;

use super::blocks::{Block, Cell, Row};
use super::composition::{Breakdown, Composition};
use super::table::{self, Draft, Over, cell};
use crate::definition::combination::Combination;
use crate::definition::indicator::Indicator;
use crate::disclosure::combined::{Combined, combine};
use crate::disclosure::release::Status;
use crate::report::voice::capital;
use crate::value::{Decimal, Missing};

/// Most periods that have a column of their own beside what they make together.
const COLUMNS: usize = 5;

#[derive(Debug, Serialize)]
pub(super) struct Spans {
    id: &'static str,
    title: String,
    lead: String,
    blocks: Vec<Block>,
}

/// Makes the part: a table of each span that the report asks for and of which two periods or more have come; none without any.
pub(super) fn spans(composition: &mut Composition) -> Option<Spans> {
    let (project, plan, year) = (&composition.from.definitions.project, composition.from.plan, composition.year());
    let (mut blocks, mut told) = (Vec::new(), Vec::new());
    for (years, end) in project.spans_until(plan, year) {
        if let Some(block) = table(composition, &years, end) {
            blocks.push(block);
            told.push(name(&years));
        }
    }
    let voice = composition.voice();
    let title = voice.say("spans_title", &[("spans", &voice.list(&told))]);
    let lead = voice.say("spans_lead", &[("last", year)]);
    (!blocks.is_empty()).then_some(Spans { id: "spans", title: capital(&title), lead, blocks })
}

/// `2023–2025`.
fn name(years: &[&str]) -> String {
    let ends = years.first().zip(years.last());
    ends.map(|(first, last)| format!("{first}–{last}")).unwrap_or_default()
}

fn table(composition: &mut Composition, years: &[&str], end: &str) -> Option<Block> {
    let (release, whole) = (composition.from.release, Breakdown::new());
    let lines = |year| release.lines(year).filter(|line| line.breakdown.is_empty()).collect();
    let periods: Vec<_> = years.iter().map(|year| (*year, lines(*year))).collect();
    let combined = combine(composition.from.definitions, &periods);
    let of = |indicator: &Indicator| combined.iter().find(|one| one.indicator == *indicator.indicator);
    let shown: Vec<&str> = if years.len() > COLUMNS { Vec::new() } else { years.to_vec() };
    let voice = composition.voice();
    let (mut rows, mut told, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
    for indicator in composition.indicators() {
        let Some(one) = of(indicator).filter(|one| one.how != Combination::None) else { continue };
        let figures: Vec<_> = shown.iter().map(|year| composition.figure(indicator, year, &whole)).collect();
        rows.push(row(composition, indicator, one, &figures));
        told.push(indicator);
        if one.repeats_persons(indicator) && one.value.is_some() {
            bounds.push(voice.text(&indicator.short).to_owned());
        }
    }
    let heads = shown.iter().map(|year| (*year).to_owned());
    let heads: Vec<String> = heads.chain(["column_together", "column_how"].map(|key| voice.say(key, &[]))).collect();
    let titles = voice.list(&bounds);
    let bound = (!bounds.is_empty()).then(|| voice.say("spans_upper_bound", &[("titles", &titles)]));
    let last = years.last().copied().unwrap_or_default();
    let open = (end != last).then(|| voice.say("spans_open", &[("last", last), ("end", end)]));
    let remarks = open.into_iter().chain(bound).chain(answered(composition, years));
    let draft = Draft {
        title: voice.say("spans_table", &[("span", &name(years))]),
        subtitle: composition.region().to_owned(),
        stub: voice.say("stub_indicator", &[]),
        of_words: vec![heads.len() - 1],
        heads,
        over: Over::Columns(shown.iter().map(|year| (*year).to_owned()).collect()),
        remarks: remarks.chain(composition.remarks(&told, years)).collect(),
        source: composition.source(None),
        rows,
        ..Draft::default()
    };
    if draft.rows.is_empty() {
        return None;
    }
    let number = composition.next_table();
    Some(Block::Table(draft.finish(composition, &number)))
}

fn row(
    composition: &Composition,
    indicator: &Indicator,
    one: &Combined<'_>,
    figures: &[Option<&crate::disclosure::release::Figure>],
) -> Row {
    let (voice, amount) = (composition.voice(), composition.amount(indicator));
    let values = figures.iter().filter_map(|figure| figure.and_then(|figure| figure.value));
    let all: Vec<Decimal> = values.chain(one.value).collect();
    let millions = amount.all_in_millions(all);
    let marked = |word: Status, mark| Some(mark).filter(|_| one.status == word.word());
    let together = match one.value {
        Some(value) => {
            let mark = marked(Status::Provisional, "p").or(marked(Status::Revised, "r"));
            let is_bound = amount.is_bound && !value.is_zero();
            Cell { mark, is_bound, ..table::text(amount.number(voice, value, millions)) }
        }
        None if one.status == Status::Withheld.word() => table::withheld(),
        None if one.missing == Some(Missing::NotApplicable.name()) => table::missing(Missing::NotApplicable),
        None => table::missing(Missing::NotCollected),
    };
    let last = composition.year();
    let how = table::text(voice.say(&format!("how_{}", one.how.word()), &[("last", last)]));
    let years = figures.iter().map(|figure| cell(voice, &amount, *figure, millions));
    let cells = years.chain([together, how]).collect();
    table::row(amount.label(voice, voice.text(&indicator.short), millions), cells)
}

/// How many answered in each of the years, in all of them and in some only, as far as that is told.
fn answered(composition: &Composition, years: &[&str]) -> Option<String> {
    let voice = composition.voice();
    let part = |year: &&str| {
        let chain = composition.from.release.roster().chain.get(*year)?;
        let (answered, registered) = (voice.numbers.integer(chain.answered?), voice.numbers.integer(chain.registered));
        let places = [("year", *year), ("answered", &*answered), ("registered", &*registered)];
        Some(voice.say("spans_answered_part", &places))
    };
    let parts: Vec<String> = years.iter().filter_map(part).collect();
    let each = (!parts.is_empty()).then(|| voice.say("spans_answered", &[("parts", &voice.list(&parts))]));
    let names: Vec<String> = years.iter().map(|year| (*year).to_owned()).collect();
    let told = composition.from.release.roster().spans.get(&names).copied().unwrap_or_default();
    let all = told.all.map(|all| voice.begin("spans_answered_all", all, &[]));
    let some = told.some.filter(|_| all.is_some()).map(|some| match some {
        0 => voice.say("spans_answered_some_none", &[]),
        some => voice.begin("spans_answered_some", some, &[]),
    });
    let said: Vec<String> = each.into_iter().chain(all).chain(some).collect();
    (!said.is_empty()).then(|| said.join(" "))
}
