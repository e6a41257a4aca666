//! Indicators made of other indicators: of their figures, and of what each enterprise gives to them, over several datasets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nytta::definition::Definitions;
use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::release::{Figure, Status};
use nytta::disclosure::{Inside, Release};
use nytta::ledger::Ledger;
use nytta::pipeline::{self, Loaded, ReportRequest};
use nytta::project::Folder;
use nytta::report::page_model;
use nytta::table::workbook::InProcess;
use nytta::value::{Decimal, Missing};

use super::releases::plan;
use super::small::decimal;
use super::watch::number;

const PROJECT: &str = "project: made
title: { en: Made }
region: { en: Region }
publisher: { en: Region }
languages: [en]
currency: SEK
packs: [made]
periods:
  - { period: '2024', start: 2024-01-01, end: 2024-12-31, deadline: 2025-02-28, release: 2025-09-16, state: final }
  - { period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-16, state: final }
reports:
  - { report: region, template: region }
";
const PACK: &str = "pack: made
version: 1
title: { en: Made }
sections: [ { section: jobs, title: { en: Jobs } } ]
codelists:
  - { codelist: municipality, title: { en: Municipality }, relation: exclusive, of: register }
";
const YEAR: &str = "dataset: year
version: 1
title: { en: Year }
key: [organisation]
period: day
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Number } }
  - { field: day, type: date, required: true, label: { en: Last day } }
  - { field: result, type: money, flow: true, label: { en: Result } }
  - { field: fte, type: decimal, unit: fte, label: { en: Full-time equivalents } }
";
const GRANT: &str = "dataset: grant
version: 1
title: { en: Grants }
key: [organisation, case]
period: decided
fields:
  - { field: organisation, type: organisation_number, required: true, label: { en: Recipient } }
  - { field: case, type: text, required: true, label: { en: Case } }
  - { field: decided, type: date, required: true, label: { en: Decided on } }
  - { field: amount, type: money, flow: true, label: { en: Amount granted } }
";
/// Name, and the lines that matter of each indicator.
const INDICATORS: [(&str, &str); 8] = [
    ("results", "dataset: year\nvalue: SUM(result)\nunit: money\nsensitivity: business\nbreakdown: [municipality]"),
    ("equivalents", "dataset: year\nvalue: SUM(fte)\nunit: fte\nsensitivity: open\nbreakdown: [municipality]"),
    ("grants", "dataset: grant\nvalue: SUM(amount)\nunit: money\nsensitivity: business\nbreakdown: [municipality]"),
    (
        "share",
        "dataset: year\nnumerator: SUM(result)\ndenominator: SUM(fte)\nunit: money_per_fte\nsensitivity: business",
    ),
    (
        "result_per_equivalent",
        "dataset: indicators\nnumerator: results\ndenominator: equivalents\nunit: money_per_fte\nsensitivity: open\n\
         breakdown: [municipality]",
    ),
    ("after_grants", "dataset: indicators\nvalue: results - grants\nunit: money\nsensitivity: open"),
    (
        "result_per_grant",
        "dataset: indicators\nnumerator: SUM(results)\ndenominator: SUM(grants)\nunit: ratio\nsensitivity: open\n\
         breakdown: [municipality]",
    ),
    (
        "supported_in_black",
        "dataset: indicators\nvalue: COUNT(grants) FILTER (WHERE results > 0)\nunit: enterprises\nsensitivity: business",
    ),
];
/// Those that join datasets.
pub(crate) const JOINED: [&str; 2] = ["result_per_grant", "supported_in_black"];
/// By enterprise: municipality, result, equivalents, grants of 2025.
const ROWS: [(&str, &str, &str, &[&str]); 6] = [
    ("a", "100000", "4", &["20000", "10000"]),
    ("a", "200000", "6", &["50000"]),
    ("a", "50000", "2", &["40000"]),
    ("b", "80000", "3", &[]),
    ("b", "-30000", "1", &["20000"]),
    ("b", "60000", "5", &["60000"]),
];

