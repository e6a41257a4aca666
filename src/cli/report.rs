//! `nytta report`: a report as PDF.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::again;
use super::asked::{plan, reported};
use super::output::Output;
use super::spoken::{REMEMBERED, of_date, of_standing, of_waiting};
use super::waiting::Waiting;
use super::words::WROTE;
use super::{Common, Ended, Stop, open_with_files, secret, tell};
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::disclosure::Release;
use crate::disclosure::release::Figure;
use crate::ledger::{self, Edition, Ledger};
use crate::pipeline::{self, Loaded, ReportRequest, Validation};
use crate::project::Folder;
use crate::report;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Report of the project, such as region.
    #[arg(long, default_value = "region")]
    report: String,
    /// Period; the last that has ended and has submissions when left out.
    #[arg(long)]
    period: Option<String>,
    /// File or existing folder to write; '<project>/reports/<report>-<period>-<language>.pdf' when left out, of an edition
    /// '<report>-<edition>-<period>-<language>.pdf'.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Publish it under this name: what it tells is remembered in the project's 'releases', and later reports are held against
    /// it. Without it the report is a draft.
    #[arg(long, value_name = "EDITION")]
    release: Option<String>,
    /// Release date to print instead of the period's.
    #[arg(long)]
    date: Option<NaiveDate>,
    #[command(flatten)]
    pub(super) common: Common,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (mut folder, mut loaded) = open_with_files(&arguments.project, &arguments.common, output)?;
    tell(&loaded.diagnostics, &arguments.common.languages(Some(&loaded)), &folder, output);
    if let Some(name) = arguments.release.as_deref().filter(|name| !ledger::is_name(name)) {
        return Err(Stop::new(
            (format!("an edition cannot be called '{name}'"), format!("en utgåva kan inte heta '{name}'")),
            (
                "the name becomes a file name: letters, digits, '-', '_' and '.', such as 2025-1",
                "namnet blir ett filnamn: bokstäver, siffror, '-', '_' och '.', till exempel 2025-1",
            ),
        ));
    }
    // An edition that is set again, such as in another language, is held against what stood before it, and must tell the same.
    let before = arguments.release.as_deref().and_then(|name| loaded.ledger.take(name));
    let period = reported(&folder, &loaded, arguments.period.as_deref(), output)?.to_owned();
    plan(&arguments.report, &loaded)?;
    let languages = arguments.common.languages(Some(&loaded));
    speaks(&languages[0], &report::languages(&folder))?;
    secret::provide(&arguments.project, &mut folder, output)?;
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let waiting = Waiting::of(&validation, &period);
    let mut made = made(arguments, (&folder, &loaded), &validation, (&period, &languages[0]))?;
    if let (Some(before), Some(edition)) = (&before, &made.edition)
        && before.against.is_none()
        && !again::is_same(edition, before)
    {
        // Which of the others were there first was not kept: those of an earlier date, or of the same and an earlier name.
        loaded.ledger.editions.retain(|one| (one.date, &one.name) < (before.date, &before.name));
        made = self::made(arguments, (&folder, &loaded), &validation, (&period, &languages[0]))?;
    }
    let Made { release, mut diagnostics, edition } = made;
    let request = request(arguments, &loaded, (&period, &languages[0]))?;
    // Why nothing may be published is told where the pages would be set.
    let may_be_published = release.refused().is_empty();
    if let (Some(edition), Some(before), true) = (&edition, &before, may_be_published) {
        again::tells_the_same(edition, before, output)?;
    }
    if let (Some(edition), None, true) = (&edition, &before, may_be_published) {
        may_be_new(edition, waiting, loaded.definitions.project.period(&period))?;
        tell_date(edition, &loaded.ledger, output);
    }
    drop(validation);
    match pipeline::typeset(&release, &folder, &loaded, &request) {
        Ok((pdf, found)) => {
            diagnostics.extend(found);
            tell(&diagnostics, &languages, &folder, output);
            let path = path(arguments, &period, &languages[0]);
            if let Some(edition) = edition.filter(|_| before.is_none()) {
                // First: what is published and not remembered could not be protected.
                output.save_new(&arguments.project.join(edition.staff_path()), edition.staff_text().as_bytes())?;
                output.save_new(&arguments.project.join(edition.printed_path()), edition.printed_text().as_bytes())?;
                output.save_new(&arguments.project.join(edition.path()), edition.text().as_bytes())?;
                let path = edition.path();
                output.say(REMEMBERED.map(|remembered| format!("{remembered} {path}")));
            }
            output.save(&path, &pdf)?;
            tell_waiting_figures(&release, output);
            waiting.tell(&period, output);
            output.say(WROTE.map(|wrote| format!("{wrote} {}", path.display())));
            Ok(Ended::Done)
        }
        Err(diagnostics) => {
            output.findings(&diagnostics, &languages, &folder);
            let message = ("the report could not be made", "rapporten kunde inte göras");
            Err(Stop::new(message, super::mend_and_try_again()))
        }
    }
}

