//! Answers that stand in another column of a form than theirs, beside a question whose answer is blank.

use std::collections::BTreeSet;

use super::asks::asks_for;
use super::{Questions, shown};
use crate::definition::Definitions;
use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::definition::project::Period;
use crate::diagnostic::{Diagnostic, Severity};
use crate::identifier;
use crate::source::Span;
use crate::table::LastYear;
use crate::table::cell::display;
use crate::table::layout::header::{Headers, Match};
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::code::code_of;
use crate::table::spelling::date::Order;
use crate::table::spelling::{date, number};
use crate::table::workbook::Kind;
use crate::value::yes_or_no;

/// What is known of a form's questions, and of the columns beside them.
#[derive(Clone, Copy)]
pub(in crate::table) struct Asking<'a> {
    pub known: &'a Headers<'a>,
    pub definitions: &'a Definitions,
    /// Columns in which something else than answers stands.
    pub others: &'a BTreeSet<usize>,
}

impl Questions {
    /// Position of a figure, a day, or a word that answers a line's question, in a column where none is asked for, where its
    /// answer is blank.
    ///
    /// Last year's figure stands in a column of its own, and the texts of the form may hold digits; over its help an answer may stand.
    pub(super) fn astray(&self, line: &Line, asking: Asking) -> Option<usize> {
        let written = ["question", "last_year"].map(|name| self.columns.get(name).copied());
        if self.is_broken(line) {
            return None;
        }
        let is_free = |at: usize| !written.contains(&Some(at)) && !asking.others.contains(&at);
        let is_own = |cell: &LineCell| !asking.known.is_help(&cell.text);
        let mut free = line.filled().filter(|(at, cell)| self.is_blank(line) && is_free(*at) && is_own(cell));
        let field = self.field(line, asking.known);
        let answers = |cell: &LineCell| field.is_some_and(|field| is_word_of(cell, field, asking.definitions));
        let beside = free.find(|(_, cell)| is_figure(cell) || answers(cell)).map(|(at, _)| at);
        beside.or_else(|| self.in_question(line, asking))
    }

    /// Position of a line's question where a figure was written behind its words, `Women: 12`, below or before them, and its answer
    /// is blank. Behind a mark more words may stand with it: `Women: we are 12`.
    fn in_question(&self, line: &Line, asking: Asking) -> Option<usize> {
        let at = self.columns["question"];
        let name = self.names.get(&line.row).filter(|_| self.is_blank(line))?;
        let Match::Column(column) = asking.known.find(name) else { return None };
        let text = line.cells.get(at)?.text.trim();
        let is_question = |text: &str| asks_for(text, column, asking.known, asking.definitions);
        let is_numbered = asking.others.contains(&at);
        let is_behind = |(mark, words, rest): (char, &str, &str)| {
            let has_figure = || rest.split_whitespace().any(number::is_one);
            is_question(words) && (number::is_one(rest) || (mark != ' ' && mark != '\u{a0}' && has_figure()))
        };
        let is_before = |(_, figure, words): (char, &str, &str)| {
            number::is_one(figure) && !figure.ends_with(['.', ')']) && is_question(words)
        };
        let is_answered =
            (!is_question(text) && parted(text).any(is_behind)) || (!is_numbered && parted(text).any(is_before));
        is_answered.then_some(at)
    }

    /// Takes last year's column for one in which answers stand astray, where the financial year that is given there, and not beside
    /// its question, ends in the period that the form was made for.
    pub(in crate::table) fn free_last_year(&mut self, content: &Content, dataset: &Dataset, period: Option<&Period>) {
        let (Some(&at), Some(period)) = (self.columns.get("last_year"), period) else { return };
        let is_of_period = |line: Line| {
            let asks = self.names.get(&line.row).is_some_and(|name| *name == *dataset.period);
            let day = line.cells.get(at).and_then(|cell| date::read(cell.text.trim(), Order::default()));
            asks && self.is_blank(&line) && day.is_some_and(|day| period.start <= day && day <= period.end)
        };
        if content.lines().any(is_of_period) {
            self.columns.remove("last_year");
        }
    }

    fn is_blank(&self, line: &Line) -> bool {
        line.cells.get(self.columns["answer"]).is_none_or(LineCell::is_blank)
    }

