//! A submission given back as its sender's own workbook, with its findings marked in it.

mod comments;
mod list;
mod rebuild;
mod sheet;
mod styles;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::words::{Words, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::package::Package;
use crate::form::xml::{self, tags, unescaped};
use crate::personal::masked;
use crate::table::comments_of_cells;
use crate::table::workbook::{Sheet, holds, is_workbook};
use crate::text::markup;
use crate::worker;
use sheet::Painted;
use styles::{Paint, Styles};

/// Name of this task for a child process.
pub const TASK: &str = "annotate";
/// How long marking one workbook may take by the clock.
const PATIENCE: Duration = Duration::from_secs(15);
/// Most findings that are marked and listed: nobody mends more at a time.
const MOST: usize = 2_000;
/// What a workbook's names stand behind, the nearest first (ECMA-376 18.2.27); its sheets are always there.
const BEFORE_NAMES: [&str; 3] = ["externalReferences", "functionGroups", "sheets"];
/// The rules of a file that is refused as a whole: a person's number or contact stands in a cell, or outside the cells.
const PERSON: [&str; 3] = ["personal-number", "personal-contact", "person-outside-cells"];

/// What marks workbooks of others: a child process, or in tests the same process.
#[derive(Debug, Clone)]
pub enum Marker {
    /// A child of a program that serves [`worker::serve`].
    Child(PathBuf),
    /// Where it is called. Only for files one has made oneself.
    InProcess,
}

/// A submission that is to be given back.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Path of the file.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its cells, as far as they can be read; a file without sheets is one without a name.
    pub sheets: &'a [Sheet],
    /// Its findings.
    pub diagnostics: &'a [Diagnostic],
}

/// One finding as it is marked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mark {
    severity: u8,
    kind: String,
    sheet: Option<String>,
    /// Sheet to link to.
    target: Option<String>,
    /// The workbook has several sheets.
    several: bool,
    row: Option<u32>,
    /// Further cells on the same sheet, row and column.
    also: Vec<(u32, u32)>,
    row_word: String,
    column_word: String,
    column: Option<u32>,
    column_name: String,
    value: String,
    message: String,
    hint: String,
    hint_word: String,
    rule: String,
}

/// What is marked in a workbook, and the words of its list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Marks {
    sheet: String,
    title: String,
    lead: String,
    totals: String,
    mended: String,
    colon: String,
    headings: Vec<String>,
    list: Vec<Mark>,
}

/// What is given back.
#[derive(Debug, Clone)]
pub struct GivenBack {
    /// A workbook.
    pub workbook: Vec<u8>,
    /// It holds the list alone: its sender goes on in the file that was sent.
    pub is_list: bool,
}

/// What of a submission stands in the workbook that is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// The file as it is, or all that a text holds.
    Cells,
    /// The cells of a workbook, which held more.
    CellsAlone,
    /// None of its cells, because they cannot be read or do not fit.
    Nothing,
    /// None of its cells, because a person's number or contact is among them or beside them.
    Refused,
}

