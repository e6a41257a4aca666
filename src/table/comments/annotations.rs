//! Comments, text boxes and shapes of an ODS workbook, each with its sheet, and a comment with its cell.

use super::{attribute, name_of};

/// The element of a comment.
pub(super) const ANNOTATION: &str = "office:annotation";
/// Elements with which the words of a comment begin; before them stands who wrote it, and when.
const WORDS: [&str; 2] = ["<text:p", "<text:list"];

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Annotation<'x> {
    /// Who wrote it and when, as XML.
    pub author: &'x str,
    /// Its words, as XML.
    pub words: &'x str,
    /// Row and column of its cell, from 1.
    pub cell: (u32, u32),
}

/// The comments of a workbook with the names of their sheets, in order.
pub(super) fn all(xml: &str) -> Vec<(String, Annotation<'_>)> {
    let (mut sheet, mut cell, mut next) = (String::new(), (0, 0), (1_u32, 1_u32));
    let mut found = Vec::new();
    for (at, _) in xml.match_indices('<') {
        let Some((tag, behind)) = xml[at + 1..].split_once('>') else { break };
        let repeats = |name: &str| attribute(tag, name).and_then(|number| number.parse().ok()).unwrap_or(1_u32).max(1);
        match name_of(tag) {
            "table" => (sheet, next.0) = (attribute(tag, "name").unwrap_or_default(), 1),
            "table-row" => {
                cell.0 = next.0;
                next = (next.0.saturating_add(repeats("number-rows-repeated")), 1);
            }
            "table-cell" | "covered-table-cell" => {
                cell.1 = next.1;
                next.1 = next.1.saturating_add(repeats("number-columns-repeated"));
            }
            "annotation" => {
                let whole = behind.split_once("</office:annotation>").map_or("", |(whole, _)| whole);
                let begin = WORDS.iter().filter_map(|begin| whole.find(begin)).min().unwrap_or(whole.len());
                let (author, words) = whole.split_at(begin);
                found.push((sheet.clone(), Annotation { author, words, cell }));
            }
            _ => {}
        }
    }
    found
}

/// How the elements of boxes and shapes begin and end.
const SHAPE: &str = "draw:";
const SHAPE_END: &str = "/draw:";

/// The boxes and shapes of a workbook as XML with the names of their sheets, in order; what stands in one belongs to it.
pub(super) fn boxes(xml: &str) -> Vec<(String, &str)> {
    let (mut sheet, mut depth, mut begin) = (String::new(), 0_u32, 0);
    let mut found = Vec::new();
    for (at, _) in xml.match_indices('<') {
        let Some((tag, _)) = xml[at + 1..].split_once('>') else { break };
        if tag.starts_with(SHAPE_END) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                found.push((sheet.clone(), &xml[begin..at]));
            }
        } else if tag.starts_with(SHAPE) && !tag.ends_with('/') {
            if depth == 0 {
                begin = at;
            }
            depth += 1;
        } else if depth == 0 && name_of(tag) == "table" {
            sheet = attribute(tag, "name").unwrap_or_default();
        }
    }
    found
}
