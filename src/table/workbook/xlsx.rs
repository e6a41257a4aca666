//! XLSX: the values of the cells, and what the workbook says of them besides.

mod rich;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor};

use calamine::{Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::format::{Look, NumberFormat, built_in};
use super::runs::Font;
use super::{Kind, Refusal, Sheet, SheetCell};

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;
/// A place of a sheet by row and column, from 0.
type Place = (u32, u32);

/// Reads the sheets of a workbook in their order.
pub(super) fn read(bytes: &[u8], mut archive: Archive) -> Result<Vec<Sheet>, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let parts = parts(&mut archive).unwrap_or_default();
    let looks = looks(&mut archive).unwrap_or_default();
    let shared = rich::shared(&mut archive)?;
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let about = match parts.get(&name) {
            Some((part, hidden)) => About { hidden: *hidden, ..about(&mut archive, part, &looks)? },
            None => About::default(),
        };
        let runs = match parts.get(&name) {
            Some((part, _)) if about.rich || !shared.is_empty() => rich::of_cells(&mut archive, part, &shared)?,
            _ => BTreeMap::new(),
        };
        // A chart or a macro sheet has no cells to read.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let hidden_columns = about.hidden_columns.iter().copied().collect();
        let mut sheet = Sheet { name, rows: Vec::new(), hidden: about.hidden, hidden_columns };
        while let Some(cell) = reader.next_cell().map_err(|_| Refusal::Damaged)? {
            let (place, value) = (cell.get_position(), cell.get_value());
            if about.uncalculated.contains(&place) {
                let kind = Kind::Uncalculated;
                let cell = SheetCell { column: place.1.saturating_add(1), kind, ..SheetCell::default() };
                sheet.put_cell(place.0, cell, &mut cells)?;
                continue;
            }
            let look = about.styles.get(&place).and_then(|style| looks.get(*style));
            sheet.put(place, value, (look, runs.get(&place)), &mut cells)?;
        }
        sheet.tidy()?;
        for row in &mut sheet.rows {
            row.hidden = about.hidden_rows.contains(&row.row);
        }
        sheet.cover(about.merged.into_iter());
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What a sheet says besides the values of its cells.
#[derive(Default)]
struct About {
    hidden: bool,
    /// Rows that are hidden, from 1.
    hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden, from 1.
    hidden_columns: BTreeSet<u32>,
    merged: Vec<(Place, Place)>,
    /// Formulas without a result.
    uncalculated: BTreeSet<Place>,
    /// The styles of the cells that look like more or less than they hold.
    styles: BTreeMap<Place, usize>,
    /// Texts in its cells are set in runs.
    rich: bool,
}

/// Where in a sheet its reader is: rows and cells that do not say their place follow the one before.
#[derive(Default)]
struct Here {
    /// The row from 1, and the one that would follow it.
    row: u32,
    following: u32,
    /// The column from 0.
    column: u32,
}

impl Here {
    fn row(&mut self, element: &BytesStart) {
        let next = self.following.max(1);
        self.row = attribute(element, "r").and_then(|row| row.parse().ok()).unwrap_or(next);
        (self.following, self.column) = (self.row.saturating_add(1), 0);
    }

    fn cell(&mut self, element: &BytesStart) {
        let place = attribute(element, "r").and_then(|cell| place_of(&cell));
        self.column = place.map_or(self.column, |place| place.1);
    }

    fn next(&mut self) {
        self.column = self.column.saturating_add(1);
    }

    fn place(&self) -> Place {
        (self.row.saturating_sub(1), self.column)
    }
}

/// What [`walk`] calls a text between elements.
const TEXT: &str = "#text";

/// Calls a function with every element of a part that begins; with `None` at its end, and where a text stands.
fn walk(archive: &mut Archive, part: &str, mut element: impl FnMut(&str, Option<&BytesStart>)) -> Result<(), Refusal> {
    let file = archive.by_name(part).map_err(|_| Refusal::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(file));
    walk_reader(&mut reader, &mut element)
}

fn walk_reader<R: BufRead>(
    reader: &mut Reader<R>,
    element: &mut impl FnMut(&str, Option<&BytesStart>),
) -> Result<(), Refusal> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Refusal::Damaged)? {
            Event::Start(start) => element(start.local_name().as_ref(), Some(&start)),
            Event::Empty(start) => {
                element(start.local_name().as_ref(), Some(&start));
                element(start.local_name().as_ref(), None);
            }
            Event::End(end) => element(end.local_name().as_ref(), None),
            Event::Text(text) if !text.xml10_content().trim().is_empty() => element(TEXT, None),
            Event::GeneralRef(_) | Event::CData(_) => element(TEXT, None),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?.into_owned())
}

/// The character of an entity that every file may use; others could stand for anything.
pub(super) fn character(entity: &BytesRef) -> Result<char, Refusal> {
    if let Some(c) = entity.resolve_char_ref().map_err(|_| Refusal::Damaged)? {
        return Ok(c);
    }
    match entity.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Refusal::Damaged),
    }
}

