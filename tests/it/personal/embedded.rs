//! Files within a workbook, what an older one keeps for its pivot tables, and large sheets are looked through for persons.

use std::io::{Cursor, Write as _};
use std::path::Path;

use nytta::diagnostic::Severity;
use nytta::table::{self, workbook::InProcess};
use rust_xlsxwriter::{Formula, Workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::definitions;
use super::files::workbook;

/// The rules, severities and Swedish messages of what is told of a file.
fn told(name: &str, bytes: &[u8]) -> Vec<(String, Severity, String)> {
    let reading = table::read(name, bytes, &definitions(), &InProcess);
    assert!(!format!("{reading:?}").contains("0016"), "{reading:?}");
    let is_of_part = |rule: &str| rule == "person-outside-cells" || rule == "part-not-searched";
    let found = reading.diagnostics.iter().filter(|one| is_of_part(&one.rule));
    found.map(|one| (one.rule.clone(), one.severity, one.message.in_language(&["sv"]).into_owned())).collect()
}

/// An archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

/// A workbook of the form in which another file lies.
fn holding(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(workbook("Svar", "", ""))).expect("an archive");
    zip.start_file(format!("xl/embeddings/{name}"), SimpleFileOptions::default()).expect("memory takes it");
    zip.write_all(bytes).expect("memory takes it");
    zip.finish().expect("memory takes it").into_inner()
}

fn book(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("it can be made")
}

fn corpus(name: &str) -> Vec<u8> {
    #[expect(clippy::disallowed_methods, reason = "the corpus is on the disk")]
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/outside").join(name)).expect("it is there")
}

#[test]
fn a_file_within_a_workbook_is_looked_through() {
    let named = |text: &str| {
        book(|sheet| {
            sheet.write(0, 0, "Anna").expect("a cell");
            sheet.write(1, 0, text).expect("a cell");
        })
    };
    let numbered = |number: u64| {
        #[expect(clippy::cast_precision_loss, reason = "ten digits")]
        book(|sheet| {
            sheet.write(0, 0, number as f64).expect("a cell");
        })
    };
    let document = |text: &str| {
        let xml = format!(
            "<w:document><w:p><w:r><w:t>Anna 880320</w:t></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:document>"
        );
        archive(&[("word/document.xml", xml.as_bytes())])
    };
    for (name, bytes) in [
        ("Worksheet.xlsx", named("880320-0016")),
        ("Worksheet.xlsx", named("eva.ek@x.se")),
        ("Worksheet.xlsx", numbered(8_803_200_016)),
        ("Document.docx", document("-0016")),
        ("Worksheet.xlsx", holding("Worksheet.xlsx", &named("880320-0016"))),
        ("oleObject1.bin", corpus("person.xls")),
    ] {
        let found = told("a.xlsx", &holding(name, &bytes));
        assert!(found[0].2.contains("inbäddat i arbetsboken"), "{name}: {found:?}");
        assert_eq!((found.len(), found[0].0.as_str()), (1, "person-outside-cells"), "{name}: {found:?}");
    }
    for bytes in [named("12 personer"), numbered(5_560_160_680), document(" kr")] {
        assert_eq!(told("a.xlsx", &holding("a.xlsx", &bytes)), [], "nobody stands there");
    }
}

/// The content of an ODS workbook with one cell.
fn ods_content(text: &str) -> String {
    let names = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#;
    let cell = format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#);
    format!(
        r#"<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    )
}

/// An ODS workbook with one cell, and further parts.
fn ods(text: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let content = ods_content(text);
    let own: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ];
    archive(&[&own[..], more].concat())
}

#[test]
fn an_ods_workbook_within_a_workbook_is_looked_through() {
    for text in ["Anna 880320-0016", "Anna 88<text:span>0320-0016</text:span>", "eva.ek@x.se"] {
        let object = ods_content(text);
        let whole = ods(text, &[]);
        for (name, bytes) in [
            ("a.xlsx", holding("oleObject1.ods", &whole)),
            ("a.xlsx", holding("oleObject1.bin", &whole)),
            ("a.ods", ods("Summa", &[("Object 1/content.xml", object.as_bytes())])),
            ("a.ods", ods("Summa", &[("Object 1", &whole)])),
        ] {
            let found = told(name, &bytes);
            let rules: Vec<&str> = found.iter().map(|(rule, ..)| rule.as_str()).collect();
            assert_eq!(rules, ["person-outside-cells"], "{name}: {text}: {found:?}");
            assert!(found[0].2.contains("inbäddat i arbetsboken"), "{name}: {found:?}");
        }
    }
    for (name, bytes) in [
        ("a.xlsx", holding("oleObject1.ods", &ods("12 personer", &[]))),
        ("a.ods", ods("Summa", &[("Object 1/content.xml", ods_content("12 personer").as_bytes())])),
        ("a.ods", ods("Summa", &[("Object 1", &ods("12 personer", &[]))])),
    ] {
        assert_eq!(told(name, &bytes), [], "{name}: nobody stands there");
    }
}

#[test]
fn a_file_that_nobody_can_look_through_is_told() {
    for bytes in [&b"%PDF-1.7 880320-0016"[..], &[0xD0, 0xCF, 0x11, 0xE0, 0, 0]] {
        let found = told("a.xlsx", &holding("oleObject1.bin", bytes));
        assert_eq!(
            (found.len(), found[0].0.as_str(), found[0].1),
            (1, "part-not-searched", Severity::Warning),
            "{found:?}"
        );
        assert!(found[0].2.contains("oleObject1.bin"), "{found:?}");
    }
    let read = table::read("a.xlsx", &holding("oleObject1.bin", b"%PDF"), &definitions(), &InProcess);
    assert_eq!(read.batches.len(), 1, "{:?}", read.diagnostics);
}

#[test]
fn what_an_older_workbook_keeps_for_a_pivot_table_is_looked_through() {
    let found = told("a.xls", &corpus("unseen-pivot.xls"));
    assert!(found.len() == 1 && found[0].2.contains("pivottabell"), "{found:?}");
}

#[test]
fn the_middle_of_a_large_sheet_is_looked_through() {
    let with = |text: &str| {
        book(|sheet| {
            for row in 0..1_400 {
                let said = if row == 700 { text.to_owned() } else { "x".repeat(200) };
                for column in 0..40 {
                    sheet.write_formula(row, column, Formula::new(format!("=\"{said}\""))).expect("a cell");
                }
            }
        })
    };
    assert_eq!(told("a.xlsx", &with("880320-0016"))[0].0, "person-outside-cells");
    assert_eq!(told("a.xlsx", &with("88")), []);
}
