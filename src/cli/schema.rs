//! `nytta schema`: JSON Schemas of the definition files.

use super::output::Output;
use super::{Ended, Stop};
use crate::definition::schema;

pub(super) fn run(of: Option<&str>, output: &Output) -> Result<Ended, Stop> {
    let schemas = schema::schemas();
    let chosen = match of {
        None => serde_json::to_value(&schemas),
        Some(name) => match schemas.get(name) {
            Some(schema) => Ok(schema.clone()),
            None => {
                let names: Vec<&str> = schemas.keys().copied().collect();
                return Err(Stop::new(format!("there is no schema '{name}'"), super::one_of(name, &names)));
            }
        },
    }
    .expect("a schema is JSON");
    let text = serde_json::to_string_pretty(&chosen).expect("a schema is JSON");
    output.print(&text);
    output.print("\n");
    Ok(Ended::Done)
}
