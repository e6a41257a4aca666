//! Sums of which some add up only rows of some kind: what is left of the others is one enterprise's.

use nytta::disclosure::Release;
use nytta::value::Decimal;

use super::attacks::{FAR_BY_PLACE, HIRED};
use super::releases::Region;
use super::small::{accepted_of, add_check, cell, observe};

/// An enterprise: where it is, its full-time equivalents at the year's end and its beginning, and whom it hired that were far from work.
type Row = (&'static str, u32, u32, u32);

/// In a1 three enterprises of each size, in b1 one small one, that shrank and hired most of all.
const ROWS: [Row; 16] = [
    ("a1", 1, 2, 4),
    ("a1", 1, 3, 5),
    ("a1", 1, 2, 6),
    ("a1", 3, 2, 5),
    ("a1", 4, 3, 4),
    ("a1", 3, 2, 7),
    ("a1", 12, 10, 8),
    ("a1", 11, 10, 9),
    ("a1", 10, 9, 7),
    ("b1", 1, 6, 25),
    ("b1", 3, 2, 5),
    ("b1", 4, 3, 6),
    ("b1", 4, 2, 7),
    ("b1", 12, 10, 8),
    ("b1", 13, 10, 6),
    ("b1", 10, 9, 9),
];

fn indicator(name: &str, value: &str, unit: &str) -> String {
    let sensitivity = if unit == "persons" { "persons" } else { "business" };
    format!("indicator: {name}\nvalue: {value}\nunit: {unit}\nsensitivity: {sensitivity}\nbreakdown: [municipality]")
}

/// What is told where these values are asked for, as `i0`, `i1` and so on.
fn told(values: &[&str], unit: &str) -> Release {
    let texts: Vec<String> =
        values.iter().enumerate().map(|(at, value)| indicator(&format!("i{at}"), value, unit)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let places: Vec<&str> = ROWS.iter().map(|(place, ..)| *place).collect();
    let region = Region::new(&texts, &places);
    let cells = |(close, open, far): (u32, u32, u32)| [("close", close), ("open", open), ("far", far)];
    let rows = (1..).zip(ROWS).map(|(n, (_, close, open, far))| {
        (format!("{n:02}"), cells((close, open, far)).map(|(name, value)| (name, value.to_string())))
    });
    let rows: Vec<_> = rows.collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&rows))]);
    let release = region.clear(&observations, "2025");
    assert_eq!(release.refused(), [], "{values:?}");
    release
}

/// What sums, each times a number, come to in a municipality, where all of them are told.
fn together(release: &Release, factors: &[i32], place: &str) -> Option<Decimal> {
    let term = |(at, factor): (usize, &i32)| {
        let figure = release.figure(&format!("i{at}"), "2025", &cell(&[("municipality", place)]));
        Some(figure.expect("a figure").value? * Decimal::from(*factor))
    };
    factors.iter().enumerate().map(term).sum()
}

#[test]
fn what_bands_leave_of_a_sum_is_not_what_one_enterprise_gave() {
    let persons = [
        // Not asked for by itself: all less those above a limit, by filter, by branch, by factor and by weight.
        (vec!["SUM(far)", "SUM(3 * far) FILTER (WHERE close >= 2)"], vec![3, -1]),
        (vec!["SUM(far)", "SUM(CASE WHEN close < 2 THEN 0 ELSE 3 * far END)"], vec![3, -1]),
        (vec!["SUM(far)", "SUM(CASE WHEN close < 2 THEN 2 * far ELSE far END)"], vec![-1, 1]),
        // A total in three, of which the third is withheld.
        (
            vec![
                "SUM(far)",
                "SUM(CASE WHEN close BETWEEN 2 AND 5 THEN far ELSE 0 END)",
                "SUM(CASE WHEN close > 5 THEN far ELSE 0 END)",
                "SUM(CASE WHEN close < 2 THEN far ELSE 0 END)",
            ],
            vec![1, -1, -1],
        ),
        (
            vec![
                "SUM(far)",
                "SUM(far) FILTER (WHERE close >= 2 AND close <= 5)",
                "SUM(far) FILTER (WHERE NOT close <= 5)",
            ],
            vec![1, -1, -1],
        ),
        // Bands of what each gave: only one gave more than 20.
        (
            vec![
                "SUM(far)",
                "SUM(LEAST(far, 10))",
                "SUM(GREATEST(LEAST(far, 20) - 10, 0))",
                "SUM(GREATEST(far - 20, 0))",
            ],
            vec![1, -1, -1],
        ),
        (vec!["SUM(far)", "SUM(far) FILTER (WHERE close > 1)", "SUM(2 * far) FILTER (WHERE close <= 1)"], vec![2, -2]),
    ];
    for (values, factors) in persons {
        let release = told(&values, "persons");
        assert_eq!(together(&release, &factors, "b1"), None, "{values:?}");
        let shown = release.figures().values().filter(|figure| figure.value.is_some()).count();
        assert!(shown > 0, "something is left to tell: {values:?}");
    }
}

/// Opened, closed, gained and lost: who alone lost is told by the three others.
#[test]
fn gains_and_a_balance_do_not_tell_who_alone_lost() {
    let values = ["SUM(close)", "SUM(open)", "SUM(GREATEST(close - open, 0))", "SUM(GREATEST(open - close, 0))"];
    let release = told(&values, "fte");
    assert_eq!(together(&release, &[1, -1, -1], "b1"), None);
    assert!(release.figures().values().filter(|figure| figure.value.is_some()).count() >= values.len());
}

/// No more were far from work than were hired, or the row is not taken: of all who were far from work, those hired elsewhere leave
/// nearly all who were in b1, where two enterprises gave any.
#[test]
fn what_a_check_takes_no_row_against_leaves_no_narrow_bounds() {
    let rows = [500; 4].map(|all| ("a1", all, all));
    let rows: Vec<(&str, u32, u32)> =
        rows.into_iter().chain([("b1", 600, 601), ("b1", 400, 402), ("b1", 0, 2)]).collect();
    let places: Vec<&str> = rows.iter().map(|(place, ..)| *place).collect();
    let given = (1..)
        .zip(&rows)
        .map(|(n, (_, far, hired))| (format!("{n:02}"), [("far", far.to_string()), ("hired", hired.to_string())]));
    let given: Vec<_> = given.collect();
    let told = |severity: &str| {
        let mut region = Region::new(&[FAR_BY_PLACE, HIRED], &places);
        let check = format!("{{ check: within, that: far <= hired, severity: {severity}, message: {{ en: x }} }}");
        add_check(&mut region.definitions, &check);
        let observations = observe(&region.definitions, &region.register, vec![("2025", accepted_of(&given))]);
        let release = region.clear(&observations, "2025");
        let is_told = |name: &str, codes: &[(&str, &str)]| {
            release.figure(name, "2025", &cell(codes)).expect("a figure").value.is_some()
        };
        assert!(!is_told("far", &[("municipality", "b1")]));
        is_told("far", &[]) && is_told("hired", &[("municipality", "a1")])
    };
    assert!(!told("error"), "far in b1 is from 1000 to 1005");
    assert!(told("warning"), "a warning takes the row all the same");
}
