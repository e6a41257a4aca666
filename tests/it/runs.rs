//! Texts of which a part is raised or crossed out: what stands beside it is not read as one number with it.

use std::path::Path;

use nytta::diagnostic::Diagnostic;
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, read};

use super::answers::{part, with_part};
use super::seen::told;
use super::table::definitions;

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// One of the workbooks of six amounts, each a text: 39 with a raised 1, 39 crossed out before 41, 39 before 41 crossed out, 39
/// all crossed out, 39 whose 3 is bold, and a 7 in a raised font. `inline.xlsx` has its texts in its cells and is written by
/// openpyxl; `LibreOffice` has saved it as the others.
fn workbook(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/runs").join(name);
    std::fs::read(path).expect("a file of the corpus")
}

fn read_as(name: &str, bytes: &[u8]) -> Reading {
    read(name, bytes, &definitions(), &InProcess)
}

/// What is found at the amounts: place, rule and what stands there.
fn found(reading: &Reading) -> Vec<String> {
    let at_amount = |one: &&Diagnostic| one.span.column == Some(3) && one.span.row.is_some_and(|row| row > 1);
    let one = |one: &Diagnostic| {
        [&one.span.cell().unwrap_or_default(), &one.rule, one.value.as_deref().unwrap_or_default()].join(" ")
    };
    reading.diagnostics.iter().filter(at_amount).map(|found| one(found).trim().to_owned()).collect()
}

const EXPECTED: [&str; 5] = [
    "C2 not-a-number 39¹",
    "C3 part-crossed-out 3\u{336}9\u{336}41",
    "C4 part-crossed-out 39 4\u{336}1\u{336}",
    "C5 crossed-out",
    "C7 not-a-number ⁷",
];

#[test]
fn raised_marks_and_crossed_out_parts_are_no_part_of_a_number() {
    for name in ["inline.xlsx", "shared.xlsx", "runs.ods", "runs.xls"] {
        let reading = read_as(name, &workbook(name));
        assert_eq!(told(&reading).0, ["!", "!", "!", "39", "39", "!"], "{name}: {:#?}", reading.diagnostics);
        assert_eq!(found(&reading), EXPECTED, "{name}");
    }
}

/// A workbook whose raised characters are lowered instead.
fn lowered(name: &str) -> Vec<u8> {
    let bytes = workbook(name);
    let replaced = |part_name: &str, from: &str, to: &str, bytes: &[u8]| {
        let text = part(bytes, part_name);
        assert!(text.contains(from), "{name} {part_name}");
        with_part(bytes, part_name, &text.replace(from, to))
    };
    match name {
        "runs.ods" => replaced("content.xml", "\"33% 58%\"", "\"-33% 58%\"", &bytes),
        "runs.xls" => {
            // FONT records (MS-XLS 2.4.122): the field at 4 + 8 says where characters stand.
            let mut bytes = bytes;
            let is_font =
                |at: usize| bytes[at..at + 2] == [0x31, 0] && bytes[at + 3] == 0 && bytes[at + 12..at + 14] == [1, 0];
            let fonts: Vec<usize> = (0..bytes.len() - 14).filter(|at| is_font(*at)).collect();
            assert_eq!(fonts.len(), 1, "the font of what is raised");
            for at in fonts {
                bytes[at + 12] = 2;
            }
            bytes
        }
        _ => {
            let texts = if name == "inline.xlsx" { SHEET } else { "xl/sharedStrings.xml" };
            let bytes = replaced(texts, "superscript", "subscript", &bytes);
            replaced("xl/styles.xml", "superscript", "subscript", &bytes)
        }
    }
}

#[test]
fn lowered_digits_are_no_digits_of_the_number_before_them() {
    for name in ["inline.xlsx", "shared.xlsx", "runs.ods", "runs.xls"] {
        let reading = read_as(name, &lowered(name));
        assert_eq!(told(&reading).0, ["!", "!", "!", "39", "39", "!"], "{name}: {:#?}", reading.diagnostics);
        let found = found(&reading);
        assert_eq!(found.first().map(String::as_str), Some("C2 not-a-number 39₁"), "{name}");
        assert_eq!(found.last().map(String::as_str), Some("C7 not-a-number ₇"), "{name}");
    }
    let typed = "orgnr;Räkenskapsårets slut;Omsättning (kr)\n556016-0680;2025-12-31;39₁\n";
    assert_eq!(found(&read_as("a.csv", typed.as_bytes())), ["C2 not-a-number 39₁"]);
}

