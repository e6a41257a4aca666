//! What a finding about a whole row says already: it is not told of a cell of the row once more.

use std::collections::BTreeSet;

use super::File;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Findings on a cell whose words name nothing.
const OF_WORDS: [&str; 3] = ["not-an-organisation-number", "not-a-date", "unknown-code"];

/// Takes back what was told of the words at which a row is told to have nothing that names it.
pub(super) fn told(file: &mut File) {
    let cell = |span: &Span| Some((span.sheet.clone(), span.row?, span.column?));
    let of_rows = file.diagnostics.iter().filter(|one| one.rule == "row-without-key");
    let of_rows: BTreeSet<_> = of_rows.filter_map(|one| cell(&one.span)).collect();
    let is_told = |one: &Diagnostic| {
        OF_WORDS.contains(&one.rule.as_str()) && cell(&one.span).is_some_and(|cell| of_rows.contains(&cell))
    };
    if !of_rows.is_empty() {
        file.diagnostics.retain(|one| !is_told(one));
    }
}
