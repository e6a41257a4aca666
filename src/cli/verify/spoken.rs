//! What is said of a report that came back in each language.

use super::super::words::Language;

/// What the project gives may be protected.
pub(super) const STAFF: [&str; 6] = [
    "for staff only: what the project gives now may be withheld in what is published",
    "bara för personal: det som projektet ger nu kan vara skyddat i det som publiceras",
    "réservé au personnel\u{a0}: ce que donne le projet à présent peut être protégé dans ce qui est publié",
    "solo per il personale: ciò che il progetto dà ora può essere protetto in ciò che si pubblica",
    "doar pentru personal: ceea ce dă proiectul acum poate fi protejat în ceea ce se publică",
    "samo za zaposlene: kar da projekt zdaj, je lahko v objavljenem zaščiteno",
];

/// Every byte is as it should be.
pub(super) fn of_exact(figures: &str, pages: &str) -> [String; 6] {
    [
        format!("the report is exactly what the project gives: {figures}, {pages}, every byte"),
        format!("rapporten är exakt vad projektet ger: {figures}, {pages}, varje byte"),
        format!("le rapport est exactement ce que donne le projet\u{a0}: {figures}, {pages}, chaque octet"),
        format!("il rapporto è esattamente ciò che dà il progetto: {figures}, {pages}, ogni byte"),
        format!("raportul este exact ceea ce dă proiectul: {figures}, {pages}, fiecare octet"),
        format!("poročilo je natanko to, kar da projekt: {figures}, {pages}, vsak bajt"),
    ]
}

/// The data differ, and pages of another version are not compared.
pub(super) const OTHER_DATA: [&str; 6] = [
    "the report's attached data (provenance.json) are not what the project gives; nothing is said about its pages",
    "rapportens bifogade data (provenance.json) är inte vad projektet ger; om sidorna sägs ingenting",
    "les données jointes au rapport (provenance.json) ne sont pas ce que donne le projet\u{a0}; rien n’est dit de ses pages",
    "i dati allegati al rapporto (provenance.json) non sono ciò che dà il progetto; delle sue pagine non si dice nulla",
    "datele atașate raportului (provenance.json) nu sunt ceea ce dă proiectul; despre paginile lui nu se spune nimic",
    "podatki, priloženi poročilu (provenance.json), niso to, kar da projekt; o njegovih straneh ni povedano nič",
];

/// The data differ, and no page does.
pub(super) fn of_data_alone(pages: &str) -> [String; 6] {
    [
        format!(
            "the report's attached data (provenance.json) are not what the project gives; its pages are as the project gives them ({pages})"
        ),
        format!(
            "rapportens bifogade data (provenance.json) är inte vad projektet ger; sidorna är som projektet ger dem ({pages})"
        ),
        format!(
            "les données jointes au rapport (provenance.json) ne sont pas ce que donne le projet\u{a0}; ses pages sont telles que le projet les donne ({pages})"
        ),
        format!(
            "i dati allegati al rapporto (provenance.json) non sono ciò che dà il progetto; le sue pagine sono come le dà il progetto ({pages})"
        ),
        format!(
            "datele atașate raportului (provenance.json) nu sunt ceea ce dă proiectul; paginile lui sunt așa cum le dă proiectul ({pages})"
        ),
        format!(
            "podatki, priloženi poročilu (provenance.json), niso to, kar da projekt; njegove strani so take, kot jih da projekt ({pages})"
        ),
    ]
}

/// Figures or texts differ.
pub(super) const NOT_ALIKE: [&str; 6] = [
    "the report is not what the project gives",
    "rapporten är inte vad projektet ger",
    "le rapport n’est pas ce que donne le projet",
    "il rapporto non è ciò che dà il progetto",
    "raportul nu este ceea ce dă proiectul",
    "poročilo ni to, kar da projekt",
];

