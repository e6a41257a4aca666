//! Figures that stand beside each other, each of them safe by itself: what they come to together is one enterprise's.

use nytta::disclosure::Release;
use nytta::measure::Observation;
use nytta::register::LEGAL_FORM;
use nytta::register::exceptions::{Periods, PublicValue, Value};
use nytta::value::Decimal;

use super::releases::Region;
use super::small::{accepted_of, cell, find, observe};

/// What an enterprise gave: surplus, kept, hired, full-time equivalents at the year's end.
type Row = (u32, u32, u32, u32);

/// The eighth alone is small, in b1; the first and second have the same surplus.
const ROWS: [Row; 24] = [
    (510, 31, 5, 5),
    (510, 52, 6, 6),
    (430, 43, 7, 7),
    (620, 64, 8, 8),
    (370, 75, 9, 9),
    (480, 36, 5, 5),
    (590, 47, 6, 6),
    (121, 58, 4, 1),
    (410, 69, 8, 8),
    (520, 35, 9, 9),
    (630, 46, 5, 5),
    (340, 57, 6, 6),
    (511, 32, 5, 5),
    (522, 53, 6, 6),
    (433, 44, 7, 7),
    (624, 65, 8, 8),
    (375, 76, 9, 9),
    (486, 37, 5, 5),
    (597, 48, 6, 6),
    (608, 59, 7, 7),
    (419, 61, 8, 8),
    (529, 38, 9, 9),
    (631, 49, 5, 5),
    (342, 51, 6, 6),
];

/// How many there are, and how many of them are large.
const ALL: i64 = 24;
const LARGE: i64 = 23;

const SURPLUS: &str = "SUM(surplus)";
const OF_LARGE: &str = "SUM(surplus) FILTER (WHERE close > 2)";

/// The keys of an indicator of money from its value.
fn money(value: &str) -> String {
    format!("value: \"{value}\"\nunit: money\nsensitivity: business\nbreakdown: []")
}

fn persons(value: &str) -> String {
    format!("value: \"{value}\"\nunit: persons\nsensitivity: persons\nbreakdown: []")
}

fn enterprises(value: &str) -> String {
    format!("value: \"{value}\"\nunit: enterprises\nsensitivity: business\nbreakdown: []")
}

