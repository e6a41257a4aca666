//! Copied forms whose columns moved, got lost or came twice: what stands where is told by their headings.

use nytta::form::{self, Answer};
use nytta::table::Reading;
use nytta::table::workbook::{InProcess, Sheet, SheetRow, Workbooks};
use rust_xlsxwriter::Workbook;

use super::saved::{copied, form_of, found_in, put, usual};
use super::{ORGANISATION, answers, cell, filled, made, read, row_of};

/// Columns of a form, from 1.
const ANSWER: u32 = 3;
const UNIT: u32 = 4;
const LAST_YEAR: u32 = 5;
const HELP: u32 = 6;
const WHERE_TO_FIND: u32 = 7;
const EXPLANATION: u32 = 8;

/// A filled form with a text in a cell of its turnover's line.
fn with(column: u32, text: &str) -> Sheet {
    let bytes = form_of(&[usual(), vec![("turnover", "><v>4900</v></c>".to_owned())]].concat());
    let mut sheet = InProcess.sheets(&bytes).expect("a workbook").swap_remove(0);
    let turnover = row_of(&sheet, "turnover");
    let row = sheet.rows.iter_mut().find(|row| row.row == turnover).expect("a row");
    let mut cell = row.cells[1].clone();
    (cell.column, cell.text) = (column, text.to_owned());
    row.cells.retain(|cell| cell.column != column);
    row.cells.push(cell);
    sheet
}

/// The row of a form's headings.
fn headings(sheet: &Sheet) -> u32 {
    sheet.rows.iter().find(|row| cell(sheet, row.row, 2) == Some("Fråga")).expect("headings").row
}

/// A workbook with the rows of a form, without some of its first rows and columns.
fn book(form: &[SheetRow], gone: (u32, u32)) -> Vec<u8> {
    let mut book = Workbook::new();
    put(book.add_worksheet(), form, gone, false);
    book.save_to_buffer().expect("a workbook")
}

/// Reads a copy of a form without its first rows and its first column, with each column at another place, or at none.
fn moved(sheet: &Sheet, rows: u32, place: impl Fn(u32) -> Option<u32>) -> Reading {
    let mut sheet = sheet.clone();
    for row in &mut sheet.rows {
        row.cells.retain_mut(|cell| place(cell.column).map(|column| cell.column = column).is_some());
    }
    read("copy.xlsx", &book(&sheet.rows, (rows, 1)))
}

/// What is taken for the words of its sender: beside which answer, in which column, which words.
fn remarks(reading: &Reading) -> Vec<(&str, Option<u32>, &str)> {
    reading.remarks.iter().map(|one| (one.column.as_str(), one.span.column, one.text.as_str())).collect()
}

fn rules(reading: &Reading) -> Vec<&str> {
    reading.diagnostics.iter().map(|one| one.rule.as_str()).collect()
}

/// Questions and answers alone: each part stands below its whole, and nothing behind the answers.
#[test]
fn a_copy_of_questions_and_answers_alone_keeps_its_parts() {
    let given = [("hired", "4"), ("hired_women", "3"), ("hired_men", "1"), ("heads", "9"), ("heads_women", "5")];
    let given = given.map(|(field, value)| (field, format!("><v>{value}</v></c>")));
    let sheet = InProcess.sheets(&form_of(&[&usual()[..], &given].concat())).expect("a workbook").swap_remove(0);
    let expected = answers(&moved(&sheet, 1, Some));
    assert_eq!((expected["hired_women"].as_str(), expected["heads_women"].as_str()), ("3", "5"));
    let reading = moved(&sheet, 1, |at| (at <= ANSWER).then_some(at));
    assert_eq!((answers(&reading), rules(&reading)), (expected, vec!["form-copied"]));
}

#[test]
fn the_columns_of_a_copied_form_are_those_of_its_headings() {
    let sheet = with(EXPLANATION, "Nytt avtal");
    let expected = answers(&moved(&sheet, 1, Some));
    assert_eq!(expected["turnover"], "4900");
    for behind in [ANSWER, UNIT, LAST_YEAR, WHERE_TO_FIND] {
        let reading = moved(&sheet, 1, |at| Some(if at > behind { at + 1 } else { at }));
        assert_eq!(remarks(&reading), [("turnover", Some(EXPLANATION), "Nytt avtal")], "behind {behind}");
        assert_eq!((answers(&reading), rules(&reading)), (expected.clone(), vec!["form-copied"]), "behind {behind}");
    }
    for gone in [LAST_YEAR, HELP] {
        let reading = moved(&sheet, 1, |at| (at != gone).then_some(if at > gone { at - 1 } else { at }));
        assert_eq!(remarks(&reading), [("turnover", Some(EXPLANATION - 2), "Nytt avtal")], "without {gone}");
        assert_eq!((answers(&reading), rules(&reading)), (expected.clone(), vec!["form-copied"]), "without {gone}");
    }
    // Last year's figures may stand before the answers.
    let swapped = |at: u32| match at {
        ANSWER => LAST_YEAR,
        LAST_YEAR => ANSWER,
        at => at,
    };
    let reading = moved(&sheet, 1, |at| Some(swapped(at)));
    assert_eq!((answers(&reading), rules(&reading)), (expected, vec!["form-copied"]));
}

