//! A workbook made of the cells of a file that was none, or one that cannot be changed in place.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};

use super::super::paper::{A4, WIDTHS, height};
use crate::table::form::stamped::{COLUMNS, Places, places};
use crate::table::workbook::{Kind, Sheet, SheetCell, Style};
use crate::value::Decimal;

/// Most decimals that are shown where a file does not say how many.
const DECIMALS: usize = 2;
/// Sizes of the texts in a form that is rebuilt, in points: what is asked and answered, and what explains it.
const SIZES: [f64; 2] = [11.0, 9.0];
/// Columns of a form that explain what is asked.
const SMALL: [&str; 4] = ["unit", "last_year", "help", "where_to_find"];
/// Least width of the column of units, in characters.
const UNITS: f64 = 28.0;

/// Sets sheets as a workbook: every cell where it was, with what it held. The same sheets give the same bytes.
///
/// `None` where they do not fit a workbook.
pub(super) fn workbook(sheets: &[Sheet], comments: &Comments) -> Option<Vec<u8>> {
    set(sheets, comments).ok()
}

/// What its sender wrote at cells, by the position of the sheet, and row and column from 1.
pub(super) type Comments = BTreeMap<(usize, u32, u32), String>;

fn set(sheets: &[Sheet], comments: &Comments) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: what is made twice of one file is the same twice.
    book.set_properties(
        &DocProperties::new().set_author("nytta").set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let mut names: Vec<String> = Vec::new();
    // The first sheet that is shown is the one that is opened.
    let first = sheets.iter().position(|sheet| !sheet.hidden || places(&sheet.rows).is_some());
    for (at, sheet) in sheets.iter().enumerate() {
        let made = book.add_worksheet();
        let name = name(&sheet.name, &names);
        made.set_name(&name)?;
        names.push(name);
        for ((_, row, column), text) in comments.range((at, 0, 0)..(at + 1, 0, 0)) {
            made.insert_note(row - 1, position(*column)?, &Note::new(text).set_author(""))?;
        }
        if first == Some(at) && at > 0 {
            made.set_active(true);
        }
        if let Some(form) = places(&sheet.rows) {
            as_form(made, sheet, &form)?;
            continue;
        }
        made.set_hidden(sheet.hidden && first.is_some());
        join(made, sheet)?;
        for row in &sheet.rows {
            for cell in &row.cells {
                put(made, row.row - 1, position(cell.column)?, cell, &Format::new())?;
            }
        }
        made.autofit();
        for column in &sheet.hidden_columns {
            made.set_column_hidden(position(*column)?)?;
        }
        for row in sheet.rows.iter().filter(|row| row.hidden) {
            made.set_row_hidden(row.row - 1)?;
        }
    }
    book.save_to_buffer()
}

