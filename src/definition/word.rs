//! Words of messages that differ between languages: what was expected, what was looked for.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::{self, Text};

/// A word in the languages of the rule pages, in the order of [`text::LANGUAGES`].
pub type Word = [&'static str; 6];

pub const A_TEXT: Word = ["a text", "en text", "un texte", "un testo", "un text", "besedilo"];
pub const A_WHOLE_NUMBER: Word =
    ["a whole number", "ett heltal", "un nombre entier", "un numero intero", "un număr întreg", "celo število"];
pub const A_NUMBER: Word = [
    "a number such as 0.5",
    "ett tal som 0.5",
    "un nombre comme 0.5",
    "un numero come 0.5",
    "un număr precum 0.5",
    "število, na primer 0.5",
];
pub const A_DAY: Word = [
    "a day such as 2025-12-31",
    "ett datum som 2025-12-31",
    "une date comme 2025-12-31",
    "una data come 2025-12-31",
    "o dată precum 2025-12-31",
    "datum, na primer 2025-12-31",
];
pub const A_MONTH: Word = [
    "a month such as 2026-07",
    "en månad som 2026-07",
    "un mois comme 2026-07",
    "un mese come 2026-07",
    "o lună precum 2026-07",
    "mesec, na primer 2026-07",
];
pub const A_SPAN: Word = [
    "a period and a later one, such as 2023..2025",
    "en period och en senare, som 2023..2025",
    "une période et une période ultérieure, comme 2023..2025",
    "un periodo e uno successivo, come 2023..2025",
    "o perioadă și una ulterioară, precum 2023..2025",
    "obdobje in poznejše obdobje, na primer 2023..2025",
];
pub const A_PERCENTAGE: Word = [
    "per cent from 0 to 100, such as 30 %",
    "procent från 0 till 100, som 30 %",
    "un pourcentage de 0 à 100, comme 30 %",
    "una percentuale da 0 a 100, come 30 %",
    "un procent de la 0 la 100, precum 30 %",
    "odstotek od 0 do 100, na primer 30 %",
];
pub const A_NUMBER_OF_YEARS: Word = [
    "a whole number of years from 1 to 50, such as 3",
    "ett helt antal år från 1 till 50, som 3",
    "un nombre entier d’années de 1 à 50, comme 3",
    "un numero intero di anni da 1 a 50, come 3",
    "un număr întreg de ani de la 1 la 50, precum 3",
    "celo število let od 1 do 50, na primer 3",
];
pub const AN_AMOUNT: Word = [
    "an indicator in money",
    "en indikator i pengar",
    "un indicateur en argent",
    "un indicatore in denaro",
    "un indicator în bani",
    "kazalnik v denarju",
];
pub const A_COUNT: Word = [
    "an indicator that counts, no share",
    "en indikator som räknar, ingen andel",
    "un indicateur qui compte, et non une part",
    "un indicatore che conta, non una quota",
    "un indicator care numără, nu o pondere",
    "kazalnik, ki šteje, ne delež",
];
pub const TRUE_OR_FALSE: Word =
    ["true or false", "true eller false", "true ou false", "true o false", "true sau false", "true ali false"];
pub const A_LIST: Word = ["a list", "en lista", "une liste", "un elenco", "o listă", "seznam"];
pub const KEYS: Word = [
    "keys with values",
    "nycklar med värden",
    "des clés avec des valeurs",
    "chiavi con valori",
    "chei cu valori",
    "ključi z vrednostmi",
];
pub const ONE_WORD: Word = [
    "one of the allowed words",
    "ett av de tillåtna orden",
    "l’un des mots permis",
    "una delle parole ammesse",
    "unul dintre cuvintele permise",
    "ena od dovoljenih besed",
];
pub const ANOTHER_VALUE: Word = [
    "another kind of value",
    "ett annat slags värde",
    "une valeur d’un autre type",
    "un valore di altro tipo",
    "o valoare de alt fel",
    "vrednost druge vrste",
];

pub const FIELDS: Word = [
    "fields of the dataset",
    "datasetets fält",
    "les champs du jeu de données",
    "i campi del dataset",
    "câmpurile setului de date",
    "polja nabora podatkov",
];
pub const DATE_FIELDS: Word = [
    "date fields of the dataset",
    "datasetets datumfält",
    "les champs de date du jeu de données",
    "i campi data del dataset",
    "câmpurile de tip dată ale setului de date",
    "datumska polja nabora podatkov",
];
pub const NUMBER_FIELDS: Word = [
    "number fields of the dataset",
    "datasetets sifferfält",
    "les champs numériques du jeu de données",
    "i campi numerici del dataset",
    "câmpurile numerice ale setului de date",
    "številska polja nabora podatkov",
];
pub const COLUMNS: Word = [
    "columns of the dataset",
    "datasetets kolumner",
    "les colonnes du jeu de données",
    "le colonne del dataset",
    "coloanele setului de date",
    "stolpci nabora podatkov",
];
pub const CODELISTS: Word =
    ["codelists", "kodlistorna", "les listes de codes", "le liste di codici", "listele de coduri", "šifranti"];
pub const CODES: Word = ["codes", "koderna", "les codes", "i codici", "codurile", "šifre"];
pub const DATASETS: Word =
    ["datasets", "dataseten", "les jeux de données", "i dataset", "seturile de date", "nabori podatkov"];
pub const SECTIONS: Word = ["sections", "avsnitten", "les sections", "le sezioni", "secțiunile", "razdelki"];
pub const INDICATORS: Word =
    ["indicators", "indikatorerna", "les indicateurs", "gli indicatori", "indicatorii", "kazalniki"];
pub const HOSTS: Word = [
    "indicators of its section that stand under a heading of their own",
    "indikatorer i dess avsnitt som står under en egen rubrik",
    "les indicateurs de sa section qui ont leur propre titre",
    "gli indicatori della sua sezione che hanno un titolo proprio",
    "indicatorii din secțiunea sa care au un titlu propriu",
    "kazalniki njegovega razdelka z lastnim naslovom",
];
pub const PERIODS: Word = [
    "periods of the project",
    "projektets perioder",
    "les périodes du projet",
    "i periodi del progetto",
    "perioadele proiectului",
    "obdobja projekta",
];
pub const CONVERSIONS: Word = [
    "conversions of the project",
    "projektets omräkningar (`conversions`)",
    "les conversions du projet (`conversions`)",
    "le conversioni del progetto (`conversions`)",
    "conversiile proiectului (`conversions`)",
    "preračuni projekta (`conversions`)",
];
pub const PAYERS: Word = [
    "payers of the valuation",
    "värderingens betalare (`payers`)",
    "les payeurs de l’évaluation (`payers`)",
    "i soggetti paganti della valutazione (`payers`)",
    "plătitorii evaluării (`payers`)",
    "plačniki vrednotenja (`payers`)",
];
pub const OUTCOMES: Word = [
    "outcomes of the valuation",
    "värderingens utfall (`outcomes`)",
    "les résultats de l’évaluation (`outcomes`)",
    "gli esiti della valutazione (`outcomes`)",
    "rezultatele evaluării (`outcomes`)",
    "izidi vrednotenja (`outcomes`)",
];
pub const VALUATIONS: Word =
    ["valuations", "värderingarna", "les évaluations", "le valutazioni", "evaluările", "vrednotenja"];
pub const PACKS: Word = ["packs", "paketen", "les paquets", "i pacchetti", "pachetele", "paketi"];

pub const A_BARE_NUMBER: Word = [
    "a number without a unit",
    "ett tal utan enhet",
    "un nombre sans unité",
    "un numero senza unità",
    "un număr fără unitate",
    "število brez enote",
];
pub const A_SUM: Word = [
    "a figure over many rows, such as SUM(…)",
    "ett mått över många rader, som SUM(…)",
    "un chiffre sur plusieurs lignes, comme SUM(…)",
    "un dato su più righe, come SUM(…)",
    "o cifră pe mai multe rânduri, precum SUM(…)",
    "podatek iz več vrstic, na primer SUM(…)",
];
pub const A_SHARE: Word = [
    "a share with 'numerator' and 'denominator' instead of 'value'",
    "en andel med 'numerator' och 'denominator' i stället för 'value'",
    "une part avec 'numerator' et 'denominator' au lieu de 'value'",
    "una quota con 'numerator' e 'denominator' invece di 'value'",
    "o pondere cu 'numerator' și 'denominator' în loc de 'value'",
    "delež z 'numerator' in 'denominator' namesto 'value'",
];
pub const A_FIGURE: Word = [
    "a number made of other indicators",
    "ett tal som görs av andra indikatorer",
    "un nombre fait d’autres indicateurs",
    "un numero fatto di altri indicatori",
    "un număr făcut din alți indicatori",
    "število iz drugih kazalnikov",
];
pub const A_FIGURE_OF_THE_PERIOD: Word = [
    "an indicator of the same period, without PREVIOUS",
    "en indikator för samma period, utan PREVIOUS",
    "un indicateur de la même période, sans PREVIOUS",
    "un indicatore dello stesso periodo, senza PREVIOUS",
    "un indicator din aceeași perioadă, fără PREVIOUS",
    "kazalnik istega obdobja, brez PREVIOUS",
];
pub const A_PART: Word = [
    "a sum that is counted in a dataset",
    "en summa som räknas i ett dataset",
    "une somme comptée dans un jeu de données",
    "una somma contata in un dataset",
    "o sumă numărată într-un set de date",
    "vsota iz nabora podatkov",
];
pub const A_CONDITION: Word = [
    "a condition on one row",
    "ett villkor på en rad",
    "une condition sur une ligne",
    "una condizione su una riga",
    "o condiție pe un rând",
    "pogoj za eno vrstico",
];
pub const A_ROW_VALUE: Word = [
    "a value of one row, of the field's own type",
    "ett värde för en rad, av fältets egen typ",
    "une valeur d’une ligne, du type du champ",
    "un valore di una riga, del tipo del campo",
    "o valoare dintr-un rând, de tipul câmpului",
    "vrednost ene vrstice, iste vrste kot polje",
];

/// A finding whose places are filled with values, and one of them with a word of each language.
pub fn finding(rule: &str, span: Span, values: &[(&str, &str)], place: &str, word: Word) -> Diagnostic {
    Diagnostic::worded(rule, span, values, &[(place, &Text::in_each(word))])
}

pub const CHARACTERS: Word = ["characters", "tecken", "de caractères", "di caratteri", "de caractere", "znakov"];
pub const ITEMS: Word = [
    "items in the list",
    "poster i listan",
    "d’éléments de la liste",
    "di elementi dell’elenco",
    "de elemente din listă",
    "elementov na seznamu",
];

/// How many there should be: so many, or within limits.
pub fn amount(equal: Option<&str>, min: Option<&str>, max: Option<&str>) -> Text {
    let words = match (equal, min, max) {
        (Some(_), ..) => ["{a}", "{a}", "égal à {a}", "pari a {a}", "egal cu {a}", "{a}"],
        (_, Some(_), Some(_)) => [
            "between {a} and {b}",
            "mellan {a} och {b}",
            "compris entre {a} et {b}",
            "compreso tra {a} e {b}",
            "între {a} și {b}",
            "od {a} do {b}",
        ],
        (_, Some(_), None) => {
            ["at least {a}", "minst {a}", "d’au moins {a}", "almeno {a}", "cel puțin {a}", "vsaj {a}"]
        }
        _ => ["at most {b}", "högst {b}", "d’au plus {b}", "al massimo {b}", "cel mult {b}", "največ {b}"],
    };
    let (first, last) = (equal.or(min).unwrap_or_default(), max.unwrap_or_default());
    let words = words.map(|words| words.replace("{a}", first).replace("{b}", last));
    Text::in_each(words.each_ref().map(String::as_str))
}

/// The finding that a name is not among those known, with the nearest of them.
pub fn unknown<'a>(span: Span, value: &str, known: impl IntoIterator<Item = &'a str>, kind: Word) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let nearest = text::nearest(value, known.iter().copied()).unwrap_or_default();
    let few = if known.len() <= 12 { known.join(", ") } else { String::new() };
    finding("unknown-reference", span, &[("value", value), ("nearest", nearest), ("known", &few)], "kind", kind)
}

