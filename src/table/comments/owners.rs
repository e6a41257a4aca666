//! On which sheet of an XLSX workbook each part of its archive stands.

use std::collections::BTreeMap;

use super::{attribute, name_of, parts};

/// The part that names the sheets, that which says where they are, and where both and the sheets lie.
const WORKBOOK: &str = "xl/workbook.xml";
const RELATED: &str = "xl/_rels/workbook.xml.rels";
const FOLDER: &str = "xl/";
const OF_SHEETS: &str = "xl/worksheets/_rels/";
const SHEETS: &str = "xl/worksheets/";

/// The name of the sheet for each part that is a sheet or belongs to one, by the part's name in small letters; nothing for
/// other workbooks.
pub(in crate::table) fn sheets(bytes: &[u8]) -> BTreeMap<String, String> {
    let (mut names, mut targets, mut belonging) = (Vec::new(), BTreeMap::new(), Vec::new());
    let is_asked = |name: &str| {
        let name = name.to_lowercase();
        (name == WORKBOOK || name == RELATED || name.starts_with(OF_SHEETS)).then_some(())
    };
    parts(bytes, is_asked, &mut |part, (), xml| match part.to_lowercase().as_str() {
        WORKBOOK => names.extend(pairs(xml, "sheet", ["id", "name"])),
        RELATED => targets.extend(pairs(xml, "Relationship", ["Id", "Target"])),
        part => {
            let sheet = part.trim_start_matches(OF_SHEETS).trim_end_matches(".rels");
            let owned = pairs(xml, "Relationship", ["Id", "Target"]);
            belonging
                .extend(owned.into_iter().map(|(_, target)| (format!("{SHEETS}{sheet}"), inside(SHEETS, &target))));
        }
    });
    let mut sheets: BTreeMap<String, String> =
        names.into_iter().filter_map(|(id, name)| Some((inside(FOLDER, targets.get(&id)?), name))).collect();
    let owned: Vec<(String, String)> =
        belonging.into_iter().filter_map(|(sheet, part)| Some((part, sheets.get(&sheet)?.clone()))).collect();
    sheets.extend(owned);
    sheets
}

/// Two attributes of each element of a name.
fn pairs(xml: &str, element: &str, attributes: [&str; 2]) -> Vec<(String, String)> {
    let tags = xml.split('<').filter_map(|piece| Some(piece.split_once('>')?.0)).filter(|tag| name_of(tag) == element);
    tags.filter_map(|tag| attribute(tag, attributes[0]).zip(attribute(tag, attributes[1]))).collect()
}

/// The name of a part, in small letters, that is told as seen from a folder.
fn inside(folder: &str, target: &str) -> String {
    let target = target.to_lowercase();
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
