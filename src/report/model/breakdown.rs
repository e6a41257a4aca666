//! The figures and tables of one indicator's breakdowns.

use super::alt;
use super::blocks::{Bar, Block, Cell, Dot, Group, Head, Note, Pair, Portion, Row};
use super::composition::{Breakdown, Composition, is_by};
use super::table::{self, Draft, Over, cell};
use crate::definition::codelist::{Code, Codelist, Origin, Relation};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::Figure;
use crate::report::amount::Amount;
use crate::report::target::length;
use crate::report::voice::capital;
use crate::value::Decimal;

/// The dimension that may stand as columns beside the years.
const GENDER: &str = "gender";

/// Years beside each other in a table.
const YEARS: usize = 3;

/// Parts of a stacked bar.
const PARTS: usize = 6;

/// Codes that stand last among parts, whatever their size.
const RESIDUAL: [&str; 4] = ["other", "unknown", "not_stated", "none"];

/// Figures and tables in reading order, and how a sentence refers to them.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub blocks: Vec<Block>,
    pub references: Vec<String>,
    /// The table that holds every value of the trend.
    pub all_values: Option<String>,
}

impl Made {
    /// Adds those of another indicator told under the same heading, with how to read them.
    pub fn add(&mut self, mut other: Self, caution: &str) {
        let last = other.blocks.iter_mut().rev().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        if let Some(table) = last.filter(|_| !caution.is_empty()) {
            table.remarks.push(caution.to_owned());
        }
        self.blocks.append(&mut other.blocks);
    }
}

/// Makes them.
pub(super) fn breakdowns(composition: &mut Composition, indicator: &Indicator) -> Made {
    let mut made = Made::default();
    let gender = composition.codelist(GENDER);
    let coarse = composition.areas().map(|(_, coarse)| coarse);
    if let Some(list) = coarse.filter(|list| is_by(indicator, &[&list.codelist])) {
        let columns = gender.filter(|_| is_by(indicator, &[GENDER, &list.codelist]));
        by_codes(composition, indicator, list, columns, &mut made);
    }
    let crossed = coarse.is_some_and(|list| is_by(indicator, &[GENDER, &list.codelist]));
    if let Some(list) = gender.filter(|_| is_by(indicator, &[GENDER]) && !crossed) {
        by_codes(composition, indicator, list, None, &mut made);
    }
    let others = indicator.tables().filter(|table| table.len() == 1).map(|table| table[0].to_owned());
    let others: Vec<String> = others.filter(|name| name != GENDER && !composition.is_area(name)).collect();
    let lists: Vec<&Codelist> = others.iter().filter_map(|name| composition.codelist(name)).collect();
    for list in lists {
        let columns = gender.filter(|_| is_by(indicator, &[GENDER, &list.codelist]));
        let chart = match columns {
            Some(gender) => pairs(composition, indicator, list, gender),
            None => stacked(composition, indicator, list).or_else(|| bars(composition, indicator, list)),
        };
        if let Some((block, reference)) = chart {
            made.blocks.push(block);
            made.references.push(reference);
        }
        by_codes(composition, indicator, list, columns, &mut made);
    }
    if made.all_values.is_none() || composition.years(usize::MAX).len() > YEARS {
        by_year(composition, indicator, &mut made);
    }
    made
}

fn one(list: &Codelist, code: &Code) -> Breakdown {
    Breakdown::from([(list.codelist.value.clone(), code.code.clone())])
}

