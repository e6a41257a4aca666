//! Several classes, each with its own base or none: what one rounds no other gives back.

use nytta::definition::indicator::Sensitivity::{Business, Open, Persons, Sensitive};
use nytta::disclosure::Release;
use nytta::measure::Breakdown;
use nytta::value::Decimal;

use super::{FAR, HIRED, MEAN, SHARE, SURPLUS, is_multiple, of_gender, places, round, set, told_of, unpicked, years};
use crate::releases::Region;
use crate::small::{accepted_of, cell, decimal, find, observe};

/// The same sum as FAR, in another class.
const GROUP: &str =
    "indicator: group\nvalue: SUM(far)\nunit: persons\nsensitivity: sensitive\nbreakdown: [gender, district]";
const PER_PERSON: &str =
    "indicator: per_person\nnumerator: SUM(surplus)\ndenominator: SUM(far)\nunit: money\nsensitivity: business";
const AVERAGE: &str = "indicator: average\nvalue: AVG(far)\nunit: persons\nsensitivity: business";

fn value(release: &Release, name: &str, codes: &[(&str, &str)]) -> Option<Decimal> {
    release.figure(name, "2025", &cell(codes)).expect("a figure").value
}

#[test]
fn a_sum_is_rounded_to_one_base_wherever_it_is_shown() {
    let mut region = Region::new(&[FAR, GROUP, PER_PERSON, AVERAGE, HIRED, SURPLUS], &places(26));
    let observations = years(&region, 26);
    let exact = region.clear(&observations, "2025");
    assert!(["per_person", "average"].iter().all(|name| value(&exact, name, &[]).is_some()));
    for classes in [
        vec![(Persons, "{ round: 5 }")],
        vec![(Sensitive, "{ round: 5 }")],
        vec![(Persons, "{ round: 3 }"), (Sensitive, "{ round: 5 }")],
        vec![(Persons, "{ round: 5 }"), (Sensitive, "{ round: 3 }")],
        vec![(Business, "{ round: 5 }")],
    ] {
        set(&mut region, &classes);
        let release = region.clear(&observations, "2025");
        assert_eq!(release.refused(), []);
        let whole = find(&observations, "far", "2025", &[]).value.expect("a value");
        let nearest = (whole / Decimal::from(5)).round() * Decimal::from(5);
        assert_ne!(whole, nearest, "the example should show something");
        let mut both = 0;
        for ((_, period, codes), figure) in release.figures().iter().filter(|((name, ..), _)| name == "far") {
            let Some(value) = figure.value else { continue };
            assert!(figure.rounded == Some(5) && is_multiple(value, 5), "{classes:?} {codes:?} {value}");
            let other = release.figure("group", period, codes).and_then(|other| other.value);
            assert!(other.is_none_or(|other| other == value), "{classes:?} {codes:?}");
            both += usize::from(other.is_some());
        }
        assert!(both > 1 && value(&release, "far", &[]) == Some(nearest), "{classes:?}");
        // Money for each person is of the rounded persons; a mean of them would tell of true ones.
        let each = release.figure("per_person", "2025", &cell(&[])).expect("a figure");
        assert_eq!((each.denominator, each.rounded), (Some(nearest), Some(5)), "{classes:?}");
        // The true figures lie between the bounds that are left of the rounded ones.
        for name in ["far", "per_person"] {
            let [low, high] = release.figure(name, "2025", &cell(&[])).and_then(|one| one.between).expect("bounds");
            let truth = value(&exact, name, &[]).expect("a value");
            assert!(low < truth && truth < high, "{classes:?} {name} {low} {truth} {high}");
        }
        let surplus = value(&exact, "surplus", &[]);
        assert!(each.numerator == surplus && value(&release, "surplus", &[]) == surplus);
        assert_eq!(value(&release, "average", &[]), None, "{classes:?}");
        // A sum that only a class without a base shows is as it is.
        let hired = classes.iter().find(|(class, _)| *class == Persons);
        assert_eq!(release.figure("hired", "2025", &cell(&[])).expect("a figure").rounded.is_some(), hired.is_some());
    }
}

