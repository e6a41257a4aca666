//! Valuations: worked examples with known answers, published figures alone, every assumption told, and kept apart from counts.

use std::process::Command;

use nytta::definition::Definitions;
use nytta::definition::project::ReportPlan;
use nytta::disclosure::Release;
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;
use nytta::report::page_model;
use nytta::table::workbook::InProcess;
use nytta::valuation::{Account, Ends, Refusal, Valued, value};

use super::derived::{JOINED, folder};
use super::small::decimal;

/// 60 persons, 8,500 each, 40 % anyway, 30 % due to others, 30 % lost a year, two years, 3.5 %, for 250,000.
const FIRST: &str = "valuation: first
kind: sroi
title: { en: First }
definition: { en: What it is }
discount_rate: 3.5
first_year: undiscounted
inputs: [ { title: { en: Grant }, amount: 250000, source: Decision } ]
outcomes:
  - outcome: work
    title: { en: In work }
    quantity: 60
    deadweight: 40
    displacement: 0
    attribution: 30
    drop_off: 30
    years: 2
    source: Survey
    values: [ { title: { en: Income }, amount: 8500, source: Register } ]
sensitivity:
  - { of: deadweight, outcome: work, low: 20, high: 60 }
  - { of: discount_rate, low: 0, high: 0 }
  - { of: value, low: 50, high: 200 }
  - { of: years, low: 1, high: 3 }
  - { of: quantity, outcome: work, low: 90 %, high: 110 % }
";
/// 80 × 1,100 × 0.65 × 0.85 for 60,000: less than was put in.
const SECOND: &str = "valuation: first
kind: sroi
title: { en: Second }
definition: { en: What it is }
discount_rate: 0
first_year: discounted
inputs: [ { title: { en: Grant }, amount: 60000, source: Decision } ]
outcomes:
  - { outcome: work, title: { en: In work }, quantity: 80, deadweight: 35, displacement: 0, attribution: 15, drop_off: 0, years: 1,
      source: Survey, values: [ { title: { en: Income }, amount: 1100, source: Register } ] }
";
/// What falls to whom, of published full-time equivalents: 21 in 2025.
const ACCOUNTS: &str = "valuation: first
kind: accounts
title: { en: Accounts }
definition: { en: What it is }
discount_rate: 10
first_year: undiscounted
payers: [ { payer: state, title: { en: State } }, { payer: region, title: { en: Region } }, { payer: towns, title: { en: Towns } } ]
inputs:
  - { title: { en: Grants }, indicator: grants, payer: state, source: Figures }
  - { title: { en: Rent }, amount: 1000, payer: towns, source: Accounts }
outcomes:
  - outcome: work
    title: { en: Work }
    indicator: equivalents
    deadweight: 50
    displacement: 0
    attribution: 0
    drop_off: 50
    years: 2
    source: Survey
    values:
      - { title: { en: Tax }, amount: 20000, payer: state, source: Tables }
      - { title: { en: Allowance }, amount: 10000, payer: towns, source: Tables }
";
const LEFT_OUT: [&str; 3] = ["share", JOINED[0], JOINED[1]];

fn project(valuation: &str, changes: &[(&str, &str)]) -> Folder {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], changes, &LEFT_OUT);
    project.files.insert("valuations/first.yaml".to_owned(), valuation.to_owned().into());
    let plain = project.text("nytta.yaml").expect("a text");
    let asking = plain.replace("template: region }", "template: region, valuations: [first] }");
    project.files.insert("nytta.yaml".to_owned(), asking.into());
    project
}

fn released(folder: &Folder, period: &str) -> (Loaded, Release) {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.diagnostics, []);
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    let of = loaded.definitions.project.period(period).expect("a period").clone();
    let release = pipeline::release(folder, &loaded, &validation, &of).0;
    (loaded, release)
}

fn valued(valuation: &str, period: &str) -> Result<Valued, Refusal> {
    let (loaded, release) = released(&project(valuation, &[]), period);
    value(&loaded.definitions.valuations["first"], &release, period)
}

