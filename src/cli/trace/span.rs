//! The way back of a figure that several periods make together: to the figure of each, and on to its rows.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::output::Output;
use super::super::traced::{GIVEN, WITHHELD};
use super::super::words::Language;
use super::super::{Ended, Format, Stop, several};
use super::{Arguments, HEADERS, Head, Way, breakdown, csv, indicator, no_figure, records, text, way};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::definition::project::Period;
use crate::disclosure::combined::{Combined, combine};
use crate::disclosure::inside::InsideStatus;
use crate::disclosure::release::Line;
use crate::pipeline::{self, Loaded};
use crate::project::Folder;

/// A figure of several periods with all that it is made of, as data.
#[derive(Debug, Serialize)]
struct SpanWay<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// How it is made of the figures of the periods.
    combined: &'static str,
    /// Periods that it needs and that have no figure.
    without: &'a [&'a str],
    /// Periods in which the indicator was defined anew, so that nothing is added.
    breaks: &'a [&'a str],
    /// The figures that it is made of, oldest first.
    periods: Vec<Way<'a>>,
}

/// Prints the way back of a figure of some periods.
pub(super) fn run(
    arguments: &Arguments,
    (folder, loaded): (&Folder, &Loaded),
    periods: &[Period],
    output: &Output,
) -> Result<Ended, Stop> {
    let (definitions, name) = (&loaded.definitions, several::name(periods));
    let indicator = indicator(definitions, &arguments.indicator)?;
    let cell = breakdown(definitions, &arguments.breakdown)?;
    let validation = pipeline::validate(folder, loaded, &super::super::workbooks()?);
    let last = periods.last().expect("a span has periods");
    let (inside, _) = pipeline::inside(loaded, &validation, last);
    let lines = periods.iter().map(|one| {
        let name = one.period.as_str();
        (name, inside.lines(name).filter(|line| *line.breakdown == cell).collect::<Vec<Line<'_>>>())
    });
    let made = combine(definitions, &lines.collect::<Vec<_>>());
    let figure = made.iter().find(|one| one.indicator == *indicator.indicator);
    let figure = figure.ok_or_else(|| no_figure(definitions, indicator, (&name, periods), &arguments.breakdown))?;
    let is_of_it = |period: &&Period| figure.coverage.iter().any(|(of, _)| *of == *period.period);
    let traced = periods.iter().filter(is_of_it).filter_map(|period| {
        let version = definitions.version(indicator, &period.period);
        let key = (indicator.indicator.value.clone(), period.period.value.clone(), cell.clone());
        let trace = pipeline::trace(loaded, &validation, version, period, &cell)?;
        Some((version, period, inside.figures().get(&key)?, trace))
    });
    let traced: Vec<_> = traced.collect();
    let ways = traced
        .iter()
        .map(|(version, period, one, trace)| way(folder, loaded, version, (&period.period, &cell), one, trace));
    output.say(GIVEN);
    if [InsideStatus::Primary, InsideStatus::Secondary].iter().any(|one| one.word() == figure.status) {
        output.warn(WITHHELD);
    }
    let way = span_way((figure, indicator, definitions), &name, ways.collect());
    let text = match arguments.asked.printed.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&way).expect("a way back is JSON")),
        Format::Csv => by_period(&way),
        Format::Text => {
            let languages = arguments.asked.common.languages(Some(loaded));
            let of_period = |(one, (version, ..)): (&Way<'_>, &(&Indicator, _, _, _))| {
                format!("\n{}", text(one, version, definitions, &languages, output.language()))
            };
            let of_periods: String = way.periods.iter().zip(&traced).map(of_period).collect();
            head(&way, indicator.title.in_language(&languages), definitions, output.language()) + &of_periods
        }
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

/// The cells of all periods as CSV, each with its period first.
fn by_period(way: &SpanWay<'_>) -> String {
    let headers: Vec<&str> = ["period"].into_iter().chain(HEADERS).collect();
    let with_period = |way: &Way<'_>| {
        let period = way.head.period.to_owned();
        records(way).into_iter().map(move |record| [period.clone()].into_iter().chain(record).collect())
    };
    csv(&headers, way.periods.iter().flat_map(with_period).collect())
}

fn span_way<'a>(
    (figure, indicator, definitions): (&'a Combined<'a>, &'a Indicator, &Definitions),
    name: &'a str,
    periods: Vec<Way<'a>>,
) -> SpanWay<'a> {
    let number = |value: Option<crate::value::Decimal>| value.map(|value| value.normalize().to_string());
    SpanWay {
        head: Head {
            schema: 1,
            indicator: figure.indicator,
            period: name,
            breakdown: figure.line(name).cell(),
            value: number(figure.value),
            numerator: number(figure.numerator),
            denominator: number(figure.denominator),
            unit: &indicator.unit,
            status: figure.status,
            upper_bound: definitions.bounds(indicator, figure.value),
        },
        combined: figure.how.word(),
        without: &figure.without,
        breaks: &figure.breaks,
        periods,
    }
}

/// The figure, how it is made of those of the periods, and why there is none where there is none.
fn head(way: &SpanWay<'_>, title: &str, definitions: &Definitions, language: Language) -> String {
    let how = several::how(way.combined, way.head.upper_bound, language);
    let mut out = way.head.text(title, &how, definitions, language);
    let why = several::why_none(&way.without.join("; "), &way.breaks.join("; "), language);
    if !why.is_empty() {
        let _ = writeln!(out, "{why}");
    }
    out
}
