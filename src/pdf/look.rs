//! All that is drawn on a page in one digest, whatever program saved the file and in whatever order.

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::xref::XRef;
use sha2::{Digest as _, Sha256};

use super::PageNumbers;

/// Entries that lead away from the page, or tell only how a file is put together.
const LEFT_OUT: [&str; 7] = ["Parent", "P", "StructParent", "StructParents", "Length", "Filter", "DecodeParms"];
/// Most objects inside each other.
const DEEP: usize = 64;
/// Most objects of a page.
const OBJECTS: usize = 200_000;

/// Looks at pages; remembers what streams hold, since pages share their fonts.
#[derive(Debug)]
pub(super) struct Looker<'p> {
    numbers: &'p PageNumbers,
    streams: BTreeMap<ObjectIdentifier, [u8; 32]>,
}

/// One page in the looking.
struct Look<'l, 'p, 'a> {
    looker: &'l mut Looker<'p>,
    xref: &'a XRef,
    hash: Sha256,
    seen: BTreeMap<ObjectIdentifier, usize>,
    left: usize,
}

impl<'p> Looker<'p> {
    pub(super) fn new(numbers: &'p PageNumbers) -> Self {
        Self { numbers, streams: BTreeMap::new() }
    }

    /// SHA-256 of all that is drawn on a page, in hexadecimal.
    pub(super) fn look(&mut self, page: &Page) -> String {
        let mut look =
            Look { looker: self, xref: page.xref(), hash: Sha256::new(), seen: BTreeMap::new(), left: OBJECTS };
        let (media, crop) = (page.media_box(), page.crop_box());
        look.add("page", format!("{media:?} {crop:?} {:?}", page.rotation()).as_bytes());
        look.add("drawn", page.page_stream().unwrap_or_default());
        look.dict(page.raw(), DEEP);
        crate::digest::hex(&look.hash.finalize())
    }
}

impl<'a> Look<'_, '_, 'a> {
    fn add(&mut self, kind: &str, bytes: &[u8]) {
        self.hash.update(kind);
        self.hash.update(bytes.len().to_le_bytes());
        self.hash.update(bytes);
    }

    fn dict(&mut self, dict: &Dict<'a>, deep: usize) {
        // What a page's streams draw is looked at as one, however many they are.
        let is_page = dict.get::<Name>("Type").is_some_and(|kind| kind.as_str() == "Page");
        let is_told = |name: &str| !(LEFT_OUT.contains(&name) || is_page && name == "Contents");
        let mut entries: Vec<(Name, MaybeRef<Object>)> =
            dict.entries().filter(|(name, _)| is_told(name.as_str())).collect();
        entries.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
        self.add("dict", &entries.len().to_le_bytes());
        for (name, value) in entries {
            self.add("name", name.as_str().as_bytes());
            self.value(value, deep);
        }
    }

    fn value(&mut self, value: MaybeRef<Object<'a>>, deep: usize) {
        let Some(left) = self.left.checked_sub(1).filter(|_| deep > 0) else { return self.add("deep", b"") };
        self.left = left;
        let object = match value {
            MaybeRef::NotRef(object) => object,
            MaybeRef::Ref(to) => {
                let id = ObjectIdentifier::from(to);
                // Another page is named by its number, and what was met before by its turn: so circles end.
                if let Some(page) = self.looker.numbers.get(&id) {
                    return self.add("to page", &page.to_le_bytes());
                }
                let turn = self.seen.len();
                if let Some(turn) = self.seen.insert(id, turn) {
                    self.seen.insert(id, turn);
                    return self.add("again", &turn.to_le_bytes());
                }
                match self.xref.get::<Object>(id) {
                    Some(object) => object,
                    None => return self.add("null", b""),
                }
            }
        };
        self.object(object, deep);
    }

    fn object(&mut self, object: Object<'a>, deep: usize) {
        match object {
            Object::Null(_) => self.add("null", b""),
            Object::Boolean(truth) => self.add("truth", &[u8::from(truth)]),
            Object::Number(number) => self.add("number", &number.as_f64().to_le_bytes()),
            Object::String(text) => self.add("text", text.as_bytes()),
            Object::Name(name) => self.add("name", name.as_str().as_bytes()),
            // Tags lead to all other pages.
            Object::Dict(dict) if dict.get::<Name>("Type").is_some_and(|kind| kind.as_str() == "StructElem") => {
                self.add("tag", b"");
            }
            Object::Dict(dict) => self.dict(&dict, deep - 1),
            Object::Array(list) => {
                self.add("list", b"");
                list.raw_iter().for_each(|item| self.value(item, deep - 1));
                self.add("end", b"");
            }
            Object::Stream(stream) => {
                let held = self.held(&stream);
                self.add("stream", &held);
                self.dict(stream.dict(), deep - 1);
            }
        }
    }

    /// SHA-256 of what a stream holds, unpacked where that is possible.
    fn held(&mut self, stream: &Stream) -> [u8; 32] {
        let digest = || -> [u8; 32] {
            let bytes = stream.decoded().unwrap_or_else(|_| stream.raw_data());
            Sha256::digest(&bytes).into()
        };
        match stream.dict().obj_id() {
            Some(id) => *self.looker.streams.entry(id).or_insert_with(digest),
            None => digest(),
        }
    }
}
