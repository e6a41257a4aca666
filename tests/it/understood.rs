//! How a file is read is told and can be said otherwise; what of it cannot be told is asked.

use std::path::PathBuf;
use std::process::{Command, Output};

use nytta::diagnostic::Severity;
use nytta::pipeline::load;
use nytta::table::look::{look, look_in};
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, Said, Wishes, read};

use crate::layout::workbook;
use crate::pages::{REGISTER, scene};

fn nytta(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
    command.args(arguments).env("LC_ALL", "en_GB.UTF-8").output().expect("the program starts")
}

fn said(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(text).expect("output is UTF-8"))
}

/// A project of two enterprises with some files sent in for 2025.
struct Project(tempfile::TempDir);

impl Project {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let put = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
            std::fs::write(path, bytes).expect("it can be written");
        };
        let scene = scene();
        for path in scene.files.keys() {
            put(path, scene.bytes(path).expect("it is there"));
        }
        put("organisations.csv", REGISTER.as_bytes());
        for (name, bytes) in files {
            put(&format!("submissions/2025/{name}"), bytes);
        }
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    fn validate(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let path = self.path();
        said(&nytta(&[&["validate", path.to_str().expect("a name"), "--language", "en"], arguments].concat()))
    }
}

const HEADERS: &str = "orgnr;räkenskapsår från;räkenskapsår till;heltidstjänster vid årets början;heltidstjänster vid årets slut;nettoomsättning";
const ROW: &str = "556016-0680;2025-01-01;2025-12-31;2;2;900000";

#[test]
fn how_a_file_is_read_can_be_said_when_it_is_validated() {
    // The headers of an earlier year stand above those of this one, and name more.
    let old = format!("{HEADERS};anställda\n{ROW};3\n\n{}\n{ROW}\n", HEADERS.replace("orgnr", "Organisationsnummer"));
    let odd = format!("{HEADERS}\n{ROW}\n").replace(';', "~");
    let latin: Vec<u8> = format!("{HEADERS}\n{ROW}\n").chars().map(|c| u8::try_from(c).expect("Latin 1")).collect();
    let of = |name: &str, more: &[&str]| {
        let bytes = [("old.csv", old.as_bytes()), ("odd.csv", odd.as_bytes()), ("latin.csv", &latin)];
        let sent = bytes.into_iter().find(|(file, _)| *file == name).expect("it is one of them");
        Project::with(&[sent]).validate(&[&[format!("submissions/2025/{name}").as_str()], more].concat())
    };
    // A delimiter that nobody uses.
    assert_eq!(of("odd.csv", &[]).0, Some(1));
    let (status, told) = of("odd.csv", &["--delimiter", "~"]);
    assert!(
        !told.contains("unknown-dataset") && told.contains("delimiter '~' (as you asked), headers in row 1: "),
        "{told}"
    );
    assert_eq!(status, Some(0), "{told}");
    // Another header than the one that is found.
    let (_, told) = of("old.csv", &["--header-row", "4"]);
    assert!(told.contains("headers in row 4 (as you asked)") && told.contains("Rows read: 1, accepted: 1"), "{told}");
    assert!(!of("old.csv", &[]).1.contains("headers in row 4"));
    // Another encoding: the headers are no words in it.
    let (_, told) = of("latin.csv", &[]);
    assert!(told.contains("Read so:\n  Windows-1252: submissions/2025/latin.csv"), "{told}");
    let (status, told) = of("latin.csv", &["--encoding", "cp850"]);
    assert!(status == Some(1) && told.contains("CP850 (as you asked), delimiter ';', "), "{told}");
    // A row in which nothing stands, or that is not there.
    for row in ["3", "77"] {
        let (status, told) = of("old.csv", &["--header-row", row]);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(&format!("no headers stand in row {row} of")), "{told}");
    }
}