/// What it means for persons and enterprises that a setting of the disclosure policy is weaker than the default; of
/// contributors, how few are enough.
pub fn of_weaker(key: &str, contributors: u32) -> Word {
    match key {
        "contributors" => of_fewer(contributors),
        "count" => [
            "smaller counts of persons are published, and the fewer they are, the easier one of them is recognised",
            "mindre antal personer publiceras, och ju färre de är, desto lättare känns någon av dem igen",
            "de plus petits effectifs sont publiés, et moins il y a de personnes, plus l’une d’elles est reconnaissable",
            "si pubblicano numeri di persone più piccoli, e meno sono, più è facile riconoscerne una",
            "se publică numere mai mici de persoane, iar cu cât sunt mai puține, cu atât una este mai ușor de recunoscut",
            "objavijo se manjša števila oseb, in manj kot jih je, laže je katero prepoznati",
        ],
        "base" => [
            "shares and means on a smaller base are published, and a share of few tells how many of them it is true of",
            "andelar och medelvärden på ett mindre underlag publiceras, och en andel av få säger hur många av dem det gäller",
            "des parts et moyennes sur une base plus petite sont publiées, et une part de peu de cas dit combien sont visés",
            "si pubblicano quote e medie su una base più piccola, e una quota di pochi dice per quanti di loro vale",
            "se publică ponderi și medii pe o bază mai mică, iar o pondere din puțini spune la câți se referă",
            "objavijo se deleži in povprečja na manjši osnovi, delež od malo oseb pa pove, za koliko od njih velja",
        ],
        "dimensions" | "split_by" => [
            "figures are broken down further, into smaller groups in which persons are easier to recognise",
            "tal delas upp längre, i mindre grupper där personer är lättare att känna igen",
            "les chiffres sont ventilés plus loin, en groupes plus petits où des personnes sont plus reconnaissables",
            "i dati si suddividono di più, in gruppi più piccoli in cui è più facile riconoscere le persone",
            "cifrele sunt defalcate mai mult, în grupuri mai mici în care persoanele sunt mai ușor de recunoscut",
            "podatki so razčlenjeni na manjše skupine, v katerih je osebe laže prepoznati",
        ],
        "p_percent" => [
            "amounts are published to which one enterprise gives nearly all, and another can work out how much",
            "belopp publiceras där ett företag står för nästan allt, och ett annat kan räkna ut hur mycket",
            "des montants sont publiés dont une entreprise fournit presque tout, et une autre peut calculer combien",
            "si pubblicano importi dati quasi tutti da una sola impresa, e un’altra può calcolare quanto",
            "se publică sume date aproape în întregime de o întreprindere, iar alta poate calcula cât",
            "objavijo se zneski, ki jih skoraj v celoti prispeva eno podjetje, drugo pa lahko izračuna, koliko",
        ],
        "width" => [
            "withheld figures can be worked out more closely from those that are published",
            "tal som hålls inne kan räknas fram närmare ur dem som publiceras",
            "les chiffres retenus se laissent calculer de plus près à partir de ceux qui sont publiés",
            "i dati non mostrati si possono calcolare più da vicino da quelli pubblicati",
            "cifrele reținute pot fi calculate mai îndeaproape din cele publicate",
            "zadržane podatke je mogoče natančneje izračunati iz objavljenih",
        ],
        "preliminary" => [
            "preliminary figures are published to the last person and by small areas, and what is mended later tells whose it was",
            "preliminära tal publiceras på personen när och för små områden, och det som rättas senare visar vems det var",
            "des chiffres provisoires sont publiés à la personne près et par petits territoires, et ce qui est corrigé dit de qui c’était",
            "si pubblicano dati provvisori fino all’ultima persona e per zone piccole, e ciò che si corregge poi dice di chi era",
            "se publică cifre provizorii până la ultima persoană și pe zone mici, iar ce se corectează apoi arată ale cui erau",
            "začasni podatki se objavijo do zadnje osebe in po majhnih območjih, kasnejši popravki pa povedo, čigavi so bili",
        ],
        "zeros" => [
            "it is published that none or all of a group are concerned, which tells it of everyone in the group",
            "det publiceras att ingen eller alla i en grupp berörs, och det säger det om var och en i gruppen",
            "il est publié que personne ou tout le monde d’un groupe est concerné, ce qui le dit de chacun du groupe",
            "si pubblica che nessuno o tutti di un gruppo sono interessati, e questo lo dice di ciascuno del gruppo",
            "se publică faptul că nimeni sau toți dintr-un grup sunt vizați, ceea ce o spune despre fiecare din grup",
            "objavi se, da velja za nikogar ali za vse v skupini, to pa pove o vsakem v njej",
        ],
        _ => [
            "figures are published for smaller areas, in which persons are easier to recognise",
            "tal publiceras för mindre områden, där personer är lättare att känna igen",
            "des chiffres sont publiés pour des territoires plus petits, où des personnes sont plus reconnaissables",
            "si pubblicano dati per zone più piccole, in cui è più facile riconoscere le persone",
            "se publică cifre pentru zone mai mici, în care persoanele sunt mai ușor de recunoscut",
            "objavijo se podatki za manjša območja, v katerih je osebe laže prepoznati",
        ],
    }
}

