//! Clears all figures of all periods together: by themselves, within their tables, and in a last audit over everything.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::audit::{Audit, Item, ItemKind};
use super::block::{Block, Verdict};
use super::primary::Rule;
use super::{around, secondary};
use crate::definition::Definitions;
use crate::definition::indicator::Indicator;
use crate::measure::{Breakdown, Observation};

/// Blocks of indicators that share sums, which are cleared and audited together.
pub(super) struct Cluster<'a> {
    pub blocks: Vec<Block<'a>>,
    keys: Vec<Vec<String>>,
    before: Vec<Option<usize>>,
    of_register: BTreeSet<String>,
    banned: BTreeSet<Item>,
}

/// Clears observations: what may be shown of each stands in the blocks that come back, in the order of the indicators.
pub(super) fn clear<'a>(
    definitions: &'a Definitions,
    rules: &'a [Rule<'a>],
    observations: &'a [Observation],
) -> Vec<Cluster<'a>> {
    let mut by_block: BTreeMap<(&str, &str), Vec<&Observation>> = BTreeMap::new();
    for observation in observations {
        by_block.entry((&observation.indicator, &observation.period)).or_default().push(observation);
    }
    let mut clusters: Vec<Cluster<'a>> = clusters(rules)
        .into_iter()
        .map(|rules| Cluster::new(definitions, &rules, &by_block))
        .filter(|cluster| !cluster.blocks.is_empty())
        .collect();
    clusters.par_iter_mut().for_each(Cluster::clear);
    clusters
}

/// Rules whose indicators have a sum in common, directly or through others.
fn clusters<'a>(rules: &'a [Rule<'a>]) -> Vec<Vec<&'a Rule<'a>>> {
    let mut clusters: Vec<(BTreeSet<String>, Vec<&Rule<'_>>)> = Vec::new();
    for rule in rules {
        let mut sums: BTreeSet<String> = keys(rule.indicator).into_iter().collect();
        let mut members = Vec::new();
        let (linked, apart): (Vec<_>, Vec<_>) = clusters.into_iter().partition(|(known, _)| !known.is_disjoint(&sums));
        for (known, others) in linked {
            sums.extend(known);
            members.extend(others);
        }
        members.push(rule);
        clusters = apart;
        clusters.push((sums, members));
    }
    clusters.into_iter().map(|(_, members)| members).collect()
}

/// Names of the sums an indicator tells: the same expression over the same rows is the same sum.
fn keys(indicator: &Indicator) -> Vec<String> {
    let text = |of: &Option<crate::definition::located::Located<String>>| -> String {
        of.as_ref().map_or(String::new(), |text| text.split_whitespace().collect())
    };
    let rows = [indicator.dataset.as_str(), &text(&indicator.filter), &text(&indicator.applies_to)].join("|");
    let layers = if indicator.is_ratio() {
        vec![text(&indicator.numerator), text(&indicator.denominator)]
    } else {
        vec![text(&indicator.value)]
    };
    layers.into_iter().map(|layer| format!("{rows}|{layer}")).collect()
}

impl<'a> Cluster<'a> {
    fn new(
        definitions: &'a Definitions,
        rules: &[&'a Rule<'a>],
        observations: &BTreeMap<(&'a str, &'a str), Vec<&'a Observation>>,
    ) -> Self {
        let (mut blocks, mut block_keys, mut before) = (Vec::new(), Vec::new(), Vec::new());
        for rule in rules {
            let mut earlier: Option<(usize, &str)> = None;
            for period in &definitions.project.periods {
                let name = rule.indicator.indicator.as_str();
                let Some((&(_, period_name), found)) = observations.get_key_value(&(name, period.period.as_str()))
                else {
                    earlier = None;
                    continue;
                };
                let past: BTreeMap<&Breakdown, &Observation> = earlier
                    .and_then(|(_, period)| observations.get(&(name, period)))
                    .into_iter()
                    .flatten()
                    .map(|one| (&one.breakdown, *one))
                    .collect();
                before.push(earlier.map(|(at, _)| at));
                earlier = Some((blocks.len(), period_name));
                blocks.push(Block::new(definitions, rule, period_name, found, &past));
                block_keys.push(keys(rule.indicator));
            }
        }
        let of_register =
            definitions.codelists.keys().filter(|name| definitions.is_of_register(name)).cloned().collect();
        Self { blocks, keys: block_keys, before, of_register, banned: BTreeSet::new() }
    }

    /// Withholds until the audit finds nothing. Every round withholds one thing more, so it ends.
    fn clear(&mut self) {
        self.blocks.iter_mut().for_each(secondary::protect);
        (0..self.blocks.len()).for_each(|at| self.clear_around(at));
        if self.blocks.iter().all(|block| block.rule.is_open()) {
            return;
        }
        loop {
            let audit =
                Audit { blocks: &self.blocks, keys: &self.keys, before: &self.before, of_register: &self.of_register };
            let Some(item) = audit.find() else { return };
            if item.kind == ItemKind::Figure {
                self.blocks[item.block].verdicts[item.cell] = Verdict::Secondary;
                secondary::protect(&mut self.blocks[item.block]);
            } else {
                self.banned.insert(item);
            }
            let affected = (0..self.blocks.len()).filter(|&at| at == item.block || self.before[at] == Some(item.block));
            affected.collect::<Vec<_>>().into_iter().for_each(|at| self.clear_around(at));
        }
    }

    fn clear_around(&mut self, at: usize) {
        let (earlier, later) = self.blocks.split_at_mut(at);
        let before = self.before[at].map(|before| &earlier[before]);
        let banned = |cell: usize, is_change: bool| {
            let kind = if is_change { ItemKind::Change } else { ItemKind::Panel };
            self.banned.contains(&Item { kind, block: at, cell })
        };
        around::clear(&mut later[0], before, &banned);
    }
}
