//! Another attacker written apart from the program: how far apart the ends are between which some releases leave a withheld count,
//! where nobody gave less than nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use nytta::disclosure::Release;
use nytta::disclosure::linear::System;
use nytta::disclosure::release::Status;
use nytta::measure::Observation;
use nytta::value::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::attacker::{Key, Limits, Numbers, Row, Solver, is_harmless, rows};

/// Below this a number is nothing.
const NOTHING: f64 = 1e-7;

/// Equations over unknowns that are not below zero, each with a column of its own that is 1 there and 0 in all others.
struct Table {
    rows: Vec<Vec<f64>>,
    own: Vec<usize>,
    columns: usize,
}

impl Table {
    /// Solves equations: the factor of each unknown, and last what they add up to.
    fn new(equations: Vec<Vec<f64>>, columns: usize) -> Self {
        let mut table = Self { rows: Vec::new(), own: Vec::new(), columns };
        for mut row in equations {
            // What the row lacks is made as small as can be before the next one is looked at.
            for (known, own) in table.rows.iter().zip(&table.own) {
                let by = row[*own];
                row.iter_mut().zip(known).for_each(|(into, value)| *into -= by * value);
            }
            if row[columns] < 0.0 {
                turn(&mut row);
            }
            while row[columns] > NOTHING {
                let (entering, _) = table.best(&row).expect("the truth solves all of them");
                let limit = table.limit(entering);
                if limit
                    .is_none_or(|at| table.rows[at][columns] / table.rows[at][entering] >= row[columns] / row[entering])
                {
                    break;
                }
                let at = limit.expect("there is one");
                table.pivot(at, entering);
                let by = row[entering];
                row.iter_mut().zip(&table.rows[at]).for_each(|(into, value)| *into -= by * value);
            }
            // Where it lacks nothing any column will do, also one that would be taken away there.
            let some = table.best(&row).or_else(|| {
                turn(&mut row);
                table.best(&row)
            });
            if let Some((entering, _)) = some {
                table.rows.push(row);
                table.own.push(entering);
                table.pivot(table.rows.len() - 1, entering);
            }
        }
        table
    }

    /// The first column that a row gains by, and how much (Bland's rule).
    fn best(&self, row: &[f64]) -> Option<(usize, f64)> {
        (0..self.columns).map(|at| (at, row[at])).find(|(_, gain)| *gain > NOTHING)
    }

    /// The row that limits a column most.
    fn limit(&self, column: usize) -> Option<usize> {
        let rows = (0..self.rows.len()).filter(|at| self.rows[*at][column] > NOTHING);
        let by = |at: &usize| self.rows[*at][self.columns] / self.rows[*at][column];
        rows.min_by(|a, b| by(a).total_cmp(&by(b)).then(self.own[*a].cmp(&self.own[*b])))
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let by = self.rows[at][column];
        self.rows[at].iter_mut().for_each(|value| *value /= by);
        let row = self.rows[at].clone();
        for (other, _) in self.rows.iter_mut().zip(0..).filter(|(_, other)| *other != at) {
            let by = other[column];
            if by != 0.0 {
                other.iter_mut().zip(&row).for_each(|(into, value)| *into -= by * value);
            }
        }
        self.own[at] = column;
    }

    /// The largest that a sum of unknowns can be; without a limit infinite.
    fn largest(&mut self, sum: &[f64]) -> f64 {
        let mut gains = [sum, &[0.0]].concat();
        for (row, own) in self.rows.iter().zip(&self.own) {
            let by = gains[*own];
            gains.iter_mut().zip(row).for_each(|(into, value)| *into -= by * value);
        }
        while let Some((entering, by)) = self.best(&gains) {
            let Some(at) = self.limit(entering) else { return f64::INFINITY };
            self.pivot(at, entering);
            gains.iter_mut().zip(&self.rows[at]).for_each(|(into, value)| *into -= by * value);
        }
        -gains[self.columns]
    }
}

/// The same with opposite signs.
fn turn(row: &mut [f64]) {
    for value in row {
        *value = -*value;
    }
}

/// The factors of a row and last what it adds up to.
fn equation(row: &Row, values: &[f64]) -> Vec<f64> {
    let mut factors = vec![0.0; values.len() + 1];
    for (at, factor) in row {
        let factor = if *factor == Solver::PRIME - 1 { -1.0 } else { factor.to_f64().expect("it is small") };
        factors[*at] = factor;
        factors[values.len()] += factor * values[*at];
    }
    factors
}

