//! What stands in a cell, as a finding shows it.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::figure::written;
use crate::personal::masked;
use crate::source::Span;
use crate::table::spelling::number::SIGNS;
use crate::text::Text;

/// Longest value that is shown in a finding.
const SHOWN: usize = 60;

/// A finding that shows what stands in a cell: a number of a workbook, or a text.
pub(in crate::table) fn showing<'v>(
    rule: &str,
    span: Span,
    (value, is_figure): (&'v str, bool),
    mut values: Vec<(&str, &'v str)>,
    mut words: Vec<(&'static str, Text)>,
) -> Diagnostic {
    if is_figure {
        words.push(("value", written(value)));
    } else if !value.is_empty() {
        values.push(("value", value));
    }
    let words: Vec<(&str, &Text)> = words.iter().map(|(place, word)| (*place, word)).collect();
    let finding = Diagnostic::worded(rule, span, &values, &words);
    Diagnostic { value: Some(masked(value)).filter(|value| !value.is_empty()), is_figure, ..finding }
}

/// The beginning of a text in one line, as far as a finding shows it. Where a number is broken between two lines, that is shown:
/// beside each other they would look like one that is as it should be.
pub(crate) fn shown(text: &str) -> String {
    let lines = text.split(char::is_control).map(str::trim).filter(|line| !line.is_empty());
    let is_of_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || (c != '(' && SIGNS.contains(&c)));
    let text = lines.fold(String::new(), |text, line| {
        let is_broken = is_of_number(text.chars().next_back()) && is_of_number(line.chars().next());
        let between = if text.is_empty() {
            ""
        } else if is_broken {
            " ⏎ "
        } else {
            " "
        };
        text + between + line
    });
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
