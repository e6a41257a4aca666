//! A figure beside that of the period before: the same enterprises, and what became of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::Amount;
use super::part::{Part, sum};
use super::{Change, ChangeKind, Contribution, Panel, Unlike};
use crate::definition::project::Period;
use crate::register::Register;
use crate::value::Decimal;

/// A part in two periods that follow each other.
pub(super) struct Pair<'p, 'a> {
    pub now: &'p Part<'a>,
    pub then: &'p Part<'a>,
    pub register: &'a Register,
}

impl Pair<'_, '_> {
    /// Organisations that answered in both periods; a merger makes two unlike enterprises of one name, another method of
    /// counting, or of a flow a financial year of another length, two unlike figures of one enterprise.
    pub fn panel(&self) -> BTreeSet<&str> {
        let then: BTreeSet<&str> = self.then.answered().collect();
        let both = self.now.answered().filter(|one| then.contains(one));
        both.filter(|one| !self.now.sheet.merged.contains(one) && self.unlike(one).is_none()).collect()
    }

    /// True for an organisation that answered in both periods and counted by another method than before.
    fn is_recounted(&self, organisation: &str) -> bool {
        let methods = self.now.methods.get(organisation).zip(self.then.methods.get(organisation));
        methods.is_some_and(|(now, then)| now != then)
    }

    /// True for an organisation that answered in both periods, of a flow, over financial years of other lengths than before.
    fn has_other_year(&self, organisation: &str) -> bool {
        let months = self.now.months.get(organisation).zip(self.then.months.get(organisation));
        months.is_some_and(|(now, then)| now != then)
    }

    /// Why the two figures of an organisation cannot be compared, if they cannot.
    pub fn unlike(&self, organisation: &str) -> Option<Unlike> {
        let is_recounted = || self.is_recounted(organisation).then_some(Unlike::Method);
        if self.has_other_year(organisation) { Some(Unlike::Year) } else { is_recounted() }
    }

    /// What became of an organisation that gives to one of the figures.
    fn kind(&self, organisation: &str, panel: &BTreeSet<&str>) -> ChangeKind {
        let period = self.now.sheet.period;
        let gave = |part: &Part<'_>| part.contribution(organisation).map(|one| !one.from_register);
        if self.now.sheet.merged.contains(organisation) {
            return ChangeKind::Merged;
        }
        if panel.contains(organisation) {
            return ChangeKind::Continuing;
        }
        let closed = |period: &Period| self.register.closed_in(organisation, period);
        match (gave(self.then), gave(self.now)) {
            _ if closed(period) => ChangeKind::Closed,
            (Some(false), _) | (Some(true), None) if closed(self.then.sheet.period) => ChangeKind::Closed,
            (Some(true), Some(true)) if self.has_other_year(organisation) => ChangeKind::OtherYear,
            (Some(true), None | Some(false)) if self.now.sheet.position(organisation).is_none() => ChangeKind::Left,
            (Some(true), None | Some(false)) => ChangeKind::Silent,
            _ if self.register.founded_in(organisation, period) => ChangeKind::Founded,
            _ => ChangeKind::FirstReport,
        }
    }

    /// The change of a figure by what became of the enterprises; `None` unless the figures are sums of what each gives, all
    /// counted as before.
    pub fn change(
        &self,
        now: &BTreeMap<String, Contribution>,
        then: &BTreeMap<String, Contribution>,
        figures: (Option<Decimal>, Option<Decimal>),
        panel: &BTreeSet<&str>,
    ) -> Option<Change> {
        let (current, previous) = (figures.0?, figures.1?);
        if sum(now.values()) != current
            || sum(then.values()) != previous
            || now.keys().any(|one| self.is_recounted(one))
        {
            return None;
        }
        let mut change = Change::default();
        for organisation in now.keys().chain(then.keys()).collect::<BTreeSet<_>>() {
            let value =
                |of: &BTreeMap<String, Contribution>| of.get(organisation).map_or(Decimal::ZERO, |one| one.value);
            let kind = self.kind(organisation, panel);
            change.kinds.insert(organisation.clone(), kind);
            let part = change.parts.entry(kind).or_default();
            part.enterprises += 1;
            part.value += value(now) - value(then);
        }
        Some(change)
    }
}

/// The panel of one cell from its two figures.
pub(super) fn panel(organisations: Vec<String>, then: Amount, now: Amount) -> Option<Panel> {
    (!organisations.is_empty()).then_some(Panel {
        organisations,
        previous: then.value,
        current: now.value,
        previous_base: then.denominator,
        current_base: now.denominator,
    })
}