/// 60 × 8,500 = 510,000; × 0.6 × 0.7 = 214,200; the second year × 0.7 = 149,940. Undiscounted first year: 214,200 +
/// 149,940 ÷ 1.035 = 359,069.57, 1.436 for each unit. By the Guide: ÷ 1.035 once more, 346,927.12 and 1.388.
#[test]
fn the_first_worked_example_comes_out_by_both_conventions() {
    let told = valued(FIRST, "2025").expect("it is valued");
    assert_eq!((told.first_year[0], told.value), (decimal("214200"), decimal("359069.57")));
    assert_eq!((told.ratio, told.invested), (Some(decimal("1.4363")), decimal("250000")));
    let guide = valued(&FIRST.replace("undiscounted", "discounted"), "2025").expect("it is valued");
    assert_eq!((guide.value, guide.ratio), (decimal("346927.12"), Some(decimal("1.3877"))));
    // 20 % anyway: 285,600 + 199,920 ÷ 1.035 = 478,759.42; 60 %: half of that. No interest: 214,200 + 149,940.
    let ends = |value: &str, ratio: &str| Ends { value: decimal(value), ratio: Some(decimal(ratio)) };
    assert_eq!(told.sensitivity[0], [ends("478759.42", "1.915"), ends("239379.71", "0.9575")]);
    assert_eq!(told.sensitivity[1][0], ends("364140", "1.4566"));
    assert_eq!(told.sensitivity[2], [ends("179534.78", "0.7181"), ends("718139.13", "2.8726")]);
    // One year alone: 214,200; a third one: 214,200 × 0.49 ÷ 1.035² = 97,979.42 more. Of 54 and of 66 persons a tenth less and more.
    assert_eq!(told.sensitivity[3], [ends("214200", "0.8568"), ends("457048.98", "1.8282")]);
    assert_eq!(told.sensitivity[4], [ends("323162.61", "1.2927"), ends("394976.52", "1.5799")]);
}

#[test]
fn a_share_with_its_sign_is_what_it_says() {
    let signed =
        FIRST.replace("deadweight: 40", "deadweight: 40 %").replace("low: 20, high: 60", "low: 20%, high: 60 %");
    assert_eq!(valued(&signed, "2025").expect("it is valued"), valued(FIRST, "2025").expect("it is valued"));
    let small = valued(&FIRST.replace("deadweight: 40", "deadweight: 0.5 %"), "2025").expect("it is valued");
    // 510,000 × 0.995 × 0.7.
    assert_eq!(small.first_year[0], decimal("355215"));
}

/// 88,000 × 0.65 × 0.85 = 48,620; ÷ 60,000 = 0.8103.
#[test]
fn a_result_below_one_is_told_as_it_is() {
    let told = valued(SECOND, "2025").expect("it is valued");
    assert_eq!((told.value, told.ratio), (decimal("48620"), Some(decimal("0.8103"))));
}

/// 21 × 20,000 × 0.5 = 210,000, then half; ÷ 1.1: 210,000 + 95,454.55 = 305,454.55 to the state, which bears the 200,000 of
/// grants. The towns get half as much, 152,727.27, and bear 1,000; the region gets nothing.
#[test]
fn accounts_tell_what_falls_to_each_payer_year_by_year() {
    let told = valued(ACCOUNTS, "2025").expect("it is valued");
    let account = |years: [&str; 2], value: &str, cost: &str| Account {
        years: years.map(decimal).to_vec(),
        value: decimal(value),
        cost: decimal(cost),
    };
    let expected = [
        account(["210000", "105000"], "305454.55", "200000"),
        account(["0", "0"], "0", "0"),
        account(["105000", "52500"], "152727.27", "1000"),
    ];
    assert_eq!(told.payers, expected);
    assert_eq!((told.quantities[0], told.invested), (decimal("21"), decimal("201000")));
    assert_eq!(told.value, decimal("458181.82"), "the whole is rounded once");
}

#[test]
fn what_is_not_published_is_not_valued() {
    // There are no grants of 2024.
    assert_eq!(valued(ACCOUNTS, "2024"), Err(Refusal::NotShown("grants".to_owned())));
    // One enterprise alone has a second case: the figure is there, and withheld.
    let alone = "dataset: grant\nvalue: SUM(amount)\nwhere: case = 'case 2'\nunit: money\nsensitivity: business";
    let folder = project(&ACCOUNTS.replace("indicator: grants", "indicator: second_cases"), &[("second_cases", alone)]);
    let (loaded, release) = released(&folder, "2025");
    let valuation = &loaded.definitions.valuations["first"];
    assert_eq!(value(valuation, &release, "2025"), Err(Refusal::NotShown("second_cases".to_owned())));
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let plan = &loaded.definitions.project.reports[0];
    let (page, found) =
        page_model(&release, &loaded.definitions, words, plan, "en", None, &folder).expect("it is made");
    let lead = page["valuations"]["items"][0]["lead"].as_str().expect("a lead");
    assert_eq!(lead, "No value is worked out for 2025: a figure it rests on is not shown.");
    assert_eq!(page["valuations"]["items"][0]["blocks"].as_array().map(Vec::len), Some(0));
    let told = found.iter().find(|one| one.rule == "not-valued").expect("it is told");
    assert!(told.span.row.is_some() && told.message.in_language(&["en"]).contains("'second_cases'"), "{told:?}");
}

