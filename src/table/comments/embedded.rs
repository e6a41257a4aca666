//! Files of their own within a workbook: other workbooks, text documents and objects, looked through for persons with all they hold.

use std::io::{Cursor, Read as _};

use super::unseen::{self, Sense};
use super::{ALL, Kind, whole};
use crate::table::workbook::{is_workbook, xls};

/// How deep files lie in each other that are looked into.
const DEPTH: usize = 4;
/// Streams of which at least one is there where a program's own file can be looked through.
const READABLE: [&str; 5] = ["Workbook", "Book", "WordDocument", "PowerPoint Document", "Package"];
/// Streams of a workbook that are looked at as such: its cells and its properties.
const OWN: [&str; 4] = ["Workbook", "Book", "\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"];

/// Takes what a text stands in, and what it is.
type Give<'g> = &'g mut dyn FnMut(Kind, Sense, &str);

/// Gives the texts of all files within a workbook, and what the pivot tables of an older one keep. What nobody can look through
/// comes back by its name.
pub(super) fn look(bytes: &[u8], give: Give) -> Vec<String> {
    let mut looking = Looking { left: ALL, give };
    let mut unread = Vec::new();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index(index) else { continue };
            let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            if !is_file(&name.to_lowercase()) {
                continue;
            }
            let Ok(file) = whole(part.take(looking.left)) else { continue };
            looking.left = looking.left.saturating_sub(file.len() as u64);
            if !looking.file(&file, DEPTH) {
                unread.push(name.rsplit('/').next().unwrap_or(&name).to_owned());
            }
        }
        return unread;
    }
    let mut seen = Vec::new();
    xls::streams(bytes, &mut |name, stream| {
        // Of those with the name of the workbook's own the first is it; further ones lie within it.
        let is_own = OWN.contains(&name) && !seen.contains(&name.to_owned());
        seen.push(name.to_owned());
        if !is_own {
            looking.stream(name, stream, DEPTH);
        }
    });
    unread
}

/// True for a part that is a file of its own, by its name in small letters.
fn is_file(name: &str) -> bool {
    let is_object = name.starts_with("object ") && !name.contains('/');
    is_object || (name.contains("/embeddings/") && !name.contains(".rels") && !name.ends_with('/'))
}

/// True for the name of a stream in which a pivot table of an older workbook keeps its data.
fn is_of_pivot(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What is left to be looked through, and who takes it.
struct Looking<'g> {
    left: u64,
    give: Give<'g>,
}

impl Looking<'_> {
    /// Looks through a file; false where it is of no kind that can be.
    fn file(&mut self, bytes: &[u8], depth: usize) -> bool {
        if depth == 0 || !is_workbook(bytes) {
            return false;
        }
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            let mut is_readable = false;
            let is_compound = xls::streams(bytes, &mut |name, stream| {
                is_readable |= READABLE.contains(&name);
                self.stream(name, stream, depth);
            });
            return is_compound && is_readable;
        };
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index(index) else { return false };
            let name = part.name().map(|name| name.to_lowercase()).unwrap_or_default();
            let Ok(inside) = whole(part.take(self.left)) else { return false };
            self.left = self.left.saturating_sub(inside.len() as u64);
            if is_file(&name) {
                self.file(&inside, depth - 1);
            } else if unseen::is_xml(&name) && name != "[content_types].xml" {
                let xml = String::from_utf8_lossy(&inside);
                unseen::look(&name, Kind::Embedded, true, &xml, &mut |_, _, sense, text| {
                    (self.give)(Kind::Embedded, sense, text);
                });
            }
        }
        self.left > 0
    }

    /// Looks through a stream of a compound file, which may be a file of its own.
    fn stream(&mut self, name: &str, bytes: &[u8], depth: usize) {
        if is_workbook(bytes) {
            self.file(bytes, depth - 1);
            return;
        }
        let kind = if is_of_pivot(name) { Kind::Pivot } else { Kind::Embedded };
        let sense = if is_of_pivot(name) || READABLE.contains(&name) { Sense::Code } else { Sense::Program };
        xls::of_record(bytes, &mut |text| (self.give)(kind, sense, text));
    }
}
