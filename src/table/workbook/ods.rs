//! ODS: cells as they stand in the file, repeated ones only as far as they hold something.

mod styles;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::format::{Look, Style};
use super::runs::{Font, Runs};
use super::xlsx::{attribute, character};
use super::{Kind, LONGEST, Refusal, Sheet, SheetCell, number_text, without_midnight};
use crate::table::spelling::duration;
use styles::{Defaults, Styles};

/// Reads the sheets of a workbook in their order.
pub(super) fn read(mut archive: ZipArchive<Cursor<&[u8]>>) -> Result<Vec<Sheet>, Refusal> {
    if is_locked(&mut archive) {
        return Err(Refusal::Locked);
    }
    let mut book = Book::default();
    // The sheets use styles of their own, and those that all documents of a template share.
    if archive.index_for_name("styles.xml").is_some() {
        walk(&mut archive, "styles.xml", &mut book)?;
    }
    walk(&mut archive, "content.xml", &mut book)?;
    if book.sheets.is_empty() { Err(Refusal::Damaged) } else { Ok(book.sheets) }
}

/// Reads a part to its end.
fn walk(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str, book: &mut Book) -> Result<(), Refusal> {
    let part = archive.by_name(part).map_err(|_| Refusal::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Refusal::Damaged)? {
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                if matches!(name.as_str(), "table-cell" | "covered-table-cell") {
                    let cell = Cell::new(&element, name.starts_with("covered"));
                    let text = text(&mut reader, &name, &book.styles)?;
                    book.cell(&cell, &text)?;
                } else {
                    book.begin(&name, &element);
                }
            }
            Event::End(element) => book.end(element.local_name().as_ref())?,
            Event::Text(part) => book.styles.word(&part.xml10_content()),
            // An entity of the file's own could grow without end.
            Event::DocType(_) => return Err(Refusal::Damaged),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn is_locked(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut lines = BufReader::new(manifest).split(b'>').map_while(Result::ok);
    lines.any(|element| element.windows(15).any(|part| part == b"encryption-data"))
}

/// The sheets in the making.
#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    cells: usize,
    /// The style in whose definition the reader is, and the styles of hidden sheets.
    style: String,
    hidden_styles: BTreeMap<String, bool>,
    styles: Styles,
    defaults: Defaults,
    row: u32,
    column: u32,
    columns: u32,
    row_repeats: u32,
    row_hidden: bool,
    /// Where the cells of the row begin among those of the sheet.
    merged: Vec<((u32, u32), (u32, u32))>,
}

/// What the start of a cell says.
struct Cell {
    covered: bool,
    repeats: u32,
    span: (u32, u32),
    kind: String,
    value: Option<String>,
    formula: bool,
    error: bool,
    style: Option<String>,
    /// The code of an amount's currency.
    currency: Option<String>,
}

impl Cell {
    fn new(element: &BytesStart, covered: bool) -> Self {
        let number = |name| attribute(element, name).and_then(|number| number.parse::<u32>().ok()).unwrap_or(1).max(1);
        let typed = |name: &str| {
            let mut attributes = element.attributes().flatten();
            let found = attributes.find(|attribute| attribute.key.as_ref() == name)?;
            Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?.into_owned())
        };
        let values =
            ["office:value", "office:date-value", "office:boolean-value", "office:time-value", "office:string-value"];
        Self {
            covered,
            repeats: number("number-columns-repeated"),
            span: (number("number-rows-spanned"), number("number-columns-spanned")),
            kind: typed("office:value-type").unwrap_or_default(),
            value: values.into_iter().find_map(typed),
            formula: attribute(element, "formula").is_some(),
            error: typed("calcext:value-type").is_some_and(|kind| kind == "error"),
            style: typed("table:style-name"),
            currency: typed("office:currency"),
        }
    }

    /// What it holds and the text of it; `None` for an empty cell.
    fn words(&self, shown: String) -> Option<(Kind, String)> {
        if self.error {
            return Some((Kind::Error, shown));
        }
        let value = self.value.clone();
        if self.formula && self.kind != "string" && value.is_none() && shown.is_empty() {
            return Some((Kind::Uncalculated, String::new()));
        }
        let number = || value.as_deref().and_then(|value| value.parse::<f64>().ok());
        match self.kind.as_str() {
            "percentage" => Some((Kind::Number, format!("{} %", number_text(number()? * 100.0)))),
            "float" | "currency" => Some((Kind::Number, number_text(number()?))),
            "date" => Some((Kind::Date, without_midnight(value?))),
            "time" => {
                let time = value?;
                let known = duration::of_iso(&time).map(|text| (Kind::Duration, text));
                known.or(Some((Kind::Date, time)))
            }
            "boolean" => Some((Kind::Boolean, value?.to_lowercase())),
            _ => {
                let text = value.filter(|value| !value.is_empty()).unwrap_or(shown);
                (!text.trim().is_empty()).then_some((Kind::Text, text))
            }
        }
    }
}

impl Cell {
    /// How it looks: an amount tells its currency by a code, whatever sign its style shows.
    fn look(&self, look: Look) -> Look {
        let currency = self.currency.as_ref().filter(|_| self.kind == "currency");
        match currency.filter(|_| look.format.tells_no_currency()) {
            Some(code) => Look { format: look.format.with_unit(code), ..look },
            None => look,
        }
    }
}

