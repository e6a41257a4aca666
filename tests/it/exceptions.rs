//! Values that are told with consent, or are public already: known to everybody, so that the rest must be safe without them.

use nytta::diagnostic::Diagnostic;
use nytta::disclosure::Release;
use nytta::disclosure::release::{Ground, Status};
use nytta::measure::Observation;
use nytta::pipeline;
use nytta::register::exceptions::{Consent, Periods, PublicValue, Value};
use proptest::prelude::*;

use super::attacker::{Limits, learnt_beside};
use super::attacks::HIRED;
use super::bounds::nearly_known_beside;
use super::combined::told as told_by;
use super::derived::{JOINED, folder, made, written};
use super::pages::scene;
use super::releases::Region;
use super::small::{AREAS, accepted, accepted_of, cell, decimal, find, observe};
use super::watch::number;

const AMOUNT: &str = "indicator: amount\nvalue: SUM(surplus)\nunit: money\nsensitivity: business\nbreakdown: []";
const IN_PLACES: &str =
    "indicator: amount\nvalue: SUM(surplus)\nunit: money\nsensitivity: business\nbreakdown: [municipality]";

fn surplus() -> Value {
    Value::Field("year".to_owned(), "surplus".to_owned())
}

fn day(written: &str) -> chrono::NaiveDate {
    written.parse().expect("a day")
}

/// All periods from 2023 on.
fn always() -> Periods {
    Periods { from: day("2023-01-01"), to: None }
}

fn consent(organisation: &str, value: Value) -> Consent {
    let (given, by) = (day("2026-03-02"), "The board".to_owned());
    Consent { organisation: organisation.to_owned(), value, periods: always(), given, by }
}

/// A region in which some enterprises of one place let their surplus be told.
fn willing(indicator: &str, places: &[&str], willing: &[&str]) -> Region {
    let mut region = Region::new(&[indicator], places);
    region.register.exceptions.consents = willing.iter().map(|one| consent(one, surplus())).collect();
    region
}

/// The column of each enterprise in 2025; who gave nothing did not answer.
fn given(region: &Region, column: &str, values: &[&str]) -> Vec<Observation> {
    let names: Vec<String> = (1..=values.len()).map(|n| format!("{n:02}")).collect();
    let cells: Vec<[(&str, &str); 1]> = values.iter().map(|value| [(column, *value)]).collect();
    let rows = names.iter().zip(&cells).filter(|(_, [(_, value)])| !value.is_empty());
    let rows: Vec<(&str, &[(&str, &str)])> = rows.map(|(name, cells)| (name.as_str(), &cells[..])).collect();
    observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))])
}

fn total(region: &Region, indicator: &str, column: &str, values: &[&str]) -> Status {
    let release = region.clear(&given(region, column, values), "2025");
    release.figure(indicator, "2025", &cell(&[])).expect("a figure").status
}

