//! Traces of persons: found in every spelling and place, told apart from other numbers, and shown by no output.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use nytta::personal::{Place, Spared, Trace, cannot_hold, masked, trace};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

fn found(text: &str) -> Option<Trace> {
    trace(text, Place::Text, &Spared::default())
}

/// Numbers that belong to nobody: published examples and test numbers of the authorities.
const NUMBERS: [&str; 37] = [
    "880320-0016",
    "880320+0016",
    "8803200016",
    "880320 0016",
    "880320\u{2013}0016",
    "880320\u{2212}0016",
    "880320\u{a0}0016",
    "880320 - 0016",
    "19880320-0016",
    "198803200016",
    "19880320 0016",
    "1988-03-20-0016",
    "1988-03-20 0016",
    "1988.03.20-0016",
    "88 03 20 0016",
    "88-03-20-0016",
    "880320-00\u{200b}16",
    "８８０３２０-００１６",
    "880320-0018",
    "121212+1212",
    "20000229-2399",
    "730288-9931",
    "210791-9967",
    "000101-T220",
    "19900101-Tf29",
    "19900101Tm04",
    "1630615123457",
    "163 0615 123457",
    "CNP 1630615123458",
    "RSSMRA45C12F205C",
    "rssmra45c12f205c",
    "RSS MRA 45C12 F205C",
    "FOXDRA26C24H872A",
    "2 95 10 99 126 111 93",
    "253072B07300470",
    "0101006500006",
    "EMŠO: 0101006500007",
];

#[test]
fn numbers_of_persons_are_found_in_every_spelling() {
    for number in NUMBERS {
        for text in [number.to_owned(), format!("Eva ({number}), ny"), format!("nr:{number}."), format!("\"{number}\"")]
        {
            assert_eq!(found(&text), Some(Trace::Number), "{text}");
        }
    }
}

#[test]
fn contacts_are_found_and_told_apart_from_persons_numbers() {
    for (text, trace) in [
        ("0701234567", Trace::Telephone),
        ("070-123 45 67", Trace::Telephone),
        ("070 123 45 67", Trace::Telephone),
        ("§ 7 070-123 45 67", Trace::Telephone),
        ("(070) 123 45 67", Trace::Telephone),
        ("+46 70 123 45 67", Trace::Telephone),
        ("+46701234567", Trace::Telephone),
        ("0046 70 123 45 67", Trace::Telephone),
        ("08-123 45 67", Trace::Telephone),
        ("019/12 34 567", Trace::Telephone),
        ("+33 1 23 45 67 89", Trace::Telephone),
        ("01 23 45 67 89", Trace::Telephone),
        ("+386 41 234 567", Trace::Telephone),
        ("tfn: 12 34 567", Trace::Telephone),
        ("cell. 347 1234567", Trace::Telephone),
        // A mobile number whose digits check as a person's could be either, and the graver is told.
        ("0701010019", Trace::Number),
        ("eva.svensson@exempel.se", Trace::Address),
        ("Eva Åström <eva_å@foretag.co.uk>", Trace::Address),
        ("kontakta eva@x.se, hon vet", Trace::Address),
    ] {
        assert_eq!(found(text), Some(trace), "{text}");
    }
}

#[test]
fn other_numbers_are_no_traces() {
    for text in [
        "556016-0680",
        "5560160680",
        "165560160680",
        "SE556016068001",
        "889920-0425",
        "88032000161",
        "2025-12-31",
        "01-02-2025",
        "01.02.2025",
        "2025-01-01 2025-12-31",
        "§ 05-12",
        "732829320",
        "73282932000074",
        "FR44732829320",
        "00743110157",
        "RO18547290",
        "SI50223054",
        "9331310000",
        "info@exempel.se",
        "registrator@region.se",
        "@",
        "a@b",
        "1 234 567 890 kr",
        "1 050 123 456 kr",
        "2024-01-01 - 2024-12-31",
        "2024-01-01 2024-12-31",
        "31/01/2025-31/12/2025",
        "öppet 08-17",
        "0800-1700",
        "kl. 08:00",
        "12 121 212 13",
        "4006381333931",
        "1.250.000,50",
        "år 2019–2025",
        "0,123456789",
        "https://exempel.se/1234567",
        "",
        "åäö",
        "version 10.0.12",
        "2025-06-01 08:30",
    ] {
        assert_eq!(found(text), None, "{text}");
        assert_eq!(masked(text), text, "{text}");
    }
}

