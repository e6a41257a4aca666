//! Rows are held against dataset, register, the period before and the reasons given.

use crate::trial::PROJECT;
use std::collections::{BTreeMap, BTreeSet};

use nytta::definition::Definitions;
use nytta::diagnostic::Severity;
use nytta::project::Folder;
use nytta::register::Register;
use nytta::table::Rows;
use nytta::table::accepted::Accepted;
use nytta::table::workbook::InProcess;
use nytta::validate::{Against, Explanations, Keep, Validated, validate};

const PACK: &str = "pack: trial
version: 1
title: { en: Trial }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists:
  - { codelist: gender, title: { en: Gender }, relation: exclusive }
  - { codelist: duration, title: { en: Duration }, relation: overlapping }
  - { codelist: municipality, title: { en: Municipality }, relation: exclusive, of: register, coarser: district }
  - { codelist: district, title: { en: District }, relation: exclusive, of: register }
  - { codelist: reason, title: { en: Reason }, relation: exclusive }
";
const DATASET: &str = "dataset: year
version: 1
title: { en: Year }
key: [organisation, year_start, year_end]
period: year_end
size: closing
missing: { nothing_to_report: ['-'], unknown: ['?'] }
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: year_start, type: date, required: true, label: { en: First day } }
  - { field: year_end, type: date, required: true, label: { en: Last day } }
  - { field: opening, type: decimal, unit: fte, required: true, minimum: 0, on_founding: '0', on_closing: PREVIOUS(closing), label: { en: Opening } }
  - { field: closing, type: decimal, unit: fte, required: true, minimum: 0, maximum: 500, on_closing: '0', label: { en: Closing } }
  - { field: hired, type: integer, unit: persons, flow: true, by: [gender], total: optional, columns: 'hired_{gender}', label: { en: Hired } }
  - { field: far, type: integer, unit: persons, flow: true, label: { en: Far } }
  - { field: far_group, type: integer, unit: persons, flow: true, by: [duration], total: none, total_of: far, columns: 'far_{duration}', label: { en: Far by duration } }
checks:
  - { check: chain, that: opening = PREVIOUS(closing), severity: warning, message: { en: 'opening {opening} is not {PREVIOUS(closing)}' } }
  - { check: far_within_hired, that: far <= hired, severity: error, message: { en: '{far} of {hired}' } }
";
const REGISTER: &str =
    "organisation,name,municipality,valid_from,valid_to,active_from,active_to,member_from,member_to,consent_to_be_named
5561000018,Ett,1880,,,2010-01-01,,2020-01-01,,yes
5561000026,Två,1883,,,2010-01-01,,2020-01-01,,no
5561000034,Nya,1880,,,2025-03-01,,2025-03-01,,no
5561000042,Slut,1880,,,2010-01-01,2025-06-30,2020-01-01,,no
5561000059,Utanför,1880,,,2010-01-01,,2020-01-01,2023-12-31,no
";
const HEADER: &str = "organisation;year_start;year_end;opening;closing;hired;hired_women;hired_men;hired_not_stated;far;far_months_12;far_months_24\n";
const EN: &[&str] = &["en"];

fn folder(explanations: &str) -> Folder {
    let codes = |codes: &str| format!("code,parent,valid_from,valid_to,label_en\n{codes}");
    let files = [
        ("nytta.yaml", PROJECT.to_owned()),
        ("organisations.csv", REGISTER.to_owned()),
        (
            "explanations.csv",
            format!("organisation,period,dataset,check,values,reason_code,text,publish\n{explanations}"),
        ),
        ("indicators/trial/pack.yaml", PACK.to_owned()),
        ("indicators/trial/datasets/year.yaml", DATASET.to_owned()),
        ("indicators/trial/codelists/gender.csv", codes("women,,,,Women\nmen,,,,Men\nnot_stated,,,,Not stated\n")),
        ("indicators/trial/codelists/duration.csv", codes("months_12,,,,12 months\nmonths_24,months_12,,,24 months\n")),
        ("indicators/trial/codelists/municipality.csv", codes("1880,north,,,One\n1883,south,,,Two\n")),
        ("indicators/trial/codelists/district.csv", codes("north,,,,North\nsouth,,,,South\n")),
        ("indicators/trial/codelists/reason.csv", codes("staff,,,,Staff\nother,,,,Another\n")),
    ];
    Folder { files: files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect() }
}

