//! Results by district and municipality, where they may be shown.

use serde::Serialize;

use super::alt;
use super::blocks::{Block, Cell, Head, Legend, LegendMore, MapTile, Series, SmallPoint};
use super::charts::bars;
use super::composition::{Breakdown, Composition};
use super::naming::{lower, one, preliminary};
use super::table::{self, Draft, Over, cell};
use crate::definition::codelist::{Code, Codelist};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::{Figure, Status};
use crate::number::round;
use crate::report::periods::CELLS;
use crate::report::target::length;
use crate::report::voice::capital;
use crate::text::Alphabet;
use crate::value::Decimal;

/// Most districts with a small trend.
const DISTRICTS: usize = 8;

/// Indicators side by side in the table of municipalities.
const COLUMNS: usize = 4;

#[derive(Debug, Serialize)]
pub(super) struct Areas {
    id: &'static str,
    title: String,
    lead: String,
    blocks: Vec<Block>,
    districts: Vec<District>,
}

#[derive(Debug, Serialize)]
struct District {
    id: String,
    title: String,
    lead: String,
    blocks: Vec<Block>,
}

/// Makes the part; none for a project without districts.
pub(super) fn areas(composition: &mut Composition) -> Option<Areas> {
    let (fine, coarse) = composition.areas()?;
    let voice = composition.voice();
    let mut blocks = Vec::new();
    let mut references = Vec::new();
    let shown = |indicator: &&Indicator| {
        composition.is_told_by(indicator, &[&fine.codelist])
            && composition
                .codes(fine)
                .iter()
                .any(|code| figure(composition, indicator, fine, code).is_some_and(|f| f.value.is_some()))
    };
    let by_fine: Vec<&Indicator> = composition.indicators().into_iter().filter(shown).collect();
    let headline = composition.headline();
    let first = headline
        .iter()
        .chain(&by_fine)
        .find(|indicator| by_fine.iter().any(|one| one.indicator == indicator.indicator));
    if let Some(drawn) = headline.iter().find_map(|indicator| multiples(composition, indicator, coarse)) {
        blocks.push(drawn.0);
        references.push(drawn.1);
    }
    if let Some(indicator) = first.copied() {
        let codes = composition.codes(fine);
        let told =
            codes.iter().filter(|code| figure(composition, indicator, fine, code).is_some_and(|f| f.value.is_some()));
        // A map of mostly empty tiles, or a few bars, show nothing but how much is not shown.
        let drawn = match () {
            () if told.count() * 2 < codes.len() => None,
            () if codes.iter().all(|code| code.grid.is_some()) => Some(map(composition, indicator, fine)),
            () => bars(composition, indicator, fine),
        };
        if let Some((block, reference)) = drawn {
            blocks.push(block);
            references.push(reference);
        }
    }
    if !by_fine.is_empty() {
        let mut columns: Vec<&Indicator> =
            headline.iter().copied().filter(|one| by_fine.iter().any(|by| by.indicator == one.indicator)).collect();
        columns.extend(by_fine.iter().filter(|one| !headline.iter().any(|head| head.indicator == one.indicator)));
        columns.truncate(COLUMNS);
        let (block, reference) = table_of_fine(composition, fine, &columns);
        blocks.push(block);
        references.push(reference);
    }
    // A single district is the whole region.
    let codes = if coarse.codes.len() > 1 { composition.codes(coarse) } else { Vec::new() };
    let districts: Vec<District> =
        codes.into_iter().filter_map(|code| district(composition, fine, coarse, code)).collect();
    if blocks.is_empty() && districts.is_empty() {
        return None;
    }
    let (low, high) = (lower(voice.text(&fine.title)), lower(voice.text(&coarse.title)));
    let lead = voice.say("areas_lead", &[("references", &voice.list(&references))]);
    let may_be_others = |code: &&Code| composition.may_be_others(&one(coarse, code));
    let others = composition.codes(coarse).iter().find_map(may_be_others);
    let lead = std::iter::once(lead).chain(others).collect::<Vec<_>>().join(" ");
    Some(Areas {
        id: "areas",
        title: voice.say("areas_title", &[("coarse", &high), ("fine", &low)]),
        lead: if references.is_empty() { lead.replace(" ()", "") } else { lead },
        blocks,
        districts,
    })
}

