//! Which version of an indicator holds in a period, and where its series breaks.

use super::Definitions;
use super::fingerprint;
use super::indicator::{Comparable, Indicator};

impl Definitions {
    /// The version of an indicator that holds in a period: the last one that begins in it or before.
    pub fn version<'i>(&self, indicator: &'i Indicator, period: &str) -> &'i Indicator {
        let Some(now) = self.position(period) else { return indicator };
        let begins = |one: &&Indicator| one.from.as_deref().is_none_or(|from| self.position(from) <= Some(now));
        indicator.versions().filter(begins).last().unwrap_or(indicator)
    }

    /// True where figures of a period cannot be compared with those of the period before: a version that says so begins, of the
    /// indicator or of one it is made of.
    pub fn is_broken(&self, indicator: &Indicator, period: &str) -> bool {
        let breaks = |one: &Indicator| one.from.as_deref() == Some(period) && one.comparable == Some(Comparable::No);
        let parts = self.version(indicator, period).parts();
        indicator.versions().any(breaks)
            || parts.iter().filter_map(|name| self.indicator(name)).any(|part| self.is_broken(part, period))
    }

    /// SHA-256 of exactly what an indicator is defined as in a period, in hexadecimal; data files carry its first 12 digits.
    pub fn fingerprint(&self, indicator: &Indicator, period: &str) -> String {
        let version = self.version(indicator, period);
        let parts = version.parts();
        let parts = parts.iter().filter_map(|name| self.indicator(name)).map(|part| self.fingerprint(part, period));
        fingerprint::of(version, self.dataset_in(&version.dataset, period), &self.project.parameters, parts.collect())
    }

    /// Takes later versions away: indicators are as they are defined in a period, and as they were before.
    pub fn keep_until(&mut self, period: &str) {
        self.keep_datasets_until(period);
        let kept: Vec<Option<usize>> = self
            .indicators
            .iter()
            .map(|indicator| {
                let version = self.version(indicator, period);
                indicator.earlier.iter().position(|one| one.from == version.from)
            })
            .collect();
        for (indicator, at) in self.indicators.iter_mut().zip(kept) {
            if let Some(at) = at {
                let mut earlier = std::mem::take(&mut indicator.earlier);
                earlier.truncate(at + 1);
                *indicator = earlier.pop().expect("the version that holds is kept");
                indicator.earlier = earlier;
            }
        }
    }

    pub(super) fn position(&self, period: &str) -> Option<usize> {
        self.project.periods.iter().position(|one| *one.period == period)
    }
}
