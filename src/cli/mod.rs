//! The commands, one file each, and what they share: arguments, exit status, output.

mod again;
mod answered;
mod answers;
mod asked;
mod assumed;
mod changed;
mod check;
mod demo;
mod diff;
mod document;
mod explain;
mod form;
mod init;
mod measure;
mod named;
mod output;
mod priced;
mod read;
mod rehearse;
mod report;
mod schema;
mod secret;
mod several;
mod spoken;
mod status;
mod trace;
mod traced;
mod understood;
mod usage;
mod validate;
mod value;
mod verify;
mod waiting;
mod words;
mod worth;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::definition;
use crate::diagnostic::Diagnostic;
use crate::form::annotate;
use crate::pdf;
use crate::pipeline::{self, Loaded};
use crate::project::{Folder, FolderError};
use crate::table::workbook;
use crate::text::nearest;
use crate::worker;
use output::Output;
use words::{Language, Words};

/// Impact indicators in YAML, files from enterprises, a report a region can defend.
#[derive(Debug, Parser)]
#[command(
    name = "nytta",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Start here:
  nytta demo                                             a complete example, from files to PDF
  nytta validate examples/orebro-lan                     what is wrong in what was sent in
  nytta report examples/orebro-lan --report region --period 2025 --language sv"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lay out a complete example project, validate, measure and report it.
    #[command(
        after_help = "Example:\n  nytta demo my-demo        writes the folder 'my-demo' with a PDF in 'my-demo/reports'"
    )]
    Demo {
        /// Folder to write; must not be there yet or be empty.
        #[arg(default_value = "nytta-demo")]
        dir: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Lay out a new project.
    #[command(after_help = "Example:\n  nytta init our-region --pack social-enterprise")]
    Init {
        /// Folder to write; must not be there yet or be empty.
        dir: PathBuf,
        /// Pack of indicators it uses.
        #[arg(long, default_value = "social-enterprise")]
        pack: String,
        #[command(flatten)]
        common: Common,
    },
    /// Check definitions, codelists, register, targets and texts of a project.
    #[command(
        after_help = "Example:\n  nytta check our-region\n\nExit status: 0 no errors, 1 errors found, 2 it could not be looked at."
    )]
    Check {
        /// Folder with nytta.yaml.
        project: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Show any file as it is understood, also without a project.
    #[command(
        after_help = "Examples:\n  nytta read answers.csv\n  nytta read answers.xls --format csv --out answers-utf8.csv\n  nytta read answers.csv --project our-region --dataset enterprise_year --format json"
    )]
    Read(read::Arguments),
    /// Say what is wrong in the files that were sent in, and what to do about it.
    #[command(
        after_help = "Examples:\n  nytta validate our-region\n  nytta validate our-region --period 2025 --format json --out findings.json\n  nytta validate our-region submissions/2025/bageriet.csv\n  nytta validate our-region submissions/2025/bageriet.csv --encoding CP850 --header-row 4\n  nytta validate our-region --format html --out findings.html\n  nytta validate our-region --period 2025 --annotate to-return\n\nExit status: 0 no errors (warnings may be there), 1 errors found, 2 it could not be looked at."
    )]
    Validate(validate::Arguments),
    /// Make the form that an enterprise fills in, with last year's figures beside the answers.
    #[command(
        after_help = "Examples:\n  nytta form our-region --dataset enterprise_year --period 2026 --out form.xlsx\n  nytta form our-region --dataset enterprise_year --period 2026 --organisation 556016-0680 --out form.xlsx\n  nytta form our-region --out form.csv"
    )]
    Form(form::Arguments),
    /// Show what new rules would have found in past submissions, before they count (for staff).
    #[command(
        after_help = "Examples:\n  nytta rehearse our-region\n  nytta rehearse our-region --rule fte_change --format csv"
    )]
    Rehearse(rehearse::Arguments),
    /// Show who owes what, who has sent what and who is late (for staff).
    #[command(after_help = "Example:\n  nytta status our-region --period 2025")]
    Status(status::Arguments),
    /// Print the figures: every indicator, every breakdown.
    #[command(
        after_help = "Examples:\n  nytta measure our-region --period 2025\n  nytta measure our-region --period 2025 --format csv --out figures.csv"
    )]
    Measure(measure::Arguments),
    /// Value outcomes in money by the project's own model, from published figures.
    #[command(
        after_help = "Example:\n  nytta value our-region --valuation work --period 2025\n\nA valuation is a model and no figure: it stands in no table of 'nytta measure'."
    )]
    Value(value::Arguments),
    /// Show a figure's way back to files, rows and cells (for staff).
    #[command(
        after_help = "Examples:\n  nytta trace our-region far_from_labour_market_hired --period 2025\n  nytta trace our-region far_from_labour_market_hired --breakdown gender=women --format csv\n  nytta trace our-region far_from_labour_market_hired --period 2023..2025"
    )]
    Trace(trace::Arguments),
    /// Show what changed definitions do to past figures (for staff).
    #[command(
        after_help = "Example:\n  nytta diff our-region our-region our-region-draft     the project's definitions against those of a copy"
    )]
    Diff(diff::Arguments),
    /// Typeset a report as PDF.
    #[command(
        after_help = "Examples:\n  nytta report our-region --report region --period 2025 --language sv --out report.pdf\n  nytta report our-region --period 2025 --release 2025-1       publishes it: later reports are held against it"
    )]
    Report(report::Arguments),
    /// Hold a report that came back against the project: its figures, its pages, its bytes.
    #[command(
        after_help = "Examples:\n  nytta verify our-region report.pdf\n  nytta verify our-region report.pdf --format json --out verdict.json\n\nMeasures everything anew, sets the report anew and compares. It names every figure and every text that\ndiffers: the page, the indicator, the cell, what the report says and what the project gives. What differs is for staff only:\nwhat the project gives now may be withheld in what is published.\n\nExit status: 0 the file is byte for byte what the project gives, 1 something differs, 2 it could not be compared."
    )]
    Verify(verify::Arguments),
    /// Explain a rule or a check of a dataset: what is wrong, and what to do; or print the file of an indicator, a dataset or a
    /// codelist as it is.
    #[command(
        after_help = "Examples:\n  nytta explain                     lists all rules\n  nytta explain unknown-organisation --language sv\n  nytta explain enterprise_year.fte_chain\n  nytta explain enterprise_year.own_check our-region\n  nytta explain volunteers > our-region/indicators/social-enterprise/volunteers.yaml"
    )]
    Explain {
        /// Name of the rule, as a finding shows it in brackets, or of an indicator, dataset or codelist; all are listed when left
        /// out.
        rule: Option<String>,
        /// Folder with nytta.yaml, for the project's own checks and definitions.
        project: Option<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Print the JSON Schemas of the definition files and of the data in a report, or what a dataset must hold for other tools.
    #[command(
        after_help = "Examples:\n  nytta schema indicator > indicator.json\n  nytta schema provenance\n  nytta schema our-region --dataset enterprise_year --to table-schema\n  nytta schema --dataset enterprise_year --to csvw"
    )]
    Schema(schema::Arguments),
    /// Print completions for a shell.
    #[command(after_help = "Example:\n  nytta completions bash > /etc/bash_completion.d/nytta")]
    Completions {
        /// The shell.
        shell: Shell,
        #[command(flatten)]
        common: Common,
    },
    #[command(hide = true)]
    Worker {
        /// What it does.
        kind: String,
    },
}

