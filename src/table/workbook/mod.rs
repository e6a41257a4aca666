//! Workbooks into rows of cells as text, in a child process with limits.

mod format;
mod ods;
mod runs;
pub(super) mod xls;
pub(super) mod xlsx;

use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::time::Duration;

use calamine::{Data, DataType};
use serde::{Deserialize, Serialize};

use super::spelling::duration;
use format::Look;
use runs::Runs;

pub use format::Style;
pub(super) use runs::STROKE;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::Text;
use crate::worker::{self, Failure};

/// Most bytes a workbook may unpack to.
const UNPACKED: u64 = 128 * 1024 * 1024;
/// Most files inside a workbook.
const PARTS: usize = 2_000;
/// Last column that is read.
const COLUMNS: u32 = 2_000;
/// Most cells of all sheets.
const CELLS: usize = 2_500_000;
/// Most bytes of a cell: the 32,767 characters of a spreadsheet's cell are at most so many.
const LONGEST: usize = 128 * 1024;
/// Most cells that are told to be covered by merged ones.
const COVERED: usize = 100_000;
/// The last day a spreadsheet can count to, the end of the year 9999, by its number.
const LAST_DAY: f64 = 2_958_465.0;
/// The first day of the century, by its number: no duration is as long.
const CENTURY: f64 = 36_526.0;
/// How long reading one workbook may take by the clock.
const PATIENCE: Duration = Duration::from_secs(15);
/// Name of this task for a child process.
pub const TASK: &str = "workbook";

/// What reads workbooks: a child process, or in tests the same process.
pub trait Workbooks: Sync {
    /// The sheets of a workbook, or why it is not read.
    fn sheets(&self, bytes: &[u8]) -> Result<Vec<Sheet>, Refusal>;
}

/// Reads workbooks in a child of a program that serves [`worker::serve`].
#[derive(Debug, Clone)]
pub struct Child {
    /// The program, which the face knows.
    pub program: PathBuf,
}

/// Reads workbooks where it is called. Only for files one has made oneself.
#[derive(Debug, Clone, Copy)]
pub struct InProcess;

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows that are not empty, in order.
    pub rows: Vec<SheetRow>,
    /// Its author has hidden it.
    #[serde(default)]
    pub hidden: bool,
    /// Numbers of the columns that are hidden, from 1.
    #[serde(default)]
    pub hidden_columns: Vec<u32>,
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Number of the row, from 1.
    pub row: u32,
    /// Its cells that are not empty, in order.
    pub cells: Vec<SheetCell>,
    /// It is hidden, perhaps by a filter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// One cell of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Number of the column, from 1.
    pub column: u32,
    /// What the workbook says that it holds.
    pub kind: Kind,
    /// Numbers with a decimal point, percentages as `12.5 %`, days as `2025-12-31`, durations as `4800:00`.
    pub text: String,
    /// What it shows besides, where it shows more or less than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Box<Style>>,
}

/// What a workbook says that a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Text, as everything in a CSV file.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day, perhaps with a time.
    Date,
    /// Hours, minutes and seconds.
    Duration,
    /// Yes or no.
    Boolean,
    /// A formula that failed, such as `#REF!`.
    Error,
    /// A formula whose result the workbook does not hold.
    Uncalculated,
    /// Nothing of its own: it is covered by a merged cell that holds something.
    Covered,
    /// Nothing, though in another column of its form stands what may be its answer.
    Astray,
}

impl Kind {
    /// True for a cell that should hold a value and does not.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::Error | Self::Uncalculated | Self::Astray)
    }
}

/// Why a workbook is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It is no workbook, or a broken one.
    Damaged,
    /// It is a file of another kind, such as a text document.
    OtherKind,
    /// A cell holds more text than a cell can.
    LongCell,
    /// It is protected by a password.
    Locked,
    /// It unpacks to more than is read.
    TooLarge,
    /// It has a cell too far to the right, or too many cells.
    TooWide,
    /// Two cells with different contents say that they stand in the same place.
    TwiceInPlace,
    /// Reading it needs more memory than a reader may use.
    Memory,
    /// Reading it takes longer than a reader may take.
    Time,
    /// The program that reads could not be started.
    NoReader,
}

