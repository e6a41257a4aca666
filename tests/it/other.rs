//! Checks across datasets: what an organisation says in one is held against what it says in another of the same period.

use std::collections::BTreeMap;

use nytta::definition::Definitions;
use nytta::pipeline::{self, Validation};
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

use super::trial::PROJECT;
use super::watch::number;

const PACK: &str = "pack: trial
version: 1
title: { en: Trial }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists: [ { codelist: kind, title: { en: Kind }, relation: exclusive } ]
";
/// By its name it stands before the one that its checks look at.
const ACCOUNTS: &str = "dataset: accounts
version: 1
title: { en: Accounts }
key: [organisation]
period: day
missing: { nothing_to_report: ['-'] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: day, type: date, required: true, label: { en: Accounted on } }
  - { field: income, type: money, flow: true, label: { en: Income } }
checks:
  - { check: as_reported, that: income = OTHER(year.turnover), severity: error, message: { en: '{income} here, {OTHER(year.turnover)} there' } }
  - { check: small, that: income < 900, when: \"OTHER(year.kind) = 'shop'\", message: { en: too much for a shop } }
";
const YEAR: &str = "dataset: year
version: 1
title: { en: Year }
key: [organisation, part]
period: last
missing: { nothing_to_report: ['-'] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: part, type: text, required: true, label: { en: Part } }
  - { field: last, type: date, required: true, label: { en: Last day } }
  - { field: turnover, type: money, flow: true, minimum: 0, label: { en: Turnover } }
  - { field: people, type: integer, unit: persons, flow: true, label: { en: People } }
  - { field: kind, type: code, codelist: kind, label: { en: Kind } }
";

const ACCOUNTS_FILE: &str = "indicators/trial/datasets/accounts.yaml";
const YEAR_FILE: &str = "indicators/trial/datasets/year.yaml";

fn folder(accounts: &str, year: &str) -> Folder {
    let members: Vec<String> = (0..9).map(|at| format!("{},Number {at},2020-01-01\n", number(at))).collect();
    let files = [
        ("nytta.yaml", PROJECT.to_owned()),
        ("organisations.csv", format!("organisation,name,member_from\n{}", members.concat())),
        ("indicators/trial/pack.yaml", PACK.to_owned()),
        (ACCOUNTS_FILE, ACCOUNTS.to_owned()),
        (YEAR_FILE, YEAR.to_owned()),
        (
            "indicators/trial/codelists/kind.csv",
            "code,parent,valid_from,valid_to,label_en\nshop,,,,Shop\ncafe,,,,Café\n".to_owned(),
        ),
        ("submissions/2025/accounts.csv", format!("organisation;day;income\n{accounts}")),
        ("submissions/2025/year.csv", format!("organisation;part;last;turnover;people;kind\n{year}")),
    ];
    Folder { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect() }
}

/// Incomes by organisation, and what each says of the year: part, turnover, kind.
fn project(accounts: &[(usize, &str)], year: &[(usize, &str, &str, &str)]) -> Folder {
    let accounts = accounts.iter().map(|(at, income)| format!("{};2025-12-31;{income}\n", number(*at)));
    let year = year
        .iter()
        .map(|(at, part, turnover, kind)| format!("{};{part};2025-12-31;{turnover};1;{kind}\n", number(*at)));
    folder(&accounts.collect::<String>(), &year.collect::<String>())
}

/// Every way in which a project is validated.
fn validations(folder: &Folder) -> [Validation; 3] {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    [
        pipeline::validate(folder, &loaded, &InProcess),
        pipeline::findings_from(folder, &loaded, &InProcess, 1),
        pipeline::figures_from(folder, &loaded, &InProcess, 1),
    ]
}

/// Findings as `file cell rule: message`.
fn found(validation: &Validation) -> Vec<String> {
    let all = validation.files.iter().flat_map(|file| &file.diagnostics);
    all.map(|one| {
        let file = one.span.file.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let cell = one.span.cell().unwrap_or_default();
        format!("{file} {cell} {}: {}", one.rule, one.message.in_language(&["en"]))
    })
    .collect()
}

#[test]
fn what_an_organisation_says_in_two_datasets_is_compared() {
    let accounts = [(0, "500"), (1, "500"), (2, "500"), (3, "500"), (4, "500"), (5, "0"), (6, "950"), (7, "950")];
    let year = [
        (0, "a", "500", "cafe"),
        (1, "a", "1500.5", "cafe"),
        // Of the third nothing counts, the fourth sent nothing, the fifth two rows that count.
        (2, "a", "-7", "cafe"),
        (4, "a", "300", "cafe"),
        (4, "b", "200", "cafe"),
        // Nothing to report of a flow is 0.
        (5, "a", "-", "cafe"),
        (6, "a", "950", "shop"),
        (7, "a", "950", "cafe"),
    ];
    for validation in validations(&project(&accounts, &year)) {
        assert_eq!(
            found(&validation),
            [
                "accounts.csv C3 accounts.as_reported: 500 here, 1,500.5 there",
                "accounts.csv C7 nil-return: every figure in this row is zero or missing",
                "accounts.csv C8 accounts.small: too much for a shop",
                "year.csv D4 value-too-small: '-7' is less than 0, the least that 'turnover' can be",
            ]
        );
        let counts: BTreeMap<&str, (u32, u32)> = (validation.files.iter())
            .map(|file| (file.reading.dataset.as_deref().unwrap_or_default(), (file.accepted, file.rejected)))
            .collect();
        assert_eq!(counts, BTreeMap::from([("accounts", (7, 1)), ("year", (7, 1))]), "an error rejects its row");
        let not_compared = |check: &str| validation.not_compared["2025"].get(check).copied();
        assert_eq!(not_compared("accounts.as_reported"), Some(3));
        assert_eq!(not_compared("accounts.small"), Some(3));
    }
}

#[test]
fn a_dataset_that_nobody_sent_is_nothing_to_compare_with() {
    for validation in validations(&project(&[(0, "500"), (1, "600")], &[])) {
        assert!(found(&validation).iter().all(|one| !one.contains("accounts.")), "{:?}", found(&validation));
        assert_eq!(validation.not_compared["2025"]["accounts.as_reported"], 2);
    }
}

#[test]
fn a_row_of_another_year_is_not_held_against_this_years_dataset() {
    let mut folder = project(&[], &[(0, "a", "500", "cafe")]);
    let row = format!("organisation;day;income\n{};2024-12-31;700\n", number(0));
    folder.files.insert("submissions/2025/accounts.csv".to_owned(), row.into());
    for validation in validations(&folder) {
        let rules: Vec<String> =
            validation.files.iter().flat_map(|file| &file.diagnostics).map(|one| one.rule.clone()).collect();
        assert_eq!(rules, ["wrong-period"]);
    }
}

/// What is wrong with definitions in which a text of a file is another, with what each finding points at.
fn faults(path: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let mut folder = project(&[], &[]);
    let text = folder.text(path).expect("UTF-8").to_owned();
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    folder.files.insert(path.to_owned(), text.clone().into());
    let (_, found) = Definitions::load(&folder);
    let place =
        |at: &nytta::diagnostic::Diagnostic| at.span.bytes.map_or("", |(start, end)| &text[start..end]).to_owned();
    found.iter().map(|one| (one.rule.clone(), place(one))).collect()
}

#[test]
fn a_definition_says_what_is_wrong_with_what_it_looks_at() {
    let that = "that: income = OTHER(year.turnover)";
    let of_check = |to: &str| faults(ACCOUNTS_FILE, that, &format!("that: \"{to}\""));
    let told = |rule: &str, at: &str| vec![(rule.to_owned(), at.to_owned())];
    assert_eq!(of_check("income > OTHER(year.turnovr)"), told("unknown-name", "OTHER(year.turnovr)"));
    assert_eq!(of_check("income > OTHER(yaer.turnover)"), told("unknown-name", "OTHER(yaer.turnover)"));
    // Which rows of its own dataset count is not known yet.
    assert_eq!(of_check("income > OTHER(accounts.income)"), told("unknown-name", "OTHER(accounts.income)"));
    assert_eq!(of_check("income > OTHER(year.people)"), told("unit-mismatch", ">"));
    assert_eq!(of_check("income > OTHER(year.kind)"), told("type-mismatch", "OTHER(year.kind)"));
    assert_eq!(of_check("income > OTHER(turnover)"), told("not-in-subset", "turnover"));
    assert_eq!(of_check("income > OTHER(year.turnover.x)"), told("not-in-subset", "year.turnover.x"));
    assert_eq!(of_check("income > year.turnover"), told("not-in-subset", "year.turnover"));
    assert_eq!(of_check("OTHER(year.kind) = 'shops'"), told("unknown-reference", "'shops'"));
    assert_eq!(
        of_check("COALESCE(OTHER(year.turnover), 0) < 9"),
        told("missing-made-number", "COALESCE(OTHER(year.turnover), 0)")
    );
    let place = faults(ACCOUNTS_FILE, "{OTHER(year.turnover)} there", "{OTHER(year.turnovr)} there");
    assert_eq!(place.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(), ["unknown-reference"]);
    // Nothing but a check knows another dataset.
    let founding = "flow: true, on_founding: OTHER(year.turnover), label: { en: Income }";
    let found = faults(ACCOUNTS_FILE, "flow: true, label: { en: Income }", founding);
    assert_eq!(found, told("not-in-subset", "OTHER(year.turnover)"));
}

#[test]
fn datasets_do_not_look_at_each_other_in_a_circle() {
    let check = "checks: [ { check: back, that: turnover >= OTHER(accounts.income), message: { en: less } } ]\n";
    let circle = faults(YEAR_FILE, "fields:\n", &format!("{check}fields:\n"));
    assert_eq!(circle, [("circular-checks".to_owned(), "turnover >= OTHER(accounts.income)".to_owned())]);
    let guarded = check.replace("turnover >= OTHER(accounts.income)", "turnover > 1, when: OTHER(accounts.income) > 1");
    let circle = faults(YEAR_FILE, "fields:\n", &format!("{guarded}fields:\n"));
    assert_eq!(circle, [("circular-checks".to_owned(), "OTHER(accounts.income) > 1".to_owned())]);
}

#[test]
fn by_which_rules_a_dataset_counts_hangs_on_those_that_it_looks_at() {
    let rules = |from: &str, to: &str| {
        let mut folder = project(&[], &[]);
        folder.files.insert(YEAR_FILE.to_owned(), YEAR.replacen(from, to, 1).into());
        let definitions = Definitions::load(&folder).0.expect("it loads");
        ["accounts", "year"].map(|name| definitions.fingerprint_of_rules(&definitions.datasets[name]))
    };
    let (as_it_is, changed) = (rules("", ""), rules("minimum: 0", "minimum: 1"));
    assert!(as_it_is[0] != changed[0] && as_it_is[1] != changed[1], "{as_it_is:?} {changed:?}");
}
