//! Tables that stand beside each other, an empty column between them: the one with our headers is read, others are told.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::personal::{Place, Spared};
use crate::source::Span;
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::{self, Candidate, rows};
use crate::table::lines::{Content, Line};
use crate::table::persons;
use crate::table::spelling::words::plain;

/// Lines by which it is told which columns are in use.
const WITHIN: usize = 1_000;

/// Takes the cells of other tables out of a content, tells where these begin, and looks for persons in them.
///
/// A column left empty for the eye parts no table: what stands behind it belongs to ours when it has columns that are
/// asked for and not given before.
pub(super) fn left_out(
    content: Content,
    header: Candidate,
    headers: &[Headers],
    file: &Span,
    definitions: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Content, Candidate) {
    let Some(known) = headers.iter().find(|known| known.dataset.dataset.value == header.dataset) else {
        return (content, header);
    };
    let of_known = |groups: &[Range<usize>], header: &Line, _: &[Line]| others(groups, header, known);
    without(content, header, headers, (file, &persons::spared(definitions)), of_known, diagnostics)
}

/// The same where nothing is known of the headers: what stands behind an empty column is another table where its rows are not
/// those of ours, or its headers are the same.
pub(in crate::table) fn alone(
    content: Content,
    header: Candidate,
    file: &Span,
    spared: &Spared,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Content, Candidate) {
    without(content, header, &[], (file, spared), unlike, diagnostics)
}

/// Takes the cells of those groups of columns out of a content that are other tables, and tells of them.
fn without(
    content: Content,
    mut header: Candidate,
    headers: &[Headers],
    (file, spared): (&Span, &Spared),
    others: impl Fn(&[Range<usize>], &Line, &[Line]) -> Vec<Range<usize>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Content, Candidate) {
    if header.turned || header.stamp.is_some() || !may_have_gap(&content, &header) {
        return (content, header);
    }
    let first: Vec<Line> = content.lines_after(Some(header.last())).take(WITHIN).collect();
    let groups = groups(std::iter::once(&header.header).chain(&header.lines).chain(&first));
    let others = if groups.len() > 1 { others(&groups, &header.header, &first) } else { Vec::new() };
    let positions: BTreeSet<usize> = others.iter().cloned().flatten().collect();
    if positions.is_empty() {
        return (content, header);
    }
    for group in &others {
        let ours: BTreeSet<usize> = (0..header.header.cells.len()).filter(|at| !group.contains(at)).collect();
        let there = header.header.clone().without(&ours);
        let found = layout::find(std::slice::from_ref(&there), header.delimiter, headers).filter(Candidate::is_header);
        let dataset = found.map(|found| found.dataset).unwrap_or_default();
        let begin = header.lines.iter().chain(&first).find_map(|line| {
            let at = line.filled().map(|(at, _)| at).find(|at| group.contains(at))?;
            Some(line.span(file, at))
        });
        diagnostics.push(Diagnostic::new(
            "second-table",
            begin.unwrap_or_else(|| file.clone()),
            &[("dataset", &dataset)],
        ));
    }
    for line in content.lines() {
        let ours: BTreeSet<usize> = (0..line.cells.len()).filter(|at| !positions.contains(at)).collect();
        diagnostics.extend(persons::persons(&line.without(&ours), &content, file, spared, |_| Place::Text));
    }
    header.header = header.header.without(&positions);
    header.lines = header.lines.into_iter().map(|line| line.without(&positions)).collect();
    (Content::Part(Box::new(content), positions), header)
}

/// True where the header has an empty cell, or something stands further to the right than its last: told at once.
fn may_have_gap(content: &Content, header: &Candidate) -> bool {
    let cells = &header.header.cells;
    let beyond = |content: &Content| match content {
        Content::Sheet(rows) => {
            rows.iter().any(|row| row.cells.last().is_some_and(|cell| cell.column as usize > cells.len()))
        }
        _ => false,
    };
    cells.iter().any(|cell| cell.text.trim().is_empty()) || beyond(content)
}

/// Runs of columns in which something stands.
fn groups<'l>(lines: impl Iterator<Item = &'l Line>) -> Vec<Range<usize>> {
    let used: BTreeSet<usize> = lines.flat_map(|line| line.filled().map(|(at, _)| at).collect::<Vec<_>>()).collect();
    let mut groups: Vec<Range<usize>> = Vec::new();
    for at in used {
        match groups.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end += 1,
            None => groups.push(at..at + 1),
        }
    }
    groups
}

/// The groups that are tables of their own: several columns, of which none is asked for that the others lack.
fn others(groups: &[Range<usize>], header: &Line, known: &Headers) -> Vec<Range<usize>> {
    let asked = |group: &Range<usize>| -> BTreeSet<&str> {
        let cells = header.cells.get(group.start..group.end.min(header.cells.len())).unwrap_or_default();
        let names = cells.iter().filter_map(|cell| match known.find_dated(&cell.text, None) {
            Match::Column(column) => Some(column.name.as_str()),
            _ => None,
        });
        names.collect()
    };
    let most = groups.iter().map(|group| asked(group).len()).max().unwrap_or(0);
    let Some(main) = groups.iter().find(|group| asked(group).len() == most) else { return Vec::new() };
    let mut given = asked(main);
    let mut others = Vec::new();
    for group in groups.iter().filter(|group| *group != main) {
        let here = asked(group);
        if group.len() > 1 && here.is_subset(&given) {
            others.push(group.clone());
        } else {
            given.extend(here);
        }
    }
    others
}

/// The groups behind the first that are tables of their own, of headers of which none is known: several columns with a header
/// each, the first or all of them called as in that one, or over rows of their own.
fn unlike(groups: &[Range<usize>], header: &Line, lines: &[Line]) -> Vec<Range<usize>> {
    let Some((main, rest)) = groups.split_first().filter(|(main, _)| main.len() > 1) else { return Vec::new() };
    let names = |group: &Range<usize>| -> Vec<String> {
        group.clone().filter_map(|at| header.cells.get(at)).map(|cell| plain(&cell.text)).collect()
    };
    let is_other = |group: &&Range<usize>| {
        let is_named = names(group).len() == group.len() && names(group).iter().all(|name| !name.is_empty());
        let is_named_alike = || names(group).iter().all(|name| names(main).contains(name));
        // Both begin with what their rows are known by.
        let begins_alike = || names(group).first() == names(main).first();
        group.len() > 1 && is_named && (begins_alike() || is_named_alike() || has_own_rows(main, group, lines))
    };
    rest.iter().filter(is_other).cloned().collect()
}

/// True where a group of columns has rows in which ours has nothing, or whole rows that end before ours do: remarks beside rows
/// stand here and there.
fn has_own_rows(ours: &Range<usize>, group: &Range<usize>, lines: &[Line]) -> bool {
    let filled = |line: &Line, group: &Range<usize>| line.filled().filter(|(at, _)| group.contains(at)).count();
    let rows: Vec<(usize, usize)> = (lines.iter().filter(|line| !rows::is_total(line)))
        .map(|line| (filled(line, ours), filled(line, group)))
        .filter(|counts| *counts != (0, 0))
        .collect();
    let whole = rows.iter().take_while(|(_, there)| *there == group.len()).count();
    let ends_before = whole > 1 && whole < rows.len() && rows[whole..].iter().all(|(_, there)| *there == 0);
    ends_before || rows.iter().any(|(here, _)| *here == 0)
}
