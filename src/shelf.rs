//! Large files of a project, of which those used last are at hand; the others are let go and read again when they are needed.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hasher as _;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHasher;

use crate::source::Bytes;

/// Bytes that a shelf keeps at hand where nobody asks for another number: room for two files of 2 million rows.
const ROOM: usize = 512 * 1024 * 1024;
/// Bytes from which on a file goes on a shelf: a smaller one is soon read, and a project of a thousand holds few of these.
const LARGE: usize = 16 * 1024 * 1024;
/// First bytes of a file that are known without the others.
pub const BEGIN: usize = 512;

/// Where large files lie of which not all can be at hand at once.
#[derive(Debug)]
pub struct Shelf {
    /// Bytes that are at hand at most, but for those in use.
    room: usize,
    /// Bytes from which on a file goes on it.
    large: usize,
    state: Mutex<State>,
}

/// What is at hand.
#[derive(Debug, Default)]
struct State {
    held: BTreeMap<usize, Held>,
    /// Bytes at hand, and those that are just being read.
    bytes: usize,
    /// How often anything was asked for.
    times: u64,
    /// How many were put on it.
    put: usize,
    lost: Option<Lost>,
}

#[derive(Debug)]
struct Held {
    bytes: Bytes,
    /// When it was last asked for.
    used: u64,
    digest: Arc<OnceLock<u64>>,
}

/// Something on a shelf: it can be held whole at any time.
pub struct Shelved {
    shelf: Arc<Shelf>,
    number: usize,
    /// The file's path in its project.
    file: Arc<str>,
    length: usize,
    begin: Vec<u8>,
    /// Bytes of what it is made of again, if anything.
    source: usize,
    load: Box<Load>,
    /// Of what it held; known once it was let go.
    digest: Arc<OnceLock<u64>>,
    /// Keeps two cores from reading it at once.
    loading: Mutex<()>,
}

type Load = dyn Fn() -> Result<Bytes, Lost> + Send + Sync;

/// A file that cannot be read again as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{file}' {}", .why.map_or_else(|| "was changed while it was read".to_owned(), |why| format!("cannot be read: {why}")))]
pub struct Lost {
    /// Its path in its project.
    pub file: Arc<str>,
    /// What the machine says; nothing where it holds something else than before.
    pub why: Option<io::ErrorKind>,
}

/// What a file of a project holds: at hand, or on a shelf.
#[derive(Debug, Clone)]
pub enum Kept {
    /// At hand as long as anybody knows of it.
    Held(Bytes),
    /// Read when it is needed.
    Shelved(Arc<Shelved>),
}

impl Default for Shelf {
    fn default() -> Self {
        Self::new(ROOM, LARGE)
    }
}

impl Shelf {
    /// A shelf that keeps so many bytes at hand, of files of at least a size.
    pub fn new(room: usize, large: usize) -> Self {
        Self { room, large, state: Mutex::default() }
    }

    /// True for a file of so many bytes that it goes on the shelf.
    pub fn takes(&self, length: usize) -> bool {
        length >= self.large
    }

    /// Bytes that are at hand now.
    pub fn at_hand(&self) -> usize {
        self.state().bytes
    }

