//! A form that this program made, looked at where its questions are not known.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Look, Source, Table, distinct, name};
use crate::diagnostic::Diagnostic;
use crate::personal::{Place, Spared};
use crate::source::Span;
use crate::table::SheetReading;
use crate::table::form::stamped::Form;
use crate::table::layout::Columns;
use crate::table::lines::{Content, Line};
use crate::table::persons::persons;
use crate::table::reading::sheet;
use crate::table::survey::Survey;
use crate::table::workbook::Kind;

/// What the column of the fields' names is called; its header is the stamp.
const FIELD: &str = "field";

impl Look {
    /// Counts the lines of a sheet that is no table, and looks for persons in it.
    pub(super) fn aside(&mut self, content: &Content, file: &Span, mut about: SheetReading, spared: &Spared) {
        for line in content.lines() {
            about.rows_other += 1;
            self.reading.diagnostics.extend(persons(&line, content, file, spared, |_| Place::Text));
        }
        self.reading.sheets.push(about);
    }

    /// Takes a form as a table with a row for each of its questions, and says what it is a form of.
    pub(super) fn form(
        &mut self,
        form: &Form,
        content: Content,
        file: &Span,
        mut about: SheetReading,
        spared: &Spared,
    ) {
        let Some(header) = content.lines().find(|line| form.is_header(line)) else { return };
        let mut left_out = BTreeSet::new();
        for line in content.lines() {
            let place = |at: usize| match line.cells[at].kind {
                Kind::Number if form.holds_figures(at) => Place::Amount,
                Kind::Number => Place::Number,
                _ => Place::Text,
            };
            self.reading.diagnostics.extend(persons(&line, &content, file, spared, place));
            if form.asks(&line) {
                about.rows_read += 1;
            } else {
                about.rows_other += 1;
                left_out.insert(line.row);
            }
        }
        about.header_rows = vec![header.row];
        let columns = Columns::of(&Line { cells: form.header(&header, FIELD), ..header.clone() });
        let survey = Survey::new([].into(), columns, spared.clone(), Vec::new());
        about.columns = sheet::column_readings(&survey, &header);
        let names = survey.columns.headers.iter().enumerate().map(|(at, header)| name(header, at)).collect();
        let values = [("dataset", form.stamp.dataset.as_str()), ("period", &form.stamp.period)];
        self.reading.diagnostics.push(Diagnostic::new("form-without-project", file.clone(), &values));
        self.reading.stamp.get_or_insert_with(|| form.stamp.clone());
        let length = about.rows_read as usize;
        let positions = (0..survey.columns.headers.len()).collect();
        let source = Source::Lines(Arc::new(content), Some(header), left_out, positions);
        self.tables.push(Table { names: distinct(names), length, sheet: about.sheet.clone(), source });
        self.reading.sheets.push(about);
    }
}
