//! The stages in order; the only place where they meet.

mod asked;
pub mod differences;
mod facts;
mod folders;
mod form;
mod last_year;
mod once;
mod readers;
mod senders;
mod settled;
mod span;
pub mod verify;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::{Period, ReportPlan};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::disclosure::publish::{self, Imprint};
use crate::disclosure::{self, Audience, Facts, Inside, Release};
use crate::ledger::{Edition, Ledger};
use crate::measure::trace::Trace;
use crate::measure::{self, AcceptedRows, Breakdown, Observation};
use crate::money::Money;
use crate::plan::{Comments, Targets};
use crate::project::Folder;
use crate::register::Register;
use crate::report;
use crate::shelf;
use crate::table::{Batch, Later, Reading, Rows, Wishes, Workbooks};
use crate::validate::{self, Against, Explanation, Explanations, Keep, Unlike, Validated};
pub use facts::facts;
pub use form::form;
use readers::Readers;
pub use senders::{findings_by_sender, unexplained};
use settled::place_of;
pub use span::spanning;

/// A project whose definitions could be read.
#[derive(Debug)]
pub struct Loaded {
    /// What it defines.
    pub definitions: Definitions,
    /// Its organisations.
    pub register: Register,
    /// Reasons that were given.
    pub explanations: Explanations,
    /// What is aimed at.
    pub targets: Targets,
    /// The region's own words.
    pub comments: Comments,
    /// What has been checked of the answers.
    pub assurances: Assurances,
    /// Currency rates and price indices.
    pub money: Money,
    /// What has been published.
    pub ledger: Ledger,
    /// Findings in definitions and in the project's own tables.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks what a project defines; findings alone when an error stands in the way.
pub fn load(folder: &Folder) -> Result<Loaded, Vec<Diagnostic>> {
    let (definitions, mut diagnostics) = Definitions::load(folder);
    let Some(definitions) = definitions else { return Err(diagnostics) };
    let (register, findings) = Register::read(folder, &definitions);
    diagnostics.extend(findings);
    let (explanations, findings) = Explanations::read(folder, &definitions);
    diagnostics.extend(findings);
    let (targets, findings) = Targets::read(folder, &definitions);
    diagnostics.extend(findings);
    let (comments, findings) = Comments::read(folder, &definitions);
    diagnostics.extend(findings);
    let (assurances, findings) = Assurances::read(folder, &definitions, &register);
    diagnostics.extend(findings);
    let (money, findings) = Money::read(folder, &definitions);
    diagnostics.extend(findings);
    let (ledger, findings) = Ledger::read(folder, &definitions);
    let is_whole = !diagnostic::has_errors(&findings);
    diagnostics.extend(findings);
    if !is_whole {
        // Against what cannot be read nothing can be protected.
        diagnostic::sort(&mut diagnostics);
        return Err(diagnostics);
    }
    diagnostics.extend(folders::unknown(folder));
    diagnostics.extend(folders::encodings(folder, &definitions));
    diagnostic::sort(&mut diagnostics);
    Ok(Loaded { definitions, register, explanations, targets, comments, assurances, money, ledger, diagnostics })
}

/// One submitted file, read and validated.
#[derive(Debug)]
pub struct File {
    /// How it was understood.
    pub reading: Reading,
    /// Period of its folder.
    pub period: String,
    /// Organisations with a row in it, also one that cannot be read whole, ten digits.
    pub organisations: BTreeSet<String>,
    /// Rows that count.
    pub accepted: u32,
    /// Rows that do not.
    pub rejected: u32,
    /// Findings, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// All submissions of a project, validated.
#[derive(Debug, Default)]
pub struct Validation {
    /// The files, by path.
    pub files: Vec<File>,
    /// Findings of no file.
    pub diagnostics: Vec<Diagnostic>,
    /// Rows that count, by dataset and period.
    pub rows: AcceptedRows,
    /// Checks that could not compare, with how often, by period.
    pub not_compared: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Validation {
    /// True when a file or the project itself has an error.
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.diagnostics)
            || self.files.iter().any(|file| diagnostic::has_errors(&file.diagnostics))
    }
}

/// Bytes of a text from which on its rows are read when they are needed, where nobody needs them afterwards, in pieces of
/// about that size.
const LARGE: usize = 256 * 1024;

/// What every row breaks where the register cannot be read. The rows count nowhere; the one fault is the register's.
const OF_REGISTER: [&str; 2] = ["unknown-organisation", "outside-population"];

/// Reads and validates every submission, period after period, because a period is compared with the one before.
///
/// Where a file was changed meanwhile ([`Folder::unchanged`]), what comes of it is worth nothing.
pub fn validate(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks) -> Validation {
    keeping(folder, (loaded, None), workbooks, LARGE, |_| Keep::All)
}

/// Validates as [`validate`] does, for the figures alone: rows that no figure can tell apart may be kept as their sum.
pub fn figures(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks) -> Validation {
    figures_from(folder, loaded, workbooks, LARGE)
}

/// Validates as [`figures`] does, where a text is large from so many bytes on. Whatever the size, the figures are the same.
pub fn figures_from(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks, large: usize) -> Validation {
    keeping(folder, (loaded, None), workbooks, large, |_| Keep::Sums)
}

/// Validates as [`validate`] does, for the findings alone: rows that count are kept only of periods that others are compared
/// with.
pub fn findings(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks) -> Validation {
    findings_from(folder, loaded, workbooks, LARGE)
}

/// Validates as [`findings`] does, with what is asked for of one file, by its path: how it is read.
pub fn findings_asked(
    folder: &Folder,
    loaded: &Loaded,
    workbooks: &dyn Workbooks,
    asked: Option<(&str, Wishes)>,
) -> Validation {
    keeping(folder, (loaded, asked), workbooks, LARGE, |period| keeps_for_findings(loaded, period))
}

/// Validates as [`findings`] does, where a text is large from so many bytes on. Whatever the size, the same is found.
pub fn findings_from(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks, large: usize) -> Validation {
    keeping(folder, (loaded, None), workbooks, large, |period| keeps_for_findings(loaded, period))
}

/// Which rows of a period are kept where only findings are asked for.
fn keeps_for_findings(loaded: &Loaded, period: &Period) -> Keep {
    let project = &loaded.definitions.project;
    let is_before = |later: &Period| project.before(&later.period).is_some_and(|one| one.period == period.period);
    if project.periods.iter().any(is_before) { Keep::All } else { Keep::Nothing }
}

fn keeping(
    folder: &Folder,
    (loaded, asked): (&Loaded, Option<(&str, Wishes)>),
    workbooks: &dyn Workbooks,
    large: usize,
    keeps: impl Fn(&Period) -> Keep + Sync,
) -> Validation {
    let definitions = &loaded.definitions;
    let mut validation = Validation::default();
    let (paths, strays) = folders::by_period(folder, definitions);
    validation.diagnostics.extend(strays);
    let by_period = readers::by_period(definitions);
    let readers = Readers::new(definitions, &by_period, asked);
    let is_kept = |period: &str| definitions.project.period(period).is_some_and(|period| keeps(period) == Keep::All);
    let read = |path: &str, period: String, by_sample: bool| {
        let large = if is_kept(&period) { usize::MAX } else { large };
        let (reading, later) = readers.of(&period).begin(path, &folder.files[path], workbooks, large, by_sample);
        (File::new(period, reading, later.as_ref()), later)
    };
    let first = |(path, period): &(String, String)| read(path, period.clone(), true);
    let turns = shelf::turns(paths.iter().map(|(path, _)| folder.files[path].shelved()));
    let of_turn = |turn: Range<usize>| paths[turn].par_iter().map(first).collect::<Vec<_>>();
    let (mut files, mut later): (Vec<File>, Vec<Option<Later>>) = turns.into_iter().flat_map(of_turn).unzip();
    for (period, own) in definitions.project.periods.iter().zip(&by_period) {
        for dataset in &own.datasets_in_order() {
            let keeps = if own.is_looked_at(dataset) { Keep::All } else { keeps(period) };
            let validated = loop {
                match of_dataset(&files, &later, (loaded, own), period, dataset, (&validation.rows, keeps)) {
                    Ok(validated) => break validated,
                    Err(Unlike(path)) => {
                        let at = place_of(&files, &path).expect("the file was read");
                        let period = std::mem::take(&mut files[at].period);
                        (files[at], later[at]) = read(&path, period, false);
                    }
                }
            };
            let validated = validated.with_all_of(&definitions.datasets[dataset]);
            settled::add(&mut files, &mut validation, &period.period, validated, dataset);
            let before = definitions.project.before(&period.period);
            let before = before.and_then(|one| validation.rows.get(&(dataset.clone(), one.period.value.clone())));
            for file in files.iter_mut().filter(|file| is_of(file, period, dataset)) {
                file.diagnostics.extend(last_year::told(file, before));
            }
        }
    }
    for file in &mut files {
        if loaded.register.unread {
            file.diagnostics.retain(|one| !OF_REGISTER.contains(&one.rule.as_str()));
        }
        once::told(file);
        diagnostic::sort(&mut file.diagnostics);
    }
    diagnostic::sort(&mut validation.diagnostics);
    validation.files = files;
    validation
}

/// True for a file that holds rows of a dataset for a period.
fn is_of(file: &File, period: &Period, dataset: &str) -> bool {
    file.period == *period.period && file.reading.dataset.as_deref() == Some(dataset)
}

/// Validates the rows of one dataset and period.
fn of_dataset(
    files: &[File],
    later: &[Option<Later>],
    (loaded, definitions): (&Loaded, &Definitions),
    period: &Period,
    dataset: &str,
    (known, keeps): (&AcceptedRows, Keep),
) -> Result<Validated, Unlike> {
    let register = &loaded.register;
    let mine = || files.iter().zip(later).filter(|(file, _)| is_of(file, period, dataset));
    let rows: Vec<Rows> = mine().flat_map(|(file, later)| rows(file, later.as_ref())).collect();
    let previous = definitions.project.before(&period.period);
    let previous = previous.and_then(|previous| known.get(&(dataset.to_owned(), previous.period.value.clone())));
    let explanations = &*explanations(loaded, mine().map(|(file, _)| file), (&period.period, dataset));
    let against = Against { period, definitions, register, previous, known, explanations, keeps };
    validate::validate(&rows, dataset, &against)
}

/// The rows of a file, those at hand first.
fn rows<'f>(file: &'f File, later: Option<&'f Later<'f>>) -> impl Iterator<Item = Rows<'f>> {
    let held = file.reading.batches.iter().map(Rows::Held);
    held.chain(later.into_iter().flat_map(|later| (0..later.batches()).map(move |number| Rows::Later(later, number))))
}

