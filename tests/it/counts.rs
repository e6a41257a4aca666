//! Counts of rows of some kind, also times a number, under two conditions or below a mean: an attacker who reckons with what each says.

use std::collections::BTreeMap;

use nytta::definition::indicator::Sensitivity;
use nytta::disclosure::Release;
use nytta::value::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::attacker::{Row, Solver};
use super::releases::Region;
use super::small::{AREAS, accepted_of, cell, observe};

/// The enterprises of a region: where each is and what it answered.
type Answers = Vec<(&'static str, Vec<(&'static str, u32)>)>;

/// An area: its codes, and its municipalities by number.
type Area = (Vec<(&'static str, &'static str)>, Vec<usize>);

/// An indicator of all areas.
fn indicator(name: &str, value: &str, sensitivity: &str) -> String {
    let rest = "breakdown: [municipality, district]";
    format!("indicator: {name}\nvalue: \"{value}\"\nunit: number\nsensitivity: {sensitivity}\n{rest}")
}

fn told(indicators: &[String], answers: &Answers) -> Release {
    let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
    let places: Vec<&str> = answers.iter().map(|(place, _)| *place).collect();
    let mut region = Region::new(&indicators, &places);
    let policy = serde_saphyr::from_str("{ contributors: 5, count: 5, base: 0, finest: municipality }");
    region.definitions.project.policy = BTreeMap::from([(Sensitivity::Sensitive, policy.expect("a policy"))]);
    let written = |cells: &Vec<(&'static str, u32)>| cells.iter().map(|(name, n)| (*name, n.to_string())).collect();
    let given: Vec<(String, Vec<(&str, String)>)> =
        (1..).zip(answers).map(|(n, (_, cells))| (format!("{n:02}"), written(cells))).collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    release
}

/// The whole and all areas.
fn areas() -> Vec<Area> {
    let of = |codes: Vec<(&'static str, &'static str)>, is_in: &dyn Fn(&str, &str) -> bool| {
        let inside = AREAS.iter().enumerate().filter(|(_, (place, district))| is_in(place, district));
        (codes, inside.map(|(at, _)| at).collect())
    };
    let districts = ["A", "B"].map(|code| of(vec![("district", code)], &|_, district| district == code));
    let places = AREAS.map(|(code, _)| of(vec![("municipality", code)], &|place, _| place == code));
    std::iter::once(of(Vec::new(), &|_, _| true)).chain(districts).chain(places).collect()
}

fn value(release: &Release, name: &str, codes: &[(&str, &str)]) -> Option<Decimal> {
    release.figure(name, "2025", &cell(codes)).and_then(|figure| figure.value)
}

fn row(numbers: impl IntoIterator<Item = usize>) -> Row {
    numbers.into_iter().map(|number| (number, 1)).collect()
}

/// Twenty-five enterprises in each municipality, of which so many are large.
fn large(numbers: [u32; 5]) -> Answers {
    let of = |(place, large): (&'static str, u32)| {
        (0..25).map(move |at| {
            (place, vec![("close", if at < large { 5 } else { 1 }), ("surplus", 1009 + at * at * 5 % 83)])
        })
    };
    AREAS.into_iter().map(|(place, _)| place).zip(numbers).flat_map(of).collect()
}

const LARGE: &str = "COUNT(*) FILTER (WHERE close > 2)";

/// What each gives back of how many are large, to who knows how many there are.
const COUNTS: [&str; 16] = [
    "2 * COUNT(*) FILTER (WHERE close > 2)",
    "COUNT(*) FILTER (WHERE close > 2) / 2",
    "COUNT(*) FILTER (WHERE close > 2) + 5",
    "100 - COUNT(*) FILTER (WHERE close > 2)",
    "ROUND(3 * COUNT(*) FILTER (WHERE close > 2) + 5, 0)",
    "SUM(3) FILTER (WHERE close > 2)",
    "SUM(CASE WHEN close > 2 THEN 100 ELSE 0 END)",
    "SUM(CASE WHEN close > 2 THEN 11 ELSE 1 END)",
    "SUM(CASE WHEN close > 2 THEN 1 ELSE 11 END)",
    "SUM(CASE WHEN close > 2 THEN 1 ELSE -1 END)",
    "COUNT(*) + COUNT(*) FILTER (WHERE close > 2)",
    "COUNT(*) - COUNT(*) FILTER (WHERE close > 2)",
    "COUNT(*) FILTER (WHERE NOT close > 2)",
    "COUNT(CASE WHEN close > 2 THEN surplus END)",
    "AVG(CASE WHEN close > 2 THEN 100 ELSE 0 END)",
    "AVG(CASE WHEN close > 2 THEN 11 ELSE 1 END) + 4",
];

/// Of four in a municipality a sensitive count is withheld, and so must be whatever gives it back, though it may be told of four.
#[test]
fn a_count_that_is_withheld_follows_from_no_multiple_of_it() {
    let answers = large([4, 9, 9, 9, 9]);
    for count in COUNTS {
        let release = told(&[indicator("all", LARGE, "sensitive"), indicator("other", count, "business")], &answers);
        let (mut solver, mut shown) = (Solver::default(), 0);
        let mut withheld = Vec::new();
        for (codes, inside) in areas() {
            for name in ["all", "other"] {
                if value(&release, name, &codes).is_some() {
                    shown += 1;
                    solver.learn(row(inside.clone()));
                }
            }
            withheld.extend(value(&release, "all", &codes).is_none().then_some((codes, inside)));
        }
        assert!(!withheld.is_empty() && shown > 4, "{count}: {shown} are told");
        for (codes, inside) in withheld {
            assert!(!solver.knows(row(inside)), "{count}: {codes:?}");
        }
        // By itself, of so many, it is told.
        assert!(
            value(&told(&[indicator("other", count, "business")], &answers), "other", &[("municipality", "a1")])
                .is_some()
        );
    }
}

/// Where one alone is large, or one alone is not, no figure may say so, however the others are counted.
#[test]
fn one_who_is_counted_otherwise_than_all_others_is_not_told() {
    for alone in [large([1, 9, 9, 9, 9]), large([24, 9, 9, 9, 9])] {
        for count in std::iter::once(LARGE).chain(COUNTS) {
            let release = told(&[indicator("other", count, "business")], &alone);
            let mut solver = Solver::default();
            for (codes, inside) in areas().into_iter().filter(|(codes, _)| value(&release, "other", codes).is_some()) {
                assert_ne!(codes, [("municipality", "a1")], "{count}");
                solver.learn(row(inside));
            }
            assert!(!solver.knows(row([0])), "{count}");
            assert!(value(&release, "other", &[]).is_some(), "{count}");
        }
    }
}

/// A mean and the sum it is made of tell of how many rows they are, and a mean of whole numbers does so by itself.
#[test]
fn a_mean_does_not_tell_who_alone_is_not_in_it() {
    let answers = large([24, 21, 21, 21, 21]);
    let means = ["AVG(surplus) FILTER (WHERE close > 2)", "AVG(CASE WHEN close > 2 THEN surplus END)"];
    let sums = ["SUM(surplus) FILTER (WHERE close > 2)", "SUM(CASE WHEN close > 2 THEN surplus END)"];
    for (mean, sum) in means.iter().zip(sums) {
        let release = told(
            &[
                indicator("all", LARGE, "business"),
                indicator("mean", mean, "business"),
                indicator("sum", sum, "business"),
            ],
            &answers,
        );
        let mut solver = Solver::default();
        for (codes, inside) in areas() {
            let of = |name| value(&release, name, &codes);
            let quotient = of("sum").zip(of("mean")).map(|(sum, mean)| (sum / mean).round());
            let count = of("all").or(quotient);
            if count.is_some() {
                solver.learn(row(inside));
            }
        }
        assert!(!solver.knows(row([0])), "{mean}");
        assert!(value(&release, "mean", &[]).is_some() && value(&release, "sum", &[]).is_some(), "{mean}");
        let release = told(&[indicator("mean", mean, "business")], &answers);
        let fits = |mean: Decimal| {
            let is_whole = |rows: &u32| {
                (mean * Decimal::from(*rows)).fract().to_f64().is_some_and(|part| (0.5 - (part - 0.5).abs()) < 1e-6)
            };
            (20..=25).filter(is_whole).collect::<Vec<u32>>()
        };
        let known = value(&release, "mean", &[("municipality", "a1")]).map(fits);
        assert_ne!(known, Some(vec![24]), "{mean}");
        assert!(value(&release, "mean", &[("municipality", "b1")]).is_some(), "{mean}");
    }
    // A mean of all rows tells no more than how many answered, which is told beside it.
    let release = told(&[indicator("mean", "AVG(surplus)", "business")], &answers);
    assert!(areas().into_iter().all(|(codes, _)| value(&release, "mean", &codes).is_some()));
}

/// All that were hired, and a share of those whom large enterprises hired: they differ by what the one or two did that are not large.
#[test]
fn a_denominator_does_not_tell_what_one_gave_who_has_no_row_of_its_kind() {
    let share = "numerator: SUM(far_women)\ndenominator: SUM(hired) FILTER (WHERE close > 2)\nscale: 100";
    let share = indicator("share", "", "persons").replace("value: \"\"", share);
    let indicators = [indicator("hired", "SUM(hired)", "persons"), share];
    for few in [1, 2, 3] {
        let all = (0..40).map(|at: u32| {
            let size = if at < few { 1 } else { 5 };
            let women = 3 + at % 4;
            let cells = vec![("close", size), ("far_women", women), ("far", women), ("hired", women + 4 + at * 3 % 5)];
            (AREAS[at as usize / 8].0, cells)
        });
        let answers: Answers = all.collect();
        let release = told(&indicators, &answers);
        let (mut solver, mut shown) = (Solver::default(), 0);
        for (codes, inside) in areas() {
            let hired = inside.iter().flat_map(|place| place * 8..place * 8 + 8);
            if value(&release, "hired", &codes).is_some() {
                shown += 1;
                solver.learn(row(hired.clone()));
            }
            if value(&release, "share", &codes).is_some() {
                shown += 1;
                solver.learn(row(hired.filter(|one| *one >= few as usize)));
            }
        }
        // Three may be known together.
        assert_eq!(solver.knows(row(0..few as usize)), few == 3, "{few}");
        assert!(shown > 0 && (few < 3 || shown == 2 * areas().len()), "{few}: {shown} are told");
    }
}

/// Two conditions: what a count asks of a row that is large at the year's end, and at its beginning.
type Count = (&'static str, fn(bool, bool) -> bool);

const TWO: [Count; 7] = [
    ("COUNT(*) FILTER (WHERE close > 2)", |end, _| end),
    ("COUNT(*) FILTER (WHERE open > 2)", |_, start| start),
    ("COUNT(*) FILTER (WHERE close > 2 AND open > 2)", |end, start| end && start),
    ("COUNT(*) FILTER (WHERE close > 2 OR open > 2)", |end, start| end || start),
    ("COUNT(*) FILTER (WHERE NOT close > 2)", |end, _| !end),
    ("COUNT(*) FILTER (WHERE close > 2 AND NOT open > 2)", |end, start| end && !start),
    ("SUM(CASE WHEN close > 2 THEN 0 WHEN open > 2 THEN 7 ELSE 0 END)", |end, start| !end && start),
];

/// The kinds of rows: whether large at the end and at the beginning.
const KINDS: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

/// What an attacker finds, who knows how many answered in each area: a count that is withheld, or fewer of one kind than may be
/// counted in an area; and how many figures are told.
fn found(counts: &[Count], rows: &[(usize, bool, bool)]) -> (Vec<String>, usize) {
    let answers = rows.iter().map(|(place, end, start)| {
        let size = |is_large: bool| if is_large { 5 } else { 1 };
        (AREAS[*place].0, vec![("close", size(*end)), ("open", size(*start))])
    });
    let indicators: Vec<String> =
        counts.iter().enumerate().map(|(at, (value, _))| indicator(&format!("i{at}"), value, "business")).collect();
    let release = told(&indicators, &answers.collect());
    let number = |place: usize, kind: usize| place * KINDS.len() + kind;
    let (mut solver, mut secrets, mut shown) = (Solver::default(), Vec::new(), 0);
    for (codes, inside) in areas() {
        let of_kind = |kind: usize| inside.iter().map(move |place| number(*place, kind));
        solver.learn(row((0..KINDS.len()).flat_map(of_kind)));
        let many = |kind: usize| {
            let is_it =
                |(place, end, start): &&(usize, bool, bool)| inside.contains(place) && (*end, *start) == KINDS[kind];
            rows.iter().filter(is_it).count()
        };
        for kind in (0..KINDS.len()).filter(|kind| (1..3).contains(&many(*kind))) {
            secrets.push((format!("{} of {:?} in {codes:?}", many(kind), KINDS[kind]), row(of_kind(kind))));
        }
        for (at, (name, counts)) in counts.iter().enumerate() {
            let row = row((0..KINDS.len()).filter(|kind| counts(KINDS[*kind].0, KINDS[*kind].1)).flat_map(of_kind));
            let Some(figure) = release.figure(&format!("i{at}"), "2025", &cell(&codes)) else { continue };
            if figure.value.is_some() {
                shown += 1;
                solver.learn(row);
            } else {
                secrets.push((format!("{name} in {codes:?}"), row));
            }
        }
    }
    let known = secrets.into_iter().filter(|(_, row)| solver.knows(row.clone())).map(|(name, _)| name);
    (known.collect(), shown)
}

/// Regions by chance, with any four of the counts.
#[test]
fn an_attacker_finds_nothing_in_counts_under_two_conditions() {
    let mut state = 4_711_u64;
    let mut chance = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("it is short") % below
    };
    let mut all = 0;
    for trial in 0..30 {
        let rows: Vec<(usize, bool, bool)> =
            (0..60).map(|_| (chance(AREAS.len()), chance(3) > 0, chance(3) > 0)).collect();
        let mut counts = TWO.to_vec();
        for _ in 0..3 {
            counts.remove(chance(counts.len()));
        }
        let (found, shown) = found(&counts, &rows);
        assert_eq!(found, [""; 0], "trial {trial}: {counts:?}, {rows:?}");
        all += shown;
    }
    assert!(all > 30 * 8, "{all} are told");
}

/// How an enterprise parts those it hired: far from work or not, women far from work or not, so that two sums make up all of them.
const PARTINGS: [(&str, &str); 4] = [
    ("SUM(far_women)", "legal_form"),
    ("SUM(hired - far_women)", "legal_form"),
    ("SUM(far_men)", "municipality"),
    ("SUM(hired - far_men)", "municipality"),
];

/// A name for a sum.
fn named(value: &str) -> String {
    value.replace(|one: char| !one.is_ascii_lowercase(), "")
}

/// Some of one legal form are all in a2 but one or two, who are in b1 with others. What all of that form hired and what all in a2 did
/// is in no figure, but each follows from two.
fn hired_by(few: usize) -> (Vec<(&'static str, &'static str)>, Release) {
    let places =
        [vec![("b1", "if"); few], vec![("a2", "if"); 3], vec![("b1", "ek"); 5], vec![("b2", "ab"); 6]].concat();
    let texts = PARTINGS.map(|(value, by)| {
        let name = named(value);
        format!("indicator: {name}\nvalue: {value}\nunit: persons\nsensitivity: persons\nbreakdown: [{by}]")
    });
    let mut region =
        Region::new(&texts.each_ref().map(String::as_str), &places.iter().map(|(place, _)| *place).collect::<Vec<_>>());
    let mut forms = region.definitions.codelists["county"].clone();
    let code = |name: &str| nytta::definition::codelist::Code { code: name.to_owned(), ..forms.codes[0].clone() };
    forms.codes = ["if", "ek", "ab"].map(code).into();
    forms.codelist.value = String::from("legal_form");
    region.definitions.codelists.insert("legal_form".to_owned(), forms);
    for (rows, (_, form)) in region.register.organisations.values_mut().zip(&places) {
        rows[0].codes.insert("legal_form".to_owned(), (*form).to_owned());
    }
    let answers: Vec<Vec<u32>> =
        (0..).zip(&places).map(|(at, _)| vec![5 + at % 4, 4 + at * 7 % 5, 9 + at % 3]).collect();
    let given = (1..).zip(&answers).map(|(n, one)| {
        let [women, men, others] = [one[0], one[1], one[2]];
        let cells = [
            ("far_women", women),
            ("far_men", men),
            ("far_not_stated", 0),
            ("far", women + men),
            ("hired", women + men + others),
        ];
        (format!("{n:02}"), cells.map(|(name, number)| (name, number.to_string())))
    });
    let given: Vec<_> = given.collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), []);
    (places, release)
}

