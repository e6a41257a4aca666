//! The cells of a plain piece: where each begins, and up to eight of its bytes as one word.

use memchr::{memchr, memchr2};
use rustc_hash::FxHashMap;

/// Lines that are read together column by column: their cells stay nearest to the core that reads them.
pub(crate) const TILE: usize = 128;
/// Bytes that are looked through together.
const BLOCK: usize = 64;

/// The cells of a plain piece as places in it.
#[derive(Debug)]
pub(crate) struct Cells<'t> {
    bytes: &'t [u8],
    /// Where each cell begins, and at last where the next would.
    begins: Vec<u32>,
    /// For each line the position of its first cell among them, and at last that of the next.
    first: Vec<u32>,
    /// How many cells each line has, where all have as many.
    width: Option<usize>,
    /// Quotes stand around some cells.
    quoted: bool,
    has_nul: bool,
}

impl<'t> Cells<'t> {
    /// Finds the cells of a plain piece.
    pub(crate) fn of(bytes: &'t [u8], delimiter: u8) -> Self {
        let mut begins = Vec::with_capacity(bytes.len() / 4);
        begins.push(0);
        let rare = memchr2(b'"', 0, bytes).map(|at| &bytes[at..]).unwrap_or_default();
        let (quoted, has_nul) = (memchr(b'"', rare).is_some(), memchr(0, rare).is_some());
        let mut cells = Self { bytes, begins, first: vec![0], width: None, quoted, has_nul };
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut base = 0;
        for block in blocks {
            cells.take(block, delimiter, base);
            base += 64;
        }
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        cells.take(&last, delimiter, base);
        let width = cells.first.get(1).copied().unwrap_or_default();
        let is_even = cells.first.windows(2).fold(true, |even, pair| even & (pair[1].wrapping_sub(pair[0]) == width));
        cells.width = is_even.then_some(width as usize);
        cells
    }

    /// Finds the delimiters and line ends of a block that begins at a byte.
    fn take(&mut self, block: &[u8; BLOCK], delimiter: u8, base: u32) {
        let (mut found, mut line_ends) = (0, 0);
        for (at, eight) in block.as_chunks::<8>().0.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            let ends = zeros(eight ^ each(b'\n'));
            found |= bits(zeros(eight ^ each(delimiter)) | ends) << (8 * at);
            line_ends |= bits(ends) << (8 * at);
        }
        let (before, next) = (self.begins.len(), base + 1);
        let mut rest = found;
        while rest != 0 {
            // Eight at a time without asking whether there are so many.
            let mut eight = [0; 8];
            for begin in &mut eight {
                *begin = next.wrapping_add(rest.trailing_zeros());
                rest &= rest.wrapping_sub(1);
            }
            self.begins.extend_from_slice(&eight);
        }
        self.begins.truncate(before + found.count_ones() as usize);
        while line_ends != 0 {
            let below = (line_ends & line_ends.wrapping_neg()) - 1;
            let next = before + (found & below).count_ones() as usize;
            self.first.push(u32::try_from(next).expect("a piece has fewer cells than bytes"));
            line_ends &= line_ends - 1;
        }
    }

    /// A zero byte stands in it.
    pub(crate) fn has_nul(&self) -> bool {
        self.has_nul
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.first.len() - 1
    }

    /// How many cells a line has.
    pub(crate) fn count(&self, line: usize) -> usize {
        (self.first[line + 1] - self.first[line]) as usize
    }

    /// Where a line begins.
    pub(crate) fn begin(&self, line: usize) -> usize {
        self.begins[self.first[line] as usize] as usize
    }

    /// Where its last cell ends.
    pub(crate) fn stop(&self, line: usize) -> usize {
        self.begins[self.first[line + 1] as usize] as usize - 1
    }

    /// A cell, by its position in its line.
    #[expect(clippy::inline_always, reason = "every cell of a large file comes by, and must not be moved once more")]
    #[inline(always)]
    pub(crate) fn cell(&self, line: usize, at: usize) -> Option<Cell<'t>> {
        let (first, width) = match self.width {
            Some(width) => (line.wrapping_mul(width), width),
            None => (self.first[line] as usize, self.count(line)),
        };
        let place = self.begins.get(first.wrapping_add(at)..).and_then(<[u32]>::first_chunk);
        let [from, next] = place.filter(|_| at < width)?;
        let (from, to) = (*from as usize, (*next as usize).wrapping_sub(1));
        let to = if at + 1 == width && to > from && self.bytes[to - 1] == b'\r' { to - 1 } else { to };
        Some(match self.bytes[..to].last_chunk() {
            Some(last) if !self.quoted => Cell { bytes: &self.bytes[from..to], last: u64::from_le_bytes(*last) },
            _ => self.rare(from, to),
        })
    }

    /// A cell with a quote on each side, perhaps, or near the beginning.
    #[cold]
    #[inline(never)]
    fn rare(&self, from: usize, to: usize) -> Cell<'t> {
        let is_quoted = self.quoted && to > from && self.bytes[from] == b'"';
        let (from, to) = if is_quoted { (from + 1, to - 1) } else { (from, to) };
        let bytes = &self.bytes[from..to];
        let last = self.bytes[..to].last_chunk().map_or_else(|| last(bytes), |last| u64::from_le_bytes(*last));
        Cell { bytes, last }
    }
}

