//! Disclosure: what is published must not give back what is withheld.

use std::collections::{BTreeMap, BTreeSet};

use nytta::definition::codelist::Relation;
use nytta::definition::project::PeriodState;
use nytta::disclosure::inside::InsideStatus;
use nytta::disclosure::linear::System;
use nytta::disclosure::release::Status;
use nytta::disclosure::{Audience, Facts, Release, inside, release};
use nytta::ledger::Ledger;
use nytta::measure::Observation;
use nytta::value::{Decimal, Missing};
use proptest::prelude::*;

use super::attacker::learnt;
use super::small::{AREAS, accepted, cell, decimal, definitions, find, observe, organisation, register};

const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality, gender*district]";
const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
pub const SHARE: &str = "indicator: share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                     sensitivity: persons\nbreakdown: [municipality]";

/// The 4×4 table of the sdcTable tests, where every row and column has at least two withheld cells, and one of them
/// follows all the same.
#[test]
fn two_withheld_cells_a_line_are_not_enough() {
    let table = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]];
    let mut values: Vec<i64> = table.iter().flatten().copied().collect();
    values.extend(table.iter().map(|row| row.iter().sum::<i64>()));
    values.extend((0..4).map(|column| table.iter().map(|row| row[column]).sum::<i64>()));
    let mut system = System::new(values.into_iter().map(Decimal::from).collect());
    for line in 0..4 {
        system.add_sum(16 + line, &[0, 1, 2, 3].map(|column| 4 * line + column));
        system.add_sum(20 + line, &[0, 1, 2, 3].map(|row| 4 * row + line));
    }
    let mut withheld = BTreeSet::from([0, 1, 2, 4, 6, 9, 11, 13, 15]);
    assert_eq!(system.determined(&withheld), BTreeSet::from([1]));
    let intervals = |withheld: &BTreeSet<usize>| -> Vec<(usize, i64, i64)> {
        let cells: Vec<usize> = withheld.iter().copied().collect();
        let whole = |end: Decimal| i64::try_from(end.mantissa()).expect("a small number");
        let intervals = system.intervals(withheld, &cells);
        let known = cells.iter().map(|cell| (*cell, intervals[cell]));
        known.map(|(cell, one)| (cell, whole(one.low), whole(one.high.expect("a limit")))).collect()
    };
    let expected = [(0, 25, 94), (1, 47, 47), (2, 0, 69), (4, 26, 95), (6, 0, 69), (9, 0, 185), (11, 0, 185)];
    assert_eq!(intervals(&withheld), [&expected[..], &[(13, 906, 1091), (15, 585, 770)]].concat());
    withheld.insert(5);
    assert_eq!(system.determined(&withheld), BTreeSet::new());
    let now = intervals(&withheld);
    for one in [(0, 0, 120), (1, 0, 141), (4, 0, 120), (5, 30, 171)] {
        assert!(now.contains(&one), "{one:?} {now:?}");
    }
}

/// A table with its margins: cells row by row, then the sums of rows, then of columns.
fn table(rows: &[&[i64]]) -> System {
    let (height, width) = (rows.len(), rows[0].len());
    let mut values: Vec<i64> = rows.concat();
    values.extend(rows.iter().map(|row| row.iter().sum::<i64>()));
    values.extend((0..width).map(|column| rows.iter().map(|row| row[column]).sum::<i64>()));
    let mut system = System::new(values.into_iter().map(Decimal::from).collect());
    for row in 0..height {
        system.add_sum(height * width + row, &(0..width).map(|column| width * row + column).collect::<Vec<_>>());
    }
    for column in 0..width {
        let parts: Vec<usize> = (0..height).map(|row| width * row + column).collect();
        system.add_sum(height * width + height + column, &parts);
    }
    system
}