pub(crate) fn indicator(name: &str, lines: &str) -> String {
    let text = "{ en: x }";
    format!(
        "indicator: {name}\nsection: jobs\ntitle: {text}\nshort: {text}\nnoun: {text}\ndefinition: {text}\nmethod: {text}\n\
         population: {text}\nlevel: output\ncounts: x\nover_time: flow\n{lines}\n"
    )
}

/// The project; in 2024 only those of `reported` send in, with results in another order. `changes` replaces whole indicators.
pub(crate) fn folder(reported: &[usize], changes: &[(&str, &str)], left_out: &[&str]) -> Folder {
    let mut register = "organisation,name,municipality,member_from\n".to_owned();
    let mut years = [String::from("organisation;day;result;fte\n"), String::from("organisation;day;result;fte\n")];
    let mut grants = String::from("organisation;case;decided;amount\n");
    for (at, (place, result, fte, given)) in ROWS.iter().enumerate() {
        let organisation = number(at);
        writeln!(register, "{organisation},Number {at},{place},2020-01-01").expect("it is a text");
        for (year, text) in [2024, 2025].into_iter().zip(&mut years) {
            if year == 2025 || reported.contains(&at) {
                let (_, before, ..) = ROWS[ROWS.len() - 1 - at];
                let result = if year == 2025 { result } else { &before };
                writeln!(text, "{organisation};{year}-12-31;{result};{fte}").expect("it is a text");
            }
        }
        for (month, amount) in (1..).zip(*given) {
            writeln!(grants, "{organisation};case {month};2025-0{month}-15;{amount}").expect("it is a text");
        }
    }
    let [before, now] = years;
    let mut files: BTreeMap<String, String> = [
        ("nytta.yaml", PROJECT.to_owned()),
        ("organisations.csv", register),
        ("indicators/made/pack.yaml", PACK.to_owned()),
        ("indicators/made/datasets/year.yaml", YEAR.to_owned()),
        ("indicators/made/datasets/grant.yaml", GRANT.to_owned()),
        ("indicators/codelists/municipality.csv", "code,label_en\na,Alfa\nb,Beta\n".to_owned()),
        ("submissions/2024/year.csv", before),
        ("submissions/2025/year.csv", now),
        ("submissions/2025/grant.csv", grants),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text))
    .collect();
    for (name, lines) in INDICATORS.iter().chain(changes).filter(|(name, _)| !left_out.contains(name)) {
        let stem = name.split('@').next().expect("a text has a first part");
        files.insert(format!("indicators/made/{name}.yaml"), indicator(stem, lines));
    }
    Folder { files: files.into_iter().map(|(path, text)| (path, text.into())).collect() }
}

/// A project as a folder on the machine, gone when it is dropped.
pub(crate) fn written(folder: &Folder) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("there is room");
    for (path, file) in &folder.files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        std::fs::write(path, &*file.hold().expect("it is in memory")).expect("there is room");
    }
    root
}

fn cleared(reported: &[usize], period: &str, left_out: &[&str]) -> (Release, Inside) {
    let folder = folder(reported, &[], left_out);
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let found = validation.files.iter().flat_map(|file| &file.diagnostics).map(|one| &one.rule);
    assert_eq!(found.filter(|rule| *rule != "no-rows").count(), 0);
    let period = loaded.definitions.project.period(period).expect("a period of the project");
    (pipeline::release(&folder, &loaded, &validation, period).0, pipeline::inside(&loaded, &validation, period).0)
}

/// A project as it is loaded, its release of 2025, and what its first report prints of that as its template is given it.
pub fn made(folder: &Folder, language: &str) -> (Loaded, Release, serde_json::Value) {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    let period = loaded.definitions.project.period("2025").expect("a period");
    let release = pipeline::release(folder, &loaded, &validation, period).0;
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let plan = &loaded.definitions.project.reports[0];
    let page = page_model(&release, &loaded.definitions, words, plan, language, None, folder).expect("it is made").0;
    (loaded, release, page)
}

