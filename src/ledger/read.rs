//! Reads the editions of a project, with the place of what cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;

use super::write::{ANSWERS, BESIDE, IN_PANEL, NONE, TOLD};
use super::{Answer, Answers, Breakdown, Edition, FOLDER, Key, Ledger, PRINTED, STAFF, Told, could_be_name};
use crate::definition::Definitions;
use crate::definition::policy::BASES;
use crate::diagnostic::Diagnostic;
use crate::project::Folder;
use crate::record::{self, Row};
use crate::source::Span;
use crate::text::nearest;

impl Ledger {
    /// Reads the editions under `releases/`. A fault is an error: what cannot be read cannot be protected against.
    pub fn read(folder: &Folder, definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut editions = Vec::new();
        for path in folder.under(FOLDER) {
            let file = &path[FOLDER.len()..];
            let Some((name, ending)) = file.rsplit_once('.').filter(|_| !file.contains('/')) else { continue };
            if ending.eq_ignore_ascii_case("csv") && is_stray(folder, path, name, definitions) {
                found.push(Diagnostic::new("release-stray", Span::file(path), &[("value", file)]));
            } else if ending == "csv" && could_be_name(name) {
                editions.extend(edition(folder, path, name, &mut found));
            } else if ending.eq_ignore_ascii_case("csv") {
                found.push(Diagnostic::new("release-misnamed", Span::file(path), &[("value", file)]));
            }
        }
        editions.sort_by(|a: &Edition, b| (a.date, &a.name).cmp(&(b.date, &b.name)));
        found.extend(unknown(folder, &editions, definitions));
        (Self { editions: editions.into_iter().map(Arc::new).collect() }, found)
    }
}

/// Columns of an edition by whose names it is known.
const MARKS: [&str; 4] = ["edition", "engine", "indicator", "breakdown"];

/// True for a table that is clearly no edition, whole or damaged: it says something, but nothing that stands in one, nothing is
/// kept beside it, and nothing was held against it. Of the least doubt it is taken for one, and must be mended.
fn is_stray(folder: &Folder, path: &str, name: &str, definitions: &Definitions) -> bool {
    let Some(text) = folder.text(path) else { return false };
    let words = |text: &str| -> BTreeSet<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
        parts.map(str::to_lowercase).collect()
    };
    let is_marked = |words: &BTreeSet<String>| MARKS.iter().any(|mark| words.contains(*mark));
    // Of an edition that is whole the first line is enough.
    if is_marked(&words(text.lines().next().unwrap_or_default())) {
        return false;
    }
    let all = words(text);
    let is_named = definitions.indicators.iter().any(|one| all.contains(&one.indicator.to_lowercase()));
    let first = |line: &str| line.split([',', ';', '\t']).next().is_some_and(|cell| cell.trim_matches('"') == name);
    let tells = is_marked(&all) || is_named || text.lines().any(first) || !text.chars().any(char::is_alphabetic);
    let beside = [format!("{STAFF}{name}.csv"), format!("{PRINTED}{name}.csv")];
    !tells && !beside.iter().any(|path| folder.files.contains_key(path)) && !was_held_against(folder, name)
}

/// True for a name that an edition says it was held against.
fn was_held_against(folder: &Folder, name: &str) -> bool {
    let tables = folder.under(FOLDER).filter(|path| !path[FOLDER.len()..].contains('/'));
    let lines = tables.filter_map(|path| folder.text(path)).flat_map(str::lines);
    let mut against = lines.filter_map(|line| line.rsplit(',').next());
    against.any(|names| names.split(';').any(|one| one.trim_matches('"') == name))
}

fn rows(folder: &Folder, path: &str, (headers, required): (&[&str], &[&str]), found: &mut Vec<Diagnostic>) -> Vec<Row> {
    let Some(text) = folder.text(path) else {
        found.push(Diagnostic::not_utf_8(path));
        return Vec::new();
    };
    let table = record::table(path, text, Some(b','));
    found.extend(table.check_headers(path, headers, required));
    found.extend(table.diagnostics);
    table.rows
}

