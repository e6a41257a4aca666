//! CSV bytes into records with exact places.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::diagnostic::{Diagnostic, Severity};
use crate::personal;
use crate::source::Span;

const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Most bytes of a field: a cell of a spreadsheet holds 32,767 characters, which are at most four bytes each.
const LONGEST_FIELD: usize = 128 * 1024;
/// Most fields of a record: four times the columns of a spreadsheet.
const MOST_FIELDS: usize = 65_536;

/// One field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Text without its quotes; empty where the field is too long to be kept.
    pub text: String,
    /// Bytes in the text, quotes included, delimiter and line end not.
    pub bytes: (usize, usize),
    /// It begins with a quote.
    pub quoted: bool,
}

/// One record: a line, or several where quoted fields hold line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Row as a spreadsheet shows it: blank lines count, a quoted line break does not.
    pub row: u32,
    /// First byte.
    pub offset: usize,
    /// Byte after its line end.
    pub end: usize,
    /// The fields; none for an empty line.
    pub fields: Vec<Field>,
    /// What is wrong with it by itself.
    pub faults: Vec<Fault>,
}

impl Record {
    /// True when nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.text.trim().is_empty())
    }
}

/// What can be wrong with a record by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No quote closes the field; its record is taken to end with its line.
    UnclosedQuote,
    /// Something stands between the closing quote and the delimiter.
    TextAfterQuote,
    /// A quote stands inside a field that does not begin with one.
    BareQuote,
    /// The field is longer than any cell can be.
    LongField,
    /// The record has more fields than any sheet has columns; the rest of it is passed over.
    ManyFields,
}

impl FaultKind {
    /// The rule that tells of it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed-quote",
            Self::TextAfterQuote => "text-after-quote",
            Self::BareQuote => "bare-quote",
            Self::LongField => "cell-too-long",
            Self::ManyFields => "too-many-cells",
        }
    }
}

/// A fault in one field. Such a record cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Row as a spreadsheet shows it.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
    /// The quote, or the text after it.
    pub bytes: (usize, usize),
}

impl Fault {
    /// The finding, in a file or sheet.
    pub fn diagnostic(&self, place: &Span) -> Diagnostic {
        let span = Span { bytes: Some(self.bytes), ..place.at(self.row, self.column) };
        let cell = span.cell().unwrap_or_default();
        Diagnostic::new(self.kind.rule(), span, &[("cell", &cell)])
    }
}

/// The records of a text, one by one; every byte but a byte order mark belongs to exactly one.
pub struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    width: Option<usize>,
    at: usize,
    row: u32,
    reader: Box<Reader>,
    buffer: Vec<u8>,
}

thread_local! {
    /// The reader used last, and its delimiter: to build one takes longer than to look up the place of a finding. A clone
    /// of one does not read.
    static SPARE: Cell<Option<(u8, Box<Reader>)>> = const { Cell::new(None) };
}

impl Drop for Records<'_> {
    fn drop(&mut self) {
        let reader = (self.delimiter, std::mem::take(&mut self.reader));
        // A thread that ends needs none.
        let _ = SPARE.try_with(|spare| spare.set(Some(reader)));
    }
}

impl<'t> Records<'t> {
    /// The records of a whole text.
    pub fn new(text: &'t str, delimiter: u8) -> Self {
        let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Self::from(text, delimiter, start, 1)
    }

    /// The records from the byte where one begins, whose row is known.
    pub fn from(text: &'t str, delimiter: u8, offset: usize, row: u32) -> Self {
        let spare = SPARE.take().filter(|(of, _)| *of == delimiter).map(|(_, reader)| reader);
        let reader = spare.unwrap_or_else(|| Box::new(ReaderBuilder::new().delimiter(delimiter).build()));
        let mut records =
            Self { text, delimiter, width: None, at: offset.min(text.len()), row, reader, buffer: vec![0; 256] };
        records.begin_anew();
        records
    }

    /// Sets the reader before a record, and not before a text, whose byte order mark it would pass over.
    fn begin_anew(&mut self) {
        self.reader.reset();
        // A line end before a record is no part of it.
        self.reader.read_field(b"\n", &mut self.buffer);
    }

