//! One file from its bytes to batches and findings.

pub(super) mod beside;
mod builder;
mod commented;
mod form;
mod garbled;
mod long;
mod outside;
mod row;
pub(super) mod sheet;
mod sheets;
mod totals;
mod turned;
pub(super) mod typed;

use rayon::prelude::*;

use super::bytes::decode::{Choice, Expected, as_utf8, decode};
use super::bytes::encoding::Encoding;
use super::bytes::foreign;
use super::cell::display;
use super::layout::header::Headers;
use super::layout::{self, Candidate, Said};
use super::lines::Content;
use super::persons::{self, pieced};
use super::workbook::{self, Workbooks};
use super::{Reading, SheetReading};
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::diagnostic::{self, Diagnostic};
use crate::shelf::Kept;
use crate::source::Span;
use crate::text::Text;
use typed::Later;

/// Most bytes of a text file.
const LARGEST: usize = 512 * 1024 * 1024;
/// Most cells that are named where two encodings are plausible.
const NAMED: usize = 1_000;

/// What is asked for besides what the file itself tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// What parts its cells, and where its headers stand.
    pub said: Said,
    /// The dataset, by its name.
    pub dataset: Option<&'a str>,
}

/// What the files of a project are read by, prepared once for all of them.
pub struct Reader<'d> {
    definitions: &'d Definitions,
    headers: Vec<Headers<'d>>,
    expected: Expected,
    /// The one file of which something is said, by its name.
    said: Option<(&'d str, How)>,
}

/// Reads one submitted file as [`Reader::read`] does.
pub fn read(name: &str, bytes: &[u8], definitions: &Definitions, workbooks: &dyn Workbooks) -> Reading {
    Reader::new(definitions).read(name, &Kept::from(bytes), workbooks)
}

/// Reads one file as [`read`] does, in the encoding and as the dataset asked for.
pub fn read_as(
    name: &str,
    bytes: &[u8],
    definitions: &Definitions,
    workbooks: &dyn Workbooks,
    wishes: Wishes,
) -> Reading {
    let asked = |dataset: &str| wishes.dataset.is_none_or(|asked| asked == dataset);
    let how = How::wished(wishes);
    Reader::of(definitions, asked).read_by(name, &Kept::from(bytes), workbooks, how)
}

/// Reads one file as [`read`] does, in pieces of about so many bytes. Whatever the size, the same is read.
pub fn read_in_pieces(
    name: &str,
    bytes: &[u8],
    definitions: &Definitions,
    workbooks: &dyn Workbooks,
    size: usize,
) -> Reading {
    let how = How { piece: Some(size), ..How::default() };
    Reader::new(definitions).read_by(name, &Kept::from(bytes), workbooks, how)
}

/// How a file is read.
#[derive(Debug, Clone, Copy, Default)]
struct How {
    /// In this encoding, not the one that is found.
    encoding: Option<Encoding>,
    /// With these cells and headers, not those that are found.
    said: Said,
    /// In pieces of about so many bytes.
    piece: Option<usize>,
    /// Before its rows are read only some of them need be looked at.
    by_sample: bool,
}

impl How {
    fn wished(wishes: Wishes) -> Self {
        Self { encoding: wishes.encoding, said: wishes.said, ..Self::default() }
    }
}

impl<'d> Reader<'d> {
    /// Prepares to read files as any of the datasets.
    pub fn new(definitions: &'d Definitions) -> Self {
        Self::of(definitions, |_| true)
    }

