//! `nytta demo`: the example project laid out, validated, measured and reported.

use std::path::Path;
use std::time::Instant;

use include_dir::{Dir, include_dir};

use super::output::{Output, save};
use super::words::Noun;
use super::{Common, Ended, Stop};
use crate::project::{Folder, KEY};
use crate::{pipeline, report};

static EXAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/examples/orebro-lan");

pub(super) fn run(dir: &Path, common: &Common, output: &Output) -> Result<Ended, Stop> {
    super::init::must_be_new(dir)?;
    lay_out(&EXAMPLE, dir)?;
    let started = Instant::now();
    let folder = Folder::read(dir)?;
    let broken = |english: &str, swedish: &str| {
        Stop::new((english, swedish), ("please report this", "berätta gärna det för oss"))
    };
    let loaded = pipeline::load(&folder).map_err(|_| broken("the example has errors", "exemplet har fel"))?;
    let language = common.spoken(Some(&loaded));
    output.speak(language);
    let project = &loaded.definitions.project;
    let period = project.periods.last().expect("a project has a period").period.value.clone();
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let sent = output.counted(validation.files.len(), Noun::File);
    let title = project.title.in_language(&common.languages(Some(&loaded)));
    output.print(&language.of_two(format!("{title}: {sent} sent in\n"), format!("{title}: {sent} inskickade\n")));
    let of_files = validation.files.iter().flat_map(|file| &file.diagnostics);
    // As 'validate' counts them, so that nobody wonders which of the two is right.
    let found: Vec<_> = of_files.chain(&loaded.diagnostics).chain(&validation.diagnostics).cloned().collect();
    for (severity, count) in pipeline::count(&found) {
        let found = output.counted(count, Noun::Finding(severity));
        output.print(&language.of_two(
            format!("  {found} found, planted in the example to be found\n"),
            format!("  {found}, inlagda i exemplet för att hittas\n"),
        ));
    }
    let languages: Vec<String> = match common.language {
        Some(language) if report::languages(&folder).iter().any(|one| one == language.code()) => {
            vec![language.code().to_owned()]
        }
        _ => project.languages.clone(),
    };
    let plan =
        project.reports.first().ok_or_else(|| broken("the example has no report", "exemplet har ingen rapport"))?;
    let request = pipeline::ReportRequest { plan, period: &period, language: "", date: None, edition: None };
    let (release, _) = pipeline::cleared(&folder, &loaded, &validation, &request);
    drop(validation);
    for language in &languages {
        let request = pipeline::ReportRequest { language, ..request };
        let (pdf, _) = pipeline::typeset(&release, &folder, &loaded, &request).map_err(|diagnostics| {
            output.findings(&diagnostics, &common.languages(Some(&loaded)), &folder);
            broken("the report could not be made", "rapporten kunde inte göras")
        })?;
        let path = dir.join("reports").join(super::report::file_name(&plan.report, &period, language));
        save(&path, &pdf)?;
        let wrote = output.language().of_two("wrote", "skrev");
        output.print(&format!("  {wrote} {}\n", path.display()));
    }
    let (dir, seconds) = (dir.display(), started.elapsed().as_secs_f64());
    output.print(&language.of_two(
        format!(
            "read, checked, measured and typeset in {seconds:.1} s\n\nNext:\n  nytta validate {dir}     what is wrong in the files\n  nytta measure {dir}      the figures\n  nytta status {dir}       who is late\n"
        ),
        format!(
            "läst, kontrollerat, mätt och satt på {} s\n\nHärnäst:\n  nytta validate {dir}     vad som är fel i filerna\n  nytta measure {dir}      siffrorna\n  nytta status {dir}       vem som är sen\n",
            format!("{seconds:.1}").replace('.', ",")
        ),
    ));
    Ok(Ended::Done)
}

fn lay_out(from: &Dir, to: &Path) -> Result<(), Stop> {
    for file in from.files() {
        let path = file.path();
        // Where a report was made of the example itself, its secret is nobody else's.
        if path.extension().is_none_or(|end| end != "py") && path != Path::new(KEY) {
            save(&to.join(path), file.contents())?;
        }
    }
    for folder in from.dirs() {
        lay_out(folder, to)?;
    }
    Ok(())
}
