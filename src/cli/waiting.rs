//! What stands between the files and their figures: rows that are rejected, warnings that wait for a reason.

use super::output::Output;
use super::words::Noun;
use crate::diagnostic::Severity;
use crate::pipeline::{self, Validation};

/// What of a period is in no figure yet, or may still change one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    /// An enterprise sent a row that counts.
    pub is_answered: bool,
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
            output.warn(of_nobody(period));
        }
        if self.rejected > 0 {
            output.say(of_rejected(period, &output.counted(self.rejected, Noun::File)));
        }
        if self.unexplained > 0 {
            let warnings = output.counted(self.unexplained, Noun::Finding(Severity::Warning));
            output.say(of_unexplained(period, &warnings));
        }
    }
}

/// No enterprise is in the figures.
fn of_nobody(period: &str) -> [String; 6] {
    [
        format!(
            "no submission was accepted for {period}, so no enterprise is in the figures: see 'nytta validate' and 'nytta status'"
        ),
        format!(
            "ingen inlämning är godtagen för {period}, så inget företag är med i siffrorna: se 'nytta validate' och 'nytta status'"
        ),
        format!(
            "aucun envoi n’a été accepté pour {period}, aucune entreprise n’est donc dans les chiffres\u{a0}: voir 'nytta validate' et 'nytta status'"
        ),
        format!(
            "nessun invio è stato accettato per {period}, perciò nessuna impresa è nelle cifre: vedere 'nytta validate' e 'nytta status'"
        ),
        format!(
            "nicio transmitere nu a fost acceptată pentru {period}, deci nicio întreprindere nu este în cifre: vedeți 'nytta validate' și 'nytta status'"
        ),
        format!(
            "za {period} ni sprejeta nobena predložitev, zato v številkah ni nobenega podjetja: glejte 'nytta validate' in 'nytta status'"
        ),
    ]
}

/// Rows of some files are in no figure.
fn of_rejected(period: &str, files: &str) -> [String; 6] {
    [
        format!("rows of {files} of {period} were rejected and are in no figure: see 'nytta validate'"),
        format!("rader i {files} för {period} är underkända och är inte med i någon siffra: se 'nytta validate'"),
        format!(
            "des lignes de {files} pour {period} ont été rejetées et ne sont dans aucun chiffre\u{a0}: voir 'nytta validate'"
        ),
        format!(
            "righe di {files} per {period} sono state respinte e non sono in nessuna cifra: vedere 'nytta validate'"
        ),
        format!(
            "rânduri din {files} pentru {period} au fost respinse și nu sunt în nicio cifră: vedeți 'nytta validate'"
        ),
        format!("zavrnjene vrstice za {period} ({files}) niso v nobeni številki: glejte 'nytta validate'"),
    ]
}

/// Some warnings may still change a figure.
fn of_unexplained(period: &str, warnings: &str) -> [String; 6] {
    [
        format!(
            "{warnings} of {period} without a reason from the enterprise; the values count as they stand: see 'nytta validate'"
        ),
        format!(
            "{warnings} för {period} saknar skäl från företaget; värdena räknas med som de står: se 'nytta validate'"
        ),
        format!(
            "{warnings} pour {period} sans justification de l’entreprise\u{a0}; les valeurs comptent telles quelles\u{a0}: voir 'nytta validate'"
        ),
        format!(
            "{warnings} per {period} senza motivazione dell’impresa; i valori contano così come sono: vedere 'nytta validate'"
        ),
        format!(
            "{warnings} pentru {period} fără justificare din partea întreprinderii; valorile contează așa cum sunt: vedeți 'nytta validate'"
        ),
        format!("{warnings} za {period} brez razloga podjetja; vrednosti štejejo, kot so: glejte 'nytta validate'"),
    ]
}
