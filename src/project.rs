//! A project's folder, read into memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A folder's files by their path, with `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
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
    /// Something in it cannot be read.
    #[error("'{path}' cannot be read: {source}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the machine says.
        source: std::io::Error,
    },
}

/// Folders that hold output or old versions.
const FOLDERS_LEFT_OUT: [&str; 3] = ["reports", "superseded", ".git"];

impl Folder {
    /// Reads a project: every file but those under `reports/`, `superseded/` and hidden ones.
    #[expect(clippy::disallowed_methods, reason = "the one room below the faces that reads folders")]
    pub fn read(root: &Path) -> Result<Self, FolderError> {
        if !root.is_dir() {
            return Err(FolderError::NoFolder(root.to_owned()));
        }
        let mut files = BTreeMap::new();
        let mut waiting = vec![root.to_owned()];
        while let Some(folder) = waiting.pop() {
            let unreadable = |source| FolderError::Unreadable { path: folder.clone(), source };
            for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let path = entry.path();
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') || name.starts_with("~$") || FOLDERS_LEFT_OUT.contains(&name.as_str()) {
                    continue;
                }
                if path.is_dir() {
                    waiting.push(path);
                    continue;
                }
                let bytes =
                    std::fs::read(&path).map_err(|source| FolderError::Unreadable { path: path.clone(), source })?;
                files.insert(relative(root, &path), bytes);
            }
        }
        if !files.contains_key("nytta.yaml") {
            return Err(FolderError::NoProject(root.to_owned()));
        }
        Ok(Self { files })
    }

    /// A file's text, if it is there and UTF-8 (with or without a byte order mark).
    pub fn text(&self, path: &str) -> Option<&str> {
        let bytes = self.files.get(path)?;
        std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()
    }

    /// Paths of the files under a folder.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |path| path.starts_with(folder))
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
