//! Runs of text in the records of an XLS workbook, whatever else the records hold.

use super::{WORKBOOK, short, stream};

/// Fewest characters of a text that is looked at.
const FEWEST: usize = 6;

/// Calls a function with each run of text in the records of asked kinds, and with the kind (MS-XLS 2.3.1).
pub(crate) fn runs(file: &[u8], is_asked: impl Fn(u16) -> bool, give: &mut dyn FnMut(u16, &str)) {
    let Some(stream) = stream(file, &WORKBOOK) else { return };
    let (mut at, mut kind) = (0, 0);
    while let (Some(next), Some(length)) = (short(&stream, at), short(&stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        at += 4 + usize::from(length);
        // CONTINUE belongs to the record before it.
        kind = if next == 0x003C { kind } else { next };
        if is_asked(kind) {
            of_record(body, &mut |text| give(kind, text));
        }
    }
}

/// Gives each run of letters, digits and signs, of one byte or two.
pub(crate) fn of_record(body: &[u8], give: &mut dyn FnMut(&str)) {
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
