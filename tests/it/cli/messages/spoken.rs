//! In which language commands answer: the one asked for, else the project's first, else the machine's.

use super::super::editions::{VALUATION, four};
use super::super::{Project, ROW, end, nytta, root, start};
use super::has;

/// What `status`, `check`, `validate` and `read` say in a language, where nothing is to be found.
const SAID: [(&str, [&str; 5]); 6] = [
    (
        "en",
        [
            "for staff only",
            "indicators, 1 dataset,",
            "0 files: nothing to fix. Rows read: 0, accepted: 0, rejected: 0\n",
            "nothing to fix\n",
            "headers in row 1",
        ],
    ),
    (
        "sv",
        [
            "bara för personal",
            "indikatorer, 1 dataset,",
            "0 filer: inget att rätta. Lästa rader: 0, godtagna: 0, avvisade: 0\n",
            "inget att rätta\n",
            "rubriker på rad 1",
        ],
    ),
    (
        "fr",
        [
            "réservé au personnel",
            "indicateurs, 1 jeu de données,",
            "0 fichier\u{a0}: rien à corriger. Lignes lues\u{a0}: 0, acceptées\u{a0}: 0, rejetées\u{a0}: 0\n",
            "rien à corriger\n",
            "en-têtes à la ligne 1",
        ],
    ),
    (
        "it",
        [
            "solo per il personale",
            "indicatori, 1 insieme di dati,",
            "0 file: niente da correggere. Righe lette: 0, accettate: 0, respinte: 0\n",
            "niente da correggere\n",
            "intestazioni alla riga 1",
        ],
    ),
    (
        "ro",
        [
            "doar pentru personal",
            "de indicatori, 1 set de date,",
            "0 fișiere: nimic de corectat. Rânduri citite: 0, acceptate: 0, respinse: 0\n",
            "nimic de corectat\n",
            "antete pe rândul 1",
        ],
    ),
    (
        "sl",
        [
            "samo za zaposlene",
            "kazalnikov, 1 nabor podatkov,",
            "0 datotek: ni česa popraviti. Prebrane vrstice: 0, sprejete: 0, zavrnjene: 0\n",
            "ni česa popraviti\n",
            "naslovi v vrstici 1",
        ],
    ),
];

#[test]
fn answers_are_in_the_language_that_is_asked_for() {
    let project = Project::new();
    let path = project.path();
    let other = tempfile::tempdir().expect("a folder");
    let file = other.path().join("plain.csv");
    std::fs::write(&file, "namn;tal\nett;1\n").expect("a file");
    let file = file.to_str().expect("a path");
    for (language, [status, check, validate, nothing, headers]) in SAID {
        let told = |arguments: &[&str]| nytta(&[arguments, &["--language", language]].concat()).out;
        let said = told(&["status", path, "--period", "2026"]);
        assert!(said.contains(status), "{language}: {said}");
        let said = told(&["check", path]);
        assert!(said.contains(check) && said.ends_with(nothing), "{language}: {said}");
        let said = told(&["validate", path]);
        assert!(said.ends_with(validate), "{language}: {said}");
        let said = told(&["read", file]);
        assert!(said.contains(headers) && said.ends_with(nothing), "{language}: {said}");
        assert!(
            language == "en" || !["accepted", "blank", "no dataset"].iter().any(|word| said.contains(word)),
            "{said}"
        );
    }
}

