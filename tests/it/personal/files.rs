//! Files are looked through for persons beyond the cells that are read, and a sole trader is no secret.

use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::{SimpleFileOptions, ZipWriter};

use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::table;
use nytta::table::workbook::{InProcess, Workbooks as _};

use super::{HEADER, Trial, definitions};

/// A workbook of the form with one more part.
pub(super) fn workbook(sheet: &str, part: &str, text: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>orgnr</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>anställda</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>556016-0680</t></is></c><c r=\"B2\"><v>12</v></c></row>";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let footer = if part.is_empty() { text } else { "" };
    let mut parts = vec![
        (
            "[Content_Types].xml",
            format!(
                "{head}<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "{head}<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData><headerFooter><oddFooter>{footer}</oddFooter></headerFooter></worksheet>"
            ),
        ),
    ];
    if !part.is_empty() {
        parts.push((part, format!("{head}{text}")));
    }
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

#[test]
fn a_workbook_is_looked_through_beyond_its_cells() {
    let definitions = definitions();
    let read = |bytes: &[u8]| nytta::table::read("a.xlsx", bytes, &definitions, &nytta::table::workbook::InProcess);
    let comment = |text: &str| {
        format!(
            "<comments xmlns=\"m\"><commentList><comment ref=\"A1\"><text>{text}</text></comment></commentList></comments>"
        )
    };
    let clean = read(&workbook(
        "Svar",
        "xl/comments1.xml",
        &comment("<r><t>se bokslutet, frågor till info@exempel.se</t></r>"),
    ));
    assert!(!clean.batches.is_empty(), "{:?}", clean.diagnostics);
    for bytes in [
        workbook("Svar", "xl/comments1.xml", &comment("<r><t>880320</t></r><r><rPr><b/></rPr><t>-0016</t></r>")),
        workbook("Svar", "xl/comments1.xml", &comment("<t>eva&#64;x.se</t>")),
        workbook(
            "Svar",
            "xl/threadedComments/threadedComment1.xml",
            "<T><threadedComment><text>070-174 06 05</text></threadedComment></T>",
        ),
        workbook(
            "Svar",
            "xl/drawings/drawing1.xml",
            "<d><a:p><a:r><a:t>880320</a:t></a:r><a:r><a:t>-0016</a:t></a:r></a:p></d>",
        ),
        workbook("Svar", "", "&amp;L880320-0016"),
        workbook("Svar", "", "&amp;C&amp;K000000880320-0016"),
        workbook("Svar", "", "&amp;C&amp;&quot;Arial,Bold&quot;&amp;12&amp;K01+000880320-0016"),
        workbook("Svar", "", "&amp;C&amp;12880320-0016"),
        workbook("880320-0016", "", ""),
    ] {
        let reading = read(&bytes);
        let rules: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, ["person-outside-cells"]);
        assert!(reading.batches.is_empty());
        assert!(!format!("{reading:?}").contains("0016"));
    }
}

/// A workbook of two sheets with something outside the cells of the second, and the parts that hold it.
pub(super) fn book_with(put: impl Fn(&mut rust_xlsxwriter::Workbook)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["Svar", "Kim & Co"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.write_row(0, 0, ["orgnr", "anställda"]).expect("there is room");
        sheet.write_string(1, 0, "556016-0680").and_then(|sheet| sheet.write_number(1, 1, 12)).expect("there is room");
    }
    put(&mut book);
    book.save_to_buffer().expect("it is small")
}

