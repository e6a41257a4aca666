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

/// What is told of a form by reading it, without the checks that compare it with other years.
fn told_in_reading(form: &str) -> Vec<(Severity, String, String)> {
    let found = super::read("form.csv", form.as_bytes()).diagnostics.into_iter();
    let place = |one: &Diagnostic| one.span.cell().unwrap_or_default();
    found
        .filter(|one| RULES.contains(&one.rule.as_str()))
        .map(|one| (one.severity, one.rule.clone(), place(&one)))
        .collect()
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

/// A form with words in the column for explanations.
fn with_reasons(form: &str, reasons: &[(&str, &str)]) -> String {
    let line = |line: &str| {
        let found = reasons.iter().find(|(begin, _)| line.starts_with(begin));
        found.map_or_else(|| line.to_owned(), |(_, words)| format!("{line}{words}"))
    };
    form.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn another_number_in_the_explanation_is_told() {
    let form = filled(&[&USUAL[..], &[("heads", "12")]].concat());
    let explained = |begin: &str, words: &str| with_reasons(&form, &[(begin, words)]);
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
        // Alone but for what it is, a mark, or where it was found.
        "5 350 000?",
        "5 350 000!!",
        "= 5 350 000",
        "-> 5 350 000",
        "5 350 000 istället",
        "5 350 000 i stället",
        "egentligen 5 350 000 kr",
        "5 350 000 enligt bokslut",
        "5 350 000 selon les comptes",
        "det är 5350000 som är rätt",
        "c'est 5 350 000 qui est correct",
        "skulle ha varit 5 350 000",
        "byt till 5 350 000",
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
        "5 350 000 mindre enligt budget",
        "12 as of May",
        "2024 istället",
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

/// A form with many hired for its heads: that is asked about.
fn many_hired() -> String {
    filled(&[&USUAL[..], &[("heads", "12"), ("hired", "450")]].concat())
}

/// The rules of warnings about the persons hired, and whether their reason was taken.
fn of_hired(words: &str) -> (bool, bool) {
    let (found, ..) = sent(&with_reasons(&many_hired(), &[("hired;", words)]));
    let asks = found.iter().find(|one| one.rule.ends_with("hired_per_employee")).expect("it is asked about");
    (found.iter().any(|one| one.rule == "second-answer"), asks.severity != Severity::Warning)
}

#[test]
fn a_reason_that_says_what_is_right_is_a_reason() {
    for words in [
        "Korrekt: 442 har slutat under året",
        "Rätt: 442 slutade, sommarjobb",
        "rätt: 200 kvinnor och 250 män",
        "Korrekt: 442 personer har slutat",
        "Correct: 442 left before the summer",
        "Correct: 442 sont partis en été",
        "Corretto: 442 sono usciti in estate",
        "Corect: 442 au plecat vara",
        "Pravilno: 442 jih je odšlo poleti",
        "det ska vara 30 ungdomar i varje grupp",
        "det ska vara 15 juni",
        "ska vara 15 timmar i veckan",
        "inte 5 utan 12 månader långa avtal",
        "442 slutade",
        "ökade från 300 till 450",
        "ändrat till 12 efter sommarens många avtal",
        "450 enligt lönelistan",
        // When something was mended, and how often.
        "Rättat 2025, många sommarjobb",
        "Rättat 15 januari av revisorn",
        "Korrigering 3 maj enligt revisorn",
        "rättat 2 ggr av ekonomen",
        "rättat 15.1 av ekonomen",
        "Korrekt 2025 enligt lönelistan",
        "rättat 2:a gången av ekonomen",
    ] {
        assert_eq!(of_hired(words), (false, true), "{words}");
    }
    // A correction alone is no reason; a reason beside it is one.
    for words in [
        "442",
        "Rätt: 442",
        "442 personer (rätt antal)",
        "Stämmer inte, ska vara 442",
        "Korrekt antal är 442 personer",
        "ska vara 442 enligt lönelistan",
        "442 istället",
        "442 enligt lönelistan",
        "ska nog vara 442 tror jag",
        "ska inte vara 450 utan 442",
        "should not be 450 but 442",
        "ändrat till 442 efter kontroll",
        "ändrat till 442 efter en kontroll av revisorn",
        "ska vara 442, tack",
        "442!",
    ] {
        assert_eq!(of_hired(words), (true, false), "{words}");
    }
    // Another number may be meant for the answer, or not: in neither case is it a reason.
    for words in ["ca 442", "vi är 442", "nu är det 442", "442 eller 443", "440-442", "450 -> 442"] {
        assert_eq!(of_hired(words), (false, false), "{words}");
    }
    for words in [
        "Ska vara 442. Många sommarjobb",
        "Rätt: 442, sommarjobb",
        "Rätt: 442 (sommarjobb)",
        "ska vara 442 eftersom alla sommarjobb räknas",
        "vi hade många feriearbetare så det ska vara 442",
    ] {
        assert_eq!(of_hired(words), (true, true), "{words}");
    }
}

#[test]
fn a_correction_is_told_in_all_its_ways() {
    let form = many_hired();
    let cell = |begin: &str| one(Severity::Warning, "second-answer", format!("H{}", row(&form, begin)));
    for words in [
        "bör vara 12",
        "Ändrat till 12",
        "ändra till 12",
        "ska vara: ca 12",
        "ska vara: ca. 12",
        "ska egentligen vara 12",
        "ska vara 12 nyanställda",
        "Rätt: 12 nyanställda",
        "12 (rätt)",
        "12 personer är rätt antal",
        "inte 450 utan 12",
        "12, inte 450",
        "Det är 12, inte 450",
        "not 450 but 12",
        "12 instead of 450",
        "12 rather than 450",
        "should actually be 12",
        "pas 450 mais 12",
        "aurait dû être 12",
        "non 450 ma 12",
        "dovrebbe essere circa 12",
        "nu 450 ci 12",
        "ar trebui de fapt să fie 12",
        "ne 450, ampak 12",
        "bi moralo biti 12",
    ] {
        assert_eq!(told(&with_reasons(&form, &[("hired;", words)])), (cell("hired;"), 1), "{words}");
    }
    let signed = filled(&[&USUAL[..], &[("net_result", "100 000"), ("decided_by_meeting", "ja")]].concat());
    for words in ["rätt: minus 100 000", "ska vara -100 000", "doit être moins 100 000 kr"] {
        let (found, _) = told(&with_reasons(&signed, &[("net_result;", words)]));
        assert_eq!(found, cell("net_result;"), "{words}");
    }
    let same = with_reasons(&signed, &[("net_result;", "rätt: 100 000")]);
    assert_eq!(told(&same).0, Vec::new());
    // Days.
    for words in ["rätt: 2025-06-30", "ska vara 30 juni 2025", "bör vara 30 juni", "should be 30/06/2025", "2025-06-30"]
    {
        assert_eq!(told(&with_reasons(&form, &[("year_end;", words)])).0, cell("year_end;"), "{words}");
    }
    for words in ["rättat 2026-01-15", "rätt: 2025-12-31", "Korrekt 2026-01-15", "ska vara 31 december", "2 år i rad"]
    {
        assert_eq!(told(&with_reasons(&form, &[("year_end;", words)])).0, Vec::new(), "{words}");
    }
}

#[test]
fn an_answer_that_attention_is_drawn_to_or_that_is_the_only_one_is_told() {
    let form = filled(&[&USUAL[..], &[("heads", "vet ej")]].concat());
    let at = |begin: &str| one(Severity::Warning, "second-answer", format!("H{}", row(&form, begin)));
    for words in
        ["OBS! 5350000", "Fel, 5 350 tkr är rätt", "Fel: 5 350 000", "NB 5 350 000 kr", "Attention : 5 350 000"]
    {
        assert_eq!(told_in_reading(&with_reasons(&form, &[("turnover;", words)])), at("turnover;"), "{words}");
    }
    for words in
        ["OBS! 3 personer slutade", "Obs: 4 900 000", "Fel 2025", "cirka 5 350 000 mindre än budget", "ca 5 350 000"]
    {
        assert_eq!(told_in_reading(&with_reasons(&form, &[("turnover;", words)])), Vec::new(), "{words}");
    }
    for words in ["cirka 12", "ungefär 12 personer", "omkring 12 enligt lönelistan", "Antal: ca 12"] {
        assert_eq!(told_in_reading(&with_reasons(&form, &[("heads;", words)])), at("heads;"), "{words}");
    }
    for words in ["omkring 2026", "ca 12 timmar i veckan lades på det", "vi var färre än 12 förut"] {
        assert_eq!(told_in_reading(&with_reasons(&form, &[("heads;", words)])), Vec::new(), "{words}");
    }
}

#[test]
fn a_correction_is_told_in_any_column_behind_the_answers() {
    let form = filled(&USUAL);
    let cells = |column: usize, words: &str| {
        let line = form.lines().find(|line| line.starts_with("turnover;")).expect("the question");
        let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        cells.resize(column.max(cells.len()), String::new());
        cells[column - 1] = words.to_owned();
        form.replace(line, &cells.join(";"))
    };
    // The unit, the help, where to find it, the explanation, and two columns of the sender's own.
    for (column, letter) in [(4, "D"), (6, "F"), (7, "G"), (8, "H"), (9, "I"), (11, "K")] {
        let place = format!("{letter}{}", row(&form, "turnover;"));
        let told = told_in_reading(&cells(column, "ska vara 5 350 000"));
        assert_eq!(told, one(Severity::Warning, "second-answer", place), "{letter}");
        assert_eq!(told_in_reading(&cells(column, "jfr 350 000 förra året")), Vec::new(), "{letter}");
    }
    assert_eq!(
        told_in_reading(&cells(5, "ska vara 5 350 000")),
        Vec::new(),
        "what stands in last year's column is about that"
    );
}

#[test]
fn a_correction_of_a_choice_is_told() {
    let chosen = [("fte_method", "Betalda timmar delat med heltidstimmar"), ("decided_by_meeting", "ja")];
    let form = filled(&[&USUAL[..], &chosen].concat());
    assert_eq!(told(&form), (Vec::new(), 1));
    let cell =
        |begin: &str, column: &str| one(Severity::Warning, "second-answer", format!("{column}{}", row(&form, begin)));
    for words in [
        "Uppskattning",
        "ska vara Uppskattning",
        "Rätt svar: antal personer utan omräkning",
        "inte betalda timmar delat med heltidstimmar utan uppskattning",
        "should be Estimated",
    ] {
        assert_eq!(told(&with_reasons(&form, &[("fte_method;", words)])), (cell("fte_method;", "H"), 1), "{words}");
    }
    for words in [
        "Betalda timmar delat med heltidstimmar",
        "rätt uppskattning kräver mer tid",
        "Uppskattning för mars, sedan från lönesystemet",
        "Rätt: betalda timmar delat med heltidstimmar",
    ] {
        assert_eq!(told(&with_reasons(&form, &[("fte_method;", words)])), (Vec::new(), 1), "{words}");
    }
    for words in ["Nej", "ska vara nej", "Rätt: nej, stämman är i maj"] {
        let (found, _) = told(&with_reasons(&form, &[("decided_by_meeting;", words)]));
        assert_eq!(found, cell("decided_by_meeting;", "H"), "{words}");
    }
    for words in ["Ja", "x", "1", "nej är ett svar som vi inte ger"] {
        let (found, _) = told(&with_reasons(&form, &[("decided_by_meeting;", words)]));
        assert_eq!(found, Vec::new(), "{words}");
    }
    // In a column of the sender's own too, but not where it says of every answer whether it was looked at.
    assert_eq!(told(&with(&form, &[("fte_method;", "Uppskattning")])).0, cell("fte_method;", "I"));
    assert_eq!(told(&with(&form, &[("decided_by_meeting;", "nej")])).0, cell("decided_by_meeting;", "I"));
    let ticked = with(&form, &[("turnover;", "ja"), ("fte_closing;", "ja"), ("decided_by_meeting;", "nej")]);
    assert_eq!(told(&ticked).0, Vec::new());
}

#[test]
fn each_correction_among_the_explanations_is_told_by_itself() {
    let form = many_hired();
    // Where a reason stands beside it, that may stay.
    let (both, ..) = sent(&with_reasons(&form, &[("hired;", "Rätt: 442, sommarjobb")]));
    let both = both.iter().find(|one| one.rule == "second-answer").expect("it is told");
    let answer = format!("C{}", row(&form, "hired;"));
    let hint = format!("skriv det rätta i {answer} om det ska räknas, och låt bara orsaken stå kvar här");
    assert_eq!(both.hint.in_language(&["sv"]), hint);
    let words = [("heads;", "Korrekt: 13"), ("hired;", "ska vara 12"), ("turnover;", "ska vara 3 400 000")];
    let (found, ..) = sent(&with_reasons(&form, &words));
    let found: Vec<_> = found.iter().filter(|one| one.rule == "second-answer").collect();
    let hints: Vec<String> = found.iter().map(|one| one.hint.in_language(&["sv"]).into_owned()).collect();
    assert_eq!(found.len(), 3, "{found:#?}");
    for ((begin, words), (one, hint)) in words.iter().zip(found.iter().zip(&hints)) {
        let (row, field) = (row(&form, begin), begin.trim_end_matches(';'));
        assert_eq!((one.span.cell(), one.field.as_deref()), (Some(format!("H{row}")), Some(field)));
        assert_eq!((one.value.as_deref(), one.also.len()), (Some(*words), 0));
        assert!(hint.starts_with(&format!("skriv det i C{row} ")), "{hint}");
    }
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
    // Nobody counts so many hours, neither this year nor the last.
    assert!(told("C", hours, "8803200016").0);
    assert!(told("E", hours, "8803200016").0);
    assert!(!told("E", hours, "5350000").0);
}
