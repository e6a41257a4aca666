//! `nytta read`: any file as it is understood, as a plain table.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::answered::Answered;
use super::document::{Document, FileDocument, Records, readable};
use super::output::{Output, plain, rendered};
use super::understood::{Understood, about};
use super::words::{Language, Noun};
use super::{Common, Ended, Format, Printed, Stop, one_of, open};
use crate::personal::masked;
use crate::pipeline::Loaded;
use crate::project::Folder;
use crate::table::look::{Look, Table, look, look_in};

/// Most bytes of a file that is taken into memory.
const LARGEST: u64 = 1024 * 1024 * 1024;
/// Rows that are shown to a person.
const SHOWN: usize = 10;
/// Characters of a cell that are shown to a person.
const WIDEST: usize = 24;
/// Languages of files that nothing is known of: those of the partners.
const LANGUAGES: [&str; 6] = ["sv", "en", "fr", "it", "ro", "sl"];

/// What a file is that is none of a project's.
const NO_DATASET: [&str; 6] = [
    "no dataset",
    "inget dataset",
    "aucun jeu de données",
    "nessun insieme di dati",
    "niciun set de date",
    "brez nabora podatkov",
];
/// Kinds of rows: read, not read, blank, and those that are no rows. Whether a row is accepted is not judged here.
const KINDS: [[&str; 4]; 6] = [
    ["read", "not read", "blank", "other"],
    ["lästa", "olästa", "tomma", "övriga"],
    ["lues", "non lues", "vides", "autres"],
    ["lette", "non lette", "vuote", "altre"],
    ["citite", "necitite", "goale", "altele"],
    ["prebrane", "neprebrane", "prazne", "druge"],
];
/// Before the number of rows that are not shown.
const AND: [&str; 6] = ["and", "och", "et", "e", "și", "in še"];

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file: CSV, XLSX, XLS or ODS.
    file: PathBuf,
    /// Folder with nytta.yaml, to read the file as one of its datasets.
    #[arg(long)]
    project: Option<PathBuf>,
    /// Dataset of the project; the one whose headers match best when left out.
    #[arg(long, requires = "project")]
    dataset: Option<String>,
    #[command(flatten)]
    understood: Understood,
    /// Sheet of a workbook, by its name; all of them when left out.
    #[arg(long)]
    sheet: Option<String>,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    pub(super) common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let bytes = bytes(&arguments.file)?;
    let name = arguments.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let wishes = arguments.understood.wishes(&name, &bytes, arguments.dataset.as_deref())?;
    let workbooks = super::workbooks()?;
    let (mut look, languages, loaded) = if let Some(project) = &arguments.project {
        let (_, loaded) = open(project, &arguments.common, output)?;
        let definitions = &loaded.definitions;
        if let Some(dataset) = arguments.dataset.as_ref().filter(|name| !definitions.datasets.contains_key(*name)) {
            let names: Vec<&str> = definitions.datasets.keys().map(String::as_str).collect();
            let message = (format!("there is no dataset '{dataset}'"), format!("det finns inget dataset '{dataset}'"));
            return Err(Stop::new(message, one_of(dataset, &names)));
        }
        let languages = arguments.common.languages(Some(&loaded));
        // A file of no folder is taken to be of the last period.
        let last = definitions.project.periods.last().map_or("", |period| &period.period);
        (look_in(&name, &bytes, &definitions.in_period(last), &workbooks, wishes), languages, Some(loaded))
    } else {
        let languages = arguments.common.languages(None);
        let asked = arguments.common.language.iter().map(|language| language.code());
        let written: Vec<String> = asked.chain(LANGUAGES).map(str::to_owned).collect();
        (look(&name, &bytes, &written, &workbooks, wishes), languages, None)
    };
    arguments.understood.found(&look.reading)?;
    if let Some(sheet) = &arguments.sheet {
        keep_sheet(&mut look, sheet)?;
    }
    let findings = &look.reading.diagnostics;
    let out = arguments.printed.out.as_deref();
    match arguments.printed.format {
        Format::Json => output.stream(out, &|to| json(&look, &languages).write(to))?,
        Format::Csv => {
            let tables = one_table(&look)?;
            output.stream(out, &|to| csv(&look, &tables, to))?;
        }
        Format::Text => output.deliver_text(&text(&look, loaded.as_ref(), &languages, output.language()), out)?,
    }
    if arguments.printed.format == Format::Csv && !findings.is_empty() {
        output.findings(findings, &languages, &Folder::default());
    }
    Ok(Ended::Done)
}

