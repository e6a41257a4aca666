//! `nytta value`: a valuation in money, from published figures; never among the figures that `measure` prints.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::asked::reported;
use super::measure::{amount, unit};
use super::output::Output;
use super::words::Language;
use super::{Asked, Ended, Format, Stop, one_of, open, tell};
use crate::definition::Definitions;
use crate::definition::valuation::Valuation;
use crate::pipeline;
use crate::valuation::{Refusal, Valued, value};
use crate::value::Decimal;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// The valuation: the name of its file in the folder `valuations`.
    #[arg(long)]
    valuation: String,
}

/// One number of a valuation. All are modelled.
#[derive(Debug, Serialize)]
struct Row {
    valuation: String,
    period: String,
    evidence: &'static str,
    item: &'static str,
    of: String,
    year: Option<u32>,
    assumption: Option<String>,
    value: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open(&arguments.asked.project, &arguments.asked.common, output)?;
    let languages = arguments.asked.common.languages(Some(&loaded));
    tell(&loaded.diagnostics, &languages, &folder, output);
    let valuation = valuation(&loaded.definitions, &arguments.valuation)?;
    let period = reported(&folder, &loaded, arguments.asked.period.as_deref(), output)?.to_owned();
    let of = loaded.definitions.project.period(&period).expect("the period was looked up before");
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let (release, diagnostics) = pipeline::release(&folder, &loaded, &validation, of);
    tell(&diagnostics, &languages, &folder, output);
    let valued = value(valuation, &release, &period).map_err(|refusal| refused(valuation, &period, &refusal))?;
    output.say((
        "modelled: this rests on assumptions, and is no count; do not add it to anything",
        "modellerat: det bygger på antaganden och är ingen uppgift; lägg det inte ihop med något",
    ));
    let rows = rows(valuation, &valued, &period);
    let text = match arguments.asked.printed.format {
        Format::Json => {
            let document = serde_json::json!({ "schema": 1, "definition": valuation, "values": rows });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("numbers are JSON"))
        }
        Format::Csv => csv(&rows),
        Format::Text => {
            let title = valuation.title.in_language(&languages);
            let money = unit("money", &loaded.definitions);
            text(&rows, &format!("{title}, {period}, {money}"), output.language())
        }
    };
    output.deliver(text.as_bytes(), arguments.asked.printed.out.as_deref())?;
    Ok(Ended::Done)
}

fn valuation<'a>(definitions: &'a Definitions, name: &str) -> Result<&'a Valuation, Stop> {
    definitions.valuations.get(name).ok_or_else(|| {
        let names: Vec<&str> = definitions.valuations.keys().map(String::as_str).collect();
        let hint = match names.as_slice() {
            [] => ("describe one in the folder 'valuations'", "beskriv en i mappen 'valuations'").into(),
            names => one_of(name, names),
        };
        let message =
            (format!("the project has no valuation '{name}'"), format!("projektet har ingen värdering '{name}'"));
        Stop::new(message, hint)
    })
}

fn refused(valuation: &Valuation, period: &str, refusal: &Refusal) -> Stop {
    let name = valuation.valuation.as_str();
    let Refusal::NotShown(indicator) = refusal else {
        return Stop::new(
            (format!("'{name}' has too large numbers"), format!("'{name}' har för stora tal")),
            ("look for a slip in its amounts", "leta efter ett skrivfel i beloppen"),
        );
    };
    Stop::new(
        (
            format!("'{name}' is not valued for {period}: no published figure of '{indicator}'"),
            format!("'{name}' värderas inte för {period}: ingen publicerad uppgift om '{indicator}'"),
        ),
        (
            "rest it on a figure that is published: see 'nytta measure'",
            "låt den bygga på en uppgift som publiceras: se 'nytta measure'",
        ),
    )
}

fn rows(valuation: &Valuation, valued: &Valued, period: &str) -> Vec<Row> {
    let row = |item, of: &str, year, value: Option<Decimal>| Row {
        valuation: valuation.valuation.value.clone(),
        period: period.to_owned(),
        evidence: "modelled",
        item,
        of: of.to_owned(),
        year,
        assumption: None,
        value: value.map(|value| value.normalize().to_string()),
    };
    let mut rows = vec![
        row("present_value", "", None, Some(valued.value)),
        row("input", "", None, Some(valued.invested)),
        row("net", "", None, valued.value.checked_sub(valued.invested)),
        row("ratio", "", None, valued.ratio),
    ];
    for (at, outcome) in valuation.outcomes.iter().enumerate() {
        rows.push(row("quantity", &outcome.outcome, None, Some(valued.quantities[at])));
        rows.push(row("value", &outcome.outcome, Some(1), Some(valued.first_year[at])));
        rows.push(row("present_value", &outcome.outcome, None, Some(valued.present[at])));
    }
    for (payer, account) in valuation.payers.iter().zip(&valued.payers) {
        let years = (1..).zip(&account.years).map(|(year, value)| row("value", &payer.payer, Some(year), Some(*value)));
        rows.extend(years);
        rows.push(row("present_value", &payer.payer, None, Some(account.value)));
        rows.push(row("input", &payer.payer, None, Some(account.cost)));
    }
    for (range, ends) in valuation.sensitivity.iter().zip(&valued.sensitivity) {
        let of = range.outcome.as_ref().map_or("", |name| name.as_str());
        for (at, end) in [range.low, range.high].into_iter().zip(ends) {
            let assumption = Some(format!("{}={}", range.of.word(), at.normalize()));
            let present = Row { assumption: assumption.clone(), ..row("present_value", of, None, Some(end.value)) };
            rows.extend([present, Row { assumption, ..row("ratio", of, None, end.ratio) }]);
        }
    }
    rows
}

fn csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

fn text(rows: &[Row], title: &str, language: Language) -> String {
    let modelled = language.of_two("modelled", "modellerat");
    let mut out = format!("{title} ({modelled})\n");
    for row in rows {
        let year = row.year.map(|year| format!("{} {year}", language.of_two("year", "år"))).unwrap_or_default();
        let parts = [row.of.as_str(), row.assumption.as_deref().unwrap_or_default(), &year];
        let about = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let value = row.value.as_deref().map_or("–".to_owned(), |value| amount(value, language));
        let _ = writeln!(out, "  {:16} {about:44} {value:>16}", language.of_two(row.item, swedish(row.item)));
    }
    out
}

fn swedish(item: &str) -> &str {
    match item {
        "present_value" => "nuvärde",
        "input" => "insats",
        "net" => "netto",
        "ratio" => "per insatt krona",
        "quantity" => "antal",
        "value" => "värde",
        other => other,
    }
}
