//! Withholds what could identify; the only maker of a `Release`.
//!
//! A figure passes five gates: the policy of its class by itself (`primary`), the sums of its tables (`area`, then
//! `secondary` with [`linear`]), what is said around it (`around`), and at last an attacker who has all periods and all
//! indicators before him (`audit`). What one gate withholds is never shown again by a later one. Who answered is counted in
//! figures and in the roster alike, and all these counts pass a gate of their own (`silent`).

mod area;
mod around;
mod attacker;
mod audit;
mod block;
mod clear;
mod identity;
pub mod inside;
pub mod linear;
mod primary;
pub mod release;
mod roster;
mod secondary;
mod silent;
mod told;

use std::collections::BTreeMap;

pub use inside::Inside;
pub use release::Release;
pub use roster::Facts;

use block::{Block, Verdict};
use primary::Rule;
use release::{Figure, Status};
use silent::{Counts, Weight};

use rayon::prelude::*;

use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::measure::Observation;
use crate::register::Register;
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
    let observations = until(observations, definitions, period);
    let rules = rules(definitions);
    let mut figures = BTreeMap::new();
    let (mut published, mut withheld) = (0, 0);
    let clusters = clear::clear(definitions, &rules, &observations);
    let blocks: Vec<&Block<'_>> = clusters.iter().flat_map(|cluster| &cluster.blocks).collect();
    let past = definitions.project.periods.iter().filter(|past| past.start <= period.start);
    let no_sizes = BTreeMap::new();
    let mut who: BTreeMap<&str, _> = past
        .map(|past| {
            let sizes = if past.period == period.period { &facts.sizes } else { &no_sizes };
            let answered = facts.answered.get(past.period.as_str());
            (past.period.as_str(), roster::enter(definitions, register, past, answered, sizes))
        })
        .collect();
    let mut numbers = Vec::new();
    for block in &blocks {
        let (_, counts) = who.get_mut(block.period).expect("observations are of these periods");
        numbers.push(enter(definitions, block, counts));
    }
    who.par_iter_mut().for_each(|(_, (_, counts))| counts.protect());
    for (block, numbers) in blocks.iter().zip(numbers) {
        for (at, number) in numbers.into_iter().enumerate() {
            if block.period == period.period.as_str() {
                published += u32::from(block.verdicts[at] == Verdict::Shown);
                withheld += u32::from(block.verdicts[at].is_withheld());
            }
            let observation = block.cells[at].observation;
            let is_told = !block.verdicts[at].is_withheld() && who[block.period].1.is_shown(number);
            let coverage = is_told.then(|| around::covered(observation.coverage));
            figures.insert(key(observation), Figure { coverage, ..figure(definitions, block, at) });
        }
    }
    Release {
        period: period.period.value.clone(),
        figures,
        roster: roster::roster(definitions, register, period, facts, &who[period.period.as_str()]),
        quality: roster::quality(facts, published, withheld),
    }
}

/// Enters who answered each figure among the counts of its period.
fn enter<'a>(definitions: &Definitions, block: &Block<'a>, counts: &mut Counts<'a>) -> Vec<usize> {
    let figures = block.cells.iter().enumerate().map(|(at, cell)| {
        let observation = cell.observation;
        let (areas, parts): (Vec<_>, Vec<_>) =
            observation.breakdown.iter().partition(|(name, _)| definitions.is_of_register(name));
        let family = format!("{} {parts:?}", observation.indicator);
        let table = areas.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("*");
        let asked = observation.asked.iter().map(|(one, answered)| (one.as_str(), *answered));
        let weight = if observation.breakdown.is_empty() { Weight::Whole } else { Weight::Part };
        let wanted = (!block.verdicts[at].is_withheld()).then_some(weight);
        counts.coverage(&observation.indicator, (family, table), asked, wanted)
    });
    figures.collect()
}

/// Everything, with what the public would not see, for staff alone.
pub fn inside(observations: &[Observation], definitions: &Definitions, period: &Period) -> Inside {
    let observations = until(observations, definitions, period);
    let rules = rules(definitions);
    let mut figures = BTreeMap::new();
    for block in clear::clear(definitions, &rules, &observations).iter().flat_map(|cluster| &cluster.blocks) {
        for (at, cell) in block.cells.iter().enumerate() {
            figures.insert(key(cell.observation), inside::figure(block, at));
        }
    }
    Inside { period: period.period.value.clone(), figures }
}

fn rules(definitions: &Definitions) -> Vec<Rule<'_>> {
    definitions.indicators.iter().map(|indicator| Rule::new(definitions, indicator)).collect()
}

/// Observations of a period and of those before it.
fn until(observations: &[Observation], definitions: &Definitions, period: &Period) -> Vec<Observation> {
    let is_past = |name: &str| definitions.project.period(name).is_some_and(|one| one.start <= period.start);
    observations.iter().filter(|one| is_past(&one.period)).cloned().collect()
}

fn key(observation: &Observation) -> release::Key {
    (observation.indicator.clone(), observation.period.clone(), observation.breakdown.clone())
}

/// One figure as it may be printed, but for its coverage.
fn figure(definitions: &Definitions, block: &Block<'_>, at: usize) -> Figure {
    let observation = block.cells[at].observation;
    let status = match block.verdicts[at] {
        Verdict::Shown if observation.provisional => Status::Provisional,
        Verdict::Shown => Status::Published,
        Verdict::Missing => Status::Missing(observation.missing.unwrap_or(Missing::NotCollected)),
        Verdict::Primary | Verdict::Secondary => Status::Withheld,
    };
    let is_shown = block.verdicts[at] == Verdict::Shown;
    let is_area = observation.breakdown.keys().any(|name| definitions.is_of_register(name));
    // Of an area it could be said who they are; of a whole, not while at least as many as make a group have none.
    let others = observation.contributions.len().saturating_sub(observation.unexplained as usize);
    let is_told = is_shown && !is_area && (observation.unexplained == 0 || others >= silent::LEAST as usize);
    let reasons = observation.reasons.iter().filter(|_| is_shown && !is_area);
    Figure {
        status,
        value: observation.value.filter(|_| is_shown),
        numerator: observation.numerator.filter(|_| is_shown),
        denominator: observation.denominator.filter(|_| is_shown),
        // Of a part it would tell of how many enterprises the withheld parts are made.
        contributors: (is_shown && observation.breakdown.is_empty()).then(|| inside::contributors(observation)),
        coverage: None,
        panel: if block.panels[at] { around::panel(observation) } else { None },
        change: if block.changes[at] { around::change(observation) } else { None },
        unexplained: is_told.then_some(observation.unexplained),
        reasons: reasons.map(|(code, given)| (code.clone(), (given.enterprises, given.words.clone()))).collect(),
    }
}