#[test]
fn french_sets_its_colons_apart_wherever_they_come_from() {
    let project = Project::new();
    project.send("ett.csv", &ROW.replace("2,5", "abc"));
    let name = project.file("submissions/2026/ett.csv");
    let name = name.to_str().expect("a path");
    let path = project.path();
    let page = project.file("page.html");
    let page = page.to_str().expect("a path");
    nytta(&["validate", path, "--format", "html", "--out", page, "--language", "fr"]);
    let told =
        [&["status", path][..], &["check", path], &["validate", path], &["read", name], &["explain", "fte_chain"]];
    let mut said: Vec<String> =
        told.into_iter().map(|arguments| nytta(&[arguments, &["--language", "fr"]].concat()).out).collect();
    has(&said[0], &["à corriger\u{a0}: 1\n"]);
    has(&said[2], &["erreur\u{a0}: ligne 2, colonne"]);
    let page = std::fs::read_to_string(page).expect("it was made");
    has(&page, &["<strong>Que faire\u{a0}:</strong>", "Règle\u{a0}: <code>"]);
    said.push(page.split("</style>").nth(1).expect("a page").to_owned());
    for said in said {
        // A colon before a space or at the end of a line is one of words.
        let bare = said.lines().find(|line| {
            let colons =
                line.match_indices(':').filter(|(at, _)| line[at + 1..].is_empty() || line[at + 1..].starts_with(' '));
            colons.into_iter().any(|(at, _)| !line[..at].ends_with('\u{a0}'))
        });
        assert_eq!(bare, None, "{said}");
    }
    let made = nytta(&["init", project.file("ny").to_str().expect("a path"), "--language", "fr"]);
    has(&made.out, &["Ensuite\u{a0}:\n"]);
    let written = std::fs::read_to_string(project.file("ny/nytta.yaml")).expect("it was made");
    has(&written, &["expliqués par\u{a0}: nytta schema"]);
}

#[test]
fn a_count_stands_in_a_sentence_of_its_own_language() {
    let project = Project::new();
    let warned = ROW.replace("contracted;4", "contracted;2");
    project.send("ett.csv", &format!("{warned}\n{}", super::row_of("9990002744").replace("2,5", "abc")));
    for (language, warning, file, rehearsed) in [
        ("en", "1 warning of 2026 without a reason", "rows of 1 file of 2026", "0 findings in 2 rows"),
        ("fr", "1 avertissement pour 2026 sans", "des lignes de 1 fichier pour 2026", "0 constat sur 2 lignes"),
        ("it", "1 avviso per 2026 senza", "righe di 1 file per 2026", "0 segnalazioni su 2 righe"),
        ("ro", "1 avertisment pentru 2026 fără", "rânduri din 1 fișier pentru 2026", "0 constatări din 2 rânduri"),
        (
            "sl",
            "1 opozorilo za 2026 brez",
            "zavrnjene vrstice za 2026 (1 datoteka)",
            "0 ugotovitev, pregledano: 2 vrstici",
        ),
    ] {
        let said = project.told(&["measure"], language);
        has(&said, &[warning, file]);
        assert!(language == "en" || !said.contains("see 'nytta"), "{said}");
        let said = project.told(&["rehearse", "--rule", "unknown-code"], language);
        has(&said, &[rehearsed]);
        assert!(language == "en" || !said.contains("for staff"), "{said}");
        let said = project.told(&["rehearse"], language);
        assert!(language == "en" || !said.contains("what new rules"), "{said}");
    }
    let silent = Project::new();
    for (language, said) in [
        ("en", "warning no submission was accepted"),
        ("fr", "avertissement aucun envoi"),
        ("it", "avviso nessun invio"),
        ("ro", "avertisment nicio transmitere"),
        ("sl", "opozorilo za 2026 ni sprejeta"),
    ] {
        has(&silent.told(&["measure"], language), &[said]);
    }
}

#[test]
fn answers_without_a_project_are_in_the_language_of_the_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    for (machine, language, made) in [
        ("C", "en", "made the project"),
        ("sv_SE.UTF-8", "sv", "gjorde projektet"),
        ("fr_FR.UTF-8", "fr", "Ensuite"),
        ("sl_SI.UTF-8", "sl", "je ustvarjen"),
        ("de_DE.UTF-8", "en", "made the project"),
    ] {
        let dir = folder.path().join(machine);
        let mut command = start(&["init", dir.to_str().expect("a path")]);
        command.env("LC_ALL", machine);
        let ended = end(command);
        assert_eq!(ended.status, 0, "{}", ended.err);
        assert!(ended.out.contains(made) && ended.out.contains("nytta.yaml"), "{language}: {}", ended.out);
        assert!(!ended.out.contains("{dir}"), "{}", ended.out);
    }
}