    /// The same, with what is asked for of one file by its name.
    #[must_use]
    pub fn asked(self, of: Option<(&'d str, Wishes)>) -> Self {
        Self { said: of.map(|(name, wishes)| (name, How::wished(wishes))), ..self }
    }

    fn of(definitions: &'d Definitions, is_asked: impl Fn(&str) -> bool) -> Self {
        let datasets = definitions.datasets.values().filter(|dataset| is_asked(dataset.dataset.as_str()));
        let datasets: Vec<&Dataset> = datasets.collect();
        let headers = || datasets.par_iter().map(|dataset| Headers::new(dataset, definitions)).collect();
        let (headers, expected) = rayon::join(headers, || Expected::new(definitions));
        Self { definitions, headers, expected, said: None }
    }

    /// Reads one submitted file, a CSV text or a workbook, as the dataset whose headers it matches best.
    ///
    /// Wrong material is told as findings; what can be read is read. A file in which a person stands gives no rows at all.
    pub fn read(&self, name: &str, kept: &Kept, workbooks: &dyn Workbooks) -> Reading {
        self.read_by(name, kept, workbooks, How::default())
    }

    /// Reads a file as [`Reader::read`] does, but the rows of a text of at least so many bytes: they come back to be read
    /// when they are needed, after the batches of the reading, and are read in pieces of about that size. By sample only some
    /// of these are looked at before.
    pub fn begin(
        &self,
        name: &str,
        kept: &Kept,
        workbooks: &dyn Workbooks,
        large: usize,
        by_sample: bool,
    ) -> (Reading, Option<Later<'d>>) {
        let is_large = kept.length() >= large;
        let by_sample = by_sample && is_large;
        let said = self.said.filter(|(of, _)| *of == name).map(|(_, how)| how).unwrap_or_default();
        let how = How { by_sample, piece: is_large.then_some(large), ..said };
        let (mut reading, later) = self.survey(name, kept, workbooks, how);
        let stays = |later: &Later| is_large && !later.may_name_person() && !persons::stand_in(&reading);
        if let Some(stays) = later.as_ref().filter(|later| stays(later)) {
            let batches = (0..stays.batches()).into_par_iter().filter_map(|number| stays.read(number));
            reading.diagnostics.extend(stays.totals().differing(batches));
            diagnostic::sort(&mut reading.diagnostics);
            return (reading, later);
        }
        if later.as_ref().is_some_and(Later::is_by_sample) {
            return self.begin(name, kept, workbooks, large, false);
        }
        finish(&mut reading, later.as_ref());
        (reading, None)
    }

    fn read_by(&self, name: &str, kept: &Kept, workbooks: &dyn Workbooks, how: How) -> Reading {
        let (mut reading, later) = self.survey(name, kept, workbooks, how);
        finish(&mut reading, later.as_ref());
        reading
    }

    /// Reads all but what can be read later. Of a file that is lost, which its shelf tells, it gives nothing.
    fn survey(&self, name: &str, kept: &Kept, workbooks: &dyn Workbooks, how: How) -> (Reading, Option<Later<'d>>) {
        let Self { definitions, headers, expected, .. } = self;
        let mut reading = Reading { file: name.to_owned(), ..Reading::default() };
        reading.diagnostics.extend(persons::in_name(name));
        let foreign = foreign::of_file(kept).map(|reason| foreign::no_table(name, reason));
        let is_workbook = workbook::is_workbook(kept.begin());
        let unread = foreign.or_else(|| too_large(name, kept.length()).filter(|_| !is_workbook));
        if let Some(unread) = unread {
            reading.diagnostics.push(unread);
            return (reading, None);
        }
        let Ok(bytes) = kept.hold() else { return (reading, None) };
        let mut later = None;
        if is_workbook {
            match workbooks.sheets(&bytes) {
                Ok(sheets) => {
                    let checks = definitions.datasets.values().flat_map(|dataset| &dataset.checks);
                    let checks: Vec<&Text> = checks.flat_map(|check| [&check.message, &check.hint]).collect();
                    persons::look_outside(&bytes, &persons::spared(definitions), &checks, &mut reading);
                    sheets::read(sheets, headers, definitions, how.said, &mut reading);
                    (reading.elsewhere, reading.noted) = Default::default();
                }
                Err(refusal) => reading.diagnostics.push(refusal.diagnostic(name)),
            }
        } else {
            let said = definitions.project.encoding(name).and_then(Encoding::named);
            let mut choice = decode(&bytes, how.encoding.or(said), expected);
            choice.decoded.piece = how.piece.unwrap_or(choice.decoded.piece);
            choice.decoded.by_sample = how.by_sample;
            if let Some(file) = kept.shelved() {
                choice.decoded = choice.decoded.lying_on(file);
            }
            later = read_text(&bytes, (&choice, how.said), headers, definitions, &mut reading);
        }
        (reading, later)
    }
}

/// Reads what was left for later, and takes out what a person stands in.
fn finish(reading: &mut Reading, later: Option<&Later>) {
    if let Some(later) = later {
        let parts = later.read_all();
        let read = parts.par_iter().map(|(batch, findings)| (batch, findings.as_slice()));
        reading.diagnostics.extend(later.totals().differing(read));
        for (batch, findings) in parts {
            reading.batches.push(batch);
            reading.diagnostics.extend(findings);
        }
    }
    diagnostic::sort(&mut reading.diagnostics);
    persons::refuse(reading);
}

/// The finding of a text that is too large to be looked at.
pub(super) fn too_large(name: &str, length: usize) -> Option<Diagnostic> {
    let megabytes = |bytes: usize| (bytes / 1024 / 1024).to_string();
    (length > LARGEST).then(|| {
        let values = [("file", name), ("size", &*megabytes(length)), ("most", &*megabytes(LARGEST))];
        Diagnostic::new("file-too-large", Span::file(name), &values)
    })
}

fn read_text<'d>(
    bytes: &[u8],
    (choice, said): (&Choice, Said),
    headers: &[Headers<'d>],
    definitions: &'d Definitions,
    reading: &mut Reading,
) -> Option<Later<'d>> {
    let file = Span::file(&reading.file);
    let decoded = choice.decoded.clone();
    let form = form::in_text(&decoded, headers, definitions).filter(|form| said.fits_form(Some(form.delimiter)));
    if let Some(form) = form {
        let sheet = SheetReading {
            encoding: Some(decoded.encoding.name().to_owned()),
            delimiter: Some(char::from(form.delimiter)),
            ..SheetReading::default()
        };
        let content = Content::Csv { decoded, delimiter: form.delimiter, width: None };
        tell_rival(bytes, choice, &content, &file, None, &mut reading.diagnostics);
        if garbled::may_be(bytes) {
            garbled::tell(&content, &file, &mut reading.diagnostics);
        }
        reading.diagnostics.extend(pieced::persons(&content, &file));
        form::read(form, &content, &file, headers, definitions, sheet, reading);
        return None;
    }
    let candidate = layout::find_in_text(&decoded, headers, said);
    let delimiter = candidate.as_ref().map(|found| found.delimiter).or(said.delimiter);
    let delimiter = delimiter.unwrap_or_else(|| layout::likely_delimiter(&decoded));
    let mut sheet = SheetReading {
        encoding: Some(decoded.encoding.name().to_owned()),
        delimiter: Some(char::from(delimiter)),
        ..SheetReading::default()
    };
    let header = candidate.as_ref().filter(|candidate| candidate.is_header());
    let width = header.filter(|header| !header.turned).map(|header| header.header.cells.len());
    let content = Content::Csv { decoded, delimiter, width };
    tell_rival(bytes, choice, &content, &file, None, &mut reading.diagnostics);
    if garbled::may_be(bytes) {
        garbled::tell(&content, &file, &mut reading.diagnostics);
    }
    reading.diagnostics.extend(pieced::persons(&content, &file));
    if header.is_some_and(|header| long::leaves_out(&content, header, headers, &file, definitions, &mut sheet, reading))
    {
        reading.sheets.push(sheet);
        return None;
    }
    if let Some(header) = header {
        let found = &mut reading.diagnostics;
        let (content, header) = turned::columns(content, header.clone(), headers, &file, definitions, found);
        return sheet::read(content, header, headers, &file, definitions, sheet, reading);
    }
    sheet::leave_out(&content, &file, definitions, &mut sheet, &mut reading.diagnostics);
    let empty = content.lines().all(|line| line.is_blank());
    reading.diagnostics.push(no_dataset(&reading.file, empty, candidate.as_ref(), definitions));
    reading.sheets.push(sheet);
    None
}

