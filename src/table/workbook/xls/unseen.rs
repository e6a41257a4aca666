//! Texts in the records of an XLS workbook that are no cells: links, charts, formats, names, and rules for what cells may hold.

use super::{WORKBOOK, short, stream};
use crate::table::comments::{Kind, Sense, shown};

/// Fewest characters of a text that is looked at.
const FEWEST: usize = 6;

/// Calls a function with each text in a record that holds no cells, what it stands in, and what it is.
pub(crate) fn unseen(file: &[u8], give: &mut dyn FnMut(Kind, Sense, &str)) {
    let Some(stream) = stream(file, &WORKBOOK) else { return };
    let (mut at, mut before) = (0, 0);
    while let (Some(kind), Some(length)) = (short(&stream, at), short(&stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        at += 4 + usize::from(length);
        // CONTINUE belongs to the record before it.
        before = if kind == 0x003C { before } else { kind };
        let Some((place, sense)) = place(before) else { continue };
        runs(body, &mut |text| {
            // The path to a page may hold any digits.
            let sense = if place == Kind::Link && text.contains("://") { Sense::Code } else { sense };
            if place == Kind::Format { give(place, sense, &shown(text)) } else { give(place, sense, text) }
        });
    }
}

/// What a record of a kind holds (MS-XLS 2.3.1); nothing for cells and what is read elsewhere.
fn place(record: u16) -> Option<(Kind, Sense)> {
    Some(match record {
        // LABEL, RSTRING, STRING, SST and EXTSST; NUMBER, RK, MULRK, BLANK, MULBLANK and ROW; BOUNDSHEET.
        0x0204 | 0x00D6 | 0x0207 | 0x00FC | 0x00FF | 0x0203 | 0x027E | 0x00BD | 0x0201 | 0x00BE | 0x0208 | 0x0085 => {
            return None;
        }
        // TXO, NOTE, HEADER and FOOTER.
        0x01B6 | 0x001C | 0x0014 | 0x0015 => return None,
        // HLINK and HLINKTOOLTIP; SUPBOOK, EXTERNNAME and CRN.
        0x01B8 | 0x0800 | 0x01AE | 0x0023 | 0x005A => (Kind::Link, Sense::Words),
        // DV, LBL, FORMAT.
        0x01BE => (Kind::Validation, Sense::Words),
        0x0018 => (Kind::Name, Sense::Words),
        0x041E => (Kind::Format, Sense::Words),
        // CONDFMT, CF, CONDFMT12 and CF12.
        0x01B0 | 0x01B1 | 0x0879 | 0x087A => (Kind::Condition, Sense::Words),
        // FORMULA, ARRAY and SHRFMLA.
        0x0006 | 0x0221 | 0x04BC => (Kind::Formula, Sense::Code),
        // MSODRAWING, and the pictures themselves, of which any bytes may look like letters.
        0x00EC => (Kind::Picture, Sense::Words),
        0x00EB => (Kind::Picture, Sense::Program),
        0x1000..=0x10FF => (Kind::Chart, Sense::Words),
        // WRITEACCESS, FILESHARING and USREXCL: who used it.
        0x005C | 0x005B | 0x0194 => (Kind::Part, Sense::Program),
        _ => (Kind::Part, Sense::Code),
    })
}

/// Gives each run of letters, digits and signs, of one byte or two.
fn runs(body: &[u8], give: &mut dyn FnMut(&str)) {
    let is_sign = |unit: u16| matches!(unit, 0x20..=0x7E | 0xA0..=0x17F | 0x2010..=0x2015);
    let narrow = body.iter().map(|byte| u16::from(*byte)).collect::<Vec<_>>();
    let wide = |from: usize| {
        let pairs = body.get(from..).unwrap_or_default().as_chunks::<2>().0;
        pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect::<Vec<_>>()
    };
    for units in [narrow, wide(0), wide(1)] {
        for run in units.split(|unit| !is_sign(*unit)).filter(|run| run.len() >= FEWEST) {
            give(&String::from_utf16_lossy(run));
        }
    }
}