#[test]
fn what_stands_outside_the_cells_is_told_at_its_place_and_not_given_back() {
    use rust_xlsxwriter::{DocProperties, Note, Shape};
    let number = "880320-0016";
    let definitions = definitions();
    let second = |put: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        book_with(|book| put(book.worksheet_from_index(1).expect("the second")))
    };
    let comment = second(&|sheet| {
        sheet.insert_note(0, 0, &Note::new("se bokslutet")).expect("a place");
        sheet.insert_note(2, 1, &Note::new(format!("gäller {number}"))).expect("a place");
        sheet.insert_note(4, 1, &Note::new(number)).expect("a place");
    });
    let text_box = second(&|sheet| {
        sheet.insert_shape(0, 3, &Shape::textbox().set_text(number)).expect("a place");
    });
    let footer = second(&|sheet| {
        sheet.set_footer(format!("&L{number}"));
    });
    let tab = second(&|sheet| {
        sheet.set_name(number).expect("a name");
    });
    let title = book_with(|book| {
        book.set_properties(&DocProperties::new().set_title(number));
    });
    let name = Some("Kim & Co");
    for (bytes, words, sheet, cells) in [
        (&comment, "en kommentar", name, &["B3", "B5"][..]),
        (&text_box, "en textruta", name, &[]),
        (&footer, "ett sidhuvud eller en sidfot", name, &[]),
        (&tab, "ett blads namn", Some("••••••-••••"), &[]),
        (&title, "arbetsbokens egenskaper", None, &[]),
    ] {
        let reading = table::read("a.xlsx", bytes, &definitions, &InProcess);
        let told = &reading.diagnostics;
        assert!(told.iter().all(|one| one.rule == "person-outside-cells"), "{words}: {told:#?}");
        assert_eq!(told.len(), cells.len().max(1), "{words}: {told:#?}");
        assert!(told[0].message.in_language(&["sv"]).contains(&format!("stå i {words};")), "{told:#?}");
        assert_eq!(told[0].span.sheet.as_deref(), sheet, "{words}");
        let places: Vec<String> = told.iter().filter_map(|one| one.span.cell()).collect();
        assert_eq!(places, cells, "{words}");

        let sheets = InProcess.sheets(bytes).expect("a workbook");
        let submission = Submission { file: "a.xlsx", bytes, sheets: &sheets, diagnostics: told };
        let made = annotated(&submission, &["sv".to_owned()], &Marker::InProcess);
        assert!(made.is_list, "{words}");
        for (part, text) in crate::answers::parts(&made.workbook) {
            assert!(!String::from_utf8_lossy(&text).contains("0016"), "{words}: {part}");
        }
    }
}

#[test]
fn an_older_workbook_and_its_properties_are_looked_through_too() {
    let definitions = crate::table::definitions();
    let read = |file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/outside").join(file);
        let bytes = std::fs::read(path).expect("it is in the corpus");
        let reading = nytta::table::read(file, &bytes, &definitions, &nytta::table::workbook::InProcess);
        let shown = format!("{reading:?}");
        assert!(!shown.contains("0016") && !shown.contains("eva@"), "{shown}");
        let rules: Vec<String> = reading.diagnostics.iter().map(|one| one.rule.clone()).collect();
        (rules.join(" "), reading.batches.len())
    };
    assert_eq!(read("clean.xls"), (String::new(), 1));
    for file in ["comment.xls", "wide-comment.xls", "header.xls", "number-in-properties.xls"] {
        assert_eq!(read(file), ("person-outside-cells".to_owned(), 0), "{file}");
    }
    // Every program writes who saved a workbook: that is no reason to refuse the figures.
    for file in ["properties.xls", "properties.xlsx"] {
        assert_eq!(read(file), ("address-in-properties".to_owned(), 1), "{file}");
    }
}

