//! Public test files of others, and how they are read. `NYTTA_UPDATE=1` rewrites what is expected; read the diff.

use std::fmt::Write as _;
use std::path::Path;

use nytta::table::Wishes;
use nytta::table::look::look;
use nytta::table::workbook::InProcess;

#[test]
fn the_files_of_frictionless_are_read_as_they_were_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/frictionless");
    let entries = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the corpus is there").path()).collect();
    paths.sort();
    let mut told = String::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "csv")) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(path).expect("the corpus is there");
        let seen = look(&name, &bytes, &["en".to_owned()], &InProcess, Wishes::default());
        writeln!(told, "{name}").expect("a text takes any line");
        for sheet in &seen.reading.sheets {
            let counts = (sheet.rows_read, sheet.rows_blank, sheet.rows_rejected, sheet.rows_other);
            writeln!(
                told,
                "  {} {:?} header {:?} | read {} blank {} rejected {} other {}",
                sheet.encoding.as_deref().unwrap_or("-"),
                sheet.delimiter.unwrap_or('-'),
                sheet.header_rows,
                counts.0,
                counts.1,
                counts.2,
                counts.3
            )
            .expect("a text takes any line");
        }
        for one in &seen.reading.diagnostics {
            let place = one.span.cell().or(one.span.row.map(|row| row.to_string())).unwrap_or_default();
            writeln!(told, "  {} {} {place}", one.severity.word(), one.rule).expect("a text takes any line");
        }
        for table in &seen.tables {
            writeln!(told, "  : {}", table.names.join(" | ")).expect("a text takes any line");
            for (row, cells) in seen.rows(table).take(4) {
                let cells: Vec<String> = cells.into_iter().map(Option::unwrap_or_default).collect();
                writeln!(told, "  {row}: {}", cells.join(" | ").escape_debug()).expect("a text takes any line");
            }
        }
    }
    let expected = folder.join("expected.txt");
    if std::env::var_os("NYTTA_UPDATE").is_some() {
        std::fs::write(&expected, &told).expect("the corpus can be written");
    }
    assert_eq!(told, std::fs::read_to_string(&expected).expect("it is there"));
}
