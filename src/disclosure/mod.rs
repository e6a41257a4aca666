//! Withholds what could identify; the only maker of a `Release`.
//!
//! A figure passes five gates: the policy of its class by itself (`primary`), the sums of its tables (`area`, then
//! `secondary` with [`linear`]), what is said around it (`around`), and at last an attacker who has all periods and all
//! indicators before him (`audit`). What one gate withholds is never shown again by a later one. Who answered is counted in
//! figures and in the roster alike: all these counts are entered together (`silent`, `entered`) and pass a gate of their own
//! (`withhold`). What is made of other figures (`derived`), or of those of several periods (`combined`), passes no gate: it is
//! shown where they are; nor does what is so by
//! definition (`certain`), which tells nothing. Where counts are rounded
//! (`rounding`), to one base wherever a sum is shown (`base`), the first gates reckon with the true ones, which tell more than a reader learns, and the last one with the bounds
//! that rounded ones leave.
//!
//! Where all of that is not enough, because what was published before gives a figure away, or because definitions of what it
//! told were not kept (`kept`), the release is refused: it has no figure in it, and says why.
//!
//! What is public of single enterprises, or told with their consent (`known`), every gate takes out of the sums it stands in.
//!
//! On what figures rest (`assured`) is told last, where it takes none of them away (`evidence`).
//!
//! What earlier releases told (`past`) is known to every attacker (`revision`, `then`), and what they withheld is a secret still;
//! a release that is published becomes one of them (`publish`).

mod area;
mod around;
mod assured;
mod attacker;
mod audit;
mod base;
mod beside;
mod block;
mod certain;
mod clear;
pub mod combined;
mod continuing;
mod derived;
mod enough;
mod entered;
mod evidence;
mod givers;
mod identity;
pub mod inside;
mod insider;
mod joint;
mod kept;
mod kernel;
mod known;
mod law;
mod leeway;
pub mod linear;
mod narrow;
mod nearly;
mod often;
mod optimum;
mod order;
mod own;
mod panel;
mod past;
mod piece;
mod powers;
mod primary;
mod proof;
pub mod publish;
pub mod release;
mod revision;
mod roster;
mod rounding;
mod secondary;
mod set;
mod silent;
mod simplex;
mod statement;
mod sums;
mod then;
mod told;
mod who;
mod withhold;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};

pub use inside::Inside;
pub use release::Release;
pub use roster::Facts;

use base::Rules;
use block::{Block, Sum, SumKind, Verdict};
use clear::{Cluster, Links};
use entered::{Entered, Entries};
use past::Past;
use release::{Figure, Methods, Status};
use who::Who;

use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::indicator::Sensitivity;
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::measure::{Observation, ReasonCount, Unlike};
use crate::register::Register;
use crate::source::Span;
use crate::value::Missing;

/// For whom figures are cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Audience {
    /// Everybody.
    Public,
}