/// A table with a row for each code: years, and the last year split by `columns`.
fn by_codes(
    composition: &mut Composition,
    indicator: &Indicator,
    list: &Codelist,
    columns: Option<&Codelist>,
    made: &mut Made,
) {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let years = composition.years(YEARS);
    let year = composition.year();
    let Some(codes) = composition.codelist(&list.codelist).map(|list| composition.codes(list)) else { return };
    let across =
        columns.and_then(|list| composition.codelist(&list.codelist).map(|list| (list, composition.codes(list))));
    let figures = |breakdown: &Breakdown| -> Vec<Option<&Figure>> {
        let earlier = years.iter().filter(|name| **name != year);
        let mut figures: Vec<Option<&Figure>> =
            earlier.map(|name| composition.figure(indicator, name, breakdown)).collect();
        if let Some((list, codes)) = &across {
            for code in codes {
                let mut cell = breakdown.clone();
                cell.insert(list.codelist.value.clone(), code.code.clone());
                figures.push(composition.figure(indicator, year, &cell));
            }
        }
        figures.push(composition.figure(indicator, year, breakdown));
        figures
    };
    let found: Vec<(&Code, Vec<Option<&Figure>>)> = codes
        .into_iter()
        .map(|code| (code, figures(&one(list, code))))
        .filter(|(_, figures)| figures.iter().any(Option::is_some))
        .collect();
    // A list of one code is the total: never print both.
    if found.len() < 2 {
        return;
    }
    let totals = figures(&Breakdown::new());
    let values = found.iter().flat_map(|(_, figures)| figures).chain(&totals).flatten().filter_map(|f| f.value);
    let millions = amount.all_in_millions(values);
    let mut notes = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (code, figures) in &found {
        let mut cells: Vec<Cell> = figures.iter().map(|figure| cell(voice, &amount, *figure, millions)).collect();
        if let (Some(Some(figure)), Some(last)) = (figures.last(), cells.last_mut()) {
            last.note = reasons(composition, figure, &mut notes);
        }
        let inside = list.relation != Relation::Exclusive
            && code.parent.as_ref().is_some_and(|parent| list.code(parent).is_some());
        let label = voice.text(&code.label);
        let label = if inside { voice.say("of_which", &[("label", &lower(label))]) } else { label.to_owned() };
        rows.push(Row { indent: u8::from(inside), ..table::row(label, cells) });
    }
    let has_parts = list.relation == Relation::Exclusive && !indicator.is_ratio();
    let remark = if has_parts { not_adding_up(&amount, &found, &totals, millions) } else { None };
    let is_area = composition.is_area(&list.codelist);
    let unplaced = unplaced(composition, list);
    let all = if is_area { composition.region().to_owned() } else { voice.say("all", &[]) };
    rows.push(table::total(all, totals.iter().map(|figure| cell(voice, &amount, *figure, millions)).collect()));
    let mut heads: Vec<String> = years.iter().filter(|name| **name != year).map(|name| (*name).to_owned()).collect();
    let mut over = heads.clone();
    let mut groups = Vec::new();
    let mut summary = None;
    if let Some((columns, codes)) = &across {
        groups = vec![
            Group { head: String::new(), span: heads.len() },
            Group { head: year.to_owned(), span: codes.len() + 1 },
        ];
        groups.retain(|group| group.span > 0);
        let dimension = lower(voice.text(&columns.title));
        summary = Some(voice.say("summary_years_split", &[("period", year), ("dimension", &dimension)]));
        heads.extend(codes.iter().map(|code| lower(voice.text(&code.label))));
        heads.push(lower(&voice.say("all", &[])));
    } else {
        heads.push(year.to_owned());
    }
    over.resize(heads.len(), year.to_owned());
    let number = composition.next_table();
    made.references.push(number.reference.clone());
    made.all_values = made.all_values.take().or_else(|| Some(number.reference.clone()));
    let mut subtitle = breakdown_subtitle(composition, &amount, millions, "years_subtitle");
    if list.relation == Relation::Overlapping {
        subtitle = format!("{subtitle}. {}", voice.say("overlapping", &[]));
    }
    let draft = Draft {
        title: breakdown_title(composition, indicator, list),
        subtitle,
        summary,
        stub: voice.text(&list.title).to_owned(),
        groups,
        heads,
        rows,
        notes,
        source: source(composition, indicator),
        remarks: remark
            .map(|key| voice.say(key, &[("dimension", &lower(voice.text(&list.title)))]))
            .into_iter()
            .chain(unplaced)
            .collect(),
        over: Over::Columns(over),
        ..Draft::default()
    };
    made.blocks.push(Block::Table(draft.finish(composition, &number)));
}

/// How many enterprises the register does not place by a list of its own: they are in no part, and in the total.
fn unplaced(composition: &Composition, list: &Codelist) -> Option<String> {
    let roster = composition.from.release.roster();
    let placed: u32 = roster.registered.get(list.codelist.as_str())?.values().sum();
    let registered = roster.chain.get(composition.year())?.registered;
    let voice = composition.voice();
    let count = registered.checked_sub(placed).filter(|count| *count > 0)?;
    let places = [("number", &*voice.word(count)), ("dimension", &lower(voice.text(&list.title)))];
    Some(capital(&voice.count("unplaced", count, &places)))
}

