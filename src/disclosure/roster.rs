//! Who reported, in counts that name no one who did not.

use std::collections::{BTreeMap, BTreeSet};

use super::around::may_tell;
use super::release::{Chain, Quality, Roster};
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

/// Counts answered of registered.
type Count = (u32, u32);

/// Least number of enterprises that answered and are not named, where not all answered.
const UNNAMED: usize = 3;
/// Least base of a share of enterprises.
const BASE: u32 = 20;

/// Who reported, in cleared counts.
pub(super) fn roster(definitions: &Definitions, register: &Register, period: &Period, facts: &Facts) -> Roster {
    let periods = definitions.project.periods.iter().filter(|past| past.start <= period.start);
    let chain = periods.map(|past| (past.period.value.clone(), chain(definitions, register, past, facts))).collect();
    let population: BTreeMap<&str, &BTreeMap<String, String>> = register
        .population(period)
        .into_iter()
        .map(|one| (one.organisation.as_str(), &register.at(&one.organisation, period).unwrap_or(one).codes))
        .collect();
    let nobody = BTreeSet::new();
    let answered = facts.answered.get(period.period.as_str()).unwrap_or(&nobody);
    let lists =
        definitions.codelists.iter().filter(|(_, list)| list.of == Origin::Register).map(|(name, _)| name.as_str());
    let mut counts: BTreeMap<&str, BTreeMap<String, Count>> = BTreeMap::new();
    for name in lists.chain(["size"]) {
        let table = counts.entry(name).or_default();
        for (organisation, codes) in &population {
            let code = if name == "size" { facts.sizes.get(*organisation) } else { codes.get(name) };
            let Some(code) = code else { continue };
            let count = table.entry(code.clone()).or_default();
            count.0 += u32::from(answered.contains(*organisation));
            count.1 += 1;
        }
    }
    Roster {
        chain,
        tables: tables(definitions, &counts),
        named: named(register, period, &population, (answered, &facts.sizes)),
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
        panel: count(before.map_or(0, |before| before.intersection(&answered).count())),
        closed: count(
            population.iter().filter(|one| !answered.contains(**one) && register.closed_in(one, period)).count(),
        ),
        answered: count(answered.len()),
    }
}

/// Each table with the cells that name no one, also by what they leave of the area around them and of the whole.
fn tables(
    definitions: &Definitions,
    counts: &BTreeMap<&str, BTreeMap<String, Count>>,
) -> BTreeMap<String, BTreeMap<String, Option<Count>>> {
    let mut shown: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (name, table) in counts {
        let safe = table.iter().filter(|(_, (answered, registered))| may_tell(*answered, *registered));
        shown.extend(safe.map(|(code, _)| (*name, code.as_str())));
    }
    while let Some(cell) = counts.keys().find_map(|name| singled_out(definitions, counts, &shown, name)) {
        shown.remove(&cell);
    }
    let cell = |name: &str, code: &str, count: &Count| shown.contains(&(name, code)).then_some(*count);
    let table = |name: &str, table: &BTreeMap<String, Count>| {
        table.iter().map(|(code, count)| (code.clone(), cell(name, code, count))).collect()
    };
    counts.iter().map(|(name, counts)| ((*name).to_owned(), table(name, counts))).collect()
}

/// The next cell of a table that must not be shown, because what it leaves would name who did not answer.
fn singled_out<'a>(
    definitions: &Definitions,
    counts: &'a BTreeMap<&'a str, BTreeMap<String, Count>>,
    shown: &BTreeSet<(&str, &str)>,
    name: &'a str,
) -> Option<(&'a str, &'a str)> {
    let table = counts.get_key_value(name)?;
    let list = definitions.codelists.get(name);
    let coarser = list.and_then(|list| list.coarser.as_ref()).filter(|coarser| counts.contains_key(coarser.as_str()));
    let mut wholes: BTreeMap<Option<&str>, Vec<(&str, Count)>> = BTreeMap::new();
    for (code, count) in table.1 {
        let parent = coarser.and_then(|_| list?.code(code)?.parent.as_deref());
        wholes.entry(parent).or_default().push((code, *count));
    }
    wholes.into_iter().find_map(|(parent, parts)| {
        let is_shown = |part: &&(&str, Count)| shown.contains(&(name, part.0));
        let smallest = || {
            let shown = parts.iter().filter(is_shown);
            shown.min_by_key(|(code, count)| (count.1, *code)).map(|(code, _)| (*table.0, *code))
        };
        if let (Some(parent), Some(coarser)) = (parent, coarser)
            && !shown.contains(&(coarser.as_str(), parent))
        {
            return smallest();
        }
        let hidden = parts.iter().filter(|part| !is_shown(part));
        let left = hidden.fold((0, 0), |left: Count, (_, count)| (left.0 + count.0, left.1 + count.1));
        if left.1 == 0 || may_tell(left.0, left.1) { None } else { smallest() }
    })
}

/// Enterprises that answered and consent to be named, with their municipality.
///
/// In no group that the report tells of, and in the whole, do the names leave those who did not answer among fewer than
/// three unnamed ones who did: there nobody is named.
fn named(
    register: &Register,
    period: &Period,
    population: &BTreeMap<&str, &BTreeMap<String, String>>,
    (answered, sizes): (&BTreeSet<String>, &BTreeMap<String, String>),
) -> Vec<(String, String)> {
    let mut groups: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (organisation, codes) in population {
        let codes = codes.iter().map(|(list, code)| (list.as_str(), code.as_str()));
        let size = sizes.get(*organisation).map(|size| ("size", size.as_str()));
        for group in codes.chain(size).chain([("", "")]) {
            groups.entry(group).or_default().push(organisation);
        }
    }
    let consents = |one: &&&str| register.at(one, period).is_some_and(|one| one.consent_to_be_named);
    let mut names: BTreeSet<&str> =
        population.keys().filter(|one| answered.contains(**one)).filter(consents).copied().collect();
    // Small groups first: what they leave unnamed counts in the larger ones around them.
    let mut groups: Vec<Vec<&str>> = groups.into_values().collect();
    groups.sort_by_key(Vec::len);
    for group in &groups {
        let answering: Vec<&&str> = group.iter().filter(|one| answered.contains(**one)).collect();
        let unnamed = answering.iter().filter(|one| !names.contains(**one)).count();
        if answering.len() < group.len() && unnamed < UNNAMED {
            names.retain(|one| !group.contains(one));
        }
    }
    let place =
        |one: &str| population.get(one).and_then(|codes| codes.get("municipality")).cloned().unwrap_or_default();
    let name = |one: &str| register.at(one, period).map(|found| (found.name.clone(), place(one)));
    let mut listed: Vec<(String, String)> = names.into_iter().filter_map(name).collect();
    listed.sort();
    listed
}

/// Data quality with what was cleared.
pub(super) fn quality(facts: &Facts, published: u32, withheld: u32) -> Quality {
    let percent = |(answered, of): &Count| (*of >= BASE).then(|| (answered * 100 + of / 2) / of);
    let fields = facts.answered_fields.iter();
    Quality {
        answered_fields: fields.filter_map(|(name, count)| Some((name.clone(), percent(count)?))).collect(),
        published,
        withheld,
        ..facts.quality.clone()
    }
}