/// Clears observations for an audience. The figures are those of a period and of all before it.
pub fn release(
    observations: &[Observation],
    definitions: &Definitions,
    register: &Register,
    audience: Audience,
    period: &Period,
    facts: &Facts,
) -> Release {
    let Audience::Public = audience;
    let (observations, made) = derived::apart(until(observations, definitions, period), definitions);
    let (observations, certain) = certain::apart(observations, definitions, &facts.ledger);
    let rules = Rules::new(definitions);
    let numbers = sums::numbers(definitions);
    let links = Links::new((definitions, register), (&rules, &numbers), &observations, period.release);
    let past = Past::new(&facts.ledger, (definitions, register), &links.known);
    let clusters = clear::clear((definitions, &facts.assurances), &rules, &links, &past);
    let mut refused = refused(&clusters);
    refused.extend(kept::missing(definitions, &observations, &facts.ledger));
    let blocks: Vec<&Block<'_>> = clusters.iter().flat_map(|cluster| &cluster.blocks).collect();
    let mut who = who(definitions, register, period, facts, (&blocks, &past));
    let entries = Entries { definitions, register, blocks: &blocks, past: &past };
    let numbers: Vec<Vec<Entered>> = (0..blocks.len()).map(|at| entries.enter(at, &mut who)).collect();
    let of = |name: &str| definitions.project.period(name).expect("it is one of the project");
    let known = who.of.iter().map(|(name, (population, counts))| {
        let named = past.named(name);
        let may_be_named = *name != period.period.as_str() || named.is_none();
        let mut known = population.known(register, of(name), may_be_named, counts);
        let mine = population.codes.keys().filter(|one| named.as_ref().is_some_and(|named| named.contains(*one)));
        known.extend(mine.filter(|one| counts.has_answered(one)));
        (*name, known)
    });
    let known = known.collect();
    let (population, counts) = &who.of[period.period.as_str()];
    let consenting = population.consenting(register, period, counts);
    let names = withhold::protect(&mut who, &known, (&period.period, consenting));
    let mut figures = BTreeMap::new();
    for (block, numbers) in blocks.iter().zip(&numbers) {
        for (at, entered) in numbers.iter().enumerate() {
            figures.insert(
                key(block.cells[at].observation),
                Figure { assured: assured::assured(block, at), ..figure(definitions, block, at, (entered, &who)) },
            );
        }
    }
    derived::release(&made, definitions, &mut figures, &facts.ledger);
    certain::release(&certain, (definitions, &rules), &mut figures, &facts.ledger);
    revision::tell(&facts.ledger, &past, &rules, &mut figures);
    let roster = roster::roster(definitions, register, period, facts, &who, &names);
    let quality = roster::quality(facts, period, &roster);
    if !refused.is_empty() {
        figures.clear();
    }
    Release { period: period.period.value.clone(), figures, roster, quality, refused }
}

/// The finding for each table with a figure that is known, or nearly, whatever is withheld.
fn refused(clusters: &[Cluster<'_>]) -> Vec<Diagnostic> {
    let open =
        clusters.iter().flat_map(|cluster| cluster.open.iter().map(|(block, cell)| (&cluster.blocks[*block], cell)));
    let table = |(block, cell): (&Block<'_>, &usize)| {
        let names: Vec<&str> = block.cells[*cell].observation.breakdown.keys().map(String::as_str).collect();
        let table = if names.is_empty() { "total".to_owned() } else { names.join("*") };
        (block.rule.indicator.indicator.value.clone(), block.period.to_owned(), table)
    };
    let tables: BTreeSet<(String, String, String)> = open.map(table).collect();
    let finding = |(indicator, period, table): (String, String, String)| {
        let values = [("indicator", indicator.as_str()), ("period", &period), ("table", &table)];
        Diagnostic::new("figure-not-protected", Span::default(), &values)
    };
    tables.into_iter().map(finding).collect()
}

/// Who reported in a period and in those before, entered among counts to be cleared.
fn who<'a>(
    definitions: &'a Definitions,
    register: &'a Register,
    period: &'a Period,
    facts: &'a Facts,
    (blocks, told): (&[&Block<'a>], &Past<'_>),
) -> Who<'a> {
    let past: Vec<&Period> = definitions.project.periods.iter().filter(|past| past.start <= period.start).collect();
    let mut counted = counted(blocks);
    let of = past
        .iter()
        .map(|past| {
            let name = past.period.as_str();
            let sizes = Some(&facts.sizes).filter(|_| past.period == period.period);
            let counted = counted.remove(name).unwrap_or_default();
            (name, roster::enter((definitions, register, told), past, facts.answered.get(name), counted, sizes))
        })
        .collect();
    let mut who = Who { of, panels: Vec::new(), panels_told: Vec::new(), often: Vec::new(), told: Vec::new() };
    for late in &past {
        if let Some(early) = definitions.project.before(&late.period) {
            roster::enter_panel([early, late], &facts.answered, told, &mut who);
        }
    }
    often::enter(definitions, &period.period, (&facts.answered, told), &mut who);
    who
}

/// Enterprises of which anything is in a figure, by period.
fn counted<'a>(blocks: &[&Block<'a>]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut counted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for block in blocks {
        let asked = block.cells.iter().flat_map(|cell| &cell.observation.asked).filter(|(_, answered)| **answered);
        counted.entry(block.period).or_default().extend(asked.map(|(one, _)| one.as_str()));
    }
    counted
}

