//! The words of a form that are the same for every dataset.

/// Words of one language. `{places}` stand for the words of the dataset and for what the project says of itself.
#[derive(Debug)]
pub(super) struct Words {
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
    wrong_date: "Skriv datumet som {day}.",
    wrong_choice: "Välj ett av svaren i listan.",
    wrong_organisation: "Skriv organisationsnumret med tio siffror, till exempel 556016-0680.",
    reason_title: "Förklaring",
    reason: "Fyll i bara om talet är ovanligt eller skiljer sig mycket från förra året. Välj en orsak i listan eller \
             skriv med egna ord. Skriv inga namn.",
    page: "Sida &P av &N",
    lists: "Svar som går att välja",
};

const ENGLISH: Words = Words {
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
    wrong_date: "Write the date as {day}.",
    wrong_choice: "Choose one of the answers in the list.",
    wrong_organisation: "Write the organisation number with its ten digits, such as 556016-0680.",
    reason_title: "Explanation",
    reason: "Fill in only if the figure is unusual or differs much from last year. Choose a reason in the list or use \
             your own words. Write no names.",
    page: "Page &P of &N",
    lists: "Answers to choose from",
};

const FRENCH: Words = Words {
    deadline: "À remettre au plus tard le {deadline}.",
    guide_cells: "Écrivez uniquement dans les cellules jaunes.",
    guide_column: "Écrivez uniquement dans les colonnes des réponses et des justifications.",
    guide: "Si la réponse est zéro, écrivez 0. Si vous ne savez pas, écrivez « {unknown} ». Si la question ne vous \
            concerne pas, écrivez « {not_applicable} ». Si vous ne souhaitez pas répondre, écrivez « {refused} ».",
    publicity: "Ce que vous envoyez à {publisher} devient un document public. Toute personne qui le demande peut le \
                lire, sauf si les informations sont couvertes par le secret. Ne donnez que des nombres et des \
                sommes : n’écrivez jamais le nom ni le numéro d’identité personnel d’une personne, pas même dans les \
                justifications.",
    ending: &[
        "Quand vous avez terminé : vérifiez que chaque question sous « Questions pour tous » a une réponse, et \
         enregistrez le fichier en Excel, ODS ou CSV.",
        "Envoyez le fichier au plus tard le {deadline}. Pour toute question : {contact}.",
        "Un chiffre diffère beaucoup de l’an dernier ? Dites pourquoi dans la dernière colonne, et la question ne \
         vous sera pas posée de nouveau.",
    ],
    core: "Questions pour tous",
    voluntary: "Questions facultatives. Passez celles auxquelles vous ne souhaitez pas répondre.",
    yes: "Oui",
    no: "Non",
    units: &[
        ("persons", "personnes"),
        ("fte", "équivalents temps plein"),
        ("hours", "heures"),
        ("percent", "pour cent"),
        ("enterprises", "entreprises"),
        ("SEK", "couronnes"),
        ("EUR", "euros"),
    ],
    choose: "choisir",
    day: "aaaa-mm-jj",
    wrong_title: "La réponse n’est pas lisible",
    wrong_whole: "Écrivez un nombre entier sans texte, par exemple 12. Si vous ne savez pas, écrivez {unknown}.",
    wrong_decimal: "Écrivez un nombre sans texte, par exemple 0,75. Si vous ne savez pas, écrivez {unknown}.",
    wrong_date: "Écrivez la date sous la forme {day}.",
    wrong_choice: "Choisissez l’une des réponses de la liste.",
    wrong_organisation: "Écrivez le numéro d’organisation avec ses dix chiffres, par exemple 556016-0680.",
    reason_title: "Justification",
    reason: "À remplir seulement si le chiffre est inhabituel ou diffère beaucoup de l’an dernier. Choisissez une \
             raison dans la liste ou écrivez avec vos propres mots. N’écrivez pas de noms.",
    page: "Page &P sur &N",
    lists: "Réponses à choisir",
};

