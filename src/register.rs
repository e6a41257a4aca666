//! Organisations over time: who they are, where, and whether they belong to the population.

mod consents;
pub mod exceptions;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::definition::project::Period;
use crate::source::Span;
use exceptions::Exceptions;
pub use read::not_organisation;

/// The codelist by which values are public, where the register knows it.
pub const LEGAL_FORM: &str = "legal_form";

/// Organisations over time.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Rows by organisation number (ten digits), oldest first.
    pub organisations: BTreeMap<String, Vec<Organisation>>,
    /// It could not be read, or says nothing of who belongs to the population; a finding tells so.
    pub unread: bool,
    /// Values of single organisations that may be told.
    pub exceptions: Exceptions,
}

/// What the register says of one organisation for a while.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organisation {
    /// Ten digits.
    pub organisation: String,
    /// Name.
    pub name: String,
    /// Codes of the codelists that are `of: register`: municipality, `legal_form`, sector, and those above them (district, county).
    pub codes: BTreeMap<String, String>,
    /// First day this row holds.
    pub valid_from: Option<NaiveDate>,
    /// Last day this row holds.
    pub valid_to: Option<NaiveDate>,
    /// Day it started.
    pub active_from: Option<NaiveDate>,
    /// Day it closed.
    pub active_to: Option<NaiveDate>,
    /// May be named in public.
    pub consent_to_be_named: bool,
    /// Day a fund first financed it.
    pub financed_from: Option<NaiveDate>,
    /// First day it belongs to the population.
    pub member_from: Option<NaiveDate>,
    /// Last day it belongs to the population.
    pub member_to: Option<NaiveDate>,
    /// Who decided that it belongs.
    pub decided_by: String,
    /// When that was decided.
    pub decided: Option<NaiveDate>,
    /// The organisation that took over.
    pub merged_into: Option<String>,
    /// Where the row stands.
    pub span: Span,
}

impl Register {
    /// What held of an organisation at the end of a period, or when it closed if that was before.
    pub fn at(&self, organisation: &str, period: &Period) -> Option<&Organisation> {
        let rows = self.organisations.get(organisation)?;
        let day = closed(rows).map_or(period.end, |closed| closed.min(period.end));
        rows.iter().rev().find(|row| row.valid_from.is_none_or(|from| from <= day))
    }

    /// The population of a period: members that were active on some day of it, each as it was at the period's end.
    pub fn population(&self, period: &Period) -> Vec<&Organisation> {
        (self.organisations.iter())
            .filter(|(_, rows)| rows.iter().any(|row| belongs(row, rows, period)))
            .filter_map(|(organisation, rows)| {
                self.at(organisation, period).or_else(|| rows.iter().find(|row| belongs(row, rows, period)))
            })
            .collect()
    }

    /// The day an organisation started, if the register knows it.
    pub fn started(&self, organisation: &str) -> Option<NaiveDate> {
        self.organisations.get(organisation)?.iter().filter_map(|row| row.active_from).min()
    }

    /// True when the organisation started in the period.
    pub fn founded_in(&self, organisation: &str, period: &Period) -> bool {
        self.started(organisation).is_some_and(|day| within(day, period))
    }

    /// True when the organisation closed in the period, or was taken over in it.
    pub fn closed_in(&self, organisation: &str, period: &Period) -> bool {
        let rows = self.organisations.get(organisation);
        rows.and_then(|rows| closed(rows)).is_some_and(|day| within(day, period))
    }

    /// True when another took over the organisation in the period.
    pub fn taken_over_in(&self, organisation: &str, period: &Period) -> bool {
        let rows = self.organisations.get(organisation).into_iter().flatten();
        rows.filter(|one| one.merged_into.is_some()).any(|one| one.active_to.is_some_and(|day| within(day, period)))
    }

    /// Organisations that were taken over in the period or took over.
    pub fn merged_in(&self, period: &Period) -> BTreeSet<&str> {
        let inside = |one: &&Organisation| one.active_to.is_some_and(|day| within(day, period));
        let pairs = self.organisations.values().flatten().filter(inside);
        let pairs = pairs.filter_map(|one| Some([one.organisation.as_str(), one.merged_into.as_deref()?]));
        pairs.flatten().collect()
    }
}

fn within(day: NaiveDate, period: &Period) -> bool {
    period.start <= day && day <= period.end
}

/// The day an organisation closed, by the last row that tells.
fn closed(rows: &[Organisation]) -> Option<NaiveDate> {
    rows.iter().rev().find_map(|row| row.active_to)
}

/// True when a row's membership, its validity, the organisation's life and the period have a day in common.
fn belongs(row: &Organisation, rows: &[Organisation], period: &Period) -> bool {
    let Some(member_from) = row.member_from else { return false };
    let started = rows.iter().filter_map(|row| row.active_from).min();
    let first = [Some(member_from), row.valid_from, started].into_iter().flatten().fold(period.start, NaiveDate::max);
    let last = [row.member_to, row.valid_to, closed(rows)].into_iter().flatten().fold(period.end, NaiveDate::min);
    first <= last
}
