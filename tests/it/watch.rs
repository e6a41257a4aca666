//! Slips against the year before, pairs, nil returns, peers; and what new rules would have found.

use crate::trial;
use std::fmt::Write as _;
use std::process::Command;

use nytta::definition::Definitions;
use nytta::diagnostic::Severity;
use nytta::pipeline::{self, Validation};
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

fn settings() -> String {
    format!("{}parameters: {{ hours_limit: 1000 }}\n", trial::PROJECT)
}

const PACK: &str = "pack: trial
version: 1
title: { en: Trial }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists: [ { codelist: sector, title: { en: Sector }, relation: exclusive, of: register } ]
";
pub(crate) const DATASET: &str = "dataset: year
version: 1
title: { en: Year }
key: [organisation]
period: day
missing: { nothing_to_report: ['-'], unknown: ['?', 'vet ej'] }
pairs:
  - { together: [people, hours] }
  - { apart: [rent, own] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: day, type: date, required: true, label: { en: Last day } }
  - { field: turnover, type: money, flow: true, watch: { thousand: true, zero: true }, label: { en: Turnover } }
  - { field: support, type: money, flow: true, watch: { thousand: true }, label: { en: Support } }
  - { field: result, type: money, flow: true, watch: { thousand: true, sign: true }, label: { en: Result } }
  - { field: people, type: integer, unit: persons, flow: true, label: { en: People } }
  - { field: hours, type: integer, unit: hours, flow: true, watch: { change: { parameter: hours_limit, relative: 0.5 } }, label: { en: Hours } }
  - { field: rent, type: money, label: { en: Rent } }
  - { field: own, type: boolean, label: { en: Own } }
checks:
  - { check: steady, that: people >= PREVIOUS(people), severity: error, beta: true, message: { en: 'fewer than {PREVIOUS(people)}' } }
  - { check: like_peers, that: ABS(PEERS(rent)) <= 5, message: { en: unlike } }
  - { check: like_sector, that: 'ABS(PEERS(rent, sector)) <= 5', message: { en: unlike sector } }
";
pub(crate) const HEADER: &str = "organisation;day;turnover;support;result;people;hours;rent;own";

/// Organisation numbers that check, one after the other.
pub(crate) fn number(at: usize) -> String {
    let nine = format!("55610{at:04}");
    let check = (0..10).find(|check| nytta::identifier::digits::luhn(&format!("{nine}{check}")));
    format!("{nine}{}", check.expect("one digit checks"))
}

pub(crate) fn folder(before: &str, now: &str) -> Folder {
    let mut register = "organisation,name,sector,member_from\n".to_owned();
    for at in 0..40 {
        writeln!(register, "{},Number {at},{},2020-01-01", number(at), if at % 2 == 0 { "food" } else { "care" })
            .expect("it is a text");
    }
    let files = [
        ("nytta.yaml", settings()),
        ("organisations.csv", register),
        ("indicators/trial/pack.yaml", PACK.to_owned()),
        ("indicators/trial/datasets/year.yaml", DATASET.to_owned()),
        (
            "indicators/trial/codelists/sector.csv",
            "code,parent,valid_from,valid_to,label_en\nfood,,,,Food\ncare,,,,Care\n".to_owned(),
        ),
        ("submissions/2024/a.csv", format!("{HEADER}\n{before}")),
        ("submissions/2025/a.csv", format!("{HEADER}\n{now}")),
    ];
    Folder { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect() }
}

fn validate(before: &str, now: &str) -> Validation {
    let folder = folder(before, now);
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    pipeline::validate(&folder, &loaded, &InProcess)
}

/// Findings of 2025 as `cell rule`; every one of a new rule is a note.
fn found(validation: &Validation) -> Vec<String> {
    let of_2025 = validation.files.iter().filter(|file| file.period == "2025").flat_map(|file| &file.diagnostics);
    of_2025.map(|one| format!("{} {}", one.span.cell().unwrap_or_default(), one.rule)).collect()
}

/// What is found when one row follows another; the cells from turnover on.
fn slips(before: &str, now: &str) -> Vec<String> {
    let row = |year: &str, cells: &str| format!("{};{year}-12-31;{cells}\n", number(0));
    found(&validate(&row("2024", before), &row("2025", now)))
}

