//! The formats of a workbook with a few more: those of its cells in the colours of findings, and those of the list.

use std::collections::BTreeMap;

use crate::form::xml::{Edits, Kind, Tag, tags, unescaped};

/// Colours of a cell with an error, a warning, a note.
const COLOURS: [&str; 3] = ["FFFFCDC9", "FFFFE3A8", "FFD6E8F7"];

/// What a cell is to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Paint {
    /// In the colour of a severity: 0 error, 1 warning, 2 note.
    Severity(u8),
    /// Without the colour that it had before.
    Plain,
}

/// Formats of the list of findings, by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    Title,
    Lead,
    Heading,
    Text,
    Link,
}

/// Built-in number formats of digits alone, by their numbers, with the decimals that they show.
const BUILT_IN: [(&[u32], usize); 2] = [(&[1, 3, 37, 38], 0), (&[2, 4, 39, 40], 2)];

/// The decimals that the code of a number format shows; none where it shows more than digits, as a unit or a day.
fn shown_decimals(code: &str) -> Option<usize> {
    let is_digit = |c: char| matches!(c, '0' | '#');
    let first = code.split(';').next()?;
    // A comma behind the digits shows thousands.
    let is_plain = code.chars().all(|c| is_digit(c) || matches!(c, '.' | ',' | ';' | '-' | '(' | ')' | '_' | ' '));
    let scales = first.trim_end_matches(|c| !is_digit(c) && c != ',').ends_with(',');
    if !is_plain || !first.contains(is_digit) || scales {
        return None;
    }
    Some(first.split_once('.').map_or(0, |(_, behind)| behind.chars().take_while(|c| is_digit(*c)).count()))
}

/// A tag of its own with another attribute.
fn with_attribute(text: &str, name: &str, value: &str) -> String {
    tags(text).next().map_or_else(|| text.to_owned(), |tag| tag.with(name, value))
}

/// The formats of a workbook, with those asked for added.
#[derive(Debug)]
pub(super) struct Styles {
    text: String,
    prefix: String,
    /// Cell formats there are, as they are written.
    formats: Vec<String>,
    /// Codes of the workbook's own number formats.
    codes: BTreeMap<u32, String>,
    known: BTreeMap<(u32, Paint, bool), u32>,
    added: Vec<String>,
    fills: u32,
    fonts: u32,
    borders: u32,
}

impl Styles {
    /// Reads the formats; `None` where they are not as expected.
    pub(super) fn read(text: String) -> Option<Self> {
        let (mut formats, mut codes) = (Vec::new(), BTreeMap::new());
        let (mut fills, mut fonts, mut borders) = (0, 0, 0);
        let mut inside: Vec<&str> = Vec::new();
        let mut begun: Option<Tag> = None;
        let mut prefix = "";
        for tag in tags(&text) {
            let parent = inside.last().copied().unwrap_or_default();
            match (tag.kind, tag.name, parent) {
                (Kind::Open | Kind::Empty, "fill", "fills") => fills += 1,
                (Kind::Open | Kind::Empty, "font", "fonts") => fonts += 1,
                (Kind::Open | Kind::Empty, "border", "borders") => borders += 1,
                (Kind::Empty, "xf", "cellXfs") => formats.push(tag.text().to_owned()),
                (Kind::Open, "xf", "cellXfs") => begun = Some(tag.clone()),
                (Kind::Close, "xf", _) => {
                    if let Some(open) = begun.take() {
                        formats.push(text[open.range.start..tag.range.end].to_owned());
                    }
                }
                (Kind::Open, "cellXfs", _) => prefix = tag.prefix,
                (Kind::Open | Kind::Empty, "numFmt", "numFmts") => {
                    let number = tag.attribute("numFmtId").and_then(|number| number.parse().ok());
                    codes.extend(number.zip(tag.attribute("formatCode").map(unescaped)));
                }
                _ => {}
            }
            match tag.kind {
                Kind::Open => inside.push(tag.name),
                Kind::Close => drop(inside.pop()),
                Kind::Empty => {}
            }
        }
        let prefix = prefix.to_owned();
        let known = fills > 0 && fonts > 0 && borders > 0 && !formats.is_empty();
        known.then_some(Self {
            text,
            prefix,
            formats,
            codes,
            known: BTreeMap::new(),
            added: Vec::new(),
            fills,
            fonts,
            borders,
        })
    }