const ITALIAN: Words = Words {
    deadline: "Da presentare entro questa data: {deadline}.",
    guide_cells: "Scrivete solo nelle celle gialle.",
    guide_column: "Scrivete solo nelle colonne per le risposte e le motivazioni.",
    guide: "Se la risposta è zero, scrivete 0. Se non la conoscete, scrivete “{unknown}”. \
            Se la domanda non vi riguarda, scrivete “{not_applicable}”. Se preferite non rispondere, scrivete \
            “{refused}”.",
    publicity: "Ciò che inviate a {publisher} diventa un documento pubblico. Chi lo chiede può leggerlo, salvo le \
                informazioni coperte da segreto. Indicate solo numeri e somme: non scrivete mai il nome o il numero di \
                identificazione personale di nessuno, nemmeno nelle motivazioni.",
    ending: &[
        "Alla fine: controllate che ogni domanda sotto “Domande per tutti” abbia una risposta, e salvate il file come \
         Excel, ODS o CSV.",
        "Inviate il file entro questa data: {deadline}. Per domande: {contact}.",
        "Un dato è molto diverso da quello dell’anno scorso? Scrivete perché nell’ultima colonna: non dovremo \
         chiedervelo dopo.",
    ],
    core: "Domande per tutti",
    voluntary: "Domande facoltative. Saltate quelle a cui preferite non rispondere.",
    yes: "Sì",
    no: "No",
    units: &[
        ("persons", "persone"),
        ("fte", "equivalenti a tempo pieno"),
        ("hours", "ore"),
        ("percent", "per cento"),
        ("enterprises", "imprese"),
        ("SEK", "corone"),
        ("EUR", "euro"),
    ],
    choose: "scegliete",
    day: "aaaa-mm-gg",
    wrong_title: "La risposta non è leggibile",
    wrong_whole: "Scrivete un numero intero senza testo, per esempio 12. Se non lo conoscete, scrivete {unknown}.",
    wrong_decimal: "Scrivete un numero senza testo, per esempio 0,75. Se non lo conoscete, scrivete {unknown}.",
    wrong_date: "Scrivete la data come {day}.",
    wrong_choice: "Scegliete una delle risposte dell’elenco.",
    wrong_organisation: "Scrivete il numero di organizzazione con le sue dieci cifre, per esempio 556016-0680.",
    reason_title: "Motivazione",
    reason: "Compilate solo se il dato è insolito o molto diverso da quello dell’anno scorso. Scegliete una \
             motivazione dall’elenco o usate parole vostre. Non scrivete nomi.",
    page: "Pagina &P di &N",
    lists: "Risposte tra cui scegliere",
};

const ROMANIAN: Words = Words {
    deadline: "Termen: {deadline}.",
    guide_cells: "Scrieți numai în celulele galbene.",
    guide_column: "Scrieți numai în coloanele pentru răspunsuri și justificări.",
    guide: "Dacă răspunsul este zero, scrieți 0. Dacă nu știți, scrieți „{unknown}”. \
            Dacă întrebarea nu vă privește, scrieți „{not_applicable}”. Dacă nu doriți să răspundeți, scrieți \
            „{refused}”.",
    publicity: "Ce trimiteți la {publisher} devine document public. Oricine îl cere îl poate citi, dacă informațiile nu \
                sunt protejate prin secret. Dați numai numere și sume: nu scrieți niciodată numele sau codul numeric \
                personal al unei persoane, nici în justificări.",
    ending: &[
        "Când ați terminat: verificați că fiecare întrebare de la „Întrebări pentru toți” are un răspuns și salvați \
         fișierul ca Excel, ODS sau CSV.",
        "Trimiteți fișierul până la {deadline}. La întrebări răspunde {contact}.",
        "O cifră diferă mult de cea de anul trecut? Spuneți de ce în ultima coloană și nu veți mai fi întrebați.",
    ],
    core: "Întrebări pentru toți",
    voluntary: "Întrebări facultative. Săriți peste cele la care nu doriți să răspundeți.",
    yes: "Da",
    no: "Nu",
    units: &[
        ("persons", "persoane"),
        ("fte", "norme întregi"),
        ("hours", "ore"),
        ("percent", "procente"),
        ("enterprises", "întreprinderi"),
        ("SEK", "coroane"),
        ("EUR", "euro"),
    ],
    choose: "alegeți",
    day: "aaaa-ll-zz",
    wrong_title: "Răspunsul nu poate fi citit",
    wrong_whole: "Scrieți un număr întreg fără text, de exemplu 12. Dacă nu știți, scrieți {unknown}.",
    wrong_decimal: "Scrieți un număr fără text, de exemplu 0,75. Dacă nu știți, scrieți {unknown}.",
    wrong_date: "Scrieți data ca {day}.",
    wrong_choice: "Alegeți unul dintre răspunsurile din listă.",
    wrong_organisation: "Scrieți numărul de organizație cu cele zece cifre, de exemplu 556016-0680.",
    reason_title: "Justificare",
    reason: "Completați numai dacă cifra este neobișnuită sau diferă mult de cea de anul trecut. Alegeți o justificare \
             din listă sau scrieți cu propriile cuvinte. Nu scrieți nume.",
    page: "Pagina &P din &N",
    lists: "Răspunsuri din care puteți alege",
};