/// The project's reasons, with those that stand beside the answers in files of one organisation.
fn explanations<'l, 'f>(
    loaded: &'l Loaded,
    files: impl Iterator<Item = &'f File>,
    (period, dataset): (&str, &str),
) -> Cow<'l, Explanations> {
    let mut explanations = Cow::Borrowed(&loaded.explanations);
    for file in files {
        let Some(organisation) = file.organisations.first().filter(|_| file.organisations.len() == 1) else {
            continue;
        };
        let whose = (organisation.as_str(), period, dataset);
        let remarks = file.reading.remarks.iter();
        let reasons = remarks.map(|remark| Explanation::beside(remark, whose, &loaded.definitions));
        explanations.to_mut().reasons.extend(reasons);
    }
    explanations
}

impl File {
    fn new(period: String, reading: Reading, later: Option<&Later>) -> Self {
        let unread = reading.batches.is_empty() && later.is_none_or(|later| later.batches() == 0);
        let rejected = if unread {
            reading.sheets.iter().map(|sheet| sheet.rows_read - sheet.rows_blank).sum()
        } else {
            reading.sheets.iter().map(|sheet| sheet.rows_rejected).sum()
        };
        let of_batches: Vec<BTreeSet<String>> = reading.batches.par_iter().map(Batch::senders).collect();
        let mut organisations: BTreeSet<String> = reading.unread.values().cloned().collect();
        organisations.extend(of_batches.into_iter().flatten());
        let diagnostics = reading.diagnostics.clone();
        Self { reading, period, organisations, accepted: 0, rejected, diagnostics }
    }