#[test]
fn what_few_enterprises_gave_in_all_does_not_follow_from_several_figures() {
    for few in [1, 2, 3] {
        let (places, release) = hired_by(few);
        // Unknown of each: women, men, and all that it hired. Of women and of men it is told how many, and how many all others are.
        let gives = |indicator: usize, at: usize| match indicator % 2 {
            0 => vec![(3 * at + indicator / 2, 1)],
            _ => vec![(3 * at + indicator / 2, Solver::PRIME - 1), (3 * at + 2, 1)],
        };
        let (mut solver, mut shown) = (Solver::default(), 0);
        for (key, figure) in release.figures() {
            let (name, _, codes) = key;
            let is_named = |(value, _): &(&str, &str)| named(value) == *name;
            let indicator = PARTINGS.iter().position(is_named).expect("an indicator");
            if figure.value.is_none() {
                continue;
            }
            shown += 1;
            let is_in = |(place, form): &(&str, &str)| {
                let district = AREAS.iter().find(|(code, _)| code == place).expect("a municipality").1;
                codes.values().all(|code| [*place, *form, district].contains(&code.as_str()))
            };
            let inside = places.iter().enumerate().filter(|(_, one)| is_in(one));
            solver.learn(inside.flat_map(|(at, _)| gives(indicator, at)).collect());
        }
        let knows_all = solver.knows(row((0..few).map(|at| 3 * at + 2)));
        // Three may be known together.
        assert_eq!(knows_all, few == 3, "what {few} hired");
        for one in 0..places.len() {
            assert!((0..3).all(|column| !solver.knows(row([3 * one + column]))), "{one} of {few}");
        }
        assert!(shown > 8, "{shown} are told");
    }
}
