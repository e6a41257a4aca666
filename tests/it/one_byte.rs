//! Short Swedish files with one byte that does not belong there: what else stands in them comes out right, or is named.

use std::collections::BTreeMap;

use nytta::table::bytes::encoding::Encoding;
use nytta::table::look::{Look, look, look_in};
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, Wishes, read};

use super::damage::Dice;
use super::encoding::{WORDS, encoded};
use super::table::definitions;

const ENCODINGS: [Encoding; 5] =
    [Encoding::Utf8, Encoding::Windows1252, Encoding::Iso8859_15, Encoding::MacRoman, Encoding::Cp850];
/// Bytes that come in where one is lost or changed: letters of other encodings, beginnings and ends of letters in UTF-8.
const BAD: [u8; 12] = [0xFF, 0xE4, 0xE5, 0xF6, 0x8A, 0x84, 0x94, 0x81, 0xC3, 0xA5, 0xB6, 0x99];
const PLAIN: [&str; 4] = ["Nora", "Kumla", "Lekeberg", "Askersund"];

/// A file with its cells, the row of the bad byte and that byte.
struct Spoilt {
    bytes: Vec<u8>,
    encoding: Encoding,
    /// The last cell of each row, as the spreadsheet numbers it.
    cells: BTreeMap<u32, String>,
    row: u32,
}

/// Some rows of a place each, of which a few have letters beyond ASCII; one byte is put in, or put in the place of another.
fn spoilt(dice: &mut Dice, encoding: Encoding) -> Spoilt {
    let rows = 2 + dice.roll(5);
    let lettered = 1 + dice.roll(rows);
    let mut cells: Vec<String> = (0..rows)
        .map(|row| {
            if row < lettered { WORDS[dice.roll(WORDS.len())] } else { PLAIN[dice.roll(PLAIN.len())] }.to_owned()
        })
        .collect();
    cells.rotate_right(dice.roll(rows));
    let bad = dice.roll(rows);
    let mut bytes = b"orgnr;fte;Kommentar\n".to_vec();
    for (row, cell) in cells.iter().enumerate() {
        let mut cell = encoded(cell, encoding).expect("Swedish letters are in all of them");
        if row == bad {
            let at = dice.roll(cell.len());
            let replaced = if dice.roll(2) == 0 { at..at } else { at..at + 1 };
            cell.splice(replaced, [BAD[dice.roll(BAD.len())]]);
        }
        bytes.extend([b"556016-0680;12,5;", &cell[..], b"\n"].concat());
    }
    let cells = cells.into_iter().zip(2..).map(|(cell, row)| (row, cell)).collect();
    let row = u32::try_from(bad + 2).expect("a few rows");
    Spoilt { bytes, encoding, cells, row }
}

/// The last cells of the rows that were read.
fn last_cells(look: &Look) -> BTreeMap<u32, String> {
    let rows = look.tables.iter().flat_map(|table| look.rows(table));
    rows.filter_map(|(row, cells)| Some((row, cells.last().cloned().flatten()?))).collect()
}

fn is_told(reading: &Reading, rule: &str, row: u32) -> bool {
    reading.diagnostics.iter().any(|one| one.rule == rule && one.span.row == Some(row))
}

/// What of the other rows came out wrong and is not named, and whether the bad byte of UTF-8 is.
fn silent(spoilt: &Spoilt, look: &Look) -> Vec<String> {
    let found = last_cells(look);
    let mut wrong = Vec::new();
    for (row, cell) in spoilt.cells.iter().filter(|(row, _)| **row != spoilt.row) {
        let read = found.get(row).cloned().unwrap_or_default();
        if read != *cell && (spoilt.encoding == Encoding::Utf8 || !is_told(&look.reading, "ambiguous-encoding", *row)) {
            wrong.push(format!("'{cell}' is read as '{read}'"));
        }
    }
    // Where nothing else beyond ASCII is left, one byte is a letter in some encoding; and the file may have become whole again.
    let is_left = |c: char| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER;
    let is_faulty =
        std::str::from_utf8(&spoilt.bytes).is_err() && String::from_utf8_lossy(&spoilt.bytes).contains(is_left);
    if spoilt.encoding == Encoding::Utf8 && is_faulty && !is_told(&look.reading, "undecodable-text", spoilt.row) {
        wrong.push("the bad byte is not told".to_owned());
    }
    wrong
}

#[test]
fn one_bad_byte_in_a_short_file_misreads_no_other_row_silently() {
    let (mut dice, definitions) = (Dice::new(17), definitions());
    let mut wrong = Vec::new();
    for at in 0..600 {
        let encoding = ENCODINGS[at % ENCODINGS.len()];
        let spoilt = spoilt(&mut dice, encoding);
        let known = look_in("a.csv", &spoilt.bytes, &definitions, &InProcess, Wishes::default());
        let unknown = look("a.csv", &spoilt.bytes, &["sv".to_owned(), "en".to_owned()], &InProcess, Wishes::default());
        for (look, with) in [(known, "a project"), (unknown, "no project")] {
            let used = look.reading.sheets[0].encoding.clone().unwrap_or_default();
            let told = silent(&spoilt, &look);
            if !told.is_empty() {
                wrong.push(format!(
                    "{} with {with}, read as {used}: {} in {:?}",
                    encoding.name(),
                    told.join(", "),
                    String::from_utf8_lossy(&spoilt.bytes)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of 1200:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_file_of_utf_8_with_one_bad_byte_stays_utf_8() {
    let header = "organisation;year_start;year_end;fte_opening;fte_closing;statutes_reference\n";
    let row = "556016-0680;2025-01-01;2025-12-31;4;4;Återinvestering sker årligen";
    let one = [header.as_bytes(), row.as_bytes(), b"\xFF\n"].concat();
    let other = b"namn;ort;antal\nA;Nora\xE4;3\nB;H\xC3\xA4llefors;4\nC;Malm\xC3\xB6;4\n".to_vec();
    for (bytes, row) in [(one, 2), (other, 2)] {
        let known = read("a.csv", &bytes, &definitions(), &InProcess);
        let all = ["sv", "en", "fr", "it", "ro", "sl"].map(str::to_owned);
        let unknown = look("a.csv", &bytes, &all, &InProcess, Wishes::default()).reading;
        for reading in [known, unknown] {
            assert_eq!(reading.sheets[0].encoding.as_deref(), Some("UTF-8"));
        }
        let unknown = look("a.csv", &bytes, &all, &InProcess, Wishes::default()).reading;
        assert!(is_told(&unknown, "undecodable-text", row), "{:?}", unknown.diagnostics);
    }
}

/// A letter that would be a capital within a word is no rival of one that is none.
#[test]
fn one_letter_of_mac_roman_is_enough_where_no_other_makes_a_word() {
    let bytes = encoded("namn;ort;antal\nA;Nora;3\nB;Hällefors;4\nC;Kumla;4\n", Encoding::MacRoman).expect("it has ä");
    let look = look("a.csv", &bytes, &["sv".to_owned(), "sl".to_owned()], &InProcess, Wishes::default());
    assert_eq!(last_cells(&look).len(), 3);
    assert_eq!(look.reading.sheets[0].encoding.as_deref(), Some("Mac Roman"));
    let told: Vec<String> =
        look.reading.diagnostics.iter().map(|one| one.message.in_language(&["en"]).into_owned()).collect();
    assert!(told.iter().all(|one| !one.contains("HŠllefors")), "{told:?}");
}
