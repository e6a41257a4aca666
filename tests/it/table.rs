//! Files as enterprises send them, byte by byte, and what is read in them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use nytta::definition::Definitions;
use nytta::definition::codelist::{Code, Codelist};
use nytta::definition::dataset::{ColumnDefinition, Dataset};
use nytta::table::workbook::{Child, InProcess, Kind, Refusal, Sheet};
use nytta::table::{Batch, Reading, Workbooks, read};
use nytta::text::Text;
use nytta::value::State;
use proptest::prelude::*;

use super::answers::{part, with_part};

const DATASET: &str = r#"
dataset: enterprise_year
version: 1
title: { en: The year }
key: [organisation]
period: year_end
missing: { nothing_to_report: ["-"], not_applicable: ["."], unknown: ["vet ej", "?"], refused: ["vill ej uppge"] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Organisation number, sv: Organisationsnummer }, aliases: [orgnr] }
  - { field: year_end, type: date, required: true, label: { en: End of the financial year, sv: Räkenskapsårets slut } }
  - { field: fte, type: decimal, scale: 2, unit: fte, label: { en: Full-time equivalents, sv: Årsarbetskrafter } }
  - { field: hired, type: integer, unit: persons, flow: true, label: { en: New employees, sv: Nyanställda } }
  - { field: turnover, type: money, label: { en: Turnover, sv: Omsättning (kr) } }
  - { field: method, type: code, codelist: fte_method, label: { en: Method, sv: Metod } }
  - { field: decided, type: boolean, label: { en: Decided by the meeting, sv: Fastställt av stämman } }
  - { field: remark, type: text, label: { en: Remark, sv: Kommentar } }
"#;

const PROJECT: &str = r#"
project: test
title: { en: Test }
region: { en: Test }
publisher: { en: Test }
languages: [sv]
currency: SEK
periods: [{ period: "2025", start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-15 }]
packs: [test]
"#;

const CODELIST: &str = "{ codelist: fte_method, title: { en: Method }, relation: exclusive }";

pub(crate) fn definitions() -> Definitions {
    let mut dataset: Dataset = serde_saphyr::from_str(DATASET).expect("the dataset is well written");
    let column = |field: &nytta::definition::dataset::Field| ColumnDefinition {
        name: field.field.value.clone(),
        field: field.field.value.clone(),
        part: BTreeMap::new(),
        required: field.required,
        label: field.label.clone(),
        aliases: field.aliases.clone(),
    };
    dataset.columns = dataset.fields.iter().map(column).collect();
    let mut methods: Codelist = serde_saphyr::from_str(CODELIST).expect("the codelist is well written");
    let code = |code: &str, sv: &str| Code {
        code: code.to_owned(),
        parent: None,
        valid_from: None,
        valid_to: None,
        label: Text::only("sv", sv),
        grid: None,
    };
    methods.codes = vec![code("hours", "Årsarbetstid"), code("head_count", "Antal anställda")];
    Definitions {
        dataset_versions: BTreeMap::new(),
        valuations: BTreeMap::new(),
        project: serde_saphyr::from_str(PROJECT).expect("the project is well written"),
        sections: Vec::new(),
        datasets: [("enterprise_year".to_owned(), dataset)].into(),
        codelists: [("fte_method".to_owned(), methods)].into(),
        indicators: Vec::new(),
    }
}

/// Everything a reading says, as text for a person.
fn told(reading: &Reading) -> String {
    let mut out = format!("dataset {}\n", reading.dataset.as_deref().unwrap_or("none"));
    for sheet in &reading.sheets {
        let name = sheet.sheet.as_deref().unwrap_or("-");
        let encoding = sheet.encoding.as_deref().unwrap_or("-");
        writeln!(out, "sheet {name} | {encoding} | {:?} | header {:?}", sheet.delimiter, sheet.header_rows)
            .expect("a text takes any line");
        let counts = (sheet.rows_read, sheet.rows_blank, sheet.rows_rejected, sheet.rows_other);
        writeln!(out, "  read {} blank {} rejected {} other {}", counts.0, counts.1, counts.2, counts.3)
            .expect("a text takes any line");
        for column in &sheet.columns {
            let field = column.field.as_deref().unwrap_or("-");
            writeln!(out, "  {} {} = {field} {:?}", column.cell, column.header, column.decimal)
                .expect("a text takes any line");
        }
    }
    for finding in &reading.diagnostics {
        let place = finding.span.cell().or(finding.span.row.map(|row| row.to_string())).unwrap_or_default();
        let value = finding.value.as_deref().map(|value| format!(" '{value}'")).unwrap_or_default();
        let message = finding.message.in_language(&["en"]);
        writeln!(out, "{} {} {place}{value}: {message}", finding.severity.word(), finding.rule)
            .expect("a text takes any line");
        writeln!(out, "    {}", finding.hint.in_language(&["sv"])).expect("a text takes any line");
    }
    for batch in &reading.batches {
        for row in 0..batch.rows() {
            let cells: Vec<String> =
                batch.columns.keys().map(|name| format!("{name}={}", cell(batch, name, row))).collect();
            writeln!(out, "row {} | {}", batch.places[row].row, cells.join(" | ")).expect("a text takes any line");
        }
    }
    out
}

