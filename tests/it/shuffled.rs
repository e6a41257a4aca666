//! The order of rows says nothing: each is read alike, and told of alike, wherever it stands.

use nytta::table::workbook::InProcess;
use nytta::table::{Batch, read};
use proptest::prelude::*;
use proptest::sample::select;

use crate::table::definitions;

const HEADER: &str =
    "orgnr;Räkenskapsårets slut;Årsarbetskrafter;Nyanställda;Omsättning (kr);Metod;Fastställt av stämman;Kommentar";

/// Cells as people write them, right and wrong, side by side in one column.
fn row() -> impl Strategy<Value = Vec<&'static str>> {
    [
        vec!["5590001239", "559000-1247", "556016-0681", "5590", ""],
        vec![
            "2025-12-31",
            "31/12/2025",
            "03/04/2025",
            "12/31/2025",
            "46022",
            "31 december 2025",
            "2025-02-30",
            "i fjol",
        ],
        vec!["2,5", "1.234", "1,5", "1.5", "0,234", "12,5 %", "vet ej", ""],
        vec!["3", "1 000", "2,5", "-", ".", "tre"],
        vec!["1 234,50", "1.234,50", "1,234.50", "1.234", "(12)", "2 tkr", "5 €", "#REF!", "####", "-7"],
        vec!["hours", "Antal anställda", "antal anstallda", "gissat"],
        vec!["ja", "NEJ", "x", "kanske", ""],
        vec!["en kommentar", "\"en; till\"", ""],
    ]
    .map(select)
    .to_vec()
}

/// What is read in each row, and what is told of it, by the place that the row had before.
fn told(rows: &[Vec<&str>], order: &[usize]) -> (Vec<String>, Vec<String>) {
    let lines: Vec<String> = order.iter().map(|at| rows[*at].join(";") + "\r\n").collect();
    let reading = read("a.csv", format!("{HEADER}\r\n{}", lines.concat()).as_bytes(), &definitions(), &InProcess);
    let mut told = vec![String::new(); rows.len()];
    let before = |row: u32| order[row as usize - 2];
    for batch in &reading.batches {
        for (at, place) in batch.places.iter().enumerate() {
            told[before(place.row)] = format!("{:?}", cells(batch, at));
        }
    }
    let mut of_all = Vec::new();
    for one in &reading.diagnostics {
        let text = format!("\n{} {:?} {}", one.rule, one.span.column, one.message.in_language(&["en"]));
        match one.span.row {
            Some(row) if row > 1 => told[before(row)].push_str(&text),
            _ => of_all.push(text),
        }
    }
    (told, of_all)
}

fn cells(batch: &Batch, row: usize) -> Vec<(&String, Option<String>, String)> {
    let cell = |(name, column): (_, &nytta::table::Column)| {
        let text = column.text(row).map(str::to_owned);
        let written = text.or_else(|| column.boolean(row).map(|yes| yes.to_string())).or_else(|| column.written(row));
        (name, written, format!("{:?}", column.states[row]))
    };
    batch.columns.iter().map(cell).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rows_are_read_and_told_alike_in_any_order(
        (rows, order) in prop::collection::vec(row(), 1..30).prop_flat_map(|rows| {
            let order = Just((0..rows.len()).collect::<Vec<usize>>()).prop_shuffle();
            (Just(rows), order)
        }),
    ) {
        let as_sent: Vec<usize> = (0..rows.len()).collect();
        prop_assert_eq!(told(&rows, &order), told(&rows, &as_sent), "{:?}", rows);
    }
}
