//! `nytta trace`: a figure's way back to files, rows and cells. For staff: it shows what each enterprise gave.

mod span;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::asked::{reported, span};
use super::named::breakdown;
use super::output::Output;
use super::traced::{
    COUNTS, COUNTS_NOT, DEFINITION, GIVEN, OF_OTHERS, PARTS, REGISTER, RULES, SILENT, VERSION, WITHHELD, of_ground,
    of_revised, of_told, role_of,
};
use super::words::{Language, Noun, Words};
use super::{Asked, Ended, Format, Stop, one_of, open_with_files, tell};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::Period;
use crate::diagnostic::terminal::plain;
use crate::digest;
use crate::disclosure::inside::{InsideFigure, InsideStatus};
use crate::disclosure::release::Ground;
use crate::measure::Breakdown;
use crate::measure::trace::{Role, Trace, TracedCell, TracedRow};
use crate::personal::masked;
use crate::pipeline::{self, Loaded};
use crate::project::Folder;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with nytta.yaml.
    #[command(flatten)]
    pub(super) asked: Asked,
    /// Indicator, such as `far_from_labour_market_hired`.
    indicator: String,
    /// Cell of a table, such as `gender=women` or `district=18N;gender=women`; the total when left out.
    #[arg(long, default_value = "")]
    breakdown: String,
}

/// A figure at the head of its way back, as data.
#[derive(Debug, Serialize)]
struct Head<'a> {
    schema: u32,
    indicator: &'a str,
    period: &'a str,
    breakdown: String,
    value: Option<String>,
    numerator: Option<String>,
    denominator: Option<String>,
    unit: &'a str,
    status: &'static str,
    /// True where it is an upper bound for the number of persons it is about.
    upper_bound: bool,
}

/// A figure with all that it is made of, as data.
#[derive(Debug, Serialize)]
struct Way<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// Why it is published though it would not be otherwise: by consent, or as it is public already.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    freed_by: BTreeSet<&'static str>,
    /// SHA-256 of what decides the figure: indicator, fields, parameters.
    definition: String,
    dataset: &'a str,
    /// The last edition that told the figure, where it is another now or withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    before_edition: Option<&'a str>,
    /// What it was, as that edition told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// The base that its counts of persons were rounded to then.
    #[serde(skip_serializing_if = "Option::is_none")]
    before_rounded: Option<u32>,
    /// None where it is made of other indicators.
    dataset_version: Option<u32>,
    /// SHA-256 of what decides which rows count: the dataset with its checks, codes, parameters.
    rules: Option<String>,
    engine: &'static str,
    /// SHA-256 of each file a row stands in.
    files: BTreeMap<String, String>,
    rows: Vec<WayRow<'a>>,
    silent: Vec<&'a str>,
    /// The figures of the indicators it is made of.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parts: BTreeMap<&'a str, Option<String>>,
}

#[derive(Debug, Serialize)]
struct WayRow<'a> {
    organisation: &'a str,
    name: &'a str,
    role: &'static str,
    value: Option<String>,
    denominator: Option<String>,
    file: Option<String>,
    sheet: Option<&'a str>,
    row: Option<u32>,
    cells: Vec<WayCell<'a>>,
}

#[derive(Debug, Serialize)]
struct WayCell<'a> {
    column: &'a str,
    previous: bool,
    file: Option<String>,
    cell: Option<String>,
    header: Option<&'a str>,
    written: Option<String>,
    value: Option<&'a str>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.asked.project, &arguments.asked.common, output)?;
    let languages = arguments.asked.common.languages(Some(&loaded));
    tell(&loaded.diagnostics, &languages, &folder, output);
    if let Some(periods) = span(&loaded, arguments.asked.period.as_deref())? {
        return span::run(arguments, (&folder, &loaded), periods, output);
    }
    let period = reported(&folder, &loaded, arguments.asked.period.as_deref(), output)?.to_owned();
    let definitions = &loaded.definitions;
    let indicator = definitions.version(indicator(definitions, &arguments.indicator)?, &period);
    let breakdown = breakdown(definitions, &arguments.breakdown)?;
    let validation = pipeline::validate(&folder, &loaded, &super::workbooks()?);
    let of = definitions.project.period(&period).expect("the period was looked up before");
    let (inside, _) = pipeline::inside(&loaded, &validation, of);
    let key = (indicator.indicator.value.clone(), period.clone(), breakdown.clone());
    let figure = inside.figures().get(&key);
    let traced = pipeline::trace(&loaded, &validation, indicator, of, &breakdown);
    let (Some(figure), Some(trace)) = (figure, traced) else {
        return Err(no_figure(definitions, indicator, (&period, std::slice::from_ref(of)), &arguments.breakdown));
    };
    output.say(GIVEN);
    if matches!(figure.status, InsideStatus::Primary | InsideStatus::Secondary) {
        output.warn(withheld(figure, output.language()));
    }
    let way = way(&folder, &loaded, indicator, (&period, &breakdown), figure, &trace);
    let text = match arguments.asked.printed.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&way).expect("a way back is JSON")),
        Format::Csv => csv(&HEADERS, records(&way)),
        Format::Text => text(&way, indicator, definitions, &languages, output.language()),
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// That a figure is withheld in what is published from now on, and what was published of it.
fn withheld(figure: &InsideFigure, language: Language) -> Words {
    let told = figure.told_before.as_ref().and_then(|told| Some((told, told.value?)));
    let Some((told, value)) = told else { return WITHHELD.into() };
    of_told(&told.edition, &super::spoken::amount(&value.normalize().to_string(), language)).into()
}

