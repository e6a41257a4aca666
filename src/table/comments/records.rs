//! Texts in the records of an XLS workbook that are no cells: links, charts, formats, names, and rules for what cells may hold.

use super::Kind;
use super::unseen::{Sense, shown};
use crate::table::workbook::xls;

/// Gives the texts of a workbook that no cell, comment or page shows.
pub(super) fn look(file: &[u8], give: &mut dyn FnMut(Kind, Sense, &str)) {
    xls::runs(file, |record| place(record).is_some(), &mut |record, text| {
        let Some((kind, sense)) = place(record) else { return };
        match kind {
            // The path to a page may hold any digits.
            Kind::Link if text.contains("://") => give(kind, Sense::Code, text),
            Kind::Format => give(kind, sense, &shown(text)),
            _ => give(kind, sense, text),
        }
    });
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
