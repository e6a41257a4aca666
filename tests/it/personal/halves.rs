//! A person's number in two cells beside each other is found where no figure is expected, and figures are left alone.

use nytta::table::{self, Reading, workbook::InProcess};
use rust_xlsxwriter::Workbook;

use super::definitions;

fn read(name: &str, bytes: &[u8]) -> Reading {
    table::read(name, bytes, &definitions(), &InProcess)
}

fn is_refused(reading: &Reading) -> bool {
    let told = reading.diagnostics.iter().any(|one| one.rule == "personal-number");
    assert_eq!(told, reading.batches.is_empty(), "{:?}", reading.diagnostics);
    assert!(!told || !format!("{reading:?}").contains("0016"), "{reading:?}");
    told
}

/// A table with two columns behind those that are asked for.
fn table(headers: [&str; 2], rows: &[[&str; 2]]) -> String {
    let rows = rows.iter().map(|[one, next]| format!("556016-0680;2025-12-31;3;{one};{next}\n"));
    format!("orgnr;räkenskapsår till;anställda;{};{}\n{}", headers[0], headers[1], rows.collect::<String>())
}

#[test]
fn two_halves_in_columns_that_nobody_asks_for_refuse_the_file() {
    let headers = ["kommentar", "nr"];
    for row in [["880320", "0016"], ["19880320", "0016"], ["1988-03-20", "-0016"], ["050320", "0016"]] {
        assert!(is_refused(&read("a.csv", table(headers, &[row]).as_bytes())), "{row:?}");
    }
    // Without a header, and by some rows among words.
    assert!(is_refused(&read("a.csv", table(["", ""], &[["880320", "0016"]]).as_bytes())));
    assert!(is_refused(&read("a.csv", table(headers, &[["ny", "x"], ["880320", "0016"]]).as_bytes())));
    // No check digit, a day of a voucher, no day, a year, more in the cell, figures in the rows around.
    for rows in [
        &[["880320", "0018"]][..],
        &[["20251120", "0012"]],
        &[["883420", "0016"]],
        &[["880320", "2018"]],
        &[["880320 kr", "0016"]],
        &[["880320", "0016"], ["12500", "4711"], ["13400", "4712"]],
    ] {
        assert!(!is_refused(&read("a.csv", table(headers, rows).as_bytes())), "{rows:?}");
    }
    // A place for figures.
    let figures = "orgnr;räkenskapsår till;omsättning;årets resultat\n556016-0680;2025-12-31;880320;0016\n";
    assert!(!is_refused(&read("a.csv", figures.as_bytes())));
}

#[test]
fn two_halves_in_a_workbook_are_found_as_text_number_and_day() {
    let workbook = |put: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["orgnr", "räkenskapsår till", "anställda", "kommentar", "nr"]).expect("there is room");
        sheet.write_row(1, 0, ["556016-0680", "2025-12-31", "3"]).expect("there is room");
        put(sheet);
        book.save_to_buffer().expect("it is small")
    };
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(1988, 3, 20).expect("a day");
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for bytes in [
        workbook(&|sheet| {
            sheet.write_row(1, 3, ["880320", "0016"]).expect("there is room");
        }),
        workbook(&|sheet| {
            sheet.write_row(1, 3, [880_320, 2_384]).expect("there is room");
        }),
        // The zero at the beginning is lost.
        workbook(&|sheet| {
            sheet.write_row(1, 3, [880_320, 123]).expect("there is room");
        }),
        workbook(&|sheet| {
            sheet.write_datetime_with_format(1, 3, &day, &format).expect("there is room");
            sheet.write_number(1, 4, 2_384).expect("there is room");
        }),
    ] {
        assert!(is_refused(&read("a.xlsx", &bytes)));
    }
}

#[test]
fn pieces_of_a_number_are_found_however_they_are_set_into_cells() {
    let table = |headers: &str, cells: &str| {
        format!("orgnr;räkenskapsår till;anställda;{headers}\n556016-0680;2025-12-31;3;{cells}\n")
    };
    for (headers, cells) in [
        ("A;B", "880320-;0016"),
        ("A;B", "20 mars 1988;0016"),
        ("A;B", "88 03 20;0016"),
        ("A;B", "1988 03 20;0016"),
        ("A;B", "Anna 880320;0016"),
        ("A;B", "Anna Berg, 19880320;-0016"),
        ("A;B", "pnr 880320;0016"),
        ("A;B", "pnr 880320;0016"),
        ("A;B", "880320;0016 Anna"),
        ("A;B", "880320;T016"),
        ("Född;;Nr", "880320;;0016"),
        ("A;B;C", "88;0320;0016"),
        ("År;Mån;Dag;Nr", "1988;3;20;0016"),
        ("A;B;C;D", "1988;03;20;0016"),
    ] {
        assert!(is_refused(&read("a.csv", table(headers, cells).as_bytes())), "{headers} {cells}");
    }
    // Amounts, documents, units, counts, a day of something else.
    for (headers, cells) in [
        ("A;B", "880320-;0017"),
        ("A;B", "faktura 880320;0016"),
        ("A;B", "880320;0016 kr"),
        ("A;B", "880320;0016 besök"),
        ("A;B", "avtal från 1988-03-20;0016"),
        ("A;B", "050320;T016"),
        ("A;B;C", "88;1120;0016"),
        ("Startår;Anställda;Timmar;Nr", "1988;3;20;0016"),
        ("A;;;B", "880320;;;0016"),
    ] {
        assert!(!is_refused(&read("a.csv", table(headers, cells).as_bytes())), "{headers} {cells}");
    }
}

