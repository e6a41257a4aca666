//! How long it takes to clear a report's tables of 3,450 linked cells, and how much of them is withheld.
//!
//! The aim is two seconds. What is timed is the stage alone, from measured figures to a release; the best of three rounds counts.
//! Of a period whose figures may still change little is told; of a final one most that may be; rounded ones leave bounds.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "disclosure/data.rs"]
mod data;

use std::time::Instant;

use nytta::disclosure::{Audience, Facts, inside, release};
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::InProcess;

/// Rounds of which the best counts.
const ROUNDS: usize = 3;

/// What is cleared: its name, the state of its period, and what the project asks for besides.
const CASES: [(&str, &str, &str); 3] = [
    ("preliminary", "preliminary", ""),
    ("final", "final", ""),
    ("final and rounded", "final", "policy: { persons: { round: 5 } }\n"),
];

fn main() {
    // Words on the command line choose among the cases.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let is_asked = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    for (name, state, policy) in CASES.into_iter().filter(|(name, ..)| is_asked(name)) {
        println!("{name}: {}", clear(&data::project(state, policy)));
    }
}

/// Clears the figures of a project, and says how many there are and how long it took.
fn clear(folder: &Folder) -> String {
    let loaded = pipeline::load(folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let validation = pipeline::validate(folder, &loaded, &InProcess);
    assert!(!validation.has_errors(), "{:#?}", validation.files);
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let (definitions, register) = (&loaded.definitions, &loaded.register);
    let period = definitions.project.period("2025").expect("it is one of the project");
    let mut seconds = f64::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let cleared = release(&observations, definitions, register, Audience::Public, period, &Facts::default());
        seconds = seconds.min(started.elapsed().as_secs_f64());
        assert_eq!(cleared.refused(), []);
        assert_eq!(cleared.figures().len(), observations.len());
    }
    let all = inside(&observations, definitions, register, period, &loaded.ledger);
    let with = |status: &str| all.lines("2025").filter(|line| line.status == status).count();
    let (primary, secondary) = (with("primary"), with("secondary"));
    format!(
        "{} cells, {primary} withheld for their own sake and {secondary} for others': {seconds:.2} s",
        all.figures().len()
    )
}
