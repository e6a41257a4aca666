//! `nytta read`: any file as it is understood, as a plain table.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use super::output::{Output, plain, rendered};
use super::{Common, Ended, Format, Stop, one_of, open};
use crate::diagnostic::json::Finding;
use crate::personal::masked;
use crate::project::Folder;
use crate::table::encoding::Encoding;
use crate::table::look::{Look, Table, look, look_in};
use crate::table::{ColumnReading, SheetReading, Wishes};

/// Most bytes of a file that is taken into memory.
const LARGEST: u64 = 1024 * 1024 * 1024;
/// Rows that are shown to a person.
const SHOWN: usize = 10;
/// Characters of a cell that are shown to a person.
const WIDEST: usize = 24;
/// Languages of files that nothing is known of: those of the partners.
const LANGUAGES: [&str; 6] = ["sv", "en", "fr", "it", "ro", "sl"];

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
    /// Encoding of a text file, such as UTF-8, Windows-1252, CP850 or "Mac Roman"; found out when left out.
    #[arg(long)]
    encoding: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File to write instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let bytes = bytes(&arguments.file)?;
    let encoding = arguments.encoding.as_deref().map(encoding).transpose()?;
    let name = arguments.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let wishes = Wishes { encoding, dataset: arguments.dataset.as_deref() };
    let workbooks = super::workbooks()?;
    let (look, languages) = match &arguments.project {
        Some(project) => {
            let (_, loaded) = open(project, &arguments.common, output)?;
            let definitions = &loaded.definitions;
            if let Some(dataset) = arguments.dataset.as_ref().filter(|name| !definitions.datasets.contains_key(*name)) {
                let names: Vec<&str> = definitions.datasets.keys().map(String::as_str).collect();
                return Err(Stop::new(format!("there is no dataset '{dataset}'"), one_of(dataset, &names)));
            }
            let languages = arguments.common.languages(Some(&loaded));
            (look_in(&name, &bytes, definitions, &workbooks, wishes), languages)
        }
        None => {
            let languages = arguments.common.languages(None);
            let mut written: Vec<String> = arguments.common.language.clone().into_iter().collect();
            written.extend(LANGUAGES.map(str::to_owned));
            (look(&name, &bytes, &written, &workbooks, wishes), languages)
        }
    };
    let findings = &look.reading.diagnostics;
    let text = match arguments.format {
        Format::Json => json(&look, &languages),
        Format::Csv => csv(&look.tables),
        Format::Text => text(&look, &languages),
    };
    output.deliver_text(&text, arguments.out.as_deref())?;
    if arguments.format == Format::Csv && !findings.is_empty() {
        output.findings(findings, &languages, &Folder::default());
    }
    Ok(Ended::Done)
}

#[expect(clippy::disallowed_methods, reason = "a face reads what it was asked for")]
fn bytes(path: &Path) -> Result<Vec<u8>, Stop> {
    let cannot = |error: std::io::Error| {
        Stop::new(
            format!("'{}' cannot be read: {error}", path.display()),
            "check the spelling, and that you may read the file",
        )
    };
    let about = std::fs::metadata(path).map_err(cannot)?;
    if !about.is_file() {
        return Err(Stop::new(format!("'{}' is no file", path.display()), "name a CSV, XLSX, XLS or ODS file"));
    }
    if about.len() > LARGEST {
        return Err(Stop::new(format!("'{}' is too large to be read", path.display()), "divide it into several files"));
    }
    std::fs::read(path).map_err(cannot)
}

fn encoding(name: &str) -> Result<Encoding, Stop> {
    Encoding::named(name).ok_or_else(|| {
        let names: Vec<&str> = Encoding::ALL.into_iter().map(Encoding::name).collect();
        Stop::new(format!("there is no encoding '{name}'"), one_of(name, &names))
    })
}

#[derive(Serialize)]
struct Document {
    schema: u32,
    diagnostics: Vec<Finding>,
    files: Vec<FileDocument>,
}

/// One file as `validate` tells of it, with its records.
#[derive(Serialize)]
struct FileDocument {
    file: String,
    dataset: Option<String>,
    organisation: Option<String>,
    period: Option<String>,
    rows_read: u32,
    rows_accepted: u32,
    rows_rejected: u32,
    rows_blank: u32,
    rows_other: u32,
    encoding: Option<String>,
    delimiter: Option<char>,
    sheets: Vec<SheetDocument>,
    columns: Vec<ColumnDocument>,
    diagnostics: Vec<Finding>,
    records: Vec<Map<String, Value>>,
    /// Row of each record, as the spreadsheet shows it.
    record_rows: Vec<u32>,
}

#[derive(Serialize)]
struct SheetDocument {
    sheet: Option<String>,
    header_rows: Vec<u32>,
    encoding: Option<String>,
    delimiter: Option<char>,
    rows_read: u32,
    rows_accepted: u32,
    rows_rejected: u32,
    rows_blank: u32,
    rows_other: u32,
}

#[derive(Serialize)]
struct ColumnDocument {
    cell: String,
    header: String,
    field: Option<String>,
    decimal: Option<char>,
}

fn accepted(sheet: &SheetReading) -> u32 {
    sheet.rows_read - sheet.rows_blank - sheet.rows_rejected
}

