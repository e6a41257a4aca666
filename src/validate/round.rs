//! One dataset and period on its way through the rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Against;
use super::known::{Known, Other};
use super::parties::{Parties, Population};
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::definition::project::Period;
use crate::diagnostic::figure::{said, written};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::{Expression, Of, Reference};
use crate::personal::masked;
use crate::register::{Organisation, Register};
use crate::source::Span;
use crate::table::accepted::Accepted;
use crate::table::columns::{RowColumns, align, is_flow, record_keys};
use crate::table::{Batch, Cell, Column};
use crate::text::Text;
use crate::value::{Decimal, Missing, State};

/// Rows of one dataset and period, with what they are held against.
pub(super) struct Round<'a> {
    pub batch: Cow<'a, Batch>,
    pub dataset: &'a Dataset,
    pub period: &'a Period,
    pub definitions: &'a Definitions,
    pub register: &'a Register,
    pub previous: Option<&'a Accepted>,
    /// Organisations that are asked in the period.
    pub population: &'a Population,
    /// The datasets that its checks look at, by name.
    pub others: &'a BTreeMap<String, Other<'a>>,
    /// For each row, its own among the accepted rows of the period before.
    pub before: Vec<Option<u32>>,
    /// The organisations of its rows.
    pub parties: Parties,
}

/// One finding about a row.
pub(super) struct Finding {
    /// Row of the round's batch.
    pub row: usize,
    /// Columns it speaks of.
    pub columns: Vec<String>,
    /// Rules that the row breaks for no other reason.
    pub implied: Vec<String>,
    pub diagnostic: Diagnostic,
}

impl<'a> Round<'a> {
    pub fn new(
        batch: Cow<'a, Batch>,
        dataset: &'a Dataset,
        against: &Against<'a>,
        Known { population, before, others }: &'a Known<'a>,
    ) -> Self {
        let Against { period, definitions, register, previous, .. } = *against;
        let before = match previous {
            None => vec![None; batch.rows()],
            Some(_) => align(&record_keys(&batch, dataset), before),
        };
        let parties = Parties::of(&batch, population);
        Self { batch, dataset, period, definitions, register, previous, population, others, before, parties }
    }

    /// The same with some of its rows.
    pub fn filter(&self, keep: &[bool]) -> Self {
        let before = self.before.iter().zip(keep).filter(|(_, keep)| **keep).map(|(row, _)| *row).collect();
        let parties = self.parties.filter(keep);
        Self { batch: Cow::Owned(self.batch.filter(keep)), before, parties, ..*self }
    }

    /// The same with other values in some columns.
    pub fn with_columns(&self, columns: BTreeMap<String, Column>) -> Self {
        let mut batch = Batch::clone(&self.batch);
        batch.columns.extend(columns);
        Self { batch: Cow::Owned(batch), before: self.before.clone(), parties: self.parties.clone(), ..*self }
    }

    /// Organisation of a row, ten digits; none where it is missing or cannot be read.
    pub fn organisation(&self, row: usize) -> Option<&str> {
        // Cells were read as numbers of organisations already, in one spelling.
        self.batch.sender(row)
    }

    /// Organisation of each row.
    pub fn organisations(&self) -> impl Iterator<Item = Option<&str>> {
        self.batch.organisations()
    }

    /// The rows as the columns of expressions.
    pub fn columns(&self) -> RowColumns<'_> {
        let mut columns = RowColumns::new(&self.batch, self.dataset);
        if let Some(previous) = self.previous {
            columns = columns.with_previous(&previous.batch, self.before.clone());
        }
        let spoken_of = self.spoken_of();
        for reference in &spoken_of {
            let Of::Other(dataset) = &reference.of else { continue };
            let values = self.others.get(dataset).and_then(|other| other.values(reference, self.organisations()));
            if let Some(values) = values {
                columns = columns.with_other(reference.clone(), values);
            }
        }
        let is_spoken_of = |name: &str| spoken_of.iter().any(|one| !matches!(one.of, Of::Other(_)) && one.name == name);
        let names = self.definitions.codelists.keys().filter(|name| self.definitions.is_of_register(name));
        let names: Vec<&String> = names.filter(|name| is_spoken_of(name)).collect();
        if names.is_empty() {
            return columns;
        }
        let rows = |period: Option<&Period>| -> Vec<_> {
            self.organisations().map(|organisation| self.register.at(organisation?, period?)).collect()
        };
        let before = self.definitions.project.before(&self.period.period);
        let (now, before) = (rows(Some(self.period)), rows(before));
        for name in names {
            let codes = |rows: &[Option<&'a Organisation>]| -> Vec<Option<&'a str>> {
                rows.iter().map(|row| Some(row.as_ref()?.codes.get(name)?.as_str())).collect()
            };
            columns = columns.with_register(name, codes(&now), codes(&before));
        }
        columns
    }

    /// What rules of the dataset speak of.
    fn spoken_of(&self) -> BTreeSet<Reference> {
        let fields = self.dataset.fields.iter().flat_map(|field| [&field.founding, &field.closing]).flatten();
        self.dataset.of_checks().chain(fields).flat_map(Expression::references).collect()
    }

    /// The day in a row, if it is there.
    pub fn day(&self, row: usize, column: &str) -> Option<NaiveDate> {
        self.batch.columns.get(column)?.date(row)
    }