/// What becomes of the total of what some gave, of whom the first so many let it be told.
fn told(values: &[&str], willing_ones: usize) -> Status {
    let places = vec!["a1"; values.len()];
    let names: Vec<String> = (1..=willing_ones).map(|n| format!("{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    total(&willing(AMOUNT, &places, &names), "amount", "surplus", values)
}

#[test]
fn what_all_let_be_told_is_told() {
    assert_eq!(told(&["900", "20"], 0), Status::Withheld);
    assert_eq!(told(&["900", "20"], 1), Status::Withheld);
    assert_eq!(told(&["900", "20"], 2), Status::Published);
    assert_eq!(told(&["900"], 1), Status::Published);
}

/// Why a figure is told is said only where it would not be told otherwise.
#[test]
fn a_figure_says_that_it_is_told_by_consent_or_as_it_is_public() {
    let why = |values: &[&str], willing_ones: &[&str], companies: usize| {
        let mut region = willing(AMOUNT, &vec!["a1"; values.len()], willing_ones);
        for (at, rows) in region.register.organisations.values_mut().enumerate() {
            let form = if at < companies { "company" } else { "association" };
            rows[0].codes.insert("legal_form".to_owned(), form.to_owned());
        }
        let (legal_form, source) = ("company".to_owned(), "Filed accounts".to_owned());
        region.register.exceptions.public =
            vec![PublicValue { legal_form, value: surplus(), periods: always(), source }];
        let release = region.clear(&given(&region, "surplus", values), "2025");
        let figure = release.figure("amount", "2025", &cell(&[])).expect("a figure");
        assert_eq!(figure.status, Status::Published);
        figure.freed_by.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(why(&["900", "20"], &["01", "02"], 0), [Ground::Consent]);
    assert_eq!(why(&["10000", "100", "90", "80"], &[], 1), [Ground::Public]);
    assert_eq!(why(&["10000", "10000", "100", "90", "80"], &["02"], 1), [Ground::Public, Ground::Consent]);
    assert_eq!(why(&["100", "100", "100", "100", "100"], &["01", "02"], 0), [], "it would be told without");
}

/// The second of three gives nearly all, and all three let it be told: the report names the figures, and the trace says why.
#[test]
fn the_report_and_the_trace_name_what_is_told_by_consent() {
    let mut project = folder(&[0, 1, 2, 3, 4, 5], &[], &["share", JOINED[0], JOINED[1]]);
    let path = "submissions/2025/year.csv";
    let text = project.text(path).expect("a text").replace(";200000;", ";20000000;");
    project.files.insert(path.to_owned(), text.into());
    let row = |at: usize| format!("{},results,2025,,2026-03-02,The board\n", number(at));
    let consents = format!("organisation,value,from,to,given,by\n{}", (0..3).map(row).collect::<String>());
    project.files.insert("consents.csv".to_owned(), consents.into());
    for (language, said) in [
        ("en", "Because those who gave them let them be told, these are shown: x; "),
        ("sv", "För att de som har lämnat dem låter dem visas visas de här: x; "),
    ] {
        let (_, release, page) = made(&project, language);
        let told = page["method"]["disclosure"]["text"].as_str().expect("a text").replace('\u{a0}', " ");
        assert!(told.contains(said) && told.ends_with("x: alfa."), "{told}");
        let freed = release.figures().iter().filter(|(_, figure)| !figure.freed_by.is_empty());
        assert!(freed.clone().all(|((_, period, _), _)| period == "2025") && freed.count() > 1);
    }
    let root = written(&project);
    for (language, said) in [
        ("en", "let it be told (consents.csv)"),
        ("sv", "låter den visas (consents.csv)"),
        ("fr", "permettent de le montrer (consents.csv)"),
        ("it", "permette di mostrarla (consents.csv)"),
        ("ro", "permit să fie arătată (consents.csv)"),
        ("sl", "dovolijo, da se pokaže (consents.csv)"),
    ] {
        let trace = |place: &str| {
            let asked = ["results", "--period", "2025", "--breakdown", place, "--language", language];
            told_by("trace", root.path().to_str().expect("a plain name"), &asked).1
        };
        assert!(trace("municipality=a").contains(said), "{}", trace("municipality=a"));
        assert!(!trace("municipality=b").contains("consents.csv"), "{}", trace("municipality=b"));
    }
}

/// Two give 10,000 each and let it be told; the rest is what everybody can reckon it to be.
#[test]
fn the_rest_is_tested_without_what_is_known() {
    assert_eq!(told(&["10000", "10000", "100", "90"], 2), Status::Withheld, "of the rest there are two");
    let three = ["10000", "10000", "100", "90", "80"];
    assert_eq!(told(&three, 0), Status::Withheld, "all but the two largest give 270, which is less than 1,500");
    assert_eq!(told(&three, 2), Status::Published, "of the rest the third gives 80, which is more than 15");
    assert_eq!(told(&["10000", "10000", "100", "90", "14"], 2), Status::Withheld, "14 is less than 15");
    assert_eq!(told(&["10000", "10000", "100", "90", "15"], 2), Status::Published, "15 is 15 % of 100");
    // Who could be told of without consent no longer can where most are known.
    assert_eq!(told(&["100", "100", "100", "100"], 0), Status::Published);
    assert_eq!(told(&["100", "100", "100", "100"], 2), Status::Withheld);
}

/// Of whom everybody knows what they gave, the sum says which of them answered.
#[test]
fn what_is_known_does_not_say_who_was_silent() {
    assert_eq!(told(&["900", "20", ""], 2), Status::Withheld);
    assert_eq!(told(&["900", "20", "0"], 2), Status::Withheld, "that the third gave nothing would be told");
}

#[test]
fn what_is_public_by_legal_form_counts_as_known() {
    let public = |values: &[&str], companies: usize| {
        let mut region = Region::new(&[AMOUNT], &vec!["a1"; values.len()]);
        for (at, rows) in region.register.organisations.values_mut().enumerate() {
            let form = if at < companies { "company" } else { "association" };
            rows[0].codes.insert("legal_form".to_owned(), form.to_owned());
        }
        let (legal_form, source) = ("company".to_owned(), "Filed accounts".to_owned());
        let periods = Periods { to: Some(day("2025-12-31")), ..always() };
        region.register.exceptions.public = vec![PublicValue { legal_form, value: surplus(), periods, source }];
        total(&region, "amount", "surplus", values)
    };
    let uneven = ["10000", "5", "5"];
    assert_eq!(public(&uneven, 0), Status::Withheld);
    assert_eq!(public(&uneven, 3), Status::Published);
    assert_eq!(public(&uneven, 1), Status::Withheld, "of the rest there are two");
    assert_eq!(public(&["10000", "100", "90", "80"], 1), Status::Published);
    // That it is public does not mean that they answered: of two that is told by no figure.
    assert_eq!(public(&["900", "20"], 2), Status::Withheld);
}

#[test]
fn consent_holds_from_its_day_and_for_its_periods() {
    let is_told = |change: &dyn Fn(&mut Consent)| {
        let mut region = willing(AMOUNT, &["a1", "a1"], &["01", "02"]);
        region.register.exceptions.consents.iter_mut().for_each(change);
        total(&region, "amount", "surplus", &["900", "20"]) == Status::Published
    };
    assert!(is_told(&|_| ()));
    assert!(is_told(&|one| one.given = day("2026-09-16")), "the day of the release");
    assert!(!is_told(&|one| one.given = day("2026-09-17")));
    assert!(!is_told(&|one| one.periods.from = day("2026-01-01")));
    assert!(!is_told(&|one| one.periods.to = Some(day("2024-12-31"))));
    assert!(is_told(&|one| one.value = Value::Indicator("amount".to_owned())));
    assert!(!is_told(&|one| one.value = Value::Field("year".to_owned(), "kept".to_owned())));
}

/// All fields that a figure is made of must be known.
#[test]
fn a_figure_of_two_fields_needs_both() {
    let kept = || Value::Field("year".to_owned(), "kept".to_owned());
    let both = AMOUNT.replace("SUM(surplus)", "SUM(surplus + kept)");
    let status = |values: &[Value]| {
        let mut region = Region::new(&[both.as_str()], &["a1", "a1"]);
        let of = |value: &Value| ["01", "02"].map(|one| consent(one, value.clone()));
        region.register.exceptions.consents = values.iter().flat_map(of).collect();
        let rows: [(&str, &[(&str, &str)]); 2] =
            [("01", &[("surplus", "900"), ("kept", "5")]), ("02", &[("surplus", "20"), ("kept", "4")])];
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))]);
        region.clear(&observations, "2025").figure("amount", "2025", &cell(&[])).expect("a figure").status
    };
    assert_eq!(status(&[surplus()]), Status::Withheld);
    assert_eq!(status(&[surplus(), kept()]), Status::Published);
}

