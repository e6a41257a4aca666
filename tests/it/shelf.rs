//! Large files that are let go and read again: what is at hand is bounded, and one that has changed meanwhile is told.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use nytta::definition::indicator::Indicator;
use nytta::measure::Breakdown;
use nytta::pipeline::{self, ReportRequest};
use nytta::project::{Folder, FolderError};
use nytta::shelf::{BEGIN, Kept, Shelf, Shelved, turns};
use nytta::source::Bytes;
use nytta::table::workbook::Child;
use proptest::prelude::*;

use super::later::{assert_same, shelved};
use super::watch;

fn workbooks() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

/// A file of a number of bytes that are all the same, and how often it was read.
fn file(shelf: &Arc<Shelf>, byte: u8, length: usize) -> (Arc<Shelved>, Arc<AtomicUsize>) {
    let times = Arc::new(AtomicUsize::new(0));
    let counted = times.clone();
    let bytes = vec![byte; length];
    let put = shelf.put(&format!("{byte}.csv"), (length, bytes[..length.min(BEGIN)].to_vec()), move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(bytes.clone())
    });
    (put, times)
}

const ROOM: usize = 1_000;

proptest! {
    /// Each step takes up a file or, where it is in use, puts it down again.
    #[test]
    fn no_more_is_at_hand_than_there_is_room_for_or_in_use(
        lengths in prop::collection::vec(1..700_usize, 1..8),
        steps in prop::collection::vec(0..8_usize, 1..60),
    ) {
        let shelf = Arc::new(Shelf::new(ROOM, 0));
        let files: Vec<_> = (b'a'..).zip(&lengths).map(|(byte, length)| file(&shelf, byte, *length)).collect();
        let mut in_use: Vec<Option<(Bytes, usize)>> = vec![None; files.len()];
        for step in steps {
            let at = step % files.len();
            let (put, times) = &files[at];
            if in_use[at].take().is_some() {
                continue;
            }
            let bytes = put.hold().expect("nothing is lost");
            prop_assert!(bytes.len() == lengths[at] && bytes.iter().all(|byte| usize::from(byte - b'a') == at));
            in_use[at] = Some((bytes, times.load(Ordering::Relaxed)));
            let used: usize = in_use.iter().flatten().map(|(bytes, _)| bytes.len()).sum();
            prop_assert!(shelf.at_hand() <= ROOM.max(used), "{} of {used}", shelf.at_hand());
            for ((put, times), before) in files.iter().zip(&in_use) {
                let Some((_, before)) = before else { continue };
                put.hold().expect("nothing is lost");
                prop_assert_eq!(times.load(Ordering::Relaxed), *before, "what is in use is not read again");
            }
        }
    }
}

#[test]
fn what_was_used_last_stays() {
    let shelf = Arc::new(Shelf::new(ROOM, 0));
    let [a, b, c] = [b'a', b'b', b'c'].map(|byte| file(&shelf, byte, 400));
    for (put, _) in [&a, &b, &a, &c, &a] {
        put.hold().expect("nothing is lost");
    }
    let read = [&a, &b, &c].map(|(_, times)| times.load(Ordering::Relaxed));
    assert_eq!((read, shelf.at_hand()), ([1, 1, 1], 800));
    b.0.hold().expect("nothing is lost");
    assert_eq!(b.1.load(Ordering::Relaxed), 2);
    drop((a, b, c));
    assert_eq!(shelf.at_hand(), 0, "what nobody knows of any more is gone");
}

#[test]
fn a_file_that_several_cores_need_is_read_once() {
    let shelf = Arc::new(Shelf::new(ROOM, 0));
    let (put, times) = file(&shelf, b'a', 900);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| put.hold().expect("nothing is lost"));
        }
    });
    assert_eq!(times.load(Ordering::Relaxed), 1);
}

#[test]
fn what_is_made_of_a_file_is_made_again() {
    let shelf = Arc::new(Shelf::new(ROOM, 0));
    let (put, times) = file(&shelf, b'a', 600);
    let double = |bytes: &Bytes| Bytes::from([&**bytes, b"!"].concat());
    let made = put.made_into(double(&put.hold().expect("nothing is lost")), double);
    let other = file(&shelf, b'b', 900).0;
    for _ in 0..2 {
        assert_eq!(made.hold().expect("nothing is lost")[598..], *b"aa!");
        other.hold().expect("nothing is lost");
    }
    assert_eq!(times.load(Ordering::Relaxed), 2);
}

#[test]
fn a_turn_needs_no_more_than_there_is_room_for() {
    let shelf = Arc::new(Shelf::new(ROOM, 0));
    let [a, b, c] = [(b'a', 400), (b'b', 600), (b'c', 1_200)].map(|(byte, length)| file(&shelf, byte, length).0);
    let needed = [None, Some(&a), Some(&a), Some(&b), None, Some(&c), Some(&c), Some(&a), None];
    assert_eq!(turns(needed), [0..5, 5..7, 7..9]);
    assert_eq!(turns([None, None]), std::slice::from_ref(&(0..2)));
    assert!(turns([]).is_empty());
}

