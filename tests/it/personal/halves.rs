//! A person's number in two cells beside each other is found where no figure is expected, and figures are left alone.

use nytta::table::{self, Reading, workbook::InProcess};
use rust_xlsxwriter::Workbook;

use super::definitions;

fn read(name: &str, bytes: &[u8]) -> Reading {
    table::read(name, bytes, &definitions(), &InProcess)
}

fn is_refused(reading: &Reading) -> bool {
    let told = reading.diagnostics.iter().any(|one| one.rule == "personal-number");
    assert_eq!(told, reading.batches.is_empty(), "{:?}", reading.diagnostics);
    assert!(!told || !format!("{reading:?}").contains("0016"), "{reading:?}");
    told
}

/// A table with two columns behind those that are asked for.
fn table(headers: [&str; 2], rows: &[[&str; 2]]) -> String {
    let rows = rows.iter().map(|[one, next]| format!("556016-0680;2025-12-31;3;{one};{next}\n"));
    format!("orgnr;räkenskapsår till;anställda;{};{}\n{}", headers[0], headers[1], rows.collect::<String>())
}

#[test]
fn two_halves_in_columns_that_nobody_asks_for_refuse_the_file() {
    let headers = ["kommentar", "nr"];
    for row in [["880320", "0016"], ["19880320", "0016"], ["1988-03-20", "-0016"], ["050320", "0016"]] {
        assert!(is_refused(&read("a.csv", table(headers, &[row]).as_bytes())), "{row:?}");
    }
    // Without a header, and by some rows among words.
    assert!(is_refused(&read("a.csv", table(["", ""], &[["880320", "0016"]]).as_bytes())));
    assert!(is_refused(&read("a.csv", table(headers, &[["ny", "x"], ["880320", "0016"]]).as_bytes())));
    // No check digit, a day of a voucher, no day, a year, more in the cell, figures in the rows around.
    for rows in [
        &[["880320", "0018"]][..],
        &[["20251120", "0012"]],
        &[["883420", "0016"]],
        &[["880320", "2018"]],
        &[["880320 kr", "0016"]],
        &[["880320", "0016"], ["12500", "4711"], ["13400", "4712"]],
    ] {
        assert!(!is_refused(&read("a.csv", table(headers, rows).as_bytes())), "{rows:?}");
    }
    // A place for figures.
    let figures = "orgnr;räkenskapsår till;omsättning;årets resultat\n556016-0680;2025-12-31;880320;0016\n";
    assert!(!is_refused(&read("a.csv", figures.as_bytes())));
}

#[test]
fn two_halves_in_a_workbook_are_found_as_text_number_and_day() {
    let workbook = |put: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["orgnr", "räkenskapsår till", "anställda", "kommentar", "nr"]).expect("there is room");
        sheet.write_row(1, 0, ["556016-0680", "2025-12-31", "3"]).expect("there is room");
        put(sheet);
        book.save_to_buffer().expect("it is small")
    };
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(1988, 3, 20).expect("a day");
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for bytes in [
        workbook(&|sheet| {
            sheet.write_row(1, 3, ["880320", "0016"]).expect("there is room");
        }),
        workbook(&|sheet| {
            sheet.write_row(1, 3, [880_320, 2_384]).expect("there is room");
        }),
        // The zero at the beginning is lost.
        workbook(&|sheet| {
            sheet.write_row(1, 3, [880_320, 123]).expect("there is room");
        }),
        workbook(&|sheet| {
            sheet.write_datetime_with_format(1, 3, &day, &format).expect("there is room");
            sheet.write_number(1, 4, 2_384).expect("there is room");
        }),
    ] {
        assert!(is_refused(&read("a.xlsx", &bytes)));
    }
}
