//! The few words that stand between a finding's own texts, in the languages there are.

use std::collections::BTreeMap;

use super::Severity;
use crate::number::Numbers;
use crate::text::fill;

/// A word in the plural forms of its language; a language without a form has the general one there.
#[derive(Debug, Clone, Copy)]
pub struct Forms {
    /// One.
    pub one: &'static str,
    /// Two of them.
    pub two: &'static str,
    /// A few, and the word before a list: `rows 14, 17`.
    pub few: &'static str,
    /// Any other number.
    pub other: &'static str,
}

impl Forms {
    /// One and several.
    pub const fn of(one: &'static str, other: &'static str) -> Self {
        Self { one, two: other, few: other, other }
    }

    /// One, several, and those that are counted with "of": 20 and more.
    pub const fn with_few(one: &'static str, few: &'static str, other: &'static str) -> Self {
        Self { one, two: few, few, other }
    }
}

/// Words of one language.
#[derive(Debug)]
pub struct Words {
    /// Code of the language.
    pub language: &'static str,
    /// The word of each severity.
    pub error: Forms,
    /// See `error`.
    pub warning: Forms,
    /// See `error`.
    pub note: Forms,
    /// Before what to do, under a drawn finding.
    pub help: &'static str,
    /// A row.
    pub row: Forms,
    /// A column.
    pub column: Forms,
    /// What a form asks, where the questions stand below each other.
    pub question: &'static str,
    /// Heading over what stands in a column or answers a question.
    pub column_or_question: &'static str,
    /// A sheet.
    pub sheet: &'static str,
    /// A cell.
    pub cell: Forms,
    /// A file.
    pub file: Forms,
    /// A place.
    pub place: Forms,
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
    /// The same where the cells of the file cannot be given back.
    pub list_alone: &'static str,
    /// Behind it where the file was a workbook of which only the cells are given back.
    pub rebuilt: &'static str,
    /// In a comment on what was found before and is right now.
    pub mended: &'static str,
    /// Where more was found than can be marked.
    pub too_many: &'static str,
    /// Rows read, accepted and rejected.
    pub rows: &'static str,
    /// After these, before the number of rows with nothing in them.
    pub blank: &'static str,
    /// Files in which nothing was found.
    pub clean: &'static str,
}

const SWEDISH: Words = Words {
    language: "sv",
    error: Forms::of("fel", "fel"),
    warning: Forms::of("varning", "varningar"),
    note: Forms::of("notis", "notiser"),
    help: "råd",
    row: Forms::of("rad", "rader"),
    column: Forms::of("kolumn", "kolumner"),
    question: "fråga",
    column_or_question: "kolumn eller fråga",
    sheet: "blad",
    cell: Forms::of("cell", "celler"),
    file: Forms::of("fil", "filer"),
    place: Forms::of("ställe", "ställen"),
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
    refused: "Filen innehåller något som ser ut som ett personnummer eller en persons kontaktuppgifter. Därför tas den \
              inte emot, och inget av dess innehåll finns med här. Ta bort uppgiften ur er egen fil och skicka den igen.",
    list_alone: "Filen kan inte ges tillbaka här. Öppna er egen fil, gör som det står nedan och skicka den igen.",
    rebuilt: "Arbetsboken är gjord av cellerna i er fil med era kommentarer: formler står som sina värden, och färger, \
              kolumnbredder, talformat, listrutor, skydd, filter och diagram finns bara kvar i er egen fil.",
    mended: "Rättat.",
    too_many: "Listan visar de första {shown} av {all}. Rätta dem först och skicka filen igen.",
    rows: "Lästa rader: {read}, godtagna: {accepted}, avvisade: {rejected}",
    blank: "tomma",
    clean: "Utan anmärkning",
};

