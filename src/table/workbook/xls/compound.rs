//! A compound file (MS-CFB 2): streams under names, each in sectors in a chain that a table tells.

/// A shorter stream stands among the small ones of its compound file.
const SMALL: usize = 4096;
/// Most streams of one file.
const MOST: usize = 10_000;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// What an entry is that holds a stream.
const STREAM: u8 = 2;

/// Two bytes as a number.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four bytes as a number.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// A stream inside a compound file, by one of its names; the first of several.
pub(super) fn stream(file: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let compound = Compound::of(file)?;
    let entry = compound.entries().find(|entry| names.contains(&name(entry).as_str()))?;
    compound.stream(entry)
}

/// Gives the name and the bytes of each stream of a compound file; false for anything else.
pub(crate) fn streams(file: &[u8], give: &mut dyn FnMut(&str, &[u8])) -> bool {
    let Some(compound) = Compound::of(file) else { return false };
    // A damaged table may lead each stream through the whole file.
    let mut left = file.len();
    for entry in compound.entries().filter(|entry| entry[66] == STREAM).take(MOST) {
        let Some(bytes) = compound.stream(entry).filter(|bytes| bytes.len() <= left) else { continue };
        left -= bytes.len();
        give(&name(entry), &bytes);
    }
    true
}

/// The name of an entry.
fn name(entry: &[u8]) -> String {
    let length = usize::from(short(entry, 64).unwrap_or(0)).saturating_sub(2).min(62);
    let name: Vec<u16> = entry[..length].as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    String::from_utf16_lossy(&name)
}

/// A file with its tables read.
struct Compound<'f> {
    file: &'f [u8],
    /// Bytes of a sector.
    size: usize,
    /// Sectors of the table of chains.
    tables: Vec<usize>,
    directory: Vec<u8>,
}

impl<'f> Compound<'f> {
    fn of(file: &'f [u8]) -> Option<Self> {
        let size = 1_usize.checked_shl(u32::from(short(file, 30)?)).filter(|size| matches!(size, 512 | 4096))?;
        let tables: Vec<usize> = (0..109).filter_map(|at| long(file, 76 + 4 * at)).collect();
        let mut compound = Self { file, size, tables, directory: Vec::new() };
        let mut further = long(file, 68)?;
        while let Some(sector) = compound.sector(further).filter(|_| compound.tables.len() < 100_000) {
            let numbers = size / 4 - 1;
            compound.tables.extend((0..numbers).filter_map(|at| long(sector, 4 * at)));
            further = long(sector, 4 * numbers)?;
        }
        compound.directory = compound.chain(long(file, 48)?, file.len());
        Some(compound)
    }

    fn sector(&self, number: usize) -> Option<&'f [u8]> {
        self.file.get(number.checked_add(1)?.checked_mul(self.size)?..)?.get(..self.size)
    }

    fn next(&self, number: usize) -> Option<usize> {
        long(self.sector(*self.tables.get(number / (self.size / 4))?)?, 4 * (number % (self.size / 4)))
    }

    /// The sectors of a chain, up to so many bytes.
    fn chain(&self, first: usize, most: usize) -> Vec<u8> {
        let (mut bytes, mut number) = (Vec::new(), first);
        while let Some(sector) = self.sector(number).filter(|_| bytes.len() < most) {
            bytes.extend_from_slice(sector);
            let Some(following) = self.next(number) else { break };
            number = following;
        }
        bytes
    }

    fn entries(&self) -> impl Iterator<Item = &[u8]> {
        self.directory.chunks_exact(ENTRY)
    }

    /// The bytes of an entry.
    fn stream(&self, entry: &[u8]) -> Option<Vec<u8>> {
        let (first, length) = (long(entry, 116)?, long(entry, 120)?);
        let mut bytes = if length < SMALL {
            // Small streams share the sectors of the first entry, in sectors of 64 bytes with a table of their own.
            let shared = self.chain(long(&self.directory, 116)?, self.file.len());
            let table = self.chain(long(self.file, 60)?, self.file.len());
            small(&shared, &table, first, length)
        } else {
            self.chain(first, length.min(self.file.len()))
        };
        bytes.truncate(length);
        Some(bytes)
    }
}

/// A stream of small sectors.
fn small(shared: &[u8], table: &[u8], first: usize, length: usize) -> Vec<u8> {
    let (mut bytes, mut number) = (Vec::new(), first);
    while let Some(sector) = number.checked_mul(64).and_then(|at| shared.get(at..)?.get(..64)) {
        bytes.extend_from_slice(sector);
        let Some(next) = long(table, number * 4).filter(|_| bytes.len() < length) else { break };
        number = next;
    }
    bytes
}
