//! The accepted rows of one dataset and period, with the register and the period before beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use rustc_hash::{FxHashMap, FxHashSet};

use super::size::sizes;
use super::{AcceptedRows, Breakdown};
use crate::definition::Definitions;
use crate::definition::codelist::Origin;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::expression::{Columns, EvaluationError, Expression, Reference};
use crate::register::Register;
use crate::table::accepted::Accepted;
use crate::table::columns::{RowColumns, align, record_keys};
use crate::value::Decimal;

/// The accepted rows of one dataset and period, with what is known beside them.
pub(super) struct Sheet<'a> {
    pub period: &'a Period,
    pub accepted: &'a Accepted,
    pub columns: RowColumns<'a>,
    /// Organisations with a row, in order.
    pub organisations: Vec<&'a str>,
    /// For each row, the position of its organisation among them.
    pub whose: Vec<u32>,
    /// Organisations with a row that was made from the register.
    pub registered: BTreeSet<&'a str>,
    /// Who is asked in the period, in order, with its codes.
    pub population: Vec<(&'a str, &'a BTreeMap<String, String>)>,
    /// What the register says of each of them, by dimension.
    properties: BTreeMap<&'a str, Property<'a>>,
    /// For each organisation with a row, its position in the population.
    pub members: Vec<Option<u32>>,
    /// Last known size of every organisation that ever said it.
    pub sizes: BTreeMap<&'a str, Decimal>,
    /// Organisations that were taken over in the period or took over.
    pub merged: BTreeSet<&'a str>,
}

/// A dimension that is a property of the organisation.
struct Property<'a> {
    /// The codes that anyone has, each with its number.
    numbers: BTreeMap<&'a str, u32>,
    /// The number of the code of each organisation of the population.
    of: Vec<Option<u32>>,
}

impl<'a> Property<'a> {
    fn new(name: &str, population: &[(&'a str, &'a BTreeMap<String, String>)]) -> Self {
        let mut numbers = BTreeMap::new();
        let number = |(_, codes): &(&str, &'a BTreeMap<String, String>)| {
            let next = u32::try_from(numbers.len()).expect("there are no more codes than organisations");
            codes.get(name).map(|code| *numbers.entry(code.as_str()).or_insert(next))
        };
        let of = population.iter().map(number).collect();
        Self { numbers, of }
    }

    /// The position among some codes of the code that each number stands for.
    fn positions(&self, codes: &[&str]) -> Vec<Option<usize>> {
        let mut positions = vec![None; self.numbers.len()];
        for (at, code) in codes.iter().enumerate() {
            if let Some(number) = self.numbers.get(code) {
                positions[*number as usize] = Some(at);
            }
        }
        positions
    }
}

impl<'a> Sheet<'a> {
    pub fn new(
        definitions: &'a Definitions,
        register: &'a Register,
        rows: &'a AcceptedRows,
        dataset: &'a Dataset,
        period: &'a Period,
    ) -> Option<Self> {
        let key = |period: &Period| (dataset.dataset.value.clone(), period.period.value.clone());
        let accepted = rows.get(&key(period))?;
        let mut columns = RowColumns::new(&accepted.batch, dataset);
        if let Some(before) = definitions.project.before(&period.period).and_then(|before| rows.get(&key(before))) {
            let now = record_keys(&accepted.batch, dataset);
            let then = record_keys(&before.batch, dataset);
            columns = columns.with_previous(&before.batch, align(&now, &then));
        }
        let (organisations, whose) = organisations(accepted);
        for name in register_dimensions(definitions) {
            let code = |organisation: &str, period: &Period| {
                register.at(organisation, period).and_then(|found| found.codes.get(name)).map(String::as_str)
            };
            let codes = |period: Option<&Period>| -> Vec<Option<&str>> {
                let of_each: Vec<Option<&str>> =
                    organisations.iter().map(|organisation| code(organisation, period?)).collect();
                whose.iter().map(|at| of_each[*at as usize]).collect()
            };
            let before = definitions.project.before(&period.period);
            columns = columns.with_register(name, codes(Some(period)), codes(before));
        }
        let rows_of = accepted.from_register.iter().zip(&whose);
        let registered = rows_of.filter(|(made, _)| **made).map(|(_, at)| organisations[*at as usize]).collect();
        let population: BTreeMap<&str, &BTreeMap<String, String>> = register
            .population(period)
            .into_iter()
            .map(|one| (one.organisation.as_str(), &register.at(&one.organisation, period).unwrap_or(one).codes))
            .collect();
        let positions: BTreeMap<&str, u32> = population.keys().copied().zip(0..).collect();
        let members = along(&positions, organisations.iter().copied()).collect();
        let sizes = sizes(definitions, rows, dataset, period);
        let merged = register.merged_in(period);
        let population: Vec<(&str, &BTreeMap<String, String>)> = population.into_iter().collect();
        let property = |name| (name, Property::new(name, &population));
        Some(Self {
            properties: register_dimensions(definitions).map(property).collect(),
            period,
            accepted,
            columns,
            organisations,
            whose,
            registered,
            population,
            members,
            sizes,
            merged,
        })
    }

