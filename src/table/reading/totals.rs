//! Rows of sums held against the rows that they sum.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::figure::said;
use crate::source::Span;
use crate::table::cell::parse::Value;
use crate::table::layout::Columns;
use crate::table::layout::rows::{self, Sums};
use crate::table::survey::Survey;
use crate::table::workbook::Kind;
use crate::table::{Batch, Column};
use crate::text::Text;
use crate::value::{Decimal, State};

/// Units of stocks that add up over organisations; what counts over the year adds up in any unit.
const STOCKS: [&str; 3] = ["money", "persons", "fte"];
/// The finding on a cell that had more decimals than are kept.
const ROUNDED: &str = "too-many-decimals";

/// The rows of sums of one table.
#[derive(Debug, Clone)]
pub(super) struct Totals {
    totals: Vec<Total>,
    /// Columns that together name a row.
    key: Vec<String>,
}

/// One row of sums.
#[derive(Debug, Clone)]
struct Total {
    row: u32,
    /// It sums only some of the rows above it.
    partial: bool,
    /// A row between the last sums and these could not be taken apart.
    broken: bool,
    cells: Vec<Cell>,
}

/// A sum as its sender wrote it.
#[derive(Debug, Clone)]
struct Cell {
    column: String,
    header: String,
    span: Span,
    text: String,
    is_number: bool,
    value: Decimal,
    /// It had more decimals than are kept.
    is_rounded: bool,
    /// Half a unit of the last decimal that is kept.
    half: Decimal,
}

/// What the rows between two rows of sums hold.
#[derive(Debug, Clone, Default)]
struct Between {
    rows: usize,
    /// Nothing names one of them: it may itself hold sums.
    is_nameless: bool,
    columns: BTreeMap<String, Sum>,
}

/// The exact sum of some cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sum {
    /// `None` where a cell could not be read, or the sum is too large for anything.
    value: Option<Decimal>,
    cells: usize,
    /// Cells that had more decimals than are kept.
    rounded: u32,
}

impl Totals {
    /// The rows of sums that were passed over, with what can be read of the columns that add up.
    pub(super) fn of(survey: &Survey, dataset: &Dataset, file: &Span) -> Self {
        let mut totals: Vec<Total> = Vec::new();
        for line in &survey.totals {
            let before = totals.last().map_or(0, |total| total.row);
            let Some(kind) = rows::sums(line).filter(|kind| *kind != Sums::Mean) else { continue };
            let cell = |at: &usize| -> Option<Cell> {
                let (column, written) = (survey.columns.known.get(at)?, line.cells.get(*at)?);
                let field = dataset.field(&column.field).filter(|field| adds_up(field))?;
                let parsed = survey.parsers.get(at)?.read(written);
                let Value::Number(value) = parsed.value else { return None };
                Some(Cell {
                    column: column.name.clone(),
                    header: header(&survey.columns, *at),
                    span: line.span(file, *at),
                    text: written.text.trim().to_owned(),
                    is_number: written.kind == Kind::Number,
                    value,
                    is_rounded: parsed.finding.is_some_and(|(rule, _)| rule == ROUNDED),
                    half: Decimal::new(5, field.decimals() + 1),
                })
            };
            totals.push(Total {
                row: line.row,
                partial: kind == Sums::Part,
                broken: survey.broken_rows(before..line.row).next().is_some(),
                cells: survey.parsers.keys().filter_map(cell).collect(),
            });
        }
        Self { totals, key: dataset.key.iter().map(|name| name.value.clone()).collect() }
    }

    /// The sums that differ from the rows they sum. The rows may come in any order and parts, with the findings on their
    /// cells beside any of them; only sums are kept.
    pub(super) fn differing<B: Borrow<Batch>, F: Borrow<[Diagnostic]>>(
        &self,
        parts: impl ParallelIterator<Item = (B, F)>,
    ) -> Vec<Diagnostic> {
        if self.totals.iter().all(|total| total.cells.is_empty()) {
            return Vec::new();
        }
        let nothing = || vec![Between::default(); self.totals.len()];
        let add = |mut sums: Vec<Between>, (batch, findings): (B, F)| {
            self.add(&mut sums, batch.borrow());
            self.add_rounded(&mut sums, findings.borrow());
            sums
        };
        let sums = parts.fold(nothing, add).reduce(nothing, together);
        (0..self.totals.len()).filter_map(|at| self.differs(at, &sums)).collect()
    }

    /// Adds the rows of a batch, each to the sums that come next below it.
    fn add(&self, sums: &mut [Between], batch: &Batch) {
        let key: Vec<&Column> = self.key.iter().filter_map(|name| batch.columns.get(name)).collect();
        for (at, place) in batch.places.iter().enumerate() {
            let Some(between) = sums.get_mut(self.below(place.row)) else { continue };
            between.rows += 1;
            between.is_nameless |= key.iter().all(|column| column.states[at] != State::Value);
        }
        let mut names: Vec<&String> =
            self.totals.iter().flat_map(|total| &total.cells).map(|cell| &cell.column).collect();
        names.sort_unstable();
        names.dedup();
        for (name, column) in names.into_iter().filter_map(|name| Some((name, batch.columns.get(name)?))) {
            for (at, place) in batch.places.iter().enumerate() {
                let Some(Between { columns, .. }) = sums.get_mut(self.below(place.row)) else { continue };
                let value = match column.states[at] {
                    State::Value => column.number(at),
                    State::Missing(_) => continue,
                    State::Unreadable => None,
                };
                if !columns.contains_key(name) {
                    columns.insert(name.clone(), Sum::NOTHING);
                }
                let sum = columns.get_mut(name).expect("it was put there");
                *sum = sum.and(Sum { value, cells: 1, rounded: 0 });
            }
        }
    }

