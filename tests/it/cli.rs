//! The program as it is run: exit statuses, what it prints where, and that nothing makes it panic.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

mod editions;
mod messages;
mod verify;

/// What one run of the program left.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.err.contains(word) || self.out.contains(word), "'{word}' is not in\n{}{}", self.out, self.err);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn start(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nytta"));
    command.args(arguments).current_dir(root()).env("LC_ALL", "en_GB.UTF-8");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

#[track_caller]
fn end(mut command: Command) -> Ran {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    let ran = Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(!ran.err.contains("panicked") && ran.status != 101, "{}", ran.err);
    ran
}

#[track_caller]
fn nytta(arguments: &[&str]) -> Ran {
    end(start(arguments))
}

/// A new project with two areas and four enterprises, gone when it is dropped.
struct Project {
    folder: tempfile::TempDir,
}

const HEADER: &str = "organisation;year_start;year_end;fte_opening;fte_closing;fte_method;heads;hired;hired_far;net_result;turnover;public_support";
const ROW: &str = "9990001373;2026-01-01;2026-12-31;2,5;3;contracted;4;1;1;1000;900000;300000";

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().expect("there is room") };
        let made = nytta(&["init", project.path()]);
        assert_eq!(made.status, 0, "{}", made.err);
        let yaml = std::fs::read_to_string(project.file("nytta.yaml")).expect("it was made");
        assert!(yaml.contains("state: preliminary"), "{yaml}");
        // What is told of a period that is preliminary has tests of its own.
        project.write("nytta.yaml", yaml.replace("state: preliminary", "state: final").as_bytes());
        let codes = "code,parent,valid_from,valid_to,label_en,label_sv\n";
        for (list, rows) in [
            ("municipality", "1880,18O,,,Town,Stad\n"),
            ("district", "18O,18,,,Middle,Mitten\n"),
            ("county", "18,,,,County,Län\n"),
        ] {
            project.write(&format!("indicators/codelists/{list}.csv"), format!("{codes}{rows}").as_bytes());
        }
        let mut register = "organisation,name,municipality,legal_form,member_from\n".to_owned();
        for (number, name) in
            [("9990001373", "Ett"), ("9990002744", "Två"), ("9990004112", "Tre"), ("9990005481", "Fyra")]
        {
            register.push_str(&format!("{number},{name},1880,ek_for,2020-01-01\n"));
        }
        project.write("organisations.csv", register.as_bytes());
        project
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().expect("a temporary folder has a plain name")
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.file(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("it can be made");
        std::fs::write(path, bytes).expect("it can be written");
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.file(path)).expect("it is there");
        assert!(text.contains(from), "'{from}' is not in {text}");
        self.write(path, text.replacen(from, to, 1).as_bytes());
    }

    fn send(&self, name: &str, rows: &str) {
        self.write(&format!("submissions/2026/{name}"), format!("{HEADER}\n{rows}\n").as_bytes());
    }
}

#[test]
fn a_new_project_is_sound_and_takes_a_file() {
    let project = Project::new();
    let checked = nytta(&["check", project.path()]);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""), "{}", checked.out);
    project.send("ett.csv", ROW);
    let validated = nytta(&["validate", project.path(), "--language", "en"]);
    assert_eq!(validated.status, 0, "{}", validated.out);
    validated.says(&["1 file: 1 note. Rows read: 1, accepted: 1, rejected: 0"]);
    let again = nytta(&["init", project.path()]);
    assert_eq!(again.status, 2);
    again.says(&["is there already and not empty"]);
}

