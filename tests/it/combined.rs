//! One figure of several periods, by hand: what is added, what is the last, what is made of sums, and what is not told.

use std::collections::BTreeMap;
use std::process::Command;

use nytta::definition::Definitions;
use nytta::definition::combination::Combination;
use nytta::definition::indicator::{Comparable, Indicator};
use nytta::disclosure::combined::{Combined, combine};
use nytta::disclosure::release::Line;
use nytta::disclosure::{Audience, Facts, inside, release};
use nytta::ledger::Ledger;
use nytta::measure::Observation;
use nytta::project::Folder;
use nytta::value::Decimal;
use serde_json::Value;

use super::derived::{JOINED, folder, written};
use super::small::{accepted, cell, decimal, definitions, observe, organisation, register};

const HIRED: &str =
    "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons\nbreakdown: [municipality]";
const CLOSING: &str = "indicator: closing\nvalue: SUM(close)\nunit: fte\nsensitivity: open\nover_time: stock";
const FAR_SHARE: &str = "indicator: far_share\nnumerator: SUM(far)\ndenominator: SUM(hired)\nscale: 100\nunit: percent\n\
                         sensitivity: open\nover_time: ratio";
const KEPT_SHARE: &str = "indicator: kept_share\nnumerator: SUM(kept)\ndenominator: SUM(surplus)\nscale: 100\nunit: percent\n\
                          sensitivity: open\nover_time: ratio";
const MIDDLE: &str = "indicator: middle\nvalue: MEDIAN(hired)\nunit: persons\nsensitivity: open";
const NAMES: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
const PERIODS: [&str; 3] = ["2023", "2024", "2025"];
/// By period and enterprise: hired, far, full-time equivalents at the end. The last three are in another municipality.
const GIVEN: [[[&str; 3]; 8]; 3] = [
    [
        ["4", "1", "2"],
        ["6", "3", "2.5"],
        ["5", "0", "3"],
        ["8", "4", "4"],
        ["9", "2", "1"],
        ["7", "5", "1"],
        ["6", "1", "1"],
        ["3", "3", "1"],
    ],
    [
        ["3", "2", "2"],
        ["7", "1", "3"],
        ["4", "4", "3"],
        ["9", "3", "5"],
        ["8", "6", "1"],
        ["6", "1", "2"],
        ["5", "2", "2"],
        ["8", "4", "2"],
    ],
    [
        ["5", "1", "3"],
        ["6", "2", "3.5"],
        ["7", "3", "4"],
        ["6", "1", "6"],
        ["7", "4", "1"],
        ["9", "3", "3"],
        ["4", "0", "3"],
        ["6", "2", "3"],
    ],
];

/// What enterprises gave in a period; `left_out` sent nothing.
fn rows(period: usize, left_out: &[&str]) -> nytta::table::accepted::Accepted {
    let cells: Vec<[(&str, &str); 5]> = GIVEN[period]
        .iter()
        .map(|[hired, far, close]| {
            [("hired", *hired), ("far", *far), ("close", *close), ("surplus", "10"), ("kept", *hired)]
        })
        .collect();
    let all: Vec<(&str, &[(&str, &str)])> =
        NAMES.into_iter().zip(&cells).map(|(name, cells)| (name, &cells[..])).collect();
    accepted(&all.into_iter().filter(|(name, _)| !left_out.contains(name)).collect::<Vec<_>>())
}

