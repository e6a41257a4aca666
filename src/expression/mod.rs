//! The SQL subset of checks and indicators: parsed, checked for types and units, evaluated over Arrow columns.
//!
#![doc = include_str!("../../indicators/EXPRESSIONS.md")]

mod aggregate;
mod call;
mod check;
mod core;
mod linear;
mod missing;
mod number;
mod parse;
mod peers;
mod place;
mod reference;
mod row_kind;
mod rows;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::ArrayRef;

use self::aggregate::Groups;
pub use self::linear::{Linear, Summand, Unfit};
pub use self::number::decimal_at;
pub use self::reference::{Of, Reference};
pub use self::row_kind::{RowKind, RowKinds};
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

/// The names an expression may use.
pub trait Scope {
    /// Type of a column.
    fn column(&self, name: &str) -> Option<Type>;
    /// Type of a column of another dataset.
    fn other(&self, _dataset: &str, _name: &str) -> Option<Type> {
        None
    }
    /// Columns of other datasets as `dataset.name`, for "did you mean"; none at all where `OTHER` has no place.
    fn others(&self) -> Option<Vec<String>> {
        None
    }
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
    text: Arc<str>,
    root: Arc<Node>,
    kind: Type,
    any_unit: bool,
}

/// Why an evaluation has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A number grew over 38 digits, in this part of the text; empty where it is the result that cannot be written.
    #[error("a number has more than 38 digits: {0}")]
    Overflow(String),
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
        Ok(Self { text: text.into(), root: Arc::new(root), kind, any_unit })
    }

    /// What its value is. The unit of a constant is that of a bare number; see [`Self::fits`].
    pub fn kind(&self) -> Type {
        self.kind.clone()
    }

    /// True for a number that may stand where this unit is asked: it has the unit, or is made of constants alone.
    pub fn fits(&self, unit: &Unit) -> bool {
        self.kind.kind == Kind::Number && (self.any_unit || self.kind.unit == *unit)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
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

    /// The columns it speaks of, with the bytes where each stands, in the order of the text.
    pub fn places(&self) -> Vec<(Reference, (usize, usize))> {
        let mut places = Vec::new();
        self.root.each(&mut |node| {
            if let What::Column(reference) = &node.what {
                places.push((reference.clone(), node.bytes));
            }
        });
        places.sort_by_key(|(_, bytes)| *bytes);
        places
    }

    /// True where it picks single values out of many: `MIN` or `MAX`.
    pub fn picks_extremes(&self) -> bool {
        self.takes(|one| matches!(one.function, tree::Aggregate::Minimum | tree::Aggregate::Maximum))
    }

    /// True where it picks the middle of many values: `MEDIAN`.
    pub fn picks_middle(&self) -> bool {
        self.takes(|one| one.function == tree::Aggregate::Median)
    }

    /// True where all that it makes of many rows are sums and counts, and no mean or single value.
    pub fn is_of_sums(&self) -> bool {
        !self.takes(|one| match one.function {
            tree::Aggregate::Sum => one.distinct,
            tree::Aggregate::Count => false,
            _ => true,
        })
    }

    /// True where it divides something by what is made of many rows: a share, whose parts nobody could protect.
    pub fn divides_by_many(&self) -> bool {
        let is_of_many = |node: &tree::Node| matches!(node.what, What::Aggregate(_));
        self.root.any(&|node| match &node.what {
            What::Arithmetic(one) => one.operator == tree::Arithmetic::Divide && one.right.any(&is_of_many),
            _ => false,
        })
    }

    /// True where it adds up what is no sum of columns in rows of any kind: products or quotients of columns, or rounded ones.
    pub fn adds_up_products(&self) -> bool {
        self.takes(|one| {
            let adds = matches!(one.function, tree::Aggregate::Sum | tree::Aggregate::Average);
            adds && one.argument.as_ref().is_some_and(|argument| argument.any(&tree::Node::is_product))
        })
    }

    /// The columns of which it makes something of many rows, other than counting them, each once; not those that it only asks to
    /// find the rows.
    pub fn added_up(&self) -> BTreeSet<Reference> {
        let mut found = BTreeSet::new();
        self.root.each(&mut |node| {
            let What::Aggregate(one) = &node.what else { return };
            if let Some(argument) = one.argument.as_deref().filter(|_| one.function != tree::Aggregate::Count) {
                argument.given(&mut found);
            }
        });
        found
    }

    /// True where it makes something of many rows in such a way.
    fn takes(&self, is_it: impl Fn(&tree::Aggregation) -> bool) -> bool {
        self.root.any(&|node| matches!(&node.what, What::Aggregate(one) if is_it(one)))
    }

    /// True where it counts each value once, however many rows have it.
    pub fn counts_distinct(&self) -> bool {
        self.takes(|one| one.distinct)
    }

    /// The columns of which it only counts how many values there are; `None` where it takes each value once to do anything else.
    pub fn counted_once(&self) -> Option<Vec<&Reference>> {
        let mut counted = Some(Vec::new());
        self.root.each(&mut |node| {
            let What::Aggregate(one) = &node.what else { return };
            if !one.distinct {
                return;
            }
            match (one.function, one.argument.as_deref().map(|argument| &argument.what), &mut counted) {
                (tree::Aggregate::Count, Some(What::Column(column)), Some(counted)) => counted.push(column),
                _ => counted = None,
            }
        });
        counted
    }

    /// True where something is taken from something else in it.
    pub fn subtracts(&self) -> bool {
        let takes = |binary: &tree::Binary<tree::Arithmetic>| binary.operator == tree::Arithmetic::Subtract;
        self.root.any(&|node| match &node.what {
            What::Negate(_) => true,
            What::Arithmetic(binary) => takes(binary),
            _ => false,
        })
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

    /// The columns of a row of which it says that one is at most the other, the smaller first, where it says nothing else.
    pub fn part_and_whole(&self) -> Option<(&str, &str)> {
        let What::Compare(compared) = &self.root.what else { return None };
        let (small, large) = match compared.operator {
            tree::Comparison::LessOrEqual => (&compared.left, &compared.right),
            tree::Comparison::GreaterOrEqual => (&compared.right, &compared.left),
            _ => return None,
        };
        match (&small.what, &large.what) {
            (What::Column(part), What::Column(whole)) if part.is_row() && whole.is_row() => {
                Some((&part.name, &whole.name))
            }
            _ => None,
        }
    }

    /// True when it has an aggregate function in it.
    pub fn is_aggregate(&self) -> bool {
        self.root.any(&|node| matches!(node.what, What::Aggregate(_)))
    }

    /// True when a row's value depends on other rows: on an aggregate of all of them, or on peers.
    pub fn looks_across(&self) -> bool {
        self.root.any(&|node| matches!(node.what, What::Aggregate(_) | What::Peers { .. }))
    }

    /// The columns it speaks of, where it takes nothing of them but the sum of each: then it is the same of rows and of their
    /// sums.
    pub fn summed(&self) -> Option<BTreeSet<String>> {
        let mut columns = BTreeSet::new();
        self.root.takes_sums_alone(&mut columns).then_some(columns)
    }

    /// Bytes of the first part that turns a missing value into a number, such as `COALESCE(x, 0)`.
    pub fn missing_made_number(&self) -> Option<(usize, usize)> {
        missing::made_number(&self.root)
    }

    /// The same over other columns: names that are keys are replaced, whose value each is stays.
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
        rows::evaluate(&self.root, &Frame { text: &self.text, columns, groups: None, by_share: false })
    }

    /// One value per group, for an expression without columns outside its aggregates; `group` names each row's group,
    /// `None` and groups from `groups` on leave it out.
    pub fn groups(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<ArrayRef, EvaluationError> {
        self.of_groups(columns, Groups { of_rows: group, number: groups }, false)
    }

    /// What each group gives to the value of all of them: as [`Expression::groups`], but of sums and differences of aggregates
    /// one that has no value in a group, such as by its `FILTER`, adds nothing there.
    pub fn shares(
        &self,
        columns: &dyn Columns,
        group: &[Option<u32>],
        groups: usize,
    ) -> Result<ArrayRef, EvaluationError> {
        self.of_groups(columns, Groups { of_rows: group, number: groups }, true)
    }

    fn of_groups(&self, columns: &dyn Columns, groups: Groups, by_share: bool) -> Result<ArrayRef, EvaluationError> {
        rows::evaluate(&self.root, &Frame { text: &self.text, columns, groups: Some(groups), by_share })
    }
}
