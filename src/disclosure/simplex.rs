//! How far a sum of unknowns can go, of unknowns that are never below zero and add up to what is known: the linear programme
//! of an attacker, by the simplex method.
//!
//! It reckons with binary numbers. What it finds is a solution, and whoever asks holds that against the sums: an end of an
//! interval counts only where a world was found that reaches it. Work is counted in steps, never in time, so that two runs find
//! the same.

/// Below this a number is nothing; all constants are at most 1.
const NOTHING: f64 = 1e-9;
/// Steps after which the largest gain is no longer looked for, so that no step is ever taken twice (Bland's rule).
const STEPS: usize = 400;
/// Steps after which what was found so far must do: binary numbers may go round in circles all the same.
const MOST: usize = 4_000;

/// An equation: the factor of each unknown, and the constant, at most 1.
pub(super) type Row = (Vec<(usize, f64)>, f64);

/// Equations in the shape of the simplex method: each row has an unknown of its own, and the last column is the constant.
pub(super) struct Simplex {
    rows: Vec<Vec<f64>>,
    /// The unknown of each row that stands in no other; the others are 0.
    basis: Vec<usize>,
    unknowns: usize,
}

/// A solution, and whether there are others that go as far as anybody likes.
pub(super) struct Reached {
    pub solution: Vec<f64>,
    pub is_unlimited: bool,
}

impl Simplex {
    /// Begins with equations. `None` if nothing that solves them is found.
    pub fn new(equations: &[Row], unknowns: usize) -> Option<Self> {
        let row = |(terms, constant): &Row| {
            let sign = if *constant < 0.0 { -1.0 } else { 1.0 };
            let mut row = vec![0.0; unknowns + 1];
            for (unknown, factor) in terms {
                row[*unknown] += sign * factor;
            }
            row[unknowns] = sign * constant;
            row
        };
        let rows: Vec<Vec<f64>> = equations.iter().map(row).collect();
        // What each row lacks of its constant, to be made 0: it stands in no other row, and once it is out it stays out, so that it
        // needs no column.
        let basis = (unknowns..unknowns + rows.len()).collect();
        let mut made = Self { rows, basis, unknowns };
        let lacking: Vec<f64> =
            (0..unknowns + equations.len()).map(|at| if at < unknowns { 0.0 } else { -1.0 }).collect();
        made.improve(&lacking, 0.0);
        let lacks = |(row, basic): (&Vec<f64>, &usize)| *basic >= unknowns && row[unknowns] > NOTHING;
        if made.rows.iter().zip(&made.basis).any(lacks) {
            return None;
        }
        made.complete();
        Some(made)
    }

    /// Gives each row an unknown of its own that still has none; a row of nothing else says nothing.
    fn complete(&mut self) {
        for at in (0..self.rows.len()).rev().filter(|&at| self.basis[at] >= self.unknowns).collect::<Vec<_>>() {
            if let Some(unknown) = (0..self.unknowns).find(|&unknown| self.rows[at][unknown].abs() > NOTHING) {
                self.pivot(at, unknown);
            } else {
                self.rows.remove(at);
                self.basis.remove(at);
            }
        }
    }

    /// A solution in which a sum of unknowns is as large as can be, or as is enough.
    pub fn reach(&mut self, of: &[(usize, f64)], enough: f64) -> Reached {
        let mut gains = vec![0.0; self.unknowns];
        for (unknown, factor) in of {
            gains[*unknown] += factor;
        }
        let unlimited = self.improve(&gains, enough);
        let mut solution = self.solution();
        if let Some((entering, gain)) = unlimited {
            let reached: f64 = solution.iter().zip(&gains).map(|(value, gain)| value * gain).sum();
            let goal = if enough.is_finite() { enough } else { reached };
            let by = ((goal - reached) / gain).max(0.0);
            solution[entering] += by;
            for (row, basic) in self.rows.iter().zip(&self.basis) {
                solution[*basic] -= by * row[entering];
            }
        }
        Reached { solution, is_unlimited: unlimited.is_some() }
    }

    fn solution(&self) -> Vec<f64> {
        let mut solution = vec![0.0; self.unknowns];
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            solution[*basic] = row[self.unknowns];
        }
        solution
    }

    /// Makes a sum as large as can be, or as is enough. Where there is no limit: the unknown to follow, and what that gains.
    fn improve(&mut self, gains: &[f64], enough: f64) -> Option<(usize, f64)> {
        let mut reduced: Vec<f64> = gains[..self.unknowns].to_vec();
        reduced.push(0.0);
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            let gain = gains[*basic];
            if gain != 0.0 {
                reduced.iter_mut().zip(row).for_each(|(into, by)| *into -= gain * by);
            }
        }
        for step in 0..MOST {
            if -reduced[self.unknowns] > enough + NOTHING {
                break;
            }
            let gains = (0..self.unknowns).filter(|&at| reduced[at] > NOTHING);
            let entering = if step < STEPS {
                gains.max_by(|a, b| reduced[*a].total_cmp(&reduced[*b]).then(b.cmp(a)))
            } else {
                gains.into_iter().next()
            };
            let Some(entering) = entering else { break };
            let limits = self.rows.iter().enumerate().filter(|(_, row)| row[entering] > NOTHING);
            let limits = limits.map(|(at, row)| (row[self.unknowns] / row[entering], self.basis[at], at));
            let Some((.., leaving)) = limits.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) else {
                return Some((entering, reduced[entering]));
            };
            self.pivot(leaving, entering);
            let by = reduced[entering];
            reduced.iter_mut().zip(&self.rows[leaving]).for_each(|(into, row)| *into -= by * row);
        }
        None
    }

    /// Gives a row another unknown of its own.
    fn pivot(&mut self, at: usize, unknown: usize) {
        let by = self.rows[at][unknown];
        self.rows[at].iter_mut().for_each(|value| *value /= by);
        let row = std::mem::take(&mut self.rows[at]);
        for other in &mut self.rows {
            let Some(&factor) = other.get(unknown) else { continue };
            if factor != 0.0 {
                other.iter_mut().zip(&row).for_each(|(into, value)| *into -= factor * value);
                other[unknown] = 0.0;
            }
        }
        self.rows[at] = row;
        self.basis[at] = unknown;
    }
}
