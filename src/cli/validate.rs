//! `nytta validate`: what is wrong in the files that were sent in.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::asked::period;
use super::document::{Document, FileDocument};
use super::output::{Output, rendered};
use super::understood::{Understood, read_so};
use super::words::Language;
use super::{Common, Ended, Stop, answers, open_with_files};
use crate::diagnostic::words::words;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::personal::masked;
use crate::pipeline::{self, File, Loaded};
use crate::project::Folder;
use crate::table::Wishes;
use crate::text::LANGUAGES;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Only these files, by their path in the project; all when left out.
    files: Vec<String>,
    #[command(flatten)]
    understood: Understood,
    /// Only this dataset.
    #[arg(long)]
    dataset: Option<String>,
    /// Only this period; all when left out.
    #[arg(long)]
    period: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File to write instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Folder to write each file with findings to, as a workbook with its cells marked.
    #[arg(long, value_name = "DIR")]
    annotate: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// For tools that gather findings, SARIF 2.1.0.
    Sarif,
    /// A page for a browser or a printer, which needs nothing else.
    Html,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.project, &arguments.common, output)?;
    if let Some(asked) = &arguments.period {
        period(&loaded, Some(asked))?;
    }
    if let Some(dataset) = &arguments.dataset
        && !loaded.definitions.datasets.contains_key(dataset)
    {
        let names: Vec<&str> = loaded.definitions.datasets.keys().map(String::as_str).collect();
        let message = (format!("there is no dataset '{dataset}'"), format!("det finns inget dataset '{dataset}'"));
        return Err(Stop::new(message, super::one_of(dataset, &names)));
    }
    let wanted = named_files(arguments, &folder)?;
    let said = said(arguments, &wanted, &folder)?;
    let validation = pipeline::findings_asked(&folder, &loaded, &super::workbooks()?, said);
    let said = said.map(|(file, _)| file);
    if let Some(file) = validation.files.iter().find(|file| Some(file.reading.file.as_str()) == said) {
        arguments.understood.found(&file.reading)?;
    }
    let chosen: Vec<&File> = validation
        .files
        .iter()
        .filter(|file| wanted.is_empty() || wanted.contains(&file.reading.file))
        .filter(|file| arguments.period.as_ref().is_none_or(|asked| *asked == file.period))
        .filter(|file| arguments.dataset.is_none() || file.reading.dataset == arguments.dataset)
        .collect();
    let asked = Asked { files: &wanted, period: arguments.period.as_deref(), dataset: arguments.dataset.as_deref() };
    let others: Vec<Diagnostic> = (loaded.diagnostics.iter().chain(&validation.diagnostics))
        .filter(|diagnostic| asked.concerns(diagnostic, &loaded, &chosen))
        .cloned()
        .collect();
    let languages = arguments.common.languages(Some(&loaded));
    // Whoever asks about some files answers their senders, each in the language of its form.
    let of_sender = |file: &File| in_language_of(file, arguments, &languages);
    let told = if wanted.is_empty() {
        languages.clone()
    } else {
        common(chosen.iter().map(|file| of_sender(file)), &languages)
    };
    let text = match arguments.format {
        Format::Json => json(&chosen, &others, &languages),
        Format::Text => text(&chosen, &others, &told, &folder, said.map(|file| (file, &arguments.understood))),
        Format::Csv => csv(&chosen, &others, &languages),
        Format::Html => answers::html(&chosen, &others, &loaded, &told),
        Format::Sarif => answers::sarif(&chosen, &others, &languages, &folder),
    };
    output.deliver_text(&text, arguments.out.as_deref())?;
    if let Some(into) = &arguments.annotate {
        answers::annotate(&chosen, &folder, &of_sender, into, output)?;
    }
    let errors = has_errors(&others) || chosen.iter().any(|file| has_errors(&file.diagnostics));
    Ok(if errors { Ended::Errors } else { Ended::Done })
}

/// The one file of which the reader says how it is read, with what is said.
fn said<'a>(
    arguments: &Arguments,
    wanted: &'a [String],
    folder: &Folder,
) -> Result<Option<(&'a str, Wishes<'a>)>, Stop> {
    if !arguments.understood.is_asked() {
        return Ok(None);
    }
    let [file] = wanted else {
        return Err(Stop::new(
            (
                "--encoding, --delimiter and --header-row say how one file is read",
                "--encoding, --delimiter och --header-row säger hur en fil läses",
            ),
            (
                "name that file, and no other, behind the project's folder",
                "ange den filen, och ingen annan, efter projektets mapp",
            ),
        ));
    };
    let wishes = arguments.understood.wishes(file, folder.files[file].begin(), None)?;
    Ok(Some((file, wishes)))
}

/// The languages of a file's sender: before those of the project that of its form, unless another was asked for.
fn in_language_of(file: &File, arguments: &Arguments, languages: &[String]) -> Vec<String> {
    let stamp = file.reading.stamp.as_ref().filter(|_| arguments.common.language.is_none());
    let of_form = stamp.map(|stamp| stamp.language.clone()).filter(|language| LANGUAGES.contains(&language.as_str()));
    of_form.into_iter().chain(languages.iter().cloned()).collect()
}

/// The languages that all of some files share; others where they differ.
fn common(mut of_files: impl Iterator<Item = Vec<String>>, others: &[String]) -> Vec<String> {
    let first = of_files.next().filter(|first| of_files.all(|languages| languages == *first));
    first.unwrap_or_else(|| others.to_vec())
}