fn indicator<'a>(definitions: &'a Definitions, name: &str) -> Result<&'a Indicator, Stop> {
    definitions.indicator(name).ok_or_else(|| {
        let names: Vec<&str> = definitions.indicators.iter().map(|one| one.indicator.as_str()).collect();
        Stop::new(
            (format!("the project has no indicator '{name}'"), format!("projektet har ingen indikator '{name}'")),
            one_of(name, &names),
        )
    })
}

/// That there is no figure, and why: the period did not ask for it, or it has no such table.
fn no_figure(definitions: &Definitions, indicator: &Indicator, periods: (&str, &[Period]), breakdown: &str) -> Stop {
    let (name, (period, all)) = (indicator.indicator.as_str(), periods);
    let message = if breakdown.is_empty() {
        (format!("'{name}' has no figure for {period}"), format!("'{name}' har ingen uppgift för {period}"))
    } else {
        (
            format!("'{name}' has no figure for {period} and '{breakdown}'"),
            format!("'{name}' har ingen uppgift för {period} och '{breakdown}'"),
        )
    };
    let is_asked = |one: &Period| definitions.is_asked(definitions.version(indicator, &one.period), &one.period);
    let tables = indicator.breakdown.iter().map(|table| table.value.as_str()).collect::<Vec<_>>().join(", ");
    let why = if !all.iter().any(is_asked) {
        ("the period did not ask for it; ".to_owned(), "perioden frågade inte efter den; ".to_owned())
    } else if breakdown.is_empty() {
        (String::new(), String::new())
    } else if tables.is_empty() {
        ("it is not broken down; ".to_owned(), "den delas inte upp; ".to_owned())
    } else {
        (format!("its tables are: {tables}; "), format!("dess tabeller är: {tables}; "))
    };
    let hint = (
        format!("{}see 'nytta measure' for all figures of the period", why.0),
        format!("{}se 'nytta measure' för alla uppgifter i perioden", why.1),
    );
    Stop::new(message, hint)
}

fn way<'a>(
    folder: &Folder,
    loaded: &'a Loaded,
    indicator: &'a Indicator,
    (period, breakdown): (&'a str, &Breakdown),
    figure: &'a InsideFigure,
    trace: &'a Trace,
) -> Way<'a> {
    let definitions = &loaded.definitions;
    let own = definitions.in_period(period);
    let dataset = own.dataset_of(indicator);
    let number = |value: Option<crate::value::Decimal>| value.map(|value| value.normalize().to_string());
    let before = figure.told_before.as_ref();
    let places = trace.rows.iter().flat_map(|row| {
        let cells = row.cells.iter().filter_map(|cell| cell.cell.as_ref()?.span.file.as_deref());
        row.span.file.as_deref().into_iter().chain(cells)
    });
    let files: BTreeSet<&str> = places.collect();
    let digest = |path: &&str| Some((masked(path), digest::plain(&*folder.files.get(*path)?.hold().ok()?)));
    Way {
        head: Head {
            schema: 1,
            indicator: &indicator.indicator,
            period,
            breakdown: breakdown.iter().map(|(name, code)| format!("{name}={code}")).collect::<Vec<_>>().join(";"),
            value: number(trace.value),
            numerator: number(trace.numerator),
            denominator: number(trace.denominator),
            unit: &indicator.unit,
            status: figure.status.word(),
            upper_bound: definitions.bounds(indicator, trace.value),
        },
        freed_by: figure.freed_by.iter().map(|ground| ground.word()).collect(),
        before_edition: before.map(|told| told.edition.as_str()),
        before: number(before.and_then(|told| told.value)),
        before_rounded: before.and_then(|told| told.rounded),
        definition: definitions.fingerprint(indicator, period),
        dataset: &indicator.dataset,
        dataset_version: dataset.map(|dataset| dataset.version),
        rules: dataset.map(|dataset| own.fingerprint_of_rules(dataset)),
        engine: crate::ENGINE,
        files: files.iter().filter_map(digest).collect(),
        rows: trace.rows.iter().map(|row| way_row(loaded, row)).collect(),
        silent: trace.silent.iter().map(String::as_str).collect(),
        parts: trace.parts.iter().map(|(name, value)| (name.as_str(), number(*value))).collect(),
    }
}

