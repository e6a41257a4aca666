//! Rows of sums held against the rows that they sum.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Batch;
use super::layout::Columns;
use super::parse::Value;
use super::rows::{self, Sums};
use super::survey::Survey;
use super::workbook::Kind;
use crate::definition::dataset::{Dataset, Field, FieldType};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::figure::said;
use crate::source::Span;
use crate::text::Text;
use crate::value::{Decimal, State};

/// Units of stocks that add up over organisations; what counts over the year adds up in any unit.
const STOCKS: [&str; 3] = ["money", "persons", "fte"];

/// The rows of sums of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct Totals {
    totals: Vec<Total>,
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
}

/// What the rows between two rows of sums hold in each column.
type Between = BTreeMap<String, Sum>;

/// The exact sum of some cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sum {
    /// `None` where a cell could not be read, or the sum is too large for anything.
    value: Option<Decimal>,
    cells: usize,
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
                dataset.field(&column.field).filter(|field| adds_up(field))?;
                let Value::Number(value) = survey.parsers.get(at)?.read(written).value else { return None };
                Some(Cell {
                    column: column.name.clone(),
                    header: header(&survey.columns, *at),
                    span: line.span(file, *at),
                    text: written.text.trim().to_owned(),
                    is_number: written.kind == Kind::Number,
                    value,
                })
            };
            totals.push(Total {
                row: line.row,
                partial: kind == Sums::Part,
                broken: survey.broken_rows(before..line.row).next().is_some(),
                cells: survey.parsers.keys().filter_map(cell).collect(),
            });
        }
        Self { totals }
    }

    /// The sums that differ from the rows they sum. Of the rows, which may come in any order and parts, only sums are kept.
    pub(super) fn differing<B: Borrow<Batch>>(&self, batches: impl ParallelIterator<Item = B>) -> Vec<Diagnostic> {
        if self.totals.iter().all(|total| total.cells.is_empty()) {
            return Vec::new();
        }
        let nothing = || vec![Between::new(); self.totals.len()];
        let add = |sums, batch: B| self.add(sums, batch.borrow());
        let sums = batches.fold(nothing, add).reduce(nothing, together);
        (0..self.totals.len()).filter_map(|at| self.differs(at, &sums)).collect()
    }

    /// Adds the rows of a batch, each to the sums that come next below it.
    fn add(&self, mut sums: Vec<Between>, batch: &Batch) -> Vec<Between> {
        let mut names: Vec<&String> =
            self.totals.iter().flat_map(|total| &total.cells).map(|cell| &cell.column).collect();
        names.sort_unstable();
        names.dedup();
        let below = |row: u32| self.totals.partition_point(|total| total.row < row);
        for (name, column) in names.into_iter().filter_map(|name| Some((name, batch.columns.get(name)?))) {
            for (at, place) in batch.places.iter().enumerate() {
                let Some(between) = sums.get_mut(below(place.row)) else { continue };
                let value = match column.states[at] {
                    State::Value => column.number(at),
                    State::Missing(_) => continue,
                    State::Unreadable => None,
                };
                if !between.contains_key(name) {
                    between.insert(name.clone(), Sum::NOTHING);
                }
                let sum = between.get_mut(name).expect("it was put there");
                *sum = sum.and(Sum { value, cells: 1 });
            }
        }
        sums
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

    /// What a cell should say where it sums neither all rows above it nor those since any other sums: of these the most
    /// likely.
    fn meant(&self, at: usize, cell: &Cell, sums: &[Between]) -> Option<Decimal> {
        let mut sum = Sum::NOTHING;
        let mut meant = None;
        for back in (0..=at).rev() {
            let between = sums[back].get(&cell.column).copied().unwrap_or(Sum::NOTHING);
            let unknown = Sum { value: None, cells: 0 };
            sum = sum.and(if self.totals[back].broken { unknown } else { between });
            if sum.value == Some(cell.value) {
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
    const NOTHING: Self = Self { value: Some(Decimal::ZERO), cells: 0 };

    fn and(self, other: Self) -> Self {
        let value = self.value.zip(other.value).and_then(|(one, other)| one.checked_add(other));
        Self { value, cells: self.cells + other.cells }
    }
}

/// The sums of two parts of the rows.
fn together(mut sums: Vec<Between>, others: Vec<Between>) -> Vec<Between> {
    for (between, other) in sums.iter_mut().zip(others) {
        for (name, sum) in other {
            let known = between.entry(name).or_insert(Sum::NOTHING);
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
