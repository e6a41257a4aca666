//! How programs lay out a file: rows without their last cells, tables beside each other, text of other scripts.

use nytta::table::workbook::InProcess;
use nytta::table::{Batch, Reading, read};
use nytta::value::State;

use super::table::definitions;

const HEADER: &str = "orgnr;Räkenskapsårets slut;fte;hired;Omsättning;Metod;Kommentar";

fn reading(rows: &[String]) -> Reading {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read("a.csv", text.as_bytes(), &definitions(), &InProcess)
}

/// Findings as `row rule`, and how many rows are accepted and rejected.
fn told(reading: &Reading) -> (Vec<String>, usize, u32) {
    let one = |one: &nytta::diagnostic::Diagnostic| format!("{} {}", one.span.row.unwrap_or_default(), one.rule);
    let rows = reading.batches.iter().map(Batch::rows).sum();
    (reading.diagnostics.iter().map(one).collect(), rows, reading.sheets.iter().map(|sheet| sheet.rows_rejected).sum())
}

/// A row with some of its cells.
fn row(number: usize, cells: usize) -> String {
    let fte = format!("{},5", number + 1);
    let (hired, turnover, remark) = (number.to_string(), (number * 1000).to_string(), format!("rad {number}"));
    let all = ["556016-0680", "2025-12-31", &fte, &hired, &turnover, "hours", &remark];
    all[..cells].join(";")
}

#[test]
fn rows_without_their_empty_last_cells_are_read_where_that_is_a_habit() {
    // Excel: sixteen rows at a time. One of them has lost a delimiter in the middle, which is no habit.
    let blank = |number| format!("{};;", row(number, 5));
    let mut rows: Vec<String> = (0..40).map(|at| if (15..31).contains(&at) { row(at, 5) } else { blank(at) }).collect();
    let whole = reading(&rows);
    assert_eq!(told(&whole), (vec!["17 last-cells-left-out".to_owned()], 40, 0));
    let batch = &whole.batches[0];
    assert_eq!(batch.columns["hired"].number(20), Some(20.into()));
    assert!(matches!(batch.columns["method"].states[20], State::Missing(_)));
    assert_eq!(
        whole.diagnostics[0].message.in_language(&["en"]),
        "16 rows lack their last cells, which are taken as empty"
    );
    rows[20] = rows[20].replacen(";20,5;", ";20,5", 1).replacen("21,5;20", "21,520", 1);
    assert_eq!(
        told(&reading(&rows)),
        (vec!["17 last-cells-left-out".to_owned(), "22 wrong-field-count".to_owned()], 39, 1)
    );

    // Others: each row ends with the last cell that has something in it. Two in succession are no row that was split.
    let lengths = [7, 4, 5, 7, 3, 5, 5, 7];
    let mut rows: Vec<String> = lengths.iter().enumerate().map(|(at, cells)| row(at, *cells)).collect();
    assert_eq!(told(&reading(&rows)), (vec!["3 last-cells-left-out".to_owned()], 8, 0));
    // Not where a row shows that empty cells are kept, nor where something in a short row cannot stand where it does.
    rows.push(format!("{};;", row(9, 5)));
    assert_eq!(told(&reading(&rows)).2, 5);
    rows.pop();
    rows[4] = "556016-0680;5,5;3".to_owned();
    let (found, accepted, rejected) = told(&reading(&rows));
    assert_eq!((accepted, rejected), (3, 5), "{found:?}");

    // No row has the last columns.
    let rows: Vec<String> = (0..5).map(|at| row(at, 5)).collect();
    assert_eq!(told(&reading(&rows)), (vec!["2 last-cells-left-out".to_owned()], 5, 0));
    // A header with a delimiter of its own in it moves all values.
    let text = format!("orgnr;Omsättning (kr; exkl. moms);fte;hired\n{}", "556016-0680;12;5;7\n".repeat(4));
    let moved = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(told(&moved).1, 0, "{:?}", moved.diagnostics);
}

#[test]
fn one_short_row_is_an_accident() {
    for cells in 1..7 {
        let mut rows: Vec<String> = (0..20).map(|at| row(at, 7)).collect();
        rows[17] = row(17, cells);
        assert_eq!(told(&reading(&rows)), (vec!["19 wrong-field-count".to_owned()], 19, 1), "{cells}");
    }
    // A line break inside a cell.
    let mut rows: Vec<String> = (0..20).map(|at| row(at, 7)).collect();
    rows[5] = "556016-0680;2025-12-31;1,5;2;3".to_owned();
    rows.insert(6, "hours;Kafé".to_owned());
    let (found, accepted, rejected) = told(&reading(&rows));
    assert_eq!((found, accepted, rejected), (vec!["7 split-row".to_owned()], 19, 2));
}
