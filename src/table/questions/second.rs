//! What a sender put beside the answers of a form, or on rows of its own: it is not read, and told.

use std::collections::{BTreeMap, BTreeSet};

use super::super::display;
use super::super::header::Match;
use super::super::lines::{Content, Line, LineCell};
use super::super::unit::Asked;
use super::super::workbook::Kind;
use super::astray::{Asking, is_figure};
use super::correction::{Written, corrects};
use super::{Questions, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::identifier;
use crate::source::{Span, column_letters};

/// The answers in a column that is none of the form's: its position, and the lines they stand on.
type Second = (usize, Vec<Line>);

/// Fewest numbers that follow each other by which a column is known to number the questions.
const FEWEST_NUMBERS: usize = 3;
/// Digits of a number that may be an organisation's, though it has a slip.
const OF_ORGANISATION: usize = 8;

impl Questions {
    /// Tells of columns in which further answers stand, each at its first; true where nobody knows which of two columns holds.
    ///
    /// That is so where the column has an organisation's number, or the heading of the answers.
    pub(in super::super) fn tell_seconds(
        &self,
        content: &Content,
        file: &Span,
        asking: Asking,
    ) -> (Vec<Diagnostic>, bool) {
        let (seconds, rivals) = self.seconds(content, asking);
        let told = seconds.iter().filter_map(|second| self.second(second, rivals.contains(&second.0), file, asking));
        let told: Vec<Diagnostic> = told.collect();
        let is_unsure = told.iter().any(|finding| finding.severity == Severity::Error);
        (told, is_unsure)
    }

    /// The columns with further answers, and the columns that may hold as well as that of the answers.
    fn seconds(&self, content: &Content, asking: Asking) -> (Vec<Second>, BTreeSet<usize>) {
        let answer = self.columns["answer"];
        let first = self.names.keys().next().copied().unwrap_or_default();
        let organisation = asking.known.dataset.organisation();
        let country = asking.definitions.project.country();
        let (mut seconds, mut rivals) = (BTreeMap::<usize, Vec<Line>>::new(), BTreeSet::new());
        for line in content.lines() {
            let Some(own) = line.cells.get(answer).filter(|cell| !cell.is_blank()) else { continue };
            let heading = own.text.trim().to_lowercase();
            let name = self.names.get(&line.row);
            let is_number = |cell: &LineCell| {
                name.map(String::as_str) == organisation
                    && (identifier::organisation(cell.text.trim(), country).is_ok()
                        || cell.text.chars().filter(char::is_ascii_digit).count() >= OF_ORGANISATION)
            };
            let is_asked =
                |at: &usize, cell: &LineCell| self.is_free(*at) && !asking.others.contains(at) && !is_share(cell);
            for (at, cell) in line.filled().filter(|(at, cell)| is_asked(at, cell) && !cell.is_struck()) {
                let is_heading = line.row < first && cell.text.trim().to_lowercase().starts_with(&heading);
                if is_heading || is_number(cell) {
                    rivals.insert(at);
                }
                if name.is_some() && (is_figure(cell) || is_number(cell)) {
                    seconds.entry(at).or_default().push(line.clone());
                }
            }
            for at in self.corrections(&line, asking) {
                seconds.entry(at).or_default().push(line.clone());
            }
        }
        (seconds.into_iter().collect(), rivals)
    }

    /// Positions in the columns for units and explanations at which a line says that another number is its answer.
    fn corrections(&self, line: &Line, asking: Asking) -> Vec<usize> {
        let (Some(field), Some(answer)) = (self.field(line, asking.known), line.cells.get(self.columns["answer"]))
        else {
            return Vec::new();
        };
        let asked = Asked::new(field.unit_name(), &asking.definitions.project.currency);
        let of = |name: &str| self.columns.get(name).and_then(|at| Some((*at, line.cells.get(*at)?)));
        let power = of("unit").map_or(0, |(_, unit)| asked.power_of_header(&unit.text));
        let decimal = if self.language == "en" { '.' } else { ',' };
        let written = Written { asked: &asked, power, decimal };
        let says = |(_, cell): &(usize, &LineCell)| {
            !cell.is_struck() && !is_share(cell) && corrects(cell, answer, field, &written)
        };
        let unit = Some("unit").filter(|_| power == 0);
        unit.into_iter().chain(["explanation"]).filter_map(of).filter(says).map(|(at, _)| at).collect()
    }

    /// True for a column that is none of the form's.
    fn is_free(&self, at: usize) -> bool {
        !self.columns.values().any(|column| *column == at)
    }

    /// Columns in which the sender numbers the questions, and those of another year.
    pub(in super::super) fn numbering_and_years(&self, content: &Content) -> BTreeSet<usize> {
        let first = self.names.keys().next().copied().unwrap_or_default();
        let (mut numbers, mut years) = (BTreeMap::<usize, Vec<Option<u64>>>::new(), BTreeSet::new());
        for line in content.lines() {
            for (at, cell) in line.filled().filter(|(at, _)| self.is_free(*at)) {
                let text = cell.text.trim();
                if line.row < first {
                    let is_year = text.len() == 4 && text.parse().is_ok_and(|year: u32| (1990..2100).contains(&year));
                    years.extend(is_year.then_some(at));
                } else if self.names.contains_key(&line.row) {
                    numbers.entry(at).or_default().push(text.trim_end_matches(['.', ')']).parse().ok());
                }
            }
        }
        let follow =
            |pair: &[Option<u64>]| pair[0].zip(pair[1]).is_some_and(|(one, next)| one.checked_add(1) == Some(next));
        let is_numbering =
            |numbers: &Vec<Option<u64>>| numbers.len() >= FEWEST_NUMBERS && numbers.windows(2).all(follow);
        years.extend(numbers.into_iter().filter(|(_, numbers)| is_numbering(numbers)).map(|(at, _)| at));
        years
    }

    fn second(&self, (at, lines): &Second, is_rival: bool, file: &Span, asking: Asking) -> Option<Diagnostic> {
        let Asking { known, definitions, .. } = asking;
        let (line, more) = lines.split_first()?;
        let name = self.names.get(&line.row)?;
        let Match::Column(column) = known.find(name) else { return None };
        let answer = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let letters = column_letters(u32::try_from(at + 1).unwrap_or(u32::MAX));
        let way = if is_rival { ("letters", letters.as_str()) } else { ("correct", answer.as_str()) };
        let place = Span { turned: true, ..line.span(file, *at) };
        let (value, is_figure) = (display::shown(&line.cells[*at].seen()), line.cells[*at].kind == Kind::Number);
        let finding = display::showing(
            "second-answer",
            place,
            (&value, is_figure),
            vec![("answer", answer.as_str()), way],
            Vec::new(),
        );
        let severity = if is_rival { Severity::Error } else { finding.severity };
        let label = shown(name, known, &self.language, &definitions.project.languages);
        // Of another enterprise's answers one place is enough.
        let more = if is_rival { &[] } else { more };
        let also = more.iter().map(|line| Span { turned: true, ..line.span(file, *at) }).collect();
        Some(Diagnostic { also, ..finding.with_severity(severity).in_column(Some(&label), &column.name) })
    }

    /// Tells of figures and days on rows of the sender's own, below the first question: all in one finding.
    pub(in super::super) fn tell_own_rows(&self, content: &Content, file: &Span) -> Option<Diagnostic> {
        let first = self.names.keys().next().copied()?;
        let asks = ["question", "unit", "last_year", "help", "where_to_find"];
        let is_text = |at: usize| asks.iter().any(|name| self.columns.get(name) == Some(&at));
        let own = content.lines().filter(|line| line.row > first && !self.names.contains_key(&line.row));
        let mut own = own.filter_map(|line| {
            let mut figures = line.filled().filter(|(at, cell)| !is_text(*at) && is_figure(cell) && !cell.is_struck());
            let (at, cell) = figures.next()?;
            let place = Span { turned: true, ..line.span(file, at) };
            Some((place, display::shown(&cell.seen()), cell.kind == Kind::Number))
        });
        let (place, value, is_figure) = own.next()?;
        let letters = column_letters(u32::try_from(self.columns["answer"] + 1).unwrap_or(u32::MAX));
        let finding = display::showing("own-row", place, (&value, is_figure), vec![("column", &letters)], Vec::new());
        Some(Diagnostic { also: own.map(|(place, ..)| place).collect(), ..finding })
    }
}

/// True for a share of something, which no count or amount is a correction of.
fn is_share(cell: &LineCell) -> bool {
    cell.seen().trim_end().ends_with('%')
}