#[expect(clippy::disallowed_methods, reason = "a face reads what it was asked for")]
fn bytes(path: &Path) -> Result<Vec<u8>, Stop> {
    let shown = masked(&path.display().to_string());
    let cannot = |error: std::io::Error| {
        let (why, sv) = super::words::why(&error);
        Stop::new(
            (format!("'{shown}' cannot be read: {why}"), format!("'{shown}' kan inte läsas: {sv}")),
            ("check the spelling, and that you may read the file", "kontrollera stavningen, och att du får läsa filen"),
        )
    };
    let about = std::fs::metadata(path).map_err(cannot)?;
    if !about.is_file() {
        return Err(Stop::new(
            (format!("'{shown}' is no file"), format!("'{shown}' är ingen fil")),
            ("name a CSV, XLSX, XLS or ODS file", "ange en fil i CSV, XLSX, XLS eller ODS"),
        ));
    }
    if about.len() > LARGEST {
        return Err(Stop::new(
            (format!("'{shown}' is too large to be read"), format!("'{shown}' är för stor för att läsas")),
            ("divide it into several files", "dela upp den i flera filer"),
        ));
    }
    std::fs::read(path).map_err(cannot)
}

fn json<'l>(look: &'l Look, languages: &[String]) -> Document<'l> {
    let reading = &look.reading;
    let rejected = reading.sheets.iter().map(|sheet| sheet.rows_rejected).sum();
    let rows = (reading.sheets.iter().map(readable).sum(), rejected);
    let records = Records::of(look);
    let document = FileDocument::new(reading, rows, &reading.diagnostics, languages, Some(records));
    Document::new(&[], vec![document], languages)
}

/// Leaves one sheet of a file. Where nothing could be read, what stands in the way is told instead.
fn keep_sheet(look: &mut Look, asked: &str) -> Result<(), Stop> {
    let sheets = &look.reading.sheets;
    let names: Vec<String> = sheets.iter().filter_map(|sheet| sheet.sheet.as_deref()).map(masked).collect();
    if sheets.iter().any(|sheet| sheet.sheet.as_deref() == Some(asked)) {
        look.keep_sheet(asked);
    } else if !sheets.is_empty() {
        let (asked, file) = (masked(asked), masked(&look.reading.file));
        let message = (format!("there is no sheet '{asked}'"), format!("det finns inget blad '{asked}'"));
        return Err(if names.is_empty() {
            let hint = (
                format!("leave --sheet out: '{file}' is a text without sheets"),
                format!("utelämna --sheet: '{file}' är en text utan blad"),
            );
            Stop::new(message, hint)
        } else {
            Stop::new(message, one_of(&asked, &names.iter().map(String::as_str).collect::<Vec<_>>()))
        });
    }
    Ok(())
}

/// The tables that make one table of CSV: those of a dataset, which stand below each other, or that of one sheet. Sheets in
/// which there are only headers say nothing beside others.
fn one_table(look: &Look) -> Result<Vec<&Table>, Stop> {
    let filled: Vec<&Table> = look.tables.iter().filter(|table| table.length > 0).collect();
    let tables = if filled.is_empty() { look.tables.iter().take(1).collect() } else { filled };
    if tables.len() < 2 || look.reading.dataset.is_some() {
        return Ok(tables);
    }
    let names: Vec<String> =
        tables.iter().filter_map(|table| table.sheet.as_ref()).map(|name| format!("'{name}'")).collect();
    let (file, names) = (masked(&look.reading.file), names.join(", "));
    Err(Stop::new(
        (
            format!("'{file}' has several tables, and CSV holds one: they are in the sheets {names}"),
            format!("'{file}' har flera tabeller, och CSV rymmer en: de finns i bladen {names}"),
        ),
        ("name one of them with --sheet", "ange ett av dem med --sheet"),
    ))
}

