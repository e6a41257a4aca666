//! A text read in pieces on all cores says the same as one read line by line, whatever stands in it.

use nytta::definition::Definitions;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;
use nytta::table::{Batch, Reading, read_in_pieces};
use proptest::prelude::*;

use crate::table::definitions;

const HEADER: &str = "Organisationsnummer;Räkenskapsårets slut;Årsarbetskrafter;Nyanställda;Omsättning (kr);Metod;\
                      Fastställt av stämman;Kommentar";

/// A quote inside a cell of the last row keeps a text in one piece from being read as plain lines.
const QUOTED: &str = "5590001239;2025-12-31;1;2;3;;ja;\"\"\"sist\"\"\"\n";

/// Cells of each column as most people write them, and then as some do.
fn cell(column: usize) -> BoxedStrategy<String> {
    let usual: BoxedStrategy<String> = match column {
        0 => prop_oneof![Just("5590001239".to_owned()), Just("559000-1247".to_owned())].boxed(),
        1 => Just("2025-12-31".to_owned()).boxed(),
        2 => "[0-9]{1,3},[0-9]{1,2}".boxed(),
        3 => "[0-9]{1,3}".boxed(),
        4 => "-?[0-9]{1,9}(,[0-9]{1,2})?".boxed(),
        5 => Just("payroll".to_owned()).boxed(),
        6 => "ja|nej".boxed(),
        _ => "[a-zåäö ]{0,20}".boxed(),
    };
    let odd = prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        "[0-9]{1,3}[.,][0-9]{3}",
        "[0-9]{1,18}",
        "-?[0-9]{0,5}[.,]?[0-9]{0,5}",
        "[0-9]{10}|[0-9]{6}-[0-9]{4}|[0-9]{12}|[0-9]{5}",
        "0[0-9]{1,2}[- ][0-9]{3} ?[0-9]{2} ?[0-9]{2}",
        "[ 0-9a-c,.;@#!\u{fffd}\u{0}-]{0,9}",
        proptest::sample::select(vec![
            "-",
            ".",
            "vet ej",
            "?",
            "VET EJ",
            "2 tkr",
            "1 234,5",
            "1\u{a0}234",
            "kr 5",
            "46022",
            "31.12.2025",
            "12/31/2025",
            "03/04/2025",
            "2025",
            "4800:00",
            "1\u{200b}2",
            "12,\u{ad}5",
            "2025-12\u{2060}-31",
            "\u{feff}",
            "in\u{ad}ga",
            "minus 5",
            "20251231",
            "2025-02-30",
            "Summa",
            "summa 2025",
            "Totalt:",
            "Källa: Ekot",
            "* not",
            "#REF!",
            "Err:502",
            "###",
            "a@b.se",
            "info@b.se",
            "19121212-1212",
            "121212-1212",
            "070-123 45 67",
            "tel 1234567",
            "Organisationsnummer",
            "Metod",
            "Räkenskapsårets slut",
            "RSSMRA85T10A562S",
            "åäö",
            "tkr",
            "st",
            "500101-2346",
            "1e5",
            "0,234",
            "٣",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![12 => usual, 1 => odd].boxed()
}

/// A line: mostly a row of eight cells, sometimes something else.
fn line() -> BoxedStrategy<String> {
    let row = || (0..8).map(cell).collect::<Vec<_>>().prop_map(|cells| cells.join(";"));
    let other = prop_oneof![
        Just(String::new()),
        Just(";;;;;;;".to_owned()),
        Just(HEADER.to_owned()),
        row().prop_map(|row| format!("{row};")),
        row().prop_map(|row| row.rsplitn(3, ';').last().unwrap_or_default().to_owned()),
        Just("En rubrik".to_owned()),
        Just("Namn;Adress;Ort".to_owned()),
        row().prop_map(|row| row.replacen(';', ";\"", 1).replacen(';', "\";", 2)),
    ];
    let quoted = row().prop_map(|row| format!("\"{}\"", row.replace(';', "\";\"")));
    prop_oneof![30 => row(), 10 => quoted, 1 => other].boxed()
}

fn text() -> BoxedStrategy<String> {
    let end = prop_oneof![10 => Just("\n"), 10 => Just("\r\n"), 1 => Just("\r")];
    let lines = prop::collection::vec((line(), end), 0..40);
    (lines, any::<bool>())
        .prop_map(|(lines, cut)| {
            let mut text = format!("{HEADER}\n");
            for (line, end) in &lines {
                text.extend([line.as_str(), end]);
            }
            text.push_str(QUOTED);
            if cut { text.trim_end().to_owned() } else { text }
        })
        .boxed()
}

/// All that was read, but for how the rows are parted into batches.
fn said(reading: &Reading) -> String {
    let Reading { dataset, batches, unread, sheets, diagnostics, .. } = reading;
    let places = batches.iter().flat_map(|batch| &batch.places).map(|place| (place.row, place.offset));
    let places: Vec<(u32, u64)> = places.collect();
    let columns = Batch::concat(batches).map(|batch| batch.columns);
    let cells: Vec<_> =
        batches.iter().flat_map(|batch| (0..batch.rows()).map(|row| batch.cell(row, "turnover"))).collect();
    format!("{dataset:?} {unread:?} {sheets:?}\n{diagnostics:#?}\n{places:?} {columns:?}\n{cells:?}")
}

fn read(text: &[u8], size: usize) -> Reading {
    read_in_pieces("a.csv", text, &definitions(), &InProcess, size)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn pieces_say_what_the_whole_says(text in text(), size in prop_oneof![Just(1_usize), 1_usize..600]) {
        let whole = said(&read(text.as_bytes(), usize::MAX / 2));
        prop_assert_eq!(said(&read(text.as_bytes(), size)), whole, "{}", text);
    }

    #[test]
    fn so_they_do_in_other_encodings(text in text(), size in 1_usize..300) {
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        prop_assert_eq!(said(&read(&bytes, size)), said(&read(&bytes, usize::MAX / 2)));
    }

    /// Quotes around every cell make each line one that is read by itself.
    #[test]
    fn quotes_change_no_value(rows in prop::collection::vec((0..8).map(cell).collect::<Vec<_>>(), 1..20)) {
        let plain: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
        prop_assume!(!plain.concat().contains('"') && !rows.iter().flatten().any(|cell| cell.contains(';')));
        let quoted: Vec<String> = rows.iter().map(|row| format!("\"{}\"", row.join("\";\""))).collect();
        let of = |rows: &[String], size| {
            let reading = read(format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes(), size);
            let rules: Vec<_> = reading.diagnostics.iter().map(|one| (one.rule.clone(), one.span.row, one.span.column)).collect();
            (format!("{:?}", Batch::concat(&reading.batches).map(|batch| batch.columns)), rules)
        };
        prop_assert_eq!(of(&plain, 100), of(&quoted, 100));
    }
}

/// Nothing that stands in a file brings the reader down, however it is cut.
#[test]
fn damage_is_told_alike() {
    let text = format!("{HEADER}\n{}", "5590001239;2025-12-31;1,5;2;3,25;payroll;ja;text\r\n".repeat(40));
    for at in (0..text.len()).step_by(7) {
        for damage in [0_u8, b'"', b'\n', b'\r', b';', 0xC3, 0xFF] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = damage;
            bytes.extend_from_slice(QUOTED.as_bytes());
            assert_eq!(said(&read(&bytes, 200)), said(&read(&bytes, usize::MAX / 2)), "{damage} at {at}");
        }
    }
}

/// Words for something missing may be digits: then no digits are what they seem.
#[test]
fn digits_that_mean_something_missing_are_read_alike() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folder = Folder::read(&root.join("examples/orebro-lan")).expect("the example can be read");
    let path = "indicators/social-enterprise/datasets/enterprise_year.yaml";
    let text = std::fs::read_to_string(root.join(path)).expect("the pack is there");
    let changed = text.replace("unknown: [", "unknown: [\"99\", \"9999999999\", ");
    assert_ne!(text, changed);
    folder.files.insert(path.to_owned(), changed.into());
    let definitions = Definitions::load(&folder).0.expect("they are sound");
    let days = ["03/04/2025", "99", "31/12/2025", "46022", "2025-12-31"];
    let rows: Vec<String> = (0..60)
        .map(|at| format!("{};{};1,5;99;3;;ja;\n", ["5590001239", "9999999999"][at % 2], days[at % days.len()]))
        .collect();
    let of = |size: usize| {
        let text = format!("{HEADER}\n{}{QUOTED}", rows.concat());
        said(&read_in_pieces("a.csv", text.as_bytes(), &definitions, &InProcess, size))
    };
    assert_eq!(of(200), of(usize::MAX / 2));
}

/// A number with more digits than a column has room for is told and stops nothing.
#[test]
fn numbers_of_any_length_are_read_or_told() {
    for digits in [17, 18, 19, 28, 29, 30, 60] {
        let row = format!("5590001239;2025-12-31;1,5;2;{};;ja;\n", "7".repeat(digits));
        let text = format!("{HEADER}\n{}{QUOTED}", row.repeat(20));
        assert_eq!(said(&read(text.as_bytes(), 200)), said(&read(text.as_bytes(), usize::MAX / 2)), "{digits}");
    }
}