const ENGLISH: Words = Words {
    language: "en",
    error: Forms::of("error", "errors"),
    warning: Forms::of("warning", "warnings"),
    note: Forms::of("note", "notes"),
    help: "help",
    row: Forms::of("row", "rows"),
    column: Forms::of("column", "columns"),
    question: "question",
    column_or_question: "column or question",
    sheet: "sheet",
    cell: Forms::of("cell", "cells"),
    file: Forms::of("file", "files"),
    place: Forms::of("place", "places"),
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
    refused: "The file holds what looks like a personal identity number or somebody's contact details. Therefore it is \
              not accepted, and nothing of it stands here. Remove them from your own file and send it again.",
    list_alone: "The file cannot be given back here. Open your own file, do what is said below and send it again.",
    rebuilt: "This workbook is made of the cells of your file with your comments: formulas stand as their values, and colours, \
              column widths, number formats, drop-downs, protection, filters and charts are only in your own file.",
    mended: "Corrected.",
    too_many: "The list shows the first {shown} of {all}. Correct these first and send the file again.",
    rows: "Rows read: {read}, accepted: {accepted}, rejected: {rejected}",
    blank: "blank",
    clean: "Without remark",
};

const FRENCH: Words = Words {
    language: "fr",
    error: Forms::of("erreur", "erreurs"),
    warning: Forms::of("avertissement", "avertissements"),
    note: Forms::of("remarque", "remarques"),
    help: "conseil",
    row: Forms::of("ligne", "lignes"),
    column: Forms::of("colonne", "colonnes"),
    question: "question",
    column_or_question: "colonne ou question",
    sheet: "feuille",
    cell: Forms::of("cellule", "cellules"),
    file: Forms::of("fichier", "fichiers"),
    place: Forms::of("endroit", "endroits"),
    and: "et",
    more: "de plus",
    nothing: "rien à corriger",
    what: "Ce qui ne va pas",
    todo: "Que faire",
    value: "Il y est écrit",
    rule_name: "Règle",
    place_heading: "Où",
    severity: "Type",
    project: "Le projet",
    to_fix: "À corriger",
    to_fix_lead: "Corrigez ce qui ne va pas directement dans les cellules et renvoyez le fichier. Cliquez sur une \
                  cellule de la liste pour y aller. Malgré un avertissement, le chiffre peut être juste : dites \
                  alors pourquoi.",
    refused: "Le fichier contient ce qui ressemble à un numéro d’identité personnel ou aux coordonnées d’une personne. \
              Il n’est donc pas accepté, et rien de son contenu ne figure ici. Supprimez-les de votre propre fichier et \
              renvoyez-le.",
    list_alone: "Le fichier ne peut pas être rendu ici. Ouvrez votre propre fichier, faites ce qui est indiqué ci-dessous et \
                 renvoyez-le.",
    rebuilt: "Ce classeur est fait des cellules de votre fichier avec vos commentaires : les formules y sont des valeurs, et \
              couleurs, largeurs de colonnes, formats de nombre, listes déroulantes, protection, filtres et graphiques ne sont \
              que dans votre propre fichier.",
    mended: "Corrigé.",
    too_many: "La liste montre les {shown} premiers sur {all}. Corrigez-les d’abord, puis renvoyez le fichier.",
    rows: "Lignes lues : {read}, acceptées : {accepted}, rejetées : {rejected}",
    blank: "vides",
    clean: "Sans remarque",
};