/// Validates files of one period; names and rows without the header.
fn run(period: &str, files: &[(&str, &str)], previous: Option<&Accepted>, explanations: &str) -> Validated {
    run_in(&folder(explanations), period, (HEADER, files), previous)
}

fn run_in(
    folder: &Folder,
    period: &str,
    (header, files): (&str, &[(&str, &str)]),
    previous: Option<&Accepted>,
) -> Validated {
    let (definitions, found) = Definitions::load(folder);
    let definitions = definitions.unwrap_or_else(|| panic!("{found:?}"));
    let (register, found) = Register::read(folder, &definitions);
    assert!(found.is_empty(), "{found:?}");
    let (explanations, _) = Explanations::read(folder, &definitions);
    let batches: Vec<_> = files
        .iter()
        .flat_map(|(name, rows)| {
            nytta::table::read(name, format!("{header}{rows}").as_bytes(), &definitions, &InProcess).batches
        })
        .collect();
    let period = definitions.project.period(period).expect("it is there");
    let (register, explanations) = (&register, &explanations);
    let known = &BTreeMap::new();
    let against =
        Against { period, definitions: &definitions, register, previous, known, explanations, keeps: Keep::All };
    let rows: Vec<Rows> = batches.iter().map(Rows::Held).collect();
    validate(&rows, "year", &against).expect("all rows are at hand")
}

/// Findings as `cell rule`.
fn found(validated: &Validated) -> Vec<String> {
    let cell = |span: &nytta::source::Span| span.cell().unwrap_or_else(|| span.to_string());
    validated.diagnostics.iter().map(|one| format!("{} {}", cell(&one.span), one.rule)).collect()
}

fn number(accepted: &Accepted, column: &str, row: usize) -> Option<String> {
    accepted.batch.columns[column].written(row)
}

#[test]
fn what_is_to_be_written_where_nothing_stands_is_told_of_its_kind() {
    let validated = run("2024", &[("a.csv", "5561000018;2024-01-01;;;1;;;;;;;\n5561000026;;?;1;1;;;;;;;\n")], None, "");
    let hint = |cell: &str| {
        let at = found(&validated).iter().position(|one| one == &format!("{cell} required-value-missing"));
        validated.diagnostics[at.unwrap_or_else(|| panic!("{:?}", found(&validated)))].hint.in_language(EN).into_owned()
    };
    assert!(hint("C2").starts_with("write the day, such as 2024-12-31;"), "{}", hint("C2"));
    assert!(hint("B3").starts_with("write the day, such as 2024-01-01;"), "{}", hint("B3"));
    assert!(hint("D2").starts_with("write the figure, or 0 if"), "{}", hint("D2"));
    // A word stands where a day must: it is not told as nothing.
    let word = validated.diagnostics.iter().find(|one| one.rule == "missing-word-in-key").expect("C3 says '?'");
    assert_eq!(word.span.cell().as_deref(), Some("C3"));
    assert_eq!(word.message.in_language(EN), "'?' is not enough here: 'year_end' must be answered");
    assert!(word.hint.in_language(EN).starts_with("write the day, such as 2024-12-31;"), "{word:?}");
}

#[test]
fn a_clean_row_is_accepted_without_a_word() {
    let validated = run("2024", &[("a.csv", "556100-0018;2024-01-01;2024-12-31;2;3,5;3;1;1;1;2;2;1\n")], None, "");
    assert_eq!(found(&validated), [""; 0]);
    assert_eq!(validated.counts, BTreeMap::from([("a.csv".to_owned(), (1, 0))]));
    assert_eq!(validated.accepted.organisations, ["5561000018"]);
    assert_eq!(validated.accepted.from_register, [false]);
    assert_eq!(validated.not_compared, BTreeMap::from([("year.chain".to_owned(), 1)]));
}

