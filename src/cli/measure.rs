//! `nytta measure`: the figures, cleared for the public, or all of them for staff.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;

use super::asked::{plan, reported, span};
use super::output::Output;
use super::spoken::{self, DRAFT, STAFF, unit};
use super::waiting::Waiting;
use super::words::Language;
use super::{Asked, Ended, Format, Stop, open_with_files, tell};
use super::{changed, priced, several};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::{Period, ReportPlan};
use crate::diagnostic::Diagnostic;
use crate::disclosure::combined::{Combined, combine};
use crate::disclosure::release::{Changed, Line};
use crate::number;
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
    let (folder, loaded) = open_with_files(&arguments.asked.project, &arguments.asked.common, output)?;
    tell(&loaded.diagnostics, &arguments.asked.common.languages(Some(&loaded)), &folder, output);
    let asked = arguments.asked.period.as_deref();
    let span = span(&loaded, asked)?;
    if span.is_some() && arguments.report.is_some() {
        return Err(several::not_priced());
    }
    let period = match span.and_then(<[Period]>::last) {
        Some(last) => &*last.period,
        None => reported(&folder, &loaded, asked, output)?,
    };
    let languages = arguments.asked.common.languages(Some(&loaded));
    let plan = arguments.report.as_deref().map(|name| plan(name, &loaded)).transpose()?;
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let (rows, diagnostics, is_refused) = rows(&folder, &loaded, &validation, (period, span, plan), arguments.internal);
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
    let periods = span.map_or_else(|| vec![period], |span| span.iter().map(|one| one.period.as_str()).collect());
    for period in periods {
        Waiting::of(&validation, period).tell(period, output);
    }
    let text = match arguments.asked.printed.format {
        Format::Csv => csv(&rows),
        Format::Json => json(&rows),
        Format::Text => text(&rows, &loaded, &languages, output.language()),
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// How wide the column of breakdowns is in text, at least and at most.
const NARROWEST: usize = 44;
const WIDEST: usize = 72;

/// The columns of a tidy table of figures.
const HEADERS: [&str; 15] = [
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
    "upper_bound",
    "change",
];

/// One figure as text: decimal point, no grouping, empty where there is none.
struct TidyRow {
    cells: Vec<String>,
    /// Columns after those of every row, as far as the row has cells for them.
    further: &'static [&'static str],
    /// The base that its counts are rounded to, which the columns do not tell.
    rounded: Option<u32>,
    /// Its change since the period before, by what became of the enterprises.
    change: Option<Changed>,
}

impl TidyRow {
    fn new(line: &Line, definitions: &Definitions, definition: String) -> Self {
        fn text(value: Option<impl ToString>) -> String {
            value.map(|value| value.to_string()).unwrap_or_default()
        }
        let indicator = definitions.indicator(line.indicator);
        let is_bound = indicator.is_some_and(|indicator| definitions.bounds(indicator, line.value));
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
            definition,
            if is_bound { "yes".to_owned() } else { String::new() },
            line.change.map(changed::cell).unwrap_or_default(),
        ];
        Self { cells, further: &[], rounded: line.rounded, change: line.change.cloned() }
    }

    /// The columns that it has.
    fn headers(&self) -> impl Iterator<Item = &'static str> {
        HEADERS.into_iter().chain(self.further.iter().copied())
    }

    fn cell(&self, header: &str) -> &str {
        self.headers().position(|known| known == header).map_or("", |at| &self.cells[at])
    }
}

/// What a figure was defined as: a fingerprint, and from which period on where it is a later version.
fn definition(definitions: &Definitions, indicator: &Indicator, period: &str) -> String {
    let print = &definitions.fingerprint(indicator, period)[..12];
    let from = definitions.version(indicator, period).from.as_ref();
    from.map_or_else(|| print.to_owned(), |from| format!("{print}@{from}"))
}

/// What an indicator of a name was defined as in some periods, each once.
fn defined(definitions: &Definitions, name: &str, periods: &[&str]) -> String {
    let Some(indicator) = definitions.indicator(name) else { return String::new() };
    let mut all: Vec<String> = periods.iter().map(|period| definition(definitions, indicator, period)).collect();
    all.dedup();
    all.join(";")
}

fn rows(
    folder: &Folder,
    loaded: &pipeline::Loaded,
    validation: &pipeline::Validation,
    (period, span, plan): (&str, Option<&[Period]>, Option<&ReportPlan>),
    internal: bool,
) -> (Vec<TidyRow>, Vec<Diagnostic>, bool) {
    let of = loaded.definitions.project.period(period).expect("the period was looked up before");
    if internal {
        let (inside, diagnostics) = pipeline::inside(loaded, validation, of);
        return (of_lines(&|period| inside.lines(period).collect(), loaded, (period, span, plan)), diagnostics, false);
    }
    let (release, diagnostics) = pipeline::release(folder, loaded, validation, of);
    let rows = of_lines(&|period| release.lines(period).collect(), loaded, (period, span, plan));
    (rows, diagnostics, !release.refused().is_empty())
}

