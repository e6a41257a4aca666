//! Reads a text with sqlparser and keeps the parts that belong to the subset, each with its exact place.

use chrono::{Datelike, NaiveDate};
use sqlparser::ast::{BinaryOperator, DataType, Expr, UnaryOperator, Value};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::call;
use super::number::MAX_SCALE;
use super::place::{Bytes, Places, Subset};
use super::tree::{Arithmetic, Binary, Comparison, Logic, Node, Number, What};
use super::{Fault, Reference};

/// Nesting and chaining deeper than this is refused, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 200;
/// A function inside a function counts as so many: what it leaves without its constants writes its argument out twice.
const DEPTH_OF_CALL: usize = 20;
/// Brackets inside brackets; sqlparser counts them itself.
const MAX_BRACKETS: usize = 50;

/// Reads a text; names, types and units are not yet looked at.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let places = Places::read(text)?;
    let mut parser =
        Parser::new(&Subset).with_recursion_limit(MAX_BRACKETS).with_tokens_with_locations(places.located());
    let expression = parser.parse_expr().map_err(|error| places.syntax(&error.to_string()))?;
    // The parser stops where an expression ends and says nothing about what follows.
    let next = parser.peek_token();
    if next.token != Token::EOF {
        return Err(places.near(places.bytes(next.span)));
    }
    Reader { places: &places }.node(&expression, 0)
}

/// Turns sqlparser's tree into ours.
struct Reader<'a> {
    places: &'a Places<'a>,
}

