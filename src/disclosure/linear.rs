//! Sums that hold between cells, and what they tell of cells that are withheld: exactly, and as an interval.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::simplex::{Row, Simplex};
use crate::value::Decimal;

/// Rounds of bound propagation; more could only make an interval narrower by ever smaller steps.
const ROUNDS: usize = 24;

/// Values of cells and the sums that hold between them.
#[derive(Debug, Clone, Default)]
pub struct System {
    values: Vec<Decimal>,
    sums: Vec<BTreeMap<usize, i128>>,
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

/// An equation over withheld cells: the sum of coefficient times cell is a constant.
#[derive(Debug, Clone)]
struct Equation {
    terms: BTreeMap<usize, i128>,
    constant: Decimal,
}

impl System {
    /// Cells by their values, without any sums yet.
    pub fn new(values: Vec<Decimal>) -> Self {
        Self { values, sums: Vec::new() }
    }

    /// Says that some cells add up to another.
    pub fn add_sum(&mut self, total: usize, parts: &[usize]) {
        let mut terms: BTreeMap<usize, i128> = BTreeMap::from([(total, -1)]);
        for part in parts {
            *terms.entry(*part).or_insert(0) += 1;
        }
        terms.retain(|_, factor| *factor != 0);
        self.sums.push(terms);
    }

    /// The withheld cells whose value follows from the others, by exact elimination in whole numbers.
    ///
    /// When a number would not fit, every withheld cell counts as determined: too careful, never too bold.
    pub fn determined(&self, withheld: &BTreeSet<usize>) -> BTreeSet<usize> {
        let Some(reduced) = self.reduced(withheld) else { return withheld.clone() };
        let alone = reduced.iter().filter(|equation| equation.terms.len() == 1);
        alone.filter_map(|equation| equation.terms.keys().next().copied()).collect()
    }

    /// What is known of withheld cells when none can be below zero: how small and how large each can be in a world that fits
    /// all sums. Those are asked for by name.
    pub fn intervals(&self, withheld: &BTreeSet<usize>, wanted: &[usize]) -> BTreeMap<usize, Interval> {
        let equations = self.equations(withheld);
        let mut known = BTreeMap::new();
        for piece in pieces(&equations) {
            let inside: BTreeSet<usize> = piece.iter().flat_map(|equation| equation.terms.keys().copied()).collect();
            let wanted: Vec<usize> = wanted.iter().copied().filter(|cell| inside.contains(cell)).collect();
            if !wanted.is_empty() {
                known.extend(self.worlds(&piece, &inside.into_iter().collect::<Vec<_>>(), wanted));
            }
        }
        let unlimited = Interval { low: Decimal::ZERO, high: None };
        wanted.iter().map(|cell| (*cell, known.get(cell).copied().unwrap_or(unlimited))).collect()
    }

    /// The intervals of cells that hang together. Where no world is found that reaches an end, it is the cell's own value.
    fn worlds(&self, equations: &[&Equation], cells: &[usize], wanted: Vec<usize>) -> Vec<(usize, Interval)> {
        let number = |cell: &usize| cells.binary_search(cell).expect("it is one of them");
        let scale = equations.iter().map(|one| one.constant.abs()).max().unwrap_or_default().max(Decimal::ONE);
        #[expect(clippy::cast_precision_loss, reason = "factors are small")]
        let rows: Vec<Row> = equations
            .iter()
            .map(|one| {
                let terms = one.terms.iter().map(|(cell, factor)| (number(cell), *factor as f64)).collect();
                (terms, (one.constant / scale).to_f64().unwrap_or_default())
            })
            .collect();
        let mut simplex = Simplex::new(&rows, cells.len());
        let fits = |world: &[Decimal]| {
            let least = -scale * Decimal::new(1, 6);
            let sum = |one: &&Equation| {
                let terms = one.terms.iter().map(|(cell, factor)| world[number(cell)] * whole(*factor));
                (terms.sum::<Decimal>() - one.constant).abs() <= -least
            };
            world.iter().all(|value| *value >= least) && equations.iter().all(sum)
        };
        let mut end = |cell: usize, is_largest: bool| -> Option<Decimal> {
            let Some(simplex) = &mut simplex else { return Some(self.values[cell]) };
            let world: Option<Vec<Decimal>> =
                simplex.extreme(number(&cell), is_largest)?.into_iter().map(Decimal::from_f64).collect();
            let world = world.map(|world| world.into_iter().map(|value| value * scale).collect::<Vec<_>>());
            let reached = world.filter(|world| fits(world)).map(|world| world[number(&cell)]);
            Some(reached.unwrap_or(self.values[cell]))
        };
        wanted
            .into_iter()
            .map(|cell| {
                // Without a limit below there is none at zero, which is the lowest there is.
                let low = end(cell, false).unwrap_or_default();
                (cell, Interval { low: tidy(low), high: end(cell, true).map(tidy) })
            })
            .collect()
    }