#[test]
fn a_cell_for_figures_holds_figures() {
    let at = |text: &str, place| trace(text, place, &Spared::default());
    // Ten digits are an amount; of a count only a number that checks is a person.
    assert_eq!(at("8803200016", Place::Amount), None);
    assert_eq!(at("8803200018", Place::Number), None);
    assert_eq!(at("8803200016", Place::Number), Some(Trace::Number));
    assert_eq!(at("0701234567", Place::Amount), None);
    assert_eq!(at("0701234567", Place::Identifier), None);
    for text in ["880320-0016", "1630615123457", "198803200016", "070-123 45 67", "eva@x.se"] {
        assert!(at(text, Place::Amount).is_some(), "{text}");
        assert!(at(text, Place::Number).is_some(), "{text}");
    }
    for text in ["1 012 123 456", "12 345 678 901", "+46 701 234 567", "1.234.567,00", "-250 000"] {
        assert_eq!(at(text, Place::Amount), None, "{text}");
    }
}

#[test]
fn the_publishers_own_contacts_are_spared() {
    let spared = Spared::of(["Anna, anna.ek@region.se, 019-602 70 00"]);
    assert_eq!(trace("frågor: Anna.Ek@region.se", Place::Text, &spared), None);
    assert_eq!(trace("ring 019 602 7000", Place::Text, &spared), None);
    assert!(trace("eva@region.se", Place::Text, &spared).is_some());
}

#[test]
fn messages_hide_what_has_the_form_of_a_trace() {
    for number in NUMBERS.iter().chain(&["1630615123458", "0101006500007", "070-123 45 67", "eva@x.se"]) {
        let hidden = masked(&format!("se {number}!"));
        let left: String = hidden.chars().filter(char::is_ascii_digit).collect();
        assert!(left.len() < 4 && hidden.starts_with("se ") && hidden.ends_with('!'), "{number}: {hidden}");
    }
}

proptest! {
    #[test]
    fn looking_for_traces_ends_and_hiding_hides_all(text in "[0-9A-Za-zåäö@.,+/() \u{2013}\u{a0}-]{0,60}") {
        let hidden = masked(&text);
        prop_assert_eq!(hidden.chars().count(), text.chars().count());
        prop_assert_eq!(trace(&hidden, Place::Message, &Spared::default()).filter(|trace| *trace != Trace::Address), None, "{}", hidden);
    }

    #[test]
    fn random_digits_are_seldom_a_person(numbers in prop::collection::vec(1_000_000_000_000_u64..9_999_999_999_999, 200)) {
        // Thirteen digits are article numbers too: day, county and check digit make a false find rare.
        let hits = numbers.iter().filter(|number| found(&number.to_string()).is_some()).count();
        prop_assert!(hits <= 8, "{hits} of 200");
    }
}

/// A project of its own in a temporary folder.
struct Trial(tempfile::TempDir);

const HEADER: &str = "orgnr;räkenskapsår från;räkenskapsår till;heltidstjänster vid årets början;heltidstjänster;anställda;omsättning;stadgeparagraf;egna anteckningar";

impl Trial {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path().join("p");
        let made = Command::new(env!("CARGO_BIN_EXE_nytta")).args(["init"]).arg(&root).output().expect("it starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let register = "organisation,name,municipality,member_from\n5560160680,Exempel,,2020-01-01\n2120000142,Exempel två,,2020-01-01\n";
        std::fs::write(root.join("organisations.csv"), register).expect("it can be written");
        Self(folder)
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("p")
    }

    /// The project's last period.
    fn period(&self) -> String {
        let project = std::fs::read_to_string(self.root().join("nytta.yaml")).expect("it is there");
        let last = project.rsplit("period: \"").next().expect("it has a period");
        last.split('"').next().expect("the name is quoted").to_owned()
    }

    fn send(&self, name: &str, bytes: &[u8]) {
        let folder = self.root().join("submissions").join(self.period());
        std::fs::create_dir_all(&folder).expect("it can be made");
        std::fs::write(folder.join(name), bytes).expect("it can be written");
    }