/// What to say where a column's parts, all shown, add up to another number than its total: rounding, or parts not stated.
fn not_adding_up(
    amount: &Amount,
    rows: &[(&Code, Vec<Option<&Figure>>)],
    totals: &[Option<&Figure>],
    millions: bool,
) -> Option<&'static str> {
    let mut said = None;
    for (at, total) in totals.iter().enumerate() {
        let exact = |figure: Option<&Figure>| figure.and_then(|figure| figure.value);
        let parts: Option<Vec<Decimal>> = rows.iter().map(|(_, figures)| exact(figures[at])).collect();
        let (Some(total), Some(parts)) = (exact(*total), parts) else { continue };
        if parts.iter().sum::<Decimal>() != total {
            return Some("parts_missing");
        }
        let printed = |value| amount.printed(value, millions);
        if parts.into_iter().map(printed).sum::<Decimal>() != printed(total) {
            said = Some("not_adding_up");
        }
    }
    said
}

/// The note of a figure that enterprises gave reasons for: its sign, with the text put among the notes.
fn reasons(composition: &Composition, figure: &Figure, notes: &mut Vec<Note>) -> Option<String> {
    if figure.reasons.is_empty() || figure.value.is_none() {
        return None;
    }
    let count: u32 = figure.reasons.values().map(|(count, _)| count).sum();
    let voice = composition.voice();
    let list = composition.codelist("reason");
    let label = |code: &String| {
        list.and_then(|list| list.code(code)).map_or_else(|| code.clone(), |code| lower(voice.text(&code.label)))
    };
    let codes: Vec<String> = figure.reasons.keys().map(label).collect();
    let note = format!("{})", notes.len() + 1);
    let text = capital(&voice.count("reason_note", count, &[("codes", &voice.list(&codes))]));
    notes.push(Note { note: note.clone(), text });
    Some(note)
}

/// All years with their coverage.
fn by_year(composition: &mut Composition, indicator: &Indicator, made: &mut Made) {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let years = composition.years(12);
    let found: Vec<(&str, Option<&Figure>)> =
        years.iter().map(|year| (*year, composition.figure(indicator, year, &Breakdown::new()))).collect();
    if found.iter().all(|(_, figure)| figure.is_none_or(|figure| figure.value.is_none())) {
        return;
    }
    let millions = amount.all_in_millions(found.iter().filter_map(|(_, figure)| figure.as_ref()?.value));
    let rows = found.iter().map(|(year, figure)| {
        let coverage = figure.and_then(|figure| figure.coverage);
        let count = |of: Option<u32>| match (of, figure) {
            (Some(number), _) => table::count(voice, number),
            (None, Some(_)) => table::withheld(),
            (None, None) => cell(voice, &amount, None, false),
        };
        let shown = cell(voice, &amount, *figure, millions);
        table::row(*year, vec![shown, count(coverage.map(|c| c.answered)), count(coverage.map(|c| c.expected))])
    });
    let rows: Vec<Row> = rows.collect();
    let number = composition.next_table();
    made.references.push(number.reference.clone());
    made.all_values = Some(number.reference.clone());
    let draft = Draft {
        title: voice.say("years_title", &[("short", unsplit(composition, voice.text(&indicator.short)))]),
        subtitle: breakdown_subtitle(composition, &amount, millions, "years_subtitle"),
        stub: voice.say("stub_period", &[]),
        heads: vec![
            amount.heading(voice, millions),
            voice.say("column_answered", &[]),
            voice.say("column_expected", &[]),
        ],
        rows,
        source: source(composition, indicator),
        over: Over::Rows(years.iter().map(|year| (*year).to_owned()).collect()),
        ..Draft::default()
    };
    made.blocks.push(Block::Table(draft.finish(composition, &number)));
}

