//! `nytta measure`: the figures, cleared for the public, or all of them for staff.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;

use super::asked::{plan, reported};
use super::output::Output;
use super::priced;
use super::spoken::{self, DRAFT, STAFF, unit};
use super::waiting::Waiting;
use super::words::Language;
use super::{Asked, Ended, Format, Stop, open, tell};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::ReportPlan;
use crate::diagnostic::Diagnostic;
use crate::disclosure::release::Line;
use crate::money::Parts;
use crate::number::{self, Numbers};
use crate::pipeline;
use crate::project::Folder;
use crate::value::Decimal;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// Print what would be withheld, too. For staff alone.
    #[arg(long)]
    internal: bool,
    /// Add amounts as this report tells them in another currency and in the prices of one year, in columns of their own.
    #[arg(long)]
    report: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open(&arguments.asked.project, &arguments.asked.common, output)?;
    tell(&loaded.diagnostics, &arguments.asked.common.languages(Some(&loaded)), &folder, output);
    let period = reported(&folder, &loaded, arguments.asked.period.as_deref(), output)?.to_owned();
    let languages = arguments.asked.common.languages(Some(&loaded));
    let plan = arguments.report.as_deref().map(|name| plan(name, &loaded)).transpose()?;
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let (rows, diagnostics, is_refused) = rows(&folder, &loaded, &validation, (&period, plan), arguments.internal);
    tell(&diagnostics, &languages, &folder, output);
    if is_refused {
        return Err(Stop::new(("nothing may be published", "inget får publiceras"), super::mend_and_try_again()));
    }
    if arguments.internal {
        output.say(STAFF);
        output.say(spoken::of_width(&loaded.definitions));
    } else {
        output.say(DRAFT);
    }
    if let Some(rounded) = spoken::of_rounded(&rows.iter().filter_map(|row| row.rounded).collect()) {
        output.say(rounded);
    }
    Waiting::of(&validation, &period).tell(&period, output);
    let text = match arguments.asked.printed.format {
        Format::Csv => csv(&rows),
        Format::Json => json(&rows),
        Format::Text => text(&rows, &loaded, &languages, output.language()),
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// The columns of a tidy table of figures.
const HEADERS: [&str; 13] = [
    "indicator",
    "period",
    "breakdown",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "missing",
    "contributors",
    "coverage_answered",
    "coverage_expected",
    "definition",
];

/// One figure as text: decimal point, no grouping, empty where there is none.
struct TidyRow {
    cells: Vec<String>,
    /// The base that its counts are rounded to, which the columns do not tell.
    rounded: Option<u32>,
}

impl TidyRow {
    fn new(line: &Line, definitions: &Definitions) -> Self {
        fn text(value: Option<impl ToString>) -> String {
            value.map(|value| value.to_string()).unwrap_or_default()
        }
        let indicator = definitions.indicator(line.indicator);
        let cells = vec![
            line.indicator.to_owned(),
            line.period.to_owned(),
            line.cell(),
            text(line.value.map(|value| value.normalize())),
            text(line.numerator.map(|value| value.normalize())),
            text(line.denominator.map(|value| value.normalize())),
            indicator.map(|indicator| indicator.unit.value.clone()).unwrap_or_default(),
            line.status.to_owned(),
            text(line.missing),
            text(line.contributors),
            text(line.coverage_answered),
            text(line.coverage_expected),
            indicator.map(|indicator| definition(definitions, indicator, line.period)).unwrap_or_default(),
        ];
        Self { cells, rounded: line.rounded }
    }

    fn cell(&self, header: &str) -> &str {
        headers(self).position(|known| known == header).map_or("", |at| &self.cells[at])
    }
}

/// What a figure was defined as: a fingerprint, and from which period on where it is a later version.
fn definition(definitions: &Definitions, indicator: &Indicator, period: &str) -> String {
    let print = &definitions.fingerprint(indicator, period)[..12];
    let from = definitions.version(indicator, period).from.as_ref();
    from.map_or_else(|| print.to_owned(), |from| format!("{print}@{from}"))
}

fn rows(
    folder: &Folder,
    loaded: &pipeline::Loaded,
    validation: &pipeline::Validation,
    (period, plan): (&str, Option<&ReportPlan>),
    internal: bool,
) -> (Vec<TidyRow>, Vec<Diagnostic>, bool) {
    let definitions = &loaded.definitions;
    let row = |line: Line, parts: &BTreeMap<String, Parts>| {
        let mut row = TidyRow::new(&line, definitions);
        row.cells.extend(plan.into_iter().flat_map(|plan| priced::cells(&line, loaded, plan, parts)));
        row
    };
    let of_lines = |lines: Vec<Line>| {
        let parts = plan.map(|plan| priced::parts(lines.iter().copied(), loaded, plan)).unwrap_or_default();
        lines.into_iter().map(|line| row(line, &parts)).collect()
    };
    let of = definitions.project.period(period).expect("the period was looked up before");
    if internal {
        let (inside, diagnostics) = pipeline::inside(loaded, validation, of);
        (of_lines(inside.lines(period).collect()), diagnostics, false)
    } else {
        let (release, diagnostics) = pipeline::release(folder, loaded, validation, of);
        (of_lines(release.lines(period).collect()), diagnostics, !release.refused().is_empty())
    }
}

/// The columns that a row has.
fn headers(row: &TidyRow) -> impl Iterator<Item = &'static str> {
    HEADERS.into_iter().chain(priced::HEADERS).take(row.cells.len())
}

