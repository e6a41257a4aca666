//! Where the header stands, what parts the cells, and which dataset it is: decided together by the expected headers.

mod about;
pub(super) mod header;
mod help;
pub(super) mod rows;
mod text;
mod twins;

use std::collections::BTreeMap;

use chrono::Datelike;

use super::cell::parse::Parser;
use super::lines::{Content, Line, LineCell};
use super::spelling::date;
use super::spelling::dated::Dated;
use super::stamp::Stamp;
use crate::definition::Definitions;
use crate::definition::dataset::ColumnDefinition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::text::Text;
use header::{Headers, Match};
pub(crate) use text::{find_in_text, find_turned, likely_delimiter, or_turned, usual_count};

/// Lines among which the header is looked for.
pub(crate) const HEADER_WITHIN: usize = 60;
/// What may part cells, the likeliest first.
pub(crate) const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// How a table stands in its file, where somebody says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// What parts the cells of a text.
    pub delimiter: Option<u8>,
    /// The first row of its headers.
    pub header_row: Option<u32>,
}

impl Said {
    /// True for a line at which the headers may begin.
    pub(crate) fn may_begin(self, line: &Line) -> bool {
        self.header_row.is_none_or(|row| row == line.row && !line.is_blank())
    }

    /// Lines among which the headers are looked for.
    pub(crate) fn within(self) -> usize {
        self.header_row.map_or(HEADER_WITHIN, |row| HEADER_WITHIN.max(row as usize + 2))
    }

    /// True where what is said leaves a form that was found with a delimiter what it is.
    pub(crate) fn fits_form(self, delimiter: Option<u8>) -> bool {
        self.header_row.is_none() && (self.delimiter.is_none() || self.delimiter == delimiter)
    }
}

/// A header that was found.
#[expect(clippy::struct_excessive_bools, reason = "each says of a header what the others leave open")]
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its dataset.
    pub dataset: String,
    /// How many columns of the dataset it names.
    pub matches: usize,
    /// The line; several lines of headers joined.
    pub header: Line,
    /// All lines it is made of, with a row of units below them.
    pub lines: Vec<Line>,
    /// The last of its lines holds only units.
    pub units: bool,
    /// Delimiter of a CSV file.
    pub delimiter: u8,
    /// The headers stand below each other.
    pub turned: bool,
    /// What form it is, where this program made it.
    pub stamp: Option<Stamp>,
    /// It is a form beside whose answers stand others that may hold as well.
    pub is_unsure: bool,
    /// It is a form, which prints the unit beside each question.
    pub is_form: bool,
}

impl Candidate {
    /// True for the headers of a table once more right below them, in other words.
    pub(crate) fn repeats(&self, other: &Self, headers: &[Headers]) -> bool {
        let known = headers.iter().find(|known| known.dataset.dataset.value == self.dataset);
        let names_same = known.is_some_and(|known| known.columns(&self.header) == known.columns(&other.header));
        names_same && self.dataset == other.dataset && self.header.row == other.last().row + 1
    }

    fn new(known: &Headers, matches: usize, header: Line, lines: &[Line], delimiter: u8) -> Self {
        let (dataset, turned) = (known.dataset.dataset.value.clone(), header.turned);
        Self {
            dataset,
            matches,
            header,
            lines: lines.to_vec(),
            units: false,
            delimiter,
            turned,
            stamp: None,
            is_unsure: false,
            is_form: false,
        }
    }

    /// The questions of a form that this program made.
    pub(crate) fn of_form(known: &Headers, questions: Line, delimiter: u8, stamp: Option<&Stamp>) -> Self {
        let matches = known.matches(&questions);
        Self {
            stamp: stamp.cloned(),
            is_form: true,
            ..Self::new(known, matches, questions.clone(), &[questions], delimiter)
        }
    }

    /// True when the line is a header and not a line with a likely word in it.
    pub(crate) fn is_header(&self) -> bool {
        self.matches >= 2
    }

