//! `nytta verify` as it is run: what it says of a report as it was made, edited, or not ours.

use std::path::PathBuf;

use serde_json::Value;

use super::{Project, ROW, Ran, nytta};
use crate::verify::paper::{tiny, updated};

/// A project whose four enterprises have answered, and its report.
fn reported() -> (Project, PathBuf) {
    let project = Project::new();
    for (at, number) in ["9990001373", "9990002744", "9990004112", "9990005481"].into_iter().enumerate() {
        let row = ROW.replace("9990001373", number).replace("900000", &format!("{}00000", 7 + at));
        project.send(&format!("{number}.csv"), &row);
    }
    let made = nytta(&["report", project.path(), "--period", "2026", "--language", "en"]);
    assert_eq!(made.status, 0, "{}", made.err);
    made.says(&["made 'nytta.key', the project's secret"]);
    let report = project.file("reports/region-2026-en.pdf");
    assert!(report.is_file());
    (project, report)
}

fn verify(project: &Project, report: &std::path::Path, more: &[&str]) -> Ran {
    let report = report.to_str().expect("a plain name");
    nytta(&[&["verify", project.path(), report, "--language", "en"], more].concat())
}

#[test]
fn a_report_is_verified_until_the_project_or_the_file_changes() {
    let (project, report) = reported();
    let secret = std::fs::read_to_string(project.file("nytta.key")).expect("it was made");
    assert_eq!(secret.trim().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(project.file("nytta.key")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "others can read the secret");
    }
    let first = std::fs::read(&report).expect("it was made");
    let again = nytta(&["report", project.path(), "--period", "2026", "--language", "en"]);
    assert!(!again.err.contains("nytta.key"), "{}", again.err);
    assert!(first == std::fs::read(&report).expect("it was made"), "the second report has other bytes");
    let exact = verify(&project, &report, &[]);
    assert_eq!(exact.status, 0, "{}{}", exact.out, exact.err);
    assert!(exact.out.starts_with("the report is exactly what the project gives: "), "{}", exact.out);
    assert_eq!(nytta(&["check", project.path()]).status, 0);

    let added = project.file("reports/added.pdf");
    std::fs::write(&added, [&first[..], b"\n"].concat()).expect("it can be written");
    let told = verify(&project, &added, &[]);
    assert_eq!(told.status, 1, "{}", told.err);
    told.says(&["pages are as the project gives them, but the file is another: something was added behind it"]);

    project.replace("submissions/2026/9990004112.csv", "900000", "950000");
    let told = verify(&project, &report, &[]);
    assert_eq!(told.status, 1, "{}", told.err);
    told.says(&[
        "for staff only: what the project gives now may be withheld",
        "the report is not what the project gives",
        "turnover 2026 total  (page",
        "texts on its pages that differ: ",
        "the report says   value: '3400000'",
        "the project gives value: '3450000'",
        "the project has changed since it was made: submissions/2026",
    ]);
    // One change is told once, with all its pages, and the figures come first.
    let swedish = nytta(&["verify", project.path(), report.to_str().expect("a plain name"), "--language", "sv"]);
    swedish.says(&["rapporten säger värde: '3400000'", " ställen\n"]);
    for ran in [&told, &swedish] {
        let lines: Vec<&str> = ran.out.lines().map(str::trim).filter(|line| line.ends_with("'3.4'")).collect();
        let alike: std::collections::BTreeSet<&&str> = lines.iter().collect();
        assert_eq!(lines.len(), alike.len(), "{}", ran.out);
        let place = |words: [&str; 2]| words.iter().find_map(|word| ran.out.find(word)).expect("it is told");
        assert!(
            place(["figures that differ", "uppgifter som skiljer sig"]) < place(["texts on", "texter på"]),
            "{}",
            ran.out
        );
    }
    let data = verify(&project, &report, &["--format", "json"]);
    assert_eq!(data.status, 1);
    let data: Value = serde_json::from_str(&data.out).expect("it is JSON");
    assert_eq!(
        (&data["schema"], &data["exact"], &data["changed"][0]),
        (&1.into(), &false.into(), &"submissions/2026".into())
    );
    let figures = data["figures"].as_array().expect("a list");
    assert!(figures.iter().any(|one| one["indicator"] == "turnover" && one["entries"][0]["report"] == "3400000"));
    let texts = data["texts"].as_array().expect("a list");
    let net = |one: &&Value| one["report"].as_str().is_some_and(|text| text.contains("3.4")) && one["page"].is_u64();
    let found = texts.iter().find(net).unwrap_or_else(|| panic!("{texts:#?}"));
    assert!(found["project"].as_str().is_some_and(|text| text.contains("3.45") || text.contains("3.5")), "{found}");
    let table = verify(&project, &report, &["--format", "csv"]).out;
    assert!(table.starts_with("page,indicator,period,breakdown,entry,heading,row,column,report,project\n"), "{table}");
}

