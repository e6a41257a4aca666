//! What an expression makes of the columns, without what everybody knows: constants, the sign of a whole, and rounding.

use super::tree::{Aggregate, Aggregation, Arithmetic, Binary, Comparison, Function, Node, Number, What};
use super::{Expression, Linear, Reference, Summand};

/// Most kinds of rows in each of which it is looked for columns.
const KINDS: usize = 32;

impl Expression {
    /// The same without the constants that are added, the sign of what is a sum in all, and rounding; `None` where there are none.
    /// Where it takes nothing of any column and counts, only what is added to the whole of it is left out.
    ///
    /// Who reads it takes out what the definition says and reckons with the rest.
    #[must_use]
    pub fn core(&self) -> Option<Self> {
        let root = if self.takes_columns() { of_all(&self.root) } else { of_count(&self.root) }?;
        Some(Self { root: root.into(), ..self.clone() })
    }

    /// What it takes of each column where it is nothing but sums of several, each times a number.
    pub fn parts(&self) -> Vec<(Reference, Self)> {
        let linear = self.core().as_ref().unwrap_or(self).linear();
        let Some(Linear { times, divisor }) = linear.filter(|linear| linear.times.len() > 1) else { return Vec::new() };
        let made = |what: What| Node { bytes: self.root.bytes, what };
        let number = |digits: i128| made(What::Number(Number { digits, scale: 0 }));
        let binary = |operator: Arithmetic, left: Node, right: Node| {
            let operator_bytes = self.root.bytes;
            made(What::Arithmetic(Binary { operator, operator_bytes, left: left.into(), right: right.into() }))
        };
        let part = |(column, by): (Reference, i128)| {
            let argument = Some(made(What::Column(column.clone())).into());
            let sum = Aggregation { function: Aggregate::Sum, argument, distinct: false, filter: None };
            let times = binary(Arithmetic::Multiply, made(What::Aggregate(sum)), number(by));
            let root = if divisor == 1 { times } else { binary(Arithmetic::Divide, times, number(divisor)) };
            (column, Self { root: root.into(), ..self.clone() })
        };
        times.into_iter().map(part).collect()
    }

    /// Of a mean how many rows it is of, where these are not all: they are `picked`, or a condition within it picks them.
    ///
    /// How many rows there are in all is told beside every figure. Of several means there is none.
    pub fn base(&self, picked: bool) -> Option<Self> {
        let mut means = Vec::new();
        self.root.each(&mut |node| match &node.what {
            What::Aggregate(one) if one.function == Aggregate::Average => means.push(one.clone()),
            _ => {}
        });
        let (Some(mean), true) = (means.pop(), means.is_empty()) else { return None };
        let picks = |node: &Node| matches!(node.what, What::Case { .. });
        let is_of_some = picked || mean.filter.is_some() || mean.argument.as_ref().is_some_and(|of| of.any(&picks));
        let root =
            Node { bytes: self.root.bytes, what: What::Aggregate(Aggregation { function: Aggregate::Count, ..mean }) };
        is_of_some.then(|| Self { root: root.into(), ..self.clone() })
    }

    /// True where rows of any kind give what stands in a column of theirs.
    fn takes_columns(&self) -> bool {
        let kinds = self.kinds(&[], KINDS).ok().and_then(|kinds| Some((kinds.each(KINDS)?, kinds)));
        let Some((all, kinds)) = kinds else { return takes_column(&self.root) };
        let is_column = |summand: &Summand| matches!(summand, Summand::Column(_));
        let of_kinds = all.iter().filter_map(|kind| self.linear_in(&[], &kinds, kind));
        of_kinds.flat_map(|of| of.times.into_keys()).any(|summand| is_column(&summand))
    }
}

