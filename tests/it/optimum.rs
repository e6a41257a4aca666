//! What is withheld for the sake of others in linked tables, held against the fewest of all choices.

use std::collections::{BTreeMap, BTreeSet};

use nytta::disclosure::linear::System;
use nytta::disclosure::release::Status;
use nytta::measure::{Breakdown, Observation};
use nytta::value::Decimal;

use super::attacker::{Limits, learnt};
use super::bounds::nearly_known;
use super::releases::Region;
use super::small::{AREAS, GENDERS, accepted_of, cell, observe};

const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\n\
                   breakdown: [gender, district, gender*district]";
const DISTRICTS: [&str; 2] = ["A", "B"];

/// The cells of the tables, with the sums that hold between them: a whole and its parts.
fn tables() -> (Vec<Breakdown>, Vec<(usize, Vec<usize>)>) {
    let mut cells = vec![cell(&[])];
    cells.extend(GENDERS.map(|code| cell(&[("gender", code)])));
    cells.extend(DISTRICTS.map(|code| cell(&[("district", code)])));
    for district in DISTRICTS {
        cells.extend(GENDERS.map(|code| cell(&[("district", district), ("gender", code)])));
    }
    let mut sums = vec![(0, vec![1, 2, 3]), (0, vec![4, 5])];
    sums.extend((0..3).map(|gender| (1 + gender, vec![6 + gender, 9 + gender])));
    sums.extend((0..2).map(|district| (4 + district, (0..3).map(|gender| 6 + 3 * district + gender).collect())));
    (cells, sums)
}

/// True for persons of enough enterprises, or none.
fn is_enough<'a>(parts: impl Iterator<Item = &'a Observation>) -> bool {
    let mut given: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (name, share) in parts.flat_map(|part| &part.contributions) {
        *given.entry(name).or_default() += share.value;
    }
    given.retain(|_, value| !value.is_zero());
    given.is_empty() || given.len() >= 3 && given.values().sum::<Decimal>() >= Decimal::from(3)
}

/// Whether some figures may be withheld and all others told: a part only where its whole is, of each sum as many as hide each
/// other, and bounds of every small figure as far apart as must be.
fn holds(
    withheld: u32,
    figures: &[&Observation],
    sums: &[(usize, Vec<usize>)],
    system: &System,
    small: &[usize],
) -> bool {
    let is_hidden = |at: &&usize| withheld >> **at & 1 == 1;
    let fits = |(whole, parts): &(usize, Vec<usize>)| {
        if is_hidden(&whole) {
            return parts.iter().all(|part| is_hidden(&part));
        }
        is_enough(parts.iter().filter(is_hidden).map(|part| figures[*part]))
    };
    let wide = |(at, width): (&usize, Option<Decimal>)| {
        let value = figures[*at].value.unwrap_or_default();
        let least = Decimal::from(3).max(value * Decimal::new(15, 2));
        width.is_none_or(|width| width >= least)
    };
    sums.iter().all(fits) && {
        let withheld: BTreeSet<usize> = (0..figures.len()).filter(|at| is_hidden(&at)).collect();
        let wanted: Vec<usize> =
            small.iter().copied().filter(|at| figures[*at].value.is_some_and(|v| !v.is_zero())).collect();
        let intervals = system.intervals(&withheld, &wanted);
        wanted.iter().map(|at| (at, intervals[at].width())).all(wide)
    }
}

/// Over many small tables by gender, by district and by both no more figures are withheld for the sake of others than a tenth above
/// the fewest of all choices, and nobody works any out.
#[test]
fn in_linked_tables_hardly_more_is_withheld_than_must_be() {
    let (cells, sums) = tables();
    let (mut withheld, mut least, mut seed) = (0, 0, 11_u32);
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    for case in 0..60 {
        let places: Vec<&str> = (0..9).map(|_| AREAS[random(5) as usize].0).collect();
        let region = Region::new(&[FAR], &places);
        let given: Vec<(String, Vec<(&str, String)>)> = (1..=places.len())
            .map(|n| {
                let mut some = |most: u32| if random(3) == 0 { 0 } else { random(most) };
                let [women, men, other] = [some(12), some(12), some(6)];
                let all =
                    [("far", women + men + other), ("far_women", women), ("far_men", men), ("far_not_stated", other)];
                (format!("{n:02}"), all.map(|(name, number)| (name, number.to_string())).into())
            })
            .collect();
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
        let of = |breakdown: &Breakdown| observations.iter().find(|one| one.breakdown == *breakdown);
        let Some(figures) = cells.iter().map(of).collect::<Option<Vec<&Observation>>>() else { continue };
        if figures.iter().any(|one| one.value.is_none()) || !is_enough(figures[..1].iter().copied()) {
            continue;
        }
        let release = region.clear(&observations, "2025");
        let is_withheld = |at: &usize| {
            release.figures()[&("far".to_owned(), "2025".to_owned(), cells[*at].clone())].status == Status::Withheld
        };
        let small: Vec<usize> = (0..cells.len()).filter(|at| !may_be_told(figures[*at])).collect();
        let must: u32 = small.iter().map(|at| 1 << at).sum();
        let mut system = System::new(figures.iter().map(|one| one.value.unwrap_or_default()).collect());
        for (whole, parts) in &sums {
            system.add_sum(*whole, parts);
        }
        let mut choices: Vec<u32> = (0..1 << cells.len()).filter(|choice| choice & must == must).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        let fewest = choices.into_iter().find(|choice| holds(*choice, &figures, &sums, &system, &small));
        let fewest = fewest.expect("all of them may be withheld").count_ones() as usize;
        let found = (0..cells.len()).filter(is_withheld).count();
        assert!(found >= fewest, "{case}: fewer than may be");
        (withheld, least) = (withheld + found - small.len(), least + fewest - small.len());
        let both = [(&release, observations.as_slice())];
        assert_eq!(learnt(&both), None, "{case}");
        assert_eq!(nearly_known(Limits { enterprises: 3, persons: 3 }, &both), None, "{case}");
    }
    assert!(least > 40 && withheld * 10 <= least * 11, "{withheld} withheld, {least} would do");
}

/// True for a figure that may be told by itself: of enough enterprises and persons, or of none where enough say so.
fn may_be_told(one: &Observation) -> bool {
    is_enough(std::iter::once(one)) && one.contributions.len() >= 3
}
