//! The house as data: floors, who may name whom, and what every file owes its reader.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Rooms by floor. An arrow may only point to a lower floor; rooms on one floor do not know each other.
const FLOORS: &[(u8, &[&str])] = &[
    (15, &["main"]),
    (14, &["cli"]),
    (11, &["pipeline"]),
    (10, &["report"]),
    (8, &["disclosure"]),
    (7, &["measure", "validate"]),
    (6, &["plan", "register"]),
    (5, &["table"]),
    (4, &["definition"]),
    (3, &["expression", "project", "record", "worker"]),
    (2, &["diagnostic"]),
    (1, &["rule"]),
    (0, &["number", "personal", "source", "text", "value"]),
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

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
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
    rooms.retain(|room| floor(room).is_some());
    rooms
}

#[test]
fn every_room_stands_on_a_floor() {
    let rooms: BTreeSet<String> = files().iter().map(|file| room(file)).filter(|room| room != "lib").collect();
    for room in &rooms {
        assert!(floor(room).is_some(), "the room '{room}' stands on no floor: give it one in FLOORS");
    }
    for (_, named) in FLOORS {
        for room in *named {
            assert!(rooms.contains(*room), "FLOORS names '{room}', which is not there");
        }
    }
}

#[test]
fn arrows_point_down() {
    let mut faults = Vec::new();
    for file in files() {
        let from = room(&file);
        let Some(here) = floor(&from) else { continue };
        let text = std::fs::read_to_string(&file).expect("a source file can be read");
        for to in named(&text) {
            let there = floor(&to).expect("only rooms on floors are kept");
            if to != from && there >= here {
                faults.push(format!("{} (floor {here}) names {to} (floor {there})", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "arrows that do not point down:\n{}", faults.join("\n"));
}

#[test]
fn no_circle_inside_a_room() {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = files();
    let module = |file: &Path| {
        let text = file.with_extension("").to_string_lossy().into_owned();
        text.trim_end_matches("/mod").to_owned()
    };
    let names: BTreeSet<String> = all.iter().map(|file| module(file)).collect();
    for file in &all {
        let from = module(file);
        let parent = Path::new(&from).parent().expect("a file has a folder").to_path_buf();
        let text = std::fs::read_to_string(file).expect("a source file can be read");
        for (at, _) in text.match_indices("use super::") {
            let next: String = text[at + 11..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let to = parent.join(next).to_string_lossy().into_owned();
            if names.contains(&to) && to != from {
                arrows.entry(from.clone()).or_default().insert(to);
            }
        }
    }
    let mut left: BTreeSet<String> = arrows.keys().cloned().collect();
    loop {
        let free: Vec<String> = left
            .iter()
            .filter(|from| arrows.get(*from).is_none_or(|tos| tos.iter().all(|to| !left.contains(to))))
            .cloned()
            .collect();
        if free.is_empty() {
            break;
        }
        for name in free {
            left.remove(&name);
        }
    }
    assert!(left.is_empty(), "files that import each other in a circle: {left:#?}");
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
