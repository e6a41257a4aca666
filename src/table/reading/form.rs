//! A form read by its questions: by its stamp, or where that is lost by what it asks.

use std::collections::BTreeSet;

use super::{outside, sheet};
use crate::definition::Definitions;
use crate::definition::dataset::Dataset;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::table::bytes::encoding::Decoded;
use crate::table::form::copied::{self, Gone};
use crate::table::form::questions::Questions;
use crate::table::form::questions::astray::Asking;
use crate::table::form::questions::second::Seconds;
use crate::table::form::stamped;
use crate::table::layout::Candidate;
use crate::table::layout::header::Headers;
use crate::table::lines::{Content, Line};
use crate::table::persons::{self, pieced};
use crate::table::stamp::Stamp;
use crate::table::{Reading, SheetReading, unread};
use crate::text::{LANGUAGES, Text};

/// A form of one of the project's datasets.
pub(super) struct Form {
    /// Delimiter of one that was saved as CSV.
    pub delimiter: u8,
    /// Position of its dataset among the headers.
    dataset: usize,
    questions: Questions,
    /// Columns in which something else than answers stands.
    others: BTreeSet<usize>,
    /// Its questions and its answers.
    table: [Line; 2],
    /// Its stamp, or what is gone of it.
    stamp: Result<Stamp, Gone>,
}

impl Form {
    /// A form by its questions; `None` where it asks nothing.
    fn new(
        mut questions: Questions,
        (dataset, delimiter): (usize, Option<u8>),
        stamp: Result<Stamp, Gone>,
        content: &Content,
        headers: &[Headers],
        definitions: &Definitions,
    ) -> Option<Self> {
        questions.find_broken(content, &headers[dataset]);
        let others = questions.numbering_and_years(content);
        if let Ok(stamp) = &stamp {
            let period = definitions.project.period(&stamp.period);
            questions.free_last_year(content, headers[dataset].dataset, period);
        }
        let asking = Asking { known: &headers[dataset], definitions, others: &others };
        let table = questions.table(content, asking)?;
        Some(Self { delimiter: delimiter.unwrap_or(b';'), dataset, questions, others, table, stamp })
    }

    /// True for one without its stamp, which only its questions tell.
    pub(super) fn is_copied(&self) -> bool {
        self.stamp.is_err()
    }
}

/// The form on a sheet; `None` where its dataset is none of the project's or it asks nothing.
pub(super) fn on_sheet(content: &Content, headers: &[Headers], definitions: &Definitions) -> Option<Form> {
    let stamped = stamped::find(content);
    let stamped = stamped.and_then(|form| of_stamp(&form, content, headers, definitions));
    stamped.or_else(|| of_copy(copied::find(content, headers, definitions)?, content, headers, definitions))
}

/// The form in the text of a CSV file, as [`on_sheet`] finds it.
pub(super) fn in_text(decoded: &Decoded, headers: &[Headers], definitions: &Definitions) -> Option<Form> {
    let content = |delimiter: Option<u8>| Content::Csv {
        decoded: decoded.clone(),
        delimiter: delimiter.unwrap_or(b';'),
        width: None,
    };
    let stamped = stamped::find_in_text(decoded);
    let stamped = stamped.and_then(|form| of_stamp(&form, &content(form.delimiter), headers, definitions));
    stamped.or_else(|| {
        let copied = copied::find_in_text(decoded, headers, definitions)?;
        let content = content(copied.delimiter);
        of_copy(copied, &content, headers, definitions)
    })
}

fn of_stamp(form: &stamped::Form, content: &Content, headers: &[Headers], definitions: &Definitions) -> Option<Form> {
    let dataset = headers.iter().position(|known| known.dataset.dataset.value == form.stamp.dataset)?;
    let questions = form.questions(content)?;
    Form::new(questions, (dataset, form.delimiter), Ok(form.stamp.clone()), content, headers, definitions)
}