    /// True where every header of it is known.
    fn is_whole(&self) -> bool {
        self.matches == self.header.filled().count()
    }

    /// The last line that belongs to it.
    pub(crate) fn last(&self) -> &Line {
        self.lines.last().unwrap_or(&self.header)
    }

    /// Rows that hold headers.
    pub(crate) fn rows(&self) -> Vec<u32> {
        let units = usize::from(self.units);
        self.lines.iter().take(self.lines.len() - units).map(|line| line.row).collect()
    }
}

/// The likeliest header among some lines, in one or two of them; the first of equals.
pub(crate) fn find(lines: &[Line], delimiter: u8, headers: &[Headers]) -> Option<Candidate> {
    find_said(lines, delimiter, headers, Said::default())
}

/// The likeliest header among some lines that begins where it is said to.
pub(crate) fn find_said(lines: &[Line], delimiter: u8, headers: &[Headers], said: Said) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for known in headers {
        for line in lines.iter().filter(|line| said.may_begin(line)) {
            let most = best.as_ref().map_or(0, |best| best.matches);
            // No cell names two columns, and no column is named twice.
            if line.cells.len().min(known.dataset.columns.len()) <= most {
                continue;
            }
            let matches = known.matches(line);
            if matches > most {
                best = Some(Candidate::new(known, matches, line.clone(), std::slice::from_ref(line), delimiter));
            }
        }
    }
    // Two lines are a header only where together they name more than one of them does.
    if !best.as_ref().is_some_and(Candidate::is_whole) {
        for known in headers {
            let mut take = |header: Line, lines: &[Line]| {
                let matches = known.matches(&header);
                if matches > best.as_ref().map_or(0, |best| best.matches) {
                    best = Some(Candidate::new(known, matches, header, lines, delimiter));
                }
            };
            let named = |own, group: &str, under| known_by(known, own, group, under);
            let pairs = lines.windows(2).filter(|pair| said.may_begin(&pair[0]));
            pairs.for_each(|pair| take(joined(&pair[0], &pair[1], named), pair));
        }
    }
    let mut best = best?;
    let last = best.last().offset;
    let below = lines.iter().find(|line| line.offset > last && !line.is_blank());
    let known = headers.iter().find(|known| known.dataset.dataset.value == best.dataset);
    let organisation = known.and_then(|known| known.organisation(&best.header));
    let is_of_columns = |below: &&Line| {
        about::is_of_columns(&best.header, below, organisation) || rows::is_unit_line_below(&best.header, below)
    };
    if let Some(units) = below.filter(|below| best.lines.len() == 1 && is_of_columns(below)) {
        // Thousands, or another unit, change what the figures are, so they are part of what the header says.
        let mut group = String::new();
        let of_group = |at: usize| about::is_of_group(&best.header, units, at);
        let of_group: Vec<bool> = (0..units.cells.len()).map(of_group).collect();
        for ((cell, unit), of_group) in best.header.cells.iter_mut().zip(&units.cells).zip(of_group) {
            if !cell.is_blank() {
                cell.text.trim().clone_into(&mut group);
            }
            let both = format!("{} / {}", cell.text.trim(), unit.text.trim());
            // A year is that of the columns which the header stands above.
            if let Some(year) = about::year(&unit.text).filter(|_| of_group) {
                cell.text = format!("{group} {year}");
            } else if rows::is_scale(&unit.text) || known.is_some_and(|known| known.states_other_unit(&both)) {
                cell.text = both;
            }
        }
        best.lines.push(units.clone());
        best.units = true;
    }
    Some(best)
}

/// Two lines of headers as one: what stands above a group of columns stands above each of them. `named` makes a header of what
/// stands above a cell itself, of what its group is called, and of what stands below.
pub(in crate::table) fn joined(above: &Line, below: &Line, named: impl Fn(String, &str, String) -> String) -> Line {
    let text = |line: &Line, at: usize| line.cells.get(at).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
    let mut header = below.clone();
    header.cells.resize(above.cells.len().max(below.cells.len()), LineCell::default());
    header.faults.extend(above.faults.iter().copied());
    let mut group = String::new();
    for (at, cell) in header.cells.iter_mut().enumerate() {
        let own = text(above, at);
        if !own.is_empty() {
            group.clone_from(&own);
        }
        cell.text = named(own, &group, text(below, at));
    }
    header
}

