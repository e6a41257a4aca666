//! Two indicators that are the same for all enterprises but few: by what they differ the few are told.

use nytta::disclosure::Release;
use nytta::value::Decimal;

use super::releases::Region;
use super::small::{accepted_of, cell, decimal, observe};

/// An indicator of money.
fn indicator(name: &str, value: &str) -> String {
    format!("indicator: {name}\nvalue: {value}\nunit: money\nsensitivity: business\nbreakdown: [district]")
}

/// What is told where so many enterprises in a row gave a surplus and kept so much of it.
fn told(indicators: &[(&str, &str)], given: &[(i32, i32)]) -> Release {
    let texts: Vec<String> = indicators.iter().map(|(name, value)| indicator(name, value)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let places: Vec<&str> = (0..given.len()).map(|at| if at % 2 == 0 { "a1" } else { "b1" }).collect();
    let region = Region::new(&texts, &places);
    let rows = (1..).zip(given).map(|(n, (surplus, kept))| {
        (format!("{n:02}"), [("surplus", surplus.to_string()), ("kept", kept.to_string())])
    });
    let rows: Vec<_> = rows.collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&rows))]);
    region.clear(&observations, "2025")
}

/// By how much two figures differ in the county and in its districts, where both are told.
fn differences(release: &Release, [one, other]: [&str; 2]) -> Vec<Decimal> {
    let cells = [&[][..], &[("district", "A")], &[("district", "B")]];
    let value =
        |name: &str, codes: &[(&str, &str)]| release.figure(name, "2025", &cell(codes)).expect("a figure").value;
    cells.into_iter().filter_map(|codes| Some(value(one, codes)? - value(other, codes)?)).collect()
}

/// Twelve enterprises, of which the first few gave something else.
fn region(first: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let others = (0..12).map(|at| (100 + 7 * at, 40 + 5 * at));
    first.iter().copied().chain(others.skip(first.len())).collect()
}

const SURPLUS: (&str, &str) = ("surplus", "SUM(surplus)");

/// Of a number and itself where it is above zero, of the larger of two, of a branch and of a number without its sign: one enterprise
/// has a loss or kept more than its surplus, of 63.
#[test]
fn what_two_figures_differ_by_is_not_what_one_enterprise_gave() {
    let cases = [
        ("GREATEST(surplus, 0)", (-63, 40)),
        ("ABS(surplus)", (-63, 40)),
        ("GREATEST(surplus, kept)", (100, 163)),
        ("CASE WHEN kept > surplus THEN kept ELSE surplus END", (100, 163)),
        ("COALESCE(NULLIF(surplus, 100), 163)", (100, 40)),
    ];
    for (value, first) in cases {
        let other = format!("SUM({value})");
        let pair = [SURPLUS, ("other", &*other)];
        let release = told(&pair, &region(&[first]));
        assert_eq!(release.refused(), []);
        let found = differences(&release, ["other", "surplus"]);
        assert!(found.iter().all(Decimal::is_zero), "{value}: {found:?}");
        let is_told =
            |name: &str| release.figure(name, "2025", &cell(&[])).is_some_and(|figure| figure.value.is_some());
        assert!(is_told("other") || is_told("surplus"), "{value}: something is left to tell");
        // Each by itself is told.
        for one in pair {
            let alone = told(&[one], &region(&[first]));
            assert!(alone.figure(one.0, "2025", &cell(&[])).is_some_and(|figure| figure.value.is_some()), "{value}");
        }
    }
}

/// Two that are together what the figures differ by are not told either; of four nobody is.
#[test]
fn what_two_figures_differ_by_may_be_told_of_several() {
    let pair = [SURPLUS, ("gains", "SUM(GREATEST(surplus, 0))")];
    let two = region(&[(-63, 0), (100, 0), (-30, 0)]);
    assert!(differences(&told(&pair, &two), ["gains", "surplus"]).iter().all(Decimal::is_zero));
    let eight: Vec<(i32, i32)> = (0..8).map(|at| (-50 - at, 0)).collect();
    let many: Vec<(i32, i32)> = region(&eight).into_iter().chain((0..30).map(|at| (200 + at, 0))).collect();
    let found = differences(&told(&pair, &many), ["gains", "surplus"]);
    assert_eq!(found.first(), Some(&decimal("428")), "{found:?}");
}

/// A branch that is the sum of two others for all but one, and all three are told.
#[test]
fn what_three_figures_differ_by_is_not_what_one_enterprise_gave() {
    let both = ("both", "SUM(CASE WHEN surplus < 0 THEN kept ELSE surplus + kept END)");
    let all = [SURPLUS, ("kept", "SUM(kept)"), both];
    let release = told(&all, &region(&[(-63, 40)]));
    let value = |name: &str| release.figure(name, "2025", &cell(&[])).expect("a figure").value;
    let left = all.iter().filter(|(name, _)| value(name).is_some()).count();
    assert_eq!(left, 2, "one of three is withheld");
}