fn of_copy(copied: copied::Copied, content: &Content, headers: &[Headers], definitions: &Definitions) -> Option<Form> {
    let copied::Copied { dataset, questions, gone, delimiter } = copied;
    Form::new(questions, (dataset, delimiter), Err(gone), content, headers, definitions)
}

/// Reads a form.
pub(super) fn read(
    form: Form,
    content: &Content,
    file: &Span,
    headers: &[Headers],
    definitions: &Definitions,
    mut sheet: SheetReading,
    reading: &mut Reading,
) {
    let Form { delimiter, dataset, questions, others, table, stamp } = form;
    let known = &headers[dataset];
    if let Some(place) = second(&questions, known.dataset, content, file) {
        sheet::leave_out(content, file, definitions, &mut sheet, &mut reading.diagnostics);
        reading.diagnostics.push(Diagnostic::new("form-twice", place, &[]));
        reading.dataset = Some(known.dataset.dataset.value.clone());
        reading.sheets.push(sheet);
        return;
    }
    let asking = Asking { known, definitions, others: &others };
    questions.look_around(content, file, asking, &mut sheet, &mut reading.diagnostics);
    let is_free = |_: &Line, at: usize| questions.is_aside(at);
    reading.diagnostics.extend(pieced::free::persons(content, file, definitions, is_free, |_| false));
    // The two lines of the turned table are counted where it is read.
    sheet.rows_other = sheet.rows_other.saturating_sub(2);
    sheet.explanations = questions.explanations();
    let before = reading.diagnostics.len();
    reading.diagnostics.extend(questions.tell_broken(content, file));
    reading.diagnostics.extend(questions.tell_astray(content, file, asking));
    let Seconds { findings, is_unsure, corrections } = questions.tell_seconds(content, file, asking, &reading.noted);
    let contrary = questions.tell_contrary(content, file, asking, &reading.noted);
    // A copy without its hidden column is known by the words of its questions.
    if !matches!(stamp, Err(Gone::Column | Gone::Both)) && is_of_now(&stamp, known.dataset) {
        reading.diagnostics.extend(questions.tell_changed(content, file, asking, &contrary.findings));
    }
    // A correction is no reason for what it corrects, but a reason may stand beside it.
    let is_reason = |place: &Span| !corrections.contains(place) && !contrary.places.contains(place);
    let remarks = questions.remarks(content, file).into_iter().filter(|remark| is_reason(&remark.span));
    reading.remarks.extend(remarks.filter(|remark| !known.is_help(&remark.text)));
    reading.diagnostics.extend(findings.into_iter().chain(contrary.findings));
    reading.diagnostics.extend(questions.tell_own_rows(content, file, known));
    let header = Candidate::of_form(known, table[0].clone(), delimiter, stamp.as_ref().ok());
    let scaled = outside::tell_in_form(&questions, &table, content, file, asking);
    let header = Candidate { is_unsure: is_unsure || scaled.is_some(), ..header };
    reading.diagnostics.extend(scaled);
    reading.last_year.extend(questions.last_year(content, file, asking));
    let told = reading.diagnostics.len();
    sheet::read(Content::Turned(table.into()), header, headers, file, definitions, sheet, reading);
    // All but the answers has been looked at where it stands; a question that is none shows what stands in its column of names.
    let question = u32::try_from(questions.columns["question"] + 1).ok();
    let found = reading.diagnostics.split_off(told);
    let is_shown = |one: &Diagnostic| persons::tells(one) && one.span.column == question;
    let found = found.into_iter().filter(|one| !is_shown(one));
    reading.diagnostics.extend(found.map(|one| questions.at_its_unit(one, content, known)));
    let asked: BTreeSet<&String> = questions.names.values().collect();
    let lacks = |stamp: &Stamp| {
        stamp.version == known.dataset.version && known.dataset.columns.iter().any(|one| !asked.contains(&one.name))
    };
    if let Some(line) = questions.cut_off(content, stamp.as_ref().is_ok_and(lacks)) {
        cut_off(&line, before, file, reading);
    }
    match stamp {
        Ok(stamp) => {
            other_version(&stamp, known.dataset, before, reading);
            reading.stamp.get_or_insert(stamp);
        }
        Err(gone) => {
            let gone = Text::in_each(gone.words());
            reading.diagnostics.push(Diagnostic::worded("form-copied", file.clone(), &[], &[("gone", &gone)]));
        }
    }
}

