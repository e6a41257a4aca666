//! A file read without a project tells what a project would tell of it: cells without a value, what is hidden, what could be
//! read in two ways, a table beside.

use nytta::table::Wishes;
use nytta::table::look::{Look, look};
use nytta::table::workbook::InProcess;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::scenes::uncalculated_sevens;

fn seen(name: &str, bytes: &[u8]) -> Look {
    look(name, bytes, &["sv".to_owned(), "en".to_owned()], &InProcess, Wishes::default())
}

/// What is told, by rule and cell.
fn told(look: &Look) -> Vec<String> {
    let all = look.reading.diagnostics.iter();
    all.map(|one| format!("{} {}", one.rule, one.span.cell().unwrap_or_default()).trim().to_owned()).collect()
}

fn cells(look: &Look) -> Vec<Vec<String>> {
    let rows = look.tables.iter().flat_map(|table| look.rows(table));
    rows.map(|(_, cells)| cells.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

/// A workbook of some names and figures, and what is done to its sheet besides.
fn workbook(more: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip([["namn", "belopp"], ["Kaféet", ""], ["Bageriet", ""], ["Snickeriet", ""]]) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    for row in 1..4_u32 {
        sheet.write(row, 1, 100 + row).expect("a cell");
    }
    more(sheet);
    workbook.save_to_buffer().expect("it can be made")
}

#[test]
fn cells_without_a_value_are_told() {
    let uncalculated = workbook(|sheet| {
        sheet.write_formula(2, 1, Formula::new("=1+6").set_result("7")).expect("a cell");
    });
    assert_eq!(told(&seen("a.xlsx", &uncalculated_sevens(&uncalculated))), ["formula-without-value B3"]);
    let merged = workbook(|sheet| {
        sheet.merge_range(2, 1, 3, 1, "5", &Format::new()).expect("a range");
    });
    assert_eq!(told(&seen("a.xlsx", &merged)), ["merged-cell B4"]);
    let failed = workbook(|sheet| {
        sheet.write_formula(2, 1, Formula::new("=A9").set_result("#REF!")).expect("a cell");
    });
    assert_eq!(told(&seen("a.xlsx", &failed)), ["cell-holds-error B3"]);
    let look = seen("a.csv", "namn;belopp\nKaféet;#REF!\nBageriet;#####\nSnickeriet;4\n".as_bytes());
    assert_eq!(told(&look), ["cell-holds-error B2", "column-too-narrow B3"]);
    let message = look.reading.diagnostics[0].message.in_language(&["en"]).into_owned();
    assert_eq!(message, "the formula of the cell gives the error '#REF!'");
    assert_eq!(told(&seen("a.xlsx", &workbook(|_| {}))), Vec::<String>::new());
}

#[test]
fn what_is_hidden_is_told() {
    let column = workbook(|sheet| {
        sheet.set_column_hidden(1).expect("a column");
    });
    assert_eq!(told(&seen("a.xlsx", &column)), ["hidden-column B1"]);
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "namn").expect("a cell");
    let sheet = book.add_worksheet().set_hidden(true);
    for (row, (name, figure)) in (0..).zip([("namn", "antal"), ("A", "4"), ("B", "5")]) {
        sheet.write(row, 0, name).expect("a cell");
        sheet.write(row, 1, figure).expect("a cell");
    }
    let told = told(&seen("a.xlsx", &book.save_to_buffer().expect("it can be made")));
    assert!(told.contains(&"hidden-sheet".to_owned()), "{told:?}");
}

#[test]
fn a_number_that_could_be_either_is_a_question() {
    let look = seen("a.csv", b"namn;belopp\nA;1.234\nB;5.678\n");
    assert_eq!(told(&look), ["ambiguous-number B2", "ambiguous-number B3"]);
    let hint = look.reading.diagnostics[0].hint.in_language(&["en"]).into_owned();
    assert!(hint.starts_with("is it 1234, or a number with three decimals?"), "{hint}");
    // Another number of the column tells, or the column is of words.
    for text in
        ["namn;belopp\nA;1.234\nB;5,5\n", "namn;belopp\nA;1.234\nB;1.234.567\n", "namn;version\nA;1.234\nB;ny\n"]
    {
        let told = told(&seen("a.csv", text.as_bytes()));
        assert!(!told.iter().any(|one| one.starts_with("ambiguous-number")), "{text}: {told:?}");
    }
}

#[test]
fn a_table_beside_is_no_part_of_the_first() {
    let own_rows = "namn;antal;;bidrag;belopp\nA;4;;Regionen;50\nB;5;;Kommunen;70\n;;;Stiftelsen;3\n";
    let shorter = "namn;antal;;bidrag;belopp\nA;4;;Regionen;50\nB;5;;Kommunen;70\nC;6;;;\n";
    let alike = "namn;antal;;namn;antal\nA;4;;C;50\nB;5;;D;70\n";
    for (text, rows) in [(own_rows, 2), (shorter, 3), (alike, 2)] {
        let look = seen("a.csv", text.as_bytes());
        assert_eq!(told(&look), ["second-table D1"], "{text}");
        let cells = cells(&look);
        assert_eq!((cells.len(), cells[0].len()), (rows, 2), "{text}: {cells:?}");
    }
    // A column left empty for the eye parts no table, nor do remarks here and there.
    for text in [
        "namn;antal;;ort;belopp\nA;4;;Nora;50\nB;5;;Kumla;70\n",
        "namn;antal;;remiss;anm\nA;4;;Nora;x\nB;5;;;\nC;5;;;y\n",
    ] {
        let look = seen("a.csv", text.as_bytes());
        assert!(!told(&look).contains(&"second-table D1".to_owned()), "{text}");
        assert_eq!(cells(&look)[0].len(), 5, "{text}");
    }
}

#[test]
fn a_footnote_below_two_columns_is_no_row() {
    for note in ["* preliminärt", "* preliminärt;", "Not: preliminärt;"] {
        let look = seen("a.csv", format!("namn;belopp\nA;4\nB;5\n{note}\n").as_bytes());
        assert_eq!(told(&look), ["remark-row"], "{note}");
        assert_eq!(cells(&look).len(), 2, "{note}");
    }
    // A name without its figure is a row.
    assert_eq!(cells(&seen("a.csv", b"namn;belopp\nA;4\nBageriet;\n")).len(), 2);
}

#[test]
fn decimal_commas_in_one_column_part_no_cells() {
    let look = seen("a.csv", b"belopp\n1,5\n2,5\n3\n");
    assert_eq!(cells(&look), [["1,5"], ["2,5"], ["3"]]);
    let two = seen("a.csv", b"namn,belopp\nA,1\nB,2\n");
    assert_eq!(cells(&two), [["A", "1"], ["B", "2"]]);
}

/// What parts the cells is told with the file; a title above the headers is still told as no row.
#[test]
fn a_line_that_names_the_delimiter_is_no_finding() {
    for text in
        ["sep=;\nnamn;belopp\nA;4\nB;5\n", "\u{feff}sep=;\nnamn;belopp\nA;4\nB;5\n", "SEP=|\nnamn|belopp\nA|4\nB|5\n"]
    {
        let look = seen("a.csv", text.as_bytes());
        assert_eq!(told(&look), Vec::<String>::new(), "{text}");
        assert_eq!((cells(&look).len(), look.reading.sheets[0].rows_other), (2, 2), "{text}");
    }
    assert_eq!(told(&seen("a.csv", b"Rapport\nnamn;belopp\nA;4\nB;5\n")), ["row-above-header"]);
}
