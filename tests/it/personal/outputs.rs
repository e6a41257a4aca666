//! No output of a whole project shows what a person is known by.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{HEADER, Trial, definitions};

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
    for (at, number) in [
        "880320-0016",
        "19880320-0018",
        "880320001601",
        "SE880320-001601",
        "1630615123457",
        "RSSMRA45C12F205C",
        "070-174 06 05",
        "eva.ek@x.se",
    ]
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

#[test]
fn what_was_typed_is_not_repeated_where_it_stops_a_command() {
    let trial = Trial::new();
    let typed = "submissions/2025/880320-0016.xlsx";
    for arguments in
        [&["validate", typed][..], &["validate", "--period", "880320-0016"], &["status", "--period", "880320-0016"]]
    {
        let said = trial.said(arguments);
        assert!(said.contains('•') && !said.contains("880320-0016"), "{arguments:?}: {said}");
    }
}
