//! Definitions that change from a period on: which version counts, where the series breaks, and what is told of them.

use std::collections::BTreeMap;
use std::process::Command;

use nytta::definition::Definitions;
use nytta::disclosure::Release;
use nytta::measure::Observation;
use nytta::pipeline::{self, Loaded, Validation, differences::changed_definitions};
use nytta::project::Folder;
use nytta::report::page_model;
use nytta::table::workbook::InProcess;

use super::derived::{JOINED, folder};
use super::small::decimal;

/// Only surpluses count from 2025 on.
const SURPLUSES: &str = "dataset: year\nvalue: SUM(GREATEST(result, 0))\nunit: money\nsensitivity: business\nbreakdown: [municipality]\ncomparable: ";
const ALL: [usize; 6] = [0, 1, 2, 3, 4, 5];

fn loaded(comparable: &str) -> (Folder, Loaded, Validation) {
    let lines = format!("{SURPLUSES}{comparable}");
    let folder = folder(&ALL, &[("results@2025", &lines)], &["share", JOINED[0], JOINED[1]]);
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    (folder, loaded, validation)
}

fn released(comparable: &str, period: &str) -> (Folder, Loaded, Release) {
    let (folder, loaded, validation) = loaded(comparable);
    let of = loaded.definitions.project.period(period).expect("a period").clone();
    let release = pipeline::release(&folder, &loaded, &validation, &of).0;
    (folder, loaded, release)
}

fn total<'o>(observations: &'o [Observation], name: &str, period: &str) -> &'o Observation {
    let is_it = |one: &&Observation| one.indicator == name && one.period == period && one.breakdown.is_empty();
    observations.iter().find(is_it).unwrap_or_else(|| panic!("{name} {period}"))
}

/// 2024, all results: 100 + 200 + 50 + 80 − 30 + 60 = 460 thousand. 2025, surpluses alone: 490 thousand.
#[test]
fn the_version_of_the_period_counts() {
    let (_, loaded, validation) = loaded("yes");
    let (observations, _) = pipeline::measure(&loaded, &validation);
    assert_eq!(total(&observations, "results", "2024").value, Some(decimal("460000")));
    let now = total(&observations, "results", "2025");
    assert_eq!(now.value, Some(decimal("490000")));
    // Comparable: each year by its own version.
    let panel = now.panel.as_ref().expect("all six reported both years");
    assert_eq!((panel.previous, panel.current), (Some(decimal("460000")), Some(decimal("490000"))));
    assert!(now.change.is_some());
    // What is made of it follows: 490,000 − 200,000.
    assert_eq!(total(&observations, "after_grants", "2025").value, Some(decimal("290000")));
    let results = loaded.definitions.indicator("results").expect("an indicator");
    let prints = ["2024", "2025"].map(|period| loaded.definitions.fingerprint(results, period));
    assert_ne!(prints[0], prints[1]);
    let after = loaded.definitions.indicator("after_grants").expect("an indicator");
    let prints = ["2024", "2025"].map(|period| loaded.definitions.fingerprint(after, period));
    assert_ne!(prints[0], prints[1], "a part is another");
}

#[test]
fn nothing_is_compared_over_a_break() {
    let (_, loaded, validation) = loaded("no");
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let now = total(&observations, "results", "2025");
    assert_eq!((now.value, &now.panel, &now.change), (Some(decimal("490000")), &None, &None));
    let other = total(&observations, "equivalents", "2025");
    assert!(other.panel.is_some(), "another indicator has no break");
    let of = |name: &str| loaded.definitions.indicator(name).expect("an indicator");
    assert!(loaded.definitions.is_broken(of("results"), "2025"));
    assert!(loaded.definitions.is_broken(of("after_grants"), "2025"), "it is made of results");
    assert!(!loaded.definitions.is_broken(of("results"), "2024"));
    let (_, loaded, _) = self::loaded("yes");
    assert!(!loaded.definitions.is_broken(loaded.definitions.indicator("results").expect("an indicator"), "2025"));
}

/// The page of results: its lead, the break in its trend, the words for those who do not see it, the sentence under its table.
#[test]
fn the_report_says_that_the_series_breaks() {
    let (folder, loaded, release) = released("no", "2025");
    let plan = &loaded.definitions.project.reports[0];
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let page = page_model(&release, &loaded.definitions, words, plan, "en", None, &folder).expect("it is made").0;
    let pages = page["sections"][0]["indicators"].as_array().expect("indicators");
    let results = pages.iter().find(|page| page["id"] == "results").expect("a page of results");
    let lead = results["lead"].as_str().expect("a lead");
    assert!(lead.contains("The years before 2025 cannot be compared: new definition."), "{lead}");
    assert_eq!(results["main"]["breaks"][0]["after"], 0);
    assert_eq!(results["main"]["breaks"][0]["label"], "new definition 2025");
    assert!(results["main"]["alt"].to_string().contains("Series break between 2024 and 2025."), "{}", results["main"]);
    assert!(results["blocks"].to_string().contains("x: new definition from 2025"), "{}", results["blocks"]);
    let equivalents = pages.iter().find(|page| page["id"] == "equivalents").expect("a page of equivalents");
    assert!(!equivalents.to_string().contains("new definition"));
    let definition = page["method"]["definitions"].as_array().expect("definitions");
    let definition = definition.iter().find(|one| one["id"] == "def-results").expect("its definition").to_string();
    assert!(definition.contains("New definition from 2025. Figures of the years before cannot be compared."));
}

