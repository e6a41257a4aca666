//! Organisations over time: who they are, where, and whether they belong to the population.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::project::Folder;

/// Organisations over time.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Rows by organisation number (ten digits), oldest first.
    pub organisations: BTreeMap<String, Vec<Organisation>>,
}

/// What the register says of one organisation for a while.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organisation {
    /// Ten digits.
    pub organisation: String,
    /// Name.
    pub name: String,
    /// Codes of the codelists that are `of: register`: municipality, legal_form, sector, and those above them (district, county).
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
}

impl Register {
    /// Reads `organisations.csv`.
    pub fn read(_folder: &Folder, _definitions: &Definitions) -> (Self, Vec<Diagnostic>) {
        (Self::default(), Vec::new())
    }

    /// What held of an organisation at the end of a period.
    pub fn at(&self, _organisation: &str, _period: &Period) -> Option<&Organisation> {
        None
    }

    /// The population of a period: members that were active on some day of it.
    pub fn population(&self, _period: &Period) -> Vec<&Organisation> {
        Vec::new()
    }

    /// True when the organisation started in the period.
    pub fn founded_in(&self, _organisation: &str, _period: &Period) -> bool {
        false
    }

    /// True when the organisation closed in the period, or was taken over in it.
    pub fn closed_in(&self, _organisation: &str, _period: &Period) -> bool {
        false
    }
}
