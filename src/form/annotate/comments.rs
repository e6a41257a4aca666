//! Comments in cells: their texts, and the drawing that a spreadsheet shows them by.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::sheet::{drawing, place_of, with_drawing};
use crate::form::package::Package;
use crate::form::xml::{Edits, Kind, Tag, tags, unescaped};
use crate::source::column_letters;
use crate::text::markup;

/// Who writes the comments.
pub(super) const AUTHOR: &str = "nytta";
/// Characters in a line of a comment's box, and the height of a line in points.
const LINE: usize = 46;
const HEIGHT: usize = 15;

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Texts by row and column from 1.
pub(super) type Texts = BTreeMap<(u32, u32), String>;

/// The comments of a sheet's part.
pub(super) fn part(package: &mut Package, sheet: &str) -> Option<String> {
    package.relationships(sheet).into_iter().find(|one| one.kind == "comments").map(|one| one.target)
}

/// Cells with a comment by this program, from a time before.
pub(super) fn own(text: &str) -> BTreeSet<(u32, u32)> {
    let Some(author) = authors(text).iter().position(|name| name == AUTHOR).map(|at| at.to_string()) else {
        return BTreeSet::new();
    };
    let is_own = |tag: &Tag| tag.name == "comment" && tag.attribute("authorId") == Some(&author);
    tags(text).filter(is_own).filter_map(|tag| place_of(tag.attribute("ref")?)).collect()
}

fn authors(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = None;
    for tag in tags(text).take_while(|tag| tag.name != "commentList") {
        match (tag.kind, tag.name) {
            (Kind::Open, "author") => open = Some(tag.range.end),
            (Kind::Close, "author") => names.push(unescaped(&text[open.unwrap_or(tag.range.start)..tag.range.start])),
            (Kind::Empty, "author") => names.push(String::new()),
            _ => {}
        }
    }
    names
}

/// Puts comments into a sheet: beside those of others, in the place of those this program made before.
pub(super) fn put(package: &mut Package, sheet: &str, texts: &Texts) -> Option<()> {
    match part(package, sheet) {
        Some(part) => add(package, sheet, &part, texts),
        None => make(package, sheet, texts),
    }
}

/// The first comments of a sheet.
fn make(package: &mut Package, sheet: &str, texts: &Texts) -> Option<()> {
    let list: String = texts.iter().map(|(place, text)| comment(*place, text, 0, "")).collect();
    let comments = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments \
         xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>{AUTHOR}</author></authors>\
         <commentList>{list}</commentList></comments>"
    );
    let part = package.fresh("xl/comments", ".xml");
    package.put(&part, comments);
    package.declare(Some(&part), "xml", COMMENTS)?;
    package.relate(sheet, "comments", &part)?;
    draw(package, sheet, texts)
}

/// Comments beside those that are there.
fn add(package: &mut Package, sheet: &str, part: &str, texts: &Texts) -> Option<()> {
    let text = package.text(part)?;
    let names = authors(&text);
    let known = names.iter().position(|name| name == AUTHOR);
    let author = known.unwrap_or(names.len());
    let mut edits = Edits::default();
    let mut there: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut begun: Option<((u32, u32), bool, usize)> = None;
    for tag in tags(&text) {
        match (tag.kind, tag.name) {
            (Kind::Close, "authors") if known.is_none() => {
                edits.insert(tag.range.start, format!("<{0}author>{AUTHOR}</{0}author>", tag.prefix));
            }
            (Kind::Open, "comment") => {
                let is_own = known.is_some_and(|at| tag.attribute("authorId") == Some(&at.to_string()));
                begun = tag.attribute("ref").and_then(place_of).map(|place| (place, is_own, 0));
            }
            (Kind::Open, "text") => begun = begun.map(|(place, is_own, _)| (place, is_own, tag.range.end)),
            (Kind::Close, "text") => {
                let Some((place, is_own, from)) = begun.take() else { continue };
                let Some(new) = texts.get(&place) else { continue };
                there.insert(place);
                if is_own {
                    edits.replace(from..tag.range.start, run(new, tag.prefix));
                } else {
                    edits.insert(tag.range.start, run(&format!("\n\n{new}"), tag.prefix));
                }
            }
            (Kind::Close, "commentList") => {
                let new = texts.iter().filter(|(place, _)| !there.contains(place));
                edits.insert(
                    tag.range.start,
                    new.map(|(place, text)| comment(*place, text, author, tag.prefix)).collect(),
                );
            }
            _ => {}
        }
    }
    let edited = edits.apply(&text);
    package.put(part, edited);
    let new: Texts = texts.iter().filter(|(place, _)| !there.contains(place)).map(|(p, t)| (*p, t.clone())).collect();
    if new.is_empty() { Some(()) } else { draw(package, sheet, &new) }
}

fn comment((row, column): (u32, u32), text: &str, author: usize, prefix: &str) -> String {
    let cell = format!("{}{row}", column_letters(column));
    let run = run(text, prefix);
    format!(
        "<{prefix}comment ref=\"{cell}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>"
    )
}

fn run(text: &str, prefix: &str) -> String {
    format!(
        "<{prefix}r><{prefix}rPr><{prefix}sz val=\"9\"/><{prefix}rFont val=\"Tahoma\"/></{prefix}rPr>\
         <{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        markup(text)
    )
}

/// The boxes of comments, in the sheet's drawing or in a new one.
fn draw(package: &mut Package, sheet: &str, texts: &Texts) -> Option<()> {
    let of_sheet = package.text(sheet)?;
    let known = drawing(&of_sheet)
        .and_then(|id| package.relationships(sheet).into_iter().find(|one| one.id == id))
        .map(|one| one.target);
    if let Some(part) = known {
        let text = package.text(&part)?;
        let end = text.rfind("</")?;
        let kind = if text.contains("_x0000_t202") { "" } else { SHAPE_TYPE };
        let edited = format!("{}{kind}{}{}", &text[..end], shapes(texts), &text[end..]);
        package.put(&part, edited);
        return Some(());
    }
    let part = package.fresh("xl/drawings/vmlDrawing", ".vml");
    package.put(
        &part,
        format!(
            "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" \
             data=\"1\"/></o:shapelayout>{SHAPE_TYPE}{}</xml>",
            shapes(texts)
        ),
    );
    package.declare(None, "vml", DRAWING)?;
    let id = package.relate(sheet, "vmlDrawing", &part)?;
    let with = with_drawing(&of_sheet, &id)?;
    package.put(sheet, with);
    Some(())
}

const SHAPE_TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
    path=\"m,l,21600r21600,l21600,xe\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:o=\"urn:schemas-microsoft-com:office:office\"><v:stroke joinstyle=\"miter\"/><v:path \
    gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

fn shapes(texts: &Texts) -> String {
    let mut out = String::new();
    for (at, ((row, column), text)) in texts.iter().enumerate() {
        let lines = text.lines().map(|line| line.chars().count() / LINE + 1).sum::<usize>() + 1;
        let (row, column) = (row - 1, column - 1);
        let bottom = usize::try_from(row).unwrap_or(0) + lines;
        let _ = write!(
            out,
            "<v:shape id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;\
             width:240pt;height:{height}pt;z-index:{z};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\" \
             xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" \
             color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox \
             style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData \
             ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {row}, 2, {right}, 15, \
             {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
             </x:ClientData></v:shape>",
            id = 61_441 + at,
            height = lines * HEIGHT,
            z = at + 1,
            left = column + 1,
            right = column + 5,
        );
    }
    out
}
