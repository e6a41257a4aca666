//! Expressions: what they give, what they refuse and where, and what must hold for all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, StringArray};
use nytta::diagnostic::Diagnostic;
use nytta::expression::{Columns, EvaluationError, Expression, Fault, Kind, Reference, Scope, Type, decimal_at};
use nytta::rule;
use nytta::value::{Decimal, Unit};
use proptest::prelude::*;

/// Four enterprises; `–` in the expectations is a missing value.
pub(crate) struct Example(BTreeMap<Reference, ArrayRef>, usize);

const UNITS: [(&str, Kind, &str); 9] = [
    ("hired", Kind::Number, "persons"),
    ("anställda", Kind::Number, "persons"),
    ("hours", Kind::Number, "hours"),
    ("surplus", Kind::Number, "money"),
    ("share", Kind::Number, ""),
    ("huge", Kind::Number, "money"),
    ("legal_form", Kind::Text, ""),
    ("decided", Kind::Boolean, ""),
    ("year_end", Kind::Date, ""),
];

impl Scope for Example {
    fn column(&self, name: &str) -> Option<Type> {
        let &(_, kind, unit) = UNITS.iter().find(|(column, ..)| *column == name)?;
        Some(Type { kind, unit: Unit::named(unit) })
    }

    fn parameter(&self, name: &str) -> Option<Decimal> {
        (name == "limit").then(|| Decimal::new(250, 2))
    }

    fn names(&self) -> Vec<String> {
        UNITS.iter().map(|(name, ..)| (*name).to_owned()).collect()
    }

    fn parameters(&self) -> Vec<String> {
        vec!["limit".to_owned()]
    }
}

impl Columns for Example {
    fn rows(&self) -> usize {
        self.1
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        self.0.get(reference).cloned()
    }
}

fn numbers(scale: i8, values: &[Option<i128>]) -> ArrayRef {
    Arc::new(Decimal128Array::from(values.to_vec()).with_precision_and_scale(38, scale).expect("a small scale"))
}

pub(crate) fn example() -> Example {
    let now = Reference::row;
    let largest = 10_i128.pow(38) - 1;
    Example(
        BTreeMap::from([
            (now("hired"), numbers(0, &[Some(4), Some(0), None, Some(3)])),
            (now("anställda"), numbers(0, &[Some(10), Some(20), Some(30), Some(40)])),
            (now("hours"), numbers(2, &[Some(1050), Some(200), Some(-125), None])),
            (now("surplus"), numbers(2, &[Some(10), Some(20), Some(30), Some(-5)])),
            (now("share"), numbers(1, &[Some(1), Some(2), Some(3), Some(4)])),
            (now("huge"), numbers(0, &[Some(largest), Some(largest), Some(-largest), Some(-largest)])),
            (now("legal_form"), Arc::new(StringArray::from(vec![Some("ek_for"), Some("ab"), None, Some("ek_for")]))),
            (now("decided"), Arc::new(BooleanArray::from(vec![Some(true), Some(false), None, Some(true)]))),
            (now("year_end"), Arc::new(Date32Array::from(vec![20_088, 20_453, 20_453, 20_453]))),
            (Reference::previous("hired"), numbers(0, &[Some(1), None, Some(2), Some(3)])),
        ]),
        4,
    )
}

