//! What is said of figures in each language: their unit and status, the period, that they are a draft, for staff, rounded, or
//! bear the date of others.

use std::collections::BTreeSet;

use super::words::Language;
use crate::definition::Definitions;
use crate::definition::indicator::Sensitivity;
use crate::ledger::Edition;
use crate::number::Numbers;
use crate::value::Decimal;

/// What is printed is a draft: what nobody remembers, no later figure is held against.
pub(super) const DRAFT: [&str; 6] = [
    "a draft: nothing remembers these figures, so they may not be published; 'nytta report --release EDITION' publishes",
    "ett utkast: ingen minns de här siffrorna, så de får inte publiceras; 'nytta report --release UTGÅVA' publicerar",
    "un brouillon\u{a0}: rien ne retient ces chiffres, ils ne peuvent donc pas être publiés\u{a0}; 'nytta report --release ÉDITION' publie",
    "una bozza: niente ricorda queste cifre, perciò non possono essere pubblicate; 'nytta report --release EDIZIONE' pubblica",
    "o ciornă: nimic nu reține aceste cifre, deci nu pot fi publicate; 'nytta report --release EDIȚIE' publică",
    "osnutek: teh številk si nič ne zapomni, zato jih ni dovoljeno objaviti; 'nytta report --release IZDAJA' objavi",
];

/// What is printed is not protected.
pub(super) const STAFF: [&str; 6] = [
    "for staff only: these figures are not protected and must not be passed on",
    "bara för personal: siffrorna är inte skyddade och får inte lämnas vidare",
    "réservé au personnel\u{a0}: ces chiffres ne sont pas protégés et ne doivent pas être transmis",
    "solo per il personale: queste cifre non sono protette e non devono essere trasmesse",
    "doar pentru personal: aceste cifre nu sunt protejate și nu trebuie transmise",
    "samo za zaposlene: te številke niso zaščitene in jih ni dovoljeno posredovati",
];

/// Before a figure that is an upper bound for a number of persons.
pub(super) const AT_MOST_SIGN: &str = "≤ ";

/// What the sign means.
pub(super) const AT_MOST: [&str; 6] = [
    "≤ at most so many different persons: someone in several enterprises counts in each",
    "≤ högst så många olika personer: den som finns i flera företag räknas i vart och ett",
    "≤ au plus autant de personnes différentes\u{a0}: qui est dans plusieurs entreprises compte dans chacune",
    "≤ al massimo tante persone diverse: chi è in più imprese conta in ciascuna",
    "≤ cel mult atâtea persoane diferite: cine este în mai multe întreprinderi contează în fiecare",
    "≤ največ toliko različnih oseb: kdor je v več podjetjih, šteje v vsakem",
];

/// Before the path of an edition.
pub(super) const REMEMBERED: [&str; 6] =
    ["remembered in", "ihågkommen i", "retenu dans", "ricordato in", "reținut în", "zapomnjeno v"];

/// Which period was taken where none was named.
pub(super) fn of_period(name: &str) -> [String; 6] {
    [
        format!("this is about the period {name}; ask for another with --period"),
        format!("det här gäller perioden {name}; ange en annan med --period"),
        format!("il s’agit de la période {name}\u{a0}; pour une autre, ajouter --period"),
        format!("si tratta del periodo {name}; per un altro, aggiungere --period"),
        format!("este vorba de perioada {name}; pentru alta, adăugați --period"),
        format!("to je za obdobje {name}; za drugo dodajte --period"),
    ]
}

/// Counts are rounded to these bases; nothing where there are none.
pub(super) fn of_rounded(bases: &BTreeSet<u32>) -> Option<[String; 6]> {
    let bases: Vec<String> = bases.iter().map(u32::to_string).collect();
    let bases = bases.join(" / ");
    let said = [
        format!("counts of persons are rounded to multiples of {bases}, and need not add up"),
        format!("antal personer är avrundade till multiplar av {bases} och behöver inte gå ihop"),
        format!("les nombres de personnes sont arrondis à des multiples de {bases}, et leurs sommes peuvent différer"),
        format!("i numeri di persone sono arrotondati a multipli di {bases}, e le somme possono non tornare"),
        format!("numerele de persoane sunt rotunjite la multipli de {bases}, iar sumele pot să nu coincidă"),
        format!("števila oseb so zaokrožena na večkratnike {bases}, zato se vsote morda ne ujemajo"),
    ];
    (!bases.is_empty()).then_some(said)
}

