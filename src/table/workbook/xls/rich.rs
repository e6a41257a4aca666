//! The shared texts of an XLS workbook of which a part looks otherwise (MS-XLS 2.4.265, 2.5.293).

use std::collections::BTreeMap;

use super::super::runs::{Font, Runs};

/// Where a run begins, and the number of its font.
type Begin = (u16, u16);

/// The bytes of a record and of those that continue it.
struct Records<'s> {
    left: &'s [u8],
    further: std::slice::Iter<'s, &'s [u8]>,
}

impl Records<'_> {
    /// Goes on to the next record where this one is at its end; true if it did.
    fn turn(&mut self) -> Option<bool> {
        if !self.left.is_empty() {
            return Some(false);
        }
        self.left = self.further.next()?;
        Some(true)
    }

    fn byte(&mut self) -> Option<u8> {
        while self.left.is_empty() {
            self.turn()?;
        }
        let (first, rest) = self.left.split_first()?;
        self.left = rest;
        Some(*first)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }

    fn skip(&mut self, count: u32) -> Option<()> {
        (0..count).try_for_each(|_| self.byte().map(drop))
    }

    /// So many characters; a record that continues them tells anew how wide they are.
    fn characters(&mut self, count: u16, mut flags: u8) -> Option<Vec<u16>> {
        let mut units = Vec::new();
        for _ in 0..count {
            if self.turn()? {
                flags = self.byte()?;
            }
            units.push(if flags & 1 == 1 { self.short()? } else { u16::from(self.byte()?) });
        }
        Some(units)
    }

    /// The next text with its runs.
    fn text(&mut self) -> Option<(Vec<u16>, Vec<Begin>)> {
        let (count, flags) = (self.short()?, self.byte()?);
        let runs = if flags & 8 == 0 { 0 } else { self.short()? };
        let more = if flags & 4 == 0 { 0 } else { self.long()? };
        let units = self.characters(count, flags)?;
        let runs = (0..runs).map(|_| Some((self.short()?, self.short()?))).collect::<Option<_>>()?;
        self.skip(more)?;
        Some((units, runs))
    }
}

/// The texts of an SST record, and those that continue it, of which a part looks otherwise, by their numbers; `font` gives the
/// font of a number. What is broken ends them.
pub(super) fn shared(records: &[&[u8]], font: impl Fn(u16) -> Font) -> BTreeMap<usize, Runs> {
    let mut found = BTreeMap::new();
    let mut records = Records { left: &[], further: records.iter() };
    // How often texts are used, and how many there are.
    let Some(count) = records.long().and_then(|_| records.long()) else { return found };
    for number in 0..count as usize {
        let Some((units, fonts)) = records.text() else { break };
        let mut runs = Runs::default();
        let begins = std::iter::once((0, Font::default())).chain(fonts.iter().map(|(at, one)| (*at, font(*one))));
        let ends = fonts.iter().map(|(at, _)| usize::from(*at)).chain([units.len()]);
        for ((begin, font), end) in begins.zip(ends) {
            let piece = units.get(usize::from(begin)..end).unwrap_or_default();
            if !piece.is_empty() {
                runs.push(font, &String::from_utf16_lossy(piece));
            }
        }
        if runs.tells() {
            found.insert(number, runs);
        }
    }
    found
}
