//! What `nytta validate` answers besides text and data: a page, SARIF, and the senders' own workbooks with marks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Stop;
use super::output::Output;
use super::words::WROTE;
use crate::diagnostic::html::{Section, page};
use crate::diagnostic::words::words;
use crate::diagnostic::{Diagnostic, Severity, sarif};
use crate::form::annotate::{self, Marker, Submission};
use crate::personal::masked;
use crate::pipeline::{File, Loaded};
use crate::project::{Folder, FolderError};
use crate::table::raw;

/// The findings as a page that needs nothing else.
pub(super) fn html(files: &[&File], others: &[Diagnostic], loaded: &Loaded, languages: &[String]) -> String {
    let words = words(languages);
    let project = &loaded.definitions.project;
    let by_file = others.chunk_by(|one, next| one.span.file == next.span.file);
    let mut sections: Vec<Section> = by_file
        .map(|found| Section { file: found[0].span.file.as_deref(), detail: None, diagnostics: found })
        .collect();
    sections.extend(files.iter().map(|file| Section {
        file: Some(file.reading.file.as_str()),
        detail: Some(words.of_rows(file.accepted, file.rejected, file.blank())),
        diagnostics: &file.diagnostics,
    }));
    let title = format!("{}{} {}", project.title.in_language(languages), words.colon(), words.to_fix.to_lowercase());
    page(&title, &sections, languages)
}

/// The findings for tools that gather the results of many checkers.
pub(super) fn sarif(files: &[&File], others: &[Diagnostic], languages: &[String], folder: &Folder) -> String {
    let all: Vec<&Diagnostic> = others.iter().chain(files.iter().flat_map(|file| &file.diagnostics)).collect();
    sarif::document(&all, languages, &|path| folder.files.get(path)?.hold().ok()?.text().cloned())
}

/// The note that an answer may stand in last year's column, where it is not read.
const ASTRAY: &str = "last-year-differs";

/// Writes each file with findings as a marked workbook into a folder, under its period and the folders it was sent in.
pub(super) fn annotate(
    files: &[&File],
    folder: &Folder,
    languages: &dyn Fn(&File) -> Vec<String>,
    into: &Path,
    output: &Output,
) -> Result<(), Stop> {
    let workbooks = super::workbooks()?;
    let marker = Marker::Child(workbooks.program.clone());
    let mut taken = BTreeSet::new();
    // Notes ask for nothing, so that a file with nothing else is not given back; only one may tell of a lost answer.
    let is_asked = |found: &Diagnostic| found.severity != Severity::Note || found.rule == ASTRAY;
    let asks = |file: &&&File| file.diagnostics.iter().any(is_asked);
    for file in files.iter().filter(asks) {
        let bytes = folder.files[&file.reading.file].hold().map_err(FolderError::from)?;
        // A workbook that cannot be read has no cells to give back, but its findings still are.
        let sheets = raw::sheets(&file.reading, &bytes, &workbooks).unwrap_or_default();
        let submission =
            Submission { file: &file.reading.file, bytes: &bytes, sheets: &sheets, diagnostics: &file.diagnostics };
        let languages = languages(file);
        let made = annotate::annotated(&submission, &languages, &marker);
        let below = below(&file.reading.file, &file.period);
        let list = made.is_list.then(|| words(&languages).to_fix.to_lowercase());
        let path = into.join(&below).join(name(&file.reading.file, list.as_deref(), &mut taken, &below));
        output.save(&path, &made.workbook)?;
        output.say(WROTE.map(|wrote| format!("{wrote} {}", path.display())));
    }
    Ok(())
}

/// The period of a file and the folders below it: `2025/karlskoga` for `submissions/2025/karlskoga/kooperativet.csv`.
fn below(file: &str, period: &str) -> PathBuf {
    let inside = file.strip_prefix("submissions/").and_then(|rest| rest.strip_prefix(period)).unwrap_or_default();
    let folders = inside.rsplit_once('/').map_or("", |(folders, _)| folders);
    let names = folders.split('/').filter(|name| !name.is_empty()).map(masked);
    std::iter::once(period.to_owned()).chain(names).collect()
}

/// The name of a file's marked workbook, which no other has: `bageriet.csv` becomes `bageriet.xlsx`. A list alone says in its
/// name what it is, so that nobody takes it for the file.
fn name(file: &str, list: Option<&str>, taken: &mut BTreeSet<PathBuf>, folder: &Path) -> String {
    let name = masked(file.rsplit('/').next().unwrap_or(file));
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    // A workbook with macros keeps them, and its ending says so.
    let end = if end.eq_ignore_ascii_case("xlsm") && list.is_none() { "xlsm" } else { "xlsx" };
    let of_list = |name: &str| list.map_or_else(|| name.to_owned(), |list| format!("{name} – {list}"));
    let (stem, name) = (of_list(stem), of_list(&name));
    let candidates = std::iter::once(format!("{stem}.{end}")).chain(std::iter::once(format!("{name}.{end}")));
    let numbered = (2..).map(|n| format!("{stem} ({n}).{end}"));
    candidates
        .chain(numbered)
        .find(|candidate| taken.insert(folder.join(candidate.to_lowercase())))
        .expect("numbers do not end")
}
