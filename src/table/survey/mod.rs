//! The lines of a table looked through: which are rows, which are not, and what is wrong with their structure.

mod alone;
mod another;
mod kind;
mod nameless;
pub(super) mod quick;
pub(super) mod short;
mod unasked;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::SheetReading;
use super::bytes::piece::Piece;
use super::cell::parse::Parser;
use super::layout::header::Headers;
use super::layout::{Candidate, Columns, rows, usual_count};
use super::lines::{Content, Line};
use super::persons::persons;
use crate::diagnostic::Diagnostic;
use crate::personal::{Place, Spared};
use crate::source::Span;
use short::{Short, Shorter};
use unasked::Unasked;
use unasked::heads_amounts;
pub(super) use unasked::is_figure;
use written::Answers;

/// Rows by which the usual number of cells is told.
const USUAL_WITHIN: usize = 1_000;
/// Most findings of one rule about the structure of one table.
const MOST: usize = 1_000;
/// Rows of a sheet in XLS and in XLSX: a table that fills it has often lost the rest.
const SHEET_ROWS: [u32; 2] = [65_536, 1_048_576];

/// A table that begins below ours.
enum Begins {
    /// A further one of the same dataset.
    Ours(Box<Candidate>),
    /// One of another dataset, or of none that is known.
    Other(String),
}

/// A text in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// Only some of the plain ones were looked at; the others are taken for the same until each is read.
    pub by_sample: bool,
}

/// What looking through the lines of a table has told.
#[derive(Clone)]
pub(crate) struct Survey<'d> {
    /// Its columns.
    pub columns: Columns<'d>,
    /// How their cells are read.
    pub parsers: BTreeMap<usize, Parser<'d>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Cells whose text is to be taken away, by row and position from 0.
    pub masked: Vec<(u32, usize)>,
    /// The text below the header, where it was cut.
    pub cut: Option<Cut>,
    /// A person's number stands in a cell for that of an organisation; nothing need tell of it yet.
    pub names_person: bool,
    spared: Spared,
    /// What the answers of a form have given away.
    answers: Answers,
    /// What the cells of columns that are no fields have given away.
    unasked: Unasked,
    /// The line of its headers.
    header: Option<Line>,
    /// Columns without a header in which something stands.
    nameless: BTreeSet<usize>,
    /// Rows in which nothing stands.
    blank: BTreeSet<u32>,
    /// Rows that are not read though something stands in them.
    left_out: BTreeSet<u32>,
    /// Rows of sums, as many as are told of.
    pub totals: Vec<Line>,
    /// Lines that are neither rows nor headers, as many as are told of; true for those of a table that is not ours.
    pub asides: Vec<(Line, bool)>,
    /// Rows of which it cannot be told which cell stands under which header.
    broken: BTreeSet<u32>,
    /// The number of cells that most rows have, where it is another than the header's.
    usual: Option<usize>,
    /// A row with too few cells whose rest may stand in the next.
    short: Option<Short>,
    /// Rows with too few cells, until it is known whether only empty ones are missing.
    shorter: Shorter,
    /// Lines of a table that is not ours go by.
    foreign: bool,
    /// It is a form that this program made, whose column of answers is its only row.
    stamped: bool,
    hidden: Option<(Span, u32)>,
    /// Findings of each rule, and the place of the first that is not told.
    told: BTreeMap<String, (usize, Option<Span>)>,
}

impl<'d> Survey<'d> {
    /// Begins with the columns of a header.
    pub(crate) fn new(
        parsers: BTreeMap<usize, Parser<'d>>,
        columns: Columns<'d>,
        spared: Spared,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self {
            columns,
            parsers,
            diagnostics,
            masked: Vec::new(),
            cut: None,
            names_person: false,
            spared,
            answers: Answers::default(),
            unasked: Unasked::default(),
            header: None,
            nameless: BTreeSet::new(),
            left_out: BTreeSet::new(),
            totals: Vec::new(),
            asides: Vec::new(),
            blank: BTreeSet::new(),
            broken: BTreeSet::new(),
            usual: None,
            short: None,
            shorter: Shorter::default(),
            foreign: false,
            stamped: false,
            hidden: None,
            told: BTreeMap::new(),
        }
    }

    /// Takes a finding, as long as there are not too many of its rule.
    fn tell(&mut self, finding: Diagnostic) {
        if self.has_room(&finding.rule, || finding.span.clone()) {
            self.diagnostics.push(finding);
        }
    }

