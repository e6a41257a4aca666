//! The tables of a CSV file or a sheet: their lines looked through, then read as rows.

use std::sync::Arc;

use rayon::prelude::*;

use super::builder::Batches;
use super::totals::Totals;
use super::typed::Later;
use super::{beside, commented, outside, row};
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::Place;
use crate::source::{Span, column_letters};
use crate::table::cell::parse::Parser;
use crate::table::comments::elsewhere;
use crate::table::layout::header::Headers;
use crate::table::layout::{self, Candidate};
use crate::table::lines::lasting::Lasting;
use crate::table::lines::{Content, Line, mask};
use crate::table::persons::{self, pieced};
use crate::table::survey::{Cut, Survey};
use crate::table::{ColumnReading, Origin, Reading, RowPlace, SheetReading, unread};

/// Reads the tables of one dataset that stand below each other, from the header that was found on. The rows of the last
/// come back where each batch of them can be read by itself.
pub(crate) fn read<'d>(
    content: Content,
    first: Candidate,
    headers: &[Headers<'d>],
    file: &Span,
    definitions: &'d Definitions,
    mut sheet: SheetReading,
    reading: &mut Reading,
) -> Option<Later<'d>> {
    let (content, first) = beside::left_out(content, first, headers, file, definitions, &mut reading.diagnostics);
    reading.dataset = Some(first.dataset.clone());
    let mut tables: Vec<(Candidate, Survey)> = Vec::new();
    let mut next = Some(first);
    while let Some(candidate) = next.take() {
        let mut survey = survey(&candidate, &content, headers, file, definitions);
        next = survey.look_through(&content, Some(&candidate), headers, file, &mut sheet);
        sheet.columns.extend(column_readings(&survey, &candidate.header));
        tables.push((candidate, survey));
    }
    if tables.iter().all(|(table, _)| !table.is_form && !table.turned) {
        let is_free = |_: &Line, at: usize| tables.iter().all(|(_, survey)| !survey.columns.is_asked(at));
        let asks_for_day = |at: usize| tables.iter().any(|(_, survey)| survey.asks_for_day(at));
        reading.diagnostics.extend(pieced::free::persons(&content, file, definitions, is_free, asks_for_day));
    }
    let masked: Vec<(u32, usize)> = tables.iter().flat_map(|(_, survey)| survey.masked.iter().copied()).collect();
    let content = Arc::new(mask::without(content, &masked));
    let lasting = Lasting::of(&content);
    reading.diagnostics.extend(outside::tell(&content, &mut tables, &reading.elsewhere, file, definitions));
    // Of a form it is told with its questions.
    if let Some((first, _)) = tables.first().filter(|(first, _)| !first.is_form) {
        let known = of(first, headers);
        reading.diagnostics.extend(commented::tell(&reading.noted, &content, &tables, known, file, definitions));
    }
    let ends: Vec<Option<u64>> =
        tables.iter().skip(1).map(|(next, _)| next.lines.first().map(|line| line.offset)).chain([None]).collect();
    let mut later = None;
    for ((candidate, survey), end) in tables.into_iter().zip(ends) {
        later = rows((&content, &lasting), &candidate, survey, end, file, headers, definitions, reading);
    }
    reading.sheets.push(sheet);
    later
}

fn of<'d, 'h>(candidate: &Candidate, headers: &'h [Headers<'d>]) -> &'h Headers<'d> {
    let of = |known: &&Headers| known.dataset.dataset.value == candidate.dataset;
    headers.iter().find(of).expect("the candidate is one of them")
}

/// A survey that knows the columns of a header.
fn survey<'d>(
    candidate: &Candidate,
    content: &Content,
    headers: &[Headers<'d>],
    file: &Span,
    definitions: &'d Definitions,
) -> Survey<'d> {
    let known = of(candidate, headers);
    let dataset = known.dataset;
    let mut diagnostics = Vec::new();
    let columns = layout::columns(candidate, content, known, definitions, file, &mut diagnostics);
    let parsers = columns.known.iter().filter_map(|(at, column)| {
        let header = columns.header(*at).unwrap_or_default();
        let parser = Parser::of_column(column, header, dataset, definitions, candidate.stamp.as_ref())?;
        Some((*at, if candidate.stamp.is_some() { parser } else { parser.in_folder(file) }))
    });
    let parsers = parsers.collect();
    Survey::new(parsers, columns, persons::spared(definitions), diagnostics)
}

