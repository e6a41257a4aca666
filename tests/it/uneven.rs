//! Lines of a text that have more or fewer cells than the others or go on in the next, and lines that are no rows of figures.

use nytta::diagnostic::Severity;
use nytta::table::workbook::InProcess;
use nytta::table::{Batch, Reading, read};
use nytta::value::State;

use super::layout::{told, workbook};
use super::table::definitions;

const TURNED: [&str; 7] = [
    "Organisationsnummer;556016-0680;212000-0142;202100-5489",
    "Räkenskapsårets slut;2025-12-31;2025-12-31;2025-12-31",
    "Årsarbetskrafter;1,5;2;3",
    "Nyanställda;4;5;6",
    "Omsättning (kr);1000;2000;3000",
    "Metod;hours;hours;hours",
    "Kommentar;alfa;beta;gamma",
];

fn of_text(text: &str) -> Reading {
    read("a.csv", text.as_bytes(), &definitions(), &InProcess)
}

/// A form whose fields stand below each other with another line at a position.
fn turned(at: usize, line: &str) -> Reading {
    let lines: Vec<&str> = TURNED.iter().enumerate().map(|(own, text)| if own == at { line } else { *text }).collect();
    of_text(&(lines.join("\n") + "\n"))
}

/// The states of a column of the first batch.
fn states(reading: &Reading, column: &str) -> Vec<State> {
    reading.batches[0].columns[column].states.clone()
}

#[test]
fn a_line_of_a_turned_text_with_other_cells_than_the_others_is_told_and_not_read() {
    assert_eq!(turned(0, TURNED[0]).diagnostics, []);
    let lost = "Nyanställda;5;6";
    let cases = [
        ("wrong-field-count", lost),
        ("wrong-field-count", "Nyanställda;;4;5;6"),
        ("wrong-field-count", "Nyanställda;4;5;6;7"),
        ("wrong-field-count", "Nyanställda"),
        ("split-row", "Nyanställda;4\n5;6"),
        ("split-row", "Nyanställda;1\n4;5;6"),
        ("split-row", "Nyanställda\n4;5;6"),
        ("split-row", "Nyanställda;4;5\n6"),
        ("split-row", "Nyanställda;4;5;1\n6"),
    ];
    for (rule, line) in cases {
        let reading = turned(3, line);
        assert_eq!(told(&reading).0, [format!("4 {rule}")], "{line}: {:#?}", reading.diagnostics);
        assert_eq!(reading.diagnostics[0].severity, Severity::Error);
        assert_eq!(states(&reading, "hired"), [State::Unreadable; 3], "{line}");
        let others = reading.batches[0].columns["turnover"].number(2).map(|turnover| turnover.to_string());
        assert_eq!(others.as_deref(), Some("3000.00"), "{line}");
    }
    let message = turned(3, lost).diagnostics[0].message.in_language(&["en"]).into_owned();
    assert_eq!(message, "the row has 3 cells where the other questions have 4");
    // The last number of the last question goes on below, which the number of a page would look like.
    let below = of_text(&format!("{}\n5\n", TURNED[..5].join("\n")));
    assert_eq!(told(&below).0, ["5 split-row"]);
    assert_eq!(states(&below, "turnover"), [State::Unreadable; 3]);
    // The last line is cut off, with a line end and without.
    let whole = TURNED.join("\n");
    let cut = &whole[..whole.len() - ";gamma".len() - 1];
    assert_eq!(told(&of_text(&format!("{cut}\n"))).0, ["7 wrong-field-count"]);
    assert_eq!(told(&of_text(cut)).0, ["7 cut-off-row"]);
    assert_eq!(told(&of_text(&whole)).0, ["7 no-line-end"]);
    // Who is asked for in such a line is looked for all the same.
    assert_eq!(turned(3, "Nyanställda;4\n5;811228-9874").diagnostics[0].rule, "personal-number");
    assert_eq!(turned(3, "Nyanställda;4;811228-9874").diagnostics[0].rule, "personal-number");
}