#[test]
fn every_fault_is_told_once_at_its_cell() {
    let rows = "5561000018;2024-01-01;2024-12-31;;-1;3;1;1;1;4;1;2
5561000026;2024-01-01;2024-12-31;abc;501;5;2;2;;1;2;1
5561000059;2023-01-01;2024-12-31;1;1;;;;;;;
5560160680;2023-01-01;2023-12-31;1;1;;;;;;;
";
    let validated = run("2024", &[("a.csv", rows)], None, "");
    assert_eq!(
        found(&validated),
        [
            "D2 required-value-missing",
            "E2 value-too-small",
            "J2 year.far_within_hired",
            "L2 part-exceeds-containing-part",
            "E3 value-too-large",
            "F3 parts-differ-from-total",
            "K3 part-exceeds-total",
            "A4 outside-population",
            "B4 unusual-year",
            "A5 unknown-organisation",
            "C5 day-in-no-period",
        ]
    );
    assert_eq!(validated.counts["a.csv"], (0, 4));
    let message = |rule: &str| {
        let finding = validated.diagnostics.iter().find(|one| one.rule == rule).expect("it was found");
        finding.message.in_language(EN).into_owned()
    };
    assert_eq!(message("parts-differ-from-total"), "the parts 2 + 2 add up to 4, but 'hired' is '5'");
    assert_eq!(message("year.far_within_hired"), "4 of 3");
}

#[test]
fn a_part_that_is_too_large_is_one_fault_and_columns_have_names() {
    // 24 months is more than 12 months, and more than the total of all groups: one slip of the pen.
    let validated = run("2024", &[("a.csv", "5561000018;2024-01-01;2024-12-31;1;1;9;3;3;3;5;2;9\n")], None, "");
    assert_eq!(found(&validated), ["L2 part-exceeds-containing-part"]);
    // Without the column of the total in the file its label stands in the message.
    let header = "organisation;year_start;year_end;opening;closing;far_months_12\n";
    let row = "5561000018;2024-01-01;2024-12-31;1;1;4\n";
    let folder = folder("");
    let definitions = Definitions::load(&folder).0.expect("it loads");
    let (register, _) = Register::read(&folder, &definitions);
    let mut batches =
        nytta::table::read("a.csv", format!("{header}{row}").as_bytes(), &definitions, &InProcess).batches;
    let totals = nytta::table::read(
        "b.csv",
        format!("{HEADER}5561000018;2024-01-01;2024-12-31;1;1;;;;;3;;\n").as_bytes(),
        &definitions,
        &InProcess,
    );
    batches[0].columns.insert("far".to_owned(), totals.batches[0].columns["far"].clone());
    let period = definitions.project.period("2024").expect("it is there");
    let (register, explanations) = (&register, &Explanations::default());
    let (previous, known) = (None, &BTreeMap::new());
    let against =
        Against { period, definitions: &definitions, register, previous, known, explanations, keeps: Keep::All };
    let rows: Vec<Rows> = batches.iter().map(Rows::Held).collect();
    let validated = validate(&rows, "year", &against).expect("all rows are at hand");
    let said: Vec<_> = validated.diagnostics.iter().map(|one| one.message.in_language(EN)).collect();
    assert_eq!(said, ["'far_months_12' is 4, more than the total of 3 in 'Far'"]);
}

#[test]
fn missing_is_never_zero_but_nothing_to_report_of_a_flow_is() {
    let rows = "5561000018;2024-01-01;2024-12-31;1;?;-;-;-;-;-;-;-
5561000026;2024-01-01;2024-12-31;1;1;5;2;;;6;;
";
    let validated = run("2024", &[("a.csv", rows)], None, "");
    // The men of the second row are blank: the rest may stand there.
    assert_eq!(found(&validated), ["H3 unanswered-parts", "J3 year.far_within_hired"]);
    let dash = run("2024", &[("a.csv", "5561000018;2024-01-01;2024-12-31;1;1;-;-;-;-;6;;\n")], None, "");
    let [found] = &dash.diagnostics[..] else { panic!("{:?}", dash.diagnostics) };
    assert_eq!(found.message.in_language(EN), "6 of 0", "a dash that was read as 0 is said as 0");
    assert_eq!(validated.not_compared["year.hired"], 1);
    assert_eq!(number(&validated.accepted, "closing", 0), None);
}

