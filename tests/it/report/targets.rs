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
use nytta::report::target::{Judged, Verdict};
use nytta::value::Decimal;
use serde_json::Value;

use super::region::{cleared, plan, region};
use super::{decimal, shown, target, voice};

#[test]
fn a_target_is_judged_on_exact_values() {
    let verdict = |goal: &str, direction, value: &str| {
        Judged::new(&target(goal), Vec::new(), direction, Some(&shown(value)))
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
        let judged = Judged::new(&goal, Vec::new(), Direction::Increase, Some(&figure));
        judged
            .text(&voice("sv"), &Amount { unit: "persons".to_owned(), decimals: 0, signed: false, is_bound: false })
            .replace('\u{a0}', " ")
    };
    assert_eq!(
        text("128"),
        "Mål 2025: 140 personer. Utfallet är 12 under målet. \
         42 av 57 företag har svarat på detta; utfallet kan inte fullt jämföras med målet."
    );
    assert_eq!(text("152"), "Mål 2025: 140 personer. Utfallet är 12 över målet.");
    // A share of a share would be another percentage than the figure's own.
    let (goal, figure) = (target("20"), shown("19.49"));
    let judged = Judged::new(&goal, Vec::new(), Direction::Increase, Some(&figure));
    let share = Amount { unit: "percent".to_owned(), decimals: 0, signed: false, is_bound: false };
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

/// Of a rounded count nobody can say on which side of a target within its bounds it lies.
#[test]
fn a_target_within_what_a_figure_is_rounded_to_is_not_judged() {
    let figure = Figure { rounded: Some(5), between: Some([decimal("98"), decimal("102")]), ..shown("100") };
    for (goal, more, fewer, either) in [
        ("97", Verdict::Reached, Verdict::Close, false),
        ("98", Verdict::Reached, Verdict::About, true),
        ("100", Verdict::About, Verdict::About, true),
        ("102", Verdict::About, Verdict::Reached, true),
        ("103", Verdict::Close, Verdict::Reached, false),
        // A tenth below 112 is 100.8, above 91 it is 100.1: the true count may lie on either side of that.
        ("112", Verdict::Short, Verdict::Reached, false),
        ("91", Verdict::Reached, Verdict::Short, false),
        ("120", Verdict::Missed, Verdict::Reached, false),
    ] {
        let goal = target(goal);
        let judged = |direction| Judged::new(&goal, Vec::new(), direction, Some(&figure));
        assert_eq!(judged(Direction::Increase).verdict, Some(more), "{}", goal.value);
        assert_eq!(judged(Direction::Decrease).verdict, Some(fewer), "{}", goal.value);
        let neutral = judged(Direction::None);
        assert_eq!((neutral.verdict, neutral.is_about), (None, either), "{}", goal.value);
    }
    let goal = target("100");
    let judged = Judged::new(&goal, Vec::new(), Direction::Increase, Some(&figure));
    let said = |language: &str, unit: &str| {
        let (voice, amount) =
            (voice(language), Amount { unit: unit.to_owned(), decimals: 0, signed: false, is_bound: false });
        let said = [
            judged.row(&voice, &amount),
            judged.short(&voice, &amount).expect("one"),
            judged.card_text(&voice, &amount).expect("one"),
            judged.bar_text(&voice, &amount).expect("one"),
            judged.verdict.expect("one").word(&voice),
        ];
        said.map(|text| text.replace('\u{a0}', " "))
    };
    let swedish = [
        "100 personer, ungefär på målet.",
        "Utfallet är ungefär på målet 100.",
        "Mål 2025: 100 · ungefär på målet",
        "ungefär 100 % av målet",
        "Ungefär på målet",
    ];
    assert_eq!(said("sv", "persons"), swedish);
    let english = [
        "100 people, about the target.",
        "The outcome is about the target of 100.",
        "Target 2025: 100 · about the target",
        "about 100% of target",
        "About the target",
    ];
    assert_eq!(said("en", "persons"), english);
}

/// What may be close or not is said to be neither.
#[test]
fn how_near_a_rounded_figure_comes_is_not_said_where_it_is_open() {
    let figure = Figure { rounded: Some(5), between: Some([decimal("98"), decimal("102")]), ..shown("100") };
    let goal = target("112");
    let judged = Judged::new(&goal, Vec::new(), Direction::Increase, Some(&figure));
    let verdict = judged.verdict.expect("one");
    assert_eq!(verdict.kind(), "unknown");
    for (language, word, bar) in [
        ("sv", "Inte nått, kanske nära", "ungefär 89 % av målet"),
        ("en", "Not met, may be close", "about 89% of target"),
    ] {
        let (voice, amount) =
            (voice(language), Amount { unit: "persons".to_owned(), decimals: 0, signed: false, is_bound: false });
        let told = judged.bar_text(&voice, &amount).expect("one").replace('\u{a0}', " ");
        assert_eq!((verdict.word(&voice).as_str(), told.as_str()), (word, bar));
    }
}

/// A report of some indicators alone, all of them on its front page.
fn only(definitions: &mut Definitions, names: &[&str]) {
    definitions.indicators.retain(|one| names.contains(&one.indicator.as_str()));
    let plan = format!("{{ report: region, template: region, headline: [{}] }}", names.join(", "));
    definitions.project.reports[0] = serde_saphyr::from_str(&plan).expect("a report");
}

/// The whole page of a figure that is rounded up to its target, which the true one does not reach.
#[test]
fn a_rounded_figure_is_not_told_to_have_met_its_target() {
    let (folder, mut definitions, register) = region();
    let hired = "far_from_labour_market_hired";
    only(&mut definitions, &[hired]);
    let value = |release: &Release| release.figure(hired, "2025", &BTreeMap::new()).expect("a figure").value;
    let exact = value(&cleared(&definitions, &register)).expect("it is shown");
    definitions.project.policy = serde_saphyr::from_str("{ persons: { round: 5 } }").expect("a policy");
    let release = cleared(&definitions, &register);
    let goal = value(&release).expect("it is shown");
    assert!(exact < goal, "{exact} should be rounded up, not to {goal}");
    let first = plan().0.rows[0].clone();
    let of = |period: &str, kind, value| Target { period: period.to_owned(), kind, value, ..first.clone() };
    // A baseline that is as much as is printed: whether it has grown since cannot be told either.
    let (base, later) = (of("2023", TargetKind::Baseline, goal), of("2027", TargetKind::Target, goal * Decimal::TWO));
    let targets = Targets { rows: vec![base, Target { value: goal, ..first.clone() }, later] };
    let (comments, money) = (plan().1, Money::default());
    let (data, plan) = ((&targets, &comments, &money), &definitions.project.reports[0]);
    for (language, about, rounded, open) in [
        ("sv", "ungefär på målet", "avrundade till närmaste 5-tal", "kan inte avgöras (avrundat)"),
        ("en", "about the target", "multiple of 5", "cannot be judged (rounded)"),
    ] {
        let (model, _) = page_model(&release, &definitions, data, plan, language, None, &folder).expect("it is made");
        let page = model["targets"].to_string();
        assert!(page.contains(about) && page.contains(rounded), "{page}");
        let way = model["targets"]["path"].to_string();
        assert!(way.contains(open) && way.contains(rounded), "{way}");
        let brief = model["brief"].to_string();
        assert!(brief.contains(about) && brief.contains(rounded), "{brief}");
        let all = model.to_string();
        for met in ["lika med målet", "equal to the target", "nåddes", "was met", "är nått", "is met", "\"reached\""]
        {
            assert!(!all.contains(met), "{met}");
        }
    }
}

/// Classes may round to different bases: each is named, with what it is of.
#[test]
fn every_base_of_a_table_is_named() {
    let (folder, mut definitions, register) = region();
    only(&mut definitions, &["far_from_labour_market_hired", "people_in_work_training"]);
    let other = definitions.indicators.iter_mut().find(|one| *one.indicator == "people_in_work_training");
    other.expect("one").sensitivity = nytta::definition::indicator::Sensitivity::Open;
    let about = |definitions: &Definitions, language: &str| {
        let (release, targets) = (cleared(definitions, &register), Targets { rows: Vec::new() });
        let (comments, money) = (plan().1, Money::default());
        let (data, plan) = ((&targets, &comments, &money), &definitions.project.reports[0]);
        let (model, _) = page_model(&release, definitions, data, plan, language, None, &folder).expect("it is made");
        model["brief"]["about"].as_str().expect("a text").to_owned()
    };
    assert!(!about(&definitions, "sv").contains("avrundade"));
    let policy = "{ persons: { round: 5 }, open: { round: 3 } }";
    definitions.project.policy = serde_saphyr::from_str(policy).expect("a policy");
    let short = |name: &str, language: &str| {
        definitions.indicator(name).expect("one").short.in_language(&[language]).to_owned()
    };
    for (language, three, five) in [
        ("sv", "till närmaste 3-tal i ", "till närmaste 5-tal i "),
        ("en", "to the nearest multiple of 3 in ", "to the nearest multiple of 5 in "),
    ] {
        let (hired, trained) =
            (short("far_from_labour_market_hired", language), short("people_in_work_training", language));
        let told = about(&definitions, language);
        assert!(told.contains(&format!("{three}{trained}; {five}{hired}.")), "{told}");
    }
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
    let amount = |unit: &str| Amount { unit: unit.to_owned(), decimals: 0, signed: false, is_bound: false };
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
        let judged = Judged::new(&target, Vec::new(), Direction::Increase, Some(&figure));
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
