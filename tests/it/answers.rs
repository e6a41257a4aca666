//! What a sender gets back: grouped text, SARIF, a page, and the own workbook with its cells marked.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use nytta::diagnostic::html::{Section, page};
use nytta::diagnostic::words::words;
use nytta::diagnostic::{Diagnostic, Severity, sarif, terminal};
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::source::Span;
use nytta::table::workbook::{InProcess, Kind, Sheet, Workbooks};
use nytta::text::Text;
use rust_xlsxwriter::{Color, Format, Formula, Note, Workbook};

const PERSON: &str = "19811218-9876";

fn swedish() -> Vec<String> {
    vec!["sv".to_owned()]
}

fn on(file: &str, sheet: Option<&str>, row: u32, column: u32, severity: Severity, message: &str) -> Diagnostic {
    let span = Span { sheet: sheet.map(Into::into), ..Span::file(file) };
    let both = |text: &str| Text([("en".to_owned(), text.to_owned()), ("sv".to_owned(), text.to_owned())].into());
    Diagnostic {
        rule: "not-a-number".to_owned(),
        severity,
        span: span.at(row, column),
        column: Some("Antal anställda".to_owned()),
        field: Some("heads".to_owned()),
        also: Vec::new(),
        is_figure: false,
        value: Some("ca 12".to_owned()),
        message: both(message).into(),
        hint: both("skriv bara siffror").into(),
    }
}

/// Seven findings of one rule in one column, each with its own value.
fn seven() -> Vec<Diagnostic> {
    (2..9).map(|row| on("a.csv", None, row, 3, Severity::Error, &format!("'ca {row}' är inget tal"))).collect()
}

#[test]
fn text_tells_the_first_five_places_of_a_rule_and_column_once() {
    let plain = |found: &[Diagnostic]| {
        anstream::adapter::strip_str(&terminal::render(found, &swedish(), &|_| None)).to_string()
    };
    let expected = "\
a.csv
  fel: kolumn C 'Antal anställda': 7 ställen [not-a-number]
    rad 2: 'ca 2' är inget tal
    rad 3: 'ca 3' är inget tal
    rad 4: 'ca 4' är inget tal
    rad 5: 'ca 5' är inget tal
    rad 6: 'ca 6' är inget tal
    och 2 till
    → skriv bara siffror
";
    assert_eq!(plain(&seven()), expected);
    let same: Vec<Diagnostic> = (2..9).map(|row| on("a.csv", None, row, 3, Severity::Warning, "inget tal")).collect();
    let expected = "\
a.csv
  varning: rader 2, 3, 4, 5, 6 och 2 till, kolumn C 'Antal anställda': inget tal [not-a-number]
    → skriv bara siffror
";
    assert_eq!(plain(&same), expected);
    let mixed = [same[0].clone(), seven()[0].clone()];
    let lines = plain(&mixed);
    assert!(lines.find("fel: rad 2") < lines.find("varning: rad 2"), "the worst comes first: {lines}");
}

#[test]
fn several_places_of_a_form_have_a_word_that_goes_with_them() {
    let of_form = |places: &[(Option<u32>, u32)], language: &str| {
        let finding = |(row, column): &(Option<u32>, u32)| {
            let mut found = on("a.csv", None, 1, *column, Severity::Note, "bara ord");
            (found.span.row, found.span.turned, found.column) = (*row, true, None);
            found
        };
        let found: Vec<Diagnostic> = places.iter().map(finding).collect();
        let text = terminal::render(&found, &[language.to_owned()], &|_| None);
        let text = anstream::adapter::strip_str(&text).to_string();
        text.lines()
            .nth(1)
            .and_then(|line| line.split_once(": "))
            .expect("a line")
            .1
            .replace(": bara ord [not-a-number]", "")
    };
    let cells = [(Some(4), 3), (Some(5), 3)];
    let columns = [(None, 3), (None, 4)];
    let all = [("sv", "celler", "kolumner"), ("en", "cells", "columns"), ("it", "celle", "colonne")];
    for (language, cell, column) in [&all[..], &[("ro", "celulele", "coloanele"), ("sl", "celice", "stolpci")]].concat()
    {
        assert_eq!(of_form(&cells, language), format!("{cell} C4, C5"));
        assert_eq!(of_form(&columns, language), format!("{column} C, D"));
    }
    assert_eq!(of_form(&cells[..1], "sv"), "cell C4");
    assert_eq!(of_form(&columns[..1], "sv"), "kolumn C");
    let both = [cells[0], columns[0], columns[1], cells[1], (Some(6), 3), (Some(7), 3)];
    assert_eq!(of_form(&both, "sv"), "cell C4, kolumn C, kolumn D, cell C5, cell C6 och 1 till");
}

