//! Who reads the files of which period: each period has its own version of a dataset.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::definition::Definitions;
use crate::table::{Reader, Wishes};

/// Readers of files, by period.
pub(super) struct Readers<'d> {
    /// For periods in which nothing is asked otherwise.
    shared: Reader<'d>,
    own: BTreeMap<&'d str, Reader<'d>>,
}

/// The definitions as they are in each period, in the order of the periods.
pub(super) fn by_period(definitions: &Definitions) -> Vec<Cow<'_, Definitions>> {
    definitions.project.periods.iter().map(|period| definitions.in_period(&period.period)).collect()
}

impl<'d> Readers<'d> {
    /// Prepares to read files by the definitions of each period, one of them as it is asked for by its name.
    pub fn new(
        definitions: &'d Definitions,
        by_period: &'d [Cow<'d, Definitions>],
        asked: Option<(&'d str, Wishes)>,
    ) -> Self {
        let periods = definitions.project.periods.iter().zip(by_period);
        let own = periods.filter_map(|(period, own)| match own {
            Cow::Owned(own) => Some((period.period.as_str(), Reader::new(own).asked(asked))),
            Cow::Borrowed(_) => None,
        });
        Self { shared: Reader::new(definitions).asked(asked), own: own.collect() }
    }

    /// Who reads the files of a period.
    pub fn of(&self, period: &str) -> &Reader<'d> {
        self.own.get(period).unwrap_or(&self.shared)
    }
}
