//! Figures keep the method that they were counted by: unlike ones are told beside their sum, and a change of method leaves the
//! comparison with the year before.

use nytta::definition::Definitions;
use nytta::disclosure::Release;
use nytta::disclosure::release::Methods;
use nytta::measure::{Breakdown, Observation};
use nytta::pipeline::{self, Loaded};
use nytta::project::Folder;
use nytta::report::page_model;
use nytta::report::provenance::Provenance;
use nytta::table::workbook::InProcess;

use super::derived::{JOINED, folder};
use super::watch::number;

const DATASET: &str = "indicators/made/datasets/year.yaml";
const ASKED: &str = "counted_by: [how, base], label: { en: Full-time equivalents } }
  - { field: how, type: code, codelist: how, label: { en: How it was counted } }
  - { field: base, type: integer, unit: hours, label: { en: Hours of a full time } }";

/// Six enterprises that say how they counted in 2024 and in 2025: a code and the hours of a full time.
fn project(then: [&str; 6], now: [&str; 6]) -> Folder {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[], &["share", JOINED[0], JOINED[1]]);
    let mut change = |path: &str, by: &dyn Fn(&str) -> String| {
        let text = by(project.text(path).expect("a text"));
        project.files.insert(path.to_owned(), text.into());
    };
    change(DATASET, &|text| text.replace("label: { en: Full-time equivalents } }", ASKED));
    let list = "\n  - { codelist: how, title: { en: How }, relation: exclusive }\n";
    change("indicators/made/pack.yaml", &|text| format!("{}{list}", text.trim_end()));
    for (year, said) in [("2024", then), ("2025", now)] {
        let with = |text: &str| {
            let lines = text.lines().zip(std::iter::once("how;base").chain(said));
            lines.map(|(line, said)| format!("{line};{said}\n")).collect::<Vec<String>>().concat()
        };
        change(&format!("submissions/{year}/year.csv"), &with);
    }
    let codes = "code,label_en,label_sv\ncontracts,Contracts,Avtal\nhours,Paid hours,Betalda timmar\n";
    project.files.insert("indicators/made/codelists/how.csv".to_owned(), codes.as_bytes().into());
    project
}

const CONTRACTS: [&str; 6] = ["contracts;"; 6];

fn loaded(folder: &Folder) -> (Loaded, Vec<Observation>, Release) {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(loaded.diagnostics, []);
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    let period = loaded.definitions.project.period("2025").expect("a period").clone();
    let release = pipeline::release(folder, &loaded, &validation, &period).0;
    let observations = pipeline::measure(&loaded, &validation).0;
    (loaded, observations, release)
}

fn whole<'o>(observations: &'o [Observation], name: &str) -> &'o Observation {
    let mut found = observations.iter().filter(|one| one.indicator == name && one.period == "2025");
    found.find(|one| one.breakdown.is_empty()).expect("it was measured")
}

#[test]
fn who_counts_in_another_way_than_before_leaves_the_comparison() {
    let mut now = CONTRACTS;
    now[0] = "hours;1920";
    let (_, observations, _) = loaded(&project(CONTRACTS, now));
    let (equivalents, results) = (whole(&observations, "equivalents"), whole(&observations, "results"));
    let panel = |one: &Observation| one.panel.as_ref().map(|panel| panel.organisations.clone()).unwrap_or_default();
    assert_eq!(equivalents.unlike.keys().collect::<Vec<_>>(), [&number(0)]);
    assert!(panel(equivalents).len() == 5 && !panel(equivalents).contains(&number(0)), "{:?}", panel(equivalents));
    assert!(equivalents.change.is_none(), "its parts would not be like for like");
    // What is not counted by that method is compared as ever.
    assert!(panel(results).len() == 6 && results.change.is_some() && results.methods.is_empty());
    // The hours of a full time are part of the method.
    let hours = |base: &'static str| [base; 6];
    let (_, observations, _) = loaded(&project(hours("hours;1920"), hours("hours;1800")));
    assert!(panel(whole(&observations, "equivalents")).is_empty());
    // Nothing is known of those that did not say.
    let (_, observations, _) = loaded(&project([";"; 6], CONTRACTS));
    assert_eq!(panel(whole(&observations, "equivalents")).len(), 6);
}

#[test]
fn unlike_methods_are_told_beside_their_sum() {
    let three = ["contracts;", "contracts;", "contracts;", "hours;1920", "hours;1920", "hours;1920"];
    let mut one = CONTRACTS;
    one[0] = "hours;1920";
    for (said, told, others, english, swedish) in [
        (
            CONTRACTS,
            vec!["contracts;"],
            false,
            "All counted in the same way: contracts.",
            "Alla räknade på samma sätt: avtal.",
        ),
        (
            three,
            vec!["contracts;", "hours;1920"],
            false,
            "not fully comparable: contracts and paid hours (1,920 hours).",
            "inte är helt jämförbara: avtal och betalda timmar (1 920 timmar).",
        ),
        // Which way one enterprise took is not told, only that there is another.
        (one, vec!["contracts;"], true, "not fully comparable: contracts and other ways.", "avtal och andra sätt."),
    ] {
        let folder = project(said, said);
        let (loaded, _, release) = loaded(&folder);
        let told = told.into_iter().map(str::to_owned).collect();
        let figure = |name: &str, area: &[(&str, &str)]| {
            let cell: Breakdown = area.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect();
            release.figure(name, "2025", &cell).expect("a figure").methods.clone()
        };
        assert_eq!(figure("equivalents", &[]), Some(Methods { told, others }));
        assert_eq!((figure("equivalents", &[("municipality", "a")]), figure("results", &[])), (None, None));
        let plan = &loaded.definitions.project.reports[0];
        for (language, says) in [("en", english), ("sv", swedish)] {
            let words = (&loaded.targets, &loaded.comments, &loaded.money);
            let made = page_model(&release, &loaded.definitions, words, plan, language, None, &folder);
            let page = made.expect("it is made").0["sections"].to_string().replace(['\u{a0}', '\u{202f}'], " ");
            assert_eq!(page.matches(says).count(), 1, "{says}: {page}");
        }
        let provenance = Provenance::of(&release, (&loaded.definitions, &loaded.money), plan, "en", None);
        let mut figures = provenance.figures.iter().filter(|one| one.breakdown.is_empty() && one.period == "2025");
        let methods = &figures.find(|one| one.indicator == "equivalents").expect("a figure").methods;
        assert_eq!((methods[0].as_str(), methods.contains(&"other".to_owned())), ("contracts;", others));
    }
}

#[test]
fn a_method_that_no_field_asks_for_is_told() {
    let mut folder = project(CONTRACTS, CONTRACTS);
    let text = folder.text(DATASET).expect("a text").replace("counted_by: [how, base]", "counted_by: [hwo, base]");
    folder.files.insert(DATASET.to_owned(), text.into());
    let found = Definitions::load(&folder).1;
    assert!(found.iter().any(|one| one.rule == "unknown-reference" && one.span.row.is_some()), "{found:?}");
}
