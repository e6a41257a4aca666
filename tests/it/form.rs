//! The form: what stands in it, and that it reads back without loss from what programs save.

mod beside;
mod contrary;
mod copied;
mod findings;
mod noted;
mod own;
mod parted;
mod saved;
mod scale;
mod stumbled;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use nytta::diagnostic::Severity;
use nytta::form::{self, Form, schema};
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;
use nytta::table::form::stamped::{COLUMNS, Stamp};
use nytta::table::workbook::{InProcess, Sheet, Workbooks};
use nytta::table::{self, Reading, Wishes};
use nytta::value::State;

use super::encoding::encoded;

const ORGANISATION: &str = "9990001373";
const BEFORE: &str = "submissions/2024/redovisning-2024-exempelaterbruket.xlsx";

fn here(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The example, of which only one file of last year is kept: validating it takes no time.
fn example() -> (Folder, Loaded) {
    let mut folder = Folder::read(&here("examples/orebro-lan")).expect("the example is there");
    folder.files.retain(|path, _| !path.starts_with("submissions/") || path == BEFORE);
    let loaded = pipeline::load(&folder).expect("the example has no errors");
    (folder, loaded)
}

/// The form of 2025 for one organisation.
fn made(language: &str) -> Form {
    let (folder, loaded) = example();
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    let period = loaded.definitions.project.period("2025").expect("a period");
    pipeline::form(&loaded, Some(&validation), (dataset, period), Some(ORGANISATION), language)
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Reading {
    static EXAMPLE: LazyLock<(Folder, Loaded)> = LazyLock::new(example);
    table::read(name, bytes, &EXAMPLE.1.definitions, &InProcess)
}

/// The answers of the only row, as they are understood; a missing one by its kind.
fn answers(reading: &Reading) -> BTreeMap<String, String> {
    let [batch] = &reading.batches[..] else { panic!("{} holds one batch: {:#?}", reading.file, reading.diagnostics) };
    assert_eq!(batch.rows(), 1, "{}", reading.file);
    let said = |(name, column): (&String, &table::Column)| {
        let text = match column.states[0] {
            State::Value => column
                .number(0)
                .map(|number| number.normalize().to_string())
                .or_else(|| column.date(0).map(|day| day.to_string()))
                .or_else(|| column.boolean(0).map(|yes| yes.to_string()))
                .or_else(|| column.text(0).map(str::to_owned))
                .expect("a value is of one of the types"),
            State::Missing(kind) => kind.name().to_owned(),
            State::Unreadable => "unreadable".to_owned(),
        };
        (name.clone(), text)
    };
    batch.columns.iter().map(said).filter(|(_, text)| text != "not_collected").collect()
}

fn cell(sheet: &Sheet, row: u32, column: u32) -> Option<&str> {
    let row = sheet.rows.iter().find(|one| one.row == row)?;
    row.cells.iter().find(|cell| cell.column == column).map(|cell| cell.text.as_str())
}

/// The row of a field on a form's sheet.
fn row_of(sheet: &Sheet, field: &str) -> u32 {
    let row = sheet.rows.iter().find(|row| row.cells[0].column == 1 && row.cells[0].text == field);
    row.unwrap_or_else(|| panic!("the form asks for {field}")).row
}

#[test]
fn every_column_is_asked_once_and_core_comes_first() {
    let (_, loaded) = example();
    let form = made("sv");
    let asked: Vec<&str> = form.parts.iter().flat_map(|part| &part.lines).filter_map(|l| l.column.as_deref()).collect();
    let mut sorted = asked.clone();
    sorted.sort_unstable();
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    let mut columns: Vec<&str> = dataset.columns.iter().map(|column| column.name.as_str()).collect();
    columns.sort_unstable();
    assert_eq!(sorted, columns);
    let is_core = |name: &&str| dataset.field(&dataset.column(name).expect("a column").field).expect("a field").core;
    assert!(asked.iter().is_sorted_by_key(|name| !is_core(name)), "{asked:?}");
}

#[test]
fn last_year_stands_beside_the_answer_and_never_in_it() {
    let sheets = InProcess.sheets(&form::workbook(&made("sv"))).expect("a workbook");
    let sheet = &sheets[0];
    let row = row_of(sheet, "fte_closing");
    assert_eq!(cell(sheet, row, 3), None, "the answer is the sender's to give");
    assert_eq!(cell(sheet, row, 4), Some("heltidstjänster"));
    assert_eq!(cell(sheet, row, 5), Some("12"));
    assert_eq!(cell(sheet, row_of(sheet, "organisation"), 3), Some("999000-1373"));
    assert_eq!(cell(sheet, row_of(sheet, "fte_method"), 5), Some("Betalda timmar delat med heltidstimmar"));
    let filled = sheet.rows.iter().filter(|row| row.row > 7 && cell(sheet, row.row, 3).is_some());
    let filled: Vec<u32> = filled.map(|row| row.row).filter(|row| cell(sheet, *row, 1).is_some()).collect();
    assert_eq!(filled, [row_of(sheet, "organisation")], "only what is known of the sender is filled in");
}

#[test]
fn a_form_made_twice_is_the_same_and_speaks_the_language_asked_for() {
    let (one, other) = (made("sv"), made("sv"));
    assert_eq!(form::workbook(&one), form::workbook(&other));
    assert_eq!(form::csv(&one), form::csv(&other));
    let english = made("en");
    assert_eq!(english.title, "The enterprise's year 2025");
    assert!(english.publicity.contains("public document"), "{}", english.publicity);
    assert!(one.publicity.contains("allmän handling"), "{}", one.publicity);
}

#[test]
fn the_stamp_stands_in_hidden_places_and_the_structure_is_locked() {
    let bytes = form::workbook(&made("sv"));
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    assert_eq!(sheets.len(), 2, "one sheet to fill in, one of lists");
    let stamp = Stamp::parse(cell(&sheets[0], 1, 1).expect("a stamp")).expect("a stamp");
    assert_eq!((stamp.dataset.as_str(), stamp.version, stamp.period.as_str()), ("enterprise_year", 1, "2025"));
    assert_eq!(stamp.organisation.as_deref(), Some(ORGANISATION));
    assert_eq!(cell(&sheets[0], 1, 3), Some(COLUMNS[1]));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).expect("a part")).expect("XML");
    let (workbook, sheet) = (part("xl/workbook.xml"), part("xl/worksheets/sheet1.xml"));
    assert!(workbook.contains(r#"<sheet name="nytta" sheetId="2" state="hidden""#), "{workbook}");
    let locked = workbook.find(r#"<workbookProtection lockStructure="1"/>"#).expect("no sheet can be deleted or shown");
    assert!(workbook.find("<workbookPr").is_some_and(|at| at < locked), "{workbook}");
    assert!(workbook.find("<bookViews").is_some_and(|at| locked < at), "{workbook}");
    let lists = part("xl/worksheets/sheet2.xml");
    assert!(lists.contains("<sheetProtection"), "{lists}");
    assert!(sheet.contains("<sheetProtection") && sheet.contains(r#"paperSize="9""#), "{sheet}");
    assert!(sheet.contains(r#"<row r="1" hidden="1""#) || sheet.contains(r#"hidden="1""#), "{sheet}");
    assert!(sheet.matches("<dataValidation ").count() > 60, "each answer tells what it takes");
    assert!(sheet.contains(r#"<dataValidation type="list""#) && sheet.contains("nytta!$"), "{sheet}");
}

#[test]
fn a_stamp_keeps_periods_with_blanks_and_delimiters() {
    let stamp = Stamp {
        dataset: "enterprise_year".to_owned(),
        version: 12,
        period: "våren 2026; del 2, 50 %".to_owned(),
        organisation: None,
        language: "sv".to_owned(),
    };
    let written = stamp.to_string();
    assert!(!written.contains([';', ',', '\t', '|']), "{written}");
    assert_eq!(Stamp::parse(&written), Some(stamp));
}

#[test]
fn what_is_wrong_in_a_form_is_told_its_sender() {
    let (mut folder, loaded) = example();
    let form = |file: &str| std::fs::read(here("tests/corpus/form").join(file)).expect("a file of the corpus");
    folder.files.retain(|path, _| !path.starts_with("submissions/"));
    folder.files.insert("submissions/2025/one.xlsx".to_owned(), form("libreoffice.xlsx").into());
    folder.files.insert("submissions/2025/other.csv".to_owned(), form("semicolon.csv").into());
    let validation = nytta::pipeline::validate(&folder, &loaded, &InProcess);
    for file in &validation.files {
        let found = nytta::pipeline::findings_by_sender(file);
        let twice = found.get(ORGANISATION).and_then(|found| found.iter().find(|one| one.rule == "duplicate-key"));
        let message = twice.expect("it is told twice").message.in_language(&["en"]).into_owned();
        assert!(message.contains("column C"), "{message}");
        assert_eq!(found.values().map(Vec::len).sum::<usize>(), file.diagnostics.len(), "{:?}", file.diagnostics);
    }
    assert_eq!(validation.files.len(), 2);
}

/// Forms filled in and saved by programs: the same answers from each of them, and nothing to remark.
#[test]
fn a_filled_form_reads_back_from_every_program() {
    let expected: BTreeMap<String, String> = [
        ("organisation", ORGANISATION),
        ("year_start", "2025-01-01"),
        ("year_end", "2025-12-31"),
        ("fte_opening", "12"),
        ("fte_closing", "13.75"),
        ("fte_closing_subsidised", "7.25"),
        ("fte_average", "0.75"),
        ("fte_method", "paid_hours"),
        ("fte_hours_base", "1920"),
        ("heads", "20"),
        ("heads_women", "11"),
        ("heads_men", "9"),
        ("heads_not_stated", "0"),
        ("hired", "unknown"),
        ("trainee_hours", "8288"),
        ("net_result", "-12345.5"),
        ("reinvested", "not_applicable"),
        ("decided_by_meeting", "false"),
        ("statutes_rule", "true"),
        ("statutes_reference", "§ 12"),
        ("turnover", "4912345"),
        ("volunteers", "nothing_to_report"),
        ("members", "not_applicable"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let files = [
        "libreoffice.xlsx",
        "libreoffice.ods",
        "libreoffice.xls",
        "other-program.xlsx",
        "windows-1252.csv",
        "semicolon.csv",
        // As programs in a browser write it: commas, UTF-8, quotes only where they must be, no line end at the end.
        "comma-utf8.csv",
        // As a spreadsheet program's text in Unicode: tabs, UTF-16.
        "tab-utf16.csv",
    ];
    for file in files {
        let bytes = std::fs::read(here("tests/corpus/form").join(file)).expect("a file of the corpus");
        let reading = read(file, &bytes);
        assert_eq!(reading.diagnostics, [], "{file}");
        assert_eq!(answers(&reading), expected, "{file}");
        assert_eq!(reading.stamp.as_ref().map(|stamp| stamp.period.as_str()), Some("2025"), "{file}");
        let remarks: Vec<(&str, &str)> = reading.remarks.iter().map(|r| (r.column.as_str(), r.text.as_str())).collect();
        assert_eq!(remarks, [("fte_closing", "Annan orsak"), ("turnover", "Vi vann en upphandling i mars.")], "{file}");
        let row = reading.sheets.iter().map(|sheet| sheet.rows_read).sum::<u32>();
        assert_eq!(row, 1, "{file}: a form is one record");
        // What is found later points at the answer and calls it by its question.
        let cell = reading.batches[0].cell(0, "fte_closing").expect("a cell");
        assert_eq!((cell.text.as_str(), cell.header.as_str()), ("13.75", "Heltidstjänster vid årets slut"), "{file}");
        assert_eq!(cell.span.cell().as_deref(), Some("C12"), "{file}");
    }
}

/// The text of the example's form with answers put in.
pub(crate) fn filled(answers: &[(&str, &str)]) -> String {
    let text = String::from_utf8(form::csv(&made("sv"))).expect("UTF-8");
    let put = |line: &str| {
        let answer = answers.iter().find(|(field, _)| line.starts_with(&format!("{field};")));
        let Some((_, value)) = answer else { return line.to_owned() };
        let mut cells: Vec<&str> = line.splitn(4, ';').collect();
        cells[2] = value;
        cells.join(";")
    };
    text.split("\r\n").map(put).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn the_form_as_text_reads_back_too() {
    let reading =
        read("form.csv", filled(&[("fte_closing", "3,5"), ("turnover", "1 234 567"), ("hired", "?")]).as_bytes());
    assert_eq!(reading.diagnostics, []);
    let answers = answers(&reading);
    let said = |name: &str| answers.get(name).map(String::as_str);
    assert_eq!((said("fte_closing"), said("turnover"), said("hired")), (Some("3.5"), Some("1234567"), Some("unknown")));
    assert_eq!(said("organisation"), Some(ORGANISATION));
}

/// A form in the language of a partner comes back in the encodings of its programs, whatever the languages of the project are.
#[test]
fn a_form_as_text_comes_back_in_the_letters_of_its_own_language() {
    use nytta::table::bytes::encoding::Encoding::{Cp850, Cp852, MacRoman, Windows1250, Windows1252};
    for (language, encodings) in [
        ("sl", &[Windows1250, Cp852][..]),
        ("ro", &[Windows1250, Cp852]),
        ("fr", &[Windows1252, Cp850, MacRoman]),
        ("it", &[Windows1252, Cp850, MacRoman]),
        ("sv", &[Windows1252, Cp850, MacRoman]),
    ] {
        let text = String::from_utf8(form::csv(&made(language))).expect("UTF-8");
        for encoding in encodings {
            // What an encoding lacks a program writes as a question mark, and the letters of Romanian with a cedilla.
            let letter = |c: char| match c {
                'ș' => 'ş',
                'ț' => 'ţ',
                'Ș' => 'Ş',
                'Ț' => 'Ţ',
                other => other,
            };
            let known: BTreeMap<char, Vec<u8>> = (text.chars().collect::<BTreeSet<char>>().into_iter())
                .map(|c| (c, encoded(&letter(c).to_string(), *encoding).unwrap_or_else(|| b"?".to_vec())))
                .collect();
            let bytes: Vec<u8> = text.chars().flat_map(|c| known[&c].iter().copied()).collect();
            let reading = read("form.csv", &bytes);
            assert_eq!(reading.sheets[0].encoding.as_deref(), Some(encoding.name()), "{language}");
        }
    }
}

#[test]
fn one_answer_tells_how_all_numbers_of_a_form_are_written() {
    let alone = read("form.csv", filled(&[("turnover", "1.234")]).as_bytes());
    assert_eq!(alone.diagnostics[0].rule, "ambiguous-number");
    assert_eq!(alone.diagnostics[0].severity, Severity::Error);
    let beside = read("form.csv", filled(&[("turnover", "1.234"), ("net_result", "12.345,50")]).as_bytes());
    assert_eq!(beside.diagnostics, []);
    assert_eq!(answers(&beside)["turnover"], "1234");
}

#[test]
fn one_answer_tells_in_which_order_all_days_of_a_form_are_written() {
    let american = read("form.csv", filled(&[("year_start", "7/1/2025"), ("year_end", "6/30/2026")]).as_bytes());
    assert_eq!(american.diagnostics, []);
    let days = answers(&american);
    assert_eq!((days["year_start"].as_str(), days["year_end"].as_str()), ("2025-07-01", "2026-06-30"));
}

#[test]
fn a_person_beside_the_answers_stops_the_form() {
    let text = filled(&[("fte_closing", "3,5")]).replacen("när som helst", "", 1);
    let line = text.lines().find(|line| line.starts_with("turnover;")).expect("the question");
    let text = text.replace(line, &format!("{line}Anna, 19811218-9876, slutade"));
    let reading = read("form.csv", text.as_bytes());
    assert_eq!(reading.diagnostics[0].rule, "personal-number");
    assert!(reading.batches.is_empty() && reading.remarks.is_empty());
    assert!(!format!("{reading:?}").contains("9876"), "nothing of it is kept");
}

#[test]
fn table_schema_and_csvw_tell_what_the_file_holds() {
    let (_, loaded) = example();
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.name.as_str()).collect();
    let table = schema::table_schema(dataset, &loaded.definitions, &["sv".to_owned()]);
    let of = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(of(&table["fields"]), names);
    assert_eq!(table["primaryKey"], serde_json::json!(["organisation", "year_start", "year_end"]));
    let field =
        |name: &str| table["fields"].as_array().expect("a list").iter().find(|f| f["name"] == name).expect(name);
    assert_eq!(field("fte_opening")["type"], "number");
    assert_eq!(field("fte_opening")["constraints"], serde_json::json!({ "required": true, "minimum": 0 }));
    assert_eq!(field("heads_women")["title"], "Anställda den sista dagen på året, kvinnor");
    assert_eq!(field("fte_method")["constraints"]["enum"][1], "paid_hours");
    assert_eq!(field("turnover")["unit"], "SEK");
    assert!(table["missingValues"].as_array().expect("a list").contains(&serde_json::json!("vet ej")));
    let web = schema::csvw(dataset, &loaded.definitions);
    assert_eq!(web["@context"], "http://www.w3.org/ns/csvw");
    // Columns are known by their place: it is of what is read of the form.
    let form = filled(&[("fte_closing", "3,5"), ("fte_method", "vet ej")]);
    let look =
        nytta::table::look::look_in("a.csv", form.as_bytes(), &loaded.definitions, &InProcess, Wishes::default());
    assert_eq!(of(&web["tableSchema"]["columns"]), look.tables[0].names);
    assert_ne!(look.tables[0].names, names, "the form asks the voluntary questions last");
    let column = &web["tableSchema"]["columns"][1];
    assert_eq!(column["datatype"], serde_json::json!({ "base": "date", "format": "yyyy-MM-dd" }));
    assert_eq!(column["titles"]["sv"][0], "Räkenskapsårets första dag");
}

#[test]
fn the_pack_asks_in_every_language_and_knows_its_own_labels_again() {
    let (_, loaded) = example();
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    for language in nytta::text::LANGUAGES {
        let labels: Vec<&String> = dataset
            .columns
            .iter()
            .map(|column| column.label.0.get(language).unwrap_or_else(|| panic!("{} in {language}", column.name)))
            .collect();
        let quoted: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
        let cells = vec!["?"; labels.len() - 3].join(";");
        let table = format!("{}\r\n999000-1373;2025-01-01;2025-12-31;{cells}\r\n", quoted.join(";"));
        let reading = read("table.csv", table.as_bytes());
        let found: Vec<Option<&str>> = reading.sheets[0].columns.iter().map(|column| column.field.as_deref()).collect();
        let names: Vec<Option<&str>> = dataset.columns.iter().map(|column| Some(column.name.as_str())).collect();
        assert_eq!(found, names, "{language}");
        assert_eq!(reading.diagnostics, [], "{language}");
        let form = made(language);
        for question in form.parts.iter().flat_map(|part| &part.lines).filter(|line| !line.is_part) {
            assert!(!question.help.is_empty() && !question.where_to_find.is_empty(), "{language}: {}", question.label);
        }
        // The words that the form tells to write are understood.
        let kinds = [&form.unknown].into_iter().chain(&form.missing);
        for word in kinds {
            let known = dataset.missing.values().flatten().any(|known| known == word);
            assert!(known, "{language}: {word}");
        }
        assert!(
            dataset.missing.values().flatten().any(|known| *known == form.unknown && known.len() > 1),
            "{language}"
        );
    }
    for field in &dataset.fields {
        for text in [&field.label, &field.help, &field.where_to_find] {
            assert_eq!(text.0.len(), nytta::text::LANGUAGES.len(), "{}", field.field.as_str());
        }
    }
}
