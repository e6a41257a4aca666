//! Figures that a sender wrote over last year's in a form.

use super::File;
use crate::diagnostic::Diagnostic;
use crate::table::LastYear;
use crate::table::accepted::Accepted;

/// Tells of figures in last year's column, beside blank answers, that are not those of the period before: of each by itself,
/// and where nothing is known of that period once for all of them.
/// A form that was made before last year's figure was corrected or withdrawn shows another as well: it is told, and counts. In
/// the form of another organisation stand the figures of that one, and in one made for nobody none.
pub(super) fn told(file: &File, before: Option<&Accepted>) -> Vec<Diagnostic> {
    let made_for = file.reading.stamp.as_ref().map(|stamp| stamp.organisation.as_ref());
    let organisation = match made_for {
        Some(made_for) => made_for.filter(|one| file.organisations.contains(*one)),
        // Of a form that was copied nothing but its answers tells whose it is.
        None => file.organisations.first().filter(|_| file.organisations.len() == 1),
    };
    if file.accepted == 0 || (organisation.is_none() && made_for != Some(None)) {
        return Vec::new();
    }
    let row = |before: &Accepted| before.organisations.iter().position(|one| Some(one) == organisation);
    let batch = before.and_then(|before| Some((&before.batch, row(before)?)));
    let known = |column: &str| batch.and_then(|(batch, row)| batch.columns.get(column)?.number(row));
    let is_other = |one: &&LastYear| known(&one.column) != Some(one.value);
    let mut others = file.reading.last_year.iter().filter(is_other).map(|one| one.finding.clone());
    if batch.is_some() {
        return others.collect();
    }
    let first = others.next();
    first.map(|first| Diagnostic { also: others.map(|other| other.span).collect(), ..first }).into_iter().collect()
}