fn cell(batch: &Batch, name: &str, row: usize) -> String {
    let column = &batch.columns[name];
    match column.states[row] {
        State::Missing(kind) => format!("({})", kind.name()),
        State::Unreadable => "(unreadable)".to_owned(),
        State::Value => {
            let number = column.number(row).map(|number| number.to_string());
            let text = number.or_else(|| column.text(row).map(|text| format!("{text:?}")));
            let day = text.or_else(|| column.date(row).map(|day| day.to_string()));
            day.or_else(|| column.boolean(row).map(|yes| yes.to_string())).expect("a value is of some kind")
        }
    }
}

fn child() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

fn corpus(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table").join(name);
    #[expect(clippy::disallowed_methods, reason = "the corpus is on the disk")]
    std::fs::read(path).expect("the file is in the corpus")
}

#[test]
fn the_corpus_is_read_as_it_was_looked_at() {
    let definitions = definitions();
    #[expect(clippy::disallowed_methods, reason = "the corpus is on the disk")]
    let folder = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table"));
    let names = folder.expect("the corpus is there").map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.collect::<std::collections::BTreeSet<_>>() {
        let reading = read(&name, &corpus(&name), &definitions, &child());
        insta::assert_snapshot!(name.replace('.', "_"), told(&reading));
        for sheet in &reading.sheets {
            let rows: usize = reading.batches.iter().map(Batch::rows).sum();
            let here = if sheet.columns.is_empty() { 0 } else { u32::try_from(rows).unwrap() };
            assert_eq!(sheet.rows_read, sheet.rows_blank + sheet.rows_rejected + here, "{name}");
        }
    }
}

#[test]
fn a_cell_is_found_again_in_its_file() {
    for name in
        ["excel-1252.csv", "bom.csv", "quoted-line-break.csv", "preamble.csv", "form.xlsx", "form.ods", "features.xls"]
    {
        let bytes = corpus(name);
        let reading = read(name, &bytes, &definitions(), &InProcess);
        let batch = &reading.batches[0];
        let found = batch.cell(1, "organisation").expect("the file has the column");
        assert_eq!(found.text.replace('-', ""), "2120000142", "{name}");
        assert_eq!((found.header.as_str(), found.span.column), ("Organisationsnummer", Some(1)));
        assert_eq!(found.span.row, Some(batch.places[1].row));
        if let Some((from, to)) = found.span.bytes {
            assert_eq!(&bytes[from..to], b"212000-0142", "places are those of the file");
        }
        assert!(batch.cell(1, "no_such_column").is_none());
    }
}

