//! How programs lay out a file: rows without their last cells, tables beside each other, text of other scripts.

use nytta::table::workbook::InProcess;
use nytta::table::{Batch, Reading, read};
use nytta::value::State;

use super::table::definitions;

const HEADER: &str = "orgnr;Räkenskapsårets slut;fte;hired;Omsättning;Metod;Kommentar";

fn reading(rows: &[String]) -> Reading {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read("a.csv", text.as_bytes(), &definitions(), &InProcess)
}

/// Findings as `row rule`, and how many rows are accepted and rejected.
pub(crate) fn told(reading: &Reading) -> (Vec<String>, usize, u32) {
    let one = |one: &nytta::diagnostic::Diagnostic| format!("{} {}", one.span.row.unwrap_or_default(), one.rule);
    let rows = reading.batches.iter().map(Batch::rows).sum();
    (reading.diagnostics.iter().map(one).collect(), rows, reading.sheets.iter().map(|sheet| sheet.rows_rejected).sum())
}

/// A row with some of its cells.
fn row(number: usize, cells: usize) -> String {
    let fte = format!("{},5", number + 1);
    let (hired, turnover, remark) = (number.to_string(), (number * 1000).to_string(), format!("rad {number}"));
    let all = ["556016-0680", "2025-12-31", &fte, &hired, &turnover, "hours", &remark];
    all[..cells].join(";")
}

#[test]
fn rows_without_their_empty_last_cells_are_read_where_that_is_a_habit() {
    // Excel: sixteen rows at a time. One of them has lost a delimiter in the middle, which is no habit.
    let blank = |number| format!("{};;", row(number, 5));
    let mut rows: Vec<String> = (0..40).map(|at| if (15..31).contains(&at) { row(at, 5) } else { blank(at) }).collect();
    let whole = reading(&rows);
    assert_eq!(told(&whole), (vec!["17 last-cells-left-out".to_owned()], 40, 0));
    let batch = &whole.batches[0];
    assert_eq!(batch.columns["hired"].number(20), Some(20.into()));
    assert!(matches!(batch.columns["method"].states[20], State::Missing(_)));
    assert_eq!(
        whole.diagnostics[0].message.in_language(&["en"]),
        "16 rows lack their last cells, which are taken as empty"
    );
    rows[20] = rows[20].replacen(";20,5;", ";20,5", 1).replacen("21,5;20", "21,520", 1);
    assert_eq!(
        told(&reading(&rows)),
        (vec!["17 last-cells-left-out".to_owned(), "22 wrong-field-count".to_owned()], 39, 1)
    );

    // Others: each row ends with the last cell that has something in it. Two in succession are no row that was split.
    let lengths = [7, 4, 5, 7, 3, 5, 5, 7];
    let mut rows: Vec<String> = lengths.iter().enumerate().map(|(at, cells)| row(at, *cells)).collect();
    assert_eq!(told(&reading(&rows)), (vec!["3 last-cells-left-out".to_owned()], 8, 0));
    // Not where a row shows that empty cells are kept, nor where something in a short row cannot stand where it does.
    rows.push(format!("{};;", row(9, 5)));
    assert_eq!(told(&reading(&rows)).2, 5);
    rows.pop();
    rows[4] = "556016-0680;5,5;3".to_owned();
    let (found, accepted, rejected) = told(&reading(&rows));
    assert_eq!((accepted, rejected), (3, 5), "{found:?}");

    // No row has the last columns.
    let rows: Vec<String> = (0..5).map(|at| row(at, 5)).collect();
    assert_eq!(told(&reading(&rows)), (vec!["2 last-cells-left-out".to_owned()], 5, 0));
    // A header with a delimiter of its own in it moves all values.
    let text = format!("orgnr;Omsättning (kr; exkl. moms);fte;hired\n{}", "556016-0680;12;5;7\n".repeat(4));
    let moved = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(told(&moved).1, 0, "{:?}", moved.diagnostics);
}