    /// Counts the cells that had more decimals than are kept.
    fn add_rounded(&self, sums: &mut [Between], findings: &[Diagnostic]) {
        for finding in findings.iter().filter(|finding| finding.rule == ROUNDED) {
            let row = if finding.span.turned { finding.span.column } else { finding.span.row };
            let Some((row, name)) = row.zip(finding.field.as_ref()) else { continue };
            let Some(between) = sums.get_mut(self.below(row)) else { continue };
            between.columns.entry(name.clone()).or_insert(Sum::NOTHING).rounded += 1;
        }
    }

    /// Which sums come next below a row.
    fn below(&self, row: u32) -> usize {
        self.totals.partition_point(|total| total.row < row)
    }

    /// The one finding about a row of sums, at the first that differs.
    fn differs(&self, at: usize, sums: &[Between]) -> Option<Diagnostic> {
        let differing: Vec<(&Cell, Decimal)> =
            self.totals[at].cells.iter().filter_map(|cell| Some((cell, self.meant(at, cell, sums)?))).collect();
        let (first, sum) = differing.first()?;
        let others: Vec<Text> = differing[1..].iter().map(|(cell, _)| Text::same(&cell.header)).collect();
        let others = if others.is_empty() { Text::default() } else { Text::quoted(&others) };
        let words = [
            ("value", &said(first.value)),
            ("sum", &said(*sum)),
            ("difference", &said((first.value - sum).abs())),
            ("others", &others),
        ];
        let values = [("column", first.header.as_str())];
        let finding = Diagnostic::worded("total-differs", first.span.clone(), &values, &words);
        let also = differing[1..].iter().map(|(cell, _)| cell.span.clone()).collect();
        let (value, is_figure) = (Some(crate::personal::masked(&first.text)), first.is_number);
        Some(Diagnostic { also, value, is_figure, ..finding }.in_column(Some(&first.header), &first.column))
    }

    /// True for one of several sums of some rows with no rows between them: which rows each of them sums nobody can tell.
    fn is_listed(&self, at: usize, sums: &[Between]) -> bool {
        let follows = |at: usize| {
            let is_part = |at: usize| self.totals.get(at).is_some_and(|total| total.partial);
            at > 0 && is_part(at - 1) && is_part(at) && sums[at].rows == 0 && !self.totals[at].broken
        };
        follows(at) || follows(at + 1)
    }

    /// What a cell should say where it sums neither all rows above it nor those since any other sums: of these the most
    /// likely.
    fn meant(&self, at: usize, cell: &Cell, sums: &[Between]) -> Option<Decimal> {
        let mut sum = Sum::NOTHING;
        let mut meant = None;
        if self.is_listed(at, sums) {
            return None;
        }
        for back in (0..=at).rev() {
            let between = sums[back].columns.get(&cell.column).copied().unwrap_or(Sum::NOTHING);
            let is_unknown = self.totals[back].broken || sums[back].is_nameless;
            sum = sum.and(if is_unknown { Sum { value: None, ..Sum::NOTHING } } else { between });
            if sum.is(cell) {
                return None;
            }
            if self.totals[at].partial && meant.is_none() && sum.cells > 0 {
                meant = Some(sum);
            }
        }
        meant.unwrap_or(sum).value.filter(|_| sum.cells > 0)
    }
}

impl Sum {
    const NOTHING: Self = Self { value: Some(Decimal::ZERO), cells: 0, rounded: 0 };

    /// True where a cell says it, as far as decimals that are not kept leave that open.
    fn is(self, cell: &Cell) -> bool {
        let open = cell.half * Decimal::from(self.rounded + u32::from(cell.is_rounded));
        self.value.and_then(|sum| sum.checked_sub(cell.value)).is_some_and(|difference| difference.abs() <= open)
    }

    fn and(self, other: Self) -> Self {
        let value = self.value.zip(other.value).and_then(|(one, other)| one.checked_add(other));
        Self { value, cells: self.cells + other.cells, rounded: self.rounded + other.rounded }
    }
}

/// The sums of two parts of the rows.
fn together(mut sums: Vec<Between>, others: Vec<Between>) -> Vec<Between> {
    for (between, other) in sums.iter_mut().zip(others) {
        between.rows += other.rows;
        between.is_nameless |= other.is_nameless;
        for (name, sum) in other.columns {
            let known = between.columns.entry(name).or_insert(Sum::NOTHING);
            *known = known.and(sum);
        }
    }
    sums
}

/// True for a field whose values of several organisations are a figure together: no share, no mean, no hours of one job.
fn adds_up(field: &Field) -> bool {
    let is_stock = field.kind == FieldType::Money || field.unit_name().is_some_and(|unit| STOCKS.contains(&unit));
    field.kind.is_number() && (field.flow || is_stock)
}

fn header(columns: &Columns, at: usize) -> String {
    columns.header(at).unwrap_or_default().to_owned()
}
