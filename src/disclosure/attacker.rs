//! An attacker who combines sums: elimination over the row space of everything that is published.
//!
//! Written apart from [`super::linear`], over unknowns that are single organisations, so that one checks the other.
//! Numbers are taken modulo the prime 2^61 − 1: a combination that exists in whole numbers exists there too.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What numbers are taken modulo.
pub(super) const PRIME: u64 = (1 << 61) - 1;

/// A sum of unknowns with factors, sorted by unknown.
pub(super) type Terms = Vec<(u32, u64)>;

/// Everything an attacker knows, in row echelon form.
#[derive(Default)]
pub(super) struct Attacker {
    known: BTreeMap<u32, Known>,
}

struct Known {
    terms: Terms,
    /// Which of the sums that were told it is made of.
    origin: Terms,
}

impl Attacker {
    /// Tells a sum, by the number of what tells it.
    pub fn learn(&mut self, terms: Terms, origin: u32) {
        let (mut terms, mut origin) = self.reduce(terms, vec![(origin, 1)]);
        let Some(&(first, factor)) = terms.first() else { return };
        let by = inverse(factor);
        for (_, factor) in terms.iter_mut().chain(&mut origin) {
            *factor = times(*factor, by);
        }
        self.known.insert(first, Known { terms, origin });
    }

    /// What a sum follows from, if it follows from what is known.
    pub fn derive(&self, terms: Terms) -> Option<Vec<u32>> {
        let (left, origin) = self.reduce(terms, Terms::new());
        left.is_empty().then(|| origin.into_iter().map(|(number, _)| number).collect())
    }

    /// What must be taken from a sum for nothing to be left of it, by the number of what tells it; if it follows at all.
    pub fn combine(&self, terms: Terms) -> Option<Terms> {
        let (left, origin) = self.reduce(terms, Terms::new());
        left.is_empty().then_some(origin)
    }

    /// What is left of a sum when what is known is taken from it.
    pub fn left(&self, terms: Terms) -> Terms {
        self.reduce(terms, Terms::new()).0
    }

    fn reduce(&self, mut terms: Terms, mut origin: Terms) -> (Terms, Terms) {
        let mut at = 0;
        while let Some(&(unknown, factor)) = terms.get(at) {
            match self.known.get(&unknown) {
                Some(known) => {
                    terms = less(&terms, &known.terms, factor);
                    origin = less(&origin, &known.origin, factor);
                }
                None => at += 1,
            }
        }
        (terms, origin)
    }
}

/// Terms with whole factors, such as 1 and −1, sorted and added up.
pub(super) fn terms(factors: impl Iterator<Item = (u32, i32)>) -> Terms {
    let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
    for (unknown, factor) in factors {
        *sums.entry(unknown).or_default() += i64::from(factor);
    }
    let modulo = |factor: i64| match u64::try_from(factor) {
        Ok(factor) => factor % PRIME,
        Err(_) => (PRIME - factor.unsigned_abs() % PRIME) % PRIME,
    };
    sums.into_iter().map(|(unknown, factor)| (unknown, modulo(factor))).filter(|(_, factor)| *factor != 0).collect()
}

/// A whole factor again; `None` for one that is not small.
pub(super) fn factor(of: u64) -> Option<i32> {
    match i32::try_from(of) {
        Ok(factor) => Some(factor),
        Err(_) => i32::try_from(PRIME - of).ok().map(|factor| -factor),
    }
}

/// The same terms with opposite factors.
pub(super) fn negative(terms: &[(u32, u64)]) -> Terms {
    terms.iter().map(|(unknown, factor)| (*unknown, PRIME - factor)).collect()
}

/// The sum of terms.
pub(super) fn sum(first: &[(u32, u64)], second: &[(u32, u64)]) -> Terms {
    less(first, second, PRIME - 1)
}

/// The first terms less some times the second.
fn less(from: &[(u32, u64)], other: &[(u32, u64)], by: u64) -> Terms {
    let mut out = Terms::with_capacity(from.len() + other.len());
    let by = (PRIME - by) % PRIME;
    let (mut mine, mut theirs) = (from, other);
    while let (Some(&(at, factor)), Some(&(of, less))) = (mine.first(), theirs.first()) {
        if at <= of {
            mine = &mine[1..];
        }
        if of <= at {
            theirs = &theirs[1..];
        }
        let factor = match at.cmp(&of) {
            Ordering::Less => factor,
            Ordering::Greater => times(less, by),
            Ordering::Equal => once(factor + times(less, by)),
        };
        if factor != 0 {
            out.push((at.min(of), factor));
        }
    }
    out.extend_from_slice(mine);
    out.extend(theirs.iter().map(|(of, less)| (*of, times(*less, by))).filter(|(_, factor)| *factor != 0));
    out
}

/// A number below twice the prime, modulo the prime.
fn once(of: u64) -> u64 {
    if of < PRIME { of } else { of - PRIME }
}

/// The product of two numbers.
pub(super) fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    // Of a prime one less than a power of two the remainder is a sum of two parts.
    let part = |of: u128| u64::try_from(of & u128::from(PRIME)).expect("it is of 61 bits");
    once(part(product) + part(product >> 61))
}

/// The inverse by Fermat's little theorem.
pub(super) fn inverse(of: u64) -> u64 {
    let (mut result, mut power, mut rest) = (1, of, PRIME - 2);
    while rest > 0 {
        if rest % 2 == 1 {
            result = times(result, power);
        }
        power = times(power, power);
        rest /= 2;
    }
    result
}