impl Reader<'_> {
    /// Reads one part. Places are made from the tokens, because sqlparser's spans leave out brackets and keywords.
    fn node(&self, expression: &Expr, depth: usize) -> Result<Node, Fault> {
        if depth > MAX_DEPTH {
            return Err(self.places.near(self.places.bytes_of(expression)));
        }
        let depth = depth + 1;
        match expression {
            Expr::Identifier(name) => {
                let what = What::Column(Reference::row(&name.value));
                Ok(Node { bytes: self.places.bytes(name.span), what })
            }
            Expr::Value(value) => self.value(&value.value, self.places.bytes(value.span)),
            Expr::TypedString(typed) if typed.data_type == DataType::Date => {
                let (start, end) = self.places.bytes(typed.value.span);
                let bytes = (self.places.token_before(start).0, end);
                match &typed.value.value {
                    Value::SingleQuotedString(day) => self.date(day, bytes),
                    _ => Err(self.places.refuse(bytes)),
                }
            }
            Expr::Nested(inner) => {
                let mut node = self.node(inner, depth)?;
                node.bytes = (self.places.token_before(node.bytes.0).0, self.places.token_after(node.bytes.1).1);
                Ok(node)
            }
            Expr::UnaryOp { op, expr } => {
                let value = Box::new(self.node(expr, depth)?);
                let bytes = (self.places.token_before(value.bytes.0).0, value.bytes.1);
                let what = match op {
                    UnaryOperator::Minus => What::Negate(value),
                    UnaryOperator::Not => What::Not(value),
                    _ => return Err(self.places.refuse(bytes)),
                };
                Ok(Node { bytes, what })
            }
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, depth),
            Expr::IsNull(value) => self.is_null(value, false, depth),
            Expr::IsNotNull(value) => self.is_null(value, true, depth),
            Expr::InList { expr, list, negated } => self.in_list(expr, list, *negated, depth),
            Expr::Between { expr, negated, low, high } => {
                let value = Box::new(self.node(expr, depth)?);
                let (low, high) = (Box::new(self.node(low, depth)?), Box::new(self.node(high, depth)?));
                let bytes = (value.bytes.0, high.bytes.1);
                Ok(Node { bytes, what: What::Between { value, low, high, negated: *negated } })
            }
            Expr::Case { case_token, end_token, operand, conditions, else_result } => {
                let one = |part: &Expr| self.node(part, depth).map(Box::new);
                let operand = operand.as_deref().map(one).transpose()?;
                let branches = conditions
                    .iter()
                    .map(|branch| Ok((self.node(&branch.condition, depth)?, self.node(&branch.result, depth)?)))
                    .collect::<Result<_, Fault>>()?;
                let otherwise = else_result.as_deref().map(one).transpose()?;
                let bytes = (self.places.bytes(case_token.0.span).0, self.places.bytes(end_token.0.span).1);
                Ok(Node { bytes, what: What::Case { operand, branches, otherwise } })
            }
            Expr::Function(function) => {
                call::read(self.places, function, &|part| self.node(part, depth - 1 + DEPTH_OF_CALL))
            }
            // Everything else sqlparser knows, today and tomorrow, is outside the subset.
            other => Err(self.places.refuse(self.places.bytes_of(other))),
        }
    }

    fn value(&self, value: &Value, bytes: Bytes) -> Result<Node, Fault> {
        let what = match value {
            Value::Number(written, false) => What::Number(number(written).ok_or_else(|| self.places.refuse(bytes))?),
            Value::SingleQuotedString(text) => What::Text(text.clone()),
            Value::Boolean(value) => What::Boolean(*value),
            Value::Null => What::Null,
            _ => return Err(self.places.refuse(bytes)),
        };
        Ok(Node { bytes, what })
    }

    fn date(&self, day: &str, bytes: Bytes) -> Result<Node, Fault> {
        let date = NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| self.places.refuse(bytes))?;
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("1970-01-01 is a day");
        Ok(Node { bytes, what: What::Date(date.num_days_from_ce() - epoch.num_days_from_ce()) })
    }

    fn in_list(&self, value: &Expr, list: &[Expr], negated: bool, depth: usize) -> Result<Node, Fault> {
        let value = Box::new(self.node(value, depth)?);
        let list: Vec<Node> = list.iter().map(|item| self.node(item, depth)).collect::<Result<_, _>>()?;
        let bytes = (value.bytes.0, self.places.brackets_after(value.bytes.1).1);
        if list.is_empty() {
            return Err(self.places.near(bytes));
        }
        Ok(Node { bytes, what: What::In { value, list, negated } })
    }

    fn is_null(&self, value: &Expr, negated: bool, depth: usize) -> Result<Node, Fault> {
        let value = Box::new(self.node(value, depth)?);
        let mut end = value.bytes.1;
        for _ in 0..if negated { 3 } else { 2 } {
            end = self.places.token_after(end).1;
        }
        Ok(Node { bytes: (value.bytes.0, end), what: What::IsNull { value, negated } })
    }

    fn binary(&self, left: &Expr, operator: &BinaryOperator, right: &Expr, depth: usize) -> Result<Node, Fault> {
        let left = Box::new(self.node(left, depth)?);
        let right = Box::new(self.node(right, depth)?);
        let bytes = (left.bytes.0, right.bytes.1);
        let operator_bytes = self.places.token_after(left.bytes.1);
        let arithmetic = |operator, left, right| What::Arithmetic(Binary { operator, operator_bytes, left, right });
        let compare = |operator, left, right| What::Compare(Binary { operator, operator_bytes, left, right });
        let logic = |operator, left, right| What::Logic(Binary { operator, operator_bytes, left, right });
        let what = match operator {
            BinaryOperator::Plus => arithmetic(Arithmetic::Add, left, right),
            BinaryOperator::Minus => arithmetic(Arithmetic::Subtract, left, right),
            BinaryOperator::Multiply => arithmetic(Arithmetic::Multiply, left, right),
            BinaryOperator::Divide => arithmetic(Arithmetic::Divide, left, right),
            BinaryOperator::Eq => compare(Comparison::Equal, left, right),
            BinaryOperator::NotEq => compare(Comparison::NotEqual, left, right),
            BinaryOperator::Lt => compare(Comparison::Less, left, right),
            BinaryOperator::LtEq => compare(Comparison::LessOrEqual, left, right),
            BinaryOperator::Gt => compare(Comparison::Greater, left, right),
            BinaryOperator::GtEq => compare(Comparison::GreaterOrEqual, left, right),
            BinaryOperator::And => logic(Logic::And, left, right),
            BinaryOperator::Or => logic(Logic::Or, left, right),
            _ => return Err(self.places.refuse(operator_bytes)),
        };
        Ok(Node { bytes, what })
    }
}

/// A number as it is written: digits with at most one point, at most 38 of them and ten after the point.
fn number(written: &str) -> Option<Number> {
    let (whole, part) = written.split_once('.').unwrap_or((written, ""));
    let scale = i8::try_from(part.len()).ok().filter(|scale| *scale <= MAX_SCALE)?;
    let digits = format!("{whole}{part}");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.trim_start_matches('0').len() <= 38;
    plain.then(|| digits.parse().ok()).flatten().map(|digits| Number { digits, scale })
}
