//! What holds between sums of which some add up only rows of some kind: a band, or all rows less those above a limit.
//!
//! Each sum is taken apart into what it adds up of each kind of row. What adds up to nothing of these adds up to nothing for every
//! organisation; what leaves something of one kind alone tells of the organisations of that kind, though no figure counts them.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Place;
use super::law::{Forms, Times, reduced, told, totals};
use super::sums::Numbers;
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::expression::{Expression, Linear, Reference, RowKind, RowKinds, Summand};
use crate::measure::{Breakdown, layers};
use crate::value::common_divisor;

/// Most kinds of rows that are told apart at once.
const MOST: usize = 32;

/// What is added up of rows of a kind, by its number, after those of kinds that are asked about.
type Atom = (bool, usize, Summand);

/// A sum, by its position among those that are given.
struct Part<'d> {
    at: usize,
    expression: Expression,
    filter: Option<&'d Expression>,
    /// What parts the rows it adds up.
    kinds: RowKinds,
}

/// A sum taken apart: by kind of row and what is added up, and what it is divided by.
type Pieces = (BTreeMap<(usize, Summand), i128>, i128);

/// What some sums and parts of sums come to together, by their positions, with their factors: nothing, or something for rows of
/// one kind alone.
pub(super) fn laws(definitions: &Definitions, numbers: &Numbers<'_>, of: &[(usize, &Breakdown)]) -> Vec<Vec<Place>> {
    let forms = Forms { definitions, numbers };
    let of_dataset = |dataset| {
        let parts: Vec<Part<'_>> = of
            .iter()
            .enumerate()
            .filter_map(|(at, (number, part))| Part::of(&forms, dataset, at, (*number, part)))
            .collect();
        let totals = totals(definitions, dataset);
        families(&parts).into_iter().flat_map(|kinds| of_family(&kinds, &parts, &totals)).collect::<Vec<Times>>()
    };
    told(definitions.datasets.values().flat_map(of_dataset))
}

impl<'d> Part<'d> {
    fn of(forms: &'d Forms<'_, '_>, dataset: &Dataset, at: usize, (number, part): (usize, &Breakdown)) -> Option<Self> {
        let (indicator, _, layer) = forms.told_by(number)?;
        if indicator.is_derived() || forms.definitions.dataset_of(indicator)?.dataset.value != dataset.dataset.value {
            return None;
        }
        let expression = layers(indicator, Some(dataset), part)?.into_iter().nth(layer)?;
        let filter = indicator.filter_expression.as_ref();
        let kinds = expression.kinds(filter, MOST)?;
        Some(Self { at, expression, filter, kinds })
    }

    /// What it adds up of each kind of row; `None` where it parts rows otherwise.
    fn pieces(&self, kinds: &RowKinds, all: &[RowKind]) -> Option<Pieces> {
        let of_kind = |kind: &RowKind| self.expression.linear_in(self.filter, kinds, kind);
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
    let found: Vec<RowKinds> = found.into_iter().filter(|kinds| kinds.each(MOST).is_some()).collect();
    let is_within = |one: &RowKinds| found.iter().any(|other| other != one && other.with(one) == *other);
    found.iter().filter(|kinds| !is_within(kinds)).cloned().collect()
}

fn of_family(kinds: &RowKinds, parts: &[Part<'_>], totals: &[(&str, Vec<&str>)]) -> Vec<Times> {
    let all = kinds.each(MOST).expect("families of more are left out");
    let pieces = |part| Part::pieces(part, kinds, &all).map(|pieces| (part, pieces));
    let apart: Vec<(&Part<'_>, Pieces)> = parts.iter().filter_map(pieces).collect();
    let columns = columns(&apart, totals);
    let is_near = |(_, (atoms, _)): &&(&Part<'_>, Pieces)| atoms.keys().any(|(_, summand)| columns.contains(summand));
    let apart: Vec<&(&Part<'_>, Pieces)> = apart.iter().filter(is_near).collect();
    let mut found = Vec::new();
    for picked in std::iter::once(BTreeSet::new()).chain(kinds.picks(&all)) {
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
        for (part, (atoms, divisor)) in &apart {
            let atoms = atoms.iter().map(|(of, by)| (atom(of), *by)).collect();
            sums.push((atoms, Times::from([((part.at, false), *divisor)])));
        }
        // What stands in the picked kinds alone is told by itself.
        sums.sort_by_key(|(atoms, _)| atoms.keys().any(|(is_picked, ..)| !is_picked));
        rows.extend(sums);
        let mut known: BTreeMap<Atom, (BTreeMap<Atom, i128>, Times)> = BTreeMap::new();
        for row in rows {
            let Some((atoms, times)) = reduced(row, &known) else { continue };
            let is_of_picked = atoms.first_key_value().is_none_or(|((is_picked, ..), _)| *is_picked);
            if is_of_picked && times.len() > 1 && atoms.is_empty() == picked.is_empty() {
                found.push(times.clone());
            }
            if let Some((first, _)) = atoms.first_key_value() {
                known.insert(first.clone(), (atoms.clone(), times));
            }
        }
    }
    found
}

/// What is added up by sums that take only rows of some kind, and what that is parted into.
fn columns(apart: &[(&Part<'_>, Pieces)], totals: &[(&str, Vec<&str>)]) -> BTreeSet<Summand> {
    let parted = apart.iter().filter(|(part, _)| !part.kinds.is_one());
    let mut columns: BTreeSet<Summand> =
        parted.flat_map(|(_, (atoms, _))| atoms.keys()).map(|(_, summand)| summand.clone()).collect();
    let column = |name: &&str| Summand::Column(Reference::row(name));
    for (total, parts) in totals {
        if std::iter::once(total).chain(parts).any(|name| columns.contains(&column(name))) {
            columns.extend(std::iter::once(total).chain(parts).map(column));
        }
    }
    columns
}
