//! Public test files of others, and how they are read. `NYTTA_UPDATE=1` rewrites what is expected; read the diff.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use nytta::record::{Fault, FaultKind, Records};
use nytta::table::Wishes;
use nytta::table::look::{Look, look};
use nytta::table::workbook::InProcess;
use serde::Deserialize;

/// How the files of a folder are read, in a few lines each.
fn told(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the corpus is there").path()).collect();
    paths.sort();
    let is_table = |path: &&PathBuf| {
        path.extension().is_some_and(|end| ["csv", "tsv", "xls", "xlsx"].iter().any(|known| end == *known))
    };
    let mut told = String::new();
    for path in paths.iter().filter(is_table) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(path).expect("the corpus is there");
        let seen = look(&name, &bytes, &["en".to_owned()], &InProcess, Wishes::default());
        tell(&name, &seen, &mut told).expect("a text takes any line");
    }
    told
}

fn tell(name: &str, seen: &Look, told: &mut String) -> std::fmt::Result {
    writeln!(told, "{name}")?;
    for sheet in &seen.reading.sheets {
        let written = (sheet.encoding.as_deref().unwrap_or("-"), sheet.delimiter.unwrap_or('-'));
        let [read, blank, rejected, other] = [sheet.rows_read, sheet.rows_blank, sheet.rows_rejected, sheet.rows_other];
        writeln!(
            told,
            "  {} {:?} header {:?} | read {read} blank {blank} rejected {rejected} other {other}",
            written.0, written.1, sheet.header_rows
        )?;
    }
    for one in &seen.reading.diagnostics {
        let place = one.span.cell().or(one.span.row.map(|row| row.to_string())).unwrap_or_default();
        writeln!(told, "  {} {} {place}", one.severity.word(), one.rule)?;
    }
    for table in &seen.tables {
        writeln!(told, "  : {}", table.names.join(" | "))?;
        for (row, cells) in seen.rows(table).take(4) {
            let cells: Vec<String> = cells.into_iter().map(Option::unwrap_or_default).collect();
            writeln!(told, "  {row}: {}", cells.join(" | ").escape_debug())?;
        }
    }
    Ok(())
}

#[test]
fn the_public_files_are_read_as_they_were_looked_at() {
    for name in ["frictionless", "csvkit"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
        let told = told(&folder);
        let expected = folder.join("expected.txt");
        if std::env::var_os("NYTTA_UPDATE").is_some() {
            std::fs::write(&expected, &told).expect("the corpus can be written");
        }
        assert_eq!(told, std::fs::read_to_string(&expected).expect("it is there"), "{name}");
    }
}

/// A text of Papa Parse and what it holds; see `tests/corpus/papaparse/README.md`.
#[derive(Deserialize)]
struct Case {
    description: String,
    input: String,
    delimiter: char,
    data: Vec<Vec<String>>,
    errors: Vec<CaseError>,
}

/// What is wrong with a text.
#[derive(Deserialize)]
struct CaseError {
    /// Record from 0.
    row: usize,
}

#[test]
fn the_cases_of_papa_parse_are_read_cell_by_cell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/papaparse");
    let cases = std::fs::read_to_string(folder.join("cases.json")).expect("the corpus is there");
    let cases: Vec<Case> = serde_json::from_str(&cases).expect("the corpus is well written");
    let (mut sound, mut broken) = (0, 0);
    for Case { description, input, delimiter, mut data, errors } in cases {
        let delimiter = u8::try_from(delimiter).expect("a delimiter of one byte");
        let records: Vec<_> = Records::new(&input, delimiter).collect();
        let mut at = records.first().map_or(0, |record| record.offset);
        for record in &records {
            assert_eq!(record.offset, at, "{description}: every byte belongs to one record");
            at = record.end;
        }
        assert!(records.is_empty() || at == input.len(), "{description}: every byte belongs to one record");
        if errors.is_empty() {
            // On an empty line stand no cells, and behind the last line end stands no row.
            data.iter_mut().filter(|cells| cells.concat().is_empty() && cells.len() == 1).for_each(Vec::clear);
            if input.is_empty() || input.ends_with(['\n', '\r']) {
                data.pop();
            }
            // What stands in quotes behind a space is read as it is meant.
            let is_meant = |cell: &String| cell.starts_with(" \"") && cell.trim_end().ends_with('"');
            for cell in data.iter_mut().flatten().filter(|cell| is_meant(cell)) {
                *cell = cell.trim().trim_matches('"').to_owned();
            }
            let read: Vec<Vec<&str>> =
                records.iter().map(|record| record.fields.iter().map(|field| field.text.as_str()).collect()).collect();
            assert_eq!(read, data, "{description}");
            // A quote inside a cell that begins with none is read as it stands, and told.
            let is_bare = |fault: &Fault| fault.kind == FaultKind::BareQuote;
            assert!(records.iter().flat_map(|record| &record.faults).all(is_bare), "{description}");
            sound += 1;
            continue;
        }
        for error in errors {
            let faults = records.get(error.row).map(|record| &record.faults);
            assert!(faults.is_some_and(|faults| !faults.is_empty()), "{description}: {faults:?}");
        }
        broken += 1;
    }
    assert_eq!((sound, broken), (49, 5));
}