#[test]
fn a_word_crossed_out_before_another_is_told_once() {
    let bytes = workbook("inline.xlsx");
    let sheet = part(&bytes, SHEET);
    let at = sheet.find("<c r=\"C5\"").expect("the cell");
    let end = at + sheet[at..].find("</c>").expect("its end");
    let runs = "<r><rPr><strike/></rPr><t>vet ej</t></r><r><t>noll</t></r>";
    let cell = format!("<c r=\"C5\" t=\"inlineStr\"><is>{runs}</is>");
    let made = with_part(&bytes, SHEET, &format!("{}{cell}{}", &sheet[..at], &sheet[end..]));
    let found = found(&read_as("inline.xlsx", &made));
    let at_cell: Vec<&String> = found.iter().filter(|one| one.starts_with("C5 ")).collect();
    let stroke = |text: &str| {
        text.chars().flat_map(|c| [Some(c), (c != ' ').then_some('\u{336}')]).flatten().collect::<String>()
    };
    assert_eq!(at_cell, [&format!("C5 part-crossed-out {}noll", stroke("vet ej"))]);
}

#[test]
fn a_run_without_a_look_of_its_own_has_that_of_its_cell() {
    let bytes = workbook("inline.xlsx");
    let sheet = part(&bytes, SHEET);
    let of = |text: &str| {
        let at = sheet.find("<c r=\"C7\"").expect("the cell");
        let begin = at + sheet[at..].find('>').expect("its start");
        let end = begin + sheet[begin..].find("</c>").expect("its end");
        let style = sheet[at..begin].split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style");
        let cell = format!("<c r=\"C7\" s=\"{style}\" t=\"inlineStr\"><is>{text}</is></c>");
        let made = with_part(&bytes, SHEET, &format!("{}{cell}{}", &sheet[..at], &sheet[end + "</c>".len()..]));
        read_as("inline.xlsx", &made)
    };
    // The font of the cell is raised; a run with properties says all of its own.
    let mark = of("<r><rPr><b/></rPr><t>39</t></r><r><t>1</t></r>");
    assert_eq!(found(&mark).last().map(String::as_str), Some("C7 not-a-number 39¹"));
    let plain = of("<r><rPr><b/></rPr><t>39</t></r><r><rPr><strike val=\"0\"/></rPr><t>1</t></r>");
    assert_eq!(told(&plain).0[5], "391", "{:#?}", plain.diagnostics);
    // How a text is pronounced is no part of it; one that no program would write is still one text.
    let read = of("<r><rPr><b/></rPr><t>39</t></r><rPh sb=\"0\" eb=\"1\"><t>1</t></rPh><phoneticPr fontId=\"1\"/>");
    assert_eq!(told(&read).0[5], "39", "{:#?}", read.diagnostics);
}

#[test]
fn a_person_is_found_however_a_number_is_set() {
    let bytes = workbook("inline.xlsx");
    let sheet = part(&bytes, SHEET);
    for (one, other) in [("811218-", "9876"), ("8112", "18-9876"), ("811218-987", "6")] {
        let runs = format!("<r><rPr><strike/></rPr><t>{one}</t></r><r><t>{other}</t></r>");
        let at = sheet.find("<is>").expect("a text");
        let end = at + sheet[at..].find("</is>").expect("its end");
        let made = with_part(&bytes, SHEET, &format!("{}<is>{runs}{}", &sheet[..at], &sheet[end..]));
        let rules: Vec<String> = read_as("inline.xlsx", &made).diagnostics.into_iter().map(|one| one.rule).collect();
        assert!(rules.iter().any(|rule| rule == "personal-number"), "{one}{other}: {rules:?}");
    }
}
