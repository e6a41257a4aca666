//! In which language commands answer: the one asked for, else the project's first, else the machine's.

use super::super::{Project, ROW, end, nytta, start};

/// What `status`, `check`, `validate` and `read` say in a language.
const SAID: [(&str, [&str; 4]); 6] = [
    ("en", ["for staff only", "indicators, 1 dataset,", "no findings", "headers in row 1"]),
    ("sv", ["bara för personal", "indikatorer, 1 dataset,", "inget att anmärka", "rubriker på rad 1"]),
    ("fr", ["réservé au personnel", "indicateurs, 1 jeu de données,", "rien à", "en-têtes à la ligne 1"]),
    ("it", ["solo per il personale", "indicatori, 1 insieme di dati,", "nulla da", "intestazioni alla riga 1"]),
    ("ro", ["doar pentru personal", "de indicatori, 1 set de date,", "nimic", "antete pe rândul 1"]),
    ("sl", ["samo za zaposlene", "kazalnikov, 1 nabor podatkov,", "brez pripomb", "naslovi v vrstici 1"]),
];

#[test]
fn answers_are_in_the_language_that_is_asked_for() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let path = project.path();
    let file = project.file("plain.csv");
    project.write("plain.csv", "namn;tal\nett;1\n".as_bytes());
    let file = file.to_str().expect("a path");
    for (language, [status, check, nothing, headers]) in SAID {
        let told = |arguments: &[&str]| nytta(&[arguments, &["--language", language]].concat()).out;
        let said = told(&["status", path, "--period", "2026"]);
        assert!(said.contains(status), "{language}: {said}");
        let said = told(&["check", path]);
        assert!(said.contains(check), "{language}: {said}");
        let said = told(&["read", file]);
        assert!(said.contains(headers) && said.contains(nothing), "{language}: {said}");
        assert!(
            language == "en" || !["accepted", "blank", "no dataset"].iter().any(|word| said.contains(word)),
            "{said}"
        );
    }
}

#[test]
fn answers_without_a_project_are_in_the_language_of_the_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    for (machine, language, made) in [
        ("C", "en", "made the project"),
        ("sv_SE.UTF-8", "sv", "gjorde projektet"),
        ("fr_FR.UTF-8", "fr", "Ensuite"),
        ("sl_SI.UTF-8", "sl", "je ustvarjen"),
        ("de_DE.UTF-8", "en", "made the project"),
    ] {
        let dir = folder.path().join(machine);
        let mut command = start(&["init", dir.to_str().expect("a path")]);
        command.env("LC_ALL", machine);
        let ended = end(command);
        assert_eq!(ended.status, 0, "{}", ended.err);
        assert!(ended.out.contains(made) && ended.out.contains("nytta.yaml"), "{language}: {}", ended.out);
        assert!(!ended.out.contains("{dir}"), "{}", ended.out);
    }
}