impl Command {
    fn common(&self) -> Option<&Common> {
        match self {
            Self::Demo { common, .. }
            | Self::Init { common, .. }
            | Self::Check { common, .. }
            | Self::Explain { common, .. }
            | Self::Completions { common, .. } => Some(common),
            Self::Read(arguments) => Some(&arguments.common),
            Self::Schema(arguments) => Some(&arguments.common),
            Self::Validate(arguments) => Some(&arguments.common),
            Self::Form(arguments) => Some(&arguments.common),
            Self::Rehearse(arguments) => Some(&arguments.common),
            Self::Status(arguments) => Some(&arguments.asked.common),
            Self::Measure(arguments) => Some(&arguments.asked.common),
            Self::Value(arguments) => Some(&arguments.asked.common),
            Self::Trace(arguments) => Some(&arguments.asked.common),
            Self::Diff(arguments) => Some(&arguments.common),
            Self::Report(arguments) => Some(&arguments.common),
            Self::Verify(arguments) => Some(&arguments.common),
            Self::Worker { .. } => None,
        }
    }
}

#[derive(Debug, Args)]
struct Common {
    /// Language of texts: en, sv, fr, it, ro or sl; the project's first when left out. Reports are in en and sv.
    #[arg(long, global = true, value_parser = Language::parse)]
    language: Option<Language>,
}

impl Common {
    /// Languages to try, in order: the one asked for, the project's, the one of the machine.
    fn languages(&self, loaded: Option<&Loaded>) -> Vec<String> {
        self.before(loaded.map_or(&[], |loaded| &loaded.definitions.project.languages))
    }

