//! A project's folder, read into memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::source::Bytes;

/// A folder's files by their path, with `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The files.
    pub files: BTreeMap<String, Bytes>,
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
    /// Something in it cannot be read.
    #[error("'{path}' cannot be read: {source}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the machine says.
        source: std::io::Error,
    },
}

/// File of the secret that digests of the project's files are keyed with. It stays in the project's folder.
pub const KEY: &str = "nytta.key";
/// Fewest characters of such a secret: 32 hexadecimal digits are 128 bits.
const SHORTEST_KEY: usize = 32;

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
    #[expect(clippy::disallowed_methods, reason = "the one room below the faces that reads folders")]
    pub fn read(root: &Path) -> Result<Self, FolderError> {
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
                if is_dropping(&name) || (is_hidden && !inside.starts_with("submissions/")) {
                    continue;
                }
                let read = if path.is_file() {
                    bytes(&path).map_err(|source| FolderError::Unreadable { path, source })
                } else {
                    Err(FolderError::NoFile(path))
                };
                match read {
                    Ok(bytes) => drop(files.insert(inside, Bytes::from(bytes))),
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

    /// A file's text, if it is there and UTF-8 (with or without a byte order mark).
    pub fn text(&self, path: &str) -> Option<&str> {
        let text = self.files.get(path)?.text()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The project's secret; nothing where it has none, or one that is too short to keep anything from being guessed.
    pub fn key(&self) -> Option<&[u8]> {
        let key = self.files.get(KEY)?.trim_ascii();
        (key.len() >= SHORTEST_KEY).then_some(key)
    }

    /// Paths of the files under a folder.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |path| path.starts_with(folder))
    }
}

/// Bytes of a file that are read by one core.
const PART: usize = 16 * 1024 * 1024;

/// What a file holds; a large one is read on all cores.
#[expect(clippy::disallowed_methods, reason = "the one room below the faces that reads files")]
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let length = std::fs::metadata(path)?.len();
    let Some(length) = usize::try_from(length).ok().filter(|length| *length > PART) else {
        return std::fs::read(path);
    };
    let mut bytes = vec![0; length];
    let read = bytes.par_chunks_mut(PART).enumerate().try_for_each(|(at, part)| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((at * PART) as u64))?;
        file.read_exact(part)
    });
    // One that somebody writes while it is read is read as it is then.
    if read.is_err() || std::fs::metadata(path)?.len() != length as u64 { std::fs::read(path) } else { Ok(bytes) }
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
