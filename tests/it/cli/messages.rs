//! What is told to a bookkeeper and an officer: early, in their language, and true.

mod explained;
mod sent;
mod spoken;
mod typed;

use std::path::Path;

use nytta::definition::Definitions;
use nytta::plan::{Comments, Targets};
use nytta::project::Folder;
use nytta::validate::Explanations;
use serde_json::Value;

use super::{HEADER, Project, ROW, end, nytta, root, start};

impl Project {
    /// What a command about the project says in a language.
    #[track_caller]
    fn told(&self, arguments: &[&str], language: &str) -> String {
        let arguments = [&arguments[..1], &[self.path()], &arguments[1..], &["--language", language]].concat();
        let ran = nytta(&arguments);
        format!("{}{}", ran.out, ran.err)
    }
}

#[track_caller]
fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "'{word}' is not in\n{text}");
    }
}

/// A sound row of another enterprise.
fn row_of(number: &str) -> String {
    ROW.replace("9990001373", number)
}

#[test]
fn check_tells_of_files_that_nothing_reads_and_of_empty_tables() {
    let project = Project::new();
    for name in ["target.csv", "organisation.csv", "Comment.csv", "submission/2026/ett.csv", "bageriet.xlsx"] {
        project.write(name, b"x");
    }
    project.write("README.md", b"words");
    project.write("indicators/codelists/district.csv", b"code,parent,valid_from,valid_to,label_en,label_sv\n");
    project.write("organisations.csv", b"organisation,name,municipality,member_from\n");
    let told = project.told(&["check"], "en");
    has(
        &told,
        &[
            "nothing reads 'target.csv' here [unknown-file]\n    → did you mean 'targets.csv'?",
            "did you mean 'organisations.csv'?",
            "did you mean 'comments.csv'?",
            "nothing reads 'submission' here",
            "did you mean 'submissions'?",
            "what enterprises sent in belongs in 'submissions/<period>/'",
            "the codelist 'district' has headers but no codes",
            "there is no organisation in 'organisations.csv'",
        ],
    );
    assert!(!told.contains("README"), "{told}");
}

#[test]
fn a_target_or_comment_for_another_period_is_told() {
    let project = Project::new();
    let mut targets = "indicator,breakdown,period,kind,value,decided,source\n".to_owned();
    // A later target is told by the way to it from its baseline, and is none to be noted.
    let rows =
        [("20026", "target"), ("2030", "milestone"), ("2020", "baseline"), ("2019", "milestone"), ("2031", "target")];
    for (period, kind) in rows {
        targets.push_str(&format!("fte_year_end,,{period},{kind},5,2026-01-01,plan\n"));
    }
    project.write("targets.csv", targets.as_bytes());
    project.write("comments.csv", b"indicator,breakdown,period,text,by,date\nfte_year_end,,2030,Hej,Eva,2026-01-01\n");
    let told = project.told(&["check"], "en");
    has(
        &told,
        &[
            "warning: column C 'period': 2 places [",
            "    row 2: '20026' is none of the project's periods",
            "    row 5: '2019' is none",
            "note: row 3, column C 'period': '2030' is none",
            "comments.csv\n  warning: row 2, column C 'period': '2030' is none",
        ],
    );
    assert!(!told.contains("row 4"), "a baseline may be older than the project: {told}");
    let targets = "indicator,breakdown,period,kind,value,decided,source\n\
        retention_12_months,,2026,target,\"0,65\",2026-01-01,plan\nfte_year_end,,2026,target,\"0,5\",2026-01-01,plan\n";
    project.write("targets.csv", targets.as_bytes());
    let told = project.told(&["check"], "sv");
    has(&told, &["varning: rad 2, kolumn E 'value': '0,65' är ett mål på 0,65 %", "skriv 65 om det är 65 % som menas"]);
    assert!(!told.contains("rad 3"), "half a full-time equivalent is no fraction of a percentage: {told}");
    let targets = "indicator,breakdown,period,kind,value,decided,source\n\
        fte_year_end,,2026,target,-5,2026-01-01,plan\njobs_net,,2026,target,-5,2026-01-01,plan\n\
        net_result,,2026,target,-5,2026-01-01,plan\nretention_12_months,,2026,target,165,2026-01-01,plan\n\
        retention_12_months,,2026,target,-1,2026-01-01,plan\nfte_year_end,,2026,target,5,2027-01-01,plan\n\
        fte_year_end,,2026,baseline,5,2027-01-01,-\nfte_year_end,,2026,target,7,2026-01-01,-\n";
    project.write("targets.csv", targets.as_bytes());
    let told = project.told(&["check"], "sv");
    has(
        &told,
        &[
            "rad 2: måttet kan aldrig bli '-5': det är 0 eller mer",
            "rad 5: måttet kan aldrig bli '165': det är 0 till 100",
            "rad 6: måttet kan aldrig bli '-1'",
            "rad 7, kolumn F 'decided': det här målet för 2026 beslutades 2027-01-01, när perioden redan var slut",
            "rad 9, kolumn G 'source': det står inte vem som har beslutat '7'",
        ],
    );
    assert!(!told.contains("rad 3") && !told.contains("rad 4"), "jobs may be lost, and so may money: {told}");
    assert!(!told.contains("rad 8"), "nobody decides a baseline: {told}");
    project.write("targets.csv", "indicator,period,kind,värde\n".as_bytes());
    project.write("comments.csv", b"indicator,period,text\n\xE5,2026,x\n");
    has(&project.told(&["check"], "en"), &["the column 'value' is missing", "'comments.csv' is not saved as UTF-8"]);
    assert!(!told.contains("2031"), "{told}");
}

