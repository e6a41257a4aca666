//! What is told of the files that were sent in, and of those that cannot be read.

use serde_json::Value;

use super::super::{HEADER, Project, ROW, nytta};
use super::{has, row_of};

#[test]
fn a_mistyped_number_of_a_form_is_answered_with_the_one_that_was_meant() {
    let project = Project::new();
    let form = project.file("form.csv");
    let told = |number: &str| {
        let ended = nytta(&[
            "form",
            project.path(),
            "--organisation",
            number,
            "--out",
            form.to_str().expect("a path"),
            "--language",
            "sv",
        ]);
        assert_eq!(ended.status, 2, "{}", ended.err);
        ended.err
    };
    has(&told("999000-1374"), &["'999000-1374' har en siffra som är fel", "menade du 9990001373?"]);
    has(&told("556016-0681"), &["har en siffra som är fel", "jämför med organisations.csv"]);
    has(&told("999000-137"), &["är inget organisationsnummer", "menade du 9990001373?"]);
}

#[test]
fn stray_files_are_left_unread_with_a_note_that_says_why() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let strays = ["avtal.pdf", "ett.csv.bak", "brev.docx", "~$ett.xlsx", "bild.JPG", ".dold.csv", "ett.csv~"];
    for name in strays {
        project.send(name, ROW);
    }
    project.send(".DS_Store", "x");
    project.write("submissions/2026/pdf.csv", b"%PDF-1.7\n1;2;3\n");
    let ran = nytta(&["validate", project.path(), "--format", "json", "--language", "en"]);
    assert_eq!(ran.status, 1, "a PDF that is called .csv is an error");
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let names = |list: &Value| -> Vec<String> {
        let items = list.as_array().expect("a list").iter();
        items.map(|item| item["file"].as_str().expect("a text").replace("submissions/2026/", "")).collect()
    };
    assert_eq!(names(&document["files"]), ["ett.csv"]);
    let mut told = names(&document["diagnostics"]);
    told.sort();
    let mut expected: Vec<&str> = strays.into_iter().chain(["pdf.csv"]).collect();
    expected.sort_unstable();
    assert_eq!(told, expected);
    let of_pdf = project.told(&["validate", "submissions/2026/avtal.pdf"], "sv");
    has(&of_pdf, &["varning", "eftersom det är en PDF", "skriv av dem i blanketten och skicka den", "0 filer"]);
    let of_copy = project.told(&["validate", "submissions/2026/ett.csv.bak"], "sv");
    has(&of_copy, &["notis", "spara", ".csv, .xlsx eller .ods"]);
    assert!(!of_pdf.contains("brev.docx"), "{of_pdf}");
}

#[test]
fn each_organisation_stands_by_its_own_rows() {
    let project = Project::new();
    project.send("alla.csv", &format!("{ROW}\n{}", row_of("9990002744").replace("2,5", "abc")));
    project.send("falt.csv", &format!("{};7", row_of("9990004112")));
    project.send("person.csv", &format!("{};850709-9805", row_of("9990005481")));
    has(
        &project.told(&["status"], "en"),
        &["to correct: 3\n", "9990002744 Två (1 error)", "9990004112 Tre (1 error)", "accepted: 1\n  9990001373 Ett\n"],
    );
    has(&project.told(&["status"], "sv"), &["bara för personal", "att rätta: 3", "Två (1 fel)", "godtagna: 1"]);
    // One warning in a shared file makes one organisation wait.
    let project = Project::new();
    project.send("alla.csv", &format!("{ROW}\n{}", row_of("9990002744").replace("contracted;4", "contracted;2")));
    has(&project.told(&["status"], "en"), &["waits for reasons: 1\n  9990002744 Två (1 warning)", "accepted: 1\n"]);
}

/// Who has sent nothing is late as seen from a day, which is told: the period's release date, or another that is asked for.
#[test]
fn who_is_late_is_told_with_the_day_it_is_seen_from() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    let late = project.told(&["status"], "sv");
    let not_yet = project.told(&["status", "--date", "2026-11-30"], "sv");
    assert!(late.contains("sena: ") && late.contains("(sett den 2027-09-15, sista dag 2027-02-28)"), "{late}");
    assert!(not_yet.contains("har inte skickat än: ") && not_yet.contains("(sett den 2026-11-30, "), "{not_yet}");
}

