//! An expression over many rows as sums of columns, each times a number, where it is that and no more: of all rows, or of each
//! kind of row by itself where conditions part them.

use std::collections::BTreeMap;

use super::row_kind::{Cut, Mark, Parting, RowKind, RowKinds};
use super::tree::{Aggregate, Aggregation, Arithmetic, Binary, Comparison, Function, Logic, Node, What};
use super::{Expression, Reference};
use crate::value::common_divisor;

/// Sums, each times a whole number and all divided by another; what is added besides, once or for each row, is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear<K: Ord = Reference> {
    /// How often each is taken; never zero times.
    pub times: BTreeMap<K, i128>,
    /// What all of it is divided by; above zero.
    pub divisor: i128,
}

/// What is added up over the rows of a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Summand {
    /// One for each row.
    Rows,
    /// A column.
    Column(Reference),
}

/// Why an expression is no sums of kinds of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There are more kinds than were asked for.
    TooMany,
    /// It makes something else of its columns.
    Other,
}

impl Expression {
    /// The expression as sums of columns; `None` where it makes something else of them, or its numbers are too long for that.
    pub fn linear(&self) -> Option<Linear> {
        let Linear { times, divisor } = self.linear_in(&[], &RowKinds::default(), &RowKind::default())?;
        let column = |(summand, by)| match summand {
            Summand::Column(reference) => Some((reference, by)),
            // How many rows there are is everybody's knowledge.
            Summand::Rows => None,
        };
        Some(Linear { times: times.into_iter().filter_map(column).collect(), divisor })
    }

    /// The kinds of rows of each of which it is sums, where filters pick the rows.
    ///
    /// # Errors
    ///
    /// [`Unfit`] where it is no sums, or where there would be more than `most` kinds.
    pub fn kinds(&self, filters: &[&Self], most: usize) -> Result<RowKinds, Unfit> {
        let mut kinds = RowKinds::default();
        loop {
            let mut unknown = None;
            for kind in kinds.each(most).ok_or(Unfit::TooMany)? {
                let mut look = Look { kinds: &kinds, kind: &kind, unknown: None };
                if look.filtered(self, filters).is_none() {
                    unknown = Some(look.unknown.ok_or(Unfit::Other)?);
                    break;
                }
            }
            match unknown {
                Some((parting, mark)) => kinds.add(parting, mark),
                None => return Ok(kinds),
            }
        }
    }

    /// The sums it is of rows of a kind.
    pub fn linear_in(&self, filters: &[&Self], kinds: &RowKinds, kind: &RowKind) -> Option<Linear<Summand>> {
        Look { kinds, kind, unknown: None }.filtered(self, filters)
    }
}

/// An expression looked at for one kind of row.
struct Look<'k> {
    kinds: &'k RowKinds,
    kind: &'k RowKind,
    /// What would have to be known of the row.
    unknown: Option<(Parting, Mark)>,
}

/// A number and columns of a row, each times a number: the number stands under `None`.
type Row = Linear<Option<Reference>>;

