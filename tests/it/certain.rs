//! A share that is all or nothing by its definition is told, and takes no other figure with it.

use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::Release;
use nytta::disclosure::inside;
use nytta::disclosure::inside::InsideStatus;
use nytta::disclosure::release::{Figure, Status};
use nytta::ledger::Ledger;

use super::attacks::HIRED;
use super::releases::Region;
use super::small::{cell, decimal};

const ALL: &str = "indicator: all\nnumerator: SUM(hired)\ndenominator: SUM( hired )\nscale: 100\nunit: percent\n\
                   sensitivity: persons\nbreakdown: [municipality]";
const NONE: &str = "indicator: none\nnumerator: SUM(0)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                    sensitivity: persons\nbreakdown: [municipality]";

fn figure<'r>(release: &'r Release, indicator: &str, codes: &[(&str, &str)]) -> &'r Figure {
    release.figure(indicator, "2025", &cell(codes)).expect("a figure")
}

/// Nine enterprises of a1, and one alone in a2 that hired so many.
fn region(indicators: &[&str], alone: &str) -> (Region, Vec<nytta::measure::Observation>) {
    let region = Region::new(indicators, &["a1", "a1", "a1", "a1", "a1", "a1", "a1", "a1", "a1", "a2"]);
    let names: Vec<String> = (1..=10).map(|n| format!("{n:02}")).collect();
    let hired: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), if name == "10" { alone } else { "7" })).collect();
    let observations = region.hired(&hired);
    (region, observations)
}

#[test]
fn what_is_all_of_itself_is_told_and_takes_nothing_with_it() {
    for (class, is_by_area) in [("persons", true), ("sensitive", false), ("business", true)] {
        let share = ALL.replace("sensitivity: persons", &format!("sensitivity: {class}"));
        let (plain, observations) = region(&[HIRED], "7");
        let without = plain.clear(&observations, "2025");
        let (with, observations) = region(&[HIRED, &share], "7");
        let release = with.clear(&observations, "2025");
        let hired = |release: &Release| -> Vec<Figure> {
            let mine = release.figures().iter().filter(|((indicator, ..), _)| indicator == "hired");
            mine.map(|(_, figure)| figure.clone()).collect()
        };
        assert_eq!(hired(&release), hired(&without), "{class}: its sum is told as it is alone");
        assert_eq!(figure(&release, "hired", &[]).value, Some(decimal("70")), "{class}");
        let whole = figure(&release, "all", &[]);
        assert_eq!((whole.status, whole.value), (Status::Published, Some(decimal("100"))), "{class}");
        // Its parts are the sum that may be withheld.
        assert_eq!((whole.numerator, whole.denominator, whole.contributors, whole.coverage), (None, None, None, None));
        for area in ["a1", "a2"] {
            let told = figure(&release, "all", &[("municipality", area)]).value;
            assert_eq!(told, is_by_area.then(|| decimal("100")), "{class} {area}");
        }
        assert_eq!(figure(&release, "hired", &[("municipality", "a2")]).value, None, "{class}");
    }
}

/// Of an area it says nothing: neither whether the one enterprise there answered nor whether it gave anything.
#[test]
fn what_is_certain_tells_nothing_of_an_area() {
    let told = |alone: &str| {
        let (region, observations) = region(&[HIRED, ALL, NONE], alone);
        let release = region.clear(&observations, "2025");
        let areas = ["all", "none"].map(|share| figure(&release, share, &[("municipality", "a2")]).clone());
        areas.map(|figure| format!("{figure:?}"))
    };
    assert_eq!(told("0"), told("9"));
    let (region, observations) = region(&[HIRED, ALL, NONE], "9");
    let release = region.clear(&observations, "2025");
    for (share, value) in [("all", "100"), ("none", "0")] {
        assert_eq!(figure(&release, share, &[("municipality", "a2")]).value, Some(decimal(value)), "{share}");
        assert_eq!(figure(&release, share, &[]).value, Some(decimal(value)), "{share}");
    }
    let inside = inside(
        &observations,
        &region.definitions,
        &region.register,
        region.definitions.project.period("2025").expect("a period"),
        &Ledger::default(),
    );
    let all = &inside.figures()[&("all".to_owned(), "2025".to_owned(), cell(&[]))];
    assert_eq!((all.status, all.numerator), (InsideStatus::Published, Some(decimal("72"))));
    // A share that is none of it this year, but need not be, is no such figure.
    let chance = NONE.replace("SUM(0)", "SUM(far)");
    let region = Region::new(&[HIRED, &chance], &["a1"; 10]);
    let cells = [("hired", "7"), ("far", "0"), ("far_women", "0"), ("far_men", "0"), ("far_not_stated", "0")];
    let names: Vec<String> = (1..=10).map(|n| format!("{n:02}")).collect();
    let rows: Vec<(&str, &[(&str, &str)])> = names.iter().map(|name| (name.as_str(), &cells[..])).collect();
    let observations =
        super::small::observe(&region.definitions, &region.register, vec![("2025", super::small::accepted(&rows))]);
    let told = region.clear(&observations, "2025");
    assert_eq!(figure(&told, "none", &[]).denominator, Some(decimal("70")), "it is told with its parts");
}

/// That there is anything to take a share of is told where enough gave it; and of who came since an edition withheld it, not
/// before as many more came as must.
#[test]
fn that_there_is_something_is_told_of_enough() {
    let hired: Vec<(&str, &str)> =
        [("01", "7"), ("02", "7"), ("03", "0"), ("04", "7"), ("05", "7"), ("06", "7"), ("07", "7")].into();
    let mut region = Region::new(&[HIRED, ALL], &["a1"; 7]);
    let status = |region: &Region, answers: usize| {
        let release = region.clear(&region.hired(&hired[..answers]), "2025");
        figure(&release, "all", &[]).status
    };
    assert_eq!((status(&region, 3), status(&region, 4)), (Status::Withheld, Status::Published));
    region.publish("first", &region.hired(&hired[..3]), "");
    assert_eq!((status(&region, 4), status(&region, 6)), (Status::Withheld, Status::Withheld));
    assert_eq!(status(&region, 7), Status::Published);
    region.definitions.project.policy =
        [(Sensitivity::Persons, serde_saphyr::from_str("{ contributors: 4 }").expect("one"))].into();
    assert_eq!(status(&region, 7), Status::Withheld);
}