#[test]
fn a_whole_is_not_unknown_where_all_its_parts_are_given() {
    let hired = |cells: &str| {
        run("2024", &[("a.csv", &format!("5561000018;2024-01-01;2024-12-31;1;1;{cells};;;\n"))], None, "")
    };
    let [told] = &hired("?;9;12;0").diagnostics[..] else { panic!("the whole is told") };
    assert_eq!((told.rule.as_str(), told.span.cell().as_deref()), ("whole-not-answered", Some("F2")));
    let said = "'hired' is answered '?', but 21 is given for 'hired_women', 'hired_men', 'hired_not_stated'";
    assert_eq!(told.message.in_language(EN), said);
    // What is blank is added up, and what is known in part may be unknown as a whole.
    for cells in [";9;12;0", "?;9;;", "?;;;", "?;9;?;0"] {
        assert!(hired(cells).diagnostics.iter().all(|one| one.rule != "whole-not-answered"), "{cells}");
    }
    assert_eq!(number(&hired(";9;12;0").accepted, "hired", 0), Some("21".to_owned()));
    // How many did not say is not known either: the rest of the whole.
    assert_eq!(found(&hired("11;6;4;?")), [""; 0]);
    assert_eq!(found(&hired("11;6;4;")), ["F2 parts-differ-from-total"]);
}

#[test]
fn one_key_in_two_files_is_an_error_in_both() {
    let row = "5561000018;2024-01-01;2024-12-31;1;1;;;;;;;\n";
    let other = "5561000026;2024-01-01;2024-06-30;1;1;;;;;;;\n5561000026;2024-07-01;2024-12-31;1;1;;;;;;;\n";
    let validated = run("2024", &[("a.csv", row), ("b.csv", row), ("c.csv", other)], None, "");
    let rules: Vec<_> = validated.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    assert_eq!(
        rules.iter().map(|one| format!("{} {}", one.span, one.rule)).collect::<Vec<_>>(),
        [
            "a.csv:2:1 duplicate-key",
            "b.csv:2:1 duplicate-key",
            "c.csv:2:1 second-year-in-period",
            "c.csv:3:1 second-year-in-period",
        ]
    );
    assert!(rules[0].message.in_language(EN).ends_with("also in b.csv, row 2"));
    assert!(rules[0].hint.in_language(EN).contains("move the older one to the folder 'superseded'"));
    assert!(validated.accepted.organisations.is_empty());
    // Nobody is told to move a file whose other rows would then not count.
    let accountant = format!("{row}5561000026;2024-01-01;2024-12-31;1;1;;;;;;;\n");
    let validated = run("2024", &[("a.csv", row), ("b.csv", &accountant)], None, "");
    assert_eq!(found(&validated), ["A2 duplicate-key", "A2 duplicate-key"]);
    for one in &validated.diagnostics {
        let hint = one.hint.in_language(EN);
        assert!(hint.contains("'b.csv' holds other rows") && !hint.contains("superseded"), "{hint}");
    }
    assert_eq!(validated.accepted.organisations, ["5561000026"]);
}

