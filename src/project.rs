//! A project's folder, read into memory; the large files of it when they are needed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::shelf::{BEGIN, Kept, Lost, Shelf};

/// A folder's files by their path, with `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The files.
    pub files: BTreeMap<String, Kept>,
}

/// A folder or file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is no folder of that name.
    #[error("there is no folder '{0}'")]
    NoFolder(PathBuf),
    /// There is no `nytta.yaml` in it.
    #[error("there is no file 'nytta.yaml' in the folder '{0}'")]
    NoProject(PathBuf),
    /// A link leads to a folder that it lies in itself.
    #[error("'{0}' is a link to a folder that it lies in itself")]
    Loop(PathBuf),
    /// Something is neither a file nor a folder.
    #[error("'{0}' is no file and no folder, or a link that leads nowhere")]
    NoFile(PathBuf),
    /// A file was written while it was read.
    #[error("'{0}' was changed while it was read")]
    Changed(PathBuf),
    /// Something in it cannot be read.
    #[error("'{path}' cannot be read: {source}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the machine says.
        source: std::io::Error,
    },
}

impl From<Lost> for FolderError {
    fn from(Lost { file, why }: Lost) -> Self {
        let path = PathBuf::from(&*file);
        match why {
            Some(why) => Self::Unreadable { path, source: why.into() },
            None => Self::Changed(path),
        }
    }
}

/// File of the secret that digests of the project's files are keyed with. It stays in the project's folder.
pub const KEY: &str = "nytta.key";
/// Fewest characters of such a secret: 32 hexadecimal digits are 128 bits.
const SHORTEST_KEY: usize = 32;

/// Where a project's submissions lie, each in the folder of its period.
pub const SUBMISSIONS: &str = "submissions/";

/// Folders that hold output or old versions.
const FOLDERS_LEFT_OUT: [&str; 2] = ["reports", "superseded"];

/// What systems and version control leave behind in any folder.
const DROPPINGS: [&str; 6] = [".DS_Store", ".keep", ".gitkeep", ".gitignore", "Thumbs.db", "desktop.ini"];

impl Folder {
    /// The same submissions, register and reasons, with the definitions of another folder: its `nytta.yaml` and all under
    /// `indicators/`.
    #[must_use]
    pub fn defined_by(&self, other: &Self) -> Self {
        let defines = |path: &String| path == "nytta.yaml" || path.starts_with("indicators/");
        let own = self.files.iter().filter(|(path, _)| !defines(path));
        let files = own.chain(other.files.iter().filter(|(path, _)| defines(path)));
        Self { files: files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect() }
    }

    /// Reads a project: every file but those under `reports/`, `superseded/` and hidden folders, and but what systems
    /// leave behind. Hidden files are read where they were sent in, so that they can be told of. A secret that cannot be read
    /// is as none.
    ///
    /// Links are followed, but not one that leads to a folder that it lies in itself.
    ///
    /// A large file that was sent in goes on a shelf: it is read when it is needed, and where it has changed since then,
    /// [`Folder::unchanged`] tells.
    pub fn read(root: &Path) -> Result<Self, FolderError> {
        Self::read_onto(root, &Arc::new(Shelf::default()))
    }

