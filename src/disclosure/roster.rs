//! Who reported, in counts that name no one who did not.

use std::collections::{BTreeMap, BTreeSet};

use super::release::{Chain, Quality, Roster};
use super::silent::{Counts, LEAST};
use crate::definition::Definitions;
use crate::definition::codelist::Origin;
use crate::definition::project::Period;
use crate::register::Register;

/// What the pipeline knows beside the observations.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Organisations that sent something in, by period.
    pub sent: BTreeMap<String, BTreeSet<String>>,
    /// Organisations with accepted rows of their own, by period.
    pub answered: BTreeMap<String, BTreeSet<String>>,
    /// Size class of organisations in the release's period.
    pub sizes: BTreeMap<String, String>,
    /// Organisations that answered each core field in the release's period, of those that sent a row.
    pub answered_fields: BTreeMap<String, (u32, u32)>,
    /// Counts of files, rows and findings; what disclosure fills in is left as it is.
    pub quality: Quality,
}

/// Least number of enterprises that answered and are not named, where not all answered.
const UNNAMED: usize = 3;
/// Least base of a share of enterprises.
const BASE: u32 = 20;
/// The table of size classes, which are no property of the register.
const SIZE: &str = "size";

/// The enterprises of a period, in the tables of the roster.
pub(super) struct Population<'a> {
    /// Codes of each.
    codes: BTreeMap<&'a str, &'a BTreeMap<String, String>>,
    /// By codelist and code, and the number of their count.
    tables: BTreeMap<&'a str, BTreeMap<&'a str, (Vec<&'a str>, usize)>>,
}

/// Enters who reported in a period: the enterprises, and the counts to be cleared with those of all figures.
///
/// Sizes are known for the release's period alone.
pub(super) fn enter<'a>(
    definitions: &'a Definitions,
    register: &'a Register,
    period: &'a Period,
    answered: Option<&'a BTreeSet<String>>,
    sizes: &'a BTreeMap<String, String>,
) -> (Population<'a>, Counts<'a>) {
    let codes: BTreeMap<&str, &BTreeMap<String, String>> = register
        .population(period)
        .into_iter()
        .map(|one| (one.organisation.as_str(), &register.at(&one.organisation, period).unwrap_or(one).codes))
        .collect();
    let answering: BTreeSet<&str> = answered.into_iter().flatten().map(String::as_str).collect();
    let is_closed = |one: &&str| !answering.contains(one) && register.closed_in(one, period);
    let closed = codes.keys().copied().filter(is_closed).collect();
    let mut counts = Counts::new(answering, closed);
    if answered.is_some() {
        counts.whole(codes.keys().copied());
    }
    let lists = definitions.codelists.iter().filter(|(_, list)| list.of == Origin::Register);
    let mut tables = BTreeMap::new();
    for name in lists.map(|(name, _)| name.as_str()).chain([SIZE]) {
        let mut table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (organisation, codes) in &codes {
            let code = if name == SIZE { sizes.get(*organisation) } else { codes.get(name) };
            if let Some(code) = code {
                table.entry(code.as_str()).or_default().push(organisation);
            }
        }
        let mut count = |members: Vec<&'a str>| {
            let number = counts.roster(name, members.iter().copied());
            (members, number)
        };
        tables.insert(name, table.into_iter().map(|(code, members)| (code, count(members))).collect());
    }
    (Population { codes, tables }, counts)
}

/// Who reported, in cleared counts.
pub(super) fn roster(
    definitions: &Definitions,
    register: &Register,
    period: &Period,
    facts: &Facts,
    (population, counts): &(Population<'_>, Counts<'_>),
) -> Roster {
    let periods = definitions.project.periods.iter().filter(|past| past.start <= period.start);
    let chain = periods.map(|past| (past.period.value.clone(), chain(definitions, register, past, facts))).collect();
    let nobody = BTreeSet::new();
    let answered = facts.answered.get(period.period.as_str()).unwrap_or(&nobody);
    let count = |count: usize| u32::try_from(count).expect("organisations are fewer than that");
    let registered = population.tables.iter().filter(|(name, _)| **name != SIZE).map(|(name, table)| {
        let table = table.iter().map(|(code, (members, _))| ((*code).to_owned(), count(members.len())));
        ((*name).to_owned(), table.collect())
    });
    let tables = population.tables.iter().map(|(name, table)| {
        let cell = |members: &Vec<&str>| {
            (count(members.iter().filter(|one| answered.contains(**one)).count()), count(members.len()))
        };
        let cells = table
            .iter()
            .map(|(code, (members, number))| ((*code).to_owned(), counts.is_shown(*number).then(|| cell(members))));
        ((*name).to_owned(), cells.collect())
    });
    Roster {
        chain,
        tables: tables.collect(),
        registered: registered.collect(),
        named: named(register, period, population, answered, counts.told()),
    }
}