impl Refusal {
    /// The reason in words.
    fn words(self) -> Text {
        Text::in_each(match self {
            Self::Damaged => [
                "it is damaged or no workbook",
                "den är skadad eller ingen arbetsbok",
                "il est endommagé ou n’est pas un classeur",
                "è danneggiato o non è una cartella di lavoro",
                "este deteriorat sau nu este un registru de lucru",
                "poškodovan je ali ni delovni zvezek",
            ],
            Self::OtherKind => [
                "it is no XLSX, XLS or ODS workbook",
                "den är ingen arbetsbok i XLSX, XLS eller ODS",
                "ce n’est pas un classeur XLSX, XLS ou ODS",
                "non è una cartella di lavoro XLSX, XLS o ODS",
                "nu este un registru XLSX, XLS sau ODS",
                "ni delovni zvezek XLSX, XLS ali ODS",
            ],
            Self::LongCell => [
                "a cell holds more text than a cell can",
                "en cell har mer text än en cell kan ha",
                "une cellule contient plus de texte que possible",
                "una cella contiene più testo di quanto sia possibile",
                "o celulă are mai mult text decât poate avea",
                "v celici je več besedila, kot ga celica lahko ima",
            ],
            Self::Locked => [
                "it is protected by a password",
                "den är skyddad med lösenord",
                "il est protégé par un mot de passe",
                "è protetto da password",
                "este protejat cu parolă",
                "zaščiten je z geslom",
            ],
            Self::TooLarge => [
                "it unpacks to more than 128 MB",
                "den packas upp till mer än 128 MB",
                "décompressé, il dépasse 128 Mo",
                "decompresso supera 128 MB",
                "dezarhivat, depășește 128 MB",
                "razširjen presega 128 MB",
            ],
            Self::TooWide => [
                "it has more than 2.5 million cells, or one beyond column 2,000",
                "den har fler än 2,5 miljoner celler, eller en bortom kolumn 2 000",
                "il a plus de 2,5 millions de cellules, ou une au-delà de la colonne 2 000",
                "ha più di 2,5 milioni di celle, o una oltre la colonna 2 000",
                "are mai mult de 2,5 milioane de celule sau una dincolo de coloana 2 000",
                "ima več kot 2,5 milijona celic ali celico za stolpcem 2 000",
            ],
            Self::TwiceInPlace => [
                "it holds two different contents for one cell",
                "den har två olika innehåll för samma cell",
                "il contient deux contenus différents pour une même cellule",
                "contiene due contenuti diversi per la stessa cella",
                "are două conținuturi diferite pentru aceeași celulă",
                "za isto celico ima dve različni vsebini",
            ],
            Self::Memory => [
                "reading it takes more than 512 MB of memory",
                "den kräver mer än 512 MB minne att läsa",
                "sa lecture demande plus de 512 Mo de mémoire",
                "leggerlo richiede più di 512 MB di memoria",
                "citirea lui cere mai mult de 512 MB de memorie",
                "branje zahteva več kot 512 MB pomnilnika",
            ],
            Self::Time => [
                "reading it takes more than 10 seconds",
                "den tar mer än 10 sekunder att läsa",
                "sa lecture prend plus de 10 secondes",
                "leggerlo richiede più di 10 secondi",
                "citirea lui durează peste 10 secunde",
                "branje traja več kot 10 sekund",
            ],
            Self::NoReader => [
                "the reader did not start",
                "läsaren startade inte",
                "le lecteur n’a pas démarré",
                "il lettore non si è avviato",
                "cititorul nu a pornit",
                "bralnik se ni zagnal",
            ],
        })
    }

    /// The finding for a file.
    pub(super) fn diagnostic(self, file: &str) -> Diagnostic {
        Diagnostic::worded("workbook-unreadable", Span::file(file), &[("file", file)], &[("reason", &self.words())])
    }
}

