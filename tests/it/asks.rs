//! Versions of a dataset: each period is asked, read and checked as it was agreed for it, and figures go on over the change.

use std::collections::BTreeMap;
use std::process::Command;

use nytta::definition::Definitions;
use nytta::disclosure::Release;
use nytta::disclosure::release::Figure;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

use super::derived::{folder, made, written};
use super::small::decimal;

/// From 2025 on sales are asked for, not results; who works there, as before, and no fewer than the year before.
const LATER: &str = "dataset: year
version: 2
title: { en: Year }
key: [organisation]
period: day
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: day, type: date, required: true, label: { en: Last day } }
  - { field: sales, type: money, flow: true, label: { en: Sales } }
  - { field: fte, type: decimal, unit: fte, label: { en: Full-time equivalents } }
checks:
  - { check: fewer, that: fte >= PREVIOUS(fte), severity: warning, message: { en: 'fewer work there: {fte}' } }
";
const PATH: &str = "indicators/made/datasets/year@2025.yaml";
const LEFT_OUT: [&str; 6] =
    ["share", "result_per_equivalent", "after_grants", "result_per_grant", "supported_in_black", "grants"];

/// All six send in both years; in 2025 their results are called sales.
fn project(later: &str) -> Folder {
    let sales = ("sales", "dataset: year\nvalue: SUM(sales)\nunit: money\nsensitivity: business");
    let mut folder = folder(&[0, 1, 2, 3, 4, 5], &[sales], &LEFT_OUT);
    folder.files.insert(PATH.to_owned(), later.to_owned().into());
    let now = folder.text("submissions/2025/year.csv").expect("it is sent").replace(";result;", ";sales;");
    folder.files.insert("submissions/2025/year.csv".to_owned(), now.into());
    folder
}

fn whole<'r>(release: &'r Release, name: &str, period: &str) -> &'r Figure {
    release.figure(name, period, &BTreeMap::new()).unwrap_or_else(|| panic!("{name} {period}"))
}

#[test]
fn a_period_is_read_by_the_version_that_holds_in_it() {
    let (loaded, release, _) = made(&project(LATER), "en");
    assert_eq!(loaded.diagnostics, []);
    let told = |name: &str| {
        ["2024", "2025"].map(|period| Some(release.figure(name, period, &BTreeMap::new())?.value.expect("it is told")))
    };
    // What nobody was asked has no figure, not even one that is missing.
    assert_eq!(told("results"), [Some(decimal("460000")), None]);
    assert_eq!(told("sales"), [None, Some(decimal("460000"))]);
    assert_eq!(told("equivalents"), [Some(decimal("21")), Some(decimal("21"))]);
    // What both versions ask for is compared over the change.
    let panel = whole(&release, "equivalents", "2025").panel.expect("all answered both times");
    assert_eq!((panel.enterprises, panel.previous, panel.current), (6, decimal("21"), decimal("21")));
    let definitions = &loaded.definitions;
    let version = |period: &str| definitions.dataset_in("year", period).map(|dataset| dataset.version);
    assert_eq!([version("2024"), version("2025")], [Some(1), Some(2)]);
    let rules = |period: &str| {
        let own = definitions.in_period(period);
        own.fingerprint_of_rules(&own.datasets["year"])
    };
    assert_ne!(rules("2024"), rules("2025"));
}

