//! Headers that name a year, and headers that stand twice.

use nytta::diagnostic::{Diagnostic, Severity};
use nytta::table::workbook::InProcess;
use nytta::table::{Reading, read};

use crate::table::definitions;

/// Where files of the project's only period, 2025, lie.
const PLACE: &str = "submissions/2025/a.csv";

fn sent(place: &str, headers: &str, rows: &[&str]) -> Reading {
    let rows: Vec<String> = rows.iter().map(|row| format!("556016-0680;2025-12-31;{row}\n")).collect();
    let text = format!("orgnr;räkenskapsårets slut;{headers}\n{}", rows.concat());
    read(place, text.as_bytes(), &definitions(), &InProcess)
}

/// The turnover of the first row, as text.
fn turnover(reading: &Reading) -> Option<String> {
    Some(reading.batches[0].columns["turnover"].number(0)?.normalize().to_string())
}

/// What is told, each by its rule, severity and cell.
fn told(reading: &Reading) -> Vec<(&str, Severity, String)> {
    let cell = |one: &Diagnostic| one.span.cell().unwrap_or_default();
    reading.diagnostics.iter().map(|one| (one.rule.as_str(), one.severity, cell(one))).collect()
}

#[test]
fn a_longer_header_than_that_of_a_core_question_is_asked() {
    let folder = crate::pages::scene();
    let loaded = nytta::pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let found = |header: &str| -> Vec<(String, Severity, Option<String>)> {
        let text = format!("orgnr;räkenskapsårets sista dag;{header}\n556016-0680;2025-12-31;4900000\n");
        let reading = read(PLACE, text.as_bytes(), &loaded.definitions, &InProcess);
        let mine = reading.diagnostics.into_iter().filter(|one| one.span.column == Some(3));
        mine.map(|one| (one.rule, one.severity, one.field)).collect()
    };
    let asked = |severity, field: &str| vec![("unknown-column".to_owned(), severity, Some(field.to_owned()))];
    for header in ["Nettoomsättning inkl. moms", "nettoomsättning exklusive bidrag", "Net turnover with VAT"] {
        assert_eq!(found(header), asked(Severity::Error, "turnover"), "{header}");
    }
    assert_eq!(found("Nettoomsättning i butiken"), asked(Severity::Warning, "turnover"));
    let own = vec![("extra-column".to_owned(), Severity::Note, None)];
    for header in ["Nettoomsättning förra året", "Nettoomsättning budget", "Volontärtimmar i köket"] {
        assert_eq!(found(header), own, "{header}");
    }
    // Where the question itself is answered it is a column of the sender's own.
    assert_eq!(found("Nettoomsättning inkl. moms;Nettoomsättning"), own);
}

#[test]
fn the_year_of_the_files_period_may_stand_in_a_header() {
    for header in [
        "Omsättning 2025",
        "Omsättning (2025)",
        "Omsättning, år 2025",
        "omsättning_2025",
        "2025 Omsättning (kr)",
        "Turnover 2025",
        "Omsättning för 2025",
        "Omsättning under räkenskapsåret 2025",
        "Omsättning helår 2025",
        "Omsättning jan–dec 2025",
        "Omsättning för januari till december 2025 (kr)",
        "2025 års omsättning",
        "Omsättning2025",
        "Turnover FY2025",
        "Turnover for the financial year 2025",
        "Turnover en 2025",
        "Turnover au cours de l’exercice 2025",
        "Turnover nell’anno 2025",
        "Turnover dell'esercizio 2025",
        "Turnover în anul 2025",
        "Turnover pentru exercițiul financiar 2025",
        "Turnover leta 2025",
        "Turnover v letu 2025",
        "Turnover za leto 2025",
    ] {
        for place in [PLACE, "a.csv"] {
            let reading = sent(place, header, &["4900000"]);
            assert_eq!(turnover(&reading).as_deref(), Some("4900000"), "{place} {header}");
            assert_eq!(told(&reading), [], "{place} {header}");
        }
    }
    let thousands = sent(PLACE, "Omsättning 2025 (tkr)", &["4900"]);
    assert_eq!(turnover(&thousands).as_deref(), Some("4900000"));
    // Nothing but headers with a year names the columns.
    let all = "orgnr 2025;räkenskapsårets slut 2025;omsättning 2025\n556016-0680;2025-12-31;4900000\n";
    let reading = read(PLACE, all.as_bytes(), &definitions(), &InProcess);
    assert_eq!(turnover(&reading).as_deref(), Some("4900000"), "{:?}", reading.diagnostics);
}

