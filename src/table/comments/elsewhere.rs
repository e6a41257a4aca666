//! Texts of a workbook that stand in none of its tables: page headers, text boxes, comments, and sheets of words alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Kind as Outer, Outside, owners};
use crate::personal;
use crate::source::Span;
use crate::table::lines::{Content, Line};
use crate::table::spelling::scale;
use crate::table::workbook::Kind;

/// Lines of a sheet of words that are looked at.
const WITHIN: usize = 1_000;
/// Numbers that a sheet of words may tell as a year.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// Where words stand, in the languages of the rule pages.
pub(in crate::table) type Where = [&'static str; 6];

const PAGE: Where = [
    "in a page header or a text box",
    "i ett sidhuvud eller en textruta",
    "dans un en-tête de page ou une zone de texte",
    "in un’intestazione di pagina o una casella di testo",
    "într-un antet de pagină sau o casetă de text",
    "v glavi strani ali besedilnem polju",
];
const COMMENT: Where =
    ["in a comment", "i en kommentar", "dans un commentaire", "in un commento", "într-un comentariu", "v komentarju"];
const COMMENT_OR_BOX: Where = [
    "in a comment or a text box",
    "i en kommentar eller en textruta",
    "dans un commentaire ou une zone de texte",
    "in un commento o una casella di testo",
    "într-un comentariu sau o casetă de text",
    "v komentarju ali besedilnem polju",
];
const OTHER_SHEET: Where = [
    "on another sheet",
    "på ett annat blad",
    "sur une autre feuille",
    "su un altro foglio",
    "pe o altă foaie",
    "na drugem listu",
];
const OTHER_NAME: Where = [
    "in the name of another sheet",
    "i ett annat blads namn",
    "dans le nom d’une autre feuille",
    "nel nome di un altro foglio",
    "în numele altei foi",
    "v imenu drugega lista",
];

/// A text of a workbook that stands in none of its tables.
#[derive(Debug, Clone)]
pub(in crate::table) struct Elsewhere {
    /// What it stands in.
    pub at: Where,
    /// Its file, and sheet and cell where these are known.
    pub span: Span,
    /// What is said.
    pub text: String,
    /// It is a title of what it is printed with; a remark must say that amounts are meant.
    pub is_title: bool,
    /// It speaks of every sheet, not only of its own.
    pub is_of_all: bool,
}

/// The texts outside the cells of a workbook, each at its sheet where that is known. Only those with a word of scale are kept.
pub(in crate::table) fn outside_cells(bytes: &[u8], file: &str, texts: Vec<Outside>) -> Vec<Elsewhere> {
    let texts: Vec<Outside> = texts
        .into_iter()
        .filter(|one| !matches!(one.kind, Outer::Style | Outer::Author) && may_scale(&one.text))
        .collect();
    let sheets = if texts.is_empty() { BTreeMap::new() } else { owners::sheets(bytes) };
    let elsewhere = |one: Outside| {
        let sheet = one.sheet.as_ref().or_else(|| sheets.get(&one.part.to_lowercase()));
        let sheet = sheet.map(|name| Arc::from(personal::masked(name)));
        let is_of_all = sheet.is_none();
        let on_sheet = Span { sheet, ..Span::file(file) };
        let at = match one.kind {
            Outer::Comment | Outer::Author => COMMENT,
            Outer::CommentOrBox => COMMENT_OR_BOX,
            _ => PAGE,
        };
        Elsewhere {
            at,
            span: one.cell.map_or_else(|| on_sheet.clone(), |(row, column)| on_sheet.at(row, column)),
            text: one.text,
            is_title: matches!(one.kind, Outer::Box | Outer::Page),
            is_of_all,
        }
    };
    texts.into_iter().map(elsewhere).collect()
}

/// Adds the words on sheets that hold hardly anything else, and their names, to the texts of a workbook: what stands there is
/// about its tables, also what is printed with them. Each sheet comes as a span.
pub(in crate::table) fn add_sheets(sheets: &[(Span, &Content)], texts: &mut Vec<Elsewhere>) {
    let names: BTreeSet<Option<&str>> = sheets.iter().map(|(span, _)| span.sheet.as_deref()).collect();
    for text in texts.iter_mut() {
        text.is_of_all |= names.contains(&text.span.sheet.as_deref());
    }
    for (span, content) in sheets {
        let remark = |at, span, text| Elsewhere { at, span, text, is_title: false, is_of_all: true };
        let name = span.sheet.as_deref().unwrap_or_default();
        texts.extend(may_scale(name).then(|| remark(OTHER_NAME, span.clone(), name.to_owned())));
        for line in content.lines().take(WITHIN) {
            let cells = line.filled().filter(|(_, cell)| cell.kind == Kind::Text && !cell.is_struck());
            let said = cells.filter(|(_, cell)| may_scale(&cell.text));
            texts.extend(said.map(|(at, cell)| remark(OTHER_SHEET, line.span(span, at), cell.text.clone())));
        }
    }
}

/// True for a sheet of words: at most one of its lines holds a figure that is no year. Others speak of their own figures.
pub(in crate::table) fn is_of_words(content: &Content) -> bool {
    let is_figure = |text: &str| !text.parse().is_ok_and(|year: u32| YEARS.contains(&year));
    let has_figure = |line: &Line| {
        line.filled().any(|(_, cell)| matches!(cell.kind, Kind::Number | Kind::Duration) && is_figure(&cell.text))
    };
    content.lines().filter(has_figure).take(2).count() < 2
}

/// True for a text that says something of scale, whatever year it is.
fn may_scale(text: &str) -> bool {
    scale::of(text, &|_| true).is_some()
}
