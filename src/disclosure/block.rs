//! The figures of one indicator and period, and the sums that hold between them.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{self, Known};
use super::primary::{Rule, Shares};
use super::release::Ground;
use super::rounding::{measured, printed};
use crate::definition::Definitions;
use crate::definition::codelist::Relation;
use crate::definition::indicator::Evidence;
use crate::measure::{Amount, Breakdown, Contribution, Observation};
use crate::value::Decimal;

/// Whether a figure may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Shown,
    /// There is none, and that may be said; or it counts rows of which there are none.
    Missing,
    /// It would tell of too few.
    Primary,
    /// It would give back another.
    Secondary,
}

impl Verdict {
    pub fn is_withheld(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary)
    }
}

/// One figure: what organisations give to it, now and in the like-for-like panel.
pub(super) struct Cell<'a> {
    pub observation: &'a Observation,
    /// The value, or numerator and denominator: of each what is given to it beside what everybody knows.
    pub layers: Vec<Shares>,
    /// The layers of which all is known and may be told.
    pub free: Vec<bool>,
    /// Why it may be told, where it could not be if nothing of it were known.
    pub freed_by: BTreeSet<Ground>,
    /// The same of the panel's organisations, now and a period earlier.
    pub panel: Option<[Vec<Shares>; 2]>,
    /// A table of these dimensions may not be made.
    pub is_too_fine: bool,
    /// Of the whole what is given to it, by what that rests on; nothing where nothing of it has been checked.
    pub graded: BTreeMap<Evidence, Shares>,
}

/// A sum that holds between figures: parts add up to the whole, together with what is in none of them.
pub(super) struct Sum {
    pub whole: usize,
    pub parts: Vec<usize>,
    /// What the parts leave of each layer.
    pub rest: Vec<Shares>,
    pub kind: SumKind,
}

/// What the parts of a sum are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SumKind {
    /// Areas of the whole.
    Areas,
    /// Codes that exclude each other, all of the whole.
    Codes,
    /// One code that lies within the whole beside others that may overlap with it.
    Within,
}

/// The figures of one indicator and period.
pub(super) struct Block<'a> {
    pub rule: &'a Rule<'a>,
    pub period: &'a str,
    pub cells: Vec<Cell<'a>>,
    /// What quotients are multiplied with.
    pub scale: Decimal,
    /// Each figure as it is published, if it is.
    pub printed: Vec<Amount>,
    pub places: BTreeMap<&'a Breakdown, usize>,
    pub sums: Vec<Sum>,
    /// The sums that each figure stands in.
    pub near: Vec<Vec<usize>>,
    pub verdicts: Vec<Verdict>,
    /// Figures that everybody knows: an earlier release told them, made of the same, or all of them is known and may be told.
    pub past: Vec<bool>,
    /// Figures that are another than the last release told.
    pub revised: Vec<bool>,
    /// Panels and splits of the change that may be shown, and what figures rest on.
    pub panels: Vec<bool>,
    pub changes: Vec<bool>,
    pub evidence: Vec<bool>,
}

