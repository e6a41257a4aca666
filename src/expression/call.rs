//! Reads calls: scalar functions, aggregate functions, `PREVIOUS`, `OTHER` and `PARAMETER`.

use sqlparser::ast::{
    DuplicateTreatment, Expr, Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments, ObjectNamePart, Value,
};

use super::number::MAX_SCALE;
use super::place::{Bytes, Places};
use super::tree::{Aggregate, Aggregation, Function, Node, Number, What};
use super::{Fault, Reference};
use crate::text::nearest;

/// All functions, with how many arguments each takes.
const FUNCTIONS: [(&str, usize, usize); 16] = [
    ("ABS", 1, 1),
    ("AVG", 1, 1),
    ("COALESCE", 2, usize::MAX),
    ("COUNT", 1, 1),
    ("GREATEST", 2, usize::MAX),
    ("LEAST", 2, usize::MAX),
    ("MAX", 1, 1),
    ("MEDIAN", 1, 1),
    ("MIN", 1, 1),
    ("NULLIF", 2, 2),
    ("OTHER", 1, 1),
    ("PARAMETER", 1, 1),
    ("PEERS", 1, 2),
    ("PREVIOUS", 1, 1),
    ("ROUND", 1, 2),
    ("SUM", 1, 1),
];

/// Aggregate functions that may take each value once.
const OF_DISTINCT: [&str; 3] = ["AVG", "COUNT", "SUM"];

/// Reads a part of the call.
type Read<'a> = &'a dyn Fn(&Expr) -> Result<Node, Fault>;

/// Reads a call; `read` reads what stands between its brackets.
pub(super) fn read(places: &Places, call: &Call, read: Read) -> Result<Node, Fault> {
    let [ObjectNamePart::Identifier(name)] = &call.name.0[..] else {
        return Err(places.refuse(places.all()));
    };
    let name_bytes = places.bytes(name.span);
    let arguments_end = places.brackets_after(name_bytes.1).1;
    // The bracket of FILTER (WHERE …) is the next pair after the arguments.
    let end = if call.filter.is_some() { places.brackets_after(arguments_end).1 } else { arguments_end };
    let bytes = (name_bytes.0, end);
    let upper = name.value.to_uppercase();
    let Some(&(function, least, most)) = FUNCTIONS.iter().find(|(function, ..)| *function == upper) else {
        let all = || FUNCTIONS.iter().map(|(name, ..)| *name);
        let suggestion = nearest(&upper, all()).map_or_else(|| all().collect::<Vec<_>>().join(", "), str::to_owned);
        let values = vec![("name", name.value.clone()), ("suggestion", suggestion)];
        return Err(Fault { rule: "unknown-function", bytes: name_bytes, values });
    };
    let FunctionArguments::List(list) = &call.args else { return Err(places.refuse(bytes)) };
    let plain = !call.uses_odbc_syntax && matches!(call.parameters, FunctionArguments::None) && list.clauses.is_empty();
    if call.null_treatment.is_some() || call.over.is_some() || !call.within_group.is_empty() {
        return Err(places.refuse(places.token_after(end)));
    }
    let distinct = list.duplicate_treatment == Some(DuplicateTreatment::Distinct);
    if !plain || list.duplicate_treatment.is_some() && !(distinct && OF_DISTINCT.contains(&function)) {
        return Err(places.refuse(bytes));
    }
    if !(least..=most).contains(&list.args.len()) {
        return Err(wrong_number(function, (least, most), list.args.len(), bytes));
    }
    let arguments: Vec<&FunctionArgExpr> = list
        .args
        .iter()
        .map(|argument| match argument {
            FunctionArg::Unnamed(argument) => Ok(argument),
            _ => Err(places.refuse(bytes)),
        })
        .collect::<Result<_, _>>()?;
    if let Some(aggregate) = aggregate(function) {
        let argument = match arguments[0] {
            FunctionArgExpr::Expr(argument) => Some(Box::new(read(argument)?)),
            FunctionArgExpr::Wildcard if aggregate == Aggregate::Count && !distinct => None,
            _ => return Err(places.refuse(bytes)),
        };
        let filter = call.filter.as_deref().map(|filter| read(filter).map(Box::new)).transpose()?;
        let what = What::Aggregate(Aggregation { function: aggregate, argument, distinct, filter });
        return Ok(Node { bytes, what });
    }
    if call.filter.is_some() {
        return Err(places.refuse(bytes));
    }
    let arguments: Vec<&Expr> = arguments
        .into_iter()
        .map(|argument| match argument {
            FunctionArgExpr::Expr(argument) => Ok(argument),
            _ => Err(places.refuse(bytes)),
        })
        .collect::<Result<_, _>>()?;
    scalar(places, function, &arguments, bytes, read)
}

