//! What holds between sums of which some add up only rows of some kind: a band, or all rows less those above a limit.
//!
//! Each sum is taken apart into what it adds up of each kind of row. What adds up to nothing of these adds up to nothing for every
//! organisation; what leaves something of one kind alone tells of the organisations of that kind, though no figure counts them.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::{Place, Rows};
use super::law::{Forms, Times, core, reduced, told, totals};
use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::indicator::Indicator;
use crate::expression::{Expression, Linear, Reference, RowKind, RowKinds, Summand, Unfit};
use crate::measure::Breakdown;
use crate::value::common_divisor;

/// Most kinds of rows that one sum may tell apart, and that are told apart at once.
pub(super) const MOST: usize = 32;
const TOGETHER: usize = 256;

/// What is added up of rows of a kind, by its number, after those of kinds that are asked about.
type Atom = (bool, usize, Summand);

/// A sum, by its position among those that are given.
struct Part<'d> {
    at: usize,
    expression: Expression,
    filters: Vec<&'d Expression>,
    /// What parts the rows it adds up.
    kinds: RowKinds,
}

/// A sum taken apart: by kind of row and what is added up, and what it is divided by.
type Pieces = (BTreeMap<(usize, Summand), i128>, i128);

/// A sum by its position, taken apart; it may be that nothing parts the rows it adds up.
struct Apart {
    at: usize,
    is_one: bool,
    of: Pieces,
}

/// What some sums and parts of sums come to together, by their positions, with their factors: nothing, or something for rows of
/// one kind alone. After the sums stand the rows that [`rows`] finds.
pub(super) fn laws(
    definitions: &Definitions,
    numbers: &Numbers<'_>,
    of: &[(usize, &Breakdown)],
    rows: &[Rows],
) -> Vec<Vec<Place>> {
    let forms = Forms { definitions, numbers };
    let of_dataset = |dataset| {
        let parts = parts(&forms, dataset, of);
        let is_all = |part: &Part<'_>, rows: &Rows| rows.left_by.is_none() && rows.among.contains(&part.at);
        let all = parts.first().and_then(|part| rows.iter().position(|rows| is_all(part, rows)));
        let all = all.map(|at| of.len() + at);
        let totals = totals(definitions, dataset);
        let of_kinds = families(&parts).into_iter().flat_map(|kinds| of_family(&kinds, &parts, all, &totals));
        // What one sum leaves of them is asked of each count.
        let is_of_several = |times: &Times| all.is_none_or(|all| times.len() > 2 || !times.contains_key(&(all, false)));
        let of_counts = parts.iter().filter_map(|part| {
            let at = rows.iter().position(|rows| rows.left_by == Some(part.at))?;
            Some(part.left_of(of.len() + at))
        });
        of_kinds.filter(is_of_several).chain(of_counts.flatten()).collect::<Vec<Times>>()
    };
    told(definitions.datasets.values().flat_map(of_dataset))
}

/// The rows of each dataset of which some are counted: how many there are in all is told beside every figure.
pub(super) fn rows(definitions: &Definitions, numbers: &Numbers<'_>, of: &[(usize, &Breakdown)]) -> Vec<Rows> {
    let forms = Forms { definitions, numbers };
    let of_dataset = |dataset| {
        let parts = parts(&forms, dataset, of);
        let among: Vec<usize> = parts.iter().map(|part| part.at).collect();
        let counts = parts.iter().filter(|part| part.counts().is_some()).map(|part| Some(part.at));
        let counts: Vec<Option<usize>> = counts.collect();
        let all = if counts.is_empty() { None } else { Some(None) };
        let rows = move |left_by| Rows { left_by, among: among.clone() };
        all.into_iter().chain(counts).map(rows).collect::<Vec<Rows>>()
    };
    definitions.datasets.values().flat_map(of_dataset).collect()
}

fn parts<'d>(forms: &'d Forms<'_, '_>, dataset: &Dataset, of: &[(usize, &Breakdown)]) -> Vec<Part<'d>> {
    let part = |(at, (number, part)): (usize, &(usize, &Breakdown))| Part::of(forms, dataset, at, (*number, part));
    of.iter().enumerate().filter_map(part).collect()
}

/// Indicators of which what they leave of others cannot be found, as they part rows into too many kinds: by themselves, or with
/// another that adds up some of the same. Each with the periods in which that is so.
pub(super) fn unfathomed(definitions: &Definitions) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for period in definitions.project.periods.iter().map(|period| &period.period.value) {
        for name in unfathomed_in(definitions, period) {
            found.entry(name).or_default().insert(period.clone());
        }
    }
    found
}