/// Everything, with what the public would not see, for staff alone.
pub fn inside(
    observations: &[Observation],
    definitions: &Definitions,
    register: &Register,
    period: &Period,
    ledger: &Ledger,
) -> Inside {
    let (observations, made) = derived::apart(until(observations, definitions, period), definitions);
    let (observations, certain) = certain::apart(observations, definitions, ledger);
    let rules = Rules::new(definitions);
    let numbers = sums::numbers(definitions);
    let links = Links::new((definitions, register), (&rules, &numbers), &observations, period.release);
    let past = Past::new(ledger, (definitions, register), &links.known);
    let mut figures = BTreeMap::new();
    // What figures rest on takes none of them away.
    let clusters = clear::clear((definitions, &Assurances::default()), &rules, &links, &past);
    for block in clusters.iter().flat_map(|cluster| &cluster.blocks) {
        for (at, cell) in block.cells.iter().enumerate() {
            let key = key(cell.observation);
            let figure = inside::figure(block, at, revision::told_before(ledger, &key));
            figures.insert(key, figure);
        }
    }
    derived::inside(&made, definitions, &mut figures, ledger);
    certain::inside(&certain, &rules, &mut figures, ledger);
    Inside { period: period.period.value.clone(), figures }
}

/// Observations of a period and of those before it.
fn until(observations: &[Observation], definitions: &Definitions, period: &Period) -> Vec<Observation> {
    let is_past = |name: &str| definitions.project.period(name).is_some_and(|one| one.start <= period.start);
    observations.iter().filter(|one| is_past(&one.period)).cloned().collect()
}

fn key(observation: &Observation) -> release::Key {
    (observation.indicator.clone(), observation.period.clone(), observation.breakdown.clone())
}

/// Where the enterprises are that wait for something is not told: an area is provisional if the whole is, as what may change
/// in one area may, too, for all that is said of it.
fn is_provisional(definitions: &Definitions, block: &Block<'_>, at: usize) -> bool {
    let observation = block.cells[at].observation;
    let mut whole = observation.breakdown.clone();
    whole.retain(|name, _| !definitions.is_of_register(name));
    block.places.get(&whole).map_or(observation, |whole| block.cells[*whole].observation).provisional
}

/// One figure as it may be printed, with what may be told of who answered.
fn figure(definitions: &Definitions, block: &Block<'_>, at: usize, (entered, who): (&Entered<'_>, &Who<'_>)) -> Figure {
    let observation = block.cells[at].observation;
    let is_shown = match block.verdicts[at] {
        Verdict::Missing => observation.value.is_some() && entered.is_reason_told(observation, who),
        verdict => verdict == Verdict::Shown,
    };
    let status = match block.verdicts[at] {
        _ if is_shown && block.revised[at] => Status::Revised,
        _ if is_shown && is_provisional(definitions, block, at) => Status::Provisional,
        _ if is_shown => Status::Published,
        Verdict::Missing if entered.is_reason_told(observation, who) => {
            Status::Missing(observation.missing.unwrap_or(Missing::NotCollected))
        }
        _ if who.is_silent(block.period) => Status::Missing(Missing::NotCollected),
        _ => Status::Withheld,
    };
    let is_told = status != Status::Withheld && entered.is_told(who);
    let is_area = observation.breakdown.keys().any(|name| definitions.is_of_register(name));
    // Of an area it could be said who they are; of a whole, not while at least as many as make a group have none.
    let others = observation.contributions.len().saturating_sub(observation.unexplained as usize);
    let are_others = observation.unexplained == 0 || others >= silent::LEAST as usize;
    // What is said of those that answered is told only where it is told how many did.
    let is_whole = is_shown && is_told && !is_area;
    let printed = block.printed[at];
    // How many gave something tells how many had no row for it.
    let left = observation.coverage.answered.saturating_sub(inside::count(observation.contributions.len()));
    let is_counted = is_whole && observation.breakdown.is_empty() && block.rule.may_change_by(left);
    let panel = || {
        let layers = block.cells[at].panel.as_ref()?;
        rounding::panel((block.rule, block.scale), layers, around::panel(observation)?)
    };
    let change = || Some(rounding::change(block.rule, around::change(observation)?));
    Figure {
        status,
        value: printed.value.filter(|_| is_shown),
        numerator: printed.numerator.filter(|_| is_shown),
        denominator: printed.denominator.filter(|_| is_shown),
        rounded: block.rule.rounding().filter(|_| is_shown && printed.value.is_some()),
        told_before: None,
        between: rounding::between(block.rule, printed, block.scale).filter(|_| is_shown),
        // Of a part it would tell of how many enterprises the withheld parts are made.
        contributors: is_counted.then(|| inside::contributors(observation)),
        coverage: is_told.then(|| around::covered(observation.coverage, !is_area)),
        panel: if block.panels[at] && entered.has_panel(who) { panel() } else { None },
        change: if block.changes[at] && entered.has_change(who) { change() } else { None },
        unexplained: (is_whole && are_others).then_some(observation.unexplained),
        reasons: if is_whole { reasons(definitions, observation) } else { BTreeMap::new() },
        undivided: if is_shown && !is_area { undivided(definitions, block, at) } else { BTreeSet::new() },
        assured: BTreeMap::new(),
        methods: if is_whole { methods(definitions, observation) } else { None },
        has_other_years: is_whole && entered.has_panel(who) && has_other_years(observation),
        freed_by: if is_shown { block.cells[at].freed_by.clone() } else { BTreeSet::new() },
    }
}

