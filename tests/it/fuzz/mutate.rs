//! Ways in which an input is changed: blindly, by lines, by words that mean something, and inside an archive.

use std::io::{Cursor, Read as _, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::Dice;

/// What stands in tables, and means something to somebody who reads them.
const TABLE: [&str; 66] = [
    ";",
    ",",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{fffd}",
    "sep=;\r\n",
    "sep=,\n",
    " ",
    "\u{a0}",
    "\u{202f}",
    "'",
    "880320-0016",
    "8803200016",
    "19880320-0016",
    "eva@example.se",
    "070-123 45 67",
    "556016-0680",
    "212000-0142",
    "1 234,50",
    "1.234",
    "1,234.5",
    "1.234,5",
    "12,5 %",
    "(1 234)",
    "\u{2212}5",
    "1e9",
    "1,98803E+11",
    "#####",
    "#REF!",
    "tkr",
    "mnkr",
    "kr",
    "99999999999999999999999999999999999999",
    "0,001",
    "-0",
    "2025-12-31",
    "31/12/25",
    "31.12.2025",
    "2025-02-30",
    "45657",
    "=1+1",
    "Totalt",
    "Summa",
    "* not",
    "Källa: x",
    "orgnr",
    "Räkenskapsårets slut",
    "fte",
    "Omsättning (tkr)",
    "Metod",
    "hours",
    "ja",
    "vet ej",
    "-",
    ".",
    "?",
    "vill ej uppge",
    "orgnr;year_end;fte\n",
    "nytta-form dataset=enterprise_year version=1 period=2025",
];

/// What stands in definitions and in expressions.
const DEFINITION: [&str; 67] = [
    ": ",
    "- ",
    "{ ",
    " }",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "|\n",
    ">\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!binary ",
    "? ",
    "---\n",
    "...\n",
    "\t",
    "en: ",
    "sv: ",
    "null",
    "~",
    "yes",
    "0",
    "-1",
    "1e400",
    ".inf",
    "0x7f",
    "2025-02-30",
    "indicator: ",
    "dataset: ",
    "field: ",
    "value: ",
    "where: ",
    "by: [gender]",
    "codelist: ",
    "unit: persons",
    "SUM(",
    "COUNT(*)",
    "COUNT(DISTINCT ",
    "MEDIAN(",
    "FILTER (WHERE ",
    ")",
    "(",
    "CASE WHEN ",
    " THEN ",
    " ELSE ",
    " END",
    "PREVIOUS(",
    "OTHER(year.",
    "PEERS(",
    "PARAMETER(",
    " AND ",
    " OR ",
    "NOT ",
    " IN (",
    " BETWEEN ",
    " IS NULL",
    " / 0",
    "COALESCE(",
    "NULL",
    "hired",
    "--",
    "/*",
    "{{",
    "%}",
];

/// What stands in the parts of workbooks.
const MARKUP: [&str; 46] = [
    "<",
    ">",
    "/>",
    "\"",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<?xml version=\"1.1\"?>",
    "<row r=\"1048577\">",
    "<row>",
    "</row>",
    "<c r=\"A1\">",
    "<c r=\"XFE1\">",
    "<c r=\"1A\">",
    "<c>",
    "</c>",
    "<v>1e999</v>",
    "<v>-0.0000000000000000000001</v>",
    "<v>2958466</v>",
    "<v>NaN</v>",
    "<v></v>",
    " t=\"s\"",
    " t=\"inlineStr\"",
    " t=\"d\"",
    " t=\"e\"",
    " t=\"b\"",
    " s=\"4294967295\"",
    " s=\"-1\"",
    "<f>A1</f>",
    "<mergeCell ref=\"A1:B2\"/>",
    "<mergeCell ref=\"B2:A1\"/>",
    "hidden=\"1\"",
    "min=\"0\" max=\"4294967295\"",
    "table:number-columns-repeated=\"4294967295\"",
    "table:number-rows-repeated=\"1048577\"",
    "office:value-type=\"percentage\"",
    "office:value=\"NaN\"",
    "office:date-value=\"99999-13-45\"",
    "<text:s text:c=\"99999999\"/>",
    "<table:covered-table-cell/>",
    "880320-0016",
    "eva@example.se",
];

/// Changes a table.
pub(super) fn table(dice: &mut Dice, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    changed(dice, input, others, &TABLE)
}

/// Changes a definition or an expression.
pub(super) fn definition(dice: &mut Dice, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    changed(dice, input, others, &DEFINITION)
}

/// Changes what stands below a first line, which names a file.
pub(super) fn named(dice: &mut Dice, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let below = |bytes: &[u8]| bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    let start = below(input);
    let is_table = input[..start].windows(4).any(|end| end == b".csv");
    let words: &[&str] = if is_table { &TABLE } else { &DEFINITION };
    // Parts come from files of the same name alone.
    let alike: Vec<Vec<u8>> = others
        .iter()
        .filter(|other| other.starts_with(&input[..start]))
        .map(|other| other[below(other)..].to_vec())
        .collect();
    [&input[..start], &changed(dice, &input[start..], &alike, words)].concat()
}

/// Changes a workbook: a part of an archive, or its bytes.
pub(super) fn workbook(dice: &mut Dice, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    if !input.starts_with(b"PK") || dice.roll(8) == 0 {
        return changed(dice, input, others, &TABLE);
    }
    inside(dice, input).unwrap_or_else(|| changed(dice, input, others, &MARKUP))
}

/// An archive with one of its parts changed, lost or doubled.
fn inside(dice: &mut Dice, input: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(input)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len().min(200) {
        let mut part = archive.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        part.by_ref().take(1024 * 1024).read_to_end(&mut bytes).ok()?;
        parts.push((name, bytes));
    }
    // Half of the changes are made where the cells are.
    let cells: Vec<usize> =
        (0..parts.len()).filter(|at| parts[*at].0.contains("sheet") || parts[*at].0 == "content.xml").collect();
    let at = if cells.is_empty() || dice.roll(2) == 0 {
        dice.roll(parts.len().max(1))
    } else {
        cells[dice.roll(cells.len())]
    };
    let chosen = parts.get(at)?.1.clone();
    match dice.roll(24) {
        0 => drop(parts.remove(at)),
        1 => parts[at].0.push('x'),
        _ => parts[at].1 = changed(dice, &chosen, &[], &MARKUP),
    }
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        made.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).ok()?;
        made.write_all(&bytes).ok()?;
    }
    Some(made.finish().ok()?.into_inner())
}

