//! What is explained: checks, and definitions as they are written.

use super::super::{Project, nytta, root};
use super::has;

#[test]
fn checks_are_explained_also_a_projects_own() {
    let project = Project::new();
    let path = "indicators/social-enterprise/datasets/enterprise_year.yaml";
    let dataset = std::fs::read_to_string(root().join(path)).expect("it is there");
    let own = "  - check: own_check\n    that: \"hired <= heads\"\n    severity: warning\n    \
               message: { en: \"own words\", sv: \"egna ord\" }\n";
    project.write(path, format!("{}\n{own}", dataset.trim_end()).as_bytes());
    let check = "enterprise_year.own_check";
    let of_project = nytta(&["explain", check, project.path(), "--language", "sv"]);
    assert_eq!(of_project.status, 0, "{}", of_project.err);
    has(&of_project.out, &["# enterprise_year.own_check", "allvar: varning", "egna ord", "hired <= heads"]);
    assert_eq!(nytta(&["explain", check]).status, 2);
    let embedded = nytta(&["explain", "fte_chain", "--language", "en"]);
    has(&embedded.out, &["# enterprise_year.fte_chain", "## What must hold"]);
    has(&nytta(&["explain"]).out, &["unknown-code", "enterprise_year.fte_chain"]);
    has(&nytta(&["explain", project.path(), "--language", "en"]).out, &["enterprise_year.own_check"]);
}

/// A shell empties the file that a definition is to be printed into before the program starts: it is told as empty, and what
/// ships is printed all the same.
#[test]
fn a_definition_is_printed_into_its_own_file() {
    let project = Project::new();
    let shipped = std::fs::read_to_string(root().join("indicators/social-enterprise/volunteers.yaml")).expect("a file");
    let path = "indicators/social-enterprise/volunteers.yaml";
    for (written, told) in
        [("", "the file is empty: it defines nothing"), ("indicator: [", "stands where a text is needed")]
    {
        project.write(path, written.as_bytes());
        let printed = nytta(&["explain", "volunteers", project.path(), "--language", "en"]);
        assert_eq!((printed.status, printed.out.as_str()), (0, shipped.as_str()), "{}", printed.err);
        has(&printed.err, &[told, path]);
    }
    // What the project says of others holds, and what needs it whole is not told.
    let own = "indicators/social-enterprise/turnover.yaml";
    let other =
        std::fs::read_to_string(root().join(own)).expect("a file").replace("SUM(turnover)", "SUM(turnover) * 2");
    project.write(own, other.as_bytes());
    assert_eq!(nytta(&["explain", "turnover", project.path()]).out, other);
    assert_eq!(nytta(&["explain", "enterprise_year.fte_chain", project.path()]).status, 2);
    assert_eq!(nytta(&["explain", project.path()]).status, 2);
    project.write(path, b"");
    for (language, said) in [
        ("sv", "filen är tom: den definierar ingenting"),
        ("fr", "le fichier est vide\u{a0}: il ne définit rien"),
        ("it", "il file è vuoto: non definisce nulla"),
        ("ro", "fișierul este gol: nu definește nimic"),
        ("sl", "datoteka je prazna: ničesar ne določa"),
    ] {
        has(&project.told(&["check"], language), &[said]);
    }
}

/// A definition is printed as it is written, from the project or from the program, so that it can be copied and changed.
#[test]
fn a_definition_is_printed_as_it_is() {
    let project = Project::new();
    let shipped = |path: &str| {
        std::fs::read_to_string(root().join("indicators/social-enterprise").join(path)).expect("it is there")
    };
    for (name, path) in [
        ("volunteers", "volunteers.yaml"),
        ("enterprise_year", "datasets/enterprise_year.yaml"),
        ("datasets/enterprise_year", "datasets/enterprise_year.yaml"),
        ("gender", "codelists/gender.csv"),
    ] {
        let told = nytta(&["explain", name]);
        assert_eq!((told.status, &told.out), (0, &shipped(path)), "{name}");
        assert_eq!(told.err.trim(), format!("indicators/social-enterprise/{path}"), "{name}");
    }
    // What a project says in its place is printed of the project.
    let own = shipped("volunteers.yaml").replace("sensitivity: persons", "sensitivity: sensitive");
    assert_ne!(own, shipped("volunteers.yaml"));
    project.write("indicators/social-enterprise/volunteers.yaml", own.as_bytes());
    assert_eq!(nytta(&["explain", "volunteers", project.path()]).out, own);
    assert_eq!(nytta(&["explain", "turnover", project.path()]).out, shipped("turnover.yaml"));
    let list = nytta(&["explain", project.path(), "--language", "fr"]).out;
    has(&list, &["indicateur indicators/social-enterprise/volunteers.yaml", "liste de codes indicators/"]);
    // The same name in two places is asked about.
    let list = "code,label_en,label_sv\na,A,A\n";
    project.write("indicators/codelists/volunteers.csv", list.as_bytes());
    let two = nytta(&["explain", "volunteers", project.path(), "--language", "en"]);
    assert_eq!(two.status, 2);
    has(&two.err, &["several definitions are called 'volunteers'", "indicators/codelists/volunteers"]);
    assert_eq!(nytta(&["explain", "codelists/volunteers", project.path()]).out, list);
    let none = nytta(&["explain", "volunters", "--language", "sv"]);
    has(&none.err, &["det finns ingen regel, kontroll eller definition 'volunters'", "menade du 'volunteers'?"]);
}
