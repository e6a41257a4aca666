//! One file from its bytes to batches and findings.

use std::sync::Arc;

use super::comments;
use super::decode::{Decoded, decode};
use super::header::Headers;
use super::layout::{self, Candidate, HEADER_WITHIN};
use super::lines::{Content, Line};
use super::sheet::{self, Found};
use super::stamped::{self, Form};
use super::workbook::{self, Workbooks};
use super::{Reading, SheetReading, unread};
use crate::definition::Definitions;
use crate::diagnostic::{self, Diagnostic};
use crate::personal::{self, Place};
use crate::source::Span;
use crate::text::Text;

/// Reads one submitted file, a CSV text or a workbook, as the dataset whose headers it matches best.
///
/// Wrong material is told as findings; what can be read is read. A file with a personal identity number in it gives no
/// rows at all.
pub fn read(name: &str, bytes: &[u8], definitions: &Definitions, workbooks: &dyn Workbooks) -> Reading {
    let headers: Vec<Headers> =
        definitions.datasets.values().map(|dataset| Headers::new(dataset, definitions)).collect();
    let mut reading = Reading { file: name.to_owned(), ..Reading::default() };
    if workbook::is_workbook(bytes) {
        match workbooks.sheets(bytes) {
            Ok(sheets) => {
                look_outside(bytes, definitions, &mut reading);
                read_sheets(sheets, &headers, definitions, &mut reading);
            }
            Err(refusal) => reading.diagnostics.push(refusal.diagnostic(name)),
        }
    } else {
        read_text(decode(bytes), &headers, definitions, &mut reading);
    }
    diagnostic::sort(&mut reading.diagnostics);
    refuse_persons(&mut reading);
    reading
}

fn read_text(decoded: Decoded, headers: &[Headers], definitions: &Definitions, reading: &mut Reading) {
    let file = Span::file(&reading.file);
    let Decoded { text, encoding } = decoded;
    if let Some(form) = stamped::find_in_text(&text) {
        let delimiter = form.delimiter.unwrap_or(b';');
        let sheet = SheetReading {
            encoding: Some(encoding.to_owned()),
            delimiter: Some(char::from(delimiter)),
            ..SheetReading::default()
        };
        let content = Content::Csv { text: Arc::from(text.as_str()), delimiter };
        if read_form(&form, &content, &file, headers, definitions, sheet, reading) {
            return;
        }
    }
    let candidate = layout::find_in_text(&text, headers);
    let delimiter = candidate.as_ref().map_or_else(|| layout::likely_delimiter(&text), |found| found.delimiter);
    let text: Arc<str> = Arc::from(text);
    let content = Content::Csv { text: text.clone(), delimiter };
    let mut sheet = SheetReading {
        encoding: Some(encoding.to_owned()),
        delimiter: Some(char::from(delimiter)),
        ..SheetReading::default()
    };
    if let Some(candidate) = candidate.as_ref().filter(|candidate| candidate.is_header()) {
        sheet::read(content, &found(candidate, headers), &file, definitions, sheet, reading);
        unread::keep_broken(&Content::Csv { text, delimiter }, definitions.project.country(), reading);
        return;
    }
    sheet::leave_out(&content, &file, definitions, &mut sheet, &mut reading.diagnostics);
    let empty = content.lines().all(|line| line.is_blank());
    reading.diagnostics.push(no_dataset(&reading.file, empty, candidate.as_ref(), definitions));
    reading.sheets.push(sheet);
}

