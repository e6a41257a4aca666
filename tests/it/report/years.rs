//! Financial years that are short or not those of the calendar: what of them is compared, and what is said of it.

use std::collections::BTreeMap;

use nytta::measure::{ChangeKind, Observation};
use nytta::pipeline::{self, Validation};
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

use super::decimal;
use crate::derived::{JOINED, folder, made, written};
use crate::watch::number;

const DATASET: &str = "indicators/made/datasets/year.yaml";

/// Six enterprises, of which the first and the second had the years of `odd` in 2024: first and last day, and the result.
fn project(odd: &[(usize, &str, &str, &str)]) -> Folder {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[], &["share", JOINED[0], JOINED[1]]);
    let mut change = |path: &str, by: &dyn Fn(&str) -> String| {
        let text = by(project.text(path).expect("a text"));
        project.files.insert(path.to_owned(), text.into());
    };
    change(DATASET, &|text| {
        let text = text.replace("key: [organisation]", "key: [organisation, first, day]");
        format!("{text}  - {{ field: first, type: date, required: true, label: {{ en: First day }} }}\n")
    });
    change("indicators/made/equivalents.yaml", &|text| text.replace("over_time: flow", "over_time: stock"));
    for year in ["2024", "2025"] {
        let with = |text: &str| {
            let is_odd = |line: &&str| year == "2024" && odd.iter().any(|(at, ..)| line.starts_with(&number(*at)));
            let mut lines = text.lines().filter(|line| !is_odd(line));
            let mut told = format!("{};first\n", lines.next().expect("a header"));
            told.extend(lines.map(|line| format!("{line};{year}-01-01\n")));
            for (at, first, last, result) in odd.iter().filter(|_| year == "2024") {
                told.push_str(&format!("{};{last};{result};4;{first}\n", number(*at)));
            }
            told
        };
        change(&format!("submissions/{year}/year.csv"), &with);
    }
    project
}

fn measured(folder: &Folder) -> Vec<Observation> {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let of = |validation: Validation| {
        assert!(!validation.has_errors());
        pipeline::measure(&loaded, &validation).0
    };
    let (observations, summed) = (
        of(pipeline::validate(folder, &loaded, &InProcess)),
        of(pipeline::figures_from(folder, &loaded, &InProcess, 1)),
    );
    // Rows that are added up as they are read keep their years.
    for (one, other) in observations.iter().zip(&summed) {
        assert_eq!((&one.panel, &one.change, &one.unlike), (&other.panel, &other.change, &other.unlike));
    }
    observations
}

fn whole<'o>(observations: &'o [Observation], name: &str) -> &'o Observation {
    let mut found = observations.iter().filter(|one| one.indicator == name && one.period == "2025");
    found.find(|one| one.breakdown.is_empty()).expect("it was measured")
}

/// Half a year of 60,000 kronor is not held against a whole one of 100,000. The others gave 400,000 and then 360,000; what is
/// left of the change, 40,000, is of the year that became longer. How many work there is the same on the last day of any year.
#[test]
fn a_flow_over_half_a_year_leaves_the_comparison_and_a_stock_stays() {
    let observations = measured(&project(&[(0, "2024-07-01", "2024-12-31", "60000")]));
    let results = whole(&observations, "results");
    let panel = results.panel.as_ref().expect("five are alike");
    assert!(panel.organisations.len() == 5 && !panel.organisations.contains(&number(0)), "{panel:?}");
    assert_eq!((panel.previous, panel.current), (Some(decimal("400000")), Some(decimal("360000"))));
    assert_eq!(results.unlike.keys().collect::<Vec<_>>(), [&number(0)]);
    assert_eq!(results.value, Some(decimal("460000")), "the sum has all of them");
    let change = results.change.as_ref().expect("it is split");
    let parts: BTreeMap<ChangeKind, _> =
        change.parts.iter().map(|(kind, part)| (*kind, (part.enterprises, part.value))).collect();
    let expected = [(ChangeKind::Continuing, (5, decimal("-40000"))), (ChangeKind::OtherYear, (1, decimal("40000")))];
    assert_eq!(parts, BTreeMap::from(expected));
    let equivalents = whole(&observations, "equivalents");
    assert_eq!(equivalents.panel.as_ref().map(|panel| panel.organisations.len()), Some(6));
    assert!(equivalents.unlike.is_empty());
}

/// A year of 52 weeks and one that begins in May are twelve months; eighteen months are not.
#[test]
fn twelve_months_are_compared_however_they_lie() {
    let alike: [&[(usize, &str, &str, &str)]; 2] =
        [&[(1, "2024-01-01", "2024-12-29", "-30000")], &[(1, "2023-05-01", "2024-04-30", "-30000")]];
    for odd in alike {
        let observations = measured(&project(odd));
        let results = whole(&observations, "results");
        let panel = results.panel.as_ref().expect("all are alike");
        assert_eq!((panel.organisations.len(), panel.previous), (6, Some(decimal("460000"))), "{odd:?}");
    }
    let observations = measured(&project(&[(1, "2023-07-01", "2024-12-31", "-30000")]));
    assert_eq!(whole(&observations, "results").unlike.keys().collect::<Vec<_>>(), [&number(1)]);
}

