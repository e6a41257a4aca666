//! The unit of a question, where its sender wrote another one than the form's.

use super::Questions;
use crate::definition::dataset::FieldType;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::layout::header::{Headers, Match};
use crate::table::lines::{Content, Line};
use crate::table::spelling::unit::Asked;

/// Rules of what is told of a unit.
const OF_UNIT: [&str; 2] = ["wrong-unit", "amounts-scaled"];

impl Questions {
    /// The label of a question with what somebody wrote over its unit or behind it: thousands or millions, where it asks for
    /// money, or another unit than it asks for: `Nettoomsättning (tkr)`.
    pub(super) fn with_unit(&self, label: String, line: &Line, known: &Headers) -> String {
        self.other_unit(&label, line, known).map_or(label, |(_, text)| text)
    }

    /// The column in which another unit of a question stands, and the question with it.
    fn other_unit(&self, label: &str, line: &Line, known: &Headers) -> Option<(usize, String)> {
        let Match::Column(column) = known.find(label) else { return None };
        let is_money = known.dataset.field(&column.field).is_some_and(|field| field.kind == FieldType::Money);
        let written = |name: &str| {
            let at = *self.columns.get(name)?;
            Some((at, line.cells.get(at)?.text.trim().to_owned()))
        };
        let unit = written("unit").map(|(at, unit)| (at, format!("{label} ({unit})")));
        let is_scaled = |text: &str| is_money && Asked::new(Some("money"), "").power_of_header(text) > 0;
        let says_more = |(_, text): &(usize, String)| {
            known.find(text) == Match::Column(column) && (is_scaled(text) || known.states_other_unit(text))
        };
        unit.into_iter().chain(written("question")).find(says_more)
    }

    /// Puts what is told of the unit of a question where that stands, and not at the question.
    pub(in crate::table) fn at_its_unit(&self, finding: Diagnostic, content: &Content, known: &Headers) -> Diagnostic {
        let position = |at: usize| u32::try_from(at + 1).ok();
        let is_at_question = finding.span.column == position(self.columns["question"]);
        if !is_at_question || !OF_UNIT.contains(&finding.rule.as_str()) {
            return finding;
        }
        let place = || {
            let line = content.lines().find(|line| Some(line.row) == finding.span.row)?;
            let (at, _) = self.other_unit(self.names.get(&line.row)?, &line, known)?;
            Some(Span { column: position(at), bytes: line.cells.get(at)?.bytes, ..finding.span.clone() })
        };
        Diagnostic { span: place().unwrap_or_else(|| finding.span.clone()), ..finding }
    }
}
