//! The chapter of valuations, where the project asks for one: modelled values, apart from all counts, with every assumption.

use serde::Serialize;
use serde_json::{Value, json};

use super::blocks::{Block, Cell, Row};
use super::composition::Composition;
use super::table::{self, Draft};
use crate::definition::valuation::{Assumption, FirstYear, Input, Outcome, Range, Valuation, ValuationKind};
use crate::diagnostic::Diagnostic;
use crate::report::amount::Amount;
use crate::report::voice::{Voice, capital};
use crate::source::Span;
use crate::valuation::{Account, Ends, Refusal, Valued, value};
use crate::value::Decimal;

/// Years that have a column of their own.
const YEARS: usize = 5;

#[derive(Debug, Serialize)]
struct Item {
    id: String,
    title: String,
    lead: String,
    blocks: Vec<Block>,
}

/// Makes the part, with a finding for each valuation that rests on a figure that is not shown; null where none is asked for.
pub(super) fn valuations(composition: &mut Composition) -> (Value, Vec<Diagnostic>) {
    let (plan, definitions) = (composition.from.plan, composition.from.definitions);
    let (mut items, mut diagnostics) = (Vec::new(), Vec::new());
    for name in &plan.valuations {
        let Some(valuation) = definitions.valuations.get(&name.value) else { continue };
        match value(valuation, composition.from.release, composition.year()) {
            Ok(valued) => items.push(item(composition, valuation, &valued)),
            Err(refusal) => {
                let indicator = if let Refusal::NotShown(indicator) = &refusal { indicator } else { "" };
                let values = [("value", name.as_str()), ("indicator", indicator), ("period", composition.year())];
                let at = Span::file("nytta.yaml").at(name.line, name.column);
                diagnostics.push(Diagnostic::new("not-valued", at, &values));
                items.push(refused(composition, valuation));
            }
        }
    }
    if items.is_empty() {
        return (Value::Null, diagnostics);
    }
    let say = |key: &str| composition.say(key, &[]);
    let (title, lead) = (say("valuation_title"), say("valuation_lead"));
    (json!({"id": "valuations", "title": title, "lead": lead, "items": items}), diagnostics)
}

fn id(valuation: &Valuation) -> String {
    format!("valuation-{}", valuation.valuation.value)
}

fn refused(composition: &Composition, valuation: &Valuation) -> Item {
    let title = composition.voice().text(&valuation.title).to_owned();
    let lead = composition.say("valuation_not_shown", &[("period", composition.year())]);
    Item { id: id(valuation), title, lead, blocks: Vec::new() }
}

fn item(composition: &mut Composition, valuation: &Valuation, valued: &Valued) -> Item {
    let voice = composition.voice();
    let (value, invested) = (money(voice, valued.value), money(voice, valued.invested));
    let ratio = valued.ratio.map(|ratio| voice.numbers.decimal(ratio, 2)).unwrap_or_default();
    let net = money(voice, valued.value - valued.invested);
    let places = [("value", value.as_str()), ("invested", &invested), ("ratio", &ratio), ("net", &net)];
    let told = match valuation.kind {
        ValuationKind::Sroi => voice.say("valuation_sroi", &places),
        ValuationKind::Accounts => voice.say("valuation_accounts", &places),
    };
    let may_change = valued.is_provisional || composition.is_preliminary(composition.year());
    let preliminary = may_change.then(|| voice.say("valuation_preliminary", &[]));
    let definition = voice.text(&valuation.definition).to_owned();
    let lead = [told].into_iter().chain(preliminary).chain([definition]).collect::<Vec<_>>().join(" ");
    let mut blocks = Vec::new();
    if !valuation.payers.is_empty() {
        blocks.push(payers(composition, valuation, valued));
    }
    blocks.push(calculation(composition, valuation, valued));
    if !valuation.sensitivity.is_empty() {
        blocks.push(sensitivity(composition, valuation, valued));
    }
    Item { id: id(valuation), title: voice.text(&valuation.title).to_owned(), lead, blocks }
}

fn money(voice: &Voice, value: Decimal) -> String {
    Amount { unit: "money".to_owned(), decimals: 0, signed: false, is_bound: false }.full(voice, value)
}

