//! Workbooks as other programs save them: what stands in their cells beside what a sender meant.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use nytta::diagnostic::Diagnostic;
use nytta::diagnostic::words::ALL;
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::form::{self, Answer};
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;
use nytta::table::form::stamped::COLUMNS;
use nytta::table::workbook::{InProcess, SheetRow, Workbooks};
use rust_xlsxwriter::{Workbook, Worksheet};

use super::{ORGANISATION, answers, cell, example, filled, made, read, row_of};
use crate::answers::{part, with_part};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The example's form with cells as XML behind the first part of their start: attributes and content.
fn with_cells(cells: &[(&str, &str)]) -> Vec<u8> {
    let bytes = form::workbook(&made("sv"));
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let mut sheet = part(&bytes, SHEET);
    for (field, content) in cells {
        let start = format!(r#"<c r="C{}" "#, row_of(&sheets[0], field));
        let at = sheet.find(&start).expect("the cell is there") + start.len();
        let end = at + sheet[at..].find("/>").expect("it is empty");
        sheet.replace_range(end..end + 2, content);
    }
    with_part(&bytes, SHEET, &sheet)
}

fn number(field: &'static str, number: &str) -> (&'static str, String) {
    (field, format!("><v>{number}</v></c>"))
}

/// The cells of a form that is filled in well enough to be counted.
pub(super) fn usual() -> Vec<(&'static str, String)> {
    // 1 January and 31 December 2025, as workbooks count days.
    vec![
        number("year_start", "45658"),
        number("year_end", "46022"),
        number("fte_opening", "12"),
        number("fte_closing", "12"),
    ]
}

pub(super) fn form_of(cells: &[(&'static str, String)]) -> Vec<u8> {
    with_cells(&cells.iter().map(|(field, content)| (*field, content.as_str())).collect::<Vec<_>>())
}

/// What is found when a workbook lies among the forms of 2025, and how many rows of it are accepted.
pub(super) fn found_in(name: &str, bytes: &[u8]) -> (Vec<Diagnostic>, u32) {
    static EXAMPLE: LazyLock<(Folder, Loaded)> = LazyLock::new(example);
    let (folder, loaded) = &*EXAMPLE;
    let mut folder = folder.clone();
    folder.files.insert(format!("submissions/2025/{name}"), bytes.into());
    let validation = pipeline::validate(&folder, loaded, &InProcess);
    let file = validation.files.into_iter().find(|file| file.period == "2025").expect("the form was read");
    (file.diagnostics, file.accepted)
}

#[test]
fn a_formula_without_a_result_is_an_error_at_its_cell() {
    for content in ["><f>4000000+350000</f><v /></c>", "><f>4000000+350000</f><v></v></c>", "><f>1+1</f></c>"] {
        let bytes = form_of(&[usual(), vec![("turnover", content.to_owned())]].concat());
        let place = format!("C{}", row_of(&InProcess.sheets(&bytes).expect("a workbook")[0], "turnover"));
        let (found, accepted) = found_in("form.xlsx", &bytes);
        let told: Vec<_> = found.iter().filter(|one| one.rule == "formula-without-value").collect();
        assert_eq!((told.len(), accepted), (1, 0), "{content}: {found:#?}");
        assert_eq!(told[0].span.cell(), Some(place), "{content}");
        let unanswered = found.iter().find(|one| one.rule == "unanswered-questions").expect("others are left blank");
        assert!(!unanswered.message.in_language(&["sv"]).contains("Nettoomsättning"), "{content}: it is told once");
    }
    // A formula that came to no words has its result, and so has one whose result needs no digit of its own.
    let blank =
        form_of(&[usual(), vec![("turnover", r#" t="str"><f>IF(TRUE,"")</f><v></v></c>"#.to_owned())]].concat());
    assert_eq!(found_in("form.xlsx", &blank).0.iter().filter(|one| one.rule == "formula-without-value").count(), 0);
}

#[test]
fn digits_of_a_day_below_a_format_for_days_are_that_day() {
    let mut cells = usual();
    cells[1] = number("year_end", "20251231");
    let bytes = form_of(&cells);
    let reading = read("form.xlsx", &bytes);
    assert_eq!(reading.diagnostics, [], "they are no trace of a person");
    assert_eq!(answers(&reading)["year_end"], "2025-12-31");
    cells[1] = number("year_end", "20251331");
    let (found, accepted) = found_in("form.xlsx", &form_of(&cells));
    assert_eq!((found[0].rule.as_str(), accepted), ("not-a-date", 0), "{found:#?}");
    assert!(found[0].message.in_language(&["en"]).contains("20251331"), "{found:#?}");
    // The number of a person is one in whatever format it stands.
    cells[1] = number("year_end", "198112189876");
    assert_eq!(found_in("form.xlsx", &form_of(&cells)).0[0].rule, "personal-number");
}

#[test]
fn the_list_of_what_is_to_be_mended_is_no_form_when_it_comes_back() {
    let wrong = |fields: &[&'static str]| -> Vec<(&'static str, String)> {
        let text = |field: &&'static str| (*field, r#" t="inlineStr"><is><t>ca 25</t></is></c>"#.to_owned());
        fields.iter().map(text).collect()
    };
    let sent = form_of(&[usual(), wrong(&["heads", "hired", "trainees", "leavers", "turnover"])].concat());
    let sheets = InProcess.sheets(&sent).expect("a workbook");
    let (found, _) = found_in("form.xlsx", &sent);
    let left_out = |found: &[Diagnostic]| found.iter().filter(|one| one.rule == "sheet-left-out").count();
    for words in ALL {
        let submission = Submission { file: "form.xlsx", bytes: &sent, sheets: &sheets, diagnostics: &found };
        let marked = annotated(&submission, &[words.language.to_owned()], &Marker::InProcess).workbook;
        let list = InProcess.sheets(&marked).expect("a workbook").pop().expect("a list");
        assert_eq!((list.name.as_str(), cell(&list, 1, 1)), (words.to_fix, Some(words.to_fix)));
        let (again, _) = found_in("form.xlsx", &marked);
        assert_eq!(again.len(), found.len(), "{}: {again:#?}", words.language);
        assert_eq!(left_out(&again), 0, "{}", words.language);
        // Whoever renames it has not written a form either; the same rows below another title may be one.
        let book = part(&marked, "xl/workbook.xml").replace(&format!("name=\"{}\"", words.to_fix), "name=\"Blad 9\"");
        assert_eq!(left_out(&found_in("form.xlsx", &with_part(&marked, "xl/workbook.xml", &book)).0), 0);
    }
    let submission = Submission { file: "form.xlsx", bytes: &sent, sheets: &sheets, diagnostics: &found };
    let marked = annotated(&submission, &["sv".to_owned()], &Marker::InProcess).workbook;
    let list = "xl/worksheets/sheet3.xml";
    // More may stand behind its lead, as where the workbook was rebuilt.
    let book = part(&marked, "xl/workbook.xml").replace("name=\"Att rätta\"", "name=\"Blad 9\"");
    let sv = ALL.into_iter().find(|words| words.language == "sv").expect("Swedish is spoken");
    let lead = format!("{} {}", sv.to_fix_lead, sv.rebuilt);
    let longer = part(&marked, list).replace(sv.to_fix_lead, &lead);
    assert!(longer.contains(&lead) && book.contains("Blad 9"));
    let renamed = with_part(&with_part(&marked, "xl/workbook.xml", &book), list, &longer);
    assert_eq!(left_out(&found_in("form.xlsx", &renamed).0), 0);
    let other = part(&marked, list).replace("Att rätta<", "Antal<");
    assert_eq!(left_out(&found_in("form.xlsx", &with_part(&marked, list, &other)).0), 1, "it looks like a form");
}

/// A workbook with the same form on several sheets.
fn copies(names: &[&str]) -> Vec<u8> {
    let made = made("sv");
    let mut book = Workbook::new();
    for name in names {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        sheet.write(0, 0, made.stamp.to_string()).expect("a cell");
        for (at, column) in (1..).zip(COLUMNS) {
            sheet.write(0, at, column).expect("a cell");
        }
        let year = [("organisation", ORGANISATION), ("year_start", "2025-01-01"), ("year_end", "2025-12-31")];
        for (at, (field, value)) in (1..).zip([&year[..], &[("fte_opening", "12"), ("fte_closing", "12")]].concat()) {
            sheet.write(at, 0, field).expect("a cell");
            sheet.write(at, 2, value).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn what_is_there_twice_in_one_file_is_its_senders_to_take_out() {
    let hints = |found: &[Diagnostic]| -> Vec<String> {
        let twice = found.iter().filter(|one| one.rule == "duplicate-key");
        twice.map(|one| one.hint.in_language(&["sv"]).into_owned()).collect()
    };
    let of_sheets = hints(&found_in("form.xlsx", &copies(&["Svar", "Svar (2)"])).0);
    let sheet = |other: &str| format!("behåll rätt blad i arbetsboken och ta bort det andra ({other})");
    assert_eq!(of_sheets, [sheet("Svar (2)"), sheet("Svar")]);
    let table = "orgnr;räkenskapsår från;räkenskapsår till;fte_opening;heltidstjänster\n";
    let row = "999000-1373;2025-01-01;2025-12-31;12;12\n";
    let of_rows = hints(&found_in("table.csv", format!("{table}{row}{row}").as_bytes()).0);
    assert_eq!(
        of_rows,
        [3, 2].map(|row| {
            format!(
                "behåll rätt rad och ta bort den andra (rad {row}); svarar de på olika frågor, skriv alla svar på en rad"
            )
        })
    );
    let form = "orgnr;999000-1373;999000-1373\nräkenskapsår från;2025-01-01;2025-01-01\n\
                räkenskapsår till;2025-12-31;2025-12-31\nfte_opening;12;12\nheltidstjänster;12;12\n";
    let of_columns = hints(&found_in("form.csv", form.as_bytes()).0);
    let column = |other: char| format!("behåll rätt kolumn och ta bort den andra (kolumn {other})");
    assert_eq!(of_columns, [column('C'), column('B')]);
    let (mut folder, loaded) = example();
    for (name, sheet) in [("a.xlsx", "Svar"), ("b.xlsx", "Rättat")] {
        folder.files.insert(format!("submissions/2025/{name}"), copies(&[sheet]).into());
    }
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let of_files: Vec<String> = validation.files.iter().flat_map(|file| hints(&file.diagnostics)).collect();
    let to_superseded = "behåll rätt fil och flytta den äldre till mappen 'superseded', som är för ersatta filer: det som ligger där finns \
                         kvar men räknas inte";
    assert_eq!(of_files, vec![to_superseded; 2]);
}

#[test]
fn the_same_file_under_two_names_counts_once() {
    let (mut folder, loaded) = example();
    let form = filled(&[
        ("year_start", "2025-01-01"),
        ("year_end", "2025-12-31"),
        ("fte_opening", "12"),
        ("fte_closing", "12"),
    ]);
    for name in ["2025/svar.csv", "2025/svar kopia.csv", "2025/b/svar.csv"] {
        folder.files.insert(format!("submissions/{name}"), form.as_bytes().into());
    }
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let read: Vec<_> = validation.files.iter().filter(|file| file.period == "2025").collect();
    assert_eq!(
        read.iter().map(|file| (&*file.reading.file, file.accepted)).collect::<Vec<_>>(),
        [("submissions/2025/svar.csv", 1)]
    );
    let told = validation.diagnostics.iter().filter(|one| one.rule == "same-file-twice");
    let told: Vec<_> =
        told.map(|one| (one.span.file.as_deref(), one.message.in_language(&["en"]).contains("'svar.csv'"))).collect();
    let copies = ["submissions/2025/b/svar.csv", "submissions/2025/svar kopia.csv"];
    assert_eq!(told, [(Some(copies[0]), false), (Some(copies[1]), true)], "the folder is named where it is another");
    // Another byte, or another period, is another file.
    folder.files.insert("submissions/2025/svar kopia.csv".to_owned(), format!("{form}\r\n").into());
    folder.files.remove("submissions/2025/b/svar.csv");
    folder.files.insert("submissions/2024/svar.csv".to_owned(), form.as_bytes().into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    assert!(validation.diagnostics.iter().all(|one| one.rule != "same-file-twice"));
    assert_eq!(validation.files.iter().filter(|file| file.period == "2025" && file.accepted == 0).count(), 2);
}

#[test]
fn a_form_of_another_organisation_is_told_of_its_sheet() {
    let bytes = copies(&["Svar", "Bagarna"]);
    let number = part(&bytes, "xl/sharedStrings.xml");
    assert_eq!(number.matches(ORGANISATION).count(), 2, "in the stamp and as an answer, which both sheets share");
    let other = part(&bytes, "xl/worksheets/sheet2.xml");
    let at = other.find("<c r=\"C2\"").expect("the answer");
    let end = at + other[at..].find("</c>").expect("its end") + 4;
    let other = format!("{}<c r=\"C2\" t=\"inlineStr\"><is><t>999000-1308</t></is></c>{}", &other[..at], &other[end..]);
    let (found, accepted) = found_in("form.xlsx", &with_part(&bytes, "xl/worksheets/sheet2.xml", &other));
    let told: Vec<_> = found.iter().filter(|one| one.rule == "form-of-other-organisation").collect();
    assert_eq!((told.len(), accepted), (1, 1), "{found:#?}");
    assert_eq!((told[0].span.sheet.as_deref(), told[0].span.row), (Some("Bagarna"), None));
}

#[test]
fn a_form_refuses_days_with_one_of_the_year_it_asks_for() {
    let sheet = part(&form::workbook(&made("sv")), SHEET);
    for day in ["2025-01-01", "2025-12-31"] {
        assert_eq!(sheet.matches(&format!("Skriv datumet som {day}.\"")).count(), 1, "{day}");
    }
}

/// The cells of a filled form without some of its first rows and columns, as they stand in another workbook.
pub(super) fn copied(bytes: &[u8], (rows, columns): (u32, u32)) -> Vec<u8> {
    let mut book = Workbook::new();
    put(book.add_worksheet(), &InProcess.sheets(bytes).expect("a workbook")[0].rows, (rows, columns), false);
    book.save_to_buffer().expect("a workbook")
}

/// Puts the cells of a form on a sheet, without some of its first rows and columns; words in place of its answers.
pub(super) fn put(sheet: &mut Worksheet, form: &[SheetRow], (rows, columns): (u32, u32), words: bool) {
    for row in form.iter().filter(|row| row.row > rows) {
        for cell in row.cells.iter().filter(|cell| cell.column > columns && !cell.text.is_empty()) {
            let at = (row.row - rows - 1, u16::try_from(cell.column - columns - 1).expect("few columns"));
            match cell.text.parse::<f64>() {
                _ if words && cell.column == 3 => sheet.write(at.0, at.1, "ett tal"),
                Ok(number) if cell.column == 3 => sheet.write(at.0, at.1, number),
                _ => sheet.write(at.0, at.1, cell.text.as_str()),
            }
            .expect("a cell");
        }
    }
}

#[test]
fn a_form_that_was_copied_without_its_hidden_cells_is_read_by_its_questions() {
    for words in ALL {
        let language = words.language;
        let mut sent = made(language);
        // Every question that takes a number is answered, each with another.
        let mut expected = BTreeMap::new();
        for (at, line) in (1..).zip(sent.parts.iter_mut().flat_map(|part| &mut part.lines)) {
            let Some(column) = line.column.clone() else { continue };
            line.given = match (&line.answer, column.as_str()) {
                (Answer::Number { .. }, _) => Some(at.to_string()),
                (_, "year_start") => Some("2025-01-01".to_owned()),
                (_, "year_end") => Some("2025-12-31".to_owned()),
                _ => line.given.clone(),
            };
            expected.extend(line.given.clone().map(|given| (column, given)));
        }
        expected.insert("organisation".to_owned(), ORGANISATION.to_owned());
        let bytes = form::workbook(&sent);
        assert_eq!(answers(&read("form.xlsx", &bytes)), expected, "{language}");
        for (rows, columns) in [(1, 1), (1, 0), (0, 1)] {
            let bytes = copied(&bytes, (rows, columns));
            let reading = read("copy.xlsx", &bytes);
            let told: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
            assert_eq!(told, ["form-copied"], "{language} {rows} {columns}: {:#?}", reading.diagnostics);
            assert_eq!(answers(&reading), expected, "{language} {rows} {columns}");
            assert!(reading.stamp.is_none(), "nothing tells when it was made");
        }
    }
}

#[test]
fn a_copied_form_that_was_saved_as_text_is_read_too() {
    let given = [("fte_opening", "12,5"), ("fte_closing", "13"), ("heads_women", "7"), ("turnover", "1 234 567")];
    let whole = filled(&given);
    let lines: Vec<&str> = whole.split("\r\n").collect();
    let without_names = |line: &&str| line.split_once(';').map_or("", |(_, rest)| rest).to_owned();
    let copies = [
        lines[1..].join("\n"),
        lines.iter().map(without_names).collect::<Vec<_>>().join("\n"),
        lines[1..].iter().map(without_names).collect::<Vec<_>>().join("\n").replace(';', "\t"),
    ];
    let expected = answers(&read("form.csv", whole.as_bytes()));
    for copy in copies {
        let reading = read("copy.csv", copy.as_bytes());
        assert_eq!(answers(&reading), expected, "{copy}");
        let told: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(told, ["form-copied"], "{:#?}", reading.diagnostics);
    }
}

#[test]
fn what_looks_like_a_form_is_none_beside_a_stamped_one_or_a_table_and_where_its_answers_are_words() {
    let sent = form_of(&usual());
    let whole = InProcess.sheets(&sent).expect("a workbook").swap_remove(0);
    let table = [
        ["orgnr", "räkenskapsår från", "räkenskapsår till", "heltidstjänster vid årets början", "heltidstjänster"],
        [ORGANISATION, "2025-01-01", "2025-12-31", "12", "12"],
    ];
    let book = |form: (u32, u32), with_table: bool, words: bool| {
        let mut book = Workbook::new();
        if form.0 == 0 {
            put(book.add_worksheet(), &whole.rows, (0, 0), false);
        }
        put(book.add_worksheet(), &whole.rows, (1, 1), words);
        if with_table {
            let sheet = book.add_worksheet();
            for (row, cells) in (0..).zip(table) {
                for (at, text) in (0..).zip(cells) {
                    sheet.write(row, at, text).expect("a cell");
                }
            }
        }
        let (found, accepted) = found_in("book.xlsx", &book.save_to_buffer().expect("a workbook"));
        let told = found.into_iter().filter(|one| one.rule != "unanswered-questions");
        (told.map(|one| one.rule).collect::<Vec<_>>(), accepted)
    };
    let told = |rule: &str| (vec![rule.to_owned()], 1);
    assert_eq!(book((1, 1), false, false), told("form-copied"));
    assert_eq!(book((0, 0), false, false), told("sheet-left-out"), "the stamped one is meant");
    assert_eq!(book((1, 1), true, false), told("sheet-left-out"), "the table is meant");
    // A list that says what is asked for.
    assert!(!book((1, 1), false, true).0.contains(&"form-copied".to_owned()));
}

#[test]
fn what_a_copied_form_lacks_is_named_and_what_it_is_not_asked_is_told() {
    let bytes = copied(&form_of(&usual()), (1, 1));
    let (found, accepted) = found_in("copy.xlsx", &bytes);
    let told = found.iter().find(|one| one.rule == "form-copied").expect("it is told");
    assert!(told.message.in_language(&["sv"]).contains("utan sin dolda första rad och kolumn"), "{told:?}");
    assert_eq!(accepted, 1, "{found:#?}");
    // A question in other words that has an answer is not passed over in silence.
    let mut sent = made("sv");
    for line in sent.parts.iter_mut().flat_map(|part| &mut part.lines) {
        if line.column.as_deref() == Some("volunteers") {
            (line.label, line.given) = ("Hjälpare".to_owned(), Some("4".to_owned()));
        }
    }
    let reading = read("copy.xlsx", &copied(&form::workbook(&sent), (1, 1)));
    let told: Vec<&str> = reading.diagnostics.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(told, ["form-copied", "extra-column"], "{:#?}", reading.diagnostics);
}
