//! A form as an XLSX workbook: one sheet to fill in, one hidden sheet of what may be chosen.

use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::package::Package;
use super::paper::{A4, Paper, WIDTHS, height};
use super::words::{Words, words};
use super::xml::tags;
use super::{Answer, Before, Form, Question};
use crate::table::form::stamped::COLUMNS;
use crate::text::fill;
use crate::value::Decimal;

/// Name of the hidden sheet.
const LISTS: &str = "nytta";
/// The part of the package that lists its sheets.
const BOOK: &str = "xl/workbook.xml";
/// Row of the headings; those above it and itself stay in sight.
const HEADINGS: u32 = 4;
const LAST: u16 = 7;

/// Sets a form as a workbook. The same form gives the same bytes.
///
/// Its answers alone can be changed: every other cell is locked, and so are its sheets, which are neither deleted, renamed nor
/// shown by mistake. There is no password: who means to can unlock it.
pub fn workbook(form: &Form) -> Vec<u8> {
    let bytes = set(form).expect("a form is small, its names are short and its texts are cut to what a cell takes");
    locked(&bytes).expect("a workbook that was just made has a part for its sheets")
}

/// A workbook whose sheets are locked, which the library that makes it cannot say.
fn locked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut package = Package::read(bytes)?;
    let text = package.text(BOOK)?;
    // The standard puts it before the views.
    let at = tags(&text).find(|tag| tag.name == "bookViews")?.range.start;
    package.put(BOOK, format!("{}<workbookProtection lockStructure=\"1\"/>{}", &text[..at], &text[at..]));
    package.write()
}

fn set(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let words = words(&form.language);
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(form.title.as_str())
            .set_author("nytta")
            .set_comment(form.stamp.to_string())
            .set_creation_datetime(&excel_date(form.made)?),
    );
    let mut setting = Setting { form, words, paper: Paper::new(&form.colour), row: HEADINGS + 1 };
    setting.sheet(book.add_worksheet())?;
    lists(form, words, book.add_worksheet())?;
    book.save_to_buffer()
}

fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let number = |part: u32| u8::try_from(part).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(2000), number(day.month()), number(day.day()))
}

/// The hidden sheet: the stamp in words, the words for missing answers, and a column for each list.
fn lists(form: &Form, words: &Words, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(LISTS)?.set_hidden(true).protect();
    sheet.write_string(0, 0, words.lists)?;
    let stamp = &form.stamp;
    let organisation = stamp.organisation.as_deref().unwrap_or_default();
    let version = stamp.version.to_string();
    let facts = [
        ("dataset", stamp.dataset.as_str()),
        ("version", &version),
        ("period", &stamp.period),
        ("organisation", organisation),
        ("language", &stamp.language),
    ];
    for (row, (name, value)) in (1..).zip(facts) {
        sheet.write_string(row, 0, name)?.write_string(row, 1, value)?;
    }
    let columns = std::iter::once(("missing", &form.missing));
    let columns = columns.chain(form.lists.iter().map(|(name, entries)| (name.as_str(), entries)));
    for (column, (name, entries)) in (2..).zip(columns) {
        // Not the name alone: it would look like the header of a table.
        sheet.write_string(0, column, format!("list {name}"))?;
        for (row, entry) in (1..).zip(entries) {
            sheet.write_string(row, column, entry)?;
        }
    }
    Ok(())
}

struct Setting<'a> {
    form: &'a Form,
    words: &'static Words,
    paper: Paper,
    row: u32,
}