fn whole(voice: &Voice, value: Decimal) -> Cell {
    table::text(voice.numbers.decimal(value, 0))
}

fn percent(voice: &Voice, value: Decimal) -> String {
    voice.numbers.percent(value, value.normalize().scale())
}

/// What falls to each payer, year by year, and what it bears.
fn payers(composition: &mut Composition, valuation: &Valuation, valued: &Valued) -> Block {
    let voice = composition.voice();
    let longest = valued.payers.iter().map(|account| account.years.len()).max().unwrap_or(0);
    // More years than have room stand in the present value alone.
    let years = if longest <= YEARS { longest } else { 0 };
    let cells = |account: &Account| -> Vec<Cell> {
        let each = account.years.iter().take(years).map(|value| whole(voice, *value));
        let last = [account.value, account.cost, account.value - account.cost];
        each.chain(last.map(|value| whole(voice, value))).collect()
    };
    let mut rows: Vec<Row> = valuation
        .payers
        .iter()
        .zip(&valued.payers)
        .map(|(payer, account)| table::row(voice.text(&payer.title), cells(account)))
        .collect();
    let mut total = Account { years: vec![Decimal::ZERO; longest], ..Account::default() };
    for account in &valued.payers {
        total.value += account.value;
        total.cost += account.cost;
        total.years.iter_mut().zip(&account.years).for_each(|(into, year)| *into += *year);
    }
    rows.push(table::total(voice.say("valuation_all", &[]), cells(&total)));
    let year = |at: usize| voice.say("valuation_year", &[("n", &at.to_string())]);
    let last = ["valuation_present", "valuation_cost", "valuation_net"].map(|key| voice.say(key, &[]));
    let draft = Draft {
        stub: voice.say("valuation_payer", &[]),
        heads: (1..=years).map(year).chain(last).collect(),
        rows,
        remarks: [discounting(voice, valuation)].into_iter().chain(rounding(voice, valued)).collect(),
        ..draft(composition, valuation, "valuation_payers")
    };
    let number = composition.next_table();
    Block::Table(draft.finish(composition, &number))
}

/// How the value of each outcome is made: every assumption a column, every source a line.
fn calculation(composition: &mut Composition, valuation: &Valuation, valued: &Valued) -> Block {
    let voice = composition.voice();
    let row = |(at, outcome): (usize, &Outcome)| {
        let each: Decimal = outcome.values.iter().map(|one| one.amount).sum();
        let shares = [outcome.deadweight, outcome.displacement, outcome.attribution, outcome.drop_off];
        let cells = [voice.numbers.decimal(valued.quantities[at], valued.quantities[at].normalize().scale())]
            .into_iter()
            .chain([voice.numbers.decimal(each, 0)])
            .chain(shares.map(|share| percent(voice, share)))
            .chain([outcome.years.to_string(), voice.numbers.decimal(valued.present[at], 0)]);
        table::row(voice.text(&outcome.title), cells.map(table::text).collect())
    };
    let mut rows: Vec<Row> = valuation.outcomes.iter().enumerate().map(row).collect();
    // One outcome is all there is.
    if rows.len() > 1 {
        let empty = (0..7).map(|_| table::text(""));
        let cells = empty.chain([whole(voice, valued.value)]).collect();
        rows.push(table::total(voice.say("valuation_all", &[]), cells));
    }
    let heads = ["quantity", "each", "deadweight", "displacement", "attribution", "drop_off", "years", "present"];
    let inputs =
        valuation.inputs.iter().zip(&valued.inputs).map(|(input, amount)| source_of_input(voice, input, *amount));
    let outcomes = valuation.outcomes.iter().map(|outcome| source_of_outcome(voice, outcome));
    let draft = Draft {
        stub: voice.say("valuation_outcome", &[]),
        heads: heads.map(|key| voice.say(&format!("valuation_{key}"), &[])).to_vec(),
        rows,
        remarks: [discounting(voice, valuation)]
            .into_iter()
            .chain(rounding(voice, valued))
            .chain(inputs)
            .chain(outcomes)
            .collect(),
        ..draft(composition, valuation, "valuation_calculation")
    };
    let number = composition.next_table();
    Block::Table(draft.finish(composition, &number))
}

