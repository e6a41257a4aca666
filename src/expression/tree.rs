//! The tree of an expression: what is left once a text has been read.

use std::collections::BTreeSet;

use super::Reference;

/// A part of an expression and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub bytes: (usize, usize),
    pub what: What,
}

/// An exact number: `digits` / 10^`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub digits: i128,
    pub scale: i8,
}

/// What a part of an expression is.
#[derive(Debug, Clone)]
pub(super) enum What {
    Number(Number),
    Text(String),
    /// Days since 1970-01-01.
    Date(i32),
    Boolean(bool),
    Null,
    Column(Reference),
    /// The value is filled in when the names are checked.
    Parameter {
        name: String,
        value: Number,
    },
    Negate(Box<Node>),
    Not(Box<Node>),
    Arithmetic(Binary<Arithmetic>),
    Compare(Binary<Comparison>),
    Logic(Binary<Logic>),
    IsNull {
        value: Box<Node>,
        negated: bool,
    },
    In {
        value: Box<Node>,
        list: Vec<Node>,
        negated: bool,
    },
    Between {
        value: Box<Node>,
        low: Box<Node>,
        high: Box<Node>,
        negated: bool,
    },
    Case {
        operand: Option<Box<Node>>,
        branches: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    Call {
        function: Function,
        arguments: Vec<Node>,
    },
    Aggregate(Aggregation),
    /// How far a value lies from those of the rows with the same code.
    Peers {
        value: Box<Node>,
        among: Option<Box<Node>>,
    },
}

/// Two parts and what stands between them.
#[derive(Debug, Clone)]
pub(super) struct Binary<T> {
    pub operator: T,
    pub operator_bytes: (usize, usize),
    pub left: Box<Node>,
    pub right: Box<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// True when the two sides must have an order, not only be equal or not.
    pub fn is_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logic {
    And,
    Or,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Coalesce,
    NullIf,
    Greatest,
    Least,
    Absolute,
    /// To so many decimals.
    Round(i8),
}

/// An aggregate function over the rows of a group.
#[derive(Debug, Clone)]
pub(super) struct Aggregation {
    pub function: Aggregate,
    /// `None` is the star of `COUNT(*)`.
    pub argument: Option<Box<Node>>,
    pub distinct: bool,
    pub filter: Option<Box<Node>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    Sum,
    Count,
    Average,
    Minimum,
    Maximum,
    Median,
}

impl Node {
    /// The parts this one is made of, in the order of the text.
    pub fn children(&self) -> Vec<&Node> {
        match &self.what {
            What::Number(_)
            | What::Text(_)
            | What::Date(_)
            | What::Boolean(_)
            | What::Null
            | What::Column(_)
            | What::Parameter { .. } => Vec::new(),
            What::Negate(value) | What::Not(value) | What::IsNull { value, .. } => vec![value],
            What::Arithmetic(binary) => vec![&binary.left, &binary.right],
            What::Compare(binary) => vec![&binary.left, &binary.right],
            What::Logic(binary) => vec![&binary.left, &binary.right],
            What::In { value, list, .. } => std::iter::once(&**value).chain(list).collect(),
            What::Between { value, low, high, .. } => vec![value, low, high],
            What::Case { operand, branches, otherwise } => operand
                .as_deref()
                .into_iter()
                .chain(branches.iter().flat_map(|(when, then)| [when, then]))
                .chain(otherwise.as_deref())
                .collect(),
            What::Call { arguments, .. } => arguments.iter().collect(),
            What::Peers { value, among } => std::iter::once(&**value).chain(among.as_deref()).collect(),
            What::Aggregate(aggregation) => {
                aggregation.argument.as_deref().into_iter().chain(aggregation.filter.as_deref()).collect()
            }
        }
    }

    /// True when this part or one below it fits.
    pub fn any(&self, fits: &dyn Fn(&Node) -> bool) -> bool {
        fits(self) || self.children().into_iter().any(|child| child.any(fits))
    }

    /// True for what is no column times a number: two columns times each other, something divided by a column, or a rounded one.
    pub fn is_product(&self) -> bool {
        let has_column = |node: &Self| node.any(&|one| matches!(one.what, What::Column(_)));
        match &self.what {
            What::Arithmetic(Binary { operator: Arithmetic::Multiply, left, right, .. }) => {
                has_column(left) && has_column(right)
            }
            What::Arithmetic(Binary { operator: Arithmetic::Divide, right, .. }) => has_column(right),
            What::Call { function: Function::Round(_), arguments } => arguments.iter().any(has_column),
            _ => false,
        }
    }

    /// Tells the columns that give what they hold, and are not only asked.
    pub fn given(&self, found: &mut BTreeSet<Reference>) {
        let mut of = |nodes: &mut dyn Iterator<Item = &Node>| nodes.for_each(|node| node.given(found));
        match &self.what {
            What::Column(reference) => drop(found.insert(reference.clone())),
            What::Case { branches, otherwise, .. } => {
                of(&mut branches.iter().map(|(_, then)| then).chain(otherwise.as_deref()));
            }
            What::Call { function: Function::NullIf, arguments } => of(&mut arguments.iter().take(1)),
            What::Negate(_) | What::Arithmetic(_) | What::Call { .. } | What::Peers { .. } => {
                of(&mut self.children().into_iter());
            }
            _ => {}
        }
    }

    /// True when this part takes nothing of columns but the sum of each, which are told.
    pub fn takes_sums_alone(&self, summed: &mut BTreeSet<String>) -> bool {
        match &self.what {
            What::Aggregate(Aggregation { function: Aggregate::Sum, argument, distinct: false, filter: None }) => {
                match argument.as_deref().map(|argument| &argument.what) {
                    Some(What::Column(reference)) if reference.is_row() => {
                        summed.insert(reference.name.clone());
                        true
                    }
                    _ => false,
                }
            }
            What::Column(_) | What::Peers { .. } | What::Aggregate(_) => false,
            _ => self.children().into_iter().all(|child| child.takes_sums_alone(summed)),
        }
    }

    /// Calls `visit` on this part and all below it.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        for child in self.children() {
            child.each(visit);
        }
    }

    /// Calls `change` on every column in this part and below it.
    pub fn change_columns(&mut self, change: &dyn Fn(&mut Reference)) {
        let pass = |node: &mut Node| node.change_columns(change);
        match &mut self.what {
            What::Column(reference) => change(reference),
            What::Number(_)
            | What::Text(_)
            | What::Date(_)
            | What::Boolean(_)
            | What::Null
            | What::Parameter { .. } => {}
            What::Negate(value) | What::Not(value) | What::IsNull { value, .. } => pass(value),
            What::Arithmetic(Binary { left, right, .. })
            | What::Compare(Binary { left, right, .. })
            | What::Logic(Binary { left, right, .. }) => [left, right].into_iter().for_each(|node| pass(node)),
            What::In { value, list, .. } => {
                pass(value);
                list.iter_mut().for_each(pass);
            }
            What::Between { value, low, high, .. } => [value, low, high].into_iter().for_each(|node| pass(node)),
            What::Case { operand, branches, otherwise } => {
                operand.iter_mut().chain(otherwise).for_each(|node| pass(node));
                branches.iter_mut().flat_map(|(when, then)| [when, then]).for_each(pass);
            }
            What::Call { arguments, .. } => arguments.iter_mut().for_each(pass),
            What::Peers { value, among } => {
                std::iter::once(value).chain(among).for_each(|node| pass(node));
            }
            What::Aggregate(aggregation) => {
                aggregation.argument.iter_mut().chain(&mut aggregation.filter).for_each(|node| pass(node));
            }
        }
    }
}
