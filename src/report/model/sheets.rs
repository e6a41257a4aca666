//! A page for each municipality of which some figure may be shown.

use serde::Serialize;

use super::Locator;
use super::areas::{figure, slug};
use super::blocks::{Block, Card, Tile, Words};
use super::composition::{Breakdown, Composition};
use super::naming::lower;
use super::table::{self, Draft, Over, cell};
use crate::definition::codelist::{Code, Codelist};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::Figure;
use crate::report::voice::Voice;

/// Key figures on a page.
const CARDS: usize = 3;

/// Years in the table.
const YEARS: usize = 3;

#[derive(Debug, Serialize)]
pub(super) struct Sheets {
    id: &'static str,
    title: String,
    lead: String,
    #[serde(rename = "sheets")]
    all: Vec<Sheet>,
}

#[derive(Debug, Serialize)]
struct Sheet {
    id: String,
    title: String,
    name: String,
    district: String,
    lead: String,
    cards: Vec<Card>,
    locator: Option<Locator>,
    blocks: Vec<Block>,
    coverage: String,
    withheld: Option<String>,
    comments: Vec<Words>,
}

/// Makes the pages; none where nothing may be shown.
pub(super) fn sheets(composition: &mut Composition) -> Option<Sheets> {
    let (fine, coarse) = composition.areas()?;
    let voice = composition.voice();
    let mut codes = composition.codes(fine);
    codes.sort_by_key(|code| voice.text(&code.label));
    let mut sheets = Vec::new();
    let (mut hidden, mut empty) = (Vec::new(), Vec::new());
    let registered = composition.from.release.roster().registered.get(fine.codelist.as_str());
    for code in codes {
        let name = voice.text(&code.label).to_owned();
        match sheet(composition, fine, coarse, code) {
            Some(sheet) => sheets.push(sheet),
            None if registered.is_some_and(|counts| !counts.contains_key(&code.code)) => empty.push(name),
            None => hidden.push(name),
        }
    }
    let left_out = [("sheets_hidden", hidden), ("sheets_empty", empty)];
    let left_out = left_out.into_iter().filter(|(_, names)| !names.is_empty());
    let left_out = left_out.map(|(key, names)| voice.say(key, &[("names", &voice.list(&names))]));
    let lead: Vec<String> = std::iter::once(voice.say("sheets_lead", &[])).chain(left_out).collect();
    (!sheets.is_empty()).then(|| Sheets {
        id: "sheets",
        title: voice.say("sheets_title", &[]),
        lead: lead.join(" "),
        all: sheets,
    })
}

fn sheet(composition: &mut Composition, fine: &Codelist, coarse: &Codelist, code: &Code) -> Option<Sheet> {
    let voice = composition.voice();
    let by_fine = |indicator: &&Indicator| composition.is_told_by(indicator, &[&fine.codelist]);
    let indicators: Vec<&Indicator> = composition.indicators().into_iter().filter(by_fine).collect();
    let shown = |indicator: &&&Indicator| figure(composition, indicator, fine, code).is_some_and(|f| f.value.is_some());
    indicators.iter().find(shown)?;
    let own = Breakdown::from([(fine.codelist.value.clone(), code.code.clone())]);
    let headline = composition.headline();
    let in_headline = headline.iter().filter(|one| by_fine(one));
    let in_rest = indicators.iter().filter(|one| !headline.iter().any(|head| head.indicator == one.indicator));
    let mut chosen: Vec<&Indicator> = in_headline.chain(in_rest).filter(shown).copied().collect();
    // What there is none of is no key figure, unless there is nothing else.
    let is_some =
        |one: &&Indicator| figure(composition, one, fine, code).and_then(|f| f.value).is_some_and(|v| !v.is_zero());
    if chosen.iter().any(is_some) {
        chosen.retain(is_some);
    }
    chosen.truncate(CARDS);
    let cards = chosen.iter().map(|one| composition.card(one, &own)).collect();
    let name = voice.text(&code.label).to_owned();
    let parent = code.parent.as_deref().and_then(|parent| coarse.code(parent));
    let district = parent.map_or(composition.region(), |parent| voice.text(&parent.label)).to_owned();
    let counts = composition.from.release.roster().tables.get(fine.codelist.as_str());
    let coverage = if let Some(Some((answered, registered))) = counts.and_then(|counts| counts.get(&code.code)) {
        let (answered, registered) = (answered.to_string(), registered.to_string());
        voice.say("sheet_coverage", &[("answered", &answered), ("registered", &registered)])
    } else {
        let registered = composition.from.release.roster().registered.get(fine.codelist.as_str());
        let registered = registered.and_then(|counts| counts.get(&code.code)).copied().unwrap_or_default();
        voice.begin("sheet_coverage_withheld", registered, &[])
    };
    let is_withheld = |one: &&&Indicator| figure(composition, one, fine, code).is_some_and(Figure::is_hidden);
    let withheld = u32::try_from(indicators.iter().filter(is_withheld).count()).unwrap_or(u32::MAX);
    let title = chosen.first().and_then(|one| {
        let value = figure(composition, one, fine, code)?.value?;
        let amount = composition.amount(one);
        let number = amount.in_words(voice, value).unwrap_or_else(|| amount.number(voice, value, false));
        let (number, noun) = (amount.at_most(voice, value, &number), voice.text(&one.noun));
        let places = [("name", name.as_str()), ("number", &number), ("noun", noun), ("period", composition.year())];
        amount.is_counted().then(|| voice.say("sheet_title", &places))
    });
    let plain = voice.say("sheet_title_plain", &[("name", &name), ("period", composition.year())]);
    let block = table(composition, &indicators, fine, coarse, (code, parent), (&name, &district));
    let others = composition.other_enterprises(&own).join(" ");
    let places = [("name", name.as_str()), ("district", &lower_article(voice, &district)), ("coverage", &others)];
    Some(Sheet {
        id: format!("sheet-{}", slug(&code.code)),
        title: title.unwrap_or(plain),
        lead: voice.say("sheet_lead", &places).trim().to_owned(),
        cards,
        locator: locator(composition, fine, code, &name, &district),
        blocks: vec![block],
        coverage,
        withheld: (withheld > 0).then(|| voice.begin("sheet_withheld", withheld, &[])),
        comments: composition.comments(None, &own),
        name,
        district,
    })
}