    /// The same by propagation of bounds, which is quick: the interval lies within what is found here.
    pub fn bounds(&self, withheld: &BTreeSet<usize>) -> BTreeMap<usize, Interval> {
        let mut equations = self.equations(withheld);
        equations.extend(self.reduced(withheld).unwrap_or_default());
        let unknown = Interval { low: Decimal::ZERO, high: None };
        let mut intervals: BTreeMap<usize, Interval> = withheld.iter().map(|cell| (*cell, unknown)).collect();
        for _ in 0..ROUNDS {
            let before = intervals.clone();
            for equation in &equations {
                equation.narrow(&mut intervals);
            }
            if intervals == before {
                break;
            }
        }
        intervals
    }

    fn equations(&self, withheld: &BTreeSet<usize>) -> Vec<Equation> {
        self.sums
            .iter()
            .map(|sum| {
                let known = sum.iter().filter(|(cell, _)| !withheld.contains(*cell));
                Equation {
                    constant: -known.map(|(cell, factor)| self.values[*cell] * Decimal::from(*factor)).sum::<Decimal>(),
                    terms: sum.iter().filter(|(cell, _)| withheld.contains(*cell)).map(|(c, f)| (*c, *f)).collect(),
                }
            })
            .filter(|equation| !equation.terms.is_empty())
            .collect()
    }

    /// The equations in reduced row echelon form: each first cell stands in one of them only. `None` on overflow.
    fn reduced(&self, withheld: &BTreeSet<usize>) -> Option<Vec<Equation>> {
        let mut reduced: BTreeMap<usize, Equation> = BTreeMap::new();
        for mut equation in self.equations(withheld) {
            for (cell, known) in &reduced {
                equation.eliminate(*cell, known)?;
            }
            let Some(first) = equation.terms.keys().next().copied() else { continue };
            for known in reduced.values_mut() {
                known.eliminate(first, &equation)?;
            }
            reduced.insert(first, equation);
        }
        Some(reduced.into_values().collect())
    }
}

impl Equation {
    /// Adds as much of another equation as removes a cell.
    fn eliminate(&mut self, cell: usize, other: &Self) -> Option<()> {
        let Some(&mine) = self.terms.get(&cell) else { return Some(()) };
        let theirs = *other.terms.get(&cell)?;
        let common = gcd(mine, theirs);
        let (keep, take) = (theirs / common, mine / common);
        let mut terms = BTreeMap::new();
        for at in self.terms.keys().chain(other.terms.keys()) {
            let part = |of: &Self, by: i128| of.terms.get(at).copied().unwrap_or(0).checked_mul(by);
            let factor = part(self, keep)?.checked_sub(part(other, take)?)?;
            if factor != 0 {
                terms.insert(*at, factor);
            }
        }
        let whole = |factor: i128| Decimal::try_from_i128_with_scale(factor, 0).ok();
        let mine = self.constant.checked_mul(whole(keep)?)?;
        self.constant = mine.checked_sub(other.constant.checked_mul(whole(take)?)?)?;
        self.terms = terms;
        let common = self.terms.values().fold(0, |common, factor| gcd(common, *factor));
        if common > 1 {
            self.terms.values_mut().for_each(|factor| *factor /= common);
            self.constant = self.constant.checked_div(whole(common)?)?;
        }
        Some(())
    }

    /// Narrows the interval of each of its cells by what the others leave.
    fn narrow(&self, intervals: &mut BTreeMap<usize, Interval>) {
        for (cell, factor) in &self.terms {
            let others = |upper: bool| -> Option<Decimal> {
                self.terms.iter().filter(|(other, _)| *other != cell).try_fold(Decimal::ZERO, |sum, (other, by)| {
                    let interval = intervals.get(other)?;
                    let end = if (*by > 0) == upper { interval.high? } else { interval.low };
                    sum.checked_add(end.checked_mul(Decimal::try_from_i128_with_scale(*by, 0).ok()?)?)
                })
            };
            let left = |sum: Decimal| {
                let factor = Decimal::try_from_i128_with_scale(*factor, 0).ok()?;
                self.constant.checked_sub(sum)?.checked_div(factor)
            };
            let (least, most) = (others(false).and_then(left), others(true).and_then(left));
            let (low, high) = if *factor > 0 { (most, least) } else { (least, most) };
            let Some(interval) = intervals.get_mut(cell) else { continue };
            if let Some(low) = low.filter(|low| *low > interval.low) {
                interval.low = low;
            }
            if let Some(high) = high.filter(|high| interval.high.is_none_or(|known| *high < known)) {
                interval.high = Some(high);
            }
        }
    }
}

fn whole(factor: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(factor, 0).unwrap_or(Decimal::MAX)
}

/// Without the last digits, which binary numbers get wrong.
fn tidy(end: Decimal) -> Decimal {
    end.round_dp(5).normalize()
}

/// Equations that share cells, directly or through others.
fn pieces(equations: &[Equation]) -> Vec<Vec<&Equation>> {
    let mut pieces: Vec<(BTreeSet<usize>, Vec<&Equation>)> = Vec::new();
    for equation in equations {
        let (mut cells, mut members) = (equation.terms.keys().copied().collect::<BTreeSet<_>>(), vec![equation]);
        let (linked, apart): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|(known, _)| !known.is_disjoint(&cells));
        for (known, others) in linked {
            cells.extend(known);
            members.extend(others);
        }
        pieces = apart;
        pieces.push((cells, members));
    }
    pieces.into_iter().map(|(_, members)| members).collect()
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.saturating_abs(), b.saturating_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