fn edition(folder: &Folder, path: &str, name: &str, found: &mut Vec<Diagnostic>) -> Option<Edition> {
    // Editions of before counts could be rounded do not say that they were not, nor those of before it was kept what they were
    // held against, or what their figures rest on.
    let is_old = |header: &&str| !["rounded", "evidence", "against"].contains(header);
    let required: Vec<&str> = TOLD.into_iter().filter(is_old).collect();
    let rows = rows(folder, path, (&TOLD, &required), found);
    let mut cells = Cells { found };
    let mut told = BTreeMap::new();
    let mut first = None;
    for row in &rows {
        if row.get("edition") != name {
            cells.wrong(row, "edition", name);
        }
        let date: Option<NaiveDate> = cells.needed(row, "date", "2026-06-15");
        let head =
            date.map(|date| (row.get("report").to_owned(), date, row.get("engine").to_owned(), cells.against(row)));
        first = first.or(head);
        let key = cells.key(row);
        let statement = Told {
            status: row.get("status").to_owned(),
            missing: row.get("missing").to_owned(),
            value: cells.number(row, "value"),
            numerator: cells.number(row, "numerator"),
            denominator: cells.number(row, "denominator"),
            contributors: cells.number(row, "contributors"),
            answered: cells.number(row, "answered"),
            expected: cells.number(row, "expected"),
            panel: cells.number(row, "panel"),
            panel_previous: cells.number(row, "panel_previous"),
            panel_current: cells.number(row, "panel_current"),
            panel_previous_base: cells.number(row, "panel_previous_base"),
            change: cells.change(row),
            rounded: cells.base(row),
            evidence: cells.evidence(row),
        };
        told.insert(key, statement);
    }
    let (report, date, engine, against) = first?;
    let staff = format!("{STAFF}{name}.csv");
    let answers = folder.files.contains_key(&staff).then(|| answers(folder, &staff, found));
    let path = format!("{PRINTED}{name}.csv");
    let printed = folder.files.contains_key(&path).then(|| printed(folder, &path, found));
    Some(Edition { name: name.to_owned(), report, date, engine, against, told, answers, printed })
}

fn printed(folder: &Folder, path: &str, found: &mut Vec<Diagnostic>) -> BTreeMap<(String, String), String> {
    let rows = rows(folder, path, (&BESIDE, &BESIDE), found);
    let row = |row: &Row| ((row.get("kind").to_owned(), row.get("name").to_owned()), row.get("printed").to_owned());
    rows.iter().map(row).collect()
}

fn answers(folder: &Folder, path: &str, found: &mut Vec<Diagnostic>) -> Answers {
    let required = &ANSWERS[..ANSWERS.len() - 1];
    let rows = rows(folder, path, (&ANSWERS, required), found);
    let mut cells = Cells { found };
    let mut answers = Answers::new();
    for row in &rows {
        let answer = Answer {
            value: cells.number(row, "value"),
            denominator: cells.number(row, "denominator"),
            in_panel: row.get("panel") == IN_PANEL,
            change: row.get("change").to_owned(),
            evidence: row.get("evidence").to_owned(),
        };
        answers.entry(cells.key(row)).or_default().insert(row.get("organisation").to_owned(), answer);
    }
    answers
}

/// Cells that are read, and what is wrong with them.
struct Cells<'f> {
    found: &'f mut Vec<Diagnostic>,
}