const SLOVENIAN: Words = Words {
    deadline: "Rok za predložitev: {deadline}.",
    guide_cells: "Pišite samo v rumene celice.",
    guide_column: "Pišite samo v stolpca za odgovor in pojasnilo.",
    guide: "Če je odgovor nič, vpišite 0. Če odgovora ne poznate, vpišite »{unknown}«. \
            Če se vprašanje na vas ne nanaša, vpišite »{not_applicable}«. Če ne želite odgovoriti, vpišite \
            »{refused}«.",
    publicity: "Kar predložite (prejemnik: {publisher}), postane javno dostopen dokument. Prebere ga lahko vsak, ki \
                zanj zaprosi, razen če so podatki zaupni. Vpišite samo števila in vsote: nikoli ne pišite imena ali \
                osebne identifikacijske številke katere koli osebe, tudi v pojasnilih ne.",
    ending: &[
        "Ko končate: preverite, ali imajo vsa vprašanja pod »Vprašanja za vse« odgovor, in datoteko shranite kot \
         Excel, ODS ali CSV.",
        "Rok za pošiljanje datoteke: {deadline}. Na vprašanja odgovarja {contact}.",
        "Se kakšno število močno razlikuje od lanskega? V zadnji stolpec napišite, zakaj, in ne bomo vas \
         spraševali znova.",
    ],
    core: "Vprašanja za vse",
    voluntary: "Neobvezna vprašanja. Tista, na katera ne želite odgovoriti, preskočite.",
    yes: "Da",
    no: "Ne",
    units: &[
        ("persons", "osebe"),
        ("fte", "ekvivalent polnega delovnega časa"),
        ("hours", "ure"),
        ("percent", "odstotki"),
        ("enterprises", "podjetja"),
        ("SEK", "krone"),
        ("EUR", "evri"),
    ],
    choose: "izberite",
    day: "llll-mm-dd",
    wrong_title: "Odgovora ni mogoče prebrati",
    wrong_whole: "Vpišite celo število brez besedila, na primer 12. Če odgovora ne poznate, vpišite {unknown}.",
    wrong_decimal: "Vpišite število brez besedila, na primer 0,75. Če odgovora ne poznate, vpišite {unknown}.",
    wrong_date: "Datum zapišite kot {day}.",
    wrong_choice: "Izberite enega od odgovorov s seznama.",
    wrong_organisation: "Vpišite organizacijsko številko z desetimi števkami, na primer 556016-0680.",
    reason_title: "Pojasnilo",
    reason: "Izpolnite le, če je število nenavadno ali se močno razlikuje od lanskega. Izberite razlog s seznama ali \
             ga opišite s svojimi besedami. Ne pišite imen.",
    page: "Stran &P od &N",
    lists: "Odgovori, med katerimi lahko izbirate",
};

/// The words of a language; English ones where there are none of its own.
pub(super) fn words(language: &str) -> &'static Words {
    match language {
        "sv" => &SWEDISH,
        "fr" => &FRENCH,
        "it" => &ITALIAN,
        "ro" => &ROMANIAN,
        "sl" => &SLOVENIAN,
        _ => &ENGLISH,
    }
}

impl Words {
    /// The name of a unit; of an unknown one its identifier, made readable.
    pub(super) fn unit(&self, unit: &str) -> String {
        let known = self.units.iter().find(|(name, _)| *name == unit);
        known.map_or_else(|| unit.replace('_', " "), |(_, word)| (*word).to_owned())
    }
}
