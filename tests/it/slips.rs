//! What looks like a person's number or telephone and is a slip in another number, or an amount.

use std::path::Path;

use nytta::definition::Definitions;
use nytta::personal::{Place, Spared, Trace, trace};
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::look::look;
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, Wishes, read};

use super::values::rules;

fn example() -> Definitions {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let folder = Folder::read(&path).expect("the example is there");
    pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}")).definitions
}

/// A file of two enterprises, the number of the first as written.
fn numbered(definitions: &Definitions, number: &str) -> Reading {
    let rows = format!("{number};2025-01-01;2025-12-31;4;4\n802005-1952;2025-01-01;2025-12-31;5;5\n");
    let text = format!("Organisationsnummer;year_start;year_end;fte_opening;fte_closing\n{rows}");
    read("a.csv", text.as_bytes(), definitions, &InProcess)
}

fn rows_read(reading: &Reading) -> usize {
    reading.batches.iter().map(nytta::table::Batch::rows).sum()
}

#[test]
fn an_organisation_number_with_a_slip_is_no_telephone() {
    let definitions = example();
    for (number, expected) in [
        ("02005-1952", "not-an-organisation-number"),
        ("0999001-7817", "not-an-organisation-number"),
        ("8\"02005-1952", "bare-quote"),
        ("8\u{0}02005-1952", "null-byte"),
    ] {
        let reading = numbered(&definitions, number);
        let told = rules(&reading);
        assert!(told.contains(&expected), "{number}: {told:?}");
        assert!(!told.iter().any(|rule| rule.starts_with("person")), "{number}: {told:?}");
        assert!(rows_read(&reading) > 0, "{number}: the other row is read");
    }
}

/// What programs write around a number so that it stays text is no part of it; a person's number stays one within it.
#[test]
fn an_organisation_number_that_a_program_kept_as_text_is_read() {
    let definitions = example();
    for number in ["\"=\"\"556016-0680\"\"\"", "'556016-0680", "5560160680.0", "165560160680,0"] {
        let reading = numbered(&definitions, number);
        assert_eq!(rules(&reading), [""; 0], "{number}");
        let names = reading.batches[0].columns["organisation"].texts().flatten().map(str::to_owned);
        assert_eq!(names.collect::<Vec<_>>(), ["5560160680", "8020051952"], "{number}");
    }
    for number in ["\"=\"\"880320-0016\"\"\"", "'880320-0016", "8803200016.0"] {
        let told = numbered(&definitions, number);
        assert!(
            rules(&told).iter().any(|rule| rule.starts_with("person") || *rule == "sole-trader"),
            "{number}: {:?}",
            rules(&told)
        );
    }
}

/// A telephone, and what may be a person's number with the same slip, refuse the file as before.
#[test]
fn a_telephone_for_an_organisation_number_is_one() {
    let definitions = example();
    for number in ["070-123 45 67", "019-211000", "01203-0016", "0880320-0016", "8\"070-1234567", "8\t070-1234567"] {
        let reading = numbered(&definitions, number);
        assert!(rules(&reading).iter().any(|rule| rule.starts_with("person")), "{number}: {:?}", rules(&reading));
        assert_eq!(rows_read(&reading), 0, "{number}");
    }
}

fn seen(header: &str, cell: &str) -> Vec<String> {
    let text = format!("namn;{header};ort\nKaféet;{cell};Nora\nBageriet;5;Kumla\n");
    let seen = look("a.csv", text.as_bytes(), &["sv".to_owned()], &InProcess, Wishes::default());
    rules(&seen.reading).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_bare_ten_digit_amount_is_no_person_without_a_project_either() {
    for header in ["Omsättning", "Belopp (kr)", "turnover", "Nettoomsättning 2025", "Kostnader", "Intäkter, tkr"] {
        for cell in ["8803200016", "1212121212", "0701234567"] {
            let told = seen(header, cell);
            assert!(!told.iter().any(|rule| rule.starts_with("person")), "{header}: {cell}: {told:?}");
        }
        for cell in ["880320-0016", "19880320-0016", "070-123 45 67", "anna@exempel.se", "ring Anna 0701234567 nu"] {
            let told = seen(header, cell);
            assert!(told.iter().any(|rule| rule.starts_with("person")), "{header}: {cell}: {told:?}");
        }
    }
    for header in ["Personnummer", "pnr", "Belopp (pnr)", "Telefon", "Kod"] {
        let told = seen(header, "8803200016");
        assert!(told.iter().any(|rule| rule == "personal-number"), "{header}: {told:?}");
    }
}

#[test]
fn a_day_behind_the_word_for_a_persons_number_is_one() {
    for text in ["pers.nr 19880320", "Personnr: 880320", "personnummer 1988-03-20"] {
        assert_eq!(trace(text, Place::Text, &Spared::default()), Some(Trace::Number), "{text}");
    }
    for text in ["personnummer lämnas inte 2025-12-31", "antal personnummer 19880320", "ver.nr 19880320"] {
        assert_eq!(trace(text, Place::Text, &Spared::default()), None, "{text}");
    }
}
