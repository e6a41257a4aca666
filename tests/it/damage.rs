//! Good files with one row damaged: the damage is told on its row, never silent, and takes no other row with it.

use std::collections::BTreeMap;

use nytta::table::workbook::InProcess;
use nytta::table::{Reading, read};

use super::table::definitions;

/// One way in which a row goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Damage {
    ExtraDelimiter,
    LostDelimiter,
    OtherDelimiters,
    UnclosedQuote,
    StrayQuote,
    TextAfterQuote,
    LostClosingQuote,
    QuotedTogether,
    LineBreak,
    LostLineEnd,
    LostCells,
    NullByte,
    BrokenByte,
    CutOff,
}

const DAMAGES: [Damage; 14] = [
    Damage::ExtraDelimiter,
    Damage::LostDelimiter,
    Damage::OtherDelimiters,
    Damage::UnclosedQuote,
    Damage::StrayQuote,
    Damage::TextAfterQuote,
    Damage::LostClosingQuote,
    Damage::QuotedTogether,
    Damage::LineBreak,
    Damage::LostLineEnd,
    Damage::LostCells,
    Damage::NullByte,
    Damage::BrokenByte,
    Damage::CutOff,
];

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall alike for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self(seed);
        dice.roll(2);
        dice
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

const ORGANISATIONS: [&str; 6] =
    ["556016-0680", "556103-4249", "559244-0001", "212000-0142", "802005-1952", "857209-0606"];
const REMARKS: [&str; 6] = ["Kafé på torget", "", "två, kanske tre", "okänt", "Ägs av kommunen", "flyttade i maj"];

/// A good file: headers and rows of cells, and whether text is quoted.
struct Good {
    rows: Vec<Vec<String>>,
    delimiter: char,
    quoted: bool,
    end: &'static str,
}

fn good(dice: &mut Dice) -> Good {
    let delimiter = [';', ',', '\t', '|'][dice.roll(4)];
    let comma = delimiter == ',';
    let headers = ["orgnr", "Räkenskapsårets slut", "fte", "hired", "Kommentar", "Omsättning", "method", "decided"];
    let mut rows = vec![headers.map(str::to_owned).to_vec()];
    for _ in 0..3 + dice.roll(12) {
        let remark = REMARKS[dice.roll(REMARKS.len())];
        rows.push(vec![
            ORGANISATIONS[dice.roll(ORGANISATIONS.len())].to_owned(),
            format!("2025-{:02}-28", 1 + dice.roll(12)),
            format!("{}{}{}", dice.roll(90), if comma { '.' } else { ',' }, 10 + dice.roll(80)),
            dice.roll(30).to_string(),
            if comma { remark.replace(',', "") } else { remark.to_owned() },
            (dice.roll(900) * 1000).to_string(),
            ["hours", "head_count"][dice.roll(2)].to_owned(),
            ["ja", "nej", ""][dice.roll(3)].to_owned(),
        ]);
    }
    Good { rows, delimiter, quoted: dice.roll(3) == 0, end: ["\r\n", "\n"][dice.roll(2)] }
}

impl Good {
    fn line(&self, row: usize) -> Vec<String> {
        let quote = |(at, cell): (usize, &String)| {
            if self.quoted && row > 0 && at == 4 { format!("\"{cell}\"") } else { cell.clone() }
        };
        self.rows[row].iter().enumerate().map(quote).collect()
    }

    fn text(&self, changed: Option<(usize, &str)>) -> String {
        let line = |row| match changed {
            Some((at, text)) if at == row => text.to_owned(),
            _ => format!("{}{}", self.line(row).join(&self.delimiter.to_string()), self.end),
        };
        (0..self.rows.len()).map(line).collect()
    }

