//! Finds the places where an expression turns a missing value into a number.

use super::place::Bytes;
use super::tree::{Function, Node, What};

/// The first `COALESCE` or `CASE` that puts a number where a value is missing.
pub(super) fn made_number(node: &Node) -> Option<Bytes> {
    let found = match &node.what {
        What::Call { function: Function::Coalesce, arguments } => arguments.iter().skip(1).any(is_number),
        What::Case { operand: None, branches, otherwise } => {
            branches.iter().any(|(when, then)| is_number(then) && asks_missing(when, true))
                || otherwise.as_deref().is_some_and(is_number)
                    && branches.iter().any(|(when, _)| asks_missing(when, false))
        }
        _ => false,
    };
    if found {
        return Some(node.bytes);
    }
    node.children().into_iter().find_map(made_number)
}

/// True for a number that no value of a row changes.
fn is_number(node: &Node) -> bool {
    match &node.what {
        What::Number(_) | What::Parameter { .. } => true,
        What::Negate(value) => is_number(value),
        What::Arithmetic(binary) => is_number(&binary.left) && is_number(&binary.right),
        What::Call { arguments, .. } => arguments.iter().all(is_number),
        _ => false,
    }
}

/// True when a condition holds because something is missing (`missing`) or is there (`!missing`).
fn asks_missing(node: &Node, missing: bool) -> bool {
    match &node.what {
        What::IsNull { negated, .. } => *negated != missing,
        What::Not(value) => asks_missing(value, !missing),
        What::Logic(binary) => asks_missing(&binary.left, missing) || asks_missing(&binary.right, missing),
        _ => false,
    }
}