#[test]
fn the_list_is_headed_by_what_stands_below() {
    let heading = |turned: &[bool]| {
        let mut found: Vec<Diagnostic> = Vec::new();
        for (row, turned) in (2..).zip(turned) {
            found.push(on("a.csv", None, row, 1, Severity::Error, "fel"));
            found.last_mut().expect("one").span.turned = *turned;
        }
        // A finding about no column has no say.
        found.push(Diagnostic { column: None, ..on("a.csv", None, 9, 1, Severity::Error, "fel") });
        let sheets = [Sheet::default()];
        let file = Submission { file: "a.csv", bytes: b"a;b\n1;2\n", sheets: &sheets, diagnostics: &found };
        let list = InProcess.sheets(&annotated(&file, &swedish(), &Marker::InProcess).workbook).expect("a workbook");
        let list = list.last().expect("a list");
        list.rows.iter().find(|row| row.row == 4).expect("headings").cells[2].text.clone()
    };
    assert_eq!(heading(&[false]), "Kolumn");
    assert_eq!(heading(&[true, true]), "Fråga");
    assert_eq!(heading(&[true, false]), "Kolumn eller fråga");
}

#[test]
fn sarif_names_rules_lines_cells_and_never_a_person() {
    let text = "id;antal\n\"två\nrader\";3\nx;ca 2\n";
    let mut found = vec![on("mapp/å b.csv", None, 3, 2, Severity::Error, "'ca 2' är inget tal")];
    found[0].span.bytes = Some((text.find("ca 2").expect("it is there"), text.find("ca 2").expect("it is there") + 4));
    found.push(on(&format!("{PERSON}.xlsx"), Some("Blad 1"), 14, 6, Severity::Warning, "stort"));
    let all: Vec<&Diagnostic> = found.iter().collect();
    let written = sarif::document(&all, &swedish(), &|_| Some(Arc::new(text.to_owned())));
    assert!(!written.contains("9876"), "{written}");
    let log: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "nytta");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 1);
    assert_eq!(
        (rules[0]["id"].as_str(), &rules[0]["defaultConfiguration"]["level"]),
        (Some("not-a-number"), &"error".into())
    );
    assert!(rules[0]["help"]["markdown"].as_str().is_some_and(|page| page.contains('#')));
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    for result in results {
        // What the format requires of a result, and what readers need of a location.
        assert!(result["message"]["text"].as_str().is_some_and(|text| text.ends_with("skriv bara siffror")));
        assert_eq!(
            result["ruleId"],
            rules[usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small")]["id"]
        );
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        let artifact = &run["artifacts"][usize::try_from(place["index"].as_u64().expect("a number")).expect("small")];
        assert_eq!(place["uri"], artifact["location"]["uri"]);
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    // Row 3 of the table is line 4 of the file.
    assert_eq!(*region, serde_json::json!({ "startLine": 4, "startColumn": 3, "endColumn": 7 }));
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "mapp/%C3%A5%20b.csv");
    assert_eq!(results[1]["level"], "warning");
    assert!(results[1]["locations"][0]["physicalLocation"]["region"].is_null(), "a workbook has no lines");
    assert_eq!(results[1]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "'Blad 1'!F14");
}