#[test]
fn one_short_row_is_an_accident() {
    for cells in 1..7 {
        let mut rows: Vec<String> = (0..20).map(|at| row(at, 7)).collect();
        rows[17] = row(17, cells);
        assert_eq!(told(&reading(&rows)), (vec!["19 wrong-field-count".to_owned()], 19, 1), "{cells}");
    }
    // A line break inside a cell.
    let mut rows: Vec<String> = (0..20).map(|at| row(at, 7)).collect();
    rows[5] = "556016-0680;2025-12-31;1,5;2;3".to_owned();
    rows.insert(6, "hours;Kafé".to_owned());
    let (found, accepted, rejected) = told(&reading(&rows));
    assert_eq!((found, accepted, rejected), (vec!["7 split-row".to_owned()], 19, 2));
}

#[test]
fn wide_text_of_any_script_is_known_without_a_mark() {
    let remarks = [
        "Кафе на площади, работает три человека",
        "Το καφενείο στην πλατεία",
        "مقهى في الساحة",
        "广场上的咖啡馆",
        "광장의 카페",
    ];
    for remark in remarks {
        let text = format!(
            "orgnr;year_end;fte;Kommentar\r\n556016-0680;2025-12-31;3,5;{remark}\r\n212000-0142;2025-12-31;2;{}\r\n",
            remark.repeat(6)
        );
        for swap in [false, true] {
            let pair = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let bytes: Vec<u8> = text.encode_utf16().flat_map(pair).collect();
            let reading = read("a.csv", &bytes, &definitions(), &InProcess);
            assert_eq!(reading.diagnostics, [], "{remark}");
            assert_eq!(reading.batches[0].columns["remark"].text(0), Some(remark));
            let plain = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
            assert_eq!(plain.sheets[0].encoding.as_deref(), Some("UTF-8"), "{remark}");
        }
    }
    // A NUL here and there makes no wide text of a plain one.
    let text = "orgnr;year_end;fte;Kommentar\n556016-0680;2025-12-31;3,5;Ka\0f\0\n".as_bytes();
    let reading = read("a.csv", text, &definitions(), &InProcess);
    assert_eq!(reading.sheets[0].encoding.as_deref(), Some("UTF-8"));
}