/// The workbook to give back.
///
/// An XLSX file is changed in place: cells with findings get a colour and a comment, and a sheet lists them; all else
/// stays as it was, byte by byte. Any other file is rebuilt of its cells first; of a workbook the list says what is not kept. Of a
/// file with a person's number or contact in
/// its cells or outside them, and of one whose cells cannot be read, nothing is given back but the list.
pub fn annotated(submission: &Submission, languages: &[String], marker: &Marker) -> GivenBack {
    let words = words(languages);
    let Submission { file, bytes, sheets, diagnostics } = *submission;
    let refused = diagnostics.iter().any(|diagnostic| PERSON.contains(&diagnostic.rule.as_str()));
    if !refused && bytes.starts_with(b"PK") {
        let marks = marks(diagnostics, &names(sheets), words, languages, Kept::Cells);
        if let Some(workbook) = marker.mark(bytes, &marks) {
            return GivenBack { workbook, is_list: false };
        }
    }
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = masked(stem.rsplit_once('.').map_or(stem, |(stem, _)| stem));
    let named: Vec<Sheet> = sheets
        .iter()
        .map(|sheet| Sheet {
            name: if sheet.name.is_empty() { stem.clone() } else { sheet.name.clone() },
            ..sheet.clone()
        })
        .collect();
    let mut taken = Vec::new();
    for sheet in &named {
        taken.push(rebuild::name(&sheet.name, &taken));
    }
    let listed = (MOST + list::HEADINGS) * list::WIDTHS.len();
    if !refused
        && named.iter().any(|sheet| !sheet.rows.is_empty())
        && holds(&named, listed)
        && let Some(made) = rebuild::workbook(&named, &comments(bytes, sheets))
    {
        let targets: BTreeMap<String, String> =
            sheets.iter().map(|sheet| sheet.name.clone()).zip(taken.iter().cloned()).collect();
        let kept = if is_workbook(bytes) { Kept::CellsAlone } else { Kept::Cells };
        let marks = marks(diagnostics, &targets, words, languages, kept);
        if let Some(workbook) = mark(&made, &marks) {
            return GivenBack { workbook, is_list: false };
        }
    }
    // The list takes the place of the only sheet.
    let only = Sheet { name: words.to_fix.to_owned(), ..Sheet::default() };
    let made = rebuild::workbook(&[only], &BTreeMap::new()).expect("an empty sheet fits a workbook");
    let kept = if refused { Kept::Refused } else { Kept::Nothing };
    let marks = marks(diagnostics, &BTreeMap::new(), words, languages, kept);
    let workbook = mark(&made, &marks).expect("a workbook of this program's own making can be changed");
    GivenBack { workbook, is_list: true }
}

/// What its sender wrote at cells of a workbook that cannot be changed in place.
fn comments(bytes: &[u8], sheets: &[Sheet]) -> rebuild::Comments {
    if !is_workbook(bytes) {
        return BTreeMap::new();
    }
    let position = |name: &str| sheets.iter().position(|sheet| sheet.name == name);
    let comments = comments_of_cells(bytes).into_iter();
    comments.filter_map(|((sheet, row, column), text)| Some(((position(&sheet)?, row, column), text))).collect()
}

/// The sheets of a workbook by their own names.
fn names(sheets: &[Sheet]) -> BTreeMap<String, String> {
    sheets.iter().map(|sheet| (sheet.name.clone(), sheet.name.clone())).collect()
}

