//! What stands beside the answers of a form or on rows of its own, and forms that end too early.

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::form::annotate::{Marker, Submission, annotated};
use nytta::pipeline;
use nytta::table::look::look;
use nytta::table::workbook::{InProcess, Workbooks as _};
use nytta::table::{Wishes, raw, read as read_file};

use super::row_of;
use super::saved::{form_of, found_in, usual};
use super::{ORGANISATION, example, filled};
use crate::answers::{part, with_part};

const USUAL: [(&str, &str); 5] = [
    ("year_start", "2025-01-01"),
    ("year_end", "2025-12-31"),
    ("fte_opening", "12"),
    ("fte_closing", "12"),
    ("turnover", "4 900 000"),
];
/// Rules about what is asked here.
const RULES: [&str; 4] = ["second-answer", "own-row", "cut-off-row", "answer-astray"];

/// What is told of a form that lies among those of 2025, how many of its rows count, and who sent it.
fn sent(form: &str) -> (Vec<Diagnostic>, u32, Vec<String>) {
    let (mut folder, loaded) = example();
    folder.files.insert("submissions/2025/form.csv".to_owned(), form.as_bytes().into());
    let validation = pipeline::validate(&folder, &loaded, &InProcess);
    let file = validation.files.into_iter().find(|file| file.period == "2025").expect("the form was read");
    let senders = file.organisations.into_iter().collect();
    (file.diagnostics, file.accepted, senders)
}

/// What is told by those rules: severity, rule, cell and further cells.
fn told(form: &str) -> (Vec<(Severity, String, String)>, u32) {
    let (found, accepted, _) = sent(form);
    let found = found.into_iter().filter(|one| RULES.contains(&one.rule.as_str()));
    let place = |one: &Diagnostic| -> String {
        let all = std::iter::once(&one.span).chain(&one.also);
        all.map(|span| span.cell().unwrap_or_default()).collect::<Vec<_>>().join(" ")
    };
    (found.map(|one| (one.severity, one.rule.clone(), place(&one))).collect(), accepted)
}

/// A form with more behind some of its lines, each known by how it begins.
fn with(form: &str, more: &[(&str, &str)]) -> String {
    let line = |line: &str| {
        let found = more.iter().find(|(begin, _)| line.starts_with(begin));
        found.map_or_else(|| line.to_owned(), |(_, more)| format!("{line};{more}"))
    };
    form.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
}

fn row(form: &str, begin: &str) -> usize {
    form.lines().position(|line| line.starts_with(begin)).expect("the line") + 1
}

fn one(severity: Severity, rule: &str, place: String) -> Vec<(Severity, String, String)> {
    vec![(severity, rule.to_owned(), place)]
}

#[test]
fn a_further_answer_beside_the_answer_is_told_at_its_first_cell() {
    let form = filled(&USUAL);
    assert_eq!(told(&form), (Vec::new(), 1));
    let at = |begin: &str| format!("I{}", row(&form, begin));
    let correction = with(&form, &[("fte_closing;", "14"), ("turnover;", "5 900 000")]);
    let both = format!("{} {}", at("fte_closing;"), at("turnover;"));
    assert_eq!(told(&correction), (one(Severity::Warning, "second-answer", both), 1));
    let (found, ..) = sent(&correction);
    let said = found.iter().find(|one| one.rule == "second-answer").expect("it is told");
    let answer = format!("C{}", row(&form, "fte_closing;"));
    let hint = format!("skriv det i {answer} om det är det som ska räknas, och ta bort det härifrån");
    assert_eq!(said.message.in_language(&["sv"]), format!("'14' står bredvid svaret i {answer} och läses inte"));
    assert_eq!(said.hint.in_language(&["sv"]), hint);
    // Words are no answer, and beside a blank cell the figure is the answer that slipped.
    assert_eq!(told(&with(&form, &[("turnover;", "ring Eva, se not 5")])), (Vec::new(), 1));
    let astray = with(&form, &[("net_result;", "7000")]);
    assert_eq!(told(&astray), (one(Severity::Error, "answer-astray", at("net_result;")), 0));
    // Another column is another matter.
    let two = with(&form, &[("fte_closing;", "14"), ("turnover;", ";5 900 000")]);
    assert_eq!(told(&two).0.len(), 2);
}