    /// Tells how many fields a record should have, so that a quote that swallows whole records gives itself away.
    #[must_use]
    pub fn of_width(mut self, width: Option<usize>) -> Self {
        self.width = width;
        self
    }

    /// Splits the bytes up to `stop` into the fields of one record; gives them with the byte after its line end.
    fn fields(&mut self, stop: usize) -> (Vec<Field>, usize) {
        let bytes = &self.text.as_bytes()[..stop];
        let (mut fields, mut from, mut at, mut written) = (Vec::new(), self.at, self.at, 0);
        let mut long = false;
        loop {
            let (result, read, wrote) = self.reader.read_field(&bytes[at..], &mut self.buffer[written..]);
            at += read;
            written += wrote;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull if self.buffer.len() < LONGEST_FIELD => {
                    self.buffer.resize(self.buffer.len() * 2, 0);
                }
                ReadFieldResult::OutputFull => {
                    (long, written) = (true, 0);
                    let quoted = bytes[from] == b'"';
                    if quoted && bytes[from..at].iter().any(|byte| is_line_end(*byte)) {
                        // No cell is that long: the quote was never closed, and looking on would only cost time.
                        self.begin_anew();
                        fields.push(Field { text: String::new(), bytes: (from, at), quoted });
                        return (fields, at);
                    }
                }
                ReadFieldResult::End => return (fields, at),
                ReadFieldResult::Field { record_end } => {
                    // The end of the input ends a field too, and reads no byte for it.
                    let to = if read > 0 { at - 1 } else { at };
                    if fields.len() <= MOST_FIELDS {
                        let kept = if long { &[] } else { &self.buffer[..written] };
                        let text = String::from_utf8_lossy(kept).into_owned();
                        fields.push(Field { text, bytes: (from, to), quoted: bytes[from..to].first() == Some(&b'"') });
                    }
                    if record_end {
                        return (fields, after_line_end(bytes, to));
                    }
                    (from, written, long) = (at, 0, false);
                }
            }
        }
    }
}

impl Records<'_> {
    /// True when lines inside a quoted field are records themselves: they have the right number of fields, and where
    /// commas part them, which stand in sentences too, they begin like the record they are in.
    fn swallows(&self, field: &Field, fields: &[Field]) -> bool {
        let Some(width) = self.width.filter(|width| *width > 2 && field.quoted) else { return false };
        let raw = &self.text[field.bytes.0..field.bytes.1];
        if !raw.bytes().any(is_line_end) {
            return false;
        }
        let delimiter = char::from(self.delimiter);
        let first = fields.first().map(|field| shape(&field.text)).unwrap_or_default();
        let is_record = |line: &str| {
            let begins_alike = || line.split(delimiter).next().is_some_and(|begin| shape(begin) == first);
            line.matches(delimiter).count() + 1 == width && (self.delimiter != b',' || begins_alike())
        };
        raw.split(['\n', '\r']).skip(1).any(is_record)
    }
}

/// The kinds of characters of a text, in order: those of two organisation numbers are the same.
fn shape(text: &str) -> String {
    let kinds = text.chars().map(|c| {
        if c.is_numeric() {
            '9'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        }
    });
    let mut shape: Vec<char> = kinds.collect();
    shape.dedup();
    shape.into_iter().collect()
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (offset, row, length) = (self.at, self.row, self.text.len());
        if offset >= length {
            return None;
        }
        let bytes = self.text.as_bytes();
        let (mut fields, mut end, mut faults) = (Vec::new(), after_line_end(bytes, offset), Vec::new());
        if end == offset {
            (fields, end) = self.fields(length);
            if let Some(broken) = fields.iter().find(|field| runs_away(bytes, field) || self.swallows(field, &fields)) {
                // What follows on later lines was not meant to belong to this field: read the line alone.
                let stop = line_end(bytes, broken.bytes.0);
                self.begin_anew();
                fields = self.fields(stop).0;
                self.begin_anew();
                end = after_line_end(bytes, stop);
            }
            for (column, field) in (1..).zip(&mut fields) {
                if let Some(text) = behind_space(&self.text[field.bytes.0..field.bytes.1]) {
                    field.text = text;
                } else if let Some((kind, bytes)) = fault(bytes, field) {
                    faults.push(Fault { kind, row, column, bytes });
                }
            }
            if let Some(surplus) = fields.get(MOST_FIELDS) {
                let kind = FaultKind::ManyFields;
                faults = vec![Fault { kind, row, column: column_number(MOST_FIELDS), bytes: surplus.bytes }];
                fields.truncate(MOST_FIELDS);
            }
        }
        self.at = end;
        self.row = row.saturating_add(1);
        Some(Record { row, offset, end, fields, faults })
    }
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("delimiter", &char::from(self.delimiter)).field("at", &self.at).finish()
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The byte after a CRLF, LF or CR that stands at `at`, or `at` itself.
fn after_line_end(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'\r', b'\n', ..] => at + 2,
        [b'\r' | b'\n', ..] => at + 1,
        _ => at,
    }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| is_line_end(*byte)).map_or(bytes.len(), |at| from + at)
}