fn unfathomed_in(definitions: &Definitions, period: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut parting: Vec<(&str, &str, RowKinds, BTreeSet<Reference>)> = Vec::new();
    for indicator in definitions.indicators.iter().filter(|one| !one.is_derived()) {
        let name = indicator.indicator.as_str();
        let version = definitions.version(indicator, period);
        for expression in version.figures() {
            let core = expression.core();
            let core = core.as_ref().unwrap_or(expression);
            match core.kinds(&filters(version), MOST) {
                Err(Unfit::TooMany) => drop(found.insert(name.to_owned())),
                Ok(kinds) if !kinds.is_one() => {
                    parting.push((name, version.dataset.as_str(), kinds, core.references().into_iter().collect()));
                }
                Ok(_) | Err(Unfit::Other) => {}
            }
        }
    }
    for (at, (one, dataset, kinds, columns)) in parting.iter().enumerate() {
        for (other, theirs, others, beside) in &parting[at + 1..] {
            let are_near = dataset == theirs && !columns.is_disjoint(beside);
            if are_near && kinds.with(others).each(TOGETHER).is_none() {
                let is_finer = kinds.each(MOST).map(|all| all.len()) >= others.each(MOST).map(|all| all.len());
                found.insert((*if is_finer { one } else { other }).to_owned());
            }
        }
    }
    found
}

/// The conditions that pick the rows of an indicator.
pub(super) fn filters(indicator: &Indicator) -> Vec<&Expression> {
    [&indicator.filter_expression, &indicator.applies_expression].into_iter().flatten().collect()
}

impl<'d> Part<'d> {
    fn of(forms: &'d Forms<'_, '_>, dataset: &Dataset, at: usize, (number, part): (usize, &Breakdown)) -> Option<Self> {
        let (indicator, _, layer) = forms.told_by(number)?;
        if indicator.is_derived() || forms.definitions.dataset_of(indicator)?.dataset.value != dataset.dataset.value {
            return None;
        }
        let expression = core(indicator, Some(dataset), part, layer)?;
        let filters = filters(indicator);
        let kinds = expression.kinds(&filters, MOST).ok()?;
        Some(Self { at, expression, filters, kinds })
    }

    /// How often it counts a row of each kind, where it adds up nothing of them; and what it divides that by.
    fn counts(&self) -> Option<(BTreeSet<i128>, i128)> {
        if self.kinds.is_one() {
            return None;
        }
        let (atoms, divisor) = self.pieces(&self.kinds, &self.kinds.each(MOST)?)?;
        let are_rows = atoms.keys().all(|(_, of)| *of == Summand::Rows);
        are_rows.then(|| (atoms.into_values().collect(), divisor))
    }

    /// What a count leaves of all rows: those that it counts otherwise, for each way in which it counts any.
    fn left_of(&self, rows: usize) -> Vec<Times> {
        let (often, divisor) = self.counts().unwrap_or_default();
        let left = |by: i128| Times::from([((self.at, false), divisor), ((rows, false), -by)]);
        often.into_iter().map(left).collect()
    }

    /// What it adds up of each kind of row; `None` where it parts rows otherwise.
    fn pieces(&self, kinds: &RowKinds, all: &[RowKind]) -> Option<Pieces> {
        let of_kind = |kind: &RowKind| self.expression.linear_in(&self.filters, kinds, kind);
        let pieces: Vec<Linear<Summand>> = all.iter().map(of_kind).collect::<Option<_>>()?;
        let mut divisor = 1_i128;
        for piece in &pieces {
            divisor = (divisor / common_divisor(divisor, piece.divisor)).checked_mul(piece.divisor)?;
        }
        let mut atoms = BTreeMap::new();
        for (kind, piece) in pieces.into_iter().enumerate() {
            for (summand, by) in piece.times {
                atoms.insert((kind, summand), by.checked_mul(divisor / piece.divisor)?);
            }
        }
        let is_earlier = |summand: &Summand| matches!(summand, Summand::Column(column) if !column.is_row());
        (!atoms.is_empty() && !atoms.keys().any(|(_, summand)| is_earlier(summand))).then_some((atoms, divisor))
    }
}

