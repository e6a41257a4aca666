//! XLSX: the values of the cells, and what the workbook says of them besides.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor};

use calamine::{Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::format::{Look, NumberFormat, built_in};
use super::{Kind, Refusal, Sheet, SheetCell};

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;
/// A place of a sheet by row and column, from 0.
type Place = (u32, u32);

/// Reads the sheets of a workbook in their order.
pub(super) fn read(bytes: &[u8], mut archive: Archive) -> Result<Vec<Sheet>, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let parts = parts(&mut archive).unwrap_or_default();
    let looks = looks(&mut archive).unwrap_or_default();
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let about = match parts.get(&name) {
            Some((part, hidden)) => About { hidden: *hidden, ..about(&mut archive, part, &looks)? },
            None => About::default(),
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
            sheet.put(place, value, look, &mut cells)?;
        }
        sheet.tidy();
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
    let (mut fonts, mut looks): (Vec<bool>, Vec<Look>) = (Vec::new(), Vec::new());
    let mut inside = "";
    walk(archive, "xl/styles.xml", |name, element| match (name, element) {
        ("numFmt", Some(element)) => {
            let code = attribute(element, "formatCode").map(|code| NumberFormat::of_code(&code));
            formats.extend(attribute(element, "numFmtId").zip(code));
        }
        ("fonts", element) => inside = if element.is_some() { "fonts" } else { "" },
        ("cellXfs", element) => inside = if element.is_some() { "cellXfs" } else { "" },
        ("font", Some(_)) if inside == "fonts" => fonts.push(false),
        ("strike", Some(element)) if inside == "fonts" => {
            let struck = attribute(element, "val").is_none_or(|value| value == "1" || value == "true");
            if let Some(font) = fonts.last_mut() {
                *font = struck;
            }
        }
        ("xf", Some(element)) if inside == "cellXfs" => {
            let format = attribute(element, "numFmtId").and_then(|format| formats.get(&format)).cloned();
            let font = attribute(element, "fontId").and_then(|font| font.parse::<usize>().ok());
            let struck = font.and_then(|font| fonts.get(font)).copied().unwrap_or_default();
            looks.push(Look { format: format.unwrap_or_default(), struck });
        }
        _ => {}
    })?;
    Ok(looks)
}

fn about(archive: &mut Archive, part: &str, looks: &[Look]) -> Result<About, Refusal> {
    let mut about = About::default();
    let (mut row, mut next, mut column) = (0_u32, 1_u32, 0_u32);
    let (mut place, mut formula, mut value) = ((0, 0), false, false);
    let (mut of_words, mut in_value) = (false, false);
    walk(archive, part, |name, element| match (name, element) {
        ("row", Some(element)) => {
            row = attribute(element, "r").and_then(|row| row.parse().ok()).unwrap_or(next);
            (next, column) = (row.saturating_add(1), 0);
            if is_true(element, "hidden") {
                about.hidden_rows.insert(row);
            }
        }
        ("c", Some(element)) => {
            column = attribute(element, "r").and_then(|cell| place_of(&cell)).map_or(column, |place| place.1);
            place = (row.saturating_sub(1), column);
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
            column = column.saturating_add(1);
        }
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
