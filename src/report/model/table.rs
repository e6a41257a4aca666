//! Tables: cells with their marks, words where there is room for them, and the legend of the marks used.

use std::collections::BTreeMap;

use super::blocks::{Cell, Column, Group, Mark, Note, Row, Table};
use super::composition::{Composition, Numbered};
use crate::disclosure::release::{Figure, Status};
use crate::number::NBSP;
use crate::report::amount::Amount;
use crate::report::voice::Voice;
use crate::value::{Decimal, Missing};

/// In a table of so many columns a missing figure is a word, in a wider one a mark.
const WORDS: usize = 4;

/// Revised figures of which a table says what they were.
const REVISED: usize = 12;

/// The mark of a figure that stands as an earlier edition told it.
pub(super) const STANDS: &str = "t";

/// The mark of a figure that rests on an unexplained value.
pub(super) const DOUBT: &str = "u";

/// The sign before a figure that is an upper bound.
const AT_MOST: &str = "≤";

/// Marks in the order of a legend: cell text, raised letters, key of the words, key of the short word. Some stand before a number.
const MARKS: [(&str, Option<&str>, &str, Option<&str>); 11] = [
    ("..", Some("c"), "mark_c", Some("not_shown")),
    ("..", None, "mark_not_collected", Some("below_not_collected")),
    ("..", Some("o"), "mark_refused", Some("word_refused")),
    (".", None, "mark_not_applicable", Some("word_not_applicable")),
    ("–", None, "mark_nothing", Some("word_nothing")),
    ("<", None, "mark_rounds", None),
    (AT_MOST, None, "mark_at_most", None),
    ("", Some("p"), "mark_p", None),
    ("", Some("r"), "mark_r", None),
    ("", Some(STANDS), "mark_t", None),
    ("", Some(DOUBT), "mark_u", None),
];

/// A figure as a cell; missing and withheld are marks, never empty.
pub(super) fn cell(voice: &Voice, amount: &Amount, figure: Option<&Figure>, millions: bool) -> Cell {
    let marked = |text: &str, mark| Cell { text: text.to_owned(), mark, ..Cell::default() };
    let Some(figure) = figure else { return marked("..", None) };
    let value = |mark| match figure.value {
        Some(value) => {
            let doubt = figure.is_doubtful().then_some(DOUBT);
            let is_bound = amount.is_bound && !value.is_zero();
            Cell { doubt, is_bound, ..marked(&amount.number(voice, value, millions), mark) }
        }
        None => marked("..", Some("c")),
    };
    match figure.status {
        Status::Published => value(None),
        Status::Provisional => value(Some("p")),
        Status::Revised => Cell { before: before(voice, amount, figure, millions), ..value(Some("r")) },
        Status::Withheld => match figure.stands().and_then(|told| Some((told, told.value?))) {
            Some((told, value)) => {
                let stands = Some((told.edition.clone(), voice.date(told.date)));
                let is_bound = amount.is_bound && !value.is_zero();
                Cell { is_bound, stands, ..marked(&amount.number(voice, value, millions), Some(STANDS)) }
            }
            None => marked("..", Some("c")),
        },
        Status::Missing(kind) => missing(kind),
    }
}

/// The edition that told a revised figure, and what it was.
fn before(voice: &Voice, amount: &Amount, figure: &Figure, millions: bool) -> Option<(String, String)> {
    let told = figure.told_before.as_ref()?;
    let (was, is) = (told.value?, figure.value?);
    let mut text = amount.number(voice, was, millions);
    if text == amount.number(voice, is, millions) || told.rounded.is_some() && told.rounded != figure.rounded {
        text.push_str(&voice.say("rounded", &[]));
    }
    Some((told.edition.clone(), text))
}

/// The mark of a kind of missing.
pub(super) fn missing(kind: Missing) -> Cell {
    let (text, mark) = match kind {
        Missing::NothingToReport => ("–", None),
        Missing::NotApplicable => (".", None),
        // There is a figure only of a dataset that was answered: it was asked for.
        Missing::NotCollected | Missing::Unknown | Missing::Refused => ("..", Some("o")),
    };
    Cell { text: text.to_owned(), mark, ..Cell::default() }
}

/// A cell of the mark for what is withheld.
pub(super) fn withheld() -> Cell {
    Cell { text: "..".to_owned(), mark: Some("c"), ..Cell::default() }
}

/// A cell of plain text.
pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

