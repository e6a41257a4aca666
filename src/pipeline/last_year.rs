//! Figures that a sender wrote over last year's in a form.

use super::File;
use crate::diagnostic::Diagnostic;
use crate::table::accepted::Accepted;

/// Tells of the figures in last year's column, beside blank answers, that are not those of the period before. A form that
/// was made before last year's figure was corrected shows another as well: it is told, and counts. In the form of another
/// organisation stand the figures of that one.
pub(super) fn told(file: &File, before: Option<&Accepted>) -> Vec<Diagnostic> {
    let made_for = file.reading.stamp.as_ref().and_then(|stamp| stamp.organisation.as_ref());
    let Some(organisation) = made_for.filter(|one| file.accepted > 0 && file.organisations.contains(*one)) else {
        return Vec::new();
    };
    let row = |before: &Accepted| before.organisations.iter().position(|one| one == organisation);
    let batch = before.and_then(|before| Some((&before.batch, row(before)?)));
    let known = |column: &str| batch.and_then(|(batch, row)| batch.columns.get(column)?.number(row));
    let others = file.reading.last_year.iter().filter(|one| known(&one.column) != Some(one.value));
    others.map(|one| one.finding.clone()).collect()
}
