//! The few words that stand between a finding's own texts, in the languages there are.

use std::collections::BTreeMap;

use super::Severity;

/// Words of one language.
#[derive(Debug)]
pub struct Words {
    /// Code of the language.
    pub language: &'static str,
    /// One and several of each severity.
    pub error: (&'static str, &'static str),
    /// See `error`.
    pub warning: (&'static str, &'static str),
    /// See `error`.
    pub note: (&'static str, &'static str),
    /// Before what to do, under a drawn finding.
    pub help: &'static str,
    /// A row.
    pub row: (&'static str, &'static str),
    /// A column.
    pub column: &'static str,
    /// A sheet.
    pub sheet: &'static str,
    /// A cell.
    pub cell: &'static str,
    /// A file.
    pub file: (&'static str, &'static str),
    /// A place.
    pub place: (&'static str, &'static str),
    /// Before a number of further places: `and`, `och`.
    pub and: &'static str,
    /// After it: `more`, `till`.
    pub more: &'static str,
    /// Where there are no findings.
    pub nothing: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// What to do.
    pub todo: &'static str,
    /// What stands there.
    pub value: &'static str,
    /// The name of a rule.
    pub rule_name: &'static str,
    /// Where it is.
    pub place_heading: &'static str,
    /// How bad it is.
    pub severity: &'static str,
    /// Findings of no submission.
    pub project: &'static str,
    /// Name of the sheet that lists what is to be fixed.
    pub to_fix: &'static str,
    /// What that sheet says of itself.
    pub to_fix_lead: &'static str,
    /// The same where nothing of the file may be given back.
    pub refused: &'static str,
    /// In a comment on what was found before and is right now.
    pub mended: &'static str,
    /// Where more was found than can be marked.
    pub too_many: &'static str,
    /// Rows read, accepted and rejected.
    pub rows: &'static str,
    /// Files in which nothing was found.
    pub clean: &'static str,
}

const SWEDISH: Words = Words {
    language: "sv",
    error: ("fel", "fel"),
    warning: ("varning", "varningar"),
    note: ("notis", "notiser"),
    help: "råd",
    row: ("rad", "rader"),
    column: "kolumn",
    sheet: "blad",
    cell: "cell",
    file: ("fil", "filer"),
    place: ("ställe", "ställen"),
    and: "och",
    more: "till",
    nothing: "inget att rätta",
    what: "Vad som är fel",
    todo: "Gör så här",
    value: "Där står",
    rule_name: "Regel",
    place_heading: "Var",
    severity: "Slag",
    project: "Projektet",
    to_fix: "Att rätta",
    to_fix_lead: "Rätta det som är fel direkt i cellerna och skicka tillbaka filen. Klicka på en cell i listan för att \
                  komma till den. En varning kan vara rätt: förklara då varför.",
    refused: "Filen innehåller något som ser ut som ett personnummer. Därför tas den inte emot, och \
              inget av dess innehåll finns med här. Ta bort uppgiften ur er egen fil och skicka den igen.",
    mended: "Rättat.",
    too_many: "Listan visar de första {shown} av {all}. Rätta dem först och skicka filen igen.",
    rows: "Lästa rader: {read}, godtagna: {accepted}, avvisade: {rejected}",
    clean: "Utan anmärkning",
};

const ENGLISH: Words = Words {
    language: "en",
    error: ("error", "errors"),
    warning: ("warning", "warnings"),
    note: ("note", "notes"),
    help: "help",
    row: ("row", "rows"),
    column: "column",
    sheet: "sheet",
    cell: "cell",
    file: ("file", "files"),
    place: ("place", "places"),
    and: "and",
    more: "more",
    nothing: "nothing to fix",
    what: "What is wrong",
    todo: "What to do",
    value: "It says",
    rule_name: "Rule",
    place_heading: "Where",
    severity: "Kind",
    project: "The project",
    to_fix: "To fix",
    to_fix_lead: "Correct what is wrong in the cells themselves and send the file back. Click a cell in the list to go \
                  to it. A warning may be right: then say why.",
    refused: "The file holds what looks like a personal identity number. Therefore it is not accepted, and nothing of it \
              stands here. Remove the number from your own file and send it again.",
    mended: "Corrected.",
    too_many: "The list shows the first {shown} of {all}. Correct these first and send the file again.",
    rows: "Rows read: {read}, accepted: {accepted}, rejected: {rejected}",
    clean: "Without remark",
};

/// The words of the first of some languages that has its own; else the English ones.
pub fn words(languages: &[String]) -> &'static Words {
    let known = languages.iter().find(|language| matches!(language.as_str(), "sv" | "en"));
    if known.is_some_and(|language| language == "sv") { &SWEDISH } else { &ENGLISH }
}

impl Words {
    /// The word of a severity.
    pub fn of(&self, severity: Severity) -> (&'static str, &'static str) {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }

    /// A name of others in quotation marks.
    pub fn quoted(&self, name: &str) -> String {
        let open = if self.language == "sv" { '”' } else { '“' };
        format!("{open}{name}”")
    }

    /// A number with its word: `1 fel`, `2 varningar`.
    pub fn counted(&self, count: usize, word: (&str, &str)) -> String {
        format!("{count} {}", if count == 1 { word.0 } else { word.1 })
    }

    /// How many findings there are of each severity, in words.
    pub fn totals<'d>(&self, diagnostics: impl Iterator<Item = &'d super::Diagnostic>) -> String {
        let mut counts = BTreeMap::new();
        for diagnostic in diagnostics {
            *counts.entry(diagnostic.severity).or_insert(0) += 1;
        }
        let parts: Vec<String> =
            counts.into_iter().map(|(severity, count)| self.counted(count, self.of(severity))).collect();
        if parts.is_empty() { self.nothing.to_owned() } else { parts.join(", ") }
    }
}