/// The figure of the release's period in an area.
pub(super) fn figure<'a>(
    composition: &Composition<'a>,
    indicator: &Indicator,
    list: &Codelist,
    code: &Code,
) -> Option<&'a Figure> {
    let breakdown = Breakdown::from([(list.codelist.value.clone(), code.code.clone())]);
    composition.figure(indicator, composition.year(), &breakdown)
}

/// A small trend for each district, on one scale; none where less than two have one.
fn multiples(composition: &mut Composition, indicator: &Indicator, coarse: &Codelist) -> Option<(Block, String)> {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let at = |code: &Code, year: &str| {
        let breakdown = Breakdown::from([(coarse.codelist.value.clone(), code.code.clone())]);
        composition.figure(indicator, year, &breakdown).and_then(|figure| figure.value)
    };
    let codes = composition.codes(composition.codelist(&coarse.codelist)?);
    let untold = |year: &&str| codes.iter().all(|code| at(code, year).is_none());
    let years: Vec<&str> = composition.years(CELLS).into_iter().skip_while(untold).collect();
    let values: Vec<Decimal> = codes.iter().flat_map(|code| years.iter().filter_map(|year| at(code, year))).collect();
    let millions = amount.all_in_millions(values.iter().copied());
    let written = |value: Decimal| amount.number(voice, value, millions);
    let mut told = Vec::new();
    let mut series = Vec::new();
    for code in &codes {
        let label = voice.text(&code.label).to_owned();
        let points = years.iter().map(|year| {
            let value = at(code, year);
            SmallPoint { x: (*year).to_owned(), y: value.map(length), text: value.map(written) }
        });
        let (first, last) = (years.first().and_then(|year| at(code, year)), at(code, composition.year()));
        if let (Some(first), Some(last)) = (first, last) {
            let places = [("name", label.as_str()), ("from", &written(first)), ("to", &written(last))];
            told.push(voice.say("alt_multiples_part", &places));
        }
        let instead = last.is_none().then(|| voice.say("not_shown", &[]));
        series.push(Series { label, strong: true, points: points.collect(), instead });
    }
    if years.len() < 2 || told.len() < 2 || codes.len() > DISTRICTS {
        return None;
    }
    let number = composition.next_figure();
    let dimension = lower(voice.text(&coarse.title));
    let span = format!("{}–{}", years[0], composition.year());
    let unit = capital(&amount.heading(voice, millions));
    let count = voice.word(u32::try_from(codes.len()).unwrap_or(u32::MAX));
    let places = [("count", count.as_str()), ("years", &span), ("parts", &told.join("; "))];
    let head = Head {
        number: number.label,
        title: voice.say("areas_map", &[("short", voice.text(&indicator.short)), ("dimension", &dimension)]),
        subtitle: voice.say("multiples_subtitle", &[("unit", &unit), ("years", &span)]),
        alt: capital(&voice.say("alt_multiples", &places)),
        notes: composition.remarks(&[indicator], &years).into_iter().chain(preliminary(composition)).collect(),
        source: composition.source(None),
    };
    let max = values.into_iter().max().map_or(0.0, length);
    Some((Block::Multiples { head, series, max }, number.reference))
}