fn csv(rows: &[TidyRow]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = rows.first().map_or_else(|| HEADERS.to_vec(), |row| headers(row).collect());
    writer.write_record(names).expect("memory takes every record");
    for row in rows {
        writer.write_record(&row.cells).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

fn json(rows: &[TidyRow]) -> String {
    let observations: Vec<BTreeMap<&str, Option<String>>> = rows
        .iter()
        .map(|row| {
            let cell = |(header, cell): (&'static str, &String)| {
                (header, (!cell.is_empty() || header == "breakdown").then(|| cell.clone()))
            };
            let rounded = ("rounded", row.rounded.map(|base| base.to_string()));
            headers(row).zip(&row.cells).map(cell).chain([rounded]).collect()
        })
        .collect();
    let document = serde_json::json!({ "schema": 1, "observations": observations });
    format!("{}\n", serde_json::to_string_pretty(&document).expect("figures are JSON"))
}

fn text(rows: &[TidyRow], loaded: &pipeline::Loaded, languages: &[String], language: Language) -> String {
    let mut out = String::new();
    let mut last = "";
    for row in rows {
        let (indicator, status, value) = (row.cell("indicator"), row.cell("status"), row.cell("value"));
        if indicator != last {
            last = indicator;
            let title = loaded.definitions.indicator(last).map_or("", |found| found.title.in_language(languages));
            let _ = writeln!(out, "\n{title} ({last}), {}", unit(row.cell("unit"), &loaded.definitions, language));
        }
        let breakdown = match row.cell("breakdown") {
            "" => spoken::total(language),
            cell => cell,
        };
        let said = spoken::status(status, language);
        let definition = loaded.definitions.indicator(indicator);
        let shown = if value.is_empty() { said.to_owned() } else { rounded(value, definition, language) };
        let _ = write!(out, "  {breakdown:44} {shown:>16}");
        if !value.is_empty() && status != "published" {
            let _ = write!(out, "  {said}");
        }
        if !row.cell("converted").is_empty() {
            let _ = write!(out, "  = {} {}", amount(row.cell("converted"), language), row.cell("currency"));
        }
        let (answered, expected) = (row.cell("coverage_answered"), row.cell("coverage_expected"));
        if !expected.is_empty() {
            let _ = write!(out, "  ({})", spoken::covered(answered, expected, language));
        }
        out.push('\n');
    }
    out
}

/// A figure as people read it: with one decimal more than reports print; all of them are in data.
fn rounded(value: &str, indicator: Option<&Indicator>, language: Language) -> String {
    let decimals = indicator.map_or(0, |indicator| indicator.decimals) + 1;
    let number = value.parse().map(|number: Decimal| number::round(number, decimals).normalize().to_string());
    amount(number.as_deref().unwrap_or(value), language)
}

/// A value as people of the language read it.
pub(super) fn amount(value: &str, language: Language) -> String {
    value.parse().map_or_else(
        |_| value.to_owned(),
        |number: Decimal| Numbers::of(language.code()).decimal(number, number.scale()),
    )
}
