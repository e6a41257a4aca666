//! Rows of forms that were made for somebody else or for another period: told first of all.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::round::{Finding, Round};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// Rules about whole forms.
const OTHER_FORM: [&str; 2] = ["form-of-other-period", "form-of-other-organisation"];

/// Rules about rows that are somebody else's or of another year.
const STRANGE: [&str; 5] =
    ["wrong-period", "day-in-no-period", "unknown-organisation", "duplicate-key", "second-year-in-period"];

pub(super) fn check(round: &Round, findings: &mut Vec<Finding>) {
    let mut from = 0;
    for of_file in round.batch.places.chunk_by(|one, next| Arc::ptr_eq(&one.origin, &next.origin)) {
        let rows = from..from + of_file.len();
        from = rows.end;
        if of_file[0].origin.stamp.is_some() {
            look_at(round, rows, findings);
        }
    }
}

fn look_at(round: &Round, rows: Range<usize>, findings: &mut Vec<Finding>) {
    for row in rows {
        let found = [of_other_period(round, row), of_other_organisation(round, row)];
        let told = |(columns, diagnostic)| Finding { row, columns, implied: Vec::new(), diagnostic };
        findings.extend(found.into_iter().flatten().map(told));
    }
}

/// Rows of forms that are others than they should be: what is odd in them follows from that.
pub(super) fn of_other_forms(findings: &[Finding]) -> BTreeSet<usize> {
    findings.iter().filter(|one| is_other_form(&one.diagnostic)).map(|one| one.row).collect()
}

/// True for a finding that tells that a whole form is another than it should be.
fn is_other_form(finding: &Diagnostic) -> bool {
    OTHER_FORM.contains(&finding.rule.as_str()) && finding.severity == Severity::Error
}

/// Rows that are somebody else's or of another year: what is odd in them beside other rows follows from that.
pub(super) fn strange(findings: &[Finding]) -> BTreeSet<usize> {
    let is_strange = |one: &&Finding| STRANGE.contains(&one.diagnostic.rule.as_str()) || is_other_form(&one.diagnostic);
    findings.iter().filter(is_strange).map(|one| one.row).collect()
}

/// A finding about a whole file or sheet, so that it stands before all others of it, and the columns it speaks of.
type Told = (Vec<String>, Diagnostic);

fn told(round: &Round, row: usize, rule: &str, column: &str, values: &[(&str, &str)]) -> Told {
    let Span { file, sheet, .. } = round.batch.span(row);
    let diagnostic = Diagnostic::new(rule, Span { file, sheet, ..Span::default() }, values);
    (vec![column.to_owned()], diagnostic)
}

/// A form of another period than the folder's. Where its day lies in the folder's period all the same, this year's
/// figures stand in last year's form: that is only worth knowing.
fn of_other_period(round: &Round, row: usize) -> Option<Told> {
    let stamp = round.batch.places[row].origin.stamp.as_ref()?;
    let (period, column) = (round.period, round.dataset.period.as_str());
    if stamp.period == *period.period {
        return None;
    }
    let day = round.day(row, column);
    let is_here = day.is_some_and(|day| period.start <= day && day <= period.end);
    // The year that is written in it says where it belongs, and only a form without one belongs where it was made for.
    let project = &round.definitions.project;
    let told_of = day.map_or_else(|| project.period(&stamp.period), |day| project.period_of(day));
    let right = told_of.filter(|_| !is_here).map_or("", |right| right.period.as_str());
    let (here, instead) = if is_here { (period.period.as_str(), "") } else { ("", period.period.as_str()) };
    let values = [
        ("made", stamp.period.as_str()),
        ("period", &period.period),
        ("right", right),
        ("here", here),
        ("instead", instead),
    ];
    let (columns, diagnostic) = told(round, row, "form-of-other-period", column, &values);
    Some((columns, if is_here { diagnostic.with_severity(Severity::Note) } else { diagnostic }))
}

/// A form that was made for another organisation than the one whose number stands in it.
fn of_other_organisation(round: &Round, row: usize) -> Option<Told> {
    let made = round.batch.places[row].origin.stamp.as_ref()?.organisation.as_deref()?;
    let written = round.organisation(row).filter(|written| *written != made)?;
    let column = round.dataset.organisation()?;
    let cell = round.batch.cell(row, column).and_then(|cell| cell.span.cell()).unwrap_or_default();
    let values = [("made", made), ("written", written), ("cell", &cell)];
    Some(told(round, row, "form-of-other-organisation", column, &values))
}
