//! The file: its pages, and the files it carries.

use hayro_syntax::object::{Array, Dict, Object, Stream, String as Text};
use hayro_syntax::{LoadPdfError, Pdf};

use super::look::Looker;
use super::run::Reader;
use super::{Page, PageNumbers, Printed, Unread, place, text};
use crate::digest;

/// Most pages that are read: a report of a region has less than a hundred.
const PAGES: usize = 5_000;
/// Most steps down a tree of names.
const DEEP: usize = 16;
/// Longest text file that is taken out: some hundred thousand figures.
const ATTACHED: usize = 64 * 1024 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<Printed, Unread> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unread::Locked,
        LoadPdfError::Invalid => Unread::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES {
        return Err(Unread::Unbounded);
    }
    let catalog: Dict = pdf.xref().get(pdf.xref().root_id()).ok_or(Unread::Damaged)?;
    let numbers: PageNumbers =
        pages.iter().enumerate().filter_map(|(at, page)| Some((page.raw().obj_id()?, at))).collect();
    let (mut reader, mut looker) = (Reader::default(), Looker::new(&numbers));
    let mut marked = Vec::new();
    let mut printed = Printed::default();
    for page in pages.iter() {
        let (runs, marks) = reader.runs(page);
        marked.push(marks);
        printed.pages.push(Page { runs, look: looker.look(page) });
    }
    place::find(&catalog, &numbers, &marked, &mut printed.pages);
    if let Some(files) = catalog.get::<Dict>("Names").and_then(|names| names.get::<Dict>("EmbeddedFiles")) {
        attached(&files, DEEP, &mut printed);
    }
    Ok(printed)
}

/// Takes the text files out of a tree of names.
fn attached(tree: &Dict, deep: usize, printed: &mut Printed) {
    if let Some(kids) = tree.get::<Array>("Kids").filter(|_| deep > 0) {
        kids.iter::<Dict>().for_each(|kid| attached(&kid, deep - 1, printed));
    }
    let named = tree.get::<Array>("Names").into_iter().flat_map(|names| names.iter::<Object>().collect::<Vec<_>>());
    for file in named.filter_map(Object::into_dict) {
        let name = file.get::<Text>("UF").or_else(|| file.get::<Text>("F"));
        let stream = file.get::<Dict>("EF").and_then(|held| held.get::<Stream>("UF").or_else(|| held.get("F")));
        let (Some(name), Some(stream)) = (name, stream) else { continue };
        let Ok(held) = stream.decoded() else { continue };
        printed.files.insert(text(&name), digest::plain(&held));
        if held.len() > ATTACHED {
            printed.left_out.insert(text(&name));
        } else if let Ok(held) = String::from_utf8(held.into_owned()) {
            printed.attached.insert(text(&name), held);
        }
    }
}