/// The header of two lines by which a column is known: both, or the one of them that is known alone.
fn known_by(known: &Headers, own: String, group: &str, under: String) -> String {
    let is_known = |text: &str| matches!(known.find(text), Match::Column(_));
    let both = format!("{group} / {under}");
    if under.is_empty() || (is_known(&own) && !is_known(&both) && !is_known(&under)) {
        own
    } else if group.is_empty() || (!is_known(&both) && is_known(&under)) {
        under
    } else {
        both
    }
}

/// The columns of a file by their position from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns<'d> {
    /// Columns of the dataset.
    pub known: BTreeMap<usize, &'d ColumnDefinition>,
    /// Positions of those that together name a row.
    pub key: Vec<usize>,
    /// Headers as written, without space around them.
    pub headers: Vec<String>,
    /// Columns up to the last that has a header.
    pub width: usize,
    /// Columns of the dataset that a header nearly names.
    pub misspelt: Vec<String>,
    /// Positions of further columns for one that is known, each with the position of that one.
    pub twins: BTreeMap<usize, usize>,
    /// Two headers name one column of the dataset, and nothing tells which of them holds.
    pub is_twice: bool,
}

impl Columns<'_> {
    /// The columns of a line of headers, none of them known.
    pub(crate) fn of(line: &Line) -> Self {
        let headers: Vec<String> =
            line.cells.iter().map(|cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let width = headers.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last + 1);
        Columns { headers, width, ..Columns::default() }
    }

    /// True for the position of a column that is asked for, or of a further one for it.
    pub(crate) fn is_asked(&self, at: usize) -> bool {
        self.known.contains_key(&at) || self.twins.contains_key(&at)
    }

    /// The header at a position.
    pub(crate) fn header(&self, at: usize) -> Option<&str> {
        self.headers.get(at).map(String::as_str)
    }
}

/// What the form calls a column: in the reader's language, else in the project's first that has a label.
fn asked_as(column: &ColumnDefinition, languages: &[String]) -> Text {
    match column.label.in_language(languages) {
        "" => Text::same(&column.name),
        label => column.label.clone().and("", label),
    }
}

/// The year of a table's figures: that of the period which its file was sent for, else the only one in which its rows end, else
/// the only one that its headers name.
fn year(
    candidate: &Candidate,
    (headers, content): (&[String], &Content),
    known: &Headers,
    file: &Span,
    definitions: &Definitions,
) -> Option<i32> {
    let period = file.file.as_deref().and_then(|path| definitions.project.period_of_path(path));
    period.map(|period| period.end.year()).or_else(|| {
        let mut named = headers.iter().filter_map(|header| Dated::of(header)).map(|dated| dated.year).peekable();
        named.peek()?;
        let is_period = |header: &String| matches!(known.find(header), Match::Column(column) if column.name == *known.dataset.period);
        let at = headers.iter().position(is_period);
        let lines = at.into_iter().flat_map(|at| {
            let lines = content.lines_after(Some(candidate.last())).take(HEADER_WITHIN);
            lines.filter_map(move |line| date::read(&line.cells.get(at)?.text, date::Order::default()))
        });
        only(lines.map(|day| day.year())).or_else(|| only(named))
    })
}