fn json(look: &Look, languages: &[String]) -> String {
    let reading = &look.reading;
    let sheets = &reading.sheets;
    let column = |column: &ColumnReading| ColumnDocument {
        cell: column.cell.clone(),
        header: masked(&column.header),
        field: column.field.clone(),
        decimal: column.decimal,
    };
    let sheet = |sheet: &SheetReading| SheetDocument {
        sheet: sheet.sheet.as_deref().map(masked),
        header_rows: sheet.header_rows.clone(),
        encoding: sheet.encoding.clone(),
        delimiter: sheet.delimiter,
        rows_read: sheet.rows_read,
        rows_accepted: accepted(sheet),
        rows_rejected: sheet.rows_rejected,
        rows_blank: sheet.rows_blank,
        rows_other: sheet.rows_other,
    };
    let file = FileDocument {
        file: masked(&reading.file),
        dataset: reading.dataset.clone(),
        organisation: None,
        period: None,
        rows_read: sheets.iter().map(|sheet| sheet.rows_read).sum(),
        rows_accepted: sheets.iter().map(accepted).sum(),
        rows_rejected: sheets.iter().map(|sheet| sheet.rows_rejected).sum(),
        rows_blank: sheets.iter().map(|sheet| sheet.rows_blank).sum(),
        rows_other: sheets.iter().map(|sheet| sheet.rows_other).sum(),
        encoding: sheets.first().and_then(|sheet| sheet.encoding.clone()),
        delimiter: sheets.first().and_then(|sheet| sheet.delimiter),
        columns: sheets.iter().flat_map(|sheet| &sheet.columns).map(column).collect(),
        sheets: sheets.iter().map(sheet).collect(),
        diagnostics: reading.diagnostics.iter().map(|finding| Finding::new(finding, languages)).collect(),
        records: look.tables.iter().flat_map(records).collect(),
        record_rows: look.tables.iter().flat_map(|table| table.rows.iter().map(|(row, _)| *row)).collect(),
    };
    let document = Document { schema: 1, diagnostics: Vec::new(), files: vec![file] };
    let mut text = serde_json::to_string_pretty(&document).expect("a reading is JSON");
    text.push('\n');
    text
}

/// The rows of a table, each by the names of its columns.
fn records(table: &Table) -> impl Iterator<Item = Map<String, Value>> {
    table.rows.iter().map(|(_, cells)| {
        let values = cells.iter().map(|cell| cell.clone().map_or(Value::Null, Value::String));
        table.names.iter().cloned().zip(values).collect()
    })
}

/// The tables as CSV; further ones stand below the first, each after an empty line.
fn csv(tables: &[Table]) -> String {
    let mut parts = Vec::new();
    for table in tables {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(table.names.iter().map(|name| plain(name))).expect("memory takes every record");
        for (_, cells) in &table.rows {
            let cells = cells.iter().map(|cell| plain(cell.as_deref().unwrap_or_default()));
            writer.write_record(cells).expect("memory takes every record");
        }
        let bytes = writer.into_inner().expect("memory takes every record");
        parts.push(String::from_utf8(bytes).expect("cells are UTF-8"));
    }
    parts.join("\n")
}

fn text(look: &Look, languages: &[String]) -> String {
    let reading = &look.reading;
    let mut out = String::new();
    let _ = writeln!(out, "{}: {}", masked(&reading.file), reading.dataset.as_deref().unwrap_or("no dataset"));
    for sheet in &reading.sheets {
        let mut about: Vec<String> = sheet.sheet.as_deref().map(|name| format!("sheet '{}'", masked(name))).into_iter().collect();
        about.extend(sheet.encoding.clone());
        about.extend(sheet.delimiter.map(|mark| format!("cells parted by {}", named(mark))));
        let rows: Vec<String> = sheet.header_rows.iter().map(u32::to_string).collect();
        about.push(match rows.as_slice() {
            [] => "no headers".to_owned(),
            rows => format!("headers in row {}", rows.join(" and ")),
        });
        let _ = writeln!(out, "  {}", about.join(", "));
        let _ = writeln!(
            out,
            "  {} read: {} accepted, {} rejected, {} blank; {} other",
            super::counted(sheet.rows_read as usize, "row"),
            accepted(sheet),
            sheet.rows_rejected,
            sheet.rows_blank,
            sheet.rows_other
        );
        for column in &sheet.columns {
            let field = column.field.as_deref().map(|field| format!(" = {field}")).unwrap_or_default();
            let decimal = column.decimal.map(|mark| format!(", decimal {}", named(mark))).unwrap_or_default();
            let _ = writeln!(out, "    {:<5} {}{field}{decimal}", column.cell, masked(&column.header));
        }
    }
    let findings = rendered(&reading.diagnostics, languages, &Folder::default());
    let _ = writeln!(out, "\n{findings}");
    for table in look.tables.iter().filter(|table| !table.rows.is_empty()) {
        shown(table, &mut out);
    }
    let _ = writeln!(out, "{}", super::validate::totals(&reading.diagnostics));
    out
}

fn named(mark: char) -> &'static str {
    match mark {
        ';' => "semicolon",
        ',' => "comma",
        '\t' => "tab",
        '|' => "bar",
        '.' => "point",
        _ => "another mark",
    }
}

/// The first rows of a table, in columns.
fn shown(table: &Table, out: &mut String) {
    let short = |text: &str| -> String {
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= WIDEST { line } else { line.chars().take(WIDEST - 1).chain(['…']).collect() }
    };
    let mut lines: Vec<Vec<String>> = vec![table.names.iter().map(|name| short(name)).collect()];
    for (_, cells) in table.rows.iter().take(SHOWN) {
        lines.push(cells.iter().map(|cell| short(cell.as_deref().unwrap_or_default())).collect());
    }
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|text| text.chars().count()).max();
    let widths: Vec<usize> = (0..table.names.len()).map(|at| width(at).unwrap_or(0)).collect();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}")).collect();
        let _ = writeln!(out, "  {}", cells.join("  ").trim_end());
    }
    if table.rows.len() > SHOWN {
        let _ = writeln!(out, "  … {} more", super::counted(table.rows.len() - SHOWN, "row"));
    }
    out.push('\n');
}
