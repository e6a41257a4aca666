//! The names that expressions may use: columns of a dataset, properties of organisations, parameters of the project.

use std::collections::BTreeMap;

use super::codelist::{Codelist, Origin};
use super::dataset::{Dataset, FieldType};
use super::file::{File, Loaded};
use super::located::Located;
use super::word;
use crate::diagnostic::Diagnostic;
use crate::expression::{Expression, Kind, Of, Scope, Type};
use crate::value::{Decimal, Unit};

/// The names of one place where expressions stand.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    columns: BTreeMap<String, Type>,
    /// Columns of other datasets, as `dataset.column`, where an expression may speak of them.
    others: Option<BTreeMap<String, Type>>,
    /// Columns that hold codes; those of other datasets as `dataset.column`.
    codes: BTreeMap<String, &'a Codelist>,
    parameters: &'a BTreeMap<String, Decimal>,
}

impl<'a> Names<'a> {
    /// Properties of organisations: codelists of the register.
    pub fn of_register(
        codelists: &'a BTreeMap<String, Loaded<Codelist>>,
        parameters: &'a BTreeMap<String, Decimal>,
    ) -> Self {
        let lists = || codelists.iter().filter(|(_, list)| list.value.of == Origin::Register);
        let text = Type { kind: Kind::Text, unit: Unit::none() };
        Self {
            columns: lists().map(|(name, _)| (name.clone(), text.clone())).collect(),
            others: None,
            codes: lists().map(|(name, list)| (name.clone(), &list.value)).collect(),
            parameters,
        }
    }

    /// Other indicators, for one that is made of them.
    pub fn of_indicators(columns: BTreeMap<String, Type>, parameters: &'a BTreeMap<String, Decimal>) -> Self {
        Self { columns, others: None, codes: BTreeMap::new(), parameters }
    }

    /// Columns of a dataset, besides the properties of organisations.
    #[must_use]
    pub fn with_dataset(mut self, dataset: &Dataset, codelists: &'a BTreeMap<String, Loaded<Codelist>>) -> Self {
        let columns = DatasetColumns::of(dataset, codelists);
        self.columns.extend(columns.types);
        self.codes.extend(columns.codes);
        self
    }

    /// Columns of other datasets, by the names of these.
    #[must_use]
    pub fn with_others<'e>(mut self, others: impl Iterator<Item = (&'e String, &'e DatasetColumns<'a>)>) -> Self
    where
        'a: 'e,
    {
        let mut types = BTreeMap::new();
        for (dataset, columns) in others {
            types.extend(columns.types.iter().map(|(name, kind)| (format!("{dataset}.{name}"), kind.clone())));
            self.codes.extend(columns.codes.iter().map(|(name, list)| (format!("{dataset}.{name}"), *list)));
        }
        self.others = Some(types);
        self
    }

    /// Reads an expression; its faults become findings at their places in the file.
    pub fn parse(&self, file: &File, text: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<Expression> {
        match Expression::parse(&text.value, self) {
            Ok(expression) => {
                self.check_codes(file, text, &expression, findings);
                Some(expression)
            }
            Err(faults) => {
                findings.extend(faults.into_iter().map(|fault| {
                    let named =
                        fault.values.iter().filter(|(name, _)| *name == "name").map(|(_, value)| ("value", value));
                    let values = fault.values.iter().map(|(name, value)| (*name, value)).chain(named);
                    let values: Vec<(&str, &str)> = values.map(|(name, value)| (name, value.as_str())).collect();
                    Diagnostic::new(fault.rule, file.within(text, fault.bytes), &values)
                }));
                None
            }
        }
    }

    /// A code that no list has would make a comparison false for ever, and nobody would see it.
    fn check_codes(
        &self,
        file: &File,
        text: &Located<String>,
        expression: &Expression,
        findings: &mut Vec<Diagnostic>,
    ) {
        for (column, code, bytes) in expression.compared_texts() {
            let name = match &column.of {
                Of::Row | Of::Previous => column.name,
                Of::Other(dataset) => format!("{dataset}.{}", column.name),
            };
            let list = self.codes.get(&name).filter(|list| !list.codes.is_empty());
            if let Some(list) = list.filter(|list| list.code(&code).is_none()) {
                let known = list.codes.iter().map(|code| code.code.as_str());
                findings.push(word::unknown(file.within(text, bytes), &code, known, word::CODES));
            }
        }
    }
}

/// The columns of a dataset as expressions know them.
#[derive(Debug, Clone, Default)]
pub struct DatasetColumns<'a> {
    types: BTreeMap<String, Type>,
    codes: BTreeMap<String, &'a Codelist>,
}

impl<'a> DatasetColumns<'a> {
    /// The columns of a dataset.
    pub fn of(dataset: &Dataset, codelists: &'a BTreeMap<String, Loaded<Codelist>>) -> Self {
        let mut columns = Self::default();
        for column in &dataset.columns {
            let Some(field) = dataset.field(&column.field) else { continue };
            if let Some(list) = field.codelist.as_ref().and_then(|list| codelists.get(&list.value)) {
                columns.codes.insert(column.name.clone(), &list.value);
            }
            let kind = kind(field.kind);
            let unit = if kind == Kind::Number { field.unit() } else { Unit::none() };
            columns.types.insert(column.name.clone(), Type { kind, unit });
        }
        columns
    }
}

impl Scope for Names<'_> {
    fn column(&self, name: &str) -> Option<Type> {
        self.columns.get(name).cloned()
    }

    fn other(&self, dataset: &str, name: &str) -> Option<Type> {
        self.others.as_ref()?.get(&format!("{dataset}.{name}")).cloned()
    }

    fn others(&self) -> Option<Vec<String>> {
        Some(self.others.as_ref()?.keys().cloned().collect())
    }

    fn parameter(&self, name: &str) -> Option<Decimal> {
        self.parameters.get(name).copied()
    }

    fn names(&self) -> Vec<String> {
        self.columns.keys().cloned().collect()
    }

    fn parameters(&self) -> Vec<String> {
        self.parameters.keys().cloned().collect()
    }
}

/// What the values of a field are in expressions.
pub fn kind(field: FieldType) -> Kind {
    match field {
        FieldType::OrganisationNumber | FieldType::Text | FieldType::Code => Kind::Text,
        FieldType::Integer | FieldType::Decimal | FieldType::Money => Kind::Number,
        FieldType::Date => Kind::Date,
        FieldType::Boolean => Kind::Boolean,
    }
}
