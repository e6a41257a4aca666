//! The figures and tables of one indicator's breakdowns.

use super::blocks::{Block, Cell, Group, Note, Row};
use super::charts::{bars, pairs, stacked};
use super::composition::{Breakdown, Composition};
use super::naming::{breakdown_subtitle, breakdown_title, lower, one, source, undrawn, unsplit};
use super::table::{self, Draft, Over, cell};
use crate::definition::codelist::{Code, Codelist, Relation};
use crate::definition::indicator::Indicator;
use crate::disclosure::release::{Figure, Status};
use crate::report::amount::Amount;
use crate::report::periods::TOTALS;
use crate::report::voice::{Voice, capital};
use crate::value::Decimal;

/// The dimension that may stand as columns beside the years.
const GENDER: &str = "gender";

/// Years beside each other in a table.
const YEARS: usize = 3;

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
        other.remark(Some(caution.to_owned()).filter(|caution| !caution.is_empty()));
        self.blocks.append(&mut other.blocks);
    }

    /// Puts a remark under the last table.
    fn remark(&mut self, remark: Option<String>) {
        let last = self.blocks.iter_mut().rev().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        if let Some((table, remark)) = last.zip(remark) {
            table.remarks.push(remark);
        }
    }
}

/// Makes them.
pub(super) fn breakdowns(composition: &mut Composition, indicator: &Indicator) -> Made {
    let mut made = Made::default();
    let gender = composition.codelist(GENDER);
    let coarse = composition.areas().map(|(_, coarse)| coarse);
    if let Some(list) = coarse.filter(|list| composition.is_told_by(indicator, &[&list.codelist])) {
        let columns = gender.filter(|_| composition.is_told_by(indicator, &[GENDER, &list.codelist]));
        by_codes(composition, indicator, list, columns, &mut made);
    }
    let crossed = coarse.is_some_and(|list| composition.is_told_by(indicator, &[GENDER, &list.codelist]));
    if let Some(list) = gender.filter(|_| composition.is_told_by(indicator, &[GENDER]) && !crossed) {
        by_codes(composition, indicator, list, None, &mut made);
    }
    let others = indicator.tables().filter(|table| table.len() == 1).map(|table| table[0].to_owned());
    let is_other = |name: &String| name != GENDER && !composition.is_area(name);
    let others = others.filter(|name| is_other(name) && composition.is_told_by(indicator, &[name]));
    let others: Vec<String> = others.collect();
    let lists: Vec<&Codelist> = others.iter().filter_map(|name| composition.codelist(name)).collect();
    for list in lists {
        let columns = gender.filter(|_| composition.is_told_by(indicator, &[GENDER, &list.codelist]));
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
    made.remark(undrawn(composition, indicator));
    made
}

/// The columns of a table: years, and the last year split by a list.
struct Across<'a> {
    earlier: Vec<&'a str>,
    year: &'a str,
    split: Option<(&'a Codelist, Vec<&'a Code>)>,
}

/// The heads of such columns, what stands over them, the year of each, and how they are read.
struct Heads {
    names: Vec<String>,
    groups: Vec<Group>,
    over: Vec<String>,
    summary: Option<String>,
}

impl<'a> Across<'a> {
    fn new(composition: &Composition<'a>, split: Option<&Codelist>) -> Self {
        let year = composition.year();
        let split = split.and_then(|list| composition.codelist(&list.codelist));
        let split = split.map(|list| (list, composition.codes(list)));
        let earlier = composition.years(YEARS).into_iter().filter(|name| *name != year).collect();
        Self { earlier, year, split }
    }

