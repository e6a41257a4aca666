//! `nytta read`: any file as it is understood, with and without a project.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn nytta(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_nytta"))
        .args(arguments)
        .current_dir(root)
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .expect("the program starts")
}

fn out(arguments: &[&str]) -> String {
    let output = nytta(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&out(arguments)).expect("it is JSON")
}

const CORPUS: &str = "tests/corpus/table";

#[test]
fn any_file_becomes_plain_csv_without_a_project() {
    let cp850 = out(&["read", &format!("{CORPUS}/cp850.csv"), "--format", "csv"]);
    assert_eq!(cp850, out(&["read", &format!("{CORPUS}/utf16-no-mark.csv"), "--format", "csv"]));
    assert_eq!(cp850, out(&["read", &format!("{CORPUS}/mac.csv"), "--format", "csv"]));
    let lines: Vec<&str> = cp850.lines().collect();
    assert!(lines[0].starts_with("Organisationsnummer,Räkenskapsårets slut,Årsarbetskrafter,"));
    assert_eq!(lines[1], "556016-0680,2025-12-31,\"12,5\",3,\"1 234 567,50\",Årsarbetstid,ja,Kafé på Östra torget");
    assert_eq!(lines.len(), 3);
}

#[test]
fn rows_are_told_as_read_and_not_as_accepted() {
    let project = ["--project", "examples/orebro-lan", "--dataset", "enterprise_year"];
    let file = format!("{CORPUS}/unreadable.csv");
    for (language, read) in [("sv", " lästa, 0 olästa, "), ("en", " read, 0 not read, ")] {
        let told = out(&[&["read", &file, "--language", language][..], &project].concat());
        assert!(told.contains(read), "{told}");
        let judged = ["godtagna", "avvisade", "accepted", "rejected"].into_iter().find(|word| told.contains(word));
        assert_eq!(judged, None, "{told}");
    }
}

#[test]
fn what_was_understood_is_told_as_json() {
    let read = json(&["read", &format!("{CORPUS}/total-and-notes.csv"), "--format", "json"]);
    let file = &read["files"][0];
    assert_eq!(read["schema"], 1);
    assert_eq!((&file["encoding"], &file["delimiter"]), (&Value::from("Windows-1252"), &Value::from(";")));
    assert_eq!(file["sheets"][0]["header_rows"], serde_json::json!([1]));
    assert_eq!(
        file["columns"][2],
        serde_json::json!({
            "cell": "C1", "header": "Årsarbetskrafter", "field": null, "decimal": ","
        })
    );
    assert_eq!(file["records"][0]["Kommentar"], "Kafé på Östra torget");
    assert_eq!(file["record_rows"][0], 2);
    let rows = |name: &str| file[name].as_u64().expect("a count");
    assert_eq!(rows("rows_read"), rows("rows_accepted") + rows("rows_rejected") + rows("rows_blank"));
    assert!(file["diagnostics"].as_array().is_some_and(|all| all.iter().any(|d| d["rule"] == "remark-row")));
}

#[test]
fn with_a_dataset_values_are_what_was_read() {
    let project = ["--project", "examples/orebro-lan", "--dataset", "enterprise_year"];
    let folder = "examples/orebro-lan/submissions";
    let mut seen = 0;
    for period in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        for file in std::fs::read_dir(period).unwrap().map(|entry| entry.unwrap().path()).take(3) {
            let name = file.to_str().unwrap();
            let read = json(&[&["read", name, "--format", "json"][..], &project].concat());
            let first = &read["files"][0];
            for record in first["records"].as_array().unwrap() {
                let organisation = record["organisation"].as_str().unwrap_or_default();
                assert!(organisation.is_empty() || organisation.len() == 10, "{name}: {organisation}");
                seen += 1;
            }
        }
    }
    assert!(seen > 3, "{seen} records");
    let strange = nytta(&[
        "read",
        &format!("{CORPUS}/mac.csv"),
        "--project",
        "examples/orebro-lan",
        "--dataset",
        "enterprise_yaer",
    ]);
    assert_eq!(strange.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&strange.stderr).contains("'enterprise_year'?"));
}