/// A workbook of one sheet with these cells.
pub(crate) fn workbook(rows: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(line.split(';')).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_table_beside_is_told_and_not_merged() {
    let beside = [
        "orgnr;year_end;fte;;bidragsgivare;belopp",
        "556016-0680;2025-12-31;3,5;;Regionen;50 000",
        "212000-0142;2025-12-31;2;;Kommunen;7 000",
        ";;;;Stiftelsen;3 000",
    ];
    let twice = [
        "År 2024;;;;År 2025",
        "orgnr;year_end;fte;;orgnr;year_end;fte",
        "556016-0680;2024-12-31;3,5;;556016-0680;2025-12-31;4",
    ];
    let (text, book) = (beside.join("\n") + "\n", workbook(&beside));
    for (name, bytes) in [("a.csv", text.as_bytes()), ("a.xlsx", &book)] {
        let reading = read(name, bytes, &definitions(), &InProcess);
        assert_eq!(told(&reading), (vec!["1 second-table".to_owned()], 2, 0), "{name}");
        assert_eq!(reading.diagnostics[0].span.cell().as_deref(), Some("E1"), "{name}");
        assert_eq!((reading.sheets[0].rows_read, reading.sheets[0].rows_blank), (3, 1), "{name}");
        let cell = reading.batches[0].cell(1, "fte").expect("a cell");
        assert_eq!((cell.text.as_str(), cell.span.cell().as_deref()), ("2", Some("C3")), "{name}");
    }
    let reading = read("a.xlsx", &workbook(&twice), &definitions(), &InProcess);
    assert_eq!(told(&reading).1, 1, "{:#?}", reading.diagnostics);
    assert_eq!(reading.batches[0].columns["fte"].number(0).map(|fte| fte.to_string()), Some("3.50".to_owned()));
    let told_beside: Vec<_> = reading.diagnostics.iter().filter(|one| one.rule == "second-table").collect();
    assert_eq!(told_beside.len(), 1);
    assert!(
        told_beside[0].hint.in_language(&["en"]).contains("enterprise_year"),
        "{}",
        told_beside[0].hint.in_language(&["en"])
    );
    // A person there refuses the file all the same.
    let person = workbook(&[beside[0], beside[1], "212000-0142;2025-12-31;2;;Eva 880320-0016;7 000"]);
    let reading = read("a.xlsx", &person, &definitions(), &InProcess);
    assert_eq!(told(&reading).0, ["3 personal-number"]);
    // A column left empty for the eye parts no table.
    let spaced = ["orgnr;year_end;;fte;hired", "556016-0680;2025-12-31;;3,5;2"];
    let reading = read("a.xlsx", &workbook(&spaced), &definitions(), &InProcess);
    assert_eq!(reading.batches[0].columns["hired"].number(0), Some(2.into()));
    assert!(told(&reading).0.iter().all(|one| !one.contains("second-table")), "{:?}", told(&reading).0);
}

#[test]
fn a_quote_in_the_header_takes_no_row_with_it() {
    let text = "orgnr;year_end;fte;\"Kommentar\n556016-0680;2025-12-31;3;\"\n212000-0142;2025-12-31;2;ok\n";
    let (found, accepted, rejected) = told(&read("a.csv", text.as_bytes(), &definitions(), &InProcess));
    assert_eq!((accepted, rejected), (1, 1), "{found:?}");
    assert!(found.contains(&"1 unclosed-quote".to_owned()), "{found:?}");
    let whole = "orgnr;year_end;\"Årsarbets-\nkrafter\"\n556016-0680;2025-12-31;3\n";
    assert_eq!(told(&read("a.csv", whole.as_bytes(), &definitions(), &InProcess)), (Vec::new(), 1, 0));
}

#[test]
fn headers_below_each_other_are_known_whatever_commas_stand_in_them() {
    let folder = crate::pages::scene();
    let loaded = nytta::pipeline::load(&folder).unwrap_or_else(|found| panic!("{found:#?}"));
    let dataset = &loaded.definitions.datasets["enterprise_year"];
    for step in 1..12 {
        for delimiter in [";", "\t"] {
            let asked: Vec<_> =
                dataset.columns.iter().enumerate().filter(|(at, _)| at < &3 || at % step == 0).collect();
            let line = |(_, column): &(usize, &nytta::definition::dataset::ColumnDefinition)| {
                let label = column.label.in_language(&["sv"]);
                let answer = match column.name.as_str() {
                    "organisation" => "9990016447",
                    "year_start" => "2025-01-01",
                    "year_end" => "2025-12-31",
                    _ => "2,5",
                };
                format!("{label}{delimiter}{answer}\n")
            };
            let text: String = asked.iter().map(line).collect();
            let reading = read("a.csv", text.as_bytes(), &loaded.definitions, &InProcess);
            let known = reading.sheets[0].columns.iter().filter(|column| column.field.is_some()).count();
            assert!(text.replace("2,5", "").contains(','), "its labels have commas in them");
            assert_eq!(known, asked.len(), "{step} {delimiter:?} {:?}", reading.sheets[0].delimiter);
        }
    }
}

#[test]
fn a_number_that_goes_on_in_the_next_line_is_no_answer() {
    let text = "orgnr;Räkenskapsårets slut;fte;Omsättning
556016-0680;2025-12-31;1,5;250000
212000-0142;2025-12-31;2;250
000
202100-5489;2025-12-31;3;5000
";
    let whole = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(told(&whole), (vec!["3 split-row".to_owned()], 2, 2));
    assert_eq!(whole.diagnostics[0].message.in_language(&["en"]), "the row is broken off and goes on in row 4");
    for size in [1, 40, 100] {
        let pieces = nytta::table::read_in_pieces("a.csv", text.as_bytes(), &definitions(), &InProcess, size);
        assert_eq!(told(&pieces), told(&whole), "{size}");
    }
    // What is no rest of a number takes no row with it: words, or an organisation's number alone.
    for rest in ["x1y2", "212000-0142", "1;2"] {
        let other =
            read("a.csv", text.replace("\n000\n", &format!("\n{rest}\n")).as_bytes(), &definitions(), &InProcess);
        let expected = (vec!["4 wrong-field-count".to_owned()], 3, 1);
        assert_eq!(told(&other), expected, "{rest}: {:?}", other.diagnostics);
    }
}

#[test]
fn a_header_is_found_below_a_long_preamble_and_with_numbers_before_it() {
    let above = "Bokslut i kooperativet\n".repeat(40);
    let text = format!("{above}{HEADER}\n{}\n{}\n", row(1, 7), row(2, 7));
    let reading = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(reading.sheets[0].header_rows, [41]);
    assert_eq!((told(&reading).1, told(&reading).2), (2, 0));
    let numbered = HEADER.split(';').enumerate().map(|(at, header)| format!("{}. {header}", at + 1));
    let text = format!("{}\n{}\n", numbered.collect::<Vec<_>>().join(";"), row(1, 7));
    let reading = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert_eq!(told(&reading), (vec![], 1, 0), "{:?}", reading.diagnostics);
    assert!(reading.sheets[0].columns.iter().all(|column| column.field.is_some()));
}

/// A table of one row below some lines.
fn below(lines: &str) -> Reading {
    let text = format!("{lines}\n556016-0680;2025-12-31;3,5;1;900000;hours;rad\n");
    read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess)
}