#[test]
fn halves_above_each_other_are_found_where_nothing_else_stands() {
    let table = "orgnr;räkenskapsår till;anställda;kommentar\n556016-0680;2025-12-31;3;\n";
    for (cells, told) in
        [("880320;;;\n0016;;;\n", true), ("880320;;;\n0017;;;\n", false), ("880320;;;5\n0016;;;6\n", false)]
    {
        let reading = read("a.csv", format!("{table};;;\n{cells}").as_bytes());
        assert_eq!(reading.diagnostics.iter().any(|one| one.rule == "personal-number"), told, "{cells}");
    }
    // In a column that nobody asks for, among rows: one pair after the other and nothing else.
    for (header, cells, told) in [
        ("Notering", &["880320", "0016"][..], true),
        ("Notering", &["880320", "0016", "", "790120", "9713"], true),
        ("Notering", &["880320", "0017"], false),
        ("Notering", &["880320", "0016", "4711"], false),
        ("Notering", &["880320", "", "0016"], false),
        ("Lokalhyra", &["880320", "0016"], false),
        ("Bildat", &["880320", "0016"], false),
    ] {
        let rows: Vec<[&str; 2]> = cells.iter().map(|cell| [*cell, ""]).collect();
        assert_eq!(
            is_refused(&read("a.csv", self::table([header, "x"], &rows).as_bytes())),
            told,
            "{header} {cells:?}"
        );
    }
}

#[test]
fn what_headers_say_of_halves_is_not_believed_where_every_row_has_its_check_digit() {
    let three = [["1988-03-20", "0016"], ["790120", "9713"], ["030512", "1234"]];
    let three = three.map(|[day, last]| {
        let last = (0..10).map(|digit| format!("{}{digit}", &last[..3]));
        let plain = day.replace('-', "");
        let is_number = |last: &String| is_checked(&format!("{}{last}", &plain[plain.len() - 6..]));
        [day.to_owned(), last.into_iter().find(is_number).expect("one of ten is")]
    });
    let rows = |count: usize| -> Vec<[&str; 2]> {
        three[..count].iter().map(|[day, last]| [day.as_str(), last.as_str()]).collect()
    };
    let is_told = |headers: [&str; 2], rows: &[[&str; 2]]| is_refused_as("a.csv", &table(headers, rows));
    // The day stands in a further column of one that is asked for, is said to be something else, or the digits are.
    for headers in [["räkenskapsårets slut", "Nr"], ["Startdatum", "Nr"], ["x", "Kod"], ["Lokalhyra", "El"]] {
        assert!(is_told(headers, &rows(3)), "{headers:?}");
        // By chance, one alone and the same in each row; and where one is none.
        assert!(!is_told(headers, &rows(1)), "{headers:?}");
        assert!(!is_told(headers, &[rows(1)[0]; 3]), "{headers:?}");
        assert!(!is_told(headers, &[rows(3), vec![["1965-01-04", "1231"]]].concat()), "{headers:?}");
    }
    assert!(!is_told(["Lokalhyra", "Försäkring"], &[["850312", "1231"]]));
}

fn is_refused_as(name: &str, text: &str) -> bool {
    read(name, text.as_bytes()).diagnostics.iter().any(|one| one.rule == "personal-number")
}

/// True for ten digits of which the last checks the others.
fn is_checked(digits: &str) -> bool {
    let doubled =
        digits.bytes().enumerate().map(|(at, digit)| u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 });
    doubled.map(|digit| digit / 10 + digit % 10).sum::<u32>() % 10 == 0
}

#[test]
fn a_day_of_something_else_and_a_code_beside_it_are_no_person() {
    let mut definitions = definitions();
    let list = definitions.codelists.values().next().expect("a codelist").clone();
    let codes = ["0016", "1884"].map(|code| {
        let mut one = list.codes[0].clone();
        one.code = code.to_owned();
        one
    });
    let municipalities = nytta::definition::codelist::Codelist { codes: codes.to_vec(), ..list };
    definitions.codelists.insert("municipality".to_owned(), municipalities);
    let is_refused = |headers: [&str; 2], rows: &[[&str; 2]]| {
        let reading = table::read("a.csv", table(headers, rows).as_bytes(), &definitions, &InProcess);
        reading.diagnostics.iter().any(|one| one.rule == "personal-number")
    };
    // Founded long ago, with what may be a check digit behind it.
    for header in ["Bildat", "Startdatum", "Registrerad", "Bokslut", "Medlem sedan", "Founded", "Date de création"] {
        assert!(!is_refused([header, "x"], &[["1988-03-20", "2384"]]), "{header}");
    }
    for header in ["Hyra (kr)", "Antal besök", "Yta m2", "Konto"] {
        assert!(!is_refused(["x", header], &[["1988-03-20", "2384"]]), "{header}");
    }
    // Nobody is so young.
    assert!(!is_refused(["x", "y"], &[["2018-08-01", "1884"]]));
    assert!(!is_refused(["x", "y"], &[["1988-03-20", "0016"]]), "a code of the project");
    // Whose they are is told by another row, by a header, or by none that says otherwise.
    assert!(is_refused(["x", "y"], &[["1988-03-20", "0016"], ["1979-01-20", "9713"]]));
    assert!(is_refused(["Född", "Nr"], &[["1988-03-20", "0016"]]));
    assert!(is_refused(["", ""], &[["1988-03-20", "0016"]]));
    assert!(is_refused(["x", "y"], &[["1988-03-20", "2384"]]));
}
