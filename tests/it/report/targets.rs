//! Targets are judged on exact values, counted where they can be judged, and printed as they were decided.

use std::collections::BTreeMap;

use nytta::definition::Definitions;
use nytta::definition::indicator::Direction;
use nytta::disclosure::Release;
use nytta::disclosure::release::Figure;
use nytta::money::Money;
use nytta::plan::{Target, TargetKind, Targets};
use nytta::project::Folder;
use nytta::report::amount::Amount;
use nytta::report::page_model;
use nytta::report::target::Judged;
use serde_json::Value;

use super::region::{cleared, plan, region};
use super::{decimal, shown, target, voice};

#[test]
fn a_target_is_judged_on_exact_values() {
    let verdict = |goal: &str, direction, value: &str| {
        Judged::new(&target(goal), None, direction, Some(&shown(value)))
            .verdict
            .map(nytta::report::target::Verdict::kind)
    };
    // 139.6 prints as 140 and is still below it.
    assert_eq!(verdict("140", Direction::Increase, "139.6"), Some("close"));
    assert_eq!(verdict("140", Direction::Increase, "140"), Some("reached"));
    assert_eq!(verdict("140", Direction::Increase, "125"), Some("missed"));
    assert_eq!(verdict("140", Direction::Decrease, "140.4"), Some("close"));
    assert_eq!(verdict("140", Direction::None, "200"), None);
    let text = |value: &str| {
        let (goal, figure) = (target("140"), shown(value));
        let judged = Judged::new(&goal, None, Direction::Increase, Some(&figure));
        judged
            .text(&voice("sv"), &Amount { unit: "persons".to_owned(), decimals: 0, signed: false })
            .replace('\u{a0}', " ")
    };
    assert_eq!(
        text("128"),
        "Mål 2025: 140 personer. Utfallet är 12 under målet. \
         42 av 57 företag har rapporterat; utfallet kan inte fullt jämföras med målet."
    );
    assert_eq!(text("152"), "Mål 2025: 140 personer. Utfallet är 12 över målet.");
    // A share of a share would be another percentage than the figure's own.
    let (goal, figure) = (target("20"), shown("19.49"));
    let judged = Judged::new(&goal, None, Direction::Increase, Some(&figure));
    let share = Amount { unit: "percent".to_owned(), decimals: 0, signed: false };
    assert_eq!(
        judged.bar_text(&voice("sv"), &share).map(|text| text.replace('\u{a0}', " ")),
        Some("19 % mot 20 %".to_owned())
    );
}

/// What is printed of some targets.
fn printed(
    (release, definitions, folder): &(Release, Definitions, Folder),
    rows: Vec<Target>,
    language: &str,
) -> Value {
    let (targets, comments) = (Targets { rows }, plan().1);
    let (words, plan) = ((&targets, &comments, &Money::default()), &definitions.project.reports[0]);
    page_model(release, definitions, words, plan, language, None, folder).expect("it is made").0["targets"].clone()
}

#[test]
fn only_targets_that_can_be_judged_are_counted_as_met_or_not() {
    let (folder, definitions, register) = region();
    let made = (cleared(&definitions, &register), definitions, folder);
    let targets = plan().0;
    let title = |rows: Vec<Target>, language: &str| {
        printed(&made, rows, language)["title"].as_str().expect("there are targets").to_owned()
    };
    let low = Target { value: decimal("0.1"), ..targets.rows[0].clone() };
    let high = Target { value: decimal("9000000"), ..low.clone() };
    // No figure has this cell, as where it is withheld.
    let unknown = Target { breakdown: BTreeMap::from([("gender".to_owned(), "nobody".to_owned())]), ..low.clone() };
    assert_eq!(title(vec![unknown.clone()], "sv"), "Mål för 2025");
    assert_eq!(title(vec![unknown.clone()], "en"), "Targets for 2025");
    let other = Target { indicator: targets.rows[1].indicator.clone(), ..low.clone() };
    let three = |first: &Target| vec![unknown.clone(), first.clone(), other.clone()];
    assert_eq!(title(three(&low), "sv"), "Två av två mål som går att bedöma är nådda");
    assert_eq!(title(three(&high), "sv"), "Ett av två mål som går att bedöma är nått");
    assert_eq!(title(three(&high), "en"), "One of two targets that can be judged is met");
    assert_eq!(title(vec![high.clone(), other], "sv"), "Ett av två mål är nått");
    assert_eq!(title(vec![unknown.clone(), high.clone()], "en"), "One target is not met");
    assert_eq!(title(vec![unknown, low], "sv"), "Ett mål är nått");
}

#[test]
fn how_far_the_one_target_is_off_is_told_once() {
    let (folder, definitions, register) = region();
    let made = (cleared(&definitions, &register), definitions, folder);
    let targets = plan().0;
    let first = &targets.rows[1];
    let value = made.0.figure(&first.indicator, "2025", &BTreeMap::new()).and_then(|figure| figure.value);
    let value = value.expect("the figure is shown");
    let told = |value, language: &str| {
        let page = printed(&made, vec![Target { value, ..first.clone() }], language);
        ["title", "lead"].map(|name| page[name].as_str().expect("there is a target").to_owned())
    };
    for (language, [met, not_met, close, seen]) in [
        ("sv", ["Ett mål är nått", "Ett mål är inte nått", "Det är nära att nås. ", "Utfallet visas i figur"]),
        ("en", ["One target is met", "One target is not met", "It is close. ", "The outcome is shown in figure"]),
    ] {
        for (goal, title, lead) in [
            (value, met, seen.to_owned()),
            (value + decimal("1"), not_met, format!("{close}{seen}")),
            (value * decimal("2"), not_met, seen.to_owned()),
        ] {
            let [title_told, lead_told] = told(goal, language);
            assert_eq!(title_told, title, "{goal}");
            assert!(lead_told.starts_with(&lead), "{goal}: {lead_told}");
        }
    }
}

#[test]
fn a_target_is_printed_as_it_was_decided_and_no_distance_is_nothing() {
    let amount = |unit: &str| Amount { unit: unit.to_owned(), decimals: 0, signed: false };
    let said = |unit: &str, goal: &str, value: &str| {
        let target = Target {
            indicator: String::new(),
            breakdown: BTreeMap::new(),
            period: "2025".to_owned(),
            kind: TargetKind::Target,
            value: decimal(goal),
            decided: None,
            source: String::new(),
        };
        let figure = Figure { coverage: None, ..shown(value) };
        let judged = Judged::new(&target, None, Direction::Increase, Some(&figure));
        let card = judged.card_text(&voice("sv"), &amount(unit)).unwrap_or_default();
        format!("{} | {card}", judged.text(&voice("sv"), &amount(unit))).replace('\u{a0}', " ")
    };
    for (goal, value, target, apart) in [
        ("95.50", "95.3", "95,5", "0,2 procentenheter"),
        ("96", "95.6", "96", "0,4 procentenheter"),
        ("96", "95.99", "96", "<0,05 procentenheter"),
        ("95.5", "90.2", "95,5", "5 procentenheter"),
    ] {
        let expected = format!("Mål 2025: {target} %. Utfallet är {apart} under målet. | Mål 2025: {target} %");
        assert_eq!(said("percent", goal, value), expected);
    }
    let fte = said("fte", "262.5", "270.5");
    assert!(fte.starts_with("Mål 2025: 262,5 heltidstjänster."), "{fte}");
    let money = said("money", "14250000", "14900000");
    assert!(money.starts_with("Mål 2025: 14,25 mn kr."), "{money}");
}
