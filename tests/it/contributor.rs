//! A contributor as attacker who looks for bounds: what the others gave must not be nearly known to an enterprise that takes away
//! what it gave itself.

use proptest::prelude::*;

use nytta::disclosure::Release;
use nytta::disclosure::release::Status;

use super::attacker::{Limits, learnt_by};
use super::attacks::{FAR_BY_PLACE, HIRED, NEAR, Row, cleared};
use super::bounds::{nearly_known, nearly_known_to};
use super::small::{cell, decimal, find};

const LIMITS: Limits = Limits { enterprises: 3, persons: 3 };

const CROSSED: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\n\
                       breakdown: [gender, municipality, gender*municipality]";

fn is_told(release: &Release, indicator: &str, codes: &[(&str, &str)]) -> bool {
    release.figure(indicator, "2025", &cell(codes)).is_some_and(|figure| figure.status == Status::Published)
}

/// Of the men of a1 nearly all are of the first enterprise, and of those of a2 there are two: women of a1 are of two enterprises.
/// Somebody who gave nothing leaves them between 29 and 71, the first enterprise those of the second between 28 and 32.
#[test]
fn the_second_largest_is_not_nearly_known_to_the_largest() {
    let mut rows: Vec<Row<'_>> = vec![
        ("a1", [1, 38, 0], 0),
        ("a1", [30, 0, 0], 0),
        ("a1", [0, 1, 0], 0),
        ("a1", [0, 1, 0], 0),
        ("a2", [20, 1, 0], 0),
        ("a2", [20, 1, 0], 0),
        ("a2", [20, 0, 0], 0),
    ];
    for place in ["b1", "b2", "b3"] {
        rows.extend([(place, [9, 8, 0], 0), (place, [7, 9, 0], 0), (place, [8, 7, 0], 0)]);
    }
    let (release, observations) = cleared(&[CROSSED], &rows);
    let women = [("gender", "women"), ("municipality", "a1")];
    assert!(!is_told(&release, "far", &women));
    let both: [(&Release, &[_]); 1] = [(&release, &observations)];
    assert_eq!(nearly_known(LIMITS, &both), None);
    let key = ("far".to_owned(), "2025".to_owned(), cell(&women));
    assert!(!learnt_by("01", &release, &observations, &key));
    assert_eq!(nearly_known_to(&["01"], LIMITS, &both), None);
    assert!(is_told(&release, "far", &[]), "something is left to tell");
    // The table is told as before where the largest gave less: 12 of 42 men leave room enough.
    rows[0].1[1] = 10;
    rows[2].1[1] = 20;
    rows[3].1[1] = 10;
    let (release, _) = cleared(&[CROSSED], &rows);
    assert!(["a1", "a2"].iter().all(|place| is_told(&release, "far", &[("municipality", place)])));
}

/// Of two indicators together: hired, and not far from work. Of those who were not, all but six are of one enterprise.
#[test]
fn bounds_that_two_indicators_give_a_contributor_are_not_narrow() {
    let rows: [Row<'_>; 10] = [
        ("a1", [60, 0, 0], 0),
        ("a1", [0, 0, 0], 2),
        ("a1", [0, 0, 0], 16),
        ("b1", [20, 0, 0], 0),
        ("b1", [20, 0, 0], 0),
        ("b1", [0, 0, 0], 2),
        ("b2", [8, 0, 0], 1),
        ("b2", [9, 0, 0], 1),
        ("b2", [7, 0, 0], 0),
        ("b2", [7, 0, 0], 0),
    ];
    let (release, observations) = cleared(&[FAR_BY_PLACE, NEAR, HIRED], &rows);
    let a1 = [("municipality", "a1")];
    assert!(!is_told(&release, "far", &a1));
    let truth = |name: &str, codes: &[(&str, &str)]| find(&observations, name, "2025", codes).value;
    assert_eq!((truth("near", &[]), truth("hired", &a1)), (Some(decimal("22")), Some(decimal("78"))));
    // Of 78 hired in a1 the third enterprise knows 16, and of the 62 others that at most six were not far from work.
    let told = |name: &str, codes: &[(&str, &str)]| is_told(&release, name, codes);
    assert!(!told("near", &[]) || !told("hired", &a1), "to the third enterprise far in a1 is from 56 to 62");
}

/// Enterprises of district A by which what few gave in one of its municipalities may be told by what one gave beside them.
fn uneven() -> impl Strategy<Value = Vec<Row<'static>>> {
    let (few, many) = (|| 0..3_u32, || 15..60_u32);
    let largest = (few(), many()).prop_map(|(women, men)| ("a1", [women, men, 0], 0));
    let second = (many(), few()).prop_map(|(women, men)| ("a1", [women, men, 0], 0));
    let rest = prop::collection::vec(few().prop_map(|men| ("a1", [0, men, 0], 0)), 1..4);
    let beside = prop::collection::vec((many(), few()).prop_map(|(women, men)| ("a2", [women, men, 0], 0)), 2..5);
    (largest, second, rest, beside)
        .prop_map(|(largest, second, rest, beside)| [largest, second].into_iter().chain(rest).chain(beside).collect())
}

/// Enterprises of which each gave nothing, little or much to each part of the tables.
fn any_shape() -> impl Strategy<Value = Vec<Row<'static>>> {
    let part = || prop_oneof![2 => Just(0), 2 => 1..4_u32, 1 => 15..60_u32];
    let place = move |name: &'static str| {
        let one = (part(), part()).prop_map(move |(women, men)| (name, [women, men, 0], 0));
        prop::collection::vec(one, 2..5)
    };
    (place("a1"), place("a2"), place("b1"), place("b2")).prop_map(|(a1, a2, b1, b2)| [a1, a2, b1, b2].concat())
}

/// Holds that neither an outsider nor any of some enterprises nearly knows what others gave to what is withheld.
fn nobody_nearly_knows(rows: &[Row<'static>]) -> Result<(), TestCaseError> {
    let (release, observations) = cleared(&[CROSSED], rows);
    prop_assert!(release.refused().is_empty());
    let both: [(&Release, &[_]); 1] = [(&release, &observations)];
    prop_assert_eq!(nearly_known(LIMITS, &both), None);
    for name in (1..=rows.len()).map(|at| format!("{at:02}")) {
        prop_assert_eq!(nearly_known_to(&[&name], LIMITS, &both), None, "{}", name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Not every enterprise is asked for a world of its own, and yet to none of all is nearly known what others gave.
    #[test]
    fn whoever_is_not_asked_knows_nothing_either(rows in any_shape()) {
        nobody_nearly_knows(&rows)?;
    }

    /// Whatever enterprises report, none of them nearly knows what others gave to a figure that is withheld for its own sake.
    #[test]
    fn no_enterprise_nearly_knows_what_others_gave(mut rows in uneven()) {
        for place in ["b1", "b2", "b3"] {
            rows.extend([(place, [9, 8, 0], 0), (place, [7, 9, 0], 0), (place, [8, 7, 0], 0)]);
        }
        nobody_nearly_knows(&rows)?;
    }
}
