//! XLS: the values of the cells, and what the workbook's records say of them besides.

mod compound;
pub(crate) mod outside;
mod rich;
mod runs;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Reader as _, SheetVisible, Xls};

use super::format::{Look, NumberFormat, built_in};
use super::runs::{Font, Height, Runs};
use super::{Refusal, Sheet};
pub(crate) use compound::streams;
use compound::{long, short, stream};
pub(crate) use runs::{of_record, runs};

/// Names of the stream that holds the sheets.
const WORKBOOK: [&str; 2] = ["Workbook", "Book"];

/// Reads the sheets of a workbook in their order.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let Said { looks, sheets: about, shared, .. } =
        stream(bytes, &WORKBOOK).map(|stream| said(&stream)).unwrap_or_default();
    let mut cells = 0;
    let mut sheets = Vec::new();
    for (number, said) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        // A chart or a macro sheet has no cells to read.
        let Ok(range) = book.worksheet_range(&said.name) else { continue };
        let besides = about.get(&number).cloned().unwrap_or_default();
        let hidden = said.visible != SheetVisible::Visible;
        let hidden_columns = besides.hidden_columns.iter().copied().collect();
        let mut sheet = Sheet { name: said.name.clone(), rows: Vec::new(), hidden, hidden_columns };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |offset: u32, position: usize| u32::try_from(position).map_or(u32::MAX, |p| offset + p);
            let place = (at(top, row), at(left, column));
            let look = besides.styles.get(&place).and_then(|style| looks.get(*style));
            let runs = besides.shared.get(&place).and_then(|number| shared.get(number));
            sheet.put(place, value, (look, runs), &mut cells)?;
        }
        for row in &mut sheet.rows {
            row.hidden = besides.hidden_rows.contains(&row.row);
        }
        let merged = book.merge_cells_by_sheet_name(&said.name).unwrap_or_default();
        sheet.cover(merged.iter().map(|range| (range.start, range.end)));
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What a sheet says besides the values of its cells.
#[derive(Debug, Clone, Default)]
struct About {
    /// Rows and columns that are hidden, from 1.
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    /// The styles of the cells that look like more or less than they hold; places count from 0.
    styles: BTreeMap<(u32, u32), usize>,
    /// The numbers of the shared texts in its cells.
    shared: BTreeMap<(u32, u32), usize>,
}

/// What the records of a workbook say.
#[derive(Debug, Default)]
struct Said {
    /// It was written before characters could take two bytes.
    is_old: bool,
    formats: BTreeMap<u16, NumberFormat>,
    /// How each font is set.
    fonts: Vec<Font>,
    /// How the cells of each style look.
    looks: Vec<Look>,
    /// The shared texts of which a part looks otherwise, by their numbers.
    shared: BTreeMap<usize, Runs>,
    /// Where each sheet begins.
    starts: Vec<usize>,
    /// What is said of the sheets, by their numbers.
    sheets: BTreeMap<usize, About>,
}