#[test]
fn what_is_said_of_a_file_is_said_of_one() {
    let good = format!("{HEADERS}\n{ROW}\n");
    let book = workbook(&[HEADERS, ROW]);
    let project = Project::with(&[("a.csv", good.as_bytes()), ("b.csv", b"x\n"), ("c.xlsx", &book)]);
    for files in [&[][..], &["submissions/2025/a.csv", "submissions/2025/b.csv"]] {
        let (status, told) = project.validate(&[files, &["--header-row", "1"]].concat());
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains("say how one file is read") && told.contains("name that file, and no other"), "{told}");
    }
    for option in [["--encoding", "cp850"], ["--delimiter", "tab"]] {
        let (status, told) = project.validate(&[&["submissions/2025/c.xlsx"][..], &option].concat());
        assert!(status == Some(2) && told.contains("is a workbook"), "{told}");
    }
    for delimiter in ["\"", "a", ";;", "5"] {
        let (status, told) = project.validate(&["submissions/2025/a.csv", "--delimiter", delimiter]);
        assert!(status == Some(2) && told.contains("cannot be a delimiter"), "{delimiter}: {told}");
    }
    // What is read in the plainest way is not told of.
    let project = Project::with(&[("a.csv", good.as_bytes())]);
    let (status, told) = project.validate(&["submissions/2025/a.csv"]);
    assert!(status == Some(0) && !told.contains("Read so"), "{told}");
}

#[test]
fn how_a_file_is_read_can_be_said_without_a_project() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("a.csv");
    let name = path.to_str().expect("a name");
    std::fs::write(&path, "Rapport;2025;x\nNamn;Ort;Antal\nEtt;Nora;3\n").expect("it can be written");
    let (status, told) = said(&nytta(&["read", name, "--header-row", "2", "--delimiter", "semicolon"]));
    assert!(status == Some(0) && told.contains("UTF-8, delimiter ';', headers in row 2"), "{told}");
    let (_, told) = said(&nytta(&["read", name, "--delimiter", "tab", "--format", "csv"]));
    assert!(told.contains("Ett;Nora;3"), "one column: {told}");
    let (status, told) = said(&nytta(&["read", name, "--header-row", "9"]));
    assert!(status == Some(2) && told.contains("no headers stand in row 9 of 'a.csv'"), "{told}");
    std::fs::write(&path, workbook(&["Rapport;x;y", "Namn;Ort;Antal", "Ett;Nora;3"])).expect("it can be written");
    let (status, told) = said(&nytta(&["read", name, "--header-row", "2"]));
    assert!(status == Some(0) && told.contains("headers in row 2"), "{told}");
    let (status, told) = said(&nytta(&["read", name, "--encoding", "UTF-8"]));
    assert!(status == Some(2) && told.contains("is a workbook"), "{told}");
}

#[test]
fn a_header_that_is_said_is_found_with_its_second_line_and_below_many_lines() {
    let preamble = "rad\n".repeat(90);
    let text = format!("{preamble}orgnr;räkenskapsår;;anställda\n;från;till;\n556016-0680;2025-01-01;2025-12-31;3\n");
    let definitions = load(&scene()).unwrap_or_else(|found| panic!("{found:#?}")).definitions;
    let wishes = Wishes { said: Said { header_row: Some(91), ..Said::default() }, ..Wishes::default() };
    let seen = look_in("a.csv", text.as_bytes(), &definitions, &InProcess, wishes);
    assert_eq!(seen.reading.sheets[0].header_rows, [91, 92], "{:?}", seen.reading.diagnostics);
    assert_eq!(seen.reading.batches.iter().map(nytta::table::Batch::rows).sum::<usize>(), 1);
}

/// Rules and cells of what is told of a text without a project, with the names of its columns.
fn understood(text: &str) -> (Vec<String>, Vec<String>, Reading) {
    let seen = look("a.csv", text.as_bytes(), &["sv".to_owned()], &InProcess, Wishes::default());
    let place = |one: &nytta::diagnostic::Diagnostic| one.span.cell().unwrap_or_default();
    let told = seen.reading.diagnostics.iter().map(|one| format!("{} {}", one.rule, place(one)));
    (told.collect(), seen.tables[0].names.clone(), seen.reading)
}