/// A report told of results by equivalents, not of results. With one enterprise more, what these are now less what stood above
/// that line is what the one gave.
#[test]
fn what_a_figure_was_made_of_is_known_later() {
    let released = |reported: &[usize], ledger: Ledger| {
        let folder = folder(reported, &[], &["share", JOINED[0], JOINED[1]]);
        let mut loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        loaded.ledger = ledger;
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let plan = plan("{ report: made, template: region, indicators: [result_per_equivalent] }");
        let request = ReportRequest { plan: &plan, period: "2024", language: "en", date: None, edition: None };
        let (release, _) = pipeline::cleared(&folder, &loaded, &validation, &request);
        let edition = pipeline::edition(&release, &loaded, &validation, &request, "first");
        (release, edition)
    };
    let (_, first) = released(&[0, 1, 2, 3, 4], Ledger::default());
    let whole = |name: &str| (name.to_owned(), "2024".to_owned(), cell(""));
    assert_eq!(first.told.get(&whole("results")), None);
    assert_eq!(first.told[&whole("result_per_equivalent")].numerator, Some(decimal("360000")));
    let (forgetful, _) = released(&[0, 1, 2, 3, 4, 5], Ledger::default());
    assert_eq!(of(&forgetful, "results", "2024", "").value, Some(decimal("460000")), "it is 100,000 more");
    let (mindful, _) = released(&[0, 1, 2, 3, 4, 5], Ledger { editions: vec![first.into()] });
    assert_eq!(of(&mindful, "results", "2024", "").status, Status::Withheld);
    assert_eq!(of(&mindful, "result_per_equivalent", "2024", "").value, None);
    assert!(mindful.refused().is_empty());
}

fn cell(place: &str) -> BTreeMap<String, String> {
    let code = Some(place).filter(|place| !place.is_empty());
    code.into_iter().map(|place| ("municipality".to_owned(), place.to_owned())).collect()
}

fn of<'r>(release: &'r Release, name: &str, period: &str, place: &str) -> &'r Figure {
    release.figure(name, period, &cell(place)).unwrap_or_else(|| panic!("{name} {period} {place}"))
}

/// 460,000 kronor ÷ 21 = 21,904.7619…; 350,000 ÷ 12 = 29,166.6666… of Alfa and 110,000 ÷ 9 = 12,222.2222… of Beta.
#[test]
fn a_figure_is_made_of_the_figures_of_the_same_period_and_cell() {
    let (release, _) = cleared(&[], "2025", &JOINED);
    for (place, value) in [("", "21904.7619047619"), ("a", "29166.6666666667"), ("b", "12222.2222222222")] {
        let figure = of(&release, "result_per_equivalent", "2025", place);
        assert_eq!((figure.status, figure.value), (Status::Published, Some(decimal(value))), "{place}");
    }
    let whole = of(&release, "result_per_equivalent", "2025", "");
    assert_eq!((whole.numerator, whole.denominator), (Some(decimal("460000")), Some(decimal("21"))));
    assert_eq!(whole.coverage, of(&release, "results", "2025", "").coverage);
    // 460,000 − 200,000, and what fewest answered: grants, of which five of six enterprises tell.
    let figure = of(&release, "after_grants", "2025", "");
    assert_eq!(figure.value, Some(decimal("260000")));
    assert_eq!(figure.coverage.map(|coverage| (coverage.answered, coverage.expected)), Some((5, 6)));
}

