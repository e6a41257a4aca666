//! Comments at the cells of a form or a table: one that holds another answer is told, what is no such thing stays silent.

use nytta::diagnostic::words::ALL;
use nytta::diagnostic::{Diagnostic, Severity};
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::table::workbook::{InProcess, Sheet, Workbooks};
use rust_xlsxwriter::{Note, Workbook};

use super::saved::{form_of, found_in, put, usual};
use super::{here, read, row_of};
use crate::answers::{part, with_part};

/// A filled form, and the row of its turnover.
fn form() -> (Sheet, u32) {
    let bytes = form_of(&[usual(), vec![("turnover", "><v>4900000</v></c>".to_owned())]].concat());
    let sheet = InProcess.sheets(&bytes).expect("a workbook").swap_remove(0);
    let turnover = row_of(&sheet, "turnover");
    (sheet, turnover)
}

/// The form with comments: row and column from 1, and what is said.
fn with(notes: &[(u32, u16, &str)]) -> Vec<u8> {
    let (sheet, _) = form();
    let mut book = Workbook::new();
    let made = book.add_worksheet();
    put(made, &sheet.rows, (0, 0), false);
    for (row, column, text) in notes {
        made.insert_note(row - 1, column - 1, &Note::new(*text)).expect("a comment");
    }
    book.save_to_buffer().expect("a workbook")
}

/// Severity, place and value of what is told as a further answer.
fn told(found: &[Diagnostic]) -> Vec<(Severity, String, String)> {
    let further = found.iter().filter(|one| one.rule == "second-answer");
    let one =
        |one: &Diagnostic| (one.severity, one.span.cell().unwrap_or_default(), one.value.clone().unwrap_or_default());
    further.map(one).collect()
}

fn warning(cell: &str, value: &str) -> Vec<(Severity, String, String)> {
    vec![(Severity::Warning, cell.to_owned(), value.to_owned())]
}

#[test]
fn a_comment_with_another_amount_is_told_at_its_cell() {
    let (sheet, turnover) = form();
    for words in
        ["Rätt belopp: 5 350 000", "5 350 000 kr", "OBS! 5350000", "Kolla!\nska vara 5 350 000 enligt bokslutet"]
    {
        let (found, accepted) = found_in("form.xlsx", &with(&[(turnover, 3, words)]));
        let line = words.lines().last().expect("a line");
        assert_eq!((told(&found), accepted), (warning(&format!("C{turnover}"), line), 1), "{words}: {found:#?}");
        let one = found.iter().find(|one| one.rule == "second-answer").expect("it is told");
        assert_eq!((one.field.as_deref(), one.column.as_deref()), (Some("turnover"), Some("Nettoomsättning")));
        let hint = format!("skriv det i C{turnover} om det är det som ska räknas, och ta bort det ur kommentaren");
        assert_eq!(one.hint.in_language(&["sv"]), hint);
    }
    for words in
        ["4 900 000", "Rätt belopp: 4 900 000", "Räknat av Kim, se pärm 3", "2025", "rättat 2026-01-15", "ny butik"]
    {
        assert_eq!(told(&read("form.xlsx", &with(&[(turnover, 3, words)])).diagnostics), Vec::new(), "{words}");
    }
    // Beside the answer too, but not at last year's figure; and where nothing is answered.
    assert_eq!(
        told(&read("form.xlsx", &with(&[(turnover, 4, "ska vara 12")])).diagnostics),
        warning(&format!("D{turnover}"), "ska vara 12")
    );
    assert_eq!(told(&read("form.xlsx", &with(&[(turnover, 5, "ska vara 12")])).diagnostics), Vec::new());
    let heads = row_of(&sheet, "heads");
    assert_eq!(
        told(&read("form.xlsx", &with(&[(heads, 3, "cirka 12")])).diagnostics),
        warning(&format!("C{heads}"), "cirka 12")
    );
}

