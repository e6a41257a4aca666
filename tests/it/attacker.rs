//! An attacker written apart from the program: adds and subtracts everything that some releases publish.

use std::collections::{BTreeMap, BTreeSet};

use nytta::definition::Definitions;
use nytta::disclosure::Release;
use nytta::disclosure::release::Status;
use nytta::measure::Observation;
use nytta::value::Decimal;

use super::small::GENDERS;

/// What a test attacker knows: rows over unknowns, reduced modulo a prime.
#[derive(Default)]
pub struct Solver(BTreeMap<usize, BTreeMap<usize, u64>>);

impl Solver {
    pub const PRIME: u64 = 2_147_483_647;

    fn reduce(&self, mut row: BTreeMap<usize, u64>) -> BTreeMap<usize, u64> {
        let mut done = 0;
        while let Some((&at, &factor)) = row.range(done..).next() {
            done = at + 1;
            for (column, value) in self.0.get(&at).into_iter().flatten() {
                let entry = row.entry(*column).or_insert(0);
                *entry = (*entry + (Self::PRIME - factor) * value) % Self::PRIME;
            }
            row.retain(|_, value| *value != 0);
        }
        row
    }

    pub fn learn(&mut self, row: BTreeMap<usize, u64>) {
        let row = self.reduce(row);
        let Some((&first, &factor)) = row.iter().next() else { return };
        let (mut inverse, mut power, mut rest) = (1, factor, Self::PRIME - 2);
        while rest > 0 {
            if rest % 2 == 1 {
                inverse = inverse * power % Self::PRIME;
            }
            power = power * power % Self::PRIME;
            rest /= 2;
        }
        self.0.insert(first, row.into_iter().map(|(at, value)| (at, value * inverse % Self::PRIME)).collect());
    }

    pub fn knows(&self, row: BTreeMap<usize, u64>) -> bool {
        self.reduce(row).is_empty()
    }
}

/// What an organisation gave: sum, period, gender, organisation and value. Another value is another unknown.
pub type Given = (String, String, Option<String>, String, Decimal);

/// Numbers of what organisations gave.
#[derive(Default)]
pub struct Numbers(pub BTreeMap<Given, usize>);

/// A sum of unknowns with factors.
pub type Row = BTreeMap<usize, u64>;

impl Numbers {
    fn number(&mut self, given: Given) -> usize {
        let next = self.0.len();
        *self.0.entry(given).or_insert(next)
    }

    /// The sum that a figure tells, or its panel.
    pub fn row(&mut self, sum: &str, one: &Observation, only: Option<&[String]>) -> Row {
        let gender = one.breakdown.get("gender").cloned();
        let is_base = one.indicator == "share" && sum == "hired";
        let inside = one.contributions.iter().filter(|(name, _)| only.is_none_or(|only| only.contains(name)));
        let number = |(name, share): (&String, &nytta::measure::Contribution)| {
            let value = if is_base { share.denominator.unwrap_or_default() } else { share.value };
            (self.number((sum.to_owned(), one.period.clone(), gender.clone(), name.clone(), value.normalize())), 1)
        };
        inside.map(number).collect()
    }
}

/// The sums a figure tells.
fn sums(indicator: &str) -> Vec<&str> {
    if indicator == "share" { vec!["far", "hired"] } else { vec![indicator] }
}

/// Indicator, period, codes.
pub type Key = (String, String, BTreeMap<String, String>);

fn key(one: &Observation) -> Key {
    (one.indicator.clone(), one.period.clone(), one.breakdown.clone())
}

/// What an attacker knows of some releases.
struct Known {
    numbers: Numbers,
    solver: Solver,
    nothing: BTreeSet<usize>,
}

fn known(releases: &[(&Release, &[Observation])]) -> Known {
    let (mut numbers, mut solver) = (Numbers::default(), Solver::default());
    let (rows, nothing) = rows(releases, &mut numbers);
    for row in rows {
        solver.learn(row);
    }
    Known { numbers, solver, nothing }
}

