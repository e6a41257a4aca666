//! A unit that somebody wrote over that of a question is told as one beside the answer is.

use nytta::diagnostic::words::ALL;
use nytta::form;

use super::saved::found_in;
use super::{answers, filled, made, read};

/// The rules of what is told of the answer for full-time jobs, and that answer, with other words around it.
fn told(change: impl Fn(&str) -> String) -> (Vec<String>, Option<String>, u32) {
    let text = filled(&[
        ("year_start", "2025-01-01"),
        ("year_end", "2025-12-31"),
        ("fte_opening", "12"),
        ("fte_closing", "14"),
    ]);
    let put = |line: &str| if line.starts_with("fte_closing;") { change(line) } else { line.to_owned() };
    let text = text.split("\r\n").map(put).collect::<Vec<_>>().join("\r\n");
    let (found, accepted) = found_in("form.csv", text.as_bytes());
    let found = found.into_iter().filter(|one| one.field.as_deref() == Some("fte_closing")).map(|one| one.rule);
    (found.collect(), answers(&read("form.csv", text.as_bytes())).remove("fte_closing"), accepted)
}

#[test]
fn another_unit_over_that_of_a_question_is_told() {
    assert_eq!(told(str::to_owned), (vec![], Some("14".to_owned()), 1));
    for unit in ["timmar", "%", "kronor", "personer", "heures", "ore"] {
        let (found, answer, accepted) = told(|line| line.replace(";heltidstjänster;", &format!(";{unit};")));
        assert_eq!((found, accepted), (vec!["wrong-unit".to_owned()], 0), "{unit}: {answer:?}");
    }
    let over = |text: &str| text.replace(";heltidstjänster;", ";timmar;");
    let text = over(&filled(&[("fte_closing", "14")]));
    let found = read("form.csv", text.as_bytes()).diagnostics;
    let cells: Vec<_> = found.iter().filter(|one| one.rule == "wrong-unit").filter_map(|one| one.span.cell()).collect();
    assert!(
        !cells.is_empty() && cells.iter().all(|cell| cell.starts_with('D')),
        "it is marked where it stands: {cells:?}"
    );
    for unit in ["fte", "st", "", "årsarbetskrafter"] {
        let (found, answer, accepted) = told(|line| line.replace(";heltidstjänster;", &format!(";{unit};")));
        assert_eq!((found, answer.as_deref(), accepted), (vec![], Some("14"), 1), "{unit}");
    }
}

#[test]
fn the_units_that_a_form_prints_are_its_own() {
    for language in ALL.map(|words| words.language) {
        let reading = read("form.csv", &form::csv(&made(language)));
        let told: Vec<_> = reading.diagnostics.iter().filter(|one| one.rule == "wrong-unit").collect();
        assert!(told.is_empty(), "{language}: {told:#?}");
    }
}