/// Where the valuation ends with one assumption changed.
fn sensitivity(composition: &mut Composition, valuation: &Valuation, valued: &Valued) -> Block {
    let voice = composition.voice();
    let end = |ends: &Ends| match (valuation.kind, ends.ratio) {
        (ValuationKind::Sroi, Some(ratio)) => voice.numbers.decimal(ratio, 2),
        _ => voice.numbers.decimal(ends.value - valued.invested, 0),
    };
    let label = |range: &Range| {
        let name = voice.say(&format!("valuation_{}", range.of.word()), &[]);
        let outcome = range.outcome.as_ref();
        let outcome = outcome.and_then(|name| valuation.outcomes.iter().find(|one| *one.outcome == **name));
        outcome.map_or(name.clone(), |one| format!("{}: {name}", voice.text(&one.title)))
    };
    let at = |range: &Range, value: Decimal| match range.of {
        Assumption::Years => voice.numbers.decimal(value, 0),
        _ => percent(voice, value),
    };
    let rows = valuation.sensitivity.iter().zip(&valued.sensitivity).map(|(range, [low, high])| {
        let cells = [at(range, range.low), end(low), at(range, range.high), end(high)];
        table::row(label(range), cells.map(table::text).to_vec())
    });
    let rows = rows.collect();
    let result = match valuation.kind {
        ValuationKind::Sroi => voice.say("valuation_ratio", &[]),
        ValuationKind::Accounts => voice.say("valuation_net", &[]),
    };
    let (low, high) = (voice.say("valuation_low", &[]), voice.say("valuation_high", &[]));
    let draft = Draft {
        stub: voice.say("valuation_assumption", &[]),
        heads: vec![low, result.clone(), high, result],
        rows,
        remarks: rounding(voice, valued).into_iter().collect(),
        ..draft(composition, valuation, "valuation_sensitivity")
    };
    let number = composition.next_table();
    Block::Table(draft.finish(composition, &number))
}

fn draft(composition: &Composition, valuation: &Valuation, title: &str) -> Draft {
    let voice = composition.voice();
    let unit = capital(
        &Amount { unit: "money".to_owned(), decimals: 0, signed: false, is_bound: false }.heading(voice, false),
    );
    let places = [("title", voice.text(&valuation.title)), ("period", composition.year()), ("unit", &unit)];
    Draft {
        title: voice.say(title, &places),
        subtitle: voice.say("valuation_subtitle", &places),
        source: voice.say("valuation_source", &[("publisher", composition.publisher())]),
        ..Draft::default()
    }
}

/// The interest, and whether the first year is discounted.
fn discounting(voice: &Voice, valuation: &Valuation) -> String {
    let key = match valuation.first_year {
        FirstYear::Discounted => "valuation_first_discounted",
        FirstYear::Undiscounted => "valuation_first_undiscounted",
    };
    voice.say(key, &[("rate", &percent(voice, valuation.discount_rate))])
}

/// That the counts it is made of are rounded, where any is.
fn rounding(voice: &Voice, valued: &Valued) -> Option<String> {
    let bases: Vec<String> = valued.rounded.iter().map(|base| voice.numbers.integer(*base)).collect();
    (!bases.is_empty()).then(|| voice.say("valuation_rounded", &[("bases", &voice.list(&bases))]))
}

fn source_of_input(voice: &Voice, input: &Input, amount: Decimal) -> String {
    let places = [("title", voice.text(&input.title)), ("amount", &money(voice, amount)), ("source", &input.source)];
    voice.say("valuation_input", &places)
}

fn source_of_outcome(voice: &Voice, outcome: &Outcome) -> String {
    let proxies: Vec<String> = outcome
        .values
        .iter()
        .map(|one| {
            let amount = money(voice, one.amount);
            let places = [("title", voice.text(&one.title)), ("amount", &amount), ("source", &one.source)];
            voice.say("valuation_proxy", &places)
        })
        .collect();
    let (proxies, title) = (proxies.join("; "), voice.text(&outcome.title));
    voice.say("valuation_shares", &[("title", title), ("source", &outcome.source), ("proxies", &proxies)])
}