/// Where the closing quote of a quoted field stands.
fn closing_quote(raw: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += raw.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if raw.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// The text of a field all of which stands in quotes behind a space, as some programs put one behind each delimiter: ` "a"`.
fn behind_space(raw: &str) -> Option<String> {
    let quoted = raw.strip_prefix(' ')?.trim_matches(' ');
    let is_whole = quoted.starts_with('"') && closing_quote(quoted.as_bytes()) == Some(quoted.len() - 1);
    is_whole.then(|| quoted[1..quoted.len() - 1].replace("\"\"", "\""))
}

/// True when a quoted field goes over a line end and does not close as a field does.
fn runs_away(bytes: &[u8], field: &Field) -> bool {
    let raw = &bytes[field.bytes.0..field.bytes.1];
    let inside = match field.quoted.then(|| closing_quote(raw)) {
        None => return false,
        Some(None) => raw,
        Some(Some(close)) if raw[close + 1..].trim_ascii().is_empty() => return false,
        Some(Some(close)) => &raw[..close],
    };
    inside.iter().any(|byte| is_line_end(*byte))
}

fn fault(bytes: &[u8], field: &Field) -> Option<(FaultKind, (usize, usize))> {
    let (from, to) = field.bytes;
    let raw = &bytes[from..to];
    if raw.len() >= LONGEST_FIELD {
        return Some((FaultKind::LongField, field.bytes));
    }
    if !field.quoted {
        let quote = from + raw.iter().position(|byte| *byte == b'"')?;
        return Some((FaultKind::BareQuote, (quote, quote + 1)));
    }
    match closing_quote(raw) {
        None => Some((FaultKind::UnclosedQuote, (from, from + 1))),
        Some(close) if close + 1 < raw.len() => Some((FaultKind::TextAfterQuote, (from + close + 1, to))),
        Some(_) => None,
    }
}

/// A CSV of the project itself: a header and rows whose cells are found by it.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Row of the headers, as a spreadsheet shows it.
    pub row: u32,
    /// Headers as written, without space around them.
    pub headers: Vec<String>,
    /// Rows that are not blank and have the header's number of fields.
    pub rows: Vec<Row>,
    /// What is wrong with the others.
    pub diagnostics: Vec<Diagnostic>,
}

/// A row of a CSV of the project itself.
#[derive(Debug, Clone)]
pub struct Row {
    /// Row as a spreadsheet shows it.
    pub row: u32,
    file: Span,
    columns: Arc<BTreeMap<String, usize>>,
    fields: Vec<Field>,
}

impl Row {
    /// The text under a header, without space around it; empty where there is no such column.
    pub fn get(&self, header: &str) -> &str {
        self.columns.get(header).and_then(|column| self.fields.get(*column)).map_or("", |field| field.text.trim())
    }

    /// True where the table has such a column.
    pub fn has(&self, header: &str) -> bool {
        self.columns.contains_key(header)
    }

    /// The findings of personal identity numbers under some headers whose texts may be printed.
    pub fn persons(&self, headers: &[&str]) -> Vec<Diagnostic> {
        let holding = headers.iter().filter(|header| personal::holds_number(self.get(header)));
        holding
            .map(|header| {
                Diagnostic::new("personal-number-in-project", self.span(header), &[]).in_column(Some(header), header)
            })
            .collect()
    }

