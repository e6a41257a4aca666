//! `nytta schema`: JSON Schemas of the definition files.

use super::output::Output;
use super::{Ended, Stop};
use crate::definition::schema;

pub(super) fn run(of: Option<&str>, output: &Output) -> Result<Ended, Stop> {
    let schemas = schema::schemas();
    let chosen = match of {
        None => serde_json::to_value(&schemas).expect("a schema is JSON"),
        Some(name) => schemas.get(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = schemas.keys().copied().collect();
            let message = (format!("there is no schema '{name}'"), format!("det finns inget schema '{name}'"));
            Stop::new(message, super::one_of(name, &names))
        })?,
    };
    let text = serde_json::to_string_pretty(&chosen).expect("a schema is JSON");
    output.print(&text);
    output.print("\n");
    Ok(Ended::Done)
}