    /// Rows with nothing in them; those read are these, those that count and those that do not.
    pub fn blank(&self) -> u32 {
        self.reading.sheets.iter().map(|sheet| sheet.rows_blank).sum()
    }
}

/// The periods that files were sent in for.
pub fn periods_with_files(folder: &Folder, loaded: &Loaded) -> BTreeSet<String> {
    let (paths, _) = folders::by_period(folder, &loaded.definitions);
    paths.into_iter().map(|(_, period)| period).collect()
}

/// True when an enterprise sent a row of the period that counts.
pub fn is_answered(validation: &Validation, period: &str) -> bool {
    validation.rows.iter().any(|((_, of), rows)| of == period && rows.senders().next().is_some())
}

/// Measures every indicator in every period.
pub fn measure(loaded: &Loaded, validation: &Validation) -> (Vec<Observation>, Vec<Diagnostic>) {
    let periods: Vec<String> =
        loaded.definitions.project.periods.iter().map(|period| period.period.value.clone()).collect();
    measure::measure(&loaded.definitions, &loaded.register, &validation.rows, &periods)
}

/// Clears the figures of a period, and of those before it, for everybody.
pub fn release(
    folder: &Folder,
    loaded: &Loaded,
    validation: &Validation,
    period: &Period,
) -> (Release, Vec<Diagnostic>) {
    released(loaded, validation, period, &facts(folder, loaded, validation, &period.period))
}

