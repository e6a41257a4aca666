//! `nytta measure`: the figures, cleared for the public, or all of them for staff.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{Common, Ended, Format, Stop, open, period, tell};
use crate::disclosure::tidy::{HEADERS, TidyRow};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Period; the last when left out.
    #[arg(long)]
    period: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File to write instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print what would be withheld, too. For staff alone.
    #[arg(long)]
    internal: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open(&arguments.project, &arguments.common, output)?;
    let period = period(&loaded, arguments.period.as_deref())?.to_owned();
    let languages = arguments.common.languages(Some(&loaded));
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let (rows, diagnostics) = pipeline::tidy(&folder, &loaded, &validation, &period, arguments.internal);
    tell(&diagnostics, &languages, &folder, output);
    if arguments.internal {
        output.say("for staff only: these figures are not protected and must not be passed on");
    }
    let errors: usize = validation.files.iter().filter(|file| file.rejected > 0).count();
    if errors > 0 {
        output.say(&format!("{errors} files have rejected rows, which are in no figure: see 'nytta validate'"));
    }
    let text = match arguments.format {
        Format::Csv => csv(&rows),
        Format::Json => json(&rows),
        Format::Text => text(&rows, &loaded, &languages),
    };
    output.deliver(text.as_bytes(), arguments.out.as_deref())?;
    Ok(Ended::Done)
}

fn csv(rows: &[TidyRow]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADERS).expect("memory takes every record");
    for row in rows {
        writer.write_record(row.cells()).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

fn json(rows: &[TidyRow]) -> String {
    let observations: Vec<BTreeMap<&str, Option<String>>> = rows
        .iter()
        .map(|row| {
            HEADERS
                .iter()
                .zip(row.cells())
                .map(|(header, cell)| (*header, (!cell.is_empty() || *header == "breakdown").then_some(cell)))
                .collect()
        })
        .collect();
    let document = serde_json::json!({ "schema": 1, "observations": observations });
    format!("{}\n", serde_json::to_string_pretty(&document).expect("figures are JSON"))
}

fn text(rows: &[TidyRow], loaded: &pipeline::Loaded, languages: &[String]) -> String {
    let mut out = String::new();
    let mut last = "";
    for row in rows {
        if row.indicator != last {
            last = &row.indicator;
            let title = loaded.definitions.indicator(last).map_or("", |found| found.title.in_language(languages));
            let _ = writeln!(out, "\n{title} ({last}), {}", row.unit);
        }
        let breakdown = if row.breakdown.is_empty() { "total" } else { &row.breakdown };
        let value = if row.value.is_empty() { &row.status } else { &row.value };
        let _ = write!(out, "  {breakdown:44} {value:>16}");
        if !row.value.is_empty() && row.status != "published" {
            let _ = write!(out, "  {}", row.status);
        }
        if !row.coverage_expected.is_empty() {
            let _ = write!(out, "  ({} of {} enterprises)", row.coverage_answered, row.coverage_expected);
        }
        out.push('\n');
    }
    out
}
