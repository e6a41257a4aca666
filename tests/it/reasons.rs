//! Reasons that enterprises gave: told where they point at no one.

use nytta::disclosure::{Audience, Facts, release};
use nytta::table::accepted::Reason;

use super::small::{accepted, definitions, observe, organisation, register};

const HIRED: &str = "indicator: hired\nvalue: SUM(hired)\nunit: persons\nsensitivity: persons";

/// What is told of the reasons, each `(enterprise, code, words that may be printed)`.
fn told(given: &[(usize, &str, Option<&str>)]) -> Vec<(String, u32, Vec<String>)> {
    let definitions = definitions(&[HIRED]);
    let numbers = ["01", "02", "03", "04"];
    let rows = numbers.map(|number| (number, [("hired", "9")]));
    let rows: Vec<(&str, &[(&str, &str)])> = rows.iter().map(|(number, cells)| (*number, cells.as_slice())).collect();
    let mut accepted = accepted(&rows);
    for (row, code, words) in given {
        accepted.reasons[*row].push(Reason {
            check: "year.chain".to_owned(),
            fields: vec!["hired".to_owned()],
            code: (*code).to_owned(),
            words: words.map(str::to_owned),
        });
    }
    let register = register(numbers.map(|number| organisation(number, "a1")).to_vec());
    let observations = observe(&definitions, &register, vec![("2025", accepted)]);
    let period = definitions.project.period("2025").expect("a period");
    let released = release(&observations, &definitions, &register, Audience::Public, period, &Facts::default());
    let figure = released.figure("hired", "2025", &super::small::cell(&[])).expect("a figure");
    assert!(figure.value.is_some());
    figure.reasons.iter().map(|(code, (count, words))| (code.clone(), *count, words.clone())).collect()
}

#[test]
fn a_reason_of_fewer_than_a_group_is_told_only_in_words_that_may_be_printed() {
    let reason = |code: &str, count, words: &[&str]| {
        (code.to_owned(), count, words.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(told(&[(0, "overtime", None)]), []);
    assert_eq!(told(&[(0, "overtime", None), (1, "overtime", None), (2, "merger", None)]), [], "each code by itself");
    let three = [(0, "overtime", None), (1, "overtime", None), (2, "overtime", None), (3, "merger", None)];
    assert_eq!(told(&three), [reason("overtime", 3, &[])]);
    assert_eq!(told(&[(0, "merger", Some("We merged"))]), [reason("merger", 1, &["We merged"])]);
    let beside = [(0, "merger", Some("We merged")), (1, "merger", None)];
    assert_eq!(told(&beside), [reason("merger", 1, &["We merged"])], "the other is not even counted");
}

#[test]
fn a_reason_that_says_nothing_is_not_told() {
    assert_eq!(told(&[(0, "", None), (1, "", None), (2, "", None)]), []);
    assert_eq!(told(&[(0, "overtime", Some(" "))]), []);
}