    /// Everything a command says, on both ways out.
    fn said(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_nytta"))
            .arg(arguments[0])
            .arg(self.root())
            .args(&arguments[1..])
            .env("RUST_BACKTRACE", "0")
            .output()
            .expect("it starts");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }
}

/// Where a number may stand, as a CSV with one row of the form.
fn places(number: &str) -> BTreeMap<&'static str, String> {
    let row = |cells: [&str; 9]| cells.join(";");
    let good = ["556016-0680", "2026-01-01", "2026-12-31", "1", "1", "1", "1000", "§ 7", ""];
    let with = |at: usize, text: &str| {
        let mut cells = good;
        cells[at] = text;
        format!("{HEADER}\n{}\n", row(cells))
    };
    BTreeMap::from([
        ("organisation", with(0, number)),
        ("date", with(2, number)),
        ("number", with(5, &format!("ca {number}"))),
        ("text", with(7, &format!("§ 7, fråga {number}"))),
        ("own column", with(8, number)),
        ("header", format!("{HEADER} {number}\n{}\n", row(good))),
        ("preamble", format!("Redovisning {number}\n{HEADER}\n{}\n", row(good))),
        ("footnote", format!("{HEADER}\n{}\nIfyllt av {number}\n", row(good))),
        ("broken quote", format!("{HEADER}\n{}\n", row(good).replace("§ 7", &format!("\"§ 7 {number}")))),
        ("text after a quote", format!("{HEADER}\n{}\n", row(good).replace("§ 7", &format!("\"§ 7\" {number}")))),
        ("too many cells", format!("{HEADER}\n{};{number};1\n", row(good))),
        ("no form", format!("namn;nummer\nEva;{number}\n")),
        ("UTF-16", with(7, number)),
    ])
}

