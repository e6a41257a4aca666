//! Sums of a number, of its squares and of its cubes: an attacker who tries all numbers that few enterprises can have given.

use std::collections::BTreeSet;

use nytta::definition::indicator::Indicator;
use nytta::disclosure::Release;
use nytta::expression::Expression;
use nytta::value::Decimal;

use super::releases::Region;
use super::small::{AnyName, accepted_of, cell, observe};

/// Of what enterprises hired the sums of powers, the third before the second.
const SUMS: [(&str, u32); 3] =
    [("SUM(hired)", 1), ("SUM(hired * hired * hired)", 3), ("SUM(hired * hired) FILTER (WHERE hired > 0)", 2)];

/// Most that an enterprise hired, to the attacker.
const MOST: u32 = 24;

/// Clears sums of powers of what some hired.
fn cleared(hired: &[u32], sums: &[(&str, u32)]) -> Release {
    let indicator = |(value, power): &(&str, u32)| {
        format!("indicator: power_{power}\nvalue: {value}\nunit: persons\nsensitivity: persons")
    };
    let indicators: Vec<String> = sums.iter().map(indicator).collect();
    let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
    let region = Region::new(&indicators, &vec!["a1"; hired.len()]);
    let given: Vec<(String, String)> =
        hired.iter().enumerate().map(|(at, hired)| (format!("{:02}", at + 1), hired.to_string())).collect();
    let given: Vec<(&str, &str)> = given.iter().map(|(one, hired)| (one.as_str(), hired.as_str())).collect();
    region.clear(&region.hired(&given), "2025")
}

/// What is told of a power.
fn told(release: &Release, power: u32) -> Option<Decimal> {
    release.figure(&format!("power_{power}"), "2025", &cell(&[])).and_then(|figure| figure.value)
}

/// Everything that so many enterprises can have given, in order of size, beside one who knows its own.
fn possible(release: &Release, enterprises: usize, own: Option<u32>) -> BTreeSet<Vec<u32>> {
    let told: Vec<(u32, Decimal)> = (1..=3).filter_map(|power| Some((power, told(release, power)?))).collect();
    let mut worlds = BTreeSet::from([own.into_iter().collect::<Vec<u32>>()]);
    let sum = |world: &[u32], power: u32| world.iter().map(|one| Decimal::from(one.pow(power))).sum::<Decimal>();
    for _ in own.map_or(0, |_| 1)..enterprises {
        let more = |world: &Vec<u32>| {
            let next = (world.get(usize::from(own.is_some())..).and_then(<[u32]>::last).copied().unwrap_or(0)..=MOST)
                .map(|one| [world.as_slice(), &[one]].concat());
            next.filter(|world| told.iter().all(|(power, told)| sum(world, *power) <= *told)).collect::<Vec<_>>()
        };
        worlds = worlds.iter().flat_map(more).collect();
    }
    worlds.retain(|world| told.iter().all(|(power, told)| sum(world, *power) == *told));
    worlds
}

#[test]
fn sums_of_powers_do_not_tell_what_three_enterprises_gave() {
    let hired = [5, 7, 11];
    let naive: Vec<u32> = (1..=3).map(|power| hired.iter().map(|one: &u32| one.pow(power)).sum()).collect();
    let fits = |a: u32, b: u32, c: u32| (1..=3).zip(&naive).all(|(by, sum)| a.pow(by) + b.pow(by) + c.pow(by) == *sum);
    let all = (0..=MOST).flat_map(|a| (a..=MOST).flat_map(move |b| (b..=MOST).map(move |c| (a, b, c))));
    assert_eq!(all.filter(|(a, b, c)| fits(*a, *b, *c)).collect::<Vec<_>>(), [(5, 7, 11)], "told, all three are known");
    let release = cleared(&hired, &SUMS);
    assert_eq!([1, 2, 3].map(|power| told(&release, power)), [Some(Decimal::from(23)), None, None]);
    assert!(possible(&release, 3, None).len() > 20);
    // Each of them by itself tells no more than another figure.
    assert!(told(&cleared(&hired, &SUMS[1..2]), 3).is_some());
}

/// Of four each knows itself: two sums leave the others three numbers to share, and a third would tell them. It is the last to be
/// defined that is withheld.
#[test]
fn one_who_knows_its_own_number_does_not_learn_those_of_three_others() {
    // 1, 5 and 6 have the sum and the sum of squares of 2, 3 and 7.
    let hired = [9, 1, 5, 6];
    let in_order = [SUMS[0], SUMS[2], SUMS[1]];
    let release = cleared(&hired, &in_order);
    assert_eq!([1, 2, 3].map(|power| told(&release, power)), [Some(Decimal::from(21)), Some(Decimal::from(143)), None]);
    let worlds = possible(&release, 4, Some(9));
    assert_eq!(worlds, BTreeSet::from([vec![9, 1, 5, 6], vec![9, 2, 3, 7]]));
    let release = cleared(&hired, &SUMS);
    assert_eq!([2, 3].map(|power| told(&release, power).is_some()), [false, true], "the first to be defined is told");
    // Of five all are told.
    let release = cleared(&[9, 1, 5, 6, 4], &SUMS);
    assert!([1, 2, 3].iter().all(|power| told(&release, *power).is_some()));
}

