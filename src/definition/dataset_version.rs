//! Versions of a dataset: which one rows of a period are read and checked by, and what all of them are together.

use std::borrow::Cow;

use super::Definitions;
use super::dataset::Dataset;
use super::indicator::Indicator;
use crate::expression::Expression;

/// What the versions of a dataset, oldest first, are together: the last one, and of the earlier ones the fields and checks that it
/// no longer has. Of a period whose version does not ask for a field, the field is not collected. Nothing of no version.
pub fn whole(versions: &[Dataset]) -> Option<Dataset> {
    let (last, earlier) = versions.split_last()?;
    let mut whole = last.clone();
    for version in earlier.iter().rev() {
        let fields: Vec<_> = version.fields.iter().filter(|one| whole.field(&one.field).is_none()).cloned().collect();
        let is_new = |field: &str| fields.iter().any(|one| *one.field == field);
        whole.columns.extend(version.columns.iter().filter(|one| is_new(&one.field)).cloned());
        let is_known = |name: &str| whole.checks.iter().any(|one| *one.check == name);
        let checks: Vec<_> = version.checks.iter().filter(|one| !is_known(&one.check)).cloned().collect();
        whole.fields.extend(fields);
        whole.checks.extend(checks);
    }
    Some(whole)
}

impl Definitions {
    /// The definitions with each dataset as it is in a period: by these its rows are read and checked, and its forms made.
    pub fn in_period(&self, period: &str) -> Cow<'_, Self> {
        if self.dataset_versions.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        for name in self.dataset_versions.keys() {
            own.datasets.extend(self.dataset_in(name, period).map(|version| (name.clone(), version.clone())));
        }
        Cow::Owned(own)
    }

    /// A dataset as it is in a period: the last version that begins in it or before.
    pub fn dataset_in(&self, name: &str, period: &str) -> Option<&Dataset> {
        let Some(versions) = self.dataset_versions.get(name) else { return self.datasets.get(name) };
        let now = self.position(period);
        let begins = |one: &&Dataset| one.from.as_deref().is_none_or(|from| self.position(from) <= now);
        versions.iter().rfind(begins).or(versions.first())
    }

    /// True unless the version of the dataset that holds in a period lacks a column that an indicator, or one it is made of, needs:
    /// what nobody was asked has no figure.
    pub fn is_asked(&self, indicator: &Indicator, period: &str) -> bool {
        if indicator.is_derived() {
            let part = |name: &String| self.indicator(name).map(|one| self.version(one, period));
            return indicator.parts().iter().filter_map(part).all(|part| self.is_asked(part, period));
        }
        let (whole, asked) = (self.dataset_of(indicator), self.dataset_in(&indicator.dataset, period));
        let Some((whole, asked)) = whole.zip(asked) else { return false };
        let needed = indicator.figures().chain(&indicator.filter_expression).flat_map(Expression::references);
        let mut columns = needed.filter(|one| one.is_row() && whole.column(&one.name).is_some());
        columns.all(|one| asked.column(&one.name).is_some())
    }

    /// A dataset as all its versions make it together, also among the definitions of a period.
    pub fn in_all_periods(&self, name: &str) -> Option<Cow<'_, Dataset>> {
        match self.dataset_versions.get(name) {
            Some(versions) => whole(versions).map(Cow::Owned),
            None => self.datasets.get(name).map(Cow::Borrowed),
        }
    }

    /// Takes later versions of datasets away.
    pub(super) fn keep_datasets_until(&mut self, period: &str) {
        let now = self.position(period);
        let mut kept = self.dataset_versions.clone();
        for (name, versions) in &mut kept {
            versions.retain(|one| one.from.as_deref().is_none_or(|from| self.position(from) <= now));
            self.datasets.extend(whole(versions).map(|whole| (name.clone(), whole)));
        }
        kept.retain(|_, versions| versions.len() > 1);
        self.dataset_versions = kept;
    }
}