/// A cell of a plain piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'t> {
    /// What stands in it.
    pub bytes: &'t [u8],
    /// The eight bytes that end with it, its last one highest; what stands before it is among them.
    last: u64,
}

impl Cell<'_> {
    /// Its bytes as one word, if there are one to eight: the last of them highest, with zero bytes below.
    #[inline]
    pub(crate) fn word(self) -> Option<u64> {
        let below = below(self.bytes.len())?;
        Some(self.last >> below << below)
    }

    /// The eight bytes that end with it, its last one highest; what stands before it is among them.
    #[inline]
    pub(crate) fn last(self) -> u64 {
        self.last
    }

    /// How many digits stand in up to eight bytes in ASCII without `@`, where these are at most six: no trace of a person needs
    /// fewer.
    #[inline]
    pub(crate) fn digits_of_few(self) -> Option<u64> {
        let word = self.word().filter(|word| word & each(0x80) == 0 && zeros(word ^ each(b'@')) == 0)?;
        Some(digits(word)).filter(|digits| *digits < 7)
    }

    /// Adds its bytes to others.
    #[inline]
    pub(crate) fn add_to(self, bytes: &mut Vec<u8>) {
        match self.word() {
            // Eight bytes at once need no call.
            Some(word) => {
                let whole = bytes.len() + self.bytes.len();
                bytes.extend_from_slice(&(word >> (8 * (8 - self.bytes.len()))).to_le_bytes());
                bytes.truncate(whole);
            }
            None => bytes.extend_from_slice(self.bytes),
        }
    }

    /// The same without its first byte.
    #[inline]
    pub(crate) fn rest(self) -> Self {
        Self { bytes: self.bytes.get(1..).unwrap_or_default(), ..self }
    }

    /// True where something stands in it.
    #[inline]
    pub(crate) fn is_filled(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// True for a cell with nothing but spaces in it.
    pub(crate) fn is_blank(self) -> bool {
        match self.bytes.first() {
            None => true,
            Some(first) if first.is_ascii_graphic() => false,
            Some(_) => std::str::from_utf8(self.bytes).is_ok_and(|text| text.trim().is_empty()),
        }
    }
}

/// How many bits of a word are below so many bytes that end it; `None` of none and of more than it has.
#[inline]
pub(crate) fn below(length: usize) -> Option<u32> {
    let bytes = u32::try_from(8_usize.checked_sub(length)?).ok()?;
    (bytes < 8).then_some(8 * bytes)
}

/// The last eight bytes of some, zero bytes before fewer.
fn last(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, byte| word >> 8 | u64::from(*byte) << 56)
}

/// The highest bit of each byte that is zero.
pub(crate) const fn zeros(eight: u64) -> u64 {
    const LOW: u64 = each(0x7F);
    !((eight & LOW).wrapping_add(LOW) | eight | LOW)
}

/// How many of eight bytes in ASCII are digits.
const fn digits(eight: u64) -> u64 {
    let (from_zero, above_nine) = (eight.wrapping_add(each(0x80 - b'0')), eight.wrapping_add(each(0x80 - b'9' - 1)));
    ((from_zero & !above_nine & each(0x80)) >> 7).wrapping_mul(each(1)) >> 56
}

/// Eight times the same byte.
pub(crate) const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bits of eight bytes side by side; all others are zero.
const fn bits(highest: u64) -> u64 {
    // Each factor moves the bit of one byte to its place in the highest byte.
    highest.wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// What is known of the cells of a column that are written alike.
#[derive(Debug)]
pub(crate) struct Spellings<'t, V> {
    /// Cells of at most eight bytes, by these and their number.
    short: FxHashMap<(u64, usize), V>,
    long: FxHashMap<&'t [u8], V>,
}

/// Most spellings of one column that are remembered.
const SPELLINGS: usize = 4_096;

impl<'t, V> Spellings<'t, V> {
    /// Begins without any.
    pub(crate) fn new() -> Self {
        Self { short: FxHashMap::default(), long: FxHashMap::default() }
    }

    /// What is known of a cell.
    #[inline]
    pub(crate) fn get(&self, cell: Cell) -> Option<&V> {
        match cell.word() {
            Some(word) => self.short.get(&(word, cell.bytes.len())),
            None => self.long.get(cell.bytes),
        }
    }

    /// Remembers what is known of a cell, while there is room.
    pub(crate) fn learn(&mut self, cell: Cell<'t>, known: V) {
        if self.short.len() + self.long.len() >= SPELLINGS {
            return;
        }
        match cell.word() {
            Some(word) => self.short.insert((word, cell.bytes.len()), known),
            None => self.long.insert(cell.bytes, known),
        };
    }
}