#[test]
fn a_reason_settles_a_warning_unless_it_says_nothing() {
    let before = run(
        "2024",
        &[("a.csv", "5561000018;2024-01-01;2024-12-31;2;3,5;;;;;;;\n5561000026;2024-01-01;2024-12-31;2;2;;;;;;;\n")],
        None,
        "",
    )
    .accepted;
    let rows = "5561000018;2025-01-01;2025-12-31;4;4;;;;;;;\n5561000026;2025-01-01;2025-12-31;1;1;;;;;;;\n";
    let explanations = "5561000018,2025,year,chain,opening=4,staff,Two subsidies ended,yes
5561000026,2025,year,year.chain,,,ok.,no
5561000026,2025,year,far_within_hired,,staff,,no
";
    let validated = run("2025", &[("b.csv", rows)], Some(&before), explanations);
    let told: Vec<_> = validated.diagnostics.iter().map(|one| (one.rule.as_str(), one.severity)).collect();
    assert_eq!(
        told,
        [
            ("year.chain", Severity::Note),
            ("year.chain", Severity::Warning),
            ("poor-reason", Severity::Note),
            ("reason-without-warning", Severity::Note),
        ]
    );
    assert_eq!(validated.diagnostics[0].message.in_language(EN), "opening 4 is not 3.5");
    assert_eq!(validated.accepted.unsettled[..2], [BTreeSet::new(), BTreeSet::from(["opening".to_owned()])]);
    let reason = &validated.accepted.reasons[0][0];
    assert_eq!((reason.check.as_str(), reason.code.as_str()), ("year.chain", "staff"));
    assert_eq!(
        (reason.words.as_deref(), &reason.fields[..]),
        (Some("Two subsidies ended"), &["opening".to_owned()][..])
    );
    for words in ["", "-", ". . . .", "x", "xxxxxx", "ok ok!", "Det är rätt", "Siffran stämmer, se bilaga", "Vet inte"]
    {
        let said =
            run("2025", &[("b.csv", rows)], Some(&before), &format!("5561000018,2025,year,chain,,,\"{words}\",no\n"));
        assert!(found(&said).iter().any(|one| one.ends_with("poor-reason")), "'{words}': {:?}", found(&said));
        assert!(!said.accepted.unsettled[0].is_empty(), "'{words}'");
    }
    for (words, is_poor) in [("", true), ("ok", true), ("Two subsidies ended", false)] {
        let said = run(
            "2025",
            &[("b.csv", rows)],
            Some(&before),
            &format!("5561000018,2025,year,chain,opening=4,other,{words},no\n"),
        );
        let found = found(&said);
        assert_eq!(found.iter().any(|one| one.ends_with("poor-reason")), is_poor, "'{words}': {found:?}");
        assert_eq!(!said.accepted.unsettled[0].is_empty(), is_poor, "'{words}'");
    }
    // Words that give no reason are repeated where they are known to be nobody's name.
    for (words, value) in [("Anna", None), ("Ali 46", None), ("ok ok!", Some("ok ok!"))] {
        let said =
            run("2025", &[("b.csv", rows)], Some(&before), &format!("5561000018,2025,year,chain,,,{words},no\n"));
        let poor = said.diagnostics.iter().find(|one| one.rule == "poor-reason").expect("it says nothing");
        assert_eq!(poor.value.as_deref(), value);
        let texts = [&poor.message, &poor.hint].map(|said| said.in_each().0.into_values().collect::<String>());
        assert_eq!(texts.concat().contains(words), value.is_some(), "{texts:?}");
    }
    let labelled = run("2025", &[("b.csv", rows)], Some(&before), "5561000018,2025,year,chain,opening=4,STAFF,,no\n");
    assert_eq!(labelled.accepted.reasons[0][0].code, "staff", "a reason may be named by its label");
    assert_eq!(
        labelled.diagnostics[0].hint.in_language(EN),
        "a reason has been given: 'Staff'; nothing more is needed"
    );
    let unnamed = run("2025", &[("b.csv", rows)], Some(&before), "5561000026,2025,year,chain,,staff,Moved,yes\n");
    assert_eq!(unnamed.accepted.reasons[1][0].words, None, "no words without consent to be named");
    let broken = rows.replacen(";4;4;", ";x;4;", 1);
    let broken = run("2025", &[("b.csv", &broken)], Some(&before), "5561000018,2025,year,chain,opening=4,staff,,no\n");
    assert!(!found(&broken).iter().any(|one| one.ends_with("reason-without-warning")), "{:?}", found(&broken));
    let later = run("2025", &[("b.csv", rows)], Some(&before), "5561000018,2025,year,chain,opening=5,staff,,no\n");
    assert!(found(&later).iter().any(|one| one.ends_with("outdated-reason")));
    assert!(!later.accepted.unsettled[0].is_empty());
}

#[test]
fn a_reason_that_is_not_in_the_list_is_told_by_what_the_list_calls_its_reasons() {
    let told = |reason: &str| {
        let folder = folder(&format!("5561000018,2025,year,chain,opening=4,{reason},,no\n"));
        let definitions = Definitions::load(&folder).0.expect("definitions");
        let (_, found) = Explanations::read(&folder, &definitions);
        let said = |text: &nytta::diagnostic::Said| text.in_language(&["sv"]).into_owned();
        found.iter().map(|one| format!("{} → {}", said(&one.message), said(&one.hint))).collect::<Vec<_>>()
    };
    let unknown = |reason: &str| format!("projektet har inget som heter '{reason}' (skäl) som ett skäl kan gälla");
    assert_eq!(told("Stafff"), [format!("{} → skriv något av dessa: 'Staff'", unknown("Stafff"))]);
    assert_eq!(told("Weather"), [format!("{} → skriv något av dessa: 'Staff', 'Another'", unknown("Weather"))]);
}