#[test]
fn without_a_period_the_last_that_ended_and_was_answered_is_told() {
    let project = Project::new();
    let yaml = std::fs::read_to_string(project.file("nytta.yaml")).expect("it is there");
    let line = yaml.lines().find(|line| line.contains("{ period: ")).expect("a project has a period");
    let years = ["2020", "2021", "2097", "2098"].map(|year| {
        let deadline = year.parse::<u32>().expect("a year") + 1;
        format!("  - {{ period: \"{year}\", start: {year}-01-01, end: {year}-12-31, deadline: {deadline}-04-30, release: {deadline}-09-01 }}")
    });
    project.replace("nytta.yaml", line, &years.join("\n"));
    let told = |expected: &str| {
        for command in ["measure", "trace"] {
            let figure = (command == "trace").then_some("fte_year_end");
            let arguments: Vec<&str> =
                [command, project.path()].into_iter().chain(figure).chain(["--language", "en"]).collect();
            let ran = nytta(&arguments);
            has(&ran.err, &[&format!("this is about the period {expected}; ask for another with --period")]);
        }
    };
    told("2098");
    project.write("submissions/2097/ett.csv", format!("{HEADER}\n{ROW}\n").as_bytes());
    told("2097");
    project.write("submissions/2020/ett.csv", format!("{HEADER}\n{ROW}\n").as_bytes());
    told("2020");
    // Answers are owed for the last that has ended, whoever has sent any.
    let owed = nytta(&["status", project.path(), "--language", "en"]);
    has(&owed.err, &["this is about the period 2021; ask for another with --period"]);
    let named = nytta(&["status", project.path(), "--period", "2021", "--language", "en"]);
    assert!(!named.err.contains("this is about"), "{}", named.err);
}

#[test]
fn a_template_of_the_projects_own_is_tried_by_check() {
    let project = Project::new();
    let region = std::fs::read_to_string(root().join("report-templates/region/region.typ.j2")).expect("it is there");
    project.write("report-templates/mine/part.typ.j2", b"{{ no_model_has_this }}");
    for (broken, told) in [
        ("", ""),
        ("{{ nothing_like_it }}\n", "report-templates/mine/mine.typ.j2"),
        ("{% if brief %}\n", "report-templates/mine/mine.typ.j2"),
        ("#no-such-function()\n", "report-templates/mine/mine.typ.j2"),
    ] {
        project.write("report-templates/mine/mine.typ.j2", format!("{region}{broken}").as_bytes());
        let said = project.told(&["check"], "en");
        assert_eq!(said.contains("[template-fault]"), !told.is_empty(), "{broken}: {said}");
        has(&said, &[told]);
    }
}

