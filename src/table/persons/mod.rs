//! Looks for persons in what was read; a file in which one stands gives no rows.

pub(super) mod pieced;
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::comments::noted::Noted;
use super::comments::{self, Outside, Sense, elsewhere, own, owners};
use super::lines::{Content, Line, LineCell};
use super::stamp::Stamp;
use super::workbook::Kind;
use super::{Reading, unread};
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::{self, Place, Spared, Trace};
use crate::source::Span;
use crate::text::Text;

/// The rule that refuses a file.
pub(super) const PERSON: &str = "personal-number";
/// The rule that refuses a file for an address or a telephone number.
const CONTACT: &str = "personal-contact";
/// The rule that refuses a workbook for a person outside its cells.
const OUTSIDE: &str = "person-outside-cells";

/// Contacts that stand in the forms themselves.
pub(super) fn spared(definitions: &Definitions) -> Spared {
    let project = &definitions.project;
    let texts = [&project.contact, &project.publisher, &project.notice];
    Spared::of(texts.into_iter().flat_map(|text| text.0.values()).map(String::as_str))
}

/// The findings of persons in a line; `place` tells what digits in a column may be.
pub(super) fn persons(
    line: &Line,
    content: &Content,
    file: &Span,
    spared: &Spared,
    place: impl Fn(usize) -> Place,
) -> Vec<Diagnostic> {
    let cells = line.cells.iter().enumerate();
    let of_cells = cells.filter_map(|(at, cell)| Some(person(line.span(file, at), of_cell(cell, place(at), spared)?)));
    let of_long = line.long.iter().filter_map(|bytes| {
        let mut pieces = content.pieces(*bytes);
        Some(person(line.whole(file), pieces.find_map(|piece| personal::trace(piece, Place::Text, spared))?))
    });
    of_cells.chain(of_long).collect()
}

/// The trace of a person in a cell. A number of a workbook that has a sign or a fraction is reckoned, unless it looks just as
/// a person's number does whose parts somebody parted by a point.
fn of_cell(cell: &LineCell, place: Place, spared: &Spared) -> Option<Trace> {
    if cell.kind != Kind::Number {
        return personal::trace(&cell.text, place, spared);
    }
    match cell.text.split_once('.') {
        Some((day, serial)) if matches!((day.len(), serial.len()), (6 | 8, 4)) => {
            personal::trace(&format!("{day}{serial}"), Place::Number, spared)
        }
        Some(_) => None,
        None if cell.text.starts_with('-') => None,
        None => personal::trace(&cell.text, place, spared),
    }
}

/// The finding of a person, without anything that the cell says.
fn person(span: Span, trace: Trace) -> Diagnostic {
    Diagnostic::new(if trace == Trace::Number { PERSON } else { CONTACT }, span, &[])
}

/// The finding that a person's number stands in the name of a file, or of a folder that holds it.
pub(crate) fn in_name(path: &str) -> Option<Diagnostic> {
    path.split('/').any(personal::holds_number).then(|| {
        let words = [("where", &Text::in_each(places::FILE))];
        Diagnostic::worded(OUTSIDE, Span::file(path), &[("file", path)], &words)
    })
}

/// Looks for persons in what a workbook holds besides its cells, and keeps what its sender says there if there are none; `checks`
/// are the messages of a project's own checks and what they say to do, by which its remarks are known.
pub(super) fn look_outside(bytes: &[u8], spared: &Spared, checks: &[&Text], reading: &mut Reading) {
    let holds = |one: &Outside| personal::trace(&one.text, Place::Text, spared).is_some();
    let (found, others): (Vec<Outside>, Vec<Outside>) = comments::texts(bytes).into_iter().partition(holds);
    let others = own::without(others, checks);
    let is_at_cell = |one: &Outside| one.cell.is_some();
    let needs_sheets = !found.is_empty() || others.iter().any(is_at_cell);
    let sheets = if needs_sheets { owners::sheets(bytes) } else { BTreeMap::new() };
    if found.is_empty() {
        reading.noted = Noted::of(&others, &sheets);
        reading.elsewhere = elsewhere::outside_cells(bytes, &reading.file, others);
    }
    let sheet = |one: &Outside| one.sheet.clone().or_else(|| sheets.get(&one.part.to_lowercase()).cloned());
    let place = |one: &Outside| (sheet(one), one.cell, one.kind);
    let (standing, unread) = unseen(bytes, spared);
    for (sheet, cell, kind) in found.iter().map(place).chain(standing).collect::<BTreeSet<_>>() {
        let sheet = sheet.map(|name| Arc::from(personal::masked(&name)));
        let on_sheet = Span { sheet, ..Span::file(&reading.file) };
        let span = cell.map_or_else(|| on_sheet.clone(), |(row, column)| on_sheet.at(row, column));
        reading.diagnostics.push(outside(span, places::named(kind)));
    }
    let file = Span::file(&reading.file);
    let unread = unread
        .iter()
        .map(|name| Diagnostic::new("part-not-searched", file.clone(), &[("part", &personal::masked(name))]));
    reading.diagnostics.extend(unread);
    look_at_properties(bytes, spared, reading);
}

