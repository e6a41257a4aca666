//! What is said of a figure's way back in each language.

use super::words::Language;
use crate::definition::missing;
use crate::disclosure::release::Ground;

/// What is printed tells what each enterprise gave.
pub(super) const GIVEN: [&str; 6] = [
    "for staff only: what each enterprise gave must not be passed on",
    "bara för personal: vad varje företag har lämnat får inte lämnas vidare",
    "réservé au personnel\u{a0}: ce que chaque entreprise a donné ne doit pas être transmis",
    "solo per il personale: ciò che ogni impresa ha dato non deve essere trasmesso",
    "doar pentru personal: ceea ce a dat fiecare întreprindere nu trebuie transmis",
    "samo za zaposlene: kar je dalo posamezno podjetje, se ne sme posredovati",
];

/// The figure is in nothing that is published.
pub(super) const WITHHELD: [&str; 6] = [
    "this figure is withheld in everything that is published: it could identify someone",
    "den här uppgiften är skyddad i allt som publiceras: den kan röja någon",
    "ce chiffre est protégé dans tout ce qui est publié\u{a0}: il pourrait identifier quelqu’un",
    "questa cifra è protetta in tutto ciò che si pubblica: potrebbe identificare qualcuno",
    "această cifră este protejată în tot ce se publică: ar putea identifica pe cineva",
    "ta podatek je zaščiten v vsem, kar se objavi: lahko bi koga razkril",
];

/// An edition told the figure as a value, and what became of it waits for more answers.
pub(super) fn of_told(name: &str, value: &str) -> [String; 6] {
    [
        format!(
            "the edition '{name}' told this figure as {value}; as it is now it is withheld in what is published, because too \
             few answers have changed since to tell of the change"
        ),
        format!(
            "utgåvan '{name}' visade den här uppgiften som {value}; som den är nu är den skyddad i det som publiceras, för att \
             för få svar har ändrats sedan dess för att ändringen ska få visas"
        ),
        format!(
            "l’édition '{name}' a donné ce chiffre comme {value}\u{a0}; tel qu’il est à présent, il est protégé dans ce qui est \
             publié, car trop peu de réponses ont changé depuis pour que le changement soit montré"
        ),
        format!(
            "l’edizione '{name}' ha dato questa cifra come {value}; com’è ora è protetta in ciò che si pubblica, perché da \
             allora sono cambiate troppo poche risposte per mostrare il cambiamento"
        ),
        format!(
            "ediția '{name}' a dat această cifră ca {value}; așa cum este acum, este protejată în ceea ce se publică, deoarece \
             de atunci s-au schimbat prea puține răspunsuri pentru a arăta schimbarea"
        ),
        format!(
            "izdaja '{name}' je ta podatek navedla kot {value}; tak, kot je zdaj, je v objavljenem zaščiten, ker se je od \
             takrat spremenilo premalo odgovorov, da bi se sprememba smela pokazati"
        ),
    ]
}

/// What a revised figure was in the edition that told it last.
pub(super) fn of_revised(edition: &str, value: &str) -> [String; 6] {
    [
        format!("revised since edition '{edition}': was {value}"),
        format!("reviderad sedan utgåva '{edition}': var {value}"),
        format!("révisé depuis l’édition '{edition}'\u{a0}: était {value}"),
        format!("rivisto dall’edizione '{edition}': era {value}"),
        format!("revizuit de la ediția '{edition}': era {value}"),
        format!("spremenjeno od izdaje '{edition}': prej {value}"),
    ]
}

/// Why a figure may be published that could not be otherwise.
pub(super) fn of_ground(ground: Ground) -> [&'static str; 6] {
    match ground {
        Ground::Consent => [
            "may be published because those who gave it let it be told (consents.csv)",
            "får publiceras för att de som har lämnat den låter den visas (consents.csv)",
            "peut être publié parce que ceux qui l’ont donné permettent de le montrer (consents.csv)",
            "può essere pubblicata perché chi l’ha data permette di mostrarla (consents.csv)",
            "poate fi publicată pentru că cei care au dat-o permit să fie arătată (consents.csv)",
            "se sme objaviti, ker tisti, ki so ga dali, dovolijo, da se pokaže (consents.csv)",
        ],
        Ground::Public => [
            "may be published because what it is made of is public already (public.csv)",
            "får publiceras för att det som den görs av redan är offentligt (public.csv)",
            "peut être publié parce que ce dont il est fait est déjà public (public.csv)",
            "può essere pubblicata perché ciò di cui è fatta è già pubblico (public.csv)",
            "poate fi publicată pentru că datele din care este alcătuită sunt deja publice (public.csv)",
            "se sme objaviti, ker je to, iz česar je sestavljen, že javno (public.csv)",
        ],
    }
}

/// Before the digest of a definition.
pub(super) const DEFINITION: [&str; 6] =
    ["definition", "definition", "définition", "definizione", "definiție", "opredelitev"];

/// Before the number of a version.
pub(super) const VERSION: [&str; 6] = ["version", "version", "version", "versione", "versiunea", "različica"];

/// Before the digest of the rules by which rows count.
pub(super) const RULES: [&str; 6] = ["rules", "regler", "règles", "regole", "reguli", "pravila"];

/// Where a figure has no rows of its own.
pub(super) const OF_OTHERS: [&str; 6] = [
    "made of other indicators",
    "gjord av andra indikatorer",
    "fait d’autres indicateurs",
    "composto da altri indicatori",
    "alcătuit din alți indicatori",
    "sestavljen iz drugih kazalnikov",
];

/// Over the figures it is made of.
pub(super) const PARTS: [&str; 6] = [
    "made of, each with its own trace",
    "görs av, var och en med sin egen väg tillbaka",
    "fait de, chacun avec sa propre trace",
    "composto da, ciascuno con la propria traccia",
    "alcătuit din, fiecare cu propria urmă",
    "sestavljen iz, vsak s svojo sledjo",
];

/// Over the rows that are in the figure.
pub(super) const COUNTS: [&str; 6] = ["counts", "räknas", "comptées", "contate", "luate în calcul", "upoštevane"];

/// Over those that are not.
pub(super) const COUNTS_NOT: [&str; 6] =
    ["does not count", "räknas inte", "non comptées", "non contate", "neluate în calcul", "neupoštevane"];

/// Over the organisations of which no row was accepted.
pub(super) const SILENT: [&str; 6] = [
    "asked, no accepted row",
    "tillfrågade utan godtagen rad",
    "interrogées, sans ligne acceptée",
    "interpellate, senza riga accettata",
    "întrebate, fără rând acceptat",
    "vprašane, brez sprejete vrstice",
];

/// Where a value stands in no file.
pub(super) const REGISTER: [&str; 6] =
    ["the register", "registret", "le registre", "il registro", "registrul", "register"];

/// What a row is to a figure that it does not count in.
pub(super) fn role_of(role: &str, language: Language) -> &str {
    let words = match role {
        "not_asked" => [
            "not asked",
            "frågan gäller den inte",
            "non concernée",
            "non interessata",
            "nu este vizată",
            "vprašanje zanjo ne velja",
        ],
        "not_collected" => {
            ["not answered", "obesvarad", "sans réponse", "senza risposta", "fără răspuns", "brez odgovora"]
        }
        "refused" => [
            "refused",
            "vill ej uppge",
            "refus de répondre",
            "rifiuto di rispondere",
            "refuz de a răspunde",
            "odklonjen odgovor",
        ],
        other => match missing::said(other) {
            Some(words) => words,
            None => return other,
        },
    };
    language.of_six(words)
}