impl Cells<'_> {
    fn wrong(&mut self, row: &Row, column: &str, example: &str) {
        let values = [("value", row.get(column)), ("example", example)];
        let finding = Diagnostic::new("release-unreadable", row.span(column), &values);
        self.found.push(finding.in_column(Some(column), column));
    }

    fn needed<T: FromStr>(&mut self, row: &Row, column: &str, example: &str) -> Option<T> {
        let value = row.get(column).parse().ok();
        if value.is_none() {
            self.wrong(row, column, example);
        }
        value
    }

    fn number<T: FromStr>(&mut self, row: &Row, column: &str) -> Option<T> {
        if row.get(column).is_empty() { None } else { self.needed(row, column, "125") }
    }

    /// What counts were rounded to.
    fn base(&mut self, row: &Row) -> Option<u32> {
        let base = row.get("rounded").parse().ok().filter(|base| BASES.contains(base));
        if base.is_none() && !row.get("rounded").is_empty() {
            self.wrong(row, "rounded", &BASES[BASES.len() - 1].to_string());
        }
        base
    }

    /// The editions that one was held against, where that was kept.
    fn against(&mut self, row: &Row) -> Option<Vec<String>> {
        let written = row.get("against");
        let names: Vec<String> = written.split(';').filter(|name| *name != NONE).map(str::to_owned).collect();
        if !written.is_empty() && !names.iter().all(|name| could_be_name(name)) {
            self.wrong(row, "against", "2025-1;2025-2");
        }
        (!written.is_empty()).then_some(names)
    }

    fn key(&mut self, row: &Row) -> Key {
        let mut breakdown = Breakdown::new();
        for part in row.get("breakdown").split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, code)) => drop(breakdown.insert(name.to_owned(), code.to_owned())),
                None => self.wrong(row, "breakdown", "gender=women"),
            }
        }
        (row.get("indicator").to_owned(), row.get("period").to_owned(), breakdown)
    }

    /// On what a figure rests, and about how much of it on each.
    fn evidence(&mut self, row: &Row) -> BTreeMap<String, String> {
        let mut evidence = BTreeMap::new();
        for part in row.get("evidence").split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((grade, portion)) => drop(evidence.insert(grade.to_owned(), portion.to_owned())),
                None => self.wrong(row, "evidence", "audited=half"),
            }
        }
        evidence
    }

    fn change(&mut self, row: &Row) -> BTreeMap<String, (u32, crate::value::Decimal)> {
        let mut change = BTreeMap::new();
        for part in row.get("change").split(';').filter(|part| !part.is_empty()) {
            let mut pieces = part.split('=');
            let kind = pieces.next().unwrap_or_default();
            let numbers = (pieces.next().map(str::parse), pieces.next().map(str::parse));
            let (Some(Ok(enterprises)), Some(Ok(value))) = numbers else {
                self.wrong(row, "change", "founded=4=6.5");
                continue;
            };
            change.insert(kind.to_owned(), (enterprises, value));
        }
        change
    }
}

/// Indicators and periods that were published and that the project no longer defines.
fn unknown(folder: &Folder, editions: &[Edition], definitions: &Definitions) -> Vec<Diagnostic> {
    let indicators = || definitions.indicators.iter().map(|one| one.indicator.as_str());
    let periods = || definitions.project.periods.iter().map(|one| one.period.as_str());
    let mut found = Vec::new();
    for edition in editions {
        let mut names: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (indicator, period, _) in edition.told.keys() {
            if !indicator.is_empty() && definitions.indicator(indicator).is_none() {
                names.entry(indicator).or_insert_with(|| nearest(indicator, indicators()));
            }
            let project = &definitions.project;
            if project.period(period).is_none() && project.span(period).is_none() {
                names.entry(period).or_insert_with(|| nearest(period, periods()));
            }
        }
        let path = edition.path();
        let text = folder.text(&path).unwrap_or_default();
        for (name, near) in names {
            let line = text.lines().position(|line| line.split(',').any(|cell| cell == name)).unwrap_or_default();
            let row = u32::try_from(line + 1).unwrap_or(u32::MAX);
            let values = [("value", name), ("nearest", near.unwrap_or_default())];
            let span = Span::file(&path).at_row(row);
            found.push(Diagnostic::new("release-names-unknown", span, &values));
        }
    }
    found
}