#[test]
fn a_reason_for_another_period_is_told_which_there_are() {
    let project = Project::new();
    let period =
        "  - { period: \"2027\", start: 2027-01-01, end: 2027-12-31, deadline: 2028-04-30, release: 2028-09-01 }\n";
    project.replace("nytta.yaml", "\npacks:", &format!("\n{period}\npacks:"));
    let headers = "organisation,period,dataset,record,check,values,reason_code,text,by,date,publish\n";
    let reason = "9990001373,2024,enterprise_year,,fte_chain,,merger,,Eva,2026-01-01,no\n";
    project.write("explanations.csv", format!("{headers}{reason}").as_bytes());
    has(&project.told(&["check"], "sv"), &["inget som heter '2024' (period)", "skriv något av dessa: 2026, 2027"]);
}

#[test]
fn a_persons_number_in_the_projects_own_texts_is_told_and_never_printed() {
    let project = Project::new();
    let number = "811218-9876";
    project.write("comments.csv", format!("indicator,breakdown,period,text,by,date\nfte_year_end,,2026,Ring {number} om detta.,Eva,2026-01-01\nfte_year_end,,2026,Bra.,Eva eva@example.org {number},2026-01-01\nfte_year_end,,2026,Ring 019-602 70 00.,Eva,2026-01-01\n").as_bytes());
    project.write("targets.csv", format!("indicator,breakdown,period,kind,value,decided,source\nfte_year_end,,2026,target,5,2026-01-01,Beslut av {number}\n").as_bytes());
    project.write("explanations.csv", format!("organisation,period,dataset,record,check,values,reason_code,text,by,date,publish\n9990001373,2026,enterprise_year,,fte_chain,,,Såld till {number},Eva,2026-01-01,yes\n").as_bytes());
    project.replace("organisations.csv", "Ett,", &format!("Ett {number},"));
    assert_eq!(nytta(&["check", project.path()]).status, 1);
    let told = project.told(&["check"], "en");
    has(
        &told,
        &[
            "row 2, column D 'text': a personal identity number",
            "row 3, column E 'by': a personal identity number",
            "row 2, column G 'source': a personal identity number",
            "row 2, column H 'text': a personal identity number",
            "row 2, column B 'name': a personal identity number",
        ],
    );
    assert_eq!(told.matches("[personal-number-in-project]").count(), 5, "{told}");
    assert!(!told.contains(number), "{told}");
    let folder = Folder::read(Path::new(project.path())).expect("the project can be read");
    let (definitions, _) = Definitions::load(&folder);
    let definitions = definitions.expect("the definitions are sound");
    let comments = Comments::read(&folder, &definitions).0;
    assert_eq!(comments.rows.len(), 1, "only the one with a telephone number stays");
    let targets = Targets::read(&folder, &definitions).0;
    assert_eq!((targets.rows.len(), targets.rows[0].source.as_str()), (1, ""));
    assert!(Explanations::read(&folder, &definitions).0.reasons.is_empty());
    project.replace(
        "nytta.yaml",
        "publisher:",
        &format!("contact: {{ en: \"eva@example.org {number}\", sv: \"eva@example.org, 019-602 70 00\" }}\npublisher:"),
    );
    let told = project.told(&["check"], "en");
    has(&told, &["nytta.yaml", "a personal identity number seems to stand here"]);
    assert!(!told.contains(number), "{told}");
}

#[test]
fn a_codelist_that_the_project_lacks_is_told_where_it_can_be_mended() {
    let project = Project::new();
    std::fs::remove_file(project.file("indicators/codelists/district.csv")).expect("it is there");
    let told = project.told(&["check"], "en");
    has(&told, &["indicators/codelists/district.csv\n  error: the project lacks the codelist 'district'"]);
    assert!(!told.contains("pack.yaml"), "{told}");
}

