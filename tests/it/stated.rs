//! What a header states besides its name: another unit than is asked, the one that is asked, the number of the question.

use nytta::table::Reading;

use crate::values::{column, definitions, rules, values};

/// What is told of a column of one figure by its rule and cell, and what is read.
fn told(header: &str, cell: &str, field: &str) -> (Vec<String>, Vec<String>) {
    let reading = column(&definitions("sv", "SEK"), header, &[cell]);
    let found = reading.diagnostics.iter();
    let found = found.map(|one| format!("{} {}", one.rule, one.span.cell().unwrap_or_default())).collect();
    let is_read = reading.batches.first().is_some_and(|batch| batch.columns.contains_key(field));
    (found, if is_read { values(&reading, field) } else { Vec::new() })
}

#[test]
fn another_unit_in_a_header_is_told_once_and_no_figure_below_it_is_read() {
    for (header, field) in [
        ("Heltidstjänster (timmar)", "jobs"),
        ("Heltidstjänster i timmar", "jobs"),
        ("Heltidstjänster (tim)", "jobs"),
        ("Heltidstjänster (%)", "jobs"),
        ("Heltidstjänster %", "jobs"),
        ("Heltidstjänster (procent)", "jobs"),
        ("Heltidstjänster (kr)", "jobs"),
        ("Heltidstjänster (personer)", "jobs"),
        ("Heltidstjänster 2025 (timmar)", "jobs"),
        ("Heltidstjänster, heures", "jobs"),
        ("Full-time jobs (ore)", "jobs"),
        ("Full-time jobs (ur)", "jobs"),
        ("Full-time jobs (per cento)", "jobs"),
        ("Full-time jobs [odstotki]", "jobs"),
        ("Full-time jobs (persoane)", "jobs"),
        ("Anställda vid årets slut (timmar)", "heads"),
        ("Anställda vid årets slut %", "heads"),
        ("Anställda vid årets slut (heltidstjänster)", "heads"),
        ("Antal anställda (FTE)", "heads"),
        ("anställda kvinnor (timmar)", "heads_women"),
        ("Hours (personer)", "hours"),
        ("Hours (%)", "hours"),
        ("Hours (kr)", "hours"),
        ("Share (personer)", "share"),
        ("Nettoomsättning (timmar)", "turnover"),
        ("Nettoomsättning %", "turnover"),
        ("Nettoomsättning (EUR)", "turnover"),
        ("Nettoomsättning, €", "turnover"),
        ("Nettoomsättning i euro", "turnover"),
        ("Nettoomsättning (k€)", "turnover"),
    ] {
        let expected = (vec!["wrong-unit C1".to_owned()], vec!["!".to_owned()]);
        assert_eq!(told(header, "14", field), expected, "{header}");
    }
    // A figure that states the unit that is asked states it for itself, and what is missing is missing.
    assert_eq!(told("Heltidstjänster (timmar)", "14 fte", "jobs").1, ["14"]);
    assert_eq!(told("Heltidstjänster (timmar)", "vet ej", "jobs").1, [""]);
    let reading = column(&definitions("sv", "SEK"), "Heltidstjänster (timmar)", &["14", "x", "15"]);
    assert_eq!(rules(&reading), ["wrong-unit", "not-a-number"]);
    let told = &reading.diagnostics[0];
    assert_eq!(
        told.message.in_language(&["sv"]),
        "'Heltidstjänster (timmar)' är angivet i en annan enhet än blanketten frågar efter"
    );
    assert!(!told.hint.in_language(&["sv"]).contains('{'), "{:?}", told.hint);
}