#[test]
fn slips_are_told_by_last_years_figures() {
    for (before, now, expected) in [
        ("800000;90000;5000;3;900;;", "810000;95000;6000;3;950;;", &[][..]),
        // Thousands in three columns are one slip, at the first of them.
        ("800000;90000;5000;3;900;;", "810;95;6;3;950;;", &["C2 factor-thousand"]),
        ("800;90000;5000;3;900;;", "810000;95000;6000;3;950;;", &["C2 factor-thousand"]),
        ("800000;;;3;900;;", "1900;;;3;950;;", &["C2 factor-thousand"]),
        // Less than 400 times is another thing than thousands.
        ("800000;;;3;900;;", "2100;;;3;950;;", &[]),
        ("800000;;;3;900;;", "0;;;3;950;;", &["C2 zero-or-not"]),
        ("0;;;3;900;;", "800000;;;3;950;;", &["C2 zero-or-not"]),
        ("800000;;;3;900;;", "-;;;3;950;;", &["C2 zero-or-not"]),
        // What is not known is not zero.
        ("800000;;;3;900;;", "?;;;3;950;;", &[]),
        (";;250000;3;900;;", ";;-245000;3;950;;", &["E2 sign-slip"]),
        (";;250000;3;900;;", ";;-200000;3;950;;", &[]),
        // A change must pass both limits: 1,000 hours and half of last year's.
        (";;;3;900;;", ";;;3;1800;;", &[]),
        (";;;3;9000;;", ";;;3;12000;;", &[]),
        (";;;3;9000;;", ";;;3;14000;;", &["G2 unusual-change"]),
        (";;;3;9000;;", ";;;3;4000;;", &["G2 unusual-change"]),
    ] {
        let found = slips(before, now);
        assert_eq!(found, expected, "{before} → {now}");
    }
    let rows = |year: &str, cells: &str| format!("{};{year}-12-31;{cells}\n", number(0));
    let validation = validate(&rows("2024", "800000;90000;;3;900;;"), &rows("2025", "810;95;;3;950;;"));
    let finding = validation.files.iter().flat_map(|file| &file.diagnostics).find(|one| one.rule == "factor-thousand");
    let finding = finding.expect("it was found");
    assert_eq!(finding.severity, Severity::Warning, "a figure that is a thousand times wrong is nobody's to pass over");
    let validation = validate(&rows("2024", "800000;;;3;900;;"), &rows("2025", "0;;;3;950;;"));
    let new = validation.files.iter().flat_map(|file| &file.diagnostics).find(|one| one.rule == "zero-or-not");
    assert_eq!(new.expect("it was found").severity, Severity::Note, "a new rule asks for nothing yet");
    assert_eq!(
        finding.message.in_language(&["en"]),
        "'turnover' is 810, about a thousand times more or less than last year's 800,000"
    );
    assert!(validation.files.iter().all(|file| file.rejected == 0));
}

#[test]
fn pairs_and_nil_returns_are_told() {
    for (now, expected) in [
        (";;;3;950;;", &[][..]),
        (";;;3;;;", &["G2 half-of-a-pair"]),
        (";;;;950;;", &["F2 half-of-a-pair"]),
        // Nothing, and what is not known, are answers.
        (";;;3;?;;", &[]),
        (";;;0;;;", &["F2 nil-return"]),
        (";;;3;950;100;no", &[]),
        (";;;3;950;100;yes", &["H2 excluding-answers"]),
        (";;;3;950;0;yes", &[]),
        ("0;-;0;0;0;;", &["C2 nil-return"]),
        ("0;-;1;0;0;;", &[]),
        ("x;-;0;0;0;;", &["C2 not-a-number"]),
        (";;;3;x;;", &["G2 not-a-number"]),
    ] {
        let row = format!("{};2025-12-31;{now}\n", number(0));
        assert_eq!(found(&validate("", &row))[..], expected[..], "{now}");
    }
}

#[test]
fn a_row_of_another_year_is_not_compared_with_the_year_before() {
    let row = |day: &str, people: u32| format!("{};{day};;;;{people};9;;\n", number(0));
    assert_eq!(found(&validate(&row("2024-12-31", 5), &row("2025-12-31", 3))), ["F2 year.steady"]);
    assert_eq!(found(&validate(&row("2024-12-31", 5), &row("2024-12-31", 3))), ["B2 wrong-period"]);
}

