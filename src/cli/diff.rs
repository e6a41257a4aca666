//! `nytta diff`: what changed definitions do to past figures. For staff: the figures are not protected.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::spoken::STAFF;
use super::words::Language;
use super::{Common, Ended, Format, Printed, Stop, open_folder};
use crate::pipeline::differences::{Difference, Figures, Side, changed_definitions, differences};
use crate::pipeline::{self, Loaded};
use crate::project::Folder;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with what was sent in, the register and the reasons.
    project: PathBuf,
    /// Folder with the old definitions: its nytta.yaml and indicators are used. May be the project itself.
    old: PathBuf,
    /// Folder with the new definitions.
    new: PathBuf,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    pub(super) common: Common,
}

/// A figure that differs, as data.
#[derive(Debug, Serialize)]
struct Row<'a> {
    indicator: &'a str,
    period: &'a str,
    breakdown: String,
    old: Option<String>,
    new: Option<String>,
    change: Option<String>,
    old_answered: Option<u32>,
    old_expected: Option<u32>,
    new_answered: Option<u32>,
    new_expected: Option<u32>,
    old_status: Option<&'static str>,
    new_status: Option<&'static str>,
}

impl<'a> Row<'a> {
    fn new(one: &'a Difference) -> Self {
        let cells: Vec<String> = one.breakdown.iter().map(|(name, code)| format!("{name}={code}")).collect();
        let value = |side: &Option<Side>| Some(side.as_ref()?.value?.to_string());
        let counts = |side: &Option<Side>| side.as_ref().map(|side| side.coverage).unzip();
        let ((old_answered, old_expected), (new_answered, new_expected)) = (counts(&one.old), counts(&one.new));
        Self {
            indicator: &one.indicator,
            period: &one.period,
            breakdown: cells.join(";"),
            old: value(&one.old),
            new: value(&one.new),
            change: one.change().map(|change| change.normalize().to_string()),
            old_answered,
            old_expected,
            new_answered,
            new_expected,
            old_status: one.old.as_ref().map(|side| side.status),
            new_status: one.new.as_ref().map(|side| side.status),
        }
    }
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let project = Folder::read(&arguments.project)?;
    let (old, old_figures) = measured(&project, &arguments.old, arguments, output)?;
    let (new, new_figures) = measured(&project, &arguments.new, arguments, output)?;
    let (found, all) = differences(&old_figures, &new_figures);
    let changed = changed_definitions(&old, &new);
    output.say(STAFF);
    let rows: Vec<Row> = found.iter().map(Row::new).collect();
    let withheld = found.iter().filter(|one| one.becomes_withheld()).count();
    let told = found.iter().filter(|one| one.becomes_told()).count();
    let text = match arguments.printed.format {
        Format::Json => {
            let document = serde_json::json!({
                "schema": 1, "definitions": changed, "figures": all, "become_withheld": withheld, "become_told": told,
                "differences": rows
            });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("figures are JSON"))
        }
        Format::Csv => csv(&rows),
        Format::Text => text(&rows, &changed, [all, withheld, told], output.language()),
    };
    output.deliver(text.as_bytes(), arguments.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// All figures of a project's submissions by the definitions of a folder.
fn measured(
    project: &Folder,
    definitions: &Path,
    arguments: &Arguments,
    output: &Output,
) -> Result<(Loaded, Figures), Stop> {
    let folder = project.defined_by(&Folder::read(definitions)?);
    let loaded = open_folder(&folder, &arguments.common, output)?;
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let figures = Figures::of(&loaded, &validation);
    Ok((loaded, figures))
}

fn csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

/// Where no definition changed.
const DEFINED_ALIKE: [&str; 6] = [
    "no indicator is defined otherwise",
    "ingen indikator är definierad på annat sätt",
    "aucun indicateur n’est défini autrement",
    "nessun indicatore è definito diversamente",
    "niciun indicator nu este definit altfel",
    "noben kazalnik ni opredeljen drugače",
];

/// Before the names of those that changed.
const DEFINED_OTHERWISE: [&str; 6] = [
    "defined otherwise",
    "annan definition",
    "définis autrement",
    "definiti diversamente",
    "definiți altfel",
    "opredeljeni drugače",
];

/// Before how many enterprises answered, of how many.
const ANSWERED: [&str; 6] = ["answered", "svarande", "réponses", "risposte", "răspunsuri", "odgovori"];

/// How many figures differ, of how many.
fn of_differing(count: usize, all: usize) -> [String; 6] {
    [
        format!("figures that differ: {count} of {all}"),
        format!("uppgifter som skiljer sig: {count} av {all}"),
        format!("chiffres qui diffèrent\u{a0}: {count} sur {all}"),
        format!("cifre che differiscono: {count} su {all}"),
        format!("cifre care diferă: {count} din {all}"),
        format!("podatki, ki se razlikujejo: {count} od {all}"),
    ]
}

/// How many figures would be withheld from now on, and how many no longer.
fn of_withheld(withheld: usize, told: usize) -> [String; 6] {
    [
        format!("published before, withheld by the new definitions: {withheld}; the other way round: {told}"),
        format!("publicerade förut, skyddade med de nya definitionerna: {withheld}; tvärtom: {told}"),
        format!(
            "publiés avant, protégés avec les nouvelles définitions\u{a0}: {withheld}\u{a0}; l’inverse\u{a0}: {told}"
        ),
        format!("pubblicate prima, protette con le nuove definizioni: {withheld}; il contrario: {told}"),
        format!("publicate înainte, protejate cu noile definiții: {withheld}; invers: {told}"),
        format!("prej objavljeni, z novimi opredelitvami zaščiteni: {withheld}; obratno: {told}"),
    ]
}

fn text(rows: &[Row], changed: &[String], [all, withheld, told]: [usize; 3], language: Language) -> String {
    let amount = |value: &Option<String>| {
        value.as_deref().map_or("–".to_owned(), |value| super::spoken::amount(value, language))
    };
    let mut out = match changed {
        [] => format!("{}\n", language.of_six(DEFINED_ALIKE)),
        names => format!("{}{} {}\n", language.of_six(DEFINED_OTHERWISE), language.common().colon(), names.join(", ")),
    };
    let _ = writeln!(out, "{}", language.of_six(of_differing(rows.len(), all)));
    let _ = writeln!(out, "{}", language.of_six(of_withheld(withheld, told)));
    let mut last = "";
    for row in rows {
        if row.indicator != last {
            last = row.indicator;
            let _ = writeln!(out, "\n{last}");
        }
        let cell = if row.breakdown.is_empty() { super::spoken::total(language) } else { &row.breakdown };
        let _ = write!(out, "  {} {cell:44} {:>14} → {:>14}", row.period, amount(&row.old), amount(&row.new));
        if let Some(change) = row.change.as_ref().filter(|change| *change != "0") {
            let sign = if change.starts_with('-') { "" } else { "+" };
            let _ = write!(out, "  {sign}{}", super::spoken::amount(change, language));
        }
        let coverage = |answered: Option<u32>, expected: Option<u32>| Some(format!("{}/{}", answered?, expected?));
        let (then, now) = (coverage(row.old_answered, row.old_expected), coverage(row.new_answered, row.new_expected));
        if let (Some(then), Some(now)) = (then, now)
            && then != now
        {
            let _ = write!(out, "  ({} {then} → {now})", language.of_six(ANSWERED));
        }
        if let (Some(then), Some(now)) = (row.old_status, row.new_status)
            && then != now
        {
            let [then, now] = [then, now].map(|status| super::spoken::status(status, language));
            let _ = write!(out, "  {then} → {now}");
        }
        out.push('\n');
    }
    out
}