#[test]
fn another_number_in_the_explanation_is_told() {
    let form = filled(&[&USUAL[..], &[("heads", "12")]].concat());
    let explained = |begin: &str, words: &str| {
        let line = form.lines().find(|line| line.starts_with(begin)).expect("the question");
        form.replace(line, &format!("{line}{words}"))
    };
    let cell = |begin: &str| format!("H{}", row(&form, begin));
    for words in [
        "5350000",
        "5 350 000 kr",
        "5 350 tkr",
        "-4 900 000",
        "Rätt belopp: 5 350 000",
        "Stämmer inte, ska vara 5 350 000 enligt bokslutet.",
        "rättelse 5 350 000",
        "rätt omsättning är 5 350 000",
        "5 350 000 är rätt belopp",
        "should be 5,350,000",
        "Le montant correct est 5 350 000 kr",
        "Importo corretto: 5.350.000",
        "Trebuie să fie 5.350.000",
        "Pravilno: 5.350.000",
    ] {
        let (told, accepted) = told(&explained("turnover;", words));
        assert_eq!((told, accepted), (one(Severity::Warning, "second-answer", cell("turnover;")), 1), "{words}");
        assert!(
            sent(&explained("turnover;", words)).0.iter().all(|one| one.rule != "poor-reason"),
            "{words} is no reason"
        );
    }
    for words in [
        "4900000",
        "4,9 mnkr",
        "Rätt belopp: 4 900 000",
        "vi anställde 3 personer i mars",
        "2025 flyttade vi",
        "2024",
        "jfr 350 000 förra året",
        "det är rätt, 350 000 mer än förra året",
        "rätt många slutade 3 i mars",
        "rättat 2026-01-15",
        "korrekt enligt bokslut 2025, not 5",
        "35 %",
        "Ny verksamhet",
    ] {
        assert_eq!(told(&explained("turnover;", words)), (Vec::new(), 1), "{words}");
    }
    assert_eq!(
        told(&explained("fte_closing;", "13,5")).0,
        one(Severity::Warning, "second-answer", cell("fte_closing;"))
    );
    assert_eq!(told(&explained("heads;", "2025")), (Vec::new(), 1), "a year is no count of persons");
    let day = told(&explained("year_end;", "2025-06-30")).0;
    assert_eq!(day, one(Severity::Warning, "second-answer", cell("year_end;")));
}

#[test]
fn a_second_column_of_answers_does_not_let_the_form_count() {
    let form = filled(&USUAL);
    let at = |begin: &str| format!("I{}", row(&form, begin));
    for number in ["999000-2744", "9990002744", ORGANISATION] {
        let other = with(&form, &[("organisation;", number), ("fte_closing;", "3")]);
        assert_eq!(told(&other), (one(Severity::Error, "second-answer", at("organisation;")), 0), "{number}");
        assert_eq!(sent(&other).2, [ORGANISATION], "its sender is known all the same");
    }
    for heading in ["Ert svar", "ert svar (2)"] {
        let twice = with(&form, &[(";Fråga;", heading), ("fte_closing;", "14")]);
        let (found, ..) = sent(&twice);
        assert_eq!(told(&twice), (one(Severity::Error, "second-answer", at("fte_closing;")), 0), "{heading}");
        let said = found.iter().find(|one| one.rule == "second-answer").expect("it is told");
        assert!(said.hint.in_language(&["en"]).contains("clear column I"), "{heading}: {said:?}");
    }
    let own = with(&form, &[(";Fråga;", "Rättat svar"), ("fte_closing;", "14")]);
    assert_eq!(told(&own), (one(Severity::Warning, "second-answer", at("fte_closing;")), 1));
}

