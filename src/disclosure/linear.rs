//! Sums that hold between cells, and what they tell of cells that are withheld: exactly, and as an interval.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::attacker::{Attacker, Terms, modulo, sum, terms, times};
use super::kernel::Kernel;
use super::leeway::{End, Equations, Leeway, Room, Sum, number_of};
use super::optimum::{self, Condition, Found};
use crate::value::Decimal;

/// Attacks on a choice of cells before the search for the cheapest is given up.
const ROUNDS: usize = 2_000;

/// Values of cells and the sums that hold between them.
#[derive(Debug, Clone, Default)]
pub struct System {
    values: Vec<Decimal>,
    sums: Vec<BTreeMap<usize, i32>>,
}

/// What is known of a withheld cell: at least `low`, at most `high` if there is a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Least possible value.
    pub low: Decimal,
    /// Largest possible value.
    pub high: Option<Decimal>,
}

impl Interval {
    /// How far apart its ends are; `None` without a limit.
    pub fn width(&self) -> Option<Decimal> {
        self.high.map(|high| high - self.low)
    }
}

impl System {
    /// Cells by their values, without any sums yet.
    pub fn new(values: Vec<Decimal>) -> Self {
        Self { values, sums: Vec::new() }
    }

    /// Says that some cells add up to another.
    pub fn add_sum(&mut self, total: usize, parts: &[usize]) {
        let mut terms: BTreeMap<usize, i32> = BTreeMap::from([(total, -1)]);
        for part in parts {
            *terms.entry(*part).or_insert(0) += 1;
        }
        terms.retain(|_, factor| *factor != 0);
        self.sums.push(terms);
    }

    /// The withheld cells whose value follows from the others.
    pub fn determined(&self, withheld: &BTreeSet<usize>) -> BTreeSet<usize> {
        self.kernel(withheld).fixed()
    }

    /// What is known of withheld cells when none can be below zero: how small and how large each can be in a world that fits
    /// all sums. Those are asked for by name. Where no world is found that reaches an end, it is the cell's own value.
    pub fn intervals(&self, withheld: &BTreeSet<usize>, wanted: &[usize]) -> BTreeMap<usize, Interval> {
        let leeway = self.leeway(withheld);
        let interval = |cell: &usize| {
            let value = self.values[*cell];
            let end = |is_up: bool| match leeway.end(number(*cell), is_up) {
                End::At(by) => {
                    let by = Decimal::from_f64(by).unwrap_or_default();
                    Some(tidy(if is_up { value + by } else { value - by }))
                }
                End::Nowhere => None,
            };
            (*cell, Interval { low: end(false).unwrap_or_default(), high: end(true) })
        };
        wanted.iter().map(interval).collect()
    }

    /// True where two worlds are found that fit all sums and between which a withheld cell differs by at least so much, when none can
    /// be below zero and of some others it is told between which bounds they lie. It is looked for near the cell first: what is a
    /// world there is one of the whole.
    pub fn may_differ(
        &self,
        withheld: &BTreeSet<usize>,
        rounded: &BTreeMap<usize, [Decimal; 2]>,
        (cell, width): (usize, Decimal),
    ) -> bool {
        let unknown = withheld.iter().chain(rounded.keys()).copied().collect();
        let mut leeway = self.leeway(&unknown);
        for (at, bounds) in rounded {
            let room = leeway.room(number(*at));
            *room = room.within(bounds.map(number_of));
        }
        leeway.worlds_beside(number(cell), number_of(width)).is_some()
    }

    /// The cells to withhold besides some secrets that cost least, so that nothing withheld follows and each secret lies between
    /// bounds at least so far apart. Only cells with a cost are chosen. `None` if there are none, or they are not found within
    /// the limits of work.
    pub fn cheapest(
        &self,
        secrets: &BTreeMap<usize, Decimal>,
        costs: &BTreeMap<usize, u64>,
    ) -> Option<BTreeSet<usize>> {
        let found = optimum::search(
            |at| costs[&at],
            u64::MAX,
            ROUNDS,
            |choice| {
                let withheld: BTreeSet<usize> = choice.iter().chain(secrets.keys()).copied().collect();
                let told = |cells: BTreeSet<usize>| cells.into_iter().filter(|cell| costs.contains_key(cell)).collect();
                let fixed: Vec<usize> = self.determined(&withheld).into_iter().collect();
                let mut wrong: Vec<Condition> = Vec::new();
                for (at, grounds) in fixed.iter().zip(self.grounds(&withheld, &fixed)) {
                    let shown = choice.get(at).copied().into_iter().collect();
                    wrong.push(Condition { withheld: told(grounds), shown });
                }
                let leeway = self.leeway(&withheld);
                for (at, width) in secrets.iter().filter(|_| fixed.is_empty()) {
                    if leeway.worlds(number(*at), width.to_f64()?).is_none() {
                        wrong.push(Condition { withheld: told(self.around(&withheld, *at)), shown: BTreeSet::new() });
                    }
                }
                Some(wrong)
            },
        );
        if let Found::Best(choice) = found { Some(choice) } else { None }
    }

