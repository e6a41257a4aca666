//! `nytta value`: a valuation in money, from published figures; never among the figures that `measure` prints.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::asked::reported;
use super::assumed::{Assumed, What, assumed, of_share};
use super::output::Output;
use super::spoken::DRAFT;
use super::words::Language;
use super::worth::{ASSUMPTIONS, MODELLED, NET, NUMBER, PRESENT_VALUE, PUT_IN, VALUE_IN_YEAR, for_each, of_rounded};
use super::{Asked, Ended, Format, Stop, one_of, open_with_files, tell};
use crate::definition::Definitions;
use crate::definition::valuation::{Assumption, Range, Valuation};
use crate::number::Numbers;
use crate::pipeline;
use crate::text::Text;
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
    source: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Ended, Stop> {
    let (folder, loaded) = open_with_files(&arguments.asked.project, &arguments.asked.common, output)?;
    let languages = arguments.asked.common.languages(Some(&loaded));
    tell(&loaded.diagnostics, &languages, &folder, output);
    let valuation = valuation(&loaded.definitions, &arguments.valuation)?;
    let period = reported(&folder, &loaded, arguments.asked.period.as_deref(), output)?.to_owned();
    let of = loaded.definitions.project.period(&period).expect("the period was looked up before");
    let validation = pipeline::figures(&folder, &loaded, &super::workbooks()?);
    let (release, diagnostics) = pipeline::release(&folder, &loaded, &validation, of);
    tell(&diagnostics, &languages, &folder, output);
    if !release.refused().is_empty() {
        return Err(Stop::new(("nothing may be published", "inget får publiceras"), super::mend_and_try_again()));
    }
    let valued = value(valuation, &release, &period).map_err(|refusal| refused(valuation, &period, &refusal))?;
    output.say([
        "modelled: this rests on assumptions, and is no count; do not add it to anything",
        "modellerat: det bygger på antaganden och är ingen uppgift; lägg det inte ihop med något",
        "modélisé\u{a0}: cela repose sur des hypothèses et n’est pas un comptage\u{a0}; ne l’ajouter à rien",
        "modellato: si basa su ipotesi e non è un conteggio; non sommarlo a niente",
        "modelat: se bazează pe ipoteze și nu este o numărătoare; nu îl adunați cu nimic",
        "modelirano: temelji na predpostavkah in ni štetje; ne prištevajte ga ničemur",
    ]);
    output.say(DRAFT);
    // The text tells it itself.
    let is_data = arguments.asked.printed.format != Format::Text;
    if let Some(rounded) = of_rounded(&valued.rounded).filter(|_| is_data) {
        output.say(rounded);
    }
    let rows = rows(valuation, &valued, &period);
    let text = match arguments.asked.printed.format {
        Format::Json => {
            let document =
                serde_json::json!({ "schema": 1, "definition": valuation, "rounded": valued.rounded, "values": rows });
            format!("{}\n", serde_json::to_string_pretty(&document).expect("numbers are JSON"))
        }
        Format::Csv => csv(&rows),
        Format::Text => {
            let currency = loaded.definitions.project.currency.as_str();
            let about = format!("{period}, {currency}");
            text(valuation, &valued, &Said { languages: &languages, language: output.language(), currency, about })
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
        source: None,
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
    rows.extend(assumed(valuation, &valued.inputs).into_iter().map(|one| Row {
        assumption: Some(one.what.word()),
        source: Some(one.source.to_owned()).filter(|source| !source.is_empty()),
        ..row("assumption", one.of, None, one.value)
    }));
    rows
}

fn csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("memory takes every record");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every record")).expect("fields are UTF-8")
}

/// The valuation as people read it: what it comes to, then each outcome, payer and assumption under its title.
fn text(valuation: &Valuation, valued: &Valued, said: &Said) -> String {
    let language = said.language;
    let (present, put_in) = (language.of_six(PRESENT_VALUE), language.of_six(PUT_IN));
    let mut out = format!("{}, {} ({})\n", said.of(&valuation.title), said.about, language.of_six(MODELLED));
    let per_unit = language.of_six(for_each(said.currency));
    let colon = language.common().colon();
    // What is cut out and passed on says it, too.
    if let Some(rounded) = of_rounded(&valued.rounded) {
        let _ = writeln!(out, "  {}", language.of_six(rounded));
    }
    let mut line = |about: &str, value: String| {
        let _ = writeln!(out, "  {about:60} {value:>16}");
    };
    line(present, said.whole(valued.value));
    line(put_in, said.whole(valued.invested));
    line(language.of_six(NET), said.whole(valued.value - valued.invested));
    line(&per_unit, valued.ratio.map_or("–".to_owned(), |ratio| said.number(ratio, RATIO_DECIMALS)));
    for (at, outcome) in valuation.outcomes.iter().enumerate() {
        let title = said.of(&outcome.title);
        let quantity = valued.quantities[at].normalize();
        line(&format!("{title}{colon} {}", language.of_six(NUMBER)), said.number(quantity, quantity.scale()));
        line(&format!("{title}{colon} {} 1", language.of_six(VALUE_IN_YEAR)), said.whole(valued.first_year[at]));
        line(&format!("{title}{colon} {present}"), said.whole(valued.present[at]));
    }
    for (payer, account) in valuation.payers.iter().zip(&valued.payers) {
        let title = said.of(&payer.title);
        for (year, value) in (1..).zip(&account.years) {
            line(&format!("{title}{colon} {} {year}", language.of_six(VALUE_IN_YEAR)), said.whole(*value));
        }
        line(&format!("{title}{colon} {present}"), said.whole(account.value));
        line(&format!("{title}{colon} {put_in}"), said.whole(account.cost));
    }
    for (range, ends) in valuation.sensitivity.iter().zip(&valued.sensitivity) {
        for (at, end) in [range.low, range.high].into_iter().zip(ends) {
            let about = said.assumption(valuation, range, at);
            line(&format!("{about}{colon} {present}"), said.whole(end.value));
            line(
                &format!("{about}{colon} {per_unit}"),
                end.ratio.map_or("–".to_owned(), |one| said.number(one, RATIO_DECIMALS)),
            );
        }
    }
    let _ = writeln!(out, "{}", language.of_six(ASSUMPTIONS));
    for one in assumed(valuation, &valued.inputs) {
        let _ = writeln!(out, "  {}", said.assumed(&one));
    }
    out
}

/// Decimals of a ratio for people.
const RATIO_DECIMALS: u32 = 2;

/// How a valuation is told to people.
struct Said<'s> {
    languages: &'s [String],
    language: Language,
    currency: &'s str,
    about: String,
}

