//! A small project made in memory: five municipalities in two districts, one dataset, figures to measure and protect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, StringArray};
use nytta::definition::Definitions;
use nytta::definition::codelist::{Code, Codelist, Origin, Relation};
use nytta::definition::dataset::{Check, ColumnDefinition, Dataset};
use nytta::definition::indicator::Indicator;
use nytta::definition::located::Located;
use nytta::expression::{Expression, Kind, Scope, Type};
use nytta::measure::{AcceptedRows, Observation, measure};
use nytta::register::{Organisation, Register};
use nytta::source::Span;
use nytta::table::accepted::Accepted;
use nytta::table::{Batch, Column, Origin as Place, RowPlace};
use nytta::text::Text;
use nytta::value::{Decimal, Missing, State, Unit};

const PROJECT: &str = "
project: small
title: { en: Small }
region: { en: Region }
publisher: { en: Region }
languages: [en]
currency: SEK
packs: [small]
periods:
  - { period: '2023', start: 2023-01-01, end: 2023-12-31, deadline: 2024-02-29, release: 2024-09-16, state: final }
  - { period: '2024', start: 2024-01-01, end: 2024-12-31, deadline: 2025-02-28, release: 2025-09-16, state: final }
  - { period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-16, state: final }
";

const DATASET: &str = "
dataset: year
version: 1
title: { en: Year }
key: [organisation]
period: organisation
size: close
fields:
  - { field: organisation, type: organisation_number, label: { en: Number } }
  - { field: open, type: decimal, unit: fte, label: { en: Opening } }
  - { field: close, type: decimal, unit: fte, label: { en: Closing } }
  - { field: hired, type: integer, unit: persons, flow: true, label: { en: Hired } }
  - { field: far, type: integer, unit: persons, flow: true, by: [gender], total: required, columns: 'far_{gender}', label: { en: Far } }
  - { field: surplus, type: money, label: { en: Surplus } }
  - { field: kept, type: money, label: { en: Kept } }
";

/// Areas: municipality and district.
pub const AREAS: [(&str, &str); 5] = [("a1", "A"), ("a2", "A"), ("b1", "B"), ("b2", "B"), ("b3", "B")];
pub const GENDERS: [&str; 3] = ["women", "men", "not_stated"];

/// A decimal as it is written.
pub fn decimal(written: &str) -> Decimal {
    written.parse().expect("a decimal")
}

struct Names<'a>(&'a Dataset);