#[test]
fn tables_beside_each_other_without_a_project_are_parted_or_told() {
    let (told, names, reading) = understood("namn;antal;;givare;belopp\nAnna;3;;Regionen;50\nBo;4;;Staten;60\n");
    assert_eq!((told, names.len()), (vec!["empty-column C1".to_owned()], 5), "nobody can tell");
    let hint = reading.diagnostics[0].hint.in_language(&["en"]).into_owned();
    assert!(hint.contains("begins in column D, move it to a sheet"), "{hint}");
    // Both begin with what their rows are known by.
    let (told, names, _) = understood("namn;antal;;namn;belopp\nAnna;3;;Regionen;50\nBo;4;;Staten;60\n");
    assert_eq!((told, names), (vec!["second-table D1".to_owned()], vec!["namn".to_owned(), "antal".to_owned()]));
    // One column behind the empty one is no table.
    let (_, _, reading) = understood("namn;antal;;belopp\nAnna;3;;50\nBo;4;;60\n");
    assert!(!reading.diagnostics[0].hint.in_language(&["en"]).contains("column D"));
}

#[test]
fn a_row_of_groups_above_the_headers_is_joined_to_them() {
    let groups = ";Anställda;;Belopp\nnamn;kvinnor;män;kr\nEtt;1;2;3\n";
    let (told, names, reading) = understood(groups);
    assert_eq!(told, [""; 0]);
    assert_eq!(names, ["namn", "Anställda / kvinnor", "Anställda / män", "Belopp / kr"]);
    assert_eq!(reading.sheets[0].header_rows, [1, 2]);
    for above in ["Rapport;;;2025", "Organisation:;;Ett AB;", "Rapport;Ett AB;;", "Rapport 2025;;;x"] {
        let (told, names, _) = understood(&groups.replace(";Anställda;;Belopp", above));
        assert_eq!((told.len(), names.join(";")), (1, "namn;kvinnor;män;kr".to_owned()), "{above}: {told:?}");
    }
}

#[test]
fn all_empty_columns_are_told() {
    let (told, _, reading) = understood("namn;;antal;;;\nAnna;;3;;;\nBo;;4;;;\n");
    assert_eq!(told, ["empty-column B1", "empty-column D1"]);
    assert!(reading.diagnostics[1].message.in_language(&["en"]).contains("column D\u{2013}F has neither"));
}

#[test]
fn a_header_that_only_names_a_part_or_a_count_is_asked() {
    let definitions = load(&scene()).unwrap_or_else(|found| panic!("{found:#?}")).definitions;
    let told = |header: &str| {
        let text = format!("{HEADERS};{header}\n{ROW};3\n");
        let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions, &InProcess);
        let found = reading.diagnostics.into_iter().filter(|one| one.span.cell().as_deref() == Some("G1"));
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 1, "{header}: {found:?}");
        (found[0].rule.clone(), found[0].severity, found[0].hint.in_language(&["sv"]).into_owned())
    };
    for header in ["Kvinnor", "Män", "women"] {
        let (rule, severity, hint) = told(header);
        assert_eq!((rule.as_str(), severity), ("ambiguous-column", Severity::Warning), "{header}");
        assert!(hint.contains("Nyanställda"), "{hint}");
    }
    let (rule, _, hint) = told("Antal");
    assert_eq!(rule, "ambiguous-column");
    assert!(hint.contains("Nyanställda") && !hint.contains("Heltidstjänster vid årets slut'"), "{hint}");
    for header in ["Anteckningar", "Telefonlista", "Ort"] {
        assert_eq!(told(header).0, "extra-column", "{header}");
    }
}

#[test]
fn a_figure_of_another_year_than_its_rows_is_asked() {
    let definitions = load(&scene()).unwrap_or_else(|found| panic!("{found:#?}")).definitions;
    let field = |year: u16| {
        let text = format!("{}\n{ROW}\n", HEADERS.replace("nettoomsättning", &format!("Nettoomsättning {year}")));
        let look = look_in("a.csv", text.as_bytes(), &definitions, &InProcess, Wishes::default());
        let told: Vec<String> = look.reading.diagnostics.iter().map(|one| one.rule.clone()).collect();
        (look.reading.sheets[0].columns[5].field.clone(), told)
    };
    assert_eq!(field(2025).0.as_deref(), Some("turnover"));
    let (found, told) = field(2024);
    assert!(found.is_none() && told.contains(&"unknown-column".to_owned()), "{found:?} {told:?}");
}