/// Of Alfa only two report in 2024: its result is withheld, and with it that of Beta, which the whole would give back.
#[test]
fn a_figure_is_withheld_if_any_part_is_and_missing_if_any_is() {
    let (release, inside) = cleared(&[0, 1, 3, 4, 5], "2024", &["share", JOINED[0], JOINED[1]]);
    for place in ["a", "b"] {
        assert_eq!(of(&release, "results", "2024", place).status, Status::Withheld);
        assert!(of(&release, "equivalents", "2024", place).value.is_some(), "open");
        let made = of(&release, "result_per_equivalent", "2024", place);
        assert_eq!((made.status, made.value, made.numerator), (Status::Withheld, None, None));
        assert_eq!((made.denominator, made.coverage), (None, None), "nothing of it is told");
        let staff = &inside.figures()[&("result_per_equivalent".to_owned(), "2024".to_owned(), cell(place))];
        assert_eq!(staff.status.word(), "secondary", "it would give back the result");
        assert!(staff.value.is_some());
    }
    let none = of(&release, "after_grants", "2024", "");
    assert_eq!(
        (none.status, none.value),
        (Status::Missing(Missing::NotCollected), None),
        "there are no grants of 2024"
    );
}

/// What is made of what each enterprise gives to another indicator is that indicator again, also in another unit: twice the result
/// of all but one enterprise is not told beside that of all.
#[test]
fn what_is_withheld_is_not_told_as_a_multiple_either() {
    let year = "dataset: year\nvalue: SUM(result)\nunit: money\nsensitivity: business";
    let rest = format!("{year}\nwhere: municipality <> 'b'");
    let left_out = ["share", "result_per_equivalent", "after_grants", JOINED[0], JOINED[1]];
    for value in ["SUM(rest)", "SUM(rest * 2)"] {
        let made = format!("dataset: indicators\nvalue: {value}\nunit: money\nsensitivity: business");
        let folder = folder(&[0, 1, 2, 3], &[("results", year), ("rest", &rest), ("made", &made)], &left_out);
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let period = loaded.definitions.project.period("2024").expect("a period of the project");
        let (release, _) = pipeline::release(&folder, &loaded, &validation, period);
        let shown = ["results", "rest", "made"].map(|name| of(&release, name, "2024", "").value.is_some());
        assert_eq!(shown, [true, false, false], "{value}");
    }
}

/// Five enterprises stand in both datasets: 100 + 200 + 50 − 30 + 60 = 380 thousand of result, 30 + 50 + 40 + 20 + 60 = 200
/// thousand of grants, 1.9. The fourth has a result but no grant, and counts in neither part.
#[test]
fn several_datasets_are_joined_by_organisation_and_period() {
    let (release, inside) = cleared(&[], "2025", &[]);
    let whole = &inside.figures()[&("result_per_grant".to_owned(), "2025".to_owned(), cell(""))];
    assert_eq!((whole.numerator, whole.denominator), (Some(decimal("380000")), Some(decimal("200000"))));
    assert_eq!((whole.value, whole.contributors), (Some(decimal("1.9")), 5));
    assert_eq!((whole.answered, whole.expected), (5, 6));
    // Of Beta two give to it, too few for figures of enterprises, though its own class is open: its parts are not.
    let beta = &inside.figures()[&("result_per_grant".to_owned(), "2025".to_owned(), cell("b"))];
    assert_eq!((beta.value, beta.status.word()), (Some(decimal("0.375")), "primary"));
    let shown = ["", "a"].map(|place| of(&release, "result_per_grant", "2025", place).value.is_some());
    assert_ne!(shown, [true, true], "whole and Alfa would give Beta back");
    // 460,000 of all and 380,000 of those with grants: what is between them is the result of one enterprise.
    let told = ["results", "result_per_grant"].map(|name| of(&release, name, "2025", "").value.is_some());
    assert_ne!(told, [true, true], "the audit knows that the one sum lies within the other");
    // Of the five one has no surplus.
    assert_eq!(of(&release, "supported_in_black", "2025", "").value, Some(decimal("4")));
}