/// The report with the data that it carries changed by an editor.
fn carrying(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let before = text.split("/Type/EmbeddedFile").next().expect("it carries a file");
    let number = before.rsplit(" 0 obj\n").nth(1).and_then(|rest| rest.rsplit('\n').next()).expect("an object");
    let printed = nytta::pdf::read_here(bytes).expect("it is a PDF");
    let held = &printed.attached[nytta::report::provenance::NAME];
    assert!(held.contains(from), "{from}");
    let held = held.replacen(from, to, 1);
    let body =
        format!("<</Type/EmbeddedFile/Subtype/application#2Fjson/Length {}>>\nstream\n{held}\nendstream", held.len());
    updated(bytes, &[(number.parse().expect("a number"), body.into_bytes())])
}

#[test]
fn what_cannot_be_held_against_the_project_is_answered() {
    let (project, report) = reported();
    let made = std::fs::read(&report).expect("it was made");
    let file = project.file("reports/came-back.pdf");
    let told = |bytes: &[u8]| {
        std::fs::write(&file, bytes).expect("it can be written");
        verify(&project, &file, &[])
    };
    let engine = format!("\"engine\": \"{}\"", nytta::ENGINE);
    for (bytes, words) in [
        (b"orgnr;fte\n".to_vec(), "is no PDF, or a damaged one"),
        (made[..5_000].to_vec(), "is no PDF, or a damaged one"),
        (tiny(), "carries no figures that it could be checked by: Nytta did not make this file"),
        (carrying(&made, "\"schema\": 1", "\"schema\": 2"), "was made by a later version, 'nytta "),
        (carrying(&made, "\"figures\"", "\"numbers\""), "cannot be read: they are damaged or were changed"),
        (carrying(&made, "\"project\": \"", "\"project\": \"other-"), "is a report of the project 'other-"),
        (carrying(&made, "\"report\": \"region\"", "\"report\": \"regoin\""), "did you mean 'region'?"),
        (carrying(&made, "\"period\": \"2026\"", "\"period\": \"1999\""), "the project has no period '1999'"),
        (carrying(&made, "\"language\": \"en\"", "\"language\": \"xx\""), "the report could not be made anew"),
        (carrying(&made, &engine, "\"engine\": \"nytta 0.0.1\""), "the report was made by 'nytta 0.0.1' and this is"),
    ] {
        let ran = told(&bytes);
        assert_eq!(ran.status, 2, "{words}: {}{}", ran.out, ran.err);
        ran.says(&[words]);
    }
    // Of another version the figures are compared all the same, and no more is said of it.
    let other = told(&carrying(&made, &engine, "\"engine\": \"nytta 0.0.1 19850709-9805\""));
    other.says(&[
        "figures in the report's attached data are as the project gives them; nothing is said about its pages",
        "only the figures in its attached data are as the project gives them",
    ]);
    assert!(!other.out.contains("9805") && !other.err.contains("9805"), "{}{}", other.out, other.err);
    let other = carrying(&made, &engine, "\"engine\": \"nytta 0.0.1 19850709-9805\"");
    std::fs::write(&file, carrying(&other, "\"language\": \"en\"", "\"language\": \"en 19850709-9805\""))
        .expect("it can be written");
    let data = verify(&project, &file, &["--format", "json"]);
    assert!(data.out.contains("\"engine\": \"nytta ") && !data.out.contains("9805"), "{}", data.out);
    let both = carrying(&carrying(&made, &engine, "\"engine\": \"nytta 0.0.1\""), "\"3400000\"", "\"3500000\"");
    let ran = told(&both);
    assert_eq!(ran.status, 1, "{}", ran.err);
    ran.says(&[
        "the report says   value: '3500000'",
        "the report's attached data (provenance.json) are not what the project gives; nothing",
    ]);
    let ran = told(&carrying(&made, "\"3400000\"", "\"3500000\""));
    assert_eq!(ran.status, 1, "{}", ran.err);
    ran.says(&[
        "the report's attached data (provenance.json) are not what the project gives; its pages are as the project gives them (",
        "figures that differ in the data that the report carries (provenance.json): 1\n  turnover 2026 total\n",
        "the report says   value: '3500000'",
        "what differs was changed in the report",
    ]);
    assert!(!ran.out.contains("(page"), "no page says anything else: {}", ran.out);
    assert_eq!(verify(&project, &project.file("reports/none.pdf"), &[]).status, 2);
    project.write("nytta.key", b"short\n");
    let short = nytta(&["report", project.path(), "--period", "2026", "--language", "en"]);
    assert_eq!(short.status, 2);
    short.says(&["'nytta.key' holds no secret: it is too short"]);
}

