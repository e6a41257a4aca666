//! Sums that hold between cells, and what they tell of cells that are withheld: exactly, and as an interval.

use std::collections::{BTreeMap, BTreeSet};

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

    /// What is known of each withheld cell when none can be below zero, by propagation of bounds.
    ///
    /// The true interval lies within; it can be narrower than what is found here.
    pub fn intervals(&self, withheld: &BTreeSet<usize>) -> BTreeMap<usize, Interval> {
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

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.saturating_abs(), b.saturating_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
