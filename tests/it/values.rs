//! Headers, numbers, days and answers as people write them, read in every spelling and only where one reading is right.

use nytta::definition::Definitions;
use nytta::project::Folder;
use nytta::table::workbook::{InProcess, Kind, Refusal, Sheet, SheetCell, SheetRow, Workbooks};
use nytta::table::{Reading, read};
use nytta::value::{Decimal, State};
use proptest::prelude::*;

const DATASET: &str = "dataset: year
version: 1
title: { en: Year }
key: [organisation]
period: day
missing: { nothing_to_report: ['-'], unknown: ['vet ej'] }
fields:
  - { field: organisation, type: organisation_number, label: { en: Organisation number } }
  - { field: day, type: date, label: { en: Last day, sv: Sista dag } }
  - { field: first_day, type: date, label: { en: Day of founding } }
  - { field: turnover, type: money, label: { en: Net turnover, sv: Nettoomsättning, fr: Chiffre d'affaires, sl: Čisti prihodki }, aliases: [omsättning] }
  - { field: result, type: money, label: { en: Result } }
  - { field: result_tax, type: money, label: { en: Result (kr) before tax }, aliases: ['resultat före skatt'] }
  - { field: share, type: decimal, unit: percent, label: { en: Share } }
  - { field: hours, type: decimal, unit: hours, label: { en: Hours }, aliases: [antal timmar] }
  - { field: heads, type: integer, unit: persons, by: [gender], total: optional, columns: 'heads_{gender}', label: { en: Employees at year end, sv: Anställda vid årets slut }, aliases: [anställda, antal anställda] }
  - { field: jobs, type: decimal, unit: fte, label: { en: Full-time jobs, sv: Heltidstjänster } }
  - { field: leave, type: integer, unit: persons, label: { en: On leave }, aliases: [lediga (st), lediga personer] }
  - { field: leave_hours, type: integer, unit: hours, label: { en: Hours of leave }, aliases: [lediga (timmar)] }
  - { field: decided, type: boolean, label: { en: Decided } }
  - { field: note, type: text, label: { en: Note } }
  - { field: form, type: code, codelist: form, label: { en: Form } }
";

pub(crate) fn definitions(languages: &str, currency: &str) -> Definitions {
    let project = format!(
        "project: trial\ntitle: {{ en: T }}\nregion: {{ en: T }}\npublisher: {{ en: T }}\nlanguages: [{languages}]\ncurrency: {currency}
periods:\n  - {{ period: '2025', start: 2025-01-01, end: 2025-12-31, deadline: 2026-02-28, release: 2026-09-01 }}\npacks: [trial]\n"
    );
    let pack = "pack: trial\nversion: 1\ntitle: { en: T }\nsections: [ { section: s, title: { en: S } } ]
codelists:\n  - { codelist: gender, title: { en: G }, relation: exclusive }\n  - { codelist: form, title: { en: F }, relation: exclusive }\n";
    let files = [
        ("nytta.yaml", project.as_str()),
        ("indicators/trial/pack.yaml", pack),
        ("indicators/trial/datasets/year.yaml", DATASET),
        (
            "indicators/trial/codelists/gender.csv",
            "code,parent,valid_from,valid_to,label_en,label_sv\nwomen,,,,Women,Kvinnor\nmen,,,,Men,Män\nnot_stated,,,,Not stated,Ej uppgivet\n",
        ),
        (
            "indicators/trial/codelists/form.csv",
            "code,parent,valid_from,valid_to,label_en,label_sv,label_it\ncoop,,,,Cooperative,Ekonomisk förening,Società cooperativa\n",
        ),
    ];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let (definitions, found) =
        Definitions::load(&Folder { files: files.map(|(path, bytes)| (path, bytes.into())).collect() });
    definitions.unwrap_or_else(|| panic!("{found:?}"))
}

/// Reads some cells under one header.
pub(crate) fn column(definitions: &Definitions, header: &str, cells: &[&str]) -> Reading {
    let row = |cell: &&str| format!("556016-0680;;\"{}\"\n", cell.replace('"', "\"\""));
    let rows = cells.iter().map(row).collect::<Vec<_>>().concat();
    read("a.csv", format!("organisation;note;\"{header}\"\n{rows}").as_bytes(), definitions, &InProcess)
}

pub(crate) fn rules(reading: &Reading) -> Vec<&str> {
    reading.diagnostics.iter().map(|one| one.rule.as_str()).collect()
}

/// The values of a field, as text; unreadable ones as `!`, missing ones as nothing.
pub(crate) fn values(reading: &Reading, field: &str) -> Vec<String> {
    let column = &reading.batches[0].columns[field];
    let written = |row: usize| match column.states[row] {
        State::Value => column.written(row).expect("a value is there"),
        State::Unreadable => "!".to_owned(),
        State::Missing(_) => String::new(),
    };
    (0..column.states.len()).map(written).collect()
}

/// A workbook of one sheet, whatever its bytes.
struct Book(Sheet);

impl Workbooks for Book {
    fn sheets(&self, _bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        Ok(vec![self.0.clone()])
    }
}

#[test]
fn a_percentage_of_a_workbook_is_read_where_one_is_asked() {
    let cell = |column, kind, text: &str| SheetCell { column, kind, text: text.to_owned(), style: None };
    let row = |row, cells: [SheetCell; 3]| SheetRow { row, cells: cells.to_vec(), hidden: false };
    let header = [cell(1, Kind::Text, "organisation"), cell(2, Kind::Text, "share"), cell(3, Kind::Text, "hours")];
    let answers =
        [cell(1, Kind::Text, "556016-0680"), cell(2, Kind::Number, "12.5 %"), cell(3, Kind::Number, "12.5 %")];
    let sheet = Sheet { name: "a".to_owned(), rows: vec![row(1, header), row(2, answers)], ..Sheet::default() };
    let reading = read("a.xlsx", b"PK\x03\x04", &definitions("sv", "SEK"), &Book(sheet));
    assert_eq!((values(&reading, "share"), values(&reading, "hours")), (vec!["12.5".to_owned()], vec!["!".to_owned()]));
    assert_eq!(rules(&reading), ["wrong-unit"]);
}

#[test]
fn numbers_are_read_in_every_spelling_that_has_one_meaning() {
    let sek = definitions("sv", "SEK");
    for (written, meant) in [
        ("1 234 567,89", "1234567.89"),
        ("1\u{a0}234\u{a0}567,89", "1234567.89"),
        ("1\u{202f}234\u{202f}567,89", "1234567.89"),
        ("1\u{2009}234", "1234"),
        ("1\u{2007}234\u{2007}567", "1234567"),
        ("\u{200e}1234,5\u{202c}", "1234.5"),
        ("1'234'567.89", "1234567.89"),
        ("1’234’567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567", "1234567"),
        ("\u{2212}12,5", "-12.5"),
        ("–12,5", "-12.5"),
        ("(1 250,50)", "-1250.5"),
        ("(1 250,50 kr)", "-1250.5"),
        ("250-", "-250"),
        ("kr -250", "-250"),
        ("-kr 250", "-250"),
        ("+250", "250"),
        (",5", "0.5"),
        ("5,", "5"),
        ("kr.5", "5"),
        ("1 250 kr", "1250"),
        ("1 250:-", "1250"),
        ("SEK 1 250", "1250"),
        ("12 tkr", "12000"),
        ("1,25 mnkr", "1250000"),
        ("1,5 Mkr", "1500000"),
        ("1,2 MSEK", "1200000"),
        ("0", "0"),
        ("-0", "0"),
        ("9½", "9.5"),
        ("1 ¼", "1.25"),
        ("-2¾", "-2.75"),
        ("1 250½ kr", "1250.5"),
        ("1½ mnkr", "1500000"),
        ("0,234", "0.23"),
        ("1234,567", "1234.57"),
    ] {
        let reading = column(&sek, "Net turnover", &[written]);
        assert_eq!(values(&reading, "turnover"), [meant], "{written}: {:?}", rules(&reading));
    }
    for written in [
        "1,98803E+11",
        "12 34",
        "1.2.3",
        "1,234.567,8",
        "--5",
        "-(5)",
        "(5",
        "5)",
        "- 5 -",
        "12 hästar",
        "kr 5 kr",
        "1 2345",
        "½",
        "1,5½",
        "9½5",
        "9½½",
        "12:50",
        "1 234 56",
        "99999999999999999999999999999 mnkr",
    ] {
        let reading = column(&sek, "Net turnover", &[written]);
        assert_eq!(
            (values(&reading, "turnover"), rules(&reading)),
            (vec!["!".to_owned()], vec!["not-a-number"]),
            "{written}"
        );
    }
}

#[test]
fn a_number_and_its_sign_stand_on_one_line() {
    let sek = definitions("sv", "SEK");
    for (lines, shown) in
        [(["85 400", "-"], "85 400 ⏎ -"), (["-", "85 400"], "- ⏎ 85 400"), (["5 744", "120"], "5 744 ⏎ 120")]
    {
        let reading = column(&sek, "Net turnover", &[&lines.join("\n")]);
        assert_eq!((values(&reading, "turnover"), rules(&reading)), (vec!["!".to_owned()], vec!["not-a-number"]));
        let said = reading.diagnostics[0].message.in_language(&["sv"]);
        assert!(said.contains(shown), "{said}");
    }
    for (lines, meant) in [(["85 400", "kr"], "85400"), (["-85 400", "kr"], "-85400")] {
        let reading = column(&sek, "Net turnover", &[&lines.join("\n")]);
        assert_eq!(values(&reading, "turnover"), [meant], "{lines:?}: {:?}", rules(&reading));
    }
}

#[test]
fn a_unit_is_read_only_where_the_field_has_it() {
    let (sek, eur) = (definitions("sv", "SEK"), definitions("it", "EUR"));
    for (header, written, meant) in [
        ("Share", "12,5 %", "12.5"),
        ("Share", "12 procent", "12"),
        ("Hours", "7,5 h", "7.5"),
        ("Hours", "7 tim", "7"),
        ("anställda", "3 st", "3"),
        ("anställda", "3 personer", "3"),
    ] {
        let field = if header == "Share" {
            "share"
        } else if header == "Hours" {
            "hours"
        } else {
            "heads"
        };
        assert_eq!(values(&column(&sek, header, &[written]), field), [meant], "{written}");
    }
    for written in ["1.250,50 €", "€ 1.250,50", "1 250,50 euro", "EUR 1250.50", "1,25050 k€", "0,0012505 M€"] {
        assert_eq!(values(&column(&eur, "Net turnover", &[written]), "turnover"), ["1250.5"], "{written}");
    }
    for (definitions, header, written) in [
        (&sek, "Net turnover", "1 250 €"),
        (&eur, "Net turnover", "1 250 kr"),
        (&sek, "Net turnover", "12 %"),
        (&sek, "anställda", "12 %"),
        (&sek, "anställda", "12 tkr"),
        (&sek, "Hours", "12 kr"),
        (&sek, "Share", "3 st"),
    ] {
        assert_eq!(rules(&column(definitions, header, &[written])), ["wrong-unit"], "{written}");
    }
}

#[test]
fn the_whole_column_tells_how_its_numbers_are_written() {
    let sek = definitions("sv", "SEK");
    // Alone it is a question; beside a value that tells, it is read.
    for (cells, meant) in [
        (vec!["1.234"], vec!["!"]),
        (vec!["1,234", "7"], vec!["!", "7"]),
        (vec!["1.234", "12,5"], vec!["1234", "12.5"]),
        // A column of two decimals has no third, and 1234 would be a thousand times as much.
        (vec!["1.234", "12.5"], vec!["!", "12.5"]),
        (vec!["1.230", "12.500", "0.250"], vec!["1.23", "12.5", "0.25"]),
        (vec!["1.234", "1.234.567"], vec!["1234", "1234567"]),
        (vec!["1,234", "1.234,50"], vec!["!", "1234.5"]),
        // What parts thousands tells the decimal mark, and nothing of how many decimals there are.
        (vec!["350,000", "1.250.000"], vec!["!", "1250000"]),
        (vec!["1.234,567", "1,234"], vec!["1234.57", "1.23"]),
        // Two spellings in one column: what tells for itself is read, the rest is asked.
        (vec!["1.234", "12,5", "12.5"], vec!["!", "12.5", "12.5"]),
    ] {
        let reading = column(&sek, "Hours", &cells);
        assert_eq!(values(&reading, "hours"), meant, "{cells:?}");
        let asked = meant.iter().filter(|value| **value == "!").count();
        assert_eq!(rules(&reading).iter().filter(|rule| **rule == "ambiguous-number").count(), asked);
    }
    // What is counted whole has no decimals, though a cell beside it has.
    for cells in [["350,000", "1.250.000"], ["350,000", "1.234,567"]] {
        let reading = column(&sek, "anställda", &cells);
        assert_eq!(values(&reading, "heads")[0], "!", "{cells:?}");
        assert!(rules(&reading).contains(&"ambiguous-number"), "{cells:?}");
    }
}

#[test]
fn an_amount_of_millions_that_can_be_read_in_two_ways_is_told_in_full() {
    let sek = definitions("sv", "SEK");
    for (header, cell) in [("Nettoomsättning", "4,350 mkr"), ("Nettoomsättning (mkr)", "4,350")] {
        let reading = column(&sek, header, &[cell]);
        let found = reading.diagnostics.iter().find(|one| one.rule == "ambiguous-number").expect("it is asked");
        let hint = found.hint.in_language(&["sv"]);
        assert!(hint.starts_with("är det 4\u{a0}350\u{a0}000 eller 4\u{a0}350\u{a0}000\u{a0}000? skriv ut"), "{hint}");
        assert_eq!(hint.lines().count(), 1, "{hint}");
        // Of a cell that cannot be read nothing else is told.
        let cell = found.span.cell();
        assert_eq!(reading.diagnostics.iter().filter(|one| one.span.cell() == cell).count(), 1, "{reading:#?}");
    }
    let reading = column(&sek, "Nettoomsättning", &["4,350"]);
    let hint = reading.diagnostics[0].hint.in_language(&["sv"]);
    assert!(hint.starts_with("är det 4350, ") && hint.lines().count() == 1, "{hint}");
}

#[test]
fn thousands_in_the_header_multiply_and_are_told() {
    let sek = definitions("sv", "SEK");
    for (header, times) in [
        ("Nettoomsättning (tkr)", "1000"),
        ("Nettoomsättning, tusental kronor", "1000"),
        ("Net turnover (SEK thousands)", "1000"),
        ("NETTOOMSÄTTNING TSEK", "1000"),
        ("Nettoomsättning i mnkr", "1000000"),
        ("Omsättning MSEK", "1000000"),
        ("Nettoomsättning (kr)", "1"),
    ] {
        let reading = column(&sek, header, &["1,5", "2 kr"]);
        let times: Decimal = times.parse().expect("it is a number");
        let meant = (Decimal::new(15, 1) * times).normalize().to_string();
        assert_eq!(values(&reading, "turnover"), [meant, "2".to_owned()], "{header}: {:?}", reading.diagnostics);
        let told: &[&str] = if times == Decimal::ONE { &[] } else { &["amounts-scaled"] };
        assert_eq!(rules(&reading), told, "{header}");
    }
    // Thousands of people are not asked for, heads are people.
    for header in
        ["Anställda vid årets slut (tusental)", "Antal anställda (tusen)", "Employees at year end (thousands)"]
    {
        let reading = column(&sek, header, &["1"]);
        assert_eq!(
            (rules(&reading), values(&reading, "heads")),
            (vec!["wrong-unit"], vec!["!".to_owned()]),
            "{header}"
        );
    }
    for header in ["Antal anställda (huvuden)", "Employees at year end (headcount)", "Employees at year end (heads)"] {
        let reading = column(&sek, header, &["1"]);
        assert_eq!((rules(&reading), values(&reading, "heads")), (vec![], vec!["1".to_owned()]), "{header}");
    }
    let eur = definitions("fr", "EUR");
    assert_eq!(values(&column(&eur, "Chiffre d'affaires (k€)", &["12"]), "turnover"), ["12000"]);
}

#[test]
fn headers_are_matched_however_they_are_written() {
    let sek = definitions("sv", "SEK");
    let matched = |header: &str| -> Option<String> {
        let reading = column(&sek, header, &["1"]);
        reading.sheets[0].columns.get(2).and_then(|column| column.field.clone())
    };
    for (header, field) in [
        ("turnover", "turnover"),
        ("NET  TURNOVER", "turnover"),
        ("net_turnover:", "turnover"),
        ("nettoomsattning", "turnover"),
        ("Nettoomsa\u{308}ttning (kr)", "turnover"),
        ("Cisti prihodki", "turnover"),
        ("CHIFFRE D’AFFAIRES", "turnover"),
        ("Antal anställda", "heads"),
        ("antal anställda (st)", "heads"),
        ("anställda kvinnor", "heads_women"),
        ("Kvinnor, anställda", "heads_women"),
        ("Antal anställda - män", "heads_men"),
        ("heads_men", "heads_men"),
        ("Lediga (timmar)", "leave_hours"),
        ("Lediga (st)", "leave"),
        ("resultat före skatt (kr)", "result_tax"),
    ] {
        assert_eq!(matched(header).as_deref(), Some(field), "{header}");
    }
    let near = column(&sek, "Netomsätning (kr)", &["1"]);
    assert_eq!(rules(&near), ["unknown-column"]);
    assert!(near.diagnostics[0].message.in_language(&["en"]).contains("'Net turnover'"));
    // A day or a year behind a header is no slip towards another one.
    let dated = column(&sek, "Anställda (31/12)", &["1"]);
    assert_eq!(rules(&dated), ["unknown-column"]);
    let hint = dated.diagnostics[0].hint.in_language(&["sv"]);
    assert!(hint.contains("'Anställda vid årets slut'"), "{hint}");
    let asked = column(&sek, "lediga", &["1"]);
    assert_eq!(rules(&asked), ["ambiguous-column"]);
    let hint = asked.diagnostics[0].hint.in_language(&["en"]);
    assert!(hint.contains("'On leave', 'Hours of leave'"), "each stands in quotes: {hint}");
    assert_eq!(rules(&column(&sek, "Kommentar från styrelsen", &["1"])), ["extra-column"]);
}

#[test]
fn days_are_read_in_every_spelling() {
    let (sv, it) = (definitions("sv", "SEK"), definitions("it", "EUR"));
    for (definitions, written) in [
        (&sv, "2025-12-31"),
        (&sv, "20251231"),
        (&sv, "2025/12/31"),
        (&sv, "2025.12.31"),
        (&sv, "2025‑12‑31"),
        (&sv, "2025-12-31 00:00:00"),
        (&sv, "2025-12-31T00:00"),
        (&sv, "31/12/2025"),
        (&sv, "31.12.2025"),
        (&sv, "31. 12. 2025"),
        (&sv, "31-12-2025"),
        (&sv, "31/12 2025"),
        (&sv, "31 december 2025"),
        (&sv, "31 dec. 2025"),
        (&sv, "den 31:a december 2025"),
        (&sv, "December 31, 2025"),
        (&sv, "31st December 2025"),
        (&sv, "25-12-31"),
        (&sv, "251231"),
        (&sv, "12/31/2025"),
        (&sv, "46022"),
        (&sv, "44560"),
        (&it, "31/12/25"),
        (&it, "31. 12. 25"),
        (&it, "31 dicembre 2025"),
        (&it, "31 décembre 2025"),
        (&it, "31 decembrie 2025"),
        (&it, "46022"),
    ] {
        let reading = column(definitions, "Last day", &[written]);
        assert_eq!(values(&reading, "day"), ["2025-12-31"], "{written}: {:?}", rules(&reading));
        let counted = written.len() == 5;
        assert_eq!(rules(&reading) == ["day-as-number"], counted, "{written}");
    }
    for (written, last) in [
        ("31 feb 2025", "2025-02-28"),
        ("2025-02-29", "2025-02-28"),
        ("2024-02-30", "2024-02-29"),
        ("2025-04-31", "2025-04-30"),
        ("20250431", "2025-04-30"),
        ("31/4 2025", "2025-04-30"),
        ("31 avril 2025", "2025-04-30"),
    ] {
        let reading = column(&sv, "Last day", &[written]);
        assert_eq!(rules(&reading), ["no-such-day"], "{written}");
        assert!(reading.diagnostics[0].hint.in_language(&["sv"]).contains(last), "{written}");
    }
    for written in
        ["2025-02-32", "2025-13-01", "snart", "12", "31/31/2025", "12345", "1 jui 2025", "25-12", "2025-12-31 x"]
    {
        assert_eq!(rules(&column(&sv, "Last day", &[written])), ["not-a-date"], "{written}");
    }
    // One day of a column tells whether the month stands first in all of them.
    assert_eq!(values(&column(&sv, "Last day", &["03/04/2025"]), "day"), ["2025-04-03"]);
    assert_eq!(values(&column(&sv, "Last day", &["03/04/2025", "12/31/2025"]), "day"), ["2025-03-04", "2025-12-31"]);
    assert_eq!(values(&column(&it, "Last day", &["03/04/25", "12/31/25"]), "day"), ["2025-03-04", "2025-12-31"]);
    // Where others are written in both orders, only their writer knows.
    let mixed = column(&sv, "Last day", &["03/04/2025", "12/31/2025", "31/12/2025", "05/05/2025"]);
    assert_eq!(values(&mixed, "day"), ["!", "2025-12-31", "2025-12-31", "2025-05-05"]);
    assert_eq!(rules(&mixed), ["ambiguous-date"]);
    let message = mixed.diagnostics[0].message.in_language(&["sv"]);
    assert_eq!(message, "'03/04/2025' kan läsas som två dagar: 2025-04-03 / 2025-03-04");
}

#[test]
fn both_days_of_a_row_are_written_in_one_order() {
    let sv = definitions("sv", "SEK");
    let read = |days: &str| {
        let text = format!("organisation;Day of founding;Last day\n{days}");
        read("a.csv", text.as_bytes(), &sv, &InProcess)
    };
    let american = read("556016-0680;7/1/2024;6/30/2025\n");
    assert_eq!(
        (values(&american, "first_day"), values(&american, "day")),
        (vec!["2024-07-01".to_owned()], vec!["2025-06-30".to_owned()])
    );
    let european = read("556016-0680;7/1/2024;30/6/2025\n");
    assert_eq!(values(&european, "first_day"), ["2024-01-07"]);
    // A column that tells its own order keeps it.
    let own = read("556016-0680;7/1/2024;6/30/2025\n556016-0680;31/1/2024;6/7/2025\n");
    assert_eq!(values(&own, "first_day"), ["2024-01-07", "2024-01-31"]);
    assert_eq!(values(&own, "day"), ["2025-06-30", "2025-06-07"]);
}

#[test]
fn a_short_year_stands_where_the_periods_of_the_project_put_it() {
    let mut sv = definitions("sv", "SEK");
    sv.project.periods[0].start = "2023-01-01".parse().expect("a day");
    let read_as = |cells: &[&str]| {
        let reading = column(&sv, "Last day", cells);
        (values(&reading, "day"), rules(&reading).into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    for (written, day) in [
        ("31.12.25", "2025-12-31"),
        ("31-12-25", "2025-12-31"),
        ("31. 12. 25", "2025-12-31"),
        ("30.06.25", "2025-06-30"),
        ("01.01.25", "2025-01-01"),
        ("12.31.25", "2025-12-31"),
        ("311225", "2025-12-31"),
        ("31/12/25", "2025-12-31"),
        ("25-12-31", "2025-12-31"),
        ("25/12/31", "2025-12-31"),
        ("250101", "2025-01-01"),
        ("24.06.24", "2024-06-24"),
        ("18.05.24", "2024-05-18"),
        // Outside the periods either way, so as Swedish writes.
        ("18-05-12", "2018-05-12"),
        ("99-05-12", "2099-05-12"),
    ] {
        assert_eq!(read_as(&[written]), (vec![day.to_owned()], vec![]), "{written}");
    }
    let told = |rule: &str| vec![rule.to_owned()];
    assert_eq!(read_as(&["24.12.25"]), (vec!["!".to_owned()], told("ambiguous-date")));
    let message = column(&sv, "Last day", &["24.12.25"]).diagnostics[0].message.in_language(&["sv"]).into_owned();
    assert_eq!(message, "'24.12.25' kan läsas som två dagar: 2025-12-24 / 2024-12-25");
    // With hyphens or nothing a year before the periods may stand first as well.
    for written in ["18-05-24", "180524", "01-01-25"] {
        assert_eq!(read_as(&[written]), (vec!["!".to_owned()], told("ambiguous-date")), "{written}");
    }
    assert_eq!(read_as(&["01-01-25", "31-12-25"]).0, ["2025-01-01", "2025-12-31"]);
    assert_eq!(read_as(&["18-05-24", "25-12-31"]).0, ["2018-05-24", "2025-12-31"]);
    // What stands beside it tells, in whatever order.
    for other in [["31.12.25", "2025-12-24", "2025-12-31"], ["25.12.31", "2024-12-25", "2025-12-31"]] {
        assert_eq!(read_as(&["24.12.25", other[0]]).0, other[1..], "{other:?}");
        assert_eq!(read_as(&[other[0], "24.12.25"]).0, [other[2], other[1]], "{other:?}");
    }
    let (days, found) = read_as(&["31.12.25", "25.12.31", "18-05-12"]);
    assert_eq!((days, found), (["2025-12-31", "2025-12-31", "!"].map(str::to_owned).to_vec(), told("ambiguous-date")));
    let both = "organisation;Day of founding;Last day\n556016-0680;18.05.12;31.12.25\n";
    assert_eq!(values(&read("a.csv", both.as_bytes(), &sv, &InProcess), "first_day"), ["2012-05-18"]);
    // Where nobody writes the year first, only what makes no sense else is read so.
    let mut it = definitions("it", "EUR");
    it.project.periods[0].start = "2023-01-01".parse().expect("a day");
    let italian = column(&it, "Last day", &["24.12.25"]);
    assert_eq!((values(&italian, "day"), rules(&italian).len()), (vec!["2025-12-24".to_owned()], 0));
    assert_eq!(values(&column(&it, "Last day", &["25-12-31"]), "day"), ["2025-12-31"]);
}

/// A workbook with one cell under one header.
fn one_cell(header: &str, kind: Kind, text: &str) -> Sheet {
    let cell = |column, kind, text: &str| SheetCell { column, kind, text: text.to_owned(), style: None };
    let header = vec![cell(1, Kind::Text, "organisation"), cell(2, Kind::Text, "note"), cell(3, Kind::Text, header)];
    let answers = vec![cell(1, Kind::Text, "556016-0680"), cell(2, Kind::Text, "x"), cell(3, kind, text)];
    let row = |row, cells| SheetRow { row, cells, hidden: false };
    Sheet { name: "a".to_owned(), rows: vec![row(1, header), row(2, answers)], ..Sheet::default() }
}

#[test]
fn a_year_alone_is_no_day_even_where_a_workbook_has_made_it_one() {
    let sv = definitions("sv", "SEK");
    let told = |reading: &Reading| {
        assert_eq!(rules(reading), ["year-as-day"]);
        assert_eq!(values(reading, "day"), ["!"]);
        let [found] = &reading.diagnostics[..] else { panic!("{:?}", reading.diagnostics) };
        assert_eq!(found.message.in_language(&["sv"]), "2025 är ett år, inte en dag");
        found.hint.in_language(&["sv"]).into_owned()
    };
    assert_eq!(told(&column(&sv, "Last day", &["2025"])), "skriv hela dagen, 2025-12-31");
    let book = |kind, text: &str| read("a.xlsx", b"PK\x03\x04", &sv, &Book(one_cell("Last day", kind, text)));
    assert_eq!(told(&book(Kind::Number, "2025")), "skriv hela dagen, 2025-12-31");
    for made in ["1905-07-17", "1909-07-18"] {
        let hint = told(&book(Kind::Date, made));
        assert!(hint.starts_with(&format!("skriv hela dagen, 2025-12-31 – cellen visar {made},")), "{hint}");
    }
    // Far from the years that are asked for it is the day that it says.
    assert_eq!(values(&book(Kind::Date, "1905-06-17"), "day"), ["1905-06-17"]);
    assert_eq!(values(&column(&sv, "Last day", &["1905-07-17"]), "day"), ["1905-07-17"]);
    assert_eq!(rules(&book(Kind::Duration, "10:11:12")), ["not-a-date"], "a time of the day is none");
}

#[test]
fn a_duration_is_so_many_hours_where_hours_are_asked() {
    let sek = definitions("sv", "SEK");
    for name in ["durations.xlsx", "durations.xls", "durations.ods"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/table").join(name);
        let bytes = std::fs::read(path).expect("the corpus is there");
        let reading = read(name, &bytes, &sek, &InProcess);
        assert_eq!(values(&reading, "hours"), ["4800", "4800.5", "7.5", "4000", "4000", "7.33"], "{name}");
        assert_eq!(values(&reading, "leave_hours"), ["4800", "4800", "0", "4000", "4000", "0"], "{name}");
        assert_eq!(values(&reading, "jobs"), ["0", "0", "!", "!", "0", "0"], "{name}");
        let told = reading.diagnostics.iter().map(|one| {
            let cell = one.span.cell().unwrap_or_default();
            format!("{cell} {} – {}", one.message.in_language(&["sv"]), one.hint.in_language(&["sv"]))
        });
        let hidden = |cell: &str| {
            let message = "cellens talformat döljer '4000:00', som ändå läses";
            let hint = "ta bort det om det inte ska räknas; visa annars cellen som ett vanligt tal";
            format!("{cell} {message} – {hint} i arbetsboken visar cellen '16:00' i stället")
        };
        let expected = [
            "E4 '8:30' är inte ett tal – cellen visar en tid: skriv talet 8,5".to_owned(),
            "E5 '4000:00' är inte ett tal – cellen visar en tid: skriv talet 4000".to_owned(),
            hidden("C6"),
            hidden("D6"),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected, "{name}");
    }
    let text = column(&sek, "Hours", &["4800:00", "7:20", "12:30:36", "4800:7", "vet ej"]);
    assert_eq!(values(&text, "hours"), ["4800", "7.33", "12.51", "!", ""], "written as a text");
    let parts = column(&sek, "Hours of leave", &["12:30"]);
    assert_eq!(rules(&parts), ["not-a-whole-number"]);
    assert!(parts.diagnostics[0].hint.in_language(&["en"]).contains("13"));
}

#[test]
fn characters_that_nobody_sees_change_no_value() {
    let sv = definitions("sv", "SEK");
    for unseen in ["\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}"] {
        for (header, field, cell, meant) in [
            ("Hours", "hours", "1~5~", "15"),
            ("Net turnover", "turnover", "1 2~50", "1250"),
            ("Last day", "day", "2025-~12-31~", "2025-12-31"),
            ("Last day", "day", "12/~31/2025", "2025-12-31"),
            ("Form", "form", "~Ekonomisk för~ening", "coop"),
            ("Decided", "decided", "j~a", "true"),
            ("Hours", "hours", "vet~ ej", ""),
            ("Hours", "hours", "~", ""),
        ] {
            let reading = column(&sv, header, &[&cell.replace('~', unseen)]);
            assert_eq!(values(&reading, field), [meant], "{unseen:?} in {cell}");
            assert_eq!(rules(&reading), [""; 0], "{unseen:?} in {cell}");
        }
        let text = format!("organisation;note\n{unseen}556016-{unseen}0680;a{unseen}b\n");
        let reading = read("a.csv", text.as_bytes(), &sv, &InProcess);
        assert_eq!(values(&reading, "organisation"), ["5560160680"], "{unseen:?}");
        assert_eq!(values(&reading, "note"), [format!("a{unseen}b")], "a text stays as it is");
    }
}

#[test]
fn a_soft_hyphen_before_a_number_is_the_minus_that_is_shown() {
    let sv = definitions("sv", "SEK");
    for (written, meant) in [("\u{ad}250000", "-250000"), (" \u{ad} 1 250", "-1250"), ("12\u{ad}50", "1250")] {
        assert_eq!(values(&column(&sv, "Net turnover", &[written]), "turnover"), [meant], "{written:?}");
    }
    let latin =
        "organisation;net turnover\n556016-0680;\u{ad}250000\n".chars().map(|c| u8::try_from(c).expect("Latin 1"));
    let reading = read("a.csv", &latin.collect::<Vec<u8>>(), &sv, &InProcess);
    assert_eq!(values(&reading, "turnover"), ["-250000"]);
}

#[test]
fn a_time_in_utc_may_be_of_another_day() {
    let sv = definitions("sv", "SEK");
    for midnight in ["2025-12-31T00:00:00Z", "2025-12-31T00:00:00.000Z"] {
        assert_eq!(values(&column(&sv, "Last day", &[midnight]), "day"), ["2025-12-31"], "{midnight}");
    }
    for other in ["2025-12-30T23:00:00.000Z", "2025-12-30T22:00Z", "2025-12-31 10:15:00Z"] {
        let reading = column(&sv, "Last day", &[other]);
        assert_eq!((rules(&reading), values(&reading, "day")), (vec!["not-a-date"], vec!["!".to_owned()]), "{other}");
    }
}

#[test]
fn a_whole_hour_before_midnight_may_be_of_the_next_day_and_no_hour_that_is_none_is_read() {
    let sv = definitions("sv", "SEK");
    let read = |written: &str| {
        let reading = column(&sv, "Last day", &[written]);
        (rules(&reading).first().map(|rule| (*rule).to_owned()), values(&reading, "day"))
    };
    for day in [
        "2025-12-31T00:00:00",
        "2025-12-31 08:30",
        "2025-12-31T23:59:59",
        "2025-12-31 12:00:00.000",
        "2025-12-31 00.00.00",
        "2025-12-31 08.30",
        "31.12.2025 00.00.00",
        "31 december 2025 12.00",
        "2025 12.31",
    ] {
        assert_eq!(read(day), (None, vec!["2025-12-31".to_owned()]), "{day}");
    }
    for other in [
        "2025-12-30T23:00:00",
        "2025-12-30 23:00:00",
        "2025-12-30T22:00",
        "2025-12-30 21:00:00.000",
        "2025-12-31T25:61",
        "2025-12-31 12:75",
        "2025-12-31 12:30:99",
        "2025-12-31 24:00",
        "2025-12-31 1:2:3:4",
        "2025-12-30 23.00.00",
        "2025-12-31 24.00",
        "2025-12-31 12.75",
        "2025-12-31 12.5",
        "31.12 20.25",
    ] {
        assert_eq!(read(other), (Some("not-a-date".to_owned()), vec!["!".to_owned()]), "{other}");
    }
}

#[test]
fn words_for_none_and_for_losses_are_answered_with_the_figure() {
    let sv = definitions("sv", "SEK");
    let hint = |header: &str, written: &str| {
        let reading = column(&sv, header, &[written]);
        assert_eq!(reading.diagnostics.len(), 1, "{written}: {:?}", rules(&reading));
        reading.diagnostics[0].hint.in_language(&["sv"]).into_owned()
    };
    let none = [
        "ingen", "Inga", "inget.", "noll", "none", "no", "zero", "aucun", "zéro", "nessuno", "niciunul", "nič",
        "Nobeden",
    ];
    for written in none {
        assert_eq!(
            hint("antal anställda", written),
            "är det inga, skriv 0 – eller 'vet ej' om ni inte vet",
            "{written}"
        );
    }
    for written in ["minus 125 000", "förlust 125 000", "Förlust: 125\u{a0}000", "125 000 minus", "minus -125 000 kr"]
    {
        assert_eq!(hint("Result", written), "skriv -125000", "{written}");
    }
    assert_eq!(hint("Result", "moins 12,5"), "skriv \u{2212}12,5");
    for written in ["ingenjörer", "inga uppgifter", "förlust", "minus en"] {
        assert!(hint("antal anställda", written).starts_with("skriv bara siffran"), "{written}");
    }
    assert_eq!(hint("Decided", "Delvis"), "skriv ja eller nej – eller 'vet ej' om ni inte vet");
}

#[test]
fn a_value_of_several_lines_is_shown_in_one() {
    let told = column(&definitions("sv", "SEK"), "Hours", &["125 000\r\n(preliminärt)\t\u{7}"]);
    assert_eq!(told.diagnostics[0].message.in_language(&["sv"]), "'125 000 (preliminärt)' är inte ett tal");
    assert_eq!(nytta::diagnostic::terminal::plain("a\nb\u{1b}c"), "a b c");
}

#[test]
fn answers_are_read_in_any_language() {
    let sek = definitions("sv", "SEK");
    let yes = ["Ja", "yes", "x", "1", "TRUE", "SANT", "Oui", "vrai", "Sì", "VERO", "da", "✓"];
    let no = ["Nej", "no", "0", "FALSKT", "non", "faux", "FALSO", "nu", "ne", "✗"];
    assert!(values(&column(&sek, "Decided", &yes), "decided").iter().all(|value| value == "true"));
    assert!(values(&column(&sek, "Decided", &no), "decided").iter().all(|value| value == "false"));
    for written in ["coop", "Cooperative", "ekonomisk forening", "SOCIETÀ COOPERATIVA"] {
        assert_eq!(values(&column(&sek, "Form", &[written]), "form"), ["coop"], "{written}");
    }
}

/// A way of writing numbers: what parts thousands, the decimal mark, the minus, what stands behind.
fn styles() -> impl Strategy<Value = (&'static str, &'static str, &'static str, &'static str)> {
    let marks = prop_oneof![
        Just((" ", ",")),
        Just(("\u{a0}", ",")),
        Just(("\u{202f}", ",")),
        Just(("\u{2009}", ".")),
        Just((".", ",")),
        Just((",", ".")),
        Just(("'", ".")),
        Just(("’", ".")),
        Just(("", ",")),
        Just(("", ".")),
    ];
    let minus = prop_oneof![Just("-"), Just("\u{2212}"), Just("("), Just("behind")];
    let unit = prop_oneof![Just(""), Just(" kr"), Just("\u{a0}kr"), Just(" SEK"), Just(":-"), Just(" kronor")];
    (marks, minus, unit).prop_map(|((group, decimal), minus, unit)| (group, decimal, minus, unit))
}

/// The months in the languages of the program.
const MONTHS: [&str; 6] = [
    "januari februari mars april maj juni juli augusti september oktober november december",
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "januar februar marec april maj junij julij avgust september oktober november december",
];

proptest! {
    #[test]
    fn what_is_printed_in_any_style_is_read_back(
        amounts in prop::collection::vec(-100_000_000_000_i64..100_000_000_000, 1..6),
        (group, decimal, minus, unit) in styles(),
    ) {
        let print = |amount: &i64| {
            let whole = (amount / 100).abs().to_string();
            let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
            let digits = format!("{}{decimal}{:02}", groups.join(group), (amount % 100).abs());
            match (*amount < 0, minus) {
                (false, _) => format!("{digits}{unit}"),
                (true, "(") => format!("({digits}{unit})"),
                (true, "behind") if unit.is_empty() => format!("{digits}-"),
                (true, "behind") => format!("-{digits}{unit}"),
                (true, minus) => format!("{minus}{digits}{unit}"),
            }
        };
        let printed: Vec<String> = amounts.iter().map(print).collect();
        let cells: Vec<&str> = printed.iter().map(String::as_str).collect();
        let sek = definitions("sv", "SEK");
        let reading = column(&sek, "Net turnover", &cells);
        let meant: Vec<String> = amounts.iter().map(|amount| Decimal::new(*amount, 2).normalize().to_string()).collect();
        prop_assert_eq!(values(&reading, "turnover"), meant, "{:?}", printed);
    }

    #[test]
    fn a_day_printed_in_any_style_is_read_back(days in prop::collection::vec(0_u64..1500, 1..5), style in 0..9_usize, language in 0..6_usize) {
        use chrono::{Datelike as _, Days, NaiveDate};
        let days: Vec<NaiveDate> = days.into_iter()
            .map(|days| NaiveDate::from_ymd_opt(2023, 1, 1).unwrap().checked_add_days(Days::new(days)).unwrap()).collect();
        let print = |day: &NaiveDate| match style {
            0 => day.format("%Y-%m-%d").to_string(),
            1 => day.format("%Y%m%d").to_string(),
            2 => day.format("%d/%m/%Y").to_string(),
            3 => day.format("%d.%m.%Y").to_string(),
            4 => day.format("%-d. %-m. %Y").to_string(),
            5 => day.format("%y-%m-%d").to_string(),
            6 => format!("{} {} {}", day.day(), MONTHS[language].split(' ').nth(day.month0() as usize).expect("a month"), day.year()),
            7 => day.format("%B %-d, %Y").to_string(),
            _ => (*day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days().to_string(),
        };
        let printed: Vec<String> = days.iter().map(print).collect();
        let cells: Vec<&str> = printed.iter().map(String::as_str).collect();
        let reading = column(&definitions("sv", "SEK"), "Last day", &cells);
        // A spreadsheet's number far from the project's periods is no day, and a short year behind them is taken for a day.
        let far = days.iter().any(|day| (style == 8 && day.year() > 2026) || (style == 5 && day.year() > 2025));
        if !far {
            let found = values(&reading, "day");
            let asked = rules(&reading).iter().filter(|rule| **rule == "ambiguous-date").count();
            prop_assert!(asked == found.iter().filter(|day| *day == "!").count() && (asked == 0 || style == 5));
            let meant = days.iter().zip(&found).map(|(day, found)| if found == "!" { "!".to_owned() } else { day.to_string() });
            prop_assert_eq!(&found, &meant.collect::<Vec<_>>(), "{:?}", printed);
        }
    }
}

#[test]
fn what_a_spreadsheet_made_a_day_is_told_to_be_one() {
    let sek = definitions("sv", "SEK");
    let hint = |header: &str, written: &str| {
        let reading = column(&sek, header, &[written]);
        assert_eq!(reading.diagnostics.len(), 1, "{written}: {:?}", rules(&reading));
        reading.diagnostics[0].hint.in_language(&["sv"]).into_owned()
    };
    for written in ["03-maj", "3 maj", "2025-05-03"] {
        let hint = hint("Anställda vid årets slut", written);
        assert!(hint.contains(&format!("det är ett datum ({written})")), "{hint}");
    }
    for written in ["ca 12", "8–10", "majoriteten", "1/2"] {
        let hint = hint("Anställda vid årets slut", written);
        assert!(!hint.contains("datum"), "{written}: {hint}");
    }
    assert!(hint("Heltidstjänster", "80 %").contains("skrivs den 0,8"));
    assert!(!hint("Anställda vid årets slut", "80 %").contains("heltid"), "a head count has no parts");
}