/// True when bytes begin as a workbook does: a ZIP archive, or the older compound file.
pub fn is_workbook(bytes: &[u8]) -> bool {
    is_archive(bytes) || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl Workbooks for InProcess {
    fn sheets(&self, bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        read(bytes)
    }
}

impl Workbooks for Child {
    fn sheets(&self, bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        unpacked_size(bytes)?;
        let answer = worker::call(&self.program, TASK, bytes, PATIENCE).map_err(|failure| match failure {
            Failure::Start => Refusal::NoReader,
            Failure::Memory => Refusal::Memory,
            Failure::Time => Refusal::Time,
            Failure::Ended => Refusal::Damaged,
        })?;
        serde_json::from_slice::<Result<Vec<Sheet>, Refusal>>(&answer).map_err(|_| Refusal::Damaged)?
    }
}

/// The answer of a child process to the bytes of a workbook, for [`worker::serve`].
pub fn answer(bytes: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&read(bytes)).expect("cells are plain text")
}

/// Reads a workbook here and now.
fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if is_archive(bytes) {
        unpacked_size(bytes)?;
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
        let has = |name: &str| archive.index_for_name(name).is_some();
        return match () {
            () if has("xl/workbook.bin") => Err(Refusal::OtherKind),
            () if has("word/document.xml") || has("ppt/presentation.xml") => Err(Refusal::OtherKind),
            () if has("content.xml") => ods::read(archive),
            () => xlsx::read(bytes, archive),
        };
    }
    if is_encrypted(bytes) {
        return Err(Refusal::Locked);
    }
    xls::read(bytes)
}

/// A workbook with a password is a compound file with a part of this name.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Unpacks everything to nowhere: what an archive says of its own size is not to be believed.
fn unpacked_size(bytes: &[u8]) -> Result<u64, Refusal> {
    if !is_archive(bytes) {
        return Ok(bytes.len() as u64);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    if archive.len() > PARTS {
        return Err(Refusal::TooLarge);
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => Refusal::Locked,
            _ => Refusal::Damaged,
        })?;
        let limit = UNPACKED - total + 1;
        total += std::io::copy(&mut part.take(limit), &mut std::io::sink()).map_err(|_| Refusal::Damaged)?;
        if total > UNPACKED {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(total)
}

/// True for sheets that a workbook of them is read again with, and some cells more.
pub fn holds(sheets: &[Sheet], more: usize) -> bool {
    let rows = || sheets.iter().flat_map(|sheet| &sheet.rows);
    rows().map(|row| row.cells.len()).sum::<usize>() + more <= CELLS
        && rows().flat_map(|row| &row.cells).all(|cell| cell.column <= COLUMNS)
}

/// True for a workbook of a size that is read at all.
pub fn fits(bytes: &[u8]) -> bool {
    unpacked_size(bytes).is_ok()
}

impl Sheet {
    /// Adds a cell at a row and column that count from 0, with the look of its style and the runs of its text where they tell
    /// something.
    fn put(
        &mut self,
        at: (u32, u32),
        value: &impl DataType,
        (look, runs): (Option<&Look>, Option<&Runs>),
        cells: &mut usize,
    ) -> Result<(), Refusal> {
        let Some((kind, text)) = words(value, look) else { return Ok(()) };
        if kind == Kind::Text {
            return self.put_cell(at.0, SheetCell::of_text(at.1 + 1, text, look, runs), cells);
        }
        let plain = SheetCell { column: at.1 + 1, kind, text, style: None };
        let days = value.get_datetime().map(|day| day.as_f64());
        let cell = match (look, days.or_else(|| value.as_f64())) {
            (None, _) => plain,
            (Some(look), Some(number)) if kind == Kind::Number => {
                let (text, style) = look.number(number);
                SheetCell { text, style, ..plain }
            }
            (Some(look), Some(days)) if kind == Kind::Duration => {
                SheetCell { style: look.duration(days, &plain.text), ..plain }
            }
            (Some(look), _) => SheetCell { style: look.text(), ..plain },
        };
        self.put_cell(at.0, cell, cells)
    }

    /// Adds a cell to a row that counts from 0.
    fn put_cell(&mut self, row: u32, cell: SheetCell, cells: &mut usize) -> Result<(), Refusal> {
        *cells += 1;
        if cell.column > COLUMNS || *cells > CELLS {
            return Err(Refusal::TooWide);
        }
        if cell.text.len() > LONGEST {
            return Err(Refusal::LongCell);
        }
        let row = row.saturating_add(1);
        match self.rows.last_mut() {
            Some(last) if last.row == row => last.cells.push(cell),
            _ => self.rows.push(SheetRow { row, cells: vec![cell], hidden: false }),
        }
        Ok(())
    }

    /// Puts rows and their cells in order, whatever the order in the file; of two cells in one place nobody knows which counts.
    fn tidy(&mut self) -> Result<(), Refusal> {
        self.rows.sort_by_key(|row| row.row);
        self.rows.dedup_by(|later, first| {
            let same = later.row == first.row;
            if same {
                first.cells.append(&mut later.cells);
            }
            same
        });
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by(|later, first| later.column == first.column && later.text == first.text);
            if row.cells.windows(2).any(|pair| pair[0].column == pair[1].column) {
                return Err(Refusal::TwiceInPlace);
            }
        }
        Ok(())
    }

    /// Tells which cells are covered by merged ones that hold something; ranges of rows and columns count from 0.
    fn cover(&mut self, merged: impl Iterator<Item = ((u32, u32), (u32, u32))>) {
        let mut told = 0;
        let width = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max().unwrap_or(0);
        for ((top, left), (bottom, right)) in merged {
            let at = |row: u32| self.rows.partition_point(|known| known.row < row.saturating_add(1));
            let (from, to) = (at(top), at(bottom.saturating_add(1)));
            let first = self.rows.get(from).filter(|row| row.row == top + 1);
            let text = first.and_then(|row| row.cells.iter().find(|cell| cell.column == left + 1));
            if text.is_none() {
                continue;
            }
            for row in &mut self.rows[from..to] {
                for column in (left + 1)..=(right + 1).min(width) {
                    let is_first = row.row == top + 1 && column == left + 1;
                    let Err(place) = row.cells.binary_search_by_key(&column, |cell| cell.column) else { continue };
                    if !is_first && told < COVERED {
                        told += 1;
                        row.cells.insert(place, SheetCell { column, kind: Kind::Covered, ..SheetCell::default() });
                    }
                }
            }
        }
    }
}