/// The days of a workbook by their place.
fn days(bytes: &[u8]) -> Vec<((u32, u32), NaiveDate)> {
    let sheets = InProcess.sheets(bytes).expect("a workbook");
    let cells =
        sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
    let days = cells.filter(|(_, cell)| cell.kind == Kind::Date);
    days.map(|(row, cell)| ((row, cell.column), cell.text[..10].parse().expect("a day"))).collect()
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_are_those_it_shows() {
    let xlsx = corpus("features.xlsx");
    let book = part(&xlsx, "xl/workbook.xml");
    let from_1904 = book.replace("date1904=\"false\"", "date1904=\"true\"");
    assert_ne!(book, from_1904);
    // The record that tells it: its number, its length, and whether it is so.
    let (xls, mut older) = (corpus("features.xls"), corpus("features.xls"));
    let at = xls.windows(6).position(|bytes| bytes == [0x22, 0, 2, 0, 0, 0]).expect("the record is there");
    older[at + 4] = 1;
    for (usual, other) in [(&xlsx, with_part(&xlsx, "xl/workbook.xml", &from_1904)), (&xls, older)] {
        let (usual, other) = (days(usual), days(&other));
        assert!(!usual.is_empty(), "there is a day");
        // Four years and a day, the 29 February 1900 that never was among them.
        let later: Vec<_> = usual.iter().map(|(place, day)| (*place, *day + TimeDelta::days(1462))).collect();
        assert_eq!(other, later);
    }
}

#[test]
fn a_person_is_shown_nowhere() {
    for name in ["person.csv", "person-in-header.csv"] {
        let reading = read(name, &corpus(name), &definitions(), &InProcess);
        assert!(reading.batches.is_empty());
        let sheet = &reading.sheets[0];
        assert_eq!(sheet.rows_rejected, sheet.rows_read);
        let shown = format!("{reading:?}");
        for secret in ["880320", "0018", "0016"] {
            assert!(!shown.contains(secret), "{name} shows {secret}");
        }
    }
}

#[test]
fn a_person_refuses_a_file_that_is_no_form() {
    let reading = read("a.csv", "namn;nummer\nEva;880320-0016\n".as_bytes(), &definitions(), &InProcess);
    assert_eq!(reading.diagnostics.iter().map(|d| d.rule.as_str()).collect::<Vec<_>>(), ["personal-number"]);
}

#[test]
fn numbers_that_begin_like_a_day_are_persons_only_where_they_can_be() {
    let refused = |cell: &str, column: &str| {
        let text = format!("orgnr;{column};Metod\n556016-0680;{cell};\n");
        let reading = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
        reading.diagnostics.iter().any(|finding| finding.rule == "personal-number")
    };
    for person in
        ["880320-0016", "8803200018", "19880320-0016", "121212+1212", "198803200016", "730288-9931", "000101-T220"]
    {
        assert!(refused(person, "Kommentar"), "{person}");
        assert!(refused(&format!("Eva ({person})"), "egen kolumn"), "{person}");
    }
    for other in ["556016-0680", "889920-0425", "165560160680", "88032000161", "2025-12-31", "070-123 45 67"] {
        assert!(!refused(other, "Kommentar"), "{other}");
    }
    assert!(!refused("1012123456", "Omsättning (kr)"), "an amount is no person");
    assert!(refused("880320-0016", "Omsättning (kr)"));
}

#[test]
fn hostile_workbooks_end_with_a_reason() {
    let refusal = |name: &str| child().sheets(&corpus(name)).err();
    assert_eq!(refusal("strings-bomb.xlsx"), Some(Refusal::Memory));
    assert_eq!(refusal("unpacks-large.xlsx"), Some(Refusal::TooLarge));
    assert_eq!(refusal("corner.xlsx"), Some(Refusal::TooWide));
    assert_eq!(refusal("damaged.xlsx"), Some(Refusal::Damaged));
    let nobody = Child { program: "no/such/program".into() };
    assert_eq!(nobody.sheets(&corpus("form.xlsx")).err(), Some(Refusal::NoReader));
    assert_eq!(child().sheets(&corpus("form.xlsx")), InProcess.sheets(&corpus("form.xlsx")));
}

#[test]
fn rows_beyond_a_batch_go_into_the_next() {
    let mut text = "orgnr;Nyanställda\n".to_owned();
    for row in 0..=nytta::table::BATCH_ROWS {
        writeln!(text, "556016-0680;{row}").unwrap();
    }
    let reading = read("large.csv", text.as_bytes(), &definitions(), &InProcess);
    let rows: Vec<usize> = reading.batches.iter().map(Batch::rows).collect();
    assert_eq!(rows.iter().sum::<usize>(), nytta::table::BATCH_ROWS + 1);
    assert!(rows.iter().all(|rows| (1..=nytta::table::BATCH_ROWS).contains(rows)), "{rows:?}");
    let last = reading.batches.last().expect("there are some");
    let last = last.cell(last.rows() - 1, "hired").expect("the file has the column");
    assert_eq!((last.text.as_str(), last.span.row), ("65536", Some(65_538)));
}

/// A workbook reader that refuses everything.
struct Nobody;

impl Workbooks for Nobody {
    fn sheets(&self, _bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        Err(Refusal::Damaged)
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let reading = read("any.csv", &bytes, &definitions(), &Nobody);
        prop_assert!(reading.dataset.is_some() || !reading.diagnostics.is_empty());
    }

    #[test]
    fn every_row_below_the_header_is_counted(rows in "([0-9,.;\"\r\n \u{a0}å-]|;|12;|orgnr;){0,80}") {
        let text = format!("orgnr;Nyanställda;Omsättning;Kommentar\n{rows}");
        let reading = read("any.csv", text.as_bytes(), &definitions(), &Nobody);
        let sheet = &reading.sheets[0];
        let accepted: usize = reading.batches.iter().map(Batch::rows).sum();
        prop_assert_eq!(sheet.rows_read, sheet.rows_blank + sheet.rows_rejected + u32::try_from(accepted).unwrap());
        let unreadable = |batch: &Batch| -> usize {
            batch.columns.values().flat_map(|c| &c.states).filter(|state| **state == State::Unreadable).count()
        };
        let told = reading.diagnostics.iter().filter(|d| d.field.is_some() && d.span.row > Some(1) && d.rule != "too-many-decimals");
        prop_assert_eq!(reading.batches.iter().map(unreadable).sum::<usize>(), told.count());
    }

    #[test]
    fn a_printed_amount_is_read_back(amount in -10_000_000_000_i64..10_000_000_000, space in "[ \u{a0}\u{202f}']", minus in "[-\u{2212}]") {
        let whole = (amount / 100).abs().to_string();
        let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
        let sign = if amount < 0 { minus } else { String::new() };
        let printed = format!("{sign}{},{:02} kr", groups.join(&space), (amount % 100).abs());
        let text = format!("orgnr;Omsättning\n556016-0680;{printed}\n");
        let reading = read("a.csv", text.as_bytes(), &definitions(), &Nobody);
        let read = reading.batches[0].columns["turnover"].number(0).expect("it is a number");
        prop_assert_eq!(read, nytta::value::Decimal::new(amount, 2));
    }
}