#[test]
fn a_reason_without_values_is_told_which_to_write() {
    let before = run("2024", &[("a.csv", "5561000018;2024-01-01;2024-12-31;2;3,5;;;;;;;\n")], None, "").accepted;
    let row = "5561000018;2025-01-01;2025-12-31;4,5;4;;;;;;;\n";
    let validated = run("2025", &[("b.csv", row)], Some(&before), "5561000018,2025,year,chain,,staff,Moved,no\n");
    assert_eq!(found(&validated), ["D2 year.chain", "D2 reason-without-values"]);
    assert_eq!(validated.diagnostics[1].hint.in_language(EN), "write opening=4.5 in its column 'values'");
    assert!(validated.accepted.unsettled[0].is_empty(), "the reason holds until it is known to be out of date");
    let dated = "5561000018,2025,year,chain,opening=4.5,staff,Moved,no\n";
    assert_eq!(found(&run("2025", &[("b.csv", row)], Some(&before), dated)), ["D2 year.chain"]);
}

#[test]
fn numbers_that_were_worked_out_are_written_as_each_language_writes_them() {
    let before = run("2024", &[("a.csv", "5561000018;2024-01-01;2024-12-31;2;3,50;;;;;;;\n")], None, "").accepted;
    let row = "5561000018;2025-01-01;2025-12-31;4,50;500,5;6;5;2;-;7;8;\n";
    let validated = run("2025", &[("b.csv", row)], Some(&before), "");
    let told = |rule: &str, language: &str| {
        let finding = validated.diagnostics.iter().find(|one| one.rule == rule).expect("it was found");
        finding.message.in_language(&[language]).replace('\u{a0}', " ")
    };
    // What a rule quotes stays as it was written; what a check says and what was worked out follows the language.
    assert_eq!(told("year.chain", "en"), "opening 4.5 is not 3.5");
    assert_eq!(told("value-too-large", "sv"), "'500,5' är mer än 500, det mesta som 'closing' kan vara");
    assert_eq!(told("parts-differ-from-total", "sv"), "delarna 5 + 2 + 0 blir 7, men 'hired' är '6'");
}

#[test]
fn the_register_gives_opening_values_of_the_founded_and_closing_values_of_the_silent() {
    let before = run("2024", &[("a.csv", "5561000042;2024-01-01;2024-12-31;2;3,5;;;;;;;\n")], None, "").accepted;
    let founded = "5561000034;2025-03-01;2025-12-31;;2;;;;;;;\n";
    let validated = run("2025", &[("b.csv", founded)], Some(&before), "");
    assert_eq!(found(&validated), ["B2 unusual-year"]);
    let accepted = &validated.accepted;
    assert_eq!(accepted.organisations, ["5561000034", "5561000042"]);
    assert_eq!(accepted.from_register, [false, true]);
    assert_eq!((number(accepted, "opening", 0), number(accepted, "closing", 0)), (Some("0".into()), Some("2".into())));
    assert_eq!(
        (number(accepted, "opening", 1), number(accepted, "closing", 1)),
        (Some("3.5".into()), Some("0".into()))
    );
    assert_eq!(number(accepted, "hired", 1), None);
    assert_eq!(accepted.batch.span(1).to_string(), "organisations.csv:5");
    assert_eq!(validated.counts["b.csv"], (1, 0));

    let differs = run("2025", &[("b.csv", "5561000034;2025-03-01;2025-12-31;4;2;;;;;;;\n")], Some(&before), "");
    assert!(found(&differs).contains(&"D2 founding-value-differs".to_owned()));
    let answered = "5561000042;2025-01-01;2025-06-30;3,5;x;;;;;;;\n";
    let rejected = run("2025", &[("b.csv", answered)], Some(&before), "");
    assert!(rejected.accepted.organisations.is_empty(), "an answer that is rejected is not replaced");
}

#[test]
fn a_total_left_out_is_the_sum_of_parts_that_are_all_given() {
    let rows = "5561000018;2024-01-01;2024-12-31;1;1;;2;1;-;;;
5561000026;2024-01-01;2024-12-31;1;1;;2;1;;;;
";
    let validated = run("2024", &[("a.csv", rows)], None, "");
    assert_eq!(found(&validated), ["I3 unanswered-total"]);
    assert_eq!(number(&validated.accepted, "hired", 0).as_deref(), Some("3"));
    assert_eq!(number(&validated.accepted, "hired", 1), None, "who was not stated is not known to be nobody");
}