/// Reads the rows of a table that was surveyed, up to an offset; those of a text up to its end are left to be read in
/// pieces, where anything is won by that.
#[expect(clippy::too_many_arguments, reason = "what is read, by what, and into what")]
fn rows<'d>(
    (content, lasting): (&Content, &Lasting),
    candidate: &Candidate,
    mut survey: Survey<'d>,
    end: Option<u64>,
    file: &Span,
    headers: &[Headers<'d>],
    definitions: &Definitions,
    reading: &mut Reading,
) -> Option<Later<'d>> {
    let origin = origin(lasting, candidate, &survey, file);
    let dataset = of(candidate, headers).dataset;
    let whose = (dataset.organisation(), definitions.project.country());
    reading.diagnostics.append(&mut survey.diagnostics);
    let below = candidate.last();
    let csv = content.csv().filter(|_| end.is_none());
    let known = survey.cut.take();
    let cut = csv.map(|csv| {
        let pieces = || csv.pieces(content.in_text(below.end), below.row.saturating_add(1));
        known.unwrap_or_else(|| Cut { pieces: pieces(), by_sample: false })
    });
    if let Some(cut) = cut.filter(|Cut { pieces, .. }| pieces.len() > 1 || pieces.iter().any(|piece| piece.plain)) {
        let later = Later::new(cut, dataset, origin, survey);
        for line in later.broken() {
            unread::keep_broken(&line, file.sheet.as_ref(), later.columns(), whose, reading);
        }
        return Some(later);
    }
    let (mut batches, origin) = (Batches::new(dataset), Arc::new(origin));
    let mut findings = Vec::new();
    let here = |line: &Line| end.is_none_or(|end| line.offset < end);
    for line in content.lines_after(Some(below)).take_while(here) {
        if survey.is_broken(line.row) {
            unread::keep_broken(&line, file.sheet.as_ref(), &survey.columns, whose, reading);
        }
        if line.is_blank() || survey.is_left_out(&line) {
            continue;
        }
        let cells = row::read(&survey, &line, file, &mut findings);
        batches.push(RowPlace { origin: origin.clone(), row: line.row, offset: line.offset }, &cells);
    }
    let batches = batches.finish();
    let totals = Totals::of(&survey, dataset, file);
    let parts = batches.par_iter().enumerate().map(|(at, batch)| (batch, if at == 0 { &findings[..] } else { &[] }));
    reading.diagnostics.extend(totals.differing(parts));
    reading.diagnostics.extend(findings);
    reading.batches.extend(batches);
    None
}

/// What the rows of a table need to find their cells again.
fn origin(content: &Lasting, candidate: &Candidate, survey: &Survey, file: &Span) -> Origin {
    let positions = survey.columns.known.iter().map(|(at, column)| {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        (column.name.clone(), (position, survey.columns.headers[*at].clone()))
    });
    Origin {
        span: file.clone(),
        headers: positions.collect(),
        written: survey.columns.headers.clone(),
        misspelt: survey.columns.misspelt.clone(),
        is_unsure: survey.columns.is_twice || candidate.is_unsure,
        stamp: candidate.stamp.clone(),
        content: content.clone(),
    }
}

/// Counts the lines of a table that is not read, and looks for persons in it.
pub(crate) fn leave_out(
    content: &Content,
    file: &Span,
    definitions: &Definitions,
    sheet: &mut SheetReading,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let spared = persons::spared(definitions);
    for line in content.lines() {
        sheet.rows_other += 1;
        diagnostics.extend(persons::persons(&line, content, file, &spared, |_| Place::Text));
    }
    // Of others the figures are their own.
    if elsewhere::is_of_words(content) {
        diagnostics.extend(pieced::free::persons(content, file, definitions, |_, _| true, |_| false));
    }
}

/// How the columns of a table were understood.
pub(crate) fn column_readings(survey: &Survey, header: &Line) -> Vec<ColumnReading> {
    let cell = |at: usize| {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let (column, row) = if header.turned { (header.row, position) } else { (position, header.row) };
        format!("{}{row}", column_letters(column))
    };
    let headers = survey.columns.headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
    headers
        .map(|(at, header)| ColumnReading {
            cell: cell(at),
            header: header.clone(),
            field: survey.columns.known.get(&at).map(|column| column.name.clone()),
            decimal: survey.decimal(at),
        })
        .collect()
}
