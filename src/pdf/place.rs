//! Where each text stands, from the tags that tell assistive programs the same: heading, table, row, column.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, Name, Object, String as Text};

use super::run::{Marks, dicts};
use super::{Page, PageNumbers, Place, Run, text};

/// Most tags inside each other.
const DEEP: usize = 64;
/// Most tags that are looked at.
const TAGS: usize = 1_000_000;

/// A walk through the tags, in reading order.
struct Walk<'p> {
    numbers: &'p PageNumbers,
    /// The texts by page and the number that tags name them by.
    texts: BTreeMap<(usize, i32), String>,
    places: BTreeMap<(usize, i32), Place>,
    heading: String,
    /// The heads of tables by the name that cells call them by, and whether they head a row.
    heads: BTreeMap<Vec<u8>, (String, bool)>,
    /// What is said in place of pictures, with its page.
    instead: Vec<(usize, Run)>,
    left: usize,
}

/// Writes down where each text of some pages stands, and behind them what is said in place of pictures.
pub(super) fn find(catalog: &Dict, numbers: &PageNumbers, marked: &[Marks], pages: &mut [Page]) {
    let Some(tree) = catalog.get::<Dict>("StructTreeRoot") else { return };
    let mut walk = Walk {
        numbers,
        texts: BTreeMap::new(),
        places: BTreeMap::new(),
        heading: String::new(),
        heads: BTreeMap::new(),
        instead: Vec::new(),
        left: TAGS,
    };
    for (at, (page, marks)) in pages.iter().zip(marked).enumerate() {
        for (run, mark) in page.runs.iter().zip(marks) {
            if let Some(mark) = mark {
                walk.texts.entry((at, *mark)).or_default().push_str(&run.text);
            }
        }
    }
    walk.tag(&tree, None, &Place::default(), DEEP);
    for (at, (page, marks)) in pages.iter_mut().zip(marked).enumerate() {
        for (run, mark) in page.runs.iter_mut().zip(marks) {
            if let Some(place) = mark.and_then(|mark| walk.places.get(&(at, mark))) {
                run.place = place.clone();
            }
        }
    }
    for (page, run) in walk.instead {
        pages[page].runs.push(run);
    }
}

impl Walk<'_> {
    fn tag(&mut self, tag: &Dict, page: Option<usize>, around: &Place, deep: usize) {
        let Some(left) = self.left.checked_sub(1).filter(|_| deep > 0) else { return };
        self.left = left;
        let page = self.page(tag).or(page);
        let mut place = around.clone();
        let kind = tag.get::<Name>("S");
        match kind.as_ref().map_or("", |kind| kind.as_str()) {
            "H1" | "H2" => self.heading = self.said(tag, page),
            "TH" => {
                let is_of_row =
                    dicts(tag, "A").iter().filter_map(|told| told.get::<Name>("Scope")).any(|of| of.as_str() == "Row");
                if let Some(id) = tag.get::<Text>("ID") {
                    let said = self.said(tag, page);
                    self.heads.insert(id.as_bytes().to_vec(), (said, is_of_row));
                }
            }
            "TD" => self.headed(tag, &mut place),
            _ => {}
        }
        place.heading.clone_from(&self.heading);
        let said = tag.get::<Text>("Alt").map(|said| text(&said));
        if let Some((text, page)) = said.zip(page.or_else(|| self.page_within(tag, DEEP))) {
            self.instead.push((page, Run { text, place: place.clone() }));
        }
        for child in children(tag) {
            match child {
                Child::Text(mark) => {
                    if let Some(page) = page {
                        self.places.insert((page, mark), place.clone());
                    }
                }
                Child::Tag(child) => match child.get::<i32>("MCID") {
                    Some(mark) => {
                        if let Some(page) = self.page(&child).or(page) {
                            self.places.insert((page, mark), place.clone());
                        }
                    }
                    None => self.tag(&child, page, &place, deep - 1),
                },
            }
        }
    }

    fn page(&self, tag: &Dict) -> Option<usize> {
        self.numbers.get(&tag.get_ref("Pg")?.into()).copied()
    }

    /// The page of the first text that a tag holds.
    fn page_within(&self, tag: &Dict, deep: usize) -> Option<usize> {
        let within = |child| match child {
            Child::Text(_) => None,
            Child::Tag(inside) => self.page(&inside).or_else(|| self.page_within(&inside, deep.checked_sub(1)?)),
        };
        children(tag).into_iter().find_map(within)
    }

    /// The rows and columns that a cell says it belongs to.
    fn headed(&self, cell: &Dict, place: &mut Place) {
        (place.row, place.column) = (String::new(), String::new());
        for heads in dicts(cell, "A").iter().filter_map(|told| told.get::<Array>("Headers")) {
            for (said, is_of_row) in heads.iter::<Text>().filter_map(|id| self.heads.get(id.as_bytes())) {
                let to = if *is_of_row { &mut place.row } else { &mut place.column };
                if !to.is_empty() && !said.is_empty() {
                    to.push_str(", ");
                }
                to.push_str(said);
            }
        }
    }

    /// What a tag and all tags inside it say.
    fn said(&mut self, tag: &Dict, page: Option<usize>) -> String {
        if let Some(title) = tag.get::<Text>("T") {
            return text(&title);
        }
        let mut said = String::new();
        self.say(tag, page, &mut said, DEEP);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn say(&mut self, tag: &Dict, page: Option<usize>, said: &mut String, deep: usize) {
        let Some(left) = self.left.checked_sub(1).filter(|_| deep > 0) else { return };
        self.left = left;
        let page = self.page(tag).or(page);
        for child in children(tag) {
            let (mark, of) = match &child {
                Child::Text(mark) => (Some(*mark), page),
                Child::Tag(inside) => (inside.get::<i32>("MCID"), self.page(inside).or(page)),
            };
            match (mark, of, child) {
                (Some(mark), Some(of), _) => {
                    said.push_str(self.texts.get(&(of, mark)).map_or("", String::as_str));
                    said.push(' ');
                }
                (None, _, Child::Tag(inside)) => self.say(&inside, page, said, deep - 1),
                _ => {}
            }
        }
    }
}

enum Child<'a> {
    /// The number of a text of the tag's page.
    Text(i32),
    Tag(Dict<'a>),
}

fn children<'a>(tag: &Dict<'a>) -> Vec<Child<'a>> {
    let child = |object: Object<'a>| match object {
        Object::Number(_) => object.into_i32().map(Child::Text),
        Object::Dict(tag) => Some(Child::Tag(tag)),
        _ => None,
    };
    match tag.get::<Object>("K") {
        Some(Object::Array(list)) => list.iter::<Object>().filter_map(child).collect(),
        Some(one) => child(one).into_iter().collect(),
        None => Vec::new(),
    }
}