#[test]
fn senders_are_known_whatever_the_column_of_their_number_is_called() {
    let row = |at: usize, more: &str| format!("{};2025-12-31;;;;3;9;;{more}\n", number(at));
    let rows = row(0, "") + &row(1, ";too;many");
    let mut folder = folder("", &rows);
    let dataset = DATASET.replace("field: organisation", "field: payer").replace("[organisation]", "[payer]");
    folder.files.insert("indicators/trial/datasets/year.yaml".to_owned(), dataset.into());
    let file = format!("{}\n{rows}", HEADER.replace("organisation", "payer"));
    folder.files.insert("submissions/2025/a.csv".to_owned(), file.into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    for validation in
        [pipeline::validate(&folder, &loaded, &InProcess), pipeline::findings_from(&folder, &loaded, &InProcess, 1)]
    {
        let file = validation.files.iter().find(|file| file.period == "2025").expect("it was read");
        assert_eq!(file.organisations.iter().cloned().collect::<Vec<_>>(), [number(0), number(1)]);
    }
}

#[test]
fn peers_are_held_against_each_other_where_there_are_enough() {
    let rows = |count: usize, wild: &str| -> String {
        let row = |at: usize| {
            let rent = if at == 0 { wild.to_owned() } else { (100 + at).to_string() };
            format!("{};2025-12-31;;;;3;9;{rent};\n", number(at))
        };
        (0..count).map(row).collect::<Vec<_>>().concat()
    };
    assert_eq!(found(&validate("", &rows(30, "101"))), [""; 0]);
    assert_eq!(found(&validate("", &rows(30, "5000"))), ["H2 year.like_peers", "H2 year.like_sector"]);
    // Fifteen have enough of all, and too few of each sector; nine too few of anything.
    assert_eq!(found(&validate("", &rows(15, "5000"))), ["H2 year.like_peers"]);
    assert_eq!(found(&validate("", &rows(9, "5000"))), [""; 0]);
    let validation = validate("", &rows(9, "5000"));
    assert_eq!(validation.not_compared["2025"]["year.like_peers"], 9);
    // One wild value does not hide another, as it does where means are taken.
    let two = rows(30, "5000000").replacen(";101;", ";5000;", 1);
    assert_eq!(found(&validate("", &two)).iter().filter(|one| one.ends_with("like_peers")).count(), 2);
}

#[test]
fn an_amount_a_thousand_times_too_small_is_as_unlike_its_peers_as_one_too_large() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folder = Folder::read(&root.join("examples/orebro-lan")).expect("the example is there");
    folder.files.retain(|path, _| !path.starts_with("submissions/"));
    let register = folder.text("organisations.csv").expect("UTF-8").to_owned();
    let members =
        register.lines().filter(|line| line.contains(",ek_for,") && line.contains(",,20") && !line.contains("2025-"));
    let mut numbers: Vec<&str> = members.filter_map(|line| line.split(',').next()).collect();
    numbers.dedup();
    let (unlike, little) = ("turnover_like_peers", "turnover_per_fte");
    let slips = [
        ("520000", None),
        ("19000000", Some(unlike)),
        ("520000000", Some("turnover_beyond_jobs")),
        ("2600", Some(unlike)),
        ("520", Some(little)),
        ("60000", None),
    ];
    for (first, expected) in slips {
        let row = |(at, number): (usize, &&str)| {
            let turnover = if at == 0 { first.to_owned() } else { (300_000 + 40_000 * at).to_string() };
            format!("{number};2025-01-01;2025-12-31;1;1;{turnover}\n")
        };
        let rows: String = numbers.iter().take(15).enumerate().map(row).collect();
        let file = format!("organisation;year_start;year_end;fte_opening;fte_closing;turnover\n{rows}");
        folder.files.insert("submissions/2025/a.csv".to_owned(), file.into());
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        let found = found(&pipeline::validate(&folder, &loaded, &InProcess));
        let told = found.iter().filter_map(|one| one.split_once(" enterprise_year.turnover_"));
        let told: Vec<String> = told.map(|(_, check)| format!("turnover_{check}")).collect();
        assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{first}: {found:?}");
    }
}

#[test]
fn a_score_is_exact() {
    // Values 1 to 11: the median is 6, the median deviation 3; 11 lies 5 / (1.4826 × 3) away.
    let row = |at: usize| format!("{};2025-12-31;;;;3;9;{};\n", number(at), at + 1);
    let rows = (0..11).map(row).collect::<Vec<_>>().concat();
    let limit = |limit: &str| {
        let mut folder = folder("", &rows);
        let dataset = DATASET.replace("ABS(PEERS(rent)) <= 5", &format!("PEERS(rent) <= {limit}"));
        folder.files.insert("indicators/trial/datasets/year.yaml".to_owned(), dataset.into());
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        found(&pipeline::validate(&folder, &loaded, &InProcess)).len()
    };
    assert_eq!((limit("1.1241512658"), limit("1.1241512657")), (0, 1));
}

