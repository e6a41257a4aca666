//! `nytta report`: a report as PDF.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::output::{Output, save};
use super::{Common, Ended, Stop, open, period, tell};
use crate::pipeline;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Report of the project, such as region.
    #[arg(long, default_value = "region")]
    report: String,
    /// Period; the last when left out.
    #[arg(long)]
    period: Option<String>,
    /// File to write; '<project>/reports/<report>-<period>.<language>.pdf' when left out.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Release date to print instead of the period's.
    #[arg(long)]
    date: Option<NaiveDate>,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open(&arguments.project, &arguments.common, output)?;
    tell(&loaded.diagnostics, &arguments.common.languages(Some(&loaded)), &folder, output);
    let period = period(&loaded, arguments.period.as_deref())?.to_owned();
    let project = &loaded.definitions.project;
    let plan = project.reports.iter().find(|plan| *plan.report == arguments.report).ok_or_else(|| {
        let names: Vec<&str> = project.reports.iter().map(|plan| plan.report.as_str()).collect();
        let hint = match names.as_slice() {
            [] => "add one under 'reports:' in nytta.yaml".to_owned(),
            names => super::one_of(&arguments.report, names),
        };
        Stop::new(format!("the project has no report '{}'", arguments.report), hint)
    })?;
    let languages = arguments.common.languages(Some(&loaded));
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let request = pipeline::ReportRequest { plan, period: &period, language: &languages[0], date: arguments.date };
    let (release, mut diagnostics) = pipeline::cleared(&folder, &loaded, &validation, &request);
    drop(validation);
    match pipeline::typeset(&release, &folder, &loaded, &request) {
        Ok((pdf, found)) => {
            diagnostics.extend(found);
            tell(&diagnostics, &languages, &folder, output);
            let path = arguments.out.clone().unwrap_or_else(|| {
                let name = format!("{}-{period}.{}.pdf", arguments.report, languages[0]);
                arguments.project.join("reports").join(name)
            });
            save(&path, &pdf)?;
            output.say(&format!("wrote {}", path.display()));
            Ok(Ended::Done)
        }
        Err(diagnostics) => {
            output.findings(&diagnostics, &languages, &folder);
            Err(Stop::new("the report could not be made", "mend what is listed above and try again"))
        }
    }
}