impl<'a> Block<'a> {
    pub fn new(
        definitions: &Definitions,
        rule: &'a Rule<'a>,
        period: &'a str,
        (observations, before): (&[&'a Observation], &BTreeMap<&Breakdown, &Observation>),
        known: &Known<'_>,
    ) -> Self {
        let cell = |observation: &&'a Observation| {
            let all = || layers(observation, rule.indicator.is_ratio(), |_| true);
            let mut layers = all();
            let taken = known.take(observation, &mut layers);
            let before = before.get(&observation.breakdown);
            Cell {
                observation,
                freed_by: known::freed_by(observation, rule, &all, &taken),
                free: known::free(observation, rule, &layers, &taken),
                layers,
                panel: before.and_then(|before| panel(observation, before, (rule, known))),
                is_too_fine: !rule.allows(&observation.breakdown),
                graded: BTreeMap::new(),
            }
        };
        let cells: Vec<Cell<'a>> = observations.iter().map(cell).collect();
        let places: BTreeMap<&Breakdown, usize> =
            observations.iter().enumerate().map(|(at, one)| (&one.breakdown, at)).collect();
        let sums = sums(definitions, &cells, &places);
        let near = near(cells.len(), &sums);
        let scale = definitions.version(rule.indicator, period).scale.unwrap_or(Decimal::ONE);
        let printed: Vec<Amount> = cells.iter().map(|cell| printed(rule, measured(cell.observation), scale)).collect();
        let verdict = |(cell, printed): (&Cell<'_>, &Amount)| match verdict(definitions, rule, cell) {
            // The base of a share is rounded to nothing.
            Verdict::Shown if printed.value.is_none() => Verdict::Primary,
            verdict => verdict,
        };
        let verdicts = cells.iter().zip(&printed).map(verdict).collect();
        let none = || vec![false; cells.len()];
        let (past, revised) = (none(), none());
        let (panels, changes, evidence) = (none(), none(), none());
        Self {
            rule,
            period,
            cells,
            scale,
            printed,
            places,
            sums,
            near,
            verdicts,
            past,
            revised,
            panels,
            changes,
            evidence,
        }
    }

    /// Number of sums a figure is made of: two for a ratio.
    pub fn layers(&self) -> usize {
        if self.rule.indicator.is_ratio() { 2 } else { 1 }
    }

    /// True for a withheld figure that nobody knows from an earlier release.
    pub fn is_hidden(&self, at: usize) -> bool {
        self.verdicts[at].is_withheld() && !self.past[at]
    }

    /// True for a withheld figure that is no secret: it may not be shown only because its area is too fine, but is all of a
    /// coarser one that is shown.
    pub fn is_known(&self, at: usize) -> bool {
        let is_all = |sum: &Sum| {
            sum.parts == [at] && sum.rest.iter().all(Shares::is_empty) && self.verdicts[sum.whole] == Verdict::Shown
        };
        self.cells[at].is_too_fine && self.sums.iter().any(is_all)
    }

    /// True when a figure tells the sum of a layer: one that is shown tells each, one that does not apply that its base is 0.
    pub fn tells(&self, at: usize, layer: usize) -> bool {
        match self.verdicts[at] {
            Verdict::Shown => true,
            Verdict::Missing => layer == 1 && self.cells[at].is_of_nothing(),
            Verdict::Primary | Verdict::Secondary => false,
        }
    }

    /// The smallest of some figures that are shown and not known already, by value, then in order.
    pub fn smallest(&self, among: impl Iterator<Item = usize>) -> Option<usize> {
        among.filter(|&at| self.verdicts[at] == Verdict::Shown && !self.past[at]).min_by_key(|&at| {
            (self.cells[at].total(), std::cmp::Reverse(self.cells[at].observation.breakdown.len()), at)
        })
    }
}

impl Cell<'_> {
    /// What is given to each layer, with what is known of it.
    pub fn given(&self, is_ratio: bool) -> Vec<Shares> {
        layers(self.observation, is_ratio, |_| true)
    }

    /// What everybody knows of a layer from its definition, such as a number added for each row.
    pub fn constant(&self, layer: usize) -> Decimal {
        let given = self.observation.contributions.values().filter(|share| share.core.is_some());
        let whole = |share: &Contribution| if layer == 0 { share.value } else { share.denominator.unwrap_or_default() };
        given.map(|share| whole(share) - share.core(layer).unwrap_or_default()).sum()
    }

    /// What not everybody knows of what some gave to it.
    pub fn unknown(&self, some: &Shares) -> Shares {
        let unknown = some.iter().filter(|(one, _)| self.layers[0].contains_key(*one));
        unknown.map(|(one, share)| (one.clone(), *share)).collect()
    }

    /// True where all of a figure is known and may be told.
    pub fn is_free(&self) -> bool {
        self.free.iter().all(|free| *free)
    }

    /// True for a ratio of enterprises that all gave a base of zero: it does not apply to them.
    pub fn is_of_nothing(&self) -> bool {
        self.layers.get(1).is_some_and(|base| !base.is_empty() && base.values().all(Decimal::is_zero))
    }

    /// The sum of its last layer: the value, or the base of a ratio.
    pub fn total(&self) -> Decimal {
        self.layers.last().map_or(Decimal::ZERO, |shares| shares.values().map(Decimal::abs).sum())
    }
}

