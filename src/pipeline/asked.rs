//! Where in a form the reason is written that a warning asks for.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::column_letters;
use crate::table::Reading;
use crate::text::{Text, fill};

/// What is added to the hint of a warning in a form with a column for explanations.
const WRITE: [&str; 6] = [
    "Write the reason in the column for explanations, cell {cell}",
    "Skriv orsaken i kolumnen för förklaringar, cell {cell}",
    "Écrivez la raison dans la colonne des explications, cellule {cell}",
    "Scrivete il motivo nella colonna delle spiegazioni, cella {cell}",
    "Scrieți motivul în coloana pentru explicații, celula {cell}",
    "Razlog vpišite v stolpec za pojasnila, celica {cell}",
];

/// Says of a warning about an answer of a form in which cell its reason belongs; other findings stay as they are.
pub(super) fn placed(diagnostic: Diagnostic, reading: &Reading) -> Diagnostic {
    let span = &diagnostic.span;
    let of_sheet = reading.sheets.iter().find(|sheet| sheet.sheet.as_deref() == span.sheet.as_deref());
    let column = of_sheet.and_then(|sheet| sheet.explanations).filter(|_| span.turned);
    let (Some(column), Some(row)) = (column, span.row) else { return diagnostic };
    if diagnostic.severity != Severity::Warning {
        return diagnostic;
    }
    let cell = [("cell".to_owned(), format!("{}{row}", column_letters(column)))].into();
    let write = Text::in_each(WRITE);
    let said = |(language, hint): (String, String)| {
        let added = fill(write.in_language(&[&language]), &cell);
        let hint = hint.trim_end();
        let end = if hint.is_empty() || hint.ends_with(['.', '!', '?']) { "" } else { "." };
        let joined = format!("{hint}{end} {added}.");
        (language, joined.trim_start().to_owned())
    };
    let hint = Text(diagnostic.hint.in_each().0.into_iter().map(said).collect());
    Diagnostic { hint: hint.into(), ..diagnostic }
}
