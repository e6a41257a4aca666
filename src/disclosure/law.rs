//! What holds between sums because of how they are defined: one is another times a number, or made of several others.
//!
//! Each sum is taken apart into columns of its dataset, each times a number. What adds up to nothing of these adds up to nothing
//! for every organisation, whatever it gives.

use std::collections::BTreeMap;

use super::identity::Place;
use super::sums::{self, Numbers};
use crate::definition::Definitions;
use crate::definition::codelist::Relation;
use crate::definition::dataset::Dataset;
use crate::definition::indicator::Indicator;
use crate::expression::{Expression, Linear, Reference};
use crate::measure::{Breakdown, layers};
use crate::value::common_divisor;

/// What sums are made of: a column of a dataset, or a sum that cannot be taken apart; now or a period before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Atom {
    Column { dataset: String, name: String, is_earlier: bool },
    Sum { number: usize, part: Breakdown, is_earlier: bool },
}

/// Atoms, each times a number.
type Atoms = BTreeMap<Atom, i128>;

/// A sum by its position among those that are given, and whether of the period before.
pub(super) type At = (usize, bool);

/// So many times each of some sums.
pub(super) type Times = BTreeMap<At, i128>;

/// A sum that is so many times others that are like it, divided by a number.
struct Multiple {
    at: At,
    times: i128,
    divisor: i128,
}

/// The laws of some sums and parts of sums, by their positions: with factors for which they add up to nothing.
///
/// A sum and its own parts are left out: they stand in one table.
pub(super) fn laws(definitions: &Definitions, numbers: &Numbers<'_>, of: &[(usize, &Breakdown)]) -> Vec<Vec<Place>> {
    let forms = Forms { definitions, numbers };
    let mut rows: Vec<(Atoms, Times)> =
        definitions.datasets.values().flat_map(|one| parts(definitions, one)).map(|row| (row, Times::new())).collect();
    for is_earlier in [true, false] {
        let form = |(at, (number, part)): (usize, &(usize, &Breakdown))| {
            let (atoms, divisor) = forms.of_sum(*number, part, is_earlier)?;
            Some((atoms, Times::from([((at, is_earlier), divisor)])))
        };
        rows.extend(of.iter().enumerate().filter_map(form));
    }
    let mut found: Vec<Times> = same(&rows);
    let mut known: BTreeMap<Atom, (Atoms, Times)> = BTreeMap::new();
    for row in rows {
        let Some((atoms, times)) = reduced(row, &known) else { continue };
        match atoms.first_key_value() {
            Some((first, _)) => drop(known.insert(first.clone(), (atoms.clone(), times))),
            None => found.push(times),
        }
    }
    let is_of_several = |times: &Times| {
        let mut sums = times.keys().map(|(at, _)| of[*at].0);
        let first = sums.next();
        times.keys().any(|(_, is_earlier)| !is_earlier) && sums.any(|sum| Some(sum) != first)
    };
    told(found.into_iter().filter(is_of_several))
}

/// Laws as they are used, each once.
pub(super) fn told(found: impl Iterator<Item = Times>) -> Vec<Vec<Place>> {
    let place = |((at, is_earlier), by): (At, i128)| Some((at, is_earlier, i32::try_from(by).ok()?));
    let placed = |times: Times| times.into_iter().map(place).collect::<Option<Vec<Place>>>();
    let mut laws: Vec<Vec<Place>> = found.map(shortened).filter_map(placed).map(forward).collect();
    laws.sort_unstable();
    laws.dedup();
    laws
}

/// The same law with a first factor above zero.
fn forward(mut law: Vec<Place>) -> Vec<Place> {
    if law.first().is_some_and(|(.., factor)| *factor < 0) {
        for (.., factor) in &mut law {
            *factor = factor.saturating_neg();
        }
    }
    law
}