#[test]
fn figures_on_rows_of_ones_own_are_told_together() {
    let form = filled(&USUAL);
    let heads = form.lines().find(|line| line.starts_with("heads;")).expect("the question");
    let between = form.replace(heads, &format!("{heads}\r\n;Varav timanställda;3;;;;;"));
    let place = format!("C{}", row(&between, ";Varav timanställda"));
    assert_eq!(told(&between), (one(Severity::Note, "own-row", place.clone()), 1));
    let below = format!("{between};Rättelse: Nettoomsättning;5 350 000;;;;;\r\n;Tack!;;;;;;\r\n");
    let last = format!("{place} C{}", row(&below, ";Rättelse"));
    assert_eq!(told(&below), (one(Severity::Note, "own-row", last), 1));
}

#[test]
fn a_form_that_is_cut_off_does_not_count() {
    let form = filled(&USUAL);
    let cut = |begin: &str, more: usize| &form[..form.find(begin).expect("the line") + more];
    let of_row = |begin: &str| {
        let (found, accepted, senders) = sent(cut("\r\nturnover;", begin.len()));
        let told: Vec<_> = found.iter().map(|one| (one.rule.clone(), one.span.row)).collect();
        let line = u32::try_from(row(&form, "turnover;")).expect("a row");
        assert_eq!((told, accepted), (vec![("cut-off-row".to_owned(), Some(line))], 0), "{begin}");
        assert_eq!(senders, [ORGANISATION], "{begin}");
    };
    // In the middle of the number, and of the name of the question.
    of_row("\r\nturnover;Nettoomsättning;4 9");
    of_row("\r\nturnov");
    // Behind a whole line: what stands below is missing all the same.
    let whole = cut("\r\nnet_result;", 2);
    for ended in [whole, whole.trim_end()] {
        assert_eq!(told(ended).0.iter().map(|(_, rule, _)| rule.as_str()).collect::<Vec<_>>(), ["cut-off-row"]);
        assert_eq!(told(ended).1, 0);
    }
    // In what to do when all is answered.
    let ending = &form[..form.trim_end().trim_end_matches(';').len() - 5];
    assert_eq!(told(ending).1, 0, "{}", &ending[ending.len() - 60..]);
    // The last line end alone is missing; questions were taken out, but not the end.
    assert_eq!(told(form.trim_end_matches("\r\n")), (Vec::new(), 1));
    let shorter: Vec<&str> = form.split("\r\n").filter(|line| !line.starts_with("board")).collect();
    assert_eq!(told(&shorter.join("\r\n")), (Vec::new(), 1));
}

#[test]
fn a_form_as_text_comes_back_as_the_form_it_is() {
    let form = filled(&[&USUAL[..], &[("heads", "ca 12")]].concat());
    let (_, loaded) = example();
    let reading = read_file("a/svar.csv", form.as_bytes(), &loaded.definitions, &InProcess);
    let sheets = raw::sheets(&reading, &form.as_bytes().into(), &InProcess).expect("a text");
    let diagnostics = &reading.diagnostics;
    assert!(!diagnostics.is_empty());
    let submission = Submission { file: "a/svar.csv", bytes: form.as_bytes(), sheets: &sheets, diagnostics };
    let made = annotated(&submission, &["sv".to_owned()], &Marker::InProcess);
    assert!(!made.is_list);
    let sheet = part(&made.workbook, "xl/worksheets/sheet1.xml");
    let start = |tag: &str| sheet.split(tag).nth(1).and_then(|rest| rest.split('>').next()).expect("it is there");
    assert!(start("<row r=\"1\"").contains("hidden=\"1\""), "the row of the stamp");
    assert!(start("<col min=\"1\"").contains("hidden=\"1\""), "the column of the names");
    assert!(start("<col min=\"6\"").contains("width=\"50."), "the column of help");
    assert!(part(&made.workbook, "xl/styles.xml").contains("wrapText=\"1\""));
    // It reads back as what was sent.
    let again = read_file("a/svar.xlsx", &made.workbook, &loaded.definitions, &InProcess);
    assert_eq!((again.stamp, again.batches.len()), (reading.stamp.clone(), 1));
    let rules = |found: &[Diagnostic]| found.iter().map(|one| one.rule.clone()).collect::<Vec<_>>();
    assert_eq!(rules(&again.diagnostics), rules(diagnostics));
}

