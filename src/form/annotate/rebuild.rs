//! A workbook made of the cells of a file that was none, or one that cannot be changed in place.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, Worksheet, XlsxError};

use crate::table::workbook::{Kind, Sheet, SheetCell, Style};
use crate::value::Decimal;

/// How a percentage is shown.
const PERCENT: &str = "0.##%";

/// Sets sheets as a workbook: every cell where it was, with what it held. The same sheets give the same bytes.
///
/// `None` where they do not fit a workbook.
pub(super) fn workbook(sheets: &[Sheet]) -> Option<Vec<u8>> {
    set(sheets).ok()
}

fn set(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: what is made twice of one file is the same twice.
    book.set_properties(
        &DocProperties::new().set_author("nytta").set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let made = book.add_worksheet();
        let name = name(&sheet.name, &names);
        made.set_name(&name)?;
        names.push(name);
        for row in &sheet.rows {
            for cell in &row.cells {
                let column = u16::try_from(cell.column - 1).map_err(|_| XlsxError::RowColumnLimitError)?;
                put(made, row.row - 1, column, cell)?;
            }
        }
        made.autofit();
    }
    book.save_to_buffer()
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &SheetCell) -> Result<(), XlsxError> {
    let number =
        || cell.text.parse::<Decimal>().ok().and_then(|number| number.to_f64()).or_else(|| cell.text.parse().ok());
    let percent = || {
        let number = cell.text.strip_suffix('%')?.trim().parse::<Decimal>().ok()?;
        (number / Decimal::ONE_HUNDRED).to_f64()
    };
    match cell.kind {
        Kind::Number | Kind::Text if cell.style.is_some() => {
            let format = format(cell.style.as_deref());
            let is_number = cell.kind == Kind::Number;
            match (number().filter(|_| is_number), percent().filter(|_| is_number)) {
                (Some(number), _) => sheet.write_number_with_format(row, column, number, &format)?,
                (_, Some(share)) => {
                    sheet.write_number_with_format(row, column, share, &format.set_num_format(PERCENT))?
                }
                _ => sheet.write_string_with_format(row, column, &cell.text, &format)?,
            }
        }
        Kind::Number if number().is_some() => sheet.write_number(row, column, number().unwrap_or_default())?,
        Kind::Number if percent().is_some() => {
            let format = Format::new().set_num_format(PERCENT);
            sheet.write_number_with_format(row, column, percent().unwrap_or_default(), &format)?
        }
        Kind::Covered => return Ok(()),
        Kind::Boolean => sheet.write_boolean(row, column, cell.text == "true")?,
        Kind::Date => match ExcelDateTime::parse_from_str(&cell.text) {
            Ok(moment) => {
                let format = if cell.text.len() > 10 { "yyyy-mm-dd hh:mm:ss" } else { "yyyy-mm-dd" };
                sheet.write_datetime_with_format(row, column, &moment, &Format::new().set_num_format(format))?
            }
            Err(_) => sheet.write_string(row, column, &cell.text)?,
        },
        // Never a formula: text of others stays text.
        _ => {
            if cell.text.starts_with(|c: char| c.is_ascii_digit()) {
                sheet.ignore_error(row, column, IgnoreError::NumberStoredAsText)?;
            }
            sheet.write_string(row, column, &cell.text)?
        }
    };
    Ok(())
}

/// What a cell shows besides what it holds.
fn format(style: Option<&Style>) -> Format {
    let Some(Style { unit, power, struck, instead }) = style else { return Format::new() };
    let quoted = |text: &str| if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "")) };
    let mut code = format!("#,##0.##{}", ",".repeat(*power as usize / 3));
    if !unit.is_empty() {
        code = format!("{code} {}", quoted(unit));
    }
    if let Some(text) = instead {
        code = [quoted(text), quoted(text), quoted(text), quoted(text)].join(";");
    }
    let told = *power > 0 || !unit.is_empty() || instead.is_some();
    let format = if told { Format::new().set_num_format(code) } else { Format::new() };
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