/// The textbook table of Fischetti and Salazar: it costs least to withhold 8, 17 and 12 beside 22, of which an attacker knows
/// then that it is from 5 to 30.
#[test]
fn the_optimum_of_the_textbook_table_is_found() {
    let rows: [&[i64]; 3] = [&[20, 50, 10], &[8, 19, 22], &[17, 32, 12]];
    let system = table(&rows);
    let values = rows.concat();
    let costs: BTreeMap<usize, u64> = (0..9).map(|at| (at, values[at].unsigned_abs())).collect();
    let choice = system.cheapest(&BTreeMap::from([(5, decimal("25"))]), &costs).expect("there is one");
    assert_eq!((choice.iter().map(|at| costs[at]).sum::<u64>(), &choice), (37, &BTreeSet::from([3, 6, 8])));
    let withheld = BTreeSet::from([3, 5, 6, 8]);
    let interval = system.intervals(&withheld, &[5])[&5];
    assert_eq!((interval.low, interval.high), (decimal("5"), Some(decimal("30"))));
    // Farther apart the bounds are with the next cheapest.
    let choice = system.cheapest(&BTreeMap::from([(5, decimal("26"))]), &costs);
    assert_eq!(choice, Some(BTreeSet::from([0, 2, 3])));
}

/// One more cell is enough for the table of which two a line were not; an owner who knows one of two cells of a line needs a third
/// that is withheld with them, as if what they are together were a secret itself.
#[test]
fn as_few_cells_are_added_as_must_be() {
    let rows: [&[i64]; 4] = [&[30, 47, 64, 89], &[90, 124, 5, 31], &[92, 100, 59, 85], &[800, 991, 651, 685]];
    let withheld = [0, 1, 2, 4, 6, 9, 11, 13, 15];
    let secrets = withheld.map(|at| (at, Decimal::ONE)).into();
    let costs = (0..16).filter(|at| !withheld.contains(at)).map(|at| (at, 1)).collect();
    assert_eq!(table(&rows).cheapest(&secrets, &costs).map(|choice| choice.len()), Some(1));

    let rows: [&[i64]; 2] = [&[52, 15, 62, 17], &[24, 18, 31, 8]];
    let costs: BTreeMap<usize, u64> = [0, 2, 4, 5, 6, 7].map(|at| (at, 1)).into();
    let outsider = table(&rows).cheapest(&BTreeMap::from([(1, decimal("5")), (3, decimal("5"))]), &costs);
    assert_eq!(outsider, Some(BTreeSet::from([5, 7])));
    let mut values: Vec<Decimal> = rows.concat().into_iter().map(Decimal::from).collect();
    values.extend([146, 81, 76, 33, 93, 25, 32].map(Decimal::from));
    let mut together = System::new(values);
    together.add_sum(8, &[0, 1, 2, 3]);
    together.add_sum(9, &[4, 5, 6, 7]);
    (0..4).for_each(|column| together.add_sum(10 + column, &[column, 4 + column]));
    together.add_sum(14, &[1, 3]);
    let secrets = BTreeMap::from([(1, decimal("5")), (3, decimal("5")), (14, decimal("5"))]);
    let insider = together.cheapest(&secrets, &costs).expect("there is one");
    assert!(insider.len() == 4 && insider.iter().any(|at| [0, 2].contains(at)), "{insider:?}");
}

/// Of small tables every choice is tried: none costs less than the one that is found.
#[test]
fn no_choice_costs_less_than_the_cheapest() {
    let mut seed = 3_u32;
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i64::from((seed >> 16) % most)
    };
    let mut protected = 0;
    for _ in 0..12 {
        let cells: Vec<i64> = (0..9).map(|_| 1 + random(30)).collect();
        let system = table(&[&cells[..3], &cells[3..6], &cells[6..]]);
        let secrets: BTreeMap<usize, Decimal> =
            [0, 4].into_iter().map(|at| (at, Decimal::from(1 + random(12)))).collect();
        let free: Vec<usize> = (0..9).filter(|at| !secrets.contains_key(at)).collect();
        let costs: BTreeMap<usize, u64> = free.iter().map(|at| (*at, cells[*at].unsigned_abs())).collect();
        let resists = |choice: &BTreeSet<usize>| {
            let withheld: BTreeSet<usize> = choice.iter().chain(secrets.keys()).copied().collect();
            let intervals = system.intervals(&withheld, &[0, 4]);
            let is_wide = |(at, width): (&usize, &Decimal)| intervals[at].width().is_none_or(|found| found >= *width);
            system.determined(&withheld).is_empty() && secrets.iter().all(is_wide)
        };
        let choices = (0..1_u32 << free.len())
            .map(|bits| free.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, at)| *at).collect());
        let cost = |choice: &BTreeSet<usize>| choice.iter().map(|at| costs[at]).sum::<u64>();
        let least = choices.filter(resists).map(|choice| cost(&choice)).min();
        let found = system.cheapest(&secrets, &costs);
        assert_eq!(found.as_ref().map(cost), least, "{cells:?} {secrets:?}");
        assert!(found.as_ref().is_none_or(resists));
        protected += usize::from(found.is_some());
    }
    assert!(protected > 6, "{protected}");
}