    /// The file with one row damaged, as bytes; `None` where that damage cannot befall it.
    fn damaged(&self, damage: Damage, row: usize, dice: &mut Dice) -> Option<Vec<u8>> {
        let (mut cells, delimiter) = (self.line(row), self.delimiter.to_string());
        let at = dice.roll(cells.len());
        let line = |cells: &[String]| format!("{}{}", cells.join(&delimiter), self.end);
        let inside = |cell: &str, dice: &mut Dice| -> Option<usize> {
            let places: Vec<usize> = cell.char_indices().map(|(at, _)| at).skip(1).collect();
            (!places.is_empty() && !cell.starts_with('"')).then(|| places[dice.roll(places.len())])
        };
        let text = match damage {
            Damage::ExtraDelimiter => {
                cells.insert(at, String::new());
                line(&cells)
            }
            Damage::LostDelimiter => {
                let next = cells.remove((at + 1).min(7));
                let before = at.min(6);
                cells[before].push_str(&next);
                line(&cells)
            }
            Damage::OtherDelimiters => {
                let other = [';', ',', '\t', '|'].into_iter().find(|other| *other != self.delimiter)?;
                format!("{}{}", cells.join(&other.to_string()), self.end)
            }
            Damage::UnclosedQuote => {
                if cells[at].starts_with('"') {
                    return None;
                }
                cells[at].insert(0, '"');
                line(&cells)
            }
            Damage::StrayQuote => {
                let place = inside(&cells[at], dice)?;
                cells[at].insert(place, '"');
                line(&cells)
            }
            Damage::TextAfterQuote => {
                cells[at] = format!("\"{}\" x", cells[at].trim_matches('"'));
                line(&cells)
            }
            Damage::LostClosingQuote => {
                cells[4].strip_suffix('"').filter(|rest| !rest.is_empty()).map(str::to_owned).map(|rest| {
                    cells[4] = rest;
                    line(&cells)
                })?
            }
            Damage::QuotedTogether => {
                let next = cells.remove((at + 1).min(7));
                let before = at.min(6);
                cells[before] = format!("\"{}{delimiter}{}\"", cells[before].trim_matches('"'), next.trim_matches('"'));
                line(&cells)
            }
            Damage::LineBreak => {
                let place = inside(&cells[at], dice)?;
                cells[at].insert_str(place, self.end);
                line(&cells)
            }
            Damage::LostLineEnd => {
                if row + 1 == self.rows.len() {
                    return None;
                }
                cells.join(&delimiter)
            }
            Damage::LostCells => {
                cells.truncate(1 + dice.roll(7));
                line(&cells)
            }
            Damage::NullByte => {
                let place = inside(&cells[at], dice)?;
                cells[at].insert(place, '\0');
                line(&cells)
            }
            Damage::BrokenByte => {
                let place = inside(&cells[at], dice)?;
                cells[at].insert(place, '\u{1}');
                let text = self.text(Some((row, &line(&cells))));
                return Some(text.bytes().map(|byte| if byte == 1 { 0xFF } else { byte }).collect());
            }
            Damage::CutOff => {
                if row + 1 != self.rows.len() {
                    return None;
                }
                let whole = cells.join(&delimiter);
                let places: Vec<usize> = whole.char_indices().map(|(at, _)| at).skip(1).collect();
                whole[..places[dice.roll(places.len())]].to_owned()
            }
        };
        Some(self.text(Some((row, &text))).into_bytes())
    }
}

/// The accepted rows by the row of the sheet, each with all its values.
fn values(reading: &Reading) -> BTreeMap<u32, Vec<Option<String>>> {
    let mut rows = BTreeMap::new();
    for batch in &reading.batches {
        for row in 0..batch.rows() {
            let cells = batch.columns.values().map(|column| column.written(row)).collect();
            rows.insert(batch.places[row].row, cells);
        }
    }
    rows
}