/// An input with one change.
fn changed(dice: &mut Dice, input: &[u8], others: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let mut out = input.to_vec();
    if out.is_empty() {
        return words[dice.roll(words.len())].as_bytes().to_vec();
    }
    let at = dice.roll(out.len());
    let reach = if dice.roll(4) == 0 { out.len() } else { 12 };
    let end = (at + 1 + dice.roll(reach)).min(out.len());
    let word = words[dice.roll(words.len())].bytes();
    match dice.roll(13) {
        0 => out[at] ^= 1 << dice.roll(8),
        1 => out[at] = [0, 9, 10, 13, 34, 44, 59, 127, 128, 0xA0, 0xC3, 0xFE, 0xFF][dice.roll(13)],
        2 => drop(out.drain(at..end)),
        3 => out.truncate(at),
        4 => drop(out.splice(at..at, word)),
        5 => drop(out.splice(at..end, word)),
        6 => {
            let piece = out[at..end].to_vec();
            let times = [1, 1, 1, 2, 7, 300][dice.roll(6)];
            let to = dice.roll(out.len() + 1);
            let many: Vec<u8> = std::iter::repeat_n(piece, times).flatten().take(8192).collect();
            drop(out.splice(to..to, many));
        }
        7 if !others.is_empty() => {
            let other = &others[dice.roll(others.len())];
            let from = dice.roll(other.len().max(1)).min(other.len());
            let to = (from + 1 + dice.roll(other.len().max(1))).min(other.len());
            drop(out.splice(at..end, other[from..to].iter().copied()));
        }
        8 => lines(dice, &mut out),
        9 => cells(dice, &mut out),
        10 => {
            out[at] = if out[at].is_ascii_digit() { b'0' + u8::try_from(dice.roll(10)).expect("a digit") } else { b'7' }
        }
        11 => {
            // Between two marks of the same kind.
            let mark = out[at];
            if let Some(next) = out[at + 1..].iter().position(|byte| *byte == mark) {
                drop(out.splice(at + 1..at + 1 + next, word));
            }
        }
        _ => {
            let before = out[at];
            let after = words[dice.roll(words.len())].bytes().next().unwrap_or(b' ');
            for byte in out.iter_mut().filter(|byte| **byte == before) {
                *byte = after;
            }
        }
    }
    out
}

/// Swaps, doubles or takes away a line.
fn lines(dice: &mut Dice, out: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = out.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (dice.roll(lines.len()), dice.roll(lines.len()));
    match dice.roll(4) {
        0 => lines.swap(one, other),
        1 => drop(lines.remove(one)),
        2 => lines.insert(one, Vec::from(b"\r\n")),
        _ => {
            let line = lines[one].clone();
            lines.insert(other, line);
        }
    }
    *out = lines.concat();
}

/// Takes a cell away from a line, or gives it one more.
fn cells(dice: &mut Dice, out: &mut Vec<u8>) {
    let marks: Vec<usize> = (0..out.len()).filter(|at| matches!(out[*at], b';' | b',' | b'\t' | b'|')).collect();
    if marks.is_empty() {
        return;
    }
    let at = marks[dice.roll(marks.len())];
    if dice.roll(2) == 0 {
        let next = marks.iter().copied().find(|mark| *mark > at).unwrap_or(out.len());
        out.drain(at..next);
    } else {
        let mark = out[at];
        out.insert(at, mark);
    }
}