    /// The figures of a row.
    fn figures(
        &self,
        composition: &Composition<'a>,
        indicator: &Indicator,
        breakdown: &Breakdown,
    ) -> Vec<Option<&'a Figure>> {
        let of = |year: &str, cell: &Breakdown| composition.figure(indicator, year, cell);
        let mut figures: Vec<Option<&Figure>> = self.earlier.iter().map(|name| of(name, breakdown)).collect();
        for (list, code) in self.split.iter().flat_map(|(list, codes)| codes.iter().map(move |code| (list, code))) {
            let mut cell = breakdown.clone();
            cell.insert(list.codelist.value.clone(), code.code.clone());
            figures.push(of(self.year, &cell));
        }
        figures.push(of(self.year, breakdown));
        figures
    }

    fn heads(&self, voice: &Voice) -> Heads {
        let mut heads: Vec<String> = self.earlier.iter().map(|name| (*name).to_owned()).collect();
        let mut over = heads.clone();
        let (mut groups, mut summary) = (Vec::new(), None);
        if let Some((list, codes)) = &self.split {
            groups = vec![
                Group { head: String::new(), span: heads.len() },
                Group { head: self.year.to_owned(), span: codes.len() + 1 },
            ];
            groups.retain(|group| group.span > 0);
            let dimension = lower(voice.text(&list.title));
            summary = Some(voice.say("summary_years_split", &[("period", self.year), ("dimension", &dimension)]));
            heads.extend(codes.iter().map(|code| lower(voice.text(&code.label))));
            heads.push(lower(&voice.say("all", &[])));
        } else {
            heads.push(self.year.to_owned());
        }
        over.resize(heads.len(), self.year.to_owned());
        Heads { names: heads, groups, over, summary }
    }
}

/// The figures of each code of a list.
type Found<'a> = Vec<(&'a Code, Vec<Option<&'a Figure>>)>;

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
    let Some(codes) = composition.codelist(&list.codelist).map(|list| composition.codes(list)) else { return };
    let across = Across::new(composition, columns);
    let found: Found = codes
        .into_iter()
        .map(|code| (code, across.figures(composition, indicator, &one(list, code))))
        .filter(|(_, figures)| figures.iter().any(Option::is_some))
        .collect();
    // A list of one code is the total: never print both. Where no part is shown there is nothing to set out.
    if found.len() < 2 || !found.iter().flat_map(|(_, figures)| figures).flatten().any(|figure| figure.value.is_some())
    {
        return;
    }
    let totals = across.figures(composition, indicator, &Breakdown::new());
    let values = found.iter().flat_map(|(_, figures)| figures).chain(&totals).flatten().filter_map(|f| f.value);
    let millions = amount.all_in_millions(values);
    let mut notes = Vec::new();
    let mut rows = rows(composition, (&amount, millions), list, &found, &mut notes);
    let has_parts = list.relation == Relation::Exclusive && !indicator.is_ratio();
    let remark = if has_parts { not_adding_up(&amount, &found, &totals, millions) } else { None };
    let undivided = undivided(composition, &totals, if has_parts { Some(list) } else { None }, &across, &found);
    let remark = remark.filter(|key| undivided.is_empty() || *key != "parts_missing");
    let unplaced = unplaced(composition, list);
    let is_area = composition.is_area(&list.codelist);
    let all = if is_area { composition.region().to_owned() } else { voice.say("all", &[]) };
    rows.push(table::total(all, totals.iter().map(|figure| cell(voice, &amount, *figure, millions)).collect()));
    let Heads { names: heads, groups, over, summary } = across.heads(voice);
    let number = composition.next_table();
    made.references.push(number.reference.clone());
    made.all_values = made.all_values.take().or_else(|| Some(number.reference.clone()));
    let mut subtitle = breakdown_subtitle(composition, &amount, millions, "years_subtitle");
    if list.relation == Relation::Overlapping {
        subtitle = format!("{subtitle}. {}", voice.say("overlapping", &[]));
    }
    let remark = remark.map(|key| voice.say(key, &[("dimension", &lower(voice.text(&list.title)))]));
    let years: Vec<&str> = across.earlier.iter().copied().chain([across.year]).collect();
    let remarks = composition.remarks(&[indicator], &years);
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
        remarks: remark.into_iter().chain(undivided).chain(unplaced).chain(remarks).collect(),
        over: Over::Columns(over),
        ..Draft::default()
    };
    made.blocks.push(Block::Table(draft.finish(composition, &number)));
}