    /// Tells of answers that stand in another column than theirs. Beside a voluntary question a figure may be a remark: the others
    /// count without it.
    pub(in crate::table) fn tell_astray(&self, content: &Content, file: &Span, asking: Asking) -> Vec<Diagnostic> {
        let of_line = |line: Line| {
            let (_, finding) = self.told("answer-astray", (&line, self.astray(&line, asking)?), file, asking)?;
            let is_due = self.is_due(&line, asking.known);
            Some(if is_due { finding } else { finding.with_severity(Severity::Warning) })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// True for a line that asks what everybody is asked.
    pub(super) fn is_due(&self, line: &Line, known: &Headers) -> bool {
        self.field(line, known).is_some_and(|field| field.core || field.required)
    }

    /// The field that a line asks for.
    pub(in crate::table) fn field<'d>(&self, line: &Line, known: &Headers<'d>) -> Option<&'d Field> {
        let Match::Column(column) = known.find(self.names.get(&line.row)?) else { return None };
        known.dataset.field(&column.field)
    }

    /// The figures in last year's column beside blank answers, with what is told of one that is not last year's.
    pub(in crate::table) fn last_year(&self, content: &Content, file: &Span, asking: Asking) -> Vec<LastYear> {
        let Some(&at) = self.columns.get("last_year") else { return Vec::new() };
        let of_line = |line: Line| {
            let is_astray = self.astray(&line, asking).is_some();
            let cell = line.cells.get(at).filter(|_| self.is_blank(&line) && !is_astray)?;
            let decimal = if cell.kind == Kind::Number || self.language == "en" { '.' } else { ',' };
            let value = number::plain(&cell.text, decimal)?;
            let (column, finding) = self.told("last-year-differs", (&line, at), file, asking)?;
            Some(LastYear { column, value, finding })
        };
        content.lines().filter_map(of_line).collect()
    }

    /// The field that a line asks for, and what is told of the figure at a position of it.
    fn told(
        &self,
        rule: &str,
        (line, at): (&Line, usize),
        file: &Span,
        asking: Asking,
    ) -> Option<(String, Diagnostic)> {
        let Asking { known, definitions, .. } = asking;
        let name = self.names.get(&line.row)?;
        let Match::Column(column) = known.find(name) else { return None };
        let cell = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let place = Span { turned: true, ..line.span(file, at) };
        let (value, is_figure) = (display::shown(&line.cells[at].seen()), line.cells[at].kind == Kind::Number);
        let finding = display::showing(rule, place, (&value, is_figure), vec![("cell", &cell)], Vec::new());
        let label = shown(name, known, &self.language, &definitions.project.languages);
        Some((column.name.clone(), finding.in_column(Some(&label), &column.name)))
    }
}

/// A text parted in two at each of its blanks and marks, with what parts it.
fn parted(text: &str) -> impl Iterator<Item = (char, &str, &str)> {
    let is_mark = |(_, c): &(usize, char)| c.is_whitespace() || matches!(c, ':' | '=');
    text.char_indices().filter(is_mark).map(|(at, c)| (c, text[..at].trim(), text[at + c.len_utf8()..].trim()))
}

/// True for a word that answers the question for a field: one of its codes, yes or no, the number of an organisation.
fn is_word_of(cell: &LineCell, field: &Field, definitions: &Definitions) -> bool {
    let text = cell.text.trim();
    match field.kind {
        _ if cell.kind.is_fault() => false,
        FieldType::Boolean => yes_or_no(text).is_some(),
        FieldType::Code => {
            let list = field.codelist.as_ref().and_then(|list| definitions.codelist(list));
            list.is_some_and(|list| code_of(list, text).is_some())
        }
        FieldType::OrganisationNumber => identifier::organisation(text, definitions.project.country()).is_ok(),
        _ => false,
    }
}

/// True for a number, with or without a unit, and for a day.
pub(super) fn is_figure(cell: &LineCell) -> bool {
    let text = cell.text.trim();
    match cell.kind {
        Kind::Number | Kind::Date | Kind::Duration => true,
        Kind::Text => number::is_one(text) || date::is_day(text),
        _ => false,
    }
}