type Row<'a> = (&'a str, &'a str, [&'a str; 3]);

/// A release of one period: organisation, municipality, women, men and not stated.
fn released(rows: &[Row<'_>], indicators: &[&str]) -> (Release, Vec<Observation>) {
    let definitions = definitions(indicators);
    let register = register(rows.iter().map(|(number, place, _)| organisation(number, place)).collect());
    let totals: Vec<String> =
        rows.iter().map(|(_, _, parts)| parts.iter().map(|part| decimal(part)).sum::<Decimal>().to_string()).collect();
    let cells: Vec<Vec<(&str, &str)>> = rows
        .iter()
        .zip(&totals)
        .map(|((_, _, [women, men, not_stated]), total)| {
            vec![("far", total.as_str()), ("far_women", women), ("far_men", men), ("far_not_stated", not_stated)]
        })
        .collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        rows.iter().zip(&cells).map(|((number, ..), cells)| (*number, cells.as_slice())).collect();
    let observations = observe(&definitions, &register, vec![("2025", accepted(&rows))]);
    (publish(&observations, &definitions, &register, "2025"), observations)
}

fn publish(
    observations: &[Observation],
    definitions: &nytta::definition::Definitions,
    register: &nytta::register::Register,
    period: &str,
) -> Release {
    let period = definitions.project.period(period).expect("a period");
    release(observations, definitions, register, Audience::Public, period, &Facts::default())
}

fn status(release: &Release, codes: &[(&str, &str)]) -> Status {
    release.figure("far", "2025", &cell(codes)).expect("a figure").status
}

/// A count of no rows is told where it could be told that there is no figure, unless a class tells no zeros.
#[test]
fn a_count_of_no_rows_is_told_as_far_as_zeros_may_be() {
    for (class, expected) in [
        ("open", Status::Published),
        ("business", Status::Published),
        ("persons", Status::Published),
        ("sensitive", Status::Withheld),
    ] {
        let many =
            format!("indicator: many\nvalue: COUNT(*)\nwhere: far > 500\nunit: enterprises\nsensitivity: {class}");
        let rows: Vec<String> = (1..=8).map(|n| n.to_string()).collect();
        let rows: Vec<Row<'_>> = rows.iter().map(|number| (number.as_str(), "a1", ["5", "4", "0"])).collect();
        let (_, observations) = released(&rows, &[&many]);
        let definitions = definitions(&[&many]);
        let register = register(rows.iter().map(|(number, place, _)| organisation(number, place)).collect());
        let answered = rows.iter().map(|(number, ..)| (*number).to_owned()).collect();
        let facts = Facts { answered: BTreeMap::from([("2025".to_owned(), answered)]), ..Facts::default() };
        let period = definitions.project.period("2025").expect("a period");
        let release = release(&observations, &definitions, &register, Audience::Public, period, &facts);
        let figure = release.figure("many", "2025", &cell(&[])).expect("a figure");
        let value = (expected == Status::Published).then(|| decimal("0"));
        assert_eq!((figure.status, figure.value), (expected, value), "{class}");
        let coverage = figure.coverage.map(|coverage| (coverage.answered, coverage.expected));
        assert_eq!(coverage, value.map(|_| (0, 0)), "{class}");
    }
}

#[test]
fn a_municipality_is_shown_only_where_the_rest_of_its_district_could_be_shown_too() {
    let (release, _) = released(
        &[
            ("01", "a1", ["5", "4", "0"]),
            ("02", "a1", ["6", "3", "0"]),
            ("03", "a1", ["4", "4", "0"]),
            ("04", "a2", ["9", "9", "0"]), // one enterprise: a2 is withheld, and so must a1 be
            ("05", "b1", ["5", "4", "0"]),
            ("06", "b1", ["6", "3", "0"]),
            ("07", "b1", ["4", "4", "0"]),
            ("08", "b2", ["9", "5", "0"]),
            ("09", "b2", ["5", "8", "0"]),
            ("10", "b3", ["7", "9", "0"]), // b2 and b3 together are three
        ],
        &[FAR],
    );
    assert_eq!(status(&release, &[]), Status::Published);
    assert_eq!(status(&release, &[("district", "A")]), Status::Published);
    assert_eq!(status(&release, &[("municipality", "a1")]), Status::Withheld);
    assert_eq!(status(&release, &[("municipality", "a2")]), Status::Withheld);
    assert_eq!(status(&release, &[("municipality", "b1")]), Status::Published);
    assert_eq!(status(&release, &[("municipality", "b2")]), Status::Withheld);
    assert_eq!(status(&release, &[("municipality", "b3")]), Status::Withheld);
    assert_eq!(status(&release, &[("gender", "women")]), Status::Published);
    assert_eq!(status(&release, &[("gender", "not_stated")]), Status::Published);
    let withheld = release.figure("far", "2025", &cell(&[("municipality", "a2")])).expect("a figure");
    assert_eq!((withheld.value, withheld.contributors, withheld.coverage), (None, None, None));
    assert!(withheld.panel.is_none() && withheld.change.is_none() && withheld.reasons.is_empty());
}

#[test]
fn a_small_part_takes_a_second_one_with_it() {
    let rows: Vec<Row<'_>> = vec![
        ("01", "a1", ["5", "4", "1"]), // one person not stated: men follow
        ("02", "a1", ["6", "3", "0"]),
        ("03", "a1", ["4", "4", "0"]),
        ("04", "b1", ["9", "9", "0"]),
    ];
    let (release, observations) = released(&rows, &[FAR]);
    assert_eq!(status(&release, &[("gender", "not_stated")]), Status::Withheld);
    assert_eq!(status(&release, &[("gender", "men")]), Status::Withheld);
    assert_eq!(status(&release, &[("gender", "women")]), Status::Published);
    let definitions = definitions(&[FAR]);
    let inside = inside(
        &observations,
        &definitions,
        &register(Vec::new()),
        definitions.project.period("2025").expect("a period"),
        &Ledger::default(),
    );
    let of = |code: &str| &inside.figures()[&("far".to_owned(), "2025".to_owned(), cell(&[("gender", code)]))];
    assert_eq!((of("not_stated").status, of("not_stated").value), (InsideStatus::Primary, Some(decimal("1"))));
    assert_eq!((of("men").status, of("men").value), (InsideStatus::Secondary, Some(decimal("20"))));
}