#[test]
fn no_output_shows_a_persons_number() {
    let trial = Trial::new();
    for (at, number) in
        ["880320-0016", "19880320-0018", "1630615123457", "RSSMRA45C12F205C", "070-174 06 05", "eva.ek@x.se"]
            .iter()
            .enumerate()
    {
        for (place, text) in places(number) {
            let bytes: Vec<u8> = match place {
                "UTF-16" => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
                _ => text.into_bytes(),
            };
            trial.send(&format!("{at} {place}.csv"), &bytes);
        }
        trial.send(&format!("{number}.csv"), format!("{HEADER}\n12;;;;;;;;\n").as_bytes());
    }
    let secrets =
        ["0016", "0018", "880320", "1630615", "123457", "RSSMRA", "F205C", "174 06", "1740605", "eva.ek", "eva"];
    let period = trial.period();
    for arguments in [
        vec!["validate"],
        vec!["validate", "--format", "json"],
        vec!["validate", "--format", "csv"],
        vec!["validate", "--language", "en"],
        vec!["status", "--period", &period],
        vec!["status", "--period", &period, "--format", "json"],
        vec!["measure", "--period", &period, "--format", "csv", "--internal"],
        vec!["rehearse"],
        vec!["rehearse", "--format", "json"],
    ] {
        let said = trial.said(&arguments);
        assert!(!said.is_empty(), "{arguments:?}");
        for secret in secrets {
            // The day is written by the form too.
            let lines: Vec<&str> = said.lines().filter(|line| line.contains(secret)).collect();
            assert!(lines.is_empty(), "{arguments:?} shows {secret}: {lines:#?}");
        }
    }
    // Every file but those whose name alone is personal is refused for it.
    let document: serde_json::Value =
        serde_json::from_str(&trial.said(&["validate", "--format", "json"])).expect("it is JSON");
    for file in document["files"].as_array().expect("it lists files") {
        let name = file["file"].as_str().expect("it has a name");
        let rules: Vec<&str> =
            file["diagnostics"].as_array().expect("a list").iter().filter_map(|one| one["rule"].as_str()).collect();
        let known =
            rules.iter().all(|rule| ["personal-number", "personal-contact"].contains(rule)) && !rules.is_empty();
        let named = name.contains('•');
        assert!(known || named, "{name}: {rules:?}");
        assert_eq!(file["rows_accepted"], 0, "{name}");
        assert!(named || file["columns"].as_array().is_some_and(Vec::is_empty), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_persons_number_anywhere_refuses_the_file(
        year in 0..100_u32, month in 1..13_u32, day in 1..29_u32, coordination in any::<bool>(), serial in 1..1000_u32,
        century in any::<bool>(), separator in prop::sample::select(vec!["-", "+", "", " ", "\u{2013}", "\u{a0}"]),
        place in 0..12_usize,
    ) {
        let day = if coordination { day + 60 } else { day };
        let nine = format!("{year:02}{month:02}{day:02}{serial:03}");
        let check = (0..10).find(|check| nytta::identifier::digits::luhn(&format!("{nine}{check}"))).expect("one digit checks");
        let written = format!("{}{}{separator}{}{check}", if century { "19" } else { "" }, &nine[..6], &nine[6..]);
        let files = places(&written);
        let (name, text) = files.iter().nth(place).expect("there are that many");
        // In a count a number that is not written as one is not told from words; with its separator it is.
        let definitions = definitions();
        let reading = nytta::table::read("a.csv", text.as_bytes(), &definitions, &nytta::table::workbook::InProcess);
        prop_assert!(reading.batches.is_empty(), "{name}: {written}");
        let shown = format!("{reading:?}");
        prop_assert!(!shown.contains(&nine[6..]) || nine[6..].chars().all(|c| c == '0') || !shown.contains(&nine[..6]), "{name}: {shown}");
    }
}

fn definitions() -> nytta::definition::Definitions {
    let folder = nytta::project::Folder::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan"))
        .expect("it is there");
    nytta::definition::Definitions::load(&folder).0.expect("it loads")
}

/// A workbook of the form with one more part.
fn workbook(sheet: &str, part: &str, text: &str) -> Vec<u8> {
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
        workbook("880320-0016", "", ""),
    ] {
        let reading = read(&bytes);
        let rules: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, ["person-outside-cells"]);
        assert!(reading.batches.is_empty());
        assert!(!format!("{reading:?}").contains("0016"));
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

/// Every kind of place.
const PLACES: [Place; 5] = [Place::Text, Place::Identifier, Place::Number, Place::Amount, Place::Message];

/// Holds that what is said at a glance to hold no trace holds none when it is searched through: a sign that nothing else
/// has, on a line of its own, keeps the glance away.
fn glance_and_search_agree(text: &str) -> Result<(), TestCaseError> {
    for place in PLACES {
        if !cannot_hold(text.as_bytes(), place) {
            continue;
        }
        for searched in [format!("{text}\n☂"), format!("☂\n{text}")] {
            prop_assert!(!cannot_hold(searched.as_bytes(), place));
            let found = trace(&searched, place, &Spared::default());
            prop_assert_eq!(found, None, "'{}' as {:?}", text, place);
        }
    }
    Ok(())
}

/// What traces are made of, and what parts them.
const PIECES: [&str; 24] = [
    "070", "0", "46", "+46", "(0)", "19", "8803", "200016", "12", "1", "tel", "tel.", "mob", "CNP", "RSSMRA", "45C12",
    "F205C", "T220", "@", ".se", " ", "-", ".", "/",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn what_holds_nothing_at_a_glance_holds_nothing(
        written in prop_oneof![
            "[0-9]{1,3}([ .+()/-]{0,2}[0-9]{1,3}){0,6}",
            "[0-9A-Za-z .+()/:-]{0,20}",
            "(tel|mobil|telefon|phone|nr)?[.:]? ?[+(]?[0-9 ()/.-]{0,14}",
            "[A-Za-z]{0,6}[0-9]{0,2}[A-Za-z]?[0-9]{0,2}[A-Za-z]?[0-9]{0,3}[A-Za-z]?",
            prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..7).prop_map(|pieces| pieces.concat()),
        ],
    ) {
        glance_and_search_agree(&written)?;
    }

    #[test]
    fn no_part_of_a_number_is_missed_at_a_glance(
        number in prop::sample::select(NUMBERS.to_vec()),
        from in 0_usize..20,
        length in 0_usize..24,
        gone in 0_usize..24,
    ) {
        let part: String = number.chars().skip(from).take(length).collect();
        glance_and_search_agree(&part)?;
        let without: String = part.chars().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect();
        glance_and_search_agree(&without)?;
    }
}
