//! Rows that count: what validation accepts and measuring measures.

use std::collections::BTreeSet;

use super::Batch;

/// Accepted rows of one dataset and period.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The rows, concatenated; every organisation once, unless the dataset's key names records of their own.
    pub batch: Batch,
    /// Organisation of each row, ten digits.
    pub organisations: Vec<String>,
    /// Columns of each row that a warning without a reason speaks of.
    pub unsettled: Vec<BTreeSet<String>>,
    /// Reason codes that were given for a row, with the fields of the check they answer.
    pub reasons: Vec<Vec<Reason>>,
    /// Rows that nobody sent: closed enterprises, made from the register. They are no responses and no coverage.
    pub from_register: Vec<bool>,
    /// How many rows of a file each is the sum of.
    pub stands_for: Vec<u32>,
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

impl Accepted {
    /// Rows of which nothing else is known yet.
    pub fn none(batch: Batch) -> Self {
        let (organisations, unsettled, reasons, from_register, stands_for) = Default::default();
        Self { batch, organisations, unsettled, reasons, from_register, stands_for }
    }

    /// True when the organisation sent a row that counts.
    pub fn answered(&self, organisation: &str) -> bool {
        self.senders().any(|one| one == organisation)
    }

    /// True when a row that the organisation sent has a warning without a reason.
    pub fn is_unsettled(&self, organisation: &str) -> bool {
        let rows = self.organisations.iter().zip(&self.unsettled).zip(&self.from_register);
        rows.into_iter().any(|((one, unsettled), made)| one == organisation && !unsettled.is_empty() && !*made)
    }

    /// Organisations that sent rows that count, ten digits each.
    pub fn senders(&self) -> impl Iterator<Item = &str> {
        self.organisations.iter().zip(&self.from_register).filter(|(_, made)| !**made).map(|(one, _)| one.as_str())
    }
}