/// A count as a cell.
pub(super) fn count(voice: &Voice, number: impl Into<Decimal>) -> Cell {
    text(voice.numbers.integer(number))
}

/// The word for a missing or withheld cell, if it is one.
pub(super) fn word(voice: &Voice, cell: &Cell) -> Option<String> {
    let (.., key) = MARKS.into_iter().find(|(text, mark, ..)| cell.text == *text && cell.mark == *mark)?;
    key.map(|key| voice.say(key, &[]))
}

/// A row of figures.
pub(super) fn row(label: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { label: label.into(), indent: 0, kind: "row", cells }
}

/// The last row, of the whole.
pub(super) fn total(label: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { kind: "total", ..row(label, cells) }
}

/// A table before its marks are known.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub title: String,
    pub subtitle: String,
    pub summary: Option<String>,
    pub stub: String,
    pub groups: Vec<Group>,
    pub heads: Vec<String>,
    /// Columns of words, set to the left.
    pub of_words: Vec<usize>,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
    pub source: String,
    /// Sentences under the table.
    pub remarks: Vec<String>,
    /// Which period its numbers are of.
    pub over: Over,
}

/// Where the numbers of a period stand in a table.
#[derive(Debug, Default)]
pub(super) enum Over {
    /// Nowhere, or everywhere alike.
    #[default]
    Nothing,
    /// In columns, by their place.
    Columns(Vec<String>),
    /// In rows, by their place.
    Rows(Vec<String>),
}

impl Over {
    fn period(&self, row: usize, column: usize) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Columns(periods) => periods.get(column),
            Self::Rows(periods) => periods.get(row),
        }
        .map(String::as_str)
        .filter(|period| !period.is_empty())
    }
}

impl Draft {
    /// The table under a number: words in narrow tables, and the legend of the marks that are left.
    pub fn finish(mut self, composition: &Composition, number: &Numbered) -> Table {
        let voice = composition.voice();
        let preliminary = self.say_preliminary_once(composition);
        let revised = self.revised(voice);
        let standing = self.standing(voice);
        let Self { title, subtitle, summary, stub, groups, heads, of_words, mut rows, notes, source, .. } = self;
        if heads.len() <= WORDS {
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                if let Some(word) = word(voice, cell) {
                    *cell = Cell { text: word, note: cell.note.take(), word: true, ..Cell::default() };
                }
            }
        }
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.is_bound) {
            cell.text = format!("{AT_MOST}{NBSP}{}", cell.text);
        }
        let marks = legend(voice, rows.iter().flat_map(|row| &row.cells));
        let align = |at: &usize| if of_words.contains(at) { "left" } else { "right" };
        let columns = heads.into_iter().enumerate().map(|(at, head)| Column { head, align: align(&at) }).collect();
        Table {
            number: number.label.clone(),
            title,
            subtitle,
            summary,
            stub,
            groups,
            columns,
            rows,
            marks,
            remarks: preliminary.into_iter().chain(self.remarks).chain(revised).chain(standing).collect(),
            notes,
            source,
        }
    }

    /// What the revised figures were, in a sentence for each edition that told them.
    fn revised(&self, voice: &Voice) -> Vec<String> {
        let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for row in &self.rows {
            for (column, cell) in row.cells.iter().enumerate() {
                let Some((edition, was)) = &cell.before else { continue };
                let place = self.place(row, column);
                let part = voice.say("revised_part", &[("place", &place), ("value", was)]);
                told.entry(edition).or_default().push(part);
            }
        }
        let sentence = |(edition, mut parts): (&str, Vec<String>)| {
            let rest = u32::try_from(parts.len().saturating_sub(REVISED)).unwrap_or(u32::MAX);
            parts.truncate(REVISED);
            let more = (rest > 0).then(|| voice.count("revised_more", rest, &[]));
            let parts = parts.into_iter().chain(more).collect::<Vec<_>>().join("; ");
            voice.say("revised_since", &[("edition", edition), ("parts", &parts)])
        };
        told.into_iter().map(sentence).collect()
    }

    /// Which figures stand as an edition told them, in a sentence for each.
    fn standing(&self, voice: &Voice) -> Vec<String> {
        let mut told: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for row in &self.rows {
            for (column, cell) in row.cells.iter().enumerate() {
                let Some((edition, date)) = &cell.stands else { continue };
                told.entry((edition, date)).or_default().push(self.place(row, column));
            }
        }
        let sentence = |((edition, date), places): ((&str, &str), Vec<String>)| {
            let places = places.join("; ");
            voice.say("stands_since", &[("edition", edition), ("date", date), ("places", &places)])
        };
        told.into_iter().map(sentence).collect()
    }

    /// What a cell is called: its row, and the heads over its column.
    fn place(&self, row: &Row, column: usize) -> String {
        std::iter::once(row.label.as_str()).chain(self.column(column)).collect::<Vec<_>>().join(" ")
    }

    /// The heads over a column, where there is more than one.
    fn column(&self, at: usize) -> Vec<&str> {
        let mut end = 0;
        let group = self.groups.iter().find(|group| {
            end += group.span;
            at < end
        });
        let heads = group.map(|group| group.head.as_str()).into_iter().chain(self.heads.get(at).map(String::as_str));
        let is_told = |head: &&str| !head.is_empty() && self.heads.len() > 1 && !matches!(self.over, Over::Rows(_));
        heads.filter(is_told).collect()
    }

    /// Takes the mark off periods of which every number is provisional, and says so in a sentence instead.
    fn say_preliminary_once(&mut self, composition: &Composition) -> Option<String> {
        let mut found: BTreeMap<String, bool> = BTreeMap::new();
        for (row, cells) in self.rows.iter().map(|row| &row.cells).enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| is_number(cell)) {
                let Some(period) = self.over.period(row, column) else { continue };
                *found.entry(period.to_owned()).or_insert(true) &= cell.mark == Some("p");
            }
        }
        found.retain(|period, all| *all || composition.is_preliminary(period));
        for (row, cells) in self.rows.iter_mut().map(|row| &mut row.cells).enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                if self.over.period(row, column).is_some_and(|period| found.contains_key(period)) {
                    cell.mark = cell.mark.filter(|mark| *mark != "p");
                }
            }
        }
        composition.preliminary(&found.into_keys().collect::<Vec<_>>())
    }
}