/// A row for each code; reasons for its last figure become notes.
fn rows(
    composition: &Composition,
    (amount, millions): (&Amount, bool),
    list: &Codelist,
    found: &Found,
    notes: &mut Vec<Note>,
) -> Vec<Row> {
    let voice = composition.voice();
    let mut rows = Vec::new();
    for (code, figures) in found {
        let mut cells: Vec<Cell> = figures.iter().map(|figure| cell(voice, amount, *figure, millions)).collect();
        if let (Some(Some(figure)), Some(last)) = (figures.last(), cells.last_mut()) {
            last.note = reasons(composition, figure, notes);
        }
        let inside = list.relation != Relation::Exclusive
            && code.parent.as_ref().is_some_and(|parent| list.code(parent).is_some());
        let label = voice.text(&code.label);
        let label = if inside { voice.say("of_which", &[("label", &lower(label))]) } else { label.to_owned() };
        rows.push(Row { indent: u8::from(inside), ..table::row(label, cells) });
    }
    rows
}

/// How many enterprises the register does not place by a list of its own: they are in no part, and in the total.
fn unplaced(composition: &Composition, list: &Codelist) -> Option<String> {
    let roster = composition.from.release.roster();
    let known: u32 = roster.registered.get(list.codelist.as_str())?.values().sum();
    let registered = roster.chain.get(composition.year())?.registered;
    let voice = composition.voice();
    let count = registered.checked_sub(known).filter(|count| *count > 0)?;
    let places = [("number", &*voice.word(count)), ("dimension", &lower(voice.text(&list.title)))];
    Some(capital(&voice.count("unplaced", count, &places)))
}

/// That some gave a total alone, by each list that a table is split by: the parts are not all of it, with or without those that
/// are withheld.
fn undivided(
    composition: &Composition,
    totals: &[Option<&Figure>],
    list: Option<&Codelist>,
    across: &Across,
    found: &Found,
) -> Vec<String> {
    let voice = composition.voice();
    let split = across.split.as_ref().map(|(list, _)| *list).filter(|list| list.relation == Relation::Exclusive);
    let is_hidden = |figure: &&&Figure| figure.is_hidden();
    let hides = found.iter().flat_map(|(_, figures)| figures).chain(totals).flatten().any(|figure| is_hidden(&figure));
    let says = |list: &Codelist| {
        let is_of = |figure: &&&Figure| figure.undivided.contains(list.codelist.as_str());
        let key = if hides { "parts_missing_withheld" } else { "parts_missing" };
        let dimension = lower(voice.text(&list.title));
        totals.iter().flatten().find(is_of).map(|_| voice.say(key, &[("dimension", &dimension)]))
    };
    list.into_iter().chain(split).filter_map(says).collect()
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
        // What is rounded need not add up, which is said of the whole table.
        if rows.iter().any(|(_, figures)| figures[at].is_some_and(|figure| figure.rounded.is_some())) {
            continue;
        }
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
    let given = || figure.reasons.iter().filter(|(code, _)| !code.is_empty());
    let count: u32 = given().map(|(_, (count, _))| count).sum();
    if count == 0 || figure.value.is_none() {
        return None;
    }
    let voice = composition.voice();
    let list = composition.codelist("reason");
    let label = |code: &String| {
        list.and_then(|list| list.code(code)).map_or_else(|| code.clone(), |code| lower(voice.text(&code.label)))
    };
    let codes: Vec<String> = given().map(|(code, _)| label(code)).collect();
    let note = format!("{})", notes.len() + 1);
    let text = capital(&voice.count("reason_note", count, &[("codes", &voice.list(&codes))]));
    notes.push(Note { note: note.clone(), text });
    Some(note)
}

/// The years of a trend with their coverage.
fn by_year(composition: &mut Composition, indicator: &Indicator, made: &mut Made) {
    let voice = composition.voice();
    let amount = composition.amount(indicator);
    let years = composition.years(TOTALS);
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
            (None, Some(figure)) if !matches!(figure.status, Status::Missing(_)) => table::withheld(),
            (None, _) => cell(voice, &amount, *figure, false),
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
        remarks: composition.remarks(&[indicator], &years),
        source: source(composition, indicator),
        over: Over::Rows(years.iter().map(|year| (*year).to_owned()).collect()),
        ..Draft::default()
    };
    made.blocks.push(Block::Table(draft.finish(composition, &number)));
}
