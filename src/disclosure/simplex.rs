//! How far a sum of unknowns can move while all equations between them stay true and each stays within its bounds: the linear
//! programme of an attacker, by the simplex method for bounded unknowns.
//!
//! It begins with the truth, which solves everything, so that no first solution has to be sought, and goes only as far as is
//! enough. Another question of the same equations begins with the truth again and keeps the shape they were brought into, also
//! where bounds have become narrower: who knows what it gave itself knows no other equations.
//!
//! It reckons with binary numbers. What it finds is a solution, and whoever asks holds that against the sums: an end of an
//! interval counts only where a world was found that reaches it. Work is counted in steps, never in time, so that two runs find
//! the same.

/// Below this a number is nothing; what is looked for is about 1.
const NOTHING: f64 = 1e-9;
/// A factor below this is not divided by where there is a larger one.
const SMALL: f64 = 0.1;
/// Steps after which the largest gain is no longer looked for, so that no step is ever taken twice (Bland's rule).
const STEPS: usize = 400;
/// Steps after which what was found so far must do: binary numbers may go round in circles all the same.
const MOST: usize = 4_000;

/// An equation: the factor of each unknown, whose moves add up to nothing.
pub(super) type Row = Vec<(usize, f64)>;

/// Equations in the shape of the simplex method: each row has an unknown of its own that stands in no other.
#[derive(Clone)]
pub(super) struct Simplex {
    rows: Vec<Vec<f64>>,
    /// The unknown of each row.
    basis: Vec<usize>,
    is_basic: Vec<bool>,
    /// How far each unknown may move down and up from the truth.
    room: Vec<[f64; 2]>,
    moved: Vec<f64>,
}

/// What keeps a step from going further.
enum Limit {
    /// It is enough.
    Goal,
    /// The unknown itself is at its bound.
    Own,
    /// The unknown of a row is.
    Row(usize),
}

impl Simplex {
    /// Begins with equations, and how far each unknown may move down and up from the truth.
    pub fn new(equations: &[Row], room: Vec<[f64; 2]>) -> Self {
        let mut often = vec![0_usize; room.len()];
        for (unknown, _) in equations.iter().flatten() {
            often[*unknown] += 1;
        }
        let dense = |terms: &Row| {
            let mut row = vec![0.0; room.len()];
            for (unknown, factor) in terms {
                row[*unknown] += factor;
            }
            row
        };
        // Short sums first: what is taken out by them leaves the long ones as empty as can be.
        let mut sorted: Vec<&Row> = equations.iter().collect();
        sorted.sort_by_key(|terms| terms.len());
        let rows: Vec<Vec<f64>> = sorted.into_iter().map(dense).collect();
        let (is_basic, moved) = (vec![false; room.len()], vec![0.0; room.len()]);
        let mut made = Self { basis: vec![usize::MAX; rows.len()], rows, is_basic, room, moved };
        // What stands in few equations is cheap to take out of all others; what has much room is seldom in the way.
        let mut empty = Vec::new();
        for at in 0..made.rows.len() {
            let row = &made.rows[at];
            let largest = row.iter().fold(0.0, |most, factor| f64::max(most, factor.abs()));
            let may_be = |unknown: &usize| row[*unknown].abs() > NOTHING.max(SMALL * largest);
            let room = |unknown: usize| made.room[unknown][0].min(made.room[unknown][1]);
            let best = (0..row.len()).filter(may_be);
            let best = best.min_by(|a, b| often[*a].cmp(&often[*b]).then(room(*b).total_cmp(&room(*a))));
            match best {
                Some(unknown) => made.pivot(at, unknown),
                None => empty.push(at),
            }
        }
        for at in empty.into_iter().rev() {
            made.rows.swap_remove(at);
            made.basis.swap_remove(at);
        }
        made
    }

    /// Says how far each unknown may move from here on.
    pub fn bound(&mut self, room: Vec<[f64; 2]>) {
        self.room = room;
    }

    /// Moves a sum of unknowns up as far as can be, or as is enough, from the truth; says how far each unknown moves for that, and
    /// whether there is no limit.
    pub fn reach(&mut self, of: &[(usize, f64)], enough: f64) -> (&[f64], bool) {
        self.moved.fill(0.0);
        let mut gains = self.gains(of);
        let mut left = enough;
        for step in 0..MOST {
            let Some((entering, by)) = self.entering(&gains, step >= STEPS) else { break };
            let gain = gains[entering].abs();
            let (length, limit) = self.limit((entering, by), left / gain, step >= STEPS);
            if length.is_infinite() {
                return (&self.moved, true);
            }
            self.go(entering, by * length);
            left -= gain * length;
            match limit {
                Limit::Goal => break,
                Limit::Own => self.moved[entering] = self.bound_of(entering, by),
                Limit::Row(at) => {
                    let leaving = self.basis[at];
                    self.moved[leaving] = self.bound_of(leaving, -by * self.rows[at][entering]);
                    self.pivot(at, entering);
                    let by = gains[entering];
                    gains.iter_mut().zip(&self.rows[at]).for_each(|(into, row)| *into -= by * row);
                    gains[entering] = 0.0;
                }
            }
        }
        (&self.moved, false)
    }