/// What the three years make together for everybody and for staff, where some sent nothing in a year.
fn together(
    indicators: &[&str],
    left_out: [&[&str]; 3],
    change: impl Fn(&mut Definitions),
    check: impl Fn(&[Combined<'_>], &[Combined<'_>]),
) {
    let mut definitions = definitions(indicators);
    change(&mut definitions);
    let place = |at: usize| if at < 5 { "a1" } else { "b1" };
    let register = register(NAMES.iter().enumerate().map(|(at, name)| organisation(name, place(at))).collect());
    let years = PERIODS.into_iter().zip(0..).map(|(name, at)| (name, rows(at, left_out[at]))).collect();
    let observations: Vec<Observation> = observe(&definitions, &register, years);
    let period = definitions.project.period("2025").expect("a period");
    let cleared = release(&observations, &definitions, &register, Audience::Public, period, &Facts::default());
    assert!(cleared.refused().is_empty());
    let all = inside(&observations, &definitions, &register, period, &Ledger::default());
    let lines = PERIODS.map(|name| (name, cleared.lines(name).collect::<Vec<Line<'_>>>()));
    let staff = PERIODS.map(|name| (name, all.lines(name).collect::<Vec<Line<'_>>>()));
    check(&combine(&definitions, &lines), &combine(&definitions, &staff));
}

fn of<'c>(combined: &'c [Combined<'c>], name: &str, place: &str) -> &'c Combined<'c> {
    let codes: Vec<(&str, &str)> = Some(("municipality", place)).filter(|_| !place.is_empty()).into_iter().collect();
    let breakdown = cell(&codes);
    combined.iter().find(|one| one.indicator == name && *one.breakdown == breakdown).expect("a figure of that cell")
}

/// Hired: 48 + 50 + 50 = 148, of them far 19 + 23 + 16 = 58; 58 ÷ 148 = 39.19 %. At the end of 2025 26.5 equivalents. What was
/// kept is no flow by its dataset, so that its share is that of 2025: 50 ÷ 80. Half of eight middle values make none.
#[test]
fn flows_are_added_stocks_are_the_last_and_ratios_are_of_sums() {
    together(
        &[HIRED, CLOSING, FAR_SHARE, KEPT_SHARE, MIDDLE],
        [&[], &[], &[]],
        |_| {},
        |combined, _| {
            let hired = of(combined, "hired", "");
            assert_eq!((hired.how, hired.value, hired.status), (Combination::Sum, Some(decimal("148")), "published"));
            let closing = of(combined, "closing", "");
            assert_eq!((closing.how, closing.value), (Combination::Last, Some(decimal("26.5"))));
            assert_eq!(closing.coverage, [("2025", Some((8, 8)))], "it is of the last period alone");
            let far = of(combined, "far_share", "");
            assert_eq!((far.how, far.value), (Combination::Quotient, Some(decimal("39.1891891892"))));
            assert_eq!((far.numerator, far.denominator), (Some(decimal("58")), Some(decimal("148"))));
            let kept = of(combined, "kept_share", "");
            assert_eq!((kept.how, kept.value), (Combination::Last, Some(decimal("62.5"))));
            assert_eq!((kept.numerator, kept.denominator), (Some(decimal("50")), Some(decimal("80"))));
            let middle = of(combined, "middle", "");
            assert_eq!((middle.how, middle.value, middle.missing), (Combination::None, None, Some("not_applicable")));
            // Alfa 32 + 31 + 31, Beta 16 + 19 + 19.
            assert_eq!(of(combined, "hired", "a1").value, Some(decimal("94")));
            assert_eq!(of(combined, "hired", "b1").value, Some(decimal("54")));
        },
    );
}

#[test]
fn only_sums_of_persons_are_upper_bounds_for_persons() {
    together(
        &[HIRED, CLOSING, FAR_SHARE],
        [&[], &[], &[]],
        |_| {},
        |combined, _| {
            let definitions = definitions(&[HIRED, CLOSING, FAR_SHARE]);
            let is_bound = |name: &str| {
                let indicator: &Indicator = definitions.indicator(name).expect("it is defined");
                of(combined, name, "").repeats_persons(indicator)
            };
            assert_eq!(["hired", "closing", "far_share"].map(is_bound), [true, false, false]);
        },
    );
}

/// Sums of persons over enterprises are bounds in one period already: not work or shares, not what is counted once, no balance.
#[test]
fn sums_of_persons_over_enterprises_are_upper_bounds() {
    let of_persons = |value: &str, more: &str| {
        format!("indicator: one\nvalue: {value}\nunit: persons\nsensitivity: persons\n{more}")
    };
    let is_bound = |yaml: &str, value: Option<&str>| {
        let definitions = definitions(&[yaml]);
        definitions.bounds(&definitions.indicators[0], value.map(decimal))
    };
    assert!(is_bound(HIRED, Some("21")));
    assert!(is_bound(&of_persons("SUM(hired)", "over_time: stock"), Some("1")));
    assert!(is_bound(&of_persons("SUM(hired - far)", ""), Some("21")));
    assert!(!is_bound(HIRED, Some("0")) && !is_bound(HIRED, None), "nobody is nobody");
    assert!(!is_bound(&of_persons("SUM(hired - far)", "signed: true"), Some("21")));
    for value in ["MEDIAN(hired)", "MAX(hired)", "COUNT(DISTINCT hired)"] {
        assert!(!is_bound(&of_persons(value, ""), Some("21")), "{value}");
    }
    assert!(!is_bound(CLOSING, Some("21")) && !is_bound(FAR_SHARE, Some("21")));
}

/// Of Beta two of three sent in for 2024: the figure of that year is withheld, that of Alfa beside it, and with them the sums of
/// the years, of which the others could be taken. The whole is told, with who answered in each year.
#[test]
fn what_a_sum_would_give_back_is_withheld_with_it() {
    together(
        &[HIRED, CLOSING],
        [&[], &["8"], &[]],
        |_| {},
        |combined, staff| {
            for place in ["a1", "b1"] {
                let hired = of(combined, "hired", place);
                assert_eq!((hired.status, hired.value, hired.rounded), ("withheld", None, None), "{place}");
                assert_eq!(hired.without, ["2024"], "{place}");
                let line = hired.line("2023..2025");
                assert_eq!((line.value, line.coverage_answered), (None, None), "{place}");
            }
            // Alfa 32 + 31 + 31, Beta 16 + 11 + 19.
            assert_eq!(
                (of(staff, "hired", "a1").value, of(staff, "hired", "a1").status),
                (Some(decimal("94")), "secondary")
            );
            assert_eq!(
                (of(staff, "hired", "b1").value, of(staff, "hired", "b1").status),
                (Some(decimal("46")), "secondary")
            );
            assert_eq!(of(combined, "closing", "").value, Some(decimal("26.5")), "a stock needs the last alone");
            let whole = of(combined, "hired", "");
            assert_eq!(whole.value, Some(decimal("140")));
            assert_eq!(whole.coverage, [("2023", Some((8, 8))), ("2024", Some((7, 8))), ("2025", Some((8, 8)))]);
            let line = whole.line("2023..2025");
            assert_eq!(
                (line.coverage_answered, line.coverage_expected),
                (Some(7), Some(8)),
                "of the year of the fewest"
            );
        },
    );
}

/// Nobody answered in 2023: two years of three are not all of them.
#[test]
fn a_year_without_answers_is_not_taken_for_nothing() {
    together(
        &[HIRED],
        [&NAMES, &[], &[]],
        |_| {},
        |combined, staff| {
            for hired in [of(combined, "hired", ""), of(staff, "hired", "")] {
                assert_eq!((hired.value, hired.status, hired.missing), (None, "missing", Some("not_collected")));
                assert_eq!(hired.without, ["2023"]);
            }
        },
    );
}

#[test]
fn nothing_is_added_over_a_break() {
    let anew = |comparable| {
        move |definitions: &mut Definitions| {
            let hired = &mut definitions.indicators[0];
            let mut first = hired.clone();
            first.comparable = None;
            (hired.from, hired.comparable, hired.earlier) = (Some("2024".to_owned()), Some(comparable), vec![first]);
        }
    };
    together(&[HIRED], [&[], &[], &[]], anew(Comparable::No), |combined, _| {
        let hired = of(combined, "hired", "");
        assert_eq!((hired.value, hired.status, hired.missing), (None, "missing", Some("not_applicable")));
        assert_eq!((hired.without.len(), &hired.breaks[..]), (0, &["2024"][..]));
    });
    together(&[HIRED], [&[], &[], &[]], anew(Comparable::Yes), |combined, _| {
        assert_eq!(of(combined, "hired", "").value, Some(decimal("148")));
    });
}

type Tidy = BTreeMap<(String, String), BTreeMap<String, String>>;

/// What a command says of a project: exit status, standard output and standard error.
pub(crate) fn told(command: &str, project: &str, more: &[&str]) -> (i32, String, String) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_nytta"));
    run.args([command, project]).args(more).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = run.output().expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn tidy(period: &str) -> Tidy {
    let (status, out, err) = told("measure", "examples/orebro-lan", &["--period", period, "--format", "csv"]);
    assert_eq!(status, 0, "{err}");
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a record"));
    rows.map(|row| ((row["indicator"].clone(), row["breakdown"].clone()), row)).collect()
}

/// What a figure of two periods is by what is printed of each.
fn made_of(how: &str, parts: [Option<&BTreeMap<String, String>>; 2]) -> Option<Decimal> {
    let number = |part: Option<&BTreeMap<String, String>>, column: &str| part?[column].parse::<Decimal>().ok();
    // To whom a question applies in no period gives nothing in it.
    let is_needed =
        |part: Option<&BTreeMap<String, String>>| part.is_none_or(|part| part["missing"] != "not_applicable");
    let needed: Vec<_> = parts.into_iter().filter(|part| is_needed(*part)).collect();
    let sum = |column: &str| needed.iter().map(|part| number(*part, column)).sum::<Option<Decimal>>();
    match how {
        "last" => number(parts[1], "value"),
        _ if needed.is_empty() => None,
        "sum" => sum("value"),
        _ => {
            let percent = sum("numerator")? * Decimal::ONE_HUNDRED / sum("denominator")?;
            let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            Some(percent.round_dp_with_strategy(10, away).normalize())
        }
    }
}

/// Every figure of the example's two years, calculated anew from what is printed of each.
#[test]
fn a_span_is_printed_as_what_its_periods_make() {
    let (years, span) = (["2024", "2025"].map(tidy), tidy("2024..2025"));
    let mut counts = BTreeMap::<&str, usize>::new();
    for (key, row) in &span {
        assert_eq!(row["period"], "2024..2025");
        let parts = [0, 1].map(|at: usize| years[at].get(key));
        let value = row["value"].parse::<Decimal>().ok();
        assert_eq!(value, made_of(&row["combined"], parts), "{key:?} {row:?}");
        let any_is_withheld = parts.iter().any(|part| part.is_some_and(|part| part["status"] == "withheld"));
        if row["combined"] != "last" {
            assert_eq!(row["status"] == "withheld", any_is_withheld, "{key:?}");
        }
        *counts.entry(if value.is_some() { row["combined"].as_str() } else { "none" }).or_default() += 1;
    }
    assert!(["sum", "last", "quotient_of_sums", "none"].iter().all(|how| counts[how] > 3), "{counts:?}");
    assert_eq!(span[&("new_employees".to_owned(), String::new())]["upper_bound"], "yes");
    assert_eq!(span[&("turnover".to_owned(), String::new())]["upper_bound"], "");
}

/// A project in which 21 persons are counted in each of two years; of 2024 there is no grant.
fn of_persons() -> Folder {
    let left_out = ["share", "result_per_equivalent", JOINED[0], JOINED[1]];
    let mut folder = folder(&[0, 1, 2, 3, 4, 5], &[], &left_out);
    for path in folder.files.keys().cloned().collect::<Vec<_>>() {
        let text = folder.text(&path).expect("a text").replace("unit: fte", "unit: persons");
        folder.files.insert(path, text.into());
    }
    folder
}

/// The sum of two years leads to each year, and there to the rows of all six.
#[test]
fn a_span_is_traced_to_its_years_and_their_rows() {
    let root = written(&of_persons());
    let project = root.path().to_str().expect("a plain name");
    let trace = |name: &str, format: &str, language: &str| {
        let asked = [name, "--period", "2024..2025", "--format", format, "--language", language];
        let (status, out, err) = told("trace", project, &asked);
        assert_eq!(status, 0, "{err}");
        out
    };
    let way: Value = serde_json::from_str(&trace("equivalents", "json", "en")).expect("it is JSON");
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<Decimal>().ok()).expect("a number");
    assert_eq!((number(&way["value"]), way["combined"].as_str()), (decimal("42"), Some("sum")), "{way:#}");
    assert_eq!((way["period"].as_str(), way["upper_bound"].as_bool()), (Some("2024..2025"), Some(true)));
    for (one, year) in way["periods"].as_array().expect("a list").iter().zip(["2024", "2025"]) {
        assert_eq!((one["period"].as_str(), number(&one["value"])), (Some(year), decimal("21")));
        let rows = one["rows"].as_array().expect("a list");
        assert_eq!((rows.len(), rows.iter().map(|row| number(&row["value"])).sum()), (6, decimal("21")));
        let is_of_year = |row: &Value| row["file"].as_str() == Some(&format!("submissions/{year}/year.csv"));
        assert!(rows.iter().all(is_of_year), "{rows:#?}");
    }
    let records = trace("equivalents", "csv", "en");
    let of = |year: &str| records.lines().filter(|line| line.starts_with(&format!("{year},5561"))).count();
    assert_eq!((records.split(',').next(), of("2024"), of("2025")), (Some("period"), 6, 6), "{records}");
    let way: Value = serde_json::from_str(&trace("grants", "json", "en")).expect("it is JSON");
    assert_eq!((way["value"].as_str(), way["without"][0].as_str()), (None, Some("2024")));
    for (language, sum, none) in [
        ("en", "sum of the periods", "no figure for 2024"),
        ("sv", "summan av perioderna", "ingen siffra för 2024"),
        ("fr", "somme des périodes", "aucun chiffre pour 2024"),
        ("it", "somma dei periodi", "nessuna cifra per 2024"),
        ("ro", "suma perioadelor", "nicio cifră pentru 2024"),
        ("sl", "vsota obdobij", "ni podatka za 2024"),
    ] {
        let said = trace("equivalents", "text", language);
        assert!(
            said.contains(sum) && said.contains("2024..2025") && said.contains("submissions/2024/year.csv"),
            "{said}"
        );
        assert!(trace("grants", "text", language).contains(none));
    }
}

/// Of 2024 there is no grant; 21 persons are counted in each year.
#[test]
fn a_span_is_told_in_each_language_and_refused_with_a_way_out() {
    let root = written(&of_persons());
    let project = root.path().to_str().expect("a plain name");
    for (language, sum, none) in [
        ("en", "persons, sum of the periods; a person counts once in each period", "no figure for 2024"),
        ("sv", "personer, summan av perioderna; en person räknas en gång i varje period", "ingen siffra för 2024"),
        ("fr", "somme des périodes\u{a0}; une personne compte une fois", "aucun chiffre pour 2024"),
        ("it", "somma dei periodi; una persona conta una volta", "nessuna cifra per 2024"),
        ("ro", "suma perioadelor; o persoană contează o dată", "nicio cifră pentru 2024"),
        ("sl", "vsota obdobij; oseba šteje enkrat", "ni podatka za 2024"),
    ] {
        let (status, out, err) = told("measure", project, &["--period", "2024..2025", "--language", language]);
        assert_eq!(status, 0, "{err}");
        assert!(out.contains(sum) && out.contains(none), "{language}: {out}");
        assert!(out.contains("42  (2024: 6/6; 2025: 6/6)"), "21 and 21: {out}");
    }
    for (command, asked, more, said) in [
        ("measure", "2025..2024", [].as_slice(), "'2025..2024' is no span of the project's periods"),
        ("measure", "2024..2031", &[], "write it as '2024..2025', with two of: 2024, 2025"),
        ("measure", "2024..2025", &["--report", "region"], "amounts of several periods are not converted"),
        ("status", "2024..2025", &[], "'2024..2025' is several periods, and this command is about one"),
    ] {
        let (status, out, err) = told(command, project, &[&["--period", asked, "--language", "en"], more].concat());
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(said), "{err}");
    }
}
