//! Headers as bookkeepers write them: with the unit, the form of the answer, the year or the mark of a footnote behind the name.

use nytta::definition::Definitions;
use nytta::diagnostic::{Diagnostic, Severity};
use nytta::pipeline::load;
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, read};

/// Every question of the pack with what may stand around its name and change nothing.
const SAME: [(&str, &[&str]); 11] = [
    (
        "trainee_hours",
        &[
            "Timmar i arbetsträning",
            "Timmar i arbetsträning (timmar)",
            "Timmar i arbetsträning (tim)",
            "Timmar i arbetsträning (antal)",
            "Timmar i arbetsträning (st)",
            "Timmar i arbetsträning, timmar",
            "Timmar i arbetsträning tim.",
            "Timmar i arbetsträning - timmar",
            "Timmar i arbetsträning, antal timmar",
            "Timmar i arbetsträning (h)",
            "Timmar i arbetsträning (tim/år)",
            "Timmar i arbetsträning (timmar per år)",
            "Timmar i arbetsträning per år",
            "Timmar i arbetsträning (hela året)",
            "Timmar i arbetsträning under året",
            "Timmar i arbetsträning 2025 (timmar)",
            "Antal timmar i arbetsträning",
            "Totalt antal timmar i arbetsträning",
            "Summa timmar i arbetsträning",
            "Arbetsträning (timmar)",
            "Arbetsträning, antal timmar",
            "Arbetsträningstimmar (tim)",
            "Timmar i arbetsträning¹",
            "Timmar i arbetsträning 1)",
            "Timmar i arbetsträning *",
        ],
    ),
    (
        "year_end",
        &[
            "Räkenskapsårets sista dag (åååå-mm-dd)",
            "Räkenskapsårets sista dag åååå-mm-dd",
            "Räkenskapsårets sista dag (ÅÅÅÅ-MM-DD)",
            "Räkenskapsårets sista dag (yyyy-mm-dd)",
            "Räkenskapsårets sista dag (ååååmmdd)",
            "Räkenskapsårets sista dag, år-mån-dag",
            "Räkenskapsårets sista dag (datum)",
            "Dernier jour de l’exercice (aaaa-mm-jj)",
            "Ultimo giorno dell’esercizio (aaaa-mm-gg)",
            "Ultima zi a exercițiului financiar (aaaa-ll-zz)",
            "Zadnji dan poslovnega leta (llll-mm-dd)",
        ],
    ),
    (
        "turnover",
        &[
            "Nettoomsättning i kr",
            "Nettoomsättning (SEK)",
            "Nettoomsättning per år",
            "Nettoomsättning kr/år",
            "Nettoomsättning (hela året)",
            "Nettoomsättning för året",
            "Nettoomsättning helår",
            "Nettoomsättning (belopp)",
            "Nettoomsättning (belopp i kr)",
            "Nettoomsättning¹",
            "Nettoomsättning ¹)",
            "Nettoomsättning 1)",
            "Nettoomsättning*",
            "Nettoomsättning¹ (kr)",
            "Nettoomsättning (kr) 2)",
            "Nettoomsättning 2025¹",
            "Nettoomsättning 2025 1)",
            "Net turnover per year",
        ],
    ),
    ("volunteer_hours", &["Volontärtimmar per år", "Antal volontärtimmar per år", "Volontärtimmar (hela året)"]),
    (
        "heads",
        &[
            "Anställda den sista dagen på året (antal personer)",
            "Anställda den sista dagen på året (personer) 1)",
            "Totalt antal anställda den sista dagen på året",
        ],
    ),
    (
        "fte_closing",
        &["Heltidstjänster vid årets slut (årsarbetskrafter)", "Heltidstjänster vid årets slut (decimaltal)"],
    ),
    ("hired", &["Nyanställda under året (hela året)", "Nyanställda under året (antal)"]),
    ("organisation", &["Organisationsnummer (10 siffror)", "Organisationsnummer (NNNNNN-NNNN)"]),
    (
        "decided_by_meeting",
        &["Stämman har beslutat om resultatet (ja/nej)", "Stämman har beslutat om resultatet, Ja eller Nej"],
    ),
    ("trainees", &["Arbetsträning (personer)", "Antal personer i arbetsträning", "Personer i arbetsträning (st)"]),
    ("public_support", &["Offentligt stöd (kr)", "Offentligt stöd totalt"]),
];

fn definitions() -> Definitions {
    load(&crate::pages::scene()).unwrap_or_else(|found| panic!("{found:#?}")).definitions
}

