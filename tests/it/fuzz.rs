//! Every reader is given what nobody would send on purpose, and must answer for each byte of it.
//!
//! Files of the corpus are changed step by step; whatever makes a reader say something new is kept and changed further.
//! Without a wish each reader gets a few dozen changed inputs, the same in every run. `NYTTA_FUZZ_SECONDS` bounds a longer run
//! by the clock and `NYTTA_FUZZ_INPUTS` by the inputs of each reader, `NYTTA_FUZZ_SEED` lets it differ from the last, and
//! `NYTTA_FUZZ_ONLY` names one reader.
//! An input that a reader fails at is written below the target folder; once the fault is mended it belongs in
//! `tests/corpus/fuzz/<reader>/`, from where every run begins.

mod entries;
mod mutate;
mod projects;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use super::damage::Dice;
use entries::ENTRIES;

/// Inputs of each reader where nothing else is asked for.
const FEW: usize = 40;
/// How long one input may take, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(30);
/// How the failure begins of a reader that takes longer.
const NO_END: &str = "no end";
/// Most inputs that are kept to be changed further.
const KEPT: usize = 500;
/// Largest input.
const LARGEST: usize = 96 * 1024;
/// How long a failing input is made smaller.
const SHRINK: Duration = Duration::from_mins(1);

/// Makes another input of one; the others are those that are kept.
type Change = fn(&mut Dice, &[u8], &[Vec<u8>]) -> Vec<u8>;

/// A reader, what it is given at first, how that is changed, and what it must keep to.
pub(crate) struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How an input is changed.
    pub change: Change,
    /// Reads an input, panics where it does not keep its word, and tells what it said in short.
    pub run: fn(&[u8]) -> String,
}

/// How long to go on: until the first of the two is reached.
#[derive(Clone, Copy)]
struct Bound {
    inputs: usize,
    time: Duration,
}

/// What a reader says to an input, or how it fails.
fn attempt(entry: &'static Entry, input: &[u8]) -> Result<String, String> {
    let (told, telling) = mpsc::channel();
    let input = Arc::new(input.to_vec());
    let given = input.clone();
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(move || {
        let said = catch_unwind(AssertUnwindSafe(|| (entry.run)(&given)));
        drop(told.send(said));
    });
    thread.expect("a thread can be started");
    match telling.recv_timeout(PATIENCE) {
        Ok(Ok(said)) => Ok(said),
        Ok(Err(panic)) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(text.unwrap_or_else(|| "a panic without words".to_owned()))
        }
        Err(_) => Err(format!("{NO_END} within {} s", PATIENCE.as_secs())),
    }
}