/// What organisations give to each layer of a figure: who reads it takes out what its definition says.
fn layers(observation: &Observation, is_ratio: bool, belongs: impl Fn(&str) -> bool) -> Vec<Shares> {
    let inside = || observation.contributions.iter().filter(|(organisation, _)| belongs(organisation));
    let of_layer = |layer: usize| {
        let given = inside().map(|(organisation, share)| (organisation.clone(), share.core(layer).unwrap_or_default()));
        given.collect()
    };
    (0..if is_ratio { 2 } else { 1 }).map(of_layer).collect()
}

fn panel(now: &Observation, before: &Observation, (rule, known): (&Rule<'_>, &Known<'_>)) -> Option<[Vec<Shares>; 2]> {
    let panel = now.panel.as_ref()?;
    let belongs = |organisation: &str| panel.organisations.iter().any(|one| one == organisation);
    let ratio = rule.indicator.is_ratio();
    let mut of_panel = [now, before].map(|observation| layers(observation, ratio, belongs));
    for (observation, layers) in [now, before].into_iter().zip(&mut of_panel) {
        known.take(observation, layers);
    }
    Some(of_panel)
}

/// What the policy says of a figure by itself.
///
/// That a figure is missing may be said of the whole region, where there is no one to ask, and where enough answered:
/// of a single area it would tell that its enterprises did not answer. Of a ratio it tells that the base of each is zero,
/// which may be told where that sum could be published by itself. A count of no rows is told as a figure that is missing is, and as
/// far as zeros may be.
fn verdict(definitions: &Definitions, rule: &Rule<'_>, cell: &Cell<'_>) -> Verdict {
    let observation = cell.observation;
    let is_area = observation.breakdown.keys().any(|name| definitions.is_of_register(name));
    let is_of_no_one = rule.is_open() || !is_area || observation.coverage.expected == 0;
    match observation.value {
        Some(_) if !cell.is_too_fine && rule.passes(observation, &cell.layers, &cell.free) => Verdict::Shown,
        None if cell.layers[0].is_empty() && is_of_no_one => Verdict::Missing,
        None if cell.is_of_nothing() && (rule.is_open() || !cell.is_too_fine && rule.layers_pass(&cell.layers)) => {
            Verdict::Missing
        }
        Some(_)
            if observation.contributions.is_empty() && !cell.is_too_fine && rule.may_tell_zeros() && is_of_no_one =>
        {
            Verdict::Missing
        }
        Some(_) | None => Verdict::Primary,
    }
}

/// The sums that hold between the figures of one indicator and period: codes that exclude each other add up to the figure
/// without that dimension, areas to the area they lie in. Where there is no such figure, as nobody asked for the tables between
/// a crossing and the total, they add up to the next one without several dimensions. Of codes that overlap, each leaves
/// something of that figure, and of the code it is contained in.
fn sums(definitions: &Definitions, cells: &[Cell<'_>], places: &BTreeMap<&Breakdown, usize>) -> Vec<Sum> {
    let bridges = bridges(definitions, cells);
    let mut parts: BTreeMap<(usize, Vec<&str>), Vec<usize>> = BTreeMap::new();
    let mut within: Vec<(usize, usize)> = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        for (name, code) in &cell.observation.breakdown {
            let Some(list) = definitions.codelists.get(name) else { continue };
            let parent = || list.code(code)?.parent.clone();
            let mut whole = cell.observation.breakdown.clone();
            whole.remove(name);
            let in_code = |dimension: &str| {
                let mut wider = whole.clone();
                wider.insert(dimension.to_owned(), parent()?);
                places.get(&wider)
            };
            if list.relation != Relation::Exclusive {
                within.extend([in_code(name), places.get(&whole)].into_iter().flatten().map(|whole| (*whole, at)));
                continue;
            }
            let wider = list.coarser.as_ref().and_then(|coarser| in_code(&coarser.value));
            if let Some(whole) = wider.or_else(|| places.get(&whole)) {
                parts.entry((*whole, vec![name.as_str()])).or_default().push(at);
            }
        }
        for removed in bridges.get(&dimensions(cell)).into_iter().flatten() {
            let mut whole = cell.observation.breakdown.clone();
            whole.retain(|name, _| !removed.contains(&name.as_str()));
            if let Some(whole) = places.get(&whole) {
                parts.entry((*whole, removed.clone())).or_default().push(at);
            }
        }
    }
    let add =
        |kind: SumKind, whole: usize, parts: Vec<usize>| Sum { rest: rest(cells, whole, &parts), whole, parts, kind };
    let is_area = |name: &&str| definitions.is_of_register(name);
    let kind = |names: &[&str]| if names.iter().all(is_area) { SumKind::Areas } else { SumKind::Codes };
    let added = parts.into_iter().map(|((whole, names), parts)| add(kind(&names), whole, parts));
    added.chain(within.into_iter().map(|(whole, part)| add(SumKind::Within, whole, vec![part]))).collect()
}

