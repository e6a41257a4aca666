//! Records keep their places, whatever quotes do.

use nytta::record::{FaultKind, Records, table};
use proptest::prelude::*;

fn texts(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    Records::new(text, delimiter).map(|record| record.fields.into_iter().map(|field| field.text).collect()).collect()
}

#[test]
fn rows_are_what_a_spreadsheet_shows() {
    let text = "\u{feff}a;b\r\n\r\n1;\"två\r\nrader\"\n3;\"säger \"\"hej\"\"\"\r4;";
    let records: Vec<_> = Records::new(text, b';').collect();
    assert_eq!(records.iter().map(|record| record.row).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert!(records[1].is_blank() && records[1].fields.is_empty());
    assert_eq!(records[2].fields[1].text, "två\r\nrader");
    let (from, to) = records[2].fields[1].bytes;
    assert_eq!(&text[from..to], "\"två\r\nrader\"");
    assert_eq!(records[3].fields[1].text, "säger \"hej\"");
    assert_eq!(records[4].fields[1].text, "");
    assert!(records.iter().all(|record| record.faults.is_empty()));
    let again = Records::from(text, b';', records[3].offset, records[3].row).next().expect("it is there");
    assert_eq!(again, records[3]);
}

#[test]
fn an_unclosed_quote_takes_no_other_row_with_it() {
    for (text, rows) in [("a;b\n1;\"open;x\n2;y\n3;z\n", 4), ("a;b\n1;\"open\n2;\"y\"\n3;z", 4)] {
        let records: Vec<_> = Records::new(text, b';').collect();
        assert_eq!(records.len(), rows, "{text}");
        let fault = records[1].faults[0];
        assert_eq!((fault.kind, fault.row, fault.column), (FaultKind::UnclosedQuote, 2, 2));
        assert_eq!(fault.bytes, (6, 7));
        assert!(records[2].faults.is_empty() && records[3].faults.is_empty());
    }
    assert_eq!(texts("1;\"open\n2;\"y\"\n", b';')[1], ["2", "y"]);
}

#[test]
fn stray_quotes_are_never_swallowed() {
    let kinds = |text| -> Vec<_> { Records::new(text, b';').flat_map(|record| record.faults).collect() };
    let faults = kinds("a;\"x\"y;b\nKafé \"Kraft\";1;2\n");
    assert_eq!(
        faults.iter().map(|f| (f.kind, f.row, f.column)).collect::<Vec<_>>(),
        [(FaultKind::TextAfterQuote, 1, 2), (FaultKind::BareQuote, 2, 1),]
    );
}

#[test]
fn a_cell_in_quotes_behind_a_space_is_read() {
    let text = "\"a\"; \"b\"; \"säger \"\"hej\"\"\" \n";
    let record = Records::new(text, b';').next().expect("it is there");
    assert_eq!(
        (texts(text, b';'), record.faults),
        (vec![["a", "b", "säger \"hej\""].map(str::to_owned).to_vec()], vec![])
    );
    // What does not stand in them as a whole is told.
    for text in ["a; \"b;c\"\n", "a; \"b\"c\n", "a; \"b\n", "a;b \"c\"\n", "a; \"\n"] {
        let faults: Vec<_> = Records::new(text, b';').flat_map(|record| record.faults).collect();
        assert_eq!(faults.first().map(|fault| (fault.kind, fault.column)), Some((FaultKind::BareQuote, 2)), "{text}");
    }
}

#[test]
fn project_tables_answer_by_header() {
    let rows = table("organisations.csv", "organisation; name \n556016-0680;Kafé\n\n1;2;3\n", None);
    assert_eq!(rows.headers, ["organisation", "name"]);
    assert_eq!(rows.rows.len(), 1);
    assert_eq!(rows.rows[0].get("name"), "Kafé");
    assert_eq!(rows.rows[0].span("name").cell().as_deref(), Some("B2"));
    assert_eq!(rows.rows[0].get("no_such"), "");
    assert_eq!(rows.diagnostics.len(), 1);
    assert_eq!(rows.diagnostics[0].rule, "wrong-field-count");
    assert_eq!(rows.diagnostics[0].span.row, Some(4));
}

proptest! {
    #[test]
    fn records_tile_the_bytes(text in "([a-c;\"\r\n å\u{feff}]|\"\"){0,60}") {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut at = start;
        for (row, record) in (1..).zip(Records::new(&text, b';')) {
            prop_assert_eq!((record.row, record.offset), (row, at));
            prop_assert!(record.end > at);
            let mut field_at = at;
            for field in &record.fields {
                prop_assert_eq!(field.bytes.0, field_at);
                prop_assert!(text.is_char_boundary(field.bytes.0) && text.is_char_boundary(field.bytes.1));
                field_at = field.bytes.1 + 1;
            }
            if !record.fields.is_empty() {
                let rest = &text[field_at - 1..record.end];
                prop_assert!(["", "\n", "\r", "\r\n"].contains(&rest), "{:?}", rest);
            }
            at = record.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn what_is_written_is_read(cells in prop::collection::vec(prop::collection::vec("[a-c;\"\r\n å]{0,5}", 2..4), 1..6)) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).expect("memory takes it");
        }
        let bytes = writer.into_inner().expect("memory takes it");
        let text = String::from_utf8(bytes).expect("it was text");
        let read: Vec<_> = Records::new(&text, b';').collect();
        prop_assert!(read.iter().all(|record| record.faults.is_empty()), "{:?}", text);
        prop_assert_eq!(read.into_iter().map(|r| r.fields.into_iter().map(|f| f.text).collect::<Vec<_>>()).collect::<Vec<_>>(), cells);
    }
}