fn parse(text: &str) -> Expression {
    Expression::parse(text, &example()).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

pub(crate) fn show(values: &dyn Array) -> Vec<String> {
    (0..values.len())
        .map(|row| {
            if values.is_null(row) {
                return "–".to_owned();
            }
            if let Some(truths) = values.as_boolean_opt() {
                return truths.value(row).to_string();
            }
            if let Some(texts) = values.as_string_opt::<i32>() {
                return texts.value(row).to_owned();
            }
            if let Some(days) = values.as_primitive_opt::<Date32Type>() {
                return days.value_as_date(row).expect("a day").to_string();
            }
            decimal_at(values, row).expect("at most 28 digits").map(|number| number.to_string()).unwrap_or_default()
        })
        .collect()
}

#[test]
fn every_row_has_a_value_or_is_missing() {
    for (text, expected) in [
        // Missing is never zero, and not known is neither true nor false.
        ("hired + 1", "5 1 – 4"),
        ("hired > 0", "true false – true"),
        ("hired > 0 OR legal_form = 'ab'", "true true – true"),
        ("hired > 0 AND FALSE", "false false false false"),
        ("hired > 0 OR TRUE", "true true true true"),
        ("NOT decided", "false true – false"),
        ("decided", "true false – true"),
        ("hired IS NULL", "false false true false"),
        ("NOT hired IS NOT NULL", "false false true false"),
        ("hired IN (4, hired)", "true true – true"),
        ("legal_form NOT IN ('ab', 'stiftelse')", "true false – true"),
        ("hired BETWEEN 1 AND 3", "false false – true"),
        ("hired NOT BETWEEN 1 AND 3", "true true – false"),
        ("GREATEST(hired, 2)", "4 2 – 3"),
        ("LEAST(hired, anställda, 2)", "2 0 – 2"),
        ("COALESCE(hired, PREVIOUS(hired))", "4 0 2 3"),
        ("hired - PREVIOUS(hired)", "3 – – 0"),
        ("NULLIF(hired, 0)", "4 – – 3"),
        ("anställda / hired", "2.5 – – 13.3333333333"),
        // Exact, whatever the scales.
        ("0.1 + 0.2 = 0.3", "true true true true"),
        ("surplus + surplus + surplus", "0.3 0.6 0.9 -0.15"),
        ("hours * share", "1.05 0.4 -0.375 –"),
        ("0.00001 * 0.0000055", "0.0000000001 0.0000000001 0.0000000001 0.0000000001"),
        ("-hours / 3", "-3.5 -0.6666666667 0.4166666667 –"),
        ("ROUND(hours, 1)", "10.5 2 -1.3 –"),
        ("round(hours)", "11 2 -1 –"),
        ("ABS(hours) - -1", "11.5 3 2.25 –"),
        ("hours > PARAMETER(limit)", "true false false –"),
        ("2 + 3 * 4 - (2 - 1)", "13 13 13 13"),
        // Choices put their branches on one scale.
        ("CASE WHEN hired > 0 THEN 1 WHEN hired = 0 THEN 0.5 END", "1 0.5 – 1"),
        ("case legal_form when 'ab' then hours else NULL end", "– 2 – –"),
        ("CASE WHEN decided THEN legal_form ELSE 'nej' END", "ek_for nej nej ek_for"),
        ("year_end = DATE '2025-12-31'", "false true true true"),
        ("GREATEST(year_end, DATE '2025-06-30')", "2025-06-30 2025-12-31 2025-12-31 2025-12-31"),
        ("SUM(hired) / 2", "3.5 3.5 3.5 3.5"),
    ] {
        let values = parse(text).rows(&example()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(show(&values).join(" "), expected, "{text}");
    }
}

#[test]
fn every_group_has_a_figure_or_none() {
    // The third group has no rows; the last row is in no group.
    let group = [Some(0), Some(1), Some(0), None];
    for (text, expected) in [
        ("COUNT(*)", "2 1 0"),
        ("COUNT(hired)", "1 1 0"),
        ("COUNT(DISTINCT legal_form)", "1 1 0"),
        ("SUM(hired)", "4 0 –"),
        ("sum(hours)", "9.25 2 –"),
        ("AVG(hours)", "4.625 2 –"),
        ("MEDIAN(surplus)", "0.2 0.2 –"),
        ("MIN(hours)", "-1.25 2 –"),
        ("MAX(year_end)", "2025-12-31 2025-12-31 –"),
        ("SUM(hours) FILTER (WHERE hours > 0)", "10.5 2 –"),
        ("COUNT(*) FILTER (WHERE decided)", "1 0 0"),
        ("SUM(hours) FILTER (WHERE hired > 100)", "– – –"),
        ("SUM(hours) / NULLIF(COUNT(*), 0)", "4.625 2 –"),
        ("100 * SUM(hired) / SUM(hired)", "100 – –"),
        ("SUM(GREATEST(0, hired - PREVIOUS(hired)))", "3 – –"),
        ("SUM(hours) FILTER (WHERE decided) / COUNT(*) * 2 > 10", "true – –"),
        ("SUM(CASE WHEN decided THEN 1 ELSE 0 END)", "1 0 –"),
        ("SUM(huge)", "0 99999999999999999999999999999999999999 –"),
        ("PARAMETER(limit)", "2.5 2.5 2.5"),
    ] {
        let values = parse(text).groups(&example(), &group, 3).unwrap_or_else(|error| panic!("{text}: {error}"));
        let shown = if text == "SUM(huge)" { whole(&values) } else { show(&values) };
        assert_eq!(shown.join(" "), expected, "{text}");
    }
    let all = vec![Some(0); 4];
    for (text, expected) in [
        ("COUNT(DISTINCT hired)", "3"),
        ("COUNT(DISTINCT decided)", "2"),
        ("SUM(DISTINCT CASE WHEN decided THEN 5 ELSE 2 END)", "7"),
        ("MEDIAN(anställda)", "25"),
        ("MEDIAN(share)", "0.25"),
        ("AVG(anställda) / 7", "3.5714285714"),
        ("SUM(huge)", "0"),
        ("MEDIAN(huge)", "0"),
    ] {
        let values = parse(text).groups(&example(), &all, 1).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(show(&values).join(" "), expected, "{text}");
    }
}

fn whole(values: &dyn Array) -> Vec<String> {
    let numbers = values.as_primitive::<Decimal128Type>();
    (0..values.len())
        .map(|row| if numbers.is_null(row) { "–".to_owned() } else { numbers.value(row).to_string() })
        .collect()
}

#[test]
fn a_number_too_large_is_an_error_and_never_a_wrong_number() {
    let too_large = |part: &str| Err(EvaluationError::Overflow(part.to_owned()));
    for (text, part) in [
        ("huge + 1", "huge + 1"),
        ("hired > 0 AND 2 * (huge * huge) > 0", "(huge * huge)"),
        ("-huge - 1", "-huge - 1"),
        ("huge = 0.1", "huge = 0.1"),
        ("huge / 0.1", "huge / 0.1"),
        ("CASE WHEN decided THEN huge ELSE 0.5 END", "CASE WHEN decided THEN huge ELSE 0.5 END"),
    ] {
        assert_eq!(parse(text).rows(&example()), too_large(part), "{text}");
    }
    let pairs = [Some(0), Some(0), None, None];
    assert_eq!(parse("1 + SUM(huge)").groups(&example(), &pairs, 1), too_large("SUM(huge)"));
    let empty = Example(BTreeMap::new(), 4);
    assert_eq!(parse("hired > 0").rows(&empty), Err(EvaluationError::NoColumn("hired".to_owned())));
}

#[test]
fn units_are_told_and_constants_take_them() {
    for (text, unit) in [
        ("SUM(hours) / COUNT(*)", "hours"),
        ("SUM(hours) / SUM(hired)", "hours/persons"),
        ("hours * hired", "hours·persons"),
        ("100 * SUM(hired) / SUM(anställda)", "a bare number"),
        ("COUNT(hours)", "a bare number"),
        ("hours + PARAMETER(limit) * 2", "hours"),
        ("CASE WHEN decided THEN surplus ELSE 0 END", "money"),
        ("MAX(share)", "a bare number"),
    ] {
        assert_eq!(parse(text).kind().unit.to_string(), unit, "{text}");
    }
    assert!(parse("0").fits(&Unit::named("fte")) && parse("PREVIOUS(hired)").fits(&Unit::named("persons")));
    assert!(!parse("COUNT(*)").fits(&Unit::named("fte")) && !parse("decided").fits(&Unit::none()));
    assert_eq!(parse("hours >= 0").kind().kind, Kind::Boolean);
}

/// `‹` and `›` stand around the place that a fault must point at.
#[test]
fn every_fault_names_its_rule_and_its_place() {
    let mut others = Vec::new();
    for (marked, rule, values) in [
        ("SUM(‹hirde›)", "unknown-name", "hirde hired"),
        ("‹Hired› > 0", "unknown-name", "Hired hired"),
        ("PREVIOUS(x) = ‹PREVIOUS(hird)›", "unknown-name", "hird hired"),
        ("anställda > 0 AND ‹anstalda› > 0", "unknown-name", "anstalda anställda"),
        ("‹SUMM›(hired)", "unknown-function", "SUMM SUM"),
        ("‹PARAMETER(limt)› > hired", "unknown-parameter", "limt limit"),
        ("SUM(hired) ‹+› SUM(surplus)", "unit-mismatch", "persons money"),
        ("(hired)\n ‹<› -(hours)", "unit-mismatch", "persons hours"),
        ("SUM(hired * hired) ‹-› SUM(hired)", "unit-mismatch", "persons² persons"),
        ("SUM(hired) ‹/ 0›", "not-in-subset", "/ 0"),
        ("SUM(hired) ‹/ -0.0› + 1", "not-in-subset", "/ -0.0"),
        ("COUNT(*) * 2 ‹-› SUM(hired)", "unit-mismatch", "1 persons"),
        ("SUM(hired) FILTER (WHERE hired - 1 > 0) ‹-› AVG(hours)", "unit-mismatch", "persons hours"),
        ("hired IN (1, ‹hours›)", "unit-mismatch", "persons hours"),
        ("COALESCE(hired, ‹hours›)", "unit-mismatch", "persons hours"),
        ("CASE WHEN decided THEN 1 WHEN TRUE THEN hired ELSE ‹-surplus› END", "unit-mismatch", "persons money"),
        ("hired * hours ‹=› hours", "unit-mismatch", "hours·persons hours"),
        ("hired = ‹'4'›", "type-mismatch", "'4' text decimal"),
        ("‹legal_form› < 'b'", "type-mismatch", "legal_form text decimal/date"),
        ("SUM(‹decided›)", "type-mismatch", "decided boolean decimal"),
        ("decided AND ‹(hired)›", "type-mismatch", "(hired) decimal boolean"),
        ("SUM(hired) FILTER (WHERE ‹hired›)", "type-mismatch", "hired decimal boolean"),
        ("year_end > ‹'2025-01-01'›", "type-mismatch", "'2025-01-01' text date"),
        ("SUM(1 + ‹AVG(hired)›)", "nested-aggregate", "AVG(hired)"),
        ("SUM(hired) FILTER (WHERE hired > ‹avg(hired)›)", "nested-aggregate", "avg(hired)"),
        ("SUM(hired) / ‹anställda›", "column-outside-aggregate", "anställda"),
        ("‹ROUND(hired, 1, 2)›", "wrong-number-of-arguments", "ROUND 1–2 3"),
        ("‹COALESCE(hired)›", "wrong-number-of-arguments", "COALESCE 2– 1"),
        ("SUM(hired) ‹hours›", "expression-syntax", "hours"),
        ("SUM(hired) >‹› ", "expression-syntax", ">"),
        ("hired > ‹)›", "expression-syntax", ")"),
        ("hired > 0 AND ‹'x›", "expression-syntax", "'x"),
        ("‹›", "expression-syntax", ""),
        ("hired ‹==› 1", "not-in-subset", "=="),
        ("legal_form = ‹\"ab\"›", "not-in-subset", "\"ab\""),
        ("hired ‹--1›", "not-in-subset", "--1"),
        ("hired = ‹NULL›", "not-in-subset", "NULL"),
        ("hired > ‹1e3›", "not-in-subset", "1e3"),
        ("hired > ‹0.00000000001›", "not-in-subset", "0.00000000001"),
        ("year_end > ‹DATE '2025-02-30'›", "not-in-subset", "DATE '2025-02-30'"),
        ("hired > (‹SELECT 1›)", "not-in-subset", "SELECT 1"),
        ("SUM(hired) ‹OVER› ()", "not-in-subset", "OVER"),
        ("‹MEDIAN(DISTINCT hired)›", "not-in-subset", "MEDIAN(DISTINCT hired)"),
        ("CAST(‹hired› AS TEXT) = 'a'", "not-in-subset", "hired"),
        ("‹legal_form LIKE 'a'›", "not-in-subset", "legal_form LIKE 'a'"),
        ("ROUND(hours, ‹11›)", "not-in-subset", "11"),
        ("hired ‹%› 2 = 0", "not-in-subset", "%"),
    ] {
        let start = marked.find('‹').unwrap();
        let text = marked.replace(['‹', '›'], "");
        let end = start + marked[start..].find('›').unwrap() - '‹'.len_utf8();
        let faults = Expression::parse(&text, &example()).expect_err(&text);
        let fault = faults.last().unwrap();
        let told: Vec<&str> = fault.values.iter().map(|(_, value)| value.as_str()).collect();
        if (fault.rule, fault.bytes, told.join(" ").as_str()) != (rule, (start, end), values) {
            others.push(format!("{text}: {faults:?}"));
        }
        assert_message_is_whole(fault);
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
    let both = Expression::parse("a > 0 AND SUM(b) = 'x'", &example()).expect_err("both names are wrong");
    assert_eq!(both.len(), 2, "{both:?}");
}

/// Every place of the message has a value, in both languages.
fn assert_message_is_whole(fault: &Fault) {
    let rule = rule::find(fault.rule).unwrap_or_else(|| panic!("'{}' has no page", fault.rule));
    assert!(["en", "sv"].iter().all(|language| rule.message.0.contains_key(*language)));
    let values: Vec<(&str, &str)> = fault.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let span = nytta::source::Span::default();
    let found = Diagnostic::new(fault.rule, span, &values);
    for text in [&found.message, &found.hint].iter().flat_map(|said| said.in_each().0.into_values()) {
        assert!(nytta::text::places(&text).is_empty(), "{text}");
    }
}

#[test]
fn texts_no_person_writes_are_refused_and_never_exhaust_the_stack() {
    for text in [
        "(".repeat(5_000),
        format!("{}1{}", "(".repeat(3_000), ")".repeat(3_000)),
        "NOT ".repeat(2_000) + "decided",
        "-".repeat(5_000) + "1",
        "- ".repeat(4_000) + "1",
        vec!["hired"; 1_500].join(" + ") + " > 0",
        format!("a{}", "-4".repeat(4_900)),
        format!("a{}", "-4".repeat(499)),
        format!("a{} COLLATE b", "-4".repeat(490)),
        format!("a{}", " IS NULL".repeat(499)),
        "CASE WHEN ".repeat(900),
        "ABS(".repeat(60) + "1" + &")".repeat(60),
        "DATE ".repeat(1_900),
        "a ".repeat(60_000),
    ] {
        let faults = Expression::parse(&text, &example()).expect_err("too deep or too long");
        assert!(faults.iter().all(|fault| text.get(fault.bytes.0..fault.bytes.1).is_some()));
    }
    let listed = vec!["'ek_for'"; 1_000].join(",");
    assert!(Expression::parse(&format!("legal_form IN ({listed})"), &example()).is_ok(), "a list may be long");
    let long = vec!["hired"; 150].join(" + ");
    assert_eq!(show(&parse(&long).rows(&example()).unwrap()), ["600", "0", "–", "450"]);
}

#[test]
fn an_expression_tells_what_it_speaks_of_and_can_speak_of_other_columns() {
    let expression = parse("SUM(hired) FILTER (WHERE PREVIOUS(hired) > 0 AND decided) / COUNT(hired)");
    let names: Vec<(String, bool)> = expression
        .references()
        .into_iter()
        .map(|reference| (reference.name.clone(), reference.is_previous()))
        .collect();
    assert_eq!(names, [("decided".to_owned(), false), ("hired".to_owned(), false), ("hired".to_owned(), true)]);
    assert!(expression.is_aggregate() && !parse("hired > 0").is_aggregate());
    let renamed = parse("CASE WHEN hired IN (4) THEN LEAST(hired, 9) END + 0 * PREVIOUS(hired)")
        .rename(&BTreeMap::from([("hired".to_owned(), "hired_women".to_owned())]));
    let names: Vec<(String, bool)> =
        renamed.references().into_iter().map(|reference| (reference.name.clone(), reference.is_previous())).collect();
    assert_eq!(names, [("hired_women".to_owned(), false), ("hired_women".to_owned(), true)]);
}

#[test]
fn a_number_made_of_a_missing_value_is_found() {
    for (text, made) in [
        ("SUM(COALESCE(hired, 0))", Some("COALESCE(hired, 0)")),
        (
            "COALESCE(hired, PREVIOUS(hired), -PARAMETER(limit)) > 1",
            Some("COALESCE(hired, PREVIOUS(hired), -PARAMETER(limit))"),
        ),
        ("1 + CASE WHEN hired IS NULL THEN 0 ELSE hired END", Some("CASE WHEN hired IS NULL THEN 0 ELSE hired END")),
        (
            "CASE WHEN NOT hired IS NULL THEN hired ELSE 0 END",
            Some("CASE WHEN NOT hired IS NULL THEN hired ELSE 0 END"),
        ),
        ("COALESCE(hired, PREVIOUS(hired))", None),
        ("COALESCE(legal_form, 'okänd') = 'okänd'", None),
        ("CASE WHEN hired IS NOT NULL THEN 1 END", None),
        ("CASE WHEN hired IS NULL THEN PREVIOUS(hired) ELSE hired END", None),
        ("SUM(CASE WHEN decided THEN 1 ELSE 0 END)", None),
    ] {
        let found = parse(text).missing_made_number().map(|(start, end)| &text[start..end]);
        assert_eq!(found, made, "{text}");
    }
    assert!(rule::find("missing-made-number").is_some_and(|rule| rule.severity == rule::Severity::Warning));
}

/// Pieces of the language in any order: far likelier to be read than arbitrary text.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "hired",
        "hours",
        "decided",
        "legal_form",
        "anställda",
        "SUM(",
        "COUNT(*)",
        "COUNT(DISTINCT ",
        "AVG(",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "=",
        "<>",
        "<",
        "AND",
        "OR",
        "NOT",
        "IS NULL",
        "IS NOT NULL",
        "IN (",
        "BETWEEN",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "1",
        "0.5",
        "'a'",
        "DATE '2025-01-01'",
        "FILTER (WHERE ",
        "COALESCE(",
        "GREATEST(",
        "ROUND(",
        "PREVIOUS(",
        "PARAMETER(limit)",
        "NULL",
        "\n",
        "SELECT",
        "OVER",
        "INTERVAL",
        "huge",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_a_panic(text in prop_oneof![any::<String>(), "[a-zåäö0-9'\"().,*+/<=> \n-]{0,40}", pieces()]) {
        match Expression::parse(&text, &example()) {
            Ok(expression) => {
                let values = expression.rows(&example());
                prop_assert!(values.is_err() || values.is_ok_and(|values| values.len() == 4));
                if expression.is_aggregate() {
                    let values = expression.groups(&example(), &[Some(1), None, Some(7), Some(1)], 2);
                    prop_assert!(values.is_err() || values.is_ok_and(|values| values.len() == 2));
                }
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| text.get(fault.bytes.0..fault.bytes.1).is_some()));
            }
        }
    }

    #[test]
    fn the_groups_add_up_to_the_whole(
        rows in prop::collection::vec((prop::option::of(-10_000_000_i128..10_000_000), 0_u32..5), 0..60)
    ) {
        let values: Vec<Option<i128>> = rows.iter().map(|(value, _)| *value).collect();
        let group: Vec<Option<u32>> = rows.iter().map(|(_, group)| Some(*group)).collect();
        let columns = Example(
            BTreeMap::from([(Reference::row("hours"), numbers(2, &values))]),
            rows.len(),
        );
        let figures = |text: &str, group: &[Option<u32>], groups: usize| -> Vec<Option<Decimal>> {
            let values = parse(text).groups(&columns, group, groups).unwrap();
            (0..groups).map(|row| decimal_at(&values, row).unwrap()).collect()
        };
        let one = vec![Some(0); rows.len()];
        for text in ["SUM(hours)", "COUNT(hours)", "COUNT(*)", "SUM(hours) FILTER (WHERE hours > 5)"] {
            let parts = figures(text, &group, 5);
            let whole = figures(text, &one, 1)[0];
            prop_assert_eq!(parts.iter().flatten().sum::<Decimal>(), whole.unwrap_or_default());
            prop_assert_eq!(parts.iter().all(Option::is_none), whole.is_none());
        }
        let known: Vec<i128> = values.into_iter().flatten().collect();
        let total = Decimal::from_i128_with_scale(known.iter().sum(), 2);
        let expected = (!known.is_empty()).then_some(total);
        prop_assert_eq!(figures("SUM(hours)", &one, 1)[0], expected);
        let least = known.iter().min().map(|least| Decimal::from_i128_with_scale(*least, 2));
        prop_assert_eq!(figures("MIN(hours)", &one, 1)[0], least);
    }
}