fn chain(definitions: &Definitions, register: &Register, period: &Period, facts: &Facts) -> Chain {
    let population: BTreeSet<&str> =
        register.population(period).into_iter().map(|one| one.organisation.as_str()).collect();
    let inside = |sets: &BTreeMap<String, BTreeSet<String>>, period: &str| -> BTreeSet<String> {
        sets.get(period).into_iter().flatten().filter(|one| population.contains(one.as_str())).cloned().collect()
    };
    let count = |number: usize| u32::try_from(number).expect("organisations are fewer than that");
    let answered = inside(&facts.answered, &period.period);
    let before = definitions.project.before(&period.period).map(|before| inside(&facts.answered, &before.period));
    Chain {
        registered: count(population.len()),
        sent: count(inside(&facts.sent, &period.period).len()),
        panel: before.and_then(|before| {
            let panel = before.intersection(&answered).count();
            let earlier =
                definitions.project.before(&period.period).into_iter().flat_map(|before| register.population(before));
            let earlier: BTreeSet<&str> = earlier.map(|one| one.organisation.as_str()).collect();
            let joined = population.difference(&earlier).count();
            // Where all that answered did so before too, those that joined since are the silent ones.
            (answered.len() - panel >= joined.min(LEAST as usize)).then(|| count(panel))
        }),
        closed: count(
            population.iter().filter(|one| !answered.contains(**one) && register.closed_in(one, period)).count(),
        ),
        answered: count(answered.len()),
    }
}

/// Enterprises that answered and consent to be named, with their municipality.
///
/// In no group of the register, in none whose count is told or follows, and not in the whole do the names leave those who did not answer among fewer than
/// three unnamed ones who did: there nobody is named.
fn named<'a>(
    register: &Register,
    period: &Period,
    population: &Population<'a>,
    answered: &BTreeSet<String>,
    told: Vec<Vec<(&'a str, bool)>>,
) -> Vec<(String, String)> {
    let known = |one: &&'a str| (*one, answered.contains(*one));
    let tables = population.tables.values().flat_map(BTreeMap::values);
    let tables = tables.map(|(members, _)| members.iter().map(known).collect());
    let all = population.codes.keys().map(known).collect();
    let mut groups: Vec<Vec<(&str, bool)>> = told.into_iter().chain(tables).chain([all]).collect();
    let consents = |one: &&&str| register.at(one, period).is_some_and(|one| one.consent_to_be_named);
    let answering = population.codes.keys().filter(|one| answered.contains(**one));
    let mut names: BTreeSet<&str> = answering.filter(consents).copied().collect();
    // Small groups first: what they leave unnamed counts in the larger ones around them.
    groups.sort_by_key(Vec::len);
    for group in &groups {
        let answering = || group.iter().filter(|(_, answered)| *answered);
        let unnamed = answering().filter(|(one, _)| !names.contains(one)).count();
        if answering().count() < group.len() && unnamed < UNNAMED {
            names.retain(|one| group.iter().all(|(other, _)| other != one));
        }
    }
    let place =
        |one: &str| population.codes.get(one).and_then(|codes| codes.get("municipality")).cloned().unwrap_or_default();
    let name = |one: &str| register.at(one, period).map(|found| (found.name.clone(), place(one)));
    let mut listed: Vec<(String, String)> = names.into_iter().filter_map(name).collect();
    listed.sort();
    listed
}

/// Data quality with what was cleared.
pub(super) fn quality(facts: &Facts, published: u32, withheld: u32) -> Quality {
    let percent = |(answered, of): &(u32, u32)| (*of >= BASE).then(|| (answered * 100 + of / 2) / of);
    let fields = facts.answered_fields.iter();
    Quality {
        answered_fields: fields.filter_map(|(name, count)| Some((name.clone(), percent(count)?))).collect(),
        published,
        withheld,
        ..facts.quality.clone()
    }
}