fn is_number(cell: &Cell) -> bool {
    cell.text.contains(|character: char| character.is_ascii_digit())
}

/// Every mark with its meaning, for the method section: mark, raised, meaning.
pub(super) fn all_marks(voice: &Voice) -> Vec<(String, bool, String)> {
    let zero = ("0".to_owned(), false, voice.say("mark_0", &[]));
    let rest = MARKS.into_iter().map(|(text, mark, key, _)| {
        let shown = match (text, mark) {
            ("<", _) => voice.say("rounds_to_zero", &[("half", &voice.numbers.decimal(Decimal::new(5, 1), 1))]),
            (_, Some(letter)) => letter.to_owned(),
            (text, None) => text.to_owned(),
        };
        (shown, mark.is_some(), voice.say(key, &[]))
    });
    std::iter::once(zero).chain(rest).collect()
}

/// What raised letters beside numbers mean, each once.
pub(super) fn letters(voice: &Voice, used: &[&str]) -> Vec<Mark> {
    let meant = MARKS.into_iter().filter_map(|(text, mark, key, _)| Some((mark.filter(|_| text.is_empty())?, key)));
    let meant = meant.filter(|(letter, _)| used.contains(letter));
    meant.map(|(letter, key)| Mark { mark: letter.to_owned(), text: voice.say(key, &[]) }).collect()
}

/// What the mark of a figure means that stands as an earlier edition told it, under a chart.
pub(super) fn stands(voice: &Voice) -> String {
    format!("{STANDS}: {}.", voice.say("mark_t", &[]))
}

fn legend<'c>(voice: &Voice, cells: impl Iterator<Item = &'c Cell>) -> Vec<Mark> {
    let cells: Vec<&Cell> = cells.filter(|cell| !cell.word).collect();
    let used = |text: &str, mark: Option<&str>| {
        cells.iter().any(|cell| match text {
            "" => cell.mark == mark || cell.doubt == mark,
            "<" | AT_MOST => cell.text.starts_with(text),
            text => cell.text == text && cell.mark == mark,
        })
    };
    let meaning = |(text, mark, key): (&str, Option<&str>, &str)| Mark {
        mark: match (text, mark) {
            ("<", _) => cells.iter().find(|cell| cell.text.starts_with('<')).map_or("<", |cell| &cell.text).to_owned(),
            (_, Some(letter)) => letter.to_owned(),
            (text, None) => text.to_owned(),
        },
        text: voice.say(key, &[]),
    };
    MARKS
        .into_iter()
        .filter(|(text, mark, ..)| used(text, *mark))
        .map(|(text, mark, key, _)| meaning((text, mark, key)))
        .collect()
}
