//! An attacker who combines sums: elimination over the row space of everything that is published.
//!
//! Written apart from [`super::linear`], over unknowns that are single organisations, so that one checks the other.
//! Numbers are taken modulo the prime 2^61 − 1: a combination that exists in whole numbers exists there too.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What numbers are taken modulo.
pub(super) const PRIME: u64 = (1 << 61) - 1;

/// A sum of unknowns with factors, sorted by unknown.
pub(super) type Terms = Vec<(u32, u64)>;

/// Everything an attacker knows, in row echelon form.
#[derive(Default)]
pub(super) struct Attacker {
    known: Vec<Known>,
    /// Of each unknown the place of the sum that begins with it.
    places: Vec<Option<u32>>,
}

struct Known {
    /// The first has a factor of one.
    terms: Terms,
    /// The number of what told it.
    origin: u32,
    /// What it was multiplied with for that.
    by: u64,
    /// What was taken from it before: the places of sums known by then, and how many times.
    taken: Terms,
}

/// Factors of unknowns while sums are taken from each other.
#[derive(Default)]
struct Sheet {
    factors: Vec<u64>,
    /// The unknowns that have one, as bits.
    written: Vec<u64>,
}

thread_local! {
    /// A sheet that is clean between two sums: a new one for each would be written on less than it is cleaned.
    static SHEET: RefCell<Sheet> = RefCell::default();
}

impl Attacker {
    /// Tells a sum, by the number of what tells it.
    pub fn learn(&mut self, terms: Terms, origin: u32) {
        let (mut terms, taken) = self.reduce(terms);
        let Some(&(first, factor)) = terms.first() else { return };
        let by = if factor == 1 { 1 } else { inverse(factor) };
        for (_, factor) in &mut terms {
            *factor = times(*factor, by);
        }
        let first = first as usize;
        self.places.resize(self.places.len().max(first + 1), None);
        self.places[first] = Some(u32::try_from(self.known.len()).expect("sums are fewer than that"));
        self.known.push(Known { terms, origin, by, taken });
    }

    /// What a sum follows from, if it follows from what is known.
    pub fn derive(&self, terms: Terms) -> Option<Vec<u32>> {
        Some(self.combine(terms)?.into_iter().map(|(number, _)| number).collect())
    }

    /// What must be added to a sum for nothing to be left of it, by the number of what tells it; if it follows at all.
    pub fn combine(&self, terms: Terms) -> Option<Terms> {
        let (left, taken) = self.reduce(terms);
        left.is_empty().then(|| negative(&self.origin(&taken)))
    }

    /// What is left of a sum when what is known is taken from it.
    pub fn left(&self, terms: Terms) -> Terms {
        self.reduce(terms).0
    }

    /// Known sums so many times, as what told them: each is what told it less sums that were known before.
    fn origin(&self, taken: &[(u32, u64)]) -> Terms {
        let mut of: BTreeMap<u32, u64> = taken.iter().copied().collect();
        let mut origin = Terms::new();
        while let Some((place, factor)) = of.pop_last() {
            let known = &self.known[place as usize];
            let factor = times(factor, known.by);
            if factor == 0 {
                continue;
            }
            origin.push((known.origin, factor));
            for (earlier, by) in &known.taken {
                let sum = of.entry(*earlier).or_default();
                *sum = once(*sum + times(*by, PRIME - factor));
            }
        }
        origin.sort_unstable();
        origin
    }

    fn place(&self, unknown: u32) -> Option<u32> {
        self.places.get(unknown as usize).copied().flatten()
    }

    /// What is left of a sum, and what was taken from it: the places of known sums, and how many times.
    fn reduce(&self, terms: Terms) -> (Terms, Terms) {
        let Some(at) = terms.iter().position(|(unknown, _)| self.place(*unknown).is_some()) else {
            return (terms, Terms::new());
        };
        let (mut left, mut taken) = (terms[..at].to_vec(), Terms::new());
        SHEET.with_borrow_mut(|sheet| {
            sheet.write(&terms[at..], 1);
            let mut from = terms[at].0 as usize / u64::BITS as usize;
            while let Some((unknown, factor)) = sheet.take(&mut from) {
                match self.place(unknown) {
                    Some(place) => {
                        sheet.write(&self.known[place as usize].terms[1..], PRIME - factor);
                        taken.push((place, factor));
                    }
                    None => left.push((unknown, factor)),
                }
            }
        });
        (left, taken)
    }
}

impl Sheet {
    /// Adds terms so many times.
    fn write(&mut self, terms: &[(u32, u64)], by: u64) {
        let Some((last, _)) = terms.last() else { return };
        let bits = u64::BITS as usize;
        let words = *last as usize / bits + 1;
        if self.written.len() < words {
            self.written.resize(words, 0);
            self.factors.resize(words * bits, 0);
        }
        for (unknown, factor) in terms {
            let at = *unknown as usize;
            self.factors[at] = once(self.factors[at] + times(*factor, by));
            self.written[at / bits] |= 1 << (at % bits);
        }
    }

    /// Takes the first unknown with a factor out, from a word of bits on.
    fn take(&mut self, from: &mut usize) -> Option<(u32, u64)> {
        while let Some(word) = self.written.get_mut(*from) {
            if *word == 0 {
                *from += 1;
                continue;
            }
            let at = *from * u64::BITS as usize + word.trailing_zeros() as usize;
            *word &= *word - 1;
            let factor = std::mem::take(&mut self.factors[at]);
            if factor != 0 {
                return Some((u32::try_from(at).expect("it was a number of one"), factor));
            }
        }
        None
    }
}

/// Terms with whole factors, such as 1 and −1, sorted and added up.
pub(super) fn terms(factors: impl Iterator<Item = (u32, i32)>) -> Terms {
    let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
    for (unknown, factor) in factors {
        *sums.entry(unknown).or_default() += i64::from(factor);
    }
    sums.into_iter().map(|(unknown, factor)| (unknown, modulo(factor))).filter(|(_, factor)| *factor != 0).collect()
}

/// A whole factor, modulo the prime.
pub(super) fn modulo(factor: i64) -> u64 {
    match u64::try_from(factor) {
        Ok(factor) => factor % PRIME,
        Err(_) => (PRIME - factor.unsigned_abs() % PRIME) % PRIME,
    }
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
pub(super) fn once(of: u64) -> u64 {
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