/// Parts of a whole, when they add up to it and all may be shown.
fn stacked(composition: &mut Composition, indicator: &Indicator, list: &Codelist) -> Option<(Block, String)> {
    if list.relation != Relation::Exclusive || list.of == Origin::Register || indicator.is_ratio() {
        return None;
    }
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let whole = composition.figure(indicator, composition.year(), &Breakdown::new())?.value?;
    let mut parts = Vec::new();
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let figure = composition.figure(indicator, composition.year(), &one(list, code));
        match figure.map(|figure| figure.value) {
            None => {}
            Some(None) => return None,
            Some(Some(value)) if value.is_zero() => {}
            Some(Some(value)) => {
                parts.push((RESIDUAL.contains(&code.code.as_str()), value, lower(voice.text(&code.label))));
            }
        }
    }
    let sum: Decimal = parts.iter().map(|part| part.1).sum();
    if parts.len() < 2 || sum != whole || whole < Decimal::from(20) || parts.iter().any(|part| part.1 < Decimal::ZERO) {
        return None;
    }
    parts.sort_by(|a, b| (a.0, -a.1, &a.2).cmp(&(b.0, -b.1, &b.2)));
    if parts.len() > PARTS {
        let rest = parts.split_off(PARTS - 1);
        parts.push((true, rest.iter().map(|part| part.1).sum(), lower(&voice.say("rest", &[]))));
    }
    let percents = whole_percents(&parts.iter().map(|part| part.1).collect::<Vec<_>>(), whole);
    let texts: Vec<(String, String)> = parts
        .iter()
        .zip(&percents)
        .map(|(part, percent)| (part.2.clone(), voice.percent(Decimal::from(*percent))))
        .collect();
    let number = composition.next_figure();
    let total = amount.full(voice, whole);
    let places = [("total", total.as_str()), ("region", composition.region()), ("period", composition.year())];
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle: voice.say("shares_of", &places),
        alt: alt::parts(voice, "alt_stacked", &texts, &[("total", &total)]),
        notes: preliminary(composition),
        source: source(composition, indicator),
    };
    let shares = texts.into_iter().zip(&parts).map(|((label, text), part)| Portion {
        label,
        share: length(part.1 / whole),
        text,
    });
    Some((Block::Stacked { head, parts: shares.collect() }, number.reference))
}

/// Whole per cents that add up to 100: the largest remainders are rounded up.
fn whole_percents(parts: &[Decimal], whole: Decimal) -> Vec<u32> {
    let exact: Vec<Decimal> = parts.iter().map(|part| part * Decimal::ONE_HUNDRED / whole).collect();
    let mut percents: Vec<u32> = exact.iter().map(|part| part.trunc().try_into().unwrap_or(0)).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|at| -exact[*at].fract());
    let short = 100_u32.saturating_sub(percents.iter().sum());
    for at in by_remainder.into_iter().take(usize::try_from(short).unwrap_or(0)) {
        percents[at] += 1;
    }
    percents
}

/// Bars in falling order, with the ones that are not drawn named under them.
pub(super) fn bars(composition: &mut Composition, indicator: &Indicator, list: &Codelist) -> Option<(Block, String)> {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let (mut shown, mut withheld, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let label = voice.text(&code.label).to_owned();
        let figure = composition.figure(indicator, composition.year(), &one(list, code));
        let Some(figure) = figure else { continue };
        match figure.value {
            Some(value) => shown.push((value, label, figure)),
            None if figure.status == crate::disclosure::release::Status::Withheld => withheld.push(label),
            None => missing.push(label),
        }
    }
    if shown.len() < 2 {
        return None;
    }
    shown.sort_by(|a, b| (-a.0, &a.1).cmp(&(-b.0, &b.1)));
    let millions = amount.all_in_millions(shown.iter().map(|bar| bar.0));
    let said_once = composition.is_preliminary(composition.year());
    let drawn: Vec<Bar> = shown
        .iter()
        .map(|(value, label, figure)| {
            let cell = cell(voice, &amount, Some(figure), millions);
            Bar {
                label: label.clone(),
                y: length(*value),
                text: cell.text,
                mark: cell.mark.filter(|mark| *mark != "p" || !said_once),
                strong: false,
            }
        })
        .collect();
    let texts: Vec<(String, String)> = drawn.iter().map(|bar| (bar.label.clone(), bar.text.clone())).collect();
    let mut omitted = Vec::new();
    for (key, names) in [("omitted_withheld", &withheld), ("omitted_missing", &missing)] {
        if !names.is_empty() {
            // Names that hold commas themselves are told apart by semicolons.
            let commas = names.iter().any(|name| name.contains(','));
            let names = if commas { names.join("; ") } else { voice.list(names) };
            omitted.push(voice.say(key, &[("names", &names)]));
        }
    }
    let marked = drawn.iter().any(|bar| bar.mark == Some("p"));
    let provisional = marked.then(|| format!("p: {}.", voice.say("mark_p", &[])));
    let number = composition.next_figure();
    let subtitle = breakdown_subtitle(composition, &amount, millions, "breakdown_subtitle");
    let overlapping = (list.relation == Relation::Overlapping).then(|| voice.say("overlapping", &[]));
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle,
        alt: alt::bars(voice, &texts, withheld.len() + missing.len()),
        notes: overlapping.into_iter().chain(provisional).chain(preliminary(composition)).collect(),
        source: source(composition, indicator),
    };
    Some((Block::Bars { head, bars: drawn, reference: None, omitted }, number.reference))
}