const ITALIAN: Words = Words {
    language: "it",
    error: Forms::of("errore", "errori"),
    warning: Forms::of("avviso", "avvisi"),
    note: Forms::of("nota", "note"),
    help: "consiglio",
    row: Forms::of("riga", "righe"),
    column: Forms::of("colonna", "colonne"),
    question: "domanda",
    column_or_question: "colonna o domanda",
    sheet: "foglio",
    cell: Forms::of("cella", "celle"),
    file: Forms::of("file", "file"),
    place: Forms::of("punto", "punti"),
    and: "e",
    more: "in più",
    nothing: "niente da correggere",
    what: "Che cosa non va",
    todo: "Che cosa fare",
    value: "C’è scritto",
    rule_name: "Regola",
    place_heading: "Dove",
    severity: "Tipo",
    project: "Il progetto",
    to_fix: "Da correggere",
    to_fix_lead: "Correggete ciò che non va direttamente nelle celle e rinviate il file. Fate clic su una cella \
                  dell’elenco per raggiungerla. Un avviso può riguardare un dato giusto: in tal caso spiegate perché.",
    refused: "Il file contiene qualcosa che somiglia a un numero di identificazione personale o ai recapiti di una \
              persona. Per questo non viene accettato, e nulla del suo contenuto compare qui. Toglieteli dal vostro file \
              e inviatelo di nuovo.",
    list_alone: "Il file non può essere restituito qui. Aprite il vostro file, fate quanto indicato sotto e inviatelo di nuovo.",
    rebuilt: "Questa cartella di lavoro è fatta delle celle del vostro file con i vostri commenti: le formule vi stanno come \
              valori, e colori, larghezze delle colonne, formati dei numeri, elenchi a discesa, protezione, filtri e grafici \
              restano soltanto nel vostro file.",
    mended: "Corretto.",
    too_many: "L’elenco mostra i primi {shown} di {all}. Correggete questi per primi e inviate di nuovo il file.",
    rows: "Righe lette: {read}, accettate: {accepted}, respinte: {rejected}",
    blank: "vuote",
    clean: "Senza osservazioni",
};

const ROMANIAN: Words = Words {
    language: "ro",
    error: Forms::with_few("eroare", "erori", "de erori"),
    warning: Forms::with_few("avertisment", "avertismente", "de avertismente"),
    note: Forms::with_few("notă", "note", "de note"),
    help: "sfat",
    row: Forms::with_few("rând", "rânduri", "de rânduri"),
    column: Forms::of("coloana", "coloanele"),
    question: "întrebare",
    column_or_question: "coloană sau întrebare",
    sheet: "foaia",
    cell: Forms::of("celula", "celulele"),
    file: Forms::with_few("fișier", "fișiere", "de fișiere"),
    place: Forms::with_few("loc", "locuri", "de locuri"),
    and: "și",
    more: "în plus",
    nothing: "nimic de corectat",
    what: "Ce este greșit",
    todo: "Ce puteți face",
    value: "Scrie acum",
    rule_name: "Regulă",
    place_heading: "Unde",
    severity: "Fel",
    project: "Proiectul",
    to_fix: "De corectat",
    to_fix_lead: "Corectați ce este greșit direct în celule și trimiteți fișierul înapoi. Faceți clic pe o celulă din \
                  listă ca să ajungeți la ea. O cifră cu avertisment poate fi totuși corectă: spuneți atunci de ce.",
    refused: "Fișierul conține ceva ce seamănă cu un cod numeric personal sau cu datele de contact ale unei persoane. De \
              aceea nu este primit și nimic din el nu apare aici. Ștergeți-le din fișierul dumneavoastră și trimiteți-l \
              din nou.",
    list_alone: "Fișierul nu poate fi dat înapoi aici. Deschideți propriul fișier, faceți ce scrie mai jos și trimiteți-l din nou.",
    rebuilt: "Acest registru de lucru este făcut din celulele fișierului dumneavoastră, cu comentariile dumneavoastră: \
              formulele apar ca valori, iar culorile, lățimile coloanelor, formatele numerelor, listele derulante, protecția, \
              filtrele și graficele se află numai în fișierul propriu.",
    mended: "Corectat.",
    too_many: "Lista arată primele {shown} din {all}. Corectați-le întâi pe acestea și trimiteți din nou fișierul.",
    rows: "Rânduri citite: {read}, acceptate: {accepted}, respinse: {rejected}",
    blank: "goale",
    clean: "Fără observații",
};

