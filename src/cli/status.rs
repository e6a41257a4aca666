//! `nytta status`: who owes what, who has sent what, who is late. For staff: it names them.

use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::{Common, Ended, Format, Stop, open, period};
use crate::diagnostic::Severity;
use crate::pipeline::{self, Loaded, Validation};
use crate::text::Alphabet;

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
    /// Day it is seen from; the period's release date when left out.
    #[arg(long)]
    date: Option<NaiveDate>,
    #[command(flatten)]
    common: Common,
}

/// Where one organisation stands with one dataset.
#[derive(Debug, Serialize)]
struct Standing {
    organisation: String,
    name: String,
    dataset: String,
    standing: &'static str,
    files: Vec<String>,
    errors: usize,
    warnings: usize,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open(&arguments.project, &arguments.common, output)?;
    let period = period(&loaded, arguments.period.as_deref())?.to_owned();
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let standings = standings(&loaded, &validation, &period, arguments.date);
    let text = match arguments.format {
        Format::Json => {
            let document = serde_json::json!({ "schema": 1, "period": period, "organisations": standings });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("standings are JSON"))
        }
        Format::Csv => csv(&standings),
        Format::Text => text(&standings, &period),
    };
    output.deliver(text.as_bytes(), arguments.out.as_deref())?;
    Ok(Ended::Done)
}

fn standings(loaded: &Loaded, validation: &Validation, name: &str, seen: Option<NaiveDate>) -> Vec<Standing> {
    let period = loaded.definitions.project.period(name).expect("the period was looked up before");
    let past = seen.unwrap_or(period.release) > period.deadline;
    let mut standings = Vec::new();
    for organisation in loaded.register.population(period) {
        for dataset in loaded.definitions.datasets.keys() {
            let number = &organisation.organisation;
            let files: Vec<&pipeline::File> = validation
                .files
                .iter()
                .filter(|file| file.period == name && file.reading.dataset.as_ref() == Some(dataset))
                .filter(|file| file.organisations.contains(number))
                .collect();
            let accepted =
                validation.rows.get(&(dataset.clone(), name.to_owned())).is_some_and(|rows| rows.answered(number));
            let count = |severity| {
                files
                    .iter()
                    .flat_map(|file| &file.diagnostics)
                    .filter(|diagnostic| diagnostic.severity == severity)
                    .count()
            };
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            let standing = match (accepted, files.is_empty()) {
                (true, _) if warnings > 0 => "waits for reasons",
                (true, _) => "accepted",
                (false, false) => "to correct",
                (false, true) if loaded.register.closed_in(number, period) => "closed",
                (false, true) if past => "late",
                (false, true) => "not yet sent",
            };
            standings.push(Standing {
                organisation: number.clone(),
                name: organisation.name.clone(),
                dataset: dataset.clone(),
                standing,
                files: files.iter().map(|file| file.reading.file.clone()).collect(),
                errors,
                warnings,
            });
        }
    }
    let alphabet = Alphabet::of(&loaded.definitions.project.languages[0]);
    standings.sort_by(|a, b| a.standing.cmp(b.standing).then_with(|| alphabet.compare(&a.name, &b.name)));
    standings
}

fn text(standings: &[Standing], period: &str) -> String {
    let mut out = format!("{period}, for staff only: it names who has not answered\n");
    let mut last = "";
    for standing in standings {
        if standing.standing != last {
            last = standing.standing;
            let count = standings.iter().filter(|other| other.standing == last).count();
            let _ = writeln!(out, "\n{last}: {count}");
        }
        let _ = write!(out, "  {} {}", standing.organisation, standing.name);
        if standing.errors + standing.warnings > 0 {
            let _ = write!(out, " ({} errors, {} warnings)", standing.errors, standing.warnings);
        }
        out.push('\n');
    }
    out
}

fn csv(standings: &[Standing]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["organisation", "name", "dataset", "standing", "files", "errors", "warnings"])
        .expect("memory takes every record");
    for standing in standings {
        writer
            .write_record([
                standing.organisation.as_str(),
                &super::output::plain(&standing.name),
                &standing.dataset,
                standing.standing,
                &standing.files.join(" "),
                &standing.errors.to_string(),
                &standing.warnings.to_string(),
            ])
            .expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}