#[test]
fn a_sole_traders_row_is_refused_or_masked_as_the_project_says() {
    let trial = Trial::new();
    let row = |number: &str| format!("{number};2026-01-01;2026-12-31;1;1;1;1000;§ 7;");
    let rows = format!("{HEADER}\n{}\n{}\n", row("556016-0680"), row("880320-0016"));
    let definitions_of = |trial: &Trial| {
        let folder = nytta::project::Folder::read(&trial.root()).expect("it is there");
        nytta::definition::Definitions::load(&folder).0.expect("it loads")
    };
    let read = |trial: &Trial| {
        nytta::table::read("a.csv", rows.as_bytes(), &definitions_of(trial), &nytta::table::workbook::InProcess)
    };
    let refused = read(&trial);
    assert!(refused.batches.is_empty());
    let project = std::fs::read_to_string(trial.root().join("nytta.yaml")).expect("it is there");
    std::fs::write(trial.root().join("nytta.yaml"), format!("{project}\nsole_traders: mask\n"))
        .expect("it can be written");
    let received = read(&trial);
    assert_eq!(
        received
            .diagnostics
            .iter()
            .filter(|one| one.rule != "extra-column")
            .map(|one| (one.rule.as_str(), one.span.row))
            .collect::<Vec<_>>(),
        [("sole-trader", Some(3))]
    );
    let batch = &received.batches[0];
    assert_eq!(
        (batch.rows(), batch.columns["organisation"].text(0), batch.columns["organisation"].text(1)),
        (2, Some("5560160680"), None)
    );
    assert_eq!(
        batch.cell(1, "fte_closing").map(|cell| cell.text).as_deref(),
        Some("1"),
        "the other cells are where they were"
    );
    assert!(!format!("{received:?}").contains("0016"), "the number is not kept");
    // In an encoding of one byte a character, and in a second table, every other cell stays where it was.
    let table = rows.replace("§ 7", "å § 7").replace("880320-0016", "\"880320–0016\"");
    let tables = format!("{table}\n{}", table.replace("orgnr", "orgnummer"));
    let bytes = encoding_rs::WINDOWS_1252.encode(&tables).0.into_owned();
    let received = nytta::table::read("a.csv", &bytes, &definitions_of(&trial), &nytta::table::workbook::InProcess);
    assert!(!format!("{received:?}").contains("0016"), "the number is not kept");
    assert_eq!(received.batches.len(), 2, "{:?}", received.diagnostics);
    for batch in &received.batches {
        let cell = batch.cell(1, "turnover").expect("the file has the column");
        let (from, to) = cell.span.bytes.expect("it stands in a text");
        assert_eq!((cell.text.as_str(), &bytes[from..to]), ("1000", &b"1000"[..]));
    }
    // A second column for it is one like the first, wherever it stands and whether or not it says the same.
    let (header, lines) = rows.split_once('\n').expect("a header");
    for (headers, twin, told) in [
        ("orgnr 2026", ["556016-0680", "880320-0016"], "sole-trader"),
        ("orgnr", ["5560160680", "880320-0016"], "sole-trader"),
        ("orgnr", ["", "880320-0016"], "sole-trader"),
        ("orgnr", ["556016-0680", "560921-0017"], "duplicate-column"),
    ] {
        let twins = lines.lines().zip(twin);
        let behind =
            twins.clone().fold(format!("{header};{headers}\n"), |all, (line, twin)| all + line + ";" + twin + "\n");
        let before = twins.fold(format!("{headers};{header}\n"), |all, (line, twin)| all + twin + ";" + line + "\n");
        for text in [behind, before] {
            let reading = nytta::table::read(
                "a.csv",
                text.as_bytes(),
                &definitions_of(&trial),
                &nytta::table::workbook::InProcess,
            );
            let rules: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
            assert!(rules.contains(&told) && !rules.contains(&"personal-number"), "{text}: {rules:?}");
            assert_eq!(reading.batches.iter().map(nytta::table::Batch::rows).sum::<usize>(), 2, "{text}");
            let kept = format!("{reading:?}");
            assert!(!kept.contains("0016") && !kept.contains("0017"), "{text}");
        }
    }
    // Elsewhere than in the organisation's own cell it is a person like any other.
    let elsewhere = rows.replace("§ 7;\n", "§ 7;880320-0016\n");
    let reading =
        nytta::table::read("a.csv", elsewhere.as_bytes(), &definitions_of(&trial), &nytta::table::workbook::InProcess);
    assert!(reading.batches.is_empty());
}

