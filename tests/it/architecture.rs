//! The house as data: floors, who may name whom, and what every file owes its reader.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Rooms by floor. An arrow may only point to a lower floor; rooms on one floor do not know each other.
type Floors = &'static [(u8, &'static [&'static str])];

/// The rooms of the house.
const FLOORS: Floors = &[
    (15, &["main"]),
    (14, &["cli"]),
    (11, &["pipeline"]),
    (10, &["report"]),
    (9, &["valuation"]),
    (8, &["disclosure"]),
    (7, &["assurance", "form", "measure", "validate"]),
    (6, &["ledger", "money", "plan", "register"]),
    (5, &["table"]),
    (4, &["definition", "pdf"]),
    (3, &["expression", "project", "record", "worker"]),
    (2, &["diagnostic"]),
    (1, &["personal", "rule", "shelf"]),
    (0, &["digest", "identifier", "month", "number", "source", "text", "value"]),
];

/// The rooms and files of `table`; its own file is the door to them.
const FLOORS_OF_TABLE: Floors = &[
    (10, &["look"]),
    (9, &["reading"]),
    (8, &["form", "survey"]),
    (7, &["persons"]),
    (6, &["unread"]),
    (5, &["comments", "layout"]),
    (4, &["cell"]),
    (3, &["lines", "raw"]),
    (2, &["workbook"]),
    (1, &["bytes"]),
    (0, &["accepted", "columns", "select", "spelling", "stamp"]),
];

/// A longer file has more than one purpose.
const LINES_OF_A_FILE: usize = 500;

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn room(file: &Path) -> String {
    let inside = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a file of src");
    let first = inside.iter().next().expect("a path has a part").to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(room: &str, floors: Floors) -> Option<u8> {
    floors.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

/// Rooms without a floor, and names on floors that are no rooms.
fn astray(rooms: &BTreeSet<String>, floors: Floors) -> BTreeSet<String> {
    let named: BTreeSet<String> = floors.iter().flat_map(|(_, named)| *named).map(|&room| room.to_owned()).collect();
    rooms.symmetric_difference(&named).cloned().collect()
}

/// Rooms that a source text names after `crate::` or `nytta::`, comments left out.
fn named(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    for start in ["crate::", "nytta::"] {
        for (at, _) in code.match_indices(start) {
            let rest = &code[at + start.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let mut depth = 1;
                let mut word = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                    if depth == 1 && (c.is_alphanumeric() || c == '_') {
                        word.push(c);
                    } else if !word.is_empty() {
                        rooms.insert(std::mem::take(&mut word));
                    }
                }
                rooms.insert(word);
            } else {
                rooms.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    rooms.retain(|room| floor(room, FLOORS).is_some());
    rooms
}

#[test]
fn every_room_stands_on_a_floor() {
    let rooms: BTreeSet<String> = files().iter().map(|file| room(file)).filter(|room| room != "lib").collect();
    let of_table = files().iter().filter_map(|file| inside(&module(file), "table")).collect();
    for (rooms, floors) in [(rooms, FLOORS), (of_table, FLOORS_OF_TABLE)] {
        let astray = astray(&rooms, floors);
        assert!(astray.is_empty(), "rooms that stand on no floor, or are on a floor but not there: {astray:?}");
    }
}

#[test]
fn arrows_point_down() {
    let mut faults = Vec::new();
    for file in files() {
        let from = room(&file);
        let Some(here) = floor(&from, FLOORS) else { continue };
        let text = std::fs::read_to_string(&file).expect("a source file can be read");
        for to in named(&text) {
            let there = floor(&to, FLOORS).expect("only rooms on floors are kept");
            if to != from && there >= here {
                faults.push(format!("{} (floor {here}) names {to} (floor {there})", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "arrows that do not point down:\n{}", faults.join("\n"));
}

/// Paths that a source text names from `crate`, `self` or `super` on, whole: `use super::{a, b::c}` names two.
fn paths(text: &str, module: &[String]) -> BTreeSet<Vec<String>> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let parent = &module[..module.len().saturating_sub(1)];
    let mut paths = BTreeSet::new();
    for (word, from) in [("crate::", &[][..]), ("self::", module), ("super::", parent)] {
        for (at, _) in code.match_indices(word) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                tree(&code[at + word.len()..], from.to_vec(), &mut paths);
            }
        }
    }
    paths
}

/// Reads what follows `::`, a path or a group of paths, and returns what is left of the text.
fn tree<'t>(text: &'t str, mut path: Vec<String>, paths: &mut BTreeSet<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let left = tree(rest, path.clone(), paths);
            // A word that is no path, such as `*` or `x as y`: whatever it is, it names no further file.
            let next = usize::from(left.len() == rest.len());
            rest = &left[next..];
            rest = rest.trim_start_matches(|c: char| c != ',' && c != '}');
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    match word {
        "super" => path.truncate(path.len().saturating_sub(1)),
        "" | "self" => {}
        word => path.push(word.to_owned()),
    }
    if let Some(rest) = rest.strip_prefix("::") {
        return tree(rest, path, paths);
    }
    paths.insert(path);
    rest
}

/// The module of a file of `src`: its folders and its name, or its folders alone.
fn module(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a file of src");
    let words: Vec<String> = inside.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let is_folder = words.last().is_some_and(|last| last == "mod");
    words[..words.len() - usize::from(is_folder)].to_vec()
}

/// Which files and folders of one folder name each other. A folder's own file is a door: it names what is inside, and what
/// is inside may use what stands in it.
fn arrows(files: &[(Vec<String>, String)]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let modules: BTreeSet<&[String]> = files.iter().map(|(module, _)| module.as_slice()).collect();
    let mut arrows: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (from, text) in files {
        for path in paths(text, from) {
            let Some(to) = (1..=path.len()).rev().map(|end| &path[..end]).find(|to| modules.contains(to)) else {
                continue;
            };
            let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            if common < from.len() && common < to.len() {
                arrows.entry(from[..=common].to_vec()).or_default().insert(to[..=common].to_vec());
            }
        }
    }
    arrows
}

/// What is left of arrows when everything is taken away that leads to no circle, in either direction.
fn circles(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> BTreeSet<String> {
    let mut left: BTreeSet<&Vec<String>> = arrows.keys().collect();
    loop {
        let leads = |from: &&Vec<String>| arrows[*from].iter().any(|to| left.contains(to));
        let is_led_to = |to: &&Vec<String>| left.iter().any(|from| arrows[*from].contains(*to));
        let next: BTreeSet<&Vec<String>> = left.iter().copied().filter(|one| leads(one) && is_led_to(one)).collect();
        if next.len() == left.len() {
            return left.into_iter().map(|one| one.join("/")).collect();
        }
        left = next;
    }
}

/// The room or file of a room that a module is or stands in; none where it is the room's own file, or stands elsewhere.
fn inside(module: &[String], room: &str) -> Option<String> {
    let (first, rest) = module.split_first()?;
    (first == room).then_some(rest)?.first().cloned()
}

/// Arrows between the rooms inside a room that do not point down.
fn uphill(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>, room: &str, floors: Floors) -> Vec<String> {
    let between = arrows.iter().filter(|(from, _)| from.len() == 2);
    let named = between.flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    let known = named.filter_map(|(from, to)| Some((inside(from, room)?, inside(to, room)?)));
    let points_down =
        |from: &str, to: &str| floor(to, floors).zip(floor(from, floors)).is_some_and(|(there, here)| there < here);
    known.filter(|(from, to)| !points_down(from, to)).map(|(from, to)| format!("{from} names {to}")).collect()
}

/// The modules of `src`, each with its text.
fn sources() -> Vec<(Vec<String>, String)> {
    let read = |file: PathBuf| (module(&file), std::fs::read_to_string(&file).expect("a source file can be read"));
    files().into_iter().map(read).collect()
}

#[test]
fn no_circle_inside_a_room() {
    let circles = circles(&arrows(&sources()));
    assert!(circles.is_empty(), "files that name each other in a circle: {circles:#?}");
}

#[test]
fn arrows_inside_table_point_down() {
    let uphill = uphill(&arrows(&sources()), "table", FLOORS_OF_TABLE);
    assert!(uphill.is_empty(), "arrows inside table that do not point down:\n{}", uphill.join("\n"));
}

/// Modules by their names, as `arrows` takes them.
fn invented(files: &[(&str, &str)]) -> Vec<(Vec<String>, String)> {
    let file = |(name, text): &(&str, &str)| (name.split('/').map(str::to_owned).collect(), (*text).to_owned());
    files.iter().map(file).collect()
}

/// An arrow up, one along its floor and those of a room without a floor are found, whoever in the room draws it.
#[test]
fn an_arrow_inside_a_room_that_does_not_point_down_is_found() {
    let floors: Floors = &[(1, &["high"]), (0, &["low", "wide"])];
    let found = |from: &str, text: &str| {
        let ground = [
            ("room", "mod high;"),
            ("room/high", ""),
            ("room/high/x", ""),
            ("room/low", ""),
            ("room/wide", ""),
            ("room/attic", ""),
        ];
        uphill(&arrows(&invented(&[&ground[..], &[(from, text)]].concat())), "room", floors)
    };
    assert_eq!(found("room/low/y", "use crate::room::high::x::X;"), ["low names high"]);
    assert_eq!(found("room/low/y", "use super::super::wide;"), ["low names wide"]);
    assert_eq!(found("room/attic", "use super::low::L;"), ["attic names low"]);
    assert_eq!(found("room/high/y", "use crate::room::attic;"), ["high names attic"]);
    assert_eq!(found("room/high/y", "use crate::room::low::L;\nuse super::x::X;"), [""; 0]);
}

/// Every way of naming a neighbour is seen.
#[test]
fn a_circle_is_found_however_it_is_written() {
    let found = |ways: &[(&str, &str)]| circles(&arrows(&invented(ways)));
    let back = ("room/b", "use super::a::A;");
    for way in [
        "use super::{c, b};",
        "use super::b::{self, B};",
        "use super::{\n    c::{C, D},\n    b::B,\n};",
        "use crate::room::{c::C, b};",
        "fn f() { super::b::f() }",
        "fn f(of: &crate::room::b::B) {}",
    ] {
        let circle = found(&[("room", "mod a; mod b; mod c;"), ("room/a", way), back, ("room/c", "")]);
        assert_eq!(circle, BTreeSet::from(["room/a".to_owned(), "room/b".to_owned()]), "{way}");
    }
    // Through a folder beside it, too; a word in a comment or the folder's own file are no way.
    let deep = [("room/a", "use super::inner::x;"), ("room/inner", ""), ("room/inner/x", "use super::super::a;")];
    assert_eq!(found(&deep), BTreeSet::from(["room/a".to_owned(), "room/inner".to_owned()]));
    assert!(found(&[("room", "pub use a::A;"), ("room/a", "// super::b\nuse super::Shared;"), back]).is_empty());
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    for file in files() {
        let text = std::fs::read_to_string(&file).expect("a source file can be read");
        assert!(text.starts_with("//! "), "{} does not open with a `//!` sentence", file.display());
        let lines = text.lines().count();
        assert!(lines <= LINES_OF_A_FILE, "{} has {lines} lines: a room with more than one purpose?", file.display());
    }
}

#[test]
fn only_typeset_names_typst_and_only_definition_names_yaml() {
    for file in files() {
        let text = std::fs::read_to_string(&file).expect("a source file can be read");
        let path = file.to_string_lossy().replace('\\', "/");
        assert!(!text.contains("typst::") || path.ends_with("report/typeset.rs"), "{path} names typst");
        assert!(!text.contains("serde_saphyr::") || path.contains("/definition/"), "{path} names serde_saphyr");
    }
}

#[test]
fn a_page_is_made_of_a_release_alone() {
    for file in files() {
        if room(&file) != "report" {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file can be read");
        for room in ["measure", "table", "validate", "expression"] {
            assert!(!named(&text).contains(room), "{} names {room}: a page sees only what is cleared", file.display());
        }
    }
}