#[test]
fn the_page_needs_nothing_else_and_takes_text_for_text() {
    let mut found = seven();
    found[0].message = Text::same("<script>alert(1)</script> & \"så\"").into();
    let sections = [
        Section { file: Some("a.csv"), detail: Some("Lästa rader: 7".to_owned()), diagnostics: &found },
        Section { file: Some("b.csv"), detail: Some("Lästa rader: 1".to_owned()), diagnostics: &[] },
    ];
    let html = page("Att rätta", &sections, &swedish());
    assert!(html.starts_with("<!doctype html>\n<html lang=\"sv\">"), "{html}");
    assert!(
        !html.contains("<script") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;så&quot;"),
        "{html}"
    );
    for reference in ["http:", "https:", "src=", "<link", "url(", "@import", "javascript:"] {
        assert!(!html.contains(reference), "the page reaches for something: {reference}");
    }
    assert!(html.contains("2 filer · 7 fel"), "{html}");
    assert!(html.contains("<summary>och 2 till</summary>"), "the rest can be unfolded without a script");
    let ends = html.matches("<li><b>cell C").count();
    assert_eq!(ends, 7, "every place is there");
    assert!(html.contains("Utan anmärkning") && html.contains("b.csv"));
    for finding in &mut found {
        finding.message = Text::same("alla säger detta").into();
    }
    let alike = Section { file: Some("a.csv"), detail: None, diagnostics: &found };
    let html = page("Att rätta", &[alike], &swedish());
    let [said, places] = ["<p>Alla säger detta</p>", "<li><b>cell C"].map(|part| html.matches(part).count());
    assert_eq!((said, places), (1, 7), "what all say is said once, with every place: {html}");
    for (open, close) in [("<ul", "</ul>"), ("<section", "</section>"), ("<article", "</article>"), ("<li>", "</li>")] {
        assert_eq!(html.matches(open).count(), html.matches(close).count(), "{open}");
    }
}

/// A sender's workbook: formats, a formula, a comment, two sheets.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let money = Format::new().set_num_format("#,##0 kr").set_bold().set_background_color(Color::RGB(0xDD_FFDD));
    let sheet = book.add_worksheet().set_name("Kim's blad").expect("a name");
    sheet.write_string(0, 0, "Org & nr").expect("a cell");
    sheet.write_string(1, 0, "802000-0000").expect("a cell");
    sheet.write_number_with_format(1, 1, 1234.5, &money).expect("a cell");
    sheet.write_formula(1, 2, Formula::new("=B2*2").set_result("2469")).expect("a cell");
    sheet.write_number(3, 0, 0.1).expect("a cell");
    sheet.insert_note(1, 2, &Note::new("Räknat av Kim")).expect("a comment");
    let other = book.add_worksheet().set_name("Två").expect("a name");
    other.write_boolean(0, 0, true).expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

/// The workbook that a sender gets back.
pub(crate) fn give_back(file: &str, bytes: &[u8], sheets: &[Sheet], found: &[Diagnostic]) -> Vec<u8> {
    annotated(&Submission { file, bytes, sheets, diagnostics: found }, &swedish(), &Marker::InProcess).workbook
}

pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            std::io::copy(&mut part, &mut bytes).expect("bytes");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap_or_else(|| panic!("there is a part {name}"))).expect("UTF-8")
}

