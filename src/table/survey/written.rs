//! How columns are written, as their cells give it away: decimal marks, thousands, days as a spreadsheet counts them.

use std::collections::BTreeMap;

use super::Survey;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::display::showing;
use crate::table::cell::parse::Parser;
use crate::table::cell::plainly::Unit;
use crate::table::lines::Line;
use crate::table::spelling::date::Order;
use crate::table::spelling::number::Marks;

/// What the answers of a form give away. They are written by one hand: what one of them gives away holds for all.
#[derive(Clone, Default)]
pub(super) struct Answers {
    /// Of each question the first answer that says itself that it is in thousands, or that is a day as a number.
    first: BTreeMap<usize, Span>,
    /// Decimal marks of all of them.
    marks: Marks,
    /// The first in which comma and point mean something else than in one before: its question, text and place.
    other: Option<(usize, String, Span)>,
}

impl Answers {
    /// Takes an answer into account, before the parser of its question does.
    pub(super) fn see(&mut self, line: &Line, at: usize, parser: &mut Parser, file: &Span) {
        let cell = &line.cells[at];
        if parser.sees_first(cell) {
            self.first.entry(at).or_insert_with(|| line.span(file, at));
        }
        self.marks = self.marks.with(parser.marks());
        if self.marks.are_mixed() && self.other.is_none() {
            self.other = Some((at, cell.text.trim().to_owned(), line.span(file, at)));
        }
    }
}

impl Survey<'_> {
    /// Decides how the columns are written, once all cells have been seen.
    pub(super) fn settle(&mut self, header: &Line, file: &Span) {
        let answers = std::mem::take(&mut self.answers);
        // All days of a table are written by one hand.
        let order = self.parsers.values().map(Parser::order).fold(Order::default(), Order::with);
        for (at, parser) in &mut self.parsers {
            let is_mixed = !header.turned && parser.is_number() && parser.marks().are_mixed();
            if header.turned && parser.is_number() {
                parser.share(answers.marks);
            }
            parser.share_order(order);
            parser.settle();
            let written = self.columns.header(*at).unwrap_or_default();
            let mixed = is_mixed.then(|| ("mixed-decimal-marks", (written.to_owned(), false), Vec::new()));
            // What is told of a column stands at its header; in a form at the answer, unless its question says it.
            let plainly = parser.plainly();
            let answer = answers.first.get(at).filter(|_| plainly.header == Unit::Asked);
            let place = answer.cloned().unwrap_or_else(|| header.span(file, *at));
            for (rule, (value, is_figure), words) in parser.notes(written).into_iter().chain(mixed) {
                let note = showing(rule, place.clone(), (&value, is_figure), Vec::new(), words);
                self.diagnostics.push(note.in_column(Some(written), &self.columns.known[at].name));
            }
        }
        if let Some((at, text, place)) = answers.other {
            let note = Diagnostic::new("mixed-decimal-marks", place, &[("value", &text)]);
            self.diagnostics.push(note.in_column(self.columns.header(at), &self.columns.known[&at].name));
        }
    }
}