#[test]
fn a_name_beside_ten_digits_in_a_cell_for_figures_is_a_person() {
    let trial = Trial::new();
    let row = "556016-0680;2026-01-01;2026-12-31;1;1;Anna Ek 8803200016;1000;§ 7;";
    trial.send("a.csv", format!("{HEADER}\n{row}\n").as_bytes());
    let said = trial.said(&["validate", "--language", "en"]);
    assert!(said.contains("[personal-number]") && !said.contains("Anna"), "{said}");
}

#[test]
fn a_cell_too_long_to_be_kept_is_looked_through_all_the_same() {
    let definitions = definitions();
    let own = definitions.project.contact.0.values().next().expect("the project says whom to ask").clone();
    let rules = |said: &str, turned: bool| {
        let remark = format!("{}{said}{}", "bra ".repeat(40_000), " bra".repeat(20_000));
        let text = if turned {
            format!("orgnr;556016-0680\nräkenskapsår till;2025-12-31\nanställda;3\negna anteckningar;{remark}\n")
        } else {
            format!("orgnr;räkenskapsår till;anställda;egna anteckningar\n556016-0680;2025-12-31;3;{remark}\n")
        };
        let read = nytta::table::read("a.csv", text.as_bytes(), &definitions, &nytta::table::workbook::InProcess);
        read.diagnostics.into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    for turned in [false, true] {
        assert_eq!(rules("anna.berg@example.com", turned), ["personal-contact"]);
        assert_eq!(rules("880320-0016", turned), ["personal-number"]);
        let spared = rules(&own, turned);
        assert!(spared.contains(&"cell-too-long".to_owned()), "{spared:?}");
    }
}

#[test]
fn what_a_workbook_has_reckoned_is_nobodys_number() {
    let told = |number: f64| -> Vec<String> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["orgnr", "anställda", "andel"]).expect("there is room");
        sheet.write_string(1, 0, "556016-0680").expect("there is room");
        sheet.write_number(1, 1, 12).and_then(|sheet| sheet.write_number(1, 2, number)).expect("there is room");
        let bytes = book.save_to_buffer().expect("it is small");
        let reading = table::read("a.xlsx", &bytes, &definitions(), &InProcess);
        reading.diagnostics.into_iter().map(|one| one.rule).filter(|rule| rule.starts_with("personal")).collect()
    };
    for number in
        [0.014_236_376_315_472_4, -0.035_844_748_858_447_5, 15_193.535_763_337_142, -6_409_178_400.0, 750_209.687_5]
    {
        assert_eq!(told(number), [""; 0], "{number}");
    }
    for number in [8_803_200_016.0, 880_320.001_6] {
        assert_eq!(told(number), ["personal-number"], "{number}");
    }
}

/// What is told of a CSV file and of a sheet beside the form, with the same cells.
fn told_of_cells(rows: &[&[&str]]) -> [Vec<(String, String)>; 2] {
    let told = |name: &str, bytes: &[u8]| {
        let reading = table::read(name, bytes, &definitions(), &InProcess);
        let place = |one: nytta::diagnostic::Diagnostic| (one.rule, one.span.cell().unwrap_or_default());
        reading.diagnostics.into_iter().map(place).filter(|(rule, _)| rule == "personal-number").collect()
    };
    let given = ["orgnr", "anställda"].iter().chain(rows[0]).copied().collect::<Vec<_>>().join(";");
    let below = rows[1..].iter().map(|row| format!("556016-0680;12;{}", row.join(";"))).collect::<Vec<_>>();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["orgnr", "anställda"]).expect("there is room");
    sheet.write_string(1, 0, "556016-0680").and_then(|sheet| sheet.write_number(1, 1, 12)).expect("there is room");
    let other = book.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (2..).zip(*row) {
            // A zero at the beginning is kept by none but a text.
            match cell.parse::<f64>() {
                Ok(number) if !cell.starts_with('0') => other.write_number(at, column, number).expect("there is room"),
                _ => other.write_string(at, column, *cell).expect("there is room"),
            };
        }
    }
    let csv = format!("{given}\n{}\n", below.join("\n"));
    [told("a.csv", csv.as_bytes()), told("a.xlsx", &book.save_to_buffer().expect("it is small"))]
}