#[test]
fn a_folder_that_is_no_period_and_a_day_in_no_period_are_told_apart() {
    let project = Project::new();
    let period = |year: u32| {
        format!(
            "  - {{ period: \"{year}\", start: {year}-01-01, end: {year}-12-31, deadline: 2027-02-28, release: 2027-09-15 }}\n"
        )
    };
    let newest = "  - { period: \"2026\"";
    project.replace("nytta.yaml", newest, &format!("{}{}{newest}", period(2024), period(2025)));
    for name in ["a.csv", "b.csv"] {
        project.write(&format!("submissions/2027/{name}"), HEADER.as_bytes());
    }
    project.write("submissions/direkt.csv", HEADER.as_bytes());
    project.send("ett.csv", &ROW.replace("2026-", "2205-"));
    project.send("två.csv", &row_of("9990002744").replace("2026-", "2025-"));
    let told = project.told(&["validate"], "en");
    has(
        &told,
        &[
            "'2027' is no period of the project, so what lies in 'submissions/2027' is in no figure (files: 2)",
            "move the files into 'submissions/2026/', or add the period '2027'",
            "the file lies in no period's folder",
            "'2205-12-31' in 'year_end' lies in none of the project's periods: 2024, 2025, 2026",
            "the file belongs in 'submissions/2025/'",
        ],
    );
    assert_eq!(told.matches("[unknown-period]").count(), 1, "{told}");
    let asked = project.told(&["measure", "--period", "2027"], "sv");
    has(&asked, &["projektet har ingen period '2027'", "använd någon av: 2026, 2025, 2024"]);
}

#[test]
fn what_is_there_is_not_written_over_by_less() {
    let project = Project::new();
    let form = project.file("form.xlsx");
    let form = form.to_str().expect("a plain name");
    assert_eq!(nytta(&["form", project.path(), "--out", form]).status, 0);
    let before = std::fs::read(form).expect("it was written");
    let again = nytta(&["form", project.path(), "--out", form, "--language", "sv"]);
    assert_eq!((again.status, std::fs::read(form).expect("it is there")), (2, before));
    has(&again.err, &["finns redan och kan vara ifylld", "välj ett annat namn"]);
    project.write("reports/kept.pdf", b"%PDF-1.7");
    project.write("organisations.csv", b"organisation,name\n9990001373,F\xF6retag\n");
    let kept = project.file("reports/kept.pdf");
    let made = nytta(&["report", project.path(), "--out", kept.to_str().expect("a plain name"), "--language", "sv"]);
    assert_eq!((made.status, std::fs::read(kept).expect("it is there")), (2, b"%PDF-1.7".to_vec()));
    has(&made.err, &["det finns inget företag i organisations.csv som går att läsa"]);
    let explanations = "organisation,period,dataset,check,reason_code,text,publish\n\
        9990001373,2026,enterprise_year,fte_chain,,Vi öppnade en butik,japp\n";
    project.write("explanations.csv", explanations.as_bytes());
    has(&project.told(&["check"], "sv"), &["rad 2, kolumn G 'publish'", "'japp' är varken ja eller nej"]);
}

#[test]
fn the_demo_counts_what_validate_counts() {
    let folder = tempfile::tempdir().expect("there is room");
    let place = folder.path().join("demo");
    let place = place.to_str().expect("a plain name");
    // In a language that has neither the English nor the Swedish words.
    let demo = nytta(&["demo", place, "--language", "fr"]);
    let validated = nytta(&["validate", place, "--language", "fr"]);
    let last = validated.out.lines().last().expect("totals");
    let (files, rest) = last.split_once("\u{a0}: ").expect("a count of files");
    let (totals, _) = rest.split_once(". ").expect("totals");
    assert!(totals.contains("avertissements"), "{last}");
    for count in totals.split(", ") {
        has(&demo.out, &[&format!("  trouvé\u{a0}: {count}, comme prévu dans l’exemple\n")]);
    }
    has(&demo.out, &[&format!(": envoi de {files}\n"), "  écrit ", " s\n\nEnsuite\u{a0}:\n", "qui est en retard"]);
    for word in ["sent in", "found", "wrote", "Next", "{dir}", "{seconds}"] {
        assert!(!demo.out.contains(word), "{word}: {}", demo.out);
    }
}