    /// Puts a file on the shelf by its path, its length, its first [`BEGIN`] bytes and a way to read it. It is not read before
    /// it is needed.
    pub fn put(
        self: &Arc<Self>,
        file: &str,
        (length, begin): (usize, Vec<u8>),
        read: impl Fn() -> io::Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Arc<Shelved> {
        let file: Arc<str> = Arc::from(file);
        let named = file.clone();
        let lost = move |error: io::Error| {
            // A file that ends too early is not the one that was there.
            let why = Some(error.kind()).filter(|kind| *kind != io::ErrorKind::UnexpectedEof);
            Lost { file: named.clone(), why }
        };
        let load = Box::new(move || read().map(Bytes::from).map_err(&lost));
        Arc::new(Shelved::new(self, file, (length, begin), 0, load))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Lets go of what was not used for longest until there is room for so many bytes more, and takes these for taken. What is
    /// in use stays: to let it go would free nothing, and it would be read twice.
    fn make_room(&mut self, length: usize, room: usize) {
        while self.bytes + length > room {
            let idle = self.held.iter().filter(|(_, held)| !held.bytes.is_shared());
            let Some(number) = idle.min_by_key(|(_, held)| held.used).map(|(number, _)| *number) else { break };
            let held = self.held.remove(&number).expect("it was found there");
            held.digest.get_or_init(|| digest(&held.bytes));
            self.bytes -= held.bytes.len();
        }
        self.bytes += length;
    }
}

/// A number by which it is seen that bytes have changed.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

impl Shelved {
    fn new(
        shelf: &Arc<Shelf>,
        file: Arc<str>,
        (length, begin): (usize, Vec<u8>),
        source: usize,
        load: Box<Load>,
    ) -> Self {
        let mut state = shelf.state();
        state.put += 1;
        let number = state.put;
        drop(state);
        let (digest, loading) = Default::default();
        Self { shelf: shelf.clone(), number, file, length, begin, source, load, digest, loading }
    }

    /// Puts what was made of this on the same shelf; it is made again when it is needed once it was let go.
    pub fn made_into(
        self: &Arc<Self>,
        now: Bytes,
        make: impl Fn(&Bytes) -> Bytes + Send + Sync + 'static,
    ) -> Arc<Self> {
        let source = self.clone();
        let load = Box::new(move || source.hold().map(|bytes| make(&bytes)));
        let length = now.len();
        let new = Self::new(&self.shelf, self.file.clone(), (length, Vec::new()), self.length + self.source, load);
        self.shelf.state().make_room(length, self.shelf.room);
        new.keep(now);
        Arc::new(new)
    }

    /// All that it holds, at hand as long as the answer is kept.
    ///
    /// # Errors
    /// When it cannot be read any more, or holds something else than when it was first read; from then on its shelf reads
    /// nothing again and tells of it ([`Shelved::lost`]).
    pub fn hold(&self) -> Result<Bytes, Lost> {
        if let Some(bytes) = self.at_hand()? {
            return Ok(bytes);
        }
        let _alone = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = self.at_hand()? {
            return Ok(bytes);
        }
        self.shelf.state().make_room(self.length, self.shelf.room);
        let changed = || Lost { file: self.file.clone(), why: None };
        let read = (self.load)().and_then(|bytes| if self.is_same(&bytes) { Ok(bytes) } else { Err(changed()) });
        match read {
            Ok(bytes) => {
                self.keep(bytes.clone());
                Ok(bytes)
            }
            Err(lost) => {
                let mut state = self.shelf.state();
                state.bytes -= self.length;
                Err(state.lost.get_or_insert(lost).clone())
            }
        }
    }

    /// What its shelf could not read again, if anything: then whatever was made of its files is worth nothing.
    pub fn lost(&self) -> Option<Lost> {
        self.shelf.state().lost.clone()
    }

    /// Its length in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    fn at_hand(&self) -> Result<Option<Bytes>, Lost> {
        let mut state = self.shelf.state();
        state.times += 1;
        let times = state.times;
        match state.held.get_mut(&self.number) {
            Some(held) => {
                held.used = times;
                let bytes = held.bytes.clone();
                state.make_room(0, self.shelf.room);
                Ok(Some(bytes))
            }
            None => state.lost.clone().map_or(Ok(None), Err),
        }
    }

    fn keep(&self, bytes: Bytes) {
        let mut state = self.shelf.state();
        let held = Held { bytes, used: state.times, digest: self.digest.clone() };
        state.held.insert(self.number, held);
    }

    fn is_same(&self, bytes: &[u8]) -> bool {
        let is_known = |known: &u64| *known == digest(bytes);
        bytes.len() == self.length && bytes.starts_with(&self.begin) && self.digest.get().is_none_or(is_known)
    }

    fn digest(&self) -> Result<u64, Lost> {
        if let Some(known) = self.digest.get() {
            return Ok(*known);
        }
        let bytes = self.hold()?;
        Ok(*self.digest.get_or_init(|| digest(&bytes)))
    }
}

impl Drop for Shelved {
    fn drop(&mut self) {
        let mut state = self.shelf.state();
        if state.held.remove(&self.number).is_some() {
            state.bytes -= self.length;
        }
    }
}

impl fmt::Debug for Shelved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelved").field("file", &self.file).field("length", &self.length).finish_non_exhaustive()
    }
}

impl<T> From<T> for Kept
where
    Bytes: From<T>,
{
    fn from(bytes: T) -> Self {
        Self::Held(Bytes::from(bytes))
    }
}

impl Kept {
    /// All that it holds, at hand as long as the answer is kept.
    ///
    /// # Errors
    /// As [`Shelved::hold`] does.
    pub fn hold(&self) -> Result<Bytes, Lost> {
        match self {
            Self::Held(bytes) => Ok(bytes.clone()),
            Self::Shelved(shelved) => shelved.hold(),
        }
    }

    /// What is at hand anyway.
    pub fn held(&self) -> Option<&Bytes> {
        if let Self::Held(bytes) = self { Some(bytes) } else { None }
    }

    /// What lies on a shelf.
    pub fn shelved(&self) -> Option<&Arc<Shelved>> {
        if let Self::Shelved(shelved) = self { Some(shelved) } else { None }
    }

    /// Its length in bytes.
    pub fn length(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::Shelved(shelved) => shelved.length,
        }
    }

    /// Its first bytes: [`BEGIN`] of them, or all there are.
    pub fn begin(&self) -> &[u8] {
        match self {
            Self::Held(bytes) => &bytes[..bytes.len().min(BEGIN)],
            Self::Shelved(shelved) => &shelved.begin,
        }
    }

    /// True for another that holds the same bytes; false where it cannot be told because one of them is lost.
    pub fn is_same(&self, other: &Self) -> bool {
        if self.length() != other.length() || self.begin() != other.begin() {
            return false;
        }
        // So that of many files of one length none is read for each of the others.
        if let (Self::Shelved(one), Self::Shelved(other)) = (self, other)
            && one.digest() != other.digest()
        {
            return false;
        }
        self.hold().is_ok_and(|one| other.hold().is_ok_and(|other| one[..] == other[..]))
    }
}

/// Cuts a list into stretches of which each needs no more of a shelf than it has room for, as far as one thing alone does not:
/// whoever works through a stretch on all cores reads nothing twice.
pub fn turns<'s>(needed: impl IntoIterator<Item = Option<&'s Arc<Shelved>>>) -> Vec<Range<usize>> {
    let mut turns: Vec<Range<usize>> = Vec::new();
    let (mut last, mut bytes) = (0, 0);
    for (at, needs) in needed.into_iter().enumerate() {
        let mut begins = turns.is_empty();
        if let Some(shelved) = needs.filter(|shelved| shelved.number != last) {
            let more = shelved.length + shelved.source;
            begins |= bytes > 0 && bytes + more > shelved.shelf.room;
            bytes = if begins { more } else { bytes + more };
            last = shelved.number;
        }
        match turns.last_mut().filter(|_| !begins) {
            Some(turn) => turn.end = at + 1,
            None => turns.push(at..at + 1),
        }
    }
    turns
}