/// An enterprise may not agree for those it counts.
#[test]
fn consent_frees_no_count_of_persons() {
    let hired = || Value::Field("year".to_owned(), "hired".to_owned());
    let indicator = || Value::Indicator("hired".to_owned());
    let as_business = HIRED.replace("sensitivity: persons", "sensitivity: business");
    for definition in [HIRED, &as_business] {
        let mut region = Region::new(&[definition], &["a1", "a1"]);
        let all = ["01", "02"].iter().flat_map(|one| [consent(one, hired()), consent(one, indicator())]);
        region.register.exceptions.consents = all.collect();
        assert_eq!(total(&region, "hired", "hired", &["40", "50"]), Status::Withheld, "{definition}");
    }
}

fn in_places(enterprises: &[(usize, u32, u8)], is_forgotten: bool) -> (Vec<String>, Release, Vec<Observation>) {
    let places: Vec<&str> = enterprises.iter().map(|(place, ..)| AREAS[place % 5].0).collect();
    let known = (1..).zip(enterprises).filter(|(_, (.., kind))| *kind == 0).map(|(n, _)| format!("{n:02}"));
    let known: Vec<String> = known.collect();
    let names: Vec<&str> = if is_forgotten { Vec::new() } else { known.iter().map(String::as_str).collect() };
    let region = willing(IN_PLACES, &places, &names);
    let values: Vec<String> =
        enterprises.iter().map(|(_, value, kind)| if *kind == 3 { String::new() } else { value.to_string() }).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let observations = given(&region, "surplus", &values);
    (known, region.clear(&observations, "2025"), observations)
}