    /// Counts a finding; false where there have been enough of its rule, so that it need not even be made.
    fn has_room(&mut self, rule: &str, place: impl FnOnce() -> Span) -> bool {
        if !self.told.contains_key(rule) {
            self.told.insert(rule.to_owned(), (0, None));
        }
        let (count, first) = self.told.get_mut(rule).expect("it was put there");
        *count += 1;
        if *count > MOST {
            first.get_or_insert_with(place);
        }
        *count <= MOST
    }

    fn tell_faults(&mut self, line: &Line, file: &Span) {
        for fault in &line.faults {
            if self.has_room(fault.kind.rule(), || line.whole(file)) {
                self.diagnostics.push(fault.diagnostic(file));
            }
        }
    }

    /// Says of which rules there were more findings than are told.
    fn tell_more(&mut self) {
        for (rule, (count, place)) in std::mem::take(&mut self.told) {
            let Some(place) = place else { continue };
            let more = (count - MOST).to_string();
            self.diagnostics.push(Diagnostic::new("more-findings", place, &[("rule", &rule), ("count", &more)]));
        }
    }

    /// True for a line that is no row.
    pub(crate) fn is_left_out(&self, line: &Line) -> bool {
        self.left_out.contains(&line.row)
    }

    /// Rows that are not read though something stands in them.
    pub(crate) fn left_out(&self) -> &BTreeSet<u32> {
        &self.left_out
    }

    /// Rows that are not read, in order: because nothing stands in them, or though something does.
    pub(crate) fn passed_over(&self) -> Vec<u32> {
        self.blank.union(&self.left_out).copied().collect()
    }

    /// True for a row of which it cannot be told which cell stands under which header.
    pub(crate) fn is_broken(&self, row: u32) -> bool {
        self.broken.contains(&row)
    }

    /// Those of some rows of which that cannot be told, in order.
    pub(crate) fn broken_rows(&self, rows: Range<u32>) -> impl Iterator<Item = u32> {
        self.broken.range(rows).copied()
    }

    /// The decimal mark of a column.
    pub(crate) fn decimal(&self, at: usize) -> Option<char> {
        match self.parsers.get(&at) {
            Some(parser) => parser.decimal,
            None => self.unasked.decimal(at),
        }
    }

    /// Counts the lines, finds what is wrong with their structure and which decimal marks the columns have. Ends before
    /// the header of a further table of the same dataset, which it gives back.
    pub(crate) fn look_through(
        &mut self,
        content: &Content,
        header: Option<&Candidate>,
        headers: &[Headers],
        file: &Span,
        sheet: &mut SheetReading,
    ) -> Option<Candidate> {
        if sheet.rows_read + sheet.rows_other == 0 {
            self.look_above(content, header, file, sheet);
        }
        if let Some(header) = header {
            self.look_at_header(header, content, file, sheet);
        }
        let mut last = header.map_or(0, |header| header.last().row);
        self.stamped = header.is_some_and(|header| header.stamp.is_some());
        self.header = header.map(|header| header.header.clone());
        self.usual = Self::usual_width(content, header);
        let total = content.length();
        let rows_before = sheet.rows_read - sheet.rows_blank;
        let mut next = None;
        if let Some(quick) = header.and_then(|header| self.quickly(content, header, headers, file, sheet)) {
            last = quick.max(last);
        } else {
            let mut blank_line = false;
            let mut lines = content.lines_after(header.map(Candidate::last)).peekable();
            while let Some(line) = lines.next() {
                let blank_before = blank_line || (line.row > last + 1 && !line.turned);
                match self.begins(&line, blank_before, &mut || lines.peek().cloned(), header, headers) {
                    Some(Begins::Ours(found)) => {
                        next = Some(*found);
                        break;
                    }
                    Some(Begins::Other(dataset)) => {
                        self.tell_second_table(&line, &dataset, file);
                        self.foreign = true;
                    }
                    None => {}
                }
                // A sheet has no lines for the rows in which nothing stands.
                let gap = if line.turned { 0 } else { line.row - last - 1 };
                last = line.row;
                sheet.rows_read += gap;
                sheet.rows_blank += gap;
                blank_line = line.is_blank();
                let end = (line.is_record() && line.end == total.0 && lines.peek().is_none()).then_some(total.1);
                self.take(&line, content, end, file, sheet);
            }
        }
        self.tell_short();
        self.settle_shorter(content, file, sheet);
        if header.is_some() && sheet.rows_read - sheet.rows_blank == rows_before {
            let place = header
                .map(|header| &header.header)
                .map_or(file.clone(), |line| if line.turned { line.whole(file) } else { file.at_row(line.row) });
            let again = header.zip(next.as_ref()).is_some_and(|(header, next)| next.repeats(header, headers));
            self.tell(Diagnostic::new(if again { "repeated-header" } else { "no-rows" }, place, &[]));
        }
        // The empty column before a table beside is told with it.
        if let Some(header) = header.filter(|_| !matches!(content, Content::Part(..))) {
            self.tell_empty_columns(&header.header, file);
        }
        if SHEET_ROWS.contains(&last) && !matches!(content, Content::Turned(_)) {
            self.tell(Diagnostic::new("row-limit-reached", file.at_row(last), &[("rows", &last.to_string())]));
        }
        if let Some((place, count)) = self.hidden.take() {
            self.tell(Diagnostic::new("hidden-row", place, &[("count", &count.to_string())]));
        }
        self.tell_ambiguous();
        self.tell_more();
        if let Some(header) = header {
            self.settle(&header.header, file);
        }
        next
    }