#[test]
fn a_column_that_numbers_the_questions_is_no_answer() {
    let form = filled(&USUAL);
    let mut at = 0;
    let lines = form.split("\r\n").map(|line| {
        let name = line.split(';').next().unwrap_or_default();
        if name.is_empty() || name.contains(' ') {
            return line.to_owned();
        }
        at += 1;
        format!("{line};{at}.")
    });
    let numbered = lines.collect::<Vec<_>>().join("\r\n");
    assert!(at > 40, "{numbered}");
    assert_eq!(told(&numbered), (Vec::new(), 1));
    let shares = with(&form, &[("turnover;", "58,3 %"), ("fte_closing;", "12 %")]);
    assert_eq!(told(&shares), (Vec::new(), 1), "a share corrects no amount");
}

#[test]
fn thousands_written_over_the_unit_of_an_amount_multiply_it() {
    let form = filled(&USUAL);
    let line = form.lines().find(|line| line.starts_with("turnover;")).expect("the question").to_owned();
    let mut cells: Vec<&str> = line.split(';').collect();
    (cells[2], cells[3]) = ("4 900", "tkr");
    let (found, accepted, _) = sent(&form.replace(&line, &cells.join(";")));
    assert!(found.iter().any(|one| one.rule == "amounts-scaled"), "{found:#?}");
    assert!(!found.iter().any(|one| one.severity == Severity::Warning), "4,900,000 is no slip: {found:#?}");
    assert_eq!(accepted, 1);
}

/// A form of Excel with a number in a cell.
fn with_number(form: &[u8], column: &str, row: u32, number: &str) -> Vec<u8> {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let mut sheet = part(form, SHEET);
    let new = format!(r#"<c r="{column}{row}"><v>{number}</v></c>"#);
    if let Some(at) = sheet.find(&format!(r#"<c r="{column}{row}""#)) {
        let tag = at + sheet[at..].find('>').expect("it ends") + 1;
        let end =
            if sheet[..tag].ends_with("/>") { tag } else { tag + sheet[tag..].find("</c>").expect("it ends") + 4 };
        sheet.replace_range(at..end, &new);
    } else {
        let at = sheet.find(&format!(r#"<row r="{row}""#)).expect("the row");
        let end = at + sheet[at..].find("</row>").expect("it ends");
        sheet.insert_str(end, &new);
    }
    with_part(form, SHEET, &sheet)
}

#[test]
fn a_persons_number_that_was_typed_as_a_number_refuses_the_form_but_where_amounts_stand() {
    let form = form_of(&[usual(), vec![("turnover", "><v>4900000</v></c>".to_owned())]].concat());
    let sheets = InProcess.sheets(&form).expect("a workbook");
    let (turnover, hours) = (row_of(&sheets[0], "turnover"), row_of(&sheets[0], "volunteer_hours"));
    let told = |column: &str, row: u32, number: &str| {
        let bytes = with_number(&form, column, row, number);
        let (found, _) = found_in("form.xlsx", &bytes);
        let alone = look("form.xlsx", &bytes, &[], &InProcess, Wishes::default()).reading;
        let refuses = |found: &[Diagnostic]| found.iter().any(|one| one.rule == "personal-number");
        (refuses(&found), refuses(&alone.diagnostics))
    };
    // A label, a unit, an explanation, and a cell beside them.
    for column in ["B", "D", "H", "I", "K"] {
        assert_eq!(told(column, turnover, "8803200016"), (true, true), "{column}");
        assert_eq!(told(column, turnover, "198803200018"), (true, true), "{column}");
        assert_eq!(
            told(column, turnover, "8803200018"),
            (false, false),
            "{column}: digits that do not check are a figure"
        );
        assert_eq!(told(column, turnover, "5350000"), (false, false), "{column}");
    }
    for column in ["C", "E"] {
        assert_eq!(told(column, turnover, "8803200016"), (false, false), "{column}: an amount");
    }
    // Nobody counts so many hours.
    assert!(told("C", hours, "8803200016").0);
}