#[test]
fn exit_statuses_tell_errors_from_what_stops_a_command() {
    let project = Project::new();
    let path = project.path();
    project.send("ett.csv", &ROW.replace("2,5", "abc"));
    let status = |arguments: &[&str]| nytta(arguments).status;
    assert_eq!(status(&["check", path]), 0);
    assert_eq!(status(&["validate", path]), 1);
    for format in ["json", "csv"] {
        assert_eq!(status(&["validate", path, "--format", format]), 1);
    }
    assert_eq!(status(&["validate", path, "--period", "2026", "submissions/2026/ett.csv"]), 1);
    assert_eq!(status(&["measure", path]), 0);
    assert_eq!(status(&["status", path]), 0);
    assert_eq!(status(&["explain"]), 0);
    assert_eq!(status(&["explain", "not-a-number"]), 0);
    assert_eq!(status(&["schema", "indicator"]), 0);
    assert_eq!(status(&["completions", "bash"]), 0);
    assert_eq!(status(&["--help"]), 0);
    assert_eq!(status(&["--version"]), 0);
    let nowhere = project.file("nowhere");
    let nowhere = nowhere.to_str().expect("a plain name");
    for command in ["check", "validate", "measure", "status", "report"] {
        let missing = nytta(&[command, nowhere]);
        assert_eq!((missing.status, missing.out.as_str()), (2, ""), "{command}");
        missing.says(&["there is no folder", "nytta init DIR"]);
        let empty = nytta(&[command, project.file("submissions").to_str().expect("a plain name")]);
        assert_eq!(empty.status, 2, "{command}");
        empty.says(&["there is no file 'nytta.yaml'", "name the folder that holds nytta.yaml"]);
    }
    assert_eq!(status(&["validate"]), 2);
    assert_eq!(status(&["validte", path]), 2);
    project.write("nytta.yaml", b"project: [");
    assert_eq!(status(&["check", path]), 1);
    for command in ["validate", "measure", "status", "report"] {
        assert_eq!(status(&[command, path]), 2, "{command}");
    }
}

#[test]
fn a_broken_definition_is_shown_with_place_caret_and_hint() {
    let project = Project::new();
    project.replace("nytta.yaml", "currency: SEK", "curency: SEK");
    let unknown = nytta(&["check", project.path(), "--language", "en"]);
    unknown.says(&["the key 'curency' is not known here", "nytta.yaml:8:1", "^^^^^^^", "did you mean 'currency'?"]);

    let project = Project::new();
    project.replace("nytta.yaml", "languages: [sv, en]", "languages: [sv, en");
    let broken = nytta(&["validate", project.path(), "--language", "en"]);
    assert_eq!((broken.status, broken.out.as_str()), (2, ""));
    broken.says(&["the '[' that stands here is never closed", "nytta.yaml:7:12", "^", "the definitions have errors"]);

    let swedish = nytta(&["check", project.path(), "--language", "sv"]);
    swedish.says(&["fel[unclosed-yaml-bracket]: klammern '[' som står här stängs aldrig", "= råd: sätt en ']'"]);
    // A project speaks its language before the rest of it can be read.
    let own = nytta(&["measure", project.path()]);
    own.says(&["klammern '[' som står här stängs aldrig", "definitionerna har fel"]);
    project.replace("nytta.yaml", "languages: [sv, en", "languages:\n  - en\n  - sv\nperiod: [");
    nytta(&["check", project.path()]).says(&["the key 'period' is not known here"]);

    let project = Project::new();
    project.replace("nytta.yaml", "template: region }", "template: region, headline: [fte_year_ed] }");
    let indicator = nytta(&["check", project.path(), "--language", "en"]);
    assert_eq!(indicator.status, 1);
    indicator.says(&["'fte_year_ed' is not among the indicators", "did you mean 'fte_year_end'?", "^^^^^^^^^^^"]);
}

#[test]
fn a_template_fault_has_a_place_and_stops_the_report() {
    let region = std::fs::read_to_string(root().join("report-templates/region/region.typ.j2")).expect("it is there");
    for (fault, place) in [("{{ nobody.knows }}", "{{ nobody.knows }}"), ("#nobody-knows", "#nobody-knows")] {
        let project = Project::new();
        let line = region.lines().count() + 1;
        project.write("report-templates/region/region.typ.j2", format!("{}\n{fault}\n", region.trim_end()).as_bytes());
        let made = nytta(&["report", project.path(), "--language", "en"]);
        assert_eq!((made.status, made.out.as_str()), (2, ""), "{fault}");
        let at = format!("report-templates/region/region.typ.j2:{line}");
        made.says(&[&at, place, "template-fault", "the report could not be made"]);
        assert!(!project.file("reports").exists(), "half a report is left");
    }
}