#[test]
fn a_panel_that_leaves_one_newcomer_is_not_shown() {
    let definitions = definitions(&[HIRED]);
    let register = register((1..=6).map(|n| organisation(&n.to_string(), "a1")).collect());
    let hired = |value| [("hired", value)];
    let (a, b, c, d) = (hired("5"), hired("7"), hired("9"), hired("11"));
    let then = accepted(&[("1", &a), ("2", &b), ("3", &c), ("4", &d)]);
    let newcomer = accepted(&[("1", &b), ("2", &c), ("3", &d), ("4", &a), ("5", &b)]);
    let same = accepted(&[("1", &b), ("2", &c), ("3", &d), ("4", &a)]);
    for (now, is_shown) in [(newcomer, false), (same, true)] {
        let observations = observe(&definitions, &register, vec![("2024", then.clone()), ("2025", now)]);
        let release = publish(&observations, &definitions, &register, "2025");
        let figure = release.figure("hired", "2025", &cell(&[])).expect("a figure");
        assert_eq!(figure.status, Status::Published);
        assert_eq!((figure.panel.is_some(), figure.change.is_some()), (is_shown, is_shown));
    }
}

#[test]
fn shares_need_a_base_and_neither_side_of_them_may_be_small() {
    let definitions = definitions(&[SHARE]);
    let register = register((1..=3).map(|n| organisation(&n.to_string(), "a1")).collect());
    // Base of 19; then one who is not far from the labour market; then both sides large enough.
    let cases = [
        ([("3", "6"), ("3", "6"), ("3", "7")], false),
        ([("8", "9"), ("8", "8"), ("8", "8")], false),
        ([("4", "9"), ("4", "8"), ("4", "8")], true),
    ];
    for (values, is_shown) in cases {
        let rows: Vec<[(&str, &str); 2]> =
            values.iter().map(|(far, hired)| [("far", *far), ("hired", *hired)]).collect();
        let rows = accepted(&[("1", &rows[0]), ("2", &rows[1]), ("3", &rows[2])]);
        let observations = observe(&definitions, &register, vec![("2025", rows)]);
        let release = publish(&observations, &definitions, &register, "2025");
        let figure = release.figure("share", "2025", &cell(&[])).expect("a figure");
        assert_eq!(figure.value.is_some(), is_shown, "{values:?}");
        assert_eq!((figure.numerator.is_some(), figure.denominator.is_some()), (is_shown, is_shown));
    }
}

