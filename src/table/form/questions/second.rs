//! What a sender put beside the answers of a form, or on rows of its own: it is not read, and told.

use std::collections::{BTreeMap, BTreeSet};

use super::astray::{Asking, is_figure};
use super::correction::{Answered, Says};
use super::{Questions, shown};
use crate::definition::dataset::FieldType;
use crate::diagnostic::{Diagnostic, Severity};
use crate::identifier;
use crate::source::{Span, column_letters};
use crate::table::cell::display;
use crate::table::comments::noted::{self, Noted};
use crate::table::layout::header::{Headers, Match};
use crate::table::layout::rows;
use crate::table::lines::{Content, Line, LineCell};
use crate::table::persons::pieced;
use crate::table::spelling::code::code_of;
use crate::table::spelling::unit::Asked;
use crate::table::workbook::Kind;
use crate::value::yes_or_no;

/// Answers in a column beside that of the answers: its position, and the lines they stand on.
type Second = (usize, Vec<Line>);

/// Fewest numbers that follow each other by which a column is known to number the questions.
const FEWEST_NUMBERS: usize = 3;
/// Digits of a number that may be an organisation's, though it has a slip.
const OF_ORGANISATION: usize = 8;

/// What is told of further answers.
pub(in crate::table) struct Seconds {
    pub findings: Vec<Diagnostic>,
    /// Nobody knows which of two columns holds.
    pub is_unsure: bool,
    /// Places of corrections, and of other numbers, beside which nothing stands that may be a reason.
    pub corrections: Vec<Span>,
}

impl Questions {
    /// Tells of columns in which further answers stand, each at its first, and of each correction beside the answers or in a
    /// comment.
    ///
    /// Nobody knows which of two columns holds where the other has an organisation's number, or the heading of the answers.
    pub(in crate::table) fn tell_seconds(
        &self,
        content: &Content,
        file: &Span,
        asking: Asking,
        noted: &Noted,
    ) -> Seconds {
        let (seconds, rivals) = self.seconds(content, asking);
        let told = seconds.iter().filter_map(|second| {
            self.second(second, if rivals.contains(&second.0) { "letters" } else { "correct" }, file, asking)
        });
        let mut findings: Vec<Diagnostic> = told.collect();
        let is_unsure = findings.iter().any(|finding| finding.severity == Severity::Error);
        let mut corrections = Vec::new();
        for line in content.lines() {
            for (at, says) in self.corrections(&line, asking) {
                let place = Span { turned: true, ..line.span(file, at) };
                let way = if says == Says::Other { "correct" } else { "right" };
                corrections.extend(Some(place).filter(|_| says != Says::OtherAndWhy));
                if says == Says::Unexplained {
                    continue;
                }
                findings.extend(self.second(&(at, vec![line.clone()]), way, file, asking));
            }
            findings.extend(self.in_comments(&line, file, asking, noted));
        }
        Seconds { findings, is_unsure, corrections }
    }

    /// What is told of comments in a line that say that another answer is right; those at last year's figure are about that.
    fn in_comments(&self, line: &Line, file: &Span, asking: Asking, noted: &Noted) -> Vec<Diagnostic> {
        let last_year = self.columns.get("last_year");
        let of_line = noted.in_row(file, line.row).filter(|(at, _)| Some(at) != last_year);
        let answer = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let told = of_line.filter_map(|(at, said)| {
            let text = self.answered(line, asking, |answered| answered.first_other(said))??;
            let place = Span { turned: true, ..line.span(file, at) };
            self.named(noted::finding(text, place, &answer), line, asking)
        });
        if self.astray(line, asking).is_some() { Vec::new() } else { told.collect() }
    }

    /// A finding with the question of its line.
    pub(super) fn named(
        &self,
        finding: Diagnostic,
        line: &Line,
        Asking { known, definitions, .. }: Asking,
    ) -> Option<Diagnostic> {
        let name = self.names.get(&line.row)?;
        let Match::Column(column) = known.find(name) else { return None };
        let label = shown(name, known, &self.language, &definitions.project.languages);
        Some(finding.in_column(Some(&label), &column.name))
    }

