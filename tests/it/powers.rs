//! Sums of a number, of its squares and of its cubes: an attacker who tries all numbers that few enterprises can have given.

use std::collections::BTreeSet;

use nytta::disclosure::Release;
use nytta::value::Decimal;

use super::releases::Region;
use super::small::{accepted_of, cell, observe};

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

/// A product of two columns leaves two numbers of each enterprise to share: with the sums of both it is told of three.
#[test]
fn a_product_of_two_columns_is_told_as_long_as_it_tells_of_neither() {
    let of = |(at, value): (usize, &&str)| {
        format!("indicator: number_{at}\nvalue: {value}\nunit: persons\nsensitivity: persons")
    };
    let values = ["SUM(hired)", "SUM(close)", "SUM(hired * close)", "SUM(hired * close * close)"];
    let of_values = |values: &[&str], enterprises: usize| {
        let indicators: Vec<String> = values.iter().enumerate().map(of).collect();
        let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
        let region = Region::new(&indicators, &vec!["a1"; enterprises]);
        let given: Vec<(String, [(&str, String); 2])> = (1..=enterprises)
            .map(|at| (format!("{at:02}"), [("hired", (4 + at * at).to_string()), ("close", (3 + at).to_string())]))
            .collect();
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
        let release = region.clear(&observations, "2025");
        let is_told = |at: usize| {
            let figure = release.figure(&format!("number_{at}"), "2025", &cell(&[]));
            figure.is_some_and(|figure| figure.value.is_some())
        };
        (0..values.len()).map(is_told).collect::<Vec<bool>>()
    };
    assert_eq!(of_values(&values[..3], 3), [true; 3]);
    assert_eq!(of_values(&values[..], 3), [true, true, true, false]);
    assert_eq!(of_values(&values[..], 4), [true; 4]);
}
