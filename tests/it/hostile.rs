//! Files made to harm: each ends with a named reason or is read, and the program that asked lives on.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use nytta::table::workbook::{Child, Kind, Refusal, Sheet};
use nytta::table::{Batch, Workbooks, read};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::table::definitions;

fn child() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory takes every part");
        archive.write_all(text.as_bytes()).expect("memory takes every part");
    }
    archive.finish().expect("memory takes every archive").into_inner()
}

/// A workbook of one sheet with this XML.
fn xlsx(sheet: &str) -> Vec<u8> {
    archive(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sheet(before: &str, rows: &str, after: &str) -> String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    format!(r#"{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>"#)
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(r#"<?xml version="1.0"?>{table}"#);
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ])
}

fn ods_rows(rows: &str) -> Vec<u8> {
    ods_rows_below("", rows)
}

fn ods_rows_below(before: &str, rows: &str) -> Vec<u8> {
    let names = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#;
    ods(&format!(
        r#"{before}<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    ))
}

const ENTITIES: &str = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>"#;

/// Sheets without a text longer than a cell's, or the reason.
fn outcome(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let sheets = child().sheets(bytes)?;
    let texts = sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells).map(|cell| &cell.text);
    for text in texts {
        assert!(text.len() <= 128 * 1024 && !text.contains("root:") && !text.contains("aaaaaaaaaaaaaaaa"));
    }
    Ok(sheets)
}

#[test]
fn an_entity_is_never_expanded() {
    let of_xlsx = |entity: &str| {
        let cell = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a&{entity};b</t></is></c></row>"#);
        texts(&xlsx(&sheet(ENTITIES, &cell, "")))
    };
    let of_ods = |before: &str, entity: &str| {
        let cell =
            format!(r#"<table:table-cell office:value-type="string"><text:p>a&{entity};b</text:p></table:table-cell>"#);
        texts(&ods_rows_below(before, &format!("<table:table-row>{cell}</table:table-row>")))
    };
    for entity in ["a", "b", "c", "d", "unknown"] {
        assert_eq!(of_xlsx(entity), Err(Refusal::Damaged), "{entity}");
        assert_eq!(of_ods("", entity), Err(Refusal::Damaged), "{entity}");
        assert_eq!(of_ods(ENTITIES, entity), Err(Refusal::Damaged), "{entity}");
    }
    // It is the entity that is refused: those that every file may have are read, in the same place of the same file.
    for (entity, read) in [("amp", "a&b"), ("lt", "a<b"), ("#65", "aAb"), ("#x41", "aAb")] {
        assert_eq!(of_xlsx(entity), Ok(vec![read.to_owned()]), "{entity}");
        assert_eq!(of_ods("", entity), Ok(vec![read.to_owned()]), "{entity}");
        // An ODS file declares nothing.
        assert_eq!(of_ods(ENTITIES, entity), Err(Refusal::Damaged), "{entity}");
    }
}

/// The texts of all cells, or the reason why there are none.
fn texts(bytes: &[u8]) -> Result<Vec<String>, Refusal> {
    let cells = outcome(bytes)?.into_iter().flat_map(|sheet| sheet.rows).flat_map(|row| row.cells);
    Ok(cells.map(|cell| cell.text).collect())
}

#[test]
fn what_repeats_without_end_is_refused_by_name() {
    let cell = r#"office:value-type="float" office:value="1""#;
    let row = |rows: u64, columns: u64| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" {cell}/></table:table-row>"#
        )
    };
    assert_eq!(outcome(&ods_rows(&row(1_048_576, 16_384))).err(), Some(Refusal::TooWide));
    assert_eq!(outcome(&ods_rows(&row(4_000_000_000, 3))).err(), Some(Refusal::TooWide));
    let spaces = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert_eq!(outcome(&ods_rows(spaces)).err(), Some(Refusal::LongCell));
    // Empty cells to the edge of the sheet are what every program writes.
    let edge = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    assert_eq!(outcome(&ods_rows(edge)).map(|sheets| sheets[0].rows.len()), Ok(1));
}

#[test]
fn claims_of_a_sheet_cost_nothing() {
    let row = r#"<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f>A1</f></c></row><row r="4000000000"/>"#;
    let claims = r#"<cols><col min="1" max="4000000000" hidden="1"/></cols><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:ZZZZZZZZZZ9"/></mergeCells>"#;
    let sheets = outcome(&xlsx(&sheet("", row, claims))).expect("it is a small sheet");
    let cells: Vec<(u32, Kind)> = sheets[0].rows[0].cells.iter().map(|cell| (cell.column, cell.kind)).collect();
    assert_eq!(cells, [(1, Kind::Number), (2, Kind::Covered), (3, Kind::Uncalculated)]);
    // A format of its own does not make a result of none; a text without a letter is one.
    let bare = r#"<table:table-row><table:table-cell table:formula="of:=[.B1]" office:value-type="float"/><table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"/></table:table-row>"#;
    let sheets = outcome(&ods_rows(bare)).expect("it is a small sheet");
    let cells: Vec<(u32, Kind)> = sheets[0].rows[0].cells.iter().map(|cell| (cell.column, cell.kind)).collect();
    assert_eq!(cells, [(1, Kind::Uncalculated)]);
    let long = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "x".repeat(100_000_000));
    let refused = outcome(&xlsx(&sheet("", &long, ""))).err();
    assert!(matches!(refused, Some(Refusal::LongCell | Refusal::Memory)), "{refused:?}");
}