#[test]
fn everything_follows_the_language_and_others_are_refused_by_all() {
    let project = Project::new();
    project.send("ett.csv", &ROW.replace("2,5", "abc"));
    let path = project.path();
    let commands: [&[&str]; 10] = [
        &["check", path],
        &["validate", path],
        &["status", path],
        &["measure", path],
        &["report", path],
        &["explain", "unknown-code"],
        &["schema", "indicator"],
        &["completions", "bash"],
        &["demo", "never-made"],
        &["init", "never-made"],
    ];
    for command in commands {
        for language in ["de", "../../zz", "svenska", "sv/../../zz", ""] {
            let ran = nytta(&[command, &["--language", language]].concat());
            assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{command:?} {language}");
            has(&ran.err, &["the languages are 'en', 'sv', 'fr', 'it', 'ro', 'sl'"]);
        }
    }
    assert!(!project.file("reports").exists() && !root().join("never-made").exists());
    has(&project.told(&["check"], "sv-SE"), &["35 indikatorer", "inget att rätta"]);
    has(&project.told(&["validate"], "sv"), &["1 fil: 1 fel, 1 notis. Lästa rader: 1, godtagna: 0, avvisade: 1"]);
    has(&project.told(&["measure"], "sv"), &["rader i 1 fil för 2026 är underkända", "totalt"]);
    let unknown = project.told(&["report", "--report", "x"], "sv");
    has(&unknown, &["projektet har ingen rapport 'x'", "använd någon av: region"]);
    // Without --language the project's first language is that of what is said about it, else the machine's.
    has(&nytta(&["status", path]).out, &["bara för personal"]);
    let mut swedish = start(&["check", "nowhere"]);
    swedish.env("LC_ALL", "sv_SE.UTF-8");
    has(&end(swedish).err, &["fel mappen 'nowhere' finns inte"]);
}

#[test]
fn a_report_goes_into_a_folder_and_warns_when_nobody_is_in_it() {
    let project = Project::new();
    project.send("ett.csv", &ROW.replace("2,5", "abc"));
    let out = tempfile::tempdir().expect("there is room");
    let told = project.told(&["report", "--out", out.path().to_str().expect("a plain name")], "sv");
    has(&told, &["varning ingen inlämning är godtagen för 2026", "skrev ", "region-2026-sv.pdf"]);
    assert!(out.path().join("region-2026-sv.pdf").is_file());
    project.send("ett.csv", ROW);
    let told = project.told(&["report"], "en");
    assert!(!told.contains("no submission was accepted") && told.contains("wrote "), "{told}");
    assert!(project.file("reports/region-2026-en.pdf").is_file());
    project.send("två.csv", &row_of("9990002744").replace("2,5", "abc"));
    for command in ["report", "measure"] {
        let told = project.told(&[command], "en");
        has(&told, &["rows of 1 file of 2026 were rejected and are in no figure"]);
    }
}

#[test]
fn a_figure_leads_back_to_its_cells_and_what_is_misspelt_is_answered() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let told = project.told(&["trace", "turnover"], "sv");
    has(
        &told,
        &[
            "bara för personal",
            "skyddad i allt som publiceras",
            ", regler ",
            "Nettoomsättning (turnover), 2026, totalt: 900\u{a0}000 SEK (skyddas)",
            "  SUM(turnover)",
            "räknas: 1\n  9990001373 Ett  900\u{a0}000\n    submissions/2026/ett.csv rad 2",
            "(K2: '900000')",
            "tillfrågade utan godtagen rad: 3",
        ],
    );
    has(&project.told(&["trace", "turnver"], "en"), &["no indicator 'turnver'", "did you mean 'turnover'?"]);
    let cell = project.told(&["trace", "turnover", "--breakdown", "gender=women"], "en");
    has(&cell, &["'turnover' has no figure for 2026 and 'gender=women'", "its tables are: "]);
    let data = nytta(&["trace", project.path(), "turnover", "--format", "json"]);
    let data: Value = serde_json::from_str(&data.out).expect("it is JSON");
    assert_eq!(data["rows"][0]["cells"][0]["written"], "900000");
    assert_eq!(["definition", "rules"].map(|name| data[name].as_str().map(str::len)), [Some(64); 2]);
    assert_eq!(data["files"]["submissions/2026/ett.csv"].as_str().map(str::len), Some(64));
}