/// The one year that all of some are.
fn only(mut years: impl Iterator<Item = i32>) -> Option<i32> {
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// True for a header in another unit where another one names the same column in its own.
fn is_in_other_unit(known: &Headers, headers: &[String], at: usize, year: Option<i32>) -> bool {
    let meant = |header: &str| known.find_dated(header, Some(year.unwrap_or_default()));
    let is_own = |other: &String| meant(other) == meant(&headers[at]) && !known.states_other_unit(other);
    known.states_other_unit(&headers[at]) && headers.iter().any(is_own)
}

/// The column of two headers for one that says all that either does.
fn kept(
    candidate: &Candidate,
    content: &Content,
    (column, headers): (&ColumnDefinition, [(usize, &str); 2]),
    known: &Headers,
    definitions: &Definitions,
) -> Option<usize> {
    let [(first, one), (second, other)] = headers;
    let parser = |header| Parser::of_column(column, header, known.dataset, definitions, candidate.stamp.as_ref());
    let (of_one, of_other) = parser(one).zip(parser(other))?;
    twins::holds_all(content, candidate.last(), [(first, of_one), (second, of_other)])
}

/// What is told of the second of two headers for one column, of which that at `kept` is read, if any.
fn twice(
    candidate: &Candidate,
    (column, headers): (&ColumnDefinition, [(usize, &str); 2]),
    kept: Option<usize>,
    definitions: &Definitions,
    file: &Span,
) -> Diagnostic {
    let [(first, one), (second, other)] = headers;
    let place = candidate.header.span(file, second);
    let cell = |at: usize| candidate.header.span(file, at).cell().unwrap_or_default();
    let values = [("header", other), ("other", one), ("cell", &cell(first))];
    let finding = if let Some(kept) = kept {
        let kept = cell(kept);
        let values = [&values[..], &[("kept", &kept)]].concat();
        Diagnostic::new("duplicate-column", place, &values).with_severity(Severity::Note)
    } else {
        let words = [("field", &asked_as(column, &definitions.project.languages))];
        Diagnostic::worded("duplicate-column", place, &values, &words)
    };
    finding.in_column(Some(other), &column.name)
}

/// Matches the headers of a table to the columns of a dataset, and tells which did not match.
pub(crate) fn columns<'d>(
    candidate: &Candidate,
    content: &Content,
    known: &Headers<'d>,
    definitions: &Definitions,
    file: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Columns<'d> {
    let line = &candidate.header;
    let label = |column: &ColumnDefinition| asked_as(column, &definitions.project.languages);
    let mut columns = Columns::of(line);
    let year = year(candidate, (&columns.headers, content), known, file, definitions);
    let (mut strange, mut twins) = (Vec::new(), Vec::new());
    for (at, header) in columns.headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        match known.find_dated(header, Some(year.unwrap_or_default())) {
            // A sender's own column of the same in another unit stands beside the one that is asked for.
            Match::Column(_) if is_in_other_unit(known, &columns.headers, at, year) => strange.push(at),
            Match::Column(column) => {
                let first = columns.known.iter().find(|(_, other)| other.name == column.name).map(|(first, _)| *first);
                if let Some(first) = first {
                    let headers = [(first, columns.headers[first].as_str()), (at, header)];
                    let kept = kept(candidate, content, (column, headers), known, definitions);
                    twins.push((column, [first, at], kept.is_some()));
                    columns.is_twice |= kept.is_none();
                    if kept != Some(at) {
                        columns.twins.insert(at, first);
                        continue;
                    }
                    columns.known.remove(&first);
                    columns.twins.values_mut().filter(|of| **of == first).for_each(|of| *of = at);
                    columns.twins.insert(first, at);
                }
                columns.known.insert(at, column);
            }
            Match::Ambiguous => {
                let meant: Vec<Text> = known.meant(header).into_iter().map(label).collect();
                diagnostics.push(ambiguous(header, line.span(file, at), &meant).under(header));
            }
            Match::Unknown => strange.push(at),
        }
    }
    // Which of several is read is known when all have been seen.
    diagnostics.extend(twins.into_iter().map(|(column, both, is_read)| {
        let read = columns.known.iter().find(|(_, known)| known.name == column.name).map(|(at, _)| *at);
        let headers = both.map(|at| (at, columns.headers[at].as_str()));
        twice(candidate, (column, headers), read.filter(|_| is_read), definitions, file)
    }));
    let is_key = |column: &ColumnDefinition| known.dataset.key.iter().any(|name| **name == column.name);
    columns.key = columns.known.iter().filter(|(_, column)| is_key(column)).map(|(at, _)| *at).collect();
    columns.misspelt = tell_unknown(&columns, &strange, line, known, definitions, file, diagnostics);
    columns
}