fn map(composition: &mut Composition, indicator: &Indicator, fine: &Codelist) -> (Block, String) {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let figures: Vec<(&Code, Option<&Figure>)> =
        fine.codes.iter().map(|code| (code, figure(composition, indicator, fine, code))).collect();
    let values: Vec<Decimal> = figures.iter().filter_map(|(_, figure)| figure.as_ref()?.in_print()).collect();
    let millions = amount.all_in_millions(values.iter().copied());
    let breaks = breaks(&values);
    let said_once = composition.is_preliminary(composition.year());
    let mut tiles = Vec::new();
    let mut told = Vec::new();
    let mut withheld = 0_u32;
    for (code, figure) in &figures {
        let Some((row, column)) = code.grid else { continue };
        let cell = cell(voice, &amount, *figure, millions);
        let label = voice.text(&code.label).to_owned();
        let value = figure.and_then(Figure::in_print);
        let state = match figure.map(|figure| figure.status) {
            Some(Status::Withheld) if value.is_none() => "withheld",
            Some(Status::Missing(crate::value::Missing::NothingToReport)) => "none",
            None | Some(Status::Missing(_)) => "missing",
            Some(_) => "value",
        };
        if value.is_some() {
            told.push(((row, column), (label.clone(), cell.text.clone())));
        } else if state == "withheld" {
            withheld += 1;
        }
        let class = value.map(|value| {
            let above = breaks.iter().filter(|limit| value >= **limit).count();
            u32::try_from(above).unwrap_or(0) + 1
        });
        let mark = cell.mark.filter(|mark| *mark != "p" || !said_once);
        tiles.push(MapTile { label, row, column, text: cell.text, mark, class, state });
    }
    let standing = tiles.iter().any(|tile| tile.mark == Some(table::STANDS));
    told.sort_by_key(|(place, _)| *place);
    let told: Vec<(String, String)> = told.into_iter().map(|(_, told)| told).collect();
    let number = composition.next_figure();
    let unit = amount.heading(voice, millions);
    let mut alt = alt::parts(voice, "alt_map", &told, &[("unit", &unit)]);
    if withheld > 0 {
        alt = format!("{alt} {}", capital(&voice.count("alt_omitted", withheld, &[])));
    }
    let places = [("short", voice.text(&indicator.short)), ("dimension", &lower(voice.text(&fine.title)))];
    let coverage = composition.figure(indicator, composition.year(), &Breakdown::new()).and_then(|f| f.coverage);
    let head = Head {
        number: number.label,
        title: voice.say("areas_map", &places),
        subtitle: voice.say("areas_map_subtitle", &[("unit", &capital(&unit)), ("period", composition.year())]),
        alt,
        notes: preliminary(composition).into_iter().chain(standing.then(|| table::stands(voice))).collect(),
        source: composition.source(coverage.as_ref()),
    };
    let written = |value: Decimal| amount.number(voice, value, millions);
    let mut legend = Vec::new();
    for class in 0..=breaks.len() {
        let (from, to) = (class.checked_sub(1).map(|at| breaks[at]), breaks.get(class).copied());
        let text = match (from, to) {
            (None, Some(to)) => voice.say("legend_up_to", &[("to", &written(to))]),
            (Some(from), Some(to)) => voice.say("legend_between", &[("from", &written(from)), ("to", &written(to))]),
            (Some(from), None) => voice.say("legend_from", &[("from", &written(from))]),
            (None, None) => continue,
        };
        legend.push(Legend { class: u32::try_from(class).unwrap_or(0) + 1, text });
    }
    let has = |state: &str| tiles.iter().any(|tile: &MapTile| tile.state == state);
    let more = [("withheld", "not_shown"), ("missing", "legend_missing"), ("none", "legend_nothing")];
    let legend_more = more.into_iter().filter(|(state, _)| has(state));
    let legend_more = legend_more.map(|(state, key)| LegendMore { state, text: voice.say(key, &[]) }).collect();
    (Block::Map { head, tiles, legend, legend_more }, number.reference)
}

/// At most three round limits between four classes, rising.
fn breaks(values: &[Decimal]) -> Vec<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let quarter = |part: usize| sorted.get(sorted.len() * part / 4).copied();
    let mut limits: Vec<Decimal> = (1..4).filter_map(quarter).map(round_number).collect();
    limits.dedup();
    let (low, high) = (sorted.first().copied().unwrap_or_default(), sorted.last().copied().unwrap_or_default());
    limits.retain(|limit| *limit > low && *limit <= high);
    limits
}