#[test]
fn a_row_about_the_columns_is_no_row_of_figures() {
    for line in ["1;2;3;4;5;6;7", "---;---;---;---;---;---;---", "-;-;-;-;-;-;-", ";;2025;2025;År 2025;;"] {
        let reading = below(&format!("{HEADER}\n{line}"));
        assert_eq!(told(&reading), (vec!["2 unit-row".to_owned()], 1, 0), "{line}: {:#?}", reading.diagnostics);
        let sheet = &reading.sheets[0];
        assert_eq!((sheet.rows_read, sheet.rows_other), (1, 2), "{line}");
    }
    // Numbers that count nothing are answers of somebody who is not named.
    let (found, accepted, _) = told(&below(&format!("{HEADER}\n1;2;3;5;4;6;7")));
    assert!(found.iter().all(|one| !one.ends_with("unit-row")), "{found:?}");
    assert_eq!(accepted, 2, "rows that cannot be read are rejected later");
}

#[test]
fn a_row_that_somebody_may_have_meant_is_none_about_the_columns() {
    let rows = |text: &str| {
        let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
        let about = told(&reading).0.iter().any(|one| one.ends_with("unit-row"));
        (reading.sheets[0].rows_read, about)
    };
    for text in [
        "fte;hired;turnover;hours\n1;2;3;4\n2;0;1;0\n",
        "fte;hired;turnover\n-;-;-\n3;1;1\n",
        "orgnr;fte;hired\n;2025;2025\n556016-0680;3;2\n",
        "orgnr;fte;hired\n;2015;2012\n556016-0680;3;2\n",
        "orgnr;;fte;hired\n;2025;2025;2024\n556016-0680;1;3;2\n",
        "orgnr;Räkenskapsårets slut;fte;hired;turnover\n;;;2015;\n556016-0680;2025-12-31;3;2;1\n",
    ] {
        assert_eq!(rows(text), (2, false), "{text}");
    }
    // A line of other width has lost a cell, which is told.
    let (found, ..) = told(&below(&format!("{HEADER}\n;;2025;2025;2025")));
    assert!(found.contains(&"2 wrong-field-count".to_owned()), "{found:?}");
}

#[test]
fn years_below_columns_of_other_names_rename_none() {
    let header = "orgnr;Räkenskapsårets slut;fte;hired;turnover\n;;2025;2025;2025";
    let text = format!("{header}\n556016-0680;2025-12-31;2,5;3;900000\n");
    let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
    let written: Vec<&str> = reading.sheets[0].columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(written, ["orgnr", "Räkenskapsårets slut", "fte", "hired", "turnover"]);
}

