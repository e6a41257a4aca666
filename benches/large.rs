//! A file of 2 million rows and 20 columns, 200 MB, through the whole pipeline, beside what reading it costs at least.
//!
//! The floor is a scan of every field with csv-core and a reading of every number, which tells nothing of any fault: on one
//! core, and on two. All are measured in one run, in children of this program, so that none pays for the memory of another.
//! Before it a file of 60 rows, from the start of the program. `cargo bench --bench large -- 200000` takes fewer rows,
//! `cargo bench --bench large -- files 10` ten files of 2 million rows each, beside one.
#![expect(clippy::disallowed_methods, reason = "a bench stands outside the house: it reads, writes and runs")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "large/data.rs"]
mod data;
#[path = "large/small.rs"]
mod small;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::Child;

/// Rounds of which the best counts.
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", project, rows, files] => write(Path::new(project), number(rows), number(files)),
        ["scan", file, cores] => println!("{} {}", scan(Path::new(file), number(cores)), peak()),
        ["validate", project, rows] => println!("{} {}", validate(Path::new(project), number(rows)), peak()),
        ["measure", project] => println!("{} {}", measure(Path::new(project)), peak()),
        ["files", files] => several(number(files), data::ROWS),
        ["files", files, rows] => several(number(files), number(rows)),
        [rows] => all(number(rows)),
        _ => all(data::ROWS),
    }
}

fn number(written: &str) -> usize {
    written.parse().expect("a number")
}

fn all(rows: usize) {
    let little = tempfile::tempdir().expect("there is room for a project");
    let (sixty, nothing) = small::seconds(&little.path().join("small"));
    println!(
        "60 rows validated, from the start of the program: {:.0} ms, {:.1} times a start that does nothing",
        1000.0 * sixty,
        sixty / nothing
    );
    let folder = tempfile::tempdir().expect("there is room for a project");
    let project = folder.path().to_str().expect("its path is text");
    let (file, written) = (folder.path().join(file(0)), rows.to_string());
    run(&["write", project, &written, "1"]);
    let file = file.to_str().expect("its path is text");
    println!("{rows} rows, {} MB", std::fs::metadata(file).expect("it is there").len() / 1_000_000);
    let one = best("scan with csv-core, one core", &["scan", file, "1"], None);
    let two = best("scan with csv-core, two cores", &["scan", file, "2"], Some((one, "one core")));
    let checked =
        best("read, typed and checked", &["validate", project, &written], Some((two, "the scan on two cores")));
    let figures = "the same, and eight figures by three dimensions crossed";
    let measured = best(figures, &["measure", project], Some((two, "the scan on two cores")));
    for (what, name, seconds) in beside(file) {
        let (ours, of) =
            if what == "load" { (checked, "read and checked") } else { (measured - checked, "the figures alone") };
        println!("{name}: {seconds:.2} s; nytta takes {ours:.2} s, {:.2} times as long ({of})", ours / seconds);
    }
}

/// Several files of so many rows each, beside one of them.
fn several(files: usize, rows: usize) {
    let mut before: Option<[f64; 2]> = None;
    for count in [1, files] {
        let folder = tempfile::tempdir().expect("there is room for a project");
        let project = folder.path().to_str().expect("its path is text");
        run(&["write", project, &rows.to_string(), &count.to_string()]);
        println!("{count} files of {rows} rows");
        let than = |at: usize| before.map(|before| (before[at], "one file"));
        before = Some([
            best("read, typed and checked", &["validate", project, &rows.to_string()], than(0)),
            best("the same, and eight figures by three dimensions crossed", &["measure", project], than(1)),
        ]);
    }
}

/// What other tools take for the same file and checks, and for the same figures once it is loaded, where they are installed.
fn beside(file: &str) -> Vec<(String, String, f64)> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/large/beside.py");
    let said = Command::new("python3").args([script, file, "2"]).output();
    let said = said.map(|ended| String::from_utf8_lossy(&ended.stdout).into_owned()).unwrap_or_default();
    let one = |line: &str| {
        let (what, rest) = line.split_once(' ')?;
        let (seconds, name) = rest.split_once(' ')?;
        Some((what.to_owned(), name.to_owned(), seconds.parse().ok()?))
    };
    said.lines().filter_map(one).collect()
}