#[test]
fn a_damaged_row_is_told_on_its_row_and_harms_no_other() {
    let definitions = definitions();
    let mut dice = Dice(2025);
    let mut told: BTreeMap<Damage, (u32, u32)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for round in 0..840 {
        let good = good(&mut dice);
        let damage = DAMAGES[round % DAMAGES.len()];
        let row = 1 + if damage == Damage::CutOff { good.rows.len() - 2 } else { dice.roll(good.rows.len() - 1) };
        let Some(bytes) = good.damaged(damage, row, &mut dice) else { continue };
        let before = read("a.csv", good.text(None).as_bytes(), &definitions, &InProcess);
        assert_eq!(before.diagnostics, [], "a good file is good: {}", good.text(None));
        let after = read("a.csv", &bytes, &definitions, &InProcess);
        let place = u32::try_from(row + 1).expect("a small file");
        if let Some(person) = after.diagnostics.iter().find(|finding| finding.rule == "personal-number") {
            // Cells that run together can become the number of a person, whose file is refused as a whole.
            assert_eq!((damage, person.span.row), (Damage::LostDelimiter, Some(place)));
            continue;
        }
        let (mut kept, found) = (values(&before), values(&after));
        kept.remove(&place);
        if damage == Damage::LostLineEnd {
            kept.remove(&(place + 1));
        }
        // A line break moves what stands below it down by one row, a lost line end moves it up.
        let moved = |row: u32| match damage {
            Damage::LineBreak if row > place => row + 1,
            Damage::LostLineEnd if row > place => row - 1,
            _ => row,
        };
        let shown =
            || format!("{damage:?} in row {place}\n{}\n{:#?}", String::from_utf8_lossy(&bytes), after.diagnostics);
        for (row, cells) in &kept {
            assert_eq!(found.get(&moved(*row)), Some(cells), "row {row} is harmed by {}", shown());
        }
        let silent = after.diagnostics.is_empty() && values(&before) != found;
        assert!(!silent, "silent: {}", shown());
        let (all, right) = told.entry(damage).or_default();
        *all += 1;
        let first = after.diagnostics.first().and_then(|finding| finding.span.row);
        if after.diagnostics.is_empty() || first == Some(place) {
            *right += 1;
        } else {
            wrong.push(shown());
        }
        assert!(after.diagnostics.len() <= 2, "one fault is told once: {}", shown());
    }
    let (all, right) = told.values().fold((0, 0), |sum, (all, right)| (sum.0 + all, sum.1 + right));
    assert!(told.values().all(|(all, _)| *all >= 20), "every damage is tried often: {told:?}");
    assert!(right * 100 >= all * 99, "{right} of {all} on the right row: {told:?}\n{}", wrong.join("\n"));
}

#[test]
fn a_row_of_a_lone_quote_is_told_and_not_taken_for_a_blank_one() {
    let definitions = definitions();
    let rows = ["556016-0680;2025-12-28;12,5", "212000-0142;2025-12-28;3"];
    for lone in ["\"", ";\"", ";;\"", "\";", " \""] {
        for (text, place) in [
            (format!("{}\n{lone}\n{}\n", rows[0], rows[1]), 3),
            (format!("{}\n{}\n{lone}\n", rows[0], rows[1]), 4),
            (format!("{}\n{}\n{lone}", rows[0], rows[1]), 4),
        ] {
            let text = format!("orgnr;Räkenskapsårets slut;fte\n{text}");
            for end in ["\n", "\r\n"] {
                let reading = read("a.csv", text.replace('\n', end).as_bytes(), &definitions, &InProcess);
                let told: Vec<_> = reading.diagnostics.iter().map(|one| (one.rule.as_str(), one.span.row)).collect();
                let rule = if lone.starts_with(' ') { "bare-quote" } else { "unclosed-quote" };
                assert_eq!(told, [(rule, Some(place))], "{text:?}");
                let sheet = &reading.sheets[0];
                assert_eq!((sheet.rows_read, sheet.rows_rejected, sheet.rows_blank), (3, 1, 0), "{text:?}");
                assert_eq!(values(&reading).len(), 2, "{text:?}");
            }
        }
    }
}