/// Tables as one of CSV, row by row. What one has no column for is left empty.
fn csv(look: &Look, tables: &[&Table], to: &mut dyn io::Write) -> io::Result<()> {
    let mut names: Vec<&String> = Vec::new();
    for name in tables.iter().flat_map(|table| &table.names) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut writer = csv::Writer::from_writer(to);
    if !names.is_empty() {
        writer.write_record(names.iter().map(|name| plain(name)))?;
    }
    for table in tables {
        let places: Vec<Option<usize>> =
            names.iter().map(|name| table.names.iter().position(|other| other == *name)).collect();
        for (_, cells) in look.rows(table) {
            let cell = |at: &Option<usize>| at.and_then(|at| cells[at].as_deref()).map(plain).unwrap_or_default();
            writer.write_record(places.iter().map(cell))?;
        }
    }
    writer.flush()
}

fn text(look: &Look, loaded: Option<&Loaded>, languages: &[String], language: Language) -> String {
    let reading = &look.reading;
    let mut out = String::new();
    let form = Answered::of(look, loaded, languages, language);
    let dataset = match (&reading.dataset, &form) {
        (_, Some(form)) => form.head(),
        (Some(dataset), None) => dataset.clone(),
        (None, None) => language.of_six(NO_DATASET).to_owned(),
    };
    let (words, colon) = (language.common(), language.common().colon());
    let _ = writeln!(out, "{}{colon} {dataset}", masked(&reading.file));
    if let Some(form) = &form {
        for sheet in &reading.sheets {
            let _ = writeln!(out, "  {}", about(sheet, None, language));
        }
        form.write(&mut out);
    }
    for sheet in reading.sheets.iter().filter(|_| form.is_none()) {
        let _ = writeln!(out, "  {}", about(sheet, None, language));
        let counts = [readable(sheet), sheet.rows_rejected, sheet.rows_blank, sheet.rows_other];
        let counts: Vec<String> =
            counts.iter().zip(language.of_six(KINDS)).map(|(count, kind)| format!("{count} {kind}")).collect();
        let rows = language.counted(sheet.rows_read as usize, Noun::Row);
        let _ = writeln!(out, "  {rows}{colon} {}", counts.join(", "));
        for column in &sheet.columns {
            let field = column.field.as_deref().map(|field| format!(" = {field}")).unwrap_or_default();
            let mark = column.decimal.map(|mark| format!(" (0{mark}0)")).unwrap_or_default();
            let _ = writeln!(out, "    {:<5} {}{field}{mark}", column.cell, masked(&column.header));
        }
    }
    let findings = rendered(&reading.diagnostics, languages, &Folder::default());
    if form.is_none() {
        out.push('\n');
    }
    if form.is_none() || !findings.is_empty() {
        let _ = writeln!(out, "{findings}");
    }
    for table in look.tables.iter().filter(|table| table.length > 0 && form.is_none()) {
        shown(look, table, language, &mut out);
    }
    let _ = writeln!(out, "{}", words.totals(reading.diagnostics.iter()));
    out
}

/// The first rows of a table, in columns.
fn shown(look: &Look, table: &Table, language: Language, out: &mut String) {
    let short = |text: &str| -> String {
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= WIDEST { line } else { line.chars().take(WIDEST - 1).chain(['…']).collect() }
    };
    let mut lines: Vec<Vec<String>> = vec![table.names.iter().map(|name| short(name)).collect()];
    for (_, cells) in look.rows(table).take(SHOWN) {
        lines.push(cells.iter().map(|cell| short(cell.as_deref().unwrap_or_default())).collect());
    }
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|text| text.chars().count()).max();
    let widths: Vec<usize> = (0..table.names.len()).map(|at| width(at).unwrap_or(0)).collect();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}")).collect();
        let _ = writeln!(out, "  {}", cells.join("  ").trim_end());
    }
    if table.length > SHOWN {
        let rows = language.counted(table.length - SHOWN, Noun::Row);
        let _ = writeln!(out, "  … {} {rows}", language.of_six(AND));
    }
    out.push('\n');
}
