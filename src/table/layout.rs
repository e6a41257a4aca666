//! Where the header stands, what parts the cells, and which dataset it is: decided together by the expected headers.

use std::collections::BTreeMap;

use super::header::{Headers, Match};
use super::lines::Line;
use crate::definition::Definitions;
use crate::definition::dataset::ColumnDefinition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::record::Records;
use crate::source::Span;

/// Lines among which the header is looked for.
pub(crate) const HEADER_WITHIN: usize = 20;
/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// A header that was found.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its dataset.
    pub dataset: String,
    /// How many columns of the dataset it names.
    pub matches: usize,
    /// The line.
    pub header: Line,
    /// Delimiter of a CSV file.
    pub delimiter: u8,
}

impl Candidate {
    /// True when the line is a header and not a line with a likely word in it.
    pub(crate) fn is_header(&self) -> bool {
        self.matches >= 2
    }
}

/// The likeliest header among the first lines; the first of equals.
pub(crate) fn find(lines: &[Line], delimiter: u8, headers: &[Headers]) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for line in lines {
        for known in headers {
            let matches = known.matches(line);
            if matches > best.as_ref().map_or(0, |best| best.matches) {
                let dataset = known.dataset.dataset.value.clone();
                best = Some(Candidate { dataset, matches, header: line.clone(), delimiter });
            }
        }
    }
    best
}

/// The likeliest header of a CSV text, with each delimiter tried.
pub(crate) fn find_in_text(text: &str, headers: &[Headers]) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for delimiter in DELIMITERS {
        let lines: Vec<Line> = Records::new(text, delimiter).take(HEADER_WITHIN).map(Line::from).collect();
        let found = find(&lines, delimiter, headers);
        if found.as_ref().map_or(0, |found| found.matches) > best.as_ref().map_or(0, |best| best.matches) {
            best = found;
        }
    }
    best
}

/// The delimiter of a text without a header that is known: the one that stands in it most often.
pub(crate) fn likely_delimiter(text: &str) -> u8 {
    let count = |delimiter: &u8| {
        let mark = char::from(*delimiter);
        text.lines().take(HEADER_WITHIN).map(|line| line.matches(mark).count()).sum::<usize>()
    };
    DELIMITERS.into_iter().rev().max_by_key(count).unwrap_or(b';')
}

/// The columns of a file by their position from 0.
#[derive(Debug, Default)]
pub(crate) struct Columns<'d> {
    /// Columns of the dataset.
    pub known: BTreeMap<usize, &'d ColumnDefinition>,
    /// Headers as written, without space around them.
    pub headers: Vec<String>,
    /// Columns up to the last that has a header.
    pub width: usize,
}

impl Columns<'_> {
    /// The header at a position.
    pub(crate) fn header(&self, at: usize) -> Option<&str> {
        self.headers.get(at).map(String::as_str)
    }
}

/// Matches the headers of a line to the columns of a dataset, and tells which did not match.
pub(crate) fn columns<'d>(
    line: &Line,
    known: &Headers<'d>,
    definitions: &Definitions,
    file: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Columns<'d> {
    let languages = &definitions.project.languages;
    let label = |column: &ColumnDefinition| match column.label.in_language(languages) {
        "" => column.name.clone(),
        label => label.to_owned(),
    };
    let headers: Vec<String> =
        line.cells.iter().map(|cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let width = headers.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last + 1);
    let mut columns = Columns { known: BTreeMap::new(), headers, width };
    let mut strange = Vec::new();
    for (at, header) in columns.headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        match known.find(header) {
            Match::Column(column) if columns.known.values().any(|other| other.name == column.name) => {
                let values = [("header", header.as_str()), ("field", &label(column))];
                let finding = Diagnostic::new("duplicate-column", line.span(file, at), &values);
                diagnostics.push(finding.in_column(Some(header), &column.name));
            }
            Match::Column(column) => {
                columns.known.insert(at, column);
            }
            Match::Ambiguous => {
                let meant: Vec<String> = known.meant(header).into_iter().map(label).collect();
                let values = [("header", header.as_str()), ("candidates", &meant.join(", "))];
                let finding = Diagnostic::new("ambiguous-column", line.span(file, at), &values);
                diagnostics.push(Diagnostic { column: Some(header.clone()), ..finding });
            }
            Match::Unknown => strange.push(at),
        }
    }
    let lacking: Vec<&ColumnDefinition> = known
        .dataset
        .columns
        .iter()
        .filter(|column| !columns.known.values().any(|found| found.name == column.name))
        .collect();
    let mut suggested = Vec::new();
    for at in strange {
        let header = &columns.headers[at];
        // A header close to one that is already there is a column of the sender's own.
        let near = known.near(header).filter(|(column, _)| lacking.contains(column));
        let mut finding = match near {
            Some((_, written)) => {
                Diagnostic::new("unknown-column", line.span(file, at), &[("header", header), ("nearest", written)])
            }
            None => Diagnostic::new("extra-column", line.span(file, at), &[("header", header)]),
        };
        finding.column = Some(header.clone());
        finding.field = near.map(|(column, _)| column.name.clone());
        suggested.extend(near.map(|(column, _)| column.name.as_str()));
        diagnostics.push(finding);
    }
    for column in lacking.iter().filter(|column| column.required) {
        let finding = Diagnostic::new("missing-column", file.at_row(line.row), &[("header", &label(column))]);
        // Where the column is there under a misspelt header, the one finding tells both.
        if suggested.contains(&column.name.as_str()) {
            raise(diagnostics, &column.name);
        } else {
            diagnostics.push(finding.in_column(None, &column.name));
        }
    }
    columns
}

/// A misspelt header of a column that must be there is an error.
fn raise(diagnostics: &mut [Diagnostic], column: &str) {
    let misspelt =
        |finding: &&mut Diagnostic| finding.rule == "unknown-column" && finding.field.as_deref() == Some(column);
    if let Some(finding) = diagnostics.iter_mut().find(misspelt) {
        finding.severity = Severity::Error;
    }
}
