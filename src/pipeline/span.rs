//! Who has nothing to send for a period, as one financial year goes on over all of it.

use std::collections::BTreeSet;

use super::Validation;
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;

/// Organisations of which no financial year ends in a period, by an accepted row of a later one: its year begins before the
/// period or on its first day and ends after its last. Nobody where rows of the dataset have no first day.
///
/// It is for staff alone. Whose year is long is known from elsewhere: counts of those that answered, without the one or two with
/// such a year, would tell the public that these have answered for the later period, and counts with them that they have not.
pub fn spanning<'v>(
    definitions: &Definitions,
    validation: &'v Validation,
    dataset: &Dataset,
    period: &Period,
) -> BTreeSet<&'v str> {
    let mut spanning = BTreeSet::new();
    let Some(start) = dataset.start() else { return spanning };
    for later in definitions.project.periods.iter().filter(|later| later.end > period.end) {
        let key = (dataset.dataset.value.clone(), later.period.value.clone());
        let Some(accepted) = validation.rows.get(&key) else { continue };
        let column = |name: &str| accepted.batch.columns.get(name);
        let Some((first, last)) = column(start).zip(column(&dataset.period)) else { continue };
        let goes_over = |row: usize| {
            let year = first.date(row).zip(last.date(row)).filter(|_| !accepted.from_register[row]);
            year.is_some_and(|(first, last)| first <= period.start && period.end < last)
        };
        let over = accepted.organisations.iter().enumerate().filter(|(row, _)| goes_over(*row));
        spanning.extend(over.map(|(_, organisation)| organisation.as_str()));
    }
    spanning
}