fn position(column: u32) -> Result<u16, XlsxError> {
    u16::try_from(column - 1).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Joins the cells that were joined.
fn join(made: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let cells = || sheet.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
    let mut covered: BTreeSet<(u32, u32)> =
        cells().filter(|(_, cell)| cell.kind == Kind::Covered).map(|(row, cell)| (row, cell.column)).collect();
    for (row, cell) in cells().filter(|(_, cell)| cell.kind != Kind::Covered) {
        let mut last = cell.column;
        while covered.contains(&(row, last + 1)) {
            last += 1;
        }
        let mut end = row;
        while (cell.column..=last).all(|at| covered.contains(&(end + 1, at))) {
            end += 1;
        }
        if (row, cell.column) == (end, last) {
            continue;
        }
        covered.retain(|(at, column)| !(row..=end).contains(at) || !(cell.column..=last).contains(column));
        made.merge_range(row - 1, position(cell.column)?, end - 1, position(last)?, "", &Format::new())?;
    }
    Ok(())
}

/// Sets a form as its sender knows it: stamp and names hidden, columns as wide, texts broken between words.
fn as_form(made: &mut Worksheet, sheet: &Sheet, form: &Places) -> Result<(), XlsxError> {
    let base = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let is_small = |column: u32| SMALL.iter().any(|name| form.columns.get(name) == Some(&column));
    let size = |column: u32| if is_small(column) { SIZES[1] } else { SIZES[0] };
    // A text names in the column of units what may be chosen.
    let room = |name: &str, width: f64| if name == "unit" { width.max(UNITS) } else { width };
    let widths: BTreeMap<u32, f64> = (COLUMNS.iter().zip(&WIDTHS[1..]))
        .filter_map(|(name, width)| Some((*form.columns.get(name)?, room(name, *width))))
        .collect();
    let width = |column: u32| widths.get(&column).copied().unwrap_or(WIDTHS[0]);
    for column in widths.keys() {
        made.set_column_width(position(*column)?, width(*column))?;
    }
    let (question, last) = (form.columns.get("question"), widths.keys().next_back().copied().unwrap_or(form.names));
    for row in &sheet.rows {
        let cells = || row.cells.iter().filter(|cell| cell.kind != Kind::Covered);
        let alone = cells().next().filter(|cell| cells().count() == 1 && Some(&cell.column) == question);
        // A text over all columns, such as a title.
        if let Some(cell) = alone.filter(|cell| cell.kind == Kind::Text && cell.column < last) {
            let (at, first) = (row.row - 1, position(cell.column)?);
            made.merge_range(at, first, at, position(last)?, &cell.text, &base)?;
            let whole = (cell.column..=last).map(width).sum();
            made.set_row_height(at, height(&[(cell.text.as_str(), whole, SIZES[0])]))?;
            continue;
        }
        for cell in &row.cells {
            let base = base.clone().set_font_size(size(cell.column));
            put(made, row.row - 1, position(cell.column)?, cell, &base)?;
        }
        let beside = cells().filter(|cell| cell.column != form.names);
        let sizes: Vec<_> = beside.map(|cell| (cell.text.as_str(), width(cell.column), size(cell.column))).collect();
        made.set_row_height(row.row - 1, height(&sizes))?;
    }
    made.set_column_hidden(position(form.names)?)?.set_row_hidden(form.row - 1)?;
    made.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &SheetCell, base: &Format) -> Result<(), XlsxError> {
    let number =
        || cell.text.parse::<Decimal>().ok().and_then(|number| number.to_f64()).or_else(|| cell.text.parse().ok());
    let percent = || {
        let number = cell.text.strip_suffix('%')?.trim().parse::<Decimal>().ok()?;
        (number / Decimal::ONE_HUNDRED).to_f64()
    };
    match cell.kind {
        Kind::Number | Kind::Text if cell.style.is_some() => {
            let format = format(cell, base);
            let is_number = cell.kind == Kind::Number;
            match (number().filter(|_| is_number), percent().filter(|_| is_number)) {
                (Some(number), _) => sheet.write_number_with_format(row, column, number, &format)?,
                (_, Some(share)) => {
                    sheet.write_number_with_format(row, column, share, &format.set_num_format(percent_of(cell)))?
                }
                _ => sheet.write_string_with_format(row, column, &cell.text, &format)?,
            }
        }
        Kind::Number if number().is_some() => {
            sheet.write_number_with_format(row, column, number().unwrap_or_default(), base)?
        }
        Kind::Number if percent().is_some() => {
            let format = base.clone().set_num_format(percent_of(cell));
            sheet.write_number_with_format(row, column, percent().unwrap_or_default(), &format)?
        }
        Kind::Covered => return Ok(()),
        Kind::Boolean => sheet.write_boolean_with_format(row, column, cell.text == "true", base)?,
        Kind::Date => match ExcelDateTime::parse_from_str(&cell.text) {
            Ok(moment) => {
                let format = if cell.text.len() > 10 { "yyyy-mm-dd hh:mm:ss" } else { "yyyy-mm-dd" };
                sheet.write_datetime_with_format(row, column, &moment, &base.clone().set_num_format(format))?
            }
            Err(_) => sheet.write_string_with_format(row, column, &cell.text, base)?,
        },
        // Never a formula: text of others stays text.
        _ => {
            if cell.text.starts_with(|c: char| c.is_ascii_digit()) {
                sheet.ignore_error(row, column, IgnoreError::NumberStoredAsText)?;
            }
            sheet.write_string_with_format(row, column, &cell.text, base)?
        }
    };
    Ok(())
}

/// A mark and as many noughts as a number is written with decimals, at most two.
fn fraction(cell: &SheetCell) -> String {
    let decimals = cell.text.split_once('.').map_or(0, |(_, behind)| behind.bytes().filter(u8::is_ascii_digit).count());
    if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals.min(DECIMALS))) }
}

/// How a percentage is shown.
fn percent_of(cell: &SheetCell) -> String {
    format!("0{}%", fraction(cell))
}

/// What a cell shows besides what it holds.
fn format(cell: &SheetCell, base: &Format) -> Format {
    let Some(style) = cell.style.as_deref() else { return base.clone() };
    let Style { unit, power, decimals, turned, lengthened, struck, instead } = style;
    let quoted = |text: &str| if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "")) };
    let fraction = match decimals {
        None => fraction(cell),
        Some(0) => String::new(),
        Some(decimals) => format!(".{}", "0".repeat(*decimals as usize)),
    };
    let mut code = format!("#,##0{fraction}{}", ",".repeat(*power as usize / 3));
    if !unit.is_empty() {
        code = format!("{code} {}", quoted(unit));
    }
    if *turned {
        code = format!("\"-\"{code};{code}");
    }
    let shown = instead.as_ref().or(lengthened.as_ref());
    if let Some(text) = shown {
        code = [quoted(text), quoted(text), quoted(text), quoted(text)].join(";");
    }
    let told = *power > 0 || *turned || !unit.is_empty() || shown.is_some();
    let format = if told { base.clone().set_num_format(code) } else { base.clone() };
    if *struck { format.set_font_strikethrough() } else { format }
}

/// A name that a sheet can have and no other has.
pub(super) fn name(wanted: &str, taken: &[String]) -> String {
    let plain: String = wanted.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).take(28).collect();
    let plain = plain.trim().trim_matches('\'');
    let plain = if plain.is_empty() { "1" } else { plain };
    let is_free = |name: &String| !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|n| format!("{plain} {n}"));
    std::iter::once(plain.to_owned()).chain(numbered).find(is_free).expect("numbers do not end")
}
