//! Which files of a project are read, and what is told of the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::Definitions;
use crate::definition::file::File;
use crate::definition::located::Located;
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{Folder, SUBMISSIONS};
use crate::shelf::Kept;
use crate::source::Span;
use crate::table;
use crate::table::bytes::encoding::Encoding;
use crate::table::bytes::foreign::{self, ARCHIVE, DOCUMENT, MESSAGE, PDF, PICTURE, Reason, SLIDES};
use crate::text::{Text, nearest};

/// The file of the project itself.
const PROJECT: &str = "nytta.yaml";

/// Files of a project's own folder.
const FILES: [&str; 10] = [
    PROJECT,
    "evidence.csv",
    "organisations.csv",
    "targets.csv",
    "comments.csv",
    "explanations.csv",
    "consents.csv",
    "public.csv",
    "rates.csv",
    "indices.csv",
];
/// Folders of a project's own folder.
const FOLDERS: [&str; 7] =
    ["submissions", "indicators", "report-templates", "valuations", "releases", "reports", "superseded"];
/// Paths of submissions with their period, in order of path, and findings about what is no submission.
pub(super) fn by_period(folder: &Folder, definitions: &Definitions) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let project = &definitions.project;
    let mut paths = Vec::new();
    let mut strays = Vec::new();
    let mut elsewhere: BTreeMap<&str, usize> = BTreeMap::new();
    for path in folder.under(SUBMISSIONS) {
        let (period, is_in_folder) = match path[SUBMISSIONS.len()..].split_once('/') {
            Some((period, _)) => (period, true),
            None => ("", false),
        };
        if let Some(finding) = left_unread(path, &folder.files[path]) {
            strays.push(finding);
            strays.extend(table::person_in_name(path));
        } else if project.period(period).is_some() {
            paths.push((path.to_owned(), period.to_owned()));
        } else if is_in_folder {
            *elsewhere.entry(period).or_default() += 1;
        } else {
            let newest = project.nearest_period("");
            strays.push(Diagnostic::new("file-outside-periods", Span::file(path), &[("nearest", newest)]));
        }
    }
    for (period, files) in elsewhere {
        let (folder, near) = (format!("{SUBMISSIONS}{period}"), project.nearest_period(period));
        let values = [("folder", folder.as_str()), ("value", period), ("nearest", near), ("count", &files.to_string())];
        strays.push(Diagnostic::new("unknown-period", Span::file(&folder), &values));
    }
    strays.extend(copies(folder, &mut paths));
    (paths, strays)
}

/// Takes files out that hold the same bytes as another of their period, and tells of them: the one of the shortest name stays,
/// and any before one in whose name a person stands.
fn copies(folder: &Folder, paths: &mut Vec<(String, String)>) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<(&str, usize), Vec<&str>> = BTreeMap::new();
    for (path, period) in &*paths {
        alike.entry((period, folder.files[path].length())).or_default().push(path);
    }
    let mut copies: BTreeMap<String, String> = BTreeMap::new();
    for mut alike in alike.into_iter().filter(|((_, length), _)| *length > 0).map(|(_, alike)| alike) {
        alike.sort_by_cached_key(|path| (table::person_in_name(path).is_some(), path.len(), *path));
        let mut kept: Vec<&str> = Vec::new();
        for path in alike {
            match kept.iter().find(|other| folder.files[**other].is_same(&folder.files[path])) {
                Some(other) => drop(copies.insert(path.to_owned(), (*other).to_owned())),
                None => kept.push(path),
            }
        }
    }
    paths.retain(|(path, _)| !copies.contains_key(path));
    copies.into_iter().flat_map(|(path, other)| copy(&path, &other)).collect()
}

/// What is told of a copy of another file, which is named without its folder where that is the same.
fn copy(path: &str, other: &str) -> Vec<Diagnostic> {
    let parts = |path: &'_ str| path.rsplit_once('/').map(|(folder, name)| (folder.to_owned(), name.to_owned()));
    let named = parts(other).filter(|(folder, _)| parts(path).is_some_and(|(own, _)| own == *folder));
    let named = named.map_or_else(|| other.to_owned(), |(_, name)| name);
    let told = Diagnostic::new("same-file-twice", Span::file(path), &[("other", &named)]);
    std::iter::once(told).chain(table::person_in_name(path)).collect()
}

/// Encodings that the project names and nobody knows.
pub(super) fn encodings(folder: &Folder, definitions: &Definitions) -> Vec<Diagnostic> {
    let unknown = definitions.project.encodings.iter().filter(|(_, name)| Encoding::named(name).is_none());
    let Some(text) = folder.text(PROJECT) else { return Vec::new() };
    let names: Vec<&str> = Encoding::ALL.into_iter().map(Encoding::name).collect();
    let file = File::new(PROJECT, text);
    let finding = |(path, name): (&String, &Located<String>)| {
        let values = [("file", path.as_str()), ("value", name.as_str()), ("names", &names.join(", "))];
        Diagnostic::new("unknown-encoding", file.at(name), &values)
    };
    unknown.map(finding).collect()
}