fn read_sheets(sheets: Vec<workbook::Sheet>, headers: &[Headers], definitions: &Definitions, reading: &mut Reading) {
    let mut nearest: Option<Candidate> = None;
    let mut empty = true;
    let spared = sheet::spared(definitions);
    for workbook::Sheet { name, rows } in sheets {
        if personal::trace(&name, Place::Text, &spared).is_some() {
            reading.diagnostics.push(outside(&reading.file, NAME));
        }
        let name = personal::masked(&name);
        let file = Span { sheet: Some(Arc::from(name.as_str())), ..Span::file(&reading.file) };
        let mut sheet = SheetReading { sheet: Some(name.clone()), ..SheetReading::default() };
        empty &= rows.is_empty();
        let content = Content::Sheet(rows);
        if let Some(form) = stamped::find(&content)
            && read_form(&form, &content, &file, headers, definitions, sheet.clone(), reading)
        {
            continue;
        }
        let first: Vec<Line> = content.lines().take(HEADER_WITHIN).collect();
        let candidate = layout::find(&first, b';', headers);
        match candidate {
            Some(candidate) if candidate.is_header() && reading.dataset.is_none() => {
                sheet::read(content, &found(&candidate, headers), &file, definitions, sheet, reading);
            }
            other => {
                sheet::leave_out(&content, &file, definitions, &mut sheet, &mut reading.diagnostics);
                if sheet.rows_other > 0 && other.as_ref().is_some_and(Candidate::is_header) {
                    let note = Diagnostic::new("sheet-left-out", file, &[("sheet", &name)]);
                    reading.diagnostics.push(note);
                }
                nearest = nearest.or(other);
                reading.sheets.push(sheet);
            }
        }
    }
    if reading.dataset.is_none() {
        reading.diagnostics.push(no_dataset(&reading.file, empty, nearest.as_ref(), definitions));
    }
}

/// Reads a form by its stamp; false where its dataset is none of the project's.
fn read_form(
    form: &Form,
    content: &Content,
    file: &Span,
    headers: &[Headers],
    definitions: &Definitions,
    mut sheet: SheetReading,
    reading: &mut Reading,
) -> bool {
    let of = |known: &&Headers| known.dataset.dataset.value == form.stamp.dataset;
    let Some(known) = headers.iter().find(of) else { return false };
    let Some(lines) = form.table(content, known, &definitions.project.languages) else { return false };
    form.look_around(content, file, &sheet::spared(definitions), &mut sheet, &mut reading.diagnostics);
    // The two lines of the turned table are counted where it is read.
    sheet.rows_other = sheet.rows_other.saturating_sub(2);
    reading.remarks.extend(form.remarks(content, file));
    reading.stamp.get_or_insert_with(|| form.stamp.clone());
    let header = lines[0].clone();
    let found = Found { header: &header, headers: known };
    sheet::read(Content::Form(lines), &found, file, definitions, sheet, reading);
    true
}

fn found<'d, 'h>(candidate: &'h Candidate, headers: &'h [Headers<'d>]) -> Found<'d, 'h> {
    let of = |known: &&Headers| known.dataset.dataset.value == candidate.dataset;
    Found { header: &candidate.header, headers: headers.iter().find(of).expect("the candidate is one of them") }
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

/// Looks for persons in what a workbook holds besides its cells.
fn look_outside(bytes: &[u8], definitions: &Definitions, reading: &mut Reading) {
    let spared = sheet::spared(definitions);
    if comments::texts(bytes).iter().any(|text| personal::trace(text, Place::Text, &spared).is_some()) {
        reading.diagnostics.push(outside(&reading.file, COMMENT));
    }
}

/// Places of a workbook that are no cells, in the languages of the rule pages.
const COMMENT: [(&str, &str); 2] =
    [("en", "a comment, a text box or a page header"), ("sv", "en kommentar, en textruta eller ett sidhuvud")];
const NAME: [(&str, &str); 2] = [("en", "the name of a sheet"), ("sv", "ett blads namn")];

fn outside(file: &str, place: [(&str, &str); 2]) -> Diagnostic {
    let place = Text(place.iter().map(|(language, said)| ((*language).to_owned(), (*said).to_owned())).collect());
    Diagnostic::worded(sheet::OUTSIDE, Span::file(file), &[], &[("where", &place)])
}

/// Takes everything out of a reading in which a person stands, but where.
fn refuse_persons(reading: &mut Reading) {
    let tells = |finding: &Diagnostic| [sheet::PERSON, sheet::CONTACT, sheet::OUTSIDE].contains(&finding.rule.as_str());
    if !reading.diagnostics.iter().any(tells) {
        return;
    }
    unread::take_out(reading);
    reading.remarks.clear();
    reading.diagnostics.retain(tells);
    for finding in &mut reading.diagnostics {
        // Its header may be what is personal.
        finding.column = None;
    }
    reading.diagnostics.dedup_by(|a, b| a.span == b.span);
    for sheet in &mut reading.sheets {
        sheet.rows_rejected = sheet.rows_read - sheet.rows_blank;
        sheet.columns.clear();
    }
}
