//! Who reported, in counts that name no one who did not.

use std::collections::{BTreeMap, BTreeSet};

use super::continuing::Both;
use super::often;
use super::panel::Panel;
use super::past::Past;
use super::release::{Chain, Quality, Roster};
use super::silent::{Count, Counted, Counts, LEAST, Weight};
use super::who::{Population, Who};
use crate::assurance::Assurances;
use crate::definition::Definitions;
use crate::definition::codelist::Origin;
use crate::definition::project::{BETWEEN, Period};
use crate::ledger::Ledger;
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
    /// What has been checked of the answers.
    pub assurances: Assurances,
    /// What has been published before.
    pub ledger: Ledger,
}

/// Least base of a share of enterprises.
const BASE: u32 = 20;
/// The table of size classes, which are no property of the register.
const SIZE: &str = "size";

/// Enters who reported in a period: the enterprises, and the counts to be cleared with those of all figures. Of some,
/// something is in a figure.
///
/// Sizes are known for the release's period alone.
pub(super) fn enter<'a>(
    (definitions, register, past): (&'a Definitions, &'a Register, &Past<'_>),
    period: &'a Period,
    answered: Option<&'a BTreeSet<String>>,
    counted: BTreeSet<&'a str>,
    sizes: Option<&'a BTreeMap<String, String>>,
) -> (Population<'a>, Counts<'a>) {
    let codes: BTreeMap<&str, &BTreeMap<String, String>> = register
        .population(period)
        .into_iter()
        .map(|one| (one.organisation.as_str(), &register.at(&one.organisation, period).unwrap_or(one).codes))
        .collect();
    let mut answering: BTreeSet<&str> = answered.into_iter().flatten().map(String::as_str).collect();
    answering.extend(counted);
    let is_closed = |one: &&str| !answering.contains(one) && register.closed_in(one, period);
    let closed = codes.keys().copied().filter(is_closed).collect();
    let mut counts = Counts::new(answering, closed);
    let before = |list: &str, code: &str, now: (u32, u32), whole: Option<(u32, u32)>| {
        let breakdown = [(list, code)].into_iter().filter(|(list, _)| !list.is_empty());
        let breakdown = breakdown.map(|(list, code)| (list.to_owned(), code.to_owned())).collect();
        past.counted(&(String::new(), period.period.value.clone(), breakdown), now, whole, false)
    };
    let pair = |count: Count| (count.reported, count.expected);
    let whole = answered.map(|_| counts.roster("", codes.keys().copied(), |count| before("", "", pair(count), None)));
    let of_whole = whole.map(|whole| pair(counts.groups[whole].count));
    let lists = definitions.codelists.iter().filter(|(_, list)| list.of == Origin::Register);
    let mut tables = BTreeMap::new();
    for name in lists.map(|(name, _)| name.as_str()).chain([SIZE]) {
        let mut table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (organisation, codes) in &codes {
            let code = if name == SIZE { sizes.and_then(|sizes| sizes.get(*organisation)) } else { codes.get(name) };
            if let Some(code) = code {
                table.entry(code.as_str()).or_default().push(organisation);
            }
        }
        let mut count = |code: &str, members: Vec<&'a str>| {
            // As the table prints it: those that closed are in it.
            let printed =
                [answered.map_or(0, |all| members.iter().filter(|one| all.contains(**one)).count()), members.len()];
            let [sent, all] = printed.map(|count| u32::try_from(count).expect("organisations are fewer than that"));
            let number = counts.roster(name, members.iter().copied(), |_| before(name, code, (sent, all), of_whole));
            (members, number)
        };
        tables.insert(name, table.into_iter().map(|(code, members)| (code, count(code, members))).collect());
    }
    (Population { codes, tables, whole, panel: None }, counts)
}

/// Enters how many answered in a period and in the one before.
pub(super) fn enter_panel<'a>(
    periods: [&'a Period; 2],
    answers: &'a BTreeMap<String, BTreeSet<String>>,
    past: &Past<'_>,
    who: &mut Who<'a>,
) {
    let names = periods.map(|period| period.period.as_str());
    let [Some(then), Some(now)] = names.map(|name| answers.get(name)) else { return };
    let [before, members] = names.map(|name| &who.of[name].0.codes);
    let members: BTreeSet<&str> = members.keys().copied().filter(|one| before.contains_key(one)).collect();
    let answered = members.iter().filter(|one| then.contains(**one) && now.contains(**one)).count();
    let key = (String::new(), names[1].to_owned(), BTreeMap::new());
    let sets = [then, now].map(|all| all.iter().map(String::as_str).collect());
    // What a report told of the span of these two is the same count.
    let span = (String::new(), names.join(BETWEEN), BTreeMap::new());
    let told = past.panels(&key).chain(past.panels(&span)).map(|(count, counts, given)| {
        (count, Some(names.map(|name| often::by_then(name, (counts, given), answers, who.whole(name)))))
    });
    let recalled = Both { members: members.clone(), answered: sets }.recall(told);
    let counted = past.counted_in_both(&key, who.whole(names[1]), recalled.counted);
    let table = (String::new(), String::new());
    let panel = Panel {
        periods: names,
        table,
        members,
        blank: BTreeSet::new(),
        answered,
        weight: if counted == Counted::Told { Weight::Told } else { Weight::Panel },
        is_barred: counted == Counted::Barred,
        is_shown: false,
    };
    let panel = who.enter(panel, recalled.told);
    who.of.get_mut(names[1]).expect("both are of these periods").0.panel = Some(panel);
}