/// What is asked of a header that may mean several columns.
fn ambiguous(header: &str, place: Span, meant: &[Text]) -> Diagnostic {
    let words = [("candidates", &Text::quoted(meant))];
    Diagnostic::worded("ambiguous-column", place, &[("header", header)], &words)
}

/// What is told of a header that is none: it nearly names a column, or leaves open which of several, or is the sender's own.
fn unknown(header: &str, place: Span, near: Option<Text>, open: &dyn Fn() -> Vec<Text>) -> Diagnostic {
    let values = [("header", header)];
    if let Some(near) = near {
        return Diagnostic::worded("unknown-column", place, &values, &[("nearest", &near)]);
    }
    let open = open();
    if open.is_empty() { Diagnostic::new("extra-column", place, &values) } else { ambiguous(header, place, &open) }
}

/// Tells of headers that are none, by their positions, and of columns that are missing; gives back the names of those that a
/// header nearly names.
fn tell_unknown(
    columns: &Columns,
    strange: &[usize],
    line: &Line,
    known: &Headers,
    definitions: &Definitions,
    file: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let label = |column: &ColumnDefinition| asked_as(column, &definitions.project.languages);
    let lacking: Vec<&ColumnDefinition> = known
        .dataset
        .columns
        .iter()
        .filter(|column| !columns.known.values().any(|found| found.name == column.name))
        .collect();
    let mut suggested = Vec::new();
    for at in strange.iter().copied() {
        let header = &columns.headers[at];
        // A header close to one that is already there is a column of the sender's own.
        let is_lacking = |column: &&ColumnDefinition| lacking.contains(column);
        let is_core = |column: &ColumnDefinition| known.dataset.field(&column.field).is_some_and(|field| field.core);
        // In brackets, and by words that say how it is counted, any question is named; by others only one that all are asked.
        let is_said = header.ends_with(')');
        let begun = known.begun(header).filter(|(column, _)| is_lacking(column));
        let begun = begun.filter(|(column, is_how)| is_core(column) || *is_how || is_said);
        let near = known.near(header).filter(is_lacking).or(begun.map(|(column, _)| column));
        let open = || known.left_open(header).into_iter().filter(is_lacking).map(label).collect::<Vec<_>>();
        let mut finding = unknown(header, line.span(file, at), near.map(label), &open).under(header);
        finding.field = near.map(|column| column.name.clone());
        // A question that everybody is asked is not lost for a word behind its header.
        if begun.is_some_and(|(column, is_how)| is_how && is_core(column)) {
            finding.severity = Severity::Error;
        }
        suggested.extend(near.map(|column| column.name.as_str()));
        diagnostics.push(finding);
    }
    let place = if line.turned { line.whole(file) } else { file.at_row(line.row) };
    for column in lacking.iter().filter(|column| column.required) {
        let finding = Diagnostic::worded("missing-column", place.clone(), &[], &[("header", &label(column))]);
        // Where the column is there under a misspelt header, the one finding tells both.
        if suggested.contains(&column.name.as_str()) {
            raise(diagnostics, &column.name);
        } else {
            diagnostics.push(finding.in_column(None, &column.name));
        }
    }
    suggested.into_iter().map(str::to_owned).collect()
}

/// A misspelt header of a column that must be there is an error.
fn raise(diagnostics: &mut [Diagnostic], column: &str) {
    let misspelt =
        |finding: &&mut Diagnostic| finding.rule == "unknown-column" && finding.field.as_deref() == Some(column);
    if let Some(finding) = diagnostics.iter_mut().find(misspelt) {
        finding.severity = Severity::Error;
    }
}