fn region(keys: &[String], rows: &[Row]) -> Region {
    let texts: Vec<String> = keys.iter().enumerate().map(|(at, keys)| format!("indicator: i{at}\n{keys}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let places: Vec<&str> = rows.iter().map(|(.., close)| if *close == 1 { "b1" } else { "a1" }).collect();
    Region::new(&texts, &places)
}

fn observed(region: &Region, rows: &[Row]) -> Vec<Observation> {
    observed_in(region, rows, &["2025"])
}

fn observed_in(region: &Region, rows: &[Row], periods: &[&'static str]) -> Vec<Observation> {
    let given = (1..).zip(rows).map(|(n, (surplus, kept, hired, close))| {
        let cells = [("surplus", surplus), ("kept", kept), ("hired", hired), ("close", close), ("open", close)];
        (format!("{n:02}"), cells.map(|(name, value)| (name, value.to_string())))
    });
    let given: Vec<_> = given.collect();
    let periods = periods.iter().map(|period| (*period, accepted_of(&given)));
    observe(&region.definitions, &region.register, periods.collect())
}

fn released(keys: &[String], rows: &[Row]) -> Release {
    let region = region(keys, rows);
    region.clear(&observed(&region, rows), "2025")
}

fn is_told(release: &Release, at: usize) -> bool {
    release.figure(&format!("i{at}"), "2025", &cell(&[])).expect("a figure").value.is_some()
}

/// Figures that come to a secret, each so many times and with a number added: not all of them may be told.
struct Attack {
    keys: Vec<String>,
    factors: Vec<i64>,
    constant: i64,
    secret: i64,
    /// How far off it may be where figures are rounded.
    within: i64,
}

impl Attack {
    fn new(keys: &[String], factors: &[i64], constant: i64, secret: i64) -> Self {
        Self { keys: keys.to_vec(), factors: factors.to_vec(), constant, secret, within: 0 }
    }

    /// Fails where all figures are told; and where they do not come to the secret, as nothing would be tried then.
    fn fails(&self, rows: &[Row]) -> Release {
        let region = region(&self.keys, rows);
        let observations = observed(&region, rows);
        let value = |at: usize| find(&observations, &format!("i{at}"), "2025", &[]).value.expect("a figure");
        let terms = self.factors.iter().enumerate().map(|(at, factor)| value(at) * Decimal::from(*factor));
        let found = (terms.sum::<Decimal>() + Decimal::from(self.constant)).round_dp(3);
        let off = (found - Decimal::from(self.secret)).abs();
        assert!(off <= Decimal::from(self.within), "{:?} come to {found}", self.keys);
        let release = region.clear(&observations, "2025");
        assert_eq!(release.refused(), [], "{:?}", self.keys);
        assert!(!(0..self.factors.len()).all(|at| is_told(&release, at)), "all told: {:?}", self.keys);
        release
    }
}

#[test]
fn sums_of_several_columns_leave_nothing_of_one_enterprise() {
    let of_both = || money("SUM(surplus + kept)");
    let (kept, large) = (money("SUM(kept)"), money(OF_LARGE));
    let where_large = format!("{}\nwhere: close > 2", money(SURPLUS));
    let elsewhere = format!("{}\napplies_to: municipality <> 'b1'", money(SURPLUS));
    let twice = format!("{}\nwhere: close > 2", money("SUM(2 * surplus)"));
    let attacks = [
        Attack::new(&[of_both(), kept.clone(), large.clone()], &[1, -1, -1], 0, 121),
        Attack::new(&[of_both(), kept.clone(), where_large.clone()], &[1, -1, -1], 0, 121),
        Attack::new(&[of_both(), kept.clone(), elsewhere], &[1, -1, -1], 0, 121),
        Attack::new(&[money("SUM(surplus) + SUM(kept)"), kept.clone(), where_large.clone()], &[1, -1, -1], 0, 121),
        Attack::new(&[money("SUM(surplus - kept)"), kept.clone(), where_large], &[1, 1, -1], 0, 121),
        Attack::new(&[of_both(), money("SUM(kept - surplus)"), twice], &[1, -1, -1], 0, 242),
        // All of them are there at all: to ask for it parts nobody.
        Attack::new(&[money("SUM(surplus + kept) FILTER (WHERE open > 0)"), kept, large], &[1, -1, -1], 0, 121),
    ];
    for attack in attacks {
        let release = attack.fails(&ROWS);
        assert!((0..3).any(|at| is_told(&release, at)), "something is left to tell: {:?}", attack.keys);
    }
}

#[test]
fn what_is_added_or_rounded_away_hides_nobody() {
    let beside = |value: &str, factor: i64, constant: i64| {
        Attack::new(&[money(value), money(OF_LARGE)], &[factor, -1], constant, 121)
    };
    let hired = format!("{}\nwhere: close > 2", persons("SUM(hired)"));
    let attacks = [
        beside("SUM(surplus) + 1000", 1, -1000),
        beside("SUM(surplus - 50)", 1, ALL * 50),
        beside("AVG(surplus + 1)", ALL, -ALL),
        beside("2 * AVG(surplus)", ALL / 2, 0),
        beside("SUM(surplus + 1000) / COUNT(*)", ALL, -ALL * 1000),
        beside("ABS(SUM(surplus - 400))", 1, ALL * 400),
        beside("SUM(CASE WHEN surplus > 0 THEN surplus + 10 ELSE 0 END)", 1, -10 * ALL),
        Attack { within: 5, ..beside("ROUND(SUM(surplus) / 10)", 10, 0) },
        Attack { within: 120, ..beside("SUM(ROUND(surplus / 10))", 10, 0) },
        Attack::new(&[persons("SUM(hired - 1)"), hired], &[1, -1], ALL, 4),
    ];
    for attack in attacks {
        let release = attack.fails(&ROWS);
        assert!((0..2).any(|at| is_told(&release, at)), "something is left to tell: {:?}", attack.keys);
    }
}

#[test]
fn constants_of_a_definition_are_no_contributors() {
    let capped = "SUM(LEAST(surplus, 200))";
    let attacks = [
        Attack::new(&[money(capped)], &[1], -LARGE * 200, 121),
        Attack::new(&[money("AVG(LEAST(surplus, 200))")], &[ALL], -LARGE * 200, 121),
        Attack::new(&[money("SUM(CASE WHEN close > 2 THEN 800 ELSE surplus END)")], &[1], -LARGE * 800, 121),
        Attack::new(&[money("AVG(CASE WHEN close > 2 THEN 800 ELSE surplus END)")], &[ALL], -LARGE * 800, 121),
        Attack::new(&[persons("SUM(CASE WHEN close > 2 THEN 7 ELSE hired END)")], &[1], -LARGE * 7, 4),
    ];
    for attack in attacks {
        attack.fails(&ROWS);
    }
    // A cap that nobody reaches adds nothing.
    assert!(is_told(&released(&[money("SUM(LEAST(surplus, 2000))")], &ROWS), 0));
}

/// How many answered is told beside every figure: what a count leaves of it is told with it.
#[test]
fn how_many_rows_there_are_is_known() {
    let where_large = format!("{}\nwhere: close > 2", enterprises("COUNT(*)"));
    let attacks = [
        Attack::new(&[enterprises("COUNT(*) FILTER (WHERE close > 2)")], &[-1], ALL, 1),
        Attack::new(&[enterprises("SUM(CASE WHEN close > 2 THEN 1 ELSE 0 END)")], &[-1], ALL, 1),
        Attack::new(&[where_large], &[-1], ALL, 1),
    ];
    for attack in attacks {
        attack.fails(&ROWS);
    }
    for told in ["COUNT(*)", "COUNT(*) FILTER (WHERE surplus > 500)", "COUNT(*) FILTER (WHERE close > 0)"] {
        assert!(is_told(&released(&[enterprises(told)], &ROWS), 0), "{told}");
    }
    // Nor does a sum say of how many it is, where others have no row for it.
    let contributors = |value: &str| {
        let release = released(&[money(value)], &ROWS);
        assert!(is_told(&release, 0), "{value}");
        release.figure("i0", "2025", &cell(&[])).expect("a figure").contributors
    };
    assert_eq!(contributors(OF_LARGE), None);
    assert_eq!(contributors("SUM(surplus) FILTER (WHERE close > 5)"), Some(17));
    assert_eq!(contributors(SURPLUS), Some(24));
}

#[test]
fn what_takes_each_value_once_is_not_told() {
    let twins = Attack::new(&[money(SURPLUS), money("SUM(DISTINCT surplus)")], &[1, -1], 0, 510);
    let release = twins.fails(&ROWS);
    assert!(is_told(&release, 0), "the sum itself is told");
    let places = enterprises("COUNT(DISTINCT municipality)");
    let release = released(&[places, enterprises("COUNT(DISTINCT organisation)")], &ROWS);
    assert!(!is_told(&release, 0), "of which place nobody answered");
    assert!(is_told(&release, 1), "each organisation is one");
}

/// Four are left, of whom one has nearly all.
#[test]
fn what_is_left_of_a_sum_is_no_more_dominated_than_a_figure() {
    let mut rows = ROWS;
    for (at, (surplus, .., close)) in rows.iter_mut().enumerate() {
        *surplus = if at < 6 || at == 20 { 900_000 } else { 1000 };
        *close = if at >= 20 { 1 } else { 5 };
    }
    let attack = Attack::new(&[money(SURPLUS), money(OF_LARGE)], &[1, -1], 0, 903_000);
    attack.fails(&rows);
}

/// More kinds of rows than are told apart: nobody could say what it leaves of other sums.
#[test]
fn what_parts_rows_into_too_many_kinds_is_withheld() {
    let of = |conditions: &[&str]| money(&format!("SUM(surplus) FILTER (WHERE {})", conditions.join(" AND ")));
    let conditions = ["close > 0", "open > 0", "kept > 0", "surplus > 0", "hired > 0", "close + open > 0"];
    assert!(is_told(&released(&[of(&conditions[..3])], &ROWS), 0));
    assert!(!is_told(&released(&[of(&conditions)], &ROWS), 0));
    // In the periods of the version that does, not in those of another.
    let mut region = region(&[of(&conditions)], &ROWS);
    let earlier = region.definitions.indicators.remove(0);
    let mut later = self::region(&[money(SURPLUS)], &ROWS).definitions.indicators.remove(0);
    later.from = Some("2024".to_owned());
    later.earlier = vec![earlier];
    region.definitions.indicators.push(later);
    let observations = observed_in(&region, &ROWS, &["2023", "2025"]);
    let is_told = |period| {
        let release = region.clear(&observations, period);
        release.figure("i0", period, &cell(&[])).expect("a figure").value.is_some()
    };
    assert_eq!(["2023", "2025"].map(is_told), [false, true]);
}

/// Of a company's surplus everybody knows: it kept nothing, and so it hides nobody in the sum of the two.
#[test]
fn what_is_public_of_a_row_is_taken_out_of_any_sum() {
    let told = |rows: &[Row], form: &str| {
        let mut region = region(&[money("SUM(surplus + kept)")], rows);
        let first = region.register.organisations.values_mut().next().expect("the first");
        first[0].codes.insert(LEGAL_FORM.to_owned(), form.to_owned());
        let value = Value::Field("year".to_owned(), "surplus".to_owned());
        let periods = Periods { from: "2023-01-01".parse().expect("a day"), to: None };
        let (legal_form, source) = ("ab".to_owned(), "Filed".to_owned());
        region.register.exceptions.public = vec![PublicValue { legal_form, value, periods, source }];
        is_told(&region.clear(&observed(&region, rows), "2025"), 0)
    };
    let rows = [(300, 0, 5, 5), (310, 0, 5, 5), (200, 5, 5, 5), (320, 7, 5, 5)];
    assert!(told(&rows[..3], "ek"), "three, of which none is public");
    assert!(!told(&rows[..3], "ab"), "of the rest there are two");
    assert!(told(&rows, "ab"));
    let kept = [(1_000_000, 290, 5, 5), (310, 0, 5, 5), (200, 5, 5, 5)];
    assert!(told(&kept, "ab"), "what it kept counts");
    assert!(!told(&kept, "ek"), "one has nearly all");
}