/// True where as many are out of the comparison for the length of their year as make a group. Whose year was short is known
/// from elsewhere: of fewer it would tell who answered.
fn has_other_years(observation: &Observation) -> bool {
    let of_year = observation.unlike.values().filter(|why| **why == Unlike::Year);
    of_year.count() >= silent::LEAST as usize
}

/// Dimensions by which some did not split what they gave to a figure. Every attacker is taken to know of which sums the parts
/// leave something: to say so tells nothing that was not reckoned with.
fn undivided(definitions: &Definitions, block: &Block<'_>, at: usize) -> BTreeSet<String> {
    let leaves = |sum: &&Sum| sum.whole == at && sum.kind == SumKind::Codes && sum.rest.iter().any(|of| !of.is_empty());
    let whole = &block.cells[at].observation.breakdown;
    let is_split = |name: &&String| !whole.contains_key(*name) && !definitions.is_of_register(name);
    let by = |sum: &Sum| {
        let parts = sum.parts.first().map(|part| &block.cells[*part].observation.breakdown);
        parts.into_iter().flat_map(BTreeMap::keys).filter(is_split).cloned()
    };
    block.sums.iter().filter(leaves).flat_map(by).collect()
}

/// The methods that point at no one.
fn methods(definitions: &Definitions, observation: &Observation) -> Option<Methods> {
    let least = definitions.policy(Sensitivity::Business).contributors;
    let is_group = |used: &(&String, &u32)| *used.1 >= least;
    let mut told: Vec<(&String, &u32)> = observation.methods.iter().filter(is_group).collect();
    told.sort_by_key(|(method, used)| (std::cmp::Reverse(**used), *method));
    let others = told.len() < observation.methods.len();
    let told = told.into_iter().map(|(method, _)| method.clone()).collect();
    (!observation.methods.is_empty()).then_some(Methods { told, others })
}

/// Reasons that point at no one: enough enterprises gave one, or those that did let their words be printed under their name.
fn reasons(definitions: &Definitions, observation: &Observation) -> BTreeMap<String, (u32, Vec<String>)> {
    let least = definitions.policy(Sensitivity::Business).contributors;
    let told = |(code, given): (&String, &ReasonCount)| {
        let count = if given.enterprises >= least { given.enterprises } else { given.cleared };
        let says_something = !code.is_empty() || !given.words.is_empty();
        (count > 0 && says_something).then(|| (code.clone(), (count, given.words.clone())))
    };
    observation.reasons.iter().filter_map(told).collect()
}
