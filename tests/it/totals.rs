//! Rows of sums in a sender's own table: told where they differ from the rows, whichever way the file is read.

use nytta::diagnostic::Diagnostic;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::read_in_pieces;
use nytta::table::workbook::InProcess;
use rust_xlsxwriter::{Formula, Workbook};

use crate::pages::scene;

const HEADER: &str = "orgnr;räkenskapsårets första dag;räkenskapsårets sista dag;heltidstjänster vid årets början;\
                      heltidstjänster vid årets slut;nyanställda;omsättning;timmar för en heltidstjänst på ett år;volontärtimmar";

/// Rows with numbers that binary fractions cannot hold.
const ROWS: [&str; 2] = [
    "556016-0680;2025-01-01;2025-12-31;0,1;0,7;3;1 250 000,10;1920;",
    "212000-0142;2025-01-01;2025-12-31;0,2;0,1;vet ej;250 000,05;1840;40",
];

fn table(rows: &[&str]) -> String {
    [&[HEADER], rows].concat().join("\n") + "\n"
}

/// What is told of sums: cells, message in Swedish, and hint; however the file is cut.
fn told(name: &str, bytes: &[u8]) -> Vec<(Vec<String>, String, String)> {
    let mut folder: Folder = scene();
    folder.files.insert(format!("submissions/2025/{name}"), bytes.into());
    let loaded = pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let mine = |found: &[Diagnostic]| -> Vec<Diagnostic> {
        found.iter().filter(|one| one.rule == "total-differs").cloned().collect()
    };
    let found = |large: usize| -> Vec<Diagnostic> {
        let validation = pipeline::findings_from(&folder, &loaded, &InProcess, large);
        validation.files.iter().flat_map(|file| mine(&file.diagnostics)).collect()
    };
    let held = found(usize::MAX);
    assert_eq!(found(1), held, "rows that are let go are summed as well");
    let path = format!("submissions/2025/{name}");
    for size in [1, 100, 200, 10_000] {
        let reading = read_in_pieces(&path, bytes, &loaded.definitions, &InProcess, size);
        assert_eq!(mine(&reading.diagnostics), held, "in pieces of {size} bytes");
    }
    let said = |one: &Diagnostic| {
        let spans = std::iter::once(&one.span).chain(&one.also);
        let (message, hint) = (one.message.in_language(&["sv"]), one.hint.in_language(&["sv"]));
        (spans.filter_map(nytta::source::Span::cell).collect(), message.into_owned(), hint.into_owned())
    };
    held.iter().map(said).collect()
}

fn told_of(rows: &[&str]) -> Vec<(Vec<String>, String, String)> {
    told("tabell.csv", table(rows).as_bytes())
}

fn cells_of(rows: &[&str]) -> Vec<Vec<String>> {
    told_of(rows).into_iter().map(|(cells, ..)| cells).collect()
}

