//! What the specifications of Frictionless find in a file, at the same rows and columns; see `tests/corpus/frictionless`.

use std::collections::BTreeMap;
use std::path::Path;

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::project::Folder;
use nytta::table::Wishes;
use nytta::table::look::look;
use nytta::table::workbook::InProcess;
use serde::Deserialize;

use crate::trial::PROJECT;

/// The cases that apply to us, and those that do not, with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Specifications {
    cases: Vec<Case>,
    left_out: Vec<LeftOut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    tests: Vec<String>,
    why: String,
}

/// What some tests find in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    tests: Vec<String>,
    /// A file of the corpus.
    file: Option<String>,
    /// Or the text of one; where it has fields, our key stands behind its columns.
    table: Option<String>,
    /// What the columns must hold, as YAML of one field each.
    fields: Option<BTreeMap<String, String>>,
    /// The columns that stand once; ours, where there are none.
    key: Option<String>,
    /// What must hold in every row.
    check: Option<String>,
    expected: Vec<Expected>,
    /// Why some of what the tests find is left out.
    why: Option<String>,
}

/// Row and column from 1, and the kind of the fault. A fault without a row is in the header.
type Expected = (Option<u32>, Option<u32>, String);

/// Our rules for a kind of fault. Which cell of a row is missing cannot be known, nor which is one too many: the row is told.
fn rules(kind: &str) -> (bool, &'static [&'static str]) {
    match kind {
        "blank-label" => (true, &["column-without-header", "empty-column"]),
        "duplicate-label" => (true, &["duplicate-column"]),
        "extra-label" | "incorrect-label" => (true, &["extra-column", "unknown-column"]),
        "missing-label" => (false, &["missing-column"]),
        "missing-cell" | "extra-cell" => (false, &["wrong-field-count", "split-row"]),
        "type-error" => (true, &["not-a-number", "not-a-whole-number", "not-a-date"]),
        "constraint-error" => (true, &["required-value-missing", "value-too-small", "value-too-large"]),
        "unique-error" => (true, &["duplicate-key"]),
        "primary-key" | "duplicate-row" => (false, &["duplicate-key"]),
        "forbidden-value" => (true, &["year.holds"]),
        // Of a row that lost its cells no more is told.
        "row-constraint" => (false, &["year.holds", "wrong-field-count"]),
        other => panic!("'{other}' is no kind of fault that applies to us"),
    }
}

/// What is told of a file, and how many of its rows are blank.
fn told(case: &Case) -> (Vec<Diagnostic>, u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/frictionless");
    let (name, bytes) = match (&case.file, &case.table) {
        (Some(file), _) => (file.as_str(), std::fs::read(folder.join(file)).expect("the corpus is there")),
        (_, Some(table)) => ("case.csv", table.clone().into_bytes()),
        _ => panic!("{:?} has no file", case.tests),
    };
    let Some(fields) = &case.fields else {
        let seen = look(name, &bytes, &["en".to_owned()], &InProcess, Wishes::default());
        return (seen.reading.diagnostics, seen.reading.sheets.iter().map(|sheet| sheet.rows_blank).sum());
    };
    let folder = project(fields, case, &bytes);
    let loaded = nytta::pipeline::load(&folder).unwrap_or_else(|found| panic!("{:?}: {found:#?}", case.tests));
    let mut validation = nytta::pipeline::validate(&folder, &loaded, &InProcess);
    let file = validation.files.pop().expect("one file is validated");
    (file.diagnostics, file.reading.sheets.iter().map(|sheet| sheet.rows_blank).sum())
}