#[test]
fn parts_are_named_in_the_trace_and_decide_the_fingerprint() {
    let folder = folder(&[], &[], &[]);
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let definitions = &loaded.definitions;
    let period = definitions.project.period("2025").expect("a period");
    let made = definitions.indicator("after_grants").expect("an indicator");
    let trace = pipeline::trace(&loaded, &validation, made, period, &cell("")).expect("a figure");
    let expected: BTreeMap<String, Option<Decimal>> =
        [("grants", "200000"), ("results", "460000")].map(|(name, v)| (name.to_owned(), Some(decimal(v)))).into();
    assert_eq!(trace.parts, expected);
    let other = (
        "grants",
        "dataset: grant\nvalue: SUM(amount) + 0\nunit: money\nsensitivity: business\nbreakdown: [municipality]",
    );
    let changed = Definitions::load(&self::folder(&[], &[other], &[])).0.expect("no error");
    let print = |definitions: &Definitions, name: &str| {
        definitions.fingerprint(definitions.indicator(name).expect("an indicator"), "2025")
    };
    assert_ne!(print(definitions, "after_grants"), print(&changed, "after_grants"), "a part is another");
    assert_eq!(print(definitions, "result_per_equivalent"), print(&changed, "result_per_equivalent"));
}

/// Of a share its figure is taken, and of what is made of others what was made of them: 460,000 kronor to 21 equivalents are
/// 21,904.7619 each, of 260,000 after grants half is 130,000, and that to 21,904.7619… is 5.9348 (6 digits: 130,000 × 21 ÷ 460,000).
#[test]
fn a_figure_is_made_of_shares_and_of_what_is_made_itself() {
    let changes = [
        ("half", "dataset: indicators\nvalue: after_grants / 2\nunit: money\nsensitivity: open"),
        ("per_month", "dataset: indicators\nvalue: share / 12\nunit: money_per_fte\nsensitivity: open"),
        ("all_again", "dataset: indicators\nvalue: share * equivalents\nunit: money\nsensitivity: open"),
        // By its name it stands before what it is made of.
        ("covered", "dataset: indicators\nvalue: half / result_per_equivalent\nunit: fte\nsensitivity: open"),
        (
            "by_place",
            "dataset: indicators\nvalue: result_per_equivalent * 2\nunit: money_per_fte\nsensitivity: open\nbreakdown: [municipality]",
        ),
    ];
    let (loaded, release, _) = made(&folder(&[], &changes, &JOINED), "en");
    let value =
        |name: &str, place: &str| of(&release, name, "2025", place).value.map(|value| value.round_dp(4).normalize());
    assert_eq!(value("half", ""), Some(decimal("130000")));
    assert_eq!(value("per_month", ""), Some(decimal("1825.3968")));
    assert_eq!(value("all_again", ""), Some(decimal("460000")));
    assert_eq!(value("covered", ""), Some(decimal("5.9348")));
    assert_eq!(value("by_place", "a"), Some(decimal("58333.3333")));
    // No more careless than the most careful of what they are made of, through all that lies between.
    let class = |name: &str| loaded.definitions.indicator(name).expect("an indicator").sensitivity;
    assert_eq!(["half", "covered", "by_place"].map(class), [Sensitivity::Business; 3]);
    let first = |name: &str| loaded.definitions.derived_in_order().iter().position(|one| one == name);
    assert!(first("covered") > first("half") && first("covered") > first("result_per_equivalent"));
    let whole = loaded.definitions.indicator("covered").expect("an indicator");
    let leaves = ["equivalents", "grants", "results"].map(str::to_owned);
    assert_eq!(loaded.definitions.leaves(whole, "2025"), leaves.into());
}

/// A share that is withheld is in nothing that is made of it: of a single enterprise in a place neither it nor its double is told.
#[test]
fn what_is_made_of_a_withheld_share_is_withheld() {
    let double =
        "dataset: indicators\nvalue: share * 2\nunit: money_per_fte\nsensitivity: open\nbreakdown: [municipality]";
    let share = "dataset: year\nnumerator: SUM(result)\ndenominator: SUM(fte)\nunit: money_per_fte\nsensitivity: business\n\
                 breakdown: [municipality]";
    let again = "dataset: indicators\nvalue: double - 1 * double + double\nunit: money_per_fte\nsensitivity: open\n\
                 breakdown: [municipality]";
    let mut folder = folder(&[], &[("share", share), ("double", double), ("again", again)], &[]);
    let register = folder.text("organisations.csv").expect("a register").replace("Number 5,b", "Number 5,a");
    folder.files.insert("organisations.csv".to_owned(), register.replace("Number 4,b", "Number 4,a").into());
    let (_, release, _) = made(&folder, "en");
    for name in ["share", "double", "again"] {
        let figure = of(&release, name, "2025", "b");
        assert_eq!((figure.status, figure.value), (Status::Withheld, None), "{name}");
        assert!(of(&release, name, "2025", "").value.is_some(), "{name}");
    }
}