    /// Languages to try in a folder whose definitions cannot be read: its project still says which it speaks.
    fn languages_of_folder(&self, folder: &Folder) -> Vec<String> {
        self.before(&definition::languages(folder))
    }

    fn before(&self, project: &[String]) -> Vec<String> {
        let mut languages: Vec<String> = self.language.iter().map(|language| language.code().to_owned()).collect();
        languages.extend_from_slice(project);
        if project.is_empty() {
            languages.extend(machine_language());
        }
        languages.push("en".to_owned());
        languages
    }

    /// The language of what a command says itself.
    fn spoken(&self, loaded: Option<&Loaded>) -> Language {
        Language::of(&self.languages(loaded))
    }
}

/// How and where a command prints.
#[derive(Debug, Args)]
struct Printed {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File to write instead of standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// What is asked of a command about one period of a project.
#[derive(Debug, Args)]
struct Asked {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Period; the last that has ended and has submissions when left out.
    #[arg(long)]
    period: Option<String>,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    common: Common,
}

/// Formats of what a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// How a command ended, as its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// The output was made.
    Done = 0,
    /// `check` and `validate` found errors, `verify` something that differs.
    Errors = 1,
    /// The definitions or the world stopped it.
    Stopped = 2,
}

/// Something of the world that stops a command: told in one line, with a way out.
#[derive(Debug)]
struct Stop {
    message: Words,
    hint: Words,
}

impl Stop {
    fn new(message: impl Into<Words>, hint: impl Into<Words>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl From<FolderError> for Stop {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::NoFolder(path) => Self::new(
                (format!("there is no folder '{}'", path.display()), format!("mappen '{}' finns inte", path.display())),
                (
                    "check the spelling, or make a project with 'nytta init DIR'",
                    "se efter stavningen, eller gör ett projekt med 'nytta init MAPP'",
                ),
            ),
            FolderError::NoProject(path) => Self::new(
                (
                    format!("there is no file 'nytta.yaml' in the folder '{}'", path.display()),
                    format!("det finns ingen fil 'nytta.yaml' i mappen '{}'", path.display()),
                ),
                (
                    "name the folder that holds nytta.yaml, or make a project with 'nytta init DIR'",
                    "ange mappen där nytta.yaml ligger, eller gör ett projekt med 'nytta init MAPP'",
                ),
            ),
            FolderError::Loop(path) => Self::new(
                (
                    format!("'{}' is a link to a folder that it lies in itself", path.display()),
                    format!("'{}' är en länk till en mapp som den själv ligger i", path.display()),
                ),
                ("remove the link: reading would never end", "ta bort länken: läsningen skulle aldrig ta slut"),
            ),
            FolderError::NoFile(path) => Self::new(
                (
                    format!("'{}' is no file and no folder, or a link that leads nowhere", path.display()),
                    format!("'{}' är varken fil eller mapp, eller en länk som inte leder någonstans", path.display()),
                ),
                ("remove it from the project", "ta bort den ur projektet"),
            ),
            FolderError::Changed(path) => Self::new(
                (
                    format!("'{}' was changed while it was read", path.display()),
                    format!("'{}' ändrades medan den lästes", path.display()),
                ),
                (
                    "wait until whoever writes it is done, and run the command again: nothing was told of what it held",
                    "vänta tills den som skriver i den är klar och kör kommandot igen: inget har sagts om vad den innehöll",
                ),
            ),
            FolderError::Unreadable { path, source } => {
                let (why, sv) = words::why(&source);
                Self::new(
                    (
                        format!("'{}' cannot be read: {why}", path.display()),
                        format!("'{}' går inte att läsa: {sv}", path.display()),
                    ),
                    (
                        "check that the file is not open elsewhere and that you may read it",
                        "se efter att filen inte är öppen någon annanstans och att du får läsa den",
                    ),
                )
            }
        }
    }
}