/// b1 is three enterprises, of which everybody knows one: one of the other two would know the last.
#[test]
fn attack_with_known_values_learns_nothing() {
    let enterprises: Vec<(usize, u32, u8)> = vec![
        (0, 100, 1),
        (0, 110, 1),
        (0, 120, 1),
        (1, 100, 1),
        (1, 90, 1),
        (1, 80, 1),
        (2, 500, 0),
        (2, 100, 1),
        (2, 90, 1),
        (3, 100, 1),
        (3, 110, 1),
        (3, 95, 1),
        (4, 70, 1),
        (4, 80, 1),
        (4, 75, 1),
    ];
    let names: Vec<String> = (1..=enterprises.len()).map(|n| format!("{n:02}")).collect();
    let learn = |release: &Release, observations: &[Observation]| {
        names.iter().find_map(|insider| learnt_beside(&["07", insider.as_str()], &[(release, observations)]))
    };
    let b1 = |release: &Release| {
        release.figure("amount", "2025", &cell(&[("municipality", "b1")])).expect("it is there").status
    };
    let (_, forgetful, observations) = in_places(&enterprises, true);
    assert_eq!(find(&observations, "amount", "2025", &[("municipality", "b1")]).value, Some(decimal("690")));
    assert_eq!(b1(&forgetful), Status::Published);
    assert!(learn(&forgetful, &observations).is_some());
    let (known, release, observations) = in_places(&enterprises, false);
    assert_eq!((known, b1(&release)), (vec!["07".to_owned()], Status::Withheld));
    let shown = release.figures().values().filter(|figure| figure.value.is_some()).count();
    assert!(shown >= 4, "{shown} are told");
    assert_eq!(learn(&release, &observations), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whoever knows what some enterprises let be told learns of no other what it gave, and of no figure that is withheld what
    /// others gave to it, nor nearly.
    #[test]
    fn no_attacker_who_knows_what_is_told_with_consent_learns_more(
        enterprises in prop::collection::vec((0..5_usize, 1..400_u32, 0..4_u8), 6..30),
    ) {
        let (known, release, observations) = in_places(&enterprises, false);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        prop_assert_eq!(learnt_beside(&known, &[(&release, &observations)]), None);
        let limits = Limits { enterprises: 3, persons: 0 };
        prop_assert_eq!(nearly_known_beside(&known, limits, &[(&release, &observations)]), None);
    }
}

/// What is wrong in a file is told at its cell; only whole rows free anything.
#[test]
fn faulty_rows_are_told_and_free_nothing() {
    let consents = "organisation,value,from,to,given,by
5560160680,turnover,2024,2025,2026-03-02,The board
5560160680,turnover,2025,,2026-03-02,The board
5560160680,turnovr,2052,,2026-02-30,
5560160681,net_result,2025,2024,soon,The board
5560160680,enterprise_year.hired,2025,,2026-03-02,811218-9876
5560160680,far_from_labour_market_hired,2025,,2026-03-02,The board
5561000018,net_result,2025,2024,2026-03-02,The board
";
    let public = "legal_form,value,from,to,source
ab,enterprise_year.turnover,2024,,Filed accounts
aktiebolag,net_result,2024,,
";
    let mut folder = scene();
    for (path, text) in [("consents.csv", consents), ("public.csv", public)] {
        folder.files.insert(path.to_owned(), text.as_bytes().into());
    }
    let loaded = pipeline::load(&folder).expect("nothing stands in the way");
    let is_of_them = |one: &&Diagnostic| matches!(one.span.file.as_deref(), Some("consents.csv" | "public.csv"));
    let told: Vec<String> = loaded
        .diagnostics
        .iter()
        .filter(is_of_them)
        .map(|one| format!("{} {}", one.span.cell().unwrap_or_default(), one.rule))
        .collect();
    assert_eq!(
        told,
        [
            "A3 exception-twice",
            "B4 exception-names-unknown",
            "C4 exception-names-unknown",
            "E4 no-such-day",
            "F4 exception-unfounded",
            "A5 wrong-check-digit",
            "D5 ends-before-it-starts",
            "E5 not-a-date",
            "B6 exception-without-effect",
            "F6 personal-number-in-project",
            "B7 exception-without-effect",
            "A8 unknown-organisation",
            "D8 ends-before-it-starts",
            "A3 exception-names-unknown",
            "E3 exception-unfounded",
        ]
    );
    assert!(!format!("{:?}", loaded.diagnostics).contains("9876"));
    let slip = loaded.diagnostics.iter().find(|one| one.span.cell().as_deref() == Some("B4")).expect("it is told");
    assert!(slip.hint.in_language(&["en"]).contains("turnover"), "{:?}", slip.hint);
    let exceptions = &loaded.register.exceptions;
    assert_eq!((exceptions.consents.len(), exceptions.public.len()), (1, 1));
    assert_eq!(exceptions.consents[0].periods.to, Some(day("2025-12-31")));
}

/// Of every company's surplus everybody knows. What was kept comes late of one: the total waits, as it would if it were of that alone.
#[test]
fn one_late_answer_of_which_a_part_is_public_waits() {
    let rows: Vec<(u32, u32)> = (0..14).map(|at| (300 + 7 * at, 40 + 3 * at)).collect();
    let mut region = Region::new(
        &["indicator: both\nvalue: SUM(surplus + kept)\nunit: money\nsensitivity: business\nbreakdown: []"],
        &["a1"; 14],
    );
    for rows in region.register.organisations.values_mut() {
        rows[0].codes.insert("legal_form".to_owned(), "ab".to_owned());
    }
    let (legal_form, source) = ("ab".to_owned(), "Filed".to_owned());
    region.register.exceptions.public = vec![PublicValue { legal_form, value: surplus(), periods: always(), source }];
    let observed = |region: &Region, count: usize| {
        let given = (1..).zip(&rows[..count]).map(|(n, (surplus, kept))| {
            (format!("{n:02}"), [("surplus", surplus.to_string()), ("kept", kept.to_string())])
        });
        let given: Vec<_> = given.collect();
        observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))])
    };
    let is_told = |release: &Release| release.figure("both", "2025", &cell(&[])).expect("a figure").value.is_some();
    let first = region.publish("first", &observed(&region, 11), "");
    assert!(is_told(&first));
    let again = |count: usize| region.clear(&observed(&region, count), "2025");
    assert!(is_told(&again(11)), "it is as it was");
    assert!(!is_told(&again(12)), "one came late");
    assert!(is_told(&again(14)), "three came late");
}