/// False for a form that was made for another version of its dataset, whose questions may have had other words.
fn is_of_now(stamp: &Result<Stamp, Gone>, dataset: &Dataset) -> bool {
    stamp.as_ref().map_or(true, |stamp| stamp.version == dataset.version)
}

/// Where the organisation is asked for once more: another form was put below the first, or beside it.
fn second(questions: &Questions, dataset: &Dataset, content: &Content, file: &Span) -> Option<Span> {
    let asks = dataset.organisation()?;
    let question = questions.columns["question"];
    let is_asked = |line: &Line| questions.names.get(&line.row).is_some_and(|name| name == asks);
    let mut asking = content.lines().filter(is_asked);
    let first = asking.next()?;
    let asked = |at: usize| first.cells.get(at).map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let beside = (question + 1..first.cells.len()).find(|at| asked(*at).is_some() && asked(*at) == asked(question));
    let beside = beside.map(|at| first.span(file, at));
    beside.or_else(|| asking.next().map(|second| second.span(file, question)))
}

/// Tells that a form is cut off in a line, and takes its rows out, with the findings from `first` on that follow from it: what
/// stands in that line is not whole, and what stood below is lost.
fn cut_off(line: &Line, first: usize, file: &Span, reading: &mut Reading) {
    let found = reading.diagnostics.split_off(first);
    let follows = |one: &Diagnostic| one.span.row == Some(line.row) || one.rule == "missing-column";
    reading.diagnostics.extend(found.into_iter().filter(|one| !follows(one)));
    reading.diagnostics.push(Diagnostic::new("cut-off-row", Span { turned: true, ..line.whole(file) }, &[]));
    unread::take_out(reading);
    reading.remarks.clear();
    reading.last_year.clear();
    if let Some(sheet) = reading.sheets.last_mut() {
        sheet.rows_rejected = sheet.rows_read - sheet.rows_blank;
    }
}

/// Tells that a form was made for another version of its dataset, and takes back the findings from `first` on about
/// questions that the two do not share: they follow from it.
fn other_version(stamp: &Stamp, dataset: &Dataset, first: usize, reading: &mut Reading) {
    if stamp.version == dataset.version {
        return;
    }
    let follows = |finding: &Diagnostic| {
        ["missing-column", "extra-column", "unknown-column", "ambiguous-column"].contains(&finding.rule.as_str())
    };
    let found = reading.diagnostics.split_off(first);
    let (following, others): (Vec<_>, Vec<_>) = found.into_iter().partition(follows);
    reading.diagnostics.extend(others);
    let (made, now) = (stamp.version.to_string(), dataset.version.to_string());
    let question = |finding: &Diagnostic| -> Text {
        let asked = dataset.columns.iter().find(|column| Some(&column.name) == finding.field.as_ref());
        asked.map_or_else(|| Text::same(finding.column.as_deref().unwrap_or_default()), |asked| asked.label.clone())
    };
    let questions: Vec<Text> = following.iter().map(question).collect();
    let named = |language: &str| {
        let mut named: Vec<&str> = questions.iter().map(|question| question.in_language(&[language])).collect();
        named.dedup();
        (language.to_owned(), named.join(", "))
    };
    let questions = Text(LANGUAGES.into_iter().map(named).collect());
    let (asked, fits) = if following.is_empty() { ("", now.as_str()) } else { (now.as_str(), "") };
    let values = [("made", made.as_str()), ("now", &now), ("asked", asked), ("fits", fits)];
    let place = Span::file(&reading.file);
    let finding = Diagnostic::worded("form-of-other-version", place, &values, &[("questions", &questions)]);
    let severity = following.iter().map(|one| one.severity).min().unwrap_or(Severity::Note);
    reading.diagnostics.push(finding.with_severity(severity));
}