#[test]
fn a_definition_says_what_is_wrong_with_what_it_watches() {
    let faults = |from: &str, to: &str| -> Vec<String> {
        let mut folder = folder("", "");
        assert!(DATASET.contains(from), "{from}");
        let dataset = DATASET.replacen(from, to, 1);
        folder.files.insert("indicators/trial/datasets/year.yaml".to_owned(), dataset.into());
        Definitions::load(&folder).1.into_iter().map(|one| one.rule).collect()
    };
    assert_eq!(faults("parameter: hours_limit", "parameter: hour_limit"), ["unknown-parameter"]);
    assert_eq!(faults("together: [people, hours]", "together: [people, hour]"), ["unknown-reference"]);
    assert_eq!(
        faults("field: own, type: boolean,", "field: own, type: boolean, watch: { zero: true },"),
        ["keys-do-not-fit"]
    );
    assert_eq!(faults("zero: true", "zeros: true"), ["unknown-key"]);
    assert_eq!(faults("ABS(PEERS(rent)) <= 5", "PEERS(own) <= 5"), ["type-mismatch"]);
    assert_eq!(faults("PEERS(rent, sector)", "PEERS(rent, people)"), ["type-mismatch"]);
    assert_eq!(faults("ABS(PEERS(rent)) <= 5", "SUM(PEERS(rent)) <= 5"), ["nested-aggregate"]);
    assert_eq!(faults("ABS(PEERS(rent)) <= 5", "PEERS(PEERS(rent)) <= 5"), ["nested-aggregate"]);
    assert_eq!(faults("type: organisation_number,", "type: organisation_number, scheme: fr_siret,"), [""; 0]);
    assert_eq!(faults("type: organisation_number,", "type: organisation_number, scheme: fr_sirt,"), ["unknown-word"]);
    assert_eq!(faults("type: date,", "type: date, scheme: vat,"), ["keys-do-not-fit"]);
}

#[test]
fn a_french_project_knows_its_enterprises_by_siret_and_vat_number() {
    let mut folder = folder(
        "",
        "732 829 320 00074;2025-12-31;;;;3;9;;\nFR44732829320;2025-12-31;;;;3;9;;\n404833047;2025-12-31;;;;3;9;;\n",
    );
    let project = settings().replace("currency: SEK", "currency: EUR\ncountry: FR");
    folder.files.insert("nytta.yaml".to_owned(), project.into());
    let register = "organisation,name,sector,member_from\n732829320,Une,food,2020-01-01\n";
    folder.files.insert("organisations.csv".to_owned(), register.as_bytes().into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    assert_eq!(found(&validation), ["A2 duplicate-key", "A3 duplicate-key", "A4 wrong-check-digit"]);
    let wrong = settings().replace("currency: SEK", "currency: SEK\ncountry: XX");
    folder.files.insert("nytta.yaml".to_owned(), wrong.into());
    let rules: Vec<String> = Definitions::load(&folder).1.into_iter().map(|one| one.rule).collect();
    assert_eq!(rules, ["unknown-word"]);
}

#[test]
fn a_rehearsal_tells_what_new_rules_would_have_found() {
    let root = tempfile::tempdir().expect("there is room");
    let row = |year: &str, people: u32| format!("{};{year}-12-31;800000;;;{people};9;;\n", number(0));
    for (path, bytes) in folder(&row("2024", 5), &row("2025", 3)).files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(path, &*bytes.hold().expect("it is at hand")).expect("it can be written");
    }
    let said = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        let output = command.arg("rehearse").arg(root.path()).args(more).output().expect("it starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    let (status, text) = said(&[]);
    assert_eq!(status, Some(0), "{text}");
    for part in [
        "year.steady (error, new)",
        "2025: 1 finding in 1 row",
        "a.csv F2: fewer than 5",
        "2024: 0 findings in 1 row, 1 could not be compared",
        "sign-slip (warning, new)",
    ] {
        assert!(text.contains(part), "'{part}' is not in {text}");
    }
    assert!(!text.contains("like_peers"), "a rule that counts is not rehearsed unless it is asked for");
    let (_, csv) = said(&["--rule", "like_peers", "--format", "csv"]);
    assert_eq!(
        csv,
        "rule,severity,new,period,rows,found,not_compared\nyear.like_peers,warning,no,2024,1,0,1\nyear.like_peers,warning,no,2025,1,0,1\n"
    );
    let (_, json) = said(&["--rule", "year.steady", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let of_2025 = &document["rules"][0]["periods"][1];
    assert_eq!((of_2025["found"].as_u64(), of_2025["places"][0]["cell"].as_str()), (Some(1), Some("F2")));
    let (status, error) = said(&["--rule", "stedy"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("there is no rule 'stedy'"), "{error}");
}