/// What parts the rows of sums that may tell of each other: of each sum, and of each two, but what another parts as well.
fn families(parts: &[Part<'_>]) -> Vec<RowKinds> {
    let single: BTreeSet<&RowKinds> = parts.iter().map(|part| &part.kinds).filter(|kinds| !kinds.is_one()).collect();
    let both = single.iter().flat_map(|one| single.iter().map(|other| one.with(other)));
    let found: BTreeSet<RowKinds> = both.chain(single.iter().map(|one| (*one).clone())).collect();
    let found: Vec<RowKinds> = found.into_iter().filter(|kinds| kinds.each(TOGETHER).is_some()).collect();
    let is_within = |one: &RowKinds| found.iter().any(|other| other != one && other.with(one) == *other);
    found.iter().filter(|kinds| !is_within(kinds)).cloned().collect()
}

fn of_family(kinds: &RowKinds, parts: &[Part<'_>], rows: Option<usize>, totals: &[(&str, Vec<&str>)]) -> Vec<Times> {
    let all = kinds.each(TOGETHER).expect("families of more are left out");
    let pieces =
        |part: &Part<'_>| Some(Apart { at: part.at, is_one: part.kinds.is_one(), of: part.pieces(kinds, &all)? });
    let of_rows = |at| {
        let atoms = (0..all.len()).map(|kind| ((kind, Summand::Rows), 1)).collect();
        Apart { at, is_one: true, of: (atoms, 1) }
    };
    let apart: Vec<Apart> = parts.iter().filter_map(pieces).chain(rows.map(of_rows)).collect();
    let columns = columns(&apart, totals);
    let is_near = |one: &&Apart| one.of.0.keys().any(|(_, summand)| columns.contains(summand));
    let apart: Vec<&Apart> = apart.iter().filter(is_near).collect();
    let mut found = Vec::new();
    let picks = std::iter::once(BTreeSet::new()).chain(kinds.picks(&all)).map(|picked| (picked, false));
    for (picked, is_either) in picks.chain(kinds.either(&all).into_iter().map(|picked| (picked, true))) {
        let atom = |(kind, summand): &(usize, Summand)| (picked.contains(kind), *kind, summand.clone());
        let mut rows: Vec<(BTreeMap<Atom, i128>, Times)> = Vec::new();
        for (total, of) in totals {
            let column = |name: &&str| Summand::Column(Reference::row(name));
            for kind in (0..all.len()).filter(|_| columns.contains(&column(total))) {
                let parts = of.iter().map(|part| (atom(&(kind, column(part))), 1));
                rows.push((parts.chain([(atom(&(kind, column(total))), -1)]).collect(), Times::new()));
            }
        }
        let mut sums: Vec<(BTreeMap<Atom, i128>, Times)> = Vec::new();
        for Apart { at, of: (atoms, divisor), .. } in &apart {
            let atoms = atoms.iter().map(|(of, by)| (atom(of), *by)).collect();
            sums.push((atoms, Times::from([((*at, false), *divisor)])));
        }
        // What stands in the picked kinds alone is told by itself.
        sums.sort_by_key(|(atoms, _)| atoms.keys().any(|(is_picked, ..)| !is_picked));
        rows.extend(sums);
        let mut known: BTreeMap<Atom, (BTreeMap<Atom, i128>, Times)> = BTreeMap::new();
        for row in rows {
            let Some((atoms, times)) = reduced(row, &known) else { continue };
            let is_of_picked = atoms.first_key_value().is_none_or(|((is_picked, ..), _)| *is_picked);
            let is_told = !is_either || is_no_balance(&atoms);
            if is_of_picked && is_told && times.len() > 1 && atoms.is_empty() == picked.is_empty() {
                found.push(times.clone());
            }
            if let Some((first, _)) = atoms.first_key_value() {
                known.insert(first.clone(), (atoms.clone(), times));
            }
        }
    }
    found
}

/// True but for what counts rows of one kind less those of another: two counts under two conditions always differ by these.
fn is_no_balance(atoms: &BTreeMap<Atom, i128>) -> bool {
    let mut signs = atoms.iter().filter(|((.., of), _)| *of == Summand::Rows).map(|(_, by)| by.signum());
    let first = signs.next();
    signs.all(|sign| Some(sign) == first)
}

/// What is added up by sums that take only rows of some kind, what stands beside any of that in another sum, and what all of it is
/// parted into.
fn columns(apart: &[Apart], totals: &[(&str, Vec<&str>)]) -> BTreeSet<Summand> {
    let of = |one: &Apart| -> BTreeSet<Summand> { one.of.0.keys().map(|(_, summand)| summand.clone()).collect() };
    let column = |name: &&str| Summand::Column(Reference::row(name));
    let of_total = |(total, parts): &(&str, Vec<&str>)| std::iter::once(total).chain(parts).map(column).collect();
    let mut beside: Vec<BTreeSet<Summand>> = apart.iter().map(of).chain(totals.iter().map(of_total)).collect();
    let parted = apart.iter().filter(|one| !one.is_one);
    let mut columns: BTreeSet<Summand> = parted.flat_map(of).collect();
    loop {
        let near: Vec<BTreeSet<Summand>> = beside.extract_if(.., |one| !one.is_disjoint(&columns)).collect();
        if near.is_empty() {
            return columns;
        }
        columns.extend(near.into_iter().flatten());
    }
}