/// Reads the arguments and runs the command.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::refused(&error),
    };
    let output = Output::new(cli.command.common().map_or(Language::English, |common| common.spoken(None)));
    let ended = match &cli.command {
        Command::Demo { dir, common } => demo::run(dir, common, &output),
        Command::Init { dir, pack, .. } => init::run(dir, pack, &output),
        Command::Check { project, common } => check::run(project, common, &output),
        Command::Validate(arguments) => validate::run(arguments, &output),
        Command::Read(arguments) => read::run(arguments, &output),
        Command::Form(arguments) => form::run(arguments, &output),
        Command::Rehearse(arguments) => rehearse::run(arguments, &output),
        Command::Status(arguments) => status::run(arguments, &output),
        Command::Measure(arguments) => measure::run(arguments, &output),
        Command::Value(arguments) => value::run(arguments, &output),
        Command::Trace(arguments) => trace::run(arguments, &output),
        Command::Diff(arguments) => diff::run(arguments, &output),
        Command::Report(arguments) => report::run(arguments, &output),
        Command::Verify(arguments) => verify::run(arguments, &output),
        Command::Explain { rule, project, common } => {
            explain::run(rule.as_deref(), project.as_deref(), common, &output)
        }
        Command::Schema(arguments) => schema::run(arguments, &output),
        Command::Completions { shell, .. } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "nytta", &mut script);
            output.print(&String::from_utf8_lossy(&script));
            Ok(Ended::Done)
        }
        Command::Worker { kind } => {
            let tasks: [worker::Task; 3] =
                [(workbook::TASK, workbook::answer), (annotate::TASK, annotate::answer), (pdf::TASK, pdf::answer)];
            let served = worker::serve(kind, std::io::stdin().lock(), std::io::stdout().lock(), &tasks);
            return served.map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
        }
    };
    // Why a file was not as it was when it was first read is why anything else may be wrong.
    match output.sound().and(ended) {
        Ok(ended) => ExitCode::from(ended as u8),
        Err(stop) => {
            output.stop(&stop);
            ExitCode::from(Ended::Stopped as u8)
        }
    }
}

/// A project read from disk with its definitions, or its findings printed and the command stopped.
fn open(project: &std::path::Path, common: &Common, output: &Output) -> Result<(Folder, Loaded), Stop> {
    let folder = Folder::read(project)?;
    open_folder(&folder, common, output).map(|loaded| (folder, loaded))
}

/// The same for a command that needs what was sent in: a large file is read beside the definitions.
fn open_with_files(project: &std::path::Path, common: &Common, output: &Output) -> Result<(Folder, Loaded), Stop> {
    let folder = Folder::read(project)?;
    folder.fetch();
    open_folder(&folder, common, output).map(|loaded| (folder, loaded))
}

/// What a folder defines, or its findings printed and the command stopped.
fn open_folder(folder: &Folder, common: &Common, output: &Output) -> Result<Loaded, Stop> {
    output.stands_on(folder);
    match pipeline::load(folder) {
        Ok(loaded) => {
            output.speak(common.spoken(Some(&loaded)));
            Ok(loaded)
        }
        Err(diagnostics) => Err(broken(&diagnostics, folder, common, output)),
    }
}

/// Why a command stops whose definitions cannot be used; prints what is wrong with them.
fn broken(diagnostics: &[Diagnostic], folder: &Folder, common: &Common, output: &Output) -> Stop {
    let languages = common.languages_of_folder(folder);
    output.speak(Language::of(&languages));
    output.findings(diagnostics, &languages, folder);
    Stop::new(("the definitions have errors", "definitionerna har fel"), mend_and_try_again())
}

fn mend_and_try_again() -> Words {
    ("mend what is listed above and try again", "rätta det som står ovan och försök igen").into()
}

/// What reads workbooks: children of this program.
#[expect(clippy::disallowed_methods, reason = "a face knows its own program")]
fn workbooks() -> Result<workbook::Child, Stop> {
    let program = std::env::current_exe().map_err(|error| {
        let (why, sv) = words::why(&error);
        Stop::new(
            (format!("the program cannot find itself: {why}"), format!("programmet hittar inte sig självt: {sv}")),
            ("start it by its full path", "starta det med hela sökvägen"),
        )
    })?;
    Ok(workbook::Child { program })
}

/// What may have been meant, or all that there is.
fn one_of(asked: &str, names: &[&str]) -> Words {
    if let Some(near) = nearest(asked, names.iter().copied()) {
        return (format!("did you mean '{near}'?"), format!("menade du '{near}'?")).into();
    }
    let names = names.join(", ");
    (format!("use one of: {names}"), format!("använd någon av: {names}")).into()
}

/// Prints findings that do not stop a command on standard error.
fn tell(diagnostics: &[Diagnostic], languages: &[String], folder: &Folder, output: &Output) {
    if !diagnostics.is_empty() {
        output.findings(diagnostics, languages, folder);
    }
}

#[expect(clippy::disallowed_methods, reason = "a face may ask the machine for its language")]
fn machine_language() -> Option<String> {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok())?;
    let language: String = locale.chars().take_while(char::is_ascii_alphabetic).collect();
    (language.len() == 2).then_some(language)
}