/// Of eight enterprises three quarters is six of them.
#[test]
fn shares_of_enterprises_need_a_base_too() {
    let yaml = "indicator: some\nnumerator: \"COUNT(hired) FILTER (WHERE hired > 2)\"\ndenominator: COUNT(hired)\nscale: 100\n\
                unit: percent\nsensitivity: business";
    let definitions = definitions(&[yaml]);
    let shown = |count: usize| {
        let names: Vec<String> = (1..=count).map(|n| n.to_string()).collect();
        let register = register(names.iter().map(|name| organisation(name, "a1")).collect());
        let (many, few) = ([("hired", "9")], [("hired", "1")]);
        let rows: Vec<_> =
            (1..).zip(&names).map(|(n, name)| (name.as_str(), if n % 4 == 0 { &few[..] } else { &many })).collect();
        let observations = observe(&definitions, &register, vec![("2025", accepted(&rows))]);
        let release = publish(&observations, &definitions, &register, "2025");
        release.figure("some", "2025", &cell(&[])).expect("a figure").status
    };
    assert_eq!((shown(8), shown(20)), (Status::Withheld, Status::Published));
}

/// Nobody was hired: a share of them does not apply. That says that each hired no one, so it takes as many as a figure of 0.
#[test]
fn a_share_of_nothing_is_not_applicable_where_enough_say_so() {
    let definitions = definitions(&[SHARE, HIRED]);
    let places = ["a1", "a1", "a1", "a2", "b1", "b1", "b1"];
    let register = register((1..).zip(places).map(|(n, place)| organisation(&n.to_string(), place)).collect());
    let (none, some) = ([("far", "0"), ("hired", "0")], [("far", "5"), ("hired", "12")]);
    let rows =
        accepted(&[("1", &none), ("2", &none), ("3", &none), ("4", &none), ("5", &some), ("6", &some), ("7", &some)]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let release = publish(&observations, &definitions, &register, "2025");
    let status = |codes| release.figure("share", "2025", &cell(codes)).expect("a figure").status;
    assert_eq!(status(&[("municipality", "b1")]), Status::Published);
    assert_eq!(status(&[("municipality", "a1")]), Status::Missing(Missing::NotApplicable));
    assert_eq!(status(&[("municipality", "a2")]), Status::Withheld);
    assert_eq!(status(&[("district", "A")]), Status::Missing(Missing::NotApplicable));
}

/// A warning without a reason makes a figure provisional until its period is final; how many wait is told of a whole alone.
#[test]
fn a_final_period_waits_for_no_explanation() {
    let definitions = in_full_while_preliminary();
    let register = register((1..=4).map(|n| organisation(&n.to_string(), "a1")).collect());
    let hired = [("hired", "9")];
    let mut rows = accepted(&[("1", &hired), ("2", &hired), ("3", &hired), ("4", &hired)]);
    let clear = |rows: &nytta::table::accepted::Accepted, period: &str, codes: &[(&str, &str)]| {
        let observations = observe(&definitions, &register, vec![(period, rows.clone())]);
        let release = publish(&observations, &definitions, &register, period);
        let figure = release.figure("hired", period, &cell(codes)).expect("a figure");
        (figure.status, figure.unexplained)
    };
    assert_eq!(clear(&rows, "2025", &[]), (Status::Published, Some(0)));
    let about = |column: &str| BTreeSet::from([column.to_owned()]);
    rows.unsettled[2] = about("turnover");
    assert_eq!(clear(&rows, "2025", &[]), (Status::Published, Some(0)), "what is asked about concerns another figure");
    rows.unsettled[2] = about("hired");
    assert_eq!(clear(&rows, "2025", &[]), (Status::Provisional, Some(1)));
    assert_eq!(clear(&rows, "2025", &[("municipality", "a1")]), (Status::Provisional, None));
    assert_eq!(clear(&rows, "2023", &[]), (Status::Published, Some(1)));
    rows.unsettled = vec![about("hired"); 4];
    assert_eq!(clear(&rows, "2023", &[]), (Status::Published, None));
}

/// Definitions of which the last period is preliminary, but told as if it were final.
fn in_full_while_preliminary() -> nytta::definition::Definitions {
    let mut definitions = definitions(&[HIRED]);
    definitions.project.periods[2].state = PeriodState::Preliminary;
    definitions.project.policy = serde_saphyr::from_str("{ persons: { preliminary: as_final } }").expect("a policy");
    definitions
}

/// One of a1 waits for an explanation: that none of b1 does is not told.
#[test]
fn no_area_tells_where_an_explanation_is_awaited() {
    let definitions = in_full_while_preliminary();
    let places = ["a1", "a1", "a1", "b1", "b1", "b1"];
    let register = register((1..).zip(places).map(|(n, place)| organisation(&n.to_string(), place)).collect());
    let hired = [("hired", "9")];
    let names = ["1", "2", "3", "4", "5", "6"];
    let mut rows = accepted(&names.map(|name| (name, hired.as_slice())));
    rows.unsettled[1] = BTreeSet::from(["hired".to_owned()]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let release = publish(&observations, &definitions, &register, "2025");
    let status = |place| release.figure("hired", "2025", &cell(&[("municipality", place)])).expect("a figure").status;
    assert_eq!((status("a1"), status("b1")), (Status::Provisional, Status::Provisional));
}

/// Codes that overlap do not add up, but what one of them leaves of the total is a group as well.
#[test]
fn what_an_overlapping_code_leaves_must_be_enough() {
    let mut definitions = definitions(&[FAR]);
    definitions.codelists.get_mut("gender").expect("a codelist").relation = Relation::Overlapping;
    let register = register((1..=4).map(|n| organisation(&n.to_string(), "a1")).collect());
    let parts = |total, women, men| [("far", total), ("far_women", women), ("far_men", men), ("far_not_stated", "0")];
    let (all, half, but_one) = (parts("6", "6", "3"), parts("6", "3", "3"), parts("7", "6", "3"));
    for (others, is_shown) in [(all, false), (half, true)] {
        let rows = accepted(&[("1", &others), ("2", &others), ("3", &others), ("4", &but_one)]);
        let observations = observe(&definitions, &register, vec![("2025", rows)]);
        let release = publish(&observations, &definitions, &register, "2025");
        assert_eq!(status(&release, &[]), Status::Published);
        assert_eq!(status(&release, &[("gender", "women")]) == Status::Published, is_shown);
    }
}

/// What was gained and lost, and the net of both.
pub(crate) const JOBS: [&str; 3] = [
    "indicator: gained\nvalue: SUM(GREATEST(0, close - open))\nunit: fte\nsensitivity: business\nbreakdown: [district]",
    "indicator: lost\nvalue: SUM(GREATEST(0, open - close))\nunit: fte\nsensitivity: business\nbreakdown: [district]",
    "indicator: net\nvalue: SUM(close - open)\nunit: fte\nsensitivity: business\nbreakdown: [district]",
];

/// Net is gained less lost: where one of the three is withheld, another one must be.
#[test]
fn what_follows_from_other_indicators_is_not_given_back() {
    let jobs = [
        ("01", "a1", "10", "12"),
        ("02", "a1", "8", "9"),
        ("03", "a2", "5", "7"),
        ("04", "a2", "6", "5"), // the only one of A that lost
        ("05", "b1", "10", "8"),
        ("06", "b1", "9", "7"),
        ("07", "b2", "6", "5"),
        ("08", "b2", "5", "9"),
        ("09", "b3", "4", "6"),
        ("10", "b3", "3", "4"),
    ];
    let cells: Vec<[(&str, &str); 2]> =
        jobs.iter().map(|(_, _, open, close)| [("open", *open), ("close", *close)]).collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        jobs.iter().zip(&cells).map(|(one, cells)| (one.0, cells.as_slice())).collect();
    let register = register(jobs.iter().map(|(number, place, ..)| organisation(number, place)).collect());
    let shown = |indicators: &[&str]| -> Vec<(String, Option<Decimal>)> {
        let definitions = definitions(indicators);
        let observations = observe(&definitions, &register, vec![("2025", accepted(&rows))]);
        let release = publish(&observations, &definitions, &register, "2025");
        let lines: Vec<_> =
            release.lines("2025").map(|line| (format!("{} {}", line.indicator, line.cell()), line.value)).collect();
        assert_eq!(lines.len(), 3 * indicators.len());
        lines
    };
    let withheld = |lines: &[(String, Option<Decimal>)]| -> Vec<String> {
        lines.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name.clone()).collect()
    };
    // Alone, only what was lost is too little to tell.
    assert_eq!(withheld(&shown(&JOBS[..1])), [""; 0]);
    assert_eq!(withheld(&shown(&JOBS[2..])), [""; 0]);
    assert_eq!(withheld(&shown(&JOBS[1..2])), ["lost district=A", "lost district=B"]);
    let together = shown(&JOBS);
    for district in ["A", "B"] {
        let of = |name: &str| {
            together.iter().find(|(one, _)| *one == format!("{name} district={district}")).and_then(|one| one.1)
        };
        assert_eq!(of("lost"), None);
        assert!(of("gained").is_none() || of("net").is_none(), "what {district} lost follows");
    }
    let totals: Vec<_> = together.iter().filter(|(name, _)| name.ends_with(' ')).map(|(_, value)| *value).collect();
    assert_eq!(totals, ["12", "6", "6"].map(|value| Some(decimal(value))));
}

/// An organisation: municipality, and for each of two years women, men, not stated and others hired, or silence.
fn enterprise() -> impl Strategy<Value = (usize, [Option<[u32; 4]>; 2])> {
    let part = || prop_oneof![2 => Just(0u32), 3 => 1..4u32, 2 => 4..12u32];
    let rare = || prop_oneof![9 => Just(0u32), 1 => 1..3u32];
    let given = move || (part(), part(), rare(), part()).prop_map(|(a, b, c, d)| Some([a, b, c, d]));
    let year = move || prop_oneof![1 => Just(None), 5 => given()];
    (prop_oneof![5 => Just(0usize), 2 => Just(1), 3 => Just(2), 2 => Just(3), 1 => Just(4)], [year(), year()])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever enterprises report, an attacker who adds and subtracts all published figures of all tables, indicators
    /// and periods learns no withheld figure and nothing of a single enterprise; and nothing small is published.
    #[test]
    fn no_published_set_gives_back_a_withheld_figure(enterprises in prop::collection::vec(enterprise(), 3..40)) {
        let definitions = definitions(&[FAR, HIRED, SHARE]);
        let names: Vec<String> = (0..enterprises.len()).map(|n| format!("{n:02}")).collect();
        let register = register(names.iter().zip(&enterprises).map(|(name, one)| organisation(name, AREAS[one.0].0)).collect());
        let period = |year: usize| {
            let cells: Vec<(&str, Vec<(&str, String)>)> = names.iter().zip(&enterprises).filter_map(|(name, one)| {
                let [women, men, not_stated, others] = one.1[year]?;
                let far = women + men + not_stated;
                Some((name.as_str(), vec![
                    ("far_women", women.to_string()), ("far_men", men.to_string()), ("far_not_stated", not_stated.to_string()),
                    ("far", far.to_string()), ("hired", (far + others).to_string()),
                ]))
            }).collect();
            let cells: Vec<(&str, Vec<(&str, &str)>)> = cells.iter()
                .map(|(name, cells)| (*name, cells.iter().map(|(column, value)| (*column, value.as_str())).collect())).collect();
            let rows: Vec<(&str, &[(&str, &str)])> = cells.iter().map(|(name, cells)| (*name, cells.as_slice())).collect();
            accepted(&rows)
        };
        let observations = observe(&definitions, &register, vec![("2024", period(0)), ("2025", period(1))]);
        let release = publish(&observations, &definitions, &register, "2025");
        prop_assert_eq!(learnt(&[(&release, &observations)]), None);
        for ((indicator, ..), figure) in release.figures() {
            let small = |value: Decimal| value > Decimal::ZERO && value < decimal("3");
            if indicator != "share" {
                prop_assert!(!figure.value.is_some_and(small));
            }
            prop_assert!(figure.contributors.is_none_or(|some| some == 0 || some >= 3));
        }
    }
}

/// The method must leave a table worth reading: with enterprises enough everywhere nothing is withheld.
#[test]
fn nothing_is_withheld_without_need() {
    let rows: Vec<(String, &str)> = (0..20).map(|n| (format!("{n:02}"), AREAS[n % 5].0)).collect();
    let rows: Vec<Row<'_>> = rows.iter().map(|(name, place)| (name.as_str(), *place, ["4", "5", "3"])).collect();
    let (release, observations) = released(&rows, &[FAR]);
    assert!(release.figures().values().all(|figure| figure.status == Status::Published));
    assert_eq!(find(&observations, "far", "2025", &[]).value, Some(decimal("240")));
    assert_eq!(
        release.lines("2025").find(|line| line.cell() == "district=A;gender=women").and_then(|line| line.value),
        Some(decimal("32"))
    );
}

/// The fewest parts of a district that can be withheld: those that are too small by themselves, and of the others so many that
/// what is withheld is of three enterprises and three persons, or none.
fn fewest(parts: &[(usize, u32)], must: &[bool]) -> Option<usize> {
    let is_safe = |chosen: usize| {
        let inside = || parts.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, part)| part);
        let (enterprises, persons) =
            (inside().map(|part| part.0).sum::<usize>(), inside().map(|part| part.1).sum::<u32>());
        chosen == 0 || enterprises >= 3 && persons >= 3
    };
    let holds = |chosen: usize| must.iter().enumerate().all(|(at, must)| !must || chosen >> at & 1 == 1);
    let all = (0..1usize << parts.len()).filter(|chosen| holds(*chosen) && is_safe(*chosen));
    all.map(|chosen| chosen.count_ones() as usize).min()
}

