//! A target that was changed: printed with all that it was, and as it stood when the report came out.

use std::collections::BTreeMap;

use nytta::definition::Definitions;
use nytta::disclosure::Release;
use nytta::money::Money;
use nytta::plan::{Target, TargetKind, Targets};
use nytta::project::Folder;
use nytta::report::page_model;
use nytta::report::printed::printed;
use serde_json::Value;

use super::decimal;
use super::region::{cleared, plan, region};

type Made = (Folder, Definitions, Release);

fn made() -> Made {
    let (folder, definitions, register) = region();
    let release = cleared(&definitions, &register);
    (folder, definitions, release)
}

fn rows(period: &str, decisions: &[(&str, &str, &str)]) -> Vec<Target> {
    let row = |(value, decided, source): &(&str, &str, &str)| Target {
        indicator: "far_from_labour_market_hired".to_owned(),
        breakdown: BTreeMap::new(),
        period: period.to_owned(),
        kind: TargetKind::Target,
        value: decimal(value),
        decided: decided.parse().ok(),
        source: (*source).to_owned(),
    };
    decisions.iter().map(row).collect()
}

fn told((folder, definitions, release): &Made, rows: Vec<Target>, language: &str) -> Value {
    let (targets, comments) = (Targets { rows }, plan().1);
    let words = (&targets, &comments, &Money::default());
    let asked = &definitions.project.reports[0];
    page_model(release, definitions, words, asked, language, None, folder).expect("it is made").0["targets"].clone()
}

fn plain(value: &Value) -> String {
    value.as_str().expect("a text").replace('\u{a0}', " ")
}

/// 400 from 2023, 360 from 2024 and again in 2025, 320 from the autumn of 2025.
const TWICE: [(&str, &str, &str); 4] = [
    ("400", "2023-02-01", "Plan"),
    ("360", "2024-02-12", "Nämnden"),
    ("360", "2025-02-12", "Styrelsen"),
    ("320", "2025-10-01", ""),
];

#[test]
fn each_number_that_a_target_was_is_printed_with_its_day_and_source() {
    let made = made();
    for (language, said) in [
        (
            "sv",
            "Målet ändrades från 400 (beslutat 1 februari 2023, Plan) till 360 (beslutat 12 februari 2024, Nämnden), \
             sedan till 320 (beslutat 1 oktober 2025).",
        ),
        (
            "en",
            "The target was changed from 400 (decided on 1 February 2023, Plan) to 360 (decided on 12 February 2024, \
             Nämnden), then to 320 (decided on 1 October 2025).",
        ),
    ] {
        let targets = told(&made, rows("2025", &TWICE), language);
        assert_eq!(plain(&targets["rows"][0]["changed"]), said);
        assert!(told(&made, rows("2025", &TWICE[1..3]), language)["rows"][0]["changed"].is_null(), "it is the same");
    }
}

/// The report of 2025 comes out on 16 September 2026.
#[test]
fn what_was_decided_after_the_report_came_out_is_not_its_target() {
    let (folder, mut definitions, release) = made();
    let decisions = [("400", "2023-02-01", "Plan"), ("280", "2026-09-17", "Nämnden")];
    for (day, target, is_changed) in [("2026-09-16", "400", false), ("2026-09-17", "280", true)] {
        definitions.project.periods[2].release = day.parse().expect("a day");
        let made = (folder.clone(), definitions.clone(), release.clone());
        for (language, unit) in [("sv", "personer"), ("en", "people")] {
            let targets = told(&made, rows("2025", &decisions), language);
            let cell = &targets["table"]["rows"][0]["cells"][1]["text"];
            assert_eq!(plain(cell), target, "{day} {unit}");
            assert_eq!(targets["rows"][0]["changed"].is_string(), is_changed, "{day}");
        }
        // What the ledger remembers of it is what was printed.
        let (targets, comments) = (Targets { rows: rows("2025", &decisions) }, plan().1);
        let words = (&targets, &comments, &Money::default());
        let printed = printed(&release, &definitions, words, &definitions.project.reports[0]);
        let text = &printed[&("target".to_owned(), "far_from_labour_market_hired 2025".to_owned())];
        assert_eq!(text.contains("280"), is_changed, "{text}");
    }
}

#[test]
fn a_target_of_a_later_year_says_that_it_was_changed_too() {
    let made = made();
    let baseline = Target { kind: TargetKind::Baseline, ..rows("2023", &[("100", "2023-02-01", "")]).remove(0) };
    let later = rows("2028", &[("400", "2023-02-01", "Plan"), ("500", "2025-02-12", "Nämnden")]);
    let all: Vec<Target> = std::iter::once(baseline).chain(later).collect();
    for (language, said) in [
        ("sv", "2028: Målet ändrades från 400 (beslutat 1 februari 2023, Plan) till 500"),
        ("en", "2028: The target was changed from 400 (decided on 1 February 2023, Plan) to 500"),
    ] {
        let remarks = told(&made, all.clone(), language)["path"]["remarks"].to_string().replace('\u{a0}', " ");
        assert!(remarks.contains(said), "{remarks}");
    }
}