const SLOVENIAN: Words = Words {
    language: "sl",
    error: Forms { one: "napaka", two: "napaki", few: "napake", other: "napak" },
    warning: Forms { one: "opozorilo", two: "opozorili", few: "opozorila", other: "opozoril" },
    note: Forms { one: "obvestilo", two: "obvestili", few: "obvestila", other: "obvestil" },
    help: "nasvet",
    row: Forms { one: "vrstica", two: "vrstici", few: "vrstice", other: "vrstic" },
    column: Forms { one: "stolpec", two: "stolpca", few: "stolpci", other: "stolpcev" },
    question: "vprašanje",
    column_or_question: "stolpec ali vprašanje",
    sheet: "list",
    cell: Forms { one: "celica", two: "celici", few: "celice", other: "celic" },
    file: Forms { one: "datoteka", two: "datoteki", few: "datoteke", other: "datotek" },
    place: Forms { one: "mesto", two: "mesti", few: "mesta", other: "mest" },
    and: "in še",
    more: "drugje",
    nothing: "ni česa popraviti",
    what: "Kaj je narobe",
    todo: "Kaj lahko storite",
    value: "Tam stoji",
    rule_name: "Pravilo",
    place_heading: "Kje",
    severity: "Vrsta",
    project: "Projekt",
    to_fix: "Za popravek",
    to_fix_lead: "Napake popravite kar v celicah in datoteko pošljite nazaj. S klikom na celico na seznamu pridete do \
                  nje. Podatek z opozorilom je lahko pravilen: v tem primeru pojasnite, zakaj.",
    refused: "V datoteki je nekaj, kar je videti kot osebna identifikacijska številka ali kontaktni podatek osebe. Zato \
              datoteka ni sprejeta in nič iz nje ni prikazano tukaj. Podatek odstranite iz svoje datoteke in jo pošljite \
              znova.",
    list_alone: "Datoteke tu ni mogoče vrniti. Odprite svojo datoteko, naredite, kar piše spodaj, in jo pošljite znova.",
    rebuilt: "Ta delovni zvezek je narejen iz celic vaše datoteke z vašimi komentarji: formule so zapisane kot vrednosti, barve, \
              širine stolpcev, oblike števil, spustni seznami, zaščita, filtri in grafikoni pa ostanejo samo v vaši datoteki.",
    mended: "Popravljeno.",
    too_many: "Na seznamu je prikazanih prvih {shown} od skupno {all}. Najprej popravite te in datoteko \
               pošljite znova.",
    rows: "Prebrane vrstice: {read}, sprejete: {accepted}, zavrnjene: {rejected}",
    blank: "prazne",
    clean: "Brez pripomb",
};

/// The words in each language.
pub const ALL: [&Words; 6] = [&ENGLISH, &SWEDISH, &FRENCH, &ITALIAN, &ROMANIAN, &SLOVENIAN];

/// The words of the first of some languages that has its own; else the English ones.
pub fn words(languages: &[String]) -> &'static Words {
    let of = |language: &String| ALL.into_iter().find(|words| words.language == language);
    languages.iter().find_map(of).unwrap_or(&ENGLISH)
}

impl Words {
    /// The word of a severity.
    pub fn of(&self, severity: Severity) -> Forms {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }

    /// A name of others in quotation marks.
    pub fn quoted(&self, name: &str) -> String {
        let (open, close) = match self.language {
            "sv" => ("”", "”"),
            "fr" => ("«\u{a0}", "\u{a0}»"),
            "ro" => ("„", "”"),
            "sl" => ("»", "«"),
            _ => ("“", "”"),
        };
        format!("{open}{name}{close}")
    }

    /// The colon, which French sets apart from the word before it.
    pub fn colon(&self) -> &'static str {
        if self.language == "fr" { "\u{a0}:" } else { ":" }
    }

    /// How many rows were read, in words: those accepted, those rejected, and those that are blank where there are any.
    pub fn of_rows(&self, accepted: u32, rejected: u32, blank: u32) -> String {
        let numbers = [("read", accepted + rejected + blank), ("accepted", accepted), ("rejected", rejected)];
        let rows = fill(self.rows, &numbers.map(|(name, number)| (name.to_owned(), number.to_string())).into());
        if blank == 0 { rows } else { format!("{rows}, {}{} {blank}", self.blank, self.colon()) }
    }

    /// A number with its word in the form that goes with it: `1 fel`, `2 varningar`, in Slovenian `2 napaki`, `3 napake`.
    pub fn counted(&self, count: usize, word: Forms) -> String {
        let form = match Numbers::of(self.language).plural(count.into()) {
            "one" => word.one,
            "two" => word.two,
            "few" => word.few,
            _ => word.other,
        };
        format!("{count} {form}")
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