/// What is made of many rows, without constants; `None` where it has none.
fn of_all(node: &Node) -> Option<Node> {
    let what = match &node.what {
        What::Aggregate(aggregation) => return of_aggregate(node, aggregation),
        What::Arithmetic(binary) if binary.operator == Arithmetic::Divide && !is_constant(&binary.left) => {
            arithmetic(binary, Some(of_all(&binary.left)?), None)
        }
        What::Call { function: Function::Absolute | Function::Round(_) | Function::NullIf, arguments } => {
            let of = arguments.first()?;
            return Some(of_all(of).unwrap_or_else(|| of.clone()));
        }
        What::Call { function: Function::Greatest | Function::Least, arguments } => {
            let mut others = arguments.iter().filter(|one| !is_constant(one));
            let (Some(of), None) = (others.next(), others.next()) else { return None };
            return Some(of_all(of).unwrap_or_else(|| of.clone()));
        }
        What::Call { function: Function::Coalesce, arguments } => {
            let found: Vec<Option<Node>> = arguments.iter().map(of_all).collect();
            found
                .iter()
                .any(Option::is_some)
                .then(|| What::Call { function: Function::Coalesce, arguments: kept(found, arguments.iter()) })?
        }
        _ => return shared(node, of_all),
    };
    Some(Node { bytes: node.bytes, what })
}

/// What is counted, without what is added to it and rounding; `None` where there is nothing of that.
fn of_count(node: &Node) -> Option<Node> {
    match &node.what {
        What::Call { function: Function::Round(_), arguments } => {
            let of = arguments.first()?;
            Some(of_count(of).unwrap_or_else(|| of.clone()))
        }
        What::Number(_) | What::Parameter { .. } | What::Negate(_) | What::Arithmetic(_) => shared(node, of_count),
        _ => None,
    }
}

fn of_aggregate(node: &Node, aggregation: &Aggregation) -> Option<Node> {
    let what = match aggregation.function {
        Aggregate::Sum | Aggregate::Average => {
            let argument = of_row(aggregation.argument.as_deref()?)?;
            What::Aggregate(Aggregation { argument: Some(argument.into()), ..aggregation.clone() })
        }
        Aggregate::Count => zero(),
        Aggregate::Minimum | Aggregate::Maximum | Aggregate::Median => return None,
    };
    Some(Node { bytes: node.bytes, what })
}

/// What is made of one row, without constants; `None` where it has none.
fn of_row(node: &Node) -> Option<Node> {
    let made = |what: What| Node { bytes: node.bytes, what };
    let What::Call { function, arguments } = &node.what else { return shared(node, of_row) };
    let (first, others) = arguments.split_first()?;
    let core = |node: &Node| of_row(node).unwrap_or_else(|| node.clone());
    match function {
        Function::Round(_) => Some(core(first)),
        Function::Absolute => {
            let core = of_row(first)?;
            let below = compared(first.clone(), Comparison::Less, made(zero()));
            let negative = made(What::Negate(core.clone().into()));
            Some(made(either(below, negative, core)))
        }
        Function::NullIf => {
            let core = of_row(first)?;
            let same = compared(first.clone(), Comparison::Equal, others.first()?.clone());
            Some(made(either(same, made(What::Null), core)))
        }
        Function::Coalesce => {
            arguments.iter().any(|one| of_row(one).is_some()).then_some(())?;
            let there = |one: &Node| made(What::IsNull { value: one.clone().into(), negated: true });
            let branches = arguments.iter().map(|one| (there(one), core(one))).collect();
            Some(made(What::Case { operand: None, branches, otherwise: None }))
        }
        Function::Greatest | Function::Least => {
            arguments.iter().any(|one| of_row(one).is_some()).then_some(())?;
            let operator = if *function == Function::Greatest { Comparison::Less } else { Comparison::Greater };
            let mut found = (first.clone(), core(first));
            for other in others {
                let is_other = compared(found.0.clone(), operator, other.clone());
                let both = vec![found.0, other.clone()];
                let core = made(either(is_other, core(other), found.1));
                found = (made(What::Call { function: *function, arguments: both }), core);
            }
            Some(found.1)
        }
    }
}

