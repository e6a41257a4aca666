//! The readers, and what each of them promises for every input.

use std::collections::{BTreeMap, BTreeSet};

use nytta::diagnostic::Diagnostic;
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::personal::masked;
use nytta::record::Records;
use nytta::source::Bytes;
use nytta::table::bytes::encoding::{Decoded, Encoding};
use nytta::table::form::stamped::Stamp;
use nytta::table::look::look;
use nytta::table::workbook::{Child, InProcess};
use nytta::table::{Batch, Reading, SheetReading, Wishes, Workbooks, raw, read};
use nytta::value::State;

use super::{Entry, corpus, mutate, projects};
use crate::expression::example;
use crate::table::definitions;
use crate::verify::paper::tiny;

/// All readers of what others wrote.
pub(super) static ENTRIES: [Entry; 11] = [
    Entry { name: "decode", seeds: texts, change: mutate::table, run: decode },
    Entry { name: "records", seeds: texts, change: mutate::table, run: records },
    Entry { name: "read", seeds: texts, change: mutate::table, run: reading },
    Entry { name: "look", seeds: texts, change: mutate::table, run: looking },
    Entry { name: "cells", seeds: cells, change: mutate::table, run: values },
    Entry { name: "headers", seeds: headers, change: mutate::table, run: named },
    Entry { name: "workbook", seeds: workbooks, change: mutate::workbook, run: workbook },
    Entry { name: "annotate", seeds: submissions, change: mutate::workbook, run: annotate },
    Entry { name: "pdf", seeds: || vec![tiny()], change: mutate::table, run: pdf },
    Entry { name: "expression", seeds: projects::expressions, change: mutate::definition, run: expression },
    Entry { name: "project", seeds: projects::files, change: mutate::named, run: projects::load },
];

/// A number that is a person's and stands in no file of the corpus as anything else.
const PERSON: &str = "880320-0016";

fn child() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

fn texts() -> Vec<Vec<u8>> {
    let folders = ["table", "form", "csv-spectrum"];
    folders.iter().flat_map(|folder| corpus(folder, &["csv"])).collect()
}

fn workbooks() -> Vec<Vec<u8>> {
    let endings = ["xlsx", "xls", "ods"];
    ["table", "form"].iter().flat_map(|folder| corpus(folder, &endings)).collect()
}

fn submissions() -> Vec<Vec<u8>> {
    let texts = ["total-and-notes.csv", "units-thousands.csv", "unclosed-quote.csv", "person.csv"];
    let path = |name: &str| format!("{}/tests/corpus/table/{name}", env!("CARGO_MANIFEST_DIR"));
    let texts = texts.iter().map(|name| std::fs::read(path(name)).expect("it is in the corpus"));
    workbooks().into_iter().chain(texts).collect()
}