#[test]
fn an_encoding_can_be_asked_for() {
    let name = format!("{CORPUS}/excel-1252.csv");
    let read = json(&["read", &name, "--encoding", "cp850", "--format", "json"]);
    assert_eq!(read["files"][0]["encoding"], "CP850");
    assert_eq!(json(&["read", &name, "--format", "json"])["files"][0]["encoding"], "Windows-1252");
    let unknown = nytta(&["read", &name, "--encoding", "windows-1253"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean 'Windows-125"));
}

#[test]
fn a_person_is_never_echoed() {
    for name in ["person.csv", "person-in-header.csv"] {
        for format in ["text", "csv", "json"] {
            for project in [&[][..], &["--project", "examples/orebro-lan"]] {
                let path = format!("{CORPUS}/{name}");
                let output = nytta(&[&["read", &path, "--format", format][..], project].concat());
                let all = [output.stdout, output.stderr].concat();
                let all = String::from_utf8_lossy(&all);
                for secret in ["880320", "0018", "0016"] {
                    assert!(!all.contains(secret), "{name} as {format} shows {secret}");
                }
                assert!(!all.is_empty());
            }
        }
    }
}

#[test]
fn a_file_in_which_a_person_stands_is_not_shown() {
    let folder = tempfile::tempdir().expect("there is room");
    for (name, text) in [
        ("number.csv", "namn;nummer;antal\nEva Exempelsson;880320-0016;12\nKafé;556016-0680;13\n"),
        ("day.csv", "Eva Exempelsson;1985-01-01 2384\nKafé;13\n"),
        ("contact.csv", "namn;svar\nEva Exempelsson;eva.exempelsson@example.org\n"),
        ("header.csv", "Eva Exempelsson 880320-0016;antal\n1;2\n"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        for format in ["text", "csv", "json"] {
            for project in [&[][..], &["--project", "examples/orebro-lan"]] {
                let output =
                    nytta(&[&["read", path.to_str().expect("a path"), "--format", format][..], project].concat());
                let all = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
                assert!(!all.contains("Eva") && !all.contains("Kafé"), "{name} as {format}: {all}");
                assert!(all.contains("personal-"), "{name} as {format}: {all}");
            }
        }
    }
}

#[test]
fn every_file_of_the_corpus_is_answered_in_every_format() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS)).unwrap() {
        let path = entry.unwrap().path();
        for format in ["text", "csv", "json"] {
            let output = nytta(&["read", path.to_str().unwrap(), "--format", format]);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{} as {format}: {told}", path.display());
            assert!(!told.contains("panicked"), "{told}");
        }
    }
}

/// Public test files for CSV parsers; see `tests/corpus/csv-spectrum/README.md`.
#[test]
fn the_public_test_files_are_read_exactly_or_answered() {
    use nytta::table::Wishes;
    use nytta::table::look::look;
    use nytta::table::workbook::InProcess;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/csv-spectrum");
    let mut exact = 0;
    for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|end| end != "csv") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let seen = look(name, &std::fs::read(&path).unwrap(), &["en".to_owned()], &InProcess, Wishes::default());
        let faults: Vec<&str> =
            seen.reading.diagnostics.iter().map(|d| d.rule.as_str()).filter(|r| *r != "no-line-end").collect();
        if name == "location_coordinates" {
            // Seconds of arc are bare quotes and the degree signs were lost, which is told and not guessed.
            assert_eq!(faults, ["undecodable-text", "bare-quote"]);
            continue;
        }
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let expected: Vec<serde_json::Map<String, Value>> =
            serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        let table = &seen.tables[0];
        let found: Vec<serde_json::Map<String, Value>> = (seen.rows(table))
            .map(|(_, cells)| {
                let cells = cells.iter().map(|cell| Value::from(cell.clone().unwrap_or_default()));
                table.names.iter().cloned().zip(cells).collect()
            })
            .collect();
        assert_eq!(found, expected, "{name}");
        exact += 1;
    }
    assert_eq!(exact, 11);
}