/// How far apart the bounds of what is withheld lie at least, by class.
pub(super) fn of_width(definitions: &Definitions) -> [String; 6] {
    let classes = [Sensitivity::Business, Sensitivity::Persons, Sensitivity::Sensitive];
    let of = |names: [&str; 3]| {
        let one = |(class, name)| {
            let policy = definitions.policy(class);
            let count = if policy.count > 1 { format!(" / {}", policy.count) } else { String::new() };
            format!("{name} {} %{count}", policy.width)
        };
        classes.into_iter().zip(names).map(one).collect::<Vec<_>>().join(", ")
    };
    [
        format!(
            "the bounds of what is withheld lie at least so far apart, in per cent of it / in persons: {}",
            of(["business", "persons", "sensitive"])
        ),
        format!(
            "gränserna för det som hålls inne ligger minst så långt isär, i procent av det / i personer: {}",
            of(["företag", "personer", "känsliga"])
        ),
        format!(
            "les bornes de ce qui est retenu sont distantes d’au moins, en pour cent / en personnes\u{a0}: {}",
            of(["entreprises", "personnes", "sensibles"])
        ),
        format!(
            "i limiti di ciò che non si mostra distano almeno, in percento / in persone: {}",
            of(["imprese", "persone", "sensibili"])
        ),
        format!(
            "limitele a ceea ce este reținut sunt la o distanță de cel puțin, în procente / în persoane: {}",
            of(["întreprinderi", "persoane", "sensibile"])
        ),
        format!(
            "meje zadržanega so oddaljene vsaj za, v odstotkih / v osebah: {}",
            of(["podjetja", "osebe", "občutljivo"])
        ),
    ]
}

/// A new edition bears no later date than another of its report that tells other figures.
pub(super) fn of_date(new: &Edition, other: &Edition) -> [String; 6] {
    let (name, date, other, its) = (&new.name, new.date, &other.name, other.date);
    [
        format!(
            "edition '{name}' bears the date {date}, no later than that of '{other}' ({its}), which tells other figures: --date gives it one of its own"
        ),
        format!(
            "utgåvan '{name}' bär datumet {date}, som inte är senare än det på '{other}' ({its}), som visar andra siffror: --date ger den ett eget"
        ),
        format!(
            "l’édition '{name}' porte la date {date}, qui n’est pas postérieure à celle de '{other}' ({its}), dont les chiffres diffèrent\u{a0}: --date lui en donne une propre"
        ),
        format!(
            "l’edizione '{name}' porta la data {date}, non posteriore a quella di '{other}' ({its}), che riporta altre cifre: --date gliene dà una propria"
        ),
        format!(
            "ediția '{name}' poartă data {date}, care nu este ulterioară celei a ediției '{other}' ({its}), cu alte cifre: --date îi dă una proprie"
        ),
        format!(
            "izdaja '{name}' nosi datum {date}, ki ni poznejši od datuma izdaje '{other}' ({its}), ki navaja druge številke: --date ji da svojega"
        ),
    ]
}

/// How many figures are printed as an earlier edition told them, until more answers differ.
pub(super) fn of_standing(count: usize) -> [String; 6] {
    [
        format!(
            "{count} figures stand in this report as an earlier edition told them, until more answers have changed"
        ),
        format!("{count} uppgifter står i rapporten som en tidigare utgåva visade dem, tills fler svar har ändrats"),
        format!("chiffres repris d’une édition antérieure, tant que d’autres réponses n’ont pas changé\u{a0}: {count}"),
        format!("cifre riprese da un’edizione precedente, finché non cambiano altre risposte: {count}"),
        format!("cifre păstrate dintr-o ediție anterioară, până când se schimbă mai multe răspunsuri: {count}"),
        format!("podatki, ki ostajajo takšni kot v prejšnji izdaji, dokler se ne spremeni več odgovorov: {count}"),
    ]
}