fn dimensions<'c>(cell: &'c Cell<'_>) -> Vec<&'c str> {
    cell.observation.breakdown.keys().map(String::as_str).collect()
}

/// For the dimensions of each table those, two or more, without which its cells add up to cells of another, where no table lies
/// between the two.
fn bridges<'c>(definitions: &Definitions, cells: &'c [Cell<'_>]) -> BTreeMap<Vec<&'c str>, Vec<Vec<&'c str>>> {
    let tables: BTreeSet<Vec<&str>> = cells.iter().map(dimensions).collect();
    let is_there = |kept: &dyn Fn(&&str) -> bool, table: &[&str]| {
        tables.contains(&table.iter().copied().filter(kept).collect::<Vec<&str>>())
    };
    let list = |name: &str| definitions.codelists.get(name);
    let is_exclusive = |name: &&str| list(name).is_some_and(|list| list.relation == Relation::Exclusive);
    let is_coarser_there = |name: &str, table: &[&str]| {
        let coarser = list(name).and_then(|list| list.coarser.as_ref());
        coarser.is_some_and(|coarser| {
            let mut wider: Vec<&str> = table.iter().map(|one| if *one == name { &**coarser } else { *one }).collect();
            wider.sort_unstable();
            tables.contains(&wider)
        })
    };
    let of_table = |table: &Vec<&'c str>| {
        let mut removed: Vec<Vec<&str>> = subsets(table);
        removed.retain(|removed| {
            let is_between = |some: &Vec<&str>| {
                !some.is_empty() && some.len() < removed.len() && is_there(&|name| !some.contains(name), table)
            };
            removed.len() > 1
                && removed.iter().all(is_exclusive)
                && is_there(&|name| !removed.contains(name), table)
                && !subsets(removed).iter().any(is_between)
                && !removed.iter().any(|name| is_coarser_there(name, table))
        });
        removed
    };
    tables.iter().map(|table| (table.clone(), of_table(table))).collect()
}

/// All choices of some names.
fn subsets<'n>(names: &[&'n str]) -> Vec<Vec<&'n str>> {
    names.iter().fold(vec![Vec::new()], |mut chosen, name| {
        let with: Vec<Vec<&str>> = chosen.iter().map(|some| [some.as_slice(), &[*name]].concat()).collect();
        chosen.extend(with);
        chosen
    })
}

/// The sums that each of so many figures stands in.
fn near(cells: usize, sums: &[Sum]) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); cells];
    for (number, sum) in sums.iter().enumerate() {
        for at in sum.parts.iter().chain([&sum.whole]) {
            near[*at].push(number);
        }
    }
    near
}

/// What the parts of a sum leave of its whole, organisation by organisation.
fn rest(cells: &[Cell<'_>], whole: usize, parts: &[usize]) -> Vec<Shares> {
    cells[whole]
        .layers
        .iter()
        .enumerate()
        .map(|(layer, shares)| {
            let mut rest = shares.clone();
            for part in parts {
                for (organisation, share) in cells[*part].layers.get(layer).into_iter().flatten() {
                    *rest.entry(organisation.clone()).or_default() -= share;
                }
            }
            // Of whom the whole is known the parts may not be: they leave nothing.
            let given = &cells[whole].observation.contributions;
            rest.retain(|one, share| !share.is_zero() && (shares.contains_key(one) || !given.contains_key(one)));
            rest
        })
        .collect()
}

/// Puts what organisations give to several groups together.
pub(super) fn union<'a>(groups: impl Iterator<Item = &'a Vec<Shares>>) -> Vec<Shares> {
    let mut all: Vec<Shares> = Vec::new();
    for group in groups {
        all.resize_with(all.len().max(group.len()), Shares::new);
        for (into, shares) in all.iter_mut().zip(group) {
            for (organisation, share) in shares {
                *into.entry(organisation.clone()).or_default() += share;
            }
        }
    }
    all
}