/// The sums that some releases tell, and that hold for every organisation; and what is 0.
pub fn rows(releases: &[(&Release, &[Observation])], numbers: &mut Numbers) -> (Vec<Row>, BTreeSet<usize>) {
    let mut rows = Vec::new();
    // Where a sum of counts is 0, each of them is: that is what the figure says, and enough gave it.
    let mut nothing = BTreeSet::new();
    for (release, observations) in releases {
        for one in *observations {
            let Some(figure) = release.figures().get(&key(one)) else { continue };
            for sum in sums(&one.indicator) {
                if figure.value.is_some() {
                    let row = numbers.row(sum, one, None);
                    if figure.value == Some(Decimal::ZERO) {
                        nothing.extend(row.keys().copied());
                    }
                    rows.push(row);
                }
                if figure.panel.is_some() {
                    let panel = one.panel.as_ref().expect("what is shown is there").organisations.as_slice();
                    rows.push(numbers.row(sum, one, Some(panel)));
                    let before = observations.iter().find(|other| {
                        other.indicator == one.indicator
                            && other.breakdown == one.breakdown
                            && other.period < one.period
                    });
                    rows.push(numbers.row(sum, before.expect("a panel has a period before"), Some(panel)));
                }
            }
        }
    }
    for (_, observations) in releases {
        parts(observations, numbers, &mut rows);
    }
    (rows, nothing)
}

/// True when an enterprise that knows what it gave itself can work out a withheld figure.
pub fn learnt_by(organisation: &str, release: &Release, observations: &[Observation], figure: &Key) -> bool {
    learnt_by_all(&[organisation], release, observations, figure)
}

/// The same of enterprises that put together what they gave.
pub fn learnt_by_all(together: &[&str], release: &Release, observations: &[Observation], figure: &Key) -> bool {
    learnt_from(together, &[(release, observations)], figure)
}

/// The same of some releases, of a figure of the first.
pub fn learnt_from(together: &[&str], releases: &[(&Release, &[Observation])], figure: &Key) -> bool {
    let Known { mut numbers, mut solver, .. } = known(releases);
    let observations = releases[0].1;
    let is_own = |given: &Given| together.contains(&given.3.as_str());
    let own: Vec<usize> = numbers.0.iter().filter(|(given, _)| is_own(given)).map(|(_, at)| *at).collect();
    for number in own {
        solver.learn(BTreeMap::from([(number, 1)]));
    }
    let one = observations.iter().find(|one| key(one) == *figure).expect("a figure");
    sums(&one.indicator).into_iter().any(|sum| solver.knows(numbers.row(sum, one, None)))
}

/// The least that may be known: so many enterprises together, and so many persons.
#[derive(Clone, Copy)]
pub struct Limits {
    pub enterprises: usize,
    pub persons: u32,
}

impl Limits {
    /// What is asked for of an indicator.
    pub fn of(definitions: &Definitions, indicator: &str) -> Self {
        let indicator = definitions.indicator(indicator).expect("an indicator");
        let policy = definitions.policy(indicator.sensitivity);
        Self { enterprises: policy.contributors as usize, persons: policy.count }
    }
}

/// What the published figures and panels of some releases together give back: a withheld figure, what a single organisation
/// gave, or what fewer than three changed a figure by. Nothing if it cannot be worked out.
pub fn learnt(releases: &[(&Release, &[Observation])]) -> Option<String> {
    learnt_below(Limits { enterprises: 3, persons: 3 }, releases)
}

/// The same where more enterprises or persons are asked for than three.
pub fn learnt_below(limits: Limits, releases: &[(&Release, &[Observation])]) -> Option<String> {
    let Known { mut numbers, solver, nothing } = known(releases);
    let is_known =
        |row: &BTreeMap<usize, u64>| !row.keys().all(|one| nothing.contains(one)) && solver.knows(row.clone());
    for (at, (release, observations)) in releases.iter().enumerate() {
        let withheld = |one: &&Observation| {
            release.figures().get(&key(one)).is_some_and(|figure| figure.status == Status::Withheld)
                && !releases.iter().any(|(other, others)| {
                    let told = other.figures().get(&key(one)).is_some_and(|figure| figure.value.is_some());
                    told && others.iter().any(|same| key(same) == key(one) && same.contributions == one.contributions)
                })
        };
        for one in observations.iter().filter(withheld) {
            // What was withheld for the sake of others alone may be told by a later release.
            if at + 1 < releases.len() && is_harmless(one, limits) {
                continue;
            }
            for sum in sums(&one.indicator) {
                if is_known(&numbers.row(sum, one, None)) {
                    return Some(format!("{sum} of {:?} {}", one.breakdown, one.period));
                }
            }
        }
    }
    let single = numbers.0.iter().find(|(_, number)| is_known(&BTreeMap::from([(**number, 1)])));
    single.map(|(given, _)| format!("{given:?}")).or_else(|| revised(releases, &mut numbers, &solver, limits))
}