#[test]
fn a_name_that_is_not_known_is_answered_with_the_nearest() {
    let project = Project::new();
    let path = project.path();
    let cases: [(&[&str], &str); 8] = [
        (&["measure", path, "--period", "2062"], "did you mean '2026'?"),
        (&["status", path, "--period", "last"], "use one of: 2026"),
        (&["report", path, "--report", "regoin"], "did you mean 'region'?"),
        (&["validate", path, "--dataset", "enterprise_yaer"], "did you mean 'enterprise_year'?"),
        (&["explain", "unkown-code"], "did you mean 'unknown-code'?"),
        (&["explain", "own.check"], "nytta explain own.check PROJECT"),
        (&["schema", "indicatr"], "did you mean 'indicator'?"),
        (&["init", "never-made", "--pack", "social-enterprises"], "did you mean 'social-enterprise'?"),
    ];
    for (arguments, hint) in cases {
        let ran = nytta(&[arguments, &["--language", "en"]].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        ran.says(&[hint]);
    }
    assert!(!root().join("never-made").exists());
}

const FINDING: &str = "rule,severity,sheet,row,column,cell,field,value,message,hint";

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn list(keys: &str) -> BTreeSet<&str> {
    keys.split(',').collect()
}

#[test]
fn findings_as_json_keep_their_contract() {
    let ran = nytta(&["validate", "examples/orebro-lan", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(keys(&document), list("schema,diagnostics,files"));
    assert_eq!(document["schema"], 1);
    let every = |value: &Value| value.as_array().expect("a list").clone();
    for finding in every(&document["diagnostics"]) {
        assert_eq!(keys(&finding), list(&format!("file,{FINDING}")));
        assert_eq!(finding["file"], "explanations.csv");
        assert!(finding["sheet"].is_null());
    }
    let files = every(&document["files"]);
    assert!(files.len() > 130);
    let (mut findings, mut sheets, mut rejected) = (0, 0, 0);
    for file in &files {
        assert_eq!(
            keys(file),
            list(
                "file,dataset,organisation,period,rows_read,rows_accepted,rows_rejected,rows_blank,rows_other,encoding,delimiter,sheets,columns,diagnostics"
            )
        );
        let count = |key: &str| file[key].as_u64().expect("a count");
        assert_eq!(count("rows_read"), count("rows_accepted") + count("rows_rejected") + count("rows_blank"));
        rejected += count("rows_rejected");
        for sheet in every(&file["sheets"]) {
            assert_eq!(keys(&sheet), list("sheet,header_rows,encoding,delimiter,rows_read,rows_blank,rows_other"));
            let of_workbook = Path::new(file["file"].as_str().expect("a path")).extension() != Some("csv".as_ref());
            assert_eq!(sheet["sheet"].is_string(), of_workbook);
            assert_eq!(sheet["encoding"].is_null() && sheet["delimiter"].is_null(), of_workbook);
            sheets += 1;
        }
        for column in every(&file["columns"]) {
            assert_eq!(keys(&column), list("cell,header,field,decimal"));
        }
        for finding in every(&file["diagnostics"]) {
            assert_eq!(keys(&finding), list(FINDING));
            assert!(
                finding["message"].as_str().is_some_and(|text| !text.is_empty() && !text.contains('{')),
                "{finding}"
            );
            findings += 1;
        }
    }
    assert!(findings > 30 && sheets >= files.len() - 3 && rejected > 10, "{findings} {sheets} {rejected}");
}

#[test]
fn figures_as_csv_keep_their_contract() {
    let ran = nytta(&["measure", "examples/orebro-lan", "--period", "2025", "--format", "csv", "--language", "en"]);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("of 2025 were rejected"), "{}", ran.err);
    let header = "indicator,period,breakdown,value,numerator,denominator,unit,status,missing,contributors,coverage_answered,coverage_expected,definition,upper_bound,change";
    assert_eq!(ran.out.lines().next(), Some(header));
    let mut statuses = BTreeSet::new();
    for line in ran.out.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [
            indicator,
            period,
            breakdown,
            value,
            over,
            under,
            unit,
            status,
            missing,
            contributors,
            answered,
            expected,
            definition,
            bound,
            change,
        ] = cells[..]
        else {
            panic!("{line}")
        };
        assert!(!indicator.is_empty() && period == "2025" && !unit.is_empty() && definition.len() == 12, "{line}");
        let dimensions: Vec<&str> =
            breakdown.split(';').filter_map(|part| part.split_once('=').map(|(name, _)| name)).collect();
        assert!(dimensions.is_sorted(), "{line}");
        let rest = [value, over, under, missing, contributors, answered, expected, bound, change];
        match status {
            "published" | "provisional" | "revised" => assert!(!value.is_empty() && missing.is_empty(), "{line}"),
            "missing" => assert!(value.is_empty() && !missing.is_empty(), "{line}"),
            "withheld" => assert_eq!(rest, [""; 9], "{line}"),
            _ => panic!("{line}"),
        }
        statuses.insert(status.to_owned());
    }
    assert!(statuses.contains("withheld") && statuses.contains("published"));
    let inside = nytta(&["measure", "examples/orebro-lan", "--internal", "--language", "en"]);
    assert!(inside.err.contains("for staff only"), "{}", inside.err);
    let widths = "in persons: business 15 %, persons 15 % / 3, sensitive 15 % / 5";
    assert!(inside.err.contains(widths), "{}", inside.err);
}

#[test]
fn the_demo_leaves_a_report_in_each_language() {
    let folder = tempfile::tempdir().expect("there is room");
    let ran = nytta(&["demo", folder.path().join("demo").to_str().expect("a plain name")]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    for language in ["sv", "en"] {
        let pdf =
            std::fs::read(folder.path().join(format!("demo/reports/region-2025-{language}.pdf"))).expect("it is there");
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 100_000);
    }
    let names: Vec<_> = std::fs::read_dir(folder.path().join("demo/reports")).expect("it is there").collect();
    assert_eq!(names.len(), 2, "temporary files are left");
    // Each project has a secret of its own: the example has none to give away.
    assert!(!root().join("examples/orebro-lan").join(nytta::project::KEY).exists());
    let demo = folder.path().join("demo");
    assert!(!demo.join(nytta::project::KEY).exists());
    let report = demo.join("reports/region-2025-en.pdf");
    let held = nytta(&["verify", demo.to_str().expect("a plain name"), report.to_str().expect("a plain name")]);
    assert_eq!(held.status, 0, "{}{}", held.out, held.err);
}

/// Personal identity numbers with a right check digit, as people write them.
const PERSONS: [&str; 4] = ["850709-9805", "8507099805", "19850709-9805", "198507099805"];

#[test]
fn a_personal_number_is_never_shown() {
    for person in PERSONS {
        let project = Project::new();
        let fields: Vec<&str> = ROW.split(';').collect();
        for at in 0..fields.len() {
            let mut cells = fields.clone();
            cells[at] = person;
            project.send(&format!("cell-{at}.csv"), &cells.join(";"));
        }
        project.send("quoted.csv", &format!("{ROW}\n\"{person};\n"));
        project.send("surplus.csv", &format!("{ROW};{person}"));
        project.write("submissions/2026/header.csv", format!("{HEADER};{person}\n{ROW};\n").as_bytes());
        project.write("submissions/2026/above.csv", format!("{person}\n{HEADER}\n{ROW}\n").as_bytes());
        project.write("submissions/2026/other.csv", format!("namn;nummer\nAnna;{person}\n").as_bytes());
        let reasons = format!(
            "organisation,period,dataset,check,reason_code,text\n9990001373,2026,enterprise_year,fte_chain,,{person}\n\
             9990001373,2026,enterprise_year,{person},{person},ok\n{person},{person},{person},fte_chain,,ok\n"
        );
        project.write("explanations.csv", reasons.as_bytes());
        project.replace("organisations.csv", "9990005481", person);
        let path = project.path();
        let digits: String = person.chars().filter(char::is_ascii_digit).collect();
        let tail = &digits[digits.len() - 4..];
        for format in ["text", "json", "csv"] {
            for command in [
                &["validate", path, "--format", format][..],
                &["status", path, "--format", format],
                &["measure", path, "--format", format],
            ] {
                let ran = nytta(command);
                for text in [&ran.out, &ran.err] {
                    let shown = text.lines().find(|line| {
                        line.contains(person) || line.contains(&digits) || line.contains(&format!("-{tail}"))
                    });
                    assert_eq!(shown, None, "{command:?} shows {person}");
                }
            }
        }
        let checked = nytta(&["check", path]);
        assert!(!checked.out.contains(person) && !checked.err.contains(person), "{}", checked.out);
    }
}

#[test]
fn odd_files_are_answered_and_nothing_panics() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let send = |name: &str, bytes: &[u8]| project.write(&format!("submissions/2026/{name}"), bytes);
    let junk: Vec<u8> =
        (0..40_000_u32).map(|at| u8::try_from(at.wrapping_mul(2_654_435_761) >> 24).unwrap_or(0)).collect();
    for name in ["empty.csv", "empty.xlsx", "empty.ods", "empty.xls", "empty.txt", "no-ending"] {
        send(name, b"");
    }
    for name in ["junk.csv", "junk.xlsx", "junk.ods", "junk.xls", "junk", "junk.pdf"] {
        send(name, &junk);
    }
    send("folder.csv/inside.csv", HEADER.as_bytes());
    send("header.csv", "a".repeat(200_000).as_bytes());
    send("columns.csv", "fält;".repeat(20_000).as_bytes());
    send("quotes.csv", "\"".repeat(100_001).as_bytes());
    send("breaks.csv", "\r".repeat(100_000).as_bytes());
    send("nulls.csv", &[0; 10_000]);
    send("zip.xlsx", b"PK\x03\x04 and no more");
    send("mark.csv", b"\xEF\xBB\xBF");
    send("wide.csv", format!("{HEADER}\n{ROW}{}\n", ";".repeat(50_000)).as_bytes());
    send("\u{1b}[31mred\n.csv", HEADER.as_bytes());
    project.write("submissions/stray.csv", ROW.as_bytes());
    let ran = nytta(&["validate", project.path(), "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    for file in document["files"].as_array().expect("a list") {
        let count = |key: &str| file[key].as_u64().expect("a count");
        assert_eq!(
            count("rows_read"),
            count("rows_accepted") + count("rows_rejected") + count("rows_blank"),
            "{}",
            file["file"]
        );
        let sound = count("rows_read") > 0 && count("rows_rejected") == 0;
        assert!(
            sound || !file["diagnostics"].as_array().expect("a list").is_empty(),
            "{} is passed over in silence",
            file["file"]
        );
    }
    for command in ["validate", "status", "measure", "check"] {
        let mut command_line = start(&[command, project.path()]);
        command_line.env("CLICOLOR_FORCE", "1");
        let ran = end(command_line);
        assert!(
            !ran.out.contains("\u{1b}[31mred") && !ran.err.contains("\u{1b}[31mred"),
            "a file name paints the terminal"
        );
        assert!(
            ran.out.lines().chain(ran.err.lines()).all(|line| line.len() < 4_000),
            "{command} prints a line without end"
        );
    }
}

#[test]
fn results_go_to_standard_output_and_colours_only_where_they_are_wanted() {
    let project = Project::new();
    let path = project.path();
    project.send("ett.csv", &ROW.replace("2,5", "abc"));
    let ran = nytta(&["validate", path]);
    assert!(ran.out.contains("[not-a-number]") && ran.err.is_empty());
    assert!(!ran.out.contains('\u{1b}'), "a pipe gets no colours");
    let coloured = |name: &str| {
        let mut command = start(&["validate", path]);
        command.env("CLICOLOR_FORCE", "1").env(name, "1");
        end(command).out.contains('\u{1b}')
    };
    assert!(coloured("CLICOLOR_FORCE") && !coloured("NO_COLOR"));
    let out = project.file("found/findings.txt");
    let mut command = start(&["validate", path, "--out", out.to_str().expect("a plain name")]);
    command.env("CLICOLOR_FORCE", "1");
    let ran = end(command);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    let text = std::fs::read_to_string(out).expect("it is written");
    assert!(text.contains("[not-a-number]") && !text.contains('\u{1b}'), "{text}");
}
