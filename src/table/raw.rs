//! A file as cells without meaning, as its sender sees them.

use super::Reading;
use super::bytes::encoding::Encoding;
use super::workbook::{self, Kind, Refusal, Sheet, SheetCell, SheetRow, Workbooks};
use crate::record::Records;
use crate::source::Bytes;

/// The cells of a file that was read: those of a workbook by sheets, those of a text as one sheet without a name.
///
/// # Errors
/// When it is a workbook that cannot be read.
pub fn sheets(reading: &Reading, bytes: &Bytes, workbooks: &dyn Workbooks) -> Result<Vec<Sheet>, Refusal> {
    if workbook::is_workbook(bytes) {
        return workbooks.sheets(bytes);
    }
    // A text that was too large to be looked at was not taken apart either.
    let Some(about) = reading.sheets.first() else { return Ok(Vec::new()) };
    let encoding = about.encoding.as_deref().and_then(Encoding::named).unwrap_or(Encoding::Utf8);
    let delimiter = about.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(b';');
    let text = encoding.decode(bytes).text;
    // A quote that swallows rows is known by the width of the header, as when the file was read.
    let last = about.header_rows.last().copied().unwrap_or_default();
    let headers = Records::new(&text, delimiter).take_while(|record| record.row <= last);
    let headers = headers.filter(|record| about.header_rows.contains(&record.row));
    let width = headers.map(|record| record.fields.len()).max();
    let rows = Records::new(&text, delimiter).of_width(width).map(|record| SheetRow {
        row: record.row,
        cells: (1..)
            .zip(record.fields)
            .filter(|(_, field)| !field.text.is_empty())
            .map(|(column, field)| SheetCell { column, kind: Kind::Text, text: field.text, style: None })
            .collect(),
        hidden: false,
    });
    Ok(vec![Sheet { rows: rows.filter(|row| !row.cells.is_empty()).collect(), ..Sheet::default() }])
}