/// Laws of each two sums of which one is the other times a number.
fn same(rows: &[(Atoms, Times)]) -> Vec<Times> {
    let mut alike: BTreeMap<Atoms, Vec<Multiple>> = BTreeMap::new();
    for (atoms, of) in rows {
        let Some(((at, divisor), (_, first))) = of.first_key_value().zip(atoms.first_key_value()) else { continue };
        let times = atoms.values().fold(0, |common, by| common_divisor(common, *by)) * first.signum();
        let shortest = atoms.iter().map(|(atom, by)| (atom.clone(), by / times)).collect();
        alike.entry(shortest).or_default().push(Multiple { at: *at, times, divisor: *divisor });
    }
    let mut found = Vec::new();
    for alike in alike.values() {
        for (at, one) in alike.iter().enumerate() {
            for other in &alike[at + 1..] {
                let factors = one.divisor.checked_mul(other.times).zip(other.divisor.checked_mul(-one.times));
                found.extend(factors.map(|(first, second)| Times::from([(one.at, first), (other.at, second)])));
            }
        }
    }
    found
}

/// What is left of a row when all known ones that begin with an atom of it are taken from it; `None` where numbers grow too long.
pub(super) fn reduced<A: Ord + Clone>(
    (mut atoms, mut times): (BTreeMap<A, i128>, Times),
    known: &BTreeMap<A, (BTreeMap<A, i128>, Times)>,
) -> Option<(BTreeMap<A, i128>, Times)> {
    while let Some((atom, (first, other_times))) = atoms.keys().find_map(|atom| Some((atom.clone(), known.get(atom)?)))
    {
        let (by, taken) = (*first.get(&atom)?, *atoms.get(&atom)?);
        atoms = less(&atoms, by, first, taken)?;
        times = less(&times, by, other_times, taken)?;
        let common = atoms.values().chain(times.values()).fold(0, |common, by| common_divisor(common, *by));
        if common > 1 {
            atoms.values_mut().chain(times.values_mut()).for_each(|by| *by /= common);
        }
    }
    Some((atoms, times))
}

/// The same law with the shortest factors.
fn shortened(times: Times) -> Times {
    let common = times.values().fold(0, |common, by| common_divisor(common, *by)).max(1);
    times.into_iter().map(|(at, by)| (at, by / common)).collect()
}

/// Some numbers so many times, less others so many times.
fn less<K: Ord + Clone>(
    one: &BTreeMap<K, i128>,
    by: i128,
    other: &BTreeMap<K, i128>,
    taken: i128,
) -> Option<BTreeMap<K, i128>> {
    let mut left = BTreeMap::new();
    for (key, number) in one {
        left.insert(key.clone(), number.checked_mul(by)?);
    }
    for (key, number) in other {
        let sum = left.entry(key.clone()).or_insert(0_i128);
        *sum = sum.checked_sub(number.checked_mul(taken)?)?;
    }
    left.retain(|_, number| *number != 0);
    Some(left)
}

/// What adds up to nothing in every row of a dataset: a total less its parts, where these part it; now and a period before.
fn parts(definitions: &Definitions, dataset: &Dataset) -> Vec<Atoms> {
    let atom = |name: &str, is_earlier| Atom::Column {
        dataset: dataset.dataset.value.clone(),
        name: name.to_owned(),
        is_earlier,
    };
    let row = |(total, parts): (&str, Vec<&str>)| {
        let row = |is_earlier| {
            let parts = parts.iter().map(|part| (atom(part, is_earlier), 1));
            parts.chain([(atom(total, is_earlier), -1)]).collect()
        };
        [true, false].map(row)
    };
    totals(definitions, dataset).into_iter().flat_map(row).collect()
}

/// Columns of a dataset, each with those that part it.
pub(super) fn totals<'d>(definitions: &Definitions, dataset: &'d Dataset) -> Vec<(&'d str, Vec<&'d str>)> {
    let is_parted = |list: &str| definitions.codelist(list).is_some_and(|list| list.relation == Relation::Exclusive);
    let mut totals = Vec::new();
    for field in
        dataset.fields.iter().filter(|field| !field.by.is_empty() && field.by.iter().all(|list| is_parted(list)))
    {
        let of_field = || dataset.columns.iter().filter(|column| column.field == *field.field);
        let own = of_field().find(|column| column.part.is_empty()).map(|column| column.name.as_str());
        for total in own.into_iter().chain(field.total_of.as_ref().map(|total| total.as_str())) {
            let parts = of_field().filter(|column| !column.part.is_empty()).map(|column| column.name.as_str());
            totals.push((total, parts.collect()));
        }
    }
    totals
}