/// The data are as they should be, and pages of another version are not compared.
pub(super) fn of_figures_alike(figures: &str) -> [String; 6] {
    [
        format!(
            "all {figures} in the report's attached data are as the project gives them; nothing is said about its pages"
        ),
        format!("alla {figures} i rapportens bifogade data är som projektet ger dem; om sidorna sägs ingenting"),
        format!(
            "les données jointes au rapport sont telles que le projet les donne ({figures})\u{a0}; rien n’est dit de ses pages"
        ),
        format!(
            "i dati allegati al rapporto sono come li dà il progetto ({figures}); delle sue pagine non si dice nulla"
        ),
        format!(
            "datele atașate raportului sunt așa cum le dă proiectul ({figures}); despre paginile lui nu se spune nimic"
        ),
        format!(
            "podatki, priloženi poročilu, so takšni, kot jih da projekt ({figures}); o njegovih straneh ni povedano nič"
        ),
    ]
}

/// All is said as it should be, and not drawn so.
pub(super) fn of_looks(figures: &str) -> [String; 6] {
    [
        format!(
            "all {figures} and all texts are as the project gives them; some pages are drawn otherwise, as by another program or by a hand"
        ),
        format!(
            "alla {figures} och alla texter är som projektet ger dem; några sidor är ritade på annat sätt, av ett annat program eller av någon"
        ),
        format!(
            "tous les chiffres et tous les textes sont tels que le projet les donne ({figures})\u{a0}; certaines pages sont dessinées autrement, comme par un autre programme ou à la main"
        ),
        format!(
            "tutte le cifre e tutti i testi sono come li dà il progetto ({figures}); alcune pagine sono disegnate diversamente, come da un altro programma o a mano"
        ),
        format!(
            "toate cifrele și toate textele sunt așa cum le dă proiectul ({figures}); unele pagini sunt desenate altfel, ca de alt program sau de mână"
        ),
        format!(
            "vsi podatki in vsa besedila so takšni, kot jih da projekt ({figures}); nekatere strani so narisane drugače, kot z drugim programom ali na roko"
        ),
    ]
}

/// All that people see is as it should be, and the bytes are not.
pub(super) fn of_another_file(figures: &str, pages: &str, why: &str) -> [String; 6] {
    [
        format!("all {figures} and all {pages} are as the project gives them, but the file is another: {why}"),
        format!("alla {figures} och alla {pages} är som projektet ger dem, men filen är en annan: {why}"),
        format!(
            "tous les chiffres et toutes les pages sont tels que le projet les donne ({figures}, {pages}), mais le fichier est un autre\u{a0}: {why}"
        ),
        format!(
            "tutte le cifre e tutte le pagine sono come le dà il progetto ({figures}, {pages}), ma il file è un altro: {why}"
        ),
        format!(
            "toate cifrele și toate paginile sunt așa cum le dă proiectul ({figures}, {pages}), dar fișierul este altul: {why}"
        ),
        format!(
            "vsi podatki in vse strani so takšni, kot jih da projekt ({figures}, {pages}), vendar je datoteka druga: {why}"
        ),
    ]
}

/// Why a file that says the same is another.
pub(super) fn why_another(is_added_to: bool, has_changed: bool) -> [&'static str; 6] {
    match (is_added_to, has_changed) {
        (true, _) => [
            "something was added behind it, such as a signature",
            "något är tillagt efter den, som en underskrift",
            "quelque chose a été ajouté à la fin, comme une signature",
            "in fondo è stato aggiunto qualcosa, come una firma",
            "la sfârșit s-a adăugat ceva, cum ar fi o semnătură",
            "na koncu je nekaj dodano, na primer podpis",
        ],
        (false, true) => [
            "the project has changed",
            "projektet har ändrats",
            "le projet a changé",
            "il progetto è cambiato",
            "proiectul s-a schimbat",
            "projekt se je spremenil",
        ],
        (false, false) => [
            "another program has saved it, or changed what no page shows",
            "ett annat program har sparat den, eller ändrat det som ingen sida visar",
            "un autre programme l’a enregistré, ou a changé ce qu’aucune page ne montre",
            "un altro programma lo ha salvato, o ha cambiato ciò che nessuna pagina mostra",
            "un alt program l-a salvat sau a schimbat ceea ce nicio pagină nu arată",
            "shranil jo je drug program ali pa je spremenil nekaj, česar ne kaže nobena stran",
        ],
    }
}

