//! The cell of a figure's table that an argument names.

use super::{Stop, one_of};
use crate::definition::Definitions;
use crate::definition::codelist::{Code, Codelist};
use crate::measure::Breakdown;
use crate::table::{code_of, nearest_code};

/// The cell that `district=18N;gender=women` names.
pub(super) fn breakdown(definitions: &Definitions, written: &str) -> Result<Breakdown, Stop> {
    let mut breakdown = Breakdown::new();
    for part in written.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (dimension, code) = part.split_once('=').map_or((part, ""), |(name, code)| (name.trim(), code.trim()));
        let Some(list) = definitions.codelists.get(dimension) else {
            let names: Vec<&str> = definitions.codelists.keys().map(String::as_str).collect();
            return Err(Stop::new(
                (format!("there is no codelist '{dimension}'"), format!("det finns ingen kodlista '{dimension}'")),
                one_of(dimension, &names),
            ));
        };
        let Some(known) = code_of(list, code) else { return Err(no_code(dimension, list, code)) };
        breakdown.insert(dimension.to_owned(), known.code.clone());
    }
    Ok(breakdown)
}

/// That a dimension has no such code, with those that it has and what they are called.
fn no_code(dimension: &str, list: &Codelist, code: &str) -> Stop {
    let message = if code.is_empty() {
        (
            format!("'{dimension}' breaks figures down: say by which of its codes, as in '{dimension}=CODE'"),
            format!("'{dimension}' delar upp uppgifter: ange vilken av dess koder, som i '{dimension}=KOD'"),
        )
    } else {
        (format!("'{code}' is no code of '{dimension}'"), format!("'{code}' är ingen kod i kodlistan '{dimension}'"))
    };
    let named = |language: &str| {
        let called = |code: &Code| match code.label.in_language(&[language]) {
            "" => code.code.clone(),
            label => format!("{} ({label})", code.code),
        };
        list.codes.iter().map(called).collect::<Vec<_>>().join(", ")
    };
    let near = nearest_code(list, code).map(|near| format!("{dimension}={}", near.code));
    let hint = match near {
        Some(near) => (format!("did you mean '{near}'?"), format!("menade du '{near}'?")),
        None => (format!("use one of: {}", named("en")), format!("använd någon av: {}", named("sv"))),
    };
    Stop::new(message, hint)
}