impl Said<'_> {
    fn of<'t>(&self, title: &'t Text) -> &'t str {
        title.in_language(self.languages)
    }

    fn number(&self, value: Decimal, decimals: u32) -> String {
        Numbers::of(self.language.code()).decimal(value, decimals)
    }

    /// Money without its hundredths: a model is not that exact.
    fn whole(&self, value: Decimal) -> String {
        self.number(value, 0)
    }

    fn percent(&self, value: Decimal) -> String {
        Numbers::of(self.language.code()).percent(value, value.normalize().scale())
    }

    /// An assumption with its number and where it is written: `Employed: would have happened anyway 30 % (a survey)`.
    fn assumed(&self, one: &Assumed<'_>) -> String {
        let (word, colon) = (self.language.of_six(one.what.words()), self.language.common().colon());
        let title = one.what.title().map(|title| format!("{}{colon} ", self.of(title))).unwrap_or_default();
        let outcome = one.outcome.map(|title| format!("{}{colon} ", self.of(title))).unwrap_or_default();
        let value = one.value.map(|value| match one.what {
            What::Share(_) => self.percent(value),
            What::Years => self.number(value, 0),
            What::Each(_) | What::Input(_) | What::FirstYear(_) => {
                format!("{} {}", self.number(value, value.normalize().scale()), self.currency)
            }
        });
        let value = value.map(|value| format!(" {value}")).unwrap_or_default();
        let source = if one.source.is_empty() { String::new() } else { format!(" ({})", one.source) };
        format!("{outcome}{title}{word}{value}{source}")
    }

    /// An assumption that is changed: `if 15 % would have happened anyway`.
    fn assumption(&self, valuation: &Valuation, range: &Range, at: Decimal) -> String {
        let at = if range.of == Assumption::Years { self.number(at, 0) } else { self.percent(at) };
        let word = self.language.of_six(of_share(range.of));
        let outcome =
            range.outcome.as_ref().and_then(|name| valuation.outcomes.iter().find(|one| *one.outcome == **name));
        outcome.map_or_else(|| format!("{word} {at}"), |one| format!("{}, {word} {at}", self.of(&one.title)))
    }
}
