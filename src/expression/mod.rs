//! The SQL subset of checks and indicators: parsed, checked for types and units, evaluated over Arrow columns.
//!
//! An expression is one line of SQL without `SELECT`. Checks, filters and values of events in the register have one value
//! per row; the values of indicators have aggregate functions and one value per group of rows.
//!
//! # What can be written
//! | | |
//! |---|---|
//! | columns | `fte_closing`, `anställda`: exactly as they are named, without quotes; a boolean column is a condition |
//! | the period before | `PREVIOUS(fte_closing)`: the accepted value of the same organisation, else missing |
//! | similar enterprises | `PEERS(turnover / fte_closing, sector)`: how far the row's value lies from those with the same code, in robust deviations |
//! | parameters of the project | `PARAMETER(fte_change_limit)` |
//! | constants | `12`, `0.75`, `'ek_for'`, `DATE '2025-01-01'`, `TRUE`, `FALSE`; `NULL` only as a branch of `CASE` |
//! | arithmetic | `+ - * /` and `-x`, `ABS(x)`, `ROUND(x)`, `ROUND(x, 2)` |
//! | comparison | `= <> < <= > >=`, `x BETWEEN a AND b`, `x IN (a, b)`, `x IS NULL`, each with its `NOT` |
//! | logic | `AND`, `OR`, `NOT` |
//! | choice | `CASE WHEN c THEN x ELSE y END`, `CASE x WHEN a THEN y END`, `COALESCE`, `NULLIF`, `GREATEST`, `LEAST` |
//! | aggregates | `SUM AVG MIN MAX MEDIAN COUNT`, `COUNT(*)`, `COUNT(DISTINCT x)`, each with `FILTER (WHERE c)` |
//!
//! Keywords and functions may be in small or capital letters. Numbers and days have an order; of texts and truths only
//! equality is defined. Outside its aggregates an expression uses only constants and parameters. Comments, quoted names,
//! sub-queries, windows, casts and everything else SQL knows are refused.
//!
//! # Missing values
//! Missing is never zero. A condition is true, false or not known, as in SQL: `NULL AND FALSE` is false, `NULL = 1` is not
//! known, and `WHERE` and `WHEN` take only what is true. Arithmetic with a missing part is missing. So is `GREATEST` and
//! `LEAST`, which some engines answer with the parts that are there. Aggregates leave missing values out: `COUNT` of nothing
//! is 0, everything else of nothing is missing. Dividing by zero gives a missing value, not an error, because one row
//! must not stop a report; a definition that means it writes `x / NULLIF(y, 0)`, which every SQL engine understands.
//!
//! # Peers
//! `PEERS(x, code)` is (x − median) / (1.4826 × median absolute deviation) over all rows of the period with the same code,
//! without a code over all rows. It is missing where fewer than ten rows have a value, so that it tells nothing of one.
//!
//! # Units
//! Sums, differences, comparisons, branches and lists need one unit; products and quotients make their own. A constant or
//! a parameter takes the unit of what it meets. `COUNT` is a bare number; the other aggregates keep the unit.
//!
//! # Exact numbers
//! Numbers are decimals of at most 38 digits, at most ten of them after the point; there are no binary fractions anywhere.
//! Where digits must go, they are rounded half away from zero.
//!
//! | | decimals of the result |
//! |---|---|
//! | `+ -`, comparison, branches, lists | the larger number of the two |
//! | `*` | both added, at most ten |
//! | `/`, `AVG` | ten |
//! | `MEDIAN` | one more than the values, at most ten |
//! | `SUM MIN MAX`, `ABS`, `-x` | as the values |
//! | `ROUND(x, n)` | n, or fewer when there are fewer |
//! | `COUNT` | none |
//!
//! A sum is exact whatever the order of the rows; only a result with more than 38 digits is
//! [`EvaluationError::Overflow`], never a wrong number.

mod aggregate;
mod call;
mod check;
mod missing;
mod number;
mod parse;
mod peers;
mod place;
mod rows;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::ArrayRef;

use self::aggregate::Groups;
pub use self::number::decimal_at;
use self::rows::Frame;
use self::tree::{Node, What};
use crate::value::{Decimal, Unit};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An exact decimal: Arrow `Decimal128(38, scale)`.
    Number,
    /// Text or a code: Arrow `Utf8`.
    Text,
    /// A day: Arrow `Date32`.
    Date,
    /// Yes or no: Arrow `Boolean`.
    Boolean,
}

impl Kind {
    /// The word for it in messages, that of a field's `type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "decimal",
            Self::Text => "text",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }
}

/// What a value is and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// What it is.
    pub kind: Kind,
    /// Unit of a number.
    pub unit: Unit,
}

/// A column an expression speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Name of the column.
    pub name: String,
    /// True inside `PREVIOUS(…)`: the value of the period before.
    pub previous: bool,
}

/// The names an expression may use.
pub trait Scope {
    /// Type of a column.
    fn column(&self, name: &str) -> Option<Type>;
    /// Value of `PARAMETER(name)`.
    fn parameter(&self, name: &str) -> Option<Decimal>;
    /// All names, for "did you mean".
    fn names(&self) -> Vec<String>;
    /// All parameters, for "did you mean".
    fn parameters(&self) -> Vec<String>;
}