#[test]
fn lines_of_a_turned_text_without_their_empty_last_cells_are_read_where_that_is_a_habit() {
    let asked = |reading: &Reading| reading.batches.iter().map(Batch::rows).sum::<usize>();
    // Each line ends with something.
    let trimmed = [&TURNED[..2], &["Årsarbetskrafter;1,5;2", "Nyanställda;4", "Omsättning (kr);1000;2000"]].concat();
    let trimmed = of_text(&format!("Årsrapport\n{}\nKälla: bokslutet\n", trimmed.join("\n")));
    let found = told(&trimmed).0;
    assert!(found.contains(&"4 last-cells-left-out".to_owned()), "{found:?}");
    assert!(trimmed.diagnostics.iter().all(|one| one.severity > Severity::Error), "{found:?}");
    assert_eq!((asked(&trimmed), states(&trimmed, "fte").len()), (3, 3));
    assert!(matches!(states(&trimmed, "turnover")[2], State::Missing(_)));
    // One line is no habit, nor are several where another keeps its empty cells; and the number of an organisation is never left out.
    let kept = [&TURNED[..2], &["Årsarbetskrafter;1,5;2;", "Nyanställda;4", "Omsättning (kr);1000;2000"]].concat();
    assert_eq!(told(&of_text(&(kept.join("\n") + "\n"))).0, ["4 wrong-field-count", "5 wrong-field-count"]);
    // Excel saves sixteen rows at a time: all lines of the second sixteen lack their last cell.
    let block =
        format!("{}\n{}Omsättning (kr);1000;2000\nKommentar;alfa;beta\n", TURNED[..4].join("\n"), "\n".repeat(14));
    assert_eq!(told(&of_text(&block)).0, Vec::<String>::new());
}

const HEADER: &str = "orgnr;Räkenskapsårets slut;fte;Omsättning";
const ROWS: [&str; 3] =
    ["556016-0680;2025-12-31;1,5;250000", "212000-0142;2025-12-31;2;28", "202100-5489;2025-12-31;3;5000"];

/// What is told of a table with a line in it, as text with that cell alone, with all delimiters behind it, and as a workbook.
fn in_each(lines: &[&str], line: usize) -> Vec<Reading> {
    let padded: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, text)| if at == line { format!("{text};;;") } else { (*text).to_owned() })
        .collect();
    let padded: Vec<&str> = padded.iter().map(String::as_str).collect();
    let texts = [lines, &padded].map(|lines| of_text(&(lines.join("\n") + "\n")));
    texts.into_iter().chain([read("a.xlsx", &workbook(lines), &definitions(), &InProcess)]).collect()
}

#[test]
fn a_row_whose_last_number_goes_on_alone_in_the_next_is_not_accepted() {
    for rest in ["758 587", "758587", "758"] {
        let middle = in_each(&[HEADER, ROWS[0], ROWS[1], rest, ROWS[2]], 3);
        let end = in_each(&[HEADER, ROWS[0], ROWS[2], ROWS[1], rest], 4);
        for (row, reading) in middle.iter().map(|one| (3, one)).chain(end.iter().map(|one| (4, one))) {
            assert_eq!(told(reading), (vec![format!("{row} split-row")], 2, 2), "{rest}: {:#?}", reading.diagnostics);
        }
    }
    // Before the number too.
    let before = "212000-0142;2025-12-31;2;";
    for reading in in_each(&[HEADER, ROWS[0], before, "28 758 587", ROWS[2]], 3) {
        assert_eq!(told(&reading), (vec!["3 split-row".to_owned()], 2, 2));
    }
    // Nobody can tell the number of a page or a year directly below from the rest of a number.
    for rest in ["1", "25", "2026"] {
        let lines = [HEADER, ROWS[0], ROWS[2], ROWS[1], rest];
        let cut = of_text(&lines.join("\n"));
        for reading in in_each(&lines, 4).iter().chain([&cut]) {
            assert_eq!(told(reading), (vec!["4 split-row".to_owned()], 2, 2), "{rest}: {:#?}", reading.diagnostics);
        }
    }
    // Where the cell is empty or a line stands between, a lone number takes no row with it.
    for lines in [&[HEADER, ROWS[0], before, "2026"][..], &[HEADER, ROWS[0], ROWS[1], "", "2026"]] {
        for reading in in_each(lines, lines.len() - 1) {
            assert_eq!(
                told(&reading),
                (vec![format!("{} remark-row", lines.len())], 2, 0),
                "{:#?}",
                reading.diagnostics
            );
        }
    }
}

#[test]
fn what_programs_print_below_a_table_is_a_remark() {
    let printed = [
        "Utskrivet 2026-02-03 14:32",
        "Sida 1/1",
        "1 (1)",
        "Fortnox 2025",
        "© 2026 Visma",
        "Bokslut 2025-12-31",
        "Version 2.1",
        "=====",
        "-",
        ".",
    ];
    for line in printed {
        for reading in in_each(&[HEADER, ROWS[0], ROWS[1], ROWS[2], line], 4) {
            assert_eq!(told(&reading), (vec!["5 remark-row".to_owned()], 3, 0), "{line}: {:#?}", reading.diagnostics);
            assert_eq!(reading.diagnostics[0].severity, Severity::Note, "{line}");
        }
    }
    let all = [&[HEADER, ROWS[0], ROWS[1], ROWS[2], ""], &printed[..]].concat();
    let reading = of_text(&(all.join("\n") + "\n"));
    assert_eq!((told(&reading).1, told(&reading).2), (3, 0));
    assert_eq!(reading.diagnostics.len(), printed.len());
    // A remark that names an amount may be meant to correct one.
    for reading in in_each(&[HEADER, ROWS[0], ROWS[1], ROWS[2], "Rätt omsättning är 350 000 i stället"], 4) {
        assert_eq!(told(&reading), (vec!["5 remark-row".to_owned()], 3, 0), "{:#?}", reading.diagnostics);
        assert_eq!(reading.diagnostics[0].severity, Severity::Warning);
    }
}

