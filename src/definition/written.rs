//! Definitions as they are written: which file of a project, or of a pack that ships with the program, holds one by its name.

use super::load::{CODELISTS, ROOT, embedded_packs, paths, text};
use crate::project::Folder;

/// What a file defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An indicator.
    Indicator,
    /// A dataset.
    Dataset,
    /// The codes of a codelist.
    Codelist,
}

/// The file of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it defines.
    pub kind: Kind,
    /// Its path in a project: where a project's own stands in its place.
    pub path: String,
    /// Its name: that of the file without its ending, such as `volunteers` or `volunteers@2026`.
    pub name: String,
    /// The file as it is.
    pub text: String,
}

impl Written {
    fn of(folder: &Folder, path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let (kind, file) = match parts[..] {
            [CODELISTS, file] | [_, CODELISTS, file] => (Kind::Codelist, file.strip_suffix(".csv")?),
            [_, "datasets", file] => (Kind::Dataset, file.strip_suffix(".yaml")?),
            [_, file] if file != "pack.yaml" => (Kind::Indicator, file.strip_suffix(".yaml")?),
            _ => return None,
        };
        let text = text(folder, path)?.to_owned();
        Some(Self { kind, path: path.to_owned(), name: file.to_owned(), text })
    }

    /// True for its name, also with as many of its folders as tell it from another: `datasets/enterprise_year`.
    pub fn is_called(&self, name: &str) -> bool {
        let path = self.path.rsplit_once('.').map_or(self.path.as_str(), |(path, _)| path);
        self.name == name || path == name || path.strip_suffix(name).is_some_and(|before| before.ends_with('/'))
    }
}

/// All definitions of some packs of a project, and those of the packs that ship with the program which it does not have. Where a
/// codelist is the project's own, the pack's is left out.
pub fn written(folder: &Folder, packs: &[&str]) -> Vec<Written> {
    let own = format!("{ROOT}/{CODELISTS}/");
    let own: Vec<String> = folder.under(&own).map(str::to_owned).collect();
    let others: Vec<&str> = embedded_packs().filter(|pack| !packs.contains(pack)).collect();
    let nothing = Folder::default();
    let of_packs = |folder: &Folder, packs: &[&str]| -> Vec<Written> {
        let paths = packs.iter().flat_map(|pack| paths(folder, pack));
        paths.filter_map(|path| Written::of(folder, &path)).collect()
    };
    let mut all: Vec<Written> = own.iter().filter_map(|path| Written::of(folder, path)).collect();
    for one in of_packs(folder, packs).into_iter().chain(of_packs(&nothing, &others)) {
        if !all.iter().any(|other| (other.kind, &other.name) == (one.kind, &one.name)) {
            all.push(one);
        }
    }
    all
}