    /// What a cell holds.
    pub fn state(&self, row: usize, column: &str) -> Option<State> {
        self.batch.columns.get(column)?.states.get(row).copied()
    }

    /// The number in a cell; nothing to report is 0 where the field counts over the year.
    pub fn number(&self, row: usize, column: &str) -> Option<Decimal> {
        let nothing = self.state(row, column) == Some(State::Missing(Missing::NothingToReport));
        if nothing && is_flow(self.dataset, column) {
            return Some(Decimal::ZERO);
        }
        self.batch.columns.get(column)?.number(row)
    }

    /// The text of a cell as its file has it, or the value where the file has none.
    pub fn written(&self, row: usize, column: &str) -> String {
        self.written_in(self.batch.cell(row, column).as_ref(), row, column)
    }

    fn written_in(&self, cell: Option<&Cell>, row: usize, column: &str) -> String {
        cell.map(|cell| cell.text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .or_else(|| self.batch.columns.get(column)?.written(row))
            .map(|text| masked(&text))
            .unwrap_or_default()
    }

    /// What stands in a cell: as its sender wrote it, or as each language writes a number that was worked out or that a
    /// workbook holds.
    pub fn shown(&self, cell: Option<&Cell>, row: usize, column: &str) -> Text {
        if let Some(cell) = cell.filter(|_| self.is_figure(cell, row, column)) {
            return written(&cell.text);
        }
        let number = || self.batch.columns.get(column)?.number(row);
        match cell.is_none_or(|cell| cell.text.trim().is_empty()).then(number).flatten() {
            Some(number) => said(number),
            None => Text::same(&self.written_in(cell, row, column)),
        }
    }

    /// True where a workbook holds what stands in a cell as a number.
    pub fn is_figure(&self, cell: Option<&Cell>, row: usize, column: &str) -> bool {
        let is_number = self.batch.columns.get(column).is_some_and(|column| column.number(row).is_some());
        is_number && cell.is_some_and(|cell| cell.is_number && !cell.text.trim().is_empty())
    }

    /// A finding of a built-in rule at a cell; its message may use `{value}` and `{column}`.
    pub fn finding(&self, rule: &str, row: usize, column: &str, values: &[(&str, &str)]) -> Finding {
        self.worded(rule, row, column, values, &[])
    }

    /// A finding as [`Round::finding`] makes it, with words that differ between languages.
    pub fn worded(
        &self,
        rule: &str,
        row: usize,
        column: &str,
        values: &[(&str, &str)],
        words: &[(&str, &Text)],
    ) -> Finding {
        let cell = self.batch.cell(row, column);
        let (header, span) = self.place(cell.as_ref(), row);
        let value = self.written_in(cell.as_ref(), row, column);
        let (name, shown) = (self.name(row, column), self.shown(cell.as_ref(), row, column));
        let words = [&[("value", &shown), ("column", &name)], words].concat();
        let mut diagnostic = Diagnostic::worded(rule, span, values, &words).in_column(header.as_deref(), column);
        diagnostic.is_figure = self.is_figure(cell.as_ref(), row, column);
        diagnostic.value = Some(value).filter(|value| !value.is_empty());
        Finding { row, columns: vec![column.to_owned()], implied: Vec::new(), diagnostic }
    }

    /// What a sender knows a column by: its header as written, or its label where the file lacks it.
    pub fn name(&self, row: usize, column: &str) -> Text {
        if let Some((_, header)) = self.batch.places[row].origin.headers.get(column) {
            return Text::same(header);
        }
        let known = self.dataset.columns.iter().find(|known| known.name == column);
        known.map(|known| known.label.clone()).filter(|label| !label.is_empty()).unwrap_or_else(|| Text::same(column))
    }

    /// Header as written and place of a cell; the place of its row where the file lacks the column.
    pub fn place(&self, cell: Option<&Cell>, row: usize) -> (Option<String>, Span) {
        cell.map_or_else(|| (None, self.batch.span(row)), |cell| (Some(cell.header.clone()), cell.span.clone()))
    }

    /// True when a row covers the start of its organisation, or the register places that start in the period.
    pub fn is_founded(&self, row: usize) -> bool {
        let Some(organisation) = self.organisation(row) else { return false };
        if self.register.founded_in(organisation, self.period) {
            return true;
        }
        let started = self.register.started(organisation);
        let start = self.dataset.start().and_then(|field| self.day(row, field));
        started.zip(start).is_some_and(|(started, start)| start <= started && started <= self.period.end)
    }
}

impl Finding {
    /// Says that it speaks of more columns.
    pub fn about(mut self, columns: impl IntoIterator<Item = String>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// Says that it stands as much at the cells of more columns of its row, as far as the file has them.
    pub fn also_at<'c>(mut self, round: &Round, columns: impl IntoIterator<Item = &'c str>) -> Self {
        let cells = columns.into_iter().filter_map(|column| round.batch.cell(self.row, column));
        self.diagnostic.also.extend(cells.map(|cell| cell.span));
        self
    }
}

/// Cells that have an error of their own: what follows from them is not said again.
pub(super) fn faulted<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeSet<(usize, &'f str)> {
    (findings.into_iter())
        .filter(|finding| finding.diagnostic.severity == Severity::Error)
        .filter_map(|finding| Some((finding.row, finding.columns.first()?.as_str())))
        .collect()
}