/// Names the cells that another encoding, in which the file makes as much sense, reads differently; with the option by which
/// the language of the file can be told, where there is one.
pub(super) fn tell_rival(
    bytes: &[u8],
    choice: &Choice,
    content: &Content,
    file: &Span,
    option: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if choice.rival.is_none() && !choice.mixed {
        return;
    }
    let encoding = choice.decoded.encoding;
    let mut named = 0;
    for line in content.lines() {
        for (at, cell) in line.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_ascii()) {
            let Some(raw) = cell.bytes.and_then(|(from, to)| bytes.get(from..to)) else { continue };
            let of_rival = || choice.rival.map(|rival| (rival, rival.text(raw)));
            let utf8 = || Some((Encoding::Utf8, as_utf8(raw)?.into_owned())).filter(|_| choice.mixed);
            let Some((rival, other)) = utf8().or_else(of_rival).filter(|(_, other)| *other != encoding.text(raw))
            else {
                continue;
            };
            let span = line.span(file, at);
            let place = span.cell().unwrap_or_default();
            let (value, other) = (display::shown(&cell.text), display::shown(other.trim_matches('"')));
            let values = [
                ("cell", place.as_str()),
                ("value", &value),
                ("encoding", encoding.name()),
                ("other", &other),
                ("rival", rival.name()),
                ("option", option.unwrap_or_default()),
            ];
            diagnostics.push(Diagnostic::new("ambiguous-encoding", span, &values));
            named += 1;
            if named == NAMED {
                return;
            }
        }
    }
}

