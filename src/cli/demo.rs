//! `nytta demo`: the example project laid out, validated, measured and reported.

use std::path::Path;
use std::time::Instant;

use include_dir::{Dir, include_dir};

use super::output::Output;
use super::words::{Noun, WROTE};
use super::{Common, Ended, Stop};
use crate::number::Numbers;
use crate::project::{Folder, KEY};
use crate::text::fill;
use crate::value::Decimal;
use crate::{pipeline, report};

static EXAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/examples/orebro-lan");

/// What was done and what comes next.
const DONE: [&str; 6] = [
    "\
read, checked, measured and typeset in {seconds} s

Next:
  nytta validate {dir}     what is wrong in the files
  nytta measure {dir}      the figures
  nytta status {dir}       who is late
",
    "\
läst, kontrollerat, mätt och satt på {seconds} s

Härnäst:
  nytta validate {dir}     vad som är fel i filerna
  nytta measure {dir}      siffrorna
  nytta status {dir}       vem som är sen
",
    "\
lu, vérifié, mesuré et mis en page en {seconds} s

Ensuite\u{a0}:
  nytta validate {dir}     ce qui ne va pas dans les fichiers
  nytta measure {dir}      les chiffres
  nytta status {dir}       qui est en retard
",
    "\
letto, controllato, misurato e impaginato in {seconds} s

Poi:
  nytta validate {dir}     che cosa non va nei file
  nytta measure {dir}      le cifre
  nytta status {dir}       chi è in ritardo
",
    "\
citit, verificat, măsurat și tehnoredactat în {seconds} s

În continuare:
  nytta validate {dir}     ce este greșit în fișiere
  nytta measure {dir}      cifrele
  nytta status {dir}       cine întârzie
",
    "\
prebrano, preverjeno, izmerjeno in postavljeno v {seconds} s

Nato:
  nytta validate {dir}     kaj je narobe v datotekah
  nytta measure {dir}      številke
  nytta status {dir}       kdo zamuja
",
];

pub(super) fn run(dir: &Path, common: &Common, output: &Output) -> Result<Ended, Stop> {
    super::init::must_be_new(dir)?;
    lay_out(&EXAMPLE, dir, output)?;
    let started = Instant::now();
    let folder = Folder::read(dir)?;
    output.stands_on(&folder);
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
    output.print(&format!("{title}{} {}\n", language.common().colon(), language.of_six(came_in(&sent))));
    let of_files = validation.files.iter().flat_map(|file| &file.diagnostics);
    // As 'validate' counts them, so that nobody wonders which of the two is right.
    let found: Vec<_> = of_files.chain(&loaded.diagnostics).chain(&validation.diagnostics).cloned().collect();
    for (severity, count) in pipeline::count(&found) {
        let found = output.counted(count, Noun::Finding(severity));
        output.print(&format!("  {}\n", language.of_six(planted(&found))));
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
        output.save(&path, &pdf)?;
        output.print(&format!("  {} {}\n", output.language().of_six(WROTE), path.display()));
    }
    let milliseconds = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    let seconds = Numbers::of(output.language().code()).decimal(Decimal::new(milliseconds, 3), 1);
    let places = [("dir", dir.display().to_string()), ("seconds", seconds)];
    let places = places.map(|(name, value)| (name.to_owned(), value));
    output.print(&fill(output.language().of_six(DONE), &places.into()));
    Ok(Ended::Done)
}

/// How many files the example holds.
fn came_in(files: &str) -> [String; 6] {
    [
        format!("{files} sent in"),
        format!("{files} inskickade"),
        format!("envoi de {files}"),
        format!("invio di {files}"),
        format!("trimise: {files}"),
        format!("poslano: {files}"),
    ]
}

/// What is found in them, so that nobody takes the program or the example for broken.
fn planted(findings: &str) -> [String; 6] {
    [
        format!("{findings} found, planted in the example to be found"),
        format!("{findings}, inlagda i exemplet för att hittas"),
        format!("trouvé\u{a0}: {findings}, comme prévu dans l’exemple"),
        format!("trovato: {findings}, come previsto nell’esempio"),
        format!("găsit: {findings}, așa cum prevede exemplul"),
        format!("najdeno: {findings}, kot je v primeru predvideno"),
    ]
}

fn lay_out(from: &Dir, to: &Path, output: &Output) -> Result<(), Stop> {
    for file in from.files() {
        let path = file.path();
        // Where a report was made of the example itself, its secret is nobody else's.
        if path.extension().is_none_or(|end| end != "py") && path != Path::new(KEY) {
            output.save(&to.join(path), file.contents())?;
        }
    }
    for folder in from.dirs() {
        lay_out(folder, to, output)?;
    }
    Ok(())
}