    /// The place of the cell under a header; the row's where there is no such column.
    pub fn span(&self, header: &str) -> Span {
        let Some((column, field)) = self.columns.get(header).and_then(|at| Some((*at, self.fields.get(*at)?))) else {
            return self.file.at_row(self.row);
        };
        Span { bytes: Some(field.bytes), ..self.file.at(self.row, column_number(column)) }
    }
}

/// Reads a CSV of the project itself; without a delimiter the header line tells whether it is `;` or `,`.
pub fn table(source_name: &str, text: &str, delimiter: Option<u8>) -> Rows {
    let file = Span::file(source_name);
    let delimiter = delimiter.unwrap_or_else(|| {
        let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' }
    });
    let mut records = Records::new(text, delimiter).filter(|record| !record.is_blank());
    let mut table = Rows::default();
    let Some(header) = records.next() else { return table };
    table.diagnostics.extend(header.faults.iter().map(|fault| fault.diagnostic(&file)));
    table.row = header.row;
    table.headers = header.fields.iter().map(|field| field.text.trim().to_owned()).collect();
    let mut columns = BTreeMap::new();
    for (at, name) in table.headers.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if let Some(first) = columns.get(name) {
            let span = Span { bytes: Some(header.fields[at].bytes), ..file.at(header.row, column_number(at)) };
            let cell = file.at(header.row, column_number(*first)).cell().unwrap_or_default();
            let values = [("header", name.as_str()), ("other", name), ("cell", &cell), ("field", name)];
            table.diagnostics.push(Diagnostic::new("duplicate-column", span, &values));
        } else {
            columns.insert(name.clone(), at);
        }
    }
    let columns = Arc::new(columns);
    for record in records {
        if !record.faults.is_empty() {
            table.diagnostics.extend(record.faults.iter().map(|fault| fault.diagnostic(&file)));
        } else if record.fields.len() == table.headers.len() {
            let Record { row, fields, .. } = record;
            table.rows.push(Row { row, file: file.clone(), columns: columns.clone(), fields });
        } else {
            let place = (record.row, record.offset, record.end);
            let found = record.fields.len();
            table.diagnostics.push(wrong_field_count(&file, place, found, table.headers.len()));
        }
    }
    table
}

fn column_number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// The finding that a record, told by its row, first byte and last, has more or fewer fields than the header.
pub fn wrong_field_count(file: &Span, record: (u32, usize, usize), found: usize, expected: usize) -> Diagnostic {
    let (row, from, to) = record;
    let span = Span { bytes: Some((from, to)), ..file.at_row(row) };
    let values = [("found", &*found.to_string()), ("expected", &*expected.to_string())];
    Diagnostic::new("wrong-field-count", span, &values)
}

impl Rows {
    /// True when nothing stands below the header, not even something that cannot be read.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.diagnostics.is_empty()
    }

    /// Headers that nobody knows, with what may have been meant, and headers that are missing.
    pub fn check_headers(&self, source_name: &str, known: &[&str], required: &[&str]) -> Vec<Diagnostic> {
        let file = Span::file(source_name);
        let mut found = Vec::new();
        for (at, header) in self.headers.iter().enumerate() {
            if header.is_empty() || known.contains(&header.as_str()) {
                continue;
            }
            let span = file.at(self.row, column_number(at));
            let near = crate::text::nearest(header, known.iter().copied());
            let all = known.join(", ");
            let (rule, more) =
                near.map_or(("extra-column", ("known", &*all)), |near| ("unknown-column", ("nearest", near)));
            let finding = Diagnostic::new(rule, span, &[("header", header), more]);
            // What is meant for a column that is read would be missing from it without a word.
            found.push(if near.is_some() { finding.with_severity(Severity::Error) } else { finding });
        }
        for header in required.iter().filter(|header| !self.headers.iter().any(|written| written == *header)) {
            found.push(Diagnostic::new("missing-column", file.at_row(self.row.max(1)), &[("header", header)]));
        }
        found
    }
}