#[test]
fn what_may_be_a_row_is_no_remark() {
    let of_line = |line: &str, below: &[&str]| in_each(&[&[HEADER, ROWS[0], ROWS[1], line], below].concat(), 3);
    // An organisation's number, what is left of one, and several cells in one.
    for line in ["202100-5489", "556016-06", "202100-5489 Kafé 7", "\"202100-5489,2025-12-31,3,7\"", "12 | 7 | st"] {
        for reading in of_line(line, &[]) {
            assert!(!told(&reading).0.contains(&"4 remark-row".to_owned()), "{line}: {:#?}", reading.diagnostics);
        }
    }
    // Above a row.
    for reading in of_line("Fortnox 2025", &[ROWS[2]]) {
        assert!(reading.diagnostics.iter().any(|one| one.severity == Severity::Error), "{:#?}", reading.diagnostics);
    }
    // Under a column of names a name alone is a row.
    let named = of_text("Namn;orgnr;Räkenskapsårets slut;fte\nKafé;556016-0680;2025-12-31;1\nVerkstan 2025;;;\n");
    assert_eq!((told(&named).0.contains(&"3 remark-row".to_owned()), told(&named).1), (false, 2));
}

#[test]
fn a_column_without_a_header_is_told_where_the_header_is_wanting() {
    for bytes in [
        format!("{HEADER};\n{};\n{};7\n", ROWS[0], ROWS[1]).into_bytes(),
        workbook(&[HEADER, ROWS[0], &format!("{};7", ROWS[1])]),
    ] {
        let reading =
            read(if bytes.starts_with(b"PK") { "a.xlsx" } else { "a.csv" }, &bytes, &definitions(), &InProcess);
        let found = reading.diagnostics.iter().find(|one| one.rule == "column-without-header").expect("it is told");
        assert_eq!(found.span.cell().as_deref(), Some("E1"));
        assert!(found.message.in_language(&["en"]).contains("E3"), "{}", found.message.in_language(&["en"]));
    }
}

#[test]
fn a_table_with_one_answer_a_row_is_told_once_and_not_read() {
    let questions = [("Räkenskapsårets slut", "2025-12-31"), ("Årsarbetskrafter", "2"), ("Nyanställda", "3")];
    let list = |organisations: &[&str], header: &str| {
        let of_one = |organisation: &&str| {
            let answers = questions.map(|(question, answer)| format!("{organisation};{question};{answer}"));
            answers.to_vec()
        };
        let lines: Vec<String> = organisations.iter().flat_map(of_one).collect();
        std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>()
    };
    // By the number beside each question, and by questions that come again where nobody's number is asked for.
    for (organisations, header, senders) in [
        (&["556016-0680", "212000-0142"][..], "orgnr;Fråga;Svar", 2),
        (&["556016-0680"], "orgnr;Fråga;Svar", 1),
        (&["Kafét", "Verkstan"], "Namn;Fråga;Svar", 0),
    ] {
        let lines = list(organisations, header);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let text = of_text(&(lines.join("\n") + "\n"));
        for reading in [text, read("a.xlsx", &workbook(&lines), &definitions(), &InProcess)] {
            let found: Vec<_> = reading
                .diagnostics
                .iter()
                .map(|one| (one.rule.as_str(), one.span.cell().unwrap_or_default()))
                .collect();
            assert_eq!(found, [("one-answer-per-row", "B2".to_owned())], "{header}: {:#?}", reading.diagnostics);
            let told: std::collections::BTreeSet<_> = reading.unread.values().collect();
            assert_eq!((reading.batches.len(), told.len()), (0, senders), "{header}");
        }
    }
    // The same questions with the number of each enterprise beside one of them are a form that stands on its side.
    assert_eq!(turned(0, TURNED[0]).diagnostics, []);
    let person = of_text(
        "orgnr;Fråga;Svar\n556016-0680;Nyanställda;3\n556016-0680;Årsarbetskrafter;2\n556016-0680;Kommentar;811228-9874\n",
    );
    assert_eq!(person.diagnostics[0].rule, "personal-number");
}
