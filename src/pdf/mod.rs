//! A PDF that came from outside, as a reader sees it: the text of every page with its place, what else is drawn, and the
//! files it carries. Read in a child process with limits.

mod file;
mod font;
mod look;
mod place;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use hayro_syntax::object::{ObjectIdentifier, String as Text};
use serde::{Deserialize, Serialize};

use crate::worker::{self, Failure};

/// Name of this task for a child process.
pub const TASK: &str = "pdf";
/// How long reading may take by the clock.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is in a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// The text files it carries, by name.
    pub attached: BTreeMap<String, String>,
    /// SHA-256 of every file it carries, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Names of files it carries that are too long to be taken out.
    #[serde(default)]
    pub left_out: BTreeSet<String>,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its texts, in the order in which they are drawn.
    pub runs: Vec<Run>,
    /// SHA-256 of all that is drawn: texts, lines, colours, fonts, pictures, notes laid over it.
    pub look: String,
}

/// A text that belongs together: a paragraph's line, a cell, a label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Where it stands among others.
    #[serde(default)]
    pub place: Place,
}

/// Where a text stands, in the words of the document's own headings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The last heading of the first or second level.
    pub heading: String,
    /// Head of its row; empty outside a table.
    pub row: String,
    /// Heads of its column; empty outside a table.
    pub column: String,
}

/// Why a PDF cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unread {
    /// It is no PDF, or a damaged one.
    #[error("it is no PDF, or a damaged one")]
    Damaged,
    /// It is protected by a password.
    #[error("it is protected by a password")]
    Locked,
    /// It asks for more memory or time than any report needs.
    #[error("it asks for more memory or time than any report needs")]
    Unbounded,
    /// The reader failed on it, which is a fault of the program.
    #[error("the reader failed on it")]
    Crashed,
    /// The program could not start itself to read it.
    #[error("the reader did not start")]
    NoReader,
}

/// Reads a PDF in a child of a program that serves [`worker::serve`].
pub fn read(program: &Path, bytes: &[u8]) -> Result<Printed, Unread> {
    let answer = worker::call(program, TASK, bytes, PATIENCE).map_err(|failure| match failure {
        Failure::Start => Unread::NoReader,
        Failure::Memory | Failure::Time => Unread::Unbounded,
        Failure::Ended => Unread::Crashed,
    })?;
    serde_json::from_slice::<Result<Printed, Unread>>(&answer).map_err(|_| Unread::Crashed)?
}

/// The answer of a child process to the bytes of a PDF, for [`worker::serve`].
pub fn answer(bytes: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&read_here(bytes)).expect("texts are JSON")
}

/// Reads a PDF where it is called. Only for files one has made oneself.
pub fn read_here(bytes: &[u8]) -> Result<Printed, Unread> {
    file::read(bytes)
}

/// The pages of a file by the object that each is.
type PageNumbers = BTreeMap<ObjectIdentifier, usize>;

/// A text of the file's own: UTF-16 where it begins with the mark, else taken letter by letter.
fn text(text: &Text) -> String {
    let bytes = text.as_bytes();
    match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes.iter().copied().map(char::from).collect(),
    }
}
