//! The sheets of a workbook: which of them are read, and as what.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::form::{self, Form};
use super::{garbled, hidden_sheet, long, no_dataset, sheet, tell_hidden_columns, turned};
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::masked;
use crate::source::Span;
use crate::table::comments::elsewhere;
use crate::table::form::returned;
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::{self, Candidate, Said};
use crate::table::lines::{Content, Line, LineCell, TURNED_WITHIN};
use crate::table::persons::{self, pieced};
use crate::table::workbook;
use crate::table::{Reading, SheetReading};

/// A sheet with what was found on it.
struct Found {
    name: String,
    content: Content,
    hidden: bool,
    hidden_columns: Vec<u32>,
    form: Option<Form>,
    candidate: Option<Candidate>,
    /// Which of the sheets with headers is read: the least.
    rank: Option<(bool, bool, usize)>,
    /// Its headers name what a row is known by.
    is_keyed: bool,
    holds: Holds,
}

/// What a sheet holds besides forms and tables.
#[derive(PartialEq, Eq)]
enum Holds {
    /// Words, and no table.
    Words,
    /// The list of findings that was given back with a form.
    List,
    /// Anything else.
    Rows,
}

impl Found {
    fn on(at: usize, sheet: workbook::Sheet, headers: &[Headers], definitions: &Definitions, said: Said) -> Self {
        let is_list = returned::is_list(&sheet);
        let workbook::Sheet { name, rows, hidden, hidden_columns } = sheet;
        let content = Content::Sheet(rows);
        let form =
            form::on_sheet(&content, headers, definitions).filter(|_| !is_list && said.fits_form(said.delimiter));
        let candidate = if form.is_some() || is_list { None } else { find_in_sheet(&content, headers, said) };
        let header = candidate.as_ref().filter(|candidate| candidate.is_header());
        // What is seen and filled in is what is meant: another is read only where there is none such.
        let filled = header.is_some_and(|header| {
            header.turned || content.lines_after(Some(header.last())).any(|line| !line.is_blank())
        });
        let rank = header.map(|_| (hidden, !filled, at));
        let is_keyed = header.is_some_and(|header| names_key(header, headers));
        let holds = match form.is_none() && rank.is_none() {
            _ if is_list => Holds::List,
            true if elsewhere::is_of_words(&content) => Holds::Words,
            _ => Holds::Rows,
        };
        Self { name, content, hidden, hidden_columns, form, candidate, rank, is_keyed, holds }
    }
}

