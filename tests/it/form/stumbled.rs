//! What a bookkeeper with a form and half an hour stumbles on: each message has one way out, and nothing is lost unseen.

use nytta::diagnostic::Severity;
use nytta::form;
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::identifier;
use nytta::pipeline;
use nytta::source::Span;
use nytta::table::workbook::{InProcess, Workbooks};

use super::saved::{form_of, found_in, usual};
use super::{example, filled, read, row_of};
use crate::answers::{part, with_part};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const USUAL: [(&str, &str); 4] =
    [("year_start", "2025-01-01"), ("year_end", "2025-12-31"), ("fte_opening", "12"), ("fte_closing", "12")];

fn words(field: &'static str, text: &str) -> (&'static str, String) {
    (field, format!(r#" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#))
}

/// The findings of a form as text by some answers besides the usual ones: rule, cells, hint.
fn told(more: &[(&str, &str)]) -> Vec<(String, Vec<String>, String)> {
    let (found, _) = found_in("form.csv", filled(&[&USUAL[..], more].concat()).as_bytes());
    let cells = |one: &nytta::diagnostic::Diagnostic| {
        std::iter::once(&one.span).chain(&one.also).filter_map(Span::cell).collect()
    };
    found.iter().map(|one| (one.rule.clone(), cells(one), one.hint.in_language(&["en"]).into_owned())).collect()
}

#[test]
fn words_for_no_answer_may_have_any_space_between_them() {
    let odd = ["Vet  ej", "vet\u{a0}ej", "VET\u{202f}EJ", " Ej  tillämpligt ", "vet\nej"];
    for odd in odd {
        let (found, accepted) = found_in("form.xlsx", &form_of(&[usual(), vec![words("turnover", odd)]].concat()));
        assert!(found.iter().all(|one| one.rule != "not-a-number"), "{odd:?}: {found:#?}");
        assert_eq!(accepted, 1, "{odd:?}");
    }
    let (_, accepted) = found_in("form.xlsx", &form_of(&[usual(), vec![words("turnover", "vetej")]].concat()));
    assert_eq!(accepted, 0, "other words are no answer");
}

#[test]
fn a_form_shows_days_of_the_year_that_it_asks_for() {
    let (_, loaded) = example();
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    for (period, day, other) in [("2024", "2024-12-31", "2025-12-31"), ("2025", "2025-12-31", "2024-12-31")] {
        let asked = loaded.definitions.project.period(period).expect("a period");
        let form = pipeline::form(&loaded, None, (dataset, asked), None, "sv");
        let lines = form.parts.iter().flat_map(|part| &part.lines);
        let helps: String = lines.map(|line| line.help.as_str()).collect();
        assert!(helps.contains(&format!("Skriv datumet som {day}. Dagen avgör")) && !helps.contains(other), "{helps}");
        let prompts = part(&form::workbook(&form), SHEET);
        assert!(prompts.contains(&format!("prompt=\"Skriv datumet som {day}.")) && !prompts.contains(other));
    }
}

#[test]
fn the_example_of_an_organisation_number_is_one() {
    let (_, loaded) = example();
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    let asked = loaded.definitions.project.period("2025").expect("a period");
    for language in ["en", "sv", "fr", "it", "ro", "sl"] {
        let sheet = part(&form::workbook(&pipeline::form(&loaded, None, (dataset, asked), None, language)), SHEET);
        let numbers = sheet.match_indices('-').filter_map(|(at, _)| sheet.get(at - 6..at + 5));
        let is_number = |one: &&str| one.bytes().filter(u8::is_ascii_digit).count() == 10;
        let numbers: Vec<&str> = numbers.filter(is_number).collect();
        assert!(!numbers.is_empty(), "{language}");
        assert!(numbers.iter().all(|one| identifier::organisation(one, "SE").is_ok()), "{numbers:?}");
    }
}

#[test]
fn a_marked_cell_shows_the_number_that_is_told_of() {
    for (number, as_written) in [("10.5", true), ("1234567", false)] {
        let sent = form_of(&[usual(), vec![("heads", format!("><v>{number}</v></c>"))]].concat());
        let sheets = InProcess.sheets(&sent).expect("a workbook");
        let row = row_of(&sheets[0], "heads");
        let place = Span {
            sheet: Some(sheets[0].name.as_str().into()),
            row: Some(row),
            column: Some(3),
            ..Span::file("form.xlsx")
        };
        let found = [nytta::diagnostic::Diagnostic::new("not-a-whole-number", place, &[("value", number)])];
        let submission = Submission { file: "form.xlsx", bytes: &sent, sheets: &sheets, diagnostics: &found };
        let marked = annotated(&submission, &["sv".to_owned()], &Marker::InProcess).workbook;
        let (sheet, styles) = (part(&marked, SHEET), part(&marked, "xl/styles.xml"));
        let cell = &sheet[sheet.find(&format!("<c r=\"C{row}\"")).expect("the cell")..];
        let style = cell.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style");
        let formats = styles.split("<cellXfs").nth(1).expect("the formats");
        let own = formats.split("<xf ").nth(style.parse::<usize>().expect("a number") + 1).expect("the format");
        assert_eq!(own.starts_with("numFmtId=\"0\""), as_written, "{number}: {own}");
    }
}

#[test]
fn a_part_that_is_more_than_its_total_is_marked_beside_it() {
    let all = told(&[("heads", "20"), ("heads_women", "30"), ("heads_men", "2"), ("heads_not_stated", "0")]);
    let (_, cells, hint) = all.iter().find(|(rule, ..)| rule == "parts-differ-from-total").expect("it is told");
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert!(hint.contains("kvinnor' alone is more than the total"), "{hint}");
    // Parts that are too many together are not.
    let all = told(&[("heads", "20"), ("heads_women", "15"), ("heads_men", "15"), ("heads_not_stated", "0")]);
    let (_, cells, hint) = all.iter().find(|(rule, ..)| rule == "parts-differ-from-total").expect("it is told");
    assert_eq!((cells.len(), hint.contains("alone")), (1, false), "{hint}");
    let all = told(&[("board", "7"), ("board_women", "9")]);
    let (_, cells, _) = all.iter().find(|(rule, ..)| rule == "part-exceeds-total").expect("it is told");
    assert_eq!(cells.len(), 2, "{cells:?}");
}

#[test]
fn a_warning_in_a_table_says_where_its_reason_goes() {
    let (mut folder, loaded) = example();
    let table =
        "organisation;year_start;year_end;fte_opening;fte_closing;heads\n999000-1373;2025-01-01;2025-12-31;12;30;35\n";
    let hint = |folder: &nytta::project::Folder| {
        let validation = pipeline::validate(folder, &loaded, &InProcess);
        let mut found = validation.files.into_iter().flat_map(|file| file.diagnostics);
        let change = found.find(|one| one.rule.ends_with(".fte_change")).expect("it is warned of");
        change.hint.in_language(&["sv"]).into_owned()
    };
    folder.files.insert("submissions/2025/table.csv".to_owned(), table.to_owned().into());
    let said = hint(&folder);
    assert!(said.ends_with("explanations.csv (kontroll 'fte_change')."), "{said}");
    folder.files.remove("submissions/2025/table.csv");
    let form = filled(&[&USUAL[..3], &[("fte_closing", "30"), ("heads", "35")]].concat());
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.into());
    let said = hint(&folder);
    assert!(said.contains("kolumnen för förklaringar") && !said.contains("explanations.csv"), "{said}");
}

#[test]
fn a_reason_that_ends_like_a_text_of_the_form_is_a_reason() {
    let (folder, loaded) = example();
    let form = filled(&[&USUAL[..3], &[("fte_closing", "30"), ("heads", "35")]].concat());
    let severity = |words: &str| {
        let reasoned =
            |line: &str| if line.starts_with("fte_closing;") { format!("{line}{words}") } else { line.to_owned() };
        let form = form.split("\r\n").map(reasoned).collect::<Vec<_>>().join("\r\n");
        let mut folder = folder.clone();
        folder.files.insert("submissions/2025/form.csv".to_owned(), form.into());
        let validation = pipeline::validate(&folder, &loaded, &InProcess);
        let mut found = validation.files.into_iter().flat_map(|file| file.diagnostics);
        found.find(|one| one.rule.ends_with(".fte_change")).expect("it is told").severity
    };
    assert_eq!(severity(""), Severity::Warning);
    for words in ["Enligt medlemsmatrikeln", "Enligt medlemsförteckningen"] {
        assert_eq!(severity(words), Severity::Note, "{words}");
    }
}

#[test]
fn words_on_rows_below_a_form_are_told() {
    let form = filled(&USUAL);
    let found = |form: &str| {
        let (found, accepted) = found_in("form.csv", form.as_bytes());
        let own = found.into_iter().find(|one| one.rule == "own-row");
        (own.map(|one| (one.severity, one.message.in_language(&["en"]).into_owned())), accepted)
    };
    assert_eq!(found(&form), (None, 1), "what the form says itself is not told");
    let (own, accepted) = found(&format!("{form};;Tre praktikanter till;;;;;\r\n"));
    let (severity, message) = own.expect("it is told");
    assert_eq!((severity, accepted), (Severity::Note, 1));
    assert!(message.contains("'Tre praktikanter till'"), "{message}");
}

#[test]
fn two_contents_of_one_cell_are_refused_by_name() {
    let sent = form_of(&[usual(), vec![("turnover", "><v>4900000</v></c>".to_owned())]].concat());
    let sheet = part(&sent, SHEET);
    let at = sheet.find("<v>4900000</v></c>").expect("the answer");
    let start = sheet[..at].rfind("<c ").expect("its cell");
    let cell = &sheet[start..at + "<v>4900000</v></c>".len()];
    for (second, is_told) in [("<v>5900000</v>", true), ("<v>4900000</v>", false)] {
        let twice = format!("{cell}{}", cell.replace("<v>4900000</v>", second));
        let (found, accepted) = found_in("form.xlsx", &with_part(&sent, SHEET, &sheet.replace(cell, &twice)));
        let said = found.iter().find(|one| one.rule == "workbook-unreadable");
        assert_eq!((said.is_some(), accepted), (is_told, u32::from(!is_told)), "{found:#?}");
        assert!(
            said.is_none_or(|one| one.message.in_language(&["en"]).contains("two different contents for one cell"))
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_named_whatever_their_file_is_called() {
    // A generator of plain numbers: every byte comes up as often as any other.
    let mut state = 7_u32;
    let junk: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(4_000)
    .collect();
    let reading = read("svar.csv", &junk);
    let rules: Vec<(&str, Severity)> =
        reading.diagnostics.iter().map(|one| (one.rule.as_str(), one.severity)).collect();
    assert_eq!(rules, [("file-left-unread", Severity::Error)], "{:#?}", reading.diagnostics);
    // A text in two bytes a letter has zeros, and is read.
    let text: Vec<u8> = "orgnr;räkenskapsår till;anställda\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = read("svar.csv", &text);
    assert!(reading.diagnostics.iter().all(|one| one.rule != "file-left-unread"), "{:#?}", reading.diagnostics);
}