#[test]
fn a_finding_of_many_places_is_listed_once_and_marked_at_each() {
    let bytes = workbook();
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let sheet = Some("Kim's blad");
    let mut many = on("a.xlsx", sheet, 2, 2, Severity::Note, "frågor utan svar");
    many.span.turned = true;
    many.also = [(3, 2), (9, 2)].map(|(row, column)| many.span.at(row, column)).into();
    let found = [many, on("a.xlsx", sheet, 9, 2, Severity::Error, "saknas")];
    let made = give_back("a.xlsx", &bytes, &sheets, &found);
    let comments = part(&made, "xl/comments1.xml");
    assert_eq!(comments.matches("Notis: Frågor utan svar").count(), 3, "{comments}");
    let painted = part(&made, "xl/worksheets/sheet1.xml");
    assert!(["B2", "B3", "B9"].iter().all(|cell| painted.contains(&format!("<c r=\"{cell}\""))), "{painted}");
    let read = InProcess.sheets(&made).expect("a workbook still");
    let rows: Vec<&str> = read[2].rows.iter().filter(|row| row.row > 4).map(|row| row.cells[1].text.as_str()).collect();
    assert_eq!(rows, ["Kim's blad!B9", "Kim's blad!B2, B3, B9"]);
    let text = anstream::adapter::strip_str(&terminal::render(&found, &swedish(), &|_| None)).to_string();
    assert!(text.contains("notis: blad 'Kim's blad', celler B2, B3, B9: frågor utan svar"), "{text}");
    let section = Section { file: Some("a.xlsx"), detail: None, diagnostics: &found };
    let html = page("titel", &[section], &swedish());
    assert!(html.contains("<b>celler B2, B3, B9</b>"), "{html}");
}