#[test]
fn a_sum_that_its_rows_do_not_make_is_told_with_both_numbers() {
    let [one, two] = ROWS;
    // Hours of one full-time job are nothing to add up.
    let right = "Summa;;;0,3;0,8;3;1 500 000,15;9999;40";
    assert_eq!(told_of(&[one, two, right]), []);
    assert_eq!(told_of(&[one, two, "Totalt 2025:;;;0,3;;;;;"]), []);
    let wrong = "Summa;;;0,4;0,8;3;1 500 000,16;;40";
    let found = told_of(&[one, two, wrong]);
    let [(cells, message, hint)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(*cells, ["D4", "G4"]);
    let expected = "summan av 'heltidstjänster vid årets början' är 0,4 här, men de lästa talen blir tillsammans 0,3; \
                    skillnaden är 0,1";
    assert_eq!(message, expected);
    assert!(hint.ends_with("– också dessa summor skiljer sig: 'omsättning'"), "{hint}");
    // However it is called.
    for word in [
        "Σ",
        "∑:",
        "S:a",
        "s:a 2025",
        "Sa",
        "Sa.",
        "sa 2025:",
        "=",
        "Summa:",
        "Tot.",
        "TOT",
        "Sammanlagt",
        "Somma",
        "Suma",
        "Skupno",
        "Sommetotale",
    ] {
        assert_eq!(cells_of(&[one, two, &wrong.replace("Summa", word)]), [["D4", "G4"]], "{word}");
    }
    // A mean is no sum.
    assert_eq!(told_of(&[one, two, "Medel;;;0,4;0,8;3;7;;"]), []);
}

#[test]
fn a_row_that_is_rejected_counts_and_one_that_cannot_be_read_leaves_the_sum_open() {
    let [one, two] = ROWS;
    // Its day is none of the period's.
    let rejected = two.replace("2025-12-31", "2031-12-31");
    assert_eq!(told_of(&[one, &rejected, "Summa;;;0,3;0,8;;;;"]), []);
    assert_eq!(cells_of(&[one, &rejected, "Summa;;;0,1;0,8;;;;"]), [["D4"]]);
    let unreadable = two.replace(";0,2;", ";ca 0,2;");
    assert_eq!(cells_of(&[one, &unreadable, "Summa;;;0,9;0,9;;;;"]), [["E4"]]);
    // Which cell stands under which header cannot be told.
    assert_eq!(told_of(&[one, &format!("{two};5;6"), "Summa;;;0,9;0,9;;;;"]), []);
}

#[test]
fn sums_of_some_rows_are_held_against_those() {
    let [one, two] = ROWS;
    let part = "Delsumma Karlskoga;;;0,1;0,7;3;;;";
    let all = "Summa;;;0,3;0,8;3;;;";
    assert_eq!(told_of(&[one, part, two, "Karlskoga totalt;;;0,2;0,1;;;;", all]), []);
    assert_eq!(told_of(&[one, part, two, all]), []);
    assert_eq!(cells_of(&[one, &part.replace("0,1", "0,5"), two, all]), [["D3"]]);
    for word in ["Delsumma", "S:a Karlskoga", "Deltotal", "Sous-total", "Total parțial", "Vmesni seštevek"] {
        let part = part.replace("Delsumma Karlskoga", word);
        assert_eq!(told_of(&[one, &part, two, all]), [], "{word}");
        assert_eq!(cells_of(&[one, &part.replace("0,1", "0,5"), two, all]), [["D3"]], "{word}");
    }
    assert_eq!(cells_of(&[one, part, two, &all.replace("0,8", "0,9")]), [["E5"]]);
    // Sums of some rows are no row of an organisation whose number is missing.
    let mut folder = scene();
    folder.files.insert("submissions/2025/tabell.csv".to_owned(), table(&[one, part, two, all]).into());
    let found = crate::pages::found(&folder);
    let errors: Vec<&Diagnostic> =
        found.iter().filter(|one| one.severity == nytta::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // An enterprise may be called so.
    folder
        .files
        .insert("submissions/2025/tabell.csv".to_owned(), table(&[&one.replace("556016-0680", "Total Bygg")]).into());
    let found = crate::pages::found(&folder);
    assert!(found.iter().any(|one| one.rule == "not-an-organisation-number"), "{found:#?}");
}

#[test]
fn sums_of_a_workbook_are_held_against_its_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, header) in (0..).zip([
        "orgnr",
        "namn",
        "räkenskapsårets första dag",
        "räkenskapsårets sista dag",
        "heltidstjänster",
        "nyanställda",
    ]) {
        sheet.write(0, at, header).expect("a cell");
    }
    for (row, (number, fte)) in (1..).zip([("556016-0680", 1.1), ("212000-0142", 2.2)]) {
        sheet.write(row, 0, number).expect("a cell");
        sheet.write(row, 2, "2025-01-01").expect("a cell");
        sheet.write(row, 3, "2025-12-31").expect("a cell");
        sheet.write(row, 4, fte).expect("a cell");
        sheet.write(row, 5, 3).expect("a cell");
    }
    sheet.write(3, 0, "Summa").expect("a cell");
    // As a spreadsheet reckons it.
    sheet.write(3, 4, Formula::new("=SUM(E2:E3)").set_result("3.3000000000000003")).expect("a cell");
    sheet.write(3, 5, Formula::new("=SUM(F2:F9)").set_result("8")).expect("a cell");
    let found = told("tabell.xlsx", &book.save_to_buffer().expect("a workbook"));
    let [(cells, message, _)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(*cells, ["F4"]);
    assert!(
        message.starts_with("summan av 'nyanställda' är 8 här, men de lästa talen blir tillsammans 6"),
        "{message}"
    );
}

fn errors_in(table: &str) -> Vec<Diagnostic> {
    let mut folder = scene();
    folder.files.insert("submissions/2025/tabell.csv".to_owned(), table.to_owned().into());
    let mut found = crate::pages::found(&folder);
    found.retain(|one| one.severity == nytta::diagnostic::Severity::Error);
    found
}

#[test]
fn sums_of_parts_listed_below_all_rows_are_not_held_against_them() {
    let [one, two] = ROWS;
    let (karlskoga, orebro) = ("Karlskoga totalt;;;0,2;;;;;", "Örebro totalt;;;0,1;;;;;");
    assert_eq!(told_of(&[one, two, karlskoga, orebro, "Totalt;;;0,3;;;;;"]), []);
    assert_eq!(cells_of(&[one, two, karlskoga, orebro, "Totalt;;;0,4;;;;;"]), [["D6"]]);
    // One alone sums the rows above it.
    assert_eq!(cells_of(&[one, two, karlskoga, "Totalt;;;0,3;;;;;"]), [["D4"]]);
}

#[test]
fn words_for_sums_are_known_with_their_accents() {
    let [one, two] = ROWS;
    let part = "Summa;;;0,1;;;;;";
    // What sums all rows is no sum of those since the last.
    assert_eq!(told_of(&[one, part, two, "Total général;;;0,3;;;;;"]), []);
    let found = told_of(&[one, part, two, "Total général;;;0,4;;;;;"]);
    assert!(found[0].1.contains("blir tillsammans 0,3"), "{found:?}");
    assert_eq!(told_of(&[one, two, "Medelvärde;;;0,15;;;;;"]), []);
}

#[test]
fn decimals_that_are_not_kept_are_no_difference() {
    let [one, _] = ROWS;
    let row = |fte: &str| one.replace(";0,1;", &format!(";{fte};"));
    let three = [row("0,3333"), row("0,3333"), row("0,3334")];
    let with = |sum: &str| {
        let sum = format!("Summa;;;{sum};;;;;");
        cells_of(&[&three[0], &three[1], &three[2], &sum])
    };
    assert_eq!(with("1"), Vec::<Vec<String>>::new());
    assert_eq!(with("0,9999"), Vec::<Vec<String>>::new());
    assert_eq!(with("1,01"), [["D5"]], "more than was rounded away");
    assert_eq!(cells_of(&[one, one, one, "Summa;;;0,31;;;;;"]), [["D5"]], "nothing was");
}

#[test]
fn a_row_that_names_nothing_leaves_the_sums_below_it_open() {
    let [one, two] = ROWS;
    let women = "Varav kvinnor;;;0,2;;;;;";
    assert_eq!(told_of(&[one, two, "Summa;;;0,3;;;;;", women, "Totalt;;;0,3;;;;;"]), []);
    assert_eq!(told_of(&[one, two, ";;;0,2;;;;;", "Totalt;;;0,3;;;;;"]), []);
    assert_eq!(cells_of(&[one, two, "Summa;;;0,4;;;;;", women, "Totalt;;;0,3;;;;;"]), [["D4"]]);
}

#[test]
fn the_row_of_an_enterprise_that_is_called_a_sum_is_not_passed_over() {
    let [one, two] = ROWS;
    let first = |row: &str| -> Option<(String, String)> {
        let table = format!("namn;{HEADER}\nA;{one}\n{row}\nB;{two}\n");
        let found = errors_in(&table).into_iter().next()?;
        Some((found.span.cell().unwrap_or_default(), found.rule))
    };
    let wrong = Some(("B3".to_owned(), "not-an-organisation-number".to_owned()));
    assert_eq!(first("Totalt Engagemang;999000274;;;4;2;3;1000000;;"), wrong);
    assert_eq!(first("Bygg Total;999000274;2025;2025;4;2;3;1000000;;"), wrong);
    assert!(first("Total Bygg;;2025;;4;2;3;1000000;;").is_some());
    // Where nothing else is written that names it, it holds sums.
    assert_eq!(first("Karlskoga totalt;;;;0,1;0,7;3;;;"), None);
}

#[test]
fn a_row_that_names_nothing_is_one_finding_that_asks_whether_it_sums() {
    let [one, two] = ROWS;
    let found = |last: &str| -> Vec<(String, String)> {
        let errors = errors_in(&table(&[one, two, last]));
        errors.iter().map(|one| (one.rule.clone(), one.message.in_language(&["sv"]).into_owned())).collect()
    };
    let days = "'räkenskapsårets första dag', 'räkenskapsårets sista dag'";
    let message = |of: &str| [("row-without-key".to_owned(), format!("inget säger vad raden gäller: {of} utan svar"))];
    assert_eq!(found(";;;0,3;0,8;3;;;"), message(&format!("'orgnr', {days}")));
    let rules = |last: &str| found(last).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    // A word in place of its number is told with what is blank, and so is what to do with a row of sums.
    let words = "Varav kvinnor;;;0,3;0,8;3;;;";
    assert_eq!(found(words), message(days));
    let at_words = errors_in(&table(&[one, two, words])).remove(0);
    let hint = at_words.hint.in_language(&["sv"]);
    assert_eq!(at_words.span.cell().as_deref(), Some("A4"));
    assert!(hint.contains("'Summa'") && hint.ends_with("– 'Varav kvinnor' är inget svar på 'orgnr'"), "{hint}");
    // A number that was mistyped is no word for a sum.
    let each = ["not-an-organisation-number", "required-value-missing", "required-value-missing"];
    assert_eq!(rules("556016-068;;;0,3;0,8;3;;;"), each);
    // Where the year is there the number is what is missing.
    assert_eq!(rules(";2025-01-01;2025-12-31;0,3;0,8;3;;;"), ["required-value-missing"]);
}
