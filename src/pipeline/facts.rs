//! What is known beside the figures: who sent, who answered, how good the data are.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Loaded, Validation, folders, senders};
use crate::definition::Definitions;
use crate::digest::{self, Parts};
use crate::disclosure::Facts;
use crate::disclosure::release::Quality;
use crate::measure::size_classes;
use crate::project::Folder;
use crate::report::provenance::SECRET;
use crate::rule::Severity;
use crate::shelf::Kept;
use crate::table::accepted::Accepted;
use crate::value::{Missing, State};

/// Gathers what is known beside the figures of a period.
pub fn facts(folder: &Folder, loaded: &Loaded, validation: &Validation, period: &str) -> Facts {
    let definitions = &loaded.definitions;
    let mut facts = Facts { ledger: loaded.ledger.clone(), assurances: loaded.assurances.clone(), ..Facts::default() };
    for file in &validation.files {
        facts.sent.entry(file.period.clone()).or_default().extend(file.organisations.iter().cloned());
    }
    for ((_, of), rows) in &validation.rows {
        facts.answered.entry(of.clone()).or_default().extend(rows.senders().map(str::to_owned));
    }
    if let Some(period) = definitions.project.period(period) {
        facts.sizes = size_classes(definitions, &validation.rows, period);
    }
    for (dataset, rows) in
        validation.rows.iter().filter(|((_, of), _)| of == period).map(|((set, _), rows)| (set, rows))
    {
        let Some(dataset) = definitions.datasets.get(dataset) else { continue };
        for field in dataset.fields.iter().filter(|field| field.core) {
            facts.answered_fields.insert(field.field.value.clone(), given(rows, &field.field));
        }
    }
    facts.quality = quality(folder, definitions, validation, period);
    facts
}

/// How many rows answer a field, of those that were sent. That it is not known, or not to be told, is no answer.
fn given(rows: &Accepted, field: &str) -> (u32, u32) {
    let Some(column) = rows.batch.columns.get(field) else { return (0, 0) };
    let sent = || rows.from_register.iter().enumerate().filter(|(_, made)| !**made).map(|(row, _)| row);
    let count = |row: usize| rows.stands_for[row];
    let is_blank =
        |state: State| matches!(state, State::Missing(Missing::NotCollected | Missing::Unknown | Missing::Refused));
    let known = sent().filter(|row| !is_blank(column.states[*row])).map(count).sum();
    (known, sent().map(count).sum())
}

fn quality(folder: &Folder, definitions: &Definitions, validation: &Validation, period: &str) -> Quality {
    let files: Vec<&File> = validation.files.iter().filter(|file| file.period == period).collect();
    let of_period = || validation.rows.iter().filter(|((_, of), _)| of == period).map(|(_, rows)| rows);
    let reasons = || of_period().flat_map(|rows| &rows.reasons).flatten();
    let explained: BTreeSet<&str> = reasons().map(|reason| reason.check.as_str()).collect();
    let mut counts: BTreeMap<&str, (Severity, u32)> = BTreeMap::new();
    for diagnostic in files.iter().flat_map(|file| &file.diagnostics) {
        // A warning with a reason is a note to its sender; it was a warning all the same.
        let is_settled = diagnostic.severity == Severity::Note && explained.contains(diagnostic.rule.as_str());
        let severity = if is_settled { Severity::Warning } else { diagnostic.severity };
        let count = counts.entry(&diagnostic.rule).or_insert((severity, 0));
        *count = (count.0.min(severity), count.1 + 1);
    }
    let findings =
        counts.into_iter().map(|(rule, (severity, count))| (rule.to_owned(), (severity.word().to_owned(), count)));
    let (fingerprint, inputs) = digests(folder, definitions);
    let sum = |part: fn(&File) -> u32| files.iter().map(|file| part(file)).sum();
    Quality {
        files: small(files.len()),
        rows: (
            sum(|file| file.reading.sheets.iter().map(|sheet| sheet.rows_read).sum()),
            sum(|file| file.accepted),
            sum(|file| file.rejected),
            sum(File::blank),
        ),
        findings: findings.collect(),
        settled: small(reasons().count()),
        unsettled: small(senders::unexplained(validation, period)),
        fingerprint,
        inputs,
        ..Quality::default()
    }
}

/// Two digests of every file that a figure or a page can come from, in order of path. SHA-256 over all of them, without the
/// secret: who may not read it makes the same report. And keyed digests of them by what they are: without the project's secret
/// nobody can find out by trying what a file holds, nor is it told which files there are. One of these is of a fixed word, by
/// which another secret is known.
fn digests(folder: &Folder, definitions: &Definitions) -> (String, BTreeMap<String, String>) {
    let key = folder.key();
    let (mut all, mut groups) = (Parts::default(), BTreeMap::<&str, Parts>::new());
    for (path, file) in &folder.files {
        let Some(group) = group(path, file, definitions) else { continue };
        // What cannot be read again stops whoever asked, whatever is made of the rest.
        let Ok(bytes) = file.hold() else { continue };
        let of_group = key.map(|_| groups.entry(group).or_default());
        for parts in of_group.into_iter().chain([&mut all]) {
            parts.add(path.as_bytes());
            parts.add(&bytes);
        }
    }
    let fingerprint = all.digest();
    let Some(key) = key else { return (fingerprint, BTreeMap::new()) };
    let groups = groups.into_iter().map(|(group, parts)| (group, parts.digest()));
    let groups = groups.chain([(SECRET, WORD.to_owned())]);
    (fingerprint, groups.map(|(group, of)| (group.to_owned(), digest::keyed(key, of.as_bytes()))).collect())
}

/// What the digest by which another secret is known is of; no digest of files is this word.
const WORD: &str = "nytta";

/// What a file of a project is to its figures; the files of a period are one. Nothing of a file that nobody reads: a copy, a
/// letter, a saved report.
fn group<'p>(path: &'p str, file: &Kept, definitions: &Definitions) -> Option<&'p str> {
    let ends = |endings: &[&str]| endings.iter().any(|end| path.ends_with(end));
    match path {
        "nytta.yaml" => return Some("definitions"),
        "organisations.csv" | "targets.csv" | "comments.csv" | "explanations.csv" | "consents.csv" | "public.csv"
        | "evidence.csv" | "rates.csv" | "indices.csv" => return path.strip_suffix(".csv"),
        _ => {}
    }
    match path.split_once('/')? {
        ("indicators", _) if ends(&[".yaml", ".csv"]) => Some("definitions"),
        ("report-templates", _) if !ends(&["~", ".bak"]) => Some("report-templates"),
        ("valuations", _) if ends(&[".yaml"]) => Some("valuations"),
        ("submissions", rest) if folders::left_unread(path, file).is_none() => {
            let period = rest.split_once('/')?.0;
            definitions.project.period(period).map(|_| &path[..path.len() - rest.len() + period.len()])
        }
        _ => None,
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