/// How many figures that an earlier edition told are withheld until more answers differ.
pub(super) fn of_waiting(count: usize) -> [String; 6] {
    [
        format!(
            "{count} figures that an earlier edition tells are withheld in this one, until more answers have changed: look through the pages before you pass it on"
        ),
        format!(
            "{count} uppgifter som en tidigare utgåva visar hålls inne i den här, tills fler svar har ändrats: se igenom sidorna innan du lämnar den vidare"
        ),
        format!(
            "chiffres d’une édition antérieure retenus dans celle-ci, tant que d’autres réponses n’ont pas changé\u{a0}: {count}\u{a0}; relire les pages avant de la transmettre"
        ),
        format!(
            "cifre di un’edizione precedente non mostrate in questa, finché non cambiano altre risposte: {count}; rileggere le pagine prima di trasmetterla"
        ),
        format!(
            "cifre dintr-o ediție anterioară reținute în aceasta, până când se schimbă mai multe răspunsuri: {count}; recitiți paginile înainte de a o transmite"
        ),
        format!(
            "podatki prejšnje izdaje, ki so v tej zadržani, dokler se ne spremeni več odgovorov: {count}; preglejte strani, preden jo posredujete"
        ),
    ]
}

/// A unit as people read it: money is in the project's currency.
pub(super) fn unit(unit: &str, definitions: &Definitions, language: Language) -> String {
    let words = match unit {
        "money" => return definitions.project.currency.clone(),
        "persons" => ["persons", "personer", "personnes", "persone", "persoane", "osebe"],
        "fte" => [
            "full-time equivalents",
            "heltidstjänster",
            "équivalents temps plein",
            "equivalenti a tempo pieno",
            "echivalenți normă întreagă",
            "ekvivalenti polnega delovnega časa",
        ],
        "hours" => ["hours", "timmar", "heures", "ore", "ore", "ure"],
        "enterprises" => ["enterprises", "företag", "entreprises", "imprese", "întreprinderi", "podjetja"],
        "percent" => ["per cent", "procent", "pour cent", "per cento", "la sută", "odstotki"],
        other => return other.replace('_', " "),
    };
    language.of_six(words).to_owned()
}

/// A status as people read it.
pub(super) fn status(status: &str, language: Language) -> &str {
    let words = match status {
        "published" => ["published", "publicerad", "publié", "pubblicato", "publicat", "objavljeno"],
        "provisional" => ["provisional", "preliminär", "provisoire", "provvisorio", "provizoriu", "začasno"],
        "revised" => ["revised", "ändrad", "révisé", "rivisto", "revizuit", "spremenjeno"],
        "withheld" => ["withheld", "skyddad", "protégé", "protetto", "protejat", "zaščiteno"],
        "missing" => ["missing", "saknas", "manquant", "mancante", "lipsă", "manjka"],
        "primary" => ["primary", "skyddas", "à protéger", "da proteggere", "de protejat", "se zaščiti"],
        "secondary" => [
            "secondary",
            "skyddas också",
            "à protéger aussi",
            "da proteggere anche",
            "de protejat de asemenea",
            "se zaščiti tudi",
        ],
        other => return other,
    };
    language.of_six(words)
}

/// How many enterprises answered, of how many.
pub(super) fn covered(answered: &str, expected: &str, language: Language) -> String {
    language.of_six([
        format!("{answered} of {expected} enterprises"),
        format!("{answered} av {expected} företag"),
        format!("{answered} sur {expected} entreprises"),
        format!("{answered} su {expected} imprese"),
        format!("întreprinderi: {answered} din {expected}"),
        format!("podjetja: {answered} od {expected}"),
    ])
}

/// The whole, where no part is named.
pub(super) fn total(language: Language) -> &'static str {
    language.of_six(["total", "totalt", "total", "totale", "total", "skupaj"])
}

/// A value as people of the language read it.
pub(super) fn amount(value: &str, language: Language) -> String {
    value.parse().map_or_else(
        |_| value.to_owned(),
        |number: Decimal| Numbers::of(language.code()).decimal(number, number.scale()),
    )
}
