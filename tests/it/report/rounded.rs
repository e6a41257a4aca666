//! What is said of changes of rounded counts: never more than the true ones must be.

use nytta::disclosure::release::{Figure, PanelShown};
use nytta::report::amount::Amount;
use nytta::report::moved::{Finding, Shown, movement};
use nytta::report::sentences::{self, Subject};
use nytta::value::Decimal;

use super::{case_of, decimal, shown, voice};

/// A count as it is published that is rounded to a multiple of five.
fn rounded(value: &str) -> Figure {
    Figure { rounded: Some(5), between: Some(ends(value)), ..shown(value) }
}

fn ends(value: &str) -> [Decimal; 2] {
    [decimal(value) - Decimal::TWO, decimal(value) + Decimal::TWO]
}

fn with_panel(value: &str, previous: &str, current: &str) -> Figure {
    let panel = PanelShown {
        enterprises: 36,
        previous: decimal(previous),
        current: decimal(current),
        previous_base: None,
        between: Some([ends(previous), ends(current)]),
    };
    Figure { panel: Some(panel), ..rounded(value) }
}

fn amount(unit: &str) -> Amount {
    Amount { unit: unit.to_owned(), decimals: 0, signed: false, is_bound: false }
}

/// Title, change among the same enterprises with the way it points, what is said of others, and the side column's sentence.
fn said(language: &str, unit: &str, [before, now]: [&Figure; 2]) -> Vec<String> {
    let (voice, amount) = (voice(language), amount(unit));
    let names = if language == "sv" { ("Nyanställda", "nyanställda") } else { ("New employees", "new employees") };
    let subject = Subject { title: names.0.to_owned(), noun: names.1.to_owned(), amount: amount.clone() };
    let case = case_of(now, before);
    let (change, way) = sentences::change(&voice, &amount, &case).expect("there is a panel");
    let panel = now.panel.as_ref().expect("there is a panel");
    [
        sentences::title(&voice, &subject, &case, None),
        sentences::like_for_like(&voice, &amount, &case).expect("there is a panel"),
        sentences::other_enterprises(&voice, &amount, &case).unwrap_or_default(),
        sentences::panel(&voice, &amount, panel),
        format!("{change} {way}"),
    ]
    .map(|text| text.replace('\u{a0}', " "))
    .to_vec()
}

#[test]
fn a_change_of_one_multiple_of_rounded_counts_is_no_growth() {
    // 52 and 53 are published as 50 and 55.
    assert_eq!(
        said("sv", "persons", [&rounded("50"), &with_panel("55", "45", "50")]),
        [
            "Ungefär lika många nyanställda 2025 som 2024 (avrundat)",
            "Bland de 36 företag som svarade båda åren är antalet ungefär detsamma (avrundat).",
            "",
            "36 företag svarade båda åren: 45 och 50, ungefär lika många (avrundat).",
            "Ungefär lika många som 2024 (avrundat) 0",
        ]
    );
    assert_eq!(
        said("en", "persons", [&rounded("55"), &with_panel("50", "50", "45")]),
        [
            "About as many new employees in 2025 as in 2024 (rounded)",
            "Among the 36 enterprises that answered in both years the number is about the same (rounded).",
            "",
            "36 enterprises answered in both years: 50 and 45, about as many (rounded).",
            "About as many as in 2024 (rounded) 0",
        ]
    );
    // Nor are two that are rounded to the same number the same.
    assert_eq!(
        said("en", "persons", [&rounded("50"), &with_panel("50", "45", "45")])[0],
        "About as many new employees in 2025 as in 2024 (rounded)"
    );
    // Two multiples are at least six persons.
    assert_eq!(
        said("sv", "persons", [&rounded("50"), &with_panel("60", "45", "55")]),
        [
            "Fler nyanställda 2025",
            "Bland de 36 företag som svarade båda åren är förändringen +10 (avrundat).",
            "",
            "36 företag svarade båda åren: från 45 till 55.",
            "+10 (avrundat) jämfört med 2024 1",
        ]
    );
}

#[test]
fn shares_of_rounded_counts_change_where_their_bounds_do() {
    let share = |value: &str, between: [&str; 2]| Figure { between: Some(between.map(decimal)), ..rounded(value) };
    let panel = |previous: [&str; 3], current: [&str; 3]| PanelShown {
        enterprises: 36,
        previous: decimal(previous[0]),
        current: decimal(current[0]),
        previous_base: None,
        between: Some([[previous[1], previous[2]].map(decimal), [current[1], current[2]].map(decimal)]),
    };
    let open = panel(["40", "36", "44"], ["47", "43", "51"]);
    let now = Figure { panel: Some(open), ..share("47", ["43", "51"]) };
    let told = said("sv", "percent", [&share("40", ["36", "44"]), &now]);
    assert_eq!(told[0], "Nyanställda: ingen säker förändring från 2024 till 2025 (avrundat)");
    assert_eq!(told[3], "36 företag svarade båda åren: 40 % och 47 %, ingen säker förändring (avrundat).");
    let now = Figure { panel: Some(panel(["40", "36", "44"], ["60", "56", "64"])), ..share("60", ["56", "64"]) };
    assert_eq!(said("sv", "percent", [&share("40", ["36", "44"]), &now])[0], "Nyanställda ökade 2025");
}

#[test]
fn a_difference_is_laid_to_others_only_where_the_true_numbers_must_be_so() {
    // 20 more in all, of which the same enterprises gave 5: between 1 and 9 of between 16 and 24.
    let others = "Bland alla som svarat är skillnaden +20 (avrundat), mest för att andra företag ingår.";
    assert_eq!(said("sv", "persons", [&rounded("50"), &with_panel("70", "40", "40")])[2], others);
    assert_eq!(said("sv", "persons", [&rounded("50"), &with_panel("70", "40", "45")])[2], "");
    let area = |figure: &Figure| {
        let earlier = rounded("50");
        let case = case_of(figure, &earlier);
        sentences::is_open_why(&amount("persons"), &case)
    };
    assert_eq!([area(&rounded("55")), area(&rounded("60"))], [false, true]);
}

#[test]
fn no_movement_of_rounded_counts_is_told_that_true_ones_may_not_have_made() {
    let of = |value: i64| Shown { value: value.into(), between: [(value - 2).into(), (value + 2).into()] };
    let amount = amount("persons");
    for before in (5..400).step_by(5) {
        for now in (5..400).step_by(5) {
            let told = movement(&amount, of(before), of(now));
            let true_ones =
                (before - 2..=before + 2).flat_map(|then| (now - 2..=now + 2).map(move |since| (then, since)));
            let ways = true_ones.map(|(then, since)| since.cmp(&then));
            match told {
                Finding::Rise => assert!(ways.into_iter().all(std::cmp::Ordering::is_gt), "{before} {now}"),
                Finding::Fall => assert!(ways.into_iter().all(std::cmp::Ordering::is_lt), "{before} {now}"),
                Finding::About => {}
                other => panic!("{before} {now}: {other:?}"),
            }
            assert!((now - before).abs() > 5 || told == Finding::About, "{before} {now}");
        }
    }
    let zero = |value: i64| Shown::exact(value.into());
    assert_eq!(movement(&amount, zero(50), zero(55)), Finding::Rise);
}