#[test]
fn comments_of_a_marked_workbook_are_silent_when_it_comes_back() {
    let (_, turnover) = form();
    let sent = with(&[(turnover, 3, "Rätt belopp: 5 350 000")]);
    let (found, _) = found_in("form.xlsx", &sent);
    let sheets = InProcess.sheets(&sent).expect("a workbook");
    for words in ALL {
        let submission = Submission { file: "form.xlsx", bytes: &sent, sheets: &sheets, diagnostics: &found };
        let marked = annotated(&submission, &[words.language.to_owned()], &Marker::InProcess).workbook;
        let comments = part(&marked, "xl/comments1.xml");
        assert!(comments.contains("Rätt belopp") && comments.contains(words.todo), "{comments}");
        let again = read("form.xlsx", &marked).diagnostics;
        assert_eq!(told(&again), warning(&format!("C{turnover}"), "Rätt belopp: 5 350 000"), "{}", words.language);
        // Once the sender's own words are gone, what is left is ours.
        let left = with_part(&marked, "xl/comments1.xml", &comments.replace("Rätt belopp: 5 350 000", ""));
        assert_eq!(told(&read("form.xlsx", &left).diagnostics), Vec::new(), "{}", words.language);
        let said = comments.replace("Rätt belopp: 5 350 000", &format!("{}: ska vara 12", words.error.one));
        let said = read("form.xlsx", &with_part(&marked, "xl/comments1.xml", &said)).diagnostics;
        assert_eq!(told(&said).len(), 1, "{}: words that only begin as ours do", words.language);
    }
}

#[test]
fn comments_of_an_ods_form_are_told_at_their_cells() {
    let bytes = std::fs::read(here("tests/corpus/form/libreoffice.ods")).expect("a file of the corpus");
    assert_eq!(told(&read("form.ods", &bytes).diagnostics), Vec::new());
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let turnover = row_of(&sheets[0], "turnover");
    let content = part(&bytes, "content.xml");
    let answer = "<text:p>4,912,345.00</text:p>";
    assert_eq!(content.matches(answer).count(), 1);
    let comment = "<office:annotation office:display=\"false\"><dc:creator>Eva</dc:creator>\
                   <dc:date>2026-01-15T10:00:00</dc:date><text:p>Eva:</text:p><text:p>Rätt: <text:span>5 350 000</text:span>\
                   </text:p></office:annotation>";
    let noted = with_part(&bytes, "content.xml", &content.replace(answer, &format!("{comment}{answer}")));
    assert_eq!(told(&read("form.ods", &noted).diagnostics), warning(&format!("C{turnover}"), "Rätt: 5 350 000"));
}

/// A table with comments as `LibreOffice` saves it: each stands at its cell, also in the workbook that is given back.
#[test]
fn comments_of_an_xls_table_are_told_at_their_cells_and_given_back() {
    let bytes = std::fs::read(here("tests/corpus/form/comments.xls")).expect("a file of the corpus");
    let reading = read("a.xls", &bytes);
    let expected = warning("C2", "Rätt belopp: 5 350");
    assert_eq!(told(&reading.diagnostics), expected);
    let sheets = InProcess.sheets(&bytes).expect("a workbook");
    let submission = Submission { file: "a.xls", bytes: &bytes, sheets: &sheets, diagnostics: &reading.diagnostics };
    let given = annotated(&submission, &["sv".to_owned()], &Marker::InProcess).workbook;
    let comments = part(&given, "xl/comments1.xml");
    assert!(comments.contains("Rätt belopp: 5 350") && comments.contains("ny butik"), "{comments}");
    assert!(part(&given, "xl/comments2.xml").contains("se pärm 3"));
    assert_eq!(told(&read("a.xlsx", &given).diagnostics), expected);
}

#[test]
fn comments_in_a_table_are_told_at_their_cells() {
    let table = |notes: &[(u32, u16, &str)], turned: bool| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let rows = [
            ["orgnr", "bokslutsdag", "nettoomsättning (tkr)", "anteckning"],
            ["999000-1373", "2025-12-31", "4900", "a"],
            ["556016-0680", "2025-12-31", "12", "b"],
        ];
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                let (row, column) =
                    if turned { (u32::from(column), u16::try_from(row).expect("few")) } else { (row, column) };
                match text.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number),
                    Err(_) => sheet.write(row, column, text),
                }
                .expect("a cell");
            }
        }
        for (row, column, text) in notes {
            sheet.insert_note(*row, *column, &Note::new(*text)).expect("a comment");
        }
        read("a.xlsx", &book.save_to_buffer().expect("a workbook")).diagnostics
    };
    let said = "Rätt belopp: 5 350 000";
    assert_eq!(told(&table(&[(1, 2, said)], false)), warning("C2", said));
    assert_eq!(told(&table(&[(2, 1, said)], true)), warning("B3", said));
    // The answer itself, in kronor; a comment at a header, or at what nobody asks for.
    assert_eq!(told(&table(&[(1, 2, "Rätt belopp: 4 900 000"), (0, 2, said), (1, 3, said)], false)), Vec::new());
}
