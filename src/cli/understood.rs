//! How a file is to be read where somebody says so, and how each was understood.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;

use super::words::{Language, Words};
use super::{Stop, one_of};
use crate::personal::masked;
use crate::table::bytes::encoding::Encoding;
use crate::table::workbook::is_workbook;
use crate::table::{Reading, Said, SheetReading, Wishes};

/// Files that are named where several were read alike.
const NAMED: usize = 3;
/// Names of delimiters that are hard to type.
const DELIMITERS: [(&str, u8); 9] = [
    ("tab", b'\t'),
    ("\\t", b'\t'),
    ("semicolon", b';'),
    ("semikolon", b';'),
    ("comma", b','),
    ("komma", b','),
    ("pipe", b'|'),
    ("bar", b'|'),
    ("space", b' '),
];
/// Delimiters that nobody needs to hear of.
const USUAL: [char; 2] = [';', ','];

const DELIMITER: [&str; 6] = ["delimiter", "avgränsare", "séparateur", "separatore", "separator", "ločilo"];
const NO_HEADERS: [&str; 6] = [
    "no header row",
    "ingen rubrikrad",
    "aucune ligne d’en-tête",
    "nessuna riga di intestazione",
    "niciun rând de antet",
    "brez vrstice z naslovi",
];
const HEADERS_IN_ROW: [&str; 6] = [
    "headers in row",
    "rubriker på rad",
    "en-têtes à la ligne",
    "intestazioni alla riga",
    "antete pe rândul",
    "naslovi v vrstici",
];
const HEADERS_IN_ROWS: [&str; 6] = [
    "headers in rows",
    "rubriker på raderna",
    "en-têtes aux lignes",
    "intestazioni alle righe",
    "antete pe rândurile",
    "naslovi v vrsticah",
];
/// Above the files that were not read in the plainest way.
const READ_SO: [&str; 6] = ["Read so", "Lästa så här", "Lus ainsi", "Letti così", "Citite astfel", "Prebrano tako"];
/// Behind what somebody asked for.
const AS_ASKED: [&str; 6] =
    ["as you asked", "som du angav", "comme demandé", "come richiesto", "așa cum ați cerut", "kot ste zahtevali"];

/// How a file is to be read, where it is not found out.
#[derive(Debug, Args)]
pub(super) struct Understood {
    /// Encoding of a text file, such as UTF-8, Windows-1252, CP850 or "Mac Roman"; found out when left out.
    #[arg(long)]
    encoding: Option<String>,
    /// What parts the cells of a text file: one sign such as ";", or the word tab; found out when left out.
    #[arg(long)]
    delimiter: Option<String>,
    /// Row in which the headers begin, as a spreadsheet counts rows; found out when left out.
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u32).range(1..))]
    header_row: Option<u32>,
}

impl Understood {
    /// True where something is asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.encoding.is_some() || self.delimiter.is_some() || self.header_row.is_some()
    }

    /// What is asked for of a file, by its name and first bytes; of a workbook only the row of its headers can be.
    pub(super) fn wishes<'a>(&self, name: &str, begin: &[u8], dataset: Option<&'a str>) -> Result<Wishes<'a>, Stop> {
        let encoding = self.encoding.as_deref().map(encoding).transpose()?;
        let delimiter = self.delimiter.as_deref().map(delimiter).transpose()?;
        if (encoding.is_some() || delimiter.is_some()) && is_workbook(begin) {
            let shown = masked(name);
            return Err(Stop::new(
                (
                    format!("'{shown}' is a workbook: its cells have neither an encoding nor a delimiter"),
                    format!("'{shown}' är en arbetsbok: dess celler har varken teckenkodning eller avgränsare"),
                ),
                (
                    "leave --encoding and --delimiter out; --header-row tells where the headers begin",
                    "utelämna --encoding och --delimiter; --header-row anger var rubrikerna börjar",
                ),
            ));
        }
        Ok(Wishes { encoding, said: Said { delimiter, header_row: self.header_row }, dataset })
    }

    /// Stops where no headers stand in the row that they should begin in.
    pub(super) fn found(&self, reading: &Reading) -> Result<(), Stop> {
        let Some(row) = self.header_row.filter(|_| !reading.sheets.is_empty()) else { return Ok(()) };
        if reading.sheets.iter().any(|sheet| sheet.header_rows.first() == Some(&row)) {
            return Ok(());
        }
        let file = masked(&reading.file);
        Err(Stop::new(
            (
                format!("no headers stand in row {row} of '{file}'"),
                format!("det står inga rubriker på rad {row} i '{file}'"),
            ),
            (
                "count all rows from the first one, empty ones too, as a spreadsheet does; leave --header-row out to see what is found",
                "räkna alla rader från den första, även tomma, så som ett kalkylprogram gör; utelämna --header-row för att se vad som hittas",
            ),
        ))
    }
}

