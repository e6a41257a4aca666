//! What a file is that is no table, by its first bytes, whatever it is called.

use std::io::Cursor;

use zip::ZipArchive;

use super::decode::is_wide;
use crate::diagnostic::{Diagnostic, Severity};
use crate::shelf::{BEGIN, Kept};
use crate::source::Span;
use crate::text::Text;

/// Why a file is no table, in the languages of the rule pages.
pub type Reason = [&'static str; 6];

/// Pages for printing.
pub const PDF: Reason = ["it is a PDF", "det är en PDF", "c’est un PDF", "è un PDF", "este un PDF", "je PDF"];
/// A photograph or a scan.
pub const PICTURE: Reason =
    ["it is a picture", "det är en bild", "c’est une image", "è un’immagine", "este o imagine", "je slika"];
/// What a word processor writes.
pub const DOCUMENT: Reason = [
    "it is a text document",
    "det är ett textdokument",
    "c’est un document texte",
    "è un documento di testo",
    "este un document text",
    "je besedilni dokument",
];
/// Files packed into one.
pub const ARCHIVE: Reason = [
    "it is an archive with files packed into it",
    "det är ett arkiv med filer packade i sig",
    "c’est une archive qui contient d’autres fichiers",
    "è un archivio che contiene altri file",
    "este o arhivă cu alte fișiere în ea",
    "je arhiv z drugimi datotekami",
];
/// A letter with its attachments.
pub const MESSAGE: Reason = [
    "it is an e-mail message",
    "det är ett e-postmeddelande",
    "c’est un courriel",
    "è un messaggio di posta elettronica",
    "este un mesaj de e-mail",
    "je e-poštno sporočilo",
];
/// What is shown on a wall.
pub const SLIDES: Reason = [
    "it is a presentation",
    "det är en presentation",
    "c’est une présentation",
    "è una presentazione",
    "este o prezentare",
    "je predstavitev",
];
/// What a browser shows: programs export tables so, under the name of a workbook.
pub const WEB_PAGE: Reason = [
    "it is a web page, whatever its name says",
    "det är en webbsida, vad namnet än säger",
    "c’est une page web, quoi que dise son nom",
    "è una pagina web, qualunque sia il suo nome",
    "este o pagină web, orice ar spune numele ei",
    "je spletna stran, ne glede na ime",
];
/// A workbook as one text: a flat `OpenDocument`, or what Excel wrote in 2003 and other programs export still.
pub const XML_WORKBOOK: Reason = [
    "it is a workbook saved as XML",
    "det är en arbetsbok sparad som XML",
    "c’est un classeur enregistré en XML",
    "è una cartella di lavoro salvata come XML",
    "este un registru de lucru salvat ca XML",
    "je delovni zvezek, shranjen kot XML",
];
/// A workbook of a program of before 1993.
pub const OLD_WORKBOOK: Reason = [
    "it was saved in a format of Excel 4 or earlier",
    "den är sparad i ett format från Excel 4 eller tidigare",
    "il a été enregistré dans un format d’Excel 4 ou antérieur",
    "è salvato in un formato di Excel 4 o precedente",
    "este salvat într-un format din Excel 4 sau mai vechi",
    "shranjena je v zapisu Excela 4 ali starejšega",
];
/// What a program wrote for itself.
pub const BINARY: Reason = [
    "it is no text but in some program's own format",
    "den inte är text utan har något programs eget format",
    "ce n’est pas du texte\u{a0}: ses octets sont ceux d’un programme",
    "non è un testo: i suoi byte sono quelli di un programma",
    "nu este text: octeții lui sunt ai unui program",
    "ni besedilo: njeni bajti so zapis nekega programa",
];
const FORMATS: [&str; 6] = [
    ".csv, .xlsx or .ods",
    ".csv, .xlsx eller .ods",
    ".csv, .xlsx ou .ods",
    ".csv, .xlsx o .ods",
    ".csv, .xlsx sau .ods",
    ".csv, .xlsx ali .ods",
];

/// Bytes with which files of one kind begin.
const BEGINNINGS: [(&[u8], Reason); 14] = [
    (b"%PDF-", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"{\\rtf1", DOCUMENT),
    (b"\x1F\x8B\x08", ARCHIVE),
    (b"7z\xBC\xAF\x27\x1C", ARCHIVE),
    (b"Rar!\x1A\x07", ARCHIVE),
    (b"\x09\x00\x04\x00", OLD_WORKBOOK),
    (b"\x09\x02\x06\x00", OLD_WORKBOOK),
    (b"\x09\x04\x06\x00", OLD_WORKBOOK),
];
/// What XML says that is a workbook.
const XML_WORKBOOKS: [&str; 3] =
    ["progid=\"Excel.Sheet\"", "urn:schemas-microsoft-com:office:spreadsheet", "office:document"];
/// How a compound file and an archive begin: workbooks are of both kinds, and so is much else.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
const ZIP: &[u8] = b"PK\x03\x04";
/// The fewest control characters by which it is told that something is no text.
const FEWEST_CONTROLS: usize = 12;
/// Bytes in which an `OpenDocument` says what it is.
const SAID_WITHIN: usize = 200;
/// What every whole archive has behind its files.
const ZIP_END: &[u8] = b"PK\x05\x06";

/// What a file is, as [`of_bytes`] tells: only of what may be a workbook more than the first bytes are needed.
pub fn of_file(file: &Kept) -> Option<Reason> {
    let begin = file.begin();
    if begin.starts_with(COMPOUND) || begin.starts_with(ZIP) {
        return of_bytes(&file.hold().ok()?);
    }
    of_bytes(begin)
}

/// What a file is, where it is surely no table. A workbook that is damaged or locked is still a workbook.
pub fn of_bytes(bytes: &[u8]) -> Option<Reason> {
    if bytes.starts_with(COMPOUND) {
        return of_compound(bytes);
    }
    if bytes.starts_with(ZIP) {
        return of_zip(bytes);
    }
    let at = |from: usize, mark: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(mark));
    // Before the kind of a photograph stands its length, whose first bytes are no letters.
    if (at(0, b"\0\0\0") && at(4, b"ftyp")) || (at(0, b"RIFF") && at(8, b"WEBP")) {
        return Some(PICTURE);
    }
    if at(0, b"%PDF-") && !bytes.get(5).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let known = BEGINNINGS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, reason)| *reason);
    known
        .or_else(|| is_web_page(bytes).then_some(WEB_PAGE))
        .or_else(|| is_xml_workbook(bytes).then_some(XML_WORKBOOK))
        .or_else(|| is_binary(&bytes[..bytes.len().min(BEGIN)]).then_some(BINARY))
}