/// The columns an expression is evaluated over.
pub trait Columns {
    /// Number of rows; every column has as many.
    fn rows(&self) -> usize;
    /// Values of a column; missing and unreadable ones are null.
    fn column(&self, reference: &Reference) -> Option<ArrayRef>;
}

/// Something wrong in the text of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule it breaks, such as `unknown-name` or `unit-mismatch`.
    pub rule: &'static str,
    /// Bytes of the text.
    pub bytes: (usize, usize),
    /// Values of the rule's message.
    pub values: Vec<(&'static str, String)>,
}

/// An expression whose names, types and units have been checked.
#[derive(Debug, Clone)]
pub struct Expression {
    root: Arc<Node>,
    kind: Type,
    any_unit: bool,
}

/// Why an evaluation has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A number grew over 38 digits.
    #[error("a number has more than 38 digits")]
    Overflow,
    /// A column the expression speaks of is not there.
    #[error("the column '{0}' is not there")]
    NoColumn(String),
}

impl Expression {
    /// Reads and checks an expression; everything that is wrong with it otherwise, in the order of the text.
    pub fn parse(text: &str, scope: &dyn Scope) -> Result<Self, Vec<Fault>> {
        let mut root = parse::parse(text).map_err(|fault| vec![fault])?;
        let meaning = check::check(&mut root, text, scope)?;
        let any_unit = meaning.unit.is_none();
        let kind = Type { kind: meaning.kind, unit: meaning.unit.unwrap_or_default() };
        Ok(Self { root: Arc::new(root), kind, any_unit })
    }

    /// What its value is. The unit of a constant is that of a bare number; see [`Self::fits`].
    pub fn kind(&self) -> Type {
        self.kind.clone()
    }

    /// True for a number that may stand where this unit is asked: it has the unit, or is made of constants alone.
    pub fn fits(&self, unit: &Unit) -> bool {
        self.kind.kind == Kind::Number && (self.any_unit || self.kind.unit == *unit)
    }

    /// The columns it speaks of, sorted, each once.
    pub fn references(&self) -> Vec<Reference> {
        let mut references = BTreeSet::new();
        self.root.each(&mut |node| {
            if let What::Column(reference) = &node.what {
                references.insert(reference.clone());
            }
        });
        references.into_iter().collect()
    }

    /// True where it picks single values out of many: `MIN` or `MAX`.
    pub fn picks_extremes(&self) -> bool {
        let mut picks = false;
        self.root.each(&mut |node| {
            picks |= matches!(
                &node.what,
                What::Aggregate(tree::Aggregation {
                    function: tree::Aggregate::Minimum | tree::Aggregate::Maximum,
                    ..
                })
            );
        });
        picks
    }

    /// The texts that columns are compared with: column, text and its bytes.
    pub fn compared_texts(&self) -> Vec<(Reference, String, (usize, usize))> {
        let mut found = Vec::new();
        self.root.each(&mut |node| {
            let (one, others): (&Node, Vec<&Node>) = match &node.what {
                What::Compare(binary) => match &binary.left.what {
                    What::Column(_) => (&binary.left, vec![&binary.right]),
                    _ => (&binary.right, vec![&binary.left]),
                },
                What::In { value, list, .. } => (value, list.iter().collect()),
                _ => return,
            };
            let What::Column(column) = &one.what else { return };
            for other in others {
                if let What::Text(text) = &other.what {
                    found.push((column.clone(), text.clone(), other.bytes));
                }
            }
        });
        found
    }

    /// True when it has an aggregate function in it.
    pub fn is_aggregate(&self) -> bool {
        self.root.any(&|node| matches!(node.what, What::Aggregate(_)))
    }

    /// True when a row's value depends on other rows: on an aggregate of all of them, or on peers.
    pub fn looks_across(&self) -> bool {
        self.root.any(&|node| matches!(node.what, What::Aggregate(_) | What::Peers { .. }))
    }

    /// Bytes of the first part that turns a missing value into a number, such as `COALESCE(x, 0)`.
    pub fn missing_made_number(&self) -> Option<(usize, usize)> {
        missing::made_number(&self.root)
    }

    /// The same over other columns: names that are keys are replaced, `PREVIOUS` stays.
    #[must_use]
    pub fn rename(&self, names: &BTreeMap<String, String>) -> Self {
        let mut root = Node::clone(&self.root);
        root.change_columns(&|reference| {
            if let Some(name) = names.get(&reference.name) {
                reference.name.clone_from(name);
            }
        });
        Self { root: Arc::new(root), ..self.clone() }
    }

    /// One value per row. An aggregate in it has in every row the value of all rows together.
    pub fn rows(&self, columns: &dyn Columns) -> Result<ArrayRef, EvaluationError> {
        rows::evaluate(&self.root, &Frame { columns, groups: None })
    }

    /// One value per group, for an expression without columns outside its aggregates; `group` names each row's group,
    /// `None` and groups from `groups` on leave it out.
    pub fn groups(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<ArrayRef, EvaluationError> {
        let groups = Groups { of_rows: group, number: groups };
        rows::evaluate(&self.root, &Frame { columns, groups: Some(groups) })
    }
}