/// What a layer of an indicator makes of what was answered, for one part of what is asked in the file; of a mean also of how many
/// rows it is.
pub(super) fn core(
    indicator: &Indicator,
    dataset: Option<&Dataset>,
    part: &Breakdown,
    layer: usize,
) -> Option<Expression> {
    let all = layers(indicator, dataset, part)?;
    let Some(whole) = all.get(layer) else { return sums::base_of(indicator, all.first()?) };
    Some(whole.core().unwrap_or_else(|| whole.clone()))
}

/// How sums are made.
pub(super) struct Forms<'f, 'd> {
    pub definitions: &'d Definitions,
    pub numbers: &'f Numbers<'d>,
}

impl Forms<'_, '_> {
    /// What a sum, or a part of it, is made of, and what that is divided by; `None` where numbers grow too long.
    fn of_sum(&self, number: usize, part: &Breakdown, is_earlier: bool) -> Option<(Atoms, i128)> {
        let (indicator, period, layer) = self.told_by(number)?;
        let whole = || Some(([(Atom::Sum { number, part: part.clone(), is_earlier }, 1)].into(), 1));
        self.of_layer(indicator, period, layer, (part, is_earlier)).or_else(whole)
    }

    /// An indicator that tells a sum, the period it does so in, and as which of its layers.
    pub fn told_by(&self, number: usize) -> Option<(&Indicator, &str, usize)> {
        let is_it = |(at, of): (usize, &usize)| (*of == number).then_some(at);
        let mut all = self.numbers.iter();
        let found = all.find_map(|((name, period), of)| Some((*name, *period, of.iter().enumerate().find_map(is_it)?)));
        let (name, period, layer) = found?;
        Some((self.definitions.version(self.definitions.indicator(name)?, period), period, layer))
    }

    /// What a layer of an indicator is made of; `None` where it cannot be taken apart.
    fn of_layer(
        &self,
        indicator: &Indicator,
        period: &str,
        layer: usize,
        (part, is_earlier): (&Breakdown, bool),
    ) -> Option<(Atoms, i128)> {
        if indicator.is_derived() {
            let Linear { times, divisor } = core(indicator, None, part, layer)?.linear()?;
            return self.of_indicators(period, (&times, divisor), (part, is_earlier));
        }
        let dataset = self.definitions.dataset_of(indicator)?;
        let Linear { times, divisor } = core(indicator, Some(dataset), part, layer)?.linear()?;
        let atom = |(reference, by): (Reference, i128)| {
            let dataset = dataset.dataset.value.clone();
            // Of two periods before nothing is asked.
            let is_known = !(is_earlier && reference.is_previous());
            let is_earlier = is_earlier || reference.is_previous();
            is_known.then_some((Atom::Column { dataset, name: reference.name, is_earlier }, by))
        };
        let atoms: Atoms = times.into_iter().map(atom).collect::<Option<_>>()?;
        (!atoms.is_empty()).then_some((atoms, divisor))
    }

    /// What some indicators, each times a number, are made of.
    fn of_indicators(
        &self,
        period: &str,
        (times, mut divisor): (&BTreeMap<Reference, i128>, i128),
        (part, is_earlier): (&Breakdown, bool),
    ) -> Option<(Atoms, i128)> {
        let mut atoms = Atoms::new();
        for (reference, by) in times {
            if reference.is_previous() && is_earlier {
                return None;
            }
            let number = *self.numbers.get(&(reference.name.as_str(), period))?.first()?;
            let (more, of) = self.of_sum(number, part, is_earlier || reference.is_previous())?;
            atoms = less(&atoms, of, &more, by.checked_mul(divisor)?.checked_neg()?)?;
            divisor = divisor.checked_mul(of)?;
        }
        (!atoms.is_empty()).then_some((atoms, divisor))
    }
}