#[test]
fn a_part_of_a_year_is_asked_about() {
    for header in [
        "Omsättning jan–jun 2025",
        "Omsättning i början av 2025",
        "Omsättning Q1 2025",
        "Omsättning före 2025",
        "Omsättning mars 2024 – februari 2025",
        "Budget omsättning 2025",
        "Omsättning enligt senaste preliminära prognosen 2025",
    ] {
        let reading = sent(PLACE, header, &["4000000"]);
        assert_eq!(turnover(&reading), None, "{header}");
        assert_eq!(told(&reading), [("unknown-column", Severity::Warning, "C1".to_owned())], "{header}");
        let said = reading.diagnostics[0].message.in_language(&["sv"]);
        assert!(said.ends_with("menade du 'Omsättning (kr)'?"), "{said}");
    }
    // Beside the column itself, and where nothing is named, it is the sender's own.
    for header in ["Omsättning;Omsättning jan–jun 2025", "Besökare;Besökare på mässan 2025"] {
        let reading = sent(PLACE, header, &["4000000;1"]);
        assert!(told(&reading).iter().all(|(rule, ..)| *rule == "extra-column"), "{header}: {:?}", told(&reading));
    }
}

#[test]
fn another_year_in_a_header_is_never_this_years() {
    for headers in ["Omsättning 2024;Omsättning 2025", "Omsättning 2024;Omsättning"] {
        let reading = sent(PLACE, headers, &["4000000;4900000"]);
        assert_eq!(turnover(&reading).as_deref(), Some("4900000"), "{headers}");
        assert_eq!(told(&reading), [("extra-column", Severity::Note, "C1".to_owned())], "{headers}");
    }
    // Where only another year's stands there, nothing does for this year.
    for header in ["Omsättning 2024", "Omsättning 2024-2025", "Omsättning 2024/2025", "Omsättning 2025-06-30"] {
        let reading = sent(PLACE, header, &["4000000"]);
        assert_eq!(turnover(&reading), None, "{header}");
        let told = told(&reading);
        assert!(told.len() == 1 && ["unknown-column", "extra-column"].contains(&told[0].0), "{header}: {told:?}");
    }
    // Where its path does not tell the file's year, the one in which all its rows end does.
    for headers in ["Omsättning 2024;Nyanställda 2025", "Omsättning 2024;Nyanställda"] {
        let reading = sent("a.csv", headers, &["4000000;3"]);
        assert_eq!(turnover(&reading), None, "{headers}");
        assert_eq!(told(&reading), [("unknown-column", Severity::Warning, "C1".to_owned())], "{headers}");
    }
    // Where they end in several, only one that stands alone in the headers is it.
    let years = "orgnr;räkenskapsårets slut;omsättning 2024;nyanställda 2025\n556016-0680;2025-12-31;4000000;3\n212000-0142;2024-12-31;5;1\n";
    let reading = read("a.csv", years.as_bytes(), &definitions(), &InProcess);
    let asked = reading.diagnostics.iter().filter(|one| one.rule == "unknown-column").count();
    assert_eq!((turnover(&reading), asked), (None, 2), "{:?}", reading.diagnostics);
}

