//! One fault, one finding: what follows from a value that has been told as a slip is not told beside it.

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

use super::pages::scene;

const ORGANISATION: &str = "5560160680";
const HEADERS: [&str; 10] = [
    "organisation",
    "year_start",
    "year_end",
    "fte_opening",
    "fte_closing",
    "heads",
    "turnover",
    "sales",
    "net_result",
    "public_support",
];
const BEFORE: [&str; 10] =
    [ORGANISATION, "2024-01-01", "2024-12-31", "4", "4.5", "6", "2700000", "2500000", "120000", "90000"];
const NOW: [&str; 10] =
    [ORGANISATION, "2025-01-01", "2025-12-31", "4.5", "4.5", "6", "2742262", "2600000", "110000", "95000"];

/// A file of a row in which some answers are others.
fn file(row: [&str; 10], changes: &[(&str, &str)]) -> String {
    let mut names: Vec<&str> = HEADERS.to_vec();
    let mut cells = row.to_vec();
    for (name, value) in changes {
        if let Some(at) = names.iter().position(|known| known == name) {
            cells[at] = value;
        } else {
            names.push(name);
            cells.push(value);
        }
    }
    format!("{}\n{}\n", names.join(";"), cells.join(";"))
}

fn folder(changes: &[(&str, &str)]) -> Folder {
    let mut folder = scene();
    folder.files.insert("submissions/2024/a.csv".to_owned(), file(BEFORE, &[]).into());
    folder.files.insert("submissions/2025/a.csv".to_owned(), file(NOW, changes).into());
    folder
}

/// Findings of 2025 but the notes on what is blank.
fn diagnostics(folder: &Folder) -> Vec<Diagnostic> {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    let own = validation.diagnostics.into_iter();
    let files = validation.files.into_iter().filter(|file| file.period == "2025");
    let told = |one: &Diagnostic| !["unanswered-questions", "missing-column"].contains(&one.rule.as_str());
    own.chain(files.flat_map(|file| file.diagnostics)).filter(told).collect()
}

/// Findings as `severity rule`.
fn found(changes: &[(&str, &str)]) -> Vec<String> {
    let severity = |one: &Diagnostic| match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let rule = |one: &Diagnostic| one.rule.trim_start_matches("enterprise_year.").to_owned();
    diagnostics(&folder(changes)).iter().map(|one| format!("{} {}", severity(one), rule(one))).collect()
}

#[test]
fn what_follows_from_a_slip_is_not_told_beside_it() {
    for (changes, expected) in [
        (&[][..], &[][..]),
        // Sales are above a turnover in thousands alone: that is as grave as before.
        (&[("turnover", "2742")], &["error turnover_in_kronor"]),
        // With sales above turnover whatever it was meant as, both are wrong.
        (&[("turnover", "2742"), ("sales", "2900000")], &["warning turnover_in_kronor", "error sales_within_turnover"]),
        (&[("fte_opening", "400")], &["warning fte_chain"]),
        // What went far is told, from wherever it went.
        (&[("fte_opening", "5"), ("fte_closing", "40"), ("heads", "50")], &["warning fte_chain", "warning fte_change"]),
        (&[("fte_closing", "425")], &["error fte_beyond_employees"]),
        (
            &[
                ("leavers", "2"),
                ("leavers_to_ordinary_work", "3"),
                ("leavers_to_studies", "1"),
                ("leavers_women", "2"),
                ("leavers_men", "2"),
            ],
            &["error parts-differ-from-total"],
        ),
        // Two splits that do not agree are two faults.
        (
            &[
                ("leavers", "2"),
                ("leavers_to_ordinary_work", "3"),
                ("leavers_to_studies", "1"),
                ("leavers_women", "2"),
                ("leavers_men", "1"),
            ],
            &["error parts-differ-from-total", "error parts-differ-from-total"],
        ),
        // What is answered with nothing has no parts.
        (&[("leavers", "."), ("leavers_women", "2")], &["error whole-not-answered"]),
        (&[("turnover", "."), ("sales", "2900000")], &["error whole-not-answered"]),
        // A loss without its sign: of a loss nothing is reinvested.
        (&[("net_result", "-120000"), ("reinvested", "50000")], &["warning sign-slip"]),
        (&[("net_result", "110"), ("reinvested", "50000")], &["error factor-thousand"]),
    ] {
        assert_eq!(found(changes), expected, "{changes:?}");
    }
}

#[test]
fn a_row_of_nothing_is_one_finding_as_grave_as_what_follows_from_it() {
    let nothing: Vec<(&str, &str)> = HEADERS[3..].iter().map(|name| (*name, "0")).collect();
    assert_eq!(found(&nothing), ["warning nil-return"]);
}

#[test]
fn a_wrong_day_says_nothing_of_when_an_enterprise_started() {
    let with = |start: &str, end: &str| {
        let mut folder = folder(&[("year_start", start), ("year_end", end)]);
        let register = folder.text("organisations.csv").expect("UTF-8").to_owned();
        folder.files.insert("organisations.csv".to_owned(), register.replace("2010-01-01", "2024-02-01").into());
        diagnostics(&folder).into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(with("2001-01-25", "2031-12-25"), ["day-in-no-period"]);
    assert_eq!(with("2001-01-25", "2025-12-31"), ["year-too-long"]);
}

#[test]
fn a_reason_answers_what_stands_for_its_check() {
    let mut folder = folder(&[("fte_opening", "400")]);
    let line = |check: &str| {
        format!("{ORGANISATION},2025,enterprise_year,{check},fte_opening=400,other,Vi tog över en annan verksamhet\n")
    };
    let text = format!(
        "organisation,period,dataset,check,values,reason_code,text\n{}{}",
        line("fte_change"),
        line("fte_chain")
    );
    folder.files.insert("explanations.csv".to_owned(), text.into());
    let told: Vec<String> = diagnostics(&folder).iter().map(|one| format!("{} {:?}", one.rule, one.severity)).collect();
    assert_eq!(told, ["enterprise_year.fte_chain Note"]);
}

#[test]
fn a_definition_says_what_is_wrong_with_its_slips() {
    let path = "indicators/social-enterprise/datasets/enterprise_year.yaml";
    let pack = include_str!("../../indicators/social-enterprise/datasets/enterprise_year.yaml");
    let faults = |from: &str, to: &str| -> Vec<String> {
        assert!(pack.contains(from), "{from}");
        let mut folder = scene();
        folder.files.insert(path.to_owned(), pack.replacen(from, to, 1).into());
        let found = nytta::definition::Definitions::load(&folder).1;
        found.into_iter().filter(|one| one.severity == Severity::Error).map(|one| one.rule).collect()
    };
    let chain = "slip: { field: fte_opening, meant: \"PREVIOUS(fte_closing)\" }";
    assert_eq!(faults(chain, chain), [""; 0]);
    assert_eq!(faults(chain, "slip: { field: fte_openin }"), ["unknown-reference"]);
    assert_eq!(faults(chain, "slip: { field: year_end }"), ["unknown-reference"]);
    assert_eq!(faults(chain, "slip: { field: fte_opening, meant: turnover }"), ["wrong-expression"]);
    assert_eq!(faults(chain, "slip: { field: fte_opening, meant: fte_closin }"), ["unknown-name"]);
}