/// The findings as marks. `targets` gives the sheet in the workbook for each sheet of the file.
fn marks(
    diagnostics: &[Diagnostic],
    targets: &BTreeMap<String, String>,
    words: &Words,
    languages: &[String],
    kept: Kept,
) -> Marks {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|one| (one.severity, one.span.sheet.clone(), one.span.row, one.span.column));
    let one = |diagnostic: &&Diagnostic| {
        let span = &diagnostic.span;
        let sheet = span.sheet.as_deref().map(str::to_owned);
        // A finding about a whole file stands nowhere in it.
        let placed = span.row.is_some() || span.column.is_some() || sheet.is_some();
        let target = targets.get(sheet.as_deref().unwrap_or_default()).filter(|_| placed);
        Mark {
            severity: match diagnostic.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            },
            kind: capital(words.of(diagnostic.severity).one),
            several: targets.len() > 1,
            target: target.cloned(),
            sheet,
            row: span.row,
            also: diagnostic.also.iter().filter_map(|one| one.row.zip(one.column)).collect(),
            row_word: words.row.one.to_owned(),
            column_word: words.column.one.to_owned(),
            column: span.column,
            // What is about several columns names them itself.
            column_name: masked(
                diagnostic.column.as_deref().filter(|_| diagnostic.also.is_empty()).unwrap_or_default(),
            ),
            value: masked(&diagnostic.shown_value(languages)),
            message: capital(&masked(&diagnostic.message.in_language(languages))),
            hint: capital(&masked(&diagnostic.hint.in_language(languages))),
            hint_word: words.todo.to_owned(),
            rule: diagnostic.rule.clone(),
        }
    };
    let mut totals = capital(&words.totals(diagnostics.iter()));
    if sorted.len() > MOST {
        let numbers = [("shown".to_owned(), MOST.to_string()), ("all".to_owned(), sorted.len().to_string())];
        totals = format!("{totals}. {}", crate::text::fill(words.too_many, &numbers.into()));
    }
    let is_headed = |of_form: bool| sorted.iter().any(|one| one.column.is_some() && one.span.turned == of_form);
    let header = match (is_headed(false), is_headed(true)) {
        (true, true) => words.column_or_question,
        (false, true) => words.question,
        (_, false) => words.column.one,
    };
    let headings = [words.severity, words.place_heading, header, words.value, words.what, words.todo, words.rule_name]
        .map(capital);
    Marks {
        sheet: words.to_fix.to_owned(),
        title: words.to_fix.to_owned(),
        lead: match kept {
            Kept::Cells => words.to_fix_lead.to_owned(),
            Kept::CellsAlone => format!("{} {}", words.to_fix_lead, words.rebuilt),
            Kept::Nothing => words.list_alone.to_owned(),
            Kept::Refused => words.refused.to_owned(),
        },
        totals,
        mended: words.mended.to_owned(),
        colon: words.colon().to_owned(),
        headings: headings.to_vec(),
        list: sorted.iter().take(MOST).map(one).collect(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Marker {
    fn mark(&self, bytes: &[u8], marks: &Marks) -> Option<Vec<u8>> {
        match self {
            Self::InProcess => mark(bytes, marks),
            Self::Child(program) => {
                let mut request = serde_json::to_vec(marks).expect("marks are plain text");
                request.push(0);
                request.extend_from_slice(bytes);
                worker::call(program, TASK, &request, PATIENCE).ok().filter(|answer| !answer.is_empty())
            }
        }
    }
}

/// The answer of a child process to marks, a zero byte and a workbook, for [`worker::serve`]; nothing where it cannot.
pub fn answer(request: &[u8]) -> Vec<u8> {
    let marked = || {
        let end = request.iter().position(|byte| *byte == 0)?;
        let marks: Marks = serde_json::from_slice(&request[..end]).ok()?;
        mark(&request[end + 1..], &marks)
    };
    marked().unwrap_or_default()
}

/// A sheet of a workbook.
struct Place {
    name: String,
    part: String,
}

/// Marks a workbook; `None` where it is not built as expected.
fn mark(bytes: &[u8], marks: &Marks) -> Option<Vec<u8>> {
    crate::table::workbook::fits(bytes).then_some(())?;
    let mut package = Package::read(bytes)?;
    let workbook = package.relationships("").into_iter().find(|one| one.kind == "officeDocument")?.target;
    let related = package.relationships(&workbook);
    let part = |kind: &str| related.iter().find(|one| one.kind == kind).map(|one| one.target.clone());
    let styles_part = part("styles")?;
    let mut styles = Styles::read(package.text(&styles_part)?)?;
    let text = package.text(&workbook)?;
    let places: Vec<Place> = tags(&text)
        .filter(|tag| tag.name == "sheet")
        .filter_map(|tag| {
            let target = related.iter().find(|one| Some(one.id.as_str()) == tag.attribute("id"))?;
            (target.kind == "worksheet")
                .then(|| Some(Place { name: unescaped(tag.attribute("name")?), part: target.target.clone() }))?
        })
        .collect();
    let before = places.iter().position(|place| place.name == marks.sheet);
    for (at, place) in places.iter().enumerate().filter(|(at, _)| Some(*at) != before) {
        of_sheet(&mut package, place, at, marks, &mut styles)?;
    }
    let list = list::sheet(marks, &mut styles);
    match before {
        Some(at) => package.put(&places[at].part, list),
        None => add_sheet(&mut package, &workbook, &marks.sheet, list)?,
    }
    package.put(&styles_part, styles.write());
    show(&mut package, &workbook, &marks.sheet)?;
    package.write()
}

/// Colours and comments of one sheet.
fn of_sheet(package: &mut Package, place: &Place, at: usize, marks: &Marks, styles: &mut Styles) -> Option<()> {
    let is_here = |mark: &&Mark| match &mark.target {
        Some(target) => *target == place.name,
        None => mark.sheet.is_none() && at == 0 && mark.row.is_some(),
    };
    let mut painted = Painted::new();
    let mut texts = comments::Texts::new();
    for mark in marks.list.iter().filter(is_here) {
        // A whole column or sheet is not painted, only linked to.
        let Some(row) = mark.row else { continue };
        let hint = if mark.hint.is_empty() {
            String::new()
        } else {
            format!("\n{}{} {}", mark.hint_word, marks.colon, mark.hint)
        };
        let text = format!("{}{} {}{hint}", mark.kind, marks.colon, mark.message);
        for cell in std::iter::once((row, mark.column.unwrap_or(1))).chain(mark.also.iter().copied()) {
            // The worst comes first and gives the colour.
            painted.entry(cell).or_insert(Paint::Severity(mark.severity));
            let known = texts.entry(cell).or_default();
            if !known.is_empty() {
                known.push_str("\n\n");
            }
            known.push_str(&text);
        }
    }
    if let Some(part) = comments::part(package, &place.part) {
        let text = package.text(&part)?;
        for cell in comments::own(&text) {
            painted.entry(cell).or_insert(Paint::Plain);
            texts.entry(cell).or_insert_with(|| marks.mended.clone());
        }
    }
    let text = package.text(&place.part)?;
    let text = sheet::unselected(&text).unwrap_or(text);
    let text = if painted.is_empty() { text } else { sheet::paint(&text, &painted, styles) };
    package.put(&place.part, text);
    if texts.is_empty() { Some(()) } else { comments::put(package, &place.part, &texts) }
}

/// Adds a sheet behind the others.
fn add_sheet(package: &mut Package, workbook: &str, name: &str, text: String) -> Option<()> {
    const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    let part = package.fresh("xl/worksheets/sheet", ".xml");
    package.put(&part, text);
    package.declare(Some(&part), "xml", CONTENT)?;
    let id = package.relate(workbook, "worksheet", &part)?;
    let text = package.text(workbook)?;
    let at = tags(&text).filter(|tag| tag.name == "sheet").count();
    let ids = tags(&text).filter(|tag| tag.name == "sheet");
    let number = ids.filter_map(|tag| tag.attribute("sheetId")?.parse::<u32>().ok()).max().unwrap_or(0) + 1;
    let end = tags(&text).find(|tag| tag.name == "sheets" && tag.kind == xml::Kind::Close)?;
    let line = format!(
        "<{}sheet xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" name=\"{}\" \
         sheetId=\"{number}\" r:id=\"{id}\"/>",
        end.prefix,
        markup(name)
    );
    let text = format!("{}{line}{}", &text[..end.range.start], &text[end.range.start..]);
    package.put(workbook, repeating(&text, name, at)?);
    Some(())
}

/// A workbook whose list has its headings on every printed page; the list is the sheet at a position from 0.
fn repeating(text: &str, name: &str, at: usize) -> Option<String> {
    // Programs leave empty elements too, and their own extensions have names like these further in.
    let end = |name: &str| tags(text).find(|tag| tag.name == name && tag.depth == 1 && tag.kind != xml::Kind::Open);
    let rows = format!("'{}'!${row}:${row}", name.replace('\'', "''"), row = list::HEADINGS);
    let named = |prefix: &str| {
        let rows = markup(&rows);
        format!("<{prefix}definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">{rows}</{prefix}definedName>")
    };
    let whole = |prefix: &str| format!("<{prefix}definedNames>{}</{prefix}definedNames>", named(prefix));
    let (range, new) = match end("definedNames") {
        Some(tag) if tag.kind == xml::Kind::Empty => (tag.range, whole(tag.prefix)),
        Some(tag) => (tag.range.start..tag.range.start, named(tag.prefix)),
        None => {
            let last = BEFORE_NAMES.into_iter().find_map(end)?;
            (last.range.end..last.range.end, whole(last.prefix))
        }
    };
    Some(format!("{}{new}{}", &text[..range.start], &text[range.end..]))
}

/// Lets a workbook open at a sheet.
fn show(package: &mut Package, workbook: &str, name: &str) -> Option<()> {
    let text = package.text(workbook)?;
    let sheets = tags(&text).filter(|tag| tag.name == "sheet");
    let at = sheets.filter_map(|tag| tag.attribute("name")).position(|one| unescaped(one) == name)?;
    if let Some(view) = tags(&text).find(|tag| tag.name == "workbookView") {
        let new = view.with("activeTab", &at.to_string());
        package.put(workbook, format!("{}{new}{}", &text[..view.range.start], &text[view.range.end..]));
    }
    Some(())
}