/// What is cleared for a report, and the edition that it becomes where it is published.
struct Made {
    release: Release,
    diagnostics: Vec<Diagnostic>,
    edition: Option<Edition>,
}

fn made(
    arguments: &Arguments,
    (folder, loaded): (&Folder, &Loaded),
    validation: &Validation,
    of: (&str, &str),
) -> Result<Made, Stop> {
    let request = request(arguments, loaded, of)?;
    let (release, diagnostics) = pipeline::cleared(folder, loaded, validation, &request);
    let edition = request.edition.map(|name| pipeline::edition(&release, loaded, validation, &request, name));
    Ok(Made { release, diagnostics, edition })
}

fn request<'a>(
    arguments: &'a Arguments,
    loaded: &'a Loaded,
    (period, language): (&'a str, &'a str),
) -> Result<ReportRequest<'a>, Stop> {
    let plan = plan(&arguments.report, loaded)?;
    Ok(ReportRequest { plan, period, language, date: arguments.date, edition: arguments.release.as_deref() })
}

/// Stops where a new edition would say for good what nobody has answered, or on a day on which nobody could have.
fn may_be_new(edition: &Edition, waiting: Waiting, period: Option<&Period>) -> Result<(), Stop> {
    let Edition { name, date, .. } = edition;
    let Some(Period { period, end, .. }) = period else { return Ok(()) };
    let period = period.as_str();
    if date < end {
        return Err(Stop::new(
            (
                format!("the edition '{name}' bears the date {date}, before {period} ends on {end}"),
                format!("utgåvan '{name}' bär datumet {date}, innan {period} slutar den {end}"),
            ),
            ("give it the day of its release with --date", "ange dagen då den ges ut med --date"),
        ));
    }
    if waiting.is_answered {
        return Ok(());
    }
    Err(Stop::new(
        (
            format!("no submission was accepted for {period}, so the edition '{name}' would be empty for good"),
            format!("ingen inlämning är godtagen för {period}, så utgåvan '{name}' vore tom för alltid"),
        ),
        (
            "publish it once there are answers: see 'nytta validate' and 'nytta status'; a draft is made without --release",
            "publicera den när det finns svar: se 'nytta validate' och 'nytta status'; ett utkast görs utan --release",
        ),
    ))
}

/// Warns where a new edition bears no later date than another of its report that tells a figure otherwise: on their pages nobody
/// could see which of the two holds.
fn tell_date(edition: &Edition, ledger: &Ledger, output: &Output) {
    let differs =
        |other: &Edition| other.told.iter().any(|(key, told)| edition.told.get(key).is_some_and(|now| now != told));
    let is_meant = |other: &&Edition| other.report == edition.report && other.date >= edition.date && differs(other);
    let mut editions = ledger.editions.iter().rev().map(|one| &**one);
    if let Some(other) = editions.find(is_meant) {
        output.warn(of_date(edition, other));
    }
}

/// Says how many figures that an earlier edition told stand in this report as they were, and how many are withheld, until more
/// answers differ.
fn tell_waiting_figures(release: &Release, output: &Output) {
    let of = |is_meant: fn(&Figure) -> bool| release.figures().values().filter(|figure| is_meant(figure)).count();
    let standing = of(|figure| figure.stands().is_some());
    if standing > 0 {
        output.say(of_standing(standing));
    }
    let waiting = of(|figure| figure.waits_since().is_some() && figure.stands().is_none());
    if waiting > 0 {
        output.say(of_waiting(waiting));
    }
}

/// Stops where no report can be set in a language.
fn speaks(language: &str, known: &[String]) -> Result<(), Stop> {
    if known.iter().any(|one| one == language) {
        return Ok(());
    }
    let known = known.join(", ");
    Err(Stop::new(
        (
            format!("there is no report in the language '{language}'"),
            format!("det finns ingen rapport på språket '{language}'"),
        ),
        (
            format!("reports are in: {known}; a project may bring 'report-templates/texts/{language}.yaml' of its own"),
            format!("rapporter finns på: {known}; ett projekt kan ha en egen 'report-templates/texts/{language}.yaml'"),
        ),
    ))
}

/// The file asked for; in the folder asked for, or else in the project's `reports`, under a name that tells what it is.
fn path(arguments: &Arguments, period: &str, language: &str) -> PathBuf {
    let folder = match &arguments.out {
        Some(out) if !out.is_dir() => return out.clone(),
        Some(folder) => folder.clone(),
        None => arguments.project.join("reports"),
    };
    // The PDF of an edition is written over by no draft and by no later edition.
    let name = arguments
        .release
        .as_ref()
        .map_or_else(|| arguments.report.clone(), |edition| format!("{}-{edition}", arguments.report));
    folder.join(file_name(&name, period, language))
}

/// What a report is called on disk. A name of a project's own cannot lead out of the folder.
pub(super) fn file_name(report: &str, period: &str, language: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let part = |name: &str| name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect::<String>();
    format!("{}-{}-{}.pdf", part(report), part(period), part(language))
}
