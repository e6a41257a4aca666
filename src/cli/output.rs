//! What is printed where: results on standard output or in a file, all else on standard error; and nothing any more once a file
//! of the project was changed while it was read.

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::path::Path;

use super::Stop;
use super::words::{self, Language, Noun, Words};
use crate::definition;
use crate::diagnostic::{Diagnostic, terminal};
use crate::personal::masked;
use crate::project::Folder;

/// Standard output and standard error, with colours where they are wanted.
#[derive(Debug)]
pub(super) struct Output {
    language: Cell<Language>,
    /// The folders that what is said comes from.
    folders: RefCell<Vec<Folder>>,
}

impl Output {
    pub(super) fn new(language: Language) -> Self {
        Self { language: Cell::new(language), folders: RefCell::default() }
    }

    /// Says that what follows comes from a folder: only as long as its files are as they were read.
    pub(super) fn stands_on(&self, folder: &Folder) {
        self.folders.borrow_mut().push(folder.clone());
    }

    /// Stops where a file was changed while it was read: whatever was made of it may be wrong.
    pub(super) fn sound(&self) -> Result<(), Stop> {
        Ok(self.folders.borrow().iter().try_for_each(Folder::unchanged)?)
    }

    /// Says what follows in another language: that of the project, now that it is known.
    pub(super) fn speak(&self, language: Language) {
        self.language.set(language);
    }

    /// The language of what is said.
    pub(super) fn language(&self) -> Language {
        self.language.get()
    }

    /// A count with its word.
    pub(super) fn counted(&self, count: usize, noun: Noun) -> String {
        self.language().counted(count, noun)
    }

    /// Prints a result; a reader that has gone away is no fault.
    pub(super) fn print(&self, text: &str) {
        if self.sound().is_err() {
            return;
        }
        let _ = anstream::stdout().lock().write_all(text.as_bytes());
    }

    /// Says something beside the result.
    pub(super) fn say(&self, words: impl Into<Words>) {
        self.write(words.into().spoken(self.language()));
    }

    /// Warns of something that a result does not tell itself.
    pub(super) fn warn(&self, words: impl Into<Words>) {
        let words = words.into();
        let language = words.spoken_in(self.language());
        self.write(&format!("\u{1b}[33;1m{}\u{1b}[0m {}", language.common().warning.one, words.spoken(language)));
    }

    fn write(&self, text: &str) {
        if self.sound().is_ok() {
            warned(text);
        }
    }

    /// Prints findings on standard error.
    pub(super) fn findings(&self, diagnostics: &[Diagnostic], languages: &[String], folder: &Folder) {
        self.write(rendered(diagnostics, languages, folder).trim_end());
    }

    /// Says why the command stopped, and what to do.
    pub(super) fn stop(&self, stop: &Stop) {
        let language = self.language();
        // What was typed may hold the number of a person, as a file's name does.
        let (message, hint) = (masked(stop.message.spoken(language)), masked(stop.hint.spoken(language)));
        let error = stop.message.spoken_in(language).common().error.one;
        warned(&format!("\u{1b}[31;1m{error}\u{1b}[0m {message}\n  → {hint}"));
    }

    /// Prints a result, or puts it into a file whole: a reader of the file never sees half of it.
    pub(super) fn deliver(&self, bytes: &[u8], out: Option<&Path>) -> Result<(), Stop> {
        let Some(path) = out else {
            self.print(&String::from_utf8_lossy(bytes));
            return Ok(());
        };
        self.save(path, bytes)
    }

    /// Prints a result bit by bit, or puts it into a file; a reader that has gone away is no fault.
    pub(super) fn stream(&self, out: Option<&Path>, write: &Writing) -> Result<(), Stop> {
        self.sound()?;
        let Some(path) = out else {
            let mut to = std::io::BufWriter::new(std::io::stdout().lock());
            let _ = write(&mut to).and_then(|()| to.flush());
            return Ok(());
        };
        save_as(path, write)
    }

    /// Prints a text for people, or puts it into a file without its colours.
    pub(super) fn deliver_text(&self, text: &str, out: Option<&Path>) -> Result<(), Stop> {
        if out.is_none() {
            return self.deliver(text.as_bytes(), None);
        }
        self.deliver(anstream::adapter::strip_str(text).to_string().as_bytes(), out)
    }

    /// Writes a file whole or not at all, making its folder where needed.
    pub(super) fn save(&self, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
        self.sound()?;
        save_as(path, &|to| to.write_all(bytes))
    }

    /// Writes a new file of the project itself, whole or not at all.
    pub(super) fn save_new(&self, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
        self.sound()?;
        put(path, &|to| to.write_all(bytes))
    }
}

/// Prints a text on standard error.
fn warned(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Findings as text, with carets under definitions and templates.
pub(super) fn rendered(diagnostics: &[Diagnostic], languages: &[String], folder: &Folder) -> String {
    terminal::render(diagnostics, languages, &|path| {
        let drawn = [".yaml", ".yml", ".typ", ".j2"].iter().any(|end| path.ends_with(end));
        drawn.then(|| definition::text(folder, path)).flatten()
    })
}

/// True for a file that is there and that a project reads: anything inside its folder but under `reports`.
fn is_input(path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let project = path.ancestors().skip(1).find(|folder| folder.join("nytta.yaml").is_file());
    project.is_some_and(|project| path.is_file() && !path.starts_with(project.join("reports")))
}

/// What writes a result.
type Writing<'w> = dyn Fn(&mut dyn std::io::Write) -> std::io::Result<()> + 'w;

fn save_as(path: &Path, write: &Writing) -> Result<(), Stop> {
    if is_input(path) {
        return Err(Stop::new(
            (
                format!("'{}' belongs to a project and would be overwritten", path.display()),
                format!("'{}' hör till ett projekt och skulle skrivas över", path.display()),
            ),
            (
                "choose another name, or write into the project's folder 'reports'",
                "välj ett annat namn, eller skriv i projektets mapp 'reports'",
            ),
        ));
    }
    put(path, write)
}

#[expect(clippy::disallowed_methods, reason = "a face writes what it was asked for")]
fn put(path: &Path, write: &Writing) -> Result<(), Stop> {
    let cannot = |error: std::io::Error| {
        let (why, sv) = words::why(&error);
        Stop::new(
            (
                format!("'{}' cannot be written: {why}", path.display()),
                format!("'{}' går inte att skriva: {sv}", path.display()),
            ),
            (
                "check that the folder is there, that you may write in it and that the file is not open elsewhere",
                "se efter att mappen finns, att du får skriva i den och att filen inte är öppen någon annanstans",
            ),
        )
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut buffer = std::io::BufWriter::new(&mut file);
    write(&mut buffer).and_then(|()| buffer.flush()).map_err(cannot)?;
    drop(buffer);
    readable(file.as_file()).map_err(cannot)?;
    file.persist(path).map_err(|error| cannot(error.error))?;
    Ok(())
}

/// A temporary file is its owner's alone; a result is to be read by others as any file is.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Text of others in a CSV cell: an apostrophe keeps a spreadsheet from taking it for a formula.
pub(super) fn plain(text: &str) -> String {
    let number = text.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    if !number && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
