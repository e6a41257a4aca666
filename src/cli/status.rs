//! `nytta status`: who owes what, who has sent what, who is late. For staff: it names them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::asked::owed;
use super::output::Output;
use super::words::{Language, Noun};
use super::{Asked, Ended, Format, Stop, open_with_files, tell};
use crate::definition::project::Period;
use crate::diagnostic::Severity;
use crate::diagnostic::terminal::plain;
use crate::personal::masked;
use crate::pipeline::{self, Loaded, Validation};
use crate::text::Alphabet;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// Day it is seen from; the period's release date when left out.
    #[arg(long)]
    date: Option<NaiveDate>,
}

/// How far one organisation has come, in the order in which staff have something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
enum Stage {
    #[serde(rename = "late")]
    Late,
    #[serde(rename = "to correct")]
    ToCorrect,
    #[serde(rename = "waits for reasons")]
    WaitsForReasons,
    #[serde(rename = "not yet sent")]
    NotYetSent,
    #[serde(rename = "accepted")]
    Accepted,
    #[serde(rename = "nothing due")]
    NothingDue,
    #[serde(rename = "closed")]
    Closed,
}

impl Stage {
    /// The word in data.
    fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::ToCorrect => "to correct",
            Self::WaitsForReasons => "waits for reasons",
            Self::NotYetSent => "not yet sent",
            Self::Accepted => "accepted",
            Self::NothingDue => "nothing due",
            Self::Closed => "closed",
        }
    }

    /// The heading in each language.
    fn headings(self) -> [&'static str; 6] {
        match self {
            Self::Late => ["late", "sena", "en retard", "in ritardo", "întârziate", "zamujajo"],
            Self::ToCorrect => {
                ["to correct", "att rätta", "à corriger", "da correggere", "de corectat", "treba je popraviti"]
            }
            Self::WaitsForReasons => [
                "waits for reasons",
                "väntar på skäl",
                "en attente de justification",
                "in attesa di motivazione",
                "așteaptă justificări",
                "čaka se na razloge",
            ],
            Self::NotYetSent => [
                "not yet sent",
                "har inte skickat än",
                "pas encore envoyé",
                "non ancora inviato",
                "netrimise încă",
                "še ni poslano",
            ],
            Self::Accepted => ["accepted", "godtagna", "acceptées", "accettate", "acceptate", "sprejeto"],
            Self::NothingDue => [
                "no financial year ends in the period",
                "inget räkenskapsår slutar i perioden",
                "aucun exercice ne se termine dans la période",
                "nessun esercizio si chiude nel periodo",
                "niciun exercițiu financiar nu se încheie în perioadă",
                "nobeno poslovno leto se ne konča v obdobju",
            ],
            Self::Closed => ["closed", "har upphört", "fermées", "cessate", "închise", "prenehali delovati"],
        }
    }
}

/// Where one organisation stands with one dataset.
#[derive(Debug, Serialize)]
struct Standing {
    organisation: String,
    name: String,
    dataset: String,
    #[serde(rename = "standing")]
    stage: Stage,
    files: Vec<String>,
    errors: usize,
    warnings: usize,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.asked.project, &arguments.asked.common, output)?;
    tell(&loaded.diagnostics, &arguments.asked.common.languages(Some(&loaded)), &folder, output);
    let period = owed(&loaded, arguments.asked.period.as_deref(), output)?.to_owned();
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let due = loaded.definitions.project.period(&period).expect("the period was looked up before");
    let days = (arguments.date.unwrap_or(due.release), due.deadline);
    let standings = standings(&loaded, &validation, due, days.0);
    let nameless = nameless(&validation, &period);
    let languages = arguments.asked.common.languages(Some(&loaded));
    let unread = unread(&validation, &period, &languages);
    let text = match arguments.asked.printed.format {
        Format::Json => {
            let document = serde_json::json!({
                "schema": 1, "period": period, "date": days.0, "organisations": standings, "files_without_organisation": nameless,
                "files_left_unread": unread.iter().map(|(file, _)| file).collect::<Vec<_>>()
            });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("standings are JSON"))
        }
        Format::Csv => csv(&standings),
        Format::Text => {
            text(&standings, &nameless, (&period, days), output.language()) + &of_unread(&unread, output.language())
        }
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

fn standings(loaded: &Loaded, validation: &Validation, period: &Period, seen: NaiveDate) -> Vec<Standing> {
    let (name, past) = (period.period.as_str(), seen > period.deadline);
    let of_period = || validation.files.iter().filter(|file| file.period == name);
    let found: BTreeMap<&str, _> =
        of_period().map(|file| (file.reading.file.as_str(), pipeline::findings_by_sender(file))).collect();
    let mut standings = Vec::new();
    let population = loaded.register.population(period);
    for (dataset, definition) in &loaded.definitions.datasets {
        let spanning = pipeline::spanning(&loaded.definitions, validation, definition, period);
        for organisation in &population {
            let number = &organisation.organisation;
            let files: Vec<&pipeline::File> = of_period()
                .filter(|file| file.reading.dataset.as_ref() == Some(dataset))
                .filter(|file| file.organisations.contains(number))
                .collect();
            let rows = validation.rows.get(&(dataset.clone(), name.to_owned()));
            let answer = rows.filter(|rows| rows.answered(number)).map(|rows| rows.is_unsettled(number));
            // In a file of several organisations each answers for its own rows.
            let own =
                || files.iter().filter_map(|file| found[file.reading.file.as_str()].get(number.as_str())).flatten();
            let count = |severity| own().filter(|diagnostic| diagnostic.severity == severity).count();
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            let stage = match answer {
                Some(_) if errors > 0 => Stage::ToCorrect,
                Some(true) => Stage::WaitsForReasons,
                Some(false) => Stage::Accepted,
                None if !files.is_empty() => Stage::ToCorrect,
                None if spanning.contains(number.as_str()) => Stage::NothingDue,
                None if loaded.register.closed_in(number, period) => Stage::Closed,
                None if past => Stage::Late,
                None => Stage::NotYetSent,
            };
            standings.push(Standing {
                organisation: number.clone(),
                name: organisation.name.clone(),
                dataset: dataset.clone(),
                stage,
                files: files.iter().map(|file| masked(&file.reading.file)).collect(),
                errors,
                warnings,
            });
        }
    }
    let alphabet = Alphabet::of(&loaded.definitions.project.languages[0]);
    standings.sort_by(|a, b| a.stage.cmp(&b.stage).then_with(|| alphabet.compare(&a.name, &b.name)));
    standings
}