/// A district's name in a sentence, in languages that write it so: `Norra länsdelen` is `norra länsdelen`, `Örebro` stays.
fn lower_article(voice: &Voice, name: &str) -> String {
    if voice.find("area_names").is_some_and(|how| how == "lower") && name.contains(' ') {
        lower(name)
    } else {
        name.to_owned()
    }
}

fn table(
    composition: &mut Composition,
    indicators: &[&Indicator],
    fine: &Codelist,
    coarse: &Codelist,
    (code, parent): (&Code, Option<&Code>),
    (name, district): (&str, &str),
) -> Block {
    let voice = composition.voice();
    let (mut rows, mut breaks) = (Vec::new(), Vec::new());
    // A district of one municipality would say everything twice.
    let members = fine.codes.iter().filter(|other| other.parent.is_some() && other.parent == code.parent).count();
    let alone = members == 1 || coarse.codes.len() == 1;
    let years = composition.years(YEARS);
    let own = Breakdown::from([(fine.codelist.value.clone(), code.code.clone())]);
    for indicator in indicators {
        let amount = composition.amount(indicator);
        let mut figures: Vec<Option<&Figure>> =
            years.iter().map(|year| composition.figure(indicator, year, &own)).collect();
        if figures.last().is_none_or(Option::is_none) {
            continue;
        }
        if !alone {
            figures.push(parent.and_then(|parent| figure(composition, indicator, coarse, parent)));
        }
        figures.push(composition.figure(indicator, composition.year(), &Breakdown::new()));
        let millions = amount.all_in_millions(figures.iter().filter_map(|figure| figure.as_ref()?.value));
        let label = amount.label(voice, voice.text(&indicator.short), millions);
        breaks.extend(composition.breaks(&[indicator], &years));
        rows.push(table::row(label, figures.iter().map(|figure| cell(voice, &amount, *figure, millions)).collect()));
    }
    breaks.extend(composition.rounded(indicators));
    let year = composition.year();
    let whole = |name: &str| voice.say("column_whole", &[("region", name), ("period", year)]);
    let mut heads: Vec<String> = years.iter().map(|year| (*year).to_owned()).collect();
    let mut over = heads.clone();
    if !alone {
        heads.push(whole(district));
    }
    heads.push(whole(composition.region()));
    over.resize(heads.len(), year.to_owned());
    let title = if alone { "sheet_table_alone" } else { "sheet_table" };
    let number = composition.next_table();
    let draft = Draft {
        title: voice.say(title, &[("name", name), ("district", &lower_article(voice, district))]),
        subtitle: match years.as_slice() {
            [first, .., last] => format!("{first}–{last}"),
            _ => year.to_owned(),
        },
        over: Over::Columns(over),
        stub: voice.say("stub_indicator", &[]),
        heads,
        rows,
        remarks: breaks,
        source: composition.source(None),
        ..Draft::default()
    };
    Block::Table(draft.finish(composition, &number))
}

/// Where the municipality lies among the others, for regions with a grid.
fn locator(composition: &Composition, fine: &Codelist, code: &Code, name: &str, district: &str) -> Option<Locator> {
    let tile = |other: &Code| {
        let (row, column) = other.grid?;
        let state = match other {
            other if other.code == code.code => "own",
            other if other.parent.is_some() && other.parent == code.parent => "district",
            _ => "other",
        };
        Some(Tile { row, column, state })
    };
    let tiles: Option<Vec<Tile>> = fine.codes.iter().map(tile).collect();
    let voice = composition.voice();
    let alt = voice.say("locator_alt", &[("name", name), ("district", &lower_article(voice, district))]);
    let key =
        |tiles: &[Tile]| if tiles.iter().any(|tile| tile.state == "district") { "locator" } else { "locator_alone" };
    let places = [("name", name), ("district", &lower_article(voice, district))];
    tiles.filter(|tiles| !tiles.is_empty()).map(|tiles| Locator { alt, label: voice.say(key(&tiles), &places), tiles })
}
