//! Measures against hand-computed figures.

use nytta::measure::ChangeKind;
use nytta::pipeline;
use nytta::table::workbook::InProcess;
use nytta::value::Missing;

use super::derived::{JOINED, folder};
use super::small::{AREAS, GENDERS, accepted, decimal, definitions, find, observe, organisation, register};

const JOBS: [&str; 5] = [
    "indicator: opening\nvalue: SUM(open)\nunit: fte\nsensitivity: open",
    "indicator: closing\nvalue: SUM(close)\nunit: fte\nsensitivity: open",
    "indicator: gained\nvalue: SUM(GREATEST(close - open, 0))\nunit: fte\nsensitivity: open",
    "indicator: lost\nvalue: SUM(GREATEST(open - close, 0))\nunit: fte\nsensitivity: open",
    "indicator: remained\nvalue: SUM(LEAST(open, close))\nunit: fte\nsensitivity: open",
];
const FAR: &str = "indicator: far\nvalue: SUM(far)\nunit: persons\nsensitivity: persons\nbreakdown: [gender, municipality, gender*district]";
const KEPT: &str = "indicator: kept\nnumerator: SUM(kept)\ndenominator: SUM(surplus)\nscale: 100\nwhere: surplus > 0\n\
                    unit: percent\nsensitivity: business";