#[test]
fn a_number_in_pieces_below_each_other_refuses_the_file() {
    let definitions = definitions();
    let refused = |rows: &[&str]| {
        let text = format!("orgnr;räkenskapsår till;anställda;anteckning\n{}\n", rows.join("\n"));
        let read = nytta::table::read("a.csv", text.as_bytes(), &definitions, &nytta::table::workbook::InProcess);
        read.diagnostics.iter().any(|one| one.rule == "personal-number")
    };
    // With its check digit, or alone in the rows.
    assert!(refused(&["556016-0680;2025-12-31;3;19880320", "556016-0680;2025-12-31;3;0016"]));
    assert!(refused(&["556016-0680;2025-12-31;3;1988-03-20", "556016-0680;2025-12-31;3;0016"]));
    assert!(refused(&["556016-0680;2025-12-31;3;", ";;;19850101", ";;;2384"]));
    // Other figures, years, and days of this century.
    for rows in [
        ["556016-0680;2025-12-31;3;19850101", "556016-0680;2025-12-31;3;2384"],
        ["556016-0680;2025-12-31;3;19850101", ";;;1999"],
        [";;;20250101", ";;;2384"],
        ["556016-0680;2025-12-31;19880320;", ";;0016;\n;;12;"],
    ] {
        assert!(!refused(&rows), "{rows:?}");
    }
}

#[test]
fn a_number_in_pieces_beside_each_other_refuses_the_file() {
    for (rows, cells) in [
        (&[&["Namn", "Född", "Sista fyra"][..], &["Anna Ek", "880320", "9805"]][..], &["E2"][..]),
        (&[&["Namn", "Född", "Sista fyra"], &["Anna Ek", "19880320", "2018"]], &["E2"]),
        (&[&["Namn", "Födelsedatum", ""], &["Anna Ek", "1988-03-20", "9805"]], &["E2"]),
        (&[&["Namn", "Sista 4", "Datum"], &["Anna Ek", "9805", "1988-03-20"]], &["D2"]),
        (&[&["Name", "Date of birth", "Code"], &["Anna Ek", "20.03.1988", "9805"]], &["E2"]),
        (&[&["Nom", "Date de naissance", "Suite"], &["Anna Ek", "1988/03/20", "9805"]], &["E2"]),
        (&[&["Nome", "Data di nascita", "Altro"], &["Anna Ek", "880320", "9805"]], &["E2"]),
        (&[&["Nume", "Data nașterii", "Altul"], &["Anna Ek", "880320", "9805"]], &["E2"]),
        (&[&["Ime", "Datum rojstva", "Drugo"], &["Anna Ek", "880320", "9805"]], &["E2"]),
        // What a column of persons' numbers holds need not look like one.
        (&[&["Namn", "Personnummer", "Mer"], &["Anna Ek", "880320", "9805"]], &["D2", "E2"]),
        (&[&["Namn", "EMŠO", "Mer"], &["Anna Ek", "4711", "x"]], &["D2"]),
        // With the mark between them, in another column, behind a day in words, and last digits by another word.
        (&[&["Namn", "Född", "Sista fyra"], &["Anna Ek", "1988-03-20", "-9805"]], &["E2"]),
        (&[&["Född", "Namn", "Sista fyra"], &["1988-03-20", "Anna Ek", "9805"]], &["E2"]),
        (&[&["Född", "Sista fyra", "Mer"], &["20 mars 1988", "9805", "x"]], &["D2"]),
        (&[&["Datum", "Sista siffrorna", "Mer"], &["1988-03-20", "9805", "x"]], &["D2"]),
        // Behind a word in their own row.
        (&[&["a", "b", "c"], &["Personnummer", "880320", "9805"]], &["E2"]),
        (&[&["a", "b", "c"], &["Kontaktpersonens personnummer", "880320", "-9805"]], &["E2"]),
        (&[&["a", "b", "c"], &["Född", "1988-03-20", "9805"]], &["E2"]),
        (&[&["a", "b", "c"], &["CNP", "163061512", "x"]], &["D2"]),
        (&[&["Pnr", "b", "c"], &["880320", "x", "y"]], &["C2"]),
        // Without a word for it three check digits behind days of the past are.
        (
            &[&["a", "b", "c"], &["x", "880320", "0016"], &["y", "811228", "9874"], &["z", "880320", "0024"]],
            &["E2", "E3", "E4"],
        ),
    ] {
        let expected: Vec<(String, String)> =
            cells.iter().map(|cell| ("personal-number".to_owned(), (*cell).to_owned())).collect();
        let [csv, sheet] = told_of_cells(rows);
        assert_eq!(csv, expected, "{rows:?}");
        assert_eq!(sheet, expected, "{rows:?}");
    }
}