/// What is alike of a row and of many.
fn shared(node: &Node, core: fn(&Node) -> Option<Node>) -> Option<Node> {
    let what = match &node.what {
        What::Number(value) | What::Parameter { value, .. } => (value.digits != 0).then(zero)?,
        What::Negate(value) => What::Negate(core(value)?.into()),
        What::Arithmetic(binary) => match (binary.operator, is_constant(&binary.left), is_constant(&binary.right)) {
            (Arithmetic::Multiply | Arithmetic::Divide, true, true) => zero(),
            (Arithmetic::Add | Arithmetic::Subtract, ..) => {
                let (left, right) = (core(&binary.left), core(&binary.right));
                (left.is_some() || right.is_some()).then(|| arithmetic(binary, left, right))?
            }
            (Arithmetic::Multiply, true, false) => arithmetic(binary, None, Some(core(&binary.right)?)),
            (Arithmetic::Multiply | Arithmetic::Divide, false, true) => {
                arithmetic(binary, Some(core(&binary.left)?), None)
            }
            (Arithmetic::Multiply | Arithmetic::Divide, _, false) => return None,
        },
        What::Case { operand, branches, otherwise } => {
            let found: Vec<Option<Node>> = branches.iter().map(|(_, then)| core(then)).collect();
            let other = otherwise.as_deref().and_then(core);
            (other.is_some() || found.iter().any(Option::is_some)).then_some(())?;
            let then = kept(found, branches.iter().map(|(_, then)| then));
            What::Case {
                operand: operand.clone(),
                branches: branches.iter().map(|(when, _)| when.clone()).zip(then).collect(),
                otherwise: other.map(Box::new).or_else(|| otherwise.clone()),
            }
        }
        _ => return None,
    };
    Some(Node { bytes: node.bytes, what })
}

/// What was found, or what stands there where nothing was.
fn kept<'n>(found: Vec<Option<Node>>, of: impl Iterator<Item = &'n Node>) -> Vec<Node> {
    found.into_iter().zip(of).map(|(found, node)| found.unwrap_or_else(|| node.clone())).collect()
}

fn arithmetic(of: &Binary<Arithmetic>, left: Option<Node>, right: Option<Node>) -> What {
    let mut made = of.clone();
    if let Some(left) = left {
        made.left = left.into();
    }
    if let Some(right) = right {
        made.right = right.into();
    }
    What::Arithmetic(made)
}

fn compared(left: Node, operator: Comparison, right: Node) -> Node {
    let bytes = left.bytes;
    let (left, right) = (left.into(), right.into());
    Node { bytes, what: What::Compare(Binary { operator, operator_bytes: bytes, left, right }) }
}

fn either(when: Node, then: Node, otherwise: Node) -> What {
    What::Case { operand: None, branches: vec![(when, then)], otherwise: Some(otherwise.into()) }
}

fn zero() -> What {
    What::Number(Number { digits: 0, scale: 0 })
}

/// True for what no row changes.
fn is_constant(node: &Node) -> bool {
    !node.any(&|node| matches!(node.what, What::Column(_) | What::Aggregate(_) | What::Peers { .. }))
}

/// True where a column gives what it holds, and is not only asked.
fn takes_column(node: &Node) -> bool {
    match &node.what {
        What::Column(_) | What::Peers { .. } => true,
        What::Case { branches, otherwise, .. } => {
            branches.iter().map(|(_, then)| then).chain(otherwise.as_deref()).any(takes_column)
        }
        What::Aggregate(Aggregation { function: Aggregate::Count, .. }) => false,
        What::Aggregate(Aggregation { argument, .. }) => argument.as_deref().is_some_and(takes_column),
        What::Negate(_) | What::Arithmetic(_) | What::Call { .. } => node.children().into_iter().any(takes_column),
        _ => false,
    }
}
