//! The page about expressions: every example on it gives what is written beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, StringArray};
use chrono::NaiveDate;
use nytta::expression::{Columns, Expression, Kind, Of, Reference, Scope, Type};
use nytta::value::{Decimal, Unit};

use crate::expression::show;

const PAGE: &str = include_str!("../../indicators/EXPRESSIONS.md");
/// Decimals of the numbers of the page.
const SCALE: u32 = 2;

/// The rows that the examples are about.
struct Rows {
    types: BTreeMap<String, Type>,
    /// Columns of other datasets.
    others: BTreeMap<Reference, Type>,
    columns: BTreeMap<Reference, ArrayRef>,
    count: usize,
}

impl Scope for Rows {
    fn column(&self, name: &str) -> Option<Type> {
        self.types.get(name).cloned()
    }

    fn parameter(&self, name: &str) -> Option<Decimal> {
        (name == "limit").then(|| Decimal::new(25, 1))
    }

    fn other(&self, dataset: &str, name: &str) -> Option<Type> {
        self.others.get(&Reference::other(dataset, name)).cloned()
    }

    fn others(&self) -> Option<Vec<String>> {
        Some(self.others.keys().map(Reference::to_string).collect())
    }

    fn names(&self) -> Vec<String> {
        self.types.keys().cloned().collect()
    }

    fn parameters(&self) -> Vec<String> {
        vec!["limit".to_owned()]
    }
}

impl Columns for Rows {
    fn rows(&self) -> usize {
        self.count
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        self.columns.get(reference).cloned()
    }
}

/// The tables of the page: each a heading and its rows.
fn tables() -> Vec<Vec<Vec<String>>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let lines: Vec<&str> = PAGE.lines().collect();
    let tables = lines.split(|line| !line.starts_with('|')).filter(|table| !table.is_empty());
    let is_rule = |line: &&&str| line.chars().all(|c| "|-: ".contains(c));
    tables.map(|table| table.iter().filter(|line| !is_rule(line)).map(|line| cells(line)).collect()).collect()
}

/// A column of the page from its heading, such as `hired` and behind it its unit, and its cells.
fn column(heading: &str, cells: &[&str]) -> (Reference, Type, ArrayRef) {
    let (name, unit) = heading.rsplit_once(" (").expect("a heading says what stands below it");
    let name = name.trim_matches('`');
    let reference = Reference::read(name);
    let given = |cell: &&str| Some((*cell).to_owned()).filter(|cell| cell != "–");
    let given: Vec<Option<String>> = cells.iter().map(given).collect();
    let unit = unit.trim_end_matches(')');
    let (kind, values): (Kind, ArrayRef) = match unit {
        "text" => (Kind::Text, Arc::new(StringArray::from(given))),
        "boolean" => {
            let truths = given.iter().map(|cell| cell.as_ref().map(|cell| cell == "TRUE"));
            (Kind::Boolean, Arc::new(truths.collect::<BooleanArray>()))
        }
        "date" => {
            let day = |cell: &String| cell.parse::<NaiveDate>().expect("a day").to_epoch_days();
            (Kind::Date, Arc::new(given.iter().map(|cell| cell.as_ref().map(day)).collect::<Date32Array>()))
        }
        _ => {
            let number = |cell: &String| {
                let mut number: Decimal = cell.parse().expect("a number");
                number.rescale(SCALE);
                number.mantissa()
            };
            let numbers: Decimal128Array = given.iter().map(|cell| cell.as_ref().map(number)).collect();
            let scale = i8::try_from(SCALE).expect("it is small");
            (Kind::Number, Arc::new(numbers.with_precision_and_scale(38, scale).expect("a small scale")))
        }
    };
    let unit = if kind == Kind::Number { Unit::named(unit) } else { Unit::default() };
    (reference, Type { kind, unit }, values)
}

fn rows(table: &[Vec<String>]) -> Rows {
    let (headings, lines) = table.split_first().expect("a table has a heading");
    let mut rows =
        Rows { types: BTreeMap::new(), others: BTreeMap::new(), columns: BTreeMap::new(), count: lines.len() };
    for (at, heading) in headings.iter().enumerate() {
        let cells: Vec<&str> = lines.iter().map(|line| line[at].as_str()).collect();
        let (reference, kind, values) = column(heading, &cells);
        if matches!(reference.of, Of::Other(_)) {
            rows.others.insert(reference.clone(), kind);
        } else {
            rows.types.insert(reference.name.clone(), kind);
        }
        rows.columns.insert(reference, values);
    }
    rows
}

#[test]
fn every_example_of_the_page_gives_what_is_written_beside_it() {
    let mut tables = tables().into_iter();
    let first = rows(&tables.next().expect("the page begins with its rows"));
    let mut made = rows(&[Vec::new()]);
    let mut tried = 0;
    for table in tables {
        // The examples below such a table are about what it holds; only whole rows of organisations count.
        if ["figures", "organisations"].contains(&table[0][0].as_str()) {
            let whole = |row: &&Vec<String>| row.iter().all(|cell| cell != "–");
            made = rows(&table.iter().filter(whole).map(|row| row[1..].to_vec()).collect::<Vec<_>>());
        }
        if table[0][0] != "expression" {
            continue;
        }
        let rows = if table[0][1].starts_with("of ") { &made } else { &first };
        for example in &table[1..] {
            let text = example[0].trim_matches('`');
            let given = match (table[0][1].as_str(), Expression::parse(text, rows)) {
                ("rows" | "of figures", Ok(expression)) => {
                    show(&expression.rows(rows).expect("it is calculated")).join(", ")
                }
                ("all rows" | "of organisations", Ok(expression)) => {
                    let all = vec![Some(0); rows.count];
                    show(&expression.groups(rows, &all, 1).expect("it is calculated")).join(", ")
                }
                ("refused as", Err(faults)) => faults[0].rule.to_owned(),
                (_, other) => panic!("{text}: {other:?}"),
            };
            assert_eq!(given, example[1], "{text}");
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried} examples are tried");
}

/// A function that the page does not speak of is one that nobody finds.
#[test]
fn the_page_speaks_of_every_function() {
    let faults = Expression::parse("NO_SUCH_THING(1)", &rows(&tables()[0])).expect_err("there is none");
    let all = faults[0].values.iter().find(|(name, _)| *name == "suggestion").expect("it names what there is");
    let functions: Vec<&str> = all.1.split(", ").collect();
    assert!(functions.len() > 10, "{functions:?}");
    for function in functions {
        assert!(PAGE.contains(&format!("{function}(")), "{function} is nowhere on the page");
    }
}