/// Over many small tables no more figures are withheld for the sake of others than a tenth above the fewest possible.
#[test]
fn hardly_more_is_withheld_than_must_be() {
    let (mut withheld, mut least, mut seed) = (0, 0, 7_u32);
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    for _ in 0..60 {
        let rows: Vec<(String, &str, u32)> =
            (0..14).map(|n| (format!("{n:02}"), AREAS[random(5) as usize].0, 3 + random(9))).collect();
        let definitions = definitions(&[HIRED]);
        let register = register(rows.iter().map(|(name, place, _)| organisation(name, place)).collect());
        let values: Vec<[(&str, String); 1]> = rows.iter().map(|(.., value)| [("hired", value.to_string())]).collect();
        let values: Vec<[(&str, &str); 1]> = values.iter().map(|[(name, value)]| [(*name, value.as_str())]).collect();
        let table: Vec<(&str, &[(&str, &str)])> =
            rows.iter().zip(&values).map(|((name, ..), values)| (name.as_str(), &values[..])).collect();
        let observations = observe(&definitions, &register, vec![("2025", accepted(&table))]);
        let release = publish(&observations, &definitions, &register, "2025");
        for district in ["A", "B"] {
            let places: Vec<&str> = AREAS.iter().filter(|(_, of)| *of == district).map(|(place, _)| *place).collect();
            let part = |place: &&str| {
                let inside = || rows.iter().filter(|(_, of, _)| of == place);
                (inside().count(), inside().map(|(.., value)| value).sum())
            };
            let parts: Vec<(usize, u32)> = places.iter().map(part).collect();
            let must: Vec<bool> = parts.iter().map(|(enterprises, _)| (1..3).contains(enterprises)).collect();
            if parts.iter().map(|part| part.0).sum::<usize>() < 3 {
                continue;
            }
            let is_withheld = |place: &&&str| {
                let figure = release.figure("hired", "2025", &cell(&[("municipality", place)])).expect("a figure");
                figure.status == Status::Withheld
            };
            let small = must.iter().filter(|must| **must).count();
            withheld += places.iter().filter(is_withheld).count() - small;
            least += fewest(&parts, &must).expect("all of them are safe") - small;
        }
        let fit = publish(&observations, &definitions, &register, "2025");
        assert_eq!(learnt(&[(&fit, &observations)]), None);
    }
    assert!(least > 20 && withheld * 10 <= least * 11, "{withheld} withheld, {least} would do");
}
