//! What stands between the files and their figures: rows that are rejected, warnings that wait for a reason.

use super::output::Output;
use super::words::Noun;
use crate::diagnostic::Severity;
use crate::pipeline::{self, Validation};

/// What of a period is in no figure yet, or may still change one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    /// An enterprise sent a row that counts.
    is_answered: bool,
    /// Files with rows that were rejected.
    rejected: usize,
    /// Warnings without a reason about rows that count.
    unexplained: usize,
}

impl Waiting {
    pub fn of(validation: &Validation, period: &str) -> Self {
        let files = || validation.files.iter().filter(|file| file.period == period);
        Self {
            is_answered: pipeline::is_answered(validation, period),
            rejected: files().filter(|file| file.rejected > 0).count(),
            unexplained: pipeline::unexplained(validation, period),
        }
    }

    /// Tells of it beside the figures, so that nobody takes them for more than they are.
    pub fn tell(self, period: &str, output: &Output) {
        if !self.is_answered {
            output.warn((
                format!(
                    "no submission was accepted for {period}, so no enterprise is in the figures: see 'nytta validate' and 'nytta status'"
                ),
                format!(
                    "ingen inlämning är godtagen för {period}, så inget företag är med i siffrorna: se 'nytta validate' och 'nytta status'"
                ),
            ));
        }
        if self.rejected > 0 {
            let files = output.counted(self.rejected, Noun::File);
            output.say((
                format!("rows of {files} of {period} were rejected and are in no figure: see 'nytta validate'"),
                format!(
                    "rader i {files} för {period} är underkända och är inte med i någon siffra: se 'nytta validate'"
                ),
            ));
        }
        if self.unexplained > 0 {
            let warnings = output.counted(self.unexplained, Noun::Finding(Severity::Warning));
            output.say((
                format!(
                    "{warnings} of {period} without a reason from the enterprise; the values count as they stand: see 'nytta validate'"
                ),
                format!(
                    "{warnings} för {period} saknar skäl från företaget; värdena räknas med som de står: se 'nytta validate'"
                ),
            ));
        }
    }
}
