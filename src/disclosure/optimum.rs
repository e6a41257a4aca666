//! The fewest figures to withhold: an integer programme whose conditions are found while it is solved.
//!
//! Of each figure it is chosen whether it is withheld. Where the attacker learns something from a choice, that becomes a
//! condition: one of the figures that it was learnt from must be withheld. The cheapest choice that meets all conditions so far
//! is sought by branch and bound, attacked, and so on, as Fischetti and Salazar do (Management Science 47, 2001): the first
//! choice that resists is the best one. Work is counted, never timed, so that two runs choose alike.

use std::collections::BTreeSet;

/// Nodes of one search. Where they are not enough, what was found otherwise must do.
const NODES: usize = 20_000;

/// What must hold of a choice: at least one of some figures is withheld, or one of others is not.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Condition {
    /// One of these is withheld.
    pub withheld: BTreeSet<usize>,
    /// Or one of these is shown.
    pub shown: BTreeSet<usize>,
}

/// How a search ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A choice that resists; none costs less.
    Best(BTreeSet<usize>),
    /// None costs less than what was known.
    NoBetter,
    /// The work was more than was allowed.
    GivenUp,
}

/// Finds the cheapest choice that resists, if it costs less than what is known already.
///
/// `attack` tells what is wrong with a choice: nothing, or conditions that it does not meet; `None` where no choice could be
/// right. `rounds` bounds how often it is asked.
pub(super) fn search(
    cost: impl Fn(usize) -> u64,
    known: u64,
    rounds: usize,
    mut attack: impl FnMut(&BTreeSet<usize>) -> Option<Vec<Condition>>,
) -> Found {
    let mut conditions = BTreeSet::new();
    for _ in 0..rounds {
        let Some(choice) = cheapest(&conditions, &cost) else { return Found::GivenUp };
        if choice.iter().map(|at| cost(*at)).sum::<u64>() >= known {
            return Found::NoBetter;
        }
        let Some(wrong) = attack(&choice) else { return Found::GivenUp };
        if wrong.is_empty() {
            return Found::Best(choice);
        }
        let before = conditions.len();
        conditions.extend(wrong);
        if conditions.len() == before {
            return Found::GivenUp;
        }
    }
    Found::GivenUp
}

/// The cheapest choice that meets some conditions; `None` if it is not found. Conditions without a figure in common are met one
/// by one.
fn cheapest(conditions: &BTreeSet<Condition>, cost: &impl Fn(usize) -> u64) -> Option<BTreeSet<usize>> {
    let mut pieces: Vec<(BTreeSet<usize>, Vec<&Condition>)> = Vec::new();
    for condition in conditions {
        let (mut inside, mut members) = (&condition.withheld | &condition.shown, vec![condition]);
        let (linked, apart): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|(known, _)| !known.is_disjoint(&inside));
        for (known, others) in linked {
            inside.extend(known);
            members.extend(others);
        }
        pieces = apart;
        pieces.push((inside, members));
    }
    let mut choice = BTreeSet::new();
    for (inside, conditions) in pieces {
        let chosen = vec![None; inside.last().map_or(0, |last| last + 1)];
        let mut search = Search { conditions, cost, chosen, best: None, nodes: NODES };
        search.branch(0);
        if search.nodes == 0 {
            return None;
        }
        choice.extend(search.best?.1);
    }
    Some(choice)
}

/// A branch and bound.
struct Search<'c, F> {
    conditions: Vec<&'c Condition>,
    cost: &'c F,
    /// Whether each figure is withheld, of those that are decided on.
    chosen: Vec<Option<bool>>,
    best: Option<(u64, BTreeSet<usize>)>,
    nodes: usize,
}

impl<'c, F: Fn(usize) -> u64> Search<'c, F> {
    /// Decides on the rest, where what is decided costs so much.
    fn branch(&mut self, spent: u64) {
        if self.nodes == 0 {
            return;
        }
        self.nodes -= 1;
        let (bound, hardest) = self.bound();
        if self.best.as_ref().is_some_and(|(best, _)| spent + bound >= *best) {
            return;
        }
        let Some(hardest) = hardest else {
            let choice = (0..self.chosen.len()).filter(|at| self.chosen[*at] == Some(true)).collect();
            self.best = Some((spent, choice));
            return;
        };
        let mut options: Vec<(u64, usize, bool)> = self.free(hardest).collect();
        options.sort_unstable();
        let mut spent = spent;
        for (cost, at, withheld) in &options {
            self.chosen[*at] = Some(*withheld);
            self.branch(spent + cost);
            // From here on it is the other way round, or this had been found.
            self.chosen[*at] = Some(!withheld);
            spent += if *withheld { 0 } else { (self.cost)(*at) };
        }
        for (_, at, _) in options {
            self.chosen[at] = None;
        }
    }

    /// What can still be decided on to meet a condition, with what it costs.
    fn free(&self, condition: &'c Condition) -> impl Iterator<Item = (u64, usize, bool)> {
        let withheld = condition.withheld.iter().map(|at| ((self.cost)(*at), *at, true));
        let shown = condition.shown.iter().map(|at| (0, *at, false));
        withheld.chain(shown).filter(|(_, at, _)| self.chosen[*at].is_none())
    }

    fn is_met(&self, condition: &Condition) -> bool {
        let is = |at: &usize, withheld: bool| self.chosen[*at] == Some(withheld);
        condition.withheld.iter().any(|at| is(at, true)) || condition.shown.iter().any(|at| is(at, false))
    }

    /// What the rest costs at least, by conditions that have nothing in common; and the one that leaves least to choose from.
    fn bound(&self) -> (u64, Option<&'c Condition>) {
        let (mut bound, mut seen) = (0, BTreeSet::new());
        let open = (0..self.conditions.len()).filter(|at| !self.is_met(self.conditions[*at]));
        // In the order of the conditions where as many figures are left of them.
        let mut open: Vec<(usize, usize)> = open.map(|at| (self.free(self.conditions[at]).count(), at)).collect();
        open.sort_unstable();
        for condition in open.iter().map(|(_, at)| self.conditions[*at]) {
            let least = self.free(condition).map(|(cost, ..)| cost).min();
            // What nothing can meet any more is no way to go.
            let Some(least) = least else { return (u64::MAX / 2, Some(condition)) };
            if self.free(condition).all(|(_, at, _)| !seen.contains(&at)) {
                bound += least;
                seen.extend(self.free(condition).map(|(_, at, _)| at));
            }
        }
        (bound, open.first().map(|(_, at)| self.conditions[*at]))
    }
}