impl Setting<'_> {
    fn sheet(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let form = self.form;
        sheet.set_name(&form.sheet)?;
        for (column, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_column_hidden(0)?.set_row_hidden(0)?;
        sheet.write_string_with_format(0, 0, form.stamp.to_string(), &self.paper.name)?;
        for (column, name) in (1..).zip(COLUMNS) {
            sheet.write_string_with_format(0, column, name, &self.paper.name)?;
        }
        self.head(sheet)?;
        self.across(sheet, &form.publicity.clone(), 10.0)?;
        for part in &form.parts {
            sheet.merge_range(self.row, 1, self.row, LAST, &part.title, &self.paper.part)?;
            sheet.set_row_height(self.row, 30)?;
            self.row += 1;
            for line in &part.lines {
                self.line(sheet, line)?;
            }
        }
        self.row += 1;
        for text in &form.ending {
            self.across(sheet, text, 11.0)?;
        }
        self.page(sheet)
    }

    /// Title, who and until when, how to answer, headings.
    fn head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (form, paper) = (self.form, &self.paper);
        let texts = [
            (&form.title, &paper.title, 20.0),
            (&form.subtitle, &paper.subtitle, 11.0),
            (&form.guide, &paper.text, 11.0),
        ];
        for (row, (text, format, size)) in (1..).zip(texts) {
            sheet.merge_range(row, 1, row, LAST, text, format)?;
            sheet.set_row_height(row, height(&[(text, all_widths(), size)]))?;
        }
        for (column, heading) in (1..).zip(&form.headings) {
            sheet.write_string_with_format(HEADINGS, column, heading, &paper.heading)?;
        }
        sheet.set_row_height(HEADINGS, 32)?;
        Ok(())
    }

    /// A text over all columns.
    fn across(&mut self, sheet: &mut Worksheet, text: &str, size: f64) -> Result<(), XlsxError> {
        let format = if size < 11.0 { &self.paper.publicity } else { &self.paper.text };
        sheet.merge_range(self.row, 1, self.row, LAST, text, format)?;
        sheet.set_row_height(self.row, height(&[(text, all_widths(), size)]) + if size < 11.0 { 6.0 } else { 0.0 })?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, sheet: &mut Worksheet, line: &Question) -> Result<(), XlsxError> {
        let (row, paper) = (self.row, &self.paper);
        let label = if line.is_part { &paper.indented } else { &paper.strong_question };
        sheet.write_string_with_format(row, 1, &line.label, label)?;
        sheet.write_string_with_format(row, 3, &line.unit, &paper.unit)?;
        sheet.write_string_with_format(row, 5, &line.help, &paper.small)?;
        sheet.write_string_with_format(row, 6, &line.where_to_find, &paper.small)?;
        let before = if let Before::Text(text) = &line.before { text.as_str() } else { "" };
        let texts = [
            (before, WIDTHS[4] - 2.0, 9.0),
            (line.label.as_str(), WIDTHS[1] - if line.is_part { 3.0 } else { 0.0 }, 11.5),
            (&line.help, WIDTHS[5], 9.0),
            (&line.where_to_find, WIDTHS[6], 9.0),
        ];
        sheet.set_row_height(row, height(&texts).max(if line.is_part { 18.0 } else { 24.0 }))?;
        match &line.column {
            Some(column) => self.answerable(sheet, line, column)?,
            None => {
                for column in [2, 4, 7] {
                    sheet.write_blank(row, column, &paper.question)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// The cells of a line that is answered: its field's name, the answer, last year's, the explanation.
    fn answerable(&self, sheet: &mut Worksheet, line: &Question, column: &str) -> Result<(), XlsxError> {
        let (row, paper) = (self.row, &self.paper);
        sheet.write_string_with_format(row, 0, column, &paper.name)?;
        let answer = paper.answer(&line.answer, line.given.is_some());
        match &line.given {
            Some(given) => sheet.write_string_with_format(row, 2, given, &answer)?,
            None => sheet.write_blank(row, 2, &answer)?.add_data_validation(row, 2, row, 2, &self.validation(line)?)?,
        };
        let format = paper.before(&line.before, &line.answer);
        match &line.before {
            Before::Nothing => sheet.write_blank(row, 4, &format)?,
            Before::Number(number) => sheet.write_number_with_format(row, 4, float(*number), &format)?,
            Before::Date(day) => sheet.write_datetime_with_format(row, 4, &excel_date(*day)?, &format)?,
            Before::Text(text) => sheet.write_string_with_format(row, 4, text, &format)?,
        };
        if line.given.is_some() {
            sheet.write_blank(row, 7, &paper.question)?;
            return Ok(());
        }
        sheet.write_blank(row, 7, &paper.reason)?;
        let mut note = DataValidation::new()
            .set_input_title(self.words.reason_title)?
            .set_input_message(cut(self.words.reason, 255))?
            .show_error_message(false);
        if let Some(range) = self.form.reasons.as_ref().and_then(|list| self.range(list)) {
            note = note.allow_list_formula(Formula::new(range));
        }
        sheet.add_data_validation(row, 7, row, 7, &note)?;
        Ok(())
    }

    /// What a cell takes, what it says when it is entered, and what it says of anything else.
    fn validation(&self, line: &Question) -> Result<DataValidation, XlsxError> {
        let cell = format!("$C${}", self.row + 1);
        let validation = DataValidation::new();
        let (validation, wrong) = match &line.answer {
            Answer::Text => (validation.allow_any_value(), ""),
            Answer::Organisation => {
                let digits = format!("SUBSTITUTE(SUBSTITUTE({cell},\"-\",\"\"),\" \",\"\")");
                let rule = format!("OR(LEN({digits})=10,LEN({digits})=12)");
                (validation.allow_custom(Formula::new(rule)), self.words.wrong_organisation)
            }
            Answer::Date { .. } => {
                let rule = format!("AND(ISNUMBER({cell}),{cell}>=DATE(1990,1,1),{cell}<DATE(2100,1,1))");
                (validation.allow_custom(Formula::new(rule)), self.words.wrong_date)
            }
            Answer::Choice(list) => {
                let range = self.range(list).unwrap_or_default();
                (validation.allow_list_formula(Formula::new(range)), self.words.wrong_choice)
            }
            Answer::Number { decimals, minimum, maximum, .. } => {
                let mut rules = Vec::new();
                if *decimals == 0 {
                    rules.push(format!("{cell}=INT({cell})"));
                }
                rules.extend(minimum.map(|least| format!("{cell}>={least}")));
                rules.extend(maximum.map(|most| format!("{cell}<={most}")));
                let number = if rules.is_empty() { "TRUE".to_owned() } else { format!("AND({})", rules.join(",")) };
                // Not OR, which fails as a whole where a word is compared as if it were a number.
                let missing = format!("SUMPRODUCT(({}={cell})*1)>0", self.range("missing").unwrap_or_default());
                let rule = format!("IF(ISNUMBER({cell}),{number},{missing})");
                let wrong = if *decimals == 0 { self.words.wrong_whole } else { self.words.wrong_decimal };
                (validation.allow_custom(Formula::new(rule)), wrong)
            }
        };
        let day = if let Answer::Date { example } = line.answer { example.to_string() } else { String::new() };
        let places = [("unknown".to_owned(), self.form.unknown.clone()), ("day".to_owned(), day)];
        let wrong = fill(wrong, &places.into());
        let validation = validation
            .set_input_title(cut(&line.label, 32))?
            .set_input_message(cut(if line.help.is_empty() { &line.unit } else { &line.help }, 255))?;
        if wrong.is_empty() {
            return Ok(validation);
        }
        validation.set_error_title(cut(self.words.wrong_title, 32))?.set_error_message(cut(&wrong, 255))
    }

    /// The cells of a list on the hidden sheet.
    fn range(&self, list: &str) -> Option<String> {
        let all = std::iter::once(("missing", &self.form.missing));
        let mut all = all.chain(self.form.lists.iter().map(|(name, entries)| (name.as_str(), entries)));
        let (at, entries) =
            all.by_ref().enumerate().find_map(|(at, (name, entries))| (name == list).then_some((at, entries)))?;
        let column = crate::source::column_letters(u32::try_from(at + 3).unwrap_or(u32::MAX));
        Some(format!("{LISTS}!${column}$2:${column}${}", entries.len().max(1) + 1))
    }

    /// What stays in sight, what may be changed, and how it is printed: A4 across, as wide as the page.
    fn page(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() };
        sheet
            .protect_with_options(&options)
            .set_freeze_panes(HEADINGS + 1, 2)?
            .set_screen_gridlines(false)
            .set_tab_color(self.paper.strong())
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
            .set_repeat_rows(HEADINGS, HEADINGS)?
            .set_print_area(0, 1, self.row - 1, LAST)?
            .set_footer(format!("&L&8{}&R&8{}", self.form.title.replace('&', "&&"), self.words.page));
        if let Some(first) = self.first_open() {
            sheet.set_selection(first, 2, first, 2)?;
        }
        Ok(())
    }

    /// The row of the first answer that is open.
    fn first_open(&self) -> Option<u32> {
        let mut row = HEADINGS + 2;
        for part in &self.form.parts {
            row += 1;
            for line in &part.lines {
                if line.column.is_some() && line.given.is_none() {
                    return Some(row);
                }
                row += 1;
            }
        }
        None
    }
}

fn all_widths() -> f64 {
    WIDTHS[1..].iter().sum()
}

fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}

/// A text of at most so many UTF-16 units, cut between words.
fn cut(text: &str, most: usize) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for word in text.split(' ') {
        if length(&kept) + length(word) + 2 > most {
            break;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    if kept.is_empty() {
        kept = text.chars().take(most / 2).collect();
    }
    kept.push('…');
    kept
}
