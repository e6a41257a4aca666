//! Comments, text boxes, page headers and footers of an XLS workbook, a comment with its sheet and cell (MS-XLS 2.4.179).

use super::compound::{long, short, stream};
use super::{WORKBOOK, characters, latin};

/// A text outside the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outside {
    /// What it stands in.
    pub kind: Kind,
    /// The name of its sheet.
    pub sheet: Option<String>,
    /// Row and column of the cell that it is about, from 1.
    pub cell: Option<(u32, u32)>,
    /// What stands there.
    pub text: String,
}

/// What a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The header or footer of a page.
    Page,
    /// A text box, or a comment of which it is not told where it stands.
    Box,
    /// A comment at a cell.
    Comment,
    /// Who wrote a comment.
    Author,
}

/// A comment by the number of its box, with its cell.
struct Note {
    number: u16,
    cell: (u32, u32),
    author: String,
}

/// What is gathered of one sheet.
#[derive(Default)]
struct Gathered {
    sheet: Option<String>,
    /// The number of the last object: a text that follows is in it.
    object: Option<u16>,
    boxes: Vec<(Option<u16>, String)>,
    /// Characters of the last box that are still to come, in records that continue its own.
    lacking: usize,
    notes: Vec<Note>,
    others: Vec<(Kind, String)>,
}

/// The texts outside the cells of a workbook.
pub(crate) fn texts(file: &[u8]) -> Vec<Outside> {
    let Some(stream) = stream(file, &WORKBOOK) else { return Vec::new() };
    let (mut found, mut at, mut is_old) = (Vec::new(), 0, false);
    let mut sheets: Vec<(usize, String)> = Vec::new();
    let mut gathered = Gathered::default();
    while let (Some(kind), Some(length)) = (short(&stream, at), short(&stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        if let Some((_, name)) = sheets.iter().find(|(start, _)| *start == at) {
            let next = Gathered { sheet: Some(name.clone()), ..Gathered::default() };
            found.extend(std::mem::replace(&mut gathered, next).texts());
        }
        match kind {
            // BOF: the version.
            0x0809 => is_old = short(body, 0).is_some_and(|version| version < 0x0600),
            // BOUNDSHEET: where a sheet begins, and its name.
            0x0085 => sheets.extend(long(body, 0).map(|start| (start, sheet_name(body, is_old)))),
            _ => gathered.record(kind, body, is_old),
        }
        at += 4 + usize::from(length);
    }
    found.extend(gathered.texts());
    found
}

fn sheet_name(body: &[u8], is_old: bool) -> String {
    let (count, rest) = (body.get(6).map_or(0, |count| usize::from(*count)), body.get(7..).unwrap_or_default());
    if is_old { latin(&rest[..rest.len().min(count)]) } else { characters(rest, count) }
}

impl Gathered {
    fn record(&mut self, kind: u16, body: &[u8], is_old: bool) {
        match kind {
            // OBJ: the number of an object.
            0x005D => self.object = short(body, 6),
            // TXO: a text box, and that of a comment too.
            0x01B6 => {
                self.boxes.push((self.object.take(), String::new()));
                self.lacking = short(body, 10).map_or(0, usize::from);
            }
            // CONTINUE, of the TXO before it.
            0x003C if self.lacking > 0 => {
                let text = characters(body, self.lacking);
                self.lacking -= text.chars().count().clamp(1, self.lacking);
                if let Some((_, whole)) = self.boxes.last_mut() {
                    whole.push_str(&text);
                }
            }
            // HEADER and FOOTER.
            0x0014 | 0x0015 => {
                let count = short(body, 0).map_or(0, usize::from);
                self.others.push((Kind::Page, characters(body.get(2..).unwrap_or_default(), count)));
            }
            // NOTE as it was before text boxes held comments.
            0x001C if is_old => self.others.push((Kind::Box, latin(body.get(6..).unwrap_or_default()))),
            // NOTE: the cell of a comment, the number of its box, and who wrote it.
            0x001C => {
                let (Some(row), Some(column), Some(number)) = (short(body, 0), short(body, 2), short(body, 6)) else {
                    return;
                };
                let count = short(body, 8).map_or(0, usize::from);
                let author = characters(body.get(10..).unwrap_or_default(), count);
                self.notes.push(Note { number, cell: (u32::from(row) + 1, u32::from(column) + 1), author });
            }
            _ => {}
        }
    }

    fn texts(self) -> Vec<Outside> {
        let Self { sheet, boxes, notes, others, .. } = self;
        let outside = |kind, cell, text| Outside { kind, sheet: sheet.clone(), cell, text };
        let of_box = |(number, text): (Option<u16>, String)| {
            let note = notes.iter().find(|note| Some(note.number) == number);
            outside(if note.is_some() { Kind::Comment } else { Kind::Box }, note.map(|note| note.cell), text)
        };
        let authors = notes.iter().map(|note| outside(Kind::Author, Some(note.cell), note.author.clone()));
        let others = others.into_iter().map(|(kind, text)| outside(kind, None, text));
        boxes.into_iter().map(of_box).chain(authors).chain(others).collect()
    }
}