/// Most places of one workbook that no cell shows and are told.
const MOST: usize = 100;

/// The sheet and the cell of something outside the cells, where these are known, and what it stands in.
type Standing = (Option<String>, Option<(u32, u32)>, comments::Kind);

/// Where a person stands in what no cell shows, and the names of files within the workbook that nobody can look through.
fn unseen(bytes: &[u8], spared: &Spared) -> (BTreeSet<Standing>, Vec<String>) {
    let mut found = BTreeSet::new();
    let unread = comments::unseen(bytes, &mut |part, kind, cell, sense, text| {
        let is_person = match sense {
            Sense::Words => personal::trace(text, Place::Text, spared).is_some(),
            Sense::Code => personal::holds_checked_number(text) || personal::holds_address(text, spared),
            Sense::Program => personal::holds_checked_number(text),
        };
        if is_person && found.len() < MOST {
            found.insert((part.to_lowercase(), cell, kind));
        }
    });
    let sheets = if found.is_empty() { BTreeMap::new() } else { owners::sheets(bytes) };
    // The links of a sheet stand in a part of their own.
    let owner = |part: &str| part.replace("/_rels/", "/").trim_end_matches(".rels").to_owned();
    let found = found.into_iter().map(|(part, cell, kind)| (sheets.get(&owner(&part)).cloned(), cell, kind));
    (found.collect(), unread)
}

/// Looks for persons in the properties of a workbook.
fn look_at_properties(bytes: &[u8], spared: &Spared, reading: &mut Reading) {
    let texts: Vec<String> =
        comments::properties(bytes).into_iter().filter(|text| Stamp::parse(text).is_none()).collect();
    // Digits alone may be a key of a program's own.
    let is_rung = |text: &String| personal::trace(text, Place::Identifier, spared) == Some(Trace::Telephone);
    let found = texts.iter().filter_map(|text| personal::trace(text, Place::Text, spared)).min();
    // Programs write the name and often the address of whoever saved a workbook; a number somebody wrote there.
    if found == Some(Trace::Number) || texts.iter().any(is_rung) {
        reading.diagnostics.push(outside(Span::file(&reading.file), places::PROPERTIES));
    } else if found == Some(Trace::Address) {
        reading.diagnostics.push(Diagnostic::new("address-in-properties", Span::file(&reading.file), &[]));
    }
}

/// Looks for persons in the name of a sheet, which comes back without them.
pub(super) fn look_at_name(name: &str, spared: &Spared, reading: &mut Reading) -> String {
    let shown = personal::masked(name);
    if personal::trace(name, Place::Text, spared).is_some() {
        let sheet = Some(Arc::from(shown.as_str()));
        reading.diagnostics.push(outside(Span { sheet, ..Span::file(&reading.file) }, places::SHEET));
    }
    shown
}

fn outside(span: Span, place: places::Named) -> Diagnostic {
    Diagnostic::worded(OUTSIDE, span, &[], &[("where", &Text::in_each(place))])
}

/// True for the finding of a person.
pub(super) fn tells(finding: &Diagnostic) -> bool {
    [PERSON, CONTACT, OUTSIDE].contains(&finding.rule.as_str())
}

/// True for a reading in which a person stands.
pub(super) fn stand_in(reading: &Reading) -> bool {
    reading.diagnostics.iter().any(tells)
}

/// Takes everything out of a reading in which a person stands, but where.
pub(super) fn refuse(reading: &mut Reading) {
    if !stand_in(reading) {
        return;
    }
    unread::take_out(reading);
    reading.remarks.clear();
    reading.last_year.clear();
    reading.diagnostics.retain(tells);
    for finding in &mut reading.diagnostics {
        // Its header may be what is personal.
        finding.column = None;
    }
    // A comment stands at its cell, a header and the properties in the file: each is to be found by itself.
    let is_outside = |one: &Diagnostic| one.rule == OUTSIDE;
    reading
        .diagnostics
        .dedup_by(|a, b| a.span == b.span && (a.message == b.message || !(is_outside(a) || is_outside(b))));
    for sheet in &mut reading.sheets {
        sheet.rows_rejected = sheet.rows_read - sheet.rows_blank;
        sheet.columns.clear();
    }
}
