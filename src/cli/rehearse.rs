//! `nytta rehearse`: what new rules would have found in what was sent in before, so that none comes as a surprise.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::words::{Language, Noun};
use super::{Common, Ended, Format, Printed, Stop, open, tell};
use crate::diagnostic::Severity;
use crate::diagnostic::terminal::plain;
use crate::personal::masked;
use crate::pipeline::{self, Loaded, Validation};
use crate::rule;

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
    let (folder, loaded) = open(&arguments.project, &arguments.common, output)?;
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
    let mut out = language
        .of_two(
            "what new rules would have found, for staff only\n",
            "vad nya regler skulle ha hittat, bara för personal\n",
        )
        .to_owned();
    for rehearsal in rehearsals {
        let severity = Severity::parse(rehearsal.severity).unwrap_or(Severity::Warning);
        let new = if rehearsal.new { language.of_two(", new", ", ny") } else { "" };
        let _ = writeln!(out, "\n{} ({}{new})", rehearsal.rule, Noun::Finding(severity).one(language));
        for period in &rehearsal.periods {
            let rows = language.counted(period.rows as usize, Noun::Row);
            let findings = language.counted(period.found, Noun::AnyFinding);
            let _ = write!(out, "  {}: {findings} {} {rows}", period.period, language.of_two("in", "på"));
            if period.not_compared > 0 {
                let words = language.of_two("could not be compared", "gick inte att jämföra");
                let _ = write!(out, ", {} {words}", period.not_compared);
            }
            out.push('\n');
            for place in period.places.iter().take(SHOWN) {
                let cell = place.cell.as_deref().map(|cell| format!(" {cell}")).unwrap_or_default();
                let _ = writeln!(out, "    {}{cell}: {}", plain(&place.file), plain(&place.message));
            }
            if period.found > SHOWN {
                let _ = writeln!(out, "    {} {}", language.of_two("more:", "fler:"), period.found - SHOWN);
            }
        }
    }
    if rehearsals.is_empty() {
        out.push_str(language.of_two(
            "\nthere are no new rules: mark one with 'beta: true' in its dataset, or name one with --rule\n",
            "\ndet finns inga nya regler: märk en med 'beta: true' i dess dataset, eller nämn en med --rule\n",
        ));
    }
    out
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
