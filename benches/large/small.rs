//! A file of 60 rows in a new project of the pack that ships with the program, from the start of the process to its end.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Rows of the file, one of each enterprise.
const ROWS: usize = 60;
/// Runs of which the middle one counts.
const ROUNDS: usize = 31;
const PROGRAM: &str = env!("CARGO_BIN_EXE_nytta");

/// The seconds of `nytta validate`, and those of a process that does nothing.
pub fn seconds(project: &Path) -> (f64, f64) {
    write(project);
    let project = project.to_str().expect("its path is text");
    (middle(&["validate", project]), middle(&["--version"]))
}

fn middle(arguments: &[&str]) -> f64 {
    let time = |_| {
        let started = Instant::now();
        let ended = Command::new(PROGRAM).args(arguments).output().expect("the program can be started");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
        started.elapsed().as_secs_f64()
    };
    let mut times: Vec<f64> = (0..ROUNDS).map(time).collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// Lays out the project, with a register and the file.
fn write(project: &Path) {
    let ended = Command::new(PROGRAM).arg("init").arg(project).output().expect("the program can be started");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let years = std::fs::read_dir(project.join("submissions")).expect("it was laid out");
    let year = years.last().expect("a period").expect("it can be read").file_name();
    let year = year.to_str().expect("a year");
    let mut register = "organisation,name,active_from,member_from\n".to_owned();
    let mut file = "Organisationsnummer;Räkenskapsårets första dag;Räkenskapsårets sista dag;\
                    Heltidstjänster vid årets början;Heltidstjänster vid årets slut;Nyanställda under året;\
                    Nyanställda under året, kvinnor;Nyanställda under året, män;Nettoomsättning\r\n"
        .to_owned();
    for at in 0..ROWS {
        let number = super::data::organisation(at);
        writeln!(register, "{number},Enterprise {at},2010-01-01,2020-01-01").expect("a text takes any line");
        let (women, men) = (at % 4, at % 3);
        let row = format!("{year}-01-01;{year}-12-31;{at},5;{at},75;{};{women};{men};{at} 450,50", women + men);
        write!(file, "{number};{row}\r\n").expect("a text takes any line");
    }
    std::fs::write(project.join("organisations.csv"), register).expect("there is room");
    std::fs::write(project.join(format!("submissions/{year}/sixty.csv")), file).expect("there is room");
}