/// The finding that a sheet which is read is hidden.
pub(super) fn hidden_sheet(name: &str, hidden: bool, file: &Span) -> Option<Diagnostic> {
    hidden.then(|| Diagnostic::new("hidden-sheet", file.clone(), &[("sheet", name)]))
}

/// Tells of hidden columns that are read.
pub(super) fn tell_hidden_columns(hidden: &[u32], header: &Candidate, file: &Span, diagnostics: &mut Vec<Diagnostic>) {
    for column in hidden {
        let cell = (*column as usize).checked_sub(1).and_then(|at| header.header.cells.get(at));
        if let Some(cell) = cell.filter(|cell| !cell.is_blank() && !header.turned) {
            let span = file.at(header.header.row, *column);
            diagnostics.push(Diagnostic::new("hidden-column", span, &[("header", cell.text.trim())]));
        }
    }
}

/// The finding that no header is known, or that there is nothing at all.
fn no_dataset(file: &str, empty: bool, nearest: Option<&Candidate>, definitions: &Definitions) -> Diagnostic {
    if empty {
        return Diagnostic::new("empty-file", Span::file(file), &[("file", file)]);
    }
    let known = nearest.and_then(|nearest| definitions.datasets.get(&nearest.dataset));
    let dataset = known.or_else(|| definitions.datasets.values().next());
    let languages = &definitions.project.languages;
    let headers: Vec<&str> = dataset
        .into_iter()
        .flat_map(|dataset| dataset.columns.iter().take(4))
        .map(|column| Some(column.label.in_language(languages)).filter(|l| !l.is_empty()).unwrap_or(&column.name))
        .collect();
    let name = dataset.map_or("", |dataset| dataset.dataset.as_str());
    let values = [("file", file), ("nearest", name), ("headers", &headers.join(", "))];
    Diagnostic::new("unknown-dataset", Span::file(file), &values)
}