/// A withheld count of one of some releases that lies between ends nearer than the least count, or 15 per cent of itself; with
/// these. Only small counts and those of few: what was withheld for the sake of others may be known.
pub fn nearly_known(limits: Limits, releases: &[(&Release, &[Observation])]) -> Option<String> {
    nearly(&[], &[], limits, releases)
}

/// The same to one who knows all that some enterprises gave: of a withheld figure what the others gave.
pub fn nearly_known_beside(
    known_of: &[&str],
    limits: Limits,
    releases: &[(&Release, &[Observation])],
) -> Option<String> {
    nearly(known_of, &[], limits, releases)
}

/// The same to enterprises that know what they gave, of what others gave: of persons as many numbers must be possible as the
/// least count. What would be known to them if it were published they may know.
pub fn nearly_known_to(together: &[&str], limits: Limits, releases: &[(&Release, &[Observation])]) -> Option<String> {
    nearly(&[], together, limits, releases)
}

fn nearly(
    known_of: &[&str],
    together: &[&str],
    limits: Limits,
    releases: &[(&Release, &[Observation])],
) -> Option<String> {
    let mut numbers = Numbers::default();
    let (rows, _) = rows(releases, &mut numbers);
    let mut wanted: Vec<(Key, f64, Row)> = Vec::new();
    for (release, observations) in releases {
        let others = |one: &Observation| {
            let mut one = one.clone();
            one.contributions.retain(|name, _| !known_of.contains(&name.as_str()));
            let is_known = known_of.is_empty() || one.indicator == "share";
            one.value = if is_known { one.value } else { Some(one.contributions.values().map(|one| one.value).sum()) };
            one
        };
        for one in &observations.iter().map(others).filter(|one| !is_harmless(one, limits)).collect::<Vec<_>>() {
            let key: Key = (one.indicator.clone(), one.period.clone(), one.breakdown.clone());
            let is_withheld = release.figures().get(&key).is_some_and(|figure| figure.status == Status::Withheld);
            let value = one.value.and_then(|value| value.to_f64()).filter(|value| *value > 0.0);
            let Some(value) = value.filter(|_| is_withheld) else { continue };
            let others = one.contributions.iter().filter(|(name, _)| !together.contains(&name.as_str()));
            let others: Vec<f64> =
                others.filter_map(|(_, share)| share.value.to_f64()).filter(|value| *value != 0.0).collect();
            let is_enough = others.len() + together.len() >= limits.enterprises && value >= limits.persons.into();
            if together.is_empty() || !is_enough && !others.is_empty() {
                let value = if together.is_empty() { value } else { others.iter().sum() };
                wanted.push((key, value, numbers.row(&one.indicator, one, None)));
            }
        }
    }
    let mut values = vec![0.0; numbers.0.len()];
    for ((.., value), at) in &numbers.0 {
        values[*at] = Decimal::to_f64(value).expect("it is small");
    }
    let knows = |name: &str| known_of.contains(&name) || together.contains(&name);
    let own: BTreeSet<usize> =
        numbers.0.iter().filter(|((.., whose, _), _)| knows(whose)).map(|(_, number)| *number).collect();
    let own_rows: Vec<Row> = own.iter().map(|number| Row::from([(*number, 1)])).collect();
    let equations = rows.iter().chain(&own_rows).map(|row| equation(row, &values)).collect();
    let mut table = Table::new(equations, values.len());
    let count = if together.is_empty() { limits.persons } else { limits.persons - 1 };
    wanted.into_iter().find_map(|(key, value, mut row)| {
        row.retain(|number, _| !own.contains(number));
        let mut sum = equation(&row, &values);
        sum.pop();
        let high = table.largest(&sum);
        turn(&mut sum);
        let low = -table.largest(&sum);
        assert!(low <= value + 1e-4 && value <= high + 1e-4, "{value} of {key:?} does not lie in {low} to {high}");
        (high - low < f64::max(count.into(), 0.15 * value) - 1e-4)
            .then(|| format!("{value} of {key:?} in {low} to {high}"))
    })
}

/// A table of three by four, and which of its cells and sums are withheld.
fn withheld_of_table() -> impl Strategy<Value = (Vec<u32>, Vec<bool>)> {
    (prop::collection::vec(0..30_u32, 12), prop::collection::vec(prop::bool::weighted(0.7), 19))
}

/// The whole and the parts of a sum.
type Sum = (usize, Vec<usize>);

/// Adds the sums of the rows and columns of a table of three by four, and says what they are of.
fn sums_of_table(values: &mut Vec<u32>) -> Vec<Sum> {
    values.extend((0..3).map(|row| values[4 * row..][..4].iter().sum::<u32>()).collect::<Vec<_>>());
    values.extend((0..4).map(|column| (0..3).map(|row| values[4 * row + column]).sum::<u32>()).collect::<Vec<_>>());
    let rows = (0..3).map(|row| (12 + row, (0..4).map(|column| 4 * row + column).collect::<Vec<_>>()));
    let columns = (0..4).map(|column| (15 + column, (0..3).map(|row| 4 * row + column).collect::<Vec<_>>()));
    rows.chain(columns).collect()
}