impl Look<'_> {
    fn filtered(&mut self, of: &Expression, filters: &[&Expression]) -> Option<Linear<Summand>> {
        for filter in filters {
            if !self.truth(&filter.root)? {
                return Some(Linear::nothing());
            }
        }
        self.sums(&of.root)
    }

    fn sums(&mut self, node: &Node) -> Option<Linear<Summand>> {
        match &node.what {
            What::Number(_) | What::Parameter { .. } => Some(Linear::nothing()),
            What::Negate(value) => self.sums(value)?.times((-1, 1)),
            What::Arithmetic(Binary { operator, left, right, .. }) => match operator {
                Arithmetic::Add => self.sums(left)?.plus(self.sums(right)?, 1),
                Arithmetic::Subtract => self.sums(left)?.plus(self.sums(right)?, -1),
                Arithmetic::Multiply => match (self.constant(left), self.constant(right)) {
                    (_, Some(by)) => self.sums(left)?.times(by),
                    (Some(by), None) => self.sums(right)?.times(by),
                    (None, None) => None,
                },
                // What is divided by a number of rows is a mean: how many they are is told beside it.
                Arithmetic::Divide if is_count(right) => self.sums(left),
                Arithmetic::Divide => {
                    let (digits, divisor) = self.constant(right)?;
                    self.sums(left)?.times((divisor, digits))
                }
            },
            What::Aggregate(aggregation) => self.aggregate(aggregation),
            What::Case { branches, otherwise, .. } => {
                let results = branches.iter().map(|(_, then)| then).chain(otherwise.as_deref());
                let mut found: Option<Linear<Summand>> = None;
                for result in results.filter(|result| !matches!(result.what, What::Null)) {
                    let sums = self.sums(result)?;
                    if !sums.times.is_empty() && found.replace(sums.clone()).is_some_and(|other| other != sums) {
                        return None;
                    }
                }
                Some(found.unwrap_or_else(Linear::nothing))
            }
            What::Call { function: Function::Coalesce | Function::NullIf | Function::Round(_), arguments } => {
                self.sums(arguments.first()?)
            }
            _ => None,
        }
    }

    /// Of a mean what is added up for it.
    fn aggregate(
        &mut self,
        Aggregation { function, argument, distinct, filter }: &Aggregation,
    ) -> Option<Linear<Summand>> {
        if let Some(filter) = filter
            && !self.truth(filter)?
        {
            return Some(Linear::nothing());
        }
        match (function, argument.as_deref()) {
            (Aggregate::Sum | Aggregate::Average, Some(argument)) if !distinct => Some(self.row(argument)?.over_rows()),
            (Aggregate::Count, None) => Some(Linear::one(Summand::Rows)),
            (Aggregate::Count, Some(argument)) => {
                Some(if self.is_nothing(argument)? { Linear::nothing() } else { Linear::one(Summand::Rows) })
            }
            _ => None,
        }
    }

    fn constant(&mut self, node: &Node) -> Option<(i128, i128)> {
        self.row(node)?.constant()
    }

    /// The value of a row; `None` where it is no sum of columns, or not enough is known of the row.
    fn row(&mut self, node: &Node) -> Option<Row> {
        match &node.what {
            What::Number(number) | What::Parameter { value: number, .. } => {
                Linear::one(None).times((number.digits, 10_i128.pow(u32::from(number.scale.unsigned_abs()))))
            }
            What::Date(days) => Linear::one(None).times((i128::from(*days), 1)),
            What::Null => Some(Linear::nothing()),
            What::Column(reference) => Some(Linear::one(Some(reference.clone()))),
            What::Negate(value) => self.row(value)?.times((-1, 1)),
            What::Arithmetic(Binary { operator, left, right, .. }) => {
                let (left, right) = (self.row(left)?, self.row(right)?);
                match operator {
                    Arithmetic::Add => left.plus(right, 1),
                    Arithmetic::Subtract => left.plus(right, -1),
                    Arithmetic::Multiply => match (left.constant(), right.constant()) {
                        (_, Some(by)) => left.times(by),
                        (Some(by), None) => right.times(by),
                        (None, None) => None,
                    },
                    Arithmetic::Divide => right.constant().and_then(|(digits, divisor)| left.times((divisor, digits))),
                }
            }
            What::Case { operand, branches, otherwise } => {
                let then = self.branch(operand.as_deref(), branches)?;
                then.or(otherwise.as_deref()).map_or_else(|| Some(Linear::nothing()), |then| self.row(then))
            }
            What::Call { function, arguments } => self.call(*function, arguments),
            _ => None,
        }
    }

    fn call(&mut self, function: Function, arguments: &[Node]) -> Option<Row> {
        match function {
            Function::Greatest | Function::Least => {
                let (first, others) = arguments.split_first()?;
                let mut found = self.row(first)?;
                for other in others {
                    let other = self.row(other)?;
                    let is_less = self.is_below(&other.clone().plus(found.clone(), -1)?, false)?;
                    if is_less == (function == Function::Least) {
                        found = other;
                    }
                }
                Some(found)
            }
            Function::Absolute => {
                let value = self.row(arguments.first()?)?;
                if self.is_below(&value, false)? { value.times((-1, 1)) } else { Some(value) }
            }
            Function::Coalesce => {
                for argument in arguments {
                    let is_null = match &argument.what {
                        What::Column(column) => self.is_null(column)?,
                        _ => false,
                    };
                    if !is_null {
                        return self.row(argument);
                    }
                }
                Some(Linear::nothing())
            }
            Function::NullIf => {
                let (value, other) = (arguments.first()?, arguments.get(1)?);
                if self.are_equal(value, other)? { Some(Linear::nothing()) } else { self.row(value) }
            }
            Function::Round(_) => self.row(arguments.first()?),
        }
    }

    /// Whether a condition holds; what is no comparison of sums is one of its own.
    fn truth(&mut self, node: &Node) -> Option<bool> {
        match &node.what {
            What::Boolean(holds) => Some(*holds),
            What::Not(value) => Some(!self.truth(value)?),
            What::Logic(Binary { operator, left, right, .. }) => match (operator, self.truth(left)?) {
                (Logic::And, false) => Some(false),
                (Logic::Or, true) => Some(true),
                _ => self.truth(right),
            },
            What::Compare(Binary { operator, left, right, .. }) => match operator {
                Comparison::Equal => self.are_equal(left, right),
                Comparison::NotEqual => Some(!self.are_equal(left, right)?),
                Comparison::Less => self.is_less((left, right), false, node),
                Comparison::LessOrEqual => self.is_less((left, right), true, node),
                Comparison::Greater => self.is_less((right, left), false, node),
                Comparison::GreaterOrEqual => self.is_less((right, left), true, node),
            },
            What::In { value, list, negated } => {
                for one in list {
                    if self.are_equal(value, one)? {
                        return Some(!negated);
                    }
                }
                Some(*negated)
            }
            What::Between { value, low, high, negated } => {
                let is_in = self.is_less((low, value), true, node)? && self.is_less((value, high), true, node)?;
                Some(is_in != *negated)
            }
            What::IsNull { value, negated } => match &value.what {
                What::Column(column) => Some(self.is_null(column)? != *negated),
                _ => self.word(format!("{:?}", node.what)),
            },
            What::Column(column) => self.word(column.to_string()),
            other => self.word(format!("{other:?}")),
        }
    }

    fn are_equal(&mut self, one: &Node, other: &Node) -> Option<bool> {
        if let (What::Column(column), What::Text(text)) | (What::Text(text), What::Column(column)) =
            (&one.what, &other.what)
        {
            return self.ask(Parting::Code(column.clone()), Mark::Code(text.clone()));
        }
        match self.between((one, other))? {
            Some(between) => Some(self.is_below(&between, true)? && !self.is_below(&between, false)?),
            None => self.word(format!("{:?} = {:?}", one.what, other.what)),
        }
    }

    fn is_less(&mut self, pair: (&Node, &Node), or_equal: bool, whole: &Node) -> Option<bool> {
        match self.between(pair)? {
            Some(between) => self.is_below(&between, or_equal),
            None => self.word(format!("{:?} {:?} {or_equal} {:?}", pair.0.what, pair.1.what, whole.bytes)),
        }
    }

    /// One value less another; none inside where they are no sums of columns.
    #[expect(clippy::option_option, reason = "not enough known of the row is another thing than no sum of columns")]
    fn between(&mut self, (one, other): (&Node, &Node)) -> Option<Option<Row>> {
        let between = self.row(one).and_then(|one| one.plus(self.row(other)?, -1));
        if between.is_none() && self.unknown.is_some() { None } else { Some(between) }
    }

    /// Whether a value is less than nothing, or no more.
    fn is_below(&mut self, value: &Row, or_equal: bool) -> Option<bool> {
        let constant = value.times.get(&None).copied().unwrap_or(0);
        let mut form: BTreeMap<Reference, i128> =
            value.times.iter().filter_map(|(of, by)| Some((of.clone()?, *by))).collect();
        let Some(first) = form.values().next().copied() else {
            return Some(constant < 0 || (or_equal && constant == 0));
        };
        let by = form.values().fold(0, |common, by| common_divisor(common, *by)) * first.signum();
        for times in form.values_mut() {
            *times /= by;
        }
        // Divided by less than nothing it is more than that which it was less than.
        let cut = Cut::new(constant.checked_neg()?, by, or_equal == (by > 0))?;
        Some(self.ask(Parting::Number(form), Mark::Cut(cut))? == (by > 0))
    }

    /// Whether there is nothing to count; `None` where that does not hang on columns and conditions alone.
    fn is_nothing(&mut self, node: &Node) -> Option<bool> {
        match &node.what {
            What::Null => Some(true),
            What::Number(_) | What::Parameter { .. } | What::Text(_) | What::Boolean(_) | What::Date(_) => Some(false),
            What::Column(column) => self.is_null(column),
            What::Negate(value) => self.is_nothing(value),
            What::Case { operand, branches, otherwise } => {
                let then = self.branch(operand.as_deref(), branches)?;
                then.or(otherwise.as_deref()).map_or(Some(true), |then| self.is_nothing(then))
            }
            _ => None,
        }
    }

    /// What a row is where the conditions of branches are asked in turn; none inside where it meets none of them.
    #[expect(clippy::option_option, reason = "not enough known of the row is another thing than no branch")]
    fn branch<'n>(&mut self, operand: Option<&Node>, branches: &'n [(Node, Node)]) -> Option<Option<&'n Node>> {
        for (when, then) in branches {
            let is_it = match operand {
                Some(operand) => self.are_equal(operand, when)?,
                None => self.truth(when)?,
            };
            if is_it {
                return Some(Some(then));
            }
        }
        Some(None)
    }

    fn is_null(&mut self, column: &Reference) -> Option<bool> {
        self.word(format!("{column} IS NULL"))
    }

    fn word(&mut self, word: String) -> Option<bool> {
        self.ask(Parting::Word(word), Mark::True)
    }

    fn ask(&mut self, parting: Parting, mark: Mark) -> Option<bool> {
        let known = self.kinds.is_so(self.kind, &parting, &mark);
        if known.is_none() {
            self.unknown = Some((parting, mark));
        }
        known
    }
}

