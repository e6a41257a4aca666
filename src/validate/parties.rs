//! The organisations of some rows: what is asked of an organisation need not be asked of each of its rows.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::table::Batch;

/// Organisations that are asked in a period.
#[derive(Debug, Default)]
pub(super) struct Population {
    /// Each of them by its number.
    names: Vec<EcoString>,
    /// Their numbers, by names that are compared at once.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<EcoString, u32>,
}

/// Bytes of a name that are compared at once; numbers of organisations are shorter.
const SHORT: usize = 15;

impl Population {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True for one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.number(name).is_some()
    }

    /// The number of a name; rows of one follow each other, and those of others often as these do here.
    fn number_behind(&self, before: Option<u32>, name: &str) -> Option<u32> {
        // Numbers that follow each other differ at their end.
        let is_near = |number: &u32| {
            let known =
                self.names.get(*number as usize).filter(|known| known.bytes().next_back() == name.bytes().next_back());
            known.is_some_and(|known| known == name)
        };
        let near = before.and_then(|before| [before, before + 1].into_iter().find(is_near));
        near.or_else(|| self.number(name))
    }

    fn number(&self, name: &str) -> Option<u32> {
        match packed(name) {
            Some(packed) => self.short.get(&packed).copied(),
            None => self.long.get(name).copied(),
        }
    }
}

impl<'n> FromIterator<&'n str> for Population {
    fn from_iter<I: IntoIterator<Item = &'n str>>(names: I) -> Self {
        let mut population = Self::default();
        for (name, number) in names.into_iter().zip(0..) {
            match packed(name) {
                Some(packed) => population.short.insert(packed, number),
                None => population.long.insert(name.into(), number),
            };
            population.names.push(name.into());
        }
        population
    }
}

/// A short name as one number, with its length.
fn packed(name: &str) -> Option<u128> {
    let mut bytes = [0; SHORT + 1];
    bytes.get_mut(..name.len()).filter(|_| name.len() <= SHORT)?.copy_from_slice(name.as_bytes());
    bytes[SHORT] = u8::try_from(name.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

/// Whose a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Party {
    /// One that is asked, by its number in the population.
    Member(u32),
    /// Another, by its position among those of the rows.
    Stranger(u32),
}

/// The organisations of some rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Parties {
    /// For each row its organisation; none where it is missing or cannot be read.
    of_rows: Vec<Option<Party>>,
    /// Those that are not asked, each once.
    strangers: Vec<EcoString>,
}

impl Parties {
    /// The organisations of a batch.
    pub fn of(batch: &Batch, population: &Population) -> Self {
        let (mut strangers, mut known) = (Vec::new(), FxHashMap::<&str, u32>::default());
        let mut before = None;
        let mut of_rows = Vec::with_capacity(batch.rows());
        for name in batch.organisations() {
            of_rows.push(name.map(|name| {
                let member = population.number_behind(before, name);
                before = member.or(before);
                if let Some(number) = member {
                    return Party::Member(number);
                }
                let next = u32::try_from(strangers.len()).expect("a batch has fewer rows than that");
                Party::Stranger(*known.entry(name).or_insert_with(|| {
                    strangers.push(name.into());
                    next
                }))
            }));
        }
        Self { of_rows, strangers }
    }

    /// For each row its organisation; none where it is missing or cannot be read.
    pub fn of_rows(&self) -> impl Iterator<Item = Option<Party>> {
        self.of_rows.iter().copied()
    }

    /// The name of an organisation.
    pub fn name<'p>(&'p self, party: Party, population: &'p Population) -> &'p EcoString {
        match party {
            Party::Member(number) => &population.names[number as usize],
            Party::Stranger(at) => &self.strangers[at as usize],
        }
    }

    /// Those of some of the rows.
    pub fn filter(&self, keep: &[bool]) -> Self {
        let of_rows = self.of_rows.iter().zip(keep).filter(|(_, keep)| **keep).map(|(party, _)| *party).collect();
        Self { of_rows, strangers: self.strangers.clone() }
    }
}

/// Who sent some rows.
#[derive(Debug)]
pub(super) struct Senders<'p> {
    population: &'p Population,
    /// For each of these whether it did.
    members: Vec<bool>,
    strangers: FxHashSet<EcoString>,
}

impl<'p> Senders<'p> {
    /// Nobody yet.
    pub fn none(population: &'p Population) -> Self {
        Self { population, members: vec![false; population.len()], strangers: FxHashSet::default() }
    }

    /// Adds the organisations of more rows.
    pub fn add(&mut self, parties: &Parties) {
        for party in &parties.of_rows {
            if let Some(Party::Member(number)) = party {
                self.members[*number as usize] = true;
            }
        }
        self.strangers.extend(parties.strangers.iter().cloned());
    }

    /// Adds those who sent other rows.
    pub fn join(&mut self, others: Self) {
        for (member, sent) in self.members.iter_mut().zip(others.members) {
            *member |= sent;
        }
        self.strangers.extend(others.strangers);
    }

    /// Their names.
    pub fn names(self) -> impl Iterator<Item = EcoString> + use<'p> {
        let members = self.population.names.iter().zip(self.members);
        members.filter(|(_, sent)| *sent).map(|(name, _)| name.clone()).chain(self.strangers)
    }
}
