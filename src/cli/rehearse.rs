//! `nytta rehearse`: what new rules would have found in what was sent in before, so that none comes as a surprise.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::words::{Language, Noun};
use super::{Common, Ended, Format, Printed, Stop, open_with_files, tell};
use crate::diagnostic::Severity;
use crate::diagnostic::terminal::plain;
use crate::personal::masked;
use crate::pipeline::{self, Loaded, Validation};
use crate::rule;

/// What the answer is, and for whom.
const HEADING: [&str; 6] = [
    "what new rules would have found, for staff only",
    "vad nya regler skulle ha hittat, bara för personal",
    "ce que de nouvelles règles auraient trouvé, réservé au personnel",
    "che cosa avrebbero trovato le regole nuove, solo per il personale",
    "ce ar fi găsit regulile noi, doar pentru personal",
    "kaj bi našla nova pravila, samo za zaposlene",
];
/// The answer where no rule is new.
const NO_RULES: [&str; 6] = [
    "there are no new rules: mark one with 'beta: true' in its dataset, or name one with --rule",
    "det finns inga nya regler: märk en med 'beta: true' i dess dataset, eller nämn en med --rule",
    "il n’y a pas de règle nouvelle\u{a0}: marquez-en une avec 'beta: true' dans son jeu de données, ou nommez-en une avec --rule",
    "non ci sono regole nuove: segnatene una con 'beta: true' nel suo insieme di dati, o nominatene una con --rule",
    "nu există reguli noi: marcați una cu 'beta: true' în setul ei de date sau numiți una cu --rule",
    "novih pravil ni: označite katero z 'beta: true' v njegovem naboru podatkov ali ga navedite z --rule",
];
/// Findings that are shown of each rule and period in a text.
const SHOWN: usize = 5;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    project: PathBuf,
    /// Only this rule, also one that is not new; all new ones when left out.
    #[arg(long)]
    rule: Option<String>,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What one rule would have found.
#[derive(Debug, Serialize)]
struct Rehearsal {
    rule: String,
    /// How bad a finding would be if the rule were no longer new.
    severity: &'static str,
    new: bool,
    periods: Vec<OfPeriod>,
}