/// A project of one dataset with these fields, and one file.
fn project(fields: &BTreeMap<String, String>, case: &Case, bytes: &[u8]) -> Folder {
    let label = |name: &str| format!("label: {{ en: '{name}' }} }}\n");
    let mut dataset = "dataset: year\nversion: 1\ntitle: { en: Year }\nperiod: year_end\n".to_owned();
    dataset += &format!("key: [{}, year_end]\nfields:\n", case.key.as_deref().unwrap_or("organisation").to_lowercase());
    if case.key.is_none() {
        dataset += "  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }\n";
    }
    dataset += "  - { field: year_end, type: date, required: true, label: { en: Last day } }\n";
    for (name, field) in fields {
        dataset += &format!("  - {{ field: {}, {field}, {}", name.to_lowercase(), label(name));
    }
    if let Some(check) = &case.check {
        dataset += &format!(
            "checks:\n  - {{ check: holds, that: \"{check}\", severity: error, message: {{ en: it does not hold }} }}\n"
        );
    }
    let mut register = "organisation,name,municipality,active_from,member_from\n".to_owned();
    for number in (1..=12).map(crate::watch::number) {
        register += &format!("{number},Name,,2010-01-01,2020-01-01\n");
    }
    let pack = "pack: trial\nversion: 1\ntitle: { en: Trial }\nsections: [ { section: jobs, title: { en: Jobs } } ]\ncodelists: []\n";
    let files = [
        ("nytta.yaml", PROJECT.to_owned()),
        ("organisations.csv", register),
        ("indicators/trial/pack.yaml", pack.to_owned()),
        ("indicators/trial/datasets/year.yaml", dataset),
    ];
    let mut folder: Folder =
        Folder { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect() };
    folder.files.insert("submissions/2025/case.csv".to_owned(), bytes.into());
    folder
}

/// True where a finding tells of a fault.
fn tells(found: &Diagnostic, (row, column, kind): &Expected) -> bool {
    let (has_column, known) = rules(kind);
    let goes_on =
        |row: u32| found.rule == "split-row" && found.message.in_language(&["en"]).ends_with(&format!("row {row}"));
    let is_there = row.is_none_or(|row| found.span.row == Some(row) || goes_on(row));
    known.contains(&found.rule.as_str())
        && is_there
        && (!has_column || column.is_none() || found.span.column == *column)
}

#[test]
fn every_fault_that_the_specifications_of_frictionless_find_is_found_where_they_find_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/frictionless/specifications.json");
    let text = std::fs::read_to_string(path).expect("the corpus is there");
    let Specifications { cases, left_out } = serde_json::from_str(&text).expect("the corpus is well written");
    let (mut faults, mut held) = (Vec::new(), 0);
    for case in &cases {
        let (found, blank) = told(case);
        let lines: Vec<String> =
            found.iter().map(|one| format!("{} {:?} {:?}", one.rule, one.span.row, one.span.column)).collect();
        let (blanks, others): (Vec<_>, Vec<_>) = case.expected.iter().partition(|(.., kind)| kind == "blank-row");
        // Of a blank row nothing is told but its count, nor that its key is missing or stands twice.
        if !blanks.is_empty() && usize::try_from(blank) != Ok(blanks.len()) {
            faults.push(format!("{}: {blank} blank rows and not {}", case.tests[0], blanks.len()));
        }
        let is_blank = |row: &Option<u32>| blanks.iter().any(|(blank, ..)| blank == row);
        for expected in others.iter().filter(|(row, ..)| row.is_none() || !is_blank(row)) {
            held += 1;
            if !found.iter().any(|one| tells(one, expected)) {
                faults.push(format!("{}: {expected:?} is not in {lines:?}", case.tests[0]));
            }
        }
        if case.expected.is_empty() && found.iter().any(|one| one.severity != Severity::Note) {
            faults.push(format!("{}: nothing is wrong, but {lines:?}", case.tests[0]));
        }
        assert!(case.why.as_ref().is_none_or(|why| !why.is_empty()));
    }
    assert!(faults.is_empty(), "{} of {held}:\n{}", faults.len(), faults.join("\n"));
    let mut tests: Vec<&String> = cases.iter().flat_map(|case| &case.tests).collect();
    for one in &left_out {
        assert!(one.why.len() > 10, "{:?} is left out for no reason", one.tests);
        tests.extend(&one.tests);
    }
    tests.sort();
    tests.dedup();
    assert_eq!((tests.len(), held), (87, 60), "every test that names rows is run or left out with a reason");
}