/// Over figures of the attached data.
pub(super) const FIGURES_DIFFER: [&str; 6] = [
    "figures that differ in the data that the report carries (provenance.json)",
    "uppgifter som skiljer sig i de data som rapporten har med sig (provenance.json)",
    "chiffres qui diffèrent dans les données jointes au rapport (provenance.json)",
    "cifre che differiscono nei dati allegati al rapporto (provenance.json)",
    "cifre care diferă în datele atașate raportului (provenance.json)",
    "podatki, ki se razlikujejo v prilogi poročila (provenance.json)",
];

/// Over texts of pages: how many, and in how many places, as a number and with its word.
pub(super) fn of_texts(count: usize, (number, places): &(usize, String)) -> [String; 6] {
    [
        format!("texts on its pages that differ: {count}, in {places}"),
        format!("texter på sidorna som skiljer sig: {count}, på {places}"),
        format!("textes de ses pages qui diffèrent\u{a0}: {count}, à {places}"),
        format!("testi delle sue pagine che differiscono: {count}, in {places}"),
        format!("texte de pe paginile lui care diferă: {count}, în {places}"),
        format!("besedila na njegovih straneh, ki se razlikujejo: {count} (število mest: {number})"),
    ]
}

/// Before pages that look otherwise.
pub(super) const LOOKS_DIFFER: [&str; 6] = [
    "pages that say the same and are drawn otherwise; hold them beside the project's own report by eye",
    "sidor som säger detsamma men är ritade på annat sätt; jämför dem för ögat med projektets egen rapport",
    "pages qui disent la même chose et sont dessinées autrement\u{a0}; les comparer à l’œil au rapport du projet",
    "pagine che dicono lo stesso e sono disegnate diversamente; confrontarle a occhio con il rapporto del progetto",
    "pagini care spun același lucru și sunt desenate altfel; comparați-le cu ochiul liber cu raportul proiectului",
    "strani, ki povedo isto in so narisane drugače; primerjajte jih na oko s poročilom projekta",
];

/// Before names of files.
pub(super) const FILES_DIFFER: [&str; 6] = [
    "attached files that the project does not give so",
    "bifogade filer som projektet inte ger på det sättet",
    "fichiers joints que le projet ne donne pas ainsi",
    "allegati che il progetto non dà così",
    "fișiere atașate pe care proiectul nu le dă astfel",
    "priložene datoteke, ki jih projekt ne da tako",
];

/// Before the number of one page.
pub(super) const PAGE: [&str; 6] = ["page", "sidan", "page", "pagina", "pagina", "stran"];

/// Before the numbers of several.
pub(super) const PAGES: [&str; 6] = ["pages", "sidorna", "pages", "pagine", "paginile", "strani"];

/// Before what stands in the report.
pub(super) const SAID: [&str; 6] =
    ["the report says", "rapporten säger", "le rapport dit", "il rapporto dice", "raportul spune", "poročilo pravi"];

/// Before what should stand there.
pub(super) const GIVEN: [&str; 6] =
    ["the project gives", "projektet ger", "le projet donne", "il progetto dà", "proiectul dă", "projekt da"];

/// What one of the two has of it.
pub(super) const NOTHING: [&str; 6] = ["nothing", "inget", "rien", "niente", "nimic", "nič"];

/// How many more there are than are printed.
pub(super) fn of_more(rest: usize) -> [String; 6] {
    [
        format!("and {rest} more; '--format json' lists all"),
        format!("och {rest} till; '--format json' visar alla"),
        format!("et {rest} de plus\u{a0}; '--format json' les montre tous"),
        format!("e altri {rest}; '--format json' li mostra tutti"),
        format!("și încă {rest}; '--format json' le arată pe toate"),
        format!("in še {rest}; '--format json' pokaže vse"),
    ]
}