proptest! {
    /// What is not withheld is told rounded to a base: a cell that the program says may be another lies between bounds as far apart
    /// to this programme, which looks at the whole table, and one that it does not does not.
    #[test]
    fn a_cell_that_may_differ_near_it_may_differ_in_the_whole_table(
        (mut values, is_withheld) in withheld_of_table(),
        half in 1..3_u32,
        width in 1..12_u32,
    ) {
        let sums = sums_of_table(&mut values);
        let mut system = System::new(values.iter().copied().map(Decimal::from).collect());
        for (whole, parts) in &sums {
            system.add_sum(*whole, parts);
        }
        let base = 2 * half + 1;
        let ends = |value: u32| {
            let shown = (value + half) / base * base;
            [shown.saturating_sub(half), shown + half]
        };
        let withheld: BTreeSet<usize> = (0..19).filter(|at| is_withheld[*at]).collect();
        let rounded: BTreeMap<usize, [u32; 2]> =
            (0..19).filter(|at| !is_withheld[*at]).map(|at| (at, ends(values[at]))).collect();
        // An unknown for each number, and for each that is rounded one for how far it lies above and one for how far below.
        let columns = 19 + 2 * rounded.len();
        let mut equations = Vec::new();
        for (whole, parts) in &sums {
            let mut row = vec![0.0; columns + 1];
            row[*whole] = -1.0;
            for part in parts {
                row[*part] = 1.0;
            }
            equations.push(row);
        }
        for (place, (at, ends)) in rounded.iter().enumerate() {
            for (side, end) in ends.iter().enumerate() {
                let mut row = vec![0.0; columns + 1];
                row[*at] = 1.0;
                row[19 + 2 * place + side] = if side == 0 { -1.0 } else { 1.0 };
                row[columns] = f64::from(*end);
                equations.push(row);
            }
        }
        let mut table = Table::new(equations, columns);
        let told = rounded.iter().map(|(at, ends)| (*at, ends.map(Decimal::from))).collect();
        for at in withheld.iter().chain(rounded.keys()) {
            let mut end = |sign: f64| {
                let mut sum = vec![0.0; columns];
                sum[*at] = sign;
                sign * table.largest(&sum)
            };
            let apart = -end(-1.0) + end(1.0);
            let found = system.may_differ(&withheld, &told, (*at, Decimal::from(width)));
            prop_assert_eq!(found, apart > f64::from(width) - 1e-4, "{} of {}: {}", at, width, apart);
        }
    }

    /// The program's programme begins with the truth and stops as soon as it may; this one looks for any solution first. Of every
    /// withheld cell they find the same ends.
    #[test]
    fn two_ways_of_the_simplex_method_find_the_same_ends((mut values, is_withheld) in withheld_of_table()) {
        let sums = sums_of_table(&mut values);
        let mut system = System::new(values.iter().copied().map(Decimal::from).collect());
        for (whole, parts) in &sums {
            system.add_sum(*whole, parts);
        }
        let withheld: BTreeSet<usize> = (0..19).filter(|at| is_withheld[*at]).collect();
        let wanted: Vec<usize> = withheld.iter().copied().collect();
        let found = system.intervals(&withheld, &wanted);
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let negative = Solver::PRIME - 1;
        let sum = |(whole, parts): &(usize, Vec<usize>)| -> Row {
            [(*whole, negative)].into_iter().chain(parts.iter().map(|part| (*part, 1))).collect()
        };
        let told = (0..19).filter(|at| !withheld.contains(at)).map(|at| Row::from([(at, 1)]));
        let equations = sums.iter().map(sum).chain(told).map(|row| equation(&row, &values)).collect();
        let mut table = Table::new(equations, 19);
        for at in wanted {
            let mut end = |sign: f64| {
                let mut sum = vec![0.0; 19];
                sum[at] = sign;
                sign * table.largest(&sum)
            };
            let (low, high) = (end(-1.0), end(1.0));
            let is_end = |end: Option<Decimal>, other: f64| match end.and_then(|end| end.to_f64()) {
                Some(end) => (end - other).abs() < 1e-4,
                None => other.is_infinite(),
            };
            let one = found[&at];
            prop_assert!(is_end(Some(one.low), low) && is_end(one.high, high), "{at}: {one:?}, {low} to {high}");
        }
    }
}