impl Book {
    fn begin(&mut self, name: &str, element: &BytesStart) {
        self.styles.begin(name, element);
        let number = |name| attribute(element, name).and_then(|number| number.parse::<u32>().ok()).unwrap_or(1).max(1);
        let is_hidden = || attribute(element, "visibility").is_some_and(|seen| seen != "visible");
        match name {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" => {
                let hidden = attribute(element, "display").is_some_and(|display| display == "false");
                self.hidden_styles.insert(std::mem::take(&mut self.style), hidden);
            }
            "table" => {
                let style = attribute(element, "style-name").unwrap_or_default();
                let hidden = self.hidden_styles.get(&style).copied().unwrap_or_default();
                let name = attribute(element, "name").unwrap_or_default();
                self.sheets.push(Sheet { name, hidden, ..Sheet::default() });
                (self.row, self.columns, self.defaults) = (0, 0, Defaults::default());
            }
            "table-column" => {
                let first = self.columns + 1;
                self.columns = self.columns.saturating_add(number("number-columns-repeated"));
                let style = attribute(element, "default-cell-style-name").unwrap_or_default();
                self.defaults.columns.push((self.columns, style));
                if let Some(sheet) = self.sheets.last_mut().filter(|_| is_hidden()) {
                    sheet.hidden_columns.extend(first..=self.columns.min(super::COLUMNS));
                }
            }
            "table-row" => {
                self.row_repeats = number("number-rows-repeated");
                (self.row_hidden, self.column) = (is_hidden(), 0);
                self.defaults.row = attribute(element, "default-cell-style-name");
            }
            _ => {}
        }
    }

    fn cell(&mut self, cell: &Cell, runs: &Runs) -> Result<(), Refusal> {
        let shown = runs.plain();
        let at = self.column;
        self.column = self.column.saturating_add(cell.repeats);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let (rows, columns) = cell.span;
        if rows > 1 || columns > 1 {
            self.merged.push(((self.row, at), (self.row.saturating_add(rows - 1), at.saturating_add(columns - 1))));
        }
        let seen = (cell.kind == "time").then(|| shown.clone());
        let Some((kind, text)) = cell.words(shown).filter(|_| !cell.covered) else { return Ok(()) };
        let style = cell.style.as_deref().or_else(|| self.defaults.of(at));
        let look = style.map(|style| self.styles.look(style)).unwrap_or_default();
        let look = cell.look(look);
        let mut style = look.style(kind, &text);
        let mut text = text;
        if kind == Kind::Text {
            SheetCell { text, style, .. } =
                SheetCell::of_text(0, text, Some(&look), Some(runs).filter(|runs| runs.tells()));
        }
        // A format for the time of a day shows no days.
        if let Some(seen) = seen.filter(|seen| kind == Kind::Duration && !duration::are_alike(seen, &text)) {
            style = Some(Box::new(Style { instead: Some(seen), ..style.map(|style| *style).unwrap_or_default() }));
        }
        for column in at..self.column {
            let cell = SheetCell { column: column + 1, kind, text: text.clone(), style: style.clone() };
            sheet.put_cell(self.row, cell, &mut self.cells)?;
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        self.styles.end(name);
        match name {
            "table-row" => {
                let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
                let here = self.row.saturating_add(1);
                if let Some(last) = sheet.rows.last_mut().filter(|last| last.row == here) {
                    last.hidden = self.row_hidden;
                    let pattern = last.clone();
                    for offset in 1..self.row_repeats {
                        self.cells += pattern.cells.len();
                        if self.cells > super::CELLS {
                            return Err(Refusal::TooWide);
                        }
                        sheet.rows.push(super::SheetRow { row: here.saturating_add(offset), ..pattern.clone() });
                    }
                }
                self.row = self.row.saturating_add(self.row_repeats);
            }
            "table" => {
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.cover(std::mem::take(&mut self.merged).into_iter());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The text of a cell to its end, its paragraphs as lines; comments and drawings are no part of it.
fn text<R: BufRead>(reader: &mut Reader<R>, cell: &str, styles: &Styles) -> Result<Runs, Refusal> {
    let (mut text, mut paragraphs, mut aside) = (Runs::default(), 0, 0_u32);
    // The fonts of the spans that stand within each other.
    let mut fonts: Vec<Font> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let font = fonts.last().copied().unwrap_or_default();
        let event = reader.read_event_into(&mut buffer).map_err(|_| Refusal::Damaged)?;
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "annotation" | "frame" | "shape" | "custom-shape" => aside += 1,
                _ if aside > 0 => {}
                "span" => {
                    let style = attribute(&element, "style-name").unwrap_or_default();
                    fonts.push(styles.text(&style).or(font));
                }
                "p" => {
                    paragraphs += 1;
                    if paragraphs > 1 {
                        text.push(font, "\n");
                    }
                }
                "s" => {
                    let count = attribute(&element, "c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                    text.push(font, &" ".repeat(count.min(LONGEST)));
                }
                "tab" => text.push(font, "\t"),
                "line-break" => text.push(font, "\n"),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "annotation" | "frame" | "shape" | "custom-shape" => aside = aside.saturating_sub(1),
                "span" if aside == 0 => drop(fonts.pop()),
                name if name == cell => return Ok(text),
                _ => {}
            },
            Event::Text(part) if aside == 0 && paragraphs > 0 => text.push(font, &part.xml10_content()),
            Event::CData(part) if aside == 0 && paragraphs > 0 => text.push(font, &part.xml10_content()),
            Event::GeneralRef(entity) if aside == 0 && paragraphs > 0 => {
                text.push(font, character(&entity)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return Err(Refusal::Damaged),
            _ => {}
        }
        if text.len() > LONGEST {
            return Err(Refusal::LongCell);
        }
    }
}
