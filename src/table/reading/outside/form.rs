//! Words of scale beside the answers of a form: it prints its own unit, so that they count for nothing but what they say.

use super::{ABOVE, BELOW, BESIDE, Found, Looking};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::table::cell::parse::Parser;
use crate::table::form::questions::Questions;
use crate::table::form::questions::astray::Asking;
use crate::table::layout::header::Match;
use crate::table::lines::{Content, Line, LineCell};
use crate::table::spelling::unit;

/// Tells of words of scale outside the answers of a form, where an amount among these does not say itself whether it is scaled:
/// then none of them counts.
pub(in crate::table) fn tell(
    questions: &Questions,
    table: &[Line; 2],
    content: &Content,
    file: &Span,
    asking: Asking,
) -> Option<Diagnostic> {
    let bare = bare(table, asking);
    let (first, last) = (questions.names.keys().next()?, questions.names.keys().next_back()?);
    if bare.is_empty() {
        return None;
    }
    // Its lines are rows, but what is told of it is told as of a form.
    let mut looking = Looking { turned: true, ..Looking::new(file, asking.definitions) };
    for line in content.lines() {
        let place = match line.row {
            row if row < *first => ABOVE,
            row if row > *last => BELOW,
            _ => BESIDE,
        };
        let field = questions.field(&line, asking.known);
        let is_money = field.is_some_and(|field| field.unit_name() == Some("money"));
        let question = questions.names.contains_key(&line.row).then_some(questions.columns["question"]);
        let answer = field.filter(|field| field.kind.is_number()).map(|_| questions.columns["answer"]);
        let is_printed = |at: usize| {
            let text = &line.cells[at].text;
            let asks = Some(at) == question && matches!(asking.known.find(text), Match::Column(_));
            asks || Some(at) == answer || asking.known.is_help(text)
        };
        let about = (line.row as usize).checked_sub(1).filter(|_| is_money);
        let is_question = questions.names.contains_key(&line.row);
        let is_free = |at: usize| place != ABOVE && is_free(questions, at, is_question);
        looking.look_at_line(place, &line, |at| (!is_printed(at)).then(|| is_free(at)), |_| about);
    }
    let is_about = |found: &&Found| found.about.is_none_or(|at| bare.contains(&at));
    let found: Vec<&Found> = looking.found.iter().filter(is_about).collect();
    looking.finding(&found, None)
}

/// True where a sender may write in free words, of whatever there is to explain: beside a question, but in its column of units,
/// among the explanations, and to the right of the form.
fn is_free(questions: &Questions, at: usize, is_question: bool) -> bool {
    let is_column = |name: &str| questions.columns.get(name) == Some(&at);
    questions.is_aside(at) || (is_question && !is_column("unit") && !is_column("question"))
}

/// The questions for amounts whose answers do not say whether they are scaled, by their position in the table.
fn bare([header, answers]: &[Line; 2], Asking { known, definitions, .. }: Asking) -> Vec<usize> {
    let is_bare = |(asked, answer): (&LineCell, &LineCell)| {
        let Match::Column(column) = known.find(&asked.text) else { return false };
        let field = known.dataset.field(&column.field).filter(|field| field.unit_name() == Some("money"));
        let parser = field.map(|field| Parser::new(field, known.dataset, definitions));
        !unit::says_unit(&asked.text) && parser.is_some_and(|parser| parser.is_bare(answer))
    };
    let cells = header.cells.iter().zip(&answers.cells).enumerate();
    cells.filter(|(_, cells)| is_bare(*cells)).map(|(at, _)| at).collect()
}
