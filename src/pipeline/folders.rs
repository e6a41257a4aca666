//! Which files of a project are read, and what is told of the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::Definitions;
use crate::definition::file::File;
use crate::definition::located::Located;
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Folder;
use crate::source::Span;
use crate::table::encoding::Encoding;
use crate::table::foreign::{self, ARCHIVE, DOCUMENT, MESSAGE, PDF, PICTURE, Reason, SLIDES};
use crate::text::{Text, nearest};

const SUBMISSIONS: &str = "submissions/";
/// The file of the project itself.
const PROJECT: &str = "nytta.yaml";

/// Files of a project's own folder.
const FILES: [&str; 7] =
    [PROJECT, "organisations.csv", "targets.csv", "comments.csv", "explanations.csv", "rates.csv", "indices.csv"];
/// Folders of a project's own folder.
const FOLDERS: [&str; 7] =
    ["submissions", "indicators", "report-templates", "valuations", "releases", "reports", "superseded"];
/// Endings of tables.
const TABLES: [&str; 9] = ["csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xlsb", "xls", "ods"];

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
    (paths, strays)
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
    "den märker bara ut att någon har arbetsboken öppen",
    "il signale seulement que quelqu’un a ouvert le classeur",
    "segnala solo che qualcuno ha aperto la cartella di lavoro",
    "arată doar că cineva are registrul deschis",
    "le označuje, da ima nekdo delovni zvezek odprt",
];
/// The note on a file that is no table; an error where its name says that it is one.
pub(super) fn left_unread(path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let says_table = ending.as_deref().is_some_and(|ending| TABLES.contains(&ending));
    let known = if name.starts_with("~$") || name.starts_with(".~lock.") {
        Some(LOCK)
    } else if name.starts_with('.') {
        Some(HIDDEN)
    } else {
        of_ending(ending.as_deref().unwrap_or_default()).or_else(|| foreign::of_bytes(bytes))
    };
    let reason = match (known, ending) {
        (Some(reason), _) => Text::in_each(reason),
        (None, Some(ending)) if !says_table => {
            let texts = [
                format!("a file that ends in '.{ending}' is no table"),
                format!("en fil som slutar på '.{ending}' är ingen tabell"),
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
    let finding = foreign::left_unread(path, &reason, known != Some(LOCK));
    let is_wrong = says_table && !matches!(known, Some(LOCK | HIDDEN));
    Some(if is_wrong { finding.with_severity(Severity::Error) } else { finding })
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
    let is_table = TABLES.contains(&ending.as_str()) && ending != "txt";
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
