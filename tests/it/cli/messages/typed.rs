//! Commands that were mistyped, and figures asked for by a name that is none: told in the language asked for, with a way out.

use super::super::{HEADER, Project, ROW, end, nytta, start};
use super::has;

#[test]
fn a_mistyped_command_is_told_in_swedish_where_that_is_asked_for() {
    for (typed, message, way) in [
        (vec!["form", "--language", "sv"], "saknas i kommandot: '--out <OUT>', '<PROJECT>'", "'nytta form --help'"),
        (
            vec!["form", "x", "--priod", "2025", "--language", "sv"],
            "inget som heter '--priod'",
            "menade du '--period'?",
        ),
        (vec!["mesure", "x", "--language=sv"], "inget kommando som heter 'mesure'", "menade du 'measure'?"),
        (vec!["validate", "x", "--format", "xx", "--language", "sv"], "'xx' går inte att använda", "'text', 'csv'"),
        (vec!["measure", "x", "--language", "sv", "--period"], "saknas ett värde efter '--period <PERIOD>'", "--help"),
        (vec!["--language", "sv", "measure", "x"], "inget som heter '--language'", "ange kommandot först"),
    ] {
        let ran = nytta(&typed);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{typed:?}");
        has(&ran.err, &["fel", message, way]);
        assert!(!ran.err.contains("error:"), "{}", ran.err);
    }
    let english = nytta(&["form", "--language", "en"]);
    assert_eq!(english.status, 2);
    has(&english.err, &["error: the following required arguments were not provided"]);
    let mut machine = start(&["measure"]);
    machine.env("LC_ALL", "sv_SE.UTF-8");
    has(&end(machine).err, &["saknas i kommandot: '<PROJECT>'"]);
}

#[test]
fn codes_are_told_with_what_they_are_called() {
    let project = Project::new();
    project.write("submissions/2026/a.csv", format!("{HEADER}\n{ROW}\n").as_bytes());
    has(&project.told(&["measure"], "sv"), &["municipality=1880 (Stad)", "gender=women (Kvinnor)"]);
    has(&project.told(&["measure"], "en"), &["municipality=1880 (Town)"]);
    let trace = |cell: &str| project.told(&["trace", "turnover", "--breakdown", cell], "sv");
    has(&trace("municipality"), &["ange vilken av dess koder", "använd någon av: 1880 (Stad)"]);
    has(&trace("municipality=Stan"), &["är ingen kod i kodlistan 'municipality'"]);
    // Its label names a code, too.
    assert_eq!(trace("municipality=stad"), trace("municipality=1880"));
}