/// The column that a header is taken for, what is told of it, and the reading.
fn taken(definitions: &Definitions, header: &str, cell: &str) -> (Option<String>, Vec<Diagnostic>, Reading) {
    let text = format!("räkenskapsårets första dag;styrelse;{header}\n2025-01-01;5;{cell}\n");
    let reading = read("submissions/2025/a.csv", text.as_bytes(), definitions, &InProcess);
    let field = reading.sheets[0].columns.iter().find(|one| one.header == header).and_then(|one| one.field.clone());
    let told = reading.diagnostics.iter().filter(|one| one.span.column == Some(3)).cloned().collect();
    (field, told, reading)
}

#[test]
fn what_changes_nothing_may_stand_around_the_name_of_a_question() {
    let (definitions, mut lost) = (definitions(), Vec::new());
    for (field, headers) in SAME {
        for header in headers {
            let (found, told, _) = taken(&definitions, header, "1");
            let at_header = told.iter().any(|one| one.span.row == Some(1));
            if found.as_deref() != Some(field) || at_header {
                lost.push((header, found, told.into_iter().map(|one| one.rule).collect::<Vec<_>>()));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn what_changes_the_question_is_asked_with_the_column_that_may_be_meant() {
    let definitions = definitions();
    for (header, field, severity) in [
        ("Nettoomsättning (exkl. moms)", "turnover", Severity::Error),
        ("Nettoomsättning (kr exkl. moms)", "turnover", Severity::Error),
        ("Årets resultat före skatt", "net_result", Severity::Error),
        ("Nettoomsättning (1)", "turnover", Severity::Warning),
        ("Offentligt stöd (kr) inkl. lönestöd", "public_support", Severity::Warning),
        ("Offentligt stöd (exkl. lönestöd)", "public_support", Severity::Warning),
        ("Volontärtimmar inkl. ledare", "volunteer_hours", Severity::Warning),
        ("Offentligt stöd (konto 3980-3989)", "public_support", Severity::Warning),
        ("Volontärtimmar (uppskattat)", "volunteer_hours", Severity::Warning),
        ("Timmar i arbetsträning (inkl. praktik)", "trainee_hours", Severity::Warning),
        // What stands at the end of a year is of no year.
        ("Medlemmar vid årets slut (hela året)", "members", Severity::Warning),
        ("Medlemmar vid årets slut per år", "members", Severity::Warning),
        ("Nettoomsättning (EUR/år)", "turnover", Severity::Warning),
    ] {
        let (found, told, _) = taken(&definitions, header, "1");
        assert_eq!(found, None, "{header}");
        let told: Vec<_> = told.iter().map(|one| (one.rule.as_str(), one.severity, one.field.as_deref())).collect();
        assert_eq!(told, [("unknown-column", severity, Some(field))], "{header}");
    }
    // One of several years is not this one's.
    for header in ["Nettoomsättning (år 1)", "Nettoomsättning år 2", "Nettoomsättning, år"] {
        assert_eq!(taken(&definitions, header, "1").0, None, "{header}");
    }
    // Persons and hours at once: only the sender knows.
    let (found, told, _) = taken(&definitions, "Personer i arbetsträning, timmar", "1");
    assert!(found.is_none() || told.iter().any(|one| one.rule == "wrong-unit"), "{told:?}");
}

#[test]
fn a_footnote_or_words_for_the_year_hide_no_unit() {
    let definitions = definitions();
    for (header, rule) in [
        ("Nettoomsättning (tkr)¹", "amounts-scaled"),
        ("Nettoomsättning, tkr¹", "amounts-scaled"),
        ("Nettoomsättning (tkr) 1)", "amounts-scaled"),
        ("Nettoomsättning tkr/år", "amounts-scaled"),
        ("Nettoomsättning (EUR) 1)", "wrong-unit"),
        ("Nettoomsättning (EUR)¹", "wrong-unit"),
        ("Nettoomsättning¹ (EUR)", "wrong-unit"),
        ("Heltidstjänster vid årets slut (timmar) 1)", "wrong-unit"),
    ] {
        let (found, told, reading) = taken(&definitions, header, "12");
        assert!(found.is_some(), "{header}");
        let rules: Vec<&str> = told.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, [rule], "{header}");
        if rule == "amounts-scaled" {
            let number = reading.batches[0].columns["turnover"].number(0).map(|number| number.normalize().to_string());
            assert_eq!(number.as_deref(), Some("12000"), "{header}");
        }
    }
}