/// Women and men in each group.
fn pairs(
    composition: &mut Composition,
    indicator: &Indicator,
    list: &Codelist,
    gender: &Codelist,
) -> Option<(Block, String)> {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let [first, second, ..] = gender.codes.as_slice() else { return None };
    let names = (lower(voice.text(&first.label)), lower(voice.text(&second.label)));
    let (mut groups, mut known) = (Vec::new(), Vec::new());
    for code in composition.codes(composition.codelist(&list.codelist)?) {
        let value = |gender_code: &Code| {
            let mut breakdown = one(list, code);
            breakdown.insert(gender.codelist.value.clone(), gender_code.code.clone());
            composition.figure(indicator, composition.year(), &breakdown)?.value
        };
        let label = voice.text(&code.label).to_owned();
        let written = |value: Decimal| amount.number(voice, value, false);
        let dot = |value: Decimal| Dot { y: length(value), text: written(value) };
        if let (Some(a), Some(b)) = (value(first), value(second)) {
            known.push((label.clone(), (a, written(a)), (b, written(b))));
            groups.push((Some(a), Pair { label, first: Some(dot(a)), second: Some(dot(b)), instead: None }));
        } else {
            let instead = Some(voice.say("not_shown", &[]));
            groups.push((None, Pair { label, first: None, second: None, instead }));
        }
    }
    if known.is_empty() {
        return None;
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.0));
    let number = composition.next_figure();
    let overlapping = (list.relation == Relation::Overlapping).then(|| voice.say("overlapping", &[]));
    let head = Head {
        number: number.label,
        title: breakdown_title(composition, indicator, list),
        subtitle: breakdown_subtitle(composition, &amount, false, "breakdown_subtitle"),
        alt: alt::pairs(voice, (&names.0, &names.1), &known, groups.len() - known.len()),
        notes: overlapping.into_iter().chain(preliminary(composition)).collect(),
        source: source(composition, indicator),
    };
    let groups = groups.into_iter().map(|group| group.1).collect();
    Some((Block::Dotrange { head, first: names.0, second: names.1, groups }, number.reference))
}

/// That the year's figures are preliminary, if they are.
pub(super) fn preliminary(composition: &Composition) -> Vec<String> {
    let year = composition.year();
    let said = composition.is_preliminary(year).then(|| composition.preliminary(&[year.to_owned()]));
    said.flatten().into_iter().collect()
}

/// The indicator's short name without how it is split: `Avslutade, efter nästa steg` is `Avslutade`.
pub(super) fn unsplit<'t>(composition: &Composition, name: &'t str) -> &'t str {
    let by = composition.voice().find("by_word");
    by.and_then(|by| name.split_once(by.as_str())).map_or(name, |(before, _)| before)
}

fn source(composition: &Composition, indicator: &Indicator) -> String {
    let figure = composition.figure(indicator, composition.year(), &Breakdown::new());
    composition.source(figure.and_then(|figure| figure.coverage).as_ref())
}

fn breakdown_title(composition: &Composition, indicator: &Indicator, list: &Codelist) -> String {
    let voice = composition.voice();
    let dimension = lower(voice.text(&list.title));
    let short = unsplit(composition, voice.text(&indicator.short));
    capital(&voice.say("breakdown_title", &[("short", short), ("dimension", &dimension)]))
}

fn breakdown_subtitle(composition: &Composition, amount: &Amount, millions: bool, key: &str) -> String {
    let unit = capital(&amount.heading(composition.voice(), millions));
    composition.say(key, &[("unit", &unit), ("region", composition.region()), ("period", composition.year())])
}

/// The text with a small first letter, unless it begins with an abbreviation.
pub(super) fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let (Some(first), second) = (characters.next(), characters.clone().next()) else { return String::new() };
    if second.is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(characters).collect()
}