    /// What other table a line begins.
    fn begins(
        &self,
        line: &Line,
        blank_before: bool,
        below: &mut dyn FnMut() -> Option<Line>,
        header: Option<&Candidate>,
        headers: &[Headers],
    ) -> Option<Begins> {
        let header = header?;
        if !line.is_blank()
            && rows::is_wordy(line)
            && !rows::repeats(line, &self.columns.headers)
            && let Some(found) = another::header(line, below().as_ref(), headers, header)
        {
            let ours = found.dataset == header.dataset;
            return Some(if ours { Begins::Ours(Box::new(found)) } else { Begins::Other(found.dataset) });
        }
        let mut is_other = || {
            if self.parsers.is_empty() {
                self.heads_another(line, below().as_ref())
            } else {
                self.is_foreign_header(line)
            }
        };
        let foreign = !self.foreign && blank_before && is_other();
        foreign.then(|| Begins::Other(String::new()))
    }

    /// Looks for persons in a line and at its cells, and counts it.
    fn take(&mut self, line: &Line, content: &Content, end: Option<bool>, file: &Span, sheet: &mut SheetReading) {
        self.look_for_persons(line, content, !self.foreign, file);
        self.tell_undecodable(line, file, sheet);
        self.look_at(line, end, content, file, sheet);
    }

    fn look_above(&mut self, content: &Content, header: Option<&Candidate>, file: &Span, sheet: &mut SheetReading) {
        let Some(header) = header else { return };
        let first = header.lines.first().unwrap_or(&header.header);
        for line in content.lines().take_while(|line| line.offset < first.offset) {
            self.look_for_persons(&line, content, false, file);
            self.tell_undecodable(&line, file, sheet);
            sheet.rows_other += 1;
            if !line.is_blank() && !rows::is_delimiter_line(&line) {
                let place = if line.turned { line.whole(file) } else { file.at_row(line.row) };
                self.tell(Diagnostic::new("row-above-header", place, &[]));
            }
        }
    }

    fn look_at_header(&mut self, header: &Candidate, content: &Content, file: &Span, sheet: &mut SheetReading) {
        let mut last = None;
        for line in &header.lines {
            // A row of units may stand below an empty one.
            let gap = last.filter(|_| !header.turned).map_or(0, |last| line.row - last - 1);
            sheet.rows_read += gap;
            sheet.rows_blank += gap;
            last = Some(line.row);
            self.look_for_persons(line, content, false, file);
            self.tell_undecodable(line, file, sheet);
            self.tell_faults(line, file);
            sheet.rows_other += 1;
        }
        if !header.turned {
            sheet.header_rows.extend(header.rows());
        }
        if header.units {
            self.tell(Diagnostic::new("unit-row", header.last().whole(file), &[]));
        }
    }

    /// The number of cells that most rows have, where that is not the header's and surely no accident.
    fn usual_width(content: &Content, header: Option<&Candidate>) -> Option<usize> {
        let lines = content.lines_after(header.map(Candidate::last)).take(USUAL_WITHIN);
        let counts: Vec<usize> = lines
            .filter(|line| line.is_record() && !line.is_blank() && line.faults.is_empty())
            .map(|line| line.cells.len())
            .collect();
        let usual = usual_count(counts.iter().copied())?;
        let times = counts.iter().filter(|count| **count == usual).count();
        (times >= 2 && times * 2 >= counts.len()).then_some(usual)
    }