/// A circle is told with its path, at the indicator that closes it.
#[test]
fn a_circle_of_indicators_is_told_with_its_path() {
    let of = |value: &str| format!("dataset: indicators\nvalue: {value}\nunit: money\nsensitivity: open");
    let (one, two, three) = (of("two + results"), of("three - grants"), of("one * 2"));
    let found = Definitions::load(&folder(&[], &[("one", &one), ("two", &two), ("three", &three)], &[])).1;
    let told: Vec<(&str, String)> =
        found.iter().map(|one| (one.rule.as_str(), one.message.in_language(&["en"]).into_owned())).collect();
    let said = "indicators are made of each other in a circle: one → two → three → one";
    assert_eq!(told, [("circular-indicators", said.to_owned())]);
    assert_eq!(found[0].span.file.as_deref(), Some("indicators/made/three.yaml"));
    // The name stands in a longer one before.
    let files = [("far", of("near * 2")), ("far_more", of("results * 2")), ("near", of("far_more - far"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, lines)| (*name, lines.as_str())).collect();
    let folder = folder(&[], &files, &[]);
    let found = Definitions::load(&folder).1;
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(one.span.file.as_deref(), Some("indicators/made/near.yaml"));
    let text = folder.text("indicators/made/near.yaml").expect("it is there");
    let at = text.find(" - far").expect("it is written") + " - ".len();
    assert_eq!(one.span.bytes, Some((at, at + "far".len())));
}

/// What is wrong stands under a caret: rule, and the part of the text.
#[test]
fn what_cannot_be_a_part_is_told_at_its_place() {
    let made = "dataset: indicators\nunit: money\nsensitivity: open";
    for (lines, rule, pointed) in [
        (format!("{made}\nvalue: results - grant"), "unknown-name", "grant"),
        (format!("{made}\nvalue: results + equivalents"), "unit-mismatch", "+"),
        (
            "dataset: indicators\nunit: money_per_fte\nsensitivity: open\nvalue: SUM(share)".to_owned(),
            "wrong-expression",
            "share",
        ),
        (
            "dataset: indicators\nunit: ratio\nsensitivity: open\nvalue: share".to_owned(),
            "wrong-indicator-unit",
            "ratio",
        ),
        (format!("{made}\nvalue: SUM(results) - SUM(after_grants)"), "wrong-expression", "after_grants"),
        (format!("{made}\nvalue: results - after"), "circular-indicators", "after"),
        (format!("{made}\nvalue: results - PREVIOUS(results)"), "wrong-expression", "PREVIOUS(results)"),
        (format!("{made}\nvalue: results > 3"), "wrong-expression", "results > 3"),
        (format!("{made}\nvalue: '12'"), "wrong-expression", "12"),
        (format!("{made}\nvalue: SUM(results) - grants"), "column-outside-aggregate", "grants"),
        (format!("{made}\nvalue: results\nwhere: results > 3"), "keys-do-not-fit", "where"),
        (format!("{made}\nvalue: equivalents"), "wrong-indicator-unit", "money"),
        (
            "dataset: indicators\nunit: ratio\nsensitivity: open\nnumerator: SUM(results)\ndenominator: grants"
                .to_owned(),
            "keys-do-not-fit",
            "denominator",
        ),
        (
            format!("{made}\nvalue: results\nbreakdown: [municipality, 'municipality*municipality']"),
            "wrong-breakdown",
            "",
        ),
    ] {
        let folder = folder(&[], &[("after", &lines)], &[]);
        let found = Definitions::load(&folder).1;
        let at = |one: &nytta::diagnostic::Diagnostic| {
            let (from, to) = one.span.bytes.unwrap_or_default();
            folder.text("indicators/made/after.yaml").expect("it is there")[from..to].to_owned()
        };
        let told: Vec<(&str, String)> = found.iter().map(|one| (one.rule.as_str(), at(one))).collect();
        assert_eq!(told.first().map(|one| one.0), Some(rule), "{lines}: {told:?}");
        assert!(pointed.is_empty() || told[0].1 == pointed, "{lines}: {told:?}");
    }
}

/// 460,000 kronor to 21 persons, told as 20: to 18 at least and 22 at most. With other persons taken from them, both are rounded.
#[test]
fn what_is_made_of_rounded_counts_lies_between_what_is_made_of_their_ends() {
    let persons = "dataset: year\nvalue: SUM(fte)\nunit: persons\nsensitivity: persons";
    let changes = [
        ("equivalents", persons),
        ("twice", "dataset: year\nvalue: SUM(fte) + SUM(fte)\nunit: persons\nsensitivity: persons"),
        ("fewer", "dataset: indicators\nvalue: equivalents - twice\nunit: persons\nsensitivity: open"),
        (
            "result_per_equivalent",
            "dataset: indicators\nnumerator: results\ndenominator: equivalents\nunit: money_per_person\nsensitivity: open",
        ),
    ];
    let mut folder = folder(&[], &changes, &["share"]);
    for (path, from, to) in [
        ("indicators/made/datasets/year.yaml", "type: decimal, unit: fte", "type: integer, unit: persons"),
        ("nytta.yaml", "packs:", "policy: { persons: { round: 5 } }\npacks:"),
    ] {
        let text = folder.text(path).expect("a file").replace(from, to);
        assert!(text.contains(to), "{text}");
        folder.files.insert(path.to_owned(), text.into_bytes().into());
    }
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let period = loaded.definitions.project.period("2025").expect("a period of the project");
    let release = pipeline::release(&folder, &loaded, &validation, period).0;
    let told = |name: &str| {
        let figure = of(&release, name, "2025", "");
        (figure.value, figure.rounded, figure.between.map(|ends| ends.map(|end| end.round_dp(2))))
    };
    let ends = |low: &str, high: &str| Some([decimal(low), decimal(high)]);
    assert_eq!(told("equivalents"), (Some(decimal("20")), Some(5), ends("18", "22")));
    assert_eq!(told("twice"), (Some(decimal("40")), Some(5), ends("38", "42")));
    assert_eq!(told("fewer"), (Some(decimal("-20")), Some(5), ends("-24", "-16")));
    assert_eq!(told("result_per_equivalent"), (Some(decimal("23000")), Some(5), ends("20909.09", "25555.56")));
    assert_eq!(told("results").2, None);
}

/// What is made of other figures grows too long over the largest number that they are made of: the second enterprise's result.
#[test]
fn a_made_figure_that_grows_too_long_is_told_at_the_largest_number_in_it() {
    let long = "100000000000000000000 * 100000000000";
    for value in [format!("results * {long}"), format!("SUM(results * {long} + grants)")] {
        let lines = format!("dataset: indicators\nvalue: {value}\nunit: money\nsensitivity: business");
        let folder = folder(&[0, 1, 2, 3, 4, 5], &[("long", &lines)], &[]);
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let (_, found) = pipeline::measure(&loaded, &validation);
        let told: Vec<_> =
            found.iter().map(|one| (one.rule.as_str(), one.span.file.as_deref(), one.span.cell())).collect();
        let at = |path| ("figure-not-computed", Some(path), Some("C3".to_owned()));
        assert!(told.contains(&at("submissions/2025/year.csv")), "{value}: {told:?}");
        assert!(told.iter().all(|(.., cell)| cell.is_some()), "{value}: {told:?}");
    }
}
