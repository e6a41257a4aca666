//! Panels and changes of rounded counts: what is told beside figures gives no true count back either.

use std::collections::BTreeMap;

use nytta::disclosure::Release;
use nytta::measure::{Breakdown, Observation};
use proptest::prelude::*;

use super::{FAR, round, told_of, unpicked, year_of};
use crate::attacker::learnt;
use crate::releases::Region;
use crate::small::{AREAS, cell, observe};

/// What each enterprise gave, women, men and not stated, in two years.
type Given = (usize, usize, usize);

fn two_years(region: &Region, [before, now]: [&[Given]; 2]) -> Vec<Observation> {
    observe(&region.definitions, &region.register, vec![("2024", year_of(before)), ("2025", year_of(now))])
}

/// What is told of `far` in 2025: figures, and panels now and a year before.
fn told(release: &Release) -> [BTreeMap<Breakdown, i64>; 3] {
    [
        told_of(release, &|figure| figure.value),
        told_of(release, &|figure| Some(figure.panel?.current)),
        told_of(release, &|figure| Some(figure.panel?.previous)),
    ]
}

/// Of the enterprises of both years 113 women and 101 men, 214 in all: told as 114, 102 and 213, they could be no others. With
/// those that are new the figures themselves give nothing back.
#[test]
fn panels_whose_rounding_gives_them_back_are_not_all_published() {
    let mut region = Region::new(&[FAR], &["a1"; 40]);
    round(&mut region, "{ round: 3 }");
    let mut now: Vec<Given> = (0..26).map(|n| (4 + n % 2, 4, 0)).collect();
    (now[0].0, now[0].1) = (0, 1);
    let before = vec![(4, 5, 0); 26];
    let sum = |given: &[Given]| given.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert_eq!(sum(&now), (113, 101));
    let mut new = [(4, 4, 0); 14];
    new[0].0 = 5;
    let all = [&now[..], &new].concat();
    let observations = two_years(&region, [&before, &all]);
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    let [figures, current, _] = told(&release);
    let gender = |code: &str| cell(&[("gender", code)]);
    assert!(figures.contains_key(&gender("women")) && figures.contains_key(&gender("men")), "{figures:?}");
    assert_eq!(current.get(&cell(&[])), Some(&213), "{current:?}");
    for told in told(&release) {
        assert_eq!(unpicked(&told, 3, 3), [] as [Breakdown; 0]);
    }
    // The attacker finds it where all panels are told.
    let parts = [(cell(&[]), 213), (gender("women"), 114), (gender("men"), 102), (gender("not_stated"), 0)];
    assert!(unpicked(&BTreeMap::from(parts), 3, 3).contains(&gender("women")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is counted, and whatever it is rounded to, no count comes back, nor any panel; nor does anything that would not
    /// have been published anyway.
    #[test]
    fn no_rounded_count_comes_back(
        enterprises in prop::collection::vec((0..5usize, (0..9usize, 0..9usize, 0..2usize), 0..3usize), 4..24),
        base in prop_oneof![Just(3u32), Just(5)],
    ) {
        let mut enterprises = enterprises;
        // Those that are new in the second year come last, for rows are told apart by their number.
        enterprises.sort_by_key(|(.., more)| *more == 2);
        let places: Vec<&str> = enterprises.iter().map(|(place, ..)| AREAS[*place].0).collect();
        let mut region = Region::new(&[FAR], &places);
        round(&mut region, &format!("{{ round: {base} }}"));
        let now: Vec<Given> = enterprises.iter().map(|(_, given, _)| *given).collect();
        let old = enterprises.iter().filter(|(.., more)| *more < 2);
        let before: Vec<Given> = old.map(|(_, (women, men, other), more)| (women + more, men + 2 - more, *other)).collect();
        let observations = two_years(&region, [&before, &now]);
        let release = region.clear(&observations, "2025");
        prop_assert!(release.refused().is_empty());
        for told in told(&release) {
            prop_assert!(told.values().all(|value| value % i64::from(base) == 0));
            prop_assert_eq!(unpicked(&told, base.into(), 3), Vec::<Breakdown>::new());
        }
        prop_assert_eq!(learnt(&[(&release, &observations)]), None);
    }
}