fn encoding(name: &str) -> Result<Encoding, Stop> {
    Encoding::named(name).ok_or_else(|| {
        let names: Vec<&str> = Encoding::ALL.into_iter().map(Encoding::name).collect();
        let message = (format!("there is no encoding '{name}'"), format!("det finns ingen teckenkodning '{name}'"));
        Stop::new(message, one_of(name, &names))
    })
}

fn delimiter(written: &str) -> Result<u8, Stop> {
    let named = DELIMITERS.iter().find(|(name, _)| written.eq_ignore_ascii_case(name)).map(|(_, mark)| *mark);
    let is_mark = |mark: &u8| mark.is_ascii_punctuation() && !matches!(mark, b'"' | b'-' | b'.') || *mark == b'\t';
    let sign = || <[u8; 1]>::try_from(written.as_bytes()).ok().map(|[mark]| mark).filter(is_mark);
    named.or_else(sign).ok_or_else(|| {
        let message = (
            format!("'{}' cannot be a delimiter", masked(written)),
            format!("'{}' kan inte vara en avgränsare", masked(written)),
        );
        let hint: Words = (
            "give one sign such as ';', ',' or '|', or the word tab",
            "ange ett tecken som ';', ',' eller '|', eller ordet tab",
        )
            .into();
        Stop::new(message, hint)
    })
}

/// Name, encoding, delimiter and headers of a sheet in one line, with what somebody asked for marked as such.
pub(super) fn about(sheet: &SheetReading, asked: Option<&Understood>, language: Language) -> String {
    let is_asked = |is_it: fn(&Understood) -> bool| asked.is_some_and(is_it);
    let said = |text: String, is_asked: bool| {
        if is_asked { format!("{text} ({})", language.of_six(AS_ASKED)) } else { text }
    };
    let named = |name: &String| format!("{} '{}'", language.common().sheet, masked(name));
    let mut about: Vec<String> = sheet.sheet.iter().map(named).collect();
    about.extend(sheet.encoding.clone().map(|encoding| said(encoding, is_asked(|asked| asked.encoding.is_some()))));
    about.extend(
        sheet.delimiter.map(|mark| said(parted_by(mark, language), is_asked(|asked| asked.delimiter.is_some()))),
    );
    about.push(said(headers(&sheet.header_rows, language), is_asked(|asked| asked.header_row.is_some())));
    about.join(", ")
}

fn parted_by(mark: char, language: Language) -> String {
    let mark = if mark == '\t' { "tab".to_owned() } else { format!("'{mark}'") };
    format!("{} {mark}", language.of_six(DELIMITER))
}

fn headers(rows: &[u32], language: Language) -> String {
    match rows {
        [] => language.of_six(NO_HEADERS).to_owned(),
        [row] => format!("{} {row}", language.of_six(HEADERS_IN_ROW)),
        rows => {
            let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
            format!("{} {}", language.of_six(HEADERS_IN_ROWS), rows.join(", "))
        }
    }
}

/// What is not plain of how a sheet was read: another encoding than UTF-8, a rare delimiter, headers below the first row.
fn unusual(sheet: &SheetReading, language: Language) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(sheet.encoding.clone().filter(|encoding| !encoding.starts_with("UTF-8")));
    parts.extend(sheet.delimiter.filter(|mark| !USUAL.contains(mark)).map(|mark| parted_by(mark, language)));
    if !matches!(sheet.header_rows[..], [] | [1]) {
        parts.push(headers(&sheet.header_rows, language));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How files were read that were not read in the plainest way, those alike together; `asked` tells of which file somebody said
/// how it is read, and what.
pub(super) fn read_so<'r>(
    readings: impl Iterator<Item = &'r Reading>,
    asked: Option<(&str, &Understood)>,
    language: Language,
) -> String {
    let mut ways: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for reading in readings {
        let asked = asked.filter(|(file, _)| *file == reading.file).map(|(_, asked)| asked);
        for sheet in &reading.sheets {
            let way = match asked {
                Some(_) => Some(about(sheet, asked, language)),
                None => unusual(sheet, language).filter(|_| reading.dataset.is_some()),
            };
            let files = way.map(|way| ways.entry(way).or_default());
            if let Some(files) = files.filter(|files| files.last() != Some(&reading.file)) {
                files.push(reading.file.clone());
            }
        }
    }
    if ways.is_empty() {
        return String::new();
    }
    let (words, mut out) = (language.common(), String::new());
    let _ = writeln!(out, "{}{}", language.of_six(READ_SO), words.colon());
    for (way, files) in ways {
        let named: Vec<String> = files.iter().take(NAMED).map(|file| masked(file)).collect();
        let rest = files.len() - named.len();
        let more = if rest > 0 { format!(" {} {rest} {}", words.and, words.more) } else { String::new() };
        let _ = writeln!(out, "  {way}{} {}{more}", words.colon(), named.join(", "));
    }
    out
}