/// Reads the sheets of a workbook.
pub(super) fn read(
    sheets: Vec<workbook::Sheet>,
    headers: &[Headers],
    definitions: &Definitions,
    said: Said,
    reading: &mut Reading,
) {
    let empty = sheets.iter().all(|sheet| sheet.rows.is_empty());
    let sheets = sheets.into_iter().enumerate();
    let found: Vec<Found> = sheets.map(|(at, sheet)| Found::on(at, sheet, headers, definitions, said)).collect();
    // What only looks like a form is one where there is neither a stamped one nor a table of enterprises.
    let is_stamped = |sheet: &Found| sheet.form.as_ref().is_some_and(|form| !form.is_copied());
    let is_table = |sheet: &Found| sheet.is_keyed && matches!(sheet.rank, Some((false, false, _)));
    let by_stamp = found.iter().any(|sheet| is_stamped(sheet) || is_table(sheet));
    let is_meant = |form: &Form| !(by_stamp && form.is_copied());
    // Forms are meant before anything that only looks like an answer; a hidden one only where no other is.
    let forms = found.iter().filter(|sheet| sheet.form.as_ref().is_some_and(is_meant));
    let forms_hidden = forms.map(|sheet| sheet.hidden).min();
    let chosen = found.iter().filter_map(|sheet| sheet.rank).min().filter(|_| forms_hidden.is_none());
    let on_sheet = |name: &str| Span { sheet: Some(Arc::from(name)), ..Span::file(&reading.file) };
    let notes = found.iter().filter(|sheet| sheet.holds == Holds::Words);
    let notes: Vec<_> = notes.map(|sheet| (on_sheet(&masked(&sheet.name)), &sheet.content)).collect();
    elsewhere::add_sheets(&notes, &mut reading.elsewhere);
    let mut nearest: Option<Candidate> = None;
    let mut no_forms: Vec<Diagnostic> = Vec::new();
    let spared = persons::spared(definitions);
    for Found { name, content, hidden, hidden_columns, form, candidate, rank, holds, .. } in found {
        let name = persons::look_at_name(&name, &spared, reading);
        let file = Span { sheet: Some(Arc::from(name.as_str())), ..Span::file(&reading.file) };
        garbled::tell(&content, &file, &mut reading.diagnostics);
        reading.diagnostics.extend(pieced::persons(&content, &file));
        let mut sheet = SheetReading { sheet: Some(name.clone()), ..SheetReading::default() };
        let looks_filled = form.is_some() || rank.is_some_and(|(_, unfilled, _)| !unfilled);
        let form = form.filter(|form| is_meant(form) && Some(hidden) == forms_hidden);
        let is_chosen = form.is_some() || (rank.is_some() && rank == chosen);
        if is_chosen {
            reading.diagnostics.extend(hidden_sheet(&name, hidden, &file));
        }
        if let Some(form) = form {
            form::read(form, &content, &file, headers, definitions, sheet, reading);
            continue;
        }
        match candidate {
            Some(candidate)
                if is_chosen
                    && long::leaves_out(&content, &candidate, headers, &file, definitions, &mut sheet, reading) =>
            {
                reading.sheets.push(sheet);
            }
            Some(candidate) if is_chosen => {
                tell_hidden_columns(&hidden_columns, &candidate, &file, &mut reading.diagnostics);
                let found = &mut reading.diagnostics;
                let (content, candidate) = turned::columns(content, candidate, headers, &file, definitions, found);
                sheet::read(content, candidate, headers, &file, definitions, sheet, reading);
            }
            other => {
                sheet::leave_out(&content, &file, definitions, &mut sheet, &mut reading.diagnostics);
                if holds == Holds::List {
                    reading.diagnostics.extend(returned::replies(&content, &file));
                }
                if looks_filled {
                    let hidden = if hidden { name.as_str() } else { "" };
                    let values = [("sheet", name.as_str()), ("hidden", hidden)];
                    reading.diagnostics.push(Diagnostic::new("sheet-left-out", file, &values));
                } else if sheet.rows_other > 0 && rank.is_none() && !hidden && holds != Holds::List {
                    no_forms.push(Diagnostic::new("sheet-not-read", file, &[("sheet", &name)]));
                }
                nearest = nearest.or(other);
                reading.sheets.push(sheet);
            }
        }
    }
    if reading.dataset.is_none() {
        reading.diagnostics.push(no_dataset(&reading.file, empty, nearest.as_ref(), definitions));
    } else {
        reading.diagnostics.append(&mut no_forms);
    }
}

/// True for headers among which all are that a row of their dataset is known by.
fn names_key(header: &Candidate, headers: &[Headers]) -> bool {
    let Some(known) = headers.iter().find(|known| known.dataset.dataset.value == header.dataset) else { return false };
    let named = |cell: &LineCell| match known.find_dated(&cell.text, None) {
        Match::Column(column) => Some(column.name.as_str()),
        _ => None,
    };
    let named: BTreeSet<&str> = header.header.cells.iter().filter_map(named).collect();
    known.dataset.key.iter().all(|name| named.contains(name.as_str()))
}

/// The likeliest header of a sheet.
fn find_in_sheet(content: &Content, headers: &[Headers], said: Said) -> Option<Candidate> {
    let first: Vec<Line> = content.lines().take(said.within()).collect();
    let found = layout::find_said(&first, b';', headers, said);
    if said.header_row.is_some() {
        return found;
    }
    let find_turned = || {
        let lines: Vec<Line> = content.lines().take(TURNED_WITHIN + 1).collect();
        layout::find_turned(&lines, b';', headers)
    };
    layout::or_turned(found, std::iter::once_with(find_turned))
}