/// What `trace`, `diff`, `value` and `verify` say in a language.
const CHECKED: [(&str, [&[&str]; 4]); 4] = [
    (
        "fr",
        [
            &[
                "ce que chaque entreprise a donné",
                "équivalents temps plein (",
                "définition ",
                ", règles ",
                "comptées\u{a0}: 4\n",
                " ligne 2\n",
            ],
            &["définis autrement\u{a0}: turnover\n", "chiffres qui diffèrent\u{a0}: "],
            &["(modélisé)", "valeur actuelle", "investi ", "pour chaque SEK investi"],
            &[
                "le rapport n’est pas ce que donne le projet\n",
                "(provenance.json)\u{a0}: ",
                "le rapport dit  valeur\u{a0}: '3600000'",
                "1, à 1 endroit\n",
            ],
        ],
    ),
    (
        "it",
        [
            &[
                "ciò che ogni impresa ha dato",
                "equivalenti a tempo pieno (",
                "definizione ",
                ", regole ",
                "contate: 4\n",
                " riga 2\n",
            ],
            &["definiti diversamente: turnover\n", "cifre che differiscono: "],
            &["(modellato)", "valore attuale", "investito ", "per ogni SEK investito"],
            &[
                "il rapporto non è ciò che dà il progetto\n",
                "(provenance.json): ",
                "il rapporto dice valore: '3600000'",
                "1, in 1 punto\n",
            ],
        ],
    ),
    (
        "ro",
        [
            &[
                "ceea ce a dat fiecare întreprindere",
                "echivalenți normă întreagă (",
                "definiție ",
                ", reguli ",
                "luate în calcul: 4\n",
                " rând 2\n",
            ],
            &["definiți altfel: turnover\n", "cifre care diferă: "],
            &["(modelat)", "valoare actualizată", "investit ", "pentru fiecare SEK investit"],
            &[
                "raportul nu este ceea ce dă proiectul\n",
                "(provenance.json): ",
                "raportul spune valoare: '3600000'",
                "1, în 1 loc\n",
            ],
        ],
    ),
    (
        "sl",
        [
            &[
                "kar je dalo posamezno podjetje",
                "ekvivalenti polnega delovnega časa (",
                "opredelitev ",
                ", pravila ",
                "upoštevane: 4\n",
                " vrstica 2\n",
            ],
            &["opredeljeni drugače: turnover\n", "podatki, ki se razlikujejo: "],
            &["(modelirano)", "sedanja vrednost", "vloženo ", "za vsak vloženi SEK"],
            &[
                "poročilo ni to, kar da projekt\n",
                "(provenance.json): ",
                "poročilo pravi vrednost: '3600000'",
                "(število mest: ",
            ],
        ],
    ),
];

#[test]
fn figures_are_traced_compared_valued_and_verified_in_each_language() {
    let project = Project::new();
    four(&project, "4");
    project.write("valuations/work.yaml", VALUATION.as_bytes());
    assert_eq!(nytta(&["report", project.path(), "--language", "en"]).status, 0);
    let pdf = project.file("reports/region-2026-en.pdf");
    let pdf = pdf.to_str().expect("a plain name");
    let draft = Project::new();
    let path = "indicators/social-enterprise/turnover.yaml";
    let own = std::fs::read_to_string(root().join(path)).expect("it is there");
    draft.write(path, own.replace("SUM(turnover)", "SUM(turnover) * 2").as_bytes());
    project.replace("submissions/2026/a.csv", ";900000;", ";850000;");
    for (language, [trace, diff, value, verify]) in CHECKED {
        let said = project.told(&["trace", "fte_year_end"], language);
        has(&said, trace);
        assert!(!["rules", " counts", "the register", "row "].iter().any(|word| said.contains(word)), "{said}");
        let said = project.told(&["diff", project.path(), draft.path()], language);
        has(&said, diff);
        let said = project.told(&["value", "--valuation", "work"], language);
        has(&said, value);
        assert!(!["put in", "modelled", "present value"].iter().any(|word| said.contains(word)), "{said}");
        let said = nytta(&["verify", project.path(), pdf, "--language", language]);
        assert_eq!(said.status, 1, "{}", said.err);
        has(&said.out, verify);
        for english in ["the report", "the project", "page ", "pages ", "figures", "for staff", " more"] {
            let is_french = language == "fr" && english.starts_with("page");
            assert!(is_french || !format!("{}{}", said.out, said.err).contains(english), "{english}: {}", said.out);
        }
    }
    let said = nytta(&["verify", project.path(), pdf, "--language", "en"]).out;
    has(&said, &["  page ", "the report says   value: '"]);
}
