//! Definitions of what earlier releases told: without them nobody can tell what follows from a new release beside an old one.

use std::collections::{BTreeMap, BTreeSet};

use super::past::given;
use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Answer, Edition, Ledger};
use crate::measure::{Contribution, Observation};
use crate::source::Span;

/// What an edition printed of how an indicator was defined.
const DEFINITION: &str = "definition";

/// Each indicator that told a figure of a period and is gone by now, or reckons something else: a late answer would be the
/// difference of two figures that no audit holds against each other.
pub(super) fn missing(definitions: &Definitions, observations: &[Observation], ledger: &Ledger) -> Vec<Diagnostic> {
    let mut now: BTreeMap<(&str, &str), Vec<&Observation>> = BTreeMap::new();
    for one in observations {
        now.entry((&one.indicator, &one.period)).or_default().push(one);
    }
    let periods: BTreeSet<&str> = observations.iter().map(|one| one.period.as_str()).collect();
    let mut found = Vec::new();
    for edition in &ledger.editions {
        let told = edition.told.iter().filter(|((indicator, period, _), told)| {
            !indicator.is_empty() && told.value.is_some() && periods.contains(period.as_str())
        });
        let told: BTreeSet<(&str, &str)> = told.map(|((one, period, _), _)| (one.as_str(), period.as_str())).collect();
        for (indicator, period) in told {
            let is_kept = definitions.indicator(indicator).is_some()
                && !(is_worded_anew(definitions, edition, indicator)
                    && of_itself(definitions, (indicator, period))
                        .iter()
                        .any(|one| reckons_anew(edition, (one, period), now.get(&(one.as_str(), period)))));
            if !is_kept {
                let values = [("indicator", indicator), ("period", period), ("edition", &edition.name)];
                found.push(Diagnostic::new("definition-not-kept", Span::default(), &values));
            }
        }
    }
    found
}

/// An indicator, and those that it is made of: their answers are kept, not its own.
fn of_itself(definitions: &Definitions, (indicator, period): (&str, &str)) -> BTreeSet<String> {
    let made = definitions.indicator(indicator).filter(|one| definitions.version(one, period).is_of_figures());
    made.map_or_else(|| BTreeSet::from([indicator.to_owned()]), |one| definitions.leaves(one, period))
}

/// True where the words of a definition are others than those of an edition.
fn is_worded_anew(definitions: &Definitions, edition: &Edition, indicator: &str) -> bool {
    let key = (DEFINITION.to_owned(), indicator.to_owned());
    let then = edition.printed.as_ref().and_then(|printed| printed.get(&key));
    // It printed the definition as it held in the last period that it tells of.
    let periods = edition.told.keys().filter_map(|(_, period, _)| definitions.project.period(period));
    let last = periods.max_by_key(|period| period.start);
    let (Some(then), Some(last), Some(now)) = (then, last, definitions.indicator(indicator)) else { return false };
    !definitions.fingerprint(now, &last.period).starts_with(then)
}

/// True where most enterprises give something else to an indicator than they gave then: these are no mended answers.
fn reckons_anew(edition: &Edition, (indicator, period): (&str, &str), now: Option<&Vec<&Observation>>) -> bool {
    let Some(answers) = &edition.answers else { return false };
    now.into_iter().flatten().any(|one| {
        let key = (indicator.to_owned(), period.to_owned(), one.breakdown.clone());
        let then = answers.get(&key).into_iter().flatten();
        let both = then.filter_map(|(name, answer)| Some((answer, one.contributions.get(name)?)));
        // What the ledger keeps of an answer is without the constants of the definition.
        let is_same = |(answer, now): (&Answer, &Contribution)| {
            let layer = |at: usize| given(answer, at) == Some(now.core(at).unwrap_or_default());
            layer(0) && (answer.denominator.is_none() || layer(1))
        };
        let both: Vec<bool> = both.map(is_same).collect();
        2 * both.iter().filter(|is_same| !**is_same).count() > both.len()
    })
}