#[test]
fn changed_definitions_are_held_against_each_other_on_the_same_submissions() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let draft = Project::new();
    let path = "indicators/social-enterprise/turnover.yaml";
    let own = std::fs::read_to_string(root().join(path)).expect("it is there");
    draft.write(path, own.replace("SUM(turnover)", "SUM(turnover) * 2").as_bytes());
    let told = project.told(&["diff", project.path(), draft.path()], "en");
    has(&told, &["for staff only", "defined otherwise: turnover\n", "900,000 →      1,800,000  +900,000"]);
    has(&told, &["published before, withheld by the new definitions: 0; the other way round: 0\n"]);
    let same = project.told(&["diff", project.path(), project.path()], "sv");
    has(&same, &["ingen indikator är definierad på annat sätt\nuppgifter som skiljer sig: 0 av "]);
    // What is open to all would be told of a single enterprise; the figures are the same.
    draft.write(path, own.replace("sensitivity: business", "sensitivity: open").as_bytes());
    let opened = project.told(&["diff", project.path(), draft.path()], "en");
    has(&opened, &["published before, withheld by the new definitions: 0; the other way round: 3\n"]);
    has(&opened, &["900,000 →        900,000  withheld → published\n"]);
    let closed = project.told(&["diff", draft.path(), project.path()], "sv");
    has(&closed, &["publicerade förut, skyddade med de nya definitionerna: 3; tvärtom: 0\n", "publicerad → skyddad\n"]);
    let data = nytta(&["diff", project.path(), draft.path(), project.path(), "--format", "json"]);
    let data: Value = serde_json::from_str(&data.out).expect("it is JSON");
    assert_eq!((&data["become_withheld"], &data["become_told"]), (&Value::from(3), &Value::from(0)));
    let row = &data["differences"][0];
    assert_eq!(["old_status", "new_status"].map(|key| row[key].as_str()), [Some("published"), Some("withheld")]);
    draft.write(path, own.replace("unit:", "unti:").as_bytes());
    let broken = nytta(&["diff", project.path(), project.path(), draft.path(), "--language", "en"]);
    assert_eq!((broken.status, broken.out.as_str()), (2, ""));
    broken.says(&["the key 'unti' is not known here", "did you mean 'unit'?"]);
}

#[test]
fn what_the_machine_refuses_is_said_in_the_language_of_the_project() {
    let project = Project::new();
    for (language, missing) in [("sv", "går inte att läsa: det finns inte"), ("en", "cannot be read: it is not there")]
    {
        let none = nytta(&["verify", project.path(), "none.pdf", "--language", language]);
        none.says(&[missing]);
        assert!(none.status == 2 && !none.err.contains("os error"), "{}", none.err);
    }
    project.send("a.csv", super::ROW);
    let file = project.file("submissions/2026/a.csv").join("b.csv");
    let out = nytta(&["measure", project.path(), "--out", file.to_str().expect("a plain name"), "--language", "sv"]);
    assert!(out.status == 2 && !out.err.contains("os error 20"), "{}", out.err);
}

#[test]
fn a_report_in_a_language_without_texts_says_which_there_are() {
    let project = Project::new();
    project.send("a.csv", super::ROW);
    let french = nytta(&["report", project.path(), "--language", "fr"]);
    french.says(&["there is no report in the language 'fr'", "reports are in: en, sv"]);
    assert!(french.status == 2 && !project.file("nytta.key").exists(), "{}", french.err);
}

#[test]
fn figures_are_rounded_and_units_named_for_people() {
    let project = Project::new();
    let rows = ["9990001373", "9990002744", "9990004112", "9990005481"];
    let rows = rows.map(|number| super::ROW.replace("9990001373", number).replace(";900000;", ";700000;"));
    project.send("a.csv", &rows.join("\n"));
    let text = |language: &str| nytta(&["measure", project.path(), "--language", language]).out;
    let (english, swedish) = (text("en"), text("sv"));
    assert!(english.contains("(fte_year_end), full-time equivalents\n"), "{english}");
    assert!(swedish.contains("(fte_year_end), heltidstjänster\n") && swedish.contains(", procent\n"), "{swedish}");
    // A share has ten decimals in data, and one for people.
    let region = |more: &[&str]| nytta(&[&["measure", "examples/orebro-lan", "--period", "2025"], more].concat()).out;
    let (exact, read) = (region(&["--format", "csv"]), region(&["--language", "en"]));
    let decimals = |part: &str| part.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let longest = |text: &str| text.split([',', ' ', '\n']).map(decimals).max();
    assert!(longest(&exact) > Some(4) && longest(&read) <= Some(2), "{read}");
}