    /// The moves of withheld cells that change no sum.
    pub(super) fn kernel(&self, withheld: &BTreeSet<usize>) -> Kernel {
        Kernel::new(self.of(withheld).map(|(_, terms)| terms), withheld)
    }

    /// How far withheld cells can move, of which none is below zero.
    pub(super) fn leeway(&self, withheld: &BTreeSet<usize>) -> Leeway {
        let room = |(cell, value): (usize, &Decimal)| {
            let room = Room::new(value.to_f64().unwrap_or_default(), false);
            if withheld.contains(&cell) { room } else { room.told() }
        };
        let rooms: Vec<Room> = self.values.iter().enumerate().map(room).collect();
        let sum = |sum: &BTreeMap<usize, i32>| -> Sum {
            let inside = sum.iter().filter(|(cell, _)| withheld.contains(*cell));
            inside.map(|(cell, factor)| (number(*cell), f64::from(*factor))).collect()
        };
        let sums = self.sums.iter().map(sum).filter(|sum| !sum.is_empty()).collect();
        let equations = Equations::new(rooms.len(), sums);
        Leeway::new(rooms, Arc::new(equations))
    }

    /// For each of some withheld cells that follow from the others: those of the others that it follows from.
    pub(super) fn grounds(&self, withheld: &BTreeSet<usize>, wanted: &[usize]) -> Vec<BTreeSet<usize>> {
        let mut known = Attacker::default();
        for (at, terms) in self.of(withheld) {
            known.learn(terms, number(at));
        }
        let grounds = |cell: &usize| {
            let made = known.combine(vec![(number(*cell), 1)]).unwrap_or_default();
            let mut all = Terms::new();
            for (at, factor) in made {
                let of = terms(self.sums[at as usize].iter().map(|(cell, by)| (number(*cell), *by)));
                let of: Terms = of.into_iter().map(|(cell, by)| (cell, times(by, factor))).collect();
                all = sum(&all, &of);
            }
            all.into_iter().map(|(cell, _)| cell as usize).filter(|cell| !withheld.contains(cell)).collect()
        };
        wanted.iter().map(grounds).collect()
    }

    /// The cells that are told in sums that hang together with a withheld one.
    pub(super) fn around(&self, withheld: &BTreeSet<usize>, cell: usize) -> BTreeSet<usize> {
        let (mut inside, mut waiting, mut around) = (BTreeSet::from([cell]), vec![cell], BTreeSet::new());
        while let Some(next) = waiting.pop() {
            for other in self.sums.iter().filter(|sum| sum.contains_key(&next)).flat_map(BTreeMap::keys) {
                if !withheld.contains(other) {
                    around.insert(*other);
                } else if inside.insert(*other) {
                    waiting.push(*other);
                }
            }
        }
        around
    }

    /// What the sums say of withheld cells, with the number of each sum.
    fn of<'s>(&'s self, withheld: &'s BTreeSet<usize>) -> impl Iterator<Item = (usize, Terms)> + 's {
        let of = |sum: &BTreeMap<usize, i32>| -> Terms {
            let inside = sum.iter().filter(|(cell, _)| withheld.contains(*cell));
            inside.map(|(cell, factor)| (number(*cell), modulo(i64::from(*factor)))).collect()
        };
        self.sums.iter().map(of).enumerate().filter(|(_, terms)| !terms.is_empty())
    }
}

fn number(cell: usize) -> u32 {
    u32::try_from(cell).expect("cells are fewer than that")
}

/// Without the last digits, which binary numbers get wrong.
fn tidy(end: Decimal) -> Decimal {
    end.round_dp(5).normalize()
}