#[test]
fn a_column_of_the_other_version_is_not_known_and_checks_look_back_by_name() {
    let mut folder = project(LATER);
    let before = folder.text("submissions/2024/year.csv").expect("it is sent").replace(";result;", ";sales;");
    folder.files.insert("submissions/2024/year.csv".to_owned(), before.into());
    let now = folder.text("submissions/2025/year.csv").expect("it is sent").replacen(";4\n", ";3\n", 1);
    folder.files.insert("submissions/2025/year.csv".to_owned(), now.into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let found = |path: &str| -> Vec<(String, Option<u32>)> {
        let file = validation.files.iter().find(|file| file.reading.file == path).expect("it was read");
        file.diagnostics.iter().map(|one| (one.rule.clone(), one.span.row)).collect()
    };
    assert_eq!(found("submissions/2024/year.csv"), [("extra-column".to_owned(), Some(1))]);
    assert_eq!(found("submissions/2025/year.csv"), [("year.fewer".to_owned(), Some(2))]);
}

#[test]
fn a_form_asks_what_its_period_asks() {
    let root = written(&project(LATER));
    let header = |period: &str| {
        let out = root.path().join(format!("{period}.csv"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        command.arg("form").arg(root.path()).args([
            "--dataset",
            "year",
            "--period",
            period,
            "--language",
            "en",
            "--out",
        ]);
        assert!(command.arg(&out).output().expect("it runs").status.success());
        std::fs::read_to_string(out).expect("it was written")
    };
    let (before, now) = (header("2024"), header("2025"));
    assert!(before.contains("Result") && !before.contains("Sales"), "{before}");
    assert!(now.contains("Sales") && !now.contains("Result"), "{now}");
}

/// What both versions ask for stays what it is, so that what is withheld of one period cannot be worked out in another.
#[test]
fn a_version_that_does_not_fit_is_refused_at_its_place() {
    for (from, to, path, expected) in [
        ("unit: fte", "unit: persons", PATH, ("keys-do-not-fit", "in 'year@2025.yaml' the key 'unit' does not fit")),
        ("type: decimal", "type: integer", PATH, ("keys-do-not-fit", "the key 'type' does not fit")),
        ("version: 2", "version: 1", PATH, ("keys-do-not-fit", "the key 'version' does not fit")),
        ("fte >= PREVIOUS(fte), severity: warning", "sales <= fte, severity: error", PATH, ("unit-mismatch", "")),
        ("", "", "indicators/made/datasets/year@2031.yaml", ("unknown-reference", "'2031'")),
        ("dataset: year", "dataset: yaer", "indicators/made/datasets/yaer@2025.yaml", ("missing-file", "yaer.yaml")),
    ] {
        let mut folder = project(LATER);
        folder.files.remove(PATH);
        folder.files.insert(path.to_owned(), LATER.replace(from, to).into());
        let (definitions, found) = Definitions::load(&folder);
        assert!(definitions.is_none(), "{from} {to}");
        let told: Vec<(&str, String)> =
            found.iter().map(|one| (one.rule.as_str(), one.message.in_language(&["en"]).into_owned())).collect();
        let is_it = |one: &(&str, String)| one.0 == expected.0 && one.1.contains(expected.1);
        assert!(told.iter().any(is_it), "{from} {to}: {told:?}");
        assert!(found.iter().all(|one| one.span.file.as_deref().is_some_and(|file| file.contains("indicators/made"))));
    }
}

/// What a period did not ask for has no figure to trace, and that is said; nothing is said of a cell or of tables where none are.
#[test]
fn what_a_period_did_not_ask_for_is_not_traced() {
    let root = written(&project(LATER));
    let path = root.path().to_str().expect("a plain name");
    let told = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        let ran = command.args(["trace", path, "sales", "--language", "sv"]).args(more).output().expect("it runs");
        assert_eq!(ran.status.code(), Some(2));
        String::from_utf8(ran.stderr).expect("UTF-8")
    };
    let asked_later = told(&["--period", "2024"]);
    assert!(asked_later.contains("'sales' har ingen uppgift för 2024\n"), "{asked_later}");
    assert!(asked_later.contains("perioden frågade inte efter den; se 'nytta measure'"), "{asked_later}");
    let whole_alone = told(&["--period", "2025", "--breakdown", "municipality=a"]);
    assert!(whole_alone.contains("'sales' har ingen uppgift för 2025 och 'municipality=a'\n"), "{whole_alone}");
    assert!(whole_alone.contains("den delas inte upp; se 'nytta measure'"), "{whole_alone}");
}
