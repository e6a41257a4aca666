//! What one kind of file must hold: fields and checks.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::indicator::Evidence;
use super::located::Located;
use super::scalar;
use crate::expression::{Expression, Of, Reference};
use crate::text::Text;
use crate::value::{Decimal, Missing, Unit};

/// What one kind of file must hold.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Identifier, equal to the file's name.
    pub dataset: Located<String>,
    /// Version of the form; a submission is stamped with it.
    #[validate(range(min = 1))]
    pub version: u32,
    /// What the dataset is called.
    pub title: Text,
    /// What it is for.
    #[serde(default)]
    pub description: Text,
    /// Fields that together name a row.
    #[validate(length(min = 1))]
    pub key: Vec<Located<String>>,
    /// The date field that places a row in a period.
    pub period: Located<String>,
    /// The field by which coverage is weighed and size classes are made.
    #[serde(default)]
    pub size: Option<Located<String>>,
    /// Words that mean a kind of missing.
    #[serde(default)]
    pub missing: BTreeMap<Missing, Vec<String>>,
    /// The fields, in the order of the form.
    #[validate(length(min = 1), nested)]
    pub fields: Vec<Field>,
    /// What must hold across fields and periods.
    #[serde(default)]
    #[validate(nested)]
    pub checks: Vec<Check>,
    /// Answers that belong together, or exclude each other.
    #[serde(default)]
    #[validate(nested)]
    pub pairs: Vec<Pair>,
    /// The fields as columns of a file: parts beside totals.
    #[serde(skip)]
    pub columns: Vec<ColumnDefinition>,
    /// The period from which this version holds, by its file's name; none for the first.
    #[serde(skip)]
    pub from: Option<String>,
}

impl Dataset {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| *field.field == name)
    }

    /// The column that names the organisation of a row: the one in the key, or the first there is.
    pub fn organisation(&self) -> Option<&str> {
        let is_number = |name: &&str| self.field(name).is_some_and(|field| field.kind == FieldType::OrganisationNumber);
        let key = self.key.iter().map(|name| name.as_str()).find(is_number);
        key.or_else(|| self.fields.iter().map(|field| field.field.as_str()).find(is_number))
    }

    /// The key's other day besides the one that places a row in a period: where a financial year starts.
    pub fn start(&self) -> Option<&str> {
        let is_other_day = |name: &&str| {
            *name != self.period.as_str() && self.field(name).is_some_and(|field| field.kind == FieldType::Date)
        };
        let mut days = self.key.iter().map(|name| name.as_str()).filter(is_other_day);
        days.next().filter(|_| days.next().is_none())
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&ColumnDefinition> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The expressions of its checks: what must hold, in which rows, and what was meant where it does not.
    pub fn of_checks(&self) -> impl Iterator<Item = &Expression> {
        self.checks.iter().flat_map(Check::expressions)
    }

    /// The other datasets that its checks look at.
    pub fn looks_at(&self) -> BTreeSet<String> {
        let of = |reference: Reference| if let Of::Other(dataset) = reference.of { Some(dataset) } else { None };
        self.of_checks().flat_map(Expression::references).filter_map(of).collect()
    }

    /// The fields that say by which method some of the others are counted, each once, in the order of the dataset.
    pub fn counted_by(&self, is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let meant = self.fields.iter().filter(|field| is_meant(&field.field));
        let names: BTreeSet<&str> = meant.flat_map(|field| &field.counted_by).map(|name| name.as_str()).collect();
        self.fields.iter().map(|field| field.field.as_str()).filter(move |name| names.contains(name))
    }

    /// The field that splits `field` by a dimension: itself, or one that says `total_of` it.
    pub fn split(&self, field: &str, dimension: &str) -> Option<&Field> {
        let by = |candidate: &&Field| candidate.by.iter().any(|by| **by == dimension);
        self.field(field).filter(by).or_else(|| {
            self.fields
                .iter()
                .filter(by)
                .find(|candidate| candidate.total_of.as_ref().is_some_and(|total| **total == field))
        })
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A national organisation number.
    OrganisationNumber,
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// An amount in the project's currency.
    Money,
    /// A day.
    Date,
    /// Yes or no.
    Boolean,
    /// A code of a codelist.
    Code,
}

impl FieldType {
    /// True when values are numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Money)
    }
}

/// Whether a field that is split also has a column for its total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalColumn {
    /// It has, and it must be answered.
    Required,
    /// It has, and it may be left out.
    #[default]
    Optional,
    /// It has not: the parts are the field.
    None,
}

