//! Two definitions on the same submissions: which figures differ.

use std::collections::BTreeMap;

use super::{Loaded, Validation};
use crate::definition::indicator::Indicator;
use crate::disclosure;
use crate::disclosure::inside::InsideStatus;
use crate::disclosure::release::Status;
use crate::measure::{Breakdown, Observation};
use crate::value::Decimal;

/// A figure that two definitions do not make alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Indicator.
    pub indicator: String,
    /// Period.
    pub period: String,
    /// Cell of a table; empty for the total.
    pub breakdown: Breakdown,
    /// What the old definition makes of it; none where it has no such figure.
    pub old: Option<Side>,
    /// What the new one makes of it.
    pub new: Option<Side>,
}

/// A figure as one definition makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The figure; a ratio is already multiplied by its scale.
    pub value: Option<Decimal>,
    /// Enterprises that answered, and those to whom the question applies.
    pub coverage: (u32, u32),
    /// The word for whether it would be published: that it is withheld, not why.
    pub status: &'static str,
}

impl Side {
    /// True where everybody would be told of it.
    pub fn is_told(&self) -> bool {
        [InsideStatus::Published, InsideStatus::Provisional].iter().any(|one| one.word() == self.status)
    }

    /// True where it would be withheld.
    pub fn is_withheld(&self) -> bool {
        self.status == Status::Withheld.word()
    }
}

/// All figures by one of the definitions, with the words for whether they would be published.
#[derive(Debug, Clone)]
pub struct Figures {
    observations: Vec<Observation>,
    statuses: BTreeMap<(String, String, Breakdown), &'static str>,
}

impl Figures {
    /// Measures all periods, and clears each as it would be published by itself.
    pub fn of(loaded: &Loaded, validation: &Validation) -> Self {
        let Loaded { definitions, register, ledger, .. } = loaded;
        let (observations, _) = super::measure(loaded, validation);
        let mut statuses = BTreeMap::new();
        for period in &definitions.project.periods {
            let inside = disclosure::inside(&observations, definitions, register, period, ledger);
            let of_period = inside.figures().iter().filter(|((_, of, _), _)| *of == *period.period);
            statuses.extend(of_period.map(|(key, figure)| (key.clone(), public(figure.status))));
        }
        Self { observations, statuses }
    }

    fn status(&self, one: &Observation) -> &'static str {
        let key = (one.indicator.clone(), one.period.clone(), one.breakdown.clone());
        self.statuses.get(&key).copied().unwrap_or_else(|| Status::Withheld.word())
    }
}

/// What everybody is told of a status.
fn public(status: InsideStatus) -> &'static str {
    match status {
        InsideStatus::Primary | InsideStatus::Secondary => Status::Withheld.word(),
        other => other.word(),
    }
}

impl Difference {
    /// True where it was told, and the new definition has it withheld.
    pub fn becomes_withheld(&self) -> bool {
        self.old.as_ref().is_some_and(Side::is_told) && self.new.as_ref().is_some_and(Side::is_withheld)
    }

    /// True where it was withheld, and the new definition lets it be told.
    pub fn becomes_told(&self) -> bool {
        self.old.as_ref().is_some_and(Side::is_withheld) && self.new.as_ref().is_some_and(Side::is_told)
    }

    /// How much the figure grows, where both definitions have one.
    pub fn change(&self) -> Option<Decimal> {
        self.new.as_ref()?.value?.checked_sub(self.old.as_ref()?.value?)
    }
}

type Key<'o> = (&'o str, &'o str, &'o Breakdown);

/// The figures that differ or are withheld from now on or no longer, in the order of the old ones, then those that are new; and how
/// many there are in all.
pub fn differences(old: &Figures, new: &Figures) -> (Vec<Difference>, usize) {
    fn key(one: &Observation) -> Key<'_> {
        (&one.indicator, &one.period, &one.breakdown)
    }
    fn side(one: &Observation, of: &Figures) -> Side {
        let value = one.value.map(|value| value.normalize());
        Side { value, coverage: (one.coverage.answered, one.coverage.expected), status: of.status(one) }
    }
    let of_old: BTreeMap<Key, &Observation> = old.observations.iter().map(|one| (key(one), one)).collect();
    let of_new: BTreeMap<Key, &Observation> = new.observations.iter().map(|one| (key(one), one)).collect();
    let only_new = new.observations.iter().filter(|one| !of_old.contains_key(&key(one)));
    let all: Vec<&Observation> = old.observations.iter().chain(only_new).collect();
    let compared = all.iter().map(|one| Difference {
        indicator: one.indicator.clone(),
        period: one.period.clone(),
        breakdown: one.breakdown.clone(),
        old: of_old.get(&key(one)).map(|one| side(one, old)),
        new: of_new.get(&key(one)).map(|one| side(one, new)),
    });
    (compared.filter(|one| one.old != one.new).collect(), all.len())
}

/// Versions of indicators, such as `jobs_net` and `jobs_net@2025`, that are defined otherwise, or only in one of the two.
pub fn changed_definitions(old: &Loaded, new: &Loaded) -> Vec<String> {
    let prints = |loaded: &Loaded| -> BTreeMap<String, String> {
        let definitions = &loaded.definitions;
        let first = definitions.project.periods.first().map_or("", |period| &period.period);
        let print = |one: &Indicator| definitions.fingerprint(one, one.from.as_deref().unwrap_or(first));
        let versions = definitions.indicators.iter().flat_map(Indicator::versions);
        // Whether it can be compared with the version before decides what is said of a change.
        versions.map(|one| (one.name(), format!("{} {:?}", print(one), one.comparable))).collect()
    };
    let (old, new) = (prints(old), prints(new));
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    names.filter(|name| old.get(*name) != new.get(*name)).cloned().collect()
}