/// Made of what each enterprise gives to other indicators.
fn derived(name: &str, value: &str) -> Indicator {
    let text = "{ en: x }";
    let mut made: Indicator = serde_saphyr::from_str(&format!(
        "indicator: {name}\nsection: s\ntitle: {text}\nshort: {text}\nnoun: {text}\ndefinition: {text}\nmethod: {text}\n\
         population: {text}\nlevel: output\ndataset: indicators\ncounts: x\nover_time: flow\nunit: persons\n\
         sensitivity: persons\nvalue: \"{value}\"\n"
    ))
    .expect("an indicator");
    made.value_expression = Some(Expression::parse(value, &AnyName).expect("an expression"));
    made
}

/// Which of some values, and of those made of them, are told of so many enterprises.
fn are_told(values: &[&str], made: &[&str], enterprises: u32) -> Vec<bool> {
    let names: Vec<String> = (0..values.len() + made.len()).map(|at| format!("number_{at}")).collect();
    let of = |(name, value): (&String, &&str)| {
        format!("indicator: {name}\nvalue: \"{value}\"\nunit: persons\nsensitivity: persons")
    };
    let indicators: Vec<String> = names.iter().zip(values).map(of).collect();
    let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
    let places: Vec<&str> = (0..enterprises).map(|_| "a1").collect();
    let mut region = Region::new(&indicators, &places);
    let made = names.iter().skip(values.len()).zip(made).map(|(name, value)| derived(name, value));
    region.definitions.indicators.extend(made);
    let given = (1..=enterprises).map(|at| {
        let cells = [("hired", 4 + at * at), ("close", 3 + at), ("open", 20 - at)];
        (format!("{at:02}"), cells.map(|(field, value)| (field, value.to_string())))
    });
    let given: Vec<_> = given.collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
    let release = region.clear(&observations, "2025");
    let is_told = |name: &String| release.figure(name, "2025", &cell(&[])).is_some_and(|figure| figure.value.is_some());
    names.iter().map(is_told).collect()
}

/// A product of two columns leaves two numbers of each enterprise to share: with the sums of both it is told of three.
#[test]
fn a_product_of_two_columns_is_told_as_long_as_it_tells_of_neither() {
    let values = ["SUM(hired)", "SUM(close)", "SUM(hired * close)", "SUM(hired * close * close)"];
    assert_eq!(are_told(&values[..3], &[], 3), [true; 3]);
    assert_eq!(are_told(&values, &[], 3), [true, true, true, false]);
    assert_eq!(are_told(&values, &[], 4), [true; 4]);
}

/// Columns that only pick the rows hide nothing.
#[test]
fn columns_in_conditions_make_no_power_safer() {
    let picked = [
        "SUM(hired)",
        "SUM(hired * hired) FILTER (WHERE close >= 0 AND open >= 0)",
        "SUM(CASE WHEN close >= 0 AND open >= 0 THEN hired * hired * hired END)",
    ];
    assert_eq!(are_told(&picked, &[], 3), [true, false, false]);
    assert_eq!(are_told(&picked, &[], 5), [true; 3]);
}

/// Powers of what each enterprise gives to another indicator are powers of its column.
#[test]
fn powers_of_an_indicator_are_powers_of_its_column() {
    let powers = ["SUM(number_0 * number_0)", "SUM(number_0 * number_0 * number_0)"];
    assert_eq!(are_told(&["SUM(hired)"], &powers, 3), [true, false, false]);
    assert_eq!(are_told(&["SUM(hired)"], &powers, 5), [true; 3]);
}

/// Three sums and those of their three products: of two enterprises beside one's own they are six equations of six numbers.
#[test]
fn products_of_overlapping_pairs_count_together() {
    let pairs =
        ["SUM(hired)", "SUM(close)", "SUM(open)", "SUM(hired * close)", "SUM(close * open)", "SUM(hired * open)"];
    assert_eq!(are_told(&pairs, &[], 3), [true, true, true, true, true, false]);
    assert_eq!(are_told(&pairs, &[], 4), [true; 6]);
    // A column that stands in one product alone does not make the others safer.
    let further =
        ["SUM(hired)", "SUM(close)", "SUM(open)", "SUM(close * open)", "SUM(hired * close)", "SUM(hired * hired)"];
    assert!(!are_told(&further, &[], 3)[5]);
}