/// Both parts of a share are rounded to one base, and with them all that shows one of them.
#[test]
fn the_parts_of_a_share_have_one_base() {
    let group = GROUP.replace("[gender, district]", "[gender]");
    let mut region = Region::new(&[&group, SHARE, HIRED], &places(26));
    set(&mut region, &[(Persons, "{ round: 3 }"), (Sensitive, "{ round: 5 }")]);
    let release = region.clear(&years(&region, 26), "2025");
    let rounded = |name: &str| release.figure(name, "2025", &cell(&[])).expect("a figure").rounded;
    assert_eq!(["group", "share", "hired"].map(rounded), [Some(5); 3]);
}

/// A base for a class without limits leaves it without limits: only what a count gives back is withheld.
#[test]
fn an_open_class_that_is_rounded_stays_open() {
    let largest = "indicator: largest\nvalue: MAX(surplus)\nunit: money\nsensitivity: open";
    let open = |yaml: &str| yaml.replace("sensitivity: persons", "sensitivity: open");
    let (hired, mean) = (open(HIRED), open(MEAN));
    let mut region = Region::new(&[largest, &hired, &mean], &places(4));
    let observations = years(&region, 4);
    set(&mut region, &[(Open, "{ round: 5 }")]);
    let release = region.clear(&observations, "2025");
    assert_eq!(value(&release, "largest", &[]), find(&observations, "largest", "2025", &[]).value);
    assert!(value(&release, "largest", &[]).is_some() && value(&release, "mean", &[]).is_none());
    let told = release.figures().iter().filter(|((name, period, _), _)| name == "hired" && period == "2025");
    let told =
        told.filter(|((.., codes), _)| observations.iter().any(|one| one.breakdown == *codes && one.value.is_some()));
    let told: Vec<Option<Decimal>> = told.map(|(_, figure)| figure.value).collect();
    assert!(told.len() > 3 && told.iter().all(|value| value.is_some_and(|value| is_multiple(value, 5))), "{told:?}");
    // Eleven and eleven are given back by 12, 12 and 21 here as well.
    let mut region = Region::new(&[&open(FAR)], &["a1"; 4]);
    set(&mut region, &[(Open, "{ round: 3 }")]);
    let release = region.clear(&of_gender(&region, &[(3, 3, 0), (3, 3, 0), (3, 3, 0), (2, 2, 0)]), "2025");
    let told = told_of(&release, &|figure| figure.value);
    assert!(told.contains_key(&cell(&[])) && release.refused().is_empty());
    assert_eq!(unpicked(&told, 3, 0), [] as [Breakdown; 0]);
}

/// Of no count below four is anything told: a published three can only be four, which would be told as it is.
#[test]
fn a_count_that_only_one_number_is_rounded_to_is_withheld() {
    let mut region = Region::new(&[HIRED], &["a1"; 4]);
    round(&mut region, "{ count: 4, round: 3 }");
    for (hired, shown) in [(["1", "1", "1", "1"], None), (["1", "1", "1", "2"], Some("6"))] {
        let names = ["01", "02", "03", "04"];
        let observations = region.hired(&std::array::from_fn::<_, 4, _>(|at| (names[at], hired[at])));
        let release = region.clear(&observations, "2025");
        assert_eq!(release.refused(), []);
        assert_eq!(value(&release, "hired", &[]), shown.map(decimal), "{hired:?}");
    }
    // So of what became fewer: four fewer, told as three; five fewer are told as six.
    for (fewer, shown) in [([1, 1, 1, 1], None), ([1, 1, 1, 2], Some("-6"))] {
        let mut region = Region::new(&[HIRED], &["a1"; 4]);
        round(&mut region, "{ count: 4, round: 3 }");
        let year = |less: [usize; 4]| {
            let cells = (1..).zip(less).map(|(n, less)| (format!("{n:02}"), vec![("hired", (12 - less).to_string())]));
            accepted_of(&cells.collect::<Vec<_>>())
        };
        let periods = vec![("2024", year([0; 4])), ("2025", year(fewer))];
        let observations = observe(&region.definitions, &region.register, periods);
        let release = region.clear(&observations, "2025");
        let change = release.figure("hired", "2025", &cell(&[])).expect("a figure").change.clone();
        let change = change.map(|parts| parts.into_values().map(|(_, value)| value).collect::<Vec<_>>());
        assert_eq!(change, shown.map(|value| vec![decimal(value)]), "{fewer:?}");
    }
}