/// The same of figures of fewer enterprises: of one it is its own, of two each knows the other's.
fn of_fewer(contributors: u32) -> Word {
    match contributors {
        0 | 1 => [
            "figures of a single enterprise are published, which are what it gave itself",
            "tal från ett enda företag publiceras, och de är vad det självt har lämnat",
            "des chiffres d’une seule entreprise sont publiés, et ils sont ce qu’elle a déclaré elle-même",
            "si pubblicano dati di una sola impresa, e sono quello che essa stessa ha dato",
            "se publică cifre ale unei singure întreprinderi, iar ele sunt ceea ce a dat ea însăși",
            "objavijo se podatki enega samega podjetja, to pa je, kar je dalo samo",
        ],
        2 => [
            "figures of two enterprises are published, and each of these can work out what the other gave",
            "tal från två företag publiceras, och vart och ett av dem kan räkna ut vad det andra har lämnat",
            "des chiffres de deux entreprises sont publiés, et chacune peut calculer ce que l’autre a déclaré",
            "si pubblicano dati di due imprese, e ciascuna può calcolare che cosa ha dato l’altra",
            "se publică cifre de la două întreprinderi, iar fiecare poate calcula ce a dat cealaltă",
            "objavijo se podatki dveh podjetij, vsako od njiju pa lahko izračuna, kaj je dalo drugo",
        ],
        _ => [
            "fewer enterprises stand behind each figure, so that less has to be known of them to work out one",
            "färre företag står bakom varje tal, så att det räcker att veta mindre om dem för att räkna ut ett",
            "moins d’entreprises sont derrière chaque chiffre, et il faut en savoir moins pour calculer l’une d’elles",
            "meno imprese stanno dietro ogni dato, e basta sapere meno di loro per calcolarne una",
            "mai puține întreprinderi stau în spatele fiecărei cifre, deci e nevoie să se știe mai puțin despre ele pentru a calcula una",
            "za vsakim podatkom je manj podjetij, zato je treba o njih vedeti manj, da se izračuna eno",
        ],
    }
}