/// What is told of a text without a project, with the rows that are read of it and the names of their columns.
fn understood(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    use nytta::table::Wishes;
    use nytta::table::look::look;
    use nytta::table::workbook::InProcess;

    let seen = look("a.csv", text.as_bytes(), &["sv".to_owned()], &InProcess, Wishes::default());
    let told = seen.reading.diagnostics.iter().map(|one| format!("{} {}", one.rule, one.span.row.unwrap_or_default()));
    let table = &seen.tables[0];
    let rows = seen.rows(table).map(|(row, cells)| {
        let cells: Vec<String> = cells.into_iter().map(Option::unwrap_or_default).collect();
        format!("{row}: {}", cells.join("|"))
    });
    (told.collect(), table.names.clone(), rows.collect())
}

#[test]
fn sums_and_a_table_below_are_told_without_a_project() {
    let (told, _, rows) = understood("Namn;Ort;Antal\nEtt;Nora;3\nTvå;Degerfors;4\nSumma;;7\n");
    assert_eq!(
        (told, rows),
        (vec!["total-row 4".to_owned()], vec!["2: Ett|Nora|3".to_owned(), "3: Två|Degerfors|4".to_owned()])
    );
    // Whoever is called so is no sum, and neither is what says whose it is.
    for row in ["Total;Karlskoga;4", "Total;556016-0680;4"] {
        let (told, _, rows) = understood(&format!("Namn;Ort;Antal\nEtt;Nora;3\n{row}\n"));
        assert_eq!((told.len(), rows.len()), (0, 2), "{row}: {told:?}");
    }
    let below = "Namn;Ort;Antal\nEtt;Nora;3\nTvå;Degerfors;4\n\nGivare;Ändamål\nRegionen;Lokal\n";
    let table = "Namn;Ort;Antal\nEtt;Nora;3\nTvå;Degerfors;4\n\nGivare;;Summa\nRegionen;;50 000\nStaten;;3\n";
    let (told, _, rows) = understood(table);
    assert_eq!((told, rows.len()), (vec!["second-table 5".to_owned()], 2));
    let narrow = "Antal;Ort\n3;Nora\n4;Degerfors\n\nGivare;Ändamål;Summa\nRegionen;Lokal;50 000\nStaten;Lön;3\n";
    assert_eq!(understood(narrow).0, ["second-table 5"]);
    // A row of words below an empty line is one where words have stood before, or no figure stands below.
    assert!(!understood(below).0.iter().any(|told| told.starts_with("second-table")));
    let words = "Namn;Ort;Antal\nEtt;Nora;okänt\n\nTvå;Degerfors;okänt\nTre;Nora;3\n";
    assert_eq!((understood(words).0, understood(words).2.len()), (Vec::<String>::new(), 3));
}

#[test]
fn headers_of_two_lines_are_known_without_a_project() {
    let names = ["Organisationsnummer", "År / från", "År / till", "Anställda / kvinnor", "Anställda / män"];
    let merged = "Organisationsnummer;År;;Anställda;\n;från;till;kvinnor;män\n556016-0680;2025-01-01;2025-12-31;3;4\n";
    let (told, found, rows) = understood(merged);
    assert_eq!((told.len(), found, rows.len()), (0, names.map(str::to_owned).to_vec(), 1), "{told:?}");
    let groups = "Namn;;2024;;2025;\nNamn;Ort;kvinnor;män;kvinnor;män\nEtt;Nora;1;2;3;4\n";
    let (_, found, rows) = understood(&groups.replace("Namn;;2024;;2025;", ";;Förra året;;I år;"));
    let names = ["Namn", "Ort", "Förra året / kvinnor", "Förra året / män", "I år / kvinnor", "I år / män"];
    assert_eq!((found, rows.len()), (names.map(str::to_owned).to_vec(), 1));
    // A first row of words is a row.
    for first in ["Ett;okänt;okänd", "Ett;;okänd"] {
        let (told, found, rows) = understood(&format!("Namn;Antal;Ort\n{first}\nTvå;4;Nora\n"));
        assert_eq!((told.len(), found.join(";"), rows.len()), (0, "Namn;Antal;Ort".to_owned(), 2), "{first}");
    }
}