fn aggregate(function: &str) -> Option<Aggregate> {
    Some(match function {
        "SUM" => Aggregate::Sum,
        "COUNT" => Aggregate::Count,
        "AVG" => Aggregate::Average,
        "MIN" => Aggregate::Minimum,
        "MAX" => Aggregate::Maximum,
        "MEDIAN" => Aggregate::Median,
        _ => return None,
    })
}

fn scalar(places: &Places, function: &str, arguments: &[&Expr], bytes: Bytes, read: Read) -> Result<Node, Fault> {
    let name = || match arguments[0] {
        Expr::Identifier(name) => Ok(name.value.clone()),
        other => Err(places.refuse(places.bytes_of(other))),
    };
    let function = match function {
        "PREVIOUS" => {
            return Ok(Node { bytes, what: What::Column(Reference::previous(&name()?)) });
        }
        "OTHER" => {
            let Expr::CompoundIdentifier(parts) = arguments[0] else {
                return Err(places.refuse(places.bytes_of(arguments[0])));
            };
            let [dataset, name] = &parts[..] else { return Err(places.refuse(places.bytes_of(arguments[0]))) };
            return Ok(Node { bytes, what: What::Column(Reference::other(&dataset.value, &name.value)) });
        }
        "PARAMETER" => {
            let value = Number { digits: 0, scale: 0 };
            return Ok(Node { bytes, what: What::Parameter { name: name()?, value } });
        }
        "PEERS" => {
            let value = Box::new(read(arguments[0])?);
            let among = arguments.get(1).map(|among| read(among).map(Box::new)).transpose()?;
            return Ok(Node { bytes, what: What::Peers { value, among } });
        }
        "COALESCE" => Function::Coalesce,
        "NULLIF" => Function::NullIf,
        "GREATEST" => Function::Greatest,
        "LEAST" => Function::Least,
        "ABS" => Function::Absolute,
        _ => Function::Round(match arguments.get(1) {
            None => 0,
            Some(&written) => decimals(written).ok_or_else(|| places.refuse(places.bytes_of(written)))?,
        }),
    };
    // The decimals of ROUND are part of the function.
    let values = if let Function::Round(_) = function { &arguments[..1] } else { arguments };
    let arguments = values.iter().map(|argument| read(argument)).collect::<Result<_, _>>()?;
    Ok(Node { bytes, what: What::Call { function, arguments } })
}

fn wrong_number(function: &str, (least, most): (usize, usize), given: usize, bytes: Bytes) -> Fault {
    let expected = match most {
        usize::MAX => format!("{least}–"),
        most if most == least => least.to_string(),
        most => format!("{least}–{most}"),
    };
    let values = vec![("function", function.to_owned()), ("expected", expected), ("given", given.to_string())];
    Fault { rule: "wrong-number-of-arguments", bytes, values }
}

/// A whole number that stands for decimals, as in `ROUND(x, 2)`.
fn decimals(expression: &Expr) -> Option<i8> {
    let Expr::Value(value) = expression else { return None };
    let Value::Number(written, false) = &value.value else { return None };
    written.parse().ok().filter(|decimals| (0..=MAX_SCALE).contains(decimals))
}