/// What the records say (MS-XLS 2.4).
fn said(stream: &[u8]) -> Said {
    let (mut at, mut here) = (0, None);
    let mut said = Said::default();
    said.formats.extend(built_in());
    // The shared texts stand in one record and those that continue it.
    let mut texts: Vec<&[u8]> = Vec::new();
    while let (Some(kind), Some(length)) = (short(stream, at), short(stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        if let Some(number) = said.starts.iter().position(|start| *start == at) {
            here = Some(number);
        }
        match kind {
            0x00FC => texts = vec![body],
            0x003C if !texts.is_empty() => texts.push(body),
            _ if !texts.is_empty() => said.shared = rich::shared(&std::mem::take(&mut texts), |font| said.font(font)),
            _ => {}
        }
        match here {
            Some(number) => said.sheets.entry(number).or_default().record(kind, body, &said.looks),
            None => said.record(kind, body),
        }
        at += 4 + usize::from(length);
    }
    said
}

impl Said {
    /// The font of a number: none has the number 4.
    fn font(&self, number: u16) -> Font {
        self.fonts.get(usize::from(number) - usize::from(number > 4)).copied().unwrap_or_default()
    }

    /// Takes a record that stands before the sheets into account.
    fn record(&mut self, kind: u16, body: &[u8]) {
        match kind {
            // BOF: the version.
            0x0809 => self.is_old = short(body, 0).is_some_and(|version| version < 0x0600),
            // FORMAT: a number and its code.
            0x041E => {
                let count = short(body, 2).map_or(0, usize::from);
                let code = if self.is_old {
                    latin(body.get(3..).unwrap_or_default())
                } else {
                    characters(body.get(4..).unwrap_or_default(), count)
                };
                self.formats.extend(short(body, 0).map(|number| (number, NumberFormat::of_code(&code))));
            }
            // FONT: its attributes.
            0x0031 => self.fonts.push(Font {
                struck: short(body, 2).map(|flags| flags & 0x08 != 0),
                height: short(body, 8).map(|place| match place {
                    1 => Height::Raised,
                    2 => Height::Lowered,
                    _ => Height::Line,
                }),
            }),
            // XF: the font and the format of a style.
            0x00E0 => {
                let font = self.font(short(body, 0).unwrap_or_default());
                let format = short(body, 2).and_then(|format| self.formats.get(&format)).cloned().unwrap_or_default();
                self.looks.push(Look { format, font });
            }
            // BOUNDSHEET: where a sheet begins.
            0x0085 => self.starts.extend(long(body, 0)),
            _ => {}
        }
    }
}

impl About {
    /// Takes a record of the sheet into account.
    fn record(&mut self, kind: u16, body: &[u8], looks: &[Look]) {
        match kind {
            // ROW and COLINFO: hidden rows and columns.
            0x0208 if short(body, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                self.hidden_rows.extend(short(body, 0).map(|row| u32::from(row) + 1));
            }
            0x007D => {
                if let (Some(from), Some(to), Some(true)) =
                    (short(body, 0), short(body, 2), short(body, 8).map(|flags| flags & 1 != 0))
                {
                    self.hidden_columns.extend((from..=to.min(255)).map(|column| u32::from(column) + 1));
                }
            }
            // NUMBER, RK, FORMULA, LABEL, LABELSST and BOOLERR: one cell with its style; MULRK: several.
            0x0203 | 0x027E | 0x0006 | 0x0204 | 0x00FD | 0x0205 => {
                if let (Some(row), Some(column), Some(style)) = (short(body, 0), short(body, 2), short(body, 4)) {
                    self.mark(row, column, style, looks);
                    if let Some(number) = long(body, 6).filter(|_| kind == 0x00FD) {
                        self.shared.insert((u32::from(row), u32::from(column)), number);
                    }
                }
            }
            0x00BD => {
                let (Some(row), Some(first)) = (short(body, 0), short(body, 2)) else { return };
                let numbers = body.len().saturating_sub(6) / 6;
                for (at, column) in (0..numbers).zip(first..) {
                    if let Some(style) = short(body, 4 + 6 * at) {
                        self.mark(row, column, style, looks);
                    }
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, row: u16, column: u16, style: u16, looks: &[Look]) {
        if looks.get(usize::from(style)).is_some_and(Look::tells) {
            self.styles.insert((u32::from(row), u32::from(column)), usize::from(style));
        }
    }
}

/// The texts of a workbook's properties: its author, its title and what else its program wrote.
pub(crate) fn properties(file: &[u8]) -> Vec<String> {
    let names = ["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"];
    let streams = names.iter().filter_map(|name| stream(file, &[name]));
    // Between the texts stand numbers, of which most bytes are no letters.
    let texts = |stream: Vec<u8>| -> Vec<String> {
        latin(&stream).split(char::is_control).filter(|text| text.len() > 4).map(str::to_owned).collect()
    };
    streams.flat_map(texts).collect()
}

/// Characters behind a byte that tells their width.
fn characters(body: &[u8], most: usize) -> String {
    match body.split_first() {
        Some((flags, rest)) if flags & 1 == 1 => {
            let units = rest.as_chunks::<2>().0.iter().take(most).map(|pair| u16::from_le_bytes(*pair));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        Some((_, rest)) => latin(&rest[..rest.len().min(most)]),
        None => String::new(),
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
