//! The parts of an XLSX package: read, changed where needed, and packed again with all else as it was.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::xml::{tags, unescaped};
use crate::text::markup;

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// A package in memory.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts that were changed or added.
    changed: BTreeMap<String, String>,
}

/// A relationship of a part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relationship {
    pub id: String,
    /// Last word of its type: `comments`, `worksheet`.
    pub kind: String,
    /// Part it points to.
    pub target: String,
}

impl<'b> Package<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
        Some(Self { archive: ZipArchive::new(Cursor::new(bytes)).ok()?, changed: BTreeMap::new() })
    }

    /// The text of a part, as it is by now.
    pub(super) fn text(&mut self, part: &str) -> Option<String> {
        if let Some(text) = self.changed.get(part) {
            return Some(text.clone());
        }
        let name = self.stored(part)?;
        let mut text = String::new();
        self.archive.by_name(&name).ok()?.read_to_string(&mut text).ok()?;
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    pub(super) fn put(&mut self, part: &str, text: String) {
        let name = self.stored(part).unwrap_or_else(|| part.to_owned());
        self.changed.insert(name, text);
    }

    /// The name by which a part is stored: some programs write other letters' case.
    fn stored(&self, part: &str) -> Option<String> {
        let packed = || self.archive.file_names().filter_map(Result::ok);
        let names = || packed().chain(self.changed.keys().map(|name| Cow::Borrowed(name.as_str())));
        let same = names().find(|name| name == part);
        same.or_else(|| names().find(|name| name.eq_ignore_ascii_case(part))).map(Cow::into_owned)
    }

    /// A name that no part has: `xl/comments` becomes `xl/comments7.xml`.
    pub(super) fn fresh(&self, stem: &str, end: &str) -> String {
        let mut names = (1..=u32::MAX).map(|n| format!("{stem}{n}{end}"));
        names.find(|name| self.stored(name).is_none()).expect("a package has fewer parts than there are numbers")
    }

    /// What a part points to.
    pub(super) fn relationships(&mut self, part: &str) -> Vec<Relationship> {
        let Some(text) = self.text(&relationships_of(part)) else { return Vec::new() };
        let one = |tag: super::xml::Tag| {
            let kind = tag.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = resolved(part, &unescaped(tag.attribute("Target")?));
            Some(Relationship { id: tag.attribute("Id")?.to_owned(), kind, target })
        };
        tags(&text).filter(|tag| tag.name == "Relationship").filter_map(one).collect()
    }

    /// Lets a part point to another; gives the relationship's name.
    pub(super) fn relate(&mut self, part: &str, kind: &str, target: &str) -> Option<String> {
        let taken: Vec<String> = self.relationships(part).into_iter().map(|one| one.id).collect();
        let id = (1..=u32::MAX).map(|n| format!("rIdNytta{n}")).find(|id| !taken.contains(id))?;
        let line = format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"/{}\"/>",
            markup(target)
        );
        let name = relationships_of(part);
        let text = match self.text(&name) {
            Some(text) => {
                // Without a prefix: its namespace is said on the line itself.
                let line = line.replacen(
                    "<Relationship ",
                    "<Relationship xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\" ",
                    1,
                );
                let end = text.rfind("</").filter(|_| text.contains("<Relationship "));
                match end {
                    Some(end) => format!("{}{line}{}", &text[..end], &text[end..]),
                    None => fresh_relationships(&line),
                }
            }
            None => fresh_relationships(&line),
        };
        self.put(&name, text);
        Some(id)
    }

    /// Says what kind of content a new part, or a new ending of names, has.
    pub(super) fn declare(&mut self, part: Option<&str>, ending: &str, content: &str) -> Option<()> {
        let text = self.text(CONTENT_TYPES)?;
        let known = |tag: super::xml::Tag| {
            let same = |end: &str| end.eq_ignore_ascii_case(ending);
            tag.name == "Default" && tag.attribute("Extension").is_some_and(same)
        };
        let line = if let Some(part) = part {
            format!("<Override PartName=\"/{part}\" ContentType=\"{content}\"/>")
        } else if tags(&text).any(known) {
            return Some(());
        } else {
            format!("<Default Extension=\"{ending}\" ContentType=\"{content}\"/>")
        };
        let root = tags(&text).find(|tag| tag.name == "Types")?;
        let line = line.replacen('<', &format!("<{}", root.prefix), 1);
        let end = root.range.end;
        self.put(CONTENT_TYPES, format!("{}{line}{}", &text[..end], &text[end..]));
        Some(())
    }

    /// The package with its changes. Parts that were not changed keep their packed bytes.
    pub(super) fn write(mut self) -> Option<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for index in 0..self.archive.len() {
            let name = self.archive.by_index_raw(index).ok()?.name().ok()?.into_owned();
            if let Some(text) = self.changed.remove(&name) {
                writer.start_file(name, options).ok()?;
                writer.write_all(text.as_bytes()).ok()?;
            } else {
                let file = self.archive.by_index_raw(index).ok()?;
                writer.raw_copy_file(file).ok()?;
            }
        }
        for (name, text) in std::mem::take(&mut self.changed) {
            writer.start_file(name, options).ok()?;
            writer.write_all(text.as_bytes()).ok()?;
        }
        Some(writer.finish().ok()?.into_inner())
    }
}

fn fresh_relationships(line: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{line}</Relationships>"
    )
}

/// Where a part's relationships stand.
fn relationships_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}

/// A target as a part's name: `../comments1.xml` seen from `xl/worksheets/sheet1.xml` is `xl/comments1.xml`.
fn resolved(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