const COPY: Reason = [
    "it is a backup copy",
    "det är en säkerhetskopia",
    "c’est une copie de sauvegarde",
    "è una copia di backup",
    "este o copie de rezervă",
    "je varnostna kopija",
];
const HIDDEN: Reason = [
    "its name hides it",
    "dess namn gör den dold",
    "son nom le masque",
    "il suo nome lo nasconde",
    "numele îl ascunde",
    "ime jo skrije",
];
const LOCK: Reason = [
    "it only marks that somebody has the workbook open",
    "den bara visar att någon har arbetsboken öppen",
    "il signale seulement que quelqu’un a ouvert le classeur",
    "segnala solo che qualcuno ha aperto la cartella di lavoro",
    "arată doar că cineva are registrul deschis",
    "le označuje, da ima nekdo delovni zvezek odprt",
];
/// What is told of a file that is no table: an error where its name says that it is one, a note where no figures are lost.
pub(super) fn left_unread(path: &str, file: &Kept) -> Option<Diagnostic> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let known = if name.starts_with("~$") || name.starts_with(".~lock.") {
        Some(LOCK)
    } else if name.starts_with('.') {
        Some(HIDDEN)
    } else {
        of_ending(ending.as_deref().unwrap_or_default()).or_else(|| foreign::of_file(file))
    };
    let reason = match (known, ending) {
        (Some(reason), _) => Text::in_each(reason),
        (None, Some(ending)) if !foreign::says_table(path) => {
            let texts = [
                format!("a file that ends in '.{ending}' is no table"),
                format!("en fil som slutar på '.{ending}' inte är en tabell"),
                format!("un fichier en '.{ending}' n’est pas un tableau"),
                format!("un file che finisce in '.{ending}' non è una tabella"),
                format!("un fișier '.{ending}' nu este un tabel"),
                format!("datoteka s končnico '.{ending}' ni tabela"),
            ];
            Text::in_each(texts.each_ref().map(String::as_str))
        }
        (None, _) => return None,
    };
    // Nobody needs to save the mark of an open workbook as anything.
    let finding = foreign::left_unread(path, known, &reason, known != Some(LOCK));
    let is_copy = known == Some(COPY) && finding.severity != Severity::Error;
    let is_aside = is_copy || matches!(known, Some(LOCK | HIDDEN));
    Some(if is_aside { finding.with_severity(Severity::Note) } else { finding })
}

fn of_ending(ending: &str) -> Option<Reason> {
    Some(match ending {
        "pdf" => PDF,
        "jpg" | "jpeg" | "png" | "gif" | "heic" | "tif" | "tiff" | "webp" | "bmp" | "svg" => PICTURE,
        "doc" | "docx" | "odt" | "rtf" | "pages" => DOCUMENT,
        "ppt" | "pptx" | "odp" | "key" => SLIDES,
        "bak" | "old" | "orig" | "tmp" | "swp" => COPY,
        "zip" | "7z" | "rar" | "gz" | "tar" => ARCHIVE,
        "eml" | "msg" => MESSAGE,
        ending if ending.ends_with('~') => COPY,
        _ => return None,
    })
}

/// Findings about files and folders beside `nytta.yaml` that nothing reads and that look as if they were meant to be.
pub(super) fn unknown(folder: &Folder) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for path in folder.files.keys() {
        match path.split_once('/') {
            Some((name, _)) => drop(folders.insert(name)),
            None if FILES.contains(&path.as_str()) => {}
            None => found.extend(unknown_file(path)),
        }
    }
    for name in folders.into_iter().filter(|name| !FOLDERS.contains(name)) {
        if let Some(near) = nearest(name, FOLDERS) {
            found.push(Diagnostic::new("unknown-file", Span::file(name), &[("value", name), ("nearest", near)]));
        }
    }
    found
}

/// A misspelt file, or a table that lies where no table is read.
fn unknown_file(path: &str) -> Option<Diagnostic> {
    let (stem, ending) = path.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    let is_table = foreign::says_table(path) && ending != "txt";
    if !is_table && !matches!(ending.as_str(), "txt" | "yaml" | "yml") {
        return None;
    }
    let stems = FILES.iter().map(|file| file.rsplit_once('.').map_or(*file, |(stem, _)| stem));
    let near = nearest(stem, stems).and_then(|near| FILES.iter().find(|file| file.starts_with(near)));
    let meant = match near {
        Some(near) => ("nearest", *near),
        None if is_table => ("folder", "submissions/"),
        None => return None,
    };
    Some(Diagnostic::new("unknown-file", Span::file(path), &[("value", path), meant]))
}