/// The text of a cell; `None` for an empty one.
fn words(value: &impl DataType, look: Option<&Look>) -> Option<(Kind, String)> {
    if let Some(error) = value.get_error() {
        return Some((Kind::Error, error.to_string()));
    }
    if let Some(yes) = value.get_bool() {
        return Some((Kind::Boolean, yes.to_string()));
    }
    if let Some(number) = value.get_int() {
        return Some((Kind::Number, number.to_string()));
    }
    if let Some(number) = value.get_float() {
        return Some((Kind::Number, number_text(number)));
    }
    if let Some(day) = value.get_datetime() {
        let days = day.as_f64();
        // `20251231` below a format for days is what somebody wrote, and no such count of days.
        if days > LAST_DAY {
            return Some((Kind::Number, number_text(days)));
        }
        let is_duration = !day.is_datetime() || look.is_some_and(|look| days < CENTURY && look.is_clock(days));
        if let Some(text) = duration::of_days(days).filter(|_| is_duration) {
            return Some((Kind::Duration, text));
        }
        let text = match day.as_datetime() {
            Some(moment) if day.is_datetime() => moment.format("%Y-%m-%dT%H:%M:%S").to_string(),
            _ => Data::DateTime(day).to_string(),
        };
        return Some((Kind::Date, without_midnight(text)));
    }
    if let Some(day) = value.get_datetime_iso() {
        return Some((Kind::Date, without_midnight(day.to_owned())));
    }
    if let Some(time) = value.get_duration_iso() {
        let known = duration::of_iso(time).map(|text| (Kind::Duration, text));
        return known.or_else(|| Some((Kind::Date, time.to_owned())));
    }
    let text = value.get_string()?;
    (!text.trim().is_empty()).then(|| (Kind::Text, text.to_owned()))
}

fn without_midnight(text: String) -> String {
    text.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(text)
}

/// A number with as many digits as a spreadsheet keeps: more than 15 are the noise of binary fractions.
fn number_text(number: f64) -> String {
    let kept = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{kept}")
}