/// A colleague on a shared folder who may not read the secret makes reports and verifies them, and the secret stays.
#[cfg(target_os = "linux")]
#[test]
fn a_secret_that_cannot_be_read_is_as_none() {
    let (project, report) = reported();
    let key = project.file("nytta.key");
    let secret = std::fs::read(&key).expect("it was made");
    std::fs::remove_file(&key).expect("it can be removed");
    // Whoever asks, this file is there and cannot be read from its beginning.
    std::os::unix::fs::symlink("/proc/self/mem", &key).expect("a link can be made");
    assert_eq!(nytta(&["validate", project.path()]).status, 0);
    let exact = verify(&project, &report, &[]);
    assert_eq!(exact.status, 0, "{}{}", exact.out, exact.err);
    exact.says(&["is exactly what the project gives"]);
    assert!(!exact.out.contains("cannot be told"), "what is exact needs no digests: {}", exact.out);
    let own = project.file("reports/own.pdf");
    let own_path = own.to_str().expect("a plain name");
    let made = nytta(&["report", project.path(), "--period", "2026", "--language", "en", "--out", own_path]);
    assert_eq!(made.status, 0, "{}", made.err);
    made.says(&["'nytta.key' is there and cannot be read", "ask whoever made it to let you read it"]);
    assert!(key.is_symlink(), "another secret was put in its place");
    let printed = nytta::pdf::read_here(&std::fs::read(&own).expect("it was made")).expect("it is a PDF");
    let carried = nytta::pipeline::verify::carried(&printed).expect("it carries figures");
    assert!(carried.inputs.is_empty());
    // Also for those who may read it such a report is exact.
    std::fs::remove_file(&key).expect("it can be removed");
    std::fs::write(&key, secret).expect("it can be written");
    let exact = verify(&project, &own, &[]);
    assert_eq!(exact.status, 0, "{}{}", exact.out, exact.err);
    exact.says(&["is exactly what the project gives"]);
    // With another secret nothing is said of files.
    std::fs::write(&key, "0123456789abcdef0123456789abcdef0123456789abcdef").expect("it can be written");
    let other = verify(&project, &report, &[]);
    assert_eq!(other.status, 1, "{}{}", other.out, other.err);
    other.says(&["the file is another: the project has changed", "the project has another secret now ('nytta.key')"]);
    assert!(!other.out.contains("was changed in the report"), "{}", other.out);
}

#[test]
fn what_was_published_verifies_though_it_and_later_editions_are_remembered() {
    let (project, draft) = reported();
    let publish = |name: &str, more: &[&str]| {
        let path = project.file(&format!("reports/{name}.pdf"));
        let out = path.to_str().expect("a plain name");
        let asked = ["report", project.path(), "--period", "2026", "--language", "en", "--release", name, "--out", out];
        let made = nytta(&[&asked[..], more].concat());
        assert_eq!(made.status, 0, "{}", made.err);
        path
    };
    let exact = |report: &std::path::Path| {
        let ran = verify(&project, report, &[]);
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    };
    let first = publish("b", &[]);
    exact(&first);
    // Of the same date, and by its name before the first.
    let second = publish("a", &[]);
    let third = publish("c", &["--date", "2030-01-01"]);
    for report in [&first, &second, &third] {
        exact(report);
    }
    let stale = verify(&project, &draft, &[]);
    assert_eq!(stale.status, 1, "{}", stale.err);
    stale.says(&[
        "are as the project gives them, but the file is another",
        "published since this draft was made",
        ": a, b, c",
    ]);
    let data: Value = serde_json::from_str(&verify(&project, &draft, &["--format", "json"]).out).expect("it is JSON");
    assert_eq!((&data["edition"], &data["editions_since"][2]), (&Value::Null, &"c".into()));
    let again = nytta(&["report", project.path(), "--period", "2026", "--language", "en"]);
    assert_eq!(again.status, 0, "{}", again.err);
    exact(&draft);
    std::fs::remove_file(project.file("releases/b.csv")).expect("it was written");
    let gone = verify(&project, &second, &[]);
    assert_eq!(gone.status, 1, "{}", gone.err);
    gone.says(&["held against editions that the project does not remember: b"]);
    let unknown = verify(&project, &first, &[]);
    assert_eq!(unknown.status, 2);
    unknown.says(&["the project has not published an edition 'b'"]);
}

#[test]
fn a_figure_that_the_project_no_longer_knows_is_told_once_and_in_words() {
    let project = Project::new();
    for (at, number) in ["9990001373", "9990002744", "9990004112", "9990005481"].into_iter().enumerate() {
        let row = ROW.replace("9990001373", number).replace("900000", &format!("{}00000", 7 + at));
        project.send(&format!("{number}.csv"), &row);
    }
    let own = |name: &str| {
        let known = nytta(&["explain", "turnover"]).out;
        assert!(known.contains("indicator: turnover\n"), "{known}");
        let path = format!("indicators/social-enterprise/{name}.yaml");
        project.write(&path, known.replace("indicator: turnover\n", &format!("indicator: {name}\n")).as_bytes());
        project.file(&path)
    };
    let first = own("takings");
    assert_eq!(nytta(&["report", project.path(), "--period", "2026", "--language", "en"]).status, 0);
    std::fs::remove_file(first).expect("it was written");
    own("income");
    let report = project.file("reports/region-2026-en.pdf");
    let told = nytta(&["verify", project.path(), report.to_str().expect("a plain name"), "--language", "sv"]);
    assert_eq!(told.status, 1, "{}", told.err);
    told.says(&["takings 2026 totalt\n", "rapporten säger värde: '3400000'\n    projektet ger   värde: inget\n"]);
    assert!(!told.out.contains("'published'") && !told.out.contains("''"), "{}", told.out);
}