#[test]
fn a_workbook_is_given_back_as_it_was_with_its_faults_marked() {
    let bytes = workbook();
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let sheet = Some("Kim's blad");
    let found = [
        on("a.xlsx", sheet, 2, 2, Severity::Error, "för < stort"),
        on("a.xlsx", sheet, 2, 3, Severity::Warning, "ovanligt"),
        on("a.xlsx", sheet, 2, 5, Severity::Error, "saknas"),
        on("a.xlsx", sheet, 3, 1, Severity::Note, "tom rad"),
        on("a.xlsx", sheet, 9, 2, Severity::Error, "längre ner"),
    ];
    let made = give_back("a.xlsx", &bytes, &sheets, &found);
    let read = InProcess.sheets(&made).expect("a workbook still");
    assert_eq!(read[..2], sheets[..], "every cell holds what it held");
    assert_eq!(read[2].name, "Att rätta");

    // Parts without findings are the same, byte by byte.
    let (before, after) = (parts(&bytes), parts(&made));
    for name in before
        .keys()
        .filter(|name| name.contains("theme") || name.contains("docProps") || name.contains("sharedStrings"))
    {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert_eq!(before["xl/worksheets/sheet2.xml"], after["xl/worksheets/sheet2.xml"]);

    // A marked cell differs in nothing but its colour.
    let styles = part(&made, "xl/styles.xml");
    let formats: Vec<&str> = styles.split("<cellXfs").nth(1).expect("formats").split("<xf ").skip(1).collect();
    let sheet = part(&made, "xl/worksheets/sheet1.xml");
    let format_of = |cell: &str| -> usize {
        let tag = sheet
            .split(&format!("<c r=\"{cell}\""))
            .nth(1)
            .unwrap_or_else(|| panic!("there is a cell {cell}: {sheet}"));
        let number = tag.split("s=\"").nth(1).expect("a format").split('"').next().expect("a number");
        number.parse().expect("a number")
    };
    let value = |format: &str, name: &str| {
        format.split(&format!("{name}=\"")).nth(1).expect(name).split('"').next().expect("a value").to_owned()
    };
    let old = part(&bytes, "xl/worksheets/sheet1.xml");
    let was: usize = value(old.split("<c r=\"B2\"").nth(1).expect("a cell"), "s").parse().expect("a number");
    for name in ["numFmtId", "fontId", "borderId"] {
        assert_eq!(value(formats[was], name), value(formats[format_of("B2")], name), "{name}");
    }
    assert_ne!(value(formats[was], "fillId"), value(formats[format_of("B2")], "fillId"));
    assert_eq!(value(formats[format_of("B2")], "fillId"), value(formats[format_of("B9")], "fillId"), "both are errors");
    assert_ne!(
        value(formats[format_of("B2")], "fillId"),
        value(formats[format_of("C2")], "fillId"),
        "one is a warning"
    );
    assert!(format_of("E2") > 0 && format_of("A3") > 0, "cells that were not there are marked too");
    let rows: Vec<&str> =
        sheet.split("<row r=\"").skip(1).map(|row| row.split('"').next().expect("a number")).collect();
    assert_eq!(rows, ["1", "2", "3", "4", "9"]);

    // Comments stand beside the sender's own.
    let comments = part(&made, "xl/comments1.xml");
    assert!(comments.contains("Räknat av Kim") && comments.contains("Varning: Ovanligt"), "{comments}");
    assert!(comments.contains("Fel: För &lt; stort"), "{comments}");
    assert_eq!(comments.matches("<comment ").count(), 5);
    let drawing = part(&made, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 5, "{drawing}");

    // The list links to the cells.
    let list = part(&made, "xl/worksheets/sheet3.xml");
    assert!(list.contains("location=\"'Kim''s blad'!B2\""), "{list}");
    assert_eq!(list.matches("<hyperlink ").count(), 5);
    let book = part(&made, "xl/workbook.xml");
    assert!(book.contains("activeTab=\"2\""));
    let titles = "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"2\">'Att rätta'!$4:$4</definedName>";
    assert!(book.contains(titles), "the list has its headings on every page: {book}");
    assert_eq!(made, give_back("a.xlsx", &bytes, &sheets, &found), "the same twice");
}

/// A workbook with other bytes in one of its parts.
pub(crate) fn with_part(bytes: &[u8], changed: &str, text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts(bytes) {
        zip.start_file(&name, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(if name == changed { text.as_bytes() } else { &bytes }).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

#[test]
fn names_stand_once_and_in_their_place() {
    let bytes = workbook();
    let book = part(&bytes, "xl/workbook.xml");
    let own = "<definedName name=\"Eget\">'Två'!$A$1</definedName>";
    // What an extension calls names is none of the workbook's own.
    let extension =
        "<extLst><ext uri=\"{1}\"><x14:definedNames xmlns:x14=\"urn:x14\"></x14:definedNames></ext></extLst>";
    for (between, names) in [
        ("", String::new()),
        ("", "<definedNames/>".to_owned()),
        ("", "<definedNames />".to_owned()),
        ("", "<definedNames></definedNames>".to_owned()),
        ("", format!("<definedNames>{own}</definedNames>")),
        ("<externalReferences/>", "<definedNames/>".to_owned()),
        ("<externalReferences/>", String::new()),
        ("<functionGroups><functionGroup name=\"a\"/></functionGroups>", String::new()),
        ("<functionGroups/><externalReferences></externalReferences>", String::new()),
    ] {
        let with = book.replace("</sheets>", &format!("</sheets>{between}{names}"));
        let with = with.replace("</workbook>", &format!("{extension}</workbook>"));
        let bytes = with_part(&bytes, "xl/workbook.xml", &with);
        let sheets = InProcess.sheets(&bytes).expect("a workbook");
        let found = [on("a.xlsx", Some("Två"), 1, 1, Severity::Error, "fel")];
        let made = part(&give_back("a.xlsx", &bytes, &sheets, &found), "xl/workbook.xml");
        let kept = if names.contains(own) { own } else { "" };
        let titles = "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"2\">'Att rätta'!$4:$4</definedName>";
        let expected = format!("</sheets>{between}<definedNames>{kept}{titles}</definedNames><calcPr");
        assert!(made.contains(&expected), "{between}{names}: {made}");
        assert!(made.contains(extension), "{between}{names}: {made}");
    }
}

#[test]
fn what_stands_nowhere_has_no_list_of_places() {
    let nowhere = |message: &str| {
        let found = on("a.csv", None, 1, 1, Severity::Error, message);
        Diagnostic { span: Span::file("a.csv"), column: None, field: None, ..found }
    };
    let html = |found: &[Diagnostic]| {
        page("Att rätta", &[Section { file: Some("a.csv"), detail: None, diagnostics: found }], &swedish())
    };
    let alike = html(&vec![nowhere("filen är tom"); 40]);
    assert!(!alike.contains("<li>") && !alike.contains("<ul") && !alike.contains("<details"), "{alike}");
    assert_eq!(alike.matches("Filen är tom").count(), 1, "{alike}");
    let single = html(&[nowhere("filen är tom")]);
    assert!(!single.contains("<li>") && !single.contains("<ul"), "its heading says it already: {single}");
    assert_eq!(single.to_lowercase().matches("filen är tom").count(), 1, "{single}");
    let apart = html(&[nowhere("ett"), nowhere("två")]);
    assert!(apart.contains("<li>ett</li>") && apart.contains("<li>två</li>"), "{apart}");
}

#[test]
fn a_finding_about_a_whole_record_or_sheet_links_to_it() {
    let bytes = workbook();
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let at = |row: Option<u32>, column: Option<u32>, sheet: bool| {
        let found = on("a.xlsx", sheet.then_some("Kim's blad"), 1, 1, Severity::Error, "hela posten");
        Diagnostic { span: Span { row, column, ..found.span.clone() }, ..found }
    };
    // A row; the column of a form whose fields stand below each other; a sheet; the file.
    let found = [at(Some(4), None, true), at(None, Some(3), true), at(None, None, true), at(None, None, false)];
    let made = give_back("a.xlsx", &bytes, &sheets, &found);
    let list = part(&made, "xl/worksheets/sheet3.xml");
    for (location, shown) in [("A4", "rad 4"), ("C:C", "kolumn C"), ("A1", "Kim&#39;s blad")] {
        assert!(list.contains(&format!("location=\"'Kim''s blad'!{location}\"")), "{location}: {list}");
        assert!(list.contains(shown) || list.contains(&shown.replace("&#39;", "'")), "{shown}: {list}");
    }
    assert_eq!(list.matches("<hyperlink ").count(), 3);
    assert_eq!(InProcess.sheets(&made).expect("a workbook still")[..2], sheets[..]);
}

#[test]
fn a_child_with_limits_marks_as_well() {
    let bytes = workbook();
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let found = [on("a.xlsx", Some("Kim's blad"), 2, 2, Severity::Error, "för stort")];
    let child = Marker::Child(env!("CARGO_BIN_EXE_nytta").into());
    let submission = Submission { file: "a.xlsx", bytes: &bytes, sheets: &sheets, diagnostics: &found };
    let made = annotated(&submission, &swedish(), &child).workbook;
    assert_eq!(made, give_back("a.xlsx", &bytes, &sheets, &found));
    // Not rebuilt: the sender's formula is still one.
    assert!(part(&made, "xl/worksheets/sheet1.xml").contains("<f>B2*2</f>"));
}

#[test]
fn what_is_mended_loses_its_mark() {
    let bytes = workbook();
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let one = on("a.xlsx", Some("Kim's blad"), 4, 1, Severity::Error, "för litet");
    let other = on("a.xlsx", Some("Kim's blad"), 1, 1, Severity::Error, "fel rubrik");
    let first = give_back("a.xlsx", &bytes, &sheets, &[one, other.clone()]);
    let second = give_back("a.xlsx", &first, &InProcess.sheets(&first).expect("a workbook"), &[other]);
    let read = InProcess.sheets(&second).expect("a workbook");
    assert_eq!(read.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Kim's blad", "Två", "Att rätta"]);
    let comments = part(&second, "xl/comments1.xml");
    assert!(comments.contains("Rättat.") && !comments.contains("För litet"), "{comments}");
    assert_eq!(comments.matches("Fel rubrik").count(), 1, "{comments}");
    let list = part(&second, "xl/worksheets/sheet3.xml");
    assert!(!list.contains("För litet"), "{list}");
}

#[test]
fn a_text_is_given_back_as_a_workbook_of_the_same_cells() {
    let csv = "Org.nr;Antal anställda\n802000-0000;ca 12\n;=1+1\n007;1 234,5\n";
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(';').collect()).collect();
    let definitions = crate::small::definitions(&[]);
    let reading = nytta::table::read("mapp/bageriet.csv", csv.as_bytes(), &definitions, &InProcess);
    let sheets = nytta::table::raw::sheets(&reading, &csv.as_bytes().into(), &InProcess).expect("a text");
    let found = [on("mapp/bageriet.csv", None, 2, 2, Severity::Error, "'ca 12' är inget tal")];
    let made = give_back("mapp/bageriet.csv", csv.as_bytes(), &sheets, &found);
    let read = InProcess.sheets(&made).expect("a workbook");
    assert_eq!(read[0].name, "bageriet");
    for (at, row) in rows.iter().enumerate() {
        let there = &read[0].rows[at];
        let written: Vec<&str> = there.cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(written, row.iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<_>>());
    }
    assert!(!part(&made, "xl/worksheets/sheet1.xml").contains("<f>"), "what others wrote never becomes a formula");
    assert!(part(&made, "xl/comments1.xml").contains("ref=\"B2\""));
    assert!(part(&made, "xl/worksheets/sheet2.xml").contains("location=\"'bageriet'!B2\""));
}

#[test]
fn of_a_file_with_an_address_nothing_is_given_back() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "anna.berg@example.com").expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    for (file, bytes) in [("a.xlsx", &bytes[..]), ("a.csv", b"anna.berg@example.com\n")] {
        let span = Span { sheet: Some("Sheet1".into()), ..Span::file(file) }.at(1, 1);
        let found = [Diagnostic::new("personal-contact", span, &[])];
        let submission = Submission { file, bytes, sheets: &sheets, diagnostics: &found };
        let made = annotated(&submission, &swedish(), &Marker::InProcess);
        assert!(made.is_list, "{file}");
        for (name, text) in parts(&made.workbook) {
            let text = String::from_utf8_lossy(&text).into_owned();
            assert!(!text.contains("anna.berg"), "{file} {name}: {text}");
        }
    }
}

#[test]
fn a_workbook_that_is_rebuilt_says_what_is_not_in_it() {
    let corpus = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table").join(name);
        std::fs::read(path).expect("it is in the corpus")
    };
    let rebuilt = "Arbetsboken är gjord av cellerna i er fil med era kommentarer: formler står som sina värden";
    for (name, is_rebuilt) in
        [("features.ods", true), ("features.xls", true), ("features.xlsx", false), ("excel-1252.csv", false)]
    {
        let bytes = corpus(name);
        let reading = nytta::table::read(name, &bytes, &crate::small::definitions(&[]), &InProcess);
        let sheets = nytta::table::raw::sheets(&reading, &bytes[..].into(), &InProcess).expect("it can be read");
        let made = give_back(name, &bytes, &sheets, &[on(name, None, 1, 1, Severity::Error, "x")]);
        let list = InProcess.sheets(&made).expect("a workbook").pop().expect("a list");
        let lead = &list.rows[1].cells[0].text;
        assert!(lead.starts_with("Rätta det som är fel direkt i cellerna"), "{name}: {lead}");
        assert_eq!(lead.contains(rebuilt), is_rebuilt, "{name}: {lead}");
        // What was hidden is, and what was joined.
        let again = InProcess.sheets(&made).expect("a workbook");
        let hides = |sheet: &Sheet| sheet.hidden || sheet.rows.iter().any(|row| row.hidden);
        assert_eq!(is_rebuilt || name.ends_with("xlsx"), sheets.iter().any(hides), "{name} tries it");
        for (was, is) in sheets.iter().zip(&again) {
            let laid_out = |sheet: &Sheet| {
                let rows = sheet.rows.iter();
                let hidden: Vec<u32> = rows.clone().filter(|row| row.hidden).map(|row| row.row).collect();
                let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
                let joined = cells.filter(|(_, cell)| cell.kind == Kind::Covered);
                let joined: Vec<(u32, u32)> = joined.map(|(row, cell)| (row, cell.column)).collect();
                (sheet.hidden, sheet.hidden_columns.clone(), hidden, joined)
            };
            assert_eq!(laid_out(was), laid_out(is), "{name}: {}", was.name);
        }
    }
}

#[test]
fn of_a_file_with_a_person_nothing_is_given_back() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, format!("Anna Svensson {PERSON}")).expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let found = [Diagnostic::new(
        "personal-number",
        Span { sheet: Some("Sheet1".into()), ..Span::file("a.xlsx") }.at(1, 1),
        &[],
    )];
    let made = give_back(&format!("{PERSON}.xlsx"), &bytes, &sheets, &found);
    for (name, text) in parts(&made) {
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains("9876") && !text.contains("Anna"), "{name}: {text}");
    }
    assert!(part(&made, "xl/worksheets/sheet1.xml").contains("personnummer"));
    assert_eq!(InProcess.sheets(&made).expect("a workbook").len(), 1);
}