#[test]
fn the_chapter_lists_every_assumption_and_stands_only_where_it_is_asked_for() {
    let folder = project(FIRST, &[]);
    let (loaded, release) = released(&folder, "2025");
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let mut plan = loaded.definitions.project.reports[0].clone();
    let model = |plan: &ReportPlan| {
        page_model(&release, &loaded.definitions, words, plan, "en", None, &folder).expect("it is made").0
    };
    let page = model(&plan);
    let text = page["valuations"].to_string().replace(['\u{a0}', '\u{202f}'], " ");
    for said in [
        "evidence D, model",
        "1.44 for each unit put in",
        "Interest 3.5% a year; the first year is not discounted.",
        "Put in: Grant, SEK 250,000 (Decision).",
        "In work: shares by Survey; value of each and year: Income SEK 8,500 (Register).",
        "In work: Anyway",
        "1.92",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // No count of the report knows of it.
    assert!(!page["sections"].to_string().contains("359"), "{}", page["sections"]);
    assert!(release.figures().keys().all(|(indicator, ..)| indicator != "first"));
    plan.valuations.clear();
    assert!(model(&plan)["valuations"].is_null());
}

#[test]
fn value_prints_each_number_as_modelled() {
    let folder = project(ACCOUNTS, &[]);
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &folder.files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, &*bytes.hold().expect("it is at hand")).expect("it can be written");
    }
    let run = |period: &str, name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        command.arg("value").arg(root.path()).args(["--valuation", name, "--period", period, "--format", "csv"]);
        let ran = command.args(["--language", "en"]).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (ran.status.code(), text(ran.stdout), text(ran.stderr))
    };
    let (status, out, said) = run("2025", "first");
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("modelled"), "{said}");
    assert!(out.lines().skip(1).all(|line| line.contains(",modelled,")), "{out}");
    assert!(out.contains("first,2025,modelled,value,state,2,,105000,\n"), "{out}");
    assert!(out.contains("first,2025,modelled,input,towns,,,1000,\n"), "{out}");
    // People read titles, whole amounts and the words of their language.
    let people = |language: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        command.arg("value").arg(root.path()).args([
            "--valuation",
            "first",
            "--period",
            "2025",
            "--language",
            language,
        ]);
        String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8").replace('\u{a0}', " ")
    };
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = people("en").lines().map(line).collect();
    for told in
        ["Accounts, 2025, SEK (modelled)", "State: value in year 2 105,000", "Towns: put in 1,000", "Work: number 21"]
    {
        assert!(lines.iter().any(|line| line == told), "{told}: {lines:#?}");
    }
    let swedish = people("sv");
    assert!(swedish.contains("per insatt SEK") && swedish.contains("nuvärde") && !swedish.contains('_'), "{swedish}");
    // What it rests on is printed with it, and where that is written; the first year's convention is never silent.
    for told in [
        "first,2025,modelled,assumption,,,discount_rate,",
        "first,2025,modelled,assumption,,,first_year=undiscounted,,\n",
        "first,2025,modelled,assumption,towns,,put_in,1000,",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let definition =
        &pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}")).definitions.valuations["first"];
    for outcome in &definition.outcomes {
        let shares = [
            ("deadweight", outcome.deadweight),
            ("displacement", outcome.displacement),
            ("attribution", outcome.attribution),
            ("drop_off", outcome.drop_off),
            ("years", outcome.years.into()),
        ];
        for (word, value) in shares {
            let told = format!(
                "first,2025,modelled,assumption,{},,{word},{},{}\n",
                *outcome.outcome,
                value.normalize(),
                *outcome.source
            );
            assert!(out.contains(&told), "{told}: {out}");
        }
        for one in &outcome.values {
            let payer = one.payer.as_ref().expect("it falls to somebody").as_str();
            let told = format!(",value_of_each={payer},{},{}\n", one.amount.normalize(), *one.source);
            assert!(out.contains(&told), "{told}: {out}");
        }
    }
    for (language, said) in [
        ("en", "the first year is not discounted"),
        ("sv", "första året räknas inte ned"),
        ("fr", "la première année n’est pas actualisée"),
        ("it", "il primo anno non è attualizzato"),
        ("ro", "primul an nu este actualizat"),
        ("sl", "prvo leto ni diskontirano"),
    ] {
        let text = people(language);
        let (_, assumptions) = text.split_once(said).unwrap_or_else(|| panic!("{said}: {text}"));
        assert!(assumptions.lines().count() > 6, "{assumptions}");
    }
    let (status, out, said) = run("2024", "first");
    assert_eq!((status, out.as_str()), (Some(2), ""), "{said}");
    assert!(said.contains("no published figure of 'grants'"), "{said}");
    let (status, _, said) = run("2025", "frist");
    assert!(status == Some(2) && said.contains("did you mean 'first'?"), "{said}");
}