/// The smallest part of an input that was found to fail still.
fn shrunk(entry: &'static Entry, input: Vec<u8>) -> Vec<u8> {
    let begun = Instant::now();
    let mut small = input;
    let mut size = small.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < small.len() && begun.elapsed() < SHRINK {
            let mut less = small.clone();
            less.drain(at..(at + size).min(less.len()));
            if attempt(entry, &less).is_err() {
                small = less;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    small
}

/// Where the inputs of a run are kept.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz")
}

/// What a run of one reader gave.
struct Outcome {
    inputs: usize,
    kept: usize,
    failure: Option<String>,
}

fn run(entry: &'static Entry, bound: Bound, seed: u64) -> Outcome {
    let mut dice = Dice::new(seed);
    let mut seeds = (entry.seeds)();
    seeds.extend(corpus(&format!("fuzz/{}", entry.name), &[]));
    assert!(!seeds.is_empty(), "{} has inputs to begin with", entry.name);
    let (mut said, mut kept): (BTreeSet<String>, Vec<Vec<u8>>) = (BTreeSet::new(), Vec::new());
    let (mut inputs, begun) = (0, Instant::now());
    let trace = folder().join(format!("{}.running", entry.name));
    let given = seeds.len();
    let mut waiting = seeds.into_iter();
    loop {
        let enough = inputs >= given.saturating_add(bound.inputs) || begun.elapsed() >= bound.time;
        if enough && inputs >= given {
            break;
        }
        let input = waiting.next().unwrap_or_else(|| {
            let mut input = kept[dice.roll(kept.len())].clone();
            for _ in 0..=dice.roll(4) {
                input = (entry.change)(&mut dice, &input, &kept);
            }
            input.truncate(LARGEST);
            input
        });
        inputs += 1;
        // A stack that overflows takes the test with it: then this tells what did.
        std::fs::write(&trace, &input).expect("the target folder takes a file");
        // A machine that others use may stand still for a while: what takes too long does so twice.
        let first = attempt(entry, &input);
        let outcome = if first.as_ref().is_err_and(|failure| failure.starts_with(NO_END)) {
            attempt(entry, &input)
        } else {
            first
        };
        match outcome {
            Ok(new) => {
                let is_new = said.insert(new) && (kept.len() < KEPT || inputs <= given);
                if is_new || kept.is_empty() {
                    kept.push(input);
                }
            }
            Err(failure) => {
                let small = shrunk(entry, input);
                let path = folder().join(format!("{}-{:08x}.failed", entry.name, fingerprint(&small)));
                std::fs::write(&path, &small).expect("the target folder takes a file");
                let mut text =
                    format!("{}: {failure}\n  input {inputs} of seed {seed}: {}", entry.name, path.display());
                write!(text, "\n  {:?}", String::from_utf8_lossy(&small[..small.len().min(400)])).expect("memory");
                return Outcome { inputs, kept: kept.len(), failure: Some(text) };
            }
        }
    }
    drop(std::fs::remove_file(trace));
    Outcome { inputs, kept: kept.len(), failure: None }
}

fn fingerprint(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The files of a folder of the corpus with one of some endings; all where none is named.
pub(crate) fn corpus(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the corpus can be read").path()).collect();
    paths.sort();
    let is_asked =
        |path: &PathBuf| endings.is_empty() || endings.iter().any(|end| path.extension().is_some_and(|e| e == *end));
    let files = paths.into_iter().filter(|path| path.is_file()).filter(is_asked);
    let read = files.map(|path| std::fs::read(path).expect("the corpus can be read"));
    read.filter(|bytes| bytes.len() <= LARGEST).collect()
}

fn wish<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not '{text}'")))
}

#[expect(clippy::print_stdout, reason = "how much was tried is told where somebody asks for it")]
#[test]
fn every_reader_bears_whatever_it_is_given() {
    std::fs::create_dir_all(folder()).expect("the target folder takes a folder");
    let only: Option<String> = wish("NYTTA_FUZZ_ONLY");
    let entries: Vec<&Entry> = ENTRIES.iter().filter(|entry| only.as_ref().is_none_or(|o| o == entry.name)).collect();
    let hands = std::thread::available_parallelism().map_or(1, usize::from).min(entries.len());
    let seconds: Option<u64> = wish("NYTTA_FUZZ_SECONDS");
    let share = |seconds| {
        let all = Duration::from_secs(seconds) * u32::try_from(hands).expect("few hands");
        all / u32::try_from(entries.len()).expect("few readers")
    };
    let most = wish("NYTTA_FUZZ_INPUTS").unwrap_or(if seconds.is_some() { usize::MAX } else { FEW });
    let bound = Bound { inputs: most, time: seconds.map_or(Duration::MAX, share) };
    let seed = wish("NYTTA_FUZZ_SEED").unwrap_or(1);
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = run(entry, bound, seed);
                    outcomes.lock().expect("no other hand failed").push((entry.name, outcome));
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().expect("no hand failed");
    outcomes.sort_by_key(|(name, _)| *name);
    let mut table = String::new();
    for (name, outcome) in &outcomes {
        writeln!(table, "fuzz {name:<12} {:>8} inputs, {:>4} kept", outcome.inputs, outcome.kept).expect("memory");
    }
    let sum: usize = outcomes.iter().map(|(_, outcome)| outcome.inputs).sum();
    println!("{table}fuzz {:<12} {sum:>8} inputs, seed {seed}", "all");
    let failures: Vec<&str> = outcomes.iter().filter_map(|(_, outcome)| outcome.failure.as_deref()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