/// Before indicators with another definition.
pub(super) const DEFINED_OTHERWISE: [&str; 6] = [
    "defined otherwise now",
    "annan definition nu",
    "définis autrement à présent",
    "ora definiti diversamente",
    "definiți altfel acum",
    "zdaj opredeljeni drugače",
];

/// Before editions that came after a draft.
pub(super) const SINCE: [&str; 6] = [
    "published since this draft was made, so that later figures are held against it",
    "publicerat sedan utkastet gjordes, så att senare uppgifter prövas mot det",
    "publié depuis que ce brouillon a été fait, de sorte que les chiffres suivants y sont confrontés",
    "pubblicato da quando è stata fatta questa bozza, per cui le cifre successive vi sono confrontate",
    "publicat de când a fost făcută această ciornă, astfel încât cifrele ulterioare sunt comparate cu ce s-a publicat",
    "objavljeno, odkar je nastal ta osnutek, zato se poznejši podatki primerjajo s tem",
];

/// Before editions that are gone.
pub(super) const GONE: [&str; 6] = [
    "the report was held against editions that the project does not remember",
    "rapporten prövades mot utgåvor som projektet inte minns",
    "le rapport a été confronté à des éditions que le projet n’a pas retenues",
    "il rapporto è stato confrontato con edizioni che il progetto non ricorda",
    "raportul a fost comparat cu ediții pe care proiectul nu le reține",
    "poročilo je bilo primerjano z izdajami, ki si jih projekt ni zapomnil",
];

/// Digests keyed with another secret say nothing.
pub(super) const ANOTHER_SECRET: [&str; 6] = [
    "the project has another secret now ('nytta.key'): which of its files have changed cannot be told",
    "projektet har en annan hemlighet nu ('nytta.key'): vilka filer som har ändrats går inte att säga",
    "le projet a maintenant un autre secret ('nytta.key')\u{a0}: impossible de dire lesquels de ses fichiers ont changé",
    "il progetto ha ora un altro segreto ('nytta.key'): non si può dire quali dei suoi file siano cambiati",
    "proiectul are acum alt secret ('nytta.key'): nu se poate spune care dintre fișierele lui s-au schimbat",
    "projekt ima zdaj drugo skrivnost ('nytta.key'): ni mogoče povedati, katere njegove datoteke so se spremenile",
];

/// The files are the same, and something was published since.
pub(super) const CHANGED_OR_SINCE: [&str; 6] = [
    "the project's other files are those that the report says it was made from: what differs comes from what was published since, or was changed in the report",
    "projektets övriga filer är de som rapporten säger sig vara gjord av: det som skiljer sig kommer av det som har publicerats sedan dess, eller är ändrat i rapporten",
    "les autres fichiers du projet sont ceux dont le rapport dit être fait\u{a0}: ce qui diffère vient de ce qui a été publié depuis, ou a été changé dans le rapport",
    "gli altri file del progetto sono quelli da cui il rapporto dice di essere fatto: ciò che differisce viene da quanto pubblicato da allora, o è stato cambiato nel rapporto",
    "celelalte fișiere ale proiectului sunt cele din care raportul spune că este făcut: ceea ce diferă vine din ce s-a publicat de atunci sau a fost schimbat în raport",
    "druge datoteke projekta so tiste, iz katerih je poročilo po lastnih navedbah nastalo: kar se razlikuje, izhaja iz pozneje objavljenega ali je bilo spremenjeno v poročilu",
];

/// The files are the same.
pub(super) const CHANGED_IN_REPORT: [&str; 6] = [
    "the project's files are those that the report says it was made from: what differs was changed in the report",
    "projektets filer är de som rapporten säger sig vara gjord av: det som skiljer sig är ändrat i rapporten",
    "les fichiers du projet sont ceux dont le rapport dit être fait\u{a0}: ce qui diffère a été changé dans le rapport",
    "i file del progetto sono quelli da cui il rapporto dice di essere fatto: ciò che differisce è stato cambiato nel rapporto",
    "fișierele proiectului sunt cele din care raportul spune că este făcut: ceea ce diferă a fost schimbat în raport",
    "datoteke projekta so tiste, iz katerih je poročilo po lastnih navedbah nastalo: kar se razlikuje, je bilo spremenjeno v poročilu",
];

