//! The way to a target of a later year: a straight line, and growth held against the growth that is needed.

use std::collections::BTreeMap;

use nytta::money::Money;
use nytta::plan::{Target, TargetKind, Targets};
use nytta::report::page_model;
use nytta::report::path::{Pace, Path, Point};

use super::decimal;
use super::region::{cleared, plan, region};

fn path(base: (i32, &str), now: (i32, &str), target: (i32, &str)) -> Option<Path> {
    let point = |(year, value): (i32, &str)| Point { year, value: decimal(value) };
    Path::new(point(base), point(now), point(target))
}

/// 100 in 2023, 150 wanted in 2027: 125 halfway. 121 after two years is 10 % a year; the fourth root of 1.5 is 1.106682.
#[test]
fn a_path_is_a_line_and_a_growth() {
    let told = path((2023, "100"), (2025, "121"), (2027, "150")).expect("there is a way to go");
    assert_eq!((told.expected, told.growth), (decimal("125"), Some(decimal("10"))));
    assert_eq!(told.needed.map(|needed| needed.round_dp(4)), Some(decimal("10.6682")));
    // 10 ÷ 10.6682 = 0.937: below 0.95.
    assert_eq!(told.pace, Pace::TooSlow);
    let pace = |base, now, target| path((2023, base), (2025, now), (2027, target)).expect("a way").pace;
    for (base, now, target, expected) in [
        ("100", "123", "150", Pace::OnPace),
        ("100", "104", "150", Pace::Behind),
        ("100", "99", "150", Pace::Away),
        // Fewer are wanted: down to 50 is down to 70.71 by the half of the way.
        ("100", "70", "50", Pace::OnPace),
        ("100", "101", "50", Pace::Away),
        // From nothing, or of a loss, nothing grows: the line alone tells.
        ("0", "60", "100", Pace::OnPace),
        ("0", "40", "100", Pace::Behind),
        ("-20", "-30", "20", Pace::Away),
    ] {
        assert_eq!(pace(base, now, target), expected, "{base} {now} {target}");
    }
    let none = path((2023, "0"), (2025, "60"), (2027, "100")).expect("a way");
    assert_eq!((none.growth, none.needed, none.expected), (None, None, decimal("50")));
    for (base, now, target) in [(2025, 2025, 2027), (2023, 2027, 2027), (2026, 2025, 2027)] {
        assert_eq!(path((base, "1"), (now, "2"), (target, "3")), None, "{base} {now} {target}");
    }
    assert_eq!(path((2023, "5"), (2025, "6"), (2027, "5")), None, "nothing is to change");
}

#[test]
fn the_report_shows_the_way_with_all_that_it_is_reckoned_from() {
    let (folder, definitions, register) = region();
    let release = cleared(&definitions, &register);
    let (_, comments) = plan();
    let plan = definitions.project.reports[0].clone();
    let value = release.figure("fte_year_end", "2025", &BTreeMap::new()).and_then(|figure| figure.value);
    assert_eq!(value.expect("it is shown").round(), decimal("279"));
    let row = |period: &str, kind, value: &str| Target {
        indicator: "fte_year_end".to_owned(),
        breakdown: BTreeMap::new(),
        period: period.to_owned(),
        kind,
        value: decimal(value),
        decided: None,
        source: "Plan".to_owned(),
    };
    let made = |rows: Vec<Target>, language: &str| {
        let words = (&Targets { rows }, &comments, &Money::default());
        page_model(&release, &definitions, words, &plan, language, None, &folder).expect("it is made").0["targets"]
            .clone()
    };
    let (base, goal) = (row("2023", TargetKind::Baseline, "200"), row("2027", TargetKind::Target, "300"));
    for (language, words) in [
        ("en", ["200 (2023)", "300 (2027)", "250", "279", "+18.1% (+10.7%)", "on pace"]),
        ("sv", ["200 (2023)", "300 (2027)", "250", "279", "+18,1 % (+10,7 %)", "i takt"]),
    ] {
        let targets = made(vec![base.clone(), goal.clone()], language);
        let cells = targets["path"]["rows"][0]["cells"].as_array().expect("a row").clone();
        let cells: Vec<String> =
            cells.iter().map(|cell| cell["text"].as_str().unwrap_or_default().replace('\u{a0}', " ")).collect();
        assert_eq!(cells, words);
        // There is no target of the year itself to be judged.
        assert!(targets["figure"].is_null() && targets["path"].to_string().contains("Open SDG"), "{targets}");
    }
    // Only the last decision of a year holds, and beside targets of the year the way is a table of its own.
    let both = made(
        vec![
            base.clone(),
            goal.clone(),
            row("2027", TargetKind::Target, "500"),
            row("2025", TargetKind::Target, "270"),
        ],
        "en",
    );
    assert_eq!(both["path"]["rows"].as_array().map(Vec::len), Some(1));
    assert!(both["path"].to_string().contains("500 (2027)") && both["table"].is_object(), "{both}");
    assert!(both["path"].to_string().contains("too slow"), "{both}");
    // Without a baseline there is no way.
    assert!(made(vec![goal], "en").is_null());
}