    /// The columns that are none of the form's with further answers, and those that may hold as well as that of the answers.
    fn seconds(&self, content: &Content, asking: Asking) -> (Vec<Second>, BTreeSet<usize>) {
        let answer = self.columns["answer"];
        let first = self.names.keys().next().copied().unwrap_or_default();
        let organisation = asking.known.dataset.organisation();
        let country = asking.definitions.project.country();
        let (mut seconds, mut rivals) = (BTreeMap::<usize, Vec<Line>>::new(), BTreeSet::new());
        let ticked = self.ticked(content, asking);
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
            let is_choice =
                |at: usize, cell: &LineCell| !ticked.contains(&at) && self.is_other_choice(&line, cell, asking);
            for (at, cell) in line.filled().filter(|(at, cell)| is_asked(at, cell) && !cell.is_struck()) {
                let is_heading = line.row < first && cell.text.trim().to_lowercase().starts_with(&heading);
                if is_heading || is_number(cell) {
                    rivals.insert(at);
                }
                if name.is_some() && (is_figure(cell) || is_number(cell) || is_choice(at, cell)) {
                    seconds.entry(at).or_default().push(line.clone());
                }
            }
        }
        (seconds.into_iter().collect(), rivals)
    }

    /// Columns in which yes and no stand beside questions that ask for something else: so somebody ticks what is done.
    fn ticked(&self, content: &Content, asking: Asking) -> BTreeSet<usize> {
        let mut ticked = BTreeSet::new();
        for line in content.lines() {
            let asks = self.field(&line, asking.known).map(|field| field.kind);
            if asks.is_some_and(|kind| kind != FieldType::Boolean) {
                let is_word = |text: &str| text.chars().all(char::is_alphabetic) && yes_or_no(text).is_some();
                ticked.extend(line.filled().filter(|(_, cell)| is_word(cell.text.trim())).map(|(at, _)| at));
            }
        }
        ticked
    }

    /// True for a cell that is another of the answers that can be chosen than the one that was.
    fn is_other_choice(&self, line: &Line, cell: &LineCell, asking: Asking) -> bool {
        let is_choice = |answered: &Answered| matches!(answered.field.kind, FieldType::Code | FieldType::Boolean);
        let other = |answered: &Answered| is_choice(answered) && answered.is_other_whole(cell) == Some(true);
        self.answered(line, asking, |answered| other(answered)).unwrap_or_default()
    }

    /// Positions beside the answer of a line at which another answer is said to be right: in the columns for units and
    /// explanations, over the form's own help, and in columns of the sender's own.
    fn corrections(&self, line: &Line, asking: Asking) -> Vec<(usize, Says)> {
        let reasons = asking.definitions.codelist("reason");
        let is_reason = |cell: &LineCell| reasons.is_some_and(|list| code_of(list, cell.text.trim()).is_some());
        let is_read = |cell: &LineCell| {
            cell.is_blank() || cell.is_struck() || is_share(cell) || is_reason(cell) || asking.known.is_help(&cell.text)
        };
        let astray = self.astray(line, asking);
        let found = self.answered(line, asking, |answered| {
            let is_beside = |at: usize| match self.columns.iter().find(|(_, column)| **column == at) {
                Some((&name, _)) => match name {
                    "unit" => answered.power == 0,
                    "explanation" | "help" | "where_to_find" => true,
                    _ => false,
                },
                None => at > self.columns["answer"] && !asking.others.contains(&at),
            };
            // What is an answer and nothing else is told of its whole column.
            let is_told = |at: usize, cell: &LineCell| {
                Some(at) == astray || (self.is_free(at) && (is_figure(cell) || answered.is_other_whole(cell).is_some()))
            };
            let cells = line.cells.iter().enumerate().filter(|(at, cell)| is_beside(*at) && !is_read(cell));
            let says = cells.filter(|(at, cell)| !is_told(*at, cell)).map(|(at, cell)| (at, answered.says(cell)));
            says.filter(|(_, says)| *says != Says::Nothing).collect()
        });
        found.unwrap_or_default()
    }

    /// What is told of the question of a line, with its answer, which may be blank.
    pub(super) fn answered<T>(&self, line: &Line, asking: Asking, tell: impl Fn(&Answered) -> T) -> Option<T> {
        let Match::Column(column) = asking.known.find(self.names.get(&line.row)?) else { return None };
        let field = asking.known.dataset.field(&column.field)?;
        let answer = line.cells.get(self.columns["answer"]).cloned().unwrap_or_default();
        let asked = Asked::new(field.unit_name(), &asking.definitions.project.currency);
        let unit = self.columns.get("unit").and_then(|at| line.cells.get(*at));
        Some(tell(&Answered {
            field,
            label: &column.label,
            codes: field.codelist.as_ref().and_then(|list| asking.definitions.codelist(list)),
            answer: &answer,
            asked: &asked,
            power: unit.map_or(0, |unit| power_of(&unit.text, &asked)),
            decimal: if self.language == "en" { '.' } else { ',' },
        }))
    }

    /// True for a column that is none of the form's.
    fn is_free(&self, at: usize) -> bool {
        !self.columns.values().any(|column| *column == at)
    }

    /// Columns in which the sender numbers the questions, and those of another year; that of the questions where numbers stand
    /// before their words.
    pub(in crate::table) fn numbering_and_years(&self, content: &Content) -> BTreeSet<usize> {
        let first = self.names.keys().next().copied().unwrap_or_default();
        let (mut numbers, mut years) = (BTreeMap::<usize, Vec<Option<u64>>>::new(), BTreeSet::new());
        let (question, mut numbered) = (self.columns["question"], 0);
        for line in content.lines() {
            let asked = line.cells.get(question).filter(|_| self.names.contains_key(&line.row));
            let begins_with_digit = |cell: &LineCell| cell.text.trim_start().starts_with(|c: char| c.is_ascii_digit());
            numbered += usize::from(asked.is_some_and(begins_with_digit));
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
        years.extend((numbered > 1).then_some(question));
        years
    }

    /// Tells of answers in a column; `way` is the place in the hint that says what to do.
    fn second(&self, (at, lines): &Second, way: &str, file: &Span, asking: Asking) -> Option<Diagnostic> {
        let (line, more) = lines.split_first()?;
        let answer = line.span(file, self.columns["answer"]).cell().unwrap_or_default();
        let letters = column_letters(u32::try_from(at + 1).unwrap_or(u32::MAX));
        let is_rival = way == "letters";
        let way = (way, if is_rival { letters.as_str() } else { answer.as_str() });
        let place = Span { turned: true, ..line.span(file, *at) };
        let value = display::shown(&line.cells[*at].seen());
        let is_half = pieced::free::is_half(line, *at);
        let value = if is_half { value.replace(|c: char| c.is_ascii_digit(), "•") } else { value };
        let is_figure = line.cells[*at].kind == Kind::Number && !is_half;
        let finding = display::showing(
            "second-answer",
            place,
            (&value, is_figure),
            vec![("answer", answer.as_str()), way],
            Vec::new(),
        );
        let severity = if is_rival { Severity::Error } else { finding.severity };
        // Of another enterprise's answers one place is enough.
        let more = if is_rival { &[] } else { more };
        let also = more.iter().map(|line| Span { turned: true, ..line.span(file, *at) }).collect();
        let finding = self.named(finding.with_severity(severity), line, asking)?;
        Some(Diagnostic { also, ..finding })
    }

    /// Tells of figures, days and words on rows of the sender's own, below the first question: all in one finding. The form
    /// itself writes words where its questions stand.
    pub(in crate::table) fn tell_own_rows(
        &self,
        content: &Content,
        file: &Span,
        known: &Headers,
    ) -> Option<Diagnostic> {
        let first = self.names.keys().next().copied()?;
        let asks = ["question", "unit", "last_year", "help", "where_to_find"];
        let is_text = |at: usize| asks.iter().any(|name| self.columns.get(name) == Some(&at));
        let is_own =
            |line: &Line| !self.names.contains_key(&line.row) && !self.broken.values().any(|row| *row == line.row);
        let own = content.lines().filter(|line| line.row > first && is_own(line));
        let mut own = own.filter_map(|line| {
            let is_said = |cell: &LineCell| is_figure(cell) || says_something(cell, known);
            let mut said = line.filled().filter(|(at, cell)| !is_text(*at) && is_said(cell) && !cell.is_struck());
            let (at, cell) = said.next()?;
            let place = Span { turned: true, ..line.span(file, at) };
            Some((place, display::shown(&cell.seen()), cell.kind == Kind::Number))
        });
        let (place, value, is_figure) = own.next()?;
        let letters = column_letters(u32::try_from(self.columns["answer"] + 1).unwrap_or(u32::MAX));
        let finding = display::showing("own-row", place, (&value, is_figure), vec![("column", &letters)], Vec::new());
        Some(Diagnostic { also: own.map(|(place, ..)| place).collect(), ..finding })
    }
}

/// True for words of the sender's own: what the form itself prints is none.
fn says_something(cell: &LineCell, known: &Headers) -> bool {
    let text = cell.seen();
    cell.kind == Kind::Text && text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !known.is_help(&text)
}

/// The power of ten that a text over a form's unit tells of; the thousands of a number that stands there tell of none.
fn power_of(unit: &str, asked: &Asked) -> u32 {
    let words: String = unit.chars().filter(|c| rows::is_scale(unit) || !c.is_ascii_digit()).collect();
    asked.power_of_header(&words)
}

/// True for a share of something, which no count or amount is a correction of.
fn is_share(cell: &LineCell) -> bool {
    cell.seen().trim_end().ends_with('%')
}