#[test]
fn a_form_whose_questions_stand_below_each_other_is_known_without_a_project() {
    let form = "Organisationsnummer;556016-0680;212000-0142\nSista dag;2025-12-31;2025-12-31\n\nAnställda;3;\nOrt;Nora;Örebro\n";
    let (told, names, rows) = understood(form);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(names, ["Organisationsnummer", "Sista dag", "Anställda", "Ort"]);
    assert_eq!(rows, ["2: 556016-0680|2025-12-31|3|Nora", "3: 212000-0142|2025-12-31||Örebro"]);
    let corpus =
        understood(&String::from_utf8(std::fs::read(format!("{CORPUS}/turned-one.csv")).unwrap()).unwrap_or_default());
    assert!(!corpus.1.is_empty());
    // What parts names and figures is a table, and so is a list of days.
    for table in ["Ett;3\nTvå;4\nTre;5\n", "Namn;Sedan\nEtt;2025-01-01\nTvå;2024\nTre;2025-03-01\n"] {
        assert_eq!(understood(table).2.len(), 3, "{table}");
    }
}

/// A file of many cells is written as JSON in little more memory than it takes itself.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_written_as_json_row_by_row() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("wide.csv");
    let line = |cell: &dyn Fn(usize) -> String| (0..40).map(cell).collect::<Vec<_>>().join(";") + "\n";
    let header = line(&|at| format!("kolumn {at}"));
    let rows: String = (0..20_000).map(|row| line(&|at| (row * at % 97).to_string())).collect();
    std::fs::write(&path, header + &rows).expect("there is room");
    let limited = "ulimit -v 180000; exec \"$0\" read \"$1\" --format json";
    let output = Command::new("sh").args(["-c", limited, env!("CARGO_BIN_EXE_nytta")]).arg(&path).output();
    let output = output.expect("there is a shell");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let file = &read["files"][0];
    assert_eq!(file["records"].as_array().map(Vec::len), Some(20_000));
    assert_eq!((&file["records"][19_999]["kolumn 2"], &file["record_rows"][19_999]), (&"34".into(), &20_001.into()));
}

/// Two sheets with tables of other widths, and one with headers alone.
fn two_sheets() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, lines) in [
        (
            "Svar",
            vec![vec!["namn", "ort", "antal"], vec!["Ett", "Örebro", "4"], vec!["", "", ""], vec!["Två", "Kumla", "5"]],
        ),
        ("Priser", vec![vec!["vara", "pris"], vec!["kaffe", "30"]]),
        ("Tom", vec![vec!["vara", "pris"]]),
    ] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (row, cells) in (0..).zip(lines) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    book.save(folder.path().join("two.xlsx")).expect("there is room");
    folder
}