fn is_true(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}

/// The part of each sheet by its name, and whether it is hidden.
fn parts(archive: &mut Archive) -> Result<BTreeMap<String, (String, bool)>, Refusal> {
    let mut targets = BTreeMap::new();
    walk(archive, "xl/_rels/workbook.xml.rels", |name, element| {
        if let Some(element) = element.filter(|_| name == "Relationship")
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, part);
        }
    })?;
    let mut parts = BTreeMap::new();
    walk(archive, "xl/workbook.xml", |name, element| {
        if let Some(element) = element.filter(|_| name == "sheet")
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(part) = targets.get(&id)
        {
            let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
            parts.insert(name, (part.clone(), hidden));
        }
    })?;
    Ok(parts)
}

/// How the cells of each style look.
fn looks(archive: &mut Archive) -> Result<Vec<Look>, Refusal> {
    let built_in = built_in().map(|(number, format)| (number.to_string(), format));
    let mut formats: BTreeMap<String, NumberFormat> = built_in.collect();
    let (mut fonts, mut looks): (Vec<Font>, Vec<Look>) = (Vec::new(), Vec::new());
    let mut inside = "";
    walk(archive, "xl/styles.xml", |name, element| match (name, element) {
        ("numFmt", Some(element)) => {
            let code = attribute(element, "formatCode").map(|code| NumberFormat::of_code(&code));
            formats.extend(attribute(element, "numFmtId").zip(code));
        }
        ("fonts", element) => inside = if element.is_some() { "fonts" } else { "" },
        ("cellXfs", element) => inside = if element.is_some() { "cellXfs" } else { "" },
        ("font", Some(_)) if inside == "fonts" => fonts.push(Font::default()),
        ("strike", Some(element)) if inside == "fonts" => {
            let struck = rich::is_on(attribute(element, "val"));
            if let Some(font) = fonts.last_mut() {
                font.struck = Some(struck);
            }
        }
        ("vertAlign", Some(element)) if inside == "fonts" => {
            let height = rich::height(attribute(element, "val").as_deref());
            if let Some(font) = fonts.last_mut() {
                font.height = Some(height);
            }
        }
        ("xf", Some(element)) if inside == "cellXfs" => {
            let format = attribute(element, "numFmtId").and_then(|format| formats.get(&format)).cloned();
            let font = attribute(element, "fontId").and_then(|font| font.parse::<usize>().ok());
            let font = font.and_then(|font| fonts.get(font)).copied().unwrap_or_default();
            looks.push(Look { format: format.unwrap_or_default(), font });
        }
        _ => {}
    })?;
    Ok(looks)
}

fn about(archive: &mut Archive, part: &str, looks: &[Look]) -> Result<About, Refusal> {
    let mut about = About::default();
    let mut here = Here::default();
    let (mut place, mut formula, mut value) = ((0, 0), false, false);
    let (mut of_words, mut in_value) = (false, false);
    walk(archive, part, |name, element| match (name, element) {
        ("row", Some(element)) => {
            here.row(element);
            if is_true(element, "hidden") {
                about.hidden_rows.insert(here.row);
            }
        }
        ("c", Some(element)) => {
            here.cell(element);
            place = here.place();
            (formula, value) = (false, false);
            (of_words, in_value) = (attribute(element, "t").is_some_and(|kind| kind == "str"), false);
            let style = attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0_usize);
            if looks.get(style).is_some_and(Look::tells) {
                about.styles.insert(place, style);
            }
        }
        ("f", Some(_)) => formula = true,
        // A formula may have come to a text without a letter; a number without a digit is none.
        ("v", of_value) => (in_value, value) = (of_value.is_some(), value || of_words),
        (TEXT, _) => value |= in_value,
        ("is", Some(_)) => value = true,
        ("c", None) => {
            if formula && !value {
                about.uncalculated.insert(place);
            }
            here.next();
        }
        ("rPr", Some(_)) => about.rich = true,
        ("col", Some(element)) if is_true(element, "hidden") => {
            let number = |name| attribute(element, name).and_then(|number| number.parse::<u32>().ok());
            if let (Some(from), Some(to)) = (number("min"), number("max")) {
                about.hidden_columns.extend(from..=to.min(super::COLUMNS));
            }
        }
        ("mergeCell", Some(element)) => {
            let range = attribute(element, "ref").unwrap_or_default();
            let (from, to) = range.split_once(':').unwrap_or((&range, &range));
            if let (Some(from), Some(to)) = (place_of(from), place_of(to)) {
                about.merged.push((from, to));
            }
        }
        _ => {}
    })?;
    Ok(about)
}

/// The place of a cell by its name: `B3` is row 2, column 1.
pub(crate) fn place_of(cell: &str) -> Option<Place> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = cell.split_at(letters);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}