fn headers() -> Vec<Vec<u8>> {
    let written =
        ["orgnr\nRäkenskapsårets slut\nÅrsarbetskrafter\nOmsättning (tkr)", "Organisation number\nYEAR_END\nFTE (st)"];
    written.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn cells() -> Vec<Vec<u8>> {
    let written = ["1 234,50\n12\n-3,5\n0", "2025-12-31\n31/12/25\nja\nvet ej\n12 %", "1.234,5\n12 tkr\nhours\n(7)"];
    written.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The child answers for every PDF, and what it makes of one it makes of it again.
fn pdf(input: &[u8]) -> String {
    let said = nytta::pdf::read(&child().program, input);
    assert!(said != Err(nytta::pdf::Unread::NoReader), "the child does not start");
    assert!(said != Err(nytta::pdf::Unread::Crashed), "the child fails");
    assert_eq!(said, nytta::pdf::read(&child().program, input));
    said.map_or_else(|error| error.to_string(), |printed| format!("{} {}", printed.pages.len(), printed.attached.len()))
}

/// A text is decoded whole in every encoding, and each character leads to its bytes and back.
fn decode(input: &[u8]) -> String {
    let mut said = BTreeSet::new();
    for encoding in Encoding::ALL {
        let decoded: Decoded = encoding.decode(&Bytes::from(input));
        let text = &decoded.text;
        assert_eq!(decoded.in_file(text.len()), input.len(), "{} leaves bytes out", encoding.name());
        let mut before = decoded.in_file(0);
        for (at, c) in text.char_indices() {
            let (from, to) = (decoded.in_file(at), decoded.in_file(at + c.len_utf8()));
            assert!(from == before && from < to, "{}: {c:?} stands at {from} to {to}", encoding.name());
            assert_eq!(decoded.in_text(from), at, "{}: back from {from}", encoding.name());
            before = to;
        }
        said.insert((text.contains('\u{fffd}'), text.chars().count().min(9)));
    }
    let reading = read("a.csv", input, &definitions(), &InProcess);
    format!("{said:?} {:?}", reading.sheets.first().and_then(|sheet| sheet.encoding.clone()))
}

/// Every byte belongs to one record, and to one field, delimiter or line end of it.
fn records(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let mut said = BTreeSet::new();
    for (delimiter, width) in [(b';', None), (b';', Some(4)), (b',', Some(3)), (b'\t', None), (b'|', Some(9))] {
        let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        for (row, record) in (1..).zip(Records::new(&text, delimiter).of_width(width)) {
            assert_eq!((record.row, record.offset), (row, at), "records follow each other");
            assert!(record.end > at, "a record has bytes");
            let mut field_at = at;
            for field in &record.fields {
                assert_eq!(field.bytes.0, field_at, "fields follow each other");
                assert!(text.get(field.bytes.0..field.bytes.1).is_some(), "fields are text");
                field_at = field.bytes.1 + 1;
            }
            let whole = !record.faults.iter().any(|fault| fault.kind.rule() == "too-many-cells");
            if whole && !record.fields.is_empty() {
                let rest = &text[field_at - 1..record.end];
                assert!(["", "\n", "\r", "\r\n"].contains(&rest), "{rest:?} belongs to no field");
            }
            for fault in &record.faults {
                assert!(record.offset <= fault.bytes.0 && fault.bytes.1 <= record.end, "a fault is in its record");
                said.insert(format!("{:?}", fault.kind));
            }
            at = record.end;
            let again = Records::from(&text, delimiter, record.offset, record.row).of_width(width).next();
            assert_eq!(again.as_ref(), Some(&record), "a record is found again");
        }
        assert_eq!(at, text.len(), "nothing is left");
        said.insert(format!("{}", Records::new(&text, delimiter).count().min(5)));
    }
    format!("{said:?}")
}

/// What a person may be told of a finding.
fn told(finding: &Diagnostic) -> Vec<String> {
    let texts = [&finding.message, &finding.hint].into_iter().flat_map(|said| said.in_each().0.into_values());
    texts.chain(finding.value.clone()).chain(finding.column.clone()).collect()
}

/// No finding shows what stands for a person, and each lies in its file.
fn check_findings(findings: &[Diagnostic], length: usize) {
    for finding in findings {
        for text in told(finding) {
            assert_eq!(masked(&text), text, "{} shows a person", finding.rule);
        }
        if let Some((from, to)) = finding.span.bytes {
            assert!(from <= to && to <= length, "{} lies outside its file", finding.rule);
        }
        assert!(finding.span.row != Some(0) && finding.span.column != Some(0), "{} counts from 1", finding.rule);
    }
}

fn sum(sheets: &[SheetReading], of: fn(&SheetReading) -> u32) -> usize {
    sheets.iter().map(|sheet| of(sheet) as usize).sum()
}

/// What must hold of every reading.
fn check(reading: &Reading, input: &[u8]) {
    check_findings(&reading.diagnostics, input.len());
    let accepted: usize = reading.batches.iter().map(Batch::rows).sum();
    let sheets = &reading.sheets;
    assert_eq!(
        sum(sheets, |sheet| sheet.rows_read),
        accepted + sum(sheets, |sheet| sheet.rows_blank) + sum(sheets, |sheet| sheet.rows_rejected),
        "rows read are accepted, rejected or blank"
    );
    assert!(reading.dataset.is_some() || !reading.diagnostics.is_empty(), "what is not read is told");
    let mut unreadable = false;
    for batch in &reading.batches {
        for (name, column) in &batch.columns {
            assert_eq!(column.states.len(), batch.rows(), "{name} has a value for each row");
            unreadable |= column.states.contains(&State::Unreadable);
            for row in (0..batch.rows()).step_by(7) {
                let Some(cell) = batch.cell(row, name) else { continue };
                assert!(cell.span.bytes.is_none_or(|(from, to)| from <= to && to <= input.len()));
                assert!(column.states[row] != State::Value || !cell.text.is_empty(), "{name} has a value from nowhere");
            }
        }
    }
    assert!(!unreadable || !reading.diagnostics.is_empty(), "what cannot be read is told");
}

/// What a reading says, in short.
fn signature(reading: &Reading) -> String {
    let rules: BTreeSet<&str> = reading.diagnostics.iter().map(|finding| finding.rule.as_str()).collect();
    let columns = reading.sheets.iter().flat_map(|sheet| &sheet.columns).filter(|column| column.field.is_some());
    let rows: usize = reading.batches.iter().map(Batch::rows).sum();
    format!("{rules:?} {} {} {:?}", columns.count(), rows.min(3), reading.stamp.as_ref().map(|stamp| &stamp.dataset))
}

fn reading(input: &[u8]) -> String {
    if input.starts_with(b"PK") || input.starts_with(b"\xD0\xCF") {
        return String::new();
    }
    let reading = read("a.csv", input, &definitions(), &InProcess);
    check(&reading, input);
    let sheet = reading.sheets.first();
    // A form and one whose fields stand below each other are turned: their lines are no rows.
    if let Some(sheet) = sheet.filter(|sheet| reading.stamp.is_none() && !sheet.header_rows.is_empty()) {
        let (encoding, delimiter) = (sheet.encoding.as_deref(), sheet.delimiter);
        let encoding = encoding.and_then(Encoding::named).expect("a text has an encoding");
        let text = encoding.decode(&Bytes::from(input)).text;
        let delimiter = u8::try_from(delimiter.expect("a text has a delimiter")).expect("it is one byte");
        let headers = Records::new(&text, delimiter).filter(|record| sheet.header_rows.contains(&record.row));
        let width = headers.map(|record| record.fields.len()).max();
        let lines = Records::new(&text, delimiter).of_width(width).count();
        assert_eq!(lines, (sheet.rows_read + sheet.rows_other) as usize, "every line is a row or another");
    }
    signature(&reading)
}

/// A file of which nothing is known gives up its cells, but no person.
fn looking(input: &[u8]) -> String {
    if input.starts_with(b"PK") || input.starts_with(b"\xD0\xCF") {
        return String::new();
    }
    let look = look("a.csv", input, &["sv".to_owned()], &InProcess, Wishes::default());
    check_findings(&look.reading.diagnostics, input.len());
    let sheets = &look.reading.sheets;
    let rows: usize = look.tables.iter().map(|table| table.length).sum();
    let lost = sum(sheets, |sheet| sheet.rows_blank) + sum(sheets, |sheet| sheet.rows_rejected);
    assert_eq!(sum(sheets, |sheet| sheet.rows_read), rows + lost, "rows read are shown, rejected or blank");
    for table in &look.tables {
        let names: BTreeSet<&String> = table.names.iter().collect();
        assert_eq!(names.len(), table.names.len(), "every column has a name of its own");
        assert_eq!(look.rows(table).count(), table.length, "a table has as many rows as it says");
        for (_, cells) in look.rows(table) {
            assert_eq!(cells.len(), table.names.len(), "every row has a cell for each name");
            let shown = cells.iter().flatten().chain(&table.names);
            shown.for_each(|text| assert_eq!(masked(text), *text, "a cell shows a person"));
        }
    }
    signature(&look.reading)
}

/// A cell of a CSV file.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A number that was read is read again as the same when it is written without any doubt.
fn values(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let written: Vec<&str> = text.lines().filter(|line| !line.contains(['\r', '\0'])).take(8).collect();
    let numbers = ["hired", "fte", "turnover"];
    let row = |cell: &&str| format!("556016-0680;2025-12-31;{0};{0};{0}\n", quoted(cell));
    let rows: String = written.iter().map(row).collect();
    let first = format!("orgnr;year_end;hired;fte;turnover\n{rows}");
    let reading = read("a.csv", first.as_bytes(), &definitions(), &InProcess);
    check(&reading, first.as_bytes());
    for batch in &reading.batches {
        for name in numbers {
            for number in (0..batch.rows()).filter_map(|row| batch.columns[name].number(row)) {
                let plain = number.to_string().replace('.', ",");
                // Alone in its column: where a count is asked, the digits of an amount can be a person's. Without the zeros
                // before it or the spaces in it a number can look like one, too; then it is refused, and nothing else is.
                let again = format!("orgnr;year_end;{name}\n556016-0680;2025-12-31;{plain}\n");
                let again = read("a.csv", again.as_bytes(), &definitions(), &InProcess);
                let same = again.batches.first().and_then(|batch| batch.columns[name].number(0));
                let refused = again.diagnostics.iter().any(|finding| finding.rule == "personal-number");
                assert!(same == Some(number) || refused, "{name} as {plain}: {same:?}");
            }
        }
    }
    signature(&reading)
}

/// No two headers are read as one column, whatever they say.
fn named(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    // A line end of its own may part one table from the next, and each has its columns.
    let headers: Vec<String> = text.lines().filter(|line| !line.contains('\r')).take(12).map(quoted).collect();
    let file = format!("orgnr;{}\n556016-0680;{}\n", headers.join(";"), vec!["1"; headers.len()].join(";"));
    let reading = read("a.csv", file.as_bytes(), &definitions(), &InProcess);
    check(&reading, file.as_bytes());
    let mut taken = BTreeMap::new();
    for column in reading.sheets.iter().flat_map(|sheet| &sheet.columns) {
        if let Some(field) = &column.field {
            assert_eq!(taken.insert(field.clone(), &column.header), None, "{field} is read twice");
        }
    }
    if let Some(stamp) = Stamp::parse(&text) {
        let again = Stamp::parse(&stamp.to_string());
        // A stamp that nobody made may hold what none can say.
        let sayable = ![&stamp.dataset, &stamp.language].iter().any(|said| said.contains(char::is_whitespace));
        assert!(!sayable || again.is_some_and(|again| again.dataset == stamp.dataset && again.period == stamp.period));
    }
    format!("{} {:?}", signature(&reading), taken.keys().collect::<Vec<_>>())
}

/// A workbook is read by a child that may die, and nothing else.
fn workbook(input: &[u8]) -> String {
    let reading = read("a.xlsx", input, &definitions(), &child());
    check(&reading, input);
    signature(&reading)
}

/// What is given back is a workbook that can be read, and a refused file gives nothing of a person back.
fn annotate(input: &[u8]) -> String {
    let reading = read("a.xlsx", input, &definitions(), &child());
    let sheets = raw::sheets(&reading, &Bytes::from(input), &child()).unwrap_or_default();
    let submission = Submission { file: "a.xlsx", bytes: input, sheets: &sheets, diagnostics: &reading.diagnostics };
    let made = annotated(&submission, &["sv".to_owned()], &Marker::Child(child().program)).workbook;
    let read = child().sheets(&made);
    assert!(read.is_ok(), "what is given back cannot be read: {read:?}");
    let refused = reading.diagnostics.iter().any(|finding| finding.rule == "personal-number");
    assert!(!refused || !format!("{read:?}").contains(PERSON), "a person is given back");
    signature(&reading)
}

/// An expression is refused at a place in it, or gives a value for each row.
fn expression(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    match nytta::expression::Expression::parse(&text, &example()) {
        Ok(expression) => {
            let rows = expression.rows(&example());
            let rows = rows.map(|values| arrow_array::Array::len(&values));
            assert!(rows.clone().is_ok_and(|rows| rows == 4) || rows.is_err(), "a value for each row");
            let groups = expression.groups(&example(), &[Some(0), None, Some(1), Some(9)], 2);
            format!("{:?} {rows:?} {} {:?}", expression.kind(), groups.is_ok(), expression.references())
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "a refusal has a reason");
            for fault in &faults {
                let (from, to) = fault.bytes;
                assert!(text.get(from..to).is_some(), "{} stands at {from} to {to}", fault.rule);
                assert!(nytta::rule::find(fault.rule).is_some(), "{} has a page", fault.rule);
            }
            format!("{:?}", faults.iter().map(|fault| fault.rule).collect::<BTreeSet<_>>())
        }
    }
}
