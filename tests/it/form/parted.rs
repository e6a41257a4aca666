//! Forms as text in which a line is broken off, and answers that were written into the cell of their question.

use std::sync::LazyLock;

use nytta::diagnostic::Severity;
use nytta::table::Reading;
use nytta::value::State;

use super::{answers, filled, read};

const USUAL: [(&str, &str); 7] = [
    ("year_start", "2025-01-01"),
    ("year_end", "2025-12-31"),
    ("fte_opening", "12"),
    ("fte_closing", "12"),
    ("net_result", "7000"),
    ("turnover", "4 900 000"),
    ("members", "10"),
];
const MEMBERS: &str = "Medlemmar vid årets slut";

fn form() -> &'static str {
    static FORM: LazyLock<String> = LazyLock::new(|| filled(&USUAL));
    &FORM
}

/// The form with something else in one place.
fn with(from: &str, to: &str) -> Reading {
    let form = form();
    assert_eq!(form.matches(from).count(), 1, "{from}");
    read("form.csv", form.replace(from, to).as_bytes())
}

/// Findings as `cell or row rule`.
fn told(reading: &Reading) -> Vec<String> {
    let place = |one: &nytta::diagnostic::Diagnostic| {
        one.span.cell().or_else(|| one.span.row.map(|row| row.to_string())).unwrap_or_default()
    };
    reading.diagnostics.iter().map(|one| format!("{} {}", place(one), one.rule)).collect()
}

fn row(begin: &str) -> usize {
    form().lines().position(|line| line.starts_with(begin)).expect("the line") + 1
}

#[test]
fn a_line_of_a_form_that_goes_on_in_the_next_is_told_and_no_half_answer_is_read() {
    assert_eq!(told(&with("members;", "members;")), Vec::<String>::new());
    for parted in ["members;Medlemmar vid årets slut;1\r\n0;", "members;Medlemmar vid årets slut\r\n10;"] {
        let reading = with("members;Medlemmar vid årets slut;10;", parted);
        assert_eq!(told(&reading), [format!("{} split-row", row("members;"))], "{parted}");
        assert_eq!(reading.diagnostics[0].severity, Severity::Error);
        assert_eq!(reading.batches[0].columns["members"].states[0], State::Unreadable, "{parted}");
        assert_eq!(answers(&reading)["turnover"], "4900000");
    }
    let reading = with("turnover;Nettoomsättning;4 900 000;", "turnover;Nettoomsättning;4 900\n000;");
    assert_eq!(told(&reading), [format!("{} split-row", row("turnover;"))]);
    assert_eq!(reading.batches[0].columns["turnover"].states[0], State::Unreadable);
    // A person in what is left is found.
    let person = with("members;Medlemmar vid årets slut;10;", "members;Medlemmar vid årets slut;811228-9874\r\n0;");
    assert_eq!(person.diagnostics[0].rule, "personal-number");
}

#[test]
fn an_answer_below_or_before_the_words_of_its_question_is_told() {
    let whole = format!("members;{MEMBERS};10;");
    let place = format!("B{} answer-astray", row("members;"));
    let answered = [
        format!("\"{MEMBERS}\n10\""),
        format!("{MEMBERS}\t10"),
        format!("\"{MEMBERS}\n10 st\""),
        format!("10 {MEMBERS}"),
        format!("{MEMBERS}: vi är 10"),
        format!("{MEMBERS}: 10"),
    ];
    for question in answered {
        let reading = with(&whole, &format!("members;{question};;"));
        assert_eq!(told(&reading), std::slice::from_ref(&place), "{question:?}");
        // The cell of the answer is filled: there it counts.
        let filled = with(&whole, &format!("members;{question};10;"));
        assert!(!told(&filled).contains(&place), "{question:?}");
    }
    // Numbers before all questions number them, and a year behind one is part of it.
    let unanswered = filled(&USUAL[..6]);
    let mut number = 0;
    let numbered: Vec<String> = unanswered
        .split("\r\n")
        .map(|line| {
            let Some((name, rest)) = line.split_once(';').filter(|(name, _)| !name.is_empty() && !name.contains(' '))
            else {
                return line.to_owned();
            };
            number += 1;
            format!("{name};{number} {rest}")
        })
        .collect();
    let reading = read("form.csv", numbered.join("\r\n").as_bytes());
    assert!(number > 50, "{number}");
    assert!(!reading.diagnostics.iter().any(|one| one.rule == "answer-astray"), "{:?}", told(&reading));
}

/// The form with its answers from one question on in another column of the form.
fn moved(fields: &[&str], column: usize) -> String {
    let line = |line: &str| {
        let mut cells: Vec<String> = line.splitn(column + 2, ';').map(str::to_owned).collect();
        if fields.contains(&cells[0].as_str()) {
            cells[column] = std::mem::take(&mut cells[2]);
        }
        cells.join(";")
    };
    form().split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn an_answer_over_the_help_of_its_question_is_told_as_astray() {
    for (column, letter) in [(5, 'F'), (6, 'G')] {
        let reading = read("form.csv", moved(&["turnover"], column).as_bytes());
        assert_eq!(told(&reading), [format!("{letter}{} answer-astray", row("turnover;"))]);
        assert_eq!(reading.batches[0].columns["turnover"].states[0], State::Unreadable);
    }
}

#[test]
fn answers_that_all_stand_in_last_years_column_are_told_there_alone() {
    let fields: Vec<&str> = USUAL.iter().map(|(field, _)| *field).collect();
    let all = moved(&fields, 4);
    let (found, accepted) = super::saved::found_in("form.csv", all.as_bytes());
    let is_told =
        |field: &str| found.iter().any(|one| one.rule == "answer-astray" && one.field.as_deref() == Some(field));
    assert!(fields.iter().all(|field| is_told(field)), "{found:#?}");
    assert!(found.iter().all(|one| one.rule != "answer-astray" || one.span.column == Some(5)), "{found:#?}");
    assert!(!found.iter().any(|one| one.rule == "required-value-missing"), "{found:#?}");
    assert_eq!(accepted, 0);
    // Another year's day is last year's.
    let other = read("form.csv", all.replace(";2025-12-31;", ";2024-12-31;").as_bytes());
    assert!(!told(&other).iter().any(|one| one.ends_with("answer-astray")), "{:?}", told(&other));
}
