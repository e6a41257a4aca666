//! The organisations of some rows, each once: what is asked of an organisation need not be asked of each of its rows.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::table::Batch;

/// The organisations of some rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Parties {
    /// Each of them, in the order of their first rows.
    pub names: Vec<EcoString>,
    /// The number of each in the population of the period; none for one that is not asked.
    pub members: Vec<Option<u32>>,
    /// For each row the position of its organisation among them.
    of_rows: Vec<u32>,
}

/// Stands for an organisation that is missing or cannot be read.
const NOBODY: u32 = u32::MAX;
/// Bytes of a name that are compared at once; numbers of organisations are shorter.
const SHORT: usize = 15;

impl Parties {
    /// The organisations of a batch, and their numbers in a population.
    pub fn of(batch: &Batch, population: &FxHashMap<EcoString, u32>) -> Self {
        let mut parties = Self { of_rows: Vec::with_capacity(batch.rows()), ..Self::default() };
        let (mut short, mut long) = (FxHashMap::<u128, u32>::default(), FxHashMap::<&str, u32>::default());
        for name in batch.organisations() {
            let Some(name) = name else {
                parties.of_rows.push(NOBODY);
                continue;
            };
            let next = u32::try_from(parties.names.len()).expect("a batch has fewer rows than that");
            let number = match packed(name) {
                Some(packed) => *short.entry(packed).or_insert(next),
                None => *long.entry(name).or_insert(next),
            };
            if number == next {
                parties.names.push(name.into());
                parties.members.push(population.get(name).copied());
            }
            parties.of_rows.push(number);
        }
        parties
    }

    /// For each row the position of its organisation among the names; none where it is missing or cannot be read.
    pub fn of_rows(&self) -> impl Iterator<Item = Option<usize>> {
        self.of_rows.iter().map(|number| (*number != NOBODY).then_some(*number as usize))
    }

    /// Those of some of the rows; the names stay.
    pub fn filter(&self, keep: &[bool]) -> Self {
        let of_rows = self.of_rows.iter().zip(keep).filter(|(_, keep)| **keep).map(|(number, _)| *number).collect();
        Self { names: self.names.clone(), members: self.members.clone(), of_rows }
    }
}

/// A short name as one number, with its length.
fn packed(name: &str) -> Option<u128> {
    let mut bytes = [0; SHORT + 1];
    bytes.get_mut(..name.len()).filter(|_| name.len() <= SHORT)?.copy_from_slice(name.as_bytes());
    bytes[SHORT] = u8::try_from(name.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}
