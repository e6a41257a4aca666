//! `nytta schema`: JSON Schemas of the definition files and of what a report carries, and datasets as Table Schema or CSVW.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::output::Output;
use super::{Common, Ended, Stop, init, open};
use crate::definition::{self, schema};
use crate::form;
use crate::pipeline;
use crate::report::provenance::Provenance;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which file: project, pack, dataset or indicator, or provenance, the data that a report carries; all when left out.
    /// With --to the project's folder;
    /// the packs that ship with the program when left out.
    #[arg(value_name = "OF|PROJECT")]
    of: Option<String>,
    /// Dataset to describe; may be left out where there is one.
    #[arg(long, requires = "to")]
    dataset: Option<String>,
    /// Describe a dataset in the words of another standard.
    #[arg(long, value_enum)]
    to: Option<Standard>,
    /// File to write instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Standards that tell what a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Standard {
    /// Table Schema of the Data Package standard.
    TableSchema,
    /// CSV on the Web, metadata of the W3C; it knows columns by their place, so it is of a file that has them all in the
    /// order of the form.
    Csvw,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let value = match arguments.to {
        Some(standard) => of_dataset(standard, arguments, output)?,
        None => of_definitions(arguments.of.as_deref())?,
    };
    let mut text = serde_json::to_string_pretty(&value).expect("a schema is JSON");
    text.push('\n');
    output.deliver(text.as_bytes(), arguments.out.as_deref())?;
    Ok(Ended::Done)
}

fn of_definitions(of: Option<&str>) -> Result<Value, Stop> {
    let mut schemas = schema::schemas();
    schemas.insert("provenance", schema::of::<Provenance>());
    let Some(name) = of else { return Ok(serde_json::to_value(&schemas).expect("a schema is JSON")) };
    schemas.get(name).cloned().ok_or_else(|| {
        let names: Vec<&str> = schemas.keys().copied().collect();
        let message = (format!("there is no schema '{name}'"), format!("det finns inget schema '{name}'"));
        Stop::new(message, super::one_of(name, &names))
    })
}

fn of_dataset(standard: Standard, arguments: &Arguments, output: &Output) -> Result<Value, Stop> {
    let loaded = match &arguments.of {
        Some(project) => open(Path::new(project), &arguments.common, output)?.1,
        None => definition::packs()
            .filter_map(init::bare)
            .filter_map(|folder| pipeline::load(&folder).ok())
            .find(|loaded| {
                arguments.dataset.as_ref().is_none_or(|asked| loaded.definitions.datasets.contains_key(asked))
            })
            .ok_or_else(|| {
                Stop::new(
                    (
                        "no pack that ships with the program has this dataset",
                        "inget paket i programmet har detta dataset",
                    ),
                    ("name the folder of its project", "ange mappen för dess projekt"),
                )
            })?,
    };
    let dataset = super::form::dataset(&loaded, arguments.dataset.as_deref())?;
    let languages = arguments.common.languages(Some(&loaded));
    // What is asked for now.
    let last = loaded.definitions.project.periods.last().map_or("", |period| &period.period);
    let dataset = loaded.definitions.dataset_in(&dataset.dataset, last).unwrap_or(dataset);
    Ok(match standard {
        Standard::TableSchema => form::schema::table_schema(dataset, &loaded.definitions, &languages),
        Standard::Csvw => form::schema::csvw(dataset, &loaded.definitions),
    })
}