#[test]
fn jobs_gained_lost_and_remained_add_up_to_both_ends_of_the_year() {
    let definitions = definitions(&JOBS);
    let register = register((1..=5).map(|n| organisation(&n.to_string(), "a1")).collect());
    // gains 1.5 + 2 (founded); losses 0.75 + 3 (closed); the fifth answered only half and counts in neither.
    let rows = accepted(&[
        ("1", &[("open", "4"), ("close", "5.5")]),
        ("2", &[("open", "10"), ("close", "9.25")]),
        ("3", &[("open", "0"), ("close", "2")]),
        ("4", &[("open", "3"), ("close", "0")]),
        ("5", &[("open", "7")]),
    ]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let of = |name| find(&observations, name, "2025", &[]).value.expect("a figure");
    assert_eq!(of("gained"), decimal("3.5"));
    assert_eq!(of("lost"), decimal("3.75"));
    assert_eq!(of("remained"), decimal("13.25"));
    assert_eq!(of("remained") + of("gained"), of("closing"));
    assert_eq!(of("remained") + of("lost") + decimal("7"), of("opening"));
    assert_eq!(find(&observations, "gained", "2025", &[]).coverage.answered, 4);
}

#[test]
fn tables_add_up_and_coverage_knows_each_kind_of_missing() {
    let definitions = definitions(&[FAR]);
    let places = ["a1", "a1", "a2", "b1", "b2", "b3", "b3"];
    let register = register((1..).zip(places).map(|(n, place)| organisation(&format!("{n}"), place)).collect());
    let full =
        |a, b, c, total| [("far", total), ("far_women", a), ("far_men", b), ("far_not_stated", c), ("close", "2")];
    let rows = accepted(&[
        ("1", &full("1", "2", "0", "3")),
        ("2", &full("-", "-", "-", "-")), // nothing to report is an answer, and zero
        ("3", &full("4", "0", "1", "5")),
        ("4", &full(".", ".", ".", ".")), // not for it: expected of no one
        ("5", &full("", "", "", "")),     // silent
        ("6", &full("2", "2", "2", "6")),
    ]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let of = |codes: &[(&str, &str)]| find(&observations, "far", "2025", codes);
    let total = of(&[]);
    assert_eq!(total.value, Some(decimal("14")));
    assert_eq!((total.coverage.answered, total.coverage.expected), (4, 6));
    assert_eq!((total.coverage.answered_size, total.coverage.expected_size), (decimal("8"), decimal("10")));
    let value = |codes: &[(&str, &str)]| of(codes).value.unwrap_or_default();
    let municipalities: nytta::value::Decimal = AREAS.iter().map(|(code, _)| value(&[("municipality", code)])).sum();
    let genders: nytta::value::Decimal = GENDERS.iter().map(|code| value(&[("gender", code)])).sum();
    let districts: nytta::value::Decimal = ["A", "B"].iter().map(|code| value(&[("district", code)])).sum();
    assert_eq!((municipalities, genders, districts), (decimal("14"), decimal("14"), decimal("14")));
    assert_eq!(value(&[("district", "A"), ("gender", "women")]), decimal("5"));
    // The only county is the total, which is not said twice.
    assert!(observations.iter().all(|one| !one.breakdown.contains_key("county")));
    assert_eq!(of(&[("municipality", "b1")]).missing, Some(Missing::NotApplicable));
    assert_eq!(of(&[("municipality", "b2")]).missing, Some(Missing::NotCollected));
    assert_eq!(total.contributions["2"].value, decimal("0"));
}

#[test]
fn a_ratio_is_made_of_its_parts_and_only_of_those_who_gave_both() {
    let definitions = definitions(&[KEPT]);
    let register = register((1..=4).map(|n| organisation(&n.to_string(), "a1")).collect());
    let rows = accepted(&[
        ("1", &[("kept", "100"), ("surplus", "400")]),
        ("2", &[("kept", "50"), ("surplus", "50")]),
        ("3", &[("surplus", "900")]),
        ("4", &[("kept", "0"), ("surplus", "-10")]), // a loss is not asked for its use
    ]);
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    let kept = find(&observations, "kept", "2025", &[]);
    assert_eq!(kept.value, Some(decimal("33.3333333333")));
    assert_eq!((kept.numerator, kept.denominator), (Some(decimal("150")), Some(decimal("450"))));
    assert_eq!((kept.coverage.answered, kept.coverage.expected), (2, 3));
}

#[test]
fn the_change_splits_into_what_became_of_the_enterprises() {
    let definitions = definitions(&["indicator: closing\nvalue: SUM(close)\nunit: fte\nsensitivity: open"]);
    let day = |day: &str| Some(day.parse().expect("a day"));
    let mut organisations: Vec<_> = (1..=9).map(|n| organisation(&n.to_string(), "a1")).collect();
    organisations[2].active_from = day("2025-03-01"); // founded
    organisations[3].active_to = day("2025-05-31"); // closed
    organisations[4].active_to = day("2025-06-30"); // taken over by the sixth
    organisations[4].merged_into = Some("6".to_owned());
    organisations[8].member_to = day("2024-12-31"); // not asked any more
    let register = register(organisations);
    let close = |value| [("close", value)];
    let then = accepted(&[
        ("1", &close("10")),
        ("4", &close("3")),
        ("5", &close("4")),
        ("6", &close("5")),
        ("7", &close("6")), // silent in 2025
        ("9", &close("1.5")),
    ]);
    let mut now = accepted(&[
        ("1", &close("12")),
        ("3", &close("2")),
        ("4", &close("0")), // made from the register
        ("6", &close("8.5")),
        ("8", &close("1")), // first report
    ]);
    now.from_register[2] = true;
    let observations = observe(&definitions, &register, vec![("2024", then), ("2025", now)]);
    let closing = find(&observations, "closing", "2025", &[]);
    let change = closing.change.as_ref().expect("two figures");
    let part = |kind| (change.parts[&kind].enterprises, change.parts[&kind].value);
    assert_eq!(part(ChangeKind::Continuing), (1, decimal("2")));
    assert_eq!(part(ChangeKind::Founded), (1, decimal("2")));
    assert_eq!(part(ChangeKind::Closed), (1, decimal("-3")));
    assert_eq!(part(ChangeKind::Merged), (2, decimal("-0.5")));
    assert_eq!(part(ChangeKind::FirstReport), (1, decimal("1")));
    assert_eq!(part(ChangeKind::Silent), (1, decimal("-6")));
    assert_eq!(part(ChangeKind::Left), (1, decimal("-1.5")));
    let whole: nytta::value::Decimal = change.parts.values().map(|part| part.value).sum();
    assert_eq!(whole, decimal("23.5") - decimal("29.5"));
    let panel = closing.panel.as_ref().expect("one answered in both");
    assert_eq!(panel.organisations, ["1"]);
    assert_eq!((panel.previous, panel.current), (Some(decimal("10")), Some(decimal("12"))));
    // The register answers for the one that closed.
    assert_eq!((closing.coverage.answered, closing.coverage.expected), (4, 7));
}

#[test]
fn previous_keeps_to_organisations_that_have_both_years() {
    let yaml = "indicator: grown\nvalue: SUM(close) - SUM(PREVIOUS(close))\nunit: fte\nsensitivity: open";
    let definitions = definitions(&[yaml]);
    let register = register((1..=3).map(|n| organisation(&n.to_string(), "a1")).collect());
    let close = |value| [("close", value)];
    let then = accepted(&[("1", &close("10")), ("2", &close("100"))]);
    let now = accepted(&[("1", &close("12")), ("3", &close("50"))]);
    let observations = observe(&definitions, &register, vec![("2024", then), ("2025", now)]);
    assert_eq!(find(&observations, "grown", "2025", &[]).value, Some(decimal("2")));
}

/// One that says the question is not for it, and one that closed, say nothing of those that are silent.
#[test]
fn a_question_applies_to_no_one_only_if_it_is_asked_of_no_one() {
    let yaml =
        "indicator: share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\nsensitivity: open";
    let definitions = definitions(&[yaml]);
    let register = register((1..=4).map(|n| organisation(&n.to_string(), "a1")).collect());
    let (none, not_asked) = ([("far", "0"), ("hired", "0")], [("far", "."), ("hired", ".")]);
    let missing = |rows: &[(&str, &[(&str, &str)])], is_closed: bool| {
        let mut rows = accepted(rows);
        rows.from_register[0] = is_closed;
        let observations = observe(&definitions, &register, vec![("2025", rows)]);
        find(&observations, "share", "2025", &[]).missing
    };
    assert_eq!(missing(&[("1", &not_asked)], false), Some(Missing::NotCollected));
    assert_eq!(missing(&[("1", &none)], true), Some(Missing::NotCollected));
    assert_eq!(missing(&[("1", &none)], false), Some(Missing::NotApplicable));
    let all = [("1", &not_asked[..]), ("2", &not_asked), ("3", &not_asked), ("4", &not_asked)];
    assert_eq!(missing(&all, false), Some(Missing::NotApplicable));
}

#[test]
fn rows_that_nobody_sent_are_not_counted_as_rows_or_organisations() {
    let count = |name: &str, value: &str| format!("indicator: {name}\nvalue: {value}\nunit: ''\nsensitivity: open");
    let asked = [count("rows", "COUNT(*)"), count("ones", "SUM(1)"), count("numbers", "COUNT(DISTINCT organisation)")];
    let mut asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    asked.push(JOBS[3]);
    let definitions = definitions(&asked);
    let register = register((1..=3).map(|n| organisation(&n.to_string(), "a1")).collect());
    let mut rows = accepted(&[
        ("1", &[("open", "4"), ("close", "5")]),
        ("2", &[("open", "4"), ("close", "5")]),
        ("3", &[("open", "3"), ("close", "0")]),
    ]);
    rows.from_register[2] = true;
    let observations = observe(&definitions, &register, vec![("2025", rows)]);
    for name in ["rows", "ones", "numbers"] {
        let figure = find(&observations, name, "2025", &[]);
        assert_eq!((figure.value, figure.contributions.len()), (Some(decimal("2")), 2), "{name}");
        assert_eq!((figure.coverage.answered, figure.coverage.expected), (2, 2), "{name}");
    }
    assert_eq!(find(&observations, "lost", "2025", &[]).value, Some(decimal("3")));
}

/// As in SQL: of no rows a count is 0 and a sum nothing. Where nobody sent a row there is nothing to count.
#[test]
fn a_count_of_no_rows_is_zero_and_a_sum_of_none_is_missing() {
    let of = |name: &str, value: &str| {
        format!(
            "indicator: {name}\n{value}\nwhere: hired > 500\nunit: ''\nsensitivity: open\nbreakdown: [municipality]"
        )
    };
    let all = [
        of("rows", "value: COUNT(*)"),
        of("answers", "value: COUNT(far)"),
        of("distinct", "value: COUNT(DISTINCT far)"),
        of("sum", "value: SUM(1)"),
        of("share", "numerator: COUNT(far)\ndenominator: COUNT(*)"),
    ];
    let definitions = definitions(&all.each_ref().map(String::as_str));
    let register = register((1..=3).map(|n| organisation(&n.to_string(), if n < 3 { "a1" } else { "b1" })).collect());
    let small = [("hired", "4"), ("far", "2")];
    let large = [("hired", "600"), ("far", "2")];
    let not_asked = [("hired", "."), ("far", "2")];
    let observations = observe(
        &definitions,
        &register,
        vec![
            ("2023", accepted(&[("1", &small), ("2", &small), ("3", &large)])),
            ("2024", accepted(&[("1", &small), ("2", &small), ("3", &not_asked)])),
            ("2025", accepted(&[("1", &small), ("2", &small)])),
        ],
    );
    let figure = |name: &str, period: &str, place: &[(&str, &str)]| {
        let found = find(&observations, name, period, place);
        (found.value, found.missing, (found.coverage.answered, found.coverage.expected))
    };
    let (zero, one, b1) = (Some(decimal("0")), Some(decimal("1")), [("municipality", "b1")]);
    for name in ["rows", "answers", "distinct"] {
        assert_eq!(figure(name, "2023", &[]), (one, None, (1, 1)), "{name}");
        assert_eq!(figure(name, "2023", &[("municipality", "a1")]), (zero, None, (0, 0)), "{name}");
        assert_eq!(figure(name, "2024", &[]), (zero, None, (0, 0)), "{name}");
        assert_eq!(figure(name, "2025", &[]), (zero, None, (0, 1)), "{name}: the third may still be one");
        assert_eq!(figure(name, "2025", &b1), (None, Some(Missing::NotCollected), (0, 1)), "{name}");
    }
    for name in ["sum", "share"] {
        assert_eq!(figure(name, "2024", &[]), (None, Some(Missing::NotApplicable), (0, 0)), "{name}");
        assert_eq!(figure(name, "2025", &[]), (None, Some(Missing::NotCollected), (0, 1)), "{name}");
    }
    assert!(find(&observations, "rows", "2024", &[]).change.is_none(), "nobody fell silent");
}

#[test]
fn a_property_of_the_register_is_known_of_the_period_before() {
    let came =
        "indicator: came\nvalue: SUM(hired)\nwhere: PREVIOUS(municipality) = 'a1'\nunit: persons\nsensitivity: open";
    let definitions = definitions(&[came]);
    let mut register = register(vec![organisation("1", "a1"), organisation("2", "b1"), organisation("3", "a1")]);
    // The third was there a year before, the first still is.
    let rows = register.organisations.get_mut("3").expect("it is registered");
    rows[0].valid_to = "2024-12-31".parse().ok();
    rows.push(organisation("3", "b1"));
    rows[1].valid_from = "2025-01-01".parse().ok();
    let hired = accepted(&[("1", &[("hired", "4")]), ("2", &[("hired", "8")]), ("3", &[("hired", "16")])]);
    let observations = observe(&definitions, &register, vec![("2025", hired)]);
    assert_eq!(find(&observations, "came", "2025", &[]).value, Some(decimal("20")));
}

#[test]
fn a_figure_too_large_to_be_written_is_told_and_is_not_missing() {
    let value =
        "indicator: large\nvalue: SUM(hired) * 100000000000000000 * 10000000000000\nunit: persons\nsensitivity: open";
    let definitions = definitions(&[value]);
    let register = register(vec![organisation("1", "a1")]);
    let rows = [(("year".to_owned(), "2025".to_owned()), accepted(&[("1", &[("hired", "4")])]))];
    let (observations, found) =
        nytta::measure::measure(&definitions, &register, &rows.into_iter().collect(), &["2025".to_owned()]);
    assert!(observations.is_empty());
    let said: Vec<_> = found.iter().map(|one| one.message.in_language(&["sv"])).collect();
    let part = "SUM(hired) * 100000000000000000 * 10000000000000";
    let expected = format!("måttet 'large' för 2025 kan inte beräknas: '{part}' ger ett tal med för många siffror");
    assert_eq!(said, [expected]);
}

/// 100,000 × 10^20 has 26 digits, as have the next two; the fourth enterprise's 8,000,000,000,000 × 10^20 has 33, and a figure has
/// at most 28. What is left out by a condition is not what grew too long.
#[test]
fn a_number_that_grows_too_long_is_told_at_the_row_that_made_it_so() {
    let lines = |filter: &str| {
        format!(
            "dataset: year\nvalue: SUM(result * 100000000000000000000)\nunit: money\nsensitivity: business\n{filter}"
        )
    };
    let left_out = ["share", "result_per_equivalent", "after_grants", JOINED[0], JOINED[1]];
    for (filter, row) in [("", Some(5)), ("where: fte > 3", Some(7)), ("where: fte > 5", None)] {
        let mut folder = folder(&[0, 1, 2, 3, 4, 5], &[("results", &lines(filter))], &left_out);
        let path = "submissions/2025/year.csv";
        let text = folder
            .text(path)
            .expect("a text")
            .replace(";80000;", ";8000000000000;")
            .replace(";60000;", ";6000000000000;");
        folder.files.insert(path.to_owned(), text.into());
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let (_, found) = pipeline::measure(&loaded, &validation);
        let told =
            found.first().map(|one| (one.rule.as_str(), one.span.file.as_deref(), one.span.row, one.span.column));
        assert_eq!(
            told,
            row.map(|row| ("figure-not-computed", Some(path), Some(row), Some(3))),
            "{filter}: {found:#?}"
        );
    }
}

/// What each gives adds up to the figure, where a condition within it leaves out some of its rows; what is left out of all of it
/// gives nothing.
#[test]
fn sums_of_other_rows_each_count_for_those_who_have_them() {
    let rows = [
        ("1", [("open", "4"), ("surplus", "100"), ("kept", "30")]),
        ("2", [("open", "1"), ("surplus", "50"), ("kept", "20")]),
        ("3", [("open", "0"), ("surplus", "70"), ("kept", "10")]),
    ];
    let rows: Vec<(&str, &[(&str, &str)])> = rows.iter().map(|(name, cells)| (*name, cells.as_slice())).collect();
    let register = register((1..=3).map(|n| organisation(&n.to_string(), "a1")).collect());
    for (value, figure, given) in [
        ("SUM(surplus) FILTER (WHERE open > 1) - SUM(kept) FILTER (WHERE open <= 1)", "70", ["100", "-20", "-10"]),
        ("SUM(surplus) + SUM(kept) FILTER (WHERE open <= 1)", "250", ["100", "70", "80"]),
        ("SUM(kept) FILTER (WHERE open > 1) + SUM(kept) FILTER (WHERE open = 0)", "40", ["30", "", "10"]),
        ("COUNT(*) FILTER (WHERE open > 1) - COUNT(*) FILTER (WHERE open <= 1)", "-1", ["1", "-1", "-1"]),
    ] {
        let definitions = definitions(&[&format!("indicator: x\nvalue: {value}\nunit: money\nsensitivity: business")]);
        let observations = observe(&definitions, &register, vec![("2025", accepted(&rows))]);
        let found = find(&observations, "x", "2025", &[]);
        assert_eq!(found.value, Some(decimal(figure)), "{value}");
        for (name, given) in ["1", "2", "3"].into_iter().zip(given) {
            let share = found.contributions.get(name).map(|share| share.value);
            assert_eq!(share, Some(given).filter(|given| !given.is_empty()).map(decimal), "{value}: {name}");
        }
    }
}