#[test]
fn faults_in_a_valuation_are_told_at_their_place() {
    for (from, to, rule, pointed) in [
        ("quantity: 60", "indicator: results_", "unknown-reference", "results_"),
        ("quantity: 60", "quantity: 60\n    indicator: equivalents", "keys-do-not-fit", "indicator"),
        ("    quantity: 60\n", "", "missing-key", ""),
        ("deadweight: 40", "deadweight: 140", "wrong-type", "140"),
        ("deadweight: 40", "deadweight: 0.4", "ambiguous-share", "0.4"),
        ("discount_rate: 3.5", "discount_rate: 0.035", "ambiguous-share", "0.035"),
        ("deadweight, outcome: work, low: 20", "deadweight, outcome: work, low: 0.2", "ambiguous-share", "0.2"),
        ("deadweight: 40", "deadweight: forty %", "wrong-type", "forty %"),
        ("amount: 250000", "indicator: equivalents", "wrong-type", "equivalents"),
        ("source: Survey", "source: ' '", "wrong-type", "' '"),
        ("kind: sroi", "kind: accounts", "missing-key", ""),
        ("of: years, low: 1, high: 3", "of: years, low: 0, high: 3", "wrong-type", "0"),
        ("of: years, low: 1, high: 3", "of: years, low: 1, high: 2.5", "wrong-type", "2.5"),
        ("low: 90 %, high: 110 %", "low: 0.9, high: 110 %", "ambiguous-share", "0.9"),
        ("outcome: work, low", "outcome: wrk, low", "unknown-reference", "wrk"),
        ("low: 20, high: 60", "low: 70, high: 60", "keys-do-not-fit", "low"),
        ("first_year: undiscounted", "first_year: maybe", "unknown-word", "maybe"),
        ("first_year: undiscounted\n", "", "missing-key", ""),
        ("valuation: first", "valuation: frist", "wrong-file-name", "frist"),
        ("definition: { en: What it is }", "definition: { sv: Vad }", "missing-text", "definition"),
        ("source: Decision", "source: 880320-0016", "personal-number-in-project", "880320-0016"),
    ] {
        assert!(FIRST.contains(from), "{from}");
        let folder = project(&FIRST.replacen(from, to, 1), &[]);
        let found = Definitions::load(&folder).1;
        let at = |one: &nytta::diagnostic::Diagnostic| {
            let (from, to) = one.span.bytes.unwrap_or_default();
            folder.text("valuations/first.yaml").expect("it is there").get(from..to).unwrap_or_default().to_owned()
        };
        let told: Vec<(&str, String)> = found.iter().map(|one| (one.rule.as_str(), at(one))).collect();
        let fits = |one: &(&str, String)| one.0 == rule && (pointed.is_empty() || one.1 == pointed);
        assert!(told.iter().any(fits), "{to}: {told:?}");
    }
    let mut folder = project(FIRST, &[]);
    let plan = folder.text("nytta.yaml").expect("a text").replace("[first]", "[last]");
    folder.files.insert("nytta.yaml".to_owned(), plan.into());
    let found = Definitions::load(&folder).1;
    assert!(found.iter().any(|one| one.rule == "unknown-reference" && one.span.row.is_some()), "{found:?}");
}