/// A count that could be told by itself.
pub fn is_harmless(one: &Observation, limits: Limits) -> bool {
    let least = Decimal::from(limits.persons);
    let some = one.contributions.values().filter(|share| !share.value.is_zero()).count();
    one.indicator != "share" && some >= limits.enterprises && one.value.is_some_and(|value| value >= least)
}

/// An organisation's parts add up to its total.
fn parts(observations: &[Observation], numbers: &mut Numbers, rows: &mut Vec<Row>) {
    let totals = observations.iter().filter(|one| one.indicator == "far" && one.breakdown.is_empty());
    for total in totals {
        for (name, share) in &total.contributions {
            let given = |gender: Option<&str>, value: Decimal| {
                let gender = gender.map(str::to_owned);
                ("far".to_owned(), total.period.clone(), gender, name.clone(), value.normalize())
            };
            let part = |gender: &str| {
                let is_it = |one: &&Observation| {
                    one.indicator == "far"
                        && one.period == total.period
                        && one.breakdown == BTreeMap::from([("gender".to_owned(), gender.to_owned())])
                };
                observations.iter().find(is_it)?.contributions.get(name).map(|share| share.value)
            };
            let Some(values) = GENDERS.iter().map(|gender| part(gender)).collect::<Option<Vec<_>>>() else { continue };
            let mut row = BTreeMap::from([(numbers.number(given(None, share.value)), Solver::PRIME - 1)]);
            for (gender, value) in GENDERS.iter().zip(values) {
                row.insert(numbers.number(given(Some(gender), value)), 1);
            }
            rows.push(row);
        }
    }
}

/// What the published figures of some releases give back to one who knows all that some enterprises gave: a withheld figure, or
/// what another enterprise gave.
pub fn learnt_beside(known_of: &[&str], releases: &[(&Release, &[Observation])]) -> Option<String> {
    let Known { mut numbers, mut solver, .. } = known(releases);
    let is_known = |given: &Given| known_of.contains(&given.3.as_str());
    let (own, others): (Vec<usize>, Vec<usize>) = {
        let (own, others): (Vec<_>, Vec<_>) = numbers.0.iter().partition(|(given, _)| is_known(given));
        (own.into_iter().map(|(_, at)| *at).collect(), others.into_iter().map(|(_, at)| *at).collect())
    };
    for number in own {
        solver.learn(BTreeMap::from([(number, 1)]));
    }
    for (release, observations) in releases {
        let withheld = |one: &&Observation| {
            let has_others = one.contributions.keys().any(|one| !known_of.contains(&one.as_str()));
            has_others && release.figures().get(&key(one)).is_some_and(|figure| figure.status == Status::Withheld)
        };
        for one in observations.iter().filter(withheld) {
            if sums(&one.indicator).into_iter().any(|sum| solver.knows(numbers.row(sum, one, None))) {
                return Some(format!("{} of {:?}", one.indicator, one.breakdown));
            }
        }
    }
    let single = others.into_iter().find(|at| solver.knows(BTreeMap::from([(*at, 1)])));
    single.map(|at| format!("{:?}", numbers.0.iter().find(|(_, number)| **number == at).map(|(given, _)| given)))
}

/// What too few changed a figure by between two releases.
fn revised(
    releases: &[(&Release, &[Observation])],
    numbers: &mut Numbers,
    solver: &Solver,
    limits: Limits,
) -> Option<String> {
    for (at, (_, then)) in releases.iter().enumerate() {
        for (_, now) in &releases[at + 1..] {
            for one in *now {
                let Some(before) = then.iter().find(|before| key(before) == key(one)) else { continue };
                let names = one.contributions.keys().chain(before.contributions.keys()).collect::<BTreeSet<_>>();
                let differ =
                    names.iter().filter(|name| one.contributions.get(**name) != before.contributions.get(**name));
                if !(1..limits.enterprises).contains(&differ.count()) {
                    continue;
                }
                for sum in sums(&one.indicator) {
                    let mut row = numbers.row(sum, one, None);
                    for number in numbers.row(sum, before, None).keys() {
                        if row.remove(number).is_none() {
                            row.insert(*number, Solver::PRIME - 1);
                        }
                    }
                    if !row.is_empty() && solver.knows(row) {
                        return Some(format!("what few changed {sum} of {:?} {} by", one.breakdown, one.period));
                    }
                }
            }
        }
    }
    None
}