/// One thing a dataset asks.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier.
    pub field: Located<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// A row without it is rejected.
    #[serde(default)]
    pub required: bool,
    /// Belongs to the few that everybody is asked.
    #[serde(default)]
    pub core: bool,
    /// Decimals kept; more digits than that are a finding.
    #[serde(default)]
    #[validate(range(max = 10))]
    pub scale: Option<u32>,
    /// Unit of the numbers; amounts have `money`.
    #[serde(default)]
    pub unit: Option<Located<String>>,
    /// Least value.
    #[serde(default, deserialize_with = "scalar::optional_decimal")]
    #[schemars(with = "Option<f64>")]
    pub minimum: Option<Decimal>,
    /// Largest value.
    #[serde(default, deserialize_with = "scalar::optional_decimal")]
    #[schemars(with = "Option<f64>")]
    pub maximum: Option<Decimal>,
    /// Counts over the year: nothing to report is then 0.
    #[serde(default)]
    pub flow: bool,
    /// Kind of number of an organisation, such as `fr_siret` or `vat`; those of the project's country when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Located<String>>,
    /// Codelist of a code.
    #[serde(default)]
    pub codelist: Option<Located<String>>,
    /// Codelists its parts are split by; two mean crossed columns.
    #[serde(default)]
    #[validate(length(max = 2))]
    pub by: Vec<Located<String>>,
    /// Whether a split field has a total column of its own name.
    #[serde(default)]
    pub total: TotalColumn,
    /// Names of the part columns, with `{codelist}` for the code.
    #[serde(default)]
    pub columns: Option<Located<String>>,
    /// The field that these parts split once more.
    #[serde(default)]
    pub total_of: Option<Located<String>>,
    /// Fields that say by which method its values were counted: unlike ones are told beside a sum, and not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted_by: Vec<Located<String>>,
    /// What its values rest on: figures made of it rest on nothing better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Value in the period in which the register says that the enterprise started.
    #[serde(default)]
    pub on_founding: Option<Located<String>>,
    /// Value in the period in which the register says that it closed and it did not answer.
    #[serde(default)]
    pub on_closing: Option<Located<String>>,
    /// What the form calls it.
    pub label: Text,
    /// What is asked, in a sentence or two.
    #[serde(default)]
    pub help: Text,
    /// Where the bookkeeper finds the figure.
    #[serde(default)]
    pub where_to_find: Text,
    /// Other headers that mean it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What its values are held against: those of the year before.
    #[serde(default, skip_serializing)]
    pub watch: Option<Watch>,
    /// `on_founding`, checked.
    #[serde(skip)]
    pub founding: Option<Expression>,
    /// `on_closing`, checked.
    #[serde(skip)]
    pub closing: Option<Expression>,
}

/// What slips of the pen are looked for in the values of a field.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Changes since the year before that need a reason.
    #[serde(default)]
    pub change: Option<Change>,
    /// A figure that was nothing, or is nothing now.
    #[serde(default)]
    pub zero: bool,
    /// A figure a thousand times too large or too small.
    #[serde(default)]
    pub thousand: bool,
    /// A figure whose sign was lost or added.
    #[serde(default)]
    pub sign: bool,
}

/// A change is large when it is more than both limits.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The parameter of the project that holds the limit in the field's own unit.
    pub parameter: Located<String>,
    /// The limit as a part of last year's value: 0.5 is half as much again.
    #[serde(deserialize_with = "scalar::decimal")]
    #[schemars(with = "f64")]
    pub relative: Decimal,
}

/// Answers that belong together, or exclude each other.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Columns that are all answered or all left blank.
    #[serde(default)]
    pub together: Vec<Located<String>>,
    /// Columns of which only one may hold more than nothing.
    #[serde(default)]
    pub apart: Vec<Located<String>>,
}

impl Field {
    /// Decimals of its values.
    pub fn decimals(&self) -> u32 {
        match self.kind {
            FieldType::Money | FieldType::Decimal => self.scale.unwrap_or(2),
            _ => 0,
        }
    }

    /// Unit of its values.
    pub fn unit(&self) -> Unit {
        self.unit_name().map_or_else(Unit::none, Unit::named)
    }

    /// Name of the unit of its values.
    pub fn unit_name(&self) -> Option<&str> {
        match (&self.unit, self.kind) {
            (Some(unit), _) => Some(unit.as_str()),
            (None, FieldType::Money) => Some("money"),
            _ => None,
        }
    }
}

/// One column of a file: a field, or one part of a field that is split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDefinition {
    /// Name in expressions and in headers.
    pub name: String,
    /// The field it belongs to.
    pub field: String,
    /// The codes of a part, by codelist; empty for a field or its total.
    pub part: BTreeMap<String, String>,
    /// A row without it is rejected.
    pub required: bool,
    /// What the form calls it.
    pub label: Text,
    /// Other headers that mean it.
    pub aliases: Vec<String>,
}

/// Something that must hold in a row.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Identifier.
    pub check: Located<String>,
    /// What it finds, in a few words without values: for a table of findings.
    #[serde(default)]
    pub title: Text,
    /// A condition that must not be false.
    pub that: Located<String>,
    /// Rows it is for; all when absent.
    #[serde(default)]
    pub when: Option<Located<String>>,
    /// `error`, `warning` or `note`.
    #[serde(default = "warning")]
    pub severity: Located<String>,
    /// One line, with `{field}` for the row's values.
    pub message: Text,
    /// What to do about it.
    #[serde(default)]
    pub hint: Text,
    /// A new rule that is being tried.
    #[serde(default)]
    pub beta: bool,
    /// What is surely wrong where it fails: other checks that fail for no other reason are not told beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
    /// `that`, checked.
    #[serde(skip)]
    pub condition: Option<Expression>,
    /// `when`, checked.
    #[serde(skip)]
    pub guard: Option<Expression>,
}

impl Check {
    /// What must hold, in which rows, and what was meant where it does not.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let meant = self.slip.as_ref().and_then(|slip| slip.expression.as_ref());
        [self.condition.as_ref(), self.guard.as_ref(), meant].into_iter().flatten()
    }
}

/// A value that is surely wrong where a check fails.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Column of the number.
    pub field: Located<String>,
    /// What was surely meant, as an expression; not known when absent, and then nothing that hangs on the value is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant: Option<Located<String>>,
    /// `meant`, checked.
    #[serde(skip)]
    pub expression: Option<Expression>,
}

fn warning() -> Located<String> {
    Located { value: "warning".to_owned(), line: 0, column: 0 }
}
