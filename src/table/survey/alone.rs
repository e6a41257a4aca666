//! Lines in which only the first cell holds something: the rest of a number above, or what a program printed below the table.

use super::Survey;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::table::SheetReading;
use crate::table::cell::parse::Value;
use crate::table::layout::rows::{self, Other};
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::{date, number};

/// Lines that are looked at to tell whether a table has ended.
const AHEAD: usize = 50;
/// Digits that no day, hour, page or version has.
const OF_AMOUNT: usize = 5;
/// Digits of a page and how many there are, or of an hour.
const OF_PAGES: usize = 4;
/// Digits of an organisation's number.
const OF_ORGANISATION: usize = 10;

impl Survey<'_> {
    /// The text of a line with nothing else, which names no organisation.
    fn alone<'l>(&self, line: &'l Line) -> Option<&'l str> {
        let is_sound = !line.turned && line.faults.is_empty() && !self.parsers.is_empty() && self.columns.width > 2;
        rows::only_first(line).filter(|_| is_sound && !self.names_record(line))
    }

    /// True where none but such lines and blank ones follow.
    fn is_last(&self, line: &Line, content: &Content) -> bool {
        let mut below = content.lines_after(Some(line));
        let end = below.by_ref().take(AHEAD).all(|line| line.is_blank() || self.alone(&line).is_some());
        end && below.next().is_none()
    }

    /// True for a line that was printed below the last row, such as a day, a page or the name of a program: it cannot be read as the
    /// row that it would be, nor be the rest of one.
    pub(super) fn is_printed(&self, line: &Line, content: &Content) -> bool {
        let Some(text) = self.alone(line) else { return false };
        let is_row = match self.parsers.get(&0) {
            Some(parser) => !matches!(parser.read(&line.cells[0]).value, Value::Unreadable | Value::Missing(_)),
            None => self.columns.header(0).is_some_and(|header| !header.is_empty()),
        };
        let may_name = text.split_whitespace().any(|word| digits(word) >= OF_ORGANISATION && !word.contains(':'));
        let joined = text.contains([';', '\t', '|', '"']) || text.matches(',').count() > 2;
        let is_none = is_row || may_name || joined || may_be_figure(text);
        !is_none && self.is_last(line, content) && self.begun_above(line, content).is_none()
    }

    /// The finding of a line that is no row: a warning where a remark names an amount, which may be meant to correct one.
    pub(super) fn other_finding(other: Other, line: &Line, file: &Span) -> Diagnostic {
        let finding = Diagnostic::new(other.rule(), line.whole(file), &[]);
        let names_amount = || rows::only_first(line).is_some_and(names_amount);
        if other == Other::Remark && names_amount() { finding.with_severity(Severity::Warning) } else { finding }
    }

    /// Takes back the row above a line that holds nothing but the rest of its last number: what a line break has left of it is no
    /// answer. True where there is one.
    pub(super) fn takes_back_above(
        &mut self,
        line: &Line,
        content: &Content,
        file: &Span,
        sheet: &mut SheetReading,
    ) -> bool {
        let Some(above) = self.begun_above(line, content) else { return false };
        self.left_out.insert(above.row);
        self.broken.insert(above.row);
        sheet.rows_rejected += 1;
        let bytes = line.is_record().then(|| (usize::try_from(above.offset).unwrap_or(usize::MAX), line.end));
        let place = Span { bytes, ..file.at_row(above.row) };
        self.tell(Diagnostic::new("split-row", place, &[("next", &line.row.to_string())]));
        true
    }

    /// The row above a line that holds nothing but a number, where the two together end with one.
    fn begun_above(&self, line: &Line, content: &Content) -> Option<Line> {
        let rest = self.alone(line).filter(|text| text.bytes().any(|byte| byte.is_ascii_digit()))?;
        let at = self.columns.width.checked_sub(1)?;
        let parser = self.parsers.get(&at).filter(|parser| parser.is_number())?;
        let above = content.line_above(line).filter(|above| self.fits(above) && above.faults.is_empty())?;
        let is_row = !above.is_blank() && !self.left_out.contains(&above.row) && above.filled().nth(1).is_some();
        let whole = above.cells.get(at).map(|cell| cell.text.trim()).unwrap_or_default();
        let is_number = |text: String| {
            let cell = LineCell { text, ..LineCell::default() };
            matches!(parser.read(&cell).value, Value::Number(_))
        };
        let is_one = is_number(format!("{whole}{rest}")) || is_number(format!("{whole} {rest}"));
        // A page or a year may be printed below a row, but directly below half a number nobody can tell it from the rest.
        let is_printed = || whole.is_empty() && rows::may_be_printed(rest) && self.is_last(line, content);
        (is_row && is_one && !is_printed()).then_some(above)
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// True for what may be left of a row of figures: digits without words that are no year, day, hour or `1 (1)`.
fn may_be_figure(text: &str) -> bool {
    let is_year = text.len() > 2 && rows::may_be_printed(text);
    let is_page = digits(text) <= OF_PAGES && text.contains(['/', '(', ':']);
    let is_printed = is_year || is_page || date::is_day(text);
    digits(text) > 0 && (number::is_one(text) || !(is_printed || text.contains(char::is_alphabetic))) && !is_year
}

/// True where a text names a number as large as amounts are.
fn names_amount(text: &str) -> bool {
    let numbers =
        text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '.' | '-' | '/'))).map(str::trim);
    numbers.filter(|number| !date::is_day(number)).any(|number| digits(number) >= OF_AMOUNT && number::is_one(number))
}