/// Clears the figures of a period for everybody, with what is known beside them.
fn released(loaded: &Loaded, validation: &Validation, period: &Period, facts: &Facts) -> (Release, Vec<Diagnostic>) {
    let (observations, mut diagnostics) = measure(loaded, validation);
    let (definitions, register) = (&loaded.definitions, &loaded.register);
    let release = disclosure::release(&observations, definitions, register, Audience::Public, period, facts);
    diagnostics.extend(release.refused().iter().cloned());
    (release, diagnostics)
}

/// All figures of a period, for staff alone.
pub fn inside(loaded: &Loaded, validation: &Validation, period: &Period) -> (Inside, Vec<Diagnostic>) {
    let (observations, diagnostics) = measure(loaded, validation);
    let Loaded { definitions, register, ledger, .. } = loaded;
    (disclosure::inside(&observations, definitions, register, period, ledger), diagnostics)
}

/// Follows a figure back to its rows; nothing where there is no such figure or it cannot be calculated.
pub fn trace(
    loaded: &Loaded,
    validation: &Validation,
    indicator: &Indicator,
    period: &Period,
    breakdown: &Breakdown,
) -> Option<Trace> {
    let indicator = loaded.definitions.version(indicator, &period.period);
    if indicator.is_derived() {
        return measure::trace::parts(&measure(loaded, validation).0, indicator, period, breakdown);
    }
    let (definitions, register) = (&loaded.definitions, &loaded.register);
    measure::trace::trace(definitions, register, &validation.rows, indicator, period, breakdown).ok().flatten()
}

/// How many findings there are of each severity.
pub fn count(diagnostics: &[Diagnostic]) -> BTreeMap<Severity, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.severity).or_insert(0) += 1;
    }
    counts
}

/// What report is asked for.
#[derive(Debug, Clone, Copy)]
pub struct ReportRequest<'a> {
    /// The report of the project.
    pub plan: &'a ReportPlan,
    /// Period it is about.
    pub period: &'a str,
    /// Language of its texts.
    pub language: &'a str,
    /// Release date to print instead of the period's.
    pub date: Option<NaiveDate>,
    /// Name under which it is published; none for a draft.
    pub edition: Option<&'a str>,
}