#[derive(Debug, Serialize)]
struct OfPeriod {
    period: String,
    rows: u32,
    found: usize,
    not_compared: u32,
    places: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct Place {
    file: String,
    sheet: Option<String>,
    row: Option<u32>,
    cell: Option<String>,
    message: String,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.project, &arguments.common, output)?;
    let languages = arguments.common.languages(Some(&loaded));
    tell(&loaded.diagnostics, &languages, &folder, output);
    let rules = rules(&loaded, arguments.rule.as_deref())?;
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let rehearsals: Vec<Rehearsal> =
        rules.into_iter().map(|(rule, told)| rehearse(rule, told, &loaded, &validation, &languages)).collect();
    let text = match arguments.printed.format {
        Format::Json => {
            let document = serde_json::json!({ "schema": 1, "rules": rehearsals });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("findings are JSON"))
        }
        Format::Csv => csv(&rehearsals),
        Format::Text => text(&rehearsals, output.language()),
    };
    output.deliver(text.as_bytes(), arguments.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// Rules by name, each with its severity and whether it is new.
type Rules = BTreeMap<String, (Severity, bool)>;

fn rules(loaded: &Loaded, asked: Option<&str>) -> Result<Rules, Stop> {
    let mut rules: Rules = rule::all().map(|rule| (rule.name.clone(), (rule.severity, rule.beta))).collect();
    for (dataset, definition) in &loaded.definitions.datasets {
        for check in &definition.checks {
            let severity = Severity::parse(&check.severity).unwrap_or(Severity::Warning);
            rules.insert(format!("{dataset}.{}", check.check.value), (severity, check.beta));
        }
    }
    let Some(asked) = asked else {
        rules.retain(|_, (_, new)| *new);
        return Ok(rules);
    };
    let known = |name: &&String| *name == asked || name.split_once('.').is_some_and(|(_, check)| check == asked);
    let Some(name) = rules.keys().find(known).cloned() else {
        let names: Vec<&str> = rules.keys().map(String::as_str).collect();
        let message = (format!("there is no rule '{asked}'"), format!("det finns ingen regel '{asked}'"));
        return Err(match crate::text::nearest(asked, names) {
            Some(near) => Stop::new(message, (format!("did you mean '{near}'?"), format!("menade du '{near}'?"))),
            None => Stop::new(
                message,
                (
                    "list the rules with 'nytta explain'; a dataset's check is named dataset.check",
                    "lista reglerna med 'nytta explain'; ett datasets kontroll heter dataset.kontroll",
                ),
            ),
        });
    };
    rules.retain(|rule, _| *rule == name);
    Ok(rules)
}

fn rehearse(
    rule: String,
    (severity, new): (Severity, bool),
    loaded: &Loaded,
    validation: &Validation,
    languages: &[String],
) -> Rehearsal {
    let mut periods = Vec::new();
    for period in loaded.definitions.project.periods.iter().map(|period| period.period.as_str()) {
        let files = || validation.files.iter().filter(|file| file.period == period);
        let found = files().flat_map(|file| &file.diagnostics).filter(|one| one.rule == rule);
        let places: Vec<Place> = found
            .map(|one| Place {
                file: masked(one.span.file.as_deref().unwrap_or_default()),
                sheet: one.span.sheet.as_deref().map(str::to_owned),
                row: one.span.row,
                cell: one.span.cell(),
                message: one.message.in_language(languages).into_owned(),
            })
            .collect();
        let not_compared = validation.not_compared.get(period).and_then(|checks| checks.get(&rule));
        periods.push(OfPeriod {
            period: period.to_owned(),
            rows: files().map(|file| file.accepted + file.rejected).sum(),
            found: places.len(),
            not_compared: not_compared.copied().unwrap_or(0),
            places,
        });
    }
    Rehearsal { rule, severity: severity.word(), new, periods }
}

fn text(rehearsals: &[Rehearsal], language: Language) -> String {
    let mut out = format!("{}\n", language.of_six(HEADING));
    let colon = language.common().colon();
    for rehearsal in rehearsals {
        let severity = Severity::parse(rehearsal.severity).unwrap_or(Severity::Warning);
        let new = if rehearsal.new {
            language.of_six([", new", ", ny", ", nouvelle", ", nuova", ", nouă", ", novo"])
        } else {
            ""
        };
        let _ = writeln!(out, "\n{} ({}{new})", rehearsal.rule, Noun::Finding(severity).one(language));
        for period in &rehearsal.periods {
            let rows = language.counted(period.rows as usize, Noun::Row);
            let findings = language.counted(period.found, Noun::AnyFinding);
            let among = language.of_six([" in ", " på ", " sur ", " su ", " din ", ", pregledano: "]);
            let _ = write!(out, "  {}{colon} {findings}{among}{rows}", period.period);
            if period.not_compared > 0 {
                let _ = write!(out, ", {}", language.of_six(uncompared(period.not_compared)));
            }
            out.push('\n');
            for place in period.places.iter().take(SHOWN) {
                let cell = place.cell.as_deref().map(|cell| format!(" {cell}")).unwrap_or_default();
                let _ = writeln!(out, "    {}{cell}{colon} {}", plain(&place.file), plain(&place.message));
            }
            if period.found > SHOWN {
                let more = language.of_six(["more", "fler", "de plus", "in più", "în plus", "še"]);
                let _ = writeln!(out, "    {more}{colon} {}", period.found - SHOWN);
            }
        }
    }
    if rehearsals.is_empty() {
        let _ = writeln!(out, "\n{}", language.of_six(NO_RULES));
    }
    out
}

/// How many rows could not be compared.
fn uncompared(count: u32) -> [String; 6] {
    [
        format!("{count} could not be compared"),
        format!("{count} gick inte att jämföra"),
        format!("comparaison impossible\u{a0}: {count}"),
        format!("confronto impossibile: {count}"),
        format!("comparație imposibilă: {count}"),
        format!("ni primerljivo: {count}"),
    ]
}

fn csv(rehearsals: &[Rehearsal]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["rule", "severity", "new", "period", "rows", "found", "not_compared"])
        .expect("memory takes every record");
    for rehearsal in rehearsals {
        for period in &rehearsal.periods {
            writer
                .write_record([
                    rehearsal.rule.as_str(),
                    rehearsal.severity,
                    if rehearsal.new { "yes" } else { "no" },
                    &period.period,
                    &period.rows.to_string(),
                    &period.found.to_string(),
                    &period.not_compared.to_string(),
                ])
                .expect("memory takes every record");
        }
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}