#[test]
fn a_header_twice_is_one_where_the_second_says_nothing_else() {
    let note = [("duplicate-column", Severity::Note, "D1".to_owned())];
    for (headers, rows) in [
        ("omsättning;omsättning", ["4900000;", "5000000;"]),
        ("omsättning;omsättning", ["4900000;4900000", "5000000;5000000"]),
        ("omsättning;omsättning", ["4900000;4900000", "5000000;"]),
        ("omsättning;omsättning", [";4900000", ";5000000"]),
        ("omsättning;omsättning 2025", ["4900000;", "5000000;"]),
        ("omsättning;omsättning (tkr)", ["4900000;", "5000000;"]),
        // However each of them writes it.
        ("omsättning;omsättning", ["4900000;4900000,00", "5000000;5 000 000 kr"]),
        ("omsättning;omsättning (tkr)", ["4900000;4900", "5 000 000;5000,0"]),
        ("omsättning;omsättning", ["4.900.000;4,900,000", "5000000;5000000"]),
    ] {
        let reading = sent(PLACE, headers, &rows);
        let numbers: Vec<_> = (0..2).filter_map(|row| reading.batches[0].columns["turnover"].number(row)).collect();
        assert_eq!(numbers, [4_900_000.into(), 5_000_000.into()], "{headers} {rows:?}");
        assert_eq!(told(&reading), note, "{headers} {rows:?}");
        let kept = if rows[0].starts_with(';') { "den i D1 läses" } else { "den i C1 läses" };
        assert!(reading.diagnostics[0].hint.in_language(&["sv"]).starts_with(kept), "{headers} {rows:?}");
    }
    let said = |headers: &str, rows: &[&str]| {
        let reading = sent(PLACE, headers, rows);
        let found = reading.diagnostics.iter().find(|one| one.rule == "duplicate-column").expect("it is told");
        found.message.in_language(&["sv"]).to_string()
    };
    for rows in [["4900000;", "5000000;"], ["4900000;1", "5000000;2"]] {
        let told = "rubriken 'omsättning 2025' betyder samma sak som 'Omsättning (kr)' i C1";
        assert_eq!(said("Omsättning (kr);omsättning 2025", &rows), told);
    }
    // Where they differ only their sender knows which holds.
    for (headers, rows) in [
        ("omsättning;omsättning", ["4900000;4900000", "5000000;5000001"]),
        ("omsättning;omsättning", ["4900000;", ";5000000"]),
        ("omsättning;omsättning (tkr)", ["4900;4900", "5000;5000"]),
        ("omsättning;omsättning", ["4900000;4900000,50", "5000000;5000000"]),
        ("omsättning;omsättning", ["okänt belopp;ej klart", "5000000;5000000"]),
        ("omsättning;omsättning", ["0;-", "5000000;5000000"]),
    ] {
        let reading = sent(PLACE, headers, &rows);
        let found = told(&reading).into_iter().find(|(rule, ..)| *rule == "duplicate-column");
        assert_eq!(found.map(|(_, severity, _)| severity), Some(Severity::Error), "{headers} {rows:?}");
    }
    // Of three the one that is read is told of each of the others.
    for (rows, read) in
        [([";;4900000", "5000000;;5000000"], "den i E1 läses"), (["4900000;;", "5000000;5000000;"], "den i C1 läses")]
    {
        let three = sent(PLACE, "omsättning;omsättning;omsättning", &rows);
        assert_eq!(turnover(&three).as_deref(), Some("4900000"), "{rows:?}");
        let hints: Vec<_> = three.diagnostics.iter().map(|one| one.hint.in_language(&["sv"])).collect();
        assert!(hints.len() == 2 && hints.iter().all(|hint| hint.starts_with(read)), "{rows:?}: {hints:?}");
    }
    // A code may be written as its label, and what nobody can read is told once.
    let method = sent(PLACE, "metod;metod 2025", &["hours;Hours", "fel;fel"]);
    assert_eq!(
        told(&method),
        [("duplicate-column", Severity::Note, "D1".to_owned()), ("unknown-code", Severity::Error, "C3".to_owned())]
    );
    // A form whose questions stand below each other has its answers there.
    let form = "orgnr;556016-0680\nräkenskapsårets slut;2025-12-31\nomsättning;4900000\nomsättning;\n";
    let reading = read(PLACE, form.as_bytes(), &definitions(), &InProcess);
    assert_eq!(turnover(&reading).as_deref(), Some("4900000"));
    assert!(told(&reading).contains(&("duplicate-column", Severity::Note, "A4".to_owned())), "{:?}", told(&reading));
}