/// The definitions as they hold in the period of a request, with the release date that it asks for.
fn dated<'a>(loaded: &'a Loaded, request: &ReportRequest) -> Cow<'a, Definitions> {
    let mut definitions = Cow::Borrowed(&loaded.definitions);
    if definitions.indicators.iter().any(|indicator| !indicator.earlier.is_empty()) {
        definitions.to_mut().keep_until(request.period);
    }
    if let Some(date) = request.date {
        for period in &mut definitions.to_mut().project.periods {
            if *period.period == request.period {
                period.release = date;
            }
        }
    }
    definitions
}

/// The figures that a report is made of. What was validated is of no use after this, and may be dropped.
pub fn cleared(
    folder: &Folder,
    loaded: &Loaded,
    validation: &Validation,
    request: &ReportRequest,
) -> (Release, Vec<Diagnostic>) {
    let definitions = dated(loaded, request);
    let period = definitions.project.period(request.period).expect("a report is asked for a period of the project");
    release(folder, loaded, validation, period)
}

/// The edition that a release becomes when it is published under a name, with what its report prints beside the figures.
pub fn edition(
    release: &Release,
    loaded: &Loaded,
    validation: &Validation,
    request: &ReportRequest,
    name: &str,
) -> Edition {
    let definitions = dated(loaded, request);
    let period = definitions.project.period(request.period).expect("a report is asked for a period of the project");
    let (observations, _) = measure(loaded, validation);
    let imprint = Imprint { name, plan: request.plan, date: period.release };
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let printed = report::printed::printed(release, &definitions, words, request.plan);
    let edition =
        publish::edition(release, &observations, (&definitions, &loaded.register, &loaded.assurances), &imprint);
    Edition { printed: Some(printed), ..edition }
}

/// Sets cleared figures in type: the PDF and findings that do not stop it, or those that do.
pub fn typeset(
    release: &Release,
    folder: &Folder,
    loaded: &Loaded,
    request: &ReportRequest,
) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if !release.refused().is_empty() {
        return Err(release.refused().to_vec());
    }
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    report::render(release, &dated(loaded, request), words, request.plan, request.language, request.edition, folder)
}

/// Clears the figures and sets them in type, as [`cleared`] and [`typeset`] do.
pub fn report(
    folder: &Folder,
    loaded: &Loaded,
    validation: &Validation,
    request: &ReportRequest,
) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (release, mut diagnostics) = cleared(folder, loaded, validation, request);
    let (pdf, found) = typeset(&release, folder, loaded, request)?;
    diagnostics.extend(found);
    Ok((pdf, diagnostics))
}

/// Findings in the texts of a project's reports and in its own templates, which are tried on its own last figures.
pub fn check_templates(folder: &Folder, loaded: &Loaded, workbooks: &dyn Workbooks) -> Vec<Diagnostic> {
    let (definitions, project) = (&loaded.definitions, &loaded.definitions.project);
    let mut found = report::check(definitions, folder);
    let own = report::own_reports(definitions, folder);
    let Some(last) = project.periods.last().filter(|_| found.is_empty() && !own.is_empty()) else { return found };
    let validation = validate(folder, loaded, workbooks);
    let answered = project.periods.iter().rev().find(|period| is_answered(&validation, &period.period));
    let period = answered.unwrap_or(last).period.as_str();
    let language = project.languages.first().map_or("en", String::as_str);
    let request = |plan| ReportRequest { plan, period, language, date: None, edition: None };
    let (release, _) = cleared(folder, loaded, &validation, &request(&own[0]));
    for plan in &own {
        // A fault of a library file that several templates read is one fault.
        for fault in typeset(&release, folder, loaded, &request(plan)).err().into_iter().flatten() {
            if !found.contains(&fault) {
                found.push(fault);
            }
        }
    }
    found
}
