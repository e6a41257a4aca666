//! Medians: the middle of many values is what one enterprise gave, or lies halfway between what two did.

use std::collections::BTreeMap;

use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::Release;
use nytta::value::Decimal;

use super::releases::Region;
use super::small::{cell, decimal};

const MIDDLE: &str =
    "indicator: middle\nvalue: MEDIAN(hired)\nunit: persons\nsensitivity: business\nbreakdown: [municipality]";
const SUM: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";

/// What is told of enterprises by municipality and what they hired.
fn told(indicators: &[&str], given: &[(&str, u32)]) -> Release {
    let places: Vec<&str> = given.iter().map(|(place, _)| *place).collect();
    let region = Region::new(indicators, &places);
    release(&region, given)
}

fn release(region: &Region, given: &[(&str, u32)]) -> Release {
    let hired: Vec<(String, String)> =
        (1..).zip(given).map(|(n, (_, hired))| (format!("{n:02}"), hired.to_string())).collect();
    let hired: Vec<(&str, &str)> = hired.iter().map(|(name, hired)| (name.as_str(), hired.as_str())).collect();
    region.clear(&region.hired(&hired), "2025")
}

fn middle(release: &Release, codes: &[(&str, &str)]) -> Option<Decimal> {
    release.figure("middle", "2025", &cell(codes)).expect("a figure").value
}

/// So many values from 1 on, of which so many in the middle are the same.
fn values(count: u32, alike: u32) -> Vec<u32> {
    let below = (count - alike) / 2;
    let of = |at: u32| if at < below { at + 1 } else { (at + 1).max(below + alike) };
    (0..count)
        .map(
            |at| if (below..below + alike).contains(&at) { below + 5 } else { of(at) + if at < below { 0 } else { 9 } },
        )
        .collect()
}

#[test]
fn a_median_is_told_where_enough_gave_exactly_that() {
    let of = |count: u32, alike: u32| {
        let given: Vec<(&str, u32)> = values(count, alike).into_iter().map(|hired| ("a1", hired)).collect();
        middle(&told(&[MIDDLE], &given), &[])
    };
    // One gave it; it lies between two, each of which would know the other's; two gave it.
    assert_eq!([of(21, 1), of(20, 0), of(22, 2)], [None, None, None]);
    assert_eq!([of(20, 4), of(23, 3)], [Some(decimal("13")), Some(decimal("15"))]);
    // A base of 20, as means need.
    assert_eq!(of(19, 3), None);
    // Where the class asks for more of them.
    let given: Vec<(&str, u32)> = values(23, 3).into_iter().map(|hired| ("a1", hired)).collect();
    let mut region = Region::new(&[MIDDLE], &vec!["a1"; 23]);
    let policy = serde_saphyr::from_str("{ contributors: 4 }").expect("a policy");
    region.definitions.project.policy = BTreeMap::from([(Sensitivity::Business, policy)]);
    assert_eq!(middle(&release(&region, &given), &[]), None);
}

/// Of a quotient of medians no count of values says how many gave it; the middle itself is told all the same where none is a secret.
#[test]
fn what_is_made_of_a_median_is_not_told() {
    let given: Vec<(&str, u32)> = values(24, 4).into_iter().map(|hired| ("a1", hired)).collect();
    let share = "indicator: middle\nnumerator: MEDIAN(hired)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\nsensitivity: business";
    assert_eq!(middle(&told(&[share], &given), &[]), None);
    let open = MIDDLE.replace("business", "open");
    let one: Vec<(&str, u32)> = values(21, 1).into_iter().map(|hired| ("a1", hired)).collect();
    assert_eq!(middle(&told(&[&open], &one), &[]), Some(decimal("15")));
}

/// The medians of two groups of which one is the other less one enterprise would tell on which side of the middle that one is.
#[test]
fn medians_of_overlapping_groups_do_not_tell_of_those_they_differ_by() {
    let of = |beside: &[u32]| {
        let inside = values(24, 6).into_iter().map(|hired| ("a1", hired));
        let given: Vec<(&str, u32)> = inside.chain(beside.iter().map(|hired| ("a2", *hired))).collect();
        let release = told(&[MIDDLE], &given);
        let [a1, a2] = ["a1", "a2"].map(|place| middle(&release, &[("municipality", place)]));
        (middle(&release, &[]), middle(&release, &[("district", "A")]), a1, a2)
    };
    for beside in [&[90][..], &[0], &[90, 80]] {
        let (whole, district, a1, a2) = of(beside);
        assert!(a2.is_none() && a1.is_none(), "{beside:?}: {whole:?} {district:?} {a1:?}");
        assert!(whole.is_some(), "{beside:?}: something is left to tell");
    }
    // Where both can be told by themselves, they are.
    let (whole, _, a1, a2) = of(&values(23, 3));
    assert!([whole, a1, a2].iter().all(Option::is_some), "{whole:?} {a1:?} {a2:?}");
}

/// With the sum and the number of those that gave it, too, each of them could have given three more or fewer.
#[test]
fn a_median_beside_the_sum_leaves_what_each_gave_open() {
    let given: Vec<(&str, u32)> = values(24, 6).into_iter().map(|hired| ("a1", hired)).collect();
    let release = told(&[MIDDLE, SUM], &given);
    let sum = release.figure("hired", "2025", &cell(&[])).expect("a figure");
    assert!(middle(&release, &[]).is_some() && sum.value.is_some() && sum.contributors == Some(24));
    let halfway = |of: &[i64]| {
        let mut sorted = of.to_vec();
        sorted.sort_unstable();
        sorted[11] + sorted[12]
    };
    let truth: Vec<i64> = given.iter().map(|(_, hired)| i64::from(*hired)).collect();
    for one in 0..truth.len() {
        let another = |other: usize, by: i64| {
            let mut world = truth.clone();
            world[one] += by;
            world[other] -= by;
            other != one && world.iter().all(|hired| *hired >= 0) && halfway(&world) == halfway(&truth)
        };
        assert!((0..truth.len()).any(|other| another(other, 3) || another(other, -3)), "{one} is known");
    }
}