    /// To whom of the population a question applies.
    pub fn asked(&self, applies: Option<&Expression>) -> Result<Vec<bool>, EvaluationError> {
        let Some(applies) = applies else { return Ok(vec![true; self.population.len()]) };
        let values = applies.rows(&RegisterColumns::new(&self.population))?;
        let values = values.as_boolean_opt();
        let holds = |row: usize| values.is_some_and(|values| values.is_valid(row) && values.value(row));
        Ok((0..self.population.len()).map(holds).collect())
    }

    /// The codes of an organisation of the population.
    pub fn codes(&self, organisation: &str) -> Option<&'a BTreeMap<String, String>> {
        Some(self.population[self.position(organisation)?].1)
    }

    /// The position of an organisation in the population.
    pub fn position(&self, organisation: &str) -> Option<usize> {
        self.population.binary_search_by_key(&organisation, |(one, _)| one).ok()
    }

    /// The position in the population of the organisation of a row.
    pub fn member(&self, row: usize) -> Option<usize> {
        self.members[self.whose[row] as usize].map(|at| at as usize)
    }

    /// The cell of each organisation of the population, among all areas of a table with some dimensions, which stand in order:
    /// those that differ in the last dimension next to each other.
    pub fn places(&self, dimensions: &[String], areas: &[Breakdown]) -> Vec<Option<u32>> {
        let mut places: Vec<Option<usize>> = vec![Some(0).filter(|_| !areas.is_empty()); self.population.len()];
        for name in dimensions {
            let Some(property) = self.properties.get(name.as_str()) else { return vec![None; places.len()] };
            let mut known = FxHashSet::default();
            let codes = areas.iter().filter_map(|area| area.get(name)).map(String::as_str);
            let codes: Vec<&str> = codes.filter(|code| known.insert(*code)).collect();
            let positions = property.positions(&codes);
            for (place, number) in places.iter_mut().zip(&property.of) {
                let at = number.and_then(|number| positions[number as usize]);
                *place = place.zip(at).map(|(place, at)| place * codes.len() + at);
            }
        }
        let small = |place| u32::try_from(place).expect("a table has fewer cells than that");
        places.into_iter().map(|place| place.map(small)).collect()
    }
}

/// What is known of each of some organisations, which stand in order.
pub(super) fn along<'o, T: Copy>(
    known: &BTreeMap<&str, T>,
    organisations: impl Iterator<Item = &'o str>,
) -> impl Iterator<Item = Option<T>> {
    let mut known = known.iter().peekable();
    organisations.map(move |organisation| {
        while known.next_if(|(one, _)| **one < organisation).is_some() {}
        known.peek().filter(|(one, _)| **one == organisation).map(|(_, found)| **found)
    })
}

/// The organisations of some rows in order, and the position of each row's among them.
fn organisations(accepted: &Accepted) -> (Vec<&str>, Vec<u32>) {
    let (mut numbers, mut names) = (FxHashMap::<&str, u32>::default(), Vec::new());
    let first: Vec<u32> = accepted
        .organisations
        .iter()
        .map(|organisation| {
            *numbers.entry(organisation).or_insert_with(|| {
                names.push(organisation.as_str());
                u32::try_from(names.len() - 1).expect("a batch has fewer rows than that")
            })
        })
        .collect();
    let ordered: BTreeSet<&str> = names.iter().copied().collect();
    let places: BTreeMap<&str, u32> = ordered.iter().copied().zip(0..).collect();
    let places: Vec<u32> = names.iter().map(|name| places[name]).collect();
    (ordered.into_iter().collect(), first.into_iter().map(|at| places[at as usize]).collect())
}

/// Dimensions that are properties of the organisation.
pub(super) fn register_dimensions(definitions: &Definitions) -> impl Iterator<Item = &str> {
    definitions.codelists.iter().filter(|(_, list)| list.of == Origin::Register).map(|(name, _)| name.as_str())
}

/// What the register says of a population, one row each.
struct RegisterColumns {
    rows: usize,
    columns: BTreeMap<String, ArrayRef>,
}

impl RegisterColumns {
    fn new(population: &[(&str, &BTreeMap<String, String>)]) -> Self {
        let names: BTreeSet<&String> = population.iter().flat_map(|(_, codes)| codes.keys()).collect();
        let column = |name: &String| -> ArrayRef {
            let codes = population.iter().map(|(_, codes)| codes.get(name).map(String::as_str));
            Arc::new(codes.collect::<StringArray>())
        };
        Self { rows: population.len(), columns: names.into_iter().map(|name| (name.clone(), column(name))).collect() }
    }
}

impl Columns for RegisterColumns {
    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, reference: &Reference) -> Option<ArrayRef> {
        let empty = || -> ArrayRef { Arc::new(StringArray::new_null(self.rows)) };
        Some(self.columns.get(&reference.name).cloned().unwrap_or_else(empty))
    }
}