/// What the report of a project says: how years are placed, and beside which figures that some are not compared.
fn said(folder: &Folder, language: &str) -> (String, Vec<String>) {
    let (_, _, model) = made(folder, language);
    let is_told = |indicator: &&serde_json::Value| {
        let side = indicator["side"].to_string().replace('\u{a0}', " ");
        side.contains("vars räkenskapsår är kortare eller längre")
            || side.contains("whose financial year is shorter or longer")
    };
    let sections = model["sections"].as_array().expect("a list").iter();
    let indicators = sections.flat_map(|part| part["indicators"].as_array().expect("a list").iter());
    let told = indicators.filter(is_told).map(|one| one["id"].as_str().expect("a name").to_owned()).collect();
    (model["method"]["years"].as_str().expect("a sentence").replace('\u{a0}', " "), told)
}

#[test]
fn the_report_says_how_years_are_placed_and_where_some_are_not_compared() {
    let half = |at: usize| (at, "2024-07-01", "2024-12-31", "60000");
    for (language, rule) in [
        ("sv", "räkenskapsår hör till den period som det slutar i"),
        ("en", "financial year belongs to the period in which it ends"),
    ] {
        // How many work there is compared whatever the year; who had the only short year is not told by saying that there is one.
        for (odd, expected) in [(0, vec![]), (2, vec![]), (3, vec!["results"])] {
            let odd: Vec<_> = (0..odd).map(half).collect();
            let (placed, told) = said(&enlarged(&odd), language);
            assert!(placed.contains(rule), "{language}: {placed}");
            assert_eq!(told, expected, "{language}: {} years are short", odd.len());
        }
    }
}

/// The project with six more enterprises in the place of the first, so that what is left is enough to be told.
fn enlarged(odd: &[(usize, &str, &str, &str)]) -> Folder {
    let mut project = project(odd);
    let mut add = |path: &str, lines: &dyn Fn(usize) -> String| {
        let text = project.text(path).expect("a text");
        let more: String = (6..12).map(lines).collect();
        project.files.insert(path.to_owned(), format!("{text}{more}").into());
    };
    add("organisations.csv", &|at| format!("{},Number {at},a,2020-01-01\n", number(at)));
    for year in ["2024", "2025"] {
        let row = |at: usize| format!("{};{year}-12-31;{};4;{year}-01-01\n", number(at), 90_000 + at * 1000);
        add(&format!("submissions/{year}/year.csv"), &row);
    }
    project
}

/// The project where the first enterprise sent nothing for 2024, and for 2025 a year from a day to the end of June.
fn long(first: &str) -> Folder {
    let mut project = project(&[]);
    let is_odd = |line: &&str| line.starts_with(&number(0));
    for year in ["2024", "2025"] {
        let path = format!("submissions/{year}/year.csv");
        let text = project.text(&path).expect("a text");
        let mut told: Vec<String> = text.lines().filter(|line| !is_odd(line)).map(str::to_owned).collect();
        if year == "2025" {
            told.push(format!("{};2025-06-30;150000;4;{first}", number(0)));
        }
        project.files.insert(path, (told.join("\n") + "\n").into());
    }
    project
}

/// Standings in a period by the program: who has which.
fn standings(project: &Folder, period: &str) -> BTreeMap<String, String> {
    let folder = written(project);
    let mut nytta = std::process::Command::new(env!("CARGO_BIN_EXE_nytta"));
    let told = nytta.arg("status").arg(folder.path()).args(["--period", period, "--format", "json"]).output();
    let told: serde_json::Value = serde_json::from_slice(&told.expect("it starts").stdout).expect("it is JSON");
    let word = |one: &serde_json::Value, name: &str| one[name].as_str().expect("a word").to_owned();
    let all = told["organisations"].as_array().expect("a list").iter();
    let of_year = all.filter(|one| one["dataset"] == "year");
    of_year.map(|one| (word(one, "organisation"), word(one, "standing"))).collect()
}

/// Whose year goes over a whole period has nothing to send for it, once that year has been sent: it is not late.
#[test]
fn a_year_that_goes_over_a_whole_period_leaves_nothing_to_send_for_it() {
    for (first, expected) in [("2024-01-01", "nothing due"), ("2023-12-30", "nothing due"), ("2024-01-02", "late")] {
        let folder = long(first);
        let (then, now) = (standings(&folder, "2024"), standings(&folder, "2025"));
        assert_eq!(then[&number(0)], expected, "{first}");
        assert_eq!(then.values().filter(|one| *one == "accepted").count(), 5, "{then:?}");
        assert_ne!(now[&number(0)], "late", "{first}");
    }
}