/// The number at one significant digit.
fn round_number(value: Decimal) -> Decimal {
    let mut size = Decimal::ONE;
    while value.abs() >= size * Decimal::from(10) {
        size *= Decimal::from(10);
    }
    round(value / size, 0) * size
}

fn table_of_fine(composition: &mut Composition, fine: &Codelist, columns: &[&Indicator]) -> (Block, String) {
    let voice = composition.voice();
    let roster = composition.from.release.roster().tables.get(fine.codelist.as_str());
    let millions: Vec<bool> = columns
        .iter()
        .map(|indicator| {
            let whole = composition.figure(indicator, composition.year(), &Breakdown::new());
            composition.amount(indicator).all_in_millions(whole.and_then(|figure| figure.value))
        })
        .collect();
    let cells = |breakdown: &Breakdown| -> Vec<Cell> {
        let figure = |one: &Indicator| composition.figure(one, composition.year(), breakdown);
        let each = columns.iter().zip(&millions);
        each.map(|(one, millions)| cell(voice, &composition.amount(one), figure(one), *millions)).collect()
    };
    let mut codes: Vec<&Code> = fine.codes.iter().collect();
    codes.sort_by_key(|code| voice.text(&code.label));
    let mut rows = Vec::new();
    let mut hidden = Vec::new();
    for code in codes {
        let place = Breakdown::from([(fine.codelist.value.clone(), code.code.clone())]);
        let registered = composition.from.release.roster().registered.get(fine.codelist.as_str());
        if registered.is_some_and(|counts| !counts.contains_key(&code.code)) {
            continue;
        }
        if columns
            .iter()
            .all(|one| composition.figure(one, composition.year(), &place).is_none_or(|f| f.value.is_none()))
        {
            hidden.push(voice.text(&code.label).to_owned());
            continue;
        }
        let answered = roster.and_then(|counts| counts.get(&code.code));
        let answered = match answered {
            Some(Some((answered, _))) => table::count(voice, *answered),
            Some(None) => table::withheld(),
            None => table::missing(crate::value::Missing::NothingToReport),
        };
        let cells = std::iter::once(answered).chain(cells(&place)).collect();
        rows.push(table::row(voice.text(&code.label), cells));
    }
    let chain = composition.from.release.roster().chain.get(composition.year()).copied().unwrap_or_default();
    let last = std::iter::once(chain.answered.map_or_else(table::withheld, |count| table::count(voice, count)))
        .chain(cells(&Breakdown::new()))
        .collect();
    rows.push(table::total(composition.region(), last));
    let heads = columns.iter().zip(&millions).map(|(indicator, millions)| {
        let amount = composition.amount(indicator);
        amount.label(voice, &lower(voice.text(&indicator.short)), *millions)
    });
    let heads = std::iter::once(voice.say("column_answered", &[])).chain(heads).collect();
    let number = composition.next_table();
    let over = vec![composition.year().to_owned(); columns.len() + 1];
    let draft = Draft {
        over: Over::Columns(
            over.into_iter().enumerate().map(|(at, year)| if at == 0 { String::new() } else { year }).collect(),
        ),
        title: voice.say("areas_table", &[("dimension", &lower(voice.text(&fine.title)))]),
        subtitle: composition.year().to_owned(),
        stub: voice.text(&fine.title).to_owned(),
        heads,
        rows,
        remarks: (!hidden.is_empty())
            .then(|| voice.say("areas_hidden", &[("names", &voice.list(&hidden))]))
            .into_iter()
            .chain(composition.rounded(columns))
            .collect(),
        source: composition.source(None),
        ..Draft::default()
    };
    let reference = number.reference.clone();
    (Block::Table(draft.finish(composition, &number)), reference)
}