/// True for bytes with more control characters than any text: of random ones every thirteenth is one. Zeros and what ends or parts
/// a line, a page, a file or the contents of a cell are not among them.
fn is_binary(begin: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 1..=8 | 14..=25);
    let controls = begin.iter().filter(is_control).count();
    controls >= FEWEST_CONTROLS && controls * 20 > begin.len() && !is_wide(begin)
}

/// True for XML that says near its beginning that it is a workbook.
fn is_xml_workbook(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let head = &text[..text.len().min(BEGIN)];
    text.starts_with(b"<?xml") && XML_WORKBOOKS.iter().any(|mark| holds(head, mark.as_bytes()))
}

/// True for a file that begins with an element of a web page.
fn is_web_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    ["<!doctype html", "<html", "<head", "<body", "<table"].iter().any(|tag| {
        let (begin, rest) = text.split_at(tag.len().min(text.len()));
        begin.eq_ignore_ascii_case(tag.as_bytes())
            && rest.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
    })
}

/// The names of its streams are written in UTF-16.
fn of_compound(bytes: &[u8]) -> Option<Reason> {
    let has = |name: &str| holds(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    if has("Workbook") || has("Book") || has("EncryptedPackage") {
        return None;
    }
    let names = [("__substg1.0_", MESSAGE), ("PowerPoint Document", SLIDES), ("WordDocument", DOCUMENT)];
    names.into_iter().find(|(name, _)| has(name)).map(|(_, reason)| reason)
}

/// The names of its files tell what it is; of an `OpenDocument` its first file, which says so. Where its list of files is
/// damaged, what stands in it as it is.
fn of_zip(bytes: &[u8]) -> Option<Reason> {
    let listed = ZipArchive::new(Cursor::new(bytes)).ok();
    let listed: Option<Vec<String>> =
        listed.map(|archive| archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect());
    let has = |name: &str| match &listed {
        Some(names) => names.iter().any(|one| one.contains(name)),
        None => holds(bytes, name.as_bytes()),
    };
    let says = |kind: &str| holds(&bytes[..bytes.len().min(SAID_WITHIN)], kind.as_bytes());
    if has("xl/workbook") || says("opendocument.spreadsheet") {
        return None;
    }
    if says("opendocument.text") || says("opendocument.presentation") {
        return Some(if says("opendocument.text") { DOCUMENT } else { SLIDES });
    }
    let names = [("word/document.xml", DOCUMENT), ("ppt/presentation.xml", SLIDES)];
    let known = names.into_iter().find(|(name, _)| has(name)).map(|(_, reason)| reason);
    // Parts that a workbook of an unusual maker may have too.
    let may_be_workbook = || ["[Content_Types].xml", "content.xml"].into_iter().any(has);
    known.or_else(|| (holds(bytes, ZIP_END) && !may_be_workbook()).then_some(ARCHIVE))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// Endings of tables.
const TABLES: [&str; 10] = ["csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xlsb", "xls", "ods", "fods"];

/// True for a file whose name says that it is a table.
pub fn says_table(path: &str) -> bool {
    let ending =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| TABLES.contains(&ending.as_str()))
}

/// What can be done about a file that is not read: the place of its name in the hint, by what the file is.
fn way(reason: Option<Reason>) -> &'static str {
    match reason {
        Some(ARCHIVE) => "archive",
        Some(PDF | PICTURE | SLIDES) => "pages",
        Some(DOCUMENT) => "document",
        Some(MESSAGE) => "message",
        _ => "formats",
    }
}

/// The finding of a file that is not read, with what to do where it may hold figures: an error where its name says that it is a
/// table. `reason` is what the file is, where that is known; `words` say so.
pub fn left_unread(path: &str, reason: Option<Reason>, words: &Text, may_hold_figures: bool) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let formats = Text::in_each(FORMATS);
    let (mut values, mut texts) = (Vec::new(), vec![("reason", words)]);
    match way(reason) {
        _ if !may_hold_figures => {}
        "formats" => texts.push(("formats", &formats)),
        way => values.push((way, name)),
    }
    let finding = Diagnostic::worded("file-left-unread", Span::file(path), &values, &texts);
    if says_table(path) { finding.with_severity(Severity::Error) } else { finding }
}

/// The finding that a file somebody asked to be read is no table.
pub(in crate::table) fn no_table(name: &str, reason: Reason) -> Diagnostic {
    left_unread(name, Some(reason), &Text::in_each(reason), true)
}