#[test]
fn files_of_other_kinds_are_named() {
    assert_eq!(outcome(&archive(&[("word/document.xml", "<a/>")])).err(), Some(Refusal::OtherKind));
    assert_eq!(outcome(&archive(&[("xl/workbook.bin", "")])).err(), Some(Refusal::OtherKind));
    assert_eq!(outcome(&archive(&[("a.txt", "")])).err(), Some(Refusal::Damaged));
    let parts: Vec<(String, &str)> = (0..3_000).map(|at| (format!("{at}.xml"), "")).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(outcome(&archive(&parts)).err(), Some(Refusal::TooLarge));
}

#[test]
fn a_sheet_that_is_full_is_told() {
    let mut rows = String::from(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>orgnr</t></is></c><c r="B1" t="inlineStr"><is><t>fte</t></is></c></row>"#,
    );
    for row in 2..=65_536 {
        write!(rows, r#"<row r="{row}"><c r="B{row}"><v>1</v></c></row>"#).unwrap();
    }
    let reading = read("a.xlsx", &xlsx(&sheet("", &rows, "")), &definitions(), &child());
    assert!(reading.diagnostics.iter().any(|d| d.rule == "row-limit-reached" && d.span.row == Some(65_536)));
    assert_eq!(reading.batches.iter().map(Batch::rows).sum::<usize>(), 65_535);
}

#[test]
fn a_row_at_the_edge_of_a_sheet_is_read_and_told_and_one_beyond_it_is_not_lost() {
    let row = |row: u32| {
        format!(
            r#"<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>556016-0680</t></is></c><c r="B{row}"><v>1</v></c></row>"#
        )
    };
    let header = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>orgnr</t></is></c><c r="B1" t="inlineStr"><is><t>fte</t></is></c></row>"#;
    for (last, is_told) in [(1_048_575, false), (1_048_576, true), (1_048_577, false)] {
        let rows = [header.to_owned(), row(2), row(last)].concat();
        let reading = read("a.xlsx", &xlsx(&sheet("", &rows, "")), &definitions(), &child());
        let places: Vec<u32> = reading.batches.iter().flat_map(|batch| &batch.places).map(|place| place.row).collect();
        assert_eq!(places, [2, last], "{:?}", reading.diagnostics);
        let told = reading.diagnostics.iter().find(|one| one.rule == "row-limit-reached");
        assert_eq!(told.and_then(|one| one.span.row), is_told.then_some(last));
        assert_eq!((reading.sheets[0].rows_read, reading.sheets[0].rows_blank), (last - 1, last - 3));
    }
}

#[test]
fn a_cell_of_600_megabytes_is_refused_before_it_is_unpacked() {
    let parts = xlsx(&sheet("", "", ""));
    let mut archive = zip::ZipWriter::new_append(Cursor::new(parts)).expect("it is an archive");
    let (before, after) = (
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>"#,
        "</t></is></c></row></sheetData></worksheet>",
    );
    let quick = SimpleFileOptions::default().compression_level(Some(1));
    archive.start_file("xl/worksheets/sheet2.xml", quick).expect("memory takes every part");
    archive.write_all(before.as_bytes()).expect("memory takes every part");
    let piece = vec![b'x'; 1_000_000];
    for _ in 0..600 {
        archive.write_all(&piece).expect("memory takes every part");
    }
    archive.write_all(after.as_bytes()).expect("memory takes every part");
    let bytes = archive.finish().expect("memory takes every archive").into_inner();
    assert!(bytes.len() < 20_000_000, "{}", bytes.len());
    assert_eq!(outcome(&bytes).err(), Some(Refusal::TooLarge));
}

#[test]
fn a_header_is_looked_for_in_the_first_sixty_rows() {
    for (above, is_found) in [(59, true), (60, false)] {
        let text = format!("{}orgnr;fte\n556016-0680;1\n", "Bakgrund;\n".repeat(above));
        let reading = read("a.csv", text.as_bytes(), &definitions(), &child());
        assert_eq!(reading.dataset.is_some(), is_found, "{above} rows above it");
        let told = |rule: &str| reading.diagnostics.iter().filter(|one| one.rule == rule).count();
        let expected = if is_found { (above, 0) } else { (0, 1) };
        assert_eq!((told("row-above-header"), told("unknown-dataset")), expected);
        // The page of the rule says how far.
        let page = nytta::rule::find("unknown-dataset").expect("a rule").page.in_language(&["en"]);
        assert!(page.contains("first sixty rows"), "{page}");
    }
}

#[test]
fn a_cell_without_end_is_told_where_it_begins() {
    let long = "x".repeat(5_000_000);
    for (cell, rule, row) in [
        (long.clone(), "cell-too-long", 2),
        (format!("\"{long}\""), "cell-too-long", 2),
        (format!("\"{}", "rad\n".repeat(200_000)), "unclosed-quote", 2),
        (";".repeat(5_000_000), "too-many-cells", 2),
        (format!("{long} 880320-0016 {long}"), "personal-number", 2),
    ] {
        let text = format!("orgnr;year_end;Kommentar\n556016-0680;2025-12-31;{cell}\n212000-0142;2025-12-31;ok\n");
        let reading = read("a.csv", text.as_bytes(), &definitions(), &child());
        let first = &reading.diagnostics[0];
        assert!(reading.diagnostics.len() < 3_000, "{}", reading.diagnostics.len());
        assert_eq!((first.rule.as_str(), first.span.row), (rule, Some(row)));
        assert_eq!(reading.batches.is_empty(), rule == "personal-number");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_workbook_never_takes_the_program_with_it(
        name in prop::sample::select(vec!["features.xls", "features.xlsx", "features.ods", "form.xlsx"]),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table").join(name);
        let mut bytes = std::fs::read(path).unwrap();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.map_or(bytes.len(), |end| end.index(bytes.len())));
        let reading = read("a.xlsx", &bytes, &definitions(), &child());
        prop_assert!(reading.dataset.is_some() || !reading.diagnostics.is_empty());
    }
}
