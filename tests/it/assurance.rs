//! What was audited or checked of whose answers: how it grades a figure, and that it tells of no one.

use std::collections::BTreeMap;

use nytta::definition::indicator::Evidence;
use nytta::diagnostic::Severity;
use nytta::disclosure::release::Portion;
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;

use super::derived::{JOINED, folder, made};
use super::watch::number;

const HEADER: &str = "organisation,period,dataset,field,grade,source,date\n";

/// Six enterprises whose results of 2025 are 100, 200, 50, 80, 30 and 60 thousand: 520 thousand.
fn project(rows: &str) -> Folder {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[], &["share", JOINED[0], JOINED[1]]);
    let path = "submissions/2025/year.csv";
    let answers = project.text(path).expect("a text").replace("-30000", "30000");
    project.files.insert(path.to_owned(), answers.into());
    project.files.insert("evidence.csv".to_owned(), format!("{HEADER}{rows}").into());
    project
}

/// A line for each of some enterprises.
fn audited(organisations: &[usize], field: &str, grade: &str) -> String {
    let line =
        |at: &usize| format!("{},2025,year,{field},{grade},\"Annual report 2025, signed\",2026-03-15\n", number(*at));
    organisations.iter().map(line).collect()
}

fn loaded(folder: &Folder) -> Loaded {
    pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// What the release says that results and equivalents rest on, and what the report prints of results: grade and text.
fn told(rows: &str, language: &str) -> ([BTreeMap<Evidence, Portion>; 2], (String, String)) {
    let (loaded, release, page) = made(&project(rows), language);
    assert_eq!(loaded.diagnostics, []);
    let pages = page["sections"][0]["indicators"].as_array().expect("indicators");
    let page = pages.iter().find(|page| page["id"] == "results").expect("a page");
    let side = page["side"].as_array().expect("sides").iter().find(|side| side["grade"].is_string()).expect("a grade");
    let text = |key: &str| side[key].as_str().expect("a text").replace('\u{a0}', " ");
    let of = |name: &str| release.figure(name, "2025", &BTreeMap::new()).expect("a figure").assured.clone();
    // Of an area nothing is said.
    let areas = release.figures().iter().filter(|((.., breakdown), _)| !breakdown.is_empty());
    assert!(areas.into_iter().all(|(_, figure)| figure.assured.is_empty()));
    ([of("results"), of("equivalents")], (text("grade"), text("text")))
}

/// Audited are 100 + 200 + 50 = 350 of 520, 67 %. Of the three others nothing is said: they are as good as the definition.
#[test]
fn a_figure_is_as_good_as_its_weakest_part_and_says_how_much_is_better() {
    for (language, expected) in [
        (
            "en",
            "At least half of the sum: A, audited; less than half of the sum: D, from the enterprise, plausibility checked",
        ),
        (
            "sv",
            "Minst hälften av summan: A, reviderat; mindre än hälften av summan: D, företagets uppgift, rimlighetskontrollerad",
        ),
    ] {
        let ([results, equivalents], (grade, text)) = told(&audited(&[0, 1, 2], "result", "audited"), language);
        let half = [(Evidence::Audited, Portion::Half), (Evidence::Reported, Portion::Some)];
        assert_eq!(results, BTreeMap::from(half));
        assert!(equivalents.is_empty(), "of the equivalents nothing was audited");
        assert_eq!((grade.as_str(), text.as_str()), ("D", expected));
    }
    // All six, each in its own way: no better than a document.
    let rows = audited(&[0, 1, 2], "", "audited") + &audited(&[3, 4, 5], "", "document");
    let ([results, equivalents], (grade, _)) = told(&rows, "en");
    assert_eq!(results, BTreeMap::from([(Evidence::Audited, Portion::Half), (Evidence::Document, Portion::Some)]));
    assert_eq!(equivalents.len(), 2, "all answers are meant where no field is named");
    assert_eq!(grade, "C");
    let ([results, _], (grade, text)) = told(&audited(&[0, 1, 2, 3, 4, 5], "", "audited"), "en");
    assert_eq!(results, BTreeMap::from([(Evidence::Audited, Portion::All)]));
    assert_eq!((grade.as_str(), text.as_str()), ("A", "All of the sum: A, audited"));
}

/// Of a single one, or of all but a single one, the share would nearly be what that one gave.
#[test]
fn a_share_that_would_tell_of_too_few_is_not_told() {
    for some in [&[1][..], &[0, 1], &[0, 1, 2, 3], &[0, 1, 2, 3, 4]] {
        let ([results, _], (grade, text)) = told(&audited(some, "", "audited"), "en");
        assert!(results.is_empty(), "{some:?}");
        assert_eq!((grade.as_str(), text.as_str()), ("D", "D, from the enterprise, plausibility checked"), "{some:?}");
    }
}

#[test]
fn what_cannot_be_understood_is_told_at_its_place_and_says_nothing() {
    let good = audited(&[0], "", "audited");
    for (row, rule, column) in [
        (good.replace("2025,year", "2052,year"), "plan-names-unknown", "period"),
        (good.replace("year,,", "yaer,,"), "plan-names-unknown", "dataset"),
        (good.replace("year,,", "year,reslut,"), "plan-names-unknown", "field"),
        (good.replace("audited", "revised"), "plan-unreadable", "grade"),
        (good.replace("\"Annual report 2025, signed\"", "-"), "plan-unreadable", "source"),
        (good.replace("2026-03-15", "15 mars"), "plan-unreadable", "date"),
        (good.replace(&number(0), "5560160680"), "unknown-organisation", "organisation"),
        (good.replace(&number(0), "900101-0017"), "personal-number-in-project", "organisation"),
        (format!("{good}{good}"), "duplicate-identifier", "organisation"),
    ] {
        let folder = project(&row);
        let found = match pipeline::load(&folder) {
            Ok(loaded) => loaded.diagnostics,
            Err(found) => found,
        };
        let rules: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, [rule], "{column}: {found:#?}");
        let header = HEADER.trim().split(',').position(|name| name == column).expect("a column");
        assert_eq!(found[0].span.column, u32::try_from(header + 1).ok(), "{column}");
        assert!(!format!("{found:?}").contains("900101"), "a person's number is never shown");
    }
    let folder = project(&good.replace("audited", "revised"));
    let found = loaded(&folder).diagnostics;
    assert!(found.iter().all(|one| one.severity == Severity::Warning), "figures are made all the same");
}
