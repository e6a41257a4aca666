//! The twelve attacks on a publisher of small figures, each run by an attacker who must learn nothing.

use std::collections::BTreeMap;

use nytta::disclosure::Release;
use nytta::disclosure::release::Status;
use nytta::measure::{Breakdown, Observation};
use nytta::value::Decimal;

use super::attacker::{learnt, learnt_by, learnt_by_all};
use super::releases::{Region, plan};
use super::small::{accepted, cell, decimal, find, observe};

pub const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality, gender*district]";
/// The same by municipality alone.
pub const FAR_BY_PLACE: &str =
    "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
/// Hired, and not far from work.
pub const NEAR: &str =
    "indicator: near\nvalue: SUM(hired - far)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
pub const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
const SHARE: &str = "indicator: share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                     sensitivity: persons\nbreakdown: [municipality]";

/// An enterprise: where it is, women, men and not stated far from work, and others hired.
pub type Row<'a> = (&'a str, [u32; 3], u32);

fn measured(region: &Region, rows: &[Row<'_>]) -> Vec<Observation> {
    let cells: Vec<Vec<(&str, String)>> = rows
        .iter()
        .map(|(_, [women, men, other], rest)| {
            let far = women + men + other;
            let values = [
                ("far_women", *women),
                ("far_men", *men),
                ("far_not_stated", *other),
                ("far", far),
                ("hired", far + rest),
            ];
            values.iter().map(|(name, value)| (*name, value.to_string())).collect()
        })
        .collect();
    let names: Vec<String> = (1..=rows.len()).map(|n| format!("{n:02}")).collect();
    let cells: Vec<Vec<(&str, &str)>> =
        cells.iter().map(|cells| cells.iter().map(|(name, value)| (*name, value.as_str())).collect()).collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        names.iter().zip(&cells).map(|(name, cells)| (name.as_str(), cells.as_slice())).collect();
    observe(&region.definitions, &region.register, vec![("2025", accepted(&rows))])
}

pub fn cleared(indicators: &[&str], rows: &[Row<'_>]) -> (Release, Vec<Observation>) {
    let places: Vec<&str> = rows.iter().map(|(place, ..)| *place).collect();
    let region = Region::new(indicators, &places);
    let observations = measured(&region, rows);
    (region.clear(&observations, "2025"), observations)
}

fn status(release: &Release, indicator: &str, codes: &[(&str, &str)]) -> Status {
    release.figure(indicator, "2025", &cell(codes)).expect("a figure").status
}

/// A region in which one enterprise of a2 is alone, and few are of no stated gender.
const SMALL: [Row<'static>; 10] = [
    ("a1", [5, 4, 1], 4),
    ("a1", [6, 3, 0], 9),
    ("a1", [4, 4, 0], 7),
    ("a2", [9, 9, 0], 5),
    ("b1", [5, 4, 0], 6),
    ("b1", [6, 3, 0], 3),
    ("b1", [4, 4, 0], 8),
    ("b2", [9, 5, 1], 4),
    ("b2", [5, 8, 0], 9),
    ("b3", [7, 9, 0], 3),
];

#[test]
fn attack_1_subtraction_over_margins_and_hierarchy() {
    let (release, observations) = cleared(&[FAR], &SMALL);
    assert_eq!(status(&release, "far", &[("municipality", "a2")]), Status::Withheld);
    assert_eq!(status(&release, "far", &[("district", "A")]), Status::Published);
    // What is left of the district would be a2.
    assert_eq!(status(&release, "far", &[("municipality", "a1")]), Status::Withheld);
    assert_eq!(learnt(&[(&release, &observations)]), None);
}

#[test]
fn attack_2_linked_tables_that_share_cells() {
    let (release, observations) = cleared(&[FAR, HIRED, SHARE], &SMALL);
    let shown = release.figures().values().filter(|figure| figure.value.is_some()).count();
    assert!(shown > 10, "{shown}");
    assert_eq!(learnt(&[(&release, &observations)]), None);
}

/// The late row, the mended one and the region less one are in `releases`; here last year's report tells of a year to which
/// somebody answers only this year.
#[test]
fn attack_3_the_difference_of_two_reports() {
    let places = ["a1", "a1", "a1", "a1", "b1", "b1", "b1", "b1"];
    let mut region = Region::new(&[HIRED], &places);
    let year = |values: &[&str]| {
        let cells: Vec<[(&str, &str); 1]> = values.iter().map(|value| [("hired", *value)]).collect();
        let names = ["01", "02", "03", "04", "05", "06", "07", "08"];
        let rows: Vec<(&str, &[(&str, &str)])> =
            names.iter().zip(&cells).map(|(name, cells)| (*name, &cells[..])).collect();
        accepted(&rows)
    };
    let seven = ["5", "7", "6", "9", "4", "8", "3"];
    let eight = [&seven[..], &["5"]].concat();
    let before = observe(&region.definitions, &region.register, vec![("2024", year(&seven)), ("2025", year(&[]))]);
    let first = region.publish("first", &before, "");
    let of_last_year = |release: &Release| release.figure("hired", "2024", &cell(&[])).expect("a figure").value;
    assert_eq!(of_last_year(&first), Some(decimal("42")));
    let now = observe(&region.definitions, &region.register, vec![("2024", year(&eight)), ("2025", year(&eight))]);
    let forgetful = Region { ledger: nytta::ledger::Ledger::default(), ..Region::new(&[HIRED], &places) };
    assert!(learnt(&[(&first, &before), (&forgetful.clear(&now, "2025"), &now)]).is_some());
    let second = region.clear(&now, "2025");
    assert_eq!(of_last_year(&second), None);
    assert_eq!(learnt(&[(&first, &before), (&second, &now)]), None);
}

/// From a printed share and its base the count follows: no share may stand where its count may not. Means of few, and the
/// largest and smallest, are of one enterprise.
#[test]
fn attack_4_from_rates_means_and_extremes_to_a_number() {
    let most = "indicator: most\nvalue: MAX(hired)\nunit: persons\nsensitivity: persons";
    let mean = "indicator: mean\nvalue: AVG(hired)\nunit: persons\nsensitivity: persons";
    let twice = [SMALL, SMALL].concat();
    let (release, observations) = cleared(&[FAR, HIRED, SHARE, most, mean], &twice);
    assert_eq!(status(&cleared(&[mean], &SMALL).0, "mean", &[]), Status::Withheld);
    assert_eq!(status(&release, "most", &[]), Status::Withheld);
    // In a2 and b3 two enterprises answered, so that of each district another municipality is withheld with them; from the share of
    // any of these the count would follow. Told are the shares of which both counts are.
    let value = |indicator: &str, codes: &Breakdown| {
        release.figures()[&(indicator.to_owned(), "2025".to_owned(), codes.clone())].value
    };
    let shares = || observations.iter().filter(|one| one.indicator == "share").map(|one| &one.breakdown);
    let told: Vec<&Breakdown> = shares().filter(|codes| value("share", codes).is_some()).collect();
    assert!(told.iter().all(|codes| value("far", codes).is_some() && value("hired", codes).is_some()), "{told:?}");
    let expected: [&[(&str, &str)]; 3] = [&[], &[("district", "A")], &[("district", "B")]];
    assert_eq!(told, expected.map(cell).iter().collect::<Vec<_>>());
    let kept = |one: &Breakdown| {
        let share = value("share", one)?;
        Some((value("far", one)?, value("hired", one)?, share.round()))
    };
    let kept: Vec<_> = told.into_iter().filter_map(kept).collect();
    let known = [["230", "346", "66"], ["90", "140", "64"], ["140", "206", "68"]];
    assert_eq!(kept, known.map(|[far, hired, share]| (decimal(far), decimal(hired), decimal(share))));
}

/// 9.5 of the fact sheet: two withheld figures are known together, and the only enterprise of one takes its own away.
#[test]
fn attack_5_an_enterprise_that_knows_its_own_figures() {
    // In b2 three enterprises hired two persons who were far from work, too few to be told; b1 is one enterprise.
    let rows: [Row<'_>; 10] = [
        ("a1", [5, 4, 0], 0),
        ("a1", [6, 3, 0], 0),
        ("a1", [4, 4, 0], 0),
        ("b1", [9, 6, 0], 0),
        ("b2", [1, 0, 0], 0),
        ("b2", [0, 1, 0], 0),
        ("b2", [0, 0, 0], 0),
        ("b3", [5, 8, 0], 0),
        ("b3", [7, 9, 0], 0),
        ("b3", [6, 4, 0], 0),
    ];
    let (release, observations) = cleared(
        &[FAR
            .split("\nbreakdown")
            .next()
            .map(|own| format!("{own}\nbreakdown: [municipality]"))
            .expect("it has a first part")
            .as_str()],
        &rows,
    );
    let of = |place: &str| ("far".to_owned(), "2025".to_owned(), cell(&[("municipality", place)]));
    assert_eq!(status(&release, "far", &[("municipality", "b2")]), Status::Withheld);
    assert_eq!(status(&release, "far", &[("district", "B")]), Status::Published);
    for name in (1..=10).map(|n| format!("{n:02}")) {
        assert!(!learnt_by(&name, &release, &observations, &of("b2")), "{name} knows what b2 is");
    }
    assert_eq!(status(&release, "far", &[("municipality", "b3")]), Status::Withheld, "else b1 would know b2");

    // Of an amount: b2 is nearly all of one enterprise, which b1 would know.
    let amount =
        "indicator: amount\nvalue: SUM(surplus)\nunit: money\nsensitivity: business\nbreakdown: [municipality]";
    let given = ["520", "240", "760", "15", "500", "10", "8", "620", "310", "930"];
    let region = Region::new(&[amount], &rows.map(|(place, ..)| place));
    let cells: Vec<[(&str, &str); 1]> = given.iter().map(|value| [("surplus", *value)]).collect();
    let names: Vec<String> = (1..=10).map(|n| format!("{n:02}")).collect();
    let table: Vec<(&str, &[(&str, &str)])> =
        names.iter().zip(&cells).map(|(name, cells)| (name.as_str(), &cells[..])).collect();
    let observations = observe(&region.definitions, &region.register, vec![("2025", accepted(&table))]);
    let release = region.clear(&observations, "2025");
    let b2 = ("amount".to_owned(), "2025".to_owned(), cell(&[("municipality", "b2")]));
    assert_eq!(status(&release, "amount", &[("municipality", "b2")]), Status::Withheld);
    for name in &names {
        assert!(!learnt_by(name, &release, &observations, &b2), "{name} knows what b2 is");
    }
}

/// Two enterprises put together what they gave: the third of three, and what is withheld beside their own figures, are theirs. Where
/// the policy reckons with two, no two learn a figure.
#[test]
fn attack_5_two_enterprises_that_put_together_what_they_know() {
    let rows: [Row<'_>; 10] = [
        ("a1", [5, 4, 0], 0),
        ("a1", [6, 3, 0], 0),
        ("a1", [4, 4, 0], 0),
        ("a2", [3, 4, 0], 0),
        ("a2", [8, 0, 0], 0),
        ("a2", [5, 5, 0], 0),
        ("a2", [2, 5, 0], 0),
        ("b1", [9, 6, 0], 0),
        ("b2", [6, 4, 0], 0),
        ("b3", [7, 5, 0], 0),
    ];
    let names: Vec<String> = (1..=10).map(|n| format!("{n:02}")).collect();
    let of = |policy: &str| {
        let mut region = Region::new(&[FAR_BY_PLACE], &rows.map(|(place, ..)| place));
        let change = serde_saphyr::from_str(policy).expect("a policy");
        region.definitions.project.policy =
            BTreeMap::from([(nytta::definition::indicator::Sensitivity::Persons, change)]);
        let observations = measured(&region, &rows);
        let release = region.clear(&observations, "2025");
        let withheld: Vec<_> = release
            .figures()
            .iter()
            .filter(|(_, one)| one.status == Status::Withheld)
            .map(|(key, _)| key.clone())
            .collect();
        // Whom a figure is made of, besides the two.
        let others = |key: &super::attacker::Key, two: &[&str]| {
            let codes: Vec<(&str, &str)> = key.2.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
            let of = &find(&observations, "far", "2025", &codes).contributions;
            of.keys().filter(|one| !two.contains(&one.as_str())).count()
        };
        let mut learnt = 0;
        for (at, one) in names.iter().enumerate() {
            for other in &names[at + 1..] {
                let two = [one.as_str(), other.as_str()];
                let found = withheld
                    .iter()
                    .filter(|key| others(key, &two) == 1 && learnt_by_all(&two, &release, &observations, key));
                learnt += found.count();
            }
        }
        let is_shown = |place: &str| status(&release, "far", &[("municipality", place)]) == Status::Published;
        (learnt, is_shown("a1"), release.figures().len() - withheld.len())
    };
    let (learnt, is_third_told, _) = of("{ }");
    assert!(learnt > 0 && is_third_told);
    let (learnt, is_third_told, published) = of("{ insiders: 2 }");
    assert_eq!((learnt, is_third_told), (0, false));
    assert!(published > 0, "something is left to tell");
}

/// All or none of a group tells of everyone in it.
#[test]
fn attack_6_all_or_none_of_a_group() {
    let sensitive = SHARE.replace("sensitivity: persons\nbreakdown: [municipality]", "sensitivity: sensitive");
    let of = |far: u32, rest: u32| {
        let rows: Vec<Row<'_>> = (0..6).map(|_| ("a1", [far, 0, 0], rest)).collect();
        let (release, _) = cleared(&[&sensitive], &rows);
        status(&release, "share", &[])
    };
    assert_eq!((of(5, 5), of(5, 0), of(0, 5)), (Status::Published, Status::Withheld, Status::Withheld));
}

/// Whether the one enterprise of a municipality gave nothing, something or no answer: its figure looks the same.
#[test]
fn attack_7_what_zeros_and_missing_figures_tell() {
    let seen = |value: Option<&str>| {
        let places = ["a1", "a1", "a1", "a1", "a2", "b1", "b1", "b1", "b1"];
        let region = Region::new(&[HIRED], &places);
        let mut rows = vec![
            ("01", "5"),
            ("02", "7"),
            ("03", "6"),
            ("04", "9"),
            ("06", "4"),
            ("07", "8"),
            ("08", "3"),
            ("09", "5"),
        ];
        rows.extend(value.map(|value| ("05", value)));
        let release = region.clear(&region.hired(&rows), "2025");
        let figure = release.figure("hired", "2025", &cell(&[("municipality", "a2")])).expect("a figure").clone();
        (figure.status, figure.value, figure.contributors, figure.coverage)
    };
    let nothing = (Status::Withheld, None, None, None);
    assert_eq!([seen(Some("0")), seen(Some("12")), seen(Some(".")), seen(None)], [nothing; 4]);
}

/// Two regions in which only withheld figures differ: everything that pages, charts and their alternative texts are set from is
/// the same.
#[test]
fn attack_8_what_a_chart_is_drawn_from() {
    let [one, other] =
        twins().map(|(release, _)| format!("{:?} {:?} {:?}", release.figures(), release.roster(), release.quality()));
    assert_eq!(one, other);
}

/// The same of what is told beside the page: data files, and the ledger itself.
#[test]
fn attack_9_side_channels() {
    let files = twins().map(|(release, observations)| {
        let lines: Vec<String> = release.lines("2025").map(|line| format!("{line:?}")).collect();
        let region = Region::new(&[HIRED], &TWINS);
        let plan = plan("{ report: r, template: region }");
        let imprint =
            nytta::disclosure::publish::Imprint { name: "1", plan: &plan, date: "2026-09-16".parse().expect("a day") };
        let unchecked = nytta::assurance::Assurances::default();
        let known = (&region.definitions, &region.register, &unchecked);
        (lines, nytta::disclosure::publish::edition(&release, &observations, known, &imprint).text())
    });
    assert_eq!(files[0], files[1]);
    let (release, _) = cleared(&[FAR, HIRED, SHARE], &SMALL);
    for line in release.lines("2025").filter(|line| line.status == "withheld") {
        let told = (line.value, line.numerator, line.denominator, line.contributors, line.coverage_answered);
        assert_eq!(told, (None, None, None, None, None), "{line:?}");
    }
}

const TWINS: [&str; 9] = ["a1", "a1", "a1", "a2", "b1", "b1", "b1", "b1", "b1"];

/// The only enterprise of a2 hired 8 in one and 6 in the other, one of a1 the other way round.
fn twins() -> [(Release, Vec<Observation>); 2] {
    [["6", "8"], ["8", "6"]].map(|[first, alone]| {
        let region = Region::new(&[HIRED], &TWINS);
        let rows = [
            ("01", first),
            ("02", "7"),
            ("03", "9"),
            ("04", alone),
            ("05", "4"),
            ("06", "8"),
            ("07", "3"),
            ("08", "5"),
            ("09", "6"),
        ];
        let observations = region.hired(&rows);
        let release = region.clear(&observations, "2025");
        assert_eq!(status(&release, "hired", &[("municipality", "a2")]), Status::Withheld);
        (release, observations)
    })
}

/// Hired, far from work and not: each is what the other two leave.
#[test]
fn attack_10_complements_and_unions() {
    // In a1 two persons were not far from work.
    let mut rows = SMALL;
    (rows[0].2, rows[1].2, rows[2].2) = (1, 1, 0);
    let (release, observations) = cleared(&[FAR_BY_PLACE, NEAR, HIRED], &rows);
    let mut tried = 0;
    for one in observations.iter().filter(|one| one.indicator == "near") {
        let is_shown = |name: &str| release.figure(name, "2025", &one.breakdown).expect("a figure").value.is_some();
        if status(&release, "near", &one.breakdown.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>())
            == Status::Withheld
        {
            assert!(!is_shown("far") || !is_shown("hired"), "{:?}", one.breakdown);
            tried += 1;
        }
    }
    assert!(tried > 1);
    assert_eq!(learnt(&[(&release, &observations)]), None);
}

/// Of a field that is split in three, four indicators: what is left of the fourth is the total less the two others.
#[test]
fn attack_10_a_total_and_its_parts_as_four_indicators() {
    let of = |name: &str| {
        format!("indicator: {name}\nvalue: SUM({name})\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]")
    };
    let indicators = ["far", "far_women", "far_men", "far_not_stated"].map(of);
    let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
    let mut rows = SMALL;
    // In b1 three of four stated no gender of one person each: more than enough that it is withheld for its own sake alone.
    rows[4].1[2] = 1;
    let (release, _) = cleared(&indicators, &rows);
    let places = ["a1", "b1"].map(|place| [("municipality", place)]);
    for place in &places {
        let shown = |name: &str| release.figure(name, "2025", &cell(place)).expect("a figure").value;
        assert_eq!(shown("far_not_stated"), None);
        assert!(["far", "far_women", "far_men"].into_iter().any(|name| shown(name).is_none()), "{place:?}");
    }
    let shown = release.figures().values().filter(|figure| figure.value.is_some()).count();
    assert!(shown > 4, "the rest stays worth reading: {shown}");
}

/// Nobody can ask for a group of their own: only defined tables are published, and a table that is defined for the purpose is
/// cleared with all others.
#[test]
fn attack_11_a_tracker_of_all_but_one() {
    let tracker =
        "indicator: tracker\nvalue: SUM(hired)\nwhere: municipality <> 'a2'\nunit: persons\nsensitivity: persons";
    let (alone, observations) = cleared(&[HIRED], &SMALL);
    let keys: Vec<_> =
        observations.iter().map(|one| (one.indicator.clone(), one.period.clone(), one.breakdown.clone())).collect();
    assert!(alone.figures().keys().all(|key| keys.contains(key)) && keys.len() == alone.figures().len());
    let (release, _) = cleared(&[HIRED, tracker], &SMALL);
    let shown = |name: &str| release.figure(name, "2025", &cell(&[])).expect("a figure").value.is_some();
    assert!(!(shown("hired") && shown("tracker")), "they differ by the one enterprise of a2");
}

/// The tracker in another unit, with a number added for each row, or made of an indicator that is told by itself.
#[test]
fn attack_11_a_tracker_times_a_number() {
    let of = |from: &str| format!("indicator: tracker\n{from}\nunit: persons\nsensitivity: persons");
    let plain = |value: &str| of(&format!("value: {value}\nwhere: municipality <> 'a2'"));
    let ratio = of("numerator: SUM(hired) * 100\ndenominator: SUM(far)\nwhere: municipality <> 'a2'");
    let others = [
        "10 * SUM(hired)",
        "SUM(hired * 10)",
        "SUM(hired) / 4",
        "SUM(hired + 1)",
        "SUM(hired - far) * 2 + 2 * SUM(far)",
    ];
    for tracker in others.map(plain).into_iter().chain([ratio]) {
        let (release, _) = cleared(&[HIRED, &tracker], &SMALL);
        let shown = |name: &str| {
            let figure = release.figure(name, "2025", &cell(&[])).expect("a figure");
            figure.value.is_some() || figure.numerator.is_some()
        };
        assert!(!(shown("hired") && shown("tracker")), "{tracker}");
        assert!(shown("hired") || shown("tracker"), "one of them is told: {tracker}");
    }
}

/// Which figure was withheld beside the small one tells that it is smaller than others: not enough to find the small one out.
#[test]
fn attack_12_why_was_exactly_this_figure_withheld() {
    let pattern = |alone: u32, first: u32| {
        let rows: [Row<'_>; 10] = [
            ("a1", [4, 0, 0], 0),
            ("a1", [5, 0, 0], 0),
            ("a1", [6, 0, 0], 0),
            ("b1", [first, 0, 0], 0),
            ("b1", [5, 0, 0], 0),
            ("b1", [4, 0, 0], 0),
            ("b2", [8, 0, 0], 0),
            ("b2", [9, 0, 0], 0),
            ("b2", [7, 0, 0], 0),
            ("b3", [alone, 0, 0], 0),
        ];
        let (release, _) = cleared(&[FAR_BY_PLACE], &rows);
        let seen = release
            .figures()
            .iter()
            .map(|(key, figure)| (key.2.clone(), figure.status == Status::Withheld, figure.value));
        seen.collect::<Vec<(BTreeMap<String, String>, bool, Option<Decimal>)>>()
    };
    let truth = pattern(6, 6);
    assert!(truth.iter().any(|(codes, is_withheld, _)| *is_withheld && codes.contains_key("municipality")));
    // Every other way to share the twelve that is withheld in the same pattern is a world that the attacker cannot rule out.
    let possible: Vec<u32> = (0..=12).filter(|alone| pattern(*alone, 12 - alone) == truth).collect();
    let width = possible.iter().max().expect("the truth") - possible.iter().min().expect("the truth");
    assert!(possible.contains(&6) && width >= 3, "{possible:?}");
}

/// Under another policy it was told that two men of district A were far from work: of the municipalities in it each is between
/// none and two, whatever is withheld now. Nothing is released until that table is no more, or the policy is as it was.
#[test]
fn a_release_that_cannot_be_made_safe_is_refused() {
    let narrower = FAR.replace("gender*district]", "gender*district, gender*municipality]");
    let places = SMALL.map(|(place, ..)| place);
    let mut rows = SMALL;
    for (row, men) in [(0, 1), (1, 0), (2, 0), (3, 1)] {
        rows[row].1[1] = men;
    }
    let of = |region: &Region| measured(region, &rows);
    let mut first = Region::new(&[FAR], &places);
    let open: nytta::definition::policy::PolicyChange =
        serde_saphyr::from_str("{ contributors: 0, count: 0 }").expect("a policy");
    let policy = BTreeMap::from([(nytta::definition::indicator::Sensitivity::Persons, open)]);
    first.definitions.project.policy = policy.clone();
    let told = first.publish("first", &of(&first), "");
    let men = told.figure("far", "2025", &cell(&[("district", "A"), ("gender", "men")])).expect("a figure");
    assert_eq!(men.value, Some(decimal("2")));

    let later = |indicator: &str| Region { ledger: first.ledger.clone(), ..Region::new(&[indicator], &places) };
    let refused = |region: &Region| {
        let release = region.clear(&of(region), "2025");
        let found: Vec<String> = release.refused().iter().map(|one| one.rule.clone()).collect();
        (found, release.figures().len())
    };
    assert_eq!(refused(&later(&narrower)), (vec!["figure-not-protected".to_owned()], 0));
    let (found, figures) = refused(&later(FAR));
    assert!(found.is_empty() && figures > 0, "{found:?}");
    let mut as_before = later(&narrower);
    as_before.definitions.project.policy = policy;
    assert_eq!(refused(&as_before).0, [""; 0]);
    let fresh = Region { ledger: nytta::ledger::Ledger::default(), ..Region::new(&[&narrower], &places) };
    assert_eq!(refused(&fresh).0, [""; 0]);
}

/// Hired, far from work and not, where nearly all were: how many were not is told and small, so that of those who were not much is
/// left to guess, though no sum gives it away.
#[test]
fn attack_10_bounds_that_only_two_indicators_have_together() {
    // In a1 and b1 two of three enterprises hired 60 and 40 who were far from work; all but four of all were.
    let rows: [Row<'_>; 10] = [
        ("a1", [30, 0, 0], 0),
        ("a1", [30, 0, 0], 0),
        ("a1", [0, 0, 0], 1),
        ("b1", [20, 0, 0], 0),
        ("b1", [20, 0, 0], 0),
        ("b1", [0, 0, 0], 1),
        ("b2", [8, 0, 0], 1),
        ("b2", [9, 0, 0], 1),
        ("b2", [7, 0, 0], 0),
        ("b2", [7, 0, 0], 0),
    ];
    let (release, observations) = cleared(&[FAR_BY_PLACE, NEAR, HIRED], &rows);
    let a1 = [("municipality", "a1")];
    assert_eq!(status(&release, "far", &a1), Status::Withheld);
    // Of those hired in a1, 61, at most as many were not far from work as were not in all.
    let value =
        |name: &str, codes: &[(&str, &str)]| release.figure(name, "2025", &cell(codes)).expect("a figure").value;
    let truth = |name: &str, codes: &[(&str, &str)]| find(&observations, name, "2025", codes).value;
    assert_eq!((truth("near", &[]), truth("hired", &a1)), (Some(decimal("4")), Some(decimal("61"))));
    assert!(value("near", &[]).is_none() || value("hired", &a1).is_none(), "far in a1 is from 57 to 61");
    // Each by itself would be told.
    let told =
        |indicators: &[&str], name: &str, codes: &[(&str, &str)]| status(&cleared(indicators, &rows).0, name, codes);
    assert_eq!(told(&[NEAR], "near", &[]), Status::Published);
    assert_eq!(told(&[FAR_BY_PLACE, HIRED], "hired", &a1), Status::Published);
}
