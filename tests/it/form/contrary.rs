//! Words of a form that belie its answers, and questions that its sender wrote over.

use nytta::diagnostic::{Diagnostic, Severity};

use super::{filled, made, read};
use nytta::form;

/// Rules about what is asked here.
const RULES: [&str; 4] = ["loss-without-minus", "span-of-time", "question-changed", "second-answer"];

/// What is told by reading a form: severity, rule and field.
fn told(form: &str) -> Vec<(Severity, String, String)> {
    let found = read("form.csv", form.as_bytes()).diagnostics;
    let mine = found.into_iter().filter(|one| RULES.contains(&one.rule.as_str()));
    mine.map(|one: Diagnostic| (one.severity, one.rule, one.field.unwrap_or_default())).collect()
}

/// The form with another text in a cell of a field's line; columns count from 1.
fn with(form: &str, field: &str, column: usize, text: &str) -> String {
    let line = form.lines().find(|line| line.starts_with(&format!("{field};"))).expect("the question");
    let mut cells: Vec<&str> = line.split(';').collect();
    cells.resize(column.max(cells.len()), "");
    cells[column - 1] = text;
    form.replace(line, &cells.join(";"))
}

fn warning(rule: &str, field: &str) -> Vec<(Severity, String, String)> {
    vec![(Severity::Warning, rule.to_owned(), field.to_owned())]
}

const QUESTION: usize = 2;
const UNIT: usize = 4;
const EXPLANATION: usize = 8;

#[test]
fn a_loss_in_words_beside_an_amount_above_zero_is_asked() {
    let form = filled(&[("net_result", "120 000"), ("turnover", "4 900 000")]);
    let asked = warning("loss-without-minus", "net_result");
    for (column, words) in [
        (EXPLANATION, "förlust"),
        (EXPLANATION, "Obs! Förlust i år"),
        (EXPLANATION, "underskott"),
        (EXPLANATION, "minus"),
        (EXPLANATION, "förlust på grund av hyran"),
        (UNIT, "kronor förlust"),
        (QUESTION, "Årets förlust"),
        (10, "perte"),
    ] {
        assert_eq!(told(&with(&form, "net_result", column, words)), asked, "{column} {words}");
    }
    for words in [
        "förra årets förlust är vänd",
        "vinst efter flera år av förluster",
        "ingen förlust i år",
        "efter förlust i fjol",
        "vi tog över ett bolag som gick med förlust",
        "minus 30 000 mindre än i fjol",
        "bokslut",
    ] {
        assert_eq!(told(&with(&form, "net_result", EXPLANATION, words)), [], "{words}");
    }
    // Turnover is never below zero, and an amount below zero is the loss.
    assert_eq!(told(&with(&form, "turnover", EXPLANATION, "förlust")), []);
    let below = filled(&[("net_result", "-120 000")]);
    assert_eq!(told(&with(&below, "net_result", EXPLANATION, "förlust")), []);
}

#[test]
fn hours_of_a_week_or_a_month_beside_those_of_a_year_are_asked() {
    let form = filled(&[("volunteer_hours", "20"), ("trainee_hours", "416"), ("heads", "12"), ("turnover", "90 000")]);
    for (column, words) in [
        (UNIT, "h/v"),
        (UNIT, "tim/vecka"),
        (UNIT, "timmar per månad"),
        (EXPLANATION, "per vecka"),
        (EXPLANATION, "20 timmar i veckan"),
        (EXPLANATION, "uppgiften avser varje vecka"),
        (QUESTION, "Volontärtimmar per vecka"),
        (9, "hours per week"),
    ] {
        let asked = warning("span-of-time", "volunteer_hours");
        assert_eq!(told(&with(&form, "volunteer_hours", column, words)), asked, "{column} {words}");
    }
    assert_eq!(told(&with(&form, "turnover", UNIT, "kr/mån")), warning("span-of-time", "turnover"));
    for words in ["8 timmar per vecka i 52 veckor", "vi har öppet fler dagar per vecka", "8 h/vecka", "hela året", "v"]
    {
        assert_eq!(told(&with(&form, "trainee_hours", EXPLANATION, words)), [], "{words}");
    }
    assert_eq!(told(&with(&form, "heads", EXPLANATION, "per vecka")), [], "persons do not add up");
}

#[test]
fn a_question_that_was_written_over_is_told() {
    let form = filled(&[("turnover", "4 900 000"), ("heads", "12"), ("heads_women", "7")]);
    assert_eq!(told(&form), []);
    for words in ["Nettoomsättning inkl. moms", "Antal besökare", "Årets resultat"] {
        assert_eq!(told(&with(&form, "turnover", QUESTION, words)), warning("question-changed", "turnover"), "{words}");
    }
    assert_eq!(told(&with(&form, "heads_women", QUESTION, "Män")), warning("question-changed", "heads_women"));
    for words in
        ["NETTOOMSÄTTNING:", "3. Nettoomsättning", "Net turnover", "Nettoomsättning (kr)", "Netto\u{ad}omsättning", ""]
    {
        assert_eq!(told(&with(&form, "turnover", QUESTION, words)), [], "{words}");
    }
    for words in ["kvinnor", "– Women", "b) Kvinnor"] {
        assert_eq!(told(&with(&form, "heads_women", QUESTION, words)), [], "{words}");
    }
    // Where nothing is answered nothing is lost, and questions of another version may have had other words.
    assert_eq!(told(&with(&form, "sales", QUESTION, "Besökare")), []);
    let other = with(&form, "turnover", QUESTION, "Antal besökare").replace("version=1", "version=2");
    assert_eq!(told(&other), []);
    let reading = read("form.csv", with(&form, "turnover", QUESTION, "Antal besökare").as_bytes());
    let one = reading.diagnostics.iter().find(|one| one.rule == "question-changed").expect("it is told");
    let said = one.message.in_language(&["sv"]);
    assert_eq!(said, "'Antal besökare' står där blanketten frågar efter 'Nettoomsättning'");
}

/// A form in any language whose answers are all given has its own questions, and nothing in its own words belies them.
#[test]
fn nothing_that_a_form_prints_in_any_language_belies_an_answer() {
    for language in ["sv", "en", "fr", "it", "ro", "sl"] {
        for answer in ["?", "12"] {
            let mut sent = made(language);
            for line in sent.parts.iter_mut().flat_map(|part| &mut part.lines).filter(|line| line.column.is_some()) {
                line.given = line.given.clone().or_else(|| Some(answer.to_owned()));
            }
            assert_eq!(told(&String::from_utf8(form::csv(&sent)).expect("UTF-8")), [], "{language} {answer}");
        }
    }
}
