//! The texts of an XLSX workbook that are set in runs: shared ones, and those in their cells (ECMA-376 18.4).

use std::collections::BTreeMap;
use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::Refusal;
use super::super::runs::{Font, Height, Runs};
use super::{Archive, Here, Place, attribute, character};

/// The texts of a part in the making.
#[derive(Default)]
struct Texts {
    /// The text that is read, and the font of its run.
    runs: Runs,
    font: Font,
    /// Its characters are read, and no others.
    in_text: bool,
    /// What is read tells how a text is pronounced.
    aside: bool,
    /// The number of a shared text is read.
    in_value: bool,
    number: String,
}

impl Texts {
    fn begin(&mut self, name: &str, element: &BytesStart) {
        let value = || attribute(element, "val");
        match name {
            "si" | "is" | "c" => *self = Self::default(),
            "r" => self.font = Font::default(),
            // A run with properties says all of itself.
            "rPr" => self.font = Font { struck: Some(false), height: Some(Height::Line) },
            "strike" => self.font.struck = Some(is_on(value())),
            "vertAlign" => self.font.height = Some(height(value().as_deref())),
            "rPh" => self.aside = true,
            "t" => self.in_text = true,
            "v" => self.in_value = true,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.in_text && !self.aside {
            self.runs.push(self.font, text);
        }
        if self.in_value {
            self.number.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "rPh" => self.aside = false,
            "t" => self.in_text = false,
            "v" => self.in_value = false,
            _ => {}
        }
    }
}

/// True for a property that is there, unless it says that it does not hold.
pub(super) fn is_on(value: Option<String>) -> bool {
    value.is_none_or(|value| value == "1" || value == "true")
}

/// Where characters stand whose vertical alignment is a value.
pub(super) fn height(value: Option<&str>) -> Height {
    match value {
        Some("superscript") => Height::Raised,
        Some("subscript") => Height::Lowered,
        _ => Height::Line,
    }
}

/// Reads a part; `done` gets each element's name at its beginning, with the element, and at its end.
fn walk(
    archive: &mut Archive,
    part: &str,
    mut done: impl FnMut(&str, Option<&BytesStart>, &mut Texts),
) -> Result<(), Refusal> {
    let file = archive.by_name(part).map_err(|_| Refusal::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(file));
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut texts) = (Vec::new(), Texts::default());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Refusal::Damaged)? {
            Event::Start(element) => {
                texts.begin(element.local_name().as_ref(), &element);
                done(element.local_name().as_ref(), Some(&element), &mut texts);
            }
            Event::End(element) => {
                texts.end(element.local_name().as_ref());
                done(element.local_name().as_ref(), None, &mut texts);
            }
            Event::Text(text) => texts.push(&text.xml10_content()),
            Event::CData(text) => texts.push(&text.xml10_content()),
            Event::GeneralRef(entity) => texts.push(character(&entity)?.encode_utf8(&mut [0; 4])),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The shared texts of which a part looks otherwise, by their numbers.
pub(super) fn shared(archive: &mut Archive) -> Result<BTreeMap<usize, Runs>, Refusal> {
    const PART: &str = "xl/sharedStrings.xml";
    let (mut found, mut number) = (BTreeMap::new(), 0);
    if archive.index_for_name(PART).is_none() {
        return Ok(found);
    }
    walk(archive, PART, |name, element, texts| {
        if name == "si" && element.is_none() {
            if texts.runs.tells() {
                found.insert(number, std::mem::take(&mut texts.runs));
            }
            number += 1;
        }
    })?;
    Ok(found)
}

/// The cells of a sheet with a text of which a part looks otherwise, shared or their own.
pub(super) fn of_cells(
    archive: &mut Archive,
    part: &str,
    shared: &BTreeMap<usize, Runs>,
) -> Result<BTreeMap<Place, Runs>, Refusal> {
    let (mut found, mut here, mut is_shared) = (BTreeMap::new(), Here::default(), false);
    walk(archive, part, |name, element, texts| match (name, element) {
        ("row", Some(element)) => here.row(element),
        ("c", Some(element)) => {
            here.cell(element);
            is_shared = attribute(element, "t").is_some_and(|kind| kind == "s");
        }
        ("c", None) => {
            let of_shared = || texts.number.trim().parse().ok().and_then(|number: usize| shared.get(&number)).cloned();
            let own = || Some(texts.runs.clone()).filter(Runs::tells);
            if let Some(runs) = if is_shared { of_shared() } else { own() } {
                found.insert(here.place(), runs);
            }
            here.next();
        }
        _ => {}
    })?;
    Ok(found)
}