#[test]
fn one_sheet_of_several_becomes_one_table() {
    let folder = two_sheets();
    let path = folder.path().join("two.xlsx");
    let file = path.to_str().expect("a path");
    let refused = |arguments: &[&str]| {
        let output = nytta(&[&["read", file], arguments].concat());
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        String::from_utf8(output.stderr).expect("output is UTF-8")
    };
    let several = refused(&["--format", "csv"]);
    assert!(several.contains("in the sheets 'Svar', 'Priser'") && several.contains("--sheet"), "{several}");
    let several = refused(&["--format", "csv", "--language", "sv"]);
    assert!(several.contains("i bladen 'Svar', 'Priser'"), "{several}");
    assert_eq!(out(&["read", file, "--sheet", "Priser", "--format", "csv"]), "vara,pris\nkaffe,30\n");
    assert_eq!(out(&["read", file, "--sheet", "Tom", "--format", "csv"]), "vara,pris\n");
    let text = out(&["read", file, "--sheet", "Priser"]);
    assert!(text.contains("kaffe") && !text.contains("Svar") && !text.contains("Tom"), "{text}");
    assert!(out(&["read", file]).contains("Kumla"));
    for format in ["text", "csv", "json"] {
        let unknown = refused(&["--sheet", "Blad7", "--format", format]);
        assert!(unknown.contains("no sheet 'Blad7'") && unknown.contains("Svar, Priser, Tom"), "{unknown}");
    }
    let none = nytta(&["read", &format!("{CORPUS}/mac.csv"), "--sheet", "Svar"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("leave --sheet out"));
}

#[test]
fn each_sheet_has_its_records_in_json() {
    let folder = two_sheets();
    let path = folder.path().join("two.xlsx");
    let file = path.to_str().expect("a path");
    let read = json(&["read", file, "--format", "json"]);
    let of_file = &read["files"][0];
    assert_eq!(of_file["record_sheets"], serde_json::json!(["Svar", "Svar", "Priser"]));
    assert_eq!(of_file["record_rows"], serde_json::json!([2, 4, 2]));
    assert_eq!(of_file["records"].as_array().map(Vec::len), Some(3));
    let [svar, priser, tom] = [0, 1, 2].map(|at| &of_file["sheets"][at]);
    assert_eq!((&svar["records"][1]["ort"], &svar["record_rows"]), (&"Kumla".into(), &serde_json::json!([2, 4])));
    assert_eq!(priser["records"], serde_json::json!([{ "vara": "kaffe", "pris": "30" }]));
    assert_eq!((&tom["records"], &tom["record_rows"]), (&serde_json::json!([]), &serde_json::json!([])));
    let one = json(&["read", file, "--sheet", "Priser", "--format", "json"]);
    let of_one = &one["files"][0];
    assert_eq!((&of_one["sheets"], &of_one["records"]), (&serde_json::json!([priser]), &priser["records"]));
    assert_eq!(of_one["rows_read"], 1);
    let text = json(&["read", &format!("{CORPUS}/mac.csv"), "--format", "json"]);
    assert_eq!(text["files"][0]["record_sheets"], serde_json::json!([null, null]));
}

/// Rows of one dataset are one table of CSV, also where those below have another column.
#[test]
fn tables_of_one_dataset_below_each_other_are_one_table() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("below.csv");
    let headers = "Organisationsnummer;Räkenskapsårets slut;Nyanställda";
    let text = format!("{headers}\n556016-0680;2025-12-31;3\n\n{headers};Kommentar\n556036-0793;2025-12-31;4;Kafé\n");
    std::fs::write(&path, text).expect("there is room");
    let file = path.to_str().expect("a path");
    let project = ["--project", "examples/orebro-lan", "--dataset", "enterprise_year"];
    let table = out(&[&["read", file, "--format", "csv"][..], &project].concat());
    let expected = "organisation,year_end,hired,Kommentar\n5560160680,2025-12-31,3,\n5560360793,2025-12-31,4,Kafé\n";
    assert_eq!(table, expected);
}