#[test]
fn the_unit_that_is_asked_and_words_that_count_nothing_are_silent() {
    for (header, field) in [
        ("Heltidstjänster (fte)", "jobs"),
        ("Heltidstjänster (st)", "jobs"),
        ("Antal heltidstjänster", "jobs"),
        ("Full-time jobs (ETP)", "jobs"),
        ("Full-time jobs (équivalents temps plein)", "jobs"),
        ("Anställda vid årets slut (antal personer)", "heads"),
        ("Anställda vid årets slut (st)", "heads"),
        ("Anställda vid årets slut (oseb)", "heads"),
        ("Hours (tim)", "hours"),
        ("Hours (h)", "hours"),
        ("Hours, heures", "hours"),
        ("Share (%)", "share"),
        ("Share, procent", "share"),
        ("Share (la sută)", "share"),
        ("Nettoomsättning (kr)", "turnover"),
        ("Nettoomsättning i kronor", "turnover"),
        ("Nettoomsättning SEK", "turnover"),
        ("Chiffre d'affaires (couronnes)", "turnover"),
        ("10. Nettoomsättning", "turnover"),
        ("10) Nettoomsättning (kr)", "turnover"),
    ] {
        assert_eq!(told(header, "14", field), (vec![], vec!["14".to_owned()]), "{header}");
    }
    // The number of a question is no year and no day.
    assert_eq!(told("2. Heltidstjänster (timmar)", "14", "jobs").0, ["wrong-unit C1"]);
    assert_eq!(told("31.12 Nettoomsättning", "14", "turnover").1, [""]);
}

fn below(header: &str, rows: &str) -> Reading {
    let text = format!("organisation;day;{header}\n{rows}");
    let definitions = definitions("sv", "SEK");
    nytta::table::read("a.csv", text.as_bytes(), &definitions, &nytta::table::workbook::InProcess)
}

#[test]
fn a_row_of_units_states_them_and_a_column_of_ones_own_may() {
    let reading = below("Heltidstjänster;Nettoomsättning", ";;timmar;kr\n556016-0680;2025-12-31;14;5\n");
    assert_eq!((rules(&reading), values(&reading, "jobs")), (vec!["wrong-unit", "unit-row"], vec!["!".to_owned()]));
    let reading = below("Heltidstjänster;Nettoomsättning", ";;fte;kr\n556016-0680;2025-12-31;14;5\n");
    assert_eq!((rules(&reading), values(&reading, "jobs")), (vec!["unit-row"], vec!["14".to_owned()]));
    for header in ["Nettoomsättning (kr);Nettoomsättning (EUR)", "Nettoomsättning (EUR);Nettoomsättning (kr)"] {
        let figures = if header.ends_with("(kr)") { "1;11" } else { "11;1" };
        let reading = below(header, &format!("556016-0680;2025-12-31;{figures}\n"));
        assert_eq!((rules(&reading), values(&reading, "turnover")), (vec!["extra-column"], vec!["11".to_owned()]));
    }
}

/// What the form does not know as a unit stands among those that it knows, and one may stand alone.
#[test]
fn a_row_of_units_is_one_whatever_words_for_them_stand_in_it() {
    for jobs in ["årsarb.", "heltidstj.", "tj.", "åa", "ÅA", "hel tid", ""] {
        let reading =
            below("Heltidstjänster;Nettoomsättning", &format!(";;{jobs};tkr\n556016-0680;2025-12-31;14;21\n"));
        let found = (rules(&reading), values(&reading, "turnover"), values(&reading, "jobs"));
        let expected = vec!["amounts-scaled", "unit-row"];
        assert_eq!(found, (expected, vec!["21000".to_owned()], vec!["14".to_owned()]), "{jobs}");
    }
    // A figure, a word below what a row is known by, and words without a unit make a row.
    for row in [";;4;tkr", "Kaféet;;åa;tkr", ";;bra;mycket", ";;ungefär samma som i fjol;tkr"] {
        let reading = below("Heltidstjänster;Nettoomsättning", &format!("{row}\n556016-0680;2025-12-31;14;21\n"));
        assert!(!rules(&reading).contains(&"unit-row"), "{row}");
    }
}