#[test]
fn a_total_whose_other_split_is_given_asks_for_the_sum() {
    // `far` is split by kind, and once more by gender.
    let by_gender = DATASET
        .replace("field: far, type: integer, unit: persons, flow: true,", "field: far, type: integer, unit: persons, flow: true, core: true, by: [duration_of], total: optional, columns: 'far_for_{duration_of}',")
        .replace("by: [duration], total: none, total_of: far, columns: 'far_{duration}'", "by: [gender], total: none, total_of: far, columns: 'far_{gender}'");
    let pack = PACK.replace(
        "  - { codelist: duration,",
        "  - { codelist: duration_of, title: { en: Kind }, relation: exclusive }\n  - { codelist: duration,",
    );
    let mut folder = folder("");
    for (path, text) in [
        ("indicators/trial/datasets/year.yaml", by_gender.as_str()),
        ("indicators/trial/pack.yaml", &pack),
        (
            "indicators/trial/codelists/duration_of.csv",
            "code,parent,valid_from,valid_to,label_en\nshort,,,,Short\nnot_stated,,,,Not stated\n",
        ),
    ] {
        folder.files.insert(path.to_owned(), text.as_bytes().into());
    }
    let header = "organisation;year_start;year_end;opening;closing;far;far_for_short;far_for_not_stated;far_women;far_men;far_not_stated\n";
    let told = |answers: &str| {
        let row = format!("5561000018;2024-01-01;2024-12-31;1;1;{answers}\n");
        let validated = run_in(&folder, "2024", (header, &[("a.csv", &row)]), None);
        let said = |one: &nytta::diagnostic::Diagnostic| {
            format!("{} – {}", one.message.in_language(EN), one.hint.in_language(EN))
        };
        let totals = validated.diagnostics.iter().filter(|one| one.rule == "unanswered-total").map(said).collect();
        (found(&validated), totals)
    };
    let sum = |given: &str| format!("given: {given}, but 'far' has no sum – write the sum in 'far'");
    assert_eq!(
        told(";;;2;1;0"),
        (vec!["F2 unanswered-total".to_owned()], vec![sum("'far_women', 'far_men', 'far_not_stated' (2 + 1 + 0)")])
    );
    assert_eq!(told(";;;2;;"), (vec!["F2 unanswered-total".to_owned()], vec![sum("'far_women' (2)")]));
    // Its own parts are added up, and one fault is one finding: also the question itself is not asked once more.
    let (places, said) = told(";2;;2;1;0");
    assert_eq!(places, ["H2 unanswered-total"]);
    let parts: &[String] = &said;
    assert_eq!(
        parts,
        [
            "given: 'far_for_short' (2), but 'far' has no sum – without an answer: 'far_for_not_stated' – write 0 if there was none; otherwise the figure, or the sum in 'far'"
        ]
    );
    assert_eq!(told(";2;1;2;1;0").0, Vec::<String>::new());
    assert_eq!(told("3;;;2;1;0").0, ["G2 unanswered-parts"]);
    assert_eq!(told("?;;;2;1;0").0, ["F2 whole-not-answered"], "all by gender are given");
    assert_eq!(told("?;;;2;;").0, Vec::<String>::new());
    assert_eq!(told(";;;;;").0, ["F2 unanswered-questions"]);
}

#[test]
fn who_closed_without_a_record_before_is_known_from_the_register_too() {
    let row = "556100-0018;2025-01-01;2025-12-31;3;3;;;;;;;";
    let elsewhere = run("2024", &[("2024/ett.csv", "556100-0018;2024-01-01;2024-12-31;2;3;;;;;;;")], None, "").accepted;
    for previous in [None, Some(&elsewhere)] {
        let accepted = run("2025", &[("2025/ett.csv", row)], previous, "").accepted;
        assert_eq!(accepted.organisations, ["5561000018", "5561000042"]);
        assert_eq!(accepted.from_register, [false, true]);
        assert_eq!(accepted.batch.columns["closing"].written(1).as_deref(), Some("0"));
        assert_eq!(accepted.batch.columns["opening"].written(1), None);
        assert_eq!(accepted.batch.columns["organisation"].text(1), Some("5561000042"));
    }
    assert!(run("2025", &[], None, "").accepted.organisations.is_empty());
}