    fn look_at(&mut self, line: &Line, end: Option<bool>, content: &Content, file: &Span, sheet: &mut SheetReading) {
        if line.is_blank() {
            sheet.rows_read += 1;
            sheet.rows_blank += 1;
            self.blank.insert(line.row);
            return;
        }
        let sound = line.faults.is_empty() && line.undecodable().is_none();
        let cut = end == Some(true);
        let printed = || self.is_printed(line, content).then_some(rows::Other::Remark);
        let other = self.other(line).filter(|_| !cut || self.fits(line)).or_else(printed);
        if sound && (self.foreign || other.is_some()) {
            self.tell_short();
            sheet.rows_other += 1;
            self.left_out.insert(line.row);
            if other != Some(rows::Other::Header) && self.asides.len() < MOST {
                self.asides.push((line.clone(), self.foreign));
            }
            if let Some(other) = other.filter(|_| !self.foreign)
                && self.has_room(other.rule(), || line.whole(file))
            {
                self.diagnostics.push(Self::other_finding(other, line, file));
                self.totals.extend((other == rows::Other::Total).then(|| line.clone()));
            }
            return;
        }
        sheet.rows_read += 1;
        if line.hidden {
            let (_, count) = self.hidden.get_or_insert_with(|| (line.whole(file), 0));
            *count += 1;
        }
        self.tell_struck(line, file);
        if sound && self.fits(line) {
            self.tell_short();
            if self.takes_back_above(line, content, file, sheet) {
                sheet.rows_rejected += 1;
                self.left_out.insert(line.row);
                self.broken.insert(line.row);
                return;
            }
            self.shorter.see(line, self.columns.headers.len());
            self.look_at_cells(line, file);
            if cut {
                self.tell(Diagnostic::new("no-line-end", line.whole(file), &[]));
            }
            return;
        }
        sheet.rows_rejected += 1;
        self.left_out.insert(line.row);
        self.broken.insert(line.row);
        if !(cut && sound && self.takes_back_above(line, content, file, sheet)) {
            self.tell_broken(line, cut, file);
        }
    }

    /// Looks for persons in a line; `of_form` tells whether its cells are those that the form asks for.
    fn look_for_persons(&mut self, line: &Line, content: &Content, of_form: bool, file: &Span) {
        let of_form = of_form && line.faults.is_empty();
        let (mut organisations, mut masked) = (BTreeSet::new(), BTreeSet::new());
        let asked = self.parsers.keys().chain(self.columns.twins.keys()).copied();
        for at in asked.filter(|_| of_form) {
            let (Some(parser), Some(cell)) = (self.asked(at), line.cells.get(at)) else { continue };
            if parser.names_organisation(&cell.text) {
                organisations.insert(at);
            } else if parser.masks(&cell.text) {
                masked.insert(at);
            } else {
                self.names_person |= parser.names_person(&cell.text);
            }
        }
        let place = |at: usize| match self.asked(at) {
            // An amount with several words beside it is a text in the wrong column.
            _ if !of_form || words(&line.cells[at].text) > 1 => Place::Text,
            Some(parser) => parser.place(),
            None if self.parsers.is_empty() && self.columns.header(at).is_some_and(heads_amounts) => Place::Amount,
            None => Place::Text,
        };
        let mut found = persons(line, content, file, &self.spared, place);
        let spans: Vec<Span> = organisations.iter().chain(&masked).map(|at| line.span(file, *at)).collect();
        found.retain(|finding| !spans.contains(&finding.span));
        for finding in found {
            self.tell(finding);
        }
        self.masked.extend(masked.into_iter().map(|at| (line.row, at)));
    }

    /// How what is asked for in a column is read; in a further one for the same, though it is not read, the same is asked.
    fn asked(&self, at: usize) -> Option<&Parser<'d>> {
        self.parsers.get(self.columns.twins.get(&at).unwrap_or(&at))
    }

    /// True for a column in which a day is asked for, also a further one of the same.
    pub(crate) fn asks_for_day(&self, at: usize) -> bool {
        self.asked(at).is_some_and(Parser::asks_for_day)
    }

    fn tell_undecodable(&mut self, line: &Line, file: &Span, sheet: &SheetReading) {
        if let Some(at) = line.undecodable() {
            let rule = if line.cells[at].text.contains('\0') { "null-byte" } else { "undecodable-text" };
            let values = [("encoding", sheet.encoding.as_deref().unwrap_or_default())];
            self.tell(Diagnostic::new(rule, line.span(file, at), &values));
        }
    }

    fn tell_second_table(&mut self, line: &Line, dataset: &str, file: &Span) {
        self.tell_short();
        self.tell(Diagnostic::new("second-table", line.whole(file), &[("dataset", dataset)]));
    }

    fn look_at_cells(&mut self, line: &Line, file: &Span) {
        for (at, cell) in line.filled() {
            self.tell_nameless(line, at, file);
            if let Some(parser) = self.parsers.get_mut(&at) {
                if line.turned {
                    self.answers.see(line, at, parser, file);
                }
                parser.see(cell);
            }
        }
        if self.parsers.is_empty() {
            self.see_unasked(line, file);
        }
    }
}

/// How many words of letters a text has.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count()
}
