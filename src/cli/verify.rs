//! `nytta verify`: a report that came back, held against the project.

mod spoken;
mod strange;
mod told;
mod verdict;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use super::{Common, Ended, Format, Stop, open_with_files, tell, words};
use crate::ENGINE;
use crate::pdf::{self, Unread};
use crate::pipeline;
use crate::pipeline::verify::{self, Strange};

/// Longest file that is read: a report has about one megabyte.
const LONGEST: u64 = 128 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// The report, as `nytta report` made it or as it came back.
    report: PathBuf,
    #[command(flatten)]
    printed: super::Printed,
    #[command(flatten)]
    pub(super) common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.project, &arguments.common, output)?;
    let languages = arguments.common.languages(Some(&loaded));
    tell(&loaded.diagnostics, &languages, &folder, output);
    let given = bytes(&arguments.report)?;
    let workbooks = super::workbooks()?;
    let read = |bytes: &[u8]| pdf::read(&workbooks.program, bytes);
    let stopped = |strange: Strange| {
        if let Strange::NotMade(found) = &strange {
            output.findings(found, &languages, &folder);
        }
        strange::stop(&strange, &arguments.report, &loaded)
    };
    let printed = read(&given).map_err(|unread| stopped(unread.into()))?;
    let carried = verify::carried(&printed).map_err(stopped)?;
    verify::asked(&carried, &loaded).map_err(stopped)?;
    let validation = pipeline::figures(&folder, &loaded, &workbooks);
    let remade = verify::remake(&carried, &folder, &loaded, &validation).map_err(stopped)?;
    drop(validation);
    let verdict = verify::hold((&given, &printed, &carried), &remade, &loaded.definitions, &read).map_err(stopped)?;
    let text = match arguments.printed.format {
        Format::Json => {
            format!("{}\n", serde_json::to_string_pretty(&verdict::data(&verdict, &carried)).expect("it is JSON"))
        }
        Format::Csv => verdict::csv(&verdict),
        Format::Text => told::text(&verdict, &carried, output.language()),
    };
    if !verdict.is_exact {
        output.warn(spoken::STAFF);
    }
    output.deliver(text.as_bytes(), arguments.printed.out.as_deref())?;
    if verdict.is_exact {
        return Ok(Ended::Done);
    }
    if carried.engine != ENGINE && verdict.figures.is_empty() {
        return Err(strange::other_engine(&carried.engine));
    }
    Ok(Ended::Errors)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Stop> {
    let cannot = |error: std::io::Error| {
        let (why, sv) = words::why(&error);
        Stop::new(
            (
                format!("'{}' cannot be read: {why}", path.display()),
                format!("'{}' går inte att läsa: {sv}", path.display()),
            ),
            ("name the PDF that is to be verified", "ange den PDF som ska kontrolleras"),
        )
    };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(cannot)?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > LONGEST {
        return Err(strange::unread(Unread::Unbounded, path));
    }
    Ok(bytes)
}