impl Scope for Names<'_> {
    fn column(&self, name: &str) -> Option<Type> {
        if let Some(column) = self.0.column(name) {
            let field = self.0.field(&column.field)?;
            let kind = if field.kind.is_number() { Kind::Number } else { Kind::Text };
            return Some(Type { kind, unit: field.unit() });
        }
        ["municipality", "district", "county"].contains(&name).then(|| Type { kind: Kind::Text, unit: Unit::none() })
    }

    fn parameter(&self, _: &str) -> Option<Decimal> {
        None
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn parameters(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Knows every name as a number without a unit.
pub struct AnyName;

impl Scope for AnyName {
    fn column(&self, _: &str) -> Option<Type> {
        Some(Type { kind: Kind::Number, unit: Unit::none() })
    }

    fn parameter(&self, _: &str) -> Option<Decimal> {
        None
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn parameters(&self) -> Vec<String> {
        Vec::new()
    }
}

/// One indicator from the keys that matter.
fn indicator(dataset: &Dataset, yaml: &str) -> Indicator {
    let text = "{ en: x }";
    let over_time = if yaml.contains("over_time:") { "" } else { "over_time: flow\n" };
    let rest = format!(
        "section: s\ntitle: {text}\nshort: {text}\nnoun: {text}\ndefinition: {text}\nmethod: {text}\npopulation: {text}\n\
         level: output\ndataset: year\ncounts: x\n{over_time}{yaml}"
    );
    let mut made: Indicator = serde_saphyr::from_str(&rest).expect("an indicator");
    let parse = |text: &Option<Located<String>>| {
        text.as_ref().map(|text| Expression::parse(text, &Names(dataset)).expect("an expression"))
    };
    made.value_expression = parse(&made.value);
    made.numerator_expression = parse(&made.numerator);
    made.denominator_expression = parse(&made.denominator);
    made.filter_expression = parse(&made.filter);
    made.applies_expression = parse(&made.applies_to);
    made
}

fn codelist(name: &str, of: Origin, coarser: Option<&str>, codes: &[(&str, Option<&str>)]) -> (String, Codelist) {
    let located = |value: &str| Located { value: value.to_owned(), line: 0, column: 0 };
    let code = |(code, parent): &(&str, Option<&str>)| Code {
        code: (*code).to_owned(),
        parent: parent.map(str::to_owned),
        valid_from: None,
        valid_to: None,
        label: Text::default(),
        grid: None,
    };
    let list = Codelist {
        codelist: located(name),
        title: Text::default(),
        relation: Relation::Exclusive,
        of,
        coarser: coarser.map(located),
        sensitive: false,
        codes: codes.iter().map(code).collect(),
    };
    (name.to_owned(), list)
}

/// The definitions with some indicators, each as YAML of the keys that matter.
pub fn definitions(indicators: &[&str]) -> Definitions {
    let mut dataset: Dataset = serde_saphyr::from_str(DATASET).expect("a dataset");
    let column = |name: &str, field: &str, part: &[(&str, &str)]| ColumnDefinition {
        name: name.to_owned(),
        field: field.to_owned(),
        part: part.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect(),
        required: false,
        label: Text::default(),
        aliases: Vec::new(),
    };
    dataset.columns = dataset.fields.iter().map(|field| column(&field.field, &field.field, &[])).collect();
    for gender in GENDERS {
        dataset.columns.push(column(&format!("far_{gender}"), "far", &[("gender", gender)]));
    }
    let municipalities: Vec<_> = AREAS.iter().map(|(code, parent)| (*code, Some(*parent))).collect();
    Definitions {
        dataset_versions: BTreeMap::new(),
        valuations: BTreeMap::new(),
        project: serde_saphyr::from_str(PROJECT).expect("a project"),
        sections: Vec::new(),
        codelists: BTreeMap::from([
            codelist("gender", Origin::File, None, &GENDERS.map(|code| (code, None))),
            codelist("municipality", Origin::Register, Some("district"), &municipalities),
            codelist("district", Origin::Register, Some("county"), &[("A", Some("K")), ("B", Some("K"))]),
            codelist("county", Origin::Register, None, &[("K", None)]),
        ]),
        indicators: indicators.iter().map(|yaml| indicator(&dataset, yaml)).collect(),
        datasets: BTreeMap::from([("year".to_owned(), dataset)]),
    }
}

/// Adds a check to the dataset of some definitions.
pub fn add_check(definitions: &mut Definitions, yaml: &str) {
    let dataset = definitions.datasets.get_mut("year").expect("the dataset");
    let mut check: Check = serde_saphyr::from_str(yaml).expect("a check");
    check.condition = Some(Expression::parse(&check.that, &Names(dataset)).expect("a condition"));
    dataset.checks.push(check);
}

/// An organisation in a municipality, a member since 2020.
pub fn organisation(number: &str, municipality: &str) -> Organisation {
    let district = AREAS.iter().find(|(code, _)| *code == municipality).expect("a municipality").1;
    let codes = [("municipality", municipality), ("district", district), ("county", "K")];
    Organisation {
        organisation: number.to_owned(),
        name: number.to_owned(),
        codes: codes.into_iter().map(|(name, code)| (name.to_owned(), code.to_owned())).collect(),
        member_from: Some("2020-01-01".parse().expect("a day")),
        active_from: Some("2020-01-01".parse().expect("a day")),
        ..Organisation::default()
    }
}

/// A register of organisations that have one row each.
pub fn register(organisations: Vec<Organisation>) -> Register {
    let rows = organisations.into_iter().map(|one| (one.organisation.clone(), vec![one]));
    Register { organisations: rows.collect(), ..Register::default() }
}

/// The same of values that were made.
pub fn accepted_of<'c, C: AsRef<[(&'c str, String)]>>(given: &[(String, C)]) -> Accepted {
    let texts =
        given.iter().map(|(_, cells)| cells.as_ref().iter().map(|(name, value)| (*name, value.as_str())).collect());
    let cells: Vec<Vec<(&str, &str)>> = texts.collect();
    let rows: Vec<(&str, &[(&str, &str)])> =
        given.iter().zip(&cells).map(|((name, _), cells)| (name.as_str(), cells.as_slice())).collect();
    accepted(&rows)
}

/// Accepted rows: organisation and values by column; `-` nothing to report, `.` not applicable, else a number.
pub fn accepted(rows: &[(&str, &[(&str, &str)])]) -> Accepted {
    let definitions = definitions(&[]);
    let origin = Arc::new(Place::without_content(Span::file("small.csv")));
    let mut columns = BTreeMap::new();
    for column in &definitions.datasets["year"].columns {
        let cell = |row: &(&str, &[(&str, &str)])| {
            row.1.iter().find(|(name, _)| *name == column.name).map_or("", |(_, value)| *value).to_owned()
        };
        let cells: Vec<String> = rows.iter().map(cell).collect();
        let state = |cell: &String| match cell.as_str() {
            "" => State::Missing(Missing::NotCollected),
            "-" => State::Missing(Missing::NothingToReport),
            "." => State::Missing(Missing::NotApplicable),
            _ => State::Value,
        };
        let states: Vec<State> = cells.iter().map(state).collect();
        let values: ArrayRef = if column.name == "organisation" {
            Arc::new(rows.iter().map(|row| Some(row.0)).collect::<StringArray>())
        } else {
            let number = |cell: &String| {
                cell.parse::<Decimal>().ok().map(|mut number| {
                    number.rescale(2);
                    number.mantissa()
                })
            };
            let numbers: Decimal128Array = cells.iter().map(number).collect();
            Arc::new(numbers.with_precision_and_scale(38, 2).expect("two decimals"))
        };
        columns.insert(column.name.clone(), Column { values, states });
    }
    let place =
        |row: usize| RowPlace { origin: origin.clone(), row: u32::try_from(row + 2).expect("few rows"), offset: 0 };
    Accepted {
        batch: Batch {
            dataset: "year".to_owned(),
            organisation: Some("organisation".to_owned()),
            places: (0..rows.len()).map(place).collect(),
            columns,
        },
        organisations: rows.iter().map(|row| row.0.to_owned()).collect(),
        unsettled: vec![BTreeSet::new(); rows.len()],
        reasons: vec![Vec::new(); rows.len()],
        from_register: vec![false; rows.len()],
        stands_for: vec![1; rows.len()],
    }
}

/// Observations of some periods.
pub fn observe(definitions: &Definitions, register: &Register, periods: Vec<(&str, Accepted)>) -> Vec<Observation> {
    let names: Vec<String> = periods.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rows: AcceptedRows =
        periods.into_iter().map(|(name, rows)| (("year".to_owned(), name.to_owned()), rows)).collect();
    let (observations, diagnostics) = measure(definitions, register, &rows, &names);
    assert_eq!(diagnostics, []);
    observations
}

/// Codes by dimension.
pub fn cell(codes: &[(&str, &str)]) -> BTreeMap<String, String> {
    codes.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect()
}

/// One observation.
pub fn find<'a>(
    observations: &'a [Observation],
    indicator: &str,
    period: &str,
    codes: &[(&str, &str)],
) -> &'a Observation {
    let breakdown = cell(codes);
    observations
        .iter()
        .find(|one| one.indicator == indicator && one.period == period && one.breakdown == breakdown)
        .expect("an observation of that cell")
}