fn way_row<'a>(loaded: &'a Loaded, row: &'a TracedRow) -> WayRow<'a> {
    let register = loaded.register.organisations.get(&row.organisation);
    let contribution = if let Role::Counts(contribution) = row.role { contribution } else { None };
    WayRow {
        organisation: &row.organisation,
        name: register.and_then(|rows| rows.last()).map_or("", |one| one.name.as_str()),
        role: match row.role {
            Role::Counts(_) => "counts",
            Role::NotAsked => "not_asked",
            Role::Missing(kind) => kind.name(),
        },
        value: contribution.map(|given| given.value.normalize().to_string()),
        denominator: contribution.and_then(|given| given.denominator).map(|value| value.normalize().to_string()),
        file: row.span.file.as_deref().map(masked),
        sheet: row.span.sheet.as_deref(),
        row: row.span.row,
        cells: row.cells.iter().map(way_cell).collect(),
    }
}

fn way_cell(traced: &TracedCell) -> WayCell<'_> {
    let cell = traced.cell.as_ref();
    WayCell {
        column: &traced.column,
        previous: traced.previous,
        file: cell.and_then(|cell| cell.span.file.as_deref()).map(masked),
        cell: cell.and_then(|cell| cell.span.cell()),
        header: cell.map(|cell| cell.header.as_str()),
        written: cell.map(|cell| masked(&cell.text)),
        value: traced.value.as_deref(),
    }
}

/// The columns of a way as CSV.
const HEADERS: [&str; 11] = [
    "organisation",
    "name",
    "role",
    "contribution",
    "denominator",
    "column",
    "previous",
    "file",
    "cell",
    "written",
    "value",
];

/// A record for each cell.
fn records(way: &Way) -> Vec<Vec<String>> {
    let record = |row: &WayRow, cell: &WayCell| {
        let cells = [
            row.organisation,
            &super::output::plain(row.name),
            row.role,
            row.value.as_deref().unwrap_or_default(),
            row.denominator.as_deref().unwrap_or_default(),
            cell.column,
            if cell.previous { "yes" } else { "no" },
            cell.file.as_deref().or(row.file.as_deref()).unwrap_or_default(),
            cell.cell.as_deref().unwrap_or_default(),
            &super::output::plain(cell.written.as_deref().unwrap_or_default()),
            cell.value.unwrap_or_default(),
        ];
        cells.map(str::to_owned).to_vec()
    };
    way.rows.iter().flat_map(|row| row.cells.iter().map(|cell| record(row, cell))).collect()
}

fn csv(headers: &[&str], records: Vec<Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers).expect("memory takes every record");
    for record in records {
        writer.write_record(record).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

/// The way as people read it: the figure, what it is made by, the rows behind it and their files.
fn text(
    way: &Way,
    indicator: &Indicator,
    definitions: &Definitions,
    languages: &[String],
    language: Language,
) -> String {
    let mut out = way.head.text(indicator.title.in_language(languages), "", definitions, language);
    told(&mut out, way, language);
    made_by(&mut out, way, indicator, language);
    rows(&mut out, way, language);
    if !way.files.is_empty() {
        let _ = writeln!(out, "\nSHA-256");
        for (file, digest) in &way.files {
            let _ = writeln!(out, "  {}  {}", &digest[..16], plain(file));
        }
    }
    out
}

/// A value as it is printed, with a dash for none.
fn said(value: Option<&str>, language: Language) -> String {
    value.map_or("–".to_owned(), |value| super::spoken::amount(value, language))
}

impl Head<'_> {
    /// The figure, with what more is said of it behind its status, and what it is the quotient of.
    fn text(&self, title: &str, more: &str, definitions: &Definitions, language: Language) -> String {
        let Self { indicator, period, .. } = self;
        let number = |value: &Option<String>| said(value.as_deref(), language);
        let (value, unit) = (number(&self.value), super::spoken::unit(self.unit, definitions, language));
        let cell = if self.breakdown.is_empty() { super::spoken::total(language) } else { &self.breakdown };
        let status = super::spoken::status(self.status, language);
        let (sign, bound) = if self.upper_bound {
            (super::spoken::AT_MOST_SIGN, format!(", {}", language.of_six(super::spoken::AT_MOST)))
        } else {
            ("", String::new())
        };
        let mut out =
            format!("{title} ({indicator}), {period}, {cell}: {sign}{value} {unit} ({status}{more}{bound})\n");
        if self.denominator.is_some() {
            let _ = writeln!(out, "  {} / {}", number(&self.numerator), number(&self.denominator));
        }
        out
    }
}