/// Files in which no organisation can be read: whoever sent them still counts as silent.
fn nameless(validation: &Validation, period: &str) -> Vec<String> {
    let of_it = validation.files.iter().filter(|file| file.period == period && file.organisations.is_empty());
    of_it.map(|file| masked(&file.reading.file)).collect()
}

/// Files among the submissions that are no tables, with what they are and what to do: somebody may have answered in one.
fn unread(validation: &Validation, period: &str, languages: &[String]) -> Vec<(String, String)> {
    let folder = format!("submissions/{period}/");
    let left = validation.diagnostics.iter().filter(|one| one.rule == "file-left-unread" && !one.hint.is_empty());
    left.filter_map(|one| {
        let file = one.span.file.as_deref().filter(|file| file.starts_with(&folder))?;
        let (what, hint) = (one.message.in_language(languages), one.hint.in_language(languages));
        Some((masked(file), format!("{what}; {hint}")))
    })
    .collect()
}

/// The files that nothing reads, below the organisations.
fn of_unread(unread: &[(String, String)], language: Language) -> String {
    let (mut out, colon) = (String::new(), language.common().colon());
    if !unread.is_empty() {
        let heading = language.of_six([
            "sent, but nothing can read it",
            "inskickat, men inget kan läsa det",
            "envoyé, mais illisible",
            "inviato, ma illeggibile",
            "trimis, dar nu poate fi citit",
            "poslano, a ni berljivo",
        ]);
        let _ = writeln!(out, "\n{heading}{colon} {}", unread.len());
        for (file, what) in unread {
            let _ = writeln!(out, "  {}{colon} {what}", plain(file));
        }
    }
    out
}

/// The day that it is seen from, and the last day for what was to be sent.
type Days = (NaiveDate, NaiveDate);

/// Why something is late, or not.
fn seen((seen, due): Days, language: Language) -> String {
    language.of_six([
        format!("as of {seen}, due {due}"),
        format!("sett den {seen}, sista dag {due}"),
        format!("au {seen}, échéance {due}"),
        format!("al {seen}, scadenza {due}"),
        format!("la {seen}, termen {due}"),
        format!("na dan {seen}, rok {due}"),
    ])
}

fn text(standings: &[Standing], nameless: &[String], (period, days): (&str, Days), language: Language) -> String {
    let heading = language.of_six([
        "for staff only: it names who has not answered",
        "bara för personal: här står vilka som inte har svarat",
        "réservé au personnel\u{a0}: ceux qui n’ont pas répondu y sont nommés",
        "solo per il personale: vi è scritto chi non ha risposto",
        "doar pentru personal: aici sunt numiți cei care nu au răspuns",
        "samo za zaposlene: tu so navedeni tisti, ki niso odgovorili",
    ]);
    let (mut out, colon) = (format!("{period}, {heading}\n"), language.common().colon());
    let mut last = None;
    for standing in standings {
        if last != Some(standing.stage) {
            last = Some(standing.stage);
            let count = standings.iter().filter(|other| other.stage == standing.stage).count();
            let _ = write!(out, "\n{}{colon} {count}", language.of_six(standing.stage.headings()));
            if matches!(standing.stage, Stage::Late | Stage::NotYetSent) {
                let _ = write!(out, " ({})", seen(days, language));
            }
            out.push('\n');
        }
        let _ = write!(out, "  {} {}", standing.organisation, plain(&standing.name));
        let counts = [(standing.errors, Severity::Error), (standing.warnings, Severity::Warning)];
        let told: Vec<String> = (counts.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, severity)| language.counted(count, Noun::Finding(severity)))
            .collect();
        if !told.is_empty() {
            let _ = write!(out, " ({})", told.join(", "));
        }
        out.push('\n');
    }
    if !nameless.is_empty() {
        let heading = language.of_six([
            "sent, but no organisation can be read in it",
            "inskickat, men ingen organisation går att läsa i filen",
            "envoyé, mais aucune organisation n’y est lisible",
            "inviato, ma non vi si legge nessuna organizzazione",
            "trimis, dar nu se poate citi nicio organizație",
            "poslano, vendar ni mogoče prebrati nobene organizacije",
        ]);
        let _ = writeln!(out, "\n{heading}{colon} {}", nameless.len());
        for file in nameless {
            let _ = writeln!(out, "  {}", plain(file));
        }
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
                standing.stage.word(),
                &standing.files.join(" "),
                &standing.errors.to_string(),
                &standing.warnings.to_string(),
            ])
            .expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}
