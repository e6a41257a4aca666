//! Places that are no cells, in the languages of the rule pages, as they stand behind "in".

use crate::table::comments::Kind;

/// A place in each language.
pub(super) type Named = [&'static str; 6];

const COMMENT: Named = ["a comment", "en kommentar", "un commentaire", "un commento", "un comentariu", "komentar"];
const BOX: Named =
    ["a text box", "en textruta", "une zone de texte", "una casella di testo", "o casetă de text", "besedilno polje"];
const COMMENT_OR_BOX: Named = [
    "a comment or a text box",
    "en kommentar eller en textruta",
    "un commentaire ou une zone de texte",
    "un commento o una casella di testo",
    "un comentariu sau o casetă de text",
    "komentar ali besedilno polje",
];
const PAGE: Named = [
    "a page header or footer",
    "ett sidhuvud eller en sidfot",
    "un en-tête ou un pied de page",
    "un’intestazione o un piè di pagina",
    "un antet sau un subsol de pagină",
    "glava ali noga strani",
];
const EMBEDDED: Named = [
    "a file or object embedded in the workbook",
    "en fil eller ett objekt som är inbäddat i arbetsboken",
    "un fichier ou un objet incorporé dans le classeur",
    "un file o un oggetto incorporato nella cartella di lavoro",
    "un fișier sau un obiect încorporat în registrul de lucru",
    "datoteka ali predmet, vdelan v delovni zvezek",
];
const LINK: Named = ["a link", "en länk", "un lien", "un collegamento", "o legătură", "povezava"];
const CHART: Named = ["a chart", "ett diagram", "un graphique", "un grafico", "o diagramă", "grafikon"];
const VALIDATION: Named = [
    "the rule or message for what a cell may hold (Data Validation)",
    "regeln eller meddelandet för vad en cell får innehålla (Dataverifiering)",
    "la règle ou le message de saisie d’une cellule (Validation des données)",
    "la regola o il messaggio di immissione di una cella (Convalida dati)",
    "regula sau mesajul de introducere al unei celule (Validare date)",
    "pravilo ali sporočilo za vnos v celico (Preverjanje veljavnosti podatkov)",
];
const CONDITION: Named = [
    "conditional formatting",
    "en villkorsstyrd formatering",
    "une mise en forme conditionnelle",
    "una formattazione condizionale",
    "o formatare condiționată",
    "pogojno oblikovanje",
];
const DEFINED_NAME: Named = [
    "a defined name (Name Manager)",
    "ett definierat namn (Namnhanteraren)",
    "un nom défini (Gestionnaire de noms)",
    "un nome definito (Gestione nomi)",
    "un nume definit (Manager nume)",
    "določeno ime (Upravitelj imen)",
];
const FORMAT: Named = [
    "a number format",
    "ett talformat",
    "un format de nombre",
    "un formato numerico",
    "un format de număr",
    "oblika zapisa števil",
];
const FORMULA: Named = ["a formula", "en formel", "une formule", "una formula", "o formulă", "formula"];
const PIVOT: Named = [
    "the stored data of a pivot table",
    "en pivottabells sparade data",
    "les données mémorisées d’un tableau croisé dynamique",
    "i dati memorizzati di una tabella pivot",
    "datele memorate ale unui tabel pivot",
    "shranjeni podatki vrtilne tabele",
];
const PICTURE: Named = [
    "the description of a picture or shape (alt text)",
    "beskrivningen av en bild eller form (alternativtext)",
    "la description d’une image ou d’une forme (texte de remplacement)",
    "la descrizione di un’immagine o di una forma (testo alternativo)",
    "descrierea unei imagini sau forme (text alternativ)",
    "opis slike ali oblike (nadomestno besedilo)",
];
const PART: Named = [
    "a part of the workbook that shows in no cell",
    "en del av arbetsboken som inte syns i någon cell",
    "une partie du classeur qui n’apparaît dans aucune cellule",
    "una parte della cartella di lavoro che non appare in nessuna cella",
    "o parte a registrului de lucru care nu apare în nicio celulă",
    "del delovnega zvezka, ki se ne pokaže v nobeni celici",
];
/// The properties of a workbook.
pub(super) const PROPERTIES: Named = [
    "the properties of the workbook",
    "arbetsbokens egenskaper",
    "les propriétés du classeur",
    "le proprietà della cartella di lavoro",
    "proprietățile registrului de lucru",
    "lastnosti delovnega zvezka",
];
/// The name of a sheet.
pub(super) const SHEET: Named = [
    "the name of a sheet",
    "ett blads namn",
    "le nom d’une feuille",
    "il nome di un foglio",
    "numele unei foi",
    "ime lista",
];
/// The name of a file or a folder that holds it.
pub(super) const FILE: Named = [
    "the name of the file or its folder",
    "namnet på filen eller dess mapp",
    "le nom du fichier ou de son dossier",
    "il nome del file o della sua cartella",
    "numele fișierului sau al dosarului său",
    "ime datoteke ali njene mape",
];

/// What something outside the cells of a workbook is called.
pub(super) fn named(kind: Kind) -> Named {
    match kind {
        Kind::Comment | Kind::Author => COMMENT,
        Kind::Box => BOX,
        Kind::CommentOrBox => COMMENT_OR_BOX,
        Kind::Page => PAGE,
        Kind::Link => LINK,
        Kind::Chart => CHART,
        Kind::Validation => VALIDATION,
        Kind::Condition => CONDITION,
        Kind::Name => DEFINED_NAME,
        // The styles of an ODS workbook show a text by their formats alone.
        Kind::Format | Kind::Style => FORMAT,
        Kind::Formula => FORMULA,
        Kind::Pivot => PIVOT,
        Kind::Picture => PICTURE,
        Kind::Embedded => EMBEDDED,
        Kind::Part => PART,
    }
}