#[test]
fn a_form_is_known_as_one_without_its_project() {
    let folder = std::env::temp_dir().join(format!("nytta-read-form-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in ["form.xlsx", "form.csv"] {
        let path = folder.join(name);
        let file = path.to_str().expect("a path");
        let form = ["form", "examples/orebro-lan", "--dataset", "enterprise_year", "--period", "2025", "--out", file];
        out(&form);
        let read = json(&["read", file, "--format", "json"]);
        let file_read = &read["files"][0];
        let told: Vec<&str> = file_read["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["rule"].as_str())
            .collect();
        assert_eq!(told, ["form-without-project"], "{name}");
        assert_eq!(file_read["records"][0]["field"], "organisation", "{name}");
        assert!(file_read["rows_read"].as_u64().expect("a count") > 20, "{name}");
        let text = out(&["read", file]);
        assert!(text.starts_with(&format!("{name}: a form of 'enterprise_year' for 2025\n")), "{text}");
        if name == "form.csv" {
            let written = std::fs::read(&path).expect("it was made");
            let (from, to) = (&b"enterprise_year"[..], &b"19850709-9805"[..]);
            let at = written.windows(from.len()).position(|part| part == from).expect("it is stamped");
            let other = folder.join("other.csv");
            std::fs::write(&other, [&written[..at], to, &written[at + from.len()..]].concat()).expect("a file");
            let text = out(&["read", other.to_str().expect("a path")]);
            assert!(text.contains("a form of '") && !text.contains("9805"), "{text}");
        }
        let blank = "    C8    Organisationsnummer: –\n    C9    Räkenskapsårets första dag: –\n";
        assert!(text.contains(blank), "{text}");
        let known = json(&["read", file, "--project", "examples/orebro-lan", "--format", "json"]);
        assert_eq!(known["files"][0]["dataset"], "enterprise_year", "{name}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder was made here");
}

#[test]
fn a_filled_form_is_shown_as_its_questions_with_their_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("form.csv");
    let file = path.to_str().expect("a path");
    let form = ["form", "examples/orebro-lan", "--period", "2025", "--organisation", "999000-1373", "--language", "sv"];
    out(&[&form[..], &["--out", file]].concat());
    let blank = std::fs::read_to_string(&path).expect("it was made");
    let answers = [
        ("year_end;", "2025-12-31", ""),
        ("fte_closing;", "12,50", "Vi tog över en butik."),
        ("fte_method;", "Summan av sysselsättningsgraderna", ""),
        ("heads;", "ca 20", ""),
        ("hired;", "vet ej", ""),
        ("turnover;", "4.350.000", ""),
        ("statutes_rule;", "nej", ""),
    ];
    let put = |line: &str| {
        let Some((_, answer, reason)) = answers.iter().find(|(field, ..)| line.starts_with(field)) else {
            return line.to_owned();
        };
        let mut cells: Vec<&str> = line.splitn(4, ';').collect();
        cells[2] = answer;
        cells.join(";") + reason
    };
    std::fs::write(&path, blank.split("\r\n").map(put).collect::<Vec<_>>().join("\r\n")).expect("a file");
    let text = out(&["read", file, "--project", "examples/orebro-lan", "--language", "sv"]);
    let head = "form.csv: en blankett för 'Företagets år', 2025, Exempelåterbruket ekonomisk förening, 9990001373\n";
    assert!(text.starts_with(head), "{text}");
    let lines: Vec<&str> = text.lines().filter_map(|line| line.get(10..)).collect();
    for line in [
        "Räkenskapsårets första dag: –",
        "Räkenskapsårets sista dag: 2025-12-31",
        "Heltidstjänster vid årets slut: 12,5",
        "Så räknade ni heltidstjänsterna: Summan av sysselsättningsgraderna",
        "Anställda den sista dagen på året: ca 20 (kan inte läsas)",
        "Nyanställda under året: vet ej",
        "Nettoomsättning: 4 350 000",
        "Stadgarna säger att överskott ska återinvesteras: nej",
    ] {
        assert!(lines.contains(&line), "{line}: {text}");
    }
    let at = |wanted: &str| lines.iter().position(|line| line.starts_with(wanted)).expect("it is asked");
    assert_eq!(lines[at("Heltidstjänster vid årets slut") + 1], "förklaring: Vi tog över en butik.");
    assert!(at("Organisationsnummer") < at("Nettoomsättning") && !text.contains("fte_closing"), "{text}");
    // Without its project the questions are those that stand in it.
    let text = out(&["read", file, "--language", "sv"]);
    assert!(text.starts_with("form.csv: en blankett för 'enterprise_year', 2025, 9990001373\n"), "{text}");
    assert!(text.contains(" Nettoomsättning: 4.350.000\n") && text.contains(" Volontärtimmar: –\n"), "{text}");
}

#[test]
fn numbers_with_either_decimal_mark_in_one_column_are_told_with_and_without_a_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mixed.csv");
    let path = path.to_str().expect("a path");
    // What is decimal in one is between thousands in the other, where no number has a decimal point.
    for (one, other) in [("1,5", "1.5"), ("12,5", "1,250,000"), ("1.250.000", "12.5")] {
        let text = format!(
            "orgnr;heltidstjänster vid årets början;heltidstjänster vid årets slut\n\
             999000-1373;{one};2,5\n999000-1381;{other};2,75\n"
        );
        std::fs::write(path, text).expect("a file");
        told_once(path);
    }
}

#[track_caller]
fn told_once(path: &str) {
    for more in [&[][..], &["--project", "examples/orebro-lan", "--dataset", "enterprise_year"]] {
        let read = json(&[&["read", path, "--format", "json", "--language", "en"], more].concat());
        let found = read["files"][0]["diagnostics"].as_array().expect("findings").clone();
        let told: Vec<_> = found.iter().filter(|one| one["rule"] == "mixed-decimal-marks").collect();
        assert_eq!(told.len(), 1, "{found:?}");
        assert_eq!(told[0]["cell"], "B1");
        let header = "heltidstjänster vid årets början";
        let message = format!("comma and point do not mean the same in all numbers under '{header}'");
        assert_eq!(told[0]["message"], Value::from(message));
    }
}