    /// The format of a cell painted: everything as it was but its colour. A number that it would round is shown as it is:
    /// what a finding says of it could not be seen otherwise.
    pub(super) fn painted(&mut self, format: u32, paint: Paint, number: Option<&str>) -> u32 {
        let was = usize::try_from(format).ok().and_then(|at| self.formats.get(at)).unwrap_or(&self.formats[0]);
        let as_written = paint != Paint::Plain && number.is_some_and(|number| self.rounds(was, number));
        if let Some(known) = self.known.get(&(format, paint, as_written)) {
            return *known;
        }
        let fill = match paint {
            Paint::Severity(severity) => self.fills + u32::from(severity.min(2)),
            Paint::Plain => 0,
        };
        let tag = tags(was).next().expect("a format begins with its tag");
        let with = tag.with("fillId", &fill.to_string());
        let with = with_attribute(&with, "applyFill", "1");
        let with = if as_written { with_attribute(&with, "numFmtId", "0") } else { with };
        let new = format!("{with}{}", &was[tag.range.end..]);
        let at = self.add(new);
        self.known.insert((format, paint, as_written), at);
        at
    }

    /// True where a cell format shows fewer decimals than a number has.
    fn rounds(&self, format: &str, number: &str) -> bool {
        let id = tags(format).next().and_then(|tag| tag.attribute("numFmtId")?.parse::<u32>().ok()).unwrap_or(0);
        let shown = match self.codes.get(&id) {
            Some(code) => shown_decimals(code),
            // The built-in ones (ECMA-376 18.8.30).
            None => BUILT_IN.iter().find(|(ids, _)| ids.contains(&id)).map(|(_, decimals)| *decimals),
        };
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len());
        let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        is_plain && shown.is_some_and(|shown| shown < decimals)
    }

    /// The format of a cell of the list.
    pub(super) fn of_list(&mut self, use_: Use, paint: Option<u8>) -> u32 {
        let font = self.fonts
            + match use_ {
                Use::Title => 0,
                Use::Lead | Use::Text => 1,
                Use::Heading => 2,
                Use::Link => 3,
            };
        let fill = paint.map_or(if use_ == Use::Heading { self.fills + 3 } else { 0 }, |severity| {
            self.fills + u32::from(severity.min(2))
        });
        let p = &self.prefix;
        // A thin line under each finding.
        let border = if matches!(use_, Use::Text | Use::Link) { self.borders } else { 0 };
        let wrap = if use_ == Use::Title { "" } else { " wrapText=\"1\"" };
        self.add(format!(
            "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" \
             applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><{p}alignment vertical=\"top\"{wrap}/></{p}xf>"
        ))
    }

    fn add(&mut self, format: String) -> u32 {
        let at = self.formats.len() + self.added.len();
        self.added.push(format);
        u32::try_from(at).unwrap_or(0)
    }

    /// The part with all that was added.
    pub(super) fn write(self) -> String {
        let p = &self.prefix;
        let solid = |colour: &&str| {
            format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/>\
                 <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            )
        };
        let fills: String = COLOURS.iter().chain(&["FF1F2933"]).map(solid).collect();
        let font = |inner: &str| format!("<{p}font>{inner}<{p}name val=\"Calibri\"/><{p}family val=\"2\"/></{p}font>");
        let fonts: String = [
            format!("<{p}b/><{p}sz val=\"18\"/>"),
            format!("<{p}sz val=\"11\"/>"),
            format!("<{p}b/><{p}sz val=\"11\"/><{p}color rgb=\"FFFFFFFF\"/>"),
            format!("<{p}u/><{p}sz val=\"11\"/><{p}color rgb=\"FF0B57A4\"/>"),
        ]
        .iter()
        .map(|inner| font(inner))
        .collect();
        let border = format!(
            "<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom style=\"thin\"><{p}color rgb=\"FFCBD2D9\"/></{p}bottom>\
             <{p}diagonal/></{p}border>"
        );
        let formats = self.added.concat();
        let more =
            [("fills", fills, 4), ("fonts", fonts, 4), ("borders", border, 1), ("cellXfs", formats, self.added.len())];
        let mut edits = Edits::default();
        for tag in tags(&self.text) {
            let Some((_, new, count)) = more.iter().find(|(name, ..)| *name == tag.name) else { continue };
            match tag.kind {
                Kind::Open => {
                    let count = tag.attribute("count").and_then(|now| now.parse::<usize>().ok()).map(|now| now + count);
                    if let Some(count) = count {
                        edits.replace(tag.range.clone(), tag.with("count", &count.to_string()));
                    }
                }
                Kind::Close => edits.insert(tag.range.start, new.clone()),
                Kind::Empty => {}
            }
        }
        edits.apply(&self.text)
    }
}