    /// What keeps a sum from going further, once it is as far as can be: unknowns whose move beyond their bounds would be a gain.
    pub fn keeping(&self, of: &[(usize, f64)]) -> Vec<usize> {
        let gains = self.gains(of);
        (0..gains.len()).filter(|at| gains[*at].abs() > NOTHING && !self.is_basic[*at]).collect()
    }

    /// What a sum gains by each unknown that no row has of its own.
    fn gains(&self, of: &[(usize, f64)]) -> Vec<f64> {
        let mut gains = vec![0.0; self.room.len()];
        for (unknown, factor) in of {
            gains[*unknown] += factor;
        }
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            let gain = gains[*basic];
            if gain != 0.0 {
                gains.iter_mut().zip(row).for_each(|(into, by)| *into -= gain * by);
            }
        }
        gains
    }

    /// An unknown whose move is a gain, and whether that goes up or down: the one that gains most, or the first.
    fn entering(&self, gains: &[f64], is_first: bool) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        for (at, gain) in gains.iter().enumerate().filter(|(at, gain)| gain.abs() > NOTHING && !self.is_basic[*at]) {
            let has_room = self.room_of(at, gain.signum()) > NOTHING;
            if has_room && best.is_none_or(|(other, _)| gain.abs() > gains[other].abs() + NOTHING) {
                best = Some((at, gain.signum()));
                if is_first {
                    break;
                }
            }
        }
        best
    }

    /// How far an unknown can still move up or down.
    fn room_of(&self, unknown: usize, by: f64) -> f64 {
        let ([down, up], moved) = (self.room[unknown], self.moved[unknown]);
        if by > 0.0 { up - moved } else { down + moved }
    }

    /// Its bound above or below.
    fn bound_of(&self, unknown: usize, by: f64) -> f64 {
        let [down, up] = self.room[unknown];
        if by > 0.0 { up } else { -down }
    }

    /// How far an unknown can move up or down until something is in the way, and what. Of rows that are in the way at once the
    /// one with the largest factor keeps numbers from growing; or it is the one with the first unknown.
    fn limit(&self, (entering, by): (usize, f64), enough: f64, is_first: bool) -> (f64, Limit) {
        let own = self.room_of(entering, by);
        let mut least = if enough <= own { (enough, Limit::Goal) } else { (own, Limit::Own) };
        for (at, (row, basic)) in self.rows.iter().zip(&self.basis).enumerate() {
            let factor = row[entering];
            if factor.abs() <= NOTHING {
                continue;
            }
            let length = (self.room_of(*basic, -by * factor) / factor.abs()).max(0.0);
            let is_better = |other: usize| {
                if is_first { *basic < self.basis[other] } else { factor.abs() > self.rows[other][entering].abs() }
            };
            if length < least.0 || length <= least.0 && matches!(least.1, Limit::Row(other) if is_better(other)) {
                least = (length, Limit::Row(at));
            }
        }
        least
    }

    /// Moves an unknown, and with it those of the rows.
    fn go(&mut self, unknown: usize, by: f64) {
        self.moved[unknown] += by;
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            self.moved[*basic] -= by * row[unknown];
        }
    }

    /// Gives a row another unknown of its own.
    fn pivot(&mut self, at: usize, unknown: usize) {
        let mut row = std::mem::take(&mut self.rows[at]);
        let by = row[unknown];
        let mut some = Vec::with_capacity(row.len());
        for (column, value) in row.iter_mut().enumerate().filter(|(_, value)| **value != 0.0) {
            *value /= by;
            some.push(column);
        }
        for other in &mut self.rows {
            let Some(&factor) = other.get(unknown) else { continue };
            if factor != 0.0 {
                for column in &some {
                    let value = other[*column] - factor * row[*column];
                    other[*column] = if value.abs() < NOTHING { 0.0 } else { value };
                }
                other[unknown] = 0.0;
            }
        }
        self.rows[at] = row;
        if let Some(was_basic) = self.is_basic.get_mut(self.basis[at]) {
            *was_basic = false;
        }
        self.is_basic[unknown] = true;
        self.basis[at] = unknown;
    }
}