/// Figures, the way back to their rows and what is remembered of a publication.
fn told(folder: &Folder) -> String {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let definitions = &loaded.definitions;
    let validation = pipeline::validate(folder, &loaded, &workbooks());
    let period = definitions.project.period("2025").expect("it is one of the periods");
    let trace = |indicator: &Indicator| {
        let of = pipeline::trace(&loaded, &validation, indicator, period, &Breakdown::default());
        format!("{}: {of:#?}\n", indicator.indicator.as_str())
    };
    let traces: String = definitions.indicators.iter().take(3).map(trace).collect();
    let plan = &definitions.project.reports[0];
    let request = ReportRequest { plan, period: "2025", language: "en", date: None, edition: Some("2025-1") };
    let (release, found) = pipeline::cleared(folder, &loaded, &validation, &request);
    let edition = pipeline::edition(&release, &loaded, &validation, &request, "2025-1");
    folder.unchanged().expect("nothing was changed");
    format!("{traces}{found:#?}{release:#?}{}{}{}", edition.text(), edition.staff_text(), edition.printed_text())
}

#[test]
fn a_project_of_which_little_is_at_hand_tells_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let held = Folder::read(&root).expect("the example is there");
    let shelf = Arc::new(Shelf::new(4_000, 500));
    let let_go = Folder::read_onto(&root, &shelf).expect("the example is there");
    let lying = let_go.files.values().filter_map(Kept::shelved);
    let (files, bytes) = lying.fold((0, 0), |(files, bytes), file| (files + 1, bytes + file.length()));
    assert!(files > 50 && bytes > 100_000, "{files} files with {bytes} bytes");
    let (held, let_go) = (told(&held), told(&let_go));
    let differs = held.lines().zip(let_go.lines()).find(|(held, let_go)| held != let_go);
    assert_eq!((differs, held.len()), (None, let_go.len()));
    assert!(held.contains("cell: Some("), "the cells of rows are read again");
}

/// A sole trader's number stays taken out of a text that is read again, in whatever encoding it was written.
#[test]
fn what_was_masked_stays_masked() {
    let mut folder = watch::folder("", "");
    let project = folder.text("nytta.yaml").expect("it is there").to_owned();
    folder.files.insert("nytta.yaml".to_owned(), format!("{project}sole_traders: mask\n").into());
    let text = format!(
        "{}\n880320-0016;2025-12-31;800000;x;9000;5;7000;;ja\n{};2025-12-31;800000;y;9000;5;7000;;\u{e5}\n",
        watch::HEADER,
        watch::number(1)
    );
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1 has it")).collect();
    folder.files.insert("submissions/2025/a.csv".to_owned(), text.into());
    folder.files.insert("submissions/2025/b.csv".to_owned(), latin.into());
    let found = assert_same(&folder, "masked");
    assert!(found.contains("sole-trader") && !found.contains("0016"), "{found}");
}

#[test]
fn copies_are_known_on_a_shelf() {
    let row = |people: u32| format!("{};2025-12-31;800000;4;9000;{people};7000;;ja\n", watch::number(1));
    let mut folder = watch::folder("", "");
    for (name, people) in [("a", 5), ("b", 6), ("c", 5)] {
        let text = format!("{}\n{}", watch::HEADER, row(people));
        folder.files.insert(format!("submissions/2025/{name}.csv"), text.into());
    }
    let found = assert_same(&folder, "copies");
    assert_eq!(found.matches("same-file-twice").count(), 1, "{found}");
}

fn project(rows: usize) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("there is room");
    for (path, file) in watch::folder("", "").files {
        if !path.starts_with("submissions/") {
            put(root.path(), &path, &file.hold().expect("it is at hand"));
        }
    }
    for (name, more) in [("a", 0), ("b", 1)] {
        let mut text = watch::HEADER.to_owned();
        for at in 0..rows {
            write!(text, "\n{};2025-12-31;800000;4;9000;{};7000;;ja", watch::number(at % 40), at % 9 + more)
                .expect("a text");
        }
        put(root.path(), &format!("submissions/2025/{name}.csv"), text.as_bytes());
    }
    root
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    std::fs::write(path, bytes).expect("it can be written");
}