#[test]
fn a_report_of_an_earlier_period_tells_the_definition_of_that_period() {
    let (_, loaded, _) = loaded("no");
    let mut definitions = loaded.definitions.clone();
    definitions.keep_until("2024");
    let kept = definitions.indicator("results").expect("an indicator");
    assert_eq!((kept.name(), kept.earlier.len()), ("results".to_owned(), 0));
    let mut definitions = loaded.definitions.clone();
    definitions.keep_until("2025");
    let kept = definitions.indicator("results").expect("an indicator");
    assert_eq!((kept.name(), kept.earlier.len()), ("results@2025".to_owned(), 1));
}

#[test]
fn diff_names_the_version_that_changed() {
    let (_, yes, _) = loaded("yes");
    let (_, no, _) = loaded("no");
    assert_eq!(changed_definitions(&yes, &yes), Vec::<String>::new());
    assert_eq!(changed_definitions(&yes, &no), ["results@2025"]);
    let plain = pipeline::load(&folder(&ALL, &[], &["share", JOINED[0], JOINED[1]])).expect("it loads");
    assert_eq!(changed_definitions(&plain, &no), ["results@2025"]);
}

/// The lines of `measure --format csv` of the whole region, by indicator.
#[test]
fn the_definition_column_tells_the_version() {
    let (folder, ..) = loaded("no");
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &folder.files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, &*bytes.hold().expect("it is at hand")).expect("it can be written");
    }
    let definitions = |period: &str| -> BTreeMap<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
        command.arg("measure").arg(root.path()).args(["--period", period, "--format", "csv"]);
        let ran = command.output().expect("it runs");
        let lines = String::from_utf8(ran.stdout).expect("UTF-8");
        let cells =
            |line: &str| (line.split(',').next().map(str::to_owned), line.split(',').nth(12).map(str::to_owned));
        lines.lines().skip(1).map(cells).filter_map(|(name, print)| name.zip(print)).collect()
    };
    let (then, now) = (definitions("2024"), definitions("2025"));
    assert!(now["results"].ends_with("@2025") && now["results"].len() == 17, "{now:?}");
    assert_eq!(then["results"].len(), 12);
    assert_eq!(then["equivalents"], now["equivalents"]);
}

/// Each fault: the file that is there beside the first, what changes in it, the rule, and what is pointed at.
#[test]
fn gaps_duplicates_and_versions_of_another_kind_are_told_at_their_place() {
    let surpluses = format!("{SURPLUSES}no");
    let fault = |file: &str, lines: &str, left_out: &[&str], rule: &str, pointed: &str| {
        let folder = folder(&ALL, &[(file, lines)], left_out);
        let found = Definitions::load(&folder).1;
        let path = format!("indicators/made/{file}.yaml");
        let at = |one: &nytta::diagnostic::Diagnostic| {
            let (from, to) = one.span.bytes.unwrap_or_default();
            folder.text(&path).and_then(|text| text.get(from..to)).unwrap_or_default().to_owned()
        };
        let told: Vec<(&str, String)> = found.iter().map(|one| (one.rule.as_str(), at(one))).collect();
        assert!(told.contains(&(rule, pointed.to_owned())), "{file} {lines}: {told:?}");
        found.into_iter().find(|one| one.rule == rule).expect("it was told")
    };
    // A gap: nothing says how 2024 is counted.
    let gap = fault("others@2025", &surpluses, &[], "missing-file", "others");
    assert!(gap.message.in_language(&["en"]).contains("indicators/made/others.yaml"), "{gap:?}");
    // The same version twice: both files are named.
    let mut twice = folder(&ALL, &[("results@2025", &surpluses)], &[]);
    let copied = |path: &str, from: &str, to: &str| twice.text(path).expect("a text").replacen(from, to, 1);
    let files = [
        ("nytta.yaml", copied("nytta.yaml", "[made]", "[made, other]")),
        ("indicators/other/results@2025.yaml", copied("indicators/made/results@2025.yaml", "", "")),
        ("indicators/other/pack.yaml", copied("indicators/made/pack.yaml", "pack: made", "pack: other")),
    ];
    twice.files.extend(files.map(|(path, text)| (path.to_owned(), text.into())));
    let found = Definitions::load(&twice).1;
    let double = found.iter().find(|one| {
        one.rule == "duplicate-identifier" && one.span.file.as_deref() == Some("indicators/other/results@2025.yaml")
    });
    let message = &double.unwrap_or_else(|| panic!("{found:?}")).message;
    assert!(message.in_language(&["en"]).contains("indicators/made/results@2025.yaml"), "{message:?}");
    let unknown = fault("results@2026", &surpluses, &[], "unknown-reference", "results");
    assert!(unknown.hint.in_language(&["en"]).contains("2025"), "{unknown:?}");
    fault("results@2025", surpluses.rsplit_once('\n').expect("lines").0, &[], "missing-key", "results");
    fault("others", &surpluses, &[], "keys-do-not-fit", "comparable");
    let other = surpluses.replace("unit: money", "unit: fte").replace("result", "fte");
    fault("results@2025", &other, &[], "keys-do-not-fit", "unit");
    fault("results@2025", &surpluses.replace("business", "open"), &[], "keys-do-not-fit", "sensitivity");
    fault("results@2025", &format!("{surpluses}\nsigned: true"), &[], "keys-do-not-fit", "signed");
}
