//! Checks names, types and units, and fills in the parameters.

use super::number::from_decimal;
use super::place::{Bytes, snippet};
use super::tree::{Aggregate, Aggregation, Arithmetic, Binary, Comparison, Function, Node, What};
use super::{Fault, Kind, Of, Reference, Scope, Type};
use crate::text::nearest;
use crate::value::{Decimal, Unit};

/// Most names that a fault lists when none is near.
const MAX_NAMES: usize = 12;

/// What a part is; a number without a unit of its own takes that of what it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub kind: Kind,
    pub unit: Option<Unit>,
}

impl Meaning {
    fn of(kind: Kind) -> Self {
        Self { kind, unit: Some(Unit::none()) }
    }
}

/// Checks an expression; what it is, or everything that is wrong with it in the order of the text.
pub(super) fn check(root: &mut Node, text: &str, scope: &dyn Scope) -> Result<Meaning, Vec<Fault>> {
    let mut checker = Checker { text, scope, faults: Vec::new() };
    let meaning = checker.node(root, false);
    if root.any(&|node| matches!(node.what, What::Aggregate(_))) {
        checker.outside(root);
    }
    checker.faults.sort_by_key(|fault| fault.bytes);
    match meaning {
        Some(meaning) if checker.faults.is_empty() => Ok(meaning),
        _ => Err(checker.faults),
    }
}