/// Before the groups of files that changed.
pub(super) const CHANGED: [&str; 6] = [
    "by what the report says, the project has changed since it was made",
    "enligt rapporten har projektet ändrats sedan den gjordes",
    "d’après le rapport, le projet a changé depuis qu’il a été fait",
    "secondo il rapporto, il progetto è cambiato da quando è stato fatto",
    "potrivit raportului, proiectul s-a schimbat de când a fost făcut",
    "po navedbah poročila se je projekt od njegovega nastanka spremenil",
];

/// Files of the project cannot be compared with those that a report was made from.
pub(super) const UNKEYED: [&str; 6] = [
    "whether the project's files have changed since cannot be told: the report has no keyed digests, or there is no 'nytta.key' that you may read",
    "om projektets filer har ändrats sedan dess går inte att säga: rapporten saknar nycklade kontrollsummor, eller så finns ingen 'nytta.key' som du får läsa",
    "impossible de dire si les fichiers du projet ont changé depuis\u{a0}: le rapport n’a pas d’empreintes à clé, ou il n’y a pas de 'nytta.key' lisible",
    "non si può dire se i file del progetto siano cambiati da allora: il rapporto non ha impronte con chiave, o non c’è un 'nytta.key' leggibile",
    "nu se poate spune dacă fișierele proiectului s-au schimbat de atunci: raportul nu are amprente cu cheie sau nu există un 'nytta.key' care poate fi citit",
    "ni mogoče povedati, ali so se datoteke projekta od takrat spremenile: poročilo nima zgoščenih vrednosti s ključem ali pa ni berljive datoteke 'nytta.key'",
];

/// An entry of the attached data as people read it.
pub(super) fn entry_of(entry: &str, language: Language) -> &str {
    let words = match entry {
        "value" => ["value", "värde", "valeur", "valore", "valoare", "vrednost"],
        "numerator" => ["numerator", "täljare", "numérateur", "numeratore", "numărător", "števec"],
        "denominator" => ["denominator", "nämnare", "dénominateur", "denominatore", "numitor", "imenovalec"],
        "contributors" => [
            "contributors",
            "bidragande företag",
            "entreprises qui contribuent",
            "imprese che contribuiscono",
            "întreprinderi care contribuie",
            "podjetja, ki prispevajo",
        ],
        "coverage_answered" => [
            "enterprises that answered",
            "företag som svarat",
            "entreprises ayant répondu",
            "imprese che hanno risposto",
            "întreprinderi care au răspuns",
            "podjetja, ki so odgovorila",
        ],
        "coverage_expected" => [
            "enterprises asked",
            "företag som frågan gäller",
            "entreprises interrogées",
            "imprese interpellate",
            "întreprinderi întrebate",
            "vprašana podjetja",
        ],
        "missing" => {
            ["missing because", "saknas för att", "manque car", "manca perché", "lipsește deoarece", "manjka, ker"]
        }
        "status" => ["status", "status", "statut", "stato", "stare", "stanje"],
        "rounded" => ["rounded to", "avrundat till", "arrondi à", "arrotondato a", "rotunjit la", "zaokroženo na"],
        "methods" => ["methods", "räknesätt", "méthodes", "metodi", "metode", "metode"],
        "upper_bound" => [
            "upper bound for persons",
            "övre gräns för antalet personer",
            "borne supérieure du nombre de personnes",
            "limite superiore del numero di persone",
            "limită superioară a numărului de persoane",
            "zgornja meja števila oseb",
        ],
        "change" => [
            "change by enterprises",
            "förändring efter företag",
            "évolution par entreprises",
            "variazione per imprese",
            "variație pe întreprinderi",
            "sprememba po podjetjih",
        ],
        other => return other,
    };
    language.of_six(words)
}