fn district(composition: &mut Composition, fine: &Codelist, coarse: &Codelist, code: &Code) -> Option<District> {
    let voice = composition.voice();
    let years = composition.years(3);
    let breakdown = Breakdown::from([(coarse.codelist.value.clone(), code.code.clone())]);
    let (mut rows, mut breaks) = (Vec::new(), Vec::new());
    let told = composition.indicators().into_iter().filter(|one| composition.is_told_by(one, &[&coarse.codelist]));
    let told: Vec<&Indicator> = told.collect();
    for indicator in told.iter().copied() {
        let amount = composition.amount(indicator);
        let mut figures: Vec<Option<&Figure>> =
            years.iter().map(|year| composition.figure(indicator, year, &breakdown)).collect();
        if figures.iter().all(Option::is_none) {
            continue;
        }
        figures.push(composition.figure(indicator, composition.year(), &Breakdown::new()));
        let millions = amount.all_in_millions(figures.iter().filter_map(|figure| figure.as_ref()?.value));
        let label = amount.label(voice, voice.text(&indicator.short), millions);
        breaks.extend(composition.breaks(&[indicator], &years));
        rows.push(table::row(
            label,
            figures.into_iter().map(|figure| cell(voice, &amount, figure, millions)).collect(),
        ));
    }
    if rows.is_empty() {
        return None;
    }
    breaks.extend(composition.rounded(&told));
    let name = voice.text(&code.label);
    let mut members: Vec<String> = composition
        .codes(fine_of(composition, fine))
        .into_iter()
        .filter(|member| member.parent.as_deref() == Some(&code.code))
        .map(|member| voice.text(&member.label).to_owned())
        .collect();
    let alphabet = Alphabet::of(&voice.language);
    members.sort_by(|one, other| alphabet.compare(one, other));
    let members = voice.list(&members);
    let counts = composition.from.release.roster().tables.get(coarse.codelist.as_str());
    let lead = if let Some(Some((answered, registered))) = counts.and_then(|counts| counts.get(&code.code)) {
        let (answered, registered) = (answered.to_string(), registered.to_string());
        let places = [("answered", answered.as_str()), ("registered", &registered), ("members", &members)];
        voice.say("district_lead", &places)
    } else {
        let registered = composition.from.release.roster().registered.get(coarse.codelist.as_str());
        let registered = registered.and_then(|counts| counts.get(&code.code)).copied().unwrap_or_default();
        voice.begin("district_lead_withheld", registered, &[("members", &members)])
    };
    let others = composition.other_enterprises(&breakdown);
    let lead = std::iter::once(lead).chain(others).collect::<Vec<_>>().join(" ");
    let number = composition.next_table();
    let mut heads: Vec<String> = years.iter().map(|year| (*year).to_owned()).collect();
    heads.push(voice.say("column_whole", &[("region", composition.region()), ("period", composition.year())]));
    let over = years.iter().map(|year| (*year).to_owned()).chain([composition.year().to_owned()]).collect();
    let draft = Draft {
        over: Over::Columns(over),
        title: voice.say("district_table", &[("name", name)]),
        subtitle: match years.as_slice() {
            [first, .., last] => format!("{first}–{last}"),
            _ => composition.year().to_owned(),
        },
        stub: voice.say("stub_indicator", &[]),
        heads,
        rows,
        remarks: breaks,
        source: composition.source(None),
        ..Draft::default()
    };
    Some(District {
        id: format!("district-{}", slug(&code.code)),
        title: voice.say("district_title", &[("name", name), ("period", composition.year())]),
        lead,
        blocks: vec![Block::Table(draft.finish(composition, &number))],
    })
}

fn fine_of<'a>(composition: &Composition<'a>, fine: &Codelist) -> &'a Codelist {
    composition.codelist(&fine.codelist).expect("the finest area is one of the codelists")
}

/// A code as part of an id: small letters, digits, hyphens.
pub(super) fn slug(code: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' };
    code.chars().map(plain).collect()
}