/// The seconds of the best of some rounds, told beside those of another.
fn best(what: &str, arguments: &[&str], floor: Option<(f64, &str)>) -> f64 {
    let rounds = (0..ROUNDS).map(|_| run(arguments)).map(|said| {
        let (seconds, peak) = said.trim().split_once(' ').expect("two figures");
        (seconds.parse::<f64>().expect("seconds"), peak.to_owned())
    });
    let (seconds, peak) = rounds.min_by(|a, b| a.0.total_cmp(&b.0)).expect("there is a round");
    let ratio = floor.map(|(floor, of)| format!(", {:.2} times {of}", seconds / floor)).unwrap_or_default();
    println!("{what}: {seconds:.2} s, at most {peak} MB{ratio}");
    seconds
}

fn run(arguments: &[&str]) -> String {
    let program = std::env::current_exe().expect("a program knows itself");
    let ended = Command::new(program).args(arguments).output().expect("it can be started once more");
    assert!(ended.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("it says figures")
}

/// Most memory that this process has held, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1024
}

/// The path of a file that was sent in.
fn file(at: usize) -> String {
    format!("submissions/2025/large-{at}.csv")
}

fn write(project: &Path, rows: usize, files: usize) {
    let sent = (0..files).map(|at| (file(at), data::csv(rows, at * rows)));
    for (path, text) in data::project().into_iter().chain(sent) {
        let path = project.join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the project")).expect("there is room");
        std::fs::write(path, text).expect("there is room");
    }
}

fn scan(file: &Path, cores: usize) -> f64 {
    let started = Instant::now();
    let bytes = std::fs::read(file).expect("it was written");
    let part = bytes.len() / cores;
    let rest = bytes[part..].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (first, second) = bytes.split_at(part + rest);
    let (one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(|| sum(second));
        (sum(first), other.join().expect("it ends"))
    });
    assert_ne!(one.wrapping_add(two), 0, "the figures add up to something");
    started.elapsed().as_secs_f64()
}

/// The sum of all digits of all fields that are numbers.
fn sum(mut bytes: &[u8]) -> i64 {
    let mut reader: Reader = ReaderBuilder::new().delimiter(b';').build();
    let (mut field, mut sum) = ([0; 1024], 0_i64);
    loop {
        let (result, read, written) = reader.read_field(bytes, &mut field);
        bytes = &bytes[read..];
        match result {
            ReadFieldResult::End => return sum,
            ReadFieldResult::Field { .. } => sum = sum.wrapping_add(digits(&field[..written]).unwrap_or(0)),
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
        }
    }
}

fn digits(field: &[u8]) -> Option<i64> {
    let digits = field.iter().filter(|byte| **byte != b',');
    digits.copied().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')))
    })
}

fn workbooks() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

fn validate(project: &Path, rows: usize) -> f64 {
    let started = Instant::now();
    let folder = Folder::read(project).expect("it was written");
    folder.fetch();
    let loaded = pipeline::load(&folder).expect("it is sound");
    let validation = pipeline::findings(&folder, &loaded, &workbooks());
    let seconds = started.elapsed().as_secs_f64();
    folder.unchanged().expect("nobody writes in it");
    for file in &validation.files {
        let found: Vec<(u32, String, &str)> = (file.diagnostics.iter())
            .map(|one| (one.span.row.unwrap_or_default(), one.span.cell().unwrap_or_default(), one.rule.as_str()))
            .collect();
        for (row, column, rule) in data::planted(rows) {
            assert!(found.contains(&(row, format!("{column}{row}"), rule)), "{rule} at {column}{row}: {found:?}");
        }
    }
    seconds
}

fn measure(project: &Path) -> f64 {
    let started = Instant::now();
    let folder = Folder::read(project).expect("it was written");
    folder.fetch();
    let loaded = pipeline::load(&folder).expect("it is sound");
    let validation = pipeline::figures(&folder, &loaded, &workbooks());
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let seconds = started.elapsed().as_secs_f64();
    folder.unchanged().expect("nobody writes in it");
    assert_eq!(observations.len(), 8 * (1 + 4 * 4 * 4), "each of eight has a total and a crossing");
    assert!(observations.iter().all(|one| one.value.is_some()), "each cell has a figure");
    seconds
}