#[test]
fn years_in_a_second_line_of_headers_tell_the_columns_apart() {
    let header = "orgnr;Räkenskapsårets slut;fte;;Omsättning;\n;;2024;2025;2025;2024";
    let text = format!("{header}\n556016-0680;2025-12-31;2,5;3,5;900000;700000\n");
    let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
    let batch = &reading.batches[0];
    let number = |name: &str| batch.columns[name].number(0).map(|number| number.normalize().to_string());
    assert_eq!((number("fte").as_deref(), number("turnover").as_deref()), (Some("3.5"), Some("900000")));
    let (found, accepted, _) = told(&reading);
    assert_eq!(
        (found, accepted),
        (vec!["1 extra-column".to_owned(), "1 extra-column".to_owned(), "2 unit-row".to_owned()], 1)
    );
}

#[test]
fn names_and_labels_in_two_lines_are_one_header() {
    let labels =
        "Organisationsnummer;Räkenskapsårets slut;Årsarbetskrafter;Nyanställda;Omsättning (kr);Metod;Kommentar";
    let names = "organisation;year_end;fte;hired;turnover;method;remark";
    for (above, under) in [(names, labels), (labels, names)] {
        let reading = below(&format!("{above}\n{under}"));
        assert_eq!(told(&reading), (vec!["1 repeated-header".to_owned()], 1, 0), "{:#?}", reading.diagnostics);
    }
    let reading = below(&format!("{labels}\norganisation;year_end;fte"));
    assert!(told(&reading).0.contains(&"1 no-rows".to_owned()), "a table of other columns is another one");
    let text = "orgnr;fte\nturnover;hired\n1;2\n";
    let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
    assert!(told(&reading).0.iter().all(|one| !one.ends_with("repeated-header")), "{:#?}", reading.diagnostics);
}

#[test]
fn a_word_for_no_answer_is_one_whatever_else_stands_in_the_file() {
    for word in ["vet ej", "vet  ej", "VET\tEJ", "vill  ej  uppge"] {
        for other in ["hours", "\"hours\n\""] {
            let text = format!("{HEADER}\n556016-0680;2025-12-31;3,5;1;900000;{other};{word}\n");
            let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
            let state = reading.batches[0].columns["remark"].states[0];
            assert!(matches!(state, State::Missing(_)), "{word:?} beside {other:?}: {state:?}");
        }
    }
}

#[test]
fn signs_that_a_program_puts_between_lines_of_a_cell_make_no_binary_file() {
    for sign in ['\u{b}', '\u{1d}'] {
        // Few figures, so that the sign is every twelfth character.
        let rows = format!("556016-0680;{sign}a{sign}b{sign}\n").repeat(40);
        let text = format!("orgnr;Kommentar\n{rows}");
        let reading = read("submissions/2025/a.csv", text.as_bytes(), &definitions(), &InProcess);
        assert_eq!(reading.batches.iter().map(Batch::rows).sum::<usize>(), 40, "{:?}", reading.diagnostics);
    }
}

#[test]
fn letters_of_a_wrong_encoding_are_told_with_what_was_meant() {
    let told = |remark: &str| {
        let text = format!("{HEADER}\n556016-0680;2025-12-31;3,5;1;900000;hours;{remark}\n");
        let reading = read("a.csv", text.as_bytes(), &definitions(), &InProcess);
        let found = reading.diagnostics.iter().find(|one| one.rule == "garbled-letters");
        found.map(|one| (one.span.cell().expect("a cell"), one.message.in_language(&["en"]).into_owned()))
    };
    let (cell, message) = told("Ã¥rsmÃ¶te enligt Â§ 7").expect("it is told");
    assert_eq!(cell, "G2");
    assert!(message.contains("probably 'årsmöte enligt § 7'"), "{message}");
    for sound in ["årsmöte enligt § 7", "São Paulo", "SÃO", "Âge", "Ã¥ å"] {
        assert_eq!(told(sound), None, "{sound}");
    }
}