/// What was asked to be looked at; nothing named is everything.
struct Asked<'a> {
    files: &'a [String],
    period: Option<&'a str>,
    dataset: Option<&'a str>,
}

impl Asked<'_> {
    /// True when a finding that stands in no submission is about what was asked for.
    fn concerns(&self, diagnostic: &Diagnostic, loaded: &Loaded, chosen: &[&File]) -> bool {
        let Some(path) = diagnostic.span.file.as_deref() else { return true };
        let reasons = &loaded.explanations.reasons;
        if let Some(reason) = reasons.iter().find(|reason| reason.span == diagnostic.span) {
            let is_of = |file: &&File| {
                file.period == reason.period
                    && file.reading.dataset.as_ref() == Some(&reason.dataset)
                    && file.organisations.contains(&reason.organisation)
            };
            return self.period.is_none_or(|period| period == reason.period)
                && self.dataset.is_none_or(|dataset| dataset == reason.dataset)
                && (self.files.is_empty() || chosen.iter().any(is_of));
        }
        let Some(inside) = path.strip_prefix("submissions/") else {
            // What other rows of the project's own tables lack is told by 'check'.
            let is_of_others =
                ["explanations.csv", "targets.csv", "comments.csv", "consents.csv", "public.csv", "evidence.csv"]
                    .contains(&path);
            return self.files.is_empty() || !is_of_others;
        };
        let period = inside.split('/').next().unwrap_or_default();
        let is_named =
            |file: &String| file == path || file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.period.is_none_or(|asked| asked == period) && (self.files.is_empty() || self.files.iter().any(is_named))
    }
}

/// The files asked for by their paths in the project, whether given from there or from the working folder.
fn named_files(arguments: &Arguments, folder: &Folder) -> Result<Vec<String>, Stop> {
    let inside = |name: &str| {
        let path = Path::new(name);
        let path = path.strip_prefix(&arguments.project).unwrap_or(path);
        path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let mut paths = Vec::new();
    for name in &arguments.files {
        let path = inside(name);
        if !folder.files.contains_key(&path) || !path.starts_with("submissions/") {
            return Err(Stop::new(
                (
                    format!("there is no submission '{name}' in the project"),
                    format!("det finns ingen inlämning '{name}' i projektet"),
                ),
                (
                    "put the file into the project's folder submissions/<period>/ and name it by that path",
                    "lägg filen i projektets mapp submissions/<period>/ och ange den med den sökvägen",
                ),
            ));
        }
        paths.push(path);
    }
    Ok(paths)
}

fn text(
    files: &[&File],
    others: &[Diagnostic],
    languages: &[String],
    folder: &Folder,
    said: Option<(&str, &Understood)>,
) -> String {
    let words = words(languages);
    let mut out = rendered(others, languages, folder);
    let (mut accepted, mut rejected, mut blank) = (0, 0, 0);
    for file in files {
        let findings = rendered(&file.diagnostics, languages, folder);
        if !out.is_empty() && !findings.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&findings);
        accepted += file.accepted;
        rejected += file.rejected;
        blank += file.blank();
    }
    let (sent, rows) = (words.counted(files.len(), words.file), words.of_rows(accepted, rejected, blank));
    let totals = words.totals(others.iter().chain(files.iter().flat_map(|file| &file.diagnostics)));
    let so = read_so(files.iter().map(|file| &file.reading), said, Language::of(languages));
    if !so.is_empty() {
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&so);
    }
    let _ = writeln!(out, "\n{sent}{} {totals}. {rows}", words.colon());
    out
}

fn json(files: &[&File], others: &[Diagnostic], languages: &[String]) -> String {
    let documents = files.iter().map(|file| {
        let mut organisations = file.organisations.iter();
        let organisation = organisations.next().filter(|_| file.organisations.len() == 1).cloned();
        let rows = (file.accepted, file.rejected);
        let mut document = FileDocument::new(&file.reading, rows, &file.diagnostics, languages, None);
        document.organisation = organisation;
        document.period = Some(file.period.clone());
        document
    });
    Document::new(others, documents.collect(), languages).text()
}

fn csv(files: &[&File], others: &[Diagnostic], languages: &[String]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headers = ["file", "period", "rule", "severity", "row", "column", "cell", "field", "value", "message", "hint"];
    writer.write_record(headers).expect("memory takes every record");
    let of_files = files.iter().flat_map(|file| file.diagnostics.iter().map(|found| (file.period.as_str(), found)));
    for (period, diagnostic) in others.iter().map(|found| ("", found)).chain(of_files) {
        let row = diagnostic.span.row.map(|row| row.to_string()).unwrap_or_default();
        writer
            .write_record([
                &masked(diagnostic.span.file.as_deref().unwrap_or_default()),
                period,
                &diagnostic.rule,
                diagnostic.severity.word(),
                &row,
                diagnostic.column.as_deref().unwrap_or_default(),
                &diagnostic.span.cell().unwrap_or_default(),
                diagnostic.field.as_deref().unwrap_or_default(),
                &super::output::plain(diagnostic.value.as_deref().unwrap_or_default()),
                &diagnostic.message.in_language(languages),
                &diagnostic.hint.in_language(languages),
            ])
            .expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}