/// Who reported, in cleared counts.
pub(super) fn roster<'a>(
    definitions: &Definitions,
    register: &Register,
    period: &Period,
    facts: &Facts,
    who: &Who<'a>,
    names: &BTreeSet<&'a str>,
) -> Roster {
    let periods = definitions.project.periods.iter().filter(|past| past.start <= period.start);
    let chain =
        periods.map(|past| (past.period.value.clone(), chain(definitions, register, past, facts, who))).collect();
    let (population, counts) = &who.of[period.period.as_str()];
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
        spans: often::told(definitions, &period.period, who),
        registered: registered.collect(),
        named: named(register, period, population, names),
    }
}

fn chain(definitions: &Definitions, register: &Register, period: &Period, facts: &Facts, who: &Who<'_>) -> Chain {
    let (population, counts) = &who.of[period.period.as_str()];
    let inside = |sets: &BTreeMap<String, BTreeSet<String>>, period: &str| -> BTreeSet<String> {
        sets.get(period)
            .into_iter()
            .flatten()
            .filter(|one| population.codes.contains_key(one.as_str()))
            .cloned()
            .collect()
    };
    let count = |number: usize| u32::try_from(number).expect("organisations are fewer than that");
    let answered = inside(&facts.answered, &period.period);
    let is_closed = |one: &&str| !answered.contains(*one) && register.closed_in(one, period);
    let is_merged = |one: &&&str| register.taken_over_in(one, period);
    let is_told = population.whole.is_some_and(|whole| counts.is_shown(whole));
    let has_panel = population.panel.is_some_and(|panel| who.panels[panel].is_shown);
    let before = definitions.project.before(&period.period).filter(|_| has_panel && is_told);
    let panel = before.map(|before| count(inside(&facts.answered, &before.period).intersection(&answered).count()));
    Chain {
        registered: count(population.codes.len()),
        sent: is_told.then(|| count(inside(&facts.sent, &period.period).len())),
        answered: is_told.then(|| count(answered.len())),
        panel,
        closed: count(population.codes.keys().filter(|one| is_closed(one)).count()),
        merged: count(population.codes.keys().filter(is_merged).count()),
    }
}

/// Enterprises that answered and consent to be named, with their municipality.
///
/// A name can be missing only where it is told that not all answered: so nobody learns from a missing one that another
/// did not answer.
fn named(
    register: &Register,
    period: &Period,
    population: &Population<'_>,
    names: &BTreeSet<&str>,
) -> Vec<(String, String)> {
    let place =
        |one: &str| population.codes.get(one).and_then(|codes| codes.get("municipality")).cloned().unwrap_or_default();
    let name = |one: &&str| register.at(one, period).map(|found| (found.name.clone(), place(one)));
    let mut listed: Vec<(String, String)> = names.iter().filter_map(name).collect();
    listed.sort();
    listed
}

/// Data quality with what was cleared; of files, rows and findings only where it is told how many answered.
pub(super) fn quality(facts: &Facts, period: &Period, roster: &Roster) -> Quality {
    let editions = facts.ledger.editions.iter().map(|edition| edition.name.clone()).collect();
    if roster.chain.get(period.period.as_str()).is_none_or(|chain| chain.answered.is_none()) {
        let (fingerprint, inputs) = (facts.quality.fingerprint.clone(), facts.quality.inputs.clone());
        return Quality { fingerprint, inputs, editions, ..Quality::default() };
    }
    // What a check says of one or two rows it says of their answers.
    let is_of_few = |(rule, (_, count)): &(&String, &(String, u32))| rule.contains('.') && *count < LEAST;
    let (few, findings): (Vec<_>, Vec<_>) = facts.quality.findings.iter().partition(is_of_few);
    let mut other_findings = BTreeMap::new();
    for (_, (severity, count)) in few {
        *other_findings.entry(severity.clone()).or_default() += count;
    }
    let percent = |(answered, of): &(u32, u32)| (*of >= BASE).then(|| (answered * 100 + of / 2) / of);
    let fields = facts.answered_fields.iter();
    Quality {
        answered_fields: fields.filter_map(|(name, count)| Some((name.clone(), percent(count)?))).collect(),
        findings: findings.into_iter().map(|(rule, counted)| (rule.clone(), counted.clone())).collect(),
        other_findings,
        editions,
        ..facts.quality.clone()
    }
}