#[test]
fn a_file_is_told_only_what_is_about_it() {
    let project = Project::new();
    project.send("ett.csv", ROW);
    project.send("två.csv", &row_of("9990002744"));
    let mut reasons = "organisation,period,dataset,check,reason_code,text\n".to_owned();
    for number in ["9990001373", "9990002744"] {
        reasons.push_str(&format!("{number},2026,enterprise_year,fte_chain,,En person gick i pension\n"));
    }
    project.write("explanations.csv", reasons.as_bytes());
    let both = project.told(&["validate"], "en");
    assert_eq!(both.matches("answers no warning").count(), 2, "{both}");
    let one = project.told(&["validate", "submissions/2026/två.csv"], "en");
    assert_eq!(one.matches("answers no warning").count(), 1, "{one}");
    project.replace("explanations.csv", "fte_chain", "fte_chian");
    let mistyped = project.told(&["check"], "sv");
    has(&mistyped, &["'fte_chian' (kontroll)", "skriv något av dessa: fte_chain"]);
    has(&one, &["of 9990002744 in 2026", "1 file: 2 notes. Rows read: 1, accepted: 1, rejected: 0"]);
}

/// Rows read are those accepted, rejected and blank, as in data and in the report.
#[test]
fn blank_rows_are_counted_among_those_read() {
    let project = Project::new();
    let blank = ";".repeat(HEADER.matches(';').count());
    project.send("alla.csv", &format!("{ROW}\n{blank}\n{}", row_of("9990002744").replace("1000;900000", "1000;abc")));
    for (language, counted) in [
        ("en", "Rows read: 3, accepted: 1, rejected: 1, blank: 1\n"),
        ("sv", "Lästa rader: 3, godtagna: 1, avvisade: 1, tomma: 1\n"),
        ("fr", "Lignes lues\u{a0}: 3, acceptées\u{a0}: 1, rejetées\u{a0}: 1, vides\u{a0}: 1\n"),
        ("it", "Righe lette: 3, accettate: 1, respinte: 1, vuote: 1\n"),
        ("ro", "Rânduri citite: 3, acceptate: 1, respinse: 1, goale: 1\n"),
        ("sl", "Prebrane vrstice: 3, sprejete: 1, zavrnjene: 1, prazne: 1\n"),
    ] {
        has(&project.told(&["validate"], language), &[counted]);
    }
    has(&project.told(&["validate", "--format", "html"], "en"), &["Rows read: 3, accepted: 1, rejected: 1, blank: 1"]);
}

#[test]
fn only_warnings_about_rows_that_count_wait_for_a_reason() {
    let project = Project::new();
    let warned = |row: &str| row.replace("contracted;4", "contracted;2");
    let rejected = warned(&row_of("9990002744")).replace("1000;900000", "1000;abc");
    project.send("alla.csv", &format!("{}\n{rejected}", warned(ROW)));
    has(&project.told(&["validate"], "en"), &["2 warnings", "Rows read: 2, accepted: 1, rejected: 1"]);
    has(&project.told(&["measure"], "en"), &["1 warning of 2026 without a reason"]);
    project.send("alla.csv", &rejected);
    let told = project.told(&["measure"], "en");
    assert!(!told.contains("without a reason"), "{told}");
}