/// What else is told of the figure: what it was before, and why it may be published.
fn told(out: &mut String, way: &Way, language: Language) {
    // Of a withheld one a warning has said it.
    let is_withheld = [InsideStatus::Primary, InsideStatus::Secondary].iter().any(|one| one.word() == way.head.status);
    if let Some(edition) = way.before_edition.filter(|_| !is_withheld) {
        let _ = writeln!(out, "  {}", language.of_six(of_revised(edition, &said(way.before.as_deref(), language))));
    }
    for ground in Ground::ALL.into_iter().filter(|ground| way.freed_by.contains(ground.word())) {
        let _ = writeln!(out, "  {}", language.of_six(of_ground(ground)));
    }
}

/// The formulas, the definition with its data and rules, and the figures that this one is made of.
fn made_by(out: &mut String, way: &Way, indicator: &Indicator, language: Language) {
    let formulas = [&indicator.value, &indicator.numerator, &indicator.denominator, &indicator.filter];
    for formula in formulas.into_iter().flatten() {
        let _ = writeln!(out, "  {}", formula.value);
    }
    let of = match way.dataset_version.zip(way.rules.as_ref()) {
        Some((version, rules)) => {
            let (versioned, by) = (language.of_six(VERSION), language.of_six(RULES));
            format!("{} {versioned} {version}, {by} {}", way.dataset, &rules[..12])
        }
        None => language.of_six(OF_OTHERS).to_owned(),
    };
    let _ = writeln!(out, "  {} {}, {of}, {}", language.of_six(DEFINITION), &way.definition[..12], way.engine);
    if !way.parts.is_empty() {
        let _ = writeln!(out, "\n{}{}", language.of_six(PARTS), language.common().colon());
        for (name, value) in &way.parts {
            let _ = writeln!(out, "  {name}  {}", said(value.as_deref(), language));
        }
    }
}

/// The rows that count, those that do not, and the organisations without one.
fn rows(out: &mut String, way: &Way, language: Language) {
    let colon = language.common().colon();
    let heads = [("counts", language.of_six(COUNTS)), ("", language.of_six(COUNTS_NOT))];
    for (role, head) in heads {
        let here: Vec<&WayRow> = way.rows.iter().filter(|row| (row.role == "counts") == (role == "counts")).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{head}{colon} {}", here.len());
        for row in here {
            line(out, row, language);
        }
    }
    if !way.silent.is_empty() {
        let _ = writeln!(out, "\n{}{colon} {}", language.of_six(SILENT), way.silent.len());
        for one in &way.silent {
            let _ = writeln!(out, "  {one}");
        }
    }
}

/// A row with its cells: what it gives, where that stands, what is written there.
fn line(out: &mut String, row: &WayRow, language: Language) {
    let gives = match (&row.value, &row.denominator, row.role) {
        (Some(value), Some(base), _) => {
            format!("{} / {}", super::spoken::amount(value, language), super::spoken::amount(base, language))
        }
        (Some(value), None, _) => super::spoken::amount(value, language),
        (None, _, "counts") => String::new(),
        (None, _, role) => role_of(role, language).to_owned(),
    };
    let at = match (&row.file, row.row) {
        (Some(file), Some(number)) => format!("{} {} {number}", plain(file), Noun::Row.one(language)),
        (Some(file), None) => plain(file),
        (None, _) => language.of_six(REGISTER).to_owned(),
    };
    let _ = writeln!(out, "  {} {}  {gives}\n    {at}", row.organisation, plain(row.name));
    for cell in &row.cells {
        let name = if cell.previous { format!("PREVIOUS({})", cell.column) } else { cell.column.to_owned() };
        let value = cell.value.map_or("–".to_owned(), |value| super::spoken::amount(value, language));
        let file = cell.file.as_ref().filter(|_| cell.previous).map(|file| format!("{}, ", plain(file)));
        let written = match (&cell.cell, &cell.written) {
            (Some(place), Some(written)) => {
                format!("  ({}{place}: '{}')", file.unwrap_or_default(), plain(written))
            }
            _ => String::new(),
        };
        let _ = writeln!(out, "    {name} = {}{written}", plain(&value));
    }
}