/// The figures of a period, or those that the periods of a span make together.
fn of_lines<'l>(
    lines: &dyn Fn(&'l str) -> Vec<Line<'l>>,
    loaded: &pipeline::Loaded,
    (period, span, plan): (&'l str, Option<&'l [Period]>, Option<&ReportPlan>),
) -> Vec<TidyRow> {
    let definitions = &loaded.definitions;
    if let Some(span) = span {
        let periods: Vec<(&str, Vec<Line>)> = span.iter().map(|one| (&**one.period, lines(&one.period))).collect();
        let (names, name) = (periods.iter().map(|(name, _)| *name).collect::<Vec<_>>(), several::name(span));
        let row = |one: &Combined| {
            let mut row = TidyRow::new(&one.line(&name), definitions, defined(definitions, one.indicator, &names));
            (row.further, row.rounded) = (&several::HEADERS, one.rounded);
            row.cells.extend(several::cells(one));
            row
        };
        return combine(definitions, &periods).iter().map(row).collect();
    }
    let lines = lines(period);
    let parts = plan.map(|plan| priced::parts(lines.iter().copied(), loaded, plan)).unwrap_or_default();
    let row = |line: Line| {
        let mut row = TidyRow::new(&line, definitions, defined(definitions, line.indicator, &[line.period]));
        if let Some(plan) = plan {
            row.further = &priced::HEADERS;
            row.cells.extend(priced::cells(&line, loaded, plan, &parts));
        }
        row
    };
    lines.into_iter().map(row).collect()
}

fn csv(rows: &[TidyRow]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = rows.first().map_or_else(|| HEADERS.to_vec(), |row| row.headers().collect());
    writer.write_record(names).expect("memory takes every record");
    for row in rows {
        writer.write_record(&row.cells).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

fn json(rows: &[TidyRow]) -> String {
    let observations: Vec<BTreeMap<&str, Value>> = rows
        .iter()
        .map(|row| {
            let cell = |(header, cell): (&'static str, &String)| {
                (header, Value::from((!cell.is_empty() || header == "breakdown").then(|| cell.clone())))
            };
            let rounded = ("rounded", Value::from(row.rounded.map(|base| base.to_string())));
            let change = ("change", row.change.as_ref().map_or(Value::Null, changed::json));
            row.headers().zip(&row.cells).map(cell).chain([rounded, change]).collect()
        })
        .collect();
    let document = serde_json::json!({ "schema": 1, "observations": observations });
    format!("{}\n", serde_json::to_string_pretty(&document).expect("figures are JSON"))
}

fn text(rows: &[TidyRow], loaded: &pipeline::Loaded, languages: &[String], language: Language) -> String {
    let mut out = String::new();
    let mut last = "";
    let labelled = |row: &TidyRow| match row.cell("breakdown") {
        "" => spoken::total(language).to_owned(),
        cell => labelled(cell, &loaded.definitions, languages),
    };
    let width = rows.iter().map(|row| labelled(row).chars().count()).max().unwrap_or(0).clamp(NARROWEST, WIDEST);
    for row in rows {
        let (indicator, status, value) = (row.cell("indicator"), row.cell("status"), row.cell("value"));
        if indicator != last {
            last = indicator;
            let title = loaded.definitions.indicator(last).map_or("", |found| found.title.in_language(languages));
            let unit = unit(row.cell("unit"), &loaded.definitions, language);
            let definition = loaded.definitions.indicator(last);
            let is_bound = definition.is_some_and(|indicator| loaded.definitions.is_upper_bound(indicator));
            let how = several::how(row.cell("combined"), is_bound, language);
            let _ = writeln!(out, "\n{title} ({last}), {unit}{how}");
        }
        let breakdown = labelled(row);
        let said = spoken::status(status, language);
        let definition = loaded.definitions.indicator(indicator);
        let sign = if row.cell("upper_bound").is_empty() { "" } else { spoken::AT_MOST_SIGN };
        let shown = match value {
            "" => said.to_owned(),
            value => format!("{sign}{}", rounded(value, definition, language)),
        };
        let _ = write!(out, "  {breakdown:width$} {shown:>16}");
        if !value.is_empty() && status != "published" {
            let _ = write!(out, "  {said}");
        }
        if !row.cell("converted").is_empty() {
            let _ = write!(out, "  = {} {}", spoken::amount(row.cell("converted"), language), row.cell("currency"));
        }
        out.push_str(&several::why_none(row.cell("without"), row.cell("breaks"), language));
        let (answered, expected) = (row.cell("coverage_answered"), row.cell("coverage_expected"));
        if !row.cell("coverage_by_period").is_empty() {
            let _ = write!(out, "  ({})", row.cell("coverage_by_period"));
        } else if !expected.is_empty() {
            let _ = write!(out, "  ({})", spoken::covered(answered, expected, language));
        }
        out.push('\n');
        if let Some(change) = &row.change {
            let _ = writeln!(out, "    {}", changed::said(change, row.cell("period"), loaded, language));
        }
    }
    if rows.iter().any(|row| !row.cell("upper_bound").is_empty()) {
        let _ = writeln!(out, "\n{}", language.of_six(spoken::AT_MOST));
    }
    out
}

/// A cell of a breakdown as it is asked for, with what its codes are called: `gender=women (Women)`.
fn labelled(cell: &str, definitions: &Definitions, languages: &[String]) -> String {
    let label = |(dimension, code): (&str, &str)| {
        let label = definitions.label(dimension, code).in_language(languages).to_owned();
        (!label.is_empty() && label != code).then_some(label)
    };
    let labels: Vec<String> = cell.split(';').filter_map(|part| label(part.split_once('=')?)).collect();
    if labels.is_empty() { cell.to_owned() } else { format!("{cell} ({})", labels.join(", ")) }
}

/// A figure as people read it: with one decimal more than reports print; all of them are in data.
fn rounded(value: &str, indicator: Option<&Indicator>, language: Language) -> String {
    let decimals = indicator.map_or(0, |indicator| indicator.decimals) + 1;
    let number = value.parse().map(|number: Decimal| number::round(number, decimals).normalize().to_string());
    spoken::amount(number.as_deref().unwrap_or(value), language)
}