/// True for a number of rows.
fn is_count(node: &Node) -> bool {
    matches!(node.what, What::Aggregate(Aggregation { function: Aggregate::Count, distinct: false, .. }))
}

impl<K: Ord + Clone> Linear<K> {
    fn nothing() -> Self {
        Self { times: BTreeMap::new(), divisor: 1 }
    }

    fn one(of: K) -> Self {
        Self { times: [(of, 1)].into(), divisor: 1 }
    }

    /// The sums times a number, which is a quotient of two.
    fn times(self, (digits, divisor): (i128, i128)) -> Option<Self> {
        if divisor == 0 {
            return None;
        }
        let (digits, divisor) =
            if divisor < 0 { (digits.checked_neg()?, divisor.checked_neg()?) } else { (digits, divisor) };
        let mut times = BTreeMap::new();
        for (of, by) in self.times.into_iter().filter(|_| digits != 0) {
            times.insert(of, by.checked_mul(digits)?);
        }
        Some(Self { times, divisor: self.divisor.checked_mul(divisor)? }.shortened())
    }

    /// The sums and others, which are taken from them where `sign` is below zero.
    fn plus(self, other: Self, sign: i128) -> Option<Self> {
        let (mine, theirs) = (self.divisor, other.divisor);
        let mut times = BTreeMap::new();
        for (of, by) in self.times {
            times.insert(of, by.checked_mul(theirs)?);
        }
        for (of, by) in other.times {
            let more = by.checked_mul(mine)?.checked_mul(sign)?;
            let sum = times.entry(of).or_insert(0_i128);
            *sum = sum.checked_add(more)?;
        }
        times.retain(|_, by| *by != 0);
        Some(Self { times, divisor: mine.checked_mul(theirs)? }.shortened())
    }

    /// The same with the shortest numbers.
    fn shortened(self) -> Self {
        let common = self.times.values().fold(self.divisor, |common, by| common_divisor(common, *by));
        let times = self.times.into_iter().map(|(of, by)| (of, by / common)).collect();
        Self { times, divisor: self.divisor / common }
    }
}

impl Row {
    /// The number it is, where it takes nothing of any column.
    fn constant(&self) -> Option<(i128, i128)> {
        let of_columns = self.times.keys().any(Option::is_some);
        (!of_columns).then(|| (self.times.get(&None).copied().unwrap_or(0), self.divisor))
    }

    /// What all rows of the kind add up to.
    fn over_rows(self) -> Linear<Summand> {
        let summand = |of: Option<Reference>| of.map_or(Summand::Rows, Summand::Column);
        Linear { times: self.times.into_iter().map(|(of, by)| (summand(of), by)).collect(), divisor: self.divisor }
    }
}