#[test]
fn a_damaged_workbook_is_answered_too() {
    let found = [on("a.xlsx", None, 1, 1, Severity::Error, "skadad")];
    for bytes in [&b"PK\x03\x04 no workbook"[..], b"\xD0\xCF\x11\xE0 locked"] {
        let submission = Submission { file: "a.xlsx", bytes, sheets: &[], diagnostics: &found };
        let made = annotated(&submission, &swedish(), &Marker::InProcess);
        assert!(made.is_list, "it is not to be taken for the file");
        let sheets = InProcess.sheets(&made.workbook).expect("a workbook");
        assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Att rätta"]);
        let lead = &sheets[0].rows[1].cells[0].text;
        assert!(lead.contains("Öppna er egen fil") && !lead.contains("i cellerna"), "{lead}");
    }
}

#[test]
fn counts_take_the_plural_form_of_their_language() {
    let totals = |language: &str, count: usize| {
        let found = vec![on("a.csv", None, 2, 1, Severity::Error, "x"); count];
        let languages = [language.to_owned()];
        let said = words(&languages).totals(found.iter());
        let of_page = [Section { file: Some("a.csv"), detail: None, diagnostics: &found }];
        assert!(page("x", &of_page, &languages).contains(&format!("· {said}</p>")), "{said}");
        said
    };
    for (language, count, said) in [
        ("sv", 1, "1 fel"),
        ("en", 2, "2 errors"),
        ("fr", 1, "1 erreur"),
        ("it", 21, "21 errori"),
        ("ro", 1, "1 eroare"),
        ("ro", 3, "3 erori"),
        ("ro", 20, "20 de erori"),
        ("ro", 101, "101 erori"),
        ("sl", 1, "1 napaka"),
        ("sl", 2, "2 napaki"),
        ("sl", 3, "3 napake"),
        ("sl", 5, "5 napak"),
        ("sl", 101, "101 napaka"),
        ("sl", 102, "102 napaki"),
    ] {
        assert_eq!(totals(language, count), said, "{language}");
    }
    let files = |count| words(&["sl".to_owned()]).counted(count, words(&["sl".to_owned()]).file);
    assert_eq!([1, 2, 4, 5].map(files), ["1 datoteka", "2 datoteki", "4 datoteke", "5 datotek"]);
}
