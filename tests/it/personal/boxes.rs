//! Text boxes and shapes of an ODS workbook are looked through for persons.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

use nytta::table::{self, workbook::InProcess};

/// An ODS workbook of a row with something among the shapes of its sheet, and in a cell behind its headers.
fn workbook(shapes: &str, cell: &str) -> Vec<u8> {
    let names = ["office", "table", "text", "drawing"];
    let spaces = names.map(|name| {
        let prefix = if name == "drawing" { "draw" } else { name };
        format!("xmlns:{prefix}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
    });
    let row = |cells: [&str; 2], more: &str| {
        let cells = cells.map(|cell| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
        });
        format!("<table:table-row>{}{more}</table:table-row>", cells.concat())
    };
    let rows = row(["orgnr", "anställda"], cell) + &row(["556016-0680", "12"], "");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {}><office:body><office:spreadsheet><table:table table:name=\"Svar &amp; mer\"><table:shapes>{shapes}</table:shapes>{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        spaces.join(" ")
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/></manifest:manifest>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
        ("META-INF/manifest.xml", manifest),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

/// The rules, sheets and words of what is told, and whether anything was read.
fn told(shapes: &str, cell: &str) -> (Vec<(String, Option<String>, String)>, bool) {
    let reading = table::read("a.ods", &workbook(shapes, cell), &super::definitions(), &InProcess);
    assert!(!format!("{reading:?}").contains("0016"));
    let told = reading.diagnostics.iter().filter(|one| one.rule.starts_with("person"));
    let words = |one: &nytta::diagnostic::Diagnostic| one.message.in_language(&["sv"]).into_owned();
    let told = told.map(|one| (one.rule.clone(), one.span.sheet.as_deref().map(str::to_owned), words(one)));
    (told.collect(), !reading.batches.is_empty())
}

#[test]
fn boxes_and_shapes_of_an_ods_workbook_are_looked_through() {
    let text = |name: &str, words: &str| format!("<draw:{name}><text:p>{words}</text:p></draw:{name}>");
    let frame = |words: &str| format!("<draw:frame draw:name=\"a\">{}</draw:frame>", text("text-box", words));
    let group = |words: &str| format!("<draw:g><draw:line/>{}{}</draw:g>", text("rect", "x"), frame(words));
    let in_cell = |shape: &str| format!("<table:table-cell>{shape}</table:table-cell>");
    for words in ["Eva 880320-0016", "<text:span>880320</text:span>-0016"] {
        for shape in [text("custom-shape", words), text("ellipse", words), frame(words), group(words)] {
            for (found, is_read) in [told(&shape, ""), told(&(frame("hej") + &shape), ""), told("", &in_cell(&shape))] {
                // What stands in a cell may be its text too.
                let outside = found.iter().find(|(rule, ..)| rule == "person-outside-cells");
                let Some((rule, sheet, said)) = outside else { panic!("{shape}: {found:?}") };
                assert_eq!(
                    (rule.as_str(), sheet.as_deref(), is_read),
                    ("person-outside-cells", Some("Svar & mer"), false)
                );
                assert!(said.contains("i en textruta"), "{said}");
            }
        }
    }
    for shapes in [frame("Se bokslutet 2025-12-31"), "<draw:line/>".to_owned(), String::new()] {
        assert_eq!(told(&shapes, &in_cell(&shapes)), (Vec::new(), true), "{shapes}");
    }
}
