//! `nytta demo`: the example project laid out, validated, measured and reported.

use std::path::Path;
use std::time::Instant;

use include_dir::{Dir, include_dir};

use super::output::{Output, save};
use super::{Common, Ended, Stop};
use crate::pipeline;
use crate::project::Folder;

static EXAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/examples/orebro-lan");

pub(super) fn run(dir: &Path, common: &Common, output: &Output) -> Result<Ended, Stop> {
    super::init::must_be_new(dir)?;
    lay_out(&EXAMPLE, dir)?;
    let started = Instant::now();
    let folder = Folder::read(dir)?;
    let loaded = pipeline::load(&folder).map_err(|_| Stop::new("the example has errors", "please report this"))?;
    let project = &loaded.definitions.project;
    let period = project.periods.last().expect("a project has a period").period.value.clone();
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let found = pipeline::count(&validation.files.iter().flat_map(|file| file.diagnostics.clone()).collect::<Vec<_>>());
    output.print(&format!(
        "{}: {} files sent in\n",
        project.title.in_language(&common.languages(Some(&loaded))),
        validation.files.len()
    ));
    for (severity, count) in found {
        let found = super::counted(count, severity.word());
        output.print(&format!("  {found} found, planted in the example to be found\n"));
    }
    let languages: Vec<String> = match &common.language {
        Some(language) => vec![language.clone()],
        None => project.languages.clone(),
    };
    let plan = project.reports.first().ok_or_else(|| Stop::new("the example has no report", "please report this"))?;
    let request = pipeline::ReportRequest { plan, period: &period, language: "", date: None };
    let (release, _) = pipeline::cleared(&folder, &loaded, &validation, &request);
    drop(validation);
    for language in &languages {
        let request = pipeline::ReportRequest { language, ..request };
        let (pdf, _) = pipeline::typeset(&release, &folder, &loaded, &request).map_err(|diagnostics| {
            output.findings(&diagnostics, &common.languages(Some(&loaded)), &folder);
            Stop::new("the report could not be made", "please report this")
        })?;
        let path = dir.join("reports").join(format!("{}-{period}.{language}.pdf", *plan.report));
        save(&path, &pdf)?;
        output.print(&format!("  wrote {}\n", path.display()));
    }
    output.print(&format!(
        "read, checked, measured and typeset in {:.1} s\n\nNext:\n  nytta validate {dir}     what is wrong in the files\n  nytta measure {dir}      the figures\n  nytta status {dir}       who is late\n",
        started.elapsed().as_secs_f64(),
        dir = dir.display()
    ));
    Ok(Ended::Done)
}

fn lay_out(from: &Dir, to: &Path) -> Result<(), Stop> {
    for file in from.files() {
        let path = file.path();
        if path.extension().is_none_or(|end| end != "py") {
            save(&to.join(path), file.contents())?;
        }
    }
    for folder in from.dirs() {
        lay_out(folder, to)?;
    }
    Ok(())
}
