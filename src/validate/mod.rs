//! Table batches against their dataset, the register, earlier periods and the reasons given.

use std::collections::BTreeMap;

use crate::definition::Definitions;
use crate::definition::project::Period;
use crate::diagnostic::Diagnostic;
use crate::register::Register;
use crate::table::Batch;

/// Reasons that settle warnings, from `explanations.csv`.
#[derive(Debug, Clone, Default)]
pub struct Explanations {
    /// The reasons, in the order of the file.
    pub reasons: Vec<Explanation>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Ten digits.
    pub organisation: String,
    /// Period it is for.
    pub period: String,
    /// Dataset it is for.
    pub dataset: String,
    /// Record within it; empty for the only one.
    pub record: String,
    /// Check it answers.
    pub check: String,
    /// Code of the codelist `reason`.
    pub reason_code: String,
    /// In the enterprise's own words.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub date: String,
    /// The words may be printed.
    pub publish: bool,
}

/// Accepted rows of one dataset and period.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The rows, concatenated; every organisation once.
    pub batch: Batch,
    /// Organisation of each row, ten digits.
    pub organisations: Vec<String>,
    /// Rows with a warning that has no reason.
    pub unsettled: Vec<bool>,
    /// Reason codes that were given for a row, with the fields of the check they answer.
    pub reasons: Vec<Vec<Reason>>,
}

/// A settled warning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// Check it answers, `dataset.check`.
    pub check: String,
    /// Columns the check speaks of.
    pub fields: Vec<String>,
    /// Reason code.
    pub code: String,
    /// Words, only where they may be printed.
    pub words: Option<String>,
}

/// What validating one dataset and period gave.
#[derive(Debug, Clone)]
pub struct Validated {
    /// The rows that count.
    pub accepted: Accepted,
    /// Rows accepted and rejected, by file.
    pub counts: BTreeMap<String, (u32, u32)>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Checks whose condition was NULL, with how often: not compared.
    pub not_compared: BTreeMap<String, u32>,
}

/// Validates all batches of one dataset and period; `previous` are the accepted rows of the period before.
pub fn validate(
    _batches: &[Batch],
    _dataset: &str,
    _period: &Period,
    _definitions: &Definitions,
    _register: &Register,
    _previous: Option<&Accepted>,
    _explanations: &Explanations,
) -> Validated {
    unreachable!()
}
