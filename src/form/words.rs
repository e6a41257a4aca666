//! The words of a form that are the same for every dataset.

/// Words of one language. `{places}` stand for the words of the dataset and for what the project says of itself.
#[derive(Debug)]
pub(super) struct Words {
    /// Question, answer, unit, help, where to find, explanation.
    pub headings: [&'static str; 6],
    /// The period before, where the project has none.
    pub before: &'static str,
    pub deadline: &'static str,
    /// Where to write: in a workbook, in a text; then how.
    pub guide_cells: &'static str,
    pub guide_column: &'static str,
    pub guide: &'static str,
    pub publicity: &'static str,
    pub ending: &'static [&'static str],
    /// Headings of the questions for everybody, and of the others.
    pub core: &'static str,
    pub voluntary: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    /// What is said for a missing answer, where the dataset takes it.
    pub nothing_to_report: &'static str,
    pub not_applicable: &'static str,
    pub unknown: &'static str,
    pub refused: &'static str,
    /// Names of units.
    pub units: &'static [(&'static str, &'static str)],
    /// Instead of a unit where an answer is chosen, a day, or yes or no.
    pub choose: &'static str,
    pub day: &'static str,
    /// What is wrong with an answer, by how it is to be answered.
    pub wrong_title: &'static str,
    pub wrong_whole: &'static str,
    pub wrong_decimal: &'static str,
    pub wrong_date: &'static str,
    pub wrong_choice: &'static str,
    pub wrong_organisation: &'static str,
    /// Beside the cell for a reason.
    pub reason_title: &'static str,
    pub reason: &'static str,
    pub page: &'static str,
    pub lists: &'static str,
}

const SWEDISH: Words = Words {
    headings: ["Fråga", "Ert svar", "Enhet", "Så räknar ni", "Här finns uppgiften", "Förklaring, om talet är ovanligt"],
    before: "Förra året",
    deadline: "Lämnas senast {deadline}.",
    guide_cells: "Skriv bara i de gula cellerna.",
    guide_column: "Skriv bara i kolumnerna för svar och förklaring.",
    guide: "Är svaret noll, skriv 0. Vet ni inte, skriv ”{unknown}”. \
            Gäller frågan inte er, skriv ”{not_applicable}”. Vill ni inte svara, skriv ”{refused}”.",
    publicity: "Det ni lämnar till {publisher} blir en allmän handling. Den som frågar kan få läsa den, om uppgifterna \
                inte omfattas av sekretess. Lämna bara antal och summor: skriv aldrig namn eller personnummer på \
                någon person, inte heller i förklaringarna.",
    ending: &[
        "När ni är klara: se efter att alla frågor under ”Frågor till alla” har ett svar, och spara filen som Excel, \
         ODS eller CSV.",
        "Skicka filen senast {deadline}. Frågor besvaras av {contact}.",
        "Skiljer sig ett tal mycket från förra året? Skriv varför i sista kolumnen, så slipper ni en följdfråga.",
    ],
    core: "Frågor till alla",
    voluntary: "Frivilliga frågor. Hoppa över dem ni inte vill svara på.",
    yes: "Ja",
    no: "Nej",
    nothing_to_report: "inget att redovisa",
    not_applicable: "ej tillämpligt",
    unknown: "vet ej",
    refused: "vill ej uppge",
    units: &[
        ("persons", "personer"),
        ("fte", "heltidstjänster"),
        ("hours", "timmar"),
        ("percent", "procent"),
        ("enterprises", "företag"),
        ("SEK", "kronor"),
        ("EUR", "euro"),
    ],
    choose: "välj",
    day: "åååå-mm-dd",
    wrong_title: "Svaret kan inte läsas",
    wrong_whole: "Skriv ett helt tal utan text, till exempel 12. Vet ni inte, skriv {unknown}.",
    wrong_decimal: "Skriv ett tal utan text, till exempel 0,75. Vet ni inte, skriv {unknown}.",
    wrong_date: "Skriv datumet som 2025-12-31.",
    wrong_choice: "Välj ett av svaren i listan.",
    wrong_organisation: "Skriv organisationsnumret med tio siffror, till exempel 802000-0000.",
    reason_title: "Förklaring",
    reason: "Fyll i bara om talet är ovanligt eller skiljer sig mycket från förra året. Välj en orsak i listan eller \
             skriv med egna ord. Skriv inga namn.",
    page: "Sida &P av &N",
    lists: "Svar som går att välja",
};

const ENGLISH: Words = Words {
    headings: [
        "Question",
        "Your answer",
        "Unit",
        "What to count",
        "Where to find it",
        "Explanation, if the figure is unusual",
    ],
    before: "Last year",
    deadline: "Due by {deadline}.",
    guide_cells: "Write in the yellow cells only.",
    guide_column: "Write in the columns for answers and explanations only.",
    guide: "If the answer is zero, write 0. If you do not know, write “{unknown}”. \
            If the question does not apply to you, write “{not_applicable}”. If you do not wish to answer, write \
            “{refused}”.",
    publicity: "What you send to {publisher} becomes a public document. Anyone who asks may read it, unless secrecy \
                applies to the information. Give only counts and sums: never write the name or personal identity number \
                of any person, in explanations either.",
    ending: &[
        "When you are done: check that every question under “Questions for everybody” has an answer, and save the file \
         as Excel, ODS or CSV.",
        "Send the file by {deadline}. Questions are answered by {contact}.",
        "Does a figure differ much from last year? Say why in the last column, and you will not be asked again.",
    ],
    core: "Questions for everybody",
    voluntary: "Voluntary questions. Skip those you do not wish to answer.",
    yes: "Yes",
    no: "No",
    nothing_to_report: "nothing to report",
    not_applicable: "not applicable",
    unknown: "not known",
    refused: "refused",
    units: &[
        ("persons", "people"),
        ("fte", "full-time jobs"),
        ("hours", "hours"),
        ("percent", "per cent"),
        ("enterprises", "enterprises"),
        ("SEK", "kronor"),
        ("EUR", "euro"),
    ],
    choose: "choose",
    day: "yyyy-mm-dd",
    wrong_title: "The answer cannot be read",
    wrong_whole: "Write a whole number without text, such as 12. If you do not know, write {unknown}.",
    wrong_decimal: "Write a number without text, such as 0.75. If you do not know, write {unknown}.",
    wrong_date: "Write the date as 2025-12-31.",
    wrong_choice: "Choose one of the answers in the list.",
    wrong_organisation: "Write the organisation number with its ten digits, such as 802000-0000.",
    reason_title: "Explanation",
    reason: "Fill in only if the figure is unusual or differs much from last year. Choose a reason in the list or use \
             your own words. Write no names.",
    page: "Page &P of &N",
    lists: "Answers to choose from",
};

/// The words of a language; English ones where there are none of its own.
pub(super) fn words(language: &str) -> &'static Words {
    if language == "sv" { &SWEDISH } else { &ENGLISH }
}

impl Words {
    /// The name of a unit; of an unknown one its identifier, made readable.
    pub(super) fn unit(&self, unit: &str) -> String {
        let known = self.units.iter().find(|(name, _)| *name == unit);
        known.map_or_else(|| unit.replace('_', " "), |(_, word)| (*word).to_owned())
    }
}