#[test]
fn days_and_figures_beside_each_other_are_nobodys_number() {
    for rows in [
        &[&["Konto", "Datum", "Belopp"][..], &["1930", "20250131", "2500"], &["1930", "20250228", "4711"]][..],
        &[&["Namn", "Född", "Anställd år"], &["Anna Ek", "1988-03-20", "2018"]],
        &[&["Namn", "Antal födda", "Kostnad"], &["Anna Ek", "12", "9805"]],
        &[&["Har personnummer", "Personnummer", "Kostnad"], &["ja", "lämnas inte", "9805"]],
        &[&["Org-/personnummer", "Datum", "Belopp"], &["556016-0680", "2025-12-31", "9805"]],
        &[&["Personnummer", "Datum", "Belopp"], &["556016-0680", "2025-12-31", "9805"]],
        &[&["Inga personnummer", "Not", "Belopp"], &["120000", "1", "9805"]],
        // A year's last day and a number behind it, under words that only begin like those for births or last digits.
        &[&["Slut", "Dobiček", "Bornes de recharge"], &["2025-12-31", "4500", "1200"]],
        &[&["Slut", "Födda utomlands", "Mer"], &["2025-12-31", "1200", "x"]],
        &[&["Slut", "Born abroad", "Mer"], &["2025-12-31", "1200", "x"]],
        &[&["Slut", "Nya födda", "Mer"], &["2025-12-31", "1200", "x"]],
        &[&["Slut", "Omsättning sista fyra månaderna", "Mer"], &["2025-12-31", "4500", "x"]],
        &[&["Slut", "De fyra sista kunderna", "Mer"], &["2025-12-31", "4500", "x"]],
        &[&["Slut", "Sista fyra", "Mer"], &["2025-12-31", "4500", "x"]],
        // Words that say that it is not to be sent, or that ask for no number.
        &[&["Skriv aldrig personnummer", "Inget personnummer", "Ta bort personnummer"], &["2025", "1 250", "4500"]],
        &[&["Never a personal number", "Jamais de NIR", "Nikoli EMŠO"], &["2025", "1250", "4500"]],
        &[&["Pnr", "Ort", "Belopp"], &["702 10", "Örebro", "4500"]],
        &[&["a", "b", "c"], &["Personnummer", "556016-0680", "9805"]],
        &[&["a", "b", "c"], &["Född", "1988-03-20", "2018"]],
        &[&["Sedan", "Medlem från", "Avgift"], &["x", "1988-03-20", "1200"], &["y", "1988-03-20", "1200"]],
    ] {
        assert_eq!(told_of_cells(rows), [const { Vec::new() }; 2], "{rows:?}");
    }
}
