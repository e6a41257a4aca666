//! Sums of two columns under two conditions: an attacker who adds and subtracts all that is told finds no enterprise and no figure.

use nytta::disclosure::Release;

use super::attacker::{Row, Solver};
use super::releases::Region;
use super::small::{AREAS, accepted_of, cell, observe};

/// An enterprise: where it is, its surplus, what it kept, and its full-time equivalents at the year's end and its beginning.
type Enterprise = (&'static str, u32, u32, u32, u32);

/// Who gives what to a sum: its text, and whether of surplus and of what was kept, where these are large at the end or the beginning.
type Sum = (&'static str, fn(&Enterprise) -> [i8; 2]);

const SUMS: [Sum; 5] = [
    ("SUM(surplus) FILTER (WHERE close > 2)", |one| [i8::from(one.3 > 2), 0]),
    ("SUM(surplus + kept)", |_| [1, 1]),
    ("SUM(kept) FILTER (WHERE open > 2)", |one| [0, i8::from(one.4 > 2)]),
    ("SUM(surplus - kept)", |_| [1, -1]),
    ("SUM(surplus)", |_| [1, 0]),
];

/// In b2 one enterprise alone kept anything and was large at the beginning.
const ROWS: [Enterprise; 20] = [
    ("a1", 510, 71, 1, 5),
    ("b2", 395, 65, 5, 1),
    ("b1", 454, 78, 5, 5),
    ("a1", 553, 86, 1, 5),
    ("b2", 380, 72, 5, 1),
    ("b2", 390, 76, 5, 5),
    ("a1", 674, 90, 5, 5),
    ("b1", 693, 75, 5, 5),
    ("b1", 516, 65, 5, 5),
    ("a1", 599, 80, 5, 5),
    ("a2", 448, 63, 1, 5),
    ("a2", 622, 78, 5, 5),
    ("b3", 539, 73, 5, 5),
    ("b3", 510, 81, 5, 5),
    ("b3", 349, 80, 5, 5),
    ("a1", 439, 64, 5, 5),
    ("a2", 378, 60, 5, 5),
    ("a2", 384, 67, 5, 5),
    ("a2", 581, 83, 5, 5),
    ("a2", 319, 85, 5, 5),
];

fn told(sums: &[&Sum], rows: &[Enterprise]) -> Release {
    let of = |(at, (value, _)): (usize, &&Sum)| {
        format!(
            "indicator: i{at}\nvalue: {value}\nunit: money\nsensitivity: business\nbreakdown: [municipality, district]"
        )
    };
    let texts: Vec<String> = sums.iter().enumerate().map(of).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let places: Vec<&str> = rows.iter().map(|(place, ..)| *place).collect();
    let region = Region::new(&texts, &places);
    let given = (1..).zip(rows).map(|(n, (_, surplus, kept, close, open))| {
        let cells = [("surplus", surplus), ("kept", kept), ("close", close), ("open", open)];
        (format!("{n:02}"), cells.map(|(name, value)| (name, value.to_string())))
    });
    let given: Vec<_> = given.collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    release
}

/// What a figure adds up, of all columns of all enterprises.
fn row((_, gives): &Sum, rows: &[Enterprise], inside: impl Fn(&Enterprise) -> bool) -> Row {
    let mut row = Row::new();
    for (at, one) in rows.iter().enumerate().filter(|(_, one)| inside(one)) {
        for (column, factor) in gives(one).into_iter().enumerate().filter(|(_, factor)| *factor != 0) {
            let factor = if factor > 0 { 1 } else { Solver::PRIME - 1 };
            row.insert(2 * at + column, factor);
        }
    }
    row
}

/// What an attacker finds: an enterprise or a figure that is withheld; and how many figures are told.
fn found(sums: &[&Sum], rows: &[Enterprise]) -> (Vec<String>, usize) {
    let release = told(sums, rows);
    let (mut solver, mut withheld, mut shown) = (Solver::default(), Vec::new(), 0);
    let districts = ["A", "B"].map(|code| [("district", code)]);
    let municipalities = AREAS.map(|(code, _)| [("municipality", code)]);
    let cells = districts.iter().chain(&municipalities).map(|codes| &codes[..]).chain([&[][..]]);
    for codes in cells {
        let inside = |(place, ..): &Enterprise| {
            let district = AREAS.iter().find(|(code, _)| code == place).expect("a municipality").1;
            codes.iter().all(|(_, code)| *code == district || code == place)
        };
        for (at, sum) in sums.iter().enumerate() {
            let Some(figure) = release.figure(&format!("i{at}"), "2025", &cell(codes)) else { continue };
            let row = row(sum, rows, inside);
            if figure.value.is_some() {
                shown += 1;
                solver.learn(row);
            } else if !row.is_empty() {
                withheld.push((format!("{} in {codes:?}", sum.0), row));
            }
        }
    }
    let single = (0..2 * rows.len()).map(|at| (format!("{:?}, column {}", rows[at / 2], at % 2), Row::from([(at, 1)])));
    let all = withheld.into_iter().chain(single);
    (all.filter(|(_, row)| solver.knows(row.clone())).map(|(name, _)| name).collect(), shown)
}

/// What all gave less what is large at the end is what was kept, but for those that were small at either: what is withheld in b1
/// is the difference of two that are told.
#[test]
fn sums_under_two_conditions_leave_no_figure_that_is_withheld() {
    let (found, shown) = found(&[&SUMS[0], &SUMS[1], &SUMS[2]], &ROWS);
    assert_eq!(found, [""; 0]);
    assert!(shown > 9, "{shown} are told");
}

/// Regions by chance: any three of the sums, most enterprises large at both ends of the year.
#[test]
fn an_attacker_finds_nothing_in_sums_under_two_conditions() {
    let mut state = 12_345_u64;
    let mut chance = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut all = 0;
    for trial in 0..24 {
        let mut size = || if chance(6) == 0 { 1 } else { 5 };
        let sizes: Vec<[u32; 2]> = (0..20).map(|_| [size(), size()]).collect();
        let mut between = |low: u32, high: u32| low + u32::try_from(chance((high - low).into())).expect("it is below");
        let rows: Vec<Enterprise> = sizes
            .into_iter()
            .map(|[close, open]| {
                let place = AREAS[usize::try_from(between(0, 5)).expect("it is below five")].0;
                (place, between(300, 700), between(60, 90), close, open)
            })
            .collect();
        let mut sums: Vec<&Sum> = SUMS.iter().collect();
        sums.remove(usize::try_from(between(0, 5)).expect("it is below five"));
        sums.remove(usize::try_from(between(0, 4)).expect("it is below four"));
        let (found, shown) = found(&sums, &rows);
        assert_eq!(found, [""; 0], "trial {trial}: {rows:?}");
        all += shown;
    }
    assert!(all > 24 * 8, "{all} are told");
}