struct Checker<'a> {
    text: &'a str,
    scope: &'a dyn Scope,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    /// What a part is, or nothing when a fault in it has been told.
    fn node(&mut self, node: &mut Node, aggregated: bool) -> Option<Meaning> {
        let bytes = node.bytes;
        match &mut node.what {
            What::Number(_) => Some(Meaning { kind: Kind::Number, unit: None }),
            What::Text(_) => Some(Meaning::of(Kind::Text)),
            What::Date(_) => Some(Meaning::of(Kind::Date)),
            What::Boolean(_) => Some(Meaning::of(Kind::Boolean)),
            What::Null => self.fault("not-in-subset", bytes, vec![("what", snippet(self.text, bytes))]),
            What::Column(reference) => self.column(reference, bytes),
            What::Parameter { name, value } => match self.scope.parameter(name) {
                Some(known) => {
                    *value = from_decimal(known);
                    Some(Meaning { kind: Kind::Number, unit: None })
                }
                None => self.unknown("unknown-parameter", name, &self.scope.parameters(), bytes),
            },
            What::Negate(value) => self.expect(value, &[Kind::Number], aggregated),
            What::Not(value) => self.expect(value, &[Kind::Boolean], aggregated),
            What::Arithmetic(binary) => self.arithmetic(binary, aggregated),
            What::Compare(binary) => self.comparison(binary, aggregated),
            What::Logic(binary) => {
                let left = self.expect(&mut binary.left, &[Kind::Boolean], aggregated);
                let right = self.expect(&mut binary.right, &[Kind::Boolean], aggregated);
                left.and(right)
            }
            What::IsNull { value, .. } => self.node(value, aggregated).map(|_| Meaning::of(Kind::Boolean)),
            What::In { value, list, .. } => {
                self.same(std::iter::once(&mut **value).chain(list), aggregated).map(|_| Meaning::of(Kind::Boolean))
            }
            What::Between { value, low, high, .. } => self.between(value, low, high, (bytes, aggregated)),
            What::Case { operand, branches, otherwise } => {
                let (operand, otherwise) = (operand.as_deref_mut(), otherwise.as_deref_mut());
                self.case(operand, branches, otherwise, (bytes, aggregated))
            }
            What::Call { function, arguments } => self.call(*function, arguments, aggregated),
            What::Aggregate(aggregation) => self.aggregation(aggregation, bytes, aggregated),
            // Like an aggregate it looks at all rows, so it cannot stand inside one.
            What::Peers { .. } if aggregated => {
                self.fault("nested-aggregate", bytes, vec![("value", snippet(self.text, bytes))])
            }
            What::Peers { value, among } => {
                let value = self.expect(value, &[Kind::Number], true);
                let among = among.as_mut().map(|among| self.expect(among, &[Kind::Text], true));
                value?;
                among.is_none_or(|among| among.is_some()).then(|| Meaning::of(Kind::Number))
            }
        }
    }

    fn comparison(&mut self, binary: &mut Binary<Comparison>, aggregated: bool) -> Option<Meaning> {
        let left = self.node(&mut binary.left, aggregated);
        let right = self.node(&mut binary.right, aggregated);
        let both = self.agree((left?, binary.left.bytes), (right?, binary.right.bytes), binary.operator_bytes)?;
        if binary.operator.is_order() {
            self.ordered(&both, binary.left.bytes)?;
        }
        Some(Meaning::of(Kind::Boolean))
    }

    fn between(
        &mut self,
        value: &mut Node,
        low: &mut Node,
        high: &mut Node,
        (bytes, aggregated): (Bytes, bool),
    ) -> Option<Meaning> {
        if is_above(low, high) {
            return self.fault("empty-range", bytes, vec![("value", snippet(self.text, bytes))]);
        }
        let at = value.bytes;
        let all = self.same([value, low, high].into_iter(), aggregated)?;
        self.ordered(&all, at)?;
        Some(Meaning::of(Kind::Boolean))
    }

    fn case(
        &mut self,
        operand: Option<&mut Node>,
        branches: &mut [(Node, Node)],
        otherwise: Option<&mut Node>,
        (bytes, aggregated): (Bytes, bool),
    ) -> Option<Meaning> {
        let mut results: Vec<&mut Node> = Vec::new();
        let mut conditions: Vec<&mut Node> = Vec::new();
        for (condition, result) in branches {
            conditions.push(condition);
            results.push(result);
        }
        results.extend(otherwise);
        let conditions = if let Some(operand) = operand {
            self.same(std::iter::once(operand).chain(conditions), aggregated).is_some()
        } else {
            // Every condition is checked, so that all faults are told at once.
            let fits = |condition| self.expect(condition, &[Kind::Boolean], aggregated).is_some();
            conditions.into_iter().map(fits).filter(|fits| !fits).count() == 0
        };
        // NULL says "no figure" and is whatever the other branches are.
        results.retain(|result| !matches!(result.what, What::Null));
        if results.is_empty() {
            return self.fault("not-in-subset", bytes, vec![("what", snippet(self.text, bytes))]);
        }
        let results = self.same(results.into_iter(), aggregated);
        results.filter(|_| conditions)
    }

    fn column(&mut self, reference: &Reference, bytes: Bytes) -> Option<Meaning> {
        if let Some(known) = self.known(reference) {
            return Some(Meaning { kind: known.kind, unit: Some(known.unit) });
        }
        let Of::Other(dataset) = &reference.of else {
            return self.unknown("unknown-name", &reference.name, &self.scope.names(), bytes);
        };
        match self.scope.others() {
            Some(others) => self.unknown("unknown-name", &format!("{dataset}.{}", reference.name), &others, bytes),
            None => self.fault("not-in-subset", bytes, vec![("what", snippet(self.text, bytes))]),
        }
    }

    fn known(&self, reference: &Reference) -> Option<Type> {
        match &reference.of {
            Of::Row | Of::Previous => self.scope.column(&reference.name),
            Of::Other(dataset) => self.scope.other(dataset, &reference.name),
        }
    }

    fn arithmetic(&mut self, binary: &mut Binary<Arithmetic>, aggregated: bool) -> Option<Meaning> {
        if binary.operator == Arithmetic::Divide && is_zero(&binary.right) {
            let bytes = (binary.operator_bytes.0, binary.right.bytes.1);
            return self.fault("not-in-subset", bytes, vec![("what", snippet(self.text, bytes))]);
        }
        let left = self.expect(&mut binary.left, &[Kind::Number], aggregated);
        let right = self.expect(&mut binary.right, &[Kind::Number], aggregated);
        let (left, right) = (left?, right?);
        let product = |combine: fn(&Unit, &Unit) -> Unit| match (&left.unit, &right.unit) {
            (None, None) => None,
            (left, right) => {
                let none = Unit::none();
                Some(combine(left.as_ref().unwrap_or(&none), right.as_ref().unwrap_or(&none)))
            }
        };
        let unit = match binary.operator {
            Arithmetic::Multiply => product(Unit::times),
            Arithmetic::Divide => product(Unit::per),
            Arithmetic::Add | Arithmetic::Subtract => {
                return self.agree((left, binary.left.bytes), (right, binary.right.bytes), binary.operator_bytes);
            }
        };
        Some(Meaning { kind: Kind::Number, unit })
    }

    fn call(&mut self, function: Function, arguments: &mut [Node], aggregated: bool) -> Option<Meaning> {
        match function {
            Function::Coalesce | Function::NullIf => self.same(arguments.iter_mut(), aggregated),
            Function::Greatest | Function::Least => {
                let first = arguments[0].bytes;
                let all = self.same(arguments.iter_mut(), aggregated)?;
                self.ordered(&all, first)?;
                Some(all)
            }
            Function::Absolute | Function::Round(_) => self.expect(&mut arguments[0], &[Kind::Number], aggregated),
        }
    }

    fn aggregation(&mut self, aggregation: &mut Aggregation, bytes: Bytes, aggregated: bool) -> Option<Meaning> {
        if aggregated {
            return self.fault("nested-aggregate", bytes, vec![("value", snippet(self.text, bytes))]);
        }
        let argument = aggregation.argument.as_mut().map(|argument| match aggregation.function {
            Aggregate::Count => self.node(argument, true),
            Aggregate::Minimum | Aggregate::Maximum => self.expect(argument, &[Kind::Number, Kind::Date], true),
            Aggregate::Sum | Aggregate::Average | Aggregate::Median => self.expect(argument, &[Kind::Number], true),
        });
        let filter = aggregation.filter.as_mut().map(|filter| self.expect(filter, &[Kind::Boolean], true));
        if matches!(argument, Some(None)) || matches!(filter, Some(None)) {
            return None;
        }
        if aggregation.function == Aggregate::Count { Some(Meaning::of(Kind::Number)) } else { argument.flatten() }
    }

    /// Columns that stand outside every aggregate of an expression that has one.
    fn outside(&mut self, node: &Node) {
        match &node.what {
            What::Aggregate(_) => {}
            // A name that nobody knows has been told already.
            What::Column(reference) if self.known(reference).is_some() => {
                let values = vec![("name", reference.name.clone())];
                self.faults.push(Fault { rule: "column-outside-aggregate", bytes: node.bytes, values });
            }
            _ => node.children().into_iter().for_each(|child| self.outside(child)),
        }
    }

    /// A part that must be of one of some kinds.
    fn expect(&mut self, node: &mut Node, kinds: &[Kind], aggregated: bool) -> Option<Meaning> {
        let meaning = self.node(node, aggregated)?;
        if kinds.contains(&meaning.kind) { Some(meaning) } else { self.mismatch(node.bytes, meaning.kind, kinds) }
    }

    /// A part that must have an order; of texts and truths only equality is defined.
    fn ordered(&mut self, meaning: &Meaning, bytes: Bytes) -> Option<()> {
        match meaning.kind {
            Kind::Number | Kind::Date => Some(()),
            kind => self.mismatch(bytes, kind, &[Kind::Number, Kind::Date]),
        }
    }

    /// Parts that must all be of one kind and unit.
    fn same<'n>(&mut self, nodes: impl Iterator<Item = &'n mut Node>, aggregated: bool) -> Option<Meaning> {
        let parts: Vec<(Option<Meaning>, Bytes)> =
            nodes.map(|node| (self.node(node, aggregated), node.bytes)).collect();
        let mut common: Option<(Meaning, Bytes)> = None;
        for (meaning, bytes) in parts {
            let part = (meaning?, bytes);
            common = Some(match common {
                None => part,
                Some(common) => {
                    let place = common.1;
                    (self.agree(common, part, bytes)?, place)
                }
            });
        }
        common.map(|(meaning, _)| meaning)
    }

    /// What two parts are together; units that differ are told at `place`.
    fn agree(&mut self, left: (Meaning, Bytes), right: (Meaning, Bytes), place: Bytes) -> Option<Meaning> {
        let (left, (right, right_bytes)) = (left.0, right);
        if left.kind != right.kind {
            return self.mismatch(right_bytes, right.kind, &[left.kind]);
        }
        match (left.unit, right.unit) {
            (Some(one), Some(other)) if left.kind == Kind::Number && one != other => {
                let values = vec![("left", unit_name(&one)), ("right", unit_name(&other))];
                self.fault("unit-mismatch", place, values)
            }
            (one, other) => Some(Meaning { kind: left.kind, unit: one.or(other) }),
        }
    }

    fn mismatch<T>(&mut self, bytes: Bytes, found: Kind, expected: &[Kind]) -> Option<T> {
        let expected: Vec<&str> = expected.iter().map(|kind| kind.name()).collect();
        let value = snippet(self.text, bytes);
        let values = vec![("value", value), ("found", found.name().to_owned()), ("expected", expected.join("/"))];
        self.fault("type-mismatch", bytes, values)
    }

    fn unknown<T>(&mut self, rule: &'static str, name: &str, known: &[String], bytes: Bytes) -> Option<T> {
        let suggestion = nearest(name, known.iter().map(String::as_str)).map_or_else(
            || match known {
                [] => "–".to_owned(),
                known if known.len() <= MAX_NAMES => known.join(", "),
                known => format!("{}, …", known[..MAX_NAMES].join(", ")),
            },
            str::to_owned,
        );
        self.fault(rule, bytes, vec![("name", name.to_owned()), ("suggestion", suggestion)])
    }

    fn fault<T>(&mut self, rule: &'static str, bytes: Bytes, values: Vec<(&'static str, String)>) -> Option<T> {
        self.faults.push(Fault { rule, bytes, values });
        None
    }
}

/// True for a number that is written as zero.
fn is_zero(node: &Node) -> bool {
    match &node.what {
        What::Number(number) => number.digits == 0,
        What::Negate(value) => is_zero(value),
        _ => false,
    }
}

/// A unit in a message of any language; a bare number has the unit 1.
fn unit_name(unit: &Unit) -> String {
    if unit.is_none() { "1".to_owned() } else { unit.to_string() }
}

/// True for two written numbers or days of which the first is the larger: nothing lies between them.
fn is_above(low: &Node, high: &Node) -> bool {
    match (&low.what, &high.what) {
        (What::Date(low), What::Date(high)) => low > high,
        _ => written(low).zip(written(high)).is_some_and(|(low, high)| low > high),
    }
}

/// A number that is written, perhaps with a sign.
fn written(node: &Node) -> Option<Decimal> {
    match &node.what {
        What::Number(number) => {
            Decimal::try_from_i128_with_scale(number.digits, u32::try_from(number.scale).ok()?).ok()
        }
        What::Negate(inner) => written(inner).map(|number| -number),
        _ => None,
    }
}