/// What happens to a file between two times that it is read.
#[test]
fn a_file_that_changes_between_two_readings_is_told() {
    let path = "submissions/2025/a.csv";
    for (change, is_changed) in [("another digit", true), ("shorter", true), ("longer", true), ("gone", false)] {
        let root = project(30);
        let shelf = Arc::new(Shelf::new(1_500, 1));
        let folder = Folder::read_onto(root.path(), &shelf).expect("it is a project");
        let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
        let before = pipeline::figures_from(&folder, &loaded, &workbooks(), 0);
        assert_eq!(before.files.len(), 2);
        folder.unchanged().expect("nothing was changed yet");
        let text =
            String::from_utf8(std::fs::read(root.path().join(path)).expect("it is there")).expect("it is a text");
        match change {
            "another digit" => put(root.path(), path, text.replacen("800000", "800001", 1).as_bytes()),
            "shorter" => put(root.path(), path, &text.as_bytes()[..text.len() - 1]),
            "longer" => put(root.path(), path, format!("{text}\n").as_bytes()),
            _ => std::fs::remove_file(root.path().join(path)).expect("it is there"),
        }
        let after = pipeline::figures_from(&folder, &loaded, &workbooks(), 0);
        assert!(after.files[0].reading.batches.is_empty(), "{change}");
        match folder.unchanged().expect_err("it was changed") {
            FolderError::Changed(file) if is_changed => assert_eq!(file, Path::new(path), "{change}"),
            FolderError::Unreadable { path: file, .. } if !is_changed => assert_eq!(file, Path::new(path), "{change}"),
            other => panic!("{change}: {other}"),
        }
    }
}

/// Rows are read later than their file was surveyed: what lies between the two is no reason for wrong figures or a panic.
#[test]
fn a_file_that_changes_before_its_rows_are_read_is_told() {
    let folder = watch::folder("", "");
    let row = |at: usize| format!("{};2025-12-31;800000;4;9000;5;7000;;ja\n", watch::number(at));
    let text = format!("{}\n{}", watch::HEADER, (0..30).map(row).collect::<String>());
    for readings in 1..6 {
        for (file, other) in [(&text, text.replace("800000", "8000")), (&text, text.replace("800000", "80000\u{e5}"))] {
            let shelf = Arc::new(Shelf::new(1, 0));
            let (before, times) = (file.clone().into_bytes(), AtomicUsize::new(0));
            let about = (before.len(), before[..BEGIN].to_vec());
            let changing = shelf.put("submissions/2025/a.csv", about, move || {
                let is_before = times.fetch_add(1, Ordering::Relaxed) < readings;
                Ok(if is_before { before.clone() } else { other.clone().into_bytes() })
            });
            let mut folder = shelved(&folder);
            folder.files.insert("submissions/2025/a.csv".to_owned(), Kept::Shelved(changing));
            // Whatever is not at hand is let go as soon as another is needed.
            let second = format!("{text}{}", row(31)).into_bytes();
            let about = (second.len(), second[..BEGIN].to_vec());
            let second = shelf.put("submissions/2025/b.csv", about, move || Ok(second.clone()));
            folder.files.insert("submissions/2025/b.csv".to_owned(), Kept::Shelved(second));
            let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
            pipeline::figures_from(&folder, &loaded, &workbooks(), 0);
            pipeline::findings_from(&folder, &loaded, &workbooks(), 0);
            let validation = pipeline::validate(&folder, &loaded, &workbooks());
            let period = loaded.definitions.project.period("2025").expect("it is one of the periods");
            pipeline::release(&folder, &loaded, &validation, period);
            assert!(matches!(folder.unchanged(), Err(FolderError::Changed(_))), "after {readings}");
        }
    }
}

/// A command says nothing of a project in which somebody writes a large file just then.
///
/// Whether a line falls between two readings is up to the machine: it is tried until one does.
#[test]
fn a_command_stops_where_a_file_is_written_meanwhile() {
    let root = project(10);
    let path = root.path().join("submissions/2025/a.csv");
    let line = format!("\n{};2025-12-31;800000;4;9000;5;7000;;ja", watch::number(1));
    let text = std::fs::read_to_string(&path).expect("it is there");
    let large = text + &line.repeat(20 * 1024 * 1024 / line.len());
    for (arguments, said) in [
        (vec!["validate"], "error '"),
        (vec!["measure", "--internal", "--format", "csv"], "error '"),
        (vec!["status", "--language", "sv"], "fel '"),
    ] {
        let mut tried = (0..20).map(|_| {
            std::fs::write(&path, &large).expect("it can be written");
            let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
            command.arg(arguments[0]).arg(root.path()).args(&arguments[1..]).env("LC_ALL", "en_GB.UTF-8");
            while_written(&path, line.as_bytes(), || command.output().expect("it starts"))
        });
        let output = tried.find(|output| output.status.code() == Some(2)).expect("one falls between");
        let told = String::from_utf8(output.stderr).expect("it prints UTF-8");
        assert_eq!(output.stdout.len(), 0, "{told}");
        assert!(told.contains(&format!("{said}submissions/2025/a.csv'")) && told.lines().count() <= 3, "{told}");
    }
}

/// What is done while line after line is added to a file.
fn while_written<T>(path: &Path, line: &[u8], done: impl FnOnce() -> T) -> T {
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            use std::io::Write as _;
            let mut file = std::fs::OpenOptions::new().append(true).open(path).expect("it is there");
            while !is_done.load(Ordering::Relaxed) {
                file.write_all(line).expect("there is room");
                std::thread::sleep(std::time::Duration::from_micros(20));
            }
        });
        let made = done();
        is_done.store(true, Ordering::Relaxed);
        made
    })
}