#[test]
fn without_headings_nothing_is_taken_for_a_reason() {
    let sheet = with(EXPLANATION, "Nytt avtal");
    let reading = moved(&sheet, headings(&sheet), Some);
    assert_eq!(remarks(&reading), []);
    // Last year's figures, beside blank answers too, are no answers in the wrong place.
    assert_eq!(rules(&reading), ["form-copied"], "{:#?}", reading.diagnostics);
    assert_eq!(answers(&reading), answers(&moved(&sheet, 1, Some)));
    // Where there are none, what stands beside a blank answer may well be the answer.
    let mut astray = with(EXPLANATION, "12");
    let turnover = row_of(&astray, "turnover");
    for row in &mut astray.rows {
        row.cells.retain(|cell| cell.column != LAST_YEAR && (cell.column, row.row) != (ANSWER, turnover));
    }
    let reading = moved(&astray, headings(&astray), Some);
    assert_eq!(rules(&reading), ["form-copied", "answer-astray"], "{:#?}", reading.diagnostics);
}

#[test]
fn what_is_printed_on_a_form_settles_nothing() {
    let whole = with(EXPLANATION, "Nytt avtal");
    let turnover = row_of(&whole, "turnover");
    for column in [HELP, WHERE_TO_FIND] {
        let printed = cell(&whole, turnover, column).expect("it is printed").to_owned();
        let sheet = with(EXPLANATION, &printed);
        assert_eq!(remarks(&moved(&sheet, 1, Some)), [], "{printed}");
        // Nor where the form has its stamp.
        let reading = read("form.xlsx", &book(&sheet.rows, (0, 0)));
        assert!(reading.stamp.is_some());
        assert_eq!(remarks(&reading), [], "{printed}");
        // What says more than that is the sender's.
        let sheet = with(EXPLANATION, &format!("{printed} Ny hyra."));
        assert_eq!(remarks(&moved(&sheet, 1, Some)).len(), 1, "{printed}");
    }
}

/// The rows of one form, and those of another below them.
fn below_each_other(first: &[SheetRow], second: &[SheetRow]) -> Vec<SheetRow> {
    let below = first.last().expect("rows").row + 7;
    let moved = second.iter().cloned().map(|row| SheetRow { row: row.row + below, ..row });
    first.iter().cloned().chain(moved).collect()
}

#[test]
fn two_forms_on_one_sheet_are_one_finding() {
    let whole = InProcess.sheets(&form_of(&usual())).expect("a workbook").swap_remove(0);
    for gone in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let twice = below_each_other(&whole.rows, &whole.rows[gone.0 as usize..]);
        let (found, accepted) = found_in("twice.xlsx", &book(&twice, gone));
        let [one] = &found[..] else { panic!("{gone:?}: {found:#?}") };
        let row = whole.rows.last().expect("rows").row + 7 + row_of(&whole, "organisation") - gone.0;
        let question = if gone.1 == 0 { 'B' } else { 'A' };
        assert_eq!((one.rule.as_str(), accepted), ("form-twice", 0));
        assert_eq!(one.span.cell(), Some(format!("{question}{row}")));
    }
    // And so are two beside each other.
    let mut beside = whole.rows.clone();
    for row in &mut beside {
        let second: Vec<_> = row.cells.iter().filter(|cell| cell.column > 1).cloned().collect();
        row.cells.extend(second.into_iter().map(|mut cell| {
            cell.column += EXPLANATION;
            cell
        }));
    }
    let (found, _) = found_in("beside.xlsx", &book(&beside, (1, 1)));
    assert_eq!(found.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["form-twice"]);
    assert_eq!(found[0].span.cell(), Some(format!("I{}", row_of(&whole, "organisation") - 1)));
    let once = found_in("once.xlsx", &copied(&form_of(&usual()), (1, 1)));
    assert!(once.1 == 1 && once.0.iter().all(|one| one.rule != "form-twice"));
}

#[test]
fn persons_are_looked_for_in_two_forms_below_each_other() {
    let mut sent = made("sv");
    for line in sent.parts.iter_mut().flat_map(|part| &mut part.lines) {
        if line.column.is_some() && matches!(line.answer, Answer::Number { .. }) {
            line.given = Some("811228-9874".to_owned());
        }
    }
    let named = InProcess.sheets(&form::workbook(&sent)).expect("a workbook").swap_remove(0);
    let (found, _) = found_in("twice.xlsx", &book(&below_each_other(&named.rows, &named.rows), (1, 1)));
    assert!(found.iter().any(|one| one.rule == "personal-number"), "{found:#?}");
}

#[test]
fn a_copied_text_is_parted_by_what_finds_most_of_its_questions() {
    let whole = filled(&[("fte_opening", "12"), ("fte_closing", "13"), ("heads_women", "7")]);
    let lines: Vec<Vec<&str>> = whole.split("\r\n").map(|line| line.split(';').collect()).collect();
    let asking: Vec<&Vec<&str>> = lines.iter().skip(1).filter(|cells| !cells[0].is_empty()).collect();
    let (most, others) = asking.split_at(asking.len() * 3 / 5);
    let comma = |cells: &&Vec<&str>| format!("{},\"{}\",{},{}", cells[0], cells[1], cells[2], cells[3]);
    let text: Vec<String> = most.iter().map(comma).chain(others.iter().map(|cells| cells[..4].join(";"))).collect();
    let reading = read("copy.csv", text.join("\n").as_bytes());
    assert_eq!(reading.sheets[0].delimiter, Some(','), "{:#?}", reading.diagnostics);
    let given = answers(&reading);
    assert_eq!((given["organisation"].as_str(), given["fte_opening"].as_str()), (ORGANISATION, "12"));
}
