//! Where the reason is written that a warning asks for.

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

/// What is added to that of a warning in a table, which has no column for explanations.
const SEND: [&str; 6] = [
    "Send the reason with the file: the file itself has no place for it, and who asked for it enters it in \
     explanations.csv (check '{check}')",
    "Skicka orsaken tillsammans med filen: i själva filen finns ingen plats för den, och den som bad om filen för in den i \
     explanations.csv (kontroll '{check}')",
    "Envoyez la raison avec le fichier\u{a0}: le fichier n’a pas de place pour elle, et qui l’a demandé l’inscrit dans \
     explanations.csv (contrôle '{check}')",
    "Inviate il motivo con il file: nel file non c’è posto per esso, e chi l’ha chiesto lo inserisce in \
     explanations.csv (controllo '{check}')",
    "Trimiteți motivul împreună cu fișierul: în fișier nu are loc, iar cine l-a cerut îl trece în explanations.csv \
     (verificarea '{check}')",
    "Razlog pošljite z datoteko: v njej ni prostora zanj, vpiše pa ga tisti, ki jo je zahteval, v explanations.csv \
     (preverjanje '{check}')",
];

/// Says of a warning about an answer where its reason belongs: in which cell of a form, or beside the file where that is a
/// table; other findings stay as they are.
pub(super) fn placed(diagnostic: Diagnostic, reading: &Reading) -> Diagnostic {
    let span = &diagnostic.span;
    let Some(row) = span.row.filter(|_| diagnostic.severity == Severity::Warning) else { return diagnostic };
    let of_sheet = reading.sheets.iter().find(|sheet| sheet.sheet.as_deref() == span.sheet.as_deref());
    let (write, place) = match of_sheet.and_then(|sheet| sheet.explanations).filter(|_| span.turned) {
        Some(column) => (WRITE, ("cell".to_owned(), format!("{}{row}", column_letters(column)))),
        None if span.turned => return diagnostic,
        None => {
            let name = diagnostic.rule.rsplit_once('.').map_or(diagnostic.rule.as_str(), |(_, check)| check);
            (SEND, ("check".to_owned(), name.to_owned()))
        }
    };
    let (write, place) = (Text::in_each(write), [place].into());
    let said = |(language, hint): (String, String)| {
        let added = fill(write.in_language(&[&language]), &place);
        let hint = hint.trim_end();
        let end = if hint.is_empty() || hint.ends_with(['.', '!', '?']) { "" } else { "." };
        let joined = format!("{hint}{end} {added}.");
        (language, joined.trim_start().to_owned())
    };
    let hint = Text(diagnostic.hint.in_each().0.into_iter().map(said).collect());
    Diagnostic { hint: hint.into(), ..diagnostic }
}