    /// Reads a project as [`Folder::read`] does, with its large files on a shelf.
    #[expect(clippy::disallowed_methods, reason = "the one room below the faces that reads folders")]
    pub fn read_onto(root: &Path, shelf: &Arc<Shelf>) -> Result<Self, FolderError> {
        if !root.is_dir() {
            return Err(FolderError::NoFolder(root.to_owned()));
        }
        let mut files = BTreeMap::new();
        let mut waiting = vec![(root.to_owned(), above(root, &[])?)];
        while let Some((folder, around)) = waiting.pop() {
            let unreadable = |source| FolderError::Unreadable { path: folder.clone(), source };
            for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let path = entry.path();
                let inside = relative(root, &path);
                let name = entry.file_name().to_string_lossy().into_owned();
                if path.is_dir() {
                    if !name.starts_with('.') && !FOLDERS_LEFT_OUT.contains(&name.as_str()) {
                        let around = above(&path, &around)?;
                        waiting.push((path, around));
                    }
                    continue;
                }
                let is_hidden = name.starts_with('.') || name.starts_with("~$");
                if is_dropping(&name) || (is_hidden && !inside.starts_with(SUBMISSIONS)) {
                    continue;
                }
                let read = if path.is_file() {
                    let shelf = Some(shelf).filter(|_| inside.starts_with(SUBMISSIONS));
                    kept(&path, &inside, shelf).map_err(|source| FolderError::Unreadable { path, source })
                } else {
                    Err(FolderError::NoFile(path))
                };
                match read {
                    Ok(kept) => drop(files.insert(inside, kept)),
                    // On a shared folder the secret may be another's alone, and nothing but one digest needs it.
                    Err(_) if inside == KEY => {}
                    Err(error) => return Err(error),
                }
            }
        }
        if !files.contains_key("nytta.yaml") {
            return Err(FolderError::NoProject(root.to_owned()));
        }
        Ok(Self { files })
    }

    /// A file's bytes; nothing of one that is not there, or was sent in and lies on a shelf.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path)?.held().map(|bytes| &**bytes)
    }

    /// A file's text, if it is there and UTF-8 (with or without a byte order mark); not that of one on a shelf.
    pub fn text(&self, path: &str) -> Option<&str> {
        let text = self.files.get(path)?.held()?.text()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The project's secret; nothing where it has none, or one that is too short to keep anything from being guessed.
    pub fn key(&self) -> Option<&[u8]> {
        let key = self.bytes(KEY)?.trim_ascii();
        (key.len() >= SHORTEST_KEY).then_some(key)
    }

    /// Begins to read the first large file that was sent in, beside what else is done until it is needed.
    pub fn fetch(&self) {
        if let Some(first) = self.files.values().find_map(Kept::shelved).cloned() {
            // Whoever needs it is told what went wrong, if anything did.
            std::thread::spawn(move || drop(first.hold()));
        }
    }

    /// Stands for all files being as they were when they were first read, as far as they were needed again.
    ///
    /// # Errors
    /// When one of them was changed meanwhile, or cannot be read any more: whatever was made of the folder is worth nothing.
    pub fn unchanged(&self) -> Result<(), FolderError> {
        let lost = self.files.values().find_map(|kept| kept.shelved()?.lost());
        lost.map_or(Ok(()), |lost| Err(lost.into()))
    }

    /// Paths of the files under a folder.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |path| path.starts_with(folder))
    }
}

/// Bytes of a file that are read by one core.
const PART: usize = 16 * 1024 * 1024;

/// What a file holds, on the shelf where that takes it.
#[expect(clippy::disallowed_methods, reason = "the one room below the faces that reads files")]
fn kept(path: &Path, inside: &str, shelf: Option<&Arc<Shelf>>) -> std::io::Result<Kept> {
    let length = length(path)?;
    let Some(shelf) = shelf.filter(|shelf| shelf.takes(length)) else {
        return std::fs::read(path).map(Kept::from);
    };
    let mut begin = Vec::new();
    File::open(path)?.take(BEGIN as u64).read_to_end(&mut begin)?;
    // From wherever the program is by then.
    let path = std::path::absolute(path)?;
    Ok(Kept::Shelved(shelf.put(inside, (length, begin), move || bytes(&path))))
}

fn length(path: &Path) -> std::io::Result<usize> {
    usize::try_from(std::fs::metadata(path)?.len()).map_err(|_| std::io::ErrorKind::FileTooLarge.into())
}

/// What a large file holds, read on all cores.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; length(path)?];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let each = bytes.len().div_ceil(cores).max(PART);
    let part = |(at, part): (usize, &mut [u8])| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((at * each) as u64))?;
        file.read_exact(part)
    };
    // No jobs of a pool: whoever waits for one takes up others, and another may need this very file.
    std::thread::scope(|scope| {
        let parts = bytes.chunks_mut(each).enumerate();
        let reading: Vec<_> = parts.map(|part_of| scope.spawn(move || part(part_of))).collect();
        reading.into_iter().try_for_each(|part| part.join().expect("reading does not panic"))
    })?;
    Ok(bytes)
}

fn is_dropping(name: &str) -> bool {
    DROPPINGS.contains(&name) || name.starts_with("._")
}

/// The folders around what lies in a folder, as the machine knows them; an error when it is one of those around itself.
fn above(folder: &Path, around: &[PathBuf]) -> Result<Vec<PathBuf>, FolderError> {
    let unreadable = |source| FolderError::Unreadable { path: folder.to_owned(), source };
    let real = std::fs::canonicalize(folder).map_err(unreadable)?;
    if around.contains(&real) {
        return Err(FolderError::Loop(folder.to_owned()));
    }
    let mut around = around.to_vec();
    around.push(real);
    Ok(around)
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