#[test]
fn what_is_no_table_is_named_for_what_it_is() {
    let project = Project::new();
    let archive = |parts: &[&str]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for part in parts {
            writer.start_file(*part, zip::write::SimpleFileOptions::default()).expect("a part");
        }
        writer.finish().expect("an archive").into_inner()
    };
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let packed = {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("a.xlsx", stored).expect("a part");
        let workbook = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
        std::io::Write::write_all(&mut writer, &workbook).expect("there is room");
        writer.finish().expect("an archive").into_inner()
    };
    let (copy, save) = ("write them into the form", "or save the table in it as .xlsx");
    let files: [(&str, Vec<u8>, &str, &str); 12] = [
        ("a.csv", b"%PDF-1.7\n1;2\n".to_vec(), "it is a PDF", copy),
        ("b.xlsx", archive(&["[Content_Types].xml", "word/document.xml"]), "it is a text document", save),
        ("c.csv", b"\x89PNG\r\n\x1a\n\0".to_vec(), "it is a picture", copy),
        ("d.csv", b"\xFF\xD8\xFF\xE0\0".to_vec(), "it is a picture", copy),
        ("e.xlsx", archive(&["ett.csv"]), "it is an archive", "unpack 'e.xlsx'"),
        ("f.xls", [b"\xD0\xCF\x11\xE0".to_vec(), wide("WordDocument")].concat(), "it is a text document", save),
        ("g.csv", b"{\\rtf1 1;2}".to_vec(), "it is a text document", save),
        (
            "m.xls",
            b"<html><table><tr><td>orgnr</td></tr></table></html>".to_vec(),
            "it is a web page",
            "save it as .csv",
        ),
        ("n.xls", b"\xEF\xBB\xBF\r\n<!DOCTYPE HTML>\n<p>orgnr".to_vec(), "it is a web page", "save it as .csv"),
        (
            "p.xls",
            b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook/>".to_vec(),
            "it is a workbook saved as XML",
            "save it as .csv",
        ),
        (
            "q.fods",
            b"<?xml version=\"1.0\"?>\n\n<office:document xmlns:office=\"urn:x\"/>".to_vec(),
            "it is a workbook saved as XML",
            "save it as .csv",
        ),
        ("gg.zip", packed, "it is an archive", "unpack 'gg.zip'"),
    ];
    for (name, bytes, ..) in &files {
        project.write(&format!("submissions/2026/{name}"), bytes);
    }
    project.write("submissions/2026/h.xlsx", b"PK\x03\x04 and nothing");
    // A text is a text, whatever its first header is called.
    for (name, header) in [
        ("i.csv", "org;ftyp"),
        ("j.csv", "Typ;ftyp"),
        ("k.csv", "GIF8;b"),
        ("l.csv", "%PDF-nummer;b"),
        ("o.csv", "<table_1>;b"),
    ] {
        project.write(&format!("submissions/2026/{name}"), format!("{header}\n1;2\n").as_bytes());
        let file = project.file(&format!("submissions/2026/{name}"));
        let read = nytta(&["read", file.to_str().expect("a plain name"), "--language", "en"]);
        assert!(!read.out.contains("left unread"), "{header}: {}", read.out);
        std::fs::remove_file(file).expect("it was written");
    }
    let status = project.told(&["status"], "en");
    has(&status, &["sent, but nothing can read it: 12"]);
    for (name, _, what, way) in files {
        let file = project.file(&format!("submissions/2026/{name}"));
        let read = nytta(&["read", file.to_str().expect("a plain name"), "--language", "en"]);
        // As bad as among the submissions: only what is called a table is surely wrong.
        let severity = if name == "gg.zip" { "1 warning" } else { "1 error" };
        has(&read.out, &[&format!("left unread, because {what}"), way, severity]);
        let sent = project.told(&["validate", &format!("submissions/2026/{name}")], "en");
        has(&sent, &[&format!("left unread, because {what}"), way, severity]);
        assert!(!read.out.contains("rows"), "{}", read.out);
        has(&status, &[&format!("submissions/2026/{name}: left unread, because {what}")]);
    }
    has(&project.told(&["validate"], "en"), &["h.xlsx' cannot be read as a workbook", "12 errors, 1 warning"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    let other = tempfile::tempdir().expect("there is room");
    std::fs::write(other.path().join("ett.csv"), format!("{HEADER}\n{ROW}\n")).expect("it can be written");
    symlink(other.path().join("ett.csv"), project.file("submissions/2026/ett.csv")).expect("a link");
    has(&project.told(&["validate"], "en"), &["Rows read: 1, accepted: 1, rejected: 0"]);
    let round = project.file("submissions/2026/runt");
    symlink(project.path(), &round).expect("a link");
    let ran = nytta(&["validate", project.path(), "--language", "en"]);
    assert_eq!(ran.status, 2);
    has(&ran.err, &["submissions/2026/runt' is a link to a folder that it lies in itself", "remove the link"]);
    std::fs::remove_file(round).expect("it is there");
    symlink(project.file("nowhere"), project.file("submissions/2026/borta.csv")).expect("a link");
    has(&project.told(&["validate"], "en"), &["a link that leads nowhere"]);
}

#[test]
fn the_way_to_utf_8_suits_the_file() {
    let project = Project::new();
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<u8>>();
    project.write("organisations.csv", &latin("organisation,name\n9990001373,Kafé\n"));
    has(&project.told(&["check"], "en"), &["from the spreadsheet program as 'CSV UTF-8'"]);
    project.write("nytta.yaml", &latin("title: Åre\n"));
    let told = project.told(&["check"], "sv");
    has(&told, &["i textredigeraren med teckenkodningen UTF-8"]);
    assert!(!told.contains("kalkyl"), "{told}");
}

#[test]
fn each_sender_gets_the_marked_workbook_in_the_folder_it_sent_from() {
    let project = Project::new();
    for (at, name) in ["a/ca.csv", "b/ca.csv", "b/ca.txt", "ca.csv", "b/c/ca.csv"].into_iter().enumerate() {
        let number = ["9990001373", "9990002744", "9990004112", "9990005481"][at % 4];
        project.send(name, &row_of(number).replace(";2,5;", &format!(";x{at};")));
    }
    let into = project.file("back");
    project.told(&["validate", "--annotate", into.to_str().expect("a path")], "sv");
    for name in ["a/ca.xlsx", "b/ca.xlsx", "b/ca.txt.xlsx", "ca.xlsx", "b/c/ca.xlsx"] {
        assert!(into.join("2026").join(name).is_file(), "{name}");
    }
}

#[test]
fn what_is_given_back_speaks_the_language_of_the_form() {
    let project = Project::new();
    let form = project.file("form.csv");
    let path = form.to_str().expect("a path");
    assert_eq!(nytta(&["form", project.path(), "--out", path, "--language", "en"]).status, 0);
    let text = std::fs::read_to_string(&form).expect("it was written");
    let wrong = text.lines().map(|line| match line {
        line if line.starts_with("fte_method;") => {
            let cells: Vec<&str> = line.split(';').collect();
            format!("{};{};Guess;{}", cells[0], cells[1], cells[3..].join(";"))
        }
        line if line.starts_with("organisation;") => line.replacen(";;", ";999000-1373;", 1),
        line => line.to_owned(),
    });
    let wrong: Vec<String> = wrong.collect();
    project.write("submissions/2026/svar.csv", format!("{}\r\n", wrong.join("\r\n")).as_bytes());
    project.write("submissions/2026/låst.xlsx", b"\xD0\xCF\x11\xE0 nothing");
    let list = |language: &[&str]| {
        let into = project.file("back");
        let ran =
            nytta(&[&["validate", project.path(), "--annotate", into.to_str().expect("a path")], language].concat());
        assert_eq!(ran.status, 1, "{}", ran.err);
        let bytes = std::fs::read(into.join("2026/svar.xlsx")).expect("it was written");
        let names: Vec<_> = std::fs::read_dir(into.join("2026")).expect("a folder").collect();
        let names = names.into_iter().map(|name| name.expect("a file").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        std::fs::remove_dir_all(into).expect("it was made");
        (crate::answers::part(&bytes, "xl/worksheets/sheet2.xml"), names)
    };
    let (english, names) = list(&[]);
    has(&english, &["To fix", "'Guess' is not among the answers", "Sum of contracted working time"]);
    assert_eq!(names, ["låst – att rätta.xlsx", "svar.xlsx"], "a locked file is no form, and its list no copy of it");
    let (swedish, _) = list(&["--language", "sv"]);
    has(&swedish, &["Att rätta", "'Guess' finns inte bland svaren"]);
    // Whoever asks about one file answers its sender.
    let asked = nytta(&["validate", project.path(), "submissions/2026/svar.csv"]);
    has(&asked.out, &["'Guess' is not among the answers"]);
    has(&nytta(&["validate", project.path()]).out, &["'Guess' finns inte bland svaren"]);
}

#[test]
fn a_form_that_is_there_is_told_in_the_language_of_the_project() {
    let project = Project::new();
    project.write("blankett.csv", b"ifylld");
    let path = project.file("blankett.csv");
    let out = path.to_str().expect("a path");
    for (languages, said) in [("[sv, en]", "finns redan och kan vara ifylld"), ("[fr, en]", "existe déjà")] {
        let yaml = std::fs::read_to_string(project.file("nytta.yaml")).expect("it is there");
        let line = yaml.lines().find(|line| line.starts_with("languages:")).expect("a line").to_owned();
        project.replace("nytta.yaml", &line, &format!("languages: {languages}"));
        let ran = nytta(&["form", project.path(), "--out", out]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        has(&ran.err, &[said]);
    }
    assert_eq!(std::fs::read(path).expect("it is there"), b"ifylld");
}

#[test]
fn a_person_in_the_name_of_a_file_is_told() {
    let project = Project::new();
    project.send("Anna 850709-9805 svar.csv", ROW);
    project.send("850709-9805/två.csv", &row_of("9990002744"));
    project.send("9990004112 2026-12-31.csv", &row_of("9990004112"));
    project.write("submissions/2026/8507099805.pdf", b"%PDF-1.7");
    let told = project.told(&["validate"], "sv");
    assert_eq!(told.matches("namnet på filen eller dess mapp").count(), 3, "{told}");
    has(&told, &["ge 'submissions/2026/Anna ••••••-•••• svar.csv' ett namn utan det", "godtagna: 1, avvisade: 2"]);
    assert!(!told.contains("9805"), "{told}");
    let file = project.file("submissions/2026/Anna 850709-9805 svar.csv");
    let read = nytta(&["read", file.to_str().expect("a path"), "--language", "sv"]);
    has(&read.out, &["namnet på filen eller dess mapp"]);
}
