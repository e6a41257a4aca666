//! A file as cells without meaning, as its sender sees them.

use super::decode::decode;
use super::workbook::{self, Kind, Sheet, SheetCell, SheetRow, Workbooks};
use super::{Reading, Refusal};
use crate::record::Records;

/// The cells of a file that was read: those of a workbook by sheets, those of a text as one sheet without a name.
///
/// # Errors
/// When it is a workbook that cannot be read.
pub fn sheets(reading: &Reading, bytes: &[u8], workbooks: &dyn Workbooks) -> Result<Vec<Sheet>, Refusal> {
    if workbook::is_workbook(bytes) {
        return workbooks.sheets(bytes);
    }
    let delimiter = reading.sheets.first().and_then(|sheet| sheet.delimiter).unwrap_or(';');
    let text = decode(bytes).text;
    let rows = Records::new(&text, u8::try_from(delimiter).unwrap_or(b';')).map(|record| SheetRow {
        row: record.row,
        cells: (1..)
            .zip(record.fields)
            .filter(|(_, field)| !field.text.is_empty())
            .map(|(column, field)| SheetCell { column, kind: Kind::Text, text: field.text })
            .collect(),
    });
    Ok(vec![Sheet { name: String::new(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }])
}
